/* One unit of one scheme: a part for the total, each group, each indicator and every other column of its table, each with the rules, the
 * arithmetic and the cells; last the row of the table again. */
#include "explain/explain.h"
#include <string.h>
#include "elaborate/elaborate.h"
#include "explain/compare.h"
#include "explain/more.h"
#include "memory.h"
#include "report/cells.h"

/* The cells of the unit's row, by output column. */
struct row_cells { const char **texts; uint32_t count; };

static void plain_text(struct buffer *out, const char *text, size_t length) { buffer_append(out, text, length); }

static struct row_cells cells_of(const struct explainer *explainer, uint32_t output, uint32_t row)
{
    struct cells cells;
    struct row_cells out = {.count = explainer->values.program->outputs[output].column_count};
    out.texts = lang_array(out.count + 1, sizeof *out.texts);
    cells_open(&cells, explainer->values.program, explainer->values.data, output, (struct cell_style){.absent = "", .text = plain_text});
    cells_prepare(&cells, row / CELLS_ROWS * CELLS_ROWS);
    for (uint32_t i = 0; i < out.count; i++) {
        struct buffer text = {0};
        cells_append(&cells, i, row % CELLS_ROWS, &text);
        out.texts[i] = lang_text(buffer_text(&text), text.length);
        buffer_release(&text);
    }
    cells_close(&cells);
    return out;
}

bool explain_is_result(struct explainer *explainer, const struct node *node)
{
    const struct scheme *scheme = explainer->scheme;
    for (uint32_t i = 0; i < scheme->result_count; i++)
        if (scheme->results[i].node == node)
            return explainer->wanted[i] = true;
    return false;
}

/* ---- one column ---- */

struct item *item_of_result(const struct scheme *scheme, const struct result *result)
{
    for (uint32_t i = 0; i < scheme->item_count; i++)
        if (scheme->items[i]->code == result->name && scheme->items[i]->counted == result->node)
            return scheme->items[i];
    for (uint32_t v = 0; v < scheme->variant_count; v++)
        for (uint32_t i = 0; i < scheme->variants[v]->item_count; i++)
            if (scheme->variants[v]->items[i]->counted == result->node)
                return scheme->variants[v]->items[i];
    if (result->role == ROLE_BONUS)
        return scheme->bonus;
    return result->role == ROLE_DEDUCTION ? scheme->deduction : NULL;
}

static const char *heading_of(struct explainer *explainer, const struct result *result, const struct item *item, uint32_t row)
{
    const char *name = item && item->name && strcmp(item->name, result->name) != 0 ? lang_format(" %s", item->name) : "";
    const char *weight = "";
    if (item && item->weight && item->kind == ITEM_INDICATOR && value_of(&explainer->values, item->weight, row).status == STATUS_PRESENT) {
        const char *written = say_value(explainer, item->weight, row);
        weight = lang_format(in_language(explainer, "(权重 %s)", " (weight %s)"), written);
    }
    return lang_format(in_language(explainer, "%s%s%s:%s", "%s%s%s: %s"), result->name, name, weight, say_value(explainer, result->node, row));
}

static void drop_empty(struct entry *entry)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < entry->count; i++)
        if (entry->parts[i]->kind != ENTRY_HEADING || entry->parts[i]->count)
            entry->parts[kept++] = entry->parts[i];
    entry->count = kept;
}

static struct entry *explain_result(struct explainer *explainer, const struct result *result, const char *cell, const struct gains *gains, uint32_t row)
{
    struct item *item = item_of_result(explainer->scheme, result);
    struct entry *entry = entry_new(ENTRY_RESULT, heading_of(explainer, result, item, row));
    entry->name = result->name;
    entry->value = cell;
    explainer->item = item;
    marks_clear(&explainer->said);
    marks_clear(&explainer->seen);
    explainer->rules = entry_add(entry, ENTRY_HEADING, in_language(explainer, "规则", "rules"));
    struct entry *steps = entry_add(entry, ENTRY_HEADING, in_language(explainer, "计算", "arithmetic"));
    struct entry *more = entry_add(entry, ENTRY_HEADING, in_language(explainer, "怎样多得分", "for more points"));
    struct entry *others = entry_add(entry, ENTRY_HEADING, in_language(explainer, "和别的单位比", "among the others"));
    struct entry *cells = entry_add(entry, ENTRY_HEADING, in_language(explainer, "数据", "data"));
    explain_rule(explainer, result->span);
    if (item)
        explain_item_rules(explainer, item);
    if (result->role == ROLE_GRADE)
        explain_gates(explainer, steps, row);
    explainer->root = result->node;
    explain_figure(explainer, steps, result->node, row, result->name);
    if (item && value_of(&explainer->values, result->node, row).status == STATUS_PRESENT)
        explain_judgements(explainer, steps, cells, item, row);
    if (gains)
        explain_gains(explainer, more, gains, row);
    if (explainer->with_population && result->node->type == TYPE_NUMBER)
        explain_population(explainer, others, (uint32_t)(result - explainer->scheme->results), row);
    explainer->root = result->node;
    explain_cells(explainer, cells, result->node, row);
    drop_empty(entry);
    trace_of_result(explainer, entry, result->node, row);
    explainer->item = NULL;
    return entry;
}

/* ---- the unit ---- */

enum { ORDERS = 8 };

/* Totals stand first: they are what is asked about. */
static int order_of(uint8_t role)
{
    static const int orders[] = {[ROLE_TOTAL] = 0, [ROLE_GROUP] = 1, [ROLE_INDICATOR] = 2, [ROLE_BONUS] = 3, [ROLE_DEDUCTION] = 4, [ROLE_OTHER] = 5, [ROLE_RANK] = 6, [ROLE_GRADE] = 7};
    return role < sizeof orders / sizeof orders[0] ? orders[role] : 5;
}

static void add_scores(struct explainer *explainer, struct entry *unit, uint32_t output, const struct row_cells *cells)
{
    const struct output *table = &explainer->values.program->outputs[output];
    struct buffer out = {0};
    for (uint32_t i = 0; i < table->column_count; i++) {
        const char *text = *cells->texts[i] ? cells->texts[i] : in_language(explainer, "(空)", "(empty)");
        buffer_format(&out, "%s%s %s", i ? in_language(explainer, "、", ", ") : "", table->columns[i].name, text);
    }
    entry_add(unit, ENTRY_SCORE, lang_format(in_language(explainer, "得分表这一行:%s", "in the table: %s"), buffer_text(&out)));
    buffer_release(&out);
}

static const char *cell_named(const struct output *table, const struct row_cells *cells, const char *name)
{
    for (uint32_t i = 0; i < table->column_count; i++)
        if (strcmp(table->columns[i].name, name) == 0)
            return cells->texts[i];
    return "";
}

static void want_results(struct explainer *explainer, const struct scheme *scheme, const char *code)
{
    explainer->wanted = lang_array(scheme->result_count + 1, sizeof *explainer->wanted);
    for (uint32_t i = 0; i < scheme->result_count; i++)
        explainer->wanted[i] = scheme->results[i].role != ROLE_KEY && (!code || strcmp(code, scheme->results[i].name) == 0);
}

/* The results that are asked for and are an indicator or the bonus, and their items. Returns how many. */
static uint32_t items_with_gains(const struct explainer *explainer, struct scheme *scheme, uint32_t *results, struct item **items)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < scheme->result_count; i++) {
        struct item *item = explainer->with_gains && explainer->wanted[i] ? item_of_result(scheme, &scheme->results[i]) : NULL;
        if (!item || item == scheme->deduction || item->domain != scheme->units)
            continue;
        results[count] = i;
        items[count++] = item;
    }
    return count;
}

/* What would score more, for each result; NULL for those of which it is not told. */
static struct gains **gains_of_results(struct explainer *explainer, struct scheme *scheme, uint32_t row)
{
    struct gains **gains = lang_array(scheme->result_count + 1, sizeof *gains), *found;
    struct item **items = lang_array(scheme->result_count + 1, sizeof *items);
    uint32_t *results = lang_array(scheme->result_count + 1, sizeof *results), count = items_with_gains(explainer, scheme, results, items), number;
    if (marks_find(&explainer->prepared_at, scheme, row, 0, &number))
        found = explainer->prepared[number];
    else
        found = gains_of(explainer, items, count, &row, 1);
    for (uint32_t i = 0; i < count; i++)
        gains[results[i]] = &found[i];
    return gains;
}

void explain_prepare(struct explainer *explainer, struct scheme *scheme, const uint32_t *rows, uint32_t count)
{
    struct item **items = lang_array(scheme->result_count + 1, sizeof *items);
    uint32_t *results = lang_array(scheme->result_count + 1, sizeof *results);
    explainer->scheme = scheme;
    want_results(explainer, scheme, NULL);
    uint32_t item_count = items_with_gains(explainer, scheme, results, items);
    struct gains *gains = gains_of(explainer, items, item_count, rows, count);
    for (uint32_t i = 0; i < count; i++) {
        marks_add(&explainer->prepared_at, scheme, rows[i], 0, explainer->prepared_count);
        *ARRAY_ADD(explainer->prepared, explainer->prepared_count) = &gains[(size_t)i * item_count];
    }
}

void explain_forget(struct explainer *explainer)
{
    marks_clear(&explainer->prepared_at);
    explainer->prepared = NULL;
    explainer->prepared_count = 0;
}

struct entry *explain_unit(struct explainer *explainer, struct scheme *scheme, uint32_t output, uint32_t row, const char *code)
{
    const struct output *table = &explainer->values.program->outputs[output];
    struct row_cells cells = cells_of(explainer, output, row);
    struct buffer title = {0};
    struct entry **told = lang_array(scheme->result_count + 1, sizeof *told);
    explainer->scheme = scheme;
    marks_clear(&explainer->named);
    want_results(explainer, scheme, code);
    for (uint32_t i = 0; i < table->column_count; i++)
        if (table->columns[i].role <= ROLE_NAME)
            buffer_format(&title, "%s ", cells.texts[i]);
    buffer_format(&title, "《%s》", scheme->title);
    if (scheme->year)
        buffer_format(&title, in_language(explainer, "%d年度", " %d"), scheme->year);
    struct entry *unit = entry_new(ENTRY_UNIT, lang_text(buffer_text(&title), title.length));
    buffer_release(&title);
    bool found = false;
    for (uint32_t i = 0; i < scheme->result_count; i++)
        found = found || explainer->wanted[i];
    struct gains **gains = gains_of_results(explainer, scheme, row);
    if (explainer->traced)
        trace_begin(explainer);
    for (bool more = true; more;) {     /* what is told may want further columns */
        more = false;
        for (uint32_t i = 0; i < scheme->result_count; i++)
            if (explainer->wanted[i] && !told[i]) {
                told[i] = explain_result(explainer, &scheme->results[i], cell_named(table, &cells, scheme->results[i].name), gains[i], row);
                more = true;
            }
    }
    for (int order = 0; order < ORDERS; order++)
        for (uint32_t i = 0; i < scheme->result_count; i++)
            if (told[i] && order_of(scheme->results[i].role) == order)
                entry_attach(unit, told[i]);
    if (!code) {
        struct entry *unused = entry_new(ENTRY_REST, in_language(explainer, "没有影响得分的数据", "data that the scores did not come to rest on"));
        explain_unused(explainer, unused, row);
        if (unused->count)
            entry_attach(unit, unused);
    }
    if (explainer->with_rank_gap)
        explainer->ranked = explain_rank_gap(explainer, unit, row) || explainer->ranked;
    add_scores(explainer, unit, output, &cells);
    trace_end(explainer, unit);
    return found ? unit : NULL;
}
