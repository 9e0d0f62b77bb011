/* Words written without spaces, cut where the words of a lexicon end: 每低1个百分点扣0.5分 -> 每低 1 个百分点 扣 0.5 分.
 *
 * The lexicon is a tree by bytes; one walk from a place in a word finds all words that begin there:
 *
 *     root -> E6 -> AF -> 8F(每) -> E4 -> BD -> 8E(低, word) ...        siblings in a chain, indices instead of pointers
 *
 * A cut goes from the front of the word to each place with the fewest pieces; places are bytes of the folded text.  It never parts Latin
 * letters from one another or from digits behind them (codes: AJ01), nor the digits of a number. */
#include <string.h>

#include "memory.h"
#include "syntax/reader.h"

/* ---- the lexicon ---- */

struct branch { uint32_t first_child, sibling; char byte; bool word; };

struct lexicon { struct branch *branches; uint32_t count, capacity; };      /* branches[0] is the root */

struct lexicon *lexicon_new(void)
{
    struct lexicon *lexicon = lang_new(sizeof *lexicon);
    lexicon->capacity = 1024;
    lexicon->branches = lang_array(lexicon->capacity, sizeof *lexicon->branches);
    lexicon->count = 1;
    operators_add_to(lexicon);
    return lexicon;
}

static uint32_t child(const struct lexicon *lexicon, uint32_t branch, char byte)
{
    uint32_t at = lexicon->branches[branch].first_child;
    while (at && lexicon->branches[at].byte != byte)
        at = lexicon->branches[at].sibling;
    return at;
}

static uint32_t add_child(struct lexicon *lexicon, uint32_t branch, char byte)
{
    if (lexicon->count == lexicon->capacity) {
        lexicon->branches = lang_resize(lexicon->branches, lexicon->capacity, lexicon->capacity * 2, sizeof *lexicon->branches);
        lexicon->capacity *= 2;
    }
    uint32_t added = lexicon->count++;
    lexicon->branches[added] = (struct branch){.sibling = lexicon->branches[branch].first_child, .byte = byte};
    lexicon->branches[branch].first_child = added;
    return added;
}

void lexicon_add(struct lexicon *lexicon, const char *word)
{
    uint32_t branch = 0;
    for (const char *byte = word; *byte; byte++) {
        uint32_t next = child(lexicon, branch, *byte);
        branch = next ? next : add_child(lexicon, branch, *byte);
    }
    lexicon->branches[branch].word = branch != 0;
}

bool lexicon_has(const struct lexicon *lexicon, const char *word, size_t length)
{
    uint32_t branch = 0;
    for (size_t i = 0; i < length; i++)
        if ((branch = child(lexicon, branch, word[i])) == 0)
            return false;
    return lexicon->branches[branch].word;
}

/* ---- cutting one word ---- */

/* How a place is reached from the front: with the fewest pieces, by one way or by more. */
struct place {
    uint32_t pieces;                /* 0: not reached (but for the front) */
    uint32_t from, other_from;      /* where the last piece begins; a second way with as few pieces */
    bool two_ways;
};

struct cutter {
    struct diagnostics *diagnostics;
    const struct lexicon *lexicon;
    struct place *places;           /* room for the longest word so far, and one more */
    size_t capacity;
    struct token *tokens;           /* of the clause at hand, cut */
    uint32_t count, token_capacity;
};

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

static bool is_latin(char byte) { return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '_'; }

/* May a piece end before text[at]? */
static bool may_part(const char *text, size_t length, size_t at)
{
    if (at == 0 || at == length)
        return true;
    char before = text[at - 1], behind = text[at];
    if ((is_digit(before) || is_latin(before)) && is_digit(behind))
        return false;
    return !(is_latin(before) && is_latin(behind));
}

static void reach(struct place *places, size_t from, size_t to)
{
    struct place *place = &places[to];
    uint32_t pieces = places[from].pieces + 1;
    if (place->pieces == 0 || pieces < place->pieces)
        *place = (struct place){.pieces = pieces, .from = (uint32_t)from};
    else if (pieces == place->pieces && place->from != from && !place->two_ways) {
        place->two_ways = true;
        place->other_from = (uint32_t)from;
    }
}

/* All pieces that begin at text[from]. */
static void reach_from(const struct cutter *cutter, const char *text, size_t length, size_t from)
{
    uint32_t branch = 0;
    for (size_t at = from; at < length && (branch = child(cutter->lexicon, branch, text[at])) != 0; at++)
        if (cutter->lexicon->branches[branch].word && may_part(text, length, at + 1))
            reach(cutter->places, from, at + 1);
    if (!is_digit(text[from]))
        return;
    size_t number = number_length(text + from, length - from), date = date_length(text + from, length - from);
    if (may_part(text, length, from + number))
        reach(cutter->places, from, from + number);
    if (date)
        reach(cutter->places, from, from + date);
}

/* Finds the fewest pieces; false where the word cannot be cut. */
static bool find_ways(struct cutter *cutter, const char *text, size_t length)
{
    if (length + 1 > cutter->capacity) {
        cutter->places = lang_resize(cutter->places, cutter->capacity, length * 2 + 1, sizeof *cutter->places);
        cutter->capacity = length * 2 + 1;
    }
    memset(cutter->places, 0, (length + 1) * sizeof *cutter->places);
    for (size_t at = 0; at < length; at++)
        if ((at == 0 || cutter->places[at].pieces) && may_part(text, length, at))
            reach_from(cutter, text, length, at);
    return cutter->places[length].pieces > 1;
}

/* The last place on the first way where a second one joins; 0: there is one way only. */
static uint32_t parting(const struct cutter *cutter, size_t length)
{
    for (uint32_t at = (uint32_t)length; at > 0; at = cutter->places[at].from)
        if (cutter->places[at].two_ways)
            return at;
    return 0;
}

/* The word with blanks between the pieces; at `turn` the second way is taken. */
static const char *way_shown(const struct cutter *cutter, const char *text, size_t length, uint32_t turn)
{
    const char *shown = "";
    for (uint32_t end = (uint32_t)length, from; end > 0; end = from) {
        const struct place *place = &cutter->places[end];
        from = end == turn ? place->other_from : place->from;
        shown = lang_format("%.*s%s%s", (int)(end - from), text + from, *shown ? " " : "", shown);
    }
    return shown;
}

/* ---- cutting clauses ---- */

static struct token *append(struct cutter *cutter, const struct token *token)
{
    if (cutter->count == cutter->token_capacity) {
        uint32_t capacity = cutter->token_capacity ? cutter->token_capacity * 2 : 16;
        cutter->tokens = lang_resize(cutter->tokens, cutter->token_capacity, capacity, sizeof *cutter->tokens);
        cutter->token_capacity = capacity;
    }
    cutter->tokens[cutter->count] = *token;
    return &cutter->tokens[cutter->count++];
}

/* Appends piece [from, to) of the word's folded text; offsets lead back to the source. */
static void append_piece(struct cutter *cutter, const struct token *word, const uint32_t *offsets, uint32_t from, uint32_t to)
{
    const char *bytes = word->text + from;
    size_t length = to - from;
    struct token piece = {.kind = TOKEN_WORD, .text = "", .glued = from > 0 || word->glued, .span = word->span};
    piece.span.start = word->span.start + (offsets ? offsets[from] : from);
    piece.span.end = word->span.start + (offsets ? offsets[to] : to);
    if (date_length(bytes, length) == length) {
        piece.kind = TOKEN_DATE;
        date_read(cutter->diagnostics, &piece, bytes, length);
    } else if (number_length(bytes, length) == length) {
        piece.kind = TOKEN_NUMBER;
        number_read(cutter->diagnostics, &piece, bytes, length);
    } else {
        piece.text = lang_text(bytes, length);
    }
    append(cutter, &piece);
}

static void append_pieces(struct cutter *cutter, const struct token *word)
{
    size_t length = strlen(word->text);
    uint32_t *offsets = NULL, pieces = cutter->places[length].pieces;
    if (length != word->span.end - word->span.start)        /* something was folded: find each byte's origin */
        word_fold(diagnostics_source(cutter->diagnostics, word->span.file)->text + word->span.start,
                  word->span.end - word->span.start, &offsets);
    uint32_t *ends = lang_array(pieces, sizeof *ends);
    for (uint32_t at = (uint32_t)length, i = pieces; i > 0; at = cutter->places[at].from)
        ends[--i] = at;
    for (uint32_t i = 0; i < pieces; i++)
        append_piece(cutter, word, offsets, i ? ends[i - 1] : 0, ends[i]);
}

static void cut_token(struct cutter *cutter, const struct token *token)
{
    size_t length = token->kind == TOKEN_WORD ? strlen(token->text) : 0;
    if (length == 0 || lexicon_has(cutter->lexicon, token->text, length) || !find_ways(cutter, token->text, length)) {
        append(cutter, token);
        return;
    }
    uint32_t turn = parting(cutter, length);
    if (!turn) {
        append_pieces(cutter, token);
        return;
    }
    report(cutter->diagnostics, LANG_E0150, token->span, NULL, token->text, way_shown(cutter, token->text, length, 0),
           way_shown(cutter, token->text, length, turn), NULL);
    append(cutter, token);
}

static void cut_clauses(struct cutter *cutter, struct clause *clauses, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct clause *clause = &clauses[i];
        size_t faults = diagnostics_total(cutter->diagnostics);
        cutter->count = 0;
        for (uint32_t j = 0; j < clause->token_count; j++)
            cut_token(cutter, &clause->tokens[j]);
        clause->faulty = clause->faulty || diagnostics_total(cutter->diagnostics) != faults;
        if (cutter->count != clause->token_count) {
            struct token *tokens = lang_array(cutter->count + 1, sizeof *tokens);
            memcpy(tokens, cutter->tokens, cutter->count * sizeof *tokens);
            clause->tokens = tokens;
            clause->token_count = cutter->count;
        }
        cut_clauses(cutter, clause->body, clause->body_count);
    }
}

void syntax_cut(struct diagnostics *diagnostics, const struct lexicon *lexicon, struct clause *clauses, uint32_t count)
{
    struct cutter cutter = {.diagnostics = diagnostics, .lexicon = lexicon};
    cut_clauses(&cutter, clauses, count);
}
