/* Rule files as they stand in a revision of a git repository: HEAD~1:rules/2024.assess. */
#ifndef ASSESSC_REVISION_H
#define ASSESSC_REVISION_H
#include <stdbool.h>
#include <stdint.h>
#include "base/buffer.h"

/* Whether the path is REV:path, and no file is called so. */
bool revision_named(const char *path);
/* The path of what such a file names relative to itself, in the same revision. */
const char *revision_beside(const char *path, const char *relative);
/* All files below a folder of a revision, as REV:path each. False where it is no such folder. */
bool revision_list(const char *path, const char ***files, uint32_t *count);
/* Its text. 0, or an errno value: ENOENT where git does not have it, EFBIG. */
int revision_read(const char *path, size_t most, struct buffer *out);

#endif
