/* Schemes nobody wrote, with ledgers: the same number gives the same scheme. */
#ifndef ASSESSC_SLOW_RANDOM_SCHEME_H
#define ASSESSC_SLOW_RANDOM_SCHEME_H
#include <stdint.h>
#include "base/buffer.h"

struct random_scheme { struct buffer rules, units, events, quarters; };     /* the texts of 乡镇.csv, 事件.csv, 季报.csv beside the rules */

void random_scheme_make(uint64_t seed, struct random_scheme *scheme);
void random_scheme_release(struct random_scheme *scheme);

#endif
