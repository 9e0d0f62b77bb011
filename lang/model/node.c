/* The graph of values: making nodes, finding equal ones, and what is known of each before any data. */
#include "model/node.h"
#include <assert.h>
#include <string.h>
#include "memory.h"
#include "model/node_fold.h"

enum { FIRST_SLOTS = 1024 };

struct node_pool {
    struct node **slots; size_t slot_count;
    struct node **all; uint32_t count, capacity;
};

struct node_pool *node_pool_new(void)
{
    struct node_pool *pool = lang_new(sizeof *pool);
    pool->slot_count = FIRST_SLOTS;
    pool->slots = lang_array(pool->slot_count, sizeof *pool->slots);
    return pool;
}

uint32_t node_pool_count(const struct node_pool *pool) { return pool->count; }
struct node *node_pool_at(const struct node_pool *pool, uint32_t number) { return pool->all[number]; }

/* ---- equality ---- */

static uint64_t mix(uint64_t hash, uint64_t more)
{
    hash ^= more + 0x9e3779b97f4a7c15u + (hash << 6) + (hash >> 2);
    return hash * 0xff51afd7ed558ccdu;
}

static uint64_t mix_pointer(uint64_t hash, const void *pointer) { return mix(hash, (uint64_t)(uintptr_t)pointer); }

static uint64_t hash_value(uint64_t hash, const struct constant_value *value)
{
    hash = mix(mix(hash, value->status), (uint64_t)(uint32_t)value->code * 2 + value->boolean);
    return value->number.gear == GEAR_SMALL ? mix(mix(hash, (uint64_t)value->number.small.numerator), (uint64_t)value->number.small.denominator) : mix(hash, 77);
}

static uint64_t node_hash(const struct node *node)
{
    uint64_t hash = mix(node->kind, node->type * 64u + node->op);
    hash = mix(hash, node->mode * 131u + node->position * 7u + (unsigned)node->fold * 3u + (unsigned)node->ties);
    hash = mix_pointer(mix_pointer(mix_pointer(hash, node->a), node->b), node->c);
    hash = mix_pointer(mix_pointer(mix_pointer(hash, node->domain), node->target), node->field);
    hash = mix_pointer(hash, node->unit);
    hash = hash_value(hash, &node->value);
    for (uint32_t i = 0; i < node->table_count; i++)
        hash = hash_value(hash, &node->table[i]);
    for (uint32_t i = 0; i < node->key_count; i++)
        hash = mix_pointer(hash, node->keys[i]);
    for (int i = 0; i < 6; i++)
        hash = mix_pointer(hash, node->days[i]);
    return hash;
}

static bool same_value(const struct constant_value *a, const struct constant_value *b)
{
    return a->status == b->status && a->boolean == b->boolean && a->code == b->code && rational_compare(&a->number, &b->number) == 0;
}

static bool same_node(const struct node *x, const struct node *y)
{
    if (x->kind != y->kind || x->type != y->type || x->op != y->op || x->mode != y->mode || x->position != y->position || x->fold != y->fold ||
        x->ties != y->ties || x->a != y->a || x->b != y->b || x->c != y->c || x->domain != y->domain || x->target != y->target ||
        x->field != y->field || x->unit != y->unit || x->categories != y->categories || x->table_count != y->table_count ||
        x->key_count != y->key_count || memcmp(x->days, y->days, sizeof x->days) != 0 || !same_value(&x->value, &y->value))
        return false;
    for (uint32_t i = 0; i < x->table_count; i++)
        if (!same_value(&x->table[i], &y->table[i]))
            return false;
    for (uint32_t i = 0; i < x->key_count; i++)
        if (x->keys[i] != y->keys[i] || (x->descending && x->descending[i] != y->descending[i]))
            return false;
    return true;
}

static void grow_slots(struct node_pool *pool)
{
    size_t count = pool->slot_count * 2;
    struct node **slots = lang_array(count, sizeof *slots);
    for (uint32_t i = 0; i < pool->count; i++) {
        struct node *node = pool->all[i];
        size_t slot = node_hash(node) & (count - 1);
        node->next_equal_hash = slots[slot];
        slots[slot] = node;
    }
    pool->slots = slots;
    pool->slot_count = count;
}

/* The node of the pool that equals the draft, made of it where there is none. */
static struct node *intern(struct node_pool *pool, const struct node *draft)
{
    size_t slot = node_hash(draft) & (pool->slot_count - 1);
    for (struct node *node = pool->slots[slot]; node; node = node->next_equal_hash)
        if (same_node(node, draft))
            return node;
    if (pool->count >= pool->slot_count) {
        grow_slots(pool);
        slot = node_hash(draft) & (pool->slot_count - 1);
    }
    if (pool->count == pool->capacity) {
        uint32_t capacity = pool->capacity ? pool->capacity * 2 : 256;
        pool->all = lang_resize(pool->all, pool->capacity, capacity, sizeof *pool->all);
        pool->capacity = capacity;
    }
    struct node *node = lang_new(sizeof *node);
    *node = *draft;
    node->number = pool->count;
    node->next_equal_hash = pool->slots[slot];
    pool->slots[slot] = node;
    pool->all[pool->count++] = node;
    return node;
}

/* ---- constants ---- */

static void value_facts(struct node *node)
{
    node->statuses = (uint8_t)status_mask(node->value.status);
    if (node->value.status != STATUS_PRESENT)
        return;
    if (node->type == TYPE_NUMBER) {
        node->decimals = rational_decimals(&node->value.number);
        node->interval = (struct interval){.has_least = true, .has_greatest = true, .least = node->value.number, .greatest = node->value.number,
                                           .never_zero = rational_sign(&node->value.number) != 0};
    }
}

static struct node *constant(struct node_pool *pool, struct node draft, struct span span)
{
    draft.kind = NODE_CONSTANT;
    draft.span = span;
    if (draft.value.number.gear == GEAR_SMALL && draft.value.number.small.denominator == 0)
        rational_init(&draft.value.number);
    value_facts(&draft);
    return intern(pool, &draft);
}

struct node *node_number(struct node_pool *pool, const struct rational *value, const struct unit *unit, struct span span)
{
    struct node draft = {.type = TYPE_NUMBER, .unit = unit};
    rational_init(&draft.value.number);
    rational_copy(&draft.value.number, value);
    return constant(pool, draft, span);
}

struct node *node_integer(struct node_pool *pool, int64_t value, const struct unit *unit, struct span span)
{
    struct rational number;
    rational_init(&number);
    rational_set(&number, value, 1);
    return node_number(pool, &number, unit, span);
}

struct node *node_boolean(struct node_pool *pool, bool value)
{
    struct node draft = {.type = TYPE_BOOLEAN, .value = {.boolean = value}};
    return constant(pool, draft, (struct span){0});
}

struct node *node_date(struct node_pool *pool, int32_t days, struct span span)
{
    struct node draft = {.type = TYPE_DATE, .value = {.code = days}};
    return constant(pool, draft, span);
}

struct node *node_category(struct node_pool *pool, const struct category_model *set, uint32_t position, struct span span)
{
    struct node draft = {.type = TYPE_CATEGORY, .categories = set, .value = {.code = (int32_t)position}};
    return constant(pool, draft, span);
}

struct node *node_absent(struct node_pool *pool, const struct node *like, enum status status, int32_t fault, struct span span)
{
    struct node draft = {.type = like->type, .unit = like->unit, .categories = like->categories, .target = like->target,
                         .value = {.status = status, .code = fault}};
    return constant(pool, draft, span);
}

bool node_is_constant(const struct node *node) { return node->kind == NODE_CONSTANT; }
bool node_is_true(const struct node *node) { return node->kind == NODE_CONSTANT && node->value.status == STATUS_PRESENT && node->value.boolean; }
bool node_is_false(const struct node *node) { return node->kind == NODE_CONSTANT && node->value.status == STATUS_PRESENT && !node->value.boolean; }

const struct constant_value *node_value_for(const struct node *node, uint32_t category)
{
    if (node->kind == NODE_CONSTANT)
        return &node->value;
    if (node->kind == NODE_TABLE && category < node->table_count)
        return &node->table[category];
    return NULL;
}

/* ---- operations ---- */

static struct row_set *common_domain(const struct node *a, const struct node *b, const struct node *c)
{
    struct row_set *domain = NULL;
    const struct node *operands[3] = {a, b, c};
    for (int i = 0; i < 3; i++)
        if (operands[i] && operands[i]->domain) {
            assert(!domain || domain == operands[i]->domain);
            domain = operands[i]->domain;
        }
    return domain;
}

/* The one category node that all operands are constants or tables of; NULL where there is none. */
static struct node *common_category(struct node *const operands[3], bool *all_constant)
{
    struct node *category = NULL;
    *all_constant = true;
    for (int i = 0; i < 3; i++) {
        const struct node *operand = operands[i];
        if (!operand || operand->kind == NODE_CONSTANT)
            continue;
        *all_constant = false;
        struct node *of = operand->kind == NODE_TABLE ? operand->a : operand->type == TYPE_CATEGORY && operand->kind == NODE_FIELD ? operands[i] : NULL;
        if (!of || (category && category != of) || node_can_be(of, ~status_mask(STATUS_PRESENT)))
            return NULL;
        category = of;
    }
    return category;
}

static struct node *make_table(struct node_pool *pool, struct node draft, struct node *category, struct constant_value *values)
{
    bool equal = true;
    uint32_t count = category->categories->count;
    for (uint32_t i = 1; i < count; i++)
        equal = equal && same_value(&values[i], &values[0]);
    if (equal && count && !node_can_be(category, ~status_mask(STATUS_PRESENT))) {
        draft.value = values[0];
        draft.a = draft.b = draft.c = NULL;
        draft.op = draft.mode = 0;
        return constant(pool, draft, draft.span);
    }
    draft.kind = NODE_TABLE;
    draft.a = category;
    draft.b = draft.c = NULL;
    draft.op = draft.mode = 0;
    rational_init(&draft.value.number);
    draft.domain = category->domain;
    draft.table = values;
    draft.table_count = count;
    draft.statuses = 0;
    draft.interval = (struct interval){.never_zero = true};
    draft.decimals = 0;
    bool first = true;
    for (uint32_t i = 0; i < count; i++) {
        draft.statuses |= (uint8_t)status_mask(values[i].status);
        if (values[i].status != STATUS_PRESENT || draft.type != TYPE_NUMBER)
            continue;
        int decimals = rational_decimals(&values[i].number);
        draft.decimals = decimals < 0 || draft.decimals < 0 ? -1 : decimals > draft.decimals ? decimals : draft.decimals;
        struct interval *interval = &draft.interval;
        interval->never_zero = interval->never_zero && rational_sign(&values[i].number) != 0;
        if (first || rational_compare(&values[i].number, &interval->least) < 0)
            interval->least = values[i].number;
        if (first || rational_compare(&values[i].number, &interval->greatest) > 0)
            interval->greatest = values[i].number;
        interval->has_least = interval->has_greatest = true;
        first = false;
    }
    draft.statuses |= (uint8_t)(category->statuses & ~status_mask(STATUS_PRESENT));
    draft.missing_count = category->missing_count;
    memcpy(draft.missing, category->missing, sizeof draft.missing);
    return intern(pool, &draft);
}

struct node *node_lookup(struct node_pool *pool, struct node *category, struct constant_value *values, enum value_type type, const struct unit *unit,
                         struct span span)
{
    struct node draft = {.type = type, .unit = unit, .span = span};
    rational_init(&draft.value.number);
    return make_table(pool, draft, category, values);
}

static struct constant_value operand_value(const struct node *operand, uint32_t category)
{
    struct constant_value nothing = {0};
    rational_init(&nothing.number);
    if (!operand)
        return nothing;
    if (operand->kind == NODE_FIELD) {
        nothing.code = (int32_t)category;
        return nothing;
    }
    return *node_value_for(operand, category);
}

static struct node *fold_operation(struct node_pool *pool, struct node draft)
{
    bool all_constant;
    struct node *const operands[3] = {draft.a, draft.b, draft.c};
    struct node *category = common_category(operands, &all_constant);
    if (!category && !all_constant)
        return NULL;
    uint32_t count = category ? category->categories->count : 1;
    struct constant_value *values = lang_array(count, sizeof *values);
    for (uint32_t i = 0; i < count; i++) {
        struct constant_value in[3];
        for (int k = 0; k < 3; k++)
            in[k] = operand_value(operands[k], i);
        if (!node_fold_values(draft.op, draft.mode, &draft.value, draft.a->type, in, &values[i]))
            return NULL;
    }
    if (category)
        return make_table(pool, draft, category, values);
    draft.value = values[0];
    draft.a = draft.b = draft.c = NULL;
    draft.op = draft.mode = 0;
    return constant(pool, draft, draft.span);
}

static bool is_number(const struct node *node, int64_t value)
{
    struct rational wanted;
    rational_init(&wanted);
    rational_set(&wanted, value, 1);
    return node->kind == NODE_CONSTANT && node->type == TYPE_NUMBER && node->value.status == STATUS_PRESENT &&
           rational_compare(&node->value.number, &wanted) == 0;
}

static bool opposites(const struct node *a, const struct node *b)
{
    const uint8_t present = (uint8_t)status_mask(STATUS_PRESENT);
    return a->statuses == present && b->statuses == present && ((a->op == OP_NOT && a->kind == NODE_OPERATION && a->a == b) || (b->op == OP_NOT && b->kind == NODE_OPERATION && b->a == a));
}

/* What an operation equals without being carried out, or NULL. */
static struct node *simplify(const struct node *draft)
{
    struct node *a = draft->a, *b = draft->b, *c = draft->c;
    switch (draft->op) {
    case OP_SELECT:
        return node_is_true(a) ? b : node_is_false(a) ? c : b == c && !node_can_be(a, ~status_mask(STATUS_PRESENT)) ? b : NULL;
    case OP_AND:
        return node_is_true(a) ? b : node_is_true(b) ? a : node_is_false(a) ? a : node_is_false(b) ? b : a == b ? a : NULL;
    case OP_OR:
        return node_is_false(a) ? b : node_is_false(b) ? a : node_is_true(a) ? a : node_is_true(b) ? b : a == b ? a : NULL;
    case OP_ADD:
        return is_number(a, 0) && b->unit == draft->unit ? b : is_number(b, 0) && a->unit == draft->unit ? a : NULL;
    case OP_SUBTRACT:
        return is_number(b, 0) && a->unit == draft->unit ? a : NULL;
    case OP_MULTIPLY:
        return is_number(a, 1) && b->unit == draft->unit ? b : is_number(b, 1) && a->unit == draft->unit ? a : NULL;
    case OP_DIVIDE:
        return is_number(b, 1) && a->unit == draft->unit ? a : NULL;
    case OP_MINIMUM:
    case OP_MAXIMUM:
        return a == b ? a : NULL;
    default:
        return NULL;
    }
}

/* Whether one may stand for the other: shares and plain ratios are stored alike. */
static bool stored_alike(const struct node *one, const struct node *other)
{
    return one->unit == other->unit || (one->unit && other->unit && unit_is_ratio(one->unit) && unit_is_ratio(other->unit));
}

struct node *node_operation(struct node_pool *pool, enum opcode op, struct node *a, struct node *b, struct node *c, const struct unit *unit,
                            struct span span)
{
    while (op == OP_SELECT && c->kind == NODE_OPERATION && c->op == OP_SELECT && c->a == a && stored_alike(b, c))
        c = c->c;                   /* the same question again: it is answered */
    while (op == OP_SELECT && b->kind == NODE_OPERATION && b->op == OP_SELECT && b->a == a && stored_alike(b, c))
        b = b->b;
    struct node draft = {.kind = NODE_OPERATION, .op = (uint16_t)op, .a = a, .b = b, .c = c, .unit = unit, .span = span};
    rational_init(&draft.value.number);
    const char result = opcode_shape(op)[0];
    const struct node *like = op == OP_SELECT ? b : a;
    draft.type = result == 'N' ? TYPE_NUMBER : result == 'B' ? TYPE_BOOLEAN : result == 'D' ? TYPE_DATE : like->type;
    if (result == 'T') {
        draft.categories = like->categories;
        draft.target = like->target;
        if (!draft.unit)
            draft.unit = like->unit;
    }
    if (draft.type != TYPE_NUMBER)
        draft.unit = NULL;
    draft.domain = common_domain(a, b, c);
    if (op == OP_AND && opposites(a, b))
        return node_boolean(pool, false);
    struct node *same = simplify(&draft);
    if (same)
        return same;
    same = fold_operation(pool, draft);
    if (same)
        return same;
    node_operation_facts(&draft);
    return intern(pool, &draft);
}

struct node *node_round(struct node_pool *pool, struct node *a, const struct rational *quantum, enum rounding mode, struct span span)
{
    if (rational_sign(quantum) <= 0)        /* what could not be read as a rounding was reported there */
        return a;
    int places = rational_decimals(quantum);
    struct rational one;
    rational_init(&one);
    rational_set(&one, 1, 1);
    struct rational parts;
    rational_init(&parts);
    rational_divide(&parts, &one, quantum);
    if (a->decimals >= 0 && places >= a->decimals && rational_is_integer(&parts))
        return a;                   /* already a multiple */
    struct node draft = {.kind = NODE_OPERATION, .op = OP_ROUND, .mode = (uint16_t)mode, .a = a, .unit = a->unit, .type = TYPE_NUMBER,
                         .domain = a->domain, .span = span};
    rational_init(&draft.value.number);
    rational_copy(&draft.value.number, quantum);
    struct node *same = fold_operation(pool, draft);
    if (same)
        return same;
    node_operation_facts(&draft);
    return intern(pool, &draft);
}

struct node *node_status_is(struct node_pool *pool, struct node *a, unsigned mask)
{
    unsigned possible = a->statuses & MISSING_AT_USE ? a->statuses | status_mask(STATUS_MISSING) : a->statuses;
    possible &= (unsigned)~MISSING_AT_USE;
    if (!(possible & mask))
        return node_boolean(pool, false);
    if (!(possible & ~mask))
        return node_boolean(pool, true);
    if (a->kind == NODE_OPERATION && a->op == OP_SELECT && a->a->statuses == status_mask(STATUS_PRESENT)) {   /* asked of each side where one is decided */
        struct node *yes = node_status_is(pool, a->b, mask), *no = node_status_is(pool, a->c, mask);
        if (node_is_constant(yes) || node_is_constant(no)) {
            struct node *otherwise = node_operation(pool, OP_NOT, a->a, NULL, NULL, NULL, a->span);
            yes = node_operation(pool, OP_AND, a->a, yes, NULL, NULL, a->span);
            no = node_operation(pool, OP_AND, otherwise, no, NULL, NULL, a->span);
            return node_operation(pool, OP_OR, yes, no, NULL, NULL, a->span);
        }
    }
    struct node draft = {.kind = NODE_OPERATION, .op = OP_STATUS_IS, .mode = (uint16_t)mask, .a = a, .type = TYPE_BOOLEAN, .domain = a->domain,
                         .statuses = (uint8_t)status_mask(STATUS_PRESENT), .span = a->span};
    rational_init(&draft.value.number);
    struct node *same = a->kind == NODE_TABLE ? fold_operation(pool, draft) : NULL;
    return same ? same : intern(pool, &draft);
}

/* ---- fields, references, reductions ---- */

struct node *node_field(struct node_pool *pool, struct row_set *domain, const struct field_model *field)
{
    struct node draft = {.kind = NODE_FIELD, .domain = domain, .field = field};
    rational_init(&draft.value.number);
    node_field_facts(&draft);
    struct node *node = intern(pool, &draft);
    if (node_can_be(node, status_mask(STATUS_MISSING)) && !node->missing_count) {
        node->missing[0] = node;
        node->missing_count = 1;
    }
    return node;
}

/* Takes type and what is known of the values over. */
static void like_value(struct node *draft, const struct node *value)
{
    draft->type = value->type;
    draft->unit = value->unit;
    draft->categories = value->categories;
    draft->target = value->target;
    draft->interval = value->interval;
    draft->decimals = value->decimals;
}

struct node *node_gather(struct node_pool *pool, struct node *index, struct node *value, struct span span)
{
    if (!value->domain)
        return value;
    assert(index->target == value->domain);
    struct node draft = {.kind = NODE_GATHER, .domain = index->domain, .a = index, .b = value, .span = span};
    rational_init(&draft.value.number);
    like_value(&draft, value);
    draft.statuses = value->statuses | (index->statuses & (uint8_t)~status_mask(STATUS_PRESENT));
    draft.missing_count = node_can_be(&draft, status_mask(STATUS_MISSING)) ? MISSING_SOURCES + 1 : 0;
    struct node *node = intern(pool, &draft);
    if (draft.missing_count && !value->missing_count)
        node->missing_count = MISSING_SOURCES + 1;
    return node;
}

struct node *node_group(struct node_pool *pool, struct row_set *domain, struct node **keys, uint32_t count, struct row_set *target)
{
    struct node draft = {.kind = NODE_GROUP, .type = TYPE_INDEX, .domain = domain, .keys = keys, .key_count = count, .target = target,
                         .statuses = (uint8_t)status_mask(STATUS_PRESENT)};
    rational_init(&draft.value.number);
    return intern(pool, &draft);
}

struct node *node_group_key(struct node_pool *pool, struct row_set *groups, uint32_t position, struct node *key)
{
    struct node draft = {.kind = NODE_GROUP_KEY, .domain = groups, .position = position, .b = key};
    rational_init(&draft.value.number);
    like_value(&draft, key);
    draft.statuses = key->statuses;
    draft.missing_count = node_can_be(key, status_mask(STATUS_MISSING)) ? MISSING_SOURCES + 1 : 0;
    return intern(pool, &draft);
}

struct node *node_fold(struct node_pool *pool, enum fold fold, struct row_set *source, struct row_set *target, struct node *index,
                       struct node *value, struct node *where, struct span span)
{
    if (fold == FOLD_COUNT && value && value->statuses == status_mask(STATUS_PRESENT))
        value = NULL;               /* every row has it: the number of rows */
    if (value && !value->domain)
        value = node_spread(pool, source, value);
    struct node draft = {.kind = NODE_FOLD, .fold = fold, .domain = target, .target = source, .a = index, .b = value, .c = where, .span = span};
    rational_init(&draft.value.number);
    node_reduction_facts(&draft);
    return intern(pool, &draft);
}

struct node *node_rank(struct node_pool *pool, struct row_set *domain, struct node *index, struct node *where, struct node **keys, bool *descending,
                       uint32_t count, enum ties ties, struct span span)
{
    struct node draft = {.kind = NODE_RANK, .domain = domain, .a = index, .c = where, .keys = keys, .descending = descending, .key_count = count,
                         .ties = ties, .span = span};
    rational_init(&draft.value.number);
    node_reduction_facts(&draft);
    return intern(pool, &draft);
}

struct node *node_running(struct node_pool *pool, enum fold fold, struct row_set *domain, struct node *index, struct node *value, struct node *order,
                          struct node *where, struct span span)
{
    if (value && !value->domain)
        value = node_spread(pool, domain, value);
    struct node draft = {.kind = NODE_RUNNING, .fold = fold, .domain = domain, .a = index, .b = value, .c = where, .span = span};
    rational_init(&draft.value.number);
    draft.days[0] = order;
    node_reduction_facts(&draft);
    return intern(pool, &draft);
}

struct node *node_days(struct node_pool *pool, struct row_set *source, struct row_set *target, struct node *index, struct node *const days[6],
                       struct span span)
{
    struct node draft = {.kind = NODE_DAYS, .domain = target, .target = source, .a = index, .span = span, .type = TYPE_NUMBER, .unit = unit_days(),
                         .statuses = (uint8_t)status_mask(STATUS_PRESENT)};
    rational_init(&draft.value.number);
    memcpy(draft.days, days, sizeof draft.days);
    rational_init(&draft.interval.least);
    draft.interval.has_least = true;
    return intern(pool, &draft);
}

struct node *node_spread(struct node_pool *pool, struct row_set *domain, struct node *value)
{
    struct node draft = {.kind = NODE_OPERATION, .op = OP_SELECT, .domain = domain, .a = node_boolean(pool, true), .b = value, .c = value, .span = value->span};
    rational_init(&draft.value.number);
    like_value(&draft, value);
    draft.statuses = value->statuses;
    return intern(pool, &draft);
}

/* Shared parts are looked at once: stamp says in which search a node was last seen. */
static bool uses(struct node *node, const struct field_model *field, uint32_t stamp)
{
    if (!node || node->stamp == stamp)
        return false;
    node->stamp = stamp;
    if (node->kind == NODE_FIELD)
        return node->field == field;
    for (uint32_t i = 0; i < node->key_count; i++)
        if (uses(node->keys[i], field, stamp))
            return true;
    for (int i = 0; i < 6; i++)
        if (uses(node->days[i], field, stamp))
            return true;
    return uses(node->a, field, stamp) || uses(node->b, field, stamp) || uses(node->c, field, stamp);
}

static uint32_t searches;

bool node_uses(struct node *node, const struct field_model *field) { return uses(node, field, ++searches); }

static void each_field(struct node *node, uint32_t stamp, void (*each)(void *context, const struct field_model *field), void *context)
{
    if (!node || node->stamp == stamp)
        return;
    node->stamp = stamp;
    if (node->kind == NODE_FIELD)
        each(context, node->field);
    for (uint32_t i = 0; i < node->key_count; i++)
        each_field(node->keys[i], stamp, each, context);
    for (int i = 0; i < 6; i++)
        each_field(node->days[i], stamp, each, context);
    each_field(node->a, stamp, each, context);
    each_field(node->b, stamp, each, context);
    each_field(node->c, stamp, each, context);
}

void node_fields(struct node *const *roots, uint32_t count, struct node *without, void (*each)(void *context, const struct field_model *field), void *context)
{
    uint32_t stamp = ++searches;
    if (without)
        without->stamp = stamp;
    for (uint32_t i = 0; i < count; i++)
        each_field(roots[i], stamp, each, context);
}
