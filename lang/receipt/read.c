/* A receipt from its JSON: only what receipts are made of — objects, arrays, texts, whole numbers; members that are not known are passed over. */
#include <string.h>
#include "base/text.h"
#include "elaborate/elaborate.h"
#include "memory.h"
#include "receipt/receipt.h"

enum { DEPTH_MOST = 16 };

struct json_reader { const char *at, *end; bool failed; int depth; };

static bool next_is(struct json_reader *reader, char wanted)
{
    while (reader->at < reader->end && strchr(" \t\r\n", *reader->at))
        reader->at++;
    if (reader->at == reader->end || *reader->at != wanted)
        return false;
    reader->at++;
    return true;
}

static void expect(struct json_reader *reader, char wanted)
{
    if (!next_is(reader, wanted))
        reader->failed = true;
}

static int32_t hex(struct json_reader *reader)
{
    int32_t value = 0;
    for (int i = 0; i < 4 && !reader->failed; i++) {
        const char *digit = reader->at < reader->end ? strchr("0123456789abcdef", *reader->at | 0x20) : NULL;
        reader->failed = reader->failed || !digit || !*digit;
        value = reader->failed ? 0 : value * 16 + (int32_t)(digit - "0123456789abcdef");
        reader->at += !reader->failed;
    }
    return value;
}

static const char *read_text(struct json_reader *reader)
{
    static const char letters[] = "nrtbf", meant[] = "\n\r\t\b\f";
    struct buffer out = {0};
    expect(reader, '"');
    while (!reader->failed && reader->at < reader->end && *reader->at != '"') {
        char here = *reader->at++;
        if (here != '\\') {
            buffer_append_char(&out, here);
            continue;
        }
        here = reader->at < reader->end ? *reader->at++ : 0;
        const char *letter = here ? strchr(letters, here) : NULL;
        if (here == 'u')
            text_encode(&out, hex(reader));
        else if (letter)
            buffer_append_char(&out, meant[letter - letters]);
        else if (here)
            buffer_append_char(&out, here);
    }
    expect(reader, '"');
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

static uint64_t read_number(struct json_reader *reader)
{
    uint64_t value = 0;
    bool any = false;
    while (reader->at < reader->end && strchr(" \t\r\n", *reader->at))
        reader->at++;
    for (; reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9' && value < UINT64_MAX / 10 - 9; reader->at++, any = true)
        value = value * 10 + (uint64_t)(*reader->at - '0');
    reader->failed = reader->failed || !any;
    return value;
}

static void skip(struct json_reader *reader)
{
    if (++reader->depth > DEPTH_MOST)
        reader->failed = true;
    bool object = !reader->failed && next_is(reader, '{'), array = !object && !reader->failed && next_is(reader, '[');
    char close = object ? '}' : ']';
    if (!object && !array) {
        if (!reader->failed && reader->at < reader->end && *reader->at == '"')
            read_text(reader);
        else
            while (!reader->failed && reader->at < reader->end && !strchr(",]} \t\r\n", *reader->at))
                reader->at++;
    } else if (!next_is(reader, close)) {
        do {
            if (object) {
                read_text(reader);
                expect(reader, ':');
            }
            skip(reader);
        } while (!reader->failed && next_is(reader, ','));
        expect(reader, close);
    }
    reader->depth--;
}

/* Calls `each` for every member of an object, which reads the value. */
static void read_object(struct json_reader *reader, void (*each)(struct json_reader *reader, const char *name, void *context), void *context)
{
    expect(reader, '{');
    if (reader->failed || next_is(reader, '}'))
        return;
    do {
        const char *name = read_text(reader);
        expect(reader, ':');
        if (!reader->failed) {
            while (reader->at < reader->end && strchr(" \t\r\n", *reader->at))
                reader->at++;
            each(reader, name, context);
        }
    } while (!reader->failed && next_is(reader, ','));
    expect(reader, '}');
}

static void read_texts(struct json_reader *reader, const char ***texts, size_t *count)
{
    expect(reader, '[');
    if (reader->failed || next_is(reader, ']'))
        return;
    do
        *ARRAY_ADD(*texts, *count) = read_text(reader);
    while (!reader->failed && next_is(reader, ','));
    expect(reader, ']');
}

static void copy_hash(char hash[HASH_TEXT], const char *text)
{
    size_t length = strlen(text);
    length = length < HASH_TEXT ? length : HASH_TEXT - 1;
    memcpy(hash, text, length);
    hash[length] = 0;
}

static void item_member(struct json_reader *reader, const char *name, void *context)
{
    struct receipt_item *item = context;
    if (strcmp(name, "sha256") == 0)
        copy_hash(item->hash, read_text(reader));
    else if (strcmp(name, "name") == 0 || strcmp(name, "column") == 0 || strcmp(name, "scheme") == 0)
        item->name = read_text(reader);
    else if (strcmp(name, "path") == 0 || strcmp(name, "ledger") == 0)
        item->path = read_text(reader);
    else if (strcmp(name, "means") == 0)
        item->detail = read_text(reader);
    else if (strcmp(name, "cells") == 0 || strcmp(name, "rows") == 0)
        item->count = read_number(reader);
    else
        skip(reader);
}

static void read_list(struct json_reader *reader, struct receipt_list *list)
{
    expect(reader, '[');
    if (reader->failed || next_is(reader, ']'))
        return;
    do {
        struct receipt_item *item = ARRAY_ADD(list->items, list->count);
        *item = (struct receipt_item){0};
        read_object(reader, item_member, item);
    } while (!reader->failed && next_is(reader, ','));
    expect(reader, ']');
}

struct reading { struct receipt *receipt; const char *format; uint64_t version; };

static void edition_member(struct json_reader *reader, const char *name, void *context)
{
    struct receipt *receipt = context;
    if (strcmp(name, "name") == 0)
        receipt->edition = read_text(reader);
    else if (strcmp(name, "sha256") == 0)
        copy_hash(receipt->edition_hash, read_text(reader));
    else
        skip(reader);
}

static void option_member(struct json_reader *reader, const char *name, void *context)
{
    struct receipt *receipt = context;
    if (strcmp(name, "operands") == 0)
        read_texts(reader, &receipt->operands, &receipt->operand_count);
    else if (strcmp(name, "data") == 0)
        read_texts(reader, &receipt->data, &receipt->data_count);
    else
        skip(reader);
}

static void member(struct json_reader *reader, const char *name, void *context)
{
    struct reading *reading = context;
    struct receipt *receipt = reading->receipt;
    struct receipt_list *list = strcmp(name, "rules") == 0 ? &receipt->rules : strcmp(name, "ledgers") == 0 ? &receipt->ledgers : strcmp(name, "missing") == 0 ? &receipt->missing
                                : strcmp(name, "scores") == 0 ? &receipt->scores : NULL;
    if (list)
        read_list(reader, list);
    else if (strcmp(name, "format") == 0)
        reading->format = read_text(reader);
    else if (strcmp(name, "version") == 0)
        reading->version = read_number(reader);
    else if (strcmp(name, "program") == 0)
        receipt->program = read_text(reader);
    else if (strcmp(name, "edition") == 0)
        read_object(reader, edition_member, receipt);
    else if (strcmp(name, "options") == 0)
        read_object(reader, option_member, receipt);
    else
        skip(reader);
}

bool receipt_read(const char *text, size_t length, struct receipt *receipt, uint64_t *version)
{
    struct json_reader reader = {.at = text, .end = text + length};
    struct reading reading = {.receipt = receipt, .format = ""};
    *receipt = (struct receipt){.program = "", .edition = ""};
    read_object(&reader, member, &reading);
    *version = reading.version;
    return !reader.failed && strcmp(reading.format, "assessc-receipt") == 0 && reading.version == RECEIPT_VERSION && receipt->operand_count;
}
