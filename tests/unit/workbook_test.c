/* Scores as a spreadsheet: which sheets there are and what stands in them, numbers with their digits, comments and where they end. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "ledger/archive.h"
#include "ledger/sheet.h"
#include "program/builder.h"
#include "report/report.h"

enum { INDICATORS = 20, COLUMNS = 1 + INDICATORS + 2 + 2, TOTAL = 1 + INDICATORS + 2, RANK };    /* 代码, indicators of two parts, their totals, 总分, 名次 */

static const char *const parts[] = {"甲/部", "甲_部"};       /* two names that a sheet can only have once */
static char names[INDICATORS][8];

/* All scores are 1.25 × the number of the row, ranks go backwards. */
static struct program *scores_program(void)
{
    struct program_builder *builder = program_builder_new();
    uint32_t units = program_add_domain(builder, DOMAIN_LEDGER, "乡镇", (struct span){0});
    program_add_key(builder, units, program_add_field(builder, units, &(struct field){.name = "代码", .type = TYPE_TEXT}));
    uint32_t output = program_add_output(builder, "kenli", "《考核办法》& 2024", units);
    for (uint32_t i = 0; i < COLUMNS; i++) {
        bool indicator = i > 0 && i <= INDICATORS;
        const char *name = i == 0 ? "代码" : indicator ? names[i - 1] : i < TOTAL ? parts[i - 1 - INDICATORS] : i == TOTAL ? "总分" : "名次";
        enum output_role role = i == 0 ? ROLE_KEY : indicator ? ROLE_INDICATOR : i < TOTAL ? ROLE_GROUP : i == TOTAL ? ROLE_TOTAL : ROLE_RANK;
        if (indicator)
            snprintf(names[i - 1], sizeof names[i - 1], "A%u", i);
        if (i)
            program_add_column(builder, units, TYPE_NUMBER, NONE, name);
        program_add_output_column(builder, output, &(struct output_column){.name = name, .column = i, .form = i ? OUTPUT_DECIMALS : OUTPUT_TEXT, .places = i == 0 || i == RANK ? 0 : 2,
                                                                            .role = (uint8_t)role});
    }
    return program_finish(builder);
}

static struct data *scores_data(const struct program *program, uint32_t rows)
{
    struct data *data = data_new(program);
    struct column_data *codes = &data->columns[0];
    struct buffer blob = {0};
    data->domains[0].rows = rows;
    codes->rows = rows;
    codes->offsets = memory_array(rows + 1, sizeof *codes->offsets);
    for (uint32_t i = 0; i < rows; i++) {
        buffer_format(&blob, "T%03u", i + 1);
        codes->offsets[i + 1] = blob.length;
    }
    codes->blob = blob.data;
    for (uint32_t c = 1; c < COLUMNS; c++) {
        column_begin(&data->columns[c], TYPE_NUMBER, rows);
        for (uint32_t i = 0; i < rows; i++) {
            int64_t value = c == RANK ? rows - i : 125 * (int64_t)(i + 1);
            assert_true(column_put(&data->columns[c], i, 1, &value, NULL, c == RANK ? 1 : 100));
        }
        column_finish(&data->columns[c]);
    }
    return data;
}

/* ---- an explainer ---- */

enum { LONG = 40000 };

static void prepare(void *context, uint32_t output, const uint32_t *rows, uint32_t count) { (void)context, (void)output, (void)rows, (void)count; }

static void explain_unit_as_html(void *context, uint32_t output, uint32_t row, const char *anchor, struct buffer *out)
{
    (void)context, (void)output, (void)row, (void)anchor;
    buffer_append_text(out, "<p>unit</p>");
}

static void explain_cell(void *context, uint32_t output, uint32_t row, uint32_t column, struct buffer *out)
{
    const uint32_t *longest = context;
    (void)output;
    buffer_format(out, "第%u行第%u列\n<怎样算的>", row + 1, column);
    for (uint32_t i = 0; longest && row == 0 && i < *longest; i++)
        buffer_append_text(out, "长");
}

static const char *part_of(void *context, uint32_t output, uint32_t column)
{
    (void)context, (void)output;
    return column >= 1 && column <= INDICATORS ? parts[column > INDICATORS / 2] : NULL;
}

/* ---- files ---- */

struct written { char path[64]; struct buffer bytes; struct report_extent extent; };

static void write_scores(struct written *written, uint32_t rows, const struct report_explainer *explainer, enum language language)
{
    struct program *program = scores_program();
    struct data *data = scores_data(program, rows);
    *written = (struct written){.extent = {0}};
    snprintf(written->path, sizeof written->path, "build/test/workbook-%d.xlsx", (int)getpid());
    assert_int_equal(report_xlsx(program, data, language, explainer, written->path, &written->extent), 0);
    assert_int_equal(file_read(written->path, LIMIT_PROGRAM_BYTES, &written->bytes), 0);
    data_free(data);
    program_free(program);
}

static void forget(struct written *written)
{
    unlink(written->path);
    buffer_release(&written->bytes);
}

/* The sheet as lines of CSV, read by the reader of ledgers; "" where there is none of the name. */
static void read_sheet(const struct written *written, const char *name, struct buffer *out)
{
    struct spreadsheet workbook = {0};
    struct ledger_faults faults = {0};
    struct diagnostics *diagnostics = diagnostics_new();
    bool named = false;
    faults_open(&faults, diagnostics, NULL, written->path);
    assert_true(spreadsheet_open(&workbook, buffer_text(&written->bytes), written->bytes.length, &faults));
    const struct sheet_entry *sheet = spreadsheet_sheet(&workbook, name, &named);
    if (named)
        assert_true(sheet_read(&workbook, sheet, &faults, out));
    size_t kept = 0;
    for (size_t i = 0; i < out->length; i++)        /* every cell is quoted */
        if (out->data[i] != '"')
            out->data[kept++] = out->data[i];
    if (out->data)
        out->data[out->length = kept] = '\0';
    spreadsheet_close(&workbook);
    faults_close(&faults);
    diagnostics_free(diagnostics);
}

static bool take(void *context, const char *bytes, size_t length)
{
    buffer_append(context, bytes, length);
    return true;
}

static bool read_part(const struct written *written, const char *part, struct buffer *out)
{
    struct archive archive;
    assert_int_equal(archive_open(&archive, written->bytes.data, written->bytes.length), ARCHIVE_SOUND);
    enum archive_fault fault = archive_read(&archive, part, take, out);
    archive_close(&archive);
    return fault == ARCHIVE_SOUND;
}

static uint32_t count_of(const char *text, const char *part)
{
    uint32_t count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
        count++;
    return count;
}

/* ---- tests ---- */

static const char *first_line(struct buffer *text)
{
    text->data[strcspn(text->data, "\n")] = '\0';
    return text->data;
}

static void assert_sheet(const struct written *written, const char *name, const char *headings, const char *row)
{
    struct buffer text = {0};
    read_sheet(written, name, &text);
    assert_non_null(text.data);
    assert_non_null(strstr(buffer_text(&text), row));
    assert_string_equal(first_line(&text), headings);
    buffer_release(&text);
}

static void a_sheet_for_each_part(void **state)
{
    (void)state;
    struct report_explainer explainer = {NULL, prepare, explain_unit_as_html, explain_cell, NULL, part_of};
    struct written written;
    struct buffer part = {0};
    write_scores(&written, 3, &explainer, LANGUAGE_ZH);
    assert_sheet(&written, "总表", "代码,甲/部,甲_部,总分,名次", "T003,3.75,3.75,3.75,1\nT002,2.5,2.5,2.5,2\nT001,1.25,1.25,1.25,3\n");       /* by rank */
    assert_sheet(&written, "甲_部", "代码,A1,A2,A3,A4,A5,A6,A7,A8,A9,A10,甲/部", "T003,3.75,");
    assert_sheet(&written, "甲_部 2", "代码,A11,A12,A13,A14,A15,A16,A17,A18,A19,A20,甲_部", "T003,3.75,");
    assert_true(read_part(&written, "xl/comments1.xml", &part));
    assert_int_equal(count_of(buffer_text(&part), "<comment "), 3 * 4);
    assert_non_null(strstr(buffer_text(&part), "第3行第24列\n&lt;怎样算的&gt;"));
    assert_int_equal(written.extent.explained, 3);
    buffer_release(&part);
    forget(&written);
}

/* Without the rules there are no parts and no comments. */
static void without_rules(void **state)
{
    (void)state;
    struct written written;
    struct buffer part = {0};
    write_scores(&written, 2, NULL, LANGUAGE_EN);
    assert_sheet(&written, "Summary", "代码,甲/部,甲_部,总分,名次", "T001,");
    assert_sheet(&written, "Indicators", "代码,A1,A2,A3,A4,A5,A6,A7,A8,A9,A10,A11,A12,A13,A14,A15,A16,A17,A18,A19,A20", "T001,");
    assert_false(read_part(&written, "xl/comments1.xml", &part));
    assert_int_equal(written.extent.explained, 2);
    buffer_release(&part);
    forget(&written);
}

/* 26 comments a unit: the first 192 have them, and the notes say so. */
static void comments_end_somewhere(void **state)
{
    (void)state;
    struct report_explainer explainer = {NULL, prepare, explain_unit_as_html, explain_cell, NULL, part_of};
    struct written written;
    struct buffer part = {0};
    write_scores(&written, 300, &explainer, LANGUAGE_ZH);
    assert_int_equal(written.extent.units, 300);
    assert_int_equal(written.extent.explained, 192);
    assert_true(read_part(&written, "xl/comments1.xml", &part));
    assert_int_equal(count_of(buffer_text(&part), "<comment "), 192 * 4);
    assert_non_null(strstr(buffer_text(&part), "第300行"));      /* the first by rank */
    assert_null(strstr(buffer_text(&part), "第108行"));
    buffer_clear(&part);
    assert_true(read_part(&written, "xl/sharedStrings.xml", &part));
    assert_non_null(strstr(buffer_text(&part), "考核对象太多,只有前 192 个写了这样的说明"));
    buffer_release(&part);
    forget(&written);
}

/* A spreadsheet holds comments of 32,767 characters. */
static void a_long_comment_is_cut(void **state)
{
    (void)state;
    uint32_t longest = LONG;
    struct report_explainer explainer = {&longest, prepare, explain_unit_as_html, explain_cell, NULL, part_of};
    struct written written;
    struct buffer part = {0};
    write_scores(&written, 1, &explainer, LANGUAGE_ZH);
    assert_true(read_part(&written, "xl/comments1.xml", &part));
    assert_int_equal(count_of(buffer_text(&part), "长"), 4 * (32766 - 14));      /* but for 第1行第21列, the line end, <怎样算的> and … */
    assert_int_equal(count_of(buffer_text(&part), "长…"), 4);
    buffer_release(&part);
    forget(&written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_for_each_part),
        cmocka_unit_test(without_rules),
        cmocka_unit_test(comments_end_somewhere),
        cmocka_unit_test(a_long_comment_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
