/* Tables of scores as a spreadsheet: a sheet for each scheme, and where its units have classes one for each class. The headings stay in sight,
 * numbers show the decimals of the rules, grades have colours.
 *
 * A spreadsheet keeps binary numbers. A score of at most 15 digits is kept so that what is shown is the score; a longer one is kept as a text. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "base/text.h"
#include "report/cells.h"
#include "report/report.h"

enum { NAME_CHARACTERS = 31, NUMBER_DIGITS = 15, WIDEST = 40, SHADES = 5 };

struct book { lxw_workbook *workbook; lxw_format *heading, *plain, *numbers[OUTPUT_PLACES_MOST + 1], *grades[SHADES]; };

/* One sheet: rows of the table, or those of one class. */
struct sheet { lxw_worksheet *worksheet; const char *class; uint32_t row; int *widths; };

static const struct { lxw_color_t paper, ink; } shades[SHADES] = {
    {0xC6EFCE, 0x006100}, {0xDDEBF7, 0x1F4E78}, {0xFFF2CC, 0x7F6000}, {0xFCE4D6, 0x833C0B}, {0xFFC7CE, 0x9C0006}};

static void append_plain(struct buffer *out, const char *text, size_t length) { buffer_append(out, text, length); }

/* ---- formats ---- */

static void open_formats(struct book *book)
{
    book->heading = workbook_add_format(book->workbook);
    format_set_bold(book->heading);
    format_set_text_wrap(book->heading);
    format_set_align(book->heading, LXW_ALIGN_CENTER);
    format_set_align(book->heading, LXW_ALIGN_VERTICAL_CENTER);
    format_set_bg_color(book->heading, 0xE7E6E6);
    format_set_border(book->heading, LXW_BORDER_THIN);
    book->plain = workbook_add_format(book->workbook);
    format_set_border(book->plain, LXW_BORDER_THIN);
    for (int i = 0; i < SHADES; i++) {
        book->grades[i] = workbook_add_format(book->workbook);
        format_set_bg_color(book->grades[i], shades[i].paper);
        format_set_font_color(book->grades[i], shades[i].ink);
        format_set_border(book->grades[i], LXW_BORDER_THIN);
        format_set_align(book->grades[i], LXW_ALIGN_CENTER);
    }
}

/* 0.00 for two decimals. */
static lxw_format *number_format(struct book *book, unsigned places)
{
    if (!book->numbers[places]) {
        char code[OUTPUT_PLACES_MOST + 3] = "0";
        if (places)
            code[1] = '.';
        memset(code + 2, places ? '0' : 0, places);
        book->numbers[places] = workbook_add_format(book->workbook);
        format_set_num_format(book->numbers[places], code);
        format_set_border(book->numbers[places], LXW_BORDER_THIN);
    }
    return book->numbers[places];
}

/* The first grade green, the last red, those between in order. */
static lxw_format *grade_format(const struct book *book, uint32_t position, uint32_t count)
{
    if (position + 1 == count && count > 1)
        return book->grades[SHADES - 1];
    return book->grades[position < SHADES - 1 ? position : SHADES - 2];
}

/* ---- sheets ---- */

/* A name that a sheet may have: at most 31 characters, none of []:*?/\ */
static lxw_worksheet *add_sheet(struct book *book, const char *name)
{
    struct buffer clean = {0};
    size_t characters = 0;
    for (size_t at = 0, length = strlen(name), step; at < length && characters < NAME_CHARACTERS; at += step, characters++) {
        int32_t character;
        step = text_decode(name + at, length - at, &character);
        step = step ? step : 1;
        if (step == 1 && strchr("[]:*?/\\'", name[at]))
            buffer_append_char(&clean, '_');
        else
            buffer_append(&clean, name + at, step);
    }
    bool sound = clean.length && workbook_validate_sheet_name(book->workbook, buffer_text(&clean)) == LXW_NO_ERROR;
    lxw_worksheet *worksheet = workbook_add_worksheet(book->workbook, sound ? buffer_text(&clean) : NULL);
    buffer_release(&clean);
    return worksheet;
}

static bool is_known_beforehand(uint8_t role) { return role == ROLE_KEY || role == ROLE_NAME || role == ROLE_CLASS; }

static void write_headings(struct book *book, struct sheet *sheet, const struct output *table)
{
    uint32_t fixed = 0;
    for (uint32_t i = 0; i < table->column_count; i++) {
        const char *name = table->columns[i].name;
        worksheet_write_string(sheet->worksheet, 0, (lxw_col_t)i, name, book->heading);
        sheet->widths[i] = text_width(name, strlen(name));
        fixed += fixed == i && is_known_beforehand(table->columns[i].role);
    }
    worksheet_freeze_panes(sheet->worksheet, 1, (lxw_col_t)fixed);
    worksheet_repeat_rows(sheet->worksheet, 0, 0);
    worksheet_set_landscape(sheet->worksheet);
    worksheet_fit_to_pages(sheet->worksheet, 1, 0);
    sheet->row = 1;
}

static void close_sheet(struct sheet *sheet, const struct output *table)
{
    for (uint32_t i = 0; i < table->column_count; i++)
        worksheet_set_column(sheet->worksheet, (lxw_col_t)i, (lxw_col_t)i, (sheet->widths[i] < WIDEST ? sheet->widths[i] : WIDEST) + 2, NULL);
    if (sheet->row > 1)
        worksheet_autofilter(sheet->worksheet, 0, 0, sheet->row - 1, (lxw_col_t)(table->column_count - 1));
}

/* ---- cells ---- */

static bool is_short_number(const char *text)
{
    size_t digits = 0;
    for (const char *at = text; *at; at++) {
        if (*at >= '0' && *at <= '9')
            digits += digits || *at != '0';
        else if (*at != '.' && *at != '-')
            return false;
    }
    return *text && digits <= NUMBER_DIGITS;
}

static void write_cell(struct book *book, struct sheet *sheet, const struct cells *cells, uint32_t column, uint32_t row, const char *text)
{
    const struct cell_column *here = &cells->columns[column];
    lxw_row_t to = sheet->row;
    bool number = here->output->form != OUTPUT_TEXT && is_short_number(text);
    int width = text_width(text, strlen(text));
    sheet->widths[column] = width > sheet->widths[column] ? width : sheet->widths[column];
    if (!*text)
        worksheet_write_blank(sheet->worksheet, to, (lxw_col_t)column, book->plain);
    else if (number && here->output->form == OUTPUT_DECIMALS)
        worksheet_write_number(sheet->worksheet, to, (lxw_col_t)column, strtod(text, NULL), number_format(book, here->output->places));
    else if (number)
        worksheet_write_number(sheet->worksheet, to, (lxw_col_t)column, strtod(text, NULL), book->plain);
    else if (here->output->role == ROLE_GRADE && here->type == TYPE_CATEGORY)
        worksheet_write_string(sheet->worksheet, to, (lxw_col_t)column, text,
                               grade_format(book, (uint32_t)column_integer(here->data, cells->first + row), here->name_count));
    else
        worksheet_write_string(sheet->worksheet, to, (lxw_col_t)column, text, book->plain);
}

static void write_row(struct book *book, struct sheet *sheets, size_t sheet_count, const struct cells *cells, uint32_t row, uint32_t class_column)
{
    struct buffer *texts = memory_array(cells->output->column_count, sizeof *texts);
    for (uint32_t i = 0; i < cells->output->column_count; i++)
        cells_append(cells, i, row, &texts[i]);
    for (size_t s = 0; s < sheet_count; s++) {
        if (sheets[s].class && strcmp(sheets[s].class, buffer_text(&texts[class_column])) != 0)
            continue;
        for (uint32_t i = 0; i < cells->output->column_count; i++)
            write_cell(book, &sheets[s], cells, i, row, buffer_text(&texts[i]));
        sheets[s].row++;
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
        sheets[s].worksheet = add_sheet(book, s ? sheets[s].class : table->scheme);
        sheets[s].widths = memory_array(table->column_count, sizeof *sheets[s].widths);
        write_headings(book, &sheets[s], table);
    }
    cells_open(&cells, program, data, output, (struct cell_style){.absent = "", .text = append_plain});
    for (uint32_t first = 0; (count = cells_prepare(&cells, first)) > 0; first += CELLS_ROWS)
        for (uint32_t row = 0; row < count; row++)
            if (!cells_skips(&cells, row))
                write_row(book, sheets, sheet_count, &cells, row, class_column);
    cells_close(&cells);
    for (size_t s = 0; s < sheet_count; s++) {
        close_sheet(&sheets[s], table);
        memory_free(sheets[s].widths);
    }
    memory_free(sheets);
}

int report_xlsx(const struct program *program, const struct data *data, const char *path)
{
    struct file_writer writer;
    struct book book = {0};
    int error = file_open(&writer, path);
    if (error)
        return error;
    book.workbook = workbook_new(writer.temporary);     /* the same file by its name: it is moved into place when all is there */
    if (book.workbook) {
        open_formats(&book);
        for (uint32_t i = 0; i < program->output_count; i++)
            write_table(&book, program, data, i);
    }
    if (!book.workbook || workbook_close(book.workbook) != LXW_NO_ERROR) {
        error = errno ? errno : EIO;
        file_abort(&writer);
        return error;
    }
    return file_commit(&writer);
}
