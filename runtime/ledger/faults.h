/* Faults of one ledger, on their way to the diagnostics: the first ones in full, all further ones counted by kind. */
#ifndef ASSESSC_FAULTS_H
#define ASSESSC_FAULTS_H
#include "diagnostic/diagnostic.h"
#include "ledger/entry.h"
#include "program/program.h"

enum { FAULT_KINDS = 64 };

struct ledger_faults {
    struct diagnostics *diagnostics;
    const struct program *program;
    const char *path, *sheet;       /* of the ledger, for places; sheet NULL for CSV */
    size_t errors, in_full;
    size_t first;                   /* diagnostics there were before this ledger */
    size_t kinds;
    struct { const struct message *message; size_t count; } beyond[FAULT_KINDS];
};

/* Where in the ledger; row 0 and column NULL where the file as a whole is meant. */
struct fault_place { uint64_t row; const char *column; const char *cell; size_t cell_length; const char *key; /* of the row, NULL: not told */ };

void faults_open(struct ledger_faults *faults, struct diagnostics *diagnostics, const struct program *program, const char *path);
/* Forgets all: the ledger is read once more. */
void faults_restart(struct ledger_faults *faults);
/* Reports the faults that were only counted. */
void faults_close(struct ledger_faults *faults);

/* True where further faults are only counted: their arguments need not be made. */
bool faults_full(const struct ledger_faults *faults);
/* A message of messages.def with its arguments. */
void faults_add(struct ledger_faults *faults, const char *code, struct fault_place place, int count, const char *const *arguments);
/* A second place in the same ledger for the fault added last, where that was reported in full. */
void faults_also(struct ledger_faults *faults, uint64_t row, const char *const label[2]);
/* What is wrong with a cell of a field. */
void faults_add_cell(struct ledger_faults *faults, const struct field *field, enum entry_fault fault, struct fault_place place);
/* A cell that names no row of the ledger `target`; nearest: the key that it may mean, or NULL. */
void faults_add_reference(struct ledger_faults *faults, const struct field *field, struct fault_place place, const char *target,
                          const char *nearest);

#endif
