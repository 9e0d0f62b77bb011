/* Growing runs of bytes.  Invariant: where data is not NULL, length < capacity and data[length] is NUL. */
#include "base/buffer.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { FIRST_CAPACITY = 64 };

char *buffer_reserve(struct buffer *buffer, size_t more)
{
    size_t needed;      /* a sum beyond size_t becomes a size that memory_resize refuses */
    if (__builtin_add_overflow(buffer->length, more, &needed) || __builtin_add_overflow(needed, 1, &needed))
        needed = SIZE_MAX;
    if (needed > buffer->capacity) {
        size_t capacity = buffer->capacity > SIZE_MAX / 2 ? SIZE_MAX : buffer->capacity * 2;
        if (capacity < FIRST_CAPACITY)
            capacity = FIRST_CAPACITY;
        if (capacity < needed)
            capacity = needed;
        buffer->data = memory_resize(buffer->data, capacity, 1);
        buffer->capacity = capacity;
        buffer->data[buffer->length] = '\0';
    }
    return buffer->data + buffer->length;
}

void buffer_append(struct buffer *buffer, const char *bytes, size_t length)
{
    char *end = buffer_reserve(buffer, length);
    if (length)
        memcpy(end, bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void buffer_append_text(struct buffer *buffer, const char *text)
{
    buffer_append(buffer, text, strlen(text));
}

void buffer_append_char(struct buffer *buffer, char byte)
{
    buffer_append(buffer, &byte, 1);
}

void buffer_vformat(struct buffer *buffer, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    buffer_reserve(buffer, FIRST_CAPACITY);
    size_t room = buffer->capacity - buffer->length;
    int length = vsnprintf(buffer->data + buffer->length, room, format, arguments);
    if (length < 0)
        abort();        /* a format that the C library refuses: a fault of the program */
    if ((size_t)length >= room)
        vsnprintf(buffer_reserve(buffer, (size_t)length), (size_t)length + 1, format, again);
    buffer->length += (size_t)length;
    va_end(again);
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    buffer_vformat(buffer, format, arguments);
    va_end(arguments);
}

void buffer_clear(struct buffer *buffer)
{
    buffer->length = 0;
    if (buffer->data)
        buffer->data[0] = '\0';
}

void buffer_release(struct buffer *buffer)
{
    memory_free(buffer->data);
    *buffer = (struct buffer){0};
}

const char *buffer_text(const struct buffer *buffer)
{
    return buffer->data ? buffer->data : "";
}
