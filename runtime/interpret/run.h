/* What the stages of one run share.
 *
 *     interpret.c   the stages in order, the check of what is written out
 *     rows.c        ROWS: batches of rows on lanes, over threads         machine.c   ROWS: one row on cells
 *     fold.c        FOLD, RUNNING      order.c, rank.c   RANK      group.c   GROUP      days.c   DAYS, DAILY
 *     faults.c      CHECK, and the cell behind a value that is missing or in error */
#ifndef ASSESSC_RUN_H
#define ASSESSC_RUN_H
#include "interpret/interpret.h"

struct run {
    const struct program *program;
    struct data *data;
    const struct run_options *options;
    struct diagnostics *diagnostics;
    struct faults *faults;
};

/* The column's data, emptied and ready to be made by its stage. */
struct column_data *run_begin_column(const struct run *run, uint32_t column);
/* Which rows of a domain take part in a reduction: not void, and the filter (a column or NONE) is true. mask[i]: 1 or 0; returns their number.
 * The rows lie in one chunk. */
uint32_t run_mask(const struct run *run, uint32_t domain, uint32_t filter, uint32_t first, uint32_t count, uint8_t *mask);
/* Clears the mask where the column's row is not present. */
void run_mask_present(const struct column_data *column, uint32_t first, uint32_t count, uint8_t *mask);
/* Group of each row by an INDEX column (NONE: all 0); clears the mask where a row is in no group. */
void run_groups(const struct run *run, uint32_t index, uint32_t first, uint32_t count, uint8_t *mask, uint32_t *groups);
/* Number of groups of an INDEX column (NONE: 1). */
uint32_t run_group_count(const struct run *run, uint32_t index);

/* One of each kind of stage. */
void stage_rows(const struct run *run, const struct stage *stage);
void stage_group(const struct run *run, const struct stage *stage);
void stage_fold(const struct run *run, const struct stage *stage);
void stage_rank(const struct run *run, const struct stage *stage);
void stage_running(const struct run *run, const struct stage *stage);
void stage_days(const struct run *run, const struct stage *stage);
void stage_daily(const struct run *run, const struct stage *stage);
void stage_check(const struct run *run, const struct stage *stage);

/* Reports every value that is missing or in error and would be written. */
void faults_of_outputs(const struct run *run);

#endif
