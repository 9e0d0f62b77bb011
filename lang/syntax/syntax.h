/* Rule text to syntax trees: flex scanner, bison grammar, and the cutting of words that were written without spaces.
 *
 *     file    -> clauses
 *     clause  -> tokens [ { clauses } ]            one a line, or several on a line with ;
 *     tokens  -> kept flat; clauses are matched against the phrase tables (lang/phrase/), which know what they mean
 *     spans of tokens that stand for a value       -> expression trees (syntax_expression)
 *
 * All memory is the collector's (lang/memory.h). Faults are reported as E01xx; reading goes on after each. */
#ifndef ASSESSC_SYNTAX_H
#define ASSESSC_SYNTAX_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "diagnostic/diagnostic.h"
#include "number/rational.h"

enum token_kind {
    TOKEN_END,          /* none: what stands behind the last token in an array of a clause's own */
    TOKEN_WORD,         /* a run of letters, Han characters, digits, _ that begins with no digit: names and words of the language */
    TOKEN_NUMBER,       /* digits with an optional fraction: 12, 0.5, 1,000, full-width too; 95% is NUMBER and the WORD % glued to it */
    TOKEN_DATE,         /* 2024年3月1日 or 2024-03-01 */
    TOKEN_TEXT,         /* “…” or "…" */
    TOKEN_TITLE,        /* 《…》 */
    TOKEN_COMMA,        /* , or , */
    TOKEN_LIST,         /* 、 */
    TOKEN_COLON,
    TOKEN_DOT,          /* . between names: 乡镇.满意度 */
    TOKEN_ASSIGN,       /* = */
    TOKEN_PLUS, TOKEN_MINUS, TOKEN_TIMES /* × * */, TOKEN_DIVIDE /* ÷ / */,
    TOKEN_OPEN, TOKEN_CLOSE,        /* ( ) [ ] of either width */
    TOKEN_KINDS
};

struct token {
    enum token_kind kind;
    bool glued;                     /* stands right behind the token before it, without a space */
    struct span span;
    const char *text;               /* WORD: folded to half width and NFC; TEXT, TITLE: what stands between the marks; NUMBER: plain digits; else "" */
    struct rational number;         /* NUMBER */
    int32_t date;                   /* DATE */
};

struct clause {
    struct token *tokens; uint32_t token_count;     /* at least one */
    struct clause *body; uint32_t body_count;       /* lines of the block */
    bool has_body;
    bool faulty;                    /* a fault was reported inside its tokens, which have been mended (a bracket or a character left out):
                                     * it is here for the names that it declares; what else is wrong with it is an echo */
    struct span span;               /* of the tokens */
    struct span body_span;          /* { to } */
};

/* A comment, kept for fmt. */
struct comment { struct span span; bool own_line; };

struct syntax_file {
    uint32_t file;                  /* number of the source */
    struct clause *clauses; uint32_t clause_count;
    struct comment *comments; uint32_t comment_count;
};

/* Reads one source registered with the diagnostics. Never NULL; clauses that could not be read are left out. */
struct syntax_file *syntax_parse(struct diagnostics *diagnostics, uint32_t file);

/* Whether the words of the language are English in the file: its first word, which is no comment, is. */
bool source_is_english(const struct source *source);
/* The word as it is to stand in the place of the span: with blanks around it, where none stand there. */
const char *source_set_apart(const struct source *source, struct span span, const char *word);

/* Words that tokens may be cut into: names declared in the files at hand, words of the phrases, units. */
struct lexicon;
struct lexicon *lexicon_new(void);
void lexicon_add(struct lexicon *lexicon, const char *word);
bool lexicon_has(const struct lexicon *lexicon, const char *word, size_t length);
/* Cuts every WORD token that is not itself in the lexicon into words of it and numbers, where there is exactly one way with the fewest
 * pieces (每低1个百分点扣0.5分 -> 每低 1 个百分点 扣 0.5 分); several ways of equally few pieces are an error that shows two; a token that
 * cannot be cut stays whole (it may be a name declared here, or a misspelt one). Recurses into bodies. */
void syntax_cut(struct diagnostics *diagnostics, const struct lexicon *lexicon, struct clause *clauses, uint32_t count);

/* Words that rules do not have (misused.def): where one of the tokens is, or holds, such a word, it is told with what is written instead.
 * where: letters of misused.def. names: words that are names, whatever stands in them, or NULL. False where there is none. */
bool misused_report(struct diagnostics *diagnostics, const struct lexicon *names, const struct token *tokens, uint32_t count, const char *where);

/* True where word is an operator of operators.def that is one word. */
bool operators_has(const char *word);

/* The least span that holds both.  Words that were translated (lang/phrase/translate.h) may stand in another order than in the source. */
struct span span_with(struct span a, struct span b);

/* Comparison words, one table (operators.def): COMPARISON(LESS, "低于", "below"), LESS also 早于 before, … */
enum comparison { COMPARE_LESS, COMPARE_GREATER, COMPARE_AT_LEAST, COMPARE_AT_MOST, COMPARE_EQUAL, COMPARE_UNEQUAL };

enum expression_kind {
    EXPRESSION_RUN,         /* items side by side (at least one): words, numbers with their units, dates, texts, brackets; matched against
                             * the phrase tables by whoever resolves it */
    EXPRESSION_NEGATE,      /* - a */
    EXPRESSION_ADD, EXPRESSION_SUBTRACT, EXPRESSION_MULTIPLY, EXPRESSION_DIVIDE,
    EXPRESSION_COMPARE,     /* left may be NULL: the subject said before (且 低于 3起) */
    EXPRESSION_AND, EXPRESSION_OR,
    EXPRESSION_RANGE,       /* a 至 b */
    EXPRESSION_LIST         /* a、b、c */
};

struct expression {
    enum expression_kind kind;
    enum comparison comparison;
    struct span span;               /* of the whole */
    struct span operator_span;
    struct expression *left, *right;
    struct expression **items; uint32_t item_count;         /* LIST */
    const struct token *tokens; uint32_t token_count;       /* RUN: brackets included, balanced */
};

/* Parses tokens as an expression, with the bison grammar's second start symbol. Precedence from loose to tight: 或, 且, comparison,
 * 、 list, 至 range, + -, × ÷, unary -, run. Brackets that stand alone as an operand are grouping: their content is parsed too (a RUN of
 * one bracketed group becomes its content); brackets behind other items of a run stay part of the run.
 * NULL where the tokens are no expression: with report set the fault is reported (naming what was possible, with LAC), else silent. */
struct expression *syntax_expression(struct diagnostics *diagnostics, const struct token *tokens, uint32_t count, bool report);

#endif
