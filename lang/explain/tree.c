/* The tree of an explanation, and its form as JSON. */
#include "explain/tree.h"
#include <stdbool.h>
#include "memory.h"

static const char *const names[] = {
#define ENTRY(name, text) text,
    ENTRY_KINDS(ENTRY)
#undef ENTRY
};

struct entry *entry_new(enum entry_kind kind, const char *text)
{
    struct entry *entry = lang_new(sizeof *entry);
    entry->kind = kind;
    entry->text = text;
    return entry;
}

void entry_attach(struct entry *parent, struct entry *part)
{
    parent->parts = lang_resize(parent->parts, parent->count, parent->count + 1, sizeof *parent->parts);
    parent->parts[parent->count++] = part;
}

struct entry *entry_add(struct entry *parent, enum entry_kind kind, const char *text)
{
    struct entry *entry = entry_new(kind, text);
    entry_attach(parent, entry);
    return entry;
}

/* ---- JSON ---- */

void json_text(const char *text, struct buffer *out)
{
    buffer_append_char(out, '"');
    for (const char *at = text; *at; at++) {
        if (*at == '"' || *at == '\\')
            buffer_append_char(out, '\\');
        if ((unsigned char)*at < 0x20)
            buffer_format(out, "\\u%04x", (unsigned)*at);
        else
            buffer_append_char(out, *at);
    }
    buffer_append_char(out, '"');
}

static void write_member(const char *name, const char *text, struct buffer *out)
{
    if (!text)
        return;
    buffer_format(out, ",\"%s\":", name);
    json_text(text, out);
}

static void write_json(const struct entry *entry, struct buffer *out)
{
    buffer_format(out, "{\"kind\":\"%s\"", names[entry->kind]);
    write_member("text", entry->text, out);
    write_member("name", entry->name, out);
    write_member("value", entry->value, out);
    write_member("file", entry->path, out);
    if (entry->path)
        buffer_format(out, ",\"line\":%u", entry->line);
    buffer_append_text(out, entry->extra ? entry->extra : "");
    if (entry->count) {
        buffer_append_text(out, ",\"parts\":[");
        for (uint32_t i = 0; i < entry->count; i++) {
            if (i)
                buffer_append_char(out, ',');
            write_json(entry->parts[i], out);
        }
        buffer_append_char(out, ']');
    }
    buffer_append_char(out, '}');
}

void entry_write_json(struct entry *const *units, uint32_t count, struct buffer *out)
{
    buffer_append_text(out, "{\"format\":\"assessc-explanation\",\"version\":1,\"units\":[");
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            buffer_append_char(out, ',');
        write_json(units[i], out);
    }
    buffer_append_text(out, "]}\n");
}
