/* Numbers and dates of the slow evaluator: GMP fractions and nothing of runtime/number, so that a fault there cannot hide itself. */
#ifndef ASSESSC_SLOW_EXACT_H
#define ASSESSC_SLOW_EXACT_H
#include <gmp.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/buffer.h"
#include "number/rational.h"        /* only the names of the rounding modes */

/* Rounds to a multiple of quantum (> 0). out may be a. */
void exact_round(mpq_ptr out, mpq_srcptr a, mpq_srcptr quantum, enum rounding mode);
/* 34 digits, half even; the exact value where it is rational. False where there is none. out is not an operand. */
bool exact_root(mpq_ptr out, mpq_srcptr a, mpq_srcptr degree);
bool exact_power(mpq_ptr out, mpq_srcptr base, mpq_srcptr exponent);
bool exact_logarithm(mpq_ptr out, mpq_srcptr a);
bool exact_exponential(mpq_ptr out, mpq_srcptr a);
/* With this many decimals; -1: as many as it has, a/b where they do not end. */
void exact_write(mpq_srcptr a, int places, struct buffer *out);
bool exact_is_multiple(mpq_srcptr a, int places);

/* Days since 1970-01-01; false where there is no such day in the years 1 to 9999. */
bool calendar_days(int64_t year, int64_t month, int64_t day, int64_t *days);
void calendar_parts(int64_t days, int64_t parts[3]);
void calendar_write(int64_t days, struct buffer *out);

#endif
