/* Divisions whose divisor can be zero where nothing in the rule takes that case out. */
#ifndef ASSESSC_DIVIDE_H
#define ASSESSC_DIVIDE_H
#include "model/model.h"

void check_divisions(struct scheme *scheme);

#endif
