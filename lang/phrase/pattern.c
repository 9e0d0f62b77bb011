/* Patterns against tokens: a backtracking matcher. Slots take as little as they can; patterns are short, so this is quick. */
#include "phrase/pattern.h"
#include <assert.h>
#include <string.h>
#include "base/map.h"
#include "base/memory.h"
#include "base/text.h"
#include "memory.h"

bool token_is(const struct token *token, const char *word) { return token->kind == TOKEN_WORD && strcmp(token->text, word) == 0; }

uint32_t token_group_end(const struct token *tokens, uint32_t count, uint32_t from)
{
    uint32_t depth = 0;
    for (uint32_t i = from; i < count; i++) {
        if (tokens[i].kind == TOKEN_OPEN)
            depth++;
        else if (tokens[i].kind == TOKEN_CLOSE && --depth == 0)
            return i + 1;
    }
    return count;
}

uint32_t token_next_comma(const struct token *tokens, uint32_t count, uint32_t from)
{
    for (uint32_t i = from; i < count; i++) {
        if (tokens[i].kind == TOKEN_OPEN)
            i = token_group_end(tokens, count, i) - 1;
        else if (tokens[i].kind == TOKEN_COMMA || tokens[i].kind == TOKEN_COLON)
            return i;
    }
    return count;
}

struct span tokens_span(const struct token *tokens, uint32_t count)
{
    struct span span = tokens[0].span;
    for (uint32_t i = 1; i < count; i++)
        span = span_with(span, tokens[i].span);
    return span;
}

/* One lasting copy of each text that patterns are made of: patterns in static variables outlive the memory of one compilation. */
static const char *lasting(const char *text, size_t length)
{
    static struct map known;
    int64_t copy;
    if (map_get(&known, text, length, &copy))
        return (const char *)(intptr_t)copy;
    char *made = memory_copy_text(text, length);
    map_set(&known, made, length, (int64_t)(intptr_t)made);
    return made;
}

static void add_literal(struct pattern *pattern, const char *text, enum token_kind kind)
{
    struct pattern_element *element = &pattern->elements[pattern->count++];
    element->text = text;
    element->kind = kind;
    pattern->literal_count++;
}

/* What stands in “”: a slot, or words with / between them of which one must stand there. */
static void add_quoted(struct pattern *pattern, const char *name)
{
    if (strchr(name, '/')) {
        add_literal(pattern, name, TOKEN_WORD);
        return;
    }
    size_t length = strlen(name);
    struct pattern_element *element = &pattern->elements[pattern->count++];
    element->slot = true;
    if (length > 3 && strcmp(name + length - 3, "…") == 0) {
        element->rest = true;
        length -= 3;
    }
    element->text = lasting(name, length);
    pattern->slot_count++;
}

static const struct { const char *text; enum token_kind kind; } marks[] = {
    {",", TOKEN_COMMA}, {"、", TOKEN_LIST}, {":", TOKEN_COLON}, {"=", TOKEN_ASSIGN}, {"(", TOKEN_OPEN}, {")", TOKEN_CLOSE}, {"÷", TOKEN_DIVIDE}};

static const char *mark_text(enum token_kind kind)
{
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (marks[i].kind == kind)
            return marks[i].text;
    return NULL;
}

static enum token_kind mark_kind(const char *text)
{
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (strcmp(marks[i].text, text) == 0)
            return marks[i].kind;
    return text[0] >= '0' && text[0] <= '9' ? TOKEN_NUMBER : TOKEN_WORD;
}

void pattern_compile(struct pattern *pattern, const char *text)
{
    memset(pattern, 0, sizeof *pattern);
    while (*text) {
        size_t length = strcspn(text, " ");
        assert(pattern->count < PATTERN_ELEMENTS);
        if (strncmp(text, "“", 3) == 0)
            add_quoted(pattern, lasting(text + 3, length - 6));
        else {
            const char *word = lasting(text, length);
            add_literal(pattern, word, mark_kind(word));
        }
        text += length;
        text += strspn(text, " ");
    }
}

void pattern_compile_tokens(struct pattern *pattern, const struct token *tokens, uint32_t count)
{
    memset(pattern, 0, sizeof *pattern);
    for (uint32_t i = 0; i < count && i < PATTERN_ELEMENTS; i++) {
        if (tokens[i].kind == TOKEN_TEXT)
            add_quoted(pattern, tokens[i].text);
        else
            add_literal(pattern, tokens[i].text, tokens[i].kind);
    }
}

const char *pattern_text(const struct pattern *pattern)
{
    const char *text = "";
    for (uint32_t i = 0; i < pattern->count; i++) {
        const struct pattern_element *element = &pattern->elements[i];
        const char *mark = element->slot ? NULL : mark_text(element->kind), *gap = i && !mark ? " " : "";
        text = element->slot ? lang_format("%s%s“%s”", text, gap, element->text) : lang_format("%s%s%s", text, gap, mark ? mark : element->text);
    }
    return text;
}

/* Is word the text, or one of the words that / parts in it? */
static bool text_among(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = text;; at++) {
        if (strncmp(at, word, length) == 0 && (at[length] == '\0' || at[length] == '/'))
            return true;
        at = strchr(at, '/');
        if (!at)
            return false;
    }
}

static bool literal_fits(const struct pattern_element *element, const struct token *token)
{
    if (token->kind != element->kind)
        return element->kind == TOKEN_COMMA && token->kind == TOKEN_COLON;
    return (token->kind != TOKEN_WORD && token->kind != TOKEN_NUMBER) || text_among(element->text, token->text);
}

static bool match_from(const struct pattern *pattern, uint32_t at, const struct token *tokens, uint32_t count, uint32_t from, struct match *match)
{
    if (at == pattern->count)
        return from == count;
    const struct pattern_element *element = &pattern->elements[at];
    if (!element->slot)
        return from < count && literal_fits(element, &tokens[from]) && match_from(pattern, at + 1, tokens, count, from + 1, match);
    struct capture *capture = &match->captures[match->count++];
    capture->name = element->text;
    capture->tokens = tokens + from;
    uint32_t end = from;
    while (end < count) {
        const struct token *token = &tokens[end];
        if (token->kind == TOKEN_CLOSE || ((token->kind == TOKEN_COMMA || token->kind == TOKEN_COLON) && !element->rest))
            break;
        end = token->kind == TOKEN_OPEN ? token_group_end(tokens, count, end) : end + 1;
        if (element->rest && at + 1 == pattern->count)
            end = count;
        capture->count = end - from;
        uint32_t kept = match->count;
        if (match_from(pattern, at + 1, tokens, count, end, match))
            return true;
        match->count = kept;
    }
    match->count--;
    return false;
}

/* Whether all literals stand there in order: without them the ways to fill the slots need not be tried, which are many in a long line. */
static bool has_literals(const struct pattern *pattern, const struct token *tokens, uint32_t count)
{
    uint32_t from = 0;
    for (uint32_t i = 0; i < pattern->count; i++) {
        if (pattern->elements[i].slot)
            continue;
        while (from < count && !literal_fits(&pattern->elements[i], &tokens[from]))
            from++;
        if (from++ == count)
            return false;
    }
    return true;
}

bool pattern_match(const struct pattern *pattern, const struct token *tokens, uint32_t count, struct match *match)
{
    match->count = 0;
    if (count < pattern->count)     /* every element takes at least one token */
        return false;
    if (!pattern->elements[0].slot && !literal_fits(&pattern->elements[0], &tokens[0]))
        return false;
    return has_literals(pattern, tokens, count) && match_from(pattern, 0, tokens, count, 0, match);
}

const struct capture *match_capture(const struct match *match, const char *name)
{
    for (uint32_t i = 0; i < match->count; i++)
        if (strcmp(match->captures[i].name, name) == 0)
            return &match->captures[i];
    return NULL;
}

/* ---- what was meant ---- */

/* The token at which each literal stands, in order; NOWHERE: it does not. */
enum { NOWHERE = -1 };

static void place_literals(const struct pattern *pattern, const struct token *tokens, uint32_t count, int *at)
{
    uint32_t from = 0;
    for (uint32_t i = 0; i < pattern->count; i++) {
        at[i] = NOWHERE;
        for (uint32_t k = from; k < count && !pattern->elements[i].slot && at[i] == NOWHERE; k++)
            if (literal_fits(&pattern->elements[i], &tokens[k]))
                at[i] = (int)k;
        from = at[i] == NOWHERE ? from : (uint32_t)at[i] + 1;
    }
}

/* 每降低 for 每低, 每 for 每低. */
static bool is_nearly(const struct token *token, const struct pattern_element *element)
{
    return token->kind == TOKEN_WORD && element->kind == TOKEN_WORD && text_nearest(token->text, strlen(token->text), &element->text, 1);
}

/* The tokens [from, to) between two literals that stand there, less those that are missing literals [first, last) misspelt: the only slot's. */
static bool take_gap(const struct pattern *pattern, uint32_t first, uint32_t last, const struct token *tokens, uint32_t *from, uint32_t *to)
{
    uint32_t slots = 0;
    for (uint32_t i = first; i < last; i++) {
        const struct pattern_element *element = &pattern->elements[i];
        slots += element->slot;
        if (element->slot || *from >= *to)
            continue;
        if (!slots && is_nearly(&tokens[*from], element))
            ++*from;
        else if (slots && is_nearly(&tokens[*to - 1], element))
            --*to;
    }
    for (uint32_t k = *from; k < *to; k++)
        if (tokens[k].kind == TOKEN_COMMA || tokens[k].kind == TOKEN_COLON)
            return false;
    return slots == (*from < *to ? 1u : 0u);
}

static void append_literal(struct buffer *out, const struct pattern_element *element)
{
    const char *mark = mark_text(element->kind), *word = mark ? mark : element->text;
    bool apart = out->length && !mark && buffer_text(out)[out->length - 1] != ',';
    buffer_format(out, "%s%.*s", apart ? " " : "", (int)(mark ? strlen(mark) : strcspn(word, "/")), word);
}

const char *pattern_fill(const struct pattern *pattern, const struct source *source, const struct token *tokens, uint32_t count)
{
    int at[PATTERN_ELEMENTS];
    struct buffer out = {0};
    bool good = true;
    place_literals(pattern, tokens, count, at);
    for (uint32_t i = 0, behind = 0, next; i < pattern->count && good; i = next) {
        for (next = i; next < pattern->count && at[next] == NOWHERE; next++)
            ;
        uint32_t from = behind, to = next < pattern->count ? (uint32_t)at[next] : count;
        good = take_gap(pattern, i, next, tokens, &from, &to);
        for (uint32_t k = i; k < next && good; k++)
            if (!pattern->elements[k].slot)
                append_literal(&out, &pattern->elements[k]);
            else {
                struct span span = tokens_span(tokens + from, to - from);
                buffer_format(&out, "%s%.*s", out.length && buffer_text(&out)[out.length - 1] != ',' ? " " : "", (int)(span.end - span.start), source->text + span.start);
            }
        if (next < pattern->count) {
            append_literal(&out, &pattern->elements[next]);
            behind = (uint32_t)at[next] + 1;
            next++;
        }
    }
    const char *text = good ? lang_text(buffer_text(&out), out.length) : NULL;
    buffer_release(&out);
    return text;
}
