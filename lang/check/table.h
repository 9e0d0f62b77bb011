/* Tables of conditions and values: their one value, and the proof that every case is met once. */
#ifndef ASSESSC_TABLE_H
#define ASSESSC_TABLE_H
#include "elaborate/elaborate.h"

struct table_row { struct node *condition, *value; struct span span; };

/* Which of the lines that hold gives the value: exactly one may hold (唯一), the first (首个, 自上而下), all of them together (累加), the highest,
 * the lowest. */
enum hit { HIT_ONE, HIT_FIRST, HIT_SUM, HIT_HIGHEST, HIT_LOWEST };

/* The value that the rows give. Reports overlaps (where one line may hold), gaps (but of sums: what no line adds to is 0), and rows that are
 * never met, each with an example. otherwise may be NULL. Returns NULL where a fault was reported. */
struct node *table_value(struct scope *scope, struct node *const *subjects, uint32_t subject_count, const struct table_row *rows, uint32_t row_count,
                         struct node *otherwise, enum hit hit, const struct clause *clause);

#endif
