/* The tree of an explanation as text and as JSON. */
#include "explain/tree.h"
#include <stdbool.h>
#include <string.h>
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

/* ---- text ---- */

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *entry_place_text(const struct entry *entry)
{
    bool in_rules = entry->path && entry->kind != ENTRY_CELL && entry->kind != ENTRY_ROW && entry->kind != ENTRY_MEMBER && entry->kind != ENTRY_UNIT;
    return in_rules ? lang_format("%s:%u", file_name(entry->path), entry->line) : NULL;
}

static void write_line(const struct entry *entry, int depth, struct buffer *out)
{
    const char *place = entry_place_text(entry);
    if (entry->kind == ENTRY_RESULT || entry->kind == ENTRY_COMPARISON || entry->kind == ENTRY_REST || entry->kind == ENTRY_SCORE)
        buffer_append_char(out, '\n');
    buffer_format(out, "%*s", depth * 2, "");
    if (place && entry->kind == ENTRY_RULE)     /* the place first: it is what one looks up */
        buffer_format(out, "%s  %s\n", place, entry->text);
    else if (place)
        buffer_format(out, "%s  [%s]\n", entry->text, place);
    else
        buffer_format(out, "%s\n", entry->text);
}

static void write_text(const struct entry *entry, int depth, struct buffer *out)
{
    write_line(entry, depth, out);
    for (uint32_t i = 0; i < entry->count; i++) {
        bool top = entry->kind == ENTRY_UNIT;
        write_text(entry->parts[i], top ? 0 : depth + 1, out);
    }
}

void entry_write_text(const struct entry *entry, struct buffer *out) { write_text(entry, 0, out); }

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
