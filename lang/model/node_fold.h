/* What is known of a node without data: the value of an operation on constants, and facts (statuses, interval, decimals) of others. */
#ifndef ASSESSC_NODE_FOLD_H
#define ASSESSC_NODE_FOLD_H
#include "model/node.h"

/* The operation on constants. type: of operand a. False where it is not folded (functions that round; too many digits). */
bool node_fold_values(enum opcode op, unsigned mode, const struct constant_value *quantum, enum value_type type, const struct constant_value in[3],
                      struct constant_value *out);
/* Fill statuses, interval, decimals (and type, unit of reductions) of a draft from its operands. */
void node_operation_facts(struct node *draft);
void node_field_facts(struct node *draft);
void node_reduction_facts(struct node *draft);

#endif
