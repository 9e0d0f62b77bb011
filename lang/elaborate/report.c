/* Faults with texts, and how nodes, numbers and places are called in them. */
#include <stdarg.h>
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"
#include "messages.h"

enum { ARGUMENTS = 8 };

static void report(struct diagnostics *diagnostics, const char *code, struct span span, const char *const label[2], va_list arguments)
{
    const char *texts[ARGUMENTS];
    int count = 0;
    for (const char *text; count < ARGUMENTS && (text = va_arg(arguments, const char *));)
        texts[count++] = text;
    diagnostic_report(diagnostics, message_find(lang_messages, code), count, texts);
    diagnostic_at(diagnostics, span, label);
}

/* What is not known may stand in a file that could not be read; that file is told, and not what follows from it. */
static bool follows_from_citing(const struct scheme *scheme, const char *code)
{
    static const char *const unknown[] = {"E0202", "E0203", "E0207", "E0243", "E0249", "E0304"};
    for (size_t i = 0; scheme->citing_failed && i < sizeof unknown / sizeof unknown[0]; i++)
        if (strcmp(unknown[i], code) == 0)
            return true;
    return false;
}

void *fault(const struct scope *scope, const char *code, struct span span, ...)
{
    va_list arguments;
    if (follows_from_citing(scope->scheme, code)) {
        diagnostic_withheld(scope->scheme->model->diagnostics);
        return NULL;
    }
    va_start(arguments, span);
    report(scope->scheme->model->diagnostics, code, scope->kernel ? scope->use : span, NULL, arguments);
    va_end(arguments);
    return NULL;
}

void *fault_labelled(const struct scope *scope, const char *code, struct span span, const char *zh, const char *en, ...)
{
    const char *label[2] = {zh, en};
    va_list arguments;
    va_start(arguments, en);
    report(scope->scheme->model->diagnostics, code, span, label, arguments);
    va_end(arguments);
    return NULL;
}

void *model_fault(struct model *model, const char *code, struct span span, ...)
{
    va_list arguments;
    va_start(arguments, span);
    report(model->diagnostics, code, span, NULL, arguments);
    va_end(arguments);
    return NULL;
}

bool said_twice(struct model *model, struct span again, struct span first)
{
    model_fault(model, "E0345", again, NULL);
    if (first.end > first.start)
        diagnostic_at(model->diagnostics, first, (const char *[2]){"第一次写在这里", "first said here"});
    return false;
}

void *too_much(struct model *model, const struct token *tokens, uint32_t count, const char *zh, const char *en)
{
    struct span span = tokens_span(tokens, count);
    return model_fault(model, "E0460", span, span_text(model, span), zh, en, NULL);
}

void refuse_block(struct model *model, const struct clause *clause)
{
    if (clause->has_body)
        model_fault(model, "E0349", clause->body_span, NULL);
}

void refuse_blocks(struct model *model, const struct clause *clauses, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        refuse_block(model, &clauses[i]);
}

void report_file(struct diagnostics *diagnostics, const char *code, const char *const arguments[2], const char *path)
{
    diagnostic_report(diagnostics, message_find(lang_messages, code), 2, arguments);
    diagnostic_at_cell(diagnostics, path, NULL, 0, NULL, NULL, NULL);
}

void fault_also(const struct scope *scope, struct span span, const char *zh, const char *en)
{
    const char *label[2] = {zh, en};
    diagnostic_at(scope->scheme->model->diagnostics, span, label);
}

bool span_in_rules(const struct model *model, struct span span)
{
    return span.file < diagnostics_source_count(model->diagnostics) && span.end > span.start && strncmp(diagnostics_source(model->diagnostics, span.file)->path, "stdlib/", 7) != 0;
}

struct span node_place(const struct model *model, const struct node *node, struct span within)
{
    struct span found = {0};
    if (span_in_rules(model, node->span))
        return node->span;
    for (uint32_t i = 0; i < model->phrase_place_count; i++) {
        struct span span = model->phrase_places[i].span;
        bool inside = span.file == within.file && span.start >= within.start && span.end <= within.end;
        if (model->phrase_places[i].node == node && (inside || !found.end))
            found = span;
    }
    return found.end ? found : within;
}

const char *span_text(const struct model *model, struct span span)
{
    const struct source *source = diagnostics_source(model->diagnostics, span.file);
    return lang_text(source->text + span.start, span.end - span.start);
}

const char *number_text(const struct rational *value)
{
    struct buffer out = {0};
    rational_format_exact(value, &out);
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

const char *unit_text(const struct node *node)
{
    const struct node *read = node->kind == NODE_OPERATION && node->op == OP_MULTIPLY && node->b->kind == NODE_CONSTANT ? node->a : node;
    if (read->kind == NODE_FIELD && read->field->unit_name && read->field->unit == node->unit)
        return read->field->unit_name;
    return node->unit ? node->unit->name : "";
}

/* The figure among these whose value the node is. */
static const char *name_among(struct quantity *const *quantities, uint32_t count, const struct node *node)
{
    for (uint32_t i = 0; i < count; i++)
        if (quantities[i]->node == node)
            return quantities[i]->name;
    return NULL;
}

/* Of what is rounded the name says more than 保留; of what a phrase computes inside, the phrase does. */
static const char *words_of(const struct scope *scope, const struct node *node)
{
    while (node->kind == NODE_OPERATION && node->op == OP_ROUND) {
        const char *name = name_among(scope->scheme->quantities, scope->scheme->quantity_count, node);
        if (!name && scope->item)
            name = name_among(scope->item->quantities, scope->item->quantity_count, node);
        if (name)
            return name;
        node = node->a;
    }
    struct span span = scope->kernel && node->span.file != scope->use.file ? scope->use : node->span;
    return span.end > span.start ? span_text(scope->scheme->model, span) : "这个值";
}

/* The words of the rule that a value stands in, with its unit where it has one. */
const char *node_text(const struct scope *scope, const struct node *node)
{
    const char *words = words_of(scope, node);
    if (node->type == TYPE_NUMBER && node->kind != NODE_CONSTANT && unit_text(node)[0])
        return lang_format("%s(%s)", words, unit_text(node));
    return words;
}

void *missing_fault(const struct scope *scope, const struct node *node, const struct token *tokens, uint32_t count, struct span span)
{
    struct buffer names = {0};
    bool followed = node->missing_count > 0 && node->missing_count <= MISSING_SOURCES;
    for (uint32_t i = 0; followed && i < node->missing_count; i++)
        buffer_format(&names, "%s%s", i ? "、" : "", node->missing[i]->field->name);
    for (uint32_t i = 0; followed && i < count; i++)
        if (token_is(&tokens[i], node->missing[0]->field->name)) {
            span = tokens[i].span;
            break;
        }
    ask_empty(scope, node->missing_count == 1 ? node->missing[0]->field : NULL, followed ? buffer_text(&names) : node_text(scope, node), span);
    for (uint32_t i = 0; followed && i < node->missing_count; i++)
        fault_also(scope, node->missing[i]->field->span, "这一列可以不填", "cells of this column may be empty");
    buffer_release(&names);
    return NULL;
}

int32_t stated_fault(struct model *model, const char *zh, const char *en)
{
    for (uint32_t i = 0; i < model->fault_count; i++)
        if (strcmp(model->faults[i][0], zh) == 0)
            return (int32_t)i;
    const char *(*texts)[2] = ARRAY_ADD(model->faults, model->fault_count);
    (*texts)[0] = zh;
    (*texts)[1] = en;
    return (int32_t)model->fault_count - 1;
}
