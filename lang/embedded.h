/* Files that are part of the program, made into C by stdlib/embed.sh when building: path, text; each table is ended by a NULL path. */
#ifndef ASSESSC_EMBEDDED_H
#define ASSESSC_EMBEDDED_H
#include <stddef.h>

struct embedded_file { const char *path, *text; size_t length; };
extern const struct embedded_file embedded_stdlib[];        /* stdlib/: phrases by edition */
extern const struct embedded_file embedded_templates[];      /* lang/template/: what `assessc new` writes */
extern const struct embedded_file embedded_lessons[];       /* lang/lesson/: what each message means */

#endif
