/* Questions about scores, one by one: which answers there are, and how each is written. Who finds the question calls these and goes on as after a
 * fault. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"
#include "phrase/library.h"

/* The words of a block are written in Chinese also where the file is in English: both are one language. */
static const char *text_of(const struct scope *scope, const struct token *tokens, uint32_t count)
{
    return span_text(scope->scheme->model, tokens_span(tokens, count));
}

/* ---- steps ---- */

/* One answer, in the place of words that say nothing where there are such. */
static void answer_of_part(struct written_answer *answer, const struct model *model, struct span span, struct span rest, const char *zh, const char *en)
{
    if (rest.end > rest.start)
        answer_write(answer, rest, zh, en);
    else
        answer_behind_part(answer, model, span, zh, en);
}

void ask_steps(const struct scope *scope, const struct match *match, struct span span, struct span rest)
{
    const struct capture *step = match_capture(match, "步");
    const char *text = text_of(scope, step->tokens, step->count);
    const struct model *model = scope->scheme->model;
    struct question *question = question_ask(scope, "E0354", span, span_text(model, span), text, NULL);
    answer_of_part(answer_add(question, "按比例", "pro rata"), model, span, rest, lang_format(",不足 %s 的,按比例", text), ", part steps pro rata");
    answer_of_part(answer_add(question, "不计", "ignored"), model, span, rest, lang_format(",不足 %s 的,不计", text), ", part steps ignored");
    answer_of_part(answer_add(question, lang_format("按 %s", text), "as one"), model, span, rest, lang_format(",不足 %s 的,按 %s", text, text), ", part steps as one");
    question_propose(question);
}

void ask_percent(const struct scope *scope, const struct match *match, const struct capture *step, struct span span)
{
    const char *number = number_text(&step->tokens[0].number);
    const struct expression *wanted = scope->at ? scope->at->right : NULL;
    const char *whole = wanted ? span_text(scope->scheme->model, wanted->span) : "目标", *points = lang_format("%s个百分点", number), *part = lang_format("%s × %s%%", whole, number);
    struct question *question = question_ask(scope, "E0815", span, text_of(scope, step->tokens, 2), number, part, NULL);
    const char *english = lang_format("%s percentage point%s", number, strcmp(number, "1") == 0 ? "" : "s");
    struct written_answer *answers[2] = {answer_add(question, points, english), answer_add(question, part, NULL)};
    for (uint32_t i = 0; i < match->count; i++)
        for (int k = 0; k < 2 && strcmp(match->captures[i].name, "步") == 0; k++)
            answer_write(answers[k], tokens_span(match->captures[i].tokens, match->captures[i].count), k ? part : points, k ? part : english);
    question_propose(question);
}

/* ---- phrases of stdlib/ that leave something open ---- */

/* Of several alternatives “甲/乙” the one at the place of that which the pattern's word took. */
static const char *alternative(const char *texts, const char *pattern, const char *taken)
{
    uint32_t number = 0;
    for (const char *at = pattern; taken && at; number++) {
        size_t length = strcspn(at, "/");
        if (strlen(taken) == length && strncmp(at, taken, length) == 0)
            break;
        at = at[length] ? at + length + 1 : NULL;
    }
    for (; number && strchr(texts, '/'); number--)
        texts = strchr(texts, '/') + 1;
    return lang_text(texts, strcspn(texts, "/"));
}

void ask_phrase(const struct scope *scope, const struct phrase *phrase, const struct token *tokens, uint32_t count)
{
    struct span span = tokens_span(tokens, count);
    struct model *model = scope->scheme->model;
    struct question *question = question_ask(scope, "E0804", span, span_text(model, span), phrase->asks[0], phrase->asks[1], NULL);
    const struct pattern_element *last = &phrase->zh.elements[phrase->zh.count - 1];
    for (uint32_t i = 0; i < phrase->answer_count; i++) {
        const struct phrase_answer *answer = &phrase->answers[i];
        bool brackets = tokens[count - 1].kind == TOKEN_CLOSE;
        const char *zh = alternative(answer->text[0], last->text ? last->text : "", tokens[count - 1].text), *en = answer->text[1];
        struct written_answer *written = answer_add(question, zh + strspn(zh, ", "), en + strspn(en, ", "));
        struct span end = {span.file, span.end - (brackets ? 1 : 0), span.end - (brackets ? 1 : 0)};
        answer_write(written, answer->instead ? tokens[count - 1].span : end, zh, en);
    }
    question_propose(question);
}

/* ---- cells that may be empty ---- */

/* The line of the file's own ledger that declares the column. */
static const struct clause *line_of_field(const struct field_model *field)
{
    const struct syntax_file *syntax = field->owner->scheme ? field->owner->scheme->syntax : NULL;
    for (uint32_t i = 0; syntax && i < syntax->clause_count; i++)
        for (uint32_t k = 0; k < syntax->clauses[i].body_count; k++) {
            const struct clause *line = &syntax->clauses[i].body[k];
            if (line->span.file == field->span.file && line->span.start <= field->span.start && field->span.start < line->span.end)
                return line;
        }
    return NULL;
}

static const char *zero_cell(const struct field_model *field)
{
    return field->percent ? "0%" : field->unit_name ? lang_format("0%s", field->unit_name) : "0";
}

/* What an indicator may say of it. */
static void answer_in_item(struct question *question, const struct scope *scope, const struct field_model *field, struct span word)
{
    answer_write(answer_add(question, "视为 不适用、权重分摊到别项", "not applicable, its weight to the others"), word, "未填 视为 不适用", "empty counts as not applicable");
    answer_line(question, scope->item->clause, "不适用 的,权重 按比例 分摊到 全部 其他 指标", "if not applicable: weight goes pro rata to all other indicators");
    for (int i = 0; i < 2; i++) {
        answer_add(question, i ? "未填 的,得 满分" : "未填 的,得 0分", i ? "if empty: full marks" : "if empty: 0 points");
        answer_line(question, scope->item->clause, lang_format("%s 未填 的,得 %s", field->name, i ? "满分" : "0分"),
                    lang_format("if %s is empty: scores %s", field->name, i ? "full marks" : "0 points"));
    }
}

void ask_empty(const struct scope *scope, const struct field_model *field, const char *names, struct span span)
{
    struct question *question = question_ask(scope, "E0209", span, names, NULL);
    const struct clause *line = field && field->owner->scheme == scope->scheme ? line_of_field(field) : NULL;
    const struct token *word = NULL;
    for (uint32_t i = 0; line && i < line->token_count; i++)
        word = token_is(&line->tokens[i], "可不填") ? &line->tokens[i] : word;
    if (!question || !word)
        return;
    bool in_class = scope->scheme->class_field && field->owner == scope->scheme->units, indicator = scope->item && scope->item->kind == ITEM_INDICATOR;
    if (indicator && scope->scheme->total)
        question->figure = FIGURE_TOTAL;
    if (field->type == TYPE_BOOLEAN)
        for (int i = 0; i < 2; i++)
            answer_write(answer_add(question, i ? "视为 是" : "视为 否", i ? "yes" : "no"), word->span, i ? "未填 视为 是" : "未填 视为 否", i ? "empty counts as yes" : "empty counts as no");
    const char *zero = zero_cell(field);
    if (field->type == TYPE_NUMBER)
        answer_write(answer_add(question, lang_format("视为 %s", zero), lang_format("counts as %s", zero)), word->span, lang_format("未填 视为 %s", zero), lang_format("empty counts as %s", zero));
    if (field->type == TYPE_NUMBER && in_class)
        answer_write(answer_add(question, "视为 同类平均", "the mean of the class"), word->span,
                     lang_format("未填 视为 本类 %s 的 平均值(只算已填),本类 都未填 的,视为 %s", field->name, zero),
                     lang_format("empty counts as mean of %s in class (filled only), if whole class is empty: counts as %s", field->name, zero));
    if (field->type == TYPE_NUMBER && indicator)
        answer_in_item(question, scope, field, word->span);
    question_propose(question);
}

/* ---- figures of pools ---- */

/* What the words up to `span`'s end take an option in brackets: into the brackets that stand there, or into new ones. */
static void answer_option(struct written_answer *answer, const struct model *model, struct span span, const char *zh, const char *en)
{
    const struct source *source = diagnostics_source(model->diagnostics, span.file);
    bool brackets = span.end > span.start && source->text[span.end - 1] == ')', wide = span.end >= span.start + 3 && strncmp(source->text + span.end - 3, ")", 3) == 0;
    struct span inside = {span.file, span.end - (brackets ? 1 : 3), span.end - (brackets ? 1 : 3)};
    if (brackets || wide)
        answer_write(answer, inside, lang_format(",%s", zh), lang_format(", %s", en));
    else
        answer_behind(answer, span, lang_format("(%s)", zh), lang_format(" (%s)", en));
}

void ask_empty_in_pool(const struct scope *scope, const struct node *value, struct span span)
{
    const struct model *model = scope->scheme->model;
    struct question *question = question_ask(scope, "E0240", span, node_text(scope, value), NULL);
    answer_option(answer_add(question, "只算已填", "filled only"), model, span, "只算已填", "filled only");
    if (value->type == TYPE_NUMBER)
        answer_option(answer_add(question, "未填 视为 0", "empty counts as 0"), model, span, "未填 视为 0", "empty counts as 0");
    question_propose(question);
}

void ask_pool(const struct scope *scope, const struct token *tokens, uint32_t count)
{
    const struct scheme *scheme = scope->scheme;
    struct question *question = question_ask(scope, "E0244", tokens_span(tokens, count), text_of(scope, tokens, count), NULL);
    const struct token *value = &tokens[0];
    if (!scheme->units || scope->domain != scheme->units)
        return;
    const char *all = lang_format("全部 %s", scheme->units->name);
    const char *labels[2][2] = {{"本类", "the class"}, {all, lang_format("all %s", scheme->units->name)}};
    const char *words[2][2] = {{"本类 ", " in class"}, {lang_format("%s ", all), lang_format(" in all %s", scheme->units->name)}};
    for (int i = scheme->class_field ? 0 : 1; i < 2; i++) {
        struct written_answer *answer = answer_add(question, labels[i][0], labels[i][1]);
        answer_before(answer, value->span, words[i][0], "");
        answer_behind(answer, value->span, "", words[i][1]);
    }
    question_propose(question);
}

void ask_column(const struct scope *scope, const struct row_set *source, const struct row_set *to, const char *names, const struct token *tokens)
{
    struct question *question = question_ask(scope, "E0824", tokens[1].span, source->name, to->name, names, source->name, source->fields[0]->name, NULL);
    for (uint32_t i = 0; i < source->field_count; i++)
        if (source->fields[i]->reference == to)
            answer_behind(answer_add(question, lang_format("按 %s", source->fields[i]->name), lang_format("by %s", source->fields[i]->name)), tokens[1].span,
                          lang_format("(按 %s)", source->fields[i]->name), lang_format(" (by %s)", source->fields[i]->name));
    question_propose(question);
}

/* ---- roundings ---- */

void ask_rounding(const struct scope *scope, struct span span)
{
    static const char *const modes[][2] = {{"四舍五入", "half up"}, {"去尾", "truncate"}, {"进一", "round up"}, {"四舍六入五成双", "half even"}};
    struct question *question = question_ask(scope, "E0322", span, NULL);
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        answer_behind(answer_add(question, modes[i][0], modes[i][1]), span, lang_format(",%s", modes[i][0]), lang_format(", %s", modes[i][1]));
    question_propose(question);
}

void ask_stage(const struct scope *scope, const struct token *token)
{
    struct question *question = question_ask(scope, "E0816", token->span, token->text, NULL);
    answer_before(answer_add(question, "舍入后", "rounded"), token->span, "舍入后 ", "rounded ");
    answer_before(answer_add(question, "舍入前", "unrounded"), token->span, "舍入前 ", "unrounded ");
    question_propose(question);
}

void ask_decimals(struct scheme *scheme, const char *name, struct span span)
{
    static const char *const decimals[][4] = {{"保留 整数", "keep whole", ",保留 整数,四舍五入", ", keep whole, half up"},
                                              {"保留 1位小数", "keep 1 decimal", ",保留 1位小数,四舍五入", ", keep 1 decimal, half up"},
                                              {"保留 2位小数", "keep 2 decimals", ",保留 2位小数,四舍五入", ", keep 2 decimals, half up"}};
    struct scope scope = {.scheme = scheme};
    struct quantity *quantity = quantity_find(scheme->quantities, scheme->quantity_count, name);
    struct item *item = item_find(scheme, name);
    scope.item = item;
    struct question *question = question_ask(&scope, "E0500", span, name, NULL);
    for (size_t i = 0; i < sizeof decimals / sizeof decimals[0]; i++) {
        struct written_answer *answer = quantity || item ? answer_add(question, decimals[i][0], decimals[i][1]) : NULL;
        if (quantity && quantity->base.clause && !quantity->base.clause->has_body)
            answer_behind(answer, quantity->base.clause->span, decimals[i][2], decimals[i][3]);
        else if (item)
            answer_line(question, item->clause, lang_format("得分 %s", decimals[i][2] + strlen(",")), lang_format("score %s", decimals[i][3] + 2));
    }
    question_propose(question);
}

/* ---- points ---- */

void ask_of_what(struct scheme *scheme, struct item *item, const struct token *word)
{
    struct scope scope = item_scope(scheme, item);
    struct question *question = question_ask(&scope, "E0814", word->span, NULL);
    if (question && scheme->total && item->kind == ITEM_INDICATOR)
        question->figure = FIGURE_TOTAL;
    answer_write(answer_add(question, "本项", "the item"), word->span, "本项 扣完为止", "item down to zero");
    bool alone = !item->group && !(scheme->total && scheme->total->base.clause);
    if (alone) {
        struct written_answer *left_out = answer_add(question, "不写", "left out");
        answer_write(left_out, word->span, "", "");
        if (left_out)
            left_out->elsewhere = true;
    }
    if (item->group) {
        answer_write(answer_add(question, "本组", "the group"), word->span, "", "");
        answer_line(question, item->group->clause, "本组 扣完为止", "whole group down to zero");
    }
    if (scheme->total && scheme->total->base.clause) {
        struct written_answer *answer = answer_add(question, "总分", "the total");
        answer_write(answer, word->span, "", "");
        answer_behind(answer, scheme->total->base.clause->span, ",扣完为止", ", down to zero");
    }
    question_propose(question);
}

/* 扣 1分 至 2分, 酌情 扣 1至2分: the least and the most. */
void ask_discretion(const struct scope *scope, const struct token *tokens, uint32_t count)
{
    struct span span = tokens_span(tokens, count);
    struct question *question = question_ask(scope, "E0813", span, span_text(scope->scheme->model, span), NULL);
    uint32_t word = 0, to = 0;
    for (uint32_t i = 0; i < count; i++) {
        word = token_is(&tokens[i], "扣") || token_is(&tokens[i], "加") ? i + 1 : word;
        to = token_is(&tokens[i], "至") || tokens[i].kind == TOKEN_MINUS ? i : to;
    }
    if (!word || to < word + 1 || to + 1 >= count || tokens[word].kind != TOKEN_NUMBER || tokens[to + 1].kind != TOKEN_NUMBER)
        return;
    const char *verb = tokens[word - 1].text, *en = token_is(&tokens[word - 1], "扣") ? "minus" : "add";
    for (int i = 0; i < 2; i++) {
        const char *number = number_text(&tokens[i ? to + 1 : word].number);
        answer_write(answer_add(question, lang_format("%s %s分", verb, number), lang_format("%s %s", en, number)), span, lang_format("%s %s分", verb, number),
                     lang_format("%s %s points", en, number));
    }
    question_propose(question);
}

void ask_worth(struct scheme *scheme, const struct token *value, const struct token *tokens, uint32_t count, const struct unit *unit)
{
    struct scope scope = {.scheme = scheme};
    struct question *question = question_ask(&scope, "E0822", tokens_span(tokens, count), value->text, NULL);
    const char *zero = lang_format("0%s", unit && unit != unit_plain() ? unit->name : "");
    answer_behind(answer_add(question, "不计", "uncounted"), value->span, " 不计", " uncounted");
    answer_behind(answer_add(question, zero, zero), value->span, lang_format(" %s", zero), NULL);
    question_propose(question);
}

/* ---- weights ---- */

/* Where the weight goes, or what is scored instead: `state` 免考 or 不适用. */
static void answer_ways(struct question *question, struct scheme *scheme, struct item *item, const char *state, const char *en)
{
    uint32_t grouped = 0;
    for (uint32_t i = 0; item->group && i < scheme->item_count; i++)
        grouped += scheme->items[i]->group == item->group;
    answer_add(question, "分摊到 全部 其他 指标", "to all other indicators");
    answer_line(question, item->clause, lang_format("%s 的,权重 按比例 分摊到 全部 其他 指标", state), lang_format("if %s: weight goes pro rata to all other indicators", en));
    if (grouped > 1) {
        answer_add(question, "分摊到 本组 其他 指标", "to the other indicators of the group");
        answer_line(question, item->clause, lang_format("%s 的,权重 按比例 分摊到 本组 其他 指标", state), lang_format("if %s: weight goes pro rata to other indicators of group", en));
    }
    answer_add(question, "得 满分", "full marks");
    answer_line(question, item->clause, lang_format("%s 的,得 满分", state), lang_format("if %s: scores full marks", en));
    answer_add(question, "得 0分", "0 points");
    answer_line(question, item->clause, lang_format("%s 的,得 0分", state), lang_format("if %s: scores 0 points", en));
    if (item->group && item->group->clause->has_body && scheme->class_field && item->group->class_none.kind == POLICY_NONE && strcmp(en, "exempt") == 0) {
        answer_add(question, "得 同类平均", "the mean of the class");
        answer_line(question, item->clause, "免考 的,得 本类 得分 的 平均值(未免考 的),保留 2位小数,四舍五入",
                    "if exempt: scores mean of score in class (those not exempt), keep 2 decimals, half up");
        answer_line(question, item->group->clause, "本类 都免考 的,得 0分", "if whole class is exempt: scores 0 points");
    }
    if (scheme->has_full) {
        const char *full = number_text(&scheme->full);
        answer_add(question, lang_format("总分 折算为 %s分", full), lang_format("total converted to %s", full));
        answer_line(question, item->clause, lang_format("%s 的,总分 折算为 %s分", state, full), lang_format("if %s: total converted to %s points", en, full));
    }
}

void ask_weight(struct scheme *scheme, struct item *item, const char *code, struct span span, const char *ledger)
{
    struct scope scope = item_scope(scheme, item);
    bool exempt = strcmp(code, "E0432") == 0;
    struct question *question = ledger ? question_ask(&scope, code, span, item->code, ledger, NULL) : question_ask(&scope, code, span, item->code, NULL);
    if (!question)
        return;
    question->figure = FIGURE_TOTAL;
    answer_ways(question, scheme, item, exempt ? "免考" : "不适用", exempt ? "exempt" : "not applicable");
    question_propose(question);
}

/* ---- divisions ---- */

/* The indicator in whose block the place lies, or NULL. */
static const struct item *item_at(const struct scheme *scheme, struct span span)
{
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        const struct clause *clause = scheme->items[i]->clause;
        if (span.file == clause->span.file && clause->span.start <= span.start && span.start < (clause->has_body ? clause->body_span.end : clause->span.end))
            return scheme->items[i];
    }
    return NULL;
}

void ask_division(const struct scope *scope, struct span span, const char *divisor, const char *example, const char *const guard[2])
{
    const struct item *item = item_at(scope->scheme, span);
    struct scope inner = *scope;
    inner.item = (struct item *)item;
    struct question *question = question_ask(&inner, "E0440", span, divisor, example, guard[0], guard[1], NULL);
    for (int i = 0; item && i < 2; i++) {
        answer_add(question, i ? "得 满分" : "得 0分", i ? "full marks" : "0 points");
        answer_line(question, item->clause, lang_format("%s 的,得 %s", guard[0], i ? "满分" : "0分"), lang_format("if %s: scores %s", guard[1], i ? "full marks" : "0 points"));
    }
    question_propose(question);
}
