/* Diagnostics as JSON, one object a line, for editors and scripts:
 *
 *     {"code":"E0412","severity":"error","message":{"zh":..,"en":..},"hint":{..} or null,
 *      "places":[{"file":..,"line":1,"column":1,"end_line":1,"end_column":5,"label":{..} or null},
 *                {"file":..,"sheet":.. or null,"row":5 or null,"column":.. or null,"cell":.. or null,"label":..}],
 *      "fixes":[{"file":..,"line":..,"column":..,"end_line":..,"end_column":..,"replacement":..,"safe":true,"trust":"safe"}]}
 *
 * The first place is the main one.  Of several fixes one is to be chosen; one that is only likely has to be looked at, a guess even more.  Lines and columns count from 1, columns in characters, an end stands behind its last character.
 * Every line is valid JSON in UTF-8, whatever bytes a file held. */
#include <string.h>

#include "base/text.h"
#include "diagnostic/collection.h"

void append_json_string(struct buffer *out, const char *text)
{
    if (!text) {
        buffer_append_text(out, "null");
        return;
    }
    size_t length = strlen(text);
    int32_t character;
    buffer_append_char(out, '"');
    for (size_t at = 0, used; at < length; at += used) {
        used = text_decode(text + at, length - at, &character);
        if (used == 0) {
            buffer_append_text(out, "\xEF\xBF\xBD");    /* U+FFFD for a byte that is not UTF-8 */
            used = 1;
        } else if (character == '"' || character == '\\') {
            buffer_format(out, "\\%c", character);
        } else if (character < 0x20 || character == 0x7F || character == 0x2028 || character == 0x2029) {
            buffer_format(out, "\\u%04x", (unsigned)character);
        } else {
            buffer_append(out, text + at, used);
        }
    }
    buffer_append_char(out, '"');
}

static void append_field(struct buffer *out, const char *name, const char *text)
{
    buffer_format(out, "\"%s\":", name);
    append_json_string(out, text);
}

static void append_both(struct buffer *out, const char *zh, const char *en)
{
    buffer_append_char(out, '{');
    append_field(out, "zh", zh);
    buffer_append_char(out, ',');
    append_field(out, "en", en);
    buffer_append_char(out, '}');
}

static void append_part(struct buffer *out, const struct diagnostic *diagnostic, enum message_part part)
{
    struct buffer zh = {0}, en = {0};
    message_append(&zh, diagnostic, part, LANGUAGE_ZH, false);
    message_append(&en, diagnostic, part, LANGUAGE_EN, false);
    if (zh.length || en.length)
        append_both(out, buffer_text(&zh), buffer_text(&en));
    else
        buffer_append_text(out, "null");
    buffer_release(&zh);
    buffer_release(&en);
}

static void append_span(struct buffer *out, const struct diagnostics *diagnostics, struct span span)
{
    struct position start = position_of(diagnostics, span.file, span.start), end = position_of(diagnostics, span.file, span.end);
    append_field(out, "file", diagnostics_source(diagnostics, span.file)->path);
    buffer_format(out, ",\"line\":%zu,\"column\":%zu,\"end_line\":%zu,\"end_column\":%zu", start.line, start.column, end.line, end.column);
}

static void append_place(struct buffer *out, const struct diagnostics *diagnostics, const struct place *place)
{
    buffer_append_char(out, '{');
    if (place->is_cell) {
        append_field(out, "file", place->path);
        buffer_append_char(out, ',');
        append_field(out, "sheet", place->sheet);
        if (place->row)
            buffer_format(out, ",\"row\":%llu,", (unsigned long long)place->row);
        else
            buffer_append_text(out, ",\"row\":null,");
        append_field(out, "column", place->column);
        buffer_append_char(out, ',');
        append_field(out, "cell", place->cell);
    } else {
        append_span(out, diagnostics, place->span);
    }
    buffer_append_text(out, ",\"label\":");
    if (place->label[LANGUAGE_ZH])
        append_both(out, place->label[LANGUAGE_ZH], place->label[LANGUAGE_EN]);
    else
        buffer_append_text(out, "null");
    buffer_append_char(out, '}');
}

static const char *const trusts[] = {[TRUST_SAFE] = "safe", [TRUST_LIKELY] = "likely", [TRUST_GUESS] = "guess"};

static void append_fix(struct buffer *out, const struct diagnostics *diagnostics, const struct fix *fix)
{
    buffer_append_char(out, '{');
    append_span(out, diagnostics, fix->span);
    buffer_append_char(out, ',');
    append_field(out, "replacement", fix->replacement);
    buffer_format(out, ",\"safe\":%s,\"trust\":\"%s\"}", fix->trust == TRUST_SAFE ? "true" : "false", trusts[fix->trust]);
}

void diagnostics_render_json(const struct diagnostics *diagnostics, struct buffer *out)
{
    static const char *const severities[] = {"error", "warning", "note"};
    const struct diagnostic **order = diagnostics_order(diagnostics);
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *diagnostic = order[i];
        buffer_format(out, "{\"code\":\"%s\",\"severity\":\"%s\",\"message\":", diagnostic->message->code,
                      severities[diagnostic->message->severity]);
        append_part(out, diagnostic, PART_TEXT);
        if (diagnostic->more)
            buffer_format(out, ",\"more\":%zu", diagnostic->more);
        buffer_append_text(out, ",\"hint\":");
        append_part(out, diagnostic, PART_HINT);
        buffer_append_text(out, ",\"places\":[");
        for (const struct place *place = diagnostic->places; place; place = place->next) {
            append_place(out, diagnostics, place);
            if (place->next)
                buffer_append_char(out, ',');
        }
        buffer_append_text(out, "],\"fixes\":[");
        for (const struct fix *fix = diagnostic->fixes; fix; fix = fix->next) {
            append_fix(out, diagnostics, fix);
            if (fix->next)
                buffer_append_char(out, ',');
        }
        buffer_append_text(out, "]}\n");
    }
    memory_free(order);
}
