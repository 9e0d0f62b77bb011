/* How a figure came about, step by step in the order of the arithmetic: named figures before what uses them, conditions with the values that
 * met them or did not, limits and whether they bit, each rounding with the value before and after. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "explain/explain.h"
#include "memory.h"

static bool is_operation(const struct node *node, enum opcode op) { return node->kind == NODE_OPERATION && node->op == op; }
static bool is_pool(const struct node *node)
{
    return node->kind == NODE_FOLD || node->kind == NODE_RANK || node->kind == NODE_RUNNING || node->kind == NODE_DAYS;
}

/* The operand that the choice or limit came to, or NULL. */
static const struct node *chosen(struct explainer *explainer, const struct node *node, uint32_t row)
{
    struct values *values = &explainer->values;
    if (is_operation(node, OP_SELECT)) {
        struct value condition = value_of(values, node->a, row);
        return condition.known && condition.status == STATUS_PRESENT ? condition.integer ? node->b : node->c : NULL;
    }
    if (!is_operation(node, OP_MINIMUM) && !is_operation(node, OP_MAXIMUM))
        return NULL;
    struct value a = value_of(values, node->a, row), result = value_of(values, node, row);
    if (a.status != STATUS_PRESENT || result.status != STATUS_PRESENT)
        return NULL;
    bool same = node->type == TYPE_NUMBER ? rational_compare(&a.number, &result.number) == 0 : a.integer == result.integer;
    return same ? node->a : node->b;
}

const struct node *deciding_node(struct explainer *explainer, const struct node *node, uint32_t row)
{
    for (const struct node *next; (next = chosen(explainer, node, row)) != NULL; node = next)
        if (next->kind == NODE_FIELD || say_name(explainer, next))
            return next;
    return node;
}

/* ---- places in the rules ---- */

static bool in_rules(const struct explainer *explainer, struct span span) { return span_in_rules(explainer->model, span); }

void entry_place(struct explainer *explainer, struct entry *entry, struct span span)
{
    if (!in_rules(explainer, span))
        return;
    entry->path = diagnostics_source(explainer->model->diagnostics, span.file)->path;
    entry->line = say_line_number(explainer, span);
}

void explain_rule(struct explainer *explainer, struct span span)
{
    uint32_t at = 0;
    if (!explainer->rules || !in_rules(explainer, span))
        return;
    const char *path = diagnostics_source(explainer->model->diagnostics, span.file)->path;
    struct entry *rules = explainer->rules;
    uint32_t line = say_line_number(explainer, span);
    for (uint32_t i = 0; i < rules->count; i++) {
        if (rules->parts[i]->line == line && strcmp(rules->parts[i]->path, path) == 0)
            return;
        at += rules->parts[i]->line < line;
    }
    struct entry *rule = entry_add(rules, ENTRY_RULE, say_line(explainer, span, &line));        /* kept in the order of the file */
    rule->path = path;
    rule->line = line;
    memmove(&rules->parts[at + 1], &rules->parts[at], (rules->count - 1 - at) * sizeof *rules->parts);
    rules->parts[at] = rule;
}

void explain_item_rules(struct explainer *explainer, const struct item *item)
{
    for (uint32_t i = 0; i < item->points_count; i++)
        if (item->points[i].line.clause)
            explain_rule(explainer, item->points[i].line.clause->span);
    for (uint32_t i = 0; i < item->quantity_count; i++) {
        const struct quantity *quantity = item->quantities[i];
        bool base = strcmp(quantity->name, "得分率") == 0 || strcmp(quantity->name, "得分") == 0;
        if (base && quantity->base.clause)
            explain_rule(explainer, quantity->base.clause->span);
    }
}

/* ---- steps ---- */

enum { CONDITION_BYTES = 200 };
enum { TOLD_VALUE, TOLD_CHOICE };       /* how a figure came about; which way a choice or limit went */

static bool told(struct explainer *explainer, const struct node *node, uint32_t row, uint32_t what)
{
    return !marks_add(&explainer->said, node, row, what, 0);
}

void explain_told(struct explainer *explainer, const struct node *condition, uint32_t row) { told(explainer, condition, row, TOLD_CHOICE); }

/* A gate of the grade that changed nothing: the veto or adjustment that it is made of is told of by itself. */
static bool is_idle_gate(const struct explainer *explainer, const struct node *node)
{
    const struct scheme *scheme = explainer->scheme;
    if (node->type != TYPE_CATEGORY || !scheme->grade_clause || (!scheme->veto_count && !scheme->adjustment_count))
        return false;
    const struct span *span = &scheme->grade_clause->span;
    bool is_grade = node->span.file == span->file && node->span.start == span->start;
    for (uint32_t i = 0; i < scheme->veto_count && !is_grade; i++)
        is_grade = node->span.file == scheme->vetoes[i].span.file && node->span.start == scheme->vetoes[i].span.start;
    return is_grade;
}

/* An empty cell, and what the rules put in its place. */
static bool explain_missing(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row)
{
    const struct node *test = node->a;
    if (!is_operation(test, OP_STATUS_IS) || test->a->kind != NODE_FIELD || test->mode != status_mask(STATUS_MISSING))
        return false;
    const struct field_model *field = test->a->field;
    if (value_is_true(&explainer->values, test, row) && !told(explainer, node, row, TOLD_CHOICE)) {
        explain_parts(explainer, into, node->b, row);
        struct entry *entry = entry_add(into, ENTRY_MISSING, lang_format(in_language(explainer, "%s 没有填,按规则视为 %s", "%s is empty; by the rules it counts as %s"),
                                                                          field->name, say_expression(explainer, node->b, row, false)));
        entry_place(explainer, entry, field->span);
    }
    return true;
}

static bool is_stated(const struct node *node) { return node->kind == NODE_CONSTANT || node->kind == NODE_TABLE; }

/* Without a line that says so, an item does not apply to a class that it gives no weight, or where its figures do not apply. */
static void explain_not_assessed(struct explainer *explainer, struct entry *into, uint32_t row)
{
    const struct item *item = explainer->item;
    if (!item->weight || item->weight->kind != NODE_TABLE || value_of(&explainer->values, item->weight, row).status == STATUS_PRESENT)
        return;
    const char *class = say_value(explainer, item->weight->a, row);
    struct entry *entry = entry_add(into, ENTRY_CONDITION, lang_format(in_language(explainer, "对 %s 不考核这一项", "%s is not assessed by this"), class));
    entry_place(explainer, entry, item->weight_span);
}

/* Of what makes an item not apply, the part that the rules state: that its figures do not apply goes without saying. */
static const struct node *stated_part(const struct explainer *explainer, const struct node *condition)
{
    if (!explainer->item || condition != explainer->item->inapplicable)
        return condition;
    while (is_operation(condition, OP_OR) && (is_operation(condition->b, OP_STATUS_IS) || (is_operation(condition->b, OP_AND) && is_operation(condition->b->b, OP_STATUS_IS))))
        condition = condition->a;
    return condition;
}

/* 相差 1.47分: how far a comparison is from coming out the other way; "" for other conditions. */
static const char *margin(struct explainer *explainer, const struct node *condition, uint32_t row)
{
    if (is_operation(condition, OP_AND))        /* of the parts the first that does not hold */
        return margin(explainer, value_is_true(&explainer->values, condition->a, row) ? condition->b : condition->a, row);
    const struct node *node = is_operation(condition, OP_NOT) ? condition->a : condition;
    if ((!is_operation(node, OP_LESS) && !is_operation(node, OP_LESS_EQUAL)) || node->a->type != TYPE_NUMBER)
        return "";
    struct value a = value_of(&explainer->values, node->a, row), b = value_of(&explainer->values, node->b, row);
    const struct node *like = node->a->kind == NODE_CONSTANT ? node->b : node->a;
    if (a.status != STATUS_PRESENT || b.status != STATUS_PRESENT)
        return "";
    struct value difference = a;
    rational_subtract(&difference.number, &a.number, &b.number);
    if (rational_sign(&difference.number) < 0)
        rational_negate(&difference.number, &difference.number);
    if (rational_sign(&difference.number) == 0)
        return "";
    return lang_format(in_language(explainer, ",相差 %s", ", %s apart"), say_apart(explainer, like, node->a->kind == NODE_CONSTANT ? node->a : node->b, &difference));
}

/* Whether the condition held, and what follows or would have followed. */
static void explain_condition(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row)
{
    const struct node *condition = node->a;
    if (condition->kind == NODE_CONSTANT || !value_of(&explainer->values, condition, row).known || told(explainer, condition, row, TOLD_CHOICE))
        return;
    bool holds = value_is_true(&explainer->values, condition, row);
    if (explainer->item && condition == explainer->item->inapplicable && !explainer->item->not_applicable_count) {
        explain_not_assessed(explainer, into, row);
        return;
    }
    if (is_operation(condition, OP_STATUS_IS) && condition->mode == status_mask(STATUS_PRESENT)) {
        explain_parts(explainer, into, condition->a, row);      /* that there is a value needs no word */
        return;
    }
    if (!holds && is_idle_gate(explainer, node))
        return;
    if (!holds && node->b->kind == NODE_CONSTANT && node->b->value.status == STATUS_ERROR)
        return;                         /* a fault that the rules state and that did not occur */
    if ((!in_rules(explainer, node->span) && !in_rules(explainer, condition->span)) || (node->c->kind == NODE_CONSTANT && node->c->value.status != STATUS_PRESENT))
        return;
    const struct node *stated = stated_part(explainer, condition);
    if (stated != condition && told(explainer, stated, row, TOLD_CHOICE))
        return;
    struct entry *idle = explainer->idle;
    explainer->idle = NULL;
    explain_parts(explainer, into, stated, row);
    explainer->idle = idle;
    const char *follows = is_stated(node->b) ? say_value(explainer, node->b, row) : NULL;
    const char *verdict = holds ? in_language(explainer, "成立", "holds") : lang_format(in_language(explainer, "不成立%s", "does not hold%s"), margin(explainer, stated, row));
    bool state = follows && value_of(&explainer->values, node->b, row).status != STATUS_PRESENT;     /* 免考 is no value that is taken */
    const char *what = !follows ? ""
                       : state  ? lang_format(holds ? in_language(explainer, ",%s", ": %s") : in_language(explainer, "(成立的,%s)", " (it would be %s)"), follows)
                                : lang_format(holds ? in_language(explainer, ",取 %s", ", giving %s") : in_language(explainer, "(成立的,取 %s)", " (it would give %s)"), follows);
    const struct item *item = explainer->item;
    struct span span = item && condition == item->is_exempt && item->exempt_count                ? item->exempt[0].clause->span
                       : item && condition == item->inapplicable && item->not_applicable_count ? item->not_applicable[0].clause->span
                       : in_rules(explainer, node->span)                          ? node->span
                                                                                  : condition->span;
    uint32_t line;
    const char *text = say_expression(explainer, stated, row, false);
    if (strlen(text) > CONDITION_BYTES)     /* too long to be read: the words of the rule are better */
        text = say_line(explainer, span, &line);
    struct entry *entry = entry_add(into, ENTRY_CONDITION, lang_format(in_language(explainer, "%s:%s%s", "%s: %s%s"), text, verdict, what));
    entry_place(explainer, entry, span);
    explain_rule(explainer, span);
}

/* 甲 ÷ 乙 = 95%, or the value alone where that is all there is. */
static const char *equation(struct explainer *explainer, const struct node *node, uint32_t row, bool whole, const struct unit *unit)
{
    const char *expression = say_expression(explainer, node, row, whole), *value = say_value_in(explainer, node, row, unit);
    size_t length = strlen(expression), tail = strlen(value);
    bool ends = length > tail && strcmp(expression + length - tail, value) == 0;
    bool named = ends && length > tail + 1 && memchr(expression, ' ', length - tail) == expression + length - tail - 1;     /* a name and its value */
    bool all = strcmp(expression, value) == 0 || named || (ends && node->kind != NODE_OPERATION);
    return all ? expression : lang_format("%s = %s", expression, value);
}

/* 取小(甲, 乙) is a choice between two figures; written as a limit, 甲,最高 乙, or with a number, it is one figure and its bound. */
static bool is_choice_of_two(const struct explainer *explainer, const struct node *node)
{
    static const char *const words[] = {"取小", "取大", "smaller", "larger"};
    const struct diagnostics *diagnostics = explainer->model->diagnostics;
    if (node->b->kind == NODE_CONSTANT || !in_rules(explainer, node->span) || node->span.end <= node->span.start)
        return false;
    const char *text = diagnostics_source(diagnostics, node->span.file)->text + node->span.start;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i]) <= node->span.end - node->span.start && strncmp(text, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

/* A limit that changed nothing comes after the formula of the figure (explainer->idle), or, within an expression, with what it would have limited. */
static void explain_limit(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row)
{
    bool cap = (node->op == OP_MINIMUM) == (node->type == TYPE_NUMBER), bit = chosen(explainer, node, row) == node->b;
    if (!bit && is_idle_gate(explainer, node)) {
        explain_parts(explainer, into, node->a, row);
        return;
    }
    struct entry *idle = explainer->idle, dropped = {.kind = ENTRY_HEADING};
    explain_rule(explainer, node->span);
    explainer->idle = bit && !is_choice_of_two(explainer, node) ? &dropped : idle;        /* whether it came near another limit is idle talk then */
    explain_parts(explainer, into, node->a, row);
    bool two = is_choice_of_two(explainer, node);
    if (two)                            /* the other figure is of interest too */
        explain_parts(explainer, into, node->b, row);
    explainer->idle = idle;
    const struct unit *unit = node->unit;
    const char *bound = say_expression(explainer, node->b, row, false);
    const char *value = say_value_in(explainer, bit ? node->b : node->a, row, unit), *text;
    const char *within = idle ? lang_format("%s ", value) : lang_format(in_language(explainer, "%s,", "%s, "), equation(explainer, node->a, row, false, unit));
    if (two)
        text = lang_format(cap ? in_language(explainer, "%s、%s:取小的,%s", "%s, %s: the smaller, %s") : in_language(explainer, "%s、%s:取大的,%s", "%s, %s: the larger, %s"),
                           say_expression(explainer, node->a, row, false), bound, value);
    else if (bit)
        text = lang_format(in_language(explainer, "%s,%s %s,取 %s", "%s, %s %s: taken as %s"), equation(explainer, node->a, row, false, unit),
                           cap ? in_language(explainer, "最高", "at most") : in_language(explainer, "最低", "at least"), bound, value);
    else if (cap)
        text = lang_format(in_language(explainer, "%s没有超过最高 %s", "%sis not above the most, %s"), within, bound);
    else
        text = lang_format(in_language(explainer, "%s没有低于最低 %s", "%sis not below the least, %s"), within, bound);
    struct entry *entry = entry_new(ENTRY_LIMIT, text);
    entry_place(explainer, entry, node->span);
    entry_attach(idle && !bit && !two ? idle : into, entry);
}

/* Passes choices and limits down to what gives the value, and tells of them on the way. */
static const struct node *explain_choices(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row)
{
    for (const struct node *next; (next = chosen(explainer, node, row)) != NULL; node = next) {
        if (is_operation(node, OP_SELECT)) {
            if (!explain_missing(explainer, into, node, row))
                explain_condition(explainer, into, node, row);
        } else if (!told(explainer, node, row, TOLD_CHOICE))
            explain_limit(explainer, into, node, row);
        if (next->kind == NODE_FIELD || say_name(explainer, next))
            return next;
    }
    return node;
}

static void explain_gathered(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row)
{
    struct value index = value_of(&explainer->values, node->a, row);
    if (index.status == STATUS_PRESENT && index.integer >= 0)
        explain_parts(explainer, into, node->b, (uint32_t)index.integer);
}

/* ---- rows that belong to the unit ---- */

struct details { struct explainer *explainer; struct entry *into; const struct node *node; };

static void explain_detail(void *context, uint32_t row)
{
    struct details *details = context;
    struct explainer *explainer = details->explainer;
    struct row_set *source = pool_source(details->node);
    const struct node *value = details->node->b;
    const struct domain_data *rows = &explainer->values.data->domains[source->program_domain];
    if (!value || value->kind == NODE_FIELD || value->kind == NODE_CONSTANT || value->kind == NODE_GROUP_KEY || told(explainer, value, row, TOLD_VALUE))
        return;
    const char *name = say_name(explainer, value);
    uint32_t line = rows->path ? written_line(&explainer->written, source->program_domain, row) : 0;
    const char *place = rows->path ? lang_format(in_language(explainer, "(%s 第%u行)", " (%s line %u)"), say_file(explainer, source), line) : "";
    struct entry *entry = entry_new(ENTRY_ROW, lang_format("%s %s%s", say_rows(explainer, source), say_row(explainer, source, row), place));
    entry->path = rows->path;
    entry->line = line;
    struct item *item = explainer->item;
    if (source->scored) {
        explainer->item = source->scored;
        explain_item_rules(explainer, source->scored);
    }
    explain_figure(explainer, entry, value, row, name ? name : source->kind == ROWS_LEDGER ? in_language(explainer, "本行", "this row") : in_language(explainer, "这一组", "this group"));
    explainer->item = item;
    bool bare = entry->count == 1 && !name && field_behind(deciding_node(explainer, value, row));     /* a cell, and nothing done with it */
    if (entry->count && !bare)
        entry_attach(details->into, entry);
}

/* A row that the rules leave out of everything. */
static void explain_void(void *context, uint32_t row)
{
    struct details *details = context;
    struct explainer *explainer = details->explainer;
    const struct row_set *source = pool_source(details->node);
    if (told(explainer, source->void_rows, row, TOLD_VALUE))
        return;
    const char *line = lang_format(in_language(explainer, "第%u行", "line %u"), written_line(&explainer->written, source->program_domain, row));
    struct entry *entry = entry_add(details->into, ENTRY_CONDITION, lang_format(in_language(explainer, "%s %s 无效,不计:%s", "%s %s is void and counts for nothing: %s"),
                                                                               say_file(explainer, source), line, say_expression(explainer, source->void_rows, row, false)));
    for (uint32_t i = 0; i < source->requirement_count; i++)
        if (source->requirements[i].voids)
            entry_place(explainer, entry, source->requirements[i].span);
}

static void explain_reduction(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row, const char *name)
{
    const struct row_set *source = pool_source(node);
    if (!pool_is_of_units(explainer, source)) {
        struct details details = {explainer, into, node};
        pool_void_rows(explainer, node, row, explain_void, &details);
        pool_members(explainer, node, row, explain_detail, &details);
    }
    explain_pool(explainer, into, node, row, name);
}

static void explain_operands(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row)
{
    struct entry *idle = explainer->idle;
    explainer->idle = NULL;
    explain_parts(explainer, into, node->a, row);
    explain_parts(explainer, into, node->b, row);
    explain_parts(explainer, into, node->c, row);
    explainer->idle = idle;
    explain_phrase(explainer, into, node, row);
}

void explain_parts(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row)
{
    if (!node || node->kind == NODE_CONSTANT || node->kind == NODE_FIELD || node->kind == NODE_GROUP_KEY || node->kind == NODE_GROUP ||
        is_days_of_month(node))
        return;
    if (!node->domain)
        row = 0;
    const char *name = say_name(explainer, node);
    bool own = name && node != explainer->root;
    if ((own || is_pool(node) || is_operation(node, OP_ROUND)) && told(explainer, node, row, TOLD_VALUE))
        return;
    if (own && explain_is_result(explainer, node))
        return;                         /* it is told of in its own place */
    if (is_pool(node)) {
        explain_reduction(explainer, into, node, row, own ? name : NULL);
        return;
    }
    if (explainer->item && node == explainer->item->effective_weight && node != explainer->item->weight) {
        explain_weight(explainer, into, row);
        return;
    }
    if (own) {
        const struct node *root = explainer->root;
        explain_figure(explainer, into, node, row, name);
        explainer->root = root;
        return;
    }
    if (is_operation(node, OP_ROUND)) {
        explain_figure(explainer, into, node, row, NULL);
        return;
    }
    const struct node *decides = explain_choices(explainer, into, node, row);
    if (decides != node) {
        explain_parts(explainer, into, decides, row);
        explain_phrase(explainer, into, node, row);
        return;
    }
    if (node->kind == NODE_GATHER) {
        explain_gathered(explainer, into, node, row);
        return;
    }
    explain_operands(explainer, into, node, row);
}

/* ---- one figure ---- */

/* The named parts of a sum that have this status. */
static void take_left_out(struct explainer *explainer, const struct node *node, uint32_t row, enum status status, struct buffer *names)
{
    const struct node *operands[2] = {node->a, node->b};
    for (int i = 0; is_operation(node, OP_ADD_PRESENT) && i < 2; i++) {
        const char *name = say_name(explainer, operands[i]);
        if (!name && is_operation(operands[i], OP_ADD_PRESENT))
            take_left_out(explainer, operands[i], row, status, names);
        else if (name && value_of(&explainer->values, operands[i], row).status == status)
            buffer_format(names, "%s%s", names->length ? in_language(explainer, "、", ", ") : "", name);
    }
}

/* What a sum passes over: (J1、J2 免考,不计) */
static void append_left_out(struct explainer *explainer, const struct node *node, uint32_t row, struct buffer *out)
{
    for (int status = 0; status < STATUS_COUNT; status++) {
        struct buffer names = {0};
        if (status != STATUS_PRESENT)
            take_left_out(explainer, node, row, (enum status)status, &names);
        if (names.length)
            buffer_format(out, in_language(explainer, "(%s %s,不计)", " (%s %s, not counted)"), buffer_text(&names), say_status(explainer, (enum status)status));
        buffer_release(&names);
    }
}

/* 甲 ÷ 乙 × 12分 = 11.365分 → 11.37分(四舍五入); where rounding changes nothing: 甲 × 12分 = 11.40分. */
static const char *rounded_equation(struct explainer *explainer, const struct node *figure, const struct node *inner, const struct node *node, uint32_t row)
{
    bool whole = inner == figure;
    struct value before = value_of(&explainer->values, inner, row), after = value_of(&explainer->values, node, row);
    const char *result = say_value(explainer, node, row), *expression = say_expression(explainer, inner, row, whole);
    if (before.status != STATUS_PRESENT || rational_compare(&before.number, &after.number) != 0)
        return lang_format(in_language(explainer, "%s → %s(%s)", "%s → %s (%s)"), equation(explainer, inner, row, whole, figure->unit), result,
                           say_rounding(explainer, (enum rounding)node->mode));
    bool value_only = strcmp(expression, say_value_in(explainer, inner, row, figure->unit)) == 0;
    return value_only ? result : lang_format("%s = %s", expression, result);
}

static void add_formula(struct explainer *explainer, struct entry *into, const struct node *figure, const struct node *node, uint32_t row, const char *name)
{
    bool rounded = is_operation(node, OP_ROUND) && value_of(&explainer->values, node, row).status == STATUS_PRESENT;
    if (is_operation(node, OP_ROUND) && !rounded && !name)
        return;
    const struct node *inner = rounded ? deciding_node(explainer, node->a, row) : node;
    struct buffer out = {0};
    if (name)
        buffer_format(&out, "%s = ", name);
    buffer_append_text(&out, rounded ? rounded_equation(explainer, figure, inner, node, row) : equation(explainer, inner, row, inner == figure, figure->unit));
    append_left_out(explainer, inner, row, &out);
    struct entry *entry = entry_add(into, ENTRY_FORMULA, say_kept(&out));
    if (node->kind != NODE_CONSTANT) {      /* a constant stands in the line that chose it, told of before */
        entry_place(explainer, entry, node->span);
        explain_rule(explainer, node->span);
    }
}

/* 本类最高 = 本类 收入增幅 的 最高值: the pool is told under the figure's name. False where the figure is more than a pool. */
static bool explain_named_pool(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row, const char *name)
{
    if (node->kind != NODE_GATHER || !is_pool(node->b))
        return false;
    struct value index = value_of(&explainer->values, node->a, row);
    if (index.status != STATUS_PRESENT || index.integer < 0 || told(explainer, node->b, (uint32_t)index.integer, TOLD_VALUE))
        return false;
    explain_rule(explainer, node->span);
    explain_reduction(explainer, into, node->b, (uint32_t)index.integer, name);
    return true;
}

static void attach_all(struct entry *into, const struct entry *idle)
{
    for (uint32_t i = 0; i < idle->count; i++)
        entry_attach(into, idle->parts[i]);
}

/* The steps below a figure that is no pool, and its formula. */
static void explain_worked_out(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row, const char *name)
{
    const struct node *decides = explain_choices(explainer, into, node, row);
    if (is_operation(decides, OP_ROUND) && decides != node && told(explainer, decides, row, TOLD_VALUE)) {
        entry_add(into, ENTRY_FORMULA, lang_format("%s = %s", name ? name : in_language(explainer, "本项", "it"), say_value(explainer, decides, row)));
        return;
    }
    if (is_operation(decides, OP_ROUND) && (decides == node || !say_name(explainer, decides)))
        explain_parts(explainer, into, explain_choices(explainer, into, decides->a, row), row);
    else if (decides != node)
        explain_parts(explainer, into, decides, row);
    else if (node->kind == NODE_GATHER)
        explain_gathered(explainer, into, node, row);
    else if (node->kind == NODE_OPERATION)
        explain_operands(explainer, into, node, row);
    add_formula(explainer, into, node, decides, row, name);
}

void explain_figure(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row, const char *name)
{
    explainer->root = node;
    if (is_pool(node)) {
        explain_reduction(explainer, into, node, row, name);
        return;
    }
    if (explain_named_pool(explainer, into, node, row, name))
        return;
    struct entry *outer = explainer->idle, idle = {.kind = ENTRY_HEADING};       /* limits that changed nothing come after what they would have limited */
    explainer->idle = &idle;
    explain_worked_out(explainer, into, node, row, name);
    explainer->idle = outer;
    attach_all(into, &idle);
}
