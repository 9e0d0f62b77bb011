/* Lines as a terminal shows them.  Each character becomes a glyph with the cells it takes:
 *
 *     bytes     權 ...... | é ... | TAB | U+200B
 *     shown     權        | é     | "  "| "<U+200B>"
 *     cell      0         | 2     | 3   | 4 ...        (tab stops every four cells of the line)
 *     blank     U+3000    | " "   | ... | as many " " as cells
 *
 * Blanks of the kind of what stands above keep marks right also where a font's Han is not exactly two Latin letters wide.  Only a
 * stretch of bytes around the marked ones is laid out, because a broken file may be one line of many megabytes. */
#include "diagnostic/excerpt.h"

#include <string.h>
#include <utf8proc.h>

#include "base/memory.h"
#include "base/text.h"

enum { TAB_STOP = 4, REACH_BYTES = 2000 };

struct glyph {
    size_t byte;            /* where it begins in the line */
    size_t shown;           /* where its text begins in excerpt->shown */
    int cell, width;
    bool wide;              /* one character of two cells */
};

/* Characters that show nothing but act, or that move the cursor. */
static bool is_invisible(int32_t character)
{
    switch (utf8proc_category(character)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return true;
    default:
        return false;
    }
}

/* Appends one character (or stray byte) in visible form, a tab as one blank. Sets its cells; returns its length in bytes. */
static size_t show_character(struct buffer *out, const char *bytes, size_t length, int *width, bool *wide)
{
    int32_t character;
    size_t used = text_decode(bytes, length, &character), before = out->length;
    *wide = false;
    if (used == 0) {
        buffer_format(out, "<%02X>", (unsigned char)bytes[0]);
        used = 1;
    } else if (character == '\t' || character == '\n' || character == '\r') {
        buffer_append_char(out, ' ');
    } else if (is_invisible(character)) {
        buffer_format(out, "<U+%04X>", (unsigned)character);
    } else {
        buffer_append(out, bytes, used);
        *width = text_character_width(character);
        *wide = *width == 2;
        return used;
    }
    *width = (int)(out->length - before);
    return used;
}

void visible_append(struct buffer *out, const char *bytes, size_t length, int cells)
{
    int shown = 0, width;
    bool wide;
    for (size_t at = 0; at < length;) {
        if (shown >= cells) {
            buffer_append_text(out, "...");
            return;
        }
        at += show_character(out, bytes + at, length - at, &width, &wide);
        shown += width;
    }
}

static bool is_inside_character(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

static void lay_out(struct excerpt *excerpt, const char *line, size_t start, size_t end)
{
    excerpt->glyphs = memory_array(end - start + 1, sizeof *excerpt->glyphs);
    int cell = 0;
    for (size_t at = start; at < end;) {
        struct glyph *glyph = &excerpt->glyphs[excerpt->count++];
        *glyph = (struct glyph){.byte = at, .shown = excerpt->shown.length, .cell = cell};
        bool tab = line[at] == '\t';
        at += show_character(&excerpt->shown, line + at, end - at, &glyph->width, &glyph->wide);
        for (; tab && (cell + glyph->width) % TAB_STOP != 0; glyph->width++)
            buffer_append_char(&excerpt->shown, ' ');
        cell += glyph->width;
    }
    excerpt->glyphs[excerpt->count] = (struct glyph){.byte = end, .shown = excerpt->shown.length, .cell = cell};
}

/* The glyph that holds a byte, or the one behind all. A mark that combines with the character before it is part of that one. */
static size_t glyph_at(const struct excerpt *excerpt, size_t byte)
{
    size_t at = 0;
    while (at < excerpt->count && excerpt->glyphs[at + 1].byte <= byte)
        at++;
    while (at > 0 && at < excerpt->count && excerpt->glyphs[at].width == 0)
        at--;
    return at;
}

/* Chooses EXCERPT_CELLS cells of a longer line: its beginning if the marked cells are in it, else the marked ones in the middle. */
static void choose_window(struct excerpt *excerpt, size_t from, size_t to)
{
    int total = excerpt->glyphs[excerpt->count].cell, start = excerpt->glyphs[glyph_at(excerpt, from)].cell;
    int end = excerpt->glyphs[glyph_at(excerpt, to)].cell, left = 0;
    if (total > EXCERPT_CELLS && end > EXCERPT_CELLS) {
        int spare = EXCERPT_CELLS - (end - start);
        left = start - (spare > 8 ? spare / 2 : 4);
        if (left > total - EXCERPT_CELLS)
            left = total - EXCERPT_CELLS;
        if (left < 0)
            left = 0;
    }
    excerpt->last = excerpt->count;
    while (excerpt->first < excerpt->count && excerpt->glyphs[excerpt->first].cell < left)
        excerpt->first++;
    while (excerpt->first < excerpt->count && excerpt->first > 0 && excerpt->glyphs[excerpt->first].width == 0)
        excerpt->first++;       /* what it combines with is cut off */
    while (excerpt->last > excerpt->first && excerpt->glyphs[excerpt->last].cell > left + EXCERPT_CELLS)
        excerpt->last--;
}

void excerpt_new(struct excerpt *excerpt, const char *line, size_t length, size_t from, size_t to)
{
    *excerpt = (struct excerpt){0};
    size_t start = from > REACH_BYTES ? from - REACH_BYTES : 0;
    size_t end = length - from > REACH_BYTES ? from + REACH_BYTES : length;
    for (int i = 0; i < 3 && start > 0 && is_inside_character(line[start]); i++)
        start--;
    for (int i = 0; i < 3 && end < length && is_inside_character(line[end]); i++)
        end++;
    lay_out(excerpt, line, start, end);
    choose_window(excerpt, from, to < end ? to : end);
    excerpt->cut_left = start > 0 || excerpt->first > 0;
    excerpt->cut_right = end < length || excerpt->last < excerpt->count;
}

/* Three dots of ASCII: "…" is one cell or two, depending on the terminal. */
void excerpt_append_line(const struct excerpt *excerpt, struct buffer *out)
{
    size_t start = excerpt->glyphs[excerpt->first].shown, end = excerpt->glyphs[excerpt->last].shown;
    if (excerpt->cut_left)
        buffer_append_text(out, "...");
    buffer_append(out, buffer_text(&excerpt->shown) + start, end - start);
    if (excerpt->cut_right)
        buffer_append_text(out, "...");
}

void excerpt_append_blanks(const struct excerpt *excerpt, size_t from, struct buffer *out)
{
    size_t end = glyph_at(excerpt, from);
    if (excerpt->cut_left)
        buffer_append_text(out, "   ");
    for (size_t i = excerpt->first; i < end && i < excerpt->last; i++) {
        if (excerpt->glyphs[i].wide)
            buffer_append_text(out, "\xE3\x80\x80");
        else
            buffer_format(out, "%*s", excerpt->glyphs[i].width, "");
    }
}

void excerpt_append_marks(const struct excerpt *excerpt, size_t from, size_t to, char mark, struct buffer *out)
{
    size_t at = glyph_at(excerpt, from);
    bool any = false;
    if (at < excerpt->first)
        at = excerpt->first;
    for (; at < excerpt->last && excerpt->glyphs[at].byte < to; at++)
        for (int i = 0; i < excerpt->glyphs[at].width && from < to; i++, any = true)
            buffer_append_char(out, mark);
    if (!any)
        buffer_append_char(out, mark);
}

void excerpt_release(struct excerpt *excerpt)
{
    memory_free(excerpt->glyphs);
    buffer_release(&excerpt->shown);
    *excerpt = (struct excerpt){0};
}
