/* The bytes of a ledger file as UTF-8 text that was checked, block by block, whatever the file's encoding. */
#ifndef ASSESSC_INPUT_H
#define ASSESSC_INPUT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buffer.h"

enum encoding { ENCODING_UTF8, ENCODING_GB18030 };

enum input_fault {
    INPUT_SOUND,
    INPUT_UNREADABLE,               /* error_number says why */
    INPUT_NUL,                      /* a NUL byte at `offset` */
    INPUT_ENCODING,                 /* the byte at `offset` begins no character of the encoding */
    INPUT_FOREIGN                   /* the first bytes are those of another kind of file, which `looks` names */
};

struct input {
    enum input_fault fault, later;    /* later: met, but what stands before it comes first */
    uint64_t offset;                /* bytes of the file before the fault */
    const char *looks;              /* "XLSX", "UTF-16" ..., or NULL */
    int error_number;

    enum encoding encoding;
    uint64_t wide_characters;       /* read so far, beyond ASCII: many of them in a row are no accident */
    bool marked;                    /* the file begins with a UTF-8 byte order mark */

    int descriptor;                 /* -1: bytes in memory */
    const char *bytes; size_t length, at;
    struct buffer whole;            /* of a pipe, which cannot be read a second time */
    void *converter;                /* iconv_t while encoding is GB18030, else NULL */
    char *raw; size_t raw_used;     /* GB18030: bytes not yet converted; UTF-8: the beginning of a character */
    uint64_t consumed;              /* bytes of the file before raw */
    bool ended;
};

/* Opens a file. Returns 0 or an errno value (EISDIR for a folder). */
int input_open(struct input *input, const char *path);
/* The same for bytes in memory, which must stay. */
void input_open_bytes(struct input *input, const char *bytes, size_t length);
/* Begins again from the first byte in another encoding. */
void input_restart(struct input *input, enum encoding encoding);
/* Writes up to `room` (at least 16) bytes of whole characters to `to`. Returns 0 at the end and at a fault. */
size_t input_read(struct input *input, char *to, size_t room);
void input_close(struct input *input);

#endif
