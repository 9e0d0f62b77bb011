/* 一般性工作 carries no weight, under whatever name: an indicator that is called so, or whose score rests on a column, constant, function or
 * ledger that is called so, is a fault that shows the way from the indicator to it. */
#include "check/routine.h"
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"

enum { PASSED = 16 };

/* The functions that a value is handed to, in order: it is called `name` there, and as a parameter in the functions that it goes on to. */
struct passed { const struct function_model *functions[PASSED]; uint32_t count; };

static bool names(const struct token *tokens, uint32_t from, uint32_t to, const char *name)
{
    for (uint32_t i = from; i < to; i++)
        if (token_is(&tokens[i], name))
            return true;
    return false;
}

/* Calls among the tokens that take the name as an argument. */
static void follow(const struct scheme *scheme, const struct token *tokens, uint32_t count, const char *name, struct passed *passed)
{
    for (uint32_t i = 0; i + 1 < count; i++) {
        const struct function_model *function = tokens[i].kind == TOKEN_WORD && tokens[i + 1].kind == TOKEN_OPEN ? function_find(scheme, tokens[i].text) : NULL;
        uint32_t end = function ? token_group_end(tokens, count, i + 1) : 0;
        for (uint32_t from = i + 2, number = 0; from + 1 < end && number < function->parameter_count && passed->count < PASSED; number++) {
            uint32_t to = token_next_comma(tokens, end - 1, from);
            if (names(tokens, from, to, name)) {
                const struct clause *body = function->body.clause;
                passed->functions[passed->count++] = function;
                follow(function->scheme, body->tokens + function->body.from, function->body.to - function->body.from, function->parameters[number], passed);
            }
            from = to + 1;
        }
    }
}

static void follow_item(const struct item *item, const char *name, struct passed *passed)
{
    follow(item->scheme, item->clause->tokens, item->clause->token_count, name, passed);
    for (uint32_t i = 0; i < item->clause->body_count; i++)
        follow(item->scheme, item->clause->body[i].tokens, item->clause->body[i].token_count, name, passed);
}

/* The figures through which the column reaches the score: a figure that uses another comes before it. */
static uint32_t figures_between(const struct item *item, const struct field_model *field, const struct quantity **way)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < item->quantity_count; i++) {
        const struct quantity *quantity = item->quantities[i];
        if (!quantity->node || !node_uses(quantity->node, field))
            continue;
        uint32_t at = count++;
        for (; at > 0 && way[at - 1]->node->number < quantity->node->number; at--)
            way[at] = way[at - 1];
        way[at] = quantity;
    }
    return count;
}

static void report_way(struct scope *scope, const struct item *item, uint32_t routine, const struct field_model *field)
{
    struct scheme *scheme = scope->scheme;
    const struct quantity **way = lang_array(item->quantity_count + 1, sizeof *way);
    uint32_t count = field ? figures_between(item, field, way) : 0;
    struct passed passed = {.count = 0};
    struct buffer text = {0};
    for (uint32_t i = 0; i < count; i++)
        follow_item(item, way[i]->name, &passed);
    if (field)
        follow_item(item, field->name, &passed);
    buffer_append_text(&text, item->code);
    for (uint32_t i = 0; i < count; i++)
        buffer_format(&text, " → %s", way[i]->name);
    for (uint32_t i = 0; i < passed.count; i++)
        buffer_format(&text, " → %s", passed.functions[i]->name);
    if (field)
        buffer_format(&text, " → %s", field->name);
    else
        buffer_format(&text, " %s", item->name);
    fault(scope, "E0434", item->span, buffer_text(&text), scheme->routine[routine], NULL);
    fault_also(scope, scheme->routine_spans[routine], "在这里列为一般性工作", "declared routine work here");
    for (uint32_t i = 0; i < count; i++)
        fault_also(scope, way[i]->span, "得分由此用到它", "the score uses it through this");
    for (uint32_t i = 0; i < passed.count; i++)
        fault_also(scope, passed.functions[i]->span, "经过这个函数", "through this function");
    if (field)
        fault_also(scope, field->span, "就是这一列", "this is the column");
    buffer_release(&text);
}

/* ---- other names for it: constants, functions and ledgers, also of files that are cited ---- */

/* uses: the alias that it goes back to; NULL where its own name says it. */
struct alias { const char *name; struct span span; const struct clause *body; const struct alias *uses; bool is_routine; };
struct aliases { struct alias *list; uint32_t count; };

static void collect_aliases(const struct scheme *scheme, struct aliases *aliases)
{
    for (uint32_t i = 0; i < scheme->quantity_count; i++)
        if (!scheme->quantities[i]->domain && scheme->quantities[i]->base.clause)
            *ARRAY_ADD(aliases->list, aliases->count) =
                (struct alias){.name = scheme->quantities[i]->name, .span = scheme->quantities[i]->span, .body = scheme->quantities[i]->base.clause};
    for (uint32_t i = 0; i < scheme->function_count; i++)
        *ARRAY_ADD(aliases->list, aliases->count) =
            (struct alias){.name = scheme->functions[i]->name, .span = scheme->functions[i]->span, .body = scheme->functions[i]->body.clause};
    for (uint32_t i = 0; i < scheme->ledger_count; i++)
        *ARRAY_ADD(aliases->list, aliases->count) = (struct alias){.name = scheme->ledgers[i]->name, .span = scheme->ledgers[i]->span};
    for (uint32_t i = 0; i < scheme->cited_count; i++)
        if (scheme->cited[i]->is_library)
            collect_aliases(scheme->cited[i], aliases);
}

static const struct alias *alias_among(const struct aliases *aliases, const struct token *tokens, uint32_t count)
{
    for (uint32_t i = 0; i < aliases->count; i++)
        if (aliases->list[i].is_routine && names(tokens, 0, count, aliases->list[i].name))
            return &aliases->list[i];
    return NULL;
}

/* Marks what is called so, and then what uses it, until nothing is added. */
static void mark_aliases(struct aliases *aliases, const char *routine)
{
    bool added = true;
    for (uint32_t i = 0; i < aliases->count; i++) {
        aliases->list[i].is_routine = strstr(aliases->list[i].name, routine) != NULL;
        aliases->list[i].uses = NULL;
    }
    while (added) {
        added = false;
        for (uint32_t i = 0; i < aliases->count; i++) {
            struct alias *alias = &aliases->list[i];
            if (alias->is_routine || !alias->body || !(alias->uses = alias_among(aliases, alias->body->tokens, alias->body->token_count)))
                continue;
            alias->is_routine = added = true;
        }
    }
}

static const struct alias *alias_of_item(const struct aliases *aliases, const struct item *item)
{
    const struct alias *alias = alias_among(aliases, item->clause->tokens, item->clause->token_count);
    for (uint32_t i = 0; i < item->clause->body_count && !alias; i++)
        alias = alias_among(aliases, item->clause->body[i].tokens, item->clause->body[i].token_count);
    return alias;
}

static void report_alias(struct scope *scope, const struct item *item, uint32_t routine, const struct alias *alias)
{
    struct scheme *scheme = scope->scheme;
    struct buffer text = {0};
    buffer_append_text(&text, item->code);
    for (const struct alias *step = alias; step; step = step->uses)
        buffer_format(&text, " → %s", step->name);
    fault(scope, "E0434", item->span, buffer_text(&text), scheme->routine[routine], NULL);
    fault_also(scope, scheme->routine_spans[routine], "在这里列为一般性工作", "declared routine work here");
    for (const struct alias *step = alias; step; step = step->uses)
        fault_also(scope, step->span, "得分由此用到它", "the score uses it through this");
    buffer_release(&text);
}

/* ---- all items ---- */

static const struct field_model *field_of_item(struct scheme *scheme, struct item *item, const char *routine)
{
    struct node *score = item_counted(scheme, item);
    for (uint32_t l = 0; score && l < scheme->ledger_count; l++)
        for (uint32_t f = 0; f < scheme->ledgers[l]->field_count; f++) {
            const struct field_model *field = scheme->ledgers[l]->fields[f];
            if (strstr(field->name, routine) && node_uses(score, field))
                return field;
        }
    return NULL;
}

static void check_item(struct scope *scope, struct item *item, uint32_t routine, const struct aliases *aliases)
{
    const char *name = scope->scheme->routine[routine];
    if (strstr(item->name, name)) {
        report_way(scope, item, routine, NULL);
        return;
    }
    const struct field_model *field = field_of_item(scope->scheme, item, name);
    const struct alias *alias = field ? NULL : alias_of_item(aliases, item);
    if (field)
        report_way(scope, item, routine, field);
    else if (alias)
        report_alias(scope, item, routine, alias);
}

void check_routine(struct scheme *scheme)
{
    struct scope scope = {.scheme = scheme};
    struct aliases aliases = {0};
    if (scheme->routine_count)
        collect_aliases(scheme, &aliases);
    for (uint32_t k = 0; k < scheme->routine_count; k++) {
        mark_aliases(&aliases, scheme->routine[k]);
        for (uint32_t i = 0; i < scheme->item_count; i++)
            check_item(&scope, scheme->items[i], k, &aliases);
        if (scheme->bonus)
            check_item(&scope, scheme->bonus, k, &aliases);
        if (scheme->deduction)
            check_item(&scope, scheme->deduction, k, &aliases);
    }
}
