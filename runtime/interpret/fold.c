/* FOLD: one pass over the rows of a source, batch by batch, into accumulators by group.
 *
 * Values are brought to the column's scale, the common denominator of its chunks; sums of such values are exact in 128 bits.  Values that have
 * no such form (a denominator of their own, exceptions) go beside: to struct sums for a sum, to an exact extreme by group for a minimum. */
#include "interpret/fold.h"

#include <assert.h>
#include <string.h>

#include "base/memory.h"
#include "base/vector.h"
#include "interpret/maker.h"
#include "interpret/sum.h"

typedef __int128 int128;

struct fold_state {
    struct folding of;
    const struct column_data *column;       /* NULL for a count of rows */
    int64_t scale;
    int64_t *counts;                        /* COUNT */
    int128 *totals; struct sums *sums;      /* SUM */
    int64_t *best; uint8_t *seen;           /* MINIMUM, MAXIMUM (times -1), scaled; ANY, ALL: seen what decides */
    struct rational *exact; uint8_t *exact_seen;    /* MINIMUM, MAXIMUM: of values beside the scale; NULL until there is one */
    uint8_t *errors;
};

/* One batch: which of its rows are folded, in which group. */
enum { FEW_GROUPS = 8 };            /* so many are folded in one pass each, by vectors; more, in one pass row by row */
struct batch {
    uint32_t first, count, live;
    bool one_group, few_groups;     /* all in groups[0]; all in codes, where a row that is not folded has a code beyond the groups */
    uint8_t mask[BATCH_ROWS], codes[BATCH_ROWS];
    uint32_t groups[BATCH_ROWS];
    int64_t values[BATCH_ROWS];
};

/* ---- scale -------------------------------------------------------------------------------------------------------------------- */

/* The common denominator of the chunks, or of as many as 64 bits hold. */
static int64_t choose_scale(const struct column_data *column)
{
    int64_t scale = 1, common;
    for (uint32_t i = 0; i < column->chunk_count; i++) {
        const struct chunk *chunk = &column->chunks[i];
        if (chunk->denominators || !chunk->any_present || scale % chunk->denominator == 0)
            continue;
        if (!__builtin_mul_overflow(chunk->denominator / common_divisor(chunk->denominator, scale), scale, &common))
            scale = common;
    }
    return scale;
}

/* The factor that brings the chunk's values to the scale; 0 where they have to go beside it. */
static int64_t chunk_factor(const struct fold_state *state, const struct chunk *chunk)
{
    int64_t factor, ignored;
    if (state->column->type != TYPE_NUMBER || !chunk->any_present)
        return 1;
    if (chunk->denominators || state->scale % chunk->denominator != 0)
        return 0;
    factor = state->scale / chunk->denominator;
    bool fits = !__builtin_mul_overflow(chunk->least, factor, &ignored) && ignored > -INT64_MAX &&
                !__builtin_mul_overflow(chunk->greatest, factor, &ignored) && ignored < INT64_MAX;
    return fits ? factor : 0;
}

/* ---- accumulators ------------------------------------------------------------------------------------------------------------- */

/* Kernels over the rows whose code is `code`. */
VECTORS static uint32_t count_coded(const uint8_t *restrict codes, uint8_t code, uint32_t count)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++)
        found += codes[i] == code;
    return found;
}

/* As sums of the two halves of each value: those of 1,024 values fit. */
VECTORS static int128 sum_coded(const int64_t *restrict values, const uint8_t *restrict codes, uint8_t code, uint32_t count)
{
    uint64_t low = 0;
    int64_t high = 0;
    for (uint32_t i = 0; i < count; i++) {
        int64_t value = values[i] & -(int64_t)(codes[i] == code);
        low += (uint32_t)value;
        high += value >> 32;
    }
    return (int128)high * ((int64_t)1 << 32) + low;
}

VECTORS static int64_t best_coded(const int64_t *restrict values, int64_t factor, const uint8_t *restrict codes, uint8_t code, uint32_t count)
{
    int64_t best = INT64_MIN;
    for (uint32_t i = 0; i < count; i++) {
        int64_t folded = -(int64_t)(codes[i] == code);          /* a mask: a choice would become a branch */
        int64_t value = ((values[i] * factor) & folded) | (INT64_MIN & ~folded);
        best = value > best ? value : best;
    }
    return best;
}

static void keep_best(struct fold_state *state, uint32_t group, int64_t value, bool seen)
{
    if (value > state->best[group])
        state->best[group] = value;
    state->seen[group] |= seen;
}

static void fold_few(struct fold_state *state, const struct batch *batch, int64_t factor)
{
    uint32_t groups = batch->one_group ? 1 : state->of.group_count;
    for (uint32_t g = 0; g < groups; g++) {
        uint32_t group = batch->one_group ? batch->groups[0] : g, count = batch->count;
        if (state->of.fold == FOLD_COUNT)
            state->counts[group] += count_coded(batch->codes, (uint8_t)g, count);
        else if (state->of.fold == FOLD_SUM)
            state->totals[group] += sum_coded(batch->values, batch->codes, (uint8_t)g, count) * factor;
        else
            keep_best(state, group, best_coded(batch->values, factor, batch->codes, (uint8_t)g, count),
                      count_coded(batch->codes, (uint8_t)g, count) > 0);
    }
}

static void fold_count(struct fold_state *state, const struct batch *batch)
{
    for (uint32_t i = 0; i < batch->count; i++)
        state->counts[batch->groups[i]] += batch->mask[i];
}

static void fold_sum(struct fold_state *state, const struct batch *batch, int64_t factor)
{
    for (uint32_t i = 0; i < batch->count; i++)
        state->totals[batch->groups[i]] += (batch->values[i] & -(int64_t)batch->mask[i]) * factor;
}

static void fold_best(struct fold_state *state, const struct batch *batch, int64_t factor)
{
    for (uint32_t i = 0; i < batch->count; i++) {
        int64_t value = batch->mask[i] ? batch->values[i] * factor : INT64_MIN, *kept = &state->best[batch->groups[i]];
        *kept = value > *kept ? value : *kept;
        state->seen[batch->groups[i]] |= batch->mask[i];
    }
}

static void fold_boolean(struct fold_state *state, const struct batch *batch, bool deciding)
{
    for (uint32_t i = 0; i < batch->count; i++)
        state->seen[batch->groups[i]] |= batch->mask[i] & (batch->values[i] == deciding);
}

static void fold_exact_value(struct fold_state *state, uint32_t group, const struct rational *value)
{
    if (state->of.fold == FOLD_SUM) {
        sums_add_exact(state->sums, group, value);
        return;
    }
    if (!state->exact) {
        state->exact = memory_array(state->of.group_count, sizeof *state->exact);
        state->exact_seen = memory_array(state->of.group_count, 1);
        for (uint32_t g = 0; g < state->of.group_count; g++)
            rational_init(&state->exact[g]);
    }
    int wanted = state->of.fold == FOLD_MINIMUM ? -1 : 1;
    if (!state->exact_seen[group] || rational_compare(value, &state->exact[group]) == wanted)
        rational_copy(&state->exact[group], value);
    state->exact_seen[group] = 1;
}

/* The rows of a batch that have a denominator of their own, or one that does not go with the scale. */
static void fold_fractions(struct fold_state *state, const struct batch *batch, const struct chunk *chunk)
{
    int64_t denominators[BATCH_ROWS];
    struct rational value;
    rational_init(&value);
    chunk_widen_denominators(chunk, batch->first % CHUNK_ROWS, batch->count, denominators);
    for (uint32_t i = 0; i < batch->count; i++) {
        if (!batch->mask[i])
            continue;
        if (state->of.fold == FOLD_SUM) {
            sums_add_fraction(state->sums, batch->groups[i], batch->values[i], denominators[i]);
            continue;
        }
        rational_set(&value, batch->values[i], denominators[i]);
        fold_exact_value(state, batch->groups[i], &value);
    }
    rational_clear(&value);
}

/* Takes the rows that are exceptions out of the batch and folds them. */
static void fold_exceptions(struct fold_state *state, struct batch *batch)
{
    const struct column_data *column = state->column;
    uint32_t end = batch->first + batch->count;
    for (uint32_t e = column_exception_at(column, batch->first); e < column->exception_count && column->exceptions[e].row < end; e++) {
        uint32_t at = column->exceptions[e].row - batch->first;
        if (batch->mask[at])
            fold_exact_value(state, batch->groups[at], &column->exceptions[e].value);
        batch->mask[at] = 0;
    }
}

/* ---- batches ------------------------------------------------------------------------------------------------------------------ */

/* An index that is one number throughout a chunk (all rows, most often). */
static bool is_one_group(const struct fold_state *state, uint32_t first)
{
    if (state->of.group_of_row)
        return false;
    if (state->of.index == NONE)
        return true;
    const struct chunk *chunk = &state->of.run->data->columns[state->of.index].chunks[first / CHUNK_ROWS];
    return !chunk->status && chunk->least == chunk->greatest && chunk->least >= 0;
}

static void find_rows(const struct fold_state *state, struct batch *batch)
{
    const struct folding *of = &state->of;
    batch->live = run_mask(of->run, of->domain, of->filter, batch->first, batch->count, batch->mask);
    if (!batch->live)
        return;
    batch->one_group = is_one_group(state, batch->first);
    batch->few_groups = !of->group_of_row && (batch->one_group || of->group_count <= FEW_GROUPS);
    if (of->group_of_row) {
        for (uint32_t i = 0; i < batch->count; i++) {
            uint32_t group = of->group_of_row[batch->first + i];
            batch->mask[i] &= group != NONE;
            batch->groups[i] = group != NONE ? group : 0;
        }
    } else {
        run_groups(of->run, of->index, batch->first, batch->count, batch->mask, batch->groups);
    }
}

/* After the mask is settled. */
VECTORS static void set_codes(uint8_t *restrict codes, const uint32_t *restrict groups, const uint8_t *restrict mask, bool one_group, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint8_t group = one_group ? 0 : (uint8_t)groups[i];
        codes[i] = mask[i] ? group : UINT8_MAX;
    }
}

/* Passes over values that are not present, but for errors, which spoil their group. */
static void drop_absent(struct fold_state *state, struct batch *batch)
{
    const struct column_data *column = state->column;
    if (column->type != TYPE_TEXT && column->chunks[batch->first / CHUNK_ROWS].status) {
        const uint8_t *status = column->chunks[batch->first / CHUNK_ROWS].status + batch->first % CHUNK_ROWS;
        bool any_error = memchr(status, STATUS_ERROR, batch->count) != NULL;
        for (uint32_t i = 0; any_error && i < batch->count; i++)
            state->errors[batch->groups[i]] |= batch->mask[i] & (status[i] == STATUS_ERROR);
        run_mask_present(column, batch->first, batch->count, batch->mask);
    }
}

static void fold_batch(struct fold_state *state, struct batch *batch)
{
    find_rows(state, batch);
    if (!batch->live)
        return;
    if (state->column)
        drop_absent(state, batch);
    if (state->column && state->column->exception_count && state->of.fold != FOLD_COUNT)
        fold_exceptions(state, batch);
    if (batch->few_groups)
        set_codes(batch->codes, batch->groups, batch->mask, batch->one_group, batch->count);
    if (state->of.fold == FOLD_COUNT && batch->few_groups) {
        fold_few(state, batch, 1);
        return;
    }
    if (state->of.fold == FOLD_COUNT) {
        fold_count(state, batch);
        return;
    }
    const struct chunk *chunk = &state->column->chunks[batch->first / CHUNK_ROWS];
    chunk_widen(chunk, batch->first % CHUNK_ROWS, batch->count, batch->values);
    int64_t factor = chunk_factor(state, chunk);
    if (state->of.fold == FOLD_ANY || state->of.fold == FOLD_ALL)
        fold_boolean(state, batch, state->of.fold == FOLD_ANY);
    else if (!factor)
        fold_fractions(state, batch, chunk);
    else if (batch->few_groups)
        fold_few(state, batch, state->of.fold == FOLD_MINIMUM ? -factor : factor);
    else if (state->of.fold == FOLD_SUM)
        fold_sum(state, batch, factor);
    else
        fold_best(state, batch, state->of.fold == FOLD_MINIMUM ? -factor : factor);
}

struct fold_state *fold_rows(const struct folding *folding)
{
    struct fold_state *state = memory_new(sizeof *state);
    size_t groups = folding->group_count;
    state->of = *folding;
    state->column = folding->value == NONE ? NULL : &folding->run->data->columns[folding->value];
    state->scale = state->column && state->column->type == TYPE_NUMBER ? choose_scale(state->column) : 1;
    state->errors = memory_array(groups, 1);
    state->seen = memory_array(groups, 1);
    if (folding->fold == FOLD_COUNT)
        state->counts = memory_array(groups, sizeof *state->counts);
    if (folding->fold == FOLD_SUM) {
        state->totals = memory_array(groups, sizeof *state->totals);
        state->sums = sums_new(folding->group_count);
    }
    if (folding->fold == FOLD_MINIMUM || folding->fold == FOLD_MAXIMUM) {
        state->best = memory_array(groups, sizeof *state->best);
        for (size_t g = 0; g < groups; g++)
            state->best[g] = INT64_MIN;
    }
    struct batch *batch = memory_new(sizeof *batch);
    uint32_t rows = folding->run->data->domains[folding->domain].rows;
    for (batch->first = 0; batch->first < rows && groups; batch->first += BATCH_ROWS) {
        batch->count = rows - batch->first < BATCH_ROWS ? rows - batch->first : BATCH_ROWS;
        fold_batch(state, batch);
    }
    memory_free(batch);
    if (state->sums)
        sums_finish(state->sums);
    return state;
}

/* ---- results ------------------------------------------------------------------------------------------------------------------ */

static void result_of_sum(const struct fold_state *state, uint32_t group, struct cell *out)
{
    rational_set_wide(&out->number, state->totals[group], state->scale);
    if (!sums_get(state->sums, group, &out->number) ||
        (out->number.gear == GEAR_BIG && rational_exceeds(&out->number, LIMIT_RESULT_DIGITS)))
        out->status = STATUS_ERROR;
}

static void result_of_best(const struct fold_state *state, uint32_t group, struct cell *out)
{
    bool exact = state->exact && state->exact_seen[group], least = state->of.fold == FOLD_MINIMUM;
    int64_t best = least && state->seen[group] ? -state->best[group] : state->best[group];
    if (!state->seen[group] && !exact) {
        out->status = STATUS_NOT_APPLICABLE;
    } else if (state->column->type != TYPE_NUMBER) {
        out->integer = best;
    } else if (!state->seen[group]) {
        rational_copy(&out->number, &state->exact[group]);
    } else {
        rational_set(&out->number, best, state->scale);
        if (exact && rational_compare(&state->exact[group], &out->number) == (least ? -1 : 1))
            rational_copy(&out->number, &state->exact[group]);
    }
}

void fold_result(const struct fold_state *state, uint32_t group, struct cell *out)
{
    out->status = state->errors[group] ? STATUS_ERROR : STATUS_PRESENT;
    if (state->errors[group])
        return;
    switch (state->of.fold) {
    case FOLD_COUNT: rational_set(&out->number, state->counts[group], 1); break;
    case FOLD_SUM: result_of_sum(state, group, out); break;
    case FOLD_ANY: out->integer = state->seen[group]; break;
    case FOLD_ALL: out->integer = !state->seen[group]; break;
    default: result_of_best(state, group, out);
    }
}

void fold_free(struct fold_state *state)
{
    for (uint32_t g = 0; state->exact && g < state->of.group_count; g++)
        rational_clear(&state->exact[g]);
    if (state->sums)
        sums_free(state->sums);
    memory_free(state->counts);
    memory_free(state->totals);
    memory_free(state->best);
    memory_free(state->seen);
    memory_free(state->exact);
    memory_free(state->exact_seen);
    memory_free(state->errors);
    memory_free(state);
}

void stage_fold(const struct run *run, const struct stage *stage)
{
    struct folding folding = {run, stage->domain, stage->filter, stage->value, stage->fold, stage->index, NULL,
                              run_group_count(run, stage->index)};
    struct fold_state *state = fold_rows(&folding);
    struct maker *maker = maker_new(run_begin_column(run, stage->result), 0);
    struct cell cell;
    cell_init(&cell);
    for (uint32_t group = 0; group < folding.group_count; group++) {
        fold_result(state, group, &cell);
        maker_cell(maker, &cell);
    }
    cell_clear(&cell);
    maker_finish(maker);
    fold_free(state);
}
