/* Reports faults of ledgers.  A ledger with a wrong unit in a column has as many faults as rows: REPORTED of them are recorded with place
 * and cell, the rest is counted by code. */
#include "ledger/faults.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "number/date.h"

enum {
    REPORTED = 1000,                /* faults of one ledger recorded in full; 20 are shown, tools read the others as JSON */
    CELL_SHOWN_BYTES = 200          /* of a cell in a message */
};

void faults_open(struct ledger_faults *faults, struct diagnostics *diagnostics, const struct program *program, const char *path)
{
    *faults = (struct ledger_faults){.diagnostics = diagnostics, .program = program, .path = path};
    faults->first = diagnostics_total(diagnostics);
}

void faults_restart(struct ledger_faults *faults)
{
    diagnostics_truncate(faults->diagnostics, faults->first);
    const char *sheet = faults->sheet;
    faults_open(faults, faults->diagnostics, faults->program, faults->path);
    faults->sheet = sheet;
}

bool faults_full(const struct ledger_faults *faults)
{
    return faults->in_full == REPORTED;
}

static void count_beyond(struct ledger_faults *faults, const struct message *message)
{
    size_t kind = 0;
    while (kind < faults->kinds && faults->beyond[kind].message != message)
        kind++;
    if (kind == faults->kinds) {
        assert(kind < FAULT_KINDS && "more kinds of faults than expected");
        faults->beyond[kind].message = message;
        faults->kinds++;
    }
    faults->beyond[kind].count++;
}

/* The cell as a text that ends in NUL, cut between characters. NULL without a cell. */
static const char *shown_cell(struct buffer *out, struct fault_place place)
{
    if (!place.cell)
        return NULL;
    size_t length = place.cell_length;
    if (length > CELL_SHOWN_BYTES) {
        length = CELL_SHOWN_BYTES;
        while (length > 0 && ((unsigned char)place.cell[length] & 0xC0) == 0x80)
            length--;
    }
    buffer_append(out, place.cell, length);
    if (length < place.cell_length)
        buffer_append_text(out, "…");
    return buffer_text(out);
}

void faults_add(struct ledger_faults *faults, const char *code, struct fault_place place, int count, const char *const *arguments)
{
    const struct message *message = message_find(runtime_messages, code);
    faults->errors += message->severity == SEVERITY_ERROR;
    if (faults_full(faults)) {
        count_beyond(faults, message);
        return;
    }
    faults->in_full++;
    struct buffer cell = {0};
    diagnostic_report(faults->diagnostics, message, count, arguments);
    diagnostic_at_cell(faults->diagnostics, faults->path, faults->sheet, place.row, place.column, shown_cell(&cell, place),
                       place.key ? (const char *[2]){place.key, place.key} : NULL);
    buffer_release(&cell);
}

void faults_also(struct ledger_faults *faults, uint64_t row, const char *const label[2])
{
    if (faults->kinds == 0)         /* nothing was counted only, so the last one was reported */
        diagnostic_at_cell(faults->diagnostics, faults->path, faults->sheet, row, NULL, NULL, label);
}

void faults_close(struct ledger_faults *faults)
{
    for (size_t i = 0; i < faults->kinds; i++)
        diagnostic_count_more(faults->diagnostics, faults->beyond[i].message, faults->path, faults->beyond[i].count);
}

/* ---- cells ---- */

/* What a message about a cell says beside the cell itself. */
enum detail { DETAIL_NONE, DETAIL_GUESS, DETAIL_WORD, DETAIL_LEAST, DETAIL_GREATEST, DETAIL_CATEGORY, DETAIL_DIGITS, DETAIL_BYTES, DETAIL_SERIAL, DETAIL_CELL };

static const struct { const char *code; enum detail detail; bool declared; } entry_messages[ENTRY_FAULTS] = {
    [ENTRY_NOT_NUMBER] = {"D0101", DETAIL_NONE, false},
    [ENTRY_NUMBER_IN_WORDS] = {"D0102", DETAIL_GUESS, false},
    [ENTRY_WORD_BEHIND] = {"D0103", DETAIL_WORD, false},
    [ENTRY_ERROR_VALUE] = {"D0105", DETAIL_NONE, false},
    [ENTRY_FORMULA] = {"D0106", DETAIL_NONE, false},
    [ENTRY_SCIENTIFIC] = {"D0107", DETAIL_NONE, false},
    [ENTRY_DIGITS] = {"D0108", DETAIL_DIGITS, false},
    [ENTRY_PERCENT] = {"D0109", DETAIL_NONE, true},
    [ENTRY_GROUPS] = {"D0110", DETAIL_NONE, false},
    [ENTRY_NOT_WHOLE] = {"D0111", DETAIL_NONE, true},
    [ENTRY_TOO_SMALL] = {"D0112", DETAIL_LEAST, true},
    [ENTRY_TOO_GREAT] = {"D0114", DETAIL_GREATEST, true},
    [ENTRY_NOT_DATE] = {"D0116", DETAIL_NONE, false},
    [ENTRY_NO_SUCH_DAY] = {"D0117", DETAIL_NONE, false},
    [ENTRY_DAY_FIRST] = {"D0118", DETAIL_NONE, false},
    [ENTRY_LIKE_EMPTY] = {"D0125", DETAIL_CELL, true},
    [ENTRY_DATE_SERIAL] = {"D0126", DETAIL_SERIAL, false},
    [ENTRY_NOT_BOOLEAN] = {"D0119", DETAIL_NONE, false},
    [ENTRY_NOT_CATEGORY] = {"D0120", DETAIL_CATEGORY, true},
    [ENTRY_LONG] = {"D0122", DETAIL_BYTES, false},
    [ENTRY_EMPTY] = {"D0123", DETAIL_NONE, true},
};

/* A bound as it would be written in the column: 30, 95%, 2024-06-30. */
static void append_bound(struct buffer *out, const struct field *field, const struct rational *bound)
{
    int64_t days;
    if (field->type == TYPE_DATE && rational_to_int64(bound, &days)) {
        date_format((int32_t)days, out);
        return;
    }
    struct rational shown;
    rational_init(&shown);
    rational_set(&shown, field->percent ? 100 : 1, 1);
    rational_multiply(&shown, &shown, bound);
    rational_format_exact(&shown, out);
    rational_clear(&shown);
    if (field->percent)
        buffer_append_char(out, '%');
    else
        buffer_append_text(out, field->unit);
}

static void append_names(struct buffer *out, const struct category_set *set)
{
    enum { SHOWN = 10 };
    for (uint32_t i = 0; i < set->count && i < SHOWN; i++)
        buffer_format(out, "%s%s", i ? "、" : "", set->names[i]);
    if (set->count > SHOWN)
        buffer_append_text(out, "…");
}

/* The first two texts of the message (the third is the column's unit); some of them change its code. */
static const char *add_details(const struct ledger_faults *faults, const struct field *field, enum entry_fault fault,
                               struct fault_place place, struct buffer details[2])
{
    const char *code = entry_messages[fault].code, *nearest;
    const struct category_set *set;
    switch (entry_messages[fault].detail) {
    case DETAIL_NONE:
        break;
    case DETAIL_GUESS:
        entry_guess_number(place.cell, place.cell_length, &details[0]);
        break;
    case DETAIL_WORD:
        entry_word_behind(place.cell, place.cell_length, &details[1], &details[0]);
        code = field->unit[0] ? "D0104" : code;
        break;
    case DETAIL_LEAST:
        append_bound(&details[0], field, &field->least);
        code = field->least_open ? "D0113" : code;
        break;
    case DETAIL_GREATEST:
        append_bound(&details[0], field, &field->greatest);
        break;
    case DETAIL_CATEGORY:
        set = &faults->program->category_sets[field->categories];
        append_names(&details[0], set);
        nearest = text_nearest(place.cell, place.cell_length, set->names, set->count);
        if (nearest) {
            buffer_append_text(&details[1], nearest);
            code = "D0121";
        }
        break;
    case DETAIL_DIGITS:
        buffer_format(&details[0], "%d", LIMIT_NUMBER_DIGITS);
        break;
    case DETAIL_BYTES:
        buffer_format(&details[0], "%d", LIMIT_CELL_BYTES);
        break;
    case DETAIL_SERIAL:
        date_format(entry_day_of_serial(place.cell, place.cell_length), &details[0]);
        break;
    case DETAIL_CELL:
        buffer_append(&details[0], place.cell, place.cell_length);
        break;
    }
    return code;
}

/* Shows the line that declares the field. Sources of the program are those of the diagnostics (ledger.h). */
static void show_declaration(struct ledger_faults *faults, const struct field *field)
{
    static const char *const label[2] = {"本列在这里声明", "the column is declared here"};
    if (faults->kinds == 0 && field->span.end > field->span.start && field->span.file < faults->program->source_count)
        diagnostic_at(faults->diagnostics, field->span, label);
}

void faults_add_cell(struct ledger_faults *faults, const struct field *field, enum entry_fault fault, struct fault_place place)
{
    if (faults_full(faults)) {
        faults_add(faults, entry_messages[fault].code, place, 0, NULL);
        return;
    }
    struct buffer details[2] = {{0}, {0}};
    const char *code = add_details(faults, field, fault, place, details);
    faults_add(faults, code, place, 3, (const char *[]){buffer_text(&details[0]), buffer_text(&details[1]), field->unit});
    if (entry_messages[fault].declared)
        show_declaration(faults, field);
    buffer_release(&details[0]);
    buffer_release(&details[1]);
}

void faults_add_reference(struct ledger_faults *faults, const struct field *field, struct fault_place place, const char *target,
                          const char *nearest)
{
    faults_add(faults, nearest ? "D0208" : "D0207", place, 2, (const char *[]){target, nearest});
    show_declaration(faults, field);
}
