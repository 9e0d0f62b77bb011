/* Tables: one value out of rows of conditions, after the proof that every case is met by one row (or, top down, by a first one). */
#include "check/table.h"
#include "check/sample.h"
#include "memory.h"

enum { TABLE_ROWS_CHECKED = 400 };

/* met: rows that some case comes to first; first_of: the row that takes a row's cases before it, plus 1 (0: no case fits it at all);
 * overlap: rows of which an overlap was told. */
struct findings { bool gap; uint8_t *met, *overlap; uint32_t *first_of; };

/* A row that no case comes to: because of a row above it, or because nothing fits it. */
static void report_unmet(struct scope *scope, const struct table_row *rows, uint32_t row, uint32_t first_of, bool top_down)
{
    if (!first_of) {
        fault(scope, "E0336", rows[row].span, NULL);
        return;
    }
    fault(scope, top_down ? "E0335" : "W0336", rows[row].span, NULL);
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

static bool check_case(struct scope *scope, const struct samples *samples, const struct table_row *rows, uint32_t count, bool otherwise, bool top_down,
                       struct span span, struct findings *findings)
{
    uint32_t first = count;
    for (uint32_t i = 0; i < count; i++) {
        enum answer answer = samples_answer(samples, rows[i].condition);
        if (answer == ANSWER_UNKNOWN)
            return false;
        if (answer == ANSWER_NO)
            continue;
        if (first == count) {
            first = i;
            findings->met[i] = 1;
            continue;
        }
        if (!findings->first_of[i])
            findings->first_of[i] = first + 1;
        if (!top_down && !findings->overlap[i]) {
            findings->overlap[i] = 1;
            fault(scope, "E0333", rows[i].span, samples_text(samples, false), NULL);
            fault_also(scope, rows[first].span, "也符合这一行", "meets this line too");
        }
    }
    bool gap = first == count && !otherwise;
    if (gap && !findings->gap) {
        fault(scope, "E0334", span, samples_text(samples, false), NULL);
        show_neighbours(scope, samples, rows, count);
    }
    findings->gap = gap || (findings->gap && samples->count > 1);      /* along one value each gap is told, else the first */
    return true;
}

/* True where all cases were tried (or none needs to be). */
static bool check_cases(struct scope *scope, const struct table_row *rows, uint32_t count, bool otherwise, bool top_down, struct span span, struct findings *findings)
{
    struct samples samples = {0};
    for (uint32_t i = 0; i < count; i++)
        samples_add(&samples, rows[i].condition);
    uint32_t cases = samples_cases(&samples);
    for (uint32_t number = 0; number < cases; number++) {
        samples_set(&samples, number);
        if (!check_case(scope, &samples, rows, count, otherwise, top_down, span, findings))
            return false;
    }
    return cases > 0;
}

struct node *table_value(struct scope *scope, struct node *const *subjects, uint32_t subject_count, const struct table_row *rows, uint32_t row_count,
                         struct node *otherwise, bool top_down, struct span span)
{
    struct findings findings = {.met = lang_array(row_count + 1, 1), .overlap = lang_array(row_count + 1, 1), .first_of = lang_array(row_count + 1, sizeof(uint32_t))};
    size_t before = diagnostics_count(scope->scheme->model->diagnostics, SEVERITY_ERROR);
    bool decided = row_count <= TABLE_ROWS_CHECKED && check_cases(scope, rows, row_count, otherwise != NULL, top_down, span, &findings);
    bool fixed = true;              /* one value known beforehand (a block for each value): other rows are for the others */
    for (uint32_t i = 0; i < subject_count; i++)
        fixed = fixed && node_is_constant(subjects[i]);
    for (uint32_t i = 0; decided && !fixed && i < row_count; i++)
        if (!findings.met[i])
            report_unmet(scope, rows, i, findings.first_of[i], top_down);
    for (uint32_t i = 0; i < subject_count; i++)
        if (node_can_be(subjects[i], status_mask(STATUS_MISSING)))
            return missing_fault(scope, subjects[i], NULL, 0, span);
    if (!decided && !otherwise)
        return fault(scope, "E0337", span, NULL);
    if (diagnostics_count(scope->scheme->model->diagnostics, SEVERITY_ERROR) > before)
        return NULL;
    struct node *value = otherwise ? otherwise : rows[row_count - 1].value;
    for (uint32_t i = otherwise ? row_count : row_count - 1; value && i-- > 0;)
        value = choose(scope, rows[i].condition, rows[i].value, value, rows[i].span);
    return value;
}
