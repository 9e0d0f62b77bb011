/* assessc new: a small working scheme to begin from, with its ledger and tests, in a folder that is new or empty. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "base/file.h"
#include "command/command.h"
#include "embedded.h"
#include "memory.h"

/* What stands in lang/template/, and how it is called in the new folder. */
static const struct { const char *template, *name; } files[2][2] = {
    [LANGUAGE_ZH] = {{"lang/template/zh.assess", "办法.assess"}, {"lang/template/zh.csv", "乡镇.csv"}},
    [LANGUAGE_EN] = {{"lang/template/en.assess", "scheme.assess"}, {"lang/template/en.csv", "towns.csv"}},
};

/* Makes the folder if it is not there. 0, ENOTEMPTY where something is in it, or another errno value. */
static int make_folder(const char *path)
{
    if (mkdir(path, 0777) == 0)
        return 0;
    if (errno != EEXIST)
        return errno;
    DIR *folder = opendir(path);
    if (!folder)
        return errno;
    bool empty = true;
    for (struct dirent *entry; empty && (entry = readdir(folder)) != NULL;)
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    closedir(folder);
    return empty ? 0 : ENOTEMPTY;
}

static int write_template(const char *template, const char *path)
{
    const struct embedded_file *file = embedded_templates;
    while (strcmp(file->path, template) != 0)
        file++;
    struct file_writer writer;
    int error = file_open(&writer, path);
    if (error)
        return error;
    file_write(&writer, file->text, file->length);
    return file_commit(&writer);
}

static void tell(enum language language, const char *folder, const char *rules)
{
    bool zh = language == LANGUAGE_ZH;
    printf(zh ? "%s 里建好了一套办法和它的台账。接下来可以:\n" : "%s now holds a scheme and its ledger. Next:\n", folder);
    static const struct { const char *command, *options, *what[2]; } next[] = {
        {"check", "", {"检查写得通不通", "is it sound?"}},
        {"test", "", {"运行里面的测试", "runs its tests"}},
        {"run", " --data .", {"算出得分", "computes the scores"}},
        {"explain", " --data . --unit T02", {"说明 T02 的得分是怎么来的", "tells how T02 came to its scores"}}};
    printf("  cd %s\n", folder);
    for (size_t i = 0; i < sizeof next / sizeof next[0]; i++)
        printf("  assessc %s %s%s    # %s\n", next[i].command, rules, next[i].options, next[i].what[language]);
}

int command_new(const struct arguments *arguments)
{
    const char *folder = arguments->operands[0];
    if (arguments->operand_count > 1) {
        complain(arguments, "U0026", arguments->operands[1], NULL);
        return EXIT_USAGE;
    }
    int error = make_folder(folder);
    if (error == ENOTEMPTY) {
        complain(arguments, "U0025", folder, NULL);
        return EXIT_USAGE;
    }
    for (int i = 0; !error && i < 2; i++)
        error = write_template(files[arguments->language][i].template, lang_format("%s/%s", folder, files[arguments->language][i].name));
    if (error) {
        complain(arguments, "E0600", folder, file_error_text(error));
        return EXIT_MACHINE;
    }
    tell(arguments->language, folder, files[arguments->language][0].name);
    return EXIT_DONE;
}
