/* Every division that a result rests on is walked to with the conditions on the way (the sides of selections). Where the divisor can be zero,
 * the cases in which it is are tried: one in which all conditions on the way can hold is a fault, with the case as its example. What the
 * ledger demands of each of its rows (要求 甲 不为 乙) holds too: a row for which it does not is refused, and there are no scores. */
#include "check/divide.h"
#include <string.h>
#include "check/sample.h"
#include "elaborate/elaborate.h"
#include "memory.h"

enum { CONDITIONS = 64, DEPTH = 400 };

struct walk {
    struct scope scope;
    const struct node *conditions[CONDITIONS]; bool wanted[CONDITIONS]; uint32_t count;
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
    fault(&walk->scope, "E0440", division->span, words_of(walk, divisor), example[0] ? example : guard, guard, NULL);
    if (stands_elsewhere(divisor, division))
        fault_also(&walk->scope, divisor->span, "可能为 0", "may be 0");
}

/* Whether the two look at the same thing. */
static bool share_variable(const struct node *a, const struct node *b)
{
    struct samples x = {0}, y = {0};
    samples_add(&x, a);
    samples_add(&y, b);
    bool shared = false;
    for (uint32_t i = 0; i < x.count; i++)
        for (uint32_t k = 0; k < y.count; k++)
            shared = shared || x.variables[i]->node == y.variables[k]->node;
    samples_release(&x);
    samples_release(&y);
    return shared;
}

/* What holds where the division stands: the conditions on the way, and what every row of its ledger must satisfy. */
struct held { const struct node *conditions[CONDITIONS]; bool wanted[CONDITIONS]; uint32_t count; };

static void held_at(const struct walk *walk, const struct node *division, struct held *held)
{
    const struct row_set *rows = division->domain;
    memcpy(held->conditions, walk->conditions, sizeof held->conditions);
    memcpy(held->wanted, walk->wanted, sizeof held->wanted);
    held->count = walk->count;
    for (uint32_t i = 0; rows && i < rows->requirement_count && held->count < CONDITIONS; i++) {
        const struct requirement *requirement = &rows->requirements[i];
        if (!requirement->condition || requirement->voids || requirement->severity != SEVERITY_ERROR ||
            requirement->condition->statuses != status_mask(STATUS_PRESENT))
            continue;
        held->conditions[held->count] = requirement->condition;
        held->wanted[held->count++] = true;
    }
}

enum reach { REACH_NEVER, REACH_POSSIBLE, REACH_UNDECIDED };
/* Which of the conditions are tried: those that look at what the divisor looks at; those that these lead to as well; all. Fewer leave fewer
 * cases, and are enough where they already show that the divisor is not zero. */
enum extent { EXTENT_DIVISOR, EXTENT_LINKED, EXTENT_ALL, EXTENTS };

/* Marks the conditions to try. */
static void choose_conditions(const struct held *held, struct node *const *conditions, struct node *zero, enum extent extent, bool chosen[CONDITIONS])
{
    for (uint32_t i = 0; i < held->count; i++)
        chosen[i] = extent == EXTENT_ALL || share_variable(conditions[i], zero);
    for (bool more = extent == EXTENT_LINKED; more;) {
        more = false;
        for (uint32_t i = 0; i < held->count; i++)
            for (uint32_t k = 0; k < held->count && !chosen[i]; k++)
                more = (chosen[i] = chosen[k] && share_variable(conditions[i], conditions[k])) || more;
    }
}

/* Whether the divisor can be zero where the conditions hold; samples is left at the case found. */
static enum reach try_cases(struct walk *walk, const struct held *held, struct node *zero, enum extent extent, struct samples *samples)
{
    struct node *conditions[CONDITIONS];
    bool chosen[CONDITIONS];
    *samples = (struct samples){0};
    samples_add(samples, zero);
    for (uint32_t i = 0; i < held->count; i++)
        conditions[i] = with_zero(walk, (struct node *)held->conditions[i], zero);
    choose_conditions(held, conditions, zero, extent, chosen);
    for (uint32_t i = 0; i < held->count; i++)
        if (chosen[i])
            samples_add(samples, conditions[i]);
    uint32_t cases = samples_cases(samples);
    for (uint32_t number = 0; number < cases; number++) {
        samples_set(samples, number);
        bool found = samples_answer(samples, zero) != ANSWER_NO;
        for (uint32_t i = 0; i < held->count && found; i++) {
            enum answer answer = chosen[i] ? samples_answer(samples, conditions[i]) : ANSWER_UNKNOWN;
            found = answer == ANSWER_UNKNOWN || (answer == ANSWER_YES) == held->wanted[i];
        }
        if (found)
            return REACH_POSSIBLE;
    }
    return cases ? REACH_NEVER : REACH_UNDECIDED;
}

static void try_division(struct walk *walk, const struct node *division)
{
    struct node *zero = divisor_is_zero(walk, division->b);
    struct samples tried[EXTENTS] = {0};
    enum reach reach[EXTENTS] = {REACH_UNDECIDED, REACH_UNDECIDED, REACH_UNDECIDED};
    struct held held;
    bool never = false;
    if (node_is_false(zero) || walk->reported[division->number])
        return;
    held_at(walk, division, &held);
    for (enum extent extent = 0; extent < EXTENTS && !never; extent++) {
        reach[extent] = try_cases(walk, &held, zero, extent, &tried[extent]);
        never = reach[extent] == REACH_NEVER;
    }
    if (!never) {
        walk->reported[division->number] = 1;
        if (reach[EXTENT_DIVISOR] == REACH_UNDECIDED)   /* too much to try: said, not refused; check --strict fails on it */
            fault(&walk->scope, "W0442", division->span, node_text(&walk->scope, division->b), NULL);
        else
            report_division(walk, division, node_is_constant(zero) ? "" : samples_text(&tried[reach[EXTENT_ALL] == REACH_POSSIBLE ? EXTENT_ALL : EXTENT_DIVISOR], true));
    }
    for (enum extent extent = 0; extent < EXTENTS; extent++)
        samples_release(&tried[extent]);
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

static void visit(struct walk *walk, const struct node *node)
{
    if (!node || !walk->holds[node->number] || walk->clean[node->number] || walk->depth >= DEPTH)
        return;
    if (walk->count == 0)
        walk->clean[node->number] = 1;
    walk->depth++;
    if (node->kind == NODE_OPERATION && node->op == OP_SELECT) {
        visit(walk, node->a);
        if (walk->count < CONDITIONS) {
            walk->conditions[walk->count] = node->a;
            walk->wanted[walk->count++] = true;
            visit(walk, node->b);
            walk->wanted[walk->count - 1] = false;
            visit(walk, node->c);
            walk->count--;
        }
    } else {
        if (node->kind == NODE_OPERATION && node->op == OP_DIVIDE && !node->b->interval.never_zero)
            try_division(walk, node);
        uint32_t kept = walk->count;
        if (node->kind != NODE_OPERATION && node->kind != NODE_TABLE) {     /* other rows: conditions of this row say nothing of them */
            const struct node *saved[CONDITIONS];
            bool wanted[CONDITIONS];
            memcpy(saved, walk->conditions, sizeof saved);
            memcpy(wanted, walk->wanted, sizeof wanted);
            walk->count = 0;
            if (node->c) {
                walk->conditions[0] = node->c;
                walk->wanted[walk->count++] = true;
            }
            visit(walk, node->b);
            walk->count = 0;
            for (uint32_t i = 0; i < node->key_count; i++)
                visit(walk, node->keys[i]);
            visit(walk, node->c);
            memcpy(walk->conditions, saved, sizeof saved);
            memcpy(walk->wanted, wanted, sizeof wanted);
            walk->count = kept;
        } else {
            visit(walk, node->a);
            visit(walk, node->b);
            visit(walk, node->c);
        }
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
