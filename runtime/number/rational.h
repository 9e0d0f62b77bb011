/* Exact rational numbers in three gears.  A value is kept in the smallest gear that holds it, reduced to lowest terms with a
 * positive denominator: 64-bit numerator and denominator, else 128-bit, else GMP.  All operations are exact; results do not depend
 * on the gear (tests force each in turn).
 *
 * Ownership: rational_init before use, rational_clear after; a small or wide value owns nothing, so clearing it is free.
 * The result may be one of the operands. Not shared between threads while written. */
#ifndef ASSESSC_RATIONAL_H
#define ASSESSC_RATIONAL_H
#include <gmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buffer.h"

enum gear { GEAR_SMALL, GEAR_WIDE, GEAR_BIG };

struct rational {
    enum gear gear;
    union {
        struct { int64_t numerator, denominator; } small;
        struct { __int128 numerator, denominator; } wide;
        __mpq_struct big;
    };
};

#define ROUNDING_MODES(X) \
    X(HALF_UP, "四舍五入", "half up")          /* half away from zero: 1.005 -> 1.01, -1.005 -> -1.01 */ \
    X(HALF_EVEN, "四舍六入五成双", "half even") /* half to the even neighbour */ \
    X(TRUNCATE, "去尾", "truncate")            /* towards zero */ \
    X(CEILING, "进一", "round up")             /* away from zero: any remainder counts as one */ \
    X(FLOOR, "向下取整", "floor")              /* towards minus infinity */ \
    X(CEIL, "向上取整", "ceil")                /* towards plus infinity */ \
    X(HALF_DOWN, "五舍六入", "half down")      /* half towards zero */
enum rounding {
#define X(name, zh, en) ROUND_##name,
    ROUNDING_MODES(X)
#undef X
    ROUNDING_COUNT
};

/* The least gear that results are kept in, for tests: GEAR_SMALL in production. Set before threads start. */
void rational_force_gear(enum gear least);

void rational_init(struct rational *value);                                  /* 0 */
void rational_clear(struct rational *value);
void rational_copy(struct rational *to, const struct rational *from);        /* `to` is initialised */
void rational_set(struct rational *value, int64_t numerator, int64_t denominator);        /* denominator not 0 */
void rational_set_wide(struct rational *value, __int128 numerator, __int128 denominator); /* denominator not 0 */
void rational_set_mpq(struct rational *value, mpq_srcptr from);
void rational_get_mpq(const struct rational *value, mpq_ptr to);             /* `to` is initialised by the caller */
/* Reads [-]digits[.digits] (ASCII). False where it is not of that form or longer than LIMIT_NUMBER_DIGITS. */
bool rational_parse(struct rational *value, const char *text, size_t length);

void rational_add(struct rational *result, const struct rational *a, const struct rational *b);
void rational_subtract(struct rational *result, const struct rational *a, const struct rational *b);
void rational_multiply(struct rational *result, const struct rational *a, const struct rational *b);
void rational_divide(struct rational *result, const struct rational *a, const struct rational *b);   /* b not 0 */
void rational_negate(struct rational *result, const struct rational *a);
int rational_compare(const struct rational *a, const struct rational *b);    /* -1, 0, 1 */
int rational_sign(const struct rational *a);
bool rational_is_integer(const struct rational *a);
/* True and *out where the value is a whole number of 64 bits. */
bool rational_to_int64(const struct rational *a, int64_t *out);
/* Rounds to a multiple of `quantum` (> 0; 1/100 for two decimals). */
void rational_round(struct rational *result, const struct rational *a, const struct rational *quantum, enum rounding mode);

/* Irrational functions: the correctly rounded decimal of 34 significant digits (ties to even), exact cases exact.
 * False where there is no value (negative root, logarithm of 0 or less, 0 to a negative power, result beyond 10^±6144). */
bool rational_square_root(struct rational *result, const struct rational *a);
bool rational_root(struct rational *result, const struct rational *a, unsigned degree);    /* degree 2..1000; odd roots of negatives are defined */
bool rational_logarithm(struct rational *result, const struct rational *a);                /* natural */
bool rational_exponential(struct rational *result, const struct rational *a);
bool rational_power(struct rational *result, const struct rational *base, const struct rational *exponent);

/* With exactly `places` decimals; the value must be a multiple of 10^-places (asserted). "-0.00" is never written. */
void rational_format(const struct rational *value, int places, struct buffer *out);
/* A finite decimal as short as it goes ("0.5", "12"), else "a/b". */
void rational_format_exact(const struct rational *value, struct buffer *out);
/* For reading: a decimal of at most `longest` places as it is; a longer or endless one with `places` (at most 18) of them and …, cut off and
 * never rounded, so that what is shown does not stand beyond a line that the value is below. */
void rational_format_cut(const struct rational *value, int longest, int places, struct buffer *out);
/* Least number of decimals that holds the value exactly, or -1 where the decimal does not end. */
int rational_decimals(const struct rational *value);
/* Greatest number that divides both; the denominators are positive. */
int64_t common_divisor(int64_t a, int64_t b);
/* True where numerator or denominator has more digits than `digits` (decimal). */
bool rational_exceeds(const struct rational *value, size_t digits);

#endif
