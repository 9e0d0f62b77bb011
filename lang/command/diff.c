/* assessc diff: what changed between the schemes of two years, or between two folders of them. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "check/check.h"
#include "command/command.h"
#include "diff/effect.h"
#include "diff/report.h"
#include "elaborate/elaborate.h"
#include "memory.h"
#include "messages.h"

enum form { FORM_TEXT, FORM_JSON, FORM_MARKDOWN, FORM_HTML, FORM_XLSX, FORMS };
static const struct { const char *name, *ending; } forms[FORMS] = {{"text", ".txt"}, {"json", ".json"}, {"md", ".md"}, {"html", ".html"}, {"xlsx", ".xlsx"}};

/* ---- what was asked for ---- */

/* --fail-on score,load,hard: one of the questions asked is answered with yes. */
static bool found(const struct arguments *arguments, const struct diff_set *set)
{
    const char *asked = arguments->values[FLAG_fail_on];
    if (arguments->values[FLAG_exit_code] && diff_set_changed(set))
        return true;
    if (!asked)
        return false;
    return (strstr(asked, "score") && diff_set_answers(set, 'S')) || (strstr(asked, "load") && diff_set_answers(set, 'L')) || (strstr(asked, "hard") && diff_set_answers(set, 'H'));
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
            if (i != FORM_XLSX || path)
                return true;
            complain(arguments, "E0960", name, NULL);
            return false;
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

/* The path within the folder that was given. */
static const char *path_in(const char *folder, const char *path)
{
    size_t length = strlen(folder);
    path += strncmp(path, folder, length) == 0 ? length : 0;
    return path + strspn(path, "/");
}

/* ---- pairs of two folders ---- */

struct side { const char *folder; const char **paths; struct scheme **schemes; bool *taken; uint32_t count; };

/* The schemes of a folder that are rules by themselves. */
static struct side side_of(struct model *model, const struct sides *sides, int number, const char *folder)
{
    struct side side = {.folder = folder, .paths = lang_array(sides->counts[number] + 1, sizeof *side.paths), .schemes = lang_array(sides->counts[number] + 1, sizeof *side.schemes),
                        .taken = lang_array(sides->counts[number] + 1, sizeof *side.taken)};
    for (size_t i = 0; i < sides->counts[number]; i++) {
        struct scheme *scheme = scheme_at(model, sides->paths[number][i]);
        if (!scheme || !scheme->title || scheme->is_library)
            continue;
        side.paths[side.count] = sides->paths[number][i];
        side.schemes[side.count++] = scheme;
    }
    return side;
}

/* The scheme of this title that no other is paired with: the one at the same path, else the latest. UINT32_MAX: none. */
static uint32_t namesake(const struct side *old, const struct side *new, uint32_t of)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < old->count; i++) {
        if (old->taken[i] || strcmp(old->schemes[i]->title, new->schemes[of]->title) != 0)
            continue;
        if (strcmp(path_in(old->folder, old->paths[i]), path_in(new->folder, new->paths[of])) == 0)
            return i;
        if (best == UINT32_MAX || old->schemes[i]->year > old->schemes[best]->year)
            best = i;
    }
    return best;
}

/* ---- writing ---- */

static int put_out(const struct arguments *arguments, const struct diff_set *set, enum form form)
{
    static void (*const reports[FORMS])(const struct diff_set *, const struct diff_style *, struct buffer *) = {
        [FORM_TEXT] = diff_report_text, [FORM_JSON] = diff_report_json, [FORM_MARKDOWN] = diff_report_markdown, [FORM_HTML] = diff_report_html};
    const char *path = arguments->values[FLAG_output];
    struct diff_style style = {arguments->language, arguments->values[FLAG_all] != NULL, path && !arguments->values[FLAG_width] ? 0 : screen_width(arguments)};
    struct buffer out = {0};
    int status = EXIT_DONE;
    if (form == FORM_XLSX) {
        int error = diff_report_xlsx(set, &style, path);
        if (error)
            complain(arguments, "E0600", path, file_error_text(error));
        return error ? EXIT_MACHINE : EXIT_DONE;
    }
    reports[form](set, &style, &out);
    if (path)
        status = write_whole(arguments, path, &out);
    else
        output_write(&out);
    buffer_release(&out);
    return status;
}

static bool has_weights(const struct scheme *scheme)
{
    for (uint32_t i = 0; i < scheme->item_count; i++)
        if (scheme->items[i]->weight)
            return true;
    return false;
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
    const struct scheme *sides[2] = {diff->old, diff->new};
    if (diagnostics_count(why, SEVERITY_ERROR)) {
        show_messages(arguments, why);
        return false;
    }
    for (int i = 0; i < 2; i++)
        if (!sides[i]->total || !has_weights(sides[i])) {
            complain(arguments, sides[i]->total ? "E0963" : "E0952", sides[i]->title, NULL);
            break;
        }
    return false;
}

static int add_pair(const struct arguments *arguments, struct diff_set *set, struct scheme *old, struct scheme *new)
{
    struct diff *diff = diff_schemes(old, new);
    diff->effect_left_out = arguments->data_count && set->folders && !(old->total && new->total && has_weights(old) && has_weights(new));
    if (arguments->data_count && !diff->effect_left_out && !add_effect(arguments, diff))
        return EXIT_DATA;
    *ARRAY_ADD(set->pairs, set->pair_count) = diff;
    return EXIT_DONE;
}

static int add_folders(const struct arguments *arguments, struct diff_set *set, struct model *model, const struct sides *sides)
{
    struct side old = side_of(model, sides, 0, arguments->operands[0]), new = side_of(model, sides, 1, arguments->operands[1]);
    int status = EXIT_DONE;
    for (uint32_t i = 0; i < new.count && status == EXIT_DONE; i++) {
        uint32_t other = namesake(&old, &new, i);
        if (other == UINT32_MAX) {
            *ARRAY_ADD(set->lone[1], set->lone_count[1]) = new.schemes[i];
            continue;
        }
        old.taken[other] = true;
        status = add_pair(arguments, set, old.schemes[other], new.schemes[i]);
    }
    for (uint32_t i = 0; i < old.count; i++)
        if (!old.taken[i])
            *ARRAY_ADD(set->lone[0], set->lone_count[0]) = old.schemes[i];
    return status;
}

static int compare(const struct arguments *arguments, enum form form, struct diagnostics *diagnostics)
{
    struct sides sides;
    struct diff_set set = {.folders = stands_for_files(arguments->operands[0]) && stands_for_files(arguments->operands[1]), .names = {arguments->operands[0], arguments->operands[1]}};
    struct model *model = list_sides(arguments, &sides, diagnostics) ? load_sides(&sides, set.folders, diagnostics) : NULL;
    if (!model) {
        show_messages(arguments, diagnostics);
        return EXIT_RULES;
    }
    int status = set.folders ? add_folders(arguments, &set, model, &sides) : add_pair(arguments, &set, scheme_at(model, sides.paths[0][0]), scheme_at(model, sides.paths[1][0]));
    if (status == EXIT_DONE)
        status = put_out(arguments, &set, form);
    return status != EXIT_DONE ? status : found(arguments, &set) ? EXIT_FINDINGS : EXIT_DONE;
}

int command_diff(const struct arguments *arguments)
{
    enum form form;
    if (arguments->operand_count != 2) {
        complain(arguments, "E0951", lang_format("%zu", arguments->operand_count), NULL);
        return EXIT_USAGE;
    }
    bool folder = stands_for_files(arguments->operands[0]);
    if (folder != stands_for_files(arguments->operands[1])) {
        complain(arguments, "E0964", arguments->operands[!folder], arguments->operands[folder]);
        return EXIT_USAGE;
    }
    if (!known_questions(arguments) || !known_form(arguments, &form) || !knows_width(arguments))
        return EXIT_USAGE;
    struct diagnostics *diagnostics = diagnostics_new();
    int status = compare(arguments, form, diagnostics);
    diagnostics_free(diagnostics);
    return status;
}
