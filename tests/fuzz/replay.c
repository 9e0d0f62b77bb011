/* Hands files to a fuzz target without libFuzzer: replays its corpus and inputs that once failed, in any build.
 *     PROGRAM FILE...     prints the number of files that the target came back from */
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "base/buffer.h"
#include "base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        struct buffer bytes = {0};
        int error = file_read(argv[i], INT_MAX, &bytes);
        if (error) {
            fprintf(stderr, "%s: %s\n", argv[i], strerror(error));
            return 1;
        }
        fprintf(stderr, "%s\n", argv[i]);
        LLVMFuzzerTestOneInput((const uint8_t *)buffer_text(&bytes), bytes.length);
        buffer_release(&bytes);
    }
    printf("%d files\n", argc - 1);
    return 0;
}
