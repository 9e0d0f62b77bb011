/* A program cut down to one column of one domain, for running very many rows of which little else is looked at. */
#ifndef ASSESSC_SLICE_H
#define ASSESSC_SLICE_H
#include "compile/compile.h"
#include "program/program.h"

struct slice {
    const struct program *program;      /* shares everything but code and stages with the whole one, which must outlive it */
    struct compiled_nodes nodes;        /* where it has the values of nodes */
};

/* column: one that row code of the domain stores; also: nodes whose values are wanted besides, as far as the whole program has them in row code
 * of the domain. */
struct slice *slice_of(const struct program *program, const struct compiled_nodes *nodes, uint32_t domain, uint32_t column, const struct node *const *also,
                       uint32_t also_count);

#endif
