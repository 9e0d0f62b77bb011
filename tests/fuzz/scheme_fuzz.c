/* Any text through the whole front end: elaborated, checked and compiled, or refused with an error that says why; never a crash.
 * libFuzzer's own changes rarely leave a rule file readable, so half of the time words and lines are moved, doubled and left out. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include "../compile_text.h"
#include "../unit/sanitizer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t limit, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t limit) __attribute__((weak));     /* there only with libFuzzer */

enum { MOST_BYTES = 4096 };             /* longer files say nothing new and take their time */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > MOST_BYTES)
        return 0;
    lang_memory_start();
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\0';
    bool compiles;
    const char *fault = compile_text(text, size, &compiles);
    if (fault) {
        fprintf(stderr, "%s\n", fault);
        abort();
    }
    free(text);
    return 0;
}

/* Begin and end of the piece between two separators that holds byte `at`. */
static void piece_at(const char *text, size_t size, size_t at, char separator, size_t *begin, size_t *end)
{
    for (*begin = at; *begin > 0 && text[*begin - 1] != separator; (*begin)--)
        ;
    for (*end = at; *end < size && text[*end] != separator; (*end)++)
        ;
    *end += *end < size;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t limit, unsigned seed)
{
    if (seed % 2 || size < 2)
        return LLVMFuzzerMutate(data, size, limit);
    char *text = (char *)data, piece[MOST_BYTES];
    char separator = seed / 2 % 2 ? ' ' : '\n';
    size_t begin, end, to, to_end;
    piece_at(text, size, seed / 4 % size, separator, &begin, &end);
    size_t length = end - begin;
    if (length > sizeof piece)
        return LLVMFuzzerMutate(data, size, limit);
    memcpy(piece, text + begin, length);
    if (seed / 4096 % 3 != 0) {         /* moved or left out */
        memmove(text + begin, text + end, size - end);
        size -= length;
    }
    if (seed / 4096 % 3 == 1 || size + length > limit)
        return size ? size : 1;
    piece_at(text, size, size ? seed / 16384 % size : 0, separator, &to, &to_end);
    memmove(text + to + length, text + to, size - to);
    memcpy(text + to, piece, length);
    return size + length;
}
