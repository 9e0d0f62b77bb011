/* Rule files in one canonical layout, in either keyword set. What is written says what was written before: that is looked at before a
 * text is given back.
 *
 *     text  --reading.c-->  clauses, words cut     --translated where asked for-->  clauses
 *     clause --pieces.c-->  pieces with the blanks between them  --layout.c-->  lines, blocks, comments
 *     old text, new text  --same.c-->  the same words, and the same program? */
#ifndef ASSESSC_FORMAT_H
#define ASSESSC_FORMAT_H
#include <stdbool.h>
#include "base/buffer.h"
#include "diagnostic/diagnostic.h"

enum keywords { KEYWORDS_KEPT, KEYWORDS_ZH, KEYWORDS_EN };

/* spoil: for tests, a line is lost, which must be seen. */
struct format_options { enum keywords keywords; bool spoil; };

/* Appends the canonical text of a rule file (also of stdlib/, and of one that holds constants and functions) to out. Turned into Chinese
 * or English, clauses keep their meaning and names stay; a clause that would not come back the same is left as it is. False where the
 * file has errors, which are recorded, also those of files that it cites; one that cites what is not there is set all the same. */
bool format_source(struct diagnostics *diagnostics, const struct source *source, const struct format_options *options, struct buffer *out);

#endif
