/* Runs a compiled scheme with the interpreter alone; the smallest program that embeds it.
 *
 *     run_asb FILE.asb NAME=FILE... > scores.csv
 *
 *     .asb -> program_decode -> program_verify -> ledgers_load -> interpret_run -> report_csv
 *
 * It is linked with runtime/ and nothing else.  Several schemes in one .asb: their tables one after the other. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "diagnostic/diagnostic.h"
#include "interpret/interpret.h"
#include "ledger/ledger.h"
#include "program/program.h"
#include "report/report.h"

/* Exit statuses are those of assessc. */
enum { DONE = 0, USAGE = 2, RULES = 3, DATA = 4, MACHINE = 5 };

static struct program *program_read(const char *path)
{
    struct buffer bytes = {0}, why = {0};
    struct program *program = NULL;
    if (file_read(path, LIMIT_PROGRAM_BYTES, &bytes) != 0)
        buffer_append_text(&why, "it cannot be read");
    else
        program = program_decode(bytes.data, bytes.length, &why);
    if (program && !program_verify(program, &why)) {
        program_free(program);
        program = NULL;
    }
    if (!program)
        fprintf(stderr, "%s: %s\n", path, buffer_text(&why));
    buffer_release(&bytes);
    buffer_release(&why);
    return program;
}

/* Splits NAME=FILE where = stands. */
static bool paths_read(int count, char **arguments, struct ledger_paths *paths)
{
    paths->files = memory_array((size_t)count + 1, sizeof *paths->files);
    for (int i = 0; i < count; i++) {
        char *equals = strchr(arguments[i], '=');
        if (!equals)
            return false;
        *equals = '\0';
        paths->files[paths->file_count].name = arguments[i];
        paths->files[paths->file_count++].path = equals + 1;
    }
    return true;
}

static int tables_write(const struct program *program, const struct data *data)
{
    struct file_writer writer;
    if (file_open(&writer, "/dev/stdout") != 0)
        return MACHINE;
    for (uint32_t output = 0; output < program->output_count; output++)
        report_csv(program, data, output, &writer);
    return file_commit(&writer) == 0 ? DONE : MACHINE;
}

static int run(const struct program *program, const struct ledger_paths *paths)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct data *data = data_new(program);
    struct run_options options = {.threads = 1};
    struct render_options render = {.language = LANGUAGE_ZH, .faults_shown = LIMIT_FAULTS_SHOWN};
    struct buffer messages = {0};
    int status = DATA;
    for (uint32_t i = 0; i < program->source_count; i++)     /* spans of messages count sources in this order */
        diagnostics_add_source(diagnostics, program->sources[i].path, program->sources[i].text, program->sources[i].length);
    if (ledgers_load(program, paths, data, diagnostics) && interpret_run(program, data, &options, diagnostics))
        status = tables_write(program, data);
    diagnostics_render_text(diagnostics, &render, &messages);
    fputs(buffer_text(&messages), stderr);
    buffer_release(&messages);
    data_free(data);
    diagnostics_free(diagnostics);
    return status;
}

int main(int argc, char **argv)
{
    struct ledger_paths paths = {0};
    if (argc < 2 || !paths_read(argc - 2, argv + 2, &paths)) {
        fputs("run_asb FILE.asb NAME=FILE... > scores.csv\n", stderr);
        memory_free(paths.files);
        return USAGE;
    }
    struct program *program = program_read(argv[1]);
    int status = program ? run(program, &paths) : RULES;
    if (program)
        program_free(program);
    memory_free(paths.files);
    return status;
}
