#include "diff/effect.h"
void effect_report_text(const struct diff *diff, const struct diff_style *style, struct buffer *out) {(void)diff;(void)style;(void)out;}
void effect_report_json(const struct diff *diff, struct buffer *out) {(void)diff;(void)out;}
