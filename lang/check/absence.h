/* When a value is not there: as a condition in terms of what it rests on. 最早值 of 各 核验 is not there where their number is 0, a choice where
 * the side that is taken is not, what is computed where an operand is not. */
#ifndef ASSESSC_ABSENCE_H
#define ASSESSC_ABSENCE_H
#include "check/reach.h"

struct scheme;
struct model;
struct row_set;

enum { ABSENT = 1u << STATUS_NOT_APPLICABLE | 1u << STATUS_EXEMPT | 1u << STATUS_MISSING };

/* What has been found, by node; of which statuses. of_all: for all of ABSENT, where mask are fewer: what conditions ask is asked of all. */
struct absences { struct node_pool *pool; const struct model *model; const struct row_set *rows; unsigned mask; struct absences *of_all; struct node **known; uint32_t room; const struct node *whole[2]; };

/* For values on rows of `rows` that exist by now. The sum of all indicators (whole) counts as there, though not for value_can_be: where none is
 * assessed, that is asked for by itself (check/left.h). */
struct absences absences_open(struct scheme *scheme, const struct row_set *rows);
/* Whether data can give the value on a row of `rows` a status of the mask (of ABSENT): also what node_can_be says is asked again, with the
 * conditions under which it is taken. */
bool value_can_be(struct scheme *scheme, const struct row_set *rows, struct node *value, unsigned mask);
/* BOOLEAN, always answered: the value has one of the statuses. */
struct node *absence_of(struct absences *absences, struct node *node);
/* From here on the value counts as there. */
void absence_is_answered(struct absences *absences, const struct node *node);
/* The condition with what it asks of statuses (已填, 不适用) said by absence_of. */
struct node *absence_in(struct absences *absences, struct node *condition);

#endif
