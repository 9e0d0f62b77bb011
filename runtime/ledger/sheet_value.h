/* What stands in a cell of a spreadsheet, as a person would write it. */
#ifndef ASSESSC_SHEET_VALUE_H
#define ASSESSC_SHEET_VALUE_H
#include "base/buffer.h"
#include "ledger/spreadsheet.h"

/* A stored number (0.92349999999999999) in its format, at 15 significant digits: 92.35%, 2024-03-31, 1234.5. What is no number is kept as it is. */
void sheet_number(const char *text, size_t length, enum number_format format, bool from_1904, struct buffer *out);
/* A text with its _x000D_ as characters. */
void sheet_text(const char *text, size_t length, struct buffer *out);
/* An ISO date with a time of midnight: the date. */
void sheet_iso_date(const char *text, size_t length, struct buffer *out);

#endif
