/* Binds the code of a ROWS stage and runs it on batches. */
#include "interpret/frame.h"

#include <assert.h>
#include <string.h>

#include "base/memory.h"

/* ---- binding ------------------------------------------------------------------------------------------------------------------ */

struct stage_code *stage_code_new(const struct program *program, struct data *data, const struct stage *stage, bool checked)
{
    struct stage_code *code = memory_new(sizeof *code);
    *code = (struct stage_code){.program = program, .data = data, .stage = stage, .code = &program->code[stage->first_instruction], .checked = checked};
    code->types = memory_array(stage->instruction_count, sizeof *code->types);
    code->views = memory_array(stage->instruction_count, sizeof *code->views);
    cell_types(program, stage, code->types);
    for (uint32_t i = 0; i < stage->instruction_count; i++) {
        if (code->code[i].op == OP_GATHER)
            view_of_column(&code->views[i], &data->columns[code->code[i].c]);
        else if (code->code[i].op == OP_LOOKUP)
            view_of_table(&code->views[i], program, &program->tables[code->code[i].c], code->types[i].result);
    }
    return code;
}

void stage_code_free(struct stage_code *code)
{
    for (uint32_t i = 0; i < code->stage->instruction_count; i++)
        view_clear(&code->views[i]);
    memory_free(code->views);
    memory_free(code->types);
    memory_free(code);
}

static struct operation find_operands(const struct frame *frame, uint32_t number)
{
    const struct instruction *instruction = &frame->code->code[number];
    const char *shape = opcode_shape(instruction->op);
    const uint32_t registers[3] = {instruction->a, instruction->b, instruction->c};
    struct operation operation = {instruction, frame->code->types[number], &frame->code->views[number], NULL, {NULL, NULL, NULL}};
    if (shape_is_register(shape[0]))
        operation.result = &frame->lanes[instruction->result];
    for (int k = 0; k < 3; k++)
        if (shape_is_register(shape[1 + k]))
            operation.operands[k] = &frame->lanes[registers[k]];
    return operation;
}

struct frame *frame_new(const struct stage_code *code)
{
    struct frame *frame = memory_new(sizeof *frame);
    frame->code = code;
    frame->lanes = memory_array(code->stage->register_count, sizeof *frame->lanes);
    frame->operations = memory_array(code->stage->instruction_count, sizeof *frame->operations);
    for (uint32_t i = 0; i < code->stage->instruction_count; i++)
        frame->operations[i] = find_operands(frame, i);
    for (int i = 0; i < 4; i++)
        cell_init(&frame->cells[i]);
    return frame;
}

void frame_join(struct frame *frame)
{
    for (uint32_t i = 0; i < frame->stored_count; i++) {
        struct stored_exact *stored = &frame->stored[i];
        column_add_exception(&frame->code->data->columns[stored->column], stored->exception.row, &stored->exception.value);
        rational_clear(&stored->exception.value);
    }
    frame->stored_count = 0;
}

void frame_free(struct frame *frame)
{
    assert(frame->stored_count == 0);
    for (uint32_t i = 0; i < frame->code->stage->register_count; i++)
        lane_clear(&frame->lanes[i]);
    for (int i = 0; i < 4; i++)
        cell_clear(&frame->cells[i]);
    memory_free(frame->lanes);
    memory_free(frame->operations);
    memory_free(frame->stored);
    memory_free(frame);
}

/* ---- instructions -------------------------------------------------------------------------------------------------------------- */

static bool all_uniform(const struct operation *operation)
{
    for (int k = 0; k < 3; k++)
        if (operation->operands[k] && !operation->operands[k]->uniform)
            return false;
    return true;
}

/* All operands are the same in all rows: so is the result. False where 64 bits do not hold it. */
static bool run_uniform(struct frame *frame, const struct operation *operation)
{
    struct cell *cells = frame->cells;
    for (int k = 0; k < 3; k++)
        if (operation->operands[k])
            lane_get(operation->operands[k], 0, &cells[k]);
    cell_step(frame->code->program, operation->instruction, operation->types, &cells[3], &cells[0], &cells[1], &cells[2]);
    return lane_set_uniform(operation->result, operation->types.result, &cells[3]);
}

static void mark_exact_rows(struct frame *frame, const struct lane *lane)
{
    for (uint32_t i = 0; lane && i < lane->exact_count; i++)
        frame_redo(frame, lane->exact[i].row);
}

/* For what has no kernels: every row as a cell. */
static void prepare_all_rows(struct frame *frame, const struct operation *operation)
{
    struct lane *result = operation->result;
    lane_begin(result, operation->types.result);
    if (operation->types.result == TYPE_BOOLEAN)
        memset(result->truths, 0, frame->count);
    else
        memset(result->values, 0, frame->count * sizeof *result->values);
    for (uint32_t row = 0; row < frame->count; row++)
        frame_redo(frame, row);
}

static void mark_zero_divisors(struct frame *frame, struct lane *result)
{
    uint8_t *status = lane_status(result, frame->count);
    for (uint32_t i = 0; i < frame->count; i++)
        status[i] |= (uint8_t)((frame->zero[i] & (status[i] == STATUS_PRESENT)) * STATUS_ERROR);
    frame->any_zero = false;
}

/* Instructions whose status is the worst of their operands'. */
static bool run_strict(struct frame *frame, const struct operation *operation)
{
    const struct instruction *instruction = operation->instruction;
    struct lane *result = operation->result, *a = operation->operands[0], *b = operation->operands[1];
    bool done = true;
    switch (instruction->op) {
    case OP_ADD: done = handle_add(frame, result, a, b, 1); break;
    case OP_SUBTRACT:
    case OP_DATE_DIFF: done = handle_add(frame, result, a, b, -1); break;
    case OP_MULTIPLY: done = handle_multiply(frame, result, a, b); break;
    case OP_DIVIDE: done = handle_divide(frame, result, a, b); break;
    case OP_MINIMUM: done = handle_extreme(frame, result, a, b, true); break;
    case OP_MAXIMUM: done = handle_extreme(frame, result, a, b, false); break;
    case OP_NEGATE: done = handle_negate(frame, result, a); break;
    case OP_ROUND:
        done = handle_round(frame, result, a, &frame->code->program->constants[instruction->c].number, (enum rounding)instruction->b);
        break;
    case OP_LESS:
    case OP_LESS_EQUAL:
    case OP_EQUAL: done = handle_compare(frame, result, a, b, instruction->op); break;
    case OP_NOT: handle_not(frame, result, a); break;
    default: return false;
    }
    if (!done)
        return false;
    lane_join_status(frame, result, a, b, NULL);
    if (frame->any_zero)
        mark_zero_divisors(frame, result);
    return true;
}

/* Instructions that make their status themselves. */
static bool run_lenient(struct frame *frame, const struct operation *operation)
{
    const struct instruction *instruction = operation->instruction;
    struct lane *result = operation->result, *const *operands = operation->operands;
    switch (instruction->op) {
    case OP_ADD_PRESENT: return handle_add_present(frame, result, operands[0], operands[1]);
    case OP_AND: handle_absorbing(frame, result, operands[0], operands[1], 0); return true;
    case OP_OR: handle_absorbing(frame, result, operands[0], operands[1], 1); return true;
    case OP_SELECT: return handle_select(frame, result, operands[0], operands[1], operands[2]);
    case OP_LOOKUP:
        lane_begin(result, operation->types.result);
        handle_lookup(frame, result, operands[0], operation->view);
        return true;
    default: return run_strict(frame, operation);
    }
}

/* Instructions on registers but for GATHER and STATUS_IS, which look at other things than values. */
static void run_values(struct frame *frame, const struct operation *operation)
{
    if (all_uniform(operation)) {
        if (!run_uniform(frame, operation))
            prepare_all_rows(frame, operation);
        return;
    }
    for (int k = 0; k < 3; k++)
        mark_exact_rows(frame, operation->operands[k]);
    if (!run_lenient(frame, operation))
        prepare_all_rows(frame, operation);
}

static void run_instruction(struct frame *frame, const struct operation *operation)
{
    const struct instruction *instruction = operation->instruction;
    switch (instruction->op) {
    case OP_CONST: handle_constant(frame, operation->result, &frame->code->program->constants[instruction->c]); break;
    case OP_STORE: handle_store(frame, operation->operands[0], instruction->c); break;
    case OP_STATUS_IS: handle_status_is(frame, operation->result, operation->operands[0], instruction->b); break;
    case OP_FILLED: handle_filled(frame, operation->result, &frame->code->data->columns[instruction->c]); break;
    case OP_GATHER: handle_gather(frame, operation->result, operation->operands[0], operation->view); break;
    case OP_LOAD: handle_load(frame, operation->result, &frame->code->data->columns[instruction->c]); break;
    default: run_values(frame, operation);
    }
    if (frame->any_redo)
        frame_redo_rows(frame, operation);
}

void frame_run(struct frame *frame, uint32_t first, uint32_t count)
{
    frame->first = first;
    frame->count = count;
    for (uint32_t i = 0; i < frame->code->stage->instruction_count; i++)
        run_instruction(frame, &frame->operations[i]);
}
