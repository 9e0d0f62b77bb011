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
    struct span place;                  /* of the rules: where the value at hand is used */
};

static bool is_absent(const struct node *node) { return node->kind == NODE_CONSTANT && node->value.status != STATUS_PRESENT; }

static bool is_operation(const struct node *node, enum opcode op) { return node->kind == NODE_OPERATION && node->op == op; }

static bool not_negative(const struct node *node) { return node->interval.has_least && rational_sign(&node->interval.least) >= 0; }

/* A number that is not 0, by which something is multiplied or divided: what is left is 0 where that is. A column in its unit stays as it is. */
static struct node *without_factor(struct node *node)
{
    bool product = is_operation(node, OP_MULTIPLY), factor_first = product && node->a->kind == NODE_CONSTANT;
    const struct node *factor = factor_first ? node->a : node->b;
    if ((!product && !is_operation(node, OP_DIVIDE)) || factor->kind != NODE_CONSTANT || factor->value.status != STATUS_PRESENT || rational_sign(&factor->value.number) == 0)
        return NULL;
    struct node *rest = factor_first ? node->b : node->a;
    return rest->kind == NODE_FIELD ? NULL : rest;
}

/* When the value is 0, said of what it is made of. */
static struct node *is_zero(struct walk *walk, struct node *value)
{
    struct node_pool *pool = walk->scope.scheme->model->pool;
    struct node *zero = node_operation(pool, OP_EQUAL, value, node_integer(pool, 0, value->unit, value->span), NULL, NULL, value->span);
    if (is_operation(value, OP_SELECT) && (is_absent(value->b) || is_absent(value->c))) {     /* what is not there is not zero */
        struct node *there = is_absent(value->b) ? node_operation(pool, OP_NOT, value->a, NULL, NULL, NULL, value->span) : value->a;
        return node_operation(pool, OP_AND, there, zero, NULL, NULL, value->span);
    }
    if (is_operation(value, OP_SUBTRACT))       /* 最高 - 最低 is zero where 最高 为 最低 */
        return node_operation(pool, OP_EQUAL, value->a, value->b, NULL, NULL, value->span);
    struct node *rest = without_factor(value);
    if (rest)                       /* guards may speak of either */
        return node_operation(pool, OP_AND, zero, is_zero(walk, rest), NULL, NULL, value->span);
    bool product = is_operation(value, OP_MULTIPLY) && value->a->kind != NODE_CONSTANT && value->b->kind != NODE_CONSTANT;      /* zero where a factor is */
    bool sum = is_operation(value, OP_ADD) && not_negative(value->a) && not_negative(value->b);                                /* ... where both parts are */
    if (product || sum) {
        struct node *a = is_zero(walk, value->a), *b = is_zero(walk, value->b);
        struct node *parts = a == b ? a : node_operation(pool, product ? OP_OR : OP_AND, a, b, NULL, NULL, value->span);
        return sum ? node_operation(pool, OP_AND, zero, parts, NULL, NULL, value->span) : parts;
    }
    return zero;
}

/* Equality may be written either way round. */
static bool same_equality(const struct node *x, const struct node *y)
{
    return x->kind == NODE_OPERATION && y->kind == NODE_OPERATION && x->op == OP_EQUAL && y->op == OP_EQUAL &&
           ((x->a == y->a && x->b == y->b) || (x->a == y->b && x->b == y->a));
}

static bool is_number_zero(const struct node *node)
{
    return node->kind == NODE_CONSTANT && node->type == TYPE_NUMBER && node->value.status == STATUS_PRESENT && rational_sign(&node->value.number) == 0;
}

/* The condition with every equality that is the zero test replaced by it, so that both are one thing to try, and other tests for 0 said alike. */
static struct node *with_zero(struct walk *walk, struct node *condition, struct node *zero)
{
    struct node_pool *pool = walk->scope.scheme->model->pool;
    if (same_equality(condition, zero))
        return zero;
    if (is_operation(condition, OP_EQUAL) && condition->a->kind != NODE_CONSTANT && is_number_zero(condition->b))
        return is_zero(walk, condition->a);
    if (condition->kind != NODE_OPERATION || (condition->op != OP_AND && condition->op != OP_OR && condition->op != OP_NOT))
        return condition;
    struct node *a = with_zero(walk, condition->a, zero), *b = condition->b ? with_zero(walk, condition->b, zero) : NULL;
    return node_operation(pool, (enum opcode)condition->op, a, b, NULL, NULL, condition->span);
}

/* ---- messages ---- */

static bool in_rules(const struct walk *walk, struct span span) { return span_in_rules(walk->scope.scheme->model, span); }

/* The words of a value in the rules: a column's name, or what is written; of what a phrase computes, those of what it is given. */
static const char *words_of(const struct walk *walk, const struct node *node)
{
    const struct node *read = node->kind == NODE_OPERATION && node->op == OP_MULTIPLY && node->b->kind == NODE_CONSTANT ? node->a : node;
    if (read->kind == NODE_FIELD)
        return read->field->name;
    if (is_operation(node, OP_SUBTRACT) && !in_rules(walk, node->span))
        return lang_format("%s - %s", words_of(walk, node->a), words_of(walk, node->b));
    return span_text(walk->scope.scheme->model, node->span);
}

static bool stands_elsewhere(const struct node *divisor, struct span at)
{
    return divisor->span.end > divisor->span.start && (divisor->span.file != at.file || divisor->span.start < at.start || divisor->span.end > at.end);
}

/* The division is told where the rules have it; one of a phrase where they use the phrase. */
static void report_division(struct walk *walk, const struct node *division, const char *example)
{
    const struct node *divisor = division->b;
    bool difference = divisor->kind == NODE_OPERATION && divisor->op == OP_SUBTRACT && divisor->b->kind != NODE_CONSTANT, own = in_rules(walk, division->span);
    const char *guard = difference ? lang_format("%s 为 %s", words_of(walk, divisor->a), words_of(walk, divisor->b)) : lang_format("%s 为 0", words_of(walk, divisor));
    const char *english = difference ? lang_format("%s is %s", words_of(walk, divisor->a), words_of(walk, divisor->b)) : lang_format("%s is 0", words_of(walk, divisor));
    struct span at = own ? division->span : walk->place;
    bool constant = node_is_constant(divisor);
    if (constant)
        fault(&walk->scope, "E0442", at, words_of(walk, divisor), NULL);
    else
        ask_division(&walk->scope, at, words_of(walk, divisor), example[0] ? example : guard, (const char *const[2]){guard, english});
    if (stands_elsewhere(divisor, at) && in_rules(walk, divisor->span))
        fault_also(&walk->scope, divisor->span, constant ? "这里写的是 0" : "可能为 0", constant ? "0 is written here" : "may be 0");
    if (!own)
        fault_also(&walk->scope, division->span, "短语在这里除", "the phrase divides here");
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
    struct node *zero = is_zero(walk, division->b);
    if (node_is_false(zero) || walk->reported[division->number])
        return;
    struct held held = held_at(walk, division, zero);
    struct samples found;
    enum reach reach = reach_event(&held, zero, &found);
    if (reach != REACH_NEVER)
        walk->reported[division->number] = 1;
    if (reach == REACH_UNDECIDED)       /* too much to try: said, not refused; check --strict fails on it */
        fault(&walk->scope, "W0442", in_rules(walk, division->span) ? division->span : walk->place, node_text(&walk->scope, division->b), NULL);
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
    const struct span place = walk->place;
    walk->place = node_place(walk->scope.scheme->model, node, place);
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
    walk->place = place;
}

void check_divisions(struct scheme *scheme)
{
    struct node_pool *pool = scheme->model->pool;
    uint32_t room = node_pool_count(pool);
    struct walk walk = {.scope = {.scheme = scheme, .domain = scheme->units}, .holds = find_holders(pool, room), .clean = lang_array(room + 1, 1), .reported = lang_array(room + 1, 1)};
    for (uint32_t i = 0; i < scheme->result_count; i++)
        if (scheme->results[i].node && scheme->results[i].node->number < room) {
            walk.place = scheme->results[i].span;
            visit(&walk, scheme->results[i].node);
        }
}
