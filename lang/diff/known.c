/* Which columns the ledgers at hold have: only their headings are read. */
#include <string.h>
#include "diff/effect.h"
#include "elaborate/elaborate.h"
#include "ledger/csv.h"
#include "ledger/find.h"
#include "memory.h"

struct known_ledger { const char *name; bool there, all; struct map columns; const char **kept; uint32_t kept_count; };     /* kept: the names, where the collector sees them. all: of a kind whose headings are not looked at */
struct known_columns { struct known_ledger *ledgers; uint32_t count; };

static void take_headings(struct known_ledger *ledger, const struct csv_batch *heading)
{
    for (uint32_t c = 0; c < heading->counts[0] && c < heading->stride; c++) {
        uint32_t start = c ? heading->ends[c - 1] + 1 : heading->starts[0];
        size_t length = heading->ends[c] - start;
        char *scratch = lang_array(length + 1, 1);
        const char *text = csv_field(heading->text + start, length, scratch, &length);
        const char **kept = ARRAY_ADD(ledger->kept, ledger->kept_count);
        *kept = lang_text(text, length);
        map_set(&ledger->columns, *kept, length, 1);
    }
}

/* By each separator, in both encodings: what is no name of a column does no harm. */
static void read_headings(struct known_ledger *ledger, const char *path)
{
    static const char separators[] = {',', ';', '\t'};
    struct input input;
    if (input_open(&input, path) != 0)
        return;
    for (int attempt = 0; attempt < 2; attempt++) {
        struct csv csv;
        struct csv_batch heading;
        if (attempt)
            input_restart(&input, ENCODING_GB18030);
        csv_open(&csv, &input);
        csv_batch_open(&heading, LIMIT_COLUMNS, 8);
        for (size_t i = 0; i < sizeof separators; i++) {
            csv.separator = separators[i];
            if (csv_peek(&csv, &heading))
                take_headings(ledger, &heading);
        }
        ledger->all = ledger->all || input.fault == INPUT_FOREIGN;
        csv_batch_close(&heading);
        csv_close(&csv);
    }
    input_close(&input);
}

static void look_for(struct known_columns *known, const struct row_set *rows, const struct ledger_paths *paths, struct diagnostics *silent)
{
    struct buffer path = {0};
    for (uint32_t i = 0; i < known->count; i++)
        if (strcmp(known->ledgers[i].name, rows->name) == 0)
            return;
    struct known_ledger *ledger = ARRAY_ADD(known->ledgers, known->count);
    *ledger = (struct known_ledger){.name = rows->name, .there = find_ledger(paths, rows->name, &path, silent)};
    if (ledger->there)
        read_headings(ledger, buffer_text(&path));
    buffer_release(&path);
}

struct known_columns *known_columns_read(const struct scheme *old, const struct scheme *new, const struct ledger_paths *paths)
{
    const struct scheme *sides[2] = {old, new};
    struct known_columns *known = lang_new(sizeof *known);
    struct diagnostics *silent = diagnostics_new();
    for (int s = 0; s < 2; s++)
        for (uint32_t i = 0; i < sides[s]->ledger_count; i++)
            look_for(known, sides[s]->ledgers[i], paths, silent);
    diagnostics_free(silent);
    return known;
}

static struct known_ledger *find(const struct known_columns *known, const char *name)
{
    for (uint32_t i = 0; i < known->count; i++)
        if (strcmp(known->ledgers[i].name, name) == 0)
            return &known->ledgers[i];
    return NULL;
}

struct known_columns *known_columns_new(void) { return lang_new(sizeof(struct known_columns)); }

void known_columns_add(struct known_columns *known, const char *ledger, const char *column)
{
    struct known_ledger *found = find(known, ledger);
    if (!found) {
        found = ARRAY_ADD(known->ledgers, known->count);
        *found = (struct known_ledger){.name = ledger, .there = true};
    }
    *ARRAY_ADD(found->kept, found->kept_count) = column;
    map_set(&found->columns, column, strlen(column), 1);
}

bool known_ledger(const struct known_columns *known, const char *ledger)
{
    const struct known_ledger *found = find(known, ledger);
    return found && found->there;
}

bool known_column(const struct known_columns *known, const char *ledger, const char *column)
{
    const struct known_ledger *found = find(known, ledger);
    int64_t value;
    return found && found->there && (found->all || map_get(&found->columns, column, strlen(column), &value));
}
