/* Tells the faults of a run: conditions that do not hold, and values that are missing or in error where they would be written.  Each is told
 * at the ledger's cell where there is one, then at the rule.  Only so many are told; the rest is counted by kind. */
#include "interpret/faults.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "interpret/cause.h"
#include "number/date.h"

enum { FAULTS_TOLD = 1000, DESCRIPTION_BYTES = 400 };

struct faults { struct origin *origins; size_t told, untold[2]; /* by severity */ };

struct faults *faults_new(const struct program *program)
{
    struct faults *faults = memory_new(sizeof *faults);
    faults->origins = origins_of_columns(program);
    return faults;
}

void faults_end(struct faults *faults, struct diagnostics *diagnostics)
{
    static const char *const codes[2] = {[SEVERITY_ERROR] = "D0598", [SEVERITY_WARNING] = "D0599"};
    for (int severity = SEVERITY_ERROR; severity <= SEVERITY_WARNING; severity++) {
        char number[32];
        const char *arguments[] = {number};
        snprintf(number, sizeof number, "%zu", faults->untold[severity]);
        if (faults->untold[severity])
            diagnostic_report(diagnostics, message_find(runtime_messages, codes[severity]), 1, arguments);
    }
    memory_free(faults->origins);
    memory_free(faults);
}

static bool may_tell(const struct run *run, enum severity severity)
{
    if (run->faults->told < FAULTS_TOLD)
        return true;
    run->faults->untold[severity]++;
    return false;
}

/* Repetitions are recorded once and count once. */
static void count_told(const struct run *run, size_t total_before)
{
    run->faults->told += diagnostics_total(run->diagnostics) - total_before;
}

/* ---- values and rows in words ------------------------------------------------------------------------------------------------- */

static void describe_row(const struct run *run, uint32_t domain, uint32_t row, struct buffer *out);

static const struct field *field_of(const struct run *run, uint32_t column)
{
    const struct domain *domain = &run->program->domains[run->program->columns[column].domain];
    for (uint32_t i = 0; domain->kind == DOMAIN_LEDGER && i < domain->field_count; i++)
        if (domain->fields[i].column == column)
            return &domain->fields[i];
    return NULL;
}

/* A number as the column is written: 90% where it is a percentage. */
static void append_as_written(struct buffer *out, const struct field *field, const struct rational *value)
{
    struct rational shown;
    rational_init(&shown);
    rational_set(&shown, field && field->percent ? 100 : 1, 1);
    rational_multiply(&shown, &shown, value);
    rational_format_exact(&shown, out);
    rational_clear(&shown);
    if (field && field->percent)
        buffer_append_char(out, '%');
}

static void describe_present(const struct run *run, uint32_t column, uint32_t row, struct buffer *out)
{
    const struct column_data *data = &run->data->columns[column];
    uint32_t target = run->program->columns[column].target;
    struct rational number;
    size_t length;
    switch (data->type) {
    case TYPE_NUMBER:
        rational_init(&number);
        column_number(data, row, &number);
        append_as_written(out, field_of(run, column), &number);
        rational_clear(&number);
        break;
    case TYPE_BOOLEAN: buffer_append_text(out, column_integer(data, row) ? "是" : "否"); break;
    case TYPE_DATE: date_format((int32_t)column_integer(data, row), out); break;
    case TYPE_CATEGORY: buffer_append_text(out, run->program->category_sets[target].names[column_integer(data, row)]); break;
    case TYPE_INDEX:
        if (column_integer(data, row) >= 0)
            describe_row(run, target, (uint32_t)column_integer(data, row), out);
        break;
    default: {
        const char *text = column_text(data, row, &length);
        buffer_append(out, text, length);
    }
    }
}

/* "" where the value is not present. */
static void describe_value(const struct run *run, uint32_t column, uint32_t row, struct buffer *out)
{
    size_t before = out->length;
    if (column_status(&run->data->columns[column], row) == STATUS_PRESENT)
        describe_present(run, column, row, out);
    if (out->length > before + DESCRIPTION_BYTES) {         /* cut at a character's end */
        size_t length = before + DESCRIPTION_BYTES;
        while ((out->data[length] & 0xC0) == 0x80)
            length--;
        out->length = length;
        buffer_append_text(out, "…");
    }
}

static void describe_columns(const struct run *run, const uint32_t *columns, uint32_t count, uint32_t row, struct buffer *out)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            buffer_append_text(out, ", ");
        buffer_append_text(out, run->program->columns[columns[i]].name);
        buffer_append_char(out, ' ');
        describe_value(run, columns[i], row, out);
    }
}

/* The row by its keys: "代码 A01". */
static void describe_row(const struct run *run, uint32_t domain, uint32_t row, struct buffer *out)
{
    const struct domain *declared = &run->program->domains[domain];
    uint32_t columns[8], count = 0;
    for (; declared->kind == DOMAIN_LEDGER && count < declared->key_count && count < 8; count++)
        columns[count] = declared->fields[declared->keys[count]].column;
    if (declared->kind == DOMAIN_GROUPS)
        for (uint32_t s = 0; s < run->program->stage_count; s++) {
            const struct stage *stage = &run->program->stages[s];
            for (uint32_t k = 0; stage->kind == STAGE_GROUP && stage->target == domain && k < stage->key_count && count < 8; k++)
                columns[count++] = stage->key_results[k];
        }
    describe_columns(run, columns, count, row, out);
}

/* ---- places ------------------------------------------------------------------------------------------------------------------- */

/* Adds the place of a row of a ledger; `column`: a field's column or NONE. Rows of other domains have no place. */
static void at_row(const struct run *run, uint32_t domain, uint32_t row, uint32_t column, const char *const label[2])
{
    const struct domain_data *data = &run->data->domains[domain];
    const struct field *field = column == NONE ? NULL : field_of(run, column);
    struct buffer cell = {0};
    if (run->program->domains[domain].kind != DOMAIN_LEDGER)
        return;
    if (field)
        describe_value(run, column, row, &cell);
    diagnostic_at_cell(run->diagnostics, data->path ? data->path : run->program->domains[domain].name, data->sheet,
                       data->lines ? data->lines[row] : (uint64_t)row + 2, field ? field->name : NULL, field ? buffer_text(&cell) : NULL, label);
    buffer_release(&cell);
}

static bool is_span(struct span span)
{
    return span.end > span.start;
}

/* ---- values that are missing or in error --------------------------------------------------------------------------------------- */

static const char *const code_of_cause[] = {
    [CAUSE_EMPTY_CELL] = "D0501", [CAUSE_STATED] = "D0502", [CAUSE_ZERO_DIVISOR] = "D0503", [CAUSE_NO_VALUE] = "D0504",
    [CAUSE_TOO_LONG] = "D0505", [CAUSE_SUM_TOO_LONG] = "D0506",
};

static void report_cause(const struct run *run, const struct cause *cause)
{
    static const char *const used_here[2] = {"这里要用到它", "it is needed here"};
    struct buffer row = {0}, limit = {0};
    const char *arguments[3] = {"", "", ""};
    describe_row(run, cause->domain, cause->row, &row);
    buffer_format(&limit, "%d", LIMIT_RESULT_DIGITS);
    arguments[0] = buffer_text(&row);
    const char *code = code_of_cause[cause->kind];
    if (cause->kind == CAUSE_EMPTY_CELL) {
        arguments[0] = run->program->columns[cause->column].name;
    } else if (cause->kind == CAUSE_STATED && cause->fault == NONE) {
        code = "D0504";             /* no rule file says so: a program made by other means */
    } else if (cause->kind == CAUSE_STATED) {
        arguments[0] = run->program->faults[cause->fault][0];
        arguments[1] = run->program->faults[cause->fault][1];
        arguments[2] = buffer_text(&row);
    } else if (cause->kind == CAUSE_TOO_LONG || cause->kind == CAUSE_SUM_TOO_LONG) {
        arguments[1] = buffer_text(&limit);
    }
    diagnostic_report(run->diagnostics, message_find(runtime_messages, code), 3, arguments);
    at_row(run, cause->domain, cause->row, cause->column, NULL);
    if (is_span(cause->span))
        diagnostic_at(run->diagnostics, cause->span, cause->kind == CAUSE_EMPTY_CELL ? used_here : NULL);
    buffer_release(&row);
    buffer_release(&limit);
}

void faults_report_value(const struct run *run, uint32_t column, uint32_t row)
{
    if (!may_tell(run, SEVERITY_ERROR))
        return;
    size_t before = diagnostics_total(run->diagnostics);
    struct cause cause = cause_find(run->program, run->data, run->faults->origins, column, row);
    if (cause.kind == CAUSE_EMPTY_CELL && column_status(&run->data->columns[cause.column], cause.row) == STATUS_ERROR)
        return;                     /* nobody has given the cell: who left it open tells it */
    report_cause(run, &cause);
    count_told(run, before);
}

/* ---- what is written ---------------------------------------------------------------------------------------------------------- */

static bool is_bad(uint8_t status)
{
    return status == STATUS_MISSING || status == STATUS_ERROR;
}

/* Marks the rows whose value is bad. */
static void mark_bad(const struct column_data *column, uint8_t *bad)
{
    for (uint32_t c = 0; c < column->chunk_count; c++) {
        const struct chunk *chunk = &column->chunks[c];
        for (uint32_t i = 0; chunk->status && i < chunk->rows; i++)
            bad[c * CHUNK_ROWS + i] |= is_bad(chunk->status[i]);
    }
}

/* Looks at some columns of one domain, row by row; rows that are void are not looked at. */
static void report_bad_rows(const struct run *run, uint32_t domain, const uint32_t *columns, uint32_t count)
{
    uint32_t rows = run->data->domains[domain].rows;
    uint8_t *bad = memory_array(rows, 1), taken[BATCH_ROWS];
    for (uint32_t i = 0; i < count; i++)
        mark_bad(&run->data->columns[columns[i]], bad);
    for (uint32_t first = 0; first < rows; first += BATCH_ROWS) {
        uint32_t length = rows - first < BATCH_ROWS ? rows - first : BATCH_ROWS;
        if (!memchr(bad + first, 1, length))
            continue;
        run_mask(run, domain, NONE, first, length, taken);
        for (uint32_t row = first; row < first + length; row++)
            for (uint32_t i = 0; i < count && bad[row] && taken[row - first]; i++) {
                if (!is_bad(column_status(&run->data->columns[columns[i]], row)))
                    continue;
                faults_report_value(run, columns[i], row);
                if (run->faults->told >= FAULTS_TOLD)
                    break;          /* from here on a row counts once */
            }
    }
    memory_free(bad);
}

void faults_of_outputs(const struct run *run)
{
    const struct program *program = run->program;
    for (uint32_t i = 0; i < program->domain_count; i++)
        if (program->domains[i].kind == DOMAIN_LEDGER && program->domains[i].void_column != NONE)
            report_bad_rows(run, i, &program->domains[i].void_column, 1);
    for (uint32_t i = 0; i < program->output_count; i++) {
        const struct output *output = &program->outputs[i];
        uint32_t *columns = memory_array(output->column_count, sizeof *columns);
        for (uint32_t k = 0; k < output->column_count; k++)
            columns[k] = output->columns[k].column;
        report_bad_rows(run, output->domain, columns, output->column_count);
        memory_free(columns);
    }
}

/* ---- checks ------------------------------------------------------------------------------------------------------------------- */

/* Figures that the compiler adds to a check, in English. */
static const char *const added_figures[][2] = {{"行数", "rows"}, {"已覆盖", "covered"}, {"未覆盖", "not covered"}};

/* One cell or figure of a check: 起 2024-05-01. */
static void append_shown(const struct run *run, uint32_t column, uint32_t row, enum language language, struct buffer *out)
{
    const char *name = run->program->columns[column].name;
    for (size_t i = 0; i < sizeof added_figures / sizeof added_figures[0] && !field_of(run, column); i++)
        if (language == LANGUAGE_EN && strcmp(name, added_figures[i][0]) == 0)
            name = added_figures[i][1];
    buffer_format(out, "%s ", name);
    size_t before = out->length;
    describe_value(run, column, row, out);
    enum status status = column_status(&run->data->columns[column], row);
    if (out->length == before && (status == STATUS_PRESENT || status == STATUS_MISSING))    /* an empty text is present */
        buffer_append_text(out, language == LANGUAGE_ZH ? "未填" : "empty");
}

static void describe_shown(const struct run *run, const struct stage *stage, uint32_t row, enum language language, struct buffer *out)
{
    for (uint32_t i = 0; i < stage->show_count; i++) {
        buffer_append_text(out, i ? ", " : " (");
        append_shown(run, stage->show[i], row, language, out);
    }
    if (stage->show_count)
        buffer_append_char(out, ')');
}

/* The keys of the row, where they are not among what is shown. */
static void describe_key(const struct run *run, const struct stage *stage, uint32_t row, struct buffer *out)
{
    const struct domain *domain = &run->program->domains[stage->domain];
    for (uint32_t k = 0; domain->kind == DOMAIN_LEDGER && k < domain->key_count; k++)
        for (uint32_t i = 0; i < stage->show_count; i++)
            if (stage->show[i] == domain->fields[domain->keys[k]].column)
                return;
    if (domain->kind == DOMAIN_LEDGER)
        describe_row(run, stage->domain, row, out);
}

static void place_check(const struct run *run, const struct stage *stage, uint32_t row)
{
    bool placed = false;
    struct buffer key = {0};
    describe_key(run, stage, row, &key);
    const char *label[2] = {buffer_text(&key), buffer_text(&key)};
    for (uint32_t i = 0; i < stage->show_count; i++)
        if (field_of(run, stage->show[i])) {
            at_row(run, stage->domain, row, stage->show[i], key.length && !placed ? label : NULL);
            placed = true;
        }
    if (!placed)
        at_row(run, stage->domain, row, NONE, NULL);
    if (is_span(stage->span))
        diagnostic_at(run->diagnostics, stage->span, NULL);
    buffer_release(&key);
}

/* What a check says, with the cells that it shows. */
static void report_check(const struct run *run, const struct stage *stage, uint32_t row)
{
    struct buffer shown[2] = {{0}, {0}};
    size_t before = diagnostics_total(run->diagnostics);
    describe_shown(run, stage, row, LANGUAGE_ZH, &shown[LANGUAGE_ZH]);
    describe_shown(run, stage, row, LANGUAGE_EN, &shown[LANGUAGE_EN]);
    const char *arguments[] = {stage->message[LANGUAGE_ZH], stage->message[LANGUAGE_EN], buffer_text(&shown[LANGUAGE_ZH]), buffer_text(&shown[LANGUAGE_EN])};
    diagnostic_report(run->diagnostics, message_find(runtime_messages, stage->severity == SEVERITY_WARNING ? "D0511" : "D0510"), 4, arguments);
    place_check(run, stage, row);
    buffer_release(&shown[LANGUAGE_ZH]);
    buffer_release(&shown[LANGUAGE_EN]);
    count_told(run, before);
}

/* One row that counts in the period, with its value, and whom it refers to beside the group. */
static void at_row_of_period(const struct run *run, const struct stage *stage, uint32_t row)
{
    const struct domain *domain = &run->program->domains[stage->domain];
    struct buffer whom = {0};
    for (uint32_t i = 0; domain->kind == DOMAIN_LEDGER && i < domain->field_count; i++) {
        const struct field *field = &domain->fields[i];
        if (field->type != TYPE_INDEX || field->column == stage->index)
            continue;
        buffer_append_text(&whom, whom.length ? ", " : "");
        describe_columns(run, &field->column, 1, row, &whom);
    }
    at_row(run, stage->domain, row, stage->value, whom.length ? (const char *[2]){buffer_text(&whom), buffer_text(&whom)} : NULL);
    buffer_release(&whom);
}

void faults_report_period(const struct run *run, const struct stage *stage, const struct period *period)
{
    if (!may_tell(run, stage->severity))
        return;
    size_t before = diagnostics_total(run->diagnostics);
    const struct field *field = field_of(run, stage->value);
    struct buffer group = {0}, days[2] = {{0}, {0}}, sums[2] = {{0}, {0}};
    describe_columns(run, &stage->index, 1, period->first_row, &group);
    date_format(period->from, &days[0]);
    date_format(period->to, &days[1]);
    append_as_written(&sums[0], field, period->sum);
    append_as_written(&sums[1], field, &run->program->constants[stage->wanted].number);
    const char *arguments[] = {stage->message[LANGUAGE_ZH], stage->message[LANGUAGE_EN], buffer_text(&group), buffer_text(&days[0]), buffer_text(&days[1]),
                               buffer_text(&sums[0]), buffer_text(&sums[1])};
    diagnostic_report(run->diagnostics, message_find(runtime_messages, "D0512"), 7, arguments);
    for (uint32_t i = 0; i < period->row_count; i++)
        at_row_of_period(run, stage, period->rows[i]);
    if (!period->row_count)
        at_row(run, stage->domain, period->first_row, NONE, NULL);
    if (is_span(stage->span))
        diagnostic_at(run->diagnostics, stage->span, NULL);
    buffer_release(&group);
    for (int i = 0; i < 2; i++) {
        buffer_release(&days[i]);
        buffer_release(&sums[i]);
    }
    count_told(run, before);
}

/* The rows that a check is of: those of any other stage, or those left out. */
static void check_mask(const struct run *run, const struct stage *stage, uint32_t first, uint32_t count, uint8_t *taken)
{
    uint32_t void_column = run->program->domains[stage->domain].void_column;
    if (stage->filter == NONE || run->program->domains[stage->domain].kind != DOMAIN_LEDGER || stage->filter != void_column) {
        run_mask(run, stage->domain, stage->filter, first, count, taken);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        taken[i] = column_status(&run->data->columns[void_column], first + i) == STATUS_PRESENT && column_integer(&run->data->columns[void_column], first + i);
}

void stage_check(const struct run *run, const struct stage *stage)
{
    const struct column_data *condition = &run->data->columns[stage->value];
    uint32_t rows = run->data->domains[stage->domain].rows;
    uint8_t taken[BATCH_ROWS];
    for (uint32_t first = 0; first < rows; first += BATCH_ROWS) {
        uint32_t count = rows - first < BATCH_ROWS ? rows - first : BATCH_ROWS;
        check_mask(run, stage, first, count, taken);
        for (uint32_t row = first; row < first + count; row++) {
            if (!taken[row - first])
                continue;
            enum status status = column_status(condition, row);
            if (is_bad(status))
                faults_report_value(run, stage->value, row);
            else if (status == STATUS_PRESENT && !column_integer(condition, row) && may_tell(run, stage->severity))
                report_check(run, stage, row);
        }
    }
}
