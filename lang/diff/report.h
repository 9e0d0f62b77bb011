/* A diff for people and for programs. */
#ifndef ASSESSC_DIFF_REPORT_H
#define ASSESSC_DIFF_REPORT_H
#include "base/buffer.h"
#include "diff/diff.h"

/* all: what is hidden by default (spelling only, columns that come and go with their indicators) too. width: cells that a line of text may
 * take, 0: any. */
struct diff_style { enum language language; bool all; int width; };

void diff_report_text(const struct diff *diff, const struct diff_style *style, struct buffer *out);
void diff_report_json(const struct diff *diff, struct buffer *out);
void diff_report_markdown(const struct diff *diff, const struct diff_style *style, struct buffer *out);
void diff_report_html(const struct diff *diff, const struct diff_style *style, struct buffer *out);

#endif
