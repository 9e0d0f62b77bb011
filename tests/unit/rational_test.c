/* Rationals: values at the borders of the gears, text, rounding, and random operations in every gear against plain GMP.
 * Irrational functions are in rational_functions_test.c.
 *
 *     ASSESSC_OPERATIONS   number of random operations (200000)
 *     ASSESSC_SEED         their seed, to see a failure again
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "rational_help.h"

#define INT128_MAX ((__int128)(~(unsigned __int128)0 >> 1))
#define INT128_MIN (-INT128_MAX - 1)

/* ---- gears ---- */

static bool fits(mpq_srcptr value, unsigned bits)
{
    mpz_t least;
    mpz_init_set_si(least, -1);
    mpz_mul_2exp(least, least, bits - 1);
    bool above = mpz_cmp(mpq_numref(value), least) >= 0;
    bool below = mpz_sgn(mpq_numref(value)) < 0 || mpz_sizeinbase(mpq_numref(value), 2) < bits;
    mpz_clear(least);
    return above && below && mpz_sizeinbase(mpq_denref(value), 2) < bits;
}

static enum gear least_gear(mpq_srcptr value, enum gear forced)
{
    enum gear natural = fits(value, 64) ? GEAR_SMALL : fits(value, 128) ? GEAR_WIDE : GEAR_BIG;
    return natural > forced ? natural : forced;
}

static void values_take_the_least_gear_that_holds_them(void **state)
{
    static const struct { const char *value; enum gear gear; } VALUES[] = {
        {"0/1", GEAR_SMALL},
        {"9223372036854775807/1", GEAR_SMALL},
        {"9223372036854775808/1", GEAR_WIDE},
        {"-9223372036854775808/1", GEAR_SMALL},
        {"-9223372036854775809/1", GEAR_WIDE},
        {"1/9223372036854775807", GEAR_SMALL},
        {"1/9223372036854775808", GEAR_WIDE},
        {"170141183460469231731687303715884105727/1", GEAR_WIDE},
        {"170141183460469231731687303715884105728/1", GEAR_BIG},
        {"-170141183460469231731687303715884105728/1", GEAR_WIDE},
        {"-170141183460469231731687303715884105729/1", GEAR_BIG},
        {"1/170141183460469231731687303715884105727", GEAR_WIDE},
        {"1/170141183460469231731687303715884105728", GEAR_BIG},
    };
    (void)state;
    struct rational value;
    rational_init(&value);
    for (size_t i = 0; i < LENGTH(VALUES); i++) {
        for (size_t forced = 0; forced < LENGTH(GEARS); forced++) {
            rational_force_gear(GEARS[forced]);
            read_value(&value, VALUES[i].value);
            assert_int_equal(value.gear, VALUES[i].gear > GEARS[forced] ? VALUES[i].gear : GEARS[forced]);
        }
    }
    rational_clear(&value);
}

static void set_reduces_and_moves_the_sign_up(void **state)
{
    static const struct { __int128 numerator, denominator; const char *text; } CASES[] = {
        {6, -4, "-1.5"},
        {-6, -4, "1.5"},
        {0, -7, "0"},
        {INT64_MIN, INT64_MIN, "1"},
        {1, INT64_MIN, "-0.0000000000000000001084202172485504434007452800869941711425781250"},
        {INT64_MIN, -1, "9223372036854775808"},
        {INT128_MIN, INT128_MIN, "1"},
        {INT128_MIN, -1, "170141183460469231731687303715884105728"},
        {INT128_MIN, 1, "-170141183460469231731687303715884105728"},
        {INT128_MIN, 2, "-85070591730234615865843651857942052864"},
        {3, INT128_MIN, "-3/170141183460469231731687303715884105728"},
    };
    (void)state;
    struct rational value, expected;
    rational_init(&value);
    rational_init(&expected);
    for (size_t i = 0; i < LENGTH(CASES); i++) {
        rational_set_wide(&value, CASES[i].numerator, CASES[i].denominator);
        read_value(&expected, CASES[i].text);
        assert_int_equal(rational_compare(&value, &expected), 0);
        assert_int_equal(value.gear, expected.gear);
        if (CASES[i].numerator == (int64_t)CASES[i].numerator && CASES[i].denominator == (int64_t)CASES[i].denominator) {
            rational_set(&value, (int64_t)CASES[i].numerator, (int64_t)CASES[i].denominator);
            assert_int_equal(rational_compare(&value, &expected), 0);
        }
    }
    rational_clear(&value);
    rational_clear(&expected);
}

static void whole_numbers_of_64_bits(void **state)
{
    static const struct { const char *value; bool whole, fits; int64_t number; } CASES[] = {
        {"0", true, true, 0}, {"-9223372036854775808", true, true, INT64_MIN}, {"9223372036854775807", true, true, INT64_MAX},
        {"9223372036854775808", true, false, 0}, {"-9223372036854775809", true, false, 0}, {"0.5", false, false, 0},
        {"1/340282366920938463463374607431768211456", false, false, 0},
        {"340282366920938463463374607431768211456", true, false, 0}, {"18446744073709551617", true, false, 0},
    };
    (void)state;
    struct rational value;
    rational_init(&value);
    for (size_t i = 0; i < LENGTH(CASES); i++) {
        for (size_t forced = 0; forced < LENGTH(GEARS); forced++) {
            int64_t number = 0;
            rational_force_gear(GEARS[forced]);
            read_value(&value, CASES[i].value);
            assert_int_equal(rational_is_integer(&value), CASES[i].whole);
            assert_int_equal(rational_to_int64(&value, &number), CASES[i].fits);
            assert_int_equal(number, CASES[i].number);
        }
    }
    rational_clear(&value);
}

/* ---- text ---- */

static void parse_takes_plain_decimals_only(void **state)
{
    static const char *const GOOD[][2] = {
        {"0", "0"}, {"-0", "0"}, {"-0.000", "0"}, {"007", "7"}, {"1.50", "1.5"}, {"-12.345", "-12.345"},
        {"999999999999999999", "999999999999999999"}, {"9223372036854775808", "9223372036854775808"},
        {"0.000000000000000001", "0.000000000000000001"},
        {"-0.0000000000000000000000000000000000000000001", "-0.0000000000000000000000000000000000000000001"},
        {"123456789012345678901234567890123456789012345.5", "123456789012345678901234567890123456789012345.5"},
    };
    static const char *const BAD[] = {
        "", "-", ".", ".5", "-.5", "5.", "+5", "--5", "1e3", " 1", "1 ", "1,000", "1.2.3", "0x10", "1/2", "１",
    };
    (void)state;
    struct rational value;
    rational_init(&value);
    for (size_t i = 0; i < LENGTH(GOOD); i++) {
        assert_true(rational_parse(&value, GOOD[i][0], strlen(GOOD[i][0])));
        assert_text(&value, GOOD[i][1]);
    }
    rational_set(&value, 42, 1);
    for (size_t i = 0; i < LENGTH(BAD); i++)
        assert_false(rational_parse(&value, BAD[i], strlen(BAD[i])));
    assert_false(rational_parse(&value, "1\0002", 3));
    assert_text(&value, "42");
    char digits[402];
    memset(digits, '9', sizeof digits);
    assert_true(rational_parse(&value, digits, 400));
    assert_false(rational_parse(&value, digits, 401));
    digits[200] = '.';
    assert_true(rational_parse(&value, digits, 401));
    assert_false(rational_parse(&value, digits, 402));
    rational_clear(&value);
}

static void format_pads_and_never_writes_minus_zero(void **state)
{
    static const struct { const char *value; int places; const char *text; } CASES[] = {
        {"0", 0, "0"}, {"0", 2, "0.00"}, {"-0", 2, "0.00"}, {"5", 0, "5"}, {"-5", 2, "-5.00"},
        {"0.05", 2, "0.05"}, {"-0.05", 3, "-0.050"},
        {"89.996", 3, "89.996"}, {"-9223372036854775808", 0, "-9223372036854775808"},
        {"9223372036854775807", 2, "9223372036854775807.00"},
        {"-170141183460469231731687303715884105728", 1, "-170141183460469231731687303715884105728.0"},
        {"0.00000000000000000000000000001", 30, "0.000000000000000000000000000010"}, {"1", 25, "1.0000000000000000000000000"},
        {"-340282366920938463463374607431768211456.25", 2, "-340282366920938463463374607431768211456.25"},
    };
    (void)state;
    struct rational value;
    struct buffer out = {0};
    rational_init(&value);
    for (size_t i = 0; i < LENGTH(CASES); i++) {
        for (size_t forced = 0; forced < LENGTH(GEARS); forced++) {
            rational_force_gear(GEARS[forced]);
            read_value(&value, CASES[i].value);
            buffer_clear(&out);
            buffer_append_text(&out, "x=");
            rational_format(&value, CASES[i].places, &out);
            assert_string_equal(buffer_text(&out) + 2, CASES[i].text);
            assert_int_equal(out.length, strlen(CASES[i].text) + 2);
        }
    }
    buffer_release(&out);
    rational_clear(&value);
}

static void decimals_end_or_not(void **state)
{
    static const struct { const char *value; int decimals; const char *text; } CASES[] = {
        {"0/1", 0, "0"}, {"12/1", 0, "12"}, {"1/2", 1, "0.5"}, {"1/8", 3, "0.125"}, {"-1/125", 3, "-0.008"}, {"3/40", 3, "0.075"},
        {"1/3", -1, "1/3"}, {"-22/7", -1, "-22/7"}, {"1/30", -1, "1/30"},
        {"1/73786976294838206464", 66, "0.000000000000000000013552527156068805425093160010874271392822265625"},
        {"1/100000000000000000000000000000000000000000", 41, "0.00000000000000000000000000000000000000001"},
        {"1/300000000000000000000000000000000000000000", -1, "1/300000000000000000000000000000000000000000"},
    };
    (void)state;
    struct rational value;
    rational_init(&value);
    for (size_t i = 0; i < LENGTH(CASES); i++) {
        for (size_t forced = 0; forced < LENGTH(GEARS); forced++) {
            rational_force_gear(GEARS[forced]);
            read_value(&value, CASES[i].value);
            assert_int_equal(rational_decimals(&value), CASES[i].decimals);
            assert_text(&value, CASES[i].text);
        }
    }
    rational_clear(&value);
}

static void exceeds_counts_digits(void **state)
{
    static const struct { const char *value; size_t digits; } CASES[] = {
        {"0/1", 1}, {"9/1", 1}, {"10/1", 2}, {"1/10", 2}, {"-999/1", 3}, {"1000/999", 4}, {"7/100", 3},
        {"9223372036854775807/1", 19}, {"99999999999999999999/7", 20}, {"7/100000000000000000000", 21},
        {"-170141183460469231731687303715884105728/1", 39}, {"9999999999999999999999999999999999999999/1", 40},
        {"10000000000000000000000000000000000000000/1", 41},
    };
    (void)state;
    struct rational value;
    rational_init(&value);
    for (size_t i = 0; i < LENGTH(CASES); i++) {
        for (size_t forced = 0; forced < LENGTH(GEARS); forced++) {
            rational_force_gear(GEARS[forced]);
            read_value(&value, CASES[i].value);
            for (size_t digits = 1; digits < 45; digits++)
                assert_int_equal(rational_exceeds(&value, digits), CASES[i].digits > digits);
        }
    }
    rational_clear(&value);
}

/* ---- rounding ---- */

static void rounding_by_every_mode(void **state)
{
    /* in the order of ROUNDING_MODES: half up, half even, truncate, up, floor, ceil, half down */
    static const struct { const char *value, *quantum, *rounded[ROUNDING_COUNT]; } CASES[] = {
        {"1.005", "0.01", {"1.01", "1", "1", "1.01", "1", "1.01", "1"}},
        {"-1.005", "0.01", {"-1.01", "-1", "-1", "-1.01", "-1.01", "-1", "-1"}},
        {"1.015", "0.01", {"1.02", "1.02", "1.01", "1.02", "1.01", "1.02", "1.01"}},
        {"-0.004", "0.01", {"0", "0", "0", "-0.01", "-0.01", "0", "0"}},
        {"0.0051", "0.01", {"0.01", "0.01", "0", "0.01", "0", "0.01", "0.01"}},
        {"2.25", "0.5", {"2.5", "2", "2", "2.5", "2", "2.5", "2"}},
        {"-2.75", "0.5", {"-3", "-3", "-2.5", "-3", "-3", "-2.5", "-2.5"}},
        {"1/2", "1/3", {"2/3", "2/3", "1/3", "2/3", "1/3", "2/3", "1/3"}},
        {"-5/6", "1/3", {"-1", "-2/3", "-2/3", "-1", "-1", "-2/3", "-2/3"}},
        {"7.5", "5", {"10", "10", "5", "10", "5", "10", "5"}},
        {"3", "0.01", {"3", "3", "3", "3", "3", "3", "3"}},
        {"1000000000000000000000000000000000000000000000.5", "1",
         {"1000000000000000000000000000000000000000000001", "1000000000000000000000000000000000000000000000",
          "1000000000000000000000000000000000000000000000", "1000000000000000000000000000000000000000000001",
          "1000000000000000000000000000000000000000000000", "1000000000000000000000000000000000000000000001",
          "1000000000000000000000000000000000000000000000"}},
    };
    (void)state;
    struct rational value, quantum, rounded;
    rational_init(&value);
    rational_init(&quantum);
    rational_init(&rounded);
    for (size_t i = 0; i < LENGTH(CASES); i++) {
        for (size_t forced = 0; forced < LENGTH(GEARS); forced++) {
            rational_force_gear(GEARS[forced]);
            read_value(&value, CASES[i].value);
            read_value(&quantum, CASES[i].quantum);
            for (int mode = 0; mode < ROUNDING_COUNT; mode++) {
                rational_round(&rounded, &value, &quantum, (enum rounding)mode);
                assert_text(&rounded, CASES[i].rounded[mode]);
            }
        }
    }
    rational_clear(&value);
    rational_clear(&quantum);
    rational_clear(&rounded);
}

/* ---- random operations in every gear against GMP ---- */

/* A whole number that is likely to lie at a border of a gear, or to share divisors with others. */
static void draw_integer(mpz_ptr out)
{
    static const unsigned BORDERS[] = {31, 32, 63, 64, 127, 128};
    uint64_t kind = draw();
    switch (kind % 8) {
    case 0:
        mpz_set_ui(out, (kind >> 8) % 4);
        break;
    case 1:
    case 2:
        mpz_set_ui(out, (kind >> 8) % 100000);
        break;
    case 3:                                             /* near 2^31 .. 2^128 */
        mpz_set_ui(out, 1);
        mpz_mul_2exp(out, out, BORDERS[(kind >> 8) % LENGTH(BORDERS)]);
        if (kind >> 63)
            mpz_add_ui(out, out, (kind >> 16) % 3);
        else
            mpz_sub_ui(out, out, (kind >> 16) % 3);
        break;
    case 4:
        mpz_set_ui(out, draw() >> (kind >> 8) % 64);
        break;
    case 5:                                             /* up to 128 bits */
        mpz_set_ui(out, draw() >> (kind >> 8) % 64);
        mpz_mul_2exp(out, out, 64);
        mpz_add_ui(out, out, draw());
        break;
    case 6:                                             /* twos and fives, as decimals have */
        mpz_ui_pow_ui(out, 10, (kind >> 8) % 40);
        mpz_fdiv_q_2exp(out, out, (kind >> 16) % 4);
        break;
    default:                                            /* up to 192 bits, with a small divisor */
        mpz_set_ui(out, draw());
        mpz_mul_ui(out, out, draw());
        mpz_mul_ui(out, out, (draw() >> (kind >> 8) % 64) | 1);
        mpz_mul_ui(out, out, 1 + (kind >> 16) % 60);
        break;
    }
    if (kind >> 62 & 1)
        mpz_neg(out, out);
}

static void draw_fraction(mpq_ptr out)
{
    draw_integer(mpq_numref(out));
    mpz_set_ui(mpq_denref(out), 1);
    if (draw() % 4 == 0)
        return;
    draw_integer(mpq_denref(out));
    if (mpz_sgn(mpq_denref(out)) == 0)
        mpz_set_ui(mpq_denref(out), 100);
    mpq_canonicalize(out);
}

/* Rounding once more, from its definition: the floor of a quotient, and the distance from it. */
static void round_reference(mpq_ptr out, mpq_srcptr a, mpq_srcptr quantum, enum rounding mode)
{
    mpq_t quotient, rest, half;
    mpz_t floor;
    mpq_inits(quotient, rest, half, NULL);
    mpz_init(floor);
    mpq_set_ui(half, 1, 2);
    mpq_div(quotient, a, quantum);
    mpz_fdiv_q(floor, mpq_numref(quotient), mpq_denref(quotient));
    mpq_set_z(rest, floor);
    mpq_sub(rest, quotient, rest);
    bool positive = mpq_sgn(a) > 0, next = false;
    int order = mpq_cmp(rest, half);
    switch (mode) {
    case ROUND_HALF_UP:
        next = order > 0 || (order == 0 && positive);
        break;
    case ROUND_HALF_DOWN:
        next = order > 0 || (order == 0 && !positive);
        break;
    case ROUND_HALF_EVEN:
        next = order > 0 || (order == 0 && mpz_odd_p(floor));
        break;
    case ROUND_TRUNCATE:
        next = !positive;
        break;
    case ROUND_CEILING:
        next = positive;
        break;
    case ROUND_CEIL:
        next = true;
        break;
    default:
        break;
    }
    if (next && mpq_sgn(rest) != 0)
        mpz_add_ui(floor, floor, 1);
    mpq_set_z(rest, floor);
    mpq_mul(out, rest, quantum);
    mpq_clears(quotient, rest, half, NULL);
    mpz_clear(floor);
}

enum operation { ADD, SUBTRACT, MULTIPLY, DIVIDE, NEGATE, ROUND, COMPARE, OPERATION_COUNT };
static const char *const OPERATION_NAMES[] = {"add", "subtract", "multiply", "divide", "negate", "round", "compare"};

struct trial {
    enum operation operation;
    enum rounding mode;
    enum { INTO_OTHER, INTO_FIRST, INTO_SECOND, ALIAS_COUNT } alias;
    mpq_t a, b, expected, got;
    int order;
};

static void calculate_reference(struct trial *trial)
{
    switch (trial->operation) {
    case ADD:
        mpq_add(trial->expected, trial->a, trial->b);
        break;
    case SUBTRACT:
        mpq_sub(trial->expected, trial->a, trial->b);
        break;
    case MULTIPLY:
        mpq_mul(trial->expected, trial->a, trial->b);
        break;
    case DIVIDE:
        mpq_div(trial->expected, trial->a, trial->b);
        break;
    case NEGATE:
        mpq_neg(trial->expected, trial->a);
        break;
    case ROUND:
        round_reference(trial->expected, trial->a, trial->b, trial->mode);
        break;
    default:
        trial->order = mpq_cmp(trial->a, trial->b);
        break;
    }
}

static void calculate(const struct trial *trial, struct rational *result, const struct rational *a, const struct rational *b)
{
    switch (trial->operation) {
    case ADD:
        rational_add(result, a, b);
        break;
    case SUBTRACT:
        rational_subtract(result, a, b);
        break;
    case MULTIPLY:
        rational_multiply(result, a, b);
        break;
    case DIVIDE:
        rational_divide(result, a, b);
        break;
    case NEGATE:
        rational_negate(result, a);
        break;
    default:
        rational_round(result, a, b, trial->mode);
        break;
    }
}

static bool is_canonical(mpq_srcptr value)
{
    mpz_t divisor;
    mpz_init(divisor);
    mpz_gcd(divisor, mpq_numref(value), mpq_denref(value));
    bool reduced = mpz_cmp_ui(divisor, 1) == 0;
    mpz_clear(divisor);
    return reduced && mpz_sgn(mpq_denref(value)) > 0;
}

/* Runs a trial in one gear; false where something differs from GMP. */
static bool agrees(struct trial *trial, enum gear forced)
{
    struct rational values[3];
    rational_force_gear(forced);
    for (int i = 0; i < 3; i++)
        rational_init(&values[i]);
    struct rational *a = &values[0], *b = &values[1], *result = &values[2];
    rational_set_mpq(a, trial->a);
    rational_set_mpq(b, trial->b);
    bool agrees;
    if (trial->operation == COMPARE) {
        int order = (trial->order > 0) - (trial->order < 0);
        agrees = rational_compare(a, b) == order && rational_compare(b, a) == -order && rational_compare(a, a) == 0 &&
                 rational_sign(a) == mpq_sgn(trial->a);
    } else {
        result = trial->alias == INTO_OTHER ? result : trial->alias == INTO_FIRST ? a : b;
        calculate(trial, result, a, b);
        rational_get_mpq(result, trial->got);
        agrees = mpq_equal(trial->got, trial->expected) != 0 && is_canonical(trial->got) &&
                 result->gear == least_gear(trial->got, forced);
    }
    for (int i = 0; i < 3; i++)
        rational_clear(&values[i]);
    return agrees;
}

static void random_operations_agree_with_gmp(void **state)
{
    (void)state;
    const char *count_text = getenv("ASSESSC_OPERATIONS"), *seed_text = getenv("ASSESSC_SEED");
    uint64_t count = count_text != NULL ? strtoull(count_text, NULL, 10) : 200000;
    uint64_t seed = seed_text != NULL ? strtoull(seed_text, NULL, 10) : 1;
    struct trial trial;
    mpq_inits(trial.a, trial.b, trial.expected, trial.got, NULL);
    generator = seed;
    for (uint64_t i = 0; i < count; i++) {
        uint64_t choice = draw();
        trial.operation = (enum operation)(choice % OPERATION_COUNT);
        trial.mode = (enum rounding)((choice >> 8) % ROUNDING_COUNT);
        trial.alias = (choice >> 16) % ALIAS_COUNT;
        draw_fraction(trial.a);
        draw_fraction(trial.b);
        if ((choice >> 24) % 8 == 0)                     /* like denominators, cancelling numerators */
            mpq_neg(trial.b, trial.a);
        if (trial.operation == ROUND)
            mpq_abs(trial.b, trial.b);
        if ((trial.operation == ROUND || trial.operation == DIVIDE) && mpq_sgn(trial.b) == 0)
            mpq_set_ui(trial.b, 1, 100);
        calculate_reference(&trial);
        for (size_t forced = 0; forced < LENGTH(GEARS); forced++) {
            if (!agrees(&trial, GEARS[forced])) {
                gmp_printf("%s, mode %d, result in place %d, gear %d: a = %Qd, b = %Qd\n", OPERATION_NAMES[trial.operation],
                           (int)trial.mode, (int)trial.alias, (int)GEARS[forced], trial.a, trial.b);
                fail_msg("operation %" PRIu64 " of ASSESSC_SEED=%" PRIu64, i, seed);
            }
        }
    }
    mpq_clears(trial.a, trial.b, trial.expected, trial.got, NULL);
}

static void copies_are_their_own(void **state)
{
    static const char *const VALUES[] = {"1/3", "9223372036854775808/7", "340282366920938463463374607431768211456/7", "2/1"};
    (void)state;
    struct rational from, to, one;
    rational_init(&from);
    rational_init(&to);
    rational_init(&one);
    rational_set(&one, 1, 1);
    for (size_t i = 0; i < LENGTH(VALUES); i++) {
        for (size_t before = 0; before < LENGTH(VALUES); before++) {
            read_value(&from, VALUES[i]);
            read_value(&to, VALUES[before]);
            rational_copy(&to, &from);
            rational_copy(&to, &to);
            assert_int_equal(rational_compare(&to, &from), 0);
            rational_add(&from, &from, &one);
            assert_int_equal(rational_compare(&to, &from), -1);
        }
    }
    rational_clear(&from);
    rational_clear(&to);
    rational_clear(&one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        GEAR_TEST(values_take_the_least_gear_that_holds_them),
        GEAR_TEST(set_reduces_and_moves_the_sign_up),
        GEAR_TEST(whole_numbers_of_64_bits),
        GEAR_TEST(copies_are_their_own),
        GEAR_TEST(parse_takes_plain_decimals_only),
        GEAR_TEST(format_pads_and_never_writes_minus_zero),
        GEAR_TEST(decimals_end_or_not),
        GEAR_TEST(exceeds_counts_digits),
        GEAR_TEST(rounding_by_every_mode),
        GEAR_TEST(random_operations_agree_with_gmp),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
