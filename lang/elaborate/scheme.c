/* A rule file to its scheme: first all that is declared (ledgers, groups, indicators), then what is said of it, then the results. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"
#include "phrase/translate.h"

static bool head_is(const struct clause *clause, const char *word)
{
    return token_is(&clause->tokens[0], word);
}

/* ---- indicators ---- */

/* Written weight by class: 12分,对 沿黄乡镇、功能区 / 对 沿黄乡镇 30分、功能区 40分 / 12分. */
static struct node *class_weights(struct scope *scope, struct item *item, const struct token *tokens, uint32_t count, struct node *all)
{
    struct scheme *scheme = scope->scheme;
    struct field_model *class_field = scheme->class_field;
    if (!class_field)
        return fault(scope, "E0242", tokens_span(tokens, count), "对", NULL);
    struct node *category = node_field(scheme->model->pool, class_field->owner, class_field);
    struct constant_value *values = lang_array(class_field->categories->count, sizeof *values);
    for (uint32_t i = 0; i < class_field->categories->count; i++) {
        values[i].status = STATUS_NOT_APPLICABLE;
        rational_init(&values[i].number);
    }
    bool *named_before = lang_array(class_field->categories->count + 1, sizeof *named_before);
    for (uint32_t i = 0; i < count;) {
        const struct token *name = &tokens[i];
        struct node *named = resolve_category(scope, category, &tokens[i++]), *weight = all;
        uint32_t used = 0;
        if (named && i < count && tokens[i].kind == TOKEN_NUMBER) {
            weight = literal_at(scope, tokens + i, count - i, &used);
            i += used;
        }
        bool parted = i == count || (tokens[i].kind == TOKEN_LIST && i + 1 < count);
        if (!named || !weight || weight->unit != unit_points() || !parted || (all && used))
            return named ? weight_is_unclear(scope->scheme, item, tokens_span(tokens, count), NULL, 0) : NULL;
        if (named_before[named->value.code])
            return fault(scope, "E0343", name->span, name->text, NULL);
        named_before[named->value.code] = true;
        values[named->value.code] = weight->value;
        i++;
    }
    return node_lookup(scheme->model->pool, category, values, TYPE_NUMBER, unit_points(), tokens_span(tokens, count));
}

static bool weight_is_sound(struct scope *scope, const struct node *weight, const struct token *tokens, uint32_t count)
{
    if (weight->unit != unit_points())
        return weight_is_unclear(scope->scheme, scope->item, weight->span, tokens, count), false;
    if (weight->interval.has_least && rational_sign(&weight->interval.least) <= 0)
        return fault(scope, "E0402", weight->span, number_text(&weight->interval.least), NULL), false;
    return true;
}

/* 指标 AJ01 群众满意度 10分,对 …,得分率 = … */
static void indicator_head(struct scheme *scheme, struct item *item)
{
    size_t before = diagnostics_count(scheme->model->diagnostics, SEVERITY_ERROR);
    struct clause *clause = item->clause;
    const struct token *tokens = clause->tokens;
    struct scope scope = item_scope(scheme, item);
    uint32_t end = token_next_comma(tokens, clause->token_count, 0), number = end;
    for (uint32_t i = 2; i < end && number == end; i++)
        if (tokens[i].kind == TOKEN_NUMBER || (tokens[i].kind == TOKEN_MINUS && i + 1 < end && tokens[i + 1].kind == TOKEN_NUMBER))
            number = i;
    item->name = number > 2 ? span_text(scheme->model, tokens_span(tokens + 2, number - 2)) : item->code;
    if (number < end && tokens[number].kind == TOKEN_MINUS) {
        fault(&scope, "E0402", tokens_span(tokens + number, end - number), span_text(scheme->model, tokens_span(tokens + number, end - number)), NULL);
    } else if (number < end) {
        uint32_t used;
        item->weight = literal_at(&scope, tokens + number, end - number, &used);
        item->weight_span = tokens_span(tokens + number, end - number);
        if (item->weight && (used != end - number || !weight_is_sound(&scope, item->weight, tokens + number, end - number)))
            item->weight = used != end - number ? weight_is_unclear(scheme, item, item->weight_span, tokens + number, end - number) : NULL;
    }
    for (uint32_t from = end; from < clause->token_count;) {
        uint32_t start = from + 1, stop = token_next_comma(tokens, clause->token_count, start);
        if (stop > start + 1 && token_is(&tokens[start], "对")) {
            item->weight = class_weights(&scope, item, tokens + start + 1, stop - start - 1, item->weight);
            item->weight_span = tokens_span(tokens + start + 1, stop - start - 1);
            if (item->weight)
                weight_is_sound(&scope, item->weight, NULL, 0);
            from = stop;
            continue;
        }
        if (start == clause->token_count) {
            fault(&scope, "E0310", tokens[from].span, NULL);
            propose(scheme->model, tokens[from].span, "");
            break;
        }
        if (classes_lack_for(scheme, tokens, clause->token_count, start))
            break;
        item_line(scheme, item, clause, start, clause->token_count);     /* the rest is one line: 得分率 = …,最高 100% */
        break;
    }
    bool weightless = !item->weight && number == end;
    if (weightless && diagnostics_count(scheme->model->diagnostics, SEVERITY_ERROR) == before)
        weight_is_missing(scheme, item);
    item->faulty = item->faulty || diagnostics_count(scheme->model->diagnostics, SEVERITY_ERROR) > before;
}

static void indicator_declare(struct scheme *scheme, struct clause *clause, struct group_model *group)
{
    if (clause->token_count < 3 || clause->tokens[1].kind != TOKEN_WORD) {
        model_fault(scheme->model, "E0400", clause->span, NULL);
        return;
    }
    struct item *item = lang_new(sizeof *item);
    *item = (struct item){.kind = ITEM_INDICATOR, .code = clause->tokens[1].text, .span = tokens_span(clause->tokens, 2), .code_span = clause->tokens[1].span,
                          .clause = clause, .scheme = scheme, .domain = scheme->units, .group = group};
    rational_init(&item->quantum);
    int64_t other;
    if (!map_add(&scheme->item_codes, item->code, strlen(item->code), scheme->item_count, &other)) {
        model_fault(scheme->model, "E0404", item->code_span, item->code, NULL);
        diagnostic_at(scheme->model->diagnostics, scheme->items[other]->code_span, (const char *[2]){"第一次用在这里", "first used here"});
        return;
    }
    *ARRAY_ADD(scheme->items, scheme->item_count) = item;
}

/* ---- 组, 重点任务 ---- */

/* 组 甲组 50分: the points are what the document says that its indicators add to (check/weights.c). */
static void group_head(struct scheme *scheme, struct group_model *group, const struct clause *clause)
{
    const struct token *tokens = clause->tokens;
    struct scope scope = {.scheme = scheme};
    uint32_t end = 1, used = 0;
    while (end < clause->token_count && (tokens[end].kind == TOKEN_WORD || tokens[end].kind == TOKEN_TEXT || tokens[end].kind == TOKEN_LIST))
        end++;
    *group = (struct group_model){.name = span_text(scheme->model, tokens_span(tokens + (end > 1 ? 1 : 0), end > 1 ? end - 1 : 1)), .span = clause->span,
                                  .key_task = head_is(clause, "重点任务")};
    if (end == 1 || (end < clause->token_count && tokens[end].kind != TOKEN_NUMBER)) {
        const struct token *rest = &tokens[end < clause->token_count ? end : 0];
        too_much(scheme->model, rest, clause->token_count - (uint32_t)(rest - tokens), "组的后面写名称,还可以写各项合起来的分值,例如 组 甲组 50分", "a group has a name, and may have the points that its indicators add to");
    } else if (end < clause->token_count) {
        struct node *full = literal_at(&scope, tokens + end, clause->token_count - end, &used);
        group->has_full = full && full->unit == unit_points() && used == clause->token_count - end;
        group->full_span = tokens_span(tokens + end, clause->token_count - end);
        if (group->has_full)
            group->full = full->value.number;
        else
            model_fault(scheme->model, "E0414", group->full_span, NULL);
    }
}

static void group_declare(struct scheme *scheme, struct clause *clause)
{
    if (clause->token_count < 2 || !clause->has_body) {
        model_fault(scheme->model, "E0405", clause->span, NULL);
        return;
    }
    struct group_model *group = lang_new(sizeof *group);
    group_head(scheme, group, clause);
    group->clause = clause;
    for (uint32_t i = 0; i < scheme->group_count; i++)
        if (strcmp(scheme->groups[i]->name, group->name) == 0) {
            model_fault(scheme->model, "E0343", group->span, group->name, NULL);
            diagnostic_at(scheme->model->diagnostics, scheme->groups[i]->span, (const char *[2]){"第一次写在这里", "first said here"});
        }
    *ARRAY_ADD(scheme->groups, scheme->group_count) = group;
    uint32_t indicators = 0;
    for (uint32_t i = 0; i < clause->body_count; i++)
        if (head_is(&clause->body[i], "指标")) {
            indicator_declare(scheme, &clause->body[i], group);
            indicators++;
        }
    if (!indicators)
        model_fault(scheme->model, "E0405", clause->span, NULL);
}

/* 本组 扣完为止, 本组 最高 20分, 本组 最低 0分: limits of the group's total. */
static bool group_limit(struct scheme *scheme, struct clause *clause, struct group_model *group)
{
    const struct token *tokens = clause->tokens;
    struct line *place = NULL;
    if (clause->token_count < 2 || !token_is(&tokens[0], "本组"))
        return false;
    if (clause->token_count == 2 && token_is(&tokens[1], "扣完为止")) {
        if (group->floor_zero)
            said_twice(scheme->model, clause->span, group->floor_span);
        group->floor_zero = true;
        group->floor_span = clause->span;
        return true;
    }
    if (clause->token_count > 2 && (token_is(&tokens[1], "最高") || token_is(&tokens[1], "最低")))
        place = token_is(&tokens[1], "最高") ? &group->cap : &group->floor;
    if (place && place->clause)
        said_twice(scheme->model, clause->span, place->clause->span);
    if (place)
        *place = (struct line){.clause = clause, .from = 2, .to = clause->token_count};
    return place != NULL;
}

/* Whether a line that is out of place belongs to the same lost block as the one before it: lines of an indicator whose first line is gone
 * stand below each other, and one message is enough. `column` is that of the line before, 0 where that was in its place. */
static bool goes_on_lost(const struct scheme *scheme, const struct clause *line, uint32_t *column)
{
    const struct source *source = diagnostics_source(scheme->model->diagnostics, line->span.file);
    uint32_t start = line->span.start, own;
    while (start > 0 && source->text[start - 1] != '\n')
        start--;
    own = line->span.start - start + 1;
    bool lost = *column > 1 && own == *column;
    *column = own;
    return lost;
}

static void group_lines(struct scheme *scheme, struct clause *clause, struct group_model *group)
{
    uint32_t column = 0;
    for (uint32_t i = 0; i < clause->body_count; i++) {
        struct clause *line = &clause->body[i];
        if (head_is(line, "指标") || weight_policy_line(scheme, group, NULL, line) || group_limit(scheme, line, group))
            column = 0;
        else if (!goes_on_lost(scheme, line, &column))
            not_understood(scheme, NULL, STANDS_GROUP, line->tokens, line->token_count);
    }
}

/* ---- blocks scored by row, bonus, deduction ---- */

static struct item *block_item(struct scheme *scheme, struct clause *clause, enum item_kind kind, struct row_set *domain)
{
    struct item *item = lang_new(sizeof *item);
    *item = (struct item){.kind = kind, .name = clause->tokens[0].text, .span = clause->span, .clause = clause, .scheme = scheme, .domain = domain};
    rational_init(&item->quantum);
    return item;
}

/* 每项 任务 得分 = …: what it says stands in a block. */
static void lines_stand_outside(struct scheme *scheme, const struct clause *clause, const char *name)
{
    model_fault(scheme->model, "E0356", clause->span, name, NULL);
    if (clause->token_count > 3)
        propose_block(scheme->model, clause, 2);
}

/* 每项 任务 [2分] { … } */
static void rows_declare(struct scheme *scheme, struct clause *clause)
{
    struct row_set *ledger = clause->token_count > 1 ? ledger_find(scheme, clause->tokens[1].text) : NULL;
    if (!ledger || ledger->scheme != scheme) {
        unknown_ledger(scheme, "E0304", clause->token_count > 1 ? clause->tokens[1].span : clause->span, clause->token_count > 1 ? clause->tokens[1].text : "");
        return;
    }
    if (ledger->scored) {
        model_fault(scheme->model, "E0406", clause->span, ledger->name, NULL);
        return;
    }
    struct item *item = ledger->scored = block_item(scheme, clause, ITEM_ROWS, ledger);
    struct scope scope = item_scope(scheme, item);
    uint32_t used = 0;
    if (!clause->has_body)
        lines_stand_outside(scheme, clause, ledger->name);
    if (clause->token_count > 2)
        item->weight = literal_at(&scope, clause->tokens + 2, clause->token_count - 2, &used);
    if (item->weight && used != clause->token_count - 2)
        too_much(scheme->model, clause->tokens + 2 + used, clause->token_count - 2 - used, "分值后面接 { }", "a block follows the points");
    if (clause->token_count > 2 && (!item->weight || !weight_is_sound(&scope, item->weight, clause->tokens + 2, clause->token_count - 2)))
        item->weight = NULL;
}

/* 加分 { } or 加分 = 式,最高 5分 */
static void points_block(struct scheme *scheme, struct clause *clause, enum item_kind kind)
{
    struct item **place = kind == ITEM_BONUS ? &scheme->bonus : &scheme->deduction;
    if (*place) {
        said_twice(scheme->model, clause->span, (*place)->span);
        return;
    }
    struct item *item = *place = block_item(scheme, clause, kind, scheme->units);
    if (clause->token_count > 2 && clause->tokens[1].kind == TOKEN_ASSIGN) {
        struct quantity *quantity = quantity_add(&item->quantities, &item->quantity_count, "得分", clause->tokens[0].span, item->domain, item);
        quantity->base = (struct line){.clause = clause, .from = 2, .to = clause->token_count};
        if (clause->has_body)
            model_fault(scheme->model, "E0407", clause->span, NULL);
    } else if (!clause->has_body || clause->token_count != 1) {
        model_fault(scheme->model, "E0407", clause->span, NULL);
        propose_block(scheme->model, clause, 1);
    }
}

/* ---- lines of the scheme ---- */

void scheme_titled(struct scheme *scheme, const struct clause *clause)
{
    int64_t year = 0;
    scheme->title_span = clause->span;
    if (clause->token_count >= 2 && (clause->tokens[1].kind == TOKEN_TITLE || clause->tokens[1].kind == TOKEN_TEXT))
        scheme->title = clause->tokens[1].text;
    if (clause->token_count >= 3 && clause->tokens[2].kind == TOKEN_NUMBER)
        rational_to_int64(&clause->tokens[2].number, &year);
    scheme->year = year >= 1 && year <= 9999 ? (int)year : 0;
    if (clause->token_count > 3 && !(clause->token_count == 4 && token_is(&clause->tokens[3], "年度")))
        scheme->title = NULL;
    if (!scheme->title || !scheme->year) {
        title_is_unclear(scheme, clause);
        scheme->year = 2024;
    }
}

/* 考核对象 人员,每种 人员代码 的 任务: those who are only known from the rows of a ledger. */
static bool units_of_rows(struct scheme *scheme, const struct clause *clause)
{
    static struct pattern pattern;
    if (!pattern.count)
        pattern_compile(&pattern, "考核对象 “名称” , 每种 “列” 的 “台账”");
    struct match match;
    if (!pattern_match(&pattern, clause->tokens, clause->token_count, &match) || match.captures[0].count != 1 || match.captures[1].count != 1 || match.captures[2].count != 1)
        return false;
    const struct token *name = match.captures[0].tokens, *column = match.captures[1].tokens, *rows = match.captures[2].tokens;
    struct row_set *source = ledger_find(scheme, rows->text);
    struct field_model *field = source ? field_find(source, column->text) : NULL;
    if (!field || ledger_find(scheme, name->text) || field->may_be_empty) {
        model_fault(scheme->model, !source ? "E0304" : !field ? "E0203" : field->may_be_empty ? "E0803" : "E0301", !source ? rows->span : !field ? column->span : name->span,
                    !source ? rows->text : !field || field->may_be_empty ? column->text : name->text, NULL);
        return true;
    }
    struct scope scope = {.scheme = scheme, .domain = source};
    struct node **keys = lang_array(1, sizeof *keys);
    keys[0] = node_field(scheme->model->pool, source, field);
    scheme->units = grouping_by(&scope, source, keys, 1);
    scheme->units->name = name->text;
    scheme->units->span = name->span;
    scheme->units->is_units = true;
    node_group(scheme->model->pool, source, keys, 1, scheme->units);
    return true;
}

/* 考核对象 乡镇,按 类别 分类 */
static void units_line(struct scheme *scheme, const struct clause *clause)
{
    const struct token *tokens = clause->tokens;
    if (scheme->units_span.end) {
        said_twice(scheme->model, clause->span, scheme->units_span);
        return;
    }
    scheme->units_span = clause->span;
    if (units_of_rows(scheme, clause))
        return;
    scheme->units = clause->token_count > 1 ? ledger_find(scheme, tokens[1].text) : NULL;
    if (!scheme->units) {
        unknown_ledger(scheme, "E0304", clause->token_count > 1 ? tokens[1].span : clause->span, clause->token_count > 1 ? tokens[1].text : "");
        return;
    }
    scheme->units->is_units = true;
    if (clause->token_count == 2)
        return;
    if (clause->token_count != 6 || tokens[2].kind != TOKEN_COMMA || !token_is(&tokens[3], "按") || !token_is(&tokens[5], "分类")) {
        units_are_unclear(scheme, clause);
        return;
    }
    scheme->class_field = field_find(scheme->units, tokens[4].text);
    if (!scheme->class_field || scheme->class_field->type != TYPE_CATEGORY) {
        model_fault(scheme->model, "E0412", tokens[4].span, tokens[4].text, NULL);
        scheme->class_field = NULL;
    }
}

/* 各项 得分 保留 2位小数,四舍五入 */
static void rounding_line(struct scheme *scheme, const struct clause *clause)
{
    struct scope scope = {.scheme = scheme};
    uint32_t from = clause->token_count > 1 && token_is(&clause->tokens[1], "得分") ? 2 : 1;
    if (scheme->rounding_span.end) {
        said_twice(scheme->model, clause->span, scheme->rounding_span);
        return;
    }
    uint32_t end = rounding_at(&scope, clause->tokens, clause->token_count, from, &scheme->quantum, &scheme->rounding);
    if (end != clause->token_count || end == from)
        model_fault(scheme->model, "E0413", clause->span, NULL);
    scheme->has_rounding = rational_sign(&scheme->quantum) > 0;
    scheme->rounding_span = clause->span;
}

static void full_marks(struct scheme *scheme, const struct clause *clause)
{
    struct scope scope = {.scheme = scheme};
    for (uint32_t from = token_next_comma(clause->tokens, clause->token_count, 0); from < clause->token_count;) {
        uint32_t end = token_next_comma(clause->tokens, clause->token_count, from + 1), used;
        if (end - from > 1 && token_is(&clause->tokens[from + 1], "满分")) {
            struct node *full = literal_at(&scope, clause->tokens + from + 2, end - from - 2, &used);
            if (scheme->has_full)
                said_twice(scheme->model, tokens_span(clause->tokens + from + 1, end - from - 1), scheme->full_span);
            else if (!full || used != end - from - 2 || full->unit != unit_points()) {
                model_fault(scheme->model, "E0414", tokens_span(clause->tokens + from + 1, end - from - 1), NULL);
                propose_points(scheme->model, clause->tokens + from + 2, end - from - 2);
            }
            else {
                scheme->has_full = true;
                scheme->full = full->value.number;
                scheme->full_span = tokens_span(clause->tokens + from + 1, end - from - 1);
            }
        }
        from = end;
    }
}

/* 总分 = …, 结果 贡献指数 = …, 常数 = … */
static void figure_line(struct scheme *scheme, struct clause *clause, uint32_t name, bool is_result)
{
    const struct token *token = &clause->tokens[name];
    struct quantity *quantity = quantity_add(&scheme->quantities, &scheme->quantity_count, token->text, token->span, is_result ? scheme->units : NULL, NULL);
    if (quantity->base.clause) {
        model_fault(scheme->model, "E0343", token->span, token->text, NULL);
        return;
    }
    quantity->is_result = is_result;
    quantity->base = (struct line){.clause = clause, .from = clause->tokens[name + 1].kind == TOKEN_ASSIGN ? name + 2 : name + 1, .to = clause->token_count};
    if (token_is(token, "总分")) {
        scheme->total = quantity;
        scheme->has_total = true;
        full_marks(scheme, clause);
    }
}

/* 没有 任务 的,贡献指数 不评 / 各 来源 都不适用 的,总分 不评 / 没有 分担 的,总分 得 0分 */
static bool guarded_result(struct scheme *scheme, struct clause *clause)
{
    uint32_t guard_from, guard_to, rest;
    const struct token *tokens = clause->tokens;
    if (!splits_guard(tokens, clause->token_count, 0, &guard_from, &guard_to, &rest) || clause->token_count - rest < 2)
        return false;
    struct quantity *quantity = quantity_find(scheme->quantities, scheme->quantity_count, tokens[rest].text);
    bool scores = token_is(&tokens[rest + 1], "得");
    if (tokens[rest].kind != TOKEN_WORD || (!scores && !token_is(&tokens[rest + 1], "不评")))
        return false;
    if (!quantity) {
        model_fault(scheme->model, "E0203", tokens[rest].span, tokens[rest].text, NULL);
        return true;
    }
    quantity_override(quantity, (struct line){.clause = clause, .guard_from = guard_from, .guard_to = guard_to, .from = scores ? rest + 2 : rest + 1,
                                              .to = clause->token_count});
    return true;
}

static void veto_line(struct scheme *scheme, struct clause *clause, struct veto **list, uint32_t *count)
{
    struct veto veto = {.line = {.clause = clause, .to = clause->token_count}, .span = clause->span};
    if (splits_guard(clause->tokens, clause->token_count, 1, &veto.line.guard_from, &veto.line.guard_to, &veto.line.from))
        *ARRAY_ADD(*list, *count) = veto;
    else if (!condition_lacks_its_end(scheme, clause->tokens, clause->token_count, 1))
        model_fault(scheme->model, "E0378", clause->span, NULL);
}

static void routine_line(struct scheme *scheme, const struct clause *clause)
{
    for (uint32_t i = 1; i < clause->token_count || i == 1; i++) {
        bool name = i < clause->token_count && (clause->tokens[i].kind == TOKEN_WORD || clause->tokens[i].kind == TOKEN_TEXT);
        if (i % 2 == 1 ? name : clause->tokens[i].kind == TOKEN_LIST && i + 1 < clause->token_count)
            continue;
        const struct token *rest = &clause->tokens[i < clause->token_count ? i : 0];
        too_much(scheme->model, rest, clause->token_count - (uint32_t)(rest - clause->tokens), "写 一般性工作 甲、乙:只写名称,用顿号隔开", "write: routine A, B: names only");
        if (rest->kind == TOKEN_COMMA)
            propose_words(scheme->model, rest->span, "、", ", ");
        return;
    }
    for (uint32_t i = 1; i < clause->token_count; i++)
        if (clause->tokens[i].kind == TOKEN_WORD || clause->tokens[i].kind == TOKEN_TEXT) {
            uint32_t count = scheme->routine_count;
            *ARRAY_ADD(scheme->routine_spans, count) = clause->tokens[i].span;
            *ARRAY_ADD(scheme->routine, scheme->routine_count) = clause->tokens[i].text;
        }
}

/* ---- first pass: what is declared ---- */

static void declare(struct scheme *scheme, struct clause *clause)
{
    if (head_is(clause, "台账"))
        ledger_declare(scheme, clause);
    else if (head_is(clause, "组") || head_is(clause, "重点任务"))
        group_declare(scheme, clause);
    else if (head_is(clause, "指标"))
        indicator_declare(scheme, clause, NULL);
    else if (head_is(clause, "函数"))
        function_declare(scheme, clause);
}

static bool is_figure(const struct clause *clause, uint32_t name)
{
    bool named = clause->token_count > name + 2 && (clause->tokens[name].kind == TOKEN_WORD || (name && clause->tokens[name].kind == TOKEN_TEXT));
    return named && (clause->tokens[name + 1].kind == TOKEN_ASSIGN || (clause->has_body && token_is(&clause->tokens[name + 1], "按")));
}

/* ---- second pass: what is said ---- */

/* A clause that a scheme has once. */
void only_clause(struct scheme *scheme, struct clause **place, struct clause *clause)
{
    if (*place)
        said_twice(scheme->model, clause->span, (*place)->span);
    else
        *place = clause;
}

/* Most clauses take no block; a value may begin one by 按 (a table). */
static bool takes_block(const struct clause *clause)
{
    static const char *const none[] = {"语言", "办法", "引用", "考核对象", "各项", "名次", "一票否决", "一般性工作", "层级", "承接", "沿革", "废止", "要求", "关注"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        if (head_is(clause, none[i]))
            return false;
    for (uint32_t i = 1; i + 1 < clause->token_count; i++)
        if (clause->tokens[i].kind == TOKEN_ASSIGN && !head_is(clause, "指标"))
            return token_is(&clause->tokens[i + 1], "按");
    return !token_is(&clause->tokens[clause->token_count - 1], "不评");
}

/* 免考 的,… behind the end of its group. */
static bool policy_out_of_place(struct scheme *scheme, const struct clause *clause)
{
    uint32_t from, to, rest;
    bool guarded = splits_guard(clause->tokens, clause->token_count, 0, &from, &to, &rest);
    const struct token *last = &clause->tokens[guarded ? to - 1 : 0];
    if (!guarded || !(token_is(last, "免考") || token_is(last, "不适用") || token_is(last, "都免考")))
        return false;
    not_understood(scheme, NULL, STANDS_GROUP, clause->tokens, clause->token_count);
    return true;
}

/* column: of a line before it that was not understood, or 0. */
static void say(struct scheme *scheme, struct clause *clause, uint32_t *column)
{
    if (!takes_block(clause))
        refuse_block(scheme->model, clause);
    if (clause->faulty && !head_is(clause, "每项"))
        return;
    if (head_is(clause, "函数") || head_is(clause, "语言") || head_is(clause, "办法") || head_is(clause, "台账") || head_is(clause, "引用") ||
        head_is(clause, "考核对象") || head_is(clause, "组") || head_is(clause, "重点任务") || head_is(clause, "指标"))
        return;
    bool of_items = clause->token_count > 3 && token_is(&clause->tokens[1], "得分") && token_is(&clause->tokens[2], "的");
    if (head_is(clause, "各项") && clause->token_count > 1 && clause->tokens[1].kind != TOKEN_ASSIGN && !of_items)
        rounding_line(scheme, clause);
    else if (head_is(clause, "每项"))
        rows_declare(scheme, clause);
    else if (head_is(clause, "加分"))
        points_block(scheme, clause, ITEM_BONUS);
    else if (head_is(clause, "扣分"))
        points_block(scheme, clause, ITEM_DEDUCTION);
    else if (head_is(clause, "结果") && clause->token_count > 2 && token_is(&clause->tokens[1], "每种"))
        variants_declare(scheme, clause);
    else if (head_is(clause, "结果") && is_figure(clause, 1))
        figure_line(scheme, clause, 1, true);
    else if (head_is(clause, "常数") && is_figure(clause, 1))
        figure_line(scheme, clause, 1, false);
    else if (head_is(clause, "总分") && is_figure(clause, 0))
        figure_line(scheme, clause, 0, true);
    else if (head_is(clause, "名次"))
        only_clause(scheme, &scheme->rank_clause, clause);
    else if (head_is(clause, "等次"))
        only_clause(scheme, &scheme->grade_clause, clause);
    else if (head_is(clause, "名额"))
        places_declare(scheme, clause);
    else if (head_is(clause, "一票否决"))
        veto_line(scheme, clause, &scheme->vetoes, &scheme->veto_count);
    else if (head_is(clause, "等次调整"))
        veto_line(scheme, clause, &scheme->adjustments, &scheme->adjustment_count);
    else if (head_is(clause, "一般性工作"))
        routine_line(scheme, clause);
    else if (is_figure(clause, 0) && belongs_in_an_indicator(scheme, clause->tokens, clause->token_count))
        ;
    else if (is_figure(clause, 0)) {
        struct span before = {clause->span.file, clause->span.start, clause->span.start};
        model_fault(scheme->model, "E0418", clause->tokens[0].span, clause->tokens[0].text, NULL);
        propose_words(scheme->model, before, "结果 ", "result ");
        propose_words(scheme->model, before, "常数 ", "constant ");
        figure_line(scheme, clause, 0, true);       /* known from here on: who uses it needs no message */
    }
    else if (!level_clause(scheme, clause) && !guarded_result(scheme, clause)) {
        if (!goes_on_lost(scheme, clause, column) && !policy_out_of_place(scheme, clause))
            not_understood(scheme, NULL, STANDS_TOP, clause->tokens, clause->token_count);
        return;
    }
    *column = 0;
}

static void collect_items(struct scheme *scheme, const struct syntax_file *file)
{
    uint32_t group = 0;
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        struct item *item = scheme->items[i];
        item->domain = scheme->units;
        indicator_head(scheme, item);
        item_collect(scheme, item, item->clause->body, item->clause->body_count);
    }
    for (uint32_t i = 0; i < file->clause_count; i++)
        if ((head_is(&file->clauses[i], "组") || head_is(&file->clauses[i], "重点任务")) && file->clauses[i].has_body && file->clauses[i].token_count > 1)
            group_lines(scheme, &file->clauses[i], scheme->groups[group++]);
    struct item *blocks[2] = {scheme->bonus, scheme->deduction};
    for (int i = 0; i < 2; i++)
        if (blocks[i])
            item_collect(scheme, blocks[i], blocks[i]->clause->body, blocks[i]->clause->body_count);
    for (uint32_t i = 0; i < scheme->ledger_count; i++)
        if (scheme->ledgers[i]->scored)
            item_collect(scheme, scheme->ledgers[i]->scored, scheme->ledgers[i]->scored->clause->body, scheme->ledgers[i]->scored->clause->body_count);
}

/* A file without a title that holds constants and functions for others. */
void library_say(struct scheme *scheme, struct syntax_file *file)
{
    for (uint32_t i = 0; i < file->clause_count; i++) {
        struct clause *clause = &file->clauses[i];
        if (head_is(clause, "函数"))
            function_declare(scheme, clause);
        else if (head_is(clause, "常数") && is_figure(clause, 1))
            figure_line(scheme, clause, 1, false);
        else if (!head_is(clause, "语言") && !head_is(clause, "引用"))
            model_fault(scheme->model, "E0452", clause->span, NULL);
    }
    for (uint32_t i = 0; i < scheme->quantity_count; i++)
        quantity_node(scheme, scheme->quantities[i]);
}

/* Where it is not said who is assessed nothing else can be read; but the line that was to say it may be among those that nobody understands. */
static void without_units(struct scheme *scheme, const struct syntax_file *file)
{
    for (uint32_t i = 0; i < file->clause_count; i++) {
        const struct clause *clause = &file->clauses[i];
        if (!clause->faulty && !head_begins(&clause->tokens[0]) && !is_figure(clause, 0))
            not_understood(scheme, NULL, STANDS_TOP, clause->tokens, clause->token_count);
    }
    if (!scheme->units_span.end)
        model_fault(scheme->model, "E0416", scheme->title_span, NULL);
}

/* 指标:A01 …, 考核对象:乡镇: a colon behind the first word of a line is told, and the line read without it. */
static void take_out_colons(struct scheme *scheme, struct clause *clauses, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct clause *clause = &clauses[i];
        if (clause->token_count > 2 && clause->tokens[1].kind == TOKEN_COLON && head_begins(&clause->tokens[0]) && !clause->faulty) {
            mark_not_wanted(scheme->model, &clause->tokens[0], &clause->tokens[1]);
            *clause = *clause_without(clause, 1);
        }
        if (head_is(clause, "组") || head_is(clause, "重点任务"))
            take_out_colons(scheme, clause->body, clause->body_count);
    }
}

void scheme_say(struct scheme *scheme, struct syntax_file *file)
{
    take_out_colons(scheme, file->clauses, file->clause_count);
    for (uint32_t i = 0; i < file->clause_count; i++)
        declare(scheme, &file->clauses[i]);
    for (uint32_t i = 0, ledger = 0; i < file->clause_count; i++)
        if (head_is(&file->clauses[i], "台账") && ledger < scheme->ledger_count && file->clauses[i].token_count > 1 &&
            strcmp(scheme->ledgers[ledger]->name, file->clauses[i].tokens[1].text) == 0)
            ledger_elaborate(scheme, scheme->ledgers[ledger++], &file->clauses[i]);
    for (uint32_t i = 0; i < file->clause_count; i++)
        if (head_is(&file->clauses[i], "考核对象"))
            units_line(scheme, &file->clauses[i]);
    if (!scheme->units) {
        without_units(scheme, file);
        return;
    }
    for (uint32_t i = 0, column = 0; i < file->clause_count; i++)
        say(scheme, &file->clauses[i], &column);
    collect_items(scheme, file);
    scheme->sound = diagnostics_count(scheme->model->diagnostics, SEVERITY_ERROR) == scheme->faults_before;
}

/* What a run computes: all values of the scheme and of those that it cites. */
void scheme_complete(struct scheme *scheme)
{
    if (!scheme->outline)
        return;
    scheme->outline = false;
    for (uint32_t i = 0; i < scheme->cited_count; i++)
        scheme_complete(scheme->cited[i]);
    if (!scheme->units)
        return;
    levels_settle(scheme);
    requirements_elaborate(scheme);
    results_elaborate(scheme);
    variants_remind(scheme);
    focuses_elaborate(scheme);
}
