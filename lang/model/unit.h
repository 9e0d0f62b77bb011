/* Units as types: a product of dimensions with whole exponents, and for ratios whether they are a share (%), a difference of shares
 * (百分点) or a bare number. Values are always kept in the base unit of their dimensions; conversion is exact. */
#ifndef ASSESSC_UNIT_H
#define ASSESSC_UNIT_H
#include <stdbool.h>
#include "number/rational.h"

enum ratio { RATIO_PLAIN, RATIO_PERCENT, RATIO_POINTS };    /* bare number, %, 百分点; PLAIN for everything with a dimension */

/* Interned: equal units are the same pointer. */
struct unit {
    struct { int dimension; int exponent; } parts[4];
    int part_count;                 /* 0: a ratio */
    enum ratio ratio;
    bool counted;                   /* one counted dimension to the power 1 */
    const char *name;               /* as first written: 万亩 and 亩 share a dimension, so names are for messages only */
};

const struct unit *unit_plain(void);
const struct unit *unit_percent(void);
const struct unit *unit_percentage_points(void);
const struct unit *unit_points(void);           /* 分 */
const struct unit *unit_days(void);
/* Finds a unit by its word (万亩, 个百分点, %, points). NULL where there is none. factor: the value of one in base units. */
const struct unit *unit_find(const char *word, struct rational *factor);
const struct unit *unit_multiply(const struct unit *a, const struct unit *b);   /* NULL: more than 4 dimensions */
const struct unit *unit_divide(const struct unit *a, const struct unit *b);
/* The unit whose `degree`-th power is `unit`, or NULL where there is none. */
const struct unit *unit_root(const struct unit *unit, int degree);
/* The unit of a + b, a - b (difference), or NULL where they do not go together. Comparison uses unit_comparable. */
const struct unit *unit_sum(const struct unit *a, const struct unit *b, bool difference);
bool unit_comparable(const struct unit *a, const struct unit *b);
bool unit_is_ratio(const struct unit *unit);
/* The word of one in base units (亩, 元/亩); "" for a ratio. */
const char *unit_base_text(const struct unit *unit, bool english);
/* The unit that a word of another spelling means (万平米: 万平方米; 元每亩: 元/亩), or that is spelt nearly so; NULL where none is. */
const char *unit_meant(const char *word);
/* Calls back every unit word, for the lexicon. */
void unit_words(void (*each)(void *context, const char *word), void *context);

#endif
