/* Last year's indicators that are gone without a word on why. */
#ifndef ASSESSC_CHECK_LINEAGE_H
#define ASSESSC_CHECK_LINEAGE_H
#include "model/model.h"

/* Warns of them, in one message. */
void check_lineage(struct scheme *scheme);

#endif
