/* Tables of conditions and values: their one value, and the proof that every case is met once. */
#ifndef ASSESSC_TABLE_H
#define ASSESSC_TABLE_H
#include "elaborate/elaborate.h"

struct table_row { struct node *condition, *value; struct span span; };

/* The value that the rows give. Reports overlaps (unless top-down), gaps, and rows that are never met, each with an example. otherwise may be
 * NULL. Returns NULL where a fault was reported. */
struct node *table_value(struct scope *scope, struct node *const *subjects, uint32_t subject_count, const struct table_row *rows, uint32_t row_count,
                         struct node *otherwise, bool top_down, struct span span);

#endif
