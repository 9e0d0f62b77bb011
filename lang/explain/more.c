/* The search for what would score more: candidates of every input are rows that do not exist, run as one batch by the code of the scheme. Of
 * many units those of each item are a batch, which is run by the item's part of the code alone (slice.c).
 *
 *     own value k0     k0+1   k0+10   k0+100 …   a constant of the rules   …   the field's greatest
 *     score    s0       s0      s0      > s0                                      best
 *                                \____/ the next point lies here: more candidates are run between, until the two are one step apart
 *
 * Values are whole numbers of steps of the field, so a date and a count are searched like a share. */
#include "explain/more.h"
#include "explain/slice.h"
#include <stdlib.h>
#include <string.h>
#include "elaborate/elaborate.h"
#include "interpret/trial.h"
#include "memory.h"

enum { POINTS_MOST = 64, BETWEEN = 16, ROUNDS_MOST = 48, POWERS = 12, OTHERS_NEAR = 6, WHOLE_ROWS_MOST = 2000 };
static const int64_t FAR = 1000000000000000;        /* steps from the unit's own value that are looked at */

struct point { int64_t steps; bool scored; struct rational score; };

/* One input of an item in one direction: points from the unit's own value on, nearest first. */
struct search {
    const struct item *item;
    uint32_t row, batch;                /* of the unit; in which batch its candidates are run */
    struct rational own;                /* the item's score */
    const struct input *input;
    bool downwards;
    struct point points[POINTS_MOST]; uint32_t count;
    struct point next[2], best[2];      /* what lies on this side of the change, and beyond it; scored where there is a change */
};

struct asked { const struct item *item; uint32_t row; struct point *point; };

/* Candidates that are run together. */
struct batch { const struct slice *slice; struct trial *trials; struct asked *asked; uint32_t trial_count; };

struct hunt {
    struct explainer *explainer;
    uint32_t domain;
    struct search *searches; uint32_t search_count;
    struct batch *batches, wholes; uint32_t batch_count;
};

/* ---- the batch ---- */

static bool is_numeric(const struct node *node) { return node->type == TYPE_NUMBER || node->type == TYPE_DATE; }

static void value_at(const struct input *input, int64_t steps, struct rational *number, int64_t *integer)
{
    struct rational whole;
    rational_init(number);
    rational_init(&whole);
    rational_set(&whole, steps, 1);
    rational_multiply(number, &whole, &input->step);
    *integer = steps;
}

static void score_of(struct values *values, const struct item *item, uint32_t row, struct point *point)
{
    struct value value = value_of(values, item->counted, row);
    point->scored = value.known && value.status == STATUS_PRESENT;
    point->score = value.number;
}

/* Other units' figures follow from the input: each of its points is a whole run. */
static bool wants_whole_run(const struct explainer *explainer, const struct input *input)
{
    const struct node *node = input->node;
    return input->pooled && explainer->whole_runs && node->kind == NODE_FIELD && explainer->values.data->domains[node->domain->program_domain].rows <= WHOLE_ROWS_MOST;
}

static void ask(struct hunt *hunt, const struct search *search, struct point *point)
{
    struct trial trial = {.row = search->row, .column = search->input->column};
    struct batch *batch = wants_whole_run(hunt->explainer, search->input) ? &hunt->wholes : &hunt->batches[search->batch];
    uint32_t count = batch->trial_count;
    value_at(search->input, point->steps, &trial.number, &trial.integer);
    *ARRAY_ADD(batch->trials, batch->trial_count) = trial;
    *ARRAY_ADD(batch->asked, count) = (struct asked){search->item, search->row, point};
}

/* The values of trials' data; what was replayed is of the run and does not hold for it. */
static struct values values_of_trials(const struct explainer *explainer, const struct slice *slice, const struct data *data)
{
    return slice->program == explainer->values.program ? values_with(&explainer->values, data) : values_open(slice->program, data, &slice->nodes);
}

static void answer_whole(const struct hunt *hunt, const struct asked *asked, const struct trial *trial)
{
    const struct values *run = &hunt->explainer->values;
    struct data *data = trial_whole(run->program, run->data, trial);
    asked->point->scored = false;
    if (!data)
        return;
    struct values values = values_with(run, data);
    score_of(&values, asked->item, asked->row, asked->point);
    trial_free(run->program, run->data, data);
}

static void answer_batch(const struct hunt *hunt, struct batch *batch)
{
    const struct values *run = &hunt->explainer->values;
    if (!batch->trial_count)
        return;
    struct data *data = trial_rows(batch->slice->program, run->data, hunt->domain, batch->trials, batch->trial_count);
    struct values values = values_of_trials(hunt->explainer, batch->slice, data);
    for (uint32_t i = 0; i < batch->trial_count; i++)
        score_of(&values, batch->asked[i].item, i, batch->asked[i].point);
    trial_free(run->program, run->data, data);
    batch->trials = NULL;
    batch->asked = NULL;
    batch->trial_count = 0;
}

/* Runs what was asked, and gives each point its score. */
static void answer(struct hunt *hunt)
{
    for (uint32_t i = 0; i < hunt->batch_count; i++)
        answer_batch(hunt, &hunt->batches[i]);
    for (uint32_t i = 0; i < hunt->wholes.trial_count; i++)
        answer_whole(hunt, &hunt->wholes.asked[i], &hunt->wholes.trials[i]);
    hunt->wholes = (struct batch){0};
}

/* ---- candidates ---- */

struct range { int64_t least, greatest; };

/* number ÷ step, cut down to a whole number; held within FAR. */
static int64_t steps_of(const struct rational *number, const struct rational *step, enum rounding mode)
{
    struct rational steps, one;
    int64_t out;
    rational_init(&steps);
    rational_init(&one);
    rational_set(&one, 1, 1);
    rational_divide(&steps, number, step);
    rational_round(&steps, &steps, &one, mode);
    return rational_to_int64(&steps, &out) && out < FAR && out > -FAR ? out : rational_sign(number) * FAR;
}

static struct range range_of(const struct input *input, const struct explainer *explainer)
{
    const struct node *node = input->node;
    const struct interval *interval = &node->interval;
    struct range range = {interval->has_least ? steps_of(&interval->least, &input->step, ROUND_CEIL) : -FAR,
                          interval->has_greatest ? steps_of(&interval->greatest, &input->step, ROUND_FLOOR) : FAR};
    if (node->kind == NODE_FIELD && node->field->least_open && interval->has_least)
        range.least = steps_of(&interval->least, &input->step, ROUND_FLOOR) + 1;
    if (node->kind == NODE_RANK)
        range = (struct range){1, explainer->values.data->domains[node->domain->program_domain].rows};
    if (input->judgement && !input->judgement->is_rate && node->kind == NODE_FIELD) {
        range.least = steps_of(&input->judgement->least, &input->step, ROUND_CEIL);
        range.greatest = steps_of(&input->judgement->greatest, &input->step, ROUND_FLOOR);
    }
    return range;
}

static void add_point(struct search *search, struct range range, int64_t own, bool has_own, int64_t steps)
{
    steps = steps < range.least ? range.least : steps > range.greatest ? range.greatest : steps;
    if (has_own && (search->downwards ? steps >= own : steps <= own))
        return;
    if (steps >= FAR || steps <= -FAR || search->count == POINTS_MOST)
        return;
    uint32_t at = 0;
    while (at < search->count && (search->downwards ? search->points[at].steps > steps : search->points[at].steps < steps))
        at++;
    if (at < search->count && search->points[at].steps == steps)
        return;
    memmove(&search->points[at + 1], &search->points[at], (search->count - at) * sizeof *search->points);
    search->points[at] = (struct point){.steps = steps};
    search->count++;
}

/* What the rules compare with, in the ledger's unit, and one step to either side. */
static void add_constants(struct search *search, struct range range, int64_t own, bool has_own)
{
    const struct input *input = search->input;
    for (uint32_t i = 0; i < input->constant_count; i++) {
        const struct node *constant = input->constants[i];
        if (constant->type != input->node->type)
            continue;
        struct rational number = constant->value.number;
        if (constant->type == TYPE_DATE)
            rational_set(&number, constant->value.code, 1);
        else if (input->node->kind == NODE_FIELD && !input->node->field->percent)
            rational_divide(&number, &number, &input->node->field->factor);
        int64_t steps = steps_of(&number, &input->step, ROUND_FLOOR);
        for (int64_t beside = -1; beside <= 1; beside++)
            add_point(search, range, own, has_own, steps + beside);
    }
}

static int ascending(const void *a, const void *b) { return (*(const int64_t *)a > *(const int64_t *)b) - (*(const int64_t *)a < *(const int64_t *)b); }

/* What other units have, and one step to either side: those next to the own value, and the farthest. */
static void add_others(const struct hunt *hunt, struct search *search, struct range range, int64_t own, bool has_own)
{
    const struct node *node = search->input->node;
    uint32_t rows = hunt->explainer->values.data->domains[node->domain->program_domain].rows, count = 0;
    int64_t *others = lang_array(rows + 1, sizeof *others);
    for (uint32_t row = 0; row < rows; row++) {
        struct value value = value_of(&hunt->explainer->values, node, row);
        if (value.status != STATUS_PRESENT)
            continue;
        int64_t steps = node->type == TYPE_DATE ? value.integer : steps_of(&value.number, &search->input->step, ROUND_FLOOR);
        if (search->downwards ? steps < own : steps > own)
            others[count++] = steps;
    }
    qsort(others, count, sizeof *others, ascending);
    for (uint32_t i = 0; i < count; i++)
        for (int64_t beside = -1; beside <= 1 && (i == 0 || i == count - 1 || (search->downwards ? count - i : i) < OTHERS_NEAR); beside++)
            add_point(search, range, own, has_own, others[i] + beside);
}

static void add_numbers(const struct hunt *hunt, struct search *search)
{
    static const int64_t percents[] = {5, 10, 25, 50, 100, 200, 400, 900};
    struct range range = range_of(search->input, hunt->explainer);
    struct value value = value_of(&hunt->explainer->values, search->input->node, search->row);
    bool has_own = value.status == STATUS_PRESENT;
    int64_t own = 0, sign = search->downwards ? -1 : 1;
    if (has_own && search->input->node->type == TYPE_DATE)
        own = value.integer;
    else if (has_own)
        own = steps_of(&value.number, &search->input->step, search->downwards ? ROUND_CEIL : ROUND_FLOOR);
    if (!has_own && search->downwards)
        return;                         /* an empty cell has no below: all its values are looked at upwards */
    add_constants(search, range, own, has_own);
    if (wants_whole_run(hunt->explainer, search->input)) {
        add_others(hunt, search, range, own, has_own);
        add_point(search, range, own, has_own, own + sign);
        return;
    }
    int64_t power = 1;
    for (int i = 0; i < POWERS; i++, power *= 10)
        add_point(search, range, own, has_own, own + sign * power);
    for (size_t i = 0; i < sizeof percents / sizeof percents[0] && own > 0 && own < FAR / 10; i++)
        add_point(search, range, own, has_own, search->downwards ? own * 100 / (100 + percents[i]) : own + own * percents[i] / 100 + 1);
    add_point(search, range, own, has_own, search->downwards ? range.least : range.greatest);
    add_point(search, range, own, has_own, 0);
}

/* Yes for no, and every other name of a category. */
static void add_names(const struct hunt *hunt, struct search *search)
{
    const struct node *node = search->input->node;
    struct value value = value_of(&hunt->explainer->values, node, search->row);
    uint32_t count = node->type == TYPE_BOOLEAN ? 2 : node->categories->count;
    for (uint32_t i = 0; i < count && search->count < POINTS_MOST && !search->downwards; i++)
        if (value.status != STATUS_PRESENT || value.integer != i)
            search->points[search->count++] = (struct point){.steps = i};
}

/* ---- narrowing ---- */

static bool is_more(const struct point *point, const struct rational *than) { return point->scored && rational_compare(&point->score, than) > 0; }

/* The unit's own value, from which points are counted. */
static struct point start_of(const struct hunt *hunt, const struct search *search)
{
    struct value value = value_of(&hunt->explainer->values, search->input->node, search->row);
    struct point start = {.scored = true, .score = search->own};
    if (value.status == STATUS_PRESENT)
        start.steps = search->input->node->type == TYPE_NUMBER ? steps_of(&value.number, &search->input->step, search->downwards ? ROUND_CEIL : ROUND_FLOOR) : value.integer;
    else
        start.steps = search->count ? search->points[0].steps - 1 : 0;
    return start;
}

/* The two points that the change lies between: on this side none is at least `wanted` (more than the own score for the next point). */
static void bracket(const struct hunt *hunt, struct search *search, const struct rational *wanted, struct point *pair)
{
    pair[1].scored = false;
    pair[0] = start_of(hunt, search);
    for (uint32_t i = 0; i < search->count; i++) {
        const struct point *point = &search->points[i];
        if (wanted ? point->scored && rational_compare(&point->score, wanted) >= 0 : is_more(point, &search->own)) {
            pair[1] = *point;
            return;
        }
        pair[0] = *point;
    }
}

static void bracket_all(const struct hunt *hunt, struct search *search)
{
    const struct point *most = NULL;
    for (uint32_t i = 0; i < search->count; i++)
        if (is_more(&search->points[i], most ? &most->score : &search->own))
            most = &search->points[i];
    if (!most)
        return;
    bracket(hunt, search, NULL, search->next);
    bracket(hunt, search, &most->score, search->best);
}

/* Points between the two, to be run; false where none lies between. Names have no between. */
static uint32_t between(struct hunt *hunt, const struct search *search, const struct point *pair, struct point *points)
{
    int64_t gap = pair[1].steps - pair[0].steps, sign = gap < 0 ? -1 : 1, size = gap * sign;
    int64_t most = wants_whole_run(hunt->explainer, search->input) ? 1 : BETWEEN;
    uint32_t count = (uint32_t)(size - 1 < most ? size - 1 : most);
    if (!pair[1].scored || size < 2 || !is_numeric(search->input->node))
        return 0;
    for (uint32_t i = 0; i < count; i++) {
        points[i] = (struct point){.steps = pair[0].steps + sign * (size / (count + 1) * (i + 1) + size % (count + 1) * (i + 1) / (count + 1))};
        ask(hunt, search, &points[i]);
    }
    return count;
}

static void narrow(const struct rational *own, const struct rational *wanted, struct point *pair, const struct point *points, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (wanted ? points[i].scored && rational_compare(&points[i].score, wanted) >= 0 : is_more(&points[i], own)) {
            pair[1] = points[i];
            return;
        }
        pair[0] = points[i];
    }
}

static void narrow_all(struct hunt *hunt)
{
    struct point *points = lang_array((size_t)hunt->search_count * 2 * BETWEEN + 1, sizeof *points);
    uint32_t *counts = lang_array((size_t)hunt->search_count * 2 + 1, sizeof *counts);
    for (int round = 0; round < ROUNDS_MOST; round++) {
        bool any = false;
        for (uint32_t i = 0; i < hunt->search_count * 2; i++) {
            struct search *search = &hunt->searches[i / 2];
            counts[i] = between(hunt, search, i % 2 ? search->best : search->next, &points[(size_t)i * BETWEEN]);
            any = any || counts[i];
        }
        if (!any)
            return;
        answer(hunt);
        for (uint32_t i = 0; i < hunt->search_count * 2; i++) {
            struct search *search = &hunt->searches[i / 2];
            struct rational wanted = search->best[1].score;
            narrow(&search->own, i % 2 ? &wanted : NULL, i % 2 ? search->best : search->next, &points[(size_t)i * BETWEEN], counts[i]);
        }
    }
}

/* ---- gains ---- */

static struct outcome outcome_of(const struct input *input, const struct point *point)
{
    struct outcome outcome = {.found = point->scored, .score = point->score};
    value_at(input, point->steps, &outcome.number, &outcome.integer);
    return outcome;
}

/* Whether the score only rises, or only falls, over all points below and above the own value. */
static bool is_uneven(const struct search *up, const struct search *down)
{
    bool rises = false, falls = false;
    const struct rational *last = NULL;
    for (uint32_t i = 0; i < down->count + 1 + up->count; i++) {
        const struct point *point = i < down->count ? &down->points[down->count - 1 - i] : i > down->count ? &up->points[i - down->count - 1] : NULL;
        if (point && !point->scored)
            continue;
        const struct rational *score = point ? &point->score : &up->own;
        int order = last ? rational_compare(score, last) : 0;
        rises = rises || order > 0;
        falls = falls || order < 0;
        last = score;
    }
    return rises && falls && is_numeric(up->input->node);
}

/* Whether the score still rises at the farthest point, and the field may go beyond it. */
static bool is_endless(const struct hunt *hunt, const struct search *search)
{
    struct range range = range_of(search->input, hunt->explainer);
    const struct point *last = search->count ? &search->points[search->count - 1] : NULL, *before = search->count > 1 ? last - 1 : NULL;
    bool rises = last && last->scored && rational_compare(&last->score, &search->best[1].score) == 0 && is_more(last, before && before->scored ? &before->score : &search->own);
    return rises && is_numeric(search->input->node) && last->steps != (search->downwards ? range.least : range.greatest);
}

/* Of the two directions the one that can give more; of equals the upward one. */
static bool choose_way(const struct hunt *hunt, const struct search *up, const struct search *down, struct gain *gain)
{
    const struct search *way = !down->best[1].scored ? up : !up->best[1].scored ? down : rational_compare(&down->best[1].score, &up->best[1].score) > 0 ? down : up;
    if (!way->best[1].scored)
        return false;
    *gain = (struct gain){.input = way->input, .downwards = way->downwards, .uneven = is_uneven(up, down), .endless = is_endless(hunt, way),
                           .whole = wants_whole_run(hunt->explainer, way->input)};
    gain->next = outcome_of(way->input, &way->next[1]);
    gain->best = outcome_of(way->input, &way->best[1]);
    return true;
}

/* ---- the lines of the rules that decide otherwise then ---- */

/* was: the unit's row in the run; is: in the data of the trials. */
struct turning { struct explainer *explainer; struct values then; uint32_t was, is; const struct item *item; struct marks visited; };

/* The choice of the rules that goes another way, or NULL. */
static const struct node *turned(struct turning *turning, const struct node *node)
{
    if (!node || node->kind != NODE_OPERATION || node == turning->item->effective_weight || !marks_add(&turning->visited, node, 0, 0, 0))
        return NULL;
    if (node->op == OP_SELECT) {
        bool was = value_is_true(&turning->explainer->values, node->a, turning->was), is = value_is_true(&turning->then, node->a, turning->is);
        return was != is ? node : turned(turning, is ? node->b : node->c);
    }
    const struct node *found = turned(turning, node->a);
    found = found ? found : turned(turning, node->b);
    return found ? found : turned(turning, node->c);
}

/* Of each gain both outcomes, of the items and units whose candidates are run in this batch; gains[i] is of unit rows[i / count]. */
static void find_reasons(const struct hunt *hunt, uint32_t batch, struct gains *gains, uint32_t count, const uint32_t *rows, uint32_t row_count)
{
    const struct values *run = &hunt->explainer->values;
    struct turning turning = {.explainer = hunt->explainer};
    struct trial *trials = NULL;
    uint32_t trial_count = 0, step = hunt->batch_count > 1 ? count : 1;
    for (uint32_t i = batch; i < count * row_count; i += step)
        for (uint32_t k = 0; k < gains[i].count * 2; k++) {
            const struct gain *gain = &gains[i].list[k / 2];
            const struct outcome *outcome = k % 2 ? &gain->best : &gain->next;
            *ARRAY_ADD(trials, trial_count) = (struct trial){rows[i / count], gain->input->column, outcome->number, outcome->integer};
        }
    if (!trial_count)
        return;
    struct data *data = trial_rows(hunt->batches[batch].slice->program, run->data, hunt->domain, trials, trial_count);
    turning.then = values_of_trials(hunt->explainer, hunt->batches[batch].slice, data);
    for (uint32_t i = batch; i < count * row_count; i += step)
        for (uint32_t k = 0; k < gains[i].count * 2; k++, turning.is++) {
            struct gain *gain = &gains[i].list[k / 2];
            turning.was = rows[i / count];
            turning.item = gains[i].item;
            turning.visited = (struct marks){0};
            (k % 2 ? &gain->best : &gain->next)->because = turned(&turning, gains[i].item->raw);
        }
    trial_free(run->program, run->data, data);
}

/* ---- all items ---- */

static void begin_item(struct hunt *hunt, const struct item *item, uint32_t row, uint32_t batch, const struct value *own)
{
    const struct inputs *inputs = inputs_of(hunt->explainer, item);
    for (uint32_t i = 0; i < inputs->count * 2; i++) {
        if (inputs->list[i / 2].divides && wants_whole_run(hunt->explainer, &inputs->list[i / 2]))
            continue;                   /* a target or a past figure is not worth runs of all units */
        struct search *search = ARRAY_ADD(hunt->searches, hunt->search_count);
        *search = (struct search){.item = item, .row = row, .batch = batch, .own = own->number, .input = &inputs->list[i / 2], .downwards = i % 2 == 1};
        (is_numeric(search->input->node) ? add_numbers : add_names)(hunt, search);
    }
}

static void end_item(const struct hunt *hunt, const struct search *searches, uint32_t count, struct gains *gains)
{
    gains->list = lang_array(count / 2 + 1, sizeof *gains->list);
    for (uint32_t i = 0; i < count; i += 2)
        gains->count += choose_way(hunt, &searches[i], &searches[i + 1], &gains->list[gains->count]);
}

bool is_full_score(struct explainer *explainer, const struct item *item, uint32_t row, const struct rational *score)
{
    struct value weight = item->effective_weight ? value_of(&explainer->values, item->effective_weight, row) : (struct value){.status = STATUS_MISSING};
    if (!weight.known && item->weight)          /* the run had no need of it */
        weight = value_of(&explainer->values, item->weight, row);
    if (weight.status != STATUS_PRESENT)
        return false;
    struct rational rounded;
    rational_init(&rounded);
    if (item->has_rounding)
        rational_round(&rounded, &weight.number, &item->quantum, item->rounding);
    else if (item->scheme->has_rounding)
        rational_round(&rounded, &weight.number, &item->scheme->quantum, item->scheme->rounding);
    else
        rational_copy(&rounded, &weight.number);
    bool same = rational_compare(score, &rounded) == 0;
    rational_clear(&rounded);
    return same;
}

struct conditions { struct marks visited; const struct node **list; uint32_t count; };

static void take_conditions(struct conditions *conditions, const struct node *node)
{
    if (!node || node->kind != NODE_OPERATION || !marks_add(&conditions->visited, node, 0, 0, 0))
        return;
    if (node->op == OP_SELECT)
        *ARRAY_ADD(conditions->list, conditions->count) = node->a;
    take_conditions(conditions, node->a);
    take_conditions(conditions, node->b);
    take_conditions(conditions, node->c);
}

/* The item's part of the code, with the conditions that find_reasons looks at. */
static const struct slice *slice_of_item(struct explainer *explainer, const struct slice *whole, const struct item *item)
{
    const struct values *values = &explainer->values;
    uint32_t number, column = value_column(values, item->counted);
    struct conditions conditions = {0};
    if (marks_find(&explainer->slice_at, item, 0, 0, &number))
        return explainer->slices[number];
    take_conditions(&conditions, item->raw);
    const struct slice *slice = column == NONE ? whole : slice_of(values->program, values->nodes, item->domain->program_domain, column, conditions.list, conditions.count);
    marks_add(&explainer->slice_at, item, 0, 0, explainer->slice_count);
    return *ARRAY_ADD(explainer->slices, explainer->slice_count) = slice->program->stage_count ? slice : whole;
}

/* One batch for all items, or one each where many units are looked at. */
static void open_batches(struct hunt *hunt, struct item *const *items, uint32_t count, bool apart)
{
    struct slice *whole = lang_new(sizeof *whole);
    *whole = (struct slice){hunt->explainer->values.program, *hunt->explainer->values.nodes};
    hunt->batch_count = apart ? count : 1;
    hunt->batches = lang_array(hunt->batch_count + 1, sizeof *hunt->batches);
    for (uint32_t i = 0; i < hunt->batch_count; i++)
        hunt->batches[i].slice = apart ? slice_of_item(hunt->explainer, whole, items[i]) : whole;
}

struct gains *gains_of(struct explainer *explainer, struct item *const *items, uint32_t count, const uint32_t *rows, uint32_t row_count)
{
    struct gains *gains = lang_array((size_t)count * row_count + 1, sizeof *gains);
    uint32_t *ends = lang_array((size_t)count * row_count + 1, sizeof *ends);
    struct hunt hunt = {.explainer = explainer, .domain = count ? items[0]->domain->program_domain : 0};
    bool apart = row_count > 1 && count > 1;
    open_batches(&hunt, items, count, apart);
    for (uint32_t i = 0; i < count * row_count; i++) {
        const struct item *item = items[i % count];
        uint32_t row = rows[i / count];
        struct value own = value_of(&explainer->values, item->counted, row);
        gains[i] = (struct gains){.item = item, .full = own.status == STATUS_PRESENT && is_full_score(explainer, item, row, &own.number)};
        if (own.status == STATUS_PRESENT)
            begin_item(&hunt, item, row, apart ? i % count : 0, &own);
        ends[i] = hunt.search_count;
    }
    for (uint32_t i = 0; i < hunt.search_count; i++)        /* now that the searches stay where they are */
        for (uint32_t p = 0; p < hunt.searches[i].count; p++)
            ask(&hunt, &hunt.searches[i], &hunt.searches[i].points[p]);
    answer(&hunt);
    for (uint32_t i = 0; i < hunt.search_count; i++)
        bracket_all(&hunt, &hunt.searches[i]);
    narrow_all(&hunt);
    for (uint32_t i = 0; i < count * row_count; i++) {
        uint32_t first = i ? ends[i - 1] : 0;
        end_item(&hunt, &hunt.searches[first], ends[i] - first, &gains[i]);
    }
    for (uint32_t i = 0; i < hunt.batch_count; i++)
        find_reasons(&hunt, i, gains, count, rows, row_count);
    return gains;
}
