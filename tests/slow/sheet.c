/* Ledgers in, tables out: a plain reader of CSV files, cells by what the field's model says, and the table as it must be written.
 *
 *     bytes -> records -> cells[field][row]; a reference keeps its text until all ledgers are read */
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "exact.h"
#include "parts.h"

struct record { char **cells; uint32_t count; };
struct records { struct record *items; uint32_t count; };

/* ---- bytes to records ---- */

/* UTF-8 as it is; what is not is GB18030, as spreadsheets save it. */
static void as_utf8(const char *bytes, size_t length, struct buffer *out)
{
    size_t bad;
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    if (text_is_utf8(bytes, length, &bad)) {
        buffer_append(out, bytes, length);
        return;
    }
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    char *from = (char *)bytes, *to = buffer_reserve(out, 4 * length), *start = to;
    size_t room = 4 * length;
    iconv(converter, &from, &length, &to, &room);
    out->length += (size_t)(to - start);
    iconv_close(converter);
}

/* Spaces around a cell do not count, wide ones neither. */
static char *trimmed(struct arena *arena, const char *text, size_t length)
{
    for (bool again = true; again;) {
        again = false;
        if (length && strchr(" \t\r\n", text[0])) {
            text++;
            length--;
            again = true;
        } else if (length && strchr(" \t\r\n", text[length - 1])) {
            length--;
            again = true;
        } else if (length >= 3 && memcmp(text, "\xE3\x80\x80", 3) == 0) {
            text += 3;
            length -= 3;
            again = true;
        } else if (length >= 3 && memcmp(text + length - 3, "\xE3\x80\x80", 3) == 0) {
            length -= 3;
            again = true;
        }
    }
    return arena_text(arena, text, length);
}

static void add_cell(struct arena *arena, struct record *record, struct buffer *cell)
{
    record->cells = memory_resize(record->cells, record->count + 1, sizeof *record->cells);
    record->cells[record->count++] = trimmed(arena, buffer_text(cell), cell->length);
    buffer_clear(cell);
}

static void add_record(struct records *records, struct record *record)
{
    bool blank = true;
    for (uint32_t i = 0; i < record->count; i++)
        blank = blank && !*record->cells[i];
    if (blank)
        memory_free(record->cells);
    else {
        records->items = memory_resize(records->items, records->count + 1, sizeof *records->items);
        records->items[records->count++] = *record;
    }
    *record = (struct record){0};
}

static void cut(struct arena *arena, const char *text, size_t length, struct records *records)
{
    struct record record = {0};
    struct buffer cell = {0};
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"') {
            if (quoted && i + 1 < length && text[i + 1] == '"')
                buffer_append_char(&cell, text[++i]);
            else
                quoted = !quoted;
        } else if (text[i] == ',' && !quoted)
            add_cell(arena, &record, &cell);
        else if (text[i] == '\n' && !quoted) {
            add_cell(arena, &record, &cell);
            add_record(records, &record);
        } else
            buffer_append_char(&cell, text[i]);
    }
    if (cell.length || record.count) {
        add_cell(arena, &record, &cell);
        add_record(records, &record);
    }
    buffer_release(&cell);
}

/* ---- cells to values ---- */

static bool is_empty(const struct row_set *ledger, const char *text)
{
    for (uint32_t i = 0; i < ledger->empty_mark_count; i++)
        if (strcmp(ledger->empty_marks[i], text) == 0)
            return true;
    return !*text;
}

/* Full-width digits and signs to plain ones. */
static void folded(const char *text, struct buffer *out)
{
    size_t length = strlen(text), step;
    for (size_t at = 0; at < length; at += step) {
        int32_t character = 0;
        step = text_decode(text + at, length - at, &character);
        step = step ? step : 1;
        text_encode(out, character >= 0xFF01 && character <= 0xFF5E ? character - 0xFF01 + '!' : character);
    }
}

static bool read_number(struct evaluation *evaluation, const struct field_model *field, const char *text, struct value *value)
{
    mpq_ptr number = number_new(evaluation);
    bool percent = false, point = false, digit = false;
    const char *at = text + (*text == '-' || *text == '+');
    for (; *at; at++) {
        if (*at == ',')
            continue;
        if (*at == '%' && !at[1])
            percent = true;
        else if (*at == '.' && !point)
            point = true;
        else if (*at >= '0' && *at <= '9') {
            digit = true;
            mpz_mul_ui(mpq_numref(number), mpq_numref(number), 10);
            mpz_add_ui(mpq_numref(number), mpq_numref(number), (unsigned long)(*at - '0'));
            if (point)
                mpz_mul_ui(mpq_denref(number), mpq_denref(number), 10);
        } else
            return false;
    }
    if (field->percent && (percent || !field->fraction_form))
        mpz_mul_ui(mpq_denref(number), mpq_denref(number), 100);
    mpq_canonicalize(number);
    if (*text == '-')
        mpq_neg(number, number);
    *value = (struct value){.status = STATUS_PRESENT, .number = number};
    return digit;
}

/* Three runs of digits, whatever stands between them, or eight digits. */
static bool read_date(const char *text, struct value *value)
{
    int64_t parts[3] = {0}, days;
    size_t length = strlen(text);
    int part = -1;
    for (size_t i = 0; i < length; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9', before = i && text[i - 1] >= '0' && text[i - 1] <= '9';
        if (!digit)
            continue;
        part += !before || (length == 8 && (i == 4 || i == 6));
        if (part > 2)
            return false;
        parts[part] = parts[part] * 10 + (text[i] - '0');
    }
    if (!calendar_days(parts[0], parts[1], parts[2], &days))
        return false;
    *value = value_code(days);
    return true;
}

static bool read_boolean(const char *text, struct value *value)
{
    static const char *const yes[] = {"是", "1", "yes", "y", "true"}, *const no[] = {"否", "0", "no", "n", "false"};
    for (int i = 0; i < 5; i++)
        if (strcasecmp(text, yes[i]) == 0 || strcasecmp(text, no[i]) == 0) {
            *value = value_code(strcasecmp(text, yes[i]) == 0);
            return true;
        }
    return false;
}

static bool read_category(const struct category_model *set, const char *text, struct value *value)
{
    for (uint32_t i = 0; i < set->count; i++)
        if (strcmp(set->names[i], text) == 0) {
            *value = value_code(i);
            return true;
        }
    return false;
}

static bool read_cell(struct evaluation *evaluation, const struct field_model *field, const char *text, struct value *value)
{
    struct buffer plain = {0};
    bool good = true;
    folded(text, &plain);
    switch (field->type) {
    case TYPE_NUMBER: good = read_number(evaluation, field, buffer_text(&plain), value); break;
    case TYPE_DATE: good = read_date(buffer_text(&plain), value); break;
    case TYPE_BOOLEAN: good = read_boolean(buffer_text(&plain), value); break;
    case TYPE_CATEGORY: good = read_category(field->categories, text, value); break;
    default: *value = (struct value){.status = STATUS_PRESENT, .text = text};
    }
    buffer_release(&plain);
    return good;
}

static bool fill(struct evaluation *evaluation, struct sheet *sheet, const struct records *records, uint32_t f, struct buffer *why)
{
    const struct field_model *field = sheet->rows->fields[f];
    uint32_t at = 0;
    while (at < records->items[0].count && strcmp(records->items[0].cells[at], field->name) != 0)
        at++;
    sheet->cells[f] = arena_new(&evaluation->arena, (sheet->count + 1) * sizeof(struct value));
    for (uint32_t row = 0; row < sheet->count; row++) {
        const struct record *record = &records->items[row + 1];
        const char *text = at < record->count ? record->cells[at] : "";
        struct value *value = &sheet->cells[f][row];
        if (is_empty(sheet->rows, text))
            *value = (struct value){.status = STATUS_MISSING, .text = ""};
        else if (!read_cell(evaluation, field, text, value)) {
            buffer_format(why, "%s, row %u, %s: “%s”", sheet->rows->name, row + 1, field->name, text);
            return false;
        }
    }
    return true;
}

bool evaluation_read(struct evaluation *evaluation, const struct row_set *ledger, const char *bytes, size_t length, struct buffer *why)
{
    struct sheet *sheet = sheet_of(evaluation, ledger);
    struct records records = {0};
    struct buffer text = {0};
    as_utf8(bytes, length, &text);
    cut(&evaluation->arena, buffer_text(&text), text.length, &records);
    bool good = records.count > 0;
    sheet->count = good ? records.count - 1 : 0;
    sheet->cells = arena_new(&evaluation->arena, (ledger->field_count + 1) * sizeof *sheet->cells);
    for (uint32_t f = 0; f < ledger->field_count && good; f++)
        good = fill(evaluation, sheet, &records, f, why);
    for (uint32_t i = 0; i < records.count; i++)
        memory_free(records.items[i].cells);
    memory_free(records.items);
    buffer_release(&text);
    return good;
}

/* ---- references ---- */

/* The row whose key a text is, or -1. */
static int64_t row_of_key(struct evaluation *evaluation, const struct row_set *ledger, const char *text)
{
    const struct sheet *sheet = sheet_of(evaluation, ledger);
    const struct field_model *key = ledger->fields[ledger->keys[0]];
    struct value wanted;
    if (!read_cell(evaluation, key, text, &wanted))
        return -1;
    enum value_type type = key->type == TYPE_INDEX ? TYPE_TEXT : key->type;
    for (uint32_t row = 0; row < sheet->count; row++) {
        const struct value *cell = &sheet->cells[ledger->keys[0]][row];
        if (cell->status == STATUS_PRESENT && value_order(type, cell, &wanted) == 0)
            return row;
    }
    return -1;
}

static bool resolve_field(struct evaluation *evaluation, const struct sheet *sheet, uint32_t f, struct buffer *why)
{
    const struct field_model *field = sheet->rows->fields[f];
    for (uint32_t row = 0; row < sheet->count; row++) {
        struct value *value = &sheet->cells[f][row];
        if (value->status != STATUS_PRESENT)
            continue;
        value->code = row_of_key(evaluation, field->reference, value->text);
        if (value->code < 0) {
            buffer_format(why, "%s, row %u, %s: no row “%s”", sheet->rows->name, row + 1, field->name, value->text);
            return false;
        }
    }
    return true;
}

static bool all_void(struct evaluation *evaluation, const struct row_set *rows)
{
    uint32_t row = 0;
    while (row < evaluation_rows(evaluation, rows) && evaluation_void(evaluation, rows, row))
        row++;
    return row == evaluation_rows(evaluation, rows);
}

bool evaluation_resolve(struct evaluation *evaluation, struct buffer *why)
{
    for (uint32_t i = 0; i < evaluation->sheet_count; i++) {
        const struct sheet *sheet = &evaluation->sheets[i];
        for (uint32_t f = 0; sheet->rows->kind == ROWS_LEDGER && f < sheet->rows->field_count; f++)
            if (sheet->rows->fields[f]->type == TYPE_INDEX && !resolve_field(evaluation, sheet, f, why))
                return false;
    }
    for (uint32_t i = 0; i < evaluation->sheet_count; i++)
        if (evaluation->sheets[i].rows->is_units && all_void(evaluation, evaluation->sheets[i].rows))
            evaluation->nothing_scored = true;
    return true;
}

/* ---- tables ---- */

static void write_text(const char *text, struct buffer *out)
{
    if (!strpbrk(text, ",\"\n\r")) {
        buffer_append_text(out, text);
        return;
    }
    buffer_append_char(out, '"');
    for (; *text; text++)
        buffer_append_text(out, *text == '"' ? "\"\"" : (char[2]){*text, 0});
    buffer_append_char(out, '"');
}

static void write_value(enum value_type type, const struct category_model *set, const struct value *value, int places, struct buffer *out)
{
    if (value->status != STATUS_PRESENT)
        return;
    switch (type) {
    case TYPE_NUMBER: exact_write(value->number, places, out); break;
    case TYPE_BOOLEAN: buffer_append_text(out, value->code ? "是" : "否"); break;
    case TYPE_DATE: calendar_write(value->code, out); break;
    case TYPE_CATEGORY: write_text(set->names[value->code], out); break;
    default: write_text(value->text, out);
    }
}

/* Fields of the unit that lead the table: its key, its name, its class. */
static uint32_t leading_fields(const struct scheme *scheme, const struct field_model *leading[8])
{
    const struct row_set *units = scheme->units;
    uint32_t count = 0;
    for (uint32_t i = 0; i < units->key_count && i < 6; i++)
        leading[count++] = units->fields[units->keys[i]];
    for (uint32_t i = 0; i < units->field_count; i++)
        if (strcmp(units->fields[i]->name, "名称") == 0 && units->fields[i]->type == TYPE_TEXT && (!count || units->fields[i] != leading[0]))
            leading[count++] = units->fields[i];
    if (scheme->class_field)
        leading[count++] = scheme->class_field;
    return count;
}

void evaluation_write(struct evaluation *evaluation, const struct scheme *scheme, const uint8_t *places, struct buffer *out)
{
    const struct field_model *leading[8];
    uint32_t fields = leading_fields(scheme, leading);
    for (uint32_t i = 0; i < fields + scheme->result_count; i++) {
        buffer_append_text(out, i ? "," : "");
        write_text(i < fields ? leading[i]->name : scheme->results[i - fields].name, out);
    }
    buffer_append_char(out, '\n');
    for (uint32_t row = 0; row < evaluation_rows(evaluation, scheme->units); row++) {
        if (evaluation_void(evaluation, scheme->units, row))
            continue;
        for (uint32_t i = 0; i < fields + scheme->result_count; i++) {
            const struct node *node = i < fields ? NULL : scheme->results[i - fields].node;
            struct value value = node ? evaluation_value(evaluation, scheme->results[i - fields].node, row) : evaluation_cell(evaluation, leading[i], row);
            buffer_append_text(out, i ? "," : "");
            write_value(node ? node->type : leading[i]->type, node ? node->categories : leading[i]->categories, &value,
                        node ? places[i - fields] : -1, out);
        }
        buffer_append_char(out, '\n');
    }
}
