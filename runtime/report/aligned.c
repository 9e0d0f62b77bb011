/* Aligned text for screens. */
#include "report/aligned.h"

#include <string.h>

#include "base/text.h"

enum { LEAST_FLOW = 20 };           /* cells: a narrower column is not worth its lines */

void aligned_cell(struct buffer *out, const char *text, int width, bool right)
{
    size_t length = strlen(text);
    int blanks = width - text_width(text, length);
    if (right && blanks > 0)
        buffer_format(out, "%*s", blanks, "");
    buffer_append(out, text, length);
    if (!right && blanks > 0)
        buffer_format(out, "%*s", blanks, "");
}

void aligned_end(struct buffer *out)
{
    while (out->length && out->data[out->length - 1] == ' ')
        out->data[--out->length] = 0;
    buffer_append_char(out, '\n');
}

int aligned_wider(int width, const char *text)
{
    int own = text_width(text, strlen(text));
    return own > width ? own : width;
}

/* ---- texts that run on ---- */

static bool is_one_of(int32_t character, const char *marks)
{
    int32_t mark;
    for (size_t step, length = strlen(marks); length && (step = text_decode(marks, length, &mark)) > 0; marks += step, length -= step)
        if (mark == character)
            return true;
    return false;
}

static bool is_digit(int32_t character) { return character >= '0' && character <= '9'; }

enum { NO_BREAK, WEAK_BREAK, GOOD_BREAK };

/* Whether a line may end between the two, and whether it should rather there than within a name or between a name and its figure. */
static int break_between(int32_t before, int32_t after)
{
    if (after == ' ' || is_one_of(after, ",.;:!?)]}%,。、;:!?)》」』】”’…→") || is_one_of(before, "([{(《「『【“‘"))
        return NO_BREAK;
    if (before == ' ')
        return is_digit(after) || is_one_of(after, "((") ? WEAK_BREAK : GOOD_BREAK;
    if (is_one_of(before, ",、;。"))
        return GOOD_BREAK;
    bool wide = text_character_width(before) == 2 || text_character_width(after) == 2;
    return wide && !is_digit(before) && before != '-' && before != '+' ? WEAK_BREAK : NO_BREAK;
}

/* Bytes of the line that begins here, at least one character: up to the last good place, where that leaves little of the line empty. */
static size_t line_length(const char *text, int width)
{
    size_t length = strlen(text), end = 0, last = 0, good = 0;
    int32_t before = 0, after;
    int cells = 0, good_cells = 0;
    for (size_t step; end < length; end += step) {
        step = text_decode(text + end, length - end, &after);
        if (!step) {
            step = 1;
            after = 0xFFFD;
        }
        int kind = end ? break_between(before, after) : NO_BREAK;
        last = kind ? end : last;
        if (kind == GOOD_BREAK) {
            good = end;
            good_cells = cells;
        }
        if (end && after != ' ' && cells + text_character_width(after) > width)
            return good && good_cells * 3 > width * 2 ? good : last ? last : end;
        cells += text_character_width(after);
        before = after;
    }
    return length;
}

void aligned_flow(struct buffer *out, const char *text, int used, int indent, int width)
{
    if (!width || width - indent < LEAST_FLOW) {
        buffer_append_text(out, text);
        return;
    }
    size_t end = line_length(text, width - used > 0 ? width - used : 1);
    buffer_append(out, text, end);
    for (text += end; *text; text += end) {
        aligned_end(out);
        buffer_format(out, "%*s", indent, "");
        end = line_length(text, width - indent);
        buffer_append(out, text, end);
    }
}
