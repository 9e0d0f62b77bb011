/* What the interpreter says where a small program finds no value, or rows that are not as they must be; and what a replay of a row tells. */
#include "interpret_help.h"

/* ---- faults ------------------------------------------------------------------------------------------------------------------- */

static void expect_faults(struct bench *bench, const char *wanted)
{
    struct buffer out = {0};
    static const struct render_options options = {LANGUAGE_EN, false, 0};
    diagnostics_render_text(bench->diagnostics, &options, &out);
    if (!strstr(buffer_text(&out), wanted))
        fail_msg("wanted \"%s\" in:\n%s", wanted, buffer_text(&out));
    buffer_release(&out);
}

static void test_daily_names_the_days(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    uint32_t towns = ledger(&bench, "towns");
    struct stage stage = program_blank_stage(STAGE_DAILY, bench.units, nowhere);
    uint32_t shown[] = {field_in(&bench, bench.units, "town", TYPE_INDEX, towns)};
    stage.index = shown[0];
    stage.value = field(&bench, "share", TYPE_NUMBER);
    stage.from = field(&bench, "from", TYPE_DATE);
    stage.to = field(&bench, "to", TYPE_DATE);
    stage.day_first = 0;
    stage.day_last = 9;
    stage.wanted = program_add_ratio(bench.builder, 1, 1);
    stage.severity = SEVERITY_ERROR;
    stage.message[0] = "份额不足";
    stage.message[1] = "shares do not add up";
    stage.show = shown;
    stage.show_count = 1;
    program_add_stage(bench.builder, &stage);
    bench_finish(&bench);
    bench.data->domains[towns].rows = 3;
    fill_text(&bench.data->columns[bench.program->domains[towns].fields[0].column], "A B C");
    fill(bench.data, bench.program, stage.index, "0 0 0 1 1");
    fill(bench.data, bench.program, stage.value, "0.5 0.5 1/3 0.5 0.5");
    fill(bench.data, bench.program, stage.from, "-5 0 7 0 0");
    fill(bench.data, bench.program, stage.to, "99 99 7 5 9");
    assert_false(bench_run(&bench));
    assert_int_equal(diagnostics_total(bench.diagnostics), 2);
    expect_faults(&bench, "shares do not add up: town code A from 1970-01-08 to 1970-01-08 adds to 4/3, not to 1");
    expect_faults(&bench, "shares do not add up: town code B from 1970-01-07 to 1970-01-10 adds to 0.5, not to 1");
    bench_free(&bench);
}

static void test_checks_report_rows(void **state)
{
    (void)state;
    for (int warning = 0; warning < 2; warning++) {
        struct bench bench = bench_new();
        uint32_t area = field(&bench, "area", TYPE_NUMBER);
        struct stage stage = program_blank_stage(STAGE_CHECK, bench.units, nowhere);
        stage.value = field(&bench, "good", TYPE_BOOLEAN);
        stage.severity = warning ? SEVERITY_WARNING : SEVERITY_ERROR;
        stage.message[0] = "面积不对";
        stage.message[1] = "the area is wrong";
        stage.show = &area;
        stage.show_count = 1;
        program_add_stage(bench.builder, &stage);
        bench_finish(&bench);
        fill(bench.data, bench.program, stage.value, "1 0 - 1 x");
        fill(bench.data, bench.program, area, "1 2.5 3 4 5");
        assert_int_equal(bench_run(&bench), warning);
        assert_int_equal(diagnostics_total(bench.diagnostics), 1);
        expect_faults(&bench, "the area is wrong (area 2.5)");
        expect_faults(&bench, "units row 3, column \"area\"");
        bench_free(&bench);
    }
}

/* score = a / b, and total = the sum of all scores, both written out. */
static struct bench quotient_bench(uint32_t *a, uint32_t *b, uint32_t *void_row)
{
    struct bench bench = bench_new();
    *a = field(&bench, "done", TYPE_NUMBER);
    *b = field(&bench, "target", TYPE_NUMBER);
    uint32_t one = program_add_domain(bench.builder, DOMAIN_ONE, "one", nowhere);
    *void_row = field(&bench, "void", TYPE_BOOLEAN);
    uint32_t score = made(&bench, bench.units, TYPE_NUMBER, NONE), out = program_add_output(bench.builder, "s", "s", bench.units);
    leave_out(&bench, *void_row);
    program_begin_rows(bench.builder, bench.units, nowhere);
    emit(&bench, OP_LOAD, 0, 0, 0, *a);
    emit(&bench, OP_LOAD, 1, 0, 0, *b);
    emit(&bench, OP_DIVIDE, 2, 0, 1, 0);
    emit(&bench, OP_STORE, 0, 2, 0, score);
    struct stage fold = program_blank_stage(STAGE_FOLD, bench.units, nowhere);
    fold.fold = FOLD_SUM;
    fold.value = score;
    fold.result = made(&bench, one, TYPE_NUMBER, NONE);
    program_add_stage(bench.builder, &fold);
    struct output_column column = {.name = "score", .column = score, .form = OUTPUT_EXACT};
    program_add_output_column(bench.builder, out, &column);
    column = (struct output_column){.name = "total", .column = fold.result, .form = OUTPUT_EXACT};
    program_add_output_column(bench.builder, program_add_output(bench.builder, "t", "t", one), &column);
    bench_finish(&bench);
    fill(bench.data, bench.program, *void_row, "0 0 0 1 0");
    return bench;
}

static void test_faults_lead_to_the_cell(void **state)
{
    (void)state;
    uint32_t a, b, void_row;
    struct bench bench = quotient_bench(&a, &b, &void_row);
    fill(bench.data, bench.program, a, "1 ? 2 ? 1");
    fill(bench.data, bench.program, b, "2 2 0 0 4");
    assert_false(bench_run(&bench));
    expect_faults(&bench, "a value is missing that the scores need: done");
    expect_faults(&bench, "units row 3, column \"done\"");
    expect_faults(&bench, "division by zero");
    expect_faults(&bench, "units row 4, column \"target\"");
    assert_int_equal(diagnostics_total(bench.diagnostics), 2);      /* the total leads to the same cell; the void row to none */
    bench_free(&bench);
}

static void test_exempt_values_are_no_faults(void **state)
{
    (void)state;
    uint32_t a, b, void_row;
    struct bench bench = quotient_bench(&a, &b, &void_row);
    fill(bench.data, bench.program, a, "1 x - ? 1");
    fill(bench.data, bench.program, b, "2 2 7 0 3");
    assert_true(bench_run(&bench));
    assert_int_equal(diagnostics_total(bench.diagnostics), 0);
    bench_free(&bench);
}

static void test_stated_faults_are_told(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    uint32_t value = field(&bench, "value", TYPE_NUMBER), score = made(&bench, bench.units, TYPE_NUMBER, NONE);
    uint32_t out = program_add_output(bench.builder, "s", "s", bench.units), fault = program_add_fault(bench.builder, "不得为负", "must not be negative");
    program_begin_rows(bench.builder, bench.units, nowhere);
    emit(&bench, OP_LOAD, 0, 0, 0, value);
    emit(&bench, OP_CONST, 1, 0, 0, program_add_ratio(bench.builder, 0, 1));
    emit(&bench, OP_LESS, 2, 0, 1, 0);
    emit(&bench, OP_CONST, 3, 0, 0, program_add_absent(bench.builder, TYPE_NUMBER, NONE, STATUS_ERROR, fault));
    emit(&bench, OP_SELECT, 4, 2, 3, 0);
    emit(&bench, OP_STORE, 0, 4, 0, score);
    struct output_column column = {.name = "score", .column = score, .form = OUTPUT_EXACT};
    program_add_output_column(bench.builder, out, &column);
    bench_finish(&bench);
    fill(bench.data, bench.program, value, "1 -1 2");
    assert_false(bench_run(&bench));
    assert_int_equal(diagnostics_total(bench.diagnostics), 1);
    expect_faults(&bench, "must not be negative");
    expect_faults(&bench, "units row 3");
    bench_free(&bench);
}

/* Three thousand rows without a value: so many are told, the rest is counted. */
static void test_faults_are_bounded(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    uint32_t value = field(&bench, "value", TYPE_NUMBER), out = program_add_output(bench.builder, "s", "s", bench.units);
    struct output_column column = {.name = "score", .column = value, .form = OUTPUT_EXACT};
    program_add_output_column(bench.builder, out, &column);
    bench_finish(&bench);
    struct buffer text = {0};
    for (int i = 0; i < 3000; i++)
        buffer_append_text(&text, i ? " ?" : "?");
    fill(bench.data, bench.program, value, buffer_text(&text));
    assert_false(bench_run(&bench));
    assert_int_equal(diagnostics_total(bench.diagnostics), 1001);
    expect_faults(&bench, "2000 further faults");
    buffer_release(&text);
    bench_free(&bench);
}

/* A sum of so many unlike fractions that it has more digits than are allowed is refused, however the rows are ordered. */
static void test_sums_that_grow_too_long_are_refused(void **state)
{
    (void)state;
    uint32_t a, b, void_row, rows = 60000;
    for (int backwards = 0; backwards < 2; backwards++) {
        struct bench bench = quotient_bench(&a, &b, &void_row);
        struct maker *makers[2];
        for (int k = 0; k < 2; k++) {
            column_begin(&bench.data->columns[k ? b : a], TYPE_NUMBER, rows);
            makers[k] = maker_new(&bench.data->columns[k ? b : a], 0);
        }
        for (uint32_t i = 0; i < rows; i++) {
            maker_integer(makers[0], 1);
            maker_integer(makers[1], 1000003 + 2 * (int64_t)(backwards ? rows - i : i));
        }
        maker_finish(makers[0]);
        maker_finish(makers[1]);
        column_begin(&bench.data->columns[void_row], TYPE_BOOLEAN, rows);
        struct maker *maker = maker_new(&bench.data->columns[void_row], 0);
        for (uint32_t i = 0; i < rows; i++)
            maker_integer(maker, 0);
        maker_finish(maker);
        bench.data->domains[bench.units].rows = rows;
        assert_false(bench_run(&bench));
        expect_faults(&bench, "a sum too long");
        bench_free(&bench);
    }
}

/* ---- replays ------------------------------------------------------------------------------------------------------------------ */

struct listing { struct trace trace; struct buffer text; const struct program *program; };

static void list_event(struct trace *trace, const struct trace_event *event)
{
    struct listing *listing = (struct listing *)trace;
    struct rational value;
    rational_init(&value);
    const struct instruction *instruction = &listing->program->code[event->instruction];
    enum status status = trace_result(event, &value);
    buffer_format(&listing->text, "%s", opcode_name(instruction->op));
    if (instruction->op == OP_DIVIDE) {
        rational_init(&value);
        trace_operand(event, instruction->a, &value);
        buffer_append_char(&listing->text, ' ');
        rational_format_exact(&value, &listing->text);
        trace_result(event, &value);
    }
    buffer_append_text(&listing->text, " = ");
    if (status == STATUS_PRESENT)
        rational_format_exact(&value, &listing->text);
    else
        buffer_append_text(&listing->text, status_name(status));
    buffer_append_char(&listing->text, ';');
    rational_clear(&value);
}

static void test_replay_shows_each_instruction(void **state)
{
    (void)state;
    uint32_t a, b, void_row;
    struct bench bench = quotient_bench(&a, &b, &void_row);
    fill(bench.data, bench.program, a, "1 7 2 1 1");
    fill(bench.data, bench.program, b, "2 3 0 1 4");
    bench_run(&bench);
    struct listing listing = {{list_event}, {0}, bench.program};
    interpret_replay(bench.program, bench.data, 1, 1, &listing.trace);
    interpret_replay(bench.program, bench.data, 1, 2, &listing.trace);
    assert_string_equal(buffer_text(&listing.text), "load = 7;load = 3;divide 7 = 7/3;store = 7/3;load = 2;load = 0;divide 2 = error;store = error;");
    buffer_release(&listing.text);
    bench_free(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_daily_names_the_days), cmocka_unit_test(test_checks_report_rows), cmocka_unit_test(test_faults_lead_to_the_cell),
        cmocka_unit_test(test_exempt_values_are_no_faults), cmocka_unit_test(test_stated_faults_are_told), cmocka_unit_test(test_faults_are_bounded),
        cmocka_unit_test(test_sums_that_grow_too_long_are_refused), cmocka_unit_test(test_replay_shows_each_instruction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
