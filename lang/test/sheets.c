/* The ledgers of a case as CSV text in memory: all columns, a mark where a cell is not given. Each row stands on the line of the rule file
 * that gives it, as far as the order allows, so that a message of the loader names that line.
 *
 * What a test need not say: a key that nothing refers to is numbered; rows of other ledgers belong to the unit where there is only one; a row
 * that is named by another, of a ledger that is not listed, is there with its key alone. */
#include <string.h>
#include "base/file.h"
#include "compile/domains.h"
#include "elaborate/elaborate.h"
#include "memory.h"
#include "test/test.h"

#define UNKNOWN "\001"

static struct test_ledger *ledger_of(const struct test_case *test, const struct row_set *rows)
{
    for (uint32_t i = 0; i < test->ledger_count; i++)
        if (test->ledgers[i].ledger == rows)
            return &test->ledgers[i];
    return NULL;
}

static const struct field_model *only_key(const struct row_set *rows)
{
    return rows->key_count == 1 ? rows->fields[rows->keys[0]] : NULL;
}

/* ---- cells ---- */

/* The text of a cell, or NULL where it is not known; *given: whether the test says it. */
static const char *cell_text(const struct test_case *test, const struct test_ledger *ledger, uint32_t row, const struct field_model *field, bool *given)
{
    const struct test_row *here = &ledger->rows[row];
    *given = false;
    for (uint32_t i = 0; i < here->count; i++)
        if (here->cells[i].field == field) {
            *given = here->cells[i].text != NULL;
            return here->cells[i].text;
        }
    if (field->type == TYPE_INDEX && field->reference == test->scheme->units && ledger->ledger != test->scheme->units) {
        const struct test_ledger *units = ledger_of(test, field->reference);
        bool key_given;
        *given = units && units->row_count == 1 && only_key(units->ledger);
        return *given ? cell_text(test, units, 0, only_key(units->ledger), &key_given) : NULL;
    }
    return field == only_key(ledger->ledger) && field->type == TYPE_TEXT ? lang_format("%u", row + 1) : NULL;
}

static void append_cell(struct buffer *out, const char *text)
{
    if (!strpbrk(text, "\",;\t\r\n")) {
        buffer_append_text(out, text);
        return;
    }
    buffer_append_char(out, '"');
    for (; *text; text++) {
        if (*text == '"')
            buffer_append_char(out, '"');
        buffer_append_char(out, *text);
    }
    buffer_append_char(out, '"');
}

/* ---- rows that others name ---- */

static bool has_key(const struct test_case *test, const struct test_ledger *ledger, const char *key)
{
    bool given;
    for (uint32_t i = 0; i < ledger->row_count; i++) {
        const char *own = cell_text(test, ledger, i, only_key(ledger->ledger), &given);
        if (own && strcmp(own, key) == 0)
            return true;
    }
    return false;
}

static void add_key_row(struct test_ledger *ledger, const char *key, struct span span)
{
    struct test_row row = {.key = key, .cells = lang_array(1, sizeof *row.cells), .count = 1, .span = span};
    row.cells[0] = (struct test_cell){only_key(ledger->ledger), key, span};
    *ARRAY_ADD(ledger->rows, ledger->row_count) = row;
}

static bool add_named(const struct test_case *test)
{
    bool added = false, given;
    for (uint32_t i = 0; i < test->ledger_count; i++)
        for (uint32_t r = 0; r < test->ledgers[i].row_count; r++)
            for (uint32_t f = 0; f < test->ledgers[i].ledger->field_count; f++) {
                const struct field_model *field = test->ledgers[i].ledger->fields[f];
                struct test_ledger *target = field->type == TYPE_INDEX ? ledger_of(test, field->reference) : NULL;
                const char *key = target && !target->known && only_key(target->ledger) ? cell_text(test, &test->ledgers[i], r, field, &given) : NULL;
                if (!key || !*key || has_key(test, target, key))
                    continue;
                add_key_row(target, key, test->ledgers[i].rows[r].span);
                added = true;
            }
    return added;
}

/* ---- text ---- */

static size_t line_of(struct diagnostics *diagnostics, struct span span)
{
    size_t line, column;
    source_position(diagnostics_source(diagnostics, span.file), span.start, &line, &column);
    return line;
}

static struct sheet_known write_sheet(const struct test_case *test, struct test_ledger *ledger, struct diagnostics *diagnostics, struct buffer *out)
{
    const struct row_set *rows = ledger->ledger;
    struct sheet_known known = {.known = ledger->known, .fields = rows->field_count, .rows = ledger->row_count};
    known.given = lang_array((size_t)known.fields * known.rows + 1, 1);
    for (uint32_t f = 0; f < rows->field_count; f++) {
        buffer_append_text(out, f ? "," : "");
        append_cell(out, rows->fields[f]->name);
    }
    buffer_append_char(out, '\n');
    size_t line = 2;
    for (uint32_t r = 0; r < ledger->row_count; r++) {
        for (size_t wanted = line_of(diagnostics, ledger->rows[r].span); line < wanted; line++)
            buffer_append_char(out, '\n');
        for (uint32_t f = 0; f < rows->field_count; f++) {
            bool given;
            const char *text = cell_text(test, ledger, r, rows->fields[f], &given);
            known.given[(size_t)r * known.fields + f] = given;
            buffer_append_text(out, f ? "," : "");
            append_cell(out, text ? text : UNKNOWN);
        }
        buffer_append_char(out, '\n');
        line++;
    }
    return known;
}

static bool read_file(const struct test_ledger *ledger, struct diagnostics *diagnostics, struct buffer *out)
{
    int error = file_read(ledger->file, LIMIT_SOURCE_BYTES, out);
    const char *reason = error ? file_error_text(error) : "";
    if (!error)
        return true;
    diagnostic_report(diagnostics, message_find(runtime_messages, "D0001"), 1, &reason);
    diagnostic_at_cell(diagnostics, ledger->file, NULL, 0, NULL, NULL, NULL);
    return false;
}

struct sheets sheets_of(const struct test_case *test, const struct program *program, struct diagnostics *diagnostics)
{
    struct sheets sheets = {.bytes = lang_array(test->ledger_count + 1, sizeof *sheets.bytes), .known = lang_array(program->domain_count + 1, sizeof *sheets.known)};
    while (add_named(test))
        ;
    for (uint32_t i = 0; i < test->ledger_count; i++) {
        struct test_ledger *ledger = &test->ledgers[i];
        struct ledger_bytes *bytes = &sheets.bytes[sheets.count++];
        uint32_t domain = domain_number(ledger->ledger);
        struct buffer text = {0};
        if (domain == NONE)
            continue;
        *bytes = (struct ledger_bytes){.name = ledger->ledger->name, .path = ledger->file ? ledger->file : diagnostics_source(diagnostics, ledger->span.file)->path};
        if (ledger->file) {
            read_file(ledger, diagnostics, &text);
            sheets.known[domain] = (struct sheet_known){.known = true};
        } else {
            sheets.known[domain] = write_sheet(test, ledger, diagnostics, &text);
            bytes->unknown = UNKNOWN;
        }
        bytes->bytes = lang_text(buffer_text(&text), text.length);
        bytes->length = text.length;
        buffer_release(&text);
    }
    return sheets;
}
