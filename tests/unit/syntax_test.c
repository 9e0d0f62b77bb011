/* Rule text to trees: tokens, clauses and blocks, faults of characters and brackets, formulas, words without spaces. Trees are compared
 * in a short notation (see write_token and write_expression), faults as "code line:column". */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/limits.h"
#include "memory.h"
#include "sanitizer.h"
#include "syntax/syntax.h"

static struct diagnostics *diagnostics;

static int begin(void **state)
{
    (void)state;
    diagnostics = diagnostics_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    diagnostics_free(diagnostics);
    return 0;
}

/* ---- notation ---- */

static struct syntax_file *parse_bytes(const char *text, size_t length)
{
    return syntax_parse(diagnostics, diagnostics_add_source(diagnostics, "x", text, length));
}

static struct syntax_file *parse(const char *text) { return parse_bytes(text, strlen(text)); }

/* Words as they are, numbers with #, dates with @ and the day's number, texts in “”, titles in 《》; _ before what is glued. */
static void write_token(struct buffer *out, const struct token *token)
{
    static const char *const marks[TOKEN_KINDS] = {
        [TOKEN_COMMA] = ",", [TOKEN_LIST] = "、", [TOKEN_COLON] = ":", [TOKEN_DOT] = ".", [TOKEN_ASSIGN] = "=", [TOKEN_PLUS] = "+",
        [TOKEN_MINUS] = "-", [TOKEN_TIMES] = "×", [TOKEN_DIVIDE] = "÷", [TOKEN_OPEN] = "(", [TOKEN_CLOSE] = ")"};
    if (token->glued)
        buffer_append_char(out, '_');
    switch (token->kind) {
    case TOKEN_WORD: buffer_append_text(out, token->text); break;
    case TOKEN_NUMBER:
        buffer_append_char(out, '#');
        rational_format_exact(&token->number, out);
        break;
    case TOKEN_DATE: buffer_format(out, "@%d", token->date); break;
    case TOKEN_TEXT: buffer_format(out, "“%s”", token->text); break;
    case TOKEN_TITLE: buffer_format(out, "《%s》", token->text); break;
    default: buffer_append_text(out, marks[token->kind]);
    }
}

/* a b {c;d} | e: clauses parted by |, those inside by ;, ! before one that is faulty. */
static void write_clauses(struct buffer *out, const struct clause *clauses, uint32_t count, const char *between)
{
    for (uint32_t i = 0; i < count; i++) {
        buffer_append_text(out, i ? between : "");
        buffer_append_text(out, clauses[i].faulty ? "!" : "");
        for (uint32_t j = 0; j < clauses[i].token_count; j++) {
            buffer_append_text(out, j ? " " : "");
            write_token(out, &clauses[i].tokens[j]);
        }
        if (!clauses[i].has_body)
            continue;
        buffer_append_text(out, " {");
        write_clauses(out, clauses[i].body, clauses[i].body_count, ";");
        buffer_append_text(out, "}");
    }
}

static void check_file(const struct syntax_file *file, const char *expected, const char *text, int line)
{
    struct buffer out = {0};
    write_clauses(&out, file->clauses, file->clause_count, " | ");
    bool same = strcmp(buffer_text(&out), expected) == 0;
    if (!same)
        print_error("%s\n  is  %s\n  not %s\n", text, buffer_text(&out), expected);
    buffer_release(&out);
    if (!same)
        _fail(__FILE__, line);
}

/* Codes with their places, in the order in which they are shown. */
static void write_faults(struct buffer *out)
{
    struct buffer json = {0};
    diagnostics_render_json(diagnostics, &json);
    for (const char *line = buffer_text(&json), *next; (next = strchr(line, '\n')) != NULL; line = next + 1) {
        char code[6] = "";
        sscanf(strstr(line, "\"code\":\""), "\"code\":\"%5[A-Z0-9]", code);
        buffer_format(out, "%s%s", out->length ? " " : "", code);
        unsigned at = 0, column = 0;
        const char *place = strstr(line, "\"places\":[{");
        if (place && (place = strstr(place, "\"line\":")) && sscanf(place, "\"line\":%u,\"column\":%u", &at, &column) == 2)
            buffer_format(out, " %u:%u", at, column);
    }
    buffer_release(&json);
}

static void check_faults(const char *expected, const char *text, int line)
{
    struct buffer out = {0};
    write_faults(&out);
    bool same = strcmp(buffer_text(&out), expected) == 0;
    if (!same)
        print_error("%s\n  has %s\n  not %s\n", text, buffer_text(&out), expected);
    buffer_release(&out);
    diagnostics_truncate(diagnostics, 0);
    if (!same)
        _fail(__FILE__, line);
}

/* The message as it is shown, in both languages, has all of the pieces. */
static bool says(const char *piece)
{
    struct buffer out = {0};
    diagnostics_render_text(diagnostics, &(struct render_options){.language = LANGUAGE_ZH}, &out);
    diagnostics_render_text(diagnostics, &(struct render_options){.language = LANGUAGE_EN}, &out);
    bool found = strstr(buffer_text(&out), piece) != NULL;
    if (!found)
        print_error("no “%s” in\n%s\n", piece, buffer_text(&out));
    buffer_release(&out);
    return found;
}

#define assert_tree(text, tree) (check_file(parse(text), tree, text, __LINE__), check_faults("", text, __LINE__))
#define assert_faults(text, faults) (parse(text), check_faults(faults, text, __LINE__))
#define assert_mended(text, tree, faults) (check_file(parse(text), tree, text, __LINE__), check_faults(faults, text, __LINE__))

/* ---- tokens ---- */

static void test_words_and_numbers(void **state)
{
    (void)state;
    assert_tree("指标 AJ01 群众满意度 10分", "指标 AJ01 群众满意度 #10 _分");
    assert_tree("每低1个百分点扣0.5分", "每低1个百分点扣0.5分");
    assert_tree("YJ01.得分 YJ01.5 a.b", "YJ01 _. _得分 YJ01.5 a _. _b");
    assert_tree("每超1,000元扣1分 每超1,0000元", "每超1,000元扣1分 每超1,0000元");
    assert_tree("AJ01,100分", "AJ01 _, _#100 _分");
    assert_tree("1,000 12,345.67 1,23 1,0000 1234,567 1, 000", "#1000 #12345.67 #1 _, _#23 #1 _, _#0 #1234 _, _#567 #1 _, #0");
    assert_tree("2024年度 2024年 2024版 3月 第1名", "#2024 _年度 #2024 _年 #2024 _版 #3 _月 第1名");
    assert_tree("95% 5‰ 95 %", "#95 _% #5 _‰ #95 %");
    assert_tree("0.50 007 1.2.3 5.", "#0.5 #7 #1.2 _. _#3 #5 _.");
    assert_tree("100㎡ 20℃ m²", "#100 _㎡ #20 _℃ m²");
    assert_tree("a//b", "a _÷ _÷ _b");
}

static void test_full_width(void **state)
{
    (void)state;
    assert_tree("得分 ＝ （甲＋乙）×２．５", "得分 = ( _甲 _+ _乙 _) _× _#2.5");
    assert_tree("Ａ类，９５％；满意度　低于：３", "A类 _, _#95 _% | _满意度 低于 _: _#3");
    assert_tree("甲 ｛ 乙 ｝", "甲 {乙}");
    assert_tree("a - b － c − d – e", "a - b - c - d - e");
    assert_tree("a × b * c ÷ d / e", "a × b × c ÷ d ÷ e");
    assert_tree("[a] 【b】 ［c］", "( _a _) ( _b _) ( _c _)");
    assert_tree("≤ ≥ ≠ <= >= <> < > ＜＝ ＞", "<= >= <> <= >= <> < > <= >");
    assert_tree("＃ 注释\n甲＃注释", "甲");
}

static void test_composition(void **state)
{
    (void)state;
    assert_tree("cafe\u0301", "caf\u00E9");         /* e and a combining accent are one letter */
    assert_tree("\uF900", "\u8C48");        /* a compatibility form of 豈 */
}

static void test_dates(void **state)
{
    (void)state;
    assert_tree("1970年1月1日 1970-01-02 ２０２４年２月２９日", "@0 @1 @19782");
    assert_tree("1970-1-2 1970-01-023 11970-01-02", "#1970 _- _#1 _- _#2 #1970 _- _#1 _- _#23 #11970 _- _#1 _- _#2");
    assert_tree("1970年1月1日前", "@0 _前");
    parse("2023年2月29日");
    assert_true(says("2023年2月29日") && says("28"));
    check_faults("E0121 1:1", "the last day", __LINE__);
    assert_faults("a 2024-04-31 2024年13月1日 0000-01-01 2024-00-10", "E0121 1:3 E0122 1:14 E0123 1:25 E0122 1:36");
}

static void test_texts_and_titles(void **state)
{
    (void)state;
    assert_tree("“a b” \"c\" 「d」 『e』 ＂f＂", "“a b” “c” “d” “e” “f”");
    assert_tree("“关于「三会一课」的 #1 { 通知”", "“关于「三会一课」的 #1 { 通知”");
    assert_tree("“甲\"乙\"丙” “Ａ１”", "“甲\"乙\"丙” “Ａ１”");
    assert_tree("办法 《垦利区〈试行〉办法(2024)》", "办法 《垦利区〈试行〉办法(2024)》");
    assert_tree("《甲《乙》丙》", "《甲《乙》丙》");
}

static void test_comments(void **state)
{
    (void)state;
    struct syntax_file *file = parse("# 一\n甲 # 二 { ( “\n  # 三");
    check_file(file, "甲", "comments", __LINE__);
    assert_int_equal(file->comment_count, 3);
    assert_true(file->comments[0].own_line && !file->comments[1].own_line && file->comments[2].own_line);
    assert_int_equal(file->comments[1].span.start, 10);
    assert_int_equal(file->comments[0].span.end, 5);
    assert_int_equal(diagnostics_total(diagnostics), 0);
}

static void test_spans(void **state)
{
    (void)state;
    const char *text = "\uFEFF指标 Ａ类 {\n  “b” = 1,000\n}\n";
    struct syntax_file *file = parse(text);
    assert_int_equal(diagnostics_total(diagnostics), 0);
    const struct clause *head = &file->clauses[0], *line = &head->body[0];
    assert_int_equal(head->span.start, 3);
    assert_int_equal(head->tokens[1].span.start, 10);
    assert_int_equal(head->span.end, 16);
    assert_memory_equal(text + head->body_span.start, "{\n", 2);
    assert_memory_equal(text + head->body_span.end - 2, "\n}", 2);
    assert_memory_equal(text + line->tokens[0].span.start, "“b”", line->tokens[0].span.end - line->tokens[0].span.start);
    assert_memory_equal(text + line->tokens[2].span.start, "1,000", line->tokens[2].span.end - line->tokens[2].span.start);
}

/* ---- lines and blocks ---- */

static void test_lines(void **state)
{
    (void)state;
    assert_tree("", "");
    assert_tree("# 只有注释\n\n", "");
    assert_tree("甲 乙\n丙\r\n丁\r戊", "甲 乙 | 丙 | 丁 | 戊");
    assert_tree("甲;乙;;丙;", "甲 | _乙 | _丙");
    assert_tree("甲 +\n乙\n丙,\n丁、\n戊 =\n己", "甲 + 乙 | 丙 _, 丁 _、 戊 = 己");
    assert_tree("甲 且\n乙\n丙", "甲 且 乙 | 丙");
    assert_tree("甲 (乙\n  丙) 丁\n戊", "甲 ( _乙 丙 _) 丁 | 戊");
    assert_tree("甲(\n乙\n)\n丙", "甲 _( 乙 ) | 丙");
    assert_tree("甲(乙\n+ 丙) ÷ 2", "甲 _( _乙 + 丙 _) ÷ #2");
}

static void test_blocks(void **state)
{
    (void)state;
    assert_tree("指标 A { 甲;乙 }\n指标 B {\n  丙\n}", "指标 A {甲;_乙} | 指标 B {丙}");
    assert_tree("甲 { 乙 { 丙 };丁 }", "甲 {乙 {丙};_丁}");
    assert_tree("甲 {}", "甲 {}");
    assert_tree("甲,\n  乙 {\n丙 }", "甲 _, 乙 {丙}");
    assert_tree("等次 按 总分 { 甲 1 },自上而下\n乙", "等次 按 总分 _, _自上而下 {甲 #1} | 乙");
}

/* Text without indentation is as good, and names of columns that are also declaration words do not end their ledger. */
static void test_unindented(void **state)
{
    (void)state;
    assert_tree("台账 得分 {\n指标 对应 X\n结果 整数\n等次 文本\n}\n组 甲 {\n指标 A {\n名次 在\n总分 = 1\n}\n指标 B {\n}\n}\n",
                "台账 得分 {指标 对应 X;结果 整数;等次 文本} | 组 甲 {指标 A {名次 在;总分 = #1};指标 B {}}");
    assert_tree("重点任务 甲 {\n组 乙 {\n指标 A { x }\n}\n}\n", "重点任务 甲 {组 乙 {指标 A {x}}}");
    assert_tree("    指标 A {\n        名次 在 甲\n    }\n", "指标 A {名次 在 甲}");
}

/* ---- faults ---- */

static void test_unclosed(void **state)
{
    (void)state;
    assert_mended("甲 = (乙 + 丙\n丁 = 1\n", "!甲 = _乙 + 丙 | 丁 = #1", "E0110 1:5");
    assert_mended("指标 A (x {\n  甲\n}", "!指标 A _x {甲}", "E0110 1:6");
    assert_mended("甲 (乙;丙 ((丁 + 戊)\n", "!甲 _乙 | !_丙 _( _丁 + 戊 _)", "E0110 1:3 E0110 1:8");
    assert_mended("指标 A {\n  甲\n指标 B {\n  乙\n}", "指标 A {甲} | 指标 B {乙}", "E0110 1:6");
    assert_mended("指标 A {\n指标 B {\n乙\n}", "指标 A {} | 指标 B {乙}", "E0110 1:6");
    assert_mended("组 甲 {\n  指标 A {\n    乙\n  指标 B {\n    丙\n  }\n}\n名次 丁", "组 甲 {指标 A {乙};指标 B {丙}} | 名次 丁", "E0110 2:8");
    assert_mended("组 甲 {\n  指标 A {\n    乙\n台账 丁 {\n}", "组 甲 {指标 A {乙}} | 台账 丁 {}", "E0110 1:5 E0110 2:8");
    assert_mended("甲 {\n  乙", "甲 {乙}", "E0110 1:3");
    assert_mended("indicator A {\n  b\ngrade x", "indicator A {b} | grade x", "E0110 1:13");
}

static void test_stray_and_mixed_brackets(void **state)
{
    (void)state;
    assert_mended("甲 + 乙)\n丙", "!甲 + 乙 | 丙", "E0111 1:6");
    assert_mended("甲 }\n乙", "甲 | 乙", "E0111 1:3");
    assert_mended("(甲]\n乙", "!( _甲 _) | 乙", "E0112 1:3");
    assert_mended("(甲]) + 乙\n丙", "!( _甲 _) + 乙 | 丙", "E0112 1:3");
    assert_mended("[甲 (乙]\n丙", "!( _甲 _乙 _) | 丙", "E0110 1:4");
    assert_mended("甲 (乙 }\n丙", "!甲 _乙 | 丙", "E0110 1:3 E0111 1:6");
}

static void test_block_marks(void **state)
{
    (void)state;
    assert_mended("甲\n{\n  乙\n}\n丙", "甲 {乙} | 丙", "E0131 2:1");
    assert_mended("{ 甲 }\n乙", "乙", "E0130 1:1");
    assert_mended("甲;{ 乙 }\n丙", "甲 | 丙", "E0130 1:3");
    assert_mended("甲 { 乙 } 丙\n丁", "甲 {乙} | !丙 | 丁", "E0132 1:9");
}

static void test_quotes(void **state)
{
    (void)state;
    assert_mended("a “b」 c\nd", "!a “b” c | d", "E0112 1:5");
    assert_true(parse("a “b」 c") != NULL && says("“ 要用 ” 来合上,这里写的是 」"));
    diagnostics_truncate(diagnostics, 0);
    assert_mended("“-」、“未报” 视为 未填", "!“-” _、 _“未报” 视为 未填", "E0112 1:3");
    assert_mended("“a“ 视为 “b”", "!“a” 视为 “b”", "E0112 1:3");
    assert_mended("\"a” b", "!“a” b", "E0112 1:3");
    assert_mended("“a\" b\nc", "!“a\" b” | c", "E0112 1:3");
    assert_mended("“a b\nc", "!“a b” | c", "E0110 1:1");
    assert_mended("a ”b” c\nd", "!a b c | d", "E0111 1:3");
    assert_mended("办法 《a〉 2024\nb", "!办法 《a〉 2024》 | b", "E0112 1:6");
    assert_mended("办法 《a\nb", "!办法 《a》 | b", "E0110 1:4");
    assert_mended("a》 b", "!a b", "E0111 1:2");
}

static void test_characters(void **state)
{
    (void)state;
    assert_mended("完成 → 目标 ①②\n乙", "!完成 目标 | 乙", "E0104 1:4 E0104 1:9");
    parse("→ 🎉");
    assert_true(says("“→”(U+2192)") && says("“🎉”(U+1F389)"));
    diagnostics_truncate(diagnostics, 0);
    parse("扣 1分。");
    assert_true(says("换行就是一句"));
    check_faults("E0104 1:5", "a full stop", __LINE__);
    assert_mended("满\u200B意度 = 1\n乙\uFEFF", "!满意度 = #1 | !乙", "E0105 1:2 E0105 2:2");
    assert_mended("\u202E甲 # 注\u2066释\n“a\u200Bb”", "!甲 | !“a\u200Bb”", "E0105 1:1 E0105 1:7 E0105 2:3");
    assert_mended("甲\x01乙", "!甲 _乙", "E0105 1:2");
}

static void test_lookalikes(void **state)
{
    (void)state;
    assert_mended("指标 \u0410J01 甲", "!指标 AJ01 甲", "E0106 1:4");
    parse("\u0430");
    assert_true(says("U+0430") && says("英文字母 a"));
    diagnostics_truncate(diagnostics, 0);
    assert_faults("\u041C\u041E\u0421", "E0106 1:1");           /* one report a word */
    assert_mended("指标 Ａ01 甲", "!指标 A01 甲", "E0108 1:4");
    assert_mended("指标 A０1 甲", "指标 A01 甲", "W0101 1:4");
    assert_faults("J１得分率 Ａ类", "W0101 1:1");
}

static void test_bytes(void **state)
{
    (void)state;
    assert_mended("甲 \xFF\xFE 乙\n丙", "!甲 乙 | 丙", "E0103 1:3");
    assert_true(parse("甲 \xFF") != NULL && says("第 5 个字节"));
    diagnostics_truncate(diagnostics, 0);
    assert_faults("# 甲\xFF乙\n“丙\xFF”", "E0103 1:4 E0103 2:3");
    assert_faults("\xB0\xEC\xB7\xA8 2024\xC4\xEA\xB6\xC8\n\xBF\xBC\xBA\xCB\n", "E0100 1:1");    /* GB18030 */
    parse_bytes("\xFF\xFEsW\n\0", 6);
    check_faults("E0101 1:1", "UTF-16", __LINE__);
    parse_bytes("a\0b\0\n\0", 6);
    check_faults("E0101 1:1", "UTF-16 without a mark", __LINE__);
    check_file(parse_bytes("甲乙丙丁\0戊己", 19), "!甲乙丙丁 _戊己", "a null byte", __LINE__);
    check_faults("E0105 1:5", "a null byte", __LINE__);
    char noise[4096];
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)(0x80 + i * 37 % 64);
    parse_bytes(noise, sizeof noise);
    check_faults("E0102 1:1", "bytes of some other file", __LINE__);
}

/* ---- limits ---- */

static char *repeated(const char *unit, size_t count, const char *behind)
{
    struct buffer out = {0};
    for (size_t i = 0; i < count; i++)
        buffer_append_text(&out, unit);
    buffer_append_text(&out, behind);
    char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

static void test_limits(void **state)
{
    (void)state;
    char *closing = repeated(")", 10000, "\n乙");
    parse(repeated("(", 10000, closing));
    assert_true(says("200"));
    check_faults("E0113 1:201", "brackets, closed", __LINE__);
    assert_faults(repeated("(", 10000, "\n乙"), "E0113 1:201");
    assert_faults(repeated("甲{", 10000, repeated("}", 10000, "")), "E0113 1:402");
    parse(repeated("甲{", LIMIT_NESTING, repeated("}", LIMIT_NESTING, "\n")));
    parse(repeated("(", LIMIT_NESTING, repeated(")", LIMIT_NESTING, "\n")));
    check_faults("", "as deep as may be", __LINE__);
}

static void test_long_numbers(void **state)
{
    (void)state;
    assert_tree(repeated("0", LIMIT_NUMBER_DIGITS, ""), "#0");
    parse(repeated("1", 1000000, " 乙"));
    assert_true(says("1000000") && says("400"));
    check_faults("E0120 1:1", "a million digits", __LINE__);
}

static void test_too_many_faults(void **state)
{
    (void)state;
    struct syntax_file *file = parse(repeated("① 甲 { )\n", 20000, ""));
    assert_int_equal(file->clause_count, 0);
    assert_int_equal(diagnostics_total(diagnostics), LIMIT_RULE_FAULTS + 2);
    assert_true(says("不再读"));
}

/* Two hundred faults of ten kinds, each in an indicator of its own: all of them, once each, in order. */
static void test_two_hundred(void **state)
{
    (void)state;
    static const struct { const char *line, *fault; } planted[] = {
        {"得分率 = (完成 ÷ 目标,最高 100%", "E0110 %d:11"}, {"得分 = 完成 + 1)", "E0111 %d:16"}, {"得分 = (完成]", "E0112 %d:13"},
        {"来源 为 “统计」 的,免考", "E0112 %d:13"}, {"来源 为 “统计 的,免考", "E0110 %d:10"}, {"得分 → 3分", "E0104 %d:8"},
        {"满\u200B意度 低于 95% 的,免考", "E0105 %d:6"}, {"目标\u0430 = 3分", "E0106 %d:7"}, {"有效 至 2024年2月30日", "E0121 %d:10"},
        {"得分 按 甲 { 乙 1 } 丙", "E0132 %d:20"},
    };
    enum { KINDS = sizeof planted / sizeof *planted };
    struct buffer text = {0}, expected = {0};
    for (int i = 0; i < 200; i++) {
        buffer_format(&text, "指标 A%d 甲 10分 {\n    本项 扣完为止\n    %s\n    名次 在 本类\n}\n", i, planted[i % KINDS].line);
        buffer_append_text(&expected, i ? " " : "");
        char fault[32];
        snprintf(fault, sizeof fault, "%.5s %d:%s", planted[i % KINDS].fault, i * 5 + 3, strchr(planted[i % KINDS].fault, ':') + 1);
        buffer_append_text(&expected, fault);
    }
    struct syntax_file *file = parse_bytes(buffer_text(&text), text.length);
    assert_int_equal(file->clause_count, 200);
    for (uint32_t i = 0; i < file->clause_count; i++)
        assert_true(file->clauses[i].body_count >= 3 && !file->clauses[i].faulty);
    check_faults(buffer_text(&expected), "200 faults", __LINE__);
    buffer_release(&text);
    buffer_release(&expected);
}

/* ---- formulas ---- */

static void write_expression(struct buffer *out, const struct expression *expression)
{
    static const char *const names[] = {"", "neg", "+", "-", "×", "÷", "", "and", "or", "to", "list"};
    static const char *const comparisons[] = {"<", ">", ">=", "<=", "=", "<>"};
    if (expression->kind == EXPRESSION_RUN) {
        for (uint32_t i = 0; i < expression->token_count; i++) {
            buffer_append_text(out, i ? "·" : "");
            struct token token = expression->tokens[i];
            token.glued = false;
            write_token(out, &token);
        }
        return;
    }
    buffer_format(out, "(%s", expression->kind == EXPRESSION_COMPARE ? comparisons[expression->comparison] : names[expression->kind]);
    const struct expression *sides[] = {expression->left, expression->right};
    for (size_t i = 0; i < 2; i++)
        if (sides[i]) {
            buffer_append_char(out, ' ');
            write_expression(out, sides[i]);
        } else if (expression->kind == EXPRESSION_COMPARE) {
            buffer_append_text(out, " ?");
        }
    for (uint32_t i = 0; i < expression->item_count; i++) {
        buffer_append_char(out, ' ');
        write_expression(out, expression->items[i]);
    }
    buffer_append_char(out, ')');
}

static struct expression *formula(const char *text, bool wanted)
{
    struct syntax_file *file = parse(text);
    return syntax_expression(diagnostics, file->clauses[0].tokens, file->clauses[0].token_count, wanted);
}

static void check_formula(const char *text, const char *expected, int line)
{
    struct expression *expression = formula(text, true);
    struct buffer out = {0};
    if (expression)
        write_expression(&out, expression);
    bool same = strcmp(buffer_text(&out), expected) == 0;
    if (!same)
        print_error("%s\n  is  %s\n  not %s\n", text, buffer_text(&out), expected);
    buffer_release(&out);
    if (!same)
        _fail(__FILE__, line);
    check_faults("", text, line);
}

#define assert_formula(text, tree) check_formula(text, tree, __LINE__)
#define assert_no_formula(text, faults) (assert_null(formula(text, true)), check_faults(faults, text, __LINE__))

static void test_precedence(void **state)
{
    (void)state;
    assert_formula("甲", "甲");
    assert_formula("甲 + 乙 × 丙 - 丁", "(- (+ 甲 (× 乙 丙)) 丁)");
    assert_formula("甲 - 乙 - 丙", "(- (- 甲 乙) 丙)");
    assert_formula("-甲 × -乙", "(× (neg 甲) (neg 乙))");
    assert_formula("(甲 + 乙) × 丙", "(× (+ 甲 乙) 丙)");
    assert_formula("((甲))", "甲");
    assert_formula("甲 为 1 至 3、5 + 1", "(= 甲 (list (to #1 #3) (+ #5 #1)))");
    assert_formula("(甲、乙)、丙", "(list (list 甲 乙) 丙)");
    assert_formula("甲 为 是 或 乙 为 否 且 丙 低于 3", "(or (= 甲 是) (and (= 乙 否) (< 丙 #3)))");
    assert_formula("(甲 为 是 或 乙 为 否) 且 丙", "(and (or (= 甲 是) (= 乙 否)) 丙)");
}

static void test_comparisons(void **state)
{
    (void)state;
    assert_formula("a 低于 1 且 b 超过 1 且 c 达到 1 且 d 不超过 1 且 e 为 1 且 f 不为 1",
                   "(and (and (and (and (and (< a #1) (> b #1)) (>= c #1)) (<= d #1)) (= e #1)) (<> f #1))");
    assert_formula("a below 1 or b above 1 or c reaches 1 or d within 1 or e is 1 or f is not 1",
                   "(or (or (or (or (or (< a #1) (> b #1)) (>= c #1)) (<= d #1)) (= e #1)) (<> f #1))");
    assert_formula("a 早于 b 且 a 晚于 b 且 a 不早于 b 且 a 不晚于 b", "(and (and (and (< a b) (> a b)) (>= a b)) (<= a b))");
    assert_formula("a before b and a after b and a not before b and a not after b", "(and (and (and (< a b) (> a b)) (>= a b)) (<= a b))");
    assert_formula("a ≥ 1 且 a ≤ 2 且 a <> 3 且 a < 4 且 a > 5", "(and (and (and (and (>= a #1) (<= a #2)) (<> a #3)) (< a #4)) (> a #5))");
    assert_formula("甲 已填 且 早于 时限", "(and 甲·已填 (< ? 时限))");
    assert_formula("达到 90分", "(>= ? #90·分)");
}

static void test_runs(void **state)
{
    (void)state;
    assert_formula("各 任务 得分 的 合计", "各·任务·得分·的·合计");
    assert_formula("各 帮扶 (县区 的 HH01 ÷ 60分) 的 平均值 ÷ 2", "(÷ 各·帮扶·(·县区·的·HH01·÷·#60·分·)·的·平均值 #2)");
    assert_formula("(甲 + 乙) 的 合计", "(·甲·+·乙·)·的·合计");
    assert_formula("平均值(达到 5人 的,先去掉 最高) + 1", "(+ 平均值·(·达到·#5·人·的·,·先去掉·最高·) #1)");
    assert_formula("乡镇.满意度 低于 95%", "(< 乡镇·.·满意度 #95·%)");
}

static void test_faults_of_formulas(void **state)
{
    (void)state;
    assert_no_formula("甲 + × 乙", "E0141 1:5");
    assert_no_formula("甲 +", "E0142 1:3");
    assert_no_formula("甲 低于", "E0142 1:3");
    assert_no_formula("甲 = 3", "E0143 1:3");
    assert_no_formula("甲,乙", "E0141 1:2");
    assert_no_formula("(甲 乙,丙)", "E0141 1:5");
    assert_no_formula("甲 低于 1 低于 2", "E0146 1:8");
    assert_no_formula("90分 以上", "E0144 1:5");
    assert_no_formula("()", "E0141 1:2");
    assert_null(formula("甲 + × 乙", false));
    assert_null(formula("90分 以上", false));
    check_faults("", "asked in silence", __LINE__);
}

static void test_what_was_possible(void **state)
{
    (void)state;
    formula("甲 + × 乙", true);
    assert_true(says("“×”不能写在这里") && says("这里可以是:数或名称;左括号 (") && says("possible here: a number or name; ("));
    diagnostics_truncate(diagnostics, 0);
    formula("(甲 + 乙,丙)", true);
    assert_true(says("右括号 )") && says("运算符(+ - × ÷)") && says("且、或") && says("比较词"));
    diagnostics_truncate(diagnostics, 0);
    formula("甲 + 乙,丙", true);
    assert_true(says("到此结束"));
    diagnostics_truncate(diagnostics, 0);
    formula("90分 以下", true);
    assert_true(says("不超过") && says("低于"));
}

static void test_long_formulas(void **state)
{
    (void)state;
    assert_non_null(formula(repeated("甲 + ", LIMIT_OPERATORS, "乙"), true));
    assert_null(formula(repeated("甲 + ", LIMIT_OPERATORS + 1, "乙"), true));
    assert_true(says("1001") && says("1000"));
    check_faults("E0145 1:1", "a long sum", __LINE__);
    assert_null(formula(repeated("-", LIMIT_OPERATORS + 1, "乙"), true));
    diagnostics_truncate(diagnostics, 0);
    assert_non_null(formula(repeated("(", LIMIT_NESTING, repeated("甲", 1, repeated(")", LIMIT_NESTING, ""))), true));
    struct expression *list = formula(repeated("甲、", 5000, "乙"), true);
    assert_int_equal(list->item_count, 5001);
    assert_string_equal(list->items[5000]->tokens[0].text, "乙");
    assert_null(syntax_expression(diagnostics, NULL, 0, false));
    assert_int_equal(diagnostics_total(diagnostics), 0);
}

/* ---- cutting ---- */

static struct syntax_file *cut(const char *text, const char *words)
{
    struct lexicon *lexicon = lexicon_new();
    char *copy = lang_text(words, strlen(words)), *rest;
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        lexicon_add(lexicon, word);
    struct syntax_file *file = parse(text);
    syntax_cut(diagnostics, lexicon, file->clauses, file->clause_count);
    return file;
}

#define assert_cut(text, words, tree) (check_file(cut(text, words), tree, text, __LINE__), check_faults("", text, __LINE__))

static void test_lexicon(void **state)
{
    (void)state;
    struct lexicon *lexicon = lexicon_new();
    lexicon_add(lexicon, "满意度");
    assert_true(lexicon_has(lexicon, "满意度", strlen("满意度")));
    assert_false(lexicon_has(lexicon, "满意", strlen("满意")));
    assert_false(lexicon_has(lexicon, "满意度甲", strlen("满意度甲")));
    assert_false(lexicon_has(lexicon, "", 0));
    assert_true(lexicon_has(lexicon, "不超过", strlen("不超过")));
}

static void test_cuts(void **state)
{
    (void)state;
    assert_cut("每低1个百分点扣0.5分", "每低 个 百分点 个百分点 扣 分", "每低 _#1 _个百分点 _扣 _#0.5 _分");
    assert_cut("满意度低于95%的,免考", "满意度 的", "满意度 _低于 _#95 _% _的 _, _免考");
    assert_cut("晚于2025年1月10日的", "的 年 月 日", "晚于 _@20098 _的");
    assert_cut("每超1,000元扣1分", "每超 元 扣 分", "每超 _#1000 _元 _扣 _#1 _分");
    assert_cut("每超1,0000元", "每超 元", "每超1,0000元");
    assert_cut("a { 每低1次扣2分 }", "每低 次 扣 分", "a {每低 _#1 _次 _扣 _#2 _分}");
    assert_cut("得分为满分", "得分 满分", "得分 _为 _满分");
    assert_cut("得分90分以上", "得分 分", "得分 _#90 _分 _以上");
    assert_cut("得分 扣完为止 得分扣完", "得分 扣完为止 扣完", "得分 扣完为止 得分 _扣完");
}

static void test_words_that_stay_whole(void **state)
{
    (void)state;
    assert_cut("得分率 得分绿", "得 分 率 得分率", "得分率 得分绿");            /* a word of its own; a remainder that is none */
    assert_cut("total below isto AJ01", "AJ to tal", "total below isto AJ01"); /* Latin letters and codes are not parted */
    assert_cut("J1得分率 J12得分率", "J1 得分率", "J1 _得分率 J12得分率");
    assert_cut("事故3次", "事故 3次 次", "事故 _3次");
}

static void test_two_ways(void **state)
{
    (void)state;
    check_file(cut("较大事故数", "较大 事故数 较大事故 数"), "!较大事故数", "two ways", __LINE__);
    assert_true(says("“较大 事故数”") && says("“较大事故 数”"));
    check_faults("E0150 1:1", "two ways", __LINE__);
    assert_cut("较大事故数", "较大 事故 数 事故数", "较大 _事故数");
}

static void test_spans_of_pieces(void **state)
{
    (void)state;
    const char *text = "\n扣１．５分cafe\u0301";
    struct syntax_file *file = cut(text, "扣 分 caf\u00E9");
    check_file(file, "扣 _#1.5 _分 _caf\u00E9", text, __LINE__);
    const struct token *tokens = file->clauses[0].tokens;
    static const uint32_t ends[] = {4, 13, 16, 22};
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(tokens[i].span.start, i ? ends[i - 1] : 1);
        assert_int_equal(tokens[i].span.end, ends[i]);
    }
}

int main(void)
{
    lang_memory_start();
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(test_words_and_numbers), TEST(test_full_width), TEST(test_composition), TEST(test_dates), TEST(test_texts_and_titles),
        TEST(test_comments), TEST(test_spans), TEST(test_lines), TEST(test_blocks), TEST(test_unindented), TEST(test_unclosed),
        TEST(test_stray_and_mixed_brackets), TEST(test_block_marks), TEST(test_quotes), TEST(test_characters), TEST(test_lookalikes),
        TEST(test_bytes), TEST(test_limits), TEST(test_long_numbers), TEST(test_too_many_faults), TEST(test_two_hundred),
        TEST(test_precedence), TEST(test_comparisons), TEST(test_runs), TEST(test_faults_of_formulas), TEST(test_what_was_possible),
        TEST(test_long_formulas), TEST(test_lexicon), TEST(test_cuts), TEST(test_words_that_stay_whole), TEST(test_two_ways),
        TEST(test_spans_of_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
