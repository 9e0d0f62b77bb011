/* Named figures: 优良比例 = 优良天数 ÷ 有效监测天数, with caps, floors, roundings, tables and the lines that put another value in their
 * place. A figure is resolved when first asked for; asking for it while it is being resolved is a circle, reported as its path. */
#include "elaborate/elaborate.h"
#include <string.h>
#include "check/table.h"
#include "memory.h"

struct quantity *quantity_find(struct quantity **list, uint32_t count, const char *name)
{
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(list[i]->name, name) == 0)
            return list[i];
    return NULL;
}

struct quantity *quantity_add(struct quantity ***list, uint32_t *count, const char *name, struct span span, struct row_set *domain, struct item *item)
{
    struct quantity *quantity = quantity_find(*list, *count, name);
    if (quantity)
        return quantity;
    quantity = lang_new(sizeof *quantity);
    *quantity = (struct quantity){.name = name, .span = span, .domain = domain, .item = item};
    *ARRAY_ADD(*list, *count) = quantity;
    return quantity;
}

void quantity_override(struct quantity *quantity, struct line line)
{
    *ARRAY_ADD(quantity->overrides, quantity->override_count) = line;
}

/* ---- roundings, caps, floors ---- */

static bool rounding_word(const struct token *token, enum rounding *mode)
{
    static const char *const words[] = {
#define X(name, zh, en) zh,
        ROUNDING_MODES(X)
#undef X
    };
    for (int i = 0; i < ROUNDING_COUNT; i++)
        if (token_is(token, words[i])) {
            *mode = (enum rounding)i;
            return true;
        }
    return false;
}

uint32_t rounding_at(struct scope *scope, const struct token *tokens, uint32_t count, uint32_t from, struct rational *quantum, enum rounding *mode)
{
    if (from >= count || !token_is(&tokens[from], "保留"))
        return from;
    uint32_t end = token_next_comma(tokens, count, from);
    uint32_t after = end < count ? token_next_comma(tokens, count, end + 1) : end;
    struct span span = tokens_span(tokens + from, end - from);
    int64_t places = 0;
    if (end - from == 2 && token_is(&tokens[from + 1], "整数"))
        places = 0;
    else if (end - from == 4 && tokens[from + 1].kind == TOKEN_MINUS && tokens[from + 2].kind == TOKEN_NUMBER) {
        fault(scope, "E0321", span, lang_format("-%s", number_text(&tokens[from + 2].number)), lang_format("%d", LIMIT_ROUND_PLACES), NULL);
        return after;
    } else if (end - from == 3 && tokens[from + 1].kind == TOKEN_NUMBER && token_is(&tokens[from + 2], "位小数") &&
             rational_to_int64(&tokens[from + 1].number, &places))
        ;
    else {
        fault(scope, "E0320", span, NULL);
        return after;
    }
    if (places < 0 || places > LIMIT_ROUND_PLACES) {
        fault(scope, "E0321", span, lang_format("%lld", (long long)places), lang_format("%d", LIMIT_ROUND_PLACES), NULL);
        return after;
    }
    int64_t power = 1;
    for (int64_t i = 0; i < places; i++)
        power *= 10;
    rational_set(quantum, 1, power);
    if (end >= count || after - end != 2 || !rounding_word(&tokens[end + 1], mode))
        ask_rounding(scope, span);
    return after;
}

static struct node *limit_value(struct scope *scope, struct node *value, struct node *bound, bool cap, struct span span)
{
    if (bound->type != value->type || (value->type == TYPE_NUMBER && !unit_comparable(value->unit, bound->unit)))
        return fault(scope, "E0210", span, node_text(scope, value), node_text(scope, bound), NULL);
    if (!percent_is_written(scope, value, bound, span))
        return NULL;
    const struct unit *unit = value->unit == unit_plain() ? bound->unit : value->unit;
    if (cap && value->interval.has_greatest && bound->kind == NODE_CONSTANT && rational_compare(&value->interval.greatest, &bound->value.number) <= 0)
        fault(scope, "W0324", span, number_text(&value->interval.greatest), NULL);
    return node_operation(scope->scheme->model->pool, cap ? OP_MINIMUM : OP_MAXIMUM, value, bound, NULL, unit, span);
}

/* 最高 X, 最低 X, 保留 … behind a value. */
static struct node *apply_modifiers(struct scope *scope, struct node *value, const struct token *tokens, uint32_t to, uint32_t from)
{
    struct node_pool *pool = scope->scheme->model->pool;
    while (value && from < to) {
        uint32_t start = from + 1, end = token_next_comma(tokens, to, start);
        struct rational quantum;
        enum rounding mode = ROUND_HALF_UP;
        rational_init(&quantum);
        uint32_t rounded = rounding_at(scope, tokens, to, start, &quantum, &mode);
        if (rounded > start) {
            value = value->type == TYPE_NUMBER && rational_sign(&quantum) > 0 ? node_round(pool, value, &quantum, mode, tokens[start].span) : NULL;
            from = rounded;
            continue;
        }
        if (judgement_begins(&tokens[start])) {
            from = judgement_at(scope, value, NULL, tokens, to, start);
            continue;
        }
        if (end - start == 1 && token_is(&tokens[start], "扣完为止")) {
            value = limit_value(scope, value, node_integer(pool, 0, value->unit ? value->unit : unit_plain(), tokens[start].span), false, tokens[start].span);
            from = end;
            continue;
        }
        bool cap = token_is(&tokens[start], "最高") || token_is(&tokens[start], "最多"), floor = token_is(&tokens[start], "最低") || token_is(&tokens[start], "最少");
        if (token_is(&tokens[start], "满分") && scope->scheme->total && scope->scheme->total->base.clause->tokens == tokens) {
            from = end;             /* read where the scheme is */
            continue;
        }
        if ((!cap && !floor) || end - start < 2)
            return fault(scope, "E0323", tokens_span(tokens + start, end - start), span_text(scope->scheme->model, tokens_span(tokens + start, end - start)), NULL);
        struct node *bound = resolve_tokens(scope, tokens + start + 1, end - start - 1);
        if (!bound)
            return NULL;
        value = limit_value(scope, value, bound, cap, tokens_span(tokens + start, end - start));
        from = end;
    }
    return value;
}

struct node *resolve_value(struct scope *scope, const struct clause *clause, uint32_t from, uint32_t to)
{
    const struct token *tokens = clause->tokens;
    if (clause->faulty)
        return NULL;
    if (clause->has_body && from < to && token_is(&tokens[from], "按"))
        return resolve_table(scope, clause, from, to);
    if (from < to && token_is(&tokens[from], "名次") && from + 1 < to && token_is(&tokens[from + 1], "在"))
        return resolve_rank(scope, tokens + from, to - from, tokens_span(tokens + from, to - from));
    uint32_t end = token_next_comma(tokens, to, from);
    if (end == from)
        return fault(scope, "E0140", from ? tokens[from - 1].span : clause->span, NULL);
    struct node *value = resolve_tokens(scope, tokens + from, end - from);
    return value ? apply_modifiers(scope, value, tokens, to, end) : NULL;
}

/* ---- tables ---- */

struct row_parts { const struct token *cells[8]; uint32_t counts[8]; uint32_t cell_count; const struct token *value; uint32_t value_count; bool otherwise; };

/* 1,130分: a comma between digits is one of thousands, not between a cell and the next. */
static const struct token *thousands_in(const struct model *model, const struct clause *row)
{
    for (uint32_t i = 0; i < row->token_count; i++) {
        const char *text = row->tokens[i].kind == TOKEN_NUMBER ? span_text(model, row->tokens[i].span) : "";
        if (strchr(text, ','))
            return &row->tokens[i];
    }
    return NULL;
}

/* What can stand neither at the end of a condition nor before a value. */
static bool is_part_of_formula(const struct token *before)
{
    return before->kind == TOKEN_PLUS || before->kind == TOKEN_TIMES || before->kind == TOKEN_DIVIDE || token_is(before, "的");
}

/* Splits a row into the cells of its subjects and the value: by commas, or (one subject) where the trailing value begins. */
static bool split_row(struct scope *scope, const struct clause *row, uint32_t subjects, struct row_parts *parts)
{
    const struct token *tokens = row->tokens;
    uint32_t count = row->token_count;
    *parts = (struct row_parts){0};
    uint32_t first = 0;
    if (token_is(&tokens[0], "其余")) {
        parts->otherwise = true;
        first = count > 1 && tokens[1].kind == TOKEN_COMMA ? 2 : 1;
        parts->value = tokens + first;
        parts->value_count = count - first;
        return parts->value_count > 0 || fault(scope, "E0330", row->span, NULL);
    }
    uint32_t comma = token_next_comma(tokens, count, 0);
    if (comma == count && subjects == 1) {
        uint32_t back = count >= 2 && tokens[count - 2].kind == TOKEN_NUMBER && tokens[count - 1].kind == TOKEN_WORD ? 2 : 1;
        if (count <= back)
            return fault(scope, "E0330", row->span, NULL), false;
        if (count > back + 1 && tokens[count - back - 1].kind == TOKEN_MINUS)
            back++;
        if (is_part_of_formula(&tokens[count - back - 1]) || tokens[count - 1].kind == TOKEN_CLOSE)
            return fault(scope, "E0234", row->span, NULL), false;
        parts->cells[0] = tokens;
        parts->counts[0] = count - back;
        parts->cell_count = 1;
        parts->value = tokens + count - back;
        parts->value_count = back;
        return true;
    }
    for (uint32_t from = 0; from <= count;) {
        uint32_t end = token_next_comma(tokens, count, from);
        if (parts->cell_count == subjects) {
            parts->value = tokens + from;
            parts->value_count = count - from;
            return parts->value_count > 0 || fault(scope, "E0330", row->span, NULL);
        }
        parts->cells[parts->cell_count] = tokens + from;
        parts->counts[parts->cell_count++] = end - from - (end > from && token_is(&tokens[end - 1], "的") ? 1 : 0);
        from = end + 1;
    }
    const struct token *joined = thousands_in(scope->scheme->model, row);
    if (joined) {
        const char *text = span_text(scope->scheme->model, joined->span), *mark = strchr(text, ',');
        fault(scope, "E0338", joined->span, text, NULL);
        if (mark)
            propose(scope->scheme->model, joined->span, lang_format("%.*s, %s", (int)(mark - text), text, mark + 1));
        return false;
    }
    return fault(scope, "E0331", row->span, lang_format("%u", subjects), NULL), false;
}

/* 80-89分: a range written as a subtraction. The tokens are numbers with units on both sides of one minus. */
static bool is_dashed_range(const struct token *tokens, uint32_t count)
{
    uint32_t minus = 0;
    for (uint32_t i = 1; i < count; i++)
        minus = tokens[i].kind == TOKEN_MINUS ? i : minus;
    return minus && minus <= 2 && minus + 1 < count && count - minus <= 3 && tokens[0].kind == TOKEN_NUMBER && tokens[minus + 1].kind == TOKEN_NUMBER;
}

/* 80-89分: 80分 至 89分; the unit may stand on one side only. */
static void *dashed_range(struct scope *scope, const struct token *tokens, uint32_t count)
{
    struct model *model = scope->scheme->model;
    uint32_t minus = tokens[1].kind == TOKEN_MINUS ? 1 : 2;
    const char *from = span_text(model, tokens_span(tokens, minus)), *to = span_text(model, tokens_span(tokens + minus + 1, count - minus - 1));
    const char *unit = minus == 1 && count - minus == 3 ? tokens[count - 1].text : "";
    fault(scope, "E0359", tokens_span(tokens, count), span_text(model, tokens_span(tokens, count)), NULL);
    propose_words(model, tokens_span(tokens, count), lang_format("%s%s 至 %s", from, unit, to), lang_format("%s%s%s to %s", from, *unit ? " " : "", unit, to));
    return NULL;
}

struct node *cell_condition(struct scope *scope, struct node *subject, const struct token *tokens, uint32_t count)
{
    if (count == 1 && (token_is(tokens, "不限") || tokens[0].kind == TOKEN_MINUS))
        return node_boolean(scope->scheme->model->pool, true);
    if (is_dashed_range(tokens, count))
        return dashed_range(scope, tokens, count);
    struct expression *expression = count ? syntax_expression(scope->scheme->model->diagnostics, tokens, count, true) : NULL;
    if (!expression)
        return NULL;
    struct scope inner = *scope;
    inner.subject = subject;
    if (expression->kind == EXPRESSION_COMPARE || expression->kind == EXPRESSION_AND || expression->kind == EXPRESSION_OR)
        return resolve_expression(&inner, expression);
    struct expression equal = {.kind = EXPRESSION_COMPARE, .comparison = COMPARE_EQUAL, .right = expression, .span = expression->span};
    return resolve_expression(&inner, &equal);
}

static uint32_t table_subjects(struct scope *scope, const struct token *tokens, uint32_t count, struct node *subjects[8])
{
    uint32_t number = 0;
    for (uint32_t from = 0; from < count && number < 8;) {
        uint32_t end = from;
        while (end < count && tokens[end].kind != TOKEN_LIST)
            end++;
        struct scope inner = *scope;
        subjects[number] = end > from ? resolve_tokens(&inner, tokens + from, end - from) : NULL;
        if (!subjects[number++])
            return 0;
        from = end + 1;
    }
    return number;
}

/* The word behind the subjects that says which of the lines that hold gives the value. */
static enum hit hit_at(const struct token *tokens, uint32_t to, uint32_t *end)
{
    static const struct { const char *word; enum hit hit; } words[] = {
        {"自上而下", HIT_FIRST}, {"首个", HIT_FIRST}, {"唯一", HIT_ONE}, {"累加", HIT_SUM}, {"取最高", HIT_HIGHEST}, {"取最低", HIT_LOWEST}};
    for (size_t i = 0; *end < to && i < sizeof words / sizeof words[0]; i++)
        if (token_is(&tokens[*end + 1], words[i].word)) {
            *end = token_next_comma(tokens, to, *end + 1);
            return words[i].hit;
        }
    return HIT_ONE;
}

struct node *resolve_table(struct scope *scope, const struct clause *clause, uint32_t from, uint32_t to)
{
    const struct token *tokens = clause->tokens;
    uint32_t end = token_next_comma(tokens, to, from);
    struct node *subjects[8];
    uint32_t subject_count = table_subjects(scope, tokens + from + 1, end - from - 1, subjects);
    if (!subject_count)
        return NULL;
    enum hit hit = hit_at(tokens, to, &end);
    struct table_row *rows = lang_array(clause->body_count + 1, sizeof *rows);
    uint32_t row_count = 0;
    struct node *otherwise = NULL;
    bool failed = false;
    for (uint32_t i = 0; i < clause->body_count; i++) {
        struct row_parts parts;
        if (!split_row(scope, &clause->body[i], subject_count, &parts)) {
            failed = true;
            continue;
        }
        struct scope inner = *scope;
        struct node *value = resolve_tokens(&inner, parts.value, parts.value_count), *condition = NULL;
        for (uint32_t k = 0; k < parts.cell_count; k++) {
            struct node *cell = cell_condition(scope, subjects[k], parts.cells[k], parts.counts[k]);
            failed = failed || !cell;
            condition = both(scope, condition, cell);
        }
        failed = failed || !value;
        if (parts.otherwise)
            otherwise = value;
        else
            rows[row_count++] = (struct table_row){condition, value, clause->body[i].span};
    }
    if (failed || (!row_count && !otherwise))
        return failed ? NULL : fault(scope, "E0332", clause->span, NULL);
    struct node *value = table_value(scope, subjects, subject_count, rows, row_count, otherwise, hit, clause);
    for (uint32_t i = 0; value && row_count > (otherwise ? 0 : 1) && i < clause->body_count; i++) {
        bool last = i + 1 == clause->body_count && hit < HIT_SUM;       /* of lines that exclude each other it takes what is left */
        uint32_t row = last ? i - 1 : i;
        if (row < row_count)
            outcome_note(scope->scheme, scope->item, OUTCOME_ROW, clause->body[i].span, rows[row].condition, !last, value);
    }
    return value ? apply_modifiers(scope, value, tokens, to, end) : NULL;
}

/* ---- lines that put another value in its place ---- */

struct node *line_condition(struct scope *scope, struct line *line)
{
    struct node *condition = line->condition = resolve_condition(scope, line->clause->tokens + line->guard_from, line->guard_to - line->guard_from);
    if (condition && node_can_be(condition, status_mask(STATUS_MISSING)))
        return line->condition = missing_fault(scope, condition, line->clause->tokens + line->guard_from, line->guard_to - line->guard_from,
                             tokens_span(line->clause->tokens + line->guard_from, line->guard_to - line->guard_from));
    return condition;
}

struct line **overrides_in_order(const struct scope *scope, struct line *overrides, uint32_t count)
{
    struct line **order = lang_array(count + 1, sizeof *order);
    uint32_t placed = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct scope inner = *scope;
        if (!line_condition(&inner, &overrides[i]))
            return NULL;
    }
    for (int always = 0; always < 2; always++)
        for (uint32_t i = count; i-- > 0;)
            if (node_can_be(overrides[i].condition, status_mask(STATUS_NOT_APPLICABLE) | status_mask(STATUS_EXEMPT)) == !always)
                order[placed++] = &overrides[i];
    return order;
}

struct node *apply_overrides(struct scope *scope, struct node *base, struct line *overrides, uint32_t count)
{
    struct line **order = base ? overrides_in_order(scope, overrides, count) : NULL;
    if (!order)
        return NULL;
    for (uint32_t i = 0; base && i < count; i++) {
        struct line *line = order[i];
        struct node *condition = line->condition;
        struct scope value_scope = *scope;
        const struct token *first = &line->clause->tokens[line->from];
        if (line->to - line->from > 1 && (token_is(first, "最低") || token_is(first, "最高"))) {     /* 条件 的,名额 最低 1人 */
            struct node *bound = line->value = resolve_tokens(&value_scope, first + 1, line->to - line->from - 1);
            struct node *limited = bound ? limit_value(scope, base, bound, token_is(first, "最高"), line->clause->span) : NULL;
            base = limited ? choose(scope, condition, limited, base, line->clause->span) : NULL;
            continue;
        }
        struct node *value = line->value = resolve_value(&value_scope, line->clause, line->from, line->to);
        base = value ? choose(scope, condition, value, base, line->clause->span) : NULL;
        outcome_note(scope->scheme, scope->item, OUTCOME_OVERRIDE, line->clause->span, condition, true, base);
    }
    return base;
}

/* ---- circles ---- */

/* What is being resolved, from the outside in: figures, and the items whose score is asked for. */
struct step { const void *who; const char *name; struct span span; };
static struct step steps[LIMIT_CHAIN];
static uint32_t step_count;

bool step_begin(const struct scope *scope, const void *who, const char *name, struct span span)
{
    if (step_count == LIMIT_CHAIN)
        return fault(scope, "E0341", span, lang_format("%d", LIMIT_CHAIN), NULL), false;
    steps[step_count++] = (struct step){who, name, span};
    return true;
}

void step_end(void) { step_count--; }

/* The way from `again` back to it. A score and the item it belongs to are one step, told at the score's line. */
void *report_circle(const struct scope *scope, const void *again, const char *name, struct span span)
{
    struct step way[LIMIT_CHAIN + 1];
    uint32_t from = 0, count = 0;
    struct buffer text = {0};
    while (from < step_count && steps[from].who != again)
        from++;
    for (uint32_t i = from; i < step_count; i++) {
        if (count && strcmp(way[count - 1].name, steps[i].name) == 0)
            count--;
        way[count++] = steps[i];
    }
    if (!count || strcmp(way[0].name, name) != 0)
        way[count++] = (struct step){again, name, span};
    for (uint32_t i = 0; i < count; i++)
        buffer_format(&text, "%s → ", way[i].name);
    buffer_append_text(&text, way[0].name);
    for (uint32_t i = 0; i < count; i++) {
        const char *next = way[(i + 1) % count].name;
        const char *label[2] = {lang_format("%s 用到 %s", way[i].name, next), lang_format("%s uses %s", way[i].name, next)};
        if (i)
            fault_also(scope, way[i].span, label[0], label[1]);
        else
            fault_labelled(scope, "E0340", way[0].span, label[0], label[1], buffer_text(&text), NULL);
    }
    buffer_release(&text);
    return NULL;
}

/* The score of an item goes by the item's code, other figures of it by code and name. */
static const char *step_name(const struct quantity *quantity)
{
    const char *code = quantity->item ? quantity->item->code : NULL;
    bool score = strcmp(quantity->name, "得分") == 0 || strcmp(quantity->name, "得分率") == 0;
    return !code ? quantity->name : score ? code : lang_format("%s.%s", code, quantity->name);
}

struct node *quantity_node(struct scheme *scheme, struct quantity *quantity)
{
    quantity->used = true;
    if (quantity->state == QUANTITY_DONE)
        return quantity->node;
    struct scope scope = {.scheme = scheme, .domain = quantity->domain, .item = quantity->item, .places = quantity->places};
    if (quantity->state == QUANTITY_BUSY)
        return report_circle(&scope, quantity, step_name(quantity), quantity->span);
    if (!step_begin(&scope, quantity, step_name(quantity), quantity->span))
        return NULL;
    quantity->state = QUANTITY_BUSY;
    struct scope inner = scope;
    struct node *node = quantity->base.value = quantity->base.clause ? resolve_value(&inner, quantity->base.clause, quantity->base.from, quantity->base.to) : NULL;
    if (!quantity->base.clause)
        fault(&scope, "E0342", quantity->span, quantity->name, NULL);
    quantity->node = apply_overrides(&scope, node, quantity->overrides, quantity->override_count);
    step_end();
    quantity->state = QUANTITY_DONE;
    return quantity->node;
}
