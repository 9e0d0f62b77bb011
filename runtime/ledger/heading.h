/* The first row of a ledger: which of the file's columns fills which field. */
#ifndef ASSESSC_HEADING_H
#define ASSESSC_HEADING_H
#include "ledger/csv.h"
#include "ledger/fill.h"

/* Finds the separator from the heading row, takes the row and gives every filler its column. Returns the number of columns in the
 * file; 0 where nothing can be read (reported). names: where the headings are kept. */
uint32_t heading_read(struct csv *csv, struct filling *filling, struct arena *names);

/* Whether the first line of a text in CSV (commas) that is not blank names every field that must have a column. */
bool heading_suits(const char *text, size_t length, const struct domain *domain);

#endif
