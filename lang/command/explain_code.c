/* assessc explain-code: what a message means, by its code; codes that begin so are listed, all where none is written. */
#include <stdio.h>
#include "command/command.h"
#include "lesson/lesson.h"

int command_explain_code(const struct arguments *arguments)
{
    if (!knows_width(arguments))
        return EXIT_USAGE;
    int status = EXIT_DONE, width = screen_width(arguments);
    struct buffer out = {0};
    if (!arguments->operand_count)
        lesson_list("", arguments->language, width, &out);
    for (size_t i = 0; i < arguments->operand_count && status == EXIT_DONE; i++) {
        const char *code = arguments->operands[i];
        const struct message *message = lesson_message(code);
        if (i)
            buffer_append_char(&out, '\n');
        if (message) {
            lesson_show(message, arguments->language, width, &out);
        } else if (!lesson_list(code, arguments->language, width, &out)) {
            const char *nearest = lesson_nearest(code);
            complain(arguments, nearest ? "U0013" : "U0014", code, nearest);
            status = EXIT_USAGE;
        }
    }
    output_write(&out);
    buffer_release(&out);
    return status;
}
