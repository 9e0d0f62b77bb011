/* 结果 每种 来源 的 评价 { … }: the block's lines hold for each value of a category column, each with the rows of that value only; each value
 * is a result of its own. 各 来源 得分 的 加权平均(按 权重) puts them together, passing over what does not apply. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"

/* 提醒 单独决定名次 的: taken off the block's lines, which hold for each value. */
static uint32_t take_reminder(struct variants *variants, struct clause *body, uint32_t count)
{
    static struct pattern pattern;
    if (!pattern.count)
        pattern_compile(&pattern, "提醒 单独决定名次 的");
    struct match match;
    uint32_t left = 0;
    for (uint32_t i = 0; i < count; i++) {
        bool reminder = pattern_match(&pattern, body[i].tokens, body[i].token_count, &match);
        if (reminder)
            variants->reminder = body[i].span;
        else
            body[left++] = body[i];
    }
    return left;
}

/* 结果 每种 “列” 的 “台账” { } */
void variants_declare(struct scheme *scheme, struct clause *clause)
{
    const struct token *tokens = clause->tokens;
    struct row_set *ledger = clause->token_count == 5 && token_is(&tokens[3], "的") ? ledger_find(scheme, tokens[4].text) : NULL;
    struct field_model *field = ledger ? field_find(ledger, tokens[2].text) : NULL;
    if (!field || field->type != TYPE_CATEGORY || !clause->has_body) {
        model_fault(scheme->model, "E0408", clause->span, NULL);
        return;
    }
    struct variants *variants = lang_new(sizeof *variants);
    *variants = (struct variants){.field = field, .span = clause->span};
    clause->body_count = take_reminder(variants, clause->body, clause->body_count);
    for (uint32_t i = 0; i < field->categories->count; i++) {
        struct item *item = lang_new(sizeof *item);
        *item = (struct item){.kind = ITEM_VARIANT, .name = field->categories->names[i], .span = clause->span, .clause = clause, .scheme = scheme,
                              .domain = scheme->units, .variants = variants, .variant = i};
        rational_init(&item->quantum);
        *ARRAY_ADD(variants->items, variants->item_count) = item;
        item_collect(scheme, item, clause->body, clause->body_count);
    }
    *ARRAY_ADD(scheme->variants, scheme->variant_count) = variants;
}

struct variants *variants_find(const struct scheme *scheme, const char *name)
{
    for (uint32_t i = 0; i < scheme->variant_count; i++)
        if (strcmp(scheme->variants[i]->field->name, name) == 0)
            return scheme->variants[i];
    return NULL;
}

/* Within the block only the rows of the value at hand belong to the pool. */
struct node *variant_condition(struct scope *scope, const struct row_set *source)
{
    const struct item *item = scope->item;
    if (!item || !item->variants || item->variants->field->owner != source)
        return NULL;
    struct node_pool *pool = scope->scheme->model->pool;
    struct node *field = node_field(pool, item->variants->field->owner, item->variants->field);
    return node_operation(pool, OP_EQUAL, field, node_category(pool, field->categories, item->variant, item->span), NULL, NULL, item->span);
}

static struct node *quantity_of(struct scheme *scheme, struct item *item, const struct token *name)
{
    if (token_is(name, "得分"))
        return item_counted(scheme, item);
    struct quantity *quantity = quantity_find(item->quantities, item->quantity_count, name->text);
    struct scope scope = item_scope(scheme, item);
    return quantity ? quantity_node(scheme, quantity) : fault(&scope, "E0203", name->span, name->text, NULL);
}

/* The sum of value × weight over those whose score applies; weight NULL: of the value alone. */
static struct node *sum_of(struct scope *scope, struct variants *variants, const struct token *value, const struct token *weight, bool weights_alone)
{
    struct scheme *scheme = scope->scheme;
    struct node_pool *pool = scheme->model->pool;
    struct node *total = NULL;
    for (uint32_t i = 0; i < variants->item_count; i++) {
        struct node *score = quantity_of(scheme, variants->items[i], value);
        struct node *factor = score ? weight ? quantity_of(scheme, variants->items[i], weight) : node_integer(pool, 1, unit_plain(), value->span) : NULL;
        if (!factor)
            return NULL;
        struct node *term = weights_alone ? factor : arithmetic(scope, OP_MULTIPLY, score, factor, value->span);
        if (!term)
            return NULL;
        struct node *here = node_status_is(pool, score, status_mask(STATUS_PRESENT));
        term = node_operation(pool, OP_SELECT, here, term, node_absent(pool, term, STATUS_NOT_APPLICABLE, 0, value->span), term->unit, value->span);
        total = total ? node_operation(pool, OP_ADD_PRESENT, total, term, NULL, term->unit, value->span) : term;
    }
    return total;
}

static struct node *all_inapplicable(struct scope *scope, struct variants *variants)
{
    struct node *all = NULL;
    for (uint32_t i = 0; i < variants->item_count; i++) {
        struct node *score = item_counted(scope->scheme, variants->items[i]);
        if (!score)
            return NULL;
        all = both(scope, all, node_status_is(scope->scheme->model->pool, score, status_mask(STATUS_NOT_APPLICABLE) | status_mask(STATUS_EXEMPT)));
    }
    return all;
}

/* Every value's share is above 0, so the weights of those that apply are too. */
static void say_positive(struct node *weights, struct variants *variants, struct scheme *scheme, const struct token *weight)
{
    for (uint32_t i = 0; weight && i < variants->item_count; i++) {
        struct node *each = quantity_of(scheme, variants->items[i], weight);
        if (!each || !each->interval.never_zero || (each->interval.has_least && rational_sign(&each->interval.least) < 0))
            return;
    }
    if (weights->kind != NODE_CONSTANT)
        weights->interval.never_zero = true;
}

struct node *resolve_variants(struct scope *scope, const struct token *tokens, uint32_t count, bool *matched)
{
    static struct pattern weighted, plain, none;
    if (!weighted.count) {
        pattern_compile(&weighted, "各 “列” “值” 的 加权平均 ( 按 “权” )");
        pattern_compile(&plain, "各 “列” “值” 的 “统计”");
        pattern_compile(&none, "各 “列” 都不适用");
    }
    struct match match;
    struct variants *variants = count > 2 && token_is(&tokens[0], "各") && tokens[1].kind == TOKEN_WORD ? variants_find(scope->scheme, tokens[1].text) : NULL;
    *matched = variants != NULL;
    if (!variants)
        return NULL;
    struct span span = tokens_span(tokens, count);
    if (pattern_match(&none, tokens, count, &match))
        return all_inapplicable(scope, variants);
    bool by_weight = pattern_match(&weighted, tokens, count, &match);
    if (!by_weight && !(pattern_match(&plain, tokens, count, &match) && match.captures[2].count == 1))
        return fault(scope, "E0248", span, span_text(scope->scheme->model, span), NULL);
    const struct token *value = match.captures[1].tokens, *weight = by_weight ? match.captures[2].tokens : NULL;
    bool sum = !by_weight && token_is(match.captures[2].tokens, "合计"), mean = !by_weight && token_is(match.captures[2].tokens, "平均值");
    if (match.captures[1].count != 1 || (by_weight && match.captures[2].count != 1) || (!by_weight && !sum && !mean))
        return fault(scope, "E0248", span, span_text(scope->scheme->model, span), NULL);
    variants->put_together = true;
    struct node *top = sum_of(scope, variants, value, weight, false);
    if (!top || sum)
        return top;
    struct node *below = sum_of(scope, variants, value, weight, true);
    if (!below)
        return NULL;
    say_positive(below, variants, scope->scheme, weight);
    return arithmetic(scope, OP_DIVIDE, top, below, span);
}

/* ---- a value that decides the ranks alone ---- */

/* Whether ranks by the score differ from ranks by the total for some unit that has both. */
static struct node *ranks_differ(struct scope *scope, const struct pool *all, struct node *total, struct node *score, struct span span)
{
    struct node_pool *nodes = scope->scheme->model->pool;
    struct node *here = both(scope, node_status_is(nodes, total, status_mask(STATUS_PRESENT)), node_status_is(nodes, score, status_mask(STATUS_PRESENT)));
    struct node *ranks[2], *keys[2] = {total, score};
    for (int i = 0; i < 2; i++) {
        struct node **key = lang_array(1, sizeof *key);
        bool *descending = lang_array(1, sizeof *descending);
        key[0] = keys[i];
        descending[0] = true;
        ranks[i] = node_rank(nodes, all->source, NULL, here, key, descending, 1, TIES_COMPETITION, span);
    }
    struct pool differing = *all;
    differing.where = both(scope, here, negate_condition(scope, node_operation(nodes, OP_EQUAL, ranks[0], ranks[1], NULL, NULL, span)));
    struct node *number = pool_fold(scope, &differing, FOLD_COUNT, NULL, span);
    return number ? node_operation(nodes, OP_LESS, node_integer(nodes, 0, unit_plain(), span), number, NULL, NULL, span) : NULL;
}

/* Three units or more have the score: of fewer an order says nothing. */
static struct node *enough_units(struct scope *scope, const struct pool *all, struct node *score, struct span span)
{
    struct node_pool *nodes = scope->scheme->model->pool;
    struct pool scored = *all;
    scored.where = node_status_is(nodes, score, status_mask(STATUS_PRESENT));
    struct node *number = pool_fold(scope, &scored, FOLD_COUNT, NULL, span);
    return number ? node_operation(nodes, OP_LESS_EQUAL, node_integer(nodes, 3, unit_plain(), span), number, NULL, NULL, span) : NULL;
}

/* Warns, on the first row of the units, where one value orders all units as the total does and another value does not: the weights of the
 * others are then for show. */
void variants_remind(struct scheme *scheme)
{
    struct scope scope = scheme_scope(scheme);
    struct node_pool *nodes = scheme->model->pool;
    struct node *total = scheme->total ? quantity_node(scheme, scheme->total) : NULL;
    if (!total || scheme->units->kind != ROWS_LEDGER)
        return;
    struct pool all = {.source = scheme->units};
    for (uint32_t v = 0; v < scheme->variant_count; v++) {
        struct variants *variants = scheme->variants[v];
        struct node **differ = lang_array(variants->item_count + 1, sizeof *differ);
        if (!variants->reminder.end)
            continue;
        for (uint32_t i = 0; i < variants->item_count; i++) {
            struct node *score = item_counted(scheme, variants->items[i]);
            if (!score || !(differ[i] = ranks_differ(&scope, &all, total, score, variants->reminder)))
                return;
        }
        struct node **key = lang_array(1, sizeof *key);
        key[0] = node_spread(nodes, scheme->units, node_integer(nodes, 1, unit_plain(), variants->reminder));
        struct node *order = node_rank(nodes, scheme->units, NULL, NULL, key, lang_array(1, sizeof(bool)), 1, TIES_ORDER, variants->reminder);
        struct node *first = node_operation(nodes, OP_EQUAL, order, node_integer(nodes, 1, unit_plain(), variants->reminder), NULL, NULL, variants->reminder);
        for (uint32_t i = 0; i < variants->item_count; i++) {
            struct node *others = node_boolean(nodes, false);
            for (uint32_t k = 0; k < variants->item_count; k++)
                others = k == i ? others : either(&scope, others, differ[k]);
            struct node *enough = enough_units(&scope, &all, item_counted(scheme, variants->items[i]), variants->reminder);
            struct node *alone = both(&scope, both(&scope, first, enough), both(&scope, negate_condition(&scope, differ[i]), others));
            requirement_add(scheme->units, negate_condition(&scope, alone), SEVERITY_WARNING, variants->reminder,
                            lang_format("%s:%s", span_text(scheme->model, variants->reminder), variants->items[i]->name));
        }
    }
}
