/* The interpreter: runs the stages of a verified program over loaded ledgers, batch by batch. */
#ifndef ASSESSC_INTERPRET_H
#define ASSESSC_INTERPRET_H
#include "diagnostic/diagnostic.h"
#include "ledger/ledger.h"
#include "program/program.h"

struct run_options {
    unsigned threads;                   /* 1..LIMIT_THREADS; results do not depend on it */
    enum gear least_gear;               /* GEAR_SMALL; tests force the others */
    bool checked;                       /* tests: treat no bound as proven */
};

/* One executed row instruction of one row, for explanations, coverage and the search for the cell behind a fault. Called in program
 * order. Values of registers are read with the trace_ functions while the call lasts. */
struct trace_event { uint32_t stage, instruction, row; const void *state; };    /* instruction: index into program->code */
struct trace { void (*event)(struct trace *trace, const struct trace_event *event); };
enum status trace_operand(const struct trace_event *event, uint16_t reg, struct rational *number_or_integer); /* type by program */
enum status trace_result(const struct trace_event *event, struct rational *number_or_integer);

/* Runs all stages; data holds every column afterwards that an output, a CHECK or a later stage needs. Faults of rows (conditions that
 * do not hold, errors and missing values that reach an output: the cell behind each is searched by replaying the row) go to
 * diagnostics (D...). Returns false where there was an error. */
bool interpret_run(const struct program *program, struct data *data, const struct run_options *options, struct diagnostics *diagnostics);
/* Replays the code of a ROWS stage for one row with a trace, after interpret_run. */
void interpret_replay(const struct program *program, const struct data *data, uint32_t stage, uint32_t row, struct trace *trace);

#endif
