/* Both years' compiled rules on ledgers that are made up. A pair's rate is its score before rounding, divided by its weight; a case is a unit that
 * has one in both years. Pairs that read the same ledgers are tried together, in a number of worlds that does not grow with what is found. */
#include <string.h>
#include "diff/world.h"
#include "elaborate/elaborate.h"
#include "memory.h"

enum { TOGETHER = 100, WORLDS_ALONE = 3, UNITS_ALONE = 300, WORLDS_POOLED = 60 };

struct side { struct model *model; struct mixture *mixture; struct node **scores, **weights; struct outcome outcome; };

/* What was found best for one pair, by which way it goes. */
struct best { bool there; uint32_t world, unit, units, cost, decimals; struct rational gap, rates[2]; };
struct tried_pair {
    struct item_pair *pair; bool renamed; struct rename rename;
    uint32_t *columns; uint32_t column_count;           /* of the trial */
    bool pooled; const char *ledgers;                   /* that it reads, beside the units': one after another */
    struct best best[2];
};
struct trial {
    struct diff *diff;
    struct tried_pair **pairs; uint32_t count;
    struct world world;
    struct world_column *columns; uint32_t column_count;
    const char **classes; uint32_t class_count;
    struct side sides[2];
};

/* ---- what the rules read ---- */

struct reading { struct diff *diff; struct tried_pair *pair; struct world_column *columns; uint32_t count; int side; bool alike; };

static void note_field(void *context, const struct field_model *field)
{
    struct reading *reading = context;
    const struct item *item = reading->side ? reading->pair->pair->new : reading->pair->pair->old;
    const struct rename *rename = reading->pair->renamed ? &reading->pair->rename : NULL;
    struct world_column column = {.ledger = field->owner->name};
    if (field == item->scheme->class_field)
        return;
    if (!column_of_both(&column.tried, reading->pair->pair, rename, field, reading->side)) {
        reading->alike = false;
        return;
    }
    column.called = column.tried.fields[1]->name;
    column.name = column_name_of(rename, column.called);
    for (uint32_t i = 0; i < reading->count; i++)
        if (strcmp(reading->columns[i].name, column.name) == 0 && strcmp(reading->columns[i].ledger, column.ledger) == 0)
            return;
    *ARRAY_ADD(reading->columns, reading->count) = column;
}

static bool read_columns(struct reading *reading)
{
    const struct item_pair *pair = reading->pair->pair;
    struct node *roots[2] = {rule_of(pair->old), rule_of(pair->new)};
    reading->alike = roots[0] && roots[1];
    for (reading->side = 0; reading->side < 2 && reading->alike; reading->side++)
        node_fields(&roots[reading->side], 1, (reading->side ? pair->new : pair->old)->effective_weight, note_field, reading);
    return reading->alike;
}

/* Whether units are seen together anywhere below the node: as a pool, a rank, a sum over all. */
static bool sees_others(const struct node *node, const struct row_set *units, uint8_t *seen)
{
    if (!node || seen[node->number])
        return false;
    seen[node->number] = 1;
    bool reduces = node->kind == NODE_FOLD || node->kind == NODE_RANK || node->kind == NODE_RUNNING || node->kind == NODE_GROUP;
    const struct node *below[] = {node->a, node->b, node->c};
    for (size_t i = 0; i < sizeof below / sizeof *below; i++)
        if (below[i] && ((reduces && below[i]->domain == units) || sees_others(below[i], units, seen)))
            return true;
    for (uint32_t i = 0; i < node->key_count; i++)
        if ((reduces && node->keys[i]->domain == units) || sees_others(node->keys[i], units, seen))
            return true;
    return reduces && node->domain == units && node->kind != NODE_FOLD;
}

static bool is_pooled(const struct item_pair *pair)
{
    uint32_t nodes = node_pool_count(pair->new->scheme->model->pool);
    uint8_t *seen = lang_array(nodes + 1, 1);
    bool pooled = sees_others(rule_of(pair->old), pair->old->scheme->units, seen) || sees_others(rule_of(pair->new), pair->new->scheme->units, seen);
    lang_free(seen);
    return pooled;
}

/* ---- building ---- */

static uint32_t add_column(struct trial *trial, const struct world_column *column)
{
    for (uint32_t i = 0; i < trial->column_count; i++)
        if (strcmp(trial->columns[i].name, column->name) == 0 && strcmp(trial->columns[i].ledger, column->ledger) == 0)
            return i;
    *ARRAY_ADD(trial->columns, trial->column_count) = *column;
    return trial->column_count - 1;
}

static void add_pair(struct trial *trial, struct tried_pair *tried)
{
    struct reading reading = {.diff = trial->diff, .pair = tried};
    struct node *roots[2] = {rule_of(tried->pair->old), rule_of(tried->pair->new)};
    uint32_t nodes = node_pool_count(trial->diff->new->model->pool);
    struct class_of_both *classes;
    uint32_t class_count = classes_of_both(tried->pair, &classes);
    uint32_t numbers = 0;
    read_columns(&reading);
    tried->columns = NULL;
    tried->column_count = 0;
    for (uint32_t i = 0; i < reading.count; i++)
        numbers += reading.columns[i].tried.fields[1]->type == TYPE_NUMBER;
    for (uint32_t i = 0; i < reading.count; i++) {
        uint8_t *seen = lang_array(nodes + 1, 1);
        uint32_t number = add_column(trial, &reading.columns[i]);
        column_add_points(&trial->columns[number].tried, roots, numbers > 1, seen);
        lang_free(seen);
        *ARRAY_ADD(tried->columns, tried->column_count) = number;
    }
    for (uint32_t i = 0; i < class_count && classes[i].name; i++) {
        bool known = false;
        for (uint32_t k = 0; k < trial->class_count; k++)
            known = known || strcmp(trial->classes[k], classes[i].name) == 0;
        if (!known)
            *ARRAY_ADD(trial->classes, trial->class_count) = classes[i].name;
    }
    *ARRAY_ADD(trial->pairs, trial->count) = tried;
}

/* Columns that must be there because rows are found by them, and the keys of what they point to. */
static void know_ledger(struct known_columns *known, const struct row_set *ledger)
{
    for (uint32_t i = 0; i < ledger->key_count; i++) {
        const struct field_model *key = ledger->fields[ledger->keys[i]];
        if (known_column(known, ledger->name, key->name))
            continue;
        known_columns_add(known, ledger->name, key->name);
        if (key->type == TYPE_INDEX)
            know_ledger(known, key->reference);
    }
}

static struct known_columns *columns_known(const struct trial *trial)
{
    struct known_columns *known = known_columns_new();
    const struct scheme *sides[2] = {trial->diff->old, trial->diff->new};
    for (int side = 0; side < 2; side++) {
        know_ledger(known, sides[side]->units);
        if (sides[side]->class_field)
            known_columns_add(known, sides[side]->units->name, sides[side]->class_field->name);
    }
    for (uint32_t i = 0; i < trial->column_count; i++)
        for (int side = 0; side < 2; side++) {
            const struct field_model *field = trial->columns[i].tried.fields[side];
            known_columns_add(known, trial->columns[i].ledger, trial->columns[i].name);
            know_ledger(known, field->owner);
            if (field->type == TYPE_INDEX)
                know_ledger(known, field->reference);
        }
    return known;
}

/* Rules of these pairs alone, over ledgers that have what they read. */
static struct mixing *mixing_of(const struct trial *trial)
{
    struct mixing *mixing = lang_new(sizeof *mixing);
    *mixing = (struct mixing){.diff = trial->diff, .known = columns_known(trial), .ledgers = NO_PARTY};
    *ARRAY_ADD(mixing->parties, mixing->party_count) = (struct party){.kind = PARTY_WHOLE};
    for (uint32_t i = 0; i < trial->count; i++) {
        struct family family = {.whole = 0, .party = {NO_PARTY, NO_PARTY, NO_PARTY}};
        *ARRAY_ADD(family.old, family.old_count) = trial->pairs[i]->pair->old;
        *ARRAY_ADD(family.new, family.new_count) = trial->pairs[i]->pair->new;
        *ARRAY_ADD(mixing->families, mixing->family_count) = family;
        if (trial->pairs[i]->renamed)
            *ARRAY_ADD(mixing->renames, mixing->rename_count) = trial->pairs[i]->rename;
    }
    mixing_note_absent(mixing);
    return mixing;
}

static bool make_side(const struct trial *trial, const struct mixing *mixing, int number, struct side *side)
{
    bool on[1] = {number == 1};
    side->model = mixture_model(trial->diff->new->model);
    side->mixture = mixture_make(mixing, side->model, on, NULL, NULL);
    if (!side->mixture)
        return false;
    side->scores = lang_array(trial->count + 1, sizeof *side->scores);
    side->weights = lang_array(trial->count + 1, sizeof *side->weights);
    for (uint32_t i = 0; i < side->mixture->count; i++) {
        struct item *item = side->mixture->items[i];
        uint32_t pair = side->mixture->families[i];
        struct node *weight = item_score(side->mixture->scheme, item) && item->raw ? item_weight(side->mixture->scheme, item) : NULL;
        side->scores[pair] = weight ? outcome_want(side->model, side->mixture->scheme, rule_of(item)) : NULL;
        side->weights[pair] = weight ? outcome_want(side->model, side->mixture->scheme, weight) : NULL;
    }
    return !diagnostics_count(side->model->diagnostics, SEVERITY_ERROR) && outcome_make(&side->outcome, side->model);
}

static bool make_trial(struct trial *trial)
{
    const struct mixing *mixing = mixing_of(trial);
    bool good = true;
    for (int side = 0; side < 2 && good; side++)
        good = make_side(trial, mixing, side, &trial->sides[side]);
    for (uint32_t i = 0; i < trial->column_count; i++)
        for (uint32_t k = 0; k < trial->columns[i].tried.count; k++)
            trial->columns[i].cells[k] = point_cell(trial->columns[i].tried.fields[1], &trial->columns[i].tried.points[k]);
    trial->world = (struct world){.columns = trial->columns, .column_count = trial->column_count, .classes = trial->classes, .class_count = trial->class_count};
    return good;
}

static void end_trial(struct trial *trial)
{
    for (int side = 0; side < 2; side++) {
        outcome_release(&trial->sides[side].outcome);
        if (trial->sides[side].model)
            diagnostics_free(trial->sides[side].model->diagnostics);
    }
}

/* ---- running ---- */

static bool feed_side(struct side *side, const struct world *world)
{
    const struct scheme *scheme = side->mixture->scheme;
    struct ledger_bytes *ledgers = lang_array(scheme->ledger_count + 1, sizeof *ledgers);
    size_t count = 0;
    for (uint32_t i = 0; i < scheme->ledger_count; i++) {
        if (scheme->ledgers[i]->kind != ROWS_LEDGER)
            continue;
        const char *text = world_ledger(world, scheme, scheme->ledgers[i]);
        ledgers[count++] = (struct ledger_bytes){.name = scheme->ledgers[i]->name, .path = "-", .bytes = text, .length = strlen(text)};
    }
    return outcome_feed(&side->outcome, ledgers, count);
}

static bool number_at(const struct outcome *outcome, const struct node *node, uint32_t row, struct rational *out)
{
    const struct column_data *column = outcome_column(outcome, node);
    struct rational value;
    rational_init(out);
    rational_init(&value);
    if (!column || column_status(column, row) != STATUS_PRESENT)
        return false;
    column_number(column, row, &value);
    rational_copy(out, &value);
    return true;
}

/* Score ÷ weight of the pair's unit on one side. */
static bool rate_at(const struct side *side, uint32_t pair, uint32_t unit, struct rational *rate)
{
    struct rational score, weight;
    if (!side->scores[pair] || !number_at(&side->outcome, side->scores[pair], unit, &score) || !number_at(&side->outcome, side->weights[pair], unit, &weight) ||
        rational_sign(&weight) <= 0)
        return false;
    *rate = quotient_of(&score, &weight);
    return true;
}

/* What is easily told goes before what differs more: few units, one row of a ledger rather than none or two, round numbers. */
static uint32_t cost_of(const struct world *world, uint32_t unit)
{
    uint32_t rows = world_rows_about(unit, world->units);
    return (world->pooled ? 10 * world->units : 0) + (rows == 1 ? 0 : rows == 0 ? 1 : 2);
}

static void note_unit(const struct trial *trial, struct tried_pair *tried, const struct world *world, uint32_t unit, const struct rational rates[2])
{
    struct rational gap = difference_of(&rates[1], &rates[0]);
    int sign = rational_sign(&gap);
    struct best *best = &tried->best[sign > 0];
    uint32_t cost = cost_of(world, unit);
    tried->pair->cases++;
    if (sign < 0)
        rational_negate(&gap, &gap);
    bool wider = !best->there || rational_compare(&gap, &best->gap) > 0;
    if (!sign || (best->there && (cost > best->cost || (cost == best->cost && !best->decimals && !wider))))
        return;
    uint32_t decimals = world_decimals(world, trial->sides[1].mixture->scheme, tried->columns, tried->column_count, unit);
    if (best->there && cost == best->cost && (decimals > best->decimals || (decimals == best->decimals && !wider)))
        return;
    *best = (struct best){.there = true, .world = world->number, .unit = unit, .units = world->units, .cost = cost, .decimals = decimals, .gap = gap, .rates = {rates[0], rates[1]}};
}

static void run_world(struct trial *trial, const struct world *world)
{
    if (!feed_side(&trial->sides[0], world) || !feed_side(&trial->sides[1], world))
        return;
    for (uint32_t i = 0; i < trial->count; i++)
        for (uint32_t unit = 0; unit < world->units; unit++) {
            struct rational rates[2];
            if (rate_at(&trial->sides[0], i, unit, &rates[0]) && rate_at(&trial->sides[1], i, unit, &rates[1]))
                note_unit(trial, trial->pairs[i], world, unit, rates);
        }
}

static void run_worlds(struct trial *trial, bool pooled)
{
    struct world world = trial->world;
    world.pooled = pooled;
    for (world.number = 0; world.number < (pooled ? WORLDS_POOLED : WORLDS_ALONE); world.number++) {
        world.units = pooled ? world.number % 4 == 2 ? 3 : 2 : UNITS_ALONE;
        run_world(trial, &world);
    }
}

/* ---- verdicts ---- */

static void conclude(const struct trial *trial, struct tried_pair *tried)
{
    struct item_pair *pair = tried->pair;
    bool stricter = tried->best[0].there, looser = tried->best[1].there;
    pair->verdict = stricter && looser ? VERDICT_MIXED : stricter ? VERDICT_STRICTER : looser ? VERDICT_LOOSER : VERDICT_OPEN;
    pair->reason = pair->cases ? OPEN_NONE_FOUND : OPEN_NOT_RUN;
    for (int which = 0; which < 2; which++) {
        const struct best *best = &tried->best[which];
        struct world world = trial->world;
        if (!best->there)
            continue;
        world.number = best->world;
        world.units = best->units;
        world.pooled = tried->pooled;
        pair->witnesses[which].before = best->rates[0];
        pair->witnesses[which].after = best->rates[1];
        pair->witnesses[which].shown = true;
        world_tell(&world, trial->sides[1].mixture->scheme, tried->columns, tried->column_count, best->unit, &pair->witnesses[which]);
    }
}

/* Pairs that make no program together are tried in two halves. */
static void try_together(struct diff *diff, struct tried_pair **pairs, uint32_t count)
{
    struct trial trial = {.diff = diff};
    for (uint32_t i = 0; i < count; i++)
        add_pair(&trial, pairs[i]);
    bool made = make_trial(&trial);
    if (made) {
        run_worlds(&trial, pairs[0]->pooled);
        for (uint32_t i = 0; i < count; i++)
            conclude(&trial, pairs[i]);
    } else if (count == 1)
        pairs[0]->pair->reason = OPEN_NOT_RUN;
    end_trial(&trial);
    if (!made && count > 1) {
        try_together(diff, pairs, count / 2);
        try_together(diff, pairs + count / 2, count - count / 2);
    }
}

static bool together(const struct tried_pair *a, const struct tried_pair *b) { return a->pooled == b->pooled && strcmp(a->ledgers, b->ledgers) == 0; }

/* Names of the ledgers that the pair reads, in the new scheme's order. */
static const char *ledgers_of(const struct diff *diff, const struct reading *reading)
{
    const char *names = "";
    for (uint32_t i = 0; i < diff->new->ledger_count; i++)
        for (uint32_t k = 0; k < reading->count; k++)
            if (strcmp(reading->columns[k].ledger, diff->new->ledgers[i]->name) == 0) {
                names = lang_format("%s %s", names, diff->new->ledgers[i]->name);
                break;
            }
    return names;
}

static struct tried_pair *tried_pair_of(struct diff *diff, struct item_pair *pair)
{
    struct tried_pair *tried = lang_new(sizeof *tried);
    *tried = (struct tried_pair){.pair = pair};
    tried->renamed = lineage_rename(diff, pair, &tried->rename);
    return tried;
}

void trial_compare(struct diff *diff, struct item_pair **pairs, uint32_t count)
{
    struct tried_pair **all = lang_array(count + 1, sizeof *all), **group = lang_array(count + 1, sizeof *group);
    uint32_t all_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct tried_pair *tried = tried_pair_of(diff, pairs[i]);
        struct reading reading = {.diff = diff, .pair = tried};
        struct class_of_both *classes;
        if (!read_columns(&reading) || !classes_of_both(pairs[i], &classes)) {
            pairs[i]->reason = OPEN_OTHER_COLUMNS;
            continue;
        }
        tried->pooled = is_pooled(pairs[i]);
        tried->ledgers = ledgers_of(diff, &reading);
        all[all_count++] = tried;
    }
    for (uint32_t i = 0; i < all_count; i++) {
        uint32_t size = 0;
        if (!all[i])
            continue;
        struct tried_pair *first = all[i];
        for (uint32_t k = i; k < all_count && size < TOGETHER; k++)
            if (all[k] && together(first, all[k])) {
                group[size++] = all[k];
                all[k] = NULL;
            }
        try_together(diff, group, size);
    }
}

/* ---- cases that were worked out ---- */

static void confirm_case(const struct trial *trial, uint32_t pair, uint32_t unit, const struct found_case *found, struct witness *witness)
{
    struct rational rates[2];
    bool same = true;
    for (int side = 0; side < 2; side++)
        same = same && rate_at(&trial->sides[side], pair, unit, &rates[side]) && rational_compare(&rates[side], &found->rates[side]) == 0;
    witness->shown = same;
    witness->before = found->rates[0];
    witness->after = found->rates[1];
    witness->text[0] = "";
    for (uint32_t i = 0; i < found->count; i++)
        witness->text[0] = lang_format("%s%s%s", witness->text[0], i ? "、" : "", found->texts[i]);
    witness->text[1] = witness->text[0];
    struct witness_row *row = ARRAY_ADD(witness->rows, witness->row_count);
    *row = (struct witness_row){.ledger = trial->diff->new->units->name};
    for (uint32_t i = 0; i < found->count; i++)
        *ARRAY_ADD(row->cells, row->cell_count) = (struct witness_cell){found->names[i], found->cells[i]};
}

static void confirm_together(struct diff *diff, struct item_pair **pairs, struct found_case (*cases)[2], uint32_t count)
{
    struct trial trial = {.diff = diff};
    const struct found_case **given = lang_array(2 * count + 1, sizeof *given);
    for (uint32_t i = 0; i < count; i++) {
        add_pair(&trial, tried_pair_of(diff, pairs[i]));
        for (int which = 0; which < 2; which++)
            given[2 * i + (uint32_t)which] = cases[i][which].there ? &cases[i][which] : NULL;
    }
    bool made = make_trial(&trial);
    struct world world = trial.world;
    world.units = 2 * count;
    world.given = given;
    bool ran = made && feed_side(&trial.sides[0], &world) && feed_side(&trial.sides[1], &world);
    for (uint32_t i = 0; ran && i < count; i++)
        for (uint32_t which = 0; which < 2; which++)
            if (cases[i][which].there)
                confirm_case(&trial, i, 2 * i + which, &cases[i][which], &pairs[i]->witnesses[which]);
    end_trial(&trial);
    if (!ran && count > 1) {
        confirm_together(diff, pairs, cases, count / 2);
        confirm_together(diff, pairs + count / 2, cases + count / 2, count - count / 2);
    }
}

void trial_confirm(struct diff *diff, struct item_pair **pairs, struct found_case (*cases)[2], uint32_t count)
{
    for (uint32_t first = 0; first < count; first += TOGETHER)
        confirm_together(diff, pairs + first, cases + first, count - first < TOGETHER ? count - first : TOGETHER);
}
