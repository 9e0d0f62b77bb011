/* Roots, logarithm, exponential and powers of rationals: the exact value where it is rational, else its 34 significant decimal
 * digits, rounded once.
 *
 * A root is rational only where numerator and denominator are perfect powers; logarithm and exponential only at 1 and 0
 * (Lindemann); b^(p/q) only where b is a perfect q-th power.  These cases are split off first, so what is left to round is
 * irrational: it is never a decimal nor half way between two, there are no ties, and an enclosure that is made narrower and
 * narrower comes to lie between two such halves at last (Ziv's strategy).
 *
 * Exact powers stay exact up to LARGEST_EXACT_EXPONENT and some LIMIT_RESULT_DIGITS digits, and are rounded beyond.  These too are no
 * ties: an integer of more than one bit has more than 300 digits as a 1001st power, and 35 would be needed. */
#include <math.h>
#include <mpfr.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "number/gears.h"

enum {
    DIGITS = 34,                        /* as many as an IEEE decimal128 has */
    LARGEST_DECIMAL_EXPONENT = 6144,    /* and its range */
    LARGEST_NATURAL_EXPONENT = 14200,   /* e^14200 is about 10^6167, outside the range */
    LARGEST_EXACT_EXPONENT = 1000,
    FIRST_PRECISION = 160               /* bits: 34 digits are 113 */
};

/* ---- results ---- */

/* Stores the value and clears it; false, and no change, where it lies beyond 10^±6144. */
static bool store_in_range(struct rational *result, mpq_ptr value)
{
    mpz_srcptr greater = mpq_numref(value), less = mpq_denref(value);
    if (mpz_cmpabs(greater, less) < 0) {
        greater = mpq_denref(value);
        less = mpq_numref(value);
    }
    bool inside = true;
    /* a quotient of fewer bits cannot reach 10^6144; 10 > 2^3 */
    if (mpz_sgn(less) != 0 && mpz_sizeinbase(greater, 2) - mpz_sizeinbase(less, 2) >= 3 * LARGEST_DECIMAL_EXPONENT) {
        mpz_t limit;
        mpz_init(limit);
        mpz_ui_pow_ui(limit, 10, LARGEST_DECIMAL_EXPONENT);
        mpz_mul(limit, limit, less);
        inside = mpz_cmpabs(greater, limit) <= 0;
        mpz_clear(limit);
    }
    if (inside)
        store_mpq(result, value);
    mpq_clear(value);
    return inside;
}

/* digits * 10^exponent */
static void set_decimal(mpq_ptr value, mpz_srcptr digits, long exponent)
{
    mpz_t power;
    mpz_init(power);
    mpz_ui_pow_ui(power, 10, exponent < 0 ? 0 - (unsigned long)exponent : (unsigned long)exponent);
    if (exponent < 0) {
        mpz_set(mpq_numref(value), digits);
        mpz_set(mpq_denref(value), power);
        mpq_canonicalize(value);
    } else {
        mpz_mul(mpq_numref(value), digits, power);
        mpz_set_ui(mpq_denref(value), 1);
    }
    mpz_clear(power);
}

/* ---- roots ---- */

/* The root of a positive fraction, where it is rational. */
static bool root_exactly(mpq_ptr root, mpq_srcptr a, unsigned long degree)
{
    return mpz_root(mpq_numref(root), mpq_numref(a), degree) != 0 && mpz_root(mpq_denref(root), mpq_denref(a), degree) != 0;
}

/* log10 of a positive integer, roughly: a few units of the 15th digit off. */
static double decimal_logarithm(mpz_srcptr value)
{
    long exponent;
    double fraction = mpz_get_d_2exp(&exponent, value);
    return log10(fraction) + (double)exponent * 0.30102999566398120;
}

/* The root of a positive fraction that has none among the fractions, to DIGITS digits: the whole part of root(a * 10^(degree * shift))
 * has some two digits more, and what follows is not zero, so half a unit and anything behind it goes up. */
static void root_rounded(mpq_ptr root, mpq_srcptr a, unsigned long degree)
{
    double logarithm = (decimal_logarithm(mpq_numref(a)) - decimal_logarithm(mpq_denref(a))) / (double)degree;
    long shift = DIGITS + 1 - (long)floor(logarithm);
    mpz_t whole, scale, remainder;
    mpz_init(whole);
    mpz_init(scale);
    mpz_init(remainder);
    mpz_ui_pow_ui(scale, 10, (unsigned long)labs(shift) * degree);
    if (shift >= 0) {
        mpz_mul(whole, mpq_numref(a), scale);
        mpz_tdiv_q(whole, whole, mpq_denref(a));
    } else {
        mpz_mul(scale, scale, mpq_denref(a));
        mpz_tdiv_q(whole, mpq_numref(a), scale);
    }
    mpz_root(whole, whole, degree);     /* the whole part of the root of a whole part is that of the root */
    long surplus = 0;
    mpz_ui_pow_ui(scale, 10, DIGITS);
    for (; mpz_cmp(whole, scale) >= 0; surplus++)
        mpz_mul_ui(scale, scale, 10);
    mpz_ui_pow_ui(scale, 10, (unsigned long)surplus);
    mpz_tdiv_qr(whole, remainder, whole, scale);
    mpz_mul_2exp(remainder, remainder, 1);
    if (mpz_cmp(remainder, scale) >= 0)
        mpz_add_ui(whole, whole, 1);
    set_decimal(root, whole, surplus - shift);
    mpz_clear(whole);
    mpz_clear(scale);
    mpz_clear(remainder);
}

bool rational_root(struct rational *result, const struct rational *a, unsigned degree)
{
    assert(degree >= 2 && degree <= 1000);
    int sign = rational_sign(a);
    if (sign < 0 && degree % 2 == 0)
        return false;
    if (sign == 0) {
        store(result, 0, 1);
        return true;
    }
    struct mpq_view view;
    mpq_t radicand, root;
    mpq_init(radicand);
    mpq_init(root);
    mpq_abs(radicand, view_mpq(a, &view));
    if (!root_exactly(root, radicand, degree))
        root_rounded(root, radicand, degree);
    if (sign < 0)
        mpq_neg(root, root);
    mpq_clear(radicand);
    return store_in_range(result, root);
}

bool rational_square_root(struct rational *result, const struct rational *a)
{
    return rational_root(result, a, 2);
}

/* ---- enclosures ---- */

/* low <= the real number <= high */
struct enclosure { mpfr_t low, high; };

static void enclosure_init(struct enclosure *enclosure, mpfr_prec_t precision)
{
    mpfr_init2(enclosure->low, precision);
    mpfr_init2(enclosure->high, precision);
}

static void enclosure_clear(struct enclosure *enclosure)
{
    mpfr_clear(enclosure->low);
    mpfr_clear(enclosure->high);
}

static void enclose_fraction(struct enclosure *out, mpq_srcptr a)
{
    mpfr_set_q(out->low, a, MPFR_RNDD);
    mpfr_set_q(out->high, a, MPFR_RNDU);
}

/* log a for a > 0. Near 1 it is taken from a - 1, which is exact: else its digits would cancel. */
static void enclose_logarithm(struct enclosure *out, mpq_srcptr a, mpq_srcptr unused)
{
    (void)unused;
    if (mpq_cmp_ui(a, 1, 2) > 0 && mpq_cmp_ui(a, 2, 1) < 0) {
        mpq_t rest;
        mpq_init(rest);
        mpz_sub(mpq_numref(rest), mpq_numref(a), mpq_denref(a));
        mpz_set(mpq_denref(rest), mpq_denref(a));
        enclose_fraction(out, rest);
        mpq_clear(rest);
        mpfr_log1p(out->low, out->low, MPFR_RNDD);
        mpfr_log1p(out->high, out->high, MPFR_RNDU);
    } else {
        enclose_fraction(out, a);
        mpfr_log(out->low, out->low, MPFR_RNDD);
        mpfr_log(out->high, out->high, MPFR_RNDU);
    }
}

static void enclose_exponential(struct enclosure *out, mpq_srcptr a, mpq_srcptr unused)
{
    (void)unused;
    enclose_fraction(out, a);
    mpfr_exp(out->low, out->low, MPFR_RNDD);
    mpfr_exp(out->high, out->high, MPFR_RNDU);
}

/* Beyond 10^±6144 any exponent gives no result: bringing it nearer keeps mpfr_exp from overflowing. */
static void limit_exponent(mpfr_ptr exponent)
{
    if (mpfr_cmp_si(exponent, LARGEST_NATURAL_EXPONENT) > 0)
        mpfr_set_si(exponent, LARGEST_NATURAL_EXPONENT, MPFR_RNDN);
    else if (mpfr_cmp_si(exponent, -LARGEST_NATURAL_EXPONENT) < 0)
        mpfr_set_si(exponent, -LARGEST_NATURAL_EXPONENT, MPFR_RNDN);
}

/* base^exponent = e^(exponent * log base) for base > 1 */
static void enclose_power(struct enclosure *out, mpq_srcptr base, mpq_srcptr exponent)
{
    struct enclosure factor;
    enclosure_init(&factor, mpfr_get_prec(out->low));
    enclose_logarithm(out, base, NULL);
    enclose_fraction(&factor, exponent);
    if (mpq_sgn(exponent) < 0)
        mpfr_swap(out->low, out->high);
    mpfr_mul(out->low, out->low, factor.low, MPFR_RNDD);
    mpfr_mul(out->high, out->high, factor.high, MPFR_RNDU);
    limit_exponent(out->low);
    limit_exponent(out->high);
    mpfr_exp(out->low, out->low, MPFR_RNDD);
    mpfr_exp(out->high, out->high, MPFR_RNDU);
    enclosure_clear(&factor);
}

/* True where both ends round to the same decimal: it is the decimal of all between them. */
static bool round_enclosure(mpq_ptr value, const struct enclosure *enclosure)
{
    char low[DIGITS + 2], high[DIGITS + 2];             /* a sign and a NUL */
    mpfr_exp_t low_exponent, high_exponent;
    mpfr_get_str(low, &low_exponent, 10, DIGITS, enclosure->low, MPFR_RNDN);
    mpfr_get_str(high, &high_exponent, 10, DIGITS, enclosure->high, MPFR_RNDN);
    if (low_exponent != high_exponent || strcmp(low, high) != 0)
        return false;
    mpz_t digits;
    mpz_init_set_str(digits, low, 10);
    set_decimal(value, digits, (long)low_exponent - DIGITS);
    mpz_clear(digits);
    return true;
}

/* MPFR keeps constants for each thread. They are freed as the thread ends, so that nobody has to think of it. */
static pthread_key_t cache_key;

static void free_cache(void *unused)
{
    (void)unused;
    mpfr_free_cache2(MPFR_FREE_LOCAL_CACHE);
}

static void create_cache_key(void)
{
    int error = pthread_key_create(&cache_key, free_cache);
    assert(error == 0);
    (void)error;
}

static void free_cache_at_thread_end(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, create_cache_key);
    pthread_setspecific(cache_key, &cache_key);         /* the destructor runs for what is not NULL */
}

/* The irrational f(a, b) to DIGITS digits. */
static void round_function(mpq_ptr value, void (*enclose)(struct enclosure *, mpq_srcptr, mpq_srcptr), mpq_srcptr a, mpq_srcptr b)
{
    bool certain = false;
    free_cache_at_thread_end();
    for (mpfr_prec_t precision = FIRST_PRECISION; !certain; precision *= 2) {
        struct enclosure enclosure;
        enclosure_init(&enclosure, precision);
        enclose(&enclosure, a, b);
        certain = round_enclosure(value, &enclosure);
        enclosure_clear(&enclosure);
    }
}

bool rational_logarithm(struct rational *result, const struct rational *a)
{
    struct mpq_view view;
    mpq_srcptr argument = view_mpq(a, &view);
    if (mpq_sgn(argument) <= 0)
        return false;
    mpq_t value;
    mpq_init(value);
    if (mpq_cmp_ui(argument, 1, 1) != 0)
        round_function(value, enclose_logarithm, argument, NULL);
    return store_in_range(result, value);
}

bool rational_exponential(struct rational *result, const struct rational *a)
{
    struct mpq_view view;
    mpq_srcptr argument = view_mpq(a, &view);
    if (mpq_cmp_si(argument, LARGEST_NATURAL_EXPONENT, 1) > 0 || mpq_cmp_si(argument, -LARGEST_NATURAL_EXPONENT, 1) < 0)
        return false;
    mpq_t value;
    mpq_init(value);
    if (mpq_sgn(argument) == 0)
        mpq_set_ui(value, 1, 1);
    else
        round_function(value, enclose_exponential, argument, NULL);
    return store_in_range(result, value);
}

/* ---- powers ---- */

/* base^exponent for base > 1 where it is rational and short enough to keep. */
static bool power_exactly(mpq_ptr value, mpq_srcptr base, mpq_srcptr exponent)
{
    mpz_srcptr count = mpq_numref(exponent), degree = mpq_denref(exponent);
    size_t bits = mpz_sizeinbase(mpq_numref(base), 2);
    if (mpz_cmpabs_ui(count, LARGEST_EXACT_EXPONENT) > 0 || mpz_cmp_ui(degree, bits) > 0)
        return false;                   /* 2^bits is greater than the base: it is no perfect power of that degree */
    if (!root_exactly(value, base, mpz_get_ui(degree)))
        return false;
    unsigned long times = mpz_get_ui(count);            /* of the magnitude */
    bits = mpz_sizeinbase(mpq_numref(value), 2);
    if ((double)bits * (double)times > LIMIT_RESULT_DIGITS / 0.30102999566398120)
        return false;
    mpz_pow_ui(mpq_numref(value), mpq_numref(value), times);
    mpz_pow_ui(mpq_denref(value), mpq_denref(value), times);
    if (mpz_sgn(count) < 0)
        mpq_inv(value, value);
    return true;
}

/* The power of a positive base. Changes its operands. */
static void power_of_positive(mpq_ptr value, mpq_ptr base, mpq_ptr exponent)
{
    int order = mpq_cmp_ui(base, 1, 1);
    if (order < 0) {                    /* (1/b)^-e, so that the logarithm is positive */
        mpq_inv(base, base);
        mpq_neg(exponent, exponent);
    }
    if (order == 0 || mpq_sgn(exponent) == 0)
        mpq_set_ui(value, 1, 1);
    else if (!power_exactly(value, base, exponent))
        round_function(value, enclose_power, base, exponent);
}

/* x^0 is 1, that of 0 too.  As with roots, a negative base takes exponents whose denominator is odd: (-8)^(1/3) is -2. */
bool rational_power(struct rational *result, const struct rational *base, const struct rational *exponent)
{
    struct mpq_view view;
    mpq_srcptr given = view_mpq(exponent, &view);
    int base_sign = rational_sign(base), exponent_sign = mpq_sgn(given);
    if ((base_sign == 0 && exponent_sign < 0) || (base_sign < 0 && mpz_even_p(mpq_denref(given))))
        return false;
    if (base_sign == 0) {
        store(result, exponent_sign == 0, 1);
        return true;
    }
    bool negative = base_sign < 0 && mpz_odd_p(mpq_numref(given)) != 0;
    mpq_t magnitude, power, value;
    mpq_init(magnitude);
    mpq_init(power);
    mpq_init(value);
    rational_get_mpq(base, magnitude);
    mpq_abs(magnitude, magnitude);
    mpq_set(power, given);
    power_of_positive(value, magnitude, power);
    if (negative)
        mpq_neg(value, value);
    mpq_clear(magnitude);
    mpq_clear(power);
    return store_in_range(result, value);
}
