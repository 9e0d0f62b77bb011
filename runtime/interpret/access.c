/* Between columns and lanes: LOAD, STORE, and values by position for GATHER and LOOKUP. */
#include <assert.h>
#include <string.h>

#include "base/memory.h"
#include "interpret/exact.h"

/* ---- views -------------------------------------------------------------------------------------------------------------------- */

enum { VIEW_ROWS = 1 << 16 };       /* domains of more rows are read from their chunks: a view of them would not stay in the cache */

static void view_begin(struct view *view, uint32_t count)
{
    view->count = count;
    view->values = memory_array(count, sizeof *view->values);
    view->denominators = memory_array(count, sizeof *view->denominators);
    view->status = memory_array(count, 1);
    view->exact = memory_array(count, 1);
}

static void view_put(struct view *view, uint32_t at, const struct cell *cell, enum value_type type)
{
    view->denominators[at] = 1;
    view->status[at] = (uint8_t)cell->status;
    if (cell->status != STATUS_PRESENT)
        return;
    if (type != TYPE_NUMBER) {
        view->values[at] = cell->integer;
    } else if (cell->number.gear == GEAR_SMALL && cell->number.small.numerator != INT64_MIN) {
        view->values[at] = cell->number.small.numerator;
        view->denominators[at] = cell->number.small.denominator;
    } else {
        view->exact[at] = 1;
        view->any_exact = true;
    }
}

/* Brings the values to one scale where it stays short, so that what is computed from them stays within 64 bits. */
static void view_end(struct view *view)
{
    enum { LONGEST_SCALE = 1 << 30 };
    int64_t scale = 1, ignored, factor;
    bool scaled = true;
    for (uint32_t i = 0; i < view->count && scaled; i++)
        scaled = common_scale(scale, view->denominators[i], &scale, &ignored, &factor) && scale <= LONGEST_SCALE;
    for (uint32_t i = 0; i < view->count && scaled; i++)
        scaled = fits((int128)view->values[i] * (scale / view->denominators[i]));
    for (uint32_t i = 0; i < view->count && scaled; i++)
        view->values[i] *= scale / view->denominators[i];
    if (scaled) {
        memory_free(view->denominators);
        view->denominators = NULL;
    }
    view->scale = scaled ? scale : 1;
    view->denominator_greatest = view->scale;
    kernel_bounds(view->values, view->count, &view->least, &view->greatest);
    if (view->denominators)
        kernel_bounds(view->denominators, view->count, &ignored, &view->denominator_greatest);
    if (!kernel_any(view->status, view->count)) {
        memory_free(view->status);
        view->status = NULL;
    }
}

void view_of_column(struct view *view, const struct column_data *column)
{
    struct cell cell;
    view->column = column;
    if (column->rows > VIEW_ROWS || column->rows == 0)
        return;
    cell_init(&cell);
    view_begin(view, column->rows);
    for (uint32_t row = 0; row < column->rows; row++) {
        cell_load(&cell, column, row);
        view_put(view, row, &cell, column->type);
    }
    view_end(view);
    cell_clear(&cell);
}

void view_of_table(struct view *view, const struct program *program, const struct table *table, enum value_type type)
{
    struct cell cell;
    view->constants = table->constants;
    if (table->count == 0)
        return;
    cell_init(&cell);
    view_begin(view, table->count);
    for (uint32_t i = 0; i < table->count; i++) {
        cell_constant(&cell, &program->constants[table->constants[i]]);
        view_put(view, i, &cell, type);
    }
    view_end(view);
    cell_clear(&cell);
}

void view_clear(struct view *view)
{
    memory_free(view->values);
    memory_free(view->denominators);
    memory_free(view->status);
    memory_free(view->exact);
}

/* ---- values by position ------------------------------------------------------------------------------------------------------- */

/* Positions with 0 in place of what points nowhere; NULL in place of positions that are all good as they are. */
static const int64_t *safe_positions(struct frame *frame, const struct lane *positions)
{
    if (positions->least >= 0)
        return positions->values;
    kernel_clip(frame->rooms[0], positions->values, 1, 0, INT64_MAX, frame->count);
    return frame->rooms[0];
}

static void take_from_view(struct frame *frame, struct lane *result, const int64_t *at, const struct view *view)
{
    if (result->type == TYPE_BOOLEAN) {
        for (uint32_t i = 0; i < frame->count; i++)
            result->truths[i] = view->values[at[i]] != 0;
    } else {
        kernel_gather(result->values, view->values, at, frame->count);
    }
    if (view->denominators)
        kernel_gather(lane_denominators(result), view->denominators, at, frame->count);
    result->scale = view->scale;
    result->denominator_greatest = view->denominator_greatest;
    result->least = view->least;
    result->greatest = view->greatest;
    if (view->status)
        kernel_gather_bytes(lane_status(result, frame->count), view->status, at, frame->count);
    for (uint32_t i = 0; view->any_exact && i < frame->count; i++)
        if (view->exact[at[i]])
            frame_redo(frame, i);
}

/* From a domain too large for a view: each row from its chunk. */
static void take_from_chunks(struct frame *frame, struct lane *result, const int64_t *at, const struct column_data *column)
{
    bool number = column->type == TYPE_NUMBER;
    int64_t *denominators = number ? lane_denominators(result) : NULL;
    uint8_t *status = lane_status(result, frame->count);
    for (uint32_t i = 0; i < frame->count; i++) {
        const struct chunk *chunk = &column->chunks[at[i] / CHUNK_ROWS];
        uint32_t row = (uint32_t)(at[i] % CHUNK_ROWS);
        int64_t value = chunk_value(chunk, row);
        status[i] = chunk->status ? chunk->status[row] : STATUS_PRESENT;
        if (number)
            denominators[i] = chunk_denominator(chunk, row);
        if (value == INT64_MIN || (column->exception_count && column_exception(column, (uint32_t)at[i]))) {
            value = 0;
            frame_redo(frame, i);
        }
        if (result->type == TYPE_BOOLEAN)
            result->truths[i] = (uint8_t)value;
        else
            result->values[i] = value;
    }
    if (!kernel_any(status, frame->count))
        result->status = NULL;
    lane_tighten(result, frame->count);
    int64_t least = 1;
    if (number)
        kernel_bounds(denominators, frame->count, &least, &result->denominator_greatest);
    if (number && least == result->denominator_greatest) {
        result->denominators = NULL;
        result->scale = least;
    }
}

static void take_nothing(struct frame *frame, struct lane *result, enum status status)
{
    if (result->type == TYPE_BOOLEAN)
        memset(result->truths, 0, frame->count);
    else
        memset(result->values, 0, frame->count * sizeof *result->values);
    result->status_all = (uint8_t)status;
}

/* Rows whose position is not present, or points to no row: what stands at the place taken instead counts for nothing. */
static void join_position_status(struct frame *frame, struct lane *result, const struct lane *position)
{
    if (position->least >= 0 && lane_all_present(position))
        return;
    uint8_t *status = lane_status(result, frame->count);
    for (uint32_t i = 0; i < frame->count; i++) {
        uint8_t known = (uint8_t)lane_status_of(position, i);
        status[i] = known ? known : position->values[i] < 0 ? STATUS_NOT_APPLICABLE : status[i];
    }
}

void handle_gather(struct frame *frame, struct lane *result, struct lane *index, const struct view *view)
{
    struct cell cell, at;
    enum value_type type = view->column->type;
    if (index->uniform) {
        cell_init(&cell);
        cell_init(&at);
        lane_get(index, 0, &at);
        cell_gather(&cell, &at, view->column);
        bool made = lane_set_uniform(result, type, &cell);
        cell_clear(&cell);
        cell_clear(&at);
        if (made)
            return;
    }
    lane_begin(result, type);
    lane_spread(index, frame->count);
    if (view->column->rows == 0)
        take_nothing(frame, result, STATUS_NOT_APPLICABLE);
    else if (view->count)
        take_from_view(frame, result, safe_positions(frame, index), view);
    else
        take_from_chunks(frame, result, safe_positions(frame, index), view->column);
    join_position_status(frame, result, index);
}

void handle_lookup(struct frame *frame, struct lane *result, struct lane *category, const struct view *view)
{
    lane_spread(category, frame->count);
    if (view->count == 0)
        take_nothing(frame, result, STATUS_PRESENT);        /* a set without values: no category is present */
    else
        take_from_view(frame, result, safe_positions(frame, category), view);
    join_position_status(frame, result, category);
}

/* ---- constants and columns ---------------------------------------------------------------------------------------------------- */

void handle_constant(struct frame *frame, struct lane *result, const struct constant *constant)
{
    struct cell cell;
    cell_init(&cell);
    cell_constant(&cell, constant);
    if (!lane_set_uniform(result, constant->type, &cell)) {
        lane_begin(result, TYPE_NUMBER);
        memset(result->values, 0, frame->count * sizeof *result->values);
        for (uint32_t i = 0; i < frame->count; i++)
            lane_add_exact(result, i, &cell.number);
    }
    cell_clear(&cell);
}

static bool is_one_value(const struct chunk *chunk, const struct column_data *column)
{
    return chunk->least == chunk->greatest && chunk->any_present && !chunk->status && !chunk->denominators && !column->exception_count &&
           chunk->least > INT64_MIN;
}

static void load_exceptions(struct frame *frame, struct lane *result, const struct column_data *column)
{
    uint32_t end = frame->first + frame->count;
    for (uint32_t e = column_exception_at(column, frame->first); e < column->exception_count && column->exceptions[e].row < end; e++)
        lane_add_exact(result, column->exceptions[e].row - frame->first, &column->exceptions[e].value);
}

/* INT64_MIN has no opposite: lanes hold it as an exact row. */
static void avoid_least_number(struct frame *frame, struct lane *result)
{
    for (uint32_t i = 0; i < frame->count; i++)
        if (result->values[i] == INT64_MIN) {
            result->values[i] = 0;
            frame_redo(frame, i);
        }
    for (uint32_t i = 0; i < result->exact_count; i++)
        frame_redo(frame, result->exact[i].row);        /* rows that are redone replace all exact rows */
    lane_tighten(result, frame->count);
}

void handle_filled(struct frame *frame, struct lane *result, const struct column_data *column)
{
    lane_begin(result, TYPE_BOOLEAN);
    for (uint32_t i = 0; i < frame->count; i++) {
        uint32_t row = frame->first + i;
        result->truths[i] = column->offsets[row + 1] > column->offsets[row];
    }
}

void handle_load(struct frame *frame, struct lane *result, const struct column_data *column)
{
    const struct chunk *chunk = &column->chunks[frame->first / CHUNK_ROWS];
    uint32_t at = frame->first % CHUNK_ROWS;
    lane_begin(result, column->type);
    result->uniform = is_one_value(chunk, column);
    if (column->type == TYPE_BOOLEAN) {
        assert(chunk->width == 1);
        memcpy(result->truths, (const uint8_t *)chunk->data + at, frame->count);
        result->spread = frame->count;
    } else {
        result->spread = 1;
        chunk_widen(chunk, at, result->uniform ? 1 : frame->count, result->values);
    }
    result->least = chunk->status && chunk->least > 0 ? 0 : chunk->least;
    result->greatest = chunk->status && chunk->greatest < 0 ? 0 : chunk->greatest;
    if (column->type == TYPE_NUMBER && chunk->any_present)
        result->scale = result->denominator_greatest = chunk->denominator;
    if (chunk->denominators) {
        chunk_widen_denominators(chunk, at, frame->count, lane_denominators(result));
        result->scale = 1;
        int64_t least;
        kernel_bounds(result->denominators, frame->count, &least, &result->denominator_greatest);
    }
    if (chunk->status && kernel_any(chunk->status + at, frame->count))
        memcpy(lane_status(result, frame->count), chunk->status + at, frame->count);
    if (column->exception_count)
        load_exceptions(frame, result, column);
    if (chunk->least == INT64_MIN)
        avoid_least_number(frame, result);
}

static void keep_exact(struct frame *frame, uint32_t column, uint32_t row, const struct rational *value)
{
    if (frame->stored_count == frame->stored_capacity) {
        frame->stored_capacity = frame->stored_capacity ? 2 * frame->stored_capacity : 64;
        frame->stored = memory_resize(frame->stored, frame->stored_capacity, sizeof *frame->stored);
    }
    struct stored_exact *stored = &frame->stored[frame->stored_count++];
    stored->column = column;
    stored->exception.row = row;
    rational_init(&stored->exception.value);
    rational_copy(&stored->exception.value, value);
}

static bool all_denominators_one_value(const struct frame *frame, const struct lane *lane)
{
    int64_t least, greatest;
    kernel_bounds(lane->denominators, frame->count, &least, &greatest);
    return least == greatest;
}

/* Values beside the ones that are stored: exact rows are 0 there. */
static void store_exact_rows(struct frame *frame, struct lane *lane, uint32_t column)
{
    for (uint32_t i = 0; i < lane->exact_count; i++) {
        uint32_t row = lane->exact[i].row;
        if (lane_status_of(lane, row) != STATUS_PRESENT)
            continue;
        lane->values[row] = 0;
        if (lane->denominators)
            lane->denominators[row] = 1;
        lane_get(lane, row, &frame->cells[0]);
        keep_exact(frame, column, frame->first + row, &frame->cells[0].number);
        lane->least = lane->least < 0 ? lane->least : 0;
        lane->greatest = lane->greatest > 0 ? lane->greatest : 0;
    }
}

static void store_truths(struct frame *frame, const struct lane *lane, struct column_data *to, const uint8_t *status)
{
    for (uint32_t i = 0; i < frame->count; i++)
        frame->rooms[0][i] = lane->truths[i];
    column_put(to, frame->first, frame->count, frame->rooms[0], status, 1);
}

void handle_store(struct frame *frame, struct lane *lane, uint32_t column)
{
    struct column_data *to = &frame->code->data->columns[column];
    const uint8_t *status = lane->status || lane->status_all ? lane_statuses(lane, frame->count, frame->status_rooms[0]) : NULL;
    lane_spread(lane, frame->count);
    if (lane->type == TYPE_BOOLEAN) {
        store_truths(frame, lane, to, status);
        return;
    }
    store_exact_rows(frame, lane, column);
    if (lane->denominators && !all_denominators_one_value(frame, lane)) {
        column_put_fractions(to, frame->first, frame->count, lane->values, lane->denominators, status);
        return;
    }
    int64_t scale = lane->denominators ? lane->denominators[0] : lane->scale;
    if (!column_put(to, frame->first, frame->count, lane->values, status, scale)) {
        kernel_fill(frame->rooms[0], scale, frame->count);
        column_put_fractions(to, frame->first, frame->count, lane->values, frame->rooms[0], status);
    }
}
