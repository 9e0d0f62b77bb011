/* Figures over many rows, each by its definition: every pair of rows is looked at. */
#include <string.h>

#include "parts.h"

/* ---- groups ---- */

static bool same_keys(struct evaluation *evaluation, const struct row_set *rows, uint32_t a, uint32_t b)
{
    for (uint32_t k = 0; k < rows->group_key_count; k++) {
        struct node *key = rows->group_keys[k];
        struct value x = evaluation_value(evaluation, key, a), y = evaluation_value(evaluation, key, b);
        if (!value_equal(key->type, &x, &y))
            return false;
    }
    return true;
}

/* Rows of the source with the same keys are one group, numbered by their first rows; a row that lacks a key is in none. */
void make_groups(struct evaluation *evaluation, struct sheet *sheet)
{
    const struct row_set *rows = sheet->rows;
    uint32_t count = evaluation_rows(evaluation, rows->source);
    sheet->made = true;
    sheet->group_of = arena_new(&evaluation->arena, (count + 1) * sizeof *sheet->group_of);
    sheet->first_rows = arena_new(&evaluation->arena, (count + 1) * sizeof *sheet->first_rows);
    for (uint32_t row = 0; row < count; row++) {
        enum status worst = STATUS_PRESENT;
        for (uint32_t k = 0; k < rows->group_key_count; k++) {
            struct value key = evaluation_value(evaluation, rows->group_keys[k], row);
            worst = key.status > worst ? key.status : worst;
        }
        if (evaluation_void(evaluation, rows->source, row))
            worst = STATUS_NOT_APPLICABLE;
        sheet->group_of[row] = value_absent(worst);
        if (worst != STATUS_PRESENT)
            continue;
        uint32_t group = 0;
        while (group < sheet->count && !same_keys(evaluation, rows, row, sheet->first_rows[group]))
            group++;
        if (group == sheet->count)
            sheet->first_rows[sheet->count++] = row;
        sheet->group_of[row] = value_code(group);
    }
}

/* The group of a row that takes part, or -1. */
static int64_t member_of(struct evaluation *evaluation, const struct row_set *rows, struct node *index, struct node *where, uint32_t row)
{
    if (evaluation_void(evaluation, rows, row))
        return -1;
    if (where) {
        struct value holds = evaluation_value(evaluation, where, row);
        if (holds.status != STATUS_PRESENT || !holds.code)
            return -1;
    }
    if (!index)
        return 0;
    struct value group = evaluation_value(evaluation, index, row);
    return group.status == STATUS_PRESENT ? group.code : -1;
}

/* ---- folds ---- */

static struct value empty_fold(struct evaluation *evaluation, enum fold fold)
{
    if (fold == FOLD_COUNT || fold == FOLD_SUM)
        return (struct value){.status = STATUS_PRESENT, .number = number_new(evaluation)};
    return fold == FOLD_ANY || fold == FOLD_ALL ? value_code(fold == FOLD_ALL) : value_absent(STATUS_NOT_APPLICABLE);
}

/* Takes one more value into a fold. */
static void take(struct evaluation *evaluation, const struct node *node, struct value *total, const struct value *value)
{
    if (total->status == STATUS_ERROR || (value && value->status != STATUS_PRESENT && value->status != STATUS_ERROR))
        return;
    if (value && value->status == STATUS_ERROR) {
        *total = value_absent(STATUS_ERROR);
        return;
    }
    mpq_ptr sum = node->fold == FOLD_COUNT || node->fold == FOLD_SUM ? number_new(evaluation) : NULL;
    switch (node->fold) {
    case FOLD_COUNT:
        mpq_set_ui(sum, 1, 1);
        mpq_add(sum, sum, total->number);
        total->number = sum;
        break;
    case FOLD_SUM:
        mpq_add(sum, total->number, value->number);
        total->number = sum;
        break;
    case FOLD_ANY: total->code |= value->code; break;
    case FOLD_ALL: total->code &= value->code; break;
    default: {
        int wanted = node->fold == FOLD_MINIMUM ? -1 : 1;
        if (total->status == STATUS_NOT_APPLICABLE || value_order(node->b->type, value, total) == wanted)
            *total = *value;
    }
    }
}

static void take_row(struct evaluation *evaluation, struct node *node, struct value *total, uint32_t row)
{
    struct value value = {0};
    if (node->b)
        value = evaluation_value(evaluation, node->b, row);
    take(evaluation, node, total, node->b ? &value : NULL);
}

void reduce_fold(struct evaluation *evaluation, struct node *node, struct value *out)
{
    for (uint32_t group = 0; group < evaluation_rows(evaluation, node->domain); group++)
        out[group] = empty_fold(evaluation, node->fold);
    for (uint32_t row = 0; row < evaluation_rows(evaluation, node->target); row++) {
        int64_t group = member_of(evaluation, node->target, node->a, node->c, row);
        if (group >= 0)
            take_row(evaluation, node, &out[group], row);
    }
}

/* Over the rows of the row's group whose order is not after its own; whether the row itself is folded is asked of it as of the others. */
struct value reduce_running(struct evaluation *evaluation, struct node *node, uint32_t row)
{
    struct node *by = node->days[0];
    int64_t group = member_of(evaluation, node->domain, node->a, NULL, row);
    struct value own = evaluation_value(evaluation, by, row), total = empty_fold(evaluation, node->fold);
    if (group < 0 || own.status != STATUS_PRESENT)
        return value_absent(STATUS_NOT_APPLICABLE);
    for (uint32_t other = 0; other < evaluation_rows(evaluation, node->domain); other++) {
        if (member_of(evaluation, node->domain, node->a, node->c, other) != group)
            continue;
        struct value order = evaluation_value(evaluation, by, other);
        if (order.status == STATUS_PRESENT && value_order(by->type, &order, &own) <= 0)
            take_row(evaluation, node, &total, other);
    }
    return total;
}

/* ---- ranks ---- */

static bool is_ranked(struct evaluation *evaluation, struct node *node, uint32_t row)
{
    for (uint32_t k = 0; k < node->key_count; k++) {
        struct value key = evaluation_value(evaluation, node->keys[k], row);
        if (key.status != STATUS_PRESENT)
            return false;
    }
    return true;
}

/* Below 0 where row a comes before row b. */
static int rank_order(struct evaluation *evaluation, struct node *node, uint32_t a, uint32_t b)
{
    for (uint32_t k = 0; k < node->key_count; k++) {
        struct value x = evaluation_value(evaluation, node->keys[k], a), y = evaluation_value(evaluation, node->keys[k], b);
        int order = value_order(node->keys[k]->type, &x, &y);
        if (order)
            return node->descending[k] ? -order : order;
    }
    return 0;
}

/* Whether another member before `row` is equal to it. */
static bool repeats(struct evaluation *evaluation, struct node *node, const uint32_t *members, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++)
        if (rank_order(evaluation, node, members[i], members[at]) == 0)
            return true;
    return false;
}

struct value reduce_rank(struct evaluation *evaluation, struct node *node, uint32_t row)
{
    int64_t group = member_of(evaluation, node->domain, node->a, node->c, row);
    uint32_t rows = evaluation_rows(evaluation, node->domain), count = 0, before = 0, equal = 0, equal_to_here = 0, distinct = 0;
    if (group < 0 || !is_ranked(evaluation, node, row))
        return value_absent(STATUS_NOT_APPLICABLE);
    uint32_t *members = memory_array(rows, sizeof *members);
    for (uint32_t other = 0; other < rows; other++)
        if (member_of(evaluation, node->domain, node->a, node->c, other) == group && is_ranked(evaluation, node, other))
            members[count++] = other;
    for (uint32_t i = 0; i < count; i++) {
        int order = rank_order(evaluation, node, members[i], row);
        before += order < 0;
        equal += order == 0;
        equal_to_here += order == 0 && members[i] <= row;
        distinct += order < 0 && node->ties == TIES_DENSE && !repeats(evaluation, node, members, i);
    }
    memory_free(members);
    mpq_ptr place = number_new(evaluation);
    switch (node->ties) {
    case TIES_COMPETITION: mpq_set_ui(place, before + 1, 1); break;
    case TIES_DENSE: mpq_set_ui(place, distinct + 1, 1); break;
    case TIES_LAST: mpq_set_ui(place, before + equal, 1); break;
    case TIES_ORDER: mpq_set_ui(place, before + equal_to_here, 1); break;
    default:
        mpq_set_ui(place, 2 * before + equal + 1, 2);
        mpq_canonicalize(place);
    }
    return (struct value){.status = STATUS_PRESENT, .number = place};
}

/* ---- days ---- */

static bool covers(struct evaluation *evaluation, struct node *from, struct node *to, uint32_t row, int64_t day)
{
    struct value first = evaluation_value(evaluation, from, row), last = evaluation_value(evaluation, to, row);
    return first.status == STATUS_PRESENT && last.status == STATUS_PRESENT && first.code <= day && day <= last.code;
}

/* Counts the days of the period one by one. */
struct value reduce_days(struct evaluation *evaluation, struct node *node, uint32_t row)
{
    struct value first = evaluation_value(evaluation, node->days[2], row), last = evaluation_value(evaluation, node->days[3], row), group = value_code(0);
    enum status worst = first.status > last.status ? first.status : last.status;
    if (node->days[4])
        group = evaluation_value(evaluation, node->days[4], row);
    worst = group.status > worst ? group.status : worst;
    if (node->domain && evaluation_void(evaluation, node->domain, row))
        worst = STATUS_NOT_APPLICABLE;
    if (worst != STATUS_PRESENT)
        return value_absent(worst);
    uint32_t covered = 0;
    for (int64_t day = first.code; day <= last.code; day++)
        for (uint32_t other = 0; other < evaluation_rows(evaluation, node->target); other++)
            if (member_of(evaluation, node->target, node->a, node->days[5], other) == group.code &&
                covers(evaluation, node->days[0], node->days[1], other, day)) {
                covered++;
                break;
            }
    mpq_ptr number = number_new(evaluation);
    mpq_set_ui(number, covered, 1);
    return (struct value){.status = STATUS_PRESENT, .number = number};
}

/* Whether on each day the values of the group add to what is wanted. */
static bool group_holds(struct evaluation *evaluation, const struct requirement *requirement, const struct row_set *ledger, int64_t group)
{
    mpq_t sum;
    bool holds = true;
    mpq_srcptr wanted = number_of(evaluation, &requirement->wanted);
    mpq_init(sum);
    for (int64_t day = requirement->day_first; day <= requirement->day_last && holds; day++) {
        mpq_set_ui(sum, 0, 1);
        for (uint32_t row = 0; row < evaluation_rows(evaluation, ledger); row++) {
            struct value value = evaluation_value(evaluation, requirement->daily[1], row);
            if (member_of(evaluation, ledger, requirement->daily[0], NULL, row) == group && value.status == STATUS_PRESENT &&
                covers(evaluation, requirement->daily[2], requirement->daily[3], row, day))
                mpq_add(sum, sum, value.number);
        }
        holds = mpq_equal(sum, wanted);
    }
    mpq_clear(sum);
    return holds;
}

bool reduce_daily_holds(struct evaluation *evaluation, const struct requirement *requirement, const struct row_set *ledger)
{
    uint32_t rows = evaluation_rows(evaluation, ledger);
    for (uint32_t row = 0; row < rows; row++) {
        int64_t group = member_of(evaluation, ledger, requirement->daily[0], NULL, row);
        bool first = group >= 0;
        for (uint32_t other = 0; other < row && first; other++)
            first = member_of(evaluation, ledger, requirement->daily[0], NULL, other) != group;
        if (first && !group_holds(evaluation, requirement, ledger, group))
            return false;
    }
    return true;
}
