/* Data of columns: typed chunks of CHUNK_ROWS rows, each stored in the narrowest width that holds it.
 *
 *     chunk      data: width bytes a row (signed integers, host order): value = data / denominator of the chunk
 *                status: one enum status a row, or NULL where all rows are present
 *     exceptions rows whose exact value does not fit: sorted by row, the chunk holds 0 there and present as status
 *
 * NUMBER uses all of it. BOOLEAN 0/1, DATE days, CATEGORY position and INDEX row number (-1: none) have denominator 1 and no exceptions.
 * TEXT has offsets into a blob instead. */
#ifndef ASSESSC_COLUMN_DATA_H
#define ASSESSC_COLUMN_DATA_H
#include <stddef.h>
#include <stdint.h>
#include "base/limits.h"
#include "number/rational.h"
#include "program/program.h"

struct chunk {
    void *data;                     /* CHUNK_ROWS values (the last chunk: only as many as there are rows) */
    uint8_t *status;
    int64_t denominator;            /* power of ten for what was read; any positive number for results */
    int64_t least, greatest;        /* of data over present rows (0, 0 where there is none) */
    uint8_t width;                  /* 1, 2, 4 or 8 */
};

struct exception { uint32_t row; struct rational value; };

struct column_data {
    enum value_type type;
    uint32_t rows;
    struct chunk *chunks; uint32_t chunk_count;
    struct exception *exceptions; uint32_t exception_count, exception_capacity;
    /* TEXT: bytes of row r are blob[offsets[r]] .. blob[offsets[r + 1]] */
    char *blob; uint64_t *offsets;
};

/* The rows of one domain. */
struct domain_data {
    uint32_t rows;
    const char *path;               /* file it was read from, or NULL */
    const char *sheet;
    uint32_t *lines;                /* line in the file where each row begins, or NULL: row r stands on line r + 2 */
};

/* Reading one value, for folds, checks, reports and tests (not for inner loops). */
enum status column_status(const struct column_data *column, uint32_t row);
int64_t column_integer(const struct column_data *column, uint32_t row);              /* BOOLEAN, DATE, CATEGORY, INDEX */
void column_number(const struct column_data *column, uint32_t row, struct rational *out); /* NUMBER, present; out initialised */
const char *column_text(const struct column_data *column, uint32_t row, size_t *length);
void column_release(struct column_data *column);

#endif
