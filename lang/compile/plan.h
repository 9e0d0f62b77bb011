/* When each node is computed: levels. All row work of a level is one stage a domain; reductions stand between levels.
 *
 *     level 0   rows of fields          | reductions over what level 0 made
 *     level 1   rows that use these     | reductions …
 */
#ifndef ASSESSC_PLAN_H
#define ASSESSC_PLAN_H
#include "model/model.h"

enum need { NEED_REGISTER = 1, NEED_COLUMN = 2 };

struct planned {
    int level;                  /* rows stage in which it can be computed; reductions: level at which the result is there */
    uint8_t need;
    uint32_t column;            /* NONE, or its column */
    uint32_t mark, reg;         /* of the stage being emitted */
    uint32_t instruction;       /* NONE, or one that computes it */
    bool visited;
    struct span place;          /* in the rules, for faults of a run */
};

struct plan { struct model *model; struct planned *nodes; uint32_t count; int levels; struct span place; };     /* place: of what is being visited */

/* Plans all that the roots need. */
void plan_make(struct plan *plan, struct model *model, struct node *const *roots, uint32_t count);
struct planned *plan_of(const struct plan *plan, const struct node *node);
bool node_is_reduction(const struct node *node);
/* Computed from the row's registers: operations, tables, gathers. */
bool node_is_row_work(const struct node *node);

#endif
