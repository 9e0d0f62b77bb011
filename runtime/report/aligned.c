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

/* Whether a line may end between the two. */
static bool may_break(int32_t before, int32_t after)
{
    if (after == ' ' || is_one_of(after, ",.;:!?)]}%,。、;:!?)》」』】”’…→") || is_one_of(before, "([{(《「『【“‘"))
        return false;
    bool wide = text_character_width(before) == 2 || text_character_width(after) == 2;
    return before == ' ' || (wide && !is_digit(before) && before != '-' && before != '+');
}

/* Bytes of the line that begins here; at least one character. */
static size_t line_length(const char *text, int width)
{
    size_t length = strlen(text), end = 0, best = 0;
    int32_t before = 0, after;
    int cells = 0;
    for (size_t step; end < length; end += step) {
        step = text_decode(text + end, length - end, &after);
        if (!step) {
            step = 1;
            after = 0xFFFD;
        }
        if (end && may_break(before, after))
            best = end;
        if (end && after != ' ' && cells + text_character_width(after) > width)
            return best ? best : end;
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
