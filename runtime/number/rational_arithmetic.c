/* Sums, products, comparison and rounding of rationals, each tried in the least gear first:
 *
 *     small operands      64-bit operands, 128-bit result: cannot overflow, needs 64-bit divisors only
 *     wide operands       128-bit operands and result: any overflow is noticed and the work is done again in GMP
 *     big                 GMP
 *
 * Invariant: fractions go in and come out in lowest terms.  So a sum needs the common divisor of the denominators only, and a
 * product those of each numerator with the other denominator (Knuth, The Art of Computer Programming, 4.5.1). */
#include "number/gears.h"

/* Operands of the 128-bit gear. Never INT128_MIN, so that every magnitude is an int128 too. */
struct fraction { int128 numerator, denominator; };

/* False where the working gear of the operation is big. */
static bool widen(const struct rational *value, struct fraction *out)
{
    if (value->gear == GEAR_BIG || rational_least_gear == GEAR_BIG)
        return false;
    if (value->gear == GEAR_SMALL)
        *out = (struct fraction){value->small.numerator, value->small.denominator};
    else
        *out = (struct fraction){value->wide.numerator, value->wide.denominator};
    return out->numerator != INT128_MIN;
}

/* Product of magnitudes; false from 2^127 on. Written out, because clang calls a function that libgcc lacks. */
static bool multiply_magnitudes(uint128 a, uint128 b, uint128 *product)
{
    uint64_t a_high = (uint64_t)(a >> 64), b_high = (uint64_t)(b >> 64);
    if (a_high != 0 && b_high != 0)
        return false;
    uint128 low = (uint128)(uint64_t)a * (uint64_t)b;
    uint128 high = (uint128)a_high * (uint64_t)b + (uint128)b_high * (uint64_t)a + (low >> 64);
    if (high >> 63 != 0)
        return false;
    *product = high << 64 | (uint64_t)low;
    return true;
}

static bool multiply_checked(int128 a, int128 b, int128 *product)
{
    uint128 magnitude;
    if (!multiply_magnitudes(magnitude_128(a), magnitude_128(b), &magnitude))
        return false;
    *product = (a < 0) != (b < 0) ? -(int128)magnitude : (int128)magnitude;
    return true;
}

static void calculate_big(struct rational *result, const struct rational *a, const struct rational *b,
                          void (*operation)(mpq_ptr, mpq_srcptr, mpq_srcptr))
{
    struct mpq_view a_view, b_view;
    mpq_t value;
    mpq_init(value);
    operation(value, view_mpq(a, &a_view), view_mpq(b, &b_view));
    store_mpq(result, value);
    mpq_clear(value);
}

static bool whole_numbers(const struct rational *a, const struct rational *b)
{
    return (a->small.denominator | b->small.denominator) == 1;
}

/* ---- sums ---- */

/* a/b + c/d with 64-bit operands: every intermediate is below 2 * 2^63 * 2^63 = 2^127. */
static void sum_small(struct rational *result, int64_t a, int64_t b, int64_t c, int64_t d)
{
    int64_t common = (int64_t)gcd_64((uint64_t)b, (uint64_t)d);
    if (common == 1) {
        store(result, (int128)a * d + (int128)c * b, (int128)b * d);
        return;
    }
    int64_t b_rest = b / common;
    int128 sum = (int128)a * (d / common) + (int128)c * b_rest;
    /* what the sum shares with the denominator, it shares with `common`; a 128-bit division is slow, so avoid it */
    bool short_sum = sum == (int64_t)sum;
    uint64_t rest = short_sum ? magnitude_64((int64_t)sum) : (uint64_t)(magnitude_128(sum) % (uint64_t)common);
    int64_t shared = (int64_t)gcd_64(rest, (uint64_t)common);
    int128 numerator = short_sum ? (int64_t)sum / shared : sum / shared;
    store(result, numerator, (int128)b_rest * (d / shared));
}

static bool sum_wide(struct fraction a, struct fraction b, struct fraction *out)
{
    int128 common = (int128)gcd_128((uint128)a.denominator, (uint128)b.denominator);
    int128 a_rest = a.denominator / common, left, right, sum;
    if (!multiply_checked(a.numerator, b.denominator / common, &left) || !multiply_checked(b.numerator, a_rest, &right) ||
        __builtin_add_overflow(left, right, &sum))
        return false;
    int128 shared = (int128)gcd_128(magnitude_128(sum), (uint128)common);
    out->numerator = sum / shared;
    return multiply_checked(a_rest, b.denominator / shared, &out->denominator);
}

void rational_add(struct rational *result, const struct rational *a, const struct rational *b)
{
    struct fraction x, y, sum;
    if (both_small(a, b)) {
        int64_t whole;
        if (whole_numbers(a, b) && !__builtin_add_overflow(a->small.numerator, b->small.numerator, &whole))
            store_small(result, whole, 1);
        else
            sum_small(result, a->small.numerator, a->small.denominator, b->small.numerator, b->small.denominator);
    } else if (widen(a, &x) && widen(b, &y) && sum_wide(x, y, &sum)) {
        store(result, sum.numerator, sum.denominator);
    } else {
        calculate_big(result, a, b, mpq_add);
    }
}

void rational_subtract(struct rational *result, const struct rational *a, const struct rational *b)
{
    struct fraction x, y, sum;
    if (both_small(a, b) && b->small.numerator != INT64_MIN) {
        int64_t whole;
        if (whole_numbers(a, b) && !__builtin_sub_overflow(a->small.numerator, b->small.numerator, &whole))
            store_small(result, whole, 1);
        else
            sum_small(result, a->small.numerator, a->small.denominator, -b->small.numerator, b->small.denominator);
    } else if (widen(a, &x) && widen(b, &y) && sum_wide(x, (struct fraction){-y.numerator, y.denominator}, &sum)) {
        store(result, sum.numerator, sum.denominator);
    } else {
        calculate_big(result, a, b, mpq_sub);
    }
}

void rational_negate(struct rational *result, const struct rational *a)
{
    struct fraction x;
    if (widen(a, &x)) {
        store(result, -x.numerator, x.denominator);
        return;
    }
    struct mpq_view view;
    mpq_t value;
    mpq_init(value);
    mpq_neg(value, view_mpq(a, &view));
    store_mpq(result, value);
    mpq_clear(value);
}

/* ---- products ---- */

/* (a/b) * (c/d) with 64-bit operands: no intermediate is beyond 2^126. A quotient comes here too, so d may be negative, but not
 * INT64_MIN: what it has in common with a would be no int64_t. */
static void product_small(struct rational *result, int64_t a, int64_t b, int64_t c, int64_t d)
{
    int64_t first = (int64_t)gcd_64(magnitude_64(a), magnitude_64(d));
    int64_t second = (int64_t)gcd_64(magnitude_64(c), magnitude_64(b));
    if (first != 1) {
        a /= first;
        d /= first;
    }
    if (second != 1) {
        c /= second;
        b /= second;
    }
    int128 numerator = (int128)a * c, denominator = (int128)b * d;
    if (denominator < 0)
        store(result, -numerator, -denominator);
    else
        store(result, numerator, denominator);
}

static bool product_wide(struct fraction a, struct fraction b, struct fraction *out)
{
    int128 first = (int128)gcd_128(magnitude_128(a.numerator), magnitude_128(b.denominator));
    int128 second = (int128)gcd_128(magnitude_128(b.numerator), magnitude_128(a.denominator));
    if (!multiply_checked(a.numerator / first, b.numerator / second, &out->numerator) ||
        !multiply_checked(a.denominator / second, b.denominator / first, &out->denominator))
        return false;
    if (out->denominator < 0)
        *out = (struct fraction){-out->numerator, -out->denominator};
    return true;
}

void rational_multiply(struct rational *result, const struct rational *a, const struct rational *b)
{
    struct fraction x, y, product;
    if (both_small(a, b)) {
        int64_t whole;
        if (!whole_numbers(a, b))
            product_small(result, a->small.numerator, a->small.denominator, b->small.numerator, b->small.denominator);
        else if (!__builtin_mul_overflow(a->small.numerator, b->small.numerator, &whole))
            store_small(result, whole, 1);
        else
            store(result, (int128)a->small.numerator * b->small.numerator, 1);
    } else if (widen(a, &x) && widen(b, &y) && product_wide(x, y, &product)) {
        store(result, product.numerator, product.denominator);
    } else {
        calculate_big(result, a, b, mpq_mul);
    }
}

void rational_divide(struct rational *result, const struct rational *a, const struct rational *b)
{
    assert(rational_sign(b) != 0 && "the caller has dealt with division by zero");
    struct fraction x, y, quotient;
    if (both_small(a, b) && b->small.numerator != INT64_MIN)
        product_small(result, a->small.numerator, a->small.denominator, b->small.denominator, b->small.numerator);
    else if (widen(a, &x) && widen(b, &y) && product_wide(x, (struct fraction){y.denominator, y.numerator}, &quotient))
        store(result, quotient.numerator, quotient.denominator);
    else
        calculate_big(result, a, b, mpq_div);
}

/* ---- comparison ---- */

int rational_compare(const struct rational *a, const struct rational *b)
{
    struct fraction x, y;
    int128 left, right;
    if ((a->gear | b->gear) == GEAR_SMALL) {
        left = (int128)a->small.numerator * b->small.denominator;
        right = (int128)b->small.numerator * a->small.denominator;
    } else if (!widen(a, &x) || !widen(b, &y) || !multiply_checked(x.numerator, y.denominator, &left) ||
               !multiply_checked(y.numerator, x.denominator, &right)) {
        struct mpq_view a_view, b_view;
        int order = mpq_cmp(view_mpq(a, &a_view), view_mpq(b, &b_view));
        return (order > 0) - (order < 0);
    }
    return (left > right) - (left < right);
}

/* ---- rounding ---- */

/* Whether a magnitude with a remainder goes up to the next multiple. `half` compares the remainder with half a step: -1, 0, 1. */
static bool rounds_up(enum rounding mode, bool negative, bool odd, int half)
{
    switch (mode) {
    case ROUND_HALF_UP:
        return half >= 0;
    case ROUND_HALF_EVEN:
        return half > 0 || (half == 0 && odd);
    case ROUND_HALF_DOWN:
        return half > 0;
    case ROUND_TRUNCATE:
        return false;
    case ROUND_CEILING:
        return true;
    case ROUND_FLOOR:
        return negative;
    case ROUND_CEIL:
        return !negative;
    case ROUNDING_COUNT:
        break;
    }
    assert(!"a rounding mode");
    return false;
}

/* Both rounding functions count the steps of `quantum` in the magnitude of `a`: a ÷ quantum = dividend ÷ divisor. */
static bool round_small(struct rational *result, const struct rational *a, const struct rational *quantum, enum rounding mode)
{
    bool negative = a->small.numerator < 0;
    uint64_t magnitude = magnitude_64(a->small.numerator), step = (uint64_t)quantum->small.denominator, dividend, divisor;
    if (__builtin_mul_overflow(magnitude, step, &dividend) ||
        __builtin_mul_overflow((uint64_t)a->small.denominator, (uint64_t)quantum->small.numerator, &divisor))
        return false;
    uint64_t count = dividend / divisor, remainder = dividend % divisor;
    if (remainder != 0) {
        uint64_t rest = divisor - remainder;
        count += rounds_up(mode, negative, count & 1, (remainder > rest) - (remainder < rest));
    }
    uint64_t shared = gcd_64(count, step);
    int64_t numerator;
    if (__builtin_mul_overflow(count / shared, quantum->small.numerator, &numerator))
        return false;
    store_small(result, negative ? -numerator : numerator, (int64_t)(step / shared));
    return true;
}

static bool round_wide(struct fraction a, struct fraction quantum, enum rounding mode, struct fraction *out)
{
    bool negative = a.numerator < 0;
    uint128 dividend, divisor;
    if (!multiply_magnitudes(magnitude_128(a.numerator), (uint128)quantum.denominator, &dividend) ||
        !multiply_magnitudes((uint128)a.denominator, (uint128)quantum.numerator, &divisor))
        return false;
    uint128 count = dividend / divisor, remainder = dividend - count * divisor;
    if (remainder != 0) {
        uint128 doubled = 2 * remainder;                 /* below 2^128 */
        int half = (doubled > divisor) - (doubled < divisor);
        count += rounds_up(mode, negative, (count & 1) != 0, half);
    }
    uint128 shared = gcd_128(count, (uint128)quantum.denominator), numerator;
    if (!multiply_magnitudes(count / shared, (uint128)quantum.numerator, &numerator))
        return false;
    out->numerator = negative ? -(int128)numerator : (int128)numerator;
    out->denominator = quantum.denominator / (int128)shared;
    return true;
}

static void round_big(struct rational *result, const struct rational *a, const struct rational *quantum, enum rounding mode)
{
    struct mpq_view a_view, quantum_view;
    mpq_srcptr step = view_mpq(quantum, &quantum_view);
    mpq_t value;
    mpz_t remainder;
    mpq_init(value);
    mpz_init(remainder);
    mpq_div(value, view_mpq(a, &a_view), step);
    bool negative = mpq_sgn(value) < 0;
    mpz_ptr count = mpq_numref(value), divisor = mpq_denref(value);
    mpz_abs(count, count);
    mpz_tdiv_qr(count, remainder, count, divisor);
    if (mpz_sgn(remainder) != 0) {
        mpz_mul_2exp(remainder, remainder, 1);
        if (rounds_up(mode, negative, mpz_odd_p(count), mpz_cmp(remainder, divisor)))
            mpz_add_ui(count, count, 1);
    }
    mpz_set_ui(divisor, 1);
    mpq_mul(value, value, step);
    if (negative)
        mpq_neg(value, value);
    store_mpq(result, value);
    mpz_clear(remainder);
    mpq_clear(value);
}

void rational_round(struct rational *result, const struct rational *a, const struct rational *quantum, enum rounding mode)
{
    assert(rational_sign(quantum) > 0 && "a step to round to is positive");
    struct fraction x, step, rounded;
    if (both_small(a, quantum) && round_small(result, a, quantum, mode))
        return;
    if (widen(a, &x) && widen(quantum, &step) && round_wide(x, step, mode, &rounded))
        store(result, rounded.numerator, rounded.denominator);
    else
        round_big(result, a, quantum, mode);
}
