/* Faults of a run, told at the cell behind them: bounded in number, the rest counted. */
#ifndef ASSESSC_FAULTS_H
#define ASSESSC_FAULTS_H
#include "interpret/run.h"

struct faults;                      /* what a run knows of its faults so far */
struct faults *faults_new(const struct program *program);
/* Reports how many faults were only counted, and frees. */
void faults_end(struct faults *faults, struct diagnostics *diagnostics);

/* A value that is missing or in error: walks back through the stages to the cell or the operation where that began. */
void faults_report_value(const struct run *run, uint32_t column, uint32_t row);
/* A DAILY check that does not hold for a group from one day to another: what its values add to, and the rows that count then. */
struct period { int32_t from, to; const struct rational *sum; const uint32_t *rows; uint32_t row_count, first_row; /* of the group */ };
void faults_report_period(const struct run *run, const struct stage *stage, const struct period *period);

#endif
