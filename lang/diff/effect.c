/* Both rule sets on the same ledgers: each unit's total, what of it could be scored, rank by the rate, grade. */
#include "diff/effect.h"
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "elaborate/elaborate.h"
#include "interpret/interpret.h"
#include "ledger/find.h"
#include "memory.h"
#include "messages.h"

/* ---- runs ---- */

/* Messages of mixtures are nobody's: they are recorded apart, over the same sources. */
struct model *mixture_model(const struct model *like)
{
    struct model *model = lang_new(sizeof *model);
    *model = (struct model){.diagnostics = diagnostics_new(), .pool = node_pool_new(), .library = like->library, .vocabulary = like->vocabulary, .passing = true};
    for (uint32_t i = 0; i < diagnostics_source_count(like->diagnostics); i++) {
        const struct source *source = diagnostics_source(like->diagnostics, i);
        diagnostics_add_source(model->diagnostics, source->path, source->text, source->length);
    }
    return model;
}

struct node *outcome_want(struct model *model, struct scheme *scheme, struct node *node)
{
    if (!node)
        return NULL;
    struct node *wanted = node->domain == scheme->units && node->kind != NODE_CONSTANT ? node : node_spread(model->pool, scheme->units, node);
    *ARRAY_ADD(model->wanted, model->wanted_count) = wanted;
    return wanted;
}

bool outcome_make(struct outcome *outcome, struct model *model)
{
    struct program *compiled = compile_model_with(model, &outcome->nodes);
    struct buffer why = {0};
    outcome->data = NULL;
    outcome->program = compiled ? program_checked(compiled, &why) : NULL;
    buffer_release(&why);
    return outcome->program;
}

bool outcome_run(struct outcome *outcome, struct model *model, const struct ledger_paths *paths, unsigned threads)
{
    struct run_options options = {.threads = threads};
    if (!outcome_make(outcome, model))
        return false;
    outcome->data = data_new(outcome->program);
    return ledgers_load(outcome->program, paths, outcome->data, model->diagnostics) && interpret_run(outcome->program, outcome->data, &options, model->diagnostics);
}

bool outcome_feed(struct outcome *outcome, const struct ledger_bytes *ledgers, size_t count)
{
    struct run_options options = {.threads = 1};
    struct diagnostics *silent = diagnostics_new();
    if (outcome->data)
        data_free(outcome->data);
    outcome->data = data_new(outcome->program);
    bool good = ledgers_load_bytes(outcome->program, ledgers, count, outcome->data, silent) && interpret_run(outcome->program, outcome->data, &options, silent);
    diagnostics_free(silent);
    return good;
}

void outcome_release(struct outcome *outcome)
{
    if (outcome->data)
        data_free(outcome->data);
    program_free(outcome->program);
    *outcome = (struct outcome){0};
}

const struct column_data *outcome_column(const struct outcome *outcome, const struct node *node)
{
    uint32_t column = node ? outcome->nodes.columns[node->number] : NONE;
    return column == NONE ? NULL : &outcome->data->columns[column];
}

/* ---- one side ---- */

struct side { struct mixture *mixture; struct model *model; struct node *total, *scoreable, *grade, *full; struct outcome outcome; };

/* What of the weights could be scored: effective weights of indicators that have a score. */
static struct node *scoreable_points(struct model *model, struct mixture *mixture, struct node **full)
{
    struct scheme *scheme = mixture->scheme;
    struct node *sum = NULL, *zero = node_integer(model->pool, 0, unit_points(), scheme->title_span);
    *full = NULL;
    for (uint32_t i = 0; i < mixture->count; i++) {
        struct item *item = mixture->items[i];
        struct node *score = item_counted(scheme, item), *weight = item->weight ? item_weight(scheme, item) : NULL;
        if (!score || !weight)
            continue;
        struct node *here = node_status_is(model->pool, score, status_mask(STATUS_PRESENT)), *assessed = item->assessed ? item->assessed : node_boolean(model->pool, true);
        struct node *own = node_operation(model->pool, OP_SELECT, here, weight, zero, unit_points(), item->span);
        struct node *all = node_operation(model->pool, OP_SELECT, assessed, weight, zero, unit_points(), item->span);
        sum = sum ? node_operation(model->pool, OP_ADD, sum, own, NULL, unit_points(), item->span) : own;
        *full = *full ? node_operation(model->pool, OP_ADD, *full, all, NULL, unit_points(), item->span) : all;
    }
    return sum;
}

static bool prepare(struct side *side, const struct mixing *mixing, bool new)
{
    bool *on = lang_array(mixing->party_count + 1, sizeof *on);
    for (uint32_t i = 0; i < mixing->party_count; i++)
        on[i] = new;
    side->model = mixture_model(mixing->diff->new->model);
    side->mixture = mixture_make(mixing, side->model, on, NULL, NULL);
    if (!side->mixture || !side->mixture->scheme->total)
        return false;
    struct scheme *scheme = side->mixture->scheme;
    results_elaborate(scheme);
    scheme->result_count = 0;
    side->total = outcome_want(side->model, scheme, quantity_node(scheme, scheme->total));
    side->scoreable = outcome_want(side->model, scheme, scoreable_points(side->model, side->mixture, &side->full));
    side->full = outcome_want(side->model, scheme, side->full);
    side->grade = scheme->grade ? outcome_want(side->model, scheme, scheme->grade) : NULL;
    return side->total && side->scoreable && !diagnostics_count(side->model->diagnostics, SEVERITY_ERROR);
}

/* ---- units ---- */

static const char *cell_text(const struct outcome *outcome, const struct field_model *field, uint32_t row)
{
    const struct column_data *column = &outcome->data->columns[field->program_column];
    size_t length = 0;
    if (column_status(column, row) != STATUS_PRESENT)
        return "";
    if (field->type == TYPE_CATEGORY)
        return field->categories->names[column_integer(column, row)];
    if (field->type == TYPE_TEXT) {
        const char *text = column_text(column, row, &length);
        return lang_text(text, length);
    }
    struct rational number;
    rational_init(&number);
    if (field->type == TYPE_NUMBER)
        column_number(column, row, &number);
    else
        rational_set(&number, column_integer(column, row), 1);
    return number_text(&number);
}

static bool read_number(const struct outcome *outcome, const struct node *node, uint32_t row, struct rational *out)
{
    const struct column_data *column = outcome_column(outcome, node);
    rational_init(out);
    if (!column || column_status(column, row) != STATUS_PRESENT)
        return false;
    struct rational value;
    rational_init(&value);
    column_number(column, row, &value);
    rational_copy(out, &value);
    return true;
}

static void read_side(struct effect *effect, const struct side *side, int number)
{
    effect->complete[number] = true;
    for (uint32_t row = 0; row < effect->unit_count; row++) {
        struct unit_effect *unit = &effect->units[row];
        struct rational full;
        unit->scored[number] = read_number(&side->outcome, side->total, row, &unit->total[number]);
        bool known = read_number(&side->outcome, side->scoreable, row, &unit->scoreable[number]);
        rational_init(&unit->rate[number]);
        if (read_number(&side->outcome, side->full, row, &full) && known && rational_compare(&full, &unit->scoreable[number]) != 0)
            effect->complete[number] = false;
        if (unit->scored[number] && known && rational_sign(&unit->scoreable[number]) > 0)
            rational_divide(&unit->rate[number], &unit->total[number], &unit->scoreable[number]);
        else
            unit->scored[number] = false;
        const struct column_data *grade = outcome_column(&side->outcome, side->grade);
        if (grade && column_status(grade, row) == STATUS_PRESENT)
            unit->grade[number] = side->mixture->scheme->grades->names[column_integer(grade, row)];
    }
}

/* Ranks by the rate, among those whom the scheme ranks together; of equals all have the best. */
static const struct effect *sorted_effect;
static int sorted_side;

static int by_rate(const void *left, const void *right)
{
    const struct unit_effect *a = &sorted_effect->units[*(const uint32_t *)left], *b = &sorted_effect->units[*(const uint32_t *)right];
    if (a->scored[sorted_side] != b->scored[sorted_side])
        return a->scored[sorted_side] ? -1 : 1;
    int order = rational_compare(&b->rate[sorted_side], &a->rate[sorted_side]);
    return order ? order : *(const uint32_t *)left < *(const uint32_t *)right ? -1 : 1;
}

static bool ranks_by_class(const struct scheme *scheme)
{
    for (uint32_t i = 0; scheme->rank_clause && i < scheme->rank_clause->token_count; i++)
        if (token_is(&scheme->rank_clause->tokens[i], "本类"))
            return true;
    return false;
}

static void rank_side(struct effect *effect, const struct scheme *scheme, int side)
{
    uint32_t *order = lang_array(effect->unit_count + 1, sizeof *order);
    bool by_class = ranks_by_class(scheme);
    for (uint32_t i = 0; i < effect->unit_count; i++)
        order[i] = i;
    sorted_effect = effect;
    sorted_side = side;
    qsort(order, effect->unit_count, sizeof *order, by_rate);
    struct map places = {0};
    for (uint32_t i = 0; i < effect->unit_count; i++) {
        struct unit_effect *unit = &effect->units[order[i]];
        const char *class = by_class ? unit->class : "";
        int64_t above = 0;
        if (!unit->scored[side])
            break;
        map_get(&places, class, strlen(class), &above);
        map_set(&places, class, strlen(class), above + 1);
        unit->rank[side] = (uint32_t)above + 1;
        for (uint32_t k = i; k-- > 0;) {
            const struct unit_effect *other = &effect->units[order[k]];
            if (by_class && strcmp(other->class, class) != 0)
                continue;
            if (rational_compare(&other->rate[side], &unit->rate[side]) == 0)
                unit->rank[side] = other->rank[side];
            break;
        }
    }
    map_release(&places);
}

static int moved(const struct unit_effect *unit) { return unit->rank[0] && unit->rank[1] ? abs((int)unit->rank[0] - (int)unit->rank[1]) : 0; }

static int by_move(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    int order = moved(&sorted_effect->units[b]) - moved(&sorted_effect->units[a]);
    return order ? order : a < b ? -1 : 1;
}

static void make_units(struct effect *effect, const struct side *side)
{
    struct scheme *scheme = side->mixture->scheme;
    const struct row_set *units = scheme->units;
    uint32_t domain = units->program_domain;
    effect->unit_count = side->outcome.data->domains[domain].rows;
    effect->units = lang_array(effect->unit_count + 1, sizeof *effect->units);
    for (uint32_t row = 0; row < effect->unit_count; row++) {
        struct unit_effect *unit = &effect->units[row];
        unit->key = units->key_count ? cell_text(&side->outcome, units->fields[units->keys[0]], row) : lang_format("%u", row + 1);
        unit->class = scheme->class_field ? cell_text(&side->outcome, scheme->class_field, row) : "";
    }
}

/* Without the ledger of the units there is nobody to score. */
static bool units_are_there(const struct diff *diff, const struct ledger_paths *paths, struct diagnostics **why)
{
    const struct row_set *units[2] = {diff->old->units, diff->new->units};
    struct model *model = mixture_model(diff->new->model);
    struct buffer path = {0};
    bool there = true;
    for (int i = 0; i < 2 && there; i++)
        there = units[i]->kind != ROWS_LEDGER || find_ledger(paths, units[i]->name, &path, model->diagnostics);
    buffer_release(&path);
    *why = model->diagnostics;
    return there;
}

/* A class that is not known leaves open which weights hold. */
static bool classes_are_there(const struct mixing *mixing, struct diagnostics *why)
{
    const struct scheme *sides[2] = {mixing->diff->old, mixing->diff->new};
    for (int i = 0; i < 2; i++) {
        const struct field_model *class = sides[i]->class_field;
        if (!class || sides[i]->units->kind != ROWS_LEDGER || known_column(mixing->known, sides[i]->units->name, class->name))
            continue;
        const char *texts[] = {sides[i]->units->name, class->name, sides[i]->title};
        diagnostic_report(why, message_find(lang_messages, "E0961"), 3, texts);
        diagnostic_at(why, sides[i]->units_span, NULL);
        return false;
    }
    return true;
}

/* Where so much is missing that no scheme is left: what that is, by the names that are absent. */
static void report_missing(const struct mixing *mixing, const struct scheme *scheme, struct diagnostics *why)
{
    enum { NAMED = 8 };
    const char *names = "";
    for (uint32_t i = 0; i < mixing->absent_count && i < NAMED; i++)
        names = lang_format("%s%s%s", names, i ? "、" : "", mixing->absent[i]);
    const char *texts[] = {scheme->title, mixing->absent_count > NAMED ? lang_format("%s……", names) : names};
    diagnostic_report(why, message_find(lang_messages, "E0962"), 2, texts);
    diagnostic_at(why, scheme->title_span, NULL);
}

/* Decimals that tell every total; what has no end is a fraction anyway. */
static int places_of(const struct effect *effect)
{
    enum { LEAST = 2, MOST = 9 };
    int places = LEAST;
    for (uint32_t i = 0; i < effect->unit_count; i++)
        for (int side = 0; side < 2; side++) {
            const struct rational *values[2] = {&effect->units[i].total[side], &effect->units[i].scoreable[side]};
            for (int v = 0; v < 2; v++) {
                int own = rational_decimals(values[v]);
                places = own > places && own <= MOST ? own : places;
            }
        }
    return places;
}

struct effect *effect_compute(struct diff *diff, const struct ledger_paths *paths, unsigned threads, struct diagnostics **why)
{
    if (!units_are_there(diff, paths, why))
        return NULL;
    struct effect *effect = lang_new(sizeof *effect);
    struct side sides[2] = {{0}, {0}};
    bool good = true;
    effect->mixing = mixing_new(diff, known_columns_read(diff->old, diff->new, paths));
    if (!classes_are_there(effect->mixing, *why))
        return NULL;
    for (int i = 0; i < 2 && good; i++) {
        bool made = prepare(&sides[i], effect->mixing, i == 1);
        good = made && outcome_run(&sides[i].outcome, sides[i].model, paths, threads);
        if (!made && effect->mixing->absent_count && (i ? diff->new : diff->old)->total)
            report_missing(effect->mixing, i ? diff->new : diff->old, *why);
        else if (!good)
            *why = sides[i].model->diagnostics;
        else if (!i)
            make_units(effect, &sides[0]);
        if (good)
            read_side(effect, &sides[i], i);
    }
    for (int i = 0; i < 2; i++) {
        if (good)
            rank_side(effect, i ? diff->new : diff->old, i);
        outcome_release(&sides[i].outcome);
    }
    if (!good)
        return NULL;
    effect->places = places_of(effect);
    effect->order = lang_array(effect->unit_count + 1, sizeof *effect->order);
    for (uint32_t i = 0; i < effect->unit_count; i++)
        effect->order[i] = i;
    sorted_effect = effect;
    qsort(effect->order, effect->unit_count, sizeof *effect->order, by_move);
    effect->failed = !split_changes(effect, paths, threads);
    return effect;
}
