/* assessc run: rules and ledgers to scores. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "command/command.h"
#include "explain/report.h"
#include "interpret/interpret.h"
#include "memory.h"
#include "messages.h"
#include "receipt/receipt.h"
#include "report/report.h"

/* --data 目录, --data 台账=文件, --data 文件.csv (named after its ledger). */
struct ledger_paths data_paths(const struct arguments *arguments)
{
    struct ledger_paths paths = {0};
    paths.folders = lang_array(arguments->data_count + 1, sizeof *paths.folders);
    paths.files = lang_array(arguments->data_count + 1, sizeof *paths.files);
    for (size_t i = 0; i < arguments->data_count; i++) {
        const char *word = arguments->data[i], *equal = strchr(word, '='), *slash = strrchr(word, '/');
        const char *base = slash ? slash + 1 : word;
        if (equal && access(word, F_OK) != 0) {
            paths.files[paths.file_count].name = lang_text(word, (size_t)(equal - word));
            paths.files[paths.file_count++].path = equal + 1;
        } else if ((ends_with(word, ".csv") || ends_with(word, ".xlsx")) && !is_folder(word)) {
            paths.files[paths.file_count].name = lang_text(base, (size_t)(strrchr(base, '.') - base));
            paths.files[paths.file_count++].path = word;
        } else
            paths.folders[paths.folder_count++] = word;
    }
    return paths;
}

static bool run_options(const struct arguments *arguments, struct run_options *options)
{
    const char *threads = arguments->values[FLAG_threads], *gear = arguments->values[FLAG_test_gear];
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    *options = (struct run_options){.threads = processors > 0 ? (unsigned)processors : 1, .checked = arguments->values[FLAG_test_checked] != NULL};
    if (!number_flag(arguments, FLAG_threads, "U0007", 1, LIMIT_THREADS) || !knows_width(arguments))
        return false;
    if (threads)
        options->threads = (unsigned)atoi(threads);
    if (options->threads > LIMIT_THREADS)
        options->threads = LIMIT_THREADS;
    if (gear)
        options->least_gear = strcmp(gear, "big") == 0 ? GEAR_BIG : strcmp(gear, "wide") == 0 ? GEAR_WIDE : GEAR_SMALL;
    return true;
}

/* What a page explains: model NULL where the rules are not at hand (an .asb). */
struct rules { struct model *model; struct compiled_nodes nodes; enum language language; };

static void write_page(const struct rules *rules, const struct program *program, const struct data *data, struct file_writer *writer)
{
    if (rules->model)
        report_explained(rules->model, program, data, &rules->nodes, rules->language, writer);
    else
        report_html(program, data, rules->language, NULL, writer);
}

static bool write_table(const struct rules *rules, const struct program *program, const struct data *data, uint32_t output, const char *path, struct diagnostics *diagnostics)
{
    struct file_writer writer;
    int error = file_open(&writer, path);
    if (!error) {
        if (ends_with(path, ".html"))
            write_page(rules, program, data, &writer);
        else if (ends_with(path, ".json"))
            report_json(program, data, output, &writer);
        else
            report_csv(program, data, output, &writer);
        error = file_commit(&writer);
    }
    if (error) {
        const char *texts[2] = {path, file_error_text(error)};
        diagnostic_report(diagnostics, message_find(lang_messages, "E0600"), 2, texts);
        diagnostic_at_cell(diagnostics, path, NULL, 0, NULL, NULL, NULL);
    }
    return !error;
}

static int write_results(const struct arguments *arguments, const struct rules *rules, const struct program *program, const struct data *data, struct diagnostics *diagnostics)
{
    const char *path = arguments->values[FLAG_output];
    if (!path) {
        struct buffer out = {0};
        for (uint32_t i = 0; i < program->output_count; i++)
            report_terminal(program, data, i, screen_width(arguments), 0, arguments->language, &out);
        output_write(&out);
        buffer_release(&out);
        return EXIT_DONE;
    }
    if (ends_with(path, "/") || is_folder(path)) {
        if (mkdir(path, 0777) != 0 && errno != EEXIST) {
            complain(arguments, "E0600", path, file_error_text(errno));
            return EXIT_MACHINE;
        }
        for (uint32_t i = 0; i < program->output_count; i++)
            if (!write_table(rules, program, data, i, lang_format("%s/%s.csv", path, program->outputs[i].scheme), diagnostics))
                return EXIT_MACHINE;
        return EXIT_DONE;
    }
    if (ends_with(path, ".xlsx")) {
        int error = report_xlsx(program, data, path);
        if (error)
            complain(arguments, "E0600", path, file_error_text(error));
        return error ? EXIT_MACHINE : EXIT_DONE;
    }
    if (program->output_count > 1 && !ends_with(path, ".html")) {
        complain(arguments, "U0008", path, NULL);
        return EXIT_USAGE;
    }
    if (!ends_with(path, ".csv") && !ends_with(path, ".json") && !ends_with(path, ".html") && !is_folder(path) && strncmp(path, "/dev/", 5) != 0) {
        complain(arguments, "U0009", path, NULL);
        return EXIT_USAGE;
    }
    return write_table(rules, program, data, 0, path, diagnostics) ? EXIT_DONE : EXIT_MACHINE;
}

static int write_receipt(const struct arguments *arguments, const struct program *program, const struct data *data)
{
    const char *path = arguments->values[FLAG_receipt];
    struct receipt receipt = receipt_of(program, data, arguments->operands, arguments->operand_count, arguments->data, arguments->data_count);
    struct buffer out = {0};
    receipt_write(&receipt, &out);
    int status = write_whole(arguments, path, &out);
    buffer_release(&out);
    return status;
}

static int run_program(const struct arguments *arguments, const struct rules *rules, const struct program *program, struct diagnostics *diagnostics)
{
    struct run_options options;
    if (!run_options(arguments, &options))
        return EXIT_USAGE;
    struct ledger_paths paths = data_paths(arguments);
    struct data *data = data_new(program);
    int status = EXIT_DATA;
    progress_begin(arguments, "正在读台账…… ", "reading ledgers ... ");
    bool loaded = ledgers_load(program, &paths, data, diagnostics);
    progress_begin(arguments, "正在计算…… ", "computing ... ");
    bool computed = loaded && interpret_run(program, data, &options, diagnostics);
    if (arguments->values[FLAG_output])
        progress_begin(arguments, "正在写结果…… ", "writing results ... ");
    else
        progress_end();
    if (computed)
        status = write_results(arguments, rules, program, data, diagnostics);
    if (status == EXIT_DONE && arguments->values[FLAG_receipt])
        status = write_receipt(arguments, program, data);
    progress_end();
    data_free(data);
    return status;
}

int command_run(const struct arguments *arguments)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct rules rules = {.language = arguments->language};
    bool compiled = arguments->operand_count == 1 && ends_with(arguments->operands[0], ".asb");
    struct program *program = compiled ? load_program(arguments->operands[0], diagnostics) : compile_files_with(arguments, diagnostics, &rules.model, &rules.nodes);
    int status = program ? run_program(arguments, &rules, program, diagnostics) : EXIT_RULES;
    show_messages(arguments, diagnostics);
    program_free(program);
    diagnostics_free(diagnostics);
    return status;
}
