/* Two lines that put different values in the same place and can both hold: the order in the file never decides, so this is a fault, shown with
 * a case in which both hold. Only what is certain is reported: conditions on fields, by their values. */
#include "check/conflict.h"
#include "check/sample.h"
#include "elaborate/elaborate.h"
#include "memory.h"

/* Fields and fields in another unit are tried by their values; what compares two figures is not. */
static bool is_plain(const struct node *node)
{
    return node->kind == NODE_FIELD || (node->kind == NODE_OPERATION && node->op == OP_MULTIPLY && is_plain(node->a) && node->b->kind == NODE_CONSTANT);
}

static bool certain(const struct samples *samples)
{
    for (uint32_t i = 0; i < samples->count; i++)
        if (!is_plain(samples->variables[i]->node) || node_can_be(samples->variables[i]->node, ~status_mask(STATUS_PRESENT)))
            return false;
    return true;
}

/* A case in which both hold; NULL where there is none, or none that is certain. */
static const char *both_hold(const struct node *a, const struct node *b)
{
    struct samples samples = {0};
    samples_add(&samples, a);
    samples_add(&samples, b);
    uint32_t cases = certain(&samples) ? samples_cases(&samples) : 0;
    for (uint32_t number = 0; number < cases; number++) {
        samples_set(&samples, number);
        if (samples_answer(&samples, a) == ANSWER_YES && samples_answer(&samples, b) == ANSWER_YES)
            return samples_text(&samples, false);
    }
    return NULL;
}

static void check_lines(struct scope *scope, struct line *lines, uint32_t count)
{
    struct node **conditions = lang_array(count + 1, sizeof *conditions), **values = lang_array(count + 1, sizeof *values);
    for (uint32_t i = 0; i < count; i++) {
        struct scope inner = *scope, plain = *scope;
        bool empty = lines[i].from >= lines[i].to;          /* reported where it is used */
        const struct token *first = empty ? NULL : &lines[i].clause->tokens[lines[i].from];
        bool limits = first && (token_is(first, "最低") || token_is(first, "最高"));      /* limits may all hold */
        conditions[i] = empty || limits ? NULL : line_condition(&inner, &lines[i]);
        values[i] = conditions[i] ? resolve_value(&plain, lines[i].clause, lines[i].from, lines[i].to) : NULL;
    }
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = i + 1; k < count; k++) {
            const char *example = values[i] && values[k] && values[i] != values[k] ? both_hold(conditions[i], conditions[k]) : NULL;
            if (!example)
                continue;
            fault(scope, "E0441", lines[k].clause->span, example, NULL);
            fault_also(scope, lines[i].clause->span, "这一行也成立,结果不同", "this line holds too, with another result");
        }
}

static void check_item(struct scheme *scheme, struct item *item)
{
    struct scope scope = item_scope(scheme, item);
    for (uint32_t i = 0; i < item->quantity_count; i++)
        check_lines(&scope, item->quantities[i]->overrides, item->quantities[i]->override_count);
}

void check_conflicts(struct scheme *scheme)
{
    struct scope scope = scheme_scope(scheme);
    for (uint32_t i = 0; i < scheme->item_count; i++)
        check_item(scheme, scheme->items[i]);
    for (uint32_t i = 0; i < scheme->ledger_count; i++)
        if (scheme->ledgers[i]->scored)
            check_item(scheme, scheme->ledgers[i]->scored);
    for (uint32_t i = 0; i < scheme->quantity_count; i++)
        check_lines(&scope, scheme->quantities[i]->overrides, scheme->quantities[i]->override_count);
}
