/* Every division that a result rests on is walked to with the conditions on the way (the sides of selections). Where the divisor can be zero,
 * the cases in which it is are tried: one in which all conditions on the way can hold is a fault, with the case as its example. What the
 * ledger demands of each of its rows (要求 甲 不为 乙) holds too: a row for which it does not is refused, and there are no scores. */
#include "check/divide.h"
#include <string.h>
#include "check/reach.h"
#include "elaborate/elaborate.h"
#include "memory.h"

enum { DEPTH = 400 };

struct walk {
    struct scope scope;
    struct held held;                   /* the conditions on the way */
    const uint8_t *holds;               /* by node number: a division to look at stands in it */
    uint8_t *clean;                     /* by node number: walked without conditions, nothing more to find */
    uint8_t *reported;
    uint32_t depth;
};

static bool is_absent(const struct node *node) { return node->kind == NODE_CONSTANT && node->value.status != STATUS_PRESENT; }

static struct node *divisor_is_zero(struct walk *walk, struct node *divisor)
{
    struct node_pool *pool = walk->scope.scheme->model->pool;
    if (divisor->kind == NODE_OPERATION && divisor->op == OP_SELECT && (is_absent(divisor->b) || is_absent(divisor->c))) {     /* what is not there is not zero */
        struct node *zero = node_operation(pool, OP_EQUAL, divisor, node_integer(pool, 0, divisor->unit, divisor->span), NULL, NULL, divisor->span);
        struct node *there = is_absent(divisor->b) ? node_operation(pool, OP_NOT, divisor->a, NULL, NULL, NULL, divisor->span) : divisor->a;
        return node_operation(pool, OP_AND, there, zero, NULL, NULL, divisor->span);
    }
    if (divisor->kind == NODE_OPERATION && divisor->op == OP_SUBTRACT)       /* 最高 - 最低 is zero where 最高 为 最低 */
        return node_operation(pool, OP_EQUAL, divisor->a, divisor->b, NULL, NULL, divisor->span);
    if (divisor->kind == NODE_OPERATION && divisor->op == OP_MULTIPLY && divisor->a->kind != NODE_CONSTANT && divisor->b->kind != NODE_CONSTANT) {     /* a product is zero where a factor is */
        struct node *a = divisor_is_zero(walk, divisor->a), *b = divisor_is_zero(walk, divisor->b);
        return a == b ? a : node_operation(pool, OP_OR, a, b, NULL, NULL, divisor->span);
    }
    return node_operation(pool, OP_EQUAL, divisor, node_integer(pool, 0, divisor->unit, divisor->span), NULL, NULL, divisor->span);
}

/* Equality may be written either way round. */
static bool same_equality(const struct node *x, const struct node *y)
{
    return x->kind == NODE_OPERATION && y->kind == NODE_OPERATION && x->op == OP_EQUAL && y->op == OP_EQUAL &&
           ((x->a == y->a && x->b == y->b) || (x->a == y->b && x->b == y->a));
}

/* The condition with every equality that is the zero test replaced by it, so that both are one thing to try. */
static struct node *with_zero(struct walk *walk, struct node *condition, struct node *zero)
{
    struct node_pool *pool = walk->scope.scheme->model->pool;
    if (same_equality(condition, zero))
        return zero;
    if (condition->kind != NODE_OPERATION || (condition->op != OP_AND && condition->op != OP_OR && condition->op != OP_NOT))
        return condition;
    struct node *a = with_zero(walk, condition->a, zero), *b = condition->b ? with_zero(walk, condition->b, zero) : NULL;
    return node_operation(pool, (enum opcode)condition->op, a, b, NULL, NULL, condition->span);
}

/* The words of a value in the rules: a column's name, or what is written. */
static const char *words_of(const struct walk *walk, const struct node *node)
{
    const struct node *read = node->kind == NODE_OPERATION && node->op == OP_MULTIPLY && node->b->kind == NODE_CONSTANT ? node->a : node;
    return read->kind == NODE_FIELD ? read->field->name : span_text(walk->scope.scheme->model, node->span);
}

static bool stands_elsewhere(const struct node *divisor, const struct node *division)
{
    return divisor->span.end > divisor->span.start && (divisor->span.start < division->span.start || divisor->span.end > division->span.end);
}

static void report_division(struct walk *walk, const struct node *division, const char *example)
{
    const struct node *divisor = division->b;
    bool difference = divisor->kind == NODE_OPERATION && divisor->op == OP_SUBTRACT && divisor->b->kind != NODE_CONSTANT;
    const char *guard = difference ? lang_format("%s 为 %s", words_of(walk, divisor->a), words_of(walk, divisor->b)) : lang_format("%s 为 0", words_of(walk, divisor));
    if (node_is_constant(divisor)) {
        fault(&walk->scope, "E0442", division->span, words_of(walk, divisor), NULL);
        if (stands_elsewhere(divisor, division))
            fault_also(&walk->scope, divisor->span, "这里写的是 0", "0 is written here");
        return;
    }
    const char *english = difference ? lang_format("%s is %s", words_of(walk, divisor->a), words_of(walk, divisor->b)) : lang_format("%s is 0", words_of(walk, divisor));
    ask_division(&walk->scope, division->span, words_of(walk, divisor), example[0] ? example : guard, (const char *const[2]){guard, english});
    if (stands_elsewhere(divisor, division))
        fault_also(&walk->scope, divisor->span, "可能为 0", "may be 0");
}

/* What holds where the division stands: the conditions on the way, and what every row of its ledger must satisfy. */
static struct held held_at(struct walk *walk, const struct node *division, struct node *zero)
{
    const struct row_set *rows = division->domain;
    struct held held = {0};
    for (uint32_t i = 0; i < walk->held.count; i++)
        held_add(&held, with_zero(walk, (struct node *)walk->held.conditions[i], zero), walk->held.wanted[i]);
    for (uint32_t i = 0; rows && i < rows->requirement_count; i++) {
        const struct requirement *requirement = &rows->requirements[i];
        if (requirement->condition && !requirement->voids && requirement->severity == SEVERITY_ERROR &&
            requirement->condition->statuses == status_mask(STATUS_PRESENT))
            held_add(&held, with_zero(walk, requirement->condition, zero), true);
    }
    return held;
}

static void try_division(struct walk *walk, const struct node *division)
{
    struct node *zero = divisor_is_zero(walk, division->b);
    if (node_is_false(zero) || walk->reported[division->number])
        return;
    struct held held = held_at(walk, division, zero);
    struct samples found;
    enum reach reach = reach_event(&held, zero, &found);
    if (reach != REACH_NEVER)
        walk->reported[division->number] = 1;
    if (reach == REACH_UNDECIDED)       /* too much to try: said, not refused; check --strict fails on it */
        fault(&walk->scope, "W0442", division->span, node_text(&walk->scope, division->b), NULL);
    else if (reach == REACH_POSSIBLE)
        report_division(walk, division, node_is_constant(zero) ? "" : samples_text(&found, true));
    samples_release(&found);
}

static bool holds(const uint8_t *known, const struct node *node) { return node && known[node->number]; }

/* Operands have lower numbers, so one pass finds them. */
static uint8_t *find_holders(const struct node_pool *pool, uint32_t room)
{
    uint8_t *known = lang_array(room + 1, 1);
    for (uint32_t i = 0; i < room; i++) {
        const struct node *node = node_pool_at(pool, i);
        bool asked_only = node->kind == NODE_OPERATION && node->op == OP_STATUS_IS;     /* an error there is an answer */
        bool own = node->kind == NODE_OPERATION && node->op == OP_DIVIDE && !node->b->interval.never_zero;
        known[i] = !asked_only && (own || holds(known, node->a) || holds(known, node->b) || holds(known, node->c));
        for (uint32_t k = 0; k < node->key_count; k++)
            known[i] = known[i] || holds(known, node->keys[k]);
    }
    return known;
}

static void visit(struct walk *walk, const struct node *node);

/* A side of a selection is only looked at where its condition is so. */
static void visit_where(struct walk *walk, const struct node *condition, bool so, const struct node *node)
{
    uint32_t kept = walk->held.count;
    if (kept == REACH_CONDITIONS)
        return;
    held_add(&walk->held, condition, so);
    visit(walk, node);
    walk->held.count = kept;
}

/* Figures over other rows: conditions of this row say nothing of them. */
static void visit_rows(struct walk *walk, const struct node *node)
{
    struct held kept = walk->held;
    walk->held.count = 0;
    held_add(&walk->held, node->c, true);
    visit(walk, node->b);
    walk->held.count = 0;
    for (uint32_t i = 0; i < node->key_count; i++)
        visit(walk, node->keys[i]);
    visit(walk, node->c);
    walk->held = kept;
}

static void visit(struct walk *walk, const struct node *node)
{
    if (!node || !walk->holds[node->number] || walk->clean[node->number] || walk->depth >= DEPTH)
        return;
    if (walk->held.count == 0)
        walk->clean[node->number] = 1;
    walk->depth++;
    if (node->kind == NODE_OPERATION && node->op == OP_DIVIDE && !node->b->interval.never_zero)
        try_division(walk, node);
    if (node->kind == NODE_OPERATION && node->op == OP_SELECT) {
        visit(walk, node->a);
        visit_where(walk, node->a, true, node->b);
        visit_where(walk, node->a, false, node->c);
    } else if (node->kind != NODE_OPERATION && node->kind != NODE_TABLE)
        visit_rows(walk, node);
    else {
        visit(walk, node->a);
        visit(walk, node->b);
        visit(walk, node->c);
    }
    walk->depth--;
}

void check_divisions(struct scheme *scheme)
{
    struct node_pool *pool = scheme->model->pool;
    uint32_t room = node_pool_count(pool);
    struct walk walk = {.scope = {.scheme = scheme, .domain = scheme->units}, .holds = find_holders(pool, room), .clean = lang_array(room + 1, 1), .reported = lang_array(room + 1, 1)};
    for (uint32_t i = 0; i < scheme->result_count; i++)
        if (scheme->results[i].node && scheme->results[i].node->number < room)
            visit(&walk, scheme->results[i].node);
}
