/* Patterns: how a clause or value phrase is spelt, with slots. One notation for the built-in clauses (clauses.def) and for the phrases
 * of stdlib/: words and punctuation stand for themselves, “slot” takes one or more tokens with balanced brackets and no comma outside
 * brackets; “slot…” takes the rest, commas too; “each/every” takes one of these words. */
#ifndef ASSESSC_PATTERN_H
#define ASSESSC_PATTERN_H
#include "syntax/syntax.h"

enum { PATTERN_SLOTS = 10, PATTERN_ELEMENTS = 40 };

/* text: the slot's name, or what stands there; a word may be several with / between them. */
struct pattern_element { bool slot, rest; const char *text; enum token_kind kind; };
struct pattern { struct pattern_element elements[PATTERN_ELEMENTS]; uint32_t count, slot_count, literal_count; };

/* The tokens that the slots took, in the order of the pattern's slots. */
struct capture { const char *name; const struct token *tokens; uint32_t count; };
struct match { struct capture captures[PATTERN_SLOTS]; uint32_t count; };

/* Compiles "得 “值”" and the like, split at spaces. */
void pattern_compile(struct pattern *pattern, const char *text);
/* Compiles a pattern written as tokens of a rule file (stdlib). */
void pattern_compile_tokens(struct pattern *pattern, const struct token *tokens, uint32_t count);
bool pattern_match(const struct pattern *pattern, const struct token *tokens, uint32_t count, struct match *match);
const struct capture *match_capture(const struct match *match, const char *name);

/* The pattern as it is written: words, marks, “slots”. */
const char *pattern_text(const struct pattern *pattern);

/* The pattern with its slots filled by what stands between its words among the tokens, of which some of its words may be missing, or be spelt
 * nearly so; NULL where something stands there that it has no place for, or a slot has nothing. */
const char *pattern_fill(const struct pattern *pattern, const struct source *source, const struct token *tokens, uint32_t count);

bool token_is(const struct token *token, const char *word);
/* End of the bracket group that begins at tokens[from] (index behind its closing bracket). */
uint32_t token_group_end(const struct token *tokens, uint32_t count, uint32_t from);
/* Index of the next comma (or colon) outside brackets from `from` on, or count. */
uint32_t token_next_comma(const struct token *tokens, uint32_t count, uint32_t from);
struct span tokens_span(const struct token *tokens, uint32_t count);

#endif
