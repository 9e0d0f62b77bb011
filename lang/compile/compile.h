/* The checked model to a program. */
#ifndef ASSESSC_COMPILE_H
#define ASSESSC_COMPILE_H
#include "model/model.h"
#include "program/program.h"

/* Compiles all schemes of a model without faults into one program. Faults that only show here (a figure that is not finite and is not
 * rounded) are reported and NULL is returned. The program is the caller's (program_free). */
struct program *compile_model(struct model *model);

#endif
