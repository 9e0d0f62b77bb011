/* Finds the lesson of a code in the embedded files, and shows it. */
#include "lesson/lesson.h"
#include <ctype.h>
#include <string.h>
#include "base/text.h"
#include "embedded.h"
#include "memory.h"
#include "messages.h"
#include "report/aligned.h"

/* A part of an embedded text. */
struct part { const char *text; size_t length; };

static const struct message *const tables[] = {lang_messages, runtime_messages};
enum { TABLES = sizeof tables / sizeof tables[0] };

/* Does the code begin so? Letters may be small. */
static bool begins_with(const char *code, const char *prefix)
{
    while (*code && *prefix && *code == toupper((unsigned char)*prefix))
        code++, prefix++;
    return !*prefix;
}

const struct message *lesson_message(const char *code)
{
    for (int i = 0; i < TABLES; i++)
        for (const struct message *message = tables[i]; message->code; message++)
            if (strlen(code) == strlen(message->code) && begins_with(message->code, code))
                return message;
    return NULL;
}

const char *lesson_nearest(const char *code)
{
    const char **codes = NULL;
    size_t count = 0;
    for (int i = 0; i < TABLES; i++)
        for (const struct message *message = tables[i]; message->code; message++) {
            codes = lang_resize(codes, count, count + 1, sizeof *codes);
            codes[count++] = message->code;
        }
    return text_nearest(code, strlen(code), codes, count);
}

/* ---- the lesson's parts ---- */

static size_t line_length(const char *text)
{
    const char *end = strchr(text, '\n');
    return end ? (size_t)(end - text) + 1 : strlen(text);
}

/* The text behind the line === CODE up to the next. */
static struct part find_lesson(const char *code)
{
    for (const struct embedded_file *file = embedded_lessons; file->path; file++) {
        struct part part = {NULL, 0};
        for (const char *line = file->text; *line; line += line_length(line)) {
            bool head = strncmp(line, "=== ", 4) == 0;
            if (head && part.text)
                return part;
            if (head && strncmp(line + 4, code, strlen(code)) == 0 && line[4 + strlen(code)] == '\n')
                part.text = line + line_length(line);
            else if (part.text)
                part.length += line_length(line);
        }
        if (part.text)
            return part;
    }
    return (struct part){NULL, 0};
}

static bool is_heading(const char *line, const char *word)
{
    size_t length = strlen(word);
    return strncmp(line, word, length) == 0 && (line[length] == '\n' || line[length] == ' ');
}

/* The lines that belong to a word of the lesson: from its own line on, up to the next such word. */
static struct part find_part(struct part lesson, const char *word)
{
    static const char *const words[] = {"zh", "en", "wrong", "right"};
    struct part found = {NULL, 0};
    for (const char *line = lesson.text, *end = lesson.text + lesson.length; line < end; line += line_length(line)) {
        bool heading = false;
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            heading = heading || is_heading(line, words[i]);
        if (heading && found.text)
            break;
        if (heading && is_heading(line, word))
            found = (struct part){line, line_length(line)};
        else if (found.text)
            found.length += line_length(line);
    }
    return found;
}

/* ---- showing ---- */

/* Without the empty lines that part lessons. */
static const char *end_of(struct part part)
{
    while (part.length > 1 && part.text[part.length - 1] == '\n' && part.text[part.length - 2] == '\n')
        part.length--;
    return part.text + part.length;
}

/* A line of an example; where another file begins, its name; commands stand out as names do. */
static void append_line(const char *line, struct buffer *out)
{
    size_t length = line_length(line);
    if (strncmp(line, "--- ", 4) == 0)
        buffer_format(out, "  %.*s:\n", (int)length - 5, line + 4);
    else
        buffer_format(out, "%s%.*s", strncmp(line, "$ ", 2) == 0 ? "  " : length > 1 ? "    " : "", (int)length, line);
}

/* The example below its word, each line further in. */
static void append_example(struct part example, const char *heading, struct buffer *out)
{
    const char *line = example.text ? example.text + line_length(example.text) : NULL, *end = line ? end_of(example) : NULL;
    if (line >= end)                    /* a golden test without a picture */
        return;
    buffer_append_text(out, "\n");
    buffer_append_text(out, heading);
    buffer_append_text(out, "\n");
    for (; line < end; line += line_length(line))
        append_line(line, out);
}

/* The code and what the message says of any case. */
static void append_head(const struct message *message, enum language language, const char *between, int width, struct buffer *out)
{
    struct buffer title = {0};
    buffer_format(&title, "%s%s", message->code, between);
    int indent = text_width(buffer_text(&title), title.length);
    message_append_title(&title, message, language);
    aligned_flow(out, buffer_text(&title), 0, indent, width);
    buffer_append_char(out, '\n');
    buffer_release(&title);
}

/* The lines put together as one, those of English with a blank between, and broken anew for the screen; width 0: as they stand. */
static void append_words(struct part words, bool zh, int width, struct buffer *out)
{
    struct buffer text = {0};
    for (const char *line = words.text + strlen("zh "), *end = end_of(words); line < end; line += line_length(line)) {
        buffer_append_text(&text, text.length && width && !zh ? " " : "");
        buffer_append(&text, line, line_length(line) - (width ? 1 : 0));
    }
    if (width)
        aligned_flow(out, buffer_text(&text), 0, 0, width);
    else
        buffer_append(out, buffer_text(&text), text.length);
    buffer_append_text(out, width ? "\n" : "");
    buffer_release(&text);
}

void lesson_show(const struct message *message, enum language language, int width, struct buffer *out)
{
    static const char *const headings[2][2][2] = {      /* a note tells of no fault */
        {{"错的写法:", "对的写法:"}, {"wrong:", "right:"}}, {{"会这样说明的:", "不会说明的:"}, {"told of:", "not told of:"}}};
    bool zh = language == LANGUAGE_ZH;
    struct part lesson = find_lesson(message->code), words = find_part(lesson, zh ? "zh" : "en");
    append_head(message, language, " ", width, out);
    buffer_append_text(out, "\n");
    append_words(words, zh, width, out);
    append_example(find_part(lesson, "wrong"), headings[message->severity == SEVERITY_NOTE][language][0], out);
    append_example(find_part(lesson, "right"), headings[message->severity == SEVERITY_NOTE][language][1], out);
}

size_t lesson_list(const char *prefix, enum language language, int width, struct buffer *out)
{
    size_t count = 0;
    for (int i = 0; i < TABLES; i++)
        for (const struct message *message = tables[i]; message->code; message++) {
            if (!begins_with(message->code, prefix))
                continue;
            append_head(message, language, "  ", width, out);
            count++;
        }
    return count;
}
