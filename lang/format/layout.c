/* Clauses, blocks and comments as lines.
 *
 *     one clause a line; its block four blanks further in, } under its head
 *     a block that was typed on one line stays on it: { 甲 10分;乙 8分 }
 *     columns of ledgers and values of tables stand under each other
 *     comments stay: on lines of their own, or behind what they stood behind
 *     one empty line stays where there were some
 *     a line of more than LINE_CELLS goes on in the next, eight blanks further in */
#include <string.h>
#include "format/parts.h"
#include "memory.h"

enum { LINE_CELLS = 150, INDENT = 4, CONTINUATION = 8, NAME_CELLS = 30, NAMES_CELLS = 20, TABLE_CELLS = 40, NO_COLUMN = INT32_MAX };

struct layout_state {
    const struct spelling *spelling;
    const struct layout_input *input;
    const struct source *source;
    struct buffer *out;
    uint32_t comment;               /* the next to be written */
    uint32_t number;                /* of the next clause */
};

/* ---- places in the source ---- */

static bool lines_between(const struct layout_state *state, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (state->source->text[i] == '\n' || state->source->text[i] == '\r')
            return true;
    return false;
}

/* Is the line before the one of `at` empty? */
static bool empty_line_before(const struct layout_state *state, uint32_t at)
{
    const char *text = state->source->text;
    int ends = 0;
    for (; at > 0; at--) {
        char byte = text[at - 1];
        bool wide = at >= 3 && memcmp(text + at - 3, "　", 3) == 0;
        ends += byte == '\n' || (byte == '\r' && text[at] != '\n');
        if (!wide && !strchr(" \t\r\n", byte))
            break;
        at -= wide ? 2 : 0;
    }
    return ends > 1;
}

static uint32_t clause_start(const struct clause *clause) { return clause->span.start; }

/* Behind the clause with its block and what stands behind that. */
static uint32_t clause_behind(const struct clause *clause)
{
    uint32_t end = clause->has_body && clause->body_span.end > clause->span.end ? clause->body_span.end : clause->span.end;
    return end;
}

static const struct comment *next_comment(const struct layout_state *state)
{
    const struct syntax_file *file = state->input->file;
    return state->comment < file->comment_count ? &file->comments[state->comment] : NULL;
}

/* ---- lines ---- */

static void blanks(struct layout_state *state, uint32_t count)
{
    while (count--)
        buffer_append_char(state->out, ' ');
}

static void write_comment(struct layout_state *state, const struct comment *comment)
{
    const char *text = state->source->text + comment->span.start;
    uint32_t length = comment->span.end - comment->span.start, head = *text == '#' ? 1 : 3;    /* ＃ too */
    while (length > head && strchr(" \t\r", text[length - 1]))
        length--;
    buffer_append_char(state->out, '#');
    buffer_append(state->out, text + head, length - head);
    state->comment++;
}

/* Comments on lines of their own that stand before `end`. first: nothing was written in this block yet. */
static void comments_before(struct layout_state *state, uint32_t end, uint32_t depth, bool *first)
{
    for (const struct comment *comment; (comment = next_comment(state)) && comment->span.start < end; *first = false) {
        if (!*first && empty_line_before(state, comment->span.start))
            buffer_append_char(state->out, '\n');
        blanks(state, depth * INDENT);
        write_comment(state, comment);
        buffer_append_char(state->out, '\n');
    }
}

/* A comment that stands on the line of `behind`. */
static void comment_behind(struct layout_state *state, uint32_t behind, uint32_t end)
{
    const struct comment *comment = next_comment(state);
    if (!comment || comment->own_line || comment->span.start >= end || lines_between(state, behind, comment->span.start))
        return;
    buffer_append_text(state->out, "  ");
    write_comment(state, comment);
}

/* ---- a clause on its lines ---- */

/* Whether the comments inside the clause have their place in what is written: all before them was before, all behind it behind. */
static bool comments_fit(const struct layout_state *state, const struct clause *clause, const struct pieces *pieces)
{
    const struct syntax_file *file = state->input->file;
    for (uint32_t c = state->comment; c < file->comment_count && file->comments[c].span.start < clause->span.end; c++) {
        uint32_t at = file->comments[c].span.start, k = 0;
        while (k < pieces->count && clause->tokens[pieces->items[k].token_end - 1].span.end <= at)
            k++;
        for (uint32_t i = k ? pieces->items[k - 1].token_end : 0; i < clause->token_count; i++)
            if (clause->tokens[i].span.start < at)
                return false;
        if (k == 0 || (!pieces->items[k - 1].may_break && !pieces->items[k - 1].depth))
            return false;
    }
    return true;
}

/* How little a line ought to end behind the piece: the more, the more brackets are open, and behind an operation rather than behind a comma. */
static uint32_t reluctance(const struct piece *piece) { return piece->depth * 2 + (strcmp(piece->text, ",") != 0 && strcmp(piece->text, ":") != 0); }

/* The piece behind which the line that begins with `first` ends. */
static uint32_t line_end(const struct pieces *pieces, uint32_t first, uint32_t cells)
{
    uint32_t width = 0, best = UINT32_MAX, i = first;
    for (; i < pieces->count; i++) {
        const struct piece *piece = &pieces->items[i];
        width += piece->width + (i > first ? piece->gap : 0);
        if (width > cells && best != UINT32_MAX)
            break;
        bool early = best == UINT32_MAX || width <= cells / 3 || reluctance(piece) <= reluctance(&pieces->items[best]);
        if (piece->may_break && early)
            best = i;
        if (width > cells && best != UINT32_MAX)
            break;
    }
    return i == pieces->count || best == UINT32_MAX ? pieces->count - 1 : best;
}

/* Writes the comments that stand before piece `next` of the clause; the line at hand then ends. Returns false where there is none. */
static bool inner_comments(struct layout_state *state, const struct clause *clause, const struct pieces *pieces, uint32_t next, uint32_t indent)
{
    uint32_t at = clause->tokens[pieces->items[next - 1].token_end].span.start;
    bool any = false;
    for (const struct comment *comment; (comment = next_comment(state)) && comment->span.start < at && comment->span.start < clause->span.end; any = true) {
        if (any || comment->own_line) {
            buffer_append_char(state->out, '\n');
            blanks(state, indent);
        } else {
            buffer_append_text(state->out, "  ");
        }
        write_comment(state, comment);
    }
    return any;
}

static void write_pieces(struct layout_state *state, const struct clause *clause, const struct pieces *pieces, uint32_t depth, bool wraps)
{
    uint32_t indent = depth * INDENT, end = wraps ? line_end(pieces, 0, LINE_CELLS - indent) : UINT32_MAX;
    for (uint32_t i = 0; i < pieces->count; i++) {
        const struct piece *piece = &pieces->items[i];
        bool commented = wraps && i && inner_comments(state, clause, pieces, i, indent + CONTINUATION);
        if (commented || (i && i - 1 == end && wraps)) {
            buffer_append_char(state->out, '\n');
            blanks(state, indent + CONTINUATION);
            end = line_end(pieces, i, LINE_CELLS - indent - CONTINUATION);
        } else {
            blanks(state, piece->gap);
        }
        buffer_append_text(state->out, piece->text);
    }
}

/* ---- blocks ---- */

static void write_block(struct layout_state *state, enum surroundings place, const struct clause *clauses, const struct clause *originals, uint32_t count,
                        uint32_t end, uint32_t depth);

struct choice { const struct clause *clause; struct pieces pieces; };

/* The clause in the form that is asked for; as it was where its comments would have no place. */
static struct choice choose_form(const struct layout_state *state, enum surroundings place, const struct clause *clause, const struct clause *original)
{
    enum form form = state->input->forms[state->number];
    bool english = state->input->translated && state->spelling->language == LANGUAGE_EN;
    struct choice choice = {.clause = form == FORM_AS_WRITTEN || place == IN_ROWS ? original : clause};
    choice.pieces = pieces_of(state->spelling, place, choice.clause, !english || form >= FORM_MARKS ? LISTS_MARKS : form == FORM_AND ? LISTS_AND : LISTS_COMMAS);
    if (form != FORM_AS_WRITTEN && !comments_fit(state, choice.clause, &choice.pieces)) {
        choice.clause = original;
        choice.pieces = pieces_of(state->spelling, place, original, LISTS_MARKS);
    }
    return choice;
}

/* Is the block on one line? */
static bool is_short(const struct layout_state *state, const struct clause *clause)
{
    return clause->has_body && !lines_between(state, clause->body_span.start, clause->body_span.end);
}

static void write_short(struct layout_state *state, enum surroundings place, const struct clause *clause, const struct clause *original, uint32_t depth, bool wraps);

static void short_body(struct layout_state *state, enum surroundings place, const struct clause *clause, const struct clause *original)
{
    buffer_append_text(state->out, " {");
    for (uint32_t i = 0; i < clause->body_count; i++) {
        buffer_append_text(state->out, i == 0 ? " " : state->spelling->language == LANGUAGE_EN ? "; " : ";");
        write_short(state, inside_of(place, original), &clause->body[i], &original->body[i], 0, false);
    }
    buffer_append_text(state->out, " }");
}

static void write_short(struct layout_state *state, enum surroundings place, const struct clause *clause, const struct clause *original, uint32_t depth, bool wraps)
{
    struct choice choice = choose_form(state, place, clause, original);
    state->number++;
    write_pieces(state, choice.clause, &choice.pieces, depth, wraps);
    if (clause->has_body)
        short_body(state, place, clause, original);
}

/* How wide the names or conditions of a block's lines are that stand before its values: the widest that is not too wide.
 * NO_COLUMN: they do not stand in columns. */
static uint32_t column_width(const struct layout_state *state, enum surroundings place, const struct clause *clauses, const struct clause *originals, uint32_t count)
{
    struct layout_state trial = *state;
    uint32_t widest = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct choice choice = choose_form(&trial, place, &clauses[i], &originals[i]);
        uint32_t tokens = aligned_tokens(state->spelling, place, choice.clause), width = 0;
        if (place == IN_TABLE && !tokens)
            return NO_COLUMN;       /* rows with commas: their cells stand as they come */
        for (uint32_t k = 0; k < choice.pieces.count && choice.pieces.items[k].token_end <= tokens; k++)
            width += choice.pieces.items[k].width + (k ? choice.pieces.items[k].gap : 0);
        if (width > widest && width <= (uint32_t)(place != IN_LEDGER ? TABLE_CELLS : tokens == 1 ? NAME_CELLS : NAMES_CELLS))
            widest = width;
        trial.number += 1 + clauses_total(clauses[i].body, clauses[i].body_count);
    }
    return widest;
}

static void align(const struct spelling *spelling, enum surroundings place, struct choice *choice, uint32_t column)
{
    uint32_t tokens = aligned_tokens(spelling, place, choice->clause), width = 0, k = 0;
    for (; tokens && k < choice->pieces.count && choice->pieces.items[k].token_end <= tokens; k++)
        width += choice->pieces.items[k].width + (k ? choice->pieces.items[k].gap : 0);
    if (tokens && k < choice->pieces.count)
        choice->pieces.items[k].gap = column == NO_COLUMN ? 1 : (width < column ? column - width : 0) + 2;
}

static void write_clause(struct layout_state *state, enum surroundings place, const struct clause *clause, const struct clause *original, uint32_t depth,
                         uint32_t column, uint32_t end)
{
    struct choice choice = choose_form(state, place, clause, original);
    align(state->spelling, place, &choice, column);
    state->number++;
    blanks(state, depth * INDENT);
    write_pieces(state, choice.clause, &choice.pieces, depth, true);
    if (is_short(state, original)) {
        short_body(state, place, clause, original);
    } else if (clause->has_body) {
        buffer_append_text(state->out, " {");
        comment_behind(state, clause->body_span.start, clause->body_span.end);
        buffer_append_char(state->out, '\n');
        write_block(state, inside_of(place, original), clause->body, original->body, clause->body_count, clause->body_span.end, depth + 1);
        blanks(state, depth * INDENT);
        buffer_append_char(state->out, '}');
    }
    comment_behind(state, clause_behind(clause), end);
    buffer_append_char(state->out, '\n');
}

static void write_block(struct layout_state *state, enum surroundings place, const struct clause *clauses, const struct clause *originals, uint32_t count,
                        uint32_t end, uint32_t depth)
{
    uint32_t column = column_width(state, place, clauses, originals, count);
    bool first = true;
    for (uint32_t i = 0; i < count; i++) {
        comments_before(state, clause_start(&clauses[i]), depth, &first);
        if (!first && empty_line_before(state, clause_start(&clauses[i])))
            buffer_append_char(state->out, '\n');
        write_clause(state, place, &clauses[i], &originals[i], depth, column, i + 1 < count ? clause_start(&clauses[i + 1]) : end);
        first = false;
    }
    comments_before(state, end, depth, &first);
}

uint32_t clauses_total(const struct clause *clauses, uint32_t count)
{
    uint32_t total = count;
    for (uint32_t i = 0; i < count; i++)
        total += clauses_total(clauses[i].body, clauses[i].body_count);
    return total;
}

void layout_write(const struct spelling *spelling, const struct layout_input *input, struct buffer *out)
{
    struct layout_state state = {.spelling = spelling, .input = input, .source = diagnostics_source(spelling->diagnostics, input->file->file), .out = out};
    write_block(&state, IN_FILE, input->file->clauses, input->original->clauses, input->file->clause_count, UINT32_MAX, 0);
}
