/* The checked model to a program. */
#ifndef ASSESSC_COMPILE_H
#define ASSESSC_COMPILE_H
#include "base/buffer.h"
#include "model/model.h"
#include "program/program.h"

/* Compiles all schemes of a model without faults into one program. Faults that only show here (a figure that is not finite and is not
 * rounded) are reported and NULL is returned. The program is the caller's (program_free). */
struct program *compile_model(struct model *model);

/* The same of one scheme and those that it cites, as if no other had been read. */
struct program *compile_scheme(struct model *model, struct scheme *scheme);

/* What came out of the compiler, through its bytes and the verifier, so that no pointer of lang/ reaches the runtime. `compiled` is gone
 * afterwards; NULL and why not where it does not pass (a fault of the compiler). */
struct program *program_checked(struct program *compiled, struct buffer *why);

/* Where a run has the value of a node of the model, by the node's number: a column, or an instruction that computes it (replayed for one
 * row); NONE where there is none. */
struct compiled_nodes { uint32_t *columns, *instructions; uint32_t count; };
/* The same, and `nodes` is told where the values are. The program's code and columns keep their numbers in the .asb form. */
struct program *compile_model_with(struct model *model, struct compiled_nodes *nodes);

#endif
