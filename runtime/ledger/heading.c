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
        bool known = map_get(fields, text, length, &field);
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
    if (cut_headings(csv, filling, &fields, names, &row, &headings)) {
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
