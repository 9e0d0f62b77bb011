/* Runs the stages of a program in order over the data of a run, then looks for faults in what would be written. */
#include "interpret/interpret.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/memory.h"
#include "base/vector.h"
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

VECTORS static void split_groups(const int64_t *restrict rows, uint32_t count, uint8_t *restrict mask, uint32_t *restrict groups)
{
    for (uint32_t i = 0; i < count; i++) {
        int64_t row = rows[i];
        mask[i] &= row >= 0;
        groups[i] = row >= 0 ? (uint32_t)row : 0;
    }
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
    split_groups(rows, count, mask, groups);
}

uint32_t run_group_count(const struct run *run, uint32_t index)
{
    return index == NONE ? 1 : run->data->domains[run->program->columns[index].target].rows;
}

/* ---- stages in order ---------------------------------------------------------------------------------------------------------- */

static void run_stage(const struct run *run, const struct stage *stage)
{
    static void (*const kinds[STAGE_KINDS])(const struct run *, const struct stage *) = {
        [STAGE_ROWS] = stage_rows, [STAGE_GROUP] = stage_group, [STAGE_FOLD] = stage_fold, [STAGE_RANK] = stage_rank,
        [STAGE_RUNNING] = stage_running, [STAGE_DAYS] = stage_days, [STAGE_DAILY] = stage_daily, [STAGE_CHECK] = stage_check,
    };
    kinds[stage->kind](run, stage);
}

/* A stage that makes one column of a domain whose rows are known, and reports nothing. */
static bool is_reduction(const struct stage *stage)
{
    return stage->kind == STAGE_FOLD || stage->kind == STAGE_RANK || stage->kind == STAGE_RUNNING || stage->kind == STAGE_DAYS;
}

static bool reads_column(const struct stage *stage, uint32_t column)
{
    const uint32_t read[] = {stage->index, stage->filter, stage->value, stage->order, stage->from, stage->to, stage->target_from,
                             stage->target_to, stage->target_index};
    for (size_t i = 0; i < sizeof read / sizeof *read; i++)
        if (read[i] == column)
            return true;
    for (uint32_t i = 0; i < stage->rank_key_count; i++)
        if (stage->rank_keys[i].column == column)
            return true;
    return false;
}

/* How many stages from `first` on are reductions none of which reads what another of them makes: they may run side by side. */
static uint32_t count_independent(const struct program *program, uint32_t first)
{
    uint32_t end = first;
    for (; end < program->stage_count && is_reduction(&program->stages[end]); end++)
        for (uint32_t earlier = first; earlier < end; earlier++)
            if (reads_column(&program->stages[end], program->stages[earlier].result))
                return end - first;
    return end - first;
}

struct side_by_side { const struct run *run; const struct stage *stages; uint32_t count; atomic_uint next; };

static void *run_side_by_side(void *argument)
{
    struct side_by_side *shared = argument;
    for (uint32_t i; (i = atomic_fetch_add(&shared->next, 1)) < shared->count;)
        run_stage(shared->run, &shared->stages[i]);
    return NULL;
}

static void run_reductions(const struct run *run, uint32_t first, uint32_t count)
{
    struct side_by_side shared = {run, &run->program->stages[first], count, 0};
    unsigned wanted = run->options->threads < count ? run->options->threads : count, started = 0;
    pthread_t *threads = memory_array(wanted, sizeof *threads);
    while (started + 1 < wanted && pthread_create(&threads[started], NULL, run_side_by_side, &shared) == 0)
        started++;                  /* where the machine gives no more threads, those that there are do it all */
    run_side_by_side(&shared);
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    memory_free(threads);
}

bool interpret_run(const struct program *program, struct data *data, const struct run_options *options, struct diagnostics *diagnostics)
{
    struct run run = {program, data, options, diagnostics, faults_new(program)};
    size_t errors = diagnostics_count(diagnostics, SEVERITY_ERROR);
    for (uint32_t i = 0; i < program->domain_count; i++)
        if (program->domains[i].kind == DOMAIN_ONE)
            data->domains[i].rows = 1;
    rational_force_gear(options->least_gear);
    for (uint32_t i = 0; i < program->stage_count;) {
        uint32_t together = options->threads > 1 ? count_independent(program, i) : 0;
        if (together > 1)
            run_reductions(&run, i, together);
        else
            run_stage(&run, &program->stages[i]);
        i += together > 1 ? together : 1;
    }
    faults_of_outputs(&run);
    faults_end(run.faults, diagnostics);
    rational_force_gear(GEAR_SMALL);
    return diagnostics_count(diagnostics, SEVERITY_ERROR) == errors;
}
