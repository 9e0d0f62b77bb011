/* assessc test: the 测试 blocks of rule files and of files beside them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "command/command.h"
#include "elaborate/elaborate.h"
#include "memory.h"
#include "messages.h"

static const char *const endings[] = {".测试.assess", ".test.assess"};
enum { ENDINGS = sizeof endings / sizeof endings[0] };

/* 办法.assess for 办法.测试.assess and 办法.test.assess, NULL for any other. */
static const char *tested_by(const char *path)
{
    for (int i = 0; i < ENDINGS; i++)
        if (ends_with(path, endings[i]))
            return lang_format("%.*s.assess", (int)(strlen(path) - strlen(endings[i])), path);
    return NULL;
}

/* 办法.assess: 办法.测试.assess and 办法.test.assess are its tests too, where they are there. */
static void add_files_beside(const struct arguments *given, struct arguments *all)
{
    *all = *given;
    all->operands = lang_array((ENDINGS + 1) * given->operand_count + 1, sizeof *all->operands);
    all->operand_count = 0;
    for (size_t i = 0; i < given->operand_count; i++) {
        const char *path = given->operands[i];
        all->operands[all->operand_count++] = path;
        for (int k = 0; k < ENDINGS && ends_with(path, ".assess") && !tested_by(path); k++) {
            const char *beside = lang_format("%.*s%s", (int)(strlen(path) - strlen(".assess")), path, endings[k]);
            if (access(beside, F_OK) == 0)
                all->operands[all->operand_count++] = beside;
        }
    }
}

/* Whether another of the operands brings the tests of this one: the scheme that it stands beside, or the same file before it. */
static bool is_run_with_another(const struct arguments *files, size_t number)
{
    const char *path = files->operands[number], *scheme = tested_by(path);
    for (size_t i = 0; i < files->operand_count; i++)
        if ((i < number && path_same_file(files->operands[i], path)) || (scheme && path_same_file(files->operands[i], scheme)))
            return true;
    return false;
}

/* --coverage 80%: false with a message where it is no share. */
static bool wanted_coverage(const struct arguments *arguments, long *wanted)
{
    const char *text = arguments->values[FLAG_coverage];
    char *end = "";
    *wanted = text ? strtol(text, &end, 10) : 0;
    if (!text || (*text >= '0' && *text <= '9' && (!*end || strcmp(end, "%") == 0) && *wanted >= 0 && *wanted <= 100))
        return true;
    complain(arguments, "U0020", text, NULL);
    return false;
}

/* All files together, as `check` reads them: every message once. False where they have errors, or no tests. */
static bool sound(const struct arguments *files, const char *named, int *status)
{
    struct arguments all;
    struct diagnostics *diagnostics = diagnostics_new();
    struct tests tests;
    add_files_beside(files, &all);
    *status = model_with_tests(&all, diagnostics, &tests) ? EXIT_USAGE : EXIT_RULES;
    if (*status == EXIT_USAGE && !tests.count)
        diagnostic_report(diagnostics, message_find(lang_messages, "E0929"), 1, &named);
    show_messages(files, diagnostics);
    diagnostics_free(diagnostics);
    return *status == EXIT_USAGE && tests.count;
}

/* One rule file with the files beside it and what they cite: a run of its own, which needs the ledgers of no other scheme. Its diagnostics
 * hold the texts that the report shows. */
struct tested_file { struct diagnostics *diagnostics; struct program *program; };

static void run_cases(const struct arguments *arguments, struct test_run *run, const struct tests *tests, struct test_report *report)
{
    run->data = data_paths(arguments);
    run->has_data = arguments->data_count > 0;
    run->language = arguments->language;
    run->met = lang_array(run->model->scheme_count + 1, sizeof *run->met);
    for (uint32_t i = 0; i < run->model->scheme_count; i++)
        run->met[i] = lang_array(run->model->schemes[i]->outcome_count + 1, sizeof **run->met);
    for (uint32_t i = 0; i < tests->count; i++)
        *ARRAY_ADD(report->results, report->count) = test_run_case(run, tests->cases[i]);
    report_coverage(report, run);
}

/* False where the file cannot be computed with what it cites, which is told. */
static bool run_unit(const struct arguments *files, size_t number, struct tested_file *unit, struct test_report *report)
{
    struct arguments one = *files, all;
    struct compiled_nodes nodes;
    struct test_run run = {.nodes = &nodes};
    one.operands = &files->operands[number];
    one.operand_count = 1;
    add_files_beside(&one, &all);
    *unit = (struct tested_file){.diagnostics = diagnostics_new()};
    run.program = unit->program = compile_files_with(&all, unit->diagnostics, &run.model, &nodes);
    if (!run.program) {
        show_messages(files, unit->diagnostics);
        return false;
    }
    struct tests tests = tests_read(run.model);
    run_cases(files, &run, &tests, report);
    return true;
}

static void free_units(struct tested_file *units, size_t count, struct test_report *report)
{
    for (uint32_t i = 0; i < report->count; i++) {
        diagnostics_free(report->results[i].failures);
        diagnostics_free(report->results[i].faults);
    }
    for (size_t i = 0; i < count; i++) {
        program_free(units[i].program);
        diagnostics_free(units[i].diagnostics);
    }
}

static int write_junit(const struct arguments *arguments, const struct test_report *report)
{
    const char *path = arguments->values[FLAG_output];
    struct buffer out = {0};
    test_report_junit(report, &out);
    int status = write_whole(arguments, path, &out);
    buffer_release(&out);
    return status;
}

static int show_report(const struct arguments *arguments, const struct test_report *report, long wanted)
{
    struct buffer out = {0};
    const char *format = arguments->values[FLAG_format];
    if (format && strcmp(format, "json") == 0)
        test_report_json(report, &out);
    else
        test_report_text(report, &out);
    output_write(&out);
    fflush(stdout);
    buffer_release(&out);
    int status = arguments->values[FLAG_output] ? write_junit(arguments, report) : EXIT_DONE;
    if (status == EXIT_DONE && test_report_failed(report))
        status = EXIT_FINDINGS;
    if ((uint64_t)report->met_count * 100 < (uint64_t)wanted * report->line_count) {
        complain(arguments, "E0926", lang_format("%u/%u", report->met_count, report->line_count), lang_format("%ld%%", wanted));
        status = status == EXIT_DONE ? EXIT_FINDINGS : status;
    }
    return status;
}

static int run_all(const struct arguments *files, long wanted)
{
    struct test_report report = {.language = files->language, .color = isatty(STDOUT_FILENO) && !getenv("NO_COLOR")};
    struct tested_file *units = lang_array(files->operand_count + 1, sizeof *units);
    size_t count = 0;
    bool good = true;
    for (size_t i = 0; i < files->operand_count; i++)
        if (!is_run_with_another(files, i))
            good = run_unit(files, i, &units[count++], &report) && good;
    int status = good ? show_report(files, &report, wanted) : EXIT_RULES;
    free_units(units, count, &report);
    return status;
}

int command_test(const struct arguments *arguments)
{
    struct arguments files;
    long wanted;
    int status = EXIT_RULES;
    const char *output = arguments->values[FLAG_output];
    if (!wanted_coverage(arguments, &wanted))
        return EXIT_USAGE;
    if (output && !ends_with(output, ".xml")) {
        complain(arguments, "U0021", output, NULL);
        return EXIT_USAGE;
    }
    struct diagnostics *diagnostics = diagnostics_new();
    bool found = folders_to_files(arguments, &files, diagnostics);
    show_messages(arguments, diagnostics);
    diagnostics_free(diagnostics);
    return found && sound(&files, arguments->operands[0], &status) ? run_all(&files, wanted) : status;
}
