/* One rule file from bytes to a tree of clauses: is it text at all, then scanner, layout, grammar. */
#include "syntax/syntax.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "memory.h"
#include "syntax/reader.h"
#include "syntax/grammar.h"

/* ---- is it text? ---- */

struct census { size_t characters, stray, nulls; };     /* of more than one byte; bytes that are no UTF-8 */

static struct census take_census(const char *text, size_t length)
{
    struct census census = {0};
    int32_t character;
    for (size_t i = 0, step; i < length; i += step ? step : 1) {
        step = text_decode(text + i, length - i, &character);
        census.characters += step > 1;
        census.stray += step == 0;
        census.nulls += text[i] == '\0';
    }
    return census;
}

/* Could all of it be GB18030: pairs (81-FE, 40-7E or 80-FE), fours (81-FE, 30-39, 81-FE, 30-39)? */
static bool could_be_gb18030(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] < 0x80)
            continue;
        if (bytes[i] == 0x80 || bytes[i] == 0xFF || i + 1 == length)
            return false;
        unsigned char second = bytes[++i];
        if (second >= 0x30 && second <= 0x39 && i + 2 < length && bytes[i + 1] >= 0x81 && bytes[i + 2] >= 0x30 && bytes[i + 2] <= 0x39)
            i += 2;
        else if (second < 0x40 || second == 0x7F || second == 0xFF)
            return false;
    }
    return true;
}

/* A file in another encoding is one fault, not one a character. A few stray bytes in a text are left to the scanner. */
static bool is_text(struct diagnostics *diagnostics, uint32_t file)
{
    const struct source *source = diagnostics_source(diagnostics, file);
    struct census census = take_census(source->text, source->length);
    bool byte_order = source->length >= 2 && (memcmp(source->text, "\xFF\xFE", 2) == 0 || memcmp(source->text, "\xFE\xFF", 2) == 0);
    struct span start = {.file = file, .start = 0, .end = 0};
    if (byte_order || census.nulls > source->length / 8) {
        report(diagnostics, LANG_E0101, start, NULL, NULL);
        return false;
    }
    if (census.stray <= census.characters || census.stray == 0)
        return true;
    if (could_be_gb18030(source->text, source->length)) {
        report(diagnostics, LANG_E0100, start, NULL, NULL);
        return false;
    }
    if (census.stray <= 8 && census.nulls == 0)
        return true;
    report(diagnostics, LANG_E0102, start, NULL, NULL);
    return false;
}

bool source_is_english(const struct source *source)
{
    const char *at = source->text, *end = at + source->length;
    if (source->length >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    while (at < end && *at && strchr(" \t\r\n#", *at)) {
        const char *line = *at == '#' ? memchr(at, '\n', (size_t)(end - at)) : at;
        at = line ? line + 1 : end;
    }
    return at < end && ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z'));
}

const char *source_set_apart(const struct source *source, struct span span, const char *word)
{
    bool before = span.start > 0 && source->text[span.start - 1] != ' ', behind = span.end < source->length && source->text[span.end] != ' ';
    return lang_format("%s%s%s", before ? " " : "", word, behind ? " " : "");
}

/* ---- reading ---- */

struct syntax_file *syntax_parse(struct diagnostics *diagnostics, uint32_t file)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    struct syntax_file *result = lang_new(sizeof *result);
    result->file = file;
    if (!is_text(diagnostics, file))
        return result;
    const struct source *source = diagnostics_source(diagnostics, file);
    struct reader reader = {.diagnostics = diagnostics, .file = file, .text = source->text, .length = (uint32_t)source->length,
                            .faults_before = diagnostics_total(diagnostics)};
    if (source->length >= 3 && memcmp(source->text, byte_order_mark, 3) == 0)
        reader.at = 3;
    scanner_run(&reader);
    if (!reader.given_up)
        layout_pair_brackets(&reader);
    if (reader.given_up)
        return result;
    struct layout layout = {.reader = &reader};
    struct parser parser = {.diagnostics = diagnostics, .report = true, .layout = &layout};
    grammar_parse(&parser);
    if (reader.given_up)
        return result;
    result->clauses = parser.clauses->items;
    result->clause_count = parser.clauses->count;
    result->comments = reader.comments;
    result->comment_count = reader.comment_count;
    return result;
}
