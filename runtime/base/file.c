/* Whole files in; files out that are complete or not there.
 *
 *     open:    DIR/.NAME.XXXXXX  <- written here        (a pipe, a device or /dev/stdout is written straight to)
 *     commit:  fsync, rename to DIR/NAME, fsync DIR
 *     abort:   unlink
 *
 * The names of open temporaries also stand in a fixed table, because a signal handler may neither allocate nor lock:
 *
 *     FREE -> TAKEN (a name is being written) -> OPEN -> FREE        the writer's way
 *                                                OPEN -> ABORTED     the handler's way
 *
 * Each step is one atomic exchange, so a name never changes under the handler; a slot it took stays taken, as the process ends. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

enum {
    BLOCK_BYTES = 1 << 16,      /* written at once */
    OPEN_FILES = 32,            /* files being written at one time; a run writes a handful */
    NAME_BYTES = 200,           /* of the target's name in the temporary's: leaves room for dots and letters below NAME_MAX */
    NAME_TRIES = 100            /* temporaries of this name left by others before giving up */
};

enum slot_state { SLOT_FREE, SLOT_TAKEN, SLOT_OPEN, SLOT_ABORTED };
static struct { _Atomic int state; char path[PATH_MAX]; } slots[OPEN_FILES];

/* ---- reading ---- */

static int read_all(int descriptor, size_t limit, struct buffer *out)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0)
        return errno;
    if (S_ISDIR(status.st_mode))
        return EISDIR;
    bool regular = S_ISREG(status.st_mode);
    if (regular && (uint64_t)status.st_size > limit)
        return EFBIG;
    /* One byte more than the file says, so that its end is seen without growing; a pipe grows by blocks. */
    size_t room = regular ? (size_t)status.st_size + 1 : BLOCK_BYTES;
    for (size_t total = 0;;) {
        char *end = buffer_reserve(out, room);
        ssize_t count = read(descriptor, end, room);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return errno;
        if (count == 0)
            return 0;
        out->length += (size_t)count;
        out->data[out->length] = '\0';
        total += (size_t)count;
        if (total > limit)
            return EFBIG;
        room = room > (size_t)count ? room - (size_t)count : BLOCK_BYTES;
    }
}

int file_read(const char *path, size_t limit, struct buffer *out)
{
    size_t before = out->length;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0)
        return errno;
    int error = read_all(descriptor, limit, out);
    close(descriptor);
    if (error) {
        buffer_reserve(out, 0);
        out->length = before;
        out->data[before] = '\0';
    }
    return error;
}

/* ---- the table of open temporaries ---- */

/* Copies the path before the handler may see the slot. Returns 0 or errno. */
static int slot_open(const char *path, int *slot)
{
    size_t size = strlen(path) + 1;
    if (size > PATH_MAX)
        return ENAMETOOLONG;
    for (int i = 0; i < OPEN_FILES; i++) {
        int state = SLOT_FREE;
        if (atomic_compare_exchange_strong(&slots[i].state, &state, SLOT_TAKEN)) {
            memcpy(slots[i].path, path, size);
            atomic_store(&slots[i].state, SLOT_OPEN);
            *slot = i;
            return 0;
        }
    }
    return EMFILE;
}

static void slot_close(int slot)
{
    int state = SLOT_OPEN;
    atomic_compare_exchange_strong(&slots[slot].state, &state, SLOT_FREE);
}

void file_abort_all(void)
{
    int saved = errno;
    for (int i = 0; i < OPEN_FILES; i++) {
        int state = SLOT_OPEN;
        if (atomic_compare_exchange_strong(&slots[i].state, &state, SLOT_ABORTED))
            unlink(slots[i].path);
    }
    errno = saved;
}

/* ---- opening ---- */

/* /dev/stdout and its like name a descriptor, whatever it leads to: opened anew, a regular file behind it would be written from its
 * beginning, and a socket not at all. Returns the descriptor's number or -1. */
static int descriptor_named(const char *target)
{
    if (strcmp(target, "/dev/stdout") == 0)
        return STDOUT_FILENO;
    if (strcmp(target, "/dev/stderr") == 0)
        return STDERR_FILENO;
    static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        size_t length = strlen(folders[i]);
        if (strncmp(target, folders[i], length) == 0) {
            char *end;
            long number = strtol(target + length, &end, 10);
            if (end != target + length && *end == '\0' && number >= 0 && number <= INT_MAX)
                return (int)number;
        }
    }
    return -1;
}

/* "DIR/.NAME." with room for six letters. */
static char *temporary_pattern(const char *target, char **letters)
{
    const char *slash = strrchr(target, '/'), *name = slash ? slash + 1 : target;
    size_t name_length = strlen(name);
    if (name_length > NAME_BYTES)
        for (name_length = NAME_BYTES; ((unsigned char)name[name_length] & 0xC0) == 0x80;)
            name_length--;      /* not inside a character */
    struct buffer pattern = {0};
    buffer_append(&pattern, target, (size_t)(name - target));
    buffer_append_char(&pattern, '.');
    buffer_append(&pattern, name, name_length);
    buffer_append_text(&pattern, ".XXXXXX");
    *letters = pattern.data + pattern.length - 6;
    return pattern.data;
}

static void random_letters(char letters[6])
{
    static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz012345";
    static _Atomic uint64_t counter;
    uint64_t bits = 0;
    if (getrandom(&bits, sizeof bits, GRND_NONBLOCK) != sizeof bits)
        bits = (uint64_t)getpid() * 0x9E3779B97F4A7C15u + atomic_fetch_add(&counter, 1);   /* O_EXCL settles the rest */
    for (int i = 0; i < 6; i++, bits >>= 5)
        letters[i] = alphabet[bits & 31];
}

/* Like mkstemp, but with the permissions that the umask and the folder give any new file. */
static int create_temporary(struct file_writer *writer)
{
    char *letters;
    writer->temporary = temporary_pattern(writer->target, &letters);
    for (int tries = 0; tries < NAME_TRIES; tries++) {
        random_letters(letters);
        writer->descriptor = open(writer->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (writer->descriptor < 0 && errno == EEXIST)
            continue;
        if (writer->descriptor < 0)
            return errno;
        int error = slot_open(writer->temporary, &writer->slot);
        if (error)
            unlink(writer->temporary);
        return error;
    }
    return EEXIST;
}

static int open_target(struct file_writer *writer, const char *target)
{
    int named = descriptor_named(target);
    if (named >= 0) {
        writer->descriptor = fcntl(named, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
        return writer->descriptor < 0 ? errno : 0;
    }
    size_t length = strlen(target);
    if (length == 0)
        return ENOENT;
    struct stat status;
    if (stat(target, &status) != 0) {
        if (errno != ENOENT)
            return errno;
        if (target[length - 1] == '/')
            return EISDIR;
        writer->target = memory_copy_text(target, length);
        return create_temporary(writer);
    }
    if (S_ISDIR(status.st_mode))
        return EISDIR;
    if (!S_ISREG(status.st_mode)) {
        writer->descriptor = open(target, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        return writer->descriptor < 0 ? errno : 0;
    }
    char *resolved = realpath(target, NULL);    /* a link stays a link: what it leads to is replaced */
    if (!resolved)
        return errno;
    writer->target = memory_copy_text(resolved, strlen(resolved));
    free(resolved);
    return create_temporary(writer);
}

static void release(struct file_writer *writer)
{
    if (writer->descriptor >= 0)
        close(writer->descriptor);
    memory_free(writer->target);
    memory_free(writer->temporary);
    memory_free(writer->block);
    *writer = (struct file_writer){.descriptor = -1};
}

int file_open(struct file_writer *writer, const char *target)
{
    *writer = (struct file_writer){.descriptor = -1};
    int error = open_target(writer, target);
    if (error)
        release(writer);
    else
        writer->block = memory_new(BLOCK_BYTES);
    return error;
}

/* ---- writing ---- */

static void write_through(struct file_writer *writer, const char *bytes, size_t length)
{
    while (length && !writer->error) {
        ssize_t count = write(writer->descriptor, bytes, length);
        if (count < 0 && errno != EINTR)
            writer->error = errno;
        if (count > 0) {
            bytes += count;
            length -= (size_t)count;
        }
    }
}

static void flush(struct file_writer *writer)
{
    write_through(writer, writer->block, writer->used);
    writer->used = 0;
}

void file_write(struct file_writer *writer, const char *bytes, size_t length)
{
    if (writer->error || length == 0)
        return;
    if (length > BLOCK_BYTES - writer->used)
        flush(writer);
    if (length >= BLOCK_BYTES) {
        write_through(writer, bytes, length);
        return;
    }
    memcpy(writer->block + writer->used, bytes, length);
    writer->used += length;
}

/* The renaming itself is kept by the folder. A file system that cannot sync a folder, or a folder that may be written but not read,
 * is no reason to refuse a file that is there. */
static int sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = !slash ? memory_copy_text(".", 1) : memory_copy_text(path, slash == path ? 1 : (size_t)(slash - path));
    int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), error = 0;
    memory_free(folder);
    if (descriptor < 0)
        return 0;
    if (fsync(descriptor) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
        error = errno;
    close(descriptor);
    return error;
}

static int close_written(struct file_writer *writer)
{
    flush(writer);
    if (!writer->error && writer->temporary && fsync(writer->descriptor) != 0)
        writer->error = errno;
    if (close(writer->descriptor) != 0 && errno != EINTR && !writer->error)
        writer->error = errno;
    writer->descriptor = -1;
    return writer->error;
}

int file_commit(struct file_writer *writer)
{
    int error = close_written(writer);
    if (writer->temporary) {
        if (!error && rename(writer->temporary, writer->target) != 0)
            error = errno;
        if (error)
            unlink(writer->temporary);
        slot_close(writer->slot);
        if (!error)
            error = sync_folder(writer->target);
    }
    release(writer);
    return error;
}

void file_abort(struct file_writer *writer)
{
    if (writer->temporary) {
        unlink(writer->temporary);
        slot_close(writer->slot);
    }
    release(writer);
}

const char *file_error_text(int error)
{
    static const struct { int error; const char *text; } texts[] = {
        {ENOENT, "没有这个文件或目录 (no such file or directory)"}, {EACCES, "没有权限 (permission denied)"},
        {ENOSPC, "磁盘已满 (no space left on device)"},          {EISDIR, "这是目录,不是文件 (is a directory)"},
        {ENOTDIR, "路径中有一段不是目录 (not a directory)"},     {EROFS, "磁盘是只读的 (read-only file system)"},
        {EFBIG, "文件太大 (file too large)"},                    {EIO, "读写磁盘出错 (input/output error)"},
        {EMFILE, "打开的文件太多 (too many open files)"},        {EDQUOT, "超出磁盘限额 (disk quota exceeded)"},
        {ENAMETOOLONG, "文件名太长 (file name too long)"},       {ETXTBSY, "文件正在运行 (text file busy)"},
        {ESPIPE, "这是设备或管道,不是文件 (not a file)"}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (texts[i].error == error)
            return texts[i].text;
    return strerror(error);
}
