/* One XML part of a spreadsheet file, element by element.  No part of such a file has a document type: one that has is refused, and with it all
 * entities. */
#ifndef ASSESSC_PART_H
#define ASSESSC_PART_H
#include "ledger/archive.h"
#include "ledger/faults.h"

struct part {
    void *context;
    /* Names are without prefixes. attributes: name, value, …, NULL. */
    void (*begin)(struct part *part, const char *name, const char **attributes);
    void (*end)(struct part *part, const char *name);
    void (*text)(struct part *part, const char *text, size_t length);       /* may be NULL */

    /* of part.c */
    void *parser; bool document_type, stopped;
};

/* Reads the whole part; what is wrong is reported. needed: that it is not there is wrong too. False where it was not read. */
bool part_read(struct archive *archive, const char *name, struct part *part, bool needed, struct ledger_faults *faults);
/* No more is wanted: from within a callback. */
void part_stop(struct part *part);
/* The value of an attribute, or NULL. */
const char *part_attribute(const char **attributes, const char *name);
/* What is wrong with an archive or one of its parts. */
void part_report(struct ledger_faults *faults, enum archive_fault fault, const char *name);

#endif
