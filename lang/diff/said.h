/* The effect in words and figures: what its reports share. */
#ifndef ASSESSC_DIFF_SAID_H
#define ASSESSC_DIFF_SAID_H
#include "diff/effect.h"

/* Units of a class by what became of their rate and rank. */
struct class_effect { const char *name; uint32_t units, gain, lose, same, up, down; };
struct class_effect *effect_classes(const struct effect *effect, uint32_t *count);

/* The value with so many decimals, rounded half away from zero. */
const char *effect_fixed(const struct rational *value, int places);
/* Points with the decimals that the effect's totals have. */
const char *effect_points(const struct effect *effect, const struct rational *value);
/* The same where that is exact; else the fraction p/q. */
const char *effect_exact(const struct effect *effect, const struct rational *value);
/* 99.42 of 0.994175…: per cent with two decimals. */
const char *effect_percent(const struct rational *rate);
/* The parts that weigh most: M01 合并 +3.20;A12 不再考核 -6.00. */
const char *effect_reasons(const struct effect *effect, const struct unit_effect *unit, enum language language);
/* 5 → 2 */
const char *effect_rank(const struct unit_effect *unit);
/* 良好 → 优秀; "-" where no grade is known of either year. */
const char *effect_grades(const struct effect *effect, const struct unit_effect *unit, enum language language);
const char *effect_grade(const struct effect *effect, const struct unit_effect *unit, int side);

/* What was left out and how the parts were made. The kinds by their names in JSON: */
enum effect_note_kind { NOTE_LEFT_OUT, NOTE_CLAUSE_LEFT_OUT, NOTE_COLUMN_BY_LINEAGE, NOTE_NOT_ALL_SCORED, NOTE_TAKEN_TOGETHER, NOTE_SPLIT_JOINTLY, NOTE_NOT_SPLIT, NOTE_KINDS };
extern const char *const effect_note_names[NOTE_KINDS];
/* side: 0 the old scheme, 1 the new one, -1 neither. */
struct effect_note {
    enum effect_note_kind kind;
    int side;
    const char *text;                   /* a sentence */
    const struct clause *clause;        /* CLAUSE_LEFT_OUT */
    const struct rename *rename;        /* COLUMN_BY_LINEAGE */
};
struct effect_note *effect_notes(const struct effect *effect, enum language language, uint32_t *count);

#endif
