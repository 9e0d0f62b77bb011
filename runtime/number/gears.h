/* What the files of runtime/number/ share: the shape of a rational in each gear, and how a result finds its gear.
 *
 *     gear    numerator                     denominator          owns
 *     small   INT64_MIN .. INT64_MAX        1 .. INT64_MAX       nothing
 *     wide    INT128_MIN .. INT128_MAX      1 .. INT128_MAX      nothing
 *     big     any                           1 ..                 two GMP integers
 *
 * A value is in lowest terms, and in the least gear that holds it and is not below rational_least_gear.  Only the functions
 * here write a gear. */
#ifndef ASSESSC_GEARS_H
#define ASSESSC_GEARS_H
#include <assert.h>
#include "number/rational.h"

typedef __int128 int128;
typedef unsigned __int128 uint128;
#define INT128_MAX ((int128)(~(uint128)0 >> 1))
#define INT128_MIN (-INT128_MAX - 1)
_Static_assert(GMP_NUMB_BITS == 64, "two limbs hold 128 bits");

extern enum gear rational_least_gear;

static inline uint64_t magnitude_64(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

static inline uint128 magnitude_128(int128 value)
{
    return value < 0 ? 0 - (uint128)value : (uint128)value;
}

/* Greatest common divisor; gcd(0, a) is a.  One division brings a long numerator down to its denominator, then binary steps. */
static inline uint64_t gcd_64(uint64_t a, uint64_t b)
{
    if (a < b) {
        uint64_t swap = a;
        a = b;
        b = swap;
    }
    if (b <= 1)
        return b == 1 ? 1 : a;
    a %= b;
    if (a == 0)
        return b;
    int shift = __builtin_ctzll(a | b);
    b >>= __builtin_ctzll(b);
    do {
        a >>= __builtin_ctzll(a);
        uint64_t least = a < b ? a : b;
        a = a < b ? b - a : a - b;
        b = least;
    } while (a != 0);
    return b << shift;
}

uint128 gcd_128(uint128 a, uint128 b);

/* Gives back the memory of a big value, so that the value can take any gear. */
static inline void drop_big(struct rational *value)
{
    if (__builtin_expect(value->gear == GEAR_BIG, 0))
        mpq_clear(&value->big);
}

/* Stores a fraction that is in lowest terms and whose denominator is positive. */
static inline void store_small(struct rational *result, int64_t numerator, int64_t denominator)
{
    drop_big(result);
    result->gear = GEAR_SMALL;
    result->small.numerator = numerator;
    result->small.denominator = denominator;
}

void store_wide(struct rational *result, int128 numerator, int128 denominator);

static inline void store(struct rational *result, int128 numerator, int128 denominator)
{
    if (rational_least_gear == GEAR_SMALL && numerator == (int64_t)numerator && denominator == (int64_t)denominator)
        store_small(result, (int64_t)numerator, (int64_t)denominator);
    else
        store_wide(result, numerator, denominator);
}

/* Stores a canonical GMP fraction by taking its memory; the caller clears whatever is left in `from`. */
void store_mpq(struct rational *result, mpq_ptr from);

/* A value as a GMP fraction to read, without copying: valid while both the value and the view stay. Never cleared. */
struct mpq_view {
    mp_limb_t numerator[2], denominator[2];
    mpq_t mpq;
};
mpq_srcptr view_mpq(const struct rational *value, struct mpq_view *view);

/* True where both operands are small and results may be. */
static inline bool both_small(const struct rational *a, const struct rational *b)
{
    return (a->gear | b->gear | rational_least_gear) == GEAR_SMALL;
}

#endif
