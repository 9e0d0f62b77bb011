/* A ROWS stage on one row at a time, with every value exact: for replays, and for runs in a forced gear. */
#ifndef ASSESSC_MACHINE_H
#define ASSESSC_MACHINE_H
#include "interpret/cell.h"
#include "interpret/interpret.h"
#include "ledger/ledger.h"

struct machine {
    const struct program *program;
    const struct stage *stage;
    uint32_t stage_number;
    struct instruction_types *types;
    struct cell *registers, result;
    uint8_t *register_types;        /* of what each register holds now */
};

void machine_init(struct machine *machine, const struct program *program, uint32_t stage);
void machine_clear(struct machine *machine);
/* `trace` and `store` may be NULL. store(context, n, cell): the n-th STORE of the stage, counted from 0. */
void machine_run(struct machine *machine, const struct data *data, uint32_t row, struct trace *trace,
                 void (*store)(void *context, uint32_t number, const struct cell *cell), void *context);

#endif
