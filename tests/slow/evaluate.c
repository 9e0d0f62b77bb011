/* Nodes to values: the meaning of each operation as program/opcodes.def states it, on one row. */
#include "evaluate.h"

#include <string.h>

#include "exact.h"
#include "parts.h"

/* ---- values ---- */

struct value value_absent(enum status status) { return (struct value){.status = status}; }
struct value value_code(int64_t code) { return (struct value){.status = STATUS_PRESENT, .code = code}; }

mpq_ptr number_new(struct evaluation *evaluation)
{
    struct number *number = arena_new(&evaluation->arena, sizeof *number);
    mpq_init(number->value);
    number->next = evaluation->numbers;
    evaluation->numbers = number;
    return number->value;
}

mpq_srcptr number_of(struct evaluation *evaluation, const struct rational *value)
{
    mpq_ptr number = number_new(evaluation);
    rational_get_mpq(value, number);
    return number;
}

static struct value value_whole(struct evaluation *evaluation, int64_t whole)
{
    mpq_ptr number = number_new(evaluation);
    mpq_set_si(number, whole, 1);
    return (struct value){.status = STATUS_PRESENT, .number = number};
}

int value_order(enum value_type type, const struct value *a, const struct value *b)
{
    if (type == TYPE_NUMBER) {
        int order = mpq_cmp(a->number, b->number);
        return (order > 0) - (order < 0);
    }
    if (type == TYPE_TEXT)
        return strcmp(a->text, b->text);
    return (a->code > b->code) - (a->code < b->code);
}

bool value_equal(enum value_type type, const struct value *a, const struct value *b)
{
    return a->status == b->status && (a->status != STATUS_PRESENT || value_order(type, a, b) == 0);
}

/* ---- what is known beforehand ---- */

static void complain(struct evaluation *evaluation, const struct node *node, uint32_t row, const struct value *value, const char *what)
{
    static const char *const kinds[] = {"constant", "table", "field", "operation", "gather", "group", "group key", "fold", "rank", "running", "days"};
    if (evaluation->complaint.length)
        return;
    buffer_format(&evaluation->complaint, "node %u (%s%s%s) on row %u: %s; it is %s ", node->number, kinds[node->kind],
                  node->kind == NODE_OPERATION ? " " : "", node->kind == NODE_OPERATION ? opcode_name(node->op) : "", row, what, status_name(value->status));
    if (value->status == STATUS_PRESENT && node->type == TYPE_NUMBER)
        exact_write(value->number, -1, &evaluation->complaint);
    const struct source *source = node->span.file < diagnostics_source_count(evaluation->model->diagnostics)
                                      ? diagnostics_source(evaluation->model->diagnostics, node->span.file) : NULL;
    if (source && node->span.end <= source->length && node->span.start < node->span.end)
        buffer_format(&evaluation->complaint, " at “%.*s”", (int)(node->span.end - node->span.start), source->text + node->span.start);
}

static bool within(const struct interval *interval, mpq_srcptr number)
{
    mpq_t bound;
    bool inside = !(interval->never_zero && mpq_sgn(number) == 0);
    mpq_init(bound);
    if (interval->has_least) {
        rational_get_mpq(&interval->least, bound);
        inside = inside && mpq_cmp(number, bound) >= 0;
    }
    if (interval->has_greatest) {
        rational_get_mpq(&interval->greatest, bound);
        inside = inside && mpq_cmp(number, bound) <= 0;
    }
    mpq_clear(bound);
    return inside;
}

static void check_facts(struct evaluation *evaluation, const struct node *node, uint32_t row, const struct value *value)
{
    unsigned possible = node->statuses;
    if (evaluation->nothing_scored || (node->domain && evaluation_void(evaluation, node->domain, row)))
        return;
    if (possible & MISSING_AT_USE)
        possible |= status_mask(STATUS_MISSING);
    if (!(possible & status_mask(value->status)))
        complain(evaluation, node, row, value, "a status that was said not to occur");
    if (value->status != STATUS_PRESENT || node->type != TYPE_NUMBER)
        return;
    if (!within(&node->interval, value->number))
        complain(evaluation, node, row, value, "outside of the interval stated");
    if (node->decimals >= 0 && !exact_is_multiple(value->number, node->decimals))
        complain(evaluation, node, row, value, "more decimals than stated");
}

/* ---- operations ---- */

static bool arithmetic(mpq_ptr out, enum opcode op, mpq_srcptr a, mpq_srcptr b)
{
    switch (op) {
    case OP_ADD: case OP_ADD_PRESENT: mpq_add(out, a, b); return true;
    case OP_SUBTRACT: mpq_sub(out, a, b); return true;
    case OP_MULTIPLY: mpq_mul(out, a, b); return true;
    case OP_DIVIDE:
        if (mpq_sgn(b) == 0)
            return false;
        mpq_div(out, a, b);
        return true;
    case OP_NEGATE: mpq_neg(out, a); return true;
    case OP_ROOT: return exact_root(out, a, b);
    case OP_POWER: return exact_power(out, a, b);
    case OP_LOGARITHM: return exact_logarithm(out, a);
    case OP_EXPONENTIAL: return exact_exponential(out, a);
    default: return false;
    }
}

static bool whole_number(mpq_srcptr number, int64_t *out)
{
    bool whole = mpz_cmp_ui(mpq_denref(number), 1) == 0 && mpz_fits_slong_p(mpq_numref(number));
    *out = whole ? mpz_get_si(mpq_numref(number)) : 0;
    return whole && *out > -10000000 && *out < 10000000;
}

static struct value make_date(const struct value in[3])
{
    int64_t parts[3], days;
    for (int i = 0; i < 3; i++)
        if (!whole_number(in[i].number, &parts[i]))
            return value_absent(STATUS_ERROR);
    bool last = parts[2] == 0;          /* day 0: the day before the first */
    if (!calendar_days(parts[0], parts[1], last ? 1 : parts[2], &days))
        return value_absent(STATUS_ERROR);
    days -= last;
    int64_t first;
    calendar_days(1, 1, 1, &first);
    return days < first ? value_absent(STATUS_ERROR) : value_code(days);
}

static struct value date_add(const struct value *a, const struct value *b)
{
    int64_t more, first, last;
    calendar_days(1, 1, 1, &first);
    calendar_days(9999, 12, 31, &last);
    if (!whole_number(b->number, &more) || a->code + more < first || a->code + more > last)
        return value_absent(STATUS_ERROR);
    return value_code(a->code + more);
}

static struct value date_part(struct evaluation *evaluation, enum opcode op, const struct value *date)
{
    int64_t parts[3];
    calendar_parts(date->code, parts);
    return value_whole(evaluation, parts[op == OP_YEAR ? 0 : op == OP_MONTH ? 1 : 2]);
}

/* All operands are present. */
static struct value strict(struct evaluation *evaluation, const struct node *node, const struct value in[3])
{
    int order;
    switch (node->op) {
    case OP_MINIMUM: case OP_MAXIMUM:
        order = value_order(node->type, &in[0], &in[1]);
        return in[node->op == OP_MINIMUM ? order > 0 : order < 0];
    case OP_LESS: return value_code(value_order(node->a->type, &in[0], &in[1]) < 0);
    case OP_LESS_EQUAL: return value_code(value_order(node->a->type, &in[0], &in[1]) <= 0);
    case OP_EQUAL: return value_code(value_order(node->a->type, &in[0], &in[1]) == 0);
    case OP_NOT: return value_code(!in[0].code);
    case OP_DATE_DIFF: return value_whole(evaluation, in[0].code - in[1].code);
    case OP_DATE_ADD: return date_add(&in[0], &in[1]);
    case OP_YEAR: case OP_MONTH: case OP_DAY: return date_part(evaluation, node->op, &in[0]);
    case OP_MAKE_DATE: return make_date(in);
    default: break;
    }
    mpq_ptr number = number_new(evaluation);
    if (node->op == OP_ROUND)
        exact_round(number, in[0].number, number_of(evaluation, &node->value.number), node->mode);
    else if (!arithmetic(number, node->op, in[0].number, in[1].number))
        return value_absent(STATUS_ERROR);
    return (struct value){.status = STATUS_PRESENT, .number = number};
}

static bool left_out(const struct value *value) { return value->status == STATUS_EXEMPT || value->status == STATUS_NOT_APPLICABLE; }

static struct value select_side(struct evaluation *evaluation, struct node *node, uint32_t row)
{
    struct value condition = evaluation_value(evaluation, node->a, row);
    if (condition.status != STATUS_PRESENT)
        return value_absent(condition.status);
    return evaluation_value(evaluation, condition.code ? node->b : node->c, row);
}

static struct value operate(struct evaluation *evaluation, struct node *node, uint32_t row)
{
    struct node *const operands[3] = {node->a, node->b, node->c};
    struct value in[3] = {{0}};
    enum status worst = STATUS_PRESENT;
    if (node->op == OP_SELECT)
        return select_side(evaluation, node, row);
    for (int i = 0; i < 3 && operands[i]; i++) {
        in[i] = evaluation_value(evaluation, operands[i], row);
        worst = in[i].status > worst ? in[i].status : worst;
    }
    if (node->op == OP_STATUS_IS)
        return value_code(node->mode >> in[0].status & 1);
    if (node->op == OP_AND || node->op == OP_OR) {
        bool decides = node->op == OP_OR;
        for (int i = 0; i < 2; i++)
            if (in[i].status == STATUS_PRESENT && (in[i].code != 0) == decides)
                return value_code(decides);
        return worst == STATUS_PRESENT ? value_code(!decides) : value_absent(worst);
    }
    if (node->op == OP_ADD_PRESENT && (left_out(&in[0]) || left_out(&in[1])))
        return !left_out(&in[0]) ? in[0] : !left_out(&in[1]) ? in[1] : value_absent(worst);
    return worst == STATUS_PRESENT ? strict(evaluation, node, in) : value_absent(worst);
}

/* ---- nodes ---- */

static struct value constant(struct evaluation *evaluation, const struct node *node, const struct constant_value *value)
{
    if (value->status != STATUS_PRESENT)
        return value_absent(value->status);
    if (node->type == TYPE_NUMBER)
        return (struct value){.status = STATUS_PRESENT, .number = number_of(evaluation, &value->number)};
    return value_code(node->type == TYPE_BOOLEAN ? value->boolean : value->code);
}

struct value evaluation_cell(struct evaluation *evaluation, const struct field_model *field, uint32_t row)
{
    const struct sheet *sheet = sheet_of(evaluation, field->owner);
    uint32_t position = 0;
    while (field->owner->fields[position] != field)
        position++;
    return sheet->cells[position][row];
}

static struct value gather(struct evaluation *evaluation, struct node *node, uint32_t row)
{
    struct value index = evaluation_value(evaluation, node->a, row);
    if (index.status != STATUS_PRESENT)
        return value_absent(index.status);
    return evaluation_value(evaluation, node->b, (uint32_t)index.code);
}

static struct value table_value(struct evaluation *evaluation, struct node *node, uint32_t row)
{
    struct value category = evaluation_value(evaluation, node->a, row);
    return category.status != STATUS_PRESENT ? value_absent(category.status) : constant(evaluation, node, &node->table[category.code]);
}

static struct value compute(struct evaluation *evaluation, struct node *node, uint32_t row)
{
    switch (node->kind) {
    case NODE_CONSTANT: return constant(evaluation, node, &node->value);
    case NODE_TABLE: return table_value(evaluation, node, row);
    case NODE_FIELD: return evaluation_cell(evaluation, node->field, row);
    case NODE_OPERATION: return operate(evaluation, node, row);
    case NODE_GATHER: return gather(evaluation, node, row);
    case NODE_GROUP: return sheet_of(evaluation, node->target)->group_of[row];
    case NODE_GROUP_KEY: return evaluation_value(evaluation, node->domain->group_keys[node->position], sheet_of(evaluation, node->domain)->first_rows[row]);
    case NODE_RANK: return reduce_rank(evaluation, node, row);
    case NODE_RUNNING: return reduce_running(evaluation, node, row);
    default: return reduce_days(evaluation, node, row);
    }
}

/* Room for the values of a node; a fold is worked out for all its groups in one go. */
static void open_memo(struct evaluation *evaluation, struct node *node)
{
    uint32_t rows = evaluation_rows(evaluation, node->domain);
    struct value *values = memory_array(rows + 1, sizeof *values);
    uint8_t *known = memory_array(rows + 1, 1);
    if (node->kind == NODE_FOLD) {
        reduce_fold(evaluation, node, values);
        memset(known, 1, rows);
        for (uint32_t row = 0; row < rows; row++)
            check_facts(evaluation, node, row, &values[row]);
    }
    evaluation->memo[node->number] = values;
    evaluation->known[node->number] = known;
}

struct value evaluation_value(struct evaluation *evaluation, struct node *node, uint32_t row)
{
    if (!node->domain)
        row = 0;
    if (!evaluation->memo[node->number])
        open_memo(evaluation, node);
    if (!evaluation->known[node->number][row]) {
        struct value value = compute(evaluation, node, row);
        check_facts(evaluation, node, row, &value);
        evaluation->memo[node->number][row] = value;
        evaluation->known[node->number][row] = 1;
    }
    return evaluation->memo[node->number][row];
}

/* ---- sheets ---- */

struct sheet *sheet_of(struct evaluation *evaluation, const struct row_set *rows)
{
    uint32_t i = 0;
    while (evaluation->sheets[i].rows != rows)
        i++;
    struct sheet *sheet = &evaluation->sheets[i];
    if (rows->kind == ROWS_GROUPS && !sheet->made)
        make_groups(evaluation, sheet);
    return sheet;
}

uint32_t evaluation_rows(struct evaluation *evaluation, const struct row_set *rows) { return rows ? sheet_of(evaluation, rows)->count : 1; }

bool evaluation_void(struct evaluation *evaluation, const struct row_set *rows, uint32_t row)
{
    if (rows->kind != ROWS_LEDGER || !rows->void_rows)
        return false;
    /* what decides whether a row is void is asked of every row, so its own facts are not */
    struct node *node = rows->void_rows;
    if (evaluation->memo[node->number] && evaluation->known[node->number][row] == 2)
        return false;
    if (!evaluation->memo[node->number])
        open_memo(evaluation, node);
    if (!evaluation->known[node->number][row]) {
        evaluation->known[node->number][row] = 2;
        struct value value = compute(evaluation, node, row);
        evaluation->memo[node->number][row] = value;
        evaluation->known[node->number][row] = 1;
    }
    const struct value *value = &evaluation->memo[node->number][row];
    return value->status == STATUS_PRESENT && value->code;
}

struct evaluation *evaluation_new(struct model *model)
{
    struct evaluation *evaluation = memory_new(sizeof *evaluation);
    uint32_t nodes = node_pool_count(model->pool), sheets = model->grouping_count;
    for (uint32_t s = 0; s < model->scheme_count; s++)
        sheets += model->schemes[s]->ledger_count;
    evaluation->model = model;
    evaluation->memo = memory_array(nodes, sizeof *evaluation->memo);
    evaluation->known = memory_array(nodes, sizeof *evaluation->known);
    evaluation->sheets = memory_array(sheets + 1, sizeof *evaluation->sheets);
    for (uint32_t s = 0; s < model->scheme_count; s++)
        for (uint32_t i = 0; i < model->schemes[s]->ledger_count; i++)
            evaluation->sheets[evaluation->sheet_count++].rows = model->schemes[s]->ledgers[i];
    for (uint32_t i = 0; i < model->grouping_count; i++)
        evaluation->sheets[evaluation->sheet_count++].rows = model->groupings[i];
    return evaluation;
}

void evaluation_free(struct evaluation *evaluation)
{
    for (struct number *number = evaluation->numbers; number; number = number->next)
        mpq_clear(number->value);
    for (uint32_t i = 0; i < node_pool_count(evaluation->model->pool); i++) {
        memory_free(evaluation->memo[i]);
        memory_free(evaluation->known[i]);
    }
    memory_free(evaluation->memo);
    memory_free(evaluation->known);
    memory_free(evaluation->sheets);
    buffer_release(&evaluation->complaint);
    arena_release(&evaluation->arena);
    memory_free(evaluation);
}

const char *evaluation_complaint(const struct evaluation *evaluation) { return buffer_text(&evaluation->complaint); }

/* ---- the run as a whole ---- */

static bool is_fault(const struct value *value) { return value->status == STATUS_MISSING || value->status == STATUS_ERROR; }

static bool ledger_fails(struct evaluation *evaluation, struct row_set *ledger)
{
    uint32_t rows = evaluation_rows(evaluation, ledger);
    for (uint32_t row = 0; ledger->void_rows && row < rows; row++) {
        struct value is_void = evaluation_value(evaluation, ledger->void_rows, row);
        if (is_fault(&is_void))
            return true;
    }
    for (uint32_t k = 0; k < ledger->requirement_count; k++) {
        const struct requirement *requirement = &ledger->requirements[k];
        if (requirement->voids)
            continue;
        if (requirement->daily[0] && !reduce_daily_holds(evaluation, requirement, ledger))
            return true;
        for (uint32_t row = 0; requirement->condition && row < rows; row++) {
            struct value value = evaluation_value(evaluation, requirement->condition, row);
            bool unmet = requirement->severity == SEVERITY_ERROR && value.status == STATUS_PRESENT && !value.code;     /* 提醒 only warns */
            if (!evaluation_void(evaluation, ledger, row) && (is_fault(&value) || unmet))
                return true;
        }
    }
    return false;
}

bool evaluation_fails(struct evaluation *evaluation)
{
    for (uint32_t s = 0; s < evaluation->model->scheme_count; s++) {
        struct scheme *scheme = evaluation->model->schemes[s];
        for (uint32_t i = 0; scheme_is_run(scheme) && i < scheme->ledger_count; i++)
            if (ledger_fails(evaluation, scheme->ledgers[i]))
                return true;
        for (uint32_t i = 0; i < scheme->result_count; i++)
            for (uint32_t row = 0; row < evaluation_rows(evaluation, scheme->results[i].domain); row++) {
                struct value value = evaluation_value(evaluation, scheme->results[i].node, row);
                if (is_fault(&value) && !evaluation_void(evaluation, scheme->results[i].domain, row))
                    return true;
            }
    }
    return false;
}
