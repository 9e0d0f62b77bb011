/* The words of a diff for people. */
#include "diff/objects.h"
#include <stdlib.h>
#include <string.h>
#include "check/level.h"
#include "elaborate/elaborate.h"
#include "memory.h"

static const char *in(enum language language, const char *zh, const char *en) { return language == LANGUAGE_ZH ? zh : en; }

const char *change_name(const struct change *change, enum language language) { return change_facts[change->kind].name[language]; }

const char *direction_text(enum direction direction, enum language language)
{
    static const char *const words[][2] = {{"", ""}, {"收紧", "tightened"}, {"放宽", "loosened"}, {"松紧未定", "tightened or loosened: open"}};
    return words[direction][language];
}

static const char *codes_text(const struct change *change)
{
    const char *text = "";
    for (uint32_t i = 0; i < change->code_count; i++)
        text = lang_format("%s%s%s", text, i ? "、" : "", change->codes[i]);
    return text;
}

static const char *own_text(const struct change *change, enum language language)
{
    switch (change->kind) {
    case CHANGE_ADDED:
        return change->to ? lang_format(in(language, "%s 分", "%s points"), change->to) : "";
    case CHANGE_REMOVED:
        return lang_format(in(language, "原 %s 分", "had %s points"), change->from ? change->from : "0");
    case CHANGE_ABOLISHED:
        return lang_format(in(language, "原 %s 分,依据:%s", "had %s points, basis: %s"), change->from ? change->from : "0", change->basis);
    case CHANGE_MERGED:
        return lang_format(in(language, "由 %s 合并", "from %s"), codes_text(change));
    case CHANGE_SPLIT:
        return lang_format(in(language, "拆成 %s", "into %s"), codes_text(change));
    case CHANGE_MEANING:
        return change->cause ? lang_format(in(language, "因为 %s 变了", "because %s has changed"), change->cause) : "";
    case CHANGE_EXEMPTION_ADDED: case CHANGE_VETO_ADDED: case CHANGE_ADJUSTMENT_ADDED: case CHANGE_COLUMN_ADDED: case CHANGE_DEMAND_NEW: case CHANGE_RESULT_ADDED:
    case CHANGE_GRADE_ADDED:
        return change->to ? change->to : "";
    case CHANGE_EXEMPTION_REMOVED: case CHANGE_VETO_REMOVED: case CHANGE_ADJUSTMENT_REMOVED: case CHANGE_COLUMN_REMOVED: case CHANGE_DEMAND_GONE: case CHANGE_RESULT_REMOVED:
    case CHANGE_GRADE_REMOVED:
        return change->from ? change->from : "";
    default:
        if (!change->from && !change->to)
            return "";
        return lang_format("%s → %s", change->from ? change->from : in(language, "(没有)", "(none)"), change->to ? change->to : in(language, "(没有)", "(none)"));
    }
}

const char *change_text(const struct change *change, enum language language)
{
    const char *text = own_text(change, language), *direction = direction_text(change->direction, language);
    return direction[0] ? lang_format("%s%s%s", text, in(language, ",", ", "), direction) : text;
}

const char *place_text(const struct diff *diff, struct span span)
{
    size_t line, column;
    if (!span.end)
        return "";
    const char *path = change_place(diff, span, &line, &column), *slash = strrchr(path, '/');
    return lang_format("%s:%zu", slash ? slash + 1 : path, line);
}

const char *scheme_title(const struct scheme *scheme, enum language language) { return lang_format(in(language, "《%s》 %d年度", "《%s》 %d"), scheme->title, scheme->year); }

const char *lone_text(const struct diff_set *set, const struct scheme *scheme, bool new, enum language language)
{
    return lang_format(in(language, "%s  只在 %s 里有", "%s  only in %s"), scheme_title(scheme, language), set->names[new]);
}

const char *set_title(const struct diff_set *set, enum language language)
{
    return lang_format(in(language, "%s → %s 的办法有什么不同", "schemes: %s → %s"), set->names[0], set->names[1]);
}

const char *set_verdict(const struct diff_set *set, enum language language)
{
    uint32_t changed = 0;
    const char *yes = in(language, "是", "yes"), *no = in(language, "否", "no");
    for (uint32_t i = 0; i < set->pair_count; i++)
        changed += diff_count(set->pairs[i]) > 0;
    if (!diff_set_changed(set))
        return lang_format(in(language, "比对完成,两边都有的办法 %u 套,规则没有变化", "compared, schemes on both sides: %u; nothing has changed"), set->pair_count);
    return lang_format(in(language, "比对完成,两边都有的办法 %u 套,其中 %u 套有变化;新增 %u 套,取消 %u 套。得分会变:%s;负担会变:%s;硬规定会变:%s",
                          "compared, schemes on both sides: %u, of these changed: %u; added: %u, removed: %u. A score can change: %s; the load changes: %s; a hard rule changes: %s"),
                       set->pair_count, changed, set->lone_count[1], set->lone_count[0], diff_set_answers(set, 'S') ? yes : no, diff_set_answers(set, 'L') ? yes : no,
                       diff_set_answers(set, 'H') ? yes : no);
}

const char *diff_title(const struct diff *diff, enum language language)
{
    bool same = strcmp(diff->old->title, diff->new->title) == 0;
    const char *years = in(language, same ? "《%s》 %d年度 → %d年度" : "《%s》 %d年度 → 《%s》 %d年度", same ? "《%s》 %d → %d" : "《%s》 %d → 《%s》 %d");
    return same ? lang_format(years, diff->old->title, diff->old->year, diff->new->year) : lang_format(years, diff->old->title, diff->old->year, diff->new->title, diff->new->year);
}

const char *diff_verdict(const struct diff *diff, enum language language)
{
    uint32_t count = diff_count(diff);
    const char *yes = in(language, "是", "yes"), *no = in(language, "否", "no");
    if (!count)
        return in(language, "比对完成,规则没有变化", "compared: nothing has changed");
    return lang_format(in(language, "比对完成,变化 %u 处。得分会变:%s;负担会变:%s;硬规定(免考、一票否决、名额、等次、名次)会变:%s",
                          "compared, changes: %u. A score can change: %s; the load changes: %s; a hard rule (exemption, veto, places, grade, rank) changes: %s"),
                       count, diff_answers(diff, 'S') ? yes : no, diff_answers(diff, 'L') ? yes : no, diff_answers(diff, 'H') ? yes : no);
}

/* ---- objects ---- */

static bool of_indicator(const struct change *change) { return change->old || change->new; }

static const char *label_of(const struct change *change, enum language language)
{
    if (of_indicator(change) && change->name && (change->old ? change->old : change->new)->kind == ITEM_INDICATOR)
        return lang_format("%s %s", change->code, change->name);
    switch (change->kind) {
    case CHANGE_GRADE_ADDED: case CHANGE_GRADE_REMOVED: case CHANGE_GRADE_LINE: case CHANGE_GRADE_SHARE: case CHANGE_GRADE: case CHANGE_PLACES:
        return change->code ? lang_format(in(language, "等次 %s", "grade %s"), change->code) : in(language, "等次", "grades");
    case CHANGE_LEDGER_ADDED: case CHANGE_LEDGER_REMOVED:
        return lang_format(in(language, "台账 %s", "ledger %s"), change->code);
    case CHANGE_COLUMN_ADDED: case CHANGE_COLUMN_REMOVED: case CHANGE_COLUMN:
        return lang_format(in(language, "列 %s", "column %s"), change->code);
    case CHANGE_CONSTANT: case CHANGE_FUNCTION: case CHANGE_RESULT: case CHANGE_RESULT_ADDED: case CHANGE_RESULT_REMOVED:
        return lang_format("%s %s", change_name(change, language), change->code);
    case CHANGE_VETO_ADDED: case CHANGE_VETO_REMOVED:
        return change_facts[CHANGE_VETO].name[language];
    case CHANGE_ADJUSTMENT_ADDED: case CHANGE_ADJUSTMENT_REMOVED:
        return change_facts[CHANGE_ADJUSTMENT].name[language];
    case CHANGE_DEMAND_NEW: case CHANGE_DEMAND_GONE:
        return in(language, "要求", "demand");
    default:
        return change->code ? change->code : change_name(change, language);
    }
}

bool kind_is_hidden(enum change_kind kind) { return kind == CHANGE_COSMETIC || kind == CHANGE_COLUMN_ADDED || kind == CHANGE_COLUMN_REMOVED; }

/* What an object's line begins with: as its only change has it; of several, ~ unless it comes or goes. */
static void put(struct object *object, const struct change *change)
{
    char sign = change_facts[change->kind].sign;
    object->sign = object->count && object->sign != sign ? '~' : sign;
    *ARRAY_ADD(object->changes, object->count) = change;
}

static int by_place(const void *left, const void *right)
{
    const struct object *a = left, *b = right;
    return a->order < b->order ? -1 : a->order > b->order;
}

struct object *diff_objects(const struct diff *diff, const struct diff_style *style, uint32_t *count, uint32_t *hidden)
{
    struct object *objects = NULL;
    struct map seen = {0};
    *count = *hidden = 0;
    for (uint32_t i = 0; i < diff->change_count; i++) {
        const struct change *change = &diff->changes[i];
        const char *label = label_of(change, style->language);
        int64_t number = *count;
        if (kind_is_hidden(change->kind) && !style->all) {
            ++*hidden;
            continue;
        }
        if (!of_indicator(change) && !change->code)
            number = *count;            /* several vetoes are several objects */
        else
            map_get(&seen, label, strlen(label), &number);
        if (number == *count) {
            struct object *object = ARRAY_ADD(objects, *count);
            *object = (struct object){.sign = '~', .label = label, .place = change->after.end ? change->after : change->before, .order = i};
            map_set(&seen, object->label, strlen(label), number);
        }
        put(&objects[number], change);
    }
    map_release(&seen);
    if (*count > 1)
        qsort(objects, *count, sizeof *objects, by_place);
    return objects;
}

const char *object_summary(const struct object *object, enum language language)
{
    const char *text = "";
    if (object->count == 1) {
        const char *own = change_text(object->changes[0], language), *name = change_name(object->changes[0], language);
        if (own[0] && strcmp(name, object->label) == 0)
            return own;
        return lang_format("%s%s%s", name, own[0] ? in(language, ":", ": ") : "", own);
    }
    for (uint32_t i = 0; i < object->count; i++) {
        const struct change *change = object->changes[i];
        bool told = change->direction == DIRECTION_TIGHTENED || change->direction == DIRECTION_LOOSENED;
        text = lang_format("%s%s%s%s%s%s", text, i ? in(language, "、", ", ") : "", change_name(change, language), told ? in(language, "(", " (") : "",
                           told ? direction_text(change->direction, language) : "", told ? in(language, ")", ")") : "");
    }
    return text;
}

/* ---- the load that is demanded ---- */

static struct demand_line demand_line(const struct diff *diff, const struct demand *demand, bool above, enum language language)
{
    struct demand_line line = {.demand = demand, .above = above, .clause = span_text(diff->new->model, demand->span)};
    struct rational before = load_figure_of(diff->old, demand->figure), now = load_figure_of(diff->new, demand->figure);
    const char *who = above ? in(language, "上级", "level above") : in(language, "本办法", "own");
    rational_init(&line.actual);
    if (demand->kind != DEMAND_REDUCTION) {
        rational_copy(&line.actual, &now);
        line.text = lang_format(in(language, "%s:%s;现在是 %s", "%s: %s; it is %s"), who, line.clause, number_text(&now));
        return line;
    }
    if (rational_sign(&before)) {
        rational_subtract(&line.actual, &before, &now);
        rational_divide(&line.actual, &line.actual, &before);
    }
    bool more = rational_sign(&line.actual) < 0;
    struct rational size;
    rational_init(&size);
    rational_copy(&size, &line.actual);
    if (more)
        rational_negate(&size, &size);
    line.text = lang_format(more ? in(language, "%s:%s;实际增加 %s", "%s: %s; it rose by %s") : in(language, "%s:%s;实际减少 %s", "%s: %s; cut by %s"), who, line.clause, share_text(&size));
    return line;
}

struct demand_line *diff_demands(const struct diff *diff, enum language language, uint32_t *count)
{
    struct demand_line *lines = NULL;
    const struct scheme *sides[2] = {diff->new->under, diff->new};
    *count = 0;
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; sides[side] && i < sides[side]->demand_count; i++) {
            const struct demand *demand = &sides[side]->demands[i];
            bool measured = demand->kind <= DEMAND_AT_LEAST && demand->figure != LOAD_KEY_SHARE;
            if (measured && demand->below == (side == 0))
                *ARRAY_ADD(lines, *count) = demand_line(diff, demand, side == 0, language);
        }
    return lines;
}

/* ---- what is only suspected ---- */

const char *suspicion_clause(const struct suspicion *suspicion, enum language language)
{
    return lang_format(in(language, "沿革 %s 改名", "lineage renamed from %s"), suspicion->old->code);
}

const char *suspicion_text(const struct suspicion *suspicion, enum language language)
{
    return lang_format(in(language, "%s %s → %s %s  像 %d%%;是的话,在指标 %s 里写:%s", "%s %s → %s %s  alike: %d%%; if so, write in indicator %s: %s"), suspicion->old->code, suspicion->old->name,
                       suspicion->new->code, suspicion->new->name, suspicion->likeness, suspicion->new->code, suspicion_clause(suspicion, language));
}

const char *unmatched_text(const struct diff *diff, enum language language)
{
    if (!diff->unmatched[0] || !diff->unmatched[1])
        return NULL;
    return lang_format(in(language, "上年有 %u 项、今年有 %u 项对不上,又没有写沿革,太多了,没有逐一比对哪些像是同一项", "no counterpart and no lineage: %u old and %u new indicators, too many to see which are alike"),
                       diff->unmatched[0], diff->unmatched[1]);
}

const char *no_effect_text(const struct diff *diff, enum language language)
{
    return diff->effect_left_out ? in(language, "影响没有算:有一年的办法没有总分,或没有写分值的指标", "the effect was not computed: one year's scheme has no total, or no indicator with a weight") : NULL;
}

const char *hidden_text(uint32_t hidden, enum language language)
{
    if (!hidden)
        return NULL;
    return lang_format(in(language, "另有 %u 处只是写法不同或随指标增减的列,用 --all 列出", "%u more are spelling, or columns that come and go with their indicators: --all tells them"), hidden);
}

/* ---- from the text alone ---- */

const struct item_pair *object_pair(const struct diff *diff, const struct object *object)
{
    for (uint32_t i = 0; i < diff->pair_count && object->changes[0]->new; i++)
        if (diff->pairs[i].new == object->changes[0]->new)
            return &diff->pairs[i];
    return NULL;
}

static const char *open_text(const struct item_pair *pair, enum language language)
{
    switch (pair->reason) {
    case OPEN_NONE_FOUND:
        return lang_format(in(language, "得分率:试了 %u 例,没有找到不同的,不能断定不变", "the rate: %u cases were tried and none differs, which proves nothing"), pair->cases);
    case OPEN_OTHER_COLUMNS:
        return in(language, "得分率:两年用的数据不同,从文字比不出松紧", "the rate: the two years read other data, so the text does not tell which is stricter");
    case OPEN_TOO_MANY:
        return in(language, "得分率:变化的指标太多,这一项没有试", "the rate: too many indicators changed, this one was not tried");
    default:
        return in(language, "得分率:举不出例子来试,松紧未定", "the rate: no example could be made up, so it is open");
    }
}

static const char *witness_text(const struct witness *witness, enum language language)
{
    return lang_format(in(language, "%s 的,得分率 %s → %s", "with %s, %s → %s"), witness->text[language], share_text(&witness->before), share_text(&witness->after));
}

const char *verdict_text(const struct item_pair *pair, enum language language)
{
    static const char *const words[][2] = {
        [VERDICT_EQUAL] = {"得分率不变", "the rate is the same"}, [VERDICT_STRICTER] = {"得分率更严", "the rate is stricter"},
        [VERDICT_LOOSER] = {"得分率更宽", "the rate is looser"}, [VERDICT_MIXED] = {"得分率有的更严、有的更宽", "the rate is stricter for some, looser for others"}};
    if (!pair->tried)
        return NULL;
    if (pair->verdict == VERDICT_OPEN)
        return open_text(pair, language);
    const char *text = words[pair->verdict][language];
    if (!pair->proven && pair->verdict != VERDICT_MIXED)
        text = lang_format(in(language, "%s(试了 %u 例)", "%s (cases tried: %u)"), text, pair->cases);
    bool first = true;
    for (int which = 0; which < 2; which++)
        if (pair->witnesses[which].shown) {
            text = lang_format("%s%s%s", text, first ? in(language, ":", ": ") : in(language, ";", "; "), witness_text(&pair->witnesses[which], language));
            first = false;
        }
    return text;
}
