/* Values of nodes at a row. What the run kept is in a column; what it only had in a register is replayed: the stage's code runs once more for
 * the row, and the result of every instruction is kept. Nothing is computed here, so what is explained is what was scored. */
#include "explain/value.h"
#include "elaborate/elaborate.h"
#include "interpret/interpret.h"
#include "memory.h"

/* One row of one stage: results[i] of the stage's instruction i. */
struct replayed { uint32_t stage, row; struct value *results; };

struct recorder { struct trace trace; struct replayed *into; const struct program *program; };

static void record(struct trace *trace, const struct trace_event *event)
{
    struct recorder *recorder = (struct recorder *)trace;
    const struct stage *stage = &recorder->program->stages[event->stage];
    struct value *value = &recorder->into->results[event->instruction - stage->first_instruction];
    rational_init(&value->number);
    value->known = true;
    value->status = trace_result(event, &value->number);
    rational_to_int64(&value->number, &value->integer);
}

struct values values_open(const struct program *program, const struct data *data, const struct compiled_nodes *nodes)
{
    struct values values = {.program = program, .data = data, .nodes = nodes, .stages = lang_array(program->code_count + 1, sizeof(uint32_t))};
    for (uint32_t i = 0; i < program->stage_count; i++)
        for (uint32_t k = 0; program->stages[i].kind == STAGE_ROWS && k < program->stages[i].instruction_count; k++)
            values.stages[program->stages[i].first_instruction + k] = i;
    return values;
}

struct values values_with(const struct values *values, const struct data *data)
{
    struct values other = *values;
    other.data = data;
    other.replayed_at = (struct marks){0};
    other.replayed = NULL;
    other.replayed_count = 0;
    return other;
}

void values_forget(struct values *values)
{
    marks_clear(&values->replayed_at);
    values->replayed = NULL;
    values->replayed_count = 0;
}

static const struct replayed *replay(struct values *values, uint32_t stage, uint32_t row)
{
    uint32_t number;
    const struct stage *code = &values->program->stages[stage];
    if (marks_find(&values->replayed_at, code, row, 0, &number))
        return values->replayed[number];
    struct replayed *replayed = lang_new(sizeof *replayed);
    *replayed = (struct replayed){stage, row, lang_array(code->instruction_count + 1, sizeof *replayed->results)};
    struct recorder recorder = {{record}, replayed, values->program};
    interpret_replay(values->program, values->data, stage, row, &recorder.trace);
    marks_add(&values->replayed_at, code, row, 0, values->replayed_count);
    *ARRAY_ADD(values->replayed, values->replayed_count) = replayed;
    return replayed;
}

static struct value from_constant(const struct node *node, const struct constant_value *constant)
{
    struct value value = {.status = constant->status, .known = true};
    rational_init(&value.number);
    if (node->type == TYPE_NUMBER && constant->status == STATUS_PRESENT)
        rational_copy(&value.number, &constant->number);
    value.integer = node->type == TYPE_BOOLEAN ? constant->boolean : constant->code;
    return value;
}

static struct value from_column(const struct values *values, uint32_t number, uint32_t row)
{
    const struct column_data *column = &values->data->columns[number];
    struct value value = {.known = true};
    rational_init(&value.number);
    if (column->type == TYPE_TEXT) {
        size_t length;
        column_text(column, row, &length);
        value.status = length ? STATUS_PRESENT : STATUS_MISSING;
        return value;
    }
    value.status = column_status(column, row);
    if (value.status != STATUS_PRESENT)
        return value;
    if (column->type == TYPE_NUMBER)
        column_number(column, row, &value.number);
    else
        value.integer = column_integer(column, row);
    return value;
}

uint32_t value_column(const struct values *values, const struct node *node)
{
    if (node->kind == NODE_FIELD)
        return node->field->program_column;
    return node->number < values->nodes->count ? values->nodes->columns[node->number] : NONE;
}

/* What stands for the category of the row; its value is the run's. */
static struct value from_table(struct values *values, const struct node *node, uint32_t row)
{
    struct value category = value_of(values, node->a, row);
    if (category.status != STATUS_PRESENT)
        return category;
    return from_constant(node, &node->table[category.integer]);
}

struct value value_of(struct values *values, const struct node *node, uint32_t row)
{
    struct value unknown = {.status = STATUS_ERROR};
    rational_init(&unknown.number);
    if (node->kind == NODE_CONSTANT)
        return from_constant(node, &node->value);
    if (!node->domain)
        row = 0;
    uint32_t column = value_column(values, node);
    if (column != NONE && row < values->data->columns[column].rows)
        return from_column(values, column, row);
    uint32_t instruction = node->number < values->nodes->count ? values->nodes->instructions[node->number] : NONE;
    if (instruction != NONE) {
        uint32_t stage = values->stages[instruction];
        return replay(values, stage, row)->results[instruction - values->program->stages[stage].first_instruction];
    }
    if (node->kind == NODE_TABLE)
        return from_table(values, node, row);
    if (node->kind == NODE_OPERATION && node->op == OP_SELECT && node_is_constant(node->a))
        return value_of(values, node_is_true(node->a) ? node->b : node->c, row);
    return unknown;
}

bool value_is_true(struct values *values, const struct node *node, uint32_t row)
{
    struct value value = value_of(values, node, row);
    return value.known && value.status == STATUS_PRESENT && value.integer != 0;
}
