/* What differs between a receipt and the run that was made again. */
#include <string.h>
#include "memory.h"
#include "messages.h"
#include "receipt/receipt.h"

static bool same(const char *a, const char *b) { return strcmp(a ? a : "", b ? b : "") == 0; }

static void tell(struct diagnostics *diagnostics, const char *code, const char *first, const char *second, const char *third)
{
    const char *texts[3] = {first, second, third};
    diagnostic_report(diagnostics, message_find(lang_messages, code), third ? 3 : second ? 2 : 1, texts);
}

static const struct receipt_item *find(const struct receipt_list *list, const char *name, const char *path)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (same(list->items[i].name, name) && (!path || same(list->items[i].path, path)))
            return &list->items[i];
    return NULL;
}

static const char *called(const struct receipt_item *item)
{
    return item->name && item->path ? lang_format("%s(%s)", item->name, item->path) : item->path ? item->path : item->name ? item->name : "";
}

/* codes: of another content, gone, new. */
static void compare_files(const struct receipt_list *before, const struct receipt_list *now, bool by_path, const char *const codes[3], struct diagnostics *diagnostics)
{
    for (uint32_t i = 0; i < before->count; i++) {
        const struct receipt_item *item = &before->items[i], *other = find(now, item->name, by_path ? item->path : NULL);
        if (!other)
            tell(diagnostics, codes[1], called(item), NULL, NULL);
        else if (!same(item->hash, other->hash))
            tell(diagnostics, codes[0], called(item), NULL, NULL);
    }
    for (uint32_t i = 0; i < now->count; i++)
        if (!find(before, now->items[i].name, by_path ? now->items[i].path : NULL))
            tell(diagnostics, codes[2], called(&now->items[i]), NULL, NULL);
}

static void compare_missing(const struct receipt_list *before, const struct receipt_list *now, struct diagnostics *diagnostics)
{
    for (uint32_t i = 0; i < before->count; i++) {
        const struct receipt_item *item = &before->items[i], *other = find(now, item->name, item->path);
        uint64_t count = other ? other->count : 0;
        if (count != item->count)
            tell(diagnostics, "E0947", called(item), lang_format("%llu", (unsigned long long)item->count), lang_format("%llu", (unsigned long long)count));
    }
    for (uint32_t i = 0; i < now->count; i++)
        if (!find(before, now->items[i].name, now->items[i].path))
            tell(diagnostics, "E0947", called(&now->items[i]), "0", lang_format("%llu", (unsigned long long)now->items[i].count));
}

void receipt_compare(const struct receipt *before, const struct receipt *now, struct diagnostics *diagnostics)
{
    if (!same(before->program, now->program))
        tell(diagnostics, "W0941", before->program, now->program, NULL);
    if (!same(before->edition, now->edition) || !same(before->edition_hash, now->edition_hash))
        tell(diagnostics, "E0942", before->edition, now->edition, NULL);
    compare_files(&before->rules, &now->rules, true, (const char *const[3]){"E0943", "E0944", "E0944"}, diagnostics);
    compare_files(&before->ledgers, &now->ledgers, false, (const char *const[3]){"E0945", "E0946", "E0946"}, diagnostics);
    compare_missing(&before->missing, &now->missing, diagnostics);
    compare_files(&before->scores, &now->scores, false, (const char *const[3]){"E0948", "E0949", "E0949"}, diagnostics);
}
