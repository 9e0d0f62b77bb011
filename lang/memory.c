/* The gate to the memory of lang/: Boehm's collector, or blocks from malloc that live until the next start (ASSESSC_ARENA, for
 * sanitizers and fuzzers, which do not know the collector).  Invariant: no function here returns NULL, and all memory is zeroed but
 * that of texts, which hold no pointers and are not searched for any. */
#include "memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#ifdef ASSESSC_ARENA
#include <stdlib.h>
#else
#include <gc.h>
#endif
#include <unistd.h>

#include "base/file.h"

enum { EXIT_MACHINE_FAILED = 5 };

static _Noreturn void memory_exhausted(void)
{
    static const char text[] = "assessc: 内存不够,已停止,没有写出结果 / out of memory, stopped without results\n";

    file_abort_all();
    ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
    (void)written;
    _exit(EXIT_MACHINE_FAILED);
}

static size_t bytes_of(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX / 2)
        memory_exhausted();
    return bytes ? bytes : 1;
}

static void *checked(void *block)
{
    if (!block)
        memory_exhausted();
    return block;
}

#ifdef ASSESSC_ARENA

/* All blocks are in a ring, so that a start can give back those of the last one:
 *
 *     blocks <-> [ next, previous | bytes ... ] <-> [ next, previous | bytes ... ] <-> blocks */
struct block { struct block *next, *previous; };

static struct block blocks = {&blocks, &blocks};

static void *enter(struct block *block)
{
    block->next = &blocks;
    block->previous = blocks.previous;
    blocks.previous->next = block;
    blocks.previous = block;
    return block + 1;
}

static struct block *leave(void *bytes)
{
    struct block *block = (struct block *)bytes - 1;
    block->next->previous = block->previous;
    block->previous->next = block->next;
    return block;
}

void lang_memory_start(void)
{
    while (blocks.next != &blocks)
        free(leave(blocks.next + 1));
}

void lang_memory_ahead(size_t bytes) { (void)bytes; }

static void *new_searched(size_t bytes) { return enter(checked(calloc(1, sizeof(struct block) + bytes))); }

static char *new_bytes(size_t bytes) { return enter(checked(malloc(sizeof(struct block) + bytes))); }

static void *resize(void *bytes, size_t size) { return enter(checked(realloc(leave(bytes), sizeof(struct block) + size))); }

void lang_free(void *bytes)
{
    if (bytes)
        free(leave(bytes));
}

#else

/* The collector writes warnings about big blocks to stderr, where only diagnostics may stand. */
static void ignore_warning(char *text, GC_word argument)
{
    (void)text;
    (void)argument;
}

void lang_memory_start(void)
{
    GC_INIT();
    GC_set_warn_proc(ignore_warning);
}

void lang_memory_ahead(size_t bytes) { GC_expand_hp(bytes); }     /* where the machine has it not, it goes on as before */

static void *new_searched(size_t bytes) { return checked(GC_MALLOC(bytes)); }

static char *new_bytes(size_t bytes) { return checked(GC_MALLOC_ATOMIC(bytes)); }

static void *resize(void *block, size_t bytes) { return checked(GC_REALLOC(block, bytes)); }

void lang_free(void *block) { GC_FREE(block); }

#endif

void *lang_array(size_t count, size_t size)
{
    return new_searched(bytes_of(count, size));
}

void *lang_new(size_t size)
{
    return lang_array(1, size);
}

void *lang_resize(void *block, size_t old_count, size_t count, size_t size)
{
    if (!block)
        return lang_array(count, size);
    char *resized = resize(block, bytes_of(count, size));
    if (count > old_count)
        memset(resized + old_count * size, 0, (count - old_count) * size);
    return resized;
}

char *lang_text(const char *bytes, size_t length)
{
    char *copy = new_bytes(bytes_of(length + 1, 1));
    if (length)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

char *lang_format(const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = new_bytes(bytes_of((size_t)(length < 0 ? 0 : length) + 1, 1));
    text[0] = '\0';
    if (length > 0)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}
