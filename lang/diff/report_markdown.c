/* A diff as Markdown, for the page beside a draft. */
#include <string.h>
#include "diff/objects.h"
#include "diff/said.h"
#include "elaborate/elaborate.h"
#include "load/report.h"
#include "memory.h"

struct page { const struct diff *diff; const struct diff_style *style; struct buffer *out; };

static const char *say(const struct page *page, const char *zh, const char *en) { return page->style->language == LANGUAGE_ZH ? zh : en; }

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
    buffer_format(page->out, "\n## %s\n\n", names[0]);
    heads(page, names, 4);
    for (int i = 0; i < LOAD_COLUMNS; i++) {
        struct rational old = load_count(&diff->before.total, i), new = load_count(&diff->after.total, i);
        cell(page, load_columns[i].name[page->style->language]);
        cell(page, number_text(&old));
        cell(page, number_text(&new));
        cell(page, load_change(&old, &new));
        buffer_append_text(page->out, "|\n");
    }
    const char **lines = diff_demands(diff, page->style->language);
    buffer_append_text(page->out, *lines ? "\n" : "");
    for (; *lines; lines++)
        buffer_format(page->out, "- %s\n", *lines);
}

static void changes_table(const struct page *page, const struct object *objects, uint32_t count, uint32_t hidden)
{
    const char *names[] = {"", say(page, "对象", "object"), say(page, "变化", "change"), say(page, "原来 → 现在", "before → now"), say(page, "位置", "place")};
    buffer_format(page->out, "\n## %s\n\n", names[2]);
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
        buffer_format(page->out, say(page, "\n另有 %u 处只是写法不同或随指标增减的列。\n", "\n%u more are spelling, or columns that come and go with their indicators.\n"), hidden);
}

static void verdicts(const struct page *page)
{
    bool any = false;
    for (uint32_t i = 0; i < page->diff->pair_count; i++) {
        const char *text = verdict_text(&page->diff->pairs[i], page->style->language);
        if (!text)
            continue;
        if (!any)
            buffer_format(page->out, "\n## %s\n\n", say(page, "规则松紧", "stricter or looser"));
        any = true;
        buffer_format(page->out, "- %s %s %s\n", page->diff->pairs[i].new->code, page->diff->pairs[i].new->name, text);
    }
}

static void suspicions(const struct page *page)
{
    if (page->diff->suspicion_count)
        buffer_format(page->out, "\n## %s\n\n", say(page, "疑似同一项", "perhaps one indicator"));
    for (uint32_t i = 0; i < page->diff->suspicion_count; i++) {
        const struct suspicion *suspicion = &page->diff->suspicions[i];
        buffer_format(page->out, "- %s %s → %s %s, %d%%: `%s`\n", suspicion->old->code, suspicion->old->name, suspicion->new->code, suspicion->new->name, suspicion->likeness,
                      suspicion->clause);
    }
}

static void effect(const struct page *page)
{
    const struct effect *effect = page->diff->effect;
    const char *names[] = {say(page, "单位", "unit"), say(page, "类别", "class"), say(page, "上年总分", "old total"), say(page, "今年总分", "new total"),
                           say(page, "可评分值", "of"), say(page, "得分率", "rate"), say(page, "名次", "rank"), say(page, "主要原因", "main reasons")};
    buffer_format(page->out, "\n## %s\n\n", say(page, "影响", "effect"));
    for (const char **line = effect_notes(effect, page->style->language); *line; line++)
        buffer_format(page->out, "- %s\n", *line);
    buffer_append_char(page->out, '\n');
    heads(page, names, 8);
    for (uint32_t i = 0; i < effect->unit_count; i++) {
        const struct unit_effect *unit = &effect->units[effect->order[i]];
        cell(page, unit->key);
        cell(page, unit->class);
        cell(page, unit->scored[0] ? effect_fixed(&unit->total[0], 2) : "-");
        cell(page, unit->scored[1] ? effect_fixed(&unit->total[1], 2) : "-");
        cell(page, effect_fixed(&unit->scoreable[1], 2));
        cell(page, unit->scored[1] ? lang_format("%s%%", effect_percent(&unit->rate[1])) : "-");
        cell(page, effect_rank(unit));
        cell(page, effect_reasons(effect, unit, page->style->language));
        buffer_append_text(page->out, "|\n");
    }
}

void diff_report_markdown(const struct diff *diff, const struct diff_style *style, struct buffer *out)
{
    struct page page = {diff, style, out};
    uint32_t count, hidden;
    struct object *objects = diff_objects(diff, style, &count, &hidden);
    buffer_format(out, "# %s\n\n%s\n", diff_title(diff, style->language), diff_verdict(diff, style->language));
    load_table(&page);
    if (count)
        changes_table(&page, objects, count, hidden);
    verdicts(&page);
    suspicions(&page);
    if (diff->effect)
        effect(&page);
}
