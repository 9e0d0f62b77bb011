/* The message table of lang/, one entry a line of messages.def. */
#include "messages.h"

#define MESSAGE(code, severity, text_zh, text_en, hint_zh, hint_en) \
    {#code, SEVERITY_##severity, {text_zh, text_en}, {hint_zh, hint_en}},
const struct message lang_messages[] = {
#include "messages.def"
    {NULL, SEVERITY_ERROR, {NULL, NULL}, {NULL, NULL}},
};
#undef MESSAGE
