/* Tables: one value out of rows of conditions, after the proof that every case is met: by one row, or by those that the hit policy chooses from. */
#include "check/table.h"
#include "check/sample.h"
#include "memory.h"

enum { TABLE_ROWS_CHECKED = 400 };

/* met: rows that some case comes to first; first_of: the row that takes a row's cases before it, plus 1 (0: no case fits it at all);
 * overlap: rows of which an overlap was told. */
struct findings { bool gap; uint8_t *met, *overlap; uint32_t *first_of; };

/* A row that no case comes to: because of a row above it, or because nothing fits it. */
static void report_unmet(struct scope *scope, const struct table_row *rows, uint32_t row, uint32_t first_of, enum hit hit)
{
    if (!first_of) {
        fault(scope, "E0336", rows[row].span, NULL);
        return;
    }
    if (hit == HIT_ONE)             /* told as an overlap */
        return;
    fault(scope, "E0335", rows[row].span, NULL);
    fault_also(scope, rows[first_of - 1].span, "这一行先包括了", "this line takes it first");
}

/* The row that takes the values on one side of a gap, where one value decides. */
static const struct table_row *row_beside(const struct samples *samples, const struct table_row *rows, uint32_t count, bool above)
{
    struct samples beside = *samples;
    struct sample_variable variable;
    if (samples->count != 1 || samples->variables[0]->node->type == TYPE_CATEGORY || samples->variables[0]->node->type == TYPE_BOOLEAN)
        return NULL;
    variable = *samples->variables[0];
    beside.variables[0] = &variable;
    while (above ? ++variable.at < variable.count : variable.at-- > 0)
        for (uint32_t i = 0; i < count; i++)
            if (samples_answer(&beside, rows[i].condition) == ANSWER_YES)
                return &rows[i];
    return NULL;
}

static void show_neighbours(struct scope *scope, const struct samples *samples, const struct table_row *rows, uint32_t count)
{
    const struct table_row *below = row_beside(samples, rows, count, false), *above = row_beside(samples, rows, count, true);
    if (below)
        fault_also(scope, below->span, "比它低的归这一行", "what is below goes here");
    if (above)
        fault_also(scope, above->span, "比它高的归这一行", "what is above goes here");
}

static bool check_case(struct scope *scope, const struct samples *samples, const struct table_row *rows, uint32_t count, bool otherwise, enum hit hit,
                       const struct clause *clause, const struct node *subject, struct findings *findings)
{
    uint32_t first = count;
    for (uint32_t i = 0; i < count; i++) {
        enum answer answer = samples_answer(samples, rows[i].condition);
        if (answer == ANSWER_UNKNOWN)
            return false;
        if (answer == ANSWER_NO)
            continue;
        if (hit >= HIT_SUM)
            findings->met[i] = 1;
        if (first == count) {
            first = i;
            findings->met[i] = 1;
            continue;
        }
        if (!findings->first_of[i])
            findings->first_of[i] = first + 1;
        if (hit == HIT_ONE && !findings->overlap[i]) {
            findings->overlap[i] = 1;
            ask_overlap(scope, clause, rows[i].span, samples_text(samples, false), subject && subject->type == TYPE_NUMBER ? samples_value(samples, subject) : NULL);
            fault_also(scope, rows[first].span, "也符合这一行", "meets this line too");
        }
    }
    bool gap = first == count && !otherwise && hit != HIT_SUM;
    if (gap && !findings->gap) {
        ask_gap(scope, clause, subject, "E0334", samples_text(samples, false), subject && subject->type == TYPE_NUMBER ? samples_value(samples, subject) : NULL);
        show_neighbours(scope, samples, rows, count);
    }
    findings->gap = gap || (findings->gap && samples->count > 1);      /* along one value each gap is told, else the first */
    return true;
}

/* True where all cases were tried (or none needs to be). */
static bool check_cases(struct scope *scope, const struct table_row *rows, uint32_t count, bool otherwise, enum hit hit, const struct clause *clause,
                        const struct node *subject, struct findings *findings)
{
    struct samples samples = {0};
    for (uint32_t i = 0; i < count; i++)
        samples_add(&samples, rows[i].condition);
    uint32_t cases = samples_cases(&samples);
    for (uint32_t number = 0; number < cases; number++) {
        samples_set(&samples, number);
        if (!check_case(scope, &samples, rows, count, otherwise, hit, clause, subject, findings))
            return false;
    }
    return cases > 0;
}

/* The value of the first line that holds, or `last`. */
static struct node *first_value(struct scope *scope, const struct table_row *rows, uint32_t count, struct node *last)
{
    for (uint32_t i = count; last && i-- > 0;)
        last = choose(scope, rows[i].condition, rows[i].value, last, rows[i].span);
    return last;
}

static bool is_any(struct scope *scope, const struct table_row *rows, uint32_t count, struct node **any)
{
    *any = NULL;
    for (uint32_t i = 0; i < count; i++)
        if (!(*any = either(scope, *any ? *any : node_boolean(scope->scheme->model->pool, false), rows[i].condition)))
            return false;
    return true;
}

/* All lines that hold together; nothing where none does. */
static struct node *summed_value(struct scope *scope, const struct table_row *rows, uint32_t count, struct node *otherwise)
{
    struct node *sum = NULL, *any;
    for (uint32_t i = 0; i < count; i++) {
        struct node *zero = node_integer(scope->scheme->model->pool, 0, rows[i].value->unit, rows[i].span);
        struct node *part = choose(scope, rows[i].condition, rows[i].value, zero, rows[i].span);
        sum = part && sum ? arithmetic(scope, OP_ADD, sum, part, rows[i].span) : part;
        if (!sum)
            return NULL;
    }
    if (!otherwise || !is_any(scope, rows, count, &any))
        return sum;
    return choose(scope, any, sum, otherwise, otherwise->span);
}

/* The highest (lowest) of the lines that hold; those behind line i are gathered before it. */
static struct node *extreme_value(struct scope *scope, const struct table_row *rows, uint32_t count, struct node *otherwise, enum opcode op)
{
    struct node_pool *pool = scope->scheme->model->pool;
    struct node *value = rows[count - 1].value, *any = rows[count - 1].condition;
    for (uint32_t i = count - 1; value && any && i-- > 0;) {
        if (value->unit != rows[i].value->unit)
            return fault(scope, "E0210", rows[i].span, node_text(scope, rows[i].value), node_text(scope, value), NULL);
        struct node *extreme = node_operation(pool, op, rows[i].value, value, NULL, value->unit, rows[i].span);
        struct node *here = choose(scope, any, extreme, rows[i].value, rows[i].span);
        value = here ? choose(scope, rows[i].condition, here, value, rows[i].span) : NULL;
        any = either(scope, any, rows[i].condition);
    }
    return value && any && otherwise ? choose(scope, any, value, otherwise, otherwise->span) : value;
}

/* Where all values are constants, the highest of those that hold is the first in the order of values. */
static bool sorted_by_value(const struct table_row *rows, uint32_t count, bool highest, struct table_row *sorted)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = i;
        if (rows[i].value->kind != NODE_CONSTANT || rows[i].value->value.status != STATUS_PRESENT || rows[i].value->unit != rows[0].value->unit)
            return false;
        for (; at > 0; at--) {
            int order = rational_compare(&sorted[at - 1].value->value.number, &rows[i].value->value.number);
            if (highest ? order >= 0 : order <= 0)
                break;
            sorted[at] = sorted[at - 1];
        }
        sorted[at] = rows[i];
    }
    return true;
}

static struct node *value_of(struct scope *scope, const struct table_row *rows, uint32_t count, struct node *otherwise, enum hit hit)
{
    for (uint32_t i = 0; hit >= HIT_SUM && i < count; i++)
        if (rows[i].value->type != TYPE_NUMBER)
            return fault(scope, "E0211", rows[i].span, node_text(scope, rows[i].value), NULL);
    if (hit == HIT_SUM && count)
        return summed_value(scope, rows, count, otherwise);
    struct table_row *sorted = lang_array(count + 1, sizeof *sorted);
    if (hit > HIT_SUM && sorted_by_value(rows, count, hit == HIT_HIGHEST, sorted))
        rows = sorted;
    else if (hit > HIT_SUM && count)
        return extreme_value(scope, rows, count, otherwise, hit == HIT_HIGHEST ? OP_MAXIMUM : OP_MINIMUM);
    return first_value(scope, rows, otherwise ? count : count - 1, otherwise ? otherwise : rows[count - 1].value);
}

struct node *table_value(struct scope *scope, struct node *const *subjects, uint32_t subject_count, const struct table_row *rows, uint32_t row_count,
                         struct node *otherwise, enum hit hit, const struct clause *clause)
{
    struct findings findings = {.met = lang_array(row_count + 1, 1), .overlap = lang_array(row_count + 1, 1), .first_of = lang_array(row_count + 1, sizeof(uint32_t))};
    size_t before = diagnostics_count(scope->scheme->model->diagnostics, SEVERITY_ERROR);
    bool decided = row_count <= TABLE_ROWS_CHECKED && check_cases(scope, rows, row_count, otherwise != NULL, hit, clause, subject_count == 1 ? subjects[0] : NULL, &findings);
    bool fixed = true;              /* one value known beforehand (a block for each value): other rows are for the others */
    for (uint32_t i = 0; i < subject_count; i++)
        fixed = fixed && node_is_constant(subjects[i]);
    for (uint32_t i = 0; decided && !fixed && i < row_count; i++)
        if (!findings.met[i])
            report_unmet(scope, rows, i, findings.first_of[i], hit);
    for (uint32_t i = 0; i < subject_count; i++)
        if (node_can_be(subjects[i], status_mask(STATUS_MISSING)))
            return missing_fault(scope, subjects[i], NULL, 0, clause->span);
    if (!decided && !otherwise && hit != HIT_SUM)
        return fault(scope, "E0337", clause->span, NULL);
    if (diagnostics_count(scope->scheme->model->diagnostics, SEVERITY_ERROR) > before)
        return NULL;
    return value_of(scope, rows, row_count, otherwise, hit);
}
