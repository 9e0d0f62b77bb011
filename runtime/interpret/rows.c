/* ROWS stages: makes the columns that a stage stores, in batches over threads.
 *
 * A thread takes one chunk of rows after another, so that every stored chunk is made by one thread; exceptions are joined at the end and
 * sorted by row. What a batch gives depends on its own rows only, so the number of threads changes nothing. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/memory.h"
#include "interpret/frame.h"
#include "interpret/machine.h"
#include "interpret/maker.h"
#include "interpret/run.h"

/* ---- on exact cells ----------------------------------------------------------------------------------------------------------- */

static void store_cell(void *context, uint32_t number, const struct cell *cell)
{
    struct maker **makers = context;
    maker_cell(makers[number], cell);
}

/* Every row as cells: for the forced gears. */
static void rows_exact(const struct run *run, const struct stage *stage)
{
    struct machine machine;
    struct maker **makers = memory_array(stage->instruction_count, sizeof *makers);
    uint32_t stores = 0, rows = run->data->domains[stage->domain].rows;
    for (uint32_t i = 0; i < stage->instruction_count; i++) {
        const struct instruction *instruction = &run->program->code[stage->first_instruction + i];
        if (instruction->op == OP_STORE)
            makers[stores++] = maker_new(run_begin_column(run, instruction->c), 0);
    }
    machine_init(&machine, run->program, (uint32_t)(stage - run->program->stages));
    for (uint32_t row = 0; row < rows; row++)
        machine_run(&machine, run->data, row, NULL, store_cell, makers);
    machine_clear(&machine);
    for (uint32_t i = 0; i < stores; i++)
        maker_finish(makers[i]);
    memory_free(makers);
}

/* ---- on lanes ----------------------------------------------------------------------------------------------------------------- */

/* What the threads of a stage share. */
struct crew { atomic_uint next_chunk; uint32_t rows; };
struct worker { struct crew *crew; struct frame *frame; pthread_t thread; };

static void *work(void *argument)
{
    struct worker *worker = argument;
    for (;;) {
        uint64_t first = (uint64_t)atomic_fetch_add(&worker->crew->next_chunk, 1) * CHUNK_ROWS;
        if (first >= worker->crew->rows)
            return NULL;
        uint32_t end = worker->crew->rows - first < CHUNK_ROWS ? worker->crew->rows : (uint32_t)first + CHUNK_ROWS;
        for (uint32_t row = (uint32_t)first; row < end; row += BATCH_ROWS)
            frame_run(worker->frame, row, end - row < BATCH_ROWS ? end - row : BATCH_ROWS);
    }
}

static void run_crew(const struct stage_code *code, uint32_t rows, unsigned threads)
{
    struct crew crew = {0, rows};
    struct worker *workers = memory_array(threads, sizeof *workers);
    unsigned started = 1;
    for (unsigned i = 0; i < threads; i++)
        workers[i] = (struct worker){.crew = &crew, .frame = frame_new(code)};
    while (started < threads && pthread_create(&workers[started].thread, NULL, work, &workers[started]) == 0)
        started++;                  /* where the machine gives no more threads, those that there are do it all */
    work(&workers[0]);
    for (unsigned i = 1; i < started; i++)
        pthread_join(workers[i].thread, NULL);
    for (unsigned i = 0; i < threads; i++) {
        frame_join(workers[i].frame);
        frame_free(workers[i].frame);
    }
    memory_free(workers);
}

void stage_rows(const struct run *run, const struct stage *stage)
{
    uint32_t rows = run->data->domains[stage->domain].rows, chunks = (rows + CHUNK_ROWS - 1) / CHUNK_ROWS;
    if (run->options->least_gear != GEAR_SMALL) {
        rows_exact(run, stage);
        return;
    }
    struct stage_code *code = stage_code_new(run->program, run->data, stage, run->options->checked);
    for (uint32_t i = 0; i < stage->instruction_count; i++)
        if (code->code[i].op == OP_STORE)
            run_begin_column(run, code->code[i].c);
    run_crew(code, rows, run->options->threads < chunks ? run->options->threads : chunks ? chunks : 1);
    for (uint32_t i = 0; i < stage->instruction_count; i++)
        if (code->code[i].op == OP_STORE)
            column_finish(&run->data->columns[code->code[i].c]);
    stage_code_free(code);
}
