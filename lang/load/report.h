/* A load account for people (aligned text) and for programs (JSON). */
#ifndef ASSESSC_LOAD_REPORT_H
#define ASSESSC_LOAD_REPORT_H
#include "base/buffer.h"
#include "load/account.h"

/* What is told: the schemes asked for, and the one of an earlier year to compare the first of them with (NULL: none). */
struct load_report {
    const struct model *model;
    struct load_account *accounts; uint32_t account_count;
    struct load_account *against;
    struct load_repeat *repeats; uint32_t repeat_count;
};

/* The figures of a count in the order in which they are told. */
enum { LOAD_COLUMNS = 6 };
struct load_column { const char *name[2], *json; };
extern const struct load_column load_columns[LOAD_COLUMNS];
struct rational load_count(const struct load_counts *counts, int column);
/* Sum of the counts of all schemes that assess one level; fields are added. */
struct load_counts load_sum(const struct load_counts *a, const struct load_counts *b);
/* (now - before) ÷ before, in per cent with two decimals, "-" where before is 0. */
const char *load_change(const struct rational *before, const struct rational *now);
/* Indicators that descend from none of the upper scheme. */
uint32_t load_own(const struct scheme *scheme);

void load_report_text(const struct load_report *report, enum language language, struct buffer *out);
void load_report_json(const struct load_report *report, struct buffer *out);

#endif
