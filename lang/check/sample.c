/* Cases that matter, by sampling each part of a partition once. */
#include "check/sample.h"
#include <string.h>
#include "base/buffer.h"
#include "base/limits.h"
#include "elaborate/elaborate.h"
#include "memory.h"
#include "number/date.h"

static bool same_values(const struct category_model *a, const struct category_model *b)
{
    bool same = a == b || a->count == b->count;
    for (uint32_t i = 0; same && a != b && i < a->count; i++)
        same = strcmp(a->names[i], b->names[i]) == 0;
    return same;
}

/* Columns of two ledgers that hold the same. */
static bool same_name(const struct node *a, const struct node *b)
{
    if (a->kind != NODE_FIELD || b->kind != NODE_FIELD || a->type != b->type || a->unit != b->unit)
        return false;
    bool same = strcmp(a->field->name, b->field->name) == 0 && strcmp(a->field->owner->name, b->field->owner->name) == 0;
    return same && (a->type != TYPE_CATEGORY || same_values(a->categories, b->categories)) && rational_compare(&a->field->factor, &b->field->factor) == 0;
}

static bool is_variable(const struct samples *samples, uint32_t number, const struct node *node)
{
    const struct node *own = samples->variables[number]->node;
    return own == node || (samples->by_name && same_name(own, node));
}

static struct sample_variable *variable_of(struct samples *samples, const struct node *node)
{
    for (uint32_t i = 0; i < samples->count; i++)
        if (is_variable(samples, i, node))
            return samples->variables[i];
    if (samples->count == SAMPLE_VARIABLES) {
        samples->incomplete = true;
        return NULL;
    }
    struct sample_variable *variable = lang_new(sizeof *variable);
    variable->node = node;
    return samples->variables[samples->count++] = variable;
}

static int compare(enum value_type type, const struct constant_value *a, const struct constant_value *b)
{
    return type == TYPE_NUMBER ? rational_compare(&a->number, &b->number) : (a->code > b->code) - (a->code < b->code);
}

static bool in_domain(const struct node *node, const struct constant_value *value)
{
    const struct interval *interval = &node->interval;
    struct rational number = value->number;
    if (node->type == TYPE_DATE)
        rational_set(&number, value->code, 1);
    if (interval->has_least && rational_compare(&number, &interval->least) < 0)
        return false;
    if (interval->has_greatest && rational_compare(&number, &interval->greatest) > 0)
        return false;
    return !(node->type == TYPE_NUMBER && interval->never_zero && rational_sign(&number) == 0);
}

static void add_point(struct samples *samples, struct sample_variable *variable, const struct constant_value *value)
{
    uint32_t at = 0;
    if (!in_domain(variable->node, value))
        return;
    while (at < variable->count && compare(variable->node->type, &variable->points[at], value) < 0)
        at++;
    if (at < variable->count && compare(variable->node->type, &variable->points[at], value) == 0)
        return;
    if (variable->count == SAMPLE_POINTS) {
        samples->incomplete = true;
        return;
    }
    memmove(&variable->points[at + 1], &variable->points[at], (variable->count - at) * sizeof *variable->points);
    variable->points[at] = *value;
    variable->count++;
}

/* The constant itself; of whole numbers and dates its neighbours too. Between other constants a point is put by finish(). */
static void add_constant(struct samples *samples, const struct node *node, const struct constant_value *value)
{
    struct sample_variable *variable = variable_of(samples, node);
    if (!variable)
        return;
    add_point(samples, variable, value);
    if (node->type == TYPE_NUMBER && node->decimals != 0)
        return;
    struct rational one;
    rational_init(&one);
    rational_set(&one, 1, 1);
    for (int sign = -1; sign <= 1; sign += 2) {
        struct constant_value next = *value;
        if (node->type == TYPE_NUMBER)
            (sign < 0 ? rational_subtract : rational_add)(&next.number, &value->number, &one);
        else
            next.code = value->code + sign;
        add_point(samples, variable, &next);
    }
}

/* All constants lie where the value never is: it is on one side of all of them, or, where it is everything but 0, on either side of that. */
static void add_inside(struct samples *samples, struct sample_variable *variable)
{
    const struct interval *interval = &variable->node->interval;
    const struct { bool known; const struct rational *from; int64_t step; } candidates[] = {
        {interval->has_least, &interval->least, 0}, {interval->has_greatest, &interval->greatest, 0}, {interval->has_least, &interval->least, 1},
        {interval->has_greatest, &interval->greatest, -1}, {true, NULL, 1}, {true, NULL, -1}};
    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++) {
        struct constant_value point = {0};
        rational_init(&point.number);
        rational_set(&point.number, candidates[i].step, 1);
        if (candidates[i].from)
            rational_add(&point.number, &point.number, candidates[i].from);
        if (candidates[i].known)
            add_point(samples, variable, &point);
    }
}

/* A point halfway between two neighbours, with no more decimals than the value can have. */
static void add_middle(struct samples *samples, struct sample_variable *variable, const struct rational *a, const struct rational *b)
{
    struct constant_value middle = {0};
    struct rational half;
    rational_init(&half);
    rational_set(&half, 1, 2);
    rational_init(&middle.number);
    rational_add(&middle.number, a, b);
    rational_multiply(&middle.number, &middle.number, &half);
    if (variable->node->decimals > 0 && variable->node->decimals <= LIMIT_ROUND_PLACES) {
        rational_set(&half, 1, 1);
        for (int i = 0; i < variable->node->decimals; i++) {
            struct rational ten;
            rational_init(&ten);
            rational_set(&ten, 10, 1);
            rational_divide(&half, &half, &ten);
        }
        rational_round(&middle.number, &middle.number, &half, ROUND_TRUNCATE);
    }
    add_point(samples, variable, &middle);
}

/* Beyond the outermost constants: the bound where there is one, else one further on. */
static void add_end(struct samples *samples, struct sample_variable *variable, bool upper)
{
    const struct interval *interval = &variable->node->interval;
    const struct rational outer = variable->points[upper ? variable->count - 1 : 0].number;
    struct constant_value end = {0};
    rational_init(&end.number);
    if (upper ? interval->has_greatest : interval->has_least) {
        rational_copy(&end.number, upper ? &interval->greatest : &interval->least);
        add_middle(samples, variable, &outer, &end.number);
    } else {
        rational_set(&end.number, upper ? 1 : -1, 1);
        rational_add(&end.number, &end.number, &outer);
    }
    add_point(samples, variable, &end);
}

static void finish(struct samples *samples)
{
    samples->finished = true;
    for (uint32_t i = 0; i < samples->count; i++) {
        struct sample_variable *variable = samples->variables[i];
        if (variable->node->type == TYPE_NUMBER && !variable->count)
            add_inside(samples, variable);
        if (variable->node->type != TYPE_NUMBER || variable->node->decimals == 0 || !variable->count)
            continue;
        struct rational before[SAMPLE_POINTS];
        uint32_t count = variable->count;
        for (uint32_t k = 0; k < count; k++)
            before[k] = variable->points[k].number;
        for (uint32_t k = 0; k + 1 < count; k++)
            add_middle(samples, variable, &before[k], &before[k + 1]);
        add_end(samples, variable, false);
        add_end(samples, variable, true);
    }
}

static void add_category(struct samples *samples, const struct node *node)
{
    struct sample_variable *variable = variable_of(samples, node);
    for (uint32_t i = 0; variable && i < node->categories->count; i++) {
        struct constant_value value = {.code = (int32_t)i};
        rational_init(&value.number);
        add_point(samples, variable, &value);
    }
}

static void add_boolean(struct samples *samples, const struct node *node)
{
    struct sample_variable *variable = variable_of(samples, node);
    if (!variable || variable->count)
        return;
    for (int i = 0; i < 2; i++) {
        variable->points[i] = (struct constant_value){.boolean = i == 1, .code = i};
        rational_init(&variable->points[i].number);
    }
    variable->count = 2;
}

void samples_release(struct samples *samples)
{
    for (uint32_t i = 0; i < samples->count; i++)
        lang_free(samples->variables[i]);
    *samples = (struct samples){0};
}

static bool is_comparison(const struct node *node)
{
    return node->kind == NODE_OPERATION && (node->op == OP_LESS || node->op == OP_LESS_EQUAL || node->op == OP_EQUAL);
}

void samples_add(struct samples *samples, const struct node *condition)
{
    if (condition->kind == NODE_CONSTANT)
        return;
    if (condition->kind == NODE_OPERATION && (condition->op == OP_AND || condition->op == OP_OR || condition->op == OP_NOT)) {
        samples_add(samples, condition->a);
        if (condition->b)
            samples_add(samples, condition->b);
        return;
    }
    if (condition->kind == NODE_TABLE) {
        add_category(samples, condition->a);
        return;
    }
    if (is_comparison(condition) && condition->a->kind != NODE_CONSTANT && condition->b->kind == NODE_CONSTANT && condition->a->type != TYPE_CATEGORY)
        add_constant(samples, condition->a, &condition->b->value);
    else if (is_comparison(condition) && condition->b->kind != NODE_CONSTANT && condition->a->kind == NODE_CONSTANT && condition->b->type != TYPE_CATEGORY)
        add_constant(samples, condition->b, &condition->a->value);
    else if (is_comparison(condition) && condition->a->type == TYPE_CATEGORY)
        add_category(samples, condition->a->kind == NODE_CONSTANT ? condition->b : condition->a);
    else
        add_boolean(samples, condition);    /* two figures compared: true or false */
}

uint32_t samples_cases(struct samples *samples)
{
    if (!samples->finished)
        finish(samples);
    uint64_t cases = 1;
    for (uint32_t i = 0; i < samples->count; i++) {
        cases *= samples->variables[i]->count;
        if (cases > SAMPLE_CASES)
            return 0;
    }
    return samples->incomplete ? 0 : (uint32_t)cases;
}

void samples_set(struct samples *samples, uint32_t number)
{
    for (uint32_t i = 0; i < samples->count; i++) {
        samples->variables[i]->at = number % samples->variables[i]->count;
        number /= samples->variables[i]->count;
    }
}

const struct constant_value *samples_value(const struct samples *samples, const struct node *node)
{
    if (node->kind == NODE_CONSTANT)
        return &node->value;
    for (uint32_t i = 0; i < samples->count; i++)
        if (is_variable(samples, i, node) && samples->variables[i]->count)
            return &samples->variables[i]->points[samples->variables[i]->at];
    return NULL;
}

static enum answer negate(enum answer answer) { return answer == ANSWER_UNKNOWN ? answer : answer == ANSWER_YES ? ANSWER_NO : ANSWER_YES; }

enum answer samples_answer(const struct samples *samples, const struct node *condition)
{
    const struct constant_value *own = samples_value(samples, condition);
    if (own)
        return own->status != STATUS_PRESENT ? ANSWER_UNKNOWN : own->boolean ? ANSWER_YES : ANSWER_NO;
    if (condition->kind == NODE_TABLE) {
        const struct constant_value *category = samples_value(samples, condition->a);
        return !category ? ANSWER_UNKNOWN : condition->table[category->code].boolean ? ANSWER_YES : ANSWER_NO;
    }
    if (condition->kind != NODE_OPERATION)
        return ANSWER_UNKNOWN;
    if (condition->op == OP_NOT)
        return negate(samples_answer(samples, condition->a));
    if (condition->op == OP_AND || condition->op == OP_OR) {
        enum answer stop = condition->op == OP_AND ? ANSWER_NO : ANSWER_YES;
        enum answer a = samples_answer(samples, condition->a), b = samples_answer(samples, condition->b);
        return a == stop || b == stop ? stop : a == ANSWER_UNKNOWN || b == ANSWER_UNKNOWN ? ANSWER_UNKNOWN : negate(stop);
    }
    if (!is_comparison(condition))
        return ANSWER_UNKNOWN;
    const struct constant_value *a = samples_value(samples, condition->a), *b = samples_value(samples, condition->b);
    if (!a || !b)
        return ANSWER_UNKNOWN;
    int order = compare(condition->a->type, a, b);
    return (condition->op == OP_LESS ? order < 0 : condition->op == OP_LESS_EQUAL ? order <= 0 : order == 0) ? ANSWER_YES : ANSWER_NO;
}

/* The column that the value is read from, in its unit or in that unit's base. */
static const struct field_model *field_read(const struct node *node)
{
    const struct node *read = node->kind == NODE_OPERATION && node->op == OP_MULTIPLY && node->b->kind == NODE_CONSTANT ? node->a : node;
    return read->kind == NODE_FIELD ? read->field : NULL;
}

static void value_text(const struct node *node, const struct constant_value *value, struct buffer *out)
{
    if (node->type == TYPE_CATEGORY)
        buffer_append_text(out, node->categories->names[value->code]);
    else if (node->type == TYPE_DATE)
        date_format(value->code, out);
    else if (node->type == TYPE_BOOLEAN)
        buffer_append_text(out, value->boolean ? "是" : "否");
    else if (node->unit && node->unit->ratio != RATIO_PLAIN) {
        struct rational percent;
        rational_init(&percent);
        rational_set(&percent, 100, 1);
        rational_multiply(&percent, &percent, &value->number);
        rational_format_exact(&percent, out);
        buffer_append_text(out, node->unit->ratio == RATIO_PERCENT ? "%" : "个百分点");
    } else {
        const struct field_model *field = field_read(node);
        struct rational shown;
        rational_init(&shown);
        rational_copy(&shown, &value->number);
        if (field && node->kind != NODE_FIELD)
            rational_divide(&shown, &shown, &field->factor);
        rational_format_exact(&shown, out);
        buffer_append_text(out, unit_text(node));
    }
}

static bool is_shown(const struct node *node) { return node->type != TYPE_BOOLEAN || node->kind != NODE_OPERATION; }

/* Which value it is, where there are several: the column's name. */
static void name_text(const struct node *node, struct buffer *out)
{
    const struct field_model *field = field_read(node);
    if (field)
        buffer_format(out, "%s ", field->name);
}

const char *samples_text(const struct samples *samples, bool named)
{
    struct buffer out = {0};
    uint32_t shown = 0;
    for (uint32_t i = 0; i < samples->count; i++)
        shown += is_shown(samples->variables[i]->node);
    for (uint32_t i = 0; i < samples->count; i++) {
        const struct sample_variable *variable = samples->variables[i];
        if (!is_shown(variable->node))
            continue;
        if (named && !field_read(variable->node)) {
            buffer_release(&out);
            return "";
        }
        buffer_append_text(&out, out.length ? "、" : "");
        if (named || shown > 1)
            name_text(variable->node, &out);
        value_text(variable->node, &variable->points[variable->at], &out);
    }
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}
