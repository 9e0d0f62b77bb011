/* What the two forms of the report share: the figures in their order, sums, changes. */
#include "elaborate/elaborate.h"
#include "load/report.h"
#include "memory.h"

const struct load_column load_columns[LOAD_COLUMNS] = {
    {{"指标", "indicators"}, "indicators"},     {{"要点", "points"}, "points"},
    {{"报表/年", "forms/year"}, "forms_per_year"}, {{"填报项", "fields"}, "fields"},
    {{"检查/年", "inspections/year"}, "inspections_per_year"}, {{"工时/年", "hours/year"}, "inspection_hours_per_year"},
};

struct rational load_count(const struct load_counts *counts, int column)
{
    const int64_t whole[] = {counts->indicators, counts->points, counts->forms, counts->fields, counts->inspections};
    struct rational value;
    rational_init(&value);
    if (column < 5)
        rational_set(&value, whole[column], 1);
    else
        rational_copy(&value, &counts->hours);
    return value;
}

struct load_counts load_sum(const struct load_counts *a, const struct load_counts *b)
{
    struct load_counts sum = {a->indicators + b->indicators, a->points + b->points, a->forms + b->forms, a->fields + b->fields, a->inspections + b->inspections, {0}};
    rational_init(&sum.hours);
    rational_add(&sum.hours, &a->hours, &b->hours);
    return sum;
}

const char *load_change(const struct rational *before, const struct rational *now)
{
    struct rational change, scale, step;
    struct buffer text = {0};
    if (rational_sign(before) == 0)
        return "-";
    rational_init(&change);
    rational_init(&scale);
    rational_init(&step);
    rational_set(&scale, 100, 1);
    rational_set(&step, 1, 100);
    rational_subtract(&change, now, before);
    rational_divide(&change, &change, before);
    rational_multiply(&change, &change, &scale);
    rational_round(&change, &change, &step, ROUND_HALF_UP);
    rational_format(&change, 2, &text);
    const char *copy = lang_format("%s%s%%", rational_sign(&change) > 0 ? "+" : "", buffer_text(&text));
    buffer_release(&text);
    return copy;
}

uint32_t load_own(const struct scheme *scheme)
{
    uint32_t own = 0;
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        bool descends = false;
        for (uint32_t k = 0; scheme->under && k < scheme->under->item_count && !descends; k++)
            descends = load_descends(scheme->items[i], scheme->under->items[k]);
        own += !descends;
    }
    return own;
}
