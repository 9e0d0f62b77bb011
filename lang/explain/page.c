/* An explanation as parts of a page: each result folded under its line, cells of one row of a ledger in one item. */
#include "explain/tree.h"
#include "memory.h"
#include "report/html.h"

static void write_items(struct entry *const *entries, uint32_t count, struct buffer *out);

static void write_item(const struct entry *entry, struct buffer *out)
{
    const char *place = entry_place_text(entry);
    html_item_begin(out, entry->text);
    if (place) {
        buffer_append_text(out, " <span class=\"soft\">");
        html_text(out, place);
        buffer_append_text(out, "</span>");
    }
    write_items(entry->parts, entry->count, out);
    html_item_end(out);
}

static void write_items(struct entry *const *entries, uint32_t count, struct buffer *out)
{
    if (!count)
        return;
    bool *done = lang_array(count, sizeof *done);
    html_list_begin(out);
    for (uint32_t i = 0; i < count; i++) {
        if (done[i])
            continue;
        if (entries[i]->kind == ENTRY_CELL && entries[i]->place) {
            html_item_begin(out, entry_cells_text(entries, count, i, done));
            html_item_end(out);
        } else
            write_item(entries[i], out);
    }
    html_list_end(out);
}

/* Headings with their entries; entries that stand under none are a list of their own. */
static void write_body(const struct entry *part, struct buffer *out)
{
    uint32_t loose = 0;
    while (loose < part->count && part->parts[loose]->kind != ENTRY_HEADING)
        loose++;
    write_items(part->parts, loose, out);
    for (uint32_t i = loose; i < part->count; i++) {
        html_heading(out, 4, NULL, part->parts[i]->text);
        write_items(part->parts[i]->parts, part->parts[i]->count, out);
    }
}

void entry_write_html(const struct entry *unit, const char *anchor, bool open, struct buffer *out)
{
    struct buffer name = {0};
    for (uint32_t i = 0; i < unit->count; i++) {
        const struct entry *part = unit->parts[i];
        if (part->kind == ENTRY_SCORE) {
            html_paragraph(out, "note", part->text);
            continue;
        }
        buffer_clear(&name);
        buffer_format(&name, "%s-", anchor);
        html_anchor(&name, (const char *const[]){part->name ? part->name : "more", NULL});
        html_fold_begin(out, part->name ? buffer_text(&name) : NULL, NULL, part->text, open);
        write_body(part, out);
        html_fold_end(out);
    }
    buffer_release(&name);
}
