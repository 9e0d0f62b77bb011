/* A figure is a fold, or what a reference brings of one to the row at hand. Its rows are those where each part of its condition holds and, for
 * all but the number of rows, the value is there. */
#include "check/figures.h"
#include "model/model.h"

enum { PARTS = 16 };

/* A part of what is asked of a row: that the node has a value (value), that the condition holds, or that it does not (not). */
enum asks { ASKS_VALUE, ASKS_YES, ASKS_NO };
struct part { const struct node *node; enum asks asks; };
/* thinned: only so many of the highest or lowest of these rows, at least one where there is one. */
struct figure { const struct node *fold, *by; struct part parts[PARTS]; uint32_t count; bool known, thinned; };

static unsigned absent_of(const struct node *node)
{
    return node->statuses & ~(unsigned)(status_mask(STATUS_PRESENT) | status_mask(STATUS_ERROR) | MISSING_AT_USE);
}

static bool is_absent(const struct node *node) { return node->kind == NODE_CONSTANT && node->value.status != STATUS_PRESENT; }

static void add_part(struct figure *figure, const struct node *node, enum asks asks)
{
    figure->known = figure->known && figure->count < PARTS;
    if (figure->known)
        figure->parts[figure->count++] = (struct part){node, asks};
}

static void add_condition(struct figure *figure, const struct node *condition, bool wanted);

/* That the value is there: what it is computed of is, and the side of a choice that has one is taken. */
static void add_presence(struct figure *figure, const struct node *node)
{
    bool operation = node->kind == NODE_OPERATION && node->op != OP_AND && node->op != OP_OR && node->op != OP_ADD_PRESENT && node->op != OP_SELECT;
    if (!absent_of(node))
        return;
    if (node->kind == NODE_OPERATION && node->op == OP_SELECT && !absent_of(node->a) && is_absent(node->b) != is_absent(node->c)) {
        add_condition(figure, node->a, is_absent(node->c));
        add_presence(figure, is_absent(node->c) ? node->b : node->c);
    } else if (operation) {
        add_presence(figure, node->a);
        if (node->b)
            add_presence(figure, node->b);
        if (node->c)
            add_presence(figure, node->c);
    } else
        add_part(figure, node, ASKS_VALUE);
}

/* 从高到低 前 3个: the place in an order in which no two are equal is at most a number not below 1. */
static const struct node *first_ones(const struct figure *figure, const struct node *condition)
{
    const struct node *rank = condition->a, *most = condition->b;
    bool order = condition->kind == NODE_OPERATION && condition->op == OP_LESS_EQUAL && rank->kind == NODE_RANK && rank->ties == TIES_ORDER;
    bool same = order && rank->domain == figure->fold->target && rank->a == figure->fold->a && rank->key_count == 1;
    return same && most->kind == NODE_CONSTANT && most->interval.has_least && rational_sign(&most->interval.least) > 0 && most->decimals == 0 ? rank : NULL;
}

static void add_condition(struct figure *figure, const struct node *condition, bool wanted)
{
    bool operation = condition->kind == NODE_OPERATION;
    const struct node *rank = wanted ? first_ones(figure, condition) : NULL;
    if (rank) {
        figure->thinned = true;
        add_presence(figure, rank->keys[0]);
        if (rank->c)
            add_condition(figure, rank->c, true);
    } else if (operation && condition->op == OP_NOT)
        add_condition(figure, condition->a, !wanted);
    else if (operation && condition->op == (wanted ? OP_AND : OP_OR)) {
        add_condition(figure, condition->a, wanted);
        add_condition(figure, condition->b, wanted);
    } else if (operation && condition->op == OP_STATUS_IS && !wanted && !(absent_of(condition->a) & ~(unsigned)condition->mode))
        add_presence(figure, condition->a);
    else
        add_part(figure, condition, wanted ? ASKS_YES : ASKS_NO);
}

static struct figure figure_of(const struct node *node)
{
    struct figure figure = {.fold = node->kind == NODE_GATHER ? node->b : node, .by = node->kind == NODE_GATHER ? node->a : NULL};
    figure.known = figure.fold->kind == NODE_FOLD;
    if (figure.known && figure.fold->c)
        add_condition(&figure, figure.fold->c, true);
    if (figure.known && figure.fold->b)
        add_presence(&figure, figure.fold->b);
    return figure;
}

static bool same_rows(const struct figure *a, const struct figure *b)
{
    return a->known && b->known && a->by == b->by && a->fold->target == b->fold->target && a->fold->a == b->fold->a && a->fold->domain == b->fold->domain;
}

bool figures_are_related(const struct node *a, const struct node *b)
{
    struct figure x = figure_of(a), y = figure_of(b);
    return same_rows(&x, &y);
}

/* Whether all rows of the narrower are rows of the wider: the wider asks for nothing that the narrower does not. */
static bool within(const struct figure *narrower, const struct figure *wider)
{
    for (uint32_t i = 0; i < wider->count; i++) {
        uint32_t k = 0;
        while (k < narrower->count && (narrower->parts[k].node != wider->parts[i].node || narrower->parts[k].asks != wider->parts[i].asks))
            k++;
        if (k == narrower->count)
            return false;
    }
    return true;
}

static bool is_count(const struct figure *figure) { return figure->fold->fold == FOLD_COUNT; }

static bool not_negative(const struct interval *interval) { return interval->has_least && rational_sign(&interval->least) >= 0; }

/* Sums of what is never negative, and of what is above 0. */
static bool is_sum(const struct figure *figure, bool above)
{
    const struct node *value = figure->fold->b;
    return figure->fold->fold == FOLD_SUM && value && not_negative(&value->interval) && (!above || value->interval.never_zero);
}

/* What the one figure, with rows among those of the other, and its value say of the other's. */
static bool pair_agrees(const struct figure *narrower, const struct rational *less, const struct figure *wider, const struct rational *more)
{
    if (!within(narrower, wider))
        return true;
    bool counts = is_count(narrower) && is_count(wider);
    if (counts && !wider->thinned)
        return rational_compare(less, more) <= 0;
    if (counts)
        return !(rational_sign(less) > 0 && rational_sign(more) <= 0);
    if (is_sum(narrower, false) && is_count(wider))                 /* a sum above 0 is of some row */
        return !(rational_sign(less) > 0 && rational_sign(more) <= 0);
    if (is_count(narrower) && is_sum(wider, true))                  /* a row makes a sum of what is above 0 */
        return !(rational_sign(less) > 0 && rational_sign(more) <= 0);
    return true;
}

/* ---- the row at hand ---- */

/* Whether the case says that the row at hand meets the part. */
static bool own_part(const struct samples *samples, const struct part *part)
{
    for (uint32_t i = 0; part->asks == ASKS_VALUE && i < samples->count; i++) {
        const struct sample_variable *variable = samples->variables[i];
        const struct node *node = variable->node;
        if (node->kind == NODE_OPERATION && node->op == OP_STATUS_IS && node->a == part->node && !(absent_of(part->node) & ~(unsigned)node->mode))
            return !variable->points[variable->at].boolean;
    }
    return part->asks != ASKS_VALUE && samples_answer(samples, part->node) == (part->asks == ASKS_YES ? ANSWER_YES : ANSWER_NO);
}

/* A row that meets all that is asked counts among those of its own pool: their number is not 0. Without an index the case speaks of one of the
 * rows that are counted where it says that it meets a part; and there always are units. */
static bool own_row_counts(const struct samples *samples, const struct sample_variable *number)
{
    struct figure figure = figure_of(number->node);
    bool own = figure.known && is_count(&figure) && (figure.by ? figure.by == figure.fold->a : !figure.fold->a && (figure.count || figure.fold->target->is_units));
    for (uint32_t i = 0; own && i < figure.count; i++)
        own = own_part(samples, &figure.parts[i]);
    return !own || rational_sign(&number->points[number->at].number) > 0;
}

bool figures_agree(const struct samples *samples)
{
    for (uint32_t i = 0; i < samples->count; i++)
        if (samples->variables[i]->node->type == TYPE_NUMBER && !own_row_counts(samples, samples->variables[i]))
            return false;
    for (uint32_t i = 0; i < samples->count; i++)
        for (uint32_t k = 0; k < samples->count; k++) {
            const struct sample_variable *one = samples->variables[i], *other = samples->variables[k];
            if (i == k || one->node->type != TYPE_NUMBER || other->node->type != TYPE_NUMBER)
                continue;
            struct figure a = figure_of(one->node), b = figure_of(other->node);
            if (same_rows(&a, &b) && !pair_agrees(&a, &one->points[one->at].number, &b, &other->points[other->at].number))
                return false;
        }
    return true;
}
