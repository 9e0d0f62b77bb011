/* The copy of a rule file that an answer is written into. Lines keep their numbers, so that what is not about the question can be left out and
 * what is left still stands where it did. */
#include <string.h>
#include "answer/parts.h"
#include "elaborate/elaborate.h"
#include "memory.h"

static const char free_prefix[] = "例_";

bool in_english(const struct scheme *scheme) { return source_is_english(diagnostics_source(scheme->model->diagnostics, scheme->file)); }

struct draft draft_of(const struct question *question)
{
    const struct source *source = diagnostics_source(question->scheme->model->diagnostics, question->span.file);
    return (struct draft){.text = source->text, .length = source->length, .asked = question->span.start};
}

void draft_change(struct draft *draft, uint32_t start, uint32_t end, const char *text)
{
    for (uint32_t i = 0; i < draft->change_count; i++) {
        const struct change *other = &draft->changes[i];
        bool apart = end <= other->start || start >= other->end;
        if (!apart)
            return;
    }
    *ARRAY_ADD(draft->changes, draft->change_count) = (struct change){start, end, text};
}

void draft_blank(struct draft *draft, uint32_t start, uint32_t end)
{
    struct buffer out = {0};
    for (uint32_t i = start; i < end; i++)
        buffer_append_char(&out, draft->text[i] == '\n' ? '\n' : ' ');
    draft_change(draft, start, end, lang_text(buffer_text(&out), out.length));
    buffer_release(&out);
}

void draft_answer(struct draft *draft, const struct written_answer *answer, bool english)
{
    for (uint32_t i = 0; i < answer->edit_count; i++)
        draft_change(draft, answer->edits[i].span.start, answer->edits[i].span.end, answer->edits[i].text[english]);
}

void draft_apply(struct draft *draft)
{
    struct buffer out = {0};
    uint32_t at = 0, asked = draft->asked;
    for (uint32_t i = 1; i < draft->change_count; i++)      /* by place; those at one place stay in the order in which they were said */
        for (uint32_t k = i; k > 0 && draft->changes[k].start < draft->changes[k - 1].start; k--) {
            struct change later = draft->changes[k - 1];
            draft->changes[k - 1] = draft->changes[k];
            draft->changes[k] = later;
        }
    for (uint32_t i = 0; i < draft->change_count; i++) {
        const struct change *change = &draft->changes[i];
        buffer_append(&out, draft->text + at, change->start - at);
        buffer_append_text(&out, change->text);
        if (change->end <= draft->asked)
            asked += (uint32_t)strlen(change->text) - (change->end - change->start);
        at = change->end;
    }
    buffer_append(&out, draft->text + at, draft->length - at);
    *draft = (struct draft){.text = lang_text(buffer_text(&out), out.length), .length = out.length, .asked = asked, .others_plain = draft->others_plain};
    buffer_release(&out);
}

/* ---- what the figure does not need ---- */

static bool holds(const struct clause *clause, uint32_t place)
{
    uint32_t end = clause->has_body ? clause->body_span.end : clause->span.end;
    return clause->span.start <= place && place < end;
}

/* 指标 AJ01 群众满意度 10分,对 甲类,得分率 = … { … } has 80% of its points. */
static void plain_indicator(struct draft *draft, const struct clause *clause, bool english)
{
    const struct token *tokens = clause->tokens;
    uint32_t end = token_next_comma(tokens, clause->token_count, 0);
    if (end + 1 < clause->token_count && token_is(&tokens[end + 1], "对"))
        end = token_next_comma(tokens, clause->token_count, end + 1);
    uint32_t from = tokens_span(tokens, end).end, to = clause->has_body ? clause->body_span.end : clause->span.end;
    struct buffer out = {0};
    buffer_append_text(&out, english ? ", rate = 80%" : ",得分率 = 80%");
    for (uint32_t i = from; i < to; i++)
        if (draft->text[i] == '\n')
            buffer_append_char(&out, '\n');
    draft_change(draft, from, to, lang_text(buffer_text(&out), out.length));
    draft->others_plain = true;
    buffer_release(&out);
}

static void plain_indicators(struct draft *draft, const struct question *question, const struct clause *clauses, uint32_t count)
{
    bool english = in_english(question->scheme);
    uint32_t keep = question->item && question->item->kind == ITEM_INDICATOR ? question->item->clause->span.start : question->span.start;
    for (uint32_t i = 0; i < count; i++)
        if (token_is(&clauses[i].tokens[0], "指标") && !holds(&clauses[i], keep) && clauses[i].token_count > 3)
            plain_indicator(draft, &clauses[i], english);
        else if (token_is(&clauses[i].tokens[0], "组") || token_is(&clauses[i].tokens[0], "重点任务"))
            plain_indicators(draft, question, clauses[i].body, clauses[i].body_count);
}

static bool is_one_of(const struct token *token, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (token_is(token, words[i]))
            return true;
    return false;
}

/* What is said to other levels and of other years changes no score. */
static void without_levels(struct draft *draft, const struct scheme *scheme)
{
    static const char *const heads[] = {"层级", "承接", "沿革", "废止", "要求", "关注", "一般性工作"};
    for (uint32_t i = 0; i < scheme->syntax->clause_count; i++) {
        const struct clause *clause = &scheme->syntax->clauses[i];
        if (is_one_of(&clause->tokens[0], heads, sizeof heads / sizeof heads[0]) && !holds(clause, draft->asked))
            draft_blank(draft, clause->span.start, clause->has_body ? clause->body_span.end : clause->span.end);
    }
    for (uint32_t i = 0; i < scheme->test_count; i++)
        draft_blank(draft, scheme->tests[i].span.start, scheme->tests[i].has_body ? scheme->tests[i].body_span.end : scheme->tests[i].span.end);
}

/* ---- a column in the place of a result ---- */

const char *free_column(const char *result) { return lang_format("%s%s", free_prefix, result); }

const char *free_column_of(const char *name) { return strncmp(name, free_prefix, sizeof free_prefix - 1) == 0 ? name + sizeof free_prefix - 1 : NULL; }

static bool names(const struct clause *clause, const char *name)
{
    bool found = false;
    for (uint32_t i = 0; i < clause->token_count; i++)
        found = found || (clause->tokens[i].kind == TOKEN_WORD && token_is(&clause->tokens[i], name));
    for (uint32_t i = 0; i < clause->body_count; i++)
        found = found || names(&clause->body[i], name);
    return found;
}

/* Whether ranks, grades or places look at it. */
static bool is_looked_at(const struct scheme *scheme, const char *name)
{
    static const char *const heads[] = {"名次", "等次", "名额", "一票否决", "等次调整"};
    for (uint32_t i = 0; i < scheme->syntax->clause_count; i++)
        if (is_one_of(&scheme->syntax->clauses[i].tokens[0], heads, sizeof heads / sizeof heads[0]) && names(&scheme->syntax->clauses[i], name))
            return true;
    return false;
}

/* 数值 分: as the value is, where that is known. */
static const char *kind_of(const struct quantity *quantity)
{
    const struct node *node = quantity->node;
    if (!node)
        return strcmp(quantity->name, "总分") == 0 ? "数值 分" : NULL;
    if (node->type != TYPE_NUMBER)
        return NULL;
    return node->unit == unit_percent() ? "百分比" : node->unit == unit_plain() ? "数值" : lang_format("数值 %s", node->unit->name);
}

static void take_formula(struct draft *draft, const struct quantity *quantity, const char *column)
{
    const struct line *line = &quantity->base;
    uint32_t end = token_next_comma(line->clause->tokens, line->to, line->from);
    struct span formula = tokens_span(line->clause->tokens + line->from, end - line->from);
    draft_change(draft, formula.start, formula.end, column);
    for (uint32_t i = 0; i < quantity->override_count; i++)
        draft_blank(draft, quantity->overrides[i].clause->span.start, quantity->overrides[i].clause->span.end);
}

/* total: the total alone; else all that ranks, grades or places look at. */
static void free_results(struct draft *draft, const struct scheme *scheme, bool total)
{
    const struct clause *ledger = NULL;
    struct buffer lines = {0};
    for (uint32_t i = 0; i < scheme->syntax->clause_count; i++) {
        const struct clause *clause = &scheme->syntax->clauses[i];
        if (scheme->units && clause->token_count > 1 && token_is(&clause->tokens[0], "台账") && token_is(&clause->tokens[1], scheme->units->name))
            ledger = clause;
    }
    for (uint32_t i = 0; ledger && i < scheme->quantity_count; i++) {
        const struct quantity *quantity = scheme->quantities[i];
        bool free = quantity->is_result && quantity->base.clause && !quantity->base.clause->has_body && (total ? quantity == scheme->total : is_looked_at(scheme, quantity->name));
        const char *kind = free ? kind_of(quantity) : NULL;
        if (!kind)
            continue;
        buffer_format(&lines, " %s %s;", free_column(quantity->name), kind);
        take_formula(draft, quantity, free_column(quantity->name));
    }
    uint32_t place = !ledger ? 0 : ledger->has_body ? ledger->body_span.start + 1 : ledger->span.end;
    if (lines.length)
        draft_change(draft, place, place, lang_format(ledger->has_body ? "%s" : " {%s }", buffer_text(&lines)));
    buffer_release(&lines);
}

/* What is asked of the total behind its formula (how it is rounded) does not need the indicators. */
static void free_total(struct draft *draft, const struct question *question)
{
    const struct quantity *total = question->scheme->total;
    const struct clause *clause = total ? total->base.clause : NULL;
    if (!clause || !holds(clause, draft->asked))
        return;
    uint32_t end = token_next_comma(clause->tokens, total->base.to, total->base.from);
    if (draft->asked > tokens_span(clause->tokens + total->base.from, end - total->base.from).end)
        free_results(draft, question->scheme, true);
}

void draft_simplify(struct draft *draft, const struct question *question)
{
    static const char *const heads[] = {"名次", "等次", "名额", "一票否决", "等次调整"};
    const struct scheme *scheme = question->scheme;
    bool of_standing = question->figure == FIGURE_RANK || question->figure == FIGURE_GRADE || question->figure == FIGURE_HEADS;
    for (uint32_t i = 0; i < scheme->syntax->clause_count; i++)
        of_standing = of_standing || (holds(&scheme->syntax->clauses[i], draft->asked) && is_one_of(&scheme->syntax->clauses[i].tokens[0], heads, sizeof heads / sizeof heads[0]));
    without_levels(draft, scheme);
    plain_indicators(draft, question, scheme->syntax->clauses, scheme->syntax->clause_count);
    if (of_standing)
        free_results(draft, scheme, false);
    else
        free_total(draft, question);
}
