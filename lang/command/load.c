/* assessc load: what schemes ask of those whom they assess, and how that differs from a year before. */
#include <stdio.h>
#include <string.h>
#include "command/command.h"
#include "elaborate/elaborate.h"
#include "load/report.h"
#include "memory.h"

/* Of a folder, what only holds constants, functions or tests for others asks nothing of anybody. */
static bool gather(const struct arguments *arguments, struct diagnostics *diagnostics, struct load_report *report)
{
    const char *against = arguments->values[FLAG_against];
    struct model *model = (arguments->from_folders ? elaborate_folder : elaborate_files)(diagnostics, arguments->operands, (uint32_t)arguments->operand_count);
    struct scheme *before = against ? scheme_load(model, against, (struct span){0}) : NULL;
    if (diagnostics_count(diagnostics, SEVERITY_ERROR))
        return false;
    *report = (struct load_report){.model = model};
    for (size_t i = 0; i < arguments->operand_count; i++) {
        struct scheme *scheme = scheme_load(model, arguments->operands[i], (struct span){0});
        bool again = !scheme_is_run(scheme);
        for (uint32_t k = 0; k < report->account_count; k++)
            again = again || report->accounts[k].scheme == scheme;
        if (!again)
            *ARRAY_ADD(report->accounts, report->account_count) = load_account_of(scheme);
    }
    if (before) {
        report->against = lang_new(sizeof *report->against);
        *report->against = load_account_of(before);
    }
    report->repeats = load_repeats(model, &report->repeat_count);
    return true;
}

static int show_load(const struct arguments *arguments, const struct load_report *report)
{
    struct buffer out = {0};
    const char *format = arguments->values[FLAG_format];
    if (format && strcmp(format, "json") == 0)
        load_report_json(report, &out);
    else
        load_report_text(report, arguments->language, &out);
    output_write(&out);
    buffer_release(&out);
    return EXIT_DONE;
}

int command_load(const struct arguments *arguments)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct load_report report;
    struct arguments files;
    bool found = folders_to_files(arguments, &files, diagnostics), one = !files.values[FLAG_against] || files.operand_count == 1;
    if (found && !one)
        complain(arguments, "U0012", lang_format("%zu", files.operand_count), files.operands[0]);
    bool done = found && one && gather(&files, diagnostics, &report);
    show_messages(arguments, diagnostics);
    diagnostics_free(diagnostics);
    return done ? show_load(&files, &report) : found && !one ? EXIT_USAGE : EXIT_RULES;
}
