/* What the files of this folder share. */
#ifndef ASSESSC_FORMAT_PARTS_H
#define ASSESSC_FORMAT_PARTS_H
#include "base/map.h"
#include "format/format.h"
#include "model/model.h"
#include "phrase/vocabulary.h"

/* ---- reading.c ---- */
/* APART: a scheme without the files that it cites, which are not there. */
enum reading_kind { READING_SCHEME, READING_CONSTANTS, READING_PHRASES, READING_APART };

/* A file for which a text was read: its scheme, without values where it has no title. */
struct reading { struct model *model; struct scheme *scheme; enum reading_kind kind; uint32_t file; };

/* Reads and checks. False where there are errors. */
bool reading_open(struct reading *reading, struct diagnostics *diagnostics, const struct source *source);
/* Its clauses with words cut, anew at each call; to: in which words, KEYWORDS_KEPT as written. */
struct syntax_file *reading_clauses(const struct reading *reading, enum keywords to);
/* Turns clauses that reading_clauses gave in Chinese into English. */
void reading_to_english(const struct reading *reading, struct syntax_file *file);
/* The program, encoded, without what only says where it was written and how. Empty where the file makes none. */
void reading_program(const struct reading *reading, struct buffer *out);
/* Whether the file is written in English: its first word is. */
bool reading_is_english(const struct syntax_file *file);

/* ---- pieces.c ---- */
/* How words are spelt and set. */
struct spelling {
    enum language language;         /* marks, dates and blanks as in this language */
    struct diagnostics *diagnostics;
    const struct vocabulary *vocabulary;
    struct map callable;            /* words that take a bracket without a blank before it: figures, functions */
    struct map columns;             /* names of columns, which are no units */
};

struct piece {
    const char *text;
    uint32_t width, gap;            /* cells; blanks before it */
    uint32_t token_end;             /* tokens up to here stand in it and before it */
    uint32_t depth;                 /* of brackets behind it */
    bool may_break;                 /* the line may end behind it */
};
struct pieces { struct piece *items; uint32_t count; };

/* IN_TEST: the lines of 测试; IN_ROWS: rows of a ledger there, as a file has them. */
enum surroundings { IN_FILE, IN_LEDGER, IN_GRADES, IN_TABLE, IN_BLOCK, IN_TEST, IN_ROWS };

void spelling_open(struct spelling *spelling, const struct reading *reading, const struct syntax_file *file, enum language language);
void spelling_close(struct spelling *spelling);
/* How the mark 、 of lists is written: with commas, with commas and “and” before the last, as it is. */
enum lists { LISTS_COMMAS, LISTS_AND, LISTS_MARKS };
struct pieces pieces_of(const struct spelling *spelling, enum surroundings place, const struct clause *clause, enum lists lists);
/* In a ledger the names of a line's columns, in a table what a row's value stands behind, of grades the grade: how many tokens; 0: none. */
uint32_t aligned_tokens(const struct spelling *spelling, enum surroundings place, const struct clause *clause);
/* Where the lines of the clause's block stand. */
enum surroundings inside_of(enum surroundings place, const struct clause *clause);

/* ---- layout.c ---- */
/* How a clause is written; by the number of the clause, counted from the top, a block's clauses behind their head. */
enum form { FORM_COMMAS, FORM_AND, FORM_MARKS, FORM_AS_WRITTEN };

struct layout_input {
    const struct syntax_file *file;         /* what is written */
    const struct syntax_file *original;     /* clauses as they were, for FORM_AS_WRITTEN */
    const enum form *forms;
    bool translated;                        /* words may stand in another order than in the source */
};
void layout_write(const struct spelling *spelling, const struct layout_input *input, struct buffer *out);
uint32_t clauses_total(const struct clause *clauses, uint32_t count);

/* ---- same.c ---- */
/* The number of the first clause, counted as above, that does not say the same in both, words and marks; NONE: all do. */
uint32_t first_difference(const struct syntax_file *before, const struct syntax_file *after);
/* The form of each clause that differs is set one further. Returns how many were. */
uint32_t mark_differences(const struct syntax_file *before, const struct syntax_file *after, enum form *forms);

#endif
