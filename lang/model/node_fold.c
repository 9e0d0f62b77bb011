/* Operations on constants, and what follows for the results of operations on data: which statuses can occur, between which bounds
 * the value lies, how many decimals it has at most. All of it is safe: a fact that is not certain is not stated. */
#include "model/node_fold.h"
#include <string.h>
#include "base/limits.h"
#include "model/model.h"
#include "number/date.h"

/* ---- constants ---- */

static void clear_value(struct constant_value *out)
{
    memset(out, 0, sizeof *out);
    rational_init(&out->number);
}

static int compare_values(enum value_type type, const struct constant_value *a, const struct constant_value *b)
{
    if (type == TYPE_NUMBER)
        return rational_compare(&a->number, &b->number);
    if (type == TYPE_BOOLEAN)
        return (int)a->boolean - (int)b->boolean;
    return (a->code > b->code) - (a->code < b->code);
}

/* Roots, powers, logarithms of constants, by the very functions that a run calls: 对数(75000) - 对数(100) is no divisor to fear. */
static bool fold_function(enum opcode op, const struct rational *a, const struct rational *b, struct rational *out)
{
    int64_t degree;
    bool defined;
    switch (op) {
    case OP_ROOT:
        if (!rational_to_int64(b, &degree) || degree < 2 || degree > 1000)
            return false;
        defined = degree == 2 ? rational_square_root(out, a) : rational_root(out, a, (unsigned)degree);
        break;
    case OP_POWER: defined = rational_power(out, a, b); break;
    case OP_LOGARITHM: defined = rational_logarithm(out, a); break;
    case OP_EXPONENTIAL: defined = rational_exponential(out, a); break;
    default: return false;
    }
    return defined && !rational_exceeds(out, LIMIT_RESULT_DIGITS);
}

static bool fold_number(enum opcode op, const struct constant_value in[3], struct constant_value *out)
{
    switch (op) {
    case OP_ADD: rational_add(&out->number, &in[0].number, &in[1].number); return true;
    case OP_SUBTRACT: rational_subtract(&out->number, &in[0].number, &in[1].number); return true;
    case OP_MULTIPLY: rational_multiply(&out->number, &in[0].number, &in[1].number); return true;
    case OP_NEGATE: rational_negate(&out->number, &in[0].number); return true;
    case OP_DIVIDE:
        if (rational_sign(&in[1].number) == 0)
            return false;
        rational_divide(&out->number, &in[0].number, &in[1].number);
        return true;
    case OP_DATE_DIFF: rational_set(&out->number, (int64_t)in[0].code - in[1].code, 1); return true;
    case OP_YEAR: case OP_MONTH: case OP_DAY: {
        int year, month, day;
        date_to_parts(in[0].code, &year, &month, &day);
        rational_set(&out->number, op == OP_YEAR ? year : op == OP_MONTH ? month : day, 1);
        return true;
    }
    default: return fold_function(op, &in[0].number, &in[1].number, &out->number);
    }
}

static bool fold_logic(enum opcode op, const struct constant_value in[3], struct constant_value *out)
{
    const struct constant_value *a = &in[0], *b = &in[1];
    bool stop = op == OP_OR;        /* the value that decides alone */
    if ((a->status == STATUS_PRESENT && a->boolean == stop) || (b->status == STATUS_PRESENT && b->boolean == stop)) {
        out->boolean = stop;
        return true;
    }
    out->status = a->status > b->status ? a->status : b->status;
    out->code = a->status > b->status ? a->code : b->code;
    out->boolean = !stop;
    return true;
}

static bool skipped(const struct constant_value *value) { return value->status == STATUS_EXEMPT || value->status == STATUS_NOT_APPLICABLE; }

bool node_fold_values(enum opcode op, unsigned mode, const struct constant_value *quantum, enum value_type type, const struct constant_value in[3],
                      struct constant_value *out)
{
    clear_value(out);
    if (op == OP_SELECT) {
        *out = in[0].status != STATUS_PRESENT ? in[0] : in[0].boolean ? in[1] : in[2];
        return true;
    }
    if (op == OP_AND || op == OP_OR)
        return fold_logic(op, in, out);
    if (op == OP_STATUS_IS) {
        out->boolean = (mode >> in[0].status & 1u) != 0;
        return true;
    }
    if (op == OP_ADD_PRESENT && (skipped(&in[0]) || skipped(&in[1]))) {
        *out = !skipped(&in[0]) ? in[0] : !skipped(&in[1]) ? in[1] : in[0].status > in[1].status ? in[0] : in[1];
        return true;
    }
    for (int i = 0; i < 2; i++)
        if (in[i].status > out->status) {
            out->status = in[i].status;
            out->code = in[i].code;
        }
    if (out->status != STATUS_PRESENT)
        return true;
    int order = op == OP_LESS || op == OP_LESS_EQUAL || op == OP_EQUAL || op == OP_MINIMUM || op == OP_MAXIMUM ? compare_values(type, &in[0], &in[1]) : 0;
    switch (op) {
    case OP_LESS: out->boolean = order < 0; return true;
    case OP_LESS_EQUAL: out->boolean = order <= 0; return true;
    case OP_EQUAL: out->boolean = order == 0; return true;
    case OP_NOT: out->boolean = !in[0].boolean; return true;
    case OP_MINIMUM: *out = order <= 0 ? in[0] : in[1]; return true;
    case OP_MAXIMUM: *out = order >= 0 ? in[0] : in[1]; return true;
    case OP_ROUND: rational_round(&out->number, &in[0].number, &quantum->number, (enum rounding)mode); return true;
    case OP_ADD_PRESENT: return fold_number(OP_ADD, in, out);
    default: return fold_number(op, in, out);
    }
}

/* ---- intervals ---- */

static void at_least(struct interval *interval, const struct rational *value)
{
    interval->has_least = true;
    interval->least = *value;
}

static void at_most(struct interval *interval, const struct rational *value)
{
    interval->has_greatest = true;
    interval->greatest = *value;
}

static bool not_negative(const struct interval *interval) { return interval->has_least && rational_sign(&interval->least) >= 0; }

static struct interval interval_add(const struct interval *a, const struct interval *b, bool subtract)
{
    struct interval out = {0};
    struct rational value;
    rational_init(&value);
    if (a->has_least && (subtract ? b->has_greatest : b->has_least)) {
        if (subtract)
            rational_subtract(&value, &a->least, &b->greatest);
        else
            rational_add(&value, &a->least, &b->least);
        at_least(&out, &value);
    }
    rational_init(&value);
    if (a->has_greatest && (subtract ? b->has_least : b->has_greatest)) {
        if (subtract)
            rational_subtract(&value, &a->greatest, &b->least);
        else
            rational_add(&value, &a->greatest, &b->greatest);
        at_most(&out, &value);
    }
    if (!subtract && not_negative(a) && not_negative(b) && (a->never_zero || b->never_zero))
        out.never_zero = true;      /* something above 0 and something not below it */
    return out;
}


/* Products and quotients of what is not negative; anything else is left open unless all four ends are known. */
static struct interval interval_multiply(const struct interval *a, const struct interval *b)
{
    struct interval out = {.never_zero = a->never_zero && b->never_zero};
    struct rational corner;
    if (a->has_least && a->has_greatest && b->has_least && b->has_greatest) {
        const struct rational *ends[2][2] = {{&a->least, &a->greatest}, {&b->least, &b->greatest}};
        for (int i = 0; i < 4; i++) {
            rational_init(&corner);
            rational_multiply(&corner, ends[0][i & 1], ends[1][i >> 1]);
            if (!out.has_least || rational_compare(&corner, &out.least) < 0)
                at_least(&out, &corner);
            if (!out.has_greatest || rational_compare(&corner, &out.greatest) > 0)
                at_most(&out, &corner);
        }
    } else if (not_negative(a) && not_negative(b)) {
        rational_init(&corner);
        rational_multiply(&corner, &a->least, &b->least);
        at_least(&out, &corner);
    }
    return out;
}

static struct interval interval_divide(const struct interval *a, const struct interval *b)
{
    struct interval out = {.never_zero = a->never_zero};
    if (not_negative(a) && not_negative(b)) {
        struct rational zero;
        rational_init(&zero);
        at_least(&out, &zero);
        if (a->has_greatest && rational_sign(&b->least) > 0) {
            rational_divide(&zero, &a->greatest, &b->least);
            at_most(&out, &zero);
        }
    }
    return out;
}

static struct interval interval_pick(const struct interval *a, const struct interval *b, bool greater)
{
    struct interval out = {.never_zero = a->never_zero && b->never_zero};
    int sign = greater ? 1 : -1;
    if (greater ? a->has_least || b->has_least : a->has_least && b->has_least)
        at_least(&out, !a->has_least ? &b->least : !b->has_least ? &a->least : sign * rational_compare(&a->least, &b->least) >= 0 ? &a->least : &b->least);
    if (greater ? a->has_greatest && b->has_greatest : a->has_greatest || b->has_greatest)
        at_most(&out, !a->has_greatest   ? &b->greatest
                      : !b->has_greatest ? &a->greatest
                      : sign * rational_compare(&a->greatest, &b->greatest) >= 0 ? &a->greatest : &b->greatest);
    return out;
}

static struct interval interval_union(const struct interval *a, const struct interval *b)
{
    struct interval out = {.never_zero = a->never_zero && b->never_zero};
    if (a->has_least && b->has_least)
        at_least(&out, rational_compare(&a->least, &b->least) <= 0 ? &a->least : &b->least);
    if (a->has_greatest && b->has_greatest)
        at_most(&out, rational_compare(&a->greatest, &b->greatest) >= 0 ? &a->greatest : &b->greatest);
    return out;
}

static void interval_finish(struct interval *interval)
{
    if ((interval->has_least && rational_sign(&interval->least) > 0) || (interval->has_greatest && rational_sign(&interval->greatest) < 0))
        interval->never_zero = true;
}

/* ---- facts ---- */

static int greater_decimals(int a, int b) { return a < 0 || b < 0 ? -1 : a > b ? a : b; }

static struct interval round_interval(const struct node *draft)
{
    struct interval out = draft->a->interval;
    struct rational end;
    if (out.has_least) {
        rational_init(&end);
        rational_round(&end, &out.least, &draft->value.number, (enum rounding)draft->mode);
        out.least = end;
    }
    if (out.has_greatest) {
        rational_init(&end);
        rational_round(&end, &out.greatest, &draft->value.number, (enum rounding)draft->mode);
        out.greatest = end;
    }
    out.never_zero = false;
    return out;
}

static bool is_absent(const struct node *node) { return node->kind == NODE_CONSTANT && node->value.status != STATUS_PRESENT; }

/* Dividing by a constant lengthens a decimal by those of its inverse; by anything else a decimal may not end. */
static int quotient_decimals(const struct node *a, const struct node *b)
{
    struct rational inverse;
    if (b->kind != NODE_CONSTANT || a->decimals < 0 || rational_sign(&b->value.number) == 0)
        return -1;
    rational_init(&inverse);
    rational_set(&inverse, 1, 1);
    rational_divide(&inverse, &inverse, &b->value.number);
    int more = rational_decimals(&inverse);
    return more < 0 ? -1 : a->decimals + more;
}

/* Of two sides, of which one may have no value whatever the condition is. */
static void selected_numbers(struct node *draft, const struct node *yes, const struct node *no)
{
    if (is_absent(yes) || is_absent(no)) {
        const struct node *only = is_absent(yes) ? no : yes;
        draft->interval = only->interval;
        draft->decimals = only->decimals;
        return;
    }
    draft->interval = interval_union(&yes->interval, &no->interval);
    draft->decimals = greater_decimals(yes->decimals, no->decimals);
}

static void operation_numbers(struct node *draft)
{
    const struct node *a = draft->a, *b = draft->b;
    draft->decimals = -1;
    switch (draft->op) {
    case OP_ADD: case OP_SUBTRACT: case OP_ADD_PRESENT:
        draft->interval = interval_add(&a->interval, &b->interval, draft->op == OP_SUBTRACT);
        draft->decimals = greater_decimals(a->decimals, b->decimals);
        if (draft->op == OP_ADD_PRESENT) {      /* one side may be left out */
            struct interval sides = interval_union(&a->interval, &b->interval);
            draft->interval = interval_union(&draft->interval, &sides);
        }
        break;
    case OP_MULTIPLY:
        draft->interval = interval_multiply(&a->interval, &b->interval);
        draft->decimals = a->decimals < 0 || b->decimals < 0 ? -1 : a->decimals + b->decimals;
        break;
    case OP_DIVIDE:
        draft->interval = interval_divide(&a->interval, &b->interval);
        draft->decimals = quotient_decimals(a, b);
        break;
    case OP_MINIMUM: case OP_MAXIMUM:
        draft->interval = interval_pick(&a->interval, &b->interval, draft->op == OP_MAXIMUM);
        draft->decimals = greater_decimals(a->decimals, b->decimals);
        break;
    case OP_SELECT:
        selected_numbers(draft, b, draft->c);
        break;
    case OP_NEGATE:
        draft->decimals = a->decimals;
        break;
    case OP_ROUND:
        draft->interval = round_interval(draft);
        draft->decimals = rational_decimals(&draft->value.number);
        break;
    case OP_DATE_DIFF: case OP_YEAR: case OP_MONTH: case OP_DAY:
        draft->decimals = 0;
        break;
    case OP_ROOT: {
        struct rational zero;
        rational_init(&zero);
        if (not_negative(&a->interval))
            at_least(&draft->interval, &zero);
        break;
    }
    default:
        break;
    }
    interval_finish(&draft->interval);
}

static uint8_t worst_of(uint8_t a, uint8_t b)
{
    uint8_t out = 0;
    for (unsigned i = 0; i < STATUS_COUNT; i++)
        for (unsigned k = 0; k < STATUS_COUNT; k++)
            if (a >> i & 1 && b >> k & 1)
                out |= (uint8_t)(1u << (i > k ? i : k));
    return (uint8_t)(out | ((a | b) & MISSING_AT_USE));
}

/* ---- where a missing value can come from ---- */

static void add_source(struct node *draft, const struct node *source)
{
    for (uint8_t i = 0; i < draft->missing_count && i < MISSING_SOURCES; i++)
        if (draft->missing[i] == source)
            return;
    if (draft->missing_count < MISSING_SOURCES)
        draft->missing[draft->missing_count] = source;
    if (draft->missing_count <= MISSING_SOURCES)
        draft->missing_count++;
}

static bool is_missing_test(const struct node *node, const struct node *source)
{
    return node->kind == NODE_OPERATION && node->op == OP_STATUS_IS && node->a == source && (node->mode & status_mask(STATUS_MISSING));
}

/* Whether the condition being so (or not so) says that the source is filled. */
static bool implies_filled(const struct node *condition, bool so, const struct node *source)
{
    if (condition->kind != NODE_OPERATION)
        return false;
    if (condition->op == OP_NOT)
        return implies_filled(condition->a, !so, source);
    if ((condition->op == OP_AND && so) || (condition->op == OP_OR && !so))
        return implies_filled(condition->a, so, source) || implies_filled(condition->b, so, source);
    return !so && is_missing_test(condition, source);
}

/* Takes over the sources of an operand, but those that the condition rules out. */
static void take_sources(struct node *draft, const struct node *operand, const struct node *condition, bool so)
{
    if (operand->missing_count > MISSING_SOURCES) {
        draft->missing_count = MISSING_SOURCES + 1;
        return;
    }
    for (uint8_t i = 0; i < operand->missing_count; i++)
        if (!condition || !implies_filled(condition, so, operand->missing[i]))
            add_source(draft, operand->missing[i]);
}

static void missing_sources(struct node *draft)
{
    const struct node *a = draft->a, *b = draft->b, *c = draft->c;
    if (draft->op == OP_SELECT) {
        take_sources(draft, a, NULL, false);
        take_sources(draft, b, a, true);
        take_sources(draft, c, a, false);
    } else if (draft->op == OP_AND || draft->op == OP_OR) {     /* what one side decides alone, the other need not know */
        take_sources(draft, a, b, draft->op == OP_AND);
        take_sources(draft, b, a, draft->op == OP_AND);
    } else {
        take_sources(draft, a, NULL, false);
        if (b)
            take_sources(draft, b, NULL, false);
        if (c)
            take_sources(draft, c, NULL, false);
    }
    if (draft->missing_count == 0)
        draft->statuses &= (uint8_t)~status_mask(STATUS_MISSING);
}

void node_operation_facts(struct node *draft)
{
    const struct node *a = draft->a, *b = draft->b, *c = draft->c;
    const uint8_t present = (uint8_t)status_mask(STATUS_PRESENT);
    draft->statuses = a->statuses;
    if (draft->op == OP_SELECT)
        draft->statuses = (uint8_t)((a->statuses & ~present) | b->statuses | c->statuses);
    else if (draft->op == OP_AND || draft->op == OP_OR)
        draft->statuses = (uint8_t)(a->statuses | b->statuses | present);
    else if (draft->op == OP_ADD_PRESENT) {     /* absent only where both sides are */
        const uint8_t absent = (uint8_t)(status_mask(STATUS_NOT_APPLICABLE) | status_mask(STATUS_EXEMPT));
        draft->statuses = (uint8_t)(a->statuses | b->statuses);
        if (!(a->statuses & absent) || !(b->statuses & absent))
            draft->statuses &= (uint8_t)~absent;
    }
    else if (b)
        draft->statuses = c ? worst_of(worst_of(a->statuses, b->statuses), c->statuses) : worst_of(a->statuses, b->statuses);
    if ((draft->op == OP_DIVIDE && !b->interval.never_zero) || draft->op == OP_ROOT || draft->op == OP_POWER || draft->op == OP_LOGARITHM ||
        draft->op == OP_EXPONENTIAL || draft->op == OP_DATE_ADD || draft->op == OP_MAKE_DATE)
        draft->statuses |= (uint8_t)status_mask(STATUS_ERROR);
    if (draft->op == OP_ROOT && b->kind == NODE_CONSTANT && not_negative(&a->interval))
        draft->statuses = worst_of(a->statuses, b->statuses);
    if (draft->op == OP_SELECT && a->kind == NODE_OPERATION && a->op == OP_STATUS_IS && a->a == c)      /* the very value that was tested */
        draft->statuses = (uint8_t)((a->statuses & ~present) | b->statuses | (c->statuses & ~a->mode));
    if (draft->op == OP_SELECT && a->kind == NODE_OPERATION && a->op == OP_STATUS_IS && a->a == b)
        draft->statuses = (uint8_t)((a->statuses & ~present) | (b->statuses & a->mode) | c->statuses);
    missing_sources(draft);
    if (draft->type == TYPE_NUMBER)
        operation_numbers(draft);
}

void node_field_facts(struct node *draft)
{
    const struct field_model *field = draft->field;
    draft->type = field->type;
    draft->unit = field->unit;
    draft->categories = field->categories;
    draft->target = field->reference;
    draft->span = field->span;
    draft->statuses = (uint8_t)status_mask(STATUS_PRESENT);
    if (field->may_be_empty)
        draft->statuses |= (uint8_t)(field->missing_at_use ? MISSING_AT_USE : status_mask(STATUS_MISSING));
    draft->decimals = field->whole ? 0 : -1;
    if (field->has_least)
        at_least(&draft->interval, &field->least);
    if (field->has_greatest)
        at_most(&draft->interval, &field->greatest);
    interval_finish(&draft->interval);
    if (field->least_open && field->has_least && rational_sign(&field->least) >= 0)
        draft->interval.never_zero = true;
}

/* A group has the rows that made it, a ledger of units has rows. */
static bool always_has_rows(const struct node *fold)
{
    return !fold->c && (fold->a ? fold->a->kind == NODE_GROUP : fold->target->is_units);
}

void node_reduction_facts(struct node *draft)
{
    const struct node *value = draft->b;
    struct rational bound;
    const unsigned nothing_there = status_mask(STATUS_NOT_APPLICABLE) | status_mask(STATUS_EXEMPT) | status_mask(STATUS_MISSING) | MISSING_AT_USE;
    rational_init(&bound);
    draft->type = TYPE_NUMBER;
    draft->unit = unit_plain();
    draft->decimals = 0;
    draft->statuses = (uint8_t)status_mask(STATUS_PRESENT);
    if (draft->kind == NODE_RANK) {
        rational_set(&bound, 1, 1);
        at_least(&draft->interval, &bound);
        draft->interval.never_zero = true;
        draft->decimals = draft->ties == TIES_MEAN ? 1 : 0;
        for (uint32_t i = 0; i < draft->key_count; i++)
            if (node_can_be(draft->keys[i], nothing_there))
                draft->statuses |= (uint8_t)status_mask(STATUS_NOT_APPLICABLE);
        if (draft->c)
            draft->statuses |= (uint8_t)status_mask(STATUS_NOT_APPLICABLE);
        return;
    }
    if (value && node_can_be(value, status_mask(STATUS_ERROR)))
        draft->statuses |= (uint8_t)status_mask(STATUS_ERROR);
    switch (draft->fold) {
    case FOLD_COUNT:
        if (!draft->b && always_has_rows(draft))
            rational_set(&bound, 1, 1);
        at_least(&draft->interval, &bound);
        interval_finish(&draft->interval);
        break;
    case FOLD_SUM:
        draft->unit = value->unit;
        draft->decimals = value->decimals;
        if (not_negative(&value->interval))
            at_least(&draft->interval, &bound);
        if (not_negative(&value->interval) && value->interval.never_zero && value->statuses == status_mask(STATUS_PRESENT) && always_has_rows(draft))
            draft->interval.never_zero = true;
        break;
    case FOLD_MINIMUM: case FOLD_MAXIMUM:
        draft->type = value->type;
        draft->unit = value->unit;
        draft->decimals = value->decimals;
        draft->interval = value->interval;
        if (draft->c || node_can_be(value, nothing_there) || !(draft->a ? draft->a->kind == NODE_GROUP : draft->target->is_units))
            draft->statuses |= (uint8_t)status_mask(STATUS_NOT_APPLICABLE);    /* a group may have no row, or none with a value */
        break;
    case FOLD_ANY: case FOLD_ALL: case FOLD_KINDS:
        draft->type = TYPE_BOOLEAN;
        draft->unit = NULL;
        break;
    }
}
