/* Questions about bands, tables, ranks, grades and shares, one by one. */
#include <string.h>
#include "check/table.h"
#include "elaborate/elaborate.h"
#include "memory.h"

/* ---- tables ---- */

/* Behind the subjects of a table, before what else its head says. */
static struct span behind_subjects(const struct clause *clause)
{
    uint32_t by = 0;
    while (by + 1 < clause->token_count && !token_is(&clause->tokens[by], "按"))
        by++;
    uint32_t end = token_next_comma(clause->tokens, clause->token_count, by);
    struct span subjects = tokens_span(clause->tokens + by, end - by);
    return (struct span){subjects.file, subjects.end, subjects.end};
}

static void about_value(struct question *question, const struct constant_value *value)
{
    if (!question || !value)
        return;
    question->has_value = true;
    question->value = value->number;
}

void ask_overlap(const struct scope *scope, const struct clause *clause, struct span second, const char *example, const struct constant_value *value)
{
    static const char *const hits[][2] = {{"首个", "first"}, {"累加", "added up"}, {"取最高", "take highest"}, {"取最低", "take lowest"}};
    struct question *question = question_ask(scope, "E0333", second, example, NULL);
    struct span place = behind_subjects(clause);
    about_value(question, value);
    for (uint32_t i = 0; i < clause->token_count; i++)          /* 唯一, which is what is said by saying nothing */
        if (i && token_is(&clause->tokens[i], "唯一"))
            place = tokens_span(clause->tokens + i - 1, 2);
    for (size_t i = 0; i < sizeof hits / sizeof hits[0]; i++)
        answer_write(answer_add(question, hits[i][0], hits[i][1]), place, lang_format(",%s", hits[i][0]), lang_format(", %s", hits[i][1]));
    question_propose(question);
}

static bool has_ranges(const struct clause *clause)
{
    for (uint32_t i = 0; i < clause->body_count; i++)
        for (uint32_t k = 0; k < clause->body[i].token_count; k++)
            if (token_is(&clause->body[i].tokens[k], "至"))
                return true;
    return false;
}

/* 90分 至 94分 in the cell from `first` on becomes 达到 90分. */
static void answer_lower_ends(struct written_answer *answer, const struct model *model, const struct clause *clause, uint32_t first)
{
    for (uint32_t i = 0; i < clause->body_count && answer && answer->edit_count < ANSWER_EDITS; i++) {
        const struct clause *row = &clause->body[i];
        uint32_t to = 0;
        for (uint32_t k = first + 1; k + 1 < row->token_count && !to; k++)
            to = token_is(&row->tokens[k], "至") ? k : 0;
        uint32_t end = to + 2 < row->token_count && row->tokens[to + 1].kind == TOKEN_NUMBER && row->tokens[to + 2].kind == TOKEN_WORD && row->tokens[to + 2].glued ? to + 3 : to + 2;
        if (!to)
            continue;
        const char *low = span_text(model, tokens_span(row->tokens + first, to - first));
        answer_write(answer, tokens_span(row->tokens + first, end - first), lang_format("达到 %s", low), lang_format("reaches %s", low));
    }
}

/* The subject rounded to whole numbers, or whole percent. */
static void answer_whole_subject(struct question *question, const struct model *model, const struct clause *clause, const struct node *subject)
{
    uint32_t by = 0;
    while (by + 1 < clause->token_count && !token_is(&clause->tokens[by], "按"))
        by++;
    uint32_t end = token_next_comma(clause->tokens, clause->token_count, by);
    struct span span = tokens_span(clause->tokens + by + 1, end - by - 1);
    const char *text = span_text(model, span);
    bool percent = subject && subject->unit && subject->unit->ratio == RATIO_PERCENT;
    answer_write(answer_add(question, "先四舍五入到整数", "rounded to whole first"), span, lang_format(percent ? "四舍五入(%s × 100) ÷ 100" : "四舍五入(%s)", text), NULL);
}

void ask_gap(const struct scope *scope, const struct clause *clause, const struct node *subject, const char *code, const char *example, const struct constant_value *value)
{
    struct model *model = scope->scheme->model;
    bool grades = strcmp(code, "E0380") == 0;
    struct question *question = question_ask(scope, code, clause->span, example, NULL);
    const struct clause *last = clause->body_count ? &clause->body[clause->body_count - 1] : NULL;
    if (!grades && last) {
        const struct token *unit = &last->tokens[last->token_count - 1];
        const char *zero = unit->kind == TOKEN_WORD && unit->glued ? lang_format("0%s", unit->text) : "0";
        answer_add(question, lang_format("其余 %s", zero), lang_format("otherwise %s", zero));
        answer_line(question, clause, lang_format("其余 %s", zero), lang_format("otherwise %s", zero));
    }
    if (question && grades)
        question->figure = FIGURE_GRADE;
    about_value(question, value);
    if (subject && subject->type == TYPE_NUMBER && has_ranges(clause)) {        /* else it is no hole between whole numbers */
        struct written_answer *answer = answer_add(question, "只写下限", "lower ends only");
        answer_lower_ends(answer, model, clause, grades ? 1 : 0);
        if (!grades)
            answer_write(answer, behind_subjects(clause), ",自上而下", ", top down");
        answer_whole_subject(question, model, clause, subject);
    }
    question_propose(question);
}

/* ---- ranks ---- */

void ask_rank_pool(const struct scope *scope, const struct token *tokens, struct span span)
{
    const struct row_set *units = scope->scheme->units;
    struct question *question = question_ask(scope, "E0256", span, units ? units->name : "…", NULL);
    if (scope->domain != units || !units)
        return;
    if (scope->scheme->class_field)
        answer_behind(answer_add(question, "在 本类", "in the class"), tokens[0].span, " 在 本类", " in class");
    answer_behind(answer_add(question, lang_format("在 全部 %s", units->name), lang_format("in all %s", units->name)), tokens[0].span,
                  lang_format(" 在 全部 %s", units->name), lang_format(" in all %s", units->name));
    question_propose(question);
}

void ask_ties(const struct scope *scope, const struct token *tokens, uint32_t count, struct span span)
{
    static const char *const ties[][2] = {{"1、2、2、4", "1, 2, 2, 4"}, {"1、2、2、3", "1, 2, 2, 3"}, {"1、2.5、2.5、4", "1, 2.5, 2.5, 4"}, {"1、3、3、4", "1, 3, 3, 4"}};
    struct question *question = question_ask(scope, "E0254", span, NULL);
    for (size_t i = 0; i < sizeof ties / sizeof ties[0]; i++)
        answer_behind_part(answer_add(question, lang_format("并列 %s", ties[i][0]), lang_format("ties %s", ties[i][1])), scope->scheme->model, tokens_span(tokens, count),
                           lang_format(",并列 %s", ties[i][0]), lang_format(", ties %s", ties[i][1]));
    question_propose(question);
}

/* ---- shares and places ---- */

static struct question *ask_heads(const struct scope *scope, const char *code, struct span span, const char *grade)
{
    struct question *question = question_ask(scope, code, span, NULL);
    if (question && grade) {
        question->figure = FIGURE_HEADS;
        question->grade = grade;
    }
    return question;
}

void ask_across(const struct scope *scope, struct span span, struct span line, const char *grade, bool unsaid)
{
    struct question *question = ask_heads(scope, "E0372", span, grade);
    if (!unsaid)
        return;
    answer_behind(answer_add(question, "都不取", "take none"), line, ",跨线同分 的,都不取", ", if tied across line: take none");
    answer_behind(answer_add(question, "都取", "take all"), line, ",跨线同分 的,都取", ", if tied across line: take all");
    question_propose(question);
}

void ask_still_equal(const struct scope *scope, struct span span, const char *grade, bool unsaid)
{
    struct question *question = ask_heads(scope, "E0373", span, grade);
    if (!unsaid)
        return;
    answer_behind(answer_add(question, "都不取", "take none"), span, ",再同 的,都不取", ", if still tied: take none");
    answer_behind(answer_add(question, "都取", "take all"), span, ",再同 的,都取", ", if still tied: take all");
    question_propose(question);
    propose_behind(scope->scheme->model, span, ",再同 的,报错", ", if still tied: error");
}

void ask_share_number(const struct scope *scope, struct span span, struct span share, const char *grade)
{
    static const char *const modes[][2] = {{"去尾", "truncate"}, {"四舍五入", "half up"}, {"进一", "round up"}};
    struct question *question = ask_heads(scope, "E0375", span, grade);
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        answer_behind(answer_add(question, modes[i][0], modes[i][1]), share, lang_format(",%s", modes[i][0]), lang_format(", %s", modes[i][1]));
    question_propose(question);
}

void ask_share_of_whom(const struct scope *scope, struct span span, const struct token *tokens, uint32_t count, const char *grade)
{
    struct question *question = ask_heads(scope, "E0374", span, grade);
    const struct row_set *units = scope->scheme->units;
    bool bare = count == 3 && token_is(&tokens[0], "不超过") && tokens[1].kind == TOKEN_NUMBER;
    for (int i = scope->scheme->class_field ? 0 : 1; bare && i < 2; i++) {
        const char *zh = i ? lang_format("全部 %s", units->name) : "本类", *en = i ? lang_format("all %s", units->name) : "class";
        struct written_answer *answer = answer_add(question, lang_format("%s 的", zh), lang_format("of %s", en));
        answer_behind(answer, tokens[0].span, lang_format(" %s 的", zh), "");
        answer_behind(answer, tokens_span(tokens + 1, 2), "", lang_format(" of %s", en));
    }
    question_propose(question);
}

void ask_whole_number(const struct scope *scope, const struct quantity *number, const char *grade)
{
    static const char *const modes[][2] = {{"去尾", "truncate"}, {"四舍五入", "half up"}, {"进一", "round up"}};
    struct question *question = question_ask(scope, "E0461", number->span, number->name, NULL);
    if (!question || !number->base.clause || number->base.clause->has_body)
        return;
    question->figure = FIGURE_HEADS;
    question->grade = grade;
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        answer_behind(answer_add(question, modes[i][0], modes[i][1]), number->base.clause->span, lang_format(",保留 整数,%s", modes[i][0]), lang_format(", keep whole, %s", modes[i][1]));
    question_propose(question);
}

/* ---- vetoes ---- */

void ask_vetoed_rank(const struct scope *scope, struct span span)
{
    struct question *question = question_ask(scope, "E0379", span, NULL);
    if (question)
        question->figure = FIGURE_RANK;
    answer_behind(answer_add(question, "名次 照排", "rank kept"), span, ",名次 照排", ", rank kept");
    answer_behind(answer_add(question, "名次 不排", "no rank"), span, ",名次 不排", ", no rank");
    question_propose(question);
}

void ask_vetoed_place(const struct scope *scope, struct span span)
{
    const struct clause *grades = scope->scheme->grade_clause;
    const char *grade = grades && grades->body_count ? grades->body[0].tokens[0].text : NULL;
    for (uint32_t i = grades ? grades->body_count : 0; i-- > 0;)
        for (uint32_t k = 0; k < grades->body[i].token_count; k++)
            if (token_is(&grades->body[i].tokens[k], "名额") || token_is(&grades->body[i].tokens[k], "跨线同分"))
                grade = grades->body[i].tokens[0].text;
    struct question *question = ask_heads(scope, "E0811", span, grade);
    answer_behind(answer_add(question, "名额 照占", "place kept"), span, ",名额 照占", ", place kept");
    answer_behind(answer_add(question, "名额 不占", "no place"), span, ",名额 不占", ", no place");
    question_propose(question);
}
