/* Code of one ROWS stage: nodes to instructions on registers. */
#ifndef ASSESSC_ROWS_H
#define ASSESSC_ROWS_H
#include "compile/plan.h"
#include "program/builder.h"

struct emitter {
    struct plan *plan;
    struct program_builder *builder;
    struct row_set *domain;             /* NULL: the one-row domain */
    uint32_t one_index;                 /* column of the domain's index into the one-row domain */
    uint32_t mark;                      /* stage number: a register holds a node when its mark is this */
    struct virtual_instruction *code; uint32_t count, capacity;
    uint32_t registers, one_register; bool has_one;
    bool overflow;
};

/* Emits what computes `node` in this stage. Returns its virtual register. */
uint32_t emit_node(struct emitter *emitter, struct node *node);
void emit_store(struct emitter *emitter, struct node *node, uint32_t column);
/* Gives virtual registers real ones by lifetime and hands the code to the builder. False where there are too many. */
bool emit_finish(struct emitter *emitter);
uint32_t compile_constant(struct program_builder *builder, const struct node *node, const struct constant_value *value, const struct plan *plan);

#endif
