/* Where a value that is missing or in error began. */
#ifndef ASSESSC_CAUSE_H
#define ASSESSC_CAUSE_H
#include "interpret/interpret.h"

/* Where each column is made: by a field (stage NONE), or by a stage (store: its instruction in a ROWS stage, else NONE). */
struct origin { uint32_t stage, store; };
struct origin *origins_of_columns(const struct program *program);       /* one a column; the caller frees */

enum cause_kind {
    CAUSE_EMPTY_CELL,               /* the cell (column, row) is empty */
    CAUSE_STATED,                   /* a constant of the rules: fault number, or NONE where it is only missing */
    CAUSE_ZERO_DIVISOR, CAUSE_NO_VALUE, CAUSE_TOO_LONG,     /* the instruction at row `row` of `domain` */
    CAUSE_SUM_TOO_LONG,             /* the stage's fold, of group `row` */
};
struct cause {
    enum cause_kind kind;
    uint32_t domain, row;
    uint32_t column;                /* EMPTY_CELL, and the others where one field is nearest; else NONE */
    uint32_t fault;
    struct span span;               /* the rule that read the cell or made the value */
};

struct cause cause_find(const struct program *program, const struct data *data, const struct origin *origins, uint32_t column, uint32_t row);

#endif
