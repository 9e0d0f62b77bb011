/* Units as types, nodes and what is known of them before data, cases that matter. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "check/sample.h"
#include "memory.h"
#include "model/model.h"
#include "model/node.h"
#include "model/unit.h"
#include "sanitizer.h"

static const struct span nowhere = {0};

static const struct unit *unit(const char *word)
{
    struct rational factor;
    rational_init(&factor);
    return unit_find(word, &factor);
}

static void factors_are_exact(void **state)
{
    (void)state;
    static const struct { const char *word; int64_t numerator, denominator; } cases[] = {
        {"万亩", 10000, 1}, {"亿元", 100000000, 1}, {"万元", 10000, 1}, {"公顷", 15, 1}, {"%", 1, 100}, {"个百分点", 1, 100}, {"分", 1, 1}, {"千克", 1, 1000}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct rational factor, wanted;
        rational_init(&factor);
        rational_init(&wanted);
        assert_non_null(unit_find(cases[i].word, &factor));
        rational_set(&wanted, cases[i].numerator, cases[i].denominator);
        assert_int_equal(rational_compare(&factor, &wanted), 0);
    }
    struct rational factor;
    rational_init(&factor);
    assert_null(unit_find("不是单位", &factor));
}

static void units_go_together_or_not(void **state)
{
    (void)state;
    assert_ptr_equal(unit("万亩"), unit("亩"));
    assert_null(unit_sum(unit("亩"), unit("户"), false));
    assert_null(unit_sum(unit("个"), unit("户"), false));
    assert_ptr_equal(unit_sum(unit("个"), unit_plain(), false), unit("个"));
    assert_null(unit_sum(unit("亩"), unit_plain(), false));
    assert_ptr_equal(unit_sum(unit_percent(), unit_percent(), true), unit_percentage_points());
    assert_ptr_equal(unit_sum(unit_percent(), unit_percentage_points(), true), unit_percent());
    assert_false(unit_comparable(unit_percent(), unit_percentage_points()));
    assert_true(unit_comparable(unit_percent(), unit_plain()));
    assert_ptr_equal(unit_divide(unit("元"), unit("亩")), unit_divide(unit("万元"), unit("万亩")));
    assert_ptr_equal(unit_multiply(unit_divide(unit("元"), unit("亩")), unit("亩")), unit("元"));
    assert_ptr_equal(unit_root(unit_multiply(unit("元"), unit("元")), 2), unit("元"));
    assert_null(unit_root(unit("元"), 2));
}

static struct node *field(struct node_pool *pool, struct row_set *rows, struct field_model *model, enum value_type type)
{
    model->type = type;
    model->unit = type == TYPE_NUMBER ? unit_plain() : NULL;
    model->owner = rows;
    rational_init(&model->least);
    rational_init(&model->greatest);
    return node_field(pool, rows, model);
}

static void equal_nodes_are_one(void **state)
{
    (void)state;
    struct node_pool *pool = node_pool_new();
    struct row_set rows = {0};
    struct field_model a = {.name = "a"}, b = {.name = "b"};
    struct node *x = field(pool, &rows, &a, TYPE_NUMBER), *y = field(pool, &rows, &b, TYPE_NUMBER);
    struct node *sum = node_operation(pool, OP_ADD, x, y, NULL, unit_plain(), nowhere);
    assert_ptr_equal(sum, node_operation(pool, OP_ADD, x, y, NULL, unit_plain(), nowhere));
    assert_ptr_not_equal(sum, node_operation(pool, OP_SUBTRACT, x, y, NULL, unit_plain(), nowhere));
    assert_ptr_equal(node_operation(pool, OP_MULTIPLY, x, node_integer(pool, 1, unit_plain(), nowhere), NULL, unit_plain(), nowhere), x);
    struct node *seven = node_operation(pool, OP_ADD, node_integer(pool, 3, unit_plain(), nowhere), node_integer(pool, 4, unit_plain(), nowhere), NULL,
                                        unit_plain(), nowhere);
    assert_ptr_equal(seven, node_integer(pool, 7, unit_plain(), nowhere));
}

static void guards_settle_missing_values(void **state)
{
    (void)state;
    struct node_pool *pool = node_pool_new();
    struct row_set rows = {0};
    struct field_model a = {.name = "a", .may_be_empty = true};
    struct node *x = field(pool, &rows, &a, TYPE_NUMBER), *zero = node_integer(pool, 0, unit_plain(), nowhere);
    struct node *missing = node_status_is(pool, x, status_mask(STATUS_MISSING));
    assert_true(node_can_be(x, status_mask(STATUS_MISSING)));
    assert_false(node_can_be(node_operation(pool, OP_SELECT, missing, zero, x, unit_plain(), nowhere), status_mask(STATUS_MISSING)));
    struct node *filled = node_operation(pool, OP_NOT, missing, NULL, NULL, NULL, nowhere);
    struct node *positive = node_operation(pool, OP_LESS, zero, x, NULL, NULL, nowhere);
    assert_true(node_can_be(positive, status_mask(STATUS_MISSING)));
    assert_false(node_can_be(node_operation(pool, OP_AND, filled, positive, NULL, NULL, nowhere), status_mask(STATUS_MISSING)));
    assert_false(node_can_be(node_operation(pool, OP_OR, missing, positive, NULL, NULL, nowhere), status_mask(STATUS_MISSING)));
    assert_true(node_can_be(node_operation(pool, OP_OR, filled, positive, NULL, NULL, nowhere), status_mask(STATUS_MISSING)));
}

static void what_depends_on_the_class_is_a_table(void **state)
{
    (void)state;
    static const char *names[] = {"甲", "乙", "丙"};
    struct node_pool *pool = node_pool_new();
    struct row_set rows = {0};
    struct category_model set = {.names = names, .count = 3};
    struct field_model a = {.name = "类别", .categories = &set};
    struct node *class = field(pool, &rows, &a, TYPE_CATEGORY);
    struct node *second = node_operation(pool, OP_EQUAL, class, node_category(pool, &set, 1, nowhere), NULL, NULL, nowhere);
    assert_int_equal(second->kind, NODE_TABLE);
    struct node *weight = node_operation(pool, OP_SELECT, second, node_integer(pool, 8, unit_points(), nowhere), node_integer(pool, 5, unit_points(), nowhere),
                                         unit_points(), nowhere);
    int64_t value;
    assert_true(rational_to_int64(&node_value_for(weight, 1)->number, &value));
    assert_int_equal(value, 8);
    assert_true(rational_to_int64(&node_value_for(weight, 2)->number, &value));
    assert_int_equal(value, 5);
}

static void cases_reach_every_part(void **state)
{
    (void)state;
    struct node_pool *pool = node_pool_new();
    struct row_set rows = {0};
    struct field_model a = {.name = "a", .has_least = true};
    struct node *x = field(pool, &rows, &a, TYPE_NUMBER);
    struct node *below = node_operation(pool, OP_LESS, x, node_integer(pool, 60, unit_plain(), nowhere), NULL, NULL, nowhere);
    struct node *above = node_operation(pool, OP_LESS, node_integer(pool, 80, unit_plain(), nowhere), x, NULL, NULL, nowhere);
    struct samples samples = {0};
    samples_add(&samples, below);
    samples_add(&samples, above);
    uint32_t cases = samples_cases(&samples), low = 0, high = 0, between = 0;
    for (uint32_t i = 0; i < cases; i++) {
        samples_set(&samples, i);
        bool is_low = samples_answer(&samples, below) == ANSWER_YES, is_high = samples_answer(&samples, above) == ANSWER_YES;
        assert_false(is_low && is_high);
        low += is_low;
        high += is_high;
        between += !is_low && !is_high;
    }
    assert_true(low && high && between >= 3);       /* 60, 80 and what lies between them */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(factors_are_exact),           cmocka_unit_test(units_go_together_or_not),
        cmocka_unit_test(equal_nodes_are_one),         cmocka_unit_test(guards_settle_missing_values),
        cmocka_unit_test(what_depends_on_the_class_is_a_table), cmocka_unit_test(cases_reach_every_part)};
    lang_memory_start();
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
