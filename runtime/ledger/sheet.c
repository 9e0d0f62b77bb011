/* A sheet's rows to lines of CSV.
 *
 *     1 |      2024年台账(合并)      |   title: one cell that is merged over several columns; passed over
 *     2 | 代码 |  满意度(合并)  | 备注 |   headings: cells that are merged downwards or sideways show how many rows they take;
 *     3 |      |  上半年 | 全年  |      |   a column is called by the lowest cell that says something
 *     4 | T01  |  92%   |  95%  |      |   data: a cell merged with others would leave these empty without anybody noticing, so it is refused */
#include "ledger/sheet.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/memory.h"
#include "ledger/csv.h"
#include "ledger/sheet_value.h"

enum { HEAD_ROWS = 16 };            /* rows among which the headings are looked for */

struct line { uint32_t row, cells; size_t start, end; };
struct head_cell { uint32_t row, column; char *text; };
struct merge { uint32_t top, left, bottom, right; };

struct reading {
    struct spreadsheet *workbook;
    struct ledger_faults *faults;
    bool failed;

    uint32_t row, column;           /* of the cell at hand, from 1 */
    char type[12]; unsigned long style; bool formula, in_value, in_text, in_phonetic, row_hidden;
    struct buffer value, cell;
    uint32_t commas;                /* in the line at hand */

    struct buffer text;             /* of all lines */
    struct line *lines; size_t line_count, line_capacity;
    struct head_cell *head; size_t head_count; uint32_t head_rows;
    struct merge *merges; size_t merge_count;
    uint32_t formulas, formula_row, formula_column, hidden, hidden_row;
};

static void fail(struct reading *reading, struct part *part, const char *code, const char *detail)
{
    if (!reading->failed)
        faults_add(reading->faults, code, (struct fault_place){.row = reading->row}, 1, &detail);
    reading->failed = true;
    part_stop(part);
}

/* ---- places ---- */

/* B12; false where it is none. */
static bool read_place(const char **text, uint32_t *row, uint32_t *column)
{
    uint64_t letters = 0, digits = 0;
    const char *at = *text;
    for (; *at >= 'A' && *at <= 'Z' && letters <= LIMIT_COLUMNS; at++)
        letters = letters * 26 + (uint64_t)(*at - 'A') + 1;
    for (; *at >= '0' && *at <= '9' && digits <= LIMIT_SHEET_ROWS; at++)
        digits = digits * 10 + (uint64_t)(*at - '0');
    *text = at;
    *row = (uint32_t)digits;
    *column = (uint32_t)letters;
    return letters > 0 && letters <= LIMIT_COLUMNS && digits > 0 && digits <= LIMIT_SHEET_ROWS;
}

static void append_place(struct buffer *out, uint32_t row, uint32_t column)
{
    char letters[8];
    int count = 0;
    for (uint32_t left = column; left; left = (left - 1) / 26)
        letters[count++] = (char)('A' + (left - 1) % 26);
    while (count)
        buffer_append_char(out, letters[--count]);
    buffer_format(out, "%u", row);
}

/* ---- cells ---- */

static void append_field(struct buffer *out, const char *text, size_t length)
{
    buffer_append_char(out, '"');
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"')
            buffer_append_char(out, '"');
        buffer_append_char(out, text[i] == '\n' || text[i] == '\r' ? ' ' : text[i]);    /* a line of its own is a row of its own */
    }
    buffer_append_char(out, '"');
}

/* A heading may be broken into lines to fit its column. */
static void keep_head(struct reading *reading)
{
    struct buffer text = {0};
    for (size_t i = 0; i < reading->cell.length; i++)
        if (reading->cell.data[i] != '\n' && reading->cell.data[i] != '\r')
            buffer_append_char(&text, reading->cell.data[i]);
    reading->head = memory_resize(reading->head, reading->head_count + 1, sizeof *reading->head);
    reading->head[reading->head_count++] = (struct head_cell){reading->row, reading->column, memory_copy_text(buffer_text(&text), text.length)};
    buffer_release(&text);
}

static struct line *open_line(struct reading *reading)
{
    if (reading->line_count && reading->lines[reading->line_count - 1].row == reading->row)
        return &reading->lines[reading->line_count - 1];
    if (reading->line_count == reading->line_capacity) {
        reading->line_capacity = reading->line_capacity ? 2 * reading->line_capacity : 256;
        reading->lines = memory_resize(reading->lines, reading->line_capacity, sizeof *reading->lines);
    }
    reading->commas = 0;
    reading->head_rows += reading->head_rows < HEAD_ROWS + 1;
    if (reading->row_hidden && reading->hidden++ == 0)
        reading->hidden_row = reading->row;
    struct line *line = &reading->lines[reading->line_count++];
    *line = (struct line){reading->row, 0, reading->text.length, reading->text.length};
    return line;
}

/* A cell of nothing but blanks is what is left of one that was cleared. */
static bool is_blank(const struct buffer *cell)
{
    size_t length = cell->length;
    csv_trim(cell->data, &length);
    return length == 0;
}

static void put_cell(struct reading *reading, struct part *part)
{
    if (is_blank(&reading->cell))
        return;
    if (reading->cell.length > LIMIT_CELL_BYTES || reading->text.length > LIMIT_PART_BYTES) {
        fail(reading, part, "D0708", "");
        return;
    }
    struct line *line = open_line(reading);
    if (line->cells >= reading->column) {
        fail(reading, part, "D0708", "");
        return;
    }
    for (; reading->commas + 1 < reading->column; reading->commas++)
        buffer_append_char(&reading->text, ',');
    append_field(&reading->text, buffer_text(&reading->cell), reading->cell.length);
    line->cells = reading->column;
    line->end = reading->text.length;
    if (reading->head_rows <= HEAD_ROWS)
        keep_head(reading);
}

/* ---- what a cell holds ---- */

static void shared_text(struct reading *reading, struct part *part)
{
    const struct spreadsheet *workbook = reading->workbook;
    uint64_t number = 0;
    size_t at = 0;
    for (; at < reading->value.length && reading->value.data[at] >= '0' && reading->value.data[at] <= '9' && number < UINT32_MAX; at++)
        number = number * 10 + (uint64_t)(reading->value.data[at] - '0');
    if (!at || at < reading->value.length || number >= workbook->text_count) {
        fail(reading, part, "D0708", "");
        return;
    }
    size_t start = workbook->offsets[number], end = number + 1 < workbook->text_count ? workbook->offsets[number + 1] : workbook->texts.length;
    if (end > start)
        sheet_text(workbook->texts.data + start, end - start, &reading->cell);
}

static void end_cell(struct reading *reading, struct part *part)
{
    const struct spreadsheet *workbook = reading->workbook;
    const char *value = buffer_text(&reading->value);
    size_t length = reading->value.length;
    buffer_clear(&reading->cell);
    if (reading->formula && length && reading->formulas++ == 0) {
        reading->formula_row = reading->row;
        reading->formula_column = reading->column;
    }
    if (reading->formula && !length && strcmp(reading->type, "str") != 0)
        buffer_append_text(&reading->cell, "=");        /* never computed: refused as a formula */
    else if (strcmp(reading->type, "s") == 0)
        shared_text(reading, part);
    else if (strcmp(reading->type, "b") == 0)
        buffer_append_text(&reading->cell, strcmp(value, "1") == 0 ? "true" : strcmp(value, "0") == 0 ? "false" : value);
    else if (strcmp(reading->type, "d") == 0)
        sheet_iso_date(value, length, &reading->cell);
    else if (strcmp(reading->type, "") == 0 || strcmp(reading->type, "n") == 0) {
        if (length)
            sheet_number(value, length, reading->style < workbook->format_count ? workbook->formats[reading->style] : FORMAT_PLAIN, workbook->from_1904, &reading->cell);
    } else
        sheet_text(value, length, &reading->cell);
    put_cell(reading, part);
}

/* ---- elements ---- */

static void begin_row(struct reading *reading, struct part *part, const char **attributes)
{
    const char *number = part_attribute(attributes, "r"), *hidden = part_attribute(attributes, "hidden");
    uint64_t row = reading->row + 1;
    for (row = number ? 0 : row; number && *number >= '0' && *number <= '9' && row <= LIMIT_SHEET_ROWS; number++)
        row = row * 10 + (uint64_t)(*number - '0');
    if (row <= reading->row || row > LIMIT_SHEET_ROWS) {
        fail(reading, part, "D0708", "");
        return;
    }
    reading->row = (uint32_t)row;
    reading->column = 0;
    reading->row_hidden = hidden && (strcmp(hidden, "1") == 0 || strcmp(hidden, "true") == 0);
}

static void begin_cell(struct reading *reading, struct part *part, const char **attributes)
{
    const char *place = part_attribute(attributes, "r"), *type = part_attribute(attributes, "t"), *style = part_attribute(attributes, "s");
    uint32_t row, column = reading->column + 1;
    if (!reading->row || (place && (!read_place(&place, &row, &column) || *place || row != reading->row)) || column <= reading->column || column > LIMIT_COLUMNS) {
        fail(reading, part, "D0708", "");
        return;
    }
    reading->column = column;
    snprintf(reading->type, sizeof reading->type, "%s", type ? type : "");
    reading->style = 0;
    for (; style && *style >= '0' && *style <= '9' && reading->style < UINT16_MAX; style++)
        reading->style = reading->style * 10 + (unsigned long)(*style - '0');
    reading->formula = false;
    buffer_clear(&reading->value);
}

static void begin_merge(struct reading *reading, struct part *part, const char **attributes)
{
    const char *text = part_attribute(attributes, "ref");
    struct merge merge;
    bool sound = text && read_place(&text, &merge.top, &merge.left) && *text++ == ':' && read_place(&text, &merge.bottom, &merge.right) && !*text &&
                 merge.top <= merge.bottom && merge.left <= merge.right;
    if (!sound) {
        fail(reading, part, "D0708", "");
        return;
    }
    if ((reading->merge_count & (reading->merge_count + 1)) == 0)
        reading->merges = memory_resize(reading->merges, 2 * (reading->merge_count + 1), sizeof *reading->merges);
    reading->merges[reading->merge_count++] = merge;
}

static void begin(struct part *part, const char *name, const char **attributes)
{
    struct reading *reading = part->context;
    if (reading->failed)
        return;
    if (strcmp(name, "row") == 0)
        begin_row(reading, part, attributes);
    else if (strcmp(name, "c") == 0)
        begin_cell(reading, part, attributes);
    else if (strcmp(name, "v") == 0)
        reading->in_value = true;
    else if (strcmp(name, "rPh") == 0)
        reading->in_phonetic = true;
    else if (strcmp(name, "t") == 0)
        reading->in_text = !reading->in_phonetic;
    else if (strcmp(name, "f") == 0)
        reading->formula = true;
    else if (strcmp(name, "mergeCell") == 0)
        begin_merge(reading, part, attributes);
}

static void end(struct part *part, const char *name)
{
    struct reading *reading = part->context;
    reading->in_value = reading->in_text = false;
    if (strcmp(name, "rPh") == 0)
        reading->in_phonetic = false;
    if (!reading->failed && strcmp(name, "c") == 0)
        end_cell(reading, part);
}

static void text(struct part *part, const char *bytes, size_t length)
{
    struct reading *reading = part->context;
    if ((reading->in_value || reading->in_text) && reading->value.length <= LIMIT_CELL_BYTES)
        buffer_append(&reading->value, bytes, length);
}

/* ---- headings ---- */

/* A row of one cell that is merged over several columns. */
static bool is_title(const struct reading *reading, uint32_t row)
{
    size_t cells = 0;
    bool wide = false;
    for (size_t i = 0; i < reading->head_count; i++)
        if (reading->head[i].row == row) {
            cells++;
            for (size_t m = 0; m < reading->merge_count; m++)
                wide = wide || (reading->merges[m].top == row && reading->merges[m].left == reading->head[i].column && reading->merges[m].right > reading->merges[m].left);
        }
    return cells == 1 && wide;
}

/* First and last row of the headings; top 0 where there are none. */
static void find_heading(const struct reading *reading, uint32_t *top, uint32_t *bottom)
{
    bool sideways = false;
    *top = *bottom = 0;
    for (size_t i = 0; i < reading->head_count && !*top; i++)
        if (!is_title(reading, reading->head[i].row))
            *top = *bottom = reading->head[i].row;
    for (size_t m = 0; *top && m < reading->merge_count; m++) {
        const struct merge *merge = &reading->merges[m];
        if (merge->top != *top)
            continue;
        *bottom = merge->bottom > *bottom && merge->bottom < *top + HEAD_ROWS ? merge->bottom : *bottom;
        sideways = sideways || merge->right > merge->left;
    }
    if (sideways && *bottom == *top)
        ++*bottom;
}

/* The lowest cell of the headings in a column that says something, or NULL. */
static const char *heading_of(const struct reading *reading, uint32_t top, uint32_t bottom, uint32_t column)
{
    const char *text = NULL;
    for (size_t i = 0; i < reading->head_count; i++)
        if (reading->head[i].column == column && reading->head[i].row >= top && reading->head[i].row <= bottom)
            text = reading->head[i].text;
    return text;
}

static uint32_t heading_width(const struct reading *reading, uint32_t top, uint32_t bottom)
{
    uint32_t width = 0;
    for (size_t i = 0; i < reading->head_count; i++)
        if (reading->head[i].row >= top && reading->head[i].row <= bottom && reading->head[i].column > width)
            width = reading->head[i].column;
    return width;
}

/* ---- lines ---- */

static void write_lines(const struct reading *reading, uint32_t top, uint32_t bottom, struct buffer *csv)
{
    uint32_t width = heading_width(reading, top, bottom), line = 1;
    for (; line < bottom; line++)
        buffer_append_char(csv, '\n');
    for (uint32_t column = 1; column <= width; column++) {
        const char *heading = heading_of(reading, top, bottom, column);
        buffer_append_text(csv, column > 1 ? "," : "");
        append_field(csv, heading ? heading : "", heading ? strlen(heading) : 0);
    }
    buffer_append_char(csv, '\n');
    line++;
    for (size_t i = 0; i < reading->line_count; i++) {
        const struct line *here = &reading->lines[i];
        if (here->row <= bottom)
            continue;
        for (; line < here->row; line++)
            buffer_append_char(csv, '\n');
        buffer_append(csv, reading->text.data + here->start, here->end - here->start);
        for (uint32_t cells = here->cells; cells < width; cells++)
            buffer_append_char(csv, ',');
        buffer_append_char(csv, '\n');
        line++;
    }
}

static void report_place(struct reading *reading, const char *code, uint32_t row, uint32_t column, uint32_t count)
{
    struct buffer place = {0};
    char number[16];
    append_place(&place, row, column);
    snprintf(number, sizeof number, "%u", count);
    faults_add(reading->faults, code, (struct fault_place){.row = row}, 2, (const char *[]){number, buffer_text(&place)});
    buffer_release(&place);
}

static bool finish(struct reading *reading, struct buffer *csv)
{
    uint32_t top, bottom;
    bool sound = true;
    find_heading(reading, &top, &bottom);
    for (size_t m = 0; m < reading->merge_count; m++)
        if (reading->merges[m].bottom > bottom && reading->merges[m].top <= (reading->line_count ? reading->lines[reading->line_count - 1].row : 0)) {
            report_place(reading, "D0709", reading->merges[m].top, reading->merges[m].left, 1);
            sound = false;
        }
    if (reading->formulas)
        report_place(reading, "D0710", reading->formula_row, reading->formula_column, reading->formulas);
    if (reading->hidden) {
        char number[16];
        snprintf(number, sizeof number, "%u", reading->hidden);
        faults_add(reading->faults, "D0711", (struct fault_place){.row = reading->hidden_row}, 1, (const char *[]){number});
    }
    if (sound && top)
        write_lines(reading, top, bottom, csv);
    return sound;
}

bool sheet_read(struct spreadsheet *workbook, const struct sheet_entry *sheet, struct ledger_faults *faults, struct buffer *csv)
{
    struct reading reading = {.workbook = workbook, .faults = faults};
    struct part part = {.context = &reading, .begin = begin, .end = end, .text = text};
    bool sound = part_read(&workbook->archive, sheet->part, &part, true, faults) && !reading.failed && finish(&reading, csv);
    for (size_t i = 0; i < reading.head_count; i++)
        memory_free(reading.head[i].text);
    memory_free(reading.head);
    memory_free(reading.lines);
    memory_free(reading.merges);
    buffer_release(&reading.text);
    buffer_release(&reading.value);
    buffer_release(&reading.cell);
    return sound;
}
