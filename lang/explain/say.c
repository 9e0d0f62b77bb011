/* Values and expressions of the model as policy text: 推广面积 28.4125万亩 ÷ 目标 30万亩. What has a name of its own stands with its name
 * and value; choices and limits stand with what they came to, so that the text is the arithmetic of this row alone. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "explain/explain.h"
#include "memory.h"
#include "number/date.h"

enum { DECIMALS_SHOWN = 12, DECIMALS_CUT = 8, LITERAL_BYTES = 40, NAME_BYTES = 60 };

static const char *kept(struct buffer *out)
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
    return item->counted == node || (item->item_score == node && item != explainer->item);
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
    if (item && node->kind != NODE_TABLE && node == item->effective_weight && node != item->weight)
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
    if (decimals >= 0 && decimals <= DECIMALS_SHOWN) {
        rational_format(number, places > decimals ? places : decimals, out);
        return;
    }
    struct rational quantum, cut;       /* cut off, never rounded: what is shown must not stand beyond a line that the value is below */
    rational_init(&quantum);
    rational_init(&cut);
    rational_set(&quantum, 1, 100000000);
    rational_round(&cut, number, &quantum, ROUND_TRUNCATE);
    rational_format(&cut, DECIMALS_CUT, out);
    buffer_append_text(out, "…");
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
    bool rounded = decides->kind == NODE_OPERATION && decides->op == OP_ROUND;
    return rounded ? rational_decimals(&decides->value.number) : -1;
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
        struct node_pool *pool = explainer->model->pool;
        for (uint32_t n = 0; n < node_pool_count(pool); n++) {
            const struct node *node = node_pool_at(pool, n);
            if (node->kind == NODE_GROUP_KEY && node->domain == rows && node->position == i && value_of(&explainer->values, node, row).known) {
                buffer_append_text(&out, say_value(explainer, node, row));
                break;
            }
        }
    }
    if (!out.length && rows->kind == ROWS_LEDGER)
        buffer_format(&out, in_language(explainer, "第%u行", "line %u"), written_line(&explainer->written, rows->program_domain, row));
    return kept(&out);
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
    if (field->type == TYPE_NUMBER && value.status == STATUS_PRESENT && !field->percent && field->unit_name && rational_sign(&field->factor) > 0) {
        struct rational number;         /* in the unit that the ledger is kept in */
        rational_init(&number);
        rational_divide(&number, &value.number, &field->factor);
        append_number(&out, &number, -1);
        buffer_append_text(&out, field->unit_name);
        rational_clear(&number);
    } else
        append_value(explainer, &out, &like, &value, -1);
    return kept(&out);
}

const char *say_value(struct explainer *explainer, const struct node *node, uint32_t row)
{
    if (node->kind == NODE_FIELD)
        return say_field_value(explainer, node->field, row);
    struct value value = value_of(&explainer->values, node, row);
    struct buffer out = {0};
    append_value(explainer, &out, node, &value, places_of(explainer, node, row));
    return kept(&out);
}

/* A constant as the rules write it (30万亩), where what stands there has this value. */
static const char *literal(struct explainer *explainer, const struct node *node)
{
    const struct diagnostics *diagnostics = explainer->model->diagnostics;
    if (node->type != TYPE_NUMBER || node->value.status != STATUS_PRESENT || node->span.file >= diagnostics_source_count(diagnostics) ||
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

struct sayer { struct explainer *explainer; struct buffer *out; uint32_t row; };
enum { LOOSE, OR, AND, COMPARED, SUM, PRODUCT, ATOM };

static void say(struct sayer *sayer, const struct node *node, int tightness, bool whole);

/* A line that did not apply, or a share that nobody left: nothing is added or taken. */
static bool is_nothing(struct sayer *sayer, const struct node *node)
{
    struct value value = value_of(&sayer->explainer->values, node, sayer->row);
    return node->kind == NODE_OPERATION && node->op == OP_SELECT && value.status == STATUS_PRESENT && rational_sign(&value.number) == 0 &&
           deciding_node(sayer->explainer, node, sayer->row)->kind == NODE_CONSTANT && !say_name(sayer->explainer, node);
}

static void say_between(struct sayer *sayer, const struct node *node, const char *sign, int own, int tightness)
{
    bool brackets = own < tightness;
    const struct node *first = node->a, *second = node->b;
    const struct item *item = sayer->explainer->item;
    if (node->op == OP_MULTIPLY && item && first->type == TYPE_NUMBER && (first == item->effective_weight || first == item->weight)) {
        first = node->b;                /* 得分率 × 权重, as it is spoken */
        second = node->a;
    }
    bool strict = node->op == OP_SUBTRACT || node->op == OP_DIVIDE;
    if (brackets)
        buffer_append_text(sayer->out, "(");
    say(sayer, first, own, false);
    buffer_format(sayer->out, " %s ", sign);
    say(sayer, second, strict ? own + 1 : own, false);
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

static void say_comparison(struct sayer *sayer, const struct node *node, bool negated, int tightness)
{
    bool turned = node->a->kind == NODE_CONSTANT && node->b->kind != NODE_CONSTANT;
    const struct node *left = turned ? node->b : node->a, *right = turned ? node->a : node->b;
    if (tightness > COMPARED)
        buffer_append_char(sayer->out, '(');
    if (left->type == TYPE_CATEGORY && left->kind == NODE_FIELD)
        buffer_format(sayer->out, "%s(%s)", left->field->name, say_value(sayer->explainer, left, sayer->row));
    else
        say(sayer, left, SUM, false);
    buffer_format(sayer->out, " %s ", comparison_word(sayer->explainer, node, negated, turned));
    say(sayer, right, SUM, false);
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

static void say_function(struct sayer *sayer, const struct node *node)
{
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
static void say_sum_of_present(struct sayer *sayer, const struct node *node)
{
    struct value a = value_of(&sayer->explainer->values, node->a, sayer->row), b = value_of(&sayer->explainer->values, node->b, sayer->row);
    bool left_out = a.status != STATUS_PRESENT, right_out = b.status != STATUS_PRESENT;
    if (!left_out || right_out)
        say(sayer, node->a, SUM, false);
    if (!left_out && !right_out)
        buffer_append_text(sayer->out, " + ");
    if (!right_out)
        say(sayer, node->b, SUM, false);
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
    case OP_DIVIDE: say_between(sayer, node, "÷", PRODUCT, tightness); return;
    case OP_DATE_ADD: say_between(sayer, node, "+", SUM, tightness); return;
    case OP_ADD_PRESENT: say_sum_of_present(sayer, node); return;
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
    struct sayer there = {sayer->explainer, sayer->out, (uint32_t)index.integer};
    say(&there, node->b, tightness, false);
}

static void say(struct sayer *sayer, const struct node *node, int tightness, bool whole)
{
    const char *name = whole ? NULL : say_name(sayer->explainer, node);
    if (name) {
        const char *written = node->kind == NODE_CONSTANT ? literal(sayer->explainer, node) : NULL;
        buffer_format(sayer->out, "%s %s", name, written ? written : say_value(sayer->explainer, node, sayer->row));
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
    struct sayer sayer = {explainer, &out, row};
    say(&sayer, node, LOOSE, whole);
    return kept(&out);
}

/* ---- pools ---- */

static const char *fold_word(const struct explainer *explainer, const struct node *node)
{
    static const char *const folds[][2] = {
        [FOLD_COUNT] = {"个数", "count"}, [FOLD_SUM] = {"合计", "sum"}, [FOLD_MINIMUM] = {"最低值", "lowest"}, [FOLD_MAXIMUM] = {"最高值", "highest"},
        [FOLD_ANY] = {"有一个成立", "any"}, [FOLD_ALL] = {"全部成立", "all"}};
    if (node->kind == NODE_RANK)
        return in_language(explainer, "名次", "rank");
    if (node->kind == NODE_DAYS)
        return in_language(explainer, "覆盖的天数", "days covered");
    return folds[node->fold][explainer->english];
}

/* What the value is called: its name, its field, or the words of the rules. */
static const char *value_words(struct explainer *explainer, const struct node *node)
{
    const char *name = node->kind == NODE_FIELD ? node->field->name : say_name(explainer, node);
    const struct diagnostics *diagnostics = explainer->model->diagnostics;
    if (name || node->kind == NODE_CONSTANT)
        return name ? name : "";
    if (explainer->item && node == explainer->item->item_score)
        return in_language(explainer, "得分", "score");
    if (node->kind == NODE_OPERATION && node->op == OP_SELECT) {        /* a field and what stands in for its empty cells */
        const char *yes = value_words(explainer, node->b), *no = value_words(explainer, node->c);
        return *no ? no : yes;
    }
    if (node->kind == NODE_OPERATION && (node->op == OP_MULTIPLY || node->op == OP_DIVIDE))
        return lang_format("%s %s %s", value_words(explainer, node->a), node->op == OP_MULTIPLY ? "×" : "÷", value_words(explainer, node->b));
    if (node->span.file >= diagnostics_source_count(diagnostics) || node->span.end - node->span.start > NAME_BYTES)
        return "";
    const char *path = diagnostics_source(diagnostics, node->span.file)->path;
    return strncmp(path, "stdlib/", 7) == 0 ? "" : span_text(explainer->model, node->span);
}

static const char *which_rows(struct explainer *explainer, const struct node *node, uint32_t row)
{
    const struct row_set *source = pool_source(node);
    const struct node *index = node->a;
    if (!index)
        return lang_format(in_language(explainer, "全部 %s", "all %s"), source->name);
    if (index->kind == NODE_GROUP) {
        struct buffer out = {0};
        uint32_t group = row;
        if (node->kind == NODE_RANK || node->kind == NODE_RUNNING)
            group = (uint32_t)value_of(&explainer->values, index, row).integer;
        for (uint32_t i = 0; i < index->key_count; i++)
            buffer_format(&out, "%s%s", i ? "、" : "", value_words(explainer, index->keys[i]));
        const char *keys = kept(&out);
        return lang_format(in_language(explainer, "同一 %s(%s) 的 %s", "same %s (%s) of %s"), keys, say_row(explainer, index->target, group), source->name);
    }
    if (pool_is_of_units(explainer, source)) {
        uint32_t group = node->kind == NODE_RANK || node->kind == NODE_RUNNING ? (uint32_t)value_of(&explainer->values, index, row).integer : row;
        return lang_format(in_language(explainer, "同一 %s(%s) 的 %s", "same %s (%s) of %s"), value_words(explainer, index), say_row(explainer, index->target, group), source->name);
    }
    return lang_format(in_language(explainer, "各 %s", "its %s"), source->name);
}

const char *say_pool(struct explainer *explainer, const struct node *node, uint32_t row)
{
    const struct node *value = node->kind == NODE_RANK ? node->keys[0] : node->b;
    const char *words = value && node->kind != NODE_DAYS ? value_words(explainer, value) : "";
    return lang_format(in_language(explainer, "%s%s%s 的 %s", "%s%s%s: %s"), which_rows(explainer, node, node->domain ? row : 0), *words ? " " : "", words,
                       fold_word(explainer, node));
}
