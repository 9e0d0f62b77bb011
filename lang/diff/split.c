/* What each party has in a unit's change: Shapley's value, the average over all orders in which the parties of a component come into force.
 *
 *     v(S)   the component's points where the parties of S are in force
 *     part   Σ over S without p of |S|! (k-|S|-1)! ÷ k! × (v(S with p) - v(S))
 *
 * Points are whole numbers of the last decimal that any of them has, so the parts are exact fractions of k! and add up to the change.
 * Components do not meet: one mixture sets each of them to its own subset, and all are read from one run. */
#include <string.h>
#include "diff/effect.h"
#include "elaborate/elaborate.h"
#include "memory.h"

enum { MIXTURES_AT_ONCE = 64 };

/* By component: sums of v over subsets, by size, and over those that hold a seat. */
struct tally { uint32_t seats; int64_t *all, *with; };      /* all[unit * (seats+1) + size], with[(unit * seats + seat) * (seats+1) + size] */
struct splitting { struct effect *effect; struct mixing *mixing; const struct ledger_paths *paths; unsigned threads; struct tally *tallies; int places; int64_t *first, *last; };

static void force(const struct mixing *mixing, uint32_t mask, bool *on)
{
    for (uint32_t i = 0; i < mixing->party_count; i++)
        on[i] = mask >> mixing->parties[i].seat & 1;
}

/* ---- points of a component ---- */

static struct node *add(struct model *model, struct node *sum, struct node *score, bool subtract, struct span span)
{
    struct node *zero = node_integer(model->pool, 0, unit_points(), span);
    if (!sum)
        sum = zero;
    if (!score)
        return NULL;
    struct node *here = node_status_is(model->pool, score, status_mask(STATUS_PRESENT));
    struct node *own = node_operation(model->pool, OP_SELECT, here, score, zero, unit_points(), span);
    return node_operation(model->pool, subtract ? OP_SUBTRACT : OP_ADD, sum, own, NULL, unit_points(), span);
}

/* The points that belong to the component in the mixture; of no component (NO_PARTY): all that counts. */
static struct node *points_of(const struct splitting *splitting, struct model *model, const struct mixture *mixture, uint32_t number)
{
    const struct mixing *mixing = splitting->mixing;
    struct scheme *scheme = mixture->scheme;
    struct node *sum = node_integer(model->pool, 0, unit_points(), scheme->title_span);
    if (mixing->joint)
        return quantity_node(scheme, scheme->total);
    for (uint32_t i = 0; i < mixture->count && sum; i++)
        if (number == NO_PARTY || mixing->families[mixture->families[i]].component == number)
            sum = add(model, sum, item_counted(scheme, mixture->items[i]), false, scheme->title_span);
    if (sum && mixture->counts_bonus && scheme->bonus && (number == NO_PARTY || mixing->components[number].bonus))
        sum = add(model, sum, item_counted(scheme, scheme->bonus), false, scheme->title_span);
    if (sum && mixture->counts_deduction && scheme->deduction && (number == NO_PARTY || mixing->components[number].deduction))
        sum = add(model, sum, item_counted(scheme, scheme->deduction), true, scheme->title_span);
    return sum;
}

/* The value as a whole number of 10^-places; false where it is none. */
static bool scaled(const struct column_data *column, uint32_t row, int places, int64_t *out)
{
    struct rational value, scale;
    rational_init(&value);
    rational_init(&scale);
    if (column_status(column, row) != STATUS_PRESENT)
        return false;
    const struct chunk *chunk = &column->chunks[row / CHUNK_ROWS];
    int64_t power = 1;
    for (int i = 0; i < places; i++)
        power *= 10;
    if (!chunk->denominators && !column->exception_count && power % chunk->denominator == 0)
        return !__builtin_mul_overflow(chunk_value(chunk, row % CHUNK_ROWS), power / chunk->denominator, out);
    column_number(column, row, &value);
    rational_set(&scale, power, 1);
    rational_multiply(&value, &value, &scale);
    return rational_to_int64(&value, out);
}

/* ---- one batch of mixtures ---- */

struct wanted { struct node **nodes; uint32_t *masks; uint32_t count; };

/* How many mixtures read the same ledgers: a party that touches them, or what their lines name, sits last, so its bit is that of runs of
 * subsets in their order. */
static uint32_t batch_of(const struct mixing *mixing)
{
    const uint32_t touching[] = {mixing->ledgers, mixing->constants};
    uint32_t batch = MIXTURES_AT_ONCE;
    for (size_t i = 0; i < sizeof touching / sizeof *touching; i++)
        if (touching[i] != NO_PARTY && mixing->parties[touching[i]].seat < 31 && 1u << mixing->parties[touching[i]].seat < batch)
            batch = 1u << mixing->parties[touching[i]].seat;
    return batch;
}

/* Families whose component has subsets that were not seen yet; what meets nothing is left out of the mixture. */
static bool *families_wanted(const struct mixing *mixing, uint32_t first)
{
    bool *kept = lang_array(mixing->family_count + 1, sizeof *kept);
    for (uint32_t i = 0; i < mixing->family_count; i++) {
        uint32_t number = mixing->families[i].component;
        kept[i] = mixing->joint || (number != NO_PARTY && first < 1u << mixing->components[number].seats);
    }
    return kept;
}

/* Mixtures first .. first + count - 1 of all masks. */
static bool make_batch(const struct splitting *splitting, struct model *model, uint32_t first, uint32_t count, struct node **nodes)
{
    const struct mixing *mixing = splitting->mixing;
    bool *on = lang_array(mixing->party_count + 1, sizeof *on), *kept = families_wanted(mixing, first);
    struct scheme *base = NULL;
    for (uint32_t i = 0; i < count; i++) {
        force(mixing, first + i, on);
        struct mixture *mixture = mixture_make(mixing, model, on, kept, base);
        if (!mixture)
            return false;
        for (uint32_t c = 0; c < mixing->component_count; c++) {
            if (first >= 1u << mixing->components[c].seats)
                continue;
            struct node *points = points_of(splitting, model, mixture, c);
            if (!points)
                return false;
            nodes[i * mixing->component_count + c] = outcome_want(model, mixture->scheme, points);
        }
        if (!base)
            base = mixture->scheme;
    }
    return !diagnostics_count(model->diagnostics, SEVERITY_ERROR);
}

static void tally_value(struct tally *tally, uint32_t unit, uint32_t mask, int64_t value)
{
    uint32_t size = (uint32_t)__builtin_popcount(mask), sizes = tally->seats + 1;
    tally->all[unit * sizes + size] += value;
    for (uint32_t left = mask; left; left &= left - 1)
        tally->with[((size_t)unit * tally->seats + (uint32_t)__builtin_ctz(left)) * sizes + size] += value;
}

static bool read_batch(const struct splitting *splitting, const struct outcome *outcome, uint32_t first, uint32_t count, struct node *const *nodes)
{
    const struct mixing *mixing = splitting->mixing;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t c = 0; c < mixing->component_count; c++) {
            struct tally *tally = &splitting->tallies[c];
            const struct column_data *column = outcome_column(outcome, nodes[i * mixing->component_count + c]);
            if (first + i >= 1u << tally->seats)
                continue;           /* the component has fewer parties: seen already */
            for (uint32_t unit = 0; unit < splitting->effect->unit_count; unit++) {
                int64_t value = 0;
                if (!splitting->effect->units[unit].scored[0] || !splitting->effect->units[unit].scored[1])
                    continue;
                if (!column || !scaled(column, unit, splitting->places, &value))
                    return false;
                tally_value(tally, unit, first + i, value);
            }
        }
    return true;
}

static bool run_batch(const struct splitting *splitting, uint32_t first, uint32_t count)
{
    struct model *model = mixture_model(splitting->mixing->diff->new->model);
    struct node **nodes = lang_array(count * splitting->mixing->component_count + 1, sizeof *nodes);
    struct outcome outcome = {0};
    bool good = make_batch(splitting, model, first, count, nodes) && outcome_run(&outcome, model, splitting->paths, splitting->threads) &&
                read_batch(splitting, &outcome, first, count, nodes);
    outcome_release(&outcome);
    diagnostics_free(model->diagnostics);
    return good;
}

/* ---- parts ---- */

static void fraction(struct rational *out, int64_t numerator, int64_t denominator)
{
    rational_init(out);
    rational_set(out, numerator, denominator);
}

/* (size)! (seats - size - 1)! ÷ seats! */
static void order_weight(struct rational *out, uint32_t seats, uint32_t size)
{
    int64_t above = 1, below = 1;
    for (uint32_t i = 2; i <= size; i++)
        above *= i;
    for (uint32_t i = 2; i <= seats - size - 1; i++)
        above *= i;
    for (uint32_t i = 2; i <= seats; i++)
        below *= i;
    fraction(out, above, below);
}

static void part_of(const struct splitting *splitting, const struct tally *tally, uint32_t unit, uint32_t seat, struct rational *out)
{
    uint32_t sizes = tally->seats + 1;
    const int64_t *all = tally->all + (size_t)unit * sizes, *with = tally->with + ((size_t)unit * tally->seats + seat) * sizes;
    struct rational weight, sum, scale;
    fraction(out, 0, 1);
    for (uint32_t size = 0; size < tally->seats; size++) {
        order_weight(&weight, tally->seats, size);
        fraction(&sum, with[size + 1] - (all[size] - with[size]), 1);
        rational_multiply(&sum, &sum, &weight);
        rational_add(out, out, &sum);
    }
    int64_t power = 1;
    for (int i = 0; i < splitting->places; i++)
        power *= 10;
    fraction(&scale, power, 1);
    rational_divide(out, out, &scale);
}

static void make_parts(struct splitting *splitting)
{
    struct effect *effect = splitting->effect;
    const struct mixing *mixing = splitting->mixing;
    effect->part_count = 0;
    effect->parts = NULL;
    for (uint32_t c = 0; c < mixing->component_count; c++)
        for (uint32_t s = 0; s < mixing->components[c].seats; s++)
            *ARRAY_ADD(effect->parts, effect->part_count) = (struct part){mixing->components[c].named[s], c, s};
    for (uint32_t unit = 0; unit < effect->unit_count; unit++) {
        struct unit_effect *of = &effect->units[unit];
        of->parts = lang_array(effect->part_count + 1, sizeof *of->parts);
        for (uint32_t c = 0, at = 0; c < mixing->component_count; c++)
            for (uint32_t s = 0; s < mixing->components[c].seats; s++)
                part_of(splitting, &splitting->tallies[c], unit, s, &of->parts[at++]);
    }
}

/* The parts of each unit are its change, or a cap, a floor or a rounding of the total stands between. */
static bool parts_add_up(const struct effect *effect)
{
    for (uint32_t unit = 0; unit < effect->unit_count; unit++) {
        const struct unit_effect *of = &effect->units[unit];
        struct rational sum, change;
        if (!of->scored[0] || !of->scored[1])
            continue;
        rational_init(&sum);
        rational_init(&change);
        for (uint32_t i = 0; i < effect->part_count; i++)
            rational_add(&sum, &sum, &of->parts[i]);
        rational_subtract(&change, &of->total[1], &of->total[0]);
        if (rational_compare(&sum, &change) != 0)
            return false;
    }
    return true;
}

static int decimals_of(const struct scheme *scheme)
{
    int places = scheme->has_rounding ? rational_decimals(&scheme->quantum) : 0;
    for (uint32_t i = 0; i < scheme->result_count; i++)
        if (scheme->results[i].node && scheme->results[i].node->decimals > places)
            places = scheme->results[i].node->decimals;
    return places;
}

static bool split_once(struct splitting *splitting)
{
    const struct mixing *mixing = splitting->mixing;
    uint32_t most = 0, units = splitting->effect->unit_count;
    splitting->tallies = lang_array(mixing->component_count + 1, sizeof *splitting->tallies);
    for (uint32_t c = 0; c < mixing->component_count; c++) {
        struct tally *tally = &splitting->tallies[c];
        tally->seats = mixing->components[c].seats;
        most = tally->seats > most ? tally->seats : most;
        tally->all = lang_array((size_t)units * (tally->seats + 1) + 1, sizeof *tally->all);
        tally->with = lang_array((size_t)units * tally->seats * (tally->seats + 1) + 1, sizeof *tally->with);
    }
    uint32_t batch = batch_of(mixing);
    for (uint32_t first = 0; mixing->component_count && first < 1u << most; first += batch) {
        uint32_t left = (1u << most) - first;
        if (!run_batch(splitting, first, left < batch ? left : batch))
            return false;
    }
    make_parts(splitting);
    return parts_add_up(splitting->effect);
}

bool split_changes(struct effect *effect, const struct ledger_paths *paths, unsigned threads)
{
    const struct diff *diff = effect->mixing->diff;
    struct splitting splitting = {.effect = effect, .mixing = effect->mixing, .paths = paths, .threads = threads};
    int old = decimals_of(diff->old), new = decimals_of(diff->new);
    splitting.places = old > new ? old : new;
    if (splitting.places > 9)
        return false;
    if (split_once(&splitting))
        return true;
    mixing_join(effect->mixing);
    return split_once(&splitting);
}
