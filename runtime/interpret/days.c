/* DAYS: days of a period that the union of intervals covers.  DAILY: a check that the values in force add to a constant on every day.
 *
 * Both walk the intervals of each group in order of days; an interval is [from, to], both ends included, and empty where to < from. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "interpret/faults.h"
#include "interpret/maker.h"
#include "interpret/run.h"
#include "number/date.h"

struct interval { uint32_t group, row; int64_t from, to; };
struct intervals { struct interval *items; size_t count; };

static int by_group_and_day(const void *a, const void *b)
{
    const struct interval *x = a, *y = b;
    if (x->group != y->group)
        return (x->group > y->group) - (x->group < y->group);
    if (x->from != y->from)
        return (x->from > y->from) - (x->from < y->from);
    return (x->row > y->row) - (x->row < y->row);
}

/* The rows that take part and whose interval is known, sorted by group and first day. */
static struct intervals find_intervals(const struct run *run, const struct stage *stage, uint32_t value)
{
    uint32_t rows = run->data->domains[stage->domain].rows, groups[BATCH_ROWS];
    const struct column_data *from = &run->data->columns[stage->from], *to = &run->data->columns[stage->to];
    struct intervals found = {memory_array(rows, sizeof(struct interval)), 0};
    uint8_t mask[BATCH_ROWS];
    for (uint32_t first = 0; first < rows; first += BATCH_ROWS) {
        uint32_t count = rows - first < BATCH_ROWS ? rows - first : BATCH_ROWS;
        run_mask(run, stage->domain, stage->filter, first, count, mask);
        run_groups(run, stage->index, first, count, mask, groups);
        run_mask_present(from, first, count, mask);
        run_mask_present(to, first, count, mask);
        if (value != NONE)
            run_mask_present(&run->data->columns[value], first, count, mask);
        for (uint32_t i = 0; i < count; i++)
            if (mask[i])
                found.items[found.count++] = (struct interval){groups[i], first + i, column_integer(from, first + i), column_integer(to, first + i)};
    }
    qsort(found.items, found.count, sizeof *found.items, by_group_and_day);
    return found;
}

/* ---- DAYS --------------------------------------------------------------------------------------------------------------------- */

/* The unions of each group's intervals as disjoint pieces in order; `before`: days of the group's pieces before this one. */
struct piece { int64_t from, to, before; };
struct covered { struct piece *pieces; size_t *starts; };     /* starts[group] .. starts[group + 1] */

static struct covered unite(const struct intervals *intervals, uint32_t groups)
{
    struct covered covered = {memory_array(intervals->count, sizeof *covered.pieces), memory_array((size_t)groups + 1, sizeof *covered.starts)};
    size_t count = 0, at = 0;
    for (uint32_t group = 0; group < groups; group++) {
        covered.starts[group] = count;
        for (; at < intervals->count && intervals->items[at].group == group; at++) {
            const struct interval *interval = &intervals->items[at];
            struct piece *last = count > covered.starts[group] ? &covered.pieces[count - 1] : NULL;
            if (interval->to < interval->from)
                continue;
            if (last && interval->from <= last->to + 1)
                last->to = interval->to > last->to ? interval->to : last->to;
            else
                covered.pieces[count++] = (struct piece){interval->from, interval->to, last ? last->before + last->to - last->from + 1 : 0};
        }
    }
    covered.starts[groups] = count;
    return covered;
}

/* Days of a group's pieces that are not after `day`. */
static int64_t days_until(const struct covered *covered, uint32_t group, int64_t day)
{
    size_t low = covered->starts[group], high = covered->starts[group + 1];
    while (low < high) {            /* the first piece that begins after the day */
        size_t middle = low + (high - low) / 2;
        if (covered->pieces[middle].from <= day)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == covered->starts[group])
        return 0;
    const struct piece *piece = &covered->pieces[low - 1];
    return piece->before + (day < piece->to ? day : piece->to) - piece->from + 1;
}

void stage_days(const struct run *run, const struct stage *stage)
{
    struct intervals intervals = find_intervals(run, stage, NONE);
    struct covered covered = unite(&intervals, run_group_count(run, stage->index));
    const struct column_data *columns = run->data->columns;
    struct maker *maker = maker_new(run_begin_column(run, stage->result), 0);
    struct cell from, to, index;
    cell_init(&from);
    cell_init(&to);
    cell_init(&index);
    for (uint32_t row = 0; row < run->data->domains[stage->target].rows; row++) {
        uint8_t taken;
        run_mask(run, stage->target, NONE, row, 1, &taken);
        cell_load(&from, &columns[stage->target_from], row);
        cell_load(&to, &columns[stage->target_to], row);
        if (stage->target_index != NONE)
            cell_load(&index, &columns[stage->target_index], row);
        enum status worst = from.status > to.status ? from.status : to.status;
        worst = index.status > worst ? index.status : worst;
        if (!taken || (worst == STATUS_PRESENT && index.integer < 0))
            worst = STATUS_NOT_APPLICABLE;
        if (worst != STATUS_PRESENT)
            maker_absent(maker, worst);
        else if (to.integer < from.integer)
            maker_integer(maker, 0);
        else
            maker_integer(maker, days_until(&covered, (uint32_t)index.integer, to.integer) -
                                     days_until(&covered, (uint32_t)index.integer, from.integer - 1));
    }
    maker_finish(maker);
    memory_free(covered.pieces);
    memory_free(covered.starts);
    memory_free(intervals.items);
}

/* ---- DAILY -------------------------------------------------------------------------------------------------------------------- */

/* A day on which the sum of a group changes: a value begins (+1) or has ended (-1). */
struct change { int64_t day; uint32_t row; int sign; };

static int by_day(const void *a, const void *b)
{
    int64_t x = ((const struct change *)a)->day, y = ((const struct change *)b)->day;
    return (x > y) - (x < y);
}

static void apply_change(const struct run *run, const struct stage *stage, const struct change *change, struct rational *sum)
{
    struct rational value;
    rational_init(&value);
    column_number(&run->data->columns[stage->value], change->row, &value);
    if (change->sign > 0)
        rational_add(sum, sum, &value);
    else
        rational_subtract(sum, sum, &value);
    rational_clear(&value);
}

/* Tells a stretch of days on which the group's values do not add to what is wanted, with the rows that count on them. */
static void report_stretch(const struct run *run, const struct stage *stage, const struct interval *items, size_t count, int64_t from, int64_t to,
                           const struct rational *sum)
{
    uint32_t *rows = memory_array(count, sizeof *rows), row_count = 0;
    for (size_t i = 0; i < count; i++)
        if (items[i].from <= from && items[i].to >= to)
            rows[row_count++] = items[i].row;
    struct period period = {(int32_t)from, (int32_t)to, sum, rows, row_count, items[0].row};
    faults_report_period(run, stage, &period);
    memory_free(rows);
}

/* Finds the stretches of days on which the group's values do not add to what is wanted. */
static void check_group(const struct run *run, const struct stage *stage, const struct interval *items, size_t count)
{
    struct change *changes = memory_array(2 * count, sizeof *changes);
    const struct rational *wanted = &run->program->constants[stage->wanted].number;
    size_t found = 0;
    int64_t last = stage->day_last;
    struct rational sum;
    for (size_t i = 0; i < count; i++) {
        if (items[i].to < items[i].from || items[i].to < stage->day_first || items[i].from > last)
            continue;
        changes[found++] = (struct change){items[i].from < stage->day_first ? stage->day_first : items[i].from, items[i].row, 1};
        if (items[i].to < last)
            changes[found++] = (struct change){items[i].to + 1, items[i].row, -1};
    }
    qsort(changes, found, sizeof *changes, by_day);
    rational_init(&sum);
    size_t at = 0;
    for (int64_t day = stage->day_first, next; day <= last; day = next) {
        for (; at < found && changes[at].day == day; at++)
            apply_change(run, stage, &changes[at], &sum);
        next = at < found ? changes[at].day : last + 1;
        if (rational_compare(&sum, wanted) != 0)
            report_stretch(run, stage, items, count, day, next - 1, &sum);
    }
    rational_clear(&sum);
    memory_free(changes);
}

void stage_daily(const struct run *run, const struct stage *stage)
{
    struct intervals intervals = find_intervals(run, stage, stage->value);
    for (size_t first = 0, end; first < intervals.count; first = end) {
        for (end = first + 1; end < intervals.count && intervals.items[end].group == intervals.items[first].group; end++)
            ;
        check_group(run, stage, intervals.items + first, end - first);
    }
    memory_free(intervals.items);
}
