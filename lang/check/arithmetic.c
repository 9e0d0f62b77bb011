/* What a document says of itself twice: the points of a group and those of its indicators, the most that one line gives and the most that
 * the block gives. */
#include "check/arithmetic.h"
#include "elaborate/elaborate.h"
#include "memory.h"

/* Sum of the weights that are written for the class; indicators that are not for it are left out. */
static uint32_t written_sum(struct scheme *scheme, const struct group_model *group, uint32_t class, struct rational *sum)
{
    uint32_t counted = 0;
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        struct item *item = scheme->items[i];
        const struct constant_value *weight = item->group == group && item->weight ? node_value_for(item->weight, class) : NULL;
        if (!weight || weight->status != STATUS_PRESENT)
            continue;
        rational_add(sum, sum, &weight->number);
        counted++;
    }
    return counted;
}

static void report_group(struct scheme *scheme, const struct group_model *group, const struct rational *sum, const char *of)
{
    struct scope scope = {.scheme = scheme};
    fault(&scope, "E0830", group->full_span, group->name, number_text(sum), number_text(&group->full), of, NULL);
    for (uint32_t i = 0; i < scheme->item_count; i++)
        if (scheme->items[i]->group == group && scheme->items[i]->weight)
            fault_also(&scope, scheme->items[i]->weight_span, "计入", "counts");
}

void check_groups(struct scheme *scheme)
{
    uint32_t classes = scheme->class_field ? scheme->class_field->categories->count : 1;
    for (uint32_t g = 0; g < scheme->group_count; g++) {
        const struct group_model *group = scheme->groups[g];
        for (uint32_t class = 0; group->has_full && class < classes; class++) {
            struct rational sum;
            rational_init(&sum);
            uint32_t counted = written_sum(scheme, group, class, &sum);
            if (rational_compare(&sum, &group->full) == 0)
                continue;
            report_group(scheme, group, &sum, scheme->class_field && counted ? scheme->class_field->categories->names[class] : "全部单位");
            break;                  /* one class is enough to see it */
        }
    }
}

static void check_cap(struct scheme *scheme, const struct item *item)
{
    struct scope scope = {.scheme = scheme};
    const struct node *cap = item ? item->cap_node : NULL;
    if (!cap || cap->kind != NODE_CONSTANT)
        return;
    for (uint32_t i = 0; i < item->points_count; i++) {
        const struct points_line *line = &item->points[i];
        const struct node *amount = line->amount;
        bool adds = line->subtract == (item->kind == ITEM_DEDUCTION);
        if (!adds || !amount || !amount->interval.has_greatest || rational_compare(&amount->interval.greatest, &cap->value.number) <= 0)
            continue;
        fault(&scope, "W0831", line->line.clause->span, number_text(&amount->interval.greatest), item->name, number_text(&cap->value.number), NULL);
        fault_also(&scope, item->cap.clause->span, "总共最高", "all together at most");
    }
}

void check_caps(struct scheme *scheme)
{
    check_cap(scheme, scheme->bonus);
    check_cap(scheme, scheme->deduction);
}
