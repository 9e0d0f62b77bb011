/* Chooses sheets of workbooks by name, and where none has the name by what stands in their headings. */
#include "ledger/workbook.h"

#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "ledger/heading.h"

/* Nothing of what is found here is told: it is told when the sheet is read. */
static void open_silent(struct ledger_faults *faults, const char *path) { faults_open(faults, diagnostics_new(), NULL, path); }

static void close_silent(struct ledger_faults *faults) { diagnostics_free(faults->diagnostics); }

static bool suits(struct spreadsheet *workbook, const struct sheet_entry *sheet, const struct domain *domain)
{
    struct ledger_faults silent;
    struct buffer csv = {0};
    open_silent(&silent, "");
    bool good = sheet_read(workbook, sheet, &silent, &csv) && heading_suits(buffer_text(&csv), csv.length, domain);
    buffer_release(&csv);
    close_silent(&silent);
    return good;
}

/* The only sheet with the ledger's columns; NULL where there is none, or several (their names are then in the list). */
static const struct sheet_entry *only_that_suits(struct spreadsheet *workbook, const struct domain *domain, struct buffer *several)
{
    const struct sheet_entry *found = NULL;
    uint32_t count = 0;
    for (size_t i = 0; i < workbook->sheet_count; i++) {
        const struct sheet_entry *sheet = &workbook->sheets[i];
        if (!sheet->part || sheet->hidden || !suits(workbook, sheet, domain))
            continue;
        buffer_format(several, "%s%s", count++ ? "、" : "", sheet->name);
        found = sheet;
    }
    if (count == 1)
        buffer_clear(several);
    return count == 1 ? found : NULL;
}

const struct sheet_entry *workbook_sheet(struct spreadsheet *workbook, const struct domain *domain, struct ledger_faults *faults)
{
    bool named;
    struct buffer several = {0};
    const struct sheet_entry *sheet = spreadsheet_sheet(workbook, domain->name, &named);
    if (!sheet)
        faults_add(faults, "D0702", (struct fault_place){0}, 1, (const char *[]){"xl/worksheets"});
    if (sheet && named && sheet->hidden)
        faults_add(faults, "D0326", (struct fault_place){0}, 1, (const char *[]){sheet->name});
    if (!sheet || named || workbook->sheet_count == 1)
        return sheet;
    const struct sheet_entry *only = only_that_suits(workbook, domain, &several);
    if (only)
        faults_add(faults, "D0324", (struct fault_place){0}, 2, (const char *[]){domain->name, only->name});
    else if (several.length)
        faults_add(faults, "D0323", (struct fault_place){0}, 2, (const char *[]){domain->name, buffer_text(&several)});
    else
        faults_add(faults, "D0712", (struct fault_place){0}, 2, (const char *[]){domain->name, sheet->name});
    if (only || several.length)
        sheet = only;
    buffer_release(&several);
    return sheet;
}

enum workbook_answer workbook_look(const char *path, const char *name, struct buffer *names)
{
    struct ledger_faults silent;
    struct buffer bytes = {0};
    struct spreadsheet workbook = {0};
    bool named = false;
    open_silent(&silent, path);
    bool sound = file_read(path, LIMIT_SPREADSHEET_BYTES, &bytes) == 0 && spreadsheet_open_list(&workbook, buffer_text(&bytes), bytes.length, &silent);
    if (sound)
        spreadsheet_sheet(&workbook, name, &named);
    for (size_t i = 0; sound && names && i < workbook.sheet_count; i++)
        buffer_format(names, "%s%s", names->length ? "、" : "", workbook.sheets[i].name);
    if (bytes.length)
        spreadsheet_close(&workbook);
    buffer_release(&bytes);
    close_silent(&silent);
    return !sound ? WORKBOOK_UNREADABLE : named ? WORKBOOK_WITH : WORKBOOK_WITHOUT;
}
