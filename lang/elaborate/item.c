/* 指标, 每项 X, 加分, 扣分: the lines of a block are sorted into what they say: figures, points added and taken, exemptions, limits, who gets
 * the weight. Nothing is resolved here; facet.c does that when the score is asked for. */
#include "elaborate/elaborate.h"
#include <string.h>
#include "memory.h"
#include "phrase/library.h"

const char item_left_out[] = "";

struct scope item_scope(struct scheme *scheme, struct item *item)
{
    return (struct scope){.scheme = scheme, .domain = item->domain, .item = item};
}

struct item *item_find(struct scheme *scheme, const char *code)
{
    int64_t number;
    return map_get(&scheme->item_codes, code, strlen(code), &number) ? scheme->items[number] : NULL;
}

/* 条件 的,… */
bool splits_guard(const struct token *tokens, uint32_t count, uint32_t from, uint32_t *guard_from, uint32_t *guard_to, uint32_t *rest)
{
    uint32_t comma = token_next_comma(tokens, count, from);
    if (comma >= count || comma == from)
        return false;
    if (!token_is(&tokens[comma - 1], "的"))
        return false;
    *guard_from = from;
    *guard_to = comma - 1;
    *rest = comma + 1;
    return *guard_to > *guard_from && *rest < count;
}

static struct quantity *item_quantity(struct item *item, const char *name, struct span span)
{
    return quantity_add(&item->quantities, &item->quantity_count, name, span, item->domain, item);
}

static void set_base(struct scheme *scheme, struct item *item, const struct token *name, struct line line)
{
    struct quantity *quantity = item_quantity(item, name->text, name->span);
    if (quantity->base.clause) {
        model_fault(scheme->model, "E0343", name->span, name->text, NULL);
        return;
    }
    const struct quantity *known = quantity_find(scheme->quantities, scheme->quantity_count, name->text);
    if (known) {                    /* one name, one thing */
        model_fault(scheme->model, "E0343", name->span, name->text, NULL);
        diagnostic_at(scheme->model->diagnostics, known->span, (const char *[2]){"整套办法里已经有这个名称", "the scheme has this name already"});
    }
    quantity->base = line;
    quantity->span = name->span;
}

/* ---- who gets the weight ---- */

static bool share_words(struct scheme *scheme, const struct token *tokens, uint32_t count, struct weight_policy *policy)
{
    uint32_t to = 0;
    for (uint32_t i = 0; i < count && !to; i++)
        if (token_is(&tokens[i], "分摊到"))
            to = i + 1;
    if (!to || !token_is(&tokens[0], "权重") || to >= count)
        return false;
    policy->kind = POLICY_SHARE;
    policy->equal_parts = count > 2 && token_is(&tokens[1], "平均");
    if (token_is(&tokens[to], "本组"))
        policy->target = SHARE_GROUP;
    else if (token_is(&tokens[to], "全部"))
        policy->target = SHARE_ALL;
    else if (token_is(&tokens[to], "其他"))
        policy->target = SHARE_ALL;         /* 其他 来源: of a block for each value */
    else {
        policy->target = SHARE_LIST;
        for (uint32_t i = to; i < count; i++) {
            if (tokens[i].kind == TOKEN_LIST)
                continue;
            struct item *item = item_find(scheme, tokens[i].text);
            if (!item)
                return unknown_item(scheme, tokens[i].span, tokens[i].text), true;
            *ARRAY_ADD(policy->list, policy->list_count) = item;
        }
    }
    return true;
}

/* 总分 折算为 100分: what is not assessed counts neither way, and the total is brought to the full marks. */
static bool converts(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    static struct pattern pattern;
    if (!pattern.count)
        pattern_compile(&pattern, "总分 折算为 “数”");
    struct match match;
    if (!pattern_match(&pattern, tokens, count, &match))
        return false;
    struct scope scope = {.scheme = scheme};
    uint32_t used;
    struct node *full = literal_at(&scope, match.captures[0].tokens, match.captures[0].count, &used);
    if (!scheme->has_full || !full || full->unit != unit_points() || used != match.captures[0].count || rational_compare(&full->value.number, &scheme->full) != 0)
        model_fault(scheme->model, "E0817", tokens_span(tokens, count), NULL);
    return true;
}

static bool is_class(const struct scheme *scheme, const struct token *token)
{
    const struct category_model *classes = scheme->class_field ? scheme->class_field->categories : NULL;
    for (uint32_t i = 0; classes && i < classes->count; i++)
        if (token_is(token, classes->names[i]))
            return true;
    return false;
}

/* 本组, 全部, 本类 or a class by its name, of which all are exempt; of a single indicator only the latter two. */
static struct weight_policy *policy_of_all(struct scheme *scheme, struct group_model *group, struct item *item, const struct token *all)
{
    if (token_is(all, "本类") || is_class(scheme, all))
        return group ? &group->class_none : &item->class_none;
    return !group ? NULL : token_is(all, "本组") ? &group->group_all : token_is(all, "全部") ? &group->all_all : NULL;
}

/* 得 本类 得分 的 平均值(未免考 的),保留 2位小数,四舍五入: the comma behind the rounding, where there is one at `end`. */
static uint32_t behind_rounding(const struct clause *clause, uint32_t to, uint32_t end)
{
    if (end + 1 >= to || !token_is(&clause->tokens[end + 1], "保留"))
        return end;
    uint32_t places = token_next_comma(clause->tokens, to, end + 1);
    return places < to ? token_next_comma(clause->tokens, to, places + 1) : places;
}

bool policy_at(struct scheme *scheme, struct clause *clause, uint32_t from, uint32_t to, uint32_t *end, struct weight_policy *policy)
{
    static struct pattern class_mean, other_mean;
    if (!class_mean.count)
        pattern_compile(&class_mean, "得 本类 得分 的 “平均”");
    if (!other_mean.count)
        pattern_compile(&other_mean, "得 “类” 得分 的 “平均”");
    const struct token *tokens = clause->tokens + from;
    uint32_t count = to - from, first = token_next_comma(tokens, count, 0);
    struct match match;
    policy->span = clause->span;
    *end = from + first;
    if (share_words(scheme, tokens, first, policy))
        ;
    else if (first == 1 && token_is(&tokens[0], "报错"))
        policy->kind = POLICY_FAULT;
    else if (converts(scheme, tokens, first))
        policy->kind = POLICY_CONVERT;
    else if (pattern_match(&class_mean, tokens, first, &match))
        policy->kind = POLICY_CLASS_MEAN;
    else if (pattern_match(&other_mean, tokens, first, &match) && match.captures[0].count == 1 && is_class(scheme, &tokens[1])) {
        policy->kind = POLICY_CLASS_MEAN;
        policy->mean_of = &tokens[1];
    } else if (first == 2 && token_is(&tokens[0], "得") && token_is(&tokens[1], "满分"))
        policy->kind = POLICY_FULL;
    else if (first > 1 && token_is(&tokens[0], "得"))
        policy->kind = POLICY_VALUE;
    else
        return false;
    if (policy->kind == POLICY_CLASS_MEAN || policy->kind == POLICY_VALUE)
        *end = behind_rounding(clause, to, *end);
    policy->value = (struct line){.clause = clause, .from = policy->kind == POLICY_VALUE ? from + 1 : from, .to = *end};
    return true;
}

static bool policy_words(struct scheme *scheme, struct clause *clause, uint32_t from, struct weight_policy *policy)
{
    uint32_t end;
    if (!policy_at(scheme, clause, from, clause->token_count, &end, policy))
        return false;
    if (end < clause->token_count && policy->kind != POLICY_VALUE)
        too_much(scheme->model, clause->tokens + end + 1, clause->token_count - end - 1, "删去它", "delete it");
    else
        policy->value.to = clause->token_count;
    return true;
}

static void way_out_unclear(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    if (!misused_report(scheme->model->diagnostics, NULL, tokens, count, "BP"))
        model_fault(scheme->model, "E0346", tokens_span(tokens, count), NULL);
}

/* 免考 的,… / 不适用 的,… / 本组 都免考 的,… / 全部 都免考 的,… / 本类 都免考 的,… */
bool weight_policy_line(struct scheme *scheme, struct group_model *group, struct item *item, struct clause *clause)
{
    const struct token *tokens = clause->tokens;
    uint32_t guard_from, guard_to, rest;
    if (!splits_guard(tokens, clause->token_count, 0, &guard_from, &guard_to, &rest))
        return false;
    uint32_t words = guard_to - guard_from;
    const struct token *guard = tokens + guard_from;
    struct weight_policy *policy = NULL;
    if (words == 1 && token_is(guard, "免考"))
        policy = item ? &item->exempt_policy : &group->exempt;
    else if (words == 1 && token_is(guard, "不适用"))
        policy = item ? &item->not_applicable_policy : &group->not_applicable;
    else if (words == 2 && token_is(guard + 1, "都免考"))
        policy = policy_of_all(scheme, group, item, guard);
    if (!policy)
        return false;
    if (policy->kind != POLICY_NONE)
        return model_fault(scheme->model, "E0345", clause->span, NULL), true;
    if (!policy_words(scheme, clause, rest, policy))
        way_out_unclear(scheme, tokens + rest, clause->token_count - rest);
    return true;
}

/* ---- what a line says ---- */

static bool is_points_phrase(struct scheme *scheme, const struct token *tokens, uint32_t count, bool *subtract)
{
    /* the ending 最多 加 10分 and roundings are not the phrase's */
    struct match match;
    for (uint32_t end = count; end > 0;) {
        if (library_match(scheme->model->library, PHRASE_DEDUCT, tokens, end, &match))
            return *subtract = true;
        if (library_match(scheme->model->library, PHRASE_ADD, tokens, end, &match)) {
            *subtract = false;
            return true;
        }
        uint32_t comma = 0;
        for (uint32_t i = 0; i < end; i = token_next_comma(tokens, end, i) + 1)
            comma = i;
        end = comma > 0 ? comma - 1 : 0;
    }
    if (count >= 2 && (token_is(&tokens[0], "扣") || token_is(&tokens[0], "加"))) {
        *subtract = token_is(&tokens[0], "扣");
        return true;
    }
    return false;
}

static void add_points(struct item *item, struct line line, bool subtract)
{
    struct points_line *points = ARRAY_ADD(item->points, item->points_count);
    points->line = line;
    points->subtract = subtract;
}

/* What holds under a guard. */
static bool guarded_line(struct scheme *scheme, struct item *item, struct line line)
{
    const struct token *tokens = line.clause->tokens + line.from;
    uint32_t count = line.to - line.from, end = token_next_comma(tokens, count, 0);
    bool subtract;
    if (end == 1 && token_is(tokens, "免考")) {
        *ARRAY_ADD(item->exempt, item->exempt_count) = line;
        way_out_add(scheme, item, true, line.clause, line.from + end + 1, line.to);
        return true;
    }
    if (end == 1 && token_is(tokens, "不适用")) {
        *ARRAY_ADD(item->not_applicable, item->not_applicable_count) = line;
        way_out_add(scheme, item, false, line.clause, line.from + end + 1, line.to);
        return true;
    }
    if (is_points_phrase(scheme, tokens, count, &subtract)) {
        add_points(item, line, subtract);
        return true;
    }
    bool own = token_is(tokens, "得");
    if (own || (end > 2 && tokens[0].kind == TOKEN_WORD && token_is(&tokens[1], "得"))) {
        struct quantity *quantity = item_quantity(item, own ? "得分" : tokens[0].text, tokens[0].span);
        line.from += own ? 1 : 2;
        quantity_override(quantity, line);
        return true;
    }
    return false;
}

/* 最高 20分,最低 0分 in tokens [from, to): each part up to a comma is a limit. False where one is none. */
static bool limits(struct item *item, struct clause *clause, uint32_t from, uint32_t to)
{
    while (from < to) {
        uint32_t end = token_next_comma(clause->tokens, to, from);
        const struct token *word = &clause->tokens[from];
        bool most = token_is(word, "最高");
        if (end < from + 2 || !(most || token_is(word, "最低")))
            return false;
        *(most ? &item->cap : &item->floor) = (struct line){.clause = clause, .from = from + 1, .to = end};
        from = end + 1;
    }
    return true;
}

/* 本项 扣完为止, 本项 最高 20分,最低 0分, 得分 保留 2位小数,四舍五入 */
static bool limit_line(struct scheme *scheme, struct item *item, struct clause *clause, uint32_t from, uint32_t to)
{
    const struct token *tokens = clause->tokens + from;
    uint32_t count = to - from;
    if (count == 2 && token_is(&tokens[0], "本项") && token_is(&tokens[1], "扣完为止")) {
        item->floor_zero = true;
        item->floor_span = tokens_span(tokens, count);
        return true;
    }
    if (count == 1 && token_is(&tokens[0], "扣完为止")) {
        ask_of_what(scheme, item, &tokens[0]);
        return true;
    }
    uint32_t start = token_is(&tokens[0], "本项") ? 1 : 0;
    if (count > start + 1 && limits(item, clause, from + start, to))
        return true;
    struct scope scope = item_scope(scheme, item);
    if (count > 2 && token_is(&tokens[0], "得分") && token_is(&tokens[1], "保留")) {
        item->has_rounding = rounding_at(&scope, clause->tokens, to, from + 1, &item->quantum, &item->rounding) == to && rational_sign(&item->quantum) > 0;
        return true;
    }
    return false;
}

/* Words for people, not for the score: 责任 区农业农村局, 来源 统计报表,每年 1次. */
static bool note_line(struct scheme *scheme, struct item *item, struct clause *clause, uint32_t from, uint32_t to)
{
    static const struct { const char *word; size_t offset; } notes[] = {
        {"责任", offsetof(struct item, owner)}, {"来源", offsetof(struct item, source)}, {"依据", offsetof(struct item, basis)}};
    uint32_t guard_from, guard_to, rest;
    if (splits_guard(clause->tokens, to, from, &guard_from, &guard_to, &rest))      /* 来源 为 上级 的,…: a column called so */
        return false;
    if (level_item_line(scheme, item, clause, from, to))
        return true;
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++)
        if (to - from >= 2 && token_is(&clause->tokens[from], notes[i].word) && clause->tokens[from + 1].kind != TOKEN_ASSIGN) {
            const char **place = (const char **)((char *)item + notes[i].offset);
            if (*place)
                model_fault(scheme->model, "E0345", tokens_span(clause->tokens + from, to - from), NULL);
            uint32_t first = from + 1 + (clause->tokens[from + 1].kind == TOKEN_COLON && to > from + 2);     /* 责任:区农业农村局 */
            *place = span_text(scheme->model, tokens_span(clause->tokens + first, to - first));
            return true;
        }
    return false;
}

/* What is said of an indicator says nothing of a row, of a value of 来源, or of 加分 and 扣分. */
static bool belongs_elsewhere(struct scheme *scheme, const struct item *item, const struct token *tokens, uint32_t count)
{
    static const char *const notes[] = {"责任", "来源", "依据", "报送", "检查", "话题", "承接", "沿革"};
    bool found = false, whole = item->kind == ITEM_BONUS || item->kind == ITEM_DEDUCTION;
    uint32_t guard_from, guard_to, rest;
    if (item->kind == ITEM_INDICATOR || count < 2 || tokens[1].kind == TOKEN_ASSIGN || token_is(&tokens[1], "按"))
        return false;
    for (size_t n = 0; n < sizeof notes / sizeof notes[0] && !found; n++)
        found = token_is(&tokens[0], notes[n]) && !splits_guard(tokens, count, 0, &guard_from, &guard_to, &rest);
    for (uint32_t k = 0; whole && k + 2 < count && !found; k++)     /* 加分 has no weight that could go elsewhere */
        found = token_is(&tokens[k], "的") && tokens[k + 1].kind == TOKEN_COMMA && (token_is(&tokens[k + 2], "免考") || token_is(&tokens[k + 2], "不适用"));
    if (found)
        model_fault(scheme->model, "E0362", tokens_span(tokens, count), span_text(scheme->model, tokens_span(tokens, count)), NULL);
    return found;
}

/* Only an indicator and a value of 来源 can hand on its weight, and nothing is handed on by 加分 and 扣分. */
static bool policy_of_item(struct scheme *scheme, struct item *item, struct clause *clause)
{
    if (!weight_policy_line(scheme, NULL, item, clause))
        return false;
    bool whole = item->kind == ITEM_BONUS || item->kind == ITEM_DEDUCTION;
    if (whole || (item->kind == ITEM_ROWS && (item->exempt_policy.kind == POLICY_SHARE || item->not_applicable_policy.kind == POLICY_SHARE)))
        model_fault(scheme->model, "E0362", clause->span, span_text(scheme->model, clause->span), NULL);
    return true;
}

/* 满意度 低于 95% 的 每低 …: said without the comma that ends a condition. */
static bool comma_is_missing(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    bool subtract;
    for (uint32_t i = 1; i + 1 < count; i++) {
        const struct token *next = &tokens[i + 1];
        if (!token_is(&tokens[i], "的") || !(token_is(next, "得") || token_is(next, "免考") || is_points_phrase(scheme, next, count - i - 1, &subtract)))
            continue;
        model_fault(scheme->model, "E0358", tokens[i].span, span_text(scheme->model, next->span), NULL);
        struct span behind = {.file = tokens[i].span.file, .start = tokens[i].span.end, .end = next->span.start};
        diagnostic_fix(scheme->model->diagnostics, behind, ",", TRUST_LIKELY);
        return true;
    }
    return false;
}

/* 类别 = 甲类 的,…: a condition that compares by the mark that gives values. */
static bool condition_assigns(struct scheme *scheme, const struct clause *clause, uint32_t from, uint32_t to)
{
    uint32_t guard_from, guard_to, rest;
    if (!splits_guard(clause->tokens, to, from, &guard_from, &guard_to, &rest))
        return false;
    for (uint32_t i = guard_from; i < guard_to; i++)
        if (clause->tokens[i].kind == TOKEN_ASSIGN) {
            const struct source *source = diagnostics_source(scheme->model->diagnostics, clause->span.file);
            model_fault(scheme->model, "E0143", clause->tokens[i].span, NULL);
            propose(scheme->model, clause->tokens[i].span, source_set_apart(source, clause->tokens[i].span, source_is_english(source) ? "is" : "为"));
            return true;
        }
    return false;
}

void item_line(struct scheme *scheme, struct item *item, struct clause *clause, uint32_t from, uint32_t to)
{
    const struct token *tokens = clause->tokens + from;
    uint32_t count = to - from, guard_from, guard_to, rest;
    struct line line = {.clause = clause, .from = from, .to = to};
    bool subtract;
    if (count == 1 && tokens[0].text == item_left_out) {
        item->left_out = true;
        return;
    }
    if (clause->faulty || condition_assigns(scheme, clause, from, to)) {    /* reported where it was read */
        item->faulty = true;
        return;
    }
    if (belongs_elsewhere(scheme, item, tokens, count))
        return;
    if (otherwise_is_unclear(scheme, tokens, count)) {
        item->faulty = true;
        return;
    }
    if (count > 2 && tokens[0].kind == TOKEN_WORD && tokens[1].kind == TOKEN_ASSIGN) {
        line.from = from + 2;
        set_base(scheme, item, &tokens[0], line);
    } else if (clause->has_body && count > 2 && tokens[0].kind == TOKEN_WORD && token_is(&tokens[1], "按")) {
        line.from = from + 1;
        set_base(scheme, item, &tokens[0], line);
    } else if (count >= 2 && (token_is(&tokens[0], "目标") || token_is(&tokens[0], "时限")) &&
               !splits_guard(clause->tokens, to, from, &guard_from, &guard_to, &rest)) {
        line.from = from + 1;
        set_base(scheme, item, &tokens[0], line);
    } else if (count > 3 && token_is(&tokens[0], "名次") && token_is(&tokens[1], "在")) {
        set_base(scheme, item, &tokens[0], line);
    } else if (count >= 3 && token_is(&tokens[0], "其余") && token_is(&tokens[1], "得")) {
        line.from = from + 2;
        item->otherwise = tokens[0].span;
        set_base(scheme, item, &(struct token){.text = "得分", .span = tokens[0].span}, line);
    } else if (policy_of_item(scheme, item, clause) || limit_line(scheme, item, clause, from, to) || note_line(scheme, item, clause, from, to)) {
        return;
    } else if (splits_guard(clause->tokens, to, from, &guard_from, &guard_to, &rest)) {
        line = (struct line){.clause = clause, .guard_from = guard_from, .guard_to = guard_to, .from = rest, .to = to};
        if (!guarded_line(scheme, item, line)) {
            not_understood_behind(scheme, tokens_span(clause->tokens + guard_from, guard_to - guard_from), clause->tokens + rest, to - rest);
            item->faulty = true;
        }
    } else if (is_points_phrase(scheme, tokens, count, &subtract)) {
        add_points(item, line, subtract);
    } else if (token_is(&tokens[0], "酌情") || token_is(&tokens[0], "视情")) {
        struct scope scope = item_scope(scheme, item);
        ask_discretion(&scope, tokens, count);
        item->faulty = true;
    } else {
        item->faulty = true;
        if (!comma_is_missing(scheme, tokens, count))
            not_understood(scheme, item->domain, STANDS_LINE, tokens, count);
    }
}

/* 目标:100亩: the colon is told, and the line read without it. */
static void take_out_colon(struct scheme *scheme, struct clause *clause)
{
    static const char *const words[] = {"目标", "时限", "报送", "检查", "话题", "承接", "沿革", "本项"};
    for (size_t i = 0; clause->token_count > 2 && clause->tokens[1].kind == TOKEN_COLON && i < sizeof words / sizeof words[0]; i++)
        if (token_is(&clause->tokens[0], words[i])) {
            mark_not_wanted(scheme->model, &clause->tokens[0], &clause->tokens[1]);
            *clause = *clause_without(clause, 1);
            return;
        }
}

/* 达到 90% 10分, 其余 0分 behind 得分 按 满意度 without { }, which was told. */
static bool is_row_of_lost_table(const struct clause *before, const struct clause *line)
{
    bool lost = before && before->token_count > 1 && token_is(&before->tokens[1], "按") && !before->has_body;
    const struct token *first = &line->tokens[0];
    return lost && (first->kind == TOKEN_NUMBER || token_is(first, "其余") || (first->kind == TOKEN_WORD && operators_has(first->text)));
}

void item_collect(struct scheme *scheme, struct item *item, struct clause *clauses, uint32_t count)
{
    const struct clause *table_head = NULL;
    for (uint32_t i = 0; i < count; i++) {
        if (is_row_of_lost_table(table_head, &clauses[i]))
            continue;
        table_head = &clauses[i];
        take_out_colon(scheme, &clauses[i]);
        item_line(scheme, item, &clauses[i], 0, clauses[i].token_count);
        bool table = false;
        for (uint32_t k = 0; k < clauses[i].token_count; k++)
            table = table || token_is(&clauses[i].tokens[k], "按");
        if (clauses[i].has_body && !table)
            model_fault(scheme->model, "E0349", clauses[i].span, NULL);
    }
    ways_settle(item);
    const struct quantity *score = quantity_find(item->quantities, item->quantity_count, "得分");
    if (item->otherwise.end && !item->faulty && score && !score->override_count)
        model_fault(scheme->model, "E0368", item->otherwise, NULL);
}
