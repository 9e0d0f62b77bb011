/* One ledger's file into the columns of its domain. */
#ifndef ASSESSC_READ_H
#define ASSESSC_READ_H
#include "ledger/keys.h"

/* Reads the whole input. state->faults must be open; what was wrong is reported there. */
void read_ledger(const struct program *program, uint32_t domain, struct input *input, struct data *data, struct ledger_state *state);

#endif
