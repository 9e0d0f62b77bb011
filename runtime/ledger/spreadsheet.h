/* What a spreadsheet file has beside its sheets: which sheets there are, the texts that they share, which number formats are dates or shares. */
#ifndef ASSESSC_SPREADSHEET_H
#define ASSESSC_SPREADSHEET_H
#include "base/buffer.h"
#include "ledger/part.h"

enum number_format { FORMAT_PLAIN, FORMAT_DATE, FORMAT_PERCENT };

struct sheet_entry { char *name, *relation, *part; bool hidden; };

struct spreadsheet {
    struct archive archive;
    struct sheet_entry *sheets; size_t sheet_count;
    char *styles_part, *strings_part;
    bool from_1904;                     /* days are counted from 1904-01-01 */
    struct buffer texts; size_t *offsets; size_t text_count;    /* shared texts: text i is texts[offsets[i], offsets[i + 1]) */
    uint8_t *formats; size_t format_count;                      /* enum number_format by style */
};

/* Reads all but the sheets. False: reported. To be closed in any case. */
bool spreadsheet_open(struct spreadsheet *workbook, const void *bytes, size_t length, struct ledger_faults *faults);
/* Reads which sheets there are and no more: their names are right, nothing else is. False: reported. To be closed in any case. */
bool spreadsheet_open_list(struct spreadsheet *workbook, const void *bytes, size_t length, struct ledger_faults *faults);
/* The sheet of this name; else the first that is not hidden (*named false). NULL where there is none. */
const struct sheet_entry *spreadsheet_sheet(const struct spreadsheet *workbook, const char *name, bool *named);
void spreadsheet_close(struct spreadsheet *workbook);

#endif
