/* Whole files in, and files out that are complete or not there. */
#ifndef ASSESSC_FILE_H
#define ASSESSC_FILE_H
#include <stdbool.h>
#include <stddef.h>
#include "base/buffer.h"

/* Reads a whole regular file of at most `limit` bytes into `out` (appended). Returns 0, or an errno value: EISDIR for a folder,
 * EFBIG beyond the limit. */
int file_read(const char *path, size_t limit, struct buffer *out);

/* An errno value in Chinese and English, as one text: 没有这个文件 (No such file or directory). */
const char *file_error_text(int error);

/* A file being written beside its target. Write through `descriptor` or file_write; file_commit syncs and renames it onto the
 * target, file_abort removes it. A signal handler may call file_abort_all (async-signal-safe: unlink only). */
struct file_writer { int descriptor; char *target, *temporary; char *block; size_t used; int error, slot; };
int file_open(struct file_writer *writer, const char *target);                    /* 0 or errno */
void file_write(struct file_writer *writer, const char *bytes, size_t length);    /* errors are kept until commit */
int file_commit(struct file_writer *writer);                                      /* 0 or errno; the writer is released */
void file_abort(struct file_writer *writer);
void file_abort_all(void);

#endif
