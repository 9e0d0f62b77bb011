/* A small reader of JSON for tests: what a program prints is read back by something that knows nothing of how it was printed. */
#ifndef ASSESSC_JSON_HELP_H
#define ASSESSC_JSON_HELP_H
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "memory.h"

enum json_kind { JSON_NULL, JSON_TRUE, JSON_FALSE, JSON_NUMBER, JSON_TEXT, JSON_LIST, JSON_OBJECT };
struct json { enum json_kind kind; const char *text; const char **names; struct json **parts; uint32_t count; };

static inline const char *json_blank(const char *at) { return at + strspn(at, " \t\r\n"); }
static inline const char *json_read(const char *at, struct json **out);

/* No more escapes than are printed: \" \\ and \u00XX. */
static inline const char *json_read_text(const char *at, const char **out)
{
    size_t room = 1;
    while (at[room] && at[room] != '"')
        room += at[room] == '\\' && at[room + 1] ? 2 : 1;
    char *text = lang_text(at, room);
    size_t length = 0;
    for (at++; *at && *at != '"'; at++) {
        if (*at == '\\' && at[1] == 'u') {
            text[length++] = (char)strtol((char[]){at[4], at[5], 0}, NULL, 16);
            at += 5;
        } else
            text[length++] = *at == '\\' ? *++at : *at;
    }
    text[length] = 0;
    *out = text;
    return *at == '"' ? at + 1 : NULL;
}

static inline const char *json_read_parts(const char *at, struct json *json, char end)
{
    for (at = json_blank(at + 1); at && *at != end; at = at && *at == ',' ? json_blank(at + 1) : at) {
        if ((json->count & (json->count - 1)) == 0) {       /* full: twice as many */
            json->names = lang_resize(json->names, json->count, json->count * 2 + 1, sizeof *json->names);
            json->parts = lang_resize(json->parts, json->count, json->count * 2 + 1, sizeof *json->parts);
        }
        if (end == '}') {
            at = *at == '"' ? json_read_text(at, &json->names[json->count]) : NULL;
            at = at ? json_blank(at) : NULL;
            at = at && *at == ':' ? json_blank(at + 1) : NULL;
        }
        at = at ? json_read(at, &json->parts[json->count]) : NULL;
        json->count++;
        at = at ? json_blank(at) : NULL;
        if (at && *at != ',' && *at != end)
            return NULL;
    }
    return at ? at + 1 : NULL;
}

/* Returns what follows the value, NULL where there is none. */
static inline const char *json_read(const char *at, struct json **out)
{
    struct json *json = *out = lang_new(sizeof *json);
    static const struct { const char *word; enum json_kind kind; } words[] = {{"null", JSON_NULL}, {"true", JSON_TRUE}, {"false", JSON_FALSE}};
    for (size_t i = 0; i < 3; i++)
        if (strncmp(at, words[i].word, strlen(words[i].word)) == 0) {
            json->kind = words[i].kind;
            return at + strlen(words[i].word);
        }
    if (*at == '"') {
        json->kind = JSON_TEXT;
        return json_read_text(at, &json->text);
    }
    if (*at == '[' || *at == '{') {
        json->kind = *at == '[' ? JSON_LIST : JSON_OBJECT;
        return json_read_parts(at, json, *at == '[' ? ']' : '}');
    }
    size_t length = strspn(at, "+-.0123456789eE");
    json->kind = JSON_NUMBER;
    json->text = lang_text(at, length);
    return length ? at + length : NULL;
}

static inline const struct json *json_member(const struct json *json, const char *name)
{
    for (uint32_t i = 0; json && json->kind == JSON_OBJECT && i < json->count; i++)
        if (strcmp(json->names[i], name) == 0)
            return json->parts[i];
    return NULL;
}

static inline const char *json_text_of(const struct json *json, const char *name)
{
    const struct json *member = json_member(json, name);
    return member && member->kind == JSON_TEXT ? member->text : "";
}

static inline uint32_t json_number_of(const struct json *json, const char *name)
{
    const struct json *member = json_member(json, name);
    return member && member->kind == JSON_NUMBER ? (uint32_t)strtoul(member->text, NULL, 10) : 0;
}

#endif
