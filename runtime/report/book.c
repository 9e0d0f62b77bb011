/* Spreadsheet files by libxlsxwriter: formats are made once for each look, widths are set when a sheet is complete. */
#include "report/book.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

enum { NAME_CHARACTERS = 31, NUMBER_DIGITS = 15, WIDEST = 40, HEADING_WIDEST = 12, LINE_POINTS = 15, FORMULA_BYTES = 64, CODE_BYTES = 64, NAMES_TRIED = 1000, TITLE_CHARACTERS = 100, PAPER_A4 = 9 };
/* Comments: their text; the box, whose lines of so many cells are so many pixels wide and high. */
enum { COMMENT_CHARACTERS = 32767, COMMENT_CELLS = 72, COMMENT_LINES_MOST = 30, CELL_PIXELS = 7, LINE_PIXELS = 18, BOX_MARGIN = 12 };

/* How a cell looks. */
enum look { LOOK_CELL, LOOK_MIDDLE, LOOK_LONG, LOOK_HEADING, LOOK_TITLE };
struct style { enum look look; enum book_shade shade; char code[CODE_BYTES]; lxw_format *format; };      /* code "": none */

struct book {
    struct file_writer writer;
    lxw_workbook *workbook;
    struct style *styles; size_t style_count;
    struct book_sheet **sheets; size_t sheet_count;
};

struct book_sheet { struct book *book; lxw_worksheet *worksheet; uint32_t row, columns; int *widths, lines; };     /* lines: of the headings of the row */

static const struct { lxw_color_t paper, ink; } shades[BOOK_SHADES] = {[BOOK_GREEN] = {0xC6EFCE, 0x006100},  [BOOK_BLUE] = {0xDDEBF7, 0x1F4E78},
                                                                       [BOOK_YELLOW] = {0xFFF2CC, 0x7F6000}, [BOOK_ORANGE] = {0xFCE4D6, 0x833C0B},
                                                                       [BOOK_RED] = {0xFFC7CE, 0x9C0006},    [BOOK_GREY] = {0xEDEDED, 0x595959}};

/* ---- formats ---- */

static lxw_format *new_format(struct book *book, enum look look, enum book_shade shade, const char *code)
{
    lxw_format *format = workbook_add_format(book->workbook);
    if (look == LOOK_HEADING || look == LOOK_TITLE)
        format_set_bold(format);
    if (look == LOOK_HEADING) {
        format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
        format_set_bg_color(format, 0xE7E6E6);
    }
    if (look == LOOK_HEADING || look == LOOK_LONG)
        format_set_text_wrap(format);
    if (look == LOOK_HEADING || look == LOOK_MIDDLE)
        format_set_align(format, LXW_ALIGN_CENTER);
    if (look != LOOK_TITLE)
        format_set_border(format, LXW_BORDER_THIN);
    if (look == LOOK_LONG || look == LOOK_CELL)
        format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (shade != BOOK_PLAIN) {
        format_set_bg_color(format, shades[shade].paper);
        format_set_font_color(format, shades[shade].ink);
    }
    if (code)
        format_set_num_format(format, code);
    return format;
}

static lxw_format *format_of(struct book *book, enum look look, enum book_shade shade, const char *code)
{
    for (size_t i = 0; i < book->style_count; i++) {
        const struct style *style = &book->styles[i];
        if (style->look == look && style->shade == shade && strcmp(style->code, code ? code : "") == 0)
            return style->format;
    }
    book->styles = memory_resize(book->styles, book->style_count + 1, sizeof *book->styles);
    struct style *style = &book->styles[book->style_count++];
    *style = (struct style){.look = look, .shade = shade, .format = new_format(book, look, shade, code)};
    snprintf(style->code, sizeof style->code, "%s", code ? code : "");
    return style->format;
}

const char *book_decimals(unsigned places)
{
    static const char *const codes[BOOK_PLACES_MOST + 1] = {"0",          "0.0",          "0.00",          "0.000",          "0.0000",          "0.00000",          "0.000000",          "0.0000000",
                                                            "0.00000000", "0.000000000", "0.0000000000", "0.00000000000", "0.000000000000", "0.0000000000000", "0.00000000000000", "0.000000000000000"};
    return codes[places < BOOK_PLACES_MOST ? places : BOOK_PLACES_MOST];
}

/* ---- files and sheets ---- */

struct book *book_open(const char *path, int *error)
{
    struct book *book = memory_array(1, sizeof *book);
    *error = file_open(&book->writer, path);
    if (!*error && !book->writer.temporary) {       /* a spreadsheet is written back and forth, which a device or pipe does not take */
        *error = ESPIPE;
        file_abort(&book->writer);
    }
    if (!*error) {
        book->workbook = workbook_new(book->writer.temporary);      /* the same file by its name: it is moved into place when all is there */
        if (book->workbook)
            return book;
        *error = errno ? errno : EIO;
        file_abort(&book->writer);
    }
    memory_free(book);
    return NULL;
}

static void set_widths(const struct book_sheet *sheet)
{
    for (uint32_t i = 0; i < sheet->columns; i++)
        worksheet_set_column(sheet->worksheet, (lxw_col_t)i, (lxw_col_t)i, (sheet->widths[i] < WIDEST ? sheet->widths[i] : WIDEST) + 2, NULL);
}

/* Packs the file; the library says by itself on stderr what went wrong, which the caller says better. Returns 0 or an errno value. */
static int pack(lxw_workbook *workbook)
{
    fflush(stderr);
    int kept = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (kept >= 0 && nowhere >= 0)
        dup2(nowhere, STDERR_FILENO);
    errno = 0;
    int error = workbook_close(workbook) == LXW_NO_ERROR ? 0 : errno ? errno : EIO;
    fflush(stderr);
    if (kept >= 0 && nowhere >= 0)
        dup2(kept, STDERR_FILENO);
    if (kept >= 0)
        close(kept);
    if (nowhere >= 0)
        close(nowhere);
    return error;
}

int book_close(struct book *book)
{
    for (size_t i = 0; i < book->sheet_count; i++) {
        set_widths(book->sheets[i]);
        memory_free(book->sheets[i]->widths);
        memory_free(book->sheets[i]);
    }
    int error = pack(book->workbook);
    if (error)
        file_abort(&book->writer);
    else
        error = file_commit(&book->writer);
    memory_free(book->sheets);
    memory_free(book->styles);
    memory_free(book);
    return error;
}

/* A name that a sheet may have: at most 31 characters, none of []:*?/\ */
static void clean_name(const char *name, size_t room, struct buffer *clean)
{
    size_t characters = 0;
    for (size_t at = 0, length = strlen(name), step; at < length && characters < room; at += step, characters++) {
        int32_t character;
        step = text_decode(name + at, length - at, &character);
        step = step ? step : 1;
        if (step == 1 && strchr("[]:*?/\\'", name[at]))
            buffer_append_char(clean, '_');
        else
            buffer_append(clean, name + at, step);
    }
}

static lxw_worksheet *new_worksheet(struct book *book, const char *name)
{
    struct buffer clean = {0};
    lxw_error error = LXW_ERROR_SHEETNAME_ALREADY_USED;
    clean_name(name, NAME_CHARACTERS, &clean);
    if (clean.length)
        error = workbook_validate_sheet_name(book->workbook, buffer_text(&clean));
    for (int number = 2; clean.length && error == LXW_ERROR_SHEETNAME_ALREADY_USED && number < NAMES_TRIED; number++) {
        buffer_clear(&clean);
        clean_name(name, NAME_CHARACTERS - sizeof " 999" + 1, &clean);
        buffer_format(&clean, " %d", number);
        error = workbook_validate_sheet_name(book->workbook, buffer_text(&clean));
    }
    lxw_worksheet *worksheet = workbook_add_worksheet(book->workbook, error == LXW_NO_ERROR ? buffer_text(&clean) : NULL);
    buffer_release(&clean);
    return worksheet;
}

struct book_sheet *book_add_sheet(struct book *book, const char *name, uint32_t columns)
{
    struct book_sheet *sheet = memory_array(1, sizeof *sheet);
    *sheet = (struct book_sheet){.book = book, .worksheet = new_worksheet(book, name), .columns = columns, .widths = memory_array(columns, sizeof *sheet->widths)};
    book->sheets = memory_resize(book->sheets, book->sheet_count + 1, sizeof(struct book_sheet *));
    book->sheets[book->sheet_count++] = sheet;
    worksheet_set_landscape(sheet->worksheet);
    worksheet_fit_to_pages(sheet->worksheet, 1, 0);
    worksheet_set_paper(sheet->worksheet, PAPER_A4);
    worksheet_set_footer(sheet->worksheet, "&C&P / &N");
    return sheet;
}

void book_page_title(struct book_sheet *sheet, const char *text)
{
    struct buffer header = {0};
    buffer_append_text(&header, "&C");
    for (size_t at = 0, length = strlen(text), count = 0, step; at < length && count < TITLE_CHARACTERS; at += step, count++) {
        int32_t character;
        step = text_decode(text + at, length - at, &character);
        step = step ? step : 1;
        buffer_append(&header, text + at, step);
        buffer_append_text(&header, text[at] == '&' ? "&" : "");        /* one is a command to the printer, two are one */
    }
    worksheet_set_header(sheet->worksheet, buffer_text(&header));
    buffer_release(&header);
}

void book_freeze(struct book_sheet *sheet, uint32_t rows, uint32_t columns)
{
    worksheet_freeze_panes(sheet->worksheet, rows, (lxw_col_t)columns);
    if (rows)
        worksheet_repeat_rows(sheet->worksheet, 0, rows - 1);
}

void book_filter(struct book_sheet *sheet, uint32_t heading)
{
    if (sheet->row > heading + 1)
        worksheet_autofilter(sheet->worksheet, heading, 0, sheet->row - 1, (lxw_col_t)(sheet->columns - 1));
}

/* ---- cells ---- */

uint32_t book_row(const struct book_sheet *sheet) { return sheet->row; }

void book_next_row(struct book_sheet *sheet)
{
    if (sheet->lines > 1)               /* not every program makes room for headings of several lines by itself */
        worksheet_set_row(sheet->worksheet, sheet->row, sheet->lines * LINE_POINTS, NULL);
    sheet->lines = 0;
    sheet->row++;
}

static void widen(struct book_sheet *sheet, uint32_t column, int width)
{
    if (column < sheet->columns && width > sheet->widths[column])
        sheet->widths[column] = width;
}

static void write_text(struct book_sheet *sheet, uint32_t column, const char *text, lxw_format *format)
{
    if (column >= sheet->columns)
        return;
    if (*text)
        worksheet_write_string(sheet->worksheet, sheet->row, (lxw_col_t)column, text, format);
    else
        worksheet_write_blank(sheet->worksheet, sheet->row, (lxw_col_t)column, format);
}

/* Lines that the text takes in a box of COMMENT_CELLS cells. */
static int comment_lines(const char *text)
{
    int lines = 0;
    for (const char *end = text; *end; text = end + (*end == '\n')) {
        end = text + strcspn(text, "\n");
        int width = text_width(text, (size_t)(end - text));
        lines += width ? (width + COMMENT_CELLS - 1) / COMMENT_CELLS : 1;
    }
    return lines;
}

void book_comment(struct book_sheet *sheet, uint32_t column, const char *text)
{
    size_t length = strlen(text), end = 0;
    int32_t character;
    if (column >= sheet->columns || !length)
        return;
    for (size_t count = 0, step; end < length && count < COMMENT_CHARACTERS - 1; count++, end += step) {
        step = text_decode(text + end, length - end, &character);
        step = step ? step : 1;
    }
    struct buffer cut = {0};
    buffer_append(&cut, text, end);
    buffer_append_text(&cut, end < length ? "…" : "");
    int lines = comment_lines(buffer_text(&cut));
    lxw_comment_options options = {.width = COMMENT_CELLS * CELL_PIXELS + BOX_MARGIN,
                                   .height = (uint16_t)((lines < COMMENT_LINES_MOST ? lines : COMMENT_LINES_MOST) * LINE_PIXELS + BOX_MARGIN),
                                   .font_size = 9};
    worksheet_write_comment_opt(sheet->worksheet, sheet->row, (lxw_col_t)column, buffer_text(&cut), &options);
    buffer_release(&cut);
}

void book_heading(struct book_sheet *sheet, uint32_t column, const char *text)
{
    int width = text_width(text, strlen(text));
    int lines = (width + HEADING_WIDEST - 1) / HEADING_WIDEST + (width > HEADING_WIDEST);        /* one more: words are not cut just there */
    sheet->lines = lines > sheet->lines ? lines : sheet->lines;
    widen(sheet, column, width < HEADING_WIDEST ? width : HEADING_WIDEST);
    write_text(sheet, column, text, format_of(sheet->book, LOOK_HEADING, BOOK_PLAIN, NULL));
}

void book_heading_pair(struct book_sheet *sheet, uint32_t column, const char *above, const char *below)
{
    lxw_format *format = format_of(sheet->book, LOOK_HEADING, BOOK_PLAIN, NULL);
    if (above) {
        book_heading(sheet, column, above);
        widen(sheet, column, text_width(below, strlen(below)));
        worksheet_write_string(sheet->worksheet, sheet->row + 1, (lxw_col_t)column, below, format);
    } else {
        int width = text_width(below, strlen(below));
        widen(sheet, column, width < HEADING_WIDEST ? width : HEADING_WIDEST);
        worksheet_merge_range(sheet->worksheet, sheet->row, (lxw_col_t)column, sheet->row + 1, (lxw_col_t)column, below, format);
    }
}

void book_title(struct book_sheet *sheet, const char *text)
{
    write_text(sheet, 0, text, format_of(sheet->book, LOOK_TITLE, BOOK_PLAIN, NULL));
    book_next_row(sheet);
}

void book_line(struct book_sheet *sheet, const char *text)
{
    write_text(sheet, 0, text, NULL);
    book_next_row(sheet);
}

void book_text(struct book_sheet *sheet, uint32_t column, const char *text, enum book_shade shade)
{
    int width = text_width(text, strlen(text));
    widen(sheet, column, width);
    write_text(sheet, column, text, format_of(sheet->book, width > WIDEST ? LOOK_LONG : LOOK_CELL, shade, NULL));
}

void book_mark(struct book_sheet *sheet, uint32_t column, const char *text, enum book_shade shade)
{
    widen(sheet, column, text_width(text, strlen(text)));
    write_text(sheet, column, text, format_of(sheet->book, LOOK_MIDDLE, shade, NULL));
}

/* Digits of a decimal number that is nothing else; 0: it is none. */
static size_t digits_of(const char *text, size_t length)
{
    size_t digits = 0, all = 0;
    for (size_t i = 0; i < length; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (!digit && text[i] != '.' && !(text[i] == '-' && i == 0))
            return 0;
        all += digit;
        digits += digit && (digits || text[i] != '0');
    }
    return all && !digits ? 1 : digits;
}

static bool is_short(const char *text, size_t length)
{
    size_t digits = digits_of(text, length);
    return digits && digits <= NUMBER_DIGITS;
}

void book_number(struct book_sheet *sheet, uint32_t column, const char *text, const char *code, enum book_shade shade)
{
    size_t length = strlen(text), whole = strcspn(text, "/");
    bool percent = code && *code && code[strlen(code) - 1] == '%';
    char formula[FORMULA_BYTES];
    if (column >= sheet->columns || length + sizeof "=/100e-2" > sizeof formula || !is_short(text, whole) || (text[whole] && !is_short(text + whole + 1, length - whole - 1))) {
        book_text(sheet, column, text, shade);
        return;
    }
    lxw_format *format = format_of(sheet->book, LOOK_CELL, shade, code);
    if (text[whole]) {
        double value = strtod(text, NULL) / strtod(text + whole + 1, NULL) / (percent ? 100 : 1);
        snprintf(formula, sizeof formula, percent ? "=%s/100" : "=%s", text);
        worksheet_write_formula_num(sheet->worksheet, sheet->row, (lxw_col_t)column, formula, format, value);
    } else {
        snprintf(formula, sizeof formula, percent ? "%se-2" : "%s", text);
        worksheet_write_number(sheet->worksheet, sheet->row, (lxw_col_t)column, strtod(formula, NULL), format);
    }
    widen(sheet, column, text[whole] ? NUMBER_DIGITS / 2 : text_width(text, length));
}
