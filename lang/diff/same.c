/* Whether two rules are one. By their words: the same tokens, whatever stood between them, in either language. By their values: two graphs of
 * nodes that compute the same from columns of the same names; that is proof, whatever the words are. */
#include <string.h>
#include "diff/diff.h"
#include "elaborate/elaborate.h"
#include "memory.h"

bool same_text(const char *a, const char *b) { return a == b || (a && b && strcmp(a, b) == 0); }

static bool same_token(const struct token *a, const struct token *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == TOKEN_NUMBER)
        return rational_compare(&a->number, &b->number) == 0;
    return a->kind == TOKEN_DATE ? a->date == b->date : same_text(a->text, b->text) || a->kind > TOKEN_TITLE;
}

bool same_tokens(const struct token *a, uint32_t a_count, const struct token *b, uint32_t b_count)
{
    for (uint32_t i = 0; a_count == b_count && i < a_count; i++)
        if (!same_token(&a[i], &b[i]))
            return false;
    return a_count == b_count;
}

bool same_shape(const struct token *a, uint32_t a_count, const struct token *b, uint32_t b_count)
{
    for (uint32_t i = 0; a_count == b_count && i < a_count; i++)
        if (!same_token(&a[i], &b[i]) && !(a[i].kind == b[i].kind && (a[i].kind == TOKEN_NUMBER || a[i].kind == TOKEN_DATE)))
            return false;
    return a_count == b_count;
}

bool same_clauses(const struct clause *a, const struct clause *b)
{
    if (!same_tokens(a->tokens, a->token_count, b->tokens, b->token_count) || a->body_count != b->body_count)
        return false;
    for (uint32_t i = 0; i < a->body_count; i++)
        if (!same_clauses(&a->body[i], &b->body[i]))
            return false;
    return true;
}

bool same_lines(const struct line *a, const struct line *b)
{
    if (!a->clause || !b->clause)
        return a->clause == b->clause;
    if (!same_tokens(a->clause->tokens + a->guard_from, a->guard_to - a->guard_from, b->clause->tokens + b->guard_from, b->guard_to - b->guard_from) ||
        !same_tokens(a->clause->tokens + a->from, a->to - a->from, b->clause->tokens + b->from, b->to - b->from))
        return false;
    if (a->clause->body_count != b->clause->body_count)
        return false;
    for (uint32_t i = 0; i < a->clause->body_count; i++)
        if (!same_clauses(&a->clause->body[i], &b->clause->body[i]))
            return false;
    return true;
}

/* ---- graphs ---- */

/* equal[n]: the node that node n was found equal to. */
struct walk { const struct node_pool *pool; const struct node **equal; uint32_t count; };

static bool equal_nodes(struct walk *walk, const struct node *a, const struct node *b);

static bool equal_rows(struct walk *walk, const struct row_set *a, const struct row_set *b)
{
    if (a == b)
        return true;
    if (!a || !b || a->kind != b->kind)
        return false;
    if (a->kind == ROWS_LEDGER)
        return same_text(a->name, b->name);
    bool equal = a->group_key_count == b->group_key_count && equal_rows(walk, a->source, b->source);
    for (uint32_t i = 0; equal && i < a->group_key_count; i++)
        equal = equal_nodes(walk, a->group_keys[i], b->group_keys[i]);
    return equal;
}

static bool equal_categories(const struct category_model *a, const struct category_model *b)
{
    if (a == b)
        return true;
    bool equal = a && b && a->count == b->count && a->has_numbers == b->has_numbers;
    for (uint32_t i = 0; equal && i < a->count; i++)
        equal = same_text(a->names[i], b->names[i]) && (!a->has_numbers || rational_compare(&a->numbers[i], &b->numbers[i]) == 0);
    return equal;
}

static bool equal_values(enum value_type type, const struct constant_value *a, const struct constant_value *b)
{
    if (a->status != b->status)
        return false;
    if (a->status != STATUS_PRESENT)
        return true;
    return type == TYPE_NUMBER ? rational_compare(&a->number, &b->number) == 0 : type == TYPE_BOOLEAN ? a->boolean == b->boolean : a->code == b->code;
}

static bool equal_own(const struct node *a, const struct node *b)
{
    if (a->kind != b->kind || a->type != b->type || a->unit != b->unit || a->key_count != b->key_count || a->table_count != b->table_count)
        return false;
    for (uint32_t i = 0; i < a->table_count; i++)
        if (!equal_values(a->type, &a->table[i], &b->table[i]))
            return false;
    if (a->type == TYPE_CATEGORY && !equal_categories(a->categories, b->categories))
        return false;
    switch (a->kind) {
    case NODE_CONSTANT:
        return equal_values(a->type, &a->value, &b->value);
    case NODE_FIELD:
        return same_text(a->field->name, b->field->name) && rational_compare(&a->field->factor, &b->field->factor) == 0;
    case NODE_OPERATION:
        return a->op == b->op && a->mode == b->mode && (a->op != OP_ROUND || rational_compare(&a->value.number, &b->value.number) == 0);
    default:
        return a->fold == b->fold && a->ties == b->ties && a->position == b->position;
    }
}

static bool equal_operands(struct walk *walk, const struct node *a, const struct node *b)
{
    const struct node *left[3] = {a->a, a->b, a->c}, *right[3] = {b->a, b->b, b->c};
    for (int i = 0; i < 3; i++)
        if (!equal_nodes(walk, left[i], right[i]))
            return false;
    for (uint32_t i = 0; i < a->key_count; i++)
        if (!equal_nodes(walk, a->keys[i], b->keys[i]) || (a->descending && a->descending[i] != b->descending[i]))
            return false;
    for (int i = 0; i < 6; i++)
        if (!equal_nodes(walk, a->days[i], b->days[i]))
            return false;
    return true;
}

static bool equal_nodes(struct walk *walk, const struct node *a, const struct node *b)
{
    if (a == b || !a || !b)
        return a == b;
    if (walk->equal[a->number] == b)
        return true;
    if (!equal_own(a, b) || !equal_rows(walk, a->domain, b->domain) || !equal_rows(walk, a->target, b->target) || !equal_operands(walk, a, b))
        return false;
    walk->equal[a->number] = b;
    return true;
}

bool same_nodes(const struct diff *diff, const struct node *a, const struct node *b)
{
    static struct walk walk;
    uint32_t count = node_pool_count(diff->new->model->pool);
    if (walk.count != count || walk.pool != diff->new->model->pool)     /* nodes never change: what was found equal stays so */
        walk = (struct walk){diff->new->model->pool, lang_array(count, sizeof *walk.equal), count};
    return equal_nodes(&walk, a, b);
}
