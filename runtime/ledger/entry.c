/* Reads numbers, dates and answers from the text of a cell.  The text is brought to half-width forms first (full-width digits, signs and
 * percent signs are what Chinese keyboards give), then read by hand: nothing is guessed, and what is left over names the fault. */
#include "ledger/entry.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "number/date.h"

/* ---- half-width forms ---- */

enum {
    FOLDED_BYTES = 2 * LIMIT_NUMBER_DIGITS,     /* of a cell that can be a number or a date; commas take part of it */
    MINUS_SIGN = 0x2212,
    SERIAL_DIGITS = 5, SERIAL_1970 = 25569      /* of a day as spreadsheets count them; of 1970-01-01 */
};

/* A cell in half-width forms; `cut` where it goes on beyond. */
struct folded { char text[FOLDED_BYTES + 1]; size_t length; bool cut; };

static void fold(const char *text, size_t length, struct folded *folded)
{
    folded->length = 0;
    folded->cut = false;
    for (size_t at = 0, step; at < length; at += step) {
        int32_t character = 0;
        step = text_decode(text + at, length - at, &character);
        if (step == 0)
            step = 1;
        int32_t half = character == MINUS_SIGN ? '-' : text_fold_width(character);
        size_t size = half < 0x80 && step > 1 ? 1 : step;
        if (folded->length + size > FOLDED_BYTES) {
            folded->cut = true;
            break;
        }
        if (size == 1 && half != 0)
            folded->text[folded->length] = (char)half;
        else
            memcpy(folded->text + folded->length, text + at, size);
        folded->length += size;
    }
    folded->text[folded->length] = '\0';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static size_t digits_from(const char *text)
{
    size_t count = 0;
    while (is_digit(text[count]))
        count++;
    return count;
}

/* ---- numbers ---- */

/* Where a number's parts stand in the folded text; behind it begins `rest`. */
struct number_parts { bool negative; const char *whole, *fraction, *rest; size_t whole_length, fraction_length; };

/* Reads sign, digits with commas, point and digits. ENTRY_NOT_NUMBER where no number begins here. */
static enum entry_fault find_parts(const char *text, struct number_parts *parts)
{
    *parts = (struct number_parts){.negative = *text == '-'};
    text += *text == '-' || *text == '+';
    parts->whole = text;
    size_t first = digits_from(text);
    if (first == 0)
        return ENTRY_NOT_NUMBER;
    text += first;
    bool grouped = *text == ',';
    if (grouped && first > 3)
        return ENTRY_GROUPS;
    while (*text == ',') {
        if (digits_from(text + 1) != 3)
            return ENTRY_GROUPS;
        text += 4;
    }
    parts->whole_length = (size_t)(text - parts->whole);
    if (*text == '.') {
        parts->fraction = text + 1;
        parts->fraction_length = digits_from(text + 1);
        if (parts->fraction_length == 0)
            return ENTRY_NOT_NUMBER;
        text += 1 + parts->fraction_length;
    }
    parts->rest = text;
    return ENTRY_SOUND;
}

static bool is_exponent(const char *rest)
{
    if (*rest != 'e' && *rest != 'E')
        return false;
    rest += 1 + (rest[1] == '+' || rest[1] == '-');
    size_t count = digits_from(rest);
    return count > 0 && rest[count] == '\0';
}

/* A word of no digits and signs, such as a unit: 万亩, 个, m2 is none. */
static bool is_word(const char *rest)
{
    if (strncasecmp(rest, "x", 1) == 0 || strcspn(rest, "0123456789.,+-%=#") != strlen(rest))
        return false;
    return *rest != '\0';
}

static enum entry_fault judge_rest(const char *rest, bool percent, bool *percent_sign)
{
    *percent_sign = false;
    while (*rest == ' ')
        rest++;
    if (*rest == '\0')
        return ENTRY_SOUND;
    if (*rest == '%' && rest[1] == '\0') {
        *percent_sign = true;
        return percent ? ENTRY_SOUND : ENTRY_PERCENT;
    }
    if (is_exponent(rest))
        return ENTRY_SCIENTIFIC;
    return is_word(rest) ? ENTRY_WORD_BEHIND : ENTRY_NOT_NUMBER;
}

static enum entry_fault copy_digits(const struct number_parts *parts, struct decimal *decimal)
{
    decimal->negative = parts->negative;
    decimal->count = 0;
    decimal->places = parts->fraction_length;
    const char *runs[2] = {parts->whole, parts->fraction};
    const size_t lengths[2] = {parts->whole_length, parts->fraction_length};
    for (int run = 0; run < 2; run++)
        for (size_t i = 0; i < lengths[run]; i++) {
            if (runs[run][i] == ',')
                continue;
            if (decimal->count == LIMIT_NUMBER_DIGITS)
                return ENTRY_DIGITS;
            decimal->digits[decimal->count++] = runs[run][i];
        }
    return ENTRY_SOUND;
}

enum entry_fault entry_read_number(const char *text, size_t length, bool percent, struct decimal *decimal)
{
    struct folded folded;
    fold(text, length, &folded);
    if (folded.text[0] == '#')
        return ENTRY_ERROR_VALUE;
    if (folded.text[0] == '=')
        return ENTRY_FORMULA;
    struct number_parts parts;
    enum entry_fault fault = find_parts(folded.text, &parts);
    if (fault == ENTRY_SOUND)
        fault = folded.cut && *parts.rest == '\0' ? ENTRY_DIGITS : judge_rest(parts.rest, percent, &decimal->percent_sign);
    if (fault == ENTRY_SOUND)
        return copy_digits(&parts, decimal);
    if (fault != ENTRY_NOT_NUMBER)
        return fault;
    if (entry_is_like_empty(text, length))
        return ENTRY_LIKE_EMPTY;
    struct buffer guess = {0};
    bool guessed = entry_guess_number(text, length, &guess);
    buffer_release(&guess);
    return guessed ? ENTRY_NUMBER_IN_WORDS : ENTRY_NOT_NUMBER;
}

bool decimal_to_int64(const struct decimal *decimal, int64_t *mantissa)
{
    size_t zeros = 0;
    while (zeros < decimal->count && decimal->digits[zeros] == '0')
        zeros++;
    if (decimal->count - zeros > 18)
        return false;
    int64_t value = 0;
    for (size_t i = zeros; i < decimal->count; i++)
        value = value * 10 + (decimal->digits[i] - '0');
    *mantissa = decimal->negative ? -value : value;
    return true;
}

/* A value is written out as text once more only here, for numbers longer than 18 digits. */
void decimal_to_rational(const struct decimal *decimal, unsigned shift, struct rational *out)
{
    char text[LIMIT_NUMBER_DIGITS + 3];
    size_t used = 0, whole = decimal->count - decimal->places;
    if (decimal->negative)
        text[used++] = '-';
    memcpy(text + used, decimal->digits, whole);
    used += whole;
    if (decimal->places) {
        text[used++] = '.';
        memcpy(text + used, decimal->digits + whole, decimal->places);
        used += decimal->places;
    }
    rational_parse(out, text, used);
    int64_t divisor = 1;
    for (unsigned i = 0; i < shift; i++)
        divisor *= 10;
    struct rational power;
    rational_init(&power);
    rational_set(&power, divisor, 1);
    rational_divide(out, out, &power);
    rational_clear(&power);
}

/* ---- dates ---- */

static const struct { const char *text; char separator; } date_words[] = {{"年", 'Y'}, {"月", 'M'}, {"日", 'D'}};

/* The folded text with one letter for each of 年, 月 and 日. */
static void shorten_date_words(struct folded *folded)
{
    size_t used = 0;
    for (size_t at = 0; at < folded->length;) {
        size_t word = 0;
        while (word < 3 && strncmp(folded->text + at, date_words[word].text, 3) != 0)
            word++;
        folded->text[used++] = word < 3 ? date_words[word].separator : folded->text[at];
        at += word < 3 ? 3 : 1;
    }
    folded->text[used] = '\0';
    folded->length = used;
}

static int number_of(const char *digits, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++)
        value = value * 10 + (digits[i] - '0');
    return value;
}

static enum entry_fault date_of(int year, int month, int day, int32_t *days)
{
    return date_from_parts(year, month, day, days) ? ENTRY_SOUND : ENTRY_NO_SUCH_DAY;
}

/* Text like 2024-6-30 in half-width forms. */
static enum entry_fault read_date_parts(const char *text, int32_t *days)
{
    const char *runs[3], *at = text;
    size_t lengths[3];
    char separators[3];
    for (int i = 0; i < 3; i++) {
        runs[i] = at;
        lengths[i] = digits_from(at);
        at += lengths[i];
        separators[i] = *at;
        at += *at != '\0';
        if (lengths[i] == 0 || lengths[i] > 4)
            return ENTRY_NOT_DATE;
    }
    bool words = separators[0] == 'Y' && separators[1] == 'M' && separators[2] == 'D';
    bool marks = strchr("-/.", separators[0]) && separators[0] && separators[1] == separators[0] && separators[2] == '\0';
    if ((!words && !marks) || (words && *at != '\0'))
        return ENTRY_NOT_DATE;
    if (marks && lengths[0] <= 2 && lengths[1] <= 2 && lengths[2] == 4)
        return ENTRY_DAY_FIRST;
    if (lengths[0] != 4 || lengths[1] > 2 || lengths[2] > 2)
        return ENTRY_NOT_DATE;
    return date_of(number_of(runs[0], 4), number_of(runs[1], lengths[1]), number_of(runs[2], lengths[2]), days);
}

/* Takes off a time that is midnight, which programs write behind dates: 0:00, 00:00:00, T00:00:00.000. */
static void drop_midnight(struct folded *folded)
{
    char *time = strpbrk(folded->text, " T");
    if (!time)
        return;
    const char *at = time + 1 + strspn(time + 1, " "), *end = folded->text + folded->length;
    size_t zeros = strspn(at, "0");
    bool clock = zeros >= 1 && zeros <= 2 && strncmp(at + zeros, ":00", 3) == 0;
    at += clock ? zeros + 3 : 0;
    if (clock && strncmp(at, ":00", 3) == 0)
        at += 3 + strspn(at + 3, ".0Z");
    if (!clock || at != end)
        return;
    *time = '\0';
    folded->length = (size_t)(time - folded->text);
}

enum entry_fault entry_read_date(const char *text, size_t length, int32_t *days)
{
    struct folded folded;
    if (length > 64)
        return ENTRY_NOT_DATE;
    fold(text, length, &folded);
    drop_midnight(&folded);
    shorten_date_words(&folded);
    const char *digits = folded.text;
    if (folded.length == 8 && digits_from(digits) == 8)
        return date_of(number_of(digits, 4), number_of(digits + 4, 2), number_of(digits + 6, 2), days);
    enum entry_fault fault = read_date_parts(digits, days);
    if (fault == ENTRY_NOT_DATE && folded.length == SERIAL_DIGITS && digits_from(digits) == SERIAL_DIGITS)
        return *digits >= '3' && *digits <= '5' ? ENTRY_DATE_SERIAL : fault;       /* 1982 to 2064 */
    return fault == ENTRY_NOT_DATE && entry_is_like_empty(text, length) ? ENTRY_LIKE_EMPTY : fault;
}

int32_t entry_day_of_serial(const char *text, size_t length)
{
    struct folded folded;
    fold(text, length, &folded);
    return number_of(folded.text, SERIAL_DIGITS) - SERIAL_1970;
}

/* ---- answers ---- */

enum entry_fault entry_read_boolean(const char *text, size_t length, bool *value)
{
    static const struct { const char *word; bool value; } words[] = {
        {"是", true}, {"否", false}, {"1", true}, {"0", false}, {"yes", true}, {"no", false}, {"y", true}, {"n", false},
        {"true", true}, {"false", false},
    };
    struct folded folded;
    if (length > 32)
        return ENTRY_NOT_BOOLEAN;
    fold(text, length, &folded);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcasecmp(folded.text, words[i].word) == 0) {
            *value = words[i].value;
            return ENTRY_SOUND;
        }
    if (entry_is_like_empty(text, length))
        return ENTRY_LIKE_EMPTY;
    return ENTRY_NOT_BOOLEAN;
}

/* ---- for messages ---- */

void entry_word_behind(const char *text, size_t length, struct buffer *number, struct buffer *word)
{
    struct folded folded;
    struct number_parts parts;
    fold(text, length, &folded);
    if (find_parts(folded.text, &parts) != ENTRY_SOUND)
        return;
    buffer_append(number, folded.text, (size_t)(parts.rest - folded.text));
    buffer_append_text(word, parts.rest + strspn(parts.rest, " "));
}
