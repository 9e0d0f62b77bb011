/* What a change of rules does to scores: both rule sets on the same ledgers. */
#ifndef ASSESSC_DIFF_EFFECT_H
#define ASSESSC_DIFF_EFFECT_H
#include "diff/report.h"

struct effect { int dummy; };
void effect_report_text(const struct diff *diff, const struct diff_style *style, struct buffer *out);
void effect_report_json(const struct diff *diff, struct buffer *out);

#endif
