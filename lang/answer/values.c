/* Values that may tell answers apart. A comparison, a cap or a rounding turns somewhere; what the column must be there is found by going back
 * from it through sums and products with constants:
 *
 *     去尾((95% - 满意度) ÷ 1个百分点)   turns in the middle of a step where (95% - 满意度) ÷ 1个百分点 = 0.5, so 满意度 = 94.5%
 *
 * Beside these there are plain values: round numbers, the ends of months, the values of a category. */
#include <string.h>
#include "answer/parts.h"
#include "elaborate/elaborate.h"
#include "memory.h"
#include "number/date.h"

enum { COST_PLAIN = 3, TARGETS = 64 };

static bool same_field(const struct node *node, const struct axis *axis)
{
    return node->kind == NODE_FIELD && strcmp(node->field->name, axis->field->name) == 0 && strcmp(node->field->owner->name, axis->ledger) == 0;
}

/* ---- one value ---- */

static bool in_domain(const struct field_model *field, const struct rational *number)
{
    int least = field->has_least ? rational_compare(number, &field->least) : 1, greatest = field->has_greatest ? rational_compare(number, &field->greatest) : -1;
    if (least < 0 || (least == 0 && field->least_open) || greatest > 0)
        return false;
    return !field->whole || rational_decimals(number) == 0;
}

static uint32_t digits_of(const char *text)
{
    uint32_t count = 0;
    for (; *text; text++)
        count += (*text >= '0' && *text <= '9') || *text == '-';
    return count;
}

/* Of whole numbers the small ones are the simplest. */
static uint32_t size_of(const struct rational *number)
{
    int64_t value = 0;
    rational_to_int64(number, &value);
    value = value < 0 ? -value : value;
    return value < 40 ? (uint32_t)value : 40;
}

static void add_choice(struct axis *axis, struct choice choice)
{
    uint32_t at = axis->count;
    for (uint32_t i = 0; i < axis->count; i++)
        if (strcmp(axis->choices[i].cell, choice.cell) == 0) {
            if (axis->choices[i].cost <= choice.cost)
                return;
            memmove(&axis->choices[i], &axis->choices[i + 1], (axis->count - i - 1) * sizeof choice);
            at = --axis->count;
            break;
        }
    at = axis->count;
    while (at > 0 && axis->choices[at - 1].cost > choice.cost)
        at--;
    if (at == CHOICES)
        return;
    if (axis->count == CHOICES)
        axis->count--;
    memmove(&axis->choices[at + 1], &axis->choices[at], (axis->count - at) * sizeof choice);
    axis->choices[at] = choice;
    axis->count++;
}

/* A number as it is read, before the column's factor; a per cent is written as such. */
static void add_number(struct axis *axis, const struct rational *number, uint32_t cost, bool plain)
{
    struct choice choice = {.number = *number};
    struct rational written;
    struct buffer text = {0};
    rational_init(&written);
    rational_copy(&written, number);
    if (axis->field->percent) {
        struct rational hundred;
        rational_init(&hundred);
        rational_set(&hundred, 100, 1);
        rational_multiply(&written, number, &hundred);
    }
    int decimals = rational_decimals(&written);
    if (decimals < 0 || decimals > 4 || !in_domain(axis->field, number))
        return;
    rational_format_exact(&written, &text);
    if (axis->field->percent)
        buffer_append_char(&text, '%');
    choice.cell = lang_text(buffer_text(&text), text.length);
    choice.cost = cost + (axis->field->whole ? size_of(number) : plain ? 0 : 2 * digits_of(choice.cell) + (decimals > 0));
    buffer_release(&text);
    add_choice(axis, choice);
}

static void add_date(struct axis *axis, int64_t days, uint32_t cost)
{
    struct choice choice = {.code = days, .cost = cost};
    struct buffer text = {0};
    struct rational number;
    rational_init(&number);
    rational_set(&number, days, 1);
    rational_init(&choice.number);
    rational_copy(&choice.number, &number);
    const struct field_model *field = axis->field;
    if ((field->has_least && rational_compare(&number, &field->least) < 0) || (field->has_greatest && rational_compare(&number, &field->greatest) > 0))
        return;
    date_format((int32_t)days, &text);
    choice.cell = lang_text(buffer_text(&text), text.length);
    buffer_release(&text);
    add_choice(axis, choice);
}

/* ---- where things turn ---- */

struct search { struct axis *axis; uint8_t *seen; const struct node *constants[TARGETS]; uint32_t constant_count; };

static bool is_number(const struct node *node) { return node && node->kind == NODE_CONSTANT && node->type == TYPE_NUMBER && node->value.status == STATUS_PRESENT; }

/* What the column must be for the node to be `value`; nothing where other columns take part. */
static void solve(struct search *search, const struct node *node, const struct rational *value, uint32_t cost, int depth)
{
    struct rational next;
    rational_init(&next);
    if (!node || depth > 40)
        return;
    if (same_field(node, search->axis)) {
        add_number(search->axis, value, cost, false);
        return;
    }
    if (node->kind == NODE_FOLD || node->kind == NODE_GATHER)
        solve(search, node->b, value, cost, depth + 1);
    if (node->kind != NODE_OPERATION)
        return;
    bool left = is_number(node->a), right = is_number(node->b);
    const struct node *other = left ? node->b : node->a;
    const struct rational *constant = left ? &node->a->value.number : right ? &node->b->value.number : NULL;
    switch (node->op) {
    case OP_ROUND: case OP_NEGATE:
        rational_copy(&next, value);
        if (node->op == OP_NEGATE)
            rational_negate(&next, value);
        solve(search, node->a, &next, cost, depth + 1);
        return;
    case OP_SELECT:
        solve(search, node->b, value, cost, depth + 1);
        solve(search, node->c, value, cost, depth + 1);
        return;
    case OP_MINIMUM: case OP_MAXIMUM:
        if (constant)
            solve(search, other, value, cost, depth + 1);
        return;
    case OP_ADD: case OP_ADD_PRESENT:
        if (constant)
            rational_subtract(&next, value, constant);
        break;
    case OP_SUBTRACT:
        if (constant && left)
            rational_subtract(&next, constant, value);
        else if (constant)
            rational_add(&next, value, constant);
        break;
    case OP_MULTIPLY:
        if (!constant || rational_sign(constant) == 0)
            return;
        rational_divide(&next, value, constant);
        break;
    case OP_DIVIDE:
        if (!constant || (left && rational_sign(value) == 0))
            return;
        if (left)
            rational_divide(&next, constant, value);
        else
            rational_multiply(&next, value, constant);
        break;
    default:
        return;
    }
    if (constant)
        solve(search, other, &next, cost, depth + 1);
}

static void solve_near(struct search *search, const struct node *node, const struct rational *value, const struct rational *quantum, uint32_t cost)
{
    static const int tenths[] = {5, -5, 4, -4, 6};
    struct rational part, near;
    rational_init(&part);
    rational_init(&near);
    for (size_t i = 0; i < sizeof tenths / sizeof tenths[0]; i++) {
        rational_set(&part, tenths[i], 10);
        rational_multiply(&part, &part, quantum);
        rational_add(&near, value, &part);
        solve(search, node, &near, cost + (uint32_t)i / 2, 0);
    }
}

/* In the middle between two steps of a rounding: beside the constants of the rules, and beside small numbers. */
static void turn_of_rounding(struct search *search, const struct node *node)
{
    static const int plain[] = {0, 1, 2, 3, 8};
    struct rational value;
    rational_init(&value);
    for (uint32_t i = 0; i < search->constant_count; i++)
        if (search->constants[i]->unit == node->unit)
            solve_near(search, node->a, &search->constants[i]->value.number, &node->value.number, 1);
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        rational_set(&value, plain[i], 1);
        if (unit_is_ratio(node->unit) && rational_decimals(&node->value.number) > 0)
            rational_set(&value, plain[i], 10);
        solve_near(search, node->a, &value, &node->value.number, 2);
    }
}

static void look_at(struct search *search, const struct node *node)
{
    bool compares = node->op == OP_LESS || node->op == OP_LESS_EQUAL || node->op == OP_EQUAL || node->op == OP_MINIMUM || node->op == OP_MAXIMUM;
    const struct node *constant = node->kind != NODE_OPERATION ? NULL : node->a && node->a->kind == NODE_CONSTANT ? node->a : node->b;
    if (node->kind != NODE_OPERATION || !node->a)
        return;
    if (node->op == OP_ROUND && node->a->type == TYPE_NUMBER)
        turn_of_rounding(search, node);
    if (!compares || !constant || constant->kind != NODE_CONSTANT || constant->value.status != STATUS_PRESENT)
        return;
    const struct node *side = constant == node->a ? node->b : node->a;
    if (constant->type == TYPE_NUMBER) {
        bool limits = node->op == OP_MINIMUM || node->op == OP_MAXIMUM;
        solve(search, side, &constant->value.number, limits ? 2 : 0, 0);
        for (int i = -1; i <= 1 && !limits && (search->axis->field->whole || search->axis->field->percent); i += 2) {      /* and beside it */
            struct rational next, one;
            rational_init(&next);
            rational_init(&one);
            rational_set(&one, i, search->axis->field->percent ? 100 : 1);
            rational_add(&next, &constant->value.number, &one);
            solve(search, side, &next, 1, 0);
        }
    } else if (constant->type == TYPE_DATE && search->axis->field->type == TYPE_DATE)
        for (int i = -1; i <= 1; i++)
            add_date(search->axis, (int64_t)constant->value.code + i, i ? 1 : 0);
}

static void walk(struct search *search, const struct node *node, bool gather)
{
    if (!node || search->seen[node->number])
        return;
    search->seen[node->number] = 1;
    if (!gather)
        look_at(search, node);
    else if (is_number(node) && search->constant_count < TARGETS)
        search->constants[search->constant_count++] = node;
    walk(search, node->a, gather);
    walk(search, node->b, gather);
    walk(search, node->c, gather);
    for (uint32_t i = 0; i < node->key_count; i++)
        walk(search, node->keys[i], gather);
    for (int i = 0; i < 6; i++)
        walk(search, node->days[i], gather);
}

/* ---- plain values ---- */

static void plain_numbers(struct axis *axis)
{
    static const char *const whole[] = {"0", "1", "2", "3", "4", "5", "6", "8", "10"};
    static const char *const shares[] = {"90", "80", "85", "70", "95", "60", "75", "100", "50", "40", "92.5", "20", "0", "92.35", "33.3", "88.25"};
    static const char *const points[] = {"90", "80", "85", "70", "95", "60", "75", "100", "50", "40", "10", "8", "6", "5", "4", "3", "2", "1", "0", "88.5", "0.5", "2.25"};
    static const char *const any[] = {"10", "8", "6", "5", "4", "3", "2", "1", "20", "50", "0", "100", "60", "80", "90", "0.5", "1.5", "2.5", "2.25", "88.5"};
    bool scored = axis->field->unit == unit_points();
    const char *const *texts = axis->field->percent ? shares : axis->field->whole ? whole : scored ? points : any;
    size_t count = axis->field->percent ? sizeof shares / sizeof *shares : axis->field->whole ? sizeof whole / sizeof *whole : scored ? sizeof points / sizeof *points : sizeof any / sizeof *any;
    for (size_t i = 0; i < count; i++) {
        struct rational number, hundred;
        rational_init(&number);
        rational_init(&hundred);
        rational_set(&hundred, 100, 1);
        if (!rational_parse(&number, texts[i], strlen(texts[i])))
            continue;
        if (axis->field->percent)
            rational_divide(&number, &number, &hundred);
        add_number(axis, &number, COST_PLAIN + (axis->field->whole ? 0 : 2 + (uint32_t)i / 3), true);
    }
}

static void plain_dates(struct axis *axis, int year)
{
    static const int days[][2] = {{6, 30}, {1, 31}, {12, 31}, {2, 29}, {3, 1}, {2, 1}, {3, 31}, {1, 15}, {9, 30}};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        int32_t date;
        if (date_from_parts(year, days[i][0], days[i][1], &date))
            add_date(axis, date, COST_PLAIN + (uint32_t)i);
    }
}

static void plain_codes(struct axis *axis)
{
    static const char *const flags[] = {"否", "是"}, *const texts[] = {"甲", "乙", "丙", "丁"};
    bool category = axis->field->type == TYPE_CATEGORY;
    uint32_t count = category ? axis->field->categories->count : axis->field->type == TYPE_BOOLEAN ? 2 : 4;
    for (uint32_t i = 0; i < count && i < CHOICES; i++) {
        struct choice choice = {.cell = category ? axis->field->categories->names[i] : axis->field->type == TYPE_BOOLEAN ? flags[i] : texts[i], .code = i, .cost = i};
        rational_init(&choice.number);
        add_choice(axis, choice);
    }
}

/* By value, the highest first, of the first that are tried. */
static void sort_values(struct axis *axis)
{
    bool numbers = axis->field->type == TYPE_NUMBER || axis->field->type == TYPE_DATE;
    axis->ordered = axis->count < ORDERED ? axis->count : ORDERED;
    for (uint32_t i = 0; i < axis->ordered; i++) {
        uint32_t at = i;
        for (; numbers && at > 0 && rational_compare(&axis->choices[axis->order[at - 1]].number, &axis->choices[i].number) < 0; at--)
            axis->order[at] = axis->order[at - 1];
        axis->order[at] = i;
    }
}

/* The value that the question is about, and no other. */
static void value_asked(struct axis *axis, const struct rational *value)
{
    struct rational read;
    rational_init(&read);
    rational_divide(&read, value, &axis->field->factor);
    add_number(axis, &read, 0, true);
}

void axis_choices(struct axis *axis, const struct question *question, const struct variant *variants, uint32_t count)
{
    axis->count = 0;
    if (question->has_value && axis->field->type == TYPE_NUMBER)
        value_asked(axis, &question->value);
    bool one = axis->count > 0;
    for (uint32_t v = 0; v < count && !one && (axis->field->type == TYPE_NUMBER || axis->field->type == TYPE_DATE); v++) {
        if (!variants[v].figure)
            continue;
        uint32_t room = node_pool_count(variants[v].model->pool) + 1;
        struct search search = {.axis = axis, .seen = lang_array(room, 1)};
        walk(&search, variants[v].figure, true);
        memset(search.seen, 0, room);
        walk(&search, variants[v].figure, false);
    }
    if (axis->field->type == TYPE_NUMBER && !one)
        plain_numbers(axis);
    else if (axis->field->type == TYPE_DATE)
        plain_dates(axis, variants[0].scheme ? variants[0].scheme->year : 2024);
    else if (axis->field->type != TYPE_INDEX && !one)
        plain_codes(axis);
    sort_values(axis);
}
