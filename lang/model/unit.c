/* Units as types. Base dimensions are numbered by first use; units are interned in a growing list, so that equality is identity. */
#include "model/unit.h"
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "memory.h"

struct entry { const char *zh, *en, *dimension; int64_t numerator, denominator; };
static const struct entry entries[] = {
#define UNIT(zh, en, dimension, numerator, denominator) {zh, en, dimension, numerator, denominator},
#include "model/units.def"
#undef UNIT
};
enum { ENTRY_COUNT = sizeof entries / sizeof entries[0], UNIT_MAXIMUM = 4096 };

static struct unit *units;          /* kept for good: units are the same in every compilation */
static int unit_count;

static int dimension_number(const char *name)
{
    for (int i = 0; i < ENTRY_COUNT; i++)
        if (strcmp(entries[i].dimension, name) == 0)
            return i;               /* the first entry of a dimension stands for it */
    return 0;
}

static bool same_unit(const struct unit *a, const struct unit *b)
{
    if (a->part_count != b->part_count || a->ratio != b->ratio)
        return false;
    for (int i = 0; i < a->part_count; i++)
        if (a->parts[i].dimension != b->parts[i].dimension || a->parts[i].exponent != b->parts[i].exponent)
            return false;
    return true;
}

static const struct unit *intern(struct unit wanted)
{
    for (int i = 0; i < unit_count; i++)
        if (same_unit(&units[i], &wanted))
            return &units[i];
    if (!units)
        units = memory_array(UNIT_MAXIMUM, sizeof *units);
    if (unit_count == UNIT_MAXIMUM)
        return &units[0];
    wanted.counted = wanted.part_count == 1 && wanted.parts[0].exponent == 1 && entries[wanted.parts[0].dimension].dimension[0] == '#';
    units[unit_count] = wanted;
    units[unit_count].name = memory_copy_text(wanted.name, strlen(wanted.name));
    return &units[unit_count++];
}

static const struct unit *ratio_unit(enum ratio ratio, const char *name)
{
    struct unit wanted = {.ratio = ratio, .name = name};
    return intern(wanted);
}

const struct unit *unit_plain(void) { return ratio_unit(RATIO_PLAIN, ""); }
const struct unit *unit_percent(void) { return ratio_unit(RATIO_PERCENT, "%"); }
const struct unit *unit_percentage_points(void) { return ratio_unit(RATIO_POINTS, "个百分点"); }

static const struct unit *dimension_unit(const char *dimension, const char *name)
{
    struct unit wanted = {.part_count = 1, .name = name};
    wanted.parts[0].dimension = dimension_number(dimension);
    wanted.parts[0].exponent = 1;
    return intern(wanted);
}

const struct unit *unit_points(void) { return dimension_unit("points", "分"); }
const struct unit *unit_days(void) { return dimension_unit("#days", "天"); }

static const struct entry *find_entry(const char *word)
{
    for (int i = 0; i < ENTRY_COUNT; i++)
        if (strcmp(entries[i].zh, word) == 0 || strcmp(entries[i].en, word) == 0)
            return &entries[i];
    return NULL;
}

static const struct { const char *word; enum ratio ratio; int64_t denominator; } ratio_words[] = {
    {"%", RATIO_PERCENT, 100},  {"‰", RATIO_PERCENT, 1000},       {"百分点", RATIO_POINTS, 100},
    {"个百分点", RATIO_POINTS, 100}, {"pp", RATIO_POINTS, 100},
};
static const struct { const char *word; int64_t factor; } multiples[] = {{"万亿", 1000000000000}, {"亿", 100000000}, {"万", 10000}, {"千", 1000}, {"百", 100}};

const struct unit *unit_find(const char *word, struct rational *factor)
{
    for (size_t i = 0; i < sizeof ratio_words / sizeof ratio_words[0]; i++)
        if (strcmp(word, ratio_words[i].word) == 0) {
            rational_set(factor, 1, ratio_words[i].denominator);
            return ratio_unit(ratio_words[i].ratio, ratio_words[i].ratio == RATIO_PERCENT ? "%" : "个百分点");
        }
    const struct entry *entry = find_entry(word);
    int64_t multiple = 1;
    for (size_t i = 0; !entry && i < sizeof multiples / sizeof multiples[0]; i++) {
        size_t length = strlen(multiples[i].word);
        if (strncmp(word, multiples[i].word, length) != 0)
            continue;
        multiple = multiples[i].factor;
        if (word[length] == 0) {
            rational_set(factor, multiple, 1);
            return unit_plain();
        }
        entry = find_entry(word + length);
    }
    if (!entry)
        return NULL;
    struct rational by;
    rational_init(&by);
    rational_set(&by, multiple, 1);
    rational_set(factor, entry->numerator, entry->denominator);
    rational_multiply(factor, factor, &by);
    rational_clear(&by);
    return dimension_unit(entry->dimension, entry->zh);
}

static const struct unit *combine(const struct unit *a, const struct unit *b, int sign)
{
    struct unit out = {.name = ""};
    for (int i = 0; i < a->part_count; i++)
        out.parts[out.part_count++] = a->parts[i];
    for (int j = 0; j < b->part_count; j++) {
        int i = 0;
        while (i < out.part_count && out.parts[i].dimension != b->parts[j].dimension)
            i++;
        if (i == out.part_count) {
            if (out.part_count == 4)
                return NULL;
            out.parts[out.part_count].dimension = b->parts[j].dimension;
            out.parts[out.part_count++].exponent = 0;
        }
        out.parts[i].exponent += sign * b->parts[j].exponent;
    }
    int kept = 0;
    for (int i = 0; i < out.part_count; i++)
        if (out.parts[i].exponent != 0)
            out.parts[kept++] = out.parts[i];
    out.part_count = kept;
    for (int i = 1; i < kept; i++)      /* a canonical order */
        for (int j = i; j > 0 && out.parts[j].dimension < out.parts[j - 1].dimension; j--) {
            struct unit swap = {.parts = {[0] = {out.parts[j].dimension, out.parts[j].exponent}}};
            out.parts[j] = out.parts[j - 1];
            out.parts[j - 1].dimension = swap.parts[0].dimension;
            out.parts[j - 1].exponent = swap.parts[0].exponent;
        }
    if (kept == 0 || a->part_count == 0)
        out.name = kept ? b->name : "";
    if (b->part_count == 0 && kept)
        out.name = a->name;
    else if (kept > 1)
        out.name = lang_format("%s%s%s", a->name, sign > 0 ? "·" : "/", b->name);
    return intern(out);
}

const struct unit *unit_multiply(const struct unit *a, const struct unit *b)
{
    if (a->part_count == 0 && b->part_count == 0)
        return a->ratio == RATIO_POINTS || b->ratio == RATIO_POINTS ? unit_percentage_points() : a == unit_percent() && b == unit_percent() ? a : unit_plain();
    return combine(a, b, 1);
}

const struct unit *unit_divide(const struct unit *a, const struct unit *b)
{
    if (a->part_count == 0 && b->part_count == 0)
        return unit_plain();
    return combine(a, b, -1);
}

const struct unit *unit_root(const struct unit *unit, int degree)
{
    struct unit out = *unit;
    out.name = "";
    if (out.part_count == 0)
        out.ratio = RATIO_PLAIN;
    for (int i = 0; i < out.part_count; i++) {
        if (degree == 0 || out.parts[i].exponent % degree != 0)
            return NULL;
        out.parts[i].exponent /= degree;
    }
    return intern(out);
}

const struct unit *unit_sum(const struct unit *a, const struct unit *b, bool difference)
{
    if (a == b)
        return difference && a->ratio == RATIO_PERCENT ? unit_percentage_points() : a;
    if (a->part_count == 0 && b->part_count == 0) {
        if (a->ratio == RATIO_POINTS && b->ratio == RATIO_PLAIN)
            return a;
        if (b->ratio == RATIO_POINTS)
            return a;               /* 95% - 3个百分点 is a share again */
        if (a->ratio == RATIO_POINTS)
            return difference ? NULL : b;
        return unit_plain();
    }
    if (a->counted && b == unit_plain())
        return a;
    if (b->counted && a == unit_plain())
        return b;
    return NULL;
}

bool unit_comparable(const struct unit *a, const struct unit *b)
{
    if (a == b)
        return true;
    if (a->part_count == 0 && b->part_count == 0)
        return a->ratio != RATIO_POINTS && b->ratio != RATIO_POINTS ? true : a->ratio == RATIO_PLAIN || b->ratio == RATIO_PLAIN;
    return (a->counted && b == unit_plain()) || (b->counted && a == unit_plain());
}

bool unit_is_ratio(const struct unit *unit) { return unit->part_count == 0; }

static const char *append_powers(const struct unit *unit, bool english, bool below)
{
    const char *text = "";
    for (int i = 0; i < unit->part_count; i++) {
        int exponent = below ? -unit->parts[i].exponent : unit->parts[i].exponent;
        const struct entry *entry = &entries[unit->parts[i].dimension];
        for (int k = 0; k < exponent; k++)
            text = lang_format("%s%s%s", text, below ? "/" : *text ? "·" : "", english ? entry->en : entry->zh);
    }
    return text;
}

const char *unit_base_text(const struct unit *unit, bool english)
{
    return unit->part_count ? lang_format("%s%s", append_powers(unit, english, false), append_powers(unit, english, true)) : unit->name;
}

static const char *spelt_otherwise(const char *word)
{
    static const struct { const char *written, *word; } spellings[] = {
#define SPELLING(written, word) {written, word},
#include "model/unit_spellings.def"
#undef SPELLING
    };
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++)
        if (strcmp(word, spellings[i].written) == 0)
            return spellings[i].word;
    return NULL;
}

/* 元每亩: 元/亩. */
static const char *quotient_meant(const char *word)
{
    struct rational factor;
    const char *each = strstr(word, "每");
    rational_init(&factor);
    const char *below = each ? each + strlen("每") : NULL, *above = each ? lang_text(word, (size_t)(each - word)) : NULL;
    return each && unit_find(above, &factor) && unit_find(below, &factor) ? lang_format("%s/%s", above, below) : NULL;
}

const char *unit_meant(const char *word)
{
    const char *meant = spelt_otherwise(word), *names[ENTRY_COUNT];
    size_t count = 0;
    for (size_t i = 0; !meant && i < sizeof multiples / sizeof multiples[0]; i++) {
        size_t length = strlen(multiples[i].word);
        const char *rest = strncmp(word, multiples[i].word, length) == 0 ? spelt_otherwise(word + length) : NULL;
        meant = rest ? lang_format("%s%s", multiples[i].word, rest) : NULL;
    }
    if (!meant)
        meant = quotient_meant(word);
    for (int i = 0; i < ENTRY_COUNT; i++)
        if (strlen(entries[i].zh) > strlen("元"))       /* one character is near to any other */
            names[count++] = entries[i].zh;
    return meant ? meant : text_nearest(word, strlen(word), names, count);
}

void unit_words(void (*each)(void *context, const char *word), void *context)
{
    for (size_t i = 0; i < sizeof ratio_words / sizeof ratio_words[0]; i++)
        each(context, ratio_words[i].word);
    for (int i = 0; i < ENTRY_COUNT; i++) {
        each(context, entries[i].zh);
        each(context, entries[i].en);
        if ((unsigned char)entries[i].zh[0] >= 0x80)
            for (size_t m = 0; m < sizeof multiples / sizeof multiples[0]; m++)
                each(context, lang_format("%s%s", multiples[m].word, entries[i].zh));
    }
}
