/* Arithmetic on lanes.  Each handler works out by the operands' bounds whether 64 bits hold every row; then a kernel runs unchecked, else a
 * loop in 128 bits.  Where loose bounds fail to prove it they are narrowed to the values once, which costs less than a checked loop. */
#include <string.h>

#include "interpret/exact.h"

/* Tries a proof with the bounds as they are, then with narrowed ones. */
#define PROVEN(frame, a, b, proof) (!(frame)->code->checked && ((proof) || (lane_tighten((a), (frame)->count), lane_tighten((b), (frame)->count), (proof))))

static void narrow_result(struct frame *frame, struct lane *result)
{
    lane_tighten(result, frame->count);
}

/* ---- sums --------------------------------------------------------------------------------------------------------------------- */

static bool sum_is_proven(const struct lane *a, int64_t a_factor, const struct lane *b, int64_t b_factor)
{
    struct range x = range_times(range_of(a), a_factor, a_factor), y = range_times(range_of(b), b_factor, b_factor);
    return range_fits(x) && range_fits(y) && range_fits(range_sum(x, y));
}

static void add_scaled(struct frame *frame, struct lane *result, struct lane *a, int64_t a_factor, struct lane *b, int64_t b_factor, int64_t scale)
{
    lane_begin(result, TYPE_NUMBER);
    result->scale = result->denominator_greatest = scale;
    if (!PROVEN(frame, a, b, sum_is_proven(a, a_factor, b, b_factor))) {
        lane_spread(a, frame->count);
        lane_spread(b, frame->count);
        checked_add(frame, result->values, a->values, a_factor, b->values, b_factor);
        narrow_result(frame, result);
        return;
    }
    if (b->uniform) {
        kernel_affine(result->values, a->values, a_factor, b->values[0] * b_factor, frame->count);
    } else if (a->uniform) {
        kernel_affine(result->values, b->values, b_factor, a->values[0] * a_factor, frame->count);
    } else {
        kernel_add(result->values, a->values, a_factor, b->values, b_factor, frame->count);
    }
    set_bounds(result, range_sum(range_times(range_of(a), a_factor, a_factor), range_times(range_of(b), b_factor, b_factor)));
}

static struct range cross_range(const struct lane *a, const struct lane *b, int64_t sign)
{
    struct range x = range_times(range_of(a), least_denominator(b), b->denominator_greatest);
    struct range y = range_times(range_of(b), least_denominator(a), a->denominator_greatest);
    if (sign < 0)
        y = (struct range){-y.greatest, -y.least};
    return range_sum(x, y);
}

static bool cross_is_proven(const struct lane *a, const struct lane *b)
{
    return magnitude(range_of(a)) * b->denominator_greatest + magnitude(range_of(b)) * a->denominator_greatest <= INT64_MAX &&
           fits((int128)a->denominator_greatest * b->denominator_greatest);
}

static void multiply_denominators(struct frame *frame, struct lane *result, const struct lane *a, const struct lane *b)
{
    int64_t *out = lane_denominators(result);
    if (!a->denominators)
        kernel_affine(out, b->denominators, a->scale, 0, frame->count);
    else if (!b->denominators)
        kernel_affine(out, a->denominators, b->scale, 0, frame->count);
    else
        kernel_multiply(out, a->denominators, b->denominators, frame->count);
    result->denominator_greatest = a->denominator_greatest * b->denominator_greatest;
}

/* Both with the same denominators, as quotients by one column have. */
static bool share_denominators(const struct frame *frame, const struct lane *a, const struct lane *b)
{
    return a->denominators && b->denominators && memcmp(a->denominators, b->denominators, frame->count * sizeof *a->denominators) == 0;
}

static void copy_denominators(struct frame *frame, struct lane *result, const struct lane *a)
{
    memcpy(lane_denominators(result), a->denominators, frame->count * sizeof *a->denominators);
    result->denominator_greatest = a->denominator_greatest;
}

static void add_fractions(struct frame *frame, struct lane *result, struct lane *a, struct lane *b, int64_t sign)
{
    if (share_denominators(frame, a, b)) {
        add_scaled(frame, result, a, 1, b, sign, 1);
        copy_denominators(frame, result, a);
        return;
    }
    lane_begin(result, TYPE_NUMBER);
    lane_spread(a, frame->count);
    lane_spread(b, frame->count);
    const int64_t *a_denominators = lane_fill_denominators(a, frame->count, frame->rooms[0]);
    const int64_t *b_denominators = lane_fill_denominators(b, frame->count, frame->rooms[1]);
    if (PROVEN(frame, a, b, cross_is_proven(a, b)) && (a->denominators || b->denominators)) {
        kernel_cross(result->values, a->values, a_denominators, b->values, b_denominators, sign, frame->count);
        multiply_denominators(frame, result, a, b);
        set_bounds(result, cross_range(a, b, sign));
        return;
    }
    checked_cross(frame, result->values, lane_denominators(result), a->values, a_denominators, b->values, b_denominators, sign);
    narrow_result(frame, result);
}

bool handle_add(struct frame *frame, struct lane *result, struct lane *a, struct lane *b, int64_t sign)
{
    int64_t scale, a_factor, b_factor;
    if (!a->denominators && !b->denominators && common_scale(a->scale, b->scale, &scale, &a_factor, &b_factor))
        add_scaled(frame, result, a, a_factor, b, sign * b_factor, scale);
    else
        add_fractions(frame, result, a, b, sign);
    return true;
}

bool handle_negate(struct frame *frame, struct lane *result, struct lane *a)
{
    lane_begin(result, TYPE_NUMBER);
    kernel_affine(result->values, a->values, -1, 0, frame->count);
    result->scale = a->scale;
    result->denominator_greatest = a->denominator_greatest;
    if (a->denominators)
        copy_denominators(frame, result, a);
    set_bounds(result, (struct range){-(int128)a->greatest, -(int128)a->least});
    return true;
}

/* ---- products ----------------------------------------------------------------------------------------------------------------- */

/* a times numerator / denominator. False where that has no form with one scale or with a's denominators. */
static bool multiply_by_ratio(struct frame *frame, struct lane *result, struct lane *a, int64_t numerator, int64_t denominator)
{
    int64_t scale = a->scale;
    if (!a->denominators) {
        int64_t divisor = greatest_divisor(scale, numerator < 0 ? -numerator : numerator);
        numerator /= divisor;
        if (__builtin_mul_overflow(scale / divisor, denominator, &scale))
            return false;
    } else if (!fits((int128)a->denominator_greatest * denominator)) {
        return false;
    }
    if (!PROVEN(frame, a, a, range_fits(range_times(range_of(a), numerator, numerator))))
        return false;
    lane_begin(result, TYPE_NUMBER);
    kernel_affine(result->values, a->values, numerator, 0, frame->count);
    set_bounds(result, range_times(range_of(a), numerator, numerator));
    result->scale = result->denominator_greatest = scale;
    if (a->denominators) {
        kernel_affine(lane_denominators(result), a->denominators, denominator, 0, frame->count);
        result->denominator_greatest = a->denominator_greatest * denominator;
    }
    return true;
}

static bool product_is_proven(const struct lane *a, const struct lane *b)
{
    return range_fits(range_times(range_of(a), b->least, b->greatest)) && fits((int128)a->denominator_greatest * b->denominator_greatest);
}

bool handle_multiply(struct frame *frame, struct lane *result, struct lane *a, struct lane *b)
{
    if (b->uniform && multiply_by_ratio(frame, result, a, b->values[0], b->scale))
        return true;
    if (a->uniform && multiply_by_ratio(frame, result, b, a->values[0], a->scale))
        return true;
    lane_begin(result, TYPE_NUMBER);
    lane_spread(a, frame->count);
    lane_spread(b, frame->count);
    if (PROVEN(frame, a, b, product_is_proven(a, b))) {
        kernel_multiply(result->values, a->values, b->values, frame->count);
        set_bounds(result, range_times(range_of(a), b->least, b->greatest));
        result->scale = result->denominator_greatest = a->denominators || b->denominators ? 1 : a->scale * b->scale;
        if (a->denominators || b->denominators)
            multiply_denominators(frame, result, a, b);
        return true;
    }
    int64_t scale;
    if (!a->denominators && !b->denominators && !__builtin_mul_overflow(a->scale, b->scale, &scale)) {
        checked_multiply(frame, result->values, a->values, b->values);
        result->scale = result->denominator_greatest = scale;
    } else {
        checked_product(frame, result->values, lane_denominators(result), a->values, lane_fill_denominators(a, frame->count, frame->rooms[0]),
                        b->values, lane_fill_denominators(b, frame->count, frame->rooms[1]));
    }
    narrow_result(frame, result);
    return true;
}

/* What a quotient's numerators and denominators are multiplied by: b's denominators and a's, without what they have in common. */
struct cofactors { struct range numerator, denominator; int64_t a_scale, b_scale; };

static struct cofactors find_cofactors(const struct lane *a, const struct lane *b)
{
    struct cofactors found = {.a_scale = a->scale, .b_scale = b->scale};
    if (!a->denominators && !b->denominators) {
        int64_t divisor = greatest_divisor(a->scale, b->scale);
        found.a_scale /= divisor;
        found.b_scale /= divisor;
    }
    found.numerator = range_times(range_of(a), b->denominators ? 1 : found.b_scale, b->denominators ? b->denominator_greatest : found.b_scale);
    found.denominator = range_times(range_of(b), a->denominators ? 1 : found.a_scale, a->denominators ? a->denominator_greatest : found.a_scale);
    return found;
}

static bool quotient_is_proven(const struct lane *a, const struct lane *b)
{
    struct cofactors found = find_cofactors(a, b);
    return range_fits(found.numerator) && range_fits(found.denominator);
}

static void multiply_by_cofactor(int64_t *out, const int64_t *values, const int64_t *denominators, int64_t scale, uint32_t count)
{
    if (denominators)
        kernel_multiply(out, values, denominators, count);
    else
        kernel_affine(out, values, scale, 0, count);
}

static void divide_proven(struct frame *frame, struct lane *result, const struct lane *a, const struct lane *b)
{
    struct cofactors found = find_cofactors(a, b);
    int64_t *denominators = lane_denominators(result);
    multiply_by_cofactor(result->values, a->values, b->denominators, found.b_scale, frame->count);
    multiply_by_cofactor(denominators, b->values, a->denominators, found.a_scale, frame->count);
    if (b->least <= 0) {
        frame->any_zero = kernel_mend_denominators(result->values, denominators, frame->zero, frame->count);
        int128 most = magnitude(found.numerator);
        found.numerator = (struct range){-most, most};
    }
    set_bounds(result, found.numerator);
    result->denominator_greatest = (int64_t)greatest_of(magnitude(found.denominator), 1);
}

bool handle_divide(struct frame *frame, struct lane *result, struct lane *a, struct lane *b)
{
    if (b->uniform && b->values[0]) {
        int64_t divisor = b->values[0];
        if (multiply_by_ratio(frame, result, a, divisor < 0 ? -b->scale : b->scale, divisor < 0 ? -divisor : divisor))
            return true;
    }
    lane_begin(result, TYPE_NUMBER);
    lane_spread(a, frame->count);
    lane_spread(b, frame->count);
    if (PROVEN(frame, a, b, quotient_is_proven(a, b))) {
        divide_proven(frame, result, a, b);
        return true;
    }
    checked_product(frame, result->values, lane_denominators(result), a->values, lane_fill_denominators(a, frame->count, frame->rooms[0]),
                    lane_fill_denominators(b, frame->count, frame->rooms[1]), b->values);
    narrow_result(frame, result);
    return true;
}

/* ---- rounding ----------------------------------------------------------------------------------------------------------------- */

/* The result k of rounding stands for k * step / scale. */
static bool set_step(struct frame *frame, struct lane *result, int64_t step, int64_t scale)
{
    narrow_result(frame, result);
    result->scale = result->denominator_greatest = scale;
    if (step == 1)
        return true;
    struct range range = range_times(range_of(result), step, step);
    if (!range_fits(range))
        return false;
    for (uint32_t i = 0; i < frame->count; i++)
        result->values[i] *= step;
    set_bounds(result, range);
    return true;
}

static bool below_round_bits(int128 value)
{
    return value < (int128)1 << ROUND_BITS;
}

/* a / scale to multiples of step / places: rounds a * places / (scale * step). */
static bool round_scaled(struct frame *frame, struct lane *result, struct lane *a, int64_t step, int64_t places, enum rounding mode)
{
    int64_t factor_divisor = greatest_divisor(places, a->scale), factor = places / factor_divisor, divisor;
    if (__builtin_mul_overflow(a->scale / factor_divisor, step, &divisor))
        return false;
    if (divisor == 1 && PROVEN(frame, a, a, range_fits(range_times(range_of(a), factor, factor)))) {
        kernel_affine(result->values, a->values, factor, 0, frame->count);
    } else if (PROVEN(frame, a, a, below_round_bits(magnitude(range_of(a)) * factor)) && below_round_bits(divisor)) {
        kernel_round(result->values, a->values, factor, divisor, mode, frame->count);
    } else {
        kernel_fill(frame->rooms[0], divisor, frame->count);
        checked_round(frame, result->values, a->values, factor, frame->rooms[0], 1, mode);
    }
    return true;
}

static bool round_fractions(struct frame *frame, struct lane *result, struct lane *a, int64_t step, int64_t places, enum rounding mode)
{
    if (PROVEN(frame, a, a, below_round_bits(magnitude(range_of(a)) * places) && below_round_bits((int128)a->denominator_greatest * step)))
        kernel_round_fraction(result->values, a->values, places, a->denominators, step, mode, frame->count);
    else
        checked_round(frame, result->values, a->values, places, a->denominators, step, mode);
    return true;
}

bool handle_round(struct frame *frame, struct lane *result, struct lane *a, const struct rational *quantum, enum rounding mode)
{
    if (quantum->gear != GEAR_SMALL)
        return false;
    int64_t step = quantum->small.numerator, places = quantum->small.denominator;
    lane_begin(result, TYPE_NUMBER);
    bool done = a->denominators ? round_fractions(frame, result, a, step, places, mode) : round_scaled(frame, result, a, step, places, mode);
    return done && set_step(frame, result, step, places);
}
