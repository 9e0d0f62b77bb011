/* The verifier's state, shared by verify.c (tables), verify_stage.c (stages) and verify_code.c (row code).  Private to runtime/program.
 *
 * Stages are walked once, in order.  `maker` says of each column what has made it so far, `ready` of each domain whether its rows exist; at
 * the end every column is made and every domain ready.  The first fault ends the walk: each function returns false after verify_refuse. */
#ifndef ASSESSC_PROGRAM_VERIFY_H
#define ASSESSC_PROGRAM_VERIFY_H
#include "program/format.h"

enum { MADE_BY_NOTHING = -1, MADE_BY_FIELD = -2 };

struct verifier {
    const struct program *program;
    struct buffer *why;
    int64_t *maker;                 /* per column: stage, or one of the above */
    bool *ready;                    /* per domain */
    uint32_t stage, instruction;    /* being looked at, or NONE: sentences begin with them */
    uint32_t next_code;             /* first instruction that no stage has had yet */
};

/* Writes "stage 2 (rows), instruction 14 (add): ..." and returns false. */
bool verify_refuse(struct verifier *verifier, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The span lies in a source, or is no place at all. */
bool verify_span(struct verifier *verifier, const char *what, struct span span);
/* The domain is there and its rows exist by now. */
bool verify_domain_ready(struct verifier *verifier, const char *what, uint32_t domain);
/* The column exists, is of `domain`, and was made by a field or an earlier stage. */
bool verify_column_read(struct verifier *verifier, const char *what, uint32_t column, uint32_t domain);
/* The same, and of that type. */
bool verify_column_typed(struct verifier *verifier, const char *what, uint32_t column, uint32_t domain, enum value_type type);
/* The column exists, is of `domain`, has that type and target, and nothing has made it yet; now the present stage has. */
bool verify_column_made(struct verifier *verifier, const char *what, uint32_t column, uint32_t domain, enum value_type type, uint32_t target);
/* Number, date and category: what has a before and an after. */
bool type_is_ordered(enum value_type type);

/* verify_stage.c: the stage, and what it makes. */
bool verify_stage(struct verifier *verifier, const struct stage *stage);
/* verify_code.c: the instructions of a ROWS stage. */
bool verify_rows(struct verifier *verifier, const struct stage *stage);

#endif
