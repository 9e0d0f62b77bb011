/* Rounding, roots and dates by the school's rules, one value at a time. Nothing here is quick; each function is the definition. */
#include "exact.h"

#include <mpfr.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 34, RANGE = 6144, EXACT_EXPONENT = 1000, PRECISION = 700 };

/* ---- rounding ---- */

/* Whether the greater neighbour is taken: half says how the rest behind the floor compares with one half, floor whether it is odd. */
static bool goes_up(enum rounding mode, int sign, int half, bool any, bool odd)
{
    switch (mode) {
    case ROUND_HALF_UP: return half > 0 || (half == 0 && sign > 0);
    case ROUND_HALF_DOWN: return half > 0 || (half == 0 && sign < 0);
    case ROUND_HALF_EVEN: return half > 0 || (half == 0 && odd);
    case ROUND_TRUNCATE: return any && sign < 0;
    case ROUND_CEILING: return any && sign > 0;
    case ROUND_CEIL: return any;
    default: return false;
    }
}

void exact_round(mpq_ptr out, mpq_srcptr a, mpq_srcptr quantum, enum rounding mode)
{
    mpq_t steps;
    mpz_t floor, rest;
    mpq_init(steps);
    mpz_inits(floor, rest, NULL);
    mpq_div(steps, a, quantum);
    mpz_fdiv_qr(floor, rest, mpq_numref(steps), mpq_denref(steps));
    bool any = mpz_sgn(rest) != 0;
    mpz_mul_2exp(rest, rest, 1);
    if (goes_up(mode, mpq_sgn(a), mpz_cmp(rest, mpq_denref(steps)), any, mpz_odd_p(floor)))
        mpz_add_ui(floor, floor, 1);
    mpq_set_z(steps, floor);
    mpq_mul(out, steps, quantum);
    mpq_clear(steps);
    mpz_clears(floor, rest, NULL);
}

/* ---- functions ---- */

/* value × 10^shift */
static void scale(mpq_ptr value, long shift)
{
    mpq_t power;
    mpq_init(power);
    mpz_ui_pow_ui(mpq_numref(power), 10, (unsigned long)labs(shift));
    if (shift >= 0)
        mpq_mul(value, value, power);
    else
        mpq_div(value, value, power);
    mpq_clear(power);
}

static bool in_range(mpq_srcptr value)
{
    mpq_t limit, magnitude;
    bool inside = true;
    mpq_inits(limit, magnitude, NULL);
    mpq_abs(magnitude, value);
    mpq_set_ui(limit, 1, 1);
    scale(limit, RANGE);
    inside = mpq_cmp(magnitude, limit) <= 0;
    mpq_inv(limit, limit);
    inside = inside && (mpq_sgn(value) == 0 || mpq_cmp(magnitude, limit) >= 0);
    mpq_clears(limit, magnitude, NULL);
    return inside;
}

/* The whole part of the root of a × 10^(shift × degree). */
static void whole_root(mpz_ptr out, mpq_srcptr a, unsigned long degree, long shift)
{
    mpq_t scaled;
    mpq_init(scaled);
    mpq_set(scaled, a);
    scale(scaled, shift * (long)degree);
    mpz_fdiv_q(out, mpq_numref(scaled), mpq_denref(scaled));
    mpz_root(out, out, degree);
    mpq_clear(scaled);
}

/* Whether the root of a × 10^(shift × degree) lies beyond whole + 1/2: (2 whole + 1)^degree < 2^degree × a × 10^(shift × degree). */
static bool beyond_half(mpz_srcptr whole, mpq_srcptr a, unsigned long degree, long shift)
{
    mpq_t left, right;
    mpq_inits(left, right, NULL);
    mpz_mul_2exp(mpq_numref(left), whole, 1);
    mpz_add_ui(mpq_numref(left), mpq_numref(left), 1);
    mpz_pow_ui(mpq_numref(left), mpq_numref(left), degree);
    mpq_set(right, a);
    mpq_mul_2exp(right, right, degree);
    scale(right, shift * (long)degree);
    int order = mpq_cmp(left, right);
    mpq_clears(left, right, NULL);
    return order < 0 || (order == 0 && mpz_odd_p(whole));
}

/* The root of a positive number: exact, or its 34 digits found by moving the point until the whole part has as many. */
static void positive_root(mpq_ptr out, mpq_srcptr a, unsigned long degree)
{
    if (mpz_root(mpq_numref(out), mpq_numref(a), degree) && mpz_root(mpq_denref(out), mpq_denref(a), degree))
        return;
    mpz_t whole, least, most;
    mpz_inits(whole, least, most, NULL);
    mpz_ui_pow_ui(least, 10, DIGITS - 1);
    mpz_ui_pow_ui(most, 10, DIGITS);
    long shift = DIGITS;
    for (whole_root(whole, a, degree, shift); mpz_cmp(whole, least) < 0; whole_root(whole, a, degree, shift))
        shift++;
    for (; mpz_cmp(whole, most) >= 0; whole_root(whole, a, degree, shift))
        shift--;
    if (beyond_half(whole, a, degree, shift))
        mpz_add_ui(whole, whole, 1);
    mpq_set_z(out, whole);
    scale(out, -shift);
    mpz_clears(whole, least, most, NULL);
}

bool exact_root(mpq_ptr out, mpq_srcptr a, mpq_srcptr degree)
{
    if (mpz_cmp_ui(mpq_denref(degree), 1) != 0 || mpz_cmp_ui(mpq_numref(degree), 1) < 0 || mpz_cmp_ui(mpq_numref(degree), 1000) > 0)
        return false;
    unsigned long n = mpz_get_ui(mpq_numref(degree));
    if (mpq_sgn(a) < 0 && n % 2 == 0)
        return false;
    if (mpq_sgn(a) == 0 || n == 1) {
        mpq_set(out, a);
        return true;
    }
    mpq_t magnitude;
    mpq_init(magnitude);
    mpq_abs(magnitude, a);
    positive_root(out, magnitude, n);
    if (mpq_sgn(a) < 0)
        mpq_neg(out, out);
    mpq_clear(magnitude);
    return in_range(out);
}

/* The 34 digits of a number that is known to 700 bits. */
static bool take_digits(mpq_ptr out, mpfr_srcptr value)
{
    char digits[DIGITS + 2];
    mpfr_exp_t exponent;
    if (!mpfr_number_p(value) || (!mpfr_zero_p(value) && labs((long)mpfr_get_exp(value)) > 4 * RANGE))
        return false;
    mpfr_get_str(digits, &exponent, 10, DIGITS, value, MPFR_RNDN);
    mpz_set_str(mpq_numref(out), digits, 10);
    mpz_set_ui(mpq_denref(out), 1);
    scale(out, (long)exponent - DIGITS);
    return in_range(out);
}

bool exact_logarithm(mpq_ptr out, mpq_srcptr a)
{
    if (mpq_sgn(a) <= 0)
        return false;
    mpfr_t value;
    mpfr_init2(value, PRECISION);
    mpfr_set_q(value, a, MPFR_RNDN);
    mpfr_log(value, value, MPFR_RNDN);
    mpq_set_ui(out, 0, 1);
    bool good = mpq_cmp_ui(a, 1, 1) == 0 || take_digits(out, value);
    mpfr_clear(value);
    return good;
}

bool exact_exponential(mpq_ptr out, mpq_srcptr a)
{
    mpfr_t value;
    mpfr_init2(value, PRECISION);
    mpfr_set_q(value, a, MPFR_RNDN);
    mpfr_exp(value, value, MPFR_RNDN);
    mpq_set_ui(out, 1, 1);
    bool good = mpq_sgn(a) == 0 || take_digits(out, value);
    mpfr_clear(value);
    return good;
}

/* base^(n/d) for a base above 0 where it is rational. */
static bool rational_power_of(mpq_ptr out, mpq_srcptr base, mpq_srcptr exponent)
{
    if (mpz_cmpabs_ui(mpq_numref(exponent), EXACT_EXPONENT) > 0 || mpz_cmp_ui(mpq_denref(exponent), EXACT_EXPONENT) > 0)
        return false;
    unsigned long degree = mpz_get_ui(mpq_denref(exponent)), times = mpz_get_ui(mpq_numref(exponent));
    if (!mpz_root(mpq_numref(out), mpq_numref(base), degree) || !mpz_root(mpq_denref(out), mpq_denref(base), degree))
        return false;
    mpz_pow_ui(mpq_numref(out), mpq_numref(out), times);
    mpz_pow_ui(mpq_denref(out), mpq_denref(out), times);
    if (mpq_sgn(exponent) < 0)
        mpq_inv(out, out);
    return true;
}

bool exact_power(mpq_ptr out, mpq_srcptr base, mpq_srcptr exponent)
{
    if ((mpq_sgn(base) == 0 && mpq_sgn(exponent) < 0) || (mpq_sgn(base) < 0 && mpz_even_p(mpq_denref(exponent))))
        return false;
    if (mpq_sgn(base) == 0) {
        mpq_set_ui(out, mpq_sgn(exponent) == 0, 1);
        return true;
    }
    mpq_t magnitude;
    mpq_init(magnitude);
    mpq_abs(magnitude, base);
    bool good = rational_power_of(out, magnitude, exponent);
    if (!good) {
        mpfr_t value, by;
        mpfr_inits2(PRECISION, value, by, (mpfr_ptr)NULL);
        mpfr_set_q(value, magnitude, MPFR_RNDN);
        mpfr_set_q(by, exponent, MPFR_RNDN);
        mpfr_pow(value, value, by, MPFR_RNDN);
        good = take_digits(out, value);
        mpfr_clears(value, by, (mpfr_ptr)NULL);
    }
    if (mpq_sgn(base) < 0 && mpz_odd_p(mpq_numref(exponent)))
        mpq_neg(out, out);
    mpq_clear(magnitude);
    return good && in_range(out);
}

/* ---- in words ---- */

bool exact_is_multiple(mpq_srcptr a, int places)
{
    mpq_t scaled;
    mpq_init(scaled);
    mpq_set(scaled, a);
    scale(scaled, places);
    bool whole = mpz_cmp_ui(mpq_denref(scaled), 1) == 0;
    mpq_clear(scaled);
    return whole;
}

static int decimals_of(mpq_srcptr a)
{
    mpz_t rest;
    int places = -1;
    mpz_init_set(rest, mpq_denref(a));
    while (mpz_divisible_ui_p(rest, 2))
        mpz_divexact_ui(rest, rest, 2);
    while (mpz_divisible_ui_p(rest, 5))
        mpz_divexact_ui(rest, rest, 5);
    if (mpz_cmp_ui(rest, 1) == 0)
        for (places = 0; !exact_is_multiple(a, places); places++)
            ;
    mpz_clear(rest);
    return places;
}

void exact_write(mpq_srcptr a, int places, struct buffer *out)
{
    if (places < 0)
        places = decimals_of(a);
    if (places < 0 || !exact_is_multiple(a, places)) {
        char *text = mpq_get_str(NULL, 10, a);
        buffer_append_text(out, text);
        free(text);
        return;
    }
    mpq_t scaled;
    mpq_init(scaled);
    mpq_abs(scaled, a);
    scale(scaled, places);
    char *text = mpz_get_str(NULL, 10, mpq_numref(scaled));
    int length = (int)strlen(text);
    if (mpq_sgn(a) < 0)
        buffer_append_char(out, '-');
    for (int at = length > places ? length : places + 1; at > 0; at--) {
        if (at == places)
            buffer_append_char(out, '.');
        buffer_append_char(out, at > length ? '0' : text[length - at]);
    }
    free(text);
    mpq_clear(scaled);
}

/* ---- dates ---- */

static int64_t days_in_month(int64_t year, int64_t month)
{
    static const int days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month] + (month == 2 && leap);
}

/* Days of all years before this one, from year 1. */
static int64_t days_before(int64_t year)
{
    int64_t gone = year - 1;
    return 365 * gone + gone / 4 - gone / 100 + gone / 400;
}

bool calendar_days(int64_t year, int64_t month, int64_t day, int64_t *days)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
        return false;
    *days = days_before(year) - days_before(1970) + day - 1;
    for (int64_t before = 1; before < month; before++)
        *days += days_in_month(year, before);
    return true;
}

void calendar_parts(int64_t days, int64_t parts[3])
{
    int64_t rest = days + days_before(1970), year = rest / 366 + 1, month = 1;
    while (days_before(year + 1) <= rest)
        year++;
    rest -= days_before(year);
    for (; rest >= days_in_month(year, month); month++)
        rest -= days_in_month(year, month);
    parts[0] = year;
    parts[1] = month;
    parts[2] = rest + 1;
}

void calendar_write(int64_t days, struct buffer *out)
{
    int64_t parts[3];
    calendar_parts(days, parts);
    buffer_format(out, "%04d-%02d-%02d", (int)parts[0], (int)parts[1], (int)parts[2]);
}
