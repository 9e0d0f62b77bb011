/* Cuts blocks of text into records and fields.
 *
 *     memory [ margin | ... begin > unfinished records > end | margin ]
 *
 * 64 bytes at a time become a bit mask of the characters that end a field, a line or open a quotation; only these bits are visited.
 * A record that is not complete in the block moves to the front when the next block is read.  Invariant: begin is always the first
 * byte of a record, and `line` its line in the file. */
#include "ledger/csv.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/limits.h"
#include "base/memory.h"

enum {
    BLOCK_BYTES = 1 << 20,
    ENDS_BEYOND = 64 + 4,           /* ends that may be written behind those of a batch's rows */
    NOT_PLAIN = 32                  /* rows cut one by one before plain ones are looked for again */
};

void csv_open(struct csv *csv, struct input *input)
{
    *csv = (struct csv){.input = input, .separator = ',', .line = 1, .capacity = BLOCK_BYTES};
    csv->memory = memory_resize(NULL, csv->capacity + 2 * CSV_MARGIN, 1);
    csv->text = csv->memory + CSV_MARGIN;
    memset(csv->memory, 0, CSV_MARGIN);
}

void csv_close(struct csv *csv)
{
    memory_free(csv->memory);
    *csv = (struct csv){0};
}

void csv_batch_open(struct csv_batch *batch, uint32_t stride, uint32_t rows)
{
    *batch = (struct csv_batch){.stride = stride, .capacity = rows};
    batch->ends = memory_resize(NULL, (size_t)stride * rows + ENDS_BEYOND, sizeof *batch->ends);
    batch->starts = memory_resize(NULL, rows, sizeof *batch->starts);
    batch->counts = memory_resize(NULL, rows, sizeof *batch->counts);
    batch->lines = memory_resize(NULL, rows, sizeof *batch->lines);
}

void csv_batch_close(struct csv_batch *batch)
{
    memory_free(batch->ends);
    memory_free(batch->starts);
    memory_free(batch->counts);
    memory_free(batch->lines);
    *batch = (struct csv_batch){0};
}

/* ---- blocks ---- */

static bool fault_here(struct csv *csv, enum csv_fault fault, uint32_t line)
{
    csv->fault = fault;
    csv->fault_line = line;
    return false;
}

/* Moves what is left to the front and reads more behind it. False at a fault; sets `ended` where there is no more. The last line gets
 * the line end that it may lack. */
static bool refill(struct csv *csv)
{
    size_t left = csv->end - csv->begin;
    if (left > LIMIT_RECORD_BYTES)
        return fault_here(csv, CSV_LONG_RECORD, csv->line);
    memmove(csv->text, csv->text + csv->begin, left);
    csv->begin = 0;
    csv->end = left;
    if (left > csv->capacity / 2) {
        csv->capacity *= 2;
        csv->memory = memory_resize(csv->memory, csv->capacity + 2 * CSV_MARGIN, 1);
        csv->text = csv->memory + CSV_MARGIN;
    }
    size_t count = input_read(csv->input, csv->text + left, csv->capacity - left);
    if (csv->input->fault)
        return fault_here(csv, CSV_INPUT, csv->line);
    csv->end += count;
    csv->ended = count == 0;
    if (csv->ended && left > 0 && csv->text[left - 1] != '\n')
        csv->text[csv->end++] = '\n';
    memset(csv->text + csv->end, 0, CSV_MARGIN - 1);
    return true;
}

/* ---- records ---- */

struct marks { size_t base; uint64_t bits; };       /* bit i: text[base + i] matters */

static uint64_t marks_at(const char *text, char separator)
{
    uint64_t bits = 0;
#ifdef __SSE2__
    const __m128i comma = _mm_set1_epi8(separator), quote = _mm_set1_epi8('"'), feed = _mm_set1_epi8('\n'), back = _mm_set1_epi8('\r');
    for (int i = 0; i < 4; i++) {
        __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(text + 16 * i));
        __m128i found = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(block, comma), _mm_cmpeq_epi8(block, quote)),
                                     _mm_or_si128(_mm_cmpeq_epi8(block, feed), _mm_cmpeq_epi8(block, back)));
        bits |= (uint64_t)(unsigned)_mm_movemask_epi8(found) << (16 * i);
    }
#else
    for (int i = 0; i < 64; i++)
        bits |= (uint64_t)(text[i] == separator || text[i] == '"' || text[i] == '\n' || text[i] == '\r') << i;
#endif
    return bits;
}

/* Begins to look for marks at `at`. */
static void marks_from(const struct csv *csv, struct marks *marks, size_t at)
{
    marks->base = at;
    marks->bits = at < csv->end ? marks_at(csv->text + at, csv->separator) : 0;
}

static uint32_t count_line_ends(const char *text, size_t length)
{
    uint32_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += text[i] == '\n' || (text[i] == '\r' && (i + 1 == length || text[i + 1] != '\n'));
    return count;
}

/* Offset of the quote that closes the one at `open`, or SIZE_MAX where it is not in the block. */
static size_t closing_quote(const struct csv *csv, size_t open)
{
    for (size_t at = open + 1; at < csv->end; at += 2) {
        const char *quote = memchr(csv->text + at, '"', csv->end - at);
        if (!quote)
            return SIZE_MAX;
        at = (size_t)(quote - csv->text);
        bool last = at + 1 >= csv->end;
        if (last && !csv->ended)
            return SIZE_MAX;            /* whether it is doubled is not known yet */
        if (last || csv->text[at + 1] != '"')
            return at;
    }
    return SIZE_MAX;
}

enum cut { CUT_ROW, CUT_BLANK, CUT_UNFINISHED, CUT_FAULT };

/* After a closing quote at `close` a field must end. */
static bool ends_field(const struct csv *csv, size_t close)
{
    char next = csv->text[close + 1];
    return close + 1 >= csv->end || next == csv->separator || next == '\n' || next == '\r';
}

/* Passes over a quotation at `open`: marks go on behind it. */
static enum cut cut_quotation(struct csv *csv, struct marks *marks, size_t open, uint32_t *lines)
{
    size_t close = closing_quote(csv, open);
    if (close == SIZE_MAX) {
        if (csv->ended || csv->end - open > LIMIT_CELL_BYTES) {
            fault_here(csv, CSV_UNCLOSED_QUOTE, csv->line);
            return CUT_FAULT;
        }
        return CUT_UNFINISHED;
    }
    if (!ends_field(csv, close)) {
        fault_here(csv, CSV_AFTER_QUOTE, csv->line);
        return CUT_FAULT;
    }
    *lines += count_line_ends(csv->text + open, close - open);
    marks_from(csv, marks, close + 1);
    return CUT_ROW;
}

/* Cuts one record that begins at `begin`: writes the ends of its fields; the record after it becomes the next. */
static enum cut cut_record(struct csv *csv, struct marks *marks, uint32_t *ends, uint32_t stride, uint32_t *fields)
{
    const char *text = csv->text;
    size_t field = csv->begin, end = csv->end, at;
    uint32_t count = 0, lines = 1;
    for (;;) {
        while (marks->bits == 0) {
            if (marks->base + 64 >= end)
                return CUT_UNFINISHED;
            marks_from(csv, marks, marks->base + 64);
        }
        at = marks->base + (unsigned)__builtin_ctzll(marks->bits);
        marks->bits &= marks->bits - 1;
        if (at >= end)
            return CUT_UNFINISHED;
        char mark = text[at];
        if (mark == '"') {
            enum cut cut = at == field ? cut_quotation(csv, marks, at, &lines) : CUT_ROW;
            if (cut != CUT_ROW)
                return cut;
            continue;
        }
        if (count < stride)
            ends[count] = (uint32_t)at;
        count++;
        field = at + 1;
        if (mark == '\n' || mark == '\r')
            break;
    }
    if (text[at] == '\r') {
        if (field >= end && !csv->ended)
            return CUT_UNFINISHED;
        if (field < end && text[field] == '\n') {
            field++;
            marks_from(csv, marks, field);
        }
    }
    bool blank = count == 1 && at == csv->begin;
    csv->begin = field;
    csv->line += lines;
    *fields = count;
    return blank ? CUT_BLANK : CUT_ROW;
}

/* ---- plain rows ---- */

/* Bits of a 64-byte stretch: what ends a field or may, and those of them that are no separators. */
struct stretch { uint64_t marks, others; };

static struct stretch stretch_at(const char *text, char separator)
{
    struct stretch stretch = {0, 0};
#ifdef __SSE2__
    const __m128i comma = _mm_set1_epi8(separator), quote = _mm_set1_epi8('"'), feed = _mm_set1_epi8('\n'), back = _mm_set1_epi8('\r');
    for (int i = 0; i < 4; i++) {
        __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(text + 16 * i));
        __m128i others = _mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_or_si128(_mm_cmpeq_epi8(block, feed), _mm_cmpeq_epi8(block, back)));
        __m128i marks = _mm_or_si128(others, _mm_cmpeq_epi8(block, comma));
        stretch.marks |= (uint64_t)(unsigned)_mm_movemask_epi8(marks) << (16 * i);
        stretch.others |= (uint64_t)(unsigned)_mm_movemask_epi8(others) << (16 * i);
    }
#else
    for (int i = 0; i < 64; i++) {
        uint64_t other = text[i] == '"' || text[i] == '\n' || text[i] == '\r';
        stretch.others |= other << i;
        stretch.marks |= (other | (text[i] == separator)) << i;
    }
#endif
    return stretch;
}

/* Cuts rows that hold neither quotes nor CR and have as many fields as the batch is wide: their ends simply follow each other. Stops
 * before the first row that is not so, or not whole in the block. */
static void cut_plain_rows(struct csv *csv, struct csv_batch *batch, uint32_t most)
{
    uint32_t stride = batch->stride, *ends = batch->ends + (size_t)batch->rows * stride;
    uint32_t count = 0;             /* ends written since the beginning of the row */
    for (size_t base = csv->begin; base + 64 <= csv->end && count <= stride && batch->rows < most; base += 64) {
        struct stretch stretch = stretch_at(csv->text + base, csv->separator);
        uint64_t bits = stretch.marks;
        uint32_t found = (uint32_t)__builtin_popcountll(bits), written = count;
        for (uint32_t i = 0; i < found; i += 4)
            for (int j = 0; j < 4; j++) {       /* what is written too much is overwritten later */
                ends[written++] = (uint32_t)base + (uint32_t)__builtin_ctzll(bits | (uint64_t)1 << 63);
                bits &= bits - 1;
            }
        uint32_t before = count;    /* ends in this row before the stretch; negative, in effect, once a row of it is done */
        for (uint64_t others = stretch.others; others; others &= others - 1) {
            size_t at = base + (unsigned)__builtin_ctzll(others);
            uint32_t fields = before + (uint32_t)__builtin_popcountll(stretch.marks & (others ^ (others - 1)));
            if (csv->text[at] != '\n' || fields != stride || batch->rows == most)
                return;
            batch->starts[batch->rows] = (uint32_t)csv->begin;
            batch->counts[batch->rows] = stride;
            batch->lines[batch->rows++] = csv->line++;
            csv->begin = at + 1;
            ends += stride;
            before -= stride;
        }
        count = before + found;
    }
}

/* Cuts what the block holds. Returns how the last record ended. */
static enum cut cut_block(struct csv *csv, struct csv_batch *batch, uint32_t most)
{
    enum cut cut = CUT_ROW;
    for (uint32_t patience = 0; batch->rows < most; patience--) {
        if (patience == 0) {
            uint32_t rows = batch->rows;
            cut_plain_rows(csv, batch, most);
            patience = batch->rows == rows ? NOT_PLAIN : 1;
            if (batch->rows == most)
                break;
        }
        struct marks marks;
        marks_from(csv, &marks, csv->begin);
        uint32_t row = batch->rows, line = csv->line, start = (uint32_t)csv->begin;
        cut = cut_record(csv, &marks, batch->ends + (size_t)row * batch->stride, batch->stride, &batch->counts[row]);
        if (cut == CUT_UNFINISHED || cut == CUT_FAULT)
            break;
        batch->starts[row] = start;
        batch->lines[row] = line;
        batch->rows += cut == CUT_ROW;
    }
    return cut;
}

bool csv_next(struct csv *csv, struct csv_batch *batch, uint32_t most)
{
    batch->rows = 0;
    for (;;) {
        if (csv->fault)
            return false;
        enum cut cut = cut_block(csv, batch, most);
        batch->text = csv->text;
        if (batch->rows)
            return true;
        if (cut == CUT_FAULT || csv->ended || !refill(csv))
            return false;
    }
}

bool csv_peek(struct csv *csv, struct csv_batch *batch)
{
    if (!csv_next(csv, batch, 1))
        return false;
    csv->begin = batch->starts[0];
    csv->line = batch->lines[0];
    return true;
}

/* ---- fields ---- */

/* Bytes of the blank that begins at text, 0 where there is none. */
static size_t blank_at(const char *text, size_t length)
{
    if (*text == ' ' || *text == '\t' || *text == '\n' || *text == '\r')
        return 1;
    if (length >= 2 && memcmp(text, "\xC2\xA0", 2) == 0)
        return 2;
    return length >= 3 && memcmp(text, "\xE3\x80\x80", 3) == 0 ? 3 : 0;
}

/* Bytes of the blank that ends before text + length. */
static size_t blank_before(const char *text, size_t length)
{
    if (blank_at(text + length - 1, 1))
        return 1;
    if (length >= 2 && blank_at(text + length - 2, 2) == 2)
        return 2;
    return length >= 3 && blank_at(text + length - 3, 3) == 3 ? 3 : 0;
}

const char *csv_trim(const char *text, size_t *length)
{
    size_t blank;
    while (*length && (blank = blank_at(text, *length))) {
        text += blank;
        *length -= blank;
    }
    while (*length && (blank = blank_before(text, *length)))
        *length -= blank;
    return text;
}

const char *csv_field(const char *raw, size_t length, char *scratch, size_t *trimmed)
{
    if (length >= 2 && raw[0] == '"' && raw[length - 1] == '"') {
        raw++;
        length -= 2;
        if (memchr(raw, '"', length)) {
            size_t used = 0;
            for (size_t i = 0; i < length; i++) {
                scratch[used++] = raw[i];
                i += raw[i] == '"';
            }
            raw = scratch;
            length = used;
        }
    }
    *trimmed = length;
    return length ? csv_trim(raw, trimmed) : raw;
}
