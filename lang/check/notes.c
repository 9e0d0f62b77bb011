/* What a rule file decides without saying so, for `assessc check`: notes, no faults.
 *
 *     - how many of the points of each class are at somebody's discretion (人工评定, 裁量)
 *     - the numbers of units from 1 to 50 at which a share of a grade, once rounded, is more than the share
 *     - a total just below a line that the rounding lifts to it, and the grade that it then has */
#include "check/check.h"
#include "base/text.h"
#include "elaborate/elaborate.h"
#include "memory.h"

enum { HEADS = 50 };

/* ---- discretion ---- */

/* The points that a judgement decides for a unit of the class: the width of its range, in a class that it is of. */
static bool judged_points(struct scheme *scheme, const struct judgement *judgement, uint32_t class, struct rational *points)
{
    struct rational full;
    rational_init(&full);
    rational_subtract(points, &judgement->greatest, &judgement->least);
    if (judgement->within_points)       /* taken or added: up to the greatest amount, or nothing */
        rational_copy(points, &judgement->greatest);
    if (judgement->item->kind != ITEM_INDICATOR)
        return true;
    if (!check_item_full(scheme, judgement->item, class, &full))
        return false;
    if (judgement->is_rate)
        rational_multiply(points, points, &full);
    if (rational_compare(points, &full) > 0)
        rational_copy(points, &full);
    return true;
}

static void append_share(struct buffer *out, const struct rational *part, const struct rational *whole)
{
    struct rational percent, quantum, hundred;
    rational_init(&percent);
    rational_init(&quantum);
    rational_init(&hundred);
    rational_set(&quantum, 1, 100);
    rational_set(&hundred, 100, 1);
    rational_divide(&percent, part, whole);
    rational_multiply(&percent, &percent, &hundred);
    rational_round(&percent, &percent, &quantum, ROUND_HALF_UP);
    rational_format_exact(&percent, out);
    buffer_append_char(out, '%');
}

static void discretion(struct scheme *scheme)
{
    struct buffer text = {0};
    uint32_t classes = scheme->class_field ? scheme->class_field->categories->count : 1;
    for (uint32_t class = 0; class < classes; class++) {
        struct rational judged, whole, points;
        rational_init(&judged);
        rational_init(&whole);
        rational_init(&points);
        for (uint32_t i = 0; i < scheme->judgement_count; i++)
            if (judged_points(scheme, &scheme->judgements[i], class, &points))
                rational_add(&judged, &judged, &points);
        for (uint32_t i = 0; i < scheme->item_count; i++)
            if (check_item_full(scheme, scheme->items[i], class, &points))
                rational_add(&whole, &whole, &points);
        buffer_format(&text, "%s%s%s%s", class ? "; " : "", scheme->class_field ? scheme->class_field->categories->names[class] : "",
                      scheme->class_field ? " " : "", number_text(&judged));
        if (rational_sign(&whole) > 0) {
            buffer_format(&text, " / %s = ", number_text(&whole));
            append_share(&text, &judged, &whole);
        }
    }
    struct scope scope = {.scheme = scheme};
    fault(&scope, "N0810", scheme->judgements[0].span, buffer_text(&text), NULL);
    for (uint32_t i = 1; i < scheme->judgement_count; i++)
        fault_also(&scope, scheme->judgements[i].span, scheme->judgements[i].who, scheme->judgements[i].who);
    buffer_release(&text);
}

/* ---- shares ---- */

/* How many places there are for so many units. */
static int64_t places_for(const struct share *share, int64_t heads, bool *more)
{
    struct rational exact, rounded, one;
    int64_t places = 0;
    rational_init(&exact);
    rational_init(&rounded);
    rational_init(&one);
    rational_set(&one, 1, 1);
    rational_set(&exact, heads, 1);
    rational_multiply(&exact, &exact, &share->share);
    rational_round(&rounded, &exact, &one, share->mode);
    if (share->at_least_one && rational_compare(&rounded, &one) < 0)
        rational_copy(&rounded, &one);
    rational_to_int64(&rounded, &places);
    *more = rational_compare(&rounded, &exact) > 0;
    return places;
}

static void broken_shares(struct scheme *scheme, const struct share *share)
{
    struct buffer list = {0}, example = {0};
    struct rational part, whole;
    rational_init(&part);
    rational_init(&whole);
    for (int64_t heads = 1; heads <= HEADS; heads++) {
        bool more;
        int64_t places = places_for(share, heads, &more);
        if (!more)
            continue;
        buffer_format(&list, "%s%lld", list.length ? ", " : "", (long long)heads);
        if (example.length)
            continue;
        rational_set(&part, places, 1);
        rational_set(&whole, heads, 1);
        buffer_format(&example, "%lld / %lld = ", (long long)places, (long long)heads);
        append_share(&example, &part, &whole);
    }
    struct scope scope = {.scheme = scheme};
    if (list.length)
        fault(&scope, "N0811", share->span, buffer_text(&list), buffer_text(&example), NULL);
    buffer_release(&list);
    buffer_release(&example);
}

/* ---- rounding before grading ---- */

/* The line of a band: 达到 90分 of what is graded. */
static const struct rational *line_of(const struct node *condition, const struct node *subject)
{
    if (condition->kind != NODE_OPERATION)
        return NULL;
    if (condition->op == OP_LESS_EQUAL && condition->a->kind == NODE_CONSTANT && condition->b == subject)
        return &condition->a->value.number;
    const struct rational *line = condition->op == OP_AND ? line_of(condition->a, subject) : NULL;
    return line ? line : condition->op == OP_AND ? line_of(condition->b, subject) : NULL;
}

static void lifted_by_rounding(struct scheme *scheme)
{
    const struct node *subject = scheme->grade_subject;
    const struct rational *line = subject->kind == NODE_OPERATION && subject->op == OP_ROUND && scheme->grade_first ? line_of(scheme->grade_first, subject) : NULL;
    if (!line)
        return;
    const struct rational *quantum = &subject->value.number;
    struct rational below, rounded, part;
    rational_init(&below);
    rational_init(&rounded);
    rational_init(&part);
    rational_set(&part, 2, 5);
    rational_multiply(&part, &part, quantum);
    rational_subtract(&below, line, &part);
    rational_round(&rounded, &below, quantum, (enum rounding)subject->mode);
    bool lifted = rational_compare(&rounded, line) == 0;
    struct scope scope = {.scheme = scheme};
    if (lifted)
        fault(&scope, "N0812", scheme->grade_clause->span, number_text(&below), number_text(&rounded), scheme->grades->names[0], NULL);
}

void check_notes(const struct model *model)
{
    for (uint32_t i = 0; i < model->scheme_count; i++) {
        struct scheme *scheme = model->schemes[i];
        if (scheme->is_library || !scheme->units)
            continue;
        if (scheme->judgement_count)
            discretion(scheme);
        for (uint32_t k = 0; k < scheme->share_count; k++)
            broken_shares(scheme, &scheme->shares[k]);
        if (scheme->grade_subject)
            lifted_by_rounding(scheme);
    }
}
