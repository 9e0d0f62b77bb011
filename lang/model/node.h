/* The checked model's values: a graph of typed nodes, each over the rows of one domain. Equal nodes are the same node (hash-consing), so
 * common parts are shared by whoever reads the model, and facts proven of a node hold wherever it stands.
 *
 * Nodes keep what is known before any data: the unit, an interval, the greatest number of decimals, and the statuses that can occur.
 * What depends on nothing but one category field (the class, mostly) is folded into a table by that category at once; so weights and
 * exemptions by class are known for every class without data. */
#ifndef ASSESSC_NODE_H
#define ASSESSC_NODE_H
#include <stdbool.h>
#include <stdint.h>
#include "diagnostic/diagnostic.h"
#include "model/unit.h"
#include "number/rational.h"
#include "program/program.h"

struct row_set;                     /* model/model.h */
struct field_model;
struct node;

/* A value of a constant node. */
struct constant_value {
    enum status status;             /* not PRESENT: the value does not count; ERROR: fault number in code */
    bool boolean;
    int32_t code;                   /* date, category */
    struct rational number;
};

enum node_kind {
    NODE_CONSTANT,                  /* value */
    NODE_TABLE,                     /* table[category of a] */
    NODE_FIELD,                     /* field of the row */
    NODE_OPERATION,                 /* op of a, b, c (opcodes.def: arithmetic, comparison, logic, select, round, dates, functions) */
    NODE_GATHER,                    /* b of the row that index a points to */
    NODE_GROUP,                     /* index: the group of the row, by the keys */
    NODE_GROUP_KEY,                 /* of a row of a groups domain: value of key number `position` */
    NODE_FOLD,                      /* fold of value b where c over rows grouped by index a (NULL: all) */
    NODE_RANK,                      /* rank within group a, where c, by keys */
    NODE_RUNNING,                   /* fold of b over rows of group a with order c up to this row's */
    NODE_DAYS                       /* days of the target's period covered by the source's intervals */
};

struct interval { bool has_least, has_greatest; struct rational least, greatest; bool never_zero; };

enum { MISSING_SOURCES = 6 };

struct node {
    enum node_kind kind;
    enum value_type type;
    const struct unit *unit;        /* NUMBER */
    struct row_set *domain;         /* NULL: the same for every row of anything */
    struct row_set *target;         /* INDEX: the domain pointed into */
    const struct category_model *categories;    /* CATEGORY: its set */
    uint32_t number;                /* order of making: operands come first */
    uint8_t statuses;               /* mask of enum status that can occur */
    const struct node *missing[MISSING_SOURCES]; uint8_t missing_count;     /* fields whose empty cells can make it missing;
                                     * more than MISSING_SOURCES: not followed any further */
    int decimals;                   /* NUMBER: at most so many decimals, -1: not known to be finite */
    struct interval interval;       /* NUMBER, DATE */
    struct span span;               /* where it was first written */
    struct node *next_equal_hash;
    struct node *a, *b, *c;
    uint16_t op;                    /* OPERATION: enum opcode; ROUND: mode in `mode`, quantum in value; STATUS_IS: mask in `mode` */
    uint16_t mode;
    struct constant_value value;
    struct constant_value *table; uint32_t table_count;     /* TABLE */
    const struct field_model *field;
    struct node **keys; bool *descending; uint32_t key_count;   /* GROUP, RANK */
    uint32_t position;
    enum fold fold; enum ties ties;
    bool exception;                 /* BOOLEAN: by which an item is exempt or does not apply (of check) */
    uint32_t stamp;                 /* of node_uses */
    struct node *days[6];           /* DAYS: from, to, target_from, target_to, target_index, filter */
};

struct category_model {
    const char **names; uint32_t count; const char *name;
    struct rational *numbers; bool has_numbers;     /* 一般 1.0、较难 1.2 */
    const struct unit *unit; bool *uncounted;       /* 满意 100分、不了解 不计: of the numbers; which values have none */
};

struct node_pool;
struct node_pool *node_pool_new(void);
uint32_t node_pool_count(const struct node_pool *pool);
struct node *node_pool_at(const struct node_pool *pool, uint32_t number);

/* Constants. */
struct node *node_number(struct node_pool *pool, const struct rational *value, const struct unit *unit, struct span span);
struct node *node_integer(struct node_pool *pool, int64_t value, const struct unit *unit, struct span span);
struct node *node_boolean(struct node_pool *pool, bool value);
struct node *node_date(struct node_pool *pool, int32_t days, struct span span);
struct node *node_category(struct node_pool *pool, const struct category_model *set, uint32_t position, struct span span);
/* The same value on every row of a domain. */
struct node *node_spread(struct node_pool *pool, struct row_set *domain, struct node *value);
/* Whether the field is read anywhere below the node. */
bool node_uses(struct node *node, const struct field_model *field);
/* Calls back each field that is read anywhere below the roots (NULL: none), once; nothing is looked for below `without` (NULL: none). */
void node_fields(struct node *const *roots, uint32_t count, struct node *without, void (*each)(void *context, const struct field_model *field), void *context);
/* A value that is not there: type and unit as of the node it stands beside. fault: for STATUS_ERROR, number of the stated fault. */
struct node *node_absent(struct node_pool *pool, const struct node *like, enum status status, int32_t fault, struct span span);

struct node *node_field(struct node_pool *pool, struct row_set *domain, const struct field_model *field);
/* The value that a table gives for a category (values: one a category of its set; kept). */
struct node *node_lookup(struct node_pool *pool, struct node *category, struct constant_value *values, enum value_type type, const struct unit *unit,
                         struct span span);
/* An operation; operands' types are right (asserted); units are the caller's (unit: of the result). Constants and tables by category are
 * folded, and what changes nothing is dropped (x × 1, select of a constant condition). */
struct node *node_operation(struct node_pool *pool, enum opcode op, struct node *a, struct node *b, struct node *c,
                            const struct unit *unit, struct span span);
struct node *node_round(struct node_pool *pool, struct node *a, const struct rational *quantum, enum rounding mode, struct span span);
struct node *node_status_is(struct node_pool *pool, struct node *a, unsigned mask);
struct node *node_gather(struct node_pool *pool, struct node *index, struct node *value, struct span span);
struct node *node_group(struct node_pool *pool, struct row_set *domain, struct node **keys, uint32_t count, struct row_set *target);
struct node *node_group_key(struct node_pool *pool, struct row_set *groups, uint32_t position, struct node *key);
/* where: NULL for all rows. value: NULL for FOLD_COUNT of rows. result in the index's target, or everywhere (domain one) for NULL. */
struct node *node_fold(struct node_pool *pool, enum fold fold, struct row_set *source, struct row_set *target, struct node *index,
                       struct node *value, struct node *where, struct span span);
struct node *node_rank(struct node_pool *pool, struct row_set *domain, struct node *index, struct node *where, struct node **keys,
                       bool *descending, uint32_t count, enum ties ties, struct span span);
struct node *node_running(struct node_pool *pool, enum fold fold, struct row_set *domain, struct node *index, struct node *value,
                          struct node *order, struct node *where, struct span span);
struct node *node_days(struct node_pool *pool, struct row_set *source, struct row_set *target, struct node *index, struct node *const days[6],
                       struct span span);

/* A missing value that is a fault where it is used (免考时可不填), not one that wants an answer: a bit of the mask beside the statuses. */
enum { MISSING_AT_USE = 1 << STATUS_COUNT };
/* Whether the statuses of the mask can occur. */
static inline bool node_can_be(const struct node *node, unsigned mask) { return (node->statuses & mask) != 0; }
static inline unsigned status_mask(enum status status) { return 1u << status; }
/* True where the condition is decided by the text: a constant. */
bool node_is_constant(const struct node *node);
bool node_is_true(const struct node *node);
bool node_is_false(const struct node *node);
/* The constant that a node has for a category of the field it depends on (or for all), NULL where it depends on data. */
const struct constant_value *node_value_for(const struct node *node, uint32_t category);

#endif
