/* What is written out beside the indicators: 总分, 结果, 名次, 名额, 等次 and the vetoes on them. */
#include "elaborate/elaborate.h"
#include <string.h>
#include "check/sample.h"
#include "memory.h"

void result_add(struct scheme *scheme, const char *name, struct span span, struct row_set *domain, struct node *node, uint8_t role)
{
    int64_t other;
    if (!map_add(&scheme->result_names, name, strlen(name), scheme->result_count, &other)) {
        model_fault(scheme->model, "E0465", span, name, NULL);
        diagnostic_at(scheme->model->diagnostics, scheme->results[other].span, (const char *[2]){"这一栏也叫这个名称", "this column has the name too"});
        return;
    }
    struct result *result = ARRAY_ADD(scheme->results, scheme->result_count);
    *result = (struct result){.name = name, .span = span, .domain = domain, .node = node, .role = role};
}

struct scope scheme_scope(struct scheme *scheme) { return (struct scope){.scheme = scheme, .domain = scheme->units}; }

/* ---- figures by name ---- */

static struct node *group_bound(struct scope *scope, struct line *line)
{
    struct scope inner = *scope;
    struct node *bound = resolve_tokens(&inner, line->clause->tokens + line->from, line->to - line->from);
    return line->value = convert_points(scope, bound, line->clause->span, unit_points());
}

/* 本组 扣完为止, 本组 最高, 本组 最低. */
static struct node *group_limited(struct scheme *scheme, struct group_model *group, struct node *total)
{
    struct node_pool *pool = scheme->model->pool;
    struct scope scope = scheme_scope(scheme);
    struct node *cap = total && group->cap.clause ? group_bound(&scope, &group->cap) : NULL, *floor = total && group->floor.clause ? group_bound(&scope, &group->floor) : NULL;
    if (total && ((group->cap.clause && !cap) || (group->floor.clause && !floor)))
        return NULL;
    if (total && group->floor_zero)
        total = node_operation(pool, OP_MAXIMUM, total, node_integer(pool, 0, unit_points(), group->floor_span), NULL, unit_points(), group->floor_span);
    if (cap)
        total = node_operation(pool, OP_MINIMUM, total, cap, NULL, unit_points(), group->cap.clause->span);
    return floor ? node_operation(pool, OP_MAXIMUM, total, floor, NULL, unit_points(), group->floor.clause->span) : total;
}

struct node *group_total(struct scheme *scheme, struct group_model *group, bool exact)
{
    struct node *total = NULL;
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        if (scheme->items[i]->group != group)
            continue;
        struct node *score = item_counted(scheme, scheme->items[i]);
        if (!score)
            return NULL;
        if (exact)
            score = scheme->items[i]->exact = before_rounding(scheme->model->pool, score);
        total = total ? node_operation(scheme->model->pool, OP_ADD_PRESENT, total, score, NULL, unit_points(), group->span) : score;
    }
    return group_limited(scheme, group, total);
}

bool group_is_limited(const struct group_model *group)
{
    return group->floor_zero || group->cap.clause || group->floor.clause;
}

struct node *group_figure(struct scheme *scheme, const struct row_set *rows, const char *name, bool *known)
{
    for (uint32_t i = 0; i < scheme->group_count && rows == scheme->units; i++)
        if (strcmp(scheme->groups[i]->name, name) == 0) {
            *known = true;
            return group_total(scheme, scheme->groups[i], false);
        }
    *known = false;
    return NULL;
}

struct node *scheme_figure(struct scope *scope, const struct token *token, bool *known)
{
    struct scheme *scheme = scope->scheme;
    *known = true;
    if (scheme->bonus && token_is(token, "加分"))
        return item_counted(scheme, scheme->bonus);
    if (scheme->deduction && token_is(token, "扣分"))
        return item_counted(scheme, scheme->deduction);
    return group_figure(scheme, scope->domain, token->text, known);
}

/* The value without the rounding that it ends in, whichever line gave it; the same where it ends in none. */
struct node *before_rounding(struct node_pool *pool, struct node *node)
{
    if (node->kind != NODE_OPERATION)
        return node;
    if (node->op == OP_ROUND)
        return node->a;
    if (node->op != OP_SELECT)
        return node;
    struct node *b = before_rounding(pool, node->b), *c = before_rounding(pool, node->c);
    return b == node->b && c == node->c ? node : node_operation(pool, OP_SELECT, node->a, b, c, node->unit, node->span);
}

/* 舍入后 总分, 舍入前 总分 */
struct node *resolve_rounding_stage(struct scope *scope, const struct token *tokens, uint32_t count)
{
    bool before = token_is(&tokens[0], "舍入前");
    struct node *node = resolve_run(scope, tokens + 1, count - 1);
    if (!node || !before)
        return node;
    struct node *exact = before_rounding(scope->scheme->model->pool, node);
    return exact != node || node->decimals >= 0 ? exact : fault(scope, "E0370", tokens_span(tokens, count), NULL);
}

/* A figure that the scheme rounds, where ranks, grades or places look at it: at which of the two they look must be said. */
bool stage_is_said(struct scope *scope, const struct token *tokens, uint32_t count, const struct node *node)
{
    if (count != 1 || node->kind != NODE_OPERATION || node->op != OP_ROUND)
        return true;
    return ask_stage(scope, &tokens[0]), false;
}

/* ---- places: 名额 ---- */

void places_declare(struct scheme *scheme, struct clause *clause)
{
    struct places *places = lang_new(sizeof *places);
    if (clause->token_count < 4 || !clause->has_body) {
        model_fault(scheme->model, "E0371", clause->span, NULL);
        return;
    }
    *places = (struct places){.grade = clause->tokens[1].text, .span = clause->span, .clause = clause, .domain = scheme->units};
    for (uint32_t i = 0; i < clause->body_count; i++) {
        struct clause *line = &clause->body[i];
        uint32_t guard_from, guard_to, rest;
        const struct token *tokens = line->tokens;
        bool table = line->token_count > 2 && (tokens[1].kind == TOKEN_ASSIGN ? token_is(&tokens[2], "按") : token_is(&tokens[1], "按"));
        if (!table)
            refuse_block(scheme->model, line);
        if (token_is(&tokens[0], "取")) {
            if (places->take)
                said_twice(scheme->model, line->span, places->take->span);
            places->take = line;
        }
        else if (line->token_count > 2 && (tokens[1].kind == TOKEN_ASSIGN || token_is(&tokens[1], "按"))) {
            struct quantity *quantity = quantity_add(&places->quantities, &places->quantity_count, tokens[0].text, tokens[0].span, places->domain, NULL);
            if (quantity_find(scheme->quantities, scheme->quantity_count, tokens[0].text))
                model_fault(scheme->model, "E0343", tokens[0].span, tokens[0].text, NULL);
            quantity->places = places;
            if (quantity->base.clause)
                model_fault(scheme->model, "E0343", tokens[0].span, tokens[0].text, NULL);
            quantity->base = (struct line){.clause = line, .from = tokens[1].kind == TOKEN_ASSIGN ? 2 : 1, .to = line->token_count};
        } else if (splits_guard(tokens, line->token_count, 0, &guard_from, &guard_to, &rest) && line->token_count - rest >= 3) {
            struct quantity *quantity = quantity_find(places->quantities, places->quantity_count, tokens[rest].text);
            if (quantity)
                quantity_override(quantity, (struct line){.clause = line, .guard_from = guard_from, .guard_to = guard_to, .from = rest + 1, .to = line->token_count});
            else
                model_fault(scheme->model, "E0203", tokens[rest].span, tokens[rest].text, NULL);
        } else
            not_understood(scheme, NULL, STANDS_PLACES, tokens, line->token_count);
    }
    if (!places->take)
        model_fault(scheme->model, "E0371", clause->span, NULL);
    for (uint32_t i = 0; i < scheme->places_count; i++)
        if (strcmp(scheme->places[i]->grade, places->grade) == 0)
            said_twice(scheme->model, clause->span, scheme->places[i]->span);
    *ARRAY_ADD(scheme->places, scheme->places_count) = places;
}

/* What becomes of equals across the line: 都不取, 都取, or further keys and then 报错. */
struct across { const char *grade; bool none, all, fault; struct node **keys; bool *descending; uint32_t key_count; };

/* The line ends at `end`, or what follows is refused. */
static bool ends_there(struct scope *scope, const struct token *tokens, uint32_t count, uint32_t end)
{
    if (end + 1 >= count)
        return true;
    return too_much(scope->scheme->model, tokens + end + 1, count - end - 1, "删去它", "delete it"), false;
}

/* segments: 按 keys , 跨线同分 的 , 都不取 | 按 keys , 再同 的 , 报错 */
static bool across_line(struct scope *scope, const struct token *tokens, uint32_t count, uint32_t from, struct across *across)
{
    uint32_t guard = from, guard_end = token_next_comma(tokens, count, guard), word = guard_end + 1, end = token_next_comma(tokens, count, word);
    if (guard_end >= count || guard_end - guard != 2 || !token_is(&tokens[guard], "跨线同分") || !token_is(&tokens[guard_end - 1], "的"))
        return ask_across(scope, tokens_span(tokens, count), tokens_span(tokens, count), across->grade, false), false;
    across->none = token_is(&tokens[word], "都不取");
    across->all = token_is(&tokens[word], "都取");
    if (across->none || across->all)
        return ends_there(scope, tokens, count, end);
    if (!token_is(&tokens[word], "按") || !rank_keys(scope, tokens + word + 1, end - word - 1, &across->keys, &across->descending, &across->key_count))
        return ask_across(scope, tokens_span(tokens, count), tokens_span(tokens, count), across->grade, false), false;
    uint32_t again = end + 1, again_end = end < count ? token_next_comma(tokens, count, again) : count;
    if (again_end + 1 >= count || again_end - again != 2 || !token_is(&tokens[again], "再同") || !token_is(&tokens[again + 1], "的"))
        return ask_still_equal(scope, tokens_span(tokens, count), across->grade, end >= count), false;
    across->fault = token_is(&tokens[again_end + 1], "报错");
    across->none = token_is(&tokens[again_end + 1], "都不取");
    across->all = token_is(&tokens[again_end + 1], "都取");
    if (!across->fault && !across->none && !across->all)
        return ask_still_equal(scope, tokens_span(tokens, count), across->grade, false), false;
    return ends_there(scope, tokens, count, again_end + 1);
}

static struct node *within_places(struct scope *scope, const struct pool *pool, struct node *candidates, const struct across *across, struct node *number, struct span span)
{
    struct node_pool *nodes = scope->scheme->model->pool;
    struct node *where = both(scope, pool->where, candidates);
    struct node *last = node_rank(nodes, pool->source, pool->index, where, across->keys, across->descending, across->key_count, TIES_LAST, span);
    struct node *first = node_rank(nodes, pool->source, pool->index, where, across->keys, across->descending, across->key_count, TIES_COMPETITION, span);
    struct node *ranked = node_status_is(nodes, first, status_mask(STATUS_PRESENT)), *no = node_boolean(nodes, false);
    struct node *in = node_operation(nodes, OP_LESS_EQUAL, across->all ? first : last, number, NULL, NULL, span);
    if (across->fault) {
        struct node *begins = node_operation(nodes, OP_LESS_EQUAL, first, number, NULL, NULL, span);
        struct node *straddles = both(scope, begins, negate_condition(scope, in));
        struct node *error = node_absent(nodes, no, STATUS_ERROR, stated_fault(scope->scheme->model, "名额线上仍然并列,规则写明报错", "still equal across the line of places, and the rule states that this is an error"), span);
        in = node_operation(nodes, OP_SELECT, straddles, error, in, NULL, span);
    }
    return node_operation(nodes, OP_SELECT, ranked, in, no, NULL, span);
}

/* A vetoed unit that takes no place is not among the candidates. */
static struct node *without_place(struct scope *scope, struct node *candidates)
{
    struct node *out = gates_without_place(scope->scheme);
    return out ? both(scope, candidates, negate_condition(scope, out)) : candidates;
}

struct node *places_taken(struct scheme *scheme, struct places *places)
{
    struct scope scope = scheme_scope(scheme);
    scope.places = places;
    if (places->taken || places->failed)
        return places->taken;
    places->failed = true;
    struct pool pool;
    const struct clause *head = places->clause, *take = places->take;
    struct quantity *number = quantity_find(places->quantities, places->quantity_count, "名额");
    if (!number)
        number = quantity_find(places->quantities, places->quantity_count, "人数");
    if (!take || !number || !token_is(&head->tokens[2], "在"))
        return fault(&scope, "E0371", places->span, NULL);
    struct scope outside = scheme_scope(scheme);
    if (!pool_of_words(&outside, head->tokens + 3, head->token_count - 3, &pool))
        return NULL;
    const struct token *tokens = take->tokens;
    uint32_t comma = token_next_comma(tokens, take->token_count, 0), by_end = token_next_comma(tokens, take->token_count, comma + 1);
    bool guarded = comma < take->token_count && token_is(&tokens[comma - 1], "的");
    if (!guarded || !token_is(&tokens[comma + 1], "按"))
        return fault(&scope, "E0371", take->span, NULL);
    struct node *candidates = places->candidates = resolve_condition(&scope, tokens + 1, comma - 2);
    struct across across = {.grade = places->grade};
    if (!candidates)
        return NULL;
    if (by_end >= take->token_count)
        return ask_across(&scope, take->span, take->span, places->grade, true), NULL;
    if (!rank_keys(&scope, tokens + comma + 2, by_end - comma - 2, &across.keys, &across.descending, &across.key_count) ||
        !across_line(&scope, tokens, take->token_count, by_end + 1, &across))
        return NULL;
    struct node *count = places->number = quantity_node(scheme, number);
    if (count && (count->type != TYPE_NUMBER || count->decimals != 0))
        return ask_whole_number(&scope, number, places->grade), NULL;
    places->taken = count ? within_places(&scope, &pool, without_place(&scope, candidates), &across, count, take->span) : NULL;
    return places->taken;
}

/* ---- grades ---- */

/* 不足 1人 的,按 1人 at the comma tokens[from]: the comma behind it, or from where it does not stand there. */
static uint32_t at_least_one(const struct token *tokens, uint32_t count, uint32_t from)
{
    static struct pattern pattern;
    if (!pattern.count)
        pattern_compile(&pattern, "不足 “少” 的 , 按 “数”");
    struct match match;
    uint32_t middle = from < count ? token_next_comma(tokens, count, from + 1) : count, end = middle < count ? token_next_comma(tokens, count, middle + 1) : count;
    bool said = middle < count && pattern_match(&pattern, tokens + from + 1, end - from - 1, &match);
    for (uint32_t i = 0; said && i < 2; i++)
        said = match.captures[i].count <= 2 && match.captures[i].tokens[0].kind == TOKEN_NUMBER && strcmp(number_text(&match.captures[i].tokens[0].number), "1") == 0;
    return said ? end : from;
}

/* 不超过 全部 乡镇 的 20%,去尾,跨线同分 的,都不取: behind the band's own condition. */
static struct node *band_share(struct scope *scope, const struct clause *row, uint32_t from, struct node *subject)
{
    const struct token *tokens = row->tokens;
    uint32_t count = row->token_count, end = token_next_comma(tokens, count, from), of = 0;
    struct node_pool *nodes = scope->scheme->model->pool;
    for (uint32_t i = from; i < end; i++)
        if (token_is(&tokens[i], "的"))
            of = i;
    struct pool pool;
    if (!token_is(&tokens[from], "不超过") || !of || of + 1 == end || !pool_of_words(scope, tokens + from + 1, of - from - 1, &pool))
        return ask_share_of_whom(scope, tokens_span(tokens + from, end - from), tokens + from, end - from, tokens[0].text), NULL;
    struct node *share = resolve_tokens(scope, tokens + of + 1, end - of - 1);
    struct node *members = pool_fold(scope, &pool, FOLD_COUNT, NULL, row->span);
    struct rational one;
    rational_init(&one);
    rational_set(&one, 1, 1);
    enum rounding mode = ROUNDING_COUNT;
    static const struct { const char *word; enum rounding mode; } modes[] = {{"去尾", ROUND_TRUNCATE}, {"四舍五入", ROUND_HALF_UP}, {"进一", ROUND_CEILING}};
    uint32_t next = end < count ? token_next_comma(tokens, count, end + 1) : count;
    for (size_t i = 0; i < 3 && next > end + 1; i++)
        if (next - end == 2 && token_is(&tokens[end + 1], modes[i].word))
            mode = modes[i].mode;
    if (!share || !members)
        return NULL;
    if (mode == ROUNDING_COUNT)
        return ask_share_number(scope, tokens_span(tokens + from, end - from), tokens_span(tokens + from, end - from), tokens[0].text), NULL;
    uint32_t behind = at_least_one(tokens, count, next);
    bool one_at_least = behind > next;
    next = behind;
    if (share->kind == NODE_CONSTANT)
        *ARRAY_ADD(scope->scheme->shares, scope->scheme->share_count) =
            (struct share){.share = share->value.number, .mode = mode, .at_least_one = one_at_least, .span = tokens_span(tokens + from, next - from)};
    struct across across = {.grade = tokens[0].text};
    if (next >= count)
        return ask_across(scope, row->span, row->span, across.grade, true), NULL;
    if (!across_line(scope, tokens, count, next + 1, &across))
        return NULL;
    struct node *product = arithmetic(scope, OP_MULTIPLY, members, share, row->span);
    if (!product)
        return NULL;
    uint32_t number = across.key_count;
    struct node **keys = lang_array(number + 1, sizeof *keys);
    bool *descending = lang_array(number + 1, sizeof *descending);
    keys[0] = subject;
    descending[0] = true;
    for (uint32_t i = 0; i < number; i++) {
        keys[i + 1] = across.keys[i];
        descending[i + 1] = across.descending[i];
    }
    across.keys = keys;
    across.descending = descending;
    across.key_count = number + 1;
    struct node *places = node_round(nodes, product, &one, mode, row->span);
    if (one_at_least)
        places = node_operation(nodes, OP_MAXIMUM, places, node_number(nodes, &one, places->unit, row->span), NULL, places->unit, row->span);
    return within_places(scope, &pool, without_place(scope, NULL), &across, places, row->span);
}

static struct places *places_of(struct scheme *scheme, const char *grade)
{
    for (uint32_t i = 0; i < scheme->places_count; i++)
        if (strcmp(scheme->places[i]->grade, grade) == 0)
            return scheme->places[i];
    return NULL;
}

/* Words that begin clauses of a scheme; a grade is not called so. */
static bool begins_elsewhere(const struct token *token)
{
    static const char *const words[] = {"要求", "提醒", "结果", "总分", "名次", "名额", "等次", "各项", "指标", "目标", "得分", "得分率"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (token_is(token, words[i]))
            return true;
    return false;
}

/* 优秀,达到 90分; 优秀: 达到 90分: a space parts the grade and what it takes. */
static void *band_is_unclear(struct scope *scope, const struct clause *row)
{
    const struct token *tokens = row->tokens;
    fault(scope, "E0376", row->span, tokens[0].text, NULL);
    if (row->token_count > 2)
        propose(scope->scheme->model, (struct span){row->span.file, tokens[0].span.end, tokens[2].span.start}, " ");
    return NULL;
}

/* Condition of one band; NULL with *failed false: 其余. */
static struct node *band_condition(struct scope *scope, const struct clause *row, struct node *subject, bool *failed)
{
    const struct token *tokens = row->tokens;
    uint32_t count = row->token_count, end = token_next_comma(tokens, count, 0);
    *failed = false;
    if (count == 2 && token_is(&tokens[1], "其余"))
        return NULL;
    *failed = true;
    if (begins_elsewhere(&tokens[0]))
        return not_understood(scope->scheme, NULL, STANDS_GRADE, tokens, count);
    if (count < 2 || end < 2)
        return band_is_unclear(scope, row);
    if (count == 2 && misused_report(scope->scheme->model->diagnostics, NULL, &tokens[1], 1, "S"))
        return NULL;
    if (token_is(&tokens[1], "前"))         /* 优秀 前 20% */
        return ask_share_of_whom(scope, tokens_span(tokens + 1, count - 1), tokens + 1, count - 1, tokens[0].text), NULL;
    struct node *condition;
    if (end == 3 && token_is(&tokens[1], "取得") && token_is(&tokens[2], "名额")) {
        struct places *places = places_of(scope->scheme, tokens[0].text);
        condition = places ? places_taken(scope->scheme, places) : fault(scope, "E0377", tokens[0].span, tokens[0].text, NULL);
    } else {
        struct scope inner = *scope;
        condition = subject ? cell_condition(scope, subject, tokens + 1, end - 1) : resolve_condition(&inner, tokens + 1, end - 1);
    }
    if (condition && row == scope->scheme->grade_clause->body)
        scope->scheme->grade_first = condition;
    if (condition && end < count) {
        struct node *share = subject ? band_share(scope, row, end + 1, subject) : NULL;
        if (!subject)
            ask_share_of_whom(scope, row->span, row->tokens, 0, row->tokens[0].text);
        condition = share ? both(scope, condition, share) : NULL;
    }
    if (condition && node_can_be(condition, status_mask(STATUS_MISSING)))
        condition = missing_fault(scope, condition, row->tokens, row->token_count, row->span);
    *failed = !condition;
    return condition;
}

/* The band that has the totals on one side of a hole, where the total alone decides. */
static const struct clause *band_beside(const struct samples *samples, struct node **conditions, const struct clause *clause, bool above)
{
    struct samples beside = *samples;
    if (samples->count != 1 || samples->variables[0]->node->type != TYPE_NUMBER)
        return NULL;
    struct sample_variable variable = *samples->variables[0];
    beside.variables[0] = &variable;
    while (above ? ++variable.at < variable.count : variable.at-- > 0)
        for (uint32_t i = 0; i < clause->body_count; i++)
            if (conditions[i] && samples_answer(&beside, conditions[i]) == ANSWER_YES)
                return &clause->body[i];
    return NULL;
}

static void report_hole(struct scope *scope, const struct samples *samples, struct node **conditions, const struct clause *clause)
{
    const struct clause *below = band_beside(samples, conditions, clause, false), *above = band_beside(samples, conditions, clause, true);
    ask_gap(scope, clause, scope->scheme->grade_subject, "E0380", samples_text(samples, false), samples->count == 1 ? samples_value(samples, samples->variables[0]->node) : NULL);
    if (below)
        fault_also(scope, below->span, "比它低的是这一等", "what is below has this grade");
    if (above)
        fault_also(scope, above->span, "比它高的是这一等", "what is above has this grade");
}

static void band_faults(struct scope *scope, struct node **conditions, struct clause *clause, struct node *otherwise)
{
    struct samples samples = {0};
    for (uint32_t i = 0; i < clause->body_count; i++)
        if (conditions[i])
            samples_add(&samples, conditions[i]);
    uint32_t cases = samples_cases(&samples);
    bool *met = lang_array(clause->body_count + 1, sizeof *met), gap = false;
    for (uint32_t number = 0; number < cases; number++) {
        uint32_t first = 0;
        samples_set(&samples, number);
        enum answer answer = ANSWER_NO;
        for (; first < clause->body_count; first++)
            if (conditions[first] && (answer = samples_answer(&samples, conditions[first])) != ANSWER_NO)
                break;
        if (answer == ANSWER_UNKNOWN)
            return;
        bool here = first == clause->body_count && !otherwise;
        if (first < clause->body_count)
            met[first] = true;
        if (here && !gap)
            report_hole(scope, &samples, conditions, clause);
        gap = here || (gap && samples.count > 1);       /* along one value each gap is told, else the first */
    }
    for (uint32_t i = 0; cases && i < clause->body_count; i++)
        if (conditions[i] && !met[i]) {
            fault(scope, "E0381", clause->body[i].span, clause->body[i].tokens[0].text, NULL);
            if (i)
                fault_also(scope, clause->body[i - 1].span, "前面的等次已经包括", "already taken by the grades above");
        }
}

/* Each grade once, 其余 once and last, no blocks. */
static bool bands_are_sound(struct scheme *scheme, const struct clause *clause)
{
    size_t before = diagnostics_count(scheme->model->diagnostics, SEVERITY_ERROR);
    refuse_blocks(scheme->model, clause->body, clause->body_count);
    for (uint32_t i = 0; i < clause->body_count; i++) {
        const struct clause *row = &clause->body[i];
        for (uint32_t k = 0; k < i; k++)
            if (token_is(&row->tokens[0], clause->body[k].tokens[0].text))
                model_fault(scheme->model, "E0343", row->span, row->tokens[0].text, NULL);
        if (i + 1 < clause->body_count && row->token_count == 2 && token_is(&row->tokens[1], "其余"))
            model_fault(scheme->model, "E0462", clause->body[i + 1].span, NULL);
    }
    return diagnostics_count(scheme->model->diagnostics, SEVERITY_ERROR) == before;
}

static struct node *grade_node(struct scheme *scheme)
{
    struct scope scope = scheme_scope(scheme);
    struct clause *clause = scheme->grade_clause;
    const struct token *tokens = clause->tokens;
    uint32_t end = token_next_comma(tokens, clause->token_count, 0);
    struct node *subject = NULL;
    bool by = end > 2 && token_is(&tokens[1], "按");
    uint32_t word = by ? end + 1 : 1;
    if (word >= clause->token_count || !token_is(&tokens[word], "自上而下") || !clause->body_count) {
        fault(&scope, "E0382", clause->span, NULL);
        if (clause->body_count && word >= clause->token_count)
            propose_behind(scheme->model, clause->span, by ? ",自上而下" : " 自上而下", by ? ", top down" : " top down");
        else if (clause->body_count && !by && end > 1 && word < clause->token_count && end + 1 < clause->token_count && token_is(&tokens[end + 1], "自上而下"))
            propose_words(scheme->model, (struct span){clause->span.file, tokens[1].span.start, tokens[1].span.start}, "按 ", "by ");
        return NULL;
    }
    if (word + 1 < clause->token_count)
        return too_much(scheme->model, tokens + word + 1, clause->token_count - word - 1, "自上而下 后面接 { }", "a block follows");
    if (by && (!(subject = resolve_tokens(&scope, tokens + 2, end - 2)) || !stage_is_said(&scope, tokens + 2, end - 2, subject)))
        return NULL;
    if (!bands_are_sound(scheme, clause))
        return NULL;
    scheme->grade_subject = subject;
    struct category_model *grades = lang_new(sizeof *grades);
    grades->name = "等次";
    for (uint32_t i = 0; i < clause->body_count; i++)
        *ARRAY_ADD(grades->names, grades->count) = clause->body[i].tokens[0].text;
    scheme->grades = grades;
    struct node **conditions = scheme->bands = lang_array(clause->body_count + 1, sizeof *conditions), *grade = NULL;
    bool failed_any = false;
    for (uint32_t i = 0; i < clause->body_count; i++) {
        bool failed;
        conditions[i] = band_condition(&scope, &clause->body[i], subject, &failed);
        failed_any = failed_any || failed;
        if (!conditions[i] && !failed)
            grade = node_category(scheme->model->pool, grades, i, clause->body[i].span);
    }
    if (failed_any)
        return NULL;
    band_faults(&scope, conditions, clause, grade);
    if (!grade)
        grade = node_absent(scheme->model->pool, node_category(scheme->model->pool, grades, 0, clause->span), STATUS_ERROR,
                            stated_fault(scheme->model, "没有等次可定", "no grade fits"), clause->span);
    for (uint32_t i = 0; i < clause->body_count; i++)
        outcome_note(scheme, NULL, OUTCOME_GRADE, clause->body[i].span, conditions[i] ? conditions[i] : i ? conditions[i - 1] : NULL, conditions[i] != NULL, NULL);
    for (uint32_t i = clause->body_count; i-- > 0;)
        if (conditions[i])
            grade = node_operation(scheme->model->pool, OP_SELECT, conditions[i], node_category(scheme->model->pool, grades, i, clause->body[i].span), grade, NULL,
                                   clause->body[i].span);
    if (subject && node_can_be(subject, status_mask(STATUS_NOT_APPLICABLE) | status_mask(STATUS_EXEMPT)))
        grade = node_operation(scheme->model->pool, OP_SELECT, node_status_is(scheme->model->pool, subject, status_mask(STATUS_PRESENT)), grade,
                               node_absent(scheme->model->pool, grade, STATUS_NOT_APPLICABLE, 0, clause->span), NULL, clause->span);
    return gates_apply(scheme, grade);
}

/* A figure that nothing asks for is looked at all the same, and said to have no effect. A target may stand for its own sake. */
static void unused_figures(struct scheme *scheme, struct item *item)
{
    for (uint32_t i = 0; i < item->quantity_count; i++) {
        struct quantity *quantity = item->quantities[i];
        bool score = strcmp(quantity->name, "得分") == 0 || strcmp(quantity->name, "得分率") == 0;
        bool target = item->kind == ITEM_INDICATOR && (strcmp(quantity->name, "目标") == 0 || strcmp(quantity->name, "时限") == 0);
        if (quantity->used || score)
            continue;
        quantity_node(scheme, quantity);
        if (!target && !item->faulty && !item->counted_failed)      /* what could not be read may use it */
            model_fault(scheme->model, "W0343", quantity->span, quantity->name, NULL);
    }
}

/* How rows score where nothing uses the score: looked at all the same, and said to have no effect. */
static void unused_rows(struct scheme *scheme, struct row_set *ledger)
{
    struct item *item = ledger->scored;
    bool scores = item->points_count > 0, asked = item->counted || item->counted_failed;
    for (uint32_t i = 0; i < item->quantity_count; i++)
        scores = scores || strcmp(item->quantities[i]->name, "得分") == 0 || strcmp(item->quantities[i]->name, "得分率") == 0;
    if (scores && !asked) {
        item_counted(scheme, item);
        if (!item->faulty)
            model_fault(scheme->model, "W0365", item->span, ledger->name, NULL);
    }
    unused_figures(scheme, item);
}

/* Constants and functions of the scheme's own. */
static void unused_declarations(struct scheme *scheme)
{
    for (uint32_t i = 0; i < scheme->function_count; i++)
        if (!scheme->functions[i]->used)
            model_fault(scheme->model, "W0343", scheme->functions[i]->span, scheme->functions[i]->name, NULL);
}

/* Decimals that the line says to keep (also of whole numbers: 4 is then shown as 4.0); 0 where it says nothing. */
static int stated_places(const struct quantity *quantity)
{
    const struct line *line = &quantity->base;
    int64_t places = 0;
    for (uint32_t i = line->from; line->clause && i + 2 < line->to; i++)
        if (token_is(&line->clause->tokens[i], "保留") && line->clause->tokens[i + 1].kind == TOKEN_NUMBER)
            rational_to_int64(&line->clause->tokens[i + 1].number, &places);
    return (int)places;
}

/* Places that nobody takes, and figures of places that their number does not rest on. */
static void unused_places(struct scheme *scheme, struct places *places)
{
    if (!places->taken && !places->failed) {
        places_taken(scheme, places);
        model_fault(scheme->model, "E0464", places->span, places->grade, NULL);
    }
    for (uint32_t i = 0; i < places->quantity_count && places->taken; i++)
        if (!places->quantities[i]->used) {
            quantity_node(scheme, places->quantities[i]);
            model_fault(scheme->model, "W0343", places->quantities[i]->span, places->quantities[i]->name, NULL);
        }
}

/* ---- all results of a scheme, in the order of the table ---- */

void results_elaborate(struct scheme *scheme)
{
    struct scope scope = scheme_scope(scheme);
    struct row_set *units = scheme->units;
    for (uint32_t i = 0; i < units->group_key_count; i++)        /* units that are only known from the rows of a ledger */
        result_add(scheme, units->group_keys[i]->field->name, units->span, units, node_group_key(scheme->model->pool, units, i, units->group_keys[i]), ROLE_KEY);
    for (uint32_t i = 0; i < scheme->item_count; i++)
        result_add(scheme, scheme->items[i]->code, scheme->items[i]->span, units, item_counted(scheme, scheme->items[i]), ROLE_INDICATOR);
    for (uint32_t i = 0; i < scheme->group_count; i++)
        result_add(scheme, scheme->groups[i]->name, scheme->groups[i]->span, units, group_total(scheme, scheme->groups[i], false), ROLE_GROUP);
    if (scheme->bonus)
        result_add(scheme, "加分", scheme->bonus->span, units, item_counted(scheme, scheme->bonus), ROLE_BONUS);
    if (scheme->deduction)
        result_add(scheme, "扣分", scheme->deduction->span, units, item_counted(scheme, scheme->deduction), ROLE_DEDUCTION);
    for (uint32_t i = 0; i < scheme->variant_count; i++)
        for (uint32_t k = 0; k < scheme->variants[i]->item_count; k++) {
            struct item *item = scheme->variants[i]->items[k];
            result_add(scheme, item->name, item->span, units, item_counted(scheme, item), ROLE_OTHER);
        }
    for (uint32_t i = 0; i < scheme->quantity_count; i++) {
        struct quantity *quantity = scheme->quantities[i];
        struct node *node = quantity_node(scheme, quantity);
        if (node && quantity->is_result && node_can_be(node, status_mask(STATUS_MISSING)))
            node = missing_fault(&scope, node, NULL, 0, quantity->span);
        if (quantity->is_result) {
            result_add(scheme, quantity->name, quantity->span, units, node, quantity == scheme->total ? ROLE_TOTAL : ROLE_OTHER);
            scheme->results[scheme->result_count - 1].places = stated_places(quantity);
        }
    }
    if (scheme->rank_clause) {
        scope.left_out = gates_not_ranked(scheme);
        scheme->rank = resolve_rank(&scope, scheme->rank_clause->tokens, scheme->rank_clause->token_count, scheme->rank_clause->span);
        result_add(scheme, "名次", scheme->rank_clause->span, units, scheme->rank, ROLE_RANK);
    }
    if (scheme->grade_clause) {
        scheme->grade = grade_node(scheme);
        result_add(scheme, "等次", scheme->grade_clause->span, units, scheme->grade, ROLE_GRADE);
    }
    for (uint32_t i = 0; i < scheme->veto_count && !scheme->grade_clause; i++)
        model_fault(scheme->model, "E0463", scheme->vetoes[i].span, NULL);
    for (uint32_t i = 0; i < scheme->places_count; i++)
        unused_places(scheme, scheme->places[i]);
    for (uint32_t i = 0; i < scheme->item_count; i++)
        unused_figures(scheme, scheme->items[i]);
    for (uint32_t i = 0; i < scheme->ledger_count; i++)
        if (scheme->ledgers[i]->scored)
            unused_rows(scheme, scheme->ledgers[i]);
    for (uint32_t i = 0; i < scheme->variant_count; i++)
        for (uint32_t k = 0; k < scheme->variants[i]->item_count; k++)
            unused_figures(scheme, scheme->variants[i]->items[k]);
    if (scheme->bonus)
        unused_figures(scheme, scheme->bonus);
    if (scheme->deduction)
        unused_figures(scheme, scheme->deduction);
    unused_declarations(scheme);
    if (!scheme->result_count && scheme->sound)      /* what could not be read may have been an indicator */
        model_fault(scheme->model, "E0390", scheme->title_span, NULL);
}
