/* Roots, logarithm, exponential and powers: known digits, exact cases, the nearest decimal proven by exact powers or taken from
 * a thousand bits, and what has no value. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <mpfr.h>
#include <pthread.h>
#include <string.h>
#include "rational_help.h"

/* ---- roots ---- */

static void roots_known_to_34_digits(void **state)
{
    static const struct { const char *value; unsigned degree; const char *root; } CASES[] = {
        {"2", 2, "1.414213562373095048801688724209698"},
        {"0.01", 2, "0.1"},
        {"0", 2, "0"},
        {"0", 7, "0"},
        {"1/9", 2, "1/3"},
        {"0.001", 2, "0.03162277660168379331998893544432719"},
        {"-27", 3, "-3"},
        {"-2", 3, "-1.259921049894873164767210607278228"},
        {"15241578753238836750495351562536198787501905199875019052100", 2, "123456789012345678901234567890"},
        {"1000000000000000000000000000000000000000000000000000000000000000000000000000001", 2,
         "1000000000000000000000000000000000000000"},
        {"0.5", 1000, "0.9993070929904525219223793553635018"},
        {"2", 1000, "1.000693387462580632537568639303859"},
    };
    (void)state;
    struct rational value;
    rational_init(&value);
    for (size_t i = 0; i < LENGTH(CASES); i++) {
        for (size_t forced = 0; forced < LENGTH(GEARS); forced++) {
            rational_force_gear(GEARS[forced]);
            read_value(&value, CASES[i].value);
            assert_true(rational_root(&value, &value, CASES[i].degree));
            assert_text(&value, CASES[i].root);
        }
    }
    read_value(&value, "-4");
    assert_false(rational_square_root(&value, &value));
    assert_false(rational_root(&value, &value, 1000));
    assert_text(&value, "-4");
    assert_true(rational_root(&value, &value, 3));
    rational_clear(&value);
}

/* The root lies less than half a unit of the 34th digit from its decimal r: (r - u/2)^k < a < (r + u/2)^k, with no root in it. */
static void assert_nearest_root(const struct rational *a, const struct rational *root, unsigned degree)
{
    mpq_t radicand, value, half, end;
    mpq_inits(radicand, value, half, end, NULL);
    rational_get_mpq(a, radicand);
    rational_get_mpq(root, value);
    mpq_set_ui(end, 1, 1);                               /* becomes the least power of ten above the value, which is 10^34 units */
    while (mpq_cmp(value, end) < 0)
        mpz_mul_ui(mpq_denref(end), mpq_denref(end), 10);
    mpq_set_ui(half, 10, 1);
    while (mpq_cmp(value, end) >= 0)
        mpq_mul(end, end, half);
    mpz_ui_pow_ui(mpq_denref(half), 10, 34);
    mpz_set_ui(mpq_numref(half), 1);
    mpq_mul(half, half, end);
    mpq_div_2exp(half, half, 1);
    for (int side = -1; side <= 1; side += 2) {
        if (side < 0)
            mpq_sub(end, value, half);
        else
            mpq_add(end, value, half);
        mpz_pow_ui(mpq_numref(end), mpq_numref(end), degree);
        mpz_pow_ui(mpq_denref(end), mpq_denref(end), degree);
        assert_int_equal(mpq_cmp(end, radicand) > 0, side > 0);
    }
    mpq_clears(radicand, value, half, end, NULL);
}

static void roots_are_nearest(void **state)
{
    (void)state;
    struct rational value, root;
    rational_init(&value);
    rational_init(&root);
    for (int i = 0; i < 2000; i++) {
        unsigned degree = 2 + (unsigned)(draw() % 9);
        rational_set(&value, (int64_t)(draw() >> (1 + draw() % 62)) + 1, (int64_t)(draw() >> (1 + draw() % 62)) + 1);
        assert_true(rational_root(&root, &value, degree));
        assert_nearest_root(&value, &root, degree);
    }
    rational_clear(&value);
    rational_clear(&root);
}

typedef bool unary(struct rational *, const struct rational *);

static void logarithms_and_exponentials_known_to_34_digits(void **state)
{
    static const struct { unary *function; const char *value, *result; } CASES[] = {
        {rational_logarithm, "1", "0"},
        {rational_logarithm, "2", "0.6931471805599453094172321214581766"},
        {rational_logarithm, "10", "2.302585092994045684017991454684364"},
        {rational_logarithm, "0.5", "-0.6931471805599453094172321214581766"},
        /* log(1 + z) = z - z^2/2: just below z, and just below the middle of two decimals whose even one is above */
        {rational_logarithm, "1.0000000000000000000000000000000000000001", "0.0000000000000000000000000000000000000001"},
        {rational_logarithm, "1.00000000000000000000000000000000000000010000000000000000000000000000000015",
         "0.0000000000000000000000000000000000000001000000000000000000000000000000001"},
        {rational_exponential, "0", "1"},
        {rational_exponential, "1", "2.718281828459045235360287471352662"},
        {rational_exponential, "-1", "0.3678794411714423215955237701614609"},
        /* e^z = 1 + z + z^2/2: just above and just below the middle, and near 1 from below */
        {rational_exponential, "0.0000000000000000000000000000000005", "1.000000000000000000000000000000001"},
        {rational_exponential, "0.0000000000000000000000000000000004999999999999999999999999999999998", "1"},
        {rational_exponential, "-0.00000000000000000000000000000000005", "1"},
    };
    (void)state;
    struct rational value;
    rational_init(&value);
    for (size_t i = 0; i < LENGTH(CASES); i++) {
        for (size_t forced = 0; forced < LENGTH(GEARS); forced++) {
            rational_force_gear(GEARS[forced]);
            read_value(&value, CASES[i].value);
            assert_true(CASES[i].function(&value, &value));
            assert_text(&value, CASES[i].result);
        }
    }
    rational_clear(&value);
}

static void functions_without_a_value(void **state)
{
    static const struct { unary *function; const char *value; } CASES[] = {
        {rational_logarithm, "0"}, {rational_logarithm, "-1"}, {rational_exponential, "14148"}, {rational_exponential, "-14148"},
        {rational_exponential, "100000000000000000000000000000000000000000000000000"}, {rational_square_root, "-0.01"},
    };
    static const char *const POWERS[][2] = {
        {"0", "-1"}, {"0", "-0.5"}, {"-2", "0.5"}, {"-4", "1.5"}, {"10", "6144.5"}, {"10", "6145"}, {"10", "-6145"}, {"0.1", "6145"},
        {"1000000000", "1000"}, {"-1000000000", "1000"}, {"2", "99999999999999999999999999999999999999"},
        {"2", "-99999999999999999999999999999999999999"},
    };
    (void)state;
    struct rational value, exponent;
    rational_init(&value);
    rational_init(&exponent);
    for (size_t i = 0; i < LENGTH(CASES); i++) {
        read_value(&value, CASES[i].value);
        assert_false(CASES[i].function(&value, &value));
        assert_text(&value, CASES[i].value);
    }
    for (size_t i = 0; i < LENGTH(POWERS); i++) {
        read_value(&value, POWERS[i][0]);
        read_value(&exponent, POWERS[i][1]);
        assert_false(rational_power(&value, &value, &exponent));
        assert_text(&value, POWERS[i][0]);
    }
    rational_set(&exponent, 14147, 1);
    assert_true(rational_exponential(&value, &exponent));
    rational_set(&exponent, -14147, 1);
    assert_true(rational_exponential(&value, &exponent));
    rational_clear(&value);
    rational_clear(&exponent);
}

static void powers(void **state)
{
    static const char *const CASES[][3] = {
        {"0", "0", "1"}, {"5", "0", "1"}, {"0", "2.5", "0"}, {"1", "123456789.5", "1"}, {"-1", "1000000001", "-1"},
        {"-1", "100000000000000000000000000000", "1"}, {"-1", "1/3", "-1"},
        {"2", "10", "1024"}, {"-2", "3", "-8"}, {"-2", "2", "4"}, {"2", "-2", "0.25"}, {"-3", "-3", "-1/27"},
        {"2/3", "3", "8/27"}, {"2/3", "-2", "2.25"},
        {"1.05", "20", "2.6532977051444201339454307651519775390625"},    /* exact, with 41 digits */
        {"4", "0.5", "2"}, {"4", "-1.5", "0.125"}, {"8", "2/3", "4"}, {"-8", "1/3", "-2"}, {"-8", "2/3", "4"}, {"4/9", "1.5", "8/27"},
        {"2", "0.5", "1.414213562373095048801688724209698"}, {"2", "-0.5", "0.7071067811865475244008443621048490"},
        {"0.5", "0.5", "0.7071067811865475244008443621048490"}, {"10", "0.1", "1.258925411794167210423954106395801"},
        {"-32", "0.2", "-2"}, {"-2", "0.2", "-1.148698354997035006798626946777928"},
        {"1.0000001", "10000000", "2.718281692544966271198550225777813"},
    };
    (void)state;
    struct rational base, exponent, expected;
    rational_init(&base);
    rational_init(&exponent);
    rational_init(&expected);
    for (size_t i = 0; i < LENGTH(CASES); i++) {
        for (size_t forced = 0; forced < LENGTH(GEARS); forced++) {
            rational_force_gear(GEARS[forced]);
            read_value(&base, CASES[i][0]);
            read_value(&exponent, CASES[i][1]);
            read_value(&expected, CASES[i][2]);
            assert_true(rational_power(&base, &base, &exponent));
            if (rational_compare(&base, &expected) != 0)
                fail_msg("%s ^ %s is not %s", CASES[i][0], CASES[i][1], CASES[i][2]);
        }
    }
    rational_clear(&base);
    rational_clear(&exponent);
    rational_clear(&expected);
}

/* Exact up to an exponent of 1000 and 100,000 digits, 34 digits beyond. */
static void long_powers_are_rounded(void **state)
{
    (void)state;
    char text[1 + 1 + 150 + 1] = "1.";                   /* 1 + 10^-150 */
    memset(text + 2, '0', 149);
    text[151] = '1';
    struct rational base, exponent, power;
    rational_init(&base);
    rational_init(&exponent);
    rational_init(&power);
    read_value(&base, text);
    rational_set(&exponent, 600, 1);
    assert_true(rational_power(&power, &base, &exponent));
    assert_int_equal(rational_decimals(&power), 90000);
    rational_set(&exponent, 700, 1);
    assert_true(rational_power(&power, &base, &exponent));
    assert_text(&power, "1");
    rational_set(&base, 3, 1);
    rational_set(&exponent, 1000, 1);
    assert_true(rational_power(&power, &base, &exponent));
    assert_true(rational_exceeds(&power, 477));
    rational_set(&exponent, 1001, 1);
    assert_true(rational_power(&power, &base, &exponent));
    rational_set(&exponent, 10, 1);
    struct rational ten_to_444;                          /* 3^1001 has 478 digits: 34 of them and 444 zeros */
    rational_init(&ten_to_444);
    rational_set(&base, 444, 1);
    assert_true(rational_power(&ten_to_444, &exponent, &base));
    rational_divide(&power, &power, &ten_to_444);
    assert_text(&power, "3966212458442419910671365779256433");
    rational_set(&base, 10, 1);                          /* 10^2000 lies where two lengths meet, and still has one value */
    rational_set(&exponent, 2000, 1);
    assert_true(rational_power(&power, &base, &exponent));
    assert_int_equal(rational_decimals(&power), 0);
    rational_set(&exponent, -1000, 1);
    assert_true(rational_power(&base, &base, &exponent));
    rational_multiply(&power, &power, &base);
    rational_multiply(&power, &power, &base);
    assert_text(&power, "1");
    rational_clear(&ten_to_444);
    rational_clear(&base);
    rational_clear(&exponent);
    rational_clear(&power);
}

/* The value with 34 digits as mpfr_get_str gives them. */
static void assert_digits_of(const struct rational *value, mpfr_srcptr expected)
{
    mpfr_t got;
    mpq_t exact;
    char *expected_digits, *got_digits;
    mpfr_exp_t expected_exponent, got_exponent;
    mpq_init(exact);
    rational_get_mpq(value, exact);
    mpfr_init2(got, 2000);
    mpfr_set_q(got, exact, MPFR_RNDN);
    expected_digits = mpfr_get_str(NULL, &expected_exponent, 10, 34, expected, MPFR_RNDN);
    got_digits = mpfr_get_str(NULL, &got_exponent, 10, 60, got, MPFR_RNDN);
    assert_int_equal(expected_exponent, got_exponent);
    assert_memory_equal(expected_digits, got_digits, strlen(expected_digits));
    assert_int_equal(strspn(got_digits + strlen(expected_digits), "0"), 26);
    mpfr_free_str(expected_digits);
    mpfr_free_str(got_digits);
    mpfr_clear(got);
    mpq_clear(exact);
}

static void functions_agree_with_a_thousand_bits(void **state)
{
    (void)state;
    struct rational a, b, result;
    mpfr_t x, y, expected;
    mpq_t fraction;
    rational_init(&a);
    rational_init(&b);
    rational_init(&result);
    mpfr_inits2(1000, x, y, expected, NULL);
    mpq_init(fraction);
    for (int i = 0; i < 1000; i++) {
        rational_set(&a, (int64_t)(draw() % 1000000) + 2, (int64_t)(draw() % 1000) * 1000 + 1009);
        rational_set(&b, (int64_t)(draw() % 2000) - 1000, 101);
        rational_get_mpq(&a, fraction);
        mpfr_set_q(x, fraction, MPFR_RNDN);
        rational_get_mpq(&b, fraction);
        mpfr_set_q(y, fraction, MPFR_RNDN);
        if (mpfr_cmp_ui(x, 1) == 0 || mpfr_zero_p(y))
            continue;
        mpfr_log(expected, x, MPFR_RNDN);
        assert_true(rational_logarithm(&result, &a));
        assert_digits_of(&result, expected);
        mpfr_exp(expected, y, MPFR_RNDN);
        assert_true(rational_exponential(&result, &b));
        assert_digits_of(&result, expected);
        if (rational_is_integer(&b))
            continue;
        mpfr_pow(expected, x, y, MPFR_RNDN);
        assert_true(rational_power(&result, &a, &b));
        assert_digits_of(&result, expected);
    }
    mpfr_clears(x, y, expected, NULL);
    mpfr_free_cache();
    mpq_clear(fraction);
    rational_clear(&a);
    rational_clear(&b);
    rational_clear(&result);
}

/* What MPFR keeps for a thread goes with it: the leak checker of the sanitizer build looks at this one. */
static void *logarithm_of_two(void *value)
{
    rational_set(value, 2, 1);
    return rational_logarithm(value, value) ? value : NULL;
}

static void functions_in_threads(void **state)
{
    (void)state;
    pthread_t threads[4];
    struct rational values[LENGTH(threads)];
    for (size_t i = 0; i < LENGTH(threads); i++) {
        rational_init(&values[i]);
        assert_int_equal(pthread_create(&threads[i], NULL, logarithm_of_two, &values[i]), 0);
    }
    for (size_t i = 0; i < LENGTH(threads); i++) {
        void *result;
        assert_int_equal(pthread_join(threads[i], &result), 0);
        assert_ptr_equal(result, &values[i]);
        assert_text(&values[i], "0.6931471805599453094172321214581766");
        rational_clear(&values[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        GEAR_TEST(roots_known_to_34_digits),
        GEAR_TEST(roots_are_nearest),
        GEAR_TEST(logarithms_and_exponentials_known_to_34_digits),
        GEAR_TEST(functions_without_a_value),
        GEAR_TEST(powers),
        GEAR_TEST(long_powers_are_rounded),
        GEAR_TEST(functions_agree_with_a_thousand_bits),
        GEAR_TEST(functions_in_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
