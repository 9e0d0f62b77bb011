/* What stands behind a value: 最高 X, 最低 X, 保留 2位小数,四舍五入. */
#include "elaborate/elaborate.h"
#include <string.h>
#include "memory.h"

static bool rounding_word(const struct token *token, enum rounding *mode)
{
    static const char *const words[] = {
#define X(name, zh, en) zh,
        ROUNDING_MODES(X)
#undef X
    };
    for (int i = 0; i < ROUNDING_COUNT; i++)
        if (token_is(token, words[i])) {
            *mode = (enum rounding)i;
            return true;
        }
    return false;
}

/* ---- 保留 that is not right ---- */

/* 两位小数, 2位, 2位小数 四舍五入: as it is meant. */
static void propose_places(struct model *model, const struct token *tokens, uint32_t count)
{
    static const char *const numerals[] = {"一", "两", "三", "四"};
    const struct token *word = &tokens[1];
    enum rounding mode;
    for (uint32_t i = 0; count >= 2 && word->kind == TOKEN_WORD && i < 4; i++)
        if (strncmp(word->text, numerals[i], strlen("一")) == 0 && strncmp(word->text + strlen("一"), "位", strlen("位")) == 0)
            propose(model, word->span, lang_format("%u位小数", i + 1));
    bool number = count >= 3 && word->kind == TOKEN_NUMBER;
    if (number && count == 3 && token_is(&tokens[2], "位"))
        propose(model, tokens[2].span, "位小数");
    else if (number && count == 4 && token_is(&tokens[2], "位小数") && rounding_word(&tokens[3], &mode))
        propose(model, (struct span){word->span.file, tokens[2].span.end, tokens[3].span.start}, ",");
    else if (number && count == 4 && token_is(&tokens[2], "位") && rounding_word(&tokens[3], &mode))
        propose(model, (struct span){word->span.file, tokens[2].span.start, tokens[3].span.start}, "位小数,");
}

/* How to round is not said, or by a word [from, to) that says nothing. */
static void mode_unsaid(struct scope *scope, struct span span, const struct token *tokens, uint32_t from, uint32_t to)
{
    static const struct words modes[] = {{{"四舍五入", "half up"}}, {{"去尾", "truncate"}}, {{"进一", "round up"}}, {{"四舍六入五成双", "half even"}}};
    static const char *const others[] = {"最高", "最低", "最多", "最少", "满分", "扣完为止", "人工评定"};
    struct model *model = scope->scheme->model;
    bool word = to == from + 1 && tokens[from].kind == TOKEN_WORD;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        word = word && !token_is(&tokens[from], others[i]);
    if (word && misused_report(model->diagnostics, NULL, &tokens[from], 1, "R"))
        return;
    if (!word) {
        ask_rounding(scope, span);
        return;
    }
    fault(scope, "E0322", span, "", "", NULL);
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)         /* in its place */
        propose_words(model, tokens[from].span, modes[i].in[LANGUAGE_ZH], modes[i].in[LANGUAGE_EN]);
}

/* ---- roundings ---- */

/* 2位小数 or 整数 behind 保留, tokens [from, end). False where it is neither, which is told. */
static bool places_at(struct scope *scope, const struct token *tokens, uint32_t from, uint32_t end, int64_t *places)
{
    struct span span = tokens_span(tokens + from, end - from);
    *places = 0;
    if (end - from == 4 && tokens[from + 1].kind == TOKEN_MINUS && tokens[from + 2].kind == TOKEN_NUMBER)
        return fault(scope, "E0321", span, lang_format("-%s", number_text(&tokens[from + 2].number)), lang_format("%d", LIMIT_ROUND_PLACES), NULL), false;
    bool whole = end - from == 2 && token_is(&tokens[from + 1], "整数");
    bool decimals = end - from == 3 && tokens[from + 1].kind == TOKEN_NUMBER && token_is(&tokens[from + 2], "位小数") && rational_to_int64(&tokens[from + 1].number, places);
    if (!whole && !decimals) {
        fault(scope, "E0320", span, NULL);
        propose_places(scope->scheme->model, tokens + from, end - from);
        return false;
    }
    if (*places < 0 || *places > LIMIT_ROUND_PLACES)
        return fault(scope, "E0321", span, lang_format("%lld", (long long)*places), lang_format("%d", LIMIT_ROUND_PLACES), NULL), false;
    return true;
}

uint32_t rounding_at(struct scope *scope, const struct token *tokens, uint32_t count, uint32_t from, struct rational *quantum, enum rounding *mode)
{
    if (from >= count || !token_is(&tokens[from], "保留"))
        return from;
    uint32_t end = token_next_comma(tokens, count, from);
    uint32_t after = end < count ? token_next_comma(tokens, count, end + 1) : end;
    int64_t places, power = 1;
    if (!places_at(scope, tokens, from, end, &places))
        return after;
    for (int64_t i = 0; i < places; i++)
        power *= 10;
    rational_set(quantum, 1, power);
    if (end >= count || after - end != 2 || !rounding_word(&tokens[end + 1], mode))
        mode_unsaid(scope, tokens_span(tokens + from, end - from), tokens, end + 1, after);
    return after;
}

/* ---- limits ---- */

struct node *limit_value(struct scope *scope, struct node *value, struct node *bound, bool cap, struct span span)
{
    if (bound->type != value->type || (value->type == TYPE_NUMBER && !unit_comparable(value->unit, bound->unit)))
        return fault(scope, "E0210", span, node_text(scope, value), node_text(scope, bound), NULL);
    if (!percent_is_written(scope, value, bound, span))
        return NULL;
    const struct unit *unit = value->unit == unit_plain() ? bound->unit : value->unit;
    if (cap && value->interval.has_greatest && bound->kind == NODE_CONSTANT && rational_compare(&value->interval.greatest, &bound->value.number) <= 0)
        fault(scope, "W0324", span, number_text(&value->interval.greatest), NULL);
    return node_operation(scope->scheme->model->pool, cap ? OP_MINIMUM : OP_MAXIMUM, value, bound, NULL, unit, span);
}

static void *modifier_unknown(struct scope *scope, const struct node *value, const struct token *tokens, uint32_t count)
{
    struct model *model = scope->scheme->model;
    struct span span = tokens_span(tokens, count);
    enum rounding mode;
    if (misused_report(model->diagnostics, NULL, tokens, count, "V"))
        return NULL;
    fault(scope, "E0323", span, span_text(model, span), node_text(scope, value), NULL);
    if (count == 1 && rounding_word(&tokens[0], &mode)) {
        propose_words(model, (struct span){span.file, span.start, span.start}, "保留 2位小数,", "keep 2 decimals, ");
        propose_words(model, (struct span){span.file, span.start, span.start}, "保留 整数,", "keep whole, ");
    }
    return NULL;
}

/* 最高 X, 最低 X, 保留 … behind a value. */
struct node *apply_modifiers(struct scope *scope, struct node *value, const struct token *tokens, uint32_t to, uint32_t from)
{
    struct node_pool *pool = scope->scheme->model->pool;
    while (value && from < to) {
        uint32_t start = from + 1, end = token_next_comma(tokens, to, start);
        struct rational quantum;
        enum rounding mode = ROUND_HALF_UP;
        rational_init(&quantum);
        uint32_t rounded = rounding_at(scope, tokens, to, start, &quantum, &mode);
        if (rounded > start) {
            value = value->type == TYPE_NUMBER && rational_sign(&quantum) > 0 ? node_round(pool, value, &quantum, mode, tokens[start].span) : NULL;
            from = rounded;
            continue;
        }
        if (judgement_begins(&tokens[start])) {
            from = judgement_at(scope, value, NULL, tokens, to, start);
            continue;
        }
        if (end - start == 1 && token_is(&tokens[start], "扣完为止")) {
            value = limit_value(scope, value, node_integer(pool, 0, value->unit ? value->unit : unit_plain(), tokens[start].span), false, tokens[start].span);
            from = end;
            continue;
        }
        bool cap = token_is(&tokens[start], "最高") || token_is(&tokens[start], "最多"), floor = token_is(&tokens[start], "最低") || token_is(&tokens[start], "最少");
        if (token_is(&tokens[start], "满分") && scope->scheme->total && scope->scheme->total->base.clause->tokens == tokens) {
            from = end;             /* read where the scheme is */
            continue;
        }
        if ((!cap && !floor) || end - start < 2)
            return modifier_unknown(scope, value, tokens + start, end - start);
        struct node *bound = resolve_tokens(scope, tokens + start + 1, end - start - 1);
        if (!bound)
            return NULL;
        value = limit_value(scope, value, bound, cap, tokens_span(tokens + start, end - start));
        from = end;
    }
    return value;
}
