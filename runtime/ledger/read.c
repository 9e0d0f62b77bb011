/* Reads one ledger: input -> rows -> columns, once as UTF-8 and, where that fails early, once more as GB18030.
 *
 * Text that is not UTF-8 shows it within a few characters; after many well-formed ones a wrong byte means a damaged UTF-8 file, which
 * GB18030 would only turn into other characters. */
#include "base/file.h"
#include "ledger/read.h"

#include <stdio.h>
#include <string.h>

#include "ledger/heading.h"

enum {
    SURELY_UTF8 = 16,               /* well-formed characters beyond ASCII; text in GB18030 has so many in a row by no accident */
    BATCH_FIELDS = 1 << 14          /* fields cut at once: their places stay in the second cache */
};

struct reading {
    const struct program *program;
    uint32_t domain;
    struct input *input;
    struct csv csv;
    struct data *data;
    struct ledger_state *state;
    uint32_t columns;               /* of the file; 0 where its heading could not be read */
    uint32_t line_capacity;
};

/* ---- rows ---- */

/* Lines are kept from the first row on that does not stand where its number says. */
static void keep_lines(struct reading *reading, const struct csv_batch *batch)
{
    struct domain_data *rows = &reading->data->domains[reading->domain];
    uint32_t first = reading->state->filling.rows, row = 0;
    while (!rows->lines && row < batch->rows && batch->lines[row] == first + row + 2)
        row++;
    if (row == batch->rows)
        return;
    bool begins = !rows->lines;
    if (first + batch->rows > reading->line_capacity) {
        reading->line_capacity = 2 * (first + batch->rows);
        rows->lines = memory_resize(rows->lines, reading->line_capacity, sizeof *rows->lines);
    }
    for (uint32_t i = 0; begins && i < first; i++)
        rows->lines[i] = i + 2;
    memcpy(rows->lines + first, batch->lines, batch->rows * sizeof *batch->lines);
}

/* A row of nothing but separators, as spreadsheets leave them below a table. */
static bool is_blank_row(const struct csv_batch *batch, uint32_t row, char separator)
{
    uint32_t fields = batch->counts[row] < batch->stride ? batch->counts[row] : batch->stride;
    const char *text = batch->text + batch->starts[row], *end = batch->text + batch->ends[(size_t)row * batch->stride + fields - 1];
    while (text < end && (*text == separator || *text == ' '))
        text++;
    return text == end;
}

static void report_count(struct reading *reading, const struct csv_batch *batch, uint32_t row)
{
    char found[16], wanted[16];
    snprintf(found, sizeof found, "%u", batch->counts[row]);
    snprintf(wanted, sizeof wanted, "%u", batch->stride);
    const char *many = reading->state->faults.sheet ? "D0127" : "D0202";     /* a sheet has no separators that could be one too many */
    faults_add(&reading->state->faults, batch->counts[row] < batch->stride ? "D0201" : many,
               (struct fault_place){.row = batch->lines[row]}, 2, (const char *[]){found, wanted});
    reading->state->rows_lost = true;
}

/* The first field of the row that is not empty, without its quotes; *column is its number. */
static const char *first_field(struct reading *reading, const struct csv_batch *batch, uint32_t row, uint32_t *column, size_t *length)
{
    struct buffer *scratch = &reading->state->filling.scratch;
    const uint32_t *ends = batch->ends + (size_t)row * batch->stride;
    uint32_t fields = batch->counts[row] < batch->stride ? batch->counts[row] : batch->stride;
    for (*column = 0; *column < fields; ++*column) {
        uint32_t start = *column ? ends[*column - 1] + 1 : batch->starts[row];
        *length = ends[*column] - start;
        buffer_reserve(scratch, *length + 1);
        const char *text = csv_field(batch->text + start, *length, scratch->data, length);
        if (*length)
            return text;
    }
    return "";
}

static bool is_value_of(const struct reading *reading, uint32_t column, const char *text, size_t length)
{
    for (uint32_t i = 0; i < reading->state->filling.domain->field_count; i++) {
        const struct filler *filler = &reading->state->filling.fillers[i];
        for (uint32_t k = 0; filler->position == column && filler->set && k < filler->set->count; k++)
            if (strlen(filler->set->names[k]) == length && memcmp(filler->set->names[k], text, length) == 0)
                return true;
    }
    return false;
}

/* A row of totals, as people leave it below a table, would be one unit more. */
static bool is_total(struct reading *reading, const struct csv_batch *batch, uint32_t row, struct buffer *word)
{
    static const char *const words[] = {"合计", "总计", "共计", "小计", "总和", "平均", "平均值", "平均分", "Total", "total", "TOTAL", "Sum"};
    uint32_t column;
    size_t length;
    const char *text = first_field(reading, batch, row, &column, &length);
    buffer_clear(word);
    if (length > 40)
        return false;
    for (size_t i = 0; i < length; i++)             /* 合  计, 合计: */
        if (strncmp(text + i, "　", 3) == 0 || strncmp(text + i, ":", 3) == 0)
            i += 2;
        else if (text[i] != ' ' && text[i] != ':')
            buffer_append_char(word, text[i]);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(buffer_text(word), words[i]) == 0)
            return !is_value_of(reading, column, text, length);
    return false;
}

/* The bytes that such a row can begin with; most rows do not. */
static bool may_be_total(const struct reading *reading, char first)
{
    return first == (char)0xE5 || first == (char)0xE6 || first == (char)0xE3 || first == 'T' || first == 't' || first == 'S' || first == '"' || first == ' ' || first == reading->csv.separator;
}

static void report_total(struct reading *reading, const struct csv_batch *batch, uint32_t row, const struct buffer *word)
{
    faults_add(&reading->state->faults, "D0329", (struct fault_place){.row = batch->lines[row]}, 1, (const char *[]){buffer_text(word)});
    reading->state->rows_lost = true;
}

/* Takes out rows that are blank, or totals, or do not have as many fields as the heading. */
static void sift_rows(struct reading *reading, struct csv_batch *batch)
{
    uint32_t kept = 0, stride = batch->stride;
    struct buffer word = {0};
    for (uint32_t row = 0; row < batch->rows; row++) {
        char first = batch->text[batch->starts[row]];
        bool blank = (first == ' ' || first == reading->csv.separator) && is_blank_row(batch, row, reading->csv.separator);
        bool total = !blank && may_be_total(reading, first) && is_total(reading, batch, row, &word);
        if (total)
            report_total(reading, batch, row, &word);
        else if (!blank && batch->counts[row] != stride)
            report_count(reading, batch, row);
        if (blank || total || batch->counts[row] != stride)
            continue;
        if (kept != row) {
            memcpy(batch->ends + (size_t)kept * stride, batch->ends + (size_t)row * stride, stride * sizeof *batch->ends);
            batch->starts[kept] = batch->starts[row];
            batch->counts[kept] = batch->counts[row];
            batch->lines[kept] = batch->lines[row];
        }
        kept++;
    }
    batch->rows = kept;
    buffer_release(&word);
}

static void read_rows(struct reading *reading)
{
    struct filling *filling = &reading->state->filling;
    struct csv_batch batch;
    uint32_t capacity = BATCH_FIELDS / reading->columns;
    capacity = capacity < 8 ? 8 : capacity > BATCH_ROWS ? BATCH_ROWS : capacity / 8 * 8;     /* eight cells are read at once */
    csv_batch_open(&batch, reading->columns, capacity);
    for (;;) {
        uint32_t room = CHUNK_ROWS - filling->rows % CHUNK_ROWS;
        if (!csv_next(&reading->csv, &batch, room < capacity ? room : capacity))
            break;
        sift_rows(reading, &batch);
        if (filling->rows + batch.rows > LIMIT_ROWS) {
            char limit[16];
            snprintf(limit, sizeof limit, "%d", LIMIT_ROWS);
            faults_add(&reading->state->faults, "D0210", (struct fault_place){.row = batch.lines[0]}, 1, (const char *[]){limit});
            break;
        }
        keep_lines(reading, &batch);
        filling_add(filling, &batch);
    }
    csv_batch_close(&batch);
}

/* ---- faults of the whole file ---- */

/* also: where it could not be read in the other encoding. */
static void report_input(struct reading *reading, const char *encoding_code, uint64_t also)
{
    const struct input *input = reading->input;
    char offset[24], other[24];
    snprintf(other, sizeof other, "%llu", (unsigned long long)also);
    snprintf(offset, sizeof offset, "%llu", (unsigned long long)input->offset);
    static const char *const codes[] = {[INPUT_UNREADABLE] = "D0001", [INPUT_NUL] = "D0306", [INPUT_FOREIGN] = "D0307"};
    const char *code = input->fault == INPUT_ENCODING ? encoding_code : codes[input->fault];
    const char *argument = input->fault == INPUT_UNREADABLE ? file_error_text(input->error_number) : input->fault == INPUT_FOREIGN ? input->looks : offset;
    faults_add(&reading->state->faults, code, (struct fault_place){0}, 2, (const char *[]){argument, other});
}

static void report_csv(struct reading *reading)
{
    static const char *const codes[] = {[CSV_UNCLOSED_QUOTE] = "D0203", [CSV_AFTER_QUOTE] = "D0204", [CSV_LONG_RECORD] = "D0205"};
    char limit[24];
    snprintf(limit, sizeof limit, "%d", LIMIT_RECORD_BYTES);
    faults_add(&reading->state->faults, codes[reading->csv.fault], (struct fault_place){.row = reading->csv.fault_line}, 1,
               (const char *[]){limit});
}

/* ---- the whole file ---- */

/* Reads all in the input's encoding. */
static void read_once(struct reading *reading)
{
    csv_open(&reading->csv, reading->input);
    reading->columns = heading_read(&reading->csv, &reading->state->filling, &reading->state->names);
    if (reading->columns)
        read_rows(reading);
    filling_finish(&reading->state->filling);
}

static void begin_again(struct reading *reading, enum encoding encoding)
{
    struct ledger_state *state = reading->state;
    csv_close(&reading->csv);
    filling_close(&state->filling);
    faults_restart(&state->faults);
    filling_open(&state->filling, reading->program, &reading->program->domains[reading->domain], reading->data->columns, &state->faults);
    state->filling.unknown = state->unknown;
    memory_free(reading->data->domains[reading->domain].lines);
    reading->data->domains[reading->domain].lines = NULL;
    reading->line_capacity = 0;
    state->rows_lost = false;
    input_restart(reading->input, encoding);
}

/* A heading that is not ASCII was found as the rules have it: no text in another encoding comes out so. */
static bool knows_headings(const struct filling *filling)
{
    for (uint32_t i = 0; i < filling->domain->field_count; i++) {
        const struct filler *filler = &filling->fillers[i];
        for (const char *c = filler->heading; filler->position != NONE && *c; c++)
            if ((unsigned char)*c >= 0x80)
                return true;
    }
    return false;
}

static bool is_encoding_fault(const struct reading *reading)
{
    return reading->csv.fault == CSV_INPUT && reading->input->fault == INPUT_ENCODING;
}

static void read_in_some_encoding(struct reading *reading)
{
    struct input *input = reading->input;
    read_once(reading);
    if (reading->csv.fault == CSV_SOUND && input->later) {      /* headings that are not understood, and the reason may stand further on */
        reading->csv.fault = CSV_INPUT;
        input->fault = input->later;
    }
    if (reading->csv.fault == CSV_SOUND)
        return;
    bool surely = input->marked || input->wide_characters >= SURELY_UTF8 || knows_headings(&reading->state->filling);
    uint64_t offset = input->offset, also = 0;
    const char *code = "D0309";
    if (is_encoding_fault(reading) && !surely) {
        begin_again(reading, ENCODING_GB18030);
        read_once(reading);
        if (is_encoding_fault(reading)) {
            also = input->offset;
            begin_again(reading, ENCODING_UTF8);    /* forgets what was wrong with the wrong characters */
            reading->csv.fault = CSV_INPUT;
            input->fault = INPUT_ENCODING;
            input->offset = offset;
            code = "D0308";
        }
    }
    if (reading->csv.fault == CSV_SOUND && input->encoding == ENCODING_GB18030)
        faults_add(&reading->state->faults, "D0320", (struct fault_place){0}, 0, NULL);
    if (reading->csv.fault == CSV_INPUT)
        report_input(reading, code, also);
    else if (reading->csv.fault != CSV_SOUND)
        report_csv(reading);
}

void read_ledger(const struct program *program, uint32_t domain, struct input *input, struct data *data, struct ledger_state *state)
{
    struct reading reading = {.program = program, .domain = domain, .input = input, .data = data, .state = state};
    filling_open(&state->filling, program, &program->domains[domain], data->columns, &state->faults);
    state->filling.unknown = state->unknown;
    read_in_some_encoding(&reading);
    state->read = reading.columns && reading.csv.fault == CSV_SOUND;
    csv_close(&reading.csv);
    struct domain_data *rows = &data->domains[domain];
    rows->rows = state->filling.rows;
    if (rows->lines)
        rows->lines = memory_resize(rows->lines, rows->rows, sizeof *rows->lines);
    if (state->read && rows->rows == 0 && !state->rows_lost && program->domains[domain].needs_rows)
        faults_add(&state->faults, "D0305", (struct fault_place){0}, 0, NULL);
    state->rows_lost |= state->filling.key_faults;
}
