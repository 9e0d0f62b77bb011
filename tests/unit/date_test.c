/* Dates: every day there is, and days there are not. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "number/date.h"

static void every_day_comes_back(void **state)
{
    (void)state;
    int32_t expected = -719162;                          /* 0001-01-01 */
    for (int year = 1; year <= 9999; year++) {
        int32_t first_day = expected;
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= date_days_in_month(year, month); day++, expected++) {
                int32_t days;
                int back_year, back_month, back_day;
                if (!date_from_parts(year, month, day, &days) || days != expected)
                    fail_msg("%d-%d-%d", year, month, day);
                date_to_parts(days, &back_year, &back_month, &back_day);
                if (back_year != year || back_month != month || back_day != day)
                    fail_msg("%d-%d-%d came back as %d-%d-%d", year, month, day, back_year, back_month, back_day);
            }
        }
        assert_int_equal(date_days_in_year(year), expected - first_day);
    }
    assert_int_equal(expected, 2932897);                 /* the day after 9999-12-31 */
}

static void known_days(void **state)
{
    static const struct { int year, month, day; int32_t days; } KNOWN[] = {
        {1970, 1, 1, 0},       {1969, 12, 31, -1},    {2000, 2, 29, 11016}, {2000, 3, 1, 11017},
        {2024, 6, 30, 19904},  {2038, 1, 19, 24855},  {1900, 3, 1, -25508}, {1, 1, 1, -719162},
        {9999, 12, 31, 2932896},
    };
    (void)state;
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
        int32_t days = 1;
        assert_true(date_from_parts(KNOWN[i].year, KNOWN[i].month, KNOWN[i].day, &days));
        assert_int_equal(days, KNOWN[i].days);
    }
}

static void lengths_of_months(void **state)
{
    static const int LENGTHS[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    (void)state;
    for (int month = 1; month <= 12; month++)
        assert_int_equal(date_days_in_month(2023, month), LENGTHS[month - 1]);
    assert_int_equal(date_days_in_month(2024, 2), 29);
    assert_int_equal(date_days_in_month(2000, 2), 29);
    assert_int_equal(date_days_in_month(1900, 2), 28);
    assert_int_equal(date_days_in_month(2100, 2), 28);
    assert_int_equal(date_days_in_year(2024), 366);
    assert_int_equal(date_days_in_year(1900), 365);
    assert_int_equal(date_days_in_year(2000), 366);
}

static void days_there_are_not(void **state)
{
    static const int NONE[][3] = {
        {0, 1, 1}, {-1, 1, 1}, {10000, 1, 1}, {2024, 0, 1}, {2024, 13, 1}, {2024, 1, 0}, {2024, 1, 32}, {2023, 2, 29},
        {1900, 2, 29}, {2024, 2, 30}, {2024, 4, 31}, {2024, -1, 1}, {2024, 1, -1}, {INT32_MAX, 1, 1}, {2024, INT32_MAX, INT32_MAX},
    };
    (void)state;
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++) {
        int32_t days = 12345;
        assert_false(date_from_parts(NONE[i][0], NONE[i][1], NONE[i][2], &days));
        assert_int_equal(days, 12345);
    }
}

static void written_with_four_two_and_two_digits(void **state)
{
    (void)state;
    struct buffer out = {0};
    date_format(19904, &out);
    date_format(-719162, &out);
    assert_string_equal(buffer_text(&out), "2024-06-300001-01-01");
    buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_comes_back),
        cmocka_unit_test(known_days),
        cmocka_unit_test(lengths_of_months),
        cmocka_unit_test(days_there_are_not),
        cmocka_unit_test(written_with_four_two_and_two_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
