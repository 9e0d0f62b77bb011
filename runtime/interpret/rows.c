/* ROWS stages: makes the columns that a stage stores. */
#include <assert.h>

#include "base/memory.h"
#include "interpret/machine.h"
#include "interpret/maker.h"
#include "interpret/run.h"

static void store_cell(void *context, uint32_t number, const struct cell *cell)
{
    struct maker **makers = context;
    maker_cell(makers[number], cell);
}

/* Every row on exact cells. */
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

void stage_rows(const struct run *run, const struct stage *stage)
{
    rows_exact(run, stage);
}
