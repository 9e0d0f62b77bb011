/* The tables of words to entries, and words and units looked up in them. */
#include "phrase/vocabulary.h"
#include <string.h>
#include "memory.h"
#include "number/rational.h"

/* ---- the tables ---- */

struct row { enum entry_kind kind; const char *zh, *en; bool also; };

static const struct row rows[] = {
#define NOTHING(...)
#define WORD(zh, en) {ENTRY_WORD, zh, en, false},
#define ALSO_WORD(zh, en) {ENTRY_WORD, zh, en, true},
#define JOINT(zh, en) {ENTRY_JOINT, zh, en, false},
#define TYPE(zh, en) {ENTRY_TYPE, zh, en, false},
#define TYPE_OF(zh, en) {ENTRY_TYPE_OF, zh, en, false},
#define NOTE(zh, en) {ENTRY_NOTE, zh, en, false},
#define LIST(en) {ENTRY_LIST, "、", en, true},
#define FIGURE(zh, en) {ENTRY_WORD, zh, en, false}, {ENTRY_VALUE, "“甲” 的 " zh, en " of “甲”", false}, \
                       {ENTRY_VALUE, "“甲” 的 " zh " ( “选…” )", en " of “甲” ( “选…” )", false},
#define VALUE(zh, en) {ENTRY_VALUE, zh, en, false},
#define ALSO_VALUE(zh, en) {ENTRY_VALUE, zh, en, true},
#define CLAUSE(zh, en) {ENTRY_CLAUSE, zh, en, false},
#define ALSO_CLAUSE(zh, en) {ENTRY_CLAUSE, zh, en, true},
#define MULTIPLE NOTHING
#define MEASURE NOTHING
#include "phrase/words.def"
#undef WORD
#undef ALSO_WORD
#undef JOINT
#undef TYPE
#undef TYPE_OF
#undef NOTE
#undef LIST
#undef FIGURE
#undef VALUE
#undef ALSO_VALUE
#undef CLAUSE
#undef ALSO_CLAUSE
#undef MULTIPLE
#undef MEASURE
#define COMPARISON(comparison, zh, en) {ENTRY_OPERATOR, zh, en, false},
#define CONNECTIVE(token, zh, en) {ENTRY_OPERATOR, zh, en, false},
#define SYMBOL NOTHING
#define UNCLEAR NOTHING
#define BEHIND NOTHING
#include "syntax/operators.def"
#undef COMPARISON
#undef CONNECTIVE
#undef SYMBOL
#undef UNCLEAR
#undef BEHIND
#define X(name, zh, en) {ENTRY_WORD, zh, en, false},
    ROUNDING_MODES(X)
#undef X
    /* What is declared with these words is also spoken of with them: 总分, 名次, 等次. */
#define HEAD(where, zh, en) {ENTRY_HEAD_##where, zh, en, false},
#define ENTRY_HEAD_TOP ENTRY_HEAD
#define ENTRY_HEAD_GROUP ENTRY_HEAD
#define ENTRY_HEAD_ITEM ENTRY_WORD
#define ENTRY_HEAD_ANY ENTRY_WORD
#include "syntax/heads.def"
#undef HEAD
};

enum { ROWS = sizeof rows / sizeof rows[0] };

static const struct { const char *zh, *en; } heads[] = {
#define HEAD(where, zh, en) {zh, en},
#include "syntax/heads.def"
#undef HEAD
};

static const struct { const char *zh, *en; } measures[] = {
#define WORD NOTHING
#define ALSO_WORD NOTHING
#define JOINT NOTHING
#define TYPE NOTHING
#define TYPE_OF NOTHING
#define NOTE NOTHING
#define LIST NOTHING
#define FIGURE NOTHING
#define VALUE NOTHING
#define ALSO_VALUE NOTHING
#define CLAUSE NOTHING
#define ALSO_CLAUSE NOTHING
#define MULTIPLE NOTHING
#define MEASURE(zh, en) {zh, en},
#include "phrase/words.def"
#undef MEASURE
#undef MULTIPLE
#define UNIT(zh, en, dimension, numerator, denominator) {zh, en},
#include "model/units.def"
#undef UNIT
#define MEASURE NOTHING
};

static const struct { const char *zh, *en; } multiples[] = {
    {"", ""},                       /* the unit alone */
#define MULTIPLE(zh, en) {zh, en},
#include "phrase/words.def"
};

enum { HEADS = sizeof heads / sizeof heads[0], MEASURES = sizeof measures / sizeof measures[0], MULTIPLES = sizeof multiples / sizeof multiples[0] };

bool head_begins(const struct token *token)
{
    for (int i = 0; i < HEADS; i++)
        if (token_is(token, heads[i].zh) || token_is(token, heads[i].en))
            return true;
    return false;
}

bool head_says(const struct token *token, const char *zh)
{
    for (int i = 0; i < HEADS; i++)
        if (strcmp(heads[i].zh, zh) == 0 && (token_is(token, heads[i].en) || token_is(token, zh)))
            return true;
    return false;
}

/* ---- the entries ---- */

static struct entry *add_entry(struct vocabulary *vocabulary, enum entry_kind kind, bool also)
{
    if ((vocabulary->count & (vocabulary->count - 1)) == 0)         /* entries are large: room doubles */
        vocabulary->entries = lang_resize(vocabulary->entries, vocabulary->count, vocabulary->count ? 2 * (size_t)vocabulary->count : 1, sizeof *vocabulary->entries);
    struct entry *entry = &vocabulary->entries[vocabulary->count++];
    *entry = (struct entry){.kind = kind, .also = also};
    return entry;
}

static void add_row(struct vocabulary *vocabulary, const struct row *row)
{
    struct entry *entry = add_entry(vocabulary, row->kind, row->also);
    pattern_compile(&entry->side[LANGUAGE_ZH], row->zh);
    pattern_compile(&entry->side[LANGUAGE_EN], row->en);
}

/* The / behind a word of an element that lets one choose; NULL: there is no other. */
static const char *next_choice(const struct pattern_element *element, const char *text)
{
    return element->slot || element->kind != TOKEN_WORD ? NULL : strchr(text, '/');
}

/* How many words an element lets one choose from, and the choice of one of them. */
static uint32_t choices(const struct pattern *pattern)
{
    uint32_t most = 1;
    for (uint32_t i = 0; i < pattern->count; i++) {
        uint32_t words = 1;
        for (const char *at = next_choice(&pattern->elements[i], pattern->elements[i].text); at; at = strchr(at + 1, '/'))
            words++;
        most = words > most ? words : most;
    }
    return most;
}

static struct pattern chosen(struct pattern pattern, uint32_t choice)
{
    for (uint32_t i = 0; i < pattern.count; i++) {
        const char *text = pattern.elements[i].text, *slash = next_choice(&pattern.elements[i], text);
        for (uint32_t k = 0; slash && k < choice; k++) {
            text = slash + 1;
            slash = strchr(text, '/');
        }
        if (text != pattern.elements[i].text || slash)
            pattern.elements[i].text = slash ? lang_text(text, (size_t)(slash - text)) : text;
    }
    return pattern;
}

/* The elements [from, to) of a pattern as a pattern. */
static void pattern_part(struct pattern *part, const struct pattern *whole, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        part->elements[part->count++] = whole->elements[i];
        part->slot_count += whole->elements[i].slot;
        part->literal_count += !whole->elements[i].slot;
    }
}

static uint32_t find_kind(const struct pattern *pattern, uint32_t from, enum token_kind kind)
{
    while (from < pattern->count && (pattern->elements[from].slot || pattern->elements[from].kind != kind))
        from++;
    return from;
}

static void append_text(struct pattern *pattern, const char *text)
{
    struct pattern more;
    pattern_compile(&more, text);
    pattern_part(pattern, &more, 0, more.count);
}

/* 聚合 平均值(达到 “数” 的,先去掉 …): the figure's word like those of words.def, and each of its options as a clause of its own, because
 * options of the language (只算已填) may stand between them. */
static void add_figure(struct vocabulary *vocabulary, const struct pattern *zh, const struct pattern *en)
{
    const struct pattern *sides[2] = {[LANGUAGE_ZH] = zh, [LANGUAGE_EN] = en};
    struct entry *word = add_entry(vocabulary, ENTRY_WORD, false);
    for (int i = 0; i < 2; i++)
        pattern_part(&word->side[i], sides[i], 0, find_kind(sides[i], 0, TOKEN_OPEN));
    for (int options = 0; options < 2; options++) {
        struct entry *value = add_entry(vocabulary, ENTRY_VALUE, false);
        append_text(&value->side[LANGUAGE_ZH], "“甲” 的");
        for (int i = 0; i < 2; i++)
            pattern_part(&value->side[i], sides[i], 0, find_kind(sides[i], 0, TOKEN_OPEN));
        append_text(&value->side[LANGUAGE_EN], "of “甲”");
        for (int i = 0; options && i < 2; i++)
            append_text(&value->side[i], "( “选…” )");
    }
    uint32_t from[2] = {find_kind(zh, 0, TOKEN_OPEN) + 1, find_kind(en, 0, TOKEN_OPEN) + 1};
    while (from[LANGUAGE_ZH] < zh->count && from[LANGUAGE_EN] < en->count) {
        struct entry *option = add_entry(vocabulary, ENTRY_CLAUSE, false);
        for (int i = 0; i < 2; i++) {
            uint32_t comma = find_kind(sides[i], from[i], TOKEN_COMMA), end = comma < sides[i]->count ? comma : sides[i]->count - 1;
            pattern_part(&option->side[i], sides[i], from[i], end);
            from[i] = end + 1;
        }
        if (!option->side[LANGUAGE_ZH].literal_count || !option->side[LANGUAGE_EN].literal_count)
            vocabulary->count--;        /* a slot alone: what stands there is a value like any other */
    }
}

static void add_phrase(void *context, const struct phrase *phrase)
{
    struct vocabulary *vocabulary = context;
    if (phrase->kind == PHRASE_FIGURE) {
        add_figure(vocabulary, &phrase->zh, &phrase->en);
        return;
    }
    for (uint32_t choice = 0; choice < choices(&phrase->zh); choice++) {
        struct entry *entry = add_entry(vocabulary, phrase->kind == PHRASE_VALUE ? ENTRY_VALUE : ENTRY_CLAUSE, false);
        entry->side[LANGUAGE_ZH] = chosen(phrase->zh, choice);
        entry->side[LANGUAGE_EN] = chosen(phrase->en, choice);
    }
}

static bool is_word_kind(enum entry_kind kind) { return kind < ENTRY_VALUE; }

/* Words first, in the order of the tables. */
static void sort_entries(struct vocabulary *vocabulary)
{
    struct entry *sorted = lang_array(vocabulary->count, sizeof *sorted);
    uint32_t count = 0;
    for (int words = 1; words >= 0; words--) {
        for (uint32_t i = 0; i < vocabulary->count; i++)
            if (is_word_kind(vocabulary->entries[i].kind) == (words == 1))
                sorted[count++] = vocabulary->entries[i];
        if (words)
            vocabulary->words = count;
    }
    vocabulary->entries = sorted;
}

/* each: 每项 and 每种; the second stands in phrases only. */
static bool is_second(const struct row *row)
{
    bool second = false;
    for (const struct row *other = rows; other < row; other++)
        second = second || (row->kind == other->kind && strcmp(row->en, other->en) == 0 && !row->also);
    return second;
}

struct vocabulary *vocabulary_new(const struct library *library)
{
    struct vocabulary *vocabulary = lang_new(sizeof *vocabulary);
    for (int i = 0; i < ROWS; i++)
        if (!is_second(&rows[i]))
            add_row(vocabulary, &rows[i]);
    if (library)
        library_each(library, add_phrase, vocabulary);
    sort_entries(vocabulary);
    for (uint32_t i = 0; i < vocabulary->count; i++) {
        const struct pattern *english = &vocabulary->entries[i].side[LANGUAGE_EN];
        for (uint32_t k = 0; k < english->count; k++)
            if (!english->elements[k].slot && english->elements[k].kind == TOKEN_WORD)
                map_set(&vocabulary->known, english->elements[k].text, strlen(english->elements[k].text), 1);
    }
    return vocabulary;
}

/* ---- looking up ---- */

static bool begins_with(const struct pattern *pattern, const struct token *tokens, uint32_t count)
{
    if (pattern->count > count)
        return false;
    for (uint32_t i = 0; i < pattern->count; i++)
        if (!token_is(&tokens[i], pattern->elements[i].text))
            return false;
    return true;
}

const struct entry *vocabulary_word(const struct vocabulary *vocabulary, enum language from, const struct token *tokens, uint32_t count,
                                    bool at_start, uint32_t *used)
{
    const struct entry *best = NULL;
    *used = 0;
    if (!count || tokens[0].kind != TOKEN_WORD)
        return NULL;
    for (uint32_t i = 0; i < vocabulary->words; i++) {
        const struct entry *entry = &vocabulary->entries[i];
        const struct pattern *pattern = &entry->side[from];
        bool stands = entry->kind == ENTRY_HEAD || entry->kind == ENTRY_NOTE ? at_start : entry->kind != ENTRY_LIST && !(entry->also && from == LANGUAGE_ZH);
        if (stands && pattern->count > *used && begins_with(pattern, tokens, count)) {
            best = entry;
            *used = pattern->count;
        }
    }
    return best;
}

/* How many of the pattern's words stand among the tokens, and how many do not. */
static uint32_t words_there(const struct pattern *pattern, const struct token *tokens, uint32_t count, uint32_t *absent)
{
    uint32_t there = 0;
    *absent = 0;
    for (uint32_t i = 0; i < pattern->count; i++) {
        const struct pattern_element *element = &pattern->elements[i];
        if (element->slot || element->kind != TOKEN_WORD)
            continue;
        uint32_t k = 0;
        while (k < count && !token_is(&tokens[k], element->text))
            k++;
        if (k < count)
            there++;
        else
            (*absent)++;
    }
    return there;
}

const struct entry *vocabulary_nearest(const struct vocabulary *vocabulary, const struct token *tokens, uint32_t count)
{
    const struct entry *best = NULL;
    uint32_t best_there = 1, best_absent = 0;
    for (uint32_t i = vocabulary->words; i < vocabulary->count; i++) {
        const struct entry *entry = &vocabulary->entries[i];
        uint32_t absent, there = words_there(&entry->side[LANGUAGE_ZH], tokens, count, &absent);
        if (entry->also || absent > there || there < best_there || there < 2)
            continue;
        if (there > best_there || absent < best_absent) {
            best = entry;
            best_there = there;
            best_absent = absent;
        }
    }
    return best;
}

/* Length of the words of text, parted by spaces, at the head of tokens; 0 where they do not stand there, also for no words. */
static uint32_t words_at(const char *text, const struct token *tokens, uint32_t count)
{
    uint32_t used = 0;
    if (!count || tokens[0].kind != TOKEN_WORD || tokens[0].text[0] != text[0])     /* as most words are not */
        return 0;
    for (; *text; used++) {
        size_t length = strcspn(text, " ");
        if (used == count || tokens[used].kind != TOKEN_WORD || strlen(tokens[used].text) != length || memcmp(tokens[used].text, text, length) != 0)
            return 0;
        text += length + (text[length] == ' ');
    }
    return used;
}

static const char *unit_to_chinese(const struct token *tokens, uint32_t count, uint32_t *used)
{
    for (int m = 0; m < MULTIPLES; m++) {
        uint32_t multiple = words_at(multiples[m].en, tokens, count);
        for (int i = 0; i < MEASURES && (multiple || m == 0); i++) {
            uint32_t words = words_at(measures[i].en, tokens + multiple, count - multiple);
            *used = multiple + words;
            if (words)
                return lang_format("%s%s", multiples[m].zh, measures[i].zh);
        }
    }
    return NULL;
}

static const char *unit_to_english(const char *word, bool one)
{
    for (int m = 0; m < MULTIPLES; m++) {
        size_t length = strlen(multiples[m].zh);
        for (int i = 0; i < MEASURES && strncmp(word, multiples[m].zh, length) == 0; i++) {
            if (strcmp(measures[i].zh, word + length) != 0)
                continue;
            bool singular = one && i + 1 < MEASURES && strcmp(measures[i + 1].zh, measures[i].zh) == 0;
            return lang_format("%s%s%s", multiples[m].en, length ? " " : "", measures[i + singular].en);
        }
    }
    return NULL;
}

const char *vocabulary_unit(enum language from, const struct token *tokens, uint32_t count, bool one, uint32_t *used)
{
    *used = 0;
    if (!count || tokens[0].kind != TOKEN_WORD)
        return NULL;
    if (from == LANGUAGE_EN)
        return unit_to_chinese(tokens, count, used);
    *used = 1;
    return unit_to_english(tokens[0].text, one);
}
