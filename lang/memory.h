/* Memory of lang/: Boehm's collector, or plain malloc that is freed at the next start (ASSESSC_ARENA: builds for sanitizers and
 * fuzzers). Nothing here is handed to runtime/ to keep. */
#ifndef ASSESSC_LANG_MEMORY_H
#define ASSESSC_LANG_MEMORY_H
#include <stddef.h>

void lang_memory_start(void);                           /* before anything else; with ASSESSC_ARENA again for the next input:
                                                         * gives back all memory of lang/ */
void lang_memory_ahead(size_t bytes);                   /* very much will be asked for and soon be let go: this much room at once spares
                                                         * the collector most of its rounds */
void *lang_new(size_t size);                            /* zeroed */
void *lang_array(size_t count, size_t size);            /* zeroed, overflow checked */
void *lang_resize(void *block, size_t old_count, size_t count, size_t size);   /* new part zeroed */
char *lang_text(const char *bytes, size_t length);      /* NUL-terminated copy */
char *lang_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
void lang_free(void *block);                            /* only for big temporary blocks; optional */

#endif
