/* Trying a condition on every case that matters: the values of what it looks at are partitioned by the constants they are compared with, and
 * one sample of each part is enough to know all (the condition is the same throughout a part). Used for overlaps and gaps of tables, for
 * guards of divisions and for grades that cannot be reached; what cannot be decided so is said to be undecided. */
#ifndef ASSESSC_SAMPLE_H
#define ASSESSC_SAMPLE_H
#include "model/node.h"

enum { SAMPLE_VARIABLES = 6, SAMPLE_POINTS = 256, SAMPLE_CASES = 60000 };

enum answer { ANSWER_NO, ANSWER_YES, ANSWER_UNKNOWN };

struct sample_variable { const struct node *node; struct constant_value points[SAMPLE_POINTS]; uint32_t count, at; };
/* by_name: columns of one name are one variable, whosever ledgers of one name they stand in: of two years' schemes. */
struct samples { struct sample_variable *variables[SAMPLE_VARIABLES]; uint32_t count; bool incomplete, finished, by_name; };

/* Adds what a condition looks at (fields, figures, categories compared with constants) and the constants that divide its values. */
void samples_add(struct samples *samples, const struct node *condition);
/* The number of cases, 0 where there are too many or something in a condition cannot be sampled. */
uint32_t samples_cases(struct samples *samples);
/* Sets the variables to case number `number`. */
void samples_set(struct samples *samples, uint32_t number);
/* The value of a constant or of what is looked at in that case; NULL where it has none. */
const struct constant_value *samples_value(const struct samples *samples, const struct node *node);
/* The condition in the case that is set. */
enum answer samples_answer(const struct samples *samples, const struct node *condition);
/* Gives the memory back, where many are tried one after another. */
void samples_release(struct samples *samples);
/* The case in words: 85%, or, where there are several values or named is set, 常住人口 3万人、滩区 是. With named set "" where one of them
 * has no name. Copied. */
const char *samples_text(const struct samples *samples, bool named);
const struct constant_value *samples_value(const struct samples *samples, const struct node *node);

#endif
