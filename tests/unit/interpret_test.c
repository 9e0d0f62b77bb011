/* The interpreter on small programs: every opcode, every kind of stage. */
#include "interpret_help.h"

/* ---- row instructions --------------------------------------------------------------------------------------------------------- */

/* An opcode on columns a, b, c (NULL: not there); `extra` is b or c of the instruction where the shape wants no register there. */
struct row_case { enum opcode op; enum value_type type; const char *a, *b, *c; uint32_t extra; const char *wanted; };

static void run_row_case(const struct row_case *tested)
{
    struct bench bench = bench_new();
    const char *texts[3] = {tested->a, tested->b, tested->c}, *shape = opcode_shape(tested->op);
    uint32_t columns[3], operands[3] = {0, tested->extra, tested->extra}, loads = 0;
    static const char *const names[3] = {"a", "b", "c"};
    const char *colours[] = {"red", "green", "blue"};
    uint32_t set = program_add_category_set(bench.builder, colours, 3);
    enum value_type result = shape[0] == 'N' ? TYPE_NUMBER : shape[0] == 'B' ? TYPE_BOOLEAN : shape[0] == 'D' ? TYPE_DATE : tested->type;
    for (int i = 0; i < 3; i++) {
        char letter = shape[i + 1];
        enum value_type type = letter == 'N' ? TYPE_NUMBER : letter == 'B' ? TYPE_BOOLEAN : letter == 'D' ? TYPE_DATE
                             : letter == 'K' ? TYPE_CATEGORY : tested->type;
        if (texts[i])
            columns[i] = field_in(&bench, bench.units, names[i], type, type == TYPE_CATEGORY ? set : NONE);
    }
    uint32_t out = made(&bench, bench.units, result, result == TYPE_CATEGORY ? set : NONE);
    if (tested->op == OP_ROUND)
        operands[2] = program_add_ratio(bench.builder, 1, 100);
    if (tested->op == OP_LOOKUP) {
        uint32_t constants[3] = {program_add_ratio(bench.builder, 1, 3), program_add_ratio(bench.builder, 5, 2),
                                 program_add_absent(bench.builder, TYPE_NUMBER, NONE, STATUS_EXEMPT, 0)};
        operands[2] = program_add_table(bench.builder, constants, 3);
    }
    program_begin_rows(bench.builder, bench.units, nowhere);
    for (uint32_t i = 0; i < 3; i++)
        if (texts[i]) {
            emit(&bench, OP_LOAD, i, 0, 0, columns[i]);
            operands[i] = i;
            loads = i + 1;
        }
    if (shape[2] == '_')
        operands[1] = 0;
    if (shape[3] == '_')
        operands[2] = 0;
    emit(&bench, tested->op, loads, operands[0], operands[1], operands[2]);
    emit(&bench, OP_STORE, 0, loads, 0, out);
    bench_finish(&bench);
    for (int i = 0; i < 3; i++)
        if (texts[i])
            fill(bench.data, bench.program, columns[i], texts[i]);
    assert_true(bench_run(&bench));
    expect(bench.data, out, tested->wanted);
    bench_free(&bench);
}

#define MASK(status) (1u << STATUS_##status)

static const struct row_case row_cases[] = {
    {OP_ADD, TYPE_NUMBER, "1.5 1/3 9223372036854775807 - x ? !", "0.25 1/6 1 1 - x ?", NULL, 0, "1.75 0.5 9223372036854775808 - x ? !"},
    {OP_SUBTRACT, TYPE_NUMBER, "1 -9223372036854775808 0.1", "1/3 1 0.3", NULL, 0, "2/3 -9223372036854775809 -0.2"},
    {OP_MULTIPLY, TYPE_NUMBER, "1.5 1/3 4000000000 1", "-2 3 4000000000 -", NULL, 0, "-3 1 16000000000000000000 -"},
    {OP_DIVIDE, TYPE_NUMBER, "1 -3 0 1 ? 1", "3 -4 5 0 0 0.001", NULL, 0, "1/3 0.75 0 ! ? 1000"},
    {OP_MINIMUM, TYPE_NUMBER, "1 1/3 2 x", "2 0.33 2 1", NULL, 0, "1 0.33 2 x"},
    {OP_MAXIMUM, TYPE_NUMBER, "1 1/3 2 !", "2 0.33 2 1", NULL, 0, "2 1/3 2 !"},
    {OP_MINIMUM, TYPE_DATE, "10 20 -5", "11 19 -", NULL, 0, "10 19 -"},
    {OP_MAXIMUM, TYPE_CATEGORY, "0 2", "1 1", NULL, 0, "1 2"},
    {OP_NEGATE, TYPE_NUMBER, "1 -1/3 0 -9223372036854775808 ?", NULL, NULL, 0, "-1 1/3 0 9223372036854775808 ?"},
    {OP_ROUND, TYPE_NUMBER, "1.005 -1.005 1/3 2.345 ?", NULL, NULL, ROUND_HALF_UP, "1.01 -1.01 0.33 2.35 ?"},
    {OP_ROUND, TYPE_NUMBER, "1.005 -1.005 1.015 -1.015", NULL, NULL, ROUND_HALF_EVEN, "1 -1 1.02 -1.02"},
    {OP_ROUND, TYPE_NUMBER, "1.009 -1.009", NULL, NULL, ROUND_TRUNCATE, "1 -1"},
    {OP_ROUND, TYPE_NUMBER, "1.001 -1.001 1", NULL, NULL, ROUND_CEILING, "1.01 -1.01 1"},
    {OP_ROUND, TYPE_NUMBER, "1.009 -1.001", NULL, NULL, ROUND_FLOOR, "1 -1.01"},
    {OP_ROUND, TYPE_NUMBER, "1.001 -1.009", NULL, NULL, ROUND_CEIL, "1.01 -1"},
    {OP_ROUND, TYPE_NUMBER, "1.005 1.0050001 -1.005", NULL, NULL, ROUND_HALF_DOWN, "1 1.01 -1"},
    {OP_ADD_PRESENT, TYPE_NUMBER, "1 1 - x - ? !", "2 x 2 - - - 1", NULL, 0, "3 1 2 x - ? !"},
    {OP_LESS, TYPE_NUMBER, "1 1/3 2 ?", "2 0.33 2 1", NULL, 0, "1 0 0 ?"},
    {OP_LESS_EQUAL, TYPE_NUMBER, "1 1/3 2", "2 0.33 2", NULL, 0, "1 0 1"},
    {OP_EQUAL, TYPE_NUMBER, "1 1/3 2", "2 2/6 2.00", NULL, 0, "0 1 1"},
    {OP_EQUAL, TYPE_CATEGORY, "1 2 -", "1 1 1", NULL, 0, "1 0 -"},
    {OP_LESS, TYPE_DATE, "1 2", "2 1", NULL, 0, "1 0"},
    {OP_AND, TYPE_BOOLEAN, "1 1 0 0 ? ? - 0 !", "1 0 1 0 0 1 ? ! 1", NULL, 0, "1 0 0 0 0 ? ? 0 !"},
    {OP_OR, TYPE_BOOLEAN, "1 1 0 0 ? ? - 1 0", "1 0 1 0 0 1 ? ! !", NULL, 0, "1 1 1 0 ? 1 ? 1 !"},
    {OP_NOT, TYPE_BOOLEAN, "1 0 x", NULL, NULL, 0, "0 1 x"},
    {OP_SELECT, TYPE_NUMBER, "1 0 1 0 ? 1", "1 ! 1/3 ! 1 x", "! 2 ! 0.5 2 1", 0, "1 2 1/3 0.5 ? x"},
    {OP_SELECT, TYPE_BOOLEAN, "1 0", "1 1", "0 0", 0, "1 0"},
    {OP_STATUS_IS, TYPE_NUMBER, "1 - x ? !", NULL, NULL, MASK(MISSING) | MASK(EXEMPT), "0 0 1 1 0"},
    {OP_LOOKUP, TYPE_NUMBER, "0 1 2 1 ?", NULL, NULL, 0, "1/3 2.5 x 2.5 ?"},
    {OP_DATE_DIFF, TYPE_DATE, "10 5", "3 -", NULL, 0, "7 -"},
    {OP_DATE_ADD, TYPE_DATE, "10 10 10 2932896 -719162", "5 -15 0.5 1 -1", NULL, 0, "15 -5 ! ! !"},
    {OP_YEAR, TYPE_DATE, "0 -1 19782", NULL, NULL, 0, "1970 1969 2024"},
    {OP_MONTH, TYPE_DATE, "0 -1 19782", NULL, NULL, 0, "1 12 2"},
    {OP_DAY, TYPE_DATE, "0 -1 19782", NULL, NULL, 0, "1 31 29"},
    {OP_MAKE_DATE, TYPE_DATE, "2024 2024 2023 1 2024 2024.5", "2 3 2 1 13 1", "29 0 29 0 1 1", 0, "19782 19782 ! ! ! !"},
    {OP_ROOT, TYPE_NUMBER, "4 27 -8 -4 5 2", "2 3 3 2 1 0", NULL, 0, "2 3 -2 ! 5 !"},
    {OP_POWER, TYPE_NUMBER, "2 2 0 4", "10 -2 -1 1/2", NULL, 0, "1024 0.25 ! 2"},
    {OP_LOGARITHM, TYPE_NUMBER, "1 0 ?", NULL, NULL, 0, "0 ! ?"},
    {OP_EXPONENTIAL, TYPE_NUMBER, "0 -", NULL, NULL, 0, "1 -"},
};

static void test_row_instructions(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof row_cases / sizeof *row_cases; i++)
        run_row_case(&row_cases[i]);
}

/* ---- gathering, registers, sharing -------------------------------------------------------------------------------------------- */

static void test_gather_follows_references(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    uint32_t towns = ledger(&bench, "towns");
    uint32_t value = field_in(&bench, towns, "value", TYPE_NUMBER, NONE), town = field_in(&bench, bench.units, "town", TYPE_INDEX, towns);
    uint32_t out = made(&bench, bench.units, TYPE_NUMBER, NONE);
    program_begin_rows(bench.builder, bench.units, nowhere);
    emit(&bench, OP_LOAD, 0, 0, 0, town);
    emit(&bench, OP_GATHER, 1, 0, 0, value);
    emit(&bench, OP_STORE, 0, 1, 0, out);
    bench_finish(&bench);
    fill(bench.data, bench.program, value, "1.5 1/3 ?");
    fill(bench.data, bench.program, town, "0 1 2 -1 x 1 0");
    assert_true(bench_run(&bench));
    expect(bench.data, out, "1.5 1/3 ? - x 1/3 1.5");
    bench_free(&bench);
}

/* ---- folds -------------------------------------------------------------------------------------------------------------------- */

/* A fold of `value` by the groups of `key`, among rows where `live` holds. */
struct fold_case { enum fold fold; enum value_type type; const char *value, *wanted; };

static const char fold_groups[] = "0 1 0 1 -1 2 0 ?", fold_live[] = "1 1 1 1 1 0 1 1";

static const struct fold_case fold_cases[] = {
    {FOLD_COUNT, TYPE_NUMBER, "1 1 1 1 1 1 1 1", "3 2 0 0"},
    {FOLD_COUNT, TYPE_NUMBER, "1 ? - 1 1 1 x 1", "1 1 0 0"},
    {FOLD_COUNT, TYPE_NUMBER, "1 ! 1 1 1 ! 1 1", "3 ! 0 0"},
    {FOLD_SUM, TYPE_NUMBER, "1.5 0.25 2 x 100 100 -1 9", "2.5 0.25 0 0"},
    {FOLD_SUM, TYPE_NUMBER, "1/3 1/7 1/6 1/7 9 9 0.5 9", "1 2/7 0 0"},
    {FOLD_SUM, TYPE_NUMBER, "9223372036854775807 0.1 9223372036854775807 1/3 1 1 0.5 1", "18446744073709551614.5 13/30 0 0"},
    {FOLD_SUM, TYPE_NUMBER, "1 ! 1 1 ! ! 1 !", "3 ! 0 0"},
    {FOLD_MINIMUM, TYPE_NUMBER, "3 1/3 2.5 0.33 -9 -9 4 -9", "2.5 0.33 - -"},
    {FOLD_MINIMUM, TYPE_NUMBER, "- 5 - ? 1 1 - 1", "- 5 - -"},
    {FOLD_MAXIMUM, TYPE_NUMBER, "3 1/3 2.5 0.33 9 9 -9223372036854775809 9", "3 1/3 - -"},
    {FOLD_MAXIMUM, TYPE_NUMBER, "-3 -1 -2 -5 9 9 -4 9", "-2 -1 - -"},
    {FOLD_MINIMUM, TYPE_DATE, "30 10 20 11 1 1 25 1", "20 10 - -"},
    {FOLD_MAXIMUM, TYPE_DATE, "-30 10 -20 11 99 99 -25 99", "-20 11 - -"},
    {FOLD_ANY, TYPE_BOOLEAN, "0 0 1 0 1 1 0 1", "1 0 0 0"},
    {FOLD_ALL, TYPE_BOOLEAN, "1 1 0 1 0 0 1 0", "0 1 1 1"},
    {FOLD_ALL, TYPE_BOOLEAN, "1 ? 1 x 0 0 1 0", "1 1 1 1"},
};

static void run_fold_case(const struct fold_case *tested, bool with_index)
{
    struct bench bench = bench_new();
    uint32_t towns = ledger(&bench, "towns");
    uint32_t one = program_add_domain(bench.builder, DOMAIN_ONE, "one", nowhere);
    uint32_t key = field_in(&bench, bench.units, "key", TYPE_INDEX, towns);
    uint32_t live = field(&bench, "live", TYPE_BOOLEAN), value = field(&bench, "value", tested->type);
    enum value_type type = tested->fold == FOLD_COUNT ? TYPE_NUMBER : tested->type;
    struct stage stage = program_blank_stage(STAGE_FOLD, bench.units, nowhere);
    stage.index = with_index ? key : NONE;
    stage.filter = live;
    stage.value = value;
    stage.fold = tested->fold;
    stage.result = made(&bench, with_index ? towns : one, type, NONE);
    program_add_stage(bench.builder, &stage);
    bench_finish(&bench);
    bench.data->domains[towns].rows = 4;
    fill(bench.data, bench.program, key, fold_groups);
    fill(bench.data, bench.program, live, fold_live);
    fill(bench.data, bench.program, value, tested->value);
    assert_true(bench_run(&bench));
    if (with_index)
        expect(bench.data, stage.result, tested->wanted);
    else
        assert_int_equal(bench.data->columns[stage.result].rows, 1);
    bench_free(&bench);
}

static void test_folds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof fold_cases / sizeof *fold_cases; i++) {
        run_fold_case(&fold_cases[i], true);
        run_fold_case(&fold_cases[i], false);
    }
}

/* ---- ranks -------------------------------------------------------------------------------------------------------------------- */

struct rank_case { enum ties ties; bool descending; const char *first, *second, *wanted; };

static const char rank_groups[] = "0 0 0 0 1 1 0 -1", rank_live[] = "1 1 1 1 1 1 0 1";

static const struct rank_case rank_cases[] = {
    {TIES_COMPETITION, true, "90 80.5 80.5 70 10 20 99 1", NULL, "1 2 2 4 2 1 - -"},
    {TIES_COMPETITION, false, "90 80.5 80.5 70 10 20 99 1", NULL, "4 2 2 1 1 2 - -"},
    {TIES_DENSE, true, "90 80.5 80.5 70 10 20 99 1", NULL, "1 2 2 3 2 1 - -"},
    {TIES_MEAN, true, "90 80.5 80.5 70 10 20 99 1", NULL, "1 2.5 2.5 4 2 1 - -"},
    {TIES_LAST, true, "90 80.5 80.5 70 10 20 99 1", NULL, "1 3 3 4 2 1 - -"},
    {TIES_ORDER, true, "90 80.5 80.5 70 10 20 99 1", NULL, "1 2 3 4 2 1 - -"},
    {TIES_COMPETITION, true, "1/3 0.33 2/6 0.34 1 x 1 1", NULL, "2 4 2 1 1 - - -"},
    {TIES_COMPETITION, true, "1/3 1/7 9223372036854775809 9223372036854775808 -1/3 -2/7 0 0", NULL, "3 4 1 2 2 1 - -"},
    {TIES_COMPETITION, true, "5 5 5 4 1 1 9 9", "1 3 3 9 2 1/3 1 1", "3 1 1 4 1 2 - -"},
};

static void test_ranks(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rank_cases / sizeof *rank_cases; i++) {
        const struct rank_case *tested = &rank_cases[i];
        struct bench bench = bench_new();
        uint32_t towns = ledger(&bench, "towns");
        uint32_t key = field_in(&bench, bench.units, "key", TYPE_INDEX, towns);
        uint32_t live = field(&bench, "live", TYPE_BOOLEAN);
        struct rank_key keys[] = {{field(&bench, "first", TYPE_NUMBER), tested->descending}, {field(&bench, "second", TYPE_NUMBER), true}};
        struct stage stage = program_blank_stage(STAGE_RANK, bench.units, nowhere);
        stage.index = key;
        stage.filter = live;
        stage.rank_keys = keys;
        stage.rank_key_count = tested->second ? 2 : 1;
        stage.ties = tested->ties;
        stage.result = made(&bench, bench.units, TYPE_NUMBER, NONE);
        program_add_stage(bench.builder, &stage);
        bench_finish(&bench);
        bench.data->domains[towns].rows = 2;
        fill(bench.data, bench.program, key, rank_groups);
        fill(bench.data, bench.program, live, rank_live);
        fill(bench.data, bench.program, keys[0].column, tested->first);
        fill(bench.data, bench.program, keys[1].column, tested->second ? tested->second : tested->first);
        assert_true(bench_run(&bench));
        expect(bench.data, stage.result, tested->wanted);
        bench_free(&bench);
    }
}

/* The units whose `field` is true are void. */
/* ---- groups, running folds, days ---------------------------------------------------------------------------------------------- */

static void test_group_makes_rows_in_order_of_first_appearance(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    uint32_t people = program_add_domain(bench.builder, DOMAIN_GROUPS, "people", nowhere);
    uint32_t keys[] = {field(&bench, "person", TYPE_TEXT), field(&bench, "year", TYPE_NUMBER)}, void_row = field(&bench, "void", TYPE_BOOLEAN);
    uint32_t results[] = {made(&bench, people, TYPE_TEXT, NONE), made(&bench, people, TYPE_NUMBER, NONE)};
    struct stage stage = program_blank_stage(STAGE_GROUP, bench.units, nowhere);
    stage.target = people;
    stage.keys = keys;
    stage.key_results = results;
    stage.key_count = 2;
    stage.result = made(&bench, bench.units, TYPE_INDEX, people);
    leave_out(&bench, void_row);
    program_add_stage(bench.builder, &stage);
    bench_finish(&bench);
    fill(bench.data, bench.program, keys[0], "wang li wang li zhao wang li");
    fill(bench.data, bench.program, keys[1], "2024 2024 2024.0 2023 1 ? 2024");
    fill(bench.data, bench.program, void_row, "0 0 0 0 1 0 ?");
    bench_run(&bench);
    expect(bench.data, stage.result, "0 1 0 2 - ? 1");
    expect(bench.data, results[0], "wang li li");
    expect(bench.data, results[1], "2024 2024 2023");
    assert_int_equal(bench.data->domains[people].rows, 3);
    bench_free(&bench);
}

static void test_group_without_keys_points_to_the_one_row(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    uint32_t one = program_add_domain(bench.builder, DOMAIN_ONE, "one", nowhere), value = field(&bench, "value", TYPE_NUMBER);
    uint32_t total = made(&bench, one, TYPE_NUMBER, NONE), share = made(&bench, bench.units, TYPE_NUMBER, NONE);
    struct stage group = program_blank_stage(STAGE_GROUP, bench.units, nowhere), fold = program_blank_stage(STAGE_FOLD, bench.units, nowhere);
    group.target = one;
    group.result = made(&bench, bench.units, TYPE_INDEX, one);
    program_add_stage(bench.builder, &group);
    fold.fold = FOLD_SUM;
    fold.value = value;
    fold.result = total;
    program_add_stage(bench.builder, &fold);
    program_begin_rows(bench.builder, bench.units, nowhere);
    emit(&bench, OP_LOAD, 0, 0, 0, group.result);
    emit(&bench, OP_GATHER, 1, 0, 0, total);
    emit(&bench, OP_LOAD, 2, 0, 0, value);
    emit(&bench, OP_DIVIDE, 3, 2, 1, 0);
    emit(&bench, OP_STORE, 0, 3, 0, share);
    bench_finish(&bench);
    fill(bench.data, bench.program, value, "1 2 3.5 -");
    assert_true(bench_run(&bench));
    expect(bench.data, total, "6.5");
    expect(bench.data, share, "2/13 4/13 7/13 -");
    bench_free(&bench);
}

struct running_case { enum fold fold; const char *value, *order, *live, *wanted; };

static const struct running_case running_cases[] = {
    {FOLD_SUM, "1 2 4 8 16 32", "3 1 2 2 1 ?", "1 1 1 1 1 1", "31 18 30 30 18 -"},
    {FOLD_SUM, "1 2 ? 8 16 32", "3 1 2 2 1 9", "1 0 1 1 1 1", "25 16 24 24 16 57"},
    {FOLD_SUM, "1 2 ! 8 16 32", "3 1 2 2 1 9", "1 1 1 1 1 1", "! 18 ! ! 18 !"},
    {FOLD_COUNT, "1 x 4 8 16 32", "3 1 2 2 1 9", "1 1 1 1 1 1", "4 1 3 3 1 5"},
    {FOLD_MINIMUM, "5 - 4 1/3 9 1", "3 1 2 4 2 0.5", "1 1 1 1 1 1", "1 1 1 1/3 1 1"},
    {FOLD_MAXIMUM, "5 - 4 6 - 7", "3 1 2 4 0 5", "1 1 1 1 1 1", "5 - 4 6 - 7"},
};

static void test_running_folds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof running_cases / sizeof *running_cases; i++) {
        const struct running_case *tested = &running_cases[i];
        struct bench bench = bench_new();
        struct stage stage = program_blank_stage(STAGE_RUNNING, bench.units, nowhere);
        stage.value = field(&bench, "value", TYPE_NUMBER);
        stage.order = field(&bench, "order", TYPE_NUMBER);
        stage.filter = field(&bench, "live", TYPE_BOOLEAN);
        stage.fold = tested->fold;
        stage.result = made(&bench, bench.units, TYPE_NUMBER, NONE);
        program_add_stage(bench.builder, &stage);
        bench_finish(&bench);
        fill(bench.data, bench.program, stage.value, tested->value);
        fill(bench.data, bench.program, stage.order, tested->order);
        fill(bench.data, bench.program, stage.filter, tested->live);
        assert_true(bench_run(&bench));
        expect(bench.data, stage.result, tested->wanted);
        bench_free(&bench);
    }
}

static void test_days_of_a_union(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    uint32_t towns = ledger(&bench, "towns"), periods = ledger(&bench, "periods");
    struct stage stage = program_blank_stage(STAGE_DAYS, bench.units, nowhere);
    stage.target = periods;
    stage.index = field_in(&bench, bench.units, "town", TYPE_INDEX, towns);
    stage.from = field(&bench, "from", TYPE_DATE);
    stage.to = field(&bench, "to", TYPE_DATE);
    stage.target_index = field_in(&bench, periods, "town", TYPE_INDEX, towns);
    stage.target_from = field_in(&bench, periods, "from", TYPE_DATE, NONE);
    stage.target_to = field_in(&bench, periods, "to", TYPE_DATE, NONE);
    stage.result = made(&bench, periods, TYPE_NUMBER, NONE);
    program_add_stage(bench.builder, &stage);
    bench_finish(&bench);
    bench.data->domains[towns].rows = 3;
    fill(bench.data, bench.program, stage.index, "0 0 0 1 1 0");
    fill(bench.data, bench.program, stage.from, "10 15 31 1 5 ?");
    fill(bench.data, bench.program, stage.to, "20 30 40 3 4 90");
    fill(bench.data, bench.program, stage.target_index, "0 0 0 0 1 2 -1 0 1");
    fill(bench.data, bench.program, stage.target_from, "0 12 35 40 0 0 0 ? 9");
    fill(bench.data, bench.program, stage.target_to, "99 18 99 40 99 99 9 9 8");
    bench_run(&bench);
    expect(bench.data, stage.result, "31 7 6 1 3 0 - ? 0");
    bench_free(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_row_instructions), cmocka_unit_test(test_gather_follows_references), cmocka_unit_test(test_folds),
        cmocka_unit_test(test_ranks), cmocka_unit_test(test_group_makes_rows_in_order_of_first_appearance),
        cmocka_unit_test(test_group_without_keys_points_to_the_one_row), cmocka_unit_test(test_running_folds), cmocka_unit_test(test_days_of_a_union),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
