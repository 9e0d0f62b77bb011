/* The interpreter on small programs: every opcode, every kind of stage, and the faults that are told. Columns are written as texts:
 *
 *     numbers "1.5", "-1/3"    booleans "1" "0"    dates, categories, rows as integers    "-" not applicable, "x" exempt, "?" missing, "!" error */
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

static void read_cell(const char *text, enum value_type type, struct cell *cell)
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

static void fill_text(struct column_data *column, const char *text)
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
static void fill(struct data *data, const struct program *program, uint32_t column, const char *text)
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

static void write_column(const struct column_data *column, struct buffer *out)
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

static void expect(const struct data *data, uint32_t column, const char *wanted)
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

static struct bench bench_new(void)
{
    struct bench bench = {.builder = program_builder_new()};
    bench.units = program_add_domain(bench.builder, DOMAIN_LEDGER, "units", nowhere);
    return bench;
}

static uint32_t field_in(struct bench *bench, uint32_t domain, const char *name, enum value_type type, uint32_t target)
{
    struct field field = {.name = name, .type = type, .may_be_empty = type != TYPE_TEXT, .categories = type == TYPE_CATEGORY ? target : NONE,
                          .reference = type == TYPE_INDEX ? target : NONE};
    return program_add_field(bench->builder, domain, &field);
}

static uint32_t field(struct bench *bench, const char *name, enum value_type type)
{
    return field_in(bench, bench->units, name, type, NONE);
}

/* A further ledger, with a key that others may refer to. */
static uint32_t ledger(struct bench *bench, const char *name)
{
    uint32_t domain = program_add_domain(bench->builder, DOMAIN_LEDGER, name, nowhere);
    program_add_key(bench->builder, domain, field_in(bench, domain, "code", TYPE_TEXT, NONE));
    return domain;
}

static uint32_t made(struct bench *bench, uint32_t domain, enum value_type type, uint32_t target)
{
    return program_add_column(bench->builder, domain, type, target, "made");
}

static void emit(struct bench *bench, enum opcode op, uint32_t result, uint32_t a, uint32_t b, uint32_t c)
{
    program_emit(bench->builder, op, (uint16_t)result, (uint16_t)a, (uint16_t)b, c, nowhere);
}

static void bench_finish(struct bench *bench)
{
    struct buffer why = {0};
    bench->program = program_finish(bench->builder);
    if (!program_verify(bench->program, &why))
        fail_msg("%s", buffer_text(&why));
    buffer_release(&why);
    bench->data = data_new(bench->program);
    bench->diagnostics = diagnostics_new();
}

static bool bench_run(struct bench *bench)
{
    static const struct run_options options = {1, GEAR_SMALL, false};
    return interpret_run(bench->program, bench->data, &options, bench->diagnostics);
}

static void bench_free(struct bench *bench)
{
    diagnostics_free(bench->diagnostics);
    data_free(bench->data);
    program_free(bench->program);
}

/* ---- row instructions --------------------------------------------------------------------------------------------------------- */

/* An opcode on columns a, b, c (NULL: not there); `extra` is b or c of the instruction where the shape wants no register there. */
struct row_case { enum opcode op; enum value_type type; const char *a, *b, *c; uint32_t extra; const char *wanted; };

static void run_row_case(const struct row_case *tested)
{
    struct bench bench = bench_new();
    const char *texts[3] = {tested->a, tested->b, tested->c}, *shape = opcode_shape(tested->op);
    uint32_t columns[3], operands[3] = {0, tested->extra, tested->extra}, loads = 0;
    static const char *const names[3] = {"a", "b", "c"};
    const char *colours[] = {"red", "green", "blue"};
    uint32_t set = program_add_category_set(bench.builder, colours, 3);
    enum value_type result = shape[0] == 'N' ? TYPE_NUMBER : shape[0] == 'B' ? TYPE_BOOLEAN : shape[0] == 'D' ? TYPE_DATE : tested->type;
    for (int i = 0; i < 3; i++) {
        char letter = shape[i + 1];
        enum value_type type = letter == 'N' ? TYPE_NUMBER : letter == 'B' ? TYPE_BOOLEAN : letter == 'D' ? TYPE_DATE
                             : letter == 'K' ? TYPE_CATEGORY : tested->type;
        if (texts[i])
            columns[i] = field_in(&bench, bench.units, names[i], type, type == TYPE_CATEGORY ? set : NONE);
    }
    uint32_t out = made(&bench, bench.units, result, result == TYPE_CATEGORY ? set : NONE);
    if (tested->op == OP_ROUND)
        operands[2] = program_add_ratio(bench.builder, 1, 100);
    if (tested->op == OP_LOOKUP) {
        uint32_t constants[3] = {program_add_ratio(bench.builder, 1, 3), program_add_ratio(bench.builder, 5, 2),
                                 program_add_absent(bench.builder, TYPE_NUMBER, NONE, STATUS_EXEMPT, 0)};
        operands[2] = program_add_table(bench.builder, constants, 3);
    }
    program_begin_rows(bench.builder, bench.units, nowhere);
    for (uint32_t i = 0; i < 3; i++)
        if (texts[i]) {
            emit(&bench, OP_LOAD, i, 0, 0, columns[i]);
            operands[i] = i;
            loads = i + 1;
        }
    if (shape[2] == '_')
        operands[1] = 0;
    if (shape[3] == '_')
        operands[2] = 0;
    emit(&bench, tested->op, loads, operands[0], operands[1], operands[2]);
    emit(&bench, OP_STORE, 0, loads, 0, out);
    bench_finish(&bench);
    for (int i = 0; i < 3; i++)
        if (texts[i])
            fill(bench.data, bench.program, columns[i], texts[i]);
    assert_true(bench_run(&bench));
    expect(bench.data, out, tested->wanted);
    bench_free(&bench);
}

#define MASK(status) (1u << STATUS_##status)

static const struct row_case row_cases[] = {
    {OP_ADD, TYPE_NUMBER, "1.5 1/3 9223372036854775807 - x ? !", "0.25 1/6 1 1 - x ?", NULL, 0, "1.75 0.5 9223372036854775808 - x ? !"},
    {OP_SUBTRACT, TYPE_NUMBER, "1 -9223372036854775808 0.1", "1/3 1 0.3", NULL, 0, "2/3 -9223372036854775809 -0.2"},
    {OP_MULTIPLY, TYPE_NUMBER, "1.5 1/3 4000000000 1", "-2 3 4000000000 -", NULL, 0, "-3 1 16000000000000000000 -"},
    {OP_DIVIDE, TYPE_NUMBER, "1 -3 0 1 ? 1", "3 -4 5 0 0 0.001", NULL, 0, "1/3 0.75 0 ! ? 1000"},
    {OP_MINIMUM, TYPE_NUMBER, "1 1/3 2 x", "2 0.33 2 1", NULL, 0, "1 0.33 2 x"},
    {OP_MAXIMUM, TYPE_NUMBER, "1 1/3 2 !", "2 0.33 2 1", NULL, 0, "2 1/3 2 !"},
    {OP_MINIMUM, TYPE_DATE, "10 20 -5", "11 19 -", NULL, 0, "10 19 -"},
    {OP_MAXIMUM, TYPE_CATEGORY, "0 2", "1 1", NULL, 0, "1 2"},
    {OP_NEGATE, TYPE_NUMBER, "1 -1/3 0 -9223372036854775808 ?", NULL, NULL, 0, "-1 1/3 0 9223372036854775808 ?"},
    {OP_ROUND, TYPE_NUMBER, "1.005 -1.005 1/3 2.345 ?", NULL, NULL, ROUND_HALF_UP, "1.01 -1.01 0.33 2.35 ?"},
    {OP_ROUND, TYPE_NUMBER, "1.005 -1.005 1.015 -1.015", NULL, NULL, ROUND_HALF_EVEN, "1 -1 1.02 -1.02"},
    {OP_ROUND, TYPE_NUMBER, "1.009 -1.009", NULL, NULL, ROUND_TRUNCATE, "1 -1"},
    {OP_ROUND, TYPE_NUMBER, "1.001 -1.001 1", NULL, NULL, ROUND_CEILING, "1.01 -1.01 1"},
    {OP_ROUND, TYPE_NUMBER, "1.009 -1.001", NULL, NULL, ROUND_FLOOR, "1 -1.01"},
    {OP_ROUND, TYPE_NUMBER, "1.001 -1.009", NULL, NULL, ROUND_CEIL, "1.01 -1"},
    {OP_ROUND, TYPE_NUMBER, "1.005 1.0050001 -1.005", NULL, NULL, ROUND_HALF_DOWN, "1 1.01 -1"},
    {OP_ADD_PRESENT, TYPE_NUMBER, "1 1 - x - ? !", "2 x 2 - - - 1", NULL, 0, "3 1 2 x - ? !"},
    {OP_LESS, TYPE_NUMBER, "1 1/3 2 ?", "2 0.33 2 1", NULL, 0, "1 0 0 ?"},
    {OP_LESS_EQUAL, TYPE_NUMBER, "1 1/3 2", "2 0.33 2", NULL, 0, "1 0 1"},
    {OP_EQUAL, TYPE_NUMBER, "1 1/3 2", "2 2/6 2.00", NULL, 0, "0 1 1"},
    {OP_EQUAL, TYPE_CATEGORY, "1 2 -", "1 1 1", NULL, 0, "1 0 -"},
    {OP_LESS, TYPE_DATE, "1 2", "2 1", NULL, 0, "1 0"},
    {OP_AND, TYPE_BOOLEAN, "1 1 0 0 ? ? - 0 !", "1 0 1 0 0 1 ? ! 1", NULL, 0, "1 0 0 0 0 ? ? 0 !"},
    {OP_OR, TYPE_BOOLEAN, "1 1 0 0 ? ? - 1 0", "1 0 1 0 0 1 ? ! !", NULL, 0, "1 1 1 0 ? 1 ? 1 !"},
    {OP_NOT, TYPE_BOOLEAN, "1 0 x", NULL, NULL, 0, "0 1 x"},
    {OP_SELECT, TYPE_NUMBER, "1 0 1 0 ? 1", "1 ! 1/3 ! 1 x", "! 2 ! 0.5 2 1", 0, "1 2 1/3 0.5 ? x"},
    {OP_SELECT, TYPE_BOOLEAN, "1 0", "1 1", "0 0", 0, "1 0"},
    {OP_STATUS_IS, TYPE_NUMBER, "1 - x ? !", NULL, NULL, MASK(MISSING) | MASK(EXEMPT), "0 0 1 1 0"},
    {OP_LOOKUP, TYPE_NUMBER, "0 1 2 1 ?", NULL, NULL, 0, "1/3 2.5 x 2.5 ?"},
    {OP_DATE_DIFF, TYPE_DATE, "10 5", "3 -", NULL, 0, "7 -"},
    {OP_DATE_ADD, TYPE_DATE, "10 10 10 2932896 -719162", "5 -15 0.5 1 -1", NULL, 0, "15 -5 ! ! !"},
    {OP_YEAR, TYPE_DATE, "0 -1 19782", NULL, NULL, 0, "1970 1969 2024"},
    {OP_MONTH, TYPE_DATE, "0 -1 19782", NULL, NULL, 0, "1 12 2"},
    {OP_DAY, TYPE_DATE, "0 -1 19782", NULL, NULL, 0, "1 31 29"},
    {OP_MAKE_DATE, TYPE_DATE, "2024 2024 2023 1 2024 2024.5", "2 3 2 1 13 1", "29 0 29 0 1 1", 0, "19782 19782 ! ! ! !"},
    {OP_ROOT, TYPE_NUMBER, "4 27 -8 -4 5 2", "2 3 3 2 1 0", NULL, 0, "2 3 -2 ! 5 !"},
    {OP_POWER, TYPE_NUMBER, "2 2 0 4", "10 -2 -1 1/2", NULL, 0, "1024 0.25 ! 2"},
    {OP_LOGARITHM, TYPE_NUMBER, "1 0 ?", NULL, NULL, 0, "0 ! ?"},
    {OP_EXPONENTIAL, TYPE_NUMBER, "0 -", NULL, NULL, 0, "1 -"},
};

static void test_row_instructions(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof row_cases / sizeof *row_cases; i++)
        run_row_case(&row_cases[i]);
}

/* ---- gathering, registers, sharing -------------------------------------------------------------------------------------------- */

static void test_gather_follows_references(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    uint32_t towns = ledger(&bench, "towns");
    uint32_t value = field_in(&bench, towns, "value", TYPE_NUMBER, NONE), town = field_in(&bench, bench.units, "town", TYPE_INDEX, towns);
    uint32_t out = made(&bench, bench.units, TYPE_NUMBER, NONE);
    program_begin_rows(bench.builder, bench.units, nowhere);
    emit(&bench, OP_LOAD, 0, 0, 0, town);
    emit(&bench, OP_GATHER, 1, 0, 0, value);
    emit(&bench, OP_STORE, 0, 1, 0, out);
    bench_finish(&bench);
    fill(bench.data, bench.program, value, "1.5 1/3 ?");
    fill(bench.data, bench.program, town, "0 1 2 -1 x 1 0");
    assert_true(bench_run(&bench));
    expect(bench.data, out, "1.5 1/3 ? - x 1/3 1.5");
    bench_free(&bench);
}

/* ---- folds -------------------------------------------------------------------------------------------------------------------- */

/* A fold of `value` by the groups of `key`, among rows where `live` holds. */
struct fold_case { enum fold fold; enum value_type type; const char *value, *wanted; };

static const char fold_groups[] = "0 1 0 1 -1 2 0 ?", fold_live[] = "1 1 1 1 1 0 1 1";

static const struct fold_case fold_cases[] = {
    {FOLD_COUNT, TYPE_NUMBER, "1 1 1 1 1 1 1 1", "3 2 0 0"},
    {FOLD_COUNT, TYPE_NUMBER, "1 ? - 1 1 1 x 1", "1 1 0 0"},
    {FOLD_COUNT, TYPE_NUMBER, "1 ! 1 1 1 ! 1 1", "3 ! 0 0"},
    {FOLD_SUM, TYPE_NUMBER, "1.5 0.25 2 x 100 100 -1 9", "2.5 0.25 0 0"},
    {FOLD_SUM, TYPE_NUMBER, "1/3 1/7 1/6 1/7 9 9 0.5 9", "1 2/7 0 0"},
    {FOLD_SUM, TYPE_NUMBER, "9223372036854775807 0.1 9223372036854775807 1/3 1 1 0.5 1", "18446744073709551614.5 13/30 0 0"},
    {FOLD_SUM, TYPE_NUMBER, "1 ! 1 1 ! ! 1 !", "3 ! 0 0"},
    {FOLD_MINIMUM, TYPE_NUMBER, "3 1/3 2.5 0.33 -9 -9 4 -9", "2.5 0.33 - -"},
    {FOLD_MINIMUM, TYPE_NUMBER, "- 5 - ? 1 1 - 1", "- 5 - -"},
    {FOLD_MAXIMUM, TYPE_NUMBER, "3 1/3 2.5 0.33 9 9 -9223372036854775809 9", "3 1/3 - -"},
    {FOLD_MAXIMUM, TYPE_NUMBER, "-3 -1 -2 -5 9 9 -4 9", "-2 -1 - -"},
    {FOLD_MINIMUM, TYPE_DATE, "30 10 20 11 1 1 25 1", "20 10 - -"},
    {FOLD_MAXIMUM, TYPE_DATE, "-30 10 -20 11 99 99 -25 99", "-20 11 - -"},
    {FOLD_ANY, TYPE_BOOLEAN, "0 0 1 0 1 1 0 1", "1 0 0 0"},
    {FOLD_ALL, TYPE_BOOLEAN, "1 1 0 1 0 0 1 0", "0 1 1 1"},
    {FOLD_ALL, TYPE_BOOLEAN, "1 ? 1 x 0 0 1 0", "1 1 1 1"},
};

static void run_fold_case(const struct fold_case *tested, bool with_index)
{
    struct bench bench = bench_new();
    uint32_t towns = ledger(&bench, "towns");
    uint32_t one = program_add_domain(bench.builder, DOMAIN_ONE, "one", nowhere);
    uint32_t key = field_in(&bench, bench.units, "key", TYPE_INDEX, towns);
    uint32_t live = field(&bench, "live", TYPE_BOOLEAN), value = field(&bench, "value", tested->type);
    enum value_type type = tested->fold == FOLD_COUNT ? TYPE_NUMBER : tested->type;
    struct stage stage = program_blank_stage(STAGE_FOLD, bench.units, nowhere);
    stage.index = with_index ? key : NONE;
    stage.filter = live;
    stage.value = value;
    stage.fold = tested->fold;
    stage.result = made(&bench, with_index ? towns : one, type, NONE);
    program_add_stage(bench.builder, &stage);
    bench_finish(&bench);
    bench.data->domains[towns].rows = 4;
    fill(bench.data, bench.program, key, fold_groups);
    fill(bench.data, bench.program, live, fold_live);
    fill(bench.data, bench.program, value, tested->value);
    assert_true(bench_run(&bench));
    if (with_index)
        expect(bench.data, stage.result, tested->wanted);
    else
        assert_int_equal(bench.data->columns[stage.result].rows, 1);
    bench_free(&bench);
}

static void test_folds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof fold_cases / sizeof *fold_cases; i++) {
        run_fold_case(&fold_cases[i], true);
        run_fold_case(&fold_cases[i], false);
    }
}

/* ---- ranks -------------------------------------------------------------------------------------------------------------------- */

struct rank_case { enum ties ties; bool descending; const char *first, *second, *wanted; };

static const char rank_groups[] = "0 0 0 0 1 1 0 -1", rank_live[] = "1 1 1 1 1 1 0 1";

static const struct rank_case rank_cases[] = {
    {TIES_COMPETITION, true, "90 80.5 80.5 70 10 20 99 1", NULL, "1 2 2 4 2 1 - -"},
    {TIES_COMPETITION, false, "90 80.5 80.5 70 10 20 99 1", NULL, "4 2 2 1 1 2 - -"},
    {TIES_DENSE, true, "90 80.5 80.5 70 10 20 99 1", NULL, "1 2 2 3 2 1 - -"},
    {TIES_MEAN, true, "90 80.5 80.5 70 10 20 99 1", NULL, "1 2.5 2.5 4 2 1 - -"},
    {TIES_LAST, true, "90 80.5 80.5 70 10 20 99 1", NULL, "1 3 3 4 2 1 - -"},
    {TIES_ORDER, true, "90 80.5 80.5 70 10 20 99 1", NULL, "1 2 3 4 2 1 - -"},
    {TIES_COMPETITION, true, "1/3 0.33 2/6 0.34 1 x 1 1", NULL, "2 4 2 1 1 - - -"},
    {TIES_COMPETITION, true, "1/3 1/7 9223372036854775809 9223372036854775808 -1/3 -2/7 0 0", NULL, "3 4 1 2 2 1 - -"},
    {TIES_COMPETITION, true, "5 5 5 4 1 1 9 9", "1 3 3 9 2 1/3 1 1", "3 1 1 4 1 2 - -"},
};

static void test_ranks(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rank_cases / sizeof *rank_cases; i++) {
        const struct rank_case *tested = &rank_cases[i];
        struct bench bench = bench_new();
        uint32_t towns = ledger(&bench, "towns");
        uint32_t key = field_in(&bench, bench.units, "key", TYPE_INDEX, towns);
        uint32_t live = field(&bench, "live", TYPE_BOOLEAN);
        struct rank_key keys[] = {{field(&bench, "first", TYPE_NUMBER), tested->descending}, {field(&bench, "second", TYPE_NUMBER), true}};
        struct stage stage = program_blank_stage(STAGE_RANK, bench.units, nowhere);
        stage.index = key;
        stage.filter = live;
        stage.rank_keys = keys;
        stage.rank_key_count = tested->second ? 2 : 1;
        stage.ties = tested->ties;
        stage.result = made(&bench, bench.units, TYPE_NUMBER, NONE);
        program_add_stage(bench.builder, &stage);
        bench_finish(&bench);
        bench.data->domains[towns].rows = 2;
        fill(bench.data, bench.program, key, rank_groups);
        fill(bench.data, bench.program, live, rank_live);
        fill(bench.data, bench.program, keys[0].column, tested->first);
        fill(bench.data, bench.program, keys[1].column, tested->second ? tested->second : tested->first);
        assert_true(bench_run(&bench));
        expect(bench.data, stage.result, tested->wanted);
        bench_free(&bench);
    }
}

/* The units whose `field` is true are void. */
static void leave_out(struct bench *bench, uint32_t field_column)
{
    uint32_t void_column = made(bench, bench->units, TYPE_BOOLEAN, NONE);
    program_begin_rows(bench->builder, bench->units, nowhere);
    emit(bench, OP_LOAD, 0, 0, 0, field_column);
    emit(bench, OP_STORE, 0, 0, 0, void_column);
    program_domain(bench->builder, bench->units)->void_column = void_column;
}

/* ---- groups, running folds, days ---------------------------------------------------------------------------------------------- */

static void test_group_makes_rows_in_order_of_first_appearance(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    uint32_t people = program_add_domain(bench.builder, DOMAIN_GROUPS, "people", nowhere);
    uint32_t keys[] = {field(&bench, "person", TYPE_TEXT), field(&bench, "year", TYPE_NUMBER)}, void_row = field(&bench, "void", TYPE_BOOLEAN);
    uint32_t results[] = {made(&bench, people, TYPE_TEXT, NONE), made(&bench, people, TYPE_NUMBER, NONE)};
    struct stage stage = program_blank_stage(STAGE_GROUP, bench.units, nowhere);
    stage.target = people;
    stage.keys = keys;
    stage.key_results = results;
    stage.key_count = 2;
    stage.result = made(&bench, bench.units, TYPE_INDEX, people);
    leave_out(&bench, void_row);
    program_add_stage(bench.builder, &stage);
    bench_finish(&bench);
    fill(bench.data, bench.program, keys[0], "wang li wang li zhao wang li");
    fill(bench.data, bench.program, keys[1], "2024 2024 2024.0 2023 1 ? 2024");
    fill(bench.data, bench.program, void_row, "0 0 0 0 1 0 ?");
    bench_run(&bench);
    expect(bench.data, stage.result, "0 1 0 2 - ? 1");
    expect(bench.data, results[0], "wang li li");
    expect(bench.data, results[1], "2024 2024 2023");
    assert_int_equal(bench.data->domains[people].rows, 3);
    bench_free(&bench);
}

static void test_group_without_keys_points_to_the_one_row(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    uint32_t one = program_add_domain(bench.builder, DOMAIN_ONE, "one", nowhere), value = field(&bench, "value", TYPE_NUMBER);
    uint32_t total = made(&bench, one, TYPE_NUMBER, NONE), share = made(&bench, bench.units, TYPE_NUMBER, NONE);
    struct stage group = program_blank_stage(STAGE_GROUP, bench.units, nowhere), fold = program_blank_stage(STAGE_FOLD, bench.units, nowhere);
    group.target = one;
    group.result = made(&bench, bench.units, TYPE_INDEX, one);
    program_add_stage(bench.builder, &group);
    fold.fold = FOLD_SUM;
    fold.value = value;
    fold.result = total;
    program_add_stage(bench.builder, &fold);
    program_begin_rows(bench.builder, bench.units, nowhere);
    emit(&bench, OP_LOAD, 0, 0, 0, group.result);
    emit(&bench, OP_GATHER, 1, 0, 0, total);
    emit(&bench, OP_LOAD, 2, 0, 0, value);
    emit(&bench, OP_DIVIDE, 3, 2, 1, 0);
    emit(&bench, OP_STORE, 0, 3, 0, share);
    bench_finish(&bench);
    fill(bench.data, bench.program, value, "1 2 3.5 -");
    assert_true(bench_run(&bench));
    expect(bench.data, total, "6.5");
    expect(bench.data, share, "2/13 4/13 7/13 -");
    bench_free(&bench);
}

struct running_case { enum fold fold; const char *value, *order, *live, *wanted; };

static const struct running_case running_cases[] = {
    {FOLD_SUM, "1 2 4 8 16 32", "3 1 2 2 1 ?", "1 1 1 1 1 1", "31 18 30 30 18 -"},
    {FOLD_SUM, "1 2 ? 8 16 32", "3 1 2 2 1 9", "1 0 1 1 1 1", "25 16 24 24 16 57"},
    {FOLD_SUM, "1 2 ! 8 16 32", "3 1 2 2 1 9", "1 1 1 1 1 1", "! 18 ! ! 18 !"},
    {FOLD_COUNT, "1 x 4 8 16 32", "3 1 2 2 1 9", "1 1 1 1 1 1", "4 1 3 3 1 5"},
    {FOLD_MINIMUM, "5 - 4 1/3 9 1", "3 1 2 4 2 0.5", "1 1 1 1 1 1", "1 1 1 1/3 1 1"},
    {FOLD_MAXIMUM, "5 - 4 6 - 7", "3 1 2 4 0 5", "1 1 1 1 1 1", "5 - 4 6 - 7"},
};

static void test_running_folds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof running_cases / sizeof *running_cases; i++) {
        const struct running_case *tested = &running_cases[i];
        struct bench bench = bench_new();
        struct stage stage = program_blank_stage(STAGE_RUNNING, bench.units, nowhere);
        stage.value = field(&bench, "value", TYPE_NUMBER);
        stage.order = field(&bench, "order", TYPE_NUMBER);
        stage.filter = field(&bench, "live", TYPE_BOOLEAN);
        stage.fold = tested->fold;
        stage.result = made(&bench, bench.units, TYPE_NUMBER, NONE);
        program_add_stage(bench.builder, &stage);
        bench_finish(&bench);
        fill(bench.data, bench.program, stage.value, tested->value);
        fill(bench.data, bench.program, stage.order, tested->order);
        fill(bench.data, bench.program, stage.filter, tested->live);
        assert_true(bench_run(&bench));
        expect(bench.data, stage.result, tested->wanted);
        bench_free(&bench);
    }
}

static void test_days_of_a_union(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    uint32_t towns = ledger(&bench, "towns"), periods = ledger(&bench, "periods");
    struct stage stage = program_blank_stage(STAGE_DAYS, bench.units, nowhere);
    stage.target = periods;
    stage.index = field_in(&bench, bench.units, "town", TYPE_INDEX, towns);
    stage.from = field(&bench, "from", TYPE_DATE);
    stage.to = field(&bench, "to", TYPE_DATE);
    stage.target_index = field_in(&bench, periods, "town", TYPE_INDEX, towns);
    stage.target_from = field_in(&bench, periods, "from", TYPE_DATE, NONE);
    stage.target_to = field_in(&bench, periods, "to", TYPE_DATE, NONE);
    stage.result = made(&bench, periods, TYPE_NUMBER, NONE);
    program_add_stage(bench.builder, &stage);
    bench_finish(&bench);
    bench.data->domains[towns].rows = 3;
    fill(bench.data, bench.program, stage.index, "0 0 0 1 1 0");
    fill(bench.data, bench.program, stage.from, "10 15 31 1 5 ?");
    fill(bench.data, bench.program, stage.to, "20 30 40 3 4 90");
    fill(bench.data, bench.program, stage.target_index, "0 0 0 0 1 2 -1 0 1");
    fill(bench.data, bench.program, stage.target_from, "0 12 35 40 0 0 0 ? 9");
    fill(bench.data, bench.program, stage.target_to, "99 18 99 40 99 99 9 9 8");
    bench_run(&bench);
    expect(bench.data, stage.result, "31 7 6 1 3 0 - ? 0");
    bench_free(&bench);
}

/* ---- faults ------------------------------------------------------------------------------------------------------------------- */

static void expect_faults(struct bench *bench, const char *wanted)
{
    struct buffer out = {0};
    static const struct render_options options = {LANGUAGE_EN, false, 0};
    diagnostics_render_text(bench->diagnostics, &options, &out);
    if (!strstr(buffer_text(&out), wanted))
        fail_msg("wanted \"%s\" in:\n%s", wanted, buffer_text(&out));
    buffer_release(&out);
}

static void test_daily_names_the_days(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    uint32_t towns = ledger(&bench, "towns");
    struct stage stage = program_blank_stage(STAGE_DAILY, bench.units, nowhere);
    uint32_t shown[] = {field_in(&bench, bench.units, "town", TYPE_INDEX, towns)};
    stage.index = shown[0];
    stage.value = field(&bench, "share", TYPE_NUMBER);
    stage.from = field(&bench, "from", TYPE_DATE);
    stage.to = field(&bench, "to", TYPE_DATE);
    stage.day_first = 0;
    stage.day_last = 9;
    stage.wanted = program_add_ratio(bench.builder, 1, 1);
    stage.severity = SEVERITY_ERROR;
    stage.message[0] = "份额不足";
    stage.message[1] = "shares do not add up";
    stage.show = shown;
    stage.show_count = 1;
    program_add_stage(bench.builder, &stage);
    bench_finish(&bench);
    bench.data->domains[towns].rows = 3;
    fill_text(&bench.data->columns[bench.program->domains[towns].fields[0].column], "A B C");
    fill(bench.data, bench.program, stage.index, "0 0 0 1 1");
    fill(bench.data, bench.program, stage.value, "0.5 0.5 1/3 0.5 0.5");
    fill(bench.data, bench.program, stage.from, "-5 0 7 0 0");
    fill(bench.data, bench.program, stage.to, "99 99 7 5 9");
    assert_false(bench_run(&bench));
    assert_int_equal(diagnostics_total(bench.diagnostics), 2);
    expect_faults(&bench, "shares do not add up: town code A from 1970-01-08 to 1970-01-08 adds to 4/3, not to 1");
    expect_faults(&bench, "shares do not add up: town code B from 1970-01-07 to 1970-01-10 adds to 0.5, not to 1");
    bench_free(&bench);
}

static void test_checks_report_rows(void **state)
{
    (void)state;
    for (int warning = 0; warning < 2; warning++) {
        struct bench bench = bench_new();
        uint32_t area = field(&bench, "area", TYPE_NUMBER);
        struct stage stage = program_blank_stage(STAGE_CHECK, bench.units, nowhere);
        stage.value = field(&bench, "good", TYPE_BOOLEAN);
        stage.severity = warning ? SEVERITY_WARNING : SEVERITY_ERROR;
        stage.message[0] = "面积不对";
        stage.message[1] = "the area is wrong";
        stage.show = &area;
        stage.show_count = 1;
        program_add_stage(bench.builder, &stage);
        bench_finish(&bench);
        fill(bench.data, bench.program, stage.value, "1 0 - 1 x");
        fill(bench.data, bench.program, area, "1 2.5 3 4 5");
        assert_int_equal(bench_run(&bench), warning);
        assert_int_equal(diagnostics_total(bench.diagnostics), 1);
        expect_faults(&bench, "the area is wrong (area 2.5)");
        expect_faults(&bench, "units row 3, column \"area\"");
        bench_free(&bench);
    }
}

/* score = a / b, and total = the sum of all scores, both written out. */
static struct bench quotient_bench(uint32_t *a, uint32_t *b, uint32_t *void_row)
{
    struct bench bench = bench_new();
    *a = field(&bench, "done", TYPE_NUMBER);
    *b = field(&bench, "target", TYPE_NUMBER);
    uint32_t one = program_add_domain(bench.builder, DOMAIN_ONE, "one", nowhere);
    *void_row = field(&bench, "void", TYPE_BOOLEAN);
    uint32_t score = made(&bench, bench.units, TYPE_NUMBER, NONE), out = program_add_output(bench.builder, "s", "s", bench.units);
    leave_out(&bench, *void_row);
    program_begin_rows(bench.builder, bench.units, nowhere);
    emit(&bench, OP_LOAD, 0, 0, 0, *a);
    emit(&bench, OP_LOAD, 1, 0, 0, *b);
    emit(&bench, OP_DIVIDE, 2, 0, 1, 0);
    emit(&bench, OP_STORE, 0, 2, 0, score);
    struct stage fold = program_blank_stage(STAGE_FOLD, bench.units, nowhere);
    fold.fold = FOLD_SUM;
    fold.value = score;
    fold.result = made(&bench, one, TYPE_NUMBER, NONE);
    program_add_stage(bench.builder, &fold);
    struct output_column column = {.name = "score", .column = score, .form = OUTPUT_EXACT};
    program_add_output_column(bench.builder, out, &column);
    column = (struct output_column){.name = "total", .column = fold.result, .form = OUTPUT_EXACT};
    program_add_output_column(bench.builder, program_add_output(bench.builder, "t", "t", one), &column);
    bench_finish(&bench);
    fill(bench.data, bench.program, *void_row, "0 0 0 1 0");
    return bench;
}

static void test_faults_lead_to_the_cell(void **state)
{
    (void)state;
    uint32_t a, b, void_row;
    struct bench bench = quotient_bench(&a, &b, &void_row);
    fill(bench.data, bench.program, a, "1 ? 2 ? 1");
    fill(bench.data, bench.program, b, "2 2 0 0 4");
    assert_false(bench_run(&bench));
    expect_faults(&bench, "a value is missing that the scores need: done");
    expect_faults(&bench, "units row 3, column \"done\"");
    expect_faults(&bench, "division by zero");
    expect_faults(&bench, "units row 4, column \"target\"");
    assert_int_equal(diagnostics_total(bench.diagnostics), 2);      /* the total leads to the same cell; the void row to none */
    bench_free(&bench);
}

static void test_exempt_values_are_no_faults(void **state)
{
    (void)state;
    uint32_t a, b, void_row;
    struct bench bench = quotient_bench(&a, &b, &void_row);
    fill(bench.data, bench.program, a, "1 x - ? 1");
    fill(bench.data, bench.program, b, "2 2 7 0 3");
    assert_true(bench_run(&bench));
    assert_int_equal(diagnostics_total(bench.diagnostics), 0);
    bench_free(&bench);
}

static void test_stated_faults_are_told(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    uint32_t value = field(&bench, "value", TYPE_NUMBER), score = made(&bench, bench.units, TYPE_NUMBER, NONE);
    uint32_t out = program_add_output(bench.builder, "s", "s", bench.units), fault = program_add_fault(bench.builder, "不得为负", "must not be negative");
    program_begin_rows(bench.builder, bench.units, nowhere);
    emit(&bench, OP_LOAD, 0, 0, 0, value);
    emit(&bench, OP_CONST, 1, 0, 0, program_add_ratio(bench.builder, 0, 1));
    emit(&bench, OP_LESS, 2, 0, 1, 0);
    emit(&bench, OP_CONST, 3, 0, 0, program_add_absent(bench.builder, TYPE_NUMBER, NONE, STATUS_ERROR, fault));
    emit(&bench, OP_SELECT, 4, 2, 3, 0);
    emit(&bench, OP_STORE, 0, 4, 0, score);
    struct output_column column = {.name = "score", .column = score, .form = OUTPUT_EXACT};
    program_add_output_column(bench.builder, out, &column);
    bench_finish(&bench);
    fill(bench.data, bench.program, value, "1 -1 2");
    assert_false(bench_run(&bench));
    assert_int_equal(diagnostics_total(bench.diagnostics), 1);
    expect_faults(&bench, "must not be negative");
    expect_faults(&bench, "units row 3");
    bench_free(&bench);
}

/* Three thousand rows without a value: so many are told, the rest is counted. */
static void test_faults_are_bounded(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    uint32_t value = field(&bench, "value", TYPE_NUMBER), out = program_add_output(bench.builder, "s", "s", bench.units);
    struct output_column column = {.name = "score", .column = value, .form = OUTPUT_EXACT};
    program_add_output_column(bench.builder, out, &column);
    bench_finish(&bench);
    struct buffer text = {0};
    for (int i = 0; i < 3000; i++)
        buffer_append_text(&text, i ? " ?" : "?");
    fill(bench.data, bench.program, value, buffer_text(&text));
    assert_false(bench_run(&bench));
    assert_int_equal(diagnostics_total(bench.diagnostics), 1001);
    expect_faults(&bench, "2000 further faults");
    buffer_release(&text);
    bench_free(&bench);
}

/* A sum of so many unlike fractions that it has more digits than are allowed is refused, however the rows are ordered. */
static void test_sums_that_grow_too_long_are_refused(void **state)
{
    (void)state;
    uint32_t a, b, void_row, rows = 60000;
    for (int backwards = 0; backwards < 2; backwards++) {
        struct bench bench = quotient_bench(&a, &b, &void_row);
        struct maker *makers[2];
        for (int k = 0; k < 2; k++) {
            column_begin(&bench.data->columns[k ? b : a], TYPE_NUMBER, rows);
            makers[k] = maker_new(&bench.data->columns[k ? b : a], 0);
        }
        for (uint32_t i = 0; i < rows; i++) {
            maker_integer(makers[0], 1);
            maker_integer(makers[1], 1000003 + 2 * (int64_t)(backwards ? rows - i : i));
        }
        maker_finish(makers[0]);
        maker_finish(makers[1]);
        column_begin(&bench.data->columns[void_row], TYPE_BOOLEAN, rows);
        struct maker *maker = maker_new(&bench.data->columns[void_row], 0);
        for (uint32_t i = 0; i < rows; i++)
            maker_integer(maker, 0);
        maker_finish(maker);
        bench.data->domains[bench.units].rows = rows;
        assert_false(bench_run(&bench));
        expect_faults(&bench, "a sum too long");
        bench_free(&bench);
    }
}

/* ---- replays ------------------------------------------------------------------------------------------------------------------ */

struct listing { struct trace trace; struct buffer text; const struct program *program; };

static void list_event(struct trace *trace, const struct trace_event *event)
{
    struct listing *listing = (struct listing *)trace;
    struct rational value;
    rational_init(&value);
    const struct instruction *instruction = &listing->program->code[event->instruction];
    enum status status = trace_result(event, &value);
    buffer_format(&listing->text, "%s", opcode_name(instruction->op));
    if (instruction->op == OP_DIVIDE) {
        rational_init(&value);
        trace_operand(event, instruction->a, &value);
        buffer_append_char(&listing->text, ' ');
        rational_format_exact(&value, &listing->text);
        trace_result(event, &value);
    }
    buffer_append_text(&listing->text, " = ");
    if (status == STATUS_PRESENT)
        rational_format_exact(&value, &listing->text);
    else
        buffer_append_text(&listing->text, status_name(status));
    buffer_append_char(&listing->text, ';');
    rational_clear(&value);
}

static void test_replay_shows_each_instruction(void **state)
{
    (void)state;
    uint32_t a, b, void_row;
    struct bench bench = quotient_bench(&a, &b, &void_row);
    fill(bench.data, bench.program, a, "1 7 2 1 1");
    fill(bench.data, bench.program, b, "2 3 0 1 4");
    bench_run(&bench);
    struct listing listing = {{list_event}, {0}, bench.program};
    interpret_replay(bench.program, bench.data, 1, 1, &listing.trace);
    interpret_replay(bench.program, bench.data, 1, 2, &listing.trace);
    assert_string_equal(buffer_text(&listing.text), "load = 7;load = 3;divide 7 = 7/3;store = 7/3;load = 2;load = 0;divide 2 = error;store = error;");
    buffer_release(&listing.text);
    bench_free(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_row_instructions), cmocka_unit_test(test_gather_follows_references), cmocka_unit_test(test_folds),
        cmocka_unit_test(test_ranks), cmocka_unit_test(test_group_makes_rows_in_order_of_first_appearance),
        cmocka_unit_test(test_group_without_keys_points_to_the_one_row), cmocka_unit_test(test_running_folds), cmocka_unit_test(test_days_of_a_union),
        cmocka_unit_test(test_daily_names_the_days), cmocka_unit_test(test_checks_report_rows), cmocka_unit_test(test_faults_lead_to_the_cell),
        cmocka_unit_test(test_exempt_values_are_no_faults), cmocka_unit_test(test_stated_faults_are_told), cmocka_unit_test(test_faults_are_bounded),
        cmocka_unit_test(test_sums_that_grow_too_long_are_refused), cmocka_unit_test(test_replay_shows_each_instruction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
