/* assessc check: what the text alone shows. */
#include <stdio.h>
#include "check/check.h"
#include "command/command.h"

int command_check(const struct arguments *arguments)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct model *model;
    struct program *program = compile_files(arguments, diagnostics, &model);
    int status = program ? EXIT_DONE : EXIT_RULES;
    if (status == EXIT_DONE && arguments->values[FLAG_strict] && diagnostics_count(diagnostics, SEVERITY_WARNING))
        status = EXIT_FINDINGS;
    bool found = diagnostics_total(diagnostics) > 0;
    if (program)
        check_notes(model);
    show_messages(arguments, diagnostics);
    if (program && arguments->values[FLAG_weights]) {
        struct buffer out = {0};
        check_weight_table(model, arguments->language, &out);
        fwrite(buffer_text(&out), 1, out.length, stdout);
        buffer_release(&out);
    }
    uint32_t checked = 0;
    for (uint32_t i = 0; program && i < model->scheme_count; i++)
        checked += scheme_is_run(model->schemes[i]);
    if (program && !found)
        printf(arguments->language == LANGUAGE_ZH ? "检查通过:%u 套办法\n" : "checked, nothing found: %u scheme(s)\n", checked);
    program_free(program);
    diagnostics_free(diagnostics);
    return status;
}
