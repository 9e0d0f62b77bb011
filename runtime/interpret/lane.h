/* A register of a batch: one value a row, as arrays of 64-bit integers that the kernels work on.
 *
 *     value of row i    = values[i] / scale            where denominators is NULL
 *                       = values[i] / denominators[i]  (positive) else
 *     unless row i is in `exact`: rows, ascending, whose value 64 bits do not hold; they are present
 *     status of row i   = status[i], or status_all where status is NULL
 *     BOOLEAN uses truths[i] instead of values; DATE, CATEGORY and INDEX use values with scale 1
 *
 * Bounds hold for the values of all rows, also of those that are not present or exact (which hold any value within the bounds):
 * least <= values[i] <= greatest, |bounds| <= INT64_MAX, 1 <= denominators[i] <= denominator_greatest.
 * A uniform lane has the same value and status in all rows: values[0] / scale, status_all. */
#ifndef ASSESSC_LANE_H
#define ASSESSC_LANE_H
#include "base/limits.h"
#include "interpret/cell.h"

/* A value beside the 64-bit ones: as a fraction of 128 bits that need not be in lowest terms, or as a rational where it is longer. */
struct fraction { __int128 numerator, denominator; };   /* denominator > 0 */
struct exact_row { uint32_t row; bool is_long; struct fraction fraction; struct rational value; };

struct lane {
    enum value_type type;
    bool uniform;
    uint8_t status_all;
    uint8_t *status;
    int64_t *values, *denominators;
    uint8_t *truths;
    int64_t scale, least, greatest, denominator_greatest;
    struct exact_row *exact; uint32_t exact_count, exact_capacity, exact_made;      /* made: how many of capacity are initialised */
    uint32_t exact_next;            /* where lane_get_fraction looks first: rows are asked for in ascending order */
    uint32_t spread;                /* of a uniform lane: how many values are filled in */
    /* memory behind the pointers above, got when first needed */
    int64_t *value_block, *denominator_block;
    uint8_t *status_block, *truth_block;
};

void lane_clear(struct lane *lane);                             /* frees */
/* Makes the lane a result: all rows present, scale 1, no exact rows, room for values or truths. Bounds are the caller's to set. */
void lane_begin(struct lane *lane, enum value_type type);
int64_t *lane_denominators(struct lane *lane);                  /* gives the lane denominators, and returns them to be filled */
uint8_t *lane_status(struct lane *lane, uint32_t count);        /* gives the lane a status a row, filled with status_all */
void lane_add_exact(struct lane *lane, uint32_t row, const struct rational *value);     /* rows ascending */
void lane_copy_exact(struct lane *to, const struct lane *from);                         /* all exact rows */

/* Makes a uniform lane of the cell; false (the lane is not made) where its number does not fit 64 bits. */
bool lane_set_uniform(struct lane *lane, enum value_type type, const struct cell *cell);
/* Fills in the values of a uniform lane; the lane stays uniform. No-op for others. */
void lane_spread(struct lane *lane, uint32_t count);
/* Narrows the bounds to the values that are there. */
void lane_tighten(struct lane *lane, uint32_t count);
/* Statuses of all rows, in `room` where the lane has no array of its own. */
const uint8_t *lane_statuses(const struct lane *lane, uint32_t count, uint8_t *room);
/* Denominators of all rows, in `room` where they are one. */
const int64_t *lane_fill_denominators(const struct lane *lane, uint32_t count, int64_t *room);
bool lane_all_present(const struct lane *lane);

/* One row out of a lane and into it. Rows are put in ascending order; what the lane held in that row before is replaced. */
void lane_get(const struct lane *lane, uint32_t row, struct cell *cell);
void lane_put(struct lane *lane, uint32_t row, uint32_t count, const struct cell *cell);
/* The same for a number as a fraction; lane_get_fraction is false where the row holds a longer one. The row is present;
 * rows are asked for in ascending order after lane_rewind. */
void lane_rewind(struct lane *lane);
bool lane_get_fraction(struct lane *lane, uint32_t row, struct fraction *out);
void lane_put_fraction(struct lane *lane, uint32_t row, struct fraction value);

static inline enum status lane_status_of(const struct lane *lane, uint32_t row)
{
    return (enum status)(lane->status ? lane->status[row] : lane->status_all);
}

#endif
