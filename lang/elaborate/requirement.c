/* What the rows of a ledger must satisfy, beyond the domain of each column: lines of its block.
 *
 *     要求 条件                 it must hold for every row, or nothing is written
 *     要求 各 任务 定额 的 合计 覆盖 目标      the same, and the message says how much is not covered
 *     要求 同一 指标 每天 份额 的 合计 为 100%     on each day of the year
 *     提醒 条件 的              where it holds the run says so, and goes on; with 同一 X in front, once for each X
 *     条件 的,本行无效          the row is left out of everything, and the run says so
 *
 * A row is left out by its own cells before anything else is computed (struct row_set: void_rows). Where the condition looks at other rows
 * too (all of a rater's ballots), the rows are left out by the condition of every pool instead (excluded); so all such conditions look at
 * the ledger as it was handed in, and their order does not matter. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"
#include "number/date.h"

static struct requirement *add(struct row_set *ledger, struct line line, struct span span)
{
    struct requirement *requirement = ARRAY_ADD(ledger->requirements, ledger->requirement_count);
    requirement->line = line;
    requirement->span = span;
    return requirement;
}

bool requirement_declare(struct scheme *scheme, struct row_set *ledger, struct clause *clause)
{
    const struct token *tokens = clause->tokens;
    uint32_t count = clause->token_count;
    if (token_is(&tokens[0], "要求")) {
        add(ledger, (struct line){.clause = clause, .from = 1, .to = count}, clause->span);
        return true;
    }
    if (token_is(&tokens[0], "提醒")) {
        if (count < 3 || !token_is(&tokens[count - 1], "的"))
            return model_fault(scheme->model, "E0820", clause->span, NULL), true;
        add(ledger, (struct line){.clause = clause, .from = 1, .to = count - 1}, clause->span)->severity = SEVERITY_WARNING;
        return true;
    }
    if (count > 3 && token_is(&tokens[count - 1], "本行无效")) {
        add(ledger, (struct line){.clause = clause, .to = count - 3}, clause->span)->voids = true;
        return true;
    }
    return false;
}

void requirement_add(struct row_set *ledger, struct node *condition, enum severity severity, struct span span, const char *text)
{
    struct requirement *requirement = add(ledger, (struct line){0}, span);
    requirement->condition = condition;
    requirement->severity = severity;
    requirement->text = text;
}

/* ---- once for each of what 同一 names ---- */

/* True on the first row of each group that the condition's 同一 X names; NULL where it names none. *rows: how many the group has. */
static struct node *first_of_same(struct scope *scope, const struct line *line, struct node **rows)
{
    struct node_pool *nodes = scope->scheme->model->pool;
    const struct token *tokens = line->clause->tokens + line->from;
    struct pool pool;
    bool failed;
    if (!token_is(&tokens[0], "同一") || !pool_at(scope, tokens, line->to - line->from, &pool, &failed) || failed || pool.source != scope->domain)
        return NULL;
    *rows = pool_fold(scope, &pool, FOLD_COUNT, NULL, tokens[0].span);
    struct node **keys = lang_array(1, sizeof *keys);
    bool *descending = lang_array(1, sizeof *descending);
    struct node *one = node_integer(nodes, 1, unit_plain(), tokens[0].span);
    keys[0] = node_spread(nodes, scope->domain, one);
    descending[0] = false;
    struct node *number = node_rank(nodes, pool.source, pool.index, pool.where, keys, descending, 1, TIES_ORDER, tokens[0].span);
    return node_operation(nodes, OP_EQUAL, number, one, NULL, NULL, tokens[0].span);
}

static void show_rows(struct requirement *requirement, struct node *rows)
{
    requirement->shown[0] = rows;
    requirement->shown_names[0] = "行数";
}

/* ---- rows that are left out ---- */

static bool looks_at_other_rows(const struct node *node)
{
    if (!node || node->kind == NODE_CONSTANT || node->kind == NODE_FIELD)
        return false;
    bool own = node->kind == NODE_OPERATION || node->kind == NODE_TABLE;
    return !own || looks_at_other_rows(node->a) || looks_at_other_rows(node->b) || looks_at_other_rows(node->c);
}

static void resolve_void(struct scheme *scheme, struct row_set *ledger, uint32_t number)
{
    struct scope scope = {.scheme = scheme, .domain = ledger};
    const struct line line = ledger->requirements[number].line;
    struct span span = ledger->requirements[number].span;
    struct node *condition = resolve_condition(&scope, line.clause->tokens + line.from, line.to - line.from);
    if (condition && node_can_be(condition, status_mask(STATUS_MISSING)))
        condition = missing_fault(&scope, condition, line.clause->tokens + line.from, line.to - line.from, span);
    bool others = condition && looks_at_other_rows(condition);
    if (others && ledger->is_units)
        condition = fault(&scope, "E0821", span, NULL);
    if (!condition)
        return;
    struct node **place = others ? &ledger->excluded : &ledger->void_rows;
    *place = either(&scope, *place, condition);
    struct requirement *requirement = &ledger->requirements[number];
    struct scope inner = {.scheme = scheme, .domain = ledger};
    struct node *rows = NULL, *first = others ? first_of_same(&inner, &line, &rows) : NULL;
    requirement->condition = negate_condition(&scope, both(&scope, condition, first));
    requirement->severity = SEVERITY_WARNING;
    requirement->of_void_rows = !others;
    show_rows(requirement, first ? rows : NULL);
}

struct node *ledger_excluded(struct row_set *ledger)
{
    if (ledger->voids_busy)         /* the conditions themselves look at all rows */
        return NULL;
    if (!ledger->voids_done) {
        ledger->voids_busy = true;
        for (uint32_t i = 0; i < ledger->requirement_count; i++)
            if (ledger->requirements[i].voids)
                resolve_void(ledger->scheme, ledger, i);
        ledger->voids_busy = false;
        ledger->voids_done = true;
    }
    return ledger->excluded;
}

/* ---- every day ---- */

/* 要求 同一 指标 每天 份额 的 合计 为 100%: on each day of the year, by the ledger's two columns 起 and 止. */
static bool daily_requirement(struct scope *scope, struct requirement *requirement)
{
    static struct pattern pattern;
    if (!pattern.count)
        pattern_compile(&pattern, "同一 “键” 每 天 “值” 的 合计 为 “数”");
    const struct line *line = &requirement->line;
    struct match match;
    if (!pattern_match(&pattern, line->clause->tokens + line->from, line->to - line->from, &match))
        return false;
    struct field_model *dates[2] = {0};
    uint32_t count = 0;
    for (uint32_t i = 0; i < scope->domain->field_count && count < 2; i++)
        if (scope->domain->fields[i]->type == TYPE_DATE)
            dates[count++] = scope->domain->fields[i];
    uint32_t used;
    struct node *key = resolve_tokens(scope, match.captures[0].tokens, match.captures[0].count);
    struct node *value = resolve_tokens(scope, match.captures[1].tokens, match.captures[1].count);
    struct node *wanted = literal_at(scope, match.captures[2].tokens, match.captures[2].count, &used);
    if (!key || !value || !wanted)
        return true;
    if (count < 2 || key->type != TYPE_INDEX || value->type != TYPE_NUMBER)
        return fault(scope, "E0417", requirement->span, NULL), true;
    requirement->daily[0] = key;
    requirement->daily[1] = value;
    requirement->daily[2] = node_field(scope->scheme->model->pool, scope->domain, dates[0]);
    requirement->daily[3] = node_field(scope->scheme->model->pool, scope->domain, dates[1]);
    date_from_parts(scope->scheme->year, 1, 1, &requirement->day_first);
    date_from_parts(scope->scheme->year, 12, 31, &requirement->day_last);
    rational_init(&requirement->wanted);
    rational_copy(&requirement->wanted, &wanted->value.number);
    return true;
}

/* ---- all of it is covered ---- */

/* The value as the column that `whole` reads has it: in 万亩, where values count in 亩. */
static struct node *in_unit_of(struct scope *scope, struct node *value, const struct node *whole)
{
    bool scaled = whole->kind == NODE_OPERATION && whole->op == OP_MULTIPLY && whole->a->kind == NODE_FIELD && whole->b->kind == NODE_CONSTANT;
    return scaled ? node_operation(scope->scheme->model->pool, OP_DIVIDE, value, whole->b, NULL, value->unit, value->span) : value;
}

/* 各 任务 定额 的 合计 覆盖 目标: what is shared out reaches what there is to share; what is not covered is shown. */
static bool covering(struct scope *scope, struct requirement *requirement)
{
    static struct pattern pattern;
    if (!pattern.count)
        pattern_compile(&pattern, "“分出的” 覆盖 “全部”");
    const struct line *line = &requirement->line;
    struct match match;
    if (!pattern_match(&pattern, line->clause->tokens + line->from, line->to - line->from, &match))
        return false;
    struct scope inner = *scope;
    struct node *shared = resolve_tokens(&inner, match.captures[0].tokens, match.captures[0].count);
    inner = *scope;
    struct node *whole = shared ? resolve_tokens(&inner, match.captures[1].tokens, match.captures[1].count) : NULL;
    if (!whole)
        return true;
    struct node *left = arithmetic(scope, OP_SUBTRACT, whole, shared, requirement->span);
    requirement->condition = left ? compare_nodes(scope, COMPARE_AT_LEAST, shared, whole, requirement->span) : NULL;
    if (!requirement->condition)
        return true;
    requirement->shown[0] = in_unit_of(scope, shared, whole);
    requirement->shown[1] = in_unit_of(scope, left, whole);
    requirement->shown_names[0] = "已覆盖";
    requirement->shown_names[1] = "未覆盖";
    return true;
}

static void resolve_requirement(struct scope *scope, struct requirement *requirement)
{
    const struct line *line = &requirement->line;
    requirement->text = span_text(scope->scheme->model, requirement->span);
    if (requirement->voids || daily_requirement(scope, requirement) || covering(scope, requirement))
        return;
    struct node *condition = resolve_condition(scope, line->clause->tokens + line->from, line->to - line->from);
    if (condition && requirement->severity == SEVERITY_WARNING) {
        struct scope inner = {.scheme = scope->scheme, .domain = scope->domain};
        struct node *rows = NULL, *first = first_of_same(&inner, line, &rows);
        condition = negate_condition(scope, both(scope, condition, first));
        show_rows(requirement, first ? rows : NULL);
    }
    requirement->condition = condition;
}

void requirements_elaborate(struct scheme *scheme)
{
    for (uint32_t i = 0; i < scheme->ledger_count; i++) {
        struct row_set *ledger = scheme->ledgers[i];
        uint32_t written = ledger->requirement_count;       /* scores may add more */
        ledger_excluded(ledger);
        for (uint32_t k = 0; k < written; k++) {
            struct requirement requirement = ledger->requirements[k];
            struct scope scope = {.scheme = scheme, .domain = ledger};
            if (requirement.line.clause)
                resolve_requirement(&scope, &requirement);
            ledger->requirements[k] = requirement;
        }
    }
}
