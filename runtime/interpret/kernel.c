/* The inner loops of the lanes.  Each is compiled for the vector widths of current x86 machines and chosen when the program starts; results
 * are whole numbers throughout (quotients are estimated in double and put right by an exact remainder), so all give the same. */
#include "interpret/kernel.h"

#include <string.h>

#include "base/vector.h"

#define EACH_ROW for (uint32_t i = 0; i < count; i++)

VECTORS void kernel_fill(int64_t *restrict out, int64_t value, uint32_t count)
{
    EACH_ROW out[i] = value;
}

VECTORS void kernel_bounds(const int64_t *restrict values, uint32_t count, int64_t *restrict least, int64_t *restrict greatest)
{
    int64_t low = INT64_MAX, high = INT64_MIN;
    EACH_ROW {
        low = values[i] < low ? values[i] : low;
        high = values[i] > high ? values[i] : high;
    }
    *least = low;
    *greatest = high;
}

VECTORS bool kernel_any(const uint8_t *restrict bytes, uint32_t count)
{
    uint8_t any = 0;
    EACH_ROW any |= bytes[i];
    return any != 0;
}

VECTORS uint32_t kernel_count(const uint8_t *restrict conditions, uint32_t count)
{
    uint32_t number = 0;
    EACH_ROW number += conditions[i];
    return number;
}

/* ---- arithmetic --------------------------------------------------------------------------------------------------------------- */

VECTORS void kernel_affine(int64_t *restrict out, const int64_t *restrict a, int64_t factor, int64_t added, uint32_t count)
{
    if (factor == 1)
        EACH_ROW out[i] = a[i] + added;
    else
        EACH_ROW out[i] = a[i] * factor + added;
}

VECTORS void kernel_add(int64_t *restrict out, const int64_t *restrict a, int64_t a_factor, const int64_t *restrict b, int64_t b_factor, uint32_t count)
{
    if (a_factor == 1 && b_factor == 1)
        EACH_ROW out[i] = a[i] + b[i];
    else if (a_factor == 1 && b_factor == -1)
        EACH_ROW out[i] = a[i] - b[i];
    else
        EACH_ROW out[i] = a[i] * a_factor + b[i] * b_factor;
}

VECTORS void kernel_multiply(int64_t *restrict out, const int64_t *restrict a, const int64_t *restrict b, uint32_t count)
{
    EACH_ROW out[i] = a[i] * b[i];
}

VECTORS void kernel_cross(int64_t *restrict out, const int64_t *restrict a, const int64_t *restrict a_denominators, const int64_t *restrict b,
                        const int64_t *restrict b_denominators, int64_t sign, uint32_t count)
{
    EACH_ROW out[i] = a[i] * b_denominators[i] + b[i] * a_denominators[i] * sign;
}

static inline int64_t left_out(uint8_t status)
{
    return status == 1 || status == 2;          /* STATUS_NOT_APPLICABLE, STATUS_EXEMPT */
}

VECTORS void kernel_add_present(int64_t *restrict out, const int64_t *restrict a, int64_t a_factor, const uint8_t *restrict a_status,
                              const int64_t *restrict b, int64_t b_factor, const uint8_t *restrict b_status, uint32_t count)
{
    EACH_ROW {
        int64_t x = left_out(a_status[i]) ? 0 : a[i], y = left_out(b_status[i]) ? 0 : b[i];
        out[i] = x * a_factor + y * b_factor;
    }
}

/* ---- order -------------------------------------------------------------------------------------------------------------------- */

VECTORS void kernel_clip(int64_t *restrict out, const int64_t *restrict a, int64_t factor, int64_t least, int64_t greatest, uint32_t count)
{
    EACH_ROW {
        int64_t value = a[i] * factor;
        value = value < least ? least : value;
        out[i] = value > greatest ? greatest : value;
    }
}

VECTORS void kernel_extreme(int64_t *restrict out, const int64_t *restrict a, int64_t a_factor, const int64_t *restrict b, int64_t b_factor, bool lesser,
                          uint32_t count)
{
    if (lesser)
        EACH_ROW {
            int64_t x = a[i] * a_factor, y = b[i] * b_factor;
            out[i] = x < y ? x : y;
        }
    else
        EACH_ROW {
            int64_t x = a[i] * a_factor, y = b[i] * b_factor;
            out[i] = x > y ? x : y;
        }
}

VECTORS void kernel_extreme_fraction(int64_t *restrict out, int64_t *restrict denominators, const int64_t *restrict a,
                                   const int64_t *restrict a_denominators, const int64_t *restrict b, const int64_t *restrict b_denominators,
                                   bool lesser, uint32_t count)
{
    int64_t flip = -(int64_t)lesser;
    EACH_ROW {
        int64_t x = a[i] * b_denominators[i], y = b[i] * a_denominators[i], takes_a = ((x > y) ^ flip) & 1;
        out[i] = takes_a ? a[i] : b[i];
        denominators[i] = takes_a ? a_denominators[i] : b_denominators[i];
    }
}

VECTORS void kernel_compare(uint8_t *restrict out, enum relation relation, const int64_t *restrict a, int64_t a_factor, const int64_t *restrict b,
                          int64_t b_factor, uint32_t count)
{
    if (relation == RELATION_LESS)
        EACH_ROW out[i] = a[i] * a_factor < b[i] * b_factor;
    else if (relation == RELATION_LESS_EQUAL)
        EACH_ROW out[i] = a[i] * a_factor <= b[i] * b_factor;
    else
        EACH_ROW out[i] = a[i] * a_factor == b[i] * b_factor;
}

VECTORS void kernel_compare_one(uint8_t *restrict out, enum relation relation, const int64_t *restrict a, int64_t threshold, uint32_t count)
{
    if (relation == RELATION_LESS)
        EACH_ROW out[i] = a[i] < threshold;
    else if (relation == RELATION_LESS_EQUAL)
        EACH_ROW out[i] = a[i] <= threshold;
    else
        EACH_ROW out[i] = a[i] == threshold;
}

VECTORS void kernel_compare_fraction(uint8_t *restrict out, enum relation relation, const int64_t *restrict a, const int64_t *restrict a_denominators,
                                   const int64_t *restrict b, const int64_t *restrict b_denominators, uint32_t count)
{
    if (relation == RELATION_LESS)
        EACH_ROW out[i] = a[i] * b_denominators[i] < b[i] * a_denominators[i];
    else if (relation == RELATION_LESS_EQUAL)
        EACH_ROW out[i] = a[i] * b_denominators[i] <= b[i] * a_denominators[i];
    else
        EACH_ROW out[i] = a[i] * b_denominators[i] == b[i] * a_denominators[i];
}

VECTORS void kernel_select(int64_t *restrict out, const uint8_t *restrict condition, const int64_t *restrict yes, int64_t yes_factor,
                         const int64_t *restrict no, int64_t no_factor, uint32_t count)
{
    if (yes_factor == 1 && no_factor == 1)
        EACH_ROW out[i] = condition[i] ? yes[i] : no[i];
    else
        EACH_ROW {
            int64_t x = yes[i] * yes_factor, y = no[i] * no_factor;
            out[i] = condition[i] ? x : y;
        }
}

VECTORS void kernel_select_bytes(uint8_t *restrict out, const uint8_t *restrict condition, const uint8_t *restrict yes, const uint8_t *restrict no,
                               uint32_t count)
{
    EACH_ROW out[i] = condition[i] ? yes[i] : no[i];
}

/* ---- rounding ----------------------------------------------------------------------------------------------------------------- */

/* Whole numbers of at most 51 bits to doubles and back, by the bits of 1.5 x 2^52: vectors have no other way on older machines. */
#define MAGIC_BITS 0x4338000000000000
#define MAGIC 0x1.8p52

static inline double to_double(int64_t value)
{
    double result;
    value += MAGIC_BITS;
    memcpy(&result, &value, sizeof result);
    return result - MAGIC;
}

static inline int64_t nearest_whole(double value)
{
    int64_t result;
    value += MAGIC;
    memcpy(&result, &value, sizeof result);
    return result - MAGIC_BITS;
}

/* The quotient n / d rounded, from one that is at most 1 off: floor and remainder first, then what the mode adds to the floor. */
static inline __attribute__((always_inline)) int64_t settle(int64_t n, int64_t d, int64_t quotient, enum rounding mode)
{
    int64_t rest = n - quotient * d, below = -(int64_t)(rest < 0);
    quotient += below;
    rest += d & below;
    int64_t positive = n >= 0, twice = 2 * rest;
    switch (mode) {
    case ROUND_HALF_UP: return quotient + ((twice > d) | ((twice == d) & positive));
    case ROUND_HALF_DOWN: return quotient + ((twice > d) | ((twice == d) & !positive));
    case ROUND_HALF_EVEN: return quotient + ((twice > d) | ((twice == d) & (quotient & 1)));
    case ROUND_TRUNCATE: return quotient + ((rest > 0) & !positive);
    case ROUND_CEILING: return quotient + ((rest > 0) & positive);
    case ROUND_CEIL: return quotient + (rest > 0);
    default: return quotient;       /* ROUND_FLOOR */
    }
}

#define EACH_MODE(MODE) \
    switch (mode) { \
    MODE(ROUND_HALF_UP) MODE(ROUND_HALF_DOWN) MODE(ROUND_HALF_EVEN) MODE(ROUND_TRUNCATE) MODE(ROUND_CEILING) MODE(ROUND_CEIL) \
    MODE(ROUND_FLOOR) \
    default: break; \
    }

/* The estimate is less than 3/4 off: the quotient has fewer than 51 bits, and each step errs by less than 2^-52 of it. */
VECTORS void kernel_round(int64_t *restrict out, const int64_t *restrict a, int64_t factor, int64_t divisor, enum rounding mode, uint32_t count)
{
    double inverse = 1.0 / (double)divisor;
#define ROUND_BY(mode) \
    case mode: \
        EACH_ROW { \
            int64_t n = a[i] * factor; \
            out[i] = settle(n, divisor, nearest_whole(to_double(n) * inverse), mode); \
        } \
        break;
    EACH_MODE(ROUND_BY)
#undef ROUND_BY
}

VECTORS void kernel_round_fraction(int64_t *restrict out, const int64_t *restrict a, int64_t factor, const int64_t *restrict divisors,
                                 int64_t divisor_factor, enum rounding mode, uint32_t count)
{
#define ROUND_BY(mode) \
    case mode: \
        EACH_ROW { \
            int64_t n = a[i] * factor, d = divisors[i] * divisor_factor; \
            out[i] = settle(n, d, nearest_whole(to_double(n) / to_double(d)), mode); \
        } \
        break;
    EACH_MODE(ROUND_BY)
#undef ROUND_BY
}

/* ---- gathering, fractions, statuses ------------------------------------------------------------------------------------------- */

VECTORS void kernel_gather(int64_t *restrict out, const int64_t *restrict table, const int64_t *restrict index, uint32_t count)
{
    EACH_ROW out[i] = table[index[i]];
}

VECTORS void kernel_gather_bytes(uint8_t *restrict out, const uint8_t *restrict table, const int64_t *restrict index, uint32_t count)
{
    EACH_ROW out[i] = table[index[i]];
}

VECTORS bool kernel_mend_denominators(int64_t *restrict numerators, int64_t *restrict denominators, uint8_t *restrict zero, uint32_t count)
{
    uint8_t any = 0;
    EACH_ROW {
        int64_t d = denominators[i], sign = d < 0 ? -1 : 1;
        zero[i] = d == 0;
        any |= zero[i];
        denominators[i] = d == 0 ? 1 : d * sign;
        numerators[i] *= sign;
    }
    return any != 0;
}

VECTORS void kernel_worst(uint8_t *restrict out, const uint8_t *restrict a, const uint8_t *restrict b, uint32_t count)
{
    EACH_ROW out[i] = a[i] > b[i] ? a[i] : b[i];
}

VECTORS void kernel_status_is(uint8_t *restrict out, const uint8_t *restrict status, uint32_t mask, uint32_t count)
{
    EACH_ROW out[i] = (mask >> status[i]) & 1;
}

VECTORS void kernel_status_present_sum(uint8_t *restrict out, const uint8_t *restrict a, const uint8_t *restrict b, uint32_t count)
{
    EACH_ROW {
        uint8_t worst = a[i] > b[i] ? a[i] : b[i];
        uint8_t a_out = a[i] == 1 || a[i] == 2, b_out = b[i] == 1 || b[i] == 2, kept = a_out ? b[i] : a[i];
        out[i] = a_out == b_out ? worst : kept;
    }
}
