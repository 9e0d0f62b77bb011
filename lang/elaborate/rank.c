/* 名次 在 “池” 按 “键”, 并列 …: where a row stands among the rows of a pool. */
#include "elaborate/elaborate.h"
#include <string.h>
#include "check/absence.h"
#include "memory.h"

static bool rank_direction(const struct token *token, bool *descending)
{
    static const struct { const char *word; bool descending; } directions[] = {
        {"从高到低", true}, {"从低到高", false}, {"从大到小", true}, {"从小到大", false},
        {"从早到晚", false}, {"从晚到早", true}, {"从多到少", true}, {"从少到多", false}};
    for (size_t i = 0; i < sizeof directions / sizeof directions[0]; i++)
        if (token_is(token, directions[i].word)) {
            *descending = directions[i].descending;
            return true;
        }
    return false;
}

/* By what, or from which end, is not said. */
static void *direction_unsaid(struct scope *scope, const struct token *tokens, uint32_t count)
{
    static const struct words directions[] = {{{" 从高到低", " descending"}}, {{" 从低到高", " ascending"}}};
    struct span span = tokens_span(tokens, count);
    if (misused_report(scope->scheme->model->diagnostics, NULL, tokens, count, "O"))
        return NULL;
    fault(scope, "E0252", span, count ? span_text(scope->scheme->model, span) : "总分", NULL);
    if (count)
        for (int i = 0; i < 2; i++)
            propose_behind(scope->scheme->model, span, directions[i].in[LANGUAGE_ZH], directions[i].in[LANGUAGE_EN]);
    return NULL;
}

/* 总分 从高到低、关键任务得分 从高到低 */
bool rank_keys(struct scope *scope, const struct token *tokens, uint32_t count, struct node ***keys, bool **descending, uint32_t *key_count)
{
    uint32_t from = 0;
    for (uint32_t i = 0; i < count; i++) {
        bool down;
        if (!rank_direction(&tokens[i], &down))
            continue;
        struct scope inner = *scope;
        if (i == from)
            break;
        struct node *key = resolve_tokens(&inner, tokens + from, i - from);
        if (!key || !stage_is_said(scope, tokens + from, i - from, key))
            return false;
        uint32_t number = *key_count;
        *ARRAY_ADD(*keys, number) = key;
        *ARRAY_ADD(*descending, *key_count) = down;
        from = i + 1;
        if (from < count && tokens[from].kind == TOKEN_LIST)
            i = from++;
    }
    if (from != count || !*key_count)
        return direction_unsaid(scope, tokens + from, count - from), false;
    return true;
}

static bool rank_ties(struct scope *scope, const struct token *tokens, uint32_t count, enum ties *ties)
{
    static const struct { const char *text; enum ties ties; } spellings[] = {
        {"1 2 2 4", TIES_COMPETITION}, {"1 2 2 3", TIES_DENSE}, {"1 2.5 2.5 4", TIES_MEAN}, {"1 3 3 4", TIES_LAST}};
    struct buffer text = {0};
    bool listed = count > 0;
    for (uint32_t i = 0; i < count; i++)
        if (i % 2 == 0 && tokens[i].kind == TOKEN_NUMBER)
            buffer_format(&text, "%s%s", text.length ? " " : "", number_text(&tokens[i].number));
        else
            listed = listed && i % 2 == 1 && tokens[i].kind == TOKEN_LIST;
    for (size_t i = 0; listed && i < 4; i++)
        if (strcmp(buffer_text(&text), spellings[i].text) == 0) {
            *ties = spellings[i].ties;
            buffer_release(&text);
            return true;
        }
    buffer_release(&text);
    return fault(scope, "E0253", count ? tokens_span(tokens, count) : tokens[-1].span, NULL), false;
}

/* , 不评 的 , 不排 */
static bool rank_leaves_out(struct scope *scope, const struct token *tokens, uint32_t count)
{
    static struct pattern unrated, exempt, inapplicable;
    if (!unrated.count) {
        pattern_compile(&unrated, "不评 的 , 不排");
        pattern_compile(&exempt, "免考 的 , 不排");
        pattern_compile(&inapplicable, "不适用 的 , 不排");
    }
    struct match match;
    if (pattern_match(&unrated, tokens, count, &match) || pattern_match(&exempt, tokens, count, &match) || pattern_match(&inapplicable, tokens, count, &match))
        return true;
    return too_much(scope->scheme->model, tokens, count, "并列的后面只能写 不评 的,不排", "behind the ties there can only stand: not rated, not ranked"), false;
}

static void *no_value_ranked(struct scope *scope, struct span said, struct span span, const struct node *key)
{
    fault(scope, "E0255", span, node_text(scope, key), NULL);
    if (!node_can_be(key, status_mask(STATUS_MISSING)))
        propose_policy(scope->scheme->model, said, ",不评 的,不排", ", if not rated: not ranked");
    return NULL;
}

/* 名次 在 “池” 按 “键” , 并列 1、2、2、4 [, 不评 的 , 不排] */
struct node *resolve_rank(struct scope *scope, const struct token *tokens, uint32_t count, struct span span)
{
    uint32_t by = 0, comma = token_next_comma(tokens, count, 0);
    for (uint32_t i = 1; i < comma && !by; i++)
        if (token_is(&tokens[i], "按"))
            by = i;
    if (by && !token_is(&tokens[1], "在"))
        return ask_rank_pool(scope, tokens, span), NULL;
    if (!by)
        return fault(scope, "E0252", span, "总分", NULL);
    struct pool pool;
    struct node **keys = NULL;
    bool *descending = NULL;
    uint32_t key_count = 0;
    if (!pool_of_words(scope, tokens + 2, by - 2, &pool) || !rank_keys(scope, tokens + by + 1, comma - by - 1, &keys, &descending, &key_count))
        return NULL;
    if (scope->left_out)
        pool.where = both(scope, pool.where, negate_condition(scope, scope->left_out));
    if (comma + 1 >= count || !token_is(&tokens[comma + 1], "并列"))
        return ask_ties(scope, tokens, comma, span), NULL;
    uint32_t end = token_next_comma(tokens, count, comma + 1);
    enum ties ties;
    if (!rank_ties(scope, tokens + comma + 2, end - comma - 2, &ties))
        return NULL;
    bool leaves_out = end + 1 < count;
    if (leaves_out && !rank_leaves_out(scope, tokens + end + 1, count - end - 1))
        return NULL;
    for (uint32_t i = 0; i < key_count; i++)
        if (node_can_be(keys[i], status_mask(STATUS_MISSING)) ||
            (!leaves_out && value_can_be(scope->scheme, pool.source, keys[i], status_mask(STATUS_NOT_APPLICABLE) | status_mask(STATUS_EXEMPT))))
            return no_value_ranked(scope, tokens_span(tokens, end), span, keys[i]);
    return node_rank(scope->scheme->model->pool, pool.source, pool.index, pool.where, keys, descending, key_count, ties, span);
}
