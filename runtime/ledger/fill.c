/* Turns batches of rows into columns, field by field:
 *
 *     batch of rows --one field--> values[], status[] (in the first cache) --column_put--> chunk of the column
 *
 * A number goes through three gates: up to eight plain characters, in vectors (short_decimals.h); up to 18 plain digits by a loop; all
 * other ways of writing (entry.h).  A chunk has one number of decimals: where a cell has more, the batch is brought to it; where that does
 * not fit 64 bits the cell becomes an exception.  Faults of a batch are gathered and reported in the order of rows. */
#include "ledger/fill.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/short_decimals.h"

enum { KEY_SHOWN_BYTES = 200 };     /* of a row's key in a message; a longer one is no name */

struct batch_fault { uint32_t row, field; enum entry_fault fault; };

static const int64_t powers_of_ten[SCALES] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};

/* ---- opening ---- */

/* The least (or greatest) whole multiple of 10^-scale that a bound allows, as its multiple; beyond 64 bits the end of the range. open: the
 * bound itself is not allowed; only a least one is so. */
static int64_t allowed(const struct rational *bound, unsigned scale, bool is_least, bool open)
{
    struct rational scaled, one;
    rational_init(&scaled);
    rational_init(&one);
    rational_set(&one, powers_of_ten[scale], 1);
    rational_multiply(&scaled, bound, &one);
    rational_set(&one, 1, 1);
    bool whole = rational_is_integer(&scaled);
    rational_round(&scaled, &scaled, &one, is_least ? ROUND_CEIL : ROUND_FLOOR);
    if (whole && open)
        rational_add(&scaled, &scaled, &one);
    int64_t limit;
    if (!rational_to_int64(&scaled, &limit))
        limit = rational_sign(&scaled) < 0 ? INT64_MIN : INT64_MAX;
    rational_clear(&scaled);
    rational_clear(&one);
    return limit;
}

static void open_bounds(struct filler *filler)
{
    const struct field *field = filler->field;
    for (unsigned scale = 0; scale < SCALES; scale++) {
        filler->low[scale] = field->has_least ? allowed(&field->least, scale, true, field->least_open) : INT64_MIN;
        filler->high[scale] = field->has_greatest ? allowed(&field->greatest, scale, false, false) : INT64_MAX;
    }
}

void filling_open(struct filling *filling, const struct program *program, const struct domain *domain, struct column_data *columns,
                  struct ledger_faults *faults)
{
    memset(filling, 0, sizeof *filling);
    filling->program = program;
    filling->domain = domain;
    filling->faults = faults;
    filling->fillers = memory_array(domain->field_count, sizeof *filling->fillers);
    for (uint32_t i = 0; i < domain->field_count; i++) {
        struct filler *filler = &filling->fillers[i];
        filler->field = &domain->fields[i];
        filler->column = &columns[filler->field->column];
        filler->position = NONE;
        filler->heading = filler->field->name;
        filler->watch_fractions = filler->field->percent && !filler->field->fraction_form;
        column_begin(filler->column, filler->field->type, 0);
        open_bounds(filler);
        if (filler->field->type != TYPE_CATEGORY)
            continue;
        filler->set = &program->category_sets[filler->field->categories];
        for (uint32_t name = 0; name < filler->set->count; name++)
            map_add(&filler->texts, filler->set->names[name], strlen(filler->set->names[name]), name, NULL);
    }
    for (uint32_t i = 0; i < domain->key_count; i++)
        filling->fillers[domain->keys[i]].is_key = true;
}

void filling_close(struct filling *filling)
{
    for (uint32_t i = 0; filling->fillers && i < filling->domain->field_count; i++) {
        map_release(&filling->fillers[i].texts);
        arena_release(&filling->fillers[i].arena);
    }
    memory_free(filling->fillers);
    memory_free(filling->batch_faults);
    buffer_release(&filling->scratch);
    memset(filling, 0, sizeof *filling);
}

/* ---- cells of a batch ---- */

struct raw_cell { const char *text; size_t length; };

static inline struct raw_cell raw_cell(const struct csv_batch *batch, uint32_t row, uint32_t position)
{
    const uint32_t *ends = batch->ends + (size_t)row * batch->stride;
    uint32_t start = position ? ends[position - 1] + 1 : batch->starts[row];
    return (struct raw_cell){batch->text + start, ends[position] - start};
}

/* The cell without the quotes around it. A cell that begins with one ends with one (csv.h). */
static inline struct raw_cell unquoted_cell(const struct csv_batch *batch, uint32_t row, uint32_t position)
{
    struct raw_cell cell = raw_cell(batch, row, position);
    if (cell.length >= 2 && cell.text[0] == '"')
        cell = (struct raw_cell){cell.text + 1, cell.length - 2};
    return cell;
}

/* The cell without quotes and blanks around; valid until the next one is taken. */
static const char *clean_cell(struct filling *filling, struct raw_cell raw, size_t *length)
{
    if (raw.length && raw.text[0] == '"')
        buffer_reserve(&filling->scratch, raw.length);
    return csv_field(raw.text, raw.length, filling->scratch.data, length);
}

static bool is_empty(const struct domain *domain, const char *text, size_t length)
{
    for (uint32_t i = 0; i < domain->empty_mark_count; i++)
        if (strlen(domain->empty_marks[i]) == length && memcmp(domain->empty_marks[i], text, length) == 0)
            return true;
    return length == 0;
}

/* A cell whose value is not known is in error, and no fault. */
static bool is_unknown(struct filling *filling, uint32_t row, const char *text, size_t length)
{
    if (!filling->unknown || strlen(filling->unknown) != length || memcmp(filling->unknown, text, length) != 0)
        return false;
    filling->values[row] = 0;
    filling->status[row] = STATUS_ERROR;
    return true;
}

/* A cell that cannot be used: remembered for the end of the batch. */
static void bad_cell(struct filling *filling, const struct filler *filler, uint32_t row, enum entry_fault fault)
{
    if (filling->fault_count == filling->fault_capacity) {
        filling->fault_capacity = filling->fault_capacity ? 2 * filling->fault_capacity : 64;
        filling->batch_faults = memory_resize(filling->batch_faults, filling->fault_capacity, sizeof *filling->batch_faults);
    }
    uint32_t field = (uint32_t)(filler - filling->fillers);
    filling->batch_faults[filling->fault_count++] = (struct batch_fault){row, field, fault};
    filling->key_faults |= filler->is_key;
    filling->values[row] = 0;
    filling->status[row] = STATUS_ERROR;
}

static void empty_cell(struct filling *filling, const struct filler *filler, uint32_t row)
{
    filling->values[row] = 0;
    filling->status[row] = STATUS_MISSING;
    if (!filler->field->may_be_empty)
        bad_cell(filling, filler, row, ENTRY_EMPTY);
}

static int by_row_and_field(const void *a, const void *b)
{
    const struct batch_fault *x = a, *y = b;
    return x->row != y->row ? (x->row > y->row) - (x->row < y->row) : (x->field > y->field) - (x->field < y->field);
}

/* What names the row: 任务编号 R3. Of a cell that is empty nothing else does. */
static void describe_key(struct filling *filling, const struct csv_batch *batch, uint32_t row, struct buffer *out)
{
    for (uint32_t i = 0; i < filling->domain->key_count; i++) {
        const struct filler *filler = &filling->fillers[filling->domain->keys[i]];
        size_t length;
        if (filler->position == NONE)
            continue;
        const char *text = clean_cell(filling, raw_cell(batch, row, filler->position), &length);
        buffer_format(out, "%s%s ", out->length ? "、" : "", filler->field->name);
        buffer_append(out, text, length < KEY_SHOWN_BYTES ? length : 0);
    }
}

static void report_empty(struct filling *filling, const struct filler *filler, const struct csv_batch *batch, uint32_t row)
{
    struct buffer key = {0};
    if (!faults_full(filling->faults))
        describe_key(filling, batch, row, &key);
    faults_add_cell(filling->faults, filler->field, ENTRY_EMPTY,
                    (struct fault_place){.row = batch->lines[row], .column = filler->heading, .cell = "", .key = key.length ? buffer_text(&key) : NULL});
    buffer_release(&key);
}

static void report_batch(struct filling *filling, const struct csv_batch *batch)
{
    if (filling->fault_count > 1)
        qsort(filling->batch_faults, filling->fault_count, sizeof *filling->batch_faults, by_row_and_field);
    for (size_t i = 0; i < filling->fault_count; i++) {
        const struct batch_fault *fault = &filling->batch_faults[i];
        const struct filler *filler = &filling->fillers[fault->field];
        struct fault_place place = {.row = batch->lines[fault->row], .column = filler->heading};
        place.cell = clean_cell(filling, raw_cell(batch, fault->row, filler->position), &place.cell_length);
        if (fault->fault == ENTRY_EMPTY && filler->is_key)
            faults_add(filling->faults, "D0211", place, 0, NULL);
        else if (fault->fault == ENTRY_EMPTY)
            report_empty(filling, filler, batch, fault->row);
        else
            faults_add_cell(filling->faults, filler->field, fault->fault, place);
    }
    filling->fault_count = 0;
}

/* ---- numbers ---- */

/* A value that has no place in the chunk: kept exactly, beside it. */
static void put_exception(struct filling *filling, const struct filler *filler, uint32_t row, const struct rational *value)
{
    const struct field *field = filler->field;
    int to_least = field->has_least ? rational_compare(value, &field->least) : 1;
    int to_greatest = field->has_greatest ? rational_compare(value, &field->greatest) : -1;
    filling->values[row] = 0;
    if (to_least < 0 || (to_least == 0 && field->least_open))
        bad_cell(filling, filler, row, ENTRY_TOO_SMALL);
    else if (to_greatest > 0)
        bad_cell(filling, filler, row, ENTRY_TOO_GREAT);
    else
        column_add_exception(filler->column, filling->rows + row, value);
}

/* Brings the batch to more decimals. False where some value would not fit. */
static bool raise_places(struct filling *filling, struct filler *filler, uint32_t rows, unsigned places)
{
    if (places > MOST_PLACES)
        return false;
    int64_t factor = powers_of_ten[places - filler->places], unused;
    for (uint32_t i = 0; i < rows; i++)
        if (__builtin_mul_overflow(filling->values[i], factor, &unused))
            return false;
    for (uint32_t i = 0; i < rows; i++)
        filling->values[i] *= factor;
    filler->places = places;
    return true;
}

/* Puts mantissa / 10^places in the chunk's decimals. False where that does not fit: nothing is put then. */
static bool put_scaled(struct filling *filling, struct filler *filler, uint32_t row, int64_t mantissa, unsigned places)
{
    if (places > filler->places && !raise_places(filling, filler, filling->batch_rows, places))
        return false;
    int64_t *value = &filling->values[row];
    if (__builtin_mul_overflow(mantissa, powers_of_ten[filler->places - places], value))
        return false;
    if (*value < filler->low[filler->places])
        bad_cell(filling, filler, row, ENTRY_TOO_SMALL);
    else if (*value > filler->high[filler->places])
        bad_cell(filling, filler, row, ENTRY_TOO_GREAT);
    return true;
}

/* Keeps watch over a percentage without percent signs: 0.95 in all rows may be what a spreadsheet makes of 95%. */
static void watch_fraction(struct filler *filler, const char *text, size_t length, int64_t mantissa, unsigned places, uint32_t line)
{
    int64_t one = places <= MOST_PLACES ? powers_of_ten[places] : INT64_MAX;
    if (mantissa > one) {
        filler->watch_fractions = false;
    } else if (!filler->fraction_line && mantissa % one != 0 && length < sizeof filler->fraction) {
        filler->fraction_line = line;
        memcpy(filler->fraction, text, length);
    }
}

static bool is_whole(const struct decimal *decimal)
{
    for (size_t i = decimal->count - decimal->places; i < decimal->count; i++)
        if (decimal->digits[i] != '0')
            return false;
    return true;
}

/* The last gate: a cell in any of the forms that people write. */
static void fill_any_number(struct filling *filling, struct filler *filler, const struct csv_batch *batch, uint32_t row)
{
    const struct field *field = filler->field;
    size_t length;
    const char *text = clean_cell(filling, raw_cell(batch, row, filler->position), &length);
    if (is_unknown(filling, row, text, length))
        return;
    if (is_empty(filling->domain, text, length)) {
        empty_cell(filling, filler, row);
        return;
    }
    struct decimal decimal;
    enum entry_fault fault = entry_read_number(text, length, field->percent, &decimal);
    if (fault == ENTRY_SOUND && field->whole && !is_whole(&decimal))
        fault = ENTRY_NOT_WHOLE;
    if (fault != ENTRY_SOUND) {
        bad_cell(filling, filler, row, fault);
        return;
    }
    unsigned shift = field->percent && (decimal.percent_sign || !field->fraction_form) ? 2 : 0;
    int64_t mantissa;
    bool is_short = decimal_to_int64(&decimal, &mantissa);
    if (filler->watch_fractions && !decimal.percent_sign && is_short)
        watch_fraction(filler, text, length, mantissa, (unsigned)decimal.places, batch->lines[row]);
    if (is_short && put_scaled(filling, filler, row, mantissa, (unsigned)decimal.places + shift))
        return;
    struct rational value;
    rational_init(&value);
    decimal_to_rational(&decimal, shift, &value);
    put_exception(filling, filler, row, &value);
    rational_clear(&value);
}

/* The middle gate: up to 18 digits with at most one point between them. */
static bool middle_decimal(struct raw_cell cell, int64_t *value, unsigned *places)
{
    bool negative = cell.length > 1 && cell.text[0] == '-';
    const char *text = cell.text + negative;
    size_t length = cell.length - negative, point = length;
    if (length == 0 || length > 18)
        return false;
    int64_t digits = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] >= '0' && text[i] <= '9')
            digits = digits * 10 + (text[i] - '0');
        else if (text[i] == '.' && point == length && i > 0 && i + 1 < length)
            point = i;
        else
            return false;
    }
    *value = negative ? -digits : digits;
    *places = point < length ? (unsigned)(length - 1 - point) : 0;
    return true;
}

static void fill_odd_number(struct filling *filling, struct filler *filler, const struct csv_batch *batch, uint32_t row, unsigned shift)
{
    struct raw_cell cell = unquoted_cell(batch, row, filler->position);
    int64_t mantissa;
    unsigned places;
    if (filler->watch_fractions || !middle_decimal(cell, &mantissa, &places) || (filler->field->whole && places) ||
        !put_scaled(filling, filler, row, mantissa, places + shift))
        fill_any_number(filling, filler, batch, row);
}

/* Where each cell ends, and how long it is. */
static void gather_words(struct filling *filling, const struct filler *filler, const struct csv_batch *batch)
{
    for (uint32_t row = 0; row < batch->rows; row++) {
        struct raw_cell cell = unquoted_cell(batch, row, filler->position);
        uint64_t word;
        memcpy(&word, cell.text + cell.length - sizeof word, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        word = __builtin_bswap64(word);
#endif
        filling->words[row] = word;
        filling->lengths[row] = cell.length;
    }
}

/* The first gate: short cells to values[] in the chunk's decimals; kinds[] says which. A batch with more decimals raises them. */
static struct short_decimals fill_short_numbers(struct filling *filling, struct filler *filler, uint32_t rows, unsigned shift)
{
    bool whole = filler->field->whole;
    unsigned wanted = filler->places - shift;
    struct short_decimals task = {.places = whole ? 0 : wanted < SHORT_PLACES ? wanted : SHORT_PLACES};
    for (bool again = true; again;) {
        task.low = filler->low[task.places + shift];
        task.high = filler->high[task.places + shift];
        short_decimals(&task, rows, filling->words, filling->lengths, filling->values, filling->kinds);
        again = !whole && task.seen > task.places;
        if (again)
            task.places = task.seen;
    }
    if (task.places + shift > filler->places)
        filler->places = task.places + shift;
    int64_t factor = powers_of_ten[filler->places - shift - task.places];   /* more than 1 only in a chunk of very long decimals */
    for (uint32_t row = 0; factor > 1 && row < rows; row++)
        filling->values[row] *= factor;
    return task;
}

static void fill_numbers(struct filling *filling, struct filler *filler, const struct csv_batch *batch)
{
    unsigned shift = filler->field->percent && !filler->field->fraction_form ? 2 : 0;
    if (filling->rows % CHUNK_ROWS == 0)
        filler->places = shift;
    gather_words(filling, filler, batch);
    struct short_decimals task = fill_short_numbers(filling, filler, batch->rows, shift);
    for (uint32_t row = 0; task.any_empty && row < batch->rows; row++)
        if (filling->kinds[row] == SHORT_EMPTY)
            empty_cell(filling, filler, row);
    for (uint32_t row = 0; filler->watch_fractions && row < batch->rows; row++) {
        struct raw_cell cell = unquoted_cell(batch, row, filler->position);
        if (filling->kinds[row] == SHORT_READ)
            watch_fraction(filler, cell.text, cell.length, filling->values[row], filler->places - shift, batch->lines[row]);
    }
    for (uint32_t row = 0; task.any_odd && row < batch->rows; row++)
        if (filling->kinds[row] == SHORT_ODD)
            fill_odd_number(filling, filler, batch, row, shift);
}

/* A run that has no common denominator with its chunk: all of it beside the chunk. */
static void put_all_as_exceptions(struct filling *filling, struct filler *filler, uint32_t rows)
{
    struct rational value;
    rational_init(&value);
    for (uint32_t row = 0; row < rows; row++) {
        if (filling->values[row] == 0)
            continue;
        rational_set(&value, filling->values[row], powers_of_ten[filler->places]);
        column_add_exception(filler->column, filling->rows + row, &value);
        filling->values[row] = 0;
    }
    rational_clear(&value);
    column_put(filler->column, filling->rows, rows, filling->values, filling->status, 1);
}

/* ---- other types ---- */

static void fill_date(struct filling *filling, struct filler *filler, uint32_t row, const char *text, size_t length)
{
    int32_t days = 0;
    enum entry_fault fault = entry_read_date(text, length, &days);
    if (fault == ENTRY_SOUND && days < filler->low[0])
        fault = ENTRY_TOO_SMALL;
    if (fault == ENTRY_SOUND && days > filler->high[0])
        fault = ENTRY_TOO_GREAT;
    filling->values[row] = days;
    if (fault != ENTRY_SOUND)
        bad_cell(filling, filler, row, fault);
}

static void fill_boolean(struct filling *filling, struct filler *filler, uint32_t row, const char *text, size_t length)
{
    bool value = false;
    enum entry_fault fault = entry_read_boolean(text, length, &value);
    if (fault != ENTRY_SOUND)
        bad_cell(filling, filler, row, fault);
    else
        filling->values[row] = value;
}

enum { FEW_CATEGORIES = 8 };        /* looked for one by one; that is faster than hashing */

static void fill_category(struct filling *filling, struct filler *filler, uint32_t row, const char *text, size_t length)
{
    const struct map *texts = &filler->texts;
    size_t few = texts->count <= FEW_CATEGORIES ? texts->count : 0;
    for (size_t i = 0; i < few; i++)
        if (texts->entries[i].length == length && memcmp(texts->entries[i].key, text, length) == 0) {
            filling->values[row] = texts->entries[i].value;
            return;
        }
    if (few || !map_get(texts, text, length, &filling->values[row]))
        bad_cell(filling, filler, row, ENTRY_NOT_CATEGORY);
}

/* The text's number; keys.c finds the rows when all ledgers are read. */
static void fill_reference(struct filling *filling, struct filler *filler, uint32_t row, const char *text, size_t length)
{
    if (length > LIMIT_CELL_BYTES) {
        bad_cell(filling, filler, row, ENTRY_LONG);
        return;
    }
    if (map_get(&filler->texts, text, length, &filling->values[row]))
        return;
    filling->values[row] = (int64_t)filler->texts.count;
    map_add(&filler->texts, arena_text(&filler->arena, text, length), length, filling->values[row], NULL);
}

static inline __attribute__((always_inline)) void fill_each(
    struct filling *filling, struct filler *filler, const struct csv_batch *batch,
    void (*fill)(struct filling *, struct filler *, uint32_t, const char *, size_t))
{
    for (uint32_t row = 0; row < batch->rows; row++) {
        size_t length;
        const char *text = clean_cell(filling, raw_cell(batch, row, filler->position), &length);
        if (is_unknown(filling, row, text, length))
            continue;
        if (is_empty(filling->domain, text, length))
            empty_cell(filling, filler, row);
        else
            fill(filling, filler, row, text, length);
    }
}

static void reserve_text(struct filler *filler, uint32_t offsets, uint64_t bytes)
{
    struct column_data *column = filler->column;
    if (offsets > filler->offset_capacity) {
        filler->offset_capacity = offsets > 2 * filler->offset_capacity ? offsets : 2 * filler->offset_capacity;
        column->offsets = memory_resize(column->offsets, filler->offset_capacity, sizeof *column->offsets);
    }
    if (bytes > filler->blob_capacity) {
        filler->blob_capacity = bytes > 2 * filler->blob_capacity ? bytes : 2 * filler->blob_capacity;
        column->blob = memory_resize(column->blob, filler->blob_capacity, 1);
    }
}

static void append_text(struct filling *filling, struct filler *filler, uint32_t row, const char *text, size_t length)
{
    struct column_data *column = filler->column;
    uint32_t at = filling->rows + row;
    reserve_text(filler, at + 2, filler->blob_used + length + 1);
    column->offsets[at] = filler->blob_used;
    if (length)
        memcpy(column->blob + filler->blob_used, text, length);
    filler->blob_used += length;
    column->offsets[at + 1] = filler->blob_used;
    column->rows = at + 1;
}

static void fill_texts(struct filling *filling, struct filler *filler, const struct csv_batch *batch)
{
    for (uint32_t row = 0; row < batch->rows; row++) {
        size_t length = 0;
        const char *text = "";
        if (filler->position != NONE)
            text = clean_cell(filling, raw_cell(batch, row, filler->position), &length);
        if (is_unknown(filling, row, text, length)) {
            length = 0;
        } else if (is_empty(filling->domain, text, length)) {
            length = 0;
            if (filler->position != NONE)
                empty_cell(filling, filler, row);
        } else if (length > LIMIT_CELL_BYTES) {
            bad_cell(filling, filler, row, ENTRY_LONG);
            length = 0;
        }
        append_text(filling, filler, row, text, length);
    }
}

/* ---- batches ---- */

static void fill_field(struct filling *filling, struct filler *filler, const struct csv_batch *batch)
{
    if (filler->field->type == TYPE_TEXT) {
        fill_texts(filling, filler, batch);
        return;
    }
    memset(filling->status, STATUS_PRESENT, batch->rows);
    int64_t denominator = 1;
    if (filler->position == NONE) {     /* an optional column, or one whose lack is reported */
        memset(filling->status, STATUS_MISSING, batch->rows);
        memset(filling->values, 0, batch->rows * sizeof *filling->values);
    } else if (filler->field->type == TYPE_NUMBER) {
        fill_numbers(filling, filler, batch);
        denominator = powers_of_ten[filler->places];
    } else if (filler->field->type == TYPE_DATE) {
        fill_each(filling, filler, batch, fill_date);
    } else if (filler->field->type == TYPE_BOOLEAN) {
        fill_each(filling, filler, batch, fill_boolean);
    } else if (filler->field->type == TYPE_CATEGORY) {
        fill_each(filling, filler, batch, fill_category);
    } else {
        fill_each(filling, filler, batch, fill_reference);
    }
    if (!column_put(filler->column, filling->rows, batch->rows, filling->values, filling->status, denominator))
        put_all_as_exceptions(filling, filler, batch->rows);
}

void filling_add(struct filling *filling, const struct csv_batch *batch)
{
    assert(batch->rows <= BATCH_ROWS && batch->rows <= CHUNK_ROWS - filling->rows % CHUNK_ROWS);
    filling->batch_rows = batch->rows;
    for (uint32_t i = 0; i < filling->domain->field_count; i++)
        fill_field(filling, &filling->fillers[i], batch);
    report_batch(filling, batch);
    filling->rows += batch->rows;
}

void filling_finish(struct filling *filling)
{
    for (uint32_t i = 0; i < filling->domain->field_count; i++) {
        struct filler *filler = &filling->fillers[i];
        if (filler->field->type == TYPE_TEXT) {
            reserve_text(filler, 1, 1);
            filler->column->offsets[0] = 0;
            filler->column->offsets = memory_resize(filler->column->offsets, filling->rows + 1, sizeof *filler->column->offsets);
            filler->column->blob = memory_resize(filler->column->blob, filler->blob_used + 1, 1);
        } else {
            column_finish(filler->column);
        }
        if (filler->watch_fractions && filler->fraction_line)
            faults_add(filling->faults, "D0124", (struct fault_place){.row = filler->fraction_line, .column = filler->heading}, 1,
                       (const char *[]){filler->fraction});
    }
}
