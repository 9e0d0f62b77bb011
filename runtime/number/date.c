/* Dates as days since 1970-01-01, by counting from 0000-03-01: with the leap day last, the months before a month are a linear
 * formula, and 400 years are always 146,097 days.  (Hinnant, chrono-compatible low-level date algorithms.) */
#include <assert.h>
#include "number/date.h"

enum {
    FIRST_YEAR = 1,
    LAST_YEAR = 9999,
    FIRST_DAY = -719162,                /* 0001-01-01 */
    LAST_DAY = 2932896,                 /* 9999-12-31 */
    DAYS_IN_400_YEARS = 146097,
    DAYS_TO_1970 = 719468               /* from 0000-03-01 to 1970-01-01 */
};

static bool is_leap_year(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int date_days_in_month(int year, int month)
{
    static const int DAYS[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    assert(month >= 1 && month <= 12);
    return month == 2 && is_leap_year(year) ? 29 : DAYS[month - 1];
}

int date_days_in_year(int year)
{
    return is_leap_year(year) ? 366 : 365;
}

/* Days from 1 March to the first of the month with number `month` since March (0 to 11). */
static int days_before_month(int month)
{
    return (153 * month + 2) / 5;
}

bool date_from_parts(int year, int month, int day, int32_t *days)
{
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > date_days_in_month(year, month))
        return false;
    int march_year = month > 2 ? year : year - 1;
    int march_month = month > 2 ? month - 3 : month + 9;
    int era = march_year / 400, year_of_era = march_year % 400;
    int day_of_era = 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + days_before_month(march_month) + day - 1;
    *days = era * DAYS_IN_400_YEARS + day_of_era - DAYS_TO_1970;
    return true;
}

void date_to_parts(int32_t days, int *year, int *month, int *day)
{
    assert(days >= FIRST_DAY && days <= LAST_DAY);
    int since = days + DAYS_TO_1970;
    int era = since / DAYS_IN_400_YEARS, day_of_era = since % DAYS_IN_400_YEARS;
    /* take the leap days out first: one in 1460 days, but not each 100 years, and the era's last day */
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int march_month = (5 * day_of_year + 2) / 153;
    *day = day_of_year - days_before_month(march_month) + 1;
    *month = march_month < 10 ? march_month + 3 : march_month - 9;
    *year = era * 400 + year_of_era + (*month <= 2);
}

void date_format(int32_t days, struct buffer *out)
{
    int year, month, day;
    date_to_parts(days, &year, &month, &day);
    buffer_format(out, "%04d-%02d-%02d", year, month, day);
}
