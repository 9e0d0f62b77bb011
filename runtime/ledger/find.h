/* Which file a ledger is read from. */
#ifndef ASSESSC_FIND_H
#define ASSESSC_FIND_H
#include "base/buffer.h"
#include "ledger/ledger.h"

/* Whether the file's name ends as those of spreadsheets do. */
bool find_is_spreadsheet(const char *path);
/* NAME=FILE first, then NAME.csv or NAME.xlsx in each folder (also in capitals). False where there is none, or both: reported. */
bool find_ledger(const struct ledger_paths *paths, const char *name, struct buffer *path, struct diagnostics *diagnostics);
/* Reports files given for ledgers that the program does not have, and ledgers that have two. Returns false where there are any. */
bool find_check_names(const struct program *program, const struct ledger_paths *paths, struct diagnostics *diagnostics);

#endif
