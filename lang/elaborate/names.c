/* The names that a file declares, found before its words are cut: staff write 每低1个百分点扣0.5分 without spaces, and a name is then only
 * known as such because it was declared somewhere. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"
#include "phrase/vocabulary.h"

static void add_words(struct lexicon *lexicon, const struct token *tokens, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (tokens[i].kind == TOKEN_WORD && !(i && tokens[i].glued && tokens[i - 1].kind == TOKEN_NUMBER))
            lexicon_add(lexicon, tokens[i].text);
}

static void ledger_names(struct lexicon *lexicon, const struct clause *clause)
{
    for (uint32_t i = 1; i < clause->token_count; i++)
        if (clause->tokens[i].kind == TOKEN_WORD && !token_is(&clause->tokens[i], "一行一个"))
            lexicon_add(lexicon, clause->tokens[i].text);
    for (uint32_t k = 0; k < clause->body_count; k++) {
        const struct clause *line = &clause->body[k];
        uint32_t end = token_next_comma(line->tokens, line->token_count, 0), names = 0;
        while (names + 1 < end && line->tokens[names + 1].kind == TOKEN_LIST)
            names += 2;
        add_words(lexicon, line->tokens, 0, names + 1 < end ? names + 1 : end);
        if (names + 1 < end && token_is(&line->tokens[names + 1], "分为"))
            add_words(lexicon, line->tokens, names + 2, end);
    }
}

/* 名字 = …, 名字 按 … { } */
static void figure_name(struct lexicon *lexicon, const struct clause *line)
{
    for (uint32_t i = 0; i + 1 < line->token_count; i++)
        if (line->tokens[i + 1].kind == TOKEN_ASSIGN && line->tokens[i].kind == TOKEN_WORD)
            lexicon_add(lexicon, line->tokens[i].text);
    if (line->token_count > 2 && line->has_body && token_is(&line->tokens[1], "按"))
        add_words(lexicon, line->tokens, 0, 1);
}

void names_collect(struct lexicon *lexicon, const struct clause *clauses, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct clause *clause = &clauses[i];
        const struct token *head = &clause->tokens[0];
        uint32_t end = token_next_comma(clause->tokens, clause->token_count, 0);
        if (token_is(head, "台账"))
            ledger_names(lexicon, clause);
        else if (token_is(head, "指标") || token_is(head, "组") || token_is(head, "重点任务") ||
                 token_is(head, "一般性工作") || token_is(head, "结果"))
            add_words(lexicon, clause->tokens, 1, clause->tokens[end - 1].kind == TOKEN_WORD ? end : end);
        else if (token_is(head, "考核对象"))
            add_words(lexicon, clause->tokens, 1, end);
        else if (token_is(head, "函数"))
            for (uint32_t k = 1; k < clause->token_count && clause->tokens[k].kind != TOKEN_ASSIGN; k++)
                add_words(lexicon, clause->tokens, k, k + 1);
        else if (token_is(head, "等次"))
            for (uint32_t k = 0; k < clause->body_count; k++)
                add_words(lexicon, clause->body[k].tokens, 0, 1);
        figure_name(lexicon, clause);
        if (!token_is(head, "台账"))
            names_collect(lexicon, clause->body, clause->body_count);
    }
}

/* Its ledgers, their columns, its indicators, and its figures that are named as a unit. */
void names_of_cited(const struct scheme *cited, struct map *names)
{
    for (uint32_t k = 0; k < cited->ledger_count; k++) {
        const struct row_set *ledger = cited->ledgers[k];
        map_set(names, ledger->name, strlen(ledger->name), 1);
        for (uint32_t i = 0; i < ledger->field_count; i++)
            map_set(names, ledger->fields[i]->name, strlen(ledger->fields[i]->name), 1);
    }
    for (uint32_t k = 0; k < cited->item_count; k++)
        map_set(names, cited->items[k]->code, strlen(cited->items[k]->code), 1);
    for (uint32_t k = 0; k < cited->quantity_count; k++) {
        const struct token name = {.kind = TOKEN_WORD, .text = cited->quantities[k]->name};
        uint32_t used;
        if (vocabulary_unit(LANGUAGE_EN, &name, 1, false, &used))
            map_set(names, name.text, strlen(name.text), 1);
    }
}

bool holds_library(const struct syntax_file *file)
{
    for (uint32_t i = 0; i < file->clause_count; i++)
        if (token_is(&file->clauses[i].tokens[0], "函数") || token_is(&file->clauses[i].tokens[0], "常数"))
            return true;
    return false;
}
