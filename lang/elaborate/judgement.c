/* What a person decides, said as such:
 *
 *     得分 = 考察得分,人工评定,由 考核组,0分 至 5分,依据 “现场核验记录”
 *     工作不到位 为 是 的,扣 酌情扣分,裁量 1分 至 2分,由 督查组,依据 扣分理由
 *
 * The value comes from a ledger; who decides, between which bounds and on what basis stands in the rule. Every run checks the bounds, and
 * where the basis is a column, that it is filled. check adds up the points at somebody's discretion (check/notes.c). */
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"

bool judgement_begins(const struct token *token)
{
    return token_is(token, "人工评定") || token_is(token, "裁量");
}

struct parts { const char *who, *basis; struct node *bounds[2], *basis_filled; struct span span; };

static bool bounds_of(struct scope *scope, const struct token *tokens, uint32_t count, struct parts *parts)
{
    for (uint32_t i = 1; i + 1 < count; i++) {
        if (!token_is(&tokens[i], "至"))
            continue;
        struct scope inner = *scope;
        parts->bounds[0] = resolve_tokens(&inner, tokens, i);
        parts->bounds[1] = resolve_tokens(&inner, tokens + i + 1, count - i - 1);
        return true;
    }
    return false;
}

static bool basis_of(struct scope *scope, const struct token *tokens, uint32_t count, struct parts *parts)
{
    struct model *model = scope->scheme->model;
    parts->basis = span_text(model, tokens_span(tokens, count));
    if (count != 1 || tokens[0].kind != TOKEN_WORD)
        return true;
    struct field_model *field = scope->domain ? field_find(scope->domain, tokens[0].text) : NULL;
    if (!field)
        return fault(scope, "E0203", tokens[0].span, tokens[0].text, NULL), false;
    if (field->type == TYPE_TEXT && scope->domain->kind == ROWS_LEDGER)
        parts->basis_filled = negate_condition(scope, node_status_is(model->pool, node_field(model->pool, scope->domain, field), status_mask(STATUS_MISSING)));
    return true;
}

/* Reads the parts behind the word; the first that is none of them ends the judgement. */
static uint32_t read_parts(struct scope *scope, const struct token *tokens, uint32_t to, uint32_t from, struct parts *parts)
{
    uint32_t end = token_next_comma(tokens, to, from), start = from;
    if (end - from > 1 && !bounds_of(scope, tokens + from + 1, end - from - 1, parts))
        too_much(scope->scheme->model, tokens + from + 1, end - from - 1, "界限写成 0分 至 5分", "bounds are written: 0 points to 5 points");
    while (end < to) {
        start = end + 1;
        uint32_t stop = token_next_comma(tokens, to, start), count = stop - start;
        if (count > 1 && token_is(&tokens[start], "由"))
            parts->who = span_text(scope->scheme->model, tokens_span(tokens + start + 1, count - 1));
        else if (count > 1 && token_is(&tokens[start], "依据"))
            basis_of(scope, tokens + start + 1, count - 1, parts);
        else if (parts->bounds[0] || !bounds_of(scope, tokens + start, count, parts))
            break;
        end = stop;
    }
    parts->span = tokens_span(tokens + from, end - from);
    return end;
}

static const char *missing_parts(const struct parts *parts)
{
    struct buffer text = {0};
    if (!parts->who)
        buffer_append_text(&text, "由 谁");
    if (!parts->bounds[0])
        buffer_format(&text, "%s几分 至 几分", text.length ? "、" : "");
    if (!parts->basis)
        buffer_format(&text, "%s依据 什么", text.length ? "、" : "");
    const char *missing = lang_text(buffer_text(&text), text.length);
    buffer_release(&text);
    return missing;
}

/* A score is resolved more than once (as a value, and to see whether it applies); it is one judgement. */
static bool is_known(const struct scope *scope, struct span span)
{
    const struct scheme *scheme = scope->scheme;
    for (uint32_t i = 0; i < scheme->judgement_count; i++)
        if (scheme->judgements[i].span.file == span.file && scheme->judgements[i].span.start == span.start && scheme->judgements[i].item == scope->item)
            return true;
    return false;
}

uint32_t judgement_at(struct scope *scope, struct node *value, struct node *condition, const struct token *tokens, uint32_t to, uint32_t from)
{
    struct scheme *scheme = scope->scheme;
    struct parts parts = {0};
    uint32_t end = read_parts(scope, tokens, to, from, &parts);
    if (is_known(scope, parts.span))
        return end;
    if (!parts.who || !parts.bounds[0] || !parts.basis) {
        fault(scope, "E0810", parts.span, tokens[from].text, missing_parts(&parts), NULL);
        return end;
    }
    if (!parts.bounds[1] || parts.bounds[0]->kind != NODE_CONSTANT || parts.bounds[1]->kind != NODE_CONSTANT || value->type != TYPE_NUMBER)
        return end;
    struct judgement *judgement = ARRAY_ADD(scheme->judgements, scheme->judgement_count);
    *judgement = (struct judgement){.who = parts.who, .basis = parts.basis, .item = scope->item, .span = parts.span, .value = value, .condition = condition,
                                    .least = parts.bounds[0]->value.number, .greatest = parts.bounds[1]->value.number,
                                    .is_rate = unit_is_ratio(parts.bounds[1]->unit), .within_points = condition || token_is(&tokens[from], "裁量")};
    struct scope inner = *scope;
    struct node *above = compare_nodes(&inner, COMPARE_AT_LEAST, value, parts.bounds[0], parts.span);
    struct node *within = above ? both(&inner, above, compare_nodes(&inner, COMPARE_AT_MOST, value, parts.bounds[1], parts.span)) : NULL;
    within = within ? both(&inner, within, parts.basis_filled) : NULL;
    if (within && condition)
        within = either(&inner, negate_condition(&inner, condition), within);
    if (within && within->domain && within->domain->kind == ROWS_LEDGER)
        requirement_add(within->domain, within, SEVERITY_ERROR, parts.span, span_text(scheme->model, parts.span));
    return end;
}
