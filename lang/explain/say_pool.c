/* Pools as text: 本类(甲类) 乡镇 收入 的 最高值; which rows take part, in words and without the values of one row. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "explain/explain.h"
#include "memory.h"

enum { NAME_BYTES = 60 };           /* an expression that is longer has no name in the words of the rules */

static const char *fold_word(const struct explainer *explainer, const struct node *node)
{
    static const char *const folds[][2] = {
        [FOLD_COUNT] = {"个数", "count"}, [FOLD_SUM] = {"合计", "sum"}, [FOLD_MINIMUM] = {"最低值", "lowest"}, [FOLD_MAXIMUM] = {"最高值", "highest"},
        [FOLD_ANY] = {"有一个成立", "any"}, [FOLD_ALL] = {"全部成立", "all"}};
    if (node->kind == NODE_RANK && node->ties == TIES_LAST)      /* where a share ends, equals stand together behind it */
        return in_language(explainer, "名次(并列的按最后一名)", "rank (equals as the last of them)");
    if (node->kind == NODE_RANK)
        return in_language(explainer, "名次", "rank");
    if (node->kind == NODE_DAYS)
        return in_language(explainer, "覆盖的天数", "days covered");
    if (node->type == TYPE_DATE && (node->fold == FOLD_MINIMUM || node->fold == FOLD_MAXIMUM))
        return node->fold == FOLD_MINIMUM ? in_language(explainer, "最早值", "earliest") : in_language(explainer, "最晚值", "latest");
    return folds[node->fold][explainer->english];
}

/* What the value is called: its name, its field, or the words of the rules. */
static const char *value_words(struct explainer *explainer, const struct node *node)
{
    const struct field_model *field = field_behind(node);
    const char *name = field ? field->name : say_name(explainer, node);
    const struct diagnostics *diagnostics = explainer->model->diagnostics;
    if (name || node->kind == NODE_CONSTANT)
        return name ? name : "";
    if (explainer->item && node == explainer->item->item_score)
        return in_language(explainer, "得分", "score");
    if (node->kind == NODE_OPERATION && node->op == OP_SELECT) {        /* a field and what stands in for its empty cells */
        const char *yes = value_words(explainer, node->b), *no = value_words(explainer, node->c);
        return *no ? no : yes;
    }
    if (node->kind == NODE_FOLD)
        return lang_format(in_language(explainer, "%s 的 %s", "%s, %s"), node->b ? value_words(explainer, node->b) : "", fold_word(explainer, node));
    if (node->kind == NODE_OPERATION && (node->op == OP_MULTIPLY || node->op == OP_DIVIDE)) {
        const char *a = value_words(explainer, node->a), *b = node->b->kind == NODE_CONSTANT ? say_value(explainer, node->b, 0) : value_words(explainer, node->b);
        return lang_format("%s %s %s", a, node->op == OP_MULTIPLY ? "×" : "÷", b);
    }
    if (node->span.file >= diagnostics_source_count(diagnostics) || node->span.end - node->span.start > NAME_BYTES)
        return "";
    const char *path = diagnostics_source(diagnostics, node->span.file)->path;
    return strncmp(path, "stdlib/", 7) == 0 ? "" : span_text(explainer->model, node->span);
}

const struct field_model *field_through(const struct node *node)
{
    if (node->kind == NODE_OPERATION && node->op == OP_SELECT && node->a->kind == NODE_OPERATION && node->a->op == OP_STATUS_IS &&
        node->a->mode == status_mask(STATUS_MISSING))
        return field_through(node->c);
    return field_behind(node);
}

const char *say_holding(const struct explainer *explainer, const struct node *table, bool negated)
{
    struct buffer out = {0};
    uint32_t holding = 0, said = 0;
    for (uint32_t i = 0; i < table->table_count; i++)
        holding += table->table[i].status == STATUS_PRESENT && table->table[i].boolean != negated;
    const char *written = span_text(explainer->model, table->span);
    bool other = (strstr(written, "不为") || strstr(written, "is not")) && holding * 2 >= table->table_count;
    buffer_append_text(&out, other ? in_language(explainer, "不为 ", "is not ") : in_language(explainer, "为 ", "is "));
    for (uint32_t i = 0; i < table->table_count; i++) {
        bool holds = table->table[i].status == STATUS_PRESENT && table->table[i].boolean != negated;
        if (holds != other)
            buffer_format(&out, "%s%s", said++ ? in_language(explainer, "、", ", ") : "", table->a->categories->names[i]);
    }
    return say_kept(&out);
}

/* Which rows take part, in words: a condition on any row, without the values of one. */
const char *say_filter(struct explainer *explainer, const struct node *node)
{
    bool field = node->kind == NODE_OPERATION && node->a->kind == NODE_FIELD;
    if (field && node->op == OP_EQUAL && node->b->kind == NODE_CONSTANT)
        return lang_format(in_language(explainer, "%s 为 %s", "%s is %s"), node->a->field->name, say_value(explainer, node->b, 0));
    if (field && node->op == OP_STATUS_IS && node->mode == status_mask(STATUS_MISSING))
        return lang_format(in_language(explainer, "%s 未填", "%s is empty"), node->a->field->name);
    if (node->kind == NODE_OPERATION && node->op == OP_NOT && node->a->kind == NODE_OPERATION && node->a->op == OP_STATUS_IS && node->a->a->kind == NODE_FIELD &&
        node->a->mode == status_mask(STATUS_MISSING))
        return lang_format(in_language(explainer, "%s 已填", "%s is filled"), node->a->a->field->name);
    if (node->kind == NODE_OPERATION && node->op == OP_AND)
        return lang_format(in_language(explainer, "%s 且 %s", "%s and %s"), say_filter(explainer, node->a), say_filter(explainer, node->b));
    if (node->kind == NODE_OPERATION && node->op == OP_OR)
        return lang_format(in_language(explainer, "%s 或 %s", "%s or %s"), say_filter(explainer, node->a), say_filter(explainer, node->b));
    if (node->kind == NODE_FIELD && node->type == TYPE_BOOLEAN)
        return lang_format(in_language(explainer, "%s 为 是", "%s is yes"), node->field->name);
    if (node->kind == NODE_OPERATION && node->op == OP_NOT && node->a->kind == NODE_FIELD)
        return lang_format(in_language(explainer, "%s 为 否", "%s is no"), node->a->field->name);
    if (node->kind == NODE_OPERATION && node->op == OP_NOT)
        return lang_format(in_language(explainer, "不是(%s)", "not (%s)"), say_filter(explainer, node->a));
    if (node->kind == NODE_TABLE && node->a->kind == NODE_FIELD)
        return lang_format("%s %s", node->a->field->name, say_holding(explainer, node, false));
    bool comparison = node->kind == NODE_OPERATION && (node->op == OP_LESS || node->op == OP_LESS_EQUAL || node->op == OP_EQUAL);
    return comparison && node->span.end - node->span.start <= NAME_BYTES ? span_text(explainer->model, node->span)
                                                                                   : in_language(explainer, "符合条件", "the condition holds");
}

static void append_keys(struct explainer *explainer, struct buffer *out, struct node *const *keys, uint32_t count)
{
    uint32_t said = 0;
    for (uint32_t i = 0; i < count; i++)
        if (!say_key_is_unit(explainer, keys, count, i))
            buffer_format(out, "%s%s", said++ ? in_language(explainer, "、", ", ") : "", value_words(explainer, keys[i]));
}

const char *say_rows(struct explainer *explainer, const struct row_set *rows)
{
    struct buffer out = {0};
    if (rows->kind == ROWS_LEDGER || !rows->source)
        return rows->name;
    buffer_append_text(&out, in_language(explainer, "同一 ", "same "));
    append_keys(explainer, &out, rows->group_keys, rows->group_key_count);
    buffer_format(&out, in_language(explainer, " 的 %s", " of %s"), rows->source->name);
    return say_kept(&out);
}

/* The rows of one group of an index: 本类(甲类) 乡镇, 同一 科室(K1) 的 人员. */
static const char *rows_of_group(struct explainer *explainer, const struct node *index, uint32_t group, const struct row_set *source)
{
    struct buffer out = {0};
    const struct field_model *class_field = explainer->scheme ? explainer->scheme->class_field : NULL;
    const char *which = say_row(explainer, index->target, group);
    if (index->kind == NODE_GROUP && index->key_count == 1 && class_field && index->keys[0]->kind == NODE_FIELD && index->keys[0]->field == class_field)
        return lang_format(in_language(explainer, "本类(%s) %s", "%s of its class (%s)"), explainer->english ? source->name : which, explainer->english ? which : source->name);
    if (index->kind != NODE_GROUP)
        buffer_append_text(&out, value_words(explainer, index));
    if (index->kind == NODE_GROUP)
        append_keys(explainer, &out, index->keys, index->key_count);
    return lang_format(in_language(explainer, "同一 %s(%s) 的 %s", "same %s (%s) of %s"), say_kept(&out), which, source->name);
}

static const char *which_rows(struct explainer *explainer, const struct node *node, uint32_t row)
{
    const struct row_set *source = pool_source(node);
    const struct node *index = node->a;
    if (!index)
        return lang_format(in_language(explainer, "全部 %s", "all %s"), source->name);
    uint32_t group = node->kind == NODE_RANK || node->kind == NODE_RUNNING ? (uint32_t)value_of(&explainer->values, index, row).integer : row;
    if (index->kind == NODE_GROUP || pool_is_of_units(explainer, source))
        return rows_of_group(explainer, index, group, source);
    return lang_format(in_language(explainer, "各 %s", "its %s"), say_rows(explainer, source));
}

/* 各 表彰 级别分 的 合计(同一 事项编号 就高): of rows that count but once, which is kept as a figure of groups of them. */
static const char *say_once(struct explainer *explainer, const struct node *node)
{
    const struct row_set *groups = pool_source(node);
    const struct node *of = node->b;
    if (node->kind != NODE_FOLD || groups->kind != ROWS_GROUPS || !groups->source || !node->a || !of || of->kind != NODE_FOLD || of->domain != groups ||
        (of->fold != FOLD_MAXIMUM && of->fold != FOLD_MINIMUM))
        return NULL;
    struct buffer keys = {0};
    append_keys(explainer, &keys, groups->group_keys, groups->group_key_count);
    const char *words = of->b ? value_words(explainer, of->b) : "", *same = say_kept(&keys);
    const char *which = of->fold == FOLD_MAXIMUM ? in_language(explainer, "就高", "highest only") : in_language(explainer, "就低", "lowest only");
    return lang_format(in_language(explainer, "各 %s %s 的 %s(同一 %s %s)", "its %s %s: %s (same %s: %s)"), groups->source->name, words, fold_word(explainer, node), same, which);
}

const char *say_pool(struct explainer *explainer, const struct node *node, uint32_t row)
{
    const char *once = say_once(explainer, node);
    if (once)
        return once;
    const struct node *value = node->kind == NODE_RANK ? node->keys[0] : node->b;
    const char *words = value && node->kind != NODE_DAYS ? value_words(explainer, value) : "";
    return lang_format(in_language(explainer, "%s%s%s 的 %s", "%s%s%s: %s"), which_rows(explainer, node, node->domain ? row : 0), *words ? " " : "", words,
                       fold_word(explainer, node));
}
