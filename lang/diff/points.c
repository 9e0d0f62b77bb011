/* Values of a column that matter to a rule: the constants of its kind that stand in either year's rule, one step to either side of each, the
 * ends of what it may hold, and what lies between neighbours. Also how such a value is written. */
#include <string.h>
#include "diff/compare.h"
#include "elaborate/elaborate.h"
#include "memory.h"
#include "number/date.h"

/* ---- numbers ---- */

struct rational number_of(int64_t numerator, int64_t denominator)
{
    struct rational value;
    rational_init(&value);
    rational_set(&value, numerator, denominator);
    return value;
}

#define BY_VALUE(name, operation)                                                   \
    struct rational name(const struct rational *a, const struct rational *b)        \
    {                                                                               \
        struct rational value;                                                      \
        rational_init(&value);                                                      \
        operation(&value, a, b);                                                    \
        return value;                                                               \
    }
BY_VALUE(sum_of, rational_add)
BY_VALUE(difference_of, rational_subtract)
BY_VALUE(product_of, rational_multiply)
BY_VALUE(quotient_of, rational_divide)

/* ---- columns of both years ---- */

const char *column_name_of(const struct rename *rename, const char *new_name)
{
    return rename && strcmp(rename->from, new_name) == 0 ? rename->to : new_name;
}

/* The row set of the other year that goes by the same name. */
static const struct row_set *counterpart(const struct row_set *rows, const struct scheme *other)
{
    for (uint32_t i = 0; i < other->ledger_count; i++)
        if (strcmp(other->ledgers[i]->name, rows->name) == 0)
            return other->ledgers[i];
    return NULL;
}

static bool same_kind(const struct field_model *a, const struct field_model *b)
{
    if (a->type != b->type || a->unit != b->unit || a->percent != b->percent || rational_compare(&a->factor, &b->factor) != 0)
        return false;
    if (a->type == TYPE_INDEX)
        return strcmp(a->reference->name, b->reference->name) == 0;
    if (a->type != TYPE_CATEGORY)
        return true;
    for (uint32_t i = 0; i < a->categories->count; i++)         /* the made up cells are those of both */
        for (uint32_t k = 0; k < b->categories->count; k++)
            if (strcmp(a->categories->names[i], b->categories->names[k]) == 0)
                return true;
    return false;
}

bool column_of_both(struct tried_column *column, const struct item_pair *pair, const struct rename *rename, const struct field_model *field, int side)
{
    const struct scheme *other = (side ? pair->old : pair->new)->scheme;
    const struct row_set *there = field->owner->kind == ROWS_LEDGER ? counterpart(field->owner, other) : NULL;
    const char *name = field->name;
    if (rename && strcmp(side ? rename->from : rename->to, name) == 0)
        name = side ? rename->to : rename->from;
    const struct field_model *twin = there ? field_find(there, name) : NULL;
    *column = (struct tried_column){0};
    column->fields[side] = field;
    column->fields[!side] = twin;
    return twin && same_kind(field, twin);
}

bool column_bound(const struct tried_column *column, bool greatest, struct rational *bound, bool *open)
{
    bool there = false;
    for (int side = 0; side < 2; side++) {
        const struct field_model *field = column->fields[side];
        if (field->type == TYPE_NUMBER && !(greatest ? field->has_greatest : field->has_least))
            continue;
        if (field->type != TYPE_NUMBER)
            continue;
        bool own_open = !greatest && field->least_open;
        struct rational own = quotient_of(greatest ? &field->greatest : &field->least, &field->factor);
        int order = there ? rational_compare(&own, bound) : 0;
        bool tighter = !there || (greatest ? order < 0 : order > 0) || (order == 0 && own_open);
        if (tighter) {
            *bound = own;
            *open = own_open;
        }
        there = true;
    }
    return there;
}

static bool in_bounds(const struct tried_column *column, const struct rational *value)
{
    for (int greatest = 0; greatest < 2; greatest++) {
        struct rational bound;
        bool open = false;
        if (!column_bound(column, greatest, &bound, &open))
            continue;
        int order = rational_compare(value, &bound);
        if ((greatest ? order > 0 : order < 0) || (order == 0 && open))
            return false;
    }
    return true;
}

/* ---- points of numbers ---- */

static bool is_whole(const struct tried_column *column) { return column->fields[0]->whole || column->fields[1]->whole; }

static void add_point(struct tried_column *column, const struct rational *value)
{
    struct constant_value point = {0};
    struct rational one = number_of(1, 1);
    rational_init(&point.number);
    if (is_whole(column))
        rational_round(&point.number, value, &one, ROUND_FLOOR);
    else
        rational_copy(&point.number, value);
    if (!in_bounds(column, &point.number) || rational_decimals(&point.number) < 0)
        return;
    uint32_t at = 0;
    while (at < column->count && rational_compare(&column->points[at].number, &point.number) < 0)
        at++;
    if (column->count == POINTS_MOST || (at < column->count && rational_compare(&column->points[at].number, &point.number) == 0))
        return;
    memmove(&column->points[at + 1], &column->points[at], (column->count - at) * sizeof *column->points);
    column->points[at] = point;
    column->count++;
}

static void add_constants(struct tried_column *column, const struct node *node, uint8_t *seen)
{
    const struct field_model *field = column->fields[1];
    if (!node || seen[node->number])
        return;
    seen[node->number] = 1;
    bool alike = node->type == TYPE_NUMBER && unit_comparable(field->unit, node->unit);
    if (alike && node->kind == NODE_CONSTANT && node->value.status == STATUS_PRESENT) {
        struct rational value = quotient_of(&node->value.number, &field->factor);
        add_point(column, &value);
    }
    for (uint32_t i = 0; alike && node->kind == NODE_TABLE && i < node->table_count; i++)
        if (node->table[i].status == STATUS_PRESENT) {
            struct rational value = quotient_of(&node->table[i].number, &field->factor);
            add_point(column, &value);
        }
    const struct node *below[] = {node->a, node->b, node->c};
    for (size_t i = 0; i < sizeof below / sizeof *below; i++)
        add_constants(column, below[i], seen);
    for (uint32_t i = 0; i < node->key_count; i++)
        add_constants(column, node->keys[i], seen);
}

/* Shares that stand in the rules, of the whole that most cells of columns without a unit of their own are: 90% of 100. A column is often divided
 * by another of its kind, and lines are drawn across what comes of it. */
static void add_shares(struct tried_column *column, const struct node *node, uint8_t *seen)
{
    struct rational whole = number_of(POINT_BASE, 1), ten = number_of(10, 1);
    if (!node || seen[node->number] == 2)
        return;
    seen[node->number] = 2;
    if (node->type == TYPE_NUMBER && node->kind == NODE_CONSTANT && node->value.status == STATUS_PRESENT && unit_comparable(unit_plain(), node->unit) &&
        rational_sign(&node->value.number) > 0 && rational_compare(&node->value.number, &ten) < 0) {
        struct rational value = product_of(&node->value.number, &whole);
        add_point(column, &value);
    }
    const struct node *below[] = {node->a, node->b, node->c};
    for (size_t i = 0; i < sizeof below / sizeof *below; i++)
        add_shares(column, below[i], seen);
}

/* One step to either side of each constant: where a step costs points, the first one tells how many. */
static void add_steps(struct tried_column *column)
{
    struct rational before[POINTS_MOST], step = number_of(1, column->fields[1]->percent ? 100 : 1), value;
    uint32_t count = column->count;
    for (uint32_t i = 0; i < count; i++)
        before[i] = column->points[i].number;
    for (uint32_t i = 0; i < count && count < POINTS_MOST / 6; i++) {
        value = difference_of(&before[i], &step);
        add_point(column, &value);
        value = sum_of(&before[i], &step);
        add_point(column, &value);
    }
}

/* At the ends, beyond the last, and between neighbours. */
static void add_gaps(struct tried_column *column)
{
    struct rational before[POINTS_MOST], value = number_of(0, 1);
    bool open = false, bounded;
    add_point(column, &value);
    if (column_bound(column, false, &value, &open))
        add_point(column, &value);
    bounded = column_bound(column, true, &value, &open);
    if (bounded)
        add_point(column, &value);
    if (!column->count || (column->count == 1 && !bounded))          /* nothing is said of it: small numbers, and one that is not */
        for (int64_t i = 1; i <= 100; i *= 10) {
            value = column->fields[1]->percent ? number_of(i, 100) : number_of(i, 1);
            add_point(column, &value);
        }
    else if (!bounded) {
        struct rational half = number_of(3, 2);
        value = product_of(&column->points[column->count - 1].number, &half);
        add_point(column, &value);
    }
    add_steps(column);
    uint32_t count = column->count;
    for (uint32_t i = 0; i < count; i++)
        before[i] = column->points[i].number;
    for (uint32_t i = 0; i + 1 < count; i++)
        for (int part = 1; part < 4; part++) {          /* lines break between constants too */
            struct rational width = difference_of(&before[i + 1], &before[i]), share = number_of(part, 4);
            width = product_of(&width, &share);
            value = sum_of(&before[i], &width);
            add_point(column, &value);
        }
}

/* ---- points of other kinds ---- */

static void add_code(struct tried_column *column, int32_t code)
{
    for (uint32_t i = 0; i < column->count; i++)
        if (column->points[i].code == code)
            return;
    if (column->count == POINTS_MOST)
        return;
    struct constant_value *point = &column->points[column->count++];
    *point = (struct constant_value){.code = code, .boolean = code == 1};
    rational_init(&point->number);
}

/* The new year's categories that the old year has too; the code is the new year's. */
static void add_categories(struct tried_column *column)
{
    const struct category_model *old = column->fields[0]->categories, *new = column->fields[1]->categories;
    for (uint32_t i = 0; i < new->count; i++)
        for (uint32_t k = 0; k < old->count; k++)
            if (strcmp(new->names[i], old->names[k]) == 0)
                add_code(column, (int32_t)i);
}

/* Days that stand in the rules, and those before and after them. */
static void add_dates(struct tried_column *column, const struct node *node, uint8_t *seen)
{
    static const int32_t around[] = {0, -1, 1, -10, 10};
    if (!node || seen[node->number])
        return;
    seen[node->number] = 1;
    for (size_t i = 0; i < sizeof around / sizeof *around && node->kind == NODE_CONSTANT && node->type == TYPE_DATE; i++)
        add_code(column, node->value.code + around[i]);
    const struct node *below[] = {node->a, node->b, node->c, node->days[0], node->days[1], node->days[2], node->days[3]};
    for (size_t i = 0; i < sizeof below / sizeof *below; i++)
        add_dates(column, below[i], seen);
}

void column_add_points(struct tried_column *column, struct node *const roots[2], bool several, uint8_t *seen)
{
    const struct scheme *scheme = column->fields[1]->owner->scheme;
    switch (column->fields[1]->type) {
    case TYPE_NUMBER:
        add_constants(column, roots[0], seen);
        add_constants(column, roots[1], seen);
        if (several && !column->fields[1]->percent) {
            struct rational whole = number_of(POINT_BASE, 1);
            add_point(column, &whole);
            add_shares(column, roots[0], seen);
            add_shares(column, roots[1], seen);
        }
        add_gaps(column);
        break;
    case TYPE_BOOLEAN:
        add_code(column, 0);
        add_code(column, 1);
        break;
    case TYPE_CATEGORY:
        add_categories(column);
        break;
    case TYPE_DATE:
        add_dates(column, roots[0], seen);
        add_dates(column, roots[1], seen);
        for (int month = 1; month <= 12; month += 4) {
            int32_t day;
            if (date_from_parts(scheme->year, month, 10, &day))
                add_code(column, day);
        }
        break;
    default:
        break;
    }
}

/* ---- values as cells ---- */

static const char *percent_text(const struct rational *share)
{
    struct rational hundred = number_of(100, 1), percent = product_of(share, &hundred);
    return lang_format("%s%%", number_text(&percent));
}

static const char *date_text(int32_t day)
{
    struct buffer out = {0};
    date_format(day, &out);
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

const char *point_cell(const struct field_model *field, const struct constant_value *point)
{
    switch (field->type) {
    case TYPE_CATEGORY:
        return field->categories->names[point->code];
    case TYPE_BOOLEAN:
        return point->boolean ? "是" : "否";
    case TYPE_DATE:
        return date_text(point->code);
    default:
        return field->percent ? percent_text(&point->number) : number_text(&point->number);
    }
}

const char *point_text(const struct field_model *field, const struct constant_value *point)
{
    const char *cell = point_cell(field, point);
    bool unit = field->type == TYPE_NUMBER && !field->percent && field->unit_name;
    return unit ? lang_format("%s %s", cell, field->unit_name) : cell;
}

const char *plain_cell(const struct field_model *field)
{
    struct rational value = number_of(1, 1), one = number_of(1, 1);
    if (field->type == TYPE_CATEGORY)
        return field->categories->names[0];
    if (field->type == TYPE_BOOLEAN)
        return "否";
    if (field->type == TYPE_DATE)
        return lang_format("%d-01-01", field->owner->scheme->year);
    if (field->type == TYPE_TEXT || field->type == TYPE_INDEX)
        return "W";
    if (field->has_greatest)
        value = quotient_of(&field->greatest, &field->factor);
    else if (field->has_least) {
        value = quotient_of(&field->least, &field->factor);
        value = sum_of(&value, &one);
    }
    return field->percent ? percent_text(&value) : number_text(&value);
}

struct node *rule_of(const struct item *item)
{
    const struct scheme *scheme = item->scheme;
    const struct rational *quantum = item->has_rounding ? &item->quantum : &scheme->quantum;
    enum rounding mode = item->has_rounding ? item->rounding : scheme->rounding;
    struct node *node = item->raw;
    bool rounded = node && node->kind == NODE_OPERATION && node->op == OP_ROUND && (item->has_rounding || scheme->has_rounding) && node->mode == (uint16_t)mode &&
                   rational_compare(&node->value.number, quantum) == 0;
    return rounded ? node->a : node;
}

/* ---- classes ---- */

uint32_t classes_of_both(const struct item_pair *pair, struct class_of_both **classes)
{
    const struct item *items[2] = {pair->old, pair->new};
    const struct field_model *fields[2] = {items[0]->scheme->class_field, items[1]->scheme->class_field};
    uint32_t count = 0;
    *classes = NULL;
    if (!items[0]->weight || !items[1]->weight || (fields[0] != NULL) != (fields[1] != NULL))
        return 0;
    for (uint32_t i = 0; i < (fields[0] ? fields[0]->categories->count : 1); i++)
        for (uint32_t k = 0; k < (fields[1] ? fields[1]->categories->count : 1); k++) {
            struct class_of_both class = {.place = {i, k}, .name = fields[0] ? fields[0]->categories->names[i] : NULL};
            bool good = !fields[0] || strcmp(class.name, fields[1]->categories->names[k]) == 0;
            for (int side = 0; side < 2 && good; side++) {
                const struct constant_value *weight = node_value_for(items[side]->weight, class.place[side]);
                const struct constant_value *exempt = items[side]->is_exempt ? node_value_for(items[side]->is_exempt, class.place[side]) : NULL;
                good = weight && weight->status == STATUS_PRESENT && rational_sign(&weight->number) > 0 && !(exempt && exempt->boolean);
                if (good)
                    class.weights[side] = weight->number;
            }
            if (good)
                *ARRAY_ADD(*classes, count) = class;
        }
    return count;
}
