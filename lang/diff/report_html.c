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

/* Parts of a page that is long enough to be jumped about in. */
enum section { SECTION_LOAD, SECTION_CHANGES, SECTION_EFFECT, SECTION_SUSPECTED, SECTION_DETAIL, SECTIONS };
static const struct { const char *anchor, *name[2]; } sections[SECTIONS] = {
    [SECTION_LOAD] = {"load", {"负担", "load"}},
    [SECTION_CHANGES] = {"changes", {"变化", "changes"}},
    [SECTION_EFFECT] = {"effect", {"影响:同一份台账,两套办法各算一遍", "effect: both rule sets on the same ledgers"}},
    [SECTION_SUSPECTED] = {"suspected", {"没有写沿革、看着像是同一项的", "nothing is said of these, and they look like one indicator"}},
    [SECTION_DETAIL] = {"detail", {"详细", "in detail"}}};

static const char *section(const struct page *page, enum section number) { return lang_format("%s-%s", page->name, sections[number].anchor); }

static const char *section_name(const struct page *page, enum section number) { return sections[number].name[page->style->language]; }

static void heading(const struct page *page, int level, const char *anchor, const char *text) { html_heading(page->out, page->inner ? level + 1 : level, anchor, text); }

static void load_table(const struct page *page)
{
    const struct diff *diff = page->diff;
    const char *years[2] = {lang_format("%d", diff->old->year), lang_format("%d", diff->new->year)};
    const struct html_column columns[] = {{"", false}, {years[0], true}, {years[1], true}, {say(page, "变化", "change"), true}};
    heading(page, 2, section(page, SECTION_LOAD), section_name(page, SECTION_LOAD));
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

/* More is said of the object than its line in the list says. */
static bool has_detail(const struct page *page, const struct object *object)
{
    const struct item_pair *pair = object_pair(page->diff, object);
    return object->count > 1 || (pair && verdict_text(pair, page->style->language));
}

static void summary(const struct page *page, const struct object *objects, uint32_t count, uint32_t hidden)
{
    const struct html_column columns[] = {{say(page, "对象", "object"), false}, {say(page, "变化", "change"), false}};
    heading(page, 2, section(page, SECTION_CHANGES), section_name(page, SECTION_CHANGES));
    html_table_begin(page->out, NULL, columns, 2);
    for (uint32_t i = 0; i < count; i++) {
        bool added = objects[i].sign == '+', gone = objects[i].sign == '-';
        html_row_begin(page->out);
        html_cell_prose(page->out, has_detail(page, &objects[i]) ? anchor_of(page, objects[i].label) : NULL, objects[i].label, added ? "added" : "plain",
                        added ? say(page, "新增", "new") : gone ? say(page, "取消", "gone") : NULL);
        html_cell_prose(page->out, NULL, object_summary(&objects[i], page->style->language), NULL, NULL);
        html_row_end(page->out);
    }
    html_table_end(page->out);
    if (hidden)
        html_paragraph(page->out, "soft", hidden_text(hidden, page->style->language));
}

/* What it was, and what it is with which way it went. */
static void sides_of(const struct page *page, const struct change *change)
{
    static const char *const classes[] = {[DIRECTION_NONE] = "plain", [DIRECTION_TIGHTENED] = "tight", [DIRECTION_LOOSENED] = "loose", [DIRECTION_UNDECIDED] = "plain"};
    const char *none = say(page, "(没有)", "(none)"), *direction = direction_text(change->direction, page->style->language);
    const char *before = change->from ? change->from : change->to ? none : "";
    const char *now = change->to ? change->to : change->from ? none : change_text(change, page->style->language);
    html_cell_prose(page->out, NULL, before, NULL, NULL);
    html_cell_prose(page->out, NULL, now, classes[change->direction], direction[0] && (change->from || change->to) ? direction : NULL);
}

static void details(const struct page *page, const struct object *objects, uint32_t count)
{
    const struct html_column columns[] = {{say(page, "变化", "change"), false}, {say(page, "原来", "before"), false}, {say(page, "现在", "now"), false}};
    bool begun = false;
    for (uint32_t i = 0; i < count; i++) {
        const struct item_pair *pair = object_pair(page->diff, &objects[i]);
        const char *verdict = pair ? verdict_text(pair, page->style->language) : NULL;
        if (!has_detail(page, &objects[i]))
            continue;
        if (!begun)
            heading(page, 2, section(page, SECTION_DETAIL), section_name(page, SECTION_DETAIL));
        begun = true;
        heading(page, 3, anchor_of(page, objects[i].label), objects[i].label);
        html_paragraph(page->out, "soft", place_text(page->diff, objects[i].place));
        html_wide_table_begin(page->out, columns, 3);
        for (uint32_t k = 0; k < objects[i].count; k++) {
            html_row_begin(page->out);
            html_cell_prose(page->out, NULL, change_name(objects[i].changes[k], page->style->language), NULL, NULL);
            sides_of(page, objects[i].changes[k]);
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
        heading(page, 2, section(page, SECTION_SUSPECTED), section_name(page, SECTION_SUSPECTED));
    for (uint32_t i = 0; i < page->diff->suspicion_count; i++)
        html_paragraph(page->out, NULL, suspicion_text(&page->diff->suspicions[i], page->style->language));
    if (unmatched)
        html_paragraph(page->out, "soft", unmatched);
}

/* ---- effect ---- */

enum { BARS_MOST = 60, NOTES_OPEN = 4 };

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

/* One unit; what no unit has (classes, grades) has no column. */
static void unit_row(const struct page *page, const struct unit_effect *unit, bool classed, bool graded)
{
    const struct effect *effect = page->diff->effect;
    html_row_begin(page->out);
    html_cell(page->out, false, unit->key);
    if (classed)
        html_cell(page->out, false, unit->class);
    html_cell(page->out, true, unit->scored[0] ? effect_points(effect, &unit->total[0]) : "-");
    html_cell(page->out, true, unit->scored[1] ? effect_points(effect, &unit->total[1]) : "-");
    html_cell(page->out, true, effect_points(effect, &unit->scoreable[1]));
    html_cell(page->out, true, unit->scored[1] ? lang_format("%s%%", effect_percent(&unit->rate[1])) : "-");
    html_cell(page->out, true, effect_rank(unit));
    if (graded)
        html_cell(page->out, false, effect_grades(effect, unit, page->style->language));
    html_cell_prose(page->out, NULL, effect_reasons(effect, unit, page->style->language), NULL, NULL);
    html_row_end(page->out);
}

static void units_table(const struct page *page)
{
    const struct effect *effect = page->diff->effect;
    bool classed = false, graded = false;
    for (uint32_t i = 0; i < effect->unit_count; i++) {
        classed = classed || effect->units[i].class[0];
        graded = graded || (effect->complete[0] && effect->units[i].grade[0]) || (effect->complete[1] && effect->units[i].grade[1]);
    }
    const struct { struct html_column column; bool shown; } all[] = {{{say(page, "单位", "unit"), false}, true}, {{say(page, "类别", "class"), false}, classed},
        {{say(page, "上年总分", "old total"), true}, true}, {{say(page, "今年总分", "new total"), true}, true}, {{say(page, "可评分值", "of"), true}, true},
        {{say(page, "得分率", "rate"), true}, true}, {{say(page, "名次", "rank"), true}, true}, {{say(page, "等次", "grade"), false}, graded}, {{say(page, "主要原因", "main reasons"), false}, true}};
    struct html_column columns[sizeof all / sizeof *all];
    uint32_t count = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].shown)
            columns[count++] = all[i].column;
    html_table_begin(page->out, say(page, "各单位,名次变动大的在前", "units, those whose rank moved most first"), columns, count);
    for (uint32_t i = 0; i < effect->unit_count; i++)
        unit_row(page, &effect->units[effect->order[i]], classed, graded);
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
    heading(page, 2, section(page, SECTION_EFFECT), section_name(page, SECTION_EFFECT));
    if (count > NOTES_OPEN)
        html_fold_begin(page->out, NULL, NULL, lang_format(say(page, "哪些没有计入,怎样分摊(%u 条)", "what was left out, and how the change is divided: %u remarks"), count), false);
    for (uint32_t i = 0; i < count; i++)
        html_paragraph(page->out, "soft", notes[i].text);
    if (count > NOTES_OPEN)
        html_fold_end(page->out);
    classes_table(page);
    bars(page);
    units_table(page);
}

static void links(const struct page *page, const struct object *objects, uint32_t count)
{
    bool there[SECTIONS] = {[SECTION_LOAD] = true, [SECTION_CHANGES] = count > 0, [SECTION_EFFECT] = page->diff->effect != NULL,
                            [SECTION_SUSPECTED] = page->diff->suspicion_count || unmatched_text(page->diff, page->style->language)};
    struct html_target targets[SECTIONS];
    uint32_t used = 0;
    for (uint32_t i = 0; i < count && !there[SECTION_DETAIL]; i++)
        there[SECTION_DETAIL] = has_detail(page, &objects[i]);
    for (int i = 0; i < SECTIONS; i++)
        if (there[i])
            targets[used++] = (struct html_target){section(page, (enum section)i), section_name(page, (enum section)i)};
    if (used > 2)
        html_links(page->out, targets, used);
}

static void one_pair(const struct page *page)
{
    uint32_t count, hidden;
    struct object *objects = diff_objects(page->diff, page->style, &count, &hidden);
    html_paragraph(page->out, "note", diff_verdict(page->diff, page->style->language));
    if (!diff_count(page->diff) && !count && !page->diff->effect)
        return;
    links(page, objects, count);
    load_table(page);
    if (count)
        summary(page, objects, count, hidden);
    if (page->diff->effect)
        effect_section(page);
    if (page->diff->effect_left_out)
        html_paragraph(page->out, "soft", no_effect_text(page->diff, page->style->language));
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
    for (uint32_t i = 0; i < set->pair_count; i++) {
        uint32_t changes = diff_count(set->pairs[i]);
        const char *told = changes ? lang_format(say(&pages[i], "变化 %u 处", "changes: %u"), changes) : say(&pages[i], "没有变化", "nothing has changed");
        item_link(out, pages[i].name, lang_format("%s  %s", diff_title(set->pairs[i], style->language), told));
    }
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
