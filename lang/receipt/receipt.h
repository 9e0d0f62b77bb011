/* Receipts: what a run was made of and what came of it, so that it can be computed again and compared.
 *
 *     receipt.c    a run to its receipt, and the receipt's JSON
 *     read.c       a receipt from JSON
 *     compare.c    what differs between two of them
 *
 *     {"format":"assessc-receipt","version":1,"program":"1.0","edition":{"name":"2024","sha256":"…"},
 *      "options":{"operands":["办法.assess"],"data":["2024"]},
 *      "rules":[{"path","sha256"}],"ledgers":[{"name","path","sha256"}],
 *      "missing":[{"ledger","column","cells","means"}],"scores":[{"scheme","rows","sha256"}]}
 *
 * sha256 of scores is that of the table as -o FILE.csv writes it, whatever the run wrote. */
#ifndef ASSESSC_RECEIPT_H
#define ASSESSC_RECEIPT_H
#include "base/buffer.h"
#include "diagnostic/diagnostic.h"
#include "ledger/ledger.h"
#include "program/program.h"

enum { RECEIPT_VERSION = 1, HASH_TEXT = 65 };

/* A file, a table, or a policy for empty cells: what it is called, where it is, what it holds. */
struct receipt_item { const char *name, *path, *detail; char hash[HASH_TEXT]; uint64_t count; };
struct receipt_list { struct receipt_item *items; uint32_t count; };

struct receipt {
    const char *program, *edition; char edition_hash[HASH_TEXT];
    const char **operands; size_t operand_count;
    const char **data; size_t data_count;
    struct receipt_list rules, ledgers, missing, scores;
};

/* The receipt of a finished run. Files are read once more for their hashes; one that cannot be read has "". */
struct receipt receipt_of(const struct program *program, const struct data *data, const char *const *operands, size_t operand_count, const char *const *paths, size_t path_count);
void receipt_write(const struct receipt *receipt, struct buffer *out);
/* Reads JSON. False: it is no receipt, or one of another version (then *version says which). */
bool receipt_read(const char *text, size_t length, struct receipt *receipt, uint64_t *version);
/* Reports each difference (E0943 …) to diagnostics. */
void receipt_compare(const struct receipt *before, const struct receipt *now, struct diagnostics *diagnostics);
/* The hash of a file as text; "" where it cannot be read. */
void receipt_hash_file(const char *path, char hash[HASH_TEXT]);

#endif
