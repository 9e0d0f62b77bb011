/* Rows of a batch that 64 bits did not hold, one by one: as fractions of 128 bits where that is enough, which needs no common divisors, else
 * as cells.  Means put in for missing cells pass through here from where they are chosen until they are rounded. */
#include <string.h>

#include "interpret/exact.h"

/* ---- fractions ---------------------------------------------------------------------------------------------------------------- */

static bool multiply(int128 a, int128 b, int128 *out)
{
    return !__builtin_mul_overflow(a, b, out);
}

static bool is_64(int128 value)
{
    return value == (int64_t)value;
}

/* Brings both to one denominator; where one divides the other the fractions stay short. */
static bool bring_together(struct fraction *a, struct fraction *b)
{
    if (a->denominator == b->denominator)
        return true;
    if (is_64(a->denominator) && is_64(b->denominator)) {
        int64_t x = (int64_t)a->denominator, y = (int64_t)b->denominator;
        if (x % y == 0) {
            b->denominator = x;
            return multiply(b->numerator, x / y, &b->numerator);
        }
        if (y % x == 0) {
            a->denominator = y;
            return multiply(a->numerator, y / x, &a->numerator);
        }
    }
    int128 common;
    if (!multiply(a->denominator, b->denominator, &common) || !multiply(a->numerator, b->denominator, &a->numerator) ||
        !multiply(b->numerator, a->denominator, &b->numerator))
        return false;
    a->denominator = b->denominator = common;
    return true;
}

static bool divide(const struct fraction *a, const struct fraction *b, struct fraction *out)
{
    if (b->numerator == 0 || !multiply(a->numerator, b->denominator, &out->numerator) || !multiply(a->denominator, b->numerator, &out->denominator))
        return false;
    if (out->denominator < 0) {
        if (__builtin_sub_overflow((int128)0, out->numerator, &out->numerator) || __builtin_sub_overflow((int128)0, out->denominator, &out->denominator))
            return false;
    }
    return true;
}

static bool round_fraction(const struct frame *frame, const struct instruction *instruction, const struct fraction *a, struct fraction *out)
{
    const struct rational *quantum = &frame->code->program->constants[instruction->c].number;
    int128 numerator, denominator;
    if (quantum->gear != GEAR_SMALL || !multiply(a->numerator, quantum->small.denominator, &numerator) ||
        !multiply(a->denominator, quantum->small.numerator, &denominator))
        return false;
    out->denominator = quantum->small.denominator;
    if (is_64(numerator) && is_64(denominator) && numerator > INT64_MIN)
        out->numerator = round_64((int64_t)numerator, (int64_t)denominator, (enum rounding)instruction->b);
    else
        out->numerator = round_128(numerator, denominator, (enum rounding)instruction->b);
    return multiply(out->numerator, quantum->small.numerator, &out->numerator);
}

/* False where the instruction is none of these or 128 bits do not hold what it needs. */
static bool compute_number(const struct frame *frame, const struct instruction *instruction, struct fraction *a, struct fraction *b, struct fraction *out)
{
    switch (instruction->op) {
    case OP_MULTIPLY: return multiply(a->numerator, b->numerator, &out->numerator) && multiply(a->denominator, b->denominator, &out->denominator);
    case OP_DIVIDE: return divide(a, b, out);
    case OP_ROUND: return round_fraction(frame, instruction, a, out);
    default: break;
    }
    struct fraction x = *a, y = *b;
    if (!bring_together(a, b))
        return false;
    out->denominator = a->denominator;
    switch (instruction->op) {
    case OP_ADD:
    case OP_ADD_PRESENT: return !__builtin_add_overflow(a->numerator, b->numerator, &out->numerator);
    case OP_SUBTRACT: return !__builtin_sub_overflow(a->numerator, b->numerator, &out->numerator);
    case OP_MINIMUM: *out = a->numerator <= b->numerator ? x : y; return true;
    case OP_MAXIMUM: *out = a->numerator >= b->numerator ? x : y; return true;
    default: return false;
    }
}

static bool compute_condition(const struct instruction *instruction, struct fraction *a, struct fraction *b, uint8_t *out)
{
    if (!bring_together(a, b))
        return false;
    *out = instruction->op == OP_LESS         ? a->numerator < b->numerator
           : instruction->op == OP_LESS_EQUAL ? a->numerator <= b->numerator
                                              : a->numerator == b->numerator;
    return true;
}

/* ---- rows --------------------------------------------------------------------------------------------------------------------- */

static bool is_present(const struct lane *lane, uint32_t row)
{
    return lane_status_of(lane, row) == STATUS_PRESENT;
}

static void set_present(const struct frame *frame, struct lane *lane, uint32_t row)
{
    if (!is_present(lane, row))
        lane_status(lane, frame->count)[row] = STATUS_PRESENT;
}

/* Fractions only, and all operands present; false leaves the row to cells. */
static bool redo_short(struct frame *frame, const struct operation *operation, uint32_t row)
{
    const struct instruction *instruction = operation->instruction;
    struct lane *result = operation->result, *const *operands = operation->operands;
    struct lane *first = operands[0], *second = operands[1];
    struct fraction a, b = {0, 1}, out;
    if (instruction->op == OP_SELECT) {
        if (!is_present(first, row))
            return false;
        first = first->truths[first->uniform ? 0 : row] ? operands[1] : operands[2];
        second = NULL;
    }
    if (!first || first->type != TYPE_NUMBER || !is_present(first, row) || !lane_get_fraction(first, row, &a))
        return false;
    if (second && (second->type != TYPE_NUMBER || !is_present(second, row) || !lane_get_fraction(second, row, &b)))
        return false;
    if (result->type == TYPE_BOOLEAN) {
        if ((instruction->op != OP_LESS && instruction->op != OP_LESS_EQUAL && instruction->op != OP_EQUAL) ||
            !compute_condition(instruction, &a, &b, &result->truths[row]))
            return false;
        set_present(frame, result, row);
        return true;
    }
    if (instruction->op == OP_SELECT)
        out = a;
    else if (result->type != TYPE_NUMBER || !compute_number(frame, instruction, &a, &b, &out))
        return false;
    set_present(frame, result, row);
    lane_put_fraction(result, row, out);
    return true;
}

static void redo_long(struct frame *frame, const struct operation *operation, uint32_t row)
{
    struct cell *cells = frame->cells;
    const struct instruction *instruction = operation->instruction;
    for (int k = 0; k < 3; k++)
        if (operation->operands[k])
            lane_get(operation->operands[k], row, &cells[k]);
    if (instruction->op == OP_LOAD)
        cell_load(&cells[3], &frame->code->data->columns[instruction->c], frame->first + row);
    else if (instruction->op == OP_GATHER)
        cell_gather(&cells[3], &cells[0], operation->view->column);
    else
        cell_step(frame->code->program, instruction, operation->types, &cells[3], &cells[0], &cells[1], &cells[2]);
    lane_put(operation->result, row, frame->count, &cells[3]);
}

void frame_redo_rows(struct frame *frame, const struct operation *operation)
{
    operation->result->exact_count = 0;
    for (int k = 0; k < 3; k++)
        if (operation->operands[k])
            lane_rewind(operation->operands[k]);
    for (uint32_t word = 0; word < BATCH_ROWS / 64; word++)
        for (uint64_t bits = frame->redo[word]; bits; bits &= bits - 1) {
            uint32_t row = word * 64 + (uint32_t)__builtin_ctzll(bits);
            if (!redo_short(frame, operation, row))
                redo_long(frame, operation, row);
        }
    memset(frame->redo, 0, sizeof frame->redo);
    frame->any_redo = false;
}
