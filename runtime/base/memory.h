/* The gate to plain memory in runtime/.  None of these returns NULL: when memory runs out the handler is called, which writes
 * one line to stderr and ends the process with status 5.  Sizes are checked for overflow. */
#ifndef ASSESSC_MEMORY_H
#define ASSESSC_MEMORY_H
#include <stddef.h>

void *memory_new(size_t size);                                  /* zeroed */
void *memory_array(size_t count, size_t size);                  /* zeroed, count * size checked */
void *memory_resize(void *block, size_t count, size_t size);    /* like reallocarray; new bytes are not zeroed */
void memory_free(void *block);
char *memory_copy_text(const char *bytes, size_t length);       /* NUL-terminated copy */

/* An arena: blocks that live and die together.  Zero-initialise; arena_release frees all. */
struct arena { struct arena_block *blocks; size_t used, size; };
void *arena_new(struct arena *arena, size_t size);              /* zeroed, aligned to 16 */
char *arena_text(struct arena *arena, const char *bytes, size_t length); /* NUL-terminated copy */
void arena_release(struct arena *arena);

#endif
