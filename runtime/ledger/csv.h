/* Records and fields of CSV text (RFC 4180; lines end in LF, CRLF or CR), by batches of rows. */
#ifndef ASSESSC_CSV_H
#define ASSESSC_CSV_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "ledger/input.h"

/* Rows of one batch.  Field c of row r is text[start, end) with
 *     end   = ends[r * stride + c]
 *     start = starts[r] where c is 0, else ends[r * stride + c - 1] + 1
 * A row has counts[r] fields, of which at most `stride` are in ends.  Quotes are still there (csv_field takes them off). */
struct csv_batch {
    const char *text;               /* at least 16 bytes before the first field may be read */
    uint32_t *ends, *starts, *counts, *lines;
    uint32_t rows, capacity, stride;
};

enum csv_fault { CSV_SOUND, CSV_UNCLOSED_QUOTE, CSV_AFTER_QUOTE, CSV_LONG_RECORD, CSV_INPUT /* input->fault has it */ };

struct csv {
    struct input *input;
    char separator;
    enum csv_fault fault;
    uint32_t fault_line;            /* where the record at fault begins */
    uint32_t line;                  /* of the next record */
    char *memory, *text;            /* text = memory + CSV_MARGIN */
    size_t capacity, begin, end;    /* text[begin, end) has not been cut into records yet */
    bool ended;
};

enum { CSV_MARGIN = 64 };           /* bytes that may be read before and after the text */

void csv_open(struct csv *csv, struct input *input);
/* Cuts the next row without taking it. */
bool csv_peek(struct csv *csv, struct csv_batch *batch);
/* Cuts the next rows, at most `most` (at most batch->capacity). False where there are none left, or at a fault. Blank lines are passed over. */
bool csv_next(struct csv *csv, struct csv_batch *batch, uint32_t most);
void csv_close(struct csv *csv);

void csv_batch_open(struct csv_batch *batch, uint32_t stride, uint32_t rows);
void csv_batch_close(struct csv_batch *batch);

/* The text of a raw field: quotes taken off, doubled ones made single in `scratch` (length bytes at least), blanks at both ends trimmed
 * (space, tab, line ends, U+00A0, U+3000). */
const char *csv_field(const char *raw, size_t length, char *scratch, size_t *trimmed);
/* Takes blanks off both ends. */
const char *csv_trim(const char *text, size_t *length);

#endif
