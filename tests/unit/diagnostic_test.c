/* Tests of runtime/diagnostic/: what is recorded, in which order it is shown, and where the marks stand. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "diagnostic/collection.h"

static const struct message table[] = {
    {"E0001", SEVERITY_ERROR, {"出错", "wrong"}, {"", ""}},
    {"E0002", SEVERITY_ERROR, {"权重合计 %s,不是满分 %s", "weights add to %s, not to %s"}, {"改「%1$s」为 %s", "change \"%1$s\" to %s"}},
    {"E0003", SEVERITY_ERROR, {"%2$s 里没有 %1$s,占 50%%", "no %s in %s, 50%%"}, {"", ""}},
    {"W0001", SEVERITY_WARNING, {"可疑", "suspicious"}, {"", ""}},
    {"D0101", SEVERITY_ERROR, {"单元格不是数: %s", "the cell is not a number: %s"}, {"", ""}},
    {"D0102", SEVERITY_WARNING, {"%s 太大(超过 %s)", "%s is too large (more than %s)"}, {"", ""}},
    {NULL, SEVERITY_ERROR, {NULL, NULL}, {NULL, NULL}},
};

static const char *const here[2] = {"这里", "here"};
static const char *const there[2] = {"那里", "there"};

/* ---- helpers: a collection with one source, and its text compared whole ---- */

struct fixture { struct diagnostics *diagnostics; const char *text; };

static struct fixture with_source(const char *text)
{
    struct fixture fixture = {diagnostics_new(), text};
    assert_int_equal(diagnostics_add_source(fixture.diagnostics, "a.assess", text, strlen(text)), 0);
    return fixture;
}

static struct span span_of(const struct fixture *fixture, const char *part)
{
    const char *found = strstr(fixture->text, part);
    assert_non_null(found);
    uint32_t start = (uint32_t)(found - fixture->text);
    return (struct span){0, start, start + (uint32_t)strlen(part)};
}

static void report(const struct fixture *fixture, const char *code)
{
    diagnostic_report(fixture->diagnostics, message_find(table, code), 0, NULL);
}

static void report_at(const struct fixture *fixture, const char *code, const char *part, const char *const label[2])
{
    report(fixture, code);
    diagnostic_at(fixture->diagnostics, span_of(fixture, part), label);
}

/* The text stays until the next call or done(). */
static struct buffer output;

static char *rendered(const struct diagnostics *diagnostics, enum language language, size_t faults_shown)
{
    buffer_clear(&output);
    diagnostics_render_text(diagnostics, &(struct render_options){language, false, faults_shown}, &output);
    buffer_reserve(&output, 0);
    return output.data;
}

static void assert_text(const struct fixture *fixture, const char *expected)
{
    assert_string_equal(rendered(fixture->diagnostics, LANGUAGE_ZH, 0), expected);
}

static void done(struct fixture *fixture)
{
    diagnostics_free(fixture->diagnostics);
    buffer_release(&output);
}

#define WIDE "\xE3\x80\x80"     /* U+3000, the blank of two cells */

/* ---- where marks stand ---- */

static void marks_stand_under_what_follows_chinese_text(void **state)
{
    (void)state;
    struct fixture fixture = with_source("方案 {\n    指标 YJ01 推广面积 12分 {\n}\n");
    report_at(&fixture, "E0001", "12分", here);
    assert_text(&fixture,
                "错误 E0001: 出错\n"
                " --> a.assess:2:18\n"
                "  |\n"
                "2 |     指标 YJ01 推广面积 12分 {\n"
                "  |     " WIDE WIDE "      " WIDE WIDE WIDE WIDE " ^^^^ 这里\n"
                "\n"
                "错误 1 处\n");
    done(&fixture);
}

static void full_width_punctuation_takes_two_cells(void **state)
{
    (void)state;
    struct fixture fixture = with_source("得分（甲，乙）；丙");
    report_at(&fixture, "E0001", "，乙", NULL);
    assert_text(&fixture,
                "错误 E0001: 出错\n"
                " --> a.assess:1:5\n"
                "  |\n"
                "1 | 得分（甲，乙）；丙\n"
                "  | " WIDE WIDE WIDE WIDE "^^^^\n"
                "\n"
                "错误 1 处\n");
    done(&fixture);
}

static void tabs_are_blanks_up_to_every_fourth_cell(void **state)
{
    (void)state;
    struct fixture fixture = with_source("\ta\t分\tb");
    report_at(&fixture, "E0001", "b", NULL);
    diagnostic_at(fixture.diagnostics, span_of(&fixture, "\t分"), there);
    assert_text(&fixture,
                "错误 E0001: 出错\n"
                " --> a.assess:1:6\n"
                "  |\n"
                "1 |     a   分  b\n"
                "  |      ----- 那里\n"
                "  |         " WIDE "  ^\n"
                "\n"
                "错误 1 处\n");
    done(&fixture);
}

static void combining_marks_take_no_cell(void **state)
{
    (void)state;
    struct fixture fixture = with_source("e\xCC\x81" "e\xCC\x81 x");
    report_at(&fixture, "E0001", "x", NULL);
    diagnostic_at(fixture.diagnostics, (struct span){0, 4, 6}, there);    /* the second acute alone: its letter is marked */
    assert_text(&fixture,
                "错误 E0001: 出错\n"
                " --> a.assess:1:6\n"
                "  |\n"
                "1 | e\xCC\x81" "e\xCC\x81 x\n"
                "  |  - 那里\n"
                "  |    ^\n"
                "\n"
                "错误 1 处\n");
    done(&fixture);
}

static void what_cannot_be_seen_is_shown_and_cannot_act(void **state)
{
    (void)state;
    struct fixture fixture = with_source("a\xE2\x80\x8B" "b\x1B[31m\xFF" "c");
    report_at(&fixture, "E0001", "\xE2\x80\x8B", NULL);
    diagnostic_at(fixture.diagnostics, span_of(&fixture, "c"), there);
    assert_text(&fixture,
                "错误 E0001: 出错\n"
                " --> a.assess:1:2\n"
                "  |\n"
                "1 | a<U+200B>b<U+001B>[31m<FF>c\n"
                "  |  ^^^^^^^^\n"
                "  |                           - 那里\n"
                "\n"
                "错误 1 处\n");
    done(&fixture);
}

static void an_empty_span_gets_one_mark_also_at_the_end(void **state)
{
    (void)state;
    struct fixture fixture = with_source("甲\r\n乙");
    report(&fixture, "E0001");
    diagnostic_at(fixture.diagnostics, (struct span){0, 3, 3}, NULL);
    diagnostic_at(fixture.diagnostics, (struct span){0, 900, 1000}, there);
    assert_text(&fixture,
                "错误 E0001: 出错\n"
                " --> a.assess:1:2\n"
                "  |\n"
                "1 | 甲\n"
                "  | " WIDE "^\n"
                "2 | 乙\n"
                "  | " WIDE "- 那里\n"
                "\n"
                "错误 1 处\n");
    done(&fixture);
}

static void a_byte_order_mark_is_neither_shown_nor_counted(void **state)
{
    (void)state;
    struct fixture fixture = with_source("\xEF\xBB\xBF" "方案 {");
    report_at(&fixture, "E0001", "{", NULL);
    assert_text(&fixture,
                "错误 E0001: 出错\n"
                " --> a.assess:1:4\n"
                "  |\n"
                "1 | 方案 {\n"
                "  | " WIDE WIDE " ^\n"
                "\n"
                "错误 1 处\n");
    size_t line, column;
    source_position(diagnostics_source(fixture.diagnostics, 0), 3, &line, &column);
    assert_int_equal(column, 1);
    done(&fixture);
}

/* ---- several places ---- */

static void places_are_grouped_by_file_and_ordered_by_line(void **state)
{
    (void)state;
    struct fixture fixture = with_source("一\n二\n三\n四\n五\n六\n七\n八\n九\n十\n");
    const char *other = "另一\n";
    uint32_t file = diagnostics_add_source(fixture.diagnostics, "b.assess", other, strlen(other));
    report_at(&fixture, "E0001", "十", here);
    diagnostic_at(fixture.diagnostics, (struct span){file, 3, 6}, there);
    diagnostic_at(fixture.diagnostics, span_of(&fixture, "三"), there);
    diagnostic_at(fixture.diagnostics, span_of(&fixture, "一"), NULL);
    diagnostic_at(fixture.diagnostics, span_of(&fixture, "四"), NULL);
    assert_text(&fixture,
                "错误 E0001: 出错\n"
                "  --> a.assess:10:1\n"
                "   |\n"
                " 1 | 一\n"
                "   | --\n"
                " 2 | 二\n"
                " 3 | 三\n"
                "   | -- 那里\n"
                " 4 | 四\n"
                "   | --\n"
                "...\n"
                "10 | 十\n"
                "   | ^^ 这里\n"
                "  ::: b.assess:1:2\n"
                "   |\n"
                " 1 | 另一\n"
                "   | " WIDE "-- 那里\n"
                "\n"
                "错误 1 处\n");
    done(&fixture);
}

static void a_span_over_lines_is_shown_by_its_first_and_last(void **state)
{
    (void)state;
    struct fixture fixture = with_source("甲 {\n  a\n  b\n  c\n  } 乙\n");
    report_at(&fixture, "E0001", "{\n  a\n  b\n  c\n  }", here);
    assert_text(&fixture,
                "错误 E0001: 出错\n"
                " --> a.assess:1:3\n"
                "  |\n"
                "1 | 甲 {\n"
                "  | " WIDE " ^ 这里\n"
                "...\n"
                "5 |   } 乙\n"
                "  |   ^ 到这里为止\n"
                "\n"
                "错误 1 处\n");
    done(&fixture);
}

static void a_line_end_belongs_to_its_line(void **state)
{
    (void)state;
    struct fixture fixture = with_source("甲\n乙\n");
    report_at(&fixture, "E0001", "甲\n", here);
    assert_text(&fixture,
                "错误 E0001: 出错\n"
                " --> a.assess:1:1\n"
                "  |\n"
                "1 | 甲\n"
                "  | ^^ 这里\n"
                "\n"
                "错误 1 处\n");
    done(&fixture);
}

/* The shown source lines of a rendering: each must stay readable and hold what is marked. */
static void long_lines_are_cut_around_what_is_marked(void **state)
{
    (void)state;
    struct buffer text = {0};
    for (int i = 0; i < 400; i++)
        buffer_format(&text, "指标%d+", i);
    struct fixture fixture = with_source(text.data);
    report_at(&fixture, "E0001", "指标7+", here);
    diagnostic_at(fixture.diagnostics, span_of(&fixture, "指标200+"), there);
    diagnostic_at(fixture.diagnostics, span_of(&fixture, "指标399+"), there);
    char *out = rendered(fixture.diagnostics, LANGUAGE_ZH, 0);
    const char *wanted[] = {"指标7+", "指标200+", "指标399+"};
    int seen = 0;
    for (char *line = strtok(out, "\n"); line; line = strtok(NULL, "\n")) {
        assert_true(text_width(line, strlen(line)) <= 112);
        if (strncmp(line, "1 | ", 4) != 0)
            continue;
        char *marked = strstr(line, wanted[seen]), *marks = strtok(NULL, "\n");
        assert_non_null(marked);
        size_t first = strcspn(marks, "^-");
        assert_int_equal(text_width(line, (size_t)(marked - line)), text_width(marks, first));
        assert_int_equal(strspn(marks + first, "^-"), text_width(wanted[seen], strlen(wanted[seen])));
        seen++;
    }
    assert_int_equal(seen, 3);
    done(&fixture);
    buffer_release(&text);
}

/* ---- hints, fixes, languages ---- */

static void arguments_hints_and_fixes(void **state)
{
    (void)state;
    struct fixture fixture = with_source("权重 98.5；\n乙\n");
    diagnostic_report(fixture.diagnostics, message_find(table, "E0002"), 3, (const char *[]){"98.5", "100\x1B", "99"});
    diagnostic_at(fixture.diagnostics, span_of(&fixture, "98.5"), NULL);
    diagnostic_fix(fixture.diagnostics, span_of(&fixture, "98.5"), "99", TRUST_SAFE);
    diagnostic_fix(fixture.diagnostics, span_of(&fixture, "；"), "", TRUST_SAFE);
    diagnostic_fix(fixture.diagnostics, (struct span){0, 15, 15}, "{\n}", TRUST_LIKELY);
    assert_text(&fixture,
                "错误 E0002: 权重合计 98.5,不是满分 100<U+001B>\n"
                " --> a.assess:1:4\n"
                "  |\n"
                "1 | 权重 98.5；\n"
                "  | " WIDE WIDE " ^^^^\n"
                "  = 怎么办: 改「98.5」为 99\n"
                "  = 改法 1: 权重 99；\n"
                "  = 改法 2: ；\n"
                "  = 改法 3(第 2 行): {\n"
                "    }\n"
                "\n"
                "错误 1 处\n");
    const char *english = rendered(fixture.diagnostics, LANGUAGE_EN, 0);
    assert_non_null(strstr(english, "error E0002: weights add to 98.5, not to 100<U+001B>\n"));
    assert_non_null(strstr(english, "  = help: change \"98.5\" to 99\n  = choice 1: 权重 99；\n  = choice 2: ；\n  = choice 3 (line 2): {\n"));
    assert_non_null(strstr(english, "\n1 error\n"));
    done(&fixture);

    fixture = with_source("");
    diagnostic_report(fixture.diagnostics, message_find(table, "E0003"), 2, (const char *[]){"甲", "乙"});
    assert_text(&fixture, "错误 E0003: 乙 里没有 甲,占 50%\n\n错误 1 处\n");
    assert_string_equal(rendered(fixture.diagnostics, LANGUAGE_EN, 0), "error E0003: no 甲 in 乙, 50%\n\n1 error\n");
    done(&fixture);
}

static void colours_only_where_asked(void **state)
{
    (void)state;
    struct fixture fixture = with_source("甲");
    report_at(&fixture, "W0001", "甲", here);
    assert_null(strchr(rendered(fixture.diagnostics, LANGUAGE_ZH, 0), '\033'));
    struct buffer out = {0};
    diagnostics_render_text(fixture.diagnostics, &(struct render_options){.color = true}, &out);
    assert_non_null(strstr(out.data, "\033[1;33m警告 W0001\033[0m: 可疑\n"));
    assert_non_null(strstr(out.data, "\033[1;33m^^ 这里\033[0m\n"));
    buffer_release(&out);
    done(&fixture);
}

/* ---- ledgers ---- */

static void report_cell(struct diagnostics *diagnostics, const char *code, const char *path, uint64_t row, const char *cell)
{
    diagnostic_report(diagnostics, message_find(table, code), 2, (const char *[]){cell, "100"});
    diagnostic_at_cell(diagnostics, path, NULL, row, "推广面积", cell, NULL);
}

static void places_in_ledgers_name_row_and_column(void **state)
{
    (void)state;
    struct fixture fixture = with_source("");
    report_cell(fixture.diagnostics, "D0101", "乡镇.csv", 12, "甲\n\x1B[2J");
    diagnostic_at_cell(fixture.diagnostics, "乡镇.csv", NULL, 5, NULL, NULL, there);
    report(&fixture, "E0001");
    diagnostic_at_cell(fixture.diagnostics, "镇.xlsx", "表1", 3, "编码", "", here);
    report(&fixture, "W0001");
    diagnostic_at_cell(fixture.diagnostics, "镇.xlsx", NULL, 0, NULL, NULL, NULL);
    diagnostic_at_cell(fixture.diagnostics, "镇.xlsx", NULL, 0, "编码", NULL, NULL);
    assert_text(&fixture,
                "错误 D0101: 单元格不是数: 甲 <U+001B>[2J\n"
                "  --> 乡镇.csv 第 12 行「推广面积」列\n"
                "   |\n"
                "12 | 甲 <U+001B>[2J\n"
                "  ::: 乡镇.csv 第 5 行: 那里\n"
                "\n"
                "警告 W0001: 可疑\n"
                " --> 镇.xlsx\n"
                " ::: 镇.xlsx 「编码」列\n"
                "\n"
                "错误 E0001: 出错\n"
                " --> 镇.xlsx 工作表「表1」 第 3 行「编码」列\n"
                "  |\n"
                "3 | (空)\n"
                "  | ^^^^ 这里\n"
                "\n"
                "错误 2 处, 警告 1 处\n");
    assert_non_null(strstr(rendered(fixture.diagnostics, LANGUAGE_EN, 0), " --> 镇.xlsx sheet \"表1\" row 3, column \"编码\"\n"));
    done(&fixture);
}

static void faults_of_a_ledger_beyond_the_limit_are_counted(void **state)
{
    (void)state;
    struct fixture fixture = with_source("甲");
    for (uint64_t row = 1; row <= 10; row++)
        report_cell(fixture.diagnostics, row <= 3 ? "D0102" : "D0101", "乡镇.csv", row, "x");
    report_cell(fixture.diagnostics, "D0101", "村.csv", 1, "y");
    for (int i = 0; i < 3; i++) {               /* faults of rules are never left out */
        diagnostic_report(fixture.diagnostics, message_find(table, "E0002"), 3, (const char *[]){"1", "2", i ? "3" : "4"});
        diagnostic_at(fixture.diagnostics, (struct span){0, 0, (uint32_t)i}, NULL);
    }
    const char *out = rendered(fixture.diagnostics, LANGUAGE_ZH, 2);
    size_t heads = 0;
    for (const char *at = out; (at = strstr(at, " --> ")); at++)
        heads++;
    assert_int_equal(heads, 2 + 1 + 3);
    assert_non_null(strstr(out, "乡镇.csv 第 4 行"));    /* the first two errors, although warnings stand before them */
    assert_non_null(strstr(out, "乡镇.csv 第 5 行"));
    assert_non_null(strstr(out, "\n\n乡镇.csv 另有 8 处: D0101 单元格不是数 5 处, D0102 … 太大 3 处\n错误 11 处, 警告 3 处\n"));
    assert_null(strstr(out, "村.csv 另有"));
    assert_non_null(strstr(rendered(fixture.diagnostics, LANGUAGE_EN, 2),
                           "\n乡镇.csv: 8 more: D0101 the cell is not a number (5), D0102 … is too large (3)\n11 errors, 3 warnings\n"));
    done(&fixture);
}

/* ---- order and repetition ---- */

static void order_is_by_place_not_by_time(void **state)
{
    (void)state;
    struct fixture fixture = with_source("一二三");
    diagnostic_report(fixture.diagnostics, message_find(table, "D0101"), 1, (const char *[]){"无处"});
    report_cell(fixture.diagnostics, "D0101", "乙.csv", 1, "丙");
    report_cell(fixture.diagnostics, "D0101", "乙.csv", 100, "戊");
    report_cell(fixture.diagnostics, "D0101", "乙.csv", 20, "丁");
    report_cell(fixture.diagnostics, "D0101", "丙.csv", 3, "乙");
    report_at(&fixture, "W0001", "三", NULL);
    report_at(&fixture, "E0001", "一", NULL);
    report_at(&fixture, "W0001", "一", NULL);
    const char *wanted[] = {"E0001", "W0001", "W0001", "数: 乙", "数: 丙", "数: 丁", "数: 戊", "数: 无处"};
    const char *at = rendered(fixture.diagnostics, LANGUAGE_ZH, 0);
    for (size_t i = 0; i < 8; i++) {
        at = strstr(at, wanted[i]);
        assert_non_null(at);
        at++;
    }
    done(&fixture);
}

static void the_same_at_the_same_place_is_recorded_once(void **state)
{
    (void)state;
    struct fixture fixture = with_source("一二三");
    struct diagnostics *all = fixture.diagnostics;
    report_at(&fixture, "E0001", "一", here);
    report_at(&fixture, "E0001", "一", here);
    diagnostic_at(all, span_of(&fixture, "二"), there);     /* goes with the repetition */
    diagnostic_fix(all, span_of(&fixture, "二"), "x", TRUST_SAFE);
    assert_int_equal(diagnostics_total(all), 1);
    report_at(&fixture, "E0001", "二", here);
    report_at(&fixture, "W0001", "一", here);
    assert_int_equal(diagnostics_total(all), 3);
    report_cell(all, "D0101", "a.csv", 5, "x");
    report_cell(all, "D0101", "a.csv", 5, "x");
    report_cell(all, "D0101", "a.csv", 5, "y");
    report_cell(all, "D0101", "a.csv", 6, "x");
    report_cell(all, "D0101", "b.csv", 5, "x");
    assert_int_equal(diagnostics_total(all), 7);
    assert_int_equal(diagnostics_count(all, SEVERITY_ERROR), 6);
    assert_int_equal(diagnostics_count(all, SEVERITY_WARNING), 1);
    assert_null(strstr(rendered(all, LANGUAGE_ZH, 0), "那里"));
    assert_null(strstr(rendered(all, LANGUAGE_ZH, 0), "改为"));
    done(&fixture);
}

static void without_a_place_too_and_a_place_may_come_later(void **state)
{
    (void)state;
    struct fixture fixture = with_source("一二");
    struct diagnostics *all = fixture.diagnostics;
    report(&fixture, "E0001");
    report(&fixture, "E0001");
    assert_int_equal(diagnostics_total(all), 1);
    diagnostic_at(all, span_of(&fixture, "一"), here);      /* so it was another one */
    assert_int_equal(diagnostics_total(all), 2);
    report(&fixture, "E0001");
    assert_int_equal(diagnostics_total(all), 2);
    diagnostic_at(all, span_of(&fixture, "一"), here);
    assert_int_equal(diagnostics_total(all), 2);
    done(&fixture);
}

static void truncating_forgets_the_later_ones(void **state)
{
    (void)state;
    struct fixture fixture = with_source("一二");
    struct diagnostics *all = fixture.diagnostics;
    report_at(&fixture, "W0001", "一", NULL);
    for (int turn = 0; turn < 3; turn++) {
        for (int i = 0; i < 300; i++) {
            char text[20];
            snprintf(text, sizeof text, "%d", i);
            report_cell(all, "D0101", "a.csv", 7, text);
        }
        assert_int_equal(diagnostics_total(all), 301);
        diagnostics_truncate(all, 1);
        assert_int_equal(diagnostics_total(all), 1);
        assert_int_equal(diagnostics_count(all, SEVERITY_ERROR), 0);
    }
    report_at(&fixture, "W0001", "一", NULL);
    assert_int_equal(diagnostics_total(all), 1);
    assert_string_equal(diagnostics_code(all, 0), "W0001");
    diagnostics_truncate(all, 0);
    assert_text(&fixture, "");
    done(&fixture);
}

/* ---- JSON ---- */

static void json_is_one_valid_object_a_line(void **state)
{
    (void)state;
    struct fixture fixture = with_source("甲\n乙 \"b\"\n");
    diagnostic_report(fixture.diagnostics, message_find(table, "E0002"), 3, (const char *[]){"\"\\\n\x01", "\xFF\xE6", "9"});
    diagnostic_at(fixture.diagnostics, span_of(&fixture, "\"b\""), here);
    diagnostic_fix(fixture.diagnostics, span_of(&fixture, "乙"), "丙", TRUST_LIKELY);
    report(&fixture, "W0001");
    diagnostic_at_cell(fixture.diagnostics, "a.csv", NULL, 0, NULL, NULL, NULL);
    diagnostic_at_cell(fixture.diagnostics, "a.xlsx", "表", 5, "列", "\t", there);
    struct buffer out = {0};
    diagnostics_render_json(fixture.diagnostics, &out);
    assert_string_equal(out.data,
        "{\"code\":\"E0002\",\"severity\":\"error\",\"message\":{"
        "\"zh\":\"权重合计 \\\"\\\\\\u000a\\u0001,不是满分 \xEF\xBF\xBD\xEF\xBF\xBD\","
        "\"en\":\"weights add to \\\"\\\\\\u000a\\u0001, not to \xEF\xBF\xBD\xEF\xBF\xBD\"},"
        "\"hint\":{\"zh\":\"改「\\\"\\\\\\u000a\\u0001」为 9\",\"en\":\"change \\\"\\\"\\\\\\u000a\\u0001\\\" to 9\"},"
        "\"places\":[{\"file\":\"a.assess\",\"line\":2,\"column\":3,\"end_line\":2,\"end_column\":6,"
        "\"label\":{\"zh\":\"这里\",\"en\":\"here\"}}],"
        "\"fixes\":[{\"file\":\"a.assess\",\"line\":2,\"column\":1,\"end_line\":2,\"end_column\":2,"
        "\"replacement\":\"丙\",\"safe\":false,\"trust\":\"likely\"}]}\n"
        "{\"code\":\"W0001\",\"severity\":\"warning\",\"message\":{\"zh\":\"可疑\",\"en\":\"suspicious\"},\"hint\":null,"
        "\"places\":[{\"file\":\"a.csv\",\"sheet\":null,\"row\":null,\"column\":null,\"cell\":null,\"label\":null},"
        "{\"file\":\"a.xlsx\",\"sheet\":\"表\",\"row\":5,\"column\":\"列\",\"cell\":\"\\u0009\","
        "\"label\":{\"zh\":\"那里\",\"en\":\"there\"}}],\"fixes\":[]}\n");
    buffer_release(&out);
    done(&fixture);
}

/* ---- positions, the message table, odd bytes ---- */

static void positions_count_lines_and_characters(void **state)
{
    (void)state;
    struct fixture fixture = with_source("甲乙\n\n丙\xFF" "a");
    static const struct { size_t offset, line, column; } cases[] = {
        {0, 1, 1}, {3, 1, 2}, {6, 1, 3}, {7, 2, 1}, {8, 3, 1}, {11, 3, 2}, {12, 3, 3}, {13, 3, 4}, {99, 3, 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t line, column;
        source_position(diagnostics_source(fixture.diagnostics, 0), cases[i].offset, &line, &column);
        assert_int_equal(line, cases[i].line);
        assert_int_equal(column, cases[i].column);
        struct position position = position_of(fixture.diagnostics, 0, cases[i].offset);
        assert_int_equal(position.line, line);
        assert_int_equal(position.column, column);
    }
    done(&fixture);
}

/* Also of every message that others add to messages.def. */
static void messages_want_the_same_arguments_in_both_languages(void **state)
{
    (void)state;
    for (const struct message *message = runtime_messages; message->code; message++) {
        int zh = message_arguments(message, LANGUAGE_ZH), en = message_arguments(message, LANGUAGE_EN);
        bool word_each = en == zh + 1;          /* the Chinese words come before the English ones: %1$s and %2$s, or %3$s and %4$s */
        assert_true(zh == en || word_each);
        assert_int_equal(strlen(message->code), 5);
        assert_ptr_equal(message_find(runtime_messages, message->code), message);       /* no code twice */
        assert_true(*message->text[LANGUAGE_ZH] && *message->text[LANGUAGE_EN]);
        assert_int_equal(*message->hint[LANGUAGE_ZH] == '\0', *message->hint[LANGUAGE_EN] == '\0');
        if (message != runtime_messages)
            assert_true(strcmp(message[-1].code, message->code) < 0);
    }
    assert_non_null(runtime_messages[0].code);
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* What comes out is UTF-8 without control characters, whatever bytes and spans went in. */
static void odd_bytes_come_out_as_clean_text(void **state)
{
    (void)state;
    static const char alphabet[] = "a \t\n\r\x01\x1B\xE6\x9D\x83\xCC\x81\xFF\xEF\xBB\xBF\xE2\x80\x8B";
    uint32_t seed = 7;
    for (int turn = 0; turn < 3000; turn++) {
        char bytes[9000];
        size_t length = turn % 50 == 0 ? 8999 : next_random(&seed) % 200;
        for (size_t i = 0; i < length; i++)
            bytes[i] = alphabet[next_random(&seed) % (sizeof alphabet - 1)];
        bytes[length] = '\0';
        struct fixture fixture = with_source(bytes);
        report(&fixture, "E0001");
        for (int i = 0; i < 3; i++) {
            uint32_t start = next_random(&seed) % (uint32_t)(length + 2);
            diagnostic_at(fixture.diagnostics, (struct span){0, start, start + next_random(&seed) % 40}, i ? here : NULL);
        }
        diagnostic_fix(fixture.diagnostics, (struct span){0, next_random(&seed) % 20, next_random(&seed) % 20}, bytes, TRUST_LIKELY);
        report_cell(fixture.diagnostics, "D0101", bytes, 1, bytes);
        struct buffer out = {0};
        diagnostics_render_json(fixture.diagnostics, &out);
        diagnostics_render_text(fixture.diagnostics, &(struct render_options){LANGUAGE_EN, false, 1}, &out);
        assert_true(text_is_utf8(out.data, out.length, NULL));
        for (size_t i = 0; i < out.length; i++)
            assert_true((unsigned char)out.data[i] >= 0x20 || out.data[i] == '\n');
        buffer_release(&out);
        done(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_stand_under_what_follows_chinese_text),
        cmocka_unit_test(full_width_punctuation_takes_two_cells),
        cmocka_unit_test(tabs_are_blanks_up_to_every_fourth_cell),
        cmocka_unit_test(combining_marks_take_no_cell),
        cmocka_unit_test(what_cannot_be_seen_is_shown_and_cannot_act),
        cmocka_unit_test(an_empty_span_gets_one_mark_also_at_the_end),
        cmocka_unit_test(a_byte_order_mark_is_neither_shown_nor_counted),
        cmocka_unit_test(places_are_grouped_by_file_and_ordered_by_line),
        cmocka_unit_test(a_span_over_lines_is_shown_by_its_first_and_last),
        cmocka_unit_test(a_line_end_belongs_to_its_line),
        cmocka_unit_test(long_lines_are_cut_around_what_is_marked),
        cmocka_unit_test(arguments_hints_and_fixes),
        cmocka_unit_test(colours_only_where_asked),
        cmocka_unit_test(places_in_ledgers_name_row_and_column),
        cmocka_unit_test(faults_of_a_ledger_beyond_the_limit_are_counted),
        cmocka_unit_test(order_is_by_place_not_by_time),
        cmocka_unit_test(the_same_at_the_same_place_is_recorded_once),
        cmocka_unit_test(without_a_place_too_and_a_place_may_come_later),
        cmocka_unit_test(truncating_forgets_the_later_ones),
        cmocka_unit_test(json_is_one_valid_object_a_line),
        cmocka_unit_test(positions_count_lines_and_characters),
        cmocka_unit_test(messages_want_the_same_arguments_in_both_languages),
        cmocka_unit_test(odd_bytes_come_out_as_clean_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
