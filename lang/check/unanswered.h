/* Clauses that look at what may not be there: the day of the first inspection, where there was none. */
#ifndef ASSESSC_UNANSWERED_H
#define ASSESSC_UNANSWERED_H
#include "model/model.h"

/* A line that adds or takes points, limits or replaces a score, exempts, grades or vetoes by a figure without a value would empty the score, and
 * the total would pass over it in silence: wherever that can be, the rule is asked what holds then, with what each answer scores. */
void check_unanswered(struct scheme *scheme);

#endif
