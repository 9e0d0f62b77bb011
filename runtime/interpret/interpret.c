/* Runs the stages of a program in order over the data of a run, then looks for faults in what would be written. */
#include "interpret/interpret.h"

#include <assert.h>
#include <string.h>

#include "interpret/faults.h"
#include "interpret/run.h"

struct column_data *run_begin_column(const struct run *run, uint32_t column)
{
    const struct column *declared = &run->program->columns[column];
    column_begin(&run->data->columns[column], declared->type, run->data->domains[declared->domain].rows);
    return &run->data->columns[column];
}

void run_mask_present(const struct column_data *column, uint32_t first, uint32_t count, uint8_t *mask)
{
    if (column->type == TYPE_TEXT || !column->chunks[first / CHUNK_ROWS].status)
        return;
    const uint8_t *status = column->chunks[first / CHUNK_ROWS].status + first % CHUNK_ROWS;
    for (uint32_t i = 0; i < count; i++)
        mask[i] &= status[i] == STATUS_PRESENT;
}

/* Clears the mask where a BOOLEAN column is present and has the value `dropped`; a value that is not present counts as false. */
static void mask_boolean(const struct column_data *column, bool dropped, uint32_t first, uint32_t count, uint8_t *mask)
{
    const struct chunk *chunk = &column->chunks[first / CHUNK_ROWS];
    uint8_t values[BATCH_ROWS];
    assert(column->type == TYPE_BOOLEAN && chunk->width == 1 && count <= BATCH_ROWS);
    memcpy(values, (const uint8_t *)chunk->data + first % CHUNK_ROWS, count);   /* rows that are not present hold 0 */
    for (uint32_t i = 0; i < count; i++)
        mask[i] &= values[i] != dropped;
}

uint32_t run_mask(const struct run *run, uint32_t domain, uint32_t filter, uint32_t first, uint32_t count, uint8_t *mask)
{
    uint32_t void_column = run->program->domains[domain].void_column, live = 0;
    memset(mask, 1, count);
    if (run->program->domains[domain].kind == DOMAIN_LEDGER && void_column != NONE)
        mask_boolean(&run->data->columns[void_column], true, first, count, mask);
    if (filter != NONE)
        mask_boolean(&run->data->columns[filter], false, first, count, mask);
    for (uint32_t i = 0; i < count; i++)
        live += mask[i];
    return live;
}

void run_groups(const struct run *run, uint32_t index, uint32_t first, uint32_t count, uint8_t *mask, uint32_t *groups)
{
    if (index == NONE) {
        memset(groups, 0, count * sizeof *groups);
        return;
    }
    const struct column_data *column = &run->data->columns[index];
    int64_t rows[BATCH_ROWS];
    chunk_widen(&column->chunks[first / CHUNK_ROWS], first % CHUNK_ROWS, count, rows);
    run_mask_present(column, first, count, mask);
    for (uint32_t i = 0; i < count; i++) {
        mask[i] &= rows[i] >= 0;
        groups[i] = rows[i] >= 0 ? (uint32_t)rows[i] : 0;
    }
}

uint32_t run_group_count(const struct run *run, uint32_t index)
{
    return index == NONE ? 1 : run->data->domains[run->program->columns[index].target].rows;
}

bool interpret_run(const struct program *program, struct data *data, const struct run_options *options, struct diagnostics *diagnostics)
{
    static void (*const kinds[STAGE_KINDS])(const struct run *, const struct stage *) = {
        [STAGE_ROWS] = stage_rows, [STAGE_GROUP] = stage_group, [STAGE_FOLD] = stage_fold, [STAGE_RANK] = stage_rank,
        [STAGE_RUNNING] = stage_running, [STAGE_DAYS] = stage_days, [STAGE_DAILY] = stage_daily, [STAGE_CHECK] = stage_check,
    };
    struct run run = {program, data, options, diagnostics, faults_new(program)};
    size_t errors = diagnostics_count(diagnostics, SEVERITY_ERROR);
    for (uint32_t i = 0; i < program->domain_count; i++)
        if (program->domains[i].kind == DOMAIN_ONE)
            data->domains[i].rows = 1;
    rational_force_gear(options->least_gear);
    for (uint32_t i = 0; i < program->stage_count; i++)
        kinds[program->stages[i].kind](&run, &program->stages[i]);
    faults_of_outputs(&run);
    faults_end(run.faults, diagnostics);
    rational_force_gear(GEAR_SMALL);
    return diagnostics_count(diagnostics, SEVERITY_ERROR) == errors;
}
