#include "check/absence.h"
#include "memory.h"
#include "model/model.h"

struct absences absences_open(struct scheme *scheme, const struct row_set *rows)
{
    struct node_pool *pool = scheme->model->pool;
    uint32_t room = node_pool_count(pool);
    return (struct absences){pool, scheme->model, rows, ABSENT, NULL, lang_array(room + 1, sizeof(struct node *)), room, {scheme->whole[0], scheme->whole[1]}};
}

static struct node *both(struct absences *absences, struct node *a, struct node *b)
{
    return node_operation(absences->pool, OP_AND, a, b, NULL, NULL, b->span);
}

static struct node *either(struct absences *absences, struct node *a, struct node *b)
{
    return node_operation(absences->pool, OP_OR, a, b, NULL, NULL, b->span);
}

static struct node *not(struct absences *absences, struct node *a)
{
    return node_operation(absences->pool, OP_NOT, a, NULL, NULL, NULL, a->span);
}

static struct node *asked(struct absences *absences, struct node *node)
{
    return node_status_is(absences->pool, node, absences->mask & node->statuses);
}

/* The row at hand is one of those that the figure is taken of. */
static bool of_own_pool(const struct absences *absences, const struct node *fold, const struct node *index)
{
    return fold->target == absences->rows && (index ? fold->a == index : !fold->a);
}

/* The row at hand does not count among those that the figure is taken of, though it is one of them. */
static struct node *own_is_left_out(struct absences *absences, const struct node *figure)
{
    struct node *lacks = absence_of(absences, figure->b);
    return figure->c ? either(absences, lacks, not(absences, absence_in(absences, figure->c))) : lacks;
}

/* The number of rows that a highest or lowest value is taken of is 0; brought to the row at hand by the index. Where the row at hand counts among
 * them it is not. */
static struct node *no_rows(struct absences *absences, const struct node *fold, struct node *index)
{
    struct node_pool *pool = absences->pool;
    struct node *number = node_fold(pool, FOLD_COUNT, fold->target, fold->domain, fold->a, fold->b, fold->c, fold->span);
    if (index)
        number = node_gather(pool, index, number, fold->span);
    struct node *none = node_operation(pool, OP_EQUAL, number, node_integer(pool, 0, unit_plain(), fold->span), NULL, NULL, fold->span);
    return of_own_pool(absences, fold, index) ? both(absences, none, own_is_left_out(absences, fold)) : none;
}

static bool is_extreme(const struct node *node)
{
    return node->kind == NODE_FOLD && (node->fold == FOLD_MINIMUM || node->fold == FOLD_MAXIMUM);
}

static struct node *absence_of_rank(struct absences *absences, const struct node *node)
{
    struct node *any = node->c ? not(absences, node->c) : node_boolean(absences->pool, false);
    for (uint32_t i = 0; i < node->key_count; i++)
        any = either(absences, any, absence_of(absences, node->keys[i]));
    return any;
}

/* One side alone may decide and and or: the other need not be there then. */
static struct node *absence_of_logic(struct absences *absences, const struct node *node)
{
    bool and = node->op == OP_AND;
    struct node *lacks[2] = {absence_of(absences, node->a), absence_of(absences, node->b)}, *open[2];
    struct node *sides[2] = {absence_in(absences, node->a), absence_in(absences, node->b)};
    for (int i = 0; i < 2; i++)
        open[i] = either(absences, lacks[i], and ? sides[i] : not(absences, sides[i]));
    return either(absences, both(absences, lacks[0], open[1]), both(absences, lacks[1], open[0]));
}

static struct node *absence_of_operation(struct absences *absences, const struct node *node)
{
    switch (node->op) {
    case OP_STATUS_IS:
        return node_boolean(absences->pool, false);
    case OP_AND: case OP_OR:
        return absence_of_logic(absences, node);
    case OP_ADD_PRESENT:
        return both(absences, absence_of(absences, node->a), absence_of(absences, node->b));
    case OP_SELECT: {
        struct node *condition = absence_in(absences, node->a);
        struct node *yes = both(absences, condition, absence_of(absences, node->b)), *no = both(absences, not(absences, condition), absence_of(absences, node->c));
        return either(absences, absence_of(absences, node->a), either(absences, yes, no));
    }
    default: {
        struct node *any = absence_of(absences, node->a);
        any = node->b ? either(absences, any, absence_of(absences, node->b)) : any;
        return node->c ? either(absences, any, absence_of(absences, node->c)) : any;
    }
    }
}

/* What stdlib/ says of its figure: when it has a value. NULL where it says nothing. */
static struct node *stated_presence(const struct absences *absences, const struct node *node)
{
    for (uint32_t i = 0; i < absences->model->presence_count; i++)
        if (absences->model->presences[i].node == node)
            return absences->model->presences[i].condition;
    return NULL;
}

static struct node *find(struct absences *absences, struct node *node)
{
    if (!node_can_be(node, absences->mask) || node == absences->whole[0] || node == absences->whole[1])
        return node_boolean(absences->pool, false);
    struct node *present = stated_presence(absences, node);
    if (present)
        return not(absences, present);
    switch (node->kind) {
    case NODE_CONSTANT:
        return node_boolean(absences->pool, true);
    case NODE_FOLD:
        return is_extreme(node) ? no_rows(absences, node, NULL) : asked(absences, node);
    case NODE_GATHER:
        return is_extreme(node->b) && !node_can_be(node->a, absences->mask) ? no_rows(absences, node->b, node->a) : asked(absences, node);
    case NODE_RUNNING:          /* up to the row at hand, which is the last of them */
        return node->b ? both(absences, asked(absences, node), own_is_left_out(absences, node)) : asked(absences, node);
    case NODE_RANK:
        return absence_of_rank(absences, node);
    case NODE_OPERATION:
        return absence_of_operation(absences, node);
    default:
        return asked(absences, node);
    }
}

struct node *absence_of(struct absences *absences, struct node *node)
{
    struct node *known = node->number < absences->room ? absences->known[node->number] : NULL;
    if (known)
        return known;
    known = find(absences, node);
    if (node->number < absences->room)
        absences->known[node->number] = known;
    return known;
}

void absence_is_answered(struct absences *absences, const struct node *node)
{
    if (node->number < absences->room)
        absences->known[node->number] = node_boolean(absences->pool, false);
}

/* Whether it is asked for all states in which the value is not there, or for those in which it is. */
static struct node *status_asked(struct absences *absences, struct node *condition)
{
    unsigned mask = condition->mode, absent = condition->a->statuses & ABSENT, present = mask & status_mask(STATUS_PRESENT);
    if (!present && !(absent & ~mask))
        return absence_of(absences, condition->a);
    return present && !(absent & mask) ? not(absences, absence_of(absences, condition->a)) : condition;
}

static struct node *said(struct absences *absences, struct node *condition)
{
    if (condition->kind != NODE_OPERATION)
        return condition;
    if (condition->op == OP_STATUS_IS)
        return status_asked(absences, condition);
    if (condition->op == OP_NOT)
        return not(absences, said(absences, condition->a));
    if (condition->op == OP_AND || condition->op == OP_OR)
        return node_operation(absences->pool, (enum opcode)condition->op, said(absences, condition->a), said(absences, condition->b), NULL, NULL, condition->span);
    return condition;
}

struct node *absence_in(struct absences *absences, struct node *condition)
{
    return said(absences->of_all ? absences->of_all : absences, condition);
}

bool value_can_be(struct scheme *scheme, const struct row_set *rows, struct node *value, unsigned mask)
{
    if (!node_can_be(value, mask))
        return false;
    struct absences of_all = absences_open(scheme, rows), absences = absences_open(scheme, rows);
    struct held held = {0};
    struct samples found;
    absences.mask = mask;
    absences.of_all = &of_all;
    absences.whole[0] = absences.whole[1] = of_all.whole[0] = of_all.whole[1] = NULL;
    enum reach reach = reach_event(&held, absence_of(&absences, value), &found);
    samples_release(&found);
    return reach != REACH_NEVER;
}
