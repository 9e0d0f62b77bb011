/* An explanation as lines of text: indented by depth, cells of one row of a ledger together; what goes on in a further line of the screen
 * stands further to the right than where it began. */
#include <string.h>
#include "base/text.h"
#include "explain/tree.h"
#include "memory.h"
#include "report/aligned.h"

enum { INDENT = 2, GATHERED_MOST = 512 };    /* of longer lists only cells that follow one another are put together */

enum { HANG = 4 };

/* The text behind `indent` blanks; what goes on in further lines stands `hang` blanks further to the right. width 0: in one line. */
static void write_line(const char *text, int indent, int hang, int width, struct buffer *out)
{
    buffer_format(out, "%*s", indent, "");
    aligned_flow(out, text, indent, indent + (indent + hang > width / 2 ? HANG : hang), width);
    buffer_append_char(out, '\n');
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *entry_place_text(const struct entry *entry)
{
    bool in_rules = entry->path && entry->kind != ENTRY_CELL && entry->kind != ENTRY_ROW && entry->kind != ENTRY_MEMBER && entry->kind != ENTRY_UNIT;
    return in_rules ? lang_format("%s:%u", file_name(entry->path), entry->line) : NULL;
}

static bool is_cell_of(const struct entry *entry, const char *place) { return entry->kind == ENTRY_CELL && entry->place && strcmp(entry->place, place) == 0; }

const char *entry_cells_text(struct entry *const *entries, uint32_t count, uint32_t first, bool *done)
{
    const char *place = entries[first]->place;
    struct buffer out = {0};
    buffer_append_text(&out, place);
    for (uint32_t i = first; i < count; i++) {
        if (!is_cell_of(entries[i], place)) {
            if (count > GATHERED_MOST)
                break;
            continue;
        }
        buffer_format(&out, "%s%s", i > first ? " · " : "  ", entries[i]->brief);
        done[i] = true;
    }
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

static void write_own(const struct entry *entry, int depth, int width, struct buffer *out)
{
    const char *place = entry_place_text(entry), *text = entry->text;
    int hang = HANG;
    if (entry->kind == ENTRY_RESULT || entry->kind == ENTRY_COMPARISON || entry->kind == ENTRY_REST || entry->kind == ENTRY_SCORE)
        buffer_append_char(out, '\n');
    if (place && entry->kind == ENTRY_RULE) {   /* the place first: it is what one looks up */
        text = lang_format("%s  %s", place, entry->text);
        hang = text_width(place, strlen(place)) + 2;
    } else if (place)
        text = lang_format("%s  [%s]", entry->text, place);
    write_line(text, depth * INDENT, hang, width, out);
}

static void write_entry(const struct entry *entry, int depth, int width, struct buffer *out)
{
    bool *done = lang_array(entry->count + 1, sizeof *done);
    int below = entry->kind == ENTRY_UNIT ? 0 : depth + 1;
    write_own(entry, depth, width, out);
    for (uint32_t i = 0; i < entry->count; i++) {
        const struct entry *part = entry->parts[i];
        if (done[i])
            continue;
        if (part->kind == ENTRY_CELL && part->place)
            write_line(entry_cells_text(entry->parts, entry->count, i, done), below * INDENT, text_width(part->place, strlen(part->place)) + 2, width, out);
        else
            write_entry(part, below, width, out);
    }
}

void entry_write_text(const struct entry *entry, int width, struct buffer *out) { write_entry(entry, 0, width, out); }
