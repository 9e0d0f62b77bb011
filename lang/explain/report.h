/* The page and the spreadsheet of a run with the explanation of every unit: what those of the runtime ask the model for. */
#ifndef ASSESSC_EXPLAIN_REPORT_H
#define ASSESSC_EXPLAIN_REPORT_H
#include "explain/explain.h"
#include "report/report.h"

/* report_html of a finished run. What would score more is told as far as it rests on the unit alone: runs of all units for each unit would take
 * too long. */
void report_explained_page(struct model *model, const struct program *program, const struct data *data, const struct compiled_nodes *nodes, enum language language,
                           struct file_writer *writer, struct report_extent *extent);
/* report_xlsx of a finished run: each score has a comment that says how it was worked out. */
int report_explained_workbook(struct model *model, const struct program *program, const struct data *data, const struct compiled_nodes *nodes, enum language language,
                              const char *path, struct report_extent *extent);

#endif
