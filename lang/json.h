/* Writing JSON: strings and members, for the reports of lang/. */
#ifndef ASSESSC_JSON_H
#define ASSESSC_JSON_H
#include "base/buffer.h"

void json_string(struct buffer *out, const char *text);     /* NULL: null */
/* ,"name":"text" */
void json_member(struct buffer *out, const char *name, const char *text);

#endif
