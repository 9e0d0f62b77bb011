/* The demands that a scheme must meet: its own (要求 …) and those of the scheme that it stands under (要求 下级 …). Each fault shows both
 * places: what is here, and where it is demanded. Figures are those of the load account; the share of key tasks is by class. */
#include "check/level.h"
#include <string.h>
#include "check/check.h"
#include "elaborate/elaborate.h"
#include "load/account.h"
#include "memory.h"

enum { LABELS_MOST = 60 };

static const struct { const char *zh, *en; } figure_names[LOAD_FIGURES] = {
    [LOAD_INDICATORS] = {"指标数(项)", "indicator count"},
    [LOAD_POINTS] = {"考核要点数(条)", "assessment point count"},
    [LOAD_FORMS] = {"报表数 一年(张)", "forms a year"},
    [LOAD_INSPECTIONS] = {"检查次数 一年(次)", "inspections a year"},
    [LOAD_HOURS] = {"检查工时 一年(小时)", "inspection hours a year"},
    [LOAD_VETOES] = {"一票否决数(项)", "veto count"},
};

/* A share as per cent, to two decimals where it does not end. */
const char *share_text(const struct rational *share)
{
    struct rational percent, step;
    rational_init(&percent);
    rational_init(&step);
    rational_set(&percent, 100, 1);
    rational_set(&step, 1, 100);
    rational_multiply(&percent, share, &percent);
    rational_round(&percent, &percent, &step, ROUND_HALF_UP);
    return lang_format("%s%%", number_text(&percent));
}

static void demanded_here(const struct scope *scope, const struct demand *demand)
{
    fault_also(scope, demand->span, demand->below ? "上级在这里要求" : "在这里要求", demand->below ? "demanded here by the upper scheme" : "demanded here");
}

/* ---- figures ---- */

static void check_reduction(const struct scope *scope, const struct demand *demand)
{
    struct scheme *scheme = scope->scheme;
    struct rational now = load_figure_of(scheme, demand->figure), before, most, reduced, one;
    if (!scheme->lineage) {
        fault(scope, "E0716", scheme->title_span, NULL);
        demanded_here(scope, demand);
        return;
    }
    before = load_figure_of(scheme->lineage, demand->figure);
    rational_init(&most);
    rational_init(&reduced);
    rational_init(&one);
    rational_set(&one, 1, 1);
    rational_subtract(&most, &one, &demand->limit);
    rational_multiply(&most, &most, &before);
    if (rational_compare(&now, &most) <= 0)
        return;
    if (demand->figure != LOAD_HOURS)
        rational_round(&most, &most, &one, ROUND_FLOOR);
    if (rational_sign(&before) > 0) {
        rational_subtract(&reduced, &before, &now);
        rational_divide(&reduced, &reduced, &before);
    }
    struct rational more = one;
    rational_subtract(&more, &now, &most);
    fault(scope, "E0710", scheme->title_span, figure_names[demand->figure].zh, figure_names[demand->figure].en, share_text(&reduced), share_text(&demand->limit),
          number_text(&before), number_text(&now), number_text(&most), number_text(&more), NULL);
    demanded_here(scope, demand);
    fault_also(scope, scheme->lineage->title_span, "上年的办法", "last year's scheme");
}

static void check_limit(const struct scope *scope, const struct demand *demand)
{
    struct rational now = load_figure_of(scope->scheme, demand->figure), gap;
    bool at_most = demand->kind == DEMAND_AT_MOST;
    int compared = rational_compare(&now, &demand->limit);
    rational_init(&gap);
    if (at_most ? compared <= 0 : compared >= 0)
        return;
    rational_subtract(&gap, at_most ? &now : &demand->limit, at_most ? &demand->limit : &now);
    fault(scope, at_most ? "E0711" : "E0712", scope->scheme->title_span, figure_names[demand->figure].zh, figure_names[demand->figure].en, number_text(&now),
          number_text(&demand->limit), number_text(&gap), NULL);
    demanded_here(scope, demand);
}

/* ---- share of key tasks ---- */

static void report_key_share(const struct scope *scope, const struct demand *demand, uint32_t class, const struct rational *key, const struct rational *full, uint32_t items)
{
    struct scheme *scheme = scope->scheme;
    struct rational share, missing;
    bool least = demand->kind == DEMAND_AT_LEAST;
    rational_init(&share);
    rational_init(&missing);
    rational_divide(&share, key, full);
    rational_multiply(&missing, &demand->limit, full);
    rational_subtract(&missing, least ? &missing : key, least ? key : &missing);
    const char *name = scheme->class_field ? scheme->class_field->categories->names[class] : "全部单位";
    fault(scope, least ? "E0715" : "E0717", scheme->has_full ? scheme->full_span : scheme->title_span, name, share_text(&share), share_text(&demand->limit),
          number_text(key), number_text(full), number_text(&missing), NULL);
    demanded_here(scope, demand);
    for (uint32_t i = 0; i < scheme->item_count && items <= LABELS_MOST; i++) {
        struct rational points;
        struct item *item = scheme->items[i];
        if (item->group && item->group->key_task && check_item_full(scheme, item, class, &points))
            fault_also(scope, item->weight_span, lang_format("计入 %s 分", number_text(&points)), lang_format("counts %s", number_text(&points)));
    }
}

static void check_key_share(const struct scope *scope, const struct demand *demand)
{
    struct scheme *scheme = scope->scheme;
    uint32_t classes = scheme->class_field ? scheme->class_field->categories->count : 1;
    for (uint32_t class = 0; class < classes; class++) {
        struct rational key, sum, wanted;
        uint32_t items = 0;
        rational_init(&key);
        rational_init(&sum);
        rational_init(&wanted);
        for (uint32_t i = 0; i < scheme->item_count; i++) {
            struct rational points;
            struct item *item = scheme->items[i];
            if (!check_item_full(scheme, item, class, &points))
                continue;
            rational_add(&sum, &sum, &points);
            if (item->group && item->group->key_task) {
                rational_add(&key, &key, &points);
                items++;
            }
        }
        const struct rational *full = scheme->has_full ? &scheme->full : &sum;
        rational_multiply(&wanted, &demand->limit, full);
        int compared = rational_compare(&key, &wanted);
        if (rational_sign(full) > 0 && (demand->kind == DEMAND_AT_LEAST ? compared < 0 : compared > 0))
            report_key_share(scope, demand, class, &key, full, items);
    }
}

/* ---- indicators by code or name ---- */

static bool is_called(const struct item *item, const char *name) { return strcmp(item->code, name) == 0 || strcmp(item->name, name) == 0; }

/* The indicator itself, or one that says that it descends from it. */
static bool carries(const struct scheme *scheme, const struct item *item, const char *name)
{
    if (is_called(item, name))
        return true;
    for (uint32_t i = 0; scheme->under && i < scheme->under->item_count; i++)
        if (is_called(scheme->under->items[i], name) && load_descends(item, scheme->under->items[i]))
            return true;
    return false;
}

static void check_with(const struct scope *scope, const struct demand *demand, const char *name)
{
    struct scheme *scheme = scope->scheme;
    for (uint32_t i = 0; i < scheme->item_count; i++)
        if (carries(scheme, scheme->items[i], name))
            return;
    fault(scope, "E0714", scheme->title_span, name, NULL);
    demanded_here(scope, demand);
}

/* By its code, or by a name that holds the words: 微信工作群留痕情况 is 微信工作群留痕. */
static void check_without(const struct scope *scope, const struct demand *demand, const char *name)
{
    struct scheme *scheme = scope->scheme;
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        const struct item *item = scheme->items[i];
        if (!carries(scheme, item, name) && !strstr(item->name, name))
            continue;
        fault(scope, "E0713", item->span, name, item->code, item->name, NULL);
        demanded_here(scope, demand);
    }
}

static void check_demand(struct scheme *scheme, const struct demand *demand)
{
    struct scope scope = {.scheme = scheme};
    if (demand->kind == DEMAND_WITH || demand->kind == DEMAND_WITHOUT)
        for (uint32_t i = 0; i < demand->name_count; i++)
            (demand->kind == DEMAND_WITH ? check_with : check_without)(&scope, demand, demand->names[i]);
    else if (demand->figure == LOAD_KEY_SHARE)
        check_key_share(&scope, demand);
    else
        (demand->kind == DEMAND_REDUCTION ? check_reduction : check_limit)(&scope, demand);
}

void check_demands(struct scheme *scheme)
{
    for (uint32_t i = 0; i < scheme->demand_count; i++)
        if (!scheme->demands[i].below)
            check_demand(scheme, &scheme->demands[i]);
    for (uint32_t i = 0; scheme->under && i < scheme->under->demand_count; i++) {
        const struct demand *demand = &scheme->under->demands[i];
        if (demand->below && (!demand->over || level_assesses(scheme, demand->over)))
            check_demand(scheme, demand);
    }
}

/* ---- the same figure asked for by two departments ---- */

void check_repeats(const struct model *model)
{
    uint32_t count;
    struct load_repeat *repeats = load_repeats(model, &count);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 1; k < repeats[i].item_count; k++) {
            const struct item *first = repeats[i].items[0], *second = repeats[i].items[k];
            struct scope scope = {.scheme = second->scheme};
            fault(&scope, "W0732", second->span, repeats[i].field->name, first->code, load_department_of(first), second->code, load_department_of(second), NULL);
            fault_also(&scope, first->span, "这里也要", "asked for here too");
            fault_also(&scope, repeats[i].field->span, "这个数", "the figure");
        }
}
