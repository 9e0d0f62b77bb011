/* Lines, brackets and blocks: where a clause begins and ends.  Whatever the text looks like, what comes out is well formed (brackets
 * balanced, every { with its }), so that one fault is one message and the clauses around it are read.
 *
 *     stretch    tokens between two of ; { } and lines that begin something new: a bracket that finds no partner in its stretch has none
 *     clause     ends with its line, unless the line ends in an operator, a comma, 、 or :, or a bracket is open and the next line
 *                stands further in or begins with an operator, a comma or the closing bracket
 *     block      { to }; a line that begins a declaration (heads.def) and stands no further in than the line that opened the block,
 *                while the block's own lines stand further in, shows that the block was never closed */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "memory.h"
#include "syntax/reader.h"

static const struct { enum head head; const char *words[2]; } heads[] = {
#define HEAD(where, zh, en) {HEAD_##where, {zh, en}},
#include "syntax/heads.def"
#undef HEAD
};

static enum head head_of(const struct token *token)
{
    if (token->kind != TOKEN_WORD)
        return HEAD_NONE;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (strcmp(token->text, heads[i].words[0]) == 0 || strcmp(token->text, heads[i].words[1]) == 0)
            return heads[i].head;
    return HEAD_NONE;
}

static bool is_latin(char byte) { return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z'); }

size_t layout_glued_head(const struct reader *reader)
{
    const char *word = reader->text + reader->from, *end = reader->text + reader->length, *behind = reader->text + reader->at;
    size_t length = reader->at - reader->from, longest = 0;
    if (!reader->line_first || reader->indent)
        return 0;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        size_t head = strlen(heads[i].words[0]);
        bool code = strcmp(heads[i].words[0], "指标") == 0 && length > head && is_latin(word[head]);
        if ((heads[i].head == HEAD_TOP || code) && head > longest && length > head && memcmp(word, heads[i].words[0], head) == 0)
            longest = head;
    }
    while (behind < end && (*behind == ' ' || *behind == '\t'))
        behind++;
    bool given_value = behind < end && (*behind == '=' || (end - behind >= 3 && memcmp(behind, "＝", 3) == 0));
    return given_value ? 0 : longest;
}

static bool is_word(const struct token *token, const char *zh, const char *en)
{
    return token->kind == TOKEN_WORD && (strcmp(token->text, zh) == 0 || strcmp(token->text, en) == 0);
}

static bool is_structural(const struct token *token)
{
    return (int)token->kind >= TOKEN_KINDS;
}

static bool is_kind(const struct token *token, int kind)
{
    return (int)token->kind == kind;
}

/* A line that begins a declaration and stands no further in than `indent` breaks off what is open. */
static bool breaks_off(const struct reader *reader, uint32_t at, uint16_t indent)
{
    const struct mark *mark = &reader->marks[at];
    return mark->line_first && mark->indent <= indent && head_of(&reader->tokens[at]) != HEAD_NONE;
}

/* Punctuation and words that stand between two things: a line that ends in one goes on in the next line. */
static bool joins(const struct token *token)
{
    switch (token->kind) {
    case TOKEN_COMMA: case TOKEN_LIST: case TOKEN_COLON: case TOKEN_DOT: case TOKEN_ASSIGN: case TOKEN_PLUS: case TOKEN_MINUS:
    case TOKEN_TIMES: case TOKEN_DIVIDE:
        return true;
    case TOKEN_WORD:
        return operators_has(token->text);
    default:
        return false;
    }
}

/* minus 2 points per day below: an operator's word that ends a phrase. */
static bool ends_phrase(const struct reader *reader, uint32_t at)
{
    while (at > 0 && !reader->marks[at].line_first && !is_word(&reader->tokens[at], "per", "per"))
        at--;
    return is_word(&reader->tokens[at], "per", "per");
}

/* Does the line that begins at `at` go on with the one before it, while no bracket is open? */
static bool continues(const struct reader *reader, uint32_t at)
{
    return at > 0 && joins(&reader->tokens[at - 1]) && !(reader->tokens[at - 1].kind == TOKEN_WORD && ends_phrase(reader, at - 1));
}

/* ... while a bracket is open, in a clause whose line is indented by `indent`? */
static bool continues_in_bracket(const struct reader *reader, uint32_t at, uint16_t indent)
{
    const struct token *token = &reader->tokens[at], *before = &reader->tokens[at - 1];
    return reader->marks[at].indent > indent || joins(before) || before->kind == TOKEN_OPEN || joins(token) || token->kind == TOKEN_CLOSE;
}

/* ---- brackets ---- */

static bool is_square(const struct reader *reader, const struct token *token)
{
    static const char *const square[] = {"[", "]", "［", "］", "【", "】"};
    size_t length = token->span.end - token->span.start;
    for (size_t i = 0; i < sizeof square / sizeof *square; i++)
        if (strlen(square[i]) == length && memcmp(square[i], reader->text + token->span.start, length) == 0)
            return true;
    return false;
}

static const char *closing(const struct reader *reader, const struct token *token)
{
    return is_square(reader, token) ? "]" : ")";
}

static const char *spelling(const struct reader *reader, const struct token *token)
{
    return lang_text(reader->text + token->span.start, token->span.end - token->span.start);
}

struct pairing {
    struct reader *reader;
    bool *dropped;                  /* by token */
    uint32_t open[LIMIT_NESTING];   /* open brackets of the stretch */
    uint32_t depth, excess;         /* brackets opened beyond the limit */
    uint32_t line;                  /* first token of the line at hand */
    uint32_t mismatch_line;         /* line + 1 of the last mismatch: a second closing mark on it is its echo */
};

/* Takes a bracket out; the clause that it stands in counts as faulty. */
static void drop(struct pairing *pairing, uint32_t at)
{
    struct reader *reader = pairing->reader;
    pairing->dropped[at] = true;
    bool next = at + 1 < reader->count && !is_structural(&reader->tokens[at + 1]) && !reader->marks[at + 1].line_first;
    if (next)
        reader->marks[at + 1].faulty = true;
    else if (!reader->marks[at].line_first)
        reader->marks[at - 1].faulty = true;
}

/* The last token of the line of `at` that stands before `end`. */
static uint32_t line_end(const struct reader *reader, uint32_t at, uint32_t end)
{
    while (at + 1 < end && !reader->marks[at + 1].line_first)
        at++;
    return at;
}

/* At the end of a stretch nothing more can close what is open: one report for each line that has such a bracket. */
static void end_stretch(struct pairing *pairing, uint32_t end)
{
    static const char *const label[2] = {"到这里还没有合上", "still open here"};
    struct reader *reader = pairing->reader;
    uint32_t reported_line_end = UINT32_MAX;
    bool too_deep = pairing->excess > 0;        /* that was said already */
    while (pairing->depth) {
        uint32_t at = pairing->open[--pairing->depth];
        drop(pairing, at);
        uint32_t last = line_end(reader, at, end);
        if (too_deep || last == reported_line_end)
            continue;
        reported_line_end = last;
        const struct token *token = &reader->tokens[at];
        report(reader->diagnostics, LANG_E0110, token->span, NULL, spelling(reader, token), closing(reader, token), NULL);
        if (last > at)
            diagnostic_at(reader->diagnostics, reader->tokens[last].span, label);
        struct span behind = {.file = reader->file, .start = reader->tokens[last].span.end, .end = reader->tokens[last].span.end};
        diagnostic_fix(reader->diagnostics, behind, closing(reader, token), TRUST_LIKELY);
    }
    pairing->excess = 0;
}

static void open_bracket(struct pairing *pairing, uint32_t at)
{
    struct reader *reader = pairing->reader;
    if (pairing->depth < LIMIT_NESTING) {
        pairing->open[pairing->depth++] = at;
        return;
    }
    if (pairing->excess++ == 0)
        report(reader->diagnostics, LANG_E0113, reader->tokens[at].span, NULL, lang_format("%d", LIMIT_NESTING), NULL);
    drop(pairing, at);
}

static void report_mismatch(struct pairing *pairing, uint32_t open, uint32_t close)
{
    static const char *const label[2] = {"这里开头", "opened here"};
    struct reader *reader = pairing->reader;
    const struct token *opened = &reader->tokens[open], *closed = &reader->tokens[close];
    const char *wanted = closing(reader, opened);
    report(reader->diagnostics, LANG_E0112, closed->span, NULL, spelling(reader, opened), wanted, spelling(reader, closed), NULL);
    diagnostic_at(reader->diagnostics, opened->span, label);
    diagnostic_fix(reader->diagnostics, closed->span, wanted, TRUST_LIKELY);
    reader->marks[close].faulty = true;
    pairing->mismatch_line = pairing->line + 1;
}

static void close_bracket(struct pairing *pairing, uint32_t at)
{
    struct reader *reader = pairing->reader;
    const struct token *token = &reader->tokens[at];
    bool square = is_square(reader, token);
    if (pairing->excess) {
        pairing->excess--;
        drop(pairing, at);
        return;
    }
    if (pairing->depth == 0) {
        drop(pairing, at);
        if (pairing->mismatch_line == pairing->line + 1)
            return;
        report(reader->diagnostics, LANG_E0111, token->span, NULL, spelling(reader, token), square ? "[" : "(", NULL);
        diagnostic_fix(reader->diagnostics, token->span, "", TRUST_LIKELY);
        return;
    }
    uint32_t open = pairing->open[--pairing->depth];
    if (is_square(reader, &reader->tokens[open]) == square)
        return;
    uint32_t outer = pairing->depth;
    while (outer > 0 && is_square(reader, &reader->tokens[pairing->open[outer - 1]]) != square)
        outer--;
    if (outer == 0) {
        report_mismatch(pairing, open, at);
        return;
    }
    report(reader->diagnostics, LANG_E0110, reader->tokens[open].span, NULL, spelling(reader, &reader->tokens[open]),
           closing(reader, &reader->tokens[open]), NULL);         /* [ ( ]: what ] closes is known, ( was forgotten */
    for (uint32_t i = outer; i < pairing->depth; i++)
        drop(pairing, pairing->open[i]);
    drop(pairing, open);
    pairing->depth = outer - 1;
}

/* Closes the gaps; what was first on its line stays so. */
static void take_out(struct reader *reader, const bool *dropped)
{
    uint32_t kept = 0;
    bool line_first = false;
    for (uint32_t i = 0; i < reader->count; i++) {
        line_first = line_first || reader->marks[i].line_first;
        if (dropped[i])
            continue;
        reader->tokens[kept] = reader->tokens[i];
        reader->marks[kept] = reader->marks[i];
        reader->marks[kept++].line_first = line_first;
        line_first = false;
    }
    reader->count = kept;
}

void layout_pair_brackets(struct reader *reader)
{
    struct pairing pairing = {.reader = reader, .dropped = lang_array(reader->count, sizeof(bool))};
    uint16_t indent = 0;
    bool any = false;
    for (uint32_t i = 0; i < reader->count && !reader_gives_up(reader, reader->tokens[i].span.start); i++) {
        bool line_first = reader->marks[i].line_first;
        if (line_first)
            pairing.line = i;
        if (is_structural(&reader->tokens[i]) || breaks_off(reader, i, indent) ||
            (line_first && pairing.depth && !continues_in_bracket(reader, i, indent)))
            end_stretch(&pairing, i);
        if (pairing.depth == 0 && !(line_first && continues(reader, i)))
            indent = reader->marks[i].indent;
        if (reader->tokens[i].kind == TOKEN_OPEN)
            open_bracket(&pairing, i);
        else if (reader->tokens[i].kind == TOKEN_CLOSE)
            close_bracket(&pairing, i);
    }
    end_stretch(&pairing, reader->count);
    for (uint32_t i = 0; i < reader->count && !any; i++)
        any = pairing.dropped[i];
    if (any)
        take_out(reader, pairing.dropped);
    lang_free(pairing.dropped);
}

/* ---- clauses ---- */

/* Index behind the clause that begins at `from`. */
static uint32_t clause_end(const struct reader *reader, uint32_t from)
{
    uint16_t indent = reader->marks[from].indent;
    uint32_t depth = 0;
    for (uint32_t i = from; i < reader->count; i++) {
        const struct token *token = &reader->tokens[i];
        if (is_structural(token))
            return i;
        if (i > from && reader->marks[i].line_first && depth == 0 &&
            (!continues(reader, i) || breaks_off(reader, i, indent)))
            return i;
        depth += token->kind == TOKEN_OPEN;
        depth -= token->kind == TOKEN_CLOSE;
    }
    return reader->count;
}

static enum layout_kind read_clause(struct layout *layout, struct slice *slice, struct span *span)
{
    struct reader *reader = layout->reader;
    uint32_t from = layout->at, end = clause_end(reader, from);
    *slice = (struct slice){.tokens = &reader->tokens[from], .count = end - from};
    *span = (struct span){.file = reader->file, .start = reader->tokens[from].span.start, .end = reader->tokens[end - 1].span.end};
    for (uint32_t i = from; i < end; i++)
        slice->faulty = slice->faulty || reader->marks[i].faulty;
    layout->clause = from;
    layout->at = end;
    layout->headed = end < reader->count && is_kind(&reader->tokens[end], SCANNED_BLOCK_OPEN) && !layout->tail_pending &&
                     layout->block_count < LIMIT_NESTING;
    layout->end_pending = !layout->headed;
    layout->tail_pending = false;
    if (layout->headed && reader->marks[end].line_first) {
        static const char *const label[2] = {"移到这里", "here"};
        struct span gap = {.file = reader->file, .start = reader->tokens[end - 1].span.end, .end = reader->tokens[end].span.end};
        report(reader->diagnostics, LANG_E0131, reader->tokens[end].span, NULL, NULL);
        diagnostic_at(reader->diagnostics, reader->tokens[end - 1].span, label);
        if (!memchr(reader->text + gap.start, '#', gap.end - gap.start))        /* a comment in between would take { in */
            diagnostic_fix(reader->diagnostics, gap, " {", TRUST_LIKELY);
    }
    return LAYOUT_CLAUSE;
}

/* ---- blocks ---- */

static enum layout_kind open_block(struct layout *layout, struct span *span)
{
    struct reader *reader = layout->reader;
    uint32_t at = layout->at++, clause = layout->headed ? layout->clause : at;
    if (layout->block_count == layout->block_capacity) {
        uint32_t capacity = layout->block_capacity ? layout->block_capacity * 2 : 16;
        layout->blocks = lang_resize(layout->blocks, layout->block_capacity, capacity, sizeof *layout->blocks);
        layout->block_capacity = capacity;
    }
    layout->headed = false;
    layout->blocks[layout->block_count++] = (struct block){
        .token = at,
        .indent = reader->marks[clause].indent,
        .head = head_of(&reader->tokens[clause]),
        .key_task = is_word(&reader->tokens[clause], "重点任务", "keytask"),
        .deeper = at + 1 < reader->count && !reader->marks[at + 1].line_first,
    };
    *span = reader->tokens[at].span;
    return LAYOUT_BLOCK_OPEN;
}

/* May a declaration that begins with such a word stand in the block? Only asked where it stands no further in than the block's head. */
static bool belongs_inside(const struct block *block, enum head head)
{
    bool group = block->head == HEAD_GROUP || block->key_task;
    switch (head) {
    case HEAD_TOP:
        return false;
    case HEAD_GROUP:
        return block->key_task || (!block->deeper && block->head != HEAD_ITEM && block->head != HEAD_GROUP);
    case HEAD_ITEM:
        return group || (!block->deeper && block->head != HEAD_ITEM);
    default:
        return !block->deeper;
    }
}

/* Does the line that begins at `at` show that the innermost block was forgotten to be closed? */
static bool ends_block(struct layout *layout, uint32_t at)
{
    const struct reader *reader = layout->reader;
    if (layout->block_count == 0 || !reader->marks[at].line_first)
        return false;
    struct block *block = &layout->blocks[layout->block_count - 1];
    if (reader->marks[at].indent > block->indent) {
        block->deeper = true;
        return false;
    }
    enum head head = head_of(&reader->tokens[at]);
    return head != HEAD_NONE && !belongs_inside(block, head);
}

/* } on a line of its own, before the line of `at` or at the end of the file. */
static void propose_close(struct reader *reader, uint32_t at)
{
    while (at > 0 && at < reader->length && reader->text[at - 1] != '\n')
        at--;
    bool open_line = at == reader->length && at > 0 && reader->text[at - 1] != '\n';
    diagnostic_fix(reader->diagnostics, (struct span){.file = reader->file, .start = at, .end = at}, open_line ? "\n}\n" : "}\n", TRUST_LIKELY);
}

static enum layout_kind forgotten_close(struct layout *layout, struct span *span)
{
    static const char *const labels[2][2] = {{"到这里还没有合上", "still open here"}, {"到文件末尾还没有合上", "still open at the end of the file"}};
    struct reader *reader = layout->reader;
    const struct block *block = &layout->blocks[--layout->block_count];
    bool at_end = layout->at == reader->count;
    uint32_t place = at_end ? reader->count - 1 : layout->at;
    report(reader->diagnostics, LANG_E0110, reader->tokens[block->token].span, NULL, spelling(reader, &reader->tokens[block->token]), "}", NULL);
    if (place != block->token)
        diagnostic_at(reader->diagnostics, reader->tokens[place].span, labels[at_end]);
    propose_close(reader, at_end ? reader->length : reader->tokens[place].span.start);
    *span = (struct span){.file = reader->file, .start = reader->tokens[place].span.start, .end = reader->tokens[place].span.start};
    layout->end_pending = true;
    layout->excess = 0;
    layout->forgotten += !at_end;
    return LAYOUT_BLOCK_CLOSE;
}

static enum layout_kind close_block(struct layout *layout, struct span *span)
{
    struct reader *reader = layout->reader;
    *span = reader->tokens[layout->at++].span;
    layout->block_count--;
    layout->end_pending = true;
    if (layout->at == reader->count || reader->marks[layout->at].line_first)
        return LAYOUT_BLOCK_CLOSE;
    struct token *next = &reader->tokens[layout->at];
    if (next->kind == TOKEN_COMMA) {                    /* 等次 按 总分 { … },自上而下 */
        layout->tail_pending = true;
        layout->end_pending = false;
    } else if (!is_structural(next)) {
        struct span behind = {.file = reader->file, .start = span->end, .end = span->end};
        report(reader->diagnostics, LANG_E0132, next->span, NULL, NULL);
        diagnostic_fix(reader->diagnostics, behind, ";", false);
        reader->marks[layout->at].faulty = true;
    }
    return LAYOUT_BLOCK_CLOSE;
}

/* Steps over what opens or closes nothing. Returns false where the token at hand is to be read. */
static bool skip_structural(struct layout *layout)
{
    struct reader *reader = layout->reader;
    struct token *token = &reader->tokens[layout->at];
    if (is_kind(token, SCANNED_SEMICOLON)) {
        layout->at++;
        return true;
    }
    if (is_kind(token, SCANNED_BLOCK_OPEN) && layout->block_count == LIMIT_NESTING) {
        if (layout->excess++ == 0)
            report(reader->diagnostics, LANG_E0113, token->span, NULL, lang_format("%d", LIMIT_NESTING), NULL);
        layout->at++;
        return true;
    }
    if (!is_kind(token, SCANNED_BLOCK_CLOSE) || (layout->block_count && !layout->excess))
        return false;
    if (layout->excess) {
        layout->excess--;
    } else if (layout->forgotten) {
        layout->forgotten--;
    } else {
        report(reader->diagnostics, LANG_E0111, token->span, NULL, spelling(reader, token), "{", NULL);
        diagnostic_fix(reader->diagnostics, token->span, "", TRUST_LIKELY);
    }
    layout->at++;
    return true;
}

/* Closes all that is open, in silence. */
static enum layout_kind give_up(struct layout *layout)
{
    if (layout->headed || layout->tail_pending) {
        layout->headed = layout->tail_pending = false;
        return LAYOUT_CLAUSE_END;
    }
    if (layout->block_count == 0)
        return LAYOUT_END_OF_FILE;
    layout->block_count--;
    layout->end_pending = true;
    return LAYOUT_BLOCK_CLOSE;
}

enum layout_kind layout_next(struct layout *layout, struct slice *slice, struct span *span)
{
    struct reader *reader = layout->reader;
    *span = (struct span){.file = reader->file, .start = reader->length, .end = reader->length};
    if (layout->end_pending) {
        layout->end_pending = false;
        return LAYOUT_CLAUSE_END;
    }
    if (layout->tail_pending && !reader->given_up)
        return read_clause(layout, slice, span);
    while (layout->at < reader->count && !reader_gives_up(reader, reader->tokens[layout->at].span.start) && skip_structural(layout))
        ;
    if (reader->given_up)
        return give_up(layout);
    if (layout->at == reader->count)
        return layout->block_count ? forgotten_close(layout, span) : LAYOUT_END_OF_FILE;
    if (ends_block(layout, layout->at))
        return forgotten_close(layout, span);
    if (is_kind(&reader->tokens[layout->at], SCANNED_BLOCK_OPEN))
        return open_block(layout, span);
    if (is_kind(&reader->tokens[layout->at], SCANNED_BLOCK_CLOSE))
        return close_block(layout, span);
    return read_clause(layout, slice, span);
}
