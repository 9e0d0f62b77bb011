/* Exemptions that can take everything from a unit: where all its indicators can be exempt or inapplicable at once, the scheme says what holds
 * then (全部 都免考 的,报错), or it is a fault, with the case as its example. */
#include "check/left.h"
#include "check/sample.h"
#include "elaborate/elaborate.h"
#include "memory.h"

/* The condition by which the item brings the unit nothing; NULL where its faults have been reported. An item that is given a score stays. */
static struct node *removed(struct scope *scope, struct item *item)
{
    uint32_t count;
    const struct exit *exits = item->weight ? item_exits(scope->scheme, item, &count) : NULL;
    struct node *any = exits ? node_boolean(scope->scheme->model->pool, false) : NULL;
    for (uint32_t i = 0; any && i < count; i++)
        if (!policy_scores(exits[i].policy) && exits[i].policy->kind != POLICY_FAULT)
            any = either(scope, any, exits[i].condition);
    return any;
}

/* 全部 都免考 的,报错 in a group, or 全部 都免考 的,总分 不评. */
static bool is_stated(const struct scheme *scheme, const struct item *item)
{
    for (uint32_t i = 0; scheme->total && i < scheme->total->override_count; i++) {
        const struct line *line = &scheme->total->overrides[i];
        const struct token *guard = &line->clause->tokens[line->guard_from];
        if (line->guard_to - line->guard_from == 2 && token_is(&guard[0], "全部") && token_is(&guard[1], "都免考"))
            return true;
    }
    return item->group && item->group->all_all.kind != POLICY_NONE;
}

static void report(struct scope *scope, const char *example)
{
    const struct scheme *scheme = scope->scheme;
    uint32_t shown = 0;
    enum { SHOWN = 10 };
    for (uint32_t i = 0; i < scheme->item_count && shown < SHOWN; i++) {
        const struct item *item = scheme->items[i];
        const struct line *line = item->exempt_count ? &item->exempt[0] : item->not_applicable_count ? &item->not_applicable[0] : NULL;
        struct span span = line ? line->clause->span : item->span;
        if (!shown++)
            fault(scope, "E0435", span, example, NULL);
        else
            fault_also(scope, span, "同时也不考核", "nor is this at the same time");
    }
}

/* Whether cells make the case, and not figures that may hang together: what is asked of a status is asked of a cell. */
static bool made_of_cells(const struct samples *samples)
{
    for (uint32_t i = 0; i < samples->count; i++) {
        const struct node *node = samples->variables[i]->node;
        const struct node *asked = node->kind == NODE_OPERATION && node->op == OP_STATUS_IS ? node->a : NULL;
        while (asked && asked->kind == NODE_OPERATION && asked->op == OP_MULTIPLY && asked->b->kind == NODE_CONSTANT)
            asked = asked->a;
        if (asked && asked->kind != NODE_FIELD)
            return false;
    }
    return true;
}

void check_left(struct scheme *scheme)
{
    struct scope scope = {.scheme = scheme, .domain = scheme->units};
    struct samples samples = {0};
    struct node **conditions = lang_array(scheme->item_count + 1, sizeof *conditions);
    bool exempts = false;
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        exempts = exempts || scheme->items[i]->exempt_count > 0;
        conditions[i] = removed(&scope, scheme->items[i]);
        if (!conditions[i] || node_is_false(conditions[i]) || is_stated(scheme, scheme->items[i]))
            return;
        samples_add(&samples, conditions[i]);
    }
    uint32_t cases = exempts && scheme->has_total ? samples_cases(&samples) : 0;
    for (uint32_t number = 0; number < cases; number++) {
        uint32_t i = 0;
        samples_set(&samples, number);
        while (i < scheme->item_count && samples_answer(&samples, conditions[i]) == ANSWER_YES)
            i++;
        const char *example = i == scheme->item_count ? samples_text(&samples, true) : "";
        if (example[0] && made_of_cells(&samples)) {
            report(&scope, example);
            return;
        }
    }
}
