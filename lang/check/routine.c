/* 一般性工作 carries no weight, under whatever name: an indicator that is called so, or whose score rests on a column that is called so, is a
 * fault that shows the way from the indicator to the column. */
#include "check/routine.h"
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"

/* A function that the item's lines call. */
static bool calls(const struct item *item, const char *name)
{
    for (uint32_t i = 0; i < item->clause->body_count; i++)
        for (uint32_t k = 0; k < item->clause->body[i].token_count; k++)
            if (token_is(&item->clause->body[i].tokens[k], name))
                return true;
    for (uint32_t k = 0; k < item->clause->token_count; k++)
        if (token_is(&item->clause->tokens[k], name))
            return true;
    return false;
}

/* The figures through which the column reaches the score: a figure that uses another comes before it. */
static uint32_t figures_between(const struct item *item, const struct field_model *field, const struct quantity **way)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < item->quantity_count; i++) {
        const struct quantity *quantity = item->quantities[i];
        if (!quantity->node || !node_uses(quantity->node, field))
            continue;
        uint32_t at = count++;
        for (; at > 0 && way[at - 1]->node->number < quantity->node->number; at--)
            way[at] = way[at - 1];
        way[at] = quantity;
    }
    return count;
}

static void report_way(struct scope *scope, const struct item *item, uint32_t routine, const struct field_model *field)
{
    struct scheme *scheme = scope->scheme;
    const struct quantity **way = lang_array(item->quantity_count + 1, sizeof *way);
    uint32_t count = field ? figures_between(item, field, way) : 0;
    struct buffer text = {0};
    buffer_append_text(&text, item->code);
    for (uint32_t i = 0; i < count; i++)
        buffer_format(&text, " → %s", way[i]->name);
    if (field)
        buffer_format(&text, " → %s", field->name);
    else
        buffer_format(&text, " %s", item->name);
    fault(scope, "E0434", item->span, buffer_text(&text), scheme->routine[routine], NULL);
    fault_also(scope, scheme->routine_spans[routine], "在这里列为一般性工作", "declared routine work here");
    for (uint32_t i = 0; i < count; i++)
        fault_also(scope, way[i]->span, "得分由此用到它", "the score uses it through this");
    for (uint32_t s = 0; field && s <= scheme->cited_count; s++) {
        const struct scheme *of = s < scheme->cited_count ? scheme->cited[s] : scheme;
        for (uint32_t i = 0; i < of->function_count; i++)
            if (calls(item, of->functions[i]->name))
                fault_also(scope, of->functions[i]->span, "经过这个函数", "through this function");
    }
    if (field)
        fault_also(scope, field->span, "就是这一列", "this is the column");
    buffer_release(&text);
}

void check_routine(struct scheme *scheme)
{
    struct scope scope = {.scheme = scheme};
    for (uint32_t k = 0; k < scheme->routine_count; k++)
        for (uint32_t i = 0; i < scheme->item_count; i++) {
            struct item *item = scheme->items[i];
            bool named = strstr(item->name, scheme->routine[k]) != NULL;
            struct node *score = named ? NULL : item_counted(scheme, item);
            for (uint32_t f = 0; score && f < scheme->units->field_count; f++) {
                const struct field_model *field = scheme->units->fields[f];
                if (strstr(field->name, scheme->routine[k]) && node_uses(score, field)) {
                    report_way(&scope, item, k, field);
                    break;
                }
            }
            if (named)
                report_way(&scope, item, k, NULL);
        }
}
