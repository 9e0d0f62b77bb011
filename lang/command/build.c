/* assessc build: rules to an .asb file. assessc dis: what is in one. */
#include <stdio.h>
#include <string.h>
#include "base/buffer.h"
#include "base/file.h"
#include "command/command.h"

int command_build(const struct arguments *arguments)
{
    const char *path = arguments->values[FLAG_output];
    if (!path || !ends_with(path, ".asb")) {
        complain(arguments, "U0010", path ? path : "", NULL);
        return EXIT_USAGE;
    }
    struct diagnostics *diagnostics = diagnostics_new();
    struct program *program = compile_files(arguments, diagnostics, NULL);
    show_messages(arguments, diagnostics);
    diagnostics_free(diagnostics);
    if (!program)
        return EXIT_RULES;
    struct buffer bytes = {0};
    program_encode(program, &bytes);
    program_free(program);
    int status = write_whole(arguments, path, &bytes);
    buffer_release(&bytes);
    return status;
}

int command_dis(const struct arguments *arguments)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct program *program = ends_with(arguments->operands[0], ".asb") ? load_program(arguments->operands[0], diagnostics)
                                                                        : compile_files(arguments, diagnostics, NULL);
    show_messages(arguments, diagnostics);
    diagnostics_free(diagnostics);
    if (!program)
        return EXIT_RULES;
    struct buffer out = {0};
    program_disassemble(program, &out);
    output_write(&out);
    buffer_release(&out);
    program_free(program);
    return EXIT_DONE;
}
