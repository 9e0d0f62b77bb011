/* Clauses to trees, and formulas to trees: one grammar with two start symbols, chosen by a first token that stands in no text.
 *
 * Little is decided here on purpose.  Of a file, layout.c has already said where clauses and blocks begin and end, so that no text is
 * refused by these rules; what a clause means is matched against the phrase tables later.  Of a formula, operands.c gives a run of items
 * (各 任务 得分 的 合计) as one OPERAND; the rules know how operators bind, from loose to tight:
 *
 *     或   且   comparison   、   至   + -   × ÷   unary -   operand
 */
%require "3.8"
%define api.pure full
%define api.prefix {grammar_}
%define api.token.prefix {GRAMMAR_}
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%param {struct parser *parser}

%code requires {
#include "syntax/reader.h"
}

%code provides {
/* The next token of a formula (operands.c). */
int operands_next(struct parser *parser, GRAMMAR_STYPE *value, GRAMMAR_LTYPE *place);
}

%code top {
/* The code that bison writes is not ours to polish. */
#pragma GCC diagnostic ignored "-Wconversion"
}

%code {
#include <string.h>
#include "base/limits.h"
#include "memory.h"

/* The parser's stack holds nodes that nothing else holds yet: it has to be searched by the collector. */
#define YYMALLOC(size) lang_new(size)
#define YYFREE lang_free
#define YYLLOC_DEFAULT(current, places, count)                                                                      \
    ((current) = (count) ? span_with(YYRHSLOC(places, 1), YYRHSLOC(places, count))                                  \
                         : (struct span){.file = YYRHSLOC(places, 0).file, .start = YYRHSLOC(places, 0).end, .end = YYRHSLOC(places, 0).end})

static int grammar_lex(GRAMMAR_STYPE *value, struct span *place, struct parser *parser);
static void grammar_error(const struct span *place, struct parser *parser, const char *text);
static struct clauses *clauses_with(struct clauses *clauses, struct clause clause);
static void clause_ends(struct parser *parser, struct clause *clause);
static const char *source_text(const struct parser *parser, struct span span);
static struct clause clause_of(struct slice head, struct span span);
static void clause_body(struct clause *clause, const struct clauses *body, struct span span);
static void clause_tail(struct clause *clause, struct slice tail);
static struct expression *binary(enum expression_kind kind, struct expression *left, struct span operator_span, struct expression *right,
                                 struct span span);
static struct expression *list_with(struct expression *list, struct expression *item, struct span span);
}

%union {
    struct slice slice;
    struct { const struct token *tokens; uint32_t count; } run;
    struct clause clause;
    struct clauses *clauses;
    struct expression *expression;
    enum comparison comparison;
}

%token FILE_BEGIN FORMULA_BEGIN
%token <slice> CLAUSE
%token <run> OPERAND
%token CLAUSE_END BLOCK_OPEN "{" BLOCK_CLOSE "}"
%token <comparison> COMPARISON
%token OR AND LIST TO PLUS MINUS TIMES DIVIDE OPEN CLOSE
%token COMMA COLON ASSIGN "="
%type <clauses> clauses
%type <clause> clause
%type <slice> tail
%type <expression> formula conjunction condition list items range sum product factor operand

%%

input:
    FILE_BEGIN clauses                      { parser->clauses = $clauses; }
  | FORMULA_BEGIN formula                   { parser->expression = $formula; }
  ;

/* ---- files ---- */

clauses:
    %empty                                  { $$ = lang_new(sizeof *$$); }
  | clauses[before] clause                  { $$ = clauses_with($before, $clause); }
  | clauses[before] "{"                     { report(parser->diagnostics, LANG_E0130, @2, NULL, NULL); }
    clauses[inner] "}" tail CLAUSE_END      { $$ = $before; }
  ;

clause:
    CLAUSE CLAUSE_END                       {
        $$ = clause_of($CLAUSE, @CLAUSE);
        clause_ends(parser, &$$);
    }
  | CLAUSE "{" clauses "}" tail CLAUSE_END  {
        $$ = clause_of($CLAUSE, @CLAUSE);
        clause_body(&$$, $clauses, (struct span){.file = @2.file, .start = @2.start, .end = @4.end});
        clause_tail(&$$, $tail);
        clause_ends(parser, &$$);
    }
  ;

tail:
    %empty                                  { $$ = (struct slice){0}; }
  | CLAUSE
  ;

/* ---- formulas ---- */

formula:
    conjunction
  | formula[a] OR conjunction[b]            { $$ = binary(EXPRESSION_OR, $a, @2, $b, @$); }
  ;

conjunction:
    condition
  | conjunction[a] AND condition[b]         { $$ = binary(EXPRESSION_AND, $a, @2, $b, @$); }
  ;

condition:
    list
  | list[a] COMPARISON list[b]              { $$ = binary(EXPRESSION_COMPARE, $a, @2, $b, @$); $$->comparison = $COMPARISON; }
  | COMPARISON list                         { $$ = binary(EXPRESSION_COMPARE, NULL, @1, $list, @$); $$->comparison = $COMPARISON; }
  ;

list:
    range
  | items
  ;

items:
    range[a] LIST range[b]                  { $$ = list_with(list_with(NULL, $a, @a), $b, @$); }
  | items[list] LIST range                  { $$ = list_with($list, $range, @$); }
  ;

range:
    sum
  | sum[a] TO sum[b]                        { $$ = binary(EXPRESSION_RANGE, $a, @2, $b, @$); }
  ;

sum:
    product
  | sum[a] PLUS product[b]                  { $$ = binary(EXPRESSION_ADD, $a, @2, $b, @$); }
  | sum[a] MINUS product[b]                 { $$ = binary(EXPRESSION_SUBTRACT, $a, @2, $b, @$); }
  ;

product:
    factor
  | product[a] TIMES factor[b]              { $$ = binary(EXPRESSION_MULTIPLY, $a, @2, $b, @$); }
  | product[a] DIVIDE factor[b]             { $$ = binary(EXPRESSION_DIVIDE, $a, @2, $b, @$); }
  ;

factor:
    operand
  | MINUS factor[a]                         { $$ = binary(EXPRESSION_NEGATE, $a, @1, NULL, @$); }
  ;

operand:
    OPERAND                                 {
        $$ = binary(EXPRESSION_RUN, NULL, @$, NULL, @$);
        $$->tokens = $OPERAND.tokens;
        $$->token_count = $OPERAND.count;
    }
  | OPEN formula CLOSE                      { $$ = $formula; }
  ;

%%

/* ---- tokens ---- */

static int file_next(struct parser *parser, GRAMMAR_STYPE *value, struct span *place)
{
    static const int tokens[] = {
        [LAYOUT_END_OF_FILE] = GRAMMAR_YYEOF, [LAYOUT_CLAUSE] = GRAMMAR_CLAUSE, [LAYOUT_CLAUSE_END] = GRAMMAR_CLAUSE_END,
        [LAYOUT_BLOCK_OPEN] = GRAMMAR_BLOCK_OPEN, [LAYOUT_BLOCK_CLOSE] = GRAMMAR_BLOCK_CLOSE,
    };
    return tokens[layout_next(parser->layout, &value->slice, place)];
}

static int grammar_lex(GRAMMAR_STYPE *value, struct span *place, struct parser *parser)
{
    if (parser->started)
        return parser->layout ? file_next(parser, value, place) : operands_next(parser, value, place);
    parser->started = true;
    *place = (struct span){0};
    return parser->layout ? GRAMMAR_FILE_BEGIN : GRAMMAR_FORMULA_BEGIN;
}

/* ---- clauses ---- */

static struct clauses *clauses_with(struct clauses *clauses, struct clause clause)
{
    if (clauses->count == clauses->capacity) {
        uint32_t capacity = clauses->capacity ? clauses->capacity * 2 : 4;
        clauses->items = lang_resize(clauses->items, clauses->capacity, capacity, sizeof *clauses->items);
        clauses->capacity = capacity;
    }
    clauses->items[clauses->count++] = clause;
    return clauses;
}

static struct clause clause_of(struct slice head, struct span span)
{
    return (struct clause){.tokens = head.tokens, .token_count = head.count, .faulty = head.faulty, .span = span};
}

static void clause_body(struct clause *clause, const struct clauses *body, struct span span)
{
    clause->has_body = true;
    clause->body = body->items;
    clause->body_count = body->count;
    clause->body_span = span;
}

/* 得分 按 名次 { … },保留 2位小数 says the same as 得分 按 名次,保留 2位小数 { … }. */
static void clause_tail(struct clause *clause, struct slice tail)
{
    if (!tail.count)
        return;
    struct token *tokens = lang_array(clause->token_count + tail.count + 1, sizeof *tokens);
    for (uint32_t i = 0; i < clause->token_count; i++)
        tokens[i] = clause->tokens[i];
    for (uint32_t i = 0; i < tail.count; i++)
        tokens[clause->token_count + i] = tail.tokens[i];
    clause->tokens = tokens;
    clause->token_count += tail.count;
    clause->faulty = clause->faulty || tail.faulty;
}

/* A comma says that more follows; what reads a clause need not look whether it does. */
static void clause_ends(struct parser *parser, struct clause *clause)
{
    const struct token *last = &clause->tokens[clause->token_count - 1];
    if (clause->faulty || (last->kind != TOKEN_COMMA && last->kind != TOKEN_LIST))
        return;
    report(parser->diagnostics, LANG_E0142, last->span, NULL, source_text(parser, last->span), NULL);
    if (clause->token_count > 1 && !(last[-1].kind == TOKEN_WORD && strcmp(last[-1].text, "的") == 0))     /* a condition wants what follows from it */
        diagnostic_fix(parser->diagnostics, last->span, "", TRUST_LIKELY);
    clause->faulty = true;
}

/* ---- formulas ---- */

static struct expression *binary(enum expression_kind kind, struct expression *left, struct span operator_span, struct expression *right,
                                 struct span span)
{
    struct expression *expression = lang_new(sizeof *expression);
    *expression = (struct expression){.kind = kind, .span = span, .operator_span = operator_span, .left = left, .right = right};
    return expression;
}

/* Adds an item; the room grows whenever the count reaches a power of two. */
static struct expression *list_with(struct expression *list, struct expression *item, struct span span)
{
    if (!list)
        list = binary(EXPRESSION_LIST, NULL, span, NULL, span);
    uint32_t count = list->item_count;
    if ((count & (count - 1)) == 0)
        list->items = lang_resize(list->items, count, count ? count * 2 : 1, sizeof *list->items);
    list->items[list->item_count++] = item;
    list->span = span;
    return list;
}

/* ---- faults ---- */

/* What may stand at a place, in the user's words. One word for tokens that do the same. */
static const struct { yysymbol_kind_t symbol; const char *text[2]; } possible[] = {
    {YYSYMBOL_OPERAND, {"数或名称", "a number or name"}},
    {YYSYMBOL_OPEN, {"左括号 (", "("}},
    {YYSYMBOL_CLOSE, {"右括号 )", ")"}},
    {YYSYMBOL_TIMES, {"运算符(+ - × ÷)", "an operator (+ - × ÷)"}},
    {YYSYMBOL_TO, {"至", "to"}},
    {YYSYMBOL_LIST, {"顿号、", "、"}},
    {YYSYMBOL_COMPARISON, {"比较词(低于、超过、达到、不超过、为、不为)", "a comparison (below, above, reaches, within, is, is not)"}},
    {YYSYMBOL_AND, {"且、或", "and, or"}},
    {YYSYMBOL_YYEOF, {"到此结束", "the end"}},
};

static void label_of_expected(const yypcontext_t *context, const char *label[2])
{
    static const char *const before[2] = {"这里可以是:", "possible here: "}, *const between[2] = {";", "; "};
    yysymbol_kind_t expected[YYNTOKENS];
    int count = yypcontext_expected_tokens(context, expected, YYNTOKENS);
    for (int language = 0; language < 2; language++) {
        label[language] = before[language];
        bool first = true;
        for (size_t i = 0; i < sizeof possible / sizeof *possible; i++)
            for (int j = 0; j < count; j++)
                if (expected[j] == possible[i].symbol) {
                    label[language] = lang_format("%s%s%s", label[language], first ? "" : between[language], possible[i].text[language]);
                    first = false;
                }
    }
}

static const char *source_text(const struct parser *parser, struct span span)
{
    const struct source *source = diagnostics_source(parser->diagnostics, span.file);
    return lang_text(source->text + span.start, span.end - span.start);
}

static int yyreport_syntax_error(const yypcontext_t *context, struct parser *parser)
{
    if (!parser->report || parser->operands->unclear)
        return 0;
    const char *label[2];
    if (misused_report(parser->diagnostics, NULL, parser->operands->tokens, parser->operands->count, "FA"))
        return 0;
    label_of_expected(context, label);
    struct span place = *yypcontext_location(context);
    switch (yypcontext_token(context)) {
    case YYSYMBOL_YYEOF: {
        const struct token *last = &parser->operands->tokens[parser->operands->count - 1];
        report(parser->diagnostics, LANG_E0142, last->span, label, source_text(parser, last->span), NULL);
        break;
    }
    case YYSYMBOL_ASSIGN:
        report(parser->diagnostics, LANG_E0143, place, NULL, NULL);
        operands_propose_equal(parser, place);
        break;
    case YYSYMBOL_COMPARISON:
        if (parser->operands->compared_twice) {
            report(parser->diagnostics, LANG_E0146, place, NULL, source_text(parser, place), NULL);
            operands_propose_connective(parser, place);
            break;
        }
        /* fall through */
    default:
        report(parser->diagnostics, LANG_E0141, place, label, source_text(parser, place), NULL);
    }
    return 0;
}

/* Bison's own message: the stack is full, which only a formula nested beyond the limit can bring about. */
static void grammar_error(const struct span *place, struct parser *parser, const char *text)
{
    (void)text;
    if (parser->report)
        report(parser->diagnostics, LANG_E0113, *place, NULL, lang_format("%d", LIMIT_NESTING), NULL);
}
