/* Walks from a bad value back to its beginning: replays the row that made it, follows the operand that is as bad through the instructions to
 * a column, goes on with the stage that made that column, and so on.  Every step goes to an earlier instruction or stage, so it ends. */
#include "interpret/cause.h"

#include "base/memory.h"
#include "interpret/machine.h"

static bool is_bad(enum status status)
{
    return status == STATUS_MISSING || status == STATUS_ERROR;
}

struct origin *origins_of_columns(const struct program *program)
{
    struct origin *origins = memory_array(program->column_count, sizeof *origins);
    for (uint32_t i = 0; i < program->column_count; i++)
        origins[i] = (struct origin){NONE, NONE};
    for (uint32_t s = 0; s < program->stage_count; s++) {
        const struct stage *stage = &program->stages[s];
        if (stage->kind != STAGE_ROWS && stage->result != NONE)
            origins[stage->result].stage = s;
        for (uint32_t k = 0; stage->kind == STAGE_GROUP && k < stage->key_count; k++)
            origins[stage->key_results[k]].stage = s;
        for (uint32_t i = 0; stage->kind == STAGE_ROWS && i < stage->instruction_count; i++) {
            const struct instruction *instruction = &program->code[stage->first_instruction + i];
            if (instruction->op == OP_STORE)
                origins[instruction->c] = (struct origin){s, i};
        }
    }
    return origins;
}

/* ---- one row, instruction by instruction -------------------------------------------------------------------------------------- */

/* What an instruction gave in the replay, and which instructions wrote its operands. */
struct step { enum status status; int64_t integer; bool zero; uint32_t writers[3]; };
struct recording { struct trace trace; const struct stage *stage; struct step *steps; };

static void record(struct trace *trace, const struct trace_event *event)
{
    struct recording *recording = (struct recording *)trace;    /* the trace is its first member */
    struct step *step = &recording->steps[event->instruction - recording->stage->first_instruction];
    struct rational value;
    rational_init(&value);
    step->status = trace_result(event, &value);
    step->zero = rational_sign(&value) == 0;
    if (!rational_to_int64(&value, &step->integer))
        step->integer = 0;
    rational_clear(&value);
}

static void find_writers(const struct program *program, const struct stage *stage, struct step *steps)
{
    uint32_t *latest = memory_array(stage->register_count, sizeof *latest);
    for (uint32_t i = 0; i < stage->instruction_count; i++) {
        const struct instruction *instruction = &program->code[stage->first_instruction + i];
        const char *shape = opcode_shape(instruction->op);
        const uint32_t operands[3] = {instruction->a, instruction->b, instruction->c};
        for (int k = 0; k < 3; k++)
            steps[i].writers[k] = shape_is_register(shape[1 + k]) ? latest[operands[k]] : NONE;
        if (shape_is_register(shape[0]))
            latest[instruction->result] = i;
    }
    memory_free(latest);
}

static struct step *replay(const struct program *program, const struct data *data, uint32_t stage, uint32_t row)
{
    struct recording recording = {{record}, &program->stages[stage], memory_array(program->stages[stage].instruction_count, sizeof(struct step))};
    find_writers(program, recording.stage, recording.steps);
    interpret_replay(program, data, stage, row, &recording.trace);
    return recording.steps;
}

/* ---- the walk ----------------------------------------------------------------------------------------------------------------- */

/* The bad value walked to so far, and the cause once it is found. */
struct walk {
    const struct program *program; const struct data *data; const struct origin *origins;
    uint32_t column, row;
    struct cause cause;
};

static enum cause_kind own_cause(enum opcode op, const struct step *step, const struct step *steps)
{
    switch (op) {
    case OP_DIVIDE: return steps[step->writers[1]].zero ? CAUSE_ZERO_DIVISOR : CAUSE_TOO_LONG;
    case OP_ADD:
    case OP_ADD_PRESENT:
    case OP_SUBTRACT:
    case OP_MULTIPLY: return CAUSE_TOO_LONG;
    default: return CAUSE_NO_VALUE;
    }
}

/* The operand that is as bad as the result; NONE where the instruction itself failed. */
static uint32_t bad_operand(const struct step *steps, const struct step *step)
{
    for (int k = 0; k < 3; k++)
        if (step->writers[k] != NONE && steps[step->writers[k]].status == step->status)
            return step->writers[k];
    return NONE;
}

/* The operand that a SELECT passed on, or its condition where that is bad. */
static uint32_t chosen_operand(const struct step *steps, const struct step *step)
{
    const struct step *condition = &steps[step->writers[0]];
    if (condition->status != STATUS_PRESENT)
        return step->writers[0];
    return step->writers[condition->integer ? 1 : 2];
}

static void cause_constant(struct walk *walk, uint32_t constant)
{
    const struct constant *stated = &walk->program->constants[constant];
    walk->cause.kind = CAUSE_STATED;
    walk->cause.fault = stated->status == STATUS_ERROR ? (uint32_t)stated->code : NONE;
}

/* The failed instruction, and the field that its operand (the divisor, the days that are added) was read from, if it was. */
static void cause_instruction(struct walk *walk, const struct stage *stage, const struct step *steps, uint32_t at)
{
    const struct instruction *code = &walk->program->code[stage->first_instruction];
    const struct instruction *reader = &code[steps[at].writers[code[at].op == OP_DIVIDE || code[at].op == OP_DATE_ADD ? 1 : 0]];
    walk->cause.kind = own_cause(code[at].op, &steps[at], steps);
    if (reader->op == OP_LOAD && walk->origins[reader->c].stage == NONE)
        walk->cause.column = reader->c;
}

/* Walks through the stage that stores the column. True where it leads to a value of an earlier column, false where the cause is found. */
static bool walk_rows(struct walk *walk, struct origin origin)
{
    const struct stage *stage = &walk->program->stages[origin.stage];
    const struct instruction *code = &walk->program->code[stage->first_instruction];
    struct step *steps = replay(walk->program, walk->data, origin.stage, walk->row);
    uint32_t at = steps[origin.store].writers[0], before = NONE;
    bool goes_on = false, found = false;
    walk->cause.domain = stage->domain;
    walk->cause.row = walk->row;
    while (!goes_on && !found) {
        walk->cause.span = walk->program->spans[stage->first_instruction + at];
        before = code[at].op == OP_SELECT ? chosen_operand(steps, &steps[at]) : bad_operand(steps, &steps[at]);
        if (before != NONE) {
            at = before;
        } else if (code[at].op == OP_LOAD || code[at].op == OP_GATHER) {
            walk->row = code[at].op == OP_GATHER ? (uint32_t)steps[steps[at].writers[0]].integer : walk->row;
            walk->column = code[at].c;
            goes_on = true;
        } else if (code[at].op == OP_CONST || code[at].op == OP_LOOKUP) {
            cause_constant(walk, code[at].op == OP_CONST
                                     ? code[at].c : walk->program->tables[code[at].c].constants[steps[steps[at].writers[0]].integer]);
            found = true;
        } else {
            cause_instruction(walk, stage, steps, at);
            found = true;
        }
    }
    memory_free(steps);
    return goes_on;
}

/* Whether a row of the source belongs to what made `row` of the stage's result. */
static bool belongs(const struct walk *walk, const struct stage *stage, uint32_t source_row)
{
    const struct column_data *columns = walk->data->columns;
    uint32_t void_column = walk->program->domains[stage->domain].void_column, group = walk->row;
    if (void_column != NONE && column_status(&columns[void_column], source_row) == STATUS_PRESENT &&
        column_integer(&columns[void_column], source_row))
        return false;
    if (stage->filter != NONE && (column_status(&columns[stage->filter], source_row) != STATUS_PRESENT ||
                                  !column_integer(&columns[stage->filter], source_row)))
        return false;
    if (stage->index == NONE)
        return true;
    if (stage->kind == STAGE_RUNNING)
        group = (uint32_t)column_integer(&columns[stage->index], walk->row);
    return column_status(&columns[stage->index], source_row) == STATUS_PRESENT &&
           column_integer(&columns[stage->index], source_row) == group;
}

/* A fold is in error for one of its values, or for the length of its sum. */
static bool walk_fold(struct walk *walk, const struct stage *stage)
{
    uint32_t rows = walk->data->domains[stage->domain].rows;
    for (uint32_t row = 0; stage->value != NONE && row < rows; row++)
        if (column_status(&walk->data->columns[stage->value], row) == STATUS_ERROR && belongs(walk, stage, row)) {
            walk->column = stage->value;
            walk->row = row;
            return true;
        }
    walk->cause.kind = CAUSE_SUM_TOO_LONG;
    walk->cause.domain = walk->program->columns[stage->result].domain;
    walk->cause.row = walk->row;
    walk->cause.span = stage->span;
    return false;
}

/* The first of some columns that is bad in the row; GROUP and DAYS pass on the status of what they read. */
static bool walk_to_bad(struct walk *walk, const uint32_t *columns, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (columns[i] != NONE && is_bad(column_status(&walk->data->columns[columns[i]], walk->row))) {
            walk->column = columns[i];
            return true;
        }
    return false;
}

struct cause cause_find(const struct program *program, const struct data *data, const struct origin *origins, uint32_t column, uint32_t row)
{
    struct walk walk = {program, data, origins, column, row, {CAUSE_EMPTY_CELL, program->columns[column].domain, row, NONE, NONE, {0, 0, 0}}};
    for (bool goes_on = true; goes_on;) {
        struct origin origin = origins[walk.column];
        if (origin.stage == NONE)
            break;
        const struct stage *stage = &program->stages[origin.stage];
        const uint32_t periods[] = {stage->target_from, stage->target_to, stage->target_index};
        switch (stage->kind) {
        case STAGE_ROWS: goes_on = walk_rows(&walk, origin); break;
        case STAGE_GROUP: goes_on = walk_to_bad(&walk, stage->keys, stage->key_count); break;
        case STAGE_DAYS: goes_on = walk_to_bad(&walk, periods, 3); break;
        default: goes_on = walk_fold(&walk, stage);
        }
        if (!goes_on)
            return walk.cause;
    }
    walk.cause.kind = CAUSE_EMPTY_CELL;
    walk.cause.domain = program->columns[walk.column].domain;
    walk.cause.row = walk.row;
    walk.cause.column = walk.column;
    return walk.cause;
}
