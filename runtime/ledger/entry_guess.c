/* What number a cell seems to mean that is none: 三十, 约30, '95, .5; and what stands where nothing was filled in.  Only for the words of a message: nothing is ever computed with it. */
#include <string.h>

#include "base/text.h"
#include "ledger/entry.h"

/* ---- Chinese numerals ---- */

static const char *const digit_words[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
static const struct { const char *word; int64_t value; } place_words[] = {{"十", 10}, {"百", 100}, {"千", 1000}};
static const struct { const char *word; int64_t value; } great_words[] = {{"亿", 100000000}, {"万", 10000}};

enum { WORD_BYTES = 3, NUMERAL_BYTES = 20 * WORD_BYTES };

static bool is_word_at(const char *text, const char *word)
{
    return memcmp(text, word, WORD_BYTES) == 0;
}

static int digit_at(const char *text)
{
    if (is_word_at(text, "两"))
        return 2;
    if (is_word_at(text, "〇"))
        return 0;
    for (int i = 0; i < 10; i++)
        if (is_word_at(text, digit_words[i]))
            return i;
    return -1;
}

/* 二百零五 as total of digit times place; a place without a digit stands for one of it (十五). */
static bool read_numeral(const char *text, size_t length, int64_t *value)
{
    int64_t total = 0, section = 0, digit = -1;
    if (length == 0 || length > NUMERAL_BYTES || length % WORD_BYTES)
        return false;
    for (size_t at = 0; at < length; at += WORD_BYTES) {
        int found = digit_at(text + at);
        if (found >= 0) {
            if (digit > 0)
                return false;
            digit = found;
            continue;
        }
        int64_t place = 0, great = 0;
        for (size_t i = 0; i < sizeof place_words / sizeof place_words[0]; i++)
            place = is_word_at(text + at, place_words[i].word) ? place_words[i].value : place;
        for (size_t i = 0; i < sizeof great_words / sizeof great_words[0]; i++)
            great = is_word_at(text + at, great_words[i].word) ? great_words[i].value : great;
        if (place == 0 && great == 0)
            return false;
        section += (digit >= 0 ? digit : great ? 0 : 1) * (place ? place : 1);
        digit = -1;
        if (great) {
            total += section * great;
            section = 0;
        }
    }
    *value = total + section + (digit > 0 ? digit : 0);
    return true;
}

/* ---- guesses ---- */

/* A numeral, or a number that only lacks a digit before or behind its point. */
static bool guess_plain(const char *text, size_t length, struct buffer *number)
{
    int64_t numeral;
    if (read_numeral(text, length, &numeral)) {
        buffer_format(number, "%lld", (long long)numeral);
        return true;
    }
    struct buffer completed = {0};
    if (length > 1 && text[0] == '.')
        buffer_append_char(&completed, '0');
    buffer_append(&completed, text, length > 1 && text[length - 1] == '.' ? length - 1 : length);
    struct rational value;
    rational_init(&value);
    bool read = rational_parse(&value, buffer_text(&completed), completed.length);
    if (read)
        buffer_append(number, completed.data, completed.length);
    rational_clear(&value);
    buffer_release(&completed);
    return read;
}

bool entry_guess_number(const char *text, size_t length, struct buffer *number)
{
    static const char *const about[] = {"大约", "约为", "约", "近", "~", "≈", "¥", "¥", "'", "’", "‘"};
    for (size_t i = 0; i < sizeof about / sizeof about[0]; i++) {
        size_t prefix = strlen(about[i]);
        if (length > prefix && memcmp(text, about[i], prefix) == 0)
            return guess_plain(text + prefix, length - prefix, number);
    }
    return guess_plain(text, length, number);
}

bool entry_is_like_empty(const char *text, size_t length)
{
    static const char *const words[] = {"无", "暂无", "没有", "未填", "未报", "空", "不详", "/", "/", "\\", "-", "--", "---", "—", "——", "–", "-", "N/A", "n/a", "NA", "null", "NULL", "None", "nan", "NaN"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i]) == length && memcmp(words[i], text, length) == 0)
            return true;
    return false;
}
