/* The document's own arithmetic. */
#ifndef ASSESSC_CHECK_ARITHMETIC_H
#define ASSESSC_CHECK_ARITHMETIC_H
#include "model/model.h"

/* 组 甲组 50分: the weights of its indicators, as written, add to that for every class. */
void check_groups(struct scheme *scheme);
/* A single line of 加分 or 扣分 that may give more than the whole block is allowed to. */
void check_caps(struct scheme *scheme);

#endif
