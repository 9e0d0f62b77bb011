/* assessc verify: computes a run again from its receipt, and names what differs. */
#include <stdio.h>
#include <string.h>
#include "base/file.h"
#include "base/limits.h"
#include "command/command.h"
#include "interpret/interpret.h"
#include "memory.h"
#include "messages.h"
#include "receipt/receipt.h"

static bool read_receipt(const char *path, struct receipt *receipt, struct diagnostics *diagnostics)
{
    struct buffer text = {0};
    uint64_t version = 0;
    int error = file_read(path, LIMIT_SOURCE_BYTES, &text);
    bool sound = !error && receipt_read(buffer_text(&text), text.length, receipt, &version);
    if (!sound) {
        const char *texts[2] = {path, error ? file_error_text(error) : lang_format("%llu", (unsigned long long)version)};
        diagnostic_report(diagnostics, message_find(lang_messages, error ? "E0420" : version > RECEIPT_VERSION ? "E0941" : "E0940"), 2, texts);
        diagnostic_at_cell(diagnostics, path, NULL, 0, NULL, NULL, NULL);
    }
    buffer_release(&text);
    return sound;
}

/* Nothing was computed: which of the files are others than they were. */
static void name_changed_files(const struct receipt_list *list, const char *code, struct diagnostics *diagnostics)
{
    for (uint32_t i = 0; i < list->count; i++) {
        char hash[HASH_TEXT];
        receipt_hash_file(list->items[i].path ? list->items[i].path : "", hash);
        if (strcmp(hash, list->items[i].hash) != 0)
            diagnostic_report(diagnostics, message_find(lang_messages, code), 1, &list->items[i].path);
    }
}

static bool compute(const struct receipt *before, const struct program *program, struct diagnostics *found, struct diagnostics *run)
{
    struct arguments arguments = {.data = before->data, .data_count = before->data_count};
    struct ledger_paths paths = data_paths(&arguments);
    struct data *data = data_new(program);
    struct run_options options = {.threads = 1};
    bool sound = ledgers_load(program, &paths, data, run) && interpret_run(program, data, &options, run);
    if (sound) {
        struct receipt now = receipt_of(program, data, before->operands, before->operand_count, before->data, before->data_count);
        receipt_compare(before, &now, found);
    }
    data_free(data);
    return sound;
}

static struct program *compile_again(const struct arguments *arguments, const struct receipt *before, struct diagnostics *diagnostics)
{
    struct arguments rules = *arguments;
    rules.operands = before->operands;
    rules.operand_count = before->operand_count;
    if (before->operand_count == 1 && ends_with(before->operands[0], ".asb"))
        return load_program(before->operands[0], diagnostics);
    return compile_files(&rules, diagnostics, NULL);
}

static int verify(const struct arguments *arguments, const struct receipt *before)
{
    struct diagnostics *run = diagnostics_new(), *found = diagnostics_new();
    struct program *program = compile_again(arguments, before, run);
    bool computed = program && compute(before, program, found, run);
    if (!computed) {
        name_changed_files(&before->rules, "E0943", found);
        name_changed_files(&before->ledgers, "E0945", found);
        show_messages(arguments, run);
    }
    show_messages(arguments, found);
    int status = diagnostics_count(found, SEVERITY_ERROR) ? EXIT_FINDINGS : !program ? EXIT_RULES : !computed ? EXIT_DATA : EXIT_DONE;
    if (status == EXIT_DONE)
        printf(arguments->language == LANGUAGE_EN ? "as the receipt says: %u rule file(s), %u ledger(s), %u table(s) of scores\n" : "与收据一致:规则文件 %u 个,台账 %u 本,得分表 %u 张\n",
               before->rules.count, before->ledgers.count, before->scores.count);
    program_free(program);
    diagnostics_free(run);
    diagnostics_free(found);
    return status;
}

int command_verify(const struct arguments *arguments)
{
    int worst = EXIT_DONE;
    for (size_t i = 0; i < arguments->operand_count; i++) {
        struct diagnostics *diagnostics = diagnostics_new();
        struct receipt receipt;
        bool sound = read_receipt(arguments->operands[i], &receipt, diagnostics);
        show_messages(arguments, diagnostics);
        diagnostics_free(diagnostics);
        int status = sound ? verify(arguments, &receipt) : EXIT_USAGE;
        worst = status > worst ? status : worst;
    }
    return worst;
}
