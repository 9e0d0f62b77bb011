/* From the text alone: is an indicator's new rule stricter, looser or the same? Both years' scores are worked out for every case that matters:
 * each column that they read takes the constants that stand beside it in either rule, a value in every gap between them, and the ends of its
 * domain. Between such points the rules are straight lines, so the points decide. The case that shows the difference best is then run through
 * the compiled rules of both years; what does not come out the same there is not told. */
#include <stdlib.h>
#include <string.h>
#include "diff/effect.h"
#include "elaborate/elaborate.h"
#include "interpret/interpret.h"
#include "memory.h"
#include "model/node_fold.h"

enum { COLUMNS_MOST = 3, POINTS_MOST = 60, CASES_MOST = 4000, CONFIRMED_AT_ONCE = 100, WITNESSES_MOST = 100 };

struct tried_column { const struct field_model *fields[2]; struct constant_value points[POINTS_MOST]; uint32_t count; };
struct comparison_of {
    struct item_pair *pair;
    struct tried_column columns[COLUMNS_MOST]; uint32_t count;
    uint32_t at[COLUMNS_MOST], best[COLUMNS_MOST];
    uint32_t class[2];                  /* one that both years assess, by its place in either year's list */
    struct rational weights[2];         /* for it, as written: what is shared out does not change the rate */
    bool open;
};

/* ---- values ---- */

/* What was found for the nodes in the case at hand, by number. */
struct found { uint32_t stamp; bool known; struct constant_value value; };
struct evaluation { const struct comparison_of *comparison; const struct node *weight; int side; struct found *found; uint32_t stamp; bool exact; };

static bool value_of_node(struct evaluation *evaluation, const struct node *node, struct constant_value *out);

static bool field_value_of(const struct evaluation *evaluation, const struct node *node, struct constant_value *out)
{
    const struct comparison_of *comparison = evaluation->comparison;
    const struct scheme *scheme = (evaluation->side ? comparison->pair->new : comparison->pair->old)->scheme;
    if (node->field == scheme->class_field) {
        out->code = (int32_t)comparison->class[evaluation->side];
        return true;
    }
    for (uint32_t i = 0; i < comparison->count; i++) {
        const struct field_model *field = comparison->columns[i].fields[evaluation->side];
        if (field && node->field == field) {
            *out = comparison->columns[i].points[comparison->at[i]];
            return true;
        }
    }
    return false;
}

static bool operation_value(struct evaluation *evaluation, const struct node *node, struct constant_value *out)
{
    struct constant_value in[3];
    const struct node *operands[3] = {node->a, node->b, node->c};
    if (node->op == OP_SELECT) {
        if (!value_of_node(evaluation, node->a, &in[0]) || in[0].status != STATUS_PRESENT)
            return false;
        return value_of_node(evaluation, in[0].boolean ? node->b : node->c, out);
    }
    for (int i = 0; i < 3; i++)
        if (operands[i] && !value_of_node(evaluation, operands[i], &in[i]))
            return false;
    if (node->op == OP_ROUND) {
        *out = in[0];
        rational_init(&out->number);
        if (evaluation->exact)
            rational_round(&out->number, &in[0].number, &node->value.number, (enum rounding)node->mode);
        else
            rational_copy(&out->number, &in[0].number);
        return true;
    }
    return node_fold_values((enum opcode)node->op, node->mode, &node->value, node->a->type, in, out);
}

static bool find_value(struct evaluation *evaluation, const struct node *node, struct constant_value *out)
{
    memset(out, 0, sizeof *out);
    rational_init(&out->number);
    if (node == evaluation->weight) {
        rational_copy(&out->number, &evaluation->comparison->weights[evaluation->side]);
        return true;
    }
    if (node->kind == NODE_CONSTANT) {
        *out = node->value;
        return true;
    }
    if (node->kind == NODE_FIELD)
        return field_value_of(evaluation, node, out);
    if (node->kind == NODE_TABLE) {
        struct constant_value category;
        if (!value_of_node(evaluation, node->a, &category) || category.status != STATUS_PRESENT)
            return false;
        *out = node->table[category.code];
        return true;
    }
    return node->kind == NODE_OPERATION && operation_value(evaluation, node, out);
}

static bool value_of_node(struct evaluation *evaluation, const struct node *node, struct constant_value *out)
{
    struct found *found = &evaluation->found[node->number];
    if (found->stamp != evaluation->stamp) {
        found->known = find_value(evaluation, node, &found->value);
        found->stamp = evaluation->stamp;
    }
    *out = found->value;
    return found->known;
}

/* ---- points ---- */

static bool in_domain(const struct field_model *field, const struct rational *value)
{
    bool low = field->has_least && (field->least_open ? rational_compare(value, &field->least) <= 0 : rational_compare(value, &field->least) < 0);
    bool high = field->has_greatest && rational_compare(value, &field->greatest) > 0;
    return !low && !high;
}

static void add_point(struct tried_column *column, const struct rational *value)
{
    struct constant_value point = {0};
    struct rational one;
    rational_init(&point.number);
    rational_init(&one);
    rational_set(&one, 1, 1);
    rational_copy(&point.number, value);
    if (column->fields[1]->whole || column->fields[0]->whole)
        rational_round(&point.number, value, &one, ROUND_FLOOR);
    if (!in_domain(column->fields[0], &point.number) || !in_domain(column->fields[1], &point.number) || rational_decimals(&point.number) < 0)
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

/* Constants of the column's own kind, wherever they stand below the node. */
static void add_constants(struct tried_column *column, const struct node *node, uint8_t *seen)
{
    const struct field_model *field = column->fields[1];
    if (!node || seen[node->number])
        return;
    seen[node->number] = 1;
    if (node->kind == NODE_CONSTANT && node->type == TYPE_NUMBER && node->value.status == STATUS_PRESENT && unit_comparable(field->unit, node->unit)) {
        struct rational value;
        rational_init(&value);
        rational_divide(&value, &node->value.number, &field->factor);
        add_point(column, &value);
    }
    if (node->kind == NODE_TABLE && node->type == TYPE_NUMBER && unit_comparable(field->unit, node->unit))
        for (uint32_t i = 0; i < node->table_count; i++) {
            struct rational value;
            rational_init(&value);
            rational_divide(&value, &node->table[i].number, &field->factor);
            add_point(column, &value);
        }
    add_constants(column, node->a, seen);
    add_constants(column, node->b, seen);
    add_constants(column, node->c, seen);
}

/* One step to either side of each constant: where a step costs points, the first one tells how many. */
static void add_steps(struct tried_column *column)
{
    struct rational before[POINTS_MOST], step, value;
    uint32_t count = column->count;
    rational_init(&step);
    rational_set(&step, 1, column->fields[1]->percent ? 100 : 1);
    for (uint32_t i = 0; i < count; i++)
        before[i] = column->points[i].number;
    for (uint32_t i = 0; i < count && count < POINTS_MOST / 6; i++) {
        rational_init(&value);
        rational_subtract(&value, &before[i], &step);
        add_point(column, &value);
        rational_init(&value);
        rational_add(&value, &before[i], &step);
        add_point(column, &value);
    }
}

/* Between neighbours, at the ends, and beyond the last. */
static void add_gaps(struct tried_column *column)
{
    struct rational before[POINTS_MOST], half, value;
    const struct field_model *field = column->fields[1];
    rational_init(&half);
    rational_init(&value);
    rational_set(&half, 0, 1);
    add_point(column, &half);
    if (field->has_least)
        add_point(column, &field->least);
    if (field->has_greatest)
        add_point(column, &field->greatest);
    else if (column->count) {
        rational_set(&half, 3, 2);
        rational_multiply(&value, &column->points[column->count - 1].number, &half);
        add_point(column, &value);
    }
    add_steps(column);
    uint32_t count = column->count;
    for (uint32_t i = 0; i < count; i++)
        before[i] = column->points[i].number;
    for (uint32_t i = 0; i + 1 < count; i++)
        for (int part = 1; part < 4; part++) {          /* lines break between constants too, where points run out */
            struct rational width;
            rational_init(&width);
            rational_init(&value);
            rational_set(&half, part, 4);
            rational_subtract(&width, &before[i + 1], &before[i]);
            rational_multiply(&width, &width, &half);
            rational_add(&value, &before[i], &width);
            add_point(column, &value);
        }
}

static void add_categories(struct tried_column *column)
{
    uint32_t count = column->fields[1]->type == TYPE_BOOLEAN ? 2 : column->fields[1]->categories->count;
    for (uint32_t i = 0; i < count && i < POINTS_MOST; i++) {
        column->points[i] = (struct constant_value){.code = (int32_t)i, .boolean = i == 1};
        rational_init(&column->points[i].number);
        column->count = i + 1;
    }
}

/* ---- columns ---- */

static void note_field(void *context, const struct field_model *field)
{
    struct comparison_of *comparison = context;
    const struct scheme *sides[2] = {comparison->pair->old->scheme, comparison->pair->new->scheme};
    if (field == sides[0]->class_field || field == sides[1]->class_field)
        return;
    for (uint32_t i = 0; i < comparison->count; i++)
        if (strcmp((comparison->columns[i].fields[1] ? comparison->columns[i].fields[1] : comparison->columns[i].fields[0])->name, field->name) == 0)
            return;
    struct field_model *pair[2] = {field_find(sides[0]->units, field->name), field_find(sides[1]->units, field->name)};
    bool alike = pair[0] && pair[1] && pair[0]->type == pair[1]->type && pair[0]->unit == pair[1]->unit && rational_compare(&pair[0]->factor, &pair[1]->factor) == 0 &&
                 (field->owner == pair[0]->owner || field->owner == pair[1]->owner) && field->type != TYPE_TEXT && field->type != TYPE_INDEX && field->type != TYPE_DATE;
    if (!alike || comparison->count == COLUMNS_MOST) {
        comparison->open = true;
        return;
    }
    comparison->columns[comparison->count++] = (struct tried_column){.fields = {pair[0], pair[1]}};
}

/* The first class that both years assess and exempt in neither. */
static bool choose_class(struct comparison_of *comparison)
{
    const struct item *items[2] = {comparison->pair->old, comparison->pair->new};
    const struct field_model *fields[2] = {items[0]->scheme->class_field, items[1]->scheme->class_field};
    if (!items[0]->weight || !items[1]->weight || (fields[0] != NULL) != (fields[1] != NULL))
        return false;
    for (uint32_t i = 0; i < (fields[0] ? fields[0]->categories->count : 1); i++)
        for (uint32_t k = 0; k < (fields[1] ? fields[1]->categories->count : 1); k++) {
            const uint32_t places[2] = {i, k};
            bool good = !fields[0] || strcmp(fields[0]->categories->names[i], fields[1]->categories->names[k]) == 0;
            for (int side = 0; side < 2 && good; side++) {
                const struct constant_value *weight = node_value_for(items[side]->weight, places[side]), *exempt = items[side]->is_exempt ? node_value_for(items[side]->is_exempt, places[side]) : NULL;
                good = weight && weight->status == STATUS_PRESENT && rational_sign(&weight->number) > 0 && !(exempt && exempt->boolean);
                if (good)
                    comparison->weights[side] = weight->number;
                comparison->class[side] = places[side];
            }
            if (good)
                return true;
        }
    return false;
}

static bool find_columns(struct comparison_of *comparison, uint32_t nodes)
{
    struct node *roots[2] = {comparison->pair->old->raw, comparison->pair->new->raw};
    if (!roots[0] || !roots[1])
        return false;
    if (!choose_class(comparison))
        return false;
    node_fields(roots, 1, comparison->pair->old->effective_weight, note_field, comparison);
    node_fields(roots + 1, 1, comparison->pair->new->effective_weight, note_field, comparison);
    uint64_t cases = 1;
    for (uint32_t i = 0; i < comparison->count && !comparison->open; i++) {
        struct tried_column *column = &comparison->columns[i];
        uint8_t *seen = lang_array(nodes, 1);
        if (column->fields[1]->type == TYPE_NUMBER) {
            add_constants(column, roots[0], seen);
            add_constants(column, roots[1], seen);
            add_gaps(column);
        } else
            add_categories(column);
        lang_free(seen);
        cases *= column->count;
    }
    return !comparison->open && comparison->count && cases && cases <= CASES_MOST;
}

/* ---- verdicts ---- */

/* Score ÷ weight; false where it cannot be worked out, or the case is not assessed. */
static bool rate_of(struct evaluation *evaluation, const struct item *item, struct rational *out)
{
    struct constant_value score;
    rational_init(out);
    evaluation->stamp++;
    evaluation->weight = item->effective_weight;
    if (!value_of_node(evaluation, item->raw, &score) || score.status != STATUS_PRESENT)
        return false;
    rational_divide(out, &score.number, &evaluation->comparison->weights[evaluation->side]);
    return true;
}

static void set_case(struct comparison_of *comparison, uint32_t number)
{
    for (uint32_t i = 0; i < comparison->count; i++) {
        comparison->at[i] = number % comparison->columns[i].count;
        number /= comparison->columns[i].count;
    }
}

static void try_cases(struct comparison_of *comparison, struct found *found, uint32_t *stamp)
{
    struct item_pair *pair = comparison->pair;
    bool stricter = false, looser = false, any = false;
    uint32_t cases = 1;
    struct rational most;
    rational_init(&most);
    for (uint32_t i = 0; i < comparison->count; i++)
        cases *= comparison->columns[i].count;
    for (uint32_t number = 0; number < cases; number++) {
        struct rational rates[2], gap;
        bool known = true;
        set_case(comparison, number);
        for (int side = 0; side < 2 && known; side++) {
            struct evaluation evaluation = {.comparison = comparison, .side = side, .found = found, .stamp = *stamp};
            known = rate_of(&evaluation, side ? pair->new : pair->old, &rates[side]);
            *stamp = evaluation.stamp;
        }
        if (!known)
            continue;
        any = true;
        rational_init(&gap);
        rational_subtract(&gap, &rates[1], &rates[0]);
        stricter = stricter || rational_sign(&gap) < 0;
        looser = looser || rational_sign(&gap) > 0;
        if (rational_sign(&gap) < 0)
            rational_negate(&gap, &gap);
        if (rational_compare(&gap, &most) > 0) {
            rational_copy(&most, &gap);
            memcpy(comparison->best, comparison->at, sizeof comparison->best);
            rational_copy(&pair->witness.before, &rates[0]);
            rational_copy(&pair->witness.after, &rates[1]);
        }
    }
    pair->verdict = !any ? VERDICT_OPEN : stricter && looser ? VERDICT_MIXED : stricter ? VERDICT_STRICTER : looser ? VERDICT_LOOSER : VERDICT_EQUAL;
}

static const char *percent_text(const struct rational *share)
{
    struct rational percent;
    rational_init(&percent);
    rational_set(&percent, 100, 1);
    rational_multiply(&percent, &percent, share);
    return lang_format("%s%%", number_text(&percent));
}

/* ---- the witness in words and as a row ---- */

static const char *cell_of(const struct tried_column *column, uint32_t at, bool with_unit)
{
    const struct field_model *field = column->fields[1];
    const struct constant_value *point = &column->points[at];
    struct rational value;
    if (field->type == TYPE_CATEGORY)
        return field->categories->names[point->code];
    if (field->type == TYPE_BOOLEAN)
        return point->boolean ? "是" : "否";
    rational_init(&value);
    rational_copy(&value, &point->number);
    if (field->percent)
        return percent_text(&value);
    return lang_format("%s%s%s", number_text(&value), with_unit && field->unit_name ? " " : "", with_unit && field->unit_name ? field->unit_name : "");
}

static const char *witness_text(const struct comparison_of *comparison)
{
    const char *text = "";
    for (uint32_t i = 0; i < comparison->count; i++)
        text = lang_format("%s%s%s %s", text, i ? "、" : "", comparison->columns[i].fields[1]->name, cell_of(&comparison->columns[i], comparison->best[i], true));
    return text;
}

/* A cell that any rule about the column takes. */
static const char *plain_cell(const struct field_model *field)
{
    struct rational value, one;
    rational_init(&value);
    rational_init(&one);
    rational_set(&one, 1, 1);
    if (field->type == TYPE_CATEGORY)
        return field->categories->names[0];
    if (field->type == TYPE_BOOLEAN)
        return "否";
    if (field->type == TYPE_DATE)
        return "2024-01-01";
    if (field->type == TYPE_TEXT || field->type == TYPE_INDEX)
        return "W";
    if (field->has_greatest)
        rational_copy(&value, &field->greatest);
    else if (field->has_least)
        rational_add(&value, &field->least, &one);
    else
        rational_copy(&value, &one);
    return field->percent ? percent_text(&value) : number_text(&value);
}

static const char *row_cell(const struct comparison_of *comparison, const struct field_model *field)
{
    const struct scheme *scheme = comparison->pair->new->scheme;
    if (scheme->class_field && strcmp(field->name, scheme->class_field->name) == 0)
        return scheme->class_field->categories->names[comparison->class[1]];
    for (uint32_t i = 0; i < comparison->count; i++)
        if (strcmp(comparison->columns[i].fields[1]->name, field->name) == 0)
            return cell_of(&comparison->columns[i], comparison->best[i], false);
    return plain_cell(field);
}

static const char *rows_of(const struct row_set *ledger, const struct comparison_of *comparisons, uint32_t count)
{
    struct buffer out = {0};
    for (uint32_t f = 0; f < ledger->field_count; f++)
        buffer_format(&out, "%s%s", f ? "," : "", ledger->fields[f]->name);
    buffer_append_char(&out, '\n');
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t f = 0; f < ledger->field_count; f++) {
            bool key = ledger->key_count && f == ledger->keys[0];
            buffer_format(&out, "%s%s", f ? "," : "", key ? lang_format("W%u", i) : row_cell(&comparisons[i], ledger->fields[f]));
        }
        buffer_append_char(&out, '\n');
    }
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

/* ---- the run ---- */

/* One side's rules of the pairs, alone, on one row a pair. Scores by pair; false: it did not run. */
static bool run_side(const struct mixing *mixing, bool new, const struct comparison_of *comparisons, uint32_t count, struct rational *scores, bool *known)
{
    struct model *model = mixture_model(mixing->diff->new->model);
    struct outcome outcome = {0};
    bool *on = lang_array(mixing->party_count + 1, sizeof *on), good = false;
    for (uint32_t i = 0; i < mixing->party_count; i++)
        on[i] = new;
    struct mixture *mixture = mixture_make(mixing, model, on, NULL, NULL);
    struct node **nodes = lang_array(count + 1, sizeof *nodes);
    for (uint32_t i = 0; mixture && i < mixture->count; i++)
        nodes[mixture->families[i]] = outcome_want(model, mixture->scheme, item_score(mixture->scheme, mixture->items[i]));
    if (mixture && !diagnostics_count(model->diagnostics, SEVERITY_ERROR)) {
        const char *text = rows_of(mixture->scheme->units, comparisons, count);
        struct ledger_bytes ledger = {.name = mixture->scheme->units->name, .path = "-", .bytes = text, .length = strlen(text)};
        good = outcome_run_bytes(&outcome, model, &ledger, 1);
    }
    for (uint32_t i = 0; good && i < count; i++) {
        const struct column_data *column = outcome_column(&outcome, nodes[i]);
        struct rational value;
        rational_init(&value);
        known[i] = column && column_status(column, i) == STATUS_PRESENT;
        if (known[i])
            column_number(column, i, &value);
        rational_copy(&scores[i], &value);
    }
    outcome_release(&outcome);
    diagnostics_free(model->diagnostics);
    return good;
}

/* Mixtures of these pairs alone, over the units' ledger. */
static struct mixing *mixing_of_pairs(struct diff *diff, const struct comparison_of *comparisons, uint32_t count)
{
    struct mixing *mixing = lang_new(sizeof *mixing);
    const struct scheme *sides[2] = {diff->old, diff->new};
    const char **names = NULL;
    uint32_t name_count = 0;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < comparisons[i].count; k++)
            *ARRAY_ADD(names, name_count) = comparisons[i].columns[k].fields[1]->name;
    for (int side = 0; side < 2; side++) {
        if (sides[side]->units->key_count)
            *ARRAY_ADD(names, name_count) = sides[side]->units->fields[sides[side]->units->keys[0]]->name;
        if (sides[side]->class_field)
            *ARRAY_ADD(names, name_count) = sides[side]->class_field->name;
    }
    *mixing = (struct mixing){.diff = diff, .known = known_columns_of(diff->new->units->name, names, name_count), .ledgers = NO_PARTY};
    mixing->bonus = mixing->deduction = mixing->total = mixing->constants = mixing->groups = 0;
    *ARRAY_ADD(mixing->parties, mixing->party_count) = (struct party){.kind = PARTY_WHOLE};
    for (uint32_t i = 0; i < count; i++) {
        struct family family = {.whole = 0, .party = {NO_PARTY, NO_PARTY, NO_PARTY}};
        *ARRAY_ADD(family.old, family.old_count) = comparisons[i].pair->old;
        *ARRAY_ADD(family.new, family.new_count) = comparisons[i].pair->new;
        *ARRAY_ADD(mixing->families, mixing->family_count) = family;
    }
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < sides[side]->ledger_count; i++)
            if (strcmp(sides[side]->ledgers[i]->name, diff->new->units->name) != 0)
                *ARRAY_ADD(mixing->absent, mixing->absent_count) = sides[side]->ledgers[i]->name;
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < sides[side]->units->field_count; i++)
            if (!known_column(mixing->known, diff->new->units->name, sides[side]->units->fields[i]->name))
                *ARRAY_ADD(mixing->absent, mixing->absent_count) = sides[side]->units->fields[i]->name;
    mixing_index_absent(mixing);
    return mixing;
}

/* What was worked out must come out of both compiled rules, or it is not told. */
static void confirm(struct diff *diff, struct comparison_of *comparisons, uint32_t count, struct found *found, uint32_t *stamp)
{
    struct mixing *mixing = mixing_of_pairs(diff, comparisons, count);
    struct rational *scores = lang_array(count + 1, sizeof *scores);
    bool *known = lang_array(count + 1, sizeof *known), *good = lang_array(count + 1, sizeof *good);
    memset(good, 1, count);
    for (uint32_t i = 0; i < count; i++)
        rational_init(&scores[i]);
    for (int side = 0; side < 2; side++) {
        bool ran = run_side(mixing, side == 1, comparisons, count, scores, known);
        for (uint32_t i = 0; i < count; i++) {
            struct evaluation evaluation = {.comparison = &comparisons[i], .side = side, .found = found, .stamp = ++*stamp, .exact = true};
            struct constant_value worked_out;
            const struct item *item = side ? comparisons[i].pair->new : comparisons[i].pair->old;
            memcpy(comparisons[i].at, comparisons[i].best, sizeof comparisons[i].at);
            evaluation.weight = item->effective_weight;
            good[i] = good[i] && ran && known[i] && value_of_node(&evaluation, item->raw, &worked_out) && rational_compare(&worked_out.number, &scores[i]) == 0;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        comparisons[i].pair->witness.shown = good[i];
        comparisons[i].pair->witness.text = witness_text(&comparisons[i]);
        if (!good[i])
            comparisons[i].pair->verdict = VERDICT_OPEN;
    }
}

static bool rule_changed(const struct diff *diff, const struct item_pair *pair)
{
    for (uint32_t i = 0; i < diff->change_count; i++) {
        const struct change *change = &diff->changes[i];
        if (change->new == pair->new && change->old == pair->old && change->kind >= CHANGE_TARGET && change->kind <= CHANGE_MEANING)
            return true;
    }
    return false;
}

void compare_items(struct diff *diff)
{
    uint32_t nodes = node_pool_count(diff->new->model->pool), stamp = 0, count = 0;
    struct found *found = lang_array(nodes + 1, sizeof *found);
    struct comparison_of *confirmed = NULL;
    for (uint32_t i = 0; i < diff->pair_count && diff->old->units->kind == ROWS_LEDGER && diff->new->units->kind == ROWS_LEDGER; i++) {
        struct comparison_of comparison = {.pair = &diff->pairs[i]};
        rational_init(&diff->pairs[i].witness.before);
        rational_init(&diff->pairs[i].witness.after);
        diff->pairs[i].tried = diff->pairs[i].changed && rule_changed(diff, &diff->pairs[i]);
        if (!diff->pairs[i].tried)
            diff->pairs[i].verdict = VERDICT_EQUAL;
        if (!diff->pairs[i].tried || !find_columns(&comparison, nodes))
            continue;
        try_cases(&comparison, found, &stamp);
        if (comparison.pair->verdict >= VERDICT_STRICTER && count < WITNESSES_MOST)
            *ARRAY_ADD(confirmed, count) = comparison;
    }
    for (uint32_t first = 0; first < count; first += CONFIRMED_AT_ONCE)
        confirm(diff, confirmed + first, count - first < CONFIRMED_AT_ONCE ? count - first : CONFIRMED_AT_ONCE, found, &stamp);
}
