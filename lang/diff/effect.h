/* What a change of rules does to scores: both rule sets on the same ledgers.
 *
 *     mixture.c   rules that are partly last year's and partly this year's, as clauses
 *     parties.c   the changes as parties that are in force or not; which of them can meet in one figure
 *     effect.c    runs of both, units, ranks
 *     seats.c     which parties sit together where too many can meet
 *     split.c     what each party has in a unit's change: the average over all orders in which they come into force
 *
 * What the ledgers do not have is left out on either side: an indicator that reads such a column counts nothing and its points are not
 * among those that could be scored; conditions of exemptions, vetoes and bonuses that read it are passed over. */
#ifndef ASSESSC_DIFF_EFFECT_H
#define ASSESSC_DIFF_EFFECT_H
#include "compile/compile.h"
#include "diff/report.h"
#include "ledger/ledger.h"

/* ---- what the ledgers hold ---- */
struct known_columns;
/* Reads the headings of the ledgers that either scheme declares. */
struct known_columns *known_columns_read(const struct scheme *old, const struct scheme *new, const struct ledger_paths *paths);
/* None yet; and one more: a ledger, a column of it. */
struct known_columns *known_columns_new(void);
void known_columns_add(struct known_columns *known, const char *ledger, const char *column);
/* Whether a ledger, or a column of it, is there. */
bool known_ledger(const struct known_columns *known, const char *ledger);
bool known_column(const struct known_columns *known, const char *ledger, const char *column);

/* ---- parties ---- */
enum party_kind { PARTY_WEIGHT, PARTY_RULE, PARTY_EXEMPTION, PARTY_WHOLE, PARTY_BONUS, PARTY_DEDUCTION, PARTY_TOTAL, PARTY_LEDGERS, PARTY_CONSTANTS, PARTY_GROUPS };
enum { ASPECTS = 3, NO_PARTY = UINT32_MAX, PARTIES_MOST = 12 };
/* Indicators that lineage ties together: one in both years, several that were merged or split, one that came or went. tied: it reads a column
 * that the two years declare as different things, so that its rule comes into force with the ledger's. */
struct family { struct item **old, **new; uint32_t old_count, new_count; uint32_t party[ASPECTS]; uint32_t whole; uint32_t component; bool tied; const char *label, *group; };
struct party { enum party_kind kind; uint32_t family; const char *id, *label[2]; uint32_t component; uint32_t seat; };     /* id: weight:A01, bonus; the same in either language */
/* Parties that can meet; seats: how many sit in it, several parties on one seat where there were too many. */
struct seat { const char *id, *label[2]; };
struct component { uint32_t seats; struct seat named[PARTIES_MOST]; bool grouped; uint32_t *families; uint32_t family_count; bool bonus, deduction, any; };

/* A column of the new scheme, as the ledgers have it. */
struct rename { const char *from, *to, *ledger; };

struct mixing {
    struct diff *diff;
    const struct known_columns *known;
    struct family *families; uint32_t family_count;
    struct party *parties; uint32_t party_count;
    uint32_t bonus, deduction, total, ledgers, constants, groups;       /* parties of the scheme, NO_PARTY: none */
    struct component *components; uint32_t component_count;
    bool joint;                         /* the total is no sum here: all parties are one component */
    const char **absent; uint32_t absent_count; struct map absent_map;   /* names that no clause may use */
    struct rename *renames; uint32_t rename_count;
    struct item **left_out; uint32_t left_out_count;                    /* indicators of either scheme that cannot be scored */
    const struct clause **passed_over; uint32_t passed_over_count;      /* other clauses that the ledgers do not serve */
};
/* The only column of the pair's new rule that the old scheme does not have, and the only one of the old rule that the new scheme does not have,
 * where they are alike: lineage makes them one. False: there are no such two. */
bool lineage_rename(const struct diff *diff, const struct item_pair *pair, struct rename *rename);
struct mixing *mixing_new(struct diff *diff, const struct known_columns *known);
/* Puts all parties into one component. */
void mixing_join(struct mixing *mixing);
/* Gives the parties of a component their seats: by clause, else by indicator, else by group, else the first ones and the rest. */
void mixing_seat(struct mixing *mixing, uint32_t component);
/* Whether the change comes into force with the party. */
bool party_has(const struct mixing *mixing, const struct party *party, const struct change *change);
/* Notes what the known ledgers do not have, once the columns that were renamed are noted. */
void mixing_note_absent(struct mixing *mixing);
bool mixing_leaves_out(const struct mixing *mixing, const struct item *item);

/* A scheme of the clauses that hold where on[party] says whether the new one does. kept: the families that are wanted, NULL: all. base: whose
 * ledgers it shares, NULL: none.
 * NULL: such a mixture makes no scheme. */
struct mixture { struct scheme *scheme; struct item **items; uint32_t *families; uint32_t count; bool counts_bonus, counts_deduction; };
struct mixture *mixture_make(const struct mixing *mixing, struct model *model, const bool *on, const bool *kept, struct scheme *base);

/* ---- result ---- */
struct unit_effect {
    const char *key, *class;
    bool scored[2];                     /* the total is there, by side */
    struct rational total[2], scoreable[2], rate[2];        /* rate: total ÷ what could be scored */
    uint32_t rank[2];                   /* among all by the rate; 0: none */
    const char *grade[2];
    struct rational *parts;             /* by part */
};
struct effect {
    struct mixing *mixing;
    bool failed;                        /* no parts: such mixtures make no schemes */
    struct unit_effect *units; uint32_t unit_count;
    bool complete[2];                   /* all could be scored, by side */
    int places;                         /* decimals of totals and of what could be scored, at least 2; a value that has more is a fraction */
    struct part { struct seat named; uint32_t component, seat; } *parts; uint32_t part_count;
    uint32_t *order;                    /* units by how far they moved */
};
/* NULL where the ledgers do not serve; *why has the messages. */
struct effect *effect_compute(struct diff *diff, const struct ledger_paths *paths, unsigned threads, struct diagnostics **why);
/* The parts of every unit's change. */
bool split_changes(struct effect *effect, const struct ledger_paths *paths, unsigned threads);

/* A program of the model's extra roots run on the ledgers. */
struct outcome { struct program *program; struct data *data; struct compiled_nodes nodes; };
bool outcome_run(struct outcome *outcome, struct model *model, const struct ledger_paths *paths, unsigned threads);
/* The program by itself; runs of it on ledgers from memory, each in the place of the one before. What is wrong with either is nobody's to know. */
bool outcome_make(struct outcome *outcome, struct model *model);
bool outcome_feed(struct outcome *outcome, const struct ledger_bytes *ledgers, size_t count);
void outcome_release(struct outcome *outcome);
/* A model of its own for mixtures. */
struct model *mixture_model(const struct model *like);
/* Asks the run for the node: over units, wherever it comes from. */
struct node *outcome_want(struct model *model, struct scheme *scheme, struct node *node);
const struct column_data *outcome_column(const struct outcome *outcome, const struct node *node);

void effect_report_text(const struct diff *diff, const struct diff_style *style, struct buffer *out);

#endif
