/* Every value that a clause rests on is looked at under the conditions under which the clause takes effect: an item that is neither exempt nor
 * inapplicable, whose score no line replaces. Where it can then be without a value (check/absence.h), the clause leaves something open. */
#include "check/unanswered.h"
#include <string.h>
#include "check/absence.h"
#include "elaborate/elaborate.h"
#include "memory.h"

/* What the clause does, for the answers that are proposed. */
enum use { USE_POINTS, USE_REPLACE, USE_LIMIT, USE_CONDITION, USE_SCORE, USE_ROW, USE_COUNTED };

/* Scores and totals of which something was asked already: what looks at them is not asked too, as if they were there. */
struct open { const struct node **nodes; uint32_t count; };

struct asking {
    struct scope scope;
    struct open *open;
    struct absences absences;
    struct held held;                   /* what holds where the clause takes effect */
    const struct node **told; uint32_t told_count;      /* what was asked of the item already: one question, one message */
};

static struct absences absences_with(struct scheme *scheme, const struct row_set *rows, const struct open *open)
{
    struct absences absences = absences_open(scheme, rows);
    for (uint32_t i = 0; i < open->count; i++)
        absence_is_answered(&absences, open->nodes[i]);
    return absences;
}

static void add_open(struct asking *asking, const struct node *node)
{
    *ARRAY_ADD(asking->open->nodes, asking->open->count) = node;
    absence_is_answered(&asking->absences, node);
}

static void hold(struct asking *asking, struct node *condition, bool wanted)
{
    if (!condition)
        return;
    held_add(&asking->held, absence_in(&asking->absences, condition), wanted);
    held_add(&asking->held, absence_of(&asking->absences, condition), false);
}

/* ---- what it is that has no value ---- */

static const char *name_among(struct quantity **list, uint32_t count, const struct node *node)
{
    for (uint32_t i = 0; i < count; i++)
        if (list[i]->node == node || list[i]->base.value == node)
            return list[i]->name;
    return NULL;
}

static const char *name_of(const struct scope *scope, const struct node *node)
{
    const struct scheme *scheme = scope->scheme;
    const char *name = scope->item ? name_among(scope->item->quantities, scope->item->quantity_count, node) : NULL;
    name = name ? name : scope->places ? name_among(scope->places->quantities, scope->places->quantity_count, node) : NULL;
    name = name ? name : name_among(scheme->quantities, scheme->quantity_count, node);
    const struct item *blocks[2] = {scheme->bonus, scheme->deduction};
    for (int i = 0; i < 2 && !name; i++)
        name = blocks[i] && blocks[i] != scope->item && blocks[i]->counted == node ? blocks[i]->name : NULL;
    for (uint32_t i = 0; i < scheme->item_count && !name; i++)
        name = scheme->items[i] != scope->item && scheme->items[i]->counted == node ? scheme->items[i]->code : NULL;
    for (uint32_t i = 0; i < scheme->group_count && !name; i++)
        name = group_total(scope->scheme, scheme->groups[i], false) == node ? scheme->groups[i]->name : NULL;
    return name ? name : node->kind == NODE_FIELD ? node->field->name : NULL;
}

static bool in_clause(const struct clause *clause, const struct node *node)
{
    return node->span.file == clause->span.file && node->span.start >= clause->span.start && node->span.end <= clause->span.end && node->span.end > node->span.start;
}

/* Whether the value can be absent where the clause takes effect. */
static bool lacks(struct asking *asking, struct node *node)
{
    struct samples found;
    if (!node || !node_can_be(node, ABSENT))
        return false;
    enum reach reach = reach_event(&asking->held, absence_of(&asking->absences, node), &found);
    samples_release(&found);
    return reach != REACH_NEVER;
}

/* The first operand, from the outside in, that has a name; else the innermost that is written in the clause. */
static const struct node *culprit(struct asking *asking, const struct clause *clause, const struct node *node, const char **name)
{
    struct node *const operands[3] = {node->a, node->b, node->c};
    const struct node *written = NULL;
    if ((*name = name_of(&asking->scope, node)))
        return node;
    for (int i = 0; i < 3 && (node->kind == NODE_OPERATION || node->kind == NODE_GATHER); i++) {
        const struct node *found = lacks(asking, operands[i]) ? culprit(asking, clause, operands[i], name) : NULL;
        if (*name)
            return found;
        written = written ? written : found;
    }
    return written ? written : in_clause(clause, node) ? node : NULL;
}

/* The figure over rows that has no value for want of rows, where it is that. */
static const struct node *figure_of_rows(const struct node *node)
{
    if (!node || !node_can_be(node, ABSENT))
        return NULL;
    if (node->kind == NODE_FOLD)
        return node;
    if (node->kind != NODE_OPERATION && node->kind != NODE_GATHER)
        return NULL;
    const struct node *found = node->kind == NODE_OPERATION ? figure_of_rows(node->a) : NULL;
    found = found ? found : figure_of_rows(node->b);
    return found ? found : figure_of_rows(node->c);
}

/* 选(各 评价 的 个数 为 0,不适用,…): the rows that are counted. */
static const struct node *counted_rows(const struct node *node, uint32_t depth)
{
    if (!node || depth > 40 || node->kind == NODE_CONSTANT || node->kind == NODE_FIELD)
        return NULL;
    if (node->kind == NODE_FOLD)
        return node->fold == FOLD_COUNT ? node : NULL;
    const struct node *found = counted_rows(node->a, depth + 1);
    found = found ? found : counted_rows(node->b, depth + 1);
    return found ? found : counted_rows(node->c, depth + 1);
}

/* When it has none, in both languages. */
static void when(const struct node *node, const char *text[2])
{
    const struct node *figure = figure_of_rows(node);
    figure = figure ? figure : node_can_be(node, status_mask(STATUS_NOT_APPLICABLE)) ? counted_rows(node, 0) : NULL;
    text[0] = text[1] = "";
    if (figure) {
        const char *rows = figure->target->name;
        text[0] = lang_format(figure->c || figure->b ? "没有一行“%s”可算时" : "一行“%s”也没有时", rows);
        text[1] = lang_format(figure->c || figure->b ? "where no row of “%s” is to be taken" : "where there is no row of “%s”", rows);
    } else if (node_can_be(node, status_mask(STATUS_EXEMPT))) {
        text[0] = "免考时";
        text[1] = "where it is exempt";
    } else if (node_can_be(node, status_mask(STATUS_NOT_APPLICABLE))) {
        text[0] = "不适用时";
        text[1] = "where it does not apply";
    } else {
        text[0] = "没有填时";
        text[1] = "where it is not filled in";
    }
}

/* ---- the answers, and what each scores ---- */

/* The item's points (of the first class that has it), 10 where it has none; what the others of the total reach at 80%. */
static void sums(const struct asking *asking, struct rational *own, struct rational *others, struct rational *full)
{
    const struct item *item = asking->scope.item;
    struct rational part;
    rational_init(&part);
    rational_set(own, 10, 1);
    rational_set(full, 100, 1);
    if (asking->scope.scheme->has_full)
        rational_copy(full, &asking->scope.scheme->full);
    const struct field_model *class_field = asking->scope.scheme->class_field;
    bool found = false;
    for (uint32_t class = 0; item && item->weight && !found && class < (class_field ? class_field->categories->count : 1); class++) {
        const struct constant_value *weight = node_value_for(item->weight, class);
        if ((found = weight && weight->status == STATUS_PRESENT))
            rational_copy(own, &weight->number);
    }
    rational_set(&part, 4, 5);
    rational_subtract(others, full, own);
    if (rational_sign(others) < 0)
        rational_set(others, 0, 1);
    rational_multiply(others, others, &part);
}

/* The question about a line that adds, takes or replaces points of an indicator: what is scored by each answer. */
static void ask_with_totals(const struct asking *asking, struct span span, const char *name, const char *text[2])
{
    struct rational own, others, full, with, without, part;
    rational_init(&own);
    rational_init(&others);
    rational_init(&full);
    rational_init(&with);
    rational_init(&without);
    rational_init(&part);
    sums(asking, &own, &others, &full);
    rational_add(&with, &own, &others);
    rational_set(&part, 4, 5);
    rational_multiply(&without, &full, &part);
    fault(&asking->scope, "E0466", span, name, text[0], text[1], number_text(&full), number_text(&own), number_text(&others), number_text(&with), number_text(&without), NULL);
}

/* Where it stands decides which answers there are. */
static void ask(const struct asking *asking, enum use use, struct span span, const char *name, const char *text[2])
{
    const struct item *item = asking->scope.item;
    switch (use) {
    case USE_POINTS: case USE_REPLACE:
        if (item && item->kind == ITEM_INDICATOR)
            ask_with_totals(asking, span, name, text);
        else
            fault(&asking->scope, "E0467", span, name, text[0], text[1], NULL);
        return;
    case USE_LIMIT:
        fault(&asking->scope, "E0468", span, name, text[0], text[1], NULL);
        return;
    case USE_CONDITION:
        fault(&asking->scope, "E0469", span, name, text[0], text[1], NULL);
        return;
    case USE_COUNTED:
        fault(&asking->scope, "E0472", span, name, text[0], text[1], NULL);
        return;
    case USE_SCORE: case USE_ROW:
        fault(&asking->scope, use == USE_SCORE ? "E0470" : "E0471", span, name, text[0], text[1], NULL);
        return;
    }
}

/* ---- asking ---- */

static bool told_before(struct asking *asking, const struct node *event)
{
    for (uint32_t i = 0; i < asking->told_count; i++)
        if (asking->told[i] == event)
            return true;
    *ARRAY_ADD(asking->told, asking->told_count) = event;
    return false;
}

/* What is compared can be said to be filled right there: 办成日期 已填 且 晚于 时限; a condition may hold without it as well. */
static void propose_filled(struct model *model, const struct clause *clause, const char *name, bool condition)
{
    static const char *const comparisons[] = {
#define COMPARISON(comparison, zh, en) zh,
#define SYMBOL(comparison, mark) mark,
#define CONNECTIVE(token, zh, en)
#define BEHIND(word, instead)
#define UNCLEAR(word, with, without)
#include "syntax/operators.def"
#undef COMPARISON
#undef SYMBOL
#undef CONNECTIVE
#undef BEHIND
#undef UNCLEAR
    };
    uint32_t at = 0;
    bool compared = false;
    while (at + 1 < clause->token_count && !token_is(&clause->tokens[at], name))
        at++;
    for (size_t i = 0; at + 1 < clause->token_count && i < sizeof comparisons / sizeof comparisons[0]; i++)
        compared = compared || token_is(&clause->tokens[at + 1], comparisons[i]);
    if (!compared)
        return;
    bool english = source_is_english(diagnostics_source(model->diagnostics, clause->span.file));
    diagnostic_fix(model->diagnostics, clause->tokens[at].span, lang_format(english ? "%s is filled and" : "%s 已填 且", name), condition ? TRUST_LIKELY : TRUST_GUESS);
    if (condition)
        diagnostic_fix(model->diagnostics, clause->tokens[at].span, lang_format(english ? "%s is empty or" : "%s 未填 或", name), TRUST_LIKELY);
}

static struct span place_of(const struct clause *clause, const char *name, struct span span)
{
    for (uint32_t i = 0; clause && name && i < clause->token_count; i++)
        if (token_is(&clause->tokens[i], name))
            return clause->tokens[i].span;
    return span;
}

static void report(struct asking *asking, enum use use, struct node *value, const struct clause *clause, struct span span)
{
    const char *name = NULL, *text[2];
    const struct node *node = culprit(asking, clause, value, &name);
    when(node ? node : value, text);
    if (!name)
        name = node ? span_text(asking->scope.scheme->model, node->span) : span_text(asking->scope.scheme->model, span);
    ask(asking, use, place_of(clause, name, span), name, text);
    propose_filled(asking->scope.scheme->model, clause, name, use == USE_CONDITION || use == USE_COUNTED);
    if (node && node->span.end > node->span.start && !in_clause(clause, node) && node->span.file == clause->span.file)
        fault_also(&asking->scope, node->span, "这里可能没有值", "there may be no value here");
}

/* The value, at the span in the clause. */
static void need(struct asking *asking, enum use use, struct node *value, const struct clause *clause, struct span span)
{
    if (!value || !node_can_be(value, ABSENT))
        return;
    struct node *event = absence_of(&asking->absences, value);
    struct samples found;
    if (node_is_false(event))
        return;
    enum reach reach = reach_event(&asking->held, event, &found);
    if (reach != REACH_NEVER && !told_before(asking, event)) {
        if (reach == REACH_POSSIBLE)
            report(asking, use, value, clause, span);
        else
            fault(&asking->scope, "W0466", span, span_text(asking->scope.scheme->model, span), NULL);
    }
    samples_release(&found);
}

static struct span guard_span(const struct line *line)
{
    return line->guard_to > line->guard_from ? tokens_span(line->clause->tokens + line->guard_from, line->guard_to - line->guard_from) : line->clause->span;
}

static struct span rest_span(const struct line *line)
{
    return line->to > line->from ? tokens_span(line->clause->tokens + line->from, line->to - line->from) : line->clause->span;
}

/* ---- items ---- */

static bool answered(const struct line *line)
{
    return line->condition && !node_can_be(line->condition, status_mask(STATUS_NOT_APPLICABLE) | status_mask(STATUS_EXEMPT));
}

/* None of the lines replaces the value; only_answered: of those whose conditions always have an answer, which are looked at first. */
static void hold_none(struct asking *asking, const struct line *lines, uint32_t count, bool only_answered)
{
    for (uint32_t i = 0; i < count; i++)
        if (!only_answered || answered(&lines[i]))
            hold(asking, lines[i].condition, false);
}

static void lines_of(struct asking *asking, const struct points_line *points)
{
    struct held kept = asking->held;
    const struct line *line = &points->line;
    need(asking, USE_POINTS, line->condition, line->clause, guard_span(line));
    hold(asking, line->condition, true);
    need(asking, USE_POINTS, points->amount, line->clause, rest_span(line));
    asking->held = kept;
}

/* stated: a value that the rule says is none (不评) is an answer. */
static void replacements(struct asking *asking, enum use use, const struct line *lines, uint32_t count, bool stated)
{
    struct held kept = asking->held;
    for (uint32_t i = 0; i < count; i++) {
        const struct line *line = &lines[i];
        asking->held = kept;
        if (!answered(line))
            hold_none(asking, lines, count, true);
        need(asking, use, line->condition, line->clause, guard_span(line));
        hold(asking, line->condition, true);
        if (!stated || !line->value || line->value->kind != NODE_CONSTANT)
            need(asking, use, line->value, line->clause, rest_span(line));
    }
    asking->held = kept;
}

static void exceptions(struct asking *asking, const struct line *lines, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct held kept = asking->held;
        for (uint32_t k = 0; k < count; k++)
            if (k != i && answered(&lines[k]))
                hold(asking, lines[k].condition, false);
        need(asking, USE_CONDITION, lines[i].condition, lines[i].clause, guard_span(&lines[i]));
        asking->held = kept;
    }
}

/* Whether something is said for what does not apply: then the score may rest on what is not there. An indicator is asked by its weight. */
static bool inapplicable_is_stated(const struct item *item)
{
    bool whole = item->kind == ITEM_BONUS || item->kind == ITEM_DEDUCTION;      /* the total that adds it is asked */
    bool unused = item->kind == ITEM_VARIANT && !item->variants->put_together;      /* an empty cell in its own column */
    return item->kind == ITEM_INDICATOR || whole || unused || item->not_applicable_policy.kind != POLICY_NONE;
}

static void item_asks(struct scheme *scheme, struct item *item, struct absences absences, struct open *open)
{
    size_t before = diagnostics_total(scheme->model->diagnostics);
    if (!item || item->faulty || item->left_out || !item->item_score)
        return;
    struct asking asking = {.scope = item_scope(scheme, item), .absences = absences, .open = open};
    struct quantity *score = quantity_find(item->quantities, item->quantity_count, "得分");
    struct line *lines = score ? score->overrides : NULL;
    uint32_t count = score ? score->override_count : 0;
    exceptions(&asking, item->exempt, item->exempt_count);
    exceptions(&asking, item->not_applicable, item->not_applicable_count);
    hold(&asking, item->is_exempt, false);
    for (uint32_t i = 0; i < item->not_applicable_count; i++)
        hold(&asking, item->not_applicable[i].condition, false);
    struct held kept = asking.held;
    hold_none(&asking, lines, count, false);
    if (!inapplicable_is_stated(item)) {
        const struct quantity *base = score && score->base.clause ? score : quantity_find(item->quantities, item->quantity_count, "得分率");
        if (base && base->base.clause)
            need(&asking, USE_ROW, item->base_value, base->base.clause, rest_span(&base->base));
    }
    asking.held = kept;
    hold(&asking, item->inapplicable, false);
    kept = asking.held;
    hold_none(&asking, lines, count, false);
    for (uint32_t i = 0; i < item->points_count; i++)
        lines_of(&asking, &item->points[i]);
    struct line *limits[2] = {&item->cap, &item->floor};
    for (int i = 0; i < 2; i++)
        if (limits[i]->clause)
            need(&asking, USE_LIMIT, limits[i]->value, limits[i]->clause, rest_span(limits[i]));
    asking.held = kept;
    replacements(&asking, USE_REPLACE, lines, count, false);
    if (item->counted && diagnostics_total(scheme->model->diagnostics) > before)
        add_open(&asking, item->counted);
}

/* ---- the scheme ---- */

static void figures_ask(struct scheme *scheme, struct absences absences, struct open *open)
{
    for (uint32_t i = 0; i < scheme->quantity_count; i++) {
        struct quantity *quantity = scheme->quantities[i];
        struct asking asking = {.scope = scheme_scope(scheme), .absences = absences, .open = open};
        if (!quantity->is_result || !quantity->node || !quantity->base.value)
            continue;
        if (quantity != scheme->total)      /* another result may be empty, and says so in its column; a line must not empty it */
            held_add(&asking.held, absence_of(&asking.absences, quantity->base.value), false);
        replacements(&asking, USE_SCORE, quantity->overrides, quantity->override_count, true);
        asking.held.count = 0;
        hold_none(&asking, quantity->overrides, quantity->override_count, false);
        bool stated = !lacks(&asking, quantity->base.value);
        if (quantity == scheme->total)
            need(&asking, USE_SCORE, quantity->base.value, quantity->base.clause, rest_span(&quantity->base));
        if (stated || asking.told_count)
            add_open(&asking, quantity->node);      /* what a line calls 不评 is neither graded nor given a place */
    }
    for (uint32_t i = 0; i < scheme->group_count; i++) {
        struct asking asking = {.scope = scheme_scope(scheme), .absences = absences, .open = open};
        struct line *limits[2] = {&scheme->groups[i]->cap, &scheme->groups[i]->floor};
        for (int k = 0; k < 2; k++)
            if (limits[k]->clause)
                need(&asking, USE_LIMIT, limits[k]->value, limits[k]->clause, rest_span(limits[k]));
    }
}

static void grades_ask(struct scheme *scheme, struct absences absences, struct open *open)
{
    struct asking asking = {.scope = scheme_scope(scheme), .absences = absences, .open = open};
    if (scheme->grade_subject)
        held_add(&asking.held, absence_of(&asking.absences, scheme->grade_subject), false);
    const struct clause *clause = scheme->grade ? scheme->grade_clause : NULL;
    for (uint32_t i = 0; clause && i < clause->body_count; i++) {
        const struct clause *row = &clause->body[i];
        need(&asking, USE_CONDITION, scheme->bands[i], row, row->span);
        hold(&asking, scheme->bands[i], false);
    }
    asking.held.count = 0;
    for (uint32_t i = 0; i < scheme->veto_count; i++)
        need(&asking, USE_CONDITION, scheme->vetoes[i].condition, scheme->vetoes[i].line.clause, guard_span(&scheme->vetoes[i].line));
    for (uint32_t i = 0; i < scheme->adjustment_count; i++)
        need(&asking, USE_CONDITION, scheme->adjustments[i].condition, scheme->adjustments[i].line.clause, guard_span(&scheme->adjustments[i].line));
    for (uint32_t i = 0; i < scheme->places_count; i++) {
        struct places *places = scheme->places[i];
        asking.scope.places = places;
        if (places->taken) {
            need(&asking, USE_CONDITION, places->candidates, places->take, places->take->span);
            need(&asking, USE_CONDITION, places->number, places->clause, places->span);
        }
    }
}

/* Which rows count for a figure; rows whose value is not there count for none. */
static void counted_ask(struct scheme *scheme, struct open *open)
{
    for (uint32_t i = 0; i < scheme->row_condition_count; i++) {
        const struct row_condition *row = &scheme->row_conditions[i];
        struct asking asking = {.scope = {.scheme = scheme, .domain = row->rows, .item = row->rows->scored}, .absences = absences_with(scheme, row->rows, open), .open = open};
        struct clause clause = {.tokens = (struct token *)row->tokens, .token_count = row->token_count, .span = tokens_span(row->tokens, row->token_count)};
        if (row->value)
            held_add(&asking.held, absence_of(&asking.absences, row->value), false);
        if (!row->assessed_only || node_can_be(row->condition, status_mask(STATUS_MISSING)))
            need(&asking, USE_COUNTED, row->condition, &clause, clause.span);
    }
}

static void rows_ask(struct scheme *scheme, struct open *open)
{
    for (uint32_t i = 0; i < scheme->ledger_count; i++)
        if (scheme->ledgers[i]->scored)
            item_asks(scheme, scheme->ledgers[i]->scored, absences_with(scheme, scheme->ledgers[i], open), open);
}

void check_unanswered(struct scheme *scheme)
{
    struct open open = {0};
    rows_ask(scheme, &open);
    struct absences absences = absences_with(scheme, scheme->units, &open);
    for (uint32_t i = 0; i < scheme->item_count; i++)
        item_asks(scheme, scheme->items[i], absences, &open);
    for (uint32_t i = 0; i < scheme->variant_count; i++)
        for (uint32_t k = 0; k < scheme->variants[i]->item_count; k++)
            item_asks(scheme, scheme->variants[i]->items[k], absences, &open);
    counted_ask(scheme, &open);
    item_asks(scheme, scheme->bonus, absences, &open);
    item_asks(scheme, scheme->deduction, absences, &open);
    figures_ask(scheme, absences, &open);
    grades_ask(scheme, absences, &open);
}
