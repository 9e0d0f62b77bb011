/* Whether two readings say the same: clause by clause the same words, numbers and marks. */
#include <string.h>
#include "format/parts.h"
#include "program/program.h"

static bool same_token(const struct token *a, const struct token *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == TOKEN_DATE)
        return a->date == b->date;
    return (a->kind != TOKEN_WORD && a->kind != TOKEN_NUMBER && a->kind != TOKEN_TEXT && a->kind != TOKEN_TITLE) || strcmp(a->text, b->text) == 0;
}

static bool same_clause(const struct clause *a, const struct clause *b)
{
    if (a->token_count != b->token_count || a->body_count != b->body_count || a->has_body != b->has_body)
        return false;
    for (uint32_t i = 0; i < a->token_count; i++)
        if (!same_token(&a->tokens[i], &b->tokens[i]))
            return false;
    return true;
}

/* Goes through both; forms NULL: to the first difference, whose number is then in *number. */
static bool compare(const struct clause *before, const struct clause *after, uint32_t count, uint32_t *number, enum form *forms, uint32_t *differences)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!same_clause(&before[i], &after[i])) {
            if (!forms || before[i].body_count != after[i].body_count)
                return false;
            if (forms[*number] < FORM_AS_WRITTEN) {
                forms[*number]++;
                (*differences)++;
            }
        }
        (*number)++;
        if (!compare(before[i].body, after[i].body, before[i].body_count, number, forms, differences))
            return false;
    }
    return true;
}

uint32_t first_difference(const struct syntax_file *before, const struct syntax_file *after)
{
    uint32_t number = 0, common = before->clause_count < after->clause_count ? before->clause_count : after->clause_count;
    bool same = compare(before->clauses, after->clauses, common, &number, NULL, NULL);
    return same && before->clause_count == after->clause_count ? NONE : number;
}

uint32_t mark_differences(const struct syntax_file *before, const struct syntax_file *after, enum form *forms)
{
    uint32_t number = 0, differences = 0;
    if (before->clause_count == after->clause_count)
        compare(before->clauses, after->clauses, before->clause_count, &number, forms, &differences);
    return differences;
}
