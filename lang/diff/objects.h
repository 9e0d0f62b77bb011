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
/* What the level above and the scheme itself demand of the load, with what it is: NULL after the last. */
const char **diff_demands(const struct diff *diff, enum language language);
/* What from the text alone is known of an indicator that changed: 更严, with its witness; NULL: nothing. */
const char *verdict_text(const struct item_pair *pair, enum language language);

#endif
