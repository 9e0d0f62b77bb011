/* Every message of both tables, in both languages: it can be shown, has a text, and stands in its table once. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "diagnostic/diagnostic.h"
#include "messages.h"

/* More than any message takes. What a message has no placeholder for is not shown. */
static const char *const arguments[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};

/* Stops the program where a placeholder is wrong, such as a per cent sign that stands alone. */
static void show(const struct message *message)
{
    for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
        struct diagnostics *diagnostics = diagnostics_new();
        struct render_options options = {.language = (enum language)language};
        struct buffer out = {0};
        diagnostic_report(diagnostics, message, 9, arguments);
        diagnostics_render_text(diagnostics, &options, &out);
        assert_non_null(strstr(buffer_text(&out), message->code));
        assert_int_not_equal(message->text[language][0], '\0');
        assert_int_equal(message->hint[0][0] == '\0', message->hint[language][0] == '\0');
        buffer_release(&out);
        diagnostics_free(diagnostics);
    }
}

static void show_table(const struct message *table)
{
    for (const struct message *message = table; message->code; message++) {
        show(message);
        assert_ptr_equal(message_find(table, message->code), message);
    }
}

static void test_messages_of_the_runtime(void **state)
{
    (void)state;
    show_table(runtime_messages);
}

static void test_messages_of_rules(void **state)
{
    (void)state;
    show_table(lang_messages);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_messages_of_the_runtime),
        cmocka_unit_test(test_messages_of_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
