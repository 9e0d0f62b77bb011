/* Values and expressions of the model as policy text: 推广面积 28.4125万亩 ÷ 目标 30万亩. What has a name of its own stands with its name
 * and value; choices and limits stand with what they came to, so that the text is the arithmetic of this row alone. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "explain/explain.h"
#include "memory.h"
#include "number/date.h"

enum { DECIMALS_SHOWN = 12, DECIMALS_CUT = 8, LITERAL_BYTES = 40, NAME_BYTES = 60, SHORT_SUM = 3 };

const char *say_kept(struct buffer *out)
{
    const char *text = lang_text(buffer_text(out), out->length);
    buffer_release(out);
    return text;
}

/* ---- names ---- */

static const char *name_in(struct quantity *const *list, uint32_t count, const struct node *node)
{
    for (uint32_t i = 0; i < count; i++)
        if (list[i]->node == node && strcmp(list[i]->name, "得分率") != 0 && strcmp(list[i]->name, "得分") != 0)
            return list[i]->name;
    return NULL;
}

/* Within an item its own score has no name: it is what is being worked out. */
static bool is_score(const struct explainer *explainer, const struct item *item, const struct node *node)
{
    return item->counted == node || ((item->item_score == node || item->exact == node) && item != explainer->item);
}

static const char *name_in_scheme(const struct explainer *explainer, const struct scheme *scheme, const struct node *node)
{
    for (uint32_t i = 0; i < scheme->item_count; i++)
        if (is_score(explainer, scheme->items[i], node))
            return scheme->items[i]->code;
    for (uint32_t v = 0; v < scheme->variant_count; v++)
        for (uint32_t i = 0; i < scheme->variants[v]->item_count; i++)
            if (scheme->variants[v]->items[i]->counted == node)
                return scheme->variants[v]->items[i]->name;
    for (uint32_t i = 0; i < scheme->ledger_count; i++) {
        const struct item *scored = scheme->ledgers[i]->scored;
        if (scored && is_score(explainer, scored, node))
            return "得分";
        const char *name = name_in(scheme->ledgers[i]->quantities, scheme->ledgers[i]->quantity_count, node);
        if (!name && scored)
            name = name_in(scored->quantities, scored->quantity_count, node);
        if (name)
            return name;
    }
    for (uint32_t i = 0; i < scheme->result_count; i++)
        if (scheme->results[i].node == node)
            return scheme->results[i].name;
    for (uint32_t i = 0; i < scheme->places_count; i++) {
        const char *name = name_in(scheme->places[i]->quantities, scheme->places[i]->quantity_count, node);
        if (name)
            return name;
    }
    if (scheme->bonus && scheme->bonus->counted == node)
        return "加分";
    return scheme->deduction && scheme->deduction->counted == node ? "扣分" : name_in(scheme->quantities, scheme->quantity_count, node);
}

const char *say_name(const struct explainer *explainer, const struct node *node)
{
    const struct item *item = explainer->item;
    const char *name = item ? name_in(item->quantities, item->quantity_count, node) : NULL;
    if (name || node->kind == NODE_CONSTANT || node->kind == NODE_FIELD)
        return name && node->kind != NODE_FIELD ? name : NULL;
    if (item && node == item->effective_weight && node != item->weight)
        return "权重";
    name = explainer->scheme ? name_in_scheme(explainer, explainer->scheme, node) : NULL;
    for (uint32_t i = 0; !name && i < explainer->model->scheme_count; i++)
        if (scheme_is_run(explainer->model->schemes[i]))
            name = name_in_scheme(explainer, explainer->model->schemes[i], node);
    return name;
}

/* ---- numbers ---- */

/* places < 0: as many as the number has. */
static void append_number(struct buffer *out, const struct rational *number, int places)
{
    int decimals = rational_decimals(number);
    if (decimals >= 0 && decimals < places)
        rational_format(number, places, out);
    else
        rational_format_cut(number, DECIMALS_SHOWN, DECIMALS_CUT, out);
}

static void append_amount(const struct explainer *explainer, struct buffer *out, const struct rational *number, const struct unit *unit, int places)
{
    struct rational scaled;
    rational_init(&scaled);
    rational_copy(&scaled, number);
    bool share = unit->part_count == 0 && unit->ratio != RATIO_PLAIN;
    if (share) {
        struct rational hundred;
        rational_init(&hundred);
        rational_set(&hundred, 100, 1);
        rational_multiply(&scaled, &scaled, &hundred);
        places = places > 2 ? places - 2 : 0;
    }
    append_number(out, &scaled, places);
    if (share)
        buffer_append_text(out, unit->ratio == RATIO_PERCENT ? "%" : in_language(explainer, "个百分点", " points of %"));
    else
        buffer_format(out, "%s%s", explainer->english && unit->part_count ? " " : "", unit_base_text(unit, explainer->english));
    rational_clear(&scaled);
}

/* The places that the rules round to, where the value is a rounded one. */
static int places_of(struct explainer *explainer, const struct node *node, uint32_t row)
{
    const struct node *decides = deciding_node(explainer, node, row);
    if (decides->kind == NODE_OPERATION && decides->op == OP_ROUND)
        return rational_decimals(&decides->value.number);
    const struct scheme *scheme = explainer->scheme;
    for (uint32_t i = 0; scheme && scheme->has_rounding && i < scheme->result_count; i++)       /* scores are written alike in the table */
        if (scheme->results[i].node == node && node->type == TYPE_NUMBER && node->unit == unit_points())
            return rational_decimals(&scheme->quantum);
    return -1;
}

const char *say_rounding(const struct explainer *explainer, enum rounding mode)
{
    static const char *const words[][2] = {
#define X(name, zh, en) {zh, en},
        ROUNDING_MODES(X)
#undef X
    };
    return words[mode][explainer->english];
}

/* ---- values ---- */

static const char *absent(const struct explainer *explainer, enum status status)
{
    static const char *const words[STATUS_COUNT][2] = {
        [STATUS_NOT_APPLICABLE] = {"不适用", "not applicable"}, [STATUS_EXEMPT] = {"免考", "exempt"}, [STATUS_MISSING] = {"未填", "empty"},
        [STATUS_ERROR] = {"算不出", "no value"}};
    return words[status][explainer->english];
}

/* A row of the source that is in the group: its keys are the group's. */
static uint32_t row_of_group(struct explainer *explainer, const struct row_set *groups, uint32_t group)
{
    struct node_pool *pool = explainer->model->pool;
    uint32_t number = 0;
    if (!marks_find(&explainer->index_of, groups, 0, 0, &number)) {
        const struct node *node = NULL;
        while (number < node_pool_count(pool) && ((node = node_pool_at(pool, number))->kind != NODE_GROUP || node->target != groups))
            number++;
        marks_add(&explainer->index_of, groups, 0, 0, number);
    }
    const struct grouped *grouped = number < node_pool_count(pool) ? pool_grouped(explainer, node_pool_at(pool, number)) : NULL;
    return grouped && group < grouped->group_count && grouped->first[group] < grouped->first[group + 1] ? grouped->rows[grouped->first[group]] : NONE;
}

const char *say_file(const struct explainer *explainer, const struct row_set *ledger)
{
    const struct domain_data *rows = &explainer->values.data->domains[ledger->program_domain];
    return lang_format("%s%s", ledger->name, rows->sheet ? ".xlsx" : ".csv");
}

const char *say_row(struct explainer *explainer, const struct row_set *rows, uint32_t row)
{
    struct buffer out = {0};
    uint32_t count = rows->kind == ROWS_GROUPS ? rows->group_key_count : rows->key_count;
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            buffer_append_char(&out, ' ');
        if (rows->kind == ROWS_LEDGER) {
            buffer_append_text(&out, say_field_value(explainer, rows->fields[rows->keys[i]], row));
            continue;
        }
        uint32_t member = row_of_group(explainer, rows, row);
        if (member != NONE)
            buffer_append_text(&out, say_value(explainer, rows->group_keys[i], member));
    }
    if (!out.length && rows->kind == ROWS_LEDGER)
        buffer_format(&out, in_language(explainer, "第%u行", "line %u"), written_line(&explainer->written, rows->program_domain, row));
    return say_kept(&out);
}

static void append_value(struct explainer *explainer, struct buffer *out, const struct node *node, const struct value *value, int places)
{
    if (value->status != STATUS_PRESENT) {
        buffer_append_text(out, absent(explainer, value->status));
        return;
    }
    switch (node->type) {
    case TYPE_NUMBER: append_amount(explainer, out, &value->number, node->unit, places); return;
    case TYPE_BOOLEAN: buffer_append_text(out, value->integer ? in_language(explainer, "是", "yes") : in_language(explainer, "否", "no")); return;
    case TYPE_DATE: date_format((int32_t)value->integer, out); return;
    case TYPE_CATEGORY: buffer_append_text(out, node->categories->names[value->integer]); return;
    case TYPE_INDEX:
        if (value->integer >= 0 && node->target)
            buffer_append_text(out, say_row(explainer, node->target, (uint32_t)value->integer));
        return;
    default: return;
    }
}

/* The field that the node is: itself, or brought to base units. */
const struct field_model *field_behind(const struct node *node)
{
    if (node->kind == NODE_FIELD)
        return node->field;
    bool scaled = node->kind == NODE_OPERATION && node->op == OP_MULTIPLY && node->a->kind == NODE_FIELD && node->b->kind == NODE_CONSTANT &&
                  node->a->type == TYPE_NUMBER && !node->a->field->percent && rational_compare(&node->a->field->factor, &node->b->value.number) == 0;
    return scaled ? node->a->field : NULL;
}

const char *say_field_value(struct explainer *explainer, const struct field_model *field, uint32_t row)
{
    const struct column_data *column = &explainer->values.data->columns[field->program_column];
    struct buffer out = {0};
    if (field->type == TYPE_TEXT) {
        size_t length;
        const char *text = column_text(column, row, &length);
        return length ? lang_text(text, length) : absent(explainer, STATUS_MISSING);
    }
    struct node like = {.kind = NODE_FIELD, .type = field->type, .unit = field->unit, .categories = field->categories, .target = field->reference,
                        .domain = field->owner, .field = field};
    struct value value = value_of(&explainer->values, &like, row);
    if (field->type == TYPE_NUMBER && value.status == STATUS_PRESENT && !field->percent && field->unit_name) {
        append_number(&out, &value.number, -1);         /* in the unit that the ledger is kept in */
        buffer_append_text(&out, field->unit_name);
    } else
        append_value(explainer, &out, &like, &value, -1);
    return say_kept(&out);
}

const char *say_like(struct explainer *explainer, const struct node *node, const struct value *value, int places)
{
    struct buffer out = {0};
    append_value(explainer, &out, node, value, places);
    return say_kept(&out);
}

const char *say_given(struct explainer *explainer, const struct node *node, const struct value *value)
{
    struct node like = *node;
    const struct field_model *field = node->kind == NODE_FIELD ? node->field : NULL;
    if (field && field->type == TYPE_NUMBER && !field->percent && field->unit_name) {
        struct buffer out = {0};
        append_number(&out, &value->number, -1);
        buffer_append_text(&out, field->unit_name);
        return say_kept(&out);
    }
    like.unit = field ? field->unit : node->unit;
    return say_like(explainer, &like, value, -1);
}

const char *say_difference(struct explainer *explainer, const struct node *node, const struct value *difference)
{
    struct unit points = *node->unit;
    struct node like = *node;
    if (node->unit->part_count != 0 || node->unit->ratio != RATIO_PERCENT)
        return say_given(explainer, node, difference);
    points.ratio = RATIO_POINTS;
    like.unit = &points;
    return say_like(explainer, &like, difference, -1);
}

const char *say_value(struct explainer *explainer, const struct node *node, uint32_t row)
{
    return say_value_in(explainer, node, row, node->unit);
}

/* The field in whose unit a figure is told: its highest, lowest, sum; 12.5亿元 rather than 1250000000元. */
static const struct field_model *unit_field(const struct node *node)
{
    if (!node || node->type != TYPE_NUMBER || node->unit->part_count == 0)
        return NULL;
    const struct field_model *field = field_behind(node);
    if (field)
        return field->percent || !field->unit_name ? NULL : field;
    if (node->kind == NODE_FOLD || node->kind == NODE_RUNNING || node->kind == NODE_GATHER)
        return node->kind == NODE_GATHER || node->fold != FOLD_COUNT ? unit_field(node->b) : NULL;
    if (node->kind != NODE_OPERATION)
        return NULL;
    bool scaled = (node->op == OP_MULTIPLY || node->op == OP_DIVIDE) && node->b->unit && node->b->unit->part_count == 0;
    if (scaled)
        return unit_field(node->a);
    bool alike = node->op == OP_ADD || node->op == OP_SUBTRACT || node->op == OP_MINIMUM || node->op == OP_MAXIMUM;
    const struct field_model *a = alike ? unit_field(node->a) : NULL, *b = a ? unit_field(node->b) : NULL;
    return b && rational_compare(&a->factor, &b->factor) == 0 ? a : NULL;
}

static void append_in_unit_of(struct buffer *out, const struct field_model *field, const struct rational *number)
{
    struct rational scaled;
    rational_init(&scaled);
    rational_divide(&scaled, number, &field->factor);
    append_number(out, &scaled, -1);
    buffer_append_text(out, field->unit_name);
    rational_clear(&scaled);
}

const char *say_apart(struct explainer *explainer, const struct node *node, const struct node *other, const struct value *difference)
{
    const struct field_model *field = unit_field(node);
    if (field && rational_sign(&field->factor) > 0) {
        struct buffer out = {0};
        append_in_unit_of(&out, field, &difference->number);
        return say_kept(&out);
    }
    struct node like = *node;
    if (node->unit == unit_plain() && other->unit->part_count == 0)
        like.unit = other->unit;        /* 按期办结率 1 is a share where it is compared with one */
    like.kind = NODE_OPERATION;
    return say_difference(explainer, &like, difference);
}

const char *say_value_in(struct explainer *explainer, const struct node *node, uint32_t row, const struct unit *unit)
{
    if (field_behind(node))
        return say_field_value(explainer, field_behind(node), row);
    struct value value = value_of(&explainer->values, node, row);
    struct buffer out = {0};
    struct node like = *node;
    const struct field_model *field = value.status == STATUS_PRESENT ? unit_field(node) : NULL;
    if (field && rational_sign(&field->factor) > 0) {
        append_in_unit_of(&out, field, &value.number);
        return say_kept(&out);
    }
    if (node->type == TYPE_NUMBER && node->unit == unit_plain() && unit->part_count == 0 && unit->ratio == RATIO_PERCENT)
        like.unit = unit;               /* 完成率 is a share where the limit on it is one */
    append_value(explainer, &out, &like, &value, places_of(explainer, node, row));
    return say_kept(&out);
}

/* A constant as the rules write it (30万亩), where what stands there has this value. */
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
    if (good)
        rational_multiply(&number, &number, &factor);
    return good && rational_compare(&number, &node->value.number) == 0 ? lang_format("%.*s%s", (int)digits, text, word) : NULL;
}

const char *say_line(const struct explainer *explainer, struct span span, uint32_t *line)
{
    const struct source *source = diagnostics_source(explainer->model->diagnostics, span.file);
    size_t row, column, start = span.start, end = span.start;
    source_position(source, span.start, &row, &column);
    while (start > 0 && source->text[start - 1] != '\n')
        start--;
    while (end < source->length && source->text[end] != '\n' && source->text[end] != '\r')
        end++;
    while (start < end && (source->text[start] == ' ' || source->text[start] == '\t'))
        start++;
    while (end > start && (source->text[end - 1] == ' ' || source->text[end - 1] == '{'))
        end--;
    *line = (uint32_t)row;
    return lang_text(source->text + start, end - start);
}

/* ---- expressions ---- */

struct sayer {
    struct explainer *explainer;
    struct buffer *out;
    uint32_t row;
    const struct unit *beside;          /* of what it is compared with, or NULL */
    bool of_weight;                     /* a long sum stands as what it comes to, and a table by class as its value */
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

/* A line that did not apply, or a share that nobody left: nothing is added or taken. */
static bool is_nothing(struct sayer *sayer, const struct node *node)
{
    struct value value = value_of(&sayer->explainer->values, node, sayer->row);
    bool may_be = node->kind == NODE_OPERATION || (node->kind == NODE_TABLE && sayer->of_weight);
    if (!may_be || value.status != STATUS_PRESENT || rational_sign(&value.number) != 0 || say_name(sayer->explainer, node))
        return false;
    if (node->kind == NODE_TABLE)
        return true;
    if (node->op == OP_DIVIDE || node->op == OP_MULTIPLY)
        return is_nothing(sayer, node->a);
    if (node->op == OP_ADD)
        return is_nothing(sayer, node->a) && is_nothing(sayer, node->b);
    const struct node *decides = node->op == OP_SELECT ? deciding_node(sayer->explainer, node, sayer->row) : node;
    return node->op == OP_SELECT && (decides->kind == NODE_CONSTANT || is_nothing(sayer, decides));
}

static void say_beside(struct sayer *sayer, const struct node *node, const struct node *other, int tightness)
{
    struct sayer inner = *sayer;
    inner.beside = node->type == TYPE_NUMBER ? other->unit : NULL;
    if (!say_yes_or_no(&inner, node, false))
        say(&inner, node, tightness, false);
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
    say_beside(sayer, first, second, own);
    buffer_format(sayer->out, " %s ", sign);
    say_beside(sayer, second, first, strict ? own + 1 : own);
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
static bool written_first(const struct explainer *explainer, const struct node *node, const struct node *right)
{
    const struct diagnostics *diagnostics = explainer->model->diagnostics;
    const struct field_model *field = field_behind(right);
    const char *name = field ? field->name : say_name(explainer, right);
    if (node->span.file >= diagnostics_source_count(diagnostics) || node->span.end <= node->span.start)
        return false;
    const char *text = diagnostics_source(diagnostics, node->span.file)->text + node->span.start;
    return name && strlen(name) <= node->span.end - node->span.start && strncmp(text, name, strlen(name)) == 0;
}

static void say_comparison(struct sayer *sayer, const struct node *node, bool negated, int tightness)
{
    bool turned = (node->a->kind == NODE_CONSTANT && node->b->kind != NODE_CONSTANT) ||
                  (node->b->kind != NODE_CONSTANT && written_first(sayer->explainer, node, node->b));
    const struct node *left = turned ? node->b : node->a, *right = turned ? node->a : node->b;
    if (tightness > COMPARED)
        buffer_append_char(sayer->out, '(');
    if (left->type == TYPE_CATEGORY && left->kind == NODE_FIELD)
        buffer_format(sayer->out, "%s(%s)", left->field->name, say_value(sayer->explainer, left, sayer->row));
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
    if (say_yes_or_no(sayer, of, true))
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

/* What is exempt or does not apply has no part in the sum. */
static void say_sum_of_present(struct sayer *sayer, const struct node *node, int tightness)
{
    struct value a = value_of(&sayer->explainer->values, node->a, sayer->row), b = value_of(&sayer->explainer->values, node->b, sayer->row);
    bool left_out = a.status != STATUS_PRESENT, right_out = b.status != STATUS_PRESENT;
    if (left_out || right_out) {
        say(sayer, right_out ? node->a : node->b, tightness, false);
        return;
    }
    say_between(sayer, node, "+", SUM, tightness);
}

static bool is_one_unit(const struct node *node)
{
    int64_t number;
    return node->kind == NODE_CONSTANT && node->type == TYPE_NUMBER && node->value.status == STATUS_PRESENT && node->unit->counted &&
           rational_to_int64(&node->value.number, &number) && number == 1;
}

/* How many addends the sum has that are not nothing, as far as SHORT_SUM + 1. */
static int addends(struct sayer *sayer, const struct node *node)
{
    if (is_nothing(sayer, node))
        return 0;
    if (node->kind != NODE_OPERATION || node->op != OP_ADD)
        return 1;
    int count = addends(sayer, node->a);
    return count > SHORT_SUM ? count : count + addends(sayer, node->b);
}

static void say_operation(struct sayer *sayer, const struct node *node, int tightness)
{
    const char *const and = in_language(sayer->explainer, "且", "and"), *const or = in_language(sayer->explainer, "或", "or");
    switch (node->op) {
    case OP_ADD:
        if (sayer->of_weight && addends(sayer, node) > SHORT_SUM)
            buffer_append_text(sayer->out, say_value(sayer->explainer, node, sayer->row));
        else if (is_nothing(sayer, node->a) || is_nothing(sayer, node->b))
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
    case OP_AND: say_between(sayer, node, and, AND, tightness); return;
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
    bool weight = sayer->of_weight || (item && node == item->weight);
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
    case NODE_TABLE: say_table(sayer, node); return;
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

const char *say_weight(struct explainer *explainer, const struct node *weight, uint32_t row)
{
    struct buffer out = {0};
    struct sayer sayer = {.explainer = explainer, .out = &out, .row = row, .of_weight = true};
    say(&sayer, weight, LOOSE, true);
    return say_kept(&out);
}
