/* Writes what docs/bytecode.md says of the instructions, from their table. */
#include <stdio.h>
#include "base/buffer.h"
#include "program/program.h"

int main(void)
{
    struct buffer page = {0};
    opcode_document(&page);
    fwrite(buffer_text(&page), 1, page.length, stdout);
    buffer_release(&page);
    return 0;
}
