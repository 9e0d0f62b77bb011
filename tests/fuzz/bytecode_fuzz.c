/* Arbitrary bytes as an .asb file: read, listed, verified.  What is read must be the one way to write that program. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "program/program.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer out = { 0 }, why = { 0 };
    struct program *program = program_decode(data, size, &why);
    if ((program == NULL) != (why.length > 0))
        abort();
    if (program != NULL) {
        program_encode(program, &out);
        if (out.length != size || memcmp(out.data, data, size) != 0)
            abort();
        buffer_clear(&out);
        program_disassemble(program, &out);
        if (program_verify(program, &why) != (why.length == 0))
            abort();
    }
    program_free(program);
    buffer_release(&out);
    buffer_release(&why);
    return 0;
}
