/* Rules of one number: for each class and each choice of categories both years' rates are straight lines between the places where they break,
 *
 *     rate
 *      |    ____      each stretch is worked out as  at + slope × x ; where a comparison, a cap or a step cannot be decided on the whole of
 *      |   /          it, it is cut there, and both parts and the place itself are tried. So nothing is missed: what is said is proven.
 *      |__/
 *
 * A stretch is an open interval; its ends are tried as points. */
#include <string.h>
#include "diff/compare.h"
#include "elaborate/elaborate.h"
#include "memory.h"
#include "model/node_fold.h"

enum { STRETCHES_MOST = 600, CHOICES_MOST = 64, CATEGORIES_MOST = 4 };

struct stretch { bool point, has_low, has_high; struct rational low, high; };       /* point: low alone */
/* A value on a stretch; numbers: at + slope × x. */
struct straight_value { struct constant_value at; struct rational slope; };
struct found { uint32_t stamp; bool known; struct straight_value value; };

struct straight {
    struct item_pair *pair; const struct rename *rename;
    struct tried_column number, categories[CATEGORIES_MOST]; uint32_t category_count; bool has_number;
    uint32_t chosen[CATEGORIES_MOST];
    struct class_of_both class; bool by_class;          /* by_class: what is found differs by class, or may */
    struct stretch stretch;
    struct stretch *left; uint32_t left_count, tried;
    bool cut; struct rational cut_at;                   /* the stretch must be cut here */
    struct found *found; uint32_t stamp;
    int side;
    bool failed, stricter, looser, partial;             /* partial: some case could not be worked out, or the column may be empty too */
    struct found_case *cases; struct rational gaps[2];
};

static bool value_of(struct straight *straight, const struct node *node, struct straight_value *out);

/* ---- places on a stretch ---- */

static bool inside(const struct stretch *stretch, const struct rational *x)
{
    return !stretch->point && (!stretch->has_low || rational_compare(x, &stretch->low) > 0) && (!stretch->has_high || rational_compare(x, &stretch->high) < 0);
}

/* Some place inside. */
static struct rational middle(const struct stretch *stretch)
{
    struct rational one = number_of(1, 1), half = number_of(1, 2), sum;
    if (stretch->point)
        return stretch->low;
    if (stretch->has_low && stretch->has_high) {
        sum = sum_of(&stretch->low, &stretch->high);
        return product_of(&sum, &half);
    }
    return stretch->has_low ? sum_of(&stretch->low, &one) : stretch->has_high ? difference_of(&stretch->high, &one) : number_of(0, 1);
}

static struct rational height(const struct straight_value *line, const struct rational *x)
{
    struct rational rise = product_of(&line->slope, x);
    return sum_of(&line->at.number, &rise);
}

/* The sign of a line on the whole stretch; false where it changes: the stretch is cut there. */
static bool sign_on(struct straight *straight, const struct straight_value *line, int *sign)
{
    if (rational_sign(&line->slope)) {
        struct rational root = quotient_of(&line->at.number, &line->slope);
        rational_negate(&root, &root);
        if (inside(&straight->stretch, &root)) {
            straight->cut = true;
            straight->cut_at = root;
            return false;
        }
    }
    struct rational x = middle(&straight->stretch), y = height(line, &x);
    *sign = rational_sign(&y);
    return true;
}

/* ---- operations ---- */

static struct straight_value line_between(const struct straight_value *a, const struct straight_value *b)
{
    struct straight_value gap = *a;
    gap.at.number = difference_of(&a->at.number, &b->at.number);
    gap.slope = difference_of(&a->slope, &b->slope);
    return gap;
}

/* A step: constant where no jump lies on the stretch. */
static bool round_line(struct straight *straight, const struct node *node, const struct straight_value *a, struct straight_value *out)
{
    const struct stretch *stretch = &straight->stretch;
    enum rounding mode = (enum rounding)node->mode;
    bool halves = mode == ROUND_HALF_UP || mode == ROUND_HALF_EVEN || mode == ROUND_HALF_DOWN;
    struct rational one = number_of(1, 1), half = number_of(1, 2), ends[2], jump, at;
    if (!stretch->has_low || !stretch->has_high)
        return false;
    for (int i = 0; i < 2; i++) {
        at = height(a, i ? &stretch->high : &stretch->low);
        ends[i] = quotient_of(&at, &node->value.number);
    }
    bool falls = rational_compare(&ends[0], &ends[1]) > 0;
    struct rational low = falls ? ends[1] : ends[0], high = falls ? ends[0] : ends[1], sum = sum_of(&low, &high);
    jump = product_of(&sum, &half);
    if (halves)
        jump = difference_of(&jump, &half);
    rational_round(&jump, &jump, &one, ROUND_FLOOR);
    if (halves)
        jump = sum_of(&jump, &half);
    for (int i = 0; i < 2; i++) {                       /* the jump nearest to the middle, or the one after it */
        if (rational_compare(&jump, &low) > 0 && rational_compare(&jump, &high) < 0) {
            jump = product_of(&jump, &node->value.number);
            jump = difference_of(&jump, &a->at.number);
            straight->cut = true;
            straight->cut_at = quotient_of(&jump, &a->slope);
            return false;
        }
        jump = sum_of(&jump, &one);
    }
    struct rational x = middle(stretch), y = height(a, &x);
    out->at.status = STATUS_PRESENT;
    rational_round(&out->at.number, &y, &node->value.number, mode);
    return true;
}

static bool compare_lines(struct straight *straight, enum opcode op, const struct straight_value *a, const struct straight_value *b, struct straight_value *out)
{
    struct straight_value gap = line_between(a, b);
    int sign;
    if (!sign_on(straight, &gap, &sign))
        return false;
    if (op == OP_MINIMUM || op == OP_MAXIMUM) {
        *out = (op == OP_MINIMUM) == (sign <= 0) ? *a : *b;
        return true;
    }
    out->at.status = STATUS_PRESENT;
    out->at.boolean = op == OP_LESS ? sign < 0 : op == OP_LESS_EQUAL ? sign <= 0 : sign == 0;
    return true;
}

static bool line_operation(struct straight *straight, const struct node *node, const struct straight_value in[3], struct straight_value *out)
{
    const struct straight_value *a = &in[0], *b = &in[1];
    out->at.status = STATUS_PRESENT;
    switch (node->op) {
    case OP_ADD: case OP_ADD_PRESENT:
        out->at.number = sum_of(&a->at.number, &b->at.number);
        out->slope = sum_of(&a->slope, &b->slope);
        return true;
    case OP_SUBTRACT:
        *out = line_between(a, b);
        return true;
    case OP_NEGATE:
        rational_negate(&out->at.number, &a->at.number);
        rational_negate(&out->slope, &a->slope);
        return true;
    case OP_MULTIPLY: {
        const struct straight_value *line = rational_sign(&a->slope) ? a : b, *factor = line == a ? b : a;
        if (rational_sign(&factor->slope))
            return false;
        out->at.number = product_of(&line->at.number, &factor->at.number);
        out->slope = product_of(&line->slope, &factor->at.number);
        return true;
    }
    case OP_DIVIDE:
        if (rational_sign(&b->slope) || !rational_sign(&b->at.number))
            return false;
        out->at.number = quotient_of(&a->at.number, &b->at.number);
        out->slope = quotient_of(&a->slope, &b->at.number);
        return true;
    case OP_MINIMUM: case OP_MAXIMUM: case OP_LESS: case OP_LESS_EQUAL: case OP_EQUAL:
        return compare_lines(straight, (enum opcode)node->op, a, b, out);
    case OP_ROUND:
        return round_line(straight, node, a, out);
    default:
        return false;
    }
}

/* Choices are decided before what they choose from is worked out: the side that is not taken may be anything. */
static bool choice(struct straight *straight, const struct node *node, struct straight_value *out)
{
    struct straight_value first;
    if (node->op == OP_STATUS_IS) {
        straight->partial = straight->partial || node->a->kind != NODE_CONSTANT;        /* the empty cell is not tried */
        if (!value_of(straight, node->a, &first))
            return false;
        out->at.status = STATUS_PRESENT;
        out->at.boolean = node->mode & status_mask(first.at.status);
        return true;
    }
    if (!value_of(straight, node->a, &first) || first.at.status != STATUS_PRESENT)
        return false;
    if (node->op == OP_SELECT)
        return value_of(straight, first.at.boolean ? node->b : node->c, out);
    if (first.at.boolean == (node->op == OP_OR)) {
        *out = first;
        return true;
    }
    return value_of(straight, node->b, out) && out->at.status == STATUS_PRESENT;
}

static bool operation(struct straight *straight, const struct node *node, struct straight_value *out)
{
    struct straight_value in[3];
    struct constant_value constants[3] = {{0}};
    const struct node *operands[3] = {node->a, node->b, node->c};
    bool constant = true, present = true;
    if (node->op == OP_SELECT || node->op == OP_AND || node->op == OP_OR || node->op == OP_STATUS_IS)
        return choice(straight, node, out);
    for (int i = 0; i < 3; i++) {
        if (!operands[i])
            continue;
        if (!value_of(straight, operands[i], &in[i]))
            return false;
        constants[i] = in[i].at;
        constant = constant && !rational_sign(&in[i].slope);
        present = present && in[i].at.status == STATUS_PRESENT;
    }
    if (constant)
        return node_fold_values((enum opcode)node->op, node->mode, &node->value, node->a->type, constants, &out->at);
    return present && line_operation(straight, node, in, out);
}

/* ---- values ---- */

static bool column_value(const struct straight *straight, const struct node *node, struct straight_value *out)
{
    const struct scheme *scheme = (straight->side ? straight->pair->new : straight->pair->old)->scheme;
    if (node->field == scheme->class_field) {
        out->at.code = (int32_t)straight->class.place[straight->side];
        return true;
    }
    if (straight->has_number && node->field == straight->number.fields[straight->side]) {
        if (straight->stretch.point)
            out->at.number = straight->stretch.low;
        else
            out->slope = number_of(1, 1);
        return true;
    }
    for (uint32_t i = 0; i < straight->category_count; i++) {
        const struct tried_column *column = &straight->categories[i];
        if (node->field != column->fields[straight->side])
            continue;
        out->at = column->points[straight->chosen[i]];
        for (uint32_t k = 0; node->type == TYPE_CATEGORY && k < column->fields[straight->side]->categories->count; k++)
            if (strcmp(column->fields[straight->side]->categories->names[k], column->fields[1]->categories->names[column->points[straight->chosen[i]].code]) == 0)
                out->at.code = (int32_t)k;
        return true;
    }
    return false;
}

static bool find_value(struct straight *straight, const struct node *node, struct straight_value *out)
{
    memset(out, 0, sizeof *out);
    rational_init(&out->at.number);
    rational_init(&out->slope);
    out->at.status = STATUS_PRESENT;
    if (node == (straight->side ? straight->pair->new : straight->pair->old)->effective_weight) {
        out->at.number = straight->class.weights[straight->side];
        return true;
    }
    switch (node->kind) {
    case NODE_CONSTANT:
        out->at = node->value;
        return true;
    case NODE_FIELD:
        return column_value(straight, node, out);
    case NODE_TABLE: {
        struct straight_value category;
        if (!value_of(straight, node->a, &category) || category.at.status != STATUS_PRESENT)
            return false;
        out->at = node->table[category.at.code];
        return true;
    }
    case NODE_OPERATION:
        return operation(straight, node, out);
    default:
        return false;
    }
}

static bool value_of(struct straight *straight, const struct node *node, struct straight_value *out)
{
    struct found *found = &straight->found[node->number];
    if (found->stamp != straight->stamp) {
        found->known = find_value(straight, node, &found->value);
        found->stamp = straight->stamp;
    }
    *out = found->value;
    return found->known;
}

/* Score ÷ weight of one side on the stretch. */
static bool rate_of(struct straight *straight, int side, struct straight_value *rate)
{
    const struct item *item = side ? straight->pair->new : straight->pair->old;
    straight->side = side;
    straight->stamp++;
    if (!value_of(straight, rule_of(item), rate) || rate->at.status != STATUS_PRESENT)
        return false;
    rate->at.number = quotient_of(&rate->at.number, &straight->class.weights[side]);
    rate->slope = quotient_of(&rate->slope, &straight->class.weights[side]);
    return true;
}

/* ---- what is found ---- */

static void note_case(struct straight *straight, int which, const struct straight_value rates[2])
{
    struct found_case *found = &straight->cases[which];
    *found = (struct found_case){.there = true, .class = straight->class, .rates = {rates[0].at.number, rates[1].at.number}};
    found->names = lang_array(straight->category_count + 3, sizeof *found->names);
    found->cells = lang_array(straight->category_count + 3, sizeof *found->cells);
    found->texts = lang_array(straight->category_count + 3, sizeof *found->texts);
    if (straight->by_class) {
        found->names[0] = straight->pair->new->scheme->class_field->name;
        found->cells[0] = straight->class.name;
        found->texts[found->count++] = lang_format("%s %s", found->names[0], found->cells[0]);
    }
    for (uint32_t i = 0; i < straight->category_count + straight->has_number; i++) {
        bool number = i == straight->category_count;
        const struct tried_column *column = number ? &straight->number : &straight->categories[i];
        struct constant_value point = number ? (struct constant_value){.number = straight->stretch.low} : column->points[straight->chosen[i]];
        found->names[found->count] = column_name_of(straight->rename, column->fields[1]->name);
        found->cells[found->count] = point_cell(column->fields[1], &point);
        found->texts[found->count++] = lang_format("%s %s", column->fields[1]->name, point_text(column->fields[1], &point));
    }
}

/* A number that may stand in a ledger, at which the rates are as they are. */
static void try_point(struct straight *straight, const struct rational *x)
{
    struct straight_value rates[2], gap;
    struct rational size;
    bool whole = straight->has_number && (straight->number.fields[0]->whole || straight->number.fields[1]->whole);
    straight->stretch = (struct stretch){.point = true, .low = *x};
    if (whole && !rational_is_integer(x))
        return;
    if (!rate_of(straight, 0, &rates[0]) || !rate_of(straight, 1, &rates[1])) {
        straight->partial = true;
        return;
    }
    straight->tried++;
    gap = line_between(&rates[1], &rates[0]);
    int sign = rational_sign(&gap.at.number);
    straight->stricter = straight->stricter || sign < 0;
    straight->looser = straight->looser || sign > 0;
    size = gap.at.number;
    if (sign < 0)
        rational_negate(&size, &size);
    if (sign && rational_decimals(x) >= 0 && rational_compare(&size, &straight->gaps[sign > 0]) > 0) {
        straight->gaps[sign > 0] = size;
        note_case(straight, sign > 0, rates);
    }
}

/* A number inside that is short to write. */
static struct rational short_inside(const struct stretch *stretch)
{
    struct rational best = middle(stretch), quantum = number_of(1, 1), ten = number_of(10, 1), rounded;
    for (int places = 0; places <= 6; places++) {
        rational_init(&rounded);
        rational_round(&rounded, &best, &quantum, ROUND_HALF_UP);
        if (inside(stretch, &rounded))
            return rounded;
        quantum = quotient_of(&quantum, &ten);
    }
    return best;
}

/* Whole numbers: the first and the last of the stretch stand for all of it. */
static void try_whole(struct straight *straight, const struct stretch *stretch)
{
    struct rational one = number_of(1, 1), ends[2];
    for (int i = 0; i < 2; i++) {
        bool bounded = i ? stretch->has_high : stretch->has_low;
        ends[i] = bounded ? i ? stretch->high : stretch->low : middle(stretch);
        rational_round(&ends[i], &ends[i], &one, i ? ROUND_CEIL : ROUND_FLOOR);
        if (bounded)
            ends[i] = i ? difference_of(&ends[i], &one) : sum_of(&ends[i], &one);
        if (inside(stretch, &ends[i]))
            try_point(straight, &ends[i]);
    }
}

static void push(struct straight *straight, struct stretch stretch)
{
    if (straight->left_count >= STRETCHES_MOST)
        straight->failed = true;
    else
        *ARRAY_ADD(straight->left, straight->left_count) = stretch;
}

static void cut(struct straight *straight, const struct stretch *stretch, struct rational at)
{
    struct stretch below = *stretch, above = *stretch;
    below.has_high = above.has_low = true;
    below.high = above.low = at;
    push(straight, below);
    push(straight, above);
    push(straight, (struct stretch){.point = true, .low = at});
}

static void try_stretch(struct straight *straight, struct stretch stretch)
{
    struct straight_value rates[2], gap;
    struct rational x;
    int sign;
    if (stretch.point) {
        try_point(straight, &stretch.low);
        return;
    }
    straight->stretch = stretch;
    straight->cut = false;
    bool known = rate_of(straight, 0, &rates[0]) && rate_of(straight, 1, &rates[1]);
    if (known) {
        gap = line_between(&rates[1], &rates[0]);
        known = sign_on(straight, &gap, &sign);
    }
    if (straight->cut) {
        cut(straight, &stretch, straight->cut_at);
        return;
    }
    if (!known) {
        straight->failed = true;
        return;
    }
    if (straight->number.fields[0]->whole || straight->number.fields[1]->whole) {
        try_whole(straight, &stretch);
        return;
    }
    straight->stricter = straight->stricter || sign < 0;
    straight->looser = straight->looser || sign > 0;
    x = short_inside(&stretch);
    try_point(straight, &x);
}

/* All of the column, for the class and categories at hand. */
static void try_line(struct straight *straight)
{
    struct stretch all = {0};
    bool open = false;
    if (!straight->has_number) {
        struct rational zero = number_of(0, 1);
        try_point(straight, &zero);
        return;
    }
    straight->left = NULL;
    straight->left_count = 0;
    all.has_low = column_bound(&straight->number, false, &all.low, &open);
    if (all.has_low && !open)
        push(straight, (struct stretch){.point = true, .low = all.low});
    all.has_high = column_bound(&straight->number, true, &all.high, &open);
    if (all.has_high && !open)
        push(straight, (struct stretch){.point = true, .low = all.high});
    if (!all.has_low || !all.has_high || rational_compare(&all.low, &all.high) < 0)
        push(straight, all);
    for (uint32_t next = 0; next < straight->left_count && !straight->failed; next++)
        try_stretch(straight, straight->left[next]);
}

/* ---- which rules are of one number ---- */

static void note_field(struct straight *straight, const struct field_model *field, int side)
{
    const struct item *item = side ? straight->pair->new : straight->pair->old;
    struct tried_column column;
    if (field == item->scheme->class_field) {
        straight->by_class = true;
        return;
    }
    if (straight->has_number && straight->number.fields[side] == field)
        return;
    for (uint32_t i = 0; i < straight->category_count; i++)
        if (straight->categories[i].fields[side] == field)
            return;
    bool good = column_of_both(&column, straight->pair, straight->rename, field, side) && field->owner == item->scheme->units;
    if (good && field->type == TYPE_NUMBER && !straight->has_number) {
        straight->number = column;
        straight->has_number = true;
    } else if (good && (field->type == TYPE_BOOLEAN || field->type == TYPE_CATEGORY) && straight->category_count < CATEGORIES_MOST)
        straight->categories[straight->category_count++] = column;
    else
        straight->failed = true;
}

static void note_old(void *context, const struct field_model *field) { note_field(context, field, 0); }
static void note_new(void *context, const struct field_model *field) { note_field(context, field, 1); }

static bool find_columns(struct straight *straight, uint32_t nodes)
{
    struct item_pair *pair = straight->pair;
    struct node *roots[2] = {rule_of(pair->old), rule_of(pair->new)};
    uint32_t choices = 1;
    if (!roots[0] || !roots[1])
        return false;
    node_fields(roots, 1, pair->old->effective_weight, note_old, straight);
    node_fields(roots + 1, 1, pair->new->effective_weight, note_new, straight);
    for (uint32_t i = 0; i < straight->category_count && !straight->failed; i++) {
        uint8_t *seen = lang_array(nodes + 1, 1);
        column_add_points(&straight->categories[i], roots, false, seen);
        lang_free(seen);
        choices *= straight->categories[i].count;
        straight->failed = choices == 0 || choices > CHOICES_MOST;
        for (int side = 0; side < 2 && !straight->failed; side++)          /* a value that only one year has is not tried */
            straight->partial = straight->partial || (straight->categories[i].fields[side]->type == TYPE_CATEGORY &&
                                                      straight->categories[i].fields[side]->categories->count != straight->categories[i].count);
    }
    return !straight->failed && (straight->has_number || straight->category_count);
}

/* Every choice of categories, by its number. */
static void try_choices(struct straight *straight)
{
    uint32_t choices = 1;
    for (uint32_t i = 0; i < straight->category_count; i++)
        choices *= straight->categories[i].count;
    for (uint32_t number = 0; number < choices && !straight->failed; number++) {
        for (uint32_t i = 0, rest = number; i < straight->category_count; rest /= straight->categories[i++].count)
            straight->chosen[i] = rest % straight->categories[i].count;
        try_line(straight);
    }
}

bool straight_compare(struct item_pair *pair, const struct rename *rename, uint32_t nodes, struct found_case cases[2])
{
    static struct found *found;
    static uint32_t found_count, stamp;
    struct straight straight = {.pair = pair, .rename = rename, .cases = cases, .gaps = {number_of(0, 1), number_of(0, 1)}};
    struct class_of_both *classes;
    uint32_t count = classes_of_both(pair, &classes);
    if (found_count < nodes + 1) {
        found_count = nodes + 1;
        found = lang_array(found_count, sizeof *found);
        stamp = 0;
    }
    straight.found = found;
    straight.stamp = stamp;
    memset(cases, 0, 2 * sizeof *cases);
    if (!count || !find_columns(&straight, nodes))
        return false;
    for (uint32_t i = 1; i < count; i++)
        for (int side = 0; side < 2; side++)
            straight.by_class = straight.by_class || rational_compare(&classes[i].weights[side], &classes[0].weights[side]) != 0;
    for (uint32_t i = 0; i < count && !straight.failed; i++) {
        straight.class = classes[i];
        try_choices(&straight);
    }
    stamp = straight.stamp;
    if (straight.failed || !straight.tried)
        return false;
    pair->cases = straight.tried;
    pair->proven = !straight.partial;
    pair->verdict = straight.stricter && straight.looser ? VERDICT_MIXED : straight.stricter ? VERDICT_STRICTER : straight.looser ? VERDICT_LOOSER : VERDICT_EQUAL;
    return pair->proven || pair->verdict != VERDICT_EQUAL;
}
