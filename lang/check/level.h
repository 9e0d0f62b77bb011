/* What a scheme owes to the level above and to last year: demands, figures asked for twice, exemptions that are over. */
#ifndef ASSESSC_CHECK_LEVEL_H
#define ASSESSC_CHECK_LEVEL_H
#include "model/model.h"

void check_demands(struct scheme *scheme);
/* Exemptions whose validity is over before the year, or covers a part of it. */
void check_validity(struct scheme *scheme);
/* A share as a percentage of at most two decimals. */
const char *share_text(const struct rational *share);

#endif
