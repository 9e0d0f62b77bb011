/* Who is not assessed on an item, and what becomes of its points then. Each line that exempts, or says where the item does not apply, is a way
 * out; it may say itself what holds (类别 为 功能区 的,免考,得 满分), else the item's or the group's 免考 的,… does.
 *
 *     ways of an item  ->  in the order of what takes precedence (优先于)  ->  exits: one for each thing that holds, with its condition
 *
 * Conditions of exits exclude each other: of two ways that hold, the one that takes precedence counts. Two of which none does are refused where
 * they can both hold and differ (check/exits.c); so what order is left here, exemption first and then that of the file, decides nothing. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"

/* ---- reading ---- */

/* 优先于 … at tokens[from]: the comma behind it, or from where it does not stand there. */
static uint32_t prior_at(struct way_out *way, const struct token *tokens, uint32_t count, uint32_t from)
{
    uint32_t end = token_next_comma(tokens, count, from);
    if (from >= count || !token_is(&tokens[from], "优先于") || end == from + 1)
        return from;
    *ARRAY_ADD(way->priors, way->prior_count) = (struct prior){tokens + from + 1, end - from - 1, tokens_span(tokens + from, end - from)};
    return end;
}

/* What stands behind 免考 or 不适用, in tokens[0, count) of the clause: what holds, 依据 …, 有效 …, 优先于 …, in any order. */
void way_out_add(struct scheme *scheme, struct item *item, bool exempt, struct clause *clause, uint32_t from, uint32_t to)
{
    struct way_out *way = ARRAY_ADD(item->ways, item->way_count);
    struct exemption_note note = {0};
    *way = (struct way_out){.exempt = exempt, .number = exempt ? item->exempt_count - 1 : item->not_applicable_count - 1};
    for (uint32_t at = from; at < to;) {
        uint32_t end = token_next_comma(clause->tokens, to, at), behind = prior_at(way, clause->tokens, to, at);
        if (behind == at && !(exempt && exemption_note_at(scheme, &note, clause->tokens + at, end - at)) &&
            (way->own.kind || !policy_at(scheme, clause, at, to, &end, &way->own))) {
            struct span span = tokens_span(clause->tokens + at, (end > at ? end : to) - at);
            model_fault(scheme->model, exempt ? "E0723" : "E0346", span, NULL);
        }
        at = (behind > at ? behind : end) + 1;
    }
    bool nowhere = item->kind == ITEM_ROWS && (way->own.kind == POLICY_SHARE || way->own.kind == POLICY_CONVERT);
    if (nowhere)                    /* no weight that could go elsewhere */
        model_fault(scheme->model, "E0362", clause->span, span_text(scheme->model, clause->span), NULL);
    uint32_t notes = item->exempt_count - 1;
    if (exempt)
        *ARRAY_ADD(item->exempt_notes, notes) = note;
}

static bool same_words(const struct line *a, const struct line *b)
{
    if (a->to - a->from != b->to - b->from)
        return false;
    for (uint32_t i = 0; i < a->to - a->from; i++) {
        const struct token *x = &a->clause->tokens[a->from + i], *y = &b->clause->tokens[b->from + i];
        bool same = x->kind == y->kind && (x->kind == TOKEN_NUMBER ? rational_compare(&x->number, &y->number) == 0 : x->kind == TOKEN_DATE ? x->date == y->date : !x->text || !y->text || strcmp(x->text, y->text) == 0);
        if (!same)
            return false;
    }
    return true;
}

bool same_policy(const struct weight_policy *a, const struct weight_policy *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == POLICY_SHARE)
        return a->target == b->target && a->equal_parts == b->equal_parts && a->list_count == b->list_count &&
               (!a->list_count || memcmp(a->list, b->list, a->list_count * sizeof *a->list) == 0);
    return (a->kind != POLICY_VALUE && a->kind != POLICY_CLASS_MEAN) || same_words(&a->value, &b->value);
}

/* 涉农 为 否 的,不适用,权重 … where no line 不适用 的,… stands: whatever else does not apply goes the same way, if the lines agree. */
void ways_settle(struct item *item)
{
    struct weight_policy *all = &item->not_applicable_policy;
    const struct weight_policy *first = NULL;
    bool agree = true;
    for (uint32_t i = 0; i < item->way_count; i++) {
        const struct way_out *way = &item->ways[i];
        if (way->exempt || !way->own.kind)
            continue;
        agree = agree && (!first || same_policy(first, &way->own));
        first = first ? first : &way->own;
    }
    if (all->kind != POLICY_NONE || !first || !agree)
        return;
    *all = *first;
    for (uint32_t i = 0; i < item->way_count; i++)
        if (!item->ways[i].exempt)
            item->ways[i].own.kind = POLICY_NONE;
}

/* ---- what holds ---- */

const struct weight_policy *item_policy(const struct item *item, bool exempt)
{
    const struct weight_policy *policy = exempt ? &item->exempt_policy : &item->not_applicable_policy;
    if (policy->kind == POLICY_NONE && item->group)
        policy = exempt ? &item->group->exempt : &item->group->not_applicable;
    return policy;
}

const struct weight_policy *way_policy(const struct item *item, const struct way_out *way)
{
    return way->own.kind ? &way->own : item_policy(item, way->exempt);
}

bool policy_scores(const struct weight_policy *policy)
{
    return policy->kind == POLICY_FULL || policy->kind == POLICY_VALUE || policy->kind == POLICY_CLASS_MEAN;
}

struct line *way_line(const struct item *item, const struct way_out *way)
{
    return way->exempt ? &item->exempt[way->number] : &item->not_applicable[way->number];
}

struct node *way_condition(const struct item *item, const struct way_out *way) { return way_line(item, way)->condition; }

/* ---- 优先于 ---- */

/* Whether the words behind 优先于 mean the way: its condition, what it is based on, or its kind. */
static bool is_meant(const struct item *item, const struct way_out *way, const struct prior *prior, const struct node *condition)
{
    const struct token *first = &prior->tokens[0];
    if (prior->count == 1 && first->kind == TOKEN_TEXT) {
        const char *basis = way->exempt ? item->exempt_notes[way->number].basis : NULL;
        return basis && strcmp(basis, first->text) == 0;
    }
    if (prior->count == 1 && (token_is(first, "免考") || token_is(first, "不适用")))
        return way->exempt == token_is(first, "免考");
    return condition && condition == way_condition(item, way);
}

static struct node *condition_meant(struct scope *scope, const struct prior *prior)
{
    if (prior->count < 2 || !token_is(&prior->tokens[prior->count - 1], "的"))
        return NULL;
    struct scope inner = *scope;
    return resolve_condition(&inner, prior->tokens, prior->count - 1);
}

uint32_t ways_meant(struct scheme *scheme, struct item *item, uint32_t way, const struct prior *prior, uint32_t *meant)
{
    struct scope scope = item_scope(scheme, item);
    const struct node *condition = condition_meant(&scope, prior);
    uint32_t count = 0;
    for (uint32_t k = 0; k < item->way_count; k++)
        if (k != way && is_meant(item, &item->ways[k], prior, condition))
            meant[count++] = k;
    return count;
}

/* The conditions that could be meant are proposed. */
static void nothing_meant(struct scope *scope, const struct item *item, uint32_t way, const struct prior *prior)
{
    struct model *model = scope->scheme->model;
    fault(scope, "E0475", prior->span, span_text(model, tokens_span(prior->tokens, prior->count)), NULL);
    for (uint32_t k = 0; k < item->way_count; k++) {
        const struct line *line = way_line(item, &item->ways[k]);
        const char *guard = span_text(model, tokens_span(line->clause->tokens + line->guard_from, line->guard_to - line->guard_from));
        if (k != way)
            propose_words(model, prior->span, lang_format("优先于 %s 的", guard), lang_format("overrides if %s", guard));
    }
}

/* beats[i * count + k]: way i takes precedence over way k, by what the lines say and what follows from that. NULL where a fault was told. */
static bool *precedence(struct scope *scope, struct item *item)
{
    uint32_t count = item->way_count, *meant = lang_array(count + 1, sizeof *meant);
    bool *beats = lang_array((size_t)count * count + 1, sizeof *beats), sound = true;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t p = 0; p < item->ways[i].prior_count; p++) {
            struct prior *prior = &item->ways[i].priors[p];
            size_t before = diagnostics_total(scope->scheme->model->diagnostics);
            uint32_t found = ways_meant(scope->scheme, item, i, prior, meant);
            for (uint32_t k = 0; k < found; k++)
                beats[i * count + meant[k]] = true;
            if (!found && diagnostics_total(scope->scheme->model->diagnostics) == before)
                nothing_meant(scope, item, i, prior);
            sound = sound && found;
        }
    for (uint32_t via = 0; via < count; via++)
        for (uint32_t i = 0; i < count; i++)
            for (uint32_t k = 0; k < count; k++)
                beats[i * count + k] = beats[i * count + k] || (beats[i * count + via] && beats[via * count + k]);
    return sound ? beats : NULL;
}

static bool in_circle(struct scope *scope, const struct item *item, const bool *beats)
{
    uint32_t count = item->way_count, first = 0;
    while (first < count && !beats[first * count + first])
        first++;
    if (first == count)
        return false;
    fault(scope, "E0474", item->ways[first].priors[0].span, NULL);
    for (uint32_t k = 0; k < count; k++)
        if (k != first && beats[first * count + k] && beats[k * count + first])
            fault_also(scope, item->ways[k].priors[0].span, "又反过来优先", "and this the other way round");
    return true;
}

/* The ways, what takes precedence first. NULL where a fault was told. */
static uint32_t *order_of(struct scope *scope, struct item *item)
{
    uint32_t count = item->way_count, placed = 0, *order = lang_array(count + 1, sizeof *order);
    bool *done = lang_array(count + 1, sizeof *done);
    item->beats = precedence(scope, item);
    if (!item->beats || in_circle(scope, item, item->beats))
        return NULL;
    while (placed < count) {
        uint32_t next = count;
        for (uint32_t i = 0; i < count; i++) {
            bool free = !done[i];
            for (uint32_t k = 0; k < count && free; k++)
                free = done[k] || k == i || !item->beats[k * count + i];
            if (free && (next == count || (item->ways[i].exempt && !item->ways[next].exempt)))
                next = i;
        }
        done[next] = true;
        order[placed++] = next;
    }
    return order;
}

/* ---- exits ---- */

static bool add_exit(struct scope *scope, struct item *item, const struct weight_policy *policy, bool exempt, struct node *condition)
{
    struct exit *exit = NULL;
    for (uint32_t i = 0; i < item->exit_count && !exit; i++)
        if (item->exits[i].exempt == exempt && same_policy(item->exits[i].policy, policy))
            exit = &item->exits[i];
    if (!exit) {
        exit = ARRAY_ADD(item->exits, item->exit_count);
        *exit = (struct exit){.policy = policy, .exempt = exempt};
    }
    return (exit->condition = either(scope, exit->condition, condition)) != NULL;
}

/* The condition without cases that others have taken. */
static struct node *besides(struct scope *scope, struct node *condition, struct node *taken)
{
    return taken ? both(scope, condition, negate_condition(scope, taken)) : condition;
}

/* Each way out where none before it holds that differs. */
static bool exits_of_ways(struct scope *scope, struct item *item)
{
    const uint32_t *order = item->way_order = order_of(scope, item);
    struct node *any = NULL;
    if (!order)
        return false;
    for (uint32_t i = 0; i < item->way_count; i++) {
        const struct way_out *way = &item->ways[order[i]];
        struct node *taken = NULL;
        for (uint32_t k = 0; k < i; k++) {
            const struct way_out *before = &item->ways[order[k]];
            if (before->exempt != way->exempt || !same_policy(way_policy(item, before), way_policy(item, way)))
                taken = either(scope, taken, way_condition(item, before));
        }
        if (!add_exit(scope, item, way_policy(item, way), way->exempt, besides(scope, way_condition(item, way), taken)))
            return false;
        any = either(scope, any, way_condition(item, way));
    }
    item->rest = besides(scope, item->lacks, any);
    return add_exit(scope, item, item_policy(item, false), false, item->rest);
}

const struct exit *item_exits(struct scheme *scheme, struct item *item, uint32_t *count)
{
    struct scope scope = item_scope(scheme, item);
    bool plain = true;
    *count = 0;
    if (!item_assessed(scheme, item) || item->exits_failed)
        return NULL;
    for (uint32_t i = 0; i < item->way_count; i++)
        plain = plain && !item->ways[i].own.kind && !item->ways[i].prior_count;
    if (!item->exits && plain) {
        add_exit(&scope, item, item_policy(item, true), true, item->is_exempt);
        add_exit(&scope, item, item_policy(item, false), false, both(&scope, item->inapplicable, negate_condition(&scope, item->is_exempt)));
    }
    if (!item->exits)
        item->exits_failed = !exits_of_ways(&scope, item);
    *count = item->exits_failed ? 0 : item->exit_count;
    return item->exits_failed ? NULL : item->exits;
}
