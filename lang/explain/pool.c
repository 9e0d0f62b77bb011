/* Figures that are taken of many rows: which rows these are, how many, and which of them decide. */
#include <stdlib.h>
#include <string.h>
#include "elaborate/elaborate.h"
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

static struct grouped *group_rows(struct explainer *explainer, const struct node *index)
{
    struct grouped *grouped = lang_new(sizeof *grouped);
    uint32_t rows = explainer->values.data->domains[index->domain->program_domain].rows;
    int64_t *groups = lang_array(rows + 1, sizeof *groups);
    for (uint32_t row = 0; row < rows; row++) {
        struct value value = value_of(&explainer->values, index, row);
        groups[row] = value.known && value.status == STATUS_PRESENT ? value.integer : -1;
        if (groups[row] >= grouped->group_count)
            grouped->group_count = (uint32_t)groups[row] + 1;
    }
    grouped->first = lang_array(grouped->group_count + 1, sizeof *grouped->first);
    grouped->rows = lang_array(rows + 1, sizeof *grouped->rows);
    for (uint32_t row = 0; row < rows; row++)
        if (groups[row] >= 0)
            grouped->first[groups[row] + 1]++;
    for (uint32_t g = 0; g < grouped->group_count; g++)
        grouped->first[g + 1] += grouped->first[g];
    uint32_t *next = lang_array(grouped->group_count + 1, sizeof *next);
    for (uint32_t row = 0; row < rows; row++)
        if (groups[row] >= 0)
            grouped->rows[grouped->first[groups[row]] + next[groups[row]]++] = row;
    return grouped;
}

const struct grouped *pool_grouped(struct explainer *explainer, const struct node *index)
{
    uint32_t number;
    if (marks_find(&explainer->grouped_of, index, 0, 0, &number))
        return explainer->grouped[number];
    struct grouped *grouped = group_rows(explainer, index);
    marks_add(&explainer->grouped_of, index, 0, 0, explainer->grouped_count);
    return *ARRAY_ADD(explainer->grouped, explainer->grouped_count) = grouped;
}

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

/* Whether the row is in the pool whose figure stands at `row`. */
static bool takes_part(struct explainer *explainer, const struct node *node, uint32_t row, uint32_t member, bool left_out)
{
    const struct node *filter = node->kind == NODE_DAYS ? node->days[5] : node->c;
    if (is_void(explainer, pool_source(node), member) != left_out)
        return false;
    return left_out || ((!filter || value_is_true(&explainer->values, filter, member)) && is_up_to(explainer, node, member, row));
}

/* Rows of the group that count, or those that the rules leave out of everything. */
static void each_row(struct explainer *explainer, const struct node *node, uint32_t row, bool left_out, pool_member each, void *context)
{
    const struct row_set *source = pool_source(node);
    int64_t group;
    if (!source || source->program_domain == NONE || !group_at(explainer, node, row, &group))
        return;
    const struct grouped *grouped = node->a ? pool_grouped(explainer, node->a) : NULL;
    if (grouped && group >= grouped->group_count)
        return;
    uint32_t first = grouped ? grouped->first[group] : 0, end = grouped ? grouped->first[group + 1] : explainer->values.data->domains[source->program_domain].rows;
    for (uint32_t i = first; i < end; i++) {
        uint32_t member = grouped ? grouped->rows[i] : i;
        if (takes_part(explainer, node, row, member, left_out))
            each(context, member);
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

struct ranked { struct rational rank; uint32_t row; };
struct pool_summary {
    uint32_t rows, counted;             /* in the pool; with a value */
    uint32_t deciding[DECIDING_SHOWN], deciding_count;      /* of the highest or lowest */
    struct ranked *ranked; uint32_t ranked_count;           /* RANK: by rank, then as in the ledger */
};
struct gathering {
    struct explainer *explainer;
    const struct node *node;
    uint32_t row;
    struct pool_summary *summary;
};

static void look_at(void *context, uint32_t row)
{
    struct gathering *gathering = context;
    struct pool_summary *summary = gathering->summary;
    const struct node *node = gathering->node, *given = node->kind == NODE_RANK ? node : node->b;
    struct values *values = &gathering->explainer->values;
    summary->rows++;
    struct value value = given ? value_of(values, given, row) : (struct value){.status = STATUS_PRESENT};
    if (value.status != STATUS_PRESENT)
        return;
    summary->counted++;
    if (node->kind == NODE_RANK)
        *ARRAY_ADD(summary->ranked, summary->ranked_count) = (struct ranked){value.number, row};
    if (node->kind == NODE_RANK || (node->fold != FOLD_MINIMUM && node->fold != FOLD_MAXIMUM) || summary->deciding_count == DECIDING_SHOWN)
        return;
    struct value result = value_of(values, node, gathering->row);
    if (node->type == TYPE_NUMBER ? rational_compare(&value.number, &result.number) == 0 : value.integer == result.integer)
        summary->deciding[summary->deciding_count++] = row;
}

static int by_rank(const void *a, const void *b)
{
    const struct ranked *first = a, *second = b;
    int order = rational_compare(&first->rank, &second->rank);
    return order ? order : (first->row > second->row) - (first->row < second->row);
}

/* A pool of many units is gone through once: what it comes to is the same for each of them. */
static struct pool_summary *summary_of(struct explainer *explainer, const struct node *node, uint32_t row)
{
    uint32_t number;
    int64_t group = 0;
    bool shared = node->kind != NODE_RUNNING && node->kind != NODE_DAYS && group_at(explainer, node, row, &group);
    if (shared && marks_find(&explainer->summary_of, node, (uint32_t)group, 0, &number))
        return explainer->summaries[number];
    struct gathering gathering = {explainer, node, row, lang_new(sizeof *gathering.summary)};
    pool_members(explainer, node, row, look_at, &gathering);
    if (gathering.summary->ranked_count)
        qsort(gathering.summary->ranked, gathering.summary->ranked_count, sizeof *gathering.summary->ranked, by_rank);
    if (shared) {
        marks_add(&explainer->summary_of, node, (uint32_t)group, 0, explainer->summary_count);
        *ARRAY_ADD(explainer->summaries, explainer->summary_count) = gathering.summary;
    }
    return gathering.summary;
}

/* How many rows of the pool have a rank that is better. */
static uint32_t better_than(const struct pool_summary *summary, const struct rational *rank)
{
    uint32_t low = 0, high = summary->ranked_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (rational_compare(&summary->ranked[middle].rank, rank) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t pool_above(struct explainer *explainer, const struct node *rank, uint32_t row)
{
    struct value own = value_of(&explainer->values, rank, row);
    const struct pool_summary *summary = own.status == STATUS_PRESENT ? summary_of(explainer, rank, row) : NULL;
    uint32_t better = summary ? better_than(summary, &own.number) : 0, first = better;
    while (first > 1 && rational_compare(&summary->ranked[first - 2].rank, &summary->ranked[better - 1].rank) == 0)
        first--;
    return better ? summary->ranked[first - 1].row : NONE;
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
        buffer_format(&out, in_language(explainer, "(%s 第%u行)", " (%s line %u)"), say_file(explainer, source), line);
    struct entry *entry = entry_add(into, ENTRY_MEMBER, lang_text(buffer_text(&out), out.length));
    entry->path = rows->path;
    entry->line = line;
    buffer_release(&out);
}

static void add_neighbours(struct gathering *gathering, struct entry *pool)
{
    struct explainer *explainer = gathering->explainer;
    const struct node *node = gathering->node;
    const struct pool_summary *summary = gathering->summary;
    struct value own = value_of(&explainer->values, node, gathering->row);
    uint32_t at = better_than(summary, &own.number), above = pool_above(explainer, node, gathering->row), equals = 0;
    add_member(gathering, pool, gathering->row, in_language(explainer, "自己 ", "itself, "));
    for (; at < summary->ranked_count && rational_compare(&summary->ranked[at].rank, &own.number) == 0; at++)
        if (summary->ranked[at].row != gathering->row && equals++ < DECIDING_SHOWN)
            add_member(gathering, pool, summary->ranked[at].row, in_language(explainer, "并列 ", "equal, "));
    if (above != NONE)
        add_member(gathering, pool, above, lang_format(in_language(explainer, "前面 第%s名 ", "before it, rank %s, "), say_value(explainer, node, above)));
    if (at < summary->ranked_count)
        add_member(gathering, pool, summary->ranked[at].row,
                   lang_format(in_language(explainer, "后面 第%s名 ", "after it, rank %s, "), say_value(explainer, node, summary->ranked[at].row)));
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
                  source->kind == ROWS_LEDGER ? say_file(explainer, source) : say_rows(explainer, source), column ? in_language(explainer, "列 ", "column ") : "",
                  column ? column : "", column ? in_language(explainer, ",", ", ") : "", filter ? lang_format(in_language(explainer, "只算 %s 的,", "where %s, "), filter) : "",
                  gathering->summary->rows, rows);
    if (gathering->summary->counted != gathering->summary->rows)
        buffer_format(&out, in_language(explainer, ",其中 %u %s有值", ", %u %s with a value"), gathering->summary->counted, rows);
    buffer_append_text(&out, in_language(explainer, ")", ")"));
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

/* The same for machines. */
static const char *pool_members_text(const struct gathering *gathering)
{
    const struct node *node = gathering->node, *value = node->kind == NODE_RANK ? node->keys[0] : node->b;
    struct buffer out = {0};
    buffer_append_text(&out, ",\"ledger\":");
    json_text(say_rows(gathering->explainer, pool_source(node)), &out);
    if (value && field_behind(value)) {
        buffer_append_text(&out, ",\"column\":");
        json_text(field_behind(value)->name, &out);
    }
    if (node->c && node->c->kind != NODE_CONSTANT) {
        buffer_append_text(&out, ",\"filter\":");
        json_text(say_filter(gathering->explainer, node->c), &out);
    }
    buffer_format(&out, ",\"rows\":%u,\"with_value\":%u", gathering->summary->rows, gathering->summary->counted);
    return say_kept(&out);
}

void explain_pool(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row, const char *name)
{
    if (!node->domain)
        row = 0;
    struct gathering gathering = {explainer, node, row, summary_of(explainer, node, row)};
    const char *text = pool_text(&gathering, name);
    for (uint32_t i = 0; i < into->count; i++)
        if (into->parts[i]->kind == ENTRY_POOL && strcmp(into->parts[i]->text, text) == 0)
            return;                     /* two ways to rank equals that come to the same here */
    struct entry *pool = entry_add(into, ENTRY_POOL, text);
    pool->extra = pool_members_text(&gathering);
    if (node->kind == NODE_RANK) {
        if (gathering.summary->rows && value_of(&explainer->values, node, row).status == STATUS_PRESENT)
            add_neighbours(&gathering, pool);
        return;
    }
    for (uint32_t i = 0; i < gathering.summary->deciding_count; i++)
        add_member(&gathering, pool, gathering.summary->deciding[i], in_language(explainer, "决定的行 ", "decided by "));
}
