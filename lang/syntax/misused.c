/* Words that people write and rules do not have: told by name, with the clause as it would be with the right ones. Only looked for where a
 * clause was not understood: what is understood means what it says. */
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "memory.h"
#include "syntax/reader.h"

struct misused_word { const char *where, *word, *instead; };

static const struct misused_word words[] = {
#define MISUSED_WORD(where, word, instead) {where, word, instead},
#include "syntax/misused.def"
#undef MISUSED_WORD
};
enum { WORDS = sizeof words / sizeof words[0] };

/* Where a misused word stands in a token: bytes [from, to) of the source. */
struct misuse { const struct misused_word *word; uint32_t from, to; };

static bool is_han(const char *word)
{
    int32_t character;
    return text_decode(word, strlen(word), &character) > 0 && character >= 0x3400;
}

/* Places that are the first word of something. */
static bool only_first(char where) { return strchr("HTBKV", where) != NULL; }

static bool is_looked_for(const struct misused_word *word, const char *where, const struct token *tokens, uint32_t count, uint32_t at)
{
    for (const char *letter = word->where; *letter; letter++) {
        bool fits = strchr(where, *letter) && (at == 0 || !only_first(*letter));
        if (*letter == 'A')
            fits = fits && at + 1 < count && tokens[at + 1].kind == TOKEN_OPEN;
        if (fits)
            return true;
    }
    return false;
}

/* Whether a word that is known begins there: 若满意度低于. */
static bool known_begins(const struct lexicon *names, const char *text, size_t length)
{
    for (size_t end = 2 * strlen("字"); names && end <= length; end++)
        if (lexicon_has(names, text, end))
            return true;
    return false;
}

/* One word inside what was written without spaces: several characters anywhere, one at the head before a word that is known. */
static const char *inside(const struct misused_word *word, const struct lexicon *names, const char *text, size_t length, uint32_t at)
{
    bool several = text_characters(word->word, strlen(word->word)) > 1, anywhere = several && strpbrk(word->where, "FCGO");
    const char *found = anywhere ? strstr(text, word->word) : strncmp(text, word->word, strlen(word->word)) == 0 && at == 0 ? text : NULL;
    size_t behind = found ? (size_t)(found - text) + strlen(word->word) : 0;
    return found && (several || known_begins(names, text + behind, length - behind)) ? found : NULL;
}

/* The longest misused word of a token. Names that are declared are names. */
static struct misuse misuse_at(const struct source *source, const struct lexicon *names, const struct token *tokens, uint32_t count, uint32_t at, const char *where)
{
    const struct token *token = &tokens[at];
    struct misuse best = {0};
    size_t length = token->span.end - token->span.start;
    const char *text = lang_text(source->text + token->span.start, length);
    for (int i = 0; i < WORDS && token->kind == TOKEN_WORD; i++) {
        if (!is_looked_for(&words[i], where, tokens, count, at))
            continue;
        bool whole = strcmp(token->text, words[i].word) == 0;
        const char *found = whole ? text : is_han(words[i].word) && !(names && lexicon_has(names, token->text, strlen(token->text))) ? inside(&words[i], names, text, length, at) : NULL;
        if (!found || (best.word && strlen(best.word->word) >= strlen(words[i].word)))
            continue;
        uint32_t from = token->span.start + (uint32_t)(found - text);
        best = (struct misuse){&words[i], from, whole ? token->span.end : from + (uint32_t)strlen(words[i].word)};
    }
    return best;
}

static bool is_blank(const struct source *source, uint32_t at) { return at < source->length && source->text[at] == ' '; }

/* The source from the first misused word to the last, with the right ones. A word that is taken out takes the blank behind it along. */
static const char *mended(const struct source *source, struct misuse *found, uint32_t count, struct span *span)
{
    struct buffer out = {0};
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            buffer_append(&out, source->text + found[i - 1].to, found[i].from - found[i - 1].to);
        buffer_append_text(&out, found[i].word->instead);
        if (!*found[i].word->instead && is_blank(source, found[i].to))
            found[i].to++;
    }
    span->start = found[0].from;
    span->end = found[count - 1].to;
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

bool misused_report(struct diagnostics *diagnostics, const struct lexicon *names, const struct token *tokens, uint32_t count, const char *where)
{
    struct misuse *found = lang_array(count + 1, sizeof *found);
    uint32_t number = 0, behind = 0;
    const struct source *source = count ? diagnostics_source(diagnostics, tokens[0].span.file) : NULL;
    for (uint32_t i = 0; i < count; i++) {
        struct misuse here = misuse_at(source, names, tokens, count, i, where);
        if (here.word && here.from >= behind) {         /* words of a translated clause stand in another order */
            found[number++] = here;
            behind = here.to;
        }
    }
    if (!number)
        return false;
    struct span span = {.file = tokens[0].span.file, .start = found[0].from, .end = found[0].to};
    const char *word = found[0].word->word, *instead = found[0].word->instead;
    report(diagnostics, *instead ? LANG_E0147 : LANG_E0148, span, NULL, word, *instead ? instead : NULL, NULL);
    const char *text = mended(source, found, number, &span);
    diagnostic_fix(diagnostics, span, text, TRUST_LIKELY);
    return true;
}
