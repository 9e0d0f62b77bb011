/* Indicators of last year's that are gone without a word: a reader must see whether they were dropped, or live on under another code. */
#include "check/lineage.h"
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"

enum { CODES_NAMED = 12 };

static bool says_so(const struct scheme *scheme, const char *code)
{
    for (uint32_t i = 0; i < scheme->abolished_count; i++)
        if (token_is(scheme->abolished[i].code, code))
            return true;
    for (uint32_t i = 0; i < scheme->item_count; i++)
        for (uint32_t k = 0; k < scheme->items[i]->descent.count; k++)
            if (token_is(scheme->items[i]->descent.codes[k], code))
                return true;
    return false;
}

void check_lineage(struct scheme *scheme)
{
    const struct item **gone = NULL;
    uint32_t count = 0;
    struct buffer codes = {0};
    struct scope scope = {.scheme = scheme};
    for (uint32_t i = 0; scheme->lineage && i < scheme->lineage->item_count; i++) {
        const struct item *item = scheme->lineage->items[i];
        if (item_find(scheme, item->code) || says_so(scheme, item->code))
            continue;
        if (count < CODES_NAMED)
            buffer_format(&codes, "%s%s", count ? "、" : "", item->code);
        *ARRAY_ADD(gone, count) = item;
    }
    if (count)
        fault(&scope, "W0744", scheme->lineage_span, lang_format("%u", count), lang_format("%s%s", buffer_text(&codes), count > CODES_NAMED ? "…" : ""), NULL);
    for (uint32_t i = 0; i < count && i < CODES_NAMED; i++)
        fault_also(&scope, gone[i]->span, "上年有,今年没有", "was there last year");
    buffer_release(&codes);
}
