/* What is proven of a model before any data. */
#ifndef ASSESSC_CHECK_H
#define ASSESSC_CHECK_H
#include "base/buffer.h"
#include "model/model.h"

/* All checks of a scheme that was elaborated without faults: weights of every class, guarded divisions, routine work, demands. */
void check_scheme(struct scheme *scheme);
/* What is only seen of all schemes together: a figure that two departments ask for. */
void check_repeats(const struct model *model);
/* Whether the schemes can be computed in one run: their ledgers and their tables are found by name, so no two may have one name. */
bool check_together(const struct model *model);
/* What an indicator can bring a unit of the class, by the text (class 0 where there are none). False where that is nothing. */
bool check_item_full(struct scheme *scheme, struct item *item, uint32_t class, struct rational *points);
/* What the rules decide without saying so: points at discretion, shares that rounding breaks, totals lifted to a line. Notes. */
void check_notes(const struct model *model);
/* Written and effective weight of each indicator by class, as a table for people. */
void check_weight_table(const struct model *model, enum language language, struct buffer *out);

#endif
