/* What hangs together between figures taken of the same rows (各 任务 的 个数, 各 任务 定额 的 合计): without a row there is no sum, of fewer rows the
 * number is not greater. Told of the cases that are tried (check/sample.h), so that none is tried that no data can make. */
#ifndef ASSESSC_FIGURES_H
#define ASSESSC_FIGURES_H
#include "check/sample.h"

/* Whether both are figures over rows of one ledger that belong to the same row. */
bool figures_are_related(const struct node *a, const struct node *b);
/* Whether data can make the case that is set. True where nothing speaks against it. */
bool figures_agree(const struct samples *samples);

#endif
