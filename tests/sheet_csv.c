/* A sheet of a spreadsheet file as CSV, read by the reader of ledgers.
 *     sheet_csv FILE.xlsx SHEET
 * Messages go to stderr; exit status 1 where there is no such sheet, or it cannot be read. */
#include <stdio.h>
#include <string.h>
#include "base/file.h"
#include "base/limits.h"
#include "ledger/sheet.h"

int main(int count, char **words)
{
    struct buffer bytes = {0}, csv = {0}, told = {0};
    struct spreadsheet workbook = {0};
    struct ledger_faults faults = {0};
    struct diagnostics *diagnostics = diagnostics_new();
    bool named = false, good = false;
    if (count != 3 || file_read(words[1], LIMIT_PROGRAM_BYTES, &bytes) != 0) {
        fprintf(stderr, "sheet_csv FILE.xlsx SHEET\n");
        return 1;
    }
    faults_open(&faults, diagnostics, NULL, words[1]);
    if (spreadsheet_open(&workbook, buffer_text(&bytes), bytes.length, &faults)) {
        const struct sheet_entry *sheet = spreadsheet_sheet(&workbook, words[2], &named);
        good = named && sheet_read(&workbook, sheet, &faults, &csv);
    }
    spreadsheet_close(&workbook);
    faults_close(&faults);
    diagnostics_render_text(diagnostics, &(struct render_options){.language = LANGUAGE_ZH, .faults_shown = 10}, &told);
    fwrite(buffer_text(&told), 1, told.length, stderr);
    fwrite(buffer_text(&csv), 1, csv.length, stdout);
    buffer_release(&bytes);
    buffer_release(&csv);
    buffer_release(&told);
    diagnostics_free(diagnostics);
    return good ? 0 : 1;
}
