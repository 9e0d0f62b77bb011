/* A compiled program: what the compiler hands to the runtime, what an .asb file holds, what the interpreter runs.
 *
 *     domains    sets of rows: ledgers (from files), groups (distinct values of columns of another domain), the one-row domain
 *     columns    one value a row of one domain: fields read from a file, or results of stages
 *     stages     run in order; each reads columns that earlier ones made and makes new ones:
 *                    ROWS   straight-line code over each row of a domain (opcodes.def), in batches
 *                    GROUP, FOLD, RANK, RUNNING, DAYS    reductions, barriers between rows stages
 *                    CHECK  a condition that every row must meet
 *     outputs    tables of columns to be written
 *
 * All arrays belong to the program's arena. Indices are checked by program_verify before anything runs; after it the interpreter
 * relies on them. "Verified:" below marks what the verifier demands beyond the plain meaning of a member. Texts are never NULL and hold no
 * control characters (a source's text apart).
 *
 * Verified: every column is made exactly once, by a field, a STORE or a stage's result, and before the stage that reads it. A span lies
 * within its source; where there is no place it is {NONE, 0, 0}, or {0, 0, 0} in a program without sources, so users ask
 * span.file < source_count. */
#ifndef ASSESSC_PROGRAM_H
#define ASSESSC_PROGRAM_H
#include <stdbool.h>
#include <stdint.h>
#include "base/memory.h"
#include "diagnostic/diagnostic.h"
#include "number/rational.h"

enum opcode {
#define OPCODE(name, ...) OP_##name,
#include "program/opcodes.def"
#undef OPCODE
    OPCODE_COUNT
};

/* Order matters: a strict operation takes the greatest of its operands. */
enum status { STATUS_PRESENT, STATUS_NOT_APPLICABLE, STATUS_EXEMPT, STATUS_MISSING, STATUS_ERROR, STATUS_COUNT };

enum value_type {
    TYPE_NUMBER,        /* rational */
    TYPE_BOOLEAN,
    TYPE_DATE,          /* days since 1970-01-01 */
    TYPE_TEXT,          /* only read, grouped by and written */
    TYPE_CATEGORY,      /* position in the category set */
    TYPE_INDEX,         /* a row of the target domain */
    TYPE_COUNT
};

#define NONE UINT32_MAX             /* no column, no domain, no table */

/* A set of category values, in the order that the rules name them. Verified: at least one, all different, none empty. */
struct category_set { uint32_t count; const char **names; };

/* What an input column may hold. Verified: bounds only for NUMBER and DATE, and something lies between them; percent and whole only for
 * NUMBER. */
struct field {
    const char *name;               /* heading in the file. Verified: names and aliases of one ledger are all different */
    const char *const *aliases;     /* other headings it may stand under (last year's names) */
    uint32_t alias_count;
    enum value_type type;           /* NUMBER, BOOLEAN, DATE, TEXT, CATEGORY or INDEX (a reference to a key of `reference`) */
    bool percent;                   /* NUMBER: 95 and 95% are both 0.95 ... */
    bool fraction_form;             /* ... unless this is set: plain 0.95 is 95% */
    bool whole;                     /* NUMBER: no decimals */
    bool may_be_empty;              /* else an empty cell is a fault when loaded; an optional empty cell is STATUS_MISSING */
    bool optional_column;           /* the file need not have the column at all (all cells missing) */
    bool has_least, has_greatest;   /* bounds, ends included ... */
    bool least_open;                /* ... unless the least is to be exceeded (必须为正) */
    struct rational least, greatest;/* NUMBER as stored (0.95), DATE as days */
    const char *unit;               /* for messages, "" where there is none */
    const char *empty_means;        /* what an empty cell counts as and where, in the words of the rule, for the run's notes; "": nothing to say */
    uint32_t categories;            /* CATEGORY: index of its set */
    uint32_t reference;             /* INDEX: domain referred to. Verified: a LEDGER with exactly one key field, since one cell names the row */
    struct span span;               /* its declaration */
    uint32_t column;                /* the column it fills */
};

enum domain_kind { DOMAIN_LEDGER, DOMAIN_GROUPS, DOMAIN_ONE };
                                    /* DOMAIN_ONE has exactly one row. Verified: a program has at most one such domain; the rows of each GROUPS
                                     * domain are made by exactly one GROUP stage, before any stage that works on it or points into it */

struct domain {
    enum domain_kind kind;
    const char *name;               /* ledger's name = name of its file. Verified: ledgers' names differ, and hold no / or \ and no . in front */
    struct span span;
    struct field *fields;           /* LEDGER */
    uint32_t field_count;
    uint32_t *keys;                 /* LEDGER: fields that together name a row (unique, never empty); may be none. Verified: a single key
                                     * that is a reference leads, by the keys referred to, to one that is not (no circle) */
    uint32_t key_count;
    const char **empty_marks;       /* LEDGER: texts that count as an empty cell, beside "" */
    uint32_t empty_mark_count;
    bool needs_rows;                /* LEDGER: no rows at all is a fault (a ledger of units) */
    bool complete;                  /* LEDGER: every combination of the key fields' references and value ranges must be there. Verified: each
                                     * key is INDEX, CATEGORY, or a whole NUMBER with both bounds; at most LIMIT_ROWS combinations */
    uint32_t void_column;           /* LEDGER: BOOLEAN column of rows left out of everything (本行无效), or NONE; made by a ROWS stage.
                                     * Verified: stages of another kind work on this domain only after that one */
};

struct column {
    uint32_t domain;
    enum value_type type;
    uint32_t target;                /* INDEX: domain pointed into; CATEGORY: category set; else NONE */
    const char *name;               /* for messages and dumps */
};

struct constant { enum value_type type; enum status status; uint32_t target; struct rational number; bool boolean; int32_t code; };
                                    /* code: DATE days, CATEGORY position. TEXT and INDEX constants do not exist (INDEX only with a status
                                     * other than present). A constant of STATUS_ERROR names its message in `code` (index into faults). */

/* LOOKUP: constant index by category position; type of all constants is the same, and so is their target. */
struct table { uint32_t count; uint32_t *constants; };

struct instruction { uint16_t op; uint16_t result; uint16_t a, b; uint32_t c; };
                                    /* c: register (SELECT, MAKE_DATE), or index into constants, columns, tables by the operand shape.
                                     * Verified: a register is written before it is read, and may be written again, also with another type; the
                                     * result register is none of the instruction's operands (in-place results would hide operands from a trace);
                                     * no register holds TEXT; CATEGORY operands that must agree are of one set, INDEX ones of one domain; a
                                     * stage does not LOAD or GATHER what it stores itself; unused members are 0 */

enum stage_kind { STAGE_ROWS, STAGE_GROUP, STAGE_FOLD, STAGE_RANK, STAGE_RUNNING, STAGE_DAYS, STAGE_DAILY, STAGE_CHECK, STAGE_KINDS };

enum fold { FOLD_COUNT, FOLD_SUM, FOLD_MINIMUM, FOLD_MAXIMUM, FOLD_ANY, FOLD_ALL, FOLD_KINDS };
                                    /* over rows of the source whose filter is true and whose value is present (COUNT without value:
                                     * all such rows); missing, exempt and not applicable values are passed over, an error value makes the
                                     * group's result an error. No row: COUNT and SUM 0, ANY false, ALL true, MINIMUM and MAXIMUM not applicable */
enum ties { TIES_COMPETITION /* 1,2,2,4 */, TIES_DENSE /* 1,2,2,3 */, TIES_MEAN /* 1,2.5,2.5,4 */, TIES_LAST /* 1,3,3,4 */,
            TIES_ORDER /* 1,2,3,4 by row: only where the choice between equals cannot be seen */, TIES_KINDS };

struct rank_key { uint32_t column; bool descending; };

struct stage {
    enum stage_kind kind;
    uint32_t domain;                /* rows worked on: ROWS, RANK, RUNNING, CHECK its rows; GROUP, FOLD, DAYS, DAILY the source */
    uint32_t index;                 /* FOLD, RANK, RUNNING, DAYS, DAILY: INDEX column of `domain` that names the group, or NONE: all one group */
    uint32_t filter;                /* BOOLEAN column of `domain`: rows that take part, or NONE: all. Not present counts as false. */
    uint32_t value;                 /* FOLD, RUNNING, DAILY: column; FOLD_COUNT may have NONE. CHECK: the BOOLEAN condition. Verified: SUM folds
                                     * NUMBER, MINIMUM and MAXIMUM fold NUMBER or DATE, ANY and ALL BOOLEAN, COUNT anything; DAILY has NUMBER */
    uint32_t result;                /* column made. FOLD: of the index's target domain (DOMAIN_ONE where index is NONE); RANK, RUNNING: of
                                     * `domain`; GROUP: INDEX column of `domain` into `target`; DAYS: NUMBER column of `target`. COUNT and
                                     * RANK make NUMBER, other folds the type of their value */
    uint32_t target;                /* GROUP: the domain made; DAYS: domain of the periods */
    /* ROWS. Verified: the stages' code lies in `code` one after the other, in stage order, and fills it; register_count is at most
     * LIMIT_REGISTERS and instruction_count. */
    uint32_t first_instruction, instruction_count, register_count;
    /* GROUP: columns of `domain` whose distinct tuples make `target` (in order of first row), and the columns of target that get them.
     * Without keys `target` is DOMAIN_ONE and every row points to its one row; otherwise it is a GROUPS domain. */
    uint32_t *keys, *key_results; uint32_t key_count;
    enum fold fold;                 /* FOLD, RUNNING (COUNT, SUM, MINIMUM, MAXIMUM) */
    /* RANK: rows not filtered in or with a key that is not present get STATUS_NOT_APPLICABLE. Verified: at least one key, of an ordered
     * type (NUMBER, DATE, CATEGORY) */
    struct rank_key *rank_keys; uint32_t rank_key_count; enum ties ties;
    uint32_t order;                 /* RUNNING: column of an ordered type; a row's result folds the rows of its group with order <= its own */
    /* DAYS: number of days of [target_from, target_to] that the union of the source's [from, to] (ends included) of the same group
     * covers. DAILY: a check: on each day from `day_first` to `day_last` (days since 1970) the values of the group's rows with from <= day
     * <= to must add to constant `wanted`; groups without any row are passed over. Verified: index and target_index point into the same
     * domain, or both are NONE; day_first <= day_last, in the years 1 to 9999; `wanted` is a NUMBER that is present. */
    uint32_t from, to, target_from, target_to, target_index;
    int32_t day_first, day_last; uint32_t wanted;
    /* CHECK, DAILY: what is said where it does not hold. severity ERROR, or WARNING: the run goes on. `show`: columns whose cells are named.
     * A CHECK whose filter is the void column of its domain is of the rows that are left out, and of no others. */
    enum severity severity; const char *message[2]; uint32_t *show; uint32_t show_count;
    struct span span;
};

/* How a column is written. Verified: DECIMALS and EXACT are for NUMBER, TEXT is for all other types and for them alone; INDEX is written as
 * the key of the row pointed to, in a LEDGER with exactly one key field. That a value has no more decimals than `places` is the compiler's
 * proof, which cannot be verified: writers handle a value that has more. */
enum output_form { OUTPUT_DECIMALS, OUTPUT_EXACT, OUTPUT_TEXT };
enum { OUTPUT_PLACES_MOST = 18 };   /* 10^18 fits 64 bits */
struct output_column {
    const char *name; uint32_t column; enum output_form form;
    uint8_t places;                 /* OUTPUT_DECIMALS: digits after the point, padded; the compiler has proven that they suffice */
    uint8_t role;                   /* enum output_role, for reports */
    struct span span;
};
enum output_role { ROLE_KEY, ROLE_NAME, ROLE_CLASS, ROLE_INDICATOR, ROLE_GROUP, ROLE_BONUS, ROLE_DEDUCTION, ROLE_TOTAL, ROLE_RANK, ROLE_GRADE,
                   ROLE_OTHER };
struct output {
    const char *scheme;             /* file name without folder and ending: the name of the table. Verified: as a ledger's name is */
    const char *title;
    uint32_t domain;
    struct output_column *columns; uint32_t column_count;   /* Verified: at least one; names differ; each column is of `domain` */
};

struct program_source { const char *path; const char *text; uint32_t length; uint8_t hash[32]; /* SHA-256 of the text */ };

struct program {
    struct arena arena;
    struct program_source *sources; uint32_t source_count;
    struct category_set *category_sets; uint32_t category_set_count;
    struct domain *domains; uint32_t domain_count;
    struct column *columns; uint32_t column_count;
    struct constant *constants; uint32_t constant_count;
    struct table *tables; uint32_t table_count;
    const char *(*faults)[2]; uint32_t fault_count;   /* {zh, en} of errors that rules state (报错) */
    struct instruction *code; struct span *spans;     /* one span an instruction */
    uint32_t code_count;
    struct stage *stages; uint32_t stage_count;
    struct output *outputs; uint32_t output_count;
};

enum { PROGRAM_VERSION = 2 };

struct program *program_new(void);
void program_free(struct program *program);
/* The .asb form: magic "ASSESSC\n", version, sections, all integers little-endian and bounded. Appended to out. */
void program_encode(const struct program *program, struct buffer *out);
/* Reads .asb bytes. NULL where they are not a program of this version, cut short, or inconsistent: `why` (not NULL) then gets one English
 * sentence with the offset. Never crashes on any bytes; memory stays within a small multiple of length. What it returns still wants
 * program_verify. */
struct program *program_decode(const void *bytes, size_t length, struct buffer *why);
/* Checks every index, operand type, definition before use (registers and columns), stage order, sizes. True where the program can run
 * without any further check; else `why` gets one English sentence that names stage, instruction and operand. */
bool program_verify(const struct program *program, struct buffer *why);
/* Text listing: one line a domain, column, stage and instruction, with the source line where known. Deterministic. */
void program_disassemble(const struct program *program, struct buffer *out);
const char *opcode_name(enum opcode op);
/* The shape letters of an opcode: result, a, b, c. */
const char *opcode_shape(enum opcode op);
/* Whether a shape letter stands for a register (T included). */
bool shape_is_register(char letter);
/* The page of docs/ on the instructions, made from the table (Markdown, Chinese and English). */
void opcode_document(struct buffer *out);
const char *status_name(enum status status);
const char *type_name(enum value_type type);

#endif
