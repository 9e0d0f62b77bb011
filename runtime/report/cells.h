/* The cells of an output table as text: what report_csv, report_json and report_terminal share. */
#ifndef ASSESSC_CELLS_H
#define ASSESSC_CELLS_H
#include "ledger/ledger.h"
#include "program/program.h"

enum { CELLS_ROWS = 256 };          /* rows prepared at once; divides CHUNK_ROWS */

/* How a table writes what is not a number. */
struct cell_style {
    const char *absent;             /* an exempt or not applicable value */
    void (*text)(struct buffer *out, const char *text, size_t length);
    bool quotes_fractions;          /* a fraction such as 1/3 is written through `text` */
};

/* One column of the table. */
struct cell_column {
    const struct output_column *output;
    const struct column_data *data;
    enum value_type type;
    bool prepared;                  /* values[] holds the number times 10^places */
    struct buffer *names;           /* CATEGORY and BOOLEAN: each value as the style writes it */
    uint32_t name_count;
    int64_t values[CELLS_ROWS];
    uint8_t status[CELLS_ROWS];
};

struct cells {
    const struct program *program;
    const struct data *data;
    const struct output *output;
    struct cell_style style;
    struct cell_column *columns;
    uint32_t rows, first;           /* of the domain; of the rows prepared */
    const struct column_data *void_rows;    /* rows for which this is true are left out, or NULL */
};

void cells_open(struct cells *cells, const struct program *program, const struct data *data, uint32_t output, struct cell_style style);
/* Prepares rows first .. first + CELLS_ROWS - 1 (as far as there are any); first is a multiple of CELLS_ROWS. Returns how many. */
uint32_t cells_prepare(struct cells *cells, uint32_t first);
/* True where a prepared row (counted from `first`) is not part of the table. */
bool cells_skips(const struct cells *cells, uint32_t row);
/* Appends a prepared row, `separator` between its cells. */
void cells_append_row(const struct cells *cells, uint32_t row, char separator, struct buffer *out);
/* Appends one cell of a prepared row. */
void cells_append(const struct cells *cells, uint32_t column, uint32_t row, struct buffer *out);
/* The rows of the table in the order in which they are shown: by rank where there is one, those without a rank last, equals as in the ledger.
 * Row numbers of the domain; the caller's (memory_free). */
uint32_t *cells_by_rank(struct cells *cells, uint32_t *count);
void cells_close(struct cells *cells);

#endif
