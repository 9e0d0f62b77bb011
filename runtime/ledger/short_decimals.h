/* Plain decimals of up to eight characters, many at a time: the fast gate of a ledger's numbers. */
#ifndef ASSESSC_SHORT_DECIMALS_H
#define ASSESSC_SHORT_DECIMALS_H
#include <stdbool.h>
#include <stdint.h>

enum { SHORT_PLACES = 7 };          /* decimals that eight characters can be brought to */

/* What became of a cell. */
enum { SHORT_READ, SHORT_ODD, SHORT_EMPTY };

/* What is asked of cells, and what was found in them. */
struct short_decimals {
    unsigned places;                /* decimals that values are brought to, 0 to SHORT_PLACES */
    int64_t low, high;              /* least and greatest value */
    unsigned seen;                  /* most decimals of any cell of the form below: may be more than places */
    bool any_odd, any_empty;
};

/* For each of `count` cells, words[i] holds the eight bytes before its end (the last one highest), lengths[i] how many bytes it has.
 * A cell of the form [-]digits[.digits] with at most `places` decimals, eight digits when it is brought to them, and a value within the
 * bounds gives values[i] = number x 10^places and SHORT_READ; any other gives 0 and SHORT_ODD, or SHORT_EMPTY where length is 0.
 * Eight cells are taken at once: the arrays must have room for that, and lengths behind the last cell are set to 0 (any_empty may then be
 * true without an empty cell). */
void short_decimals(struct short_decimals *task, uint32_t count, const uint64_t *words, uint64_t *lengths, int64_t *values,
                    uint64_t *kinds);

#endif
