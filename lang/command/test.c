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
#include "test/test.h"

/* 办法.assess: 办法.测试.assess and 办法.test.assess are its tests too, where they are there. */
static void add_files_beside(const struct arguments *given, struct arguments *all)
{
    static const char *const endings[] = {".测试.assess", ".test.assess"};
    *all = *given;
    all->operands = lang_array(3 * given->operand_count + 1, sizeof *all->operands);
    all->operand_count = 0;
    for (size_t i = 0; i < given->operand_count; i++) {
        const char *path = given->operands[i];
        all->operands[all->operand_count++] = path;
        for (size_t k = 0; k < sizeof endings / sizeof endings[0] && ends_with(path, ".assess") && !ends_with(path, endings[0]) && !ends_with(path, endings[1]); k++) {
            const char *beside = lang_format("%.*s%s", (int)(strlen(path) - strlen(".assess")), path, endings[k]);
            if (access(beside, F_OK) == 0)
                all->operands[all->operand_count++] = beside;
        }
    }
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

static struct test_report run_tests(const struct arguments *arguments, struct model *model, struct program *program, const struct compiled_nodes *nodes, const struct tests *tests)
{
    struct test_run run = {.model = model, .program = program, .nodes = nodes, .data = data_paths(arguments), .has_data = arguments->data_count > 0,
                           .language = arguments->language, .met = lang_array(model->scheme_count + 1, sizeof *run.met)};
    struct test_report report = {.model = model, .results = lang_array(tests->count + 1, sizeof *report.results), .language = arguments->language,
                                 .color = isatty(STDOUT_FILENO) && !getenv("NO_COLOR")};
    for (uint32_t i = 0; i < model->scheme_count; i++)
        run.met[i] = lang_array(model->schemes[i]->outcome_count + 1, sizeof **run.met);
    for (uint32_t i = 0; i < tests->count; i++)
        report.results[report.count++] = test_run_case(&run, tests->cases[i]);
    report_coverage(&report, &run);
    return report;
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

int command_test(const struct arguments *arguments)
{
    struct arguments all;
    struct model *model;
    struct compiled_nodes nodes;
    long wanted;
    const char *output = arguments->values[FLAG_output];
    if (!wanted_coverage(arguments, &wanted))
        return EXIT_USAGE;
    if (output && !ends_with(output, ".xml")) {
        complain(arguments, "U0021", output, NULL);
        return EXIT_USAGE;
    }
    add_files_beside(arguments, &all);
    struct diagnostics *diagnostics = diagnostics_new();
    struct program *program = compile_files_with(&all, diagnostics, &model, &nodes);
    struct tests tests = {0};
    if (program)
        tests = tests_read(model);
    bool sound = program && !diagnostics_count(diagnostics, SEVERITY_ERROR);
    if (sound && !tests.count)
        diagnostic_report(diagnostics, message_find(lang_messages, "E0929"), 1, arguments->operands);
    show_messages(arguments, diagnostics);
    int status = !sound ? EXIT_RULES : EXIT_USAGE;
    if (sound && tests.count) {
        struct test_report report = run_tests(arguments, model, program, &nodes, &tests);
        status = show_report(arguments, &report, wanted);
        for (uint32_t i = 0; i < report.count; i++) {
            diagnostics_free(report.results[i].failures);
            diagnostics_free(report.results[i].faults);
        }
    }
    program_free(program);
    diagnostics_free(diagnostics);
    return status;
}
