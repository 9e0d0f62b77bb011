/* Which file a ledger is read from. */
#ifndef ASSESSC_FIND_H
#define ASSESSC_FIND_H
#include "base/buffer.h"
#include "ledger/ledger.h"

/* NAME=FILE first, then NAME.csv (or .CSV) in each folder. False where there is none: reported. */
bool find_ledger(const struct ledger_paths *paths, const char *name, struct buffer *path, struct diagnostics *diagnostics);
/* Reports files given for ledgers that the program does not have, and ledgers that have two. Returns false where there are any. */
bool find_check_names(const struct program *program, const struct ledger_paths *paths, struct diagnostics *diagnostics);

#endif
