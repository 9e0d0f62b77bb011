/* A small program under test, built by hand, and its columns as texts:
 *
 *     numbers "1.5", "-1/3"    booleans "1" "0"    dates, categories, rows as integers    "-" not applicable, "x" exempt, "?" missing, "!" error */
#ifndef ASSESSC_INTERPRET_HELP_H
#define ASSESSC_INTERPRET_HELP_H
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "interpret/interpret.h"
#include "interpret/maker.h"
#include "ledger/ledger.h"
#include "program/builder.h"

static const struct span nowhere;
static const char status_marks[STATUS_COUNT + 1] = " -x?!";

/* ---- columns as texts --------------------------------------------------------------------------------------------------------- */

static inline void read_cell(const char *text, enum value_type type, struct cell *cell)
{
    const char *mark = strchr(status_marks + 1, text[0]), *slash = strchr(text, '/');
    struct rational divisor;
    cell->status = STATUS_PRESENT;
    if (mark && text[1] == '\0') {
        cell->status = (enum status)(mark - status_marks);
    } else if (type != TYPE_NUMBER) {
        cell->integer = strtoll(text, NULL, 10);
    } else {
        rational_init(&divisor);
        assert_true(rational_parse(&cell->number, text, slash ? (size_t)(slash - text) : strlen(text)));
        if (slash) {
            assert_true(rational_parse(&divisor, slash + 1, strlen(slash + 1)));
            rational_divide(&cell->number, &cell->number, &divisor);
        }
        rational_clear(&divisor);
    }
}

static inline void fill_text(struct column_data *column, const char *text)
{
    size_t length = strlen(text);
    uint32_t rows = 1;
    for (size_t i = 0; i < length; i++)
        rows += text[i] == ' ';
    column->type = TYPE_TEXT;
    column->rows = rows;
    column->blob = memory_array(length, 1);
    column->offsets = memory_array(rows + 1, sizeof *column->offsets);
    uint32_t row = 0;
    for (size_t i = 0, at = 0; i <= length; i++)
        if (text[i] == ' ' || text[i] == '\0')
            column->offsets[++row] = at;
        else
            column->blob[at++] = text[i];
}

/* Values apart by single blanks. */
static inline void fill(struct data *data, const struct program *program, uint32_t column, const char *text)
{
    enum value_type type = program->columns[column].type;
    struct column_data *filled = &data->columns[column];
    if (type == TYPE_TEXT) {
        fill_text(filled, text);
    } else {
        column_begin(filled, type, 0);
        struct maker *maker = maker_new(filled, 0);
        struct cell cell;
        cell_init(&cell);
        char *copy = memory_copy_text(text, strlen(text)), *rest = copy;
        for (char *word; (word = strtok_r(rest, " ", &rest));) {
            read_cell(word, type, &cell);
            maker_cell(maker, &cell);
        }
        memory_free(copy);
        cell_clear(&cell);
        maker_finish(maker);
    }
    data->domains[program->columns[column].domain].rows = filled->rows;
}

static inline void write_column(const struct column_data *column, struct buffer *out)
{
    struct rational number;
    rational_init(&number);
    for (uint32_t row = 0; row < column->rows; row++) {
        enum status status = column_status(column, row);
        size_t length;
        if (row)
            buffer_append_char(out, ' ');
        if (status != STATUS_PRESENT) {
            buffer_append_char(out, status_marks[status]);
        } else if (column->type == TYPE_NUMBER) {
            column_number(column, row, &number);
            rational_format_exact(&number, out);
        } else if (column->type == TYPE_TEXT) {
            const char *text = column_text(column, row, &length);
            buffer_append(out, text, length);
        } else {
            buffer_format(out, "%lld", (long long)column_integer(column, row));
        }
    }
    rational_clear(&number);
}

static inline void expect(const struct data *data, uint32_t column, const char *wanted)
{
    struct buffer out = {0};
    write_column(&data->columns[column], &out);
    assert_string_equal(buffer_text(&out), wanted);
    buffer_release(&out);
}

/* ---- a program under test ----------------------------------------------------------------------------------------------------- */

struct bench {
    struct program_builder *builder;
    struct program *program;
    struct data *data;
    struct diagnostics *diagnostics;
    uint32_t units;                 /* a ledger */
};

static inline struct bench bench_new(void)
{
    struct bench bench = {.builder = program_builder_new()};
    bench.units = program_add_domain(bench.builder, DOMAIN_LEDGER, "units", nowhere);
    return bench;
}

static inline uint32_t field_in(struct bench *bench, uint32_t domain, const char *name, enum value_type type, uint32_t target)
{
    struct field field = {.name = name, .type = type, .may_be_empty = type != TYPE_TEXT, .categories = type == TYPE_CATEGORY ? target : NONE,
                          .reference = type == TYPE_INDEX ? target : NONE};
    return program_add_field(bench->builder, domain, &field);
}

static inline uint32_t field(struct bench *bench, const char *name, enum value_type type)
{
    return field_in(bench, bench->units, name, type, NONE);
}

/* A further ledger, with a key that others may refer to. */
static inline uint32_t ledger(struct bench *bench, const char *name)
{
    uint32_t domain = program_add_domain(bench->builder, DOMAIN_LEDGER, name, nowhere);
    program_add_key(bench->builder, domain, field_in(bench, domain, "code", TYPE_TEXT, NONE));
    return domain;
}

static inline uint32_t made(struct bench *bench, uint32_t domain, enum value_type type, uint32_t target)
{
    return program_add_column(bench->builder, domain, type, target, "made");
}

static inline void emit(struct bench *bench, enum opcode op, uint32_t result, uint32_t a, uint32_t b, uint32_t c)
{
    program_emit(bench->builder, op, (uint16_t)result, (uint16_t)a, (uint16_t)b, c, nowhere);
}

static inline void bench_finish(struct bench *bench)
{
    struct buffer why = {0};
    bench->program = program_finish(bench->builder);
    if (!program_verify(bench->program, &why))
        fail_msg("%s", buffer_text(&why));
    buffer_release(&why);
    bench->data = data_new(bench->program);
    bench->diagnostics = diagnostics_new();
}

static inline bool bench_run(struct bench *bench)
{
    static const struct run_options options = {1, GEAR_SMALL, false};
    return interpret_run(bench->program, bench->data, &options, bench->diagnostics);
}

static inline void bench_free(struct bench *bench)
{
    diagnostics_free(bench->diagnostics);
    data_free(bench->data);
    program_free(bench->program);
}

static inline void leave_out(struct bench *bench, uint32_t field_column)
{
    uint32_t void_column = made(bench, bench->units, TYPE_BOOLEAN, NONE);
    program_begin_rows(bench->builder, bench->units, nowhere);
    emit(bench, OP_LOAD, 0, 0, 0, field_column);
    emit(bench, OP_STORE, 0, 0, 0, void_column);
    program_domain(bench->builder, bench->units)->void_column = void_column;
}

#endif
