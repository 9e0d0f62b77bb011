/* Tables of scores as a spreadsheet: a sheet for each scheme, and where its units have classes one for each class. The headings stay in sight,
 * numbers show the decimals of the rules, grades have colours. */
#include <string.h>

#include "report/book.h"
#include "report/cells.h"
#include "report/report.h"

/* One sheet: rows of the table, or those of one class. */
struct sheet { struct book_sheet *to; const char *class; };

static void append_plain(struct buffer *out, const char *text, size_t length) { buffer_append(out, text, length); }

/* The first grade green, the last red, those between in order. */
static enum book_shade grade_shade(uint32_t position, uint32_t count)
{
    static const enum book_shade between[] = {BOOK_GREEN, BOOK_BLUE, BOOK_YELLOW, BOOK_ORANGE};
    enum { BETWEEN = sizeof between / sizeof *between };
    if (position + 1 == count && count > 1)
        return BOOK_RED;
    return between[position < BETWEEN ? position : BETWEEN - 1];
}

static bool is_known_beforehand(uint8_t role) { return role == ROLE_KEY || role == ROLE_NAME || role == ROLE_CLASS; }

static void write_headings(struct book_sheet *sheet, const struct output *table)
{
    uint32_t fixed = 0;
    for (uint32_t i = 0; i < table->column_count; i++) {
        book_heading(sheet, i, table->columns[i].name);
        fixed += fixed == i && is_known_beforehand(table->columns[i].role);
    }
    book_freeze(sheet, 1, fixed);
    book_next_row(sheet);
}

/* ---- cells ---- */

static void write_cell(struct book_sheet *sheet, const struct cells *cells, uint32_t column, uint32_t row, const char *text)
{
    const struct cell_column *here = &cells->columns[column];
    if (here->output->form != OUTPUT_TEXT && *text && !strchr(text, '/'))       /* a fraction stays a text: who reads the file as a ledger gets no rounded one */
        book_number(sheet, column, text, here->output->form == OUTPUT_DECIMALS ? book_decimals(here->output->places) : NULL, BOOK_PLAIN);
    else if (*text && here->output->role == ROLE_GRADE && here->type == TYPE_CATEGORY)
        book_mark(sheet, column, text, grade_shade((uint32_t)column_integer(here->data, cells->first + row), here->name_count));
    else
        book_text(sheet, column, text, BOOK_PLAIN);
}

static void write_row(struct sheet *sheets, size_t sheet_count, const struct cells *cells, uint32_t row, uint32_t class_column)
{
    struct buffer *texts = memory_array(cells->output->column_count, sizeof *texts);
    for (uint32_t i = 0; i < cells->output->column_count; i++)
        cells_append(cells, i, row, &texts[i]);
    for (size_t s = 0; s < sheet_count; s++) {
        if (sheets[s].class && strcmp(sheets[s].class, buffer_text(&texts[class_column])) != 0)
            continue;
        for (uint32_t i = 0; i < cells->output->column_count; i++)
            write_cell(sheets[s].to, cells, i, row, buffer_text(&texts[i]));
        book_next_row(sheets[s].to);
    }
    for (uint32_t i = 0; i < cells->output->column_count; i++)
        buffer_release(&texts[i]);
    memory_free(texts);
}

/* ---- tables ---- */

static uint32_t class_column_of(const struct output *table)
{
    for (uint32_t i = 0; i < table->column_count; i++)
        if (table->columns[i].role == ROLE_CLASS)
            return i;
    return NONE;
}

static void write_table(struct book *book, const struct program *program, const struct data *data, uint32_t output)
{
    const struct output *table = &program->outputs[output];
    uint32_t class_column = class_column_of(table), count;
    const struct category_set *classes = class_column == NONE ? NULL : &program->category_sets[program->columns[table->columns[class_column].column].target];
    size_t sheet_count = 1 + (classes && classes->count > 1 ? classes->count : 0);
    struct sheet *sheets = memory_array(sheet_count, sizeof *sheets);
    struct cells cells;
    for (size_t s = 0; s < sheet_count; s++) {
        sheets[s].class = s ? classes->names[s - 1] : NULL;
        sheets[s].to = book_add_sheet(book, s ? sheets[s].class : table->scheme, table->column_count);
        write_headings(sheets[s].to, table);
    }
    cells_open(&cells, program, data, output, (struct cell_style){.absent = "", .text = append_plain});
    for (uint32_t first = 0; (count = cells_prepare(&cells, first)) > 0; first += CELLS_ROWS)
        for (uint32_t row = 0; row < count; row++)
            if (!cells_skips(&cells, row))
                write_row(sheets, sheet_count, &cells, row, class_column);
    cells_close(&cells);
    for (size_t s = 0; s < sheet_count; s++)
        book_filter(sheets[s].to, 0);
    memory_free(sheets);
}

int report_xlsx(const struct program *program, const struct data *data, const char *path)
{
    int error;
    struct book *book = book_open(path, &error);
    if (!book)
        return error;
    for (uint32_t i = 0; i < program->output_count; i++)
        write_table(book, program, data, i);
    return book_close(book);
}
