/* Which faults of ledgers are shown in full, and how many of each kind are only counted. */
#ifndef ASSESSC_TALLY_H
#define ASSESSC_TALLY_H
#include <stdbool.h>
#include <stddef.h>
#include "diagnostic/collection.h"

struct tally_kind { const struct message *message; size_t count; };
struct tally_file {
    const char *path;
    size_t shown, hidden;
    struct tally_kind *kinds;       /* of the hidden ones, the most frequent first */
    size_t kind_count;
};
struct tally {
    bool *is_hidden;                /* by index in the order of showing */
    struct tally_file *files;       /* those with faults */
    size_t count;
};

/* Shows `limit` faults (D codes) of each file, errors before warnings, and all else; limit 0: everything that is told. */
void tally_new(struct tally *tally, const struct diagnostic *const *order, size_t count, size_t limit);
void tally_release(struct tally *tally);

#endif
