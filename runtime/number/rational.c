/* The life of a rational, its gears, and reading its value: everything but arithmetic (rational_arithmetic.c), text
 * (rational_text.c) and irrational functions (rational_functions.c).  Gears are described in gears.h. */
#include "number/gears.h"

enum gear rational_least_gear = GEAR_SMALL;

void rational_force_gear(enum gear least)
{
    rational_least_gear = least;
}

/* ---- gears ---- */

static int trailing_zeros(uint128 value)
{
    uint64_t low = (uint64_t)value;
    return low != 0 ? __builtin_ctzll(low) : 64 + __builtin_ctzll((uint64_t)(value >> 64));
}

int64_t common_divisor(int64_t a, int64_t b) { return (int64_t)gcd_64((uint64_t)a, (uint64_t)b); }

uint128 gcd_128(uint128 a, uint128 b)
{
    if (a < b) {
        uint128 swap = a;
        a = b;
        b = swap;
    }
    if (b == 0)
        return a;
    a %= b;
    if (a == 0)
        return b;
    int shift = trailing_zeros(a | b);
    b >>= trailing_zeros(b);
    while ((b >> 64) != 0) {
        if (a == 0)
            return b << shift;
        a >>= trailing_zeros(a);
        uint128 least = a < b ? a : b;
        a = a < b ? b - a : a - b;
        b = least;
    }
    /* b has come down to 64 bits, and one division brings a there too */
    return (uint128)gcd_64((uint64_t)(a % b), (uint64_t)b) << shift;
}

static void import_magnitude(mpz_ptr to, uint128 magnitude)
{
    mpz_set_ui(to, (uint64_t)(magnitude >> 64));
    mpz_mul_2exp(to, to, 64);
    mpz_add_ui(to, to, (uint64_t)magnitude);
}

static void store_big(struct rational *result, bool negative, uint128 numerator, uint128 denominator)
{
    drop_big(result);
    result->gear = GEAR_BIG;
    mpq_init(&result->big);
    import_magnitude(mpq_numref(&result->big), numerator);
    import_magnitude(mpq_denref(&result->big), denominator);
    if (negative)
        mpq_neg(&result->big, &result->big);
}

void store_wide(struct rational *result, int128 numerator, int128 denominator)
{
    if (rational_least_gear == GEAR_BIG) {
        store_big(result, numerator < 0, magnitude_128(numerator), magnitude_128(denominator));
        return;
    }
    drop_big(result);
    result->gear = GEAR_WIDE;
    result->wide.numerator = numerator;
    result->wide.denominator = denominator;
}

/* Stores a fraction of any sign and magnitude, reduced first. */
static void store_reduced(struct rational *result, bool negative, uint128 numerator, uint128 denominator)
{
    assert(denominator != 0);
    uint128 divisor = gcd_128(numerator, denominator);
    numerator /= divisor;
    denominator /= divisor;
    uint128 limit = (uint128)INT128_MAX + negative;
    if (numerator > limit || denominator > (uint128)INT128_MAX)
        store_big(result, negative, numerator, denominator);
    else
        store(result, negative ? (int128)(0 - numerator) : (int128)numerator, (int128)denominator);
}

static uint128 export_magnitude(mpz_srcptr from)
{
    return (uint128)mpz_getlimbn(from, 1) << 64 | mpz_getlimbn(from, 0);
}

static bool fits_wide(mpz_srcptr value)
{
    size_t bits = mpz_sizeinbase(value, 2);
    return bits < 128 || (bits == 128 && mpz_sgn(value) < 0 && mpz_scan1(value, 0) == 127);
}

void store_mpq(struct rational *result, mpq_ptr from)
{
    mpz_srcptr numerator = mpq_numref(from), denominator = mpq_denref(from);
    if (rational_least_gear < GEAR_BIG && fits_wide(numerator) && fits_wide(denominator)) {
        uint128 magnitude = export_magnitude(numerator);
        store(result, mpz_sgn(numerator) < 0 ? (int128)(0 - magnitude) : (int128)magnitude, (int128)export_magnitude(denominator));
        return;
    }
    if (result->gear != GEAR_BIG) {
        result->gear = GEAR_BIG;
        mpq_init(&result->big);
    }
    mpq_swap(&result->big, from);
}

static void view_integer(mpz_ptr view, mp_limb_t limbs[2], int128 value)
{
    uint128 magnitude = magnitude_128(value);
    limbs[0] = (mp_limb_t)magnitude;
    limbs[1] = (mp_limb_t)(magnitude >> 64);
    mpz_roinit_n(view, limbs, value < 0 ? -2 : 2);
}

mpq_srcptr view_mpq(const struct rational *value, struct mpq_view *view)
{
    if (value->gear == GEAR_BIG)
        return &value->big;
    bool small = value->gear == GEAR_SMALL;
    view_integer(mpq_numref(view->mpq), view->numerator, small ? value->small.numerator : value->wide.numerator);
    view_integer(mpq_denref(view->mpq), view->denominator, small ? value->small.denominator : value->wide.denominator);
    return view->mpq;
}

/* ---- life and values ---- */

void rational_init(struct rational *value)
{
    value->gear = GEAR_SMALL;
    store(value, 0, 1);
}

void rational_clear(struct rational *value)
{
    drop_big(value);
    value->gear = GEAR_SMALL;
}

void rational_copy(struct rational *to, const struct rational *from)
{
    if (to == from)
        return;
    if (from->gear != GEAR_BIG) {
        drop_big(to);
        *to = *from;
        return;
    }
    if (to->gear != GEAR_BIG) {
        to->gear = GEAR_BIG;
        mpq_init(&to->big);
    }
    mpq_set(&to->big, &from->big);
}

void rational_set(struct rational *value, int64_t numerator, int64_t denominator)
{
    if (denominator == 1)
        store(value, numerator, 1);
    else
        rational_set_wide(value, numerator, denominator);
}

void rational_set_wide(struct rational *value, __int128 numerator, __int128 denominator)
{
    store_reduced(value, (numerator < 0) != (denominator < 0) && numerator != 0, magnitude_128(numerator), magnitude_128(denominator));
}

void rational_set_mpq(struct rational *value, mpq_srcptr from)
{
    mpq_t copy;
    mpq_init(copy);
    mpq_set(copy, from);
    mpq_canonicalize(copy);
    store_mpq(value, copy);
    mpq_clear(copy);
}

void rational_get_mpq(const struct rational *value, mpq_ptr to)
{
    struct mpq_view view;
    mpq_set(to, view_mpq(value, &view));
}

int rational_sign(const struct rational *a)
{
    switch (a->gear) {
    case GEAR_SMALL:
        return (a->small.numerator > 0) - (a->small.numerator < 0);
    case GEAR_WIDE:
        return (a->wide.numerator > 0) - (a->wide.numerator < 0);
    default:
        return mpq_sgn(&a->big);
    }
}

bool rational_is_integer(const struct rational *a)
{
    switch (a->gear) {
    case GEAR_SMALL:
        return a->small.denominator == 1;
    case GEAR_WIDE:
        return a->wide.denominator == 1;
    default:
        return mpz_cmp_ui(mpq_denref(&a->big), 1) == 0;
    }
}

bool rational_to_int64(const struct rational *a, int64_t *out)
{
    if (!rational_is_integer(a))
        return false;
    if (a->gear == GEAR_SMALL) {
        *out = a->small.numerator;
        return true;
    }
    struct mpq_view view;
    mpz_srcptr numerator = mpq_numref(view_mpq(a, &view));
    if (!mpz_fits_slong_p(numerator))
        return false;
    *out = mpz_get_si(numerator);
    return true;
}

bool rational_exceeds(const struct rational *value, size_t digits)
{
    /* 2^63 has 19 digits and 2^127 has 39 */
    if ((value->gear == GEAR_SMALL && digits >= 19) || (value->gear == GEAR_WIDE && digits >= 39))
        return false;
    struct mpq_view view;
    mpq_srcptr fraction = view_mpq(value, &view);
    mpz_srcptr longer = mpz_cmpabs(mpq_numref(fraction), mpq_denref(fraction)) > 0 ? mpq_numref(fraction) : mpq_denref(fraction);
    size_t estimate = mpz_sizeinbase(longer, 10);       /* exact, or one too many */
    if (estimate != digits + 1)
        return estimate > digits;
    mpz_t least;
    mpz_init(least);
    mpz_ui_pow_ui(least, 10, digits);
    bool exceeds = mpz_cmpabs(longer, least) >= 0;
    mpz_clear(least);
    return exceeds;
}
