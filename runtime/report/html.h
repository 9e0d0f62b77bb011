/* Pages of HTML that stand alone: one file without network, read on a wide screen, a narrow one and on paper. What is written here is the
 * form only; who composes a page brings its words. All texts are UTF-8 and are escaped here. */
#ifndef ASSESSC_HTML_H
#define ASSESSC_HTML_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buffer.h"
#include "diagnostic/diagnostic.h"
#include "number/rational.h"

/* Text between tags, or in a quoted attribute. */
void html_text(struct buffer *out, const char *text);
void html_bytes(struct buffer *out, const char *text, size_t length);
/* Makes `parts` (NULL after the last) one name of a place on the page, the same for id="" and after #: letters of any script, digits and -. */
void html_anchor(struct buffer *out, const char *const *parts);

/* Everything before the content, the title as the page's heading; everything after it. */
void html_begin(struct buffer *out, enum language language, const char *title);
void html_end(struct buffer *out);

/* level 2..4; anchor: a name that html_anchor made, or NULL. */
void html_heading(struct buffer *out, int level, const char *anchor, const char *text);
/* <p class=class>; class NULL: none. soft: a remark; note: to be noticed. */
void html_paragraph(struct buffer *out, const char *class, const char *text);
/* Lines of plain text, the first as a heading of the others; blanks at their beginnings stay. */
void html_lines(struct buffer *out, const char *text);
void html_link(struct buffer *out, const char *anchor, const char *text);
/* A line of links into the page, which is not printed. */
struct html_target { const char *anchor, *text; };
void html_links(struct buffer *out, const struct html_target *targets, uint32_t count);
/* On paper what follows begins a page. */
void html_page_break(struct buffer *out);
/* A part that is shown on demand, and always on paper. The summary is text; anchor NULL: none. */
void html_fold_begin(struct buffer *out, const char *anchor, const char *class, const char *summary, bool open);
void html_fold_end(struct buffer *out);

/* A list, and its items, which may hold lists. */
void html_list_begin(struct buffer *out);
void html_item_begin(struct buffer *out, const char *text);
void html_item_end(struct buffer *out);
void html_list_end(struct buffer *out);

/* ---- tables ---- */

/* number: figures, set to the right. */
struct html_column { const char *heading; bool number; };
/* Scrolls by itself where it is wider than the page. caption NULL: none. */
void html_table_begin(struct buffer *out, const char *caption, const struct html_column *columns, uint32_t count);
/* The same as wide as the page, for running text: the first column names what the others say. */
void html_wide_table_begin(struct buffer *out, const struct html_column *columns, uint32_t count);
void html_row_begin(struct buffer *out);
void html_cell(struct buffer *out, bool number, const char *text);
/* The same with a link: anchor NULL is html_cell. */
void html_cell_link(struct buffer *out, bool number, const char *anchor, const char *text);
/* Running text, over several lines where it is long; anchor NULL: no link. mark: a word set apart behind it, of class tight, loose, added
 * or plain; NULL: none. */
void html_cell_prose(struct buffer *out, const char *anchor, const char *text, const char *class, const char *mark);
void html_row_end(struct buffer *out);
void html_table_end(struct buffer *out);

/* ---- charts ---- */

enum { HTML_WHOLE = 1000 };         /* length of a bar that fills the chart */

/* A line of a chart: its name, a bar, its figure in words. Lengths are thousandths of the widest; below 0 the bar goes to the left. */
struct html_bar {
    const char *label, *anchor, *text;      /* anchor NULL: no link */
    int length;
    bool has_range; int from, to;           /* a thin line from the least to the greatest */
};
/* value ÷ greatest in thousandths, cut off; greatest is above 0, the result is held within -HTML_WHOLE .. HTML_WHOLE. */
int html_bar_length(const struct rational *value, const struct rational *greatest);
void html_bars(struct buffer *out, const char *caption, const struct html_bar *bars, uint32_t count);

#endif
