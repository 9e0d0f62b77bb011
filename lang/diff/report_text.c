/* A diff on the screen: verdict, load, one line an object, details, what is suspected, effect. */
#include <string.h>
#include "diff/effect.h"
#include "diff/objects.h"
#include "elaborate/elaborate.h"
#include "load/report.h"
#include "memory.h"
#include "report/aligned.h"

enum { LABEL_CELLS = 48 };          /* of the column of names at most */

struct page { const struct diff *diff; const struct diff_style *style; struct buffer *out; };

static const char *say(const struct page *page, const char *zh, const char *en) { return page->style->language == LANGUAGE_ZH ? zh : en; }

/* The rest of a line, of which `used` cells are taken. */
static void flow(const struct page *page, const char *text, int used, int indent)
{
    aligned_flow(page->out, text, used, indent, page->style->width);
    aligned_end(page->out);
}

static void load_table(const struct page *page)
{
    const struct diff *diff = page->diff;
    int width = 8;
    for (int i = 0; i < LOAD_COLUMNS; i++)
        width = aligned_wider(width, load_columns[i].name[page->style->language]);
    aligned_cell(page->out, say(page, "负担", "load"), width, false);
    aligned_cell(page->out, lang_format("%d", diff->old->year), 10, true);
    aligned_cell(page->out, lang_format("%d", diff->new->year), 10, true);
    aligned_cell(page->out, say(page, "变化", "change"), 12, true);
    aligned_end(page->out);
    for (int i = 0; i < LOAD_COLUMNS; i++) {
        struct rational old = load_count(&diff->before.total, i), new = load_count(&diff->after.total, i);
        if (rational_sign(&old) == 0 && rational_sign(&new) == 0)
            continue;
        aligned_cell(page->out, load_columns[i].name[page->style->language], width, false);
        aligned_cell(page->out, number_text(&old), 10, true);
        aligned_cell(page->out, number_text(&new), 10, true);
        aligned_cell(page->out, load_change(&old, &new), 12, true);
        aligned_end(page->out);
    }
    uint32_t count;
    const struct demand_line *lines = diff_demands(diff, page->style->language, &count);
    for (uint32_t i = 0; i < count; i++)
        flow(page, lines[i].text, 0, 2);
    buffer_append_char(page->out, '\n');
}

static void summary(const struct page *page, const struct object *objects, uint32_t count, uint32_t hidden)
{
    int width = 0, most = page->style->width && page->style->width / 2 < LABEL_CELLS ? page->style->width / 2 : LABEL_CELLS;
    for (uint32_t i = 0; i < count; i++)
        width = aligned_wider(width, objects[i].label);
    width = width > most ? most : width;
    for (uint32_t i = 0; i < count; i++) {
        buffer_format(page->out, "%c ", objects[i].sign);
        aligned_cell(page->out, objects[i].label, width + 2, false);
        flow(page, object_summary(&objects[i], page->style->language), aligned_wider(width + 2, objects[i].label) + 2, width + 4);
    }
    if (hidden) {
        buffer_append_text(page->out, "  ");
        flow(page, hidden_text(hidden, page->style->language), 2, 2);
    }
}

static void detail(const struct page *page, const struct object *object, bool *begun)
{
    int width = 8;
    const struct item_pair *pair = object_pair(page->diff, object);
    const char *verdict = pair ? verdict_text(pair, page->style->language) : NULL;
    if (object->count == 1 && !verdict)
        return;
    if (!*begun)
        buffer_append_text(page->out, say(page, "\n详细\n", "\nin detail\n"));
    *begun = true;
    buffer_format(page->out, "%s  [%s]\n", object->label, place_text(page->diff, object->place));
    for (uint32_t i = 0; i < object->count; i++)
        width = aligned_wider(width, change_name(object->changes[i], page->style->language));
    for (uint32_t i = 0; i < object->count; i++) {
        buffer_append_text(page->out, "    ");
        aligned_cell(page->out, change_name(object->changes[i], page->style->language), width + 2, false);
        flow(page, change_text(object->changes[i], page->style->language), width + 6, width + 6);
    }
    if (verdict) {
        buffer_append_text(page->out, "    ");
        flow(page, verdict, 4, 8);
    }
}

static void suspicions(const struct page *page)
{
    const char *unmatched = unmatched_text(page->diff, page->style->language);
    if (!page->diff->suspicion_count && !unmatched)
        return;
    buffer_append_text(page->out, say(page, "\n没有写沿革、看着像是同一项的\n", "\nnothing is said of these, and they look like one indicator\n"));
    for (uint32_t i = 0; i < page->diff->suspicion_count; i++)
        flow(page, lang_format("? %s", suspicion_text(&page->diff->suspicions[i], page->style->language)), 0, 2);
    if (unmatched)
        flow(page, unmatched, 0, 2);
}

static void one_pair(const struct diff *diff, const struct diff_style *style, struct buffer *out)
{
    struct page page = {diff, style, out};
    uint32_t count, hidden;
    bool begun = false;
    struct object *objects = diff_objects(diff, style, &count, &hidden);
    flow(&page, diff_title(diff, style->language), 0, 2);
    flow(&page, diff_verdict(diff, style->language), 0, 2);
    if (!diff_count(diff) && !count && !diff->effect)
        return;
    buffer_append_char(out, '\n');
    load_table(&page);
    summary(&page, objects, count, hidden);
    for (uint32_t i = 0; i < count; i++)
        detail(&page, &objects[i], &begun);
    suspicions(&page);
    if (diff->effect)
        effect_report_text(diff, style, out);
    if (diff->effect_left_out)
        flow(&page, no_effect_text(diff, style->language), 0, 2);
}

void diff_report_text(const struct diff_set *set, const struct diff_style *style, struct buffer *out)
{
    struct page page = {NULL, style, out};
    if (set->folders)
        flow(&page, set_verdict(set, style->language), 0, 2);
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < set->lone_count[side]; i++)
            flow(&page, lang_format("%c %s", side ? '+' : '-', lone_text(set, set->lone[side][i], side == 1, style->language)), 0, 2);
    for (uint32_t i = 0; i < set->pair_count; i++) {
        if (set->folders)
            buffer_append_char(out, '\n');
        one_pair(set->pairs[i], style, out);
    }
}
