/* What has been seen where: a set of things (nodes, row sets, stages) at rows, each with a number. */
#ifndef ASSESSC_MARKS_H
#define ASSESSC_MARKS_H
#include <stdbool.h>
#include <stdint.h>

/* A thing at a row, in one of several respects. */
struct mark { const void *thing; uint32_t row, what, number; };
struct marks { struct mark *slots; uint32_t capacity, count; };   /* zero-initialised; open addressing, a NULL thing is a free slot */

/* True and *number (NULL: not wanted) where it is there. */
bool marks_find(const struct marks *marks, const void *thing, uint32_t row, uint32_t what, uint32_t *number);
/* Adds it with a number; false where it was there already. */
bool marks_add(struct marks *marks, const void *thing, uint32_t row, uint32_t what, uint32_t number);
void marks_clear(struct marks *marks);

#endif
