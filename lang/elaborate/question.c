/* Questions: faults that ask, with the answers that may be written. An answer is a change of the rule file's text, so that whoever shows what it
 * gives (lang/answer/) reads and runs just what the user would have written. */
#include <stdarg.h>
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"
#include "messages.h"

enum { ARGUMENTS = 8 };

struct question *question_ask(const struct scope *scope, const char *code, struct span span, ...)
{
    struct model *model = scope->scheme->model;
    const char *texts[ARGUMENTS];
    int count = 0;
    va_list arguments;
    va_start(arguments, span);
    for (const char *text; count < ARGUMENTS - 2 && (text = va_arg(arguments, const char *));)
        texts[count++] = text;
    va_end(arguments);
    texts[count] = texts[count + 1] = "";
    diagnostic_report(model->diagnostics, message_find(lang_messages, code), count + 2, texts);
    diagnostic_at(model->diagnostics, span, NULL);
    int number = diagnostics_latest(model->diagnostics);
    return number < 0 ? NULL : question_of(scope, (uint32_t)number, span);
}

struct question *question_of(const struct scope *scope, uint32_t diagnostic, struct span span)
{
    struct model *model = scope->scheme->model;
    struct question *question = *ARRAY_ADD(model->questions, model->question_count) = lang_new(sizeof *question);
    *question = (struct question){.diagnostic = diagnostic, .argument = diagnostics_arguments(model->diagnostics, diagnostic) - 2, .scheme = scope->scheme, .item = scope->item, .span = span};
    return question;
}

struct written_answer *answer_add(struct question *question, const char *zh, const char *en)
{
    if (!question || question->answer_count == ANSWERS_MOST)
        return NULL;
    struct written_answer *answer = &question->answers[question->answer_count++];
    *answer = (struct written_answer){.label = {zh, en ? en : zh}};
    return answer;
}

void answer_write(struct written_answer *answer, struct span span, const char *zh, const char *en)
{
    for (uint32_t i = 0; answer && i < answer->edit_count; i++) {       /* words that English says once and Chinese twice */
        const struct span *other = &answer->edits[i].span;
        if (other->file == span.file && other->start < span.end && span.start < other->end)
            return;
    }
    if (answer && answer->edit_count < ANSWER_EDITS)
        answer->edits[answer->edit_count++] = (struct edit){span, {zh, en ? en : zh}};
}

void answer_behind(struct written_answer *answer, struct span span, const char *zh, const char *en)
{
    answer_write(answer, (struct span){span.file, span.end, span.end}, zh, en);
}

void answer_before(struct written_answer *answer, struct span span, const char *zh, const char *en)
{
    answer_write(answer, (struct span){span.file, span.start, span.start}, zh, en);
}

void answer_behind_part(struct written_answer *answer, const struct model *model, struct span span, const char *zh, const char *en)
{
    answer_write(answer, propose_end(model, span), zh, en);
}

void answer_line(struct question *question, const struct clause *clause, const char *zh, const char *en)
{
    if (!question || !question->answer_count)
        return;
    struct written_answer *answer = &question->answers[question->answer_count - 1];
    answer->elsewhere = true;
    if (!clause->has_body) {
        answer_behind(answer, clause->span, lang_format(" { %s }", zh), en ? lang_format(" { %s }", en) : NULL);
        return;
    }
    struct span last = {clause->body_span.file, clause->body_span.end - 1, clause->body_span.end - 1};     /* before } */
    answer_write(answer, last, lang_format(";%s", zh), en ? lang_format(";%s", en) : NULL);
}

/* All edits of the answer as one, from the first to the last, where they stand on one line. */
static bool as_one_edit(const struct source *source, const struct written_answer *answer, bool english, struct edit *one)
{
    struct buffer text = {0};
    uint32_t order[ANSWER_EDITS];
    for (uint32_t i = 0; i < answer->edit_count; i++) {
        uint32_t at = i;
        for (; at > 0 && answer->edits[order[at - 1]].span.start > answer->edits[i].span.start; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    const struct edit *first = &answer->edits[order[0]], *last = &answer->edits[order[answer->edit_count - 1]];
    if (!answer->edit_count || first->span.file != last->span.file || memchr(source->text + first->span.start, '\n', last->span.end - first->span.start))
        return false;
    for (uint32_t i = 0, at = first->span.start; i < answer->edit_count; i++) {
        const struct edit *edit = &answer->edits[order[i]];
        buffer_append(&text, source->text + at, edit->span.start - at);
        buffer_append_text(&text, edit->text[english]);
        at = edit->span.end;
    }
    *one = (struct edit){{first->span.file, first->span.start, last->span.end}, {NULL, NULL}};
    one->text[english] = lang_text(buffer_text(&text), text.length);
    buffer_release(&text);
    return true;
}

void question_propose(const struct question *question)
{
    struct edit edits[ANSWERS_MOST];
    uint32_t count = 0;
    if (!question)
        return;
    struct model *model = question->scheme->model;
    bool english = source_is_english(diagnostics_source(model->diagnostics, question->span.file));
    for (uint32_t i = 0; i < question->answer_count; i++) {
        const struct written_answer *answer = &question->answers[i];
        bool here = !answer->elsewhere && answer->edit_count && answer->edits[0].span.file == question->span.file;
        count += here && as_one_edit(diagnostics_source(model->diagnostics, question->span.file), answer, english, &edits[count]);
    }
    for (uint32_t i = 0; i < count && count > 1; i++)      /* one alone would look like the answer */
        diagnostic_fix(model->diagnostics, edits[i].span, edits[i].text[english], TRUST_LIKELY);
}

/* ---- questions of the reader, who knows no schemes: its proposals are the answers ---- */

static void add_proposal(void *context, struct span span, const char *replacement)
{
    answer_write(answer_add(context, lang_format("%s", replacement), NULL), span, lang_format("%s", replacement), NULL);
}

void questions_of_reader(struct scheme *scheme)
{
    struct diagnostics *diagnostics = scheme->model->diagnostics;
    struct scope scope = {.scheme = scheme};
    for (size_t i = 0; i < diagnostics_total(diagnostics); i++) {
        struct span span;
        if (strcmp(diagnostics_code(diagnostics, i), "E0144") != 0 || !diagnostics_place(diagnostics, i, &span) || span.file != scheme->file)
            continue;
        struct question *question = question_of(&scope, (uint32_t)i, span);
        diagnostic_proposals(diagnostics, i, add_proposal, question);
    }
}
