/* Scores out as one page of HTML: the table by rank, how grades and scores are spread, scores by indicator, and for each unit whatever the
 * caller has to explain. Written unit by unit, so that the page of many units is never in memory as a whole. */
#include <string.h>

#include "base/memory.h"
#include "report/cells.h"
#include "report/html.h"
#include "report/report.h"

enum {
    BARS_MOST = 60,                     /* more units than bars are not drawn one by one */
    COLUMNS_MOST = 12,                  /* of one table of indicators */
    PLACES = 2,
    UNITS_TOGETHER = 32,                /* units that the explainer may prepare at once */
    CELLS_IN_FULL = 10000,              /* cells that are explained in full: about 15 MB; of more a short explanation is given */
    CELLS_MOST = 60000                  /* cells that are explained at all: about 32 MB, which browsers and readers still bear */
};

/* One output: all its cells as text, in the order of the ledger, and its rows in the order of the page. */
struct page {
    const struct program *program;
    const struct data *data;
    const struct output *output;
    uint32_t number;
    enum language language;
    const struct report_explainer *explainer;
    bool brief; uint32_t explained;     /* how many of the units have an explanation, the first of `rows` */
    struct file_writer *writer;
    struct buffer out, texts, heading;
    size_t *starts;                     /* of the cell of row r, column c: starts[r * columns + c]; a NUL ends it */
    uint32_t *rows, count;
};

static const char *in_language(const struct page *page, const char *zh, const char *en) { return page->language == LANGUAGE_EN ? en : zh; }

static void flush(struct page *page)
{
    file_write(page->writer, buffer_text(&page->out), page->out.length);
    buffer_clear(&page->out);
}

/* ---- cells and order ---- */

static void plain(struct buffer *out, const char *text, size_t length) { buffer_append(out, text, length); }

static void read_cells(struct page *page)
{
    struct cells cells;
    uint32_t columns = page->output->column_count, rows = page->data->domains[page->output->domain].rows, count;
    page->starts = memory_array((size_t)rows * columns + 1, sizeof *page->starts);
    cells_open(&cells, page->program, page->data, page->number, (struct cell_style){.absent = "", .text = plain});
    page->rows = cells_by_rank(&cells, &page->count);
    for (uint32_t first = 0; (count = cells_prepare(&cells, first)) > 0; first += CELLS_ROWS)
        for (uint32_t row = 0; row < count; row++) {
            for (uint32_t c = 0; c < columns; c++) {
                page->starts[(size_t)(first + row) * columns + c] = page->texts.length;
                cells_append(&cells, c, row, &page->texts);
                buffer_append_char(&page->texts, '\0');
            }
        }
    cells_close(&cells);
}

static const char *cell(const struct page *page, uint32_t row, uint32_t column)
{
    return buffer_text(&page->texts) + page->starts[(size_t)row * page->output->column_count + column];
}

static uint32_t column_of(const struct page *page, enum output_role role)
{
    for (uint32_t i = 0; i < page->output->column_count; i++)
        if (page->output->columns[i].role == role)
            return i;
    return NONE;
}

static bool is_number(const struct page *page, uint32_t column)
{
    return page->data->columns[page->output->columns[column].column].type == TYPE_NUMBER;
}

/* False where the row has no value. */
static bool number_at(const struct page *page, uint32_t row, uint32_t column, struct rational *number)
{
    const struct column_data *data = &page->data->columns[page->output->columns[column].column];
    if (column_status(data, row) != STATUS_PRESENT)
        return false;
    column_number(data, row, number);
    return true;
}

/* ---- names ---- */

/* AJ01 群众满意度; good until the next call. */
static const char *heading(struct page *page, uint32_t column)
{
    const char *name = page->explainer && page->explainer->name ? page->explainer->name(page->explainer->context, page->number, column) : NULL;
    buffer_clear(&page->heading);
    buffer_format(&page->heading, "%s%s%s", page->output->columns[column].name, name ? " " : "", name ? name : "");
    return buffer_text(&page->heading);
}

/* Columns of one part of the scheme stand together. */
static const char *part_of(const struct page *page, uint32_t column)
{
    const char *part = page->explainer && page->explainer->part ? page->explainer->part(page->explainer->context, page->number, column) : NULL;
    return part ? part : "";
}

static void unit_anchor(const struct page *page, uint32_t row, struct buffer *anchor)
{
    buffer_clear(anchor);
    html_anchor(anchor, (const char *const[]){page->output->scheme, cell(page, row, 0), NULL});
}

/* ---- tables ---- */

/* The columns that are in `shown`, for every row. */
static void append_table(struct page *page, const char *caption, const uint32_t *shown, uint32_t count)
{
    struct html_column *columns = memory_array(count + 1, sizeof *columns);
    struct buffer anchor = {0};
    for (uint32_t i = 0; i < count; i++) {
        const char *text = heading(page, shown[i]);
        columns[i] = (struct html_column){memory_copy_text(text, strlen(text)), is_number(page, shown[i])};
    }
    html_table_begin(&page->out, caption, columns, count);
    for (uint32_t r = 0; r < page->count; r++) {
        html_row_begin(&page->out);
        unit_anchor(page, page->rows[r], &anchor);
        for (uint32_t i = 0; i < count; i++)
            html_cell_link(&page->out, columns[i].number, i == 0 && r < page->explained ? buffer_text(&anchor) : NULL, cell(page, page->rows[r], shown[i]));
        html_row_end(&page->out);
        if (page->out.length > 1 << 16)
            flush(page);
    }
    html_table_end(&page->out);
    buffer_release(&anchor);
    for (uint32_t i = 0; i < count; i++)
        memory_free((char *)columns[i].heading);
    memory_free(columns);
}

static bool is_of_unit(uint8_t role) { return role == ROLE_KEY || role == ROLE_NAME; }

static void append_scores(struct page *page)
{
    uint32_t *shown = memory_array(page->output->column_count + 1, sizeof *shown), count = 0;
    for (uint32_t i = 0; i < page->output->column_count; i++)
        if (page->output->columns[i].role != ROLE_INDICATOR)
            shown[count++] = i;
    append_table(page, NULL, shown, count);
    memory_free(shown);
}

/* Indicators, as many columns at a time as go on paper; a part of the scheme begins a table of its own. */
static void append_indicators(struct page *page)
{
    const struct output *output = page->output;
    uint32_t *shown = memory_array(output->column_count + 1, sizeof *shown), own = 0, count;
    for (uint32_t i = 0; i < output->column_count && own < 2; i++)
        if (is_of_unit(output->columns[i].role))
            shown[own++] = i;
    count = own;
    for (uint32_t i = 0; i <= output->column_count; i++) {
        bool more = i < output->column_count && output->columns[i].role == ROLE_INDICATOR;
        bool ends = count > own && (!more || count - own == COLUMNS_MOST || strcmp(part_of(page, i), part_of(page, shown[count - 1])) != 0);
        if (ends) {
            const char *part = part_of(page, shown[own]);
            append_table(page, *part ? part : NULL, shown, count);
            count = own;
        }
        if (more)
            shown[count++] = i;
    }
    memory_free(shown);
}

/* ---- charts ---- */

static void append_number(const struct rational *number, struct buffer *out)
{
    struct rational rounded, quantum;
    rational_init(&rounded);
    rational_init(&quantum);
    rational_set(&quantum, 1, 100);
    rational_round(&rounded, number, &quantum, ROUND_HALF_UP);
    rational_format(&rounded, PLACES, out);
    rational_clear(&rounded);
}

struct spread { uint32_t count; struct rational least, mean, greatest; };

static void spread_of(const struct page *page, uint32_t column, struct spread *spread)
{
    struct rational number;
    *spread = (struct spread){0};
    rational_init(&number);
    rational_init(&spread->least);
    rational_init(&spread->mean);
    rational_init(&spread->greatest);
    for (uint32_t i = 0; i < page->count; i++) {
        if (!number_at(page, page->rows[i], column, &number))
            continue;
        if (!spread->count || rational_compare(&number, &spread->least) < 0)
            rational_copy(&spread->least, &number);
        if (!spread->count || rational_compare(&number, &spread->greatest) > 0)
            rational_copy(&spread->greatest, &number);
        rational_add(&spread->mean, &spread->mean, &number);
        spread->count++;
    }
    rational_set(&number, spread->count ? spread->count : 1, 1);
    rational_divide(&spread->mean, &spread->mean, &number);
    rational_clear(&number);
}

static void spread_clear(struct spread *spread)
{
    rational_clear(&spread->least);
    rational_clear(&spread->mean);
    rational_clear(&spread->greatest);
}

/* Bars hold texts that must last until they are drawn. */
struct chart { struct html_bar *bars; uint32_t count; };

static void chart_draw(struct page *page, struct chart *chart, const char *caption)
{
    if (chart->count)
        html_bars(&page->out, caption, chart->bars, chart->count);
    for (uint32_t i = 0; i < chart->count; i++) {
        memory_free((char *)chart->bars[i].text);
        memory_free((char *)chart->bars[i].label);
    }
    memory_free(chart->bars);
    *chart = (struct chart){0};
}

static struct html_bar *chart_add(struct chart *chart, const char *label, const struct buffer *text)
{
    chart->bars = memory_resize(chart->bars, chart->count + 1, sizeof *chart->bars);
    chart->bars[chart->count] = (struct html_bar){.label = memory_copy_text(label, strlen(label)), .text = memory_copy_text(buffer_text(text), text->length)};
    return &chart->bars[chart->count++];
}

/* The mean of each column from..to-1 of a role, with a line from least to greatest; all on the scale of the greatest. */
static void add_spreads(struct page *page, struct chart *chart, const uint32_t *columns, uint32_t count)
{
    struct spread *spreads = memory_array(count + 1, sizeof *spreads);
    struct rational scale;
    struct buffer text = {0};
    rational_init(&scale);
    for (uint32_t i = 0; i < count; i++) {
        spread_of(page, columns[i], &spreads[i]);
        if (rational_compare(&spreads[i].greatest, &scale) > 0)
            rational_copy(&scale, &spreads[i].greatest);
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct spread *spread = &spreads[i];
        if (!spread->count || rational_sign(&scale) <= 0)
            continue;
        buffer_clear(&text);
        append_number(&spread->mean, &text);
        buffer_append_text(&text, " (");
        append_number(&spread->least, &text);
        buffer_append_text(&text, "–");
        append_number(&spread->greatest, &text);
        buffer_append_text(&text, ")");
        struct html_bar *bar = chart_add(chart, heading(page, columns[i]), &text);
        bar->length = html_bar_length(&spread->mean, &scale);
        bar->has_range = true;
        bar->from = html_bar_length(&spread->least, &scale);
        bar->to = html_bar_length(&spread->greatest, &scale);
    }
    for (uint32_t i = 0; i < count; i++)
        spread_clear(&spreads[i]);
    rational_clear(&scale);
    buffer_release(&text);
    memory_free(spreads);
}

static bool is_part(uint8_t role) { return role == ROLE_GROUP || role == ROLE_BONUS || role == ROLE_DEDUCTION; }

static void append_spreads(struct page *page)
{
    const struct output *output = page->output;
    uint32_t *columns = memory_array(output->column_count + 1, sizeof *columns), count = 0;
    struct chart chart = {0};
    for (uint32_t i = 0; i < output->column_count; i++)
        if (is_part(output->columns[i].role) && is_number(page, i))
            columns[count++] = i;
    add_spreads(page, &chart, columns, count);
    chart_draw(page, &chart, in_language(page, "各部分", "parts"));
    count = 0;
    for (uint32_t i = 0; i <= output->column_count; i++) {
        bool more = i < output->column_count && output->columns[i].role == ROLE_INDICATOR && is_number(page, i);
        if (count && (!more || strcmp(part_of(page, i), part_of(page, columns[count - 1])) != 0)) {
            const char *part = part_of(page, columns[0]);
            add_spreads(page, &chart, columns, count);
            chart_draw(page, &chart, *part ? part : in_language(page, "各项指标", "indicators"));
            count = 0;
        }
        if (more)
            columns[count++] = i;
    }
    memory_free(columns);
}

static void append_grades(struct page *page)
{
    uint32_t grade = column_of(page, ROLE_GRADE);
    const struct column *column = grade == NONE ? NULL : &page->program->columns[page->output->columns[grade].column];
    if (!column || column->type != TYPE_CATEGORY)
        return;
    const struct category_set *set = &page->program->category_sets[column->target];
    uint32_t *counts = memory_array(set->count + 1, sizeof *counts), most = 1;
    struct chart chart = {0};
    struct buffer text = {0};
    for (uint32_t i = 0; i < page->count; i++) {
        const struct column_data *data = &page->data->columns[page->output->columns[grade].column];
        if (column_status(data, page->rows[i]) == STATUS_PRESENT)
            counts[column_integer(data, page->rows[i])]++;
    }
    for (uint32_t i = 0; i < set->count; i++)
        most = counts[i] > most ? counts[i] : most;
    for (uint32_t i = 0; i < set->count; i++) {
        buffer_clear(&text);
        buffer_format(&text, in_language(page, "%u 个", "%u"), counts[i]);
        chart_add(&chart, set->names[i], &text)->length = (int)((uint64_t)counts[i] * HTML_WHOLE / most);
    }
    html_heading(&page->out, 2, NULL, in_language(page, "等次分布", "Grades"));
    chart_draw(page, &chart, NULL);
    buffer_release(&text);
    memory_free(counts);
}

static const char *unit_title(const struct page *page, uint32_t row, struct buffer *title)
{
    buffer_clear(title);
    for (uint32_t i = 0; i < page->output->column_count; i++)
        if (is_of_unit(page->output->columns[i].role))
            buffer_format(title, "%s%s", title->length ? " " : "", cell(page, row, i));
    return buffer_text(title);
}

static void append_totals(struct page *page)
{
    uint32_t total = column_of(page, ROLE_TOTAL);
    struct rational number, most;
    struct chart chart = {0};
    struct buffer title = {0}, text = {0};
    if (total == NONE || !is_number(page, total) || page->count > BARS_MOST)
        return;
    rational_init(&number);
    rational_init(&most);
    for (uint32_t i = 0; i < page->count; i++)
        if (number_at(page, page->rows[i], total, &number) && rational_compare(&number, &most) > 0)
            rational_copy(&most, &number);
    for (uint32_t i = 0; i < page->count && rational_sign(&most) > 0; i++) {
        if (!number_at(page, page->rows[i], total, &number))
            continue;
        buffer_clear(&text);
        buffer_append_text(&text, cell(page, page->rows[i], total));
        chart_add(&chart, unit_title(page, page->rows[i], &title), &text)->length = html_bar_length(&number, &most);
    }
    chart_draw(page, &chart, page->output->columns[total].name);
    rational_clear(&number);
    rational_clear(&most);
    buffer_release(&title);
    buffer_release(&text);
}

/* ---- units ---- */

/* T01 甲街道 总分 88.53 名次 4 等次 良好 */
static const char *unit_summary(const struct page *page, uint32_t row, struct buffer *title)
{
    unit_title(page, row, title);
    for (uint32_t i = 0; i < page->output->column_count; i++) {
        uint8_t role = page->output->columns[i].role;
        if ((role == ROLE_TOTAL || role == ROLE_RANK || role == ROLE_GRADE) && *cell(page, row, i))
            buffer_format(title, " · %s %s", page->output->columns[i].name, cell(page, row, i));
    }
    return buffer_text(title);
}

static bool is_known_beforehand(uint8_t role) { return is_of_unit(role) || role == ROLE_CLASS; }

/* Totals first: they are what is asked about. */
static void append_brief(struct page *page, uint32_t row)
{
    struct buffer text = {0};
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < page->output->column_count; i++) {
            uint8_t role = page->output->columns[i].role;
            if (is_known_beforehand(role) || (role == ROLE_INDICATOR) != (pass == 1))
                continue;
            buffer_clear(&text);
            page->explainer->cell(page->explainer->context, page->number, row, i, &text);
            if (text.length)
                html_lines(&page->out, buffer_text(&text));
        }
    buffer_release(&text);
}

static void append_in_full(struct page *page, uint32_t number, const char *anchor)
{
    uint32_t together = page->explained - number < UNITS_TOGETHER ? page->explained - number : UNITS_TOGETHER;
    if (number % UNITS_TOGETHER == 0)
        page->explainer->prepare(page->explainer->context, page->number, page->rows + number, together);
    page->explainer->unit(page->explainer->context, page->number, page->rows[number], anchor, &page->out);
}

static void append_remarks(struct page *page)
{
    struct buffer text = {0};
    html_paragraph(&page->out, "soft screen", in_language(page, "点开看规则、计算和数据;打印时全部印出。", "Open one for rules, arithmetic and data; on paper all are printed."));
    if (page->brief)
        html_paragraph(&page->out, "note", in_language(page, "考核对象多,这里只写怎样算的和用到的数;规则原文和怎样多得分,用 assessc explain --unit 代码 看。",
                                                       "There are many units: here stands how their scores were worked out and from what; for the rules and for what would score more there is assessc explain --unit CODE."));
    buffer_format(&text, in_language(page, "只有前 %u 个考核对象写了说明;其余的用 assessc explain --unit 代码 看。", "Only the first %u units are explained; for the others there is assessc explain --unit CODE."), page->explained);
    if (page->explained < page->count)
        html_paragraph(&page->out, "note", buffer_text(&text));
    buffer_release(&text);
}

static void append_units(struct page *page)
{
    struct buffer title = {0}, anchor = {0};
    html_page_break(&page->out);
    html_heading(&page->out, 2, NULL, in_language(page, "每个考核对象的得分说明", "How each unit came to its scores"));
    append_remarks(page);
    for (uint32_t i = 0; i < page->explained; i++) {
        unit_anchor(page, page->rows[i], &anchor);
        html_fold_begin(&page->out, buffer_text(&anchor), page->brief || i == 0 ? NULL : "sheet", unit_summary(page, page->rows[i], &title), false);
        if (page->brief)
            append_brief(page, page->rows[i]);
        else
            append_in_full(page, i, buffer_text(&anchor));
        html_fold_end(&page->out);
        flush(page);
    }
    buffer_release(&title);
    buffer_release(&anchor);
}

/* Cells of one unit that are explained. */
static uint64_t cells_of_unit(const struct output *output)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < output->column_count; i++)
        count += !is_known_beforehand(output->columns[i].role);
    return count;
}

static uint64_t cells_of_all(const struct program *program, const struct data *data)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < program->output_count; i++)
        count += cells_of_unit(&program->outputs[i]) * data->domains[program->outputs[i].domain].rows;
    return count;
}

/* room: cells that may still be explained. */
static void decide_extent(struct page *page, uint64_t *room, struct report_extent *extent)
{
    uint64_t each = cells_of_unit(page->output), units = each ? *room / each : page->count;
    page->brief = cells_of_all(page->program, page->data) > CELLS_IN_FULL;
    if (page->explainer)
        page->explained = units < page->count ? (uint32_t)units : page->count;
    *room -= page->explained * each;
    extent->units += page->count;
    extent->explained += page->explainer ? page->explained : page->count;
}

static void append_output(struct page *page, uint64_t *room, struct report_extent *extent)
{
    struct buffer line = {0};
    read_cells(page);
    decide_extent(page, room, extent);
    buffer_format(&line, in_language(page, "共 %u 个考核对象", "%u units"), page->count);
    html_paragraph(&page->out, "soft", buffer_text(&line));
    append_scores(page);
    append_totals(page);
    append_grades(page);
    html_heading(&page->out, 2, NULL, in_language(page, "得分的分布", "How scores are spread"));
    html_paragraph(&page->out, "soft", in_language(page, "条是平均值,细线从最低到最高;数字是平均(最低–最高),四舍五入到 2 位小数。免考和不适用的不在其中。",
                                                   "Bars are means, thin lines go from the least to the greatest; figures are mean (least–greatest), half up to 2 decimals. What is exempt or does not apply is left out."));
    append_spreads(page);
    if (column_of(page, ROLE_INDICATOR) != NONE) {
        html_heading(&page->out, 2, NULL, in_language(page, "各项指标得分", "Scores by indicator"));
        append_indicators(page);
    }
    if (page->explainer)
        append_units(page);
    flush(page);
    buffer_release(&line);
    buffer_release(&page->texts);
    buffer_release(&page->heading);
    memory_free(page->starts);
    memory_free(page->rows);
}

void report_html(const struct program *program, const struct data *data, enum language language, const struct report_explainer *explainer,
                 struct file_writer *writer, struct report_extent *extent)
{
    struct buffer frame = {0};
    bool several = program->output_count > 1;
    uint64_t room = CELLS_MOST;
    html_begin(&frame, language, several ? (language == LANGUAGE_EN ? "Scores" : "考核得分") : program->outputs[0].title);
    file_write(writer, buffer_text(&frame), frame.length);
    for (uint32_t i = 0; i < program->output_count; i++) {
        struct page page = {.program = program, .data = data, .output = &program->outputs[i], .number = i, .language = language, .explainer = explainer, .writer = writer};
        if (several)
            html_heading(&page.out, 2, NULL, program->outputs[i].title);
        append_output(&page, &room, extent);
        buffer_release(&page.out);
    }
    buffer_clear(&frame);
    html_end(&frame);
    file_write(writer, buffer_text(&frame), frame.length);
    buffer_release(&frame);
}
