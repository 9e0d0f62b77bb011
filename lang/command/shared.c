/* What the commands share: showing messages, compiling rule files, loading .asb files. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "answer/answer.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"
#include "check/check.h"
#include "command/command.h"
#include "compile/compile.h"
#include "elaborate/elaborate.h"
#include "messages.h"

enum { SCREEN_CELLS = 1000000 };    /* the widest that --width may ask for: wider than any table */

bool ends_with(const char *text, const char *ending)
{
    size_t length = strlen(text), tail = strlen(ending);
    return length >= tail && strcmp(text + length - tail, ending) == 0;
}

int replace_file(const char *path, const struct buffer *text)
{
    struct file_writer writer;
    struct stat status;
    int error = stat(path, &status) == 0 ? file_open(&writer, path) : errno;
    if (error)
        return error;
    if (fchmod(writer.descriptor, status.st_mode & 07777) != 0) {
        error = errno;
        file_abort(&writer);
        return error;
    }
    file_write(&writer, buffer_text(text), text->length);
    return file_commit(&writer);
}

void show_messages(const struct arguments *arguments, const struct diagnostics *diagnostics)
{
    struct buffer out = {0};
    const char *format = arguments->values[FLAG_format];
    if (format && strcmp(format, "json") == 0)
        diagnostics_render_json(diagnostics, &out);
    else if (format && strcmp(format, "sarif") == 0)
        diagnostics_render_sarif(diagnostics, arguments->language, &out);
    else {
        struct render_options options = {.language = arguments->language, .faults_shown = LIMIT_FAULTS_SHOWN,
                                         .color = isatty(STDERR_FILENO) && !getenv("NO_COLOR")};
        diagnostics_render_text(diagnostics, &options, &out);
    }
    fwrite(buffer_text(&out), 1, out.length, stderr);
    buffer_release(&out);
}

static int output_error;            /* of the first write to stdout that failed */

void output_write(const struct buffer *out)
{
    errno = 0;
    if (fwrite(buffer_text(out), 1, out->length, stdout) != out->length && !output_error)
        output_error = errno ? errno : EIO;
}

int output_finish(void)
{
    errno = 0;
    if ((fflush(stdout) != 0 || ferror(stdout)) && !output_error)
        output_error = errno ? errno : EIO;
    return output_error;
}

void complain(const struct arguments *arguments, const char *code, const char *first, const char *second)
{
    struct diagnostics *diagnostics = diagnostics_new();
    const char *texts[2] = {first, second};
    diagnostic_report(diagnostics, message_find(lang_messages, code), second ? 2 : 1, texts);
    show_messages(arguments, diagnostics);
    diagnostics_free(diagnostics);
}

int write_whole(const struct arguments *arguments, const char *path, const struct buffer *bytes)
{
    struct file_writer writer;
    int error = file_open(&writer, path);
    if (!error) {
        file_write(&writer, buffer_text(bytes), bytes->length);
        error = file_commit(&writer);
    }
    if (error)
        complain(arguments, "E0600", path, file_error_text(error));
    return error ? EXIT_MACHINE : EXIT_DONE;
}

/* ---- options that several commands have ---- */

bool number_flag(const struct arguments *arguments, enum flag flag, const char *code, long least, long most)
{
    const char *text = arguments->values[flag];
    char *end, limit[64];
    long number = text ? strtol(text, &end, 10) : least;
    if (!text || (*text && !*end && number >= least && number <= most))
        return true;
    snprintf(limit, sizeof limit, "%ld-%ld", least, most);
    complain(arguments, code, text, limit);
    return false;
}

bool knows_width(const struct arguments *arguments) { return number_flag(arguments, FLAG_width, "U0011", 0, SCREEN_CELLS); }

int screen_width(const struct arguments *arguments)
{
    struct winsize size;
    if (arguments->values[FLAG_width])
        return atoi(arguments->values[FLAG_width]);
    if (!isatty(STDOUT_FILENO))
        return 0;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
}

/* ---- programs ---- */

static struct program *verified(struct program *program, const char *path, struct diagnostics *diagnostics)
{
    struct buffer why = {0};
    if (program && program_verify(program, &why))
        return program;
    const char *texts[2] = {path, buffer_text(&why)};
    diagnostic_report(diagnostics, message_find(lang_messages, "E0510"), 2, texts);
    diagnostic_at_cell(diagnostics, path, NULL, 0, NULL, NULL, NULL);
    buffer_release(&why);
    program_free(program);
    return NULL;
}

struct program *load_program(const char *path, struct diagnostics *diagnostics)
{
    struct buffer bytes = {0}, why = {0};
    int error = file_read(path, LIMIT_PROGRAM_BYTES, &bytes);
    struct program *program = error ? NULL : program_decode(bytes.data, bytes.length, &why);
    if (!program) {
        const char *texts[2] = {path, error ? file_error_text(error) : buffer_text(&why)};
        diagnostic_report(diagnostics, message_find(lang_messages, error ? "E0420" : "E0510"), 2, texts);
        diagnostic_at_cell(diagnostics, path, NULL, 0, NULL, NULL, NULL);
    }
    for (uint32_t i = 0; program && i < program->source_count; i++)     /* places in the program are places in these sources */
        diagnostics_add_source(diagnostics, program->sources[i].path, program->sources[i].text, program->sources[i].length);
    buffer_release(&bytes);
    buffer_release(&why);
    return program ? verified(program, path, diagnostics) : NULL;
}

static struct program *hand_over(struct program *compiled, struct diagnostics *diagnostics)
{
    struct buffer why = {0};
    struct program *program = program_checked(compiled, &why);
    if (!program) {
        const char *texts[2] = {"-", buffer_text(&why)};
        diagnostic_report(diagnostics, message_find(lang_messages, "E0510"), 2, texts);
    }
    buffer_release(&why);
    return program;
}

struct program *compile_files(const struct arguments *arguments, struct diagnostics *diagnostics, struct model **model)
{
    struct compiled_nodes nodes;
    return compile_files_with(arguments, diagnostics, model, &nodes);
}

struct model *checked_model(const struct arguments *arguments, struct diagnostics *diagnostics)
{
    struct model *model = (arguments->from_folders ? elaborate_folder : elaborate_files)(diagnostics, arguments->operands, (uint32_t)arguments->operand_count);
    for (uint32_t i = 0; i < model->scheme_count; i++)
        if (scheme_is_run(model->schemes[i]) && model->schemes[i]->units)
            check_scheme(model->schemes[i]);
    if (diagnostics_count(diagnostics, SEVERITY_ERROR)) {
        answers_show(model);
        return NULL;
    }
    check_repeats(model);
    return model;
}

static bool is_cited(const struct model *model, const struct scheme *scheme)
{
    for (uint32_t i = 0; i < model->scheme_count; i++)
        for (uint32_t k = 0; scheme_is_run(model->schemes[i]) && k < model->schemes[i]->cited_count; k++)
            if (model->schemes[i]->cited[k] == scheme)
                return true;
    return false;
}

bool compiles_apart(struct model *model, struct diagnostics *diagnostics)
{
    bool good = true;
    for (uint32_t i = 0; i < model->scheme_count; i++) {
        if (!scheme_is_run(model->schemes[i]) || is_cited(model, model->schemes[i]))    /* a cited one is compiled with who cites it */
            continue;
        struct program *compiled = compile_scheme(model, model->schemes[i]);
        struct program *program = compiled ? hand_over(compiled, diagnostics) : NULL;
        good = good && program;
        program_free(program);
    }
    if (!good)
        answers_show(model);
    return good;
}

struct model *model_with_tests(const struct arguments *arguments, struct diagnostics *diagnostics, struct tests *tests)
{
    struct model *model = checked_model(arguments, diagnostics);
    *tests = (struct tests){0};
    if (!model || !compiles_apart(model, diagnostics))
        return NULL;
    *tests = tests_read(model);
    return diagnostics_count(diagnostics, SEVERITY_ERROR) ? NULL : model;
}

struct program *compile_files_with(const struct arguments *arguments, struct diagnostics *diagnostics, struct model **model, struct compiled_nodes *nodes)
{
    struct model *made = checked_model(arguments, diagnostics);
    if (model)
        *model = made;
    if (!made || !check_together(made))
        return NULL;
    struct program *compiled = compile_model_with(made, nodes);
    if (!compiled)
        answers_show(made);
    return compiled ? hand_over(compiled, diagnostics) : NULL;
}
