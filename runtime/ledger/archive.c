/* ZIP files by minizip, over bytes in memory.  What a part's header says of its size is not believed: what comes out is counted. */
#include "ledger/archive.h"

#include <minizip/unzip.h>
#include <string.h>

#include "base/limits.h"

enum { BLOCK_BYTES = 1 << 16, FREE_BYTES = 1 << 20 /* so much may come out of however little */ };

/* ---- a file that is memory ---- */

static voidpf open_memory(voidpf archive, const void *name, int mode)
{
    (void)name;
    ((struct archive *)archive)->at = 0;
    return mode & ZLIB_FILEFUNC_MODE_WRITE ? NULL : archive;
}

static uLong read_memory(voidpf opaque, voidpf stream, void *to, uLong size)
{
    struct archive *archive = stream;
    (void)opaque;
    uint64_t left = archive->at < archive->length ? archive->length - archive->at : 0;
    if (size > left)
        size = (uLong)left;
    if (size)
        memcpy(to, archive->bytes + archive->at, size);
    archive->at += size;
    return size;
}

static ZPOS64_T tell_memory(voidpf opaque, voidpf stream)
{
    (void)opaque;
    return ((struct archive *)stream)->at;
}

static long seek_memory(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
    struct archive *archive = stream;
    (void)opaque;
    uint64_t from = origin == ZLIB_FILEFUNC_SEEK_CUR ? archive->at : origin == ZLIB_FILEFUNC_SEEK_END ? archive->length : 0;
    if (offset > archive->length || from > archive->length || from + offset > archive->length)
        return -1;
    archive->at = from + offset;
    return 0;
}

static int close_memory(voidpf opaque, voidpf stream)
{
    (void)opaque;
    (void)stream;
    return 0;
}

/* ---- parts ---- */

enum archive_fault archive_open(struct archive *archive, const void *bytes, size_t length)
{
    zlib_filefunc64_def memory = {.zopen64_file = open_memory, .zread_file = read_memory, .ztell64_file = tell_memory, .zseek64_file = seek_memory,
                                  .zclose_file = close_memory, .zerror_file = close_memory, .opaque = archive};
    *archive = (struct archive){.bytes = bytes, .length = length};
    archive->zip = length ? unzOpen2_64("", &memory) : NULL;
    return archive->zip ? ARCHIVE_SOUND : ARCHIVE_NONE;
}

static enum archive_fault unpack(struct archive *archive, uint64_t packed, bool (*take)(void *context, const char *bytes, size_t length), void *context)
{
    char block[BLOCK_BYTES];
    uint64_t out = 0;
    for (int count; (count = unzReadCurrentFile(archive->zip, block, sizeof block)) != 0;) {
        if (count < 0)
            return ARCHIVE_DAMAGED;
        out += (uint64_t)count;
        if (out > LIMIT_PART_BYTES || (out > FREE_BYTES && out / LIMIT_PACKING > packed))
            return ARCHIVE_TOO_LARGE;
        if (!take(context, block, (size_t)count))
            break;
    }
    return ARCHIVE_SOUND;
}

enum archive_fault archive_read(struct archive *archive, const char *part, bool (*take)(void *context, const char *bytes, size_t length), void *context)
{
    unz_file_info64 info;
    if (unzLocateFile(archive->zip, part, 1) != UNZ_OK)
        return ARCHIVE_NO_PART;
    if (unzGetCurrentFileInfo64(archive->zip, &info, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK)
        return ARCHIVE_DAMAGED;
    if (info.flag & 1)
        return ARCHIVE_ENCRYPTED;
    if (unzOpenCurrentFile(archive->zip) != UNZ_OK)
        return ARCHIVE_DAMAGED;
    uint64_t packed = info.compressed_size < archive->length ? info.compressed_size : archive->length;
    enum archive_fault fault = unpack(archive, packed, take, context);
    bool whole = unzCloseCurrentFile(archive->zip) == UNZ_OK;      /* the checksum, where all was read */
    return fault == ARCHIVE_SOUND && !whole ? ARCHIVE_DAMAGED : fault;
}

void archive_close(struct archive *archive)
{
    if (archive->zip)
        unzClose(archive->zip);
    *archive = (struct archive){0};
}
