/* What was not filled in and what stood in for it: said for every run, so that nothing is lost in silence. */
#ifndef ASSESSC_EMPTIES_H
#define ASSESSC_EMPTIES_H
#include "ledger/ledger.h"

/* Empty cells of a column (not TEXT: 0). */
uint64_t empties_count(const struct column_data *column);
/* One note a ledger that has empty cells whose field says what they count as: column, number of cells, meaning, where it is used. */
void empties_report(const struct program *program, const struct data *data, struct diagnostics *diagnostics);

#endif
