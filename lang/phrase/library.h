/* The phrases of stdlib/: scoring methods and figures written in the language itself, embedded in the program by edition.
 *
 *     短语 “甲” 的,每低 “步” 扣 “分”,不足 “步” 的,按比例 {
 *         英文 minus “分” per “步” below,part steps pro rata
 *         即   扣 (乙 - 甲) ÷ 步 × 分
 *         解释 “{甲} 离 {乙} 每差 {步} 扣 {分}:{式} = {得}” “{甲} short of {乙}: minus {分} per {步}: {式} = {得}”
 *     }
 */
#ifndef ASSESSC_LIBRARY_H
#define ASSESSC_LIBRARY_H
#include "embedded.h"
#include "phrase/pattern.h"

/* What a phrase makes: a value in an expression, a figure of a pool (after 的), points added or taken. */
enum phrase_kind { PHRASE_VALUE, PHRASE_FIGURE, PHRASE_ADD, PHRASE_DEDUCT };

/* 加上, 换成: what may be written at the end of such a phrase (into its brackets, where it ends in some) or in the place of its last word; several
 * words with / between them go with the alternatives of that word. */
struct phrase_answer { bool instead; const char *text[2]; };
enum { PHRASE_ANSWERS = 4 };

struct phrase {
    enum phrase_kind kind;
    struct pattern zh, en;
    const struct token *body; uint32_t body_count;      /* the expression */
    const struct token *whole; uint32_t whole_count;    /* 须整: an expression that must be whole, else the part step wants an answer */
    const struct token *present; uint32_t present_count;        /* 有值: a condition under which it has a value, where that cannot be told from the expression */
    const char *asks[2];                                /* 还要说: the words alone are not enough; what is missing, zh and en */
    struct phrase_answer answers[PHRASE_ANSWERS]; uint32_t answer_count;
    const char *tells[2];                               /* 解释: the sentence that explains a score made by it, zh and en, with {slots}; {式} is the
                                                         * arithmetic, {得} what it comes to; NULL: none */
    int direction;                                      /* 比较: -1 the guard must say that the subject is below, 1 above, 0 any */
    const char *sentence;
    struct span span;
};

struct library;
/* Reads the embedded phrases of an edition (2024版, 2024). NULL where there is no such edition. */
struct library *library_load(struct diagnostics *diagnostics, const char *edition);
/* The phrase that says what all these tokens say; the one with more words of its own where several do. NULL where none does. */
const struct phrase *library_match(const struct library *library, enum phrase_kind kind, const struct token *tokens, uint32_t count, struct match *match);
/* Calls back with each phrase. */
void library_each(const struct library *library, void (*each)(void *context, const struct phrase *phrase), void *context);
/* Adds every word of the patterns to the lexicon. */
void library_words(const struct library *library, struct lexicon *lexicon);

/* The keywords of a file of phrases into the words of `to`; what the phrases say stays. */
void library_translate(struct clause *clauses, uint32_t count, enum language to);

#endif
