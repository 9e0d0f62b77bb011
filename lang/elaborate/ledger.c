/* 台账: what a ledger's columns are called and may hold, which column names a row, what rows must satisfy. */
#include "elaborate/elaborate.h"
#include <string.h>
#include "base/limits.h"
#include "memory.h"
#include "number/date.h"

struct row_set *ledger_find(const struct scheme *scheme, const char *name)
{
    for (uint32_t i = 0; i < scheme->ledger_count; i++)
        if (strcmp(scheme->ledgers[i]->name, name) == 0)
            return scheme->ledgers[i];
    for (uint32_t k = 0; k < scheme->cited_count; k++)
        for (uint32_t i = 0; i < scheme->cited[k]->ledger_count; i++)
            if (strcmp(scheme->cited[k]->ledgers[i]->name, name) == 0)
                return scheme->cited[k]->ledgers[i];
    if (scheme->units && scheme->units->kind == ROWS_GROUPS && strcmp(scheme->units->name, name) == 0)
        return scheme->units;
    return NULL;
}

struct field_model *field_find(const struct row_set *rows, const char *name)
{
    int64_t position;
    return map_get(&rows->field_names, name, strlen(name), &position) ? rows->fields[position] : NULL;
}

struct field_model *field_by_unit(const struct row_set *rows, const char *unit)
{
    for (uint32_t i = 0; i < rows->field_count; i++)
        if (rows->fields[i]->unit_name && strcmp(rows->fields[i]->unit_name, unit) == 0)
            return rows->fields[i];
    return NULL;
}

static struct field_model *add_field(struct row_set *ledger, const char *name, struct span span, enum value_type type)
{
    struct field_model *field = lang_new(sizeof *field);
    field->name = name;
    field->span = span;
    field->type = type;
    field->owner = ledger;
    field->unit = type == TYPE_NUMBER ? unit_plain() : NULL;
    rational_init(&field->factor);
    rational_set(&field->factor, 1, 1);
    rational_init(&field->least);
    rational_init(&field->greatest);
    map_add(&ledger->field_names, name, strlen(name), ledger->field_count, NULL);
    *ARRAY_ADD(ledger->fields, ledger->field_count) = field;
    return field;
}

/* ---- the head: 台账 乡镇,一行一个 代码 ---- */

void ledger_declare(struct scheme *scheme, struct clause *clause)
{
    struct model *model = scheme->model;
    if (clause->token_count < 2 || clause->tokens[1].kind != TOKEN_WORD) {
        model_fault(model, "E0300", clause->span, NULL);
        return;
    }
    const struct token *name = &clause->tokens[1];
    struct row_set *other = ledger_find(scheme, name->text);
    if (other && other->scheme == scheme) {
        model_fault(model, "E0301", name->span, name->text, NULL);
        return;
    }
    struct row_set *ledger = lang_new(sizeof *ledger);
    *ledger = (struct row_set){.kind = ROWS_LEDGER, .name = name->text, .span = name->span, .scheme = scheme};
    *ARRAY_ADD(scheme->ledgers, scheme->ledger_count) = ledger;
}

static void head_unclear(struct scheme *scheme, const struct row_set *ledger, const struct token *tokens, uint32_t count)
{
    struct span span = tokens_span(tokens, count);
    if (count == 1 && token_is(tokens, "一行一个"))
        model_fault(scheme->model, "E0265", span, tokens[0].text, lang_format("台账 %s,一行一个 代码", ledger->name), lang_format("ledger %s, one row per code", ledger->name), NULL);
    else if (!misused_report(scheme->model->diagnostics, NULL, tokens, count, "C"))
        model_fault(scheme->model, "E0302", span, span_text(scheme->model, span), ledger->name, NULL);
}

static void head_segment(struct scheme *scheme, struct row_set *ledger, const struct clause *clause, uint32_t from, uint32_t to)
{
    const struct token *tokens = clause->tokens;
    if (to - from == 1 && token_is(&tokens[from], "不得缺行")) {
        ledger->complete = true;
        return;
    }
    if (to - from < 2 || !token_is(&tokens[from], "一行一个")) {
        head_unclear(scheme, ledger, tokens + from, to - from);
        return;
    }
    if (ledger->key_count) {
        model_fault(scheme->model, "E0345", tokens[from].span, NULL);
        return;
    }
    for (uint32_t i = from + 1; i < to; i += 2) {
        bool parted = i + 1 == to || (tokens[i + 1].kind == TOKEN_LIST && i + 2 < to);
        if (tokens[i].kind != TOKEN_WORD || !parted) {
            head_unclear(scheme, ledger, tokens + i, parted ? 1 : 2);
            return;
        }
        struct field_model *field = field_find(ledger, tokens[i].text);
        if (!field)
            field = add_field(ledger, tokens[i].text, tokens[i].span, TYPE_TEXT);
        uint32_t position = 0;
        while (ledger->fields[position] != field)
            position++;
        *ARRAY_ADD(ledger->keys, ledger->key_count) = position;
    }
}

/* ---- fields ---- */

static void set_unit(struct scheme *scheme, struct field_model *field, const struct token *tokens, uint32_t count)
{
    struct rational factor, second;
    rational_init(&factor);
    rational_init(&second);
    field->unit_name = span_text(scheme->model, tokens_span(tokens, count));
    if (count == 1 && tokens[0].kind == TOKEN_WORD)
        field->unit_name = tokens[0].text;                  /* quarter: 季 */
    const struct unit *unit = tokens[0].kind == TOKEN_WORD ? unit_find(tokens[0].text, &factor) : NULL;
    if (unit && count == 3 && tokens[1].kind == TOKEN_DIVIDE && tokens[2].kind == TOKEN_WORD) {
        const struct unit *below = unit_find(tokens[2].text, &second);
        if (below)
            rational_divide(&factor, &factor, &second);
        unit = below ? unit_divide(unit, below) : NULL;
    } else if (count != 1)
        unit = NULL;
    if (!unit) {
        bool bracketed = count == 3 && tokens[0].kind == TOKEN_OPEN && unit_find(tokens[1].text, &factor);
        if (count > 1 && tokens[0].kind == TOKEN_WORD && tokens[1].kind != TOKEN_DIVIDE && !tokens[1].glued && unit_find(tokens[0].text, &factor)) {
            comma_missing(scheme->model, &tokens[0], &tokens[1], count - 1);
            return;
        }
        model_fault(scheme->model, "E0201", tokens_span(tokens, count), field->unit_name, NULL);
        if (bracketed)
            propose(scheme->model, tokens_span(tokens, count), tokens[1].text);
        else
            propose_unit(scheme->model, tokens_span(tokens, count), field->unit_name);
        return;
    }
    field->unit = unit;
    rational_copy(&field->factor, &factor);
}

/* 满意 100分、不了解 不计: what the value named last counts as. Returns the tokens used, 0: no number stands there. */
static uint32_t category_counts(struct scheme *scheme, struct category_model *set, const struct token *tokens, uint32_t count, bool *said)
{
    const struct unit *unit = unit_plain();
    struct rational factor;
    uint32_t last = set->count - 1, used = 1;
    rational_init(&factor);
    if (token_is(&tokens[0], "不计")) {
        set->uncounted[last] = said[last] = true;
        return 1;
    }
    if (tokens[0].kind != TOKEN_NUMBER)
        return 0;
    set->numbers[last] = tokens[0].number;
    if (count > 1 && tokens[1].kind == TOKEN_WORD && tokens[1].glued && unit_find(tokens[1].text, &factor)) {
        unit = unit_find(tokens[1].text, &factor);
        rational_multiply(&set->numbers[last], &set->numbers[last], &factor);
        used = 2;
    }
    if (set->has_numbers && unit != set->unit)
        model_fault(scheme->model, "E0210", tokens_span(tokens, used), span_text(scheme->model, tokens_span(tokens, used)), set->unit->name, NULL);
    set->unit = unit;
    set->has_numbers = said[last] = true;
    return used;
}

static void set_categories(struct scheme *scheme, struct field_model *field, const struct token *tokens, uint32_t count)
{
    struct category_model *set = lang_new(sizeof *set);
    bool *said = lang_array(count + 1, sizeof *said);
    set->name = field->name;
    set->uncounted = lang_array(count + 1, sizeof *set->uncounted);
    for (uint32_t i = 0; i < count; i++) {
        if (tokens[i].kind == TOKEN_LIST)
            continue;
        uint32_t used = set->count && tokens[i - 1].kind != TOKEN_LIST ? category_counts(scheme, set, tokens + i, count - i, said) : 0;
        if (used) {
            i += used - 1;
            continue;
        }
        bool parted = i == 0 || tokens[i - 1].kind == TOKEN_LIST;
        if (!parted || (tokens[i].kind != TOKEN_WORD && tokens[i].kind != TOKEN_TEXT)) {
            column_values_unparted(scheme, i ? &tokens[i - 1] : NULL, &tokens[i]);
            return;
        }
        for (uint32_t k = 0; k < set->count; k++)
            if (strcmp(set->names[k], tokens[i].text) == 0) {
                model_fault(scheme->model, "E0312", tokens[i].span, tokens[i].text, NULL);
                return;
            }
        uint32_t number = set->count;
        struct rational *value = ARRAY_ADD(set->numbers, number);
        rational_init(value);
        *ARRAY_ADD(set->names, set->count) = tokens[i].text;
    }
    field->type = TYPE_CATEGORY;
    field->unit = NULL;
    field->categories = set;
    if (!set->count)
        model_fault(scheme->model, "E0303", field->span, NULL);
    for (uint32_t i = 0; i < set->count && set->has_numbers; i++)
        for (uint32_t k = 0; k < count && !said[i]; k++)
            if (token_is(&tokens[k], set->names[i]))
                ask_worth(scheme, &tokens[k], tokens, count, set->unit);
}

static void set_type(struct scheme *scheme, struct field_model *field, const struct token *name, const struct token *tokens, uint32_t count)
{
    const struct token *word = &tokens[0];
    struct model *model = scheme->model;
    field->unit = NULL;
    if (token_is(word, "文本"))
        field->type = TYPE_TEXT;
    else if (token_is(word, "日期"))
        field->type = TYPE_DATE;
    else if (token_is(word, "是或否"))
        field->type = TYPE_BOOLEAN;
    else if (token_is(word, "百分比")) {
        field->type = TYPE_NUMBER;
        field->percent = true;
        field->unit = unit_percent();
        field->unit_name = "%";
    } else if (token_is(word, "整数") || token_is(word, "数值")) {
        field->type = TYPE_NUMBER;
        field->whole = token_is(word, "整数");
        field->unit = unit_plain();
        if (count > 1)
            set_unit(scheme, field, tokens + 1, count - 1);
        return;
    } else if (token_is(word, "分为")) {
        set_categories(scheme, field, tokens + 1, count - 1);
        return;
    } else if (token_is(word, "对应")) {
        field->type = TYPE_INDEX;
        field->reference = count > 1 ? ledger_find(scheme, tokens[1].text) : NULL;
        if (count == 1)
            model_fault(model, "E0265", word->span, word->text, lang_format("%s 对应 乡镇", name->text), lang_format("%s refers to units", name->text), NULL);
        else if (!field->reference)
            unknown_ledger(scheme, "E0304", tokens[1].span, tokens[1].text);
        else if (count > 2)
            too_much(model, tokens + 2, count - 2, "删去它", "delete it");
        return;
    } else {
        column_kind_unknown(scheme, name, tokens, count);
        return;
    }
    if (count > 1)
        comma_missing(model, word, &tokens[1], count - 1);
}

/* A bound in stored form: what is read, before the unit's factor. */
static bool bound(struct scope *scope, struct field_model *field, const struct token *tokens, uint32_t count, struct rational *out)
{
    uint32_t used, minus = count && tokens[0].kind == TOKEN_MINUS ? 1 : 0;
    struct node *literal = literal_at(scope, tokens + minus, count - minus, &used);
    if (!literal || used + minus != count)
        return false;
    if (literal->type == TYPE_DATE)
        rational_set(out, literal->value.code, 1);
    else {
        rational_copy(out, &literal->value.number);
        if (literal->unit != unit_plain())
            rational_divide(out, out, &field->factor);
        if (minus)
            rational_negate(out, out);
    }
    return literal->type == field->type;
}

/* 百分比,0 至 100: as it is written, up to 10000%. */
static bool bounds_lack_percent(struct scheme *scheme, const struct field_model *field, const struct token *tokens, uint32_t count, uint32_t to)
{
    struct rational one;
    rational_init(&one);
    rational_set(&one, 1, 1);
    const struct token *last = &tokens[to + 1];
    if (count != to + 2 || last->kind != TOKEN_NUMBER || rational_compare(&field->greatest, &one) <= 0)
        return false;
    model_fault(scheme->model, "E0977", last->span, span_text(scheme->model, last->span), lang_format("%s00%%", span_text(scheme->model, last->span)), NULL);
    propose(scheme->model, tokens_span(tokens, count), lang_format("%s%s%s%%", span_text(scheme->model, tokens_span(tokens, to)), to == 1 && tokens[0].kind == TOKEN_NUMBER ? "%" : "",
                                                                  span_text(scheme->model, (struct span){last->span.file, tokens[to - 1].span.end, last->span.end})));
    return true;
}

static bool range_segment(struct scope *scope, struct field_model *field, const struct token *tokens, uint32_t count)
{
    uint32_t to = 0;
    for (uint32_t i = 1; i + 1 < count && !to; i++)
        if (token_is(&tokens[i], "至"))
            to = i;
    if (!to || !bound(scope, field, tokens, to, &field->least) || !bound(scope, field, tokens + to + 1, count - to - 1, &field->greatest))
        return false;
    field->has_least = field->has_greatest = true;
    if (field->percent && !field->fraction_form && bounds_lack_percent(scope->scheme, field, tokens, count, to))
        return true;
    if (rational_compare(&field->least, &field->greatest) > 0) {
        const char *first = span_text(scope->scheme->model, tokens_span(tokens, to)), *last = span_text(scope->scheme->model, tokens_span(tokens + to + 1, count - to - 1));
        fault(scope, "E0306", tokens_span(tokens, count), first, last, NULL);
        propose_words(scope->scheme->model, tokens_span(tokens, count), lang_format("%s 至 %s", last, first), lang_format("%s to %s", last, first));
    }
    return true;
}

static void within_year(struct scheme *scheme, struct field_model *field)
{
    int32_t first, last;
    date_from_parts(scheme->year, 1, 1, &first);
    date_from_parts(scheme->year, 12, 31, &last);
    field->has_least = field->has_greatest = true;
    rational_set(&field->least, first, 1);
    rational_set(&field->greatest, last, 1);
}

/* One line after the type: 不得为负, 0% 至 100%, 可不填 … Returns the end of what it took (未填 视为 … may take two). */
static uint32_t field_segment(struct scope *scope, struct field_model *field, struct clause *clause, uint32_t from, uint32_t to)
{
    const struct token *tokens = clause->tokens + from;
    uint32_t count = to - from;
    bool one = count == 1;
    if (one && token_is(tokens, "不得为负"))
        field->has_least = true;
    else if (one && token_is(tokens, "必须为正"))
        field->has_least = field->least_open = true;
    else if (one && token_is(tokens, "必填"))
        field->empty = EMPTY_FAULT;
    else if (one && token_is(tokens, "可不填")) {
        field->empty = EMPTY_ALLOWED;
        field->may_be_empty = true;
    } else if (one && token_is(tokens, "免考时可不填")) {
        field->empty = EMPTY_ALLOWED;
        field->may_be_empty = field->missing_at_use = true;
    } else if (one && token_is(tokens, "小数形式"))
        field->fraction_form = true;
    else if (count == 2 && field->type == TYPE_DATE && token_is(tokens, "在") && token_is(tokens + 1, "本年"))
        within_year(scope->scheme, field);
    else if (count >= 3 && token_is(tokens, "未填") && token_is(tokens + 1, "视为")) {
        field->empty = EMPTY_REPLACED;
        field->may_be_empty = true;
        field->empty_clause = clause;
        field->empty_from = from + 2;
        field->empty_to = clause->token_count;
        uint32_t next = to < clause->token_count ? to + 1 : to;     /* 本类 都未填 的,视为 … belongs to it */
        uint32_t end = token_next_comma(clause->tokens, clause->token_count, next);
        if (end < clause->token_count && token_is(&clause->tokens[end + 1], "视为"))
            return token_next_comma(clause->tokens, clause->token_count, end + 1);
    } else if (!range_segment(scope, field, tokens, count) && !clause->faulty)
        column_rest_unknown(scope->scheme, field, tokens, count);
    return to;
}

static void field_line(struct scheme *scheme, struct row_set *ledger, struct clause *clause)
{
    struct model *model = scheme->model;
    const struct token *tokens = clause->tokens;
    uint32_t names = 0, first_end = token_next_comma(tokens, clause->token_count, 0);
    while (names < first_end && tokens[names].kind == TOKEN_WORD && names + 1 < first_end && tokens[names + 1].kind == TOKEN_LIST)
        names += 2;
    bool colon = names + 1 == first_end && first_end + 1 < clause->token_count && tokens[first_end].kind == TOKEN_COLON;      /* 满意度:百分比 */
    if (!colon && (tokens[names].kind != TOKEN_WORD || names + 1 >= first_end)) {
        column_line_unclear(scheme, clause);
        return;
    }
    if (colon || tokens[names + 1].kind == TOKEN_ASSIGN || (first_end == names + 2 && first_end < clause->token_count && tokens[first_end].kind == TOKEN_COLON)) {
        uint32_t mark = colon || tokens[names + 1].kind == TOKEN_ASSIGN ? names + 1 : first_end;     /* 满意度 = 百分比, 类别 分为:甲、乙 */
        mark_not_wanted(model, &tokens[mark - 1], &tokens[mark]);
        field_line(scheme, ledger, clause_without(clause, mark));
        return;
    }
    for (uint32_t i = 0; i <= names; i += 2) {
        struct field_model *field = field_find(ledger, tokens[i].text);
        bool key = false;
        for (uint32_t k = 0; field && k < ledger->key_count; k++)
            key = key || ledger->fields[ledger->keys[k]] == field;
        if (field && !(key && field->span.start != tokens[i].span.start && field->type == TYPE_TEXT && !field->unit)) {
            model_fault(model, "E0309", tokens[i].span, tokens[i].text, NULL);
            continue;
        }
        if (!field)
            field = add_field(ledger, tokens[i].text, tokens[i].span, TYPE_NUMBER);
        field->span = tokens[i].span;
        set_type(scheme, field, &tokens[names], tokens + names + 1, first_end - names - 1);
        field->faulty = (field->type == TYPE_NUMBER && !field->unit) || (field->type == TYPE_INDEX && !field->reference) || (field->type == TYPE_CATEGORY && !field->categories);
        if (field->faulty && field->type == TYPE_NUMBER)
            field->unit = unit_plain();
        struct scope scope = {.scheme = scheme, .domain = ledger};
        for (uint32_t from = first_end; from < clause->token_count;) {
            uint32_t end = token_next_comma(tokens, clause->token_count, from + 1);
            if (end == from + 1) {
                if (clause->faulty)         /* a comma that ends the line has been told */
                    break;
                model_fault(model, "E0310", tokens[from].span, NULL);
                propose(model, tokens[from].span, "");
                break;
            }
            from = field_segment(&scope, field, clause, from + 1, end);
        }
    }
}

/* 空白、“-”、“未报” 视为 未填 */
static bool empty_marks_line(struct row_set *ledger, const struct clause *clause)
{
    static struct pattern pattern;
    if (!pattern.count)
        pattern_compile(&pattern, "“写法” 视为 未填");
    struct match match;
    if (!pattern_match(&pattern, clause->tokens, clause->token_count, &match))
        return false;
    for (uint32_t i = 0; i < match.captures[0].count; i++)
        if (match.captures[0].tokens[i].kind == TOKEN_TEXT)
            *ARRAY_ADD(ledger->empty_marks, ledger->empty_mark_count) = match.captures[0].tokens[i].text;
    return true;
}

/* How many values a key column has; 0: the text does not say. Of a reference 1: as many as rows, which the data say. */
static int64_t values_of_key(const struct field_model *field)
{
    int64_t least, greatest, values;
    if (field->type == TYPE_CATEGORY)
        return field->categories->count;
    if (field->type == TYPE_INDEX)
        return 1;
    if (field->type != TYPE_NUMBER || !field->whole || !field->has_least || !field->has_greatest || !rational_to_int64(&field->least, &least) ||
        !rational_to_int64(&field->greatest, &greatest) || __builtin_sub_overflow(greatest, least, &values) || values >= INT32_MAX)
        return 0;
    return values + 1;
}

/* 不得缺行: which rows there are to be is known, and they are not more than a ledger can have. */
static void check_complete(struct scheme *scheme, const struct row_set *ledger, struct span span)
{
    int64_t rows = 1;
    if (!ledger->key_count)
        model_fault(scheme->model, "E0990", span, "没有写 一行一个 什么", "one row per what is not said", NULL);
    for (uint32_t i = 0; i < ledger->key_count; i++) {
        const struct field_model *field = ledger->fields[ledger->keys[i]];
        int64_t values = values_of_key(field);
        if (!values && !field->faulty) {
            model_fault(scheme->model, "E0990", field->span, lang_format("“%s”有哪些值没有写明", field->name), lang_format("the values of “%s” are not listed", field->name), NULL);
            diagnostic_at(scheme->model->diagnostics, span, NULL);
        }
        if (!values)
            return;
        if (__builtin_mul_overflow(rows, values, &rows) || rows > LIMIT_ROWS) {
            model_fault(scheme->model, "E0991", span, lang_format("%d", LIMIT_ROWS), NULL);
            return;
        }
    }
}

void ledger_elaborate(struct scheme *scheme, struct row_set *ledger, struct clause *clause)
{
    const struct token *tokens = clause->tokens;
    struct span complete = {0};
    for (uint32_t i = 0; i < clause->body_count; i++) {
        struct clause *line = &clause->body[i];
        if (!requirement_declare(scheme, ledger, line) && !empty_marks_line(ledger, line))
            field_line(scheme, ledger, line);
    }
    for (uint32_t from = token_next_comma(tokens, clause->token_count, 2); from < clause->token_count;) {
        uint32_t end = token_next_comma(tokens, clause->token_count, from + 1);
        if (end > from + 1)
            head_segment(scheme, ledger, clause, from + 1, end);
        if (token_is(&tokens[from + 1], "不得缺行"))
            complete = tokens[from + 1].span;
        from = end;
    }
    if (ledger->complete)
        check_complete(scheme, ledger, complete);
    if (clause->token_count > 2 && token_is(&tokens[2], "一行一个"))
        comma_missing(scheme->model, &tokens[1], &tokens[2], clause->token_count - 2);
    else if (clause->token_count > 2 && tokens[2].kind != TOKEN_COMMA)
        head_unclear(scheme, ledger, &tokens[2], 1);
}

/* What stands in for an empty cell. */
struct node *field_replacement(struct scheme *scheme, struct field_model *field, struct node *raw)
{
    struct scope scope = {.scheme = scheme, .domain = field->owner};
    const struct token *tokens = field->empty_clause->tokens;
    uint32_t end = token_next_comma(tokens, field->empty_to, field->empty_from);
    struct node_pool *pool = scheme->model->pool;
    if (end - field->empty_from == 1 && token_is(&tokens[field->empty_from], "不适用"))
        return node_absent(pool, raw, STATUS_NOT_APPLICABLE, 0, tokens[field->empty_from].span);
    struct expression *expression = syntax_expression(scheme->model->diagnostics, tokens + field->empty_from, end - field->empty_from, true);
    struct node *value = expression ? resolve_for(&scope, raw, expression) : NULL;
    if (!value)
        return NULL;
    uint32_t fallback = token_next_comma(tokens, field->empty_to, end + 1);
    if (end < field->empty_to && fallback < field->empty_to && token_is(&tokens[fallback + 1], "视为")) {
        uint32_t stop = token_next_comma(tokens, field->empty_to, fallback + 1);
        if (stop == fallback + 2)
            return fault(&scope, "E0311", tokens[fallback + 1].span, field->name, NULL);
        struct node *instead = resolve_tokens(&scope, tokens + fallback + 2, stop - fallback - 2);
        return instead ? choose(&scope, node_status_is(pool, value, status_mask(STATUS_NOT_APPLICABLE)), instead, value, field->span) : NULL;
    }
    if (node_can_be(value, status_mask(STATUS_NOT_APPLICABLE)))
        return fault(&scope, "E0311", tokens_span(tokens + field->empty_from, end - field->empty_from), field->name, NULL);
    return value;
}
