/* Reads a ledger's file once more for the texts of its cells: columns only hold values, and 1,234.5 or 2024/3/31 is shown as it was written.
 * Rows are found by their lines, so that those which the loader passed over are passed over here too. */
#include "explain/written.h"
#include <string.h>
#include "ledger/csv.h"
#include "memory.h"

enum { ROWS_KEPT = 20000, ROWS_CUT = 256 };     /* a file with more rows is not kept as texts; its values are shown instead */

struct sheet { bool usable; const char ***rows; uint32_t count, stride; uint32_t *columns; };

static const char *field_text(const struct csv_batch *batch, uint32_t row, uint32_t column)
{
    const uint32_t *ends = batch->ends + (size_t)row * batch->stride;
    uint32_t start = column ? ends[column - 1] + 1 : batch->starts[row];
    size_t length = ends[column] - start;
    char *scratch = lang_array(length + 1, 1);
    const char *text = csv_field(batch->text + start, length, scratch, &length);
    return lang_text(text, length);
}

/* How many fields the heading names, cut by the separator; columns[field] is its column. */
static uint32_t match_headings(const struct domain *domain, const struct csv_batch *heading, uint32_t *columns)
{
    uint32_t matched = 0;
    for (uint32_t f = 0; f < domain->field_count; f++) {
        const struct field *field = &domain->fields[f];
        columns[f] = NONE;
        for (uint32_t c = 0; c < heading->counts[0] && c < heading->stride; c++) {
            const char *text = field_text(heading, 0, c);
            bool named = strcmp(text, field->name) == 0;
            for (uint32_t a = 0; a < field->alias_count; a++)
                named = named || strcmp(text, field->aliases[a]) == 0;
            if (named)
                columns[f] = c;
        }
        matched += columns[f] != NONE;
    }
    return matched;
}

static bool read_heading(struct csv *csv, const struct domain *domain, struct sheet *sheet)
{
    static const char separators[] = {',', ';', '\t'};
    uint32_t best = 0, *columns = lang_array(domain->field_count + 1, sizeof *columns);
    char separator = ',';
    struct csv_batch heading;
    csv_batch_open(&heading, LIMIT_COLUMNS, 8);
    for (size_t i = 0; i < sizeof separators; i++) {
        csv->separator = separators[i];
        uint32_t matched = csv_peek(csv, &heading) ? match_headings(domain, &heading, columns) : 0;
        if (matched <= best)
            continue;
        best = matched;
        separator = separators[i];
        sheet->stride = heading.counts[0];
        memcpy(sheet->columns, columns, domain->field_count * sizeof *columns);
    }
    csv->separator = separator;
    bool taken = best && csv_next(csv, &heading, 1);
    csv_batch_close(&heading);
    return taken;
}

static uint32_t line_of(const struct domain_data *rows, uint32_t row) { return rows->lines ? rows->lines[row] : row + 2; }

static bool read_sheet(struct csv *csv, const struct domain *domain, const struct domain_data *rows, struct sheet *sheet)
{
    if (!read_heading(csv, domain, sheet))
        return false;
    struct csv_batch batch;
    csv_batch_open(&batch, sheet->stride, ROWS_CUT);
    sheet->count = 0;
    while (csv_next(csv, &batch, ROWS_CUT))
        for (uint32_t i = 0; i < batch.rows; i++) {
            if (sheet->count == rows->rows || batch.lines[i] != line_of(rows, sheet->count))
                continue;
            const char **texts = lang_array(sheet->stride + 1, sizeof *texts);
            for (uint32_t c = 0; c < sheet->stride && c < batch.counts[i]; c++)
                texts[c] = field_text(&batch, i, c);
            sheet->rows[sheet->count++] = texts;
        }
    csv_batch_close(&batch);
    return csv->fault == CSV_SOUND && sheet->count == rows->rows;
}

static struct sheet *sheet_of(const struct written *written, uint32_t number)
{
    const struct domain *domain = &written->program->domains[number];
    const struct domain_data *rows = &written->data->domains[number];
    struct sheet *sheet = lang_new(sizeof *sheet);
    struct input input;
    if (!rows->path || rows->rows > ROWS_KEPT || input_open(&input, rows->path) != 0)
        return sheet;
    sheet->rows = lang_array(rows->rows + 1, sizeof *sheet->rows);
    sheet->columns = lang_array(domain->field_count + 1, sizeof *sheet->columns);
    for (int attempt = 0; attempt < 2 && !sheet->usable; attempt++) {      /* as UTF-8, else as GB18030 */
        struct csv csv;
        if (attempt)
            input_restart(&input, ENCODING_GB18030);
        csv_open(&csv, &input);
        sheet->usable = read_sheet(&csv, domain, rows, sheet);
        csv_close(&csv);
    }
    input_close(&input);
    return sheet;
}

struct written written_open(const struct program *program, const struct data *data)
{
    return (struct written){program, data, lang_array(program->domain_count + 1, sizeof(struct sheet *))};
}

const char *written_cell(struct written *written, uint32_t domain, uint32_t field, uint32_t row)
{
    if (!written->sheets[domain])
        written->sheets[domain] = sheet_of(written, domain);
    const struct sheet *sheet = written->sheets[domain];
    if (!sheet->usable || sheet->columns[field] == NONE)
        return NULL;
    return sheet->rows[row][sheet->columns[field]];
}

uint32_t written_line(const struct written *written, uint32_t domain, uint32_t row)
{
    return line_of(&written->data->domains[domain], row);
}
