/* Dense order codes: values to 0, 1, 2 ... in ascending order, equal values to equal codes, exactly. */
#ifndef ASSESSC_ORDER_H
#define ASSESSC_ORDER_H
#include "ledger/column_data.h"

/* codes[i]: how many distinct keys are less than keys[i]. Returns the number of distinct keys. */
uint32_t order_keys(const int64_t *keys, uint32_t count, uint32_t *codes);
/* The same for the values that a column has in `rows` (ascending, all present; not TEXT). */
uint32_t order_column(const struct column_data *column, const uint32_t *rows, uint32_t count, uint32_t *codes);
/* codes[i] becomes the code of the pair (major[i], codes[i]); `minors`: number of distinct codes. Returns the number of distinct pairs. */
uint32_t order_pairs(const uint32_t *major, uint32_t *codes, uint32_t minors, uint32_t count);

#endif
