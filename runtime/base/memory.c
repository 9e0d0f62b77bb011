/* The gate to plain memory: sizes checked for overflow, failure in one place, and arenas on top.
 *
 * An arena is a chain of blocks; the newest is the one that `used` and `size` speak of:
 *
 *     arena.blocks -> [ next | pieces ... used | free ... size ] -> [ next | pieces ] -> NULL
 *
 * Every piece begins at a multiple of 16 from a block that malloc aligned to 16. */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

enum { ALIGNMENT = 16, FIRST_BLOCK = 4096, GREATEST_STEP = 1 << 20, EXIT_MACHINE_FAILED = 5 };

struct arena_block { struct arena_block *next; _Alignas(ALIGNMENT) char bytes[]; };

/* Worker threads may be running: no exit handlers, no buffered output, only what needs no memory. */
static _Noreturn void memory_exhausted(void)
{
    static const char text[] = "assessc: 内存不够,已停止,没有写出结果 / out of memory, stopped without results\n";

    file_abort_all();
    ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
    (void)written;
    _exit(EXIT_MACHINE_FAILED);
}

void *memory_array(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        memory_exhausted();
    void *block = calloc(bytes ? bytes : 1, 1);     /* calloc may return NULL for nothing, which no caller here may see */
    if (!block)
        memory_exhausted();
    return block;
}

void *memory_new(size_t size)
{
    return memory_array(1, size);
}

void *memory_resize(void *block, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        memory_exhausted();
    void *resized = realloc(block, bytes ? bytes : 1);
    if (!resized)
        memory_exhausted();
    return resized;
}

void memory_free(void *block)
{
    free(block);
}

char *memory_copy_text(const char *bytes, size_t length)
{
    if (length == SIZE_MAX)
        memory_exhausted();
    char *copy = memory_array(length + 1, 1);
    if (length)
        memcpy(copy, bytes, length);
    return copy;
}

/* Blocks double up to a megabyte, so that a small arena costs one page and a large one few calls. */
static void arena_grow(struct arena *arena, size_t least)
{
    size_t size = arena->size < FIRST_BLOCK ? FIRST_BLOCK : arena->size * 2;
    if (size > GREATEST_STEP)
        size = GREATEST_STEP;
    if (size < least)
        size = least;
    if (size > SIZE_MAX - sizeof(struct arena_block))
        memory_exhausted();
    struct arena_block *block = memory_new(sizeof *block + size);
    block->next = arena->blocks;
    arena->blocks = block;
    arena->used = 0;
    arena->size = size;
}

void *arena_new(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        memory_exhausted();
    size = size ? (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT : ALIGNMENT;
    if (size > arena->size - arena->used)
        arena_grow(arena, size);
    void *piece = arena->blocks->bytes + arena->used;
    arena->used += size;
    return piece;
}

char *arena_text(struct arena *arena, const char *bytes, size_t length)
{
    if (length == SIZE_MAX)
        memory_exhausted();
    char *copy = arena_new(arena, length + 1);
    if (length)
        memcpy(copy, bytes, length);
    return copy;
}

void arena_release(struct arena *arena)
{
    struct arena_block *block = arena->blocks;
    while (block) {
        struct arena_block *next = block->next;
        memory_free(block);
        block = next;
    }
    *arena = (struct arena){0};
}
