/* Rows that do not exist, through the code of the run. A trial's data shares the columns that it does not change with the run's data. */
#include "interpret/trial.h"

#include <string.h>

#include "base/memory.h"
#include "interpret/interpret.h"
#include "interpret/maker.h"
#include "interpret/run.h"

static bool is_made_by_rows(const struct program *program, uint32_t column)
{
    for (uint32_t i = 0; i < program->code_count; i++)
        if (program->code[i].op == OP_STORE && program->code[i].c == column)
            return true;
    return false;
}

bool trial_can_change(const struct program *program, uint32_t column) { return !is_made_by_rows(program, column); }

/* Domains and columns as in `data`, to be replaced where the trial has its own. */
static struct data *share(const struct data *data)
{
    struct data *trial = memory_new(sizeof *trial);
    *trial = *data;
    trial->domains = memory_array(data->domain_count, sizeof *trial->domains);
    trial->columns = memory_array(data->column_count, sizeof *trial->columns);
    memcpy(trial->domains, data->domains, data->domain_count * sizeof *trial->domains);
    memcpy(trial->columns, data->columns, data->column_count * sizeof *trial->columns);
    return trial;
}

void trial_free(const struct program *program, const struct data *data, struct data *trial)
{
    if (!trial)
        return;
    for (uint32_t i = 0; i < program->column_count; i++)
        if (trial->columns[i].chunks != data->columns[i].chunks || trial->columns[i].blob != data->columns[i].blob)
            column_release(&trial->columns[i]);
    memory_free(trial->domains);
    memory_free(trial->columns);
    memory_free(trial);
}

/* ---- copies of rows ---- */

struct copying { const struct column_data *from; uint32_t column; const struct trial *trials; uint32_t count; };

static void copy_text(const struct copying *copying, struct column_data *to)
{
    struct buffer blob = {0};
    memset(to, 0, sizeof *to);
    to->type = TYPE_TEXT;
    to->rows = copying->count;
    to->offsets = memory_array(copying->count + 1, sizeof *to->offsets);
    for (uint32_t i = 0; i < copying->count; i++) {
        size_t length;
        const char *text = column_text(copying->from, copying->trials[i].row, &length);
        buffer_append(&blob, text, length);
        to->offsets[i + 1] = blob.length;
    }
    to->blob = memory_array(blob.length + 1, 1);
    memcpy(to->blob, buffer_text(&blob), blob.length);
    buffer_release(&blob);
}

static void put_old(struct maker *maker, const struct column_data *from, uint32_t row, struct rational *number)
{
    enum status status = column_status(from, row);
    if (status != STATUS_PRESENT)
        maker_absent(maker, status);
    else if (from->type == TYPE_NUMBER) {
        column_number(from, row, number);
        maker_number(maker, number);
    } else
        maker_integer(maker, column_integer(from, row));
}

static void copy_column(const struct copying *copying, struct column_data *to)
{
    struct rational number;
    if (copying->from->type == TYPE_TEXT) {
        copy_text(copying, to);
        return;
    }
    memset(to, 0, sizeof *to);
    column_begin(to, copying->from->type, copying->count);
    struct maker *maker = maker_new(to, 0);
    rational_init(&number);
    for (uint32_t i = 0; i < copying->count; i++) {
        const struct trial *trial = &copying->trials[i];
        if (trial->column != copying->column)
            put_old(maker, copying->from, trial->row, &number);
        else if (to->type == TYPE_NUMBER)
            maker_number(maker, &trial->number);
        else
            maker_integer(maker, trial->integer);
    }
    rational_clear(&number);
    maker_finish(maker);
}

/* The columns of the domain that its row code reads, and for each of those that it makes itself an empty one. */
static void copy_columns(const struct program *program, const struct data *data, uint32_t domain, const struct trial *trials, uint32_t count, struct data *trial)
{
    enum { UNUSED, READ, MADE };
    uint8_t *use = memory_array(program->column_count, 1);
    for (uint32_t s = 0; s < program->stage_count; s++) {
        const struct stage *stage = &program->stages[s];
        for (uint32_t i = 0; stage->kind == STAGE_ROWS && stage->domain == domain && i < stage->instruction_count; i++) {
            const struct instruction *instruction = &program->code[stage->first_instruction + i];
            if (instruction->op == OP_STORE)
                use[instruction->c] = MADE;
            else if ((instruction->op == OP_LOAD || instruction->op == OP_FILLED) && use[instruction->c] == UNUSED)
                use[instruction->c] = READ;
        }
    }
    for (uint32_t i = 0; i < program->column_count; i++) {
        if (use[i] == MADE)
            trial->columns[i] = (struct column_data){.type = data->columns[i].type};
        if (use[i] == READ) {
            struct copying copying = {&data->columns[i], i, trials, count};
            copy_column(&copying, &trial->columns[i]);
        }
    }
    memory_free(use);
}

struct data *trial_rows(const struct program *program, const struct data *data, uint32_t domain, const struct trial *trials, uint32_t count)
{
    struct run_options options = {.threads = 1};
    struct data *trial = share(data);
    struct run run = {program, trial, &options, NULL, NULL};
    trial->domains[domain].rows = count;
    copy_columns(program, data, domain, trials, count, trial);
    for (uint32_t s = 0; s < program->stage_count; s++)
        if (program->stages[s].kind == STAGE_ROWS && program->stages[s].domain == domain)
            stage_rows(&run, &program->stages[s]);
    return trial;
}

/* ---- the whole run ---- */

/* Columns that no ledger fills are made anew. */
static void empty_results(const struct program *program, struct data *trial)
{
    uint8_t *filled = memory_array(program->column_count, 1);
    for (uint32_t d = 0; d < program->domain_count; d++)
        for (uint32_t f = 0; f < program->domains[d].field_count; f++)
            filled[program->domains[d].fields[f].column] = 1;
    for (uint32_t i = 0; i < program->column_count; i++)
        if (!filled[i])
            trial->columns[i] = (struct column_data){.type = trial->columns[i].type};
    memory_free(filled);
}

struct data *trial_whole(const struct program *program, const struct data *data, const struct trial *changed)
{
    struct run_options options = {.threads = 1};
    struct data *trial = share(data);
    struct diagnostics *diagnostics = diagnostics_new();    /* what the trial has to say is not told */
    uint32_t rows = data->domains[program->columns[changed->column].domain].rows;
    struct trial *trials = memory_array(rows, sizeof *trials);
    for (uint32_t i = 0; i < rows; i++)
        trials[i] = (struct trial){.row = i, .column = i == changed->row ? changed->column : NONE, .number = changed->number, .integer = changed->integer};
    for (uint32_t i = 0; i < program->source_count; i++)
        diagnostics_add_source(diagnostics, program->sources[i].path, program->sources[i].text, program->sources[i].length);
    empty_results(program, trial);
    struct copying copying = {&data->columns[changed->column], changed->column, trials, rows};
    copy_column(&copying, &trial->columns[changed->column]);
    bool sound = interpret_run(program, trial, &options, diagnostics);
    diagnostics_free(diagnostics);
    memory_free(trials);
    if (sound)
        return trial;
    trial_free(program, data, trial);
    return NULL;
}
