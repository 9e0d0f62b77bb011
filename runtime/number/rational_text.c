/* Rationals as text and from text.  A decimal is written from its whole multiple of 10^-places: the digits first, then the
 * point is put between them, with zeros before it where the digits are too few:
 *
 *     5, places 2     "5"    ->  "0.05"
 *     -1234           "1234" ->  "-12.34"
 */
#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "number/gears.h"

enum { SHORT_DIGITS = 18 };             /* 10^18 is the last power of ten below 2^63 */
static const int64_t POWERS_OF_TEN[SHORT_DIGITS + 1] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
    10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000,
};

/* ---- reading ---- */

/* Digits in a row from `from` on. */
static size_t count_digits(const char *text, size_t from, size_t length)
{
    size_t end = from;
    while (end < length && text[end] >= '0' && text[end] <= '9')
        end++;
    return end - from;
}

static void set_long_decimal(struct rational *value, bool negative, const char *digits, size_t places)
{
    mpq_t fraction;
    mpq_init(fraction);
    mpz_set_str(mpq_numref(fraction), digits, 10);
    mpz_ui_pow_ui(mpq_denref(fraction), 10, places);
    mpq_canonicalize(fraction);
    if (negative)
        mpq_neg(fraction, fraction);
    store_mpq(value, fraction);
    mpq_clear(fraction);
}

bool rational_parse(struct rational *value, const char *text, size_t length)
{
    bool negative = length > 0 && text[0] == '-';
    size_t start = negative ? 1 : 0;
    size_t whole = count_digits(text, start, length), places = 0, end = start + whole;
    if (end < length && text[end] == '.') {
        places = count_digits(text, end + 1, length);
        if (places == 0)
            return false;
        end += 1 + places;
    }
    if (whole == 0 || end != length || whole + places > LIMIT_NUMBER_DIGITS)
        return false;
    char digits[LIMIT_NUMBER_DIGITS + 1];
    memcpy(digits, text + start, whole);
    memcpy(digits + whole, text + length - places, places);
    digits[whole + places] = '\0';
    if (whole + places > SHORT_DIGITS) {
        set_long_decimal(value, negative, digits, places);
        return true;
    }
    int64_t mantissa = strtoll(digits, NULL, 10);
    rational_set(value, negative ? -mantissa : mantissa, POWERS_OF_TEN[places]);
    return true;
}

/* ---- writing ---- */

static void append_integer(mpz_srcptr value, struct buffer *out)
{
    char *digits = buffer_reserve(out, mpz_sizeinbase(value, 10) + 2);  /* a sign and a NUL */
    mpz_get_str(digits, 10, value);
    out->length += strlen(digits);
}

static void append_magnitude(uint64_t value, struct buffer *out)
{
    char digits[20];
    size_t used = 0;
    do {
        digits[sizeof digits - ++used] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    buffer_append(out, digits + sizeof digits - used, used);
}

/* Puts a point before the last `places` of the digits that start at `start`. */
static void insert_point(struct buffer *out, size_t start, size_t places)
{
    size_t count = out->length - start;
    size_t zeros = count > places ? 0 : places + 1 - count;
    char *digits = buffer_reserve(out, zeros + 1) - count;
    memmove(digits + zeros, digits, count);
    memset(digits, '0', zeros);
    char *point = digits + zeros + count - places;
    memmove(point + 1, point, places);
    *point = '.';
    out->length += zeros + 1;
    out->data[out->length] = '\0';
}

/* The digits of |value| * 10^places. */
static void append_scaled(const struct rational *value, size_t places, struct buffer *out)
{
    if (value->gear == GEAR_SMALL && places <= SHORT_DIGITS) {
        int64_t scale = POWERS_OF_TEN[places] / value->small.denominator, scaled;
        assert(POWERS_OF_TEN[places] % value->small.denominator == 0 && "a value is rounded before it is written");
        if (!__builtin_mul_overflow(value->small.numerator, scale, &scaled)) {
            append_magnitude(magnitude_64(scaled), out);
            return;
        }
    }
    struct mpq_view view;
    mpq_srcptr fraction = view_mpq(value, &view);
    mpz_t scaled;
    mpz_init(scaled);
    mpz_ui_pow_ui(scaled, 10, places);
    mpz_mul(scaled, scaled, mpq_numref(fraction));
    mpz_abs(scaled, scaled);
    assert(mpz_divisible_p(scaled, mpq_denref(fraction)) && "a value is rounded before it is written");
    mpz_divexact(scaled, scaled, mpq_denref(fraction));
    append_integer(scaled, out);
    mpz_clear(scaled);
}

void rational_format(const struct rational *value, int places, struct buffer *out)
{
    assert(places >= 0);
    if (rational_sign(value) < 0)
        buffer_append_char(out, '-');
    size_t start = out->length;
    append_scaled(value, (size_t)places, out);
    if (places > 0)
        insert_point(out, start, (size_t)places);
}

void rational_format_exact(const struct rational *value, struct buffer *out)
{
    int places = rational_decimals(value);
    if (places >= 0) {
        rational_format(value, places, out);
        return;
    }
    struct mpq_view view;
    mpq_srcptr fraction = view_mpq(value, &view);
    append_integer(mpq_numref(fraction), out);
    buffer_append_char(out, '/');
    append_integer(mpq_denref(fraction), out);
}

void rational_format_cut(const struct rational *value, int longest, int places, struct buffer *out)
{
    int decimals = rational_decimals(value);
    if (decimals >= 0 && decimals <= longest) {
        rational_format(value, decimals, out);
        return;
    }
    struct rational quantum, cut;
    int64_t denominator = 1;
    for (int i = 0; i < places; i++)
        denominator *= 10;
    rational_init(&quantum);
    rational_init(&cut);
    rational_set(&quantum, 1, denominator);
    rational_round(&cut, value, &quantum, ROUND_TRUNCATE);
    rational_format(&cut, places, out);
    buffer_append_text(out, "…");
    rational_clear(&cut);
    rational_clear(&quantum);
}

/* A decimal ends where its denominator is 2^twos * 5^fives, and takes as many places as the greater of the two. */
static int decimals_small(uint64_t denominator)
{
    int twos = __builtin_ctzll(denominator), fives = 0;
    denominator >>= twos;
    for (; denominator % 5 == 0; denominator /= 5)
        fives++;
    return denominator != 1 ? -1 : twos > fives ? twos : fives;
}

int rational_decimals(const struct rational *value)
{
    if (value->gear == GEAR_SMALL)
        return decimals_small((uint64_t)value->small.denominator);
    struct mpq_view view;
    mpz_srcptr denominator = mpq_denref(view_mpq(value, &view));
    mpz_t rest, five;
    mpz_init(rest);
    mpz_init_set_ui(five, 5);
    mp_bitcnt_t twos = mpz_scan1(denominator, 0), fives;
    mpz_tdiv_q_2exp(rest, denominator, twos);
    fives = mpz_remove(rest, rest, five);
    bool ends = mpz_cmp_ui(rest, 1) == 0;
    mpz_clear(rest);
    mpz_clear(five);
    return ends ? (int)(twos > fives ? twos : fives) : -1;
}
