/* Folds a column by groups: the common part of FOLD and RUNNING. */
#ifndef ASSESSC_FOLD_H
#define ASSESSC_FOLD_H
#include "interpret/cell.h"
#include "interpret/run.h"

struct folding {
    const struct run *run;
    uint32_t domain, filter, value; /* as in struct stage */
    enum fold fold;
    uint32_t index;                 /* INDEX column or NONE ... */
    const uint32_t *group_of_row;   /* ... or, where not NULL, the group of each row (NONE: no group) */
    uint32_t group_count;
};

struct fold_state;
struct fold_state *fold_rows(const struct folding *folding);
void fold_result(const struct fold_state *state, uint32_t group, struct cell *out);
void fold_free(struct fold_state *state);

#endif
