/* Loads all ledgers of a program: finds each file, reads it into columns, then settles rows against each other.  Whatever is wrong in one
 * ledger, the others are read too, so that all faults of a run come at once. */
#include "base/file.h"
#include "ledger/empties.h"
#include "ledger/ledger.h"

#include <errno.h>
#include <string.h>

#include "ledger/find.h"
#include "ledger/keys.h"
#include "ledger/read.h"
#include "ledger/workbook.h"

struct data *data_new(const struct program *program)
{
    struct data *data = memory_new(sizeof *data);
    data->domain_count = program->domain_count;
    data->column_count = program->column_count;
    data->domains = memory_array(program->domain_count, sizeof *data->domains);
    data->columns = memory_array(program->column_count, sizeof *data->columns);
    for (uint32_t i = 0; i < program->column_count; i++)
        data->columns[i].type = program->columns[i].type;
    return data;
}

static void release_domain(struct domain_data *domain)
{
    memory_free((char *)domain->path);
    memory_free((char *)domain->sheet);
    memory_free(domain->lines);
    *domain = (struct domain_data){0};
}

void data_free(struct data *data)
{
    if (!data)
        return;
    for (uint32_t i = 0; i < data->domain_count; i++)
        release_domain(&data->domains[i]);
    for (uint32_t i = 0; i < data->column_count; i++)
        column_release(&data->columns[i]);
    memory_free(data->domains);
    memory_free(data->columns);
    memory_free(data);
}

/* ---- where the bytes come from ---- */

struct loading {
    const struct program *program;
    struct data *data;
    struct diagnostics *diagnostics;
    struct ledger_state *states;
    bool sound, lost;               /* lost: some ledger was not found */
};

/* The ledger's columns from an input that was opened; closes it. */
static void load_input(struct loading *loading, uint32_t domain, const char *path, struct input *input)
{
    struct ledger_state *state = &loading->states[domain];
    release_domain(&loading->data->domains[domain]);
    loading->data->domains[domain].path = memory_copy_text(path, strlen(path));
    faults_open(&state->faults, loading->diagnostics, loading->program, loading->data->domains[domain].path);
    read_ledger(loading->program, domain, input, loading->data, state);
    input_close(input);
}

/* ---- spreadsheets: the sheet becomes lines of CSV, and goes the way of all ledgers ---- */

static bool is_spreadsheet(const char *bytes, size_t length) { return length >= 4 && memcmp(bytes, "PK\3\4", 4) == 0; }

static bool read_workbook(struct loading *loading, uint32_t domain, const char *bytes, size_t length, struct buffer *csv)
{
    struct ledger_faults *faults = &loading->states[domain].faults;
    struct spreadsheet workbook;
    bool sound = spreadsheet_open(&workbook, bytes, length, faults);
    const struct sheet_entry *sheet = sound ? workbook_sheet(&workbook, &loading->program->domains[domain], faults) : NULL;
    if (sheet) {
        loading->data->domains[domain].sheet = faults->sheet = memory_copy_text(sheet->name, strlen(sheet->name));
        sound = sheet_read(&workbook, sheet, faults, csv);
    }
    spreadsheet_close(&workbook);
    return sheet && sound;
}

static void load_spreadsheet(struct loading *loading, uint32_t domain, const char *path, const char *bytes, size_t length)
{
    struct ledger_state *state = &loading->states[domain];
    struct buffer csv = {0};
    struct input input;
    release_domain(&loading->data->domains[domain]);
    loading->data->domains[domain].path = memory_copy_text(path, strlen(path));
    faults_open(&state->faults, loading->diagnostics, loading->program, loading->data->domains[domain].path);
    if (read_workbook(loading, domain, bytes, length, &csv)) {
        input_open_bytes(&input, buffer_text(&csv), csv.length);
        read_ledger(loading->program, domain, &input, loading->data, state);
        input_close(&input);
    }
    buffer_release(&csv);
}

static void report_unreadable(struct loading *loading, const char *path, int error)
{
    loading->sound = false;
    const char *reason = file_error_text(error);
    diagnostic_report(loading->diagnostics, message_find(runtime_messages, error == EISDIR ? "D0303" : "D0001"), 1, &reason);
    diagnostic_at_cell(loading->diagnostics, path, NULL, 0, NULL, NULL, NULL);
}

static void load_file(struct loading *loading, uint32_t domain, const struct ledger_paths *paths)
{
    struct buffer path = {0}, bytes = {0};
    struct input input;
    if (!find_ledger(paths, loading->program->domains[domain].name, &path, loading->diagnostics)) {
        loading->sound = false;
        loading->lost = true;
    } else if (find_is_spreadsheet(path.data)) {
        int error = file_read(path.data, LIMIT_SPREADSHEET_BYTES, &bytes);
        if (error)
            report_unreadable(loading, path.data, error);
        else
            load_spreadsheet(loading, domain, path.data, buffer_text(&bytes), bytes.length);
    } else {
        int error = input_open(&input, path.data);
        if (error)
            report_unreadable(loading, path.data, error);
        else
            load_input(loading, domain, path.data, &input);
    }
    buffer_release(&path);
    buffer_release(&bytes);
}

static void load_bytes(struct loading *loading, uint32_t domain, const struct ledger_bytes *ledgers, size_t count)
{
    const char *name = loading->program->domains[domain].name;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(ledgers[i].name, name) != 0)
            continue;
        struct input input;
        if (is_spreadsheet(ledgers[i].bytes, ledgers[i].length)) {
            load_spreadsheet(loading, domain, ledgers[i].path, ledgers[i].bytes, ledgers[i].length);
            return;
        }
        input_open_bytes(&input, ledgers[i].bytes, ledgers[i].length);
        loading->states[domain].unknown = ledgers[i].unknown;
        load_input(loading, domain, ledgers[i].path, &input);
        return;
    }
    loading->sound = false;
    diagnostic_report(loading->diagnostics, message_find(runtime_messages, "D0301"), 2, (const char *[]){name, "-"});
}

/* ---- all of them ---- */

static struct loading begin_loading(const struct program *program, struct data *data, struct diagnostics *diagnostics)
{
    return (struct loading){program, data, diagnostics, memory_array(program->domain_count, sizeof(struct ledger_state)), true, false};
}

static bool finish_loading(struct loading *loading)
{
    keys_resolve(loading->program, loading->data, loading->states);
    for (uint32_t i = 0; i < loading->program->domain_count; i++) {
        struct ledger_state *state = &loading->states[i];
        if (!state->faults.diagnostics)
            continue;
        faults_close(&state->faults);
        loading->sound &= state->faults.errors == 0;
        keys_release(state);
    }
    memory_free(loading->states);
    if (loading->sound)
        empties_report(loading->program, loading->data, loading->diagnostics);
    return loading->sound;
}

bool ledgers_load(const struct program *program, const struct ledger_paths *paths, struct data *data, struct diagnostics *diagnostics)
{
    struct loading loading = begin_loading(program, data, diagnostics);
    loading.sound = find_check_names(program, paths, diagnostics);
    for (uint32_t i = 0; i < program->domain_count; i++)
        if (program->domains[i].kind == DOMAIN_LEDGER)
            load_file(&loading, i, paths);
    if (!loading.lost)
        loading.sound &= find_check_workbooks(program, paths, diagnostics);
    return finish_loading(&loading);
}

bool ledgers_load_bytes(const struct program *program, const struct ledger_bytes *ledgers, size_t count, struct data *data,
                        struct diagnostics *diagnostics)
{
    struct loading loading = begin_loading(program, data, diagnostics);
    for (uint32_t i = 0; i < program->domain_count; i++)
        if (program->domains[i].kind == DOMAIN_LEDGER)
            load_bytes(&loading, i, ledgers, count);
    return finish_loading(&loading);
}
