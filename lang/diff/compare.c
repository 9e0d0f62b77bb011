/* From the text alone: is an indicator's new rule stricter, looser or the same? Rules of one number are worked out as straight lines, which proves
 * what is said of them; the case that shows it best is then run through the compiled rules of both years, and what does not come out the same
 * there is not told. All other rules are run on ledgers that are made up: what is found there is told, and that nothing was found is not taken
 * for equality. */
#include <string.h>
#include "diff/compare.h"
#include "elaborate/elaborate.h"
#include "memory.h"

enum { WITNESSES_MOST = 100 };

static bool rule_changed(const struct diff *diff, const struct item_pair *pair)
{
    for (uint32_t i = 0; i < diff->change_count; i++) {
        const struct change *change = &diff->changes[i];
        if (change->new == pair->new && change->old == pair->old && change->kind >= CHANGE_TARGET && change->kind <= CHANGE_MEANING)
            return true;
    }
    return false;
}

static bool same_weights(const struct item_pair *pair)
{
    struct class_of_both *classes;
    uint32_t count = classes_of_both(pair, &classes);
    for (uint32_t i = 0; i < count; i++)
        if (rational_compare(&classes[i].weights[0], &classes[i].weights[1]) != 0)
            return false;
    return count > 0;
}

/* What a run of the compiled rules does not bear out is open. */
static void drop_refuted(struct item_pair *pair, const struct found_case cases[2])
{
    for (int which = 0; which < 2; which++)
        if (cases[which].there && !pair->witnesses[which].shown) {
            pair->verdict = VERDICT_OPEN;
            pair->reason = OPEN_NOT_RUN;
            pair->proven = false;
        }
}

void compare_items(struct diff *diff)
{
    uint32_t nodes = node_pool_count(diff->new->model->pool), confirmed_count = 0, open_count = 0;
    struct item_pair **confirmed = NULL, **open = NULL;
    struct found_case (*cases)[2] = NULL, own[2];
    uint32_t case_count = 0;
    for (uint32_t i = 0; i < diff->pair_count && diff->old->units->kind == ROWS_LEDGER && diff->new->units->kind == ROWS_LEDGER; i++) {
        struct item_pair *pair = &diff->pairs[i];
        struct rename rename;
        pair->tried = pair->changed && rule_changed(diff, pair);
        if (!pair->tried)
            continue;
        if (rule_of(pair->old) && rule_of(pair->new) && same_weights(pair) && same_nodes(diff, rule_of(pair->old), rule_of(pair->new))) {
            pair->verdict = VERDICT_EQUAL;
            pair->proven = true;
        } else if (straight_compare(pair, lineage_rename(diff, pair, &rename) ? &rename : NULL, nodes, own)) {
            if (confirmed_count == WITNESSES_MOST || (!own[0].there && !own[1].there))
                continue;
            *ARRAY_ADD(confirmed, confirmed_count) = pair;
            memcpy(ARRAY_ADD(cases, case_count), own, sizeof own);
        } else if (open_count < WITNESSES_MOST)
            *ARRAY_ADD(open, open_count) = pair;
        else
            pair->reason = OPEN_TOO_MANY;
    }
    trial_confirm(diff, confirmed, cases, confirmed_count);
    for (uint32_t i = 0; i < confirmed_count; i++)
        drop_refuted(confirmed[i], cases[i]);
    trial_compare(diff, open, open_count);
}
