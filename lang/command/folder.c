/* A folder among the operands, on the disk or in a revision of git, stands for all rule files (*.assess) below it, in the order of their
 * paths. Files and folders whose names begin with a dot are passed over, and links to folders are not followed, so that no folder is come to
 * twice. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/file.h"
#include "base/limits.h"
#include "command/command.h"
#include "diagnostic/diagnostic.h"
#include "elaborate/revision.h"
#include "memory.h"
#include "messages.h"

struct found { const char **paths; size_t count; };

bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static void refuse(struct diagnostics *diagnostics, const char *code, const char *path, const char *why)
{
    const char *texts[2] = {path, why};
    diagnostic_report(diagnostics, message_find(lang_messages, code), why ? 2 : 1, texts);
    diagnostic_at_cell(diagnostics, path, NULL, 0, NULL, NULL, NULL);
}

static void add_path(struct found *found, const char *path)
{
    found->paths = lang_resize(found->paths, found->count, found->count + 1, sizeof *found->paths);
    found->paths[found->count++] = path;
}

static bool walk(const char *folder, int depth, struct found *found, struct diagnostics *diagnostics)
{
    DIR *entries = depth < LIMIT_NESTING ? opendir(folder) : NULL;
    if (!entries) {
        refuse(diagnostics, "E0420", folder, file_error_text(depth < LIMIT_NESTING ? errno : ELOOP));
        return false;
    }
    bool good = true;
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        size_t length = strlen(folder);
        const char *path = lang_format("%s%s%s", folder, length && folder[length - 1] == '/' ? "" : "/", entry->d_name);
        struct stat status;
        if (entry->d_name[0] == '.' || lstat(path, &status) != 0)
            continue;
        if (S_ISDIR(status.st_mode))
            good = walk(path, depth + 1, found, diagnostics) && good;
        else if (ends_with(path, ".assess"))
            add_path(found, path);
    }
    closedir(entries);
    return good;
}

/* The rule files of a folder in a revision of git; files and folders whose names begin with a dot are passed over there too. */
static bool list_revision(const char *folder, struct found *found)
{
    const char **files;
    uint32_t count;
    if (!revision_list(folder, &files, &count))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (ends_with(files[i], ".assess") && !strstr(files[i] + strlen(folder), "/."))
            add_path(found, files[i]);
    return true;
}

bool stands_for_files(const char *path)
{
    struct found found = {0};
    return is_folder(path) || (revision_named(path) && list_revision(path, &found));
}

static int by_path(const void *one, const void *other) { return strcmp(*(const char *const *)one, *(const char *const *)other); }

bool folders_to_files(const struct arguments *arguments, struct arguments *expanded, struct diagnostics *diagnostics)
{
    struct found all = {0};
    bool good = true;
    *expanded = *arguments;
    for (size_t i = 0; i < arguments->operand_count; i++) {
        const char *operand = arguments->operands[i];
        size_t before = all.count;
        bool folder = is_folder(operand), walked = !folder && revision_named(operand) && list_revision(operand, &all);
        if (!folder && !walked) {
            add_path(&all, operand);
            continue;
        }
        expanded->from_folders = true;
        walked = walked || walk(operand, 0, &all, diagnostics);
        if (walked && all.count == before)
            refuse(diagnostics, "E0427", operand, NULL);
        good = good && walked && all.count > before;
        if (all.count > before)
            qsort(all.paths + before, all.count - before, sizeof *all.paths, by_path);
    }
    expanded->operands = all.paths;
    expanded->operand_count = all.count;
    return good;
}
