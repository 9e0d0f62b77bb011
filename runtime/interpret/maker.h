/* Makes a column value by value, in the order of its rows: gathers a batch and puts it into the column in the best form it has.
 *
 * Makers of different chunks of one column may work in different threads: exceptions stay with the maker until maker_join. */
#ifndef ASSESSC_MAKER_H
#define ASSESSC_MAKER_H
#include "interpret/cell.h"
#include "ledger/column_data.h"

struct maker {
    struct column_data *column;
    uint32_t first, count;          /* rows gathered and not put yet */
    int64_t values[BATCH_ROWS], denominators[BATCH_ROWS];
    uint8_t status[BATCH_ROWS];
    struct exception *exceptions; uint32_t exception_count, exception_capacity;
};

/* The maker's rows begin at `first`; rows up to the next batch's end lie in one chunk. */
struct maker *maker_new(struct column_data *column, uint32_t first);
void maker_integer(struct maker *maker, int64_t value);
void maker_fraction(struct maker *maker, int64_t numerator, int64_t denominator);
void maker_number(struct maker *maker, const struct rational *value);
void maker_absent(struct maker *maker, enum status status);
void maker_cell(struct maker *maker, const struct cell *cell);
/* Puts what is gathered; the next value is that of row `first`. */
void maker_move(struct maker *maker, uint32_t first);
/* Puts what is gathered, adds the exceptions to the column and frees the maker. Not beside other threads. */
void maker_join(struct maker *maker);
/* maker_join and column_finish, for the only maker of a column. */
void maker_finish(struct maker *maker);

#endif
