/* Short decimals in vectors against a reading character by character, for each vector width that this machine has.  The source is included:
 * its widths are chosen inside. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "ledger/short_decimals.c"

enum { CELLS = 1024, ROUNDS = 400, TEXT = 16 };

typedef void decode_function(struct short_decimals *, uint32_t, const uint64_t *, const uint64_t *, int64_t *, uint64_t *);

static void decode_portable(struct short_decimals *task, uint32_t count, const uint64_t *words, const uint64_t *lengths, int64_t *values,
                            uint64_t *kinds)
{
    decode_all(task, count, words, lengths, values, kinds);
}

struct cells {
    uint32_t count;
    char texts[CELLS][TEXT];        /* each cell at the end of its text, behind bytes that are not its own */
    uint64_t words[CELLS], lengths[CELLS];
};

static uint64_t random_state = 1;

static uint32_t below(uint32_t limit)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33) % limit;
}

static void fill_cells(struct cells *cells)
{
    static const char alphabet[] = "0123456789012345678901234567890123456789....--% ,x:/;";
    cells->count = 1 + below(CELLS);
    for (uint32_t i = 0; i < CELLS; i++) {
        uint32_t length = i < cells->count ? below(10) : 0;
        char *text = cells->texts[i], *cell = text + TEXT - length;
        memset(text, (int)below(256), TEXT);
        for (uint32_t j = 0; j < length; j++)
            cell[j] = alphabet[below(below(3) ? 10 : sizeof alphabet - 1)];
        if (length > 0 && below(20) == 0)
            cell[0] = '-';
        if (length > 0 && below(100) == 0)
            cell[below(length)] = (char)below(256);
        memcpy(&cells->words[i], text + TEXT - 8, 8);
        cells->lengths[i] = length;
    }
}

/* [-]digits[.digits] of one to eight characters, as mantissa and decimals. */
static bool read_plainly(const char *cell, uint64_t length, int64_t *mantissa, unsigned *decimals)
{
    uint64_t start = length > 0 && cell[0] == '-', point = length;
    *mantissa = 0;
    for (uint64_t i = start; i < length; i++) {
        if (cell[i] == '.' && point == length && i > start && i + 1 < length)
            point = i;
        else if (cell[i] >= '0' && cell[i] <= '9')
            *mantissa = *mantissa * 10 + (cell[i] - '0');
        else
            return false;
    }
    *decimals = point < length ? (unsigned)(length - 1 - point) : 0;
    *mantissa = start ? -*mantissa : *mantissa;
    return length <= 8 && length > start;
}

/* What is to come of a cell. */
static uint64_t expected(const struct short_decimals *task, const char *cell, uint64_t length, int64_t *value, unsigned *seen)
{
    unsigned decimals = 0;
    *value = 0;
    if (length == 0)
        return SHORT_EMPTY;
    int64_t scaled;
    if (!read_plainly(cell, length, &scaled, &decimals))
        return SHORT_ODD;
    *seen = decimals > *seen ? decimals : *seen;
    for (unsigned i = decimals; i < task->places; i++)
        scaled *= 10;
    if (decimals > task->places || scaled > 99999999 || scaled < -99999999 || scaled < task->low || scaled > task->high)
        return SHORT_ODD;
    *value = scaled;
    return SHORT_READ;
}

static void compare(decode_function *function, const struct cells *cells, struct short_decimals task)
{
    static int64_t values[CELLS];
    static uint64_t kinds[CELLS];
    unsigned seen = 0;
    bool any_odd = false;
    function(&task, cells->count, cells->words, cells->lengths, values, kinds);
    for (uint32_t i = 0; i < cells->count; i++) {
        int64_t value;
        uint64_t kind = expected(&task, cells->texts[i] + TEXT - cells->lengths[i], cells->lengths[i], &value, &seen);
        if (kinds[i] != kind || values[i] != value)
            print_message("'%.*s' with %u places\n", (int)cells->lengths[i], cells->texts[i] + TEXT - cells->lengths[i], task.places);
        assert_int_equal(kinds[i], kind);
        assert_int_equal(values[i], value);
        any_odd |= kind == SHORT_ODD;
    }
    assert_int_equal(task.seen, seen);
    assert_int_equal(task.any_odd, any_odd);
}

static void test_each_width(void **state)
{
    (void)state;
    static struct cells cells;
    for (unsigned round = 0; round < ROUNDS; round++) {
        fill_cells(&cells);
        struct short_decimals task = {.places = round % (SHORT_PLACES + 1), .low = round % 3 ? INT64_MIN : -500,
                                      .high = round % 5 ? INT64_MAX : 123456};
        compare(decode_portable, &cells, task);
#if defined(__x86_64__)
        if (__builtin_cpu_supports("avx2"))
            compare(decode_avx2, &cells, task);
        if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
            compare(decode_avx512, &cells, task);
#endif
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_width)};
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
