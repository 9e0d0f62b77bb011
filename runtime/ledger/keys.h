/* Rows against each other, when all ledgers are read: references become rows, keys are unique, complete ledgers are complete. */
#ifndef ASSESSC_KEYS_H
#define ASSESSC_KEYS_H
#include "ledger/fill.h"
#include "ledger/ledger.h"

/* One ledger of a run between its reading and its release. */
struct ledger_state {
    bool read;                      /* the file was there and had its columns */
    bool rows_lost;                 /* some rows or keys could not be read: what they would have named is not looked for */
    bool resolved;                  /* keys_resolve has done its keys */
    const char *unknown;            /* text of cells that are not known, or NULL */
    struct arena names;             /* headings of the file */
    struct filling filling;
    struct ledger_faults faults;
    uint64_t *slots; size_t slot_count;     /* rows by key: upper half of the hash, row + 1; 0: free */
};

/* states: one a domain, zero for those that are no ledgers. */
void keys_resolve(const struct program *program, struct data *data, struct ledger_state *states);
/* Releases all that the state holds. */
void keys_release(struct ledger_state *state);

#endif
