/* Does a table hold what is expected?
 *     compare_tables EXPECTED.csv GOT.csv
 * Every column of EXPECTED must be in GOT under its name with the same text in each cell, rows found by EXPECTED's first column, and both
 * must have as many rows.  Says each difference in a line of its own; exit status 1 where there is one. */
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/file.h"
#include "base/map.h"
#include "base/memory.h"

/* cells[row * columns + column]; row 0 has the headings. */
struct table { char **cells; size_t columns, rows; };

static _Noreturn void fail(const char *path, const char *what)
{
    fprintf(stderr, "%s: %s\n", path, what);
    exit(1);
}

/* Takes one cell off *text, without its quotation marks, and moves behind it; *more: a comma came after it. */
static char *cell_take(char **text, bool *more)
{
    char *from = *text, *start = from, *to = from;
    bool quoted = *from == '"';
    from += quoted;
    while (*from && (quoted || (*from != ',' && *from != '\n'))) {
        if (quoted && *from == '"' && *++from != '"') {
            quoted = false;
            continue;
        }
        *to++ = *from++;
    }
    *more = *from == ',';
    *text = *from ? from + 1 : from;
    *to = '\0';
    return start;
}

/* Reads a whole file; `text` keeps its bytes, which the cells point into. */
static struct table table_read(const char *path, struct buffer *text)
{
    struct table table = {0};
    size_t count = 0, capacity = 0, in_row = 0;
    if (file_read(path, INT_MAX, text) != 0)
        fail(path, "cannot be read");
    for (char *at = text->data; at && *at;) {
        bool more;
        if (count == capacity)
            table.cells = memory_resize(table.cells, capacity = capacity * 2 + 64, sizeof *table.cells);
        table.cells[count++] = cell_take(&at, &more);
        in_row++;
        if (more)
            continue;
        if (table.rows++ == 0)
            table.columns = in_row;
        if (in_row != table.columns)
            fail(path, "its rows are not of one length");
        in_row = 0;
    }
    if (table.rows == 0 || in_row != 0)
        fail(path, "is no whole table");
    return table;
}

/* The column of GOT that has this heading. */
static size_t column_find(const struct table *table, const char *heading)
{
    size_t column = 0;
    while (column < table->columns && strcmp(table->cells[column], heading) != 0)
        column++;
    return column;
}

static void map_rows(const char *path, const struct table *table, size_t key, struct map *rows)
{
    for (size_t row = 1; row < table->rows; row++) {
        const char *name = table->cells[row * table->columns + key];
        if (!map_add(rows, name, strlen(name), (int64_t)row, NULL))
            fail(path, "has a key twice");
    }
}

static size_t compare_column(const struct table *expected, const struct table *got, size_t column, const struct map *rows)
{
    const char *heading = expected->cells[column];
    size_t there = column_find(got, heading), differences = 0;
    if (there == got->columns) {
        printf("column %s is missing\n", heading);
        return 1;
    }
    for (size_t row = 1; row < expected->rows; row++) {
        const char *key = expected->cells[row * expected->columns], *want = expected->cells[row * expected->columns + column];
        int64_t got_row;
        if (!map_get(rows, key, strlen(key), &got_row))
            continue;
        const char *have = got->cells[(size_t)got_row * got->columns + there];
        if (strcmp(want, have) != 0) {
            printf("%s %s: %s, expected %s\n", key, heading, *have ? have : "empty", *want ? want : "empty");
            differences++;
        }
    }
    return differences;
}

static size_t compare_keys(const struct table *expected, const struct table *got, const struct map *rows)
{
    size_t differences = 0;
    for (size_t row = 1; row < expected->rows; row++) {
        const char *key = expected->cells[row * expected->columns];
        if (!map_get(rows, key, strlen(key), NULL)) {
            printf("row %s is missing\n", key);
            differences++;
        }
    }
    if (expected->rows != got->rows) {
        printf("%zu rows, expected %zu\n", got->rows - 1, expected->rows - 1);
        differences++;
    }
    return differences;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        fail("compare_tables", "compare_tables EXPECTED.csv GOT.csv");
    struct buffer expected_text = {0}, got_text = {0};
    struct table expected = table_read(argv[1], &expected_text), got = table_read(argv[2], &got_text);
    struct map rows = {0};
    size_t key = column_find(&got, expected.cells[0]), differences = 0;
    if (key == got.columns)
        fail(argv[2], "has no column for the key");
    map_rows(argv[2], &got, key, &rows);
    differences += compare_keys(&expected, &got, &rows);
    for (size_t column = 0; column < expected.columns; column++)
        differences += compare_column(&expected, &got, column, &rows);
    map_release(&rows);
    memory_free(expected.cells);
    memory_free(got.cells);
    buffer_release(&expected_text);
    buffer_release(&got_text);
    return differences != 0;
}
