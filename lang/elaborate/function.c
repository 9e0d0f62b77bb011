/* 函数 折算(完成数,目标数) = 完成数 ÷ 目标数,最高 100%: expressions with parameters, and constants, also from files that are cited. A function is put
 * in the place of its call; one that calls itself is refused with the path of calls. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"

enum { CALLS = 32 };
static struct { struct function_model *function; struct span span; } calls[CALLS];
static uint32_t call_count;

void function_declare(struct scheme *scheme, struct clause *clause)
{
    const struct token *tokens = clause->tokens;
    uint32_t end = clause->token_count > 3 && tokens[2].kind == TOKEN_OPEN ? token_group_end(tokens, clause->token_count, 2) : 0;
    if (!end || tokens[1].kind != TOKEN_WORD || end + 1 >= clause->token_count || tokens[end].kind != TOKEN_ASSIGN) {
        model_fault(scheme->model, "E0450", clause->span, NULL);
        return;
    }
    if (function_find(scheme, tokens[1].text)) {
        model_fault(scheme->model, "E0343", tokens[1].span, tokens[1].text, NULL);
        return;
    }
    struct function_model *function = lang_new(sizeof *function);
    *function = (struct function_model){.name = tokens[1].text, .span = tokens[1].span, .scheme = scheme,
                                        .body = {.clause = clause, .from = end + 1, .to = clause->token_count}};
    for (uint32_t i = 3; i + 1 < end; i++)
        if (tokens[i].kind == TOKEN_WORD)
            *ARRAY_ADD(function->parameters, function->parameter_count) = tokens[i].text;
    *ARRAY_ADD(scheme->functions, scheme->function_count) = function;
}

struct function_model *function_find(const struct scheme *scheme, const char *name)
{
    for (uint32_t i = 0; i < scheme->function_count; i++)
        if (strcmp(scheme->functions[i]->name, name) == 0)
            return scheme->functions[i];
    for (uint32_t i = 0; i < scheme->cited_count; i++)
        if (scheme->cited[i]->is_library) {
            struct function_model *function = function_find(scheme->cited[i], name);
            if (function)
                return function;
        }
    return NULL;
}

struct quantity *constant_find(const struct scheme *scheme, const char *name, struct scheme **owner)
{
    for (uint32_t i = 0; i < scheme->cited_count; i++) {
        struct scheme *cited = scheme->cited[i];
        struct quantity *quantity = cited->is_library ? quantity_find(cited->quantities, cited->quantity_count, name) : NULL;
        if (quantity) {
            *owner = cited;
            return quantity;
        }
        quantity = cited->is_library ? constant_find(cited, name, owner) : NULL;
        if (quantity)
            return quantity;
    }
    return NULL;
}

static const char *call_label(const struct function_model *caller, const struct function_model *called, enum language language)
{
    return lang_format(language == LANGUAGE_ZH ? "%s 用到 %s" : "%s uses %s", caller->name, called->name);
}

/* The path of calls from the function back to itself, each at the call. */
static void *report_recursion(struct scope *scope, const struct function_model *function, struct span span)
{
    struct buffer path = {0};
    uint32_t from = 0;
    while (calls[from].function != function)
        from++;
    for (uint32_t i = from; i < call_count; i++)
        buffer_format(&path, "%s → ", calls[i].function->name);
    buffer_append_text(&path, function->name);
    const struct function_model *last = calls[call_count - 1].function;
    fault_labelled(scope, "E0451", span, call_label(last, function, LANGUAGE_ZH), call_label(last, function, LANGUAGE_EN), buffer_text(&path), NULL);
    for (uint32_t i = from; i + 1 < call_count; i++) {
        const struct function_model *called = calls[i + 1].function;
        fault_also(scope, calls[i + 1].span, call_label(calls[i].function, called, LANGUAGE_ZH), call_label(calls[i].function, called, LANGUAGE_EN));
    }
    buffer_release(&path);
    return NULL;
}

struct node *function_call(struct scope *scope, struct function_model *function, const struct token *tokens, uint32_t count)
{
    struct binding *bindings = lang_array(function->parameter_count + 1, sizeof *bindings), *chain = NULL;
    uint32_t number = 0;
    struct span span = tokens_span(tokens, count);
    function->used = true;
    if (function->busy)
        return report_recursion(scope, function, span);
    if (call_count == CALLS)
        return fault(scope, "E0341", span, lang_format("%d", CALLS), NULL);
    for (uint32_t from = 2; from + 1 < count; number++) {
        uint32_t end = token_next_comma(tokens, count - 1, from);
        struct scope inner = *scope;
        struct node *value = end > from ? resolve_tokens(&inner, tokens + from, end - from) : NULL;
        if (!value)
            return end > from ? NULL : fault(scope, "E0310", span, NULL);
        if (number < function->parameter_count) {
            bindings[number] = (struct binding){function->parameters[number], value, NULL, chain};
            chain = &bindings[number];
        }
        from = end + 1;
    }
    if (number != function->parameter_count)
        return fault(scope, "E0205", tokens[0].span, tokens[0].text, lang_format("%u", function->parameter_count), NULL);
    struct scope body = {.scheme = function->scheme, .domain = scope->domain, .bindings = chain};
    function->busy = true;
    calls[call_count].function = function;
    calls[call_count++].span = span;
    struct node *node = resolve_value(&body, function->body.clause, function->body.from, function->body.to);
    call_count--;
    function->busy = false;
    return node;
}
