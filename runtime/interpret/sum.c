/* Sums of unlike fractions.  Parts are gathered as they come and summed at the end, group by group:
 *
 *     parts (group, numerator, denominator) -> by group -> by denominator, equal ones merged -> a balanced tree of exact sums
 *
 * The tree keeps operands of one size together: a running sum of a thousand unlike fractions would cost a thousand long additions.
 * Parts are in order of denominator, not of rows, so that whether a sum is refused as too long does not depend on the order of rows. */
#include "interpret/sum.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/memory.h"

struct part { int64_t numerator, denominator; };
struct long_part { uint32_t group; struct rational value; };
struct group_sum { uint32_t group; bool too_long; struct rational value; };

struct sums {
    uint32_t group_count;
    struct part *parts; uint32_t *groups; size_t part_count, part_capacity;
    struct long_part *long_parts; size_t long_count, long_capacity;
    struct group_sum *results; uint32_t *result_of;         /* result_of[group]: its result plus 1, 0: none */
    uint32_t result_count, result_capacity;
    struct rational *terms; size_t term_count, term_capacity;   /* of the group being summed */
};

struct sums *sums_new(uint32_t groups)
{
    struct sums *sums = memory_new(sizeof *sums);
    sums->group_count = groups;
    return sums;
}

void sums_free(struct sums *sums)
{
    for (size_t i = 0; i < sums->long_count; i++)
        rational_clear(&sums->long_parts[i].value);
    for (uint32_t i = 0; i < sums->result_count; i++)
        rational_clear(&sums->results[i].value);
    for (size_t i = 0; i < sums->term_capacity; i++)
        rational_clear(&sums->terms[i]);
    memory_free(sums->parts);
    memory_free(sums->groups);
    memory_free(sums->long_parts);
    memory_free(sums->results);
    memory_free(sums->result_of);
    memory_free(sums->terms);
    memory_free(sums);
}

void sums_add_fraction(struct sums *sums, uint32_t group, int64_t numerator, int64_t denominator)
{
    if (sums->part_count == sums->part_capacity) {
        sums->part_capacity = sums->part_capacity ? 2 * sums->part_capacity : 1024;
        sums->parts = memory_resize(sums->parts, sums->part_capacity, sizeof *sums->parts);
        sums->groups = memory_resize(sums->groups, sums->part_capacity, sizeof *sums->groups);
    }
    sums->groups[sums->part_count] = group;
    sums->parts[sums->part_count++] = (struct part){numerator, denominator};
}

void sums_add_exact(struct sums *sums, uint32_t group, const struct rational *value)
{
    if (value->gear == GEAR_SMALL) {
        sums_add_fraction(sums, group, value->small.numerator, value->small.denominator);
        return;
    }
    if (sums->long_count == sums->long_capacity) {
        sums->long_capacity = sums->long_capacity ? 2 * sums->long_capacity : 16;
        sums->long_parts = memory_resize(sums->long_parts, sums->long_capacity, sizeof *sums->long_parts);
    }
    struct long_part *part = &sums->long_parts[sums->long_count++];
    part->group = group;
    rational_init(&part->value);
    rational_copy(&part->value, value);
}

/* ---- one group ---------------------------------------------------------------------------------------------------------------- */

static struct rational *next_term(struct sums *sums)
{
    if (sums->term_count == sums->term_capacity) {
        size_t capacity = sums->term_capacity ? 2 * sums->term_capacity : 16;
        sums->terms = memory_resize(sums->terms, capacity, sizeof *sums->terms);
        for (size_t i = sums->term_capacity; i < capacity; i++)
            rational_init(&sums->terms[i]);
        sums->term_capacity = capacity;
    }
    return &sums->terms[sums->term_count++];
}

static int by_denominator(const void *a, const void *b)
{
    int64_t x = ((const struct part *)a)->denominator, y = ((const struct part *)b)->denominator;
    return (x > y) - (x < y);
}

/* Sorts the parts of a group; most groups are short. */
static void sort_parts(struct part *parts, size_t count)
{
    if (count > 24) {
        qsort(parts, count, sizeof *parts, by_denominator);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        struct part part = parts[i];
        size_t at = i;
        for (; at > 0 && parts[at - 1].denominator > part.denominator; at--)
            parts[at] = parts[at - 1];
        parts[at] = part;
    }
}

/* One term for each denominator. */
static void merge_parts(struct sums *sums, struct part *parts, size_t count)
{
    sort_parts(parts, count);
    for (size_t i = 0; i < count;) {
        __int128 numerator = 0;
        int64_t denominator = parts[i].denominator;
        for (; i < count && parts[i].denominator == denominator; i++)
            numerator += parts[i].numerator;
        rational_set_wide(next_term(sums), numerator, denominator);
    }
}

/* Adds neighbours until one is left. False where a sum grows too long. */
static bool add_terms(struct sums *sums)
{
    for (size_t count = sums->term_count; count > 1; count = (count + 1) / 2) {
        for (size_t i = 0; i < count / 2; i++) {
            rational_add(&sums->terms[i], &sums->terms[2 * i], &sums->terms[2 * i + 1]);
            if (sums->terms[i].gear == GEAR_BIG && rational_exceeds(&sums->terms[i], LIMIT_RESULT_DIGITS))
                return false;
        }
        if (count % 2)
            rational_copy(&sums->terms[count / 2], &sums->terms[count - 1]);
    }
    return true;
}

static void sum_group(struct sums *sums, uint32_t group, struct part *parts, size_t part_count, size_t long_first, size_t long_count)
{
    if (sums->result_count == sums->result_capacity) {
        sums->result_capacity = sums->result_capacity ? 2 * sums->result_capacity : 16;
        sums->results = memory_resize(sums->results, sums->result_capacity, sizeof *sums->results);
    }
    struct group_sum *result = &sums->results[sums->result_count++];
    result->group = group;
    sums->result_of[group] = sums->result_count;
    rational_init(&result->value);
    sums->term_count = 0;
    merge_parts(sums, parts, part_count);
    for (size_t i = 0; i < long_count; i++)
        rational_copy(next_term(sums), &sums->long_parts[long_first + i].value);
    result->too_long = !add_terms(sums);
    if (!result->too_long && sums->term_count)
        rational_copy(&result->value, &sums->terms[0]);
}

/* ---- all groups --------------------------------------------------------------------------------------------------------------- */

static int by_group_and_value(const void *a, const void *b)
{
    const struct long_part *x = a, *y = b;
    return x->group != y->group ? (x->group > y->group) - (x->group < y->group) : rational_compare(&x->value, &y->value);
}

/* The parts in the order of their groups; starts[group] is where a group's begin. */
static size_t *sort_by_group(struct sums *sums)
{
    size_t *starts = memory_array((size_t)sums->group_count + 2, sizeof *starts);
    struct part *sorted = memory_resize(NULL, sums->part_count, sizeof *sorted);
    for (size_t i = 0; i < sums->part_count; i++)
        starts[sums->groups[i] + 2]++;
    for (uint32_t g = 2; g < sums->group_count + 1; g++)
        starts[g] += starts[g - 1];
    for (size_t i = 0; i < sums->part_count; i++)
        sorted[starts[sums->groups[i] + 1]++] = sums->parts[i];
    memory_free(sums->parts);
    sums->parts = sorted;
    return starts;
}

void sums_finish(struct sums *sums)
{
    sums->result_of = memory_array(sums->group_count, sizeof *sums->result_of);
    if (!sums->part_count && !sums->long_count)
        return;
    size_t *starts = sort_by_group(sums), at = 0;
    if (sums->long_count)
        qsort(sums->long_parts, sums->long_count, sizeof *sums->long_parts, by_group_and_value);
    for (uint32_t group = 0; group < sums->group_count; group++) {
        size_t first = at, count = starts[group + 1] - starts[group];
        while (at < sums->long_count && sums->long_parts[at].group == group)
            at++;
        if (count || at > first)
            sum_group(sums, group, sums->parts + starts[group], count, first, at - first);
    }
    memory_free(starts);
}

bool sums_get(const struct sums *sums, uint32_t group, struct rational *total)
{
    if (!sums->result_of[group])
        return true;
    const struct group_sum *result = &sums->results[sums->result_of[group] - 1];
    if (!result->too_long)
        rational_add(total, total, &result->value);
    return !result->too_long;
}
