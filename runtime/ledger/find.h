/* Which file a ledger is read from. */
#ifndef ASSESSC_FIND_H
#define ASSESSC_FIND_H
#include "base/buffer.h"
#include "ledger/ledger.h"

/* Whether the file's name ends as those of spreadsheets do. */
bool find_is_spreadsheet(const char *path);
/* NAME=FILE first. Else the one of: a file that is named so; NAME.csv or NAME.xlsx in a folder (also in capitals; of several folders in the first);
 * a sheet of the name in a spreadsheet that was given without a ledger's name, or is the only one of a folder. False where there is none of them, or
 * two: reported. */
bool find_ledger(const struct ledger_paths *paths, const char *name, struct buffer *path, struct diagnostics *diagnostics);
/* Reports files given for ledgers that the program does not have, and ledgers that have two. Returns false where there are any. */
bool find_check_names(const struct program *program, const struct ledger_paths *paths, struct diagnostics *diagnostics);
/* Where all ledgers are there: reports spreadsheets given without a ledger's name of which no sheet is one. Returns false where there are any. */
bool find_check_workbooks(const struct program *program, const struct ledger_paths *paths, struct diagnostics *diagnostics);

#endif
