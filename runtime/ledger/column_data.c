/* Builds columns from runs of 64-bit values and reads single values back: narrows each chunk to the least width that holds it, widens it
 * in place when a later run needs more, and brings the runs of one chunk to one denominator (or to one a row).
 * Invariant: rows of a chunk that were put are complete at any time; a row that is not present, or an exception, holds 0. */
#include "ledger/column_data.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/vector.h"

/* ---- widths ------------------------------------------------------------------------------------------------------------------- */

static uint8_t width_for(int64_t least, int64_t greatest)
{
    if (least >= INT8_MIN && greatest <= INT8_MAX)
        return 1;
    if (least >= INT16_MIN && greatest <= INT16_MAX)
        return 2;
    return least >= INT32_MIN && greatest <= INT32_MAX ? 4 : 8;
}

#define WIDTHS(X) X(1, int8_t) X(2, int16_t) X(4, int32_t) X(8, int64_t)

VECTORS static void widen(const void *data, uint8_t width, uint32_t first, uint32_t count, int64_t *restrict values)
{
    switch (width) {
#define WIDEN(bytes, type) \
    case bytes: { \
        const type *restrict from = (const type *)data + first; \
        for (uint32_t i = 0; i < count; i++) \
            values[i] = from[i]; \
        return; \
    }
    WIDTHS(WIDEN)
#undef WIDEN
    default: assert(width == 8);
    }
}

VECTORS static void narrow(void *data, uint8_t width, uint32_t first, uint32_t count, const int64_t *restrict values)
{
    switch (width) {
#define NARROW(bytes, type) \
    case bytes: { \
        type *restrict to = (type *)data + first; \
        for (uint32_t i = 0; i < count; i++) \
            to[i] = (type)values[i]; \
        return; \
    }
    WIDTHS(NARROW)
#undef NARROW
    default: assert(width == 8);
    }
}

static int64_t one_value(const void *data, uint8_t width, uint32_t row)
{
    switch (width) {
#define ONE(bytes, type) case bytes: return ((const type *)data)[row];
    WIDTHS(ONE)
#undef ONE
    default: return 0;
    }
}

/* Makes an area of CHUNK_ROWS values at least `width` wide, keeping the `rows` that it holds, each times `factor`. */
static void rebuild(void **data, uint8_t *old_width, uint8_t width, uint32_t rows, int64_t factor)
{
    if (*data && *old_width >= width && factor == 1)
        return;
    if (*data && *old_width > width)
        width = *old_width;
    void *fresh = memory_resize(NULL, CHUNK_ROWS, width);
    int64_t block[BATCH_ROWS];
    for (uint32_t first = 0; *data && first < rows; first += BATCH_ROWS) {
        uint32_t count = rows - first < BATCH_ROWS ? rows - first : BATCH_ROWS;
        widen(*data, *old_width, first, count, block);
        if (factor != 1)
            for (uint32_t i = 0; i < count; i++)
                block[i] *= factor;
        narrow(fresh, width, first, count, block);
    }
    memory_free(*data);
    *data = fresh;
    *old_width = width;
}

void chunk_widen(const struct chunk *chunk, uint32_t first, uint32_t count, int64_t *values)
{
    widen(chunk->data, chunk->width, first, count, values);
}

void chunk_widen_denominators(const struct chunk *chunk, uint32_t first, uint32_t count, int64_t *denominators)
{
    if (chunk->denominators) {
        widen(chunk->denominators, chunk->denominator_width, first, count, denominators);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        denominators[i] = chunk->denominator;
}

int64_t chunk_value(const struct chunk *chunk, uint32_t row)
{
    return one_value(chunk->data, chunk->width, row);
}

int64_t chunk_denominator(const struct chunk *chunk, uint32_t row)
{
    return chunk->denominators ? one_value(chunk->denominators, chunk->denominator_width, row) : chunk->denominator;
}

/* ---- reading one value -------------------------------------------------------------------------------------------------------- */

enum status column_status(const struct column_data *column, uint32_t row)
{
    assert(row < column->rows);
    if (column->type == TYPE_TEXT)
        return STATUS_PRESENT;
    const struct chunk *chunk = &column->chunks[row / CHUNK_ROWS];
    return chunk->status ? (enum status)chunk->status[row % CHUNK_ROWS] : STATUS_PRESENT;
}

int64_t column_integer(const struct column_data *column, uint32_t row)
{
    assert(row < column->rows);
    const struct chunk *chunk = &column->chunks[row / CHUNK_ROWS];
    return chunk_value(chunk, row % CHUNK_ROWS);
}

void column_number(const struct column_data *column, uint32_t row, struct rational *out)
{
    const struct rational *exact = column->exception_count ? column_exception(column, row) : NULL;
    if (exact) {
        rational_copy(out, exact);
        return;
    }
    const struct chunk *chunk = &column->chunks[row / CHUNK_ROWS];
    rational_set(out, chunk_value(chunk, row % CHUNK_ROWS), chunk_denominator(chunk, row % CHUNK_ROWS));
}

const char *column_text(const struct column_data *column, uint32_t row, size_t *length)
{
    assert(row < column->rows && column->type == TYPE_TEXT);
    *length = (size_t)(column->offsets[row + 1] - column->offsets[row]);
    return column->blob + column->offsets[row];
}

uint32_t column_exception_at(const struct column_data *column, uint32_t row)
{
    uint32_t low = 0, high = column->exception_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (column->exceptions[middle].row < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct rational *column_exception(const struct column_data *column, uint32_t row)
{
    uint32_t at = column_exception_at(column, row);
    return at < column->exception_count && column->exceptions[at].row == row ? &column->exceptions[at].value : NULL;
}

void column_release(struct column_data *column)
{
    for (uint32_t i = 0; i < column->chunk_count; i++) {
        memory_free(column->chunks[i].data);
        memory_free(column->chunks[i].denominators);
        memory_free(column->chunks[i].status);
    }
    for (uint32_t i = 0; i < column->exception_count; i++)
        rational_clear(&column->exceptions[i].value);
    memory_free(column->chunks);
    memory_free(column->exceptions);
    memory_free(column->blob);
    memory_free(column->offsets);
    *column = (struct column_data){.type = column->type};
}

/* ---- building ----------------------------------------------------------------------------------------------------------------- */

void column_begin(struct column_data *column, enum value_type type, uint32_t rows)
{
    column_release(column);
    column->type = type;
    column->rows = rows;
    column->chunk_count = column->chunk_capacity = (rows + CHUNK_ROWS - 1) / CHUNK_ROWS;
    column->chunks = column->chunk_count ? memory_array(column->chunk_count, sizeof *column->chunks) : NULL;
}

static struct chunk *chunk_for(struct column_data *column, uint32_t first, uint32_t count)
{
    uint32_t number = first / CHUNK_ROWS;
    assert(count <= CHUNK_ROWS - first % CHUNK_ROWS);
    if (number >= column->chunk_count) {
        if (number >= column->chunk_capacity) {
            column->chunk_capacity = column->chunk_capacity ? 2 * column->chunk_capacity : 4;
            column->chunks = memory_resize(column->chunks, column->chunk_capacity, sizeof *column->chunks);
        }
        assert(number == column->chunk_count);
        memset(&column->chunks[number], 0, sizeof column->chunks[number]);
        column->chunk_count++;
    }
    if (column->rows < first + count)
        column->rows = first + count;
    struct chunk *chunk = &column->chunks[number];
    assert(chunk->rows == first % CHUNK_ROWS);
    return chunk;
}

VECTORS static bool any_set(const uint8_t *restrict bytes, uint32_t count)
{
    uint8_t any = 0;
    for (uint32_t i = 0; i < count; i++)
        any |= bytes[i];
    return any != 0;
}

/* Keeps the statuses of a run; true where some row of it is not present. */
static bool put_status(struct chunk *chunk, uint32_t count, const uint8_t *restrict status)
{
    bool absent = status && any_set(status, count);
    if (absent && !chunk->status)
        chunk->status = memory_new(CHUNK_ROWS);
    if (absent)
        memcpy(chunk->status + chunk->rows, status, count);
    else if (chunk->status)
        memset(chunk->status + chunk->rows, 0, count);
    return absent;
}

/* The run with 0 where a row is not present, a block at a time, and its least and greatest over present rows. */
struct bounds { int64_t least, greatest; bool any; };

VECTORS static struct bounds bounds_of(uint32_t count, const int64_t *restrict values, const uint8_t *restrict status)
{
    struct bounds bounds = {INT64_MAX, INT64_MIN, false};
    int64_t least = INT64_MAX, greatest = INT64_MIN;
    if (status) {
        for (uint32_t i = 0; i < count; i++) {
            int64_t absent = -(int64_t)(status[i] != 0), kept = values[i] & ~absent;    /* masks: a choice would become a branch */
            int64_t low = kept | (INT64_MAX & absent), high = kept | (INT64_MIN & absent);
            least = low < least ? low : least;
            greatest = high > greatest ? high : greatest;
        }
    } else {
        for (uint32_t i = 0; i < count; i++) {
            least = values[i] < least ? values[i] : least;
            greatest = values[i] > greatest ? values[i] : greatest;
        }
    }
    if (least <= greatest)
        bounds = (struct bounds){least, greatest, true};
    return bounds;
}

/* The values of present rows times the factor, 0 for the others. */
VECTORS static void scale_present(int64_t *restrict out, const int64_t *restrict values, const uint8_t *restrict status, int64_t factor,
                                  uint32_t count)
{
    if (status)
        for (uint32_t i = 0; i < count; i++) {
            int64_t value = values[i];
            out[i] = (status[i] ? 0 : value) * factor;
        }
    else
        for (uint32_t i = 0; i < count; i++)
            out[i] = values[i] * factor;
}

static void put_values(void *data, uint8_t width, uint32_t at, uint32_t count, const int64_t *values, const uint8_t *status, int64_t factor)
{
    if (!status && factor == 1) {
        narrow(data, width, at, count, values);
        return;
    }
    int64_t block[BATCH_ROWS];
    for (uint32_t first = 0; first < count; first += BATCH_ROWS) {
        uint32_t some = count - first < BATCH_ROWS ? count - first : BATCH_ROWS;
        scale_present(block, values + first, status ? status + first : NULL, factor, some);
        narrow(data, width, at + first, some, block);
    }
}

/* Joins the bounds of a chunk, times old_factor, and of a run, times factor. False where 64 bits do not hold them. */
static bool join_bounds(const struct chunk *chunk, int64_t old_factor, struct bounds run, int64_t factor, struct bounds *joined)
{
    struct bounds old = {chunk->least, chunk->greatest, chunk->any_present};
    if (__builtin_mul_overflow(old.least, old_factor, &old.least) || __builtin_mul_overflow(old.greatest, old_factor, &old.greatest))
        return false;
    if (run.any && (__builtin_mul_overflow(run.least, factor, &run.least) || __builtin_mul_overflow(run.greatest, factor, &run.greatest)))
        return false;
    if (!run.any || !old.any) {
        *joined = run.any ? run : old;
        return true;
    }
    *joined = (struct bounds){old.least < run.least ? old.least : run.least, old.greatest > run.greatest ? old.greatest : run.greatest, true};
    return true;
}

static void keep_bounds(struct chunk *chunk, struct bounds bounds)
{
    chunk->any_present = bounds.any;
    chunk->least = bounds.any ? bounds.least : 0;
    chunk->greatest = bounds.any ? bounds.greatest : 0;
}

/* From here on the chunk has a denominator a row. */
static void give_denominators(struct chunk *chunk, uint8_t width)
{
    if (chunk->denominators) {
        rebuild(&chunk->denominators, &chunk->denominator_width, width, chunk->rows, 1);
        return;
    }
    uint8_t needed = width_for(0, chunk->rows ? chunk->denominator : 1);
    rebuild(&chunk->denominators, &chunk->denominator_width, needed > width ? needed : width, 0, 1);
    for (uint32_t i = 0; i < chunk->rows; i++)
        narrow(chunk->denominators, chunk->denominator_width, i, 1, &chunk->denominator);
}

VECTORS static int64_t greatest_denominator(uint32_t count, const int64_t *restrict denominators)
{
    int64_t greatest = 1;
    for (uint32_t i = 0; i < count; i++)
        greatest = denominators[i] > greatest ? denominators[i] : greatest;
    return greatest;
}

void column_put_fractions(struct column_data *column, uint32_t first, uint32_t count, const int64_t *values, const int64_t *denominators,
                          const uint8_t *status)
{
    if (!count)
        return;
    struct chunk *chunk = chunk_for(column, first, count);
    struct bounds joined;
    join_bounds(chunk, 1, bounds_of(count, values, status), 1, &joined);
    give_denominators(chunk, width_for(0, greatest_denominator(count, denominators)));
    rebuild(&chunk->data, &chunk->width, width_for(joined.any ? joined.least : 0, joined.any ? joined.greatest : 0), chunk->rows, 1);
    if (!put_status(chunk, count, status))
        status = NULL;
    put_values(chunk->data, chunk->width, chunk->rows, count, values, status, 1);
    narrow(chunk->denominators, chunk->denominator_width, chunk->rows, count, denominators);
    keep_bounds(chunk, joined);
    chunk->rows += count;
}

static void put_in_fractions(struct column_data *column, uint32_t first, uint32_t count, const int64_t *values, const uint8_t *status,
                             int64_t denominator)
{
    int64_t denominators[BATCH_ROWS];
    for (uint32_t i = 0; i < BATCH_ROWS; i++)
        denominators[i] = denominator;
    for (uint32_t done = 0; done < count; done += BATCH_ROWS) {
        uint32_t some = count - done < BATCH_ROWS ? count - done : BATCH_ROWS;
        column_put_fractions(column, first + done, some, values + done, denominators, status ? status + done : NULL);
    }
}

bool column_put(struct column_data *column, uint32_t first, uint32_t count, const int64_t *values, const uint8_t *status, int64_t denominator)
{
    if (!count)
        return true;
    struct chunk *chunk = chunk_for(column, first, count);
    if (chunk->denominators) {
        put_in_fractions(column, first, count, values, status, denominator);
        return true;
    }
    struct bounds run = bounds_of(count, values, status), joined;
    int64_t common = denominator, factor = 1, old_factor = 1;
    if (!chunk->any_present) {
        chunk->denominator = denominator;
    } else if (!run.any) {
        common = chunk->denominator;
    } else if (chunk->denominator != denominator) {
        int64_t divisor = common_divisor(chunk->denominator, denominator);
        old_factor = denominator / divisor;
        factor = chunk->denominator / divisor;
        if (__builtin_mul_overflow(denominator, factor, &common))
            return false;
    }
    if (!join_bounds(chunk, old_factor, run, factor, &joined))
        return false;
    uint8_t width = width_for(joined.any ? joined.least : 0, joined.any ? joined.greatest : 0);
    rebuild(&chunk->data, &chunk->width, width, chunk->rows, old_factor);
    if (!put_status(chunk, count, status))
        status = NULL;
    put_values(chunk->data, chunk->width, chunk->rows, count, values, status, factor);
    chunk->denominator = common;
    keep_bounds(chunk, joined);
    chunk->rows += count;
    return true;
}

void column_add_exception(struct column_data *column, uint32_t row, const struct rational *value)
{
    if (column->exception_count == column->exception_capacity) {
        column->exception_capacity = column->exception_capacity ? 2 * column->exception_capacity : 16;
        column->exceptions = memory_resize(column->exceptions, column->exception_capacity, sizeof *column->exceptions);
    }
    struct exception *exception = &column->exceptions[column->exception_count++];
    exception->row = row;
    rational_init(&exception->value);
    rational_copy(&exception->value, value);
}

static int by_row(const void *a, const void *b)
{
    uint32_t x = ((const struct exception *)a)->row, y = ((const struct exception *)b)->row;
    return (x > y) - (x < y);
}

void column_finish(struct column_data *column)
{
    bool sorted = true;
    for (uint32_t i = 1; i < column->exception_count; i++)
        sorted &= column->exceptions[i - 1].row < column->exceptions[i].row;
    if (!sorted)
        qsort(column->exceptions, column->exception_count, sizeof *column->exceptions, by_row);
    if (column->exception_count < column->exception_capacity) {
        column->exception_capacity = column->exception_count;
        column->exceptions = memory_resize(column->exceptions, column->exception_capacity, sizeof *column->exceptions);
    }
    if (!column->chunk_count)
        return;
    struct chunk *last = &column->chunks[column->chunk_count - 1];
    if (!last->rows || last->rows == CHUNK_ROWS)
        return;
    last->data = memory_resize(last->data, last->rows, last->width);
    if (last->denominators)
        last->denominators = memory_resize(last->denominators, last->rows, last->denominator_width);
    if (last->status)
        last->status = memory_resize(last->status, last->rows, 1);
}
