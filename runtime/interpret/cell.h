/* One value of one row, and every row instruction on such values: the plain meaning of opcodes.def.
 *
 * The fast lanes (lane.h) give the same results for whole batches; they come here for the rows that do not fit 64 bits.  Replaying a row
 * and the forced gears of the tests run on cells alone. */
#ifndef ASSESSC_CELL_H
#define ASSESSC_CELL_H
#include "ledger/column_data.h"
#include "program/program.h"

struct cell {
    enum status status;
    int64_t integer;                /* BOOLEAN 0/1, DATE days, CATEGORY position, INDEX row (-1: none) */
    struct rational number;         /* NUMBER */
};

/* Types of what an instruction reads (its S operands) and makes. */
struct instruction_types { uint8_t operand, result; };

void cell_init(struct cell *cell);
void cell_clear(struct cell *cell);
void cell_copy(struct cell *to, const struct cell *from);

/* types: one entry an instruction of a verified ROWS stage. */
void cell_types(const struct program *program, const struct stage *stage, struct instruction_types *types);

/* Whether the row's cell of a TEXT column is not empty. */
void cell_filled(struct cell *cell, const struct column_data *column, uint32_t row);
void cell_load(struct cell *cell, const struct column_data *column, uint32_t row);
void cell_constant(struct cell *cell, const struct constant *constant);
/* The column of the row that `index` points to. */
void cell_gather(struct cell *cell, const struct cell *index, const struct column_data *column);

/* Any instruction but LOAD, GATHER and STORE. Operands that the opcode does not have are not looked at; `result` is none of them. */
void cell_step(const struct program *program, const struct instruction *instruction, struct instruction_types types, struct cell *result,
               const struct cell *a, const struct cell *b, const struct cell *c);

#endif
