/* The effect in words and figures: what its reports share. */
#ifndef ASSESSC_DIFF_SAID_H
#define ASSESSC_DIFF_SAID_H
#include "diff/effect.h"

/* Units of a class by what became of their rate and rank. */
struct class_effect { const char *name; uint32_t units, gain, lose, same, up, down; };
struct class_effect *effect_classes(const struct effect *effect, uint32_t *count);
const char *effect_fixed(const struct rational *value, int places);
/* 99.42 of 0.994175…: per cent with two decimals. */
const char *effect_percent(const struct rational *rate);
/* The parts that weigh most: M01 合并 +3.20;A12 不再考核 -6.00. */
const char *effect_reasons(const struct effect *effect, const struct unit_effect *unit, enum language language);
/* 5 → 2 */
const char *effect_rank(const struct unit_effect *unit);
const char *effect_grade(const struct effect *effect, const struct unit_effect *unit, int side);
/* What was left out and how the parts were made; NULL after the last. */
const char **effect_notes(const struct effect *effect, enum language language);

#endif
