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
#include "ledger/find.h"
#include "memory.h"
#include "messages.h"
#include "receipt/receipt.h"
#include "report/report.h"

static bool is_file(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISDIR(status.st_mode);
}

/* --data 目录, --data 台账=文件, --data 文件.csv (named after its ledger, or a spreadsheet whose sheets are). */
struct ledger_paths data_paths(const struct arguments *arguments)
{
    struct ledger_paths paths = {0};
    paths.folders = lang_array(arguments->data_count + 1, sizeof *paths.folders);
    paths.files = lang_array(arguments->data_count + 1, sizeof *paths.files);
    for (size_t i = 0; i < arguments->data_count; i++) {
        const char *word = arguments->data[i], *equal = strchr(word, '='), *slash = strrchr(word, '/');
        const char *base = slash ? slash + 1 : word, *dot = strrchr(base, '.');
        struct ledger_path *file = &paths.files[paths.file_count];
        if (equal && access(word, F_OK) != 0)
            *file = (struct ledger_path){lang_text(word, (size_t)(equal - word)), equal + 1, false};
        else if (dot && dot != base && !is_folder(word) && (is_file(word) || find_is_spreadsheet(word) || ends_with(word, ".csv")))
            *file = (struct ledger_path){lang_text(base, (size_t)(dot - base)), word, true};
        else
            paths.folders[paths.folder_count++] = word;
        paths.file_count += file->path != NULL;
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

static void write_page(const struct rules *rules, const struct program *program, const struct data *data, struct file_writer *writer, struct report_extent *extent)
{
    if (rules->model)
        report_explained_page(rules->model, program, data, &rules->nodes, rules->language, writer, extent);
    else
        report_html(program, data, rules->language, NULL, writer, extent);
}

/* Not all units are explained in the file. */
static void tell_extent(const struct report_extent *extent, const char *path, struct diagnostics *diagnostics)
{
    const char *texts[2] = {lang_format("%llu", (unsigned long long)extent->explained), lang_format("%llu", (unsigned long long)extent->units)};
    if (extent->explained == extent->units)
        return;
    diagnostic_report(diagnostics, message_find(runtime_messages, "D0321"), 2, texts);
    diagnostic_at_cell(diagnostics, path, NULL, 0, NULL, NULL, NULL);
}

static bool write_table(const struct rules *rules, const struct program *program, const struct data *data, uint32_t output, const char *path, struct diagnostics *diagnostics)
{
    struct file_writer writer;
    struct report_extent extent = {0};
    int error = file_open(&writer, path);
    if (!error) {
        if (ends_with(path, ".html"))
            write_page(rules, program, data, &writer, &extent);
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
    } else
        tell_extent(&extent, path, diagnostics);
    return !error;
}

static int write_workbook(const struct arguments *arguments, const struct rules *rules, const struct program *program, const struct data *data, const char *path,
                          struct diagnostics *diagnostics)
{
    struct report_extent extent = {0};
    int error = rules->model ? report_explained_workbook(rules->model, program, data, &rules->nodes, rules->language, path, &extent)
                             : report_xlsx(program, data, rules->language, NULL, path, &extent);
    if (error)
        complain(arguments, "E0600", path, file_error_text(error));
    else
        tell_extent(&extent, path, diagnostics);
    return error ? EXIT_MACHINE : EXIT_DONE;
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
    if (ends_with(path, ".xlsx"))
        return write_workbook(arguments, rules, program, data, path, diagnostics);
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
