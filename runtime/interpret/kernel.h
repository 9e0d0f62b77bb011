/* Loops over the rows of a batch, without checks: the caller has proven by bounds that nothing overflows.  Arrays do not overlap. Statuses are
 * bytes of enum status, conditions bytes 0 or 1. */
#ifndef ASSESSC_KERNEL_H
#define ASSESSC_KERNEL_H
#include <stdbool.h>
#include <stdint.h>
#include "number/rational.h"

enum relation { RELATION_LESS, RELATION_LESS_EQUAL, RELATION_EQUAL };

void kernel_fill(int64_t *out, int64_t value, uint32_t count);
void kernel_bounds(const int64_t *values, uint32_t count, int64_t *least, int64_t *greatest);
bool kernel_any(const uint8_t *bytes, uint32_t count);              /* some byte is not 0 */
uint32_t kernel_count(const uint8_t *conditions, uint32_t count);   /* of those that are 1 */

/* a * factor + added; a * a_factor + b * b_factor; a * b */
void kernel_affine(int64_t *out, const int64_t *a, int64_t factor, int64_t added, uint32_t count);
void kernel_add(int64_t *out, const int64_t *a, int64_t a_factor, const int64_t *b, int64_t b_factor, uint32_t count);
void kernel_multiply(int64_t *out, const int64_t *a, const int64_t *b, uint32_t count);
/* a * b_denominators + b * a_denominators * sign: the numerators of a sum of fractions */
void kernel_cross(int64_t *out, const int64_t *a, const int64_t *a_denominators, const int64_t *b, const int64_t *b_denominators, int64_t sign,
                  uint32_t count);
/* kernel_add where a row that is exempt or not applicable counts as 0. */
void kernel_add_present(int64_t *out, const int64_t *a, int64_t a_factor, const uint8_t *a_status, const int64_t *b, int64_t b_factor,
                        const uint8_t *b_status, uint32_t count);

/* a * factor, at least `least` and at most `greatest`; the lesser or greater of a * a_factor and b * b_factor. */
void kernel_clip(int64_t *out, const int64_t *a, int64_t factor, int64_t least, int64_t greatest, uint32_t count);
void kernel_extreme(int64_t *out, const int64_t *a, int64_t a_factor, const int64_t *b, int64_t b_factor, bool lesser, uint32_t count);
void kernel_extreme_fraction(int64_t *out, int64_t *denominators, const int64_t *a, const int64_t *a_denominators, const int64_t *b,
                             const int64_t *b_denominators, bool lesser, uint32_t count);

void kernel_compare(uint8_t *out, enum relation relation, const int64_t *a, int64_t a_factor, const int64_t *b, int64_t b_factor, uint32_t count);
void kernel_compare_one(uint8_t *out, enum relation relation, const int64_t *a, int64_t threshold, uint32_t count);
void kernel_compare_fraction(uint8_t *out, enum relation relation, const int64_t *a, const int64_t *a_denominators, const int64_t *b,
                             const int64_t *b_denominators, uint32_t count);
void kernel_select(int64_t *out, const uint8_t *condition, const int64_t *yes, int64_t yes_factor, const int64_t *no, int64_t no_factor, uint32_t count);
void kernel_select_bytes(uint8_t *out, const uint8_t *condition, const uint8_t *yes, const uint8_t *no, uint32_t count);

/* Rounds a * factor / divisor to whole numbers. |a * factor| and the divisors are below 2^51. */
enum { ROUND_BITS = 51 };
void kernel_round(int64_t *out, const int64_t *a, int64_t factor, int64_t divisor, enum rounding mode, uint32_t count);
/* a * factor / (divisors * divisor_factor) */
void kernel_round_fraction(int64_t *out, const int64_t *a, int64_t factor, const int64_t *divisors, int64_t divisor_factor, enum rounding mode,
                           uint32_t count);

void kernel_gather(int64_t *out, const int64_t *table, const int64_t *index, uint32_t count);
void kernel_gather_bytes(uint8_t *out, const uint8_t *table, const int64_t *index, uint32_t count);
/* Makes denominators positive, and 1 where they are 0; numerators with them. zero[i]: whether it was 0. Returns whether one was. */
bool kernel_mend_denominators(int64_t *numerators, int64_t *denominators, uint8_t *zero, uint32_t count);

void kernel_worst(uint8_t *out, const uint8_t *a, const uint8_t *b, uint32_t count);
void kernel_status_is(uint8_t *out, const uint8_t *status, uint32_t mask, uint32_t count);
/* Status of a + b where what is exempt or not applicable is left out. */
void kernel_status_present_sum(uint8_t *out, const uint8_t *a, const uint8_t *b, uint32_t count);

#endif
