/* A spreadsheet file for people, written sheet by sheet: headings that stay in sight, columns as wide as what they hold, numbers that are
 * numbers, shades for what should be seen first. What is told by a shade is told by words too.
 *
 * A spreadsheet keeps binary numbers. One of at most 15 digits is kept so that what is shown is the number; a fraction of such numbers is kept
 * as the formula p/q, which is exact; anything else is kept as a text. */
#ifndef ASSESSC_BOOK_H
#define ASSESSC_BOOK_H
#include <stdint.h>

enum book_shade { BOOK_PLAIN, BOOK_GREEN, BOOK_BLUE, BOOK_YELLOW, BOOK_ORANGE, BOOK_RED, BOOK_GREY, BOOK_SHADES };

struct book;
struct book_sheet;                  /* the book's; valid until book_close */

/* Begins a file; it is at `path` only when all is written. NULL: *error is an errno value. */
struct book *book_open(const char *path, int *error);
/* Writes and frees all. Returns 0, or an errno value where the file is not there. */
int book_close(struct book *book);

/* A sheet of this many columns; the name is cut and cleaned to what a sheet may be called, and gets a number where it is taken. */
struct book_sheet *book_add_sheet(struct book *book, const char *name, uint32_t columns);
/* The first `rows` rows and `columns` columns stay in sight; these rows are printed on every page. */
void book_freeze(struct book_sheet *sheet, uint32_t rows, uint32_t columns);
/* Lets the reader filter the rows written since row `heading` (from 0), which holds the headings; nothing where there are none. */
void book_filter(struct book_sheet *sheet, uint32_t heading);

/* ---- cells of the row that is being written; texts are UTF-8, those of columns beyond the sheet's are lost ---- */

/* The row's number, from 0. */
uint32_t book_row(const struct book_sheet *sheet);
void book_next_row(struct book_sheet *sheet);
/* The line at the top of each printed page. */
void book_page_title(struct book_sheet *sheet, const char *text);
/* A remark that the reader sees when pointing at the cell of the row that is being written: several lines; what a spreadsheet does not hold is cut
 * off, marked by … */
void book_comment(struct book_sheet *sheet, uint32_t column, const char *text);
/* A heading of a table, with a border; a long one takes several lines. */
void book_heading(struct book_sheet *sheet, uint32_t column, const char *text);
/* A heading in the row that is being written and one below it in the next; above NULL: the one below takes both rows. */
void book_heading_pair(struct book_sheet *sheet, uint32_t column, const char *above, const char *below);
/* A bold line without a border, which the column's width does not heed; a plain one. */
void book_title(struct book_sheet *sheet, const char *text);
void book_line(struct book_sheet *sheet, const char *text);
/* A text in a bordered cell; a long one takes several lines. */
void book_text(struct book_sheet *sheet, uint32_t column, const char *text, enum book_shade shade);
/* The same in the middle of its cell. */
void book_mark(struct book_sheet *sheet, uint32_t column, const char *text, enum book_shade shade);
/* A number: decimal digits, or p/q in lowest terms. code: how spreadsheets call its format, as 0.00; one that ends in % shows `text` as so
 * many per cent; NULL: as many decimals as there are. text "": an empty cell. */
void book_number(struct book_sheet *sheet, uint32_t column, const char *text, const char *code, enum book_shade shade);
/* The code of a number with this many decimals, at most BOOK_PLACES_MOST; it stays. */
enum { BOOK_PLACES_MOST = 15 };
const char *book_decimals(unsigned places);

#endif
