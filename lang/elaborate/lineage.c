/* What became of last year's indicators, said in this year's file (沿革 “2023.assess”):
 *
 *     指标 M01 … { 沿革 由 A03、A04 合并 }     沿革 由 K25 拆分     沿革 A01 改名     沿革 新设
 *     废止 A07、A08,依据 “一般性工作不再纳入考核”
 *
 * An indicator that keeps its code needs no word. The lines are kept as read; lineage_settle() holds them against last year's outline. */
#include "elaborate/elaborate.h"
#include <string.h>
#include "memory.h"

/* Codes between list marks: all of tokens, or false. */
static bool codes_of(const struct token *tokens, uint32_t count, struct descent *descent)
{
    for (uint32_t i = 0; i < count; i++) {
        bool code = tokens[i].kind == TOKEN_WORD || tokens[i].kind == TOKEN_TEXT;
        if (i % 2 ? tokens[i].kind != TOKEN_LIST || i + 1 == count : !code)
            return false;
        if (i % 2 == 0)
            *ARRAY_ADD(descent->codes, descent->count) = &tokens[i];
    }
    return count > 0;
}

static bool descent_words(const struct token *tokens, uint32_t count, struct descent *descent)
{
    const struct token *last = &tokens[count - 1];
    if (count == 1) {
        descent->kind = DESCENT_NEW;
        return token_is(last, "新设");
    }
    if (token_is(last, "改名") || token_is(last, "更名")) {
        descent->kind = DESCENT_RENAMED;
        return count == 2 && codes_of(tokens, 1, descent);
    }
    descent->kind = token_is(last, "合并") ? DESCENT_MERGED : DESCENT_SPLIT;
    bool known = token_is(last, "合并") || token_is(last, "拆分");
    bool read = known && token_is(&tokens[0], "由") && count > 2 && codes_of(tokens + 1, count - 2, descent);
    return read && (descent->kind == DESCENT_SPLIT || descent->count > 1);
}

void descent_line(struct scheme *scheme, struct item *item, struct clause *clause, const struct token *tokens, uint32_t count)
{
    struct descent descent = {.span = clause->span};
    if (item->descent.kind)
        said_twice(scheme->model, clause->span, item->descent.span);
    else if (!descent_words(tokens, count, &descent))
        model_fault(scheme->model, "E0727", clause->span, NULL);
    else
        item->descent = descent;
}

void abolished_line(struct scheme *scheme, struct clause *clause)
{
    const struct token *tokens = clause->tokens;
    uint32_t end = token_next_comma(tokens, clause->token_count, 0);
    struct descent codes = {0};
    bool based = clause->token_count == end + 3 && token_is(&tokens[end + 1], "依据") && tokens[end + 2].kind == TOKEN_TEXT;
    if (!based || !codes_of(tokens + 1, end - 1, &codes)) {
        model_fault(scheme->model, "E0728", clause->span, NULL);
        return;
    }
    for (uint32_t i = 0; i < codes.count; i++)
        *ARRAY_ADD(scheme->abolished, scheme->abolished_count) = (struct abolished){codes.codes[i], tokens[end + 2].text, clause->span};
}

/* ---- against last year's ---- */

static void unknown_code(struct scheme *scheme, const struct token *code)
{
    const struct scheme *before = scheme->lineage;
    const char **codes = lang_array(before->item_count + 1, sizeof *codes);
    for (uint32_t i = 0; i < before->item_count; i++)
        codes[i] = before->items[i]->code;
    const char *nearest = text_nearest(code->text, strlen(code->text), codes, before->item_count);
    if (nearest)
        model_fault(scheme->model, "E0724", code->span, code->text, nearest, NULL);
    else
        model_fault(scheme->model, "E0725", code->span, code->text, NULL);
    const struct item *near = nearest ? item_find(scheme->lineage, nearest) : NULL;
    if (near)
        diagnostic_at(scheme->model->diagnostics, near->code_span, (const char *[2]){"上年的指标", "last year's indicator"});
    else if (before->title_span.end)
        diagnostic_at(scheme->model->diagnostics, before->title_span, (const char *[2]){"上年的办法", "last year's scheme"});
    propose_nearest(scheme->model, code->span, code->text, codes, before->item_count);
}

/* What became of a code of last year's, as far as it was said before; NULL: nothing yet. */
struct fate { struct span span; bool split; };

static void settle_code(struct scheme *scheme, struct fate *fates, const struct token *code, struct span span, bool split)
{
    int64_t number;
    struct scheme *before = scheme->lineage;
    if (!map_get(&before->item_codes, code->text, strlen(code->text), &number)) {
        unknown_code(scheme, code);
        return;
    }
    struct fate *fate = &fates[number];
    if (fate->span.end && !(fate->split && split)) {
        model_fault(scheme->model, "E0729", code->span, code->text, NULL);
        diagnostic_at(scheme->model->diagnostics, fate->span, (const char *[2]){"这里已经说了它的去向", "what became of it is said here too"});
    }
    *fate = (struct fate){span, split};
}

/* An indicator of the same code is the same indicator, unless it says that it comes from others. */
static void settle_own(struct scheme *scheme, struct fate *fates, const struct item *item)
{
    int64_t number;
    if (!map_get(&scheme->lineage->item_codes, item->code, strlen(item->code), &number))
        return;
    if (item->descent.kind == DESCENT_NEW) {
        model_fault(scheme->model, "E0729", item->descent.span, item->code, NULL);
        diagnostic_at(scheme->model->diagnostics, scheme->lineage->items[number]->span, (const char *[2]){"上年就有这个代码", "last year has the code"});
    } else if (!item->descent.kind)
        fates[number] = (struct fate){item->span, false};
}

void lineage_settle(struct scheme *scheme)
{
    if (!scheme->lineage) {
        struct span lonely = scheme->abolished_count ? scheme->abolished[0].span : (struct span){0};
        for (uint32_t i = scheme->item_count; i-- > 0;)
            if (scheme->items[i]->descent.count)
                lonely = scheme->items[i]->descent.span;
        if (lonely.end && !scheme->lineage_span.end)
            model_fault(scheme->model, "E0726", lonely, NULL);
        return;
    }
    struct fate *fates = lang_array(scheme->lineage->item_count + 1, sizeof *fates);
    for (uint32_t i = 0; i < scheme->item_count; i++)
        settle_own(scheme, fates, scheme->items[i]);
    for (uint32_t i = 0; i < scheme->item_count; i++)
        for (uint32_t k = 0; k < scheme->items[i]->descent.count; k++)
            settle_code(scheme, fates, scheme->items[i]->descent.codes[k], scheme->items[i]->descent.span, scheme->items[i]->descent.kind == DESCENT_SPLIT);
    for (uint32_t i = 0; i < scheme->abolished_count; i++)
        settle_code(scheme, fates, scheme->abolished[i].code, scheme->abolished[i].span, false);
}
