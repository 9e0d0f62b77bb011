/* The phrases of stdlib/2024: what fits which clause, by either keyword set, and that patterns take what they should. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "memory.h"
#include "model/unit.h"
#include "phrase/library.h"
#include "sanitizer.h"
#include "syntax/syntax.h"

struct fixture { struct diagnostics *diagnostics; struct library *library; struct lexicon *lexicon; };

static void add_word(void *lexicon, const char *word) { lexicon_add(lexicon, word); }

static int load(void **state)
{
    struct fixture *fixture = lang_new(sizeof *fixture);
    fixture->diagnostics = diagnostics_new();
    fixture->library = library_load(fixture->diagnostics, "2024版");
    fixture->lexicon = lexicon_new();
    library_words(fixture->library, fixture->lexicon);
    unit_words(add_word, fixture->lexicon);
    lexicon_add(fixture->lexicon, "事故数");
    *state = fixture;
    return 0;
}

static int unload(void **state)
{
    struct fixture *fixture = *state;
    diagnostics_free(fixture->diagnostics);
    return 0;
}

/* Reads one clause, cuts it, and looks for it. */
static const struct phrase *match_text(struct fixture *fixture, enum phrase_kind kind, const char *text, struct match *match)
{
    uint32_t file = diagnostics_add_source(fixture->diagnostics, "clause", text, strlen(text));
    struct syntax_file *syntax = syntax_parse(fixture->diagnostics, file);
    assert_int_equal(syntax->clause_count, 1);
    syntax_cut(fixture->diagnostics, fixture->lexicon, syntax->clauses, 1);
    return library_match(fixture->library, kind, syntax->clauses[0].tokens, syntax->clauses[0].token_count, match);
}

/* The body as it stands in stdlib/, without blanks. */
static const char *body_text(const struct fixture *fixture, const struct phrase *phrase)
{
    struct span span = tokens_span(phrase->body, phrase->body_count);
    const char *text = diagnostics_source(fixture->diagnostics, span.file)->text, *body = "";
    for (uint32_t at = span.start; at < span.end; at++)
        if (text[at] != ' ' && text[at] != '\n')
            body = lang_format("%s%c", body, text[at]);
    return body;
}

static void assert_phrase(struct fixture *fixture, enum phrase_kind kind, const char *text, const char *body, int direction)
{
    struct match match;
    const struct phrase *phrase = match_text(fixture, kind, text, &match);
    if (!phrase)
        fail_msg("no phrase says: %s", text);
    assert_string_equal(body_text(fixture, phrase), body);
    assert_int_equal(phrase->direction, direction);
}

static void test_steps_below(void **state)
{
    assert_phrase(*state, PHRASE_DEDUCT, "每低 1个百分点 扣 0.5分,不足 1个百分点 的,按比例", "(乙-甲)÷步×分", -1);
    assert_phrase(*state, PHRASE_DEDUCT, "每低 1个百分点 扣 0.5分,不足 1个百分点 的,不计", "去尾((乙-甲)÷步)×分", -1);
    assert_phrase(*state, PHRASE_DEDUCT, "每低 1个百分点 扣 0.5分,不足 1个百分点 的,按 1个百分点", "进一((乙-甲)÷步)×分", -1);
    assert_phrase(*state, PHRASE_DEDUCT, "每少 1次 扣 0.25分", "(乙-甲)÷步×分", -1);
    assert_phrase(*state, PHRASE_ADD, "每早 1天 加 1分", "(乙-甲)÷步×分", -1);
}

static void test_steps_above(void **state)
{
    assert_phrase(*state, PHRASE_DEDUCT, "每晚 1天 扣 2分", "(甲-乙)÷步×分", 1);
    assert_phrase(*state, PHRASE_ADD, "每高 1个百分点 加 1分,不足 1个百分点 的,不计", "去尾((甲-乙)÷步)×分", 1);
    assert_phrase(*state, PHRASE_ADD, "每超 1个 加 1分", "(甲-乙)÷步×分", 1);
    assert_phrase(*state, PHRASE_DEDUCT, "每多 1起 扣 1分", "(甲-乙)÷步×分", 1);
}

static void test_without_spaces(void **state)
{
    assert_phrase(*state, PHRASE_DEDUCT, "每低1个百分点扣0.5分，不足1个百分点的，按比例", "(乙-甲)÷步×分", -1);
    assert_phrase(*state, PHRASE_DEDUCT, "按事故数每起扣2分", "数÷单位×分", 0);
}

static void test_english(void **state)
{
    assert_phrase(*state, PHRASE_DEDUCT, "minus 0.5 points per 1 percentage point below, part steps pro rata", "(乙-甲)÷步×分", -1);
    assert_phrase(*state, PHRASE_DEDUCT, "minus 0.5 points per 1 percentage point below, part steps ignored", "去尾((乙-甲)÷步)×分", -1);
    assert_phrase(*state, PHRASE_ADD, "add 1 point per 1 day earlier", "(乙-甲)÷步×分", -1);
    assert_phrase(*state, PHRASE_DEDUCT, "minus 2 points per day later, part steps as one", "进一((甲-乙)÷步)×分", 1);
    assert_phrase(*state, PHRASE_DEDUCT, "minus 2 points per incident of 事故数", "数÷单位×分", 0);
    assert_phrase(*state, PHRASE_FIGURE, "weighted mean(by 权重)", "选(池(选(值未填或值免考或值不适用,不适用,权))的合计为0,不适用,池(值×权)的合计÷池(选(值未填或值免考或值不适用,不适用,权))的合计)", 0);
}

static void test_kinds_are_apart(void **state)
{
    struct match match;
    assert_null(match_text(*state, PHRASE_ADD, "每低 1个百分点 扣 0.5分", &match));
    assert_null(match_text(*state, PHRASE_DEDUCT, "每低 1个百分点 加 0.5分", &match));
    assert_null(match_text(*state, PHRASE_DEDUCT, "每低 1个百分点 扣 0.5分,不足 1个百分点 的,酌情", &match));
    assert_null(match_text(*state, PHRASE_VALUE, "平均值", &match));
    assert_null(match_text(*state, PHRASE_FIGURE, "平均", &match));
}

static void test_whole_steps_are_asked_for(void **state)
{
    struct match match;
    assert_true(match_text(*state, PHRASE_DEDUCT, "每低 1次 扣 0.25分", &match)->whole_count > 0);
    assert_int_equal(match_text(*state, PHRASE_DEDUCT, "每低 1次 扣 0.25分,不足 1次 的,不计", &match)->whole_count, 0);
}

static void test_captures(void **state)
{
    struct match match;
    assert_non_null(match_text(*state, PHRASE_VALUE, "功效系数((收入 - 上年收入) ÷ 上年收入,满意值 12%,不允许值 2%)", &match));
    assert_int_equal(match.count, 3);
    assert_int_equal(match_capture(&match, "实际")->count, 7);
    assert_int_equal(match_capture(&match, "满意")->count, 2);
    assert_string_equal(match_capture(&match, "不允许")->tokens[0].text, "2");
}

static void test_figures(void **state)
{
    assert_phrase(*state, PHRASE_FIGURE, "平均值", "选(池值的个数为0,不适用,池值的合计÷池值的个数)", 0);
    assert_phrase(*state, PHRASE_FIGURE, "极差", "池值的最高值-池值的最低值", 0);
    assert_phrase(*state, PHRASE_FIGURE, "最后值(按 季度)", "选(池值的个数为0,不适用,池值的合计(序为池序的最高值(值已填的)的))", 0);
    struct match match;
    const struct phrase *trimmed = match_text(*state, PHRASE_FIGURE, "平均值(达到 5人 的,先去掉 最高、最低 各 1个)", &match);
    assert_non_null(trimmed);
    assert_string_equal(match_capture(&match, "数")->tokens[0].text, "5");
    assert_string_equal(trimmed->sentence, "平均值(达到 “数” 的,先去掉 最高、最低 各 1个)");
}

/* Every body and every 须整 is a formula; nothing in stdlib/ was reported. */
static void test_bodies_are_formulas(void **state)
{
    static const char *const clauses[] = {"每低 1天 扣 1分", "每高 1天 加 1分", "按 数 每 人 加 1分"};
    struct fixture *fixture = *state;
    struct match match;
    for (size_t i = 0; i < sizeof clauses / sizeof clauses[0]; i++) {
        const struct phrase *phrase = match_text(fixture, i ? PHRASE_ADD : PHRASE_DEDUCT, clauses[i], &match);
        assert_non_null(syntax_expression(fixture->diagnostics, phrase->body, phrase->body_count, true));
        if (phrase->whole_count)
            assert_non_null(syntax_expression(fixture->diagnostics, phrase->whole, phrase->whole_count, true));
    }
    assert_int_equal(diagnostics_total(fixture->diagnostics), 0);
}

static void test_other_editions(void **state)
{
    struct fixture *fixture = *state;
    assert_null(library_load(fixture->diagnostics, "1999版"));
    assert_null(library_load(fixture->diagnostics, "20版"));
    assert_null(library_load(fixture->diagnostics, ""));
}

static void test_alternatives(void **state)
{
    struct fixture *fixture = *state;
    struct pattern pattern;
    struct match match;
    pattern_compile(&pattern, "“每低/每少” “步”");
    assert_int_equal(pattern.slot_count, 1);
    assert_int_equal(pattern.literal_count, 1);
    static const struct { const char *text; bool fits; } cases[] = {{"每低 3", true}, {"每少 3", true}, {"每 3", false}, {"每低每少 3", false}, {"低 3", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t file = diagnostics_add_source(fixture->diagnostics, "clause", cases[i].text, strlen(cases[i].text));
        struct clause *clause = syntax_parse(fixture->diagnostics, file)->clauses;
        assert_int_equal(pattern_match(&pattern, clause->tokens, clause->token_count, &match), cases[i].fits);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_steps_below, load, unload),
        cmocka_unit_test_setup_teardown(test_steps_above, load, unload),
        cmocka_unit_test_setup_teardown(test_without_spaces, load, unload),
        cmocka_unit_test_setup_teardown(test_english, load, unload),
        cmocka_unit_test_setup_teardown(test_kinds_are_apart, load, unload),
        cmocka_unit_test_setup_teardown(test_whole_steps_are_asked_for, load, unload),
        cmocka_unit_test_setup_teardown(test_captures, load, unload),
        cmocka_unit_test_setup_teardown(test_figures, load, unload),
        cmocka_unit_test_setup_teardown(test_bodies_are_formulas, load, unload),
        cmocka_unit_test_setup_teardown(test_other_editions, load, unload),
        cmocka_unit_test_setup_teardown(test_alternatives, load, unload),
    };
    lang_memory_start();
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
