/* Spreadsheets store binary numbers: 0.9235 is kept as 0.92349999999999999. Fifteen significant digits are what such a number holds for certain, and
 * what spreadsheets show; more would be noise. The rounding is done on the digits, without a binary number in between. */
#include "ledger/sheet_value.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "number/date.h"

enum { SIGNIFICANT = 15, MOST_ZEROS = 40, DIGITS = 64, DAYS_1900 = 25569 /* 1970-01-01 */, DAYS_1904 = 24107, LAST_DAY = 2958465 /* 9999-12-31 */ };

/* 0.digits × 10^exponent, without zeros at either end. */
struct stored { bool negative; char digits[DIGITS]; int count; long exponent; };

static bool parse(const char *text, size_t length, struct stored *stored)
{
    *stored = (struct stored){0};
    size_t at = 0;
    bool point = false, any = false;
    stored->negative = length && text[0] == '-';
    for (at = stored->negative; at < length && ((text[at] >= '0' && text[at] <= '9') || (text[at] == '.' && !point)); at++) {
        point = point || text[at] == '.';
        if (text[at] == '.')
            continue;
        any = true;
        if (stored->count || text[at] != '0') {
            if (stored->count < DIGITS)
                stored->digits[stored->count++] = text[at];
            stored->exponent += !point;
        } else {
            stored->exponent -= point;
        }
    }
    if (at < length && any && (text[at] == 'e' || text[at] == 'E')) {
        char exponent[8] = {0}, *end;
        size_t rest = length - at - 1;
        if (!rest || rest >= sizeof exponent)
            return false;
        memcpy(exponent, text + at + 1, rest);
        stored->exponent += strtol(exponent, &end, 10);
        at = *end ? at : length;
    }
    return any && at == length;
}

static void round_digits(struct stored *stored)
{
    bool up = stored->count > SIGNIFICANT && stored->digits[SIGNIFICANT] >= '5';
    if (stored->count > SIGNIFICANT)
        stored->count = SIGNIFICANT;
    int at = stored->count;
    while (up && at > 0 && stored->digits[at - 1] == '9')
        at--;
    if (up && at == 0) {
        stored->digits[0] = '1';
        stored->count = 1;
        stored->exponent++;
    } else if (up) {
        stored->digits[at - 1]++;
        stored->count = at;
    }
    while (stored->count && stored->digits[stored->count - 1] == '0')
        stored->count--;
}

static void append_plain(const struct stored *stored, struct buffer *out)
{
    if (!stored->count) {
        buffer_append_char(out, '0');
        return;
    }
    if (stored->negative)
        buffer_append_char(out, '-');
    if (stored->exponent <= 0)
        buffer_append_char(out, '0');
    for (long i = stored->exponent < 0 ? stored->exponent : 0; i < stored->count || i < stored->exponent; i++) {
        if (i == (stored->exponent < 0 ? stored->exponent : 0) && stored->exponent <= 0)
            buffer_append_char(out, '.');
        if (i == stored->exponent && i > 0)
            buffer_append_char(out, '.');
        buffer_append_char(out, i >= 0 && i < stored->count ? stored->digits[i] : '0');
    }
}

/* A day by its number; false where there is no such day. A 29th of February 1900, which there was not, has a number too. */
static bool append_date(const char *number, bool from_1904, struct buffer *out)
{
    char *end;
    long serial = strtol(number, &end, 10);
    double part = *end == '.' ? strtod(end, NULL) : 0;      /* a time: shown, and refused where a date is wanted */
    if (serial < (from_1904 ? 0 : 1) || serial > LAST_DAY || (*end && *end != '.'))
        return false;
    if (!from_1904 && serial == 60)
        buffer_append_text(out, "1900-02-29");
    else
        date_format((int32_t)(serial - (from_1904 ? DAYS_1904 : serial < 60 ? DAYS_1900 - 1 : DAYS_1900)), out);
    int seconds = (int)(part * 86400 + 0.5);
    if (seconds)
        buffer_format(out, " %02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    return true;
}

void sheet_number(const char *text, size_t length, enum number_format format, bool from_1904, struct buffer *out)
{
    struct stored stored;
    struct buffer plain = {0};
    if (!parse(text, length, &stored)) {
        buffer_append(out, text, length);
        return;
    }
    round_digits(&stored);
    if (format == FORMAT_PERCENT)
        stored.exponent += 2;
    if (stored.count && (stored.exponent > MOST_ZEROS || stored.exponent < -MOST_ZEROS)) {
        buffer_append(out, text, length);       /* 1E+300: refused as it stands */
        return;
    }
    append_plain(&stored, &plain);
    if (format == FORMAT_DATE && append_date(buffer_text(&plain), from_1904, out)) {
        buffer_release(&plain);
        return;
    }
    buffer_append(out, buffer_text(&plain), plain.length);
    if (format == FORMAT_PERCENT)
        buffer_append_char(out, '%');
    buffer_release(&plain);
}

static bool is_escape(const char *text, size_t length)
{
    if (length < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_')
        return false;
    for (int i = 2; i < 6; i++)
        if (!strchr("0123456789abcdefABCDEF", text[i]))
            return false;
    return true;
}

void sheet_text(const char *text, size_t length, struct buffer *out)
{
    for (size_t i = 0; i < length; i++) {
        if (!is_escape(text + i, length - i)) {
            buffer_append_char(out, text[i]);
            continue;
        }
        char code[5] = {0};
        memcpy(code, text + i + 2, 4);
        long character = strtol(code, NULL, 16);
        if (character == '\t' || character == '\n' || (character >= 0x20 && (character < 0xD800 || character > 0xDFFF)))
            text_encode(out, (int32_t)character);
        i += 6;
    }
}

void sheet_iso_date(const char *text, size_t length, struct buffer *out)
{
    static const char midnight[] = "T00:00:00";
    bool plain = length >= 10 + sizeof midnight - 1 && memcmp(text + 10, midnight, sizeof midnight - 1) == 0 && strspn(text + 19, ".0Z") >= length - 19;
    buffer_append(out, text, plain ? 10 : length);
}
