/* A diff as one page that stands alone; of two folders, one page with a table of contents. */
#include <string.h>
#include "diff/objects.h"
#include "diff/said.h"
#include "elaborate/elaborate.h"
#include "load/report.h"
#include "memory.h"
#include "report/html.h"

/* inner: one of several on the page, their headings are a level deeper; name: of the pair, in anchors. */
struct page { const struct diff *diff; const struct diff_style *style; struct buffer *out; bool inner; const char *name; };

static const char *say(const struct page *page, const char *zh, const char *en) { return page->style->language == LANGUAGE_ZH ? zh : en; }

static void heading(const struct page *page, int level, const char *anchor, const char *text) { html_heading(page->out, page->inner ? level + 1 : level, anchor, text); }

static void load_table(const struct page *page)
{
    const struct diff *diff = page->diff;
    const char *years[2] = {lang_format("%d", diff->old->year), lang_format("%d", diff->new->year)};
    const struct html_column columns[] = {{"", false}, {years[0], true}, {years[1], true}, {say(page, "变化", "change"), true}};
    heading(page, 2, NULL, say(page, "负担", "load"));
    html_table_begin(page->out, NULL, columns, 4);
    for (int i = 0; i < LOAD_COLUMNS; i++) {
        struct rational old = load_count(&diff->before.total, i), new = load_count(&diff->after.total, i);
        html_row_begin(page->out);
        html_cell(page->out, false, load_columns[i].name[page->style->language]);
        html_cell(page->out, true, number_text(&old));
        html_cell(page->out, true, number_text(&new));
        html_cell(page->out, true, load_change(&old, &new));
        html_row_end(page->out);
    }
    html_table_end(page->out);
    uint32_t count;
    const struct demand_line *lines = diff_demands(diff, page->style->language, &count);
    for (uint32_t i = 0; i < count; i++)
        html_paragraph(page->out, "soft", lines[i].text);
}

static const char *anchor_of(const struct page *page, const char *label)
{
    struct buffer anchor = {0};
    const char *parts[] = {page->name, label, NULL};
    html_anchor(&anchor, parts);
    const char *text = lang_text(buffer_text(&anchor), anchor.length);
    buffer_release(&anchor);
    return text;
}

static void summary(const struct page *page, const struct object *objects, uint32_t count, uint32_t hidden)
{
    const struct html_column columns[] = {{"", false}, {say(page, "对象", "object"), false}, {say(page, "变化", "change"), false}};
    heading(page, 2, NULL, say(page, "变化", "changes"));
    html_table_begin(page->out, NULL, columns, 3);
    for (uint32_t i = 0; i < count; i++) {
        char sign[2] = {objects[i].sign, 0};
        html_row_begin(page->out);
        html_cell(page->out, false, sign);
        html_cell_link(page->out, false, objects[i].count > 1 ? anchor_of(page, objects[i].label) : NULL, objects[i].label);
        html_cell(page->out, false, object_summary(&objects[i], page->style->language));
        html_row_end(page->out);
    }
    html_table_end(page->out);
    if (hidden)
        html_paragraph(page->out, "soft", hidden_text(hidden, page->style->language));
}

static void details(const struct page *page, const struct object *objects, uint32_t count)
{
    const struct html_column columns[] = {{say(page, "变化", "change"), false}, {say(page, "原来", "before"), false}, {say(page, "现在", "now"), false}, {"", false}};
    bool begun = false;
    for (uint32_t i = 0; i < count; i++) {
        const struct item_pair *pair = object_pair(page->diff, &objects[i]);
        const char *verdict = pair ? verdict_text(pair, page->style->language) : NULL;
        if (objects[i].count < 2 && !verdict)
            continue;
        if (!begun)
            heading(page, 2, NULL, say(page, "详细", "in detail"));
        begun = true;
        heading(page, 3, anchor_of(page, objects[i].label), objects[i].label);
        html_paragraph(page->out, "soft", place_text(page->diff, objects[i].place));
        html_table_begin(page->out, NULL, columns, 4);
        for (uint32_t k = 0; k < objects[i].count; k++) {
            const struct change *change = objects[i].changes[k];
            html_row_begin(page->out);
            html_cell(page->out, false, change_name(change, page->style->language));
            html_cell(page->out, false, change->from ? change->from : "");
            html_cell(page->out, false, change->to ? change->to : change->from || !change->cause ? "" : change_text(change, page->style->language));
            html_cell(page->out, false, direction_text(change->direction, page->style->language));
            html_row_end(page->out);
        }
        html_table_end(page->out);
        if (verdict)
            html_paragraph(page->out, "note", verdict);
    }
}

static void suspicions(const struct page *page)
{
    const char *unmatched = unmatched_text(page->diff, page->style->language);
    if (page->diff->suspicion_count || unmatched)
        heading(page, 2, NULL, say(page, "没有写沿革、看着像是同一项的", "nothing is said of these, and they look like one indicator"));
    for (uint32_t i = 0; i < page->diff->suspicion_count; i++)
        html_paragraph(page->out, NULL, suspicion_text(&page->diff->suspicions[i], page->style->language));
    if (unmatched)
        html_paragraph(page->out, "soft", unmatched);
}

/* ---- effect ---- */

enum { BARS_MOST = 60 };

/* How the rate of each unit moved, to either side of nothing. */
static void bars(const struct page *page)
{
    const struct effect *effect = page->diff->effect;
    struct html_bar *bars = lang_array(effect->unit_count + 1, sizeof *bars);
    struct rational greatest, size, *moves = lang_array(effect->unit_count + 1, sizeof *moves);
    uint32_t count = 0;
    rational_init(&greatest);
    rational_init(&size);
    for (uint32_t i = 0; i < effect->unit_count; i++) {
        const struct unit_effect *unit = &effect->units[effect->order[i]];
        rational_init(&moves[i]);
        rational_subtract(&moves[i], &unit->rate[1], &unit->rate[0]);
        rational_copy(&size, &moves[i]);
        if (rational_sign(&size) < 0)
            rational_negate(&size, &size);
        if (rational_compare(&size, &greatest) > 0)
            rational_copy(&greatest, &size);
    }
    for (uint32_t i = 0; i < effect->unit_count && count < BARS_MOST && rational_sign(&greatest) > 0; i++) {
        const struct unit_effect *unit = &effect->units[effect->order[i]];
        if (unit->scored[0] && unit->scored[1])
            bars[count++] = (struct html_bar){.label = unit->key, .text = lang_format("%s%s", rational_sign(&moves[i]) > 0 ? "+" : "", effect_percent(&moves[i])),
                                              .length = html_bar_length(&moves[i], &greatest)};
    }
    if (count)
        html_bars(page->out, say(page, "得分率的升降(个百分点)", "change of the rate (percentage points)"), bars, count);
}

static void units_table(const struct page *page)
{
    const struct effect *effect = page->diff->effect;
    const struct html_column columns[] = {{say(page, "单位", "unit"), false}, {say(page, "类别", "class"), false}, {say(page, "上年总分", "old total"), true},
                                          {say(page, "今年总分", "new total"), true}, {say(page, "可评分值", "of"), true}, {say(page, "得分率", "rate"), true},
                                          {say(page, "名次", "rank"), true}, {say(page, "等次", "grade"), false}, {say(page, "主要原因", "main reasons"), false}};
    html_table_begin(page->out, NULL, columns, 9);
    for (uint32_t i = 0; i < effect->unit_count; i++) {
        const struct unit_effect *unit = &effect->units[effect->order[i]];
        html_row_begin(page->out);
        html_cell(page->out, false, unit->key);
        html_cell(page->out, false, unit->class);
        html_cell(page->out, true, unit->scored[0] ? effect_points(effect, &unit->total[0]) : "-");
        html_cell(page->out, true, unit->scored[1] ? effect_points(effect, &unit->total[1]) : "-");
        html_cell(page->out, true, effect_points(effect, &unit->scoreable[1]));
        html_cell(page->out, true, unit->scored[1] ? lang_format("%s%%", effect_percent(&unit->rate[1])) : "-");
        html_cell(page->out, true, effect_rank(unit));
        html_cell(page->out, false, lang_format("%s → %s", effect_grade(effect, unit, 0), effect_grade(effect, unit, 1)));
        html_cell(page->out, false, effect_reasons(effect, unit, page->style->language));
        html_row_end(page->out);
    }
    html_table_end(page->out);
}

static void classes_table(const struct page *page)
{
    uint32_t count;
    struct class_effect *classes = effect_classes(page->diff->effect, &count);
    const struct html_column columns[] = {{say(page, "类别", "class"), false}, {say(page, "单位数", "units"), true}, {say(page, "得分率升", "rate up"), true}, {say(page, "得分率降", "rate down"), true},
                                          {say(page, "不变", "same"), true}, {say(page, "名次升", "rank up"), true}, {say(page, "名次降", "rank down"), true}};
    html_table_begin(page->out, NULL, columns, 7);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t figures[] = {classes[i].units, classes[i].gain, classes[i].lose, classes[i].same, classes[i].up, classes[i].down};
        html_row_begin(page->out);
        html_cell(page->out, false, classes[i].name);
        for (int k = 0; k < 6; k++)
            html_cell(page->out, true, lang_format("%u", figures[k]));
        html_row_end(page->out);
    }
    html_table_end(page->out);
}

static void effect_section(const struct page *page)
{
    uint32_t count;
    const struct effect_note *notes = effect_notes(page->diff->effect, page->style->language, &count);
    heading(page, 2, NULL, say(page, "影响:同一份台账,两套办法各算一遍", "effect: both rule sets on the same ledgers"));
    for (uint32_t i = 0; i < count; i++)
        html_paragraph(page->out, "soft", notes[i].text);
    classes_table(page);
    bars(page);
    units_table(page);
}

static void one_pair(const struct page *page)
{
    uint32_t count, hidden;
    struct object *objects = diff_objects(page->diff, page->style, &count, &hidden);
    html_paragraph(page->out, "note", diff_verdict(page->diff, page->style->language));
    load_table(page);
    if (count)
        summary(page, objects, count, hidden);
    if (page->diff->effect)
        effect_section(page);
    suspicions(page);
    details(page, objects, count);
}

/* ---- two folders ---- */

static void item_link(struct buffer *out, const char *anchor, const char *text)
{
    html_item_begin(out, "");
    html_link(out, anchor, text);
    html_item_end(out);
}

static void contents(const struct diff_set *set, const struct page *pages, const struct diff_style *style, struct buffer *out)
{
    html_list_begin(out);
    for (uint32_t i = 0; i < set->pair_count; i++)
        item_link(out, pages[i].name, lang_format("%s  %s", diff_title(set->pairs[i], style->language), diff_verdict(set->pairs[i], style->language)));
    for (int side = 1; side >= 0; side--)
        for (uint32_t i = 0; i < set->lone_count[side]; i++) {
            html_item_begin(out, lang_format("%c %s", side ? '+' : '-', lone_text(set, set->lone[side][i], side == 1, style->language)));
            html_item_end(out);
        }
    html_list_end(out);
}

void diff_report_html(const struct diff_set *set, const struct diff_style *style, struct buffer *out)
{
    struct page *pages = lang_array(set->pair_count + 1, sizeof *pages);
    html_begin(out, style->language, set->folders ? set_title(set, style->language) : diff_title(set->pairs[0], style->language));
    for (uint32_t i = 0; i < set->pair_count; i++)
        pages[i] = (struct page){set->pairs[i], style, out, set->folders, set->folders ? lang_format("pair-%u", i + 1) : "change"};
    if (set->folders) {
        html_paragraph(out, "note", set_verdict(set, style->language));
        contents(set, pages, style, out);
    }
    for (uint32_t i = 0; i < set->pair_count; i++) {
        if (set->folders)
            html_heading(out, 2, pages[i].name, diff_title(set->pairs[i], style->language));
        one_pair(&pages[i]);
    }
    html_end(out);
}
