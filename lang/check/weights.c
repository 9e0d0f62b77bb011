/* For every class: do the effective weights add up to the full marks? Decided from the text; conditions on data count as not met, and where
 * weight is shared out by conditions on data, sharing keeps the sum. Also the table of weights for people. */
#include <string.h>
#include "check/absence.h"
#include "check/arithmetic.h"
#include "check/check.h"
#include "check/conflict.h"
#include "check/divide.h"
#include "check/exits.h"
#include "check/left.h"
#include "check/level.h"
#include "check/lineage.h"
#include "check/routine.h"
#include "check/unanswered.h"
#include "check/view.h"
#include "elaborate/elaborate.h"
#include "memory.h"
#include "messages.h"
#include "report/aligned.h"

/* What holds for a class that is not assessed on the item; NULL where the text does not say that it is not. */
static const struct weight_policy *class_policy(struct scheme *scheme, struct item *item, struct class_view *view)
{
    uint32_t count;
    const struct exit *exits = item_exits(scheme, item, &count);
    struct constant_value value;
    for (uint32_t i = 0; exits && i < count; i++)
        if (class_value(view, exits[i].condition, &value) && value.boolean)
            return exits[i].policy;
    return NULL;
}

/* What an item can bring a unit of the class, by the text. False where that is nothing. Where the total is converted the rest makes it up. */
static bool item_full(struct scheme *scheme, struct item *item, struct class_view *view, struct constant_value *out)
{
    struct constant_value assessed;
    if (!item->weight || !item_assessed(scheme, item) || !class_value(view, item->assessed, &assessed))
        return false;
    if (!assessed.boolean) {
        const struct weight_policy *policy = class_policy(scheme, item, view);
        bool whole = policy && (policy_scores(policy) || policy->kind == POLICY_CONVERT);
        return whole && class_value(view, item->weight, out) && out->status == STATUS_PRESENT;
    }
    struct node *weight = item_weight(scheme, item);        /* NULL: what it depends on has a fault, which is told there */
    return weight && class_value(view, weight, out) && out->status == STATUS_PRESENT;
}

bool check_item_full(struct scheme *scheme, struct item *item, uint32_t class, struct rational *points)
{
    struct class_view view = class_view_open(scheme);
    struct constant_value value;
    class_view_turn(&view, class);
    if (!item_full(scheme, item, &view, &value))
        return false;
    *points = value.number;
    return true;
}

/* ---- the sum ---- */

static bool class_exempt(const struct item *item, struct class_view *view)
{
    struct constant_value exempt;
    return item->weight && item->exempt_count && item->is_exempt && class_value(view, item->is_exempt, &exempt) && exempt.boolean;
}

static void report_sum(struct scheme *scheme, struct class_view *view, const struct rational *sum, uint32_t items)
{
    struct scope scope = {.scheme = scheme};
    struct rational missing;
    rational_init(&missing);
    rational_subtract(&missing, &scheme->full, sum);
    const char *name = scheme->class_field ? scheme->class_field->categories->names[view->class] : "全部单位";
    bool more = rational_sign(&missing) < 0;
    if (more)
        rational_negate(&missing, &missing);
    bool exempts = false;
    for (uint32_t i = 0; i < scheme->item_count && !more; i++)
        exempts = exempts || class_exempt(scheme->items[i], view);
    fault(&scope, more ? "E0431" : exempts ? "E0436" : "E0430", scheme->full_span, name, number_text(sum), number_text(&scheme->full), number_text(&missing), NULL);
    for (uint32_t i = 0; i < scheme->item_count && items <= 60; i++) {
        struct constant_value value;
        struct item *item = scheme->items[i];
        if (item_full(scheme, item, view, &value))
            fault_also(&scope, item->weight_span, lang_format("计入 %s 分", number_text(&value.number)), lang_format("counts %s", number_text(&value.number)));
        else if (class_exempt(item, view) && class_value(view, item->weight, &value))
            fault_also(&scope, item->exempt[0].clause->span, lang_format("免考,%s 分没有去处", number_text(&value.number)),
                       lang_format("exempt, and its %s points go nowhere", number_text(&value.number)));
    }
}

/* Whether every weight is understood; what is not has been told, and no sum is right without it. */
static bool weights_known(struct scheme *scheme)
{
    for (uint32_t i = 0; i < scheme->item_count; i++)
        if (scheme->items[i]->weight && item_assessed(scheme, scheme->items[i]) && !item_weight(scheme, scheme->items[i]))
            return false;
    return true;
}

static void check_sums(struct scheme *scheme)
{
    struct class_view view = class_view_open(scheme);
    if (scheme->has_full && !weights_known(scheme))
        return;
    for (uint32_t class = 0; scheme->has_full && scheme->item_count && class < class_view_count(scheme); class++) {
        struct rational sum;
        uint32_t items = 0;
        class_view_turn(&view, class);
        rational_init(&sum);
        for (uint32_t i = 0; i < scheme->item_count; i++) {
            struct constant_value value;
            if (!item_full(scheme, scheme->items[i], &view, &value))
                continue;
            rational_add(&sum, &sum, &value.number);
            items++;
        }
        bool exempts = false;
        for (uint32_t i = 0; !items && i < scheme->item_count; i++)
            exempts = exempts || class_exempt(scheme->items[i], &view);
        if (!exempts && rational_compare(&sum, &scheme->full) != 0)     /* all of them exempt: check_left says so */
            report_sum(scheme, &view, &sum, items);
    }
}

/* The figure over rows without which a value has none: what is taken of 各 留言 where there is no 留言, or where their number is 0. NULL
 * where the value lacks something else. */
static const struct node *figure_of_rows(const struct node *node, bool counted)
{
    if (!node || node->kind == NODE_CONSTANT || node->kind == NODE_FIELD)
        return NULL;
    if (node->kind == NODE_FOLD)
        return (counted ? node->fold == FOLD_COUNT : node_can_be(node, status_mask(STATUS_NOT_APPLICABLE))) ? node : NULL;
    counted = counted || (node->kind == NODE_OPERATION && node->op == OP_EQUAL);
    const struct node *found = figure_of_rows(node->a, counted);
    found = found ? found : figure_of_rows(node->b, counted);
    return found ? found : figure_of_rows(node->c, counted);
}

/* Whether data can make it so. */
static bool can_be(struct scheme *scheme, struct node *condition)
{
    struct absences absences = absences_open(scheme, scheme->units);
    struct held held = {0};
    struct samples found;
    enum reach reach = reach_event(&held, absence_in(&absences, condition), &found);
    samples_release(&found);
    return reach != REACH_NEVER;
}

static void report_inapplicable(const struct scope *scope, struct item *item)
{
    const struct node *figure = figure_of_rows(item->inapplicable, false);
    ask_weight(scope->scheme, item, figure ? "E0437" : "E0433", item->span, figure ? figure->target->name : NULL);
}

/* The first way out by which something goes that no line speaks of. */
static const struct line *unsaid_line(const struct item *item, bool exempt)
{
    for (uint32_t i = 0; i < item->way_count; i++)
        if (item->ways[i].exempt == exempt && way_policy(item, &item->ways[i])->kind == POLICY_NONE)
            return way_line(item, &item->ways[i]);
    return NULL;
}

/* An exemption by a condition on data leaves its weight somewhere, or the sum does not hold for whoever is exempt. */
static void check_policies(struct scheme *scheme)
{
    struct scope scope = {.scheme = scheme};
    for (uint32_t i = 0; scheme->has_total && i < scheme->item_count; i++) {
        struct item *item = scheme->items[i];
        uint32_t count;
        const struct exit *exits = item_exits(scheme, item, &count);
        for (uint32_t k = 0; exits && k < count; k++) {
            bool by_class = exits[k].condition->kind == NODE_CONSTANT || exits[k].condition->kind == NODE_TABLE;     /* in the sums */
            if (exits[k].policy->kind != POLICY_NONE || by_class)
                continue;
            const struct line *line = exits[k].exempt ? unsaid_line(item, true) : NULL;
            if (line)
                ask_weight(scheme, item, "E0432", line->clause->span, NULL);
            else if (!exits[k].exempt && can_be(scheme, exits[k].condition))
                report_inapplicable(&scope, item);
        }
    }
}

/* Marks the conditions by which items are exempt or do not apply. */
static void mark_exceptions(struct scheme *scheme)
{
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        struct item *item = scheme->items[i];
        if (!item_assessed(scheme, item))
            continue;
        item->is_exempt->exception = item->inapplicable->exception = true;
        for (uint32_t k = 0; k < item->way_count; k++)
            way_condition(item, &item->ways[k])->exception = true;
    }
}

/* ---- policies for what never happens ---- */

static bool never(const struct node *condition) { return condition && node_is_false(condition); }

static void idle_policy(struct scope *scope, const struct weight_policy *policy, bool idle, const char *zh, const char *en)
{
    if (policy->kind != POLICY_NONE && idle)
        fault(scope, "W0366", policy->span, zh, en, NULL);
}

/* Whether nothing is left for what is said of all: each line says itself what holds, and nothing else can be. */
static bool all_say(struct scheme *scheme, const struct item *item, bool exempt)
{
    uint32_t own = 0, count = 0;
    for (uint32_t i = 0; i < item->way_count; i++) {
        count += item->ways[i].exempt == exempt;
        own += item->ways[i].exempt == exempt && item->ways[i].own.kind;
    }
    struct node *rest = exempt || !count ? NULL : item->inapplicable;
    for (uint32_t i = 0; i < item->way_count && rest; i++) {
        struct scope scope = item_scope(scheme, (struct item *)item);
        rest = both(&scope, rest, negate_condition(&scope, way_condition(item, &item->ways[i])));
    }
    return count && own == count && (!rest || !can_be(scheme, rest));
}

/* Whether somebody exempt gets the mean of the class. */
static bool takes_mean(const struct item *item)
{
    bool takes = false;
    for (uint32_t i = 0; i < item->way_count; i++)
        takes = takes || way_policy(item, &item->ways[i])->kind == POLICY_CLASS_MEAN;
    return takes;
}

static void idle_policies_of(struct scope *scope, const struct item *item)
{
    idle_policy(scope, &item->class_none, never(item->is_exempt) || !takes_mean(item), "免考而得同类平均", "exempt with the mean of its class");
    idle_policy(scope, &item->exempt_policy, never(item->is_exempt), "免考", "exempt");
    idle_policy(scope, &item->not_applicable_policy, never(item->inapplicable), "不适用", "not applicable");
    idle_policy(scope, &item->exempt_policy, all_say(scope->scheme, item, true), "免考而没有自己的规定", "exempt without saying itself what holds");
    idle_policy(scope, &item->not_applicable_policy, item->inapplicable && all_say(scope->scheme, item, false), "不适用而没有自己的规定", "not applicable without saying itself what holds");
}

/* A value of 来源 that may not apply, in a block that has weights, says who takes its weight. */
static void check_variant(struct scope *scope, const struct item *item)
{
    bool absent = (item->inapplicable && !never(item->inapplicable)) || (item->is_exempt && !never(item->is_exempt));
    bool stated = item->exempt_policy.kind != POLICY_NONE || item->not_applicable_policy.kind != POLICY_NONE;
    for (uint32_t i = 0; i < item->way_count; i++)
        stated = stated || item->ways[i].own.kind != POLICY_NONE;
    bool weighted = false;
    for (uint32_t i = 0; i < item->quantity_count; i++)
        weighted = weighted || strcmp(item->quantities[i]->name, "权重") == 0;
    const struct line *line = item->exempt_count ? &item->exempt[0] : item->not_applicable_count ? &item->not_applicable[0] : NULL;
    if (absent && weighted && !stated)
        fault(scope, "E0367", line ? line->clause->span : item->span, item->variants->field->name, NULL);
    idle_policies_of(scope, item);
}

/* 免考 的,… where no condition exempts, 不适用 的,… where all applies. */
static void check_idle_policies(struct scheme *scheme)
{
    struct scope scope = {.scheme = scheme};
    for (uint32_t i = 0; i < scheme->item_count; i++)
        idle_policies_of(&scope, scheme->items[i]);
    for (uint32_t i = 0; i < scheme->ledger_count; i++)
        if (scheme->ledgers[i]->scored)
            idle_policies_of(&scope, scheme->ledgers[i]->scored);
    for (uint32_t i = 0; i < scheme->variant_count; i++)
        for (uint32_t k = 0; k < scheme->variants[i]->item_count; k++)
            check_variant(&scope, scheme->variants[i]->items[k]);
    for (uint32_t g = 0; g < scheme->group_count; g++) {
        struct group_model *group = scheme->groups[g];
        bool no_exempt = true, no_inapplicable = true;
        for (uint32_t i = 0; i < scheme->item_count; i++) {
            bool here = scheme->items[i]->group == group;
            no_exempt = no_exempt && (!here || never(scheme->items[i]->is_exempt));
            no_inapplicable = no_inapplicable && (!here || never(scheme->items[i]->inapplicable));
        }
        idle_policy(&scope, &group->exempt, no_exempt, "免考", "exempt");
        idle_policy(&scope, &group->not_applicable, no_inapplicable, "不适用", "not applicable");
        idle_policy(&scope, &group->group_all, no_exempt, "免考", "exempt");
        idle_policy(&scope, &group->all_all, no_exempt && no_inapplicable, "免考", "exempt");
        idle_policy(&scope, &group->class_none, no_exempt, "免考", "exempt");
    }
}

void check_scheme(struct scheme *scheme)
{
    mark_exceptions(scheme);
    check_left(scheme);
    if (scheme->sound) {            /* else a line that was not understood may be what is missing */
        check_sums(scheme);
        check_policies(scheme);
        check_groups(scheme);
        check_idle_policies(scheme);
    }
    check_unanswered(scheme);
    check_exits(scheme);
    check_caps(scheme);
    check_routine(scheme);
    check_divisions(scheme);
    check_conflicts(scheme);
    check_validity(scheme);
    check_demands(scheme);
    if (scheme->sound)
        check_lineage(scheme);
}

/* ---- the table for people ---- */

static void cell(struct buffer *out, const char *text, int width, bool right)
{
    aligned_cell(out, text, width, right);
    buffer_append_text(out, "  ");
}

/* 2.1818…: shares of what others leave seldom end. */
static const char *effective_text(const struct rational *value)
{
    struct buffer out = {0};
    rational_format_cut(value, 4, 4, &out);
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

static const char *weight_text(struct scheme *scheme, struct item *item, struct class_view *view, enum language language)
{
    static const char *const left_out_as[2][2] = {{"不适用", "not applicable"}, {"免考", "exempt"}};
    struct constant_value written, effective;
    if (!item->weight || !class_value(view, item->weight, &written) || written.status != STATUS_PRESENT)
        return "-";
    struct constant_value assessed;
    bool left_out = item_assessed(scheme, item) && class_value(view, item->assessed, &assessed) && !assessed.boolean;
    const struct weight_policy *policy = left_out ? class_policy(scheme, item, view) : NULL;
    if (!item_full(scheme, item, view, &effective) || (policy && policy->kind == POLICY_CONVERT))
        return lang_format("%s→%s", number_text(&written.number), left_out_as[class_answer(view, item->is_exempt) == ANSWER_YES][language == LANGUAGE_EN]);
    if (rational_compare(&written.number, &effective.number) == 0)
        return number_text(&written.number);
    return lang_format("%s→%s", number_text(&written.number), effective_text(&effective.number));
}

static void scheme_table(struct scheme *scheme, enum language language, struct buffer *out)
{
    struct class_view view = class_view_open(scheme);
    uint32_t classes = class_view_count(scheme);
    buffer_format(out, "《%s》\n", scheme->title);
    cell(out, language == LANGUAGE_ZH ? "代码" : "code", 10, false);
    for (uint32_t class = 0; class < classes; class++)
        cell(out, scheme->class_field ? scheme->class_field->categories->names[class] : language == LANGUAGE_ZH ? "权重" : "weight", 16, true);
    cell(out, language == LANGUAGE_ZH ? "名称" : "name", 4, false);
    buffer_append_char(out, '\n');
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        cell(out, scheme->items[i]->code, 10, false);
        for (uint32_t class = 0; class < classes; class++) {
            class_view_turn(&view, class);
            cell(out, weight_text(scheme, scheme->items[i], &view, language), 16, true);
        }
        buffer_format(out, "%s\n", scheme->items[i]->name);
    }
    cell(out, language == LANGUAGE_ZH ? "合计" : "sum", 10, false);
    for (uint32_t class = 0; class < classes; class++) {
        struct rational sum;
        rational_init(&sum);
        class_view_turn(&view, class);
        for (uint32_t i = 0; i < scheme->item_count; i++) {
            struct constant_value value;
            if (item_full(scheme, scheme->items[i], &view, &value))
                rational_add(&sum, &sum, &value.number);
        }
        cell(out, effective_text(&sum), 16, true);
    }
    buffer_append_text(out, "\n\n");
}

void check_weight_table(const struct model *model, enum language language, struct buffer *out)
{
    for (uint32_t i = 0; i < model->scheme_count; i++)
        if (scheme_is_run(model->schemes[i]))
            scheme_table(model->schemes[i], language, out);
}
