/* Pages of HTML: escaping, head and style, tables, charts drawn as inline SVG. */
#include "report/html.h"

#include <string.h>

#include "report/html_style.h"

/* ---- text ---- */

void html_bytes(struct buffer *out, const char *text, size_t length)
{
    size_t first = 0;
    for (size_t i = 0; i < length; i++) {
        const char *entity = text[i] == '&' ? "&amp;" : text[i] == '<' ? "&lt;" : text[i] == '>' ? "&gt;" : text[i] == '"' ? "&quot;" : NULL;
        bool control = (unsigned char)text[i] < 0x20 && text[i] != '\n' && text[i] != '\t';
        if (!entity && !control)
            continue;
        buffer_append(out, text + first, i - first);
        buffer_append_text(out, entity ? entity : "�");     /* a page may not hold control characters */
        first = i + 1;
    }
    buffer_append(out, text + first, length - first);
}

void html_text(struct buffer *out, const char *text) { html_bytes(out, text, strlen(text)); }

void html_anchor(struct buffer *out, const char *const *parts)
{
    for (size_t i = 0; parts[i]; i++) {
        if (i)
            buffer_append_char(out, '-');
        for (const char *at = parts[i]; *at; at++) {
            unsigned char byte = (unsigned char)*at;
            bool plain = byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
            if (plain)
                buffer_append_char(out, *at);
            else
                buffer_format(out, "_%02x", byte);
        }
    }
}

/* ---- the page ---- */

void html_begin(struct buffer *out, enum language language, const char *title)
{
    buffer_format(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", language == LANGUAGE_EN ? "en" : "zh-CN");
    buffer_append_text(out, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>");
    html_text(out, title);
    buffer_format(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<h1>", html_style);
    html_text(out, title);
    buffer_append_text(out, "</h1>\n");
}

void html_end(struct buffer *out)
{
    buffer_format(out, "<script>\n%s</script>\n</body>\n</html>\n", html_script);
}

static void append_id(struct buffer *out, const char *anchor)
{
    if (anchor)
        buffer_format(out, " id=\"%s\"", anchor);
}

void html_heading(struct buffer *out, int level, const char *anchor, const char *text)
{
    buffer_format(out, "<h%d", level);
    append_id(out, anchor);
    buffer_append_char(out, '>');
    html_text(out, text);
    buffer_format(out, "</h%d>\n", level);
}

void html_paragraph(struct buffer *out, const char *class, const char *text)
{
    if (class)
        buffer_format(out, "<p class=\"%s\">", class);
    else
        buffer_append_text(out, "<p>");
    html_text(out, text);
    buffer_append_text(out, "</p>\n");
}

void html_lines(struct buffer *out, const char *text)
{
    size_t first = strcspn(text, "\n");
    buffer_append_text(out, "<p class=\"lines\"><b>");
    html_bytes(out, text, first);
    buffer_append_text(out, "</b>");
    html_text(out, text + first);
    buffer_append_text(out, "</p>\n");
}

void html_link(struct buffer *out, const char *anchor, const char *text)
{
    buffer_format(out, "<a href=\"#%s\">", anchor);
    html_text(out, text);
    buffer_append_text(out, "</a>");
}

void html_links(struct buffer *out, const struct html_target *targets, uint32_t count)
{
    buffer_append_text(out, "<p class=\"soft screen\">");
    for (uint32_t i = 0; i < count; i++) {
        buffer_append_text(out, i ? " · " : "");
        html_link(out, targets[i].anchor, targets[i].text);
    }
    buffer_append_text(out, "</p>\n");
}

void html_page_break(struct buffer *out) { buffer_append_text(out, "<div class=\"sheet\"></div>\n"); }

void html_fold_begin(struct buffer *out, const char *anchor, const char *class, const char *summary, bool open)
{
    buffer_append_text(out, "<details");
    append_id(out, anchor);
    if (class)
        buffer_format(out, " class=\"%s\"", class);
    buffer_append_text(out, open ? " open><summary>" : "><summary>");
    html_text(out, summary);
    buffer_append_text(out, "</summary>\n");
}

void html_fold_end(struct buffer *out) { buffer_append_text(out, "</details>\n"); }

void html_list_begin(struct buffer *out) { buffer_append_text(out, "<ul>\n"); }

void html_item_begin(struct buffer *out, const char *text)
{
    buffer_append_text(out, "<li>");
    html_text(out, text);
}

void html_item_end(struct buffer *out) { buffer_append_text(out, "</li>\n"); }

void html_list_end(struct buffer *out) { buffer_append_text(out, "</ul>\n"); }

/* ---- tables ---- */

static void begin_table(struct buffer *out, const char *start, const char *caption, const struct html_column *columns, uint32_t count)
{
    buffer_append_text(out, start);
    if (caption) {
        buffer_append_text(out, "<caption>");
        html_text(out, caption);
        buffer_append_text(out, "</caption>");
    }
    buffer_append_text(out, "\n<thead><tr>");
    for (uint32_t i = 0; i < count; i++) {
        buffer_append_text(out, columns[i].number ? "<th class=\"number\">" : "<th>");
        html_text(out, columns[i].heading);
        buffer_append_text(out, "</th>");
    }
    buffer_append_text(out, "</tr></thead>\n<tbody>\n");
}

void html_table_begin(struct buffer *out, const char *caption, const struct html_column *columns, uint32_t count)
{
    begin_table(out, "<div class=\"table\"><table>", caption, columns, count);
}

void html_wide_table_begin(struct buffer *out, const struct html_column *columns, uint32_t count)
{
    begin_table(out, "<div class=\"table\"><table class=\"wide\">", NULL, columns, count);
}

void html_row_begin(struct buffer *out) { buffer_append_text(out, "<tr>"); }

void html_cell(struct buffer *out, bool number, const char *text) { html_cell_link(out, number, NULL, text); }

void html_cell_link(struct buffer *out, bool number, const char *anchor, const char *text)
{
    buffer_append_text(out, number ? "<td class=\"number\">" : "<td>");
    if (anchor)
        html_link(out, anchor, text);
    else
        html_text(out, text);
    buffer_append_text(out, "</td>");
}

void html_cell_prose(struct buffer *out, const char *anchor, const char *text, const char *class, const char *mark)
{
    buffer_append_text(out, "<td class=\"prose\">");
    if (anchor)
        html_link(out, anchor, text);
    else
        html_text(out, text);
    if (mark) {
        buffer_format(out, "%s<span class=\"mark %s\">", *text ? " " : "", class);
        html_text(out, mark);
        buffer_append_text(out, "</span>");
    }
    buffer_append_text(out, "</td>");
}

void html_row_end(struct buffer *out) { buffer_append_text(out, "</tr>\n"); }

void html_table_end(struct buffer *out) { buffer_append_text(out, "</tbody></table></div>\n"); }

/* ---- charts ---- */

int html_bar_length(const struct rational *value, const struct rational *greatest)
{
    struct rational share, whole, one;
    int64_t length = 0;
    rational_init(&share);
    rational_init(&whole);
    rational_init(&one);
    rational_set(&whole, HTML_WHOLE, 1);
    rational_set(&one, 1, 1);
    rational_divide(&share, value, greatest);
    rational_multiply(&share, &share, &whole);
    rational_round(&share, &share, &one, ROUND_TRUNCATE);
    int sign = rational_sign(&share);
    if (!rational_to_int64(&share, &length) || length > HTML_WHOLE || length < -HTML_WHOLE)
        length = sign * HTML_WHOLE;
    rational_clear(&share);
    rational_clear(&whole);
    rational_clear(&one);
    return (int)length;
}

static void append_rectangle(struct buffer *out, const char *class, int x, int y, int width, int height)
{
    buffer_format(out, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", class, x, y, width, height);
}

/* Drawn from the line of zero: at the left, at the right where no bar goes above it, or in the middle. */
static void append_bar(struct buffer *out, const struct html_bar *bar, int zero)
{
    int scale = zero == HTML_WHOLE / 2 ? 2 : 1, length = (bar->length < 0 ? -bar->length : bar->length) / scale;
    buffer_format(out, "<svg viewBox=\"0 0 %d 16\" preserveAspectRatio=\"none\" role=\"img\" aria-hidden=\"true\">", HTML_WHOLE);
    append_rectangle(out, bar->length < 0 ? "below" : "full", bar->length < 0 ? zero - length : zero, 3, length, 10);
    append_rectangle(out, "axis", zero == HTML_WHOLE ? zero - 2 : zero ? zero - 1 : 0, 0, 2, 16);
    if (bar->has_range) {
        int from = zero + bar->from / scale, to = zero + bar->to / scale;
        append_rectangle(out, "range", from, 7, to > from ? to - from : 1, 2);
        append_rectangle(out, "range", from ? from - 1 : 0, 4, 2, 8);
        append_rectangle(out, "range", to < HTML_WHOLE - 2 ? to : HTML_WHOLE - 2, 4, 2, 8);
    }
    buffer_append_text(out, "</svg>");
}

void html_bars(struct buffer *out, const char *caption, const struct html_bar *bars, uint32_t count)
{
    bool below = false, above = false;
    for (uint32_t i = 0; i < count; i++) {
        below = below || bars[i].length < 0 || (bars[i].has_range && bars[i].from < 0);
        above = above || bars[i].length > 0 || bars[i].has_range;
    }
    int zero = !below ? 0 : above ? HTML_WHOLE / 2 : HTML_WHOLE;
    buffer_append_text(out, "<table class=\"bars\">");
    if (caption) {
        buffer_append_text(out, "<caption>");
        html_text(out, caption);
        buffer_append_text(out, "</caption>");
    }
    buffer_append_text(out, "\n");
    for (uint32_t i = 0; i < count; i++) {
        buffer_append_text(out, "<tr><td class=\"label\">");
        if (bars[i].anchor)
            html_link(out, bars[i].anchor, bars[i].label);
        else
            html_text(out, bars[i].label);
        buffer_append_text(out, "</td><td class=\"bar\">");
        append_bar(out, &bars[i], zero);
        buffer_append_text(out, "</td><td class=\"number\">");
        html_text(out, bars[i].text);
        buffer_append_text(out, "</td></tr>\n");
    }
    buffer_append_text(out, "</table>\n");
}
