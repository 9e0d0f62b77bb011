/* What is said for the whole scheme: who is assessed, the total, bonus and deductions, ranks, grades, vetoes, ledgers, constants, demands. */
#include <string.h>
#include "check/level.h"
#include "diff/diff.h"
#include "elaborate/elaborate.h"
#include "memory.h"

static const char *clause_text(const struct scheme *scheme, const struct clause *clause)
{
    return clause ? words_as_written(scheme->model, clause->tokens, clause->token_count) : NULL;
}

static struct span span_of(const struct clause *clause) { return clause ? clause->span : (struct span){0}; }

/* One clause of each, either of which may be missing. */
static struct change *clause_change(struct diff *diff, enum change_kind kind, const char *code, const struct clause *old, const struct clause *new)
{
    return change_from_to(diff, kind, code, clause_text(diff->old, old), clause_text(diff->new, new), span_of(old), span_of(new));
}

/* ---- total, bonus, deduction, further results ---- */

static bool differs(const struct quantity *old, const struct quantity *new)
{
    bool lines = same_lines(&old->base, &new->base) && old->override_count == new->override_count;
    for (uint32_t i = 0; lines && i < old->override_count; i++)
        lines = same_lines(&old->overrides[i], &new->overrides[i]);
    return !lines;
}

/* The line of 总分 without 满分, which is told by itself. */
static bool same_total(const struct scheme *old, const struct scheme *new)
{
    const struct scheme *sides[2] = {old, new};
    const struct token *tokens[2];
    uint32_t counts[2] = {0, 0};
    for (int side = 0; side < 2; side++) {
        const struct line *line = &sides[side]->total->base;
        struct token *kept = lang_array(line->to + 1, sizeof *kept);
        for (uint32_t from = line->from; from < line->to;) {
            uint32_t end = token_next_comma(line->clause->tokens, line->to, from);
            if (!token_is(&line->clause->tokens[from], "满分"))
                for (uint32_t i = from; i < end + (end < line->to); i++)
                    kept[counts[side]++] = line->clause->tokens[i];
            from = end + 1;
        }
        while (counts[side] && kept[counts[side] - 1].kind == TOKEN_COMMA)
            counts[side]--;
        tokens[side] = kept;
    }
    return same_tokens(tokens[0], counts[0], tokens[1], counts[1]);
}

static void totals(struct diff *diff)
{
    const struct scheme *old = diff->old, *new = diff->new;
    if ((old->total != NULL) != (new->total != NULL) || (old->total && !same_total(old, new)))
        clause_change(diff, CHANGE_TOTAL, NULL, old->total ? old->total->base.clause : NULL, new->total ? new->total->base.clause : NULL);
    const char *from = old->has_full ? number_text(&old->full) : NULL, *to = new->has_full ? number_text(&new->full) : NULL;
    if (!same_text(from, to))
        change_from_to(diff, CHANGE_FULL_MARKS, NULL, from, to, old->full_span, new->full_span);
    for (uint32_t i = 0; i < old->quantity_count; i++) {
        const struct quantity *a = old->quantities[i], *b = quantity_find(new->quantities, new->quantity_count, a->name);
        if (a == old->total || !a->base.clause)
            continue;
        if (!b)
            change_from_to(diff, a->is_result ? CHANGE_RESULT_REMOVED : CHANGE_CONSTANT, a->name, line_as_written(old->model, &a->base), NULL, a->span, (struct span){0});
        else if (differs(a, b))
            change_from_to(diff, a->is_result ? CHANGE_RESULT : CHANGE_CONSTANT, a->name, line_as_written(old->model, &a->base), line_as_written(new->model, &b->base), a->span, b->span);
    }
    for (uint32_t i = 0; i < new->quantity_count; i++) {
        const struct quantity *b = new->quantities[i];
        if (b != new->total && b->base.clause && !quantity_find(old->quantities, old->quantity_count, b->name))
            change_from_to(diff, b->is_result ? CHANGE_RESULT_ADDED : CHANGE_CONSTANT, b->name, NULL, line_as_written(new->model, &b->base), (struct span){0}, b->span);
    }
}

static void block(struct diff *diff, const struct item *old, const struct item *new, const char *code, enum change_kind added, enum change_kind removed, enum change_kind cap)
{
    if (old && new)
        rule_changes(diff, old, new, code, cap);
    else if (old || new)
        change_from_to(diff, new ? added : removed, code, NULL, NULL, old ? old->span : (struct span){0}, new ? new->span : (struct span){0});
}

static void roundings(struct diff *diff)
{
    const struct scheme *old = diff->old, *new = diff->new;
    bool same = old->has_rounding == new->has_rounding && (!old->has_rounding || (rational_compare(&old->quantum, &new->quantum) == 0 && old->rounding == new->rounding));
    if (!same && (old->item_count || new->item_count))
        change_from_to(diff, CHANGE_ROUNDING, NULL, old->rounding_span.end ? span_text(old->model, old->rounding_span) : NULL,
                       new->rounding_span.end ? span_text(new->model, new->rounding_span) : NULL, old->rounding_span, new->rounding_span);
}

/* ---- ranks, grades, places ---- */

static const struct clause *grade_row(const struct scheme *scheme, const char *grade)
{
    for (uint32_t i = 0; scheme->grade_clause && i < scheme->grade_clause->body_count; i++)
        if (token_is(&scheme->grade_clause->body[i].tokens[0], grade))
            return &scheme->grade_clause->body[i];
    return NULL;
}

/* Only numbers differ: in the band's own condition the line, behind 不超过 … 的 the share. */
static bool grade_numbers(struct diff *diff, const char *grade, const struct clause *old, const struct clause *new)
{
    if (!same_shape(old->tokens, old->token_count, new->tokens, new->token_count))
        return false;
    uint32_t line_end = token_next_comma(old->tokens, old->token_count, 0);
    for (uint32_t i = 1; i < old->token_count; i++) {
        const struct token *a = &old->tokens[i], *b = &new->tokens[i];
        if (a->kind != TOKEN_NUMBER || rational_compare(&a->number, &b->number) == 0)
            continue;
        bool share = i > line_end, percent = i + 1 < old->token_count && token_is(&old->tokens[i + 1], "%");
        int order = rational_compare(&b->number, &a->number);
        struct change *change = change_from_to(diff, share ? CHANGE_GRADE_SHARE : CHANGE_GRADE_LINE, grade,
                                               lang_format("%s%s", number_text(&a->number), percent ? "%" : ""), lang_format("%s%s", number_text(&b->number), percent ? "%" : ""),
                                               old->span, new->span);
        bool capped = token_is(&old->tokens[i - 1], "不超过") || token_is(&old->tokens[i - 1], "低于");
        change->direction = (share || capped ? order < 0 : order > 0) ? DIRECTION_TIGHTENED : DIRECTION_LOOSENED;
    }
    return true;
}

static void grades(struct diff *diff)
{
    const struct clause *old = diff->old->grade_clause, *new = diff->new->grade_clause;
    for (uint32_t i = 0; new && i < new->body_count; i++) {
        const char *grade = new->body[i].tokens[0].text;
        const struct clause *before = grade_row(diff->old, grade), *after = &new->body[i];
        if (!before)
            clause_change(diff, CHANGE_GRADE_ADDED, grade, NULL, after);
        else if (!same_clauses(before, after) && !grade_numbers(diff, grade, before, after))
            clause_change(diff, CHANGE_GRADE, grade, before, after);
    }
    for (uint32_t i = 0; old && i < old->body_count; i++)
        if (!grade_row(diff->new, old->body[i].tokens[0].text))
            clause_change(diff, CHANGE_GRADE_REMOVED, old->body[i].tokens[0].text, &old->body[i], NULL);
    if (old && new && !same_tokens(old->tokens, old->token_count, new->tokens, new->token_count))
        clause_change(diff, CHANGE_GRADE, NULL, old, new);
}

static const struct places *places_for(const struct scheme *scheme, const char *grade)
{
    for (uint32_t i = 0; i < scheme->places_count; i++)
        if (strcmp(scheme->places[i]->grade, grade) == 0)
            return scheme->places[i];
    return NULL;
}

static const char *places_text(const struct scheme *scheme, const struct places *places)
{
    const struct clause *lines = places->clause->body;
    const char *text = words_as_written(scheme->model, places->clause->tokens, places->clause->token_count);
    for (uint32_t i = 0; i < places->clause->body_count; i++)
        text = lang_format("%s;%s", text, words_as_written(scheme->model, lines[i].tokens, lines[i].token_count));
    return text;
}

static void places(struct diff *diff)
{
    const struct scheme *old = diff->old, *new = diff->new;
    for (uint32_t i = 0; i < new->places_count; i++) {
        const struct places *b = new->places[i], *a = places_for(old, b->grade);
        bool same = a && (same_clauses(a->clause, b->clause) || (a->taken && b->taken && same_nodes(diff, a->taken, b->taken)));
        if (!same)
            change_from_to(diff, CHANGE_PLACES, b->grade, a ? places_text(old, a) : NULL, places_text(new, b), a ? a->span : (struct span){0}, b->span);
    }
    for (uint32_t i = 0; i < old->places_count; i++)
        if (!places_for(new, old->places[i]->grade))
            change_from_to(diff, CHANGE_PLACES, old->places[i]->grade, places_text(old, old->places[i]), NULL, old->places[i]->span, (struct span){0});
}

/* Clauses without a name: those in both are passed over; the only one left on each side is one that changed. */
static void clause_lists(struct diff *diff, const struct clause **old, uint32_t old_count, const struct clause **new, uint32_t new_count, enum change_kind added,
                         enum change_kind removed, enum change_kind changed)
{
    for (uint32_t i = 0; i < old_count;) {
        uint32_t same = 0;
        while (same < new_count && !same_clauses(old[i], new[same]))
            same++;
        if (same == new_count) {
            i++;
            continue;
        }
        memmove(old + i, old + i + 1, (--old_count - i) * sizeof *old);
        memmove(new + same, new + same + 1, (--new_count - same) * sizeof *new);
    }
    if (old_count == 1 && new_count == 1 && changed != CHANGE_KINDS) {
        clause_change(diff, changed, NULL, old[0], new[0]);
        return;
    }
    for (uint32_t i = 0; i < new_count; i++)
        clause_change(diff, added, NULL, NULL, new[i]);
    for (uint32_t i = 0; i < old_count; i++)
        clause_change(diff, removed, NULL, old[i], NULL);
}

static void vetoes(struct diff *diff, bool adjustments)
{
    const struct scheme *sides[2] = {diff->old, diff->new};
    const struct clause **lists[2];
    uint32_t counts[2];
    for (int side = 0; side < 2; side++) {
        counts[side] = adjustments ? sides[side]->adjustment_count : sides[side]->veto_count;
        lists[side] = lang_array(counts[side] + 1, sizeof **lists);
        for (uint32_t i = 0; i < counts[side]; i++)
            lists[side][i] = adjustments ? sides[side]->adjustments[i].line.clause : sides[side]->vetoes[i].line.clause;
    }
    if (adjustments)
        clause_lists(diff, lists[0], counts[0], lists[1], counts[1], CHANGE_ADJUSTMENT_ADDED, CHANGE_ADJUSTMENT_REMOVED, CHANGE_ADJUSTMENT);
    else
        clause_lists(diff, lists[0], counts[0], lists[1], counts[1], CHANGE_VETO_ADDED, CHANGE_VETO_REMOVED, CHANGE_VETO);
}

/* ---- ledgers ---- */

static const char *bound_text(const struct field_model *field, const struct rational *bound) { return field->percent ? share_text(bound) : number_text(bound); }

/* ,0% 至 100%: as it would be written in the ledger's line. */
static const char *bounds_text(const struct field_model *field)
{
    if (field->has_least && field->has_greatest && !field->least_open)
        return lang_format(",%s 至 %s", bound_text(field, &field->least), bound_text(field, &field->greatest));
    if (field->has_least && !field->has_greatest && rational_sign(&field->least) == 0)
        return field->least_open ? ",必须为正" : ",不得为负";
    const char *text = "";
    if (field->has_least)
        text = lang_format(",%s%s", field->least_open ? "大于 " : "最小 ", bound_text(field, &field->least));
    if (field->has_greatest)
        text = lang_format("%s,最大 %s", text, bound_text(field, &field->greatest));
    return text;
}

/* What a column may hold and what stands in for an empty cell, in words that do not depend on how the line was laid out. */
static const char *column_text(const struct field_model *field)
{
    static const char *const types[] = {[TYPE_NUMBER] = "数值", [TYPE_BOOLEAN] = "是或否", [TYPE_DATE] = "日期", [TYPE_TEXT] = "文本", [TYPE_CATEGORY] = "分为", [TYPE_INDEX] = "对应"};
    const char *text = field->percent ? "百分比" : field->whole ? "整数" : types[field->type];
    if (field->unit_name && field->unit_name[0] && !field->percent)
        text = lang_format("%s %s", text, field->unit_name);
    for (uint32_t i = 0; field->type == TYPE_CATEGORY && i < field->categories->count; i++)
        text = lang_format("%s%s%s%s%s", text, i ? "、" : " ", field->categories->names[i], field->categories->has_numbers ? " " : "",
                           field->categories->has_numbers ? number_text(&field->categories->numbers[i]) : "");
    if (field->type == TYPE_INDEX)
        text = lang_format("%s %s", text, field->reference->name);
    text = lang_format("%s%s", text, bounds_text(field));
    if (field->empty == EMPTY_REPLACED)
        text = lang_format("%s,未填 视为 %s", text, words_as_written(field->owner->scheme->model, field->empty_clause->tokens + field->empty_from, field->empty_to - field->empty_from));
    else if (field->may_be_empty)
        text = lang_format("%s,%s", text, field->missing_at_use ? "免考时可不填" : "可不填");
    return text;
}

static bool same_bound(bool a_has, const struct rational *a, bool b_has, const struct rational *b)
{
    return a_has == b_has && (!a_has || rational_compare(a, b) == 0);
}

static bool same_values(const struct category_model *a, const struct category_model *b)
{
    bool same = a->count == b->count && a->has_numbers == b->has_numbers;
    for (uint32_t i = 0; same && i < a->count; i++)
        same = strcmp(a->names[i], b->names[i]) == 0 && (!a->has_numbers || rational_compare(&a->numbers[i], &b->numbers[i]) == 0);
    return same;
}

/* The same values, read in the same unit, with the same answer to an empty cell; whatever the words are. */
static bool same_column(const struct field_model *a, const struct field_model *b)
{
    if (a->type != b->type || a->unit != b->unit || a->percent != b->percent || a->whole != b->whole || a->may_be_empty != b->may_be_empty || a->empty != b->empty ||
        a->missing_at_use != b->missing_at_use || rational_compare(&a->factor, &b->factor) != 0)
        return false;
    if (!same_bound(a->has_least, &a->least, b->has_least, &b->least) || a->least_open != b->least_open ||
        !same_bound(a->has_greatest, &a->greatest, b->has_greatest, &b->greatest))
        return false;
    if (a->type == TYPE_CATEGORY && !same_values(a->categories, b->categories))
        return false;
    if (a->type == TYPE_INDEX && strcmp(a->reference->name, b->reference->name) != 0)
        return false;
    return a->empty != EMPTY_REPLACED ||
           same_tokens(a->empty_clause->tokens + a->empty_from, a->empty_to - a->empty_from, b->empty_clause->tokens + b->empty_from, b->empty_to - b->empty_from);
}

static void columns(struct diff *diff, const struct row_set *old, const struct row_set *new)
{
    for (uint32_t i = 0; i < new->field_count; i++) {
        const struct field_model *b = new->fields[i], *a = field_find(old, b->name);
        if (a && same_column(a, b))
            continue;
        const char *to = column_text(b), *from = a ? column_text(a) : NULL;
        struct change *change = change_from_to(diff, a ? CHANGE_COLUMN : CHANGE_COLUMN_ADDED, lang_format("%s.%s", new->name, b->name), from, to, a ? a->span : (struct span){0}, b->span);
        change->name = b->name;
    }
    for (uint32_t i = 0; i < old->field_count; i++)
        if (!field_find(new, old->fields[i]->name))
            change_from_to(diff, CHANGE_COLUMN_REMOVED, lang_format("%s.%s", old->name, old->fields[i]->name), column_text(old->fields[i]), NULL, old->fields[i]->span,
                           (struct span){0})->name = old->fields[i]->name;
}

/* Figures computed in a ledger, how its rows are scored, what its rows must satisfy. */
static void ledger_rules(struct diff *diff, const struct row_set *old, const struct row_set *new)
{
    const struct clause **a = NULL, **b = NULL;
    uint32_t a_count = 0, b_count = 0;
    for (uint32_t i = 0; i < old->requirement_count; i++)
        if (old->requirements[i].line.clause)
            *ARRAY_ADD(a, a_count) = old->requirements[i].line.clause;
    for (uint32_t i = 0; i < new->requirement_count; i++)
        if (new->requirements[i].line.clause)
            *ARRAY_ADD(b, b_count) = new->requirements[i].line.clause;
    clause_lists(diff, a, a_count, b, b_count, CHANGE_LEDGER_RULE, CHANGE_LEDGER_RULE, CHANGE_LEDGER_RULE);
    for (uint32_t i = 0; i < old->quantity_count; i++) {
        const struct quantity *one = old->quantities[i], *other = quantity_find(new->quantities, new->quantity_count, one->name);
        if (!other || differs(one, other))
            change_from_to(diff, CHANGE_LEDGER_RULE, lang_format("%s.%s", old->name, one->name), line_as_written(diff->old->model, &one->base),
                           other ? line_as_written(diff->new->model, &other->base) : NULL, one->span, other ? other->span : (struct span){0});
    }
    for (uint32_t i = 0; i < new->quantity_count; i++)
        if (!quantity_find(old->quantities, old->quantity_count, new->quantities[i]->name))
            change_from_to(diff, CHANGE_LEDGER_RULE, lang_format("%s.%s", new->name, new->quantities[i]->name), NULL, line_as_written(diff->new->model, &new->quantities[i]->base),
                           (struct span){0}, new->quantities[i]->span);
    if (old->scored && new->scored)
        rule_changes(diff, old->scored, new->scored, lang_format("每项 %s", new->name), CHANGE_CAP);
    else if (old->scored || new->scored)
        clause_change(diff, CHANGE_LEDGER_RULE, lang_format("每项 %s", new->name), old->scored ? old->scored->clause : NULL, new->scored ? new->scored->clause : NULL);
}

static void ledgers(struct diff *diff)
{
    const struct scheme *old = diff->old, *new = diff->new;
    for (uint32_t i = 0; i < new->ledger_count; i++) {
        const struct row_set *same = ledger_find(old, new->ledgers[i]->name);
        if (!same) {
            change_from_to(diff, CHANGE_LEDGER_ADDED, new->ledgers[i]->name, NULL, NULL, (struct span){0}, new->ledgers[i]->span);
            continue;
        }
        columns(diff, same, new->ledgers[i]);
        ledger_rules(diff, same, new->ledgers[i]);
    }
    for (uint32_t i = 0; i < old->ledger_count; i++)
        if (!ledger_find(new, old->ledgers[i]->name))
            change_from_to(diff, CHANGE_LEDGER_REMOVED, old->ledgers[i]->name, NULL, NULL, old->ledgers[i]->span, (struct span){0});
}

/* ---- what is cited, demanded, named as routine ---- */

static void functions(struct diff *diff, const struct scheme *old, const struct scheme *new)
{
    for (uint32_t i = 0; i < new->function_count; i++) {
        const struct function_model *b = new->functions[i], *a = function_find(old, b->name);
        if (!a || !same_lines(&a->body, &b->body))
            change_from_to(diff, CHANGE_FUNCTION, b->name, a ? line_as_written(old->model, &a->body) : NULL, line_as_written(new->model, &b->body), a ? a->span : (struct span){0}, b->span);
    }
    for (uint32_t i = 0; i < old->function_count; i++)
        if (!function_find(new, old->functions[i]->name))
            change_from_to(diff, CHANGE_FUNCTION, old->functions[i]->name, line_as_written(old->model, &old->functions[i]->body), NULL, old->functions[i]->span, (struct span){0});
}

/* Constants and functions of the files that both cite under whatever name. */
static void cited(struct diff *diff)
{
    for (uint32_t i = 0; i < diff->new->cited_count; i++) {
        const struct scheme *library = diff->new->cited[i];
        for (uint32_t k = 0; library->is_library && k < library->quantity_count; k++) {
            struct scheme *owner;
            const struct quantity *b = library->quantities[k], *a = constant_find(diff->old, b->name, &owner);
            if (a && a != b && differs(a, b))
                change_from_to(diff, CHANGE_CONSTANT, b->name, line_as_written(diff->old->model, &a->base), line_as_written(diff->new->model, &b->base), a->span, b->span);
        }
        for (uint32_t k = 0; library->is_library && k < library->function_count; k++) {
            const struct function_model *b = library->functions[k], *a = function_find(diff->old, b->name);
            if (a && a != b && !same_lines(&a->body, &b->body))
                change_from_to(diff, CHANGE_FUNCTION, b->name, line_as_written(diff->old->model, &a->body), line_as_written(diff->new->model, &b->body), a->span, b->span);
        }
    }
}

static bool names_routine(const struct scheme *scheme, const char *name)
{
    for (uint32_t i = 0; i < scheme->routine_count; i++)
        if (strcmp(scheme->routine[i], name) == 0)
            return true;
    return false;
}

static void routine(struct diff *diff)
{
    const struct scheme *old = diff->old, *new = diff->new;
    for (uint32_t i = 0; i < new->routine_count; i++)
        if (!names_routine(old, new->routine[i]))
            change_from_to(diff, CHANGE_ROUTINE_NEW, new->routine[i], NULL, NULL, (struct span){0}, new->routine_spans[i]);
    for (uint32_t i = 0; i < old->routine_count; i++)
        if (!names_routine(new, old->routine[i]))
            change_from_to(diff, CHANGE_ROUTINE_GONE, old->routine[i], NULL, NULL, old->routine_spans[i], (struct span){0});
}

static bool demands_it(const struct scheme *scheme, const struct demand *demand)
{
    for (uint32_t i = 0; i < scheme->demand_count; i++) {
        const struct demand *own = &scheme->demands[i];
        bool same = own->kind == demand->kind && own->figure == demand->figure && own->below == demand->below && own->name_count == demand->name_count &&
                    (own->name_count || rational_compare(&own->limit, &demand->limit) == 0);
        for (uint32_t k = 0; same && k < own->name_count; k++)
            same = strcmp(own->names[k], demand->names[k]) == 0;
        if (same)
            return true;
    }
    return false;
}

static void demands(struct diff *diff)
{
    const struct scheme *old = diff->old, *new = diff->new;
    for (uint32_t i = 0; i < new->demand_count; i++)
        if (!demands_it(old, &new->demands[i]))
            change_from_to(diff, CHANGE_DEMAND_NEW, NULL, NULL, span_text(new->model, new->demands[i].span), (struct span){0}, new->demands[i].span);
    for (uint32_t i = 0; i < old->demand_count; i++)
        if (!demands_it(new, &old->demands[i]))
            change_from_to(diff, CHANGE_DEMAND_GONE, NULL, span_text(old->model, old->demands[i].span), NULL, old->demands[i].span, (struct span){0});
}

static void units(struct diff *diff)
{
    const struct scheme *old = diff->old, *new = diff->new;
    const char *from = lang_format("%s%s%s", old->units->name, old->class_field ? ",按 " : "", old->class_field ? old->class_field->name : "");
    const char *to = lang_format("%s%s%s", new->units->name, new->class_field ? ",按 " : "", new->class_field ? new->class_field->name : "");
    if (!same_text(from, to))
        change_from_to(diff, CHANGE_UNITS, NULL, from, to, old->units_span, new->units_span);
}

void scheme_changes(struct diff *diff)
{
    const struct scheme *old = diff->old, *new = diff->new;
    units(diff);
    totals(diff);
    roundings(diff);
    block(diff, old->bonus, new->bonus, "加分", CHANGE_BONUS_ADDED, CHANGE_BONUS_REMOVED, CHANGE_BONUS_CAP);
    block(diff, old->deduction, new->deduction, "扣分", CHANGE_DEDUCTION_ADDED, CHANGE_DEDUCTION_REMOVED, CHANGE_DEDUCTION_CAP);
    if ((old->rank_clause || new->rank_clause) && !(old->rank_clause && new->rank_clause && same_clauses(old->rank_clause, new->rank_clause)))
        clause_change(diff, CHANGE_RANK, NULL, old->rank_clause, new->rank_clause);
    grades(diff);
    places(diff);
    vetoes(diff, false);
    vetoes(diff, true);
    ledgers(diff);
    functions(diff, old, new);
    cited(diff);
    routine(diff);
    demands(diff);
}
