/* A diff as Markdown, for the page beside a draft. */
#include <string.h>
#include "diff/objects.h"
#include "diff/said.h"
#include "elaborate/elaborate.h"
#include "load/report.h"
#include "memory.h"

struct page { const struct diff *diff; const struct diff_style *style; struct buffer *out; bool inner; };     /* inner: one of several */

static const char *say(const struct page *page, const char *zh, const char *en) { return page->style->language == LANGUAGE_ZH ? zh : en; }

static void heading(const struct page *page, const char *text) { buffer_format(page->out, "\n%s %s\n\n", page->inner ? "###" : "##", text); }

/* A cell: no line ends, no bars, nothing that Markdown would read as marks. */
static void cell(const struct page *page, const char *text)
{
    buffer_append_text(page->out, "| ");
    for (; *text; text++)
        if (*text == '|' || *text == '*' || *text == '_' || *text == '<' || *text == '`')
            buffer_format(page->out, "\\%c", *text);
        else
            buffer_append_char(page->out, *text == '\n' ? ' ' : *text);
    buffer_append_char(page->out, ' ');
}

static void heads(const struct page *page, const char *const *names, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        cell(page, names[i]);
    buffer_append_text(page->out, "|\n");
    for (uint32_t i = 0; i < count; i++)
        buffer_append_text(page->out, "| --- ");
    buffer_append_text(page->out, "|\n");
}

static void load_table(const struct page *page)
{
    const struct diff *diff = page->diff;
    const char *names[] = {say(page, "负担", "load"), lang_format("%d", diff->old->year), lang_format("%d", diff->new->year), say(page, "变化", "change")};
    heading(page, names[0]);
    heads(page, names, 4);
    for (int i = 0; i < LOAD_COLUMNS; i++) {
        struct rational old = load_count(&diff->before.total, i), new = load_count(&diff->after.total, i);
        cell(page, load_columns[i].name[page->style->language]);
        cell(page, number_text(&old));
        cell(page, number_text(&new));
        cell(page, load_change(&old, &new));
        buffer_append_text(page->out, "|\n");
    }
    uint32_t count;
    const struct demand_line *lines = diff_demands(diff, page->style->language, &count);
    buffer_append_text(page->out, count ? "\n" : "");
    for (uint32_t i = 0; i < count; i++)
        buffer_format(page->out, "- %s\n", lines[i].text);
}

static void changes_table(const struct page *page, const struct object *objects, uint32_t count, uint32_t hidden)
{
    const char *names[] = {"", say(page, "对象", "object"), say(page, "变化", "change"), say(page, "原来 → 现在", "before → now"), say(page, "位置", "place")};
    heading(page, names[2]);
    heads(page, names, 5);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < objects[i].count; k++) {
            char sign[2] = {objects[i].sign, 0};
            cell(page, k ? "" : sign);
            cell(page, k ? "" : objects[i].label);
            cell(page, change_name(objects[i].changes[k], page->style->language));
            cell(page, change_text(objects[i].changes[k], page->style->language));
            cell(page, place_text(page->diff, objects[i].changes[k]->after.end ? objects[i].changes[k]->after : objects[i].changes[k]->before));
            buffer_append_text(page->out, "|\n");
        }
    if (hidden)
        buffer_format(page->out, "\n%s\n", hidden_text(hidden, page->style->language));
}

static void verdicts(const struct page *page)
{
    bool any = false;
    for (uint32_t i = 0; i < page->diff->pair_count; i++) {
        const char *text = verdict_text(&page->diff->pairs[i], page->style->language);
        if (!text)
            continue;
        if (!any)
            heading(page, say(page, "规则松紧", "stricter or looser"));
        any = true;
        buffer_format(page->out, "- %s %s %s\n", page->diff->pairs[i].new->code, page->diff->pairs[i].new->name, text);
    }
}

static void suspicions(const struct page *page)
{
    const char *unmatched = unmatched_text(page->diff, page->style->language);
    if (page->diff->suspicion_count || unmatched)
        heading(page, say(page, "疑似同一项", "perhaps one indicator"));
    for (uint32_t i = 0; i < page->diff->suspicion_count; i++) {
        const struct suspicion *suspicion = &page->diff->suspicions[i];
        buffer_format(page->out, "- %s %s → %s %s, %d%%: `%s`\n", suspicion->old->code, suspicion->old->name, suspicion->new->code, suspicion->new->name, suspicion->likeness,
                      suspicion_clause(suspicion, page->style->language));
    }
    if (unmatched)
        buffer_format(page->out, "- %s\n", unmatched);
}

static void effect(const struct page *page)
{
    const struct effect *effect = page->diff->effect;
    const char *names[] = {say(page, "单位", "unit"), say(page, "类别", "class"), say(page, "上年总分", "old total"), say(page, "今年总分", "new total"),
                           say(page, "可评分值", "of"), say(page, "得分率", "rate"), say(page, "名次", "rank"), say(page, "主要原因", "main reasons")};
    heading(page, say(page, "影响", "effect"));
    uint32_t count;
    const struct effect_note *notes = effect_notes(effect, page->style->language, &count);
    for (uint32_t i = 0; i < count; i++)
        buffer_format(page->out, "- %s\n", notes[i].text);
    buffer_append_char(page->out, '\n');
    heads(page, names, 8);
    for (uint32_t i = 0; i < effect->unit_count; i++) {
        const struct unit_effect *unit = &effect->units[effect->order[i]];
        cell(page, unit->key);
        cell(page, unit->class);
        cell(page, unit->scored[0] ? effect_points(effect, &unit->total[0]) : "-");
        cell(page, unit->scored[1] ? effect_points(effect, &unit->total[1]) : "-");
        cell(page, effect_points(effect, &unit->scoreable[1]));
        cell(page, unit->scored[1] ? lang_format("%s%%", effect_percent(&unit->rate[1])) : "-");
        cell(page, effect_rank(unit));
        cell(page, effect_reasons(effect, unit, page->style->language));
        buffer_append_text(page->out, "|\n");
    }
}

static void one_pair(const struct diff *diff, const struct diff_style *style, struct buffer *out, bool inner)
{
    struct page page = {diff, style, out, inner};
    uint32_t count, hidden;
    struct object *objects = diff_objects(diff, style, &count, &hidden);
    buffer_format(out, "%s %s\n\n%s\n", inner ? "\n##" : "#", diff_title(diff, style->language), diff_verdict(diff, style->language));
    load_table(&page);
    if (count)
        changes_table(&page, objects, count, hidden);
    verdicts(&page);
    suspicions(&page);
    if (diff->effect)
        effect(&page);
    if (diff->effect_left_out)
        buffer_format(out, "\n%s\n", no_effect_text(diff, style->language));
}

void diff_report_markdown(const struct diff_set *set, const struct diff_style *style, struct buffer *out)
{
    if (set->folders)
        buffer_format(out, "# %s\n\n%s\n", set_title(set, style->language), set_verdict(set, style->language));
    bool any = false;
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < set->lone_count[side]; i++) {
            buffer_append_text(out, any ? "" : "\n");
            any = true;
            buffer_format(out, "- `%c` %s\n", side ? '+' : '-', lone_text(set, set->lone[side][i], side == 1, style->language));
        }
    for (uint32_t i = 0; i < set->pair_count; i++)
        one_pair(set->pairs[i], style, out, set->folders);
}
