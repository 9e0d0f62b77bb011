/* The figures that an indicator's score rests on and that can change by themselves: the unit's own cells, and what its rows of other ledgers
 * come to. Weights, exemptions and classes are not looked into: they are no way to more points. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "explain/more.h"
#include "interpret/trial.h"
#include "memory.h"

enum { PLAIN, DIVIDING, INPUTS_MOST = 24 };

struct collecting {
    struct explainer *explainer;
    const struct item *item;
    struct marks visited;
    struct inputs *inputs;
    const struct node **pools; uint32_t pool_count;         /* figures of other units that the score is measured by */
    const struct node **constants; uint32_t constant_count;
};

static bool is_pool(const struct node *node)
{
    return node->kind == NODE_FOLD || node->kind == NODE_RANK || node->kind == NODE_RUNNING || node->kind == NODE_DAYS;
}

static struct rational decimal_step(int decimals)
{
    struct rational step;
    int64_t denominator = 1;
    for (int i = 0; i < decimals && i < 9; i++)
        denominator *= 10;
    rational_init(&step);
    rational_set(&step, 1, denominator);
    return step;
}

/* As fine as the ledger's column is written; of a share at least hundredths of a percent. */
static int decimals_of_column(const struct column_data *column)
{
    int decimals = 0;
    for (uint32_t i = 0; i < column->chunk_count; i++) {
        int own = 0;
        for (int64_t denominator = column->chunks[i].denominator; denominator >= 10 && !column->chunks[i].denominators; denominator /= 10)
            own++;
        decimals = own > decimals ? own : decimals;
    }
    return decimals;
}

static struct rational step_of(const struct explainer *explainer, const struct node *node, uint32_t column)
{
    if (node->kind == NODE_FIELD && !node->field->whole) {
        int decimals = decimals_of_column(&explainer->values.data->columns[column]), least = node->field->percent ? 4 : 0;
        return decimal_step(decimals > least ? decimals : least);
    }
    bool whole = node->type != TYPE_NUMBER || node->kind == NODE_RANK || node->kind == NODE_FIELD || (node->kind == NODE_FOLD && node->fold == FOLD_COUNT);
    return decimal_step(whole ? 0 : node->decimals >= 0 ? node->decimals : decimals_of_column(&explainer->values.data->columns[column]));
}

static const struct judgement *judgement_of(const struct item *item, const struct node *node)
{
    for (uint32_t i = 0; i < item->scheme->judgement_count; i++) {
        const struct node *value = item->scheme->judgements[i].value;
        if (item->scheme->judgements[i].item == item && (value == node || (node->kind == NODE_FIELD && node_uses((struct node *)value, node->field))))
            return &item->scheme->judgements[i];
    }
    return NULL;
}

static void add_input(struct collecting *collecting, const struct node *node, bool divides)
{
    struct inputs *inputs = collecting->inputs;
    uint32_t column = value_column(&collecting->explainer->values, node);
    for (uint32_t i = 0; i < inputs->count; i++)
        if (inputs->list[i].node == node) {
            inputs->list[i].divides = inputs->list[i].divides || divides;
            return;
        }
    if (column == NONE || inputs->count == INPUTS_MOST || !trial_can_change(collecting->explainer->values.program, column))
        return;
    *ARRAY_ADD(inputs->list, inputs->count) = (struct input){.node = node, .column = column, .step = step_of(collecting->explainer, node, column), .divides = divides,
                                                             .judgement = judgement_of(collecting->item, node)};
}

static bool may_change(const struct collecting *collecting, const struct node *node)
{
    const struct scheme *scheme = collecting->item->scheme;
    if (node->domain != collecting->item->domain || node->type == TYPE_TEXT || node->type == TYPE_INDEX)
        return false;
    return node->kind == NODE_FIELD ? node->field != scheme->class_field && !node->field->reference : is_pool(node);
}

static void collect(struct collecting *collecting, const struct node *node, uint32_t how)
{
    const struct item *item = collecting->item;
    if (!node || node == item->effective_weight || node == item->weight || node == item->is_exempt || node == item->inapplicable ||
        !marks_add(&collecting->visited, node, 0, how, 0))
        return;
    if (node->kind == NODE_CONSTANT && (node->type == TYPE_NUMBER || node->type == TYPE_DATE) && node->value.status == STATUS_PRESENT)
        *ARRAY_ADD(collecting->constants, collecting->constant_count) = node;
    if (is_pool(node) && pool_is_of_units(collecting->explainer, pool_source(node)))
        *ARRAY_ADD(collecting->pools, collecting->pool_count) = node;
    bool changes = may_change(collecting, node);
    if (changes)
        add_input(collecting, node, how == DIVIDING);
    if (changes && node->kind == NODE_RANK)     /* a rank comes from the unit's own figures, against those of others */
        for (uint32_t i = 0; i < node->key_count; i++)
            collect(collecting, node->keys[i], how);
    if (changes)
        return;
    if (is_pool(node) || node->kind == NODE_TABLE)
        return;
    collect(collecting, node->kind == NODE_GATHER ? NULL : node->a, how);
    collect(collecting, node->b, node->kind == NODE_OPERATION && node->op == OP_DIVIDE ? DIVIDING : how);
    collect(collecting, node->c, how);
}

/* Whether the node stands anywhere below the other. */
static bool stands_below(struct marks *visited, const struct node *node, const struct node *wanted)
{
    if (!node || !marks_add(visited, node, 0, 0, 0))
        return false;
    if (node == wanted || stands_below(visited, node->a, wanted) || stands_below(visited, node->b, wanted) || stands_below(visited, node->c, wanted))
        return true;
    for (uint32_t i = 0; i < node->key_count; i++)
        if (stands_below(visited, node->keys[i], wanted))
            return true;
    return false;
}

/* Whether a phrase measures something against the figure: 资产收益率 低于 收益率目标 的,每低 …. It is a target, then. */
static bool is_measured_against(const struct explainer *explainer, const struct node *node)
{
    const struct model *model = explainer->model;
    bool against = false;
    for (uint32_t i = 0; i < model->phrase_use_count; i++) {
        const struct phrase_use *use = model->phrase_uses[i];
        for (uint32_t k = 0; k < use->count; k++) {
            bool same = use->slots[k] == node || (node->kind == NODE_FIELD && field_behind(use->slots[k]) == node->field);
            if (same && strcmp(use->names[k], "甲") == 0)
                return false;
            against = against || (same && strcmp(use->names[k], "乙") == 0);
        }
    }
    return against;
}

static struct inputs *collect_inputs(struct explainer *explainer, const struct item *item)
{
    struct collecting collecting = {.explainer = explainer, .item = item, .inputs = lang_new(sizeof *collecting.inputs)};
    collect(&collecting, item->raw, PLAIN);
    for (uint32_t i = 0; i < collecting.inputs->count; i++) {
        struct input *input = &collecting.inputs->list[i];
        input->constants = collecting.constants;
        input->constant_count = collecting.constant_count;
        input->ranks = input->node->kind == NODE_RANK;
        input->divides = input->divides || is_measured_against(explainer, input->node);
        for (uint32_t p = 0; p < collecting.pool_count && !input->pooled; p++) {
            struct marks visited = {0};
            input->pooled = collecting.pools[p] != input->node && stands_below(&visited, collecting.pools[p], input->node);
        }
    }
    return collecting.inputs;
}

const struct inputs *inputs_of(struct explainer *explainer, const struct item *item)
{
    uint32_t number;
    if (marks_find(&explainer->inputs_at, item, 0, 0, &number))
        return explainer->inputs[number];
    struct inputs *inputs = item->raw ? collect_inputs(explainer, item) : lang_new(sizeof *inputs);
    marks_add(&explainer->inputs_at, item, 0, 0, explainer->input_count);
    return *ARRAY_ADD(explainer->inputs, explainer->input_count) = inputs;
}
