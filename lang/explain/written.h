/* The cells of a ledger as they stand in its file. */
#ifndef ASSESSC_EXPLAIN_WRITTEN_H
#define ASSESSC_EXPLAIN_WRITTEN_H
#include "ledger/ledger.h"
#include "program/program.h"

struct sheet;                       /* the texts of one file, or that they are not at hand */
struct written { const struct program *program; const struct data *data; struct sheet **sheets; };

struct written written_open(const struct program *program, const struct data *data);
/* What stands in the cell of a ledger's field, or NULL where the file cannot be read again or has very many rows. */
const char *written_cell(struct written *written, uint32_t domain, uint32_t field, uint32_t row);
/* The line of the file where the row begins. */
uint32_t written_line(const struct written *written, uint32_t domain, uint32_t row);

#endif
