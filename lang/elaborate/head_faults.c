/* What is wrong with the first lines of things: an indicator's code, name and points, the scheme's title, who is assessed, what is cited; each
 * with the line as it would be right. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"

static struct span before(const struct token *token) { return (struct span){token->span.file, token->span.start, token->span.start}; }
static struct span between(const struct token *one, const struct token *next) { return (struct span){one->span.file, one->span.end, next->span.start}; }

/* ---- indicators ---- */

/* Bytes of the code at the head of a word: Latin letters and digits. */
static size_t code_length(const char *word)
{
    size_t length = 0;
    while ((word[length] >= 'A' && word[length] <= 'Z') || (word[length] >= 'a' && word[length] <= 'z') || (word[length] >= '0' && word[length] <= '9') || word[length] == '-')
        length++;
    return length;
}

/* 就业10分: bytes of the name before the points at the end of a word, 0: there are none. */
static size_t name_length(const char *word)
{
    size_t length = strlen(word), points = strlen("分");
    if (length <= points || strcmp(word + length - points, "分") != 0)
        return 0;
    size_t end = length - points, digits = end;
    while (digits > 0 && ((word[digits - 1] >= '0' && word[digits - 1] <= '9') || word[digits - 1] == '.'))
        digits--;
    return digits > 0 && digits < end ? digits : 0;
}

/* A02就业10分 → A02 就业 10分. */
static void propose_spaces(struct model *model, const struct token *code)
{
    size_t length = code_length(code->text);
    const char *rest = code->text + length;
    size_t name = name_length(rest);
    if (length && *rest && name)
        propose(model, code->span, lang_format("%.*s %.*s %s", (int)length, code->text, (int)name, rest, rest + name));
    else if (length && *rest)
        propose(model, code->span, lang_format("%.*s %s", (int)length, code->text, rest));
}

/* 十分 → 10分. */
static const char *points_in_words(const char *word)
{
    static const char *const numerals[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    for (int i = 0; i < 10; i++)
        if (strncmp(word, numerals[i], strlen("一")) == 0 && strcmp(word + strlen("一"), "分") == 0)
            return lang_format("%d分", i + 1);
    return NULL;
}

void *weight_is_missing(struct scheme *scheme, const struct item *item)
{
    const struct clause *clause = item->clause;
    uint32_t end = token_next_comma(clause->tokens, clause->token_count, 0);
    const struct token *last = &clause->tokens[end - 1];
    const char *words = end > 3 && last->kind == TOKEN_WORD ? points_in_words(last->text) : NULL, *name = strcmp(item->name, item->code) ? item->name : "名称";
    size_t code = code_length(item->code);
    bool glued = end == 2 && code && item->code[code];
    if (words)
        name = span_text(scheme->model, tokens_span(clause->tokens + 2, end - 3));
    model_fault(scheme->model, "E0403", item->span, item->code, glued ? lang_text(item->code, code) : item->code, glued ? "名称" : name, NULL);
    if (words)
        propose(scheme->model, last->span, words);
    else if (end == 2)
        propose_spaces(scheme->model, &clause->tokens[1]);
    return NULL;
}

void *weight_is_unclear(struct scheme *scheme, const struct item *item, struct span span, const struct token *tokens, uint32_t count)
{
    struct model *model = scheme->model;
    const char *code = item && item->code ? item->code : "A01", *name = item && item->name && strcmp(item->name, code) ? item->name : "名称";
    name = lang_text(name, strcspn(name, "("));
    const struct token *last = tokens ? &tokens[count - 1] : NULL;
    model_fault(model, "E0401", span, code, name, NULL);
    if (!tokens || !count)
        return NULL;
    bool points = count > 2 && tokens[0].kind == TOKEN_NUMBER && token_is(&tokens[1], "分");
    if (count == 1)
        propose_points(model, tokens, count);
    else if (points && count == 3 && tokens[2].kind == TOKEN_CLOSE && tokens[-1].kind == TOKEN_OPEN)            /* 就业(10分) */
        propose(model, (struct span){span.file, tokens[-2].span.end, last->span.end}, lang_format(" %s", span_text(model, span_with(tokens[0].span, tokens[1].span))));
    else if (points && tokens[2].kind == TOKEN_WORD)                /* 10分 得分率 = … */
        propose_words(model, between(&tokens[1], &tokens[2]), ",", ", ");
    else if (points && tokens[2].kind == TOKEN_OPEN && last->kind == TOKEN_CLOSE)           /* 10分 ( … ): a block stands in { } */
        propose(model, span_with(tokens[2].span, last->span), lang_format("{%s}", span_text(model, (struct span){span.file, tokens[2].span.end, last->span.start})));
    return NULL;
}

/* 指标 A02 就业,甲类 10分、乙类 8分: 对 is missing before classes, at tokens[from]. False where no class stands there. */
bool classes_lack_for(struct scheme *scheme, const struct token *tokens, uint32_t count, uint32_t from)
{
    const struct category_model *set = scheme->class_field ? scheme->class_field->categories : NULL;
    bool named = false, goes_on = from > 2 && tokens[from - 2].kind == TOKEN_WORD && token_is(&tokens[from - 2], "分");
    for (uint32_t i = 0; set && i < set->count && from + 1 < count; i++)
        named = named || (token_is(&tokens[from], set->names[i]) && tokens[from + 1].kind == TOKEN_NUMBER);
    if (!named)
        return false;
    struct span span = tokens_span(tokens + from, count - from);
    bool list = false;                  /* 对 甲类 10分,乙类 8分: the comma should be 、 */
    for (uint32_t i = 1; i < from && goes_on; i++)
        list = list || token_is(&tokens[i], "对");
    model_fault(scheme->model, "E0401", span, tokens[1].text, from > 3 ? tokens[2].text : "名称", NULL);
    if (list)
        propose_words(scheme->model, tokens[from - 1].span, "、", " and ");
    else
        propose_words(scheme->model, before(&tokens[from]), "对 ", "for ");
    return true;
}

/* ---- the first lines of a scheme ---- */

void title_is_unclear(struct scheme *scheme, const struct clause *clause)
{
    const struct token *tokens = clause->tokens;
    uint32_t count = clause->token_count, year = count;
    struct model *model = scheme->model;
    model_fault(model, "E0410", clause->span, NULL);
    for (uint32_t i = 1; i < count && year == count; i++)
        year = tokens[i].kind == TOKEN_NUMBER && i > 1 ? i : count;
    bool words = count > 2 && tokens[1].kind == TOKEN_WORD && year < count;
    if (words)
        propose(model, tokens_span(tokens + 1, year - 1), lang_format("《%s》", span_text(model, tokens_span(tokens + 1, year - 1))));
    else if (count == 2 && (tokens[1].kind == TOKEN_TITLE || tokens[1].kind == TOKEN_TEXT))
        diagnostic_fix(model->diagnostics, (struct span){tokens[1].span.file, tokens[1].span.end, tokens[1].span.end},
                       source_is_english(diagnostics_source(model->diagnostics, clause->span.file)) ? " 2024" : " 2024年度", TRUST_GUESS);
}

void units_are_unclear(struct scheme *scheme, const struct clause *clause)
{
    const struct token *tokens = clause->tokens;
    uint32_t count = clause->token_count;
    bool classed = count > 3 && token_is(&tokens[count - 1], "分类");
    model_fault(scheme->model, "E0411", clause->span, tokens[1].text, NULL);
    if (classed && tokens[2].kind == TOKEN_COMMA && count == 5)             /* 乡镇,类别 分类 */
        propose_words(scheme->model, before(&tokens[3]), "按 ", "classed by ");
    else if (classed && token_is(&tokens[2], "按"))                           /* 乡镇 按 类别 分类 */
        propose_words(scheme->model, between(&tokens[1], &tokens[2]), ",", ", ");
}

void cited_is_unclear(struct scheme *scheme, const struct clause *clause)
{
    struct model *model = scheme->model;
    model_fault(model, "E0423", clause->span, NULL);
    if (clause->token_count < 2)
        return;
    struct span rest = tokens_span(clause->tokens + 1, clause->token_count - 1);
    const char *name = span_text(model, rest);
    const char *ending = strstr(name, ".assess");
    if (ending && !ending[strlen(".assess")] && !strpbrk(name, " \t"))
        propose(model, rest, lang_format("“%s”", name));
    else if (clause->token_count == 2 && clause->tokens[1].kind == TOKEN_TITLE)
        diagnostic_fix(model->diagnostics, (struct span){rest.file, rest.end, rest.end}, " “county.assess”", TRUST_GUESS);
}
