/* What the files of this folder share.  A rule file is read in three steps, each over the whole of it:
 *
 *     bytes --scanner.l, lexeme.c--> tokens and marks --layout.c--> clauses, { and } --grammar.y--> tree of clauses
 *
 * Tokens of a file stand in one array, structural ones included; layout.c takes out brackets without a partner, so that a clause is a
 * slice of the array whose brackets are balanced.  Formulas go from such a slice through operands.c and the same grammar to a tree. */
#ifndef ASSESSC_READER_H
#define ASSESSC_READER_H
#include "messages.h"
#include "syntax/syntax.h"

/* What the scanner finds besides tokens of clauses. */
enum { SCANNED_SEMICOLON = TOKEN_KINDS, SCANNED_BLOCK_OPEN, SCANNED_BLOCK_CLOSE, SCANNED_LINE_END, SCANNED_END };

/* About a token: where it stands, and whether a fault was reported at it. */
struct mark {
    bool line_first;                /* no token stands before it on its line */
    bool faulty;
    uint16_t indent;                /* of its line, in cells */
};

/* Marks that enclose text (quotation marks, 《》), while the scanner stands between them. */
struct enclosure {
    uint32_t start;                 /* of the opening mark */
    uint32_t content;               /* behind it */
    int kind;                       /* in the table of pairs */
    uint32_t inner[8];              /* open marks inside, by kind */
    uint32_t wrong, wrong_end;      /* a mark inside that may have been meant to close; 0: none */
};

struct reader {
    struct diagnostics *diagnostics;
    uint32_t file;
    const char *text;
    uint32_t length;

    struct token *tokens;
    struct mark *marks;
    uint32_t count, capacity;
    struct comment *comments;
    uint32_t comment_count, comment_capacity;

    /* the scanner's place */
    uint32_t from, at;              /* the lexeme at hand */
    bool line_first;                /* nothing but blanks so far on this line */
    bool blank;                     /* a blank stands before the lexeme */
    bool faulty;                    /* a fault was reported since the last token */
    bool quotes_reported;           /* ... about a quotation mark on this line: its partner would only be reported again */
    uint32_t indent;
    uint32_t strange_end;           /* end of the last character or byte that was refused: its neighbours are not refused again */
    struct enclosure enclosure;

    size_t faults_before;           /* diagnostics of other files */
    bool given_up;                  /* there are so many faults that the rest is not read */
};

/* ---- lexeme.c ---- */
/* Reports message at span; texts up to a NULL.  label: see diagnostic_at. */
void report(struct diagnostics *diagnostics, enum lang_message message, struct span span, const char *const label[2], ...)
    __attribute__((sentinel));
/* ... at bytes [from, to) of the reader's file; the token at hand counts as faulty. */
void reader_report(struct reader *reader, enum lang_message message, uint32_t from, uint32_t to, const char *const label[2], ...)
    __attribute__((sentinel));

/* True where the file has more faults than are reported of one; says so once, at byte `at`. */
bool reader_gives_up(struct reader *reader, uint32_t at);

/* A word as it is compared: half width, NFC, without hidden characters, look-alikes as the letters they are taken for.  offsets (may be
 * NULL): for each byte of the result and its end, the byte of the source that it comes from. */
char *word_fold(const char *bytes, size_t length, uint32_t **offsets);
/* The scanner's actions: what a lexeme [from, at) of the reader means.  The token's text and values are set. */
void lexeme_word(struct reader *reader, struct token *token);
void lexeme_number(struct reader *reader, struct token *token);
void lexeme_date(struct reader *reader, struct token *token);
void lexeme_comment(struct reader *reader);
void lexeme_hidden(struct reader *reader, uint32_t from, uint32_t to);
void lexeme_strange(struct reader *reader);
void lexeme_stray_byte(struct reader *reader);

/* Numbers and dates inside words, for cutting: length of the one that begins at bytes, 0: none. */
size_t number_length(const char *bytes, size_t length);
size_t date_length(const char *bytes, size_t length);
void number_read(struct diagnostics *diagnostics, struct token *token, const char *bytes, size_t length);
void date_read(struct diagnostics *diagnostics, struct token *token, const char *bytes, size_t length);

/* ---- enclosure.c ---- */
/* An opening mark at [from, at). */
void enclosure_begin(struct reader *reader);
/* A mark inside: true where the text ends with it. */
bool enclosure_mark(struct reader *reader);
/* The line ends inside: reports which mark is missing. */
void enclosure_cut_off(struct reader *reader);
/* Makes the token of what was enclosed, up to `end`; returns its kind. */
enum token_kind enclosure_token(struct reader *reader, struct token *token, uint32_t end);
/* A closing mark outside. */
void enclosure_stray(struct reader *reader);

/* ---- scanner.l ---- */
/* Reads all tokens of the reader's text from offset `at` on. */
void scanner_run(struct reader *reader);

/* ---- layout.c ---- */
/* 考核对象科室: the length of the declaration's word at the head of the lexeme at hand, where a line at the left margin begins with one and
 * goes on without a space; 0: none, or what stands there is a name that is given a value. */
size_t layout_glued_head(const struct reader *reader);
struct slice { struct token *tokens; uint32_t count; bool faulty; };

enum head { HEAD_NONE, HEAD_ANY, HEAD_ITEM, HEAD_GROUP, HEAD_TOP };

struct block { uint32_t token; uint16_t indent; enum head head; bool key_task, deeper; };

struct layout {
    struct reader *reader;
    uint32_t at;
    struct block *blocks;
    uint32_t block_count, block_capacity;
    uint32_t excess;                /* blocks that were opened beyond the limit */
    uint32_t forgotten;             /* blocks that a line at the margin closed, which was told: their } may still come */
    uint32_t clause;                /* first token of the clause read last */
    bool headed;                    /* ... and a block follows it */
    bool end_pending;               /* a clause has been read whose end is still to be said */
    bool tail_pending;              /* behind } a comma and more of the clause */
};

/* Takes out brackets without a partner, with a report each. */
void layout_pair_brackets(struct reader *reader);
enum layout_kind { LAYOUT_END_OF_FILE, LAYOUT_CLAUSE, LAYOUT_CLAUSE_END, LAYOUT_BLOCK_OPEN, LAYOUT_BLOCK_CLOSE };
/* The next piece; slice is set for a clause, span always. */
enum layout_kind layout_next(struct layout *layout, struct slice *slice, struct span *span);

/* ---- operands.c ---- */
struct operands {
    const struct token *tokens;
    uint32_t count, at;
    bool compared, compared_twice;  /* in the condition at hand */
    bool unclear;                   /* a word of unclear meaning was met (and reported, if reports are wanted) */
};

/* ---- grammar.y ---- */
struct clauses { struct clause *items; uint32_t count, capacity; };

struct parser {
    struct diagnostics *diagnostics;
    bool started;                   /* the token that chooses the start symbol has been given */
    bool report;
    struct layout *layout;          /* of a file, or ... */
    struct operands *operands;      /* ... of a formula */
    struct clauses *clauses;        /* results */
    struct expression *expression;
};

/* ---- operands.c ---- */
/* What the message begun last proposes: “is” in the place of =; “and” or “or” where a second condition begins that ends in the comparison
 * at `place`. */
void operands_propose_equal(struct parser *parser, struct span place);
void operands_propose_connective(struct parser *parser, struct span place);
/* Adds the words of operators.def. */
void operators_add_to(struct lexicon *lexicon);

#endif
