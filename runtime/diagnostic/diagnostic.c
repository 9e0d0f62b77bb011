/* The collection of diagnostics of one run: recorded by whoever knows the place, each one once, rendered at the end.
 *
 * Repetitions are found by a hash of message, arguments and first place.  The place comes after the message, so a diagnostic is
 * entered without one and entered anew when its first place is told; only then can it turn out to be a repetition. */
#include "diagnostic/diagnostic.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"
#include "diagnostic/collection.h"

enum { FIRST_ITEMS = 16, FIRST_BUCKETS = 64 };

struct diagnostics *diagnostics_new(void)
{
    struct diagnostics *diagnostics = memory_new(sizeof *diagnostics);
    diagnostics->bucket_count = FIRST_BUCKETS;
    diagnostics->buckets = memory_array(FIRST_BUCKETS, sizeof *diagnostics->buckets);
    return diagnostics;
}

void diagnostics_free(struct diagnostics *diagnostics)
{
    if (!diagnostics)
        return;
    for (uint32_t i = 0; i < diagnostics->source_count; i++)
        memory_free(diagnostics->sources[i]->starts);
    memory_free(diagnostics->sources);
    memory_free(diagnostics->items);
    memory_free(diagnostics->buckets);
    map_release(&diagnostics->kept);
    arena_release(&diagnostics->arena);
    memory_free(diagnostics);
}

/* ---- rule files and positions ---- */

uint32_t diagnostics_add_source(struct diagnostics *diagnostics, const char *path, const char *text, size_t length)
{
    assert(length <= UINT32_MAX);
    struct source_lines *lines = arena_new(&diagnostics->arena, sizeof *lines);
    lines->source = (struct source){arena_text(&diagnostics->arena, path, strlen(path)), text, length};
    lines->count = 1;
    for (size_t i = 0; i < length; i++)
        lines->count += text[i] == '\n';
    lines->starts = memory_array(lines->count, sizeof *lines->starts);
    size_t line = 1;
    for (size_t i = 0; i < length; i++)
        if (text[i] == '\n')
            lines->starts[line++] = (uint32_t)(i + 1);

    uint32_t file = diagnostics->source_count++;
    diagnostics->sources = memory_resize(diagnostics->sources, diagnostics->source_count, sizeof *diagnostics->sources);
    diagnostics->sources[file] = lines;
    return file;
}

uint32_t diagnostics_source_count(const struct diagnostics *diagnostics)
{
    return diagnostics->source_count;
}

const struct source *diagnostics_source(const struct diagnostics *diagnostics, uint32_t file)
{
    assert(file < diagnostics->source_count);
    return &diagnostics->sources[file]->source;
}

/* Characters from a line's start to the offset, plus one. A byte order mark is no character of the text. */
static size_t column_of(const struct source *source, size_t line_start, size_t offset)
{
    if (line_start == 0 && source->length >= 3 && memcmp(source->text, "\xEF\xBB\xBF", 3) == 0)
        line_start = offset < 3 ? offset : 3;
    return text_characters(source->text + line_start, offset - line_start) + 1;
}

void source_position(const struct source *source, size_t offset, size_t *line, size_t *column)
{
    if (offset > source->length)
        offset = source->length;
    size_t start = 0;
    *line = 1;
    for (const char *found; start < offset && (found = memchr(source->text + start, '\n', offset - start)); ++*line)
        start = (size_t)(found - source->text) + 1;
    *column = column_of(source, start, offset);
}

struct position position_of(const struct diagnostics *diagnostics, uint32_t file, size_t offset)
{
    const struct source_lines *lines = diagnostics->sources[file];
    size_t low = 0, high = lines->count;        /* the line is in [low, high) */
    if (offset > lines->source.length)
        offset = lines->source.length;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (lines->starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return (struct position){low + 1, column_of(&lines->source, lines->starts[low], offset)};
}

/* ---- repetitions ---- */

static uint64_t hash_text(uint64_t hash, const char *text)
{
    for (; text && *text; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001B3u;
    return (hash ^ 0x100) * 0x100000001B3u;
}

static uint64_t hash_number(uint64_t hash, uint64_t number)
{
    hash = (hash ^ number) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

static uint64_t hash_diagnostic(const struct diagnostic *diagnostic)
{
    uint64_t hash = hash_text(0xCBF29CE484222325u, diagnostic->message->code);
    for (int i = 0; i < diagnostic->argument_count; i++)
        hash = hash_text(hash, diagnostic->arguments[i]);
    const struct place *place = diagnostic->places;
    if (place && place->is_cell)
        return hash_text(hash_text(hash_number(hash, place->row), place->path), place->column);
    if (place)
        return hash_number(hash_number(hash, place->span.file), (uint64_t)place->span.start << 32 | place->span.end);
    return hash_number(hash, 0);
}

static bool same_place(const struct place *a, const struct place *b)
{
    if (!a || !b)
        return a == b;
    if (a->is_cell != b->is_cell)
        return false;
    if (a->is_cell)         /* kept once: equal texts are one pointer */
        return a->row == b->row && a->path == b->path && a->sheet == b->sheet && a->column == b->column;
    return a->span.file == b->span.file && a->span.start == b->span.start && a->span.end == b->span.end;
}

static bool same_diagnostic(const struct diagnostic *a, const struct diagnostic *b)
{
    if (a->hash != b->hash || a->message != b->message || a->argument_count != b->argument_count || !same_place(a->places, b->places))
        return false;
    for (int i = 0; i < a->argument_count; i++)
        if (strcmp(a->arguments[i], b->arguments[i]) != 0)
            return false;
    return true;
}

static uint32_t *bucket_of(const struct diagnostics *diagnostics, const struct diagnostic *item)
{
    return &diagnostics->buckets[item->hash & (diagnostics->bucket_count - 1)];
}

/* The index of an equal one that counts, or -1. */
static int find_repeated(const struct diagnostics *diagnostics, const struct diagnostic *wanted)
{
    for (uint32_t at = *bucket_of(diagnostics, wanted); at; at = diagnostics->items[at - 1].next_of_hash)
        if (same_diagnostic(&diagnostics->items[at - 1], wanted))
            return (int)(at - 1);
    return -1;
}

static void enter_bucket(struct diagnostics *diagnostics, size_t index)
{
    struct diagnostic *item = &diagnostics->items[index];
    uint32_t *bucket = bucket_of(diagnostics, item);
    item->next_of_hash = *bucket;
    *bucket = (uint32_t)index + 1;
}

static void leave_bucket(struct diagnostics *diagnostics, size_t index)
{
    uint32_t *link = bucket_of(diagnostics, &diagnostics->items[index]);
    while (*link != index + 1)
        link = &diagnostics->items[*link - 1].next_of_hash;
    *link = diagnostics->items[index].next_of_hash;
}

/* Lets items[count] count. */
static void enter(struct diagnostics *diagnostics)
{
    size_t index = diagnostics->count++;
    diagnostics->severities[diagnostics->items[index].message->severity]++;
    diagnostics->latest = LATEST_RECORDED;
    if (diagnostics->count <= diagnostics->bucket_count) {
        enter_bucket(diagnostics, index);
        return;
    }
    memory_free(diagnostics->buckets);
    diagnostics->bucket_count *= 4;
    diagnostics->buckets = memory_array(diagnostics->bucket_count, sizeof *diagnostics->buckets);
    for (size_t i = 0; i < diagnostics->count; i++)
        enter_bucket(diagnostics, i);
}

/* Takes the last one out again; it stays at items[count] until another begins. */
static void leave(struct diagnostics *diagnostics)
{
    size_t index = --diagnostics->count;
    diagnostics->severities[diagnostics->items[index].message->severity]--;
    leave_bucket(diagnostics, index);
}

/* ---- recording ---- */

static const char *copy(struct diagnostics *diagnostics, const char *text)
{
    return text ? arena_text(&diagnostics->arena, text, strlen(text)) : NULL;
}

static const char *keep(struct diagnostics *diagnostics, const char *text)
{
    if (!text)
        return NULL;
    size_t length = strlen(text);
    int64_t kept;
    if (!map_get(&diagnostics->kept, text, length, &kept)) {
        const char *key = arena_text(&diagnostics->arena, text, length);
        kept = (int64_t)(intptr_t)key;
        map_add(&diagnostics->kept, key, length, kept, NULL);
    }
    return (const char *)(intptr_t)kept;
}

int diagnostic_report(struct diagnostics *diagnostics, const struct message *message, int count, const char *const *arguments)
{
    assert(message_arguments(message, LANGUAGE_ZH) <= count && message_arguments(message, LANGUAGE_EN) <= count);
    if (diagnostics->count == diagnostics->capacity) {
        diagnostics->capacity = diagnostics->capacity ? diagnostics->capacity * 2 : FIRST_ITEMS;
        diagnostics->items = memory_resize(diagnostics->items, diagnostics->capacity, sizeof *diagnostics->items);
    }
    struct diagnostic *item = &diagnostics->items[diagnostics->count];
    *item = (struct diagnostic){.message = message, .argument_count = count};
    item->arguments = arena_new(&diagnostics->arena, (size_t)count * sizeof *item->arguments);
    for (int i = 0; i < count; i++)
        item->arguments[i] = copy(diagnostics, arguments[i]);
    item->hash = hash_diagnostic(item);

    int repeated = find_repeated(diagnostics, item);
    if (repeated >= 0) {
        diagnostics->latest = LATEST_PENDING;
        return repeated;
    }
    enter(diagnostics);
    return (int)diagnostics->count - 1;
}

static void add_first_place(struct diagnostics *diagnostics, struct place *place)
{
    if (diagnostics->latest == LATEST_RECORDED)
        leave(diagnostics);
    struct diagnostic *item = &diagnostics->items[diagnostics->count];
    item->places = item->last_place = place;
    item->hash = hash_diagnostic(item);
    if (find_repeated(diagnostics, item) >= 0)
        diagnostics->latest = LATEST_DROPPED;
    else
        enter(diagnostics);
}

static void add_place(struct diagnostics *diagnostics, const struct place *from, const char *const label[2])
{
    assert(diagnostics->latest != LATEST_NONE && "a place belongs to a diagnostic");
    if (diagnostics->latest == LATEST_DROPPED)
        return;
    struct place *place = arena_new(&diagnostics->arena, sizeof *place);
    *place = *from;
    if (label && (label[0] || label[1])) {
        place->label[0] = copy(diagnostics, label[0] ? label[0] : label[1]);
        place->label[1] = copy(diagnostics, label[1] ? label[1] : label[0]);
    }
    struct diagnostic *latest = diagnostics->latest == LATEST_RECORDED ? &diagnostics->items[diagnostics->count - 1] : NULL;
    if (latest && latest->places) {
        latest->last_place->next = place;
        latest->last_place = place;
    } else {
        add_first_place(diagnostics, place);
    }
}

/* A span that reaches beyond its file is brought back into it, so that nothing later needs to look. */
static struct span within_source(const struct diagnostics *diagnostics, struct span span)
{
    assert(span.file < diagnostics->source_count);
    uint32_t length = (uint32_t)diagnostics->sources[span.file]->source.length;
    if (span.start > length)
        span.start = length;
    if (span.end > length)
        span.end = length;
    if (span.end < span.start)
        span.end = span.start;
    return span;
}

void diagnostic_at(struct diagnostics *diagnostics, struct span span, const char *const label[2])
{
    add_place(diagnostics, &(struct place){.span = within_source(diagnostics, span)}, label);
}

void diagnostic_at_cell(struct diagnostics *diagnostics, const char *path, const char *sheet, uint64_t row, const char *column,
                        const char *cell, const char *const label[2])
{
    struct place place = {.is_cell = true, .row = row};
    place.path = keep(diagnostics, path);
    place.sheet = keep(diagnostics, sheet);
    place.column = keep(diagnostics, column);
    place.cell = copy(diagnostics, cell);
    add_place(diagnostics, &place, label);
}

void diagnostic_count_more(struct diagnostics *diagnostics, const struct message *message, const char *path, size_t times)
{
    enum { ARGUMENTS = 8 };
    const char *unknown[ARGUMENTS];
    int zh = message_arguments(message, LANGUAGE_ZH), en = message_arguments(message, LANGUAGE_EN);
    for (int i = 0; i < ARGUMENTS; i++)
        unknown[i] = "…";
    assert(zh <= ARGUMENTS && en <= ARGUMENTS);
    diagnostic_report(diagnostics, message, zh > en ? zh : en, unknown);
    diagnostic_at_cell(diagnostics, path, NULL, 0, NULL, NULL, NULL);
    if (diagnostics->latest != LATEST_RECORDED)
        return;
    diagnostics->items[diagnostics->count - 1].more = times;
    diagnostics->severities[message->severity] += times - 1;
}

void diagnostic_fix(struct diagnostics *diagnostics, struct span span, const char *replacement, enum trust trust)
{
    assert(diagnostics->latest != LATEST_NONE && "a fix belongs to a diagnostic");
    if (diagnostics->latest != LATEST_RECORDED)
        return;
    struct diagnostic *item = &diagnostics->items[diagnostics->count - 1];
    struct fix *fix = arena_new(&diagnostics->arena, sizeof *fix);
    *fix = (struct fix){NULL, within_source(diagnostics, span), copy(diagnostics, replacement), trust};
    if (item->last_fix)
        item->last_fix->next = fix;
    else
        item->fixes = fix;
    item->last_fix = fix;
}

void diagnostic_withheld(struct diagnostics *diagnostics)
{
    diagnostics->latest = LATEST_DROPPED;
}

/* ---- asking ---- */

void diagnostics_fixes(const struct diagnostics *diagnostics, bool all, void (*each)(void *context, struct span span, const char *replacement, const char *code),
                       void *context)
{
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *item = &diagnostics->items[i];
        bool only = item->fixes == item->last_fix;
        for (const struct fix *fix = item->fixes; fix; fix = fix->next)
            if (fix->trust == TRUST_SAFE || (all && only && fix->trust == TRUST_LIKELY))
                each(context, fix->span, fix->replacement, item->message->code);
    }
}

size_t diagnostics_count(const struct diagnostics *diagnostics, enum severity severity)
{
    return diagnostics->severities[severity];
}

size_t diagnostics_total(const struct diagnostics *diagnostics)
{
    return diagnostics->count;
}

const char *diagnostics_code(const struct diagnostics *diagnostics, size_t index)
{
    assert(index < diagnostics->count);
    return diagnostics->items[index].message->code;
}

int diagnostics_latest(const struct diagnostics *diagnostics)
{
    return diagnostics->latest == LATEST_RECORDED ? (int)diagnostics->count - 1 : -1;
}

int diagnostics_arguments(const struct diagnostics *diagnostics, size_t index)
{
    assert(index < diagnostics->count);
    return diagnostics->items[index].argument_count;
}

void diagnostic_amend(struct diagnostics *diagnostics, size_t index, int argument, const char *text)
{
    assert(index < diagnostics->count && argument < diagnostics->items[index].argument_count);
    leave_bucket(diagnostics, index);
    diagnostics->items[index].arguments[argument] = copy(diagnostics, text);
    diagnostics->items[index].hash = hash_diagnostic(&diagnostics->items[index]);
    enter_bucket(diagnostics, index);
}

bool diagnostics_place(const struct diagnostics *diagnostics, size_t index, struct span *span)
{
    assert(index < diagnostics->count);
    const struct place *place = diagnostics->items[index].places;
    if (place && !place->is_cell)
        *span = place->span;
    return place && !place->is_cell;
}

void diagnostic_proposals(const struct diagnostics *diagnostics, size_t index, void (*each)(void *context, struct span span, const char *replacement), void *context)
{
    assert(index < diagnostics->count);
    for (const struct fix *fix = diagnostics->items[index].fixes; fix; fix = fix->next)
        each(context, fix->span, fix->replacement);
}

void diagnostics_truncate(struct diagnostics *diagnostics, size_t total)
{
    while (diagnostics->count > total)
        leave(diagnostics);
    diagnostics->latest = LATEST_NONE;
}
