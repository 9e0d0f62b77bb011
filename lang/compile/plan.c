/* Levels, and which nodes must be kept as columns: what reductions read, what other domains gather, what is written out, and what a later
 * level uses again and is not cheap to compute anew. */
#include "compile/plan.h"
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"

enum { CHEAP_OPERATIONS = 3 };

struct planned *plan_of(const struct plan *plan, const struct node *node) { return &plan->nodes[node->number]; }

bool node_is_reduction(const struct node *node)
{
    return node->kind == NODE_GROUP || node->kind == NODE_GROUP_KEY || node->kind == NODE_FOLD || node->kind == NODE_RANK || node->kind == NODE_RUNNING ||
           node->kind == NODE_DAYS;
}

bool node_is_row_work(const struct node *node) { return node->kind == NODE_OPERATION || node->kind == NODE_TABLE || node->kind == NODE_GATHER; }

static int greater(int a, int b) { return a > b ? a : b; }

/* Level at which a row of another domain (or a later stage) can read it as a column. */
static int column_level(const struct plan *plan, const struct node *node)
{
    int level = plan_of(plan, node)->level;
    return node_is_row_work(node) || node->kind == NODE_CONSTANT ? level + 1 : level;
}

static void visit(struct plan *plan, struct node *node);

/* An operand read as a column by a reduction that runs behind the rows of its level. */
static int reduction_input(struct plan *plan, struct node *node)
{
    if (!node)
        return 0;
    visit(plan, node);
    plan_of(plan, node)->need |= NEED_COLUMN;
    return plan_of(plan, node)->level;
}

static int reduction_level(struct plan *plan, struct node *node)
{
    int level = greater(reduction_input(plan, node->a), reduction_input(plan, node->b));
    level = greater(level, reduction_input(plan, node->c));
    for (uint32_t i = 0; i < node->key_count; i++)
        level = greater(level, reduction_input(plan, node->keys[i]));
    for (int i = 0; i < 6; i++)
        level = greater(level, reduction_input(plan, node->days[i]));
    return level + 1;
}

/* A key of groups is made by the stage that makes the groups: the index into them on the source. */
static struct node *group_index(struct plan *plan, const struct row_set *groups)
{
    for (uint32_t i = 0; i < node_pool_count(plan->model->pool); i++) {
        struct node *node = node_pool_at(plan->model->pool, i);
        if (node->kind == NODE_GROUP && node->target == groups)
            return node;
    }
    return NULL;
}

static int operand_level(struct plan *plan, const struct node *user, struct node *operand)
{
    if (!operand)
        return 0;
    visit(plan, operand);
    if (operand->kind == NODE_CONSTANT)
        return 0;
    if (user->domain && !operand->domain) {     /* one value for all rows: a column of the one-row domain */
        plan_of(plan, operand)->need |= NEED_COLUMN;
        return column_level(plan, operand);
    }
    return plan_of(plan, operand)->level;
}

static void visit(struct plan *plan, struct node *node)
{
    struct planned *planned = plan_of(plan, node);
    if (planned->visited)
        return;
    planned->visited = true;
    planned->column = planned->instruction = NONE;
    const struct span place = plan->place;
    planned->place = plan->place = node_place(plan->model, node, place);
    int level = 0;
    if (node->kind == NODE_GATHER) {
        visit(plan, node->b);
        plan_of(plan, node->b)->need |= NEED_COLUMN;
        level = greater(operand_level(plan, node, node->a), column_level(plan, node->b));
    } else if (node->kind == NODE_GROUP_KEY) {
        struct node *index = group_index(plan, node->domain);
        visit(plan, index);
        level = plan_of(plan, index)->level;
    } else if (node_is_reduction(node))
        level = reduction_level(plan, node);
    else if (node_is_row_work(node)) {
        level = greater(operand_level(plan, node, node->a), operand_level(plan, node, node->b));
        level = greater(level, operand_level(plan, node, node->c));
    }
    plan->place = place;
    plan_of(plan, node)->level = level;
    plan->levels = greater(plan->levels, level + 1);
}

/* Whether a node can be computed again from columns that are there, in a few operations. */
static int cost(const struct node *node, int depth)
{
    if (!node || !node_is_row_work(node))
        return 0;
    if (depth > CHEAP_OPERATIONS || node->kind == NODE_GATHER)
        return CHEAP_OPERATIONS + 1;
    return 1 + cost(node->a, depth + 1) + cost(node->b, depth + 1) + (node->kind == NODE_OPERATION ? cost(node->c, depth + 1) : 0);
}

static void keep_for_later(struct plan *plan, const struct node *user, struct node *operand)
{
    if (!operand || !node_is_row_work(operand) || operand->kind == NODE_TABLE || plan_of(plan, operand)->level >= plan_of(plan, user)->level)
        return;
    if (operand->domain == user->domain && cost(operand, 0) > CHEAP_OPERATIONS)
        plan_of(plan, operand)->need |= NEED_COLUMN;
    else if (operand->domain == user->domain) {     /* computed again: its own operands may have to be kept */
        keep_for_later(plan, user, operand->a);
        keep_for_later(plan, user, operand->b);
        keep_for_later(plan, user, operand->c);
    }
}

void plan_make(struct plan *plan, struct model *model, struct node *const *roots, uint32_t count)
{
    *plan = (struct plan){.model = model, .count = node_pool_count(model->pool)};
    plan->nodes = lang_array(plan->count + 1, sizeof *plan->nodes);
    for (uint32_t i = 0; i < count; i++) {
        plan->place = roots[i]->span;
        visit(plan, roots[i]);
        plan_of(plan, roots[i])->need |= NEED_COLUMN;
    }
    for (uint32_t i = 0; i < plan->count; i++) {
        struct node *node = node_pool_at(model->pool, i);
        if (!plan->nodes[i].visited || !node_is_row_work(node))
            continue;
        keep_for_later(plan, node, node->a);
        keep_for_later(plan, node, node->b);
        keep_for_later(plan, node, node->c);
    }
}
