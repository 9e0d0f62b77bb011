/* Expression trees to nodes: arithmetic with units, comparison with a subject that need not be said twice, logic. */
#include "elaborate/elaborate.h"
#include <string.h>
#include "memory.h"

/* Two values can only be put together on the rows of one ledger. What a column refers to is had through that column. */
static bool same_rows(struct scope *scope, const struct node *a, const struct node *b, struct span span)
{
    if (!a->domain || !b->domain || a->domain == b->domain)
        return true;
    const struct row_set *other = a->domain == scope->domain ? b->domain : a->domain;
    const char *zh = "先写成对它的合计、平均值等,再放在一起", *en = "take a figure of one of them first: its sum, its mean …";
    for (uint32_t i = 0; scope->domain && i < scope->domain->field_count; i++) {
        const struct field_model *field = scope->domain->fields[i];
        if (field->reference != other)
            continue;
        zh = lang_format("取本行所对应的那一个,写 %s 的 …", field->name);
        en = lang_format("take that of the row referred to: … of %s", field->name);
        break;
    }
    return fault(scope, "E0225", span, a->domain->name, b->domain->name, zh, en, NULL), false;
}

struct node *both(struct scope *scope, struct node *a, struct node *b)
{
    if (!a || !b)
        return a ? a : b;
    if (!same_rows(scope, a, b, b->span))
        return NULL;
    return node_operation(scope->scheme->model->pool, OP_AND, a, b, NULL, NULL, a->span);
}

struct node *either(struct scope *scope, struct node *a, struct node *b)
{
    if (!a || !b)
        return a ? a : b;
    if (!same_rows(scope, a, b, b->span))
        return NULL;
    return node_operation(scope->scheme->model->pool, OP_OR, a, b, NULL, NULL, a->span);
}

struct node *negate_condition(struct scope *scope, struct node *condition)
{
    return node_operation(scope->scheme->model->pool, OP_NOT, condition, NULL, NULL, NULL, condition->span);
}

/* 0 goes with any unit: 最高投资 为 0. */
static struct node *zero_like(struct scope *scope, struct node *node, const struct node *like)
{
    bool zero = node->kind == NODE_CONSTANT && node->type == TYPE_NUMBER && like->type == TYPE_NUMBER && node->unit == unit_plain() &&
                node->value.status == STATUS_PRESENT && rational_sign(&node->value.number) == 0;
    return zero ? node_integer(scope->scheme->model->pool, 0, like->unit, node->span) : node;
}

/* A category whose values have numbers (难度 分为 一般 1.0、较难 1.2) counts as its number. */
struct node *category_number(struct scope *scope, struct node *node)
{
    if (node->type != TYPE_CATEGORY || !node->categories->has_numbers)
        return node;
    struct constant_value *values = lang_array(node->categories->count, sizeof *values);
    for (uint32_t i = 0; i < node->categories->count; i++) {
        values[i].number = node->categories->numbers[i];
        values[i].status = node->categories->uncounted[i] ? STATUS_NOT_APPLICABLE : STATUS_PRESENT;
    }
    return node_lookup(scope->scheme->model->pool, node, values, TYPE_NUMBER, node->categories->unit, node->span);
}

struct node *choose(struct scope *scope, struct node *condition, struct node *yes, struct node *no, struct span span)
{
    if (!same_rows(scope, yes, no, span) || !same_rows(scope, condition, yes, span) || !same_rows(scope, condition, no, span))
        return NULL;
    yes = zero_like(scope, yes, no);
    no = zero_like(scope, no, yes);
    if (yes->kind == NODE_CONSTANT && yes->value.status != STATUS_PRESENT)
        yes = node_absent(scope->scheme->model->pool, no, yes->value.status, yes->value.code, span);
    if (yes->type != no->type || (yes->type == TYPE_CATEGORY && yes->categories != no->categories))
        return fault(scope, "E0212", span, node_text(scope, yes), node_text(scope, no), NULL);
    const struct unit *unit = yes->unit;
    if (yes->type == TYPE_NUMBER && yes->unit != no->unit) {
        if (!unit_comparable(yes->unit, no->unit))
            return fault(scope, "E0210", span, node_text(scope, yes), node_text(scope, no), NULL);
        unit = yes->unit == unit_plain() ? no->unit : yes->unit;
    }
    return node_operation(scope->scheme->model->pool, OP_SELECT, condition, yes, no, unit, span);
}

/* ---- arithmetic ---- */

static struct node *multiply_or_divide(struct scope *scope, enum opcode op, struct node *left, struct node *right, struct span span)
{
    const struct unit *unit = op == OP_MULTIPLY ? unit_multiply(left->unit, right->unit) : unit_divide(left->unit, right->unit);
    if (!unit)
        return fault(scope, "E0214", span, NULL);
    /* 每 1 个百分点 and other ratios of counted things are bare numbers: 3起 × 2分 is 6分 */
    if (op == OP_MULTIPLY && left->unit->counted && right->unit == unit_points())
        unit = unit_points();
    return node_operation(scope->scheme->model->pool, op, left, right, NULL, unit, span);
}

/* A number as it is written, not one that was computed or is called by a name. */
static bool is_written(const struct scope *scope, const struct node *node)
{
    bool constant = node->kind == NODE_CONSTANT && node->type == TYPE_NUMBER && node->value.status == STATUS_PRESENT && node->span.end > node->span.start;
    const char *text = constant ? span_text(scope->scheme->model, node->span) : "x";
    return text[strspn(text, "0123456789.,")] == 0;
}

/* Says which unit stands on each side; the two sides are those of the operator at hand where there is one. */
static void *mixed_units(struct scope *scope, const char *code, const struct node *left, const struct node *right, struct span span)
{
    const struct expression *at = scope->kernel ? NULL : scope->at;
    const struct node *nodes[2] = {left, right};
    const struct expression *sides[2] = {at ? at->left : NULL, at ? at->right : NULL};
    fault(scope, code, at ? at->operator_span : span, node_text(scope, left), node_text(scope, right), NULL);
    for (int i = 0; i < 2 && at; i++) {
        const char *unit = unit_text(nodes[i]);
        fault_also(scope, sides[i] ? sides[i]->span : nodes[i]->span, unit[0] ? unit : "没有单位的数", unit[0] ? unit : "no unit");
    }
    for (int i = 0; i < 2 && at; i++)       /* 达到 90, of points: the number lacks its unit */
        if (is_written(scope, nodes[i]) && nodes[i]->unit == unit_plain() && sides[i] && sides[i]->span.start == nodes[i]->span.start && *unit_text(nodes[1 - i]))
            propose_behind(scope->scheme->model, sides[i]->span, unit_text(nodes[1 - i]), lang_format(" %s", unit_base_text(nodes[1 - i]->unit, true)));
    return NULL;
}

/* 90 beside what is in percent: a bare number above 1 would be 9000%, and 90% was meant. Up to 1 both ways to write a ratio are common. */
static bool is_bare(const struct node *node, const struct node *beside)
{
    struct rational one, size;
    if (beside->type != TYPE_NUMBER || beside->unit != unit_percent() || node->kind != NODE_CONSTANT || node->type != TYPE_NUMBER ||
        node->unit != unit_plain() || node->value.status != STATUS_PRESENT)
        return false;
    rational_init(&one);
    rational_init(&size);
    rational_set(&one, 1, 1);
    rational_copy(&size, &node->value.number);
    if (rational_sign(&size) < 0)
        rational_negate(&size, &size);
    return rational_compare(&size, &one) > 0;
}

bool percent_is_written(struct scope *scope, const struct node *left, const struct node *right, struct span span)
{
    bool first = is_bare(left, right);
    if (!first && !is_bare(right, left))
        return true;
    const struct node *bare = first ? left : right, *share = first ? right : left;
    const struct expression *at = scope->kernel ? NULL : scope->at;
    bool here = at && at->span.start == span.start && at->span.end == span.end && at->left && at->right;
    struct span place = here ? (first ? at->left : at->right)->span : span;
    const char *number = number_text(&bare->value.number);
    fault(scope, "E0992", place, node_text(scope, share), number, NULL);
    if (here && strcmp(span_text(scope->scheme->model, place), number) == 0)
        propose_behind(scope->scheme->model, place, "%", "%");
    return false;
}

struct node *arithmetic(struct scope *scope, enum opcode op, struct node *left, struct node *right, struct span span)
{
    struct node_pool *pool = scope->scheme->model->pool;
    bool sum = op == OP_ADD || op == OP_SUBTRACT;
    if (!same_rows(scope, left, right, span) || (sum && !percent_is_written(scope, left, right, span)))
        return NULL;
    left = category_number(scope, left);
    right = category_number(scope, right);
    if (sum) {
        left = zero_like(scope, left, right);
        right = zero_like(scope, right, left);
    }
    if (op == OP_SUBTRACT && left->type == TYPE_DATE && right->type == TYPE_DATE)
        return node_operation(pool, OP_DATE_DIFF, left, right, NULL, unit_days(), span);
    if (sum && left->type == TYPE_DATE && right->type == TYPE_NUMBER && (right->unit == unit_days() || right->unit == unit_plain())) {
        struct node *days = op == OP_ADD ? right : node_operation(pool, OP_NEGATE, right, NULL, NULL, right->unit, span);
        return node_operation(pool, OP_DATE_ADD, left, days, NULL, NULL, span);
    }
    if (left->type != TYPE_NUMBER || right->type != TYPE_NUMBER)
        return fault(scope, "E0211", span, node_text(scope, left->type != TYPE_NUMBER ? left : right), NULL);
    if (!sum)
        return multiply_or_divide(scope, op, left, right, span);
    const struct unit *unit = unit_sum(left->unit, right->unit, op == OP_SUBTRACT);
    if (!unit)
        return mixed_units(scope, "E0210", left, right, span);
    return node_operation(pool, op, left, right, NULL, unit, span);
}

/* ---- comparison ---- */

struct node *compare_nodes(struct scope *scope, enum comparison comparison, struct node *left, struct node *right, struct span span)
{
    struct node_pool *pool = scope->scheme->model->pool;
    if (!same_rows(scope, left, right, span))
        return NULL;
    left = zero_like(scope, left, right);
    right = zero_like(scope, right, left);
    if (left->type == TYPE_CATEGORY && right->type == TYPE_NUMBER)
        left = category_number(scope, left);
    if (left->type != right->type || (left->type == TYPE_CATEGORY && left->categories != right->categories))
        return fault(scope, "E0213", span, node_text(scope, left), node_text(scope, right), NULL);
    if (left->type == TYPE_NUMBER && !unit_comparable(left->unit, right->unit)) {
        bool points = left->unit->part_count == 0 && right->unit->part_count == 0;
        return mixed_units(scope, points ? "E0215" : "E0216", left, right, span);
    }
    if (!percent_is_written(scope, left, right, span))
        return NULL;
    scope->subject = left;
    scope->compared_to = right;
    scope->comparison = comparison;
    struct node *node;
    switch (comparison) {
    case COMPARE_LESS: return node_operation(pool, OP_LESS, left, right, NULL, NULL, span);
    case COMPARE_GREATER: return node_operation(pool, OP_LESS, right, left, NULL, NULL, span);
    case COMPARE_AT_MOST: return node_operation(pool, OP_LESS_EQUAL, left, right, NULL, NULL, span);
    case COMPARE_AT_LEAST: return node_operation(pool, OP_LESS_EQUAL, right, left, NULL, NULL, span);
    case COMPARE_EQUAL:
    case COMPARE_UNEQUAL:
        if (left->type == TYPE_BOOLEAN)
            node = node_is_true(right) ? left : node_is_false(right) ? negate_condition(scope, left) : node_operation(pool, OP_EQUAL, left, right, NULL, NULL, span);
        else
            node = node_operation(pool, OP_EQUAL, left, right, NULL, NULL, span);
        return comparison == COMPARE_EQUAL ? node : negate_condition(scope, node);
    }
    return NULL;
}

struct node *resolve_category(struct scope *scope, const struct node *like, const struct token *token)
{
    const struct category_model *set = like->categories;
    for (uint32_t i = 0; i < set->count; i++)
        if (strcmp(set->names[i], token->text) == 0)
            return node_category(scope->scheme->model->pool, set, i, token->span);
    const char *nearest = text_nearest(token->text, strlen(token->text), set->names, set->count);
    struct buffer all = {0};
    for (uint32_t i = 0; i < set->count; i++)
        buffer_format(&all, "%s%s", i ? "、" : "", set->names[i]);
    fault(scope, nearest ? "E0220" : "E0221", token->span, token->text, nearest ? nearest : buffer_text(&all), buffer_text(&all), NULL);
    propose_nearest(scope->scheme->model, token->span, token->text, set->names, set->count);
    if (like->kind == NODE_FIELD)
        fault_also(scope, like->field->span, "取值在这里写明", "its values are declared here");
    buffer_release(&all);
    return NULL;
}

static bool is_yes(const struct token *token) { return token_is(token, "是"); }
static bool is_no(const struct token *token) { return token_is(token, "否"); }

struct node *resolve_for(struct scope *scope, const struct node *like, const struct expression *expression)
{
    const struct token *token = expression->kind == EXPRESSION_RUN && expression->token_count == 1 ? expression->tokens : NULL;
    if (token && (token->kind == TOKEN_WORD || token->kind == TOKEN_TEXT)) {        /* “HAI-3”: a value with marks in it, in quotes */
        if (like->type == TYPE_CATEGORY)
            return resolve_category(scope, like, token);
        if (token->kind == TOKEN_WORD && like->type == TYPE_BOOLEAN && (is_yes(token) || is_no(token)))
            return node_boolean(scope->scheme->model->pool, is_yes(token));
    }
    return resolve_expression(scope, expression);
}

static struct node *compare_list(struct scope *scope, enum comparison comparison, struct node *left, const struct expression *list)
{
    struct node *any = NULL;
    if (comparison != COMPARE_EQUAL && comparison != COMPARE_UNEQUAL)
        return fault(scope, "E0217", list->span, NULL);
    for (uint32_t i = 0; i < list->item_count; i++) {
        struct node *right = resolve_for(scope, left, list->items[i]);
        struct node *equal = right ? compare_nodes(scope, COMPARE_EQUAL, left, right, list->span) : NULL;
        if (!equal)
            return NULL;
        any = either(scope, any, equal);
    }
    return comparison == COMPARE_EQUAL ? any : negate_condition(scope, any);
}

static struct node *compare_range(struct scope *scope, enum comparison comparison, struct node *left, const struct expression *range)
{
    if (comparison != COMPARE_EQUAL && comparison != COMPARE_UNEQUAL)
        return fault(scope, "E0217", range->span, NULL);
    struct node *from = resolve_for(scope, left, range->left), *to = from ? resolve_for(scope, left, range->right) : NULL;
    struct node *above = to ? compare_nodes(scope, COMPARE_AT_LEAST, left, from, range->span) : NULL;
    struct node *below = above ? compare_nodes(scope, COMPARE_AT_MOST, left, to, range->span) : NULL;
    if (!below)
        return NULL;
    struct node *inside = both(scope, above, below);
    return comparison == COMPARE_EQUAL ? inside : negate_condition(scope, inside);
}

static struct node *resolve_comparison(struct scope *scope, const struct expression *expression)
{
    struct node *left = expression->left ? resolve_expression(scope, expression->left) : scope->subject;
    if (!left)
        return expression->left ? NULL : fault(scope, "E0218", expression->span, NULL);
    scope->subject = left;
    const struct expression *right = expression->right;
    if (right->kind == EXPRESSION_LIST)
        return compare_list(scope, expression->comparison, left, right);
    if (right->kind == EXPRESSION_RANGE)
        return compare_range(scope, expression->comparison, left, right);
    struct node *value = resolve_for(scope, left, right);
    scope->at = expression;
    struct node *compared = value ? compare_nodes(scope, expression->comparison, left, value, expression->span) : NULL;
    if (value && !compared && left->type == TYPE_DATE && !scope->kernel)
        propose_date(scope->scheme->model, value->span);
    return compared;
}

/* ---- days between two dates: 起 至 止 的 天数(含起止当日) ---- */

/* NULL without a message where the words say nothing of days (*matched false). */
static struct node *days_between(struct scope *scope, const struct expression *expression, bool *matched)
{
    static struct pattern inclusive;
    if (inclusive.count == 0)
        pattern_compile(&inclusive, "“止” 的 天数 ( 含起止当日 )");
    struct match match;
    const struct expression *right = expression->right;
    *matched = right->kind == EXPRESSION_RUN && expression->left->kind == EXPRESSION_RUN && pattern_match(&inclusive, right->tokens, right->token_count, &match);
    if (!*matched)
        return NULL;
    struct node *from = resolve_expression(scope, expression->left);
    struct node *to = from ? resolve_tokens(scope, match.captures[0].tokens, match.captures[0].count) : NULL;
    if (!to)
        return NULL;
    if (from->type != TYPE_DATE || to->type != TYPE_DATE)
        return fault(scope, "E0219", expression->span, NULL);
    struct node *days = arithmetic(scope, OP_SUBTRACT, to, from, expression->span);
    return arithmetic(scope, OP_ADD, days, node_integer(scope->scheme->model->pool, 1, unit_days(), expression->span), expression->span);
}

/* ---- all kinds ---- */

/* 类别 为 甲类 或 乙类: values of one category are parted by 、. */
static bool is_another_value(struct scope *scope, const struct expression *expression)
{
    const struct expression *right = expression->right;
    const struct node *subject = scope->subject;
    bool word = expression->kind == EXPRESSION_OR && right->kind == EXPRESSION_RUN && right->token_count == 1 && subject && subject->type == TYPE_CATEGORY;
    for (uint32_t i = 0; word && i < subject->categories->count; i++)
        if (token_is(&right->tokens[0], subject->categories->names[i])) {
            struct span gap = {expression->operator_span.file, expression->left->span.end, right->span.start};
            fault(scope, "E0975", expression->operator_span, NULL);
            propose(scope->scheme->model, gap, "、");
            return true;
        }
    return false;
}

static struct node *resolve_logic(struct scope *scope, const struct expression *expression)
{
    struct node *left = resolve_expression(scope, expression->left);
    if (left && is_another_value(scope, expression))
        return NULL;
    struct node *right = resolve_expression(scope, expression->right);
    if (!left || !right)
        return NULL;
    if (left->type != TYPE_BOOLEAN || right->type != TYPE_BOOLEAN)
        return fault(scope, "E0222", left->type != TYPE_BOOLEAN ? expression->left->span : expression->right->span, NULL);
    return expression->kind == EXPRESSION_AND ? both(scope, left, right) : either(scope, left, right);
}

/* 4000元/亩: a number divided by a bare unit is a number of that unit. */
static struct node *unit_quotient(struct scope *scope, struct node *left, const struct expression *right)
{
    if (left->kind != NODE_CONSTANT || left->type != TYPE_NUMBER || right->kind != EXPRESSION_RUN || right->token_count != 1 ||
        right->tokens[0].kind != TOKEN_WORD)
        return NULL;
    struct rational factor, value;
    rational_init(&factor);
    const struct unit *unit = unit_find(right->tokens[0].text, &factor);
    if (!unit || (scope->domain && field_find(scope->domain, right->tokens[0].text)))
        return NULL;
    rational_init(&value);
    rational_divide(&value, &left->value.number, &factor);
    return node_number(scope->scheme->model->pool, &value, unit_divide(left->unit, unit), left->span);
}

static struct node *resolve_arithmetic(struct scope *scope, const struct expression *expression)
{
    struct node *left = resolve_expression(scope, expression->left);
    if (left && expression->kind == EXPRESSION_DIVIDE) {
        struct node *quotient = unit_quotient(scope, left, expression->right);
        if (quotient)
            return quotient;
    }
    struct node *right = resolve_expression(scope, expression->right);
    if (!left || !right)
        return NULL;
    enum opcode op = expression->kind == EXPRESSION_ADD        ? OP_ADD
                     : expression->kind == EXPRESSION_SUBTRACT ? OP_SUBTRACT
                     : expression->kind == EXPRESSION_MULTIPLY ? OP_MULTIPLY
                                                               : OP_DIVIDE;
    scope->at = expression;
    return arithmetic(scope, op, left, right, expression->span);
}

struct node *resolve_expression(struct scope *scope, const struct expression *expression)
{
    switch (expression->kind) {
    case EXPRESSION_RUN:
        return resolve_run(scope, expression->tokens, expression->token_count);
    case EXPRESSION_NEGATE: {
        struct node *value = resolve_expression(scope, expression->left);
        if (!value)
            return NULL;
        if (value->type != TYPE_NUMBER)
            return fault(scope, "E0211", expression->span, node_text(scope, value), NULL);
        return node_operation(scope->scheme->model->pool, OP_NEGATE, value, NULL, NULL, value->unit, expression->span);
    }
    case EXPRESSION_ADD: case EXPRESSION_SUBTRACT: case EXPRESSION_MULTIPLY: case EXPRESSION_DIVIDE:
        return resolve_arithmetic(scope, expression);
    case EXPRESSION_COMPARE:
        return resolve_comparison(scope, expression);
    case EXPRESSION_AND: case EXPRESSION_OR:
        return resolve_logic(scope, expression);
    case EXPRESSION_RANGE: {
        bool matched;
        struct node *days = days_between(scope, expression, &matched);
        return matched ? days : fault(scope, "E0223", expression->span, NULL);
    }
    case EXPRESSION_LIST:
        return fault(scope, "E0224", expression->span, NULL);
    }
    return NULL;
}

struct node *resolve_tokens(struct scope *scope, const struct token *tokens, uint32_t count)
{
    if (count == 0)
        return NULL;
    bool matched = false;
    struct node *whole = resolve_days_within(scope, tokens, count, &matched);    /* the one value phrase that holds an operator (至) */
    if (matched)
        return whole;
    struct expression *expression = syntax_expression(scope->scheme->model->diagnostics, tokens, count, true);
    return expression ? resolve_expression(scope, expression) : NULL;
}

struct node *resolve_condition(struct scope *scope, const struct token *tokens, uint32_t count)
{
    if (!scope->kernel && range_lacks_is(scope->scheme, tokens, count))
        return NULL;
    struct node *node = resolve_tokens(scope, tokens, count);
    if (node && node->type != TYPE_BOOLEAN)
        return fault(scope, "E0222", tokens_span(tokens, count), NULL);
    return node;
}
