/* The value that a run has for a node of the model, at one row: read from its column, or from a replay of the row's code. */
#ifndef ASSESSC_EXPLAIN_VALUE_H
#define ASSESSC_EXPLAIN_VALUE_H
#include "compile/compile.h"
#include "explain/marks.h"
#include "ledger/ledger.h"
#include "model/model.h"

struct value {
    enum status status;             /* ERROR also where the run has no value for it (known false) */
    bool known;
    struct rational number;         /* NUMBER */
    int64_t integer;                /* BOOLEAN, DATE, CATEGORY, INDEX (-1: no row) */
};

struct replayed;
struct values {
    const struct program *program;
    const struct data *data;        /* of a finished run */
    const struct compiled_nodes *nodes;
    struct marks replayed_at; struct replayed **replayed; uint32_t replayed_count;      /* by stage and row */
    uint32_t *stages;               /* of each instruction */
};

struct values values_open(const struct program *program, const struct data *data, const struct compiled_nodes *nodes);
/* The same program's values in other data. */
struct values values_with(const struct values *values, const struct data *data);
/* Lets go of the rows that were replayed. */
void values_forget(struct values *values);
/* Rows of a node that is the same for all are row 0. */
struct value value_of(struct values *values, const struct node *node, uint32_t row);
/* Whether a BOOLEAN is present and true. */
bool value_is_true(struct values *values, const struct node *node, uint32_t row);
/* The column of the run that holds the node, or NONE. */
uint32_t value_column(const struct values *values, const struct node *node);

#endif
