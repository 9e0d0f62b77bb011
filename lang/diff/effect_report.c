/* The effect of a change in words, and on the screen. */
#include <string.h>
#include "diff/effect.h"
#include "diff/objects.h"
#include "diff/said.h"
#include "elaborate/elaborate.h"
#include "memory.h"
#include "report/aligned.h"

enum { PARTS_SHOWN = 3, UNITS_SHOWN = 200 };

const char *effect_fixed(const struct rational *value, int places)
{
    struct rational quantum, rounded;
    struct buffer text = {0};
    int64_t power = 1;
    for (int i = 0; i < places; i++)
        power *= 10;
    rational_init(&quantum);
    rational_init(&rounded);
    rational_set(&quantum, 1, power);
    rational_round(&rounded, value, &quantum, ROUND_HALF_UP);
    rational_format(&rounded, places, &text);
    const char *copy = lang_text(buffer_text(&text), text.length);
    buffer_release(&text);
    return copy;
}

const char *effect_points(const struct effect *effect, const struct rational *value) { return effect_fixed(value, effect->places); }

const char *effect_exact(const struct effect *effect, const struct rational *value)
{
    int own = rational_decimals(value);
    return own >= 0 && own <= effect->places ? effect_points(effect, value) : number_text(value);
}

const char *effect_percent(const struct rational *rate)
{
    struct rational percent;
    rational_init(&percent);
    rational_set(&percent, 100, 1);
    rational_multiply(&percent, &percent, rate);
    return effect_fixed(&percent, 2);
}

static const char *signed_text(const struct rational *value)
{
    const char *text = effect_fixed(value, 2);
    return rational_sign(value) > 0 ? lang_format("+%s", text) : text;
}

/* The parts that weigh most in the unit's change, the largest first. */
const char *effect_reasons(const struct effect *effect, const struct unit_effect *unit, enum language language)
{
    bool *told = lang_array(effect->part_count + 1, sizeof *told);
    const char *text = "";
    for (int shown = 0; unit->parts && shown < PARTS_SHOWN; shown++) {
        uint32_t best = NO_PARTY;
        struct rational most, size;
        rational_init(&most);
        for (uint32_t i = 0; i < effect->part_count; i++) {
            rational_init(&size);
            rational_copy(&size, &unit->parts[i]);
            if (rational_sign(&size) < 0)
                rational_negate(&size, &size);
            if (!told[i] && rational_compare(&size, &most) > 0) {
                best = i;
                rational_copy(&most, &size);
            }
        }
        if (best == NO_PARTY)
            break;
        told[best] = true;
        text = lang_format("%s%s%s %s", text, text[0] ? language == LANGUAGE_ZH ? ";" : "; " : "", effect->parts[best].named.label[language], signed_text(&unit->parts[best]));
    }
    return text;
}

/* ---- what was left out ---- */

static const char *left_out_text(const struct mixing *mixing, const struct scheme *scheme, bool zh, uint32_t *count)
{
    const char *text = "";
    *count = 0;
    for (uint32_t i = 0; i < mixing->left_out_count; i++) {
        const struct item *item = mixing->left_out[i];
        if (item->scheme != scheme)
            continue;
        const char *weight = item->weight && item->weight->kind == NODE_CONSTANT ? lang_format(zh ? "(%s 分)" : " (%s points)", number_text(&item->weight->value.number)) : "";
        text = lang_format("%s%s%s %s%s", text, (*count)++ ? zh ? "、" : ", " : "", item->code, item->name, weight);
    }
    return text;
}

const char *const effect_note_names[NOTE_KINDS] = {
    [NOTE_LEFT_OUT] = "indicators-left-out", [NOTE_CLAUSE_LEFT_OUT] = "clause-left-out", [NOTE_COLUMN_BY_LINEAGE] = "column-by-lineage", [NOTE_NOT_ALL_SCORED] = "not-all-scored",
    [NOTE_TAKEN_TOGETHER] = "taken-together", [NOTE_SPLIT_JOINTLY] = "split-jointly", [NOTE_NOT_SPLIT] = "not-split"};

struct noting { const struct effect *effect; bool zh; struct effect_note *notes; uint32_t count; };

static struct effect_note *note(struct noting *noting, enum effect_note_kind kind, int side, const char *text)
{
    struct effect_note *added = ARRAY_ADD(noting->notes, noting->count);
    *added = (struct effect_note){.kind = kind, .side = side, .text = text};
    return added;
}

/* What the ledgers do not serve. */
static void note_ledgers(struct noting *noting)
{
    const struct mixing *mixing = noting->effect->mixing;
    const struct scheme *sides[2] = {mixing->diff->old, mixing->diff->new};
    for (int side = 0; side < 2; side++) {
        uint32_t items;
        const char *text = left_out_text(mixing, sides[side], noting->zh, &items);
        if (items)
            note(noting, NOTE_LEFT_OUT, side, noting->zh ? lang_format("%s的办法有 %u 项要的列台账里没有,不计入:%s", side ? "今年" : "上年", items, text)
                                                         : lang_format("left out, because the ledgers do not have the columns that the %s scheme wants for them: %s", side ? "new" : "old", text));
    }
    for (uint32_t i = 0; i < mixing->passed_over_count; i++) {
        const char *words = words_as_written(mixing->diff->new->model, mixing->passed_over[i]->tokens, mixing->passed_over[i]->token_count);
        note(noting, NOTE_CLAUSE_LEFT_OUT, -1, lang_format(noting->zh ? "这一条台账判定不了,没有计入:%s" : "the ledgers cannot tell, left out: %s", words))->clause = mixing->passed_over[i];
    }
    for (uint32_t i = 0; i < mixing->rename_count; i++)
        note(noting, NOTE_COLUMN_BY_LINEAGE, 1, lang_format(noting->zh ? "列 %s 按沿革读上年的 %s" : "column %s is read from last year's %s, by lineage", mixing->renames[i].from, mixing->renames[i].to))
            ->rename = &mixing->renames[i];
}

static void note_parts(struct noting *noting)
{
    const struct mixing *mixing = noting->effect->mixing;
    for (uint32_t c = 0; c < mixing->component_count && !noting->effect->failed; c++)
        if (mixing->components[c].grouped) {
            note(noting, NOTE_TAKEN_TOGETHER, -1, noting->zh ? "互相牵连的变化超过 12 组,按指标或组归并后分摊" : "more than 12 changes meet; they are taken together by indicator or group");
            break;
        }
    if (mixing->joint && !noting->effect->failed)
        note(noting, NOTE_SPLIT_JOINTLY, -1, noting->zh ? "总分有封顶、保底或舍入起了作用,所有变化一起分摊" : "a cap, floor or rounding of the total bites: all changes are split together");
    if (noting->effect->failed)
        note(noting, NOTE_NOT_SPLIT, -1, noting->zh ? "变化不能分摊:一半旧一半新的办法算不出来" : "the change is not split: rules half old and half new cannot be computed");
}

struct effect_note *effect_notes(const struct effect *effect, enum language language, uint32_t *count)
{
    struct noting noting = {.effect = effect, .zh = language == LANGUAGE_ZH};
    note_ledgers(&noting);
    for (int side = 0; side < 2; side++)
        if (!effect->complete[side])
            note(&noting, NOTE_NOT_ALL_SCORED, side,
                 lang_format(noting.zh ? "%s的总分只含能评的项,名次按得分率(总分 ÷ 可评分值)排,不定等次" : "%s totals hold what could be scored; ranks are by the rate (total ÷ what could be scored), no grades",
                             noting.zh ? side ? "今年" : "上年" : side ? "new" : "old"));
    note_parts(&noting);
    *count = noting.count;
    return noting.notes;
}

/* ---- by class ---- */

struct class_effect *effect_classes(const struct effect *effect, uint32_t *count)
{
    struct class_effect *classes = NULL;
    *count = 0;
    for (uint32_t i = 0; i < effect->unit_count; i++) {
        const struct unit_effect *unit = &effect->units[i];
        uint32_t at = 0;
        while (at < *count && strcmp(classes[at].name, unit->class) != 0)
            at++;
        if (at == *count)
            *ARRAY_ADD(classes, *count) = (struct class_effect){.name = unit->class};
        classes[at].units++;
        if (!unit->scored[0] || !unit->scored[1])
            continue;
        int order = rational_compare(&unit->rate[1], &unit->rate[0]);
        classes[at].gain += order > 0;
        classes[at].lose += order < 0;
        classes[at].same += order == 0;
        classes[at].up += unit->rank[1] < unit->rank[0];
        classes[at].down += unit->rank[1] > unit->rank[0];
    }
    return classes;
}

/* ---- text ---- */

const char *effect_rank(const struct unit_effect *unit)
{
    return unit->rank[0] && unit->rank[1] ? lang_format("%u → %u", unit->rank[0], unit->rank[1]) : "-";
}

const char *effect_grade(const struct effect *effect, const struct unit_effect *unit, int side)
{
    return effect->complete[side] && unit->grade[side] ? unit->grade[side] : "-";
}

const char *effect_grades(const struct effect *effect, const struct unit_effect *unit, enum language language)
{
    const char *grades[2], *unknown = language == LANGUAGE_ZH ? "不定" : "none";
    bool known[2];
    for (int side = 0; side < 2; side++) {
        known[side] = effect->complete[side] && unit->grade[side];
        grades[side] = known[side] ? unit->grade[side] : unknown;
    }
    return known[0] || known[1] ? lang_format("%s → %s", grades[0], grades[1]) : "-";
}

enum { UNIT_COLUMNS = 6, REASONS_LEAST = 40 };     /* cells: where the reasons have less, they stand below the unit */

static void unit_cells(const struct effect *effect, const struct unit_effect *unit, const char **cells)
{
    cells[0] = unit->key;
    cells[1] = unit->scored[0] ? effect_points(effect, &unit->total[0]) : "-";
    cells[2] = unit->scored[1] ? effect_points(effect, &unit->total[1]) : "-";
    cells[3] = effect_points(effect, &unit->scoreable[1]);
    cells[4] = unit->scored[1] ? lang_format("%s%%", effect_percent(&unit->rate[1])) : "-";
    cells[5] = effect_rank(unit);
}

/* Each as wide as the widest of its heading and the cells shown. */
static int unit_widths(const struct effect *effect, const char *const *heads, int *widths)
{
    int sum = 0;
    for (int c = 0; c < UNIT_COLUMNS; c++)
        widths[c] = aligned_wider(6, heads[c]);
    for (uint32_t i = 0; i < effect->unit_count && i < UNITS_SHOWN; i++) {
        const char *cells[UNIT_COLUMNS];
        unit_cells(effect, &effect->units[effect->order[i]], cells);
        for (int c = 0; c < UNIT_COLUMNS; c++)
            widths[c] = aligned_wider(widths[c], cells[c]);
    }
    for (int c = 0; c < UNIT_COLUMNS; c++)
        sum += widths[c] += 2;
    return sum;
}

static void units_table(const struct effect *effect, const struct diff_style *style, struct buffer *out)
{
    static const char *const all_heads[2][UNIT_COLUMNS] = {{"单位", "上年总分", "今年总分", "可评分值", "得分率", "名次"}, {"unit", "old total", "new total", "of", "rate", "rank"}};
    bool zh = style->language == LANGUAGE_ZH;
    const char *const *heads = all_heads[zh ? 0 : 1];
    int widths[UNIT_COLUMNS], used = unit_widths(effect, heads, widths);
    bool below = style->width && style->width - used < REASONS_LEAST;
    for (int c = 0; c < UNIT_COLUMNS; c++)
        aligned_cell(out, heads[c], widths[c], c > 0);
    if (!below)
        buffer_append_text(out, zh ? "  主要原因" : "  main reasons");
    aligned_end(out);
    for (uint32_t i = 0; i < effect->unit_count && i < UNITS_SHOWN; i++) {
        const struct unit_effect *unit = &effect->units[effect->order[i]];
        const char *cells[UNIT_COLUMNS], *reasons = effect_reasons(effect, unit, style->language);
        unit_cells(effect, unit, cells);
        for (int c = 0; c < UNIT_COLUMNS; c++)
            aligned_cell(out, cells[c], widths[c], c > 0);
        if (below && *reasons)
            aligned_end(out);
        buffer_append_text(out, below && *reasons ? "    " : "  ");
        aligned_flow(out, reasons, below ? 4 : used + 2, below ? 4 : used + 2, style->width);
        aligned_end(out);
    }
    if (effect->unit_count > UNITS_SHOWN)
        buffer_format(out, zh ? "另有 %u 个单位,用 --format json 或 xlsx 列出\n" : "%u more units: --format json or xlsx tells them\n", effect->unit_count - UNITS_SHOWN);
}

static void classes_table(const struct effect *effect, const struct diff_style *style, struct buffer *out)
{
    uint32_t count;
    bool zh = style->language == LANGUAGE_ZH;
    struct class_effect *classes = effect_classes(effect, &count);
    buffer_append_char(out, '\n');
    for (uint32_t i = 0; i < count; i++) {
        const char *text = lang_format(zh ? "%s%s%u 个单位:得分率升 %u、降 %u、不变 %u;名次升 %u、降 %u" : "%s%s%u units: rate up %u, down %u, same %u; rank up %u, down %u", classes[i].name,
                                       classes[i].name[0] ? " " : "", classes[i].units, classes[i].gain, classes[i].lose, classes[i].same, classes[i].up, classes[i].down);
        aligned_flow(out, text, 0, 2, style->width);
        aligned_end(out);
    }
}

void effect_report_text(const struct diff *diff, const struct diff_style *style, struct buffer *out)
{
    const struct effect *effect = diff->effect;
    buffer_append_text(out, style->language == LANGUAGE_ZH ? "\n影响:同一份台账,两套办法各算一遍\n" : "\neffect: both rule sets on the same ledgers\n");
    uint32_t count;
    const struct effect_note *notes = effect_notes(effect, style->language, &count);
    for (uint32_t i = 0; i < count; i++) {
        buffer_append_text(out, "  ");
        aligned_flow(out, notes[i].text, 2, 4, style->width);
        aligned_end(out);
    }
    units_table(effect, style, out);
    classes_table(effect, style, out);
}
