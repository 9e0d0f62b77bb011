/* A unit beside the others: least, mean and greatest of every result, gone through once a scheme; and the gap to the unit ranked before it. */
#include "explain/compare.h"
#include <stdlib.h>
#include "elaborate/elaborate.h"
#include "memory.h"

/* ---- among all ---- */

static void take_value(struct spread *spread, const struct rational *value)
{
    if (!spread->count || rational_compare(value, &spread->least) < 0)
        spread->least = *value;
    if (!spread->count || rational_compare(value, &spread->greatest) > 0)
        spread->greatest = *value;
    if (!spread->count)
        rational_init(&spread->mean);
    rational_add(&spread->mean, &spread->mean, value);
    spread->count++;
}

static void finish(struct spread *spread)
{
    struct rational count;
    if (!spread->count)
        return;
    rational_init(&count);
    rational_set(&count, spread->count, 1);
    rational_divide(&spread->mean, &spread->mean, &count);
}

static struct value class_of(struct explainer *explainer, const struct scheme *scheme, uint32_t row)
{
    struct node like = {.kind = NODE_FIELD, .type = TYPE_CATEGORY, .domain = scheme->units, .field = scheme->class_field};
    return scheme->class_field ? value_of(&explainer->values, &like, row) : (struct value){.status = STATUS_MISSING};
}

static void take_unit(struct explainer *explainer, const struct scheme *scheme, struct population *population, uint32_t row)
{
    struct value class = class_of(explainer, scheme, row);
    for (uint32_t i = 0; i < scheme->result_count; i++) {
        const struct node *node = scheme->results[i].node;
        struct value value = node && node->type == TYPE_NUMBER ? value_of(&explainer->values, node, row) : (struct value){.status = STATUS_MISSING};
        if (value.status != STATUS_PRESENT)
            continue;
        take_value(&population->all[i], &value.number);
        if (class.status == STATUS_PRESENT && class.integer < population->class_count)
            take_value(&population->classes[class.integer][i], &value.number);
    }
}

static struct population *count_population(struct explainer *explainer, const struct scheme *scheme)
{
    struct population *population = lang_new(sizeof *population);
    const struct row_set *units = scheme->units;
    uint32_t rows = explainer->values.data->domains[units->program_domain].rows;
    population->class_count = scheme->class_field && scheme->class_field->categories ? scheme->class_field->categories->count : 0;
    population->all = lang_array(scheme->result_count + 1, sizeof *population->all);
    population->classes = lang_array(population->class_count + 1, sizeof *population->classes);
    for (uint32_t c = 0; c < population->class_count; c++)
        population->classes[c] = lang_array(scheme->result_count + 1, sizeof **population->classes);
    for (uint32_t row = 0; row < rows; row++)
        if (!units->void_rows || !value_is_true(&explainer->values, units->void_rows, row))
            take_unit(explainer, scheme, population, row);
    for (uint32_t i = 0; i < scheme->result_count; i++) {
        finish(&population->all[i]);
        for (uint32_t c = 0; c < population->class_count; c++)
            finish(&population->classes[c][i]);
    }
    return population;
}

const struct population *population_of(struct explainer *explainer, const struct scheme *scheme)
{
    uint32_t number;
    if (marks_find(&explainer->population_at, scheme, 0, 0, &number))
        return explainer->populations[number];
    marks_add(&explainer->population_at, scheme, 0, 0, explainer->population_count);
    return *ARRAY_ADD(explainer->populations, explainer->population_count) = count_population(explainer, scheme);
}

static const char *say_number(struct explainer *explainer, const struct result *result, const struct rational *number)
{
    struct value value = {.status = STATUS_PRESENT, .known = true, .number = *number};
    const struct scheme *scheme = explainer->scheme;
    return say_like(explainer, result->node, &value, scheme->has_rounding && result->node->unit == unit_points() ? rational_decimals(&scheme->quantum) : -1);
}

static void append_number(struct buffer *out, const char *name, const struct rational *number)
{
    buffer_format(out, ",\"%s\":\"", name);
    rational_format_exact(number, out);
    buffer_append_char(out, '"');
}

static void add_spread(struct explainer *explainer, struct entry *into, const struct result *result, const struct spread *spread, const char *of)
{
    struct buffer extra = {0};
    if (!spread->count)
        return;
    const char *text = lang_format(in_language(explainer, "%s 有数的 %u 个:最低 %s,平均 %s,最高 %s", "%s, %u with a value: least %s, mean %s, greatest %s"), of, spread->count,
                                   say_number(explainer, result, &spread->least), say_number(explainer, result, &spread->mean), say_number(explainer, result, &spread->greatest));
    struct entry *entry = entry_add(into, ENTRY_POPULATION, text);
    buffer_append_text(&extra, ",\"of\":");
    json_text(of, &extra);
    buffer_format(&extra, ",\"count\":%u", spread->count);
    append_number(&extra, "least", &spread->least);
    append_number(&extra, "mean", &spread->mean);
    append_number(&extra, "greatest", &spread->greatest);
    entry->extra = lang_text(buffer_text(&extra), extra.length);
    buffer_release(&extra);
}

void explain_population(struct explainer *explainer, struct entry *into, uint32_t result, uint32_t row)
{
    const struct scheme *scheme = explainer->scheme;
    const struct population *population = population_of(explainer, scheme);
    const struct result *column = &scheme->results[result];
    struct value class = class_of(explainer, scheme, row);
    if (column->role == ROLE_RANK || column->role == ROLE_GRADE)
        return;
    if (class.status == STATUS_PRESENT && class.integer < population->class_count)
        add_spread(explainer, into, column, &population->classes[class.integer][result],
                   lang_format(in_language(explainer, "本类(%s)", "its class (%s)"), scheme->class_field->categories->names[class.integer]));
    add_spread(explainer, into, column, &population->all[result], in_language(explainer, "全部", "all"));
}

/* ---- beside the one before ---- */

struct gap { const struct result *result; const struct item *item; struct rational difference; };
struct gaps { struct explainer *explainer; uint32_t row, above; struct gap *list; uint32_t count; struct rational rest; };

/* What is not there counts for nothing in a sum. */
static struct rational counted_at(struct explainer *explainer, const struct node *node, uint32_t row)
{
    struct value value = value_of(&explainer->values, node, row);
    if (value.status != STATUS_PRESENT)
        rational_init(&value.number);
    return value.number;
}

static void add_gap(struct gaps *gaps, const struct result *result, bool taken)
{
    struct rational own = counted_at(gaps->explainer, result->node, gaps->row), above = counted_at(gaps->explainer, result->node, gaps->above);
    struct gap gap = {.result = result};
    rational_init(&gap.difference);
    rational_subtract(&gap.difference, taken ? &above : &own, taken ? &own : &above);
    rational_subtract(&gaps->rest, &gaps->rest, &gap.difference);
    if (rational_sign(&gap.difference) != 0)
        *ARRAY_ADD(gaps->list, gaps->count) = gap;
}

/* What costs most stands first. */
static int by_loss(const void *a, const void *b)
{
    const struct gap *first = a, *second = b;
    int order = rational_compare(&first->difference, &second->difference);
    return order ? order : (first->result > second->result) - (first->result < second->result);
}

static const char *say_gap(struct explainer *explainer, const struct result *like, const struct rational *difference)
{
    struct rational size = *difference;
    bool less = rational_sign(difference) < 0;
    if (less)
        rational_negate(&size, difference);
    return lang_format(less ? in_language(explainer, "少 %s", "%s less") : in_language(explainer, "多 %s", "%s more"), say_number(explainer, like, &size));
}

static void add_line(struct entry *into, const char *text, const struct rational *difference)
{
    struct entry *entry = entry_add(into, ENTRY_GAP, text);
    struct buffer extra = {0};
    append_number(&extra, "difference", difference);
    entry->extra = lang_text(buffer_text(&extra), extra.length);
    buffer_release(&extra);
}

/* The indicators, bonus and deductions in which the two differ; with what the total itself cuts or rounds they add up to the difference. */
static void explain_total_gap(struct gaps *gaps, struct entry *into, const struct result *total)
{
    struct explainer *explainer = gaps->explainer;
    const struct scheme *scheme = explainer->scheme;
    struct rational own = counted_at(explainer, total->node, gaps->row), above = counted_at(explainer, total->node, gaps->above), whole;
    rational_init(&whole);
    rational_subtract(&whole, &own, &above);
    gaps->rest = whole;
    for (uint32_t i = 0; i < scheme->result_count; i++) {
        const struct result *result = &scheme->results[i];
        if (result->role == ROLE_INDICATOR || result->role == ROLE_BONUS || result->role == ROLE_DEDUCTION)
            add_gap(gaps, result, result->role == ROLE_DEDUCTION);
    }
    if (gaps->count)
        qsort(gaps->list, gaps->count, sizeof *gaps->list, by_loss);
    for (uint32_t i = 0; i < gaps->count; i++) {
        const struct gap *gap = &gaps->list[i];
        const struct item *item = item_of_result(explainer->scheme, gap->result);
        const char *name = item && item->name && item->name != gap->result->name && item->kind == ITEM_INDICATOR ? lang_format(" %s", item->name) : "";
        add_line(into, lang_format(in_language(explainer, "%s%s:%s,前一名 %s,%s", "%s%s: %s, the one before %s, %s"), gap->result->name, name,
                                              say_value(explainer, gap->result->node, gaps->row), say_value(explainer, gap->result->node, gaps->above),
                                              say_gap(explainer, gap->result, &gap->difference)), &gap->difference);
    }
    if (rational_sign(&gaps->rest) != 0)
        add_line(into, lang_format(in_language(explainer, "%s 的舍入、最高和最低:%s", "rounding and limits of %s: %s"), total->name, say_gap(explainer, total, &gaps->rest)), &gaps->rest);
    add_line(into, lang_format(in_language(explainer, "合计:%s,正是 %s 之差", "together: %s, which is the difference in %s"), say_gap(explainer, total, &whole), total->name), &whole);
}

static const struct node *rank_below(const struct node *node, int depth)
{
    if (!node || node->kind == NODE_RANK || depth == 0)
        return node && node->kind == NODE_RANK ? node : NULL;
    const struct node *parts[] = {node->a, node->b, node->c}, *found = NULL;
    for (int i = 0; i < 3 && !found; i++)
        found = rank_below(parts[i], depth - 1);
    return found;
}

/* The first key in which the two differ decides. */
static const struct node *deciding_key(struct explainer *explainer, const struct node *rank, uint32_t row, uint32_t above)
{
    for (uint32_t i = 0; i < rank->key_count; i++) {
        struct value own = value_of(&explainer->values, rank->keys[i], row), other = value_of(&explainer->values, rank->keys[i], above);
        bool same = own.status == other.status && (rank->keys[i]->type == TYPE_NUMBER ? rational_compare(&own.number, &other.number) == 0 : own.integer == other.integer);
        if (!same)
            return rank->keys[i];
    }
    return rank->keys[0];
}

static const struct result *total_of(const struct scheme *scheme)
{
    for (uint32_t i = 0; i < scheme->result_count; i++)
        if (scheme->results[i].role == ROLE_TOTAL)
            return &scheme->results[i];
    return NULL;
}

static void explain_gap(struct explainer *explainer, struct entry *unit, const struct result *result, const struct node *rank, uint32_t row)
{
    const char *own = say_value(explainer, result->node, row);
    uint32_t above = value_of(&explainer->values, result->node, row).status == STATUS_PRESENT ? pool_above(explainer, rank, row) : NONE;
    if (above == NONE) {
        entry_add(unit, ENTRY_COMPARISON, value_of(&explainer->values, result->node, row).status == STATUS_PRESENT
                                              ? lang_format(in_language(explainer, "%s 第%s名,前面没有别的单位", "%s %s: no unit is before it"), result->name, own)
                                              : lang_format(in_language(explainer, "%s 不排", "%s: not ranked"), result->name));
        return;
    }
    struct entry *entry = entry_add(unit, ENTRY_COMPARISON, lang_format(in_language(explainer, "和前一名比:%s 第%s名,前面是第%s名 %s", "beside the one before: %s %s, before it, at %s, is %s"), result->name, own,
                                                                         say_value(explainer, result->node, above), say_row(explainer, explainer->scheme->units, above)));
    const struct node *key = deciding_key(explainer, rank, row, above);
    const struct result *total = total_of(explainer->scheme);
    const char *name = key->kind == NODE_FIELD ? key->field->name : say_name(explainer, key);
    entry_add(entry, ENTRY_MEMBER, lang_format(in_language(explainer, "%s:%s,前一名 %s", "%s: %s, the one before %s"), name ? name : in_language(explainer, "排名的依据", "ranked by"),
                                               say_value(explainer, key, row), say_value(explainer, key, above)));
    struct gaps gaps = {.explainer = explainer, .row = row, .above = above};
    if (total && key == rank->keys[0] && key->unit == unit_points())
        explain_total_gap(&gaps, entry, total);
}

bool explain_rank_gap(struct explainer *explainer, struct entry *unit, uint32_t row)
{
    const struct scheme *scheme = explainer->scheme;
    bool any = false;
    for (uint32_t i = 0; i < scheme->result_count; i++) {
        enum { DEPTH = 8 };
        const struct node *rank = scheme->results[i].role == ROLE_RANK ? rank_below(scheme->results[i].node, DEPTH) : NULL;
        if (!rank)
            continue;
        explain_gap(explainer, unit, &scheme->results[i], rank, row);
        any = true;
    }
    return any;
}
