/* assessc check: what the text alone shows. */
#include <stdio.h>
#include "check/check.h"
#include "command/command.h"

static int check(const struct arguments *arguments, struct diagnostics *diagnostics)
{
    struct tests tests;
    struct model *model = model_with_tests(arguments, diagnostics, &tests);
    if (!model) {
        show_messages(arguments, diagnostics);
        return EXIT_RULES;
    }
    bool found = diagnostics_total(diagnostics) > 0, warned = diagnostics_count(diagnostics, SEVERITY_WARNING) > 0;
    check_notes(model);
    show_messages(arguments, diagnostics);
    if (arguments->values[FLAG_weights]) {
        struct buffer out = {0};
        check_weight_table(model, arguments->language, &out);
        output_write(&out);
        buffer_release(&out);
    }
    uint32_t checked = 0;
    for (uint32_t i = 0; i < model->scheme_count; i++)
        checked += scheme_is_run(model->schemes[i]);
    if (!found)
        printf(arguments->language == LANGUAGE_ZH ? "检查通过:%u 套办法\n" : "checked, nothing found: %u scheme(s)\n", checked);
    return warned && arguments->values[FLAG_strict] ? EXIT_FINDINGS : EXIT_DONE;
}

int command_check(const struct arguments *arguments)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct arguments files;
    int status = EXIT_RULES;
    bool found = folders_to_files(arguments, &files, diagnostics);
    if (found && (files.values[FLAG_fix] || files.values[FLAG_fix_all]) && !apply_fixes(&files))
        status = EXIT_MACHINE;
    else if (found)
        status = check(&files, diagnostics);
    else
        show_messages(arguments, diagnostics);
    diagnostics_free(diagnostics);
    return status;
}
