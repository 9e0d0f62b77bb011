/* assessc fmt: rule files in the one canonical layout, in place. A file with errors, or whose new text would not say the same, stays. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/file.h"
#include "base/limits.h"
#include "command/command.h"
#include "format/format.h"
#include "messages.h"

static bool keywords_wanted(const struct arguments *arguments, enum keywords *keywords)
{
    const char *name = arguments->values[FLAG_keywords];
    enum language language;
    *keywords = KEYWORDS_KEPT;
    if (!name)
        return true;
    if (!language_named(name, &language)) {
        complain(arguments, "U0004", "--keywords", name);
        return false;
    }
    *keywords = language == LANGUAGE_ZH ? KEYWORDS_ZH : KEYWORDS_EN;
    return true;
}

static int unreadable(const struct arguments *arguments, const char *path, int error)
{
    char limit[32];
    snprintf(limit, sizeof limit, "%d", LIMIT_SOURCE_BYTES >> 20);
    complain(arguments, error == EFBIG ? "E0421" : error == EISDIR ? "E0422" : "E0420", path, error == EFBIG ? limit : file_error_text(error));
    return EXIT_RULES;
}

/* What was done, or with --check would be, to one file. */
static void tell(const struct arguments *arguments, const char *path)
{
    bool zh = arguments->language == LANGUAGE_ZH;
    printf(arguments->values[FLAG_check] ? (zh ? "%s:排版不合\n" : "%s: not in the canonical layout\n") : zh ? "%s:已整理\n" : "%s: formatted\n", path);
}

static int format_file(const struct arguments *arguments, const char *path, enum keywords keywords)
{
    struct buffer text = {0}, made = {0};
    int error = file_read(path, LIMIT_SOURCE_BYTES, &text), status = EXIT_DONE;
    if (error)
        return unreadable(arguments, path, error);
    struct diagnostics *diagnostics = diagnostics_new();
    struct format_options options = {.keywords = keywords, .spoil = arguments->values[FLAG_test_spoil] != NULL};
    struct source source = {.path = path, .text = buffer_text(&text), .length = text.length};
    if (!format_source(diagnostics, &source, &options, &made)) {
        show_messages(arguments, diagnostics);
        status = EXIT_RULES;
    } else if (made.length != text.length || memcmp(buffer_text(&made), buffer_text(&text), text.length) != 0) {
        error = arguments->values[FLAG_check] ? 0 : replace_file(path, &made);
        if (error)
            complain(arguments, "E0600", path, file_error_text(error));
        else
            tell(arguments, path);
        status = error ? EXIT_MACHINE : arguments->values[FLAG_check] ? EXIT_FINDINGS : EXIT_DONE;
    }
    diagnostics_free(diagnostics);
    buffer_release(&made);
    buffer_release(&text);
    return status;
}

int command_fmt(const struct arguments *arguments)
{
    struct arguments files;
    struct diagnostics *diagnostics = diagnostics_new();
    enum keywords keywords;
    int status = EXIT_DONE;
    if (!keywords_wanted(arguments, &keywords))
        status = EXIT_USAGE;
    else if (!folders_to_files(arguments, &files, diagnostics)) {
        show_messages(arguments, diagnostics);
        status = EXIT_RULES;
    }
    for (size_t i = 0; status != EXIT_USAGE && i < files.operand_count; i++) {
        int one = format_file(arguments, files.operands[i], keywords);
        status = one > status ? one : status;
    }
    diagnostics_free(diagnostics);
    return status;
}
