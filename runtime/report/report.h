/* Scores out: tables of a finished run as CSV, JSON, an aligned terminal table, a spreadsheet, and a page of HTML. */
#ifndef ASSESSC_REPORT_H
#define ASSESSC_REPORT_H
#include "base/buffer.h"
#include "base/file.h"
#include "ledger/ledger.h"
#include "program/program.h"

/* Writes output number `output` as CSV (UTF-8 without BOM, LF, header line; fields quoted only where needed) through the writer, in
 * chunks of rows. An exempt or not applicable value is an empty field. */
void report_csv(const struct program *program, const struct data *data, uint32_t output, struct file_writer *writer);
/* One object: {"format":"assessc-scores","version":1,"scheme":..,"title":..,"columns":[{name,role}],"rows":[[..]]}; numbers as JSON
 * numbers with their digits, empty as null. */
void report_json(const struct program *program, const struct data *data, uint32_t output, struct file_writer *writer);
/* The same as report_csv, appended to a buffer. */
void report_csv_text(const struct program *program, const struct data *data, uint32_t output, struct buffer *out);
/* An aligned table for a terminal: East Asian widths right, numbers right-aligned; sorted by rank where the output has one (ties and the
 * unranked in ledger order). Where it is wider than `width` cells, the indicators' columns are left out for group totals, total, rank and
 * grade, and a line says so; headings that still are too wide take several lines; width 0: never. rows_shown 0: all. */
void report_terminal(const struct program *program, const struct data *data, uint32_t output, int width, size_t rows_shown,
                     enum language language, struct buffer *out);

/* ---- with explanations ---- */

/* What pages and spreadsheets have beside the scores; name and part may be NULL. */
struct report_explainer {
    void *context;
    /* The units at these rows are asked for next, in this order: what can be worked out for all together may be. */
    void (*prepare)(void *context, uint32_t output, const uint32_t *rows, uint32_t count);
    /* Appends how the unit came to its scores, as HTML; anchor: the unit's name on the page, of which names of its own are made. */
    void (*unit)(void *context, uint32_t output, uint32_t row, const char *anchor, struct buffer *out);
    /* Appends how one cell came about, in a few lines of plain text, the first of which names it; nothing where there is nothing to say. */
    void (*cell)(void *context, uint32_t output, uint32_t row, uint32_t column, struct buffer *out);
    const char *(*name)(void *context, uint32_t output, uint32_t column);       /* what a column of a code is called; NULL: nothing else */
    const char *(*part)(void *context, uint32_t output, uint32_t column);       /* the part of the scheme that an indicator is of */
};

/* How many units a page or spreadsheet has, and how many of them are explained in it: the first ones. */
struct report_extent { uint64_t units, explained; };

/* All outputs as one page of HTML that needs no other file: tables, charts, and where explainer is not NULL an explanation of each unit; of
 * very many a short one, and of those beyond a limit none, which the page says. */
void report_html(const struct program *program, const struct data *data, enum language language, const struct report_explainer *explainer,
                 struct file_writer *writer, struct report_extent *extent);
/* All outputs as a spreadsheet: a sheet with all but the indicators, one for the indicators of each part of the scheme, and one that says what
 * is where; with an explainer each score has a comment, as many as a spreadsheet bears. Complete or not there: 0 or errno. */
int report_xlsx(const struct program *program, const struct data *data, enum language language, const struct report_explainer *explainer, const char *path,
                struct report_extent *extent);

#endif
