/* Cases are tried with the conditions that look at what the event looks at; where that is not enough, with those that these lead to; at last with
 * all. A case that figures over the same rows cannot make together is none (check/figures.h): no row at all, and a sum over them above 0. */
#include "check/reach.h"
#include "check/figures.h"

void held_add(struct held *held, const struct node *condition, bool wanted)
{
    if (!condition || held->count == REACH_CONDITIONS)
        return;
    held->conditions[held->count] = condition;
    held->wanted[held->count++] = wanted;
}

/* Whether the two look at the same thing, or at figures over the same rows. */
static bool share_variable(const struct node *a, const struct node *b)
{
    struct samples x = {0}, y = {0};
    samples_add(&x, a);
    samples_add(&y, b);
    bool shared = false;
    for (uint32_t i = 0; i < x.count; i++)
        for (uint32_t k = 0; k < y.count; k++)
            shared = shared || x.variables[i]->node == y.variables[k]->node || figures_are_related(x.variables[i]->node, y.variables[k]->node);
    samples_release(&x);
    samples_release(&y);
    return shared;
}

/* Which of the conditions are tried. Fewer leave fewer cases, and are enough where they already show that the event cannot be. */
enum extent { EXTENT_EVENT, EXTENT_LINKED, EXTENT_ALL, EXTENTS };

/* Marks the conditions to try. */
static void choose_conditions(const struct held *held, const struct node *event, enum extent extent, bool chosen[REACH_CONDITIONS])
{
    for (uint32_t i = 0; i < held->count; i++)
        chosen[i] = extent == EXTENT_ALL || share_variable(held->conditions[i], event);
    for (bool more = extent == EXTENT_LINKED; more;) {
        more = false;
        for (uint32_t i = 0; i < held->count; i++)
            for (uint32_t k = 0; k < held->count && !chosen[i]; k++)
                more = (chosen[i] = chosen[k] && share_variable(held->conditions[i], held->conditions[k])) || more;
    }
}

/* samples is left at the case found. */
static enum reach try_cases(const struct held *held, const struct node *event, enum extent extent, struct samples *samples)
{
    bool chosen[REACH_CONDITIONS];
    *samples = (struct samples){0};
    samples_add(samples, event);
    choose_conditions(held, event, extent, chosen);
    for (uint32_t i = 0; i < held->count; i++)
        if (chosen[i])
            samples_add(samples, held->conditions[i]);
    uint32_t cases = samples_cases(samples);
    for (uint32_t number = 0; number < cases; number++) {
        samples_set(samples, number);
        bool found = samples_answer(samples, event) != ANSWER_NO && figures_agree(samples);
        for (uint32_t i = 0; i < held->count && found; i++) {
            enum answer answer = chosen[i] ? samples_answer(samples, held->conditions[i]) : ANSWER_UNKNOWN;
            found = answer == ANSWER_UNKNOWN || (answer == ANSWER_YES) == held->wanted[i];
        }
        if (found)
            return REACH_POSSIBLE;
    }
    return cases ? REACH_NEVER : REACH_UNDECIDED;
}

enum reach reach_event(const struct held *held, const struct node *event, struct samples *found)
{
    struct samples tried[EXTENTS] = {0};
    enum reach reach[EXTENTS] = {REACH_UNDECIDED, REACH_UNDECIDED, REACH_UNDECIDED};
    bool never = false;
    for (enum extent extent = 0; extent < EXTENTS && !never; extent++) {
        reach[extent] = try_cases(held, event, extent, &tried[extent]);
        never = reach[extent] == REACH_NEVER;
    }
    enum extent shown = reach[EXTENT_ALL] == REACH_POSSIBLE ? EXTENT_ALL : EXTENT_EVENT;
    *found = tried[shown];
    for (enum extent extent = 0; extent < EXTENTS; extent++)
        if (extent != shown)
            samples_release(&tried[extent]);
    return never ? REACH_NEVER : reach[EXTENT_EVENT] == REACH_UNDECIDED ? REACH_UNDECIDED : REACH_POSSIBLE;
}
