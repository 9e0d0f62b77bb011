/* RANK: the place of each row among the rows of its group, by one key or several.
 *
 *     keys of the rows that take part -> order codes, combined key by key -> pairs (group, code), again as codes in order:
 *     pair 0 1 2 | 3 4 | ...          |: a new group; each pair has its rows, and so the places that they share
 *
 * Nothing here depends on the order of rows, but for TIES_ORDER, which is asked for only where the choice cannot be seen. */
#include <assert.h>

#include "base/memory.h"
#include "interpret/maker.h"
#include "interpret/order.h"
#include "interpret/run.h"

/* The rows that a rank is among, and the group of each. */
struct ranked { uint32_t *rows, *groups, *codes, count; };

static void find_ranked(const struct run *run, const struct stage *stage, struct ranked *ranked)
{
    uint32_t rows = run->data->domains[stage->domain].rows, groups[BATCH_ROWS];
    uint8_t mask[BATCH_ROWS];
    ranked->rows = memory_resize(NULL, rows, sizeof *ranked->rows);
    ranked->groups = memory_resize(NULL, rows, sizeof *ranked->groups);
    ranked->codes = memory_array(rows, sizeof *ranked->codes);
    ranked->count = 0;
    for (uint32_t first = 0; first < rows; first += BATCH_ROWS) {
        uint32_t count = rows - first < BATCH_ROWS ? rows - first : BATCH_ROWS;
        run_mask(run, stage->domain, stage->filter, first, count, mask);
        for (uint32_t k = 0; k < stage->rank_key_count; k++)
            run_mask_present(&run->data->columns[stage->rank_keys[k].column], first, count, mask);
        run_groups(run, stage->index, first, count, mask, groups);
        for (uint32_t i = 0; i < count; i++) {
            ranked->rows[ranked->count] = first + i;
            ranked->groups[ranked->count] = groups[i];
            ranked->count += mask[i];
        }
    }
}

/* Codes in the order in which places are given: a descending key counts from above. Returns their number. */
static uint32_t code_keys(const struct run *run, const struct stage *stage, struct ranked *ranked)
{
    uint32_t *combined = ranked->codes, *codes = memory_resize(NULL, ranked->count, sizeof *codes), distinct = 1;
    for (uint32_t k = 0; k < stage->rank_key_count; k++) {
        uint32_t minors = order_column(&run->data->columns[stage->rank_keys[k].column], ranked->rows, ranked->count, codes);
        if (stage->rank_keys[k].descending)
            for (uint32_t i = 0; i < ranked->count; i++)
                codes[i] = minors - 1 - codes[i];
        distinct = k == 0 ? minors : order_pairs(combined, codes, minors, ranked->count);
        uint32_t *swap = combined;
        combined = codes;
        codes = swap;
    }
    memory_free(codes);
    ranked->codes = combined;
    return distinct;
}

/* Of each pair (group, code): rows of the group before it, distinct codes before it, its own rows. */
struct pair { uint32_t group, before, distinct_before, rows; };

static struct pair *count_pairs(const struct ranked *ranked, uint32_t pair_count)
{
    struct pair *pairs = memory_array(pair_count, sizeof *pairs);
    for (uint32_t i = 0; i < ranked->count; i++) {
        pairs[ranked->codes[i]].group = ranked->groups[i];
        pairs[ranked->codes[i]].rows++;
    }
    for (uint32_t p = 1; p < pair_count; p++)
        if (pairs[p].group == pairs[p - 1].group) {
            pairs[p].before = pairs[p - 1].before + pairs[p - 1].rows;
            pairs[p].distinct_before = pairs[p - 1].distinct_before + 1;
        }
    return pairs;
}

static void make_place(struct maker *maker, struct pair *pair, enum ties ties, uint32_t *seen)
{
    switch (ties) {
    case TIES_COMPETITION: maker_integer(maker, (int64_t)pair->before + 1); break;
    case TIES_DENSE: maker_integer(maker, (int64_t)pair->distinct_before + 1); break;
    case TIES_LAST: maker_integer(maker, (int64_t)pair->before + pair->rows); break;
    case TIES_ORDER: maker_integer(maker, (int64_t)pair->before + ++*seen); break;
    case TIES_MEAN: {               /* the mean of before + 1 .. before + rows */
        int64_t twice = 2 * (int64_t)pair->before + 1 + pair->rows;
        maker_fraction(maker, twice % 2 ? twice : twice / 2, twice % 2 ? 2 : 1);
        break;
    }
    default: assert(ties < TIES_KINDS);
    }
}

void stage_rank(const struct run *run, const struct stage *stage)
{
    struct ranked ranked;
    uint32_t rows = run->data->domains[stage->domain].rows, next = 0;
    find_ranked(run, stage, &ranked);
    uint32_t distinct = code_keys(run, stage, &ranked);
    uint32_t pair_count = order_pairs(ranked.groups, ranked.codes, distinct, ranked.count);
    struct pair *pairs = count_pairs(&ranked, pair_count);
    uint32_t *seen = memory_array(pair_count, sizeof *seen);
    struct maker *maker = maker_new(run_begin_column(run, stage->result), 0);
    for (uint32_t row = 0; row < rows; row++) {
        if (next < ranked.count && ranked.rows[next] == row) {
            uint32_t pair = ranked.codes[next++];
            make_place(maker, &pairs[pair], stage->ties, &seen[pair]);
        } else {
            maker_absent(maker, STATUS_NOT_APPLICABLE);
        }
    }
    maker_finish(maker);
    memory_free(seen);
    memory_free(pairs);
    memory_free(ranked.rows);
    memory_free(ranked.groups);
    memory_free(ranked.codes);
}
