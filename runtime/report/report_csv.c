/* A table of scores as CSV: one block of about a mebibyte is filled and handed to the writer at a time. */
#include <string.h>

#include "report/cells.h"
#include "report/report.h"

enum { BLOCK_BYTES = 1 << 20 };

static bool needs_quotes(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r')
            return true;
    return length > 0 && (text[0] == ' ' || text[length - 1] == ' ');
}

static void append_field(struct buffer *out, const char *text, size_t length)
{
    if (!needs_quotes(text, length)) {
        buffer_append(out, text, length);
        return;
    }
    buffer_append_char(out, '"');
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"')
            buffer_append_char(out, '"');
        buffer_append_char(out, text[i]);
    }
    buffer_append_char(out, '"');
}

/* The heading, then rows; where there is a writer it gets them block by block. */
static void write_table(const struct program *program, const struct data *data, uint32_t output, struct file_writer *writer, struct buffer *out)
{
    const struct output *table = &program->outputs[output];
    struct cells cells;
    for (uint32_t i = 0; i < table->column_count; i++) {
        if (i > 0)
            buffer_append_char(out, ',');
        append_field(out, table->columns[i].name, strlen(table->columns[i].name));
    }
    buffer_append_char(out, '\n');
    cells_open(&cells, program, data, output, (struct cell_style){.absent = "", .text = append_field});
    uint32_t count;
    for (uint32_t first = 0; (count = cells_prepare(&cells, first)) > 0; first += CELLS_ROWS) {
        for (uint32_t row = 0; row < count; row++) {
            if (cells_skips(&cells, row))
                continue;
            cells_append_row(&cells, row, ',', out);
            buffer_append_char(out, '\n');
        }
        if (writer && out->length >= BLOCK_BYTES) {
            file_write(writer, out->data, out->length);
            buffer_clear(out);
        }
    }
    cells_close(&cells);
}

void report_csv(const struct program *program, const struct data *data, uint32_t output, struct file_writer *writer)
{
    struct buffer out = {0};
    buffer_reserve(&out, 2 * BLOCK_BYTES);
    write_table(program, data, output, writer, &out);
    file_write(writer, buffer_text(&out), out.length);
    buffer_release(&out);
}

void report_csv_text(const struct program *program, const struct data *data, uint32_t output, struct buffer *out)
{
    write_table(program, data, output, NULL, out);
}
