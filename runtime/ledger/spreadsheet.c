/* The parts of a workbook: xl/workbook.xml names the sheets, its relations say where they are, styles.xml has the formats, sharedStrings.xml the
 * texts. */
#include "ledger/spreadsheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* The part that is being read, and what is being collected. */
struct reading {
    struct spreadsheet *workbook;
    struct { unsigned id; enum number_format format; } *own; size_t own_count;     /* number formats that the file defines */
    bool in_cell_formats, in_text, in_phonetic;
};

static const char *attribute_or(const char **attributes, const char *name, const char *otherwise)
{
    const char *value = part_attribute(attributes, name);
    return value ? value : otherwise;
}

static bool is_set(const char *value) { return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0); }

static bool ends_in(const char *text, const char *ending)
{
    size_t length = strlen(text), tail = strlen(ending);
    return length >= tail && strcmp(text + length - tail, ending) == 0;
}

static void no_end(struct part *part, const char *name)
{
    (void)part;
    (void)name;
}

/* ---- sheets and relations ---- */

static void begin_workbook(struct part *part, const char *name, const char **attributes)
{
    struct spreadsheet *workbook = ((struct reading *)part->context)->workbook;
    if (strcmp(name, "workbookPr") == 0)
        workbook->from_1904 = is_set(part_attribute(attributes, "date1904"));
    if (strcmp(name, "sheet") != 0)
        return;
    const char *title = attribute_or(attributes, "name", ""), *relation = attribute_or(attributes, "id", "");
    workbook->sheets = memory_resize(workbook->sheets, workbook->sheet_count + 1, sizeof *workbook->sheets);
    workbook->sheets[workbook->sheet_count++] = (struct sheet_entry){memory_copy_text(title, strlen(title)), memory_copy_text(relation, strlen(relation)), NULL,
                                                                     strcmp(attribute_or(attributes, "state", ""), "") != 0 &&
                                                                         strcmp(attribute_or(attributes, "state", ""), "visible") != 0};
}

/* A target is meant from xl/, or from the root where it begins with /. */
static char *part_of_target(const char *target)
{
    struct buffer path = {0};
    if (target[0] == '/')
        buffer_append_text(&path, target + 1);
    else
        buffer_format(&path, "xl/%s", target);
    char *copy = memory_copy_text(buffer_text(&path), path.length);
    buffer_release(&path);
    return copy;
}

static void begin_relations(struct part *part, const char *name, const char **attributes)
{
    struct spreadsheet *workbook = ((struct reading *)part->context)->workbook;
    const char *id = attribute_or(attributes, "Id", ""), *type = attribute_or(attributes, "Type", ""), *target = attribute_or(attributes, "Target", "");
    if (strcmp(name, "Relationship") != 0)
        return;
    char **place = ends_in(type, "/styles") ? &workbook->styles_part : ends_in(type, "/sharedStrings") ? &workbook->strings_part : NULL;
    for (size_t i = 0; i < workbook->sheet_count && ends_in(type, "/worksheet"); i++)
        if (strcmp(workbook->sheets[i].relation, id) == 0)
            place = &workbook->sheets[i].part;
    if (place && !*place)
        *place = part_of_target(target);
}

/* ---- formats ---- */

static enum number_format built_in_format(unsigned id)
{
    if (id == 9 || id == 10)
        return FORMAT_PERCENT;
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58) ? FORMAT_DATE : FORMAT_PLAIN;
}

/* What a format's code shows: letters of dates, a per cent sign, outside quotes, brackets and behind \ and _. Of several sections the first. */
static enum number_format format_of_code(const char *code)
{
    bool quoted = false;
    enum number_format format = FORMAT_PLAIN;
    for (; *code && (quoted || *code != ';'); code++) {
        if (*code == '"')
            quoted = !quoted;
        else if (quoted)
            continue;
        else if ((*code == '\\' || *code == '_' || *code == '*') && code[1])
            code++;
        else if (*code == '[')
            code += strcspn(code, "]") - (strchr(code, ']') ? 0 : 1);
        else if (strncmp(code, "General", 7) == 0)
            code += 6;
        else if (strchr("ymdhsYMDHS", *code))
            return FORMAT_DATE;
        else if (*code == '%')
            format = FORMAT_PERCENT;
    }
    return format;
}

static enum number_format format_of(const struct reading *reading, unsigned id)
{
    for (size_t i = 0; i < reading->own_count; i++)
        if (reading->own[i].id == id)
            return reading->own[i].format;
    return built_in_format(id);
}

static void begin_styles(struct part *part, const char *name, const char **attributes)
{
    struct reading *reading = part->context;
    struct spreadsheet *workbook = reading->workbook;
    unsigned id = (unsigned)strtoul(attribute_or(attributes, "numFmtId", "0"), NULL, 10);
    if (strcmp(name, "numFmt") == 0) {
        reading->own = memory_resize(reading->own, reading->own_count + 1, sizeof *reading->own);
        reading->own[reading->own_count].id = id;
        reading->own[reading->own_count++].format = format_of_code(attribute_or(attributes, "formatCode", ""));
    } else if (strcmp(name, "cellXfs") == 0) {
        reading->in_cell_formats = true;
    } else if (strcmp(name, "xf") == 0 && reading->in_cell_formats) {
        workbook->formats = memory_resize(workbook->formats, workbook->format_count + 1, 1);
        workbook->formats[workbook->format_count++] = (uint8_t)format_of(reading, id);
    }
}

static void end_styles(struct part *part, const char *name)
{
    if (strcmp(name, "cellXfs") == 0)
        ((struct reading *)part->context)->in_cell_formats = false;
}

/* ---- shared texts ---- */

/* <si><t>…</t></si>, or runs <r><t>…</t></r>; <rPh> says how it is read aloud and is no part of it. */
static void begin_strings(struct part *part, const char *name, const char **attributes)
{
    struct reading *reading = part->context;
    struct spreadsheet *workbook = reading->workbook;
    (void)attributes;
    if (strcmp(name, "si") == 0) {
        if ((workbook->text_count & (workbook->text_count + 1)) == 0)
            workbook->offsets = memory_resize(workbook->offsets, 2 * (workbook->text_count + 1), sizeof *workbook->offsets);
        workbook->offsets[workbook->text_count++] = workbook->texts.length;
    }
    reading->in_phonetic = reading->in_phonetic || strcmp(name, "rPh") == 0;
    reading->in_text = strcmp(name, "t") == 0 && !reading->in_phonetic && workbook->text_count;
}

static void end_strings(struct part *part, const char *name)
{
    struct reading *reading = part->context;
    reading->in_text = false;
    if (strcmp(name, "rPh") == 0)
        reading->in_phonetic = false;
}

static void text_of_strings(struct part *part, const char *text, size_t length)
{
    struct reading *reading = part->context;
    if (reading->in_text)
        buffer_append(&reading->workbook->texts, text, length);
}

/* ---- all of it ---- */

static bool read_list(struct reading *reading, struct ledger_faults *faults)
{
    struct spreadsheet *workbook = reading->workbook;
    struct part sheets = {.context = reading, .begin = begin_workbook, .end = no_end}, relations = {.context = reading, .begin = begin_relations, .end = no_end};
    return part_read(&workbook->archive, "xl/workbook.xml", &sheets, true, faults) && part_read(&workbook->archive, "xl/_rels/workbook.xml.rels", &relations, true, faults);
}

static bool read_parts(struct reading *reading, struct ledger_faults *faults)
{
    struct spreadsheet *workbook = reading->workbook;
    struct part styles = {.context = reading, .begin = begin_styles, .end = end_styles};
    struct part strings = {.context = reading, .begin = begin_strings, .end = end_strings, .text = text_of_strings};
    size_t errors = faults->errors;
    if (!read_list(reading, faults))
        return false;
    if (workbook->styles_part)
        part_read(&workbook->archive, workbook->styles_part, &styles, false, faults);
    if (workbook->strings_part)
        part_read(&workbook->archive, workbook->strings_part, &strings, false, faults);
    return faults->errors == errors;
}

static bool open_with(struct spreadsheet *workbook, const void *bytes, size_t length, struct ledger_faults *faults, bool (*read)(struct reading *reading, struct ledger_faults *faults))
{
    *workbook = (struct spreadsheet){0};
    struct reading reading = {.workbook = workbook};
    enum archive_fault fault = archive_open(&workbook->archive, bytes, length);
    if (fault != ARCHIVE_SOUND) {
        part_report(faults, fault, "");
        return false;
    }
    bool sound = read(&reading, faults);
    memory_free(reading.own);
    return sound;
}

bool spreadsheet_open(struct spreadsheet *workbook, const void *bytes, size_t length, struct ledger_faults *faults)
{
    return open_with(workbook, bytes, length, faults, read_parts);
}

bool spreadsheet_open_list(struct spreadsheet *workbook, const void *bytes, size_t length, struct ledger_faults *faults)
{
    return open_with(workbook, bytes, length, faults, read_list);
}

const struct sheet_entry *spreadsheet_sheet(const struct spreadsheet *workbook, const char *name, bool *named)
{
    const struct sheet_entry *first = NULL;
    for (size_t i = 0; i < workbook->sheet_count; i++) {
        const struct sheet_entry *sheet = &workbook->sheets[i];
        *named = sheet->part && strcmp(sheet->name, name) == 0;
        if (*named)
            return sheet;
        if (sheet->part && !sheet->hidden && !first)
            first = sheet;
    }
    *named = false;
    return first;
}

void spreadsheet_close(struct spreadsheet *workbook)
{
    for (size_t i = 0; i < workbook->sheet_count; i++) {
        memory_free(workbook->sheets[i].name);
        memory_free(workbook->sheets[i].relation);
        memory_free(workbook->sheets[i].part);
    }
    memory_free(workbook->sheets);
    memory_free(workbook->styles_part);
    memory_free(workbook->strings_part);
    memory_free(workbook->offsets);
    memory_free(workbook->formats);
    buffer_release(&workbook->texts);
    archive_close(&workbook->archive);
}
