/* Ledgers in: files to typed columns. */
#ifndef ASSESSC_LEDGER_H
#define ASSESSC_LEDGER_H
#include "diagnostic/diagnostic.h"
#include "ledger/column_data.h"
#include "program/program.h"

/* Where the ledgers are: folders to look in for NAME.csv and the like, and single files. A spreadsheet that is given without a ledger's name, or
 * is the only one of a folder, may hold several ledgers in sheets of their names. */
struct ledger_paths {
    const char **folders; size_t folder_count;
    struct ledger_path { const char *name, *path; bool bare; } *files; size_t file_count;   /* NAME=FILE; bare: FILE, the name is that of the file */
};

/* All data of a run, indexed as in the program. */
struct data {
    struct domain_data *domains;        /* program->domain_count */
    struct column_data *columns;        /* program->column_count; rows 0 until made */
    uint32_t domain_count, column_count;
};

struct data *data_new(const struct program *program);
void data_free(struct data *data);

/* Reads every DOMAIN_LEDGER of the program into data: finds the file, its encoding (UTF-8 with or without BOM, GB18030), its headings, and
 * checks each cell against its field; resolves references; checks keys, completeness. All faults of all ledgers are reported to
 * diagnostics (codes D0001, D01xx to D03xx). Returns false where there was an error. Faults point to the declaration of a field too: where
 * the program has sources, source i of the diagnostics must be source i of the program. */
bool ledgers_load(const struct program *program, const struct ledger_paths *paths, struct data *data, struct diagnostics *diagnostics);

/* A ledger whose file is in memory already; path is its name in messages. unknown: the text of cells whose value nobody has given, or NULL:
 * such a value is in error, and what comes to rest on it is told by whoever left it open (lang/test/), not by the run. */
struct ledger_bytes { const char *name, *path; const char *bytes; size_t length; const char *unknown; };

/* The same from memory; a ledger that is not among them is reported as a file that is not there. */
bool ledgers_load_bytes(const struct program *program, const struct ledger_bytes *ledgers, size_t count, struct data *data,
                        struct diagnostics *diagnostics);

#endif
