/* Diagnostics as one SARIF 2.1.0 log, for the code scanning of forges and editors:
 *
 *     { "version", "$schema", "runs": [{
 *         "tool": {"driver": {"name": "assessc", "rules": [{"id": "E0202", "shortDescription"}, each code once]}},
 *         "columnKind": "unicodeCodePoints",
 *         "results": [{"ruleId", "level", "message", "locations": [the main place], "relatedLocations": [the others], "fixes"}] }] }
 *
 * Messages are in one language. A place in a ledger has the file and the row; the column stands in its message. */
#include <string.h>

#include "base/map.h"
#include "diagnostic/collection.h"

struct writer { const struct diagnostics *diagnostics; enum language language; struct buffer *out; };

static void append_member(struct buffer *out, const char *name, const char *text)
{
    buffer_format(out, "\"%s\":", name);
    append_json_string(out, text);
}

/* Text and hint of a message as one. */
static void append_message(const struct writer *writer, const struct diagnostic *diagnostic)
{
    struct buffer text = {0}, hint = {0};
    message_append(&text, diagnostic, PART_TEXT, writer->language, false);
    message_append(&hint, diagnostic, PART_HINT, writer->language, false);
    if (hint.length)
        buffer_format(&text, writer->language == LANGUAGE_ZH ? "。%s" : ". %s", buffer_text(&hint));
    buffer_append_text(writer->out, "\"message\":{");
    append_member(writer->out, "text", buffer_text(&text));
    buffer_append_char(writer->out, '}');
    buffer_release(&text);
    buffer_release(&hint);
}

static void append_region(const struct writer *writer, const char *name, struct span span)
{
    struct position start = position_of(writer->diagnostics, span.file, span.start), end = position_of(writer->diagnostics, span.file, span.end);
    buffer_format(writer->out, "\"%s\":{\"startLine\":%zu,\"startColumn\":%zu,\"endLine\":%zu,\"endColumn\":%zu}", name, start.line, start.column, end.line, end.column);
}

static void append_artifact(struct buffer *out, const char *path)
{
    buffer_append_text(out, "\"artifactLocation\":{");
    append_member(out, "uri", path);
    buffer_append_char(out, '}');
}

static void append_location(const struct writer *writer, const struct place *place)
{
    struct buffer *out = writer->out, text = {0};
    buffer_append_text(out, "{\"physicalLocation\":{");
    append_artifact(out, place->is_cell ? place->path : diagnostics_source(writer->diagnostics, place->span.file)->path);
    if (!place->is_cell) {
        buffer_append_char(out, ',');
        append_region(writer, "region", place->span);
    } else if (place->row) {
        buffer_format(out, ",\"region\":{\"startLine\":%llu}", (unsigned long long)place->row);
    }
    buffer_append_char(out, '}');
    if (place->label[writer->language])
        buffer_append_text(&text, place->label[writer->language]);
    else if (place->is_cell && place->column)
        buffer_format(&text, place->cell ? "%s: %s" : "%s", place->column, place->cell);
    if (text.length) {
        buffer_append_text(out, ",\"message\":{");
        append_member(out, "text", buffer_text(&text));
        buffer_append_char(out, '}');
    }
    buffer_append_char(out, '}');
    buffer_release(&text);
}

/* Each fix says whether a person has to look at it. */
static void append_fixes(const struct writer *writer, const struct diagnostic *diagnostic)
{
    static const char *const said[][2] = {[TRUST_SAFE] = {"可以放心改", "may be applied unseen"}, [TRUST_LIKELY] = {"多半是这样,改前请看一看", "likely, to be looked at"},
                                          [TRUST_GUESS] = {"猜的,是不是要自己定", "a guess, for a person to decide"}};
    static const char *const trusts[] = {[TRUST_SAFE] = "safe", [TRUST_LIKELY] = "likely", [TRUST_GUESS] = "guess"};
    for (const struct fix *fix = diagnostic->fixes; fix; fix = fix->next) {
        buffer_append_text(writer->out, fix == diagnostic->fixes ? ",\"fixes\":[{\"description\":{" : ",{\"description\":{");
        append_member(writer->out, "text", said[fix->trust][writer->language]);
        buffer_append_text(writer->out, "},\"artifactChanges\":[{");
        append_artifact(writer->out, diagnostics_source(writer->diagnostics, fix->span.file)->path);
        buffer_append_text(writer->out, ",\"replacements\":[{");
        append_region(writer, "deletedRegion", fix->span);
        buffer_append_text(writer->out, ",\"insertedContent\":{");
        append_member(writer->out, "text", fix->replacement);
        buffer_format(writer->out, "}}]}],\"properties\":{\"trust\":\"%s\"}}", trusts[fix->trust]);
    }
    if (diagnostic->fixes)
        buffer_append_char(writer->out, ']');
}

static void append_result(const struct writer *writer, const struct diagnostic *diagnostic)
{
    static const char *const levels[] = {"error", "warning", "note"};
    buffer_format(writer->out, "{\"ruleId\":\"%s\",\"level\":\"%s\",", diagnostic->message->code, levels[diagnostic->message->severity]);
    append_message(writer, diagnostic);
    const struct place *place = diagnostic->places;
    if (place) {
        buffer_append_text(writer->out, ",\"locations\":[");
        append_location(writer, place);
        buffer_append_char(writer->out, ']');
        for (const struct place *other = place->next; other; other = other->next) {
            buffer_append_text(writer->out, other == place->next ? ",\"relatedLocations\":[" : ",");
            append_location(writer, other);
        }
        if (place->next)
            buffer_append_char(writer->out, ']');
    }
    append_fixes(writer, diagnostic);
    if (diagnostic->more)
        buffer_format(writer->out, ",\"occurrenceCount\":%zu", diagnostic->more);
    buffer_append_char(writer->out, '}');
}

static void append_rules(const struct writer *writer, const struct diagnostic **order)
{
    struct map seen = {0};
    for (size_t i = 0; i < writer->diagnostics->count; i++) {
        const struct message *message = order[i]->message;
        int64_t other;
        if (!map_add(&seen, message->code, strlen(message->code), 1, &other))
            continue;
        struct buffer kind = {0};
        message_append_title(&kind, message, writer->language);
        buffer_format(writer->out, "%s{\"id\":\"%s\",\"shortDescription\":{", seen.count > 1 ? "," : "", message->code);
        append_member(writer->out, "text", buffer_text(&kind));
        buffer_append_text(writer->out, "}}");
        buffer_release(&kind);
    }
    map_release(&seen);
}

void diagnostics_render_sarif(const struct diagnostics *diagnostics, enum language language, struct buffer *out)
{
    const struct writer writer = {diagnostics, language, out};
    const struct diagnostic **order = diagnostics_order(diagnostics);
    buffer_append_text(out, "{\"version\":\"2.1.0\",\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"runs\":[{"
                            "\"tool\":{\"driver\":{\"name\":\"assessc\",\"rules\":[");
    append_rules(&writer, order);
    buffer_append_text(out, "]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[");
    for (size_t i = 0; i < diagnostics->count; i++) {
        if (i)
            buffer_append_char(out, ',');
        append_result(&writer, order[i]);
    }
    buffer_append_text(out, "]}]}\n");
    memory_free(order);
}
