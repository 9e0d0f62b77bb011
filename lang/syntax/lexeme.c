/* What a lexeme of the scanner means: words folded to the form in which they are compared, exact numbers, days of the calendar, and the
 * faults of single characters.  Offsets in messages and fixes are those of the source, whatever was folded. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "base/limits.h"
#include "base/text.h"
#include "memory.h"
#include "number/date.h"
#include "syntax/reader.h"

/* ---- reports ---- */

enum { ARGUMENTS_MOST = 8 };

static void report_list(struct diagnostics *diagnostics, enum lang_message message, struct span span, const char *const label[2],
                        va_list texts)
{
    const char *arguments[ARGUMENTS_MOST];
    int count = 0;
    for (const char *text; count < ARGUMENTS_MOST && (text = va_arg(texts, const char *)); )
        arguments[count++] = text;
    diagnostic_report(diagnostics, &lang_messages[message], count, arguments);
    diagnostic_at(diagnostics, span, label);
}

void report(struct diagnostics *diagnostics, enum lang_message message, struct span span, const char *const label[2], ...)
{
    va_list texts;
    va_start(texts, label);
    report_list(diagnostics, message, span, label, texts);
    va_end(texts);
}

void reader_report(struct reader *reader, enum lang_message message, uint32_t from, uint32_t to, const char *const label[2], ...)
{
    va_list texts;
    va_start(texts, label);
    report_list(reader->diagnostics, message, (struct span){.file = reader->file, .start = from, .end = to}, label, texts);
    va_end(texts);
    if (lang_messages[message].severity == SEVERITY_ERROR)
        reader->faulty = true;
}

bool reader_gives_up(struct reader *reader, uint32_t at)
{
    if (!reader->given_up && diagnostics_total(reader->diagnostics) - reader->faults_before > LIMIT_RULE_FAULTS) {
        reader->given_up = true;
        reader_report(reader, LANG_E0107, at, at + 1, NULL, lang_format("%d", LIMIT_RULE_FAULTS), NULL);
    }
    return reader->given_up;
}

static struct span span_between(const struct reader *reader, uint32_t from, uint32_t to)
{
    return (struct span){.file = reader->file, .start = from, .end = to};
}

static const char *code_point_name(int32_t character)
{
    return lang_format("U+%04" PRIX32, (uint32_t)character);
}

/* ---- characters ---- */

static const char *lookalike_letter(int32_t character)
{
    static const struct { int32_t character; const char *letter; } lookalikes[] = {
#define LOOKALIKE(code, letter) {code, letter},
#define MISUSED(code, instead_zh, instead_en, zh, en)
#include "syntax/lookalikes.def"
#undef LOOKALIKE
#undef MISUSED
    };
    if (character < 0x0391 || character > 0x052F)       /* nearly all characters: no search */
        return NULL;
    for (size_t i = 0; i < sizeof lookalikes / sizeof *lookalikes; i++)
        if (lookalikes[i].character == character)
            return lookalikes[i].letter;
    return NULL;
}

struct misused { int32_t character; const char *instead[2], *advice[2]; };

static const struct misused *misused_mark(int32_t character)
{
    static const struct misused marks[] = {
#define LOOKALIKE(code, letter)
#define MISUSED(code, instead_zh, instead_en, zh, en) {code, {instead_zh, instead_en}, {zh, en}},
#include "syntax/lookalikes.def"
#undef LOOKALIKE
#undef MISUSED
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i].character == character)
            return &marks[i];
    return NULL;
}

/* Nothing more of a clause stands behind it on its line. */
static bool ends_its_clause(const struct reader *reader, uint32_t at)
{
    while (at < reader->length && (reader->text[at] == ' ' || reader->text[at] == '\t'))
        at++;
    return at == reader->length || strchr("\r\n#};", reader->text[at]);
}

/* A full stop at the end of a clause says nothing and can go unseen; inside a line it parts two clauses. */
static void propose_mark(struct reader *reader, const struct misused *mark)
{
    bool stop = mark && mark->instead[0] && !*mark->instead[0], ends = ends_its_clause(reader, reader->at);
    struct span span = span_between(reader, reader->from, reader->at);
    if (stop)
        diagnostic_fix(reader->diagnostics, span, ends ? "" : ";", ends ? TRUST_SAFE : TRUST_LIKELY);
    else if (mark && mark->instead[0])
        diagnostic_fix(reader->diagnostics, span, mark->instead[source_is_english(diagnostics_source(reader->diagnostics, reader->file))], TRUST_LIKELY);
}

/* The same characters as HIDDEN in scanner.l. */
static bool is_hidden(int32_t character)
{
    return (character >= 0x200B && character <= 0x200F) || (character >= 0x202A && character <= 0x202E) ||
           (character >= 0x2060 && character <= 0x206F) || character == 0xFEFF || character == 0x00AD || character == 0x061C;
}

void lexeme_hidden(struct reader *reader, uint32_t from, uint32_t to)
{
    int32_t character = 0;
    text_decode(reader->text + from, to - from, &character);
    reader_report(reader, LANG_E0105, from, to, NULL, code_point_name(character), NULL);
    diagnostic_fix(reader->diagnostics, span_between(reader, from, to), "", TRUST_SAFE);
}

void lexeme_strange(struct reader *reader)
{
    bool neighbour = reader->strange_end == reader->from && reader->from > 0;
    reader->strange_end = reader->at;
    if (neighbour)
        return;
    int32_t character = 0;
    text_decode(reader->text + reader->from, reader->at - reader->from, &character);
    utf8proc_category_t category = utf8proc_category(character);
    if (category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP)
        reader_report(reader, LANG_E0105, reader->from, reader->at, NULL, code_point_name(character), NULL);
    else {
        const struct misused *mark = misused_mark(character);
        reader_report(reader, LANG_E0104, reader->from, reader->at, mark ? mark->advice : NULL,
                      lang_text(reader->text + reader->from, reader->at - reader->from), code_point_name(character), NULL);
        propose_mark(reader, mark);
    }
}

void lexeme_stray_byte(struct reader *reader)
{
    bool neighbour = reader->strange_end == reader->from && reader->from > 0;
    reader->strange_end = reader->at;
    if (neighbour)
        return;
    uint32_t end = reader->at;
    int32_t character;
    while (end < reader->length && text_decode(reader->text + end, reader->length - end, &character) == 0)
        end++;
    reader_report(reader, LANG_E0103, reader->from, end, NULL, lang_format("%" PRIu32, reader->from + 1),
                  lang_format("%" PRIu32, end - reader->from), NULL);
}

/* Comments are no rules, but what cannot be seen can hide in them how the lines around them read. */
void lexeme_comment(struct reader *reader)
{
    if (reader->comment_count == reader->comment_capacity) {
        uint32_t capacity = reader->comment_capacity ? reader->comment_capacity * 2 : 16;
        reader->comments = lang_resize(reader->comments, reader->comment_capacity, capacity, sizeof *reader->comments);
        reader->comment_capacity = capacity;
    }
    reader->comments[reader->comment_count++] =
        (struct comment){.span = span_between(reader, reader->from, reader->at), .own_line = reader->line_first};
    bool faulty = reader->faulty;
    uint32_t begin = reader->from, end = reader->at;
    int32_t character;
    for (uint32_t i = begin; i < end; ) {
        uint32_t step = (uint32_t)text_decode(reader->text + i, end - i, &character);
        if (step == 0) {
            reader->from = i, reader->at = i + 1;
            lexeme_stray_byte(reader);
        } else if (is_hidden(character)) {
            lexeme_hidden(reader, i, i + step);
        }
        i += step ? step : 1;
    }
    reader->from = begin, reader->at = end;
    reader->faulty = faulty;            /* the clause itself reads well */
}

/* ---- words ---- */

/* Han and ASCII only: most words; these are compared as they stand. */
static bool is_plain_word(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte >= 0x80 && (byte < 0xE3 || byte > 0xE9))
            return false;
        if (byte >= 0x80)
            i += 2;
    }
    return true;
}

static bool is_combining(int32_t character)
{
    return character >= 0x0300 && utf8proc_get_property(character)->combining_class != 0;
}

/* Appends what one character and the marks that combine with it fold to. */
static void fold_cluster(struct buffer *out, const char *bytes, size_t length)
{
    struct buffer cluster = {0};
    int32_t character;
    for (size_t i = 0; i < length; i += text_decode(bytes + i, length - i, &character)) {
        text_decode(bytes + i, length - i, &character);
        const char *letter = lookalike_letter(character);
        if (letter)
            buffer_append_text(&cluster, letter);
        else if (!is_hidden(character))
            text_encode(&cluster, text_fold_width(character));
    }
    utf8proc_uint8_t *composed = utf8proc_NFC((const utf8proc_uint8_t *)buffer_text(&cluster));
    buffer_append_text(out, composed ? (const char *)composed : buffer_text(&cluster));
    free(composed);
    buffer_release(&cluster);
}

char *word_fold(const char *bytes, size_t length, uint32_t **offsets)
{
    struct buffer out = {0};
    uint32_t *places = offsets ? lang_array(length * 4 + 1, sizeof *places) : NULL;
    for (size_t i = 0, end; i < length; i = end) {
        int32_t character = 0;
        size_t before = out.length;
        end = i + text_decode(bytes + i, length - i, &character);
        for (size_t step; (step = text_decode(bytes + end, length - end, &character)) && (is_combining(character) || is_hidden(character)); )
            end += step;
        fold_cluster(&out, bytes + i, end - i);
        for (size_t j = before; places && j < out.length; j++)
            places[j] = (uint32_t)i;
    }
    if (places) {
        places[out.length] = (uint32_t)length;
        *offsets = places;
    }
    char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

/* A code (letters and digits, both) with full-width characters: the ledger's heading or another file may have it otherwise. A letter is
 * refused, a digit is read as the half-width one, but not in silence. */
struct code { uint32_t from, to; bool letter, digit, wide; uint32_t wide_letter, wide_letter_end; int32_t character; };

static void code_end(struct reader *reader, struct code *code)
{
    if (code->letter && code->digit && code->wide) {
        const char *bytes = reader->text + code->from;
        const char *folded = word_fold(bytes, code->to - code->from, NULL);
        const char *text = lang_text(bytes, code->to - code->from);
        if (code->wide_letter_end)
            reader_report(reader, LANG_E0108, code->wide_letter, code->wide_letter_end, NULL, text,
                          lang_text(reader->text + code->wide_letter, code->wide_letter_end - code->wide_letter), code_point_name(code->character), folded, NULL);
        else
            reader_report(reader, LANG_W0101, code->from, code->to, NULL, text, folded, NULL);
        diagnostic_fix(reader->diagnostics, span_between(reader, code->from, code->to), folded, TRUST_SAFE);
    }
    *code = (struct code){0};
}

static void code_character(struct reader *reader, struct code *code, uint32_t at, uint32_t length, int32_t character)
{
    int32_t folded = text_fold_width(character);
    bool letter = (folded >= 'A' && folded <= 'Z') || (folded >= 'a' && folded <= 'z');
    bool digit = folded >= '0' && folded <= '9';
    if (!letter && !digit) {
        code_end(reader, code);
        return;
    }
    if (!code->letter && !code->digit)
        code->from = at;
    code->to = at + length;
    code->letter |= letter;
    code->digit |= digit;
    code->wide |= folded != character;
    if (letter && folded != character && !code->wide_letter_end) {
        code->wide_letter = at;
        code->wide_letter_end = at + length;
        code->character = character;
    }
}

/* Hidden characters and full-width codes. */
static void check_word(struct reader *reader)
{
    struct code code = {0};
    int32_t character;
    for (uint32_t i = reader->from, step; i < reader->at && !reader_gives_up(reader, i); i += step) {
        step = (uint32_t)text_decode(reader->text + i, reader->at - i, &character);
        code_character(reader, &code, i, step, character);
        if (is_hidden(character))
            lexeme_hidden(reader, i, i + step);
    }
    code_end(reader, &code);
}

/* Names the first look-alike of a word; the fix is for all of them. */
static void check_lookalikes(struct reader *reader)
{
    const char *first = NULL, *letter;
    uint32_t begin = 0, begin_end = 0, end = 0;
    int32_t character, first_character = 0;
    for (uint32_t i = reader->from, step; i < reader->at; i += step) {
        step = (uint32_t)text_decode(reader->text + i, reader->at - i, &character);
        if ((letter = lookalike_letter(character)) == NULL)
            continue;
        end = i + step;
        if (first)
            continue;
        first = letter;
        first_character = character;
        begin = i;
        begin_end = end;
    }
    if (!first)
        return;
    reader_report(reader, LANG_E0106, begin, begin_end, NULL, lang_text(reader->text + begin, begin_end - begin),
                  code_point_name(first_character), first, first, NULL);
    diagnostic_fix(reader->diagnostics, span_between(reader, begin, end), word_fold(reader->text + begin, end - begin, NULL), TRUST_SAFE);
}

void lexeme_word(struct reader *reader, struct token *token)
{
    const char *bytes = reader->text + reader->from;
    size_t length = reader->at - reader->from;
    if (is_plain_word(bytes, length)) {
        token->text = lang_text(bytes, length);
        return;
    }
    check_word(reader);
    check_lookalikes(reader);
    token->text = word_fold(bytes, length, NULL);
}

/* ---- numbers and dates ---- */

/* The digit at bytes (of either width), -1: none; *step its bytes. */
static int digit_at(const char *bytes, size_t length, size_t *step)
{
    if (length && *bytes >= '0' && *bytes <= '9') {
        *step = 1;
        return *bytes - '0';
    }
    int32_t character = 0;
    if (length == 0 || (unsigned char)*bytes != 0xEF || (*step = text_decode(bytes, length, &character)) == 0)
        return -1;
    character = text_fold_width(character);
    return character >= '0' && character <= '9' ? character - '0' : -1;
}

static size_t digits_length(const char *bytes, size_t length, size_t most)
{
    size_t at = 0, step;
    for (size_t count = 0; count < most && digit_at(bytes + at, length - at, &step) >= 0; count++)
        at += step;
    return at;
}

/* Bytes of `spelling` that stand at bytes, 0: it does not stand there. */
static size_t skip(const char *bytes, size_t length, const char *spelling)
{
    size_t size = strlen(spelling);
    return length >= size && memcmp(bytes, spelling, size) == 0 ? size : 0;
}

/* Bytes of thousands groups (,123,456) behind the first digits; 0 where the commas part something else. */
static size_t groups_length(const char *bytes, size_t length)
{
    size_t at = 0, step;
    while (at < length && bytes[at] == ',') {
        size_t digits = digits_length(bytes + at + 1, length - at - 1, 3);
        size_t count = text_characters(bytes + at + 1, digits);
        if (count != 3 || digit_at(bytes + at + 1 + digits, length - at - 1 - digits, &step) >= 0)
            return at;
        at += 1 + digits;
    }
    return at;
}

size_t number_length(const char *bytes, size_t length)
{
    size_t at = digits_length(bytes, length, SIZE_MAX);
    if (at && text_characters(bytes, at < 10 ? at : 10) <= 3)
        at += groups_length(bytes + at, length - at);
    size_t point = at ? skip(bytes + at, length - at, ".") + skip(bytes + at, length - at, "．") : 0;
    size_t fraction = point ? digits_length(bytes + at + point, length - at - point, SIZE_MAX) : 0;
    return fraction ? at + point + fraction : at;
}

void number_read(struct diagnostics *diagnostics, struct token *token, const char *bytes, size_t length)
{
    struct buffer plain = {0};
    size_t digits = 0, step;
    for (size_t i = 0; i < length; i += step) {
        int digit = digit_at(bytes + i, length - i, &step);
        if (digit >= 0) {
            buffer_append_char(&plain, (char)('0' + digit));
            digits++;
        } else {
            if (bytes[i] != ',')
                buffer_append_char(&plain, '.');
            step = skip(bytes + i, length - i, "．") + (bytes[i] == '.' || bytes[i] == ',');
        }
    }
    rational_init(&token->number);
    rational_set(&token->number, 1, 1);     /* of a number that is refused nothing more is said */
    if (digits > LIMIT_NUMBER_DIGITS)
        report(diagnostics, LANG_E0120, token->span, NULL, lang_format("%zu", digits), lang_format("%d", LIMIT_NUMBER_DIGITS), NULL);
    else
        rational_parse(&token->number, buffer_text(&plain), plain.length);
    token->text = lang_text(buffer_text(&plain), plain.length);
    buffer_release(&plain);
}

void lexeme_number(struct reader *reader, struct token *token)
{
    size_t total = diagnostics_total(reader->diagnostics);
    token->span = span_between(reader, reader->from, reader->at);
    number_read(reader->diagnostics, token, reader->text + reader->from, reader->at - reader->from);
    if (diagnostics_total(reader->diagnostics) != total)
        reader->faulty = true;
}

/* Reads up to `most` digits at *at and steps over them and over what follows: one of two separators. */
static int date_part(const char *bytes, size_t length, size_t *at, size_t least, size_t most, const char *const separators[2])
{
    size_t end = *at + digits_length(bytes + *at, length - *at, most), step;
    if (text_characters(bytes + *at, end - *at) < least)
        return -1;
    int value = 0;
    for (; *at < end; *at += step)
        value = value * 10 + digit_at(bytes + *at, end - *at, &step);
    size_t separator = skip(bytes + end, length - end, separators[0]);
    if (!separator && separators[1])
        separator = skip(bytes + end, length - end, separators[1]);
    *at = end + separator;
    return separator || separators[0][0] == '\0' ? value : -1;
}

/* 2024年3月1日 or 2024-03-01, of either width; returns its length and sets the parts. */
static size_t date_parts(const char *bytes, size_t length, int parts[3])
{
    static const char *const words[3][2] = {{"年", NULL}, {"月", NULL}, {"日", NULL}};
    static const char *const hyphens[3][2] = {{"-", "－"}, {"-", "－"}, {"", NULL}};
    size_t at = 0, step;
    if ((parts[0] = date_part(bytes, length, &at, 4, 4, words[0])) >= 0 && (parts[1] = date_part(bytes, length, &at, 1, 2, words[1])) >= 0 &&
        (parts[2] = date_part(bytes, length, &at, 1, 2, words[2])) >= 0)
        return at;
    at = 0;
    if ((parts[0] = date_part(bytes, length, &at, 4, 4, hyphens[0])) >= 0 &&
        (parts[1] = date_part(bytes, length, &at, 2, 2, hyphens[1])) >= 0 && (parts[2] = date_part(bytes, length, &at, 2, 2, hyphens[2])) >= 0)
        return digit_at(bytes + at, length - at, &step) < 0 ? at : 0;
    return 0;
}

size_t date_length(const char *bytes, size_t length)
{
    int parts[3];
    return date_parts(bytes, length, parts);
}

/* 6月31日: the last day of that month is what was meant, if anything is. */
static void no_such_day(struct diagnostics *diagnostics, const struct token *token, const int parts[3])
{
    int last = date_days_in_month(parts[0], parts[1]);
    bool dashed = strchr(token->text, '-');
    report(diagnostics, LANG_E0121, token->span, NULL, token->text, lang_format("%d", last), NULL);
    diagnostic_fix(diagnostics, token->span, dashed ? lang_format("%04d-%02d-%02d", parts[0], parts[1], last) : lang_format("%d年%d月%d日", parts[0], parts[1], last), TRUST_LIKELY);
}

void date_read(struct diagnostics *diagnostics, struct token *token, const char *bytes, size_t length)
{
    int parts[3];
    date_parts(bytes, length, parts);
    const char *written = lang_text(bytes, length);
    token->text = written;
    if (date_from_parts(parts[0], parts[1], parts[2], &token->date))
        return;
    if (parts[0] < 1)
        report(diagnostics, LANG_E0123, token->span, NULL, written, NULL);
    else if (parts[1] < 1 || parts[1] > 12)
        report(diagnostics, LANG_E0122, token->span, NULL, written, NULL);
    else
        no_such_day(diagnostics, token, parts);
    date_from_parts(parts[0] < 1 ? 1 : parts[0], 1, 1, &token->date);
}

void lexeme_date(struct reader *reader, struct token *token)
{
    size_t total = diagnostics_total(reader->diagnostics);
    token->span = span_between(reader, reader->from, reader->at);
    date_read(reader->diagnostics, token, reader->text + reader->from, reader->at - reader->from);
    if (diagnostics_total(reader->diagnostics) != total)
        reader->faulty = true;
}
