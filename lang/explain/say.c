/* Names and values of the model as policy text: 推广面积, 28.4125万亩, 95%, 本类最高. Expressions of them are say_expression.c's. */
#include <string.h>
#include "diagnostic/collection.h"
#include "elaborate/elaborate.h"
#include "explain/explain.h"
#include "memory.h"
#include "number/date.h"

enum { DECIMALS_SHOWN = 12, DECIMALS_CUT = 8 };

const char *say_kept(struct buffer *out)
{
    const char *text = lang_text(buffer_text(out), out->length);
    buffer_release(out);
    return text;
}

/* ---- names ---- */

static const char *name_in(struct quantity *const *list, uint32_t count, const struct node *node)
{
    for (uint32_t i = 0; i < count; i++)
        if (list[i]->node == node && strcmp(list[i]->name, "得分率") != 0 && strcmp(list[i]->name, "得分") != 0)
            return list[i]->name;
    return NULL;
}

/* Within an item its own score has no name: it is what is being worked out. */
static bool is_score(const struct explainer *explainer, const struct item *item, const struct node *node)
{
    return item->counted == node || ((item->item_score == node || item->exact == node) && item != explainer->item);
}

static const char *name_in_scheme(const struct explainer *explainer, const struct scheme *scheme, const struct node *node)
{
    for (uint32_t i = 0; i < scheme->item_count; i++)
        if (is_score(explainer, scheme->items[i], node))
            return scheme->items[i]->code;
    for (uint32_t v = 0; v < scheme->variant_count; v++)
        for (uint32_t i = 0; i < scheme->variants[v]->item_count; i++)
            if (scheme->variants[v]->items[i]->counted == node)
                return scheme->variants[v]->items[i]->name;
    for (uint32_t i = 0; i < scheme->ledger_count; i++) {
        const struct item *scored = scheme->ledgers[i]->scored;
        if (scored && is_score(explainer, scored, node))
            return in_language(explainer, "得分", "score");
        if (scored && node->kind == NODE_OPERATION && node->op == OP_DIVIDE && node->b == scored->weight && is_score(explainer, scored, node->a))
            return in_language(explainer, "得分率", "rate");
        const char *name = name_in(scheme->ledgers[i]->quantities, scheme->ledgers[i]->quantity_count, node);
        if (!name && scored)
            name = name_in(scored->quantities, scored->quantity_count, node);
        if (name)
            return name;
    }
    for (uint32_t i = 0; i < scheme->result_count; i++)
        if (scheme->results[i].node == node)
            return scheme->results[i].name;
    for (uint32_t i = 0; i < scheme->places_count; i++) {
        const char *name = name_in(scheme->places[i]->quantities, scheme->places[i]->quantity_count, node);
        if (name)
            return name;
    }
    if (scheme->bonus && scheme->bonus->counted == node)
        return "加分";
    return scheme->deduction && scheme->deduction->counted == node ? "扣分" : name_in(scheme->quantities, scheme->quantity_count, node);
}

/* Looked for in the scheme at hand, then in the others: what does not depend on the item at hand. */
static const char *find_name(const struct explainer *explainer, const struct node *node)
{
    const char *name = explainer->scheme ? name_in_scheme(explainer, explainer->scheme, node) : NULL;
    for (uint32_t i = 0; !name && i < explainer->model->scheme_count; i++)
        if (scheme_is_run(explainer->model->schemes[i]))
            name = name_in_scheme(explainer, explainer->model->schemes[i], node);
    return name;
}

const char *say_name(struct explainer *explainer, const struct node *node)
{
    const struct item *item = explainer->item;
    const char *name = item ? name_in(item->quantities, item->quantity_count, node) : NULL;
    uint32_t number = 0, scheme = 0;
    if (name || node->kind == NODE_CONSTANT || node->kind == NODE_FIELD)
        return name && node->kind != NODE_FIELD ? name : NULL;
    if (item && node == item->effective_weight && node != item->weight)
        return in_language(explainer, "权重", "weight");
    if (item && (node == item->item_score || node == item->exact))
        return find_name(explainer, node);
    while (scheme < explainer->model->scheme_count && explainer->model->schemes[scheme] != explainer->scheme)
        scheme++;
    if (marks_find(&explainer->name_of, node, scheme, 0, &number))
        return explainer->names[number];
    name = find_name(explainer, node);
    marks_add(&explainer->name_of, node, scheme, 0, explainer->name_count);
    return *ARRAY_ADD(explainer->names, explainer->name_count) = name;
}

/* ---- numbers ---- */

/* places < 0: as many as the number has. */
static void append_number(struct buffer *out, const struct rational *number, int places)
{
    int decimals = rational_decimals(number);
    if (decimals >= 0 && decimals < places)
        rational_format(number, places, out);
    else
        rational_format_cut(number, DECIMALS_SHOWN, DECIMALS_CUT, out);
}

static void append_amount(const struct explainer *explainer, struct buffer *out, const struct rational *number, const struct unit *unit, int places)
{
    struct rational scaled;
    rational_init(&scaled);
    rational_copy(&scaled, number);
    bool share = unit->part_count == 0 && unit->ratio != RATIO_PLAIN;
    if (share) {
        struct rational hundred;
        rational_init(&hundred);
        rational_set(&hundred, 100, 1);
        rational_multiply(&scaled, &scaled, &hundred);
        places = places > 2 ? places - 2 : 0;
    }
    append_number(out, &scaled, places);
    if (share)
        buffer_append_text(out, unit->ratio == RATIO_PERCENT ? "%" : in_language(explainer, "个百分点", " points of %"));
    else
        buffer_format(out, "%s%s", explainer->english && unit->part_count ? " " : "", unit_base_text(unit, explainer->english));
    rational_clear(&scaled);
}

/* The places that the rules round to, where the value is a rounded one. */
static int places_of(struct explainer *explainer, const struct node *node, uint32_t row)
{
    const struct node *decides = deciding_node(explainer, node, row);
    if (decides->kind == NODE_OPERATION && decides->op == OP_ROUND)
        return rational_decimals(&decides->value.number);
    const struct scheme *scheme = explainer->scheme;
    for (uint32_t i = 0; scheme && scheme->has_rounding && i < scheme->result_count; i++)       /* scores are written alike in the table */
        if (scheme->results[i].node == node && node->type == TYPE_NUMBER && node->unit == unit_points())
            return rational_decimals(&scheme->quantum);
    return -1;
}

const char *say_rounding(const struct explainer *explainer, enum rounding mode)
{
    static const char *const words[][2] = {
#define X(name, zh, en) {zh, en},
        ROUNDING_MODES(X)
#undef X
    };
    return words[mode][explainer->english];
}

/* ---- values ---- */

const char *say_status(const struct explainer *explainer, enum status status)
{
    static const char *const words[STATUS_COUNT][2] = {
        [STATUS_NOT_APPLICABLE] = {"不适用", "not applicable"}, [STATUS_EXEMPT] = {"免考", "exempt"}, [STATUS_MISSING] = {"未填", "empty"},
        [STATUS_ERROR] = {"算不出", "no value"}};
    return words[status][explainer->english];
}

/* A row of the source that is in the group: its keys are the group's. */
static uint32_t row_of_group(struct explainer *explainer, const struct row_set *groups, uint32_t group)
{
    struct node_pool *pool = explainer->model->pool;
    uint32_t number = 0;
    if (!marks_find(&explainer->index_of, groups, 0, 0, &number)) {
        const struct node *node = NULL;
        while (number < node_pool_count(pool) && ((node = node_pool_at(pool, number))->kind != NODE_GROUP || node->target != groups))
            number++;
        marks_add(&explainer->index_of, groups, 0, 0, number);
    }
    const struct grouped *grouped = number < node_pool_count(pool) ? pool_grouped(explainer, node_pool_at(pool, number)) : NULL;
    return grouped && group < grouped->group_count && grouped->first[group] < grouped->first[group + 1] ? grouped->rows[grouped->first[group]] : NONE;
}

const char *say_file(const struct explainer *explainer, const struct row_set *ledger)
{
    const struct domain_data *rows = &explainer->values.data->domains[ledger->program_domain];
    const char *slash = rows->path ? strrchr(rows->path, '/') : NULL, *file = slash ? slash + 1 : rows->path ? rows->path : ledger->name;
    return rows->sheet ? lang_format(in_language(explainer, "%s「%s」", "%s \"%s\""), file, rows->sheet) : file;
}

bool say_key_is_unit(const struct explainer *explainer, struct node *const *keys, uint32_t count, uint32_t number)
{
    const struct node *key = keys[number];
    return count > 1 && explainer->scheme && key->kind == NODE_FIELD && key->type == TYPE_INDEX && key->target == explainer->scheme->units;
}

const char *say_row(struct explainer *explainer, const struct row_set *rows, uint32_t row)
{
    struct buffer out = {0};
    uint32_t count = rows->kind == ROWS_GROUPS ? rows->group_key_count : rows->key_count;
    for (uint32_t i = 0; i < count; i++) {
        if (rows->kind == ROWS_GROUPS && say_key_is_unit(explainer, rows->group_keys, count, i))
            continue;
        if (out.length)
            buffer_append_char(&out, ' ');
        if (rows->kind == ROWS_LEDGER) {
            buffer_append_text(&out, say_field_value(explainer, rows->fields[rows->keys[i]], row));
            continue;
        }
        uint32_t member = row_of_group(explainer, rows, row);
        if (member != NONE)
            buffer_append_text(&out, say_value(explainer, rows->group_keys[i], member));
    }
    if (!out.length && rows->kind == ROWS_LEDGER)
        buffer_format(&out, in_language(explainer, "第%u行", "line %u"), written_line(&explainer->written, rows->program_domain, row));
    return say_kept(&out);
}

static void append_value(struct explainer *explainer, struct buffer *out, const struct node *node, const struct value *value, int places)
{
    if (value->status != STATUS_PRESENT) {
        buffer_append_text(out, say_status(explainer, value->status));
        return;
    }
    switch (node->type) {
    case TYPE_NUMBER: append_amount(explainer, out, &value->number, node->unit, places); return;
    case TYPE_BOOLEAN: buffer_append_text(out, value->integer ? in_language(explainer, "是", "yes") : in_language(explainer, "否", "no")); return;
    case TYPE_DATE: date_format((int32_t)value->integer, out); return;
    case TYPE_CATEGORY: buffer_append_text(out, node->categories->names[value->integer]); return;
    case TYPE_INDEX:
        if (value->integer >= 0 && node->target)
            buffer_append_text(out, say_row(explainer, node->target, (uint32_t)value->integer));
        return;
    default: return;
    }
}

/* The field that the node is: itself, or brought to base units. */
const struct field_model *field_behind(const struct node *node)
{
    if (node->kind == NODE_FIELD)
        return node->field;
    bool scaled = node->kind == NODE_OPERATION && node->op == OP_MULTIPLY && node->a->kind == NODE_FIELD && node->b->kind == NODE_CONSTANT &&
                  node->a->type == TYPE_NUMBER && !node->a->field->percent && rational_compare(&node->a->field->factor, &node->b->value.number) == 0;
    return scaled ? node->a->field : NULL;
}

const char *say_field_value(struct explainer *explainer, const struct field_model *field, uint32_t row)
{
    const struct column_data *column = &explainer->values.data->columns[field->program_column];
    struct buffer out = {0};
    if (field->type == TYPE_TEXT) {
        size_t length;
        const char *text = column_text(column, row, &length);
        return length ? lang_text(text, length) : say_status(explainer, STATUS_MISSING);
    }
    struct node like = {.kind = NODE_FIELD, .type = field->type, .unit = field->unit, .categories = field->categories, .target = field->reference,
                        .domain = field->owner, .field = field};
    struct value value = value_of(&explainer->values, &like, row);
    if (field->type == TYPE_NUMBER && value.status == STATUS_PRESENT && !field->percent && field->unit_name) {
        append_number(&out, &value.number, -1);         /* in the unit that the ledger is kept in */
        buffer_append_text(&out, field->unit_name);
    } else
        append_value(explainer, &out, &like, &value, -1);
    return say_kept(&out);
}

const char *say_like(struct explainer *explainer, const struct node *node, const struct value *value, int places)
{
    struct buffer out = {0};
    append_value(explainer, &out, node, value, places);
    return say_kept(&out);
}

const char *say_given(struct explainer *explainer, const struct node *node, const struct value *value)
{
    struct node like = *node;
    const struct field_model *field = node->kind == NODE_FIELD ? node->field : NULL;
    if (field && field->type == TYPE_NUMBER && !field->percent && field->unit_name) {
        struct buffer out = {0};
        append_number(&out, &value->number, -1);
        buffer_append_text(&out, field->unit_name);
        return say_kept(&out);
    }
    like.unit = field ? field->unit : node->unit;
    return say_like(explainer, &like, value, -1);
}

const char *say_difference(struct explainer *explainer, const struct node *node, const struct value *difference)
{
    struct unit points = *node->unit;
    struct node like = *node;
    if (node->unit->part_count != 0 || node->unit->ratio != RATIO_PERCENT)
        return say_given(explainer, node, difference);
    points.ratio = RATIO_POINTS;
    like.unit = &points;
    return say_like(explainer, &like, difference, -1);
}

const char *say_value(struct explainer *explainer, const struct node *node, uint32_t row)
{
    return say_value_in(explainer, node, row, node->unit);
}

/* The field in whose unit a figure is told: its highest, lowest, sum; 12.5亿元 rather than 1250000000元. */
static const struct field_model *unit_field(const struct node *node)
{
    if (!node || node->type != TYPE_NUMBER || node->unit->part_count == 0)
        return NULL;
    const struct field_model *field = field_behind(node);
    if (field)
        return field->percent || !field->unit_name ? NULL : field;
    if (node->kind == NODE_FOLD || node->kind == NODE_RUNNING || node->kind == NODE_GATHER)
        return node->kind == NODE_GATHER || node->fold != FOLD_COUNT ? unit_field(node->b) : NULL;
    if (node->kind != NODE_OPERATION)
        return NULL;
    if (node->op == OP_SELECT)          /* a field, and what stands in for its empty cells */
        return unit_field(node->c) ? unit_field(node->c) : unit_field(node->b);
    bool scaled = (node->op == OP_MULTIPLY || node->op == OP_DIVIDE) && node->b->unit && node->b->unit->part_count == 0;
    if (scaled)
        return unit_field(node->a);
    bool alike = node->op == OP_ADD || node->op == OP_SUBTRACT || node->op == OP_MINIMUM || node->op == OP_MAXIMUM;
    const struct field_model *a = alike ? unit_field(node->a) : NULL, *b = a ? unit_field(node->b) : NULL;
    return b && rational_compare(&a->factor, &b->factor) == 0 ? a : NULL;
}

static void append_in_unit_of(struct buffer *out, const struct field_model *field, const struct rational *number)
{
    struct rational scaled;
    rational_init(&scaled);
    rational_divide(&scaled, number, &field->factor);
    append_number(out, &scaled, -1);
    buffer_append_text(out, field->unit_name);
    rational_clear(&scaled);
}

const char *say_apart(struct explainer *explainer, const struct node *node, const struct node *other, const struct value *difference)
{
    const struct field_model *field = unit_field(node);
    if (field && rational_sign(&field->factor) > 0) {
        struct buffer out = {0};
        append_in_unit_of(&out, field, &difference->number);
        return say_kept(&out);
    }
    struct node like = *node;
    if (node->unit == unit_plain() && other->unit->part_count == 0)
        like.unit = other->unit;        /* 按期办结率 1 is a share where it is compared with one */
    like.kind = NODE_OPERATION;
    return say_difference(explainer, &like, difference);
}

/* ---- ratios that are spoken of as shares ---- */

/* 完成率 = 播种面积 ÷ 播种任务: a quotient of one unit, or what was chosen among or rounded from such. */
static bool is_ratio(const struct node *node)
{
    if (!node || node->type != TYPE_NUMBER || node->unit != unit_plain())
        return false;
    if (node->kind == NODE_FOLD || node->kind == NODE_RUNNING || node->kind == NODE_GATHER)
        return (node->kind == NODE_GATHER || node->fold != FOLD_COUNT) && is_ratio(node->b);
    if (node->kind != NODE_OPERATION)
        return false;
    if (node->op == OP_DIVIDE)
        return node->a->unit == node->b->unit;
    bool same = node->op == OP_ROUND || node->op == OP_MINIMUM || node->op == OP_MAXIMUM || node->op == OP_ADD || node->op == OP_SUBTRACT;
    return (same && is_ratio(node->a)) || (node->op == OP_SELECT && (is_ratio(node->b) || is_ratio(node->c)));
}

static bool is_share_unit(const struct unit *unit) { return unit->part_count == 0 && unit->ratio != RATIO_PLAIN; }

/* What the rules set beside 95% or divide by 5% is a share itself. */
static void find_shares(struct explainer *explainer)
{
    struct node_pool *pool = explainer->model->pool;
    for (uint32_t i = 0; i < node_pool_count(pool); i++) {
        const struct node *node = node_pool_at(pool, i), *operands[2] = {node->a, node->b};
        bool beside = node->kind == NODE_OPERATION && (node->op == OP_LESS || node->op == OP_LESS_EQUAL || node->op == OP_EQUAL || node->op == OP_MINIMUM ||
                                                       node->op == OP_MAXIMUM || node->op == OP_ADD || node->op == OP_SUBTRACT);
        bool divided = node->kind == NODE_OPERATION && node->op == OP_DIVIDE;
        if (divided && is_ratio(node) && node->a->unit == unit_points())      /* a score by the full marks */
            marks_add(&explainer->shares, node, 0, 0, 0);
        for (int k = 0; (beside || divided) && k < (divided ? 1 : 2); k++)
            if (is_ratio(operands[k]) && operands[1 - k]->type == TYPE_NUMBER && is_share_unit(operands[1 - k]->unit))
                marks_add(&explainer->shares, operands[k], 0, 0, 0);
    }
}

static bool is_share(struct explainer *explainer, const struct node *node)
{
    if (node->kind == NODE_CONSTANT || node->type != TYPE_NUMBER || node->unit != unit_plain())
        return false;
    if (marks_add(&explainer->shares, explainer->model, 0, 0, 0))
        find_shares(explainer);
    return marks_find(&explainer->shares, node, 0, 0, NULL);
}

const char *say_value_in(struct explainer *explainer, const struct node *node, uint32_t row, const struct unit *unit)
{
    if (field_behind(node))
        return say_field_value(explainer, field_behind(node), row);
    struct value value = value_of(&explainer->values, node, row);
    struct buffer out = {0};
    struct node like = *node;
    const struct field_model *field = value.status == STATUS_PRESENT ? unit_field(node) : NULL;
    if (field && rational_sign(&field->factor) > 0) {
        append_in_unit_of(&out, field, &value.number);
        return say_kept(&out);
    }
    if (node->type == TYPE_NUMBER && node->unit == unit_plain() && ((unit->part_count == 0 && unit->ratio == RATIO_PERCENT) || is_share(explainer, node)))
        like.unit = unit_percent();     /* 完成率 is a share where the limit on it is one */
    append_value(explainer, &out, &like, &value, places_of(explainer, node, row));
    return say_kept(&out);
}

uint32_t say_line_number(const struct explainer *explainer, struct span span)
{
    return (uint32_t)position_of(explainer->model->diagnostics, span.file, span.start).line;
}

const char *say_line(const struct explainer *explainer, struct span span, uint32_t *line)
{
    const struct source *source = diagnostics_source(explainer->model->diagnostics, span.file);
    size_t start = span.start, end = span.start;
    while (start > 0 && source->text[start - 1] != '\n')
        start--;
    while (end < source->length && source->text[end] != '\n' && source->text[end] != '\r')
        end++;
    while (start < end && (source->text[start] == ' ' || source->text[start] == '\t'))
        start++;
    while (end > start && (source->text[end - 1] == ' ' || source->text[end - 1] == '{'))
        end--;
    *line = say_line_number(explainer, span);
    return lang_text(source->text + start, end - start);
}
