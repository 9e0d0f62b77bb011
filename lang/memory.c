/* The gate to the memory of lang/: Boehm's collector, or blocks from malloc that live as long as the process (ASSESSC_ARENA, for
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
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX)
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

void lang_memory_start(void) {}

static void *new_searched(size_t bytes) { return checked(calloc(bytes, 1)); }

static char *new_bytes(size_t bytes) { return checked(malloc(bytes)); }

static void *resize(void *block, size_t bytes) { return checked(realloc(block, bytes)); }

void lang_free(void *block) { free(block); }

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
