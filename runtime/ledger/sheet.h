/* One sheet of a spreadsheet file as the text of a CSV file: row r of the sheet is line r, so that faults stand where people look for them. */
#ifndef ASSESSC_SHEET_H
#define ASSESSC_SHEET_H
#include "ledger/spreadsheet.h"

/* Appends the sheet. Titles above the headings are passed over, headings of several rows become one. What people should know of the sheet (formulas,
 * hidden rows) and what is wrong with it is reported. False: it was not read. */
bool sheet_read(struct spreadsheet *workbook, const struct sheet_entry *sheet, struct ledger_faults *faults, struct buffer *csv);

#endif
