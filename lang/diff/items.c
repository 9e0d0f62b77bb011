/* Indicators: in both years, added, gone, merged, split. */
#include <string.h>
#include "check/sample.h"
#include "diff/diff.h"
#include "elaborate/elaborate.h"
#include "memory.h"

static void told_of(struct change *change, const struct item *old, const struct item *new)
{
    change->old = old;
    change->new = new;
    change->name = new ? new->name : old->name;
}

static void text_change(struct diff *diff, enum change_kind kind, const struct item *old, const struct item *new, const char *from, const char *to)
{
    if (!same_text(from, to))
        told_of(change_from_to(diff, kind, new->code, from, to, old->span, new->span), old, new);
}

/* ---- weights and classes ---- */

static uint32_t classes_of(const struct scheme *scheme) { return scheme->class_field ? scheme->class_field->categories->count : 1; }

static const char *class_name(const struct scheme *scheme, uint32_t class) { return scheme->class_field ? scheme->class_field->categories->names[class] : ""; }

/* The written weight for a class by its name; NULL: the class is not assessed by it, or is not there. */
static const struct rational *weight_for(const struct item *item, const char *class)
{
    const struct scheme *scheme = item->scheme;
    for (uint32_t i = 0; item->weight && i < classes_of(scheme); i++) {
        const struct constant_value *value = node_value_for(item->weight, i);
        if (value && value->status == STATUS_PRESENT && (!scheme->class_field || strcmp(class_name(scheme, i), class) == 0))
            return &value->number;
    }
    return NULL;
}

static bool one_weight(const struct item *item)
{
    const struct rational *first = NULL;
    for (uint32_t i = 0; i < classes_of(item->scheme); i++) {
        const struct rational *weight = weight_for(item, class_name(item->scheme, i));
        if (weight && first && rational_compare(first, weight) != 0)
            return false;
        first = weight ? weight : first;
    }
    return true;
}

/* 10, or 沿黄乡镇 5、功能区 4 where classes differ. */
static const char *weight_text(const struct item *item)
{
    const char *text = "";
    for (uint32_t i = 0; i < classes_of(item->scheme); i++) {
        const struct rational *weight = weight_for(item, class_name(item->scheme, i));
        if (weight && one_weight(item))
            return number_text(weight);
        if (weight)
            text = lang_format("%s%s%s %s", text, text[0] ? "、" : "", class_name(item->scheme, i), number_text(weight));
    }
    return text[0] ? text : NULL;
}

static const char *class_list(const struct item *item)
{
    const char *text = "";
    for (uint32_t i = 0; i < classes_of(item->scheme); i++)
        if (weight_for(item, class_name(item->scheme, i)))
            text = lang_format("%s%s%s", text, text[0] ? "、" : "", class_name(item->scheme, i));
    return text;
}

static bool covers(const struct item *item, const struct item *other)
{
    for (uint32_t i = 0; i < classes_of(other->scheme); i++)
        if (weight_for(other, class_name(other->scheme, i)) && !weight_for(item, class_name(other->scheme, i)))
            return false;
    return true;
}

/* Of the classes that both assess. */
static bool weights_differ(const struct item *old, const struct item *new)
{
    if (!old->weight || !new->weight)
        return old->weight != new->weight;
    for (uint32_t i = 0; i < classes_of(new->scheme); i++) {
        const struct rational *a = weight_for(old, class_name(new->scheme, i)), *b = weight_for(new, class_name(new->scheme, i));
        if (a && b && rational_compare(a, b) != 0)
            return true;
    }
    return false;
}

static void weight_changes(struct diff *diff, const struct item *old, const struct item *new)
{
    if (weights_differ(old, new))
        told_of(change_from_to(diff, CHANGE_WEIGHT, new->code, weight_text(old), weight_text(new), old->weight_span, new->weight_span), old, new);
    bool wider = covers(new, old), narrower = covers(old, new);
    if (old->scheme->class_field && new->scheme->class_field && !(wider && narrower))
        told_of(change_from_to(diff, wider ? CHANGE_SCOPE_WIDENED : narrower ? CHANGE_SCOPE_NARROWED : CHANGE_SCOPE, new->code, class_list(old), class_list(new),
                               old->weight_span, new->weight_span), old, new);
}

/* ---- exemptions ---- */

/* The words of the condition; of a condition on the class alone the classes: 功能区. */
static const char *scope_text(const struct item *item, const struct line *line)
{
    const struct token *tokens = line->clause->tokens + line->guard_from;
    uint32_t count = line->guard_to - line->guard_from;
    const struct field_model *class_field = item->scheme->class_field;
    if (class_field && count > 2 && token_is(&tokens[0], class_field->name) && token_is(&tokens[1], "为"))
        return words_as_written(item->scheme->model, tokens + 2, count - 2);
    return words_as_written(item->scheme->model, tokens, count);
}

static struct node *condition_of(const struct item *item, const struct line *line)
{
    struct scope scope = item_scope(item->scheme, (struct item *)item);
    struct line read = *line;
    return line_condition(&scope, &read);
}

/* Whether whoever meets a (of one year) meets b (of the other), in every case that matters. */
static enum answer implies(const struct node *a, const struct node *b)
{
    struct samples samples = {.by_name = true};
    enum answer all = ANSWER_YES;
    samples_add(&samples, a);
    samples_add(&samples, b);
    uint32_t cases = samples_cases(&samples);
    for (uint32_t i = 0; i < cases && all == ANSWER_YES; i++) {
        samples_set(&samples, i);
        enum answer left = samples_answer(&samples, a), right = samples_answer(&samples, b);
        if (left == ANSWER_UNKNOWN || right == ANSWER_UNKNOWN)
            all = ANSWER_UNKNOWN;
        else if (left == ANSWER_YES && right == ANSWER_NO)
            all = ANSWER_NO;
    }
    samples_release(&samples);
    return cases ? all : ANSWER_UNKNOWN;
}

static bool same_exemption(const struct diff *diff, const struct item *old, const struct line *a, const struct item *new, const struct line *b)
{
    return same_lines(a, b) || same_nodes(diff, condition_of(old, a), condition_of(new, b));
}

static void exemption_change(struct diff *diff, const struct item *old, const struct line *a, const struct item *new, const struct line *b)
{
    enum change_kind kind = !a ? CHANGE_EXEMPTION_ADDED : !b ? CHANGE_EXEMPTION_REMOVED : CHANGE_EXEMPTION;
    if (a && b && diff->old->model == diff->new->model) {
        struct node *left = condition_of(old, a), *right = condition_of(new, b);
        bool wider = left && right && implies(left, right) == ANSWER_YES, narrower = left && right && implies(right, left) == ANSWER_YES;
        kind = wider && !narrower ? CHANGE_EXEMPTION_WIDENED : narrower && !wider ? CHANGE_EXEMPTION_NARROWED : kind;
    }
    struct change *change = change_from_to(diff, kind, new->code, a ? scope_text(old, a) : NULL, b ? scope_text(new, b) : NULL, a ? a->clause->span : (struct span){0},
                                           b ? b->clause->span : (struct span){0});
    told_of(change, old, new);
    change->scope = b ? change->to : change->from;
}

/* What a way out says itself of the points, and over what it takes precedence; "" where it says nothing. */
static const char *way_words(const struct item *item, const struct line *line, bool exempt)
{
    const struct model *model = item->scheme->model;
    const char *text = "";
    for (uint32_t i = 0; i < item->way_count; i++) {
        const struct way_out *way = &item->ways[i];
        if (way->exempt != exempt || way_line(item, way) != line)
            continue;
        if (way->own.kind)
            text = words_as_written(model, way->own.value.clause->tokens + policy_begins(&way->own), way->own.value.to - policy_begins(&way->own));
        for (uint32_t p = 0; p < way->prior_count; p++)
            text = lang_format("%s%s%s", text, text[0] ? "," : "", span_text(model, way->priors[p].span));
    }
    return text;
}

static void way_change(struct diff *diff, const struct item *old, const struct line *a, const struct item *new, const struct line *b, bool exempt)
{
    const char *before = way_words(old, a, exempt), *now = way_words(new, b, exempt);
    if (strcmp(before, now) != 0)
        told_of(change_from_to(diff, CHANGE_SHARED_WEIGHT, new->code, before[0] ? before : NULL, now[0] ? now : NULL, a->clause->span, b->clause->span), old, new);
}

static void policy_change(struct diff *diff, const struct item *old, const struct weight_policy *a, const struct item *new, const struct weight_policy *b)
{
    if (!same_lines(&a->value, &b->value))
        told_of(change_from_to(diff, CHANGE_SHARED_WEIGHT, new->code, line_as_written(old->scheme->model, &a->value), line_as_written(new->scheme->model, &b->value), a->span,
                               b->span), old, new);
}

static void exemptions(struct diff *diff, const struct item *old, const struct item *new)
{
    const struct line *left[64], *right[64];
    uint32_t left_count = 0, right_count = 0;
    for (uint32_t i = 0; i < old->exempt_count && left_count < 64; i++)
        left[left_count++] = &old->exempt[i];
    for (uint32_t k = 0; k < new->exempt_count && right_count < 64; k++) {
        uint32_t same = 0;
        while (same < left_count && !same_exemption(diff, old, left[same], new, &new->exempt[k]))
            same++;
        if (same < left_count) {
            way_change(diff, old, left[same], new, &new->exempt[k], true);
            left[same] = left[--left_count];
        } else
            right[right_count++] = &new->exempt[k];
    }
    for (uint32_t i = 0; i < left_count || i < right_count; i++)
        exemption_change(diff, old, i < left_count ? left[i] : NULL, new, i < right_count ? right[i] : NULL);
    if (old->exempt_count && new->exempt_count)
        policy_change(diff, old, &old->exempt_policy, new, &new->exempt_policy);
}

static void applicability(struct diff *diff, const struct item *old, const struct item *new)
{
    const char *text[2] = {NULL, NULL};
    const struct item *items[2] = {old, new};
    struct span spans[2] = {{0}, {0}};
    bool same = old->not_applicable_count == new->not_applicable_count;
    for (uint32_t i = 0; same && i < old->not_applicable_count; i++)
        same = same_exemption(diff, old, &old->not_applicable[i], new, &new->not_applicable[i]);
    for (uint32_t i = 0; same && i < old->not_applicable_count; i++)
        way_change(diff, old, &old->not_applicable[i], new, &new->not_applicable[i], false);
    for (int side = 0; side < 2 && !same; side++)
        for (uint32_t i = 0; i < items[side]->not_applicable_count; i++) {
            const char *scope = scope_text(items[side], &items[side]->not_applicable[i]);
            text[side] = text[side] ? lang_format("%s;%s", text[side], scope) : scope;
            spans[side] = items[side]->not_applicable[i].clause->span;
        }
    if (!same)
        told_of(change_from_to(diff, CHANGE_APPLICABLE, new->code, text[0], text[1], spans[0], spans[1]), old, new);
}

/* ---- words for people, and what is asked ---- */

static const char *listed(const struct token *const *tokens, uint32_t count)
{
    const char *text = NULL;
    for (uint32_t i = 0; i < count; i++)
        text = lang_format("%s%s%s", text ? text : "", text ? "、" : "", tokens[i]->text);
    return text;
}

static const char *source_words(const struct item *item)
{
    const char *comma = item->source ? strstr(item->source, item->source[0] && strstr(item->source, ",") ? "," : ",") : NULL;
    return comma && item->workload.has_forms ? lang_text(item->source, (size_t)(comma - item->source)) : item->source;
}

static const char *inspection_text(const struct item *item)
{
    const struct workload *work = &item->workload;
    if (!work->has_inspections)
        return NULL;
    return rational_sign(&work->hours) ? lang_format("%s,一年 %s 小时", work->inspected, number_text(&work->hours)) : work->inspected;
}

static void duties(struct diff *diff, const struct item *old, const struct item *new)
{
    const struct workload *a = &old->workload, *b = &new->workload;
    text_change(diff, CHANGE_FREQUENCY, old, new, a->has_forms ? a->often : NULL, b->has_forms ? b->often : NULL);
    if (a->has_forms && b->has_forms && a->sheets != b->sheets)
        told_of(change_from_to(diff, CHANGE_FORMS, new->code, lang_format("%lld", (long long)a->sheets), lang_format("%lld", (long long)b->sheets), old->span, new->span), old, new);
    text_change(diff, CHANGE_INSPECTION, old, new, inspection_text(old), inspection_text(new));
    text_change(diff, CHANGE_OWNER, old, new, old->owner, new->owner);
    text_change(diff, CHANGE_SOURCE, old, new, source_words(old), source_words(new));
    text_change(diff, CHANGE_BASIS, old, new, old->basis, new->basis);
    text_change(diff, CHANGE_TOPICS, old, new, listed(old->topics, old->topic_count), listed(new->topics, new->topic_count));
    text_change(diff, CHANGE_DESCENT, old, new, listed(old->descends, old->descends_count), listed(new->descends, new->descends_count));
}

/* ---- an indicator in both years ---- */

static struct quantity *constant_of(const struct scheme *scheme, const char *name)
{
    struct scheme *owner;
    struct quantity *own = quantity_find(scheme->quantities, scheme->quantity_count, name);
    return own ? own : constant_find(scheme, name, &owner);
}

/* A constant or function that the item's lines name, and that computes something else now. */
static const char *changed_cause(const struct diff *diff, const struct item *item)
{
    for (uint32_t i = 0; i < item->clause->body_count; i++)
        for (uint32_t k = 0; k < item->clause->body[i].token_count; k++) {
            const struct token *token = &item->clause->body[i].tokens[k];
            if (token->kind != TOKEN_WORD)
                continue;
            struct quantity *a = constant_of(diff->old, token->text), *b = constant_of(diff->new, token->text);
            if (a && b && a->node && b->node && !same_nodes(diff, a->node, b->node))
                return token->text;
            struct function_model *f = function_find(diff->old, token->text), *g = function_find(diff->new, token->text);
            if (f && g && !same_lines(&f->body, &g->body))
                return token->text;
            struct field_model *c = field_find(diff->old->units, token->text), *d = field_find(diff->new->units, token->text);
            if (c && d && (c->empty != d->empty || rational_compare(&c->factor, &d->factor) != 0 ||
                           (c->replacement && d->replacement && !same_nodes(diff, c->replacement, d->replacement))))
                return token->text;
        }
    return NULL;
}

/* The lines are the same, and yet they compute something else. */
static void meaning(struct diff *diff, const struct item *old, const struct item *new)
{
    bool differs = false;
    for (uint32_t i = 0; i < old->quantity_count && !differs; i++) {
        const struct quantity *same = quantity_find(new->quantities, new->quantity_count, old->quantities[i]->name);
        differs = same && old->quantities[i]->node && same->node && !same_nodes(diff, old->quantities[i]->node, same->node);
    }
    for (uint32_t i = 0; i < old->points_count && i < new->points_count && !differs; i++)
        differs = old->points[i].amount && new->points[i].amount && !same_nodes(diff, old->points[i].amount, new->points[i].amount);
    if (!differs && !weights_differ(old, new) && old->raw && new->raw && old->effective_weight == new->effective_weight)
        differs = !same_nodes(diff, old->raw, new->raw);
    if (!differs)
        return;
    struct change *change = change_from_to(diff, CHANGE_MEANING, new->code, NULL, NULL, old->span, new->span);
    told_of(change, old, new);
    change->cause = changed_cause(diff, new);
}

/* The text was written in another way: other spaces, words of the other language, another order. */
static bool looks_different(const struct item *old, const struct item *new)
{
    const char *a = span_text(old->scheme->model, span_with(old->clause->span, old->clause->has_body ? old->clause->body_span : old->clause->span));
    const char *b = span_text(new->scheme->model, span_with(new->clause->span, new->clause->has_body ? new->clause->body_span : new->clause->span));
    return strcmp(a, b) != 0;
}

static bool both_years(struct diff *diff, const struct item *old, const struct item *new)
{
    uint32_t before = diff->change_count;
    text_change(diff, CHANGE_RECODED, old, new, old->code, new->code);
    text_change(diff, CHANGE_RENAMED, old, new, old->name, new->name);
    weight_changes(diff, old, new);
    text_change(diff, CHANGE_MOVED, old, new, old->group ? old->group->name : NULL, new->group ? new->group->name : NULL);
    uint32_t rules = diff->change_count;
    if (!rule_changes(diff, old, new, new->code, CHANGE_CAP))
        meaning(diff, old, new);
    for (; rules < diff->change_count; rules++)
        diff->changes[rules].name = new->name;
    exemptions(diff, old, new);
    applicability(diff, old, new);
    duties(diff, old, new);
    bool changed = diff->change_count > before;
    if (!changed && looks_different(old, new))
        told_of(change_from_to(diff, CHANGE_COSMETIC, new->code, NULL, NULL, old->span, new->span), old, new);
    return changed;
}

/* ---- added, gone, merged, split ---- */

static void relation(struct diff *diff, enum change_kind kind, const struct item *one, const struct kin *kin, bool one_is_new)
{
    struct change *change = change_add(diff, kind, one->code);
    change->name = one->name;
    *(one_is_new ? &change->after : &change->before) = one->span;
    *(one_is_new ? &change->new : &change->old) = one;
    for (uint32_t i = 0; i < kin->count; i++) {
        *ARRAY_ADD(change->codes, change->code_count) = kin->others[i]->code;
        *(one_is_new ? &change->before : &change->after) = i ? *(one_is_new ? &change->before : &change->after) : kin->others[i]->span;
    }
}

static void come(struct diff *diff, const struct item *item, const struct kin *kin)
{
    if (kin->whole)
        relation(diff, CHANGE_MERGED, item, kin, true);
    else if (kin->kind == FATE_GONE || kin->kind == FATE_ABOLISHED) {
        struct change *change = change_from_to(diff, CHANGE_ADDED, item->code, NULL, weight_text(item), (struct span){0}, item->span);
        told_of(change, NULL, item);
    }
}

static void gone(struct diff *diff, const struct item *item, const struct kin *kin)
{
    if (kin->kind != FATE_GONE && kin->kind != FATE_ABOLISHED)
        return;
    bool abolished = kin->kind == FATE_ABOLISHED;
    struct change *change = change_from_to(diff, abolished ? CHANGE_ABOLISHED : CHANGE_REMOVED, item->code, weight_text(item), NULL, item->span,
                                           abolished ? kin->abolished->span : (struct span){0});
    told_of(change, item, NULL);
    change->basis = abolished ? kin->abolished->basis : NULL;
}

void item_changes(struct diff *diff, const struct kinship *kinship)
{
    struct scheme *old = diff->old, *new = diff->new;
    for (uint32_t i = 0; i < new->item_count; i++) {
        const struct kin *kin = &kinship->new[i];
        if (kin->kind == FATE_SAME) {
            struct item_pair pair = {.old = kin->others[0], .new = new->items[i]};
            pair.changed = both_years(diff, pair.old, pair.new);
            *ARRAY_ADD(diff->pairs, diff->pair_count) = pair;
        } else
            come(diff, new->items[i], kin);
    }
    for (uint32_t i = 0; i < old->item_count; i++)
        if (kinship->old[i].whole)
            relation(diff, CHANGE_SPLIT, old->items[i], &kinship->old[i], false);
    for (uint32_t i = 0; i < old->item_count; i++)
        gone(diff, old->items[i], &kinship->old[i]);
}
