/* What is proven of a model before any data. */
#ifndef ASSESSC_CHECK_H
#define ASSESSC_CHECK_H
#include "base/buffer.h"
#include "model/model.h"

/* All checks of a scheme that was elaborated without faults: weights of every class, guarded divisions, routine work. */
void check_scheme(struct scheme *scheme);
/* Written and effective weight of each indicator by class, as a table for people. */
void check_weight_table(const struct model *model, enum language language, struct buffer *out);

#endif
