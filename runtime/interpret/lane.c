/* The life of lanes, and single rows in and out of them. */
#include "interpret/lane.h"

#include <assert.h>
#include <string.h>

#include "base/memory.h"
#include "interpret/kernel.h"

void lane_clear(struct lane *lane)
{
    for (uint32_t i = 0; i < lane->exact_made; i++)
        rational_clear(&lane->exact[i].value);
    memory_free(lane->exact);
    memory_free(lane->value_block);
    memory_free(lane->denominator_block);
    memory_free(lane->status_block);
    memory_free(lane->truth_block);
}

void lane_begin(struct lane *lane, enum value_type type)
{
    if (type == TYPE_BOOLEAN && !lane->truth_block)
        lane->truth_block = memory_new(BATCH_ROWS);
    if (type != TYPE_BOOLEAN && !lane->value_block)
        lane->value_block = memory_array(BATCH_ROWS, sizeof *lane->value_block);
    lane->type = type;
    lane->uniform = false;
    lane->status_all = STATUS_PRESENT;
    lane->status = NULL;
    lane->values = lane->value_block;
    lane->truths = lane->truth_block;
    lane->denominators = NULL;
    lane->scale = lane->denominator_greatest = 1;
    lane->least = lane->greatest = 0;
    lane->exact_count = 0;
}

int64_t *lane_denominators(struct lane *lane)
{
    if (!lane->denominator_block)
        lane->denominator_block = memory_array(BATCH_ROWS, sizeof *lane->denominator_block);
    return lane->denominators = lane->denominator_block;
}

uint8_t *lane_status(struct lane *lane, uint32_t count)
{
    if (lane->status)
        return lane->status;
    if (!lane->status_block)
        lane->status_block = memory_new(BATCH_ROWS);
    lane->status = lane->status_block;
    memset(lane->status, lane->status_all, count);
    return lane->status;
}

static struct exact_row *next_exact(struct lane *lane, uint32_t row)
{
    assert(!lane->exact_count || lane->exact[lane->exact_count - 1].row < row);
    if (lane->exact_count == lane->exact_capacity) {
        lane->exact_capacity = lane->exact_capacity ? 2 * lane->exact_capacity : 32;
        lane->exact = memory_resize(lane->exact, lane->exact_capacity, sizeof *lane->exact);
    }
    struct exact_row *exact = &lane->exact[lane->exact_count++];
    if (lane->exact_made < lane->exact_count) {
        rational_init(&exact->value);
        lane->exact_made = lane->exact_count;
    }
    exact->row = row;
    return exact;
}

void lane_add_exact(struct lane *lane, uint32_t row, const struct rational *value)
{
    struct exact_row *exact = next_exact(lane, row);
    exact->is_long = value->gear == GEAR_BIG;
    if (exact->is_long)
        rational_copy(&exact->value, value);
    else if (value->gear == GEAR_SMALL)
        exact->fraction = (struct fraction){value->small.numerator, value->small.denominator};
    else
        exact->fraction = (struct fraction){value->wide.numerator, value->wide.denominator};
}

void lane_copy_exact(struct lane *to, const struct lane *from)
{
    for (uint32_t i = 0; i < from->exact_count; i++) {
        struct exact_row *exact = next_exact(to, from->exact[i].row);
        exact->is_long = from->exact[i].is_long;
        exact->fraction = from->exact[i].fraction;
        if (exact->is_long)
            rational_copy(&exact->value, &from->exact[i].value);
    }
}

bool lane_all_present(const struct lane *lane)
{
    return !lane->status && lane->status_all == STATUS_PRESENT;
}

bool lane_set_uniform(struct lane *lane, enum value_type type, const struct cell *cell)
{
    bool number = type == TYPE_NUMBER && cell->status == STATUS_PRESENT;
    if (number && (cell->number.gear != GEAR_SMALL || cell->number.small.numerator == INT64_MIN))
        return false;
    lane_begin(lane, type);
    lane->uniform = true;
    lane->status_all = (uint8_t)cell->status;
    int64_t value = cell->status == STATUS_PRESENT ? cell->integer : 0;
    if (number) {
        value = cell->number.small.numerator;
        lane->scale = lane->denominator_greatest = cell->number.small.denominator;
    }
    if (type == TYPE_BOOLEAN) {
        lane->truths[0] = (uint8_t)value;
    } else {
        lane->values[0] = value;
        lane->least = lane->greatest = value;
    }
    lane->spread = 1;
    return true;
}

void lane_spread(struct lane *lane, uint32_t count)
{
    if (!lane->uniform || lane->spread >= count)
        return;
    if (lane->type == TYPE_BOOLEAN)
        memset(lane->truths, lane->truths[0], count);
    else
        kernel_fill(lane->values, lane->values[0], count);
    lane->spread = count;
}

void lane_tighten(struct lane *lane, uint32_t count)
{
    if (lane->uniform || lane->type == TYPE_BOOLEAN)
        return;
    int64_t ignored;
    kernel_bounds(lane->values, count, &lane->least, &lane->greatest);
    if (lane->denominators)
        kernel_bounds(lane->denominators, count, &ignored, &lane->denominator_greatest);
}

const uint8_t *lane_statuses(const struct lane *lane, uint32_t count, uint8_t *room)
{
    if (lane->status)
        return lane->status;
    memset(room, lane->status_all, count);
    return room;
}

const int64_t *lane_fill_denominators(const struct lane *lane, uint32_t count, int64_t *room)
{
    if (lane->denominators)
        return lane->denominators;
    kernel_fill(room, lane->scale, count);
    return room;
}

/* ---- single rows -------------------------------------------------------------------------------------------------------------- */

static const struct exact_row *exact_of(const struct lane *lane, uint32_t row)
{
    uint32_t low = 0, high = lane->exact_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (lane->exact[middle].row < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low < lane->exact_count && lane->exact[low].row == row ? &lane->exact[low] : NULL;
}

void lane_get(const struct lane *lane, uint32_t row, struct cell *cell)
{
    const struct exact_row *exact = lane->exact_count ? exact_of(lane, row) : NULL;
    uint32_t at = lane->uniform ? 0 : row;
    cell->status = lane_status_of(lane, row);
    if (exact && exact->is_long)
        rational_copy(&cell->number, &exact->value);
    else if (exact)
        rational_set_wide(&cell->number, exact->fraction.numerator, exact->fraction.denominator);
    else if (lane->type == TYPE_NUMBER)
        rational_set(&cell->number, lane->values[at], lane->denominators ? lane->denominators[at] : lane->scale);
    else
        cell->integer = lane->type == TYPE_BOOLEAN ? lane->truths[at] : lane->values[at];
}

/* Whether a value may join the others without widening their bounds so far that they prove nothing more. */
static bool joins(const struct lane *lane, int64_t value)
{
    enum { ALWAYS_BITS = 31 };
    return (value >= lane->least && value <= lane->greatest) || (value >> ALWAYS_BITS == 0 || value >> ALWAYS_BITS == -1);
}

static bool put_small(struct lane *lane, uint32_t row, int64_t value, int64_t denominator)
{
    if (lane->denominators) {
        if (!joins(lane, value) || denominator > lane->denominator_greatest)
            return false;
        lane->denominators[row] = denominator;
    } else if (lane->scale != denominator && (lane->scale % denominator != 0 || __builtin_mul_overflow(value, lane->scale / denominator, &value))) {
        return false;
    } else if (!joins(lane, value)) {
        return false;
    }
    lane->values[row] = value;
    lane->least = value < lane->least ? value : lane->least;
    lane->greatest = value > lane->greatest ? value : lane->greatest;
    return true;
}

void lane_put(struct lane *lane, uint32_t row, uint32_t count, const struct cell *cell)
{
    assert(!lane->uniform);
    if (lane_status_of(lane, row) != cell->status)
        lane_status(lane, count)[row] = (uint8_t)cell->status;
    if (cell->status != STATUS_PRESENT)
        return;
    if (lane->type == TYPE_BOOLEAN) {
        lane->truths[row] = (uint8_t)cell->integer;
    } else if (lane->type != TYPE_NUMBER) {
        lane->values[row] = cell->integer;
        lane->least = cell->integer < lane->least ? cell->integer : lane->least;
        lane->greatest = cell->integer > lane->greatest ? cell->integer : lane->greatest;
    } else if (cell->number.gear != GEAR_SMALL || !put_small(lane, row, cell->number.small.numerator, cell->number.small.denominator)) {
        lane_add_exact(lane, row, &cell->number);
    }
}

void lane_rewind(struct lane *lane)
{
    lane->exact_next = 0;
}

bool lane_get_fraction(struct lane *lane, uint32_t row, struct fraction *out)
{
    while (lane->exact_next < lane->exact_count && lane->exact[lane->exact_next].row < row)
        lane->exact_next++;
    if (lane->exact_next < lane->exact_count && lane->exact[lane->exact_next].row == row) {
        *out = lane->exact[lane->exact_next].fraction;
        return !lane->exact[lane->exact_next].is_long;
    }
    uint32_t at = lane->uniform ? 0 : row;
    *out = (struct fraction){lane->values[at], lane->denominators ? lane->denominators[at] : lane->scale};
    return true;
}

void lane_put_fraction(struct lane *lane, uint32_t row, struct fraction value)
{
    int64_t numerator = (int64_t)value.numerator, denominator = (int64_t)value.denominator;
    if (numerator == value.numerator && denominator == value.denominator && put_small(lane, row, numerator, denominator))
        return;
    struct exact_row *exact = next_exact(lane, row);
    exact->is_long = false;
    exact->fraction = value;
}
