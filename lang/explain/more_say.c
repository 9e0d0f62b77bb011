/* What would score more, in words: 满意度 达到 95%(现在 92.5%,差 2.5个百分点):得 10.00分,多 1.25分,满分. */
#include "elaborate/elaborate.h"
#include "explain/more.h"
#include "memory.h"

struct saying { struct explainer *explainer; const struct item *item; const struct gain *gain; uint32_t row; };

static const char *input_name(struct explainer *explainer, const struct node *node, uint32_t row)
{
    const char *name = node->kind == NODE_FIELD ? node->field->name : say_name(explainer, node);
    return name ? name : say_pool(explainer, node, row);
}

static struct value value_of_outcome(const struct node *node, const struct outcome *outcome)
{
    struct value value = {.status = STATUS_PRESENT, .known = true, .number = outcome->number, .integer = outcome->integer};
    if (node->type != TYPE_NUMBER)
        rational_init(&value.number);
    return value;
}

/* 达到 95%, 降到 1起, 提前到 2024-03-31, 为 是. */
static const char *verb_of(const struct explainer *explainer, const struct gain *gain)
{
    if (gain->input->node->type == TYPE_DATE)
        return gain->downwards ? in_language(explainer, "提前到", "as early as") : in_language(explainer, "推迟到", "as late as");
    if (gain->input->node->type != TYPE_NUMBER || gain->input->ranks)
        return in_language(explainer, "为", "is");
    return gain->downwards ? in_language(explainer, "降到", "down to") : in_language(explainer, "达到", "reaching");
}

/* ,差 2.5个百分点: how far it is from the unit's own value. */
static const char *distance(const struct saying *saying, const struct outcome *outcome)
{
    struct explainer *explainer = saying->explainer;
    const struct node *node = saying->gain->input->node;
    struct value own = value_of(&explainer->values, node, saying->row), difference = value_of_outcome(node, outcome);
    if (own.status != STATUS_PRESENT || node->type != TYPE_NUMBER || node->kind == NODE_RANK)
        return "";
    rational_subtract(&difference.number, &difference.number, &own.number);
    if (rational_sign(&difference.number) < 0)
        rational_negate(&difference.number, &difference.number);
    return lang_format(in_language(explainer, ",差 %s", ", %s away"), say_difference(explainer, node, &difference));
}

/* 第2名, or as values of the figure are said. */
static const char *input_value(struct explainer *explainer, const struct input *input, const struct value *value)
{
    const char *text = say_given(explainer, input->node, value);
    return input->ranks ? lang_format(in_language(explainer, "第%s名", "%s"), text) : text;
}

static const char *points_of(struct explainer *explainer, const struct item *item, const struct rational *number)
{
    struct value value = {.status = STATUS_PRESENT, .known = true, .number = *number};
    return say_like(explainer, item->counted, &value, item->has_rounding ? rational_decimals(&item->quantum) : rational_decimals(&item->scheme->quantum));
}

static void append_machine(struct entry *entry, const struct saying *saying, const struct outcome *outcome)
{
    struct buffer out = {0};
    struct value value = value_of_outcome(saying->gain->input->node, outcome);
    buffer_append_text(&out, ",\"wanted\":");
    json_text(say_given(saying->explainer, saying->gain->input->node, &value), &out);
    buffer_append_text(&out, ",\"score\":\"");
    rational_format_exact(&outcome->score, &out);
    buffer_append_char(&out, '"');
    entry->extra = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
}

static void add_outcome(const struct saying *saying, struct entry *into, const struct outcome *outcome, const char *ending)
{
    struct explainer *explainer = saying->explainer;
    const struct node *node = saying->gain->input->node;
    struct rational more, own = value_of(&explainer->values, saying->item->counted, saying->row).number;
    struct value value = value_of_outcome(node, outcome);
    struct value present = value_of(&explainer->values, node, saying->row);
    const char *now = present.status == STATUS_PRESENT && node->kind == NODE_RANK ? input_value(explainer, saying->gain->input, &present) : say_value(explainer, node, saying->row);
    rational_init(&more);
    rational_subtract(&more, &outcome->score, &own);
    const char *text = lang_format(in_language(explainer, "%s %s %s(现在 %s%s):得 %s,多 %s%s", "%s %s %s (now %s%s): %s, which is %s more%s"), input_name(explainer, node, saying->row),
                                   verb_of(explainer, saying->gain), input_value(explainer, saying->gain->input, &value), now, distance(saying, outcome),
                                   points_of(explainer, saying->item, &outcome->score), points_of(explainer, saying->item, &more), ending);
    struct entry *entry = entry_add(into, ENTRY_MORE, text);
    entry->name = input_name(explainer, node, saying->row);
    append_machine(entry, saying, outcome);
    if (outcome->because)
        entry_place(explainer, entry, outcome->because->span);
}

static bool is_same(const struct outcome *a, const struct outcome *b) { return rational_compare(&a->number, &b->number) == 0 && a->integer == b->integer; }

static const char *ending_of(const struct saying *saying)
{
    struct explainer *explainer = saying->explainer;
    if (is_full_score(explainer, saying->item, saying->row, &saying->gain->best.score))
        return in_language(explainer, ",满分", ": full marks");
    return in_language(explainer, ",只改这一个数最多得这些", ": the most that this figure alone can give");
}

static void add_gain(const struct saying *saying, struct entry *into)
{
    struct explainer *explainer = saying->explainer;
    const struct gain *gain = saying->gain;
    const struct input *input = gain->input;
    if (gain->endless || !is_same(&gain->next, &gain->best))
        add_outcome(saying, into, &gain->next, gain->endless ? in_language(explainer, ",再多还会多", ", and further on still more") : "");
    if (!gain->endless)
        add_outcome(saying, into, &gain->best, ending_of(saying));
    const char *name = input_name(explainer, input->node, saying->row);
    if (gain->uneven)
        entry_add(into, ENTRY_MORE, lang_format(in_language(explainer, "%s 不是一直越高或越低越好,超过一定的数得分又会少", "%s is not the better the higher or the lower: beyond some value the score falls again"), name));
    if (input->pooled)
        entry_add(into, ENTRY_MORE, gain->whole
                                        ? lang_format(in_language(explainer, "%s 变了,别的单位的名次、最高值、平均值等也会变:以上按全部单位重新算过", "other units' ranks, highest values and means follow from %s: the above is computed with all of them"), name)
                                        : lang_format(in_language(explainer, "%s 变了,别的单位的名次、最高值、平均值等也会变:以上照它们现在的数算", "other units' ranks, highest values and means follow from %s: the above takes them as they are"), name));
    if (input->judgement)
        entry_add(into, ENTRY_MORE, lang_format(in_language(explainer, "%s 由 %s 评定", "%s is decided by %s"), name, input->judgement->who));
}

void explain_gains(struct explainer *explainer, struct entry *into, const struct gains *gains, uint32_t row)
{
    bool others = false, whole = false;
    for (uint32_t i = 0; i < gains->count; i++) {
        others = others || !gains->list[i].input->divides;
        whole = whole || gains->list[i].whole;
    }
    for (uint32_t i = 0; i < gains->count; i++) {
        struct saying saying = {explainer, gains->item, &gains->list[i], row};
        if (gains->list[i].input->ranks && whole)
            continue;                   /* what gives the better rank is told */
        if (!others || !gains->list[i].input->divides)      /* a target is not for the unit to change, as long as anything else is */
            add_gain(&saying, into);
    }
    struct value own = value_of(&explainer->values, gains->item->counted, row);
    if (own.status != STATUS_PRESENT || into->count)
        return;
    if (gains->full)
        entry_add(into, ENTRY_MORE, in_language(explainer, "已是满分", "these are full marks"));
    else
        entry_add(into, ENTRY_MORE, inputs_of(explainer, gains->item)->count ? in_language(explainer, "只改一个数,都不会多得分", "no figure alone would give more")
                                                                              : in_language(explainer, "得分不取决于本单位自己的数", "the score does not rest on the unit's own figures"));
}
