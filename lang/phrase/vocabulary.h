/* The words and phrases of the language in both languages: words.def and the tables beside it as patterns, two sides an entry.
 *
 *     words.def, operators.def, heads.def, ROUNDING_MODES  \
 *     短语 and 聚合 of stdlib/, with their 英文               }->  entry { kind, side[ZH], side[EN] }
 *
 * A word of several spellings (“每低/每少/每早”, “below/less/earlier”) is as many entries, the first with the first. */
#ifndef ASSESSC_VOCABULARY_H
#define ASSESSC_VOCABULARY_H
#include "base/map.h"
#include "phrase/library.h"

enum entry_kind {
    ENTRY_WORD,             /* no slots: a word, in English one or several tokens */
    ENTRY_JOINT,            /* ... that parts values */
    ENTRY_OPERATOR,         /* ... of operators.def */
    ENTRY_TYPE,             /* ... that names a kind of column */
    ENTRY_TYPE_OF,          /* ... behind which values or a ledger stand; it parts them from the names */
    ENTRY_NOTE,             /* ... that begins a line for people; only at the start of a clause */
    ENTRY_HEAD,             /* ... that begins a declaration; only at the start of a clause */
    ENTRY_LIST,             /* English only: the words behind it are a list */
    ENTRY_VALUE,            /* pattern of a value; its slots hold no operators outside brackets */
    ENTRY_CLAUSE            /* pattern of a part of a clause, or of several parts */
};

struct entry {
    enum entry_kind kind;
    struct pattern side[2];         /* by language */
    bool also;                      /* understood, but not what is written: read from English only */
};

struct vocabulary {
    struct entry *entries;
    uint32_t count, words;          /* entries without slots are entries[0 .. words) */
    struct map known;               /* every word of an English side */
};

/* library may be NULL: without the phrases of stdlib/. */
struct vocabulary *vocabulary_new(const struct library *library);
/* The longest word entry, read in `from`, at the head of tokens, with the number of tokens it takes; NULL where there is none. at_start:
 * at the start of a clause, where heads and notes stand too. */
const struct entry *vocabulary_word(const struct vocabulary *vocabulary, enum language from, const struct token *tokens, uint32_t count,
                                    bool at_start, uint32_t *used);
/* The unit written in `from` at the head of tokens, in the other language; one: exactly one of it. NULL where there is none. */
const char *vocabulary_unit(enum language from, const struct token *tokens, uint32_t count, bool one, uint32_t *used);
/* The pattern of a value or clause whose Chinese words stand among the tokens, in any order, more than those of any other: what was meant
 * by a line that no pattern fits. NULL where none has two of its words there, and at least half of them. */
const struct entry *vocabulary_nearest(const struct vocabulary *vocabulary, const struct token *tokens, uint32_t count);
/* True where the token is any word of heads.def, in either language. */
bool head_begins(const struct token *token);
/* True where the token is the word zh of heads.def, in either language. */
bool head_says(const struct token *token, const char *zh);

#endif
