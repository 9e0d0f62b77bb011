/* Both languages of the language: each entry of the table leads back, English clauses become the Chinese ones, names stay, and what was
 * written is found again by the spans. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <glob.h>
#include <string.h>
#include "base/buffer.h"
#include "base/file.h"
#include "memory.h"
#include "model/unit.h"
#include "phrase/translate.h"
#include "sanitizer.h"

struct fixture { struct diagnostics *diagnostics; struct library *library; struct vocabulary *vocabulary; };

static int load(void **state)
{
    struct fixture *fixture = lang_new(sizeof *fixture);
    fixture->diagnostics = diagnostics_new();
    fixture->library = library_load(fixture->diagnostics, "2024版");
    fixture->vocabulary = vocabulary_new(fixture->library);
    *state = fixture;
    return 0;
}

static int unload(void **state)
{
    struct fixture *fixture = *state;
    diagnostics_free(fixture->diagnostics);
    return 0;
}

/* ---- tokens as text ---- */

static const char *mark_text(const struct token *token)
{
    static const char *const marks[TOKEN_KINDS] = {
        [TOKEN_COMMA] = ",", [TOKEN_LIST] = "、", [TOKEN_COLON] = ":", [TOKEN_DOT] = ".", [TOKEN_ASSIGN] = "=", [TOKEN_PLUS] = "+", [TOKEN_MINUS] = "-",
        [TOKEN_TIMES] = "×", [TOKEN_DIVIDE] = "÷", [TOKEN_OPEN] = "(", [TOKEN_CLOSE] = ")"};
    return marks[token->kind];
}

static const char *tokens_text(const struct token *tokens, uint32_t count)
{
    const char *text = "";
    for (uint32_t i = 0; i < count; i++) {
        const char *word = mark_text(&tokens[i]) ? mark_text(&tokens[i]) : tokens[i].kind == TOKEN_DATE ? "日期" : tokens[i].text;
        text = lang_format("%s%s%s", text, *text ? " " : "", word);
    }
    return text;
}

static const char *clauses_text(const struct clause *clauses, uint32_t count)
{
    const char *text = "";
    for (uint32_t i = 0; i < count; i++) {
        text = lang_format("%s%s%s", text, i ? " ; " : "", tokens_text(clauses[i].tokens, clauses[i].token_count));
        if (clauses[i].has_body)
            text = lang_format("%s { %s }", text, clauses_text(clauses[i].body, clauses[i].body_count));
    }
    return text;
}

static struct syntax_file *read_text(struct fixture *fixture, const char *text)
{
    uint32_t file = diagnostics_add_source(fixture->diagnostics, "file", text, strlen(text));
    return syntax_parse(fixture->diagnostics, file);
}

static const char *translated(struct fixture *fixture, const char *text)
{
    struct syntax_file *syntax = read_text(fixture, text);
    struct map names = {0};
    translate_clauses(fixture->vocabulary, &names, syntax->clauses, syntax->clause_count, LANGUAGE_ZH);
    map_release(&names);
    return clauses_text(syntax->clauses, syntax->clause_count);
}

#define assert_chinese(state, english, chinese) assert_string_equal(translated(*(state), english), chinese)

/* ---- the table leads back ---- */

/* The tokens of a pattern with names (甲0, 甲1 …) in its slots; units where a unit stands. */
static struct clause filled(const struct pattern *pattern)
{
    struct clause clause = {.tokens = lang_array(pattern->count, sizeof(struct token)), .token_count = pattern->count};
    for (uint32_t i = 0; i < pattern->count; i++) {
        const struct pattern_element *element = &pattern->elements[i];
        struct token *token = &clause.tokens[i];
        token->kind = element->slot ? TOKEN_WORD : element->kind;
        token->text = element->text;
        for (uint32_t k = 0; element->slot && k <= i; k++)
            if (pattern->elements[k].slot && strcmp(pattern->elements[k].text, element->text) == 0) {
                token->text = strcmp(element->text, "单位") == 0 ? "起" : lang_format("甲%u", k);
                break;
            }
    }
    return clause;
}

static void turn(const struct vocabulary *vocabulary, struct clause *clause, enum language to)
{
    struct map names = {0};
    translate_clauses(vocabulary, &names, clause, 1, to);
    map_release(&names);
}

static void assert_leads_back(const struct vocabulary *vocabulary, const struct entry *entry)
{
    struct clause clause = filled(&entry->side[LANGUAGE_ZH]);
    const char *chinese = tokens_text(clause.tokens, clause.token_count);
    turn(vocabulary, &clause, LANGUAGE_EN);
    const char *english = tokens_text(clause.tokens, clause.token_count);
    turn(vocabulary, &clause, LANGUAGE_ZH);
    const char *again = tokens_text(clause.tokens, clause.token_count);
    if (strcmp(chinese, again) != 0)
        fail_msg("“%s” is “%s” in English, which is “%s”", chinese, english, again);
    for (const char *byte = english; *byte; byte++)
        if ((unsigned char)*byte >= 0x80 && strncmp(byte, "甲", 3) != 0 && strncmp(byte, "、", 3) != 0)
            fail_msg("“%s” stays Chinese: “%s”", chinese, english);
        else if ((unsigned char)*byte >= 0x80)
            byte += 2;
}

static void test_each_entry_leads_back(void **state)
{
    const struct fixture *fixture = *state;
    for (uint32_t i = 0; i < fixture->vocabulary->count; i++) {
        const struct entry *entry = &fixture->vocabulary->entries[i];
        if (!entry->also)
            assert_leads_back(fixture->vocabulary, entry);
    }
}

/* What is understood is something that can be written. */
static void test_each_other_spelling_has_one_that_is_written(void **state)
{
    const struct vocabulary *vocabulary = ((struct fixture *)*state)->vocabulary;
    for (uint32_t i = 0; i < vocabulary->count; i++) {
        const struct entry *entry = &vocabulary->entries[i];
        if (!entry->also || entry->kind == ENTRY_LIST)
            continue;
        struct clause clause = filled(&entry->side[LANGUAGE_ZH]);
        const char *chinese = tokens_text(clause.tokens, clause.token_count);
        turn(vocabulary, &clause, LANGUAGE_EN);
        turn(vocabulary, &clause, LANGUAGE_ZH);
        assert_string_equal(tokens_text(clause.tokens, clause.token_count), chinese);
    }
}

static void assert_unit(const char *english, const char *chinese)
{
    struct token tokens[4] = {0};
    uint32_t count = 0, used;
    for (const char *at = english; *at; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        tokens[count++] = (struct token){.kind = TOKEN_WORD, .text = lang_text(at, length)};
        at += length;
    }
    assert_string_equal(vocabulary_unit(LANGUAGE_EN, tokens, count, false, &used), chinese);
    assert_int_equal(used, count);
}

static void test_units(void **state)
{
    (void)state;
    uint32_t used;
    assert_unit("incidents", "起");
    assert_unit("incident", "起");
    assert_unit("ten thousand mu", "万亩");
    assert_unit("hundred million yuan", "亿元");
    assert_unit("percentage point", "个百分点");
    struct token unit = {.kind = TOKEN_WORD, .text = "万亩"}, points = {.kind = TOKEN_WORD, .text = "分"}, name = {.kind = TOKEN_WORD, .text = "一般事故数"};
    assert_string_equal(vocabulary_unit(LANGUAGE_ZH, &unit, 1, false, &used), "ten thousand mu");
    assert_string_equal(vocabulary_unit(LANGUAGE_ZH, &points, 1, false, &used), "points");
    assert_string_equal(vocabulary_unit(LANGUAGE_ZH, &points, 1, true, &used), "point");
    assert_null(vocabulary_unit(LANGUAGE_ZH, &name, 1, true, &used));
}

/* ---- clauses ---- */

static void test_points(void **state)
{
    assert_chinese(state, "minus 2 points per incident of 一般事故数", "按 一般事故数 每 起 扣 2 分");
    assert_chinese(state, "if 满意度 below 95%: minus 0.5 points per 1 percentage point below, part steps pro rata",
                   "满意度 低于 95 % 的 , 每低 1 个百分点 扣 0.5 分 , 不足 1 个百分点 的 , 按比例");
    assert_chinese(state, "if 完成日期 is filled and before 时限: add 1 point per day earlier, adding at most 10 points",
                   "完成日期 已填 且 早于 时限 的 , 每早 1 天 加 1 分 , 最多 加 10 分");
    assert_chinese(state, "item down to zero", "本项 扣完为止");
}

static void test_figures_of_pools(void **state)
{
    assert_chinese(state, "rate = (count of 乡镇 in the class - rank + 1) / count of 乡镇 in the class", "得分率 = ( 本类 乡镇 的 个数 - 名次 + 1 ) ÷ 本类 乡镇 的 个数");
    assert_chinese(state, "rate = mean of (HH01 of 县区 / 60 points) over its 帮扶", "得分率 = 各 帮扶 ( 县区 的 HH01 ÷ 60 分 ) 的 平均值");
    assert_chinese(state, "score = mean of 分数 over its 评价 (from 5 persons on, without highest and lowest), keep 3 decimals, half up",
                   "得分 = 各 评价 分数 的 平均值 ( 达到 5 人 的 , 先去掉 最高 、 最低 各 1 个 ) , 保留 3 位小数 , 四舍五入");
    assert_chinese(state, "days = days of this month from 起 to 止 over its 批准 (both days counted, overlaps once)",
                   "天 = 各 批准 起 至 止 在 本月 的 天数 ( 含起止当日 , 重叠只算一次 )");
    assert_chinese(state, "result 指数 = weighted mean of score over its 任务 (by weight)", "结果 指数 = 各 任务 得分 的 加权平均 ( 按 权重 )");
}

static void test_conditions(void **state)
{
    assert_chinese(state, "veto if 重大事故数 reaches 1 incident: grade at most 合格, rank kept", "一票否决 重大事故数 达到 1 起 的 , 等次 最高 合格 , 名次 照排");
    assert_chinese(state, "if 核验 is no or 核验日期 is empty or after 2025-01-10: scores 0 points", "核验 为 否 或 核验日期 未填 或 晚于 日期 的 , 得 0 分");
    assert_chinese(state, "if 等次 of 科室 is 优秀, 良好 and 人数 reaches 3 persons: places at least 1 person",
                   "科室 的 等次 为 优秀 、 良好 且 人数 达到 3 人 的 , 名额 最低 1 人");
    assert_chinese(state, "if no 任务: 贡献指数 not rated", "没有 任务 的 , 贡献指数 不评");
    assert_chinese(state, "if 甲 is not 乙: exempt", "甲 不为 乙 的 , 免考");
}

static void test_lists(void **state)
{
    assert_chinese(state, "ledger 乡镇, one row per 代码 and 年份, no row missing { 甲, 乙 and 丙 whole number of incidents, not negative; 类别 one of 一, 二 or 三, may be empty }",
                   "台账 乡镇 , 一行一个 代码 、 年份 , 不得缺行 { 甲 、 乙 、 丙 整数 起 , 不得为负 ; 类别 分为 一 、 二 、 三 , 可不填 }");
    assert_chinese(state, "rank in all 乡镇 by rounded total descending, then 甲 ascending, ties 1, 2, 2, 4, if not rated: not ranked",
                   "名次 在 全部 乡镇 按 舍入后 总分 从高到低 、 甲 从低到高 , 并列 1 、 2 、 2 、 4 , 不评 的 , 不排");
    assert_chinese(state, "indicator A1 Area, for 甲 30 points, 乙 40 points, rate = 完成", "指标 A1 Area , 对 甲 30 分 、 乙 40 分 , 得分率 = 完成");
}

static void test_names_stay(void **state)
{
    /* a column called as a word of the language, in all of the file; names of indicators and notes are prose */
    assert_chinese(state, "ledger towns, one row per code { rate percent; total number of points }\nindicator A1 Rate of growth 10 points { score = total * rate; owner Bureau of rate and total }",
                   "台账 towns , 一行一个 code { rate 百分比 ; total 数值 分 } ; 指标 A1 Rate of growth 10 分 { 得分 = total × rate ; 责任 Bureau of rate and total }");
    assert_chinese(state, "ledger towns, one row per code { 类别 one of rank, class or 甲 }\nif 类别 is class: exempt",
                   "台账 towns , 一行一个 code { 类别 分为 rank 、 class 、 甲 } ; 类别 为 class 的 , 免考");
    assert_chinese(state, "grade by total, top down { good: reaches 90 points; rest: otherwise }", "等次 按 总分 , 自上而下 { good 达到 90 分 ; rest 其余 }");
}

/* Chinese is left as it is, and both may stand in one clause. */
static void test_chinese_and_both(void **state)
{
    struct fixture *fixture = *state;
    const char *chinese = "指标 AJ01 满意度 10分 { 满意度 低于 95% 的,每低 1个百分点 扣 0.5分,不足 1个百分点 的,按比例 }";
    struct syntax_file *syntax = read_text(fixture, chinese);
    const struct token *before = syntax->clauses[0].tokens, *inside = syntax->clauses[0].body[0].tokens;
    struct map names = {0};
    translate_clauses(fixture->vocabulary, &names, syntax->clauses, 1, LANGUAGE_ZH);
    map_release(&names);
    assert_ptr_equal(syntax->clauses[0].tokens, before);
    assert_ptr_equal(syntax->clauses[0].body[0].tokens, inside);
    assert_chinese(state, "if 满意度 低于 95%: scores 0分", "满意度 低于 95 % 的 , 得 0 分");
    assert_chinese(state, "满意度 below 95% 的,扣 2 points", "满意度 低于 95 % 的 , 扣 2 分");
}

/* Carets point at what was written, whatever the order. */
static void test_spans(void **state)
{
    const char *text = "minus 2 points per incident of 一般事故数";
    struct syntax_file *syntax = read_text(*state, text);
    turn(((struct fixture *)*state)->vocabulary, syntax->clauses, LANGUAGE_ZH);
    const struct clause *clause = &syntax->clauses[0];
    struct span name = clause->tokens[1].span, unit = clause->tokens[3].span, whole = tokens_span(clause->tokens, clause->token_count);
    assert_string_equal(clause->tokens[1].text, "一般事故数");
    assert_memory_equal(text + name.start, "一般事故数", name.end - name.start);
    assert_string_equal(clause->tokens[3].text, "起");
    assert_memory_equal(text + unit.start, "incident", unit.end - unit.start);
    assert_int_equal(whole.start, 0);
    assert_int_equal(whole.end, strlen(text));
    struct span part = tokens_span(clause->tokens + 1, 3);          /* backwards in the source */
    assert_true(part.start < part.end);
}

/* There and back again, a whole file. */
static void test_back_and_forth(void **state)
{
    struct fixture *fixture = *state;
    const char *text = "指标 AQ01 安全生产 10 分 {\n 按 一般事故数 每 起 扣 2 分\n 本项 扣完为止\n 重大事故数 达到 1 起 的 , 得 0 分\n}\n"
                       "总分 = 各项 得分 的 合计 , 满分 100 分 , 保留 2 位小数 , 四舍五入\n"
                       "结果 贡献指数 = 各 任务 得分 的 加权平均 ( 按 权重 ) , 保留 2 位小数 , 四舍五入\n";
    struct syntax_file *syntax = read_text(fixture, text);
    const char *chinese = clauses_text(syntax->clauses, syntax->clause_count);
    struct map names = {0};
    translate_clauses(fixture->vocabulary, &names, syntax->clauses, syntax->clause_count, LANGUAGE_EN);
    assert_string_equal(clauses_text(syntax->clauses, syntax->clause_count),
                        "indicator AQ01 安全生产 10 points { minus 2 points per incident of 一般事故数 ; item down to zero ; if 重大事故数 reaches 1 incident : scores 0 points } ; "
                        "total = sum of all scores , full marks 100 points , keep 2 decimals , half up ; "
                        "result 贡献指数 = weighted mean of score over its 任务 ( by weight ) , keep 2 decimals , half up");
    translate_clauses(fixture->vocabulary, &names, syntax->clauses, syntax->clause_count, LANGUAGE_ZH);
    assert_string_equal(clauses_text(syntax->clauses, syntax->clause_count), chinese);
    map_release(&names);
}

static void assert_file_leads_back(struct fixture *fixture, const char *path)
{
    struct buffer text = {0};
    assert_int_equal(file_read(path, 1 << 20, &text), 0);
    struct syntax_file *syntax = read_text(fixture, lang_text(buffer_text(&text), text.length));
    buffer_release(&text);
    const char *chinese = clauses_text(syntax->clauses, syntax->clause_count);
    for (int to = LANGUAGE_EN; to >= LANGUAGE_ZH; to--) {
        struct map names = {0};
        translate_clauses(fixture->vocabulary, &names, syntax->clauses, syntax->clause_count, (enum language)to);
        map_release(&names);
    }
    assert_string_equal(clauses_text(syntax->clauses, syntax->clause_count), chinese);
}

static void test_acceptance_cases_lead_back(void **state)
{
    glob_t files;
    assert_int_equal(glob("tests/acceptance/*/*.assess", 0, NULL, &files), 0);
    assert_true(files.gl_pathc >= 28);
    for (size_t i = 0; i < files.gl_pathc; i++)
        assert_file_leads_back(*state, files.gl_pathv[i]);
    globfree(&files);
}

/* A Chinese file whose names are words of English, and names that English words stand in. */
static void test_english_names_in_chinese_files(void **state)
{
    assert_chinese(state, "台账 towns { floor 数值 ; 要求 floor is not 0 }\n指标 A1 sum of the floor 10分 { score = floor }",
                   "台账 towns { floor 数值 ; 要求 floor 不为 0 } ; 指标 A1 sum of the floor 10 分 { 得分 = floor }");
}

int main(void)
{
    lang_memory_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_english_names_in_chinese_files, load, unload),
        cmocka_unit_test_setup_teardown(test_each_entry_leads_back, load, unload),
        cmocka_unit_test_setup_teardown(test_each_other_spelling_has_one_that_is_written, load, unload),
        cmocka_unit_test_setup_teardown(test_units, load, unload),
        cmocka_unit_test_setup_teardown(test_points, load, unload),
        cmocka_unit_test_setup_teardown(test_figures_of_pools, load, unload),
        cmocka_unit_test_setup_teardown(test_conditions, load, unload),
        cmocka_unit_test_setup_teardown(test_lists, load, unload),
        cmocka_unit_test_setup_teardown(test_names_stay, load, unload),
        cmocka_unit_test_setup_teardown(test_chinese_and_both, load, unload),
        cmocka_unit_test_setup_teardown(test_spans, load, unload),
        cmocka_unit_test_setup_teardown(test_back_and_forth, load, unload),
        cmocka_unit_test_setup_teardown(test_acceptance_cases_lead_back, load, unload),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
