/* Every case of the acceptance tests and every rule set, scored a second time by an evaluator that shares nothing with compiler and
 * interpreter (tests/slow/); then schemes that nobody wrote.
 *
 *     ASSESSC_SCHEMES      number of random schemes (60)
 *     ASSESSC_SEED         the first of them (1); a failure names its own
 *     ASSESSC_REFUSALS     set: what the compiler says of the schemes that it refuses goes to stderr */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../slow/compare.h"
#include "../slow/random_scheme.h"
#include "base/file.h"
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
static void cases_of(const char *which)
{
    glob_t folders, rules;
    assert_int_equal(glob(which, 0, NULL, &folders), 0);
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

static void acceptance_cases(void **state)
{
    (void)state;
    cases_of("tests/acceptance/[0-9]*");
}

static void practice_cases(void **state)
{
    (void)state;
    cases_of("tests/practice/*/");
}

/* LEVEL/YEAR.assess and LEVEL/NAME-YEAR.assess on the ledgers in the folder of the same name; what the latter cite finds its own in LEVEL/YEAR. */
static void rule_sets(void **state)
{
    (void)state;
    glob_t rules;
    assert_int_equal(glob("rules/dongying/*/*.assess", 0, NULL, &rules), 0);
    for (size_t i = 0; i < rules.gl_pathc; i++) {
        char folder[256], year[256];
        const char *path = rules.gl_pathv[i], *slash = strrchr(path, '/');
        size_t length = strlen(path) - strlen(".assess");
        snprintf(folder, sizeof folder, "%.*s", (int)length, path);
        snprintf(year, sizeof year, "%.*s%.4s", (int)(slash + 1 - path), path, path + length - 4);
        const char *folders[] = {folder, year};
        struct ledger_paths ledgers = {.folders = folders, .folder_count = strcmp(folder, year) == 0 ? 1 : 2};
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

/* ---- random schemes ---- */

static void write_file(const char *folder, const char *name, const struct buffer *text)
{
    char path[256];
    struct file_writer writer;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(file_open(&writer, path), 0);
    file_write(&writer, buffer_text(text), text->length);
    assert_int_equal(file_commit(&writer), 0);
}

static enum comparison_result compare_random(const char *folder, uint64_t seed, struct buffer *report)
{
    struct random_scheme scheme = {0};
    random_scheme_make(seed, &scheme);
    char path[256];
    write_file(folder, "scheme.assess", &scheme.rules);
    for (int i = 0; i < RANDOM_LEDGERS; i++)
        write_file(folder, random_ledgers[i], &scheme.ledgers[i]);
    snprintf(path, sizeof path, "%s/scheme.assess", folder);
    const char *paths[] = {path}, *folders[] = {folder};
    struct ledger_paths ledgers = {.folders = folders, .folder_count = 1};
    enum comparison_result result = compare_schemes(paths, 1, &ledgers, report);
    if (result == COMPARED_DIFFERENT)
        buffer_format(report, "\n---- scheme.assess\n%s", buffer_text(&scheme.rules));
    for (int i = 0; i < RANDOM_LEDGERS && result == COMPARED_DIFFERENT; i++)
        if (scheme.ledgers[i].length < 20000)
            buffer_format(report, "\n---- %s\n%s", random_ledgers[i], buffer_text(&scheme.ledgers[i]));
    random_scheme_release(&scheme);
    unlink(path);
    for (int i = 0; i < RANDOM_LEDGERS; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, random_ledgers[i]);
        unlink(path);
    }
    return result;
}

static uint64_t number_from(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

static void random_schemes(void **state)
{
    (void)state;
    uint64_t count = number_from("ASSESSC_SCHEMES", 60), first = number_from("ASSESSC_SEED", 1);
    uint64_t results[COMPARED_DIFFERENT + 1] = {0};
    char folder[] = "/tmp/slow-schemes-XXXXXX";
    assert_non_null(mkdtemp(folder));
    for (uint64_t seed = first; seed < first + count; seed++) {
        struct buffer report = {0};
        enum comparison_result result = compare_random(folder, seed, &report);
        results[result]++;
        if (result == COMPARED_DIFFERENT) {     /* longer than cmocka's messages may be */
            fprintf(stderr, "random scheme, ASSESSC_SEED=%llu: %s\n", (unsigned long long)seed, buffer_text(&report));
            fail_msg("random scheme, ASSESSC_SEED=%llu: the two differ", (unsigned long long)seed);
        }
        if (result == COMPARED_REFUSED && getenv("ASSESSC_REFUSALS"))
            fprintf(stderr, "seed %llu: %s\n", (unsigned long long)seed, buffer_text(&report));
        buffer_release(&report);
    }
    rmdir(folder);
    print_message("seeds from %llu: %llu scored alike, %llu ended with a fault alike, %llu were refused\n", (unsigned long long)first,
                  (unsigned long long)results[COMPARED_SAME], (unsigned long long)results[COMPARED_FAILING], (unsigned long long)results[COMPARED_REFUSED]);
    assert_true(2 * results[COMPARED_REFUSED] <= count);
}

int main(void)
{
    lang_memory_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(acceptance_cases),
        cmocka_unit_test(practice_cases),
        cmocka_unit_test(rule_sets),
        cmocka_unit_test(township_year),
        cmocka_unit_test(random_schemes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
