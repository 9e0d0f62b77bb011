/* assessc explain: why a unit has its scores. The program runs as ever; then the unit's rows are looked at again. */
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "command/command.h"
#include "explain/explain.h"
#include "interpret/interpret.h"
#include "memory.h"
#include "messages.h"
#include "report/cells.h"
#include "report/html.h"

enum { UNITS_NAMED = 4096 };            /* keys among which the nearest is looked for */

static void append_plain(struct buffer *out, const char *text, size_t length) { buffer_append(out, text, length); }

/* Row of the unit whose key is so written in the table, NONE where there is none; keys are collected for the message. */
static uint32_t find_unit(const struct program *program, const struct data *data, uint32_t output, const char *key, const char **keys, size_t *key_count)
{
    struct cells cells;
    uint32_t count, found = NONE;
    cells_open(&cells, program, data, output, (struct cell_style){.absent = "", .text = append_plain});
    for (uint32_t first = 0; found == NONE && (count = cells_prepare(&cells, first)) > 0; first += CELLS_ROWS)
        for (uint32_t row = 0; row < count && found == NONE; row++) {
            struct buffer text = {0};
            cells_append(&cells, 0, row, &text);
            if (!cells_skips(&cells, row) && strcmp(buffer_text(&text), key) == 0)
                found = first + row;
            else if (*key_count < UNITS_NAMED)
                keys[(*key_count)++] = lang_text(buffer_text(&text), text.length);
            buffer_release(&text);
        }
    cells_close(&cells);
    return found;
}

/* One page, everything on it open. */
static void write_page(const struct arguments *arguments, struct entry **units, uint32_t count, struct buffer *out)
{
    struct buffer anchor = {0};
    html_begin(out, arguments->language, units[0]->text);
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            html_heading(out, 2, NULL, units[i]->text);
        buffer_clear(&anchor);
        html_anchor(&anchor, (const char *const[]){lang_format("%u", i + 1), NULL});
        entry_write_html(units[i], buffer_text(&anchor), true, out);
    }
    html_end(out);
    buffer_release(&anchor);
}

static bool format_is(const struct arguments *arguments, const char *format)
{
    return arguments->values[FLAG_format] && strcmp(arguments->values[FLAG_format], format) == 0;
}

static void write_units(const struct arguments *arguments, struct entry **units, uint32_t count)
{
    struct buffer out = {0};
    if (format_is(arguments, "json"))
        entry_write_json(units, count, &out);
    else if (format_is(arguments, "html"))
        write_page(arguments, units, count, &out);
    else
        for (uint32_t i = 0; i < count; i++) {
            if (i)
                buffer_append_char(&out, '\n');
            entry_write_text(units[i], screen_width(arguments), &out);
        }
    output_write(&out);
    output_finish();
    buffer_release(&out);
}

/* Every scheme in which the unit is assessed; its outputs stand in the order of the schemes that are run. */
static int explain(const struct arguments *arguments, struct explainer *explainer, struct diagnostics *diagnostics)
{
    const char *key = arguments->values[FLAG_unit], *code = arguments->values[FLAG_indicator], **keys = lang_array(UNITS_NAMED, sizeof *keys);
    const struct program *program = explainer->values.program;
    size_t key_count = 0;
    uint32_t count = 0, output = 0;
    bool known = false;
    struct entry **units = lang_array(program->output_count + 1, sizeof *units);
    for (uint32_t s = 0; s < explainer->model->scheme_count; s++) {
        if (!scheme_is_run(explainer->model->schemes[s]))
            continue;
        uint32_t row = find_unit(program, explainer->values.data, output, key, keys, &key_count);
        known = known || row != NONE;
        struct entry *unit = row != NONE ? explain_unit(explainer, explainer->model->schemes[s], output, row, code) : NULL;
        if (unit)
            units[count++] = unit;
        output++;
    }
    if (count && explainer->with_rank_gap && !explainer->ranked) {
        diagnostic_report(diagnostics, message_find(lang_messages, "E0904"), 1, (const char *[]){"--why-rank"});
        return EXIT_USAGE;
    }
    if (count) {
        write_units(arguments, units, count);
        return EXIT_DONE;
    }
    const char *nearest = known ? NULL : text_nearest(key, strlen(key), keys, key_count), *texts[2] = {known ? code : key, nearest};
    diagnostic_report(diagnostics, message_find(lang_messages, known ? "E0902" : nearest ? "E0901" : "E0900"), nearest ? 2 : 1, texts);
    return EXIT_USAGE;
}

static int explain_program(const struct arguments *arguments, struct model *model, const struct program *program, const struct compiled_nodes *nodes,
                           struct diagnostics *diagnostics)
{
    struct ledger_paths paths = data_paths(arguments);
    struct data *data = data_new(program);
    struct run_options options = {.threads = 1};
    int status = EXIT_DATA;
    if (ledgers_load(program, &paths, data, diagnostics) && interpret_run(program, data, &options, diagnostics)) {
        struct explainer explainer = {.model = model, .values = values_open(program, data, nodes), .written = written_open(program, data),
                                      .english = arguments->language == LANGUAGE_EN, .with_gains = true, .whole_runs = true,
                                      .with_population = arguments->values[FLAG_population] != NULL, .with_rank_gap = arguments->values[FLAG_why_rank] != NULL,
                                      .traced = format_is(arguments, "json")};
        status = explain(arguments, &explainer, diagnostics);
    }
    data_free(data);
    return status;
}

int command_explain(const struct arguments *arguments)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct model *model;
    struct compiled_nodes nodes;
    if (!arguments->values[FLAG_unit]) {
        complain(arguments, "E0903", "--unit", NULL);
        diagnostics_free(diagnostics);
        return EXIT_USAGE;
    }
    if (!knows_width(arguments)) {
        diagnostics_free(diagnostics);
        return EXIT_USAGE;
    }
    struct program *program = compile_files_with(arguments, diagnostics, &model, &nodes);
    int status = program ? explain_program(arguments, model, program, &nodes, diagnostics) : EXIT_RULES;
    show_messages(arguments, diagnostics);
    program_free(program);
    diagnostics_free(diagnostics);
    return status;
}
