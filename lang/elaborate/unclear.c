/* Words that no clause or value says. What is told is the first of these that fits:
 *
 *     a word that rules do not have                小于, 如果, 其他          misused.def
 *     something that is plainly missing            的, =, 各, the pool of a figure
 *     a clause of which most words are there       with the user's own words in its slots
 *     that it is not understood                    with a clause that would be, of the names that are at hand */
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"
#include "phrase/library.h"
#include "phrase/vocabulary.h"

/* ---- examples ---- */

/* A column that examples speak of: a percentage if there is one, else a number, else whatever there is. */
static const struct field_model *example_field(const struct scheme *scheme, const struct row_set *rows)
{
    const struct field_model *best = NULL;
    int best_rank = 0;
    rows = rows ? rows : scheme->units;
    for (uint32_t i = 0; rows && i < rows->field_count; i++) {
        const struct field_model *field = rows->fields[i];
        int rank = field->percent ? 5 : field->type == TYPE_NUMBER ? 4 : field->type == TYPE_DATE ? 3 : field->type == TYPE_CATEGORY || field->type == TYPE_BOOLEAN ? 2 : 0;
        if (rank > best_rank && !field->faulty) {
            best = field;
            best_rank = rank;
        }
    }
    return best;
}

const char *example_value(const struct scheme *scheme, const struct row_set *rows, enum language language)
{
    const struct field_model *field = example_field(scheme, rows);
    return field && field->type == TYPE_NUMBER ? field->name : language == LANGUAGE_EN ? "share" : "满意度";
}

const char *example_condition(const struct scheme *scheme, const struct row_set *rows, enum language language)
{
    const struct field_model *field = example_field(scheme, rows);
    bool en = language == LANGUAGE_EN;
    if (!field)
        return en ? "share below 90%" : "满意度 低于 90%";
    switch (field->type) {
    case TYPE_NUMBER:
        if (field->percent)
            return lang_format(en ? "%s below 90%%" : "%s 低于 90%%", field->name);
        return lang_format(en ? "%s below 10 %s" : "%s 低于 10%s", field->name, field->unit_name ? field->unit_name : "");
    case TYPE_DATE: return lang_format(en ? "%s after 2024-06-30" : "%s 晚于 2024年6月30日", field->name);
    case TYPE_BOOLEAN: return lang_format(en ? "%s is no" : "%s 为 否", field->name);
    default: return lang_format(en ? "%s is %s" : "%s 为 %s", field->name, field->categories->names[0]);
    }
}

/* ---- what is plainly missing ---- */

static const struct source *source_of(const struct scheme *scheme, struct span span) { return diagnostics_source(scheme->model->diagnostics, span.file); }

/* 各 任务单 得分 的 合计: a ledger of that name is not there. 同一 片: a column. */
static bool pool_is_unknown(struct scheme *scheme, const struct row_set *rows, const struct token *tokens, uint32_t count)
{
    bool of_ledger = count > 1 && (token_is(&tokens[0], "各") || token_is(&tokens[0], "全部")) && tokens[1].kind == TOKEN_WORD;
    if (of_ledger && !ledger_find(scheme, tokens[1].text))
        return unknown_ledger(scheme, "E0249", tokens[1].span, tokens[1].text), true;
    if (count < 2 || !token_is(&tokens[0], "同一") || tokens[1].kind != TOKEN_WORD || !rows || field_find(rows, tokens[1].text))
        return false;
    const char **names = NULL;
    uint32_t name_count = 0;
    for (uint32_t i = 0; i < rows->field_count; i++)
        *ARRAY_ADD(names, name_count) = rows->fields[i]->name;
    model_fault(scheme->model, "E0203", tokens[1].span, tokens[1].text, NULL);
    propose_nearest(scheme->model, tokens[1].span, tokens[1].text, names, name_count);
    return true;
}

/* 满意度 最高 100%: what limits a value stands behind a comma. */
static bool limit_lacks_comma(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    static const char *const words[] = {"最高", "最低", "最多", "最少", "保留"};
    for (uint32_t i = 1; i + 1 < count; i++)
        for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
            if (token_is(&tokens[i], words[k]))
                return comma_missing(scheme->model, &tokens[i - 1], &tokens[i], count - i), true;
    return false;
}

/* 满意度 满意度, 满意度 的: a word too many. */
static bool word_is_too_much(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        bool again = tokens[i].kind == TOKEN_WORD && token_is(&tokens[i - 1], tokens[i].text) && !tokens[i].glued;
        if (!again && !(i + 1 == count && token_is(&tokens[i], "的")))
            continue;
        model_fault(scheme->model, "E0148", tokens[i].span, tokens[i].text, NULL);
        propose(scheme->model, (struct span){tokens[i].span.file, tokens[i - 1].span.end, tokens[i].span.end}, "");
        return true;
    }
    return false;
}

/* 类别 甲类: a column and one of its values. */
static bool equality_is_missing(struct scheme *scheme, const struct row_set *rows, const struct token *tokens, uint32_t count)
{
    rows = rows ? rows : scheme->units;
    const struct field_model *field = rows && count == 2 && tokens[0].kind == TOKEN_WORD ? field_find(rows, tokens[0].text) : NULL;
    for (uint32_t i = 0; field && field->categories && i < field->categories->count; i++)
        if (token_is(&tokens[1], field->categories->names[i])) {
            model_fault(scheme->model, "E0976", tokens[0].span, tokens[0].text, NULL);
            propose_words(scheme->model, (struct span){tokens[0].span.file, tokens[0].span.end, tokens[1].span.start}, " 为 ", " is ");
            return true;
        }
    return false;
}

static const char *const figures[] = {"合计", "个数", "平均值", "最高值", "最低值", "最早值", "最晚值", "中位数", "标准差", "极差"};

static bool is_figure_word(const struct token *token)
{
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++)
        if (token_is(token, figures[i]))
            return true;
    return false;
}

/* 合计(各 任务 得分): what spreadsheets do. */
static bool figure_is_called(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    if (count < 4 || !is_figure_word(&tokens[0]) || tokens[1].kind != TOKEN_OPEN || token_group_end(tokens, count, 1) != count)
        return false;
    const char *inner = span_text(scheme->model, tokens_span(tokens + 2, count - 3));
    bool pooled = token_is(&tokens[2], "各") || token_is(&tokens[2], "全部") || token_is(&tokens[2], "本类") || token_is(&tokens[2], "同一");
    model_fault(scheme->model, "E0257", tokens[0].span, tokens[0].text, NULL);
    if (pooled)
        propose(scheme->model, tokens_span(tokens, count), lang_format("%s 的 %s", inner, tokens[0].text));
    return true;
}

/* 任务 得分 的 合计: of which rows? */
static bool pool_is_missing(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    struct span before = {tokens[0].span.file, tokens[0].span.start, tokens[0].span.start};
    bool of = false;
    for (uint32_t i = 1; i + 1 < count; i++)
        of = of || (token_is(&tokens[i], "的") && is_figure_word(&tokens[i + 1]));
    if (!of || tokens[0].kind != TOKEN_WORD || !ledger_find(scheme, tokens[0].text))
        return false;
    struct span span = tokens_span(tokens, count);
    model_fault(scheme->model, "E0244", span, span_text(scheme->model, span), "", "", NULL);
    if (!source_is_english(source_of(scheme, span))) {
        propose(scheme->model, before, "各 ");
        propose(scheme->model, before, "全部 ");
    }
    return true;
}

/* 完成律(甲,乙): no function is called so. */
static bool function_is_unknown(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    static const char *const kernel[] = {"取大", "取小", "选", "去尾", "进一", "四舍五入", "开方", "乘方", "对数", "指数函数"};
    const char **names = NULL;
    uint32_t name_count = 0;
    bool call = count > 2 && tokens[0].kind == TOKEN_WORD && tokens[1].kind == TOKEN_OPEN && token_group_end(tokens, count, 1) == count;
    if (!call || (scheme->lexicon && lexicon_has(scheme->lexicon, tokens[0].text, strlen(tokens[0].text))))
        return false;
    for (size_t i = 0; i < sizeof kernel / sizeof kernel[0]; i++)
        *ARRAY_ADD(names, name_count) = kernel[i];
    for (uint32_t i = 0; i < scheme->function_count; i++)
        *ARRAY_ADD(names, name_count) = scheme->functions[i]->name;
    for (uint32_t k = 0; k < scheme->cited_count; k++)
        for (uint32_t i = 0; i < scheme->cited[k]->function_count; i++)
            *ARRAY_ADD(names, name_count) = scheme->cited[k]->functions[i]->name;
    model_fault(scheme->model, "E0258", tokens[0].span, tokens[0].text, NULL);
    propose_nearest(scheme->model, tokens[0].span, tokens[0].text, names, name_count);
    return true;
}

/* A number with its unit, or a date: how many tokens. */
static uint32_t value_length(const struct token *tokens, uint32_t count)
{
    if (count && tokens[0].kind == TOKEN_DATE)
        return 1;
    if (!count || tokens[0].kind != TOKEN_NUMBER)
        return 0;
    return count > 1 && tokens[1].kind == TOKEN_WORD && tokens[1].glued ? 2 : 1;
}

static bool is_one_of(const struct token *token, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (token_is(token, words[i]))
            return true;
    return false;
}

bool range_lacks_is(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    static const char *const in[] = {"在", "介于", "处于", "位于"}, *const to[] = {"至", "到", "和", "与"}, *const end[] = {"之间", "之内", "范围内", "区间"};
    if (count < 4 || tokens[0].kind != TOKEN_WORD)
        return false;
    uint32_t first = is_one_of(&tokens[1], in, 4) ? 2 : 1, one = value_length(tokens + first, count - first), mark = first + one;
    bool parted = one && mark < count && (tokens[mark].kind == TOKEN_MINUS || is_one_of(&tokens[mark], to, 4));
    uint32_t second = mark + 1, other = parted ? value_length(tokens + second, count - second) : 0;
    uint32_t behind = second + other + (other && second + other < count && is_one_of(&tokens[second + other], end, 4));
    if (!other || behind != count)
        return false;
    struct model *model = scheme->model;
    struct span span = tokens_span(tokens, count);
    const char *unit = one == 1 && other == 2 ? tokens[second + 1].text : "", *from = span_text(model, tokens_span(tokens + first, one));
    model_fault(model, "E0268", span, span_text(model, span), NULL);
    propose_words(model, span, lang_format("%s 为 %s%s 至 %s", tokens[0].text, from, unit, span_text(model, tokens_span(tokens + second, other))),
                  lang_format("%s is %s%s%s to %s", tokens[0].text, from, *unit ? " " : "", unit, span_text(model, tokens_span(tokens + second, other))));
    return true;
}

/* 6月30日: of which year? */
static bool year_is_missing(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    bool day = count == 4 && tokens[0].kind == TOKEN_NUMBER && token_is(&tokens[1], "月") && tokens[2].kind == TOKEN_NUMBER && (token_is(&tokens[3], "日") || token_is(&tokens[3], "号"));
    struct span span = tokens_span(tokens, count);
    if (!day)
        return false;
    model_fault(scheme->model, "E0269", span, span_text(scheme->model, span), NULL);
    propose(scheme->model, span, lang_format("%d年%s月%s日", scheme->year, number_text(&tokens[0].number), number_text(&tokens[2].number)));
    return true;
}

static bool is_consequence(const struct token *token)
{
    static const char *const words[] = {"扣", "加", "得", "免考", "不适用", "报错"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (token_is(token, words[i]))
            return true;
    return token->kind == TOKEN_WORD && strncmp(token->text, "每", strlen("每")) == 0;
}

bool condition_lacks_its_end(struct scheme *scheme, const struct token *tokens, uint32_t count, uint32_t from)
{
    uint32_t comma = token_next_comma(tokens, count, from);
    if (comma <= from + 1 || comma + 1 >= count || token_is(&tokens[comma - 1], "的"))
        return false;
    struct expression *condition = syntax_expression(scheme->model->diagnostics, tokens + from, comma - from, false);
    bool compares = condition && (condition->kind == EXPRESSION_COMPARE || condition->kind == EXPRESSION_AND || condition->kind == EXPRESSION_OR);
    bool states = token_is(&tokens[comma - 1], "未填") || token_is(&tokens[comma - 1], "已填");
    if (!compares && !states)
        return false;
    model_fault(scheme->model, "E0259", tokens_span(tokens + from, comma - from), NULL);
    propose_words(scheme->model, (struct span){tokens[comma - 1].span.file, tokens[comma - 1].span.end, tokens[comma].span.end}, " 的,", ":");
    return true;
}

/* 得分率 满意度, 得分率 为 满意度, 常数 合格线 60%: = is missing behind the name at tokens[name]. */
static bool assignment_is_missing(struct scheme *scheme, const struct token *tokens, uint32_t count, uint32_t name)
{
    if (count < name + 2 || tokens[name].kind != TOKEN_WORD || token_is(&tokens[name + 1], "按"))
        return false;
    for (uint32_t i = name; i < count; i++)
        if (tokens[i].kind == TOKEN_ASSIGN)
            return false;
    const struct token *next = &tokens[name + 1];
    bool other = token_is(next, "为") || next->kind == TOKEN_COLON;
    model_fault(scheme->model, "E0260", tokens[name].span, tokens[name].text, NULL);
    if (other && count > name + 2)
        propose(scheme->model, next->span, source_set_apart(source_of(scheme, next->span), next->span, "="));
    else if (!other)
        propose(scheme->model, (struct span){next->span.file, tokens[name].span.end, next->span.start}, " = ");
    return true;
}

/* 其余的,得 0分; 其余,得 0分; 其余 0分: 得 stands right behind it. */
bool otherwise_is_unclear(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    uint32_t value = 1;
    if (!token_is(&tokens[0], "其余") || (count > 2 && token_is(&tokens[1], "得")))
        return false;
    while (value < count && (token_is(&tokens[value], "的") || tokens[value].kind == TOKEN_COMMA || tokens[value].kind == TOKEN_COLON || token_is(&tokens[value], "得")))
        value++;
    struct span span = tokens_span(tokens, count);
    model_fault(scheme->model, "E0266", span, NULL);
    if (value < count && !is_consequence(&tokens[value]))
        propose_words(scheme->model, (struct span){span.file, tokens[0].span.start, tokens[value].span.start}, "其余 得 ", "otherwise scores ");
    return true;
}

/* 满意度 低于 95% 的, and nothing; 责任 and nobody. */
static bool line_is_unfinished(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    static const struct { const char *word; const char *example[2]; } notes[] = {
        {"责任", {"责任 区农业农村局", "owner bureau of agriculture"}}, {"来源", {"来源 统计报表", "source statistics"}}, {"依据", {"依据 “东考办〔2024〕3号”", "basis “No. 3 of 2024”"}},
        {"报送", {"报送 每季 1次,3张表", "reported each quarter 1 time, 3 forms"}}, {"检查", {"检查 每半年 1次,每次 2小时", "inspected each half year 1 time, each time 2 hours"}},
        {"目标", {"目标 30万亩", "target 30万 mu"}}, {"时限", {"时限 2024年6月30日", "deadline 2024-06-30"}}};
    const struct token *last = &tokens[count - 1];
    uint32_t end = last->kind == TOKEN_COMMA ? count - 1 : count;
    struct span span = tokens_span(tokens, count);
    for (size_t i = 0; count == 1 && i < sizeof notes / sizeof notes[0]; i++)
        if (token_is(&tokens[0], notes[i].word))
            return model_fault(scheme->model, "E0265", span, notes[i].word, notes[i].example[LANGUAGE_ZH], notes[i].example[LANGUAGE_EN], NULL), true;
    if (end < 2 || !token_is(&tokens[end - 1], "的"))
        return false;
    const char *condition = span_text(scheme->model, tokens_span(tokens, end - 1));
    model_fault(scheme->model, "E0265", span, span_text(scheme->model, span), lang_format("%s 的,扣 1分", condition), lang_format("if %s: minus 1 point", condition), NULL);
    return true;
}

/* 本项 封顶 9分: the words of a limit. */
static bool limit_is_misused(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    bool of = count > 2 && (token_is(&tokens[0], "本项") || token_is(&tokens[0], "本组"));
    return of && misused_report(scheme->model->diagnostics, NULL, tokens + 1, count - 1, "V");
}

/* 名次 按 满意度 …: among whom? 得分 按 满意度 without a block: the lines of the table stand in { }. */
static bool clause_lacks_its_place(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    struct span span = tokens_span(tokens, count), behind = {tokens[0].span.file, tokens[0].span.end, tokens[0].span.end};
    if (count == 2 && token_is(&tokens[1], "按"))
        return model_fault(scheme->model, "E0265", span, span_text(scheme->model, span), lang_format("%s 按 完成率,自上而下 { 达到 80%% 8分;其余 0分 }", tokens[0].text),
                           lang_format("%s by rate, top down { reaches 80%% 8 points; otherwise 0 points }", tokens[0].text), NULL), true;
    if (count < 3 || !token_is(&tokens[1], "按"))
        return false;
    if (token_is(&tokens[0], "名次")) {
        model_fault(scheme->model, "E0256", span, scheme->units ? scheme->units->name : "…", "", "", NULL);
        propose_words(scheme->model, behind, lang_format(" 在 全部 %s", scheme->units ? scheme->units->name : "…"), lang_format(" in all %s", scheme->units ? scheme->units->name : "…"));
        propose_words(scheme->model, behind, " 在 本类", " in class");
        return true;
    }
    model_fault(scheme->model, "E0267", span, span_text(scheme->model, span), NULL);
    return true;
}

static bool line_lacks_something(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    bool named = token_is(&tokens[0], "得分率") || token_is(&tokens[0], "得分") || (count > 2 && tokens[0].kind == TOKEN_WORD && tokens[1].kind == TOKEN_COLON);
    return otherwise_is_unclear(scheme, tokens, count) || condition_lacks_its_end(scheme, tokens, count, 0) || limit_is_misused(scheme, tokens, count) ||
           clause_lacks_its_place(scheme, tokens, count) || (named && assignment_is_missing(scheme, tokens, count, 0)) || line_is_unfinished(scheme, tokens, count);
}

/* ---- lines of the scheme ---- */

/* A line that says how an indicator scores, outside of one. */
bool belongs_in_an_indicator(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    uint32_t from, to, rest;
    bool guarded = splits_guard(tokens, count, 0, &from, &to, &rest) && is_consequence(&tokens[rest]);
    if (!guarded && !is_consequence(&tokens[0]) && !token_is(&tokens[0], "得分率") && !token_is(&tokens[0], "得分") && !token_is(&tokens[0], "本项") && !token_is(&tokens[0], "其余"))
        return false;
    struct span span = tokens_span(tokens, count);
    model_fault(scheme->model, "E0262", span, span_text(scheme->model, span), NULL);
    return true;
}

/* 指际: the word that a line begins with. */
static bool head_is_misspelt(struct scheme *scheme, const struct token *tokens)
{
    static const char *const heads[] = {
#define HEAD(where, zh, en) zh, en,
#include "syntax/heads.def"
#undef HEAD
    };
    const char *near[2];
    bool alike;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0] && tokens[0].kind == TOKEN_WORD; i += 2)     /* 指际: one of two characters */
        if (strlen(heads[i]) == 2 * strlen("字") && strlen(tokens[0].text) == strlen(heads[i]) && strncmp(heads[i], tokens[0].text, strlen("字")) == 0) {
            model_fault(scheme->model, "E0261", tokens[0].span, tokens[0].text, heads[i], NULL);
            propose(scheme->model, tokens[0].span, heads[i]);
            return true;
        }
    size_t found = tokens[0].kind == TOKEN_WORD ? text_nearest_several(tokens[0].text, strlen(tokens[0].text), heads, sizeof heads / sizeof heads[0], near, 2, &alike) : 0;
    if (!found || !alike)
        return false;
    model_fault(scheme->model, "E0261", tokens[0].span, tokens[0].text, near[0], NULL);
    for (size_t i = 0; i < found; i++)
        propose(scheme->model, tokens[0].span, near[i]);
    return true;
}

/* 没有 任务 的,不评: what is not rated? */
static bool rating_lacks_its_figure(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    uint32_t from, to, rest;
    if (!splits_guard(tokens, count, 0, &from, &to, &rest) || rest + 1 != count || !token_is(&tokens[rest], "不评"))
        return false;
    struct span span = tokens[rest].span;
    model_fault(scheme->model, "E0981", span, NULL);
    if (scheme->has_total)
        propose_words(scheme->model, (struct span){span.file, span.start, span.start}, "总分 ", "total ");
    return true;
}

static bool top_lacks_something(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    bool named = token_is(&tokens[0], "结果") || token_is(&tokens[0], "常数");
    if ((named || token_is(&tokens[0], "总分")) && assignment_is_missing(scheme, tokens, count, named))
        return true;
    return rating_lacks_its_figure(scheme, tokens, count) || belongs_in_an_indicator(scheme, tokens, count) || head_is_misspelt(scheme, tokens);
}

/* 一、考核指标; 附件1:评分标准: words of the document, not of the rules. */
static void propose_comment(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    bool prose = tokens[0].kind == TOKEN_NUMBER || tokens[0].kind == TOKEN_OPEN || (count > 1 && (tokens[1].kind == TOKEN_LIST || tokens[1].kind == TOKEN_COLON));
    if (prose)
        diagnostic_fix(scheme->model->diagnostics, (struct span){tokens[0].span.file, tokens[0].span.start, tokens[0].span.start}, "# ", TRUST_GUESS);
}

/* ---- all of it ---- */

/* In examples these words stand for a condition and a value of the rows at hand. */

static const struct { const char *code, *letters, *example[2]; } places[STANDS_COUNT] = {
    [STANDS_FORMULA] = {"E0208", "FA", {"VALUE × 50%、CONDITION", "VALUE × 50%, or: CONDITION"}},
    [STANDS_LINE] = {"E0348", "FH", {"得分率 = VALUE,或 CONDITION 的,扣 1分", "rate = VALUE, or: if CONDITION: minus 1 point"}},
    [STANDS_BEHIND] = {"E0347", "FB", {"CONDITION 的,扣 1分", "if CONDITION: minus 1 point"}},
    [STANDS_TOP] = {"E0415", "T", {"指标 A01 名称 10分,得分率 = VALUE", "indicator A01 name 10 points, rate = VALUE"}},
    [STANDS_GRADE] = {"E0348", "FS", {"优秀 达到 90分", "good reaches 90 points"}},
    [STANDS_GROUP] = {"E0348", "FH", {"免考 的,权重 按比例 分摊到 本组 其他 指标", "if exempt: weight goes pro rata to other indicators of group"}},
    [STANDS_PLACES] = {"E0348", "FH", {"名额 = 3人,或 取 CONDITION 的,按 VALUE 从高到低,跨线同分 的,都不取", "places = 3 persons, or: take those whose CONDITION, by VALUE descending, if tied across line: take none"}},
};

static const char *example_with(const char *example, const char *condition, const char *value)
{
    struct buffer out = {0};
    while (*example) {
        size_t length = strcspn(example, "CV");
        buffer_append(&out, example, length);
        example += length;
        const char *word = strncmp(example, "CONDITION", 9) == 0 ? condition : strncmp(example, "VALUE", 5) == 0 ? value : NULL;
        if (word)
            buffer_append_text(&out, word);
        else if (*example)
            buffer_append_char(&out, *example);
        example += word == condition && word ? 9 : word ? 5 : *example != 0;
    }
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

static void *plainly(struct scheme *scheme, const struct row_set *rows, enum stands where, const char *condition, const struct token *tokens, uint32_t count)
{
    struct span span = tokens_span(tokens, count);
    const char *examples[2];
    for (int language = 0; language < 2; language++)
        examples[language] = example_with(places[where].example[language], condition ? condition : example_condition(scheme, rows, (enum language)language),
                                          example_value(scheme, rows, (enum language)language));
    model_fault(scheme->model, places[where].code, span, span_text(scheme->model, span), examples[LANGUAGE_ZH], examples[LANGUAGE_EN], NULL);
    if (where == STANDS_TOP)
        propose_comment(scheme, tokens, count);
    return NULL;
}

static bool formula_lacks_something(struct scheme *scheme, const struct row_set *rows, const struct token *tokens, uint32_t count)
{
    return year_is_missing(scheme, tokens, count) || limit_lacks_comma(scheme, tokens, count) || word_is_too_much(scheme, tokens, count) ||
           equality_is_missing(scheme, rows, tokens, count) || pool_is_unknown(scheme, rows, tokens, count) || figure_is_called(scheme, tokens, count) ||
           pool_is_missing(scheme, tokens, count) || function_is_unknown(scheme, tokens, count);
}

static bool lacks_something(struct scheme *scheme, const struct row_set *rows, enum stands where, const struct token *tokens, uint32_t count)
{
    switch (where) {
    case STANDS_FORMULA: return formula_lacks_something(scheme, rows, tokens, count);
    case STANDS_LINE: return line_lacks_something(scheme, tokens, count);
    case STANDS_TOP: return top_lacks_something(scheme, tokens, count);
    default: return false;
    }
}

/* The nearest clause, with the words that stand there in its slots. */
static bool nearest_clause(struct scheme *scheme, const struct token *tokens, uint32_t count)
{
    const struct entry *nearest = vocabulary_nearest(scheme->model->vocabulary, tokens, count);
    struct span span = tokens_span(tokens, count);
    if (!nearest)
        return false;
    const struct pattern *zh = &nearest->side[LANGUAGE_ZH];
    model_fault(scheme->model, "E0357", span, span_text(scheme->model, span), pattern_text(zh), pattern_text(&nearest->side[LANGUAGE_EN]), NULL);
    const char *filled = source_is_english(source_of(scheme, span)) ? NULL : pattern_fill(zh, source_of(scheme, span), tokens, count);
    if (filled)
        diagnostic_fix(scheme->model->diagnostics, span, filled, TRUST_GUESS);
    return true;
}

static void *unclear(struct scheme *scheme, const struct row_set *rows, enum stands where, const char *condition, const struct token *tokens, uint32_t count)
{
    if (misused_report(scheme->model->diagnostics, scheme->lexicon, tokens, count, places[where].letters) || lacks_something(scheme, rows, where, tokens, count) ||
        nearest_clause(scheme, tokens, count))
        return NULL;
    return plainly(scheme, rows, where, condition, tokens, count);
}

void *not_understood(struct scheme *scheme, const struct row_set *rows, enum stands where, const struct token *tokens, uint32_t count)
{
    return unclear(scheme, rows, where, NULL, tokens, count);
}

/* 满意度 低于 95% 的,每 1个百分点 …: which way the steps go is said by the condition. */
static void *step_lacks_direction(struct scheme *scheme, struct span condition, const struct token *word)
{
    const char *text = span_text(scheme->model, condition);
    bool below = strstr(text, "低于") || strstr(text, "不超过") || strstr(text, "<"), above = strstr(text, "超过") || strstr(text, "达到") || strstr(text, ">");
    bool dates = strstr(text, "早于") || strstr(text, "晚于");
    model_fault(scheme->model, "E0353", word->span, word->text, NULL);
    if (dates)
        propose(scheme->model, word->span, strstr(text, "早于") ? "每早 " : "每晚 ");
    else if (below || above)
        propose(scheme->model, word->span, below ? "每低 " : "每超 ");
    return NULL;
}

void *not_understood_behind(struct scheme *scheme, struct span condition, const struct token *tokens, uint32_t count)
{
    struct span span = tokens_span(tokens, count);
    if (token_is(&tokens[0], "每") && count > 1 && tokens[1].kind == TOKEN_NUMBER)
        return step_lacks_direction(scheme, condition, &tokens[0]);
    bool open = tokens[0].kind == TOKEN_WORD && (strncmp(tokens[0].text, "酌情", strlen("酌情")) == 0 || strncmp(tokens[0].text, "视情", strlen("视情")) == 0);
    if (open)
        return model_fault(scheme->model, "E0813", span, span_text(scheme->model, span), "", "", NULL);
    return unclear(scheme, NULL, STANDS_BEHIND, span_text(scheme->model, condition), tokens, count);
}
