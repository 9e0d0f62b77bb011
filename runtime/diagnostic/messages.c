/* The message table of runtime/, made from messages.def, and the search in any such table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diagnostic/diagnostic.h"

#define MESSAGE(code, severity, text_zh, text_en, hint_zh, hint_en) \
    {#code, SEVERITY_##severity, {text_zh, text_en}, {hint_zh, hint_en}},
const struct message runtime_messages[] = {
#include "diagnostic/messages.def"
    {NULL, SEVERITY_ERROR, {NULL, NULL}, {NULL, NULL}},
};
#undef MESSAGE

const struct message *message_find(const struct message *table, const char *code)
{
    for (const struct message *message = table; message->code; message++)
        if (strcmp(message->code, code) == 0)
            return message;
    fprintf(stderr, "assessc: no message %s\n", code);
    abort();
}
