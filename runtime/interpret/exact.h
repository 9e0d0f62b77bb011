/* Whole-number arithmetic that the lanes' handlers share: divisors, bounds, and loops in 128 bits for rows whose bounds prove nothing. */
#ifndef ASSESSC_EXACT_H
#define ASSESSC_EXACT_H
#include <stdbool.h>
#include <stdint.h>
#include "interpret/frame.h"
#include "interpret/kernel.h"

typedef __int128 int128;

/* Bounds in more bits than any product of two 64-bit values needs. */
struct range { int128 least, greatest; };

static inline bool fits(int128 value)
{
    return value >= -(int128)INT64_MAX && value <= INT64_MAX;
}

static inline bool range_fits(struct range range)
{
    return fits(range.least) && fits(range.greatest);
}

static inline struct range range_of(const struct lane *lane)
{
    return (struct range){lane->least, lane->greatest};
}

static inline int128 least_of(int128 a, int128 b)
{
    return a < b ? a : b;
}

static inline int128 greatest_of(int128 a, int128 b)
{
    return a > b ? a : b;
}

/* Times a number between `least` and `greatest`. */
static inline struct range range_times(struct range range, int64_t least, int64_t greatest)
{
    int128 a = range.least * least, b = range.least * greatest, c = range.greatest * least, d = range.greatest * greatest;
    return (struct range){least_of(least_of(a, b), least_of(c, d)), greatest_of(greatest_of(a, b), greatest_of(c, d))};
}

static inline struct range range_sum(struct range a, struct range b)
{
    return (struct range){a.least + b.least, a.greatest + b.greatest};
}

static inline void set_bounds(struct lane *lane, struct range range)
{
    lane->least = (int64_t)range.least;
    lane->greatest = (int64_t)range.greatest;
}

static inline int128 magnitude(struct range range)
{
    return greatest_of(-range.least, range.greatest);
}

int64_t greatest_divisor(int64_t a, int64_t b);         /* of non-negative numbers */
/* The factors that bring two scales to their least common multiple. False where 64 bits do not hold it. */
bool common_scale(int64_t a, int64_t b, int64_t *scale, int64_t *a_factor, int64_t *b_factor);
/* Least denominator of a lane: its scale, or 1 where rows have their own. */
static inline int64_t least_denominator(const struct lane *lane)
{
    return lane->denominators ? 1 : lane->scale;
}

/* n / d rounded to a whole number; d > 0. */
int64_t round_64(int64_t n, int64_t d, enum rounding mode);
int128 round_128(int128 n, int128 d, enum rounding mode);

/* Loops that check each row; rows that do not fit get 0 (over 1) and are marked to be redone. */
void checked_add(struct frame *frame, int64_t *out, const int64_t *a, int64_t a_factor, const int64_t *b, int64_t b_factor);
void checked_multiply(struct frame *frame, int64_t *out, const int64_t *a, const int64_t *b);
void checked_cross(struct frame *frame, int64_t *out, int64_t *denominators, const int64_t *a, const int64_t *a_denominators, const int64_t *b,
                   const int64_t *b_denominators, int64_t sign);
/* out / denominators = (a / a_denominators) (b / b_denominators), b_denominators of any sign; 0 gives a mark in frame->zero. */
void checked_product(struct frame *frame, int64_t *out, int64_t *denominators, const int64_t *a, const int64_t *a_denominators, const int64_t *b,
                     const int64_t *b_denominators);
void checked_extreme(struct frame *frame, int64_t *out, int64_t *denominators, const int64_t *a, const int64_t *a_denominators, const int64_t *b,
                     const int64_t *b_denominators, bool lesser);
void checked_compare(struct frame *frame, uint8_t *out, enum relation relation, const int64_t *a, const int64_t *a_denominators, const int64_t *b,
                     const int64_t *b_denominators);
/* a * factor / (divisors * divisor_factor); the product of a divisor is above 0. */
void checked_round(struct frame *frame, int64_t *out, const int64_t *a, int64_t factor, const int64_t *divisors, int64_t divisor_factor,
                   enum rounding mode);

#endif
