/* What holds of schemes that one run computes: it finds ledgers by name and names each table after its rule file. */
#include <string.h>
#include "check/check.h"
#include "elaborate/elaborate.h"

static bool share_no_ledger(const struct scheme *one, const struct scheme *other)
{
    for (uint32_t i = 0; i < one->ledger_count; i++)
        for (uint32_t k = 0; k < other->ledger_count; k++) {
            const struct row_set *first = one->ledgers[i], *second = other->ledgers[k];
            if (first == second || strcmp(first->name, second->name) != 0)
                continue;
            model_fault(one->model, "E0428", second->span, second->name, NULL);
            diagnostic_at(one->model->diagnostics, first->span, (const char *[2]){"另一套办法的", "the other scheme's"});
            return false;
        }
    return true;
}

bool check_together(const struct model *model)
{
    bool good = true;
    for (uint32_t i = 0; i < model->scheme_count; i++)
        for (uint32_t k = i + 1; k < model->scheme_count; k++) {
            const struct scheme *one = model->schemes[i], *other = model->schemes[k];
            if (!scheme_is_run(one) || !scheme_is_run(other))
                continue;
            bool named_apart = strcmp(one->stem, other->stem) != 0;
            if (!named_apart) {
                model_fault(one->model, "E0429", other->title_span, other->stem, NULL);
                diagnostic_at(one->model->diagnostics, one->title_span, (const char *[2]){"另一套办法", "the other scheme"});
            }
            good = named_apart && share_no_ledger(one, other) && good;
        }
    return good;
}
