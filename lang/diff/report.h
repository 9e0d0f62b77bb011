/* A diff for people and for programs: of one pair of schemes, or of all in two folders. */
#ifndef ASSESSC_DIFF_REPORT_H
#define ASSESSC_DIFF_REPORT_H
#include "base/buffer.h"
#include "diff/diff.h"

/* all: what is hidden by default (spelling only, columns that come and go with their indicators) too. width: cells that a line of text may
 * take, 0: any. */
struct diff_style { enum language language; bool all; int width; };

/* What is told. Of two folders: the pairs in the new one's order, and the schemes that only one of them has. */
struct diff_set {
    bool folders; const char *names[2];                     /* names: of the folders, old and new */
    struct diff **pairs; uint32_t pair_count;
    struct scheme **lone[2]; uint32_t lone_count[2];        /* only in the old folder, only in the new one */
};
/* Whether anything in the set, a scheme that only one side has among it, bears on the question: see diff_answers. */
bool diff_set_answers(const struct diff_set *set, char question);
/* Whether there is any change but of spelling. */
bool diff_set_changed(const struct diff_set *set);

void diff_report_text(const struct diff_set *set, const struct diff_style *style, struct buffer *out);
void diff_report_json(const struct diff_set *set, const struct diff_style *style, struct buffer *out);
void diff_report_markdown(const struct diff_set *set, const struct diff_style *style, struct buffer *out);
void diff_report_html(const struct diff_set *set, const struct diff_style *style, struct buffer *out);
/* Complete or not there: 0 or errno. */
int diff_report_xlsx(const struct diff_set *set, const struct diff_style *style, const char *path);

#endif
