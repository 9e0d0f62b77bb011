/* What ties a scheme to others and to the year before: 层级, 承接, 沿革, 要求, and 关注 (which topics must be met).
 *
 *     upper scheme  -- 要求 下级 … -->  this scheme  -- 要求 下级 … -->  schemes that say 承接 of this one
 *     last year's   -- 沿革 -->         this scheme
 *
 * The upper and last year's schemes are read in outline only: their declarations are known, nothing of them is computed. Demands are kept as
 * read; lang/check/level.c holds the lower scheme against them. */
#include "elaborate/elaborate.h"
#include <string.h>
#include "memory.h"

/* The words of some tokens, without the spaces between them. */
const char *joined_words(const struct token *tokens, uint32_t count)
{
    const char *text = "";
    for (uint32_t i = 0; i < count; i++)
        text = lang_format("%s%s", text, tokens[i].text ? tokens[i].text : "");
    return text;
}

/* ---- 层级, 承接, 沿革 ---- */

/* A、B: names between list marks. False where one is empty. */
static bool listed_names(const struct token *tokens, uint32_t count, const char ***names, uint32_t *name_count)
{
    for (uint32_t from = 0; from <= count;) {
        uint32_t end = from;
        while (end < count && tokens[end].kind != TOKEN_LIST)
            end++;
        if (end == from)
            return false;
        *ARRAY_ADD(*names, *name_count) = joined_words(tokens + from, end - from);
        from = end + 1;
    }
    return true;
}

bool level_assesses(const struct scheme *scheme, const char *level)
{
    for (uint32_t i = 0; i < scheme->level.lower_count; i++)
        if (strcmp(scheme->level.lowers[i], level) == 0)
            return true;
    return false;
}

static void level_line(struct scheme *scheme, struct clause *clause)
{
    static struct pattern pattern;
    if (!pattern.count)
        pattern_compile(&pattern, "层级 “上” 对 “下”");
    struct match match;
    struct level_model level = {.span = clause->span};
    bool read = pattern_match(&pattern, clause->tokens, clause->token_count, &match) &&
                listed_names(match.captures[1].tokens, match.captures[1].count, &level.lowers, &level.lower_count);
    if (!read) {
        scheme->level.span = clause->span;
        model_fault(scheme->model, "E0700", clause->span, NULL);
        if (clause->token_count == 3 && clause->tokens[1].kind == TOKEN_WORD && clause->tokens[2].kind == TOKEN_WORD)
            propose_words(scheme->model, (struct span){clause->span.file, clause->tokens[1].span.end, clause->tokens[2].span.start}, " 对 ", " over ");
        return;
    }
    if (scheme->level.upper) {
        model_fault(scheme->model, "E0345", clause->span, NULL);
        return;
    }
    level.upper = joined_words(match.captures[0].tokens, match.captures[0].count);
    for (uint32_t i = 0; i < level.lower_count; i++)
        level.lower = lang_format("%s%s%s", i ? level.lower : "", i ? "、" : "", level.lowers[i]);
    scheme->level = level;
}

/* 承接 《…》 “文件”, 沿革 “文件”: the other scheme in outline. A title that is given must be the file's. */
static void other_line(struct scheme *scheme, struct clause *clause, struct scheme **place, struct span *span)
{
    const struct token *tokens = clause->tokens, *last = &tokens[clause->token_count - 1];
    bool titled = clause->token_count == 3 && tokens[1].kind == TOKEN_TITLE;
    *span = clause->span;
    if (last->kind != TOKEN_TEXT || !(clause->token_count == 2 || titled)) {
        model_fault(scheme->model, "E0701", clause->span, tokens[0].text, NULL);
        return;
    }
    if (*place) {
        model_fault(scheme->model, "E0345", clause->span, NULL);
        return;
    }
    *place = scheme_outline(scheme->model, path_beside(scheme->path, last->text), last->span);
    if (*place && titled && (*place)->title && strcmp((*place)->title, tokens[1].text) != 0) {
        model_fault(scheme->model, "E0702", tokens[1].span, (*place)->title, NULL);
        diagnostic_at(scheme->model->diagnostics, (*place)->title_span, (const char *[2]){"这个文件里的办法", "the scheme in that file"});
    }
}

/* ---- 要求 ---- */

static const struct { const char *words, *unit; enum load_figure figure; } figures[] = {
    {"指标数", "项", LOAD_INDICATORS},       {"考核要点数", "条", LOAD_POINTS}, {"报表数一年", "张", LOAD_FORMS},
    {"检查次数一年", "次", LOAD_INSPECTIONS}, {"检查工时一年", "小时", LOAD_HOURS}, {"一票否决数", "项", LOAD_VETOES},
    {"重点任务权重", "%", LOAD_KEY_SHARE},
};

static bool figure_words(const struct capture *words, struct demand *demand, const char **unit)
{
    const char *text = joined_words(words->tokens, words->count);
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++)
        if (strcmp(figures[i].words, text) == 0) {
            demand->figure = figures[i].figure;
            *unit = figures[i].unit;
            return true;
        }
    return false;
}

/* 20%, 50项, 120: a number in the unit, or bare where it is not a share. */
static bool limit_words(const struct capture *words, const char *unit, struct rational *limit)
{
    const char *written = joined_words(words->tokens + 1, words->count - 1);
    bool share = strcmp(unit, "%") == 0;
    if (words->tokens[0].kind != TOKEN_NUMBER || !(strcmp(written, unit) == 0 || (!share && !written[0])))
        return false;
    rational_init(limit);
    rational_copy(limit, &words->tokens[0].number);
    if (share) {
        struct rational hundred;
        rational_init(&hundred);
        rational_set(&hundred, 100, 1);
        rational_divide(limit, limit, &hundred);
    }
    return true;
}

static bool measured_demand(const struct token *tokens, uint32_t count, struct demand *demand)
{
    static struct pattern reduction, at_most, at_least;
    if (!reduction.count) {
        pattern_compile(&reduction, "“数” 比 上年 减少 达到 “幅度”");
        pattern_compile(&at_most, "“数” “不超过/within” “限”");
        pattern_compile(&at_least, "“数” “达到/reaches” “限”");
    }
    const struct { const struct pattern *pattern; enum demand_kind kind; } kinds[] = {
        {&reduction, DEMAND_REDUCTION}, {&at_most, DEMAND_AT_MOST}, {&at_least, DEMAND_AT_LEAST}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct match match;
        const char *unit = NULL;
        if (!pattern_match(kinds[i].pattern, tokens, count, &match))
            continue;
        demand->kind = kinds[i].kind;
        bool measured = figure_words(&match.captures[0], demand, &unit);
        bool reduced = demand->kind == DEMAND_REDUCTION;
        return measured && !(reduced && demand->figure == LOAD_KEY_SHARE) && limit_words(&match.captures[1], reduced ? "%" : unit, &demand->limit);
    }
    return false;
}

/* 必须有 指标 YJ01、YJ02 / 不得有 指标 微信工作群留痕 */
static bool named_demand(const struct token *tokens, uint32_t count, struct demand *demand)
{
    bool with = token_is(&tokens[0], "必须有");
    if (count < 3 || !(with || token_is(&tokens[0], "不得有")) || !token_is(&tokens[1], "指标"))
        return false;
    demand->kind = with ? DEMAND_WITH : DEMAND_WITHOUT;
    return listed_names(tokens + 2, count - 2, &demand->names, &demand->name_count);
}

/* 下级 对 乡镇街道: the demand holds for schemes over that level. Returns the tokens used. */
static uint32_t over_at(const struct token *tokens, uint32_t count, struct demand *demand)
{
    if (count < 2 || !token_is(&tokens[0], "对") || tokens[1].kind != TOKEN_WORD)
        return 0;
    demand->over = tokens[1].text;
    return 2;
}

static void demand_line(struct scheme *scheme, struct clause *clause)
{
    struct demand demand = {.span = clause->span, .below = clause->token_count > 1 && token_is(&clause->tokens[1], "下级")};
    uint32_t from = demand.below ? 2 : 1;
    if (demand.below)
        from += over_at(clause->tokens + from, clause->token_count - from, &demand);
    const struct token *tokens = clause->tokens + from;
    uint32_t count = clause->token_count - from;
    if (clause->token_count <= from || !(measured_demand(tokens, count, &demand) || named_demand(tokens, count, &demand)))
        model_fault(scheme->model, "E0703", clause->span, NULL);
    else
        *ARRAY_ADD(scheme->demands, scheme->demand_count) = demand;
}

/* ---- lines of a scheme ---- */

/* 关注 留言 提得最多 的 3个 话题 */
static void focus_line(struct scheme *scheme, struct clause *clause)
{
    static struct pattern pattern;
    if (!pattern.count)
        pattern_compile(&pattern, "关注 “台账” 提得最多 的 “数” 个 “列”");
    struct match match;
    int64_t number = 0;
    bool matched = pattern_match(&pattern, clause->tokens, clause->token_count, &match) && match.captures[0].count == 1 && match.captures[1].count == 1 &&
                   match.captures[2].count == 1 && match.captures[1].tokens[0].kind == TOKEN_NUMBER &&
                   rational_to_int64(&match.captures[1].tokens[0].number, &number) && number >= 1 && number <= UINT32_MAX;
    scheme->focus_said = true;
    if (!matched) {
        model_fault(scheme->model, "E0740", clause->span, NULL);
        return;
    }
    const struct token *ledger = match.captures[0].tokens, *column = match.captures[2].tokens;
    struct focus focus = {.ledger = ledger_find(scheme, ledger->text), .count = (uint32_t)number, .span = clause->span};
    focus.field = focus.ledger ? field_find(focus.ledger, column->text) : NULL;
    if (!focus.ledger)
        unknown_ledger(scheme, "E0304", ledger->span, ledger->text);
    else if (!focus.field || focus.field->type != TYPE_CATEGORY)
        model_fault(scheme->model, "E0741", column->span, column->text, focus.ledger->name, NULL);
    else
        *ARRAY_ADD(scheme->focuses, scheme->focus_count) = focus;
}

bool level_clause(struct scheme *scheme, struct clause *clause)
{
    const struct token *head = &clause->tokens[0];
    if (token_is(head, "层级"))
        level_line(scheme, clause);
    else if (token_is(head, "承接"))
        other_line(scheme, clause, &scheme->under, &scheme->under_span);
    else if (token_is(head, "沿革"))
        other_line(scheme, clause, &scheme->lineage, &scheme->lineage_span);
    else if (token_is(head, "废止"))
        abolished_line(scheme, clause);
    else if (token_is(head, "要求"))
        demand_line(scheme, clause);
    else if (token_is(head, "关注"))
        focus_line(scheme, clause);
    else
        return false;
    return true;
}

/* ---- once all lines were read ---- */

/* What the lines say must go together: levels, years, codes of the upper scheme. */
void levels_settle(struct scheme *scheme)
{
    struct model *model = scheme->model;
    const struct scheme *under = scheme->under, *lineage = scheme->lineage;
    for (uint32_t i = 0; i < scheme->demand_count; i++)
        if (scheme->demands[i].below && !scheme->level.span.end) {
            model_fault(model, "E0704", scheme->demands[i].span, NULL);
            break;
        }
    if (under && scheme->level.upper && under->level.upper && !level_assesses(under, scheme->level.upper)) {
        model_fault(model, "E0705", scheme->level.span, scheme->level.upper, under->level.lower, NULL);
        diagnostic_at(model->diagnostics, under->level.span, (const char *[2]){"上级办法在这里写明", "the upper scheme says so here"});
    }
    if (lineage && lineage->title && lineage->year >= scheme->year) {
        model_fault(model, "E0706", scheme->lineage_span, lang_format("%d", lineage->year), lang_format("%d", scheme->year), NULL);
        diagnostic_at(model->diagnostics, lineage->title_span, (const char *[2]){"它的年度", "its year"});
    }
    lineage_settle(scheme);
    for (uint32_t i = 0; i < scheme->item_count; i++)
        for (uint32_t k = 0; k < scheme->items[i]->descends_count; k++) {
            const struct token *code = scheme->items[i]->descends[k];
            if (under ? !item_find(scheme->under, code->text) : !scheme->under_span.end)
                model_fault(model, under ? "E0707" : "E0708", code->span, code->text, NULL);
        }
}

/* ---- lines of an indicator ---- */

/* 每季 1次 at tokens[from]: times a year; *used tokens. 0 where it does not stand there. */
static int64_t frequency_at(const struct scheme *scheme, const struct token *tokens, uint32_t count, uint32_t *used)
{
    static const struct { const char *words; int64_t times; } frequencies[] = {{"每年", 1}, {"每半年", 2}, {"每季", 4}, {"每季度", 4}, {"每月", 12}, {"每周", 52}};
    const int64_t days = scheme->year % 4 == 0 && (scheme->year % 100 != 0 || scheme->year % 400 == 0) ? 366 : 365;
    int64_t times = 0, number = 1;
    uint32_t words = 0;
    while (words < count && tokens[words].kind == TOKEN_WORD)
        words++;
    const char *period = joined_words(tokens, words);
    for (size_t i = 0; i < sizeof frequencies / sizeof frequencies[0]; i++)
        if (strcmp(frequencies[i].words, period) == 0)
            times = frequencies[i].times;
    if (strcmp(period, "每天") == 0)
        times = days;
    *used = words;
    if (times && words + 2 == count && tokens[words].kind == TOKEN_NUMBER && token_is(&tokens[words + 1], "次")) {
        if (!rational_to_int64(&tokens[words].number, &number) || number < 1 || number > 1000)
            return 0;
        *used = words + 2;
    }
    return *used == count ? times * number : 0;
}

/* 3张表 */
static int64_t forms_of(const struct token *tokens, uint32_t count)
{
    int64_t number = 0;
    const char *words = count > 1 ? joined_words(tokens + 1, count - 1) : "";
    bool forms = count > 1 && tokens[0].kind == TOKEN_NUMBER && (strcmp(words, "张表") == 0 || strcmp(words, "张") == 0);
    return forms && rational_to_int64(&tokens[0].number, &number) && number >= 1 && number <= 1000 ? number : 0;
}

/* 每次 2小时 */
static bool hours_of(const struct token *tokens, uint32_t count, struct rational *hours)
{
    uint32_t words = 0;
    while (words < count && tokens[words].kind == TOKEN_WORD)
        words++;
    rational_init(hours);
    if (strcmp(joined_words(tokens, words), "每次") != 0 || words + 2 != count || tokens[words].kind != TOKEN_NUMBER || !token_is(&tokens[words + 1], "小时"))
        return false;
    rational_copy(hours, &tokens[words].number);
    return true;
}

/* 每季, 每季 2次: once need not be said. */
static const char *frequency_text(const struct token *tokens, uint32_t count)
{
    uint32_t words = 0;
    while (words < count && tokens[words].kind == TOKEN_WORD)
        words++;
    const char *period = joined_words(tokens, words);
    bool once = words == count || tokens[words].kind != TOKEN_NUMBER || strcmp(number_text(&tokens[words].number), "1") == 0;
    return once ? period : lang_format("%s %s次", period, number_text(&tokens[words].number));
}

static bool report_workload(struct scheme *scheme, struct workload *workload, const struct token *tokens, uint32_t count)
{
    uint32_t end = token_next_comma(tokens, count, 0), used;
    int64_t times = frequency_at(scheme, tokens, end, &used), forms = end < count ? forms_of(tokens + end + 1, count - end - 1) : 1;
    workload->has_forms = true;
    workload->forms = times * forms;
    workload->sheets = forms;
    workload->often = frequency_text(tokens, end);
    return workload->forms > 0;
}

static bool inspection_workload(struct scheme *scheme, struct workload *workload, const struct token *tokens, uint32_t count)
{
    uint32_t end = token_next_comma(tokens, count, 0), used;
    workload->has_inspections = true;
    workload->inspections = frequency_at(scheme, tokens, end, &used);
    workload->inspected = frequency_text(tokens, end);
    rational_init(&workload->hours);
    if (end < count) {
        struct rational each, times;
        rational_init(&times);
        rational_set(&times, workload->inspections, 1);
        if (!hours_of(tokens + end + 1, count - end - 1, &each))
            return false;
        rational_multiply(&workload->hours, &each, &times);
    }
    return workload->inspections > 0;
}

static void listed(struct scheme *scheme, const struct token *tokens, uint32_t count, const struct token ***list, uint32_t *list_count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (tokens[i].kind != TOKEN_WORD && tokens[i].kind != TOKEN_TEXT)
            continue;
        for (uint32_t k = 0; k < *list_count; k++)
            if (strcmp((*list)[k]->text, tokens[i].text) == 0)
                said_twice(scheme->model, tokens[i].span, (*list)[k]->span);
        *ARRAY_ADD(*list, *list_count) = &tokens[i];
    }
}

bool level_item_line(struct scheme *scheme, struct item *item, struct clause *clause, uint32_t from, uint32_t to)
{
    const struct token *head = &clause->tokens[from], *tokens = head + 1;
    uint32_t count = to - from - 1, comma = from + 1 < to ? token_next_comma(tokens, count, 0) : 0;
    struct workload *workload = &item->workload;
    if (to - from < 2 || tokens[0].kind == TOKEN_ASSIGN)
        return false;
    if (token_is(head, "报送") || token_is(head, "检查")) {
        bool forms = token_is(head, "报送");
        if (forms ? workload->has_forms : workload->has_inspections)
            model_fault(scheme->model, "E0345", clause->span, NULL);
        else if (!(forms ? report_workload : inspection_workload)(scheme, workload, tokens, count))
            model_fault(scheme->model, forms ? "E0730" : "E0731", tokens_span(tokens, count), NULL);
        if (forms)
            item->frequency = span_text(scheme->model, tokens_span(tokens, count));
        return true;
    }
    if (token_is(head, "来源") && comma < count) {          /* 来源 统计报表,每季 1次: what a 报送 line would say */
        struct workload said = {0};
        if (!report_workload(scheme, &said, tokens + comma + 1, count - comma - 1))
            model_fault(scheme->model, "E0730", tokens_span(tokens + comma + 1, count - comma - 1), NULL);
        else if (!workload->has_forms) {
            *workload = (struct workload){.has_forms = true, .forms = said.forms, .often = said.often, .sheets = said.sheets,
                                          .has_inspections = workload->has_inspections, .inspections = workload->inspections,
                                          .inspected = workload->inspected, .hours = workload->hours};
        } else
            model_fault(scheme->model, "E0345", clause->span, NULL);
        return false;
    }
    if (token_is(head, "沿革"))
        descent_line(scheme, item, clause, tokens, count);
    else if (token_is(head, "话题"))
        listed(scheme, tokens, count, &item->topics, &item->topic_count);
    else if (token_is(head, "承接"))
        listed(scheme, tokens, count, &item->descends, &item->descends_count);
    else
        return false;
    return true;
}

/* ---- what stands behind 免考 ---- */

bool exemption_note_at(struct scheme *scheme, struct exemption_note *note, const struct token *tokens, uint32_t count)
{
    if (count == 2 && token_is(tokens, "依据") && tokens[1].kind == TOKEN_TEXT) {
        note->basis = tokens[1].text;
        return true;
    }
    if (count != 4 || !token_is(tokens, "有效") || tokens[1].kind != TOKEN_DATE || !token_is(&tokens[2], "至") || tokens[3].kind != TOKEN_DATE)
        return false;
    note->dated = tokens[3].date >= tokens[1].date;
    note->from = tokens[1].date;
    note->to = tokens[3].date;
    note->dates = tokens_span(tokens, 4);
    if (!note->dated)
        model_fault(scheme->model, "E0306", note->dates, span_text(scheme->model, tokens[1].span), span_text(scheme->model, tokens[3].span), NULL);
    return true;
}

/* ---- topics that must be met ---- */

/* The topics that indicators name, as a condition on the topic of a group. */
static struct node *named_topics(struct scope *scope, const struct focus *focus, struct node *topic)
{
    struct scheme *scheme = scope->scheme;
    struct node *named = node_boolean(scheme->model->pool, false);
    for (uint32_t i = 0; i < scheme->item_count; i++)
        for (uint32_t k = 0; k < scheme->items[i]->topic_count; k++) {
            struct node *one = resolve_category(scope, topic, scheme->items[i]->topics[k]);
            if (!one)
                return NULL;
            struct node *equal = node_operation(scheme->model->pool, OP_EQUAL, topic, one, NULL, NULL, focus->span);
            named = either(scope, named, equal);
        }
    return named;
}

/* The rows of the ledger by topic, their numbers ranked: whoever is among the first k (equals on the line too) is named by an indicator. */
static void focus_elaborate(struct scheme *scheme, struct focus *focus)
{
    struct node_pool *pool = scheme->model->pool;
    struct scope scope = {.scheme = scheme, .domain = focus->ledger};
    struct node **keys = lang_array(1, sizeof *keys), **order = lang_array(1, sizeof *order);
    bool *descending = lang_array(1, sizeof *descending);
    keys[0] = node_field(pool, focus->ledger, focus->field);
    struct row_set *groups = grouping_by(&scope, focus->ledger, keys, 1);
    struct node *index = node_group(pool, focus->ledger, keys, 1, groups);
    focus->raised = node_fold(pool, FOLD_COUNT, focus->ledger, groups, index, NULL, NULL, focus->span);
    focus->topic = node_group_key(pool, groups, 0, keys[0]);
    scope.domain = groups;
    struct node *named = named_topics(&scope, focus, focus->topic);
    if (!named)
        return;
    order[0] = focus->raised;
    descending[0] = true;
    struct node *rank = node_rank(pool, groups, NULL, NULL, order, descending, 1, TIES_COMPETITION, focus->span);
    struct node *most = node_operation(pool, OP_LESS_EQUAL, rank, node_integer(pool, focus->count, unit_plain(), focus->span), NULL, NULL, focus->span);
    focus->met = either(&scope, negate_condition(&scope, most), named);
}

void focuses_elaborate(struct scheme *scheme)
{
    for (uint32_t i = 0; i < scheme->focus_count; i++)
        focus_elaborate(scheme, &scheme->focuses[i]);
    for (uint32_t i = 0; !scheme->focus_said && i < scheme->item_count; i++)
        if (scheme->items[i]->topic_count) {
            model_fault(scheme->model, "W0742", scheme->items[i]->topics[0]->span, NULL);
            return;
        }
}
