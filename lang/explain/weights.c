/* Why the weight of an indicator is not the one that the rules write: what others that are not assessed leave comes to it.
 *
 *     YK01 3分、YK02 2分 不适用,共 5分,按比例分给考核的其他指标(共 95分):本项 2分 分得 0.10526315…分
 *
 * The share is worked out here once more for the sentence; where all of them do not come to the weight of the run, only that is said. */
#include "elaborate/elaborate.h"
#include "explain/explain.h"
#include "memory.h"

/* What one line of the rules gives to the item at hand. */
struct gift {
    const struct weight_policy *policy;
    bool exempt;
    struct buffer givers; uint32_t giver_count;
    struct rational sum, receivers, share;     /* of the givers' weights; weights of those that it is parted among, or how many they are; the item's part */
};

/* Whether what the giver leaves can come to the item; what a whole group leaves goes where the group says. */
static bool gives_to(const struct weight_policy *policy, const struct item *giver, const struct item *item)
{
    for (uint32_t i = 0; i < policy->list_count; i++)
        if (policy->list[i] == item)
            return true;
    bool passed_on = giver->group && giver->group->group_all.kind == POLICY_SHARE && giver->group != item->group;
    return policy->target == SHARE_ALL || (policy->target == SHARE_GROUP && (giver->group == item->group || passed_on));
}

/* What becomes of the item's weight where the unit is not assessed on it; NULL where it is. */
static const struct weight_policy *policy_here(struct explainer *explainer, const struct item *item, uint32_t row, bool *exempt)
{
    if (!item->weight || value_of(&explainer->values, item->weight, row).status != STATUS_PRESENT)
        return NULL;
    for (uint32_t i = 0; i < item->exit_count; i++)
        if (value_is_true(&explainer->values, item->exits[i].condition, row)) {
            *exempt = item->exits[i].exempt;
            return item->exits[i].policy;
        }
    return NULL;
}

static struct gift *gift_of(struct gift **gifts, uint32_t *count, const struct weight_policy *policy, bool exempt)
{
    for (uint32_t i = 0; i < *count; i++)
        if ((*gifts)[i].policy == policy && (*gifts)[i].exempt == exempt)
            return &(*gifts)[i];
    struct gift *gift = ARRAY_ADD(*gifts, *count);
    *gift = (struct gift){.policy = policy, .exempt = exempt};
    rational_init(&gift->sum);
    rational_init(&gift->receivers);
    rational_init(&gift->share);
    return gift;
}

/* Among whom the gift is parted, and what of it comes to the item. */
static void part_gift(struct explainer *explainer, struct gift *gift, const struct item *giver, uint32_t row)
{
    const struct scheme *scheme = explainer->scheme;
    struct rational own, one;
    bool exempt;
    rational_init(&own);
    rational_init(&one);
    rational_set(&one, 1, 1);
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        const struct item *item = scheme->items[i];
        struct value weight = item->weight ? value_of(&explainer->values, item->weight, row) : (struct value){.status = STATUS_MISSING};
        if (weight.status != STATUS_PRESENT || !gives_to(gift->policy, giver, item) || policy_here(explainer, item, row, &exempt))
            continue;
        const struct rational *part = gift->policy->equal_parts ? &one : &weight.number;
        rational_add(&gift->receivers, &gift->receivers, part);
        if (item == explainer->item)
            rational_copy(&own, part);
    }
    if (rational_sign(&gift->receivers) == 0)
        return;
    rational_multiply(&gift->share, &gift->sum, &own);
    rational_divide(&gift->share, &gift->share, &gift->receivers);
}

static const char *points(struct explainer *explainer, const struct rational *number)
{
    struct value value = {.status = STATUS_PRESENT, .known = true, .number = *number};
    return say_like(explainer, explainer->item->weight, &value, -1);
}

static const char *receivers_of(const struct explainer *explainer, const struct gift *gift)
{
    struct buffer names = {0};
    if (gift->policy->target == SHARE_GROUP)
        return in_language(explainer, "本组考核的其他指标", "the others of the group that are assessed");
    if (gift->policy->target == SHARE_ALL)
        return in_language(explainer, "考核的其他指标", "the others that are assessed");
    for (uint32_t i = 0; i < gift->policy->list_count; i++)
        buffer_format(&names, "%s%s", i ? in_language(explainer, "、", ", ") : "", gift->policy->list[i]->code);
    return say_kept(&names);
}

static const char *say_gift(struct explainer *explainer, const struct gift *gift, const char *written)
{
    bool equal = gift->policy->equal_parts;
    const char *state = say_status(explainer, gift->exempt ? STATUS_EXEMPT : STATUS_NOT_APPLICABLE), *sum = points(explainer, &gift->sum);
    const char *together = gift->giver_count > 1 ? lang_format(in_language(explainer, ",共 %s", ", %s together"), sum) : "";
    struct buffer count = {0};
    rational_format_exact(&gift->receivers, &count);
    const char *among = equal ? lang_format(in_language(explainer, "共 %s 项", "%s of them"), say_kept(&count)) : lang_format(in_language(explainer, "共 %s", "%s together"), points(explainer, &gift->receivers));
    return lang_format(in_language(explainer, "%s %s%s,%s分给%s(%s):本项 %s 分得 %s", "%s %s%s: %s to %s (%s); this one, %s, gets %s"), buffer_text(&gift->givers), state,
                       together, equal ? in_language(explainer, "平均", "in equal parts") : in_language(explainer, "按比例", "in proportion"), receivers_of(explainer, gift), among, written,
                       points(explainer, &gift->share));
}

/* What the gifts leave open is told by what it comes to. */
static void say_weight(struct explainer *explainer, struct entry *into, const struct gift *gifts, uint32_t count, const char *written, const struct rational *before, const struct rational *after)
{
    struct rational sum, added;
    struct buffer parts = {0};
    rational_init(&sum);
    rational_init(&added);
    rational_copy(&sum, before);
    for (uint32_t i = 0; i < count; i++) {
        rational_add(&sum, &sum, &gifts[i].share);
        buffer_format(&parts, " + %s", points(explainer, &gifts[i].share));
    }
    bool sound = count && rational_compare(&sum, after) == 0;
    rational_subtract(&added, after, before);
    for (uint32_t i = 0; i < count; i++) {
        const char *plain = lang_format(in_language(explainer, "%s %s,分给其他指标", "%s %s: given to others"), buffer_text(&gifts[i].givers),
                                        say_status(explainer, gifts[i].exempt ? STATUS_EXEMPT : STATUS_NOT_APPLICABLE));
        struct entry *entry = entry_add(into, ENTRY_WEIGHT, sound ? say_gift(explainer, &gifts[i], written) : plain);
        entry_place(explainer, entry, gifts[i].policy->span);
        explain_rule(explainer, gifts[i].policy->span);
    }
    entry_add(into, ENTRY_WEIGHT, sound ? lang_format(in_language(explainer, "权重 = %s%s = %s", "weight = %s%s = %s"), written, say_kept(&parts), points(explainer, after))
                                        : lang_format(in_language(explainer, "权重 写的是 %s,分来 %s,实际 %s", "the weight is %s as written and gets %s: %s in effect"), written,
                                                      points(explainer, &added), points(explainer, after)));
}

void explain_weight(struct explainer *explainer, struct entry *into, uint32_t row)
{
    const struct item *item = explainer->item;
    const struct scheme *scheme = explainer->scheme;
    struct value before = value_of(&explainer->values, item->weight, row), after = value_of(&explainer->values, item->effective_weight, row);
    struct gift *gifts = NULL;
    uint32_t count = 0;
    if (before.status != STATUS_PRESENT || after.status != STATUS_PRESENT || rational_compare(&before.number, &after.number) == 0)
        return;
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        const struct item *giver = scheme->items[i];
        bool exempt;
        const struct weight_policy *policy = giver == item ? NULL : policy_here(explainer, giver, row, &exempt);
        if (!policy || policy->kind != POLICY_SHARE || !gives_to(policy, giver, item))
            continue;
        struct gift *gift = gift_of(&gifts, &count, policy, exempt);
        struct value weight = value_of(&explainer->values, giver->weight, row);
        buffer_format(&gift->givers, "%s%s %s", gift->giver_count++ ? in_language(explainer, "、", ", ") : "", giver->code, points(explainer, &weight.number));
        rational_add(&gift->sum, &gift->sum, &weight.number);
        rational_set(&gift->receivers, 0, 1);
        part_gift(explainer, gift, giver, row);
    }
    say_weight(explainer, into, gifts, count, say_value(explainer, item->weight, row), &before.number, &after.number);
}
