#include "check/exits.h"
#include "check/absence.h"
#include "elaborate/elaborate.h"
#include "memory.h"

struct pair { struct scheme *scheme; struct item *item; uint32_t one, other; };

static const struct way_out *way_of(const struct pair *pair, bool other) { return &pair->item->ways[other ? pair->other : pair->one]; }

/* What is scored by a policy that scores. */
static struct node *scored(const struct pair *pair, const struct weight_policy *policy)
{
    struct scope scope = item_scope(pair->scheme, pair->item);
    if (policy->kind == POLICY_FULL)
        return item_weight(pair->scheme, pair->item);
    return policy->kind == POLICY_VALUE ? resolve_value(&scope, policy->value.clause, policy->value.from, policy->value.to) : NULL;
}

/* Whether the same becomes of the points either way: 得 满分 and 得 10分 of an item of 10 points. */
static bool agree(const struct pair *pair)
{
    const struct weight_policy *a = way_policy(pair->item, way_of(pair, false)), *b = way_policy(pair->item, way_of(pair, true));
    struct node *x = policy_scores(a) && policy_scores(b) ? scored(pair, a) : NULL, *y = x ? scored(pair, b) : NULL;
    return same_policy(a, b) || (x && x == y);
}

/* Whether both can hold; found: a case. */
static enum reach together(const struct pair *pair, struct samples *found)
{
    struct absences absences = absences_open(pair->scheme, pair->item->domain);
    struct scope scope = item_scope(pair->scheme, pair->item);
    struct node *both_hold = both(&scope, absence_in(&absences, way_condition(pair->item, way_of(pair, false))), absence_in(&absences, way_condition(pair->item, way_of(pair, true))));
    struct held held = {0};
    return reach_event(&held, both_hold, found);
}

static const char *outcome_text(const struct pair *pair, bool other)
{
    const struct weight_policy *policy = way_policy(pair->item, way_of(pair, other));
    const struct token *tokens = policy->kind ? policy->value.clause->tokens + policy_begins(policy) : NULL;
    return tokens ? span_text(pair->scheme->model, tokens_span(tokens, policy->value.to - policy_begins(policy))) : "…";
}

/* ,优先于 类别 为 功能区 的 behind the line that counts. */
static void propose_prior(struct model *model, const struct line *counts, const struct line *other)
{
    const char *guard = span_text(model, tokens_span(other->clause->tokens + other->guard_from, other->guard_to - other->guard_from));
    propose_behind(model, counts->clause->span, lang_format(",优先于 %s 的", guard), lang_format(", overrides if %s", guard));
}

static void report(const struct pair *pair, const char *example)
{
    struct scope scope = item_scope(pair->scheme, pair->item);
    const struct line *first = way_line(pair->item, way_of(pair, false)), *second = way_line(pair->item, way_of(pair, true));
    const char *guard = span_text(pair->scheme->model, tokens_span(first->clause->tokens + first->guard_from, first->guard_to - first->guard_from));
    fault(&scope, "E0473", second->clause->span, example[0] ? lang_format("%s 时两行都成立", example) : "这两行可能都成立", example[0] ? lang_format("with %s both lines hold", example) : "both lines may hold",
          outcome_text(pair, false), outcome_text(pair, true), guard, NULL);
    fault_also(&scope, first->clause->span, "这一行同时成立,办法不同", "this line holds too, with another result");
    propose_prior(pair->scheme->model, second, first);
    propose_prior(pair->scheme->model, first, second);
}

static bool beats(const struct item *item, uint32_t one, uint32_t other) { return item->beats && item->beats[one * item->way_count + other]; }

static void check_pair(const struct pair *pair)
{
    struct samples found;
    bool settled = beats(pair->item, pair->one, pair->other) || beats(pair->item, pair->other, pair->one);
    if (settled || agree(pair))
        return;
    enum reach reach = together(pair, &found);
    if (reach != REACH_NEVER)
        report(pair, reach == REACH_POSSIBLE ? samples_text(&found, true) : "");
    samples_release(&found);
}

/* 优先于 of which none that is meant can hold at the same time and differs. */
static void check_prior(struct scheme *scheme, struct item *item, uint32_t number, const struct prior *prior, uint32_t *meant, uint32_t count)
{
    struct scope scope = item_scope(scheme, item);
    bool effect = false;
    for (uint32_t i = 0; i < count && !effect; i++) {
        struct pair pair = {scheme, item, number, meant[i]};
        struct samples found;
        effect = !agree(&pair) && together(&pair, &found) != REACH_NEVER;
    }
    if (!effect)
        fault(&scope, "W0475", prior->span, span_text(scheme->model, tokens_span(prior->tokens, prior->count)), NULL);
}

static void check_item_exits(struct scheme *scheme, struct item *item)
{
    uint32_t count;
    if (item->way_count < 2 || !item_exits(scheme, item, &count) || !item->counted)
        return;
    for (uint32_t i = 0; i < item->way_count; i++)
        for (uint32_t k = i + 1; k < item->way_count; k++)
            check_pair(&(struct pair){scheme, item, i, k});
    for (uint32_t i = 0; i < item->way_count; i++)
        for (uint32_t p = 0; p < item->ways[i].prior_count; p++) {
            uint32_t *meant = lang_array(item->way_count + 1, sizeof *meant), meant_count = ways_meant(scheme, item, i, &item->ways[i].priors[p], meant);
            check_prior(scheme, item, i, &item->ways[i].priors[p], meant, meant_count);
        }
}

void check_exits(struct scheme *scheme)
{
    for (uint32_t i = 0; i < scheme->item_count; i++)
        check_item_exits(scheme, scheme->items[i]);
    for (uint32_t i = 0; i < scheme->ledger_count; i++)
        if (scheme->ledgers[i]->scored)
            check_item_exits(scheme, scheme->ledgers[i]->scored);
    for (uint32_t i = 0; i < scheme->variant_count; i++)
        for (uint32_t k = 0; k < scheme->variants[i]->item_count; k++)
            check_item_exits(scheme, scheme->variants[i]->items[k]);
}
