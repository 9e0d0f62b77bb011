/* Exact sums of fractions with unlike denominators, by group. */
#ifndef ASSESSC_SUM_H
#define ASSESSC_SUM_H
#include <stdbool.h>
#include "number/rational.h"

struct sums;

struct sums *sums_new(uint32_t groups);
void sums_free(struct sums *sums);
void sums_add_fraction(struct sums *sums, uint32_t group, int64_t numerator, int64_t denominator);    /* denominator > 0 */
void sums_add_exact(struct sums *sums, uint32_t group, const struct rational *value);
/* To be called once after all was added, and before sums_get. */
void sums_finish(struct sums *sums);
/* Adds the group's sum to `total`. False where it has more digits than LIMIT_RESULT_DIGITS. */
bool sums_get(const struct sums *sums, uint32_t group, struct rational *total);

#endif
