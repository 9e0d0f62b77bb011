/* Data of columns: typed chunks of CHUNK_ROWS rows, each stored in the narrowest width that holds it.
 *
 *     chunk      data: width bytes a row (signed integers, host order): value = data / denominator of the chunk
 *                denominators: NULL, or one positive denominator a row, which then stands for the chunk's
 *                status: one enum status a row, or NULL where all rows are present
 *     exceptions rows whose exact value does not fit: sorted by row, the chunk holds 0 there and present as status
 *
 * NUMBER uses all of it. BOOLEAN 0/1, DATE days, CATEGORY position and INDEX row number (-1: none) have denominator 1 and no exceptions.
 * Denominators by row arise where a stage keeps quotients of columns; a file never makes them. A row that is not present holds 0.
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
    void *denominators;             /* denominator_width bytes a row, or NULL */
    uint8_t *status;
    int64_t denominator;            /* power of ten for what was read; any positive number for results */
    int64_t least, greatest;        /* of data over present rows (0, 0 where there is none) */
    uint32_t rows;                  /* rows put so far */
    uint8_t width;                  /* 1, 2, 4 or 8 */
    uint8_t denominator_width;      /* 1, 2, 4 or 8; 0 without denominators */
    bool any_present;
};

struct exception { uint32_t row; struct rational value; };

struct column_data {
    enum value_type type;
    uint32_t rows;
    struct chunk *chunks; uint32_t chunk_count, chunk_capacity;
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

/* One value of a chunk by its row in the chunk. */
int64_t chunk_value(const struct chunk *chunk, uint32_t row);
int64_t chunk_denominator(const struct chunk *chunk, uint32_t row);
/* Reading a run of rows of one chunk: values[i] is the chunk's data of row first + i of the chunk. */
void chunk_widen(const struct chunk *chunk, uint32_t first, uint32_t count, int64_t *values);
/* The same for denominators by row; without them all are the chunk's. */
void chunk_widen_denominators(const struct chunk *chunk, uint32_t first, uint32_t count, int64_t *denominators);
/* Number of the first exception at or after `row` (exception_count where there is none). */
uint32_t column_exception_at(const struct column_data *column, uint32_t row);
/* The exception of exactly this row, or NULL. */
const struct rational *column_exception(const struct column_data *column, uint32_t row);

/* Building a column (not TEXT). column_begin makes room for `rows` rows (0 where their number is not known yet; the column then grows as
 * rows are put). Rows are put in runs that lie in one chunk, each run after the one before it in the same chunk; different chunks may be
 * put by different threads where column_begin was told the rows. status: NULL where all are present. */
void column_begin(struct column_data *column, enum value_type type, uint32_t rows);
/* False where the run has no common denominator with the rows that its chunk has so far (64 bits): nothing is put then; the caller puts
 * zeros with denominator 1 and adds the rows as exceptions. */
bool column_put(struct column_data *column, uint32_t first, uint32_t count, const int64_t *values, const uint8_t *status, int64_t denominator);
/* The same with one positive denominator a row. */
void column_put_fractions(struct column_data *column, uint32_t first, uint32_t count, const int64_t *values, const int64_t *denominators,
                          const uint8_t *status);
/* Adds an exception in any order of rows; the row is put as 0, present. Takes a copy of the value. */
void column_add_exception(struct column_data *column, uint32_t row, const struct rational *value);
/* Ends the building: sorts exceptions, gives back memory that was reserved in excess. */
void column_finish(struct column_data *column);

#endif
