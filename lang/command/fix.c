/* check --fix: applies the fixes that may be applied unseen, in place, and says what it changed; --fix-all those too that are the only
 * proposal of their message. One may uncover another, so the files are read again until there is none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "base/map.h"
#include "command/command.h"
#include "memory.h"

enum { ROUNDS = 8 };

struct change { struct span span; const char *replacement, *code, *told; };
struct changes { const struct arguments *arguments; struct diagnostics *diagnostics; struct change *items; size_t count; struct map *made; };

static void collect(void *context, struct span span, const char *replacement, const char *code)
{
    struct changes *changes = context;
    const char *path = diagnostics_source(changes->diagnostics, span.file)->path;
    bool named = false;                 /* what a file cites is not ours to change */
    for (size_t i = 0; i < changes->arguments->operand_count; i++)
        named = named || strcmp(changes->arguments->operands[i], path) == 0;
    size_t line, column;
    source_position(diagnostics_source(changes->diagnostics, span.file), span.start, &line, &column);
    const char *told = lang_format("%s:%zu %s %s", path, line, code, replacement);
    int64_t before;
    if (!named || map_get(changes->made, told, strlen(told), &before))     /* what did not help in an earlier round does not help now */
        return;
    changes->items = lang_resize(changes->items, changes->count, changes->count + 1, sizeof *changes->items);
    changes->items[changes->count++] = (struct change){span, lang_text(replacement, strlen(replacement)), code, told};
}

static int by_place(const void *one, const void *other)
{
    const struct change *a = one, *b = other;
    if (a->span.file != b->span.file)
        return a->span.file < b->span.file ? -1 : 1;
    return a->span.start < b->span.start ? -1 : a->span.start > b->span.start;
}

/* In one line: a line end is shown as a mark. */
static const char *in_one_line(const char *text, size_t length)
{
    struct buffer out = {0};
    for (size_t i = 0; i < length; i++)
        if (text[i] == '\n')
            buffer_append_text(&out, "⏎");
        else if (text[i] != '\r')
            buffer_append_char(&out, text[i]);
    const char *line = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return line;
}

static void tell(const struct changes *changes, const struct change *change)
{
    const struct source *source = diagnostics_source(changes->diagnostics, change->span.file);
    const char *old = in_one_line(source->text + change->span.start, change->span.end - change->span.start);
    size_t line, column;
    source_position(source, change->span.start, &line, &column);
    bool zh = changes->arguments->language == LANGUAGE_ZH;
    printf(zh ? "%s:%zu:%zu %s:" : "%s:%zu:%zu %s: ", source->path, line, column, change->code);
    if (*change->replacement && *old)
        printf(zh ? "“%s”改为“%s”\n" : "“%s” is now “%s”\n", old, change->replacement);
    else if (*change->replacement)
        printf(zh ? "加上“%.*s”\n" : "“%.*s” put in\n", (int)strcspn(change->replacement + (*change->replacement == '\n'), "\n"),
               change->replacement + (*change->replacement == '\n'));
    else
        printf(zh ? "删去 %zu 个字节\n" : "%zu bytes taken out\n", (size_t)(change->span.end - change->span.start));
}

/* A line of its own was put in: there is nothing before it to be compared with. */
static bool adds_lines(const struct change *change) { return change->span.start == change->span.end && strchr(change->replacement, '\n'); }

/* The lines of the file that hold the changes [from, to), before and after. */
static void tell_lines(const struct changes *changes, const struct buffer *text, size_t from, size_t to, size_t new_start, size_t new_end)
{
    const struct source *source = diagnostics_source(changes->diagnostics, changes->items[from].span.file);
    size_t start = changes->items[from].span.start, end = changes->items[to - 1].span.end;
    bool zh = changes->arguments->language == LANGUAGE_ZH;
    while (start > 0 && source->text[start - 1] != '\n' && new_start > 0)
        start--, new_start--;
    while (end < source->length && source->text[end] != '\n' && source->text[end] != '\r')
        end++, new_end++;
    while (start < end && (source->text[start] == ' ' || source->text[start] == '\t'))
        start++, new_start++;
    printf(zh ? "    改前:%s\n    改后:%s\n" : "    before: %s\n    after:  %s\n", in_one_line(source->text + start, end - start),
           in_one_line(buffer_text(text) + new_start, new_end - new_start));
}

static bool same_line(const struct source *source, const struct change *one, const struct change *next)
{
    return !memchr(source->text + one->span.end, '\n', next->span.start - one->span.end);
}

/* A line that is put in ends as those of the file do. */
static void append_replacement(struct buffer *text, const struct source *source, const char *replacement)
{
    const char *line_end = memchr(source->text, '\n', source->length);
    bool carriage = line_end && line_end > source->text && line_end[-1] == '\r';
    for (; *replacement; replacement++) {
        if (*replacement == '\n' && carriage)
            buffer_append_char(text, '\r');
        buffer_append_char(text, *replacement);
    }
}

/* The changes [from, to) of one file; those that overlap an earlier one wait for the next round. Returns 0 or an errno value. */
static int apply(const struct changes *changes, size_t from, size_t to)
{
    const struct source *source = diagnostics_source(changes->diagnostics, changes->items[from].span.file);
    struct buffer text = {0};
    size_t at = 0, kept = from, *starts = lang_array(to - from + 1, sizeof *starts);
    for (size_t i = from; i < to; i++) {
        if (changes->items[i].span.start < at || (i > from && changes->items[i].span.start == changes->items[kept - 1].span.start))
            continue;
        changes->items[kept] = changes->items[i];
        buffer_append(&text, source->text + at, changes->items[kept].span.start - at);
        starts[kept++ - from] = text.length;
        append_replacement(&text, source, changes->items[i].replacement);
        at = changes->items[i].span.end;
    }
    buffer_append(&text, source->text + at, source->length - at);
    int error = replace_file(source->path, &text);
    for (size_t i = from, next; i < kept && !error; i = next) {
        tell(changes, &changes->items[i]);
        for (next = i + 1; next < kept && same_line(source, &changes->items[next - 1], &changes->items[next]); next++)
            tell(changes, &changes->items[next]);
        if (!(next == i + 1 && adds_lines(&changes->items[i])))
            tell_lines(changes, &text, i, next, starts[i - from], starts[next - 1 - from] + strlen(changes->items[next - 1].replacement));
    }
    buffer_release(&text);
    if (error)
        complain(changes->arguments, "E0600", source->path, file_error_text(error));
    return error;
}

/* One round: how many changes there were, or -1 where a file could not be written. */
static long apply_all(const struct arguments *arguments, struct map *made)
{
    struct changes changes = {.arguments = arguments, .diagnostics = diagnostics_new(), .made = made};
    struct tests tests;
    long result;
    model_with_tests(arguments, changes.diagnostics, &tests);
    diagnostics_fixes(changes.diagnostics, arguments->values[FLAG_fix_all] != NULL, collect, &changes);
    if (changes.count)
        qsort(changes.items, changes.count, sizeof *changes.items, by_place);
    result = (long)changes.count;
    for (size_t from = 0, to; from < changes.count && result >= 0; from = to) {
        for (to = from + 1; to < changes.count && changes.items[to].span.file == changes.items[from].span.file;)
            to++;
        if (apply(&changes, from, to) != 0)
            result = -1;
    }
    for (size_t i = 0; i < changes.count; i++)
        map_set(made, changes.items[i].told, strlen(changes.items[i].told), 1);
    diagnostics_free(changes.diagnostics);
    return result;
}

bool apply_fixes(const struct arguments *arguments)
{
    long changed = 1;
    struct map made = {0};
    for (int round = 0; round < ROUNDS && changed > 0; round++)
        changed = apply_all(arguments, &made);
    map_release(&made);
    return changed >= 0;
}
