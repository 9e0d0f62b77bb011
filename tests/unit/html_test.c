/* Pages: what a ledger holds never becomes markup, names of places hold for ids and links alike, bars are as long as their figures. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "report/html.h"

static void texts_are_escaped(void **state)
{
    (void)state;
    struct buffer out = {0};
    html_text(&out, "<b onclick=\"x\">甲&乙</b>\x01");
    assert_string_equal(buffer_text(&out), "&lt;b onclick=&quot;x&quot;&gt;甲&amp;乙&lt;/b&gt;\xef\xbf\xbd");
    buffer_release(&out);
}

static void anchors_hold_for_any_key(void **state)
{
    (void)state;
    struct buffer out = {0};
    html_anchor(&out, (const char *const[]){"unit", "T 01\"<", "总分", NULL});
    assert_string_equal(buffer_text(&out), "unit-T_2001_22_3c-总分");
    buffer_release(&out);
}

static int length_of(int64_t numerator, int64_t denominator, int64_t greatest)
{
    struct rational value, most;
    rational_init(&value);
    rational_init(&most);
    rational_set(&value, numerator, denominator);
    rational_set(&most, greatest, 1);
    return html_bar_length(&value, &most);
}

static void bars_are_as_long_as_their_figures(void **state)
{
    (void)state;
    assert_int_equal(length_of(1, 2, 2), 250);
    assert_int_equal(length_of(-1, 1, 3), -333);
    assert_int_equal(length_of(5, 1, 2), HTML_WHOLE);
    assert_int_equal(length_of(-5, 1, 2), -HTML_WHOLE);
    assert_int_equal(length_of(0, 1, 2), 0);
}

static void a_bar_below_zero_moves_the_line_of_zero(void **state)
{
    (void)state;
    struct buffer out = {0};
    struct html_bar bars[] = {{.label = "甲", .text = "+1.00", .length = 500}, {.label = "乙", .text = "-2.00", .length = -1000}};
    html_bars(&out, NULL, bars, 2);
    assert_non_null(strstr(buffer_text(&out), "<rect class=\"full\" x=\"500\" y=\"3\" width=\"250\""));
    assert_non_null(strstr(buffer_text(&out), "<rect class=\"below\" x=\"0\" y=\"3\" width=\"500\""));
    buffer_release(&out);
}

static void a_page_needs_nothing_from_elsewhere(void **state)
{
    (void)state;
    struct buffer out = {0};
    html_begin(&out, LANGUAGE_ZH, "得分 <2024>");
    html_table_begin(&out, "表", (struct html_column[]){{"代码", false}, {"总分", true}}, 2);
    html_row_begin(&out);
    html_cell_link(&out, false, "unit-T01", "T01");
    html_cell(&out, true, "88.50");
    html_row_end(&out);
    html_table_end(&out);
    html_fold_begin(&out, "unit-T01", NULL, "T01", false);
    html_fold_end(&out);
    html_end(&out);
    const char *page = buffer_text(&out);
    assert_null(strstr(page, "http"));
    assert_null(strstr(page, "src="));
    assert_non_null(strstr(page, "<title>得分 &lt;2024&gt;</title>"));
    assert_non_null(strstr(page, "<a href=\"#unit-T01\">T01</a></td><td class=\"number\">88.50</td>"));
    assert_non_null(strstr(page, "<details id=\"unit-T01\">"));
    buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_escaped), cmocka_unit_test(anchors_hold_for_any_key), cmocka_unit_test(bars_are_as_long_as_their_figures),
        cmocka_unit_test(a_bar_below_zero_moves_the_line_of_zero), cmocka_unit_test(a_page_needs_nothing_from_elsewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
