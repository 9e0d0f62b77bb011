/* Changes by what they are about, in words: what the reports for people share. */
#ifndef ASSESSC_DIFF_OBJECTS_H
#define ASSESSC_DIFF_OBJECTS_H
#include "diff/report.h"

struct object {
    char sign;                          /* + - ~ */
    const char *label;                  /* A01 耐盐碱作物新品种推广面积, 等次 优秀 */
    const struct change **changes; uint32_t count;
    struct span place; uint32_t order;
};
/* In the order of the new file, then what is gone; hidden changes are left out but with `all`. *hidden: how many were. */
struct object *diff_objects(const struct diff *diff, const struct diff_style *style, uint32_t *count, uint32_t *hidden);
/* 权重: the kind by its name. */
const char *change_name(const struct change *change, enum language language);
/* 10 → 25,收紧: what it was and is. "" where the kind says all. */
const char *change_text(const struct change *change, enum language language);
const char *direction_text(enum direction direction, enum language language);
/* 名称、权重、目标(收紧): an object's changes in one line. */
const char *object_summary(const struct object *object, enum language language);
/* One line: how many changes there are and which questions they bear on. */
const char *diff_verdict(const struct diff *diff, enum language language);
/* file:line of a place, the file without its folders. "" where there is none. */
const char *place_text(const struct diff *diff, struct span span);
/* 《…》 2023年度 → 2024年度 */
const char *diff_title(const struct diff *diff, enum language language);
/* 《…》 2024年度: one scheme; a line for one that only one folder has, new: the new one. */
const char *scheme_title(const struct scheme *scheme, enum language language);
const char *lone_text(const struct diff_set *set, const struct scheme *scheme, bool new, enum language language);
/* Of two folders: what is compared, and how many schemes there are of each kind. */
const char *set_title(const struct diff_set *set, enum language language);
const char *set_verdict(const struct diff_set *set, enum language language);
/* What the level above (above) or the scheme itself demands of the load, and what it is: a count, or the share that was cut. */
struct demand_line { const struct demand *demand; bool above; struct rational actual; const char *clause, *text; };
struct demand_line *diff_demands(const struct diff *diff, enum language language, uint32_t *count);
/* Two that may be one, in words, with the clause that would say so; by itself, for programs. */
const char *suspicion_text(const struct suspicion *suspicion, enum language language);
const char *suspicion_clause(const struct suspicion *suspicion, enum language language);
/* Where too many are unmatched to be compared one by one; NULL: they are not. */
const char *unmatched_text(const struct diff *diff, enum language language);
/* Why there is no effect though one was asked for; NULL: there is, or none was. */
const char *no_effect_text(const struct diff *diff, enum language language);
/* Kinds that are not told without `all`: spelling, columns that come and go with their indicators. Such changes in words; NULL: none. */
bool kind_is_hidden(enum change_kind kind);
const char *hidden_text(uint32_t hidden, enum language language);
/* The pair that the object's changes are of; NULL: none. */
const struct item_pair *object_pair(const struct diff *diff, const struct object *object);
/* What from the text alone is known of an indicator that changed: 更严, with its witness; NULL: nothing. */
const char *verdict_text(const struct item_pair *pair, enum language language);

#endif
