/* Comparisons, choices and statuses on lanes. */
#include <string.h>

#include "interpret/exact.h"

#define PROVEN(frame, a, b, proof) (!(frame)->code->checked && ((proof) || (lane_tighten((a), (frame)->count), lane_tighten((b), (frame)->count), (proof))))

/* ---- two lanes against each other --------------------------------------------------------------------------------------------- */

static bool scaled_fits(const struct lane *a, int64_t a_factor, const struct lane *b, int64_t b_factor)
{
    return range_fits(range_times(range_of(a), a_factor, a_factor)) && range_fits(range_times(range_of(b), b_factor, b_factor));
}

static bool cross_fits(const struct lane *a, const struct lane *b)
{
    return range_fits(range_times(range_of(a), 1, b->denominator_greatest)) && range_fits(range_times(range_of(b), 1, a->denominator_greatest));
}

static bool have_common_scale(const struct lane *a, const struct lane *b, int64_t *scale, int64_t *a_factor, int64_t *b_factor)
{
    return !a->denominators && !b->denominators && common_scale(a->scale, b->scale, scale, a_factor, b_factor);
}

static void invert(uint8_t *truths, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        truths[i] ^= 1;
}

/* a against the constant of a uniform lane, as whole numbers: a < c becomes a < ceiling(c scale), and so on. */
static void compare_with_one(struct frame *frame, uint8_t *out, enum relation relation, const struct lane *a, const struct lane *one)
{
    int128 product = (int128)one->values[0] * a->scale, floor = product / one->scale, rest = product % one->scale;
    floor -= rest < 0;
    int128 threshold = relation == RELATION_LESS ? floor + (rest != 0) : floor;
    if (relation == RELATION_EQUAL && (rest != 0 || !fits(threshold)))
        memset(out, 0, frame->count);
    else if (!fits(threshold))
        memset(out, threshold > 0, frame->count);
    else
        kernel_compare_one(out, relation, a->values, (int64_t)threshold, frame->count);
}

static void compare_numbers(struct frame *frame, uint8_t *out, enum relation relation, struct lane *a, struct lane *b)
{
    int64_t scale, a_factor, b_factor;
    if (b->uniform && !a->denominators) {
        compare_with_one(frame, out, relation, a, b);
        return;
    }
    if (a->uniform && !b->denominators) {           /* a < b where not b <= a, a <= b where not b < a */
        static const enum relation mirrored[] = {RELATION_LESS_EQUAL, RELATION_LESS, RELATION_EQUAL};
        compare_with_one(frame, out, mirrored[relation], b, a);
        if (relation != RELATION_EQUAL)
            invert(out, frame->count);
        return;
    }
    lane_spread(a, frame->count);
    lane_spread(b, frame->count);
    if (have_common_scale(a, b, &scale, &a_factor, &b_factor) && PROVEN(frame, a, b, scaled_fits(a, a_factor, b, b_factor))) {
        kernel_compare(out, relation, a->values, a_factor, b->values, b_factor, frame->count);
        return;
    }
    const int64_t *a_denominators = lane_fill_denominators(a, frame->count, frame->rooms[0]);
    const int64_t *b_denominators = lane_fill_denominators(b, frame->count, frame->rooms[1]);
    if (PROVEN(frame, a, b, cross_fits(a, b)))
        kernel_compare_fraction(out, relation, a->values, a_denominators, b->values, b_denominators, frame->count);
    else
        checked_compare(frame, out, relation, a->values, a_denominators, b->values, b_denominators);
}

bool handle_compare(struct frame *frame, struct lane *result, struct lane *a, struct lane *b, enum opcode op)
{
    enum relation relation = op == OP_LESS ? RELATION_LESS : op == OP_LESS_EQUAL ? RELATION_LESS_EQUAL : RELATION_EQUAL;
    if (a->type == TYPE_BOOLEAN && op != OP_EQUAL)
        return false;
    lane_begin(result, TYPE_BOOLEAN);
    if (a->type == TYPE_BOOLEAN) {
        lane_spread(a, frame->count);
        lane_spread(b, frame->count);
        for (uint32_t i = 0; i < frame->count; i++)
            result->truths[i] = a->truths[i] == b->truths[i];
        return true;
    }
    compare_numbers(frame, result->truths, relation, a, b);
    return true;
}

/* ---- the lesser or greater ---------------------------------------------------------------------------------------------------- */

static struct range extreme_range(struct range a, struct range b, bool lesser)
{
    if (lesser)
        return (struct range){least_of(a.least, b.least), least_of(a.greatest, b.greatest)};
    return (struct range){greatest_of(a.least, b.least), greatest_of(a.greatest, b.greatest)};
}

static void extreme_scaled(struct frame *frame, struct lane *result, struct lane *a, int64_t a_factor, struct lane *b, int64_t b_factor, bool lesser)
{
    const struct lane *one = b->uniform ? b : a, *other = b->uniform ? a : b;
    struct range x = range_times(range_of(a), a_factor, a_factor), y = range_times(range_of(b), b_factor, b_factor);
    if (one->uniform) {
        int64_t limit = one->values[0] * (one == b ? b_factor : a_factor);
        kernel_clip(result->values, other->values, other == a ? a_factor : b_factor, lesser ? INT64_MIN : limit, lesser ? limit : INT64_MAX, frame->count);
    } else {
        kernel_extreme(result->values, a->values, a_factor, b->values, b_factor, lesser, frame->count);
    }
    set_bounds(result, extreme_range(x, y, lesser));
}

/* Against 0 or 1 a fraction keeps its denominator: only the numerator changes. */
static bool extreme_with_unit(struct frame *frame, struct lane *result, struct lane *a, struct lane *one, bool lesser)
{
    if (!a->denominators || !one->uniform || one->scale != 1 || (one->values[0] != 0 && one->values[0] != 1))
        return false;
    struct range limit = {0, 0};
    if (one->values[0] == 0) {
        kernel_clip(result->values, a->values, 1, lesser ? INT64_MIN : 0, lesser ? 0 : INT64_MAX, frame->count);
    } else {
        kernel_extreme(result->values, a->values, 1, a->denominators, 1, lesser, frame->count);
        limit = (struct range){1, a->denominator_greatest};
    }
    memcpy(lane_denominators(result), a->denominators, frame->count * sizeof *a->denominators);
    result->denominator_greatest = a->denominator_greatest;
    set_bounds(result, extreme_range(range_of(a), limit, lesser));
    return true;
}

static void extreme_fractions(struct frame *frame, struct lane *result, struct lane *a, struct lane *b, bool lesser)
{
    lane_spread(a, frame->count);
    lane_spread(b, frame->count);
    const int64_t *a_denominators = lane_fill_denominators(a, frame->count, frame->rooms[0]);
    const int64_t *b_denominators = lane_fill_denominators(b, frame->count, frame->rooms[1]);
    int64_t *denominators = lane_denominators(result);
    if (PROVEN(frame, a, b, cross_fits(a, b)))
        kernel_extreme_fraction(result->values, denominators, a->values, a_denominators, b->values, b_denominators, lesser, frame->count);
    else
        checked_extreme(frame, result->values, denominators, a->values, a_denominators, b->values, b_denominators, lesser);
    lane_tighten(result, frame->count);
}

bool handle_extreme(struct frame *frame, struct lane *result, struct lane *a, struct lane *b, bool lesser)
{
    int64_t scale, a_factor, b_factor;
    if (a->type == TYPE_BOOLEAN)
        return false;
    lane_begin(result, a->type);
    if (extreme_with_unit(frame, result, a, b, lesser) || extreme_with_unit(frame, result, b, a, lesser))
        return true;
    if (have_common_scale(a, b, &scale, &a_factor, &b_factor) && PROVEN(frame, a, b, scaled_fits(a, a_factor, b, b_factor))) {
        extreme_scaled(frame, result, a, a_factor, b, b_factor, lesser);
        result->scale = result->denominator_greatest = scale;
    } else {
        extreme_fractions(frame, result, a, b, lesser);
    }
    return true;
}

/* ---- statuses ----------------------------------------------------------------------------------------------------------------- */

void lane_join_status(struct frame *frame, struct lane *result, const struct lane *a, const struct lane *b, const struct lane *c)
{
    const struct lane *operands[3] = {a, b, c};
    for (int k = 0; k < 3; k++) {
        const struct lane *operand = operands[k];
        if (!operand || lane_all_present(operand))
            continue;
        if (!operand->status && !result->status) {
            result->status_all = operand->status_all > result->status_all ? operand->status_all : result->status_all;
        } else if (!result->status && result->status_all == STATUS_PRESENT) {
            memcpy(lane_status(result, frame->count), operand->status, frame->count);
        } else {
            uint8_t *joined = frame->status_rooms[1];
            kernel_worst(joined, lane_status(result, frame->count), lane_statuses(operand, frame->count, frame->status_rooms[0]), frame->count);
            memcpy(result->status, joined, frame->count);
        }
    }
}

void handle_status_is(struct frame *frame, struct lane *result, struct lane *a, uint32_t mask)
{
    struct cell cell = {.integer = (mask >> a->status_all) & 1};
    if (!a->status) {
        lane_set_uniform(result, TYPE_BOOLEAN, &cell);
        return;
    }
    lane_begin(result, TYPE_BOOLEAN);
    kernel_status_is(result->truths, a->status, mask, frame->count);
}

/* ---- conditions --------------------------------------------------------------------------------------------------------------- */

void handle_absorbing(struct frame *frame, struct lane *result, struct lane *a, struct lane *b, uint8_t deciding)
{
    lane_begin(result, TYPE_BOOLEAN);
    lane_spread(a, frame->count);
    lane_spread(b, frame->count);
    const uint8_t *restrict x = a->truths, *restrict y = b->truths;
    uint8_t *restrict out = result->truths;
    if (lane_all_present(a) && lane_all_present(b)) {
        for (uint32_t i = 0; i < frame->count; i++)
            out[i] = deciding ? x[i] | y[i] : x[i] & y[i];
        return;
    }
    const uint8_t *x_status = lane_statuses(a, frame->count, frame->status_rooms[0]);
    const uint8_t *y_status = lane_statuses(b, frame->count, frame->status_rooms[1]);
    uint8_t *status = lane_status(result, frame->count);
    for (uint32_t i = 0; i < frame->count; i++) {
        bool decided = (!x_status[i] && x[i] == deciding) || (!y_status[i] && y[i] == deciding);
        status[i] = decided ? STATUS_PRESENT : x_status[i] > y_status[i] ? x_status[i] : y_status[i];
        out[i] = decided ? deciding : !deciding;
    }
}

void handle_not(struct frame *frame, struct lane *result, struct lane *a)
{
    lane_begin(result, TYPE_BOOLEAN);
    for (uint32_t i = 0; i < frame->count; i++)
        result->truths[i] = !a->truths[i];
}

/* ---- selection ---------------------------------------------------------------------------------------------------------------- */

static void select_status(struct frame *frame, struct lane *result, const struct lane *condition, const struct lane *yes, const struct lane *no)
{
    bool chosen_present = lane_all_present(yes) && lane_all_present(no);
    if (chosen_present && lane_all_present(condition))
        return;
    uint8_t *status = lane_status(result, frame->count);
    if (!chosen_present)
        kernel_select_bytes(status, condition->truths, lane_statuses(yes, frame->count, frame->status_rooms[0]),
                            lane_statuses(no, frame->count, frame->status_rooms[1]), frame->count);
    if (lane_all_present(condition))
        return;
    const uint8_t *undecided = lane_statuses(condition, frame->count, frame->status_rooms[2]);
    for (uint32_t i = 0; i < frame->count; i++)
        status[i] = undecided[i] ? undecided[i] : status[i];
}

static struct range union_range(struct range a, struct range b)
{
    return (struct range){least_of(a.least, b.least), greatest_of(a.greatest, b.greatest)};
}

static bool select_scaled(struct frame *frame, struct lane *result, const struct lane *condition, struct lane *yes, struct lane *no)
{
    int64_t scale, yes_factor, no_factor;
    if (!have_common_scale(yes, no, &scale, &yes_factor, &no_factor) || !PROVEN(frame, yes, no, scaled_fits(yes, yes_factor, no, no_factor)))
        return false;
    kernel_select(result->values, condition->truths, yes->values, yes_factor, no->values, no_factor, frame->count);
    result->scale = result->denominator_greatest = scale;
    set_bounds(result, union_range(range_times(range_of(yes), yes_factor, yes_factor), range_times(range_of(no), no_factor, no_factor)));
    return true;
}

/* Where few rows are of the side that has no common scale with the other, these become exact rows and the others keep their scale: the means
 * put in for missing cells, most often. */
static bool select_mostly(struct frame *frame, struct lane *result, const struct lane *condition, const struct lane *yes, const struct lane *no)
{
    enum { FEW = 8 };               /* one row in so many: then computing those rows alone costs less than a denominator for all */
    uint32_t yes_rows = kernel_count(condition->truths, frame->count);
    bool mostly_yes = yes_rows > frame->count / 2;
    const struct lane *most = mostly_yes ? yes : no;
    uint32_t others = mostly_yes ? frame->count - yes_rows : yes_rows;
    if (most->denominators || others > frame->count / FEW)
        return false;
    memcpy(result->values, most->values, frame->count * sizeof *most->values);
    result->scale = result->denominator_greatest = most->scale;
    set_bounds(result, range_of(most));
    const uint8_t *end = condition->truths + frame->count, *next = condition->truths;
    while ((next = memchr(next, !mostly_yes, (size_t)(end - next))))
        frame_redo(frame, (uint32_t)(next++ - condition->truths));
    return true;
}

static void select_fractions(struct frame *frame, struct lane *result, const struct lane *condition, const struct lane *yes, const struct lane *no)
{
    kernel_select(result->values, condition->truths, yes->values, 1, no->values, 1, frame->count);
    kernel_select(lane_denominators(result), condition->truths, lane_fill_denominators(yes, frame->count, frame->rooms[0]), 1,
                  lane_fill_denominators(no, frame->count, frame->rooms[1]), 1, frame->count);
    set_bounds(result, union_range(range_of(yes), range_of(no)));
    result->denominator_greatest = (int64_t)greatest_of(yes->denominator_greatest, no->denominator_greatest);
}

/* The lane that a uniform condition chooses, row by row the same. */
static void copy_lane(struct frame *frame, struct lane *result, struct lane *from)
{
    lane_begin(result, from->type);
    lane_spread(from, frame->count);
    if (from->type == TYPE_BOOLEAN)
        memcpy(result->truths, from->truths, frame->count);
    else
        memcpy(result->values, from->values, frame->count * sizeof *from->values);
    if (from->denominators)
        memcpy(lane_denominators(result), from->denominators, frame->count * sizeof *from->denominators);
    result->scale = from->scale;
    result->denominator_greatest = from->denominator_greatest;
    set_bounds(result, range_of(from));
    result->status_all = from->status_all;
    if (from->status)
        memcpy(lane_status(result, frame->count), from->status, frame->count);
    lane_copy_exact(result, from);
}

bool handle_select(struct frame *frame, struct lane *result, struct lane *condition, struct lane *yes, struct lane *no)
{
    if (condition->uniform && condition->status_all == STATUS_PRESENT) {
        copy_lane(frame, result, condition->truths[0] ? yes : no);
        memset(frame->redo, 0, sizeof frame->redo);         /* its exact rows are copied too */
        frame->any_redo = false;
        return true;
    }
    lane_begin(result, yes->type);
    lane_spread(condition, frame->count);
    lane_spread(yes, frame->count);
    lane_spread(no, frame->count);
    if (yes->type == TYPE_BOOLEAN)
        kernel_select_bytes(result->truths, condition->truths, yes->truths, no->truths, frame->count);
    else if (!select_scaled(frame, result, condition, yes, no) && !select_mostly(frame, result, condition, yes, no))
        select_fractions(frame, result, condition, yes, no);
    select_status(frame, result, condition, yes, no);
    return true;
}

/* ---- sums of what is there ---------------------------------------------------------------------------------------------------- */

static struct range with_zero(struct range range)
{
    return (struct range){least_of(range.least, 0), greatest_of(range.greatest, 0)};
}

/* A copy of the lane in which rows that are left out hold 0; only for reading. */
static struct lane without_left_out(struct frame *frame, struct lane *lane, const uint8_t *status, int64_t *room)
{
    struct lane copy = *lane;
    lane_spread(lane, frame->count);
    for (uint32_t i = 0; i < frame->count; i++)
        room[i] = status[i] == STATUS_NOT_APPLICABLE || status[i] == STATUS_EXEMPT ? 0 : lane->values[i];
    copy.values = room;
    copy.uniform = false;
    set_bounds(&copy, with_zero(range_of(lane)));
    return copy;
}

bool handle_add_present(struct frame *frame, struct lane *result, struct lane *a, struct lane *b)
{
    int64_t scale, a_factor, b_factor;
    if (lane_all_present(a) && lane_all_present(b))
        return handle_add(frame, result, a, b, 1);
    const uint8_t *a_status = lane_statuses(a, frame->count, frame->status_rooms[0]);
    const uint8_t *b_status = lane_statuses(b, frame->count, frame->status_rooms[1]);
    struct range x = with_zero(range_of(a)), y = with_zero(range_of(b));
    bool scaled = have_common_scale(a, b, &scale, &a_factor, &b_factor) && !frame->code->checked;
    if (scaled) {
        x = range_times(x, a_factor, a_factor);
        y = range_times(y, b_factor, b_factor);
    }
    if (scaled && range_fits(x) && range_fits(y) && range_fits(range_sum(x, y))) {
        lane_begin(result, TYPE_NUMBER);
        lane_spread(a, frame->count);
        lane_spread(b, frame->count);
        kernel_add_present(result->values, a->values, a_factor, a_status, b->values, b_factor, b_status, frame->count);
        result->scale = result->denominator_greatest = scale;
        set_bounds(result, range_sum(x, y));
    } else {
        struct lane a_kept = without_left_out(frame, a, a_status, frame->rooms[2]), b_kept = without_left_out(frame, b, b_status, frame->rooms[3]);
        handle_add(frame, result, &a_kept, &b_kept, 1);
    }
    kernel_status_present_sum(lane_status(result, frame->count), a_status, b_status, frame->count);
    return true;
}
