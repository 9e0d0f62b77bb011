/* Diagnostics as text for a person.  One diagnostic is a head, its places and what to do:
 *
 *     错误 E0412: ...                           head
 *       --> a.assess:12:5                       arrow: the main place's file, then ::: for each other one
 *        |
 *     12 |     指标 YJ01 12分 {                 source line
 *        |               ^^^^ 这里              marks: ^ for the main place, - for others
 *     ...                                       lines left out
 *        = 怎么办: ...                          note
 *
 * The frame is ASCII, of which every terminal knows the width.  Texts of the two languages stand in one table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diagnostic/collection.h"
#include "diagnostic/excerpt.h"
#include "diagnostic/tally.h"

/* ---- words and colours ---- */

enum word {
    WORD_ERROR, WORD_WARNING, WORD_NOTE, WORD_HELP, WORD_FIX, WORD_MAY_FIX, WORD_ADD, WORD_MAY_ADD, WORD_REMOVE, WORD_MAY_REMOVE, WORD_CHOICE, WORD_FIX_LINE, WORD_END_OF_SPAN, WORD_EMPTY_CELL,
    WORD_SHEET, WORD_ROW_AND_COLUMN, WORD_ROW, WORD_COLUMN, WORD_MORE, WORD_KIND_COUNT, WORD_ONE, WORD_MANY_ERRORS, WORD_MANY_WARNINGS,
    WORD_MANY_NOTES
};
static const char *const words[][2] = {
    [WORD_ERROR] = {"错误", "error"},
    [WORD_WARNING] = {"警告", "warning"},
    [WORD_NOTE] = {"说明", "note"},
    [WORD_HELP] = {"怎么办", "help"},
    [WORD_FIX] = {"改为", "fix"},
    [WORD_MAY_FIX] = {"可改为", "perhaps"},
    [WORD_ADD] = {"加上", "add"},
    [WORD_MAY_ADD] = {"可加上", "perhaps add"},
    [WORD_REMOVE] = {"删去", "remove"},
    [WORD_MAY_REMOVE] = {"可删去", "perhaps remove"},
    [WORD_CHOICE] = {"改法 %d", "choice %d"},
    [WORD_FIX_LINE] = {"(第 %zu 行)", " (line %zu)"},
    [WORD_END_OF_SPAN] = {"到这里为止", "up to here"},
    [WORD_EMPTY_CELL] = {"(空)", "(empty)"},
    [WORD_SHEET] = {" 工作表「%s」", " sheet \"%s\""},
    [WORD_ROW_AND_COLUMN] = {" 第 %llu 行「%s」列", " row %llu, column \"%s\""},
    [WORD_ROW] = {" 第 %llu 行", " row %llu"},
    [WORD_COLUMN] = {" 「%s」列", " column \"%s\""},
    [WORD_MORE] = {" 另有 %zu 处: ", ": %zu more: "},
    [WORD_KIND_COUNT] = {" %zu 处", " (%zu)"},
    [WORD_ONE] = {"%s 1 处", "1 %s"},
    [WORD_MANY_ERRORS] = {"错误 %zu 处", "%zu errors"},
    [WORD_MANY_WARNINGS] = {"警告 %zu 处", "%zu warnings"},
    [WORD_MANY_NOTES] = {"说明 %zu 处", "%zu notes"},
};

enum style { STYLE_ERROR, STYLE_WARNING, STYLE_NOTE, STYLE_FRAME, STYLE_STRONG, STYLE_NONE };   /* the first three by enum severity */
static const char *const styles[] = {"\033[1;31m", "\033[1;33m", "\033[1;36m", "\033[1;34m", "\033[1m", "\033[0m"};

enum { NAME_CELLS = 120 };      /* of a path, a heading or a label */

struct renderer {
    const struct diagnostics *diagnostics;
    const struct render_options *options;
    struct buffer *out;
    int gutter;                 /* digits of the greatest line number of the diagnostic at hand */
};

static void paint(const struct renderer *renderer, enum style style)
{
    if (renderer->options->color)
        buffer_append_text(renderer->out, styles[style]);
}

static const char *word_of(const struct renderer *renderer, enum word word)
{
    return words[word][renderer->options->language];
}

static void append_name(const struct renderer *renderer, const char *name)
{
    visible_append(renderer->out, name, strlen(name), NAME_CELLS);
}

/* ---- the frame ---- */

/* "12 | " or, without a number, "   | ". */
static void begin_line(const struct renderer *renderer, uint64_t number)
{
    paint(renderer, STYLE_FRAME);
    if (number)
        buffer_format(renderer->out, "%*llu |", renderer->gutter, (unsigned long long)number);
    else
        buffer_format(renderer->out, "%*s |", renderer->gutter, "");
    paint(renderer, STYLE_NONE);
}

static void append_empty_line(const struct renderer *renderer)
{
    begin_line(renderer, 0);
    buffer_append_char(renderer->out, '\n');
}

static void begin_arrow(const struct renderer *renderer, bool first)
{
    paint(renderer, STYLE_FRAME);
    buffer_format(renderer->out, "%*s%s ", renderer->gutter, "", first ? "-->" : ":::");
    paint(renderer, STYLE_NONE);
}

static void begin_note(const struct renderer *renderer, const char *name)
{
    paint(renderer, STYLE_FRAME);
    buffer_format(renderer->out, "%*s = ", renderer->gutter, "");
    paint(renderer, STYLE_NONE);
    paint(renderer, STYLE_STRONG);
    buffer_append_text(renderer->out, name);
    paint(renderer, STYLE_NONE);
}

/* ---- source lines with marks ---- */

/* A part of one line to be marked; a span over several lines makes two. */
struct mark { size_t line; size_t from, to; char sign; const char *label; };

static void line_bounds(const struct renderer *renderer, uint32_t file, size_t line, size_t *start, size_t *end)
{
    const struct source_lines *lines = renderer->diagnostics->sources[file];
    *start = lines->starts[line - 1];
    *end = line < lines->count ? lines->starts[line] - 1 : lines->source.length;
    if (*end > *start && lines->source.text[*end - 1] == '\r')
        --*end;
}

/* A byte order mark at the beginning of a file is no part of what is shown. */
static size_t shown_start(const struct source *source, size_t start)
{
    return start == 0 && source->length >= 3 && memcmp(source->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : start;
}

static void marked_lines(const struct renderer *renderer, struct span span, size_t *first, size_t *last)
{
    const char *text = renderer->diagnostics->sources[span.file]->source.text;
    while (span.end > span.start && (text[span.end - 1] == '\n' || text[span.end - 1] == '\r'))
        span.end--;             /* a line end belongs to its line, not to the next */
    *first = position_of(renderer->diagnostics, span.file, span.start).line;
    *last = position_of(renderer->diagnostics, span.file, span.end).line;
}

/* Makes the one or two marks of a place; returns how many. */
static size_t make_marks(const struct renderer *renderer, const struct place *place, bool main, struct mark *marks)
{
    struct span span = place->span;
    size_t first, last, start, end;
    marked_lines(renderer, span, &first, &last);
    line_bounds(renderer, span.file, first, &start, &end);
    marks[0] = (struct mark){first, span.start, span.end < end ? span.end : end, main ? '^' : '-',
                             place->label[renderer->options->language]};
    if (first == last)
        return 1;
    line_bounds(renderer, span.file, last, &start, &end);
    const char *text = renderer->diagnostics->sources[span.file]->source.text;
    while (start < end && start + 1 < span.end && (text[start] == ' ' || text[start] == '\t'))
        start++;
    marks[1] = (struct mark){last, start, span.end < end ? span.end : end, main ? '^' : '-', word_of(renderer, WORD_END_OF_SPAN)};
    return 2;
}

static int compare_marks(const void *a, const void *b)
{
    const struct mark *first = a, *second = b;
    if (first->line != second->line)
        return first->line < second->line ? -1 : 1;
    if (first->from != second->from)
        return first->from < second->from ? -1 : 1;
    return (first->sign == '-') - (second->sign == '-');
}

static void append_mark(const struct renderer *renderer, const struct excerpt *excerpt, const struct mark *mark, size_t line_start,
                        enum severity severity)
{
    size_t from = mark->from > line_start ? mark->from - line_start : 0, to = mark->to > line_start ? mark->to - line_start : 0;
    begin_line(renderer, 0);
    buffer_append_char(renderer->out, ' ');
    excerpt_append_blanks(excerpt, from, renderer->out);
    paint(renderer, mark->sign == '^' ? (enum style)severity : STYLE_FRAME);
    excerpt_append_marks(excerpt, from, to, mark->sign, renderer->out);
    if (mark->label) {
        buffer_append_char(renderer->out, ' ');
        append_name(renderer, mark->label);
    }
    paint(renderer, STYLE_NONE);
    buffer_append_char(renderer->out, '\n');
}

/* One excerpt of a line with marks [0, count) under it; a line without marks connects its neighbours. */
static void append_excerpt(const struct renderer *renderer, uint32_t file, size_t line, const struct mark *marks, size_t count,
                           enum severity severity)
{
    const struct source *source = &renderer->diagnostics->sources[file]->source;
    size_t start, end, from = 0, to = 0;
    line_bounds(renderer, file, line, &start, &end);
    start = shown_start(source, start);
    for (size_t i = 0; i < count; i++) {
        size_t mark_from = marks[i].from > start ? marks[i].from - start : 0, mark_to = marks[i].to > start ? marks[i].to - start : 0;
        if (i == 0)
            from = mark_from < end - start ? mark_from : end - start;
        if (mark_to > to)
            to = mark_to;
    }
    struct excerpt excerpt;
    excerpt_new(&excerpt, source->text + start, end - start, from, to > from ? to : from);
    begin_line(renderer, line);
    if (end > start)
        buffer_append_char(renderer->out, ' ');
    excerpt_append_line(&excerpt, renderer->out);
    buffer_append_char(renderer->out, '\n');
    for (size_t i = 0; i < count; i++)
        append_mark(renderer, &excerpt, &marks[i], start, severity);
    excerpt_release(&excerpt);
}

/* How many of the marks on one line can be seen in one excerpt of it: at least one. */
static size_t marks_in_sight(const struct renderer *renderer, uint32_t file, const struct mark *marks, size_t count)
{
    const char *text = renderer->diagnostics->sources[file]->source.text;
    size_t seen = 1, to = marks[0].to;
    while (seen < count && marks[seen].line == marks[0].line) {
        if (marks[seen].to > to)
            to = marks[seen].to;
        if (to - marks[0].from > 4 * EXCERPT_CELLS || text_width(text + marks[0].from, to - marks[0].from) > EXCERPT_CELLS)
            break;
        seen++;
    }
    return seen;
}

/* All places of one rule file. */
static void append_rule_file(const struct renderer *renderer, const struct diagnostic *diagnostic, const struct place *first)
{
    size_t count = 0;
    uint32_t file = first->span.file;
    for (const struct place *place = first; place; place = place->next)
        count += 2 * (!place->is_cell && place->span.file == file);
    struct mark *marks = memory_array(count, sizeof *marks);
    count = 0;
    for (const struct place *place = first; place; place = place->next)
        if (!place->is_cell && place->span.file == file)
            count += make_marks(renderer, place, place == diagnostic->places, marks + count);
    qsort(marks, count, sizeof *marks, compare_marks);

    struct position position = position_of(renderer->diagnostics, file, first->span.start);
    begin_arrow(renderer, first == diagnostic->places);
    append_name(renderer, renderer->diagnostics->sources[file]->source.path);
    buffer_format(renderer->out, ":%zu:%zu\n", position.line, position.column);
    append_empty_line(renderer);
    for (size_t i = 0, seen; i < count; i += seen) {
        if (i > 0 && marks[i].line == marks[i - 1].line + 2)
            append_excerpt(renderer, file, marks[i].line - 1, NULL, 0, SEVERITY_NOTE);
        else if (i > 0 && marks[i].line > marks[i - 1].line + 1)
            buffer_append_text(renderer->out, "...\n");
        seen = marks_in_sight(renderer, file, marks + i, count - i);
        append_excerpt(renderer, file, marks[i].line, marks + i, seen, diagnostic->message->severity);
    }
    memory_free(marks);
}

/* ---- places in ledgers ---- */

static void append_cell_place(const struct renderer *renderer, const struct place *place)
{
    struct buffer sheet = {0}, column = {0};
    append_name(renderer, place->path);
    if (place->sheet) {
        visible_append(&sheet, place->sheet, strlen(place->sheet), NAME_CELLS);
        buffer_format(renderer->out, word_of(renderer, WORD_SHEET), sheet.data);
    }
    if (place->column)
        visible_append(&column, place->column, strlen(place->column), NAME_CELLS);
    unsigned long long row = place->row;
    if (row && place->column)
        buffer_format(renderer->out, word_of(renderer, WORD_ROW_AND_COLUMN), row, buffer_text(&column));
    else if (row)
        buffer_format(renderer->out, word_of(renderer, WORD_ROW), row);
    else if (place->column)
        buffer_format(renderer->out, word_of(renderer, WORD_COLUMN), buffer_text(&column));
    buffer_release(&sheet);
    buffer_release(&column);
}

/* The cell's text as if it were a source line, marked only where there is something to say about it. */
static void append_cell_text(const struct renderer *renderer, const struct diagnostic *diagnostic, const struct place *place)
{
    const char *cell = *place->cell ? place->cell : word_of(renderer, WORD_EMPTY_CELL);
    struct mark mark = {.to = strlen(cell), .sign = place == diagnostic->places ? '^' : '-',
                        .label = place->label[renderer->options->language]};
    struct excerpt excerpt;
    append_empty_line(renderer);
    excerpt_new(&excerpt, cell, mark.to, 0, 0);
    begin_line(renderer, place->row);
    buffer_append_char(renderer->out, ' ');
    excerpt_append_line(&excerpt, renderer->out);
    buffer_append_char(renderer->out, '\n');
    if (mark.label)
        append_mark(renderer, &excerpt, &mark, 0, diagnostic->message->severity);
    excerpt_release(&excerpt);
}

static void append_cell(const struct renderer *renderer, const struct diagnostic *diagnostic, const struct place *place)
{
    const char *label = place->label[renderer->options->language];
    begin_arrow(renderer, place == diagnostic->places);
    append_cell_place(renderer, place);
    if (label && !place->cell) {
        buffer_append_text(renderer->out, ": ");
        append_name(renderer, label);
    }
    buffer_append_char(renderer->out, '\n');
    if (place->cell)
        append_cell_text(renderer, diagnostic, place);
}

/* ---- one diagnostic ---- */

/* Texts of several lines are indented under their first. */
static void append_lines(const struct renderer *renderer, const char *text, int indent)
{
    for (; *text; text++) {
        buffer_append_char(renderer->out, *text);
        if (*text == '\n')
            buffer_format(renderer->out, "%*s", indent, "");
    }
    buffer_append_char(renderer->out, '\n');
}

static void append_fix_text(const struct renderer *renderer, const char *text, size_t length)
{
    while (length) {
        const char *line_end = memchr(text, '\n', length);
        size_t line = line_end ? (size_t)(line_end - text) : length;
        visible_append(renderer->out, text, line, EXCERPT_CELLS);
        buffer_append_char(renderer->out, '\n');
        line += line_end != NULL;
        text += line;
        length -= line;
        if (length)
            buffer_format(renderer->out, "%*s", renderer->gutter + 3, "");
    }
}

/* The line as it is after the fix, without its indentation: a person sees what it will say. */
static void append_mended_line(const struct renderer *renderer, const struct fix *fix)
{
    size_t line = position_of(renderer->diagnostics, fix->span.file, fix->span.start).line, start, end, last_start;
    const char *text = renderer->diagnostics->sources[fix->span.file]->source.text;
    struct buffer mended = {0};
    struct excerpt excerpt;
    line_bounds(renderer, fix->span.file, line, &start, &end);
    if (fix->span.end > end)
        line_bounds(renderer, fix->span.file, position_of(renderer->diagnostics, fix->span.file, fix->span.end).line, &last_start, &end);
    start = shown_start(&renderer->diagnostics->sources[fix->span.file]->source, start);
    while (start < fix->span.start && (text[start] == ' ' || text[start] == '\t'))
        start++;
    buffer_append(&mended, text + start, fix->span.start - start);
    buffer_append_text(&mended, fix->replacement);
    size_t changed_to = mended.length;
    if (end > fix->span.end)
        buffer_append(&mended, text + fix->span.end, end - fix->span.end);
    excerpt_new(&excerpt, buffer_text(&mended), mended.length, fix->span.start - start, changed_to);
    excerpt_append_line(&excerpt, renderer->out);
    buffer_append_char(renderer->out, '\n');
    excerpt_release(&excerpt);
    buffer_release(&mended);
}

static bool is_on_line_of(const struct renderer *renderer, const struct place *main, size_t line, uint32_t file)
{
    return main && !main->is_cell && main->span.file == file && position_of(renderer->diagnostics, file, main->span.start).line == line;
}

/* What is taken out may be a character that nobody sees, and whole lines have no line to be seen in: these are shown themselves. */
static void append_fix(const struct renderer *renderer, const struct diagnostic *diagnostic, const struct fix *fix, int number)
{
    char name[64];
    const char *source = renderer->diagnostics->sources[fix->span.file]->source.text;
    bool removes = !*fix->replacement, whole_lines = !removes && fix->span.start == fix->span.end && strchr(fix->replacement, '\n');
    enum word word = removes ? WORD_REMOVE : whole_lines ? WORD_ADD : WORD_FIX;
    if (removes && fix->span.start == fix->span.end)
        return;
    bool choice = diagnostic->fixes->next != NULL;
    snprintf(name, sizeof name, word_of(renderer, choice ? WORD_CHOICE : fix->trust == TRUST_SAFE ? word : (enum word)(word + 1)), number);
    begin_note(renderer, name);
    size_t line = position_of(renderer->diagnostics, fix->span.file, fix->span.start).line;
    if (!is_on_line_of(renderer, diagnostic->places, line, fix->span.file))
        buffer_format(renderer->out, word_of(renderer, WORD_FIX_LINE), line);
    buffer_append_text(renderer->out, ": ");
    if (removes)
        append_fix_text(renderer, source + fix->span.start, fix->span.end - fix->span.start);
    else if (whole_lines)
        append_fix_text(renderer, fix->replacement, strlen(fix->replacement));
    else
        append_mended_line(renderer, fix);
}

static void append_message(const struct renderer *renderer, const struct diagnostic *diagnostic, enum message_part part, int indent)
{
    struct buffer text = {0};
    message_append(&text, diagnostic, part, renderer->options->language, true);
    append_lines(renderer, buffer_text(&text), indent);
    buffer_release(&text);
}

static int digits_of(uint64_t number)
{
    int digits = 1;
    while (number /= 10)
        digits++;
    return digits;
}

static int gutter_of(const struct renderer *renderer, const struct diagnostic *diagnostic)
{
    uint64_t greatest = 0;
    for (const struct place *place = diagnostic->places; place; place = place->next) {
        size_t first = 0, last = (size_t)place->row;
        if (!place->is_cell)
            marked_lines(renderer, place->span, &first, &last);
        if (last > greatest)
            greatest = last;
    }
    return digits_of(greatest);
}

static bool is_file_shown_before(const struct diagnostic *diagnostic, const struct place *wanted)
{
    for (const struct place *place = diagnostic->places; place != wanted; place = place->next)
        if (!place->is_cell && place->span.file == wanted->span.file)
            return true;
    return false;
}

static void append_diagnostic(struct renderer *renderer, const struct diagnostic *diagnostic)
{
    const struct message *message = diagnostic->message;
    renderer->gutter = gutter_of(renderer, diagnostic);
    paint(renderer, (enum style)message->severity);
    buffer_format(renderer->out, "%s %s", word_of(renderer, (enum word)message->severity), message->code);
    paint(renderer, STYLE_NONE);
    buffer_append_text(renderer->out, ": ");
    append_message(renderer, diagnostic, PART_TEXT, 2);
    for (const struct place *place = diagnostic->places; place; place = place->next) {
        if (place->is_cell)
            append_cell(renderer, diagnostic, place);
        else if (!is_file_shown_before(diagnostic, place))
            append_rule_file(renderer, diagnostic, place);
    }
    if (*message->hint[renderer->options->language]) {
        begin_note(renderer, word_of(renderer, WORD_HELP));
        buffer_append_text(renderer->out, ": ");
        append_message(renderer, diagnostic, PART_HINT, renderer->gutter + 3);
    }
    int number = 1;
    for (const struct fix *fix = diagnostic->fixes; fix; fix = fix->next)
        append_fix(renderer, diagnostic, fix, number++);
    buffer_append_char(renderer->out, '\n');
}

/* ---- all of them ---- */

static void append_tally(const struct renderer *renderer, const struct tally *tally)
{
    for (size_t i = 0; i < tally->count; i++) {
        const struct tally_file *file = &tally->files[i];
        if (file->hidden == 0)
            continue;
        append_name(renderer, file->path);
        buffer_format(renderer->out, word_of(renderer, WORD_MORE), file->hidden);
        for (size_t j = 0; j < file->kind_count; j++) {
            buffer_format(renderer->out, "%s%s ", j ? ", " : "", file->kinds[j].message->code);
            message_append_kind(renderer->out, file->kinds[j].message, renderer->options->language);
            buffer_format(renderer->out, word_of(renderer, WORD_KIND_COUNT), file->kinds[j].count);
        }
        buffer_append_char(renderer->out, '\n');
    }
}

static void append_summary(const struct renderer *renderer)
{
    const char *separator = "";
    for (int severity = SEVERITY_ERROR; severity <= SEVERITY_NOTE; severity++) {
        size_t count = renderer->diagnostics->severities[severity];
        if (count == 0)
            continue;
        buffer_append_text(renderer->out, separator);
        separator = ", ";
        paint(renderer, (enum style)severity);
        if (count == 1)
            buffer_format(renderer->out, word_of(renderer, WORD_ONE), word_of(renderer, (enum word)severity));
        else
            buffer_format(renderer->out, word_of(renderer, (enum word)(WORD_MANY_ERRORS + severity)), count);
        paint(renderer, STYLE_NONE);
    }
    buffer_append_char(renderer->out, '\n');
}

void diagnostics_render_text(const struct diagnostics *diagnostics, const struct render_options *options, struct buffer *out)
{
    if (diagnostics->count == 0)
        return;
    struct renderer renderer = {diagnostics, options, out, 1};
    const struct diagnostic **order = diagnostics_order(diagnostics);
    struct tally tally;
    tally_new(&tally, order, diagnostics->count, options->faults_shown);
    for (size_t i = 0; i < diagnostics->count; i++)
        if (!tally.is_hidden[i])
            append_diagnostic(&renderer, order[i]);
    append_tally(&renderer, &tally);
    append_summary(&renderer);
    tally_release(&tally);
    memory_free(order);
}
