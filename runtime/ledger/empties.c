/* Counts the missing cells of each field that says what an empty cell means. Called once the ledgers are loaded without fault. */
#include "ledger/empties.h"

uint64_t empties_count(const struct column_data *column)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < column->chunk_count; i++) {
        const uint8_t *status = column->chunks[i].status;
        uint32_t rows = column->rows - i * CHUNK_ROWS < CHUNK_ROWS ? column->rows - i * CHUNK_ROWS : CHUNK_ROWS;
        for (uint32_t row = 0; status && row < rows; row++)
            count += status[row] == STATUS_MISSING;
    }
    return count;
}

static void report_ledger(const struct program *program, const struct data *data, uint32_t number, struct diagnostics *diagnostics)
{
    const struct domain *domain = &program->domains[number];
    struct buffer zh = {0}, en = {0};
    for (uint32_t i = 0; i < domain->field_count; i++) {
        const struct field *field = &domain->fields[i];
        uint64_t count = field->empty_means[0] && field->type != TYPE_TEXT ? empties_count(&data->columns[field->column]) : 0;
        if (!count)
            continue;
        buffer_format(&zh, "%s%s %llu 格 %s", zh.length ? ";" : "", field->name, (unsigned long long)count, field->empty_means);
        buffer_format(&en, "%s%s %llu: %s", en.length ? "; " : "", field->name, (unsigned long long)count, field->empty_means);
    }
    if (zh.length) {
        diagnostic_report(diagnostics, message_find(runtime_messages, "D0319"), 2, (const char *[]){buffer_text(&zh), buffer_text(&en)});
        diagnostic_at_cell(diagnostics, data->domains[number].path, data->domains[number].sheet, 0, NULL, NULL, NULL);
    }
    buffer_release(&zh);
    buffer_release(&en);
}

void empties_report(const struct program *program, const struct data *data, struct diagnostics *diagnostics)
{
    for (uint32_t i = 0; i < program->domain_count; i++)
        if (program->domains[i].kind == DOMAIN_LEDGER)
            report_ledger(program, data, i, diagnostics);
}
