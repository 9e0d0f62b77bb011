/* Batches of CSV rows into the columns of a ledger, each cell checked against its field. */
#ifndef ASSESSC_FILL_H
#define ASSESSC_FILL_H
#include "base/buffer.h"
#include "base/map.h"
#include "base/memory.h"
#include "ledger/column_data.h"
#include "ledger/csv.h"
#include "ledger/entry.h"
#include "ledger/faults.h"

enum { MOST_PLACES = 9, SCALES = MOST_PLACES + 1 };  /* decimals of a chunk; longer ones are exceptions */

/* One field of a ledger while its file is read. */
struct filler {
    const struct field *field;
    struct column_data *column;
    const struct category_set *set; /* CATEGORY */
    bool is_key;
    uint32_t position;              /* of its column in the file, NONE where it is not there */
    const char *heading;            /* as the file has it; the field's name where it is not there */

    unsigned places;                /* NUMBER: the chunk so far is in units of 10^-places */
    int64_t low[SCALES], high[SCALES];      /* NUMBER, DATE (scale 0): what the field allows, in units of 10^-scale */
    bool watch_fractions;           /* percentage: no plain value above 1 so far */
    uint32_t fraction_line;         /* percentage: line of the first plain value between whole numbers, 0: none */
    char fraction[32];              /* its text */

    struct map texts;               /* CATEGORY: name to position. INDEX: text to its number; the column holds these numbers */
    struct arena arena;             /* INDEX: the texts */
    uint64_t blob_used, blob_capacity;      /* TEXT */
    uint32_t offset_capacity;
};

/* All fields of one ledger. */
struct filling {
    const struct program *program;
    const struct domain *domain;
    struct filler *fillers;         /* one a field */
    struct ledger_faults *faults;
    uint32_t rows;
    bool key_faults;                /* some cell of a key is wrong */
    const char *unknown;            /* text of cells that are not known (ledger.h), or NULL */

    struct buffer scratch;
    uint32_t batch_rows;
    int64_t values[BATCH_ROWS];
    uint8_t status[BATCH_ROWS];
    uint64_t words[BATCH_ROWS], lengths[BATCH_ROWS], kinds[BATCH_ROWS];   /* NUMBER: short_decimals.h */
    struct batch_fault *batch_faults; size_t fault_count, fault_capacity;
};

/* columns: those of the program, released before. */
void filling_open(struct filling *filling, const struct program *program, const struct domain *domain, struct column_data *columns,
                  struct ledger_faults *faults);
/* Appends all rows of a batch (at most BATCH_ROWS, not over the end of a chunk; each with `stride` fields). */
void filling_add(struct filling *filling, const struct csv_batch *batch);
/* The end of the file: columns are complete, but INDEX columns hold numbers of texts. */
void filling_finish(struct filling *filling);
void filling_close(struct filling *filling);

#endif
