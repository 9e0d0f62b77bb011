/* Stages that reduce: what each reads must have been made before it and be of the right domain and type, what it makes must not have been
 * made yet.  Rows that are void are known before anything but row code looks at the domain. */
#include "program/verify.h"

static const struct column *column_of(const struct verifier *verifier, uint32_t column)
{
    return &verifier->program->columns[column];
}

/* An INDEX column of `domain`, or NONE: `target` is the domain that it points into, or NONE. */
static bool check_index(struct verifier *verifier, const char *what, uint32_t index, uint32_t domain, uint32_t *target)
{
    *target = NONE;
    if (index == NONE)
        return true;
    if (!verify_column_typed(verifier, what, index, domain, TYPE_INDEX))
        return false;
    *target = column_of(verifier, index)->target;
    return verify_domain_ready(verifier, what, *target);
}

static bool check_filter(struct verifier *verifier, const struct stage *stage)
{
    return stage->filter == NONE || verify_column_typed(verifier, "filter", stage->filter, stage->domain, TYPE_BOOLEAN);
}

/* The value that is folded and the type of what becomes of it. */
static bool check_folded(struct verifier *verifier, const struct stage *stage, enum value_type *result)
{
    *result = TYPE_NUMBER;
    if (stage->fold >= FOLD_KINDS)
        return verify_refuse(verifier, "there is no fold of number %d", (int)stage->fold);
    if (stage->value == NONE)
        return stage->fold == FOLD_COUNT || verify_refuse(verifier, "value: %s needs a column", fold_name(stage->fold));
    if (!verify_column_read(verifier, "value", stage->value, stage->domain))
        return false;
    enum value_type type = column_of(verifier, stage->value)->type;
    bool fits[FOLD_KINDS] = { [FOLD_COUNT] = true, [FOLD_SUM] = type == TYPE_NUMBER,
                              [FOLD_MINIMUM] = type == TYPE_NUMBER || type == TYPE_DATE,
                              [FOLD_MAXIMUM] = type == TYPE_NUMBER || type == TYPE_DATE,
                              [FOLD_ANY] = type == TYPE_BOOLEAN, [FOLD_ALL] = type == TYPE_BOOLEAN };
    if (!fits[stage->fold])
        return verify_refuse(verifier, "value: column %u holds %s, of which there is no %s", stage->value, type_name(type),
                             fold_name(stage->fold));
    if (stage->fold != FOLD_COUNT)
        *result = type;
    return true;
}

static uint32_t one_row_domain(const struct verifier *verifier)
{
    uint32_t domain = 0;
    while (domain < verifier->program->domain_count && verifier->program->domains[domain].kind != DOMAIN_ONE)
        domain++;
    return domain;
}

/* GROUP: by keys into a new GROUPS domain, or with no key all rows into the one row of DOMAIN_ONE. */
static bool check_group_target(struct verifier *verifier, const struct stage *stage)
{
    const struct program *program = verifier->program;
    if (stage->target >= program->domain_count)
        return verify_refuse(verifier, "target: there is no domain %u", stage->target);
    enum domain_kind wanted = stage->key_count ? DOMAIN_GROUPS : DOMAIN_ONE;
    if (program->domains[stage->target].kind != wanted)
        return verify_refuse(verifier, "target: domain %u is not of the kind %s, as %s keys want", stage->target, domain_kind_name(wanted),
                             stage->key_count ? "its" : "no");
    if (stage->key_count && verifier->ready[stage->target])
        return verify_refuse(verifier, "target: domain %u has its rows already", stage->target);
    verifier->ready[stage->target] = true;
    return true;
}

static bool check_group(struct verifier *verifier, const struct stage *stage)
{
    if (!check_filter(verifier, stage) || !check_group_target(verifier, stage))
        return false;
    for (uint32_t i = 0; i < stage->key_count; i++)
        if (!verify_column_read(verifier, "key", stage->keys[i], stage->domain))
            return false;
    for (uint32_t i = 0; i < stage->key_count; i++) {
        const struct column *key = column_of(verifier, stage->keys[i]);
        if (!verify_column_made(verifier, "key result", stage->key_results[i], stage->target, key->type, key->target))
            return false;
    }
    return verify_column_made(verifier, "result", stage->result, stage->domain, TYPE_INDEX, stage->target);
}

static bool check_fold(struct verifier *verifier, const struct stage *stage)
{
    uint32_t target;
    enum value_type type;
    if (!check_index(verifier, "index", stage->index, stage->domain, &target) || !check_filter(verifier, stage) ||
        !check_folded(verifier, stage, &type))
        return false;
    if (target == NONE)
        target = one_row_domain(verifier);
    if (target == verifier->program->domain_count)
        return verify_refuse(verifier, "it has no index, and there is no one-row domain for its result");
    return verify_column_made(verifier, "result", stage->result, target, type, NONE);
}

static bool check_rank(struct verifier *verifier, const struct stage *stage)
{
    uint32_t target;
    if (!check_index(verifier, "index", stage->index, stage->domain, &target) || !check_filter(verifier, stage))
        return false;
    if (stage->ties >= TIES_KINDS)
        return verify_refuse(verifier, "there is no tie rule of number %d", (int)stage->ties);
    if (stage->rank_key_count == 0)
        return verify_refuse(verifier, "it has no rank key");
    for (uint32_t i = 0; i < stage->rank_key_count; i++) {
        uint32_t key = stage->rank_keys[i].column;
        if (!verify_column_read(verifier, "rank key", key, stage->domain))
            return false;
        if (!type_is_ordered(column_of(verifier, key)->type))
            return verify_refuse(verifier, "rank key: column %u holds %s, which has no order", key, type_name(column_of(verifier, key)->type));
    }
    return verify_column_made(verifier, "result", stage->result, stage->domain, TYPE_NUMBER, NONE);
}

static bool check_running(struct verifier *verifier, const struct stage *stage)
{
    uint32_t target;
    enum value_type type;
    if (!check_index(verifier, "index", stage->index, stage->domain, &target) || !check_filter(verifier, stage) ||
        !check_folded(verifier, stage, &type) || !verify_column_read(verifier, "order", stage->order, stage->domain))
        return false;
    if (stage->fold == FOLD_ANY || stage->fold == FOLD_ALL)
        return verify_refuse(verifier, "%s does not run", fold_name(stage->fold));
    if (!type_is_ordered(column_of(verifier, stage->order)->type))
        return verify_refuse(verifier, "order: column %u holds %s, which has no order", stage->order,
                             type_name(column_of(verifier, stage->order)->type));
    return verify_column_made(verifier, "result", stage->result, stage->domain, type, NONE);
}

/* No stage but row code sees rows of a ledger before it is known which of them are void. */
static bool check_void_known(struct verifier *verifier, const char *what, uint32_t domain)
{
    uint32_t void_column = verifier->program->domains[domain].void_column;
    return void_column == NONE || verifier->maker[void_column] != MADE_BY_NOTHING ||
           verify_refuse(verifier, "%s: void column %u of domain %u is not made yet", what, void_column, domain);
}

static bool check_days(struct verifier *verifier, const struct stage *stage)
{
    uint32_t group, target_group;
    if (!verify_domain_ready(verifier, "target", stage->target) || !check_void_known(verifier, "target", stage->target) ||
        !check_index(verifier, "index", stage->index, stage->domain, &group) ||
        !check_index(verifier, "target_index", stage->target_index, stage->target, &target_group))
        return false;
    if (group != target_group)
        return verify_refuse(verifier, "target_index: it does not point into the domain that index points into");
    return check_filter(verifier, stage) && verify_column_typed(verifier, "from", stage->from, stage->domain, TYPE_DATE) &&
           verify_column_typed(verifier, "to", stage->to, stage->domain, TYPE_DATE) &&
           verify_column_typed(verifier, "target_from", stage->target_from, stage->target, TYPE_DATE) &&
           verify_column_typed(verifier, "target_to", stage->target_to, stage->target, TYPE_DATE) &&
           verify_column_made(verifier, "result", stage->result, stage->target, TYPE_NUMBER, NONE);
}

/* What is said where a check does not hold. */
static bool check_saying(struct verifier *verifier, const struct stage *stage)
{
    if (stage->severity != SEVERITY_ERROR && stage->severity != SEVERITY_WARNING)
        return verify_refuse(verifier, "severity %d is neither error nor warning", (int)stage->severity);
    for (int language = 0; language < 2; language++)
        if (stage->message[language][0] == '\0')
            return verify_refuse(verifier, "its message is empty");
    for (uint32_t i = 0; i < stage->show_count; i++)
        if (!verify_column_read(verifier, "show", stage->show[i], stage->domain))
            return false;
    return true;
}

static bool check_daily(struct verifier *verifier, const struct stage *stage)
{
    const struct program *program = verifier->program;
    uint32_t target;
    if (!check_index(verifier, "index", stage->index, stage->domain, &target) || !check_filter(verifier, stage) ||
        !verify_column_typed(verifier, "value", stage->value, stage->domain, TYPE_NUMBER) ||
        !verify_column_typed(verifier, "from", stage->from, stage->domain, TYPE_DATE) ||
        !verify_column_typed(verifier, "to", stage->to, stage->domain, TYPE_DATE))
        return false;
    if (stage->day_first > stage->day_last || stage->day_first < DATE_LEAST || stage->day_last > DATE_GREATEST)
        return verify_refuse(verifier, "days %d to %d are no period of the years 1 to 9999", stage->day_first, stage->day_last);
    if (stage->wanted >= program->constant_count)
        return verify_refuse(verifier, "wanted: there is no constant %u", stage->wanted);
    if (!constant_has_number(&program->constants[stage->wanted]))
        return verify_refuse(verifier, "wanted: constant %u is not a number that is present", stage->wanted);
    return check_saying(verifier, stage);
}

static bool check_check(struct verifier *verifier, const struct stage *stage)
{
    return check_filter(verifier, stage) && verify_column_typed(verifier, "value", stage->value, stage->domain, TYPE_BOOLEAN) &&
           check_saying(verifier, stage);
}

bool verify_stage(struct verifier *verifier, const struct stage *stage)
{
    static bool (*const checks[STAGE_KINDS])(struct verifier *, const struct stage *) = {
        [STAGE_ROWS] = verify_rows, [STAGE_GROUP] = check_group, [STAGE_FOLD] = check_fold, [STAGE_RANK] = check_rank,
        [STAGE_RUNNING] = check_running, [STAGE_DAYS] = check_days, [STAGE_DAILY] = check_daily, [STAGE_CHECK] = check_check,
    };
    if (stage->kind >= STAGE_KINDS)
        return verify_refuse(verifier, "there is no kind of stage of number %d", (int)stage->kind);
    return verify_span(verifier, "place", stage->span) && verify_domain_ready(verifier, "domain", stage->domain) &&
           (stage->kind == STAGE_ROWS || check_void_known(verifier, "domain", stage->domain)) && checks[stage->kind](verifier, stage);
}
