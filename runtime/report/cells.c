/* Turns rows of columns into text.
 *
 *     chunk --widen, scale to 10^places--> values[column][row] --one row at a time--> text
 *
 * Scores are small numbers with few decimals: those below READY are copied, eight bytes at once, from a table of ready texts by number of
 * decimals.  Exceptions, fractions and whatever else is rare go through struct rational.  Invariant: a number is written with all the
 * digits it has; one that does not fit the places its column declares is a fault of the program and stops it. */
#include "report/cells.h"

#include <assert.h>
#include <string.h>

#include "number/date.h"

enum {
    READY = 1 << 14,                /* numbers times 10^places with a ready text: up to 163.83 with two decimals */
    READY_PLACES = 3,               /* and no text longer than seven bytes */
    NUMBER_BYTES = 48               /* of a number of 64 bits: digits, sign, point, zeros in front; more than a separator besides */
};

struct ready { char text[7]; uint8_t length; };
static struct ready ready_texts[READY_PLACES + 1][READY];
static bool ready_made[READY_PLACES + 1];

static const char digit_pairs[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566"
    "6768697071727374757677787980818283848586878889909192939495969798" "99";

/* Writes value / 10^places backwards from `end`. Returns where it begins. */
static char *write_backwards(char *end, uint64_t magnitude, unsigned places)
{
    if (places) {
        unsigned odd = places & 1;
        if (odd) {
            *--end = (char)('0' + magnitude % 10);
            magnitude /= 10;
        }
        for (unsigned pair = places / 2; pair > 0; pair--, magnitude /= 100)
            memcpy(end -= 2, digit_pairs + magnitude % 100 * 2, 2);
        *--end = '.';
    }
    for (; magnitude >= 100; magnitude /= 100)
        memcpy(end -= 2, digit_pairs + magnitude % 100 * 2, 2);
    if (magnitude >= 10)
        memcpy(end -= 2, digit_pairs + magnitude * 2, 2);
    else
        *--end = (char)('0' + magnitude);
    return end;
}

static void make_ready(unsigned places)
{
    if (places > READY_PLACES || ready_made[places])
        return;
    for (uint32_t i = 0; i < READY; i++) {
        char text[NUMBER_BYTES], *start = write_backwards(text + sizeof text, i, places);
        size_t length = (size_t)(text + sizeof text - start);
        memcpy(ready_texts[places][i].text, start, length);
        ready_texts[places][i].length = (uint8_t)length;
    }
    ready_made[places] = true;
}

/* Writes a number of 64 bits. Returns its end; NUMBER_BYTES must be there. */
static inline char *write_number(char *to, int64_t value, unsigned places)
{
    if (places <= READY_PLACES && (uint64_t)value < READY) {
        const struct ready *ready = &ready_texts[places][value];
        memcpy(to, ready, sizeof *ready);
        return to + ready->length;
    }
    char text[NUMBER_BYTES], *end = text + sizeof text;
    char *start = write_backwards(end, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, places);
    if (value < 0)
        *--start = '-';
    memcpy(to, start, (size_t)(end - start));
    return to + (end - start);
}

/* ---- opening ---- */

static void name_values(struct cell_column *column, const struct cell_style *style, const char *const *names, uint32_t count)
{
    column->name_count = count;
    column->names = memory_array(count, sizeof *column->names);
    for (uint32_t i = 0; i < count; i++)
        style->text(&column->names[i], names[i], strlen(names[i]));
}

void cells_open(struct cells *cells, const struct program *program, const struct data *data, uint32_t output, struct cell_style style)
{
    static const char *const answers[] = {"否", "是"};
    const struct output *table = &program->outputs[output];
    const struct domain *domain = &program->domains[table->domain];
    *cells = (struct cells){.program = program, .data = data, .output = table, .style = style};
    cells->rows = data->domains[table->domain].rows;
    if (domain->kind == DOMAIN_LEDGER && domain->void_column != NONE)
        cells->void_rows = &data->columns[domain->void_column];
    cells->columns = memory_array(table->column_count, sizeof *cells->columns);
    for (uint32_t i = 0; i < table->column_count; i++) {
        struct cell_column *column = &cells->columns[i];
        column->output = &table->columns[i];
        column->data = &data->columns[column->output->column];
        column->type = program->columns[column->output->column].type;
        if (column->type == TYPE_NUMBER && column->output->form == OUTPUT_DECIMALS)
            make_ready(column->output->places);
        uint32_t set = program->columns[column->output->column].target;
        if (column->type == TYPE_CATEGORY)
            name_values(column, &style, program->category_sets[set].names, program->category_sets[set].count);
        if (column->type == TYPE_BOOLEAN)
            name_values(column, &style, answers, 2);
    }
}

void cells_close(struct cells *cells)
{
    for (uint32_t i = 0; i < cells->output->column_count; i++) {
        for (uint32_t name = 0; name < cells->columns[i].name_count; name++)
            buffer_release(&cells->columns[i].names[name]);
        memory_free(cells->columns[i].names);
    }
    memory_free(cells->columns);
    *cells = (struct cells){0};
}

/* ---- preparing ---- */

static int64_t power_of_ten(unsigned places)
{
    int64_t power = 1;
    while (places-- > 0)
        power *= 10;
    return power;
}

/* Brings numerators over one denominator to 10^places. False where some value does not fit 64 bits. */
static bool scale_values(int64_t *values, uint32_t count, int64_t denominator, unsigned places)
{
    int64_t wanted = power_of_ten(places);
    if (denominator == wanted)
        return true;
    bool fits = true;
    if (wanted % denominator == 0) {
        int64_t factor = wanted / denominator;
        for (uint32_t i = 0; i < count; i++)
            fits &= !__builtin_mul_overflow(values[i], factor, &values[i]);
        return fits;
    }
    for (uint32_t i = 0; i < count; i++) {
        __int128 product = (__int128)values[i] * wanted, scaled = product / denominator;
        assert(scaled * denominator == product && "a value is rounded before it is written");
        fits &= scaled == (int64_t)scaled;
        values[i] = (int64_t)scaled;
    }
    return fits;
}

static void prepare_column(struct cell_column *column, uint32_t first, uint32_t count)
{
    const struct column_data *data = column->data;
    column->prepared = false;
    if (column->type == TYPE_TEXT)
        return;
    const struct chunk *chunk = &data->chunks[first / CHUNK_ROWS];
    uint32_t at = first % CHUNK_ROWS;
    chunk_widen(chunk, at, count, column->values);
    if (chunk->status)
        memcpy(column->status, chunk->status + at, count);
    else
        memset(column->status, STATUS_PRESENT, count);
    if (column->type != TYPE_NUMBER || column->output->form != OUTPUT_DECIMALS || chunk->denominators || column->output->places > 18)
        return;
    uint32_t next = column_exception_at(data, first);
    bool exceptions = next < data->exception_count && data->exceptions[next].row < first + count;
    column->prepared = !exceptions && scale_values(column->values, count, chunk->denominator, column->output->places);
}

uint32_t cells_prepare(struct cells *cells, uint32_t first)
{
    assert(first % CELLS_ROWS == 0);
    uint32_t count = first >= cells->rows ? 0 : cells->rows - first < CELLS_ROWS ? cells->rows - first : CELLS_ROWS;
    cells->first = first;
    for (uint32_t i = 0; count && i < cells->output->column_count; i++)
        prepare_column(&cells->columns[i], first, count);
    return count;
}

bool cells_skips(const struct cells *cells, uint32_t row)
{
    const struct column_data *void_rows = cells->void_rows;
    return void_rows && column_status(void_rows, cells->first + row) == STATUS_PRESENT && column_integer(void_rows, cells->first + row);
}

/* ---- writing ---- */

static void append_rational(const struct cells *cells, const struct cell_column *column, uint32_t row, struct buffer *out)
{
    struct rational value;
    struct buffer text = {0};
    rational_init(&value);
    column_number(column->data, row, &value);
    if (column->output->form == OUTPUT_DECIMALS)
        rational_format(&value, column->output->places, &text);
    else
        rational_format_exact(&value, &text);
    if (cells->style.quotes_fractions && memchr(text.data, '/', text.length))
        cells->style.text(out, text.data, text.length);
    else
        buffer_append(out, text.data, text.length);
    buffer_release(&text);
    rational_clear(&value);
}

/* The key of a row of a ledger with one key, followed through references. */
static void append_key(const struct cells *cells, uint32_t domain, uint32_t row, struct buffer *out)
{
    const struct domain *target = &cells->program->domains[domain];
    const struct field *field = &target->fields[target->keys[0]];
    const struct column_data *data = &cells->data->columns[field->column];
    struct buffer text = {0};
    struct rational value;
    size_t length;
    const char *key;
    switch (field->type) {
    case TYPE_INDEX:
        append_key(cells, field->reference, (uint32_t)column_integer(data, row), out);
        return;
    case TYPE_TEXT:
        key = column_text(data, row, &length);
        cells->style.text(out, key, length);
        return;
    case TYPE_CATEGORY:
        key = cells->program->category_sets[field->categories].names[column_integer(data, row)];
        cells->style.text(out, key, strlen(key));
        return;
    case TYPE_BOOLEAN:
        key = column_integer(data, row) ? "是" : "否";
        cells->style.text(out, key, strlen(key));
        return;
    case TYPE_DATE:
        date_format((int32_t)column_integer(data, row), &text);
        break;
    default:
        rational_init(&value);
        column_number(data, row, &value);
        rational_format_exact(&value, &text);
        rational_clear(&value);
        break;
    }
    cells->style.text(out, text.data, text.length);
    buffer_release(&text);
}

static void append_other(const struct cells *cells, const struct cell_column *column, uint32_t row, struct buffer *out)
{
    if (column->type == TYPE_TEXT) {
        size_t length;
        const char *text = column_text(column->data, cells->first + row, &length);
        cells->style.text(out, text, length);
        return;
    }
    if (column->status[row] != STATUS_PRESENT) {
        buffer_append_text(out, cells->style.absent);
        return;
    }
    int64_t value = column->values[row];
    if (column->type == TYPE_NUMBER) {
        append_rational(cells, column, cells->first + row, out);
    } else if (column->type == TYPE_DATE) {
        struct buffer text = {0};
        date_format((int32_t)value, &text);
        cells->style.text(out, text.data, text.length);
        buffer_release(&text);
    } else if (column->type == TYPE_INDEX) {
        if (value < 0)
            buffer_append_text(out, cells->style.absent);
        else
            append_key(cells, cells->program->columns[column->output->column].target, (uint32_t)value, out);
    } else {
        assert(value >= 0 && value < column->name_count);
        buffer_append(out, column->names[value].data, column->names[value].length);
    }
}

void cells_append(const struct cells *cells, uint32_t column, uint32_t row, struct buffer *out)
{
    const struct cell_column *from = &cells->columns[column];
    if (!from->prepared || from->status[row] != STATUS_PRESENT) {
        append_other(cells, from, row, out);
        return;
    }
    char *to = buffer_reserve(out, NUMBER_BYTES);
    out->length += (size_t)(write_number(to, from->values[row], from->output->places) - to);
    out->data[out->length] = '\0';
}

void cells_append_row(const struct cells *cells, uint32_t row, char separator, struct buffer *out)
{
    uint32_t count = cells->output->column_count;
    char *to = buffer_reserve(out, (size_t)count * NUMBER_BYTES);
    for (uint32_t i = 0; i < count; i++) {
        const struct cell_column *column = &cells->columns[i];
        if (i > 0)
            *to++ = separator;
        if (column->prepared && column->status[row] == STATUS_PRESENT) {
            to = write_number(to, column->values[row], column->output->places);
            continue;
        }
        out->length = (size_t)(to - out->data);
        append_other(cells, column, row, out);
        to = buffer_reserve(out, (size_t)(count - i) * NUMBER_BYTES);
    }
    out->length = (size_t)(to - out->data);
    *to = '\0';
}
