/* The load that a scheme puts on whom it assesses: what it counts, reports, asks and inspects in a year, in all and by asking department.
 *
 *     indicator -> points (lines that give or take), forms a year, fields read, inspections a year, hours of these
 *               -> added up by 责任, by scheme
 *
 * The outline of a scheme is enough for all but the fields. */
#ifndef ASSESSC_ACCOUNT_H
#define ASSESSC_ACCOUNT_H
#include "model/model.h"

struct load_counts {
    int64_t indicators, points, forms, fields, inspections;
    struct rational hours;
};

struct load_department { const char *name; struct load_counts counts; };    /* name NULL: not stated */

struct load_account {
    struct scheme *scheme;
    struct load_counts total;
    struct load_department *departments; uint32_t department_count;         /* in the order of their first indicator */
};

struct load_account load_account_of(struct scheme *scheme);
/* What one indicator asks; fields as read by it alone. */
struct load_counts load_of_item(const struct item *item);
/* One figure of a scheme by its outline; LOAD_KEY_SHARE is not one of these (it is by class). */
struct rational load_figure_of(const struct scheme *scheme, enum load_figure figure);

/* The columns of ledgers that an indicator's score rests on: neither keys nor references nor the class. *count of them. */
const struct field_model **load_fields_of(const struct item *item, uint32_t *count);

/* A column that indicators of different departments ask for. */
struct load_repeat { const struct field_model *field; const struct item **items; uint32_t item_count; };
/* Columns that are asked for more than once: within each scheme, and between schemes of one year that assess the same level. */
struct load_repeat *load_repeats(const struct model *model, uint32_t *count);
/* Who asks: 责任, or the scheme where it is not stated. */
const char *load_department_of(const struct item *item);

/* Whether an indicator descends from one of the upper scheme: by a line 承接, else by the same code. */
bool load_descends(const struct item *item, const struct item *upper);
/* Indicators that descend from it in the schemes under its own, and in those under them. */
uint32_t load_descendants(const struct model *model, const struct item *item, uint32_t *next_level);

#endif
