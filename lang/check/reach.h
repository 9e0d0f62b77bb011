/* Whether something can come about where other conditions hold, by trying the cases that matter (check/sample.h). Of divisions: can the divisor
 * be zero where the division is carried out? Of clauses: can a figure be without a value where the clause looks at it? */
#ifndef ASSESSC_REACH_H
#define ASSESSC_REACH_H
#include "check/sample.h"

enum { REACH_CONDITIONS = 64 };

/* Conditions that hold (wanted true) or do not (false). What is more than REACH_CONDITIONS is left out, which proves less, never too much. */
struct held { const struct node *conditions[REACH_CONDITIONS]; bool wanted[REACH_CONDITIONS]; uint32_t count; };

void held_add(struct held *held, const struct node *condition, bool wanted);

enum reach { REACH_NEVER, REACH_POSSIBLE, REACH_UNDECIDED };
/* Whether the event (BOOLEAN) can be where all of held are so. found: the case in which it is; to be released by the caller. UNDECIDED: there
 * are too many cases. */
enum reach reach_event(const struct held *held, const struct node *event, struct samples *found);

#endif
