/* Scores the same schemes by the slow evaluator and by compiler and interpreter, and looks for a difference. */
#ifndef ASSESSC_SLOW_COMPARE_H
#define ASSESSC_SLOW_COMPARE_H
#include "base/buffer.h"
#include "ledger/ledger.h"

enum comparison_result {
    COMPARED_SAME,
    COMPARED_FAILING,               /* the same too: the run ends with a fault, as it must */
    COMPARED_REFUSED,               /* the rules do not compile: report has the messages */
    COMPARED_DIFFERENT              /* report says where */
};

/* The rules at `paths` on the ledgers given: every result on every row under each gear, with and without proven bounds, on one thread and on
 * three; then the table that is written. */
enum comparison_result compare_schemes(const char *const *paths, uint32_t count, const struct ledger_paths *ledgers, struct buffer *report);

#endif
