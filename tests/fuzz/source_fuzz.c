/* Any bytes as a rule file: reading ends, spans lie in the text and in order, brackets of clauses and of runs are balanced, every clause
 * read as a formula gives a tree or a message, and what was reported can be shown.  The first line holds words of the lexicon. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/sanitizer.h"
#include "base/limits.h"
#include "memory.h"
#include "syntax/syntax.h"

static void check_tokens(const struct token *tokens, uint32_t count, size_t length)
{
    uint32_t depth = 0;
    for (uint32_t i = 0; i < count; i++) {
        assert(tokens[i].kind < TOKEN_KINDS);
        assert(tokens[i].span.start < tokens[i].span.end && tokens[i].span.end <= length);
        assert((tokens[i].kind != TOKEN_WORD && tokens[i].kind != TOKEN_NUMBER) || tokens[i].text[0] != '\0');
        depth += tokens[i].kind == TOKEN_OPEN;
        assert(tokens[i].kind != TOKEN_CLOSE || depth > 0);
        depth -= tokens[i].kind == TOKEN_CLOSE;
        assert(depth <= LIMIT_NESTING);
    }
    assert(depth == 0);
}

static void check_expression(const struct expression *expression, size_t length)
{
    if (!expression)
        return;
    assert(expression->span.start <= expression->span.end && expression->span.end <= length);
    if (expression->kind == EXPRESSION_RUN) {
        assert(expression->token_count > 0);
        check_tokens(expression->tokens, expression->token_count, length);
    }
    assert((expression->kind == EXPRESSION_LIST) == (expression->item_count >= 2));
    check_expression(expression->left, length);
    check_expression(expression->right, length);
    for (uint32_t i = 0; i < expression->item_count; i++)
        check_expression(expression->items[i], length);
}

static void check_clauses(struct diagnostics *diagnostics, const struct clause *clauses, uint32_t count, size_t length, uint32_t depth)
{
    assert(depth <= LIMIT_NESTING);
    for (uint32_t i = 0; i < count; i++) {
        const struct clause *clause = &clauses[i];
        assert(clause->token_count > 0 && clause->span.start < clause->span.end);
        check_tokens(clause->tokens, clause->token_count, length);
        size_t faults = diagnostics_total(diagnostics);
        const struct expression *expression = syntax_expression(diagnostics, clause->tokens, clause->token_count, false);
        assert(diagnostics_total(diagnostics) == faults);
        const struct expression *again = syntax_expression(diagnostics, clause->tokens, clause->token_count, true);
        assert((expression == NULL) == (again == NULL));
        assert(again || diagnostics_total(diagnostics) > 0);
        check_expression(expression, length);
        check_clauses(diagnostics, clause->body, clause->body_count, length, depth + 1);
    }
}

/* The words of the first line, parted by blanks. */
static struct lexicon *lexicon_of(const char *text, size_t length)
{
    struct lexicon *lexicon = lexicon_new();
    const char *end = memchr(text, '\n', length);
    char *line = lang_text(text, end ? (size_t)(end - text) : 0), *rest;
    for (char *word = strtok_r(line, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        lexicon_add(lexicon, word);
    return lexicon;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lang_memory_start();
    const char *text = lang_text((const char *)data, size);
    struct diagnostics *diagnostics = diagnostics_new();
    struct syntax_file *file = syntax_parse(diagnostics, diagnostics_add_source(diagnostics, "fuzz", text, size));
    check_clauses(diagnostics, file->clauses, file->clause_count, size, 0);
    syntax_cut(diagnostics, lexicon_of(text, size), file->clauses, file->clause_count);
    check_clauses(diagnostics, file->clauses, file->clause_count, size, 0);
    for (uint32_t i = 0; i < file->comment_count; i++)
        assert(file->comments[i].span.start < file->comments[i].span.end && file->comments[i].span.end <= size);
    struct buffer out = {0};
    diagnostics_render_text(diagnostics, &(struct render_options){.language = LANGUAGE_ZH}, &out);
    diagnostics_render_json(diagnostics, &out);
    buffer_release(&out);
    diagnostics_free(diagnostics);
    return 0;
}
