/* From the text alone, is an indicator's new rule stricter? What the files that find out share.
 *
 *     points.c     values of a column that matter: those that stand in either rule, and what lies between and around them
 *     straight.c   rules of one number: worked out as straight lines between the places where they break, so that all is proven
 *     world.c      ledgers that are made up: units, and rows of other ledgers about them
 *     trial.c      both years' compiled rules on such ledgers; what is found there is only found
 *     compare.c    which pair goes which way, and what is said of it */
#ifndef ASSESSC_DIFF_COMPARE_H
#define ASSESSC_DIFF_COMPARE_H
#include "diff/effect.h"

/* ---- numbers by value; all of lang/ leaves what they own to the collector ---- */
struct rational sum_of(const struct rational *a, const struct rational *b);
struct rational difference_of(const struct rational *a, const struct rational *b);
struct rational product_of(const struct rational *a, const struct rational *b);
struct rational quotient_of(const struct rational *a, const struct rational *b);       /* b not 0 */
struct rational number_of(int64_t numerator, int64_t denominator);

/* ---- columns ---- */

/* What the ledgers call a column of the new year: by lineage an indicator's only column may be called otherwise. rename NULL: none. */
const char *column_name_of(const struct rename *rename, const char *new_name);

enum { POINTS_MOST = 60 };
/* A column that both years read alike, by year, and values that matter of it (numbers, categories, booleans, dates; others have none). */
struct tried_column { const struct field_model *fields[2]; struct constant_value points[POINTS_MOST]; uint32_t count; };
/* The field of either year in both; false where the other has none, or reads it as another thing. rename: of the pair, NULL: none. */
bool column_of_both(struct tried_column *column, const struct item_pair *pair, const struct rename *rename, const struct field_model *field, int side);
/* Adds the points that the values stand beside; several: the rules read other columns too, which it may be divided by, of which POINT_BASE is
 * a good one. seen: a byte for each node, all 0. */
enum { POINT_BASE = 100 };
void column_add_points(struct tried_column *column, struct node *const roots[2], bool several, uint8_t *seen);
/* Bounds of what both years let the column hold, as read; false: none on that side. */
bool column_bound(const struct tried_column *column, bool greatest, struct rational *bound, bool *open);
/* A value as a cell of a ledger; with its unit, as in a sentence. */
const char *point_cell(const struct field_model *field, const struct constant_value *point);
const char *point_text(const struct field_model *field, const struct constant_value *point);
/* A cell that any rule about the column takes. */
const char *plain_cell(const struct field_model *field);

/* What an indicator's rule gives, before the score is rounded; NULL: it has none. */
struct node *rule_of(const struct item *item);

/* ---- classes ---- */

/* A class that both years assess and exempt in neither, by its place in either year's list, and the weights there as written. */
struct class_of_both { uint32_t place[2]; struct rational weights[2]; const char *name; };       /* name NULL: there are no classes */
uint32_t classes_of_both(const struct item_pair *pair, struct class_of_both **classes);

/* ---- what is found ---- */

/* A case: cells by column, and the rates. */
struct found_case { bool there; struct class_of_both class; const char **names, **cells, **texts; uint32_t count; struct rational rates[2]; };
/* By straight lines: pair->verdict, pair->proven, and the cases that show it best, [0] the new rule is stricter, [1] it is looser. False where
 * the rules are no such lines: nothing is said. */
bool straight_compare(struct item_pair *pair, const struct rename *rename, uint32_t nodes, struct found_case cases[2]);
/* Runs both years' rules of the pairs on ledgers that are made up, and sets verdicts and witnesses of those that differ. */
void trial_compare(struct diff *diff, struct item_pair **pairs, uint32_t count);
/* Runs the cases (two a pair) through both years' rules: witnesses of those that come out as they were worked out. */
void trial_confirm(struct diff *diff, struct item_pair **pairs, struct found_case (*cases)[2], uint32_t count);

#endif
