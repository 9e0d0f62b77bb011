/* A maker puts each batch of values as it finds it: with one denominator where the values have a common one that is not large, else with
 * one a row.  What 64 bits do not hold becomes an exception. */
#include "interpret/maker.h"

#include <assert.h>
#include <string.h>

#include "base/memory.h"

struct maker *maker_new(struct column_data *column, uint32_t first)
{
    struct maker *maker = memory_new(sizeof *maker);
    maker->column = column;
    maker->first = first;
    return maker;
}

/* The common denominator of the batch where bringing every value to it keeps the column narrow; 0 where it does not. */
static int64_t batch_denominator(const struct maker *maker)
{
    enum { MOST = 1 << 20 };        /* a greater one costs more bytes a row than a denominator a row does */
    int64_t common = maker->denominators[0];
    for (uint32_t i = 1; i < maker->count; i++) {
        int64_t other = maker->denominators[i];
        if (other == common)
            continue;
        if (__builtin_mul_overflow(common / common_divisor(common, other), other, &common) || common > MOST)
            return 0;
    }
    return common;
}

static bool bring_to(struct maker *maker, int64_t common)
{
    int64_t scaled[BATCH_ROWS];
    if (common == 1)
        return true;
    for (uint32_t i = 0; i < maker->count; i++)
        if (__builtin_mul_overflow(maker->values[i], common / maker->denominators[i], &scaled[i]))
            return false;
    memcpy(maker->values, scaled, maker->count * sizeof *scaled);
    return true;
}

static void put(struct maker *maker)
{
    if (!maker->count)
        return;
    int64_t common = batch_denominator(maker);
    if (!common || !bring_to(maker, common) ||
        !column_put(maker->column, maker->first, maker->count, maker->values, maker->status, common))
        column_put_fractions(maker->column, maker->first, maker->count, maker->values, maker->denominators, maker->status);
    maker->first += maker->count;
    maker->count = 0;
}

static void take(struct maker *maker, enum status status, int64_t value, int64_t denominator)
{
    maker->status[maker->count] = status;
    maker->values[maker->count] = value;
    maker->denominators[maker->count] = denominator;
    maker->count++;
    if ((maker->first + maker->count) % BATCH_ROWS == 0)
        put(maker);
}

void maker_integer(struct maker *maker, int64_t value)
{
    take(maker, STATUS_PRESENT, value, 1);
}

void maker_fraction(struct maker *maker, int64_t numerator, int64_t denominator)
{
    assert(denominator > 0);
    take(maker, STATUS_PRESENT, numerator, denominator);
}

void maker_absent(struct maker *maker, enum status status)
{
    take(maker, status, 0, 1);
}

static void keep_exception(struct maker *maker, const struct rational *value)
{
    if (maker->exception_count == maker->exception_capacity) {
        maker->exception_capacity = maker->exception_capacity ? 2 * maker->exception_capacity : 16;
        maker->exceptions = memory_resize(maker->exceptions, maker->exception_capacity, sizeof *maker->exceptions);
    }
    struct exception *exception = &maker->exceptions[maker->exception_count++];
    exception->row = maker->first + maker->count;
    rational_init(&exception->value);
    rational_copy(&exception->value, value);
}

void maker_number(struct maker *maker, const struct rational *value)
{
    if (value->gear == GEAR_SMALL) {
        maker_fraction(maker, value->small.numerator, value->small.denominator);
        return;
    }
    keep_exception(maker, value);
    maker_fraction(maker, 0, 1);
}

void maker_cell(struct maker *maker, const struct cell *cell)
{
    if (cell->status != STATUS_PRESENT)
        maker_absent(maker, cell->status);
    else if (maker->column->type == TYPE_NUMBER)
        maker_number(maker, &cell->number);
    else
        maker_integer(maker, cell->integer);
}

void maker_move(struct maker *maker, uint32_t first)
{
    put(maker);
    maker->first = first;
}

void maker_join(struct maker *maker)
{
    put(maker);
    for (uint32_t i = 0; i < maker->exception_count; i++) {
        column_add_exception(maker->column, maker->exceptions[i].row, &maker->exceptions[i].value);
        rational_clear(&maker->exceptions[i].value);
    }
    memory_free(maker->exceptions);
    memory_free(maker);
}

void maker_finish(struct maker *maker)
{
    struct column_data *column = maker->column;
    maker_join(maker);
    column_finish(column);
}
