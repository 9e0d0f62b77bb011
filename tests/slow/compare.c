/* Two ways to a score, side by side:
 *
 *     rules -> model --compile, encode, decode, verify, load, run--> columns
 *                   \--evaluation-----------------------------------> values       equal on every row of every result? */
#include "compare.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "check/check.h"
#include "compile/compile.h"
#include "elaborate/elaborate.h"
#include "evaluate.h"
#include "exact.h"
#include "interpret/interpret.h"
#include "report/report.h"

struct comparing {
    struct diagnostics *diagnostics;
    struct model *model;
    struct program *program;
    struct evaluation *evaluation;
    const struct ledger_paths *ledgers;
    struct buffer *report;
};

static void append_messages(const struct diagnostics *diagnostics, struct buffer *out)
{
    struct render_options options = {.language = LANGUAGE_ZH, .faults_shown = 5};
    diagnostics_render_text(diagnostics, &options, out);
}

/* ---- the rules ---- */

static bool compile(struct comparing *comparing, const char *const *paths, uint32_t count)
{
    comparing->model = elaborate_files(comparing->diagnostics, paths, count);
    for (uint32_t i = 0; i < comparing->model->scheme_count && !diagnostics_count(comparing->diagnostics, SEVERITY_ERROR); i++)
        if (scheme_is_run(comparing->model->schemes[i]))
            check_scheme(comparing->model->schemes[i]);
    struct program *compiled = diagnostics_count(comparing->diagnostics, SEVERITY_ERROR) ? NULL : compile_model(comparing->model);
    if (!compiled) {
        append_messages(comparing->diagnostics, comparing->report);
        return false;
    }
    struct buffer bytes = {0};
    program_encode(compiled, &bytes);
    program_free(compiled);
    comparing->program = program_decode(bytes.data, bytes.length, comparing->report);
    buffer_release(&bytes);
    return comparing->program != NULL;
}

/* ---- the ledgers ---- */

static int read_ledger_file(const struct ledger_paths *ledgers, const char *name, struct buffer *bytes)
{
    for (size_t i = 0; i < ledgers->file_count; i++)
        if (strcmp(ledgers->files[i].name, name) == 0)
            return file_read(ledgers->files[i].path, LIMIT_RECORD_BYTES, bytes);
    for (size_t i = 0; i < ledgers->folder_count; i++) {
        struct buffer path = {0};
        buffer_format(&path, "%s/%s.csv", ledgers->folders[i], name);
        int error = file_read(buffer_text(&path), LIMIT_RECORD_BYTES, bytes);
        buffer_release(&path);
        if (!error)
            return 0;
    }
    return -1;
}

static bool read_ledgers(struct comparing *comparing)
{
    for (uint32_t s = 0; s < comparing->model->scheme_count; s++)
        for (uint32_t i = 0; scheme_is_run(comparing->model->schemes[s]) && i < comparing->model->schemes[s]->ledger_count; i++) {
            const struct row_set *ledger = comparing->model->schemes[s]->ledgers[i];
            struct buffer bytes = {0};
            bool good = read_ledger_file(comparing->ledgers, ledger->name, &bytes) == 0 &&
                        evaluation_read(comparing->evaluation, ledger, buffer_text(&bytes), bytes.length, comparing->report);
            buffer_release(&bytes);
            if (!good) {
                buffer_format(comparing->report, " (ledger %s)", ledger->name);
                return false;
            }
        }
    return evaluation_resolve(comparing->evaluation, comparing->report);
}

/* ---- results ---- */

static struct value column_value(const struct column_data *column, uint32_t row, mpq_ptr number)
{
    struct value value = {.status = column_status(column, row), .number = number};
    if (value.status != STATUS_PRESENT)
        return value;
    if (column->type != TYPE_NUMBER) {
        value.code = column_integer(column, row);
        return value;
    }
    struct rational rational;
    rational_init(&rational);
    column_number(column, row, &rational);
    rational_get_mpq(&rational, number);
    rational_clear(&rational);
    return value;
}

static void describe(enum value_type type, const struct value *value, struct buffer *out)
{
    if (value->status != STATUS_PRESENT)
        buffer_append_text(out, status_name(value->status));
    else if (type == TYPE_NUMBER)
        exact_write(value->number, -1, out);
    else
        buffer_format(out, "%lld", (long long)value->code);
}

static bool same_result(struct comparing *comparing, const struct result *result, const struct column_data *column)
{
    mpq_t number;
    bool same = true;
    mpq_init(number);
    for (uint32_t row = 0; row < evaluation_rows(comparing->evaluation, result->domain) && same; row++) {
        if (evaluation_void(comparing->evaluation, result->domain, row))
            continue;
        struct value wanted = evaluation_value(comparing->evaluation, result->node, row), got = column_value(column, row, number);
        same = value_equal(result->node->type, &wanted, &got);
        if (!same) {
            buffer_format(comparing->report, "%s, row %u: ", result->name, row + 1);
            describe(result->node->type, &got, comparing->report);
            buffer_append_text(comparing->report, ", and by the slow evaluator ");
            describe(result->node->type, &wanted, comparing->report);
        }
    }
    mpq_clear(number);
    return same;
}

/* The results stand at the end of a scheme's table. */
static bool same_results(struct comparing *comparing, const struct data *data)
{
    uint32_t output = 0;
    for (uint32_t s = 0; s < comparing->model->scheme_count; s++) {
        const struct scheme *scheme = comparing->model->schemes[s];
        if (!scheme_is_run(scheme))
            continue;
        const struct output *table = &comparing->program->outputs[output++];
        const struct output_column *columns = table->columns + table->column_count - scheme->result_count;
        for (uint32_t i = 0; i < scheme->result_count; i++)
            if (!same_result(comparing, &scheme->results[i], &data->columns[columns[i].column]))
                return false;
    }
    return true;
}

/* ---- tables ---- */

static bool written_table(const struct program *program, const struct data *data, uint32_t output, struct buffer *out)
{
    char path[64];
    struct file_writer writer;
    snprintf(path, sizeof path, "/tmp/slow-table-%ld.csv", (long)getpid());
    if (file_open(&writer, path) != 0)
        return false;
    report_csv(program, data, output, &writer);
    bool good = file_commit(&writer) == 0 && file_read(path, (size_t)1 << 30, out) == 0;
    unlink(path);
    return good;
}

static bool same_table(struct comparing *comparing, const struct data *data, const struct scheme *scheme, uint32_t output)
{
    const struct output *table = &comparing->program->outputs[output];
    const struct output_column *columns = table->columns + table->column_count - scheme->result_count;
    struct buffer got = {0}, wanted = {0};
    uint8_t *places = memory_array(scheme->result_count + 1, 1);
    for (uint32_t i = 0; i < scheme->result_count; i++)
        places[i] = columns[i].places;
    bool same = written_table(comparing->program, data, output, &got);
    evaluation_write(comparing->evaluation, scheme, places, &wanted);
    same = same && strcmp(buffer_text(&got), buffer_text(&wanted)) == 0;
    if (!same)
        buffer_format(comparing->report, "the table as written:\n%s\nand by the slow evaluator:\n%s", buffer_text(&got), buffer_text(&wanted));
    memory_free(places);
    buffer_release(&got);
    buffer_release(&wanted);
    return same;
}

static bool same_tables(struct comparing *comparing, const struct data *data)
{
    uint32_t output = 0;
    for (uint32_t s = 0; s < comparing->model->scheme_count; s++)
        if (scheme_is_run(comparing->model->schemes[s]) && !same_table(comparing, data, comparing->model->schemes[s], output++))
            return false;
    return true;
}

/* ---- runs ---- */

/* Whether a divisor was 0 in rules that were said to guard every division. */
static bool divided_by_zero(const struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics_total(diagnostics); i++)
        if (strcmp(diagnostics_code(diagnostics, i), "D0503") == 0)
            return true;
    return false;
}

static bool same_run(struct comparing *comparing, const struct run_options *options, bool fails, bool tables)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct data *data = data_new(comparing->program);
    for (uint32_t i = 0; i < comparing->program->source_count; i++)
        diagnostics_add_source(diagnostics, comparing->program->sources[i].path, comparing->program->sources[i].text,
                               comparing->program->sources[i].length);
    bool same = ledgers_load(comparing->program, comparing->ledgers, data, diagnostics);
    bool failed = same && !interpret_run(comparing->program, data, options, diagnostics);
    if (!same || failed != fails || divided_by_zero(diagnostics)) {
        buffer_append_text(comparing->report, !same            ? "the ledgers are refused:\n"
                                              : failed == fails ? "a division that was checked is one by zero:\n"
                                              : failed          ? "the run fails and must not:\n"
                                                                : "the run must fail\n");
        append_messages(diagnostics, comparing->report);
        same = false;
    }
    same = same && same_results(comparing, data) && (!tables || failed || same_tables(comparing, data));
    if (!same)
        buffer_format(comparing->report, "\n(gear %d, %s, threads %u)\n", (int)options->least_gear, options->checked ? "bounds checked" : "bounds proven",
                      options->threads);
    data_free(data);
    diagnostics_free(diagnostics);
    return same;
}

static enum comparison_result compare_runs(struct comparing *comparing)
{
    if (!program_verify(comparing->program, comparing->report) || !read_ledgers(comparing))
        return COMPARED_DIFFERENT;
    bool fails = evaluation_fails(comparing->evaluation);
    for (int gear = GEAR_SMALL; gear <= GEAR_BIG; gear++)
        for (int checked = 0; checked < 2; checked++)
            for (unsigned threads = 1; threads <= 3; threads += 2) {
                struct run_options options = {.threads = threads, .least_gear = (enum gear)gear, .checked = checked != 0};
                if (!same_run(comparing, &options, fails, gear == GEAR_SMALL && !checked))
                    return COMPARED_DIFFERENT;
            }
    if (!fails && *evaluation_complaint(comparing->evaluation)) {   /* of what is not written nothing need be known */
        buffer_append_text(comparing->report, evaluation_complaint(comparing->evaluation));
        return COMPARED_DIFFERENT;
    }
    return fails ? COMPARED_FAILING : COMPARED_SAME;
}

enum comparison_result compare_schemes(const char *const *paths, uint32_t count, const struct ledger_paths *ledgers, struct buffer *report)
{
    struct comparing comparing = {.diagnostics = diagnostics_new(), .ledgers = ledgers, .report = report};
    enum comparison_result result = COMPARED_REFUSED;
    if (compile(&comparing, paths, count)) {
        comparing.evaluation = evaluation_new(comparing.model);
        result = compare_runs(&comparing);
        evaluation_free(comparing.evaluation);
        program_free(comparing.program);
    }
    diagnostics_free(comparing.diagnostics);
    return result;
}
