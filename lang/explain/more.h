/* Why not more: what an indicator's score would be if one of the figures that it rests on were another. */
#ifndef ASSESSC_MORE_H
#define ASSESSC_MORE_H
#include "explain/explain.h"

/* A figure that can be changed by itself: a cell of the unit, or what its rows of another ledger come to. */
struct input {
    const struct node *node; uint32_t column;
    struct rational step;               /* NUMBER: values are multiples of it */
    const struct node **constants; uint32_t constant_count;     /* that the item's rules compare with; where something may change */
    bool divides;                       /* something is divided by it or measured against it: a target, or a past figure */
    bool pooled;                        /* other units' figures, or the pool's, follow from it too */
    bool ranks;                         /* it is a rank among units */
    const struct judgement *judgement;  /* a person decides it, or NULL */
};
struct inputs { struct input *list; uint32_t count; };

/* What the item's score rests on; the same for every unit. */
const struct inputs *inputs_of(struct explainer *explainer, const struct item *item);

/* A value of an input, and what the item then scores. */
struct outcome { bool found; struct rational number; int64_t integer; struct rational score; const struct node *because; };
/* What can be gained by one input alone. `next`: the value next to the unit's own that gives more; `best`: the one next to it that gives
 * the most. Searched upwards and downwards; the way that is taken is the shorter one to more points. */
/* whole: found in runs of all units; endless: the farthest value that was tried gives the most, and no bound of the field ends there. */
struct gain { const struct input *input; bool downwards, uneven, whole, endless; struct outcome next, best; };

struct gains { const struct item *item; struct gain *list; uint32_t count; bool full; };     /* full: the item has its whole weight */

/* Candidates of all inputs of all the items are run as one batch, then again between the two that a change lies between, until they are one
 * step apart. gains[r * count + i] is told of items[i] at rows[r]: gains in the order of inputs; those with nothing to gain are left out. The
 * items are of one row set. */
struct gains *gains_of(struct explainer *explainer, struct item *const *items, uint32_t count, const uint32_t *rows, uint32_t row_count);
/* Whether the score is the item's whole weight at this row, rounded as its scores are. */
bool is_full_score(struct explainer *explainer, const struct item *item, uint32_t row, const struct rational *score);
/* Adds them in words (more_say.c); where nothing gives more, that the score is the full one, or that no figure alone gives more. */
void explain_gains(struct explainer *explainer, struct entry *into, const struct gains *gains, uint32_t row);

#endif
