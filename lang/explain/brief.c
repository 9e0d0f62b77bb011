/* An explanation as a few lines of plain text, for the comment of a cell: what the result is, how it was worked out, and the cells that it
 * rests on. The lines of the rules, and what would score more, are left to the whole explanation. */
#include "explain/brief.h"
#include <string.h>
#include "memory.h"

enum { STEPS_MOST = 24, ROWS_MOST = 8 };     /* lines; what has more is better read in the whole explanation */

struct lines { struct buffer *out; uint32_t written, left_out, most; };

static void add_line(struct lines *lines, int depth, const char *text)
{
    if (lines->written == lines->most) {
        lines->left_out++;
        return;
    }
    lines->written++;
    buffer_format(lines->out, "%*s%s\n", depth * 2, "", text);
}

static void add_left_out(const struct lines *lines, bool english)
{
    if (lines->left_out)
        buffer_format(lines->out, english ? "... (%u more lines: assessc explain)\n" : "……(另有 %u 行,用 assessc explain 看)\n", lines->left_out);
}

/* Whether an entry of this kind tells how the result was worked out. */
static bool is_step(const struct entry *entry)
{
    switch (entry->kind) {
    case ENTRY_FORMULA: case ENTRY_PHRASE: case ENTRY_CONDITION: case ENTRY_LIMIT: case ENTRY_JUDGEMENT: case ENTRY_WEIGHT: case ENTRY_MISSING: case ENTRY_POOL:
    case ENTRY_MEMBER: case ENTRY_ROW: return true;
    default: return false;
    }
}

static void add_steps(struct lines *lines, const struct entry *entry, int depth)
{
    for (uint32_t i = 0; i < entry->count; i++)
        if (is_step(entry->parts[i])) {
            add_line(lines, depth, entry->parts[i]->text);
            add_steps(lines, entry->parts[i], depth + 1);
        }
}

static void add_cells(struct lines *lines, const struct entry *heading)
{
    bool *done = lang_array(heading->count + 1, sizeof *done);
    for (uint32_t i = 0; i < heading->count; i++)
        if (heading->parts[i]->kind == ENTRY_CELL && heading->parts[i]->place && !done[i])
            add_line(lines, 0, entry_cells_text(heading->parts, heading->count, i, done));
}

void entry_write_brief(const struct entry *result, bool english, struct buffer *out)
{
    struct lines steps = {.out = out, .most = STEPS_MOST}, cells = {.out = out, .most = ROWS_MOST};
    buffer_format(out, "%s\n", result->text);
    for (uint32_t i = 0; i < result->count; i++)
        if (result->parts[i]->kind == ENTRY_HEADING)
            add_steps(&steps, result->parts[i], 0);
    add_left_out(&steps, english);
    for (uint32_t i = 0; i < result->count; i++)
        if (result->parts[i]->kind == ENTRY_HEADING)
            add_cells(&cells, result->parts[i]);
    add_left_out(&cells, english);
    while (out->length && out->data[out->length - 1] == '\n')
        out->data[--out->length] = '\0';
}
