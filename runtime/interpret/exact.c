/* Loops in 128 bits, for batches whose bounds do not prove that 64 are enough. */
#include "interpret/exact.h"

#include <string.h>

int64_t greatest_divisor(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

bool common_scale(int64_t a, int64_t b, int64_t *scale, int64_t *a_factor, int64_t *b_factor)
{
    *scale = a;
    *a_factor = *b_factor = 1;
    if (a == b)
        return true;
    int64_t divisor = greatest_divisor(a, b);
    *a_factor = b / divisor;
    *b_factor = a / divisor;
    return !__builtin_mul_overflow(a, *a_factor, scale);
}

/* Keeps a whole number, or marks its row. */
static inline void keep(struct frame *frame, int64_t *out, uint32_t row, int128 value)
{
    out[row] = fits(value) ? (int64_t)value : 0;
    if (!fits(value))
        frame_redo(frame, row);
}

static inline void keep_fraction(struct frame *frame, int64_t *out, int64_t *denominators, uint32_t row, int128 value, int128 denominator)
{
    bool fit = fits(value) && fits(denominator);
    out[row] = fit ? (int64_t)value : 0;
    denominators[row] = fit ? (int64_t)denominator : 1;
    if (!fit)
        frame_redo(frame, row);
}

void checked_add(struct frame *frame, int64_t *out, const int64_t *a, int64_t a_factor, const int64_t *b, int64_t b_factor)
{
    for (uint32_t i = 0; i < frame->count; i++)
        keep(frame, out, i, (int128)a[i] * a_factor + (int128)b[i] * b_factor);
}

void checked_multiply(struct frame *frame, int64_t *out, const int64_t *a, const int64_t *b)
{
    for (uint32_t i = 0; i < frame->count; i++)
        keep(frame, out, i, (int128)a[i] * b[i]);
}

void checked_cross(struct frame *frame, int64_t *out, int64_t *denominators, const int64_t *a, const int64_t *a_denominators, const int64_t *b,
                   const int64_t *b_denominators, int64_t sign)
{
    for (uint32_t i = 0; i < frame->count; i++)
        keep_fraction(frame, out, denominators, i, (int128)a[i] * b_denominators[i] + (int128)b[i] * a_denominators[i] * sign,
                      (int128)a_denominators[i] * b_denominators[i]);
}

void checked_product(struct frame *frame, int64_t *out, int64_t *denominators, const int64_t *a, const int64_t *a_denominators, const int64_t *b,
                     const int64_t *b_denominators)
{
    for (uint32_t i = 0; i < frame->count; i++) {
        int128 value = (int128)a[i] * b[i], denominator = (int128)a_denominators[i] * b_denominators[i];
        frame->zero[i] = denominator == 0;
        frame->any_zero |= denominator == 0;
        keep_fraction(frame, out, denominators, i, denominator < 0 ? -value : value,
                      denominator < 0 ? -denominator : denominator + (denominator == 0));
    }
}

void checked_extreme(struct frame *frame, int64_t *out, int64_t *denominators, const int64_t *a, const int64_t *a_denominators, const int64_t *b,
                     const int64_t *b_denominators, bool lesser)
{
    for (uint32_t i = 0; i < frame->count; i++) {
        bool a_greater = (int128)a[i] * b_denominators[i] > (int128)b[i] * a_denominators[i], takes_a = a_greater != lesser;
        out[i] = takes_a ? a[i] : b[i];
        denominators[i] = takes_a ? a_denominators[i] : b_denominators[i];
    }
}

void checked_compare(struct frame *frame, uint8_t *out, enum relation relation, const int64_t *a, const int64_t *a_denominators, const int64_t *b,
                     const int64_t *b_denominators)
{
    for (uint32_t i = 0; i < frame->count; i++) {
        int128 x = (int128)a[i] * b_denominators[i], y = (int128)b[i] * a_denominators[i];
        out[i] = relation == RELATION_LESS ? x < y : relation == RELATION_LESS_EQUAL ? x <= y : x == y;
    }
}

/* What the mode adds to the floor of n / d, where rest = n - floor d. */
static bool rounds_up(int128 n, int128 d, int128 floor, int128 rest, enum rounding mode)
{
    int128 other = d - rest;            /* rest against other: below, at, or above the half; 2 rest might overflow */
    switch (mode) {
    case ROUND_HALF_UP: return n >= 0 ? rest >= other : rest > other;
    case ROUND_HALF_DOWN: return n >= 0 ? rest > other : rest >= other;
    case ROUND_HALF_EVEN: return rest > other || (rest == other && floor % 2 != 0);
    case ROUND_TRUNCATE: return rest > 0 && n < 0;
    case ROUND_CEILING: return rest > 0 && n >= 0;
    case ROUND_CEIL: return rest > 0;
    default: return false;              /* ROUND_FLOOR */
    }
}

int64_t round_64(int64_t n, int64_t d, enum rounding mode)
{
    int64_t floor = n / d, rest = n % d;
    floor -= rest < 0;
    rest += rest < 0 ? d : 0;
    return floor + rounds_up(n, d, floor, rest, mode);
}

int128 round_128(int128 n, int128 d, enum rounding mode)
{
    int128 floor = n / d, rest = n % d;
    floor -= rest < 0;
    rest += rest < 0 ? d : 0;
    return floor + rounds_up(n, d, floor, rest, mode);
}

void checked_round(struct frame *frame, int64_t *out, const int64_t *a, int64_t factor, const int64_t *divisors, int64_t divisor_factor,
                   enum rounding mode)
{
    for (uint32_t i = 0; i < frame->count; i++) {
        int64_t n, d;
        if (!__builtin_mul_overflow(a[i], factor, &n) && !__builtin_mul_overflow(divisors[i], divisor_factor, &d) && n > INT64_MIN)
            out[i] = round_64(n, d, mode);
        else
            keep(frame, out, i, round_128((int128)a[i] * factor, (int128)divisors[i] * divisor_factor, mode));
    }
}
