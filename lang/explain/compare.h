/* A unit beside the others: where its scores stand among those of its class and of all, and what parts it from the one ranked before it. */
#ifndef ASSESSC_COMPARE_H
#define ASSESSC_COMPARE_H
#include "explain/explain.h"

/* Of the units that have the figure. */
struct spread { uint32_t count; struct rational least, mean, greatest; };
/* By result of the scheme: all units, and those of each class (classes NULL: there are none). */
struct population { struct spread *all, **classes; uint32_t class_count; };

const struct population *population_of(struct explainer *explainer, const struct scheme *scheme);
/* Adds the spread of a result in the unit's class and in all. */
void explain_population(struct explainer *explainer, struct entry *into, uint32_t result, uint32_t row);
/* Adds what parts the unit from the one before it in each rank of the scheme. False where the scheme ranks nothing. */
bool explain_rank_gap(struct explainer *explainer, struct entry *unit, uint32_t row);

#endif
