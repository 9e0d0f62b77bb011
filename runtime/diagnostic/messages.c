/* The message table of runtime/, made from messages.def; the search in any such table; arguments into texts.
 *
 * printf is not used for that: a text may come out cleaned for a terminal, and a wrong placeholder must not read wild memory. */
#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diagnostic/collection.h"
#include "diagnostic/excerpt.h"

enum { ARGUMENT_CELLS = 600 };      /* of one argument in text: a cell of a ledger may hold a whole essay; an example has a dozen figures */

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

/* Reads a placeholder at text[0] == '%'. Sets *argument to its index, or -1 for "%%"; *plain counts the ones without a number.
 * Returns its length. */
static size_t read_placeholder(const char *text, int *plain, int *argument)
{
    size_t length = 1;
    int number = 0;
    while (isdigit((unsigned char)text[length]) && number < 100)
        number = number * 10 + (text[length++] - '0');
    if (number > 0 && text[length] == '$' && text[length + 1] == 's') {
        *argument = number - 1;
        return length + 2;
    }
    assert((text[1] == '%' || text[1] == 's') && "placeholders are %s, %1$s and %%");
    *argument = text[1] == 's' ? (*plain)++ : -1;
    return 2;
}

/* Arguments up to the last one that a text wants, given the ones without a number begin at `first`. */
static int count_arguments(const char *text, int first)
{
    int plain = first, argument, greatest = first;
    for (const char *at = text; (at = strchr(at, '%'));) {
        at += read_placeholder(at, &plain, &argument);
        if (argument + 1 > greatest)
            greatest = argument + 1;
    }
    return greatest;
}

/* Whether the text is more than the things that it names. */
static bool has_words(const char *text)
{
    int plain = 0, argument;
    while (*text == '%')
        text += read_placeholder(text, &plain, &argument);
    return *text != '\0';
}

int message_arguments(const struct message *message, enum language language)
{
    return count_arguments(message->hint[language], count_arguments(message->text[language], 0));
}

void message_append(struct buffer *out, const struct diagnostic *diagnostic, enum message_part part, enum language language,
                    bool visible)
{
    const struct message *message = diagnostic->message;
    const char *text = part == PART_TEXT ? message->text[language] : message->hint[language];
    int plain = part == PART_TEXT ? 0 : count_arguments(message->text[language], 0), argument;
    while (*text) {
        size_t run = strcspn(text, "%");
        buffer_append(out, text, run);
        text += run;
        if (!*text)
            return;
        text += read_placeholder(text, &plain, &argument);
        if (argument < 0) {
            buffer_append_char(out, '%');
        } else {
            const char *value = diagnostic->arguments[argument];
            if (visible)
                visible_append(out, value, strlen(value), ARGUMENT_CELLS);
            else
                buffer_append_text(out, value);
        }
    }
}

/* What a message says that has no words of its own (D0511). */
static const char *const words_of_rules[2] = {"规则写明要提醒的", "what the rules say to warn of"};

void message_append_title(struct buffer *out, const struct message *message, enum language language)
{
    const char *text = message->text[language];
    int plain = 0, argument;
    if (!has_words(text)) {
        buffer_append_text(out, words_of_rules[language]);
        return;
    }
    while (*text) {
        size_t run = strcspn(text, "%");
        buffer_append(out, text, run);
        text += run;
        if (!*text)
            return;
        text += read_placeholder(text, &plain, &argument);
        bool again = argument >= 0 && out->length >= strlen("…") && strcmp(buffer_text(out) + out->length - strlen("…"), "…") == 0;
        buffer_append_text(out, argument < 0 ? "%" : again ? "" : "…");
    }
}

static bool begins_with_one_of(const char *text, const char *const *list)
{
    for (; *list; list++)
        if (strncmp(text, *list, strlen(*list)) == 0)
            return true;
    return false;
}

void message_append_kind(struct buffer *out, const struct message *message, enum language language)
{
    static const char *const clause_ends[] = {", ", ",", "，", ":", "：", ";", "；", "。", "(", "（", NULL};
    const char *text = message->text[language];
    size_t end = out->length;           /* after the last word that is no placeholder */
    int plain = 0, argument;
    if (!has_words(text)) {
        buffer_append_text(out, words_of_rules[language]);
        return;
    }
    while (*text && !begins_with_one_of(text, clause_ends)) {
        if (*text == '%') {
            text += read_placeholder(text, &plain, &argument);
            buffer_append_text(out, argument < 0 ? "%" : "…");
            if (argument < 0)
                end = out->length;
        } else {
            buffer_append_char(out, *text);
            if (*text++ != ' ')
                end = out->length;
        }
    }
    if (out->length > end) {
        out->length = end;
        out->data[end] = '\0';
    }
}
