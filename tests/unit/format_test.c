/* The canonical layout: what becomes of one way of typing, then of schemes that nobody wrote, typed in several ways and turned into
 * English and back.
 *
 *     ASSESSC_SCHEMES      number of random schemes (60); a fifth of them here, each is read many times
 *     ASSESSC_SEED         the first of them (1); a failure names its own */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../slow/random_scheme.h"
#include "format/format.h"
#include "memory.h"
#include "sanitizer.h"

/* The canonical text, NULL where the text has errors; what is said goes to `said` (may be NULL). */
static const char *formatted(const char *text, enum keywords keywords, struct buffer *said)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct source source = {.path = "办法.assess", .text = text, .length = strlen(text)};
    struct buffer out = {0};
    bool good = format_source(diagnostics, &source, &(struct format_options){.keywords = keywords}, &out);
    if (said)
        diagnostics_render_text(diagnostics, &(struct render_options){.language = LANGUAGE_EN}, said);
    diagnostics_free(diagnostics);
    const char *result = good ? lang_text(buffer_text(&out), out.length) : NULL;
    buffer_release(&out);
    return result;
}

static const char *must_format(const char *text, enum keywords keywords)
{
    struct buffer said = {0};
    const char *result = formatted(text, keywords, &said);
    if (!result)
        fail_msg("refused:\n%s\n%s", buffer_text(&said), text);
    buffer_release(&said);
    return result;
}

#define HEAD "语言 2024版\n办法 《试行办法》 2024年度\n考核对象 乡镇,按 类别 分类\n各项 得分 保留 2位小数,四舍五入\n"
#define LEDGER "台账 乡镇,一行一个 代码 {\n    类别  分为 甲、乙\n    实绩  数值 万元,不得为负\n}\n"

/* The text becomes `wanted`, which is canonical, and both say so in English and back. */
static void assert_becomes(const char *text, const char *wanted)
{
    assert_string_equal(must_format(text, KEYWORDS_KEPT), wanted);
    assert_string_equal(must_format(wanted, KEYWORDS_KEPT), wanted);
    const char *english = must_format(wanted, KEYWORDS_EN);
    assert_string_not_equal(english, wanted);
    assert_string_equal(must_format(english, KEYWORDS_KEPT), english);
    assert_string_equal(must_format(english, KEYWORDS_ZH), wanted);
}

static void blanks_and_marks(void **state)
{
    (void)state;
    assert_becomes("\xEF\xBB\xBF" "语言 2024 版\r\n办法《试行办法》2024年度\r\n考核对象 乡镇\xEF\xBC\x8C按类别分类\r\n各项得分保留2位小数,四舍五入\r\n"
                   "台账 乡镇,一行一个 代码 {类别 分为 甲、 乙;实绩 数值 万元,不得为负}\r\n"
                   "指标 JX01 实绩 10分{实绩低于1,000万元的,每低 100万元扣 0.5分,不足 100万元的,按比例; 本项 扣完为止}\r\n",
                   HEAD "台账 乡镇,一行一个 代码 { 类别 分为 甲、乙;实绩 数值 万元,不得为负 }\n"
                   "指标 JX01 实绩 10分 { 实绩 低于 1,000万元 的,每低 100万元 扣 0.5分,不足 100万元 的,按比例;本项 扣完为止 }\n");
}

static void columns_stand_under_each_other(void **state)
{
    (void)state;
    assert_becomes(HEAD "台账 乡镇,一行一个 代码 {\n类别 分为 甲、乙\n  实绩数   数值 万元,不得为负\n一次、二次、三次、四次、五次 整数 次,不得为负\n}\n"
                   "指标 JX01 实绩 10分 {\n得分 按 实绩数,自上而下 {\n达到 1000万元 10分\n达到 90万元 6分\n其余 0分 } }\n",
                   HEAD "台账 乡镇,一行一个 代码 {\n    类别    分为 甲、乙\n    实绩数  数值 万元,不得为负\n    一次、二次、三次、四次、五次  整数 次,不得为负\n}\n"
                   "指标 JX01 实绩 10分 {\n    得分 按 实绩数,自上而下 {\n        达到 1000万元  10分\n        达到 90万元    6分\n        其余           0分\n    }\n}\n");
}

static void comments_stay(void **state)
{
    (void)state;
    assert_becomes("# 开头\n\n\n" HEAD "  # 台账\n" LEDGER "指标 JX01 实绩 10分 {# 头\n# 行\n得分率 = 实绩 ÷ 20万元, # 中\n 最高 100% # 尾\n\n\n# 末\n} # 后\n\n\n  # 全文完  \n",
                   "# 开头\n\n" HEAD "# 台账\n" LEDGER "指标 JX01 实绩 10分 {  # 头\n    # 行\n    得分率 = 实绩 ÷ 20万元,  # 中\n            最高 100%  # 尾\n\n    # 末\n}  # 后\n\n# 全文完\n");
}

/* A comment in the midst of words that English puts in another order: the clause stays as it is. */
static void comments_in_the_midst(void **state)
{
    (void)state;
    const char *text = HEAD "台账 乡镇,一行一个 代码 {\n    类别  分为 甲、乙\n    起数  整数 起,不得为负\n}\n指标 JX01 事故 10分 {\n    起数 低于 6起 且  # 六起是去年的数\n            起数 超过 2起 的,得 4分\n    按 起数 每起 扣 2分\n    本项 扣完为止\n}\n";
    assert_string_equal(must_format(text, KEYWORDS_KEPT), text);
    const char *english = must_format(text, KEYWORDS_EN);
    assert_non_null(strstr(english, "六起是去年的数\n"));
    assert_non_null(strstr(english, "minus 2 points per incident of 起数"));
    assert_string_equal(must_format(english, KEYWORDS_ZH), text);
}

static void long_lines_go_on(void **state)
{
    (void)state;
    assert_becomes(HEAD LEDGER "指标 JX01 实绩 10分 {\n    全县最高 = 全部 乡镇 实绩 的 最高值\n    得分率 = 实绩 ÷ 全县最高 × 50% + (实绩 ÷ 全县最高 + 实绩 ÷ 全县最高 × 20% + 实绩 ÷ 全县最高 × 30% + 实绩 ÷ 全县最高 × 10%) ÷ 4 × 50%,最高 100%,最低 0%\n    全县最高 为 0 的,得 0分\n}\n",
                   HEAD LEDGER "指标 JX01 实绩 10分 {\n    全县最高 = 全部 乡镇 实绩 的 最高值\n    得分率 = 实绩 ÷ 全县最高 × 50% + (实绩 ÷ 全县最高 + 实绩 ÷ 全县最高 × 20% + 实绩 ÷ 全县最高 × 30% + 实绩 ÷ 全县最高 × 10%) ÷ 4 × 50%,最高 100%,\n            最低 0%\n    全县最高 为 0 的,得 0分\n}\n");
}

static void names_are_as_typed(void **state)
{
    (void)state;
    assert_becomes(HEAD LEDGER "指标 JX01 得分率(合计)的 平均值 10分 {\n得分率 = 实绩 ÷ 20万元,最高 100%\n责任  区委办公室/督查室\n来源 统计报表(年度),每季1次 }\n",
                   HEAD LEDGER "指标 JX01 得分率(合计)的 平均值 10分 {\n    得分率 = 实绩 ÷ 20万元,最高 100%\n    责任 区委办公室/督查室\n    来源 统计报表(年度),每季 1次\n}\n");
}

static void what_stands_behind_a_block(void **state)
{
    (void)state;
    const char *tail = must_format(HEAD LEDGER "指标 JX01 实绩 10分 {\n    得分 按 实绩 { 达到 9万元 9分;其余 0分 },自上而下\n}\n", KEYWORDS_KEPT);
    assert_string_equal(tail, HEAD LEDGER "指标 JX01 实绩 10分 {\n    得分 按 实绩,自上而下 { 达到 9万元 9分;其余 0分 }\n}\n");
}

static void english_stays_english(void **state)
{
    (void)state;
    const char *typed = "language 2024\nscheme “Trial” 2024\nassess 乡镇\nevery score keeps 2 decimals,half up\n"
                        "ledger 乡镇,one row per 代码{\n实绩 and 旧绩 number in ten thousand yuan,not negative}\n"
                        "indicator JX01 Results 10 points{rate=实绩÷20 ten thousand yuan,at most 100%\nif 旧绩 is 0:scores 0 points}\n";
    assert_string_equal(must_format(typed, KEYWORDS_KEPT),
                        "language 2024\nscheme \"Trial\" 2024\nassess 乡镇\nevery score keeps 2 decimals, half up\n"
                        "ledger 乡镇, one row per 代码 {\n    实绩 and 旧绩  number in ten thousand yuan, not negative\n}\n"
                        "indicator JX01 Results 10 points {\n    rate = 实绩 / 20 ten thousand yuan, at most 100%\n    if 旧绩 is 0: scores 0 points\n}\n");
}

static void errors_are_refused(void **state)
{
    (void)state;
    struct buffer said = {0};
    assert_null(formatted(HEAD LEDGER "指标 JX01 实绩 10分 { 得分率 = 实际 ÷ 20万元 }\n", KEYWORDS_KEPT, &said));
    assert_non_null(strstr(buffer_text(&said), "E020"));
    buffer_release(&said);
    assert_null(formatted("", KEYWORDS_KEPT, NULL));
    assert_null(formatted("指标 (\n", KEYWORDS_EN, NULL));
}

/* ---- schemes that nobody wrote ---- */

/* Other ways to type the same: marks of full width, blanks where they say nothing. Comments and names of indicators are none here. */
static const char *typed_otherwise(const char *text, int way)
{
    static const struct { const char *half, *full; } marks[] = {{",", "\xEF\xBC\x8C"}, {";", "\xEF\xBC\x9B"}, {"(", "\xEF\xBC\x88"}, {")", "\xEF\xBC\x89"},
                                                               {"{", "\xEF\xBD\x9B"}, {"}", "\xEF\xBD\x9D"}, {"=", "\xEF\xBC\x9D"}, {"%", "\xEF\xBC\x85"}};
    struct buffer out = {0};
    for (const char *at = text; *at;) {
        size_t found = sizeof marks / sizeof marks[0];
        for (size_t i = 0; i < found; i++)
            if (strncmp(at, marks[i].half, strlen(marks[i].half)) == 0)
                found = i;
        bool mark = found < sizeof marks / sizeof marks[0];
        bool beside = at > text && *at == ' ' && (strchr(",;(){}=", at[-1]) || strchr(",;(){}=", at[1]));
        if (way == 0 && mark)
            buffer_append_text(&out, marks[found].full);
        else if (way == 1 && beside)
            ;                               /* no blank beside a mark */
        else if (way == 2 && *at == ' ')
            buffer_append_text(&out, at > text && at[-1] == '\n' ? "\t" : "　 ");
        else
            buffer_append_char(&out, *at);
        at++;
    }
    const char *result = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return result;
}

static void same(const char *got, const char *wanted, uint64_t seed, const char *what)
{
    if (strcmp(got, wanted) != 0) {
        size_t at = 0;
        while (got[at] == wanted[at])
            at++;
        while (at && wanted[at - 1] != '\n')
            at--;
        fail_msg("seed %llu, %s:\n%.300s\nfor\n%.300s", (unsigned long long)seed, what, got + at, wanted + at);
    }
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

static void random_schemes(void **state)
{
    (void)state;
    uint64_t first = number_of("ASSESSC_SEED", 1), count = number_of("ASSESSC_SCHEMES", 60) / 5 + 1, accepted = 0;
    for (uint64_t seed = first; seed < first + count; seed++) {
        struct random_scheme scheme = {0};
        random_scheme_make(seed, &scheme);
        const char *once = formatted(buffer_text(&scheme.rules), KEYWORDS_KEPT, NULL);
        if (once) {
            accepted++;
            same(must_format(once, KEYWORDS_KEPT), once, seed, "a second time");
            for (int way = 0; way < 3; way++)
                same(must_format(typed_otherwise(once, way), KEYWORDS_KEPT), once, seed, way == 0 ? "full-width marks" : way == 1 ? "no blanks" : "wide blanks");
            const char *english = must_format(once, KEYWORDS_EN);
            same(must_format(english, KEYWORDS_KEPT), english, seed, "English a second time");
            same(must_format(english, KEYWORDS_ZH), once, seed, "English and back");
        }
        random_scheme_release(&scheme);
    }
    assert_true(accepted * 3 > count || count < 10);
}

int main(void)
{
    lang_memory_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blanks_and_marks),     cmocka_unit_test(columns_stand_under_each_other), cmocka_unit_test(comments_stay),
        cmocka_unit_test(comments_in_the_midst), cmocka_unit_test(long_lines_go_on),              cmocka_unit_test(names_are_as_typed),
        cmocka_unit_test(what_stands_behind_a_block), cmocka_unit_test(english_stays_english),   cmocka_unit_test(errors_are_refused),
        cmocka_unit_test(random_schemes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
