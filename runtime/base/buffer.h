/* A growing run of bytes, always followed by a NUL that is not counted.  Zero-initialise it; release it with buffer_release.
 * Running out of memory ends the process with exit status 5 and a message (base/memory.h). */
#ifndef ASSESSC_BUFFER_H
#define ASSESSC_BUFFER_H
#include <stdarg.h>
#include <stddef.h>

struct buffer {
    char *data;         /* NULL while empty and never written; buffer_text() gives "" then */
    size_t length;      /* bytes */
    size_t capacity;
};

void buffer_append(struct buffer *buffer, const char *bytes, size_t length);
void buffer_append_text(struct buffer *buffer, const char *text);
void buffer_append_char(struct buffer *buffer, char byte);
void buffer_format(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_vformat(struct buffer *buffer, const char *format, va_list arguments);
/* Room for at least `more` further bytes; returns where to write them (then add to length yourself). */
char *buffer_reserve(struct buffer *buffer, size_t more);
void buffer_clear(struct buffer *buffer);             /* keeps the memory */
void buffer_release(struct buffer *buffer);
const char *buffer_text(const struct buffer *buffer); /* never NULL */

#endif
