/* What changed from one year's scheme to the next's, in the language of policy: two checked models are compared, never their texts.
 *
 *     match.c      which indicator is which: codes, and what the new file says of lineage; what is only suspected
 *     same.c       whether two values of the models are one rule
 *     rules.c      lines of an indicator or block: targets, lines, methods, formulas, caps
 *     items.c      an indicator in both years; added, gone, merged, split
 *     scheme.c     total, rank, grades, vetoes, ledgers, constants
 *     compare.c    from the text alone: is the new rule of an indicator stricter, and which unit shows it (compare.h)
 *     effect.c     both rule sets on the same ledgers; split.c: each unit's change divided among the changes
 *     report_*.c   text, JSON, Markdown, HTML, XLSX */
#ifndef ASSESSC_DIFF_H
#define ASSESSC_DIFF_H
#include "load/account.h"
#include "model/model.h"

enum change_kind {
#define CHANGE(name, ...) CHANGE_##name,
#include "diff/changes.def"
#undef CHANGE
    CHANGE_KINDS
};
struct change_facts { const char *json; enum change_kind mirror; char sign; const char *questions, *name[2]; };
extern const struct change_facts change_facts[CHANGE_KINDS];

/* Of the parameter alone, whatever its weight. */
enum direction { DIRECTION_NONE, DIRECTION_TIGHTENED, DIRECTION_LOOSENED, DIRECTION_UNDECIDED };

struct change {
    enum change_kind kind;
    const char *id;                     /* kind and object: the same for the same change, in either language */
    const char *code, *name;            /* what it is about: an indicator, a grade, a column; NULL: the scheme */
    const char *from, *to;              /* as a person would write it; NULL: nothing on that side */
    const char **codes; uint32_t code_count;            /* MERGED: from these; SPLIT: into these */
    const char *basis, *scope, *cause;
    enum direction direction;
    struct span before, after;          /* places in the files; end 0: none */
    const struct item *old, *new;       /* of an indicator */
};

/* The same indicator in both years. */
enum verdict { VERDICT_OPEN, VERDICT_EQUAL, VERDICT_STRICTER, VERDICT_LOOSER, VERDICT_MIXED };
/* Why it is open: no case was found that differs; the two years read other columns; no ledger could be made up for it; there are too many. */
enum open_reason { OPEN_NONE_FOUND, OPEN_OTHER_COLUMNS, OPEN_NOT_RUN, OPEN_TOO_MANY };
/* A unit, and its rates of full marks; the ledgers that show it, row by row. */
struct witness_cell { const char *column, *cell; };
struct witness_row { const char *ledger; struct witness_cell *cells; uint32_t cell_count; };
struct witness { const char *text[2]; struct rational before, after; bool shown; struct witness_row *rows; uint32_t row_count; };
/* tried: a line of its rule changed. proven: the verdict holds of all units; else of the cases that were tried. witnesses: [0] the new rule is
 * stricter, [1] it is looser. */
struct item_pair {
    struct item *old, *new; bool changed, tried, proven;
    enum verdict verdict; enum open_reason reason; uint32_t cases;
    struct witness witnesses[2];
};

/* Two that may be one, which nobody says. */
struct suspicion { const struct item *old, *new; int likeness; };       /* likeness: per cent */

struct effect;
struct diff {
    struct scheme *old, *new;
    struct load_account before, after;
    struct change *changes; uint32_t change_count;
    struct item_pair *pairs; uint32_t pair_count;
    struct suspicion *suspicions; uint32_t suspicion_count;
    uint32_t unmatched[2];              /* indicators of either side that nothing is said of, where they are too many to compare; else 0 */
    struct effect *effect;              /* NULL: not asked for, or left out */
    bool effect_left_out;               /* of several pairs: one that has no rates to compare */
};

/* The changes between two schemes of one model that was elaborated and checked without faults. */
struct diff *diff_schemes(struct scheme *old, struct scheme *new);
/* Whether any change (COSMETIC apart) bears on the question: 'S' score, 'L' load, 'H' hard rule. */
bool diff_answers(const struct diff *diff, char question);
/* Changes that are not COSMETIC. */
uint32_t diff_count(const struct diff *diff);
/* Twelve digits that stay the same as long as the change does: kind, object, before and after. */
const char *change_fingerprint(const struct change *change);

/* The line and column of a place (end > 0), from 1; its file's path. */
const char *change_place(const struct diff *diff, struct span span, size_t *line, size_t *column);

/* ---- shared by the files of this folder ---- */
struct change *change_add(struct diff *diff, enum change_kind kind, const char *code);
struct change *change_from_to(struct diff *diff, enum change_kind kind, const char *code, const char *from, const char *to, struct span before, struct span after);

enum fate_kind { FATE_GONE, FATE_SAME, FATE_MERGED, FATE_SPLIT, FATE_ABOLISHED };
/* What becomes of each old indicator and where each new one comes from. */
/* whole: it is the one that others were merged into, or split from. */
struct kin { enum fate_kind kind; bool whole; struct item **others; uint32_t count; const struct abolished *abolished; bool said_new; };
struct kinship { struct kin *old, *new; };      /* by place in the schemes' lists */
struct kinship match_items(struct scheme *old, struct scheme *new);
void match_suspects(struct diff *diff, const struct kinship *kinship);

bool same_tokens(const struct token *a, uint32_t a_count, const struct token *b, uint32_t b_count);
bool same_shape(const struct token *a, uint32_t a_count, const struct token *b, uint32_t b_count);     /* but for numbers */
bool same_lines(const struct line *a, const struct line *b);
bool same_clauses(const struct clause *a, const struct clause *b);
/* Two values are one rule: computed the same way from columns of the same names. */
bool same_nodes(const struct diff *diff, const struct node *a, const struct node *b);
bool same_text(const char *a, const char *b);

/* The lines of two blocks, about `code`; true where a change was added. capped: kind of a change of the cap. */
bool rule_changes(struct diff *diff, const struct item *old, const struct item *new, const char *code, enum change_kind capped);
void item_changes(struct diff *diff, const struct kinship *kinship);
void scheme_changes(struct diff *diff);
void compare_items(struct diff *diff);
const char *number_with_unit(const struct token *tokens, uint32_t count);
const char *words_as_written(const struct model *model, const struct token *tokens, uint32_t count);
const char *line_as_written(const struct model *model, const struct line *line);

#endif
