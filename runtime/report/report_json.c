/* A table of scores as one JSON object, a row a line.  Numbers keep their digits; a fraction without a finite decimal is a string. */
#include <string.h>

#include "base/text.h"
#include "report/cells.h"
#include "report/report.h"

enum { BLOCK_BYTES = 1 << 20 };

static const char *const role_names[] = {
    [ROLE_KEY] = "key", [ROLE_NAME] = "name", [ROLE_CLASS] = "class", [ROLE_INDICATOR] = "indicator", [ROLE_GROUP] = "group",
    [ROLE_BONUS] = "bonus", [ROLE_DEDUCTION] = "deduction", [ROLE_TOTAL] = "total", [ROLE_RANK] = "rank", [ROLE_GRADE] = "grade",
    [ROLE_OTHER] = "other",
};

/* A JSON string; bytes that are not UTF-8 (a compiled program may hold any) become U+FFFD. */
static void append_string(struct buffer *out, const char *text, size_t length)
{
    buffer_append_char(out, '"');
    for (size_t at = 0, step; at < length; at += step) {
        int32_t character;
        step = text_decode(text + at, length - at, &character);
        if (step == 0) {
            buffer_append_text(out, "\xEF\xBF\xBD");
            step = 1;
        } else if (character == '"' || character == '\\') {
            buffer_append_char(out, '\\');
            buffer_append_char(out, (char)character);
        } else if (character < 0x20 || character == 0x7F) {
            buffer_format(out, "\\u%04x", (unsigned)character);
        } else {
            buffer_append(out, text + at, step);
        }
    }
    buffer_append_char(out, '"');
}

static void append_head(struct buffer *out, const struct output *table)
{
    buffer_append_text(out, "{\"format\":\"assessc-scores\",\"version\":1,\"scheme\":");
    append_string(out, table->scheme, strlen(table->scheme));
    buffer_append_text(out, ",\"title\":");
    append_string(out, table->title, strlen(table->title));
    buffer_append_text(out, ",\"columns\":[");
    for (uint32_t i = 0; i < table->column_count; i++) {
        const struct output_column *column = &table->columns[i];
        buffer_append_text(out, i ? ",{\"name\":" : "{\"name\":");
        append_string(out, column->name, strlen(column->name));
        buffer_format(out, ",\"role\":\"%s\"}", role_names[column->role <= ROLE_OTHER ? column->role : ROLE_OTHER]);
    }
    buffer_append_text(out, "],\"rows\":[");
}

void report_json(const struct program *program, const struct data *data, uint32_t output, struct file_writer *writer)
{
    struct buffer out = {0};
    struct cells cells;
    append_head(&out, &program->outputs[output]);
    cells_open(&cells, program, data, output, (struct cell_style){.absent = "null", .text = append_string, .quotes_fractions = true});
    uint32_t count;
    bool any = false;
    for (uint32_t first = 0; (count = cells_prepare(&cells, first)) > 0; first += CELLS_ROWS) {
        for (uint32_t row = 0; row < count; row++) {
            if (cells_skips(&cells, row))
                continue;
            buffer_append_text(&out, any ? ",\n[" : "\n[");
            cells_append_row(&cells, row, ',', &out);
            buffer_append_char(&out, ']');
            any = true;
        }
        if (out.length >= BLOCK_BYTES) {
            file_write(writer, out.data, out.length);
            buffer_clear(&out);
        }
    }
    buffer_append_text(&out, "\n]}\n");
    file_write(writer, out.data, out.length);
    cells_close(&cells);
    buffer_release(&out);
}
