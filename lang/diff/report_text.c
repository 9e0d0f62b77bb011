/* A diff on the screen: verdict, load, one line an object, details, what is suspected, effect. */
#include <string.h>
#include "base/text.h"
#include "diff/effect.h"
#include "diff/objects.h"
#include "elaborate/elaborate.h"
#include "load/report.h"
#include "memory.h"

struct page { const struct diff *diff; const struct diff_style *style; struct buffer *out; };

static const char *say(const struct page *page, const char *zh, const char *en) { return page->style->language == LANGUAGE_ZH ? zh : en; }

static void cell(const struct page *page, const char *text, int width, bool right)
{
    int pad = width - text_width(text, strlen(text));
    if (right && pad > 0)
        buffer_format(page->out, "%*s", pad, "");
    buffer_append_text(page->out, text);
    if (!right && pad > 0)
        buffer_format(page->out, "%*s", pad, "");
}

static void end_line(const struct page *page)
{
    while (page->out->length && page->out->data[page->out->length - 1] == ' ')
        page->out->data[--page->out->length] = 0;
    buffer_append_char(page->out, '\n');
}

static int wider(int width, const char *text)
{
    int own = text_width(text, strlen(text));
    return own > width ? own : width;
}

static void load_table(const struct page *page)
{
    const struct diff *diff = page->diff;
    int width = 8;
    for (int i = 0; i < LOAD_COLUMNS; i++)
        width = wider(width, load_columns[i].name[page->style->language]);
    cell(page, say(page, "负担", "load"), width, false);
    cell(page, lang_format("%d", diff->old->year), 10, true);
    cell(page, lang_format("%d", diff->new->year), 10, true);
    cell(page, say(page, "变化", "change"), 12, true);
    end_line(page);
    for (int i = 0; i < LOAD_COLUMNS; i++) {
        struct rational old = load_count(&diff->before.total, i), new = load_count(&diff->after.total, i);
        if (rational_sign(&old) == 0 && rational_sign(&new) == 0)
            continue;
        cell(page, load_columns[i].name[page->style->language], width, false);
        cell(page, number_text(&old), 10, true);
        cell(page, number_text(&new), 10, true);
        cell(page, load_change(&old, &new), 12, true);
        end_line(page);
    }
    for (const char **line = diff_demands(diff, page->style->language); *line; line++)
        buffer_format(page->out, "%s\n", *line);
    buffer_append_char(page->out, '\n');
}

static void summary(const struct page *page, const struct object *objects, uint32_t count, uint32_t hidden)
{
    int width = 0;
    for (uint32_t i = 0; i < count; i++)
        width = wider(width, objects[i].label);
    width = width > 48 ? 48 : width;
    for (uint32_t i = 0; i < count; i++) {
        buffer_format(page->out, "%c ", objects[i].sign);
        cell(page, objects[i].label, width, false);
        buffer_format(page->out, "  %s", object_summary(&objects[i], page->style->language));
        end_line(page);
    }
    if (hidden)
        buffer_format(page->out, say(page, "  另有 %u 处只是写法不同或随指标增减的列,用 --all 列出\n", "  %u more are spelling, or columns that come and go with their indicators: --all tells them\n"), hidden);
}

static const struct item_pair *pair_of(const struct page *page, const struct object *object)
{
    for (uint32_t i = 0; i < page->diff->pair_count; i++)
        if (page->diff->pairs[i].new == object->changes[0]->new)
            return &page->diff->pairs[i];
    return NULL;
}

static void detail(const struct page *page, const struct object *object, bool *begun)
{
    int width = 8;
    const struct item_pair *pair = object->changes[0]->new ? pair_of(page, object) : NULL;
    const char *verdict = pair ? verdict_text(pair, page->style->language) : NULL;
    if (object->count == 1 && !verdict)
        return;
    if (!*begun)
        buffer_append_text(page->out, say(page, "\n详细\n", "\nin detail\n"));
    *begun = true;
    buffer_format(page->out, "%s  [%s]\n", object->label, place_text(page->diff, object->place));
    for (uint32_t i = 0; i < object->count; i++)
        width = wider(width, change_name(object->changes[i], page->style->language));
    for (uint32_t i = 0; i < object->count; i++) {
        buffer_append_text(page->out, "    ");
        cell(page, change_name(object->changes[i], page->style->language), width + 2, false);
        buffer_append_text(page->out, change_text(object->changes[i], page->style->language));
        end_line(page);
    }
    if (verdict)
        buffer_format(page->out, "    %s\n", verdict);
}

static void suspicions(const struct page *page)
{
    if (!page->diff->suspicion_count)
        return;
    buffer_append_text(page->out, say(page, "\n没有写沿革、看着像是同一项的\n", "\nnothing is said of these, and they look like one indicator\n"));
    for (uint32_t i = 0; i < page->diff->suspicion_count; i++) {
        const struct suspicion *suspicion = &page->diff->suspicions[i];
        buffer_format(page->out, say(page, "? %s %s → %s %s  像 %d%%;是的话,在指标 %s 里写:%s\n", "? %s %s → %s %s  alike: %d%%; if so, write in indicator %s: %s\n"), suspicion->old->code,
                      suspicion->old->name, suspicion->new->code, suspicion->new->name, suspicion->likeness, suspicion->new->code, suspicion->clause);
    }
}

void diff_report_text(const struct diff *diff, const struct diff_style *style, struct buffer *out)
{
    struct page page = {diff, style, out};
    uint32_t count, hidden;
    bool begun = false;
    struct object *objects = diff_objects(diff, style, &count, &hidden);
    buffer_format(out, "%s\n%s\n", diff_title(diff, style->language), diff_verdict(diff, style->language));
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
}
