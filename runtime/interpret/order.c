/* Order codes by counting where the keys span little, else by a radix sort.  Numbers are brought to integer keys first:
 *
 *     key = 2 v        where v, the value times the column's scale, is a whole number
 *     key = 2 floor(v) + 1   else: only rows that share such an odd key are compared as rationals
 *
 * so that the few fractions of a column cost the others nothing.  A v beyond 61 bits gets the odd key of its side. */
#include "interpret/order.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

typedef __int128 int128;

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

struct keyed { uint64_t key; uint32_t place; };

/* ---- keys to codes ------------------------------------------------------------------------------------------------------------ */

static uint32_t count_codes(const int64_t *keys, uint32_t count, int64_t least, uint64_t range, uint32_t *codes)
{
    uint32_t *table = memory_array((size_t)range + 1, sizeof *table), next = 0;
    for (uint32_t i = 0; i < count; i++)
        table[(uint64_t)keys[i] - (uint64_t)least] = 1;
    for (uint64_t k = 0; k <= range; k++) {
        uint32_t used = table[k];
        table[k] = next;
        next += used;
    }
    for (uint32_t i = 0; i < count; i++)
        codes[i] = table[(uint64_t)keys[i] - (uint64_t)least];
    memory_free(table);
    return next;
}

/* Sorts by key; equal keys keep their order. `spare` has room for as many. Returns the one of both that holds the result. */
static struct keyed *radix_sort(struct keyed *items, struct keyed *spare, uint32_t count, uint64_t range)
{
    for (unsigned shift = 0; shift < 64 && range >> shift; shift += DIGIT_BITS) {
        uint32_t starts[DIGITS] = {0}, next = 0;
        for (uint32_t i = 0; i < count; i++)
            starts[(items[i].key >> shift) % DIGITS]++;
        for (uint32_t d = 0; d < DIGITS; d++) {
            uint32_t here = starts[d];
            starts[d] = next;
            next += here;
        }
        for (uint32_t i = 0; i < count; i++)
            spare[starts[(items[i].key >> shift) % DIGITS]++] = items[i];
        struct keyed *swap = items;
        items = spare;
        spare = swap;
    }
    return items;
}

static uint32_t sort_codes(const int64_t *keys, uint32_t count, int64_t least, uint64_t range, uint32_t *codes)
{
    struct keyed *items = memory_resize(NULL, count, sizeof *items), *spare = memory_resize(NULL, count, sizeof *spare);
    for (uint32_t i = 0; i < count; i++)
        items[i] = (struct keyed){(uint64_t)keys[i] - (uint64_t)least, i};
    struct keyed *sorted = radix_sort(items, spare, count, range);
    uint32_t code = 0;
    for (uint32_t i = 0; i < count; i++) {
        code += i > 0 && sorted[i].key != sorted[i - 1].key;
        codes[sorted[i].place] = code;
    }
    memory_free(items);
    memory_free(spare);
    return code + 1;
}

uint32_t order_keys(const int64_t *keys, uint32_t count, uint32_t *codes)
{
    int64_t least = INT64_MAX, greatest = INT64_MIN;
    for (uint32_t i = 0; i < count; i++) {
        least = keys[i] < least ? keys[i] : least;
        greatest = keys[i] > greatest ? keys[i] : greatest;
    }
    if (!count)
        return 0;
    uint64_t range = (uint64_t)greatest - (uint64_t)least;
    if (range < 4 * (uint64_t)count + DIGITS)
        return count_codes(keys, count, least, range, codes);
    return sort_codes(keys, count, least, range, codes);
}

uint32_t order_pairs(const uint32_t *major, uint32_t *codes, uint32_t minors, uint32_t count)
{
    int64_t *keys = memory_resize(NULL, count, sizeof *keys);
    for (uint32_t i = 0; i < count; i++)
        keys[i] = (int64_t)((uint64_t)major[i] * minors + codes[i]);
    uint32_t distinct = order_keys(keys, count, codes);
    memory_free(keys);
    return distinct;
}

/* ---- values to keys ----------------------------------------------------------------------------------------------------------- */

/* How the keys of one column are made. `whole`: every value times the scale is whole and fits, so that keys are the products themselves. */
struct scaling { int64_t scale; bool whole; };

static struct scaling choose_scaling(const struct column_data *column)
{
    struct scaling scaling = {1, true};
    for (uint32_t i = 0; i < column->chunk_count && scaling.whole; i++) {
        const struct chunk *chunk = &column->chunks[i];
        int64_t common, divisor;
        if (chunk->denominators)
            return (struct scaling){1 << 20, false};
        if (!chunk->any_present || chunk->denominator == scaling.scale)
            continue;
        divisor = common_divisor(chunk->denominator, scaling.scale);
        if (__builtin_mul_overflow(chunk->denominator / divisor, scaling.scale, &common))
            scaling.whole = false;
        else
            scaling.scale = common;
    }
    scaling.whole &= column->exception_count == 0;
    for (uint32_t i = 0; i < column->chunk_count && scaling.whole; i++) {
        const struct chunk *chunk = &column->chunks[i];
        int64_t ignored, factor = chunk->any_present ? scaling.scale / chunk->denominator : 1;
        scaling.whole = !__builtin_mul_overflow(chunk->least, factor, &ignored) && !__builtin_mul_overflow(chunk->greatest, factor, &ignored);
    }
    return scaling;
}

static const int64_t FAR = (int64_t)1 << 61;

static int64_t key_of_fraction(int64_t numerator, int64_t denominator, int64_t scale)
{
    int128 product = (int128)numerator * scale, quotient = product / denominator, rest = product % denominator;
    if (rest < 0)
        quotient--;
    if (quotient >= FAR || quotient < -FAR)
        return quotient < 0 ? -2 * FAR - 1 : 2 * FAR + 1;
    return 2 * (int64_t)quotient + (rest != 0);
}

static int64_t key_of_exact(const struct rational *value, int64_t scale)
{
    struct rational product, one, whole;
    int64_t floor, key;
    rational_init(&product);
    rational_init(&one);
    rational_init(&whole);
    rational_set(&product, scale, 1);
    rational_set(&one, 1, 1);
    rational_multiply(&product, &product, value);
    rational_round(&whole, &product, &one, ROUND_FLOOR);
    if (!rational_to_int64(&whole, &floor) || floor >= FAR || floor < -FAR)
        key = rational_sign(value) < 0 ? -2 * FAR - 1 : 2 * FAR + 1;
    else
        key = 2 * floor + (rational_compare(&whole, &product) != 0);
    rational_clear(&product);
    rational_clear(&one);
    rational_clear(&whole);
    return key;
}

/* Keys of those rows of the list that lie in the batch beginning at `first`. Returns how many of the list they are. */
static uint32_t keys_of_batch(const struct column_data *column, struct scaling scaling, uint32_t first, const uint32_t *rows, uint32_t count,
                              int64_t *restrict keys)
{
    const struct chunk *chunk = &column->chunks[first / CHUNK_ROWS];
    int64_t values[BATCH_ROWS], denominators[BATCH_ROWS];
    uint32_t in_chunk = chunk->rows - first % CHUNK_ROWS, length = in_chunk < BATCH_ROWS ? in_chunk : BATCH_ROWS, used = 0;
    chunk_widen(chunk, first % CHUNK_ROWS, length, values);
    while (used < count && rows[used] < first + length)
        used++;
    if (column->type != TYPE_NUMBER || scaling.whole) {
        int64_t factor = column->type == TYPE_NUMBER && chunk->any_present ? scaling.scale / chunk->denominator : 1;
        for (uint32_t i = 0; i < used; i++)
            keys[i] = values[rows[i] - first] * factor;
        return used;
    }
    chunk_widen_denominators(chunk, first % CHUNK_ROWS, length, denominators);
    for (uint32_t i = 0; i < used; i++)
        keys[i] = key_of_fraction(values[rows[i] - first], denominators[rows[i] - first], scaling.scale);
    uint32_t at = 0;
    for (uint32_t e = column_exception_at(column, first); e < column->exception_count && column->exceptions[e].row < first + length; e++) {
        while (at < used && rows[at] < column->exceptions[e].row)
            at++;
        if (at < used && rows[at] == column->exceptions[e].row)
            keys[at] = key_of_exact(&column->exceptions[e].value, scaling.scale);
    }
    return used;
}

/* ---- rows that share an odd key ----------------------------------------------------------------------------------------------- */

struct contested { uint32_t code, place; struct rational value; };

static int by_code_and_value(const void *a, const void *b)
{
    const struct contested *x = a, *y = b;
    return x->code != y->code ? (x->code > y->code) - (x->code < y->code) : rational_compare(&x->value, &y->value);
}

/* The rows whose odd key is shared, sorted by code and value. */
static struct contested *find_contested(const struct column_data *column, const uint32_t *rows, const int64_t *keys, uint32_t count,
                                        const uint32_t *codes, uint32_t distinct, uint32_t *found)
{
    uint32_t *sharing = memory_array(distinct, sizeof *sharing), number = 0;
    for (uint32_t i = 0; i < count; i++)
        sharing[codes[i]] += keys[i] & 1;
    for (uint32_t i = 0; i < count; i++)
        number += (keys[i] & 1) && sharing[codes[i]] > 1;
    struct contested *contested = memory_array(number, sizeof *contested);
    *found = number;
    number = 0;
    for (uint32_t i = 0; i < count; i++)
        if ((keys[i] & 1) && sharing[codes[i]] > 1) {
            contested[number].code = codes[i];
            contested[number].place = i;
            rational_init(&contested[number].value);
            column_number(column, rows[i], &contested[number++].value);
        }
    qsort(contested, number, sizeof *contested, by_code_and_value);
    memory_free(sharing);
    return contested;
}

/* Within each code of odd keys gives a code of its own to each distinct value; later codes move up. Returns the number of codes then. */
static uint32_t settle_contested(const struct column_data *column, const uint32_t *rows, const int64_t *keys, uint32_t count, uint32_t *codes,
                                 uint32_t distinct)
{
    uint32_t found, moved = 0, within = 0;
    struct contested *contested = find_contested(column, rows, keys, count, codes, distinct, &found);
    uint32_t *moves = memory_array(distinct, sizeof *moves);    /* first: further values of a code; then: by how much the code moves up */
    for (uint32_t i = 1; i < found; i++)
        if (contested[i].code == contested[i - 1].code)
            moves[contested[i].code] += rational_compare(&contested[i].value, &contested[i - 1].value) != 0;
    for (uint32_t c = 0; c < distinct; c++) {
        uint32_t more = moves[c];
        moves[c] = moved;
        moved += more;
    }
    for (uint32_t i = 0; i < count; i++)
        codes[i] += moves[codes[i]];
    for (uint32_t i = 0; i < found; i++) {
        bool same_code = i > 0 && contested[i].code == contested[i - 1].code;
        within = same_code ? within + (rational_compare(&contested[i].value, &contested[i - 1].value) != 0) : 0;
        codes[contested[i].place] += within;
    }
    for (uint32_t i = 0; i < found; i++)
        rational_clear(&contested[i].value);
    memory_free(contested);
    memory_free(moves);
    return distinct + moved;
}

uint32_t order_column(const struct column_data *column, const uint32_t *rows, uint32_t count, uint32_t *codes)
{
    assert(column->type != TYPE_TEXT);
    struct scaling scaling = choose_scaling(column);
    int64_t *keys = memory_resize(NULL, count, sizeof *keys);
    for (uint32_t done = 0; done < count;)
        done += keys_of_batch(column, scaling, rows[done] / BATCH_ROWS * BATCH_ROWS, rows + done, count - done, keys + done);
    uint32_t distinct = order_keys(keys, count, codes);
    if (column->type == TYPE_NUMBER && !scaling.whole)
        distinct = settle_contested(column, rows, keys, count, codes, distinct);
    memory_free(keys);
    return distinct;
}
