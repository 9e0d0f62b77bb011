/* A diff as a spreadsheet: what it comes to, the changes one a row, the load, and the effect one unit a row. Of two folders all pairs stand below
 * one another, with their schemes in a column of their own; each has an effect sheet of its own, because their parts differ. */
#include <string.h>
#include "diff/objects.h"
#include "diff/said.h"
#include "elaborate/elaborate.h"
#include "load/report.h"
#include "memory.h"
#include "report/book.h"

struct page { const struct diff_set *set; const struct diff_style *style; struct book *book; };

static const char *say(const struct page *page, const char *zh, const char *en) { return page->style->language == LANGUAGE_ZH ? zh : en; }

static const char *yes_or_no(const struct page *page, bool answer) { return answer ? say(page, "是", "yes") : say(page, "否", "no"); }

/* Headings in row 0 from `column` on, in sight from then on with the first `fixed` columns. */
static struct book_sheet *sheet_with_headings(const struct page *page, const char *name, const char *const (*heads)[2], uint32_t count, uint32_t fixed)
{
    struct book_sheet *sheet = book_add_sheet(page->book, name, count);
    for (uint32_t i = 0; i < count; i++)
        book_heading(sheet, i, heads[i][page->style->language]);
    book_next_row(sheet);
    book_freeze(sheet, 1, fixed);
    return sheet;
}

static void number_or_text(struct book_sheet *sheet, uint32_t column, const char *text)
{
    if (text && *text && strspn(text, "0123456789.-") == strlen(text))
        book_number(sheet, column, text, NULL, BOOK_PLAIN);
    else
        book_text(sheet, column, text ? text : "", BOOK_PLAIN);
}

/* ---- what it comes to ---- */

enum { SUMMARY_COLUMNS = 6 };

static void answers(const struct page *page, struct book_sheet *sheet, const char *name, const char *count, bool score, bool load, bool hard)
{
    const bool asked[] = {score, load, hard};
    book_text(sheet, 0, name, BOOK_PLAIN);
    number_or_text(sheet, 1, count);
    for (uint32_t i = 0; i < 3; i++)
        book_mark(sheet, 2 + i, yes_or_no(page, asked[i]), asked[i] ? BOOK_YELLOW : BOOK_PLAIN);
    book_next_row(sheet);
}

/* The kinds of change that there are, how many of each, and how many tightened or loosened. */
static void kinds_of(const struct page *page, struct book_sheet *sheet, const struct diff *diff)
{
    static const char *const heads[][2] = {{"变化的种类", "kind of change"}, {"处数", "changes"}, {"得分会变", "score"}, {"负担会变", "load"}, {"硬规定会变", "hard rule"}, {"其中收紧、放宽", "of these tightened, loosened"}};
    for (uint32_t i = 0; i < SUMMARY_COLUMNS; i++)
        book_heading(sheet, i, heads[i][page->style->language]);
    book_next_row(sheet);
    for (int kind = 0; kind < CHANGE_KINDS; kind++) {
        uint32_t count = 0, tightened = 0, loosened = 0;
        const struct change_facts *facts = &change_facts[kind];
        for (uint32_t i = 0; i < diff->change_count; i++) {
            const struct change *change = &diff->changes[i];
            count += change->kind == (enum change_kind)kind;
            tightened += change->kind == (enum change_kind)kind && change->direction == DIRECTION_TIGHTENED;
            loosened += change->kind == (enum change_kind)kind && change->direction == DIRECTION_LOOSENED;
        }
        if (!count || (kind_is_hidden((enum change_kind)kind) && !page->style->all))
            continue;
        book_text(sheet, 5, tightened + loosened ? lang_format(say(page, "收紧 %u,放宽 %u", "tightened %u, loosened %u"), tightened, loosened) : "", BOOK_PLAIN);
        answers(page, sheet, facts->name[page->style->language], lang_format("%u", count), strchr(facts->questions, 'S'), strchr(facts->questions, 'L'), strchr(facts->questions, 'H'));
    }
}

static void classes_of(const struct page *page, struct book_sheet *sheet, const struct effect *effect)
{
    static const char *const heads[][2] = {{"类别", "class"}, {"单位数", "units"}, {"得分率升", "rate up"}, {"得分率降", "rate down"}, {"名次升", "rank up"}, {"名次降", "rank down"}};
    uint32_t count;
    const struct class_effect *classes = effect_classes(effect, &count);
    book_next_row(sheet);
    for (uint32_t i = 0; i < SUMMARY_COLUMNS; i++)
        book_heading(sheet, i, heads[i][page->style->language]);
    book_next_row(sheet);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t figures[] = {classes[i].units, classes[i].gain, classes[i].lose, classes[i].up, classes[i].down};
        book_text(sheet, 0, classes[i].name[0] ? classes[i].name : say(page, "全部", "all"), BOOK_PLAIN);
        for (uint32_t k = 0; k < 5; k++)
            book_number(sheet, k + 1, lang_format("%u", figures[k]), NULL, BOOK_PLAIN);
        book_next_row(sheet);
    }
}

/* Below the tables, because these lines are longer than any column. */
static void remarks_of(const struct page *page, struct book_sheet *sheet, const struct diff *diff, uint32_t hidden)
{
    enum language language = page->style->language;
    const char *unmatched = unmatched_text(diff, language);
    uint32_t count = 0;
    const struct effect_note *notes = diff->effect ? effect_notes(diff->effect, language, &count) : NULL;
    if (count || hidden || diff->effect_left_out)
        book_next_row(sheet);
    if (hidden)
        book_line(sheet, hidden_text(hidden, language));
    if (diff->effect_left_out)
        book_line(sheet, no_effect_text(diff, language));
    for (uint32_t i = 0; i < count; i++)
        book_line(sheet, notes[i].text);
    if (diff->suspicion_count || unmatched) {
        book_next_row(sheet);
        book_title(sheet, say(page, "没有写沿革、看着像是同一项的", "nothing is said of these, and they look like one indicator"));
    }
    for (uint32_t i = 0; i < diff->suspicion_count; i++)
        book_line(sheet, suspicion_text(&diff->suspicions[i], language));
    if (unmatched)
        book_line(sheet, unmatched);
}

static void write_summary(const struct page *page)
{
    const struct diff_set *set = page->set;
    enum language language = page->style->language;
    struct book_sheet *sheet = book_add_sheet(page->book, say(page, "摘要", "summary"), SUMMARY_COLUMNS);
    if (set->folders) {
        book_title(sheet, set_title(set, language));
        book_line(sheet, set_verdict(set, language));
        for (int side = 1; side >= 0; side--)
            for (uint32_t i = 0; i < set->lone_count[side]; i++)
                book_line(sheet, lang_format("%c %s", side ? '+' : '-', lone_text(set, set->lone[side][i], side == 1, language)));
        book_next_row(sheet);
    }
    for (uint32_t i = 0; i < set->pair_count; i++) {
        const struct diff *diff = set->pairs[i];
        book_title(sheet, diff_title(diff, language));
        if (!set->folders && !i)
            book_freeze(sheet, 1, 0);
        book_line(sheet, diff_verdict(diff, language));
        book_next_row(sheet);
        kinds_of(page, sheet, diff);
        if (diff->effect)
            classes_of(page, sheet, diff->effect);
        uint32_t count, hidden;
        diff_objects(diff, page->style, &count, &hidden);
        remarks_of(page, sheet, diff, hidden);
        book_next_row(sheet);
    }
}

/* ---- changes ---- */

static const char *const change_heads[][2] = {{"办法", "scheme"}, {"", ""}, {"代码", "code"}, {"对象", "object"}, {"变化", "change"}, {"原来", "before"}, {"现在", "now"}, {"松紧", "direction"}, {"得分率松紧", "rate"},
                                              {"得分会变", "score"}, {"负担会变", "load"}, {"硬规定会变", "hard rule"}, {"依据", "basis"}, {"位置", "place"}, {"编号", "id"}, {"指纹", "fingerprint"}};
enum { CHANGE_COLUMNS = sizeof change_heads / sizeof *change_heads };

static enum book_shade sign_shade(char sign) { return sign == '+' ? BOOK_BLUE : sign == '-' ? BOOK_GREY : BOOK_PLAIN; }

static enum book_shade direction_shade(enum direction direction)
{
    return direction == DIRECTION_TIGHTENED ? BOOK_RED : direction == DIRECTION_LOOSENED ? BOOK_GREEN : direction == DIRECTION_UNDECIDED ? BOOK_YELLOW : BOOK_PLAIN;
}

/* An indicator's code and name, or what else it is about by its own name. */
static void object_cells(struct book_sheet *sheet, uint32_t column, const struct object *object, const struct change *change)
{
    bool indicator = change->code && change->name && strcmp(object->label, lang_format("%s %s", change->code, change->name)) == 0;
    book_text(sheet, column, indicator ? change->code : "", BOOK_PLAIN);
    book_text(sheet, column + 1, indicator ? change->name : object->label, BOOK_PLAIN);
}

/* What it was and is; of what came, went, was merged or split: the points, or the codes. */
static void both_sides(struct book_sheet *sheet, uint32_t column, const struct change *change, enum language language)
{
    const char *from = change->from, *to = change->to, *codes = "";
    for (uint32_t i = 0; i < change->code_count; i++)
        codes = lang_format("%s%s%s", codes, i ? "、" : "", change->codes[i]);
    number_or_text(sheet, column, change->kind == CHANGE_MERGED ? codes : from);
    number_or_text(sheet, column + 1, change->kind == CHANGE_SPLIT ? codes : change->kind == CHANGE_MEANING ? change_text(change, language) : to);
}

static void one_change(const struct page *page, struct book_sheet *sheet, const struct diff *diff, const struct object *object, const struct change *change)
{
    enum language language = page->style->language;
    const struct item_pair *pair = object_pair(diff, object);
    const char *verdict = pair && change->kind >= CHANGE_TARGET && change->kind <= CHANGE_MEANING ? verdict_text(pair, language) : NULL, *questions = change_facts[change->kind].questions;
    uint32_t column = 0;
    if (page->set->folders)
        book_text(sheet, column++, scheme_title(diff->new, language), BOOK_PLAIN);
    book_mark(sheet, column++, (char[2]){change_facts[change->kind].sign, 0}, sign_shade(change_facts[change->kind].sign));
    object_cells(sheet, column, object, change);
    column += 2;
    book_text(sheet, column++, change_name(change, language), sign_shade(change_facts[change->kind].sign));
    both_sides(sheet, column, change, language);
    column += 2;
    book_text(sheet, column++, direction_text(change->direction, language), direction_shade(change->direction));
    book_text(sheet, column++, verdict ? verdict : "", BOOK_PLAIN);
    for (int i = 0; i < 3; i++)
        book_mark(sheet, column++, strchr(questions, "SLH"[i]) ? yes_or_no(page, true) : "", BOOK_PLAIN);
    book_text(sheet, column++, change->basis ? change->basis : "", BOOK_PLAIN);
    book_text(sheet, column++, place_text(diff, change->after.end ? change->after : change->before), BOOK_PLAIN);
    book_text(sheet, column++, change->id, BOOK_PLAIN);
    book_text(sheet, column++, change_fingerprint(change), BOOK_PLAIN);
    book_next_row(sheet);
}

static void write_changes(const struct page *page)
{
    uint32_t without = page->set->folders ? 0 : 1;         /* the column of schemes */
    struct book_sheet *sheet = sheet_with_headings(page, say(page, "变化", "changes"), change_heads + without, CHANGE_COLUMNS - without, 4 - without);
    for (uint32_t p = 0; p < page->set->pair_count; p++) {
        uint32_t count, hidden;
        const struct diff *diff = page->set->pairs[p];
        const struct object *objects = diff_objects(diff, page->style, &count, &hidden);
        for (uint32_t i = 0; i < count; i++)
            for (uint32_t k = 0; k < objects[i].count; k++)
                one_change(page, sheet, diff, &objects[i], objects[i].changes[k]);
    }
    book_filter(sheet, 0);
}

/* ---- the load ---- */

static void load_rows(const struct page *page, struct book_sheet *sheet, const struct diff *diff)
{
    enum language language = page->style->language;
    uint32_t first = page->set->folders;
    for (int i = 0; i < LOAD_COLUMNS; i++) {
        struct rational old = load_count(&diff->before.total, i), new = load_count(&diff->after.total, i);
        const char *change = load_change(&old, &new);
        if (first)
            book_text(sheet, 0, scheme_title(diff->new, language), BOOK_PLAIN);
        book_text(sheet, first, load_columns[i].name[language], BOOK_PLAIN);
        book_number(sheet, first + 1, number_text(&old), NULL, BOOK_PLAIN);
        book_number(sheet, first + 2, number_text(&new), NULL, BOOK_PLAIN);
        int order = rational_compare(&new, &old);
        if (strchr(change, '%'))
            book_number(sheet, first + 3, lang_text(change[0] == '+' ? change + 1 : change, strcspn(change, "%") - (change[0] == '+')), "+0.00%;-0.00%;0.00%", order < 0 ? BOOK_GREEN : order > 0 ? BOOK_RED : BOOK_PLAIN);
        else
            book_text(sheet, first + 3, change, BOOK_PLAIN);
        book_next_row(sheet);
    }
}

static void write_load(const struct page *page)
{
    const struct diff_set *set = page->set;
    uint32_t first = set->folders, count;
    bool years = !set->folders;
    const char *heads[][2] = {{"办法", "scheme"},
                              {"负担", "load"},
                              {years ? lang_format("%d", set->pairs[0]->old->year) : "原来", years ? lang_format("%d", set->pairs[0]->old->year) : "before"},
                              {years ? lang_format("%d", set->pairs[0]->new->year) : "现在", years ? lang_format("%d", set->pairs[0]->new->year) : "now"},
                              {"变化", "change"}};
    struct book_sheet *sheet = sheet_with_headings(page, say(page, "负担", "load"), (const char *const (*)[2])heads + !first, 4 + first, 1 + first);
    for (uint32_t i = 0; i < set->pair_count; i++)
        load_rows(page, sheet, set->pairs[i]);
    book_next_row(sheet);
    for (uint32_t i = 0; i < set->pair_count; i++) {
        const struct demand_line *lines = diff_demands(set->pairs[i], page->style->language, &count);
        for (uint32_t k = 0; k < count; k++)
            book_line(sheet, lines[k].text);
    }
}

/* ---- the effect ---- */

static const char *const effect_heads[][2] = {
    {"单位", "unit"},         {"类别", "class"},          {"上年总分", "old total"},        {"今年总分", "new total"},        {"变化", "change"},
    {"上年可评分值", "old of"}, {"今年可评分值", "new of"}, {"上年得分率", "old rate"},       {"今年得分率", "new rate"},       {"上年名次", "old rank"},
    {"今年名次", "new rank"}, {"名次升降", "rank moved"}, {"上年等次", "old grade"},        {"今年等次", "new grade"}};
enum { EFFECT_COLUMNS = sizeof effect_heads / sizeof *effect_heads };

/* Points that were won or lost, with as many decimals as totals have. */
static const char *signed_points(const struct effect *effect)
{
    const char *code = book_decimals((unsigned)effect->places);
    return lang_format("+%s;-%s;%s", code, code, code);
}

static void points_cell(struct book_sheet *sheet, uint32_t column, const struct effect *effect, bool there, const struct rational *value)
{
    book_number(sheet, column, there ? effect_exact(effect, value) : "", book_decimals((unsigned)effect->places), BOOK_PLAIN);
}

static void rank_cells(struct book_sheet *sheet, uint32_t column, const struct unit_effect *unit)
{
    int moved = unit->rank[0] && unit->rank[1] ? (int)unit->rank[0] - (int)unit->rank[1] : 0;
    for (int side = 0; side < 2; side++)
        book_number(sheet, column + (uint32_t)side, unit->rank[side] ? lang_format("%u", unit->rank[side]) : "", NULL, BOOK_PLAIN);
    book_number(sheet, column + 2, unit->rank[0] && unit->rank[1] ? lang_format("%d", moved) : "", "+0;-0;0", moved > 0 ? BOOK_GREEN : moved < 0 ? BOOK_RED : BOOK_PLAIN);
}

static void effect_row(struct book_sheet *sheet, const struct effect *effect, const struct unit_effect *unit)
{
    struct rational change;
    bool both = unit->scored[0] && unit->scored[1];
    rational_init(&change);
    rational_subtract(&change, &unit->total[1], &unit->total[0]);
    book_text(sheet, 0, unit->key, BOOK_PLAIN);
    book_text(sheet, 1, unit->class, BOOK_PLAIN);
    for (uint32_t side = 0; side < 2; side++) {
        points_cell(sheet, 2 + side, effect, unit->scored[side], &unit->total[side]);
        points_cell(sheet, 5 + side, effect, true, &unit->scoreable[side]);
        book_number(sheet, 7 + side, unit->scored[side] ? effect_percent(&unit->rate[side]) : "", "0.00%", BOOK_PLAIN);
        book_text(sheet, 12 + side, effect_grade(effect, unit, (int)side), BOOK_PLAIN);
    }
    book_number(sheet, 4, both ? effect_exact(effect, &change) : "", signed_points(effect), !both || !rational_sign(&change) ? BOOK_PLAIN : rational_sign(&change) > 0 ? BOOK_GREEN : BOOK_RED);
    rank_cells(sheet, 9, unit);
    for (uint32_t i = 0; i < effect->part_count && !effect->failed; i++)
        book_number(sheet, EFFECT_COLUMNS + i, both ? number_text(&unit->parts[i]) : "", signed_points(effect), BOOK_PLAIN);
    book_next_row(sheet);
}

static void write_effect(const struct page *page, const struct effect *effect, const char *name)
{
    uint32_t parts = effect->failed ? 0 : effect->part_count;
    const char *(*heads)[2] = lang_array(EFFECT_COLUMNS + parts, sizeof *heads);
    memcpy(heads, effect_heads, sizeof effect_heads);
    for (uint32_t i = 0; i < parts; i++)
        memcpy(heads[EFFECT_COLUMNS + i], effect->parts[i].named.label, sizeof *heads);
    struct book_sheet *sheet = sheet_with_headings(page, name, (const char *const (*)[2])heads, EFFECT_COLUMNS + parts, 1);
    for (uint32_t i = 0; i < effect->unit_count; i++)
        effect_row(sheet, effect, &effect->units[effect->order[i]]);
    book_filter(sheet, 0);
}

int diff_report_xlsx(const struct diff_set *set, const struct diff_style *style, const char *path)
{
    int error;
    struct page page = {set, style, book_open(path, &error)};
    if (!page.book)
        return error;
    write_summary(&page);
    write_changes(&page);
    write_load(&page);
    for (uint32_t i = 0; i < set->pair_count; i++)
        if (set->pairs[i]->effect)
            write_effect(&page, set->pairs[i]->effect, set->folders ? lang_format("%s%u %s", say(&page, "影响", "effect "), i + 1, set->pairs[i]->new->title) : say(&page, "影响", "effect"));
    return book_close(page.book);
}
