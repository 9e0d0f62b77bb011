/* Any bytes as a ledger of every type of field, with references to itself and from a second ledger that is complete: whatever they are,
 * loading ends, nothing is leaked, and what was loaded without a fault can be read back and rendered. */
#include <assert.h>
#include <stdint.h>

#include "../unit/ledger_help.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_back(const struct loaded *loaded)
{
    struct rational value;
    rational_init(&value);
    for (uint32_t column = 0; column < loaded->program->column_count; column++) {
        const struct column_data *data = &loaded->data->columns[column];
        assert(data->rows == loaded->data->domains[loaded->program->columns[column].domain].rows);
        for (uint32_t row = 0; row < data->rows; row++) {
            size_t length;
            if (data->type == TYPE_TEXT)
                column_text(data, row, &length);
            else if (column_status(data, row) == STATUS_PRESENT && data->type == TYPE_NUMBER)
                column_number(data, row, &value);
            else if (column_status(data, row) == STATUS_PRESENT)
                assert(data->type != TYPE_INDEX || (column_integer(data, row) >= 0 && column_integer(data, row) < loaded->data->domains[0].rows));
        }
    }
    rational_clear(&value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* the first byte says where the second ledger begins */
    size_t cut = size ? 1 + (size - 1) * data[0] / 255 : 0;
    const char *text = (const char *)data;
    struct ledger_bytes ledgers[] = {{"乡镇", "乡镇.csv", size ? text + 1 : text, size ? cut - 1 : 0, NULL}, {"月报", "月报.csv", text + cut, size - cut, NULL}};
    struct loaded loaded;
    load_texts(&loaded, ledgers, 2);
    assert(loaded.sound == (diagnostics_count(loaded.diagnostics, SEVERITY_ERROR) == 0));
    if (loaded.sound)
        read_back(&loaded);
    struct buffer out = {0};
    diagnostics_render_text(loaded.diagnostics, &(struct render_options){.language = LANGUAGE_ZH, .faults_shown = 20}, &out);
    diagnostics_render_json(loaded.diagnostics, &out);
    buffer_release(&out);
    unload(&loaded);
    return 0;
}
