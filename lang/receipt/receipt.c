/* What a run was made of: hashes of rule files, ledgers and tables; how often each policy for empty cells was applied. */
#include "receipt/receipt.h"
#include <stdio.h>
#include <string.h>
#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "json.h"
#include "elaborate/elaborate.h"
#include "ledger/empties.h"
#include "memory.h"
#include "receipt/version.h"
#include "report/report.h"

static void hash_text(const uint8_t digest[32], char hash[HASH_TEXT])
{
    for (int i = 0; i < 32; i++)
        snprintf(hash + 2 * i, 3, "%02x", digest[i]);
}

static void hash_bytes(const void *bytes, size_t length, char hash[HASH_TEXT])
{
    uint8_t digest[32];
    sha256(bytes, length, digest);
    hash_text(digest, hash);
}

void receipt_hash_file(const char *path, char hash[HASH_TEXT])
{
    struct buffer bytes = {0};
    hash[0] = 0;
    if (file_read(path, LIMIT_LEDGER_HASH_BYTES, &bytes) == 0)
        hash_bytes(buffer_text(&bytes), bytes.length, hash);
    buffer_release(&bytes);
}

static struct receipt_item *add(struct receipt_list *list, const char *name, const char *path)
{
    struct receipt_item *item = ARRAY_ADD(list->items, list->count);
    *item = (struct receipt_item){.name = name ? lang_text(name, strlen(name)) : NULL, .path = path ? lang_text(path, strlen(path)) : NULL};
    return item;
}

/* ---- a run ---- */

/* Files of the program itself (stdlib/) are the edition, the others are the rules. */
static void add_sources(struct receipt *receipt, const struct program *program)
{
    struct buffer edition = {0};
    for (uint32_t i = 0; i < program->source_count; i++) {
        const struct program_source *source = &program->sources[i];
        bool own = strncmp(source->path, "stdlib/", 7) == 0;
        if (own) {
            size_t length = strcspn(source->path + 7, "/");
            receipt->edition = lang_text(source->path + 7, length);
            buffer_append(&edition, (const char *)source->hash, sizeof source->hash);
        } else
            hash_text(source->hash, add(&receipt->rules, NULL, source->path)->hash);
    }
    hash_bytes(buffer_text(&edition), edition.length, receipt->edition_hash);
    buffer_release(&edition);
}

static void add_ledgers(struct receipt *receipt, const struct program *program, const struct data *data)
{
    for (uint32_t i = 0; i < program->domain_count; i++) {
        const struct domain *domain = &program->domains[i];
        if (domain->kind != DOMAIN_LEDGER)
            continue;
        struct receipt_item *item = add(&receipt->ledgers, domain->name, data->domains[i].path);
        if (item->path)
            receipt_hash_file(item->path, item->hash);
        for (uint32_t k = 0; k < domain->field_count; k++) {
            const struct field *field = &domain->fields[k];
            uint64_t cells = field->empty_means[0] ? empties_count(&data->columns[field->column]) : 0;
            if (!cells)
                continue;
            struct receipt_item *missing = add(&receipt->missing, field->name, domain->name);
            missing->count = cells;
            missing->detail = lang_text(field->empty_means, strlen(field->empty_means));
        }
    }
}

static void add_scores(struct receipt *receipt, const struct program *program, const struct data *data)
{
    for (uint32_t i = 0; i < program->output_count; i++) {
        struct buffer table = {0};
        report_csv_text(program, data, i, &table);
        struct receipt_item *item = add(&receipt->scores, program->outputs[i].scheme, NULL);
        hash_bytes(buffer_text(&table), table.length, item->hash);
        item->count = data->domains[program->outputs[i].domain].rows;
        buffer_release(&table);
    }
}

struct receipt receipt_of(const struct program *program, const struct data *data, const char *const *operands, size_t operand_count, const char *const *paths, size_t path_count)
{
    struct receipt receipt = {.program = ASSESSC_VERSION, .edition = "", .operands = (const char **)operands, .operand_count = operand_count, .data = (const char **)paths,
                              .data_count = path_count};
    add_sources(&receipt, program);
    add_ledgers(&receipt, program, data);
    add_scores(&receipt, program, data);
    return receipt;
}

/* ---- JSON ---- */

static void write_texts(struct buffer *out, const char *name, const char *const *texts, size_t count)
{
    buffer_format(out, "\"%s\":[", name);
    for (size_t i = 0; i < count; i++) {
        buffer_append_text(out, i ? "," : "");
        json_string(out, texts[i]);
    }
    buffer_append_char(out, ']');
}

/* One item a line; members that it has no value for are left out. */
static void write_list(struct buffer *out, const char *name, const struct receipt_list *list, const char *const members[2], const char *count)
{
    buffer_format(out, ",\n\"%s\":[", name);
    for (uint32_t i = 0; i < list->count; i++) {
        const struct receipt_item *item = &list->items[i];
        const char *values[2] = {item->name, item->path}, *mark = "{";
        buffer_append_text(out, i ? ",\n " : "\n ");
        for (int k = 0; k < 2; k++)
            if (members[k] && values[k]) {
                buffer_format(out, "%s\"%s\":", mark, members[k]);
                json_string(out, values[k]);
                mark = ",";
            }
        if (count)
            buffer_format(out, ",\"%s\":%llu", count, (unsigned long long)item->count);
        if (item->detail)
            json_member(out, "means", item->detail);
        if (!item->detail)
            json_member(out, "sha256", item->hash);
        buffer_append_char(out, '}');
    }
    buffer_append_text(out, "]");
}

void receipt_write(const struct receipt *receipt, struct buffer *out)
{
    buffer_format(out, "{\"format\":\"assessc-receipt\",\"version\":%d", RECEIPT_VERSION);
    json_member(out, "program", receipt->program);
    buffer_append_text(out, ",\n\"edition\":{\"name\":");
    json_string(out, receipt->edition);
    json_member(out, "sha256", receipt->edition_hash);
    buffer_append_text(out, "},\n\"options\":{");
    write_texts(out, "operands", receipt->operands, receipt->operand_count);
    buffer_append_char(out, ',');
    write_texts(out, "data", receipt->data, receipt->data_count);
    buffer_append_char(out, '}');
    write_list(out, "rules", &receipt->rules, (const char *const[2]){NULL, "path"}, NULL);
    write_list(out, "ledgers", &receipt->ledgers, (const char *const[2]){"name", "path"}, NULL);
    write_list(out, "missing", &receipt->missing, (const char *const[2]){"column", "ledger"}, "cells");
    write_list(out, "scores", &receipt->scores, (const char *const[2]){"scheme", NULL}, "rows");
    buffer_append_text(out, "}\n");
}
