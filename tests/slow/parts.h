/* What the files of the slow evaluator share. */
#ifndef ASSESSC_SLOW_PARTS_H
#define ASSESSC_SLOW_PARTS_H
#include "base/memory.h"
#include "evaluate.h"

struct number { mpq_t value; struct number *next; };

/* The rows of a ledger, or of groups.
 *
 *     LEDGER    cells[field][row]
 *     GROUPS    group_of[row of the source], first_rows[group] */
struct sheet {
    const struct row_set *rows;
    uint32_t count;
    bool made;
    struct value **cells;
    struct value *group_of; uint32_t *first_rows;
};

struct evaluation {
    struct model *model;
    struct arena arena;
    struct number *numbers;
    struct sheet *sheets; uint32_t sheet_count;
    struct value **memo; uint8_t **known;   /* by node number; NULL until asked for */
    struct buffer complaint;
    bool nothing_scored;                    /* all units are void: what is known where there is a unit need not hold */
};

struct sheet *sheet_of(struct evaluation *evaluation, const struct row_set *rows);
/* A number that lives as long as the evaluation. */
mpq_ptr number_new(struct evaluation *evaluation);
struct value value_absent(enum status status);
struct value value_code(int64_t code);
mpq_srcptr number_of(struct evaluation *evaluation, const struct rational *value);

/* Reductions: the value of every row of the node's domain at once (folds), or of one row. */
void reduce_fold(struct evaluation *evaluation, struct node *node, struct value *out);
struct value reduce_rank(struct evaluation *evaluation, struct node *node, uint32_t row);
struct value reduce_running(struct evaluation *evaluation, struct node *node, uint32_t row);
struct value reduce_days(struct evaluation *evaluation, struct node *node, uint32_t row);
bool reduce_daily_holds(struct evaluation *evaluation, const struct requirement *requirement, const struct row_set *ledger);
void make_groups(struct evaluation *evaluation, struct sheet *sheet);
int value_order(enum value_type type, const struct value *a, const struct value *b);

#endif
