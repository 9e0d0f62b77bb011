/* Ledgers that are made up to try two years' rules on: units, and in every other ledger that the rules read rows about them. Nothing is kept: a
 * cell follows from the number of the world, the ledger, the row and the column alone, so that both years read the same and what is told later
 * is what was tried. */
#ifndef ASSESSC_DIFF_WORLD_H
#define ASSESSC_DIFF_WORLD_H
#include "diff/compare.h"

/* A column that some rule reads, by its names in the ledger and in the new scheme; cells: its points as they are written. */
struct world_column { const char *ledger, *name, *called; struct tried_column tried; const char *cells[POINTS_MOST]; };
struct world {
    const struct world_column *columns; uint32_t column_count;
    const char **classes; uint32_t class_count;         /* of units; none: the units have no classes */
    uint32_t number, units;
    bool pooled;                                        /* units are seen together: they are of one class, but for the last of some worlds */
    const struct found_case *const *given;              /* by unit: its cells; NULL: they are made up */
};

/* The ledger of the scheme as CSV. */
const char *world_ledger(const struct world *world, const struct scheme *scheme, const struct row_set *ledger);
/* Rows of other ledgers that point to the unit. */
uint32_t world_rows_about(uint32_t unit, uint32_t units);
/* Decimals that are written in the cells of the unit, or of all where they are seen together, in the columns (by their numbers): the fewer, the
 * easier it is read. */
uint32_t world_decimals(const struct world *world, const struct scheme *scheme, const uint32_t *columns, uint32_t count, uint32_t unit);
/* What the ledgers say of the unit, as far as the columns (by their numbers) are concerned, in words and row by row. */
void world_tell(const struct world *world, const struct scheme *scheme, const uint32_t *columns, uint32_t count, uint32_t unit, struct witness *witness);

#endif
