/* What the writer, the reader, the verifier and the listing of programs must agree on: members by kind of stage, and names. */
#include "program/format.h"
#include <assert.h>

#define KIND(name) (1u << STAGE_##name)
const struct stage_member stage_members[STAGE_MEMBERS] = {
#define MEMBER(name, kinds) { #name, offsetof(struct stage, name), kinds }
    MEMBER(first_instruction, KIND(ROWS)),
    MEMBER(instruction_count, KIND(ROWS)),
    MEMBER(register_count, KIND(ROWS)),
    MEMBER(index, KIND(FOLD) | KIND(RANK) | KIND(RUNNING) | KIND(DAYS) | KIND(DAILY)),
    MEMBER(filter, KIND(GROUP) | KIND(FOLD) | KIND(RANK) | KIND(RUNNING) | KIND(DAYS) | KIND(DAILY) | KIND(CHECK)),
    MEMBER(value, KIND(FOLD) | KIND(RUNNING) | KIND(DAILY) | KIND(CHECK)),
    MEMBER(order, KIND(RUNNING)),
    MEMBER(from, KIND(DAYS) | KIND(DAILY)),
    MEMBER(to, KIND(DAYS) | KIND(DAILY)),
    MEMBER(target_from, KIND(DAYS)),
    MEMBER(target_to, KIND(DAYS)),
    MEMBER(target_index, KIND(DAYS)),
    MEMBER(wanted, KIND(DAILY)),
    MEMBER(target, KIND(GROUP) | KIND(DAYS)),
    MEMBER(result, KIND(GROUP) | KIND(FOLD) | KIND(RANK) | KIND(RUNNING) | KIND(DAYS)),
#undef MEMBER
};

#define NAMES(function, type, count, ...) \
    const char *function(type value) \
    { \
        static const char *const names[count] = { __VA_ARGS__ }; \
        assert(value < (count)); \
        return names[value]; \
    }
NAMES(stage_kind_name, enum stage_kind, STAGE_KINDS, "rows", "group", "fold", "rank", "running", "days", "daily", "check")
NAMES(domain_kind_name, enum domain_kind, DOMAIN_ONE + 1, "ledger", "groups", "one")
NAMES(fold_name, enum fold, FOLD_KINDS, "count", "sum", "minimum", "maximum", "any", "all")
NAMES(ties_name, enum ties, TIES_KINDS, "competition", "dense", "mean", "last", "order")
NAMES(output_form_name, enum output_form, OUTPUT_TEXT + 1, "decimals", "exact", "text")
NAMES(output_role_name, enum output_role, ROLE_OTHER + 1, "key", "name", "class", "indicator", "group", "bonus", "deduction", "total", "rank",
      "grade", "other")
#define X(name, zh, en) en,
NAMES(rounding_name, enum rounding, ROUNDING_COUNT, ROUNDING_MODES(X))
#undef X

bool constant_has_target(const struct constant *constant)
{
    return constant->type == TYPE_CATEGORY || constant->type == TYPE_INDEX;
}

bool constant_has_number(const struct constant *constant)
{
    return constant->status == STATUS_PRESENT && constant->type == TYPE_NUMBER;
}

bool constant_has_code(const struct constant *constant)
{
    if (constant->status == STATUS_PRESENT)
        return constant->type == TYPE_DATE || constant->type == TYPE_CATEGORY;
    return constant->status == STATUS_ERROR;
}
