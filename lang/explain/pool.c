/* Figures that are taken of many rows: which rows these are, how many, and which of them decide. */
#include <string.h>
#include "explain/explain.h"
#include "memory.h"

enum { DECIDING_SHOWN = 3 };

struct row_set *pool_source(const struct node *node)
{
    return node->kind == NODE_FOLD || node->kind == NODE_DAYS ? node->target : node->domain;
}

bool pool_is_of_units(const struct explainer *explainer, const struct row_set *rows)
{
    for (uint32_t i = 0; i < explainer->model->scheme_count; i++)
        if (scheme_is_run(explainer->model->schemes[i]) && explainer->model->schemes[i]->units == rows)
            return true;
    return false;
}

/* ---- members ---- */

/* The group that the node's value at `row` is taken of; false where it has none. */
static bool group_at(struct explainer *explainer, const struct node *node, uint32_t row, int64_t *group)
{
    const struct node *own = node->kind == NODE_DAYS ? node->days[4] : node->kind == NODE_FOLD ? NULL : node->a;
    *group = node->kind == NODE_FOLD && node->a ? row : 0;
    if (!own)
        return true;
    struct value value = value_of(&explainer->values, own, row);
    *group = value.integer;
    return value.status == STATUS_PRESENT && value.integer >= 0;
}

static bool is_void(struct explainer *explainer, const struct row_set *rows, uint32_t row)
{
    return rows->void_rows && value_is_true(&explainer->values, rows->void_rows, row);
}

/* Whether rows of the future are left out: a running figure stops at its own row. */
static bool is_up_to(struct explainer *explainer, const struct node *node, uint32_t member, uint32_t row)
{
    if (node->kind != NODE_RUNNING || !node->days[0])
        return true;
    struct value a = value_of(&explainer->values, node->days[0], member), b = value_of(&explainer->values, node->days[0], row);
    if (node->days[0]->type == TYPE_NUMBER)
        return rational_compare(&a.number, &b.number) <= 0;
    return a.integer <= b.integer;
}

/* Rows of the group that count, or those that the rules leave out of everything. */
static void each_row(struct explainer *explainer, const struct node *node, uint32_t row, bool left_out, pool_member each, void *context)
{
    const struct row_set *source = pool_source(node);
    const struct node *filter = node->kind == NODE_DAYS ? node->days[5] : node->c;
    int64_t group;
    if (!source || source->program_domain == NONE || !group_at(explainer, node, row, &group))
        return;
    for (uint32_t i = 0; i < explainer->values.data->domains[source->program_domain].rows; i++) {
        if (node->a) {
            struct value index = value_of(&explainer->values, node->a, i);
            if (index.status != STATUS_PRESENT || index.integer != group)
                continue;
        }
        if (is_void(explainer, source, i) != left_out)
            continue;
        if (left_out || ((!filter || value_is_true(&explainer->values, filter, i)) && is_up_to(explainer, node, i, row)))
            each(context, i);
    }
}

void pool_members(struct explainer *explainer, const struct node *node, uint32_t row, pool_member each, void *context)
{
    each_row(explainer, node, row, false, each, context);
}

void pool_void_rows(struct explainer *explainer, const struct node *node, uint32_t row, pool_member each, void *context)
{
    if (pool_source(node) && pool_source(node)->void_rows)
        each_row(explainer, node, row, true, each, context);
}

/* ---- which rows decide ---- */

struct gathering {
    struct explainer *explainer;
    const struct node *node;
    uint32_t row;
    uint32_t rows, counted;             /* in the pool; with a value */
    uint32_t deciding[DECIDING_SHOWN], deciding_count;
    struct value above, below; uint32_t above_row, below_row; bool has_above, has_below;    /* RANK: the neighbours' ranks */
};

static void compare_rank(struct gathering *gathering, uint32_t row)
{
    struct values *values = &gathering->explainer->values;
    struct value own = value_of(values, gathering->node, gathering->row), rank = value_of(values, gathering->node, row);
    if (row == gathering->row || rank.status != STATUS_PRESENT || own.status != STATUS_PRESENT)
        return;
    int order = rational_compare(&rank.number, &own.number);
    if (order < 0 && (!gathering->has_above || rational_compare(&rank.number, &gathering->above.number) > 0)) {
        gathering->above = rank;
        gathering->above_row = row;
        gathering->has_above = true;
    }
    if (order > 0 && (!gathering->has_below || rational_compare(&rank.number, &gathering->below.number) < 0)) {
        gathering->below = rank;
        gathering->below_row = row;
        gathering->has_below = true;
    }
    if (order == 0 && gathering->deciding_count < DECIDING_SHOWN)
        gathering->deciding[gathering->deciding_count++] = row;
}

static void look_at(void *context, uint32_t row)
{
    struct gathering *gathering = context;
    const struct node *node = gathering->node;
    struct values *values = &gathering->explainer->values;
    gathering->rows++;
    if (node->kind == NODE_RANK) {
        gathering->counted += value_of(values, node, row).status == STATUS_PRESENT;
        compare_rank(gathering, row);
        return;
    }
    struct value value = node->b ? value_of(values, node->b, row) : (struct value){.status = STATUS_PRESENT};
    if (value.status != STATUS_PRESENT)
        return;
    gathering->counted++;
    if (node->fold != FOLD_MINIMUM && node->fold != FOLD_MAXIMUM)
        return;
    struct value result = value_of(values, node, gathering->row);
    bool same = node->type == TYPE_NUMBER ? rational_compare(&value.number, &result.number) == 0 : value.integer == result.integer;
    if (same && gathering->deciding_count < DECIDING_SHOWN)
        gathering->deciding[gathering->deciding_count++] = row;
}

static void add_member(struct gathering *gathering, struct entry *into, uint32_t row, const char *how)
{
    struct explainer *explainer = gathering->explainer;
    const struct node *node = gathering->node;
    struct row_set *source = pool_source(node);
    const struct domain_data *rows = &explainer->values.data->domains[source->program_domain];
    struct buffer out = {0};
    buffer_format(&out, "%s%s", how, say_row(explainer, source, row));
    uint32_t count = node->kind == NODE_RANK ? node->key_count : 1;
    for (uint32_t i = 0; i < count; i++) {
        const struct node *value = node->kind == NODE_RANK ? node->keys[i] : node->b;
        const char *name = value->kind == NODE_FIELD ? value->field->name : say_name(explainer, value);
        buffer_format(&out, "%s%s%s%s", i ? "、" : explainer->english ? ": " : ":", name ? name : "", name ? " " : "", say_value(explainer, value, row));
    }
    uint32_t line = rows->path ? written_line(&explainer->written, source->program_domain, row) : 0;
    if (rows->path)
        buffer_format(&out, in_language(explainer, "(%s.csv 第%u行)", " (%s.csv line %u)"), source->name, line);
    struct entry *entry = entry_add(into, ENTRY_MEMBER, lang_text(buffer_text(&out), out.length));
    entry->path = rows->path;
    entry->line = line;
    buffer_release(&out);
}

static void add_neighbours(struct gathering *gathering, struct entry *pool)
{
    struct explainer *explainer = gathering->explainer;
    const struct node *node = gathering->node;
    add_member(gathering, pool, gathering->row, in_language(explainer, "自己 ", "itself, "));
    for (uint32_t i = 0; i < gathering->deciding_count; i++)
        add_member(gathering, pool, gathering->deciding[i], in_language(explainer, "并列 ", "equal, "));
    if (gathering->has_above)
        add_member(gathering, pool, gathering->above_row, lang_format(in_language(explainer, "前面 第%s名 ", "before it, rank %s, "), say_value(explainer, node, gathering->above_row)));
    if (gathering->has_below)
        add_member(gathering, pool, gathering->below_row, lang_format(in_language(explainer, "后面 第%s名 ", "after it, rank %s, "), say_value(explainer, node, gathering->below_row)));
}

/* 未填的、免考的 are rows of the pool that give no value. */
static const char *pool_text(struct gathering *gathering, const char *name)
{
    struct explainer *explainer = gathering->explainer;
    const struct node *node = gathering->node;
    const struct row_set *source = pool_source(node);
    const struct node *value = node->kind == NODE_RANK ? node->keys[0] : node->b;
    const char *column = value && value->kind == NODE_FIELD ? value->field->name : NULL, *rows = source->kind == ROWS_LEDGER ? in_language(explainer, "行", "row(s)") : in_language(explainer, "组", "group(s)");
    const char *filter = node->c && node->c->kind != NODE_CONSTANT ? say_filter(explainer, node->c) : NULL;
    struct buffer out = {0};
    buffer_format(&out, "%s%s%s = %s", name ? name : "", name ? " = " : "", say_pool(explainer, node, gathering->row), say_value(explainer, node, gathering->row));
    buffer_format(&out, in_language(explainer, "(%s,%s%s%s%s%u %s", " (%s, %s%s%s%s%u %s"),
                  source->kind == ROWS_LEDGER ? lang_format("%s.csv", source->name) : say_rows(explainer, source), column ? in_language(explainer, "列 ", "column ") : "",
                  column ? column : "", column ? in_language(explainer, ",", ", ") : "", filter ? lang_format(in_language(explainer, "只算 %s 的,", "where %s, "), filter) : "",
                  gathering->rows, rows);
    if (gathering->counted != gathering->rows)
        buffer_format(&out, in_language(explainer, ",其中 %u %s有值", ", %u %s with a value"), gathering->counted, rows);
    buffer_append_text(&out, in_language(explainer, ")", ")"));
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

void explain_pool(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row, const char *name)
{
    if (!node->domain)
        row = 0;
    struct gathering gathering = {.explainer = explainer, .node = node, .row = row};
    pool_members(explainer, node, row, look_at, &gathering);
    const char *text = pool_text(&gathering, name);
    for (uint32_t i = 0; i < into->count; i++)
        if (into->parts[i]->kind == ENTRY_POOL && strcmp(into->parts[i]->text, text) == 0)
            return;                     /* two ways to rank equals that come to the same here */
    struct entry *pool = entry_add(into, ENTRY_POOL, text);
    if (node->kind == NODE_RANK) {
        if (gathering.rows && value_of(&explainer->values, node, row).status == STATUS_PRESENT)
            add_neighbours(&gathering, pool);
        return;
    }
    for (uint32_t i = 0; i < gathering.deciding_count; i++)
        add_member(&gathering, pool, gathering.deciding[i], in_language(explainer, "决定的行 ", "decided by "));
}
