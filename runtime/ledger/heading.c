/* Matches headings with fields: by name, or by a name of earlier years, after blanks are trimmed.  The separator is the one of comma,
 * semicolon and tab by which most fields are found; only a separator other than the comma is worth a word. */
#include "ledger/heading.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

static const struct { char separator; const char *names[2]; } separators[] = {
    {',', {"逗号", "commas"}}, {';', {"分号", "semicolons"}}, {'\t', {"制表符", "tabs"}},
};

struct headings { const char **names; uint32_t *fields; bool *suspected; uint32_t count, matched; };

/* Fields by the headings that they may stand under. */
static void map_fields(const struct domain *domain, struct map *fields)
{
    for (uint32_t i = 0; i < domain->field_count; i++) {
        const struct field *field = &domain->fields[i];
        map_add(fields, field->name, strlen(field->name), i, NULL);
        for (uint32_t alias = 0; alias < field->alias_count; alias++)
            map_add(fields, field->aliases[alias], strlen(field->aliases[alias]), i, NULL);
    }
}

/* The field that a heading names, blanks within it (满 意 度, as forms are set) apart. */
static bool find_field(const struct map *fields, const char *text, size_t length, int64_t *field)
{
    if (map_get(fields, text, length, field))
        return true;
    struct buffer closed = {0};
    for (size_t i = 0; i < length; i++)
        if (length - i >= 3 && memcmp(text + i, "　", 3) == 0)
            i += 2;
        else if (text[i] != ' ' && text[i] != '\t')
            buffer_append_char(&closed, text[i]);
    bool known = closed.length && closed.length < length && map_get(fields, buffer_text(&closed), closed.length, field);
    buffer_release(&closed);
    return known;
}

/* Cuts the heading row by csv->separator. False where there is none, or it has too many columns. */
static bool cut_headings(struct csv *csv, struct filling *filling, const struct map *fields, struct arena *names,
                         struct csv_batch *row, struct headings *headings)
{
    headings->count = headings->matched = 0;
    if (!csv_peek(csv, row) || row->counts[0] > LIMIT_COLUMNS)
        return false;
    headings->count = row->counts[0];
    headings->names = arena_new(names, headings->count * sizeof *headings->names);
    headings->fields = arena_new(names, headings->count * sizeof *headings->fields);
    headings->suspected = arena_new(names, headings->count * sizeof *headings->suspected);
    for (uint32_t i = 0; i < headings->count; i++) {
        uint32_t start = i ? row->ends[i - 1] + 1 : row->starts[0];
        size_t length = row->ends[i] - start;
        buffer_reserve(&filling->scratch, length);
        const char *text = csv_field(row->text + start, length, filling->scratch.data, &length);
        headings->names[i] = arena_text(names, text, length);
        int64_t field = 0;
        bool known = find_field(fields, text, length, &field);
        headings->fields[i] = known ? (uint32_t)field : NONE;
        headings->matched += known;
    }
    return true;
}

/* ---- faults ---- */

static struct fault_place heading_place(const struct csv_batch *row, const char *column)
{
    return (struct fault_place){.row = row->lines[0], .column = column};
}

/* The heading that may be meant by a field: a near one, or one that holds its name, such as 推广面积(万亩). */
static const char *nearest_heading(const struct headings *headings, const char *name)
{
    const char *nearest = NULL;
    for (uint32_t i = 0; i < headings->count; i++)
        if (headings->fields[i] == NONE && strstr(headings->names[i], name))
            return headings->names[i];
    const char **free_names = memory_array(headings->count, sizeof *free_names);
    size_t count = 0;
    for (uint32_t i = 0; i < headings->count; i++)
        if (headings->fields[i] == NONE && headings->names[i][0])
            free_names[count++] = headings->names[i];
    nearest = text_nearest(name, strlen(name), free_names, count);
    memory_free(free_names);
    return nearest;
}

/* A heading that is named as the one that may be meant is not told once more as undeclared. */
static void report_missing(struct filling *filling, const struct csv_batch *row, const struct headings *headings, const struct filler *filler)
{
    const char *nearest = nearest_heading(headings, filler->field->name);
    for (uint32_t i = 0; i < headings->count; i++)
        headings->suspected[i] = headings->suspected[i] || headings->names[i] == nearest;
    faults_add(filling->faults, nearest ? "D0311" : "D0310", heading_place(row, NULL), 2,
               (const char *[]){filler->field->name, nearest ? nearest : ""});
}

static void report_undeclared(struct filling *filling, const struct csv_batch *row, const struct headings *headings)
{
    struct buffer list = {0};
    uint32_t count = headings->count;
    while (count && !headings->names[count - 1][0])
        count--;                    /* separators behind the last heading are no columns */
    for (uint32_t i = 0; i < count; i++) {
        if (headings->fields[i] != NONE || headings->suspected[i])
            continue;
        buffer_append_text(&list, list.length ? "、" : "");
        if (headings->names[i][0])
            buffer_append_text(&list, headings->names[i]);
        else
            buffer_format(&list, "#%u", i + 1);
    }
    if (list.length)
        faults_add(filling->faults, "D0313", heading_place(row, NULL), 1, (const char *[]){buffer_text(&list)});
    buffer_release(&list);
}

/* ---- headings that stand further down ---- */

enum { ROWS_LOOKED_AT = 10 };

/* How many fields the row names, by csv->separator. */
static uint32_t fields_named(const struct csv_batch *row, const struct map *fields, struct buffer *scratch)
{
    uint32_t named = 0;
    for (uint32_t i = 0; i < row->counts[0] && i < row->stride; i++) {
        uint32_t start = i ? row->ends[i - 1] + 1 : row->starts[0];
        size_t length = row->ends[i] - start;
        int64_t field;
        buffer_reserve(scratch, length);
        const char *text = csv_field(row->text + start, length, scratch->data, &length);
        named += find_field(fields, text, length, &field);
    }
    return named;
}

/* Of a table under a title no heading is known in the first row: the row of the first ones that names most of the fields, 0 where none does. */
static uint32_t find_heading_below(struct csv *csv, struct filling *filling, const struct map *fields, struct csv_batch *row)
{
    for (int i = 0; i < ROWS_LOOKED_AT && csv_next(csv, row, 1); i++)
        if (fields_named(row, fields, &filling->scratch) * 2 > filling->domain->field_count)
            return row->lines[0];
    return 0;
}

static bool report_title(struct csv *csv, struct filling *filling, const struct map *fields, struct csv_batch *row)
{
    uint32_t first = row->lines[0], below = find_heading_below(csv, filling, fields, row);
    char line[16];
    snprintf(line, sizeof line, "%u", below);
    if (below)
        faults_add(filling->faults, "D0327", (struct fault_place){.row = first}, 1, (const char *[]){line});
    return below != 0;
}

/* ---- the row ---- */

static void give_columns(struct filling *filling, const struct csv_batch *row, const struct headings *headings)
{
    for (uint32_t i = 0; i < headings->count; i++) {
        if (headings->fields[i] == NONE)
            continue;
        struct filler *filler = &filling->fillers[headings->fields[i]];
        if (filler->position != NONE) {
            faults_add(filling->faults, "D0312", heading_place(row, headings->names[i]), 1, (const char *[]){filler->field->name});
            continue;
        }
        filler->position = i;
        filler->heading = headings->names[i];
    }
    for (uint32_t i = 0; i < filling->domain->field_count; i++) {
        struct filler *filler = &filling->fillers[i];
        if (filler->position != NONE || filler->field->optional_column)
            continue;
        report_missing(filling, row, headings, filler);
        filling->key_faults |= filler->is_key;
    }
    report_undeclared(filling, row, headings);
}

static void choose_separator(struct csv *csv, struct filling *filling, const struct map *fields, struct arena *names,
                             struct csv_batch *row, struct headings *headings)
{
    size_t best = 0;
    uint32_t best_matched = 0;
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
        csv->separator = separators[i].separator;
        cut_headings(csv, filling, fields, names, row, headings);
        if (csv->fault)             /* a quotation that ends wrongly for one separator may be right for another */
            csv->fault = csv->fault == CSV_INPUT ? CSV_INPUT : CSV_SOUND;
        if (headings->matched > best_matched) {
            best = i;
            best_matched = headings->matched;
        }
    }
    csv->separator = separators[best].separator;
    if (best != 0)
        faults_add(filling->faults, "D0314", (struct fault_place){.row = 1}, 2,
                   (const char *[]){separators[best].names[0], separators[best].names[1]});
}

uint32_t heading_read(struct csv *csv, struct filling *filling, struct arena *names)
{
    struct map fields = {0};
    struct csv_batch row;
    struct headings headings = {0};
    uint32_t columns = 0;
    map_fields(filling->domain, &fields);
    csv_batch_open(&row, LIMIT_COLUMNS, 1);
    choose_separator(csv, filling, &fields, names, &row, &headings);
    bool cut = cut_headings(csv, filling, &fields, names, &row, &headings);
    if (cut && !headings.matched && report_title(csv, filling, &fields, &row)) {
        columns = 0;
    } else if (cut) {
        give_columns(filling, &row, &headings);
        columns = headings.matched ? headings.count : 0;
        csv_next(csv, &row, 1);
    } else if (!csv->fault) {
        bool wide = headings.count == 0 && row.rows && row.counts[0] > LIMIT_COLUMNS;
        char limit[24];
        snprintf(limit, sizeof limit, "%d", LIMIT_COLUMNS);
        faults_add(filling->faults, wide ? "D0315" : "D0304", (struct fault_place){0}, 1, (const char *[]){limit});
    }
    map_release(&fields);
    csv_batch_close(&row);
    return columns;
}

/* ---- sheets that nobody has named ---- */

static void mark_fields(const struct csv_batch *row, const struct map *fields, bool *there)
{
    struct buffer scratch = {0};
    for (uint32_t i = 0; i < row->counts[0] && i < row->stride; i++) {
        uint32_t start = i ? row->ends[i - 1] + 1 : row->starts[0];
        size_t length = row->ends[i] - start;
        int64_t field;
        buffer_reserve(&scratch, length);
        const char *text = csv_field(row->text + start, length, scratch.data, &length);
        if (find_field(fields, text, length, &field))
            there[field] = true;
    }
    buffer_release(&scratch);
}

bool heading_suits(const char *text, size_t length, const struct domain *domain)
{
    struct input input;
    struct csv csv;
    struct csv_batch row;
    struct map fields = {0};
    bool *there = memory_array(domain->field_count + 1, sizeof *there), suits = true;
    map_fields(domain, &fields);
    input_open_bytes(&input, text, length);
    csv_open(&csv, &input);
    csv_batch_open(&row, LIMIT_COLUMNS, 1);
    if (csv_peek(&csv, &row))
        mark_fields(&row, &fields, there);
    for (uint32_t i = 0; i < domain->field_count; i++)
        suits = suits && (there[i] || domain->fields[i].optional_column);
    csv_batch_close(&row);
    csv_close(&csv);
    input_close(&input);
    map_release(&fields);
    memory_free(there);
    return suits;
}
