/* Row instructions on single exact values; the reference for everything faster.  A result that is not present keeps whatever value the
 * cell had: only its status may be read. */
#include "interpret/cell.h"

#include <assert.h>

#include "base/limits.h"
#include "number/date.h"

void cell_init(struct cell *cell)
{
    cell->status = STATUS_PRESENT;
    cell->integer = 0;
    rational_init(&cell->number);
}

void cell_clear(struct cell *cell)
{
    rational_clear(&cell->number);
}

void cell_copy(struct cell *to, const struct cell *from)
{
    to->status = from->status;
    to->integer = from->integer;
    rational_copy(&to->number, &from->number);
}

/* ---- types -------------------------------------------------------------------------------------------------------------------- */

static enum value_type result_type(const struct program *program, const struct instruction *instruction, enum value_type operand)
{
    switch (opcode_shape(instruction->op)[0]) {
    case 'N': return TYPE_NUMBER;
    case 'B': return TYPE_BOOLEAN;
    case 'D': return TYPE_DATE;
    default: break;
    }
    switch (instruction->op) {
    case OP_CONST: return program->constants[instruction->c].type;
    case OP_LOAD:
    case OP_GATHER: return program->columns[instruction->c].type;
    case OP_LOOKUP: {
        const struct table *table = &program->tables[instruction->c];
        return table->count ? program->constants[table->constants[0]].type : TYPE_NUMBER;
    }
    default: return operand;
    }
}

void cell_types(const struct program *program, const struct stage *stage, struct instruction_types *types)
{
    uint8_t *registers = memory_array(stage->register_count + 1, 1);
    for (uint32_t i = 0; i < stage->instruction_count; i++) {
        const struct instruction *instruction = &program->code[stage->first_instruction + i];
        const char *shape = opcode_shape(instruction->op);
        types[i].operand = TYPE_NUMBER;
        if (shape_is_register(shape[1]))
            types[i].operand = registers[instruction->op == OP_SELECT ? instruction->b : instruction->a];
        types[i].result = (uint8_t)result_type(program, instruction, types[i].operand);
        if (shape_is_register(shape[0]))
            registers[instruction->result] = types[i].result;
    }
    memory_free(registers);
}

/* ---- reading ------------------------------------------------------------------------------------------------------------------ */

void cell_load(struct cell *cell, const struct column_data *column, uint32_t row)
{
    cell->status = column_status(column, row);
    if (cell->status != STATUS_PRESENT)
        return;
    if (column->type == TYPE_NUMBER)
        column_number(column, row, &cell->number);
    else
        cell->integer = column_integer(column, row);
}

void cell_filled(struct cell *cell, const struct column_data *column, uint32_t row)
{
    size_t length;
    column_text(column, row, &length);
    cell->status = STATUS_PRESENT;
    cell->integer = length > 0;
}

void cell_constant(struct cell *cell, const struct constant *constant)
{
    cell->status = constant->status;
    if (constant->status != STATUS_PRESENT)
        return;
    if (constant->type == TYPE_NUMBER)
        rational_copy(&cell->number, &constant->number);
    else
        cell->integer = constant->type == TYPE_BOOLEAN ? constant->boolean : constant->code;
}

void cell_gather(struct cell *cell, const struct cell *index, const struct column_data *column)
{
    cell->status = index->status;
    if (index->status == STATUS_PRESENT && index->integer < 0)
        cell->status = STATUS_NOT_APPLICABLE;
    if (cell->status == STATUS_PRESENT)
        cell_load(cell, column, (uint32_t)index->integer);
}

/* ---- arithmetic --------------------------------------------------------------------------------------------------------------- */

static void set_integer_number(struct cell *cell, int64_t value)
{
    rational_set(&cell->number, value, 1);
}

/* Repeated products would grow without end: beyond the limit the value is an error, which asks for a rounding. */
static void limit_digits(struct cell *result)
{
    if (result->number.gear == GEAR_BIG && rational_exceeds(&result->number, LIMIT_RESULT_DIGITS))
        result->status = STATUS_ERROR;
}

static bool step_root(struct rational *result, const struct rational *a, const struct rational *degree)
{
    int64_t whole;
    if (!rational_to_int64(degree, &whole) || whole < 1 || whole > 1000)
        return false;
    if (whole == 1) {
        rational_copy(result, a);
        return true;
    }
    return whole == 2 ? rational_square_root(result, a) : rational_root(result, a, (unsigned)whole);
}

static void step_number(const struct program *program, const struct instruction *instruction, struct cell *result, const struct cell *a,
                        const struct cell *b)
{
    struct rational *out = &result->number;
    bool defined = true;
    switch (instruction->op) {
    case OP_ADD: rational_add(out, &a->number, &b->number); break;
    case OP_SUBTRACT: rational_subtract(out, &a->number, &b->number); break;
    case OP_MULTIPLY: rational_multiply(out, &a->number, &b->number); break;
    case OP_NEGATE: rational_negate(out, &a->number); break;
    case OP_ROUND:
        rational_round(out, &a->number, &program->constants[instruction->c].number, (enum rounding)instruction->b);
        break;
    case OP_DIVIDE:
        defined = rational_sign(&b->number) != 0;
        if (defined)
            rational_divide(out, &a->number, &b->number);
        break;
    case OP_ROOT: defined = step_root(out, &a->number, &b->number); break;
    case OP_POWER: defined = rational_power(out, &a->number, &b->number); break;
    case OP_LOGARITHM: defined = rational_logarithm(out, &a->number); break;
    case OP_EXPONENTIAL: defined = rational_exponential(out, &a->number); break;
    default: assert(instruction->op == OP_ADD);
    }
    if (!defined)
        result->status = STATUS_ERROR;
    else
        limit_digits(result);
}

static bool skipped(enum status status)
{
    return status == STATUS_NOT_APPLICABLE || status == STATUS_EXEMPT;
}

static enum status worse(enum status a, enum status b)
{
    return a > b ? a : b;
}

static void step_add_present(struct cell *result, const struct cell *a, const struct cell *b)
{
    result->status = worse(a->status, b->status);
    if (skipped(a->status) != skipped(b->status)) {
        const struct cell *kept = skipped(a->status) ? b : a;
        result->status = kept->status;
        if (kept->status == STATUS_PRESENT)
            rational_copy(&result->number, &kept->number);
    } else if (result->status == STATUS_PRESENT) {
        rational_add(&result->number, &a->number, &b->number);
        limit_digits(result);
    }
}

/* ---- conditions --------------------------------------------------------------------------------------------------------------- */

static int compare(const struct cell *a, const struct cell *b, enum value_type type)
{
    if (type == TYPE_NUMBER)
        return rational_compare(&a->number, &b->number);
    return (a->integer > b->integer) - (a->integer < b->integer);
}

/* AND: a present false decides alone; OR: a present true does. */
static void step_absorbing(struct cell *result, const struct cell *a, const struct cell *b, int64_t deciding)
{
    bool decided = (a->status == STATUS_PRESENT && a->integer == deciding) || (b->status == STATUS_PRESENT && b->integer == deciding);
    result->status = decided ? STATUS_PRESENT : worse(a->status, b->status);
    result->integer = decided ? deciding : !deciding;
}

static void step_select(struct cell *result, const struct cell *condition, const struct cell *yes, const struct cell *no)
{
    if (condition->status == STATUS_PRESENT)
        cell_copy(result, condition->integer ? yes : no);
    else
        result->status = condition->status;
}

static void step_extreme(struct cell *result, const struct cell *a, const struct cell *b, enum value_type type, bool least)
{
    int order = compare(a, b, type);
    cell_copy(result, (least ? order <= 0 : order >= 0) ? a : b);
}

/* ---- dates -------------------------------------------------------------------------------------------------------------------- */

static bool day_exists(int64_t days)
{
    int32_t first, last;
    date_from_parts(1, 1, 1, &first);
    date_from_parts(9999, 12, 31, &last);
    return days >= first && days <= last;
}

static void step_date_add(struct cell *result, const struct cell *date, const struct cell *days)
{
    int64_t whole, sum;
    if (!rational_to_int64(&days->number, &whole) || __builtin_add_overflow(date->integer, whole, &sum) || !day_exists(sum))
        result->status = STATUS_ERROR;
    else
        result->integer = sum;
}

static void step_make_date(struct cell *result, const struct cell *year, const struct cell *month, const struct cell *day)
{
    int64_t y, m, d;
    int32_t days;
    bool whole = rational_to_int64(&year->number, &y) && rational_to_int64(&month->number, &m) && rational_to_int64(&day->number, &d);
    result->status = STATUS_ERROR;
    if (!whole || y < 1 || y > 9999 || m < 1 || m > 12 || d < 0 || d > 31)
        return;
    if (!date_from_parts((int)y, (int)m, d ? (int)d : 1, &days) || !day_exists((int64_t)days - (d == 0)))
        return;
    result->status = STATUS_PRESENT;
    result->integer = days - (d == 0);
}

static void step_date_part(struct cell *result, const struct cell *date, enum opcode op)
{
    int year, month, day;
    date_to_parts((int32_t)date->integer, &year, &month, &day);
    set_integer_number(result, op == OP_YEAR ? year : op == OP_MONTH ? month : day);
}

/* ---- all ---------------------------------------------------------------------------------------------------------------------- */

/* Instructions whose result is present only where all operands are; these are. */
static void step_strict(const struct program *program, const struct instruction *instruction, struct instruction_types types,
                        struct cell *result, const struct cell *a, const struct cell *b, const struct cell *c)
{
    switch (instruction->op) {
    case OP_MINIMUM: step_extreme(result, a, b, types.operand, true); break;
    case OP_MAXIMUM: step_extreme(result, a, b, types.operand, false); break;
    case OP_LESS: result->integer = compare(a, b, types.operand) < 0; break;
    case OP_LESS_EQUAL: result->integer = compare(a, b, types.operand) <= 0; break;
    case OP_EQUAL: result->integer = compare(a, b, types.operand) == 0; break;
    case OP_NOT: result->integer = !a->integer; break;
    case OP_LOOKUP: {
        const struct table *table = &program->tables[instruction->c];
        assert(a->integer >= 0 && a->integer < table->count);
        cell_constant(result, &program->constants[table->constants[a->integer]]);
        break;
    }
    case OP_DATE_DIFF: set_integer_number(result, a->integer - b->integer); break;
    case OP_DATE_ADD: step_date_add(result, a, b); break;
    case OP_YEAR:
    case OP_MONTH:
    case OP_DAY: step_date_part(result, a, instruction->op); break;
    case OP_MAKE_DATE: step_make_date(result, a, b, c); break;
    default: step_number(program, instruction, result, a, b);
    }
}

void cell_step(const struct program *program, const struct instruction *instruction, struct instruction_types types, struct cell *result,
               const struct cell *a, const struct cell *b, const struct cell *c)
{
    switch (instruction->op) {
    case OP_CONST: cell_constant(result, &program->constants[instruction->c]); return;
    case OP_ADD_PRESENT: step_add_present(result, a, b); return;
    case OP_AND: step_absorbing(result, a, b, 0); return;
    case OP_OR: step_absorbing(result, a, b, 1); return;
    case OP_SELECT: step_select(result, a, b, c); return;
    case OP_STATUS_IS:
        result->status = STATUS_PRESENT;
        result->integer = (instruction->b >> a->status) & 1;
        return;
    default: break;
    }
    const char *shape = opcode_shape(instruction->op);
    result->status = a->status;
    if (shape_is_register(shape[2]))
        result->status = worse(result->status, b->status);
    if (shape_is_register(shape[3]))
        result->status = worse(result->status, c->status);
    if (result->status == STATUS_PRESENT)
        step_strict(program, instruction, types, result, a, b, c);
}
