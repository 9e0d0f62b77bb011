/* A ROWS stage on batches: what is bound once a stage, and the frame that each thread runs batches in.
 *
 *     stage_code   of the stage: types, tables of LOOKUP, views of the columns that GATHER reads, columns that STORE makes; shared, read only
 *     frame        of a thread: a lane a register, exceptions of what it stored
 *
 * An instruction runs in three steps: a handler fills the result lane with kernels, its status is joined from the operands', and rows that
 * 64 bits did not hold (`redo`: exact operands, overflows) are computed again one by one as exact cells. */
#ifndef ASSESSC_FRAME_H
#define ASSESSC_FRAME_H
#include "interpret/interpret.h"
#include "interpret/lane.h"

/* Values by position, for LOOKUP and GATHER: of a table's constants, or of the rows of a small domain. */
struct view {
    const struct column_data *column;   /* GATHER; read row by row where `count` is 0: the domain is large */
    uint32_t count;
    int64_t *values, *denominators;     /* denominators NULL: scale */
    uint8_t *status;                    /* NULL: all present */
    int64_t scale, least, greatest, denominator_greatest;
    const uint32_t *constants;          /* LOOKUP */
    bool any_exact;                     /* some value does not fit: its row is computed as a cell */
    uint8_t *exact;                     /* which */
};

struct stage_code {
    const struct program *program;
    struct data *data;
    const struct stage *stage;
    const struct instruction *code;     /* of the stage */
    struct instruction_types *types;
    struct view *views;                 /* one an instruction; used by LOOKUP and GATHER */
    bool checked;                       /* no bound counts as proven */
};

struct stage_code *stage_code_new(const struct program *program, struct data *data, const struct stage *stage, bool checked);
void stage_code_free(struct stage_code *code);

struct stored_exact { uint32_t column; struct exception exception; };

struct frame {
    const struct stage_code *code;
    struct lane *lanes;
    struct operation *operations;       /* one an instruction, with the lanes that it works on */
    uint32_t first, count;              /* the batch: rows of the stage's domain, in one chunk */
    uint64_t redo[BATCH_ROWS / 64];
    bool any_redo;
    bool any_zero; uint8_t zero[BATCH_ROWS];    /* rows of a DIVIDE whose divisor is 0 */
    int64_t rooms[4][BATCH_ROWS];       /* for operands that have to be spread out, for the length of one instruction */
    uint8_t status_rooms[3][BATCH_ROWS];
    struct cell cells[4];
    struct stored_exact *stored; uint32_t stored_count, stored_capacity;
};

/* One instruction with its lanes; those that the opcode does not have are NULL. */
struct operation {
    const struct instruction *instruction;
    struct instruction_types types;
    const struct view *view;
    struct lane *result, *operands[3];
};

struct frame *frame_new(const struct stage_code *code);
void frame_free(struct frame *frame);
/* Runs all instructions on rows [first, first + count). */
void frame_run(struct frame *frame, uint32_t first, uint32_t count);
/* Adds the exceptions that the frame stored to their columns; not beside other threads. */
void frame_join(struct frame *frame);

/* Computes the rows that are marked, in order, and takes the marks off (redo.c). */
void frame_redo_rows(struct frame *frame, const struct operation *operation);

static inline void frame_redo(struct frame *frame, uint32_t row)
{
    frame->redo[row / 64] |= (uint64_t)1 << row % 64;
    frame->any_redo = true;
}

/* Handlers: fill `result` but for its status, which is joined after them (handle_add_present, handle_select, the conditions and what access.c
 * has make it themselves). False where the lanes have no form for it: every row is then computed as a cell. */
bool handle_add(struct frame *frame, struct lane *result, struct lane *a, struct lane *b, int64_t sign);
bool handle_multiply(struct frame *frame, struct lane *result, struct lane *a, struct lane *b);
bool handle_divide(struct frame *frame, struct lane *result, struct lane *a, struct lane *b);
bool handle_extreme(struct frame *frame, struct lane *result, struct lane *a, struct lane *b, bool lesser);
bool handle_negate(struct frame *frame, struct lane *result, struct lane *a);
bool handle_round(struct frame *frame, struct lane *result, struct lane *a, const struct rational *quantum, enum rounding mode);
bool handle_compare(struct frame *frame, struct lane *result, struct lane *a, struct lane *b, enum opcode op);
void handle_absorbing(struct frame *frame, struct lane *result, struct lane *a, struct lane *b, uint8_t deciding);
void handle_not(struct frame *frame, struct lane *result, struct lane *a);
bool handle_select(struct frame *frame, struct lane *result, struct lane *condition, struct lane *yes, struct lane *no);
void handle_status_is(struct frame *frame, struct lane *result, struct lane *a, uint32_t mask);
bool handle_add_present(struct frame *frame, struct lane *result, struct lane *a, struct lane *b);

void handle_constant(struct frame *frame, struct lane *result, const struct constant *constant);
void handle_filled(struct frame *frame, struct lane *result, const struct column_data *column);
void handle_load(struct frame *frame, struct lane *result, const struct column_data *column);
void handle_gather(struct frame *frame, struct lane *result, struct lane *index, const struct view *view);
void handle_lookup(struct frame *frame, struct lane *result, struct lane *category, const struct view *view);
void handle_store(struct frame *frame, struct lane *lane, uint32_t column);

void view_of_column(struct view *view, const struct column_data *column);
void view_of_table(struct view *view, const struct program *program, const struct table *table, enum value_type type);
void view_clear(struct view *view);

/* The status of a strict result: the worst of its operands' (b, c may be NULL). */
void lane_join_status(struct frame *frame, struct lane *result, const struct lane *a, const struct lane *b, const struct lane *c);

#endif
