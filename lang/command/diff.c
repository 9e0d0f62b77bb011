/* assessc diff: what changed between the schemes of two years, or between two folders of them. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "check/check.h"
#include "command/command.h"
#include "diff/effect.h"
#include "elaborate/elaborate.h"
#include "memory.h"
#include "messages.h"

enum form { FORM_TEXT, FORM_JSON, FORM_MARKDOWN, FORM_HTML, FORMS };
static const struct { const char *name, *ending; } forms[FORMS] = {{"text", ".txt"}, {"json", ".json"}, {"md", ".md"}, {"html", ".html"}};

/* ---- what was asked for ---- */

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

/* By --format, else by the ending of -o. */
static bool known_form(const struct arguments *arguments, enum form *form)
{
    const char *name = arguments->values[FLAG_format], *path = arguments->values[FLAG_output];
    *form = FORM_TEXT;
    for (int i = 0; i < FORMS; i++)
        if (name ? strcmp(name, forms[i].name) == 0 : path && ends_with(path, forms[i].ending)) {
            *form = (enum form)i;
            return true;
        }
    if (!name && (!path || strncmp(path, "/dev/", 5) == 0))
        return true;
    complain(arguments, "E0953", name ? name : path, NULL);
    return false;
}

/* ---- which schemes ---- */

struct sides { const char **paths[2]; size_t counts[2]; };

/* A file is itself; a folder stands for the rule files below it. */
static bool list_sides(const struct arguments *arguments, struct sides *sides, struct diagnostics *diagnostics)
{
    bool good = true;
    for (int i = 0; i < 2; i++) {
        struct arguments one = *arguments, expanded;
        one.operands = &arguments->operands[i];
        one.operand_count = 1;
        good = folders_to_files(&one, &expanded, diagnostics) && good;
        sides->paths[i] = expanded.operands;
        sides->counts[i] = expanded.operand_count;
    }
    return good;
}

/* All files of both sides in one model, checked. NULL: messages recorded. */
static struct model *load_sides(const struct sides *sides, bool folders, struct diagnostics *diagnostics)
{
    const char **paths = lang_array(sides->counts[0] + sides->counts[1] + 1, sizeof *paths);
    uint32_t count = 0;
    for (int i = 0; i < 2; i++)
        for (size_t k = 0; k < sides->counts[i]; k++)
            paths[count++] = sides->paths[i][k];
    struct model *model = (folders ? elaborate_folder : elaborate_files)(diagnostics, paths, count);
    for (uint32_t i = 0; i < model->scheme_count && !diagnostics_count(diagnostics, SEVERITY_ERROR); i++)
        if (scheme_is_run(model->schemes[i]) && model->schemes[i]->units)
            check_scheme(model->schemes[i]);
    return diagnostics_count(diagnostics, SEVERITY_ERROR) ? NULL : model;
}

static struct scheme *scheme_at(struct model *model, const char *path) { return scheme_load(model, path, (struct span){0}); }

/* The scheme of a folder that has this title. */
static struct scheme *namesake(struct model *model, const struct sides *sides, int side, const char *title)
{
    for (size_t i = 0; i < sides->counts[side]; i++) {
        struct scheme *scheme = scheme_at(model, sides->paths[side][i]);
        if (scheme && scheme->title && !scheme->is_library && strcmp(scheme->title, title) == 0)
            return scheme;
    }
    return NULL;
}

/* ---- writing ---- */

static void write_form(const struct diff *diff, enum form form, const struct diff_style *style, struct buffer *out)
{
    if (form == FORM_JSON)
        diff_report_json(diff, out);
    else if (form == FORM_MARKDOWN)
        diff_report_markdown(diff, style, out);
    else if (form == FORM_HTML)
        diff_report_html(diff, style, out);
    else
        diff_report_text(diff, style, out);
}

static int put_out(const struct arguments *arguments, const struct buffer *out)
{
    const char *path = arguments->values[FLAG_output];
    if (!path) {
        output_write(out);
        return EXIT_DONE;
    }
    return write_whole(arguments, path, out);
}

/* --data: both rule sets on the same ledgers. */
static bool add_effect(const struct arguments *arguments, struct diff *diff)
{
    struct diagnostics *why = NULL;
    struct ledger_paths paths = data_paths(arguments);
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    diff->effect = effect_compute(diff, &paths, processors > 0 ? (unsigned)processors : 1, &why);
    if (diff->effect)
        return true;
    if (!diagnostics_count(why, SEVERITY_ERROR))
        complain(arguments, "E0952", diff->new->total ? diff->old->title : diff->new->title, NULL);
    else
        show_messages(arguments, why);
    return false;
}

static int one_pair(const struct arguments *arguments, struct scheme *old, struct scheme *new, enum form form, struct buffer *out, bool *any)
{
    struct diff *diff = diff_schemes(old, new);
    struct diff_style style = {arguments->language, arguments->values[FLAG_all] != NULL, arguments->values[FLAG_output] && !arguments->values[FLAG_width] ? 0 : screen_width(arguments)};
    if (arguments->data_count && !add_effect(arguments, diff))
        return EXIT_DATA;
    write_form(diff, form, &style, out);
    *any = *any || found(arguments, diff);
    return EXIT_DONE;
}

/* Schemes of one title in both folders, one after another; those that only one folder has are named. */
static int folders(const struct arguments *arguments, struct model *model, const struct sides *sides, enum form form, struct buffer *out, bool *any)
{
    int status = EXIT_DONE;
    bool zh = arguments->language == LANGUAGE_ZH;
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < sides->counts[side] && status == EXIT_DONE; i++) {
            struct scheme *scheme = scheme_at(model, sides->paths[side][i]), *other = scheme && scheme->title && !scheme->is_library ? namesake(model, sides, !side, scheme->title) : NULL;
            if (!scheme || !scheme->title || scheme->is_library)
                continue;
            if (!other) {
                *any = *any || arguments->values[FLAG_exit_code] || arguments->values[FLAG_fail_on];
                buffer_format(out, zh ? "%c 《%s》 %d年度  只在%s\n\n" : "%c 《%s》 %d  only in %s\n\n", side ? '+' : '-', scheme->title, scheme->year, arguments->operands[side]);
            } else if (side) {
                status = one_pair(arguments, other, scheme, form, out, any);
                buffer_append_char(out, '\n');
            }
        }
    return status;
}

static int compare(const struct arguments *arguments, enum form form, struct diagnostics *diagnostics)
{
    struct sides sides;
    bool in_folders = is_folder(arguments->operands[0]) && is_folder(arguments->operands[1]), any = false;
    struct model *model = list_sides(arguments, &sides, diagnostics) ? load_sides(&sides, in_folders, diagnostics) : NULL;
    struct buffer out = {0};
    if (!model) {
        show_messages(arguments, diagnostics);
        return EXIT_RULES;
    }
    int status = in_folders ? folders(arguments, model, &sides, form, &out, &any)
                            : one_pair(arguments, scheme_at(model, sides.paths[0][0]), scheme_at(model, sides.paths[1][0]), form, &out, &any);
    if (status == EXIT_DONE)
        status = put_out(arguments, &out);
    buffer_release(&out);
    return status != EXIT_DONE ? status : any ? EXIT_FINDINGS : EXIT_DONE;
}

int command_diff(const struct arguments *arguments)
{
    enum form form;
    if (arguments->operand_count != 2 || is_folder(arguments->operands[0]) != is_folder(arguments->operands[1])) {
        complain(arguments, "E0951", lang_format("%zu", arguments->operand_count), NULL);
        return EXIT_USAGE;
    }
    if (!known_questions(arguments) || !known_form(arguments, &form) || !knows_width(arguments))
        return EXIT_USAGE;
    if (is_folder(arguments->operands[0]) && form != FORM_TEXT && form != FORM_MARKDOWN) {
        complain(arguments, "E0954", forms[form].name, NULL);
        return EXIT_USAGE;
    }
    struct diagnostics *diagnostics = diagnostics_new();
    int status = compare(arguments, form, diagnostics);
    diagnostics_free(diagnostics);
    return status;
}
