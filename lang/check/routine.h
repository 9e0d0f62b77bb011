/* Routine work that a scheme scores. */
#ifndef ASSESSC_CHECK_ROUTINE_H
#define ASSESSC_CHECK_ROUTINE_H
#include "model/model.h"

void check_routine(struct scheme *scheme);

#endif
