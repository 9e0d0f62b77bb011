/* What the scores would be if a column held another value in some row: the same code, run on rows that do not exist.
 *
 *     trial_rows    many copies of rows, one value changed in each, through the row code only: what the reductions made (figures of pools,
 *                   ranks) stays as the run has it
 *     trial_whole   the whole run again with one cell of a ledger changed: everything that follows from it follows
 */
#ifndef ASSESSC_TRIAL_H
#define ASSESSC_TRIAL_H
#include "ledger/ledger.h"
#include "program/program.h"

/* A copy of `row` in which `column` has this value; number for NUMBER, else integer. */
struct trial { uint32_t row, column; struct rational number; int64_t integer; };

/* Row i of `domain` in the result is trials[i]; its other domains are those of `data`, which must outlive it. The columns of trials are read
 * from a file or made by a reduction, not by row code. Released by trial_free. */
struct data *trial_rows(const struct program *program, const struct data *data, uint32_t domain, const struct trial *trials, uint32_t count);
/* trial: of a column that is read from a file. NULL where the run then has faults. */
struct data *trial_whole(const struct program *program, const struct data *data, const struct trial *trial);
void trial_free(const struct program *program, const struct data *data, struct data *trial);
/* Whether the column is read from a file or made by a reduction. */
bool trial_can_change(const struct program *program, uint32_t column);

#endif
