/* Items side by side: names, numbers with units, what a reference's row holds, functions, value phrases of stdlib/. */
#include "elaborate/elaborate.h"
#include <string.h>
#include "memory.h"
#include "number/date.h"
#include "phrase/library.h"

/* ---- numbers with units ---- */

struct node *literal_at(struct scope *scope, const struct token *tokens, uint32_t count, uint32_t *used)
{
    struct node_pool *pool = scope->scheme->model->pool;
    *used = 0;
    if (count >= 3 && token_is(&tokens[0], "第") && tokens[1].kind == TOKEN_NUMBER && tokens[2].kind == TOKEN_WORD && tokens[2].glued) {
        *used = 3;                  /* 第1名, 第2季: an ordinal */
        return node_number(pool, &tokens[1].number, unit_plain(), tokens_span(tokens, 3));
    }
    if (count && tokens[0].kind == TOKEN_DATE) {
        *used = 1;
        return node_date(pool, tokens[0].date, tokens[0].span);
    }
    if (!count || tokens[0].kind != TOKEN_NUMBER)
        return NULL;
    *used = 1;
    struct rational factor, value;
    rational_init(&factor);
    rational_init(&value);
    if (count < 2 || tokens[1].kind != TOKEN_WORD)
        return node_number(pool, &tokens[0].number, unit_plain(), tokens[0].span);
    const struct unit *unit = unit_find(tokens[1].text, &factor);
    if (!unit) {
        if (!tokens[1].glued)
            return node_number(pool, &tokens[0].number, unit_plain(), tokens[0].span);
        *used = 2;
        fault(scope, "E0201", tokens[1].span, tokens[1].text, NULL);
        propose_unit(scope->scheme->model, tokens[1].span, tokens[1].text);
        return NULL;
    }
    *used = 2;
    rational_multiply(&value, &tokens[0].number, &factor);
    return node_number(pool, &value, unit, tokens_span(tokens, 2));
}

/* ---- names ---- */

static const struct binding *binding_find(const struct scope *scope, const char *name)
{
    for (const struct binding *binding = scope->bindings; binding; binding = binding->next)
        if (strcmp(binding->name, name) == 0 && !binding->pool)
            return binding;
    return NULL;
}

struct node *field_value(struct scope *scope, struct field_model *field, struct span span)
{
    struct node_pool *pool = scope->scheme->model->pool;
    if (field->faulty)
        return NULL;
    struct node *raw = node_field(pool, field->owner, field);
    struct rational one;
    rational_init(&one);
    rational_set(&one, 1, 1);
    struct node *value = raw;
    if (field->type == TYPE_NUMBER && rational_compare(&field->factor, &one) != 0)
        value = node_operation(pool, OP_MULTIPLY, raw, node_number(pool, &field->factor, unit_plain(), span), NULL, field->unit, span);
    if (field->empty != EMPTY_REPLACED || field->resolving)
        return value;
    if (!field->replacement) {
        field->resolving = true;
        field->replacement = field_replacement(field->owner->scheme, field, value);
        field->resolving = false;
    }
    if (!field->replacement)
        return NULL;
    struct node *is_missing = node_status_is(pool, raw, status_mask(STATUS_MISSING));
    outcome_note(field->owner->scheme, NULL, OUTCOME_MISSING, field->span, is_missing, true, NULL);
    return choose(scope, is_missing, field->replacement, value, field->span);
}

/* Figures that every scheme has without declaring them. */
static struct node *built_in_name(struct scope *scope, const struct token *token)
{
    struct node_pool *pool = scope->scheme->model->pool;
    if (scope->item && (token_is(token, "满分") || token_is(token, "有效权重")))
        return item_weight(scope->scheme, scope->item);
    if (token_is(token, "本年天数"))
        return node_integer(pool, date_days_in_year(scope->scheme->year), unit_days(), token->span);
    if (token_is(token, "年度"))
        return node_integer(pool, scope->scheme->year, unit_plain(), token->span);
    if (token_is(token, "本月天数") && scope->domain) {
        struct node *bounds[2];
        if (!month_bounds(scope, scope->domain, token->span, bounds))
            return NULL;
        return node_operation(pool, OP_DAY, bounds[1], NULL, NULL, unit_days(), token->span);
    }
    if (token_is(token, "不适用") || token_is(token, "不评"))
        return node_absent(pool, node_integer(pool, 0, unit_plain(), token->span), STATUS_NOT_APPLICABLE, 0, token->span);
    return NULL;
}

/* 本月: first and last day of the row's month, by the ledger's field in 月. */
bool month_bounds(struct scope *scope, struct row_set *rows, struct span span, struct node *bounds[2])
{
    struct node_pool *pool = scope->scheme->model->pool;
    struct field_model *month = field_by_unit(rows, "月");
    if (!month)
        return fault(scope, "E0231", span, rows->name, "月", NULL), false;
    struct node *number = node_field(pool, rows, month), *one = node_integer(pool, 1, unit_plain(), span);
    struct node *year = node_integer(pool, scope->scheme->year, unit_plain(), span);
    struct node *december = node_operation(pool, OP_EQUAL, number, node_integer(pool, 12, unit_plain(), span), NULL, NULL, span);
    struct node *next = node_operation(pool, OP_ADD, number, one, NULL, unit_plain(), span);
    struct node *zero = node_integer(pool, 0, unit_plain(), span);
    bounds[0] = node_operation(pool, OP_MAKE_DATE, year, number, one, NULL, span);
    int32_t last;
    date_from_parts(scope->scheme->year, 12, 31, &last);
    bounds[1] = node_operation(pool, OP_SELECT, december, node_date(pool, last, span), node_operation(pool, OP_MAKE_DATE, year, next, zero, NULL, span), NULL, span);
    bounds[0]->statuses = bounds[1]->statuses = number->statuses;    /* the field's domain is 1 to 12: there is such a day */
    return true;
}

/* What a name means on a row of `rows`: a field, a figure, or the score of the row. NULL where it is none of these. */
static struct node *row_name(struct scope *scope, struct row_set *rows, const struct token *token, bool *known)
{
    struct quantity *quantity = quantity_find(rows->quantities, rows->quantity_count, token->text);
    *known = true;
    if (rows->scored && scope->item != rows->scored) {
        if (token_is(token, "得分"))
            return item_counted(rows->scheme, rows->scored);
        if (token_is(token, "得分率"))
            return item_rate(rows->scheme, rows->scored, token->span);
        struct quantity *own = quantity_find(rows->scored->quantities, rows->scored->quantity_count, token->text);
        if (own)
            return quantity_node(rows->scheme, own);
    }
    struct field_model *field = field_find(rows, token->text);
    if (field)
        return field_value(scope, field, token->span);
    if (quantity)
        return quantity_node(rows->scheme, quantity);
    for (uint32_t i = 0; i < rows->group_key_count; i++)
        if (rows->group_keys[i]->kind == NODE_FIELD && strcmp(rows->group_keys[i]->field->name, token->text) == 0)
            return node_group_key(scope->scheme->model->pool, rows, i, rows->group_keys[i]);
    struct item *item = rows->is_units ? item_find(rows->scheme, token->text) : NULL;
    if (item)
        return item_counted(rows->scheme, item);
    return group_figure(rows->scheme, rows, token->text, known);
}

/* A column or figure of the units, used where there is no unit: in a constant. */
static bool is_of_units(const struct scheme *scheme, const struct token *token)
{
    return scheme->units && (field_find(scheme->units, token->text) || quantity_find(scheme->units->quantities, scheme->units->quantity_count, token->text));
}

static struct node *unknown_name(struct scope *scope, const struct token *token)
{
    if (!scope->domain && is_of_units(scope->scheme, token))
        return fault(scope, "E0226", token->span, token->text, NULL);
    if (ledger_find(scope->scheme, token->text))
        return fault(scope, "E0204", token->span, token->text, token->text, token->text, NULL);
    if (scope->item && scope->item->faulty && token_is(token, "名次"))      /* how it ranks was not understood, which was told */
        return NULL;
    const char **names = NULL;
    uint32_t count = 0;
    struct row_set *rows = scope->domain;
    struct rational factor;
    rational_init(&factor);
    if (!scope->kernel && misused_report(scope->scheme->model->diagnostics, NULL, token, 1, "F"))
        return NULL;
    if (!scope->kernel && unit_find(token->text, &factor)) {        /* 每低 个百分点: how many? */
        fault(scope, "E0140", token->span, NULL);
        propose(scope->scheme->model, (struct span){token->span.file, token->span.start, token->span.start}, "1");
        return NULL;
    }
    for (uint32_t i = 0; rows && i < rows->field_count; i++)
        *ARRAY_ADD(names, count) = rows->fields[i]->name;
    for (uint32_t i = 0; scope->item && i < scope->item->quantity_count; i++)
        *ARRAY_ADD(names, count) = scope->item->quantities[i]->name;
    for (uint32_t i = 0; i < scope->scheme->quantity_count; i++)
        *ARRAY_ADD(names, count) = scope->scheme->quantities[i]->name;
    for (uint32_t i = 0; rows && rows->is_units && i < scope->scheme->item_count; i++)
        *ARRAY_ADD(names, count) = scope->scheme->items[i]->code;
    const char *nearest = NULL;
    bool alike;
    size_t found = text_nearest_several(token->text, strlen(token->text), names, count, &nearest, 1, &alike);
    struct field_model *field = found && rows ? field_find(rows, nearest) : NULL;
    fault(scope, found && alike ? "E0202" : "E0203", token->span, token->text, nearest, NULL);
    if (!scope->kernel)
        propose_nearest(scope->scheme->model, token->span, token->text, names, count);
    if (field)
        fault_also(scope, field->span, "在这里写明", "declared here");
    return NULL;
}

struct node *resolve_name(struct scope *scope, const struct token *token)
{
    const struct item *variant = scope->item && scope->item->variants ? scope->item : NULL;
    if (variant && strcmp(variant->variants->field->name, token->text) == 0)
        return node_category(scope->scheme->model->pool, variant->variants->field->categories, variant->variant, token->span);
    const struct binding *binding = binding_find(scope, token->text);
    if (binding)
        return binding->node;
    struct quantity *quantity = scope->places ? quantity_find(scope->places->quantities, scope->places->quantity_count, token->text) : NULL;
    if (!quantity && scope->item)
        quantity = quantity_find(scope->item->quantities, scope->item->quantity_count, token->text);
    if (quantity)
        return quantity_node(scope->scheme, quantity);
    bool known = false;
    struct node *node = scope->domain ? row_name(scope, scope->domain, token, &known) : NULL;
    if (known)
        return node;
    quantity = quantity_find(scope->scheme->quantities, scope->scheme->quantity_count, token->text);
    if (quantity)
        return quantity_node(scope->scheme, quantity);
    struct scheme *owner = NULL;
    quantity = constant_find(scope->scheme, token->text, &owner);
    if (quantity)
        return quantity_node(owner, quantity);
    node = scheme_figure(scope, token, &known);
    if (known)
        return node;
    size_t before = diagnostics_total(scope->scheme->model->diagnostics);
    node = built_in_name(scope, token);
    if (node || diagnostics_total(scope->scheme->model->diagnostics) > before)
        return node;
    struct rational factor;
    rational_init(&factor);
    const struct unit *unit = scope->kernel ? unit_find(token->text, &factor) : NULL;
    return unit ? node_number(scope->scheme->model->pool, &factor, unit, token->span) : unknown_name(scope, token);
}

/* ---- functions of the kernel ---- */

struct function { const char *word; enum opcode op; uint32_t arguments; enum rounding rounding; };
static const struct function functions[] = {
    {"取大", OP_MAXIMUM, 2, 0},       {"取小", OP_MINIMUM, 2, 0},    {"选", OP_SELECT, 3, 0},
    {"去尾", OP_ROUND, 1, ROUND_TRUNCATE}, {"进一", OP_ROUND, 1, ROUND_CEILING},
    {"四舍五入", OP_ROUND, 1, ROUND_HALF_UP}, {"开方", OP_ROOT, 2, 0}, {"乘方", OP_POWER, 2, 0},
    {"对数", OP_LOGARITHM, 1, 0},        {"指数函数", OP_EXPONENTIAL, 1, 0},
};
/* What phrases of stdlib/ alone may call. */
static const struct function inner_functions[] = {
    {"年份", OP_YEAR, 1, 0}, {"月份", OP_MONTH, 1, 0}, {"日号", OP_DAY, 1, 0}, {"年月日", OP_MAKE_DATE, 3, 0},
};

static const struct function *function_at(const struct scope *scope, const struct token *word)
{
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
        if (token_is(word, functions[i].word))
            return &functions[i];
    for (size_t i = 0; scope->kernel && i < sizeof inner_functions / sizeof inner_functions[0]; i++)
        if (token_is(word, inner_functions[i].word))
            return &inner_functions[i];
    return NULL;
}

/* The parts of a date, and a date of its parts. */
static struct node *apply_to_date(struct scope *scope, const struct function *function, struct node **arguments, struct span span)
{
    enum value_type wanted = function->op == OP_MAKE_DATE ? TYPE_NUMBER : TYPE_DATE;
    for (uint32_t i = 0; i < function->arguments; i++)
        if (arguments[i]->type != wanted)
            return fault(scope, wanted == TYPE_DATE ? "E0219" : "E0211", span, node_text(scope, arguments[i]), NULL);
    const struct unit *unit = function->op == OP_MAKE_DATE ? NULL : unit_plain();
    return node_operation(scope->scheme->model->pool, function->op, arguments[0], arguments[1], arguments[2], unit, span);
}

static struct node *apply_function(struct scope *scope, const struct function *function, struct node **arguments, struct span span)
{
    struct node_pool *pool = scope->scheme->model->pool;
    struct node *a = arguments[0], *b = arguments[1];
    struct rational one;
    rational_init(&one);
    rational_set(&one, 1, 1);
    const struct unit *unit = a->unit;
    switch (function->op) {
    case OP_YEAR: case OP_MONTH: case OP_DAY: case OP_MAKE_DATE:
        return apply_to_date(scope, function, arguments, span);
    case OP_SELECT:
        if (a->type != TYPE_BOOLEAN)
            return fault(scope, "E0222", a->span, NULL);
        if (b->kind == NODE_CONSTANT && b->value.status != STATUS_PRESENT)
            b = node_absent(pool, arguments[2], b->value.status, 0, span);
        else if (arguments[2]->kind == NODE_CONSTANT && arguments[2]->value.status != STATUS_PRESENT)
            arguments[2] = node_absent(pool, b, arguments[2]->value.status, 0, span);
        return choose(scope, a, b, arguments[2], span);
    case OP_MAXIMUM: case OP_MINIMUM:
        if (a->type != b->type || (a->type == TYPE_NUMBER && !unit_comparable(a->unit, b->unit)))
            return fault(scope, "E0210", span, node_text(scope, a), node_text(scope, b), NULL);
        if (!percent_is_written(scope, a, b, span))
            return NULL;
        return node_operation(pool, function->op, a, b, NULL, a->unit == unit_plain() ? b->unit : a->unit, span);
    default:
        break;
    }
    if (a->type != TYPE_NUMBER || (b && b->type != TYPE_NUMBER))
        return fault(scope, "E0211", span, node_text(scope, a), NULL);
    if (function->op == OP_ROUND)
        return node_round(pool, a, &one, function->rounding, span);
    if (function->op == OP_ROOT) {
        int64_t degree = 0;
        if (b->kind == NODE_CONSTANT)
            rational_to_int64(&b->value.number, &degree);
        unit = degree > 0 && degree < 1000 ? unit_root(a->unit, (int)degree) : unit_is_ratio(a->unit) ? unit_plain() : NULL;
    } else if (!unit_is_ratio(unit))
        unit = NULL;
    bool above = a->interval.has_least && rational_sign(&a->interval.least) >= 0 && (a->interval.never_zero || rational_sign(&a->interval.least) > 0);
    if (function->op == OP_LOGARITHM && !above)
        return fault(scope, "E0805", scope->kernel ? a->span : span, node_text(scope, a), NULL);
    return unit ? node_operation(pool, function->op, a, b, NULL, unit, span) : fault(scope, "E0214", span, NULL);
}

static struct node *resolve_function(struct scope *scope, const struct function *function, const struct token *tokens, uint32_t count)
{
    struct node *arguments[4] = {0};
    uint32_t number = 0, from = 2;
    while (from < count) {
        uint32_t end = token_next_comma(tokens, count - 1, from);
        if (number == 4 || end == from)
            break;
        struct scope inner = *scope;
        inner.subject = inner.compared_to = NULL;       /* 低于 取大(甲,不适用): what is compared outside is not what is said of inside */
        arguments[number] = resolve_tokens(&inner, tokens + from, end - from);
        if (!arguments[number++])
            return NULL;
        from = end + 1;
    }
    if (number != function->arguments)
        return fault(scope, "E0205", tokens[0].span, tokens[0].text, lang_format("%u", function->arguments), NULL);
    return apply_function(scope, function, arguments, tokens_span(tokens, count));
}

/* ---- phrases of stdlib/ ---- */

struct node *resolve_phrase_body(struct scope *scope, const struct token *body, uint32_t count, struct binding *bindings, struct span span)
{
    struct scope inner = *scope;
    inner.subject = inner.compared_to = NULL;
    inner.bindings = bindings;
    inner.use = scope->kernel ? scope->use : span;
    inner.kernel = true;
    struct node *node = resolve_tokens(&inner, body, count);
    struct model *model = scope->scheme->model;
    if (node && !scope->kernel)
        *ARRAY_ADD(model->phrase_places, model->phrase_place_count) = (struct phrase_place){node, span};
    return node;
}

/* Binds each slot's tokens to their value; a slot named twice must mean the same. */
bool bind_slots(struct scope *scope, const struct match *match, struct binding *bindings, struct binding **chain)
{
    for (uint32_t i = 0; i < match->count; i++) {
        const struct capture *capture = &match->captures[i];
        struct scope inner = *scope;
        struct rational factor;
        rational_init(&factor);
        struct node *node = NULL;
        const struct unit *unit = capture->count == 1 && capture->tokens[0].kind == TOKEN_WORD ? unit_find(capture->tokens[0].text, &factor) : NULL;
        if (unit && strcmp(capture->name, "单位") == 0)
            node = node_number(scope->scheme->model->pool, &factor, unit, capture->tokens[0].span);
        else
            node = resolve_tokens(&inner, capture->tokens, capture->count);
        if (!node)
            return false;
        for (const struct binding *other = *chain; other; other = other->next)
            if (strcmp(other->name, capture->name) == 0 && other->node != node) {
                fault(scope, "E0206", tokens_span(capture->tokens, capture->count), NULL);
                fault_also(scope, other->node->span, "前面说的一步", "the step said before");
                if (!scope->kernel)
                    propose(scope->scheme->model, tokens_span(capture->tokens, capture->count), span_text(scope->scheme->model, other->node->span));
                return false;
            }
        bindings[i] = (struct binding){capture->name, node, NULL, *chain};
        *chain = &bindings[i];
    }
    return true;
}

struct node *phrase_used(struct scope *scope, const struct phrase *phrase, const struct binding *slots, struct span span, struct node *node)
{
    struct model *model = scope->scheme->model;
    uint32_t count = 0;
    if (!node || !phrase->tells[0])
        return node;
    for (const struct binding *slot = slots; slot; slot = slot->next)
        count++;
    struct phrase_use *use = *ARRAY_ADD(model->phrase_uses, model->phrase_use_count) = lang_new(sizeof *use);
    *use = (struct phrase_use){NULL, node, phrase, span, lang_array(count + 1, sizeof *use->names), lang_array(count + 1, sizeof *use->slots), 0};
    for (const struct binding *slot = slots; slot; slot = slot->next) {
        use->names[use->count] = slot->name;
        use->slots[use->count++] = slot->node;
    }
    return node;
}

static struct node *resolve_value_phrase(struct scope *scope, const struct token *tokens, uint32_t count, bool *matched)
{
    struct match match;
    const struct phrase *phrase = library_match(scope->scheme->model->library, PHRASE_VALUE, tokens, count, &match);
    *matched = phrase != NULL;
    if (!phrase)
        return NULL;
    if (phrase->asks[0])
        return ask_phrase(scope, phrase, tokens, count), NULL;
    struct binding bindings[PATTERN_SLOTS], *chain = NULL;
    if (!bind_slots(scope, &match, bindings, &chain))
        return NULL;
    struct span span = tokens_span(tokens, count);
    return phrase_used(scope, phrase, chain, span, resolve_phrase_body(scope, phrase->body, phrase->body_count, chain, span));
}

/* ---- what a state is: 未填, 已填, 免考 ---- */

struct state { const char *word; unsigned mask; bool negate; };
static const struct state states[] = {
    {"未填", 1u << STATUS_MISSING, false}, {"已填", 1u << STATUS_MISSING, true},
    {"不适用", 1u << STATUS_NOT_APPLICABLE, false}, {"不评", 1u << STATUS_NOT_APPLICABLE, false},
    {"免考", 1u << STATUS_EXEMPT, false}, {"未免考", 1u << STATUS_EXEMPT, true}};

static const struct state *state_at(const struct token *word)
{
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (token_is(word, states[i].word))
            return &states[i];
    return NULL;
}

bool state_word(const struct token *word) { return state_at(word) != NULL; }

static struct node *resolve_state(struct scope *scope, const struct token *tokens, uint32_t count, bool *matched)
{
    const struct token *last = &tokens[count - 1];
    const struct state *state = state_at(last);
    *matched = state && !(count == 1 && !scope->subject);
    if (!*matched)
        return NULL;
    if (count > 1 && state_word(&tokens[count - 2]))
        return fault(scope, "E0146", last->span, last->text, NULL);
    struct node *subject = scope->subject;
    unsigned mask = state->mask;
    if (count > 1) {
        bool of_cell = state->mask == status_mask(STATUS_MISSING);       /* whatever an empty cell counts as */
        struct field_model *field = of_cell && count == 2 && tokens[0].kind == TOKEN_WORD && scope->domain ? field_find(scope->domain, tokens[0].text) : NULL;
        subject = field ? node_field(scope->scheme->model->pool, field->owner, field) : resolve_run(scope, tokens, count - 1);
    }
    if (!subject)
        return NULL;
    scope->subject = subject;
    if (mask & 1u << STATUS_MISSING && subject->kind != NODE_FIELD)     /* what is computed is not there where nothing is to be taken, the earliest of no rows, nor where it is exempt */
        mask |= 1u << STATUS_NOT_APPLICABLE | 1u << STATUS_EXEMPT;
    struct node *is = node_status_is(scope->scheme->model->pool, subject, mask);
    return state->negate ? negate_condition(scope, is) : is;
}

/* ---- of the row that a reference names: 科室 的 等次 ---- */

static struct node *resolve_member(struct scope *scope, const struct token *tokens, uint32_t count, bool *matched)
{
    uint32_t of = 0;
    for (uint32_t i = 1; i + 1 < count && !of; i++)
        if (token_is(&tokens[i], "的") || tokens[i].kind == TOKEN_DOT)
            of = i;
    *matched = of == 1 && tokens[0].kind == TOKEN_WORD;
    if (!*matched)
        return NULL;
    struct row_set *ledger = ledger_find(scope->scheme, tokens[0].text);
    if (tokens[of].kind == TOKEN_DOT && ledger && ledger == scope->domain) {       /* 乡镇.满意度: the field, whatever else has the name */
        struct field_model *field = field_find(ledger, tokens[of + 1].text);
        if (field)
            return field_value(scope, field, tokens[of + 1].span);
    }
    struct node *index = resolve_name(scope, &tokens[0]);
    if (!index)
        return NULL;
    if (index->type == TYPE_NUMBER && tokens[of].kind != TOKEN_DOT && figure_begins(scope, tokens + of + 1, count - of - 1))
        return ask_pool(scope, tokens, count), NULL;
    if (index->type != TYPE_INDEX)
        return fault(scope, "E0207", tokens[0].span, tokens[0].text, NULL);
    if (!index->target)
        return NULL;
    struct scope inner = {.scheme = index->target->scheme, .domain = index->target};
    struct node *value = resolve_run(&inner, tokens + of + 1, count - of - 1);
    return value ? node_gather(scope->scheme->model->pool, index, value, tokens_span(tokens, count)) : NULL;
}

/* 取得 前列 名额: whether one of the places is the unit's. */
static struct node *resolve_places(struct scope *scope, const struct token *tokens, uint32_t count, bool *matched)
{
    *matched = count == 3 && token_is(&tokens[0], "取得") && token_is(&tokens[2], "名额");
    if (!*matched)
        return NULL;
    for (uint32_t i = 0; i < scope->scheme->places_count && scope->domain == scope->scheme->units; i++)
        if (strcmp(scope->scheme->places[i]->grade, tokens[1].text) == 0)
            return places_taken(scope->scheme, scope->scheme->places[i]);
    const char **grades = NULL;
    uint32_t grade_count = 0;
    for (uint32_t i = 0; i < scope->scheme->places_count; i++)
        *ARRAY_ADD(grades, grade_count) = scope->scheme->places[i]->grade;
    fault(scope, "E0377", tokens[1].span, tokens[1].text, NULL);
    propose_nearest(scope->scheme->model, tokens[1].span, tokens[1].text, grades, grade_count);
    return NULL;
}

/* Written without a space or mark between. */
static bool is_one_word(const struct token *tokens, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (tokens[i].kind != TOKEN_WORD || (i && tokens[i].span.start != tokens[i - 1].span.end))
            return false;
    return count > 1;
}

/* 折算(甲,乙) where a file that may declare it could not be read, which was told. */
static bool function_is_missing(const struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    return scheme->citing_failed && count >= 3 && tokens[0].kind == TOKEN_WORD && tokens[1].kind == TOKEN_OPEN && token_group_end(tokens, count, 1) == count;
}

struct node *resolve_run(struct scope *scope, const struct token *tokens, uint32_t count)
{
    bool matched = false;
    struct node *node = resolve_pool_run(scope, tokens, count, &matched);
    if (matched)
        return node;
    uint32_t used;
    size_t before = diagnostics_total(scope->scheme->model->diagnostics);
    node = literal_at(scope, tokens, count, &used);
    if (node ? used == count : diagnostics_total(scope->scheme->model->diagnostics) > before)
        return node;
    node = resolve_state(scope, tokens, count, &matched);
    if (matched)
        return node;
    if (count == 1 && tokens[0].kind == TOKEN_WORD)
        return resolve_name(scope, &tokens[0]);
    node = resolve_places(scope, tokens, count, &matched);
    if (matched)
        return node;
    bool is_call = count >= 3 && tokens[0].kind == TOKEN_WORD && tokens[1].kind == TOKEN_OPEN && token_group_end(tokens, count, 1) == count;
    const struct function *kernel = is_call ? function_at(scope, &tokens[0]) : NULL;
    if (kernel)
        return resolve_function(scope, kernel, tokens, count);
    struct function_model *function = is_call ? function_find(scope->scheme, tokens[0].text) : NULL;
    if (function)
        return function_call(scope, function, tokens, count);
    node = resolve_value_phrase(scope, tokens, count, &matched);
    if (matched)
        return node;
    if (count >= 2 && (token_is(&tokens[0], "舍入后") || token_is(&tokens[0], "舍入前")))
        return resolve_rounding_stage(scope, tokens, count);
    node = resolve_member(scope, tokens, count, &matched);
    if (matched)
        return node;
    if (function_is_missing(scope->scheme, tokens, count))
        return NULL;
    if (is_one_word(tokens, count)) {       /* a name that is not known, and could be cut into words that are */
        struct span span = tokens_span(tokens, count);
        return unknown_name(scope, &(struct token){.kind = TOKEN_WORD, .text = span_text(scope->scheme->model, span), .span = span});
    }
    return not_understood(scope->scheme, scope->domain, STANDS_FORMULA, tokens, count);
}
