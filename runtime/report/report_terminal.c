/* A table of scores for a terminal: texts of the rows shown first, then widths, then lines.
 *
 *     乡镇          类别      总分  名次
 *     胜坨镇        沿黄乡镇  92.35     1
 *
 * Numbers stand to the right, all else to the left, two blanks between columns.  A table wider than it may be leaves out the indicators;
 * if it still is, long headings take up to HEADING_LINES lines. */
#include <string.h>

#include "base/text.h"
#include "report/aligned.h"
#include "report/cells.h"
#include "report/report.h"

enum { GAP = 2, HEADING_LINES = 3 };        /* GAP: blanks between columns */

struct sheet {
    struct cells cells;
    uint32_t *rows, row_count;              /* of the domain, in the order shown */
    uint32_t *columns; uint32_t column_count;
    struct buffer *texts;           /* row_count x output's columns */
    int *widths;                    /* of the output's columns */
    int *cell_widths;               /* the same without the headings */
};

static void append_visible(struct buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)     /* a line end or an escape in a ledger's text must not move the cursor */
        buffer_append_char(out, (unsigned char)text[i] < 0x20 || text[i] == 0x7F ? ' ' : text[i]);
}

/* ---- texts and widths ---- */

static void fill_texts(struct sheet *sheet, size_t shown)
{
    struct cells *cells = &sheet->cells;
    uint32_t columns = cells->output->column_count, block = UINT32_MAX;
    sheet->texts = memory_array(shown * columns, sizeof *sheet->texts);
    sheet->widths = memory_array(columns, sizeof *sheet->widths);
    sheet->cell_widths = memory_array(columns, sizeof *sheet->cell_widths);
    for (size_t row = 0; row < shown; row++) {
        uint32_t first = sheet->rows[row] / CELLS_ROWS * CELLS_ROWS;
        if (first != block)
            cells_prepare(cells, first);
        block = first;
        for (uint32_t i = 0; i < columns; i++) {
            struct buffer *text = &sheet->texts[row * columns + i];
            cells_append(cells, i, sheet->rows[row] - first, text);
            int width = text_width(buffer_text(text), text->length);
            if (width > sheet->cell_widths[i])
                sheet->cell_widths[i] = width;
        }
    }
    for (uint32_t i = 0; i < columns; i++) {
        int heading = text_width(cells->output->columns[i].name, strlen(cells->output->columns[i].name));
        sheet->widths[i] = heading > sheet->cell_widths[i] ? heading : sheet->cell_widths[i];
    }
}

static int total_width(const struct sheet *sheet)
{
    int total = 0;
    for (uint32_t i = 0; i < sheet->column_count; i++)
        total += sheet->widths[sheet->columns[i]] + (i ? GAP : 0);
    return total;
}

/* All columns, or where they are too wide all but the indicators'. Returns how many were left out. */
static uint32_t choose_columns(struct sheet *sheet, int width)
{
    const struct output *output = sheet->cells.output;
    sheet->columns = memory_array(output->column_count, sizeof *sheet->columns);
    for (uint32_t i = 0; i < output->column_count; i++)
        sheet->columns[sheet->column_count++] = i;
    if (width == 0 || total_width(sheet) <= width)
        return 0;
    sheet->column_count = 0;
    for (uint32_t i = 0; i < output->column_count; i++)
        if (output->columns[i].role != ROLE_INDICATOR)
            sheet->columns[sheet->column_count++] = i;
    return output->column_count - sheet->column_count;
}

/* ---- headings of several lines ---- */

/* Bytes of the heading's first line where `width` cells are free; at least one character. */
static size_t heading_cut(const char *heading, int width)
{
    size_t length = strlen(heading), end = 0;
    for (size_t step; end < length; end += step) {
        int32_t character;
        step = text_decode(heading + end, length - end, &character);
        step = step ? step : 1;
        if (end && text_width(heading, end + step) > width)
            break;
    }
    return end;
}

static uint32_t heading_lines(const char *heading, int width)
{
    uint32_t lines = 0;
    for (; *heading; lines++)
        heading += heading_cut(heading, width);
    return lines;
}

/* The least width by which the heading takes no more lines: 产业 over 发展, not 产业发 over 展. */
static int balanced_width(const char *heading, int width)
{
    uint32_t lines = heading_lines(heading, width);
    while (width > 1 && heading_lines(heading, width - 1) == lines)
        width--;
    return width;
}

/* The widest column whose heading could take less room, or NONE. */
static uint32_t widest_heading(const struct sheet *sheet)
{
    uint32_t widest = NONE;
    for (uint32_t i = 0; i < sheet->column_count; i++) {
        uint32_t column = sheet->columns[i];
        int width = sheet->widths[column];
        if (width > sheet->cell_widths[column] && heading_lines(sheet->cells.output->columns[column].name, width - 1) <= HEADING_LINES &&
            (widest == NONE || width > sheet->widths[widest]))
            widest = column;
    }
    return widest;
}

static void narrow_headings(struct sheet *sheet, int width)
{
    uint32_t column;
    while (width != 0 && total_width(sheet) > width && (column = widest_heading(sheet)) != NONE)
        sheet->widths[column]--;
}

/* ---- lines ---- */

static void append_line(const struct sheet *sheet, const struct buffer *texts, struct buffer *out)
{
    for (uint32_t i = 0; i < sheet->column_count; i++) {
        uint32_t column = sheet->columns[i];
        if (i)
            buffer_format(out, "%*s", GAP, "");
        aligned_cell(out, buffer_text(&texts[column]), sheet->widths[column], sheet->cells.columns[column].type == TYPE_NUMBER);
    }
    aligned_end(out);
}

/* Headings of fewer lines stand at the bottom. */
static void append_headings(const struct sheet *sheet, struct buffer *out)
{
    const struct output_column *columns = sheet->cells.output->columns;
    struct buffer *parts = memory_array(sheet->cells.output->column_count, sizeof *parts);
    uint32_t lines = 1;
    for (uint32_t i = 0; i < sheet->column_count; i++) {
        uint32_t taken = heading_lines(columns[sheet->columns[i]].name, sheet->widths[sheet->columns[i]]);
        lines = taken > lines ? taken : lines;
    }
    for (uint32_t line = 0; line < lines; line++) {
        for (uint32_t i = 0; i < sheet->column_count; i++) {
            uint32_t column = sheet->columns[i];
            const char *rest = columns[column].name;
            int width = balanced_width(rest, sheet->widths[column]);
            uint32_t passed = lines - heading_lines(rest, width);
            for (; passed < line; passed++)
                rest += heading_cut(rest, width);
            parts[column].length = 0;
            if (passed == line)
                buffer_append(&parts[column], rest, heading_cut(rest, width));
        }
        append_line(sheet, parts, out);
    }
    for (uint32_t i = 0; i < sheet->cells.output->column_count; i++)
        buffer_release(&parts[i]);
    memory_free(parts);
}

static void append_left_out(struct buffer *out, uint32_t columns, size_t rows, enum language language)
{
    static const char *const of_columns[2] = {"另有 %u 列指标得分没有显示,写入文件可得全表\n", "%u columns of indicators are not shown; write to a file for all\n"};
    static const char *const of_rows[2] = {"另有 %zu 行没有显示\n", "%zu further rows are not shown\n"};
    if (columns)
        buffer_format(out, language == LANGUAGE_ZH ? of_columns[0] : of_columns[1], columns);
    if (rows)
        buffer_format(out, language == LANGUAGE_ZH ? of_rows[0] : of_rows[1], rows);
}

void report_terminal(const struct program *program, const struct data *data, uint32_t output, int width, size_t rows_shown,
                     enum language language, struct buffer *out)
{
    struct sheet sheet = {0};
    cells_open(&sheet.cells, program, data, output, (struct cell_style){.absent = "", .text = append_visible});
    uint32_t columns = sheet.cells.output->column_count;
    sheet.rows = cells_by_rank(&sheet.cells, &sheet.row_count);
    size_t shown = rows_shown == 0 || rows_shown > sheet.row_count ? sheet.row_count : rows_shown;
    fill_texts(&sheet, shown);
    uint32_t left_out = choose_columns(&sheet, width);
    narrow_headings(&sheet, width);
    append_headings(&sheet, out);
    for (size_t row = 0; row < shown; row++)
        append_line(&sheet, &sheet.texts[row * columns], out);
    append_left_out(out, left_out, sheet.row_count - shown, language);
    for (size_t i = 0; i < shown * columns; i++)
        buffer_release(&sheet.texts[i]);
    memory_free(sheet.texts);
    memory_free(sheet.widths);
    memory_free(sheet.cell_widths);
    memory_free(sheet.rows);
    memory_free(sheet.columns);
    cells_close(&sheet.cells);
}
