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

/* 完成率 = 完成 ÷ 目标,最高 100: a cap of 10000%, where 100% is meant. Not of what was multiplied by 100 itself. */
static void warn_of_cap(struct scope *scope, const struct node *value, const struct token *tokens, uint32_t from, uint32_t end, uint32_t to)
{
    const char *name = from > 1 && tokens[from - 1].kind == TOKEN_ASSIGN ? tokens[from - 2].text : "";
    size_t length = strlen(name), rate = strlen("率");
    bool capped = end + 2 < to && token_is(&tokens[end + 1], "最高") && tokens[end + 2].kind == TOKEN_NUMBER && token_next_comma(tokens, to, end + 1) == end + 3;
    struct rational two;
    rational_init(&two);
    rational_set(&two, 2, 1);
    if (!value || !capped || length < rate || strcmp(name + length - rate, "率") != 0 || !unit_is_ratio(value->unit) || rational_compare(&tokens[end + 2].number, &two) < 0)
        return;
    for (uint32_t i = from; i < end; i++)
        if (tokens[i].kind == TOKEN_NUMBER && rational_compare(&tokens[i].number, &two) >= 0 && !(i + 1 < end && tokens[i + 1].glued))
            return;
    const char *number = number_text(&tokens[end + 2].number);
    fault(scope, "W0979", tokens_span(tokens + end + 1, 2), number, number, NULL);
    propose_behind(scope->scheme->model, tokens[end + 2].span, "%", "%");
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
    warn_of_cap(scope, value, tokens, from, end, to);
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

/* What may be said of a subject: 达到 80%, 甲类, 是. */
static const char *example_cell(const struct node *subject, bool english)
{
    const char *unit = unit_text(subject);
    switch (subject->type) {
    case TYPE_CATEGORY: return subject->categories->names[0];
    case TYPE_BOOLEAN: return english ? "yes" : "是";
    case TYPE_DATE: return english ? "before 2024-06-30" : "早于 2024年6月30日";
    default: return subject->unit == unit_percent() ? (english ? "reaches 80%" : "达到 80%") : lang_format(english ? "reaches 10 %s" : "达到 10%s", unit);
    }
}

/* A row that lacks something, with one that would be right: 甲类,达到 80%, 10分. Always NULL. */
static void *row_unfinished(struct scope *scope, const char *code, const struct clause *row, struct node *const *subjects, uint32_t count)
{
    const char *examples[2];
    for (int english = 0; english < 2; english++) {
        struct buffer out = {0};
        for (uint32_t i = 0; i < count; i++)
            buffer_format(&out, "%s%s", i ? "," : "", example_cell(subjects[i], english));
        buffer_append_text(&out, count > 1 ? (english ? ", 10 points" : ", 10分") : english ? " 10 points" : " 10分");
        examples[english] = lang_text(buffer_text(&out), out.length);
        buffer_release(&out);
    }
    bool counted = strcmp(code, "E0331") == 0;
    if (counted)
        fault(scope, code, row->span, lang_format("%u", count), examples[LANGUAGE_ZH], examples[LANGUAGE_EN], NULL);
    else
        fault(scope, code, row->span, examples[LANGUAGE_ZH], examples[LANGUAGE_EN], NULL);
    return NULL;
}

/* Splits a row into the cells of its subjects and the value: by commas, or (one subject) where the trailing value begins. */
static bool split_row(struct scope *scope, const struct clause *row, struct node *const *subjects, uint32_t subject_count, struct row_parts *parts)
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
        if (parts->value_count == 0)
            return row_unfinished(scope, "E0330", row, subjects, subject_count), false;
        return true;
    }
    if (misused_report(scope->scheme->model->diagnostics, NULL, tokens, 1, "S"))
        return false;
    uint32_t comma = token_next_comma(tokens, count, 0);
    if (comma == count && subject_count == 1) {
        uint32_t back = count >= 2 && tokens[count - 2].kind == TOKEN_NUMBER && tokens[count - 1].kind == TOKEN_WORD ? 2 : 1;
        if (count <= back || operators_has(tokens[count - back - 1].text))
            return row_unfinished(scope, "E0330", row, subjects, subject_count), false;
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
        if (parts->cell_count == subject_count) {
            parts->value = tokens + from;
            parts->value_count = count - from;
            return parts->value_count > 0 || row_unfinished(scope, "E0330", row, subjects, subject_count);
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
    return row_unfinished(scope, "E0331", row, subjects, subject_count), false;
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

/* 90% 10分 for what can have any decimals: the row takes exactly 90%, which is hardly meant, but at the ends of what there can be. */
static void warn_of_equality(struct scope *scope, const struct node *subject, const struct token *tokens, uint32_t count)
{
    bool value = count && tokens[0].kind == TOKEN_NUMBER && (count == 1 || (count == 2 && tokens[1].kind == TOKEN_WORD && tokens[1].glued));
    if (!value || subject->type != TYPE_NUMBER || subject->decimals == 0 || scope->kernel)
        return;
    uint32_t used;
    struct node *number = literal_at(scope, tokens, count, &used);
    const struct interval *interval = &subject->interval;
    bool end = !number || (interval->has_least && rational_compare(&interval->least, &number->value.number) == 0) ||
               (interval->has_greatest && rational_compare(&interval->greatest, &number->value.number) == 0);
    struct span span = tokens_span(tokens, count), before = {span.file, span.start, span.start};
    if (end)
        return;
    fault(scope, "W0978", span, span_text(scope->scheme->model, span), NULL);
    propose_words(scope->scheme->model, before, "达到 ", "reaches ");
    propose_words(scope->scheme->model, before, "为 ", "is ");
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
    warn_of_equality(scope, subject, tokens, count);
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

/* The words that say which of the lines that hold gives the value. */
static const struct { const char *word; enum hit hit; } hits[] = {
    {"自上而下", HIT_FIRST}, {"首个", HIT_FIRST}, {"唯一", HIT_ONE}, {"累加", HIT_SUM}, {"取最高", HIT_HIGHEST}, {"取最低", HIT_LOWEST}};

/* ... behind the comma that ends the subjects. */
static enum hit hit_at(const struct token *tokens, uint32_t to, uint32_t *end)
{
    for (size_t i = 0; *end < to && i < sizeof hits / sizeof hits[0]; i++)
        if (token_is(&tokens[*end + 1], hits[i].word)) {
            *end = token_next_comma(tokens, to, *end + 1);
            return hits[i].hit;
        }
    return HIT_ONE;
}

/* 按 满意度 自上而下: the word ends the subjects without a comma before it. */
static bool hit_lacks_comma(struct scope *scope, const struct token *tokens, uint32_t from, uint32_t end)
{
    for (size_t i = 0; end > from + 2 && i < sizeof hits / sizeof hits[0]; i++)
        if (token_is(&tokens[end - 1], hits[i].word))
            return comma_missing(scope->scheme->model, &tokens[end - 2], &tokens[end - 1], 1), true;
    return false;
}

struct node *resolve_table(struct scope *scope, const struct clause *clause, uint32_t from, uint32_t to)
{
    const struct token *tokens = clause->tokens;
    uint32_t end = token_next_comma(tokens, to, from);
    struct node *subjects[8];
    if (hit_lacks_comma(scope, tokens, from, end))
        return NULL;
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
        if (!split_row(scope, &clause->body[i], subjects, subject_count, &parts)) {
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
