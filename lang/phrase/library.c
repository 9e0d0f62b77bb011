/* The phrases of stdlib/, read by the language's own reader, and matched by kind:
 *
 *     短语 “…” { 英文 …; 即 扣 …; 须整 …; 比较 低于 }  -> struct phrase: two patterns, a body, what its guard must say
 *     聚合 … { 英文 …; 还要说 “…” “…” }                -> struct phrase that asks for what those words leave open
 *     buckets[kind][hash of a pattern's first word]    -> entry -> entry      one for each pattern, and for each word it may begin with
 *     others[kind]                                     -> entry -> entry      patterns that begin with a slot or a mark
 *
 * A phrase says one thing: two that fit the same tokens equally well are a fault of stdlib/, found by whoever wrote it, so the program
 * stops there.  So does a file of stdlib/ that cannot be read. */
#include "phrase/library.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "memory.h"

enum { BUCKETS = 64, KINDS = PHRASE_DEDUCT + 1 };

struct entry { const struct phrase *phrase; const struct pattern *pattern; struct entry *next; };

struct library {
    struct entry *buckets[KINDS][BUCKETS], *others[KINDS];
    struct entry *all;              /* each pattern once */
};

/* The words of stdlib/ itself, in both keyword sets. */
enum word { WORD_PHRASE, WORD_FIGURE, WORD_ENGLISH, WORD_MEANS, WORD_WHOLE, WORD_COMPARES, WORD_ADD, WORD_DEDUCT, WORD_BELOW, WORD_ABOVE, WORD_ASKS, WORD_TELLS, WORD_PRESENT, WORD_APPEND, WORD_INSTEAD };
static const char *const words[][2] = {
    [WORD_PHRASE] = {"短语", "phrase"},     [WORD_FIGURE] = {"聚合", "figure"},    [WORD_ENGLISH] = {"英文", "english"},
    [WORD_MEANS] = {"即", "means"},         [WORD_WHOLE] = {"须整", "whole"},      [WORD_COMPARES] = {"比较", "compares"},
    [WORD_ADD] = {"加", "add"},             [WORD_DEDUCT] = {"扣", "minus"},       [WORD_BELOW] = {"低于", "below"},
    [WORD_ABOVE] = {"超过", "above"},       [WORD_ASKS] = {"还要说", "asks"},
    [WORD_TELLS] = {"解释", "tells"},        [WORD_APPEND] = {"加上", "append"},   [WORD_INSTEAD] = {"换成", "instead"}, [WORD_PRESENT] = {"有值", "present"},
};

static bool is_word(const struct token *token, enum word word) { return token_is(token, words[word][0]) || token_is(token, words[word][1]); }

static void translate_word(struct token *token, enum language to)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (is_word(token, (enum word)i))
            token->text = words[i][to];
}

void library_translate(struct clause *clauses, uint32_t count, enum language to)
{
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k <= clauses[i].body_count; k++) {
            struct clause *line = k ? &clauses[i].body[k - 1] : &clauses[i];
            bool takes_two = line->token_count > 1 && (is_word(line->tokens, WORD_MEANS) || is_word(line->tokens, WORD_COMPARES));
            translate_word(&line->tokens[0], to);
            if (takes_two)
                translate_word(&line->tokens[1], to);
        }
}

/* stdlib/ is part of the program, so a fault in it is a fault of the program. */
static _Noreturn void broken(const struct diagnostics *diagnostics, struct span span, const char *format, ...)
{
    const struct source *source = diagnostics_source(diagnostics, span.file);
    size_t line, column;
    va_list arguments;
    source_position(source, span.start, &line, &column);
    fprintf(stderr, "%s:%zu:%zu: ", source->path, line, column);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    abort();
}

/* ---- one phrase ---- */

static void read_pattern(struct diagnostics *diagnostics, struct pattern *pattern, const struct clause *clause)
{
    if (clause->token_count < 2 || clause->token_count > PATTERN_ELEMENTS)
        broken(diagnostics, clause->span, "a pattern has 1 to %d elements", PATTERN_ELEMENTS - 1);
    pattern_compile_tokens(pattern, clause->tokens + 1, clause->token_count - 1);
    if (pattern->slot_count > PATTERN_SLOTS || pattern->literal_count == 0)
        broken(diagnostics, clause->span, "a pattern has at most %d slots, and at least one word", PATTERN_SLOTS);
}

static void read_body(struct phrase *phrase, const struct clause *clause)
{
    bool adds = is_word(&clause->tokens[1], WORD_ADD), deducts = is_word(&clause->tokens[1], WORD_DEDUCT);
    uint32_t from = adds || deducts ? 2 : 1;
    if (phrase->kind == PHRASE_VALUE)
        phrase->kind = adds ? PHRASE_ADD : deducts ? PHRASE_DEDUCT : PHRASE_VALUE;
    phrase->body = clause->tokens + from;
    phrase->body_count = clause->token_count - from;
}

static void read_line(struct diagnostics *diagnostics, struct phrase *phrase, const struct clause *clause)
{
    const struct token *head = clause->tokens;
    if (clause->token_count < 2)
        broken(diagnostics, clause->span, "nothing stands behind %s", head->text ? head->text : "");
    if (is_word(head, WORD_ENGLISH)) {
        read_pattern(diagnostics, &phrase->en, clause);
    } else if (is_word(head, WORD_MEANS)) {
        read_body(phrase, clause);
    } else if (is_word(head, WORD_WHOLE)) {
        phrase->whole = clause->tokens + 1;
        phrase->whole_count = clause->token_count - 1;
    } else if (is_word(head, WORD_PRESENT)) {
        phrase->present = clause->tokens + 1;
        phrase->present_count = clause->token_count - 1;
    } else if (is_word(head, WORD_ASKS) && clause->token_count == 3) {
        phrase->asks[0] = head[1].text;
        phrase->asks[1] = head[2].text;
    } else if ((is_word(head, WORD_APPEND) || is_word(head, WORD_INSTEAD)) && clause->token_count == 3 && phrase->answer_count < PHRASE_ANSWERS) {
        phrase->answers[phrase->answer_count++] = (struct phrase_answer){is_word(head, WORD_INSTEAD), {head[1].text, head[2].text}};
    } else if (is_word(head, WORD_TELLS) && clause->token_count == 3) {
        phrase->tells[0] = head[1].text;
        phrase->tells[1] = head[2].text;
    } else if (is_word(head, WORD_COMPARES) && (is_word(head + 1, WORD_BELOW) || is_word(head + 1, WORD_ABOVE))) {
        phrase->direction = is_word(head + 1, WORD_BELOW) ? -1 : 1;
    } else {
        broken(diagnostics, clause->span, "no line of a phrase");
    }
}

static struct phrase *read_phrase(struct diagnostics *diagnostics, const struct clause *clause)
{
    struct phrase *phrase = lang_new(sizeof *phrase);
    phrase->kind = is_word(&clause->tokens[0], WORD_FIGURE) ? PHRASE_FIGURE : PHRASE_VALUE;
    phrase->span = clause->span;
    if (phrase->kind == PHRASE_VALUE && !is_word(&clause->tokens[0], WORD_PHRASE))
        broken(diagnostics, clause->span, "phrases and figures stand here");
    read_pattern(diagnostics, &phrase->zh, clause);
    const struct span sentence = tokens_span(clause->tokens + 1, clause->token_count - 1);
    phrase->sentence = lang_text(diagnostics_source(diagnostics, sentence.file)->text + sentence.start, sentence.end - sentence.start);
    for (uint32_t i = 0; i < clause->body_count; i++)
        read_line(diagnostics, phrase, &clause->body[i]);
    if (!phrase->en.count || (!phrase->body_count && !phrase->asks[0]))
        broken(diagnostics, clause->span, "a phrase has an English pattern and a meaning");
    return phrase;
}

/* ---- the index ---- */

static uint32_t bucket_of(const char *word, size_t length)
{
    uint32_t hash = 2166136261u;    /* FNV-1a */
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)word[i]) * 16777619u;
    return hash % BUCKETS;
}

static void link_entry(struct entry **list, const struct phrase *phrase, const struct pattern *pattern)
{
    struct entry *entry = lang_new(sizeof *entry);
    *entry = (struct entry){phrase, pattern, *list};
    *list = entry;
}

static void add_pattern(struct library *library, const struct phrase *phrase, const struct pattern *pattern)
{
    const struct pattern_element *first = &pattern->elements[0];
    link_entry(&library->all, phrase, pattern);
    if (first->slot || first->kind != TOKEN_WORD) {
        link_entry(&library->others[phrase->kind], phrase, pattern);
        return;
    }
    for (const char *word = first->text; word;) {
        size_t length = strcspn(word, "/");
        link_entry(&library->buckets[phrase->kind][bucket_of(word, length)], phrase, pattern);
        word = word[length] ? word + length + 1 : NULL;
    }
}

static void load_file(struct library *library, struct diagnostics *diagnostics, const struct embedded_file *embedded)
{
    size_t faults = diagnostics_total(diagnostics);
    uint32_t file = diagnostics_add_source(diagnostics, embedded->path, embedded->text, embedded->length);
    const struct syntax_file *syntax = syntax_parse(diagnostics, file);
    if (diagnostics_total(diagnostics) != faults)
        broken(diagnostics, (struct span){.file = file}, "cannot be read: %s", diagnostics_code(diagnostics, faults));
    for (uint32_t i = 0; i < syntax->clause_count; i++) {
        const struct phrase *phrase = read_phrase(diagnostics, &syntax->clauses[i]);
        add_pattern(library, phrase, &phrase->zh);
        add_pattern(library, phrase, &phrase->en);
    }
}

struct library *library_load(struct diagnostics *diagnostics, const char *edition)
{
    struct library *library = lang_new(sizeof *library);
    const char *folder = lang_format("stdlib/%.*s/", (int)strspn(edition, "0123456789"), edition);
    bool found = false;
    for (const struct embedded_file *file = embedded_stdlib; file->path; file++) {
        if (strncmp(file->path, folder, strlen(folder)) != 0)
            continue;
        found = true;
        load_file(library, diagnostics, file);
    }
    return found ? library : NULL;
}

void library_each(const struct library *library, void (*each)(void *context, const struct phrase *phrase), void *context)
{
    for (const struct entry *entry = library->all; entry; entry = entry->next)
        if (entry->pattern == &entry->phrase->zh)
            each(context, entry->phrase);
}

void library_words(const struct library *library, struct lexicon *lexicon)
{
    for (const struct entry *entry = library->all; entry; entry = entry->next)
        for (uint32_t i = 0; i < entry->pattern->count; i++) {
            const struct pattern_element *element = &entry->pattern->elements[i];
            const char *word = element->slot || element->kind != TOKEN_WORD ? NULL : element->text;
            while (word) {
                size_t length = strcspn(word, "/");
                lexicon_add(lexicon, lang_text(word, length));
                word = word[length] ? word + length + 1 : NULL;
            }
        }
}

/* ---- matching ---- */

static void try_entries(const struct entry *entry, const struct token *tokens, uint32_t count, const struct entry **best, struct match *match)
{
    for (; entry; entry = entry->next) {
        struct match trial;
        if ((*best && entry->pattern->literal_count < (*best)->pattern->literal_count) || !pattern_match(entry->pattern, tokens, count, &trial))
            continue;
        if (*best && entry->phrase != (*best)->phrase && entry->pattern->literal_count == (*best)->pattern->literal_count) {
            fprintf(stderr, "two phrases of stdlib/ fit the same words: “%s” and “%s”\n", entry->phrase->sentence, (*best)->phrase->sentence);
            abort();
        }
        *best = entry;
        *match = trial;
    }
}

const struct phrase *library_match(const struct library *library, enum phrase_kind kind, const struct token *tokens, uint32_t count, struct match *match)
{
    const struct entry *best = NULL;
    match->count = 0;
    if (count == 0)
        return NULL;
    if (tokens[0].kind == TOKEN_WORD)
        try_entries(library->buckets[kind][bucket_of(tokens[0].text, strlen(tokens[0].text))], tokens, count, &best, match);
    try_entries(library->others[kind], tokens, count, &best, match);
    return best ? best->phrase : NULL;
}
