/* What is wrong with a line of a ledger: each fault with the line as it would be right, of its own column. */
#include <stdio.h>
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"

static const char *const kinds[] = {"文本", "整数", "数值", "百分比", "日期", "是或否", "分为", "对应"};

static bool is_kind(const struct token *token)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (token_is(token, kinds[i]))
            return true;
    return false;
}

static bool is_unit(const struct token *token)
{
    struct rational factor;
    rational_init(&factor);
    return token->kind == TOKEN_WORD && unit_find(token->text, &factor);
}

static struct span between(const struct token *one, const struct token *next) { return (struct span){one->span.file, one->span.end, next->span.start}; }
static struct span before(const struct token *token) { return (struct span){token->span.file, token->span.start, token->span.start}; }

/* ---- the kind ---- */

/* 完成数(万元) 数值: the unit stands behind the kind. */
static bool propose_unit_behind(struct model *model, const struct token *name, const struct token *tokens, uint32_t count)
{
    if (count != 4 || tokens[0].kind != TOKEN_OPEN || !is_unit(&tokens[1]) || tokens[2].kind != TOKEN_CLOSE || !is_kind(&tokens[3]))
        return false;
    struct span span = {name->span.file, name->span.end, tokens[3].span.end};
    propose(model, span, lang_format(" %s %s", tokens[3].text, tokens[1].text));
    return true;
}

void *column_kind_unknown(struct scheme *scheme, const struct token *name, const struct token *tokens, uint32_t count)
{
    struct model *model = scheme->model;
    const struct token *word = &tokens[0];
    bool yes_no = token_is(word, "是") && count >= 2 && token_is(&tokens[count - 1], "否");
    if (misused_report(model->diagnostics, NULL, tokens, 1, "K"))
        return NULL;
    struct span span = yes_no ? tokens_span(tokens, count) : word->span;
    model_fault(model, "E0305", span, span_text(model, span), is_kind(name) ? word->text : name->text, NULL);
    if (yes_no)
        propose_words(model, tokens_span(tokens, count), "是或否", "yes or no");
    else if (is_unit(word))
        propose_words(model, before(word), "数值 ", "number in ");
    else if (count > 1 && tokens[1].kind == TOKEN_LIST)
        propose_words(model, before(word), "分为 ", "one of ");
    else if (count > 1 && is_kind(&tokens[1]))          /* 完成数 目标数 数值: two names */
        propose_words(model, between(name, word), "、", ", ");
    else if (count == 1 && is_kind(name))               /* 百分比 满意度 */
        propose(model, span_with(name->span, word->span), lang_format("%s %s", span_text(model, word->span), span_text(model, name->span)));
    else if (!propose_unit_behind(model, name, tokens, count))
        propose_nearest(model, word->span, word->text, kinds, sizeof kinds / sizeof kinds[0]);
    return NULL;
}

/* 级别 分为 省级 市级, 省级/市级, 省级,市级: values are parted by 、. at: the token that stands where 、 should, or behind its place. */
void *column_values_unparted(struct scheme *scheme, const struct token *last, const struct token *at)
{
    model_fault(scheme->model, "E0303", at->span, NULL);
    bool mark = at->kind == TOKEN_DIVIDE || at->kind == TOKEN_COMMA || at->kind == TOKEN_COLON;
    bool value = at->kind == TOKEN_WORD || at->kind == TOKEN_TEXT;
    if (mark)
        propose_words(scheme->model, at->span, "、", " or ");
    else if (value && last)
        propose_words(scheme->model, between(last, at), "、", " or ");
    return NULL;
}

/* ---- what stands behind the kind ---- */

/* What a column of its kind may have behind it. */
static const char *example_of(const struct field_model *field, bool english)
{
    if (field->percent)
        return english ? "percent, 0% to 100%" : "百分比,0% 至 100%";
    if (field->type == TYPE_NUMBER && field->unit_name)
        return lang_format(english ? "number in %s, not negative" : "数值 %s,不得为负", field->unit_name);
    if (field->type == TYPE_NUMBER)
        return english ? "number, not negative" : "数值,不得为负";
    return field->type == TYPE_DATE ? (english ? "date, in this year" : "日期,在 本年") : english ? "text, may be empty" : "文本,可不填";
}

/* 大于 0, 不小于 0: what a number may be below. */
static bool propose_sign(struct model *model, const struct token *tokens, uint32_t count)
{
    static const char *const above[] = {"大于", "高于", "超过", ">"}, *const at_least[] = {"不小于", "不低于", "大于等于", "达到", ">="};
    bool zero = count > 1 && count < 4 && tokens[1].kind == TOKEN_NUMBER && rational_sign(&tokens[1].number) == 0, positive = false, other = false;
    for (size_t i = 0; i < sizeof above / sizeof above[0]; i++)
        positive = positive || token_is(&tokens[0], above[i]);
    for (size_t i = 0; i < sizeof at_least / sizeof at_least[0]; i++)
        other = other || token_is(&tokens[0], at_least[i]);
    if (!zero || (!positive && !other))
        return false;
    propose_words(model, tokens_span(tokens, count), positive ? "必须为正" : "不得为负", positive ? "positive" : "not negative");
    return true;
}

/* A date with one digit for its month or day, which is read as a subtraction: 2024-1-1. The tokens it takes, 0: none stands there. */
static uint32_t loose_date(const struct token *tokens, uint32_t count, const char **written)
{
    int64_t parts[3];
    if (count < 5 || tokens[1].kind != TOKEN_MINUS || tokens[3].kind != TOKEN_MINUS)
        return 0;
    for (int i = 0; i < 3; i++)
        if (tokens[2 * i].kind != TOKEN_NUMBER || !rational_to_int64(&tokens[2 * i].number, &parts[i]))
            return 0;
    bool date = parts[0] > 1900 && parts[0] < 2200 && parts[1] >= 1 && parts[1] <= 12 && parts[2] >= 1 && parts[2] <= 31;
    *written = date ? lang_format("%d年%d月%d日", (int)parts[0], (int)parts[1], (int)parts[2]) : NULL;
    return date ? 5 : 0;
}

bool propose_dates(struct model *model, const struct token *tokens, uint32_t count)
{
    const char *text = NULL, *written;
    uint32_t first = count, last = 0;
    for (uint32_t i = 0; i < count;) {
        uint32_t used = loose_date(tokens + i, count - i, &written);
        if (used) {
            const char *between_dates = text ? span_text(model, (struct span){tokens[i].span.file, tokens[last - 1].span.end, tokens[i].span.start}) : "";
            first = first == count ? i : first;
            last = i + used;
            text = text ? lang_format("%s%s%s", text, between_dates, written) : written;
        }
        i += used ? used : 1;
    }
    if (text)
        propose(model, tokens_span(tokens + first, last - first), text);
    return text != NULL;
}

void propose_date(struct model *model, struct span span)
{
    int year, month, day, length = 0;
    const char *text = span_text(model, span);
    bool whole = sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &length) == 3 && text[length] == 0;
    if (whole && year > 1900 && month >= 1 && month <= 12 && day >= 1 && day <= 31)
        propose(model, span, lang_format("%d年%d月%d日", year, month, day));
}

/* 0%-100%: a range written as a subtraction. */
static bool propose_range(struct model *model, const struct token *tokens, uint32_t count)
{
    uint32_t minus = 0;
    for (uint32_t i = 1; i + 1 < count && !minus; i++)
        minus = tokens[i].kind == TOKEN_MINUS ? i : 0;
    if (!minus || minus > 2 || tokens[0].kind != TOKEN_NUMBER || tokens[minus + 1].kind != TOKEN_NUMBER || count - minus > 3)
        return false;
    propose_words(model, tokens[minus].span, source_set_apart(diagnostics_source(model->diagnostics, tokens[0].span.file), tokens[minus].span, "至"),
                  source_set_apart(diagnostics_source(model->diagnostics, tokens[0].span.file), tokens[minus].span, "to"));
    return true;
}

/* A part behind the comma at tokens[-1]. */
void *column_rest_unknown(struct scheme *scheme, const struct field_model *field, const struct token *tokens, uint32_t count)
{
    struct model *model = scheme->model;
    if (field->type == TYPE_CATEGORY && count == 1 && (tokens[0].kind == TOKEN_WORD || tokens[0].kind == TOKEN_TEXT) && !misused_report(model->diagnostics, NULL, tokens, count, "C"))
        return column_values_unparted(scheme, NULL, &tokens[-1]);
    if (field->type == TYPE_CATEGORY && count == 1)
        return NULL;
    if (count == 2 && token_is(&tokens[0], "未填") && token_is(&tokens[1], "视为"))
        return model_fault(model, "E0265", tokens_span(tokens, count), span_text(model, tokens_span(tokens, count)), lang_format("%s …,未填 视为 0", field->name),
                           lang_format("%s …, empty counts as 0", field->name), NULL);
    bool signs = count > 1 && tokens[1].kind == TOKEN_NUMBER;
    if (!signs && misused_report(model->diagnostics, NULL, tokens, count, "C"))
        return NULL;
    struct span span = tokens_span(tokens, count);
    model_fault(model, "E0307", span, span_text(model, span), field->name, example_of(field, false), example_of(field, true), NULL);
    if (count == 1 && is_unit(&tokens[0]) && field->type == TYPE_NUMBER)
        propose(model, between(&tokens[-2], &tokens[0]), " ");      /* 数值,万元 */
    else if (count == 1 && token_is(&tokens[0], "本年") && field->type == TYPE_DATE)
        propose_words(model, tokens[0].span, "在 本年", "in this year");
    else if (!propose_dates(model, tokens, count) && !propose_range(model, tokens, count))
        propose_sign(model, tokens, count);
    return NULL;
}

/* ---- the line ---- */

/* 满意率百分比, 级别分为省级: where the kind begins in a word that was written without a space. NULL: no kind stands there. */
static const char *kind_in(const char *word)
{
    size_t length = strlen(word);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t kind = strlen(kinds[i]);
        bool goes_on = strcmp(kinds[i], "分为") == 0 || strcmp(kinds[i], "对应") == 0;
        const char *found = goes_on ? strstr(word, kinds[i]) : length > kind ? word + length - kind : NULL;
        if (found && found > word && strncmp(found, kinds[i], kind) == 0)
            return found;
    }
    return NULL;
}

void *column_line_unclear(struct scheme *scheme, const struct clause *clause)
{
    struct model *model = scheme->model;
    const struct token *tokens = clause->tokens;
    const char *name = tokens[0].kind == TOKEN_WORD || tokens[0].kind == TOKEN_TEXT ? tokens[0].text : "满意度";
    const char *kind = tokens[0].kind == TOKEN_WORD ? kind_in(name) : NULL;
    bool goes_on = kind && (strncmp(kind, "分为", strlen("分为")) == 0 || strncmp(kind, "对应", strlen("对应")) == 0);
    name = kind ? lang_text(name, (size_t)(kind - name)) : name;
    model_fault(model, "E0308", clause->span, name, NULL);
    if (tokens[0].kind == TOKEN_TEXT && clause->token_count > 1 && is_kind(&tokens[1]))
        propose(model, tokens[0].span, name);
    else if (kind)
        propose(model, tokens[0].span, goes_on ? lang_format("%s %.*s %s", name, (int)strlen("分为"), kind, kind + strlen("分为")) : lang_format("%s %s", name, kind));
    return NULL;
}
