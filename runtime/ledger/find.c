/* Finds the files of ledgers by name, and says what there is instead where a file is not there. */
#include "ledger/find.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "ledger/workbook.h"

static void report(struct diagnostics *diagnostics, const char *code, int count, const char *const *arguments)
{
    diagnostic_report(diagnostics, message_find(runtime_messages, code), count, arguments);
}

/* ---- names given on the command line ---- */

static const char **ledger_names(const struct program *program, size_t *count)
{
    const char **names = memory_array(program->domain_count, sizeof *names);
    *count = 0;
    for (uint32_t i = 0; i < program->domain_count; i++)
        if (program->domains[i].kind == DOMAIN_LEDGER)
            names[(*count)++] = program->domains[i].name;
    return names;
}

static bool has_name(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* A spreadsheet that bears no ledger's name may hold several: find_check_workbooks. */
static bool is_workbook(const struct ledger_path *file) { return file->bare && find_is_spreadsheet(file->path) && access(file->path, F_OK) == 0; }

bool find_check_names(const struct program *program, const struct ledger_paths *paths, struct diagnostics *diagnostics)
{
    size_t count;
    const char **names = ledger_names(program, &count);
    struct buffer list = {0};
    bool sound = true;
    for (size_t i = 0; i < count; i++)
        buffer_format(&list, "%s%s", i ? "、" : "", names[i]);
    for (size_t i = 0; i < paths->file_count; i++) {
        const char *name = paths->files[i].name, *path = paths->files[i].path, *code = NULL, *nearest = NULL;
        bool known = has_name(names, count, name);
        if (!known && !is_workbook(&paths->files[i])) {
            nearest = text_nearest(name, strlen(name), names, count);
            code = nearest ? "D0317" : "D0316";
        }
        for (size_t j = 0; j < i && !code && known; j++)
            code = strcmp(paths->files[j].name, name) == 0 ? "D0318" : NULL;
        if (!code)
            continue;
        sound = false;
        report(diagnostics, code, 3, (const char *[]){name, buffer_text(&list), nearest ? nearest : ""});
        diagnostic_at_cell(diagnostics, path, NULL, 0, NULL, NULL, NULL);
    }
    buffer_release(&list);
    memory_free(names);
    return sound;
}

static bool has_sheet_of_ledger(const char *path, const char *const *names, size_t count, struct buffer *sheets)
{
    bool any = false;
    for (size_t i = 0; i < count && !any; i++) {
        buffer_clear(sheets);
        any = workbook_look(path, names[i], sheets) != WORKBOOK_WITHOUT;        /* one that cannot be read is told where it is read */
    }
    return any;
}

bool find_check_workbooks(const struct program *program, const struct ledger_paths *paths, struct diagnostics *diagnostics)
{
    size_t count;
    const char **names = ledger_names(program, &count);
    struct buffer list = {0}, sheets = {0};
    bool sound = true;
    for (size_t i = 0; i < count; i++)
        buffer_format(&list, "%s%s", i ? "、" : "", names[i]);
    for (size_t i = 0; i < paths->file_count; i++) {
        const struct ledger_path *file = &paths->files[i];
        if (has_name(names, count, file->name) || !is_workbook(file) || has_sheet_of_ledger(file->path, names, count, &sheets))
            continue;
        sound = false;
        report(diagnostics, "D0328", 2, (const char *[]){buffer_text(&list), buffer_text(&sheets)});
        diagnostic_at_cell(diagnostics, file->path, NULL, 0, NULL, NULL, NULL);
    }
    buffer_release(&list);
    buffer_release(&sheets);
    memory_free(names);
    return sound;
}

/* ---- files in folders ---- */

static const char *const endings[] = {".csv", ".CSV", ".xlsx", ".XLSX", ".xlsm", ".XLSM"};
enum { SPREADSHEETS = 2 };          /* from here on */

bool find_is_spreadsheet(const char *path)
{
    size_t length = strlen(path);
    for (size_t i = SPREADSHEETS; i < sizeof endings / sizeof *endings; i++)
        if (length > strlen(endings[i]) && strcmp(path + length - strlen(endings[i]), endings[i]) == 0)
            return true;
    return false;
}

static void join(struct buffer *path, const char *folder, const char *name, const char *ending)
{
    size_t length = strlen(folder);
    buffer_clear(path);
    buffer_format(path, "%s%s%s%s", folder, length && folder[length - 1] == '/' ? "" : "/", name, ending);
}

/* How well a file's name may be what was meant: 2 for the ledger's name with another ending, 1 for a near name or one that holds it
 * (2024年乡镇台账.csv), 0 for neither. */
static int likeness(const char *name, const char *file)
{
    const char *dot = strrchr(file, '.');
    size_t stem = dot && dot != file ? (size_t)(dot - file) : strlen(file), length = strlen(name);
    if (stem == length && memcmp(name, file, length) == 0)
        return 2;
    char *stem_text = memory_copy_text(file, stem);
    bool near = strstr(stem_text, name) || text_nearest(name, length, (const char *const[]){stem_text}, 1) != NULL;
    memory_free(stem_text);
    return near;
}

/* The file of a folder that comes nearest; of equal ones the first by name, as folders have no order. */
static void look_around(const char *folder, const char *name, struct buffer *nearest, int *best)
{
    DIR *entries = opendir(folder);
    if (!entries)
        return;
    struct buffer found = {0};
    int found_likeness = *best;
    for (const struct dirent *entry; (entry = readdir(entries));) {
        int like = entry->d_name[0] == '.' ? 0 : likeness(name, entry->d_name);
        if (like > found_likeness || (like == found_likeness && found.length && strcmp(entry->d_name, found.data) < 0)) {
            found_likeness = like;
            buffer_clear(&found);
            buffer_append_text(&found, entry->d_name);
        }
    }
    if (found.length) {
        join(nearest, folder, found.data, "");
        *best = found_likeness;
    }
    closedir(entries);
    buffer_release(&found);
}

/* Which of a CSV file and a spreadsheet is meant, nobody but the reader knows. */
static bool is_only_file(const char *folder, const char *name, const struct buffer *path, size_t ending, struct diagnostics *diagnostics)
{
    struct buffer other = {0};
    bool both = false;
    for (size_t i = SPREADSHEETS; i < sizeof endings / sizeof *endings && ending < SPREADSHEETS && !both; i++) {
        join(&other, folder, name, endings[i]);
        both = access(other.data, F_OK) == 0;
    }
    if (both)
        report(diagnostics, "D0713", 3, (const char *[]){name, path->data, other.data});
    buffer_release(&other);
    return !both;
}

/* ---- workbooks with a sheet for each ledger ---- */

/* The only spreadsheet of the folder. False where there are none, or several. */
static bool only_workbook(const char *folder, struct buffer *path)
{
    DIR *entries = opendir(folder);
    uint32_t count = 0;
    if (!entries)
        return false;
    for (const struct dirent *entry; (entry = readdir(entries));) {
        bool lock = strncmp(entry->d_name, "~$", 2) == 0 || strncmp(entry->d_name, ".~", 2) == 0 || entry->d_name[0] == '.';     /* of one that is open */
        if (lock || !find_is_spreadsheet(entry->d_name) || count++)
            continue;
        join(path, folder, entry->d_name, "");
    }
    closedir(entries);
    return count == 1;
}

/* ---- one ledger ---- */

/* Where a ledger was found, and all that was looked at. */
struct search {
    const struct ledger_paths *paths;
    const char *name;
    struct diagnostics *diagnostics;
    struct buffer found, second;        /* paths; second: of another file or sheet, where there are two */
    struct buffer workbook, sheets;     /* one without such a sheet, and the sheets that it has */
    bool found_sheet, second_sheet, failed;
};

static bool is_same_file(const char *path, const char *other)
{
    struct stat first, second;
    return strcmp(path, other) == 0 || (stat(path, &first) == 0 && stat(other, &second) == 0 && first.st_dev == second.st_dev && first.st_ino == second.st_ino);
}

static void take(struct search *search, const char *path, bool sheet)
{
    struct buffer *to = search->found.length ? &search->second : &search->found;
    if (to->length || (search->found.length && is_same_file(search->found.data, path)))
        return;
    buffer_append_text(to, path);
    *(to == &search->found ? &search->found_sheet : &search->second_sheet) = sheet;
}

static void look_into(struct search *search, const char *path)
{
    struct buffer sheets = {0};
    enum workbook_answer answer = workbook_look(path, search->name, &sheets);
    if (answer == WORKBOOK_WITH)
        take(search, path, true);
    else if (!search->workbook.length) {
        buffer_append_text(&search->workbook, path);
        buffer_append_text(&search->sheets, answer == WORKBOOK_UNREADABLE ? "" : buffer_text(&sheets));
    }
    buffer_release(&sheets);
}

/* Files that are named after the ledger; the first folder that has one hides the others. */
static void look_for_files(struct search *search)
{
    const struct ledger_paths *paths = search->paths;
    struct buffer path = {0};
    for (size_t i = 0; i < paths->file_count; i++)
        if (paths->files[i].bare && strcmp(paths->files[i].name, search->name) == 0)
            take(search, paths->files[i].path, false);
    for (size_t i = 0; i < paths->folder_count && !search->found.length; i++)
        for (size_t ending = 0; ending < sizeof endings / sizeof endings[0] && !search->found.length; ending++) {
            join(&path, paths->folders[i], search->name, endings[ending]);
            if (access(path.data, F_OK) != 0)
                continue;
            search->failed = !is_only_file(paths->folders[i], search->name, &path, ending, search->diagnostics);
            take(search, path.data, false);
        }
    buffer_release(&path);
}

static void look_for_sheets(struct search *search)
{
    const struct ledger_paths *paths = search->paths;
    struct buffer path = {0};
    for (size_t i = 0; i < paths->file_count; i++)
        if (paths->files[i].bare && find_is_spreadsheet(paths->files[i].path) && strcmp(paths->files[i].name, search->name) != 0)
            look_into(search, paths->files[i].path);
    for (size_t i = 0; i < paths->folder_count; i++) {
        buffer_clear(&path);
        if (only_workbook(paths->folders[i], &path))
            look_into(search, path.data);
    }
    buffer_release(&path);
}

static void report_lost(const struct search *search)
{
    const struct ledger_paths *paths = search->paths;
    struct buffer tried = {0}, path = {0}, nearest = {0};
    int best = 0;
    for (size_t i = 0; i < paths->folder_count; i++) {
        join(&path, paths->folders[i], search->name, endings[0]);
        buffer_format(&tried, "%s%s", i ? "、" : "", path.data);
        look_around(paths->folders[i], search->name, &nearest, &best);
    }
    if (!tried.length)
        buffer_format(&tried, "%s%s", search->name, endings[0]);
    if (search->sheets.length && !nearest.length)
        report(search->diagnostics, "D0325", 3, (const char *[]){search->name, buffer_text(&search->workbook), buffer_text(&search->sheets)});
    else
        report(search->diagnostics, nearest.length ? "D0302" : "D0301", 3, (const char *[]){search->name, tried.data, buffer_text(&nearest)});
    buffer_release(&tried);
    buffer_release(&path);
    buffer_release(&nearest);
}

static void append_source(struct buffer *out, const char *path, bool sheet, const char *name)
{
    buffer_append_text(out, path);
    if (sheet)
        buffer_format(out, "「%s」", name);
}

static void report_two(const struct search *search)
{
    struct buffer first = {0}, second = {0};
    append_source(&first, search->found.data, search->found_sheet, search->name);
    append_source(&second, search->second.data, search->second_sheet, search->name);
    report(search->diagnostics, "D0322", 3, (const char *[]){search->name, buffer_text(&first), buffer_text(&second)});
    buffer_release(&first);
    buffer_release(&second);
}

/* A workbook that cannot be read may be the one: what is wrong with it is told when the ledger is read from it. */
static bool settle(struct search *search, struct buffer *path)
{
    bool broken = !search->found.length && search->workbook.length && !search->sheets.length;
    if (search->failed)
        return false;
    if (search->second.length)
        report_two(search);
    else if (!search->found.length && !broken)
        report_lost(search);
    buffer_clear(path);
    buffer_append_text(path, broken ? buffer_text(&search->workbook) : buffer_text(&search->found));
    return broken || (search->found.length && !search->second.length);
}

bool find_ledger(const struct ledger_paths *paths, const char *name, struct buffer *path, struct diagnostics *diagnostics)
{
    struct search search = {.paths = paths, .name = name, .diagnostics = diagnostics};
    for (size_t i = 0; i < paths->file_count; i++)
        if (!paths->files[i].bare && strcmp(paths->files[i].name, name) == 0) {
            buffer_clear(path);
            buffer_append_text(path, paths->files[i].path);
            return true;
        }
    look_for_files(&search);
    if (!search.failed)
        look_for_sheets(&search);
    bool found = settle(&search, path);
    buffer_release(&search.found);
    buffer_release(&search.second);
    buffer_release(&search.workbook);
    buffer_release(&search.sheets);
    return found;
}
