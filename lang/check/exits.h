/* Ways out of an item that disagree: two exemptions, or an exemption and 不适用. */
#ifndef ASSESSC_EXITS_H
#define ASSESSC_EXITS_H
#include "model/model.h"

/* Two that can both hold and differ in what becomes of the points are refused, unless one takes precedence (优先于); a precedence over what
 * never holds at the same time, or agrees, has no effect. */
void check_exits(struct scheme *scheme);

#endif
