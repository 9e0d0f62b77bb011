/* Effective weights: what is exempt or not applicable leaves its weight to others, as its policy says.
 *
 *     lost(T)      = sum of the weights of those that leave theirs to T
 *     assessed(T)  = sum of the weights of those in T that are assessed (or their number, for equal parts)
 *     effective(i) = weight(i) + weight(i) × Σ lost(T) ÷ assessed(T)   over all T that hold i
 *     (equal parts:  weight(i) + Σ lost(T) ÷ number(T))
 *
 * T is the rest of the group, all, or a list. What a group cannot take because all of it is exempt goes where the group says. */
#include "elaborate/elaborate.h"
#include <string.h>
#include "memory.h"

struct taker { struct weight_policy policy; struct group_model *group; struct node *lost, *assessed; };

static bool same_list(const struct weight_policy *a, const struct weight_policy *b)
{
    return a->list_count == b->list_count && (!a->list_count || memcmp(a->list, b->list, a->list_count * sizeof *a->list) == 0);
}

/* Who takes what is left by the policy in the group, or NULL where nothing is. */
static struct taker *taker_find(const struct weights *weights, const struct weight_policy *policy, const struct group_model *group)
{
    if (policy->target != SHARE_GROUP)
        group = NULL;
    for (uint32_t i = 0; i < weights->taker_count; i++) {
        struct taker *taker = &weights->takers[i];
        if (taker->policy.target == policy->target && taker->policy.equal_parts == policy->equal_parts && taker->group == group && same_list(&taker->policy, policy))
            return taker;
    }
    return NULL;
}

/* ... made where there was none: pointers to takers last until the next call. */
static struct taker *taker_of(struct weights *weights, const struct weight_policy *policy, struct group_model *group)
{
    struct taker *taker = taker_find(weights, policy, group);
    if (!taker) {
        taker = ARRAY_ADD(weights->takers, weights->taker_count);
        *taker = (struct taker){.policy = *policy, .group = policy->target == SHARE_GROUP ? group : NULL};
    }
    return taker;
}

static bool takes(const struct taker *taker, const struct item *item)
{
    if (taker->policy.target == SHARE_ALL)
        return true;
    if (taker->policy.target == SHARE_GROUP)
        return item->group == taker->group;
    for (uint32_t i = 0; i < taker->policy.list_count; i++)
        if (taker->policy.list[i] == item)
            return true;
    return false;
}

static struct node *sum(struct scope *scope, struct node *a, struct node *b)
{
    return a && b ? node_operation(scope->scheme->model->pool, OP_ADD, a, b, NULL, unit_points(), b->span) : a ? a : b;
}

static struct node *when(struct scope *scope, struct node *condition, struct node *value)
{
    struct node *zero = node_integer(scope->scheme->model->pool, 0, unit_points(), value->span);
    return node_operation(scope->scheme->model->pool, OP_SELECT, condition, value, zero, unit_points(), value->span);
}

/* Written weight, 0 for a class that is not assessed. */
static struct node *plain_weight(struct scope *scope, struct item *item)
{
    struct node *here = node_status_is(scope->scheme->model->pool, item->weight, status_mask(STATUS_PRESENT));
    return when(scope, here, item->weight);
}

/* Whether it may leave weight to others: asked before it is known who is assessed, which may go by others' scores. */
static bool may_share(const struct item *item)
{
    bool shares = item_policy(item, true)->kind == POLICY_SHARE || item_policy(item, false)->kind == POLICY_SHARE;
    for (uint32_t i = 0; i < item->way_count; i++)
        shares = shares || item->ways[i].own.kind == POLICY_SHARE;
    return shares;
}

static bool gather_lost(struct scope *scope, struct weights *weights)
{
    struct scheme *scheme = scope->scheme;
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        struct item *item = scheme->items[i];
        uint32_t count;
        if (!item->weight || !may_share(item))
            continue;
        const struct exit *exits = item_exits(scheme, item, &count);
        if (!exits)
            return false;
        struct node *here = node_status_is(scheme->model->pool, item->weight, status_mask(STATUS_PRESENT));
        for (uint32_t k = 0; k < count; k++) {
            struct node *condition = exits[k].exempt ? exits[k].condition : both(scope, here, exits[k].condition);
            if (exits[k].policy->kind != POLICY_SHARE || node_is_false(condition))
                continue;
            struct taker *taker = taker_of(weights, exits[k].policy, item->group);
            taker->lost = sum(scope, taker->lost, when(scope, condition, plain_weight(scope, item)));
        }
    }
    return true;
}

struct node *weight_converted(struct scheme *scheme)
{
    struct scope scope = {.scheme = scheme, .domain = scheme->units};
    struct node *lost = NULL;
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        struct item *item = scheme->items[i];
        uint32_t count;
        const struct exit *exits = item->weight ? item_exits(scheme, item, &count) : NULL;
        for (uint32_t k = 0; exits && k < count; k++)
            if (exits[k].policy->kind == POLICY_CONVERT && !node_is_false(exits[k].condition))
                lost = sum(&scope, lost, when(&scope, exits[k].condition, plain_weight(&scope, item)));
    }
    return lost;
}

static bool gather_assessed(struct scope *scope, struct weights *weights)
{
    struct scheme *scheme = scope->scheme;
    for (uint32_t t = 0; t < weights->taker_count; t++)
        for (uint32_t i = 0; i < scheme->item_count; i++) {
            struct item *item = scheme->items[i];
            if (!item->weight || !takes(&weights->takers[t], item))
                continue;
            if (!item_assessed(scheme, item))
                return false;
            struct node *part = weights->takers[t].policy.equal_parts ? node_integer(scheme->model->pool, 1, unit_points(), item->span) : plain_weight(scope, item);
            weights->takers[t].assessed = sum(scope, weights->takers[t].assessed, when(scope, item->assessed, part));
        }
    return true;
}

static struct node *is_zero(struct scope *scope, struct node *value)
{
    if (!value)
        return node_boolean(scope->scheme->model->pool, true);
    return node_operation(scope->scheme->model->pool, OP_EQUAL, value, node_integer(scope->scheme->model->pool, 0, unit_points(), value->span), NULL, NULL, value->span);
}

/* What whole groups cannot take goes to all, where they say so; what nobody can take is lost. */
static void pass_on(struct scope *scope, struct weights *weights)
{
    uint32_t count = weights->taker_count;
    for (uint32_t t = 0; t < count; t++) {
        struct group_model *group = weights->takers[t].group;
        if (!group || group->group_all.kind != POLICY_SHARE)
            continue;
        struct taker *all = taker_of(weights, &group->group_all, NULL);
        struct taker *taker = &weights->takers[t];
        all->lost = sum(scope, all->lost, when(scope, is_zero(scope, taker->assessed), taker->lost));
    }
}

static struct weights *weights_of(struct scheme *scheme)
{
    if (scheme->weights)
        return scheme->weights->failed ? NULL : scheme->weights;
    struct scope scope = {.scheme = scheme, .domain = scheme->units};
    struct weights *weights = scheme->weights = lang_new(sizeof *weights);
    weights->failed = true;
    if (!gather_lost(&scope, weights))
        return NULL;
    for (uint32_t t = 0; t < weights->taker_count; t++)     /* the takers that pass_on may add want their sums too */
        if (weights->takers[t].group && weights->takers[t].group->group_all.kind == POLICY_SHARE)
            taker_of(weights, &weights->takers[t].group->group_all, NULL);
    if (!gather_assessed(&scope, weights))
        return NULL;
    pass_on(&scope, weights);
    weights->failed = false;
    return weights;
}

struct node *item_weight(struct scheme *scheme, struct item *item)
{
    if (!item->weight) {
        struct scope scope = item_scope(scheme, item);
        return fault(&scope, "E0361", item->span, NULL);
    }
    if (item->effective_weight || item->kind != ITEM_INDICATOR)
        return item->effective_weight ? item->effective_weight : item->weight;
    if (item->assessed_busy)
        return item->weight;            /* asked for while finding out whether it is assessed */
    struct weights *weights = weights_of(scheme);
    struct scope scope = item_scope(scheme, item);
    struct node_pool *pool = scheme->model->pool;
    struct node *more = NULL;
    for (uint32_t t = 0; weights && t < weights->taker_count; t++) {
        struct taker *taker = &weights->takers[t];
        if (!taker->lost || !taker->assessed || !takes(taker, item))
            continue;
        struct node *part = node_operation(pool, OP_DIVIDE, taker->lost, taker->assessed, NULL, unit_plain(), item->span);
        struct node *zero = node_integer(pool, 0, unit_plain(), item->span);
        part = node_operation(pool, OP_SELECT, is_zero(&scope, taker->assessed), zero, part, unit_plain(), item->span);
        if (taker->policy.equal_parts)
            part = node_operation(pool, OP_DIVIDE, part, item->weight, NULL, unit_plain(), item->span);
        more = more ? node_operation(pool, OP_ADD, more, part, NULL, unit_plain(), item->span) : part;
    }
    if (!weights)
        return NULL;
    struct node *factor = more ? node_operation(pool, OP_ADD, node_integer(pool, 1, unit_plain(), item->span), more, NULL, unit_plain(), item->span) : NULL;
    struct node *effective = factor ? node_operation(pool, OP_MULTIPLY, item->weight, factor, NULL, unit_points(), item->span) : item->weight;
    item->effective_weight = effective;
    return effective;
}

/* Where the item is exempt and its weight finds nobody, and the rule states that as an error; NULL where that is not stated. */
struct node *weight_lost(struct scheme *scheme, struct item *item)
{
    struct weights *weights = item->kind == ITEM_INDICATOR ? weights_of(scheme) : NULL;
    if (!weights || !item->group || item->group->all_all.kind != POLICY_FAULT)
        return NULL;
    struct scope scope = item_scope(scheme, item);
    uint32_t count;
    const struct exit *exits = item_exits(scheme, item, &count);
    const struct taker *next = item->group->group_all.kind == POLICY_SHARE ? taker_find(weights, &item->group->group_all, NULL) : NULL;
    struct node *lost = NULL;
    for (uint32_t k = 0; exits && k < count; k++) {
        if (!exits[k].exempt || exits[k].policy->kind != POLICY_SHARE)
            continue;
        const struct taker *own = taker_find(weights, exits[k].policy, item->group);
        struct node *nobody = exits[k].condition;
        if (own)
            nobody = both(&scope, nobody, is_zero(&scope, own->assessed));
        if (next && next != own)
            nobody = both(&scope, nobody, is_zero(&scope, next->assessed));
        lost = either(&scope, lost, nobody);
    }
    return lost;
}
