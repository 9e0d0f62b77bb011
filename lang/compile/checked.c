/* From the compiler to the interpreter: through bytes, also in one process. */
#include "compile/compile.h"

struct program *program_checked(struct program *compiled, struct buffer *why)
{
    struct buffer bytes = {0};
    program_encode(compiled, &bytes);
    program_free(compiled);
    struct program *program = program_decode(bytes.data, bytes.length, why);
    buffer_release(&bytes);
    if (!program || program_verify(program, why))
        return program;
    program_free(program);
    return NULL;
}
