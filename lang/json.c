/* Strings and members of JSON. */
#include "json.h"

void json_string(struct buffer *out, const char *text)
{
    if (!text) {
        buffer_append_text(out, "null");
        return;
    }
    buffer_append_char(out, '"');
    for (; *text; text++)
        if (*text == '"' || *text == '\\')
            buffer_format(out, "\\%c", *text);
        else if ((unsigned char)*text < 0x20 || *text == 0x7F)
            buffer_format(out, "\\u%04x", (unsigned)(unsigned char)*text);
        else
            buffer_append_char(out, *text);
    buffer_append_char(out, '"');
}

void json_member(struct buffer *out, const char *name, const char *text)
{
    buffer_format(out, ",\"%s\":", name);
    json_string(out, text);
}
