/* One line of a file as a terminal shows it, and marks under parts of it. */
#ifndef ASSESSC_EXCERPT_H
#define ASSESSC_EXCERPT_H
#include <stdbool.h>
#include <stddef.h>
#include "base/buffer.h"

enum { EXCERPT_CELLS = 100 };   /* of a line that are shown: a terminal is rarely narrower, and longer rows are not read */

struct glyph;
struct excerpt {
    struct glyph *glyphs;       /* the characters of the part laid out, and one more behind them */
    size_t count;
    struct buffer shown;        /* their text */
    size_t first, last;         /* glyphs [first, last) are shown */
    bool cut_left, cut_right;
};

/* Lays out a line (no line end in it) so that bytes [from, to) of it can be seen, the beginning of them where not all can. */
void excerpt_new(struct excerpt *excerpt, const char *line, size_t length, size_t from, size_t to);
void excerpt_append_line(const struct excerpt *excerpt, struct buffer *out);
/* Appends blanks as wide as what stands before byte `from`, and nothing more. */
void excerpt_append_blanks(const struct excerpt *excerpt, size_t from, struct buffer *out);
/* Appends marks as wide as bytes [from, to), at least one. */
void excerpt_append_marks(const struct excerpt *excerpt, size_t from, size_t to, char mark, struct buffer *out);
void excerpt_release(struct excerpt *excerpt);

/* Appends text that cannot move a terminal's cursor: control and invisible characters as <U+200B>, stray bytes as <FF>, tabs and line
 * ends as blanks; cut with "..." beyond `cells`. */
void visible_append(struct buffer *out, const char *bytes, size_t length, int cells);

#endif
