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

void report_csv(const struct program *program, const struct data *data, uint32_t output, struct file_writer *writer)
{
    const struct output *table = &program->outputs[output];
    struct buffer out = {0};
    struct cells cells;
    buffer_reserve(&out, 2 * BLOCK_BYTES);
    for (uint32_t i = 0; i < table->column_count; i++) {
        if (i > 0)
            buffer_append_char(&out, ',');
        append_field(&out, table->columns[i].name, strlen(table->columns[i].name));
    }
    buffer_append_char(&out, '\n');
    cells_open(&cells, program, data, output, (struct cell_style){.absent = "", .text = append_field});
    uint32_t count;
    for (uint32_t first = 0; (count = cells_prepare(&cells, first)) > 0; first += CELLS_ROWS) {
        for (uint32_t row = 0; row < count; row++) {
            if (cells_skips(&cells, row))
                continue;
            cells_append_row(&cells, row, ',', &out);
            buffer_append_char(&out, '\n');
        }
        if (out.length >= BLOCK_BYTES) {
            file_write(writer, out.data, out.length);
            buffer_clear(&out);
        }
    }
    file_write(writer, buffer_text(&out), out.length);
    cells_close(&cells);
    buffer_release(&out);
}
