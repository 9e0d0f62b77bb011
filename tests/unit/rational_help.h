/* What the tests of rationals share: values from text, results as text, every gear in turn, random numbers. */
#ifndef ASSESSC_RATIONAL_HELP_H
#define ASSESSC_RATIONAL_HELP_H
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "number/rational.h"

static const enum gear GEARS[] = {GEAR_SMALL, GEAR_WIDE, GEAR_BIG};
#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* A value from text: a decimal or a fraction of whole numbers of any length. */
static inline void read_value(struct rational *value, const char *text)
{
    const char *slash = strchr(text, '/');
    if (slash == NULL) {
        assert_true(rational_parse(value, text, strlen(text)));
        return;
    }
    mpq_t fraction;
    mpq_init(fraction);
    assert_int_equal(mpq_set_str(fraction, text, 10), 0);
    rational_set_mpq(value, fraction);
    mpq_clear(fraction);
}

static inline void assert_text(const struct rational *value, const char *expected)
{
    struct buffer out = {0};
    rational_format_exact(value, &out);
    assert_string_equal(buffer_text(&out), expected);
    buffer_release(&out);
}

static inline int return_to_production_gear(void **state)
{
    (void)state;
    rational_force_gear(GEAR_SMALL);
    return 0;
}

#define GEAR_TEST(function) cmocka_unit_test_teardown(function, return_to_production_gear)

static uint64_t generator = 20240630;

/* splitmix64: any seed will do, 0 too */
static inline uint64_t draw(void)
{
    uint64_t z = generator += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

#endif
