/* Rule files with one thing wrong: whatever it is, the program says so or compiles what is left; nothing is refused in silence.
 *
 *     ASSESSC_MUTATIONS    one of how many mutations is tried (STEP; 1: all) */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include "../compile_text.h"
#include "base/file.h"
#include "sanitizer.h"

#ifdef __SANITIZE_ADDRESS__
enum { STEP = 797 };        /* sanitizers make it some twenty times slower */
#else
enum { STEP = 47 };
#endif

/* A word and the blanks before it. */
struct word { size_t from, begin, end; };

static bool is_blank(char byte) { return byte == ' ' || byte == '\n'; }

static size_t next_word(const struct buffer *text, size_t at, struct word *word)
{
    word->from = at;
    while (at < text->length && is_blank(text->data[at]))
        at++;
    word->begin = at;
    while (at < text->length && !is_blank(text->data[at]))
        at++;
    return word->end = at;
}

/* In the order of the names in tell(). */
enum mutation { WORD_LEFT_OUT, WORD_TWICE, LINE_LEFT_OUT, END_CUT_OFF, COMMA_AND_NO_MORE, WORD_IN_PLACE_OF_NEXT, MUTATIONS };

static void append_mutated(struct buffer *out, const struct buffer *text, enum mutation mutation, const struct word *word)
{
    const char *line_end = memchr(text->data + word->begin, '\n', text->length - word->begin);
    struct word next;
    buffer_clear(out);
    buffer_append(out, text->data, word->from);
    switch (mutation) {
    case WORD_LEFT_OUT: buffer_append(out, text->data + word->end, text->length - word->end); break;
    case WORD_TWICE:
        buffer_append(out, text->data + word->from, word->end - word->from);
        buffer_append(out, text->data + word->from, text->length - word->from);
        break;
    case LINE_LEFT_OUT: buffer_append_text(out, line_end ? line_end : ""); break;
    case END_CUT_OFF: break;
    case COMMA_AND_NO_MORE:
        buffer_append(out, text->data + word->from, word->end - word->from);
        buffer_append_text(out, ",;");
        buffer_append_text(out, line_end ? line_end : "");
        break;
    case WORD_IN_PLACE_OF_NEXT:
        next_word(text, word->end, &next);
        buffer_append(out, text->data + word->from, word->end - word->from);
        buffer_append(out, text->data + word->from, word->end - word->from);
        buffer_append(out, text->data + next.end, text->length - next.end);
        break;
    case MUTATIONS: break;
    }
}

struct tally { size_t compiled, refused, faults; };

static void tell(const char *path, const struct buffer *text, enum mutation mutation, const struct word *word, const char *fault)
{
    static const char *const names[] = {"left out", "twice", "and the rest of the line left out", "and all behind it left out", "and a comma that ends the line",
                                        "in the place of the next word"};
    size_t line = 1;
    for (size_t i = 0; i < word->begin; i++)
        line += text->data[i] == '\n';
    print_error("%s:%zu: “%.*s” %s: %s\n", path, line, (int)(word->end - word->begin), text->data + word->begin, names[mutation], fault);
}

static void mutate_file(const char *path, size_t *number, size_t step, struct tally *tally)
{
    struct buffer text = {0}, mutated = {0};
    struct word word;
    assert_int_equal(file_read(path, 1 << 20, &text), 0);
    for (size_t at = next_word(&text, 0, &word); word.begin < text.length; at = next_word(&text, at, &word))
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            if ((*number)++ % step)
                continue;
            bool compiles;
            append_mutated(&mutated, &text, (enum mutation)mutation, &word);
            const char *fault = compile_text(buffer_text(&mutated), mutated.length, &compiles);
            if (fault)
                tell(path, &text, (enum mutation)mutation, &word, fault);
            tally->faults += fault != NULL;
            tally->compiled += compiles;
            tally->refused += !compiles;
        }
    buffer_release(&text);
    buffer_release(&mutated);
}

static void test_nothing_is_refused_in_silence(void **state)
{
    (void)state;
    const char *wanted = getenv("ASSESSC_MUTATIONS");
    size_t step = wanted ? strtoul(wanted, NULL, 10) : STEP, number = 0;
    struct tally tally = {0};
    glob_t rules;
    assert_int_equal(glob("tests/acceptance/[0-9]*/scheme.assess", 0, NULL, &rules), 0);
    assert_int_equal(glob("tests/practice/*/scheme.assess", GLOB_APPEND, NULL, &rules), 0);
    for (size_t i = 0; i < rules.gl_pathc; i++)
        mutate_file(rules.gl_pathv[i], &number, step ? step : 1, &tally);
    globfree(&rules);
    assert_int_equal(tally.faults, 0);
    assert_true(tally.compiled + tally.refused > 0);
}

int main(void)
{
    lang_memory_start();
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_nothing_is_refused_in_silence)};
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
