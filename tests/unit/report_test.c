/* Scores out: the same table as CSV, JSON and for a terminal; digits, quotes, what is absent, order and widths. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "number/date.h"
#include "program/builder.h"
#include "report/report.h"

enum { CODE, CLASS, SCORE, TOTAL, RANK, ON_TIME, DAY, ABOVE, RATIO, VOID, COLUMNS };

static const struct { const char *name; enum value_type type; enum output_role role; enum output_form form; uint8_t places; } layout[] = {
    [CODE] = {"代码", TYPE_TEXT, ROLE_KEY, OUTPUT_TEXT, 0},
    [CLASS] = {"类别", TYPE_CATEGORY, ROLE_CLASS, OUTPUT_TEXT, 0},
    [SCORE] = {"YJ01", TYPE_NUMBER, ROLE_INDICATOR, OUTPUT_DECIMALS, 2},
    [TOTAL] = {"总分", TYPE_NUMBER, ROLE_TOTAL, OUTPUT_DECIMALS, 3},
    [RANK] = {"名次", TYPE_NUMBER, ROLE_RANK, OUTPUT_DECIMALS, 0},
    [ON_TIME] = {"按时", TYPE_BOOLEAN, ROLE_OTHER, OUTPUT_TEXT, 0},
    [DAY] = {"日期", TYPE_DATE, ROLE_OTHER, OUTPUT_TEXT, 0},
    [ABOVE] = {"上级", TYPE_INDEX, ROLE_OTHER, OUTPUT_TEXT, 0},
    [RATIO] = {"比", TYPE_NUMBER, ROLE_OTHER, OUTPUT_EXACT, 0},
    [VOID] = {"本行无效", TYPE_BOOLEAN, ROLE_OTHER, OUTPUT_TEXT, 0},     /* not written */
};

static struct program *table_program(bool with_void)
{
    static const char *const classes[] = {"沿黄乡镇", "中心,街道"};
    struct program_builder *builder = program_builder_new();
    uint32_t set = program_add_category_set(builder, classes, 2);
    uint32_t units = program_add_domain(builder, DOMAIN_LEDGER, "乡镇", (struct span){0});
    program_add_key(builder, units, program_add_field(builder, units, &(struct field){.name = "代码", .type = TYPE_TEXT}));
    uint32_t output = program_add_output(builder, "kenli", "《考核办法》 \"2024\"", units);
    for (uint32_t i = CODE; i < VOID; i++) {
        uint32_t target = i == CLASS ? set : i == ABOVE ? units : NONE;
        if (i != CODE)
            program_add_column(builder, units, layout[i].type, target, layout[i].name);
        program_add_output_column(builder, output, &(struct output_column){.name = layout[i].name, .column = i, .form = layout[i].form,
                                                                            .places = layout[i].places, .role = (uint8_t)layout[i].role});
    }
    program_add_column(builder, units, layout[VOID].type, NONE, layout[VOID].name);
    if (with_void)
        program_domain(builder, units)->void_column = VOID;
    return program_finish(builder);
}

struct row { const char *code; int64_t category, score, total, rank, on_time; int32_t day; int64_t above, is_void; uint8_t status; };

/* Scores are given in hundredths, totals in tenths; `status` is that of the score and of the rank. */
static const struct row rows[] = {
    {"T01", 0, 9235, 923, 2, 1, 19783, 1, 0, STATUS_PRESENT},
    {"T\"2,\n", 1, 5, 1000, 1, 0, -1, 0, 0, STATUS_PRESENT},
    {" T03", 0, 0, -5, 0, 1, 0, 2, 0, STATUS_EXEMPT},
    {"T04", 1, -123456789, 16384, 3, 1, 0, 0, 1, STATUS_PRESENT},
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static void put_numbers(struct data *data, uint32_t column, const int64_t *values, const uint8_t *status, int64_t denominator)
{
    column_begin(&data->columns[column], layout[column].type, ROWS);
    assert_true(column_put(&data->columns[column], 0, ROWS, values, status, denominator));
    column_finish(&data->columns[column]);
}

static struct data *table_data(const struct program *program)
{
    struct data *data = data_new(program);
    struct column_data *codes = &data->columns[CODE];
    int64_t values[COLUMNS][ROWS], thirds[ROWS];
    uint8_t status[ROWS];
    struct buffer blob = {0};
    data->domains[0].rows = ROWS;
    codes->rows = ROWS;
    codes->offsets = memory_array(ROWS + 1, sizeof *codes->offsets);
    for (uint32_t i = 0; i < ROWS; i++) {
        buffer_append_text(&blob, rows[i].code);
        codes->offsets[i + 1] = blob.length;
        values[CLASS][i] = rows[i].category;
        values[SCORE][i] = rows[i].score;
        values[TOTAL][i] = rows[i].total;
        values[RANK][i] = rows[i].rank;
        values[ON_TIME][i] = rows[i].on_time;
        values[DAY][i] = rows[i].day;
        values[ABOVE][i] = rows[i].above;
        values[VOID][i] = rows[i].is_void;
        values[RATIO][i] = i + 1;
        thirds[i] = i + 2;
        status[i] = rows[i].status;
    }
    codes->blob = blob.data;
    put_numbers(data, CLASS, values[CLASS], NULL, 1);
    put_numbers(data, SCORE, values[SCORE], status, 100);
    put_numbers(data, TOTAL, values[TOTAL], NULL, 10);
    put_numbers(data, RANK, values[RANK], status, 1);
    put_numbers(data, ON_TIME, values[ON_TIME], NULL, 1);
    put_numbers(data, DAY, values[DAY], NULL, 1);
    put_numbers(data, ABOVE, values[ABOVE], NULL, 1);
    put_numbers(data, VOID, values[VOID], NULL, 1);
    column_begin(&data->columns[RATIO], TYPE_NUMBER, ROWS);
    column_put_fractions(&data->columns[RATIO], 0, ROWS, values[RATIO], thirds, NULL);
    column_finish(&data->columns[RATIO]);
    return data;
}

typedef void report_function(const struct program *, const struct data *, uint32_t, struct file_writer *);

/* What a report writes to a file. */
static void written(report_function *report, const struct program *program, const struct data *data, struct buffer *out)
{
    char path[] = "/tmp/report_test_XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    struct file_writer writer;
    assert_int_equal(file_open(&writer, path), 0);
    report(program, data, 0, &writer);
    assert_int_equal(file_commit(&writer), 0);
    assert_int_equal(file_read(path, 1 << 30, out), 0);
    unlink(path);
}

static void expect_report(report_function *report, bool with_void, const char *expected)
{
    struct program *program = table_program(with_void);
    struct data *data = table_data(program);
    struct buffer out = {0};
    written(report, program, data, &out);
    assert_string_equal(buffer_text(&out), expected);
    buffer_release(&out);
    data_free(data);
    program_free(program);
}

static void test_csv(void **state)
{
    (void)state;
    expect_report(report_csv, false,
                  "代码,类别,YJ01,总分,名次,按时,日期,上级,比\n"
                  "T01,沿黄乡镇,92.35,92.300,2,是,2024-03-01,\"T\"\"2,\n\",0.5\n"
                  "\"T\"\"2,\n\",\"中心,街道\",0.05,100.000,1,否,1969-12-31,T01,2/3\n"
                  "\" T03\",沿黄乡镇,,-0.500,,是,1970-01-01,\" T03\",0.75\n"
                  "T04,\"中心,街道\",-1234567.89,1638.400,3,是,1970-01-01,T01,0.8\n");
}

static void test_void_rows_are_left_out(void **state)
{
    (void)state;
    expect_report(report_csv, true,
                  "代码,类别,YJ01,总分,名次,按时,日期,上级,比\n"
                  "T01,沿黄乡镇,92.35,92.300,2,是,2024-03-01,\"T\"\"2,\n\",0.5\n"
                  "\"T\"\"2,\n\",\"中心,街道\",0.05,100.000,1,否,1969-12-31,T01,2/3\n"
                  "\" T03\",沿黄乡镇,,-0.500,,是,1970-01-01,\" T03\",0.75\n");
}

static void test_json(void **state)
{
    (void)state;
    expect_report(report_json, true,
                  "{\"format\":\"assessc-scores\",\"version\":1,\"scheme\":\"kenli\",\"title\":\"《考核办法》 \\\"2024\\\"\",\"columns\":["
                  "{\"name\":\"代码\",\"role\":\"key\"},{\"name\":\"类别\",\"role\":\"class\"},{\"name\":\"YJ01\",\"role\":\"indicator\"},"
                  "{\"name\":\"总分\",\"role\":\"total\"},{\"name\":\"名次\",\"role\":\"rank\"},{\"name\":\"按时\",\"role\":\"other\"},"
                  "{\"name\":\"日期\",\"role\":\"other\"},{\"name\":\"上级\",\"role\":\"other\"},{\"name\":\"比\",\"role\":\"other\"}],\"rows\":[\n"
                  "[\"T01\",\"沿黄乡镇\",92.35,92.300,2,\"是\",\"2024-03-01\",\"T\\\"2,\\u000a\",0.5],\n"
                  "[\"T\\\"2,\\u000a\",\"中心,街道\",0.05,100.000,1,\"否\",\"1969-12-31\",\"T01\",\"2/3\"],\n"
                  "[\" T03\",\"沿黄乡镇\",null,-0.500,null,\"是\",\"1970-01-01\",\" T03\",0.75]\n]}\n");
}

static void expect_terminal(int width, size_t shown, enum language language, const char *expected)
{
    struct program *program = table_program(false);
    struct data *data = table_data(program);
    struct buffer out = {0};
    report_terminal(program, data, 0, width, shown, language, &out);
    assert_string_equal(buffer_text(&out), expected);
    buffer_release(&out);
    data_free(data);
    program_free(program);
}

static void test_terminal(void **state)
{
    (void)state;
    expect_terminal(0, 0, LANGUAGE_ZH,
                    "代码   类别              YJ01      总分  名次  按时  日期        上级     比\n"
                    "T\"2,   中心,街道         0.05   100.000     1  否    1969-12-31  T01     2/3\n"
                    "T01    沿黄乡镇         92.35    92.300     2  是    2024-03-01  T\"2,    0.5\n"
                    "T04    中心,街道  -1234567.89  1638.400     3  是    1970-01-01  T01     0.8\n"
                    " T03   沿黄乡镇                  -0.500        是    1970-01-01   T03   0.75\n");
    expect_terminal(61, 2, LANGUAGE_ZH,
                    "代码   类别          总分  名次  按时  日期        上级    比\n"
                    "T\"2,   中心,街道  100.000     1  否    1969-12-31  T01    2/3\n"
                    "T01    沿黄乡镇    92.300     2  是    2024-03-01  T\"2,   0.5\n"
                    "另有 1 列指标得分没有显示,写入文件可得全表\n"
                    "另有 2 行没有显示\n");
    expect_terminal(60, 2, LANGUAGE_EN,
                    "                            名\n"
                    "代码   类别          总分   次  按时  日期        上级    比\n"
                    "T\"2,   中心,街道  100.000    1  否    1969-12-31  T01    2/3\n"
                    "T01    沿黄乡镇    92.300    2  是    2024-03-01  T\"2,   0.5\n"
                    "1 columns of indicators are not shown; write to a file for all\n"
                    "2 further rows are not shown\n");
}

/* ---- numbers ---- */

static void one_number_program(struct program **program, struct data **data, uint8_t places)
{
    struct program_builder *builder = program_builder_new();
    uint32_t domain = program_add_domain(builder, DOMAIN_LEDGER, "t", (struct span){0});
    program_add_column(builder, domain, TYPE_NUMBER, NONE, "n");
    uint32_t output = program_add_output(builder, "s", "t", domain);
    program_add_output_column(builder, output, &(struct output_column){.name = "n", .form = OUTPUT_DECIMALS, .places = places});
    *program = program_finish(builder);
    *data = data_new(*program);
}

/* Every number of decimals, every length, both signs: the same digits as those of rational_format. */
static void test_digits(void **state)
{
    (void)state;
    enum { COUNT = 3 * CHUNK_ROWS + 77 };
    int64_t *values = memory_array(COUNT, sizeof *values);
    for (uint32_t i = 0; i < COUNT; i++)
        values[i] = i < 20000 ? i : (int64_t)((uint64_t)i * 0x9E3779B97F4A7C15u) >> i % 60;
    values[20000] = INT64_MAX;
    values[20001] = INT64_MIN;
    for (uint8_t places = 0; places <= 12; places++) {
        struct program *program;
        struct data *data;
        struct buffer out = {0}, expected = {0};
        struct rational value;
        int64_t denominator = 1;
        for (int i = 0; i < places; i++)
            denominator *= 10;
        one_number_program(&program, &data, places);
        column_begin(&data->columns[0], TYPE_NUMBER, COUNT);
        for (uint32_t first = 0; first < COUNT; first += BATCH_ROWS)
            assert_true(column_put(&data->columns[0], first, COUNT - first < BATCH_ROWS ? COUNT - first : BATCH_ROWS, values + first, NULL,
                                   denominator));
        column_finish(&data->columns[0]);
        data->domains[0].rows = COUNT;
        buffer_append_text(&expected, "n\n");
        rational_init(&value);
        for (uint32_t i = 0; i < COUNT; i++) {
            rational_set(&value, values[i], denominator);
            rational_format(&value, places, &expected);
            buffer_append_char(&expected, '\n');
        }
        written(report_csv, program, data, &out);
        assert_int_equal(out.length, expected.length);
        assert_memory_equal(out.data, expected.data, expected.length);
        rational_clear(&value);
        buffer_release(&out);
        buffer_release(&expected);
        data_free(data);
        program_free(program);
    }
    memory_free(values);
}

/* Chunks in other denominators than the places written, and exceptions beside them. */
static void test_scales_and_exceptions(void **state)
{
    (void)state;
    static const int64_t values[] = {1, 2, 3, 0, 500000000000000000, -4};
    static const struct { int64_t denominator; uint8_t places; const char *expected; } cases[] = {
        {1, 2, "n\n1.00\n2.00\n3.00\n100000000000000000000.50\n500000000000000000.00\n-4.00\n"},
        {2, 2, "n\n0.50\n1.00\n1.50\n100000000000000000000.50\n250000000000000000.00\n-2.00\n"},
        {4, 2, "n\n0.25\n0.50\n0.75\n100000000000000000000.50\n125000000000000000.00\n-1.00\n"},
        {10, 12, "n\n0.100000000000\n0.200000000000\n0.300000000000\n100000000000000000000.500000000000\n"
                 "50000000000000000.000000000000\n-0.400000000000\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct program *program;
        struct data *data;
        struct buffer out = {0};
        struct rational big;
        rational_init(&big);
        assert_true(rational_parse(&big, "100000000000000000000.5", 23));
        one_number_program(&program, &data, cases[i].places);
        column_begin(&data->columns[0], TYPE_NUMBER, 6);
        assert_true(column_put(&data->columns[0], 0, 6, values, NULL, cases[i].denominator));
        column_add_exception(&data->columns[0], 3, &big);
        column_finish(&data->columns[0]);
        data->domains[0].rows = 6;
        written(report_csv, program, data, &out);
        assert_string_equal(buffer_text(&out), cases[i].expected);
        rational_clear(&big);
        buffer_release(&out);
        data_free(data);
        program_free(program);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv),
        cmocka_unit_test(test_void_rows_are_left_out),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_terminal),
        cmocka_unit_test(test_digits),
        cmocka_unit_test(test_scales_and_exceptions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
