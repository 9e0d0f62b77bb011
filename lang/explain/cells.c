/* All cells that a figure rests on: the graph below it is walked with the row at hand, through references and folds to the rows that belong
 * to the unit, past the sides that were not taken. Rows of other units are a pool and are not listed. */
#include <string.h>
#include "explain/explain.h"
#include "memory.h"

struct walk { struct explainer *explainer; struct entry *into; };

static void visit(struct walk *walk, const struct node *node, uint32_t row);

static bool seen(struct explainer *explainer, const struct node *node, uint32_t row) { return !marks_add(&explainer->seen, node, row, 0, 0); }

static uint32_t field_number(const struct field_model *field)
{
    uint32_t number = 0;
    while (field->owner->fields[number] != field)
        number++;
    return number;
}

/* 97.80% as 97.8%: zeros at the end of decimals say nothing. */
static const char *without_zeros(const char *text)
{
    size_t digits = strspn(text, "-0123456789,"), end = digits;
    if (text[digits] != '.')
        return text;
    size_t decimals = digits + 1 + strspn(text + digits + 1, "0123456789");
    for (size_t i = digits; i < decimals; i++)
        if (text[i] != '0' && text[i] != '.')
            end = i + 1;
    return lang_format("%.*s%s", (int)end, text, text + decimals);
}

/* Whether what is written needs no second reading: it is the value, with or without its unit. */
static bool is_plain(const char *written, const char *meaning)
{
    const char *short_form = without_zeros(written);
    return !*written || strncmp(meaning, written, strlen(written)) == 0 || strncmp(meaning, short_form, strlen(short_form)) == 0 || strstr(meaning, "…") != NULL;
}

static bool is_yes_or_no(const struct field_model *field, const char *written)
{
    return field->type == TYPE_BOOLEAN && (strcmp(written, "是") == 0 || strcmp(written, "否") == 0);
}

void explain_cell(struct explainer *explainer, struct entry *into, enum entry_kind kind, const struct field_model *field, uint32_t row)
{
    uint32_t domain = field->owner->program_domain;
    marks_add(&explainer->named, field, row, 0, 0);
    const char *meaning = say_field_value(explainer, field, row), *written = written_cell(&explainer->written, domain, field_number(field), row);
    uint32_t line = written_line(&explainer->written, domain, row);
    const char *shown = !written ? meaning : *written ? written : in_language(explainer, "(空)", "(empty)");
    const char *place = lang_format(in_language(explainer, "%s 第%u行", "%s line %u"), say_file(explainer, field->owner), line);
    const char *reading = !written || is_plain(written, meaning) || is_yes_or_no(field, written) ? "" : lang_format(in_language(explainer, "(即 %s)", " (that is %s)"), meaning);
    const char *brief = lang_format(in_language(explainer, "%s:%s%s", "%s: %s%s"), field->name, shown, reading);
    struct entry *entry = entry_add(into, kind, lang_format(in_language(explainer, "%s %s", "%s, %s"), place, brief));
    entry->place = place;
    entry->brief = brief;
    entry->name = field->name;
    entry->value = written ? written : meaning;
    entry->path = explainer->values.data->domains[domain].path;
    entry->line = line;
}

struct membership { struct walk *walk; const struct node *node; };

/* What the row gives to the figure: value, filter, keys, order. */
static void visit_given(struct walk *walk, const struct node *node, uint32_t row)
{
    visit(walk, node->a, row);
    visit(walk, node->b, row);
    visit(walk, node->c, row);
    for (uint32_t i = 0; i < node->key_count; i++)
        visit(walk, node->keys[i], row);
    for (int i = 0; i < 6; i++)
        if (node->kind == NODE_RUNNING || i < 2 || i == 5)
            visit(walk, node->days[i], row);
}

static void visit_member(void *context, uint32_t row)
{
    struct membership *membership = context;
    visit_given(membership->walk, membership->node, row);
    visit(membership->walk, pool_source(membership->node)->void_rows, row);
}

/* The row counts for nothing: only what made it so, and whose it is, are told. */
static void visit_void(void *context, uint32_t row)
{
    struct membership *membership = context;
    visit(membership->walk, membership->node->a, row);
    visit(membership->walk, pool_source(membership->node)->void_rows, row);
}

static void visit_reduction(struct walk *walk, const struct node *node, uint32_t row)
{
    struct explainer *explainer = walk->explainer;
    const struct row_set *source = pool_source(node);
    if (node->kind == NODE_DAYS)
        for (int i = 2; i < 5; i++)
            visit(walk, node->days[i], row);
    if (pool_is_of_units(explainer, source)) {      /* others are not listed; the unit's own row is */
        if (node->kind != NODE_FOLD)
            visit_given(walk, node, row);
        return;
    }
    struct membership membership = {walk, node};
    pool_members(explainer, node, row, visit_member, &membership);
    pool_void_rows(explainer, node, row, visit_void, &membership);
}

static void visit_select(struct walk *walk, const struct node *node, uint32_t row)
{
    visit(walk, node->a, row);
    struct value condition = value_of(&walk->explainer->values, node->a, row);
    if (condition.status == STATUS_PRESENT)
        visit(walk, condition.integer ? node->b : node->c, row);
}

static void visit_gathered(struct walk *walk, const struct node *node, uint32_t row)
{
    visit(walk, node->a, row);
    struct value index = value_of(&walk->explainer->values, node->a, row);
    if (index.status != STATUS_PRESENT || index.integer < 0)
        return;
    visit(walk, node->b, (uint32_t)index.integer);
    if (node->b->kind == NODE_FOLD && pool_source(node->b) == node->domain) {       /* the row is one of its own pool */
        struct walk own = *walk;
        visit_given(&own, node->b, row);
    }
}

static void visit(struct walk *walk, const struct node *node, uint32_t row)
{
    if (!node || node->kind == NODE_CONSTANT || (node != walk->explainer->root && explain_is_result(walk->explainer, node)) ||
        seen(walk->explainer, node, node->domain ? row : 0))
        return;
    switch (node->kind) {
    case NODE_GROUP_KEY: return;        /* told of by the rows of the group */
    case NODE_FIELD: explain_cell(walk->explainer, walk->into, ENTRY_CELL, node->field, row); return;
    case NODE_GATHER: visit_gathered(walk, node, row); return;
    case NODE_GROUP:
        for (uint32_t i = 0; i < node->key_count; i++)
            visit(walk, node->keys[i], row);
        return;
    case NODE_FOLD: case NODE_RANK: case NODE_RUNNING: case NODE_DAYS: visit_reduction(walk, node, row); return;
    case NODE_OPERATION:
        if (node->op == OP_SELECT) {
            visit_select(walk, node, row);
            return;
        }
        break;
    default: break;
    }
    visit(walk, node->a, row);
    visit(walk, node->b, row);
    visit(walk, node->c, row);
}

void explain_cells(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row)
{
    struct walk walk = {explainer, into};
    visit(&walk, node, row);
}

/* ---- what is left ---- */

struct leftover { struct explainer *explainer; struct entry *into; struct marks fields; uint32_t row; };

static void take_field(void *context, const struct field_model *field)
{
    struct leftover *leftover = context;
    marks_add(&leftover->fields, field, 0, 0, 0);
}

static void add_row(struct leftover *leftover, const struct row_set *ledger, uint32_t row)
{
    for (uint32_t i = 0; i < ledger->field_count; i++)
        if (marks_find(&leftover->fields, ledger->fields[i], 0, 0, NULL) && !marks_find(&leftover->explainer->named, ledger->fields[i], row, 0, NULL))
            explain_cell(leftover->explainer, leftover->into, ENTRY_CELL, ledger->fields[i], row);
}

/* Rows of a ledger that name the unit. */
static void add_rows_of_unit(struct leftover *leftover, struct row_set *ledger, const struct row_set *units)
{
    for (uint32_t i = 0; i < ledger->field_count; i++) {
        if (ledger->fields[i]->reference != units || !marks_find(&leftover->fields, ledger->fields[i], 0, 0, NULL))
            continue;
        const struct grouped *grouped = pool_grouped(leftover->explainer, node_field(leftover->explainer->model->pool, ledger, ledger->fields[i]));
        for (uint32_t k = leftover->row < grouped->group_count ? grouped->first[leftover->row] : 0; leftover->row < grouped->group_count && k < grouped->first[leftover->row + 1]; k++)
            add_row(leftover, ledger, grouped->rows[k]);
    }
}

void explain_unused(struct explainer *explainer, struct entry *into, uint32_t row)
{
    const struct scheme *scheme = explainer->scheme;
    struct leftover leftover = {.explainer = explainer, .into = into, .row = row};
    for (uint32_t i = 0; i < scheme->result_count; i++)
        if (scheme->results[i].node && scheme->results[i].role != ROLE_KEY)
            node_fields(&scheme->results[i].node, 1, NULL, take_field, &leftover);
    add_row(&leftover, scheme->units, row);
    for (uint32_t i = 0; i < scheme->ledger_count; i++)
        if (scheme->ledgers[i] != scheme->units)
            add_rows_of_unit(&leftover, scheme->ledgers[i], scheme->units);
}
