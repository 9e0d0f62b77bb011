/* What an explanation is made of: a tree of entries, written as text or as JSON. */
#ifndef ASSESSC_EXPLAIN_TREE_H
#define ASSESSC_EXPLAIN_TREE_H
#include <stdbool.h>
#include <stdint.h>
#include "base/buffer.h"

/* ENTRY(NAME, name in JSON) */
#define ENTRY_KINDS(ENTRY) \
    ENTRY(UNIT, "unit")                 /* the unit and the scheme: the root */ \
    ENTRY(RESULT, "result")             /* a column of the table */ \
    ENTRY(HEADING, "heading")           /* a word above entries of one kind */ \
    ENTRY(RULE, "rule")                 /* a line of the rules */ \
    ENTRY(FORMULA, "formula")           /* arithmetic with its values */ \
    ENTRY(PHRASE, "phrase")             /* what a phrase of stdlib/ made of its figures, in its own sentence */ \
    ENTRY(CONDITION, "condition")       /* whether a condition of the rules held, and what followed */ \
    ENTRY(LIMIT, "limit")               /* a cap or floor, and whether it bit */ \
    ENTRY(JUDGEMENT, "judgement")       /* what a person decided */ \
    ENTRY(WEIGHT, "weight")             /* written and effective weight */ \
    ENTRY(MISSING, "missing")           /* an empty cell and what stood in for it */ \
    ENTRY(POOL, "pool")                 /* rows that a figure was taken of */ \
    ENTRY(MEMBER, "member")             /* a row that decided it */ \
    ENTRY(ROW, "row")                   /* a row of another ledger that belongs to the unit */ \
    ENTRY(CELL, "cell")                 /* a cell that was read */ \
    ENTRY(MORE, "more")                 /* what would score more */ \
    ENTRY(POPULATION, "population")     /* least, mean and greatest of many units */ \
    ENTRY(COMPARISON, "comparison")     /* the unit ranked before */ \
    ENTRY(GAP, "gap")                   /* what parts the two */ \
    ENTRY(REST, "rest")                 /* cells that were read and came to nothing */ \
    ENTRY(SCORE, "score")               /* the row of the table */

enum entry_kind {
#define ENTRY(name, text) ENTRY_##name,
    ENTRY_KINDS(ENTRY)
#undef ENTRY
};

struct entry {
    enum entry_kind kind;
    const char *text;
    const char *name, *value;           /* RESULT, SCORE, CELL: column and what stands there; NULL elsewhere */
    const char *place, *brief;          /* CELL: 乡镇.csv 第2行, and the rest of the text */
    const char *path; uint32_t line;    /* where it stands in rules or ledgers; NULL: nowhere */
    const char *extra;                  /* further members of the object in JSON, each after a comma; NULL: none */
    struct entry **parts; uint32_t count;
};

struct entry *entry_new(enum entry_kind kind, const char *text);
/* Makes a part of what was made before. */
void entry_attach(struct entry *parent, struct entry *part);
struct entry *entry_add(struct entry *parent, enum entry_kind kind, const char *text);
/* Lines indented by depth; the cells of one row of a ledger in one line. width: cells of the screen, longer lines go on in the next, further
 * to the right; 0: no line is cut. */
void entry_write_text(const struct entry *entry, int width, struct buffer *out);
/* The cells among the entries that stand in the row of the cell at `first`, in one text; done[i]: the entry is in it. */
const char *entry_cells_text(struct entry *const *entries, uint32_t count, uint32_t first, bool *done);
/* As parts of a page of HTML; anchor: the unit's name on the page; open: parts are shown unfolded. */
void entry_write_html(const struct entry *unit, const char *anchor, bool open, struct buffer *out);
/* file.assess:12, of an entry that has a place in the rules; NULL: it has none. */
const char *entry_place_text(const struct entry *entry);
/* A string of JSON. */
void json_text(const char *text, struct buffer *out);
/* {"format":"assessc-explanation","version":1,"units":[…]} */
void entry_write_json(struct entry *const *units, uint32_t count, struct buffer *out);

#endif
