/* Schemes nobody wrote, with ledgers: the same number gives the same scheme. */
#ifndef ASSESSC_SLOW_RANDOM_SCHEME_H
#define ASSESSC_SLOW_RANDOM_SCHEME_H
#include <stdint.h>
#include "base/buffer.h"

enum { RANDOM_UNITS, RANDOM_REGIONS, RANDOM_EVENTS, RANDOM_QUARTERS, RANDOM_MONTHS, RANDOM_APPROVALS, RANDOM_LEDGERS };
extern const char *const random_ledgers[RANDOM_LEDGERS];       /* names of their files */
struct random_scheme { struct buffer rules, ledgers[RANDOM_LEDGERS]; };

void random_scheme_make(uint64_t seed, struct random_scheme *scheme);
void random_scheme_release(struct random_scheme *scheme);

#endif
