/* An explanation in a few lines. */
#ifndef ASSESSC_EXPLAIN_BRIEF_H
#define ASSESSC_EXPLAIN_BRIEF_H
#include "explain/tree.h"

/* Appends the lines of one result (ENTRY_RESULT): its heading, the steps, the cells; without a line end after the last. */
void entry_write_brief(const struct entry *result, bool english, struct buffer *out);

#endif
