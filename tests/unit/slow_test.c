/* Every case of the acceptance tests and every rule set, scored a second time by an evaluator that shares nothing with compiler and
 * interpreter (tests/slow/). */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>

#include "../slow/compare.h"
#include "memory.h"
#include "sanitizer.h"

static void compare_case(const char *const *paths, uint32_t count, const struct ledger_paths *ledgers)
{
    struct buffer report = {0};
    enum comparison_result result = compare_schemes(paths, count, ledgers, &report);
    if (result != COMPARED_SAME)
        fail_msg("%s: %s\n%s", paths[0], result == COMPARED_REFUSED ? "does not compile" : result == COMPARED_FAILING ? "fails" : "differs",
                 buffer_text(&report));
    buffer_release(&report);
}

/* All rules of a folder together, on the ledgers beside them. */
static void acceptance_cases(void **state)
{
    (void)state;
    glob_t folders, rules;
    assert_int_equal(glob("tests/acceptance/[0-9]*", 0, NULL, &folders), 0);
    for (size_t i = 0; i < folders.gl_pathc; i++) {
        char pattern[256];
        snprintf(pattern, sizeof pattern, "%s/*.assess", folders.gl_pathv[i]);
        assert_int_equal(glob(pattern, 0, NULL, &rules), 0);
        struct ledger_paths ledgers = {.folders = (const char **)&folders.gl_pathv[i], .folder_count = 1};
        compare_case((const char *const *)rules.gl_pathv, (uint32_t)rules.gl_pathc, &ledgers);
        globfree(&rules);
    }
    globfree(&folders);
}

/* LEVEL/YEAR.assess on the ledgers in LEVEL/YEAR. */
static void rule_sets(void **state)
{
    (void)state;
    glob_t rules;
    assert_int_equal(glob("rules/dongying/*/*.assess", 0, NULL, &rules), 0);
    for (size_t i = 0; i < rules.gl_pathc; i++) {
        char folder[256];
        snprintf(folder, sizeof folder, "%.*s", (int)(strlen(rules.gl_pathv[i]) - strlen(".assess")), rules.gl_pathv[i]);
        const char *folders[] = {folder};
        struct ledger_paths ledgers = {.folders = folders, .folder_count = 1};
        compare_case((const char *const *)&rules.gl_pathv[i], 1, &ledgers);
    }
    globfree(&rules);
}

static void township_year(void **state)
{
    (void)state;
    static const char *const names[] = {"1000", "edge", "line", "line-90"};
    const char *const rules[] = {"tests/bench/township.assess"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[256];
        snprintf(path, sizeof path, "tests/bench/data/township-%s.csv", names[i]);
        struct ledger_paths ledgers = {.file_count = 1};
        ledgers.files = lang_array(1, sizeof *ledgers.files);
        ledgers.files[0].name = "乡镇";
        ledgers.files[0].path = path;
        compare_case(rules, 1, &ledgers);
    }
}

int main(void)
{
    lang_memory_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(acceptance_cases),
        cmocka_unit_test(rule_sets),
        cmocka_unit_test(township_year),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
