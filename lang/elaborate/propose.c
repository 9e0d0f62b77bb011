/* What a message proposes: a text in the place of what stands there, to be looked at by a person. check --fix-all applies what is likely and
 * the only proposal; so a question of policy gets all of its answers, or the one that there is as a guess. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"

enum { PROPOSALS = 4 };

void propose(struct model *model, struct span span, const char *replacement)
{
    diagnostic_fix(model->diagnostics, span, replacement, TRUST_LIKELY);
}

static const char *in_words_of(const struct model *model, struct span span, const char *zh, const char *en)
{
    return source_is_english(diagnostics_source(model->diagnostics, span.file)) ? en : zh;
}

void propose_words(struct model *model, struct span span, const char *zh, const char *en)
{
    propose(model, span, in_words_of(model, span, zh, en));
}

struct span propose_end(const struct model *model, struct span span)
{
    const struct source *source = diagnostics_source(model->diagnostics, span.file);
    uint32_t end = span.end, depth = 0;
    while (source_is_english(source) && end < source->length && (depth || !strchr(",;{}#\r\n", source->text[end]))) {
        depth += source->text[end] == '(';
        depth -= source->text[end] == ')' && depth > 0;
        end++;
    }
    while (end > span.end && source->text[end - 1] == ' ')
        end--;
    return (struct span){span.file, end, end};
}

void propose_behind(struct model *model, struct span span, const char *zh, const char *en)
{
    propose_words(model, propose_end(model, span), zh, en);
}

void propose_points(struct model *model, const struct token *tokens, uint32_t count)
{
    if (count == 1 && tokens[0].kind == TOKEN_NUMBER)
        propose_behind(model, tokens[0].span, "分", " points");
}

void propose_unit(struct model *model, struct span span, const char *word)
{
    const char *meant = unit_meant(word);
    if (meant)
        propose(model, span, meant);
}

void propose_policy(struct model *model, struct span span, const char *zh, const char *en)
{
    diagnostic_fix(model->diagnostics, propose_end(model, span), in_words_of(model, span, zh, en), TRUST_GUESS);
}

void propose_block(struct model *model, const struct clause *clause, uint32_t from)
{
    if (clause->has_body || clause->token_count <= from)
        return;
    struct span span = tokens_span(clause->tokens + from, clause->token_count - from);
    propose(model, span, lang_format("{ %s }", span_text(model, span)));
}

/* ---- marks ---- */

void *comma_missing(struct model *model, const struct token *behind, const struct token *next, uint32_t count)
{
    uint32_t skip = next->kind == TOKEN_LIST && count > 1;     /* 、 where a comma should stand */
    struct span span = tokens_span(next + skip, count - skip);
    model_fault(model, "E0264", span, span_text(model, span), NULL);
    propose_words(model, (struct span){span.file, behind->span.end, next[skip].span.start}, ",", ", ");
    return NULL;
}

void *mark_not_wanted(struct model *model, const struct token *word, const struct token *mark)
{
    const struct source *source = diagnostics_source(model->diagnostics, mark->span.file);
    model_fault(model, "E0263", mark->span, word->text, span_text(model, mark->span), NULL);
    bool spaced = mark->span.start > word->span.end || (mark->span.end < source->length && source->text[mark->span.end] == ' ');
    propose(model, mark->span, spaced ? "" : " ");
    return NULL;
}

struct clause *clause_without(const struct clause *clause, uint32_t token)
{
    struct clause *copy = lang_new(sizeof *copy);
    *copy = *clause;
    copy->tokens = lang_array(clause->token_count + 1, sizeof *copy->tokens);
    copy->token_count = 0;
    for (uint32_t i = 0; i < clause->token_count; i++)
        if (i != token)
            copy->tokens[copy->token_count++] = clause->tokens[i];
    return copy;
}

/* ---- names ---- */

/* A name with marks in it stands in quotation marks. */
static const char *name_in_rules(const char *name)
{
    int32_t character;
    for (size_t at = 0, length = strlen(name), step; at < length; at += step) {
        step = text_decode(name + at, length - at, &character);
        bool plain = step && (character >= 0x80 || character == '_' || (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') ||
                              (character >= 'a' && character <= 'z'));
        if (!plain || text_fold_width(character) != character)
            return lang_format("“%s”", name);
    }
    return name;
}

const char *propose_nearest(struct model *model, struct span span, const char *name, const char *const *names, uint32_t count)
{
    const char *near[PROPOSALS];
    bool alike;
    size_t found = text_nearest_several(name, strlen(name), names, count, near, PROPOSALS, &alike);
    for (size_t i = 0; i < found; i++)
        diagnostic_fix(model->diagnostics, span, name_in_rules(near[i]), alike ? TRUST_LIKELY : TRUST_GUESS);
    return found ? near[0] : NULL;
}

void *unknown_ledger(struct scheme *scheme, const char *code, struct span span, const char *name)
{
    const char **names = NULL;
    uint32_t count = 0;
    struct scope scope = {.scheme = scheme};
    fault(&scope, code, span, name, NULL);
    for (uint32_t i = 0; i < scheme->ledger_count; i++)
        *ARRAY_ADD(names, count) = scheme->ledgers[i]->name;
    for (uint32_t k = 0; k < scheme->cited_count; k++)
        for (uint32_t i = 0; i < scheme->cited[k]->ledger_count; i++)
            *ARRAY_ADD(names, count) = scheme->cited[k]->ledgers[i]->name;
    propose_nearest(scheme->model, span, name, names, count);
    return NULL;
}

void *unknown_item(struct scheme *scheme, struct span span, const char *code)
{
    const char **names = NULL;
    uint32_t count = 0;
    model_fault(scheme->model, "E0344", span, code, NULL);
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        if (scheme->items[i]->name && strcmp(scheme->items[i]->name, code) == 0) {       /* called by its name, where its code is wanted */
            propose(scheme->model, span, scheme->items[i]->code);
            return NULL;
        }
        *ARRAY_ADD(names, count) = scheme->items[i]->code;
    }
    propose_nearest(scheme->model, span, code, names, count);
    return NULL;
}
