/* Units that exemptions leave with nothing to be assessed on. */
#ifndef ASSESSC_CHECK_LEFT_H
#define ASSESSC_CHECK_LEFT_H
#include "model/model.h"

void check_left(struct scheme *scheme);

#endif
