/* Tables of scores as a spreadsheet, as staff hand them on:
 *
 *     总表              every unit by rank: totals of the parts, bonus, deductions, total, rank, grade
 *     安居富民 …        a sheet for the indicators of each part of the scheme
 *     说明              what is where
 *
 * Headings and names stay in sight, numbers show the decimals of the rules, grades have colours; where the rules are at hand each score has a
 * comment that says how it was worked out. Spreadsheets grow slow with comments, so that there are only so many: the first units have them. */
#include <string.h>

#include "report/book.h"
#include "report/cells.h"
#include "report/report.h"

enum { COMMENTS_MOST = 5000, FEW_COLUMNS = 16 };     /* FEW_COLUMNS: a table that needs no second sheet */

/* One sheet: some columns of the table. */
struct sheet { struct book_sheet *to; uint32_t *columns, count, heading; };      /* heading: row of the lowest headings */

/* One output on its way. */
struct scores {
    struct book *book;
    const struct program *program;
    const struct report_explainer *explainer;
    const struct output *output;
    uint32_t number;
    enum language language;
    struct cells cells;
    uint32_t *rows, row_count, explained;       /* by rank; how many of them have comments */
    struct sheet *sheets; uint32_t sheet_count;
};

static const char *in_language(const struct scores *scores, const char *zh, const char *en) { return scores->language == LANGUAGE_EN ? en : zh; }

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

/* ---- which columns go where ---- */

/* What a column of a code is called, or NULL. */
static const char *title_of(const struct scores *scores, uint32_t column)
{
    return scores->explainer && scores->explainer->name ? scores->explainer->name(scores->explainer->context, scores->number, column) : NULL;
}

static const char *part_of(const struct scores *scores, uint32_t column)
{
    const char *part = scores->explainer && scores->explainer->part ? scores->explainer->part(scores->explainer->context, scores->number, column) : NULL;
    return part ? part : in_language(scores, "各项指标", "Indicators");
}

static struct sheet *add_sheet(struct scores *scores)
{
    scores->sheets = memory_resize(scores->sheets, scores->sheet_count + 1, sizeof *scores->sheets);
    struct sheet *sheet = &scores->sheets[scores->sheet_count++];
    *sheet = (struct sheet){.columns = memory_array(scores->output->column_count + 1, sizeof *sheet->columns)};
    return sheet;
}

static void take_columns(const struct scores *scores, struct sheet *sheet, bool (*wanted)(uint8_t role))
{
    for (uint32_t i = 0; i < scores->output->column_count; i++)
        if (wanted(scores->output->columns[i].role))
            sheet->columns[sheet->count++] = i;
}

static bool is_any(uint8_t role) { (void)role; return true; }
static bool is_no_indicator(uint8_t role) { return role != ROLE_INDICATOR; }

/* The column of the part's total, or NONE. */
static uint32_t total_of(const struct scores *scores, const char *part)
{
    for (uint32_t i = 0; i < scores->output->column_count; i++)
        if (scores->output->columns[i].role == ROLE_GROUP && strcmp(scores->output->columns[i].name, part) == 0)
            return i;
    return NONE;
}

/* The sheets of the indicators: those of one part follow one another in the table. */
static void open_parts(struct scores *scores)
{
    const char *part = NULL;
    struct sheet *sheet = NULL;
    for (uint32_t i = 0; i <= scores->output->column_count; i++) {
        bool indicator = i < scores->output->column_count && scores->output->columns[i].role == ROLE_INDICATOR;
        const char *own = indicator ? part_of(scores, i) : NULL;
        uint32_t total = part && (!own || strcmp(own, part) != 0) ? total_of(scores, part) : NONE;
        if (total != NONE)
            sheet->columns[sheet->count++] = total;
        if (own && (!part || strcmp(own, part) != 0)) {
            sheet = add_sheet(scores);
            take_columns(scores, sheet, is_known_beforehand);
        }
        if (indicator)
            sheet->columns[sheet->count++] = i;
        part = own;
    }
}

static void open_sheets(struct scores *scores)
{
    uint32_t indicators = 0;
    for (uint32_t i = 0; i < scores->output->column_count; i++)
        indicators += scores->output->columns[i].role == ROLE_INDICATOR;
    bool one = indicators == 0 || scores->output->column_count <= FEW_COLUMNS;
    take_columns(scores, add_sheet(scores), one ? is_any : is_no_indicator);
    if (!one)
        open_parts(scores);
}

/* 总表, or with several schemes the scheme's name; a part's name. */
static const char *name_of(const struct scores *scores, const struct sheet *sheet)
{
    for (uint32_t i = 0; sheet != scores->sheets && i < sheet->count; i++)
        if (scores->output->columns[sheet->columns[i]].role == ROLE_INDICATOR)
            return part_of(scores, sheet->columns[i]);
    return scores->program->output_count > 1 ? scores->output->scheme : in_language(scores, "总表", "Summary");
}

/* Headings of one row, or of two where indicators have names: these stand above the codes, by which another scheme reads the sheet as a ledger. */
static void begin_sheet(const struct scores *scores, struct sheet *sheet)
{
    uint32_t fixed = 0;
    sheet->to = book_add_sheet(scores->book, name_of(scores, sheet), sheet->count);
    sheet->heading = 0;
    for (uint32_t i = 0; i < sheet->count; i++) {
        sheet->heading |= title_of(scores, sheet->columns[i]) != NULL;
        fixed += fixed == i && is_known_beforehand(scores->output->columns[sheet->columns[i]].role);
    }
    book_page_title(sheet->to, scores->output->title);
    for (uint32_t i = 0; i < sheet->count; i++) {
        const char *code = scores->output->columns[sheet->columns[i]].name;
        if (sheet->heading)
            book_heading_pair(sheet->to, i, title_of(scores, sheet->columns[i]), code);
        else
            book_heading(sheet->to, i, code);
    }
    for (uint32_t row = 0; row <= sheet->heading; row++)
        book_next_row(sheet->to);
    book_freeze(sheet->to, sheet->heading + 1, fixed);
}

/* ---- cells ---- */

static void write_cell(const struct scores *scores, struct book_sheet *sheet, uint32_t position, uint32_t column, uint32_t row, const char *text)
{
    const struct cell_column *here = &scores->cells.columns[column];
    if (here->output->form != OUTPUT_TEXT && *text && !strchr(text, '/'))       /* a fraction stays a text: who reads the file as a ledger gets no rounded one */
        book_number(sheet, position, text, here->output->form == OUTPUT_DECIMALS ? book_decimals(here->output->places) : NULL, BOOK_PLAIN);
    else if (*text && here->output->role == ROLE_GRADE && here->type == TYPE_CATEGORY)
        book_mark(sheet, position, text, grade_shade((uint32_t)column_integer(here->data, scores->cells.first + row), here->name_count));
    else
        book_text(sheet, position, text, BOOK_PLAIN);
}

static void write_comment(const struct scores *scores, struct book_sheet *sheet, uint32_t position, uint32_t column, uint32_t row)
{
    struct buffer text = {0};
    if (is_known_beforehand(scores->output->columns[column].role))
        return;
    scores->explainer->cell(scores->explainer->context, scores->number, row, column, &text);
    book_comment(sheet, position, buffer_text(&text));
    buffer_release(&text);
}

/* A row of all sheets; row: of the domain, whose cells are prepared. */
static void write_row(const struct scores *scores, uint32_t row, bool explained)
{
    struct buffer text = {0};
    for (uint32_t s = 0; s < scores->sheet_count; s++) {
        const struct sheet *sheet = &scores->sheets[s];
        for (uint32_t i = 0; i < sheet->count; i++) {
            buffer_clear(&text);
            cells_append(&scores->cells, sheet->columns[i], row - scores->cells.first, &text);
            write_cell(scores, sheet->to, i, sheet->columns[i], row - scores->cells.first, buffer_text(&text));
            if (explained)
                write_comment(scores, sheet->to, i, sheet->columns[i], row);
        }
        book_next_row(sheet->to);
    }
    buffer_release(&text);
}

/* Comments of one unit, in all sheets. */
static uint64_t comments_of_unit(const struct scores *scores)
{
    uint64_t count = 0;
    for (uint32_t s = 0; s < scores->sheet_count; s++)
        for (uint32_t i = 0; i < scores->sheets[s].count; i++)
            count += !is_known_beforehand(scores->output->columns[scores->sheets[s].columns[i]].role);
    return count;
}

static void write_rows(struct scores *scores)
{
    uint32_t prepared = NONE;
    for (uint32_t i = 0; i < scores->row_count; i++) {
        uint32_t first = scores->rows[i] / CELLS_ROWS * CELLS_ROWS;
        if (first != prepared)
            cells_prepare(&scores->cells, first);
        prepared = first;
        write_row(scores, scores->rows[i], i < scores->explained);
    }
}

/* ---- what is where ---- */

static void write_notes(const struct scores *scores, struct book_sheet *notes)
{
    struct buffer line = {0};
    book_title(notes, scores->output->title);
    for (uint32_t s = 0; s < scores->sheet_count; s++) {
        const char *what = s                              ? in_language(scores, "这一部分各项指标的得分", "scores of the indicators of this part")
                           : scores->sheet_count > 1 ? in_language(scores, "各部分小计、加分扣分、总分、名次、等次", "totals of the parts, bonus and deductions, total, rank, grade")
                                                          : in_language(scores, "全部得分、名次、等次", "all scores, rank, grade");
        buffer_clear(&line);
        buffer_format(&line, in_language(scores, "工作表「%s」:%s", "sheet \"%s\": %s"), name_of(scores, &scores->sheets[s]), what);
        book_line(notes, buffer_text(&line));
    }
    buffer_clear(&line);
    buffer_format(&line, in_language(scores, "共 %u 个考核对象,有名次的按名次排。空格是免考或不适用。", "%u units, by rank where they have one. An empty cell is exempt or does not apply."), scores->row_count);
    book_line(notes, buffer_text(&line));
    if (scores->explained)
        book_line(notes, in_language(scores, "角上有红三角的格,鼠标移到上面就显示这个数是怎样算出来的、用了台账的哪一格。", "Point at a cell with a red corner to see how it was worked out and from which cells of the ledgers."));
    if (scores->explainer && scores->explained < scores->row_count) {
        buffer_clear(&line);
        buffer_format(&line, in_language(scores, "考核对象太多,只有前 %u 个写了这样的说明;其余的用 assessc explain --unit 代码 看,或用 -o 写成 .html。", "There are too many units: only the first %u are explained so; for the others there is assessc explain --unit CODE, or -o to a .html."),
                      scores->explained);
        book_line(notes, buffer_text(&line));
    }
    book_next_row(notes);
    buffer_release(&line);
}

/* ---- tables ---- */

/* room: comments that the spreadsheet may still have. */
static void write_table(struct scores *scores, const struct data *data, uint64_t *room, struct report_extent *extent)
{
    cells_open(&scores->cells, scores->program, data, scores->number, (struct cell_style){.absent = "", .text = append_plain});
    scores->rows = cells_by_rank(&scores->cells, &scores->row_count);
    open_sheets(scores);
    uint64_t each = comments_of_unit(scores), units = each ? *room / each : 0;
    if (scores->explainer)
        scores->explained = units < scores->row_count ? (uint32_t)units : scores->row_count;
    *room -= scores->explained * each;
    for (uint32_t s = 0; s < scores->sheet_count; s++)
        begin_sheet(scores, &scores->sheets[s]);
    write_rows(scores);
    for (uint32_t s = 0; s < scores->sheet_count; s++)
        book_filter(scores->sheets[s].to, scores->sheets[s].heading);
    extent->units += scores->row_count;
    extent->explained += scores->explainer ? scores->explained : scores->row_count;
}

static void close_table(struct scores *scores)
{
    for (uint32_t s = 0; s < scores->sheet_count; s++)
        memory_free(scores->sheets[s].columns);
    memory_free(scores->sheets);
    memory_free(scores->rows);
    cells_close(&scores->cells);
}

int report_xlsx(const struct program *program, const struct data *data, enum language language, const struct report_explainer *explainer, const char *path,
                struct report_extent *extent)
{
    int error;
    uint64_t room = COMMENTS_MOST;
    struct book *book = book_open(path, &error);
    if (!book)
        return error;
    struct scores *all = memory_array(program->output_count, sizeof *all);
    for (uint32_t i = 0; i < program->output_count; i++) {
        all[i] = (struct scores){.book = book, .program = program, .explainer = explainer, .output = &program->outputs[i], .number = i, .language = language};
        write_table(&all[i], data, &room, extent);
    }
    struct book_sheet *notes = book_add_sheet(book, language == LANGUAGE_EN ? "Notes" : "说明", 1);
    for (uint32_t i = 0; i < program->output_count; i++) {
        write_notes(&all[i], notes);
        close_table(&all[i]);
    }
    memory_free(all);
    return book_close(book);
}
