/* Tokens of a formula to the tokens of the grammar: words of operators.def become operators, brackets that stand alone become grouping,
 * and everything else that stands side by side becomes one operand.
 *
 *     各 帮扶 (县区 的 HH01 ÷ 60分) 的 平均值 低于 (甲 + 乙) × 2
 *     |------------- OPERAND --------------| COMPARISON OPEN OPERAND PLUS OPERAND CLOSE TIMES OPERAND */
#include <string.h>

#include "base/limits.h"
#include "memory.h"
#include "syntax/reader.h"
#include "syntax/grammar.h"

static const struct { int token; enum comparison comparison; const char *word; } operators[] = {
#define COMPARISON(comparison, zh, en) {GRAMMAR_COMPARISON, COMPARE_##comparison, zh}, {GRAMMAR_COMPARISON, COMPARE_##comparison, en},
#define SYMBOL(comparison, mark) {GRAMMAR_COMPARISON, COMPARE_##comparison, mark},
#define CONNECTIVE(token, zh, en) {GRAMMAR_##token, COMPARE_EQUAL, zh}, {GRAMMAR_##token, COMPARE_EQUAL, en},
#define BEHIND(word, instead)
#define UNCLEAR(word, with, without)
#include "syntax/operators.def"
#undef COMPARISON
#undef SYMBOL
#undef CONNECTIVE
#undef UNCLEAR
#undef BEHIND
};

static const struct { const char *word, *with, *without; } unclear_words[] = {
#define COMPARISON(comparison, zh, en)
#define SYMBOL(comparison, mark)
#define CONNECTIVE(token, zh, en)
#define BEHIND(word, instead) {word, instead, NULL},
#define UNCLEAR(word, with, without) {word, with, without},
#include "syntax/operators.def"
#undef COMPARISON
#undef SYMBOL
#undef CONNECTIVE
#undef BEHIND
#undef UNCLEAR
};

enum { OPERATORS = sizeof operators / sizeof *operators, UNCLEAR_WORDS = sizeof unclear_words / sizeof *unclear_words, NOT_FOUND = -1 };

static bool is_word(const struct token *token, const char *word, size_t length)
{
    return token->kind == TOKEN_WORD && strlen(token->text) == length && memcmp(token->text, word, length) == 0;
}

/* The operator that begins at tokens[0], and how many tokens it takes. The longer one wins: is not. */
static int operator_at(const struct token *tokens, uint32_t count, uint32_t *used)
{
    int found = NOT_FOUND;
    *used = 0;
    for (int i = 0; i < OPERATORS && tokens[0].kind == TOKEN_WORD; i++) {
        const char *word = operators[i].word, *space = strchr(word, ' ');
        size_t first = space ? (size_t)(space - word) : strlen(word);
        uint32_t words = space ? 2 : 1;
        if (words <= *used || words > count || !is_word(&tokens[0], word, first) ||
            (space && !is_word(&tokens[1], space + 1, strlen(space + 1))))
            continue;
        found = i;
        *used = words;
    }
    return found;
}

bool operators_has(const char *word)
{
    struct token token = {.kind = TOKEN_WORD, .text = word};
    uint32_t used;
    return operator_at(&token, 1, &used) != NOT_FOUND;
}

void operators_add_to(struct lexicon *lexicon)
{
    for (int i = 0; i < OPERATORS; i++)
        if (!strchr(operators[i].word, ' '))
            lexicon_add(lexicon, operators[i].word);
    for (int i = 0; i < UNCLEAR_WORDS; i++)
        lexicon_add(lexicon, unclear_words[i].word);
}

/* Index behind the bracket group that begins at `from`; 0 where it has no end. */
static uint32_t group_end(const struct operands *operands, uint32_t from)
{
    uint32_t depth = 0;
    for (uint32_t i = from; i < operands->count; i++) {
        depth += operands->tokens[i].kind == TOKEN_OPEN;
        if (operands->tokens[i].kind == TOKEN_CLOSE && --depth == 0)
            return i + 1;
    }
    return 0;
}

/* Is the token at `at` part of a run (a bracket counts where it is closed)? */
static bool is_item(const struct operands *operands, uint32_t at)
{
    if (at >= operands->count)
        return false;
    uint32_t used;
    switch (operands->tokens[at].kind) {
    case TOKEN_WORD:
        return operator_at(&operands->tokens[at], operands->count - at, &used) == NOT_FOUND;
    case TOKEN_NUMBER: case TOKEN_DATE: case TOKEN_TEXT: case TOKEN_TITLE: case TOKEN_DOT:
        return true;
    case TOKEN_OPEN:
        return group_end(operands, at) != 0;
    default:
        return false;
    }
}

/* A bracket is grouping where nothing stands beside it. */
static bool is_grouping(const struct operands *operands)
{
    uint32_t end = group_end(operands, operands->at);
    return end == 0 || !is_item(operands, end);
}

/* ---- what is proposed ---- */

static void propose(struct parser *parser, struct span span, const char *text)
{
    diagnostic_fix(parser->diagnostics, span, text, TRUST_LIKELY);
}

static const struct source *source_of(const struct parser *parser, struct span span) { return diagnostics_source(parser->diagnostics, span.file); }

void operands_propose_equal(struct parser *parser, struct span place)
{
    const struct source *source = source_of(parser, place);
    bool at_head = parser->operands->count && parser->operands->tokens[0].span.start == place.start;       /* 得分率 == …: one too many */
    propose(parser, place, at_head ? "" : source_set_apart(source, place, source_is_english(source) ? "is" : "为"));
}

/* Tokens of the value at the head: a number with its unit, a date, else one. */
static uint32_t value_length(const struct token *tokens, uint32_t count)
{
    return count > 1 && tokens[0].kind == TOKEN_NUMBER && tokens[1].kind == TOKEN_WORD && tokens[1].glued ? 2 : 1;
}

/* 80% < 满意度 < 90%: the name goes first. first: behind the first comparison; second: the other one. */
static bool propose_between(struct parser *parser, uint32_t first, uint32_t second)
{
    static const struct { enum comparison comparison; const char *said, *reversed; } words[] = {
        {COMPARE_LESS, "低于", "超过"}, {COMPARE_AT_MOST, "不超过", "达到"}, {COMPARE_GREATER, "超过", "低于"}, {COMPARE_AT_LEAST, "达到", "不超过"}};
    const struct operands *operands = parser->operands;
    const struct token *tokens = operands->tokens;
    uint32_t used, left = value_length(tokens, operands->count), right = second + 1 < operands->count ? value_length(&tokens[second + 1], operands->count - second - 1) : 0;
    const struct source *source = source_of(parser, tokens[0].span);
    if (tokens[0].kind != TOKEN_NUMBER || left + 1 != first || first + 1 != second || second + 1 + right != operands->count || source_is_english(source))
        return false;
    int one = operator_at(&tokens[left], 1, &used), other = operator_at(&tokens[second], 1, &used);
    const char *reversed = NULL, *said = NULL;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        reversed = operators[one].comparison == words[i].comparison ? words[i].reversed : reversed;
        said = operators[other].comparison == words[i].comparison ? words[i].said : said;
    }
    if (!reversed || !said || operators[one].token != GRAMMAR_COMPARISON)
        return false;
    struct span low = span_with(tokens[0].span, tokens[left - 1].span), high = span_with(tokens[second + 1].span, tokens[operands->count - 1].span);
    propose(parser, span_with(low, high), lang_format("%s %s %.*s 且 %s %.*s", tokens[first].text, reversed, (int)(low.end - low.start), source->text + low.start, said,
                                                     (int)(high.end - high.start), source->text + high.start));
    return true;
}

/* 满意度 低于 95% 事故数 超过 1起: the second condition begins behind the value that the first compares with. */
void operands_propose_connective(struct parser *parser, struct span place)
{
    const struct operands *operands = parser->operands;
    uint32_t second = 0, used, first;
    while (second < operands->count && operands->tokens[second].span.start < place.start)
        second++;
    for (first = second; first > 0 && operator_at(&operands->tokens[first - 1], 1, &used) == NOT_FOUND; first--)
        ;
    if (propose_between(parser, first, second))
        return;
    uint32_t begins = first + (first < second ? value_length(&operands->tokens[first], second - first) : 0);
    if (!first || begins > second)
        return;
    const struct source *source = source_of(parser, place);
    struct span at = {place.file, operands->tokens[begins].span.start, operands->tokens[begins].span.start};
    propose(parser, at, source_is_english(source) ? "and " : "且 ");
    propose(parser, at, source_is_english(source) ? "or " : "或 ");
}

/* 95% 以上: the words that may be meant stand before the number, in the place of one that stands there already. */
static void propose_ends(struct parser *parser, const struct token *tokens, uint32_t at, const char *with, const char *without)
{
    static const char *const before[] = {"在", "达到", "超过", "低于", "不超过", "为"};
    uint32_t from = at >= 2 && tokens[at - 1].kind == TOKEN_WORD && tokens[at - 1].glued && tokens[at - 2].kind == TOKEN_NUMBER ? at - 2 : at >= 1 && (tokens[at - 1].kind == TOKEN_NUMBER || tokens[at - 1].kind == TOKEN_DATE) ? at - 1 : at;
    if (from == at)
        return;
    const struct source *source = source_of(parser, tokens[at].span);
    const char *value = lang_text(source->text + tokens[from].span.start, tokens[at - 1].span.end - tokens[from].span.start);
    for (size_t i = 0; from && i < sizeof before / sizeof before[0]; i++)
        if (is_word(&tokens[from - 1], before[i], strlen(before[i]))) {
            from--;
            break;
        }
    struct span span = span_with(tokens[from].span, tokens[at].span);
    propose(parser, span, lang_format("%s %s", with, value));
    if (without)
        propose(parser, span, lang_format("%s %s", without, value));
}

/* 以上 and the like: asked back with the two words that may be meant; 及以上 with the one. */
static void check_unclear(struct parser *parser, uint32_t at)
{
    const struct token *token = &parser->operands->tokens[at];
    for (int i = 0; i < UNCLEAR_WORDS && token->kind == TOKEN_WORD; i++) {
        if (strcmp(token->text, unclear_words[i].word) != 0)
            continue;
        parser->operands->unclear = true;
        if (!parser->report)
            continue;
        if (unclear_words[i].without)
            report(parser->diagnostics, LANG_E0144, token->span, NULL, token->text, unclear_words[i].with, unclear_words[i].without, unclear_words[i].with, "", "", NULL);
        else
            report(parser->diagnostics, LANG_E0149, token->span, NULL, token->text, unclear_words[i].with, NULL);
        propose_ends(parser, parser->operands->tokens, at, unclear_words[i].with, unclear_words[i].without);
    }
}

struct span span_with(struct span a, struct span b)
{
    return (struct span){.file = a.file, .start = a.start < b.start ? a.start : b.start, .end = a.end > b.end ? a.end : b.end};
}

static int read_run(struct parser *parser, GRAMMAR_STYPE *value, struct span *place)
{
    struct operands *operands = parser->operands;
    uint32_t from = operands->at;
    while (is_item(operands, operands->at)) {
        check_unclear(parser, operands->at);
        operands->at = operands->tokens[operands->at].kind == TOKEN_OPEN ? group_end(operands, operands->at) : operands->at + 1;
    }
    value->run.tokens = &operands->tokens[from];
    value->run.count = operands->at - from;
    for (uint32_t i = from + 1; i < operands->at; i++)
        *place = span_with(*place, operands->tokens[i].span);
    return GRAMMAR_OPERAND;
}

static int punctuation(const struct token *token)
{
    static const int tokens[TOKEN_KINDS] = {
        [TOKEN_COMMA] = GRAMMAR_COMMA, [TOKEN_LIST] = GRAMMAR_LIST, [TOKEN_COLON] = GRAMMAR_COLON, [TOKEN_ASSIGN] = GRAMMAR_ASSIGN,
        [TOKEN_PLUS] = GRAMMAR_PLUS, [TOKEN_MINUS] = GRAMMAR_MINUS, [TOKEN_TIMES] = GRAMMAR_TIMES, [TOKEN_DIVIDE] = GRAMMAR_DIVIDE,
        [TOKEN_OPEN] = GRAMMAR_OPEN, [TOKEN_CLOSE] = GRAMMAR_CLOSE,
    };
    return tokens[token->kind];
}

int operands_next(struct parser *parser, GRAMMAR_STYPE *value, struct span *place)
{
    struct operands *operands = parser->operands;
    if (operands->at == operands->count) {
        *place = operands->tokens[operands->count - 1].span;
        return GRAMMAR_YYEOF;
    }
    const struct token *token = &operands->tokens[operands->at];
    uint32_t used;
    *place = token->span;
    int found = operator_at(token, operands->count - operands->at, &used);
    if (found != NOT_FOUND) {
        operands->at += used;
        *place = span_with(token->span, token[used - 1].span);
        value->comparison = operators[found].comparison;
        bool comparison = operators[found].token == GRAMMAR_COMPARISON;
        operands->compared_twice = comparison && operands->compared;
        operands->compared = comparison || (operands->compared && operators[found].token == GRAMMAR_TO);
        return operators[found].token;
    }
    if (is_item(operands, operands->at) && (token->kind != TOKEN_OPEN || !is_grouping(operands)))
        return read_run(parser, value, place);
    operands->at++;
    if (token->kind == TOKEN_OPEN || token->kind == TOKEN_CLOSE)
        operands->compared = false;
    return punctuation(token);
}

/* Operators anywhere in the tokens, also in the brackets of runs, which are read as formulas of their own later. */
static uint32_t operator_count(const struct token *tokens, uint32_t count)
{
    uint32_t operators_seen = 0, used;
    for (uint32_t i = 0; i < count; i++)
        operators_seen += (tokens[i].kind >= TOKEN_PLUS && tokens[i].kind <= TOKEN_DIVIDE) ||
                          operator_at(&tokens[i], count - i, &used) != NOT_FOUND;
    return operators_seen;
}

struct expression *syntax_expression(struct diagnostics *diagnostics, const struct token *tokens, uint32_t count, bool wanted)
{
    uint32_t operators_seen = operator_count(tokens, count);
    if (count == 0 || operators_seen > LIMIT_OPERATORS) {
        if (wanted && count == 0)
            diagnostic_report(diagnostics, &lang_messages[LANG_E0140], 0, NULL);
        else if (wanted)
            report(diagnostics, LANG_E0145, tokens[0].span, NULL, lang_format("%u", operators_seen), lang_format("%d", LIMIT_OPERATORS), NULL);
        return NULL;
    }
    struct operands operands = {.tokens = tokens, .count = count};
    struct parser parser = {.diagnostics = diagnostics, .report = wanted, .operands = &operands};
    if (grammar_parse(&parser) != 0 || operands.unclear)
        return NULL;
    return parser.expression;
}
