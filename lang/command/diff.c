/* assessc diff: what changed between the schemes of two years. */
#include <stdio.h>
#include <string.h>
#include "check/check.h"
#include "command/command.h"
#include "diff/report.h"
#include "elaborate/elaborate.h"
#include "memory.h"

/* Both schemes, elaborated and checked. False: messages recorded. */
static bool load_both(const struct arguments *arguments, struct diagnostics *diagnostics, struct scheme *sides[2])
{
    struct model *model = elaborate_files(diagnostics, arguments->operands, (uint32_t)arguments->operand_count);
    for (int i = 0; i < 2 && !diagnostics_count(diagnostics, SEVERITY_ERROR); i++) {
        sides[i] = scheme_load(model, arguments->operands[i], (struct span){0});
        if (sides[i] && sides[i]->units)
            check_scheme(sides[i]);
    }
    return !diagnostics_count(diagnostics, SEVERITY_ERROR) && sides[0] && sides[1];
}

/* --fail-on score,load,hard: one of the questions asked is answered with yes. */
static bool found(const struct arguments *arguments, const struct diff *diff)
{
    const char *asked = arguments->values[FLAG_fail_on];
    if (arguments->values[FLAG_exit_code] && diff_count(diff))
        return true;
    if (!asked)
        return false;
    return (strstr(asked, "score") && diff_answers(diff, 'S')) || (strstr(asked, "load") && diff_answers(diff, 'L')) || (strstr(asked, "hard") && diff_answers(diff, 'H'));
}

static bool known_questions(const struct arguments *arguments)
{
    const char *at = arguments->values[FLAG_fail_on];
    while (at && *at) {
        size_t length = strcspn(at, ",");
        bool known = (length == 5 && strncmp(at, "score", 5) == 0) || (length == 4 && (strncmp(at, "load", 4) == 0 || strncmp(at, "hard", 4) == 0));
        if (!known) {
            complain(arguments, "E0950", at, NULL);
            return false;
        }
        at += length + (at[length] == ',');
    }
    return true;
}

static int report(const struct arguments *arguments, struct scheme *sides[2])
{
    const char *format = arguments->values[FLAG_format];
    struct diff *diff = diff_schemes(sides[0], sides[1]);
    struct diff_style style = {arguments->language, arguments->values[FLAG_all] != NULL};
    struct buffer out = {0};
    if (format && strcmp(format, "json") == 0)
        diff_report_json(diff, &out);
    else
        diff_report_text(diff, &style, &out);
    fwrite(buffer_text(&out), 1, out.length, stdout);
    buffer_release(&out);
    return found(arguments, diff) ? EXIT_FINDINGS : EXIT_DONE;
}

int command_diff(const struct arguments *arguments)
{
    if (arguments->operand_count != 2) {
        complain(arguments, "E0951", lang_format("%zu", arguments->operand_count), NULL);
        return EXIT_USAGE;
    }
    if (!known_questions(arguments))
        return EXIT_USAGE;
    struct diagnostics *diagnostics = diagnostics_new();
    struct scheme *sides[2] = {NULL, NULL};
    int status = EXIT_RULES;
    if (load_both(arguments, diagnostics, sides))
        status = report(arguments, sides);
    else
        show_messages(arguments, diagnostics);
    diagnostics_free(diagnostics);
    return status;
}
