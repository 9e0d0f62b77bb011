/* Pools and the figures taken of them: 本类 乡镇 的 个数, 各 任务 得分 的 加权平均(按 权重), 名次 在 全部 乡镇 按 …
 *
 *     pool words   value   的   figure ( options )
 *
 * A pool is a source of rows, an index that groups them and a condition; a figure folds the value over each group, and the result is
 * brought to the row at hand. */
#include "elaborate/elaborate.h"
#include <string.h>
#include "check/absence.h"
#include "memory.h"
#include "phrase/library.h"

struct row_set *grouping_by(struct scope *scope, struct row_set *source, struct node **keys, uint32_t count)
{
    struct model *model = scope->scheme->model;
    for (uint32_t i = 0; i < model->grouping_count; i++) {
        struct row_set *groups = model->groupings[i];
        if (groups->source == source && groups->group_key_count == count && memcmp(groups->group_keys, keys, count * sizeof *keys) == 0)
            return groups;
    }
    struct row_set *groups = lang_new(sizeof *groups);
    *groups = (struct row_set){.kind = ROWS_GROUPS, .name = lang_format("%s 的 分组", source->name), .scheme = source->scheme, .source = source,
                               .group_keys = keys, .group_key_count = count, .span = source->span};
    *ARRAY_ADD(model->groupings, model->grouping_count) = groups;
    return groups;
}

static void pool_by_key(struct scope *scope, struct pool *pool, struct node *key)
{
    if (key->type == TYPE_INDEX) {
        pool->index = key;
        pool->target = key->target;
        return;
    }
    struct node **keys = lang_array(1, sizeof *keys);
    keys[0] = key;
    pool->target = grouping_by(scope, pool->source, keys, 1);
    pool->index = node_group(scope->scheme->model->pool, pool->source, keys, 1, pool->target);
}

/* The field of `rows` that refers to `to`. */
static struct field_model *reference_to(const struct row_set *rows, const struct row_set *to)
{
    for (uint32_t i = 0; i < rows->field_count; i++)
        if (rows->fields[i]->reference == to)
            return rows->fields[i];
    return NULL;
}

/* Rows that conditions on other rows leave out. */
static void leave_out(struct scope *scope, struct pool *pool)
{
    struct node *excluded = pool->source && pool->source->kind == ROWS_LEDGER && !pool->complete ? ledger_excluded(pool->source) : NULL;
    pool->complete = true;
    if (excluded)
        pool->where = both(scope, pool->where, negate_condition(scope, excluded));
}

/* ---- pool words ---- */

static uint32_t class_pool(struct scope *scope, const struct token *tokens, uint32_t count, struct pool *pool, bool *failed)
{
    struct row_set *rows = scope->domain;
    struct field_model *class_field = scope->scheme->class_field;
    if (!class_field || rows != scope->scheme->units) {
        fault(scope, class_field ? "E0241" : "E0242", tokens[0].span, span_text(scope->scheme->model, tokens[0].span), NULL);
        *failed = true;
        return 1;
    }
    pool->source = rows;
    pool_by_key(scope, pool, node_field(scope->scheme->model->pool, rows, class_field));
    return count > 1 && token_is(&tokens[1], rows->name) ? 2 : 1;
}

/* 各 评价(按 被评人): which of the columns that refer to the unit; to be said where there are several. *used: tokens of that. */
static struct field_model *reference_by(struct scope *scope, struct row_set *source, const struct row_set *to, const struct token *tokens, uint32_t count,
                                        uint32_t *used)
{
    struct field_model *field = to ? reference_to(source, to) : NULL;
    *used = 0;
    if (!field)
        return fault(scope, "E0243", tokens[1].span, source->name, to ? to->name : "", NULL);
    if (count >= 6 && tokens[2].kind == TOKEN_OPEN && token_is(&tokens[3], "按") && tokens[5].kind == TOKEN_CLOSE) {
        *used = 4;
        struct field_model *named = field_find(source, tokens[4].text);
        return named && named->reference == to ? named : fault(scope, "E0823", tokens[4].span, tokens[4].text, to->name, NULL);
    }
    struct buffer names = {0};
    uint32_t several = 0;
    for (uint32_t i = 0; i < source->field_count; i++)
        if (source->fields[i]->reference == to)
            buffer_format(&names, "%s%s", several++ ? "、" : "", source->fields[i]->name);
    if (several > 1) {
        ask_column(scope, source, to, buffer_text(&names), tokens);
        field = NULL;
    }
    buffer_release(&names);
    return field;
}

static uint32_t reference_pool(struct scope *scope, const struct token *tokens, uint32_t count, struct pool *pool, bool *failed)
{
    struct row_set *source = count > 1 && tokens[1].kind == TOKEN_WORD ? ledger_find(scope->scheme, tokens[1].text) : NULL;
    if (!source)
        return 0;
    const struct row_set *to = scope->domain == source ? scope->scheme->units : scope->domain;
    uint32_t used;
    pool->source = source;
    if (to && to->kind == ROWS_GROUPS && to->source == source) {        /* the rows that a unit is known from */
        pool->index = node_group(scope->scheme->model->pool, source, to->group_keys, to->group_key_count, (struct row_set *)to);
        pool->target = (struct row_set *)to;
        pool->where = variant_condition(scope, source);
        return 2;
    }
    struct field_model *field = reference_by(scope, source, to, tokens, count, &used);
    *failed = !field;
    if (!field)
        return 2;
    pool->index = node_field(scope->scheme->model->pool, source, field);
    pool->target = field->reference;
    pool->where = variant_condition(scope, source);
    return 2 + used;
}

static uint32_t same_key_pool(struct scope *scope, const struct token *tokens, uint32_t count, struct pool *pool, bool *failed)
{
    if (count < 2)
        return 0;
    struct row_set *named = count > 2 && tokens[2].kind == TOKEN_WORD ? ledger_find(scope->scheme, tokens[2].text) : NULL;
    struct row_set *source = named ? named : scope->domain;
    struct field_model *field = source ? field_find(source, tokens[1].text) : NULL;
    if (!field) {
        fault(scope, "E0203", tokens[1].span, tokens[1].text, NULL);
        *failed = true;
        return 2;
    }
    pool->source = source;
    pool_by_key(scope, pool, node_field(scope->scheme->model->pool, source, field));
    return named ? 3 : 2;
}

static uint32_t pool_words(struct scope *scope, const struct token *tokens, uint32_t count, struct pool *pool, bool *failed)
{
    *pool = (struct pool){0};
    *failed = false;
    if (!count || tokens[0].kind != TOKEN_WORD)
        return 0;
    for (const struct binding *binding = scope->bindings; binding; binding = binding->next)
        if (binding->pool && strcmp(binding->name, tokens[0].text) == 0) {
            *pool = *binding->pool;
            return 1;
        }
    if (scope->domain && field_find(scope->domain, tokens[0].text))
        return 0;
    if (token_is(&tokens[0], "本类"))
        return class_pool(scope, tokens, count, pool, failed);
    if (token_is(&tokens[0], "各"))
        return reference_pool(scope, tokens, count, pool, failed);
    if (token_is(&tokens[0], "同一"))
        return same_key_pool(scope, tokens, count, pool, failed);
    if (token_is(&tokens[0], "全部")) {
        struct row_set *named = count > 1 && tokens[1].kind == TOKEN_WORD ? ledger_find(scope->scheme, tokens[1].text) : NULL;
        pool->source = named ? named : scope->domain;
        return named ? 2 : 1;
    }
    return 0;
}

uint32_t pool_at(struct scope *scope, const struct token *tokens, uint32_t count, struct pool *pool, bool *failed)
{
    uint32_t used = pool_words(scope, tokens, count, pool, failed);
    if (!used || *failed)
        return used;
    leave_out(scope, pool);
    return used;
}

bool pool_of_words(struct scope *scope, const struct token *tokens, uint32_t count, struct pool *pool)
{
    bool failed;
    uint32_t used = pool_at(scope, tokens, count, pool, &failed);
    if (failed)
        return false;
    if (used != count || !pool->source)
        return question_ask(scope, "E0244", tokens_span(tokens, count), span_text(scope->scheme->model, tokens_span(tokens, count)), NULL), false;
    return true;
}

/* ---- folds ---- */

struct node *pool_result(struct scope *scope, const struct pool *pool, struct node *node, struct span span)
{
    if (!node || !node->domain || node->domain == scope->domain)
        return node;
    if (pool->index && pool->source == scope->domain)
        return node_gather(scope->scheme->model->pool, pool->index, node, span);
    struct field_model *reference = scope->domain && pool->target ? reference_to(scope->domain, pool->target) : NULL;
    if (reference)
        return node_gather(scope->scheme->model->pool, node_field(scope->scheme->model->pool, scope->domain, reference), node, span);
    return fault(scope, "E0241", span, span_text(scope->scheme->model, span), NULL);
}

/* Exempt ones: that they do not count is said in brackets behind the figure, where none stand yet. */
static void *exempt_unsaid(struct scope *scope, struct span span, const struct node *value)
{
    struct model *model = scope->scheme->model;
    const char *text = span_text(model, span);
    fault(scope, "E0246", span, node_text(scope, value), NULL);
    if (!scope->kernel && !(*text && text[strlen(text) - 1] == ')'))
        propose_policy(model, span, "(未免考 的)", " (those not exempt)");
    return NULL;
}

struct node *pool_fold(struct scope *scope, const struct pool *pool, enum fold fold, struct node *value, struct span span)
{
    struct node_pool *nodes = scope->scheme->model->pool;
    if (value && value->domain && value->domain != pool->source)
        return fault(scope, "E0245", span, node_text(scope, value), pool->source->name, NULL);
    if (value && node_can_be(value, status_mask(STATUS_MISSING)) && !(pool->allowed & status_mask(STATUS_MISSING)))
        return ask_empty_in_pool(scope, value, span), NULL;
    if (value && !(pool->allowed & status_mask(STATUS_EXEMPT)) && value_can_be(scope->scheme, pool->source, value, status_mask(STATUS_EXEMPT)))
        return exempt_unsaid(scope, span, value);
    if (pool->order)
        return node_running(nodes, fold, pool->source, pool->index, value, pool->order, pool->where, span);
    return pool_result(scope, pool, node_fold(nodes, fold, pool->source, pool->target, pool->index, value, pool->where, span), span);
}

static struct scope source_scope(const struct scope *scope, const struct pool *pool)
{
    return (struct scope){.scheme = pool->source->scheme ? pool->source->scheme : scope->scheme, .domain = pool->source, .bindings = scope->bindings,
                          .pool = pool, .kernel = scope->kernel, .use = scope->use, .item = scope->item && scope->item->domain == pool->source ? scope->item : NULL};
}

/* ---- options ---- */

/* conditions: which rows count, as the brackets say it. */
struct figure { struct pool pool; struct node *value; struct row_condition *conditions; uint32_t condition_count; };

/* What the brackets say of rows is looked at once all is known (check/unanswered.c). */
static void note_conditions(struct scope *scope, const struct figure *figure)
{
    struct scheme *scheme = scope->scheme;
    for (uint32_t i = 0; i < figure->condition_count && !scope->kernel; i++) {
        struct row_condition condition = figure->conditions[i];
        condition.assessed_only = (figure->pool.allowed & status_mask(STATUS_EXEMPT)) != 0;
        *ARRAY_ADD(scheme->row_conditions, scheme->row_condition_count) = condition;
    }
}

/* 同一 事项编号 就高: of the rows with the same key only the highest value counts. */
static bool highest_of_same(struct scope *scope, struct figure *figure, struct node *key, struct span span)
{
    struct node_pool *nodes = scope->scheme->model->pool;
    uint32_t count = figure->pool.index ? 2 : 1;
    struct node **keys = lang_array(count, sizeof *keys);
    keys[0] = figure->pool.index ? figure->pool.index : key;
    keys[count - 1] = key;
    struct row_set *groups = grouping_by(scope, figure->pool.source, keys, count);
    struct node *index = node_group(nodes, figure->pool.source, keys, count, groups);
    struct node *highest = node_fold(nodes, FOLD_MAXIMUM, figure->pool.source, groups, index, figure->value, figure->pool.where, span);
    figure->pool.where = NULL;
    figure->pool.source = groups;
    figure->pool.index = figure->pool.index ? node_group_key(nodes, groups, 0, keys[0]) : NULL;
    figure->value = highest;
    return true;
}

/* 同一 指标 … 的 平均值(同一 洲 的): of these rows only those that are the row's equals in one more thing. The row at hand must be one of them. */
static bool narrow_to_same(struct scope *scope, struct figure *figure, struct node *key, struct span span)
{
    struct pool *pool = &figure->pool;
    if (scope->domain != pool->source || key->domain != pool->source || key->type == TYPE_BOOLEAN)
        return fault(scope, "E0241", span, span_text(scope->scheme->model, span), NULL), false;
    if (!pool->index)
        return pool_by_key(scope, pool, key), true;
    struct node **keys = lang_array(2, sizeof *keys);
    keys[0] = pool->index;
    keys[1] = key;
    pool->target = grouping_by(scope, pool->source, keys, 2);
    pool->index = node_group(scope->scheme->model->pool, pool->source, keys, 2, pool->target);
    return true;
}

static struct field_model *order_field(struct scope *scope, const struct pool *pool, const struct token *token)
{
    const char *unit = strncmp(token->text, "本", 3) == 0 ? token->text + 3 : token->text;
    struct field_model *field = field_by_unit(pool->source, unit);
    if (!field)
        fault(scope, "E0231", token->span, pool->source->name, unit, NULL);
    return field;
}

/* One option of a figure. Returns 1 taken, 0 not an option of the kernel (a phrase's), -1 a fault was reported. */
static int apply_option(struct scope *scope, struct figure *figure, const struct token *tokens, uint32_t count)
{
    static struct pattern counts_as, same_highest, same_too, up_to;
    if (!counts_as.count) {
        pattern_compile(&counts_as, "未填 视为 “值”");
        pattern_compile(&same_highest, "同一 “键” 就高");
        pattern_compile(&same_too, "同一 “键” 的");
        pattern_compile(&up_to, "到 “期”");
    }
    struct node_pool *nodes = scope->scheme->model->pool;
    struct scope inner = source_scope(scope, &figure->pool);
    struct match match;
    if (count == 1 && token_is(&tokens[0], "只算已填")) {
        figure->pool.allowed |= status_mask(STATUS_MISSING);
        return 1;
    }
    if (token_is(&tokens[0], "未免考") && (count == 1 || (count == 2 && token_is(&tokens[1], "的")))) {
        figure->pool.allowed |= status_mask(STATUS_EXEMPT) | status_mask(STATUS_NOT_APPLICABLE);
        return 1;
    }
    if (pattern_match(&counts_as, tokens, count, &match) && figure->value) {
        struct node *instead = resolve_tokens(&inner, match.captures[0].tokens, match.captures[0].count);
        if (!instead)
            return -1;
        figure->value = choose(scope, node_status_is(nodes, figure->value, status_mask(STATUS_MISSING)), instead, figure->value, tokens[0].span);
        return figure->value ? 1 : -1;
    }
    if (pattern_match(&same_highest, tokens, count, &match) && figure->value) {
        struct node *key = resolve_tokens(&inner, match.captures[0].tokens, match.captures[0].count);
        return key && highest_of_same(scope, figure, key, tokens[0].span) ? 1 : -1;
    }
    if (pattern_match(&same_too, tokens, count, &match)) {
        struct node *key = resolve_tokens(&inner, match.captures[0].tokens, match.captures[0].count);
        return key && narrow_to_same(scope, figure, key, tokens[0].span) ? 1 : -1;
    }
    if (pattern_match(&up_to, tokens, count, &match) && match.captures[0].count == 1) {
        struct field_model *field = order_field(scope, &figure->pool, match.captures[0].tokens);
        if (!field || scope->domain != figure->pool.source)
            return field ? (fault(scope, "E0241", tokens[0].span, span_text(scope->scheme->model, tokens[0].span), NULL), -1) : -1;
        figure->pool.order = node_field(nodes, figure->pool.source, field);
        return 1;
    }
    if (count > 1 && token_is(&tokens[count - 1], "的") && token_next_comma(tokens, count, 0) == count) {
        struct node *condition = resolve_condition(&inner, tokens, count - 1);
        if (!condition)
            return -1;
        if (condition->statuses != status_mask(STATUS_PRESENT))
            *ARRAY_ADD(figure->conditions, figure->condition_count) = (struct row_condition){condition, figure->value, figure->pool.source, false, tokens, count - 1};
        figure->pool.where = both(&inner, figure->pool.where, condition);
        return 1;
    }
    return 0;
}

/* ---- figures ---- */

/* Where the row at hand stands among the rows of its pool: what the figures of stdlib/ for medians, trimmed means and percentiles rest on.
 * TIES_ORDER numbers equals one after the other; such a number is only compared with bounds, so it cannot be seen which of them is which. */
static struct node *standing(struct scope *scope, const struct figure *figure, const struct token *name, struct span span, bool *known)
{
    static const struct { const char *word; enum ties ties; int64_t less; } standings[] = {
        {"升序号", TIES_ORDER, 0}, {"更低的个数", TIES_COMPETITION, 1}, {"不更高的个数", TIES_LAST, 0}};
    struct node_pool *nodes = scope->scheme->model->pool;
    const struct pool *pool = &figure->pool;
    for (size_t i = 0; i < sizeof standings / sizeof standings[0]; i++) {
        if (!token_is(name, standings[i].word))
            continue;
        *known = true;
        if (!figure->value || scope->domain != pool->source || figure->value->domain != pool->source)
            return fault(scope, "E0241", span, span_text(scope->scheme->model, span), NULL);
        struct node **keys = lang_array(1, sizeof *keys);
        bool *descending = lang_array(1, sizeof *descending);
        keys[0] = figure->value;
        descending[0] = false;
        struct node *rank = node_rank(nodes, pool->source, pool->index, pool->where, keys, descending, 1, standings[i].ties, span);
        struct node *less = node_integer(nodes, standings[i].less, unit_plain(), span);
        return standings[i].less ? node_operation(nodes, OP_SUBTRACT, rank, less, NULL, unit_plain(), span) : rank;
    }
    return NULL;
}

static struct node *kernel_figure(struct scope *scope, const struct figure *figure, const struct token *name, struct span span, bool *known)
{
    static const struct { const char *word; enum fold fold; } folds[] = {
        {"合计", FOLD_SUM}, {"个数", FOLD_COUNT}, {"最高值", FOLD_MAXIMUM}, {"最低值", FOLD_MINIMUM}, {"最晚值", FOLD_MAXIMUM}, {"最早值", FOLD_MINIMUM}};
    *known = false;
    for (size_t i = 0; i < sizeof folds / sizeof folds[0]; i++) {
        if (!token_is(name, folds[i].word))
            continue;
        *known = true;
        if (!figure->value && folds[i].fold != FOLD_COUNT)
            return fault(scope, "E0247", span, name->text, NULL);
        bool in_time = folds[i].fold != FOLD_SUM && figure->value && figure->value->type == TYPE_DATE;
        if (figure->value && folds[i].fold != FOLD_COUNT && figure->value->type != TYPE_NUMBER && !in_time)
            return fault(scope, "E0211", span, node_text(scope, figure->value), NULL);
        return pool_fold(scope, &figure->pool, folds[i].fold, figure->value, span);
    }
    return scope->kernel ? standing(scope, figure, name, span, known) : NULL;
}

/* Whether the phrase says something of the pool's values, or of its rows alone. */
static bool is_of_values(const struct phrase *phrase)
{
    for (uint32_t i = 0; i < phrase->body_count; i++)
        if (token_is(&phrase->body[i], "值"))
            return true;
    return false;
}

static struct node *library_figure(struct scope *scope, const struct figure *figure, const struct token *tokens, uint32_t count, bool *known)
{
    struct match match;
    const struct phrase *phrase = library_match(scope->scheme->model->library, PHRASE_FIGURE, tokens, count, &match);
    *known = phrase != NULL;
    if (!phrase)
        return NULL;
    if (phrase->asks[0])
        return ask_phrase(scope, phrase, tokens, count), NULL;
    if (!figure->value && is_of_values(phrase))
        return fault(scope, "E0247", tokens[0].span, tokens[0].text, NULL);
    struct binding bindings[PATTERN_SLOTS], *chain = NULL;
    struct scope inner = source_scope(scope, &figure->pool);
    if (!bind_slots(&inner, &match, bindings, &chain))
        return NULL;
    if (figure->value && node_can_be(figure->value, status_mask(STATUS_MISSING)) && !(figure->pool.allowed & status_mask(STATUS_MISSING)))
        return ask_empty_in_pool(scope, figure->value, tokens_span(tokens, count)), NULL;
    if (figure->value && !(figure->pool.allowed & status_mask(STATUS_EXEMPT)) && value_can_be(scope->scheme, figure->pool.source, figure->value, status_mask(STATUS_EXEMPT)))
        return exempt_unsaid(scope, tokens[0].span, figure->value);
    struct pool open = figure->pool;
    open.allowed |= status_mask(STATUS_MISSING);
    struct binding pool = {"池", NULL, &open, chain}, value = {"值", figure->value, NULL, &pool}, *bound = figure->value ? &value : &pool;
    struct span span = tokens_span(tokens, count);
    struct node *node = resolve_phrase_body(scope, phrase->body, phrase->body_count, bound, span);
    struct node *present = node && phrase->present_count ? resolve_phrase_body(scope, phrase->present, phrase->present_count, bound, span) : NULL;
    if (present)
        *ARRAY_ADD(scope->scheme->model->presences, scope->scheme->model->presence_count) = (struct presence){node, present};
    return node;
}

bool figure_begins(struct scope *scope, const struct token *tokens, uint32_t count)
{
    static const char *const kernel[] = {"合计", "个数", "最高值", "最低值"};
    struct match match;
    for (size_t i = 0; count && i < sizeof kernel / sizeof kernel[0]; i++)
        if (token_is(&tokens[0], kernel[i]))
            return true;
    return count && library_match(scope->scheme->model->library, PHRASE_FIGURE, tokens, count, &match);
}

/* 的 名次 is what people write first, and a rank says more: among whom, from which end, and how ties stand. */
static struct node *unknown_figure(struct scope *scope, const struct token *tokens, uint32_t count)
{
    static const char *const ranks[] = {"名次", "位次", "排名"};
    static const char *const figures[] = {"合计", "个数", "平均值", "加权平均", "最高值", "最低值", "最早值", "最晚值", "中位数", "标准差", "极差", "占比", "最后值", "几何平均"};
    struct span span = tokens_span(tokens, count);
    for (size_t i = 0; i < sizeof ranks / sizeof ranks[0]; i++)
        if (token_is(&tokens[0], ranks[i]))
            return fault(scope, "E0232", span, span_text(scope->scheme->model, span), NULL);
    if (misused_report(scope->scheme->model->diagnostics, NULL, tokens, count, "G"))
        return NULL;
    fault(scope, "E0248", span, span_text(scope->scheme->model, span), NULL);
    propose_nearest(scope->scheme->model, tokens[0].span, tokens[0].text, figures, sizeof figures / sizeof figures[0]);
    return NULL;
}

/* tokens: the figure's word and its options in brackets. Options of the kernel are taken off; what is left must be a phrase. */
static struct node *figure_of(struct scope *scope, struct figure *figure, const struct token *tokens, uint32_t count, struct span span)
{
    struct token *left = lang_array(count + 1, sizeof *left);
    uint32_t left_count = 0;
    bool open = false, known;
    struct node *whole = count > 1 ? library_figure(scope, figure, tokens, count, &known) : NULL;   /* a phrase with just these options */
    if (count > 1 && known)
        return whole;
    left[left_count++] = tokens[0];
    if (count > 1 && (tokens[1].kind != TOKEN_OPEN || token_group_end(tokens, count, 1) != count))
        return unknown_figure(scope, tokens, count);
    for (uint32_t from = 2, pass = 0; count > 2 && pass < 2;) {     /* which rows count is settled before the highest of the same is taken */
        uint32_t end = token_next_comma(tokens, count - 1, from);
        bool last = end > from && token_is(&tokens[end - 1], "就高");
        int taken = end == from ? (int)pass : last == (pass == 1) ? apply_option(scope, figure, tokens + from, end - from) : 1;
        if (taken < 0)
            return NULL;
        if (!taken) {
            struct token mark = tokens[1];
            mark.kind = open ? TOKEN_COMMA : TOKEN_OPEN;
            mark.text = open ? "," : "(";
            left[left_count++] = mark;
            memcpy(left + left_count, tokens + from, (end - from) * sizeof *left);
            left_count += end - from;
            open = true;
        }
        from = end + 1;
        if (from >= count) {
            from = 2;
            pass++;
        }
    }
    if (open)
        left[left_count++] = tokens[count - 1];
    note_conditions(scope, figure);
    struct node *node = left_count == 1 ? kernel_figure(scope, figure, &tokens[0], span, &known) : NULL;
    if (left_count == 1 && known)
        return node;
    node = library_figure(scope, figure, left, left_count, &known);
    return known ? node : unknown_figure(scope, tokens, count);
}

struct node *pool_figure(struct scope *scope, const struct pool *pool, struct node *value, const struct token *tokens, uint32_t count, struct span span)
{
    struct figure figure = {.pool = *pool, .value = value};
    return figure_of(scope, &figure, tokens, count, span);
}

/* The part of the value in front of 从高到低 前 3 个: only so many of the highest (lowest) count. */
static bool best_of(struct scope *scope, struct figure *figure, const struct token *tokens, uint32_t *count)
{
    uint32_t n = *count;
    if (n < 5 || !token_is(&tokens[n - 3], "前") || tokens[n - 2].kind != TOKEN_NUMBER)
        return true;
    bool descending = token_is(&tokens[n - 4], "从高到低");
    if (!descending && !token_is(&tokens[n - 4], "从低到高"))
        return true;
    struct scope inner = source_scope(scope, &figure->pool);
    struct node **keys = lang_array(1, sizeof *keys);
    bool *directions = lang_array(1, sizeof *directions);
    keys[0] = resolve_tokens(&inner, tokens, n - 4);
    directions[0] = descending;
    *count = n - 4;
    if (!keys[0])
        return false;
    struct node_pool *nodes = scope->scheme->model->pool;
    struct node *rank = node_rank(nodes, figure->pool.source, figure->pool.index, figure->pool.where, keys, directions, 1, TIES_ORDER, tokens[0].span);
    struct node *limit = node_number(nodes, &tokens[n - 2].number, unit_plain(), tokens[n - 2].span);
    figure->pool.where = node_operation(nodes, OP_LESS_EQUAL, rank, limit, NULL, NULL, tokens[0].span);
    return true;
}

/* 都未填, 都免考, 都不适用: so for every row of the pool. */
static struct node *all_in_state(struct scope *scope, struct figure *figure, const struct token *state, struct span span)
{
    unsigned mask = token_is(state, "都未填") ? status_mask(STATUS_MISSING)
                    : token_is(state, "都免考") ? status_mask(STATUS_EXEMPT)
                                                : status_mask(STATUS_NOT_APPLICABLE) | status_mask(STATUS_EXEMPT);
    struct node_pool *nodes = scope->scheme->model->pool;
    if (!figure->value && figure->pool.source->scored)
        figure->value = item_counted(figure->pool.source->scheme, figure->pool.source->scored);
    if (!figure->value)
        return fault(scope, "E0247", span, state->text, NULL);
    struct node *otherwise = negate_condition(scope, node_status_is(nodes, figure->value, mask));
    struct pool pool = figure->pool;
    pool.where = both(scope, pool.where, otherwise);
    struct node *number = pool_fold(scope, &pool, FOLD_COUNT, NULL, span);
    return number ? node_operation(nodes, OP_EQUAL, number, node_integer(nodes, 0, unit_plain(), span), NULL, NULL, span) : NULL;
}

/* 都相同: two rows or more, and no two values differ. */
static struct node *all_equal(struct scope *scope, const struct figure *figure, struct span span)
{
    struct node_pool *nodes = scope->scheme->model->pool;
    if (!figure->value)
        return fault(scope, "E0247", span, "都相同", NULL);
    if (figure->value->type == TYPE_TEXT || figure->value->type == TYPE_INDEX)
        return fault(scope, "E0211", span, node_text(scope, figure->value), NULL);
    struct pool pool = figure->pool;
    struct node *number = pool_fold(scope, &pool, FOLD_COUNT, figure->value, span);
    struct node *highest = number ? pool_fold(scope, &pool, FOLD_MAXIMUM, figure->value, span) : NULL;
    struct node *lowest = highest ? pool_fold(scope, &pool, FOLD_MINIMUM, figure->value, span) : NULL;
    if (!lowest)
        return NULL;
    struct node *several = node_operation(nodes, OP_LESS_EQUAL, node_integer(nodes, 2, unit_plain(), span), number, NULL, NULL, span);
    struct node *equal = node_operation(nodes, OP_EQUAL, highest, lowest, NULL, NULL, span);
    return node_operation(nodes, OP_SELECT, several, equal, node_boolean(nodes, false), NULL, span);
}

static struct node *no_rows(struct scope *scope, const struct token *tokens, uint32_t count)
{
    struct pool pool = {0};
    bool failed = false;
    struct node_pool *nodes = scope->scheme->model->pool;
    struct span span = tokens_span(tokens, count);
    struct token *words = lang_array(count, sizeof *words);
    memcpy(words, tokens, count * sizeof *words);
    words[0].text = "各";
    uint32_t used = reference_pool(scope, words, count, &pool, &failed);
    if (failed)
        return NULL;
    if (used != count)
        return unknown_ledger(scope->scheme, "E0249", tokens[1].span, tokens[1].text);
    leave_out(scope, &pool);
    struct node *number = pool_fold(scope, &pool, FOLD_COUNT, NULL, span);
    return number ? node_operation(nodes, OP_EQUAL, number, node_integer(nodes, 0, unit_plain(), span), NULL, NULL, span) : NULL;
}

/* 总分 折算为 100分: the sum times the full marks, over what the unit is assessed on. */
static struct node *converted(struct scope *scope, struct node *total, struct span span)
{
    struct scheme *scheme = scope->scheme;
    struct node_pool *pool = scheme->model->pool;
    struct node *lost = total && scheme->has_full ? weight_converted(scheme) : NULL;
    if (!lost)
        return total;
    struct node *full = node_number(pool, &scheme->full, unit_points(), span);
    struct node *rest = node_operation(pool, OP_SUBTRACT, full, lost, NULL, unit_points(), span);
    struct node *none = node_operation(pool, OP_EQUAL, full, lost, NULL, NULL, span), *one = node_integer(pool, 1, unit_plain(), span);
    struct node *factor = node_operation(pool, OP_SELECT, none, one, node_operation(pool, OP_DIVIDE, full, rest, NULL, unit_plain(), span), unit_plain(), span);
    return node_operation(pool, OP_MULTIPLY, total, factor, NULL, unit_points(), span);
}

/* 各项 得分 的 合计: over the unit's indicators, passing over what is exempt or not applicable; a group with limits counts within them. 各项
 * 舍入前 得分 的 合计 adds what they were before they were rounded. */
static struct node *sum_of_items(struct scope *scope, const struct token *tokens, uint32_t count)
{
    bool rounded = !token_is(&tokens[1], "舍入前");
    struct scheme *scheme = scope->scheme;
    struct node *total = NULL;
    if (scope->domain != scheme->units || !scheme->item_count)
        return fault(scope, "E0250", tokens_span(tokens, count), NULL);
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        struct group_model *group = scheme->items[i]->group;
        bool whole = group && group_is_limited(group);
        if (whole && i && scheme->items[i - 1]->group == group)
            continue;
        struct node *score = whole ? group_total(scheme, group, !rounded) : item_counted(scheme, scheme->items[i]);
        if (!score)
            return NULL;
        if (!rounded && !whole)
            score = scheme->items[i]->exact = before_rounding(scheme->model->pool, score);
        total = total ? node_operation(scheme->model->pool, OP_ADD_PRESENT, total, score, NULL, score->unit, tokens[0].span) : score;
    }
    scheme->whole[!rounded] = total;
    return converted(scope, total, tokens[0].span);
}

/* 全部 都免考: no indicator of the unit is assessed. */
static struct node *nothing_assessed(struct scope *scope, const struct token *tokens, uint32_t count)
{
    struct scheme *scheme = scope->scheme;
    struct node *none = NULL;
    if (scope->domain != scheme->units || !scheme->item_count)
        return fault(scope, "E0250", tokens_span(tokens, count), NULL);
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        struct item *item = scheme->items[i];
        struct node *assessed = item_assessed(scheme, item);
        if (!assessed || !item->weight)
            return assessed ? node_boolean(scheme->model->pool, false) : NULL;
        struct node *here = node_status_is(scheme->model->pool, item->weight, status_mask(STATUS_PRESENT));
        none = both(scope, none, negate_condition(scope, both(scope, here, assessed)));
    }
    return none;
}

/* 各项 得分 的 个数: how many of the unit's indicators have a score, or one that stands in for it. */
static struct node *count_of_items(struct scope *scope, const struct token *tokens, uint32_t count)
{
    struct scheme *scheme = scope->scheme;
    struct node_pool *pool = scheme->model->pool;
    struct node *zero = node_integer(pool, 0, unit_plain(), tokens[0].span), *one = node_integer(pool, 1, unit_plain(), tokens[0].span), *number = zero;
    if (scope->domain != scheme->units || !scheme->item_count)
        return fault(scope, "E0250", tokens_span(tokens, count), NULL);
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        struct node *score = item_counted(scheme, scheme->items[i]);
        if (!score)
            return NULL;
        struct node *here = node_operation(pool, OP_SELECT, node_status_is(pool, score, status_mask(STATUS_PRESENT)), one, zero, unit_plain(), tokens[0].span);
        number = node_operation(pool, OP_ADD, number, here, NULL, unit_plain(), tokens[0].span);
    }
    return number;
}

/* 各 任务 得分 合计, 各 任务 得分: 的 or the figure itself is not there. */
static void *figure_is_missing(struct scope *scope, const struct token *tokens, uint32_t count)
{
    struct model *model = scope->scheme->model;
    struct span span = tokens_span(tokens, count);
    const struct token *last = &tokens[count - 1];
    bool spoken = count > 2 && (figure_begins(scope, last, 1) || token_is(last, "之和") || token_is(last, "总和"));
    fault(scope, "E0251", span, span_text(model, span), span_text(model, tokens_span(tokens, spoken ? count - 1 : count)), NULL);
    if (count > 2 && figure_begins(scope, last, 1))
        propose(model, (struct span){span.file, tokens[count - 2].span.end, last->span.start}, " 的 ");
    else if (count > 2 && (token_is(last, "之和") || token_is(last, "总和")))
        propose(model, (struct span){span.file, tokens[count - 2].span.end, last->span.end}, " 的 合计");
    return NULL;
}

static void *one_too_many(struct scope *scope, const struct token *word)
{
    fault(scope, "E0148", word->span, word->text, NULL);
    propose(scope->scheme->model, (struct span){word->span.file, word->span.start, word[1].span.start}, "");
    return NULL;
}

struct node *resolve_pool_run(struct scope *scope, const struct token *tokens, uint32_t count, bool *matched)
{
    static struct pattern items_sum, exact_sum, items_count;
    if (!items_sum.count) {
        pattern_compile(&items_sum, "各项 得分 的 合计");
        pattern_compile(&exact_sum, "各项 舍入前 得分 的 合计");
        pattern_compile(&items_count, "各项 得分 的 个数");
    }
    struct match match;
    struct figure figure = {0};
    bool failed;
    *matched = !(count > 1 && state_word(&tokens[count - 1]));       /* … 的 最早值 已填: asked of the figure */
    if (!*matched)
        return NULL;
    if ((count == 2 || (count == 6 && tokens[2].kind == TOKEN_OPEN)) && token_is(&tokens[0], "没有"))
        return no_rows(scope, tokens, count);
    if (pattern_match(&items_sum, tokens, count, &match) || pattern_match(&exact_sum, tokens, count, &match))
        return sum_of_items(scope, tokens, count);
    if (count == 2 && token_is(&tokens[0], "全部") && token_is(&tokens[1], "都免考"))
        return nothing_assessed(scope, tokens, count);
    if (pattern_match(&items_count, tokens, count, &match))
        return count_of_items(scope, tokens, count);
    struct node *of_variants = resolve_variants(scope, tokens, count, matched);
    if (*matched)
        return of_variants;
    uint32_t used = pool_at(scope, tokens, count, &figure.pool, &failed);
    *matched = used > 0;
    if (!used || failed)
        return NULL;
    struct span span = tokens_span(tokens, count);
    const struct token *last = &tokens[count - 1];
    bool state = token_is(last, "都未填") || token_is(last, "都免考") || token_is(last, "都不适用") || token_is(last, "都相同");
    uint32_t of = count;            /* the 的 before the figure */
    for (uint32_t i = used; i < count && !state; i++) {
        if (tokens[i].kind == TOKEN_OPEN)
            i = token_group_end(tokens, count, i) - 1;
        else if (token_is(&tokens[i], "的"))
            of = i;
    }
    if (state)
        of = count - 1;
    if (of >= count || (!state && of + 1 >= count))
        return figure_is_missing(scope, tokens, count);
    if (of > used && token_is(&tokens[used], "的"))          /* 各 任务 的 得分 的 合计 */
        return one_too_many(scope, &tokens[used]);
    uint32_t value_count = of - used;
    if (!best_of(scope, &figure, tokens + used, &value_count))
        return NULL;
    if (value_count) {
        struct scope inner = source_scope(scope, &figure.pool);
        figure.value = resolve_tokens(&inner, tokens + used, value_count);
        if (!figure.value)
            return NULL;
    }
    if (figure.value && figure.value->type == TYPE_CATEGORY && figure.value->categories->has_numbers)
        figure.value = category_number(scope, figure.value);
    if (state && token_is(last, "都相同"))
        return all_equal(scope, &figure, span);
    return state ? all_in_state(scope, &figure, last, span) : figure_of(scope, &figure, tokens + of + 1, count - of - 1, span);
}

/* ---- days of a period that intervals cover ---- */

struct node *resolve_days_within(struct scope *scope, const struct token *tokens, uint32_t count, bool *matched)
{
    static struct pattern within;
    if (!within.count)
        pattern_compile(&within, "“池” “起” 至 “止” 在 本月 的 天数 ( 含起止当日 , 重叠只算一次 )");
    struct match match;
    *matched = pattern_match(&within, tokens, count, &match);
    if (!*matched)
        return NULL;
    struct node_pool *nodes = scope->scheme->model->pool;
    struct pool pool;
    bool failed;
    struct span span = tokens_span(tokens, count);
    uint32_t from = match.captures[2].tokens ? (uint32_t)(match.captures[2].tokens - tokens) - 1 : 0;
    struct field_model *to_units = NULL;
    struct row_set *source = count > 1 ? ledger_find(scope->scheme, tokens[1].text) : NULL;
    (void)failed;
    if (source && scope->domain)
        to_units = reference_to(scope->domain, scope->scheme->units);
    struct field_model *of = source ? reference_to(source, scope->scheme->units) : NULL;
    if (!of || !to_units || from < 3)
        return fault(scope, "E0243", span, source ? source->name : tokens[1].text, scope->scheme->units->name, NULL);
    pool = (struct pool){.source = source, .index = node_field(nodes, source, of), .target = of->reference};
    struct scope inner = source_scope(scope, &pool);
    struct node *days[6] = {0}, *bounds[2];
    days[0] = resolve_run(&inner, tokens + 2, from - 2);
    days[1] = days[0] ? resolve_run(&inner, match.captures[2].tokens, match.captures[2].count) : NULL;
    if (!days[1] || !month_bounds(scope, scope->domain, span, bounds))
        return NULL;
    if (days[0]->type != TYPE_DATE || days[1]->type != TYPE_DATE)
        return fault(scope, "E0219", span, NULL);
    days[2] = bounds[0];
    days[3] = bounds[1];
    days[4] = node_field(nodes, scope->domain, to_units);
    leave_out(scope, &pool);
    days[5] = pool.where;
    return node_days(nodes, source, scope->domain, pool.index, days, span);
}
