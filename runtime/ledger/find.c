/* Finds the files of ledgers by name, and says what there is instead where a file is not there. */
#include "ledger/find.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

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
        if (!has_name(names, count, name)) {
            nearest = text_nearest(name, strlen(name), names, count);
            code = nearest ? "D0317" : "D0316";
        }
        for (size_t j = 0; j < i && !code; j++)
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

static void report_lost(const struct ledger_paths *paths, const char *name, struct diagnostics *diagnostics)
{
    struct buffer tried = {0}, path = {0}, nearest = {0};
    int best = 0;
    for (size_t i = 0; i < paths->folder_count; i++) {
        join(&path, paths->folders[i], name, endings[0]);
        buffer_format(&tried, "%s%s", i ? "、" : "", path.data);
        look_around(paths->folders[i], name, &nearest, &best);
    }
    if (!tried.length)
        buffer_format(&tried, "%s%s", name, endings[0]);
    report(diagnostics, nearest.length ? "D0302" : "D0301", 3, (const char *[]){name, tried.data, buffer_text(&nearest)});
    buffer_release(&tried);
    buffer_release(&path);
    buffer_release(&nearest);
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

bool find_ledger(const struct ledger_paths *paths, const char *name, struct buffer *path, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < paths->file_count; i++)
        if (strcmp(paths->files[i].name, name) == 0) {
            buffer_clear(path);
            buffer_append_text(path, paths->files[i].path);
            return true;
        }
    for (size_t i = 0; i < paths->folder_count; i++)
        for (size_t ending = 0; ending < sizeof endings / sizeof endings[0]; ending++) {
            join(path, paths->folders[i], name, endings[ending]);
            if (access(path->data, F_OK) == 0)
                return is_only_file(paths->folders[i], name, path, ending, diagnostics);
        }
    report_lost(paths, name, diagnostics);
    return false;
}
