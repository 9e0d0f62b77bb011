/* What the files of answer/ share; nobody else includes it. */
#ifndef ASSESSC_ANSWER_PARTS_H
#define ASSESSC_ANSWER_PARTS_H
#include "answer/answer.h"
#include "base/buffer.h"
#include "compile/compile.h"
#include "ledger/ledger.h"

/* Whether the words of the scheme's file are English ones. */
bool in_english(const struct scheme *scheme);

/* ---- draft.c ---- */
/* A text with changes to come; `asked` stays at the place of the question. */
struct change { uint32_t start, end; const char *text; };
struct draft { const char *text; size_t length; uint32_t asked; struct change *changes; uint32_t change_count; bool others_plain; };
struct draft draft_of(const struct question *question);
void draft_change(struct draft *draft, uint32_t start, uint32_t end, const char *text);
/* Leaves out what stands there; lines stay where they are. */
void draft_blank(struct draft *draft, uint32_t start, uint32_t end);
void draft_answer(struct draft *draft, const struct written_answer *answer, bool english);
/* What the figure of the question does not need, so that the example is about it alone: other indicators have 80% of their points, and where
 * ranks, grades or places are looked at, what they look at is a column of its own. */
void draft_simplify(struct draft *draft, const struct question *question);
/* Makes the changes. Of two at one place the first said holds. */
void draft_apply(struct draft *draft);
/* The name of the column that stands for a result of the scheme, and the result's name where a column is such a one (else NULL). */
const char *free_column(const char *result);
const char *free_column_of(const char *name);

/* ---- variant.c ---- */
struct variant {
    struct diagnostics *diagnostics; struct model *model; struct scheme *scheme;
    struct node *figure;                /* over the rows of figure->domain */
    const char *name[2];                /* what it is called */
    const char *fault;                  /* the message that still stands in its way, or NULL */
    bool others_plain;                  /* other indicators have 80% of their points */
    struct program *program; struct compiled_nodes nodes;
};
/* The file with the answer written into it; simple: without what the figure does not need; other: which of its answers each other question is given.
 * *asked_others: whether there were any. False where nothing comes of it: variant->fault then says why. */
bool variant_make(struct variant *variant, const struct question *question, const struct written_answer *answer, bool simple, uint32_t other, bool *asked_others);
/* Compiles it for runs that are given only the columns of `used` (by name of ledger and column). */
struct axis;
bool variant_compile(struct variant *variant, const struct axis *axes, uint32_t count);
void variant_release(struct variant *variant);
/* ---- values.c ---- */
/* A value that a cell may have: as it is written in the ledger. The cheaper, the sooner tried. */
struct choice { const char *cell; struct rational number; int64_t code; uint32_t cost; };
enum { CHOICES = 64, ORDERED = 12 };
/* A column that the figure rests on. */
struct axis {
    const char *ledger; const struct field_model *field;
    struct choice choices[CHOICES]; uint32_t count;     /* by cost */
    uint32_t order[ORDERED], ordered;   /* the first of them by value, the highest first */
    bool may_be_empty;
};
void axis_choices(struct axis *axis, const struct question *question, const struct variant *variants, uint32_t count);

/* ---- ledgers.c ---- */
enum { AXES = 6, TABLES = 3, ROWS_MOST = 4096 };
struct row_count { const struct row_set *rows; uint32_t count; };
/* cells[axis][row]: number of the choice, or CELL_EMPTY. */
enum { CELL_EMPTY = 0xFFFF };
struct example { struct row_count tables[TABLES]; uint32_t table_count; const struct axis *axes; uint32_t axis_count; uint16_t *cells[AXES]; uint32_t cost; };
struct space {
    struct axis axes[AXES]; uint32_t axis_count;
    struct row_count tables[TABLES]; uint32_t table_count;  /* the figure's own rows first */
    bool by_row;                        /* each row for itself: all values can be tried in one run */
};
/* False where the figure rests on too much. */
bool space_find(struct space *space, const struct question *question, const struct variant *variants, uint32_t count);
/* Every combination of values, a row each. */
struct example example_of_rows(const struct space *space);
/* Example number `number`, by size; false where there are no more. */
bool example_next(const struct space *space, uint32_t number, struct example *example);
/* The ledgers of the example as text, for this variant's program. */
struct ledger_bytes *example_ledgers(const struct example *example, const struct variant *variant, uint32_t *count);

/* ---- what came out ---- */
struct figure_value { enum status status; struct rational number; int64_t code; };
/* The figure on each row of its domain; NULL where the run fails. */
struct figure_value *variant_run(const struct variant *variant, const struct ledger_bytes *ledgers, uint32_t count, uint32_t *rows);

/* ---- sentence.c ---- */
/* One example with what each variant gives: figures[variant][row]; NULL for one that cannot be run. The rows from first_row on are the example's;
 * idle: columns that need not be told, as a mask by axis. */
struct shown { const struct example *example; uint32_t first_row, row_count, idle; struct figure_value **figures; const struct variant *variants; };
void sentence_append(const struct question *question, const struct shown *shown, enum language language, struct buffer *out);

#endif
