/* The parts of a packed file (ZIP) in memory, unpacked block by block, with a cap on what comes out. */
#ifndef ASSESSC_ARCHIVE_H
#define ASSESSC_ARCHIVE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum archive_fault {
    ARCHIVE_SOUND,
    ARCHIVE_NONE,                   /* the bytes are no archive, or one that was cut short */
    ARCHIVE_NO_PART,                /* there is no part of this name */
    ARCHIVE_DAMAGED,                /* the part cannot be unpacked, or its checksum is wrong */
    ARCHIVE_ENCRYPTED,
    ARCHIVE_TOO_LARGE               /* the part is larger than LIMIT_PART_BYTES, or packed more than LIMIT_PACKING to one */
};

struct archive { void *zip; const unsigned char *bytes; size_t length; uint64_t at; };

/* The bytes must stay. */
enum archive_fault archive_open(struct archive *archive, const void *bytes, size_t length);
/* Hands the part to `take` block by block; false from it ends the reading (which is then sound). */
enum archive_fault archive_read(struct archive *archive, const char *part, bool (*take)(void *context, const char *bytes, size_t length), void *context);
void archive_close(struct archive *archive);

#endif
