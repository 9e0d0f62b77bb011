/* The second evaluator: what a checked model means, worked out value by value.
 *
 *     model + ledgers -> value of (node, row)
 *
 * It shares nothing with compiler and interpreter but the model, so that a value which both give is right. It is slow on purpose: no batches,
 * no bounds, no order of stages; a value asked for is computed from those below it and remembered. On the way it looks whether what the
 * model knows of each node without data (statuses, interval, decimals) is true of the value. */
#ifndef ASSESSC_SLOW_EVALUATE_H
#define ASSESSC_SLOW_EVALUATE_H
#include <gmp.h>
#include "base/buffer.h"
#include "model/model.h"

struct value {
    enum status status;
    mpq_srcptr number;              /* NUMBER, present */
    int64_t code;                   /* BOOLEAN, DATE, CATEGORY, INDEX, present */
    const char *text;               /* TEXT */
};

struct evaluation;

/* Of a model that was compiled: no node is made any more. */
struct evaluation *evaluation_new(struct model *model);
void evaluation_free(struct evaluation *evaluation);
/* Reads a ledger; all of them are read before a value is asked for. False: why says what cannot be read. */
bool evaluation_read(struct evaluation *evaluation, const struct row_set *ledger, const char *bytes, size_t length, struct buffer *why);
/* What references point to, once all ledgers are read. */
bool evaluation_resolve(struct evaluation *evaluation, struct buffer *why);

uint32_t evaluation_rows(struct evaluation *evaluation, const struct row_set *rows);
bool evaluation_void(struct evaluation *evaluation, const struct row_set *rows, uint32_t row);
struct value evaluation_value(struct evaluation *evaluation, struct node *node, uint32_t row);
struct value evaluation_cell(struct evaluation *evaluation, const struct field_model *field, uint32_t row);
bool value_equal(enum value_type type, const struct value *a, const struct value *b);
/* Whether the run must fail: a requirement that does not hold, a result or condition that is missing or an error. */
bool evaluation_fails(struct evaluation *evaluation);
/* The first value that is not as the model says it must be; "" where there is none. */
const char *evaluation_complaint(const struct evaluation *evaluation);
/* The table of a scheme as CSV; places: decimals of each result that is a number. */
void evaluation_write(struct evaluation *evaluation, const struct scheme *scheme, const uint8_t *places, struct buffer *out);

#endif
