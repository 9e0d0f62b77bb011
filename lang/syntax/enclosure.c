/* Texts between quotation marks and titles between 《》: which mark closes which, and what to say where they do not fit.
 *
 *     “a「b」c”      marks of another kind inside are part of the text, as long as they are paired themselves
 *     “a」           opened with one kind and closed with another: a fault that names both, and the text ends there
 *     “a  ⏎          no text goes beyond its line
 *
 * After one fault on a line its other quotation marks are taken as they come: they would only be reported as its echo. */
#include <string.h>

#include "memory.h"
#include "syntax/reader.h"

struct pair { const char *open, *close; bool title; };

static const struct pair pairs[] = {
    {"“", "”", false}, {"\"", "\"", false}, {"＂", "＂", false}, {"「", "」", false}, {"『", "』", false}, {"《", "》", true}, {"〈", "〉", true},
};

enum { PAIRS = sizeof pairs / sizeof *pairs, NOT_FOUND = -1 };
_Static_assert(PAIRS <= sizeof ((struct enclosure *)0)->inner / sizeof *((struct enclosure *)0)->inner, "a counter for every kind");

static bool lexeme_is(const struct reader *reader, const char *mark)
{
    size_t length = reader->at - reader->from;
    return strlen(mark) == length && memcmp(reader->text + reader->from, mark, length) == 0;
}

static int opened_kind(const struct reader *reader)
{
    for (int kind = 0; kind < PAIRS; kind++)
        if (lexeme_is(reader, pairs[kind].open))
            return kind;
    return NOT_FOUND;
}

static int closed_kind(const struct reader *reader)
{
    for (int kind = 0; kind < PAIRS; kind++)
        if (lexeme_is(reader, pairs[kind].close))
            return kind;
    return NOT_FOUND;
}

static bool is_straight(int kind)
{
    return strcmp(pairs[kind].open, pairs[kind].close) == 0;
}

void enclosure_begin(struct reader *reader)
{
    reader->enclosure = (struct enclosure){.start = reader->from, .content = reader->at, .kind = opened_kind(reader)};
}

/* The text was closed by the mark [from, to), which is not its own. */
static void report_mismatch(struct reader *reader, uint32_t from, uint32_t to)
{
    static const char *const label[2] = {"这里开头", "opened here"};
    const struct enclosure *enclosure = &reader->enclosure;
    const struct pair *pair = &pairs[enclosure->kind];
    reader->faulty = true;
    if (reader->quotes_reported)
        return;
    reader->quotes_reported = true;
    reader_report(reader, LANG_E0112, from, to, NULL, pair->open, pair->close, lang_text(reader->text + from, to - from), NULL);
    diagnostic_at(reader->diagnostics,
                  (struct span){.file = reader->file, .start = enclosure->start, .end = enclosure->content}, label);
    diagnostic_fix(reader->diagnostics, (struct span){.file = reader->file, .start = from, .end = to}, pair->close, TRUST_LIKELY);
}

/* In a title, 《》 and 〈〉 stand in each other. */
static bool title_mark(struct reader *reader)
{
    struct enclosure *enclosure = &reader->enclosure;
    int opened = opened_kind(reader), closed = closed_kind(reader);
    if (opened != NOT_FOUND) {
        enclosure->inner[opened]++;
        return false;
    }
    if (enclosure->inner[closed]) {
        enclosure->inner[closed]--;
        return false;
    }
    if (closed != enclosure->kind) {
        enclosure->wrong = reader->from;
        enclosure->wrong_end = reader->at;
    }
    return closed == enclosure->kind;
}

bool enclosure_mark(struct reader *reader)
{
    struct enclosure *enclosure = &reader->enclosure;
    if (pairs[enclosure->kind].title)
        return title_mark(reader);
    int opened = opened_kind(reader), closed = closed_kind(reader);
    if (closed == enclosure->kind)
        return true;
    if (closed != NOT_FOUND && is_straight(closed)) {   /* it may open or close: the end of the line will tell */
        bool again = enclosure->wrong_end != 0;
        enclosure->wrong = again ? 0 : reader->from;
        enclosure->wrong_end = again ? 0 : reader->at;
        return false;
    }
    if (opened != NOT_FOUND && opened != enclosure->kind) {
        enclosure->inner[opened]++;
        return false;
    }
    if (closed != NOT_FOUND && enclosure->inner[closed]) {
        enclosure->inner[closed]--;
        return false;
    }
    report_mismatch(reader, reader->from, reader->at);
    return true;
}

void enclosure_cut_off(struct reader *reader)
{
    static const char *const label[2] = {"到行尾也没有合上", "not closed before the end of the line"};
    const struct enclosure *enclosure = &reader->enclosure;
    const struct pair *pair = &pairs[enclosure->kind];
    reader->faulty = true;
    if (enclosure->wrong_end) {
        report_mismatch(reader, enclosure->wrong, enclosure->wrong_end);
    } else if (!reader->quotes_reported) {
        reader->quotes_reported = true;
        reader_report(reader, LANG_E0110, enclosure->start, enclosure->content, label, pair->open, pair->close, NULL);
    }
}

enum token_kind enclosure_token(struct reader *reader, struct token *token, uint32_t end)
{
    const struct enclosure *enclosure = &reader->enclosure;
    token->text = lang_text(reader->text + enclosure->content, end - enclosure->content);
    reader->from = enclosure->start;
    return pairs[enclosure->kind].title ? TOKEN_TITLE : TOKEN_TEXT;
}

void enclosure_stray(struct reader *reader)
{
    reader->faulty = true;
    if (reader->quotes_reported)
        return;
    reader->quotes_reported = true;
    const char *mark = lang_text(reader->text + reader->from, reader->at - reader->from);
    reader_report(reader, LANG_E0111, reader->from, reader->at, NULL, mark, pairs[closed_kind(reader)].open, NULL);
}
