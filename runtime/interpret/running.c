/* RUNNING: folds of all rows of a group up to a row's own place in an order.
 *
 *     rows -> steps (group, order) in order -> fold by step -> along each group, every step takes up the one before it
 *
 * Rows of equal order share a step, so that the order of rows decides nothing. */
#include "base/memory.h"
#include "interpret/fold.h"
#include "interpret/maker.h"
#include "interpret/order.h"
#include "interpret/run.h"

/* step_of_row: NONE where a row has no group or no order; group_of_step has `count` entries. */
struct steps { uint32_t *step_of_row, *group_of_step, count; };

static void find_steps(const struct run *run, const struct stage *stage, struct steps *steps)
{
    uint32_t row_count = run->data->domains[stage->domain].rows, batch_groups[BATCH_ROWS], found = 0;
    uint32_t *rows = memory_resize(NULL, row_count, sizeof *rows), *groups = memory_resize(NULL, row_count, sizeof *groups);
    uint32_t *codes = memory_resize(NULL, row_count, sizeof *codes);
    uint8_t mask[BATCH_ROWS];
    const struct column_data *order = &run->data->columns[stage->order];
    steps->step_of_row = memory_resize(NULL, row_count, sizeof *steps->step_of_row);
    for (uint32_t first = 0; first < row_count; first += BATCH_ROWS) {
        uint32_t count = row_count - first < BATCH_ROWS ? row_count - first : BATCH_ROWS;
        run_mask(run, stage->domain, NONE, first, count, mask);
        run_mask_present(order, first, count, mask);
        run_groups(run, stage->index, first, count, mask, batch_groups);
        for (uint32_t i = 0; i < count; i++) {
            steps->step_of_row[first + i] = NONE;
            rows[found] = first + i;
            groups[found] = batch_groups[i];
            found += mask[i];
        }
    }
    uint32_t distinct = order_column(order, rows, found, codes);
    steps->count = order_pairs(groups, codes, distinct, found);
    steps->group_of_step = memory_array(steps->count, sizeof *steps->group_of_step);
    for (uint32_t i = 0; i < found; i++) {
        steps->step_of_row[rows[i]] = codes[i];
        steps->group_of_step[codes[i]] = groups[i];
    }
    memory_free(rows);
    memory_free(groups);
    memory_free(codes);
}

/* The step takes up the one before it. */
static void take_up(struct cell *step, const struct cell *before, enum fold fold, enum value_type type)
{
    if (step->status == STATUS_ERROR || before->status == STATUS_NOT_APPLICABLE)
        return;
    if (before->status == STATUS_ERROR || step->status == STATUS_NOT_APPLICABLE) {
        cell_copy(step, before);
        return;
    }
    if (fold == FOLD_COUNT || fold == FOLD_SUM) {
        rational_add(&step->number, &step->number, &before->number);
        if (step->number.gear == GEAR_BIG && rational_exceeds(&step->number, LIMIT_RESULT_DIGITS))
            step->status = STATUS_ERROR;
        return;
    }
    int wanted = fold == FOLD_MINIMUM ? -1 : 1;
    int order = type == TYPE_NUMBER ? rational_compare(&before->number, &step->number)
                                    : (before->integer > step->integer) - (before->integer < step->integer);
    if (order == wanted)
        cell_copy(step, before);
}

void stage_running(const struct run *run, const struct stage *stage)
{
    struct steps steps;
    find_steps(run, stage, &steps);
    struct folding folding = {run, stage->domain, stage->filter, stage->value, stage->fold, NONE, steps.step_of_row, steps.count};
    struct fold_state *state = fold_rows(&folding);
    struct cell *results = memory_array(steps.count, sizeof *results);
    struct column_data *column = run_begin_column(run, stage->result);
    for (uint32_t i = 0; i < steps.count; i++) {
        cell_init(&results[i]);
        fold_result(state, i, &results[i]);
        if (i > 0 && steps.group_of_step[i] == steps.group_of_step[i - 1])
            take_up(&results[i], &results[i - 1], stage->fold, column->type);
    }
    struct maker *maker = maker_new(column, 0);
    for (uint32_t row = 0; row < column->rows; row++) {
        if (steps.step_of_row[row] == NONE)
            maker_absent(maker, STATUS_NOT_APPLICABLE);
        else
            maker_cell(maker, &results[steps.step_of_row[row]]);
    }
    maker_finish(maker);
    for (uint32_t i = 0; i < steps.count; i++)
        cell_clear(&results[i]);
    memory_free(results);
    memory_free(steps.step_of_row);
    memory_free(steps.group_of_step);
    fold_free(state);
}
