/* A figure is a fold, or what a reference brings of one to the row at hand. Its rows are those where each part of its condition holds and, for
 * all but the number of rows, the value is there. */
#include "check/figures.h"

enum { PARTS = 16 };

struct part { const struct node *node; bool value; };    /* value: that the node has a value; else that it holds */
struct figure { const struct node *fold, *by; struct part parts[PARTS]; uint32_t count; bool known; };

static unsigned absent_of(const struct node *node)
{
    return node->statuses & ~(unsigned)(status_mask(STATUS_PRESENT) | status_mask(STATUS_ERROR) | MISSING_AT_USE);
}

static void add_part(struct figure *figure, struct part part)
{
    if (part.value && !absent_of(part.node))
        return;
    figure->known = figure->known && figure->count < PARTS;
    if (figure->known)
        figure->parts[figure->count++] = part;
}

static void add_condition(struct figure *figure, const struct node *condition)
{
    if (!condition)
        return;
    if (condition->kind == NODE_OPERATION && condition->op == OP_AND) {
        add_condition(figure, condition->a);
        add_condition(figure, condition->b);
        return;
    }
    const struct node *asked = condition->kind == NODE_OPERATION && condition->op == OP_NOT ? condition->a : NULL;
    bool filled = asked && asked->kind == NODE_OPERATION && asked->op == OP_STATUS_IS && (absent_of(asked->a) & ~(unsigned)asked->mode) == 0;
    add_part(figure, filled ? (struct part){asked->a, true} : (struct part){condition, false});
}

static struct figure figure_of(const struct node *node)
{
    struct figure figure = {.fold = node->kind == NODE_GATHER ? node->b : node, .by = node->kind == NODE_GATHER ? node->a : NULL};
    figure.known = figure.fold->kind == NODE_FOLD;
    if (figure.known) {
        add_condition(&figure, figure.fold->c);
        if (figure.fold->b)
            add_part(&figure, (struct part){figure.fold->b, true});
    }
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
        while (k < narrower->count && (narrower->parts[k].node != wider->parts[i].node || narrower->parts[k].value != wider->parts[i].value))
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
    if (counts)
        return rational_compare(less, more) <= 0;
    if (is_sum(narrower, false) && is_count(wider))                 /* a sum above 0 is of some row */
        return !(rational_sign(less) > 0 && rational_sign(more) <= 0);
    if (is_count(narrower) && is_sum(wider, true))                  /* a row makes a sum of what is above 0 */
        return !(rational_sign(less) > 0 && rational_sign(more) <= 0);
    return true;
}

bool figures_agree(const struct samples *samples)
{
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
