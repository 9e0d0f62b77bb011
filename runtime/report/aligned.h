/* Aligned text for screens: cells of tables, and texts that run on over several lines. Widths are cells of the screen, of which a Han
 * character takes two; all texts are UTF-8. */
#ifndef ASSESSC_ALIGNED_H
#define ASSESSC_ALIGNED_H
#include <stdbool.h>
#include "base/buffer.h"

/* Appends the text, with blanks before it (right) or after it up to `width`; a wider one is whole. */
void aligned_cell(struct buffer *out, const char *text, int width, bool right);
/* Ends the line, without blanks at its end. */
void aligned_end(struct buffer *out);
/* The text's width, or `width` where that is more. */
int aligned_wider(int width, const char *text);
/* Appends the text where `used` cells of the line are taken, over as many lines of `width` cells as it needs, each further one behind `indent`
 * blanks; width 0: one line. Lines are broken at blanks and between Han characters, never before a mark that closes or behind one that opens,
 * nor between a figure and its unit. */
void aligned_flow(struct buffer *out, const char *text, int used, int indent, int width);

#endif
