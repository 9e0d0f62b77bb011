/* check --fix: applies the fixes that may be applied unseen, in place, and says what it changed. One may uncover another, so the files are
 * read again until there is none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "command/command.h"
#include "memory.h"

enum { ROUNDS = 8 };

struct change { struct span span; const char *replacement, *code; };
struct changes { const struct arguments *arguments; struct diagnostics *diagnostics; struct change *items; size_t count; };

static void collect(void *context, struct span span, const char *replacement, const char *code)
{
    struct changes *changes = context;
    const char *path = diagnostics_source(changes->diagnostics, span.file)->path;
    bool named = false;                 /* what a file cites is not ours to change */
    for (size_t i = 0; i < changes->arguments->operand_count; i++)
        named = named || strcmp(changes->arguments->operands[i], path) == 0;
    if (!named)
        return;
    changes->items = lang_resize(changes->items, changes->count, changes->count + 1, sizeof *changes->items);
    changes->items[changes->count++] = (struct change){span, lang_text(replacement, strlen(replacement)), code};
}

static int by_place(const void *one, const void *other)
{
    const struct change *a = one, *b = other;
    if (a->span.file != b->span.file)
        return a->span.file < b->span.file ? -1 : 1;
    return a->span.start < b->span.start ? -1 : a->span.start > b->span.start;
}

static void tell(const struct changes *changes, const struct change *change)
{
    const struct source *source = diagnostics_source(changes->diagnostics, change->span.file);
    const char *old = lang_text(source->text + change->span.start, change->span.end - change->span.start);
    size_t line, column;
    source_position(source, change->span.start, &line, &column);
    bool zh = changes->arguments->language == LANGUAGE_ZH;
    if (*change->replacement)
        printf(zh ? "%s:%zu:%zu %s:“%s”改为“%s”\n" : "%s:%zu:%zu %s: “%s” is now “%s”\n", source->path, line, column, change->code, old, change->replacement);
    else
        printf(zh ? "%s:%zu:%zu %s:删去 %zu 个字节\n" : "%s:%zu:%zu %s: %zu bytes taken out\n", source->path, line, column, change->code, strlen(old));
}

/* The changes [from, to) of one file; those that overlap an earlier one wait for the next round. Returns 0 or an errno value. */
static int apply(const struct changes *changes, size_t from, size_t to)
{
    const struct source *source = diagnostics_source(changes->diagnostics, changes->items[from].span.file);
    struct buffer text = {0};
    size_t at = 0;
    for (size_t i = from; i < to; i++) {
        const struct change *change = &changes->items[i];
        if (change->span.start < at)
            continue;
        buffer_append(&text, source->text + at, change->span.start - at);
        buffer_append_text(&text, change->replacement);
        at = change->span.end;
        tell(changes, change);
    }
    buffer_append(&text, source->text + at, source->length - at);
    int error = replace_file(source->path, &text);
    buffer_release(&text);
    if (error)
        complain(changes->arguments, "E0600", source->path, file_error_text(error));
    return error;
}

/* One round: how many changes there were, or -1 where a file could not be written. */
static long apply_all(const struct arguments *arguments)
{
    struct changes changes = {.arguments = arguments, .diagnostics = diagnostics_new()};
    long result;
    checked_model(arguments, changes.diagnostics);
    diagnostics_safe_fixes(changes.diagnostics, collect, &changes);
    if (changes.count)
        qsort(changes.items, changes.count, sizeof *changes.items, by_place);
    result = (long)changes.count;
    for (size_t from = 0, to; from < changes.count && result >= 0; from = to) {
        for (to = from + 1; to < changes.count && changes.items[to].span.file == changes.items[from].span.file;)
            to++;
        if (apply(&changes, from, to) != 0)
            result = -1;
    }
    diagnostics_free(changes.diagnostics);
    return result;
}

bool apply_fixes(const struct arguments *arguments)
{
    long changed = 1;
    for (int round = 0; round < ROUNDS && changed > 0; round++)
        changed = apply_all(arguments);
    return changed >= 0;
}
