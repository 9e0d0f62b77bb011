/* Finds rows by key, and with that resolves references, finds keys that stand twice and rows that a complete ledger lacks.
 *
 *     row -> bytes of its key -> hash -> slots [ hash | row + 1 ]          open addressing, at most half full
 *
 * The bytes of a key are its text where it is one text, else its fields one after the other: texts and numbers with their length in
 * front, all else (dates, categories, rows referred to) in eight bytes.  A ledger whose key is a reference waits for the one referred to;
 * the verifier has seen to it that this comes to an end. */
#include "ledger/keys.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "number/date.h"

struct resolver { const struct program *program; struct data *data; struct ledger_state *states; };

/* ---- bytes of keys ---- */

static uint64_t hash_bytes(const char *bytes, size_t length)
{
    uint64_t hash = length + 1, word;
    for (; length > 0;) {
        size_t size = length < 8 ? length : 8;
        word = 0;
        memcpy(&word, bytes, size);
        unsigned __int128 product = (unsigned __int128)(hash ^ word) * 0x9E3779B97F4A7C15u;
        hash = (uint64_t)product ^ (uint64_t)(product >> 64);
        bytes += size;
        length -= size;
    }
    return hash * 0xD6E8FEB86659FD93u;
}

static void append_sized(struct buffer *out, const char *bytes, size_t length)
{
    uint32_t size = (uint32_t)length;
    buffer_append(out, (const char *)&size, sizeof size);
    buffer_append(out, bytes, length);
}

static void append_integer(struct buffer *out, int64_t value)
{
    buffer_append(out, (const char *)&value, sizeof value);
}

static void append_number(struct buffer *out, const struct rational *value)
{
    struct buffer text = {0};
    rational_format_exact(value, &text);
    append_sized(out, buffer_text(&text), text.length);
    buffer_release(&text);
}

static bool has_text_key(const struct domain *domain)
{
    return domain->key_count == 1 && domain->fields[domain->keys[0]].type == TYPE_TEXT;
}

/* Appends what a row's cell adds to its key. False where the cell is not usable. */
static bool append_cell(struct buffer *out, const struct column_data *column, uint32_t row)
{
    if (column_status(column, row) != STATUS_PRESENT)
        return false;
    if (column->type == TYPE_TEXT) {
        size_t length;
        const char *text = column_text(column, row, &length);
        append_sized(out, text, length);
        return length > 0;
    }
    if (column->type != TYPE_NUMBER) {
        append_integer(out, column_integer(column, row));
        return true;
    }
    struct rational value;
    rational_init(&value);
    column_number(column, row, &value);
    append_number(out, &value);
    rational_clear(&value);
    return true;
}

/* The key of a row, in `scratch` or in the column itself. NULL where it has none. */
static const char *key_of_row(const struct resolver *resolver, const struct domain *domain, uint32_t row, struct buffer *scratch,
                              size_t *length)
{
    if (has_text_key(domain)) {
        const char *text = column_text(&resolver->data->columns[domain->fields[domain->keys[0]].column], row, length);
        return *length ? text : NULL;
    }
    buffer_clear(scratch);
    for (uint32_t i = 0; i < domain->key_count; i++)
        if (!append_cell(scratch, &resolver->data->columns[domain->fields[domain->keys[i]].column], row))
            return NULL;
    *length = scratch->length;
    return buffer_text(scratch);
}

/* ---- rows by key ---- */

/* Row with this key, or -1; *slot is where it is or would be. */
static int64_t find_key(const struct resolver *resolver, uint32_t domain, const char *key, size_t length, size_t *slot)
{
    const struct ledger_state *state = &resolver->states[domain];
    uint64_t hash = hash_bytes(key, length), tag = hash >> 32 << 32;
    struct buffer scratch = {0};
    int64_t found = -1;
    for (*slot = hash & (state->slot_count - 1); state->slots[*slot]; *slot = (*slot + 1) & (state->slot_count - 1)) {
        if ((state->slots[*slot] ^ tag) >> 32)
            continue;
        uint32_t row = (uint32_t)state->slots[*slot] - 1;
        size_t row_length;
        const char *row_key = key_of_row(resolver, &resolver->program->domains[domain], row, &scratch, &row_length);
        if (row_key && row_length == length && memcmp(row_key, key, length) == 0) {
            found = row;
            break;
        }
    }
    buffer_release(&scratch);
    return found;
}

static uint32_t line_of(const struct resolver *resolver, uint32_t domain, uint32_t row)
{
    const struct domain_data *rows = &resolver->data->domains[domain];
    return rows->lines ? rows->lines[row] : row + 2;
}

/* A key of a row as people read it. */
static void append_key_text(const struct resolver *resolver, const struct field *field, uint32_t row, struct buffer *out)
{
    const struct column_data *column = &resolver->data->columns[field->column];
    if (field->type == TYPE_TEXT) {
        size_t length;
        const char *text = column_text(column, row, &length);
        buffer_append(out, text, length);
        return;
    }
    if (field->type == TYPE_NUMBER) {
        struct rational value;
        rational_init(&value);
        column_number(column, row, &value);
        rational_format_exact(&value, out);
        rational_clear(&value);
        return;
    }
    int64_t value = column_integer(column, row);
    if (field->type == TYPE_DATE) {
        date_format((int32_t)value, out);
    } else if (field->type == TYPE_BOOLEAN) {
        buffer_append_text(out, value ? "是" : "否");
    } else if (field->type == TYPE_CATEGORY) {
        buffer_append_text(out, resolver->program->category_sets[field->categories].names[value]);
    } else {
        const struct domain *target = &resolver->program->domains[field->reference];
        append_key_text(resolver, &target->fields[target->keys[0]], (uint32_t)value, out);
    }
}

static void report_double(const struct resolver *resolver, uint32_t number, uint32_t row, uint32_t earlier)
{
    static const char *const label[2] = {"第一次出现在这里", "it stands here first"};
    const struct domain *domain = &resolver->program->domains[number];
    struct ledger_state *state = &resolver->states[number];
    struct buffer names = {0}, values = {0};
    for (uint32_t i = 0; i < domain->key_count && !faults_full(&state->faults); i++) {
        const struct field *field = &domain->fields[domain->keys[i]];
        buffer_format(&names, "%s%s", i ? "、" : "", field->name);
        buffer_append_text(&values, i ? "、" : "");
        append_key_text(resolver, field, row, &values);
    }
    struct fault_place place = {.row = line_of(resolver, number, row), .column = state->filling.fillers[domain->keys[0]].heading};
    faults_add(&state->faults, "D0206", place, 2, (const char *[]){buffer_text(&names), buffer_text(&values)});
    faults_also(&state->faults, line_of(resolver, number, earlier), label);
    buffer_release(&names);
    buffer_release(&values);
}

/* Puts a row into its slot. Where a row with its key is there already, returns that one, else -1. */
static int64_t insert_row(const struct resolver *resolver, uint32_t number, uint32_t row, uint64_t hash, struct buffer *scratch)
{
    struct ledger_state *state = &resolver->states[number];
    size_t slot = hash & (state->slot_count - 1), length;
    for (; state->slots[slot]; slot = (slot + 1) & (state->slot_count - 1)) {
        if ((state->slots[slot] ^ hash) >> 32)
            continue;
        const char *key = key_of_row(resolver, &resolver->program->domains[number], row, scratch, &length);
        size_t found_slot;
        int64_t found = find_key(resolver, number, key, length, &found_slot);
        if (found >= 0)
            return found;
    }
    state->slots[slot] = (hash >> 32 << 32) | (row + 1);
    return -1;
}

/* Rows are hashed some at a time, so that their slots, which lie anywhere in memory, are on their way when they are needed. */
static void index_rows(const struct resolver *resolver, uint32_t number)
{
    enum { AT_ONCE = 64 };
    struct ledger_state *state = &resolver->states[number];
    uint32_t rows = state->filling.rows;
    state->slot_count = 16;
    while (state->slot_count < 2 * (size_t)rows)
        state->slot_count *= 2;
    state->slots = memory_array(state->slot_count, sizeof *state->slots);
    struct buffer scratch = {0};
    for (uint32_t first = 0; first < rows; first += AT_ONCE) {
        uint64_t hashes[AT_ONCE];
        bool usable[AT_ONCE];       /* what is not was reported when it was read */
        uint32_t count = rows - first < AT_ONCE ? rows - first : AT_ONCE;
        for (uint32_t i = 0; i < count; i++) {
            size_t length;
            const char *key = key_of_row(resolver, &resolver->program->domains[number], first + i, &scratch, &length);
            usable[i] = key != NULL;
            hashes[i] = key ? hash_bytes(key, length) : 0;
            __builtin_prefetch(&state->slots[hashes[i] & (state->slot_count - 1)], 1);
        }
        for (uint32_t i = 0; i < count; i++) {
            int64_t earlier = usable[i] ? insert_row(resolver, number, first + i, hashes[i], &scratch) : -1;
            if (earlier >= 0)
                report_double(resolver, number, first + i, (uint32_t)earlier);
        }
    }
    buffer_release(&scratch);
}

/* ---- references ---- */

static int64_t find_text(const struct resolver *resolver, uint32_t number, const char *text, size_t length);

/* The bytes of the key that a cell's text stands for, in `out`. False where it can be no such key. */
static bool key_of_text(const struct resolver *resolver, const struct field *field, const char *text, size_t length, struct buffer *out)
{
    struct decimal decimal;
    struct rational value;
    int32_t days;
    int64_t row;
    bool answer;
    switch (field->type) {
    case TYPE_NUMBER:
        if (entry_read_number(text, length, field->percent, &decimal) != ENTRY_SOUND)
            return false;
        rational_init(&value);
        decimal_to_rational(&decimal, field->percent && (decimal.percent_sign || !field->fraction_form) ? 2 : 0, &value);
        append_number(out, &value);
        rational_clear(&value);
        return true;
    case TYPE_DATE:
        if (entry_read_date(text, length, &days) != ENTRY_SOUND)
            return false;
        append_integer(out, days);
        return true;
    case TYPE_BOOLEAN:
        if (entry_read_boolean(text, length, &answer) != ENTRY_SOUND)
            return false;
        append_integer(out, answer);
        return true;
    case TYPE_CATEGORY:
        for (uint32_t i = 0; i < resolver->program->category_sets[field->categories].count; i++) {
            const char *name = resolver->program->category_sets[field->categories].names[i];
            if (strlen(name) == length && memcmp(name, text, length) == 0) {
                append_integer(out, i);
                return true;
            }
        }
        return false;
    case TYPE_INDEX:
        row = find_text(resolver, field->reference, text, length);
        append_integer(out, row);
        return row >= 0;
    default:
        return false;
    }
}

/* The row of a ledger with one key that a cell's text names, or -1. */
static int64_t find_text(const struct resolver *resolver, uint32_t number, const char *text, size_t length)
{
    const struct domain *domain = &resolver->program->domains[number];
    size_t slot;
    if (!resolver->states[number].slots)
        return -1;
    if (has_text_key(domain))
        return find_key(resolver, number, text, length, &slot);
    struct buffer key = {0};
    int64_t row = -1;
    if (key_of_text(resolver, &domain->fields[domain->keys[0]], text, length, &key))
        row = find_key(resolver, number, buffer_text(&key), key.length, &slot);
    buffer_release(&key);
    return row;
}

/* Nearest keys are looked for in ledgers and for faults of a number that a person may read. */
enum { NEAREST_ROWS = 20000, NEAREST_FAULTS = 50 };

struct nearest { struct arena arena; const char **keys; size_t count, left; };

static const char *nearest_key(const struct resolver *resolver, const struct field *field, const struct map_entry *text,
                               struct nearest *nearest)
{
    const struct domain *target = &resolver->program->domains[field->reference];
    uint32_t rows = resolver->states[field->reference].filling.rows;
    if (nearest->left == 0 || rows > NEAREST_ROWS)
        return NULL;
    nearest->left--;
    if (!nearest->keys && rows) {
        nearest->keys = arena_new(&nearest->arena, rows * sizeof *nearest->keys);
        struct buffer key = {0};
        for (uint32_t row = 0; row < rows; row++) {
            buffer_clear(&key);
            if (column_status(&resolver->data->columns[target->fields[target->keys[0]].column], row) == STATUS_PRESENT)
                append_key_text(resolver, &target->fields[target->keys[0]], row, &key);
            if (key.length)
                nearest->keys[nearest->count++] = arena_text(&nearest->arena, key.data, key.length);
        }
        buffer_release(&key);
    }
    return text_nearest(text->key, text->length, nearest->keys, nearest->count);
}

static void report_lost(const struct resolver *resolver, uint32_t number, const struct filler *filler, uint32_t row,
                        const struct map_entry *text, struct nearest *nearest)
{
    struct ledger_state *state = &resolver->states[number];
    struct fault_place place = {.row = line_of(resolver, number, row), .column = filler->heading, .cell = text->key,
                                .cell_length = text->length};
    const char *near = faults_full(&state->faults) ? NULL : nearest_key(resolver, filler->field, text, nearest);
    faults_add_reference(&state->faults, filler->field, place, resolver->program->domains[filler->field->reference].name, near);
}

/* Numbers of texts to rows, for one run of a column. */
static void resolve_run(const struct resolver *resolver, uint32_t number, const struct filler *filler, uint32_t first, uint32_t count,
                        int64_t *values, uint8_t *status, struct nearest *nearest)
{
    const struct ledger_state *target = &resolver->states[filler->field->reference];
    for (uint32_t i = 0; i < count; i++) {
        status[i] = (uint8_t)column_status(filler->column, first + i);
        if (status[i] != STATUS_PRESENT)
            continue;
        const struct map_entry *text = &filler->texts.entries[values[i]];
        values[i] = text->value;
        if (values[i] >= 0)
            continue;
        status[i] = STATUS_ERROR;
        resolver->states[number].rows_lost |= filler->is_key;
        if (target->read && !target->rows_lost)
            report_lost(resolver, number, filler, first + i, text, nearest);
    }
}

static void resolve_field(const struct resolver *resolver, uint32_t number, struct filler *filler)
{
    for (size_t i = 0; i < filler->texts.count; i++) {
        struct map_entry *text = &filler->texts.entries[i];
        text->value = find_text(resolver, filler->field->reference, text->key, text->length);
    }
    struct column_data resolved = {.type = TYPE_INDEX};
    struct nearest nearest = {.left = NEAREST_FAULTS};
    uint32_t rows = resolver->states[number].filling.rows;
    column_begin(&resolved, TYPE_INDEX, rows);
    int64_t values[BATCH_ROWS];
    uint8_t status[BATCH_ROWS];
    for (uint32_t first = 0; first < rows; first += BATCH_ROWS) {
        uint32_t count = rows - first < BATCH_ROWS ? rows - first : BATCH_ROWS;
        chunk_widen(&filler->column->chunks[first / CHUNK_ROWS], first % CHUNK_ROWS, count, values);
        resolve_run(resolver, number, filler, first, count, values, status, &nearest);
        column_put(&resolved, first, count, values, status, 1);
    }
    column_finish(&resolved);
    column_release(filler->column);
    *filler->column = resolved;
    arena_release(&nearest.arena);
}

/* ---- completeness ---- */

/* Values that a key field of a complete ledger takes: 0 .. count - 1, shown from `least` on. */
struct key_range { const struct field *field; int64_t least; size_t count; };

static struct key_range range_of(const struct resolver *resolver, const struct field *field)
{
    struct key_range range = {.field = field};
    int64_t greatest = -1;
    if (field->type == TYPE_CATEGORY) {
        range.count = resolver->program->category_sets[field->categories].count;
    } else if (field->type == TYPE_INDEX) {
        range.count = resolver->states[field->reference].filling.rows;
    } else if (rational_to_int64(&field->least, &range.least) && rational_to_int64(&field->greatest, &greatest)) {
        range.least += field->least_open;
        range.count = greatest >= range.least ? (size_t)(greatest - range.least) + 1 : 0;
    }
    return range;
}

static void append_value_text(const struct resolver *resolver, const struct key_range *range, size_t value, struct buffer *out)
{
    const struct field *field = range->field;
    buffer_format(out, "%s ", field->name);
    if (field->type == TYPE_CATEGORY) {
        buffer_append_text(out, resolver->program->category_sets[field->categories].names[value]);
    } else if (field->type == TYPE_INDEX) {
        const struct domain *target = &resolver->program->domains[field->reference];
        append_key_text(resolver, &target->fields[target->keys[0]], (uint32_t)value, out);
    } else {
        buffer_format(out, "%lld", (long long)(range->least + (int64_t)value));
    }
}

static void report_lacking(const struct resolver *resolver, uint32_t number, const struct key_range *ranges, size_t combination)
{
    const struct domain *domain = &resolver->program->domains[number];
    struct ledger_faults *faults = &resolver->states[number].faults;
    struct buffer names = {0};
    size_t weight = 1;
    for (uint32_t i = 0; i < domain->key_count; i++)
        weight *= ranges[i].count;
    for (uint32_t i = 0; i < domain->key_count && !faults_full(faults); i++) {
        weight /= ranges[i].count;
        buffer_append_text(&names, i ? "、" : "");
        append_value_text(resolver, &ranges[i], combination / weight % ranges[i].count, &names);
    }
    faults_add(faults, "D0209", (struct fault_place){0}, 1, (const char *[]){buffer_text(&names)});
    buffer_release(&names);
}

/* Marks which combinations are there. */
static void mark_rows(const struct resolver *resolver, uint32_t number, const struct key_range *ranges, uint8_t *there)
{
    const struct domain *domain = &resolver->program->domains[number];
    for (uint32_t row = 0; row < resolver->states[number].filling.rows; row++) {
        size_t combination = 0;
        for (uint32_t i = 0; i < domain->key_count; i++) {
            const struct column_data *column = &resolver->data->columns[ranges[i].field->column];
            int64_t value = column_integer(column, row);
            if (column->type == TYPE_NUMBER) {
                struct rational number_value;
                rational_init(&number_value);
                column_number(column, row, &number_value);
                rational_to_int64(&number_value, &value);
                rational_clear(&number_value);
            }
            combination = combination * ranges[i].count + (size_t)(value - ranges[i].least);
        }
        there[combination / 8] |= (uint8_t)(1 << combination % 8);
    }
}

static void check_complete(const struct resolver *resolver, uint32_t number)
{
    const struct domain *domain = &resolver->program->domains[number];
    struct key_range *ranges = memory_array(domain->key_count, sizeof *ranges);
    size_t combinations = 1;
    bool known = true;
    for (uint32_t i = 0; i < domain->key_count; i++) {
        ranges[i] = range_of(resolver, &domain->fields[domain->keys[i]]);
        known &= ranges[i].field->type != TYPE_INDEX || (resolver->states[ranges[i].field->reference].read &&
                                                        !resolver->states[ranges[i].field->reference].rows_lost);
        if (__builtin_mul_overflow(combinations, ranges[i].count, &combinations))
            known = false;
    }
    if (known && combinations <= LIMIT_ROWS) {
        uint8_t *there = memory_array(combinations / 8 + 1, 1);
        mark_rows(resolver, number, ranges, there);
        for (size_t i = 0; i < combinations; i++)
            if (!(there[i / 8] >> i % 8 & 1))
                report_lacking(resolver, number, ranges, i);
        memory_free(there);
    } else if (known) {
        char limit[24];
        snprintf(limit, sizeof limit, "%d", LIMIT_ROWS);
        faults_add(&resolver->states[number].faults, "D0210", (struct fault_place){0}, 1, (const char *[]){limit});
    }
    memory_free(ranges);
}

/* ---- all ledgers ---- */

/* References in keys first: rows are found by them. */
static void resolve_keys(const struct resolver *resolver, uint32_t number)
{
    struct ledger_state *state = &resolver->states[number];
    const struct domain *domain = &resolver->program->domains[number];
    if (state->resolved || !state->read)
        return;
    state->resolved = true;
    for (uint32_t i = 0; i < domain->key_count; i++) {
        const struct field *field = &domain->fields[domain->keys[i]];
        if (field->type != TYPE_INDEX)
            continue;
        resolve_keys(resolver, field->reference);
        resolve_field(resolver, number, &state->filling.fillers[domain->keys[i]]);
    }
    if (domain->key_count)
        index_rows(resolver, number);
}

void keys_resolve(const struct program *program, struct data *data, struct ledger_state *states)
{
    struct resolver resolver = {program, data, states};
    for (uint32_t i = 0; i < program->domain_count; i++)
        resolve_keys(&resolver, i);
    for (uint32_t i = 0; i < program->domain_count; i++)
        for (uint32_t j = 0; states[i].read && j < program->domains[i].field_count; j++) {
            struct filler *filler = &states[i].filling.fillers[j];
            if (filler->field->type == TYPE_INDEX && !filler->is_key)
                resolve_field(&resolver, i, filler);
        }
    for (uint32_t i = 0; i < program->domain_count; i++)
        if (states[i].read && !states[i].rows_lost && program->domains[i].complete)
            check_complete(&resolver, i);
}

void keys_release(struct ledger_state *state)
{
    memory_free(state->slots);
    if (state->filling.domain)
        filling_close(&state->filling);
    arena_release(&state->names);
    *state = (struct ledger_state){0};
}
