/* The sentence of a phrase of stdlib/ with the values of the row in the place of its slots:
 *
 *     {甲} 离 {乙} 每差 {步} 扣 {分}:{式} = {得}  ->  满意度 92.5% 离 95% 每差 1个百分点 扣 0.5分:(95% - 满意度 92.5%) ÷ 1个百分点 × 0.5分 = 1.25分 */
#include <string.h>
#include "explain/explain.h"
#include "memory.h"
#include "phrase/library.h"

/* Whether the phrase stands in a line of the item at hand. */
static bool is_of_item(const struct explainer *explainer, const struct phrase_use *use)
{
    const struct item *item = explainer->item;
    for (uint32_t i = 0; item && i < item->points_count; i++) {
        const struct clause *clause = item->points[i].line.clause;
        if (clause && clause->span.file == use->span.file && clause->span.start <= use->span.start && use->span.start < clause->span.end)
            return true;
    }
    return false;
}

static void index_uses(struct explainer *explainer)
{
    const struct model *model = explainer->model;
    uint32_t first;
    for (uint32_t i = 0; i < model->phrase_use_count; i++) {
        struct phrase_use *use = model->phrase_uses[i];
        use->same = NULL;
        if (marks_add(&explainer->uses, use->node, 0, 0, i) || !marks_find(&explainer->uses, use->node, 0, 0, &first))
            continue;
        use->same = model->phrase_uses[first]->same;
        model->phrase_uses[first]->same = use;
    }
}

/* What was made by a phrase; of several phrases with one value that of the item at hand. */
static const struct phrase_use *use_of(struct explainer *explainer, const struct node *node)
{
    uint32_t number;
    if (marks_add(&explainer->uses, explainer->model, 0, 0, 0))
        index_uses(explainer);
    if (!marks_find(&explainer->uses, node, 0, 0, &number))
        return NULL;
    const struct phrase_use *first = explainer->model->phrase_uses[number];
    for (const struct phrase_use *use = first; use; use = use->same)
        if (is_of_item(explainer, use))
            return use;
    return first;
}

static const struct node *slot_of(const struct phrase_use *use, const char *name, size_t length)
{
    for (uint32_t i = 0; i < use->count; i++)
        if (strlen(use->names[i]) == length && strncmp(use->names[i], name, length) == 0)
            return use->slots[i];
    return NULL;
}

static const char *say_slot(struct explainer *explainer, const struct phrase_use *use, const char *name, size_t length, uint32_t row)
{
    if (strncmp(name, "式", length) == 0)
        return say_expression(explainer, use->node, row, true);
    if (strncmp(name, "得", length) == 0)
        return say_value(explainer, use->node, row);
    const struct node *left = slot_of(use, "甲", strlen("甲")), *right = slot_of(use, "乙", strlen("乙")), *slot = slot_of(use, name, length);
    if (slot && left && right && (slot == left || slot == right))
        return say_expression_beside(explainer, slot, slot == left ? right : left, row);
    return slot ? say_expression(explainer, slot, row, false) : "";
}

static const char *fill_sentence(struct explainer *explainer, const struct phrase_use *use, uint32_t row)
{
    struct buffer out = {0};
    for (const char *at = use->phrase->tells[explainer->english]; *at;) {
        const char *end = *at == '{' ? strchr(at, '}') : NULL;
        if (end) {
            buffer_append_text(&out, say_slot(explainer, use, at + 1, (size_t)(end - at - 1), row));
            at = end + 1;
        } else
            buffer_append_char(&out, *at++);
    }
    return say_kept(&out);
}

void explain_phrase(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row)
{
    const struct phrase_use *use = node->kind == NODE_OPERATION ? use_of(explainer, node) : NULL;
    struct value value = use ? value_of(&explainer->values, node, row) : (struct value){.status = STATUS_MISSING};
    struct buffer extra = {0};
    if (!use || !value.known || value.status != STATUS_PRESENT || rational_sign(&value.number) == 0)
        return;
    const char *text = fill_sentence(explainer, use, row);
    for (uint32_t i = 0; i < into->count; i++)
        if (into->parts[i]->kind == ENTRY_PHRASE && strcmp(into->parts[i]->text, text) == 0)
            return;
    struct entry *entry = entry_add(into, ENTRY_PHRASE, text);
    buffer_append_text(&extra, ",\"phrase\":");
    json_text(use->phrase->sentence, &extra);
    entry->extra = say_kept(&extra);
    entry_place(explainer, entry, use->span);
}
