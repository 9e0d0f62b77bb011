/* Old text to canonical text: written, read again, compared. Where a translation does not lead back, the clauses that differ are written
 * otherwise, in the end as they were, until all do. */
#include "format/format.h"
#include <string.h>
#include "format/parts.h"
#include "memory.h"
#include "messages.h"
#include "program/program.h"

enum { ROUNDS = 8 };

/* One way from a source to a text. */
struct job {
    const struct reading *reading;
    const struct source *source;
    const struct format_options *options;
    enum form *forms;
};

static void lose_line(struct buffer *out)
{
    const char *end = memchr(buffer_text(out), '\n', out->length);
    size_t lost = end ? (size_t)(end - buffer_text(out)) + 1 : 0;
    if (lost)
        memmove(out->data, out->data + lost, out->length - lost + 1);
    out->length -= lost;
}

static void write_text(const struct job *job, struct buffer *out)
{
    const struct syntax_file *original = reading_clauses(job->reading, KEYWORDS_KEPT);
    const struct syntax_file *file = reading_clauses(job->reading, job->options->keywords);
    bool english = job->options->keywords == KEYWORDS_KEPT ? reading_is_english(original) : job->options->keywords == KEYWORDS_EN;
    struct spelling spelling;
    spelling_open(&spelling, job->reading, job->options->keywords == KEYWORDS_KEPT ? original : file, english ? LANGUAGE_EN : LANGUAGE_ZH);
    struct layout_input input = {.file = file, .original = original, .forms = job->forms, .translated = job->options->keywords != KEYWORDS_KEPT};
    layout_write(&spelling, &input, out);
    spelling_close(&spelling);
}

/* The written text, read like any other. Its messages are not shown: it is the old text's turn to be right. */
static bool read_again(const struct job *job, const struct buffer *text, struct reading *again)
{
    char *copy = lang_text(buffer_text(text), text->length);
    struct source source = {.path = job->source->path, .text = copy, .length = text->length};
    return reading_open(again, diagnostics_new(), &source);
}

static bool report_unequal(struct diagnostics *diagnostics, const struct job *job, const char *clause)
{
    const char *texts[2] = {job->source->path, clause};
    diagnostic_report(diagnostics, message_find(lang_messages, "E0930"), 2, texts);
    return false;
}

/* The head of clause `number` as it stands in the source. */
static const char *clause_text(const struct reading *reading, const struct clause *clauses, uint32_t count, uint32_t *number)
{
    for (uint32_t i = 0; i < count; i++) {
        if ((*number)-- == 0)
            return lang_text(diagnostics_source(reading->model->diagnostics, reading->file)->text + clauses[i].span.start, clauses[i].span.end - clauses[i].span.start);
        const char *inside = clause_text(reading, clauses[i].body, clauses[i].body_count, number);
        if (inside)
            return inside;
    }
    return NULL;
}

static bool same_program(const struct reading *before, const struct reading *after)
{
    struct buffer old = {0}, new = {0};
    reading_program(before, &old);
    reading_program(after, &new);
    bool same = old.length == new.length && memcmp(buffer_text(&old), buffer_text(&new), old.length) == 0;
    buffer_release(&old);
    buffer_release(&new);
    return same;
}

/* Writes until what is written says the same; then compares the programs. */
static bool settle(const struct job *job, struct diagnostics *diagnostics, struct buffer *out)
{
    const struct syntax_file *before = reading_clauses(job->reading, KEYWORDS_ZH), *after = NULL;
    for (int round = 0; round < ROUNDS; round++) {
        struct reading again;
        out->length = 0;
        write_text(job, out);
        if (job->options->spoil)
            lose_line(out);
        bool read = read_again(job, out, &again);
        after = again.kind == READING_PHRASES || again.scheme ? reading_clauses(&again, KEYWORDS_ZH) : NULL;
        uint32_t number = after ? first_difference(before, after) : 0;
        bool same = read && number == NONE && same_program(job->reading, &again);
        diagnostics_free(again.model->diagnostics);
        if (same)
            return true;
        if (!after || !mark_differences(before, after, job->forms)) {
            const char *text = number == NONE ? NULL : clause_text(job->reading, before->clauses, before->clause_count, &number);
            return report_unequal(diagnostics, job, text ? text : "");
        }
    }
    return report_unequal(diagnostics, job, "");
}

bool format_source(struct diagnostics *diagnostics, const struct source *source, const struct format_options *options, struct buffer *out)
{
    struct reading reading;
    if (!reading_open(&reading, diagnostics, source))
        return false;
    const struct syntax_file *file = reading_clauses(&reading, KEYWORDS_KEPT);
    struct job job = {.reading = &reading, .source = source, .options = options,
                      .forms = lang_array(clauses_total(file->clauses, file->clause_count) + 1, sizeof(enum form))};
    return settle(&job, diagnostics, out);
}
