/* A rule text all the way to a program, and what must hold of any text: it compiles to a program that the verifier lets pass, or at least
 * one error says why not. Shared by tests/unit/mutation_test.c and tests/fuzz/scheme_fuzz.c, which define _GNU_SOURCE before they include anything. */
#ifndef ASSESSC_COMPILE_TEXT_H
#define ASSESSC_COMPILE_TEXT_H
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include "check/check.h"
#include "compile/compile.h"
#include "elaborate/elaborate.h"
#include "memory.h"
#include "program/verify.h"

/* NULL where all is as it must be, else what is not. *compiles tells whether the text made a program. */
static inline const char *compile_text(const char *text, size_t length, bool *compiles)
{
    const char *fault = NULL;
    char path[64];
    int descriptor = memfd_create("rules", 0);      /* the compiler reads files */
    if (descriptor < 0 || write(descriptor, text, length) != (ssize_t)length)
        return "no memory for the file";
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    struct diagnostics *diagnostics = diagnostics_new();
    struct model *model = elaborate_files(diagnostics, (const char *const[]){path}, 1);
    for (uint32_t i = 0; i < model->scheme_count; i++)
        if (scheme_is_run(model->schemes[i]) && model->schemes[i]->units)
            check_scheme(model->schemes[i]);
    struct program *program = NULL;
    if (!diagnostics_count(diagnostics, SEVERITY_ERROR))
        program = compile_model(model);
    struct buffer why = {0}, out = {0};
    if (!program && !diagnostics_count(diagnostics, SEVERITY_ERROR))
        fault = "it makes no program, and no error says why";
    else if (program && !program_verify(program, &why))
        fault = "the verifier refuses the program";
    for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++)
        diagnostics_render_text(diagnostics, &(struct render_options){.language = (enum language)language}, &out);
    *compiles = program != NULL;
    buffer_release(&why);
    buffer_release(&out);
    program_free(program);
    diagnostics_free(diagnostics);
    close(descriptor);
    return fault;
}

#endif
