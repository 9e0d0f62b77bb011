/* What the score of an item is:
 *
 *     base            得分率 × effective weight, or 得分 in points, or full marks where points are only added and taken
 *     + added - taken
 *     floor, cap
 *     得 B            in the place of all that
 *     exempt, not applicable
 *     rounding        -> item_score
 *     substitution    full marks, average of the class …  -> item_counted
 */
#include "elaborate/elaborate.h"
#include <string.h>
#include "memory.h"
#include "phrase/library.h"

static struct node *points(struct scope *scope, int64_t value, struct span span)
{
    return node_integer(scope->scheme->model->pool, value, unit_points(), span);
}

/* A value that shall be points: a bare 0 is, anything else must carry 分 (or %: a part of the full marks is asked for by 得分率). */
struct node *convert_points(struct scope *scope, struct node *node, struct span span, const struct unit *wanted)
{
    if (!node)
        return NULL;
    if (node->type != TYPE_NUMBER)
        return fault(scope, "E0350", span, node_text(scope, node), NULL);
    if (node->unit == wanted || (wanted == unit_plain() && unit_is_ratio(node->unit) && node->unit->ratio != RATIO_POINTS))
        return node;
    if (node->kind == NODE_CONSTANT && (node->value.status != STATUS_PRESENT || rational_sign(&node->value.number) == 0))
        return node->value.status == STATUS_PRESENT ? node_integer(scope->scheme->model->pool, 0, wanted, span) : node;
    bool of_phrase = node->span.file != span.file;      /* computed inside a phrase: what stands there is not the user's */
    return fault(scope, wanted == unit_points() ? "E0351" : "E0352", span, of_phrase ? span_text(scope->scheme->model, span) : node_text(scope, node),
                 node->kind == NODE_OPERATION && node->op != OP_MULTIPLY ? "完成数" : span_text(scope->scheme->model, span), NULL);
}

static const char *item_name(const struct item *item) { return item->code ? item->code : item->name; }

/* ---- applies or not ---- */

static struct node *any_of(struct scope *scope, struct line *lines, uint32_t count, enum outcome_kind kind)
{
    struct node *any = node_boolean(scope->scheme->model->pool, false);
    for (uint32_t i = 0; any && i < count; i++) {
        struct scope inner = *scope;
        struct node *condition = line_condition(&inner, &lines[i]);
        any = condition ? either(scope, any, condition) : NULL;
        outcome_note(scope->scheme, scope->item, kind, lines[i].clause->span, condition, true, NULL);
        if (kind == OUTCOME_EXEMPT)
            outcome_note(scope->scheme, scope->item, OUTCOME_NOT_EXEMPT, lines[i].clause->span, condition, false, NULL);
    }
    return any;
}

struct node *item_exempt(struct scheme *scheme, struct item *item)
{
    struct scope scope = item_scope(scheme, item);
    if (!item->is_exempt && !item->exempt_failed) {
        item->is_exempt = any_of(&scope, item->exempt, item->exempt_count, OUTCOME_EXEMPT);
        item->exempt_failed = !item->is_exempt;
    }
    return item->is_exempt;
}

/* Where the base has no value and no line scores something in its place; NULL where a fault was told. */
static struct node *base_is_absent(struct scope *scope, struct item *item)
{
    struct scheme *scheme = scope->scheme;
    struct node_pool *pool = scheme->model->pool;
    const unsigned absent = status_mask(STATUS_NOT_APPLICABLE) | status_mask(STATUS_EXEMPT);
    struct quantity *score = quantity_find(item->quantities, item->quantity_count, "得分"), *base = quantity_find(item->quantities, item->quantity_count, "得分率");
    base = base ? base : score;
    struct node *value = base && base->base.clause ? quantity_node(scheme, base) : NULL;
    if (value && base == score)
        value = base->base.value;       /* lines that put another score in its place follow below */
    if (!value || !node_can_be(value, absent))
        return node_boolean(pool, false);
    struct line **order = score ? overrides_in_order(scope, score->overrides, score->override_count) : NULL;
    for (uint32_t i = 0; order && i < score->override_count; i++)       /* 得 B holds in its place, whatever the base is */
        value = node_operation(pool, OP_SELECT, order[i]->condition, node_integer(pool, 0, value->unit, item->span), value, value->unit, item->span);
    return score && !order ? NULL : node_status_is(pool, value, absent);
}

struct node *item_assessed(struct scheme *scheme, struct item *item)
{
    struct scope scope = item_scope(scheme, item);
    struct node_pool *pool = scheme->model->pool;
    const unsigned absent = status_mask(STATUS_NOT_APPLICABLE) | status_mask(STATUS_EXEMPT);
    if (item->assessed || item->assessed_failed)
        return item->assessed;
    if (item->assessed_busy)
        return report_circle(&scope, item, item_name(item), item->span);
    item->assessed_busy = true;
    struct node *exempt = item_exempt(scheme, item), *said = any_of(&scope, item->not_applicable, item->not_applicable_count, OUTCOME_NOT_APPLICABLE);
    struct node *lacks = base_is_absent(&scope, item);
    if (lacks && item->weight)
        lacks = either(&scope, node_status_is(pool, item->weight, absent), lacks);
    if (exempt && said && lacks) {
        item->lacks = lacks;
        item->inapplicable = either(&scope, said, lacks);
        item->assessed = negate_condition(&scope, either(&scope, exempt, item->inapplicable));
    }
    item->assessed_failed = !item->assessed;
    item->assessed_busy = false;
    return item->assessed;
}

/* ---- points added and taken ---- */

/* 低于 …,每高 …: the word that goes with the condition. */
static void *wrong_direction(struct scope *scope, const struct token *word, bool below, bool above)
{
    bool dates = scope->compared_to && scope->compared_to->type == TYPE_DATE;
    fault(scope, "E0353", word->span, word->text, NULL);
    const char *right = below ? (dates ? "每早" : "每低") : above ? (dates ? "每晚" : "每超") : NULL;
    if (right && strncmp(word->text, "每", strlen("每")) == 0 && !source_is_english(diagnostics_source(scope->scheme->model->diagnostics, word->span.file)))
        propose(scope->scheme->model, word->span, right);
    return NULL;
}

/* Binds 甲 and 乙 to what the guard compared, for the phrases that say 每低, 每超. */
static bool guard_operands(struct scope *scope, const struct phrase *phrase, const struct line *line, struct binding bindings[2], struct binding **chain)
{
    const struct token *tokens = line->clause->tokens + line->from;
    bool below = scope->comparison == COMPARE_LESS || scope->comparison == COMPARE_AT_MOST;
    bool above = scope->comparison == COMPARE_GREATER || scope->comparison == COMPARE_AT_LEAST;
    if (!scope->compared_to || (phrase->direction < 0 && !below) || (phrase->direction > 0 && !above))
        return wrong_direction(scope, &tokens[0], below, above), false;
    bindings[0] = (struct binding){"甲", scope->subject, NULL, *chain};
    bindings[1] = (struct binding){"乙", scope->compared_to, NULL, &bindings[0]};
    *chain = &bindings[1];
    return true;
}

/* 不足 1个 的: an answer is only asked for where a part of a step can occur; the question shows what each answer gives. */
static bool whole_steps(struct scope *scope, const struct phrase *phrase, const struct match *match, struct binding *chain, struct span span, struct span rest)
{
    if (!phrase->whole_count)
        return true;
    struct node *steps = resolve_phrase_body(scope, phrase->whole, phrase->whole_count, chain, span);
    if (!steps || steps->decimals == 0)
        return steps != NULL;
    ask_steps(scope, match, span, rest);
    return false;
}

/* 每低 1% of a share: a percentage point, or 1% of what was wanted. Nothing to ask where what was wanted is 0: the figure is relative itself. */
static bool percent_of_what(struct scope *scope, const struct match *match, struct span span)
{
    const struct node *wanted = scope->compared_to;
    bool zero = wanted->kind == NODE_CONSTANT && wanted->value.status == STATUS_PRESENT && rational_sign(&wanted->value.number) == 0;
    if (!scope->subject || scope->subject->unit != unit_percent() || zero)
        return true;
    for (uint32_t i = 0; i < match->count; i++) {
        const struct capture *step = &match->captures[i];
        if (strcmp(step->name, "步") != 0 || step->count != 2 || step->tokens[0].kind != TOKEN_NUMBER || !token_is(&step->tokens[1], "%"))
            continue;
        ask_percent(scope, match, step, span);
        return false;
    }
    return true;
}

/* ,不足 1个百分点 的,按照比例 behind the phrase: an answer that nobody understands. Empty where the line says nothing of it. */
static struct span unread_answer(const struct points_line *line, const struct token *tokens, uint32_t count)
{
    const struct token *next = tokens + count, *end = line->line.clause->tokens + line->line.to;
    if (next + 1 >= end || next->kind != TOKEN_COMMA || !token_is(next + 1, "不足"))
        return (struct span){0};
    return span_with(next->span, (end - 1)->span);
}

static struct node *phrase_amount(struct scope *scope, const struct points_line *line, const struct token *tokens, uint32_t count)
{
    struct match match;
    const struct phrase *phrase = library_match(scope->scheme->model->library, line->subtract ? PHRASE_DEDUCT : PHRASE_ADD, tokens, count, &match);
    if (!phrase)
        return NULL;
    if (phrase->asks[0])
        return ask_phrase(scope, phrase, tokens, count), NULL;
    struct binding slots[PATTERN_SLOTS], operands[2], *chain = NULL;
    struct span span = tokens_span(tokens, count);
    if (phrase->direction != 0 && (line->line.guard_to == line->line.guard_from))
        return fault(scope, "E0353", span, tokens[0].text, NULL);
    if (phrase->direction != 0 && (!guard_operands(scope, phrase, &line->line, operands, &chain) || !percent_of_what(scope, &match, span)))
        return NULL;
    struct scope plain = *scope;
    if (!bind_slots(&plain, &match, slots, &chain) || !whole_steps(scope, phrase, &match, chain, span, unread_answer(line, tokens, count)))
        return NULL;
    return phrase_used(scope, phrase, chain, span, resolve_phrase_body(scope, phrase->body, phrase->body_count, chain, span));
}

/* 加 0.5分, 扣 2分, or a phrase; then 最多 加 10分, 裁量 1分 至 2分. */
static struct node *points_amount(struct scope *scope, struct points_line *line, struct node *condition)
{
    const struct token *tokens = line->line.clause->tokens + line->line.from;
    uint32_t count = line->line.to - line->line.from, end = count;
    size_t before = diagnostics_total(scope->scheme->model->diagnostics);
    struct node *amount = NULL;
    while (!amount && end > 0) {
        amount = phrase_amount(scope, line, tokens, end);
        if (!amount && diagnostics_total(scope->scheme->model->diagnostics) > before)
            return NULL;
        if (amount)
            break;
        uint32_t comma = 0;
        for (uint32_t i = 0; i < end; i = token_next_comma(tokens, end, i) + 1)
            comma = i;
        if (!comma)
            break;
        end = comma - 1;
    }
    if (!amount) {
        end = token_next_comma(tokens, count, 0);
        bool dashed = end > 4 && tokens[1].kind == TOKEN_NUMBER && tokens[2].kind == TOKEN_MINUS && tokens[3].kind == TOKEN_NUMBER;      /* 扣 1-3分 */
        for (uint32_t i = 1; i < end; i++)
            if (token_is(&tokens[i], "至") || dashed)
                return ask_discretion(scope, tokens, end), NULL;
        struct scope inner = *scope;
        amount = resolve_tokens(&inner, tokens + 1, end - 1);
    }
    struct node *given = amount;
    amount = convert_points(scope, amount, tokens_span(tokens, end), unit_points());
    if (given && !amount)
        propose_points(scope->scheme->model, &tokens[end - 1], 1);
    while (amount && end < count) {
        uint32_t start = end + 1, stop = token_next_comma(tokens, count, start);
        if (judgement_begins(&tokens[start])) {
            end = judgement_at(scope, amount, condition, tokens, count, start);
            continue;
        }
        if (stop - start < 3 || !token_is(&tokens[start], "最多") || !(token_is(&tokens[start + 1], "加") || token_is(&tokens[start + 1], "扣")))
            return fault(scope, "E0233", tokens_span(tokens + start, stop - start), span_text(scope->scheme->model, tokens_span(tokens + start, stop - start)), NULL);
        struct node *most = resolve_tokens(scope, tokens + start + 2, stop - start - 2);
        most = convert_points(scope, most, tokens[start].span, unit_points());
        amount = most ? node_operation(scope->scheme->model->pool, OP_MINIMUM, amount, most, NULL, unit_points(), tokens[start].span) : NULL;
        end = stop;
    }
    return amount;
}

static struct node *points_line_amount(struct scope *scope, struct points_line *line)
{
    struct scope inner = *scope;
    struct node *condition = NULL;
    struct span span = line->line.clause->span;
    if (line->line.guard_to > line->line.guard_from) {
        condition = line_condition(&inner, &line->line);
        if (!condition)
            return NULL;
    }
    struct node *amount = points_amount(&inner, line, condition);
    if (amount && node_can_be(amount, status_mask(STATUS_MISSING)) && !condition)
        return missing_fault(scope, amount, line->line.clause->tokens, line->line.clause->token_count, span);
    line->amount = amount;
    outcome_note(scope->scheme, scope->item, OUTCOME_POINTS, span, condition, true, NULL);
    return amount && condition ? choose(scope, condition, amount, points(scope, 0, span), span) : amount;
}

/* ---- the score ---- */

/* A rate that stays near nothing whatever the ledger holds: mostly a share was divided by 95 where 95% was meant. */
static void warn_of_small_rate(struct scope *scope, const struct node *rate, struct span span)
{
    struct rational bound, hundred;
    rational_init(&bound);
    rational_init(&hundred);
    rational_set(&bound, 1, 20);
    rational_set(&hundred, 100, 1);
    const struct interval *interval = &rate->interval;
    if (!interval->has_greatest || rational_sign(&interval->greatest) <= 0 || rational_compare(&interval->greatest, &bound) > 0)
        return;
    rational_multiply(&bound, &interval->greatest, &hundred);
    rational_set(&hundred, 1, 100);
    rational_round(&bound, &bound, &hundred, ROUND_HALF_UP);
    fault(scope, "W0993", span, lang_format("%s%%", number_text(&bound)), NULL);
}

static struct node *item_base(struct scope *scope, struct item *item)
{
    struct scheme *scheme = scope->scheme;
    struct quantity *rate = quantity_find(item->quantities, item->quantity_count, "得分率");
    struct quantity *score = quantity_find(item->quantities, item->quantity_count, "得分");
    if (rate && score && score->base.clause)
        return fault(scope, "E0355", score->span, NULL);
    if (score && score->base.clause) {
        struct scope inner = *scope;
        struct node *base = resolve_value(&inner, score->base.clause, score->base.from, score->base.to);
        return convert_points(scope, base, score->base.clause->span, unit_points());
    }
    if (rate) {
        struct node *value = convert_points(scope, quantity_node(scheme, rate), rate->span, unit_plain());
        struct node *weight = value ? item_weight(scheme, item) : NULL;
        if (weight)
            warn_of_small_rate(scope, value, rate->span);
        return weight ? node_operation(scheme->model->pool, OP_MULTIPLY, weight, value, NULL, unit_points(), rate->span) : NULL;
    }
    if (item->kind == ITEM_INDICATOR || item->kind == ITEM_ROWS) {
        bool overridden = score && score->override_count;
        if (!item->points_count && !overridden)
            return fault(scope, "E0356", item->span, item_name(item), NULL);
        return item->weight ? item_weight(scheme, item) : points(scope, 0, item->span);
    }
    return points(scope, 0, item->span);
}

static struct node *add_and_take(struct scope *scope, struct item *item, struct node *base)
{
    bool deduction = item->kind == ITEM_DEDUCTION;      /* written as a positive number */
    for (uint32_t i = 0; base && i < item->points_count; i++) {
        struct node *amount = points_line_amount(scope, &item->points[i]);
        enum opcode op = item->points[i].subtract != deduction ? OP_SUBTRACT : OP_ADD;
        base = amount ? node_operation(scope->scheme->model->pool, op, base, amount, NULL, unit_points(), amount->span) : NULL;
    }
    return base;
}

static struct node *limit(struct scope *scope, struct node *value, struct line *line, enum opcode op)
{
    if (!value || !line->clause)
        return value;
    struct node *bound = resolve_tokens(scope, line->clause->tokens + line->from, line->to - line->from);
    bound = line->value = convert_points(scope, bound, line->clause->span, unit_points());
    if (line == &scope->item->cap)
        scope->item->cap_node = bound;
    return bound ? node_operation(scope->scheme->model->pool, op, value, bound, NULL, unit_points(), line->clause->span) : NULL;
}

static struct node *score_overrides(struct scope *scope, struct item *item, struct node *value)
{
    struct quantity *score = quantity_find(item->quantities, item->quantity_count, "得分");
    if (!score)
        return value;
    struct line **order = value ? overrides_in_order(scope, score->overrides, score->override_count) : NULL;
    if (!order)
        return NULL;
    for (uint32_t i = 0; value && i < score->override_count; i++) {
        struct line *line = order[i];
        struct scope plain = *scope;
        struct node *instead = resolve_value(&plain, line->clause, line->from, line->to);
        instead = line->value = convert_points(scope, instead, line->clause->span, unit_points());
        value = instead ? choose(scope, line->condition, instead, value, line->clause->span) : NULL;
        outcome_note(scope->scheme, item, OUTCOME_OVERRIDE, line->clause->span, line->condition, true, value);
    }
    return value;
}

/* The line of the item that uses the column that may be empty. */
static void *missing_score(struct scope *scope, struct item *item, const struct node *value)
{
    const struct clause *user = item->clause;
    const char *name = value->missing_count ? value->missing[0]->field->name : "";
    for (uint32_t i = 0; i < item->clause->body_count; i++)
        for (uint32_t k = 0; k < item->clause->body[i].token_count && user == item->clause; k++)
            if (token_is(&item->clause->body[i].tokens[k], name))
                user = &item->clause->body[i];
    return missing_fault(scope, value, user->tokens, user->token_count, item->span);
}

static struct node *raw_score(struct scope *scope, struct item *item)
{
    struct node *value = item->base_value = item_base(scope, item);
    value = add_and_take(scope, item, value);
    if (value && item->floor_zero)
        value = node_operation(scope->scheme->model->pool, OP_MAXIMUM, value, points(scope, 0, item->floor_span), NULL, unit_points(), item->floor_span);
    value = limit(scope, value, &item->cap, OP_MINIMUM);
    value = limit(scope, value, &item->floor, OP_MAXIMUM);
    value = score_overrides(scope, item, value);
    if (value && node_can_be(value, status_mask(STATUS_MISSING)))
        return missing_score(scope, item, value);
    return value;
}

struct node *item_score(struct scheme *scheme, struct item *item)
{
    if (item->faulty)
        return NULL;
    struct scope scope = item_scope(scheme, item);
    struct node_pool *pool = scheme->model->pool;
    if (item->item_score || item->score_failed)
        return item->item_score;
    if (item->raw_busy)
        return report_circle(&scope, item, item_name(item), item->span);
    if (!step_begin(&scope, item, item_name(item), item->span))
        return NULL;
    item->raw_busy = true;
    struct node *assessed = item_assessed(scheme, item), *exempt = item_exempt(scheme, item);
    struct node *value = item->left_out ? node_absent(pool, points(&scope, 0, item->span), STATUS_NOT_APPLICABLE, 0, item->span) : raw_score(&scope, item);
    if (value && assessed && exempt) {
        const struct rational *quantum = item->has_rounding ? &item->quantum : &scheme->quantum;
        enum rounding mode = item->has_rounding ? item->rounding : scheme->rounding;
        if (item->has_rounding || (scheme->has_rounding && item->kind != ITEM_ROWS && item->kind != ITEM_VARIANT))
            value = node_round(pool, value, quantum, mode, item->span);
        item->raw = value;
        struct node *out = node_operation(pool, OP_SELECT, exempt, node_absent(pool, value, STATUS_EXEMPT, 0, item->span), value, unit_points(), item->span);
        item->item_score = node_operation(pool, OP_SELECT, item->inapplicable, node_absent(pool, value, STATUS_NOT_APPLICABLE, 0, item->span), out,
                                          unit_points(), item->span);
    }
    step_end();
    item->raw_busy = false;
    item->score_failed = !item->item_score;
    return item->item_score;
}

/* ---- what counts ---- */

/* The rows of the class that the policy names, or of the unit's own. */
static bool members_of_class(struct scope *scope, const struct weight_policy *policy, const struct token *own, struct pool *members)
{
    struct scheme *scheme = scope->scheme;
    if (!policy->mean_of)
        return pool_of_words(scope, own, 1, members);
    struct node *class = field_value(scope, scheme->class_field, policy->span), *named = class ? resolve_category(scope, class, policy->mean_of) : NULL;
    if (!named)
        return false;
    *members = (struct pool){.source = scheme->units, .where = node_operation(scheme->model->pool, OP_EQUAL, class, named, NULL, NULL, policy->mean_of->span)};
    return true;
}

/* The average of the class' scores of those that are assessed; a stated value where there is none. */
static struct node *class_mean(struct scope *scope, struct item *item, const struct weight_policy *policy)
{
    static struct pattern pattern;
    if (!pattern.count)
        pattern_compile(&pattern, "得 “类” 得分 的 “平均”");
    const struct clause *clause = policy->value.clause;
    const struct token *tokens = clause->tokens + policy->value.from;
    uint32_t count = policy->value.to - policy->value.from, end = token_next_comma(tokens, count, 0);
    struct match match;
    pattern_match(&pattern, tokens, end, &match);
    struct node_pool *pool = scope->scheme->model->pool;
    struct node *score = item_score(scope->scheme, item), *mean = NULL;
    struct pool members;
    if (score && members_of_class(scope, policy, &tokens[1], &members))
        mean = pool_figure(scope, &members, score, match.captures[1].tokens, match.captures[1].count, policy->span);
    struct rational quantum;
    enum rounding mode = ROUND_HALF_UP;
    rational_init(&quantum);
    if (mean && end < count && rounding_at(scope, tokens, count, end + 1, &quantum, &mode) > end + 1)
        mean = node_round(pool, mean, &quantum, mode, policy->span);
    if (!mean || !node_can_be(mean, status_mask(STATUS_NOT_APPLICABLE)))
        return mean;
    const struct weight_policy *none = item->class_none.kind || !item->group ? &item->class_none : &item->group->class_none;
    const char *class = policy->mean_of ? policy->mean_of->text : NULL;
    if (none->kind != POLICY_VALUE)
        return fault(scope, "E0360", policy->span, class ? class : "本类", class ? class : "whole class", class ? "are all" : "is", NULL);
    struct scope inner = *scope;
    struct node *instead = resolve_value(&inner, none->value.clause, none->value.from, none->value.to);
    instead = convert_points(scope, instead, none->span, unit_points());
    return instead ? choose(scope, node_status_is(pool, mean, status_mask(STATUS_NOT_APPLICABLE)), instead, mean, policy->span) : NULL;
}

static struct node *substitute(struct scope *scope, struct item *item, const struct weight_policy *policy)
{
    struct node_pool *pool = scope->scheme->model->pool;
    struct node *score = item->item_score, *instead;
    switch (policy->kind) {
    case POLICY_CLASS_MEAN:
        return class_mean(scope, item, policy);
    case POLICY_FULL:
        instead = item_weight(scope->scheme, item);
        return instead && scope->scheme->has_rounding ? node_round(pool, instead, &scope->scheme->quantum, scope->scheme->rounding, policy->span) : instead;
    case POLICY_VALUE: {
        struct scope inner = *scope;
        instead = resolve_value(&inner, policy->value.clause, policy->value.from, policy->value.to);
        return convert_points(scope, instead, policy->span, unit_points());
    }
    case POLICY_FAULT:
        return node_absent(pool, score, STATUS_ERROR, stated_fault(scope->scheme->model, "一项也不考核,规则写明报错", "nothing is assessed, and the rule states that this is an error"), policy->span);
    default:
        return node_absent(pool, score, STATUS_EXEMPT, 0, item->span);
    }
}

/* What counts where the condition holds: what the policy scores, else nothing; elsewhere `counted`. A class that does not have the item gets
 * nothing for it. */
static struct node *through(struct scope *scope, struct item *item, const struct weight_policy *policy, bool exempt, struct node *condition, struct node *counted)
{
    bool scores = policy_scores(policy) || (exempt && policy->kind == POLICY_FAULT);
    if (!counted || node_is_false(condition))
        return counted;
    if (!exempt && item->weight)
        condition = both(scope, node_status_is(scope->scheme->model->pool, item->weight, status_mask(STATUS_PRESENT)), condition);
    enum status none = exempt ? STATUS_EXEMPT : STATUS_NOT_APPLICABLE;
    struct node *instead = scores ? substitute(scope, item, policy) : node_absent(scope->scheme->model->pool, counted, none, 0, policy->span);
    return instead ? choose(scope, condition, instead, counted, policy->span) : NULL;
}

/* Each way out over those over which it takes precedence. */
static struct node *through_ways(struct scope *scope, struct item *item, struct node *lost)
{
    struct node *none = node_absent(scope->scheme->model->pool, item->raw, STATUS_NOT_APPLICABLE, 0, item->span);
    struct node *counted = choose(scope, item->lacks, none, item->raw, item->span);
    counted = through(scope, item, item_policy(item, false), false, item->rest, counted);
    for (uint32_t i = item->way_count; i-- > 0;) {
        const struct way_out *way = &item->ways[item->way_order[i]];
        counted = through(scope, item, way_policy(item, way), way->exempt, way_condition(item, way), counted);
    }
    struct node *fails = lost && counted ? substitute(scope, item, &(struct weight_policy){.kind = POLICY_FAULT, .span = item->span}) : NULL;
    return fails ? choose(scope, lost, fails, counted, item->span) : counted;
}

struct node *item_counted(struct scheme *scheme, struct item *item)
{
    struct scope scope = item_scope(scheme, item);
    if (item->counted || item->counted_failed)
        return item->counted;
    if (item->counted_busy)
        return report_circle(&scope, item, item_name(item), item->span);
    item->counted_busy = true;
    uint32_t count;
    struct node *counted = item_score(scheme, item);
    const struct exit *exits = counted && !item->left_out ? item_exits(scheme, item, &count) : NULL;
    struct node *lost = exits && !node_is_false(item->is_exempt) ? weight_lost(scheme, item) : NULL;       /* everything is exempt, and the rule calls that an error */
    if (lost && !item->way_order)
        counted = choose(&scope, lost, substitute(&scope, item, &(struct weight_policy){.kind = POLICY_FAULT, .span = item->span}), counted, item->span);
    for (uint32_t i = 0; exits && !item->way_order && i < count; i++)
        if (policy_scores(exits[i].policy) || exits[i].policy->kind == POLICY_FAULT)
            counted = through(&scope, item, exits[i].policy, exits[i].exempt, exits[i].condition, counted);
    if (exits && item->way_order)
        counted = through_ways(&scope, item, lost);
    if (counted && !item->left_out && !exits)
        counted = NULL;
    item->counted = counted;
    item->counted_failed = !counted;
    item->counted_busy = false;
    return counted;
}

struct node *item_rate(struct scheme *scheme, struct item *item, struct span span)
{
    struct scope scope = item_scope(scheme, item);
    struct node *score = item_counted(scheme, item), *weight = score ? item_weight(scheme, item) : NULL;
    return weight ? arithmetic(&scope, OP_DIVIDE, score, weight, span) : NULL;
}
