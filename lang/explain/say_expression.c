/* Expressions of the model as policy text: 推广面积 28.4125万亩 ÷ 目标 30万亩; conditions with the values that met them. What has a name of its
 * own stands with its name and value; choices and limits stand with what they came to, so that the text is the arithmetic of this row alone. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "explain/explain.h"
#include "memory.h"

enum { LITERAL_BYTES = 40 };

/* The /亩 behind 2600元, or NULL; factor is divided by what it stands for. */
static const char *literal_divisor(const struct source *source, size_t at, struct rational *factor)
{
    static const char *const ends[] = {" ", ",", ",", ";", ";", "、", "。", ")", ")", "}", "}", "\n", "\r", "\t"};
    size_t end = at + 1;
    struct rational second;
    if (at >= source->length || source->text[at] != '/')
        return NULL;
    for (bool more = true; more && end < source->length && end - at < LITERAL_BYTES;) {
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            more = more && strncmp(source->text + end, ends[i], strlen(ends[i])) != 0;
        end += more;
    }
    rational_init(&second);
    const char *word = lang_text(source->text + at + 1, end - at - 1);
    if (!unit_find(word, &second))
        return NULL;
    rational_divide(factor, factor, &second);
    return lang_format("/%s", word);
}

/* A constant as the rules write it (30万亩, 2600元/亩), where what stands there has this value. */
static const char *literal(struct explainer *explainer, const struct node *node)
{
    const struct diagnostics *diagnostics = explainer->model->diagnostics;
    bool foreign = explainer->english && node->unit == unit_points();
    if (node->type != TYPE_NUMBER || node->value.status != STATUS_PRESENT || foreign || node->span.file >= diagnostics_source_count(diagnostics) ||
        node->span.end <= node->span.start || node->span.end - node->span.start > LITERAL_BYTES)
        return NULL;
    const char *text = diagnostics_source(diagnostics, node->span.file)->text + node->span.start;
    size_t length = node->span.end - node->span.start, digits = 0;
    while (digits < length && (strchr("0123456789.", text[digits]) || (text[digits] == '-' && digits == 0)))
        digits++;
    struct rational number, factor;
    rational_init(&number);
    rational_init(&factor);
    rational_set(&factor, 1, 1);
    const char *unit = text + digits;
    size_t blanks = strspn(unit, " ") < length - digits ? strspn(unit, " ") : length - digits;
    const char *word = lang_text(unit + blanks, length - digits - blanks);
    bool good = digits && rational_parse(&number, text, digits) && (!*word || (unit_find(word, &factor) && !strchr(word, ' ')));
    const char *divisor = good && node->unit->part_count > 1 ? literal_divisor(diagnostics_source(diagnostics, node->span.file), node->span.end, &factor) : "";
    if (!good || (!divisor && rational_sign(&number) != 0))
        return NULL;
    rational_multiply(&number, &number, &factor);
    if (rational_sign(&number) == 0)
        divisor = "";                   /* nothing is nothing in any unit */
    return rational_compare(&number, &node->value.number) == 0 ? lang_format("%.*s%s%s", (int)digits, text, word, divisor) : NULL;
}

/* ---- expressions ---- */

struct sayer {
    struct explainer *explainer;
    struct buffer *out;
    uint32_t row;
    const struct unit *beside;          /* of what it is compared with, or NULL */
};
enum { LOOSE, OR, AND, COMPARED, SUM, PRODUCT, ATOM };

static void say(struct sayer *sayer, const struct node *node, int tightness, bool whole);

/* A condition on a field of 是 or 否. */
static bool say_yes_or_no(struct sayer *sayer, const struct node *node, bool negated)
{
    if (node->kind != NODE_FIELD || node->type != TYPE_BOOLEAN)
        return false;
    struct explainer *explainer = sayer->explainer;
    const char *wanted = negated ? in_language(explainer, "否", "no") : in_language(explainer, "是", "yes");
    buffer_format(sayer->out, in_language(explainer, "%s(%s) 为 %s", "%s (%s) is %s"), node->field->name, say_value(explainer, node, sayer->row), wanted);
    return true;
}

/* 类别(沿黄乡镇) 为 功能区: a condition on a category, which is kept as a table of yes and no. */
static bool say_category_condition(struct sayer *sayer, const struct node *node, bool negated)
{
    if (node->kind != NODE_TABLE || node->type != TYPE_BOOLEAN)
        return false;
    const struct field_model *field = field_through(node->a);
    if (field)
        buffer_format(sayer->out, in_language(sayer->explainer, "%s(%s)", "%s (%s)"), field->name, say_value(sayer->explainer, node->a, sayer->row));
    else
        say(sayer, node->a, SUM, false);
    buffer_format(sayer->out, " %s", say_holding(sayer->explainer, node, negated));
    return true;
}

static void say_beside(struct sayer *sayer, const struct node *node, const struct node *other, int tightness)
{
    struct sayer inner = *sayer;
    inner.beside = node->type == TYPE_NUMBER ? other->unit : NULL;
    if (!say_yes_or_no(&inner, node, false))
        say(&inner, node, tightness, false);
}

/* An operand of a sum, product or condition. A factor is no share because it stands beside one: 人数 40 × 20%. */
static void say_operand(struct sayer *sayer, const struct node *node, const struct node *operation, int tightness)
{
    if (operation->op == OP_MULTIPLY || operation->op == OP_DIVIDE) {
        if (!say_yes_or_no(sayer, node, false))
            say(sayer, node, tightness, false);
    } else
        say_beside(sayer, node, node == operation->a ? operation->b : operation->a, tightness);
}

/* A line that did not apply, or a share that nobody left: nothing is added or taken. */
static bool is_nothing(struct sayer *sayer, const struct node *node)
{
    struct value value = value_of(&sayer->explainer->values, node, sayer->row);
    if (node->kind != NODE_OPERATION || value.status != STATUS_PRESENT || rational_sign(&value.number) != 0 || say_name(sayer->explainer, node))
        return false;
    if (node->op == OP_DIVIDE || node->op == OP_MULTIPLY)
        return is_nothing(sayer, node->a);
    if (node->op == OP_ADD)
        return is_nothing(sayer, node->a) && is_nothing(sayer, node->b);
    const struct node *decides = node->op == OP_SELECT ? deciding_node(sayer->explainer, node, sayer->row) : node;
    return node->op == OP_SELECT && (decides->kind == NODE_CONSTANT || is_nothing(sayer, decides));
}

static void say_between(struct sayer *sayer, const struct node *node, const char *sign, int own, int tightness)
{
    bool brackets = own < tightness;
    const struct node *first = node->a, *second = node->b;
    const struct item *item = sayer->explainer->item;
    if (node->op == OP_MULTIPLY && item && node != item->effective_weight && first->type == TYPE_NUMBER && (first == item->effective_weight || first == item->weight)) {
        first = node->b;                /* 得分率 × 权重, as it is spoken */
        second = node->a;
    }
    bool strict = node->op == OP_SUBTRACT || node->op == OP_DIVIDE;
    if (brackets)
        buffer_append_text(sayer->out, "(");
    say_operand(sayer, first, node, own);
    buffer_format(sayer->out, " %s ", sign);
    say_operand(sayer, second, node, strict ? own + 1 : own);
    if (brackets)
        buffer_append_text(sayer->out, ")");
}

static const char *comparison_word(const struct explainer *explainer, const struct node *node, bool negated, bool turned)
{
    static const char *const words[2][2][2][2][2] = {     /* equal too, date, negated, turned, language */
        {{{{"低于", "below"}, {"超过", "above"}}, {{"达到", "at least"}, {"不超过", "at most"}}},
         {{{"早于", "before"}, {"晚于", "after"}}, {{"不早于", "not before"}, {"不晚于", "not after"}}}},
        {{{{"不超过", "at most"}, {"达到", "at least"}}, {{"超过", "above"}, {"低于", "below"}}},
         {{{"不晚于", "not after"}, {"不早于", "not before"}}, {{"晚于", "after"}, {"早于", "before"}}}}};
    if (node->op == OP_EQUAL)
        return negated ? in_language(explainer, "不为", "is not") : in_language(explainer, "为", "is");
    return words[node->op == OP_LESS_EQUAL][node->a->type == TYPE_DATE][negated][turned][explainer->english];
}

/* 免考天数 超过 本月天数 ÷ 2 is kept as 本月天数 ÷ 2 低于 免考天数: it is said as it was written, the right one first. */
static bool written_first(struct explainer *explainer, const struct node *node, const struct node *right)
{
    const struct diagnostics *diagnostics = explainer->model->diagnostics;
    const struct field_model *field = field_behind(right);
    const char *name = field ? field->name : say_name(explainer, right);
    if (node->span.file >= diagnostics_source_count(diagnostics) || node->span.end <= node->span.start)
        return false;
    const char *text = diagnostics_source(diagnostics, node->span.file)->text + node->span.start;
    return name && strlen(name) <= node->span.end - node->span.start && strncmp(text, name, strlen(name)) == 0;
}

/* 没有 留言(有 9 行): the unit's rows of another ledger, counted and compared with 0. */
static bool say_no_rows(struct sayer *sayer, const struct node *node, bool negated)
{
    const struct node *count = node->a->kind == NODE_FOLD ? node->a : node->b, *other = count == node->a ? node->b : node->a;
    bool none = node->op == OP_EQUAL && count->kind == NODE_FOLD && count->fold == FOLD_COUNT && !count->b && !count->c && count->a && other->kind == NODE_CONSTANT &&
                other->value.status == STATUS_PRESENT && rational_sign(&other->value.number) == 0 && !pool_is_of_units(sayer->explainer, pool_source(count));
    if (!none)
        return false;
    const char *rows = say_rows(sayer->explainer, pool_source(count)), *number = say_value(sayer->explainer, count, sayer->row);
    struct value value = value_of(&sayer->explainer->values, count, sayer->row);
    if (value.status == STATUS_PRESENT && rational_sign(&value.number) == 0)
        buffer_format(sayer->out, negated ? in_language(sayer->explainer, "有 %s", "there is some %s") : in_language(sayer->explainer, "没有 %s", "there is no %s"), rows);
    else if (negated)
        buffer_format(sayer->out, in_language(sayer->explainer, "有 %s(%s 行)", "there is some %s (%s row(s))"), rows, number);
    else
        buffer_format(sayer->out, in_language(sayer->explainer, "没有 %s(有 %s 行)", "there is no %s (%s row(s))"), rows, number);
    return true;
}

static void say_comparison(struct sayer *sayer, const struct node *node, bool negated, int tightness)
{
    bool turned = (node->a->kind == NODE_CONSTANT && node->b->kind != NODE_CONSTANT) ||
                  (node->b->kind != NODE_CONSTANT && written_first(sayer->explainer, node, node->b));
    const struct node *left = turned ? node->b : node->a, *right = turned ? node->a : node->b;
    if (say_no_rows(sayer, node, negated))
        return;
    if (tightness > COMPARED)
        buffer_append_char(sayer->out, '(');
    const struct field_model *category = left->type == TYPE_CATEGORY ? field_through(left) : NULL;
    if (category)
        buffer_format(sayer->out, in_language(sayer->explainer, "%s(%s)", "%s (%s)"), category->name, say_value(sayer->explainer, left, sayer->row));
    else
        say_beside(sayer, left, right, SUM);
    buffer_format(sayer->out, " %s ", comparison_word(sayer->explainer, node, negated, turned));
    say_beside(sayer, right, left, SUM);
    if (tightness > COMPARED)
        buffer_append_char(sayer->out, ')');
}

static bool is_comparison(const struct node *node)
{
    return node->kind == NODE_OPERATION && (node->op == OP_LESS || node->op == OP_LESS_EQUAL || node->op == OP_EQUAL);
}

/* 名次 4 为 2 至 3: at least the one and at most the other. */
static bool say_range(struct sayer *sayer, const struct node *node, int tightness)
{
    const struct node *low = node->a, *high = node->b;
    bool range = low->kind == NODE_OPERATION && high->kind == NODE_OPERATION && low->op == OP_LESS_EQUAL && high->op == OP_LESS_EQUAL && low->b == high->a &&
                 low->a->kind == NODE_CONSTANT && high->b->kind == NODE_CONSTANT && low->b->kind != NODE_CONSTANT && low->a->type == TYPE_NUMBER;
    if (!range)
        return false;
    if (tightness > COMPARED)
        buffer_append_char(sayer->out, '(');
    say_beside(sayer, low->b, low->a, SUM);
    buffer_append_text(sayer->out, in_language(sayer->explainer, " 为 ", " is "));
    say_beside(sayer, low->a, low->b, SUM);
    buffer_append_text(sayer->out, in_language(sayer->explainer, " 至 ", " to "));
    say_beside(sayer, high->b, low->b, SUM);
    if (tightness > COMPARED)
        buffer_append_char(sayer->out, ')');
    return true;
}

static void say_state(struct sayer *sayer, const struct node *node, bool negated)
{
    static const struct { enum status status; const char *words[2][2]; } states[] = {
        {STATUS_MISSING, {{"未填", "is empty"}, {"已填", "is filled"}}},
        {STATUS_EXEMPT, {{"免考", "is exempt"}, {"未免考", "is not exempt"}}},
        {STATUS_NOT_APPLICABLE, {{"不适用", "does not apply"}, {"适用", "applies"}}},
        {STATUS_PRESENT, {{"有值", "has a value"}, {"没有值", "has no value"}}}};
    const struct node *of = node->a;
    const char *name = of->kind == NODE_FIELD ? of->field->name : say_name(sayer->explainer, of);
    if (name)
        buffer_append_text(sayer->out, name);
    else if (of->kind == NODE_OPERATION)        /* an expression that was told of just before */
        buffer_format(sayer->out, in_language(sayer->explainer, "这一步的结果(%s)", "this result (%s)"), say_value(sayer->explainer, of, sayer->row));
    else
        say(sayer, of, SUM, false);
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (node->mode & status_mask(states[i].status)) {
            buffer_format(sayer->out, " %s", states[i].words[negated][sayer->explainer->english]);
            return;
        }
}

static void say_not(struct sayer *sayer, const struct node *node, int tightness)
{
    const struct node *of = node->a;
    if (say_yes_or_no(sayer, of, true) || say_category_condition(sayer, of, true))
        return;
    if (is_comparison(of))
        say_comparison(sayer, of, true, tightness);
    else if (of->kind == NODE_OPERATION && of->op == OP_STATUS_IS)
        say_state(sayer, of, true);
    else {
        buffer_append_text(sayer->out, in_language(sayer->explainer, "不是(", "not ("));
        say(sayer, of, LOOSE, false);
        buffer_append_char(sayer->out, ')');
    }
}

/* The last day of a month: day 0 of the next, or the 31st of December. */
static const struct node *deepest(const struct node *node)
{
    while (node->kind == NODE_OPERATION && node->op == OP_SELECT)
        node = node->c;
    return node;
}

bool is_days_of_month(const struct node *node)
{
    const struct node *last = node->kind == NODE_OPERATION && node->op == OP_DAY ? deepest(node->a) : NULL;
    return last && last->kind == NODE_OPERATION && last->op == OP_MAKE_DATE && last->c->kind == NODE_CONSTANT && rational_sign(&last->c->value.number) == 0;
}

static void say_function(struct sayer *sayer, const struct node *node)
{
    if (is_days_of_month(node)) {
        buffer_format(sayer->out, in_language(sayer->explainer, "当月天数 %s", "days of the month %s"), say_value(sayer->explainer, node, sayer->row));
        return;
    }
    static const struct { enum opcode op; const char *words[2]; } functions[] = {
        {OP_YEAR, {"年", "year"}}, {OP_MONTH, {"月", "month"}}, {OP_DAY, {"日", "day"}}, {OP_MAKE_DATE, {"日期", "date"}}, {OP_ROOT, {"开方", "root"}},
        {OP_POWER, {"乘方", "power"}}, {OP_LOGARITHM, {"对数", "logarithm"}}, {OP_EXPONENTIAL, {"指数", "exponential"}}};
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
        if (functions[i].op == (enum opcode)node->op)
            buffer_append_text(sayer->out, functions[i].words[sayer->explainer->english]);
    const struct node *operands[3] = {node->a, node->b, node->c};
    buffer_append_char(sayer->out, '(');
    for (int i = 0; i < 3 && operands[i]; i++) {
        buffer_append_text(sayer->out, i ? ", " : "");
        say(sayer, operands[i], LOOSE, false);
    }
    buffer_append_char(sayer->out, ')');
}

/* The operands of a sum, through sums of sums that have names; what is exempt or does not apply has no part. */
struct summands { const struct node **list; uint32_t count; };

static void take_summands(struct sayer *sayer, struct summands *summands, const struct node *node)
{
    if (node->kind == NODE_OPERATION && node->op == OP_ADD_PRESENT) {
        take_summands(sayer, summands, node->a);
        take_summands(sayer, summands, node->b);
    } else if (value_of(&sayer->explainer->values, node, sayer->row).status == STATUS_PRESENT)
        *ARRAY_ADD(summands->list, summands->count) = node;
}

static const struct group_model *group_of(const struct scheme *scheme, const struct node *node)
{
    for (uint32_t i = 0; i < scheme->item_count; i++)
        if (scheme->items[i]->counted == node)
            return scheme->items[i]->group;
    return NULL;
}

/* The column of the group's total, or NULL. */
static const struct node *total_of(const struct scheme *scheme, const struct group_model *group)
{
    for (uint32_t i = 0; i < scheme->result_count; i++)
        if (scheme->results[i].role == ROLE_GROUP && strcmp(scheme->results[i].name, group->name) == 0)
            return scheme->results[i].node;
    return NULL;
}

/* How many of the summands from `at` on are a group's items that come to the group's own total; 0: that is not so. */
static uint32_t group_at(struct sayer *sayer, const struct summands *summands, uint32_t at, const struct group_model **group)
{
    const struct scheme *scheme = sayer->explainer->scheme;
    uint32_t end = at;
    struct rational sum;
    *group = scheme ? group_of(scheme, summands->list[at]) : NULL;
    const struct node *named = *group ? total_of(scheme, *group) : NULL;
    if (!named)
        return 0;
    rational_init(&sum);
    for (; end < summands->count && group_of(scheme, summands->list[end]) == *group; end++) {
        struct value value = value_of(&sayer->explainer->values, summands->list[end], sayer->row);
        rational_add(&sum, &sum, &value.number);
    }
    struct value total = value_of(&sayer->explainer->values, named, sayer->row);
    bool whole = end - at < summands->count;        /* a group is not said to be itself */
    return whole && total.status == STATUS_PRESENT && rational_compare(&total.number, &sum) == 0 ? end - at : 0;
}

/* 安居富民 20.58分 + 产业发展 11.78分: of the scores of all indicators, by groups where they have them. */
static void say_sum_of_present(struct sayer *sayer, const struct node *node, int tightness)
{
    struct summands summands = {0};
    uint32_t said = 0;
    take_summands(sayer, &summands, node);
    if (!summands.count)
        buffer_append_text(sayer->out, say_value(sayer->explainer, node, sayer->row));
    if (summands.count == 1)
        say(sayer, summands.list[0], tightness, false);
    if (summands.count < 2)
        return;
    if (SUM < tightness)
        buffer_append_char(sayer->out, '(');
    for (uint32_t i = 0, step; i < summands.count; i += step) {
        const struct group_model *group;
        step = group_at(sayer, &summands, i, &group);
        buffer_append_text(sayer->out, said++ ? " + " : "");
        if (step)
            buffer_format(sayer->out, "%s %s", group->name, say_value(sayer->explainer, total_of(sayer->explainer->scheme, group), sayer->row));
        else
            say(sayer, summands.list[i], SUM, false);
        step = step ? step : 1;
    }
    if (SUM < tightness)
        buffer_append_char(sayer->out, ')');
}

static bool is_one_unit(const struct node *node)
{
    int64_t number;
    return node->kind == NODE_CONSTANT && node->type == TYPE_NUMBER && node->value.status == STATUS_PRESENT && node->unit->counted &&
           rational_to_int64(&node->value.number, &number) && number == 1;
}

static void say_operation(struct sayer *sayer, const struct node *node, int tightness)
{
    const char *const and = in_language(sayer->explainer, "且", "and"), *const or = in_language(sayer->explainer, "或", "or");
    switch (node->op) {
    case OP_ADD:
        if (is_nothing(sayer, node->a) || is_nothing(sayer, node->b))
            say(sayer, is_nothing(sayer, node->b) ? node->a : node->b, tightness, false);
        else
            say_between(sayer, node, "+", SUM, tightness);
        return;
    case OP_SUBTRACT:
        if (is_nothing(sayer, node->b)) {
            say(sayer, node->a, tightness, false);
            return;
        }
        say_between(sayer, node, "-", SUM, tightness);
        return;
    case OP_DATE_DIFF: say_between(sayer, node, "-", SUM, tightness); return;
    case OP_MULTIPLY: say_between(sayer, node, "×", PRODUCT, tightness); return;
    case OP_DIVIDE:
        if (is_one_unit(node->b))       /* 3起 ÷ 1起 is how 每起 is worked out */
            say(sayer, node->a, tightness, false);
        else
            say_between(sayer, node, "÷", PRODUCT, tightness);
        return;
    case OP_DATE_ADD: say_between(sayer, node, "+", SUM, tightness); return;
    case OP_ADD_PRESENT: say_sum_of_present(sayer, node, tightness); return;
    case OP_LESS:
    case OP_LESS_EQUAL:
    case OP_EQUAL: say_comparison(sayer, node, false, tightness); return;
    case OP_AND:
        if (!say_range(sayer, node, tightness))
            say_between(sayer, node, and, AND, tightness);
        return;
    case OP_OR: say_between(sayer, node, or, OR, tightness); return;
    case OP_NOT: say_not(sayer, node, tightness); return;
    case OP_STATUS_IS: say_state(sayer, node, false); return;
    case OP_NEGATE: buffer_append_char(sayer->out, '-'); say(sayer, node->a, ATOM, false); return;
    case OP_YEAR: case OP_MONTH: case OP_DAY: case OP_MAKE_DATE: case OP_ROOT: case OP_POWER: case OP_LOGARITHM: case OP_EXPONENTIAL:
        say_function(sayer, node);
        return;
    default: buffer_append_text(sayer->out, say_value(sayer->explainer, node, sayer->row)); return;     /* rounded: its step is told apart */
    }
}

static void say_gathered(struct sayer *sayer, const struct node *node, int tightness)
{
    struct value index = value_of(&sayer->explainer->values, node->a, sayer->row);
    if (index.status != STATUS_PRESENT || index.integer < 0) {
        buffer_append_text(sayer->out, say_value(sayer->explainer, node, sayer->row));
        return;
    }
    if (node->a->kind == NODE_FIELD)
        buffer_format(sayer->out, "%s %s ", node->a->field->name, say_row(sayer->explainer, node->b->domain, (uint32_t)index.integer));
    struct sayer there = *sayer;
    there.row = (uint32_t)index.integer;
    say(&there, node->b, tightness, false);
}

/* 难度(很难) 1.5; a weight needs no more than its value. */
static void say_table(struct sayer *sayer, const struct node *node)
{
    const struct item *item = sayer->explainer->item;
    bool weight = item && node == item->weight;
    for (uint32_t i = 0; item && i < item->scheme->item_count; i++)
        weight = weight || node == item->scheme->items[i]->weight;
    if (node->a->kind == NODE_FIELD && !weight)
        buffer_format(sayer->out, "%s(%s) ", node->a->field->name, say_value(sayer->explainer, node->a, sayer->row));
    buffer_append_text(sayer->out, say_value(sayer->explainer, node, sayer->row));
}

static void say(struct sayer *sayer, const struct node *node, int tightness, bool whole)
{
    const struct item *item = sayer->explainer->item;
    if (!whole && item && node == item->effective_weight && node != item->weight &&
        strcmp(say_value(sayer->explainer, node, sayer->row), say_value(sayer->explainer, item->weight, sayer->row)) == 0) {
        buffer_append_text(sayer->out, say_value(sayer->explainer, node, sayer->row));
        return;
    }
    const char *name = whole ? NULL : say_name(sayer->explainer, node);
    if (name) {
        const char *written = node->kind == NODE_CONSTANT ? literal(sayer->explainer, node) : NULL;
        buffer_format(sayer->out, "%s %s", name, written ? written : say_value_in(sayer->explainer, node, sayer->row, sayer->beside ? sayer->beside : node->unit));
        return;
    }
    const struct field_model *field = field_behind(node);
    if (field) {
        buffer_format(sayer->out, "%s %s", field->name, say_field_value(sayer->explainer, field, sayer->row));
        return;
    }
    const struct node *decides = deciding_node(sayer->explainer, node, sayer->row);
    if (decides != node) {
        say(sayer, decides, tightness, false);
        return;
    }
    const char *written = node->kind == NODE_CONSTANT ? literal(sayer->explainer, node) : NULL;
    switch (node->kind) {
    case NODE_FIELD: buffer_format(sayer->out, "%s %s", node->field->name, say_value(sayer->explainer, node, sayer->row)); return;
    case NODE_TABLE:
        if (!say_category_condition(sayer, node, false))
            say_table(sayer, node);
        return;
    case NODE_OPERATION: say_operation(sayer, node, tightness); return;
    case NODE_GATHER: say_gathered(sayer, node, tightness); return;
    case NODE_FOLD:
    case NODE_RANK:
    case NODE_RUNNING:
    case NODE_DAYS:
        buffer_format(sayer->out, "%s %s", say_pool(sayer->explainer, node, sayer->row), say_value(sayer->explainer, node, sayer->row));
        return;
    default: buffer_append_text(sayer->out, written ? written : say_value(sayer->explainer, node, sayer->row)); return;
    }
}

const char *say_expression(struct explainer *explainer, const struct node *node, uint32_t row, bool whole)
{
    struct buffer out = {0};
    struct sayer sayer = {.explainer = explainer, .out = &out, .row = row};
    if (whole || !say_yes_or_no(&sayer, node, false))
        say(&sayer, node, LOOSE, whole);
    return say_kept(&out);
}

const char *say_expression_beside(struct explainer *explainer, const struct node *node, const struct node *other, uint32_t row)
{
    struct buffer out = {0};
    struct sayer sayer = {.explainer = explainer, .out = &out, .row = row};
    say_beside(&sayer, node, other, LOOSE);
    return say_kept(&out);
}
