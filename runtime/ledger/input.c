/* Reads a ledger file in blocks and hands it on as UTF-8:
 *
 *     UTF-8      file -> caller's block, checked there; the beginning of a character at the block's end waits in `raw`
 *     GB18030    file -> raw -> iconv -> caller's block
 *
 * Invariant: what was handed on is valid UTF-8 without NUL bytes and without a byte order mark. */
#include "ledger/input.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

enum {
    RAW_BYTES = 1 << 16,            /* converted at once */
    PIPE_BYTES = 1 << 30            /* of a pipe, which is kept whole because it may have to be read twice */
};

/* ---- opening ---- */

int input_open(struct input *input, const char *path)
{
    *input = (struct input){.descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)};
    if (input->descriptor < 0)
        return errno;
    struct stat status;
    int error = fstat(input->descriptor, &status) != 0 ? errno : S_ISDIR(status.st_mode) ? EISDIR : 0;
    if (!error && !S_ISREG(status.st_mode)) {
        error = file_read(path, PIPE_BYTES, &input->whole);
        close(input->descriptor);
        input->descriptor = -1;
        input->bytes = buffer_text(&input->whole);
        input->length = input->whole.length;
    }
    if (error)
        input_close(input);
    else
        input->raw = memory_resize(NULL, RAW_BYTES, 1);
    return error;
}

void input_open_bytes(struct input *input, const char *bytes, size_t length)
{
    *input = (struct input){.descriptor = -1, .bytes = bytes, .length = length, .raw = memory_resize(NULL, RAW_BYTES, 1)};
}

static void close_converter(struct input *input)
{
    if (input->converter)
        iconv_close((iconv_t)input->converter);
    input->converter = NULL;
}

void input_restart(struct input *input, enum encoding encoding)
{
    close_converter(input);
    input->encoding = encoding;
    input->fault = input->later = INPUT_SOUND;
    input->raw_used = 0;
    input->consumed = input->wide_characters = 0;
    input->at = 0;
    input->ended = false;
    if (input->descriptor >= 0 && lseek(input->descriptor, 0, SEEK_SET) != 0) {
        input->fault = INPUT_UNREADABLE;
        input->error_number = errno;
    }
    if (encoding != ENCODING_GB18030)
        return;
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    if (converter == (iconv_t)-1) {
        input->fault = INPUT_UNREADABLE;
        input->error_number = errno;
    } else {
        input->converter = converter;
    }
}

void input_close(struct input *input)
{
    close_converter(input);
    if (input->descriptor >= 0)
        close(input->descriptor);
    buffer_release(&input->whole);
    memory_free(input->raw);
    *input = (struct input){.descriptor = -1};
}

/* ---- bytes of the file ---- */

static size_t fault_at(struct input *input, enum input_fault fault, uint64_t offset)
{
    input->fault = fault;
    input->offset = offset;
    return 0;
}

/* Fills `to` as far as the file goes. */
static size_t read_bytes(struct input *input, char *to, size_t room)
{
    if (input->descriptor < 0) {
        size_t left = input->length - input->at, count = left < room ? left : room;
        if (count)
            memcpy(to, input->bytes + input->at, count);
        input->at += count;
        input->ended = count < room;
        return count;
    }
    size_t used = 0;
    while (used < room && !input->ended) {
        ssize_t count = read(input->descriptor, to + used, room - used);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            input->error_number = errno;
            return fault_at(input, INPUT_UNREADABLE, input->consumed + used);
        }
        input->ended = count == 0;
        used += (size_t)count;
    }
    return used;
}

/* The first bytes of files that are sometimes named .csv. */
static const struct { const char *bytes; size_t length; const char *looks; } foreign[] = {
    {"PK\x03\x04", 4, "XLSX (ZIP)"},
    {"\xD0\xCF\x11\xE0", 4, "XLS (Excel 97-2003)"},
    {"\xFF\xFE", 2, "UTF-16"},
    {"\xFE\xFF", 2, "UTF-16"},
    {"%PDF", 4, "PDF"},
    {"\x1F\x8B", 2, "gzip"},
};

static const char *looks_like(const char *bytes, size_t length)
{
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
        if (length >= foreign[i].length && memcmp(bytes, foreign[i].bytes, foreign[i].length) == 0)
            return foreign[i].looks;
    bool nul[4] = {false};
    for (size_t i = 0; i < 4 && i < length; i++)
        nul[i] = bytes[i] == '\0';
    return length >= 4 && nul[0] != nul[1] && nul[0] == nul[2] && nul[1] == nul[3] ? "UTF-16" : NULL;
}

/* ---- UTF-8 ---- */

/* Length of the run of ASCII without NUL that begins at `at`. */
static size_t skip_plain(const char *bytes, size_t at, size_t length)
{
#ifdef __SSE2__
    const __m128i one = _mm_set1_epi8(1);
    for (; at + 16 <= length; at += 16) {
        __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(bytes + at));
        unsigned odd = (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(block, one));     /* signed: negative is not ASCII, 0 is NUL */
        if (odd)
            return at + (unsigned)__builtin_ctz(odd);
    }
#endif
    while (at < length && bytes[at] > 0)
        at++;
    return at;
}

/* Length of the well-formed character of two to four bytes at `bytes`, 0 where it is none, -1 where it goes on beyond `length`. */
static int wide_character(const unsigned char *bytes, size_t length)
{
    unsigned first = bytes[0];
    int size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (size == 0 || length < 2)
        return size == 0 ? 0 : -1;
    unsigned least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned greatest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (bytes[1] < least || bytes[1] > greatest)
        return 0;
    for (int i = 2; i < size; i++) {
        if ((size_t)i >= length)
            return -1;
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
    }
    return size;
}

/* True where a character of three bytes begins here, as Han does; of E0 and ED not all are well-formed, so they are none here. */
static inline bool is_han_like(const char *bytes)
{
    unsigned char first = (unsigned char)bytes[0];
    return first > 0xE0 && first < 0xF0 && first != 0xED && (bytes[1] & 0xC0) == 0x80 && (bytes[2] & 0xC0) == 0x80;
}

/* Checks a block. Returns how much of it is whole characters; at a fault sets it. */
static size_t check_utf8(struct input *input, const char *bytes, size_t length)
{
    size_t at = 0;
    while ((at = skip_plain(bytes, at, length)) < length) {
        size_t before = at;
        while (at + 3 <= length && is_han_like(bytes + at))
            at += 3;
        input->wide_characters += (at - before) / 3;
        if (at > before)
            continue;
        if (bytes[at] == '\0')
            return fault_at(input, INPUT_NUL, input->consumed + at);
        int size = wide_character((const unsigned char *)bytes + at, length - at);
        if (size < 0 && !input->ended)
            break;
        if (size <= 0)
            return fault_at(input, INPUT_ENCODING, input->consumed + at);
        input->wide_characters++;
        at += (size_t)size;
    }
    return at;
}

/* What stands before the fault is handed on first: the headings may say what the encoding is. */
static size_t before_fault(struct input *input)
{
    size_t sound = (size_t)(input->offset - input->consumed);
    if (!sound)
        return 0;
    input->later = input->fault;
    input->fault = INPUT_SOUND;
    input->consumed += sound;
    return sound;
}

static size_t read_utf8(struct input *input, char *to, size_t room)
{
    bool first = input->consumed == 0 && input->raw_used == 0;
    memcpy(to, input->raw, input->raw_used);
    size_t length = input->raw_used + read_bytes(input, to + input->raw_used, room - input->raw_used);
    input->raw_used = 0;
    if (input->fault)
        return 0;
    if (first && (input->looks = looks_like(to, length)))
        return fault_at(input, INPUT_FOREIGN, 0);
    if (first && length >= 3 && memcmp(to, "\xEF\xBB\xBF", 3) == 0) {
        input->marked = true;
        input->consumed = 3;
        length -= 3;
        memmove(to, to + 3, length);
    }
    size_t whole = check_utf8(input, to, length);
    if (input->fault)
        return before_fault(input);
    input->raw_used = length - whole;
    memcpy(input->raw, to + whole, input->raw_used);
    input->consumed += whole;
    return whole;
}

/* ---- GB18030 ---- */

static size_t count_wide(const char *bytes, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += (unsigned char)bytes[i] >= 0xC0;
    return count;
}

static size_t read_converted(struct input *input, char *to, size_t room)
{
    size_t before = input->raw_used;
    if (!input->ended)
        input->raw_used += read_bytes(input, input->raw + before, RAW_BYTES - before);
    if (input->fault || input->raw_used == 0)
        return 0;
    const char *nul = memchr(input->raw + before, '\0', input->raw_used - before);
    if (nul)
        return fault_at(input, INPUT_NUL, input->consumed + (size_t)(nul - input->raw));
    char *from = input->raw, *out = to;
    size_t left = input->raw_used, out_left = room;
    int error = iconv((iconv_t)input->converter, &from, &left, &out, &out_left) == (size_t)-1 ? errno : 0;
    size_t converted = (size_t)(from - input->raw);
    bool cut = error == EINVAL && (input->ended || converted == 0);
    if (error == EILSEQ || cut)
        return fault_at(input, INPUT_ENCODING, input->consumed + converted);
    memmove(input->raw, from, left);
    input->raw_used = left;
    input->consumed += converted;
    size_t length = (size_t)(out - to);
    input->wide_characters += count_wide(to, length);
    return length;
}

size_t input_read(struct input *input, char *to, size_t room)
{
    assert(room >= 16);
    if (input->later)
        input->fault = input->later;
    if (input->fault || (input->ended && input->raw_used == 0))
        return 0;
    return input->encoding == ENCODING_GB18030 ? read_converted(input, to, room) : read_utf8(input, to, room);
}
