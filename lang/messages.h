/* The message table of lang/, made from messages.def.  LANG_E0104 is the place of E0104 in it, so a code that does not exist does not
 * compile. */
#ifndef ASSESSC_LANG_MESSAGES_H
#define ASSESSC_LANG_MESSAGES_H
#include "diagnostic/diagnostic.h"

enum lang_message {
#define MESSAGE(code, severity, text_zh, text_en, hint_zh, hint_en) LANG_##code,
#include "messages.def"
#undef MESSAGE
    LANG_MESSAGES
};

extern const struct message lang_messages[];    /* ended by one with a NULL code */

#endif
