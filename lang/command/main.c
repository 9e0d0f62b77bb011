/* assessc: finds the command and runs it. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "base/text.h"
#include "command/command.h"
#include "memory.h"

/* Ctrl-C leaves no partial file. */
static void interrupted(int number)
{
    file_abort_all();
    signal(number, SIG_DFL);
    raise(number);
}

static const struct command *find_command(const char *name)
{
    for (const struct command *command = commands; command->name; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

static void unknown_command(const struct arguments *arguments, const char *name)
{
    const char *names[16];
    size_t count = 0;
    for (const struct command *command = commands; command->name && count < 16; command++)
        names[count++] = command->name;
    const char *nearest = text_nearest(name, strlen(name), names, count);
    complain(arguments, nearest ? "U0001" : "U0005", name, nearest);
}

static int run_words(int count, char **words, struct arguments *arguments)
{
    if (count > 2 && strcmp(words[1], "--lang") == 0 && language_named(words[2], &arguments->language)) {
        count -= 2;
        words += 2;
    }
    if (count < 2 || strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0 || strcmp(words[1], "help") == 0) {
        print_help(count > 2 ? find_command(words[2]) : NULL, arguments->language);
        return count < 2 ? EXIT_USAGE : EXIT_DONE;
    }
    const struct command *command = find_command(words[1]);
    if (!command) {
        unknown_command(arguments, words[1]);
        return EXIT_USAGE;
    }
    int status = EXIT_USAGE;
    if (arguments_parse(command, count - 2, words + 2, arguments)) {
        if (arguments->values[FLAG_help]) {
            print_help(command, arguments->language);
            status = EXIT_DONE;
        } else if (!arguments->operand_count && command->operands[arguments->language][0] != '[')
            complain(arguments, "U0006", command->name, command->operands[arguments->language]);
        else
            status = command->run(arguments);
    }
    return status;
}

/* What stands on stdout is whole, or it is said; a reader that has seen enough (head) is no fault. */
static int output_status(const struct arguments *arguments, int status)
{
    int error = output_finish();
    if (!error)
        return status;
    if (error != EPIPE)
        complain(arguments, "E0601", file_error_text(error), NULL);
    return status == EXIT_DONE ? EXIT_MACHINE : status;
}

int main(int count, char **words)
{
    struct arguments arguments = {.language = default_language()};
    lang_memory_start();
    signal(SIGINT, interrupted);
    signal(SIGTERM, interrupted);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);       /* a file that may not grow further is a fault of writing, told as such */
    int status = output_status(&arguments, run_words(count, words, &arguments));
    arguments_free(&arguments);
    return status;
}
