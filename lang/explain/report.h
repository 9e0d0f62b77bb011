/* The page of a run with the explanation of every unit: what the runtime's page asks the model for. */
#ifndef ASSESSC_EXPLAIN_REPORT_H
#define ASSESSC_EXPLAIN_REPORT_H
#include "base/file.h"
#include "explain/explain.h"

/* Of a finished run. What would score more is told as far as it rests on the unit alone: runs of all units for each unit would take too long. */
void report_explained(struct model *model, const struct program *program, const struct data *data, const struct compiled_nodes *nodes, enum language language,
                      struct file_writer *writer);

#endif
