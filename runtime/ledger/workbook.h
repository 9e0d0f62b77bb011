/* Workbooks that hold several ledgers: which sheet a ledger is read from. */
#ifndef ASSESSC_WORKBOOK_H
#define ASSESSC_WORKBOOK_H
#include "ledger/sheet.h"

/* The sheet of the ledger's name; else the only one that has all columns of the ledger; else the first that is not hidden. What is not as it should
 * be is reported. NULL: there is none, or nobody knows which of several is meant. */
const struct sheet_entry *workbook_sheet(struct spreadsheet *workbook, const struct domain *domain, struct ledger_faults *faults);

enum workbook_answer { WORKBOOK_UNREADABLE, WORKBOOK_WITHOUT, WORKBOOK_WITH };
/* Whether the file has a sheet of this name; the names of all its sheets are appended to `names` (NULL: not wanted), parted by 、. */
enum workbook_answer workbook_look(const char *path, const char *name, struct buffer *names);

#endif
