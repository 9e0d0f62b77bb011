/* Lines under conditions that contradict each other. */
#ifndef ASSESSC_CONFLICT_H
#define ASSESSC_CONFLICT_H
#include "model/model.h"

void check_conflicts(struct scheme *scheme);

#endif
