/* One case: its ledgers are loaded, the program runs over them, and what comes out is compared with what was expected. */
#include <string.h>
#include "check/check.h"
#include "compile/domains.h"
#include "elaborate/elaborate.h"
#include "interpret/interpret.h"
#include "memory.h"
#include "messages.h"
#include "report/cells.h"
#include "test/test.h"

struct running {
    struct test_run *run;
    struct test_result *result;
    const struct test_case *test;
    struct data *data;
    struct depend depend;
    uint32_t output, first_result;      /* the scheme's table, and its column that is the first result */
};

/* ---- messages ---- */

static struct diagnostics *with_sources(const struct model *model)
{
    struct diagnostics *diagnostics = diagnostics_new();
    for (uint32_t i = 0; i < diagnostics_source_count(model->diagnostics); i++) {
        const struct source *source = diagnostics_source(model->diagnostics, i);
        diagnostics_add_source(diagnostics, source->path, source->text, source->length);
    }
    return diagnostics;
}

static void fail(struct test_result *result, struct span span, const char *code, const char *first, const char *second, const char *third)
{
    const char *texts[3] = {first, second, third};
    diagnostic_report(result->failures, message_find(lang_messages, code), third ? 3 : second ? 2 : 1, texts);
    diagnostic_at(result->failures, span, NULL);
    struct failure detail = {strcmp(code, "E0920") == 0 || strcmp(code, "E0921") == 0 ? first : NULL, second, strcmp(code, "E0920") == 0 ? third : NULL};
    *ARRAY_ADD(result->details, result->detail_count) = detail;
    result->verdict = TEST_FAILED;
}

static bool has_code(const struct diagnostics *diagnostics, const char *code)
{
    for (size_t i = 0; i < diagnostics_total(diagnostics); i++)
        if (strcmp(diagnostics_code(diagnostics, i), code) == 0)
            return true;
    return false;
}

static const char *all_codes(const struct diagnostics *diagnostics)
{
    struct buffer out = {0};
    for (size_t i = 0; i < diagnostics_total(diagnostics); i++) {
        const char *code = diagnostics_code(diagnostics, i);
        if (!strstr(buffer_text(&out), code))
            buffer_format(&out, "%s%s", out.length ? "、" : "", code);
    }
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

/* ---- whose ---- */

static void append_plain(struct buffer *out, const char *text, size_t length) { buffer_append(out, text, length); }

/* A cell of the scheme's table, as it is printed. */
static const char *printed(const struct running *running, uint32_t column, uint32_t row)
{
    struct cells cells;
    struct buffer out = {0};
    cells_open(&cells, running->run->program, running->data, running->output, (struct cell_style){.absent = "", .text = append_plain});
    if (cells_prepare(&cells, row / CELLS_ROWS * CELLS_ROWS))
        cells_append(&cells, column, row % CELLS_ROWS, &out);
    cells_close(&cells);
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

static uint32_t unit_count(const struct running *running)
{
    return running->data->domains[running->run->program->outputs[running->output].domain].rows;
}

/* The row of the unit, NONE where there is none: reported with the nearest. */
static uint32_t find_unit(struct running *running, const struct expectation *expectation)
{
    uint32_t count = unit_count(running);
    if (!expectation->unit) {
        if (count != 1)
            fail(running->result, expectation->span, "E0919", "", NULL, NULL);
        return count == 1 ? 0 : NONE;
    }
    const char **keys = lang_array(count + 1, sizeof *keys);
    for (uint32_t row = 0; row < count; row++) {
        keys[row] = printed(running, 0, row);
        if (strcmp(keys[row], expectation->unit) == 0)
            return row;
    }
    const char *nearest = text_nearest(expectation->unit, strlen(expectation->unit), keys, count);
    fail(running->result, expectation->unit_span, nearest ? "E0917" : "E0916", expectation->unit, nearest, NULL);
    return NONE;
}

/* ---- values ---- */

static const char *state_text(const struct running *running, enum status status)
{
    static const char *const texts[STATUS_COUNT][2] = {[STATUS_PRESENT] = {"有值", "a value"}, [STATUS_NOT_APPLICABLE] = {"不适用", "not applicable"},
                                                       [STATUS_EXEMPT] = {"免考", "exempt"}, [STATUS_MISSING] = {"未填", "empty"}, [STATUS_ERROR] = {"报错", "an error"}};
    return texts[status][running->run->language];
}

static const char *unit_behind(const struct running *running, const struct node *node)
{
    bool english = running->run->language == LANGUAGE_EN;
    if (node->type != TYPE_NUMBER)
        return "";
    const char *unit = unit_base_text(node->unit, english);
    return english && *unit ? lang_format(" %s", unit) : unit;
}

static const char *actual_text(const struct running *running, const struct expectation *expectation, uint32_t row, enum status status)
{
    const struct node *node = running->test->scheme->results[expectation->result].node;
    if (status != STATUS_PRESENT)
        return state_text(running, status);
    return lang_format("%s%s", printed(running, running->first_result + expectation->result, row), unit_behind(running, node));
}

static const char *difference_text(const struct running *running, const struct node *node, const struct rational *expected, const struct rational *actual)
{
    struct rational difference;
    struct buffer out = {0};
    bool english = running->run->language == LANGUAGE_EN;
    rational_init(&difference);
    rational_subtract(&difference, actual, expected);
    bool more = rational_sign(&difference) > 0;
    if (!more)
        rational_negate(&difference, &difference);
    buffer_append_text(&out, english ? "" : more ? "多 " : "少 ");
    rational_format_exact(&difference, &out);
    buffer_format(&out, "%s%s", unit_behind(running, node), !english ? "" : more ? " too much" : " too little");
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

static bool same_value(const struct node *node, const struct node *expected, const struct value *actual)
{
    if (actual->status != STATUS_PRESENT)
        return false;
    switch (node->type) {
    case TYPE_NUMBER: return rational_compare(&actual->number, &expected->value.number) == 0;
    case TYPE_BOOLEAN: return (actual->integer != 0) == expected->value.boolean;
    default: return actual->integer == expected->value.code;
    }
}

/* ---- what a test leaves open ---- */

static const char *missing_text(const struct running *running)
{
    struct buffer out = {0};
    bool english = running->run->language == LANGUAGE_EN;
    for (uint32_t i = 0; i < running->depend.missing_count; i++) {
        const struct missing *missing = &running->depend.missing[i];
        buffer_append_text(&out, i ? english ? ", " : "、" : "");
        if (!missing->field)
            buffer_format(&out, english ? "the rows of %s" : "台账 %s 的各行", missing->ledger->name);
        else if (missing->ledger == running->test->scheme->units)
            buffer_append_text(&out, missing->field->name);
        else
            buffer_format(&out, "%s.%s", missing->ledger->name, missing->field->name);
    }
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

/* 免考 is asked of the indicator, also where something is scored in its place. NULL: its score's status says it. */
static struct node *state_of_item(const struct running *running, const struct expectation *expectation)
{
    const struct scheme *scheme = running->test->scheme;
    for (uint32_t i = 0; i < scheme->item_count && expectation->kind == EXPECTED_STATUS; i++)
        if (strcmp(scheme->items[i]->code, scheme->results[expectation->result].name) == 0)
            return expectation->status == STATUS_EXEMPT && scheme->items[i]->exempt_count ? scheme->items[i]->is_exempt
                   : expectation->status == STATUS_NOT_APPLICABLE && scheme->items[i]->not_applicable_count ? scheme->items[i]->inapplicable : NULL;
    return NULL;
}

static bool is_as_expected(struct running *running, const struct expectation *expectation, const struct node *state, const struct value *actual, uint32_t row)
{
    if (expectation->kind == EXPECTED_STATUS)
        return actual->status == expectation->status || (state && value_is_true(&running->depend.values, state, row));
    return same_value(running->test->scheme->results[expectation->result].node, expectation->value, actual);
}

static void look_at(struct running *running, const struct expectation *expectation)
{
    const struct result *result = &running->test->scheme->results[expectation->result];
    uint32_t row = find_unit(running, expectation);
    if (row == NONE)
        return;
    running->depend.missing_count = 0;
    for (uint32_t i = 0; running->depend.known && i < node_pool_count(running->run->model->pool); i++)
        running->depend.seen[i] = NULL;         /* each expectation for itself: what it leaves open is said of each */
    struct node *state = state_of_item(running, expectation);
    depend_visit(&running->depend, state ? state : result->node, row);
    if (running->depend.missing_count) {
        fail(running->result, expectation->span, "E0922", result->name, missing_text(running), NULL);
        return;
    }
    for (uint32_t i = 0; i < running->run->model->scheme_count; i++)
        if (scheme_is_run(running->run->model->schemes[i]))
            depend_outcomes(&running->depend, running->run->model->schemes[i], running->run->met[i]);
    struct value actual = value_of(&running->depend.values, result->node, row);
    if (is_as_expected(running, expectation, state, &actual, row))
        return;
    const char *text = actual_text(running, expectation, row, actual.status);
    if (expectation->kind == EXPECTED_VALUE && result->node->type == TYPE_NUMBER && actual.status == STATUS_PRESENT)
        fail(running->result, expectation->span, "E0920", expectation->text, text, difference_text(running, result->node, &expectation->value->value.number, &actual.number));
    else
        fail(running->result, expectation->span, "E0921", expectation->text, text, NULL);
}

/* ---- faults ---- */

static void look_for_rule_fault(struct running *running, const struct expectation *expectation)
{
    struct diagnostics *diagnostics = diagnostics_new();
    const char *path = expectation->path;
    struct model *model = elaborate_files(diagnostics, &path, 1);
    for (uint32_t i = 0; i < model->scheme_count; i++)
        if (scheme_is_run(model->schemes[i]) && model->schemes[i]->units)
            check_scheme(model->schemes[i]);
    if (!has_code(diagnostics, expectation->code)) {
        const char *codes = all_codes(diagnostics);
        fail(running->result, expectation->span, *codes ? "E0924" : "E0923", expectation->code, *codes ? codes : NULL, NULL);
    }
    diagnostics_free(diagnostics);
}

static void look_for_fault(struct running *running, const struct expectation *expectation)
{
    if (has_code(running->result->faults, expectation->code))
        return;
    const char *codes = all_codes(running->result->faults);
    fail(running->result, expectation->span, *codes ? "E0924" : "E0923", expectation->code, *codes ? codes : NULL, NULL);
}

/* ---- the run ---- */

/* Ledgers that the test does not list need neither rows nor all combinations of their keys. */
struct demands { bool needs_rows, complete; };

static struct demands *lift_demands(struct program *program, const struct sheet_known *known)
{
    struct demands *before = lang_array(program->domain_count + 1, sizeof *before);
    for (uint32_t i = 0; i < program->domain_count; i++) {
        struct domain *domain = &program->domains[i];
        before[i] = (struct demands){domain->needs_rows, domain->complete};
        domain->needs_rows = domain->needs_rows && known[i].known;
        domain->complete = domain->complete && known[i].known;
    }
    return before;
}

static void restore_demands(struct program *program, const struct demands *before)
{
    for (uint32_t i = 0; i < program->domain_count; i++) {
        program->domains[i].needs_rows = before[i].needs_rows;
        program->domains[i].complete = before[i].complete;
    }
}

static bool load(struct running *running)
{
    struct test_run *run = running->run;
    const struct test_case *test = running->test;
    struct diagnostics *faults = running->result->faults;
    if (test->on_data)
        return ledgers_load(run->program, &run->data, running->data, faults);
    if (test->folder) {
        struct ledger_paths paths = {.folders = lang_array(1, sizeof *paths.folders), .folder_count = 1};
        paths.folders[0] = test->folder;
        return ledgers_load(run->program, &paths, running->data, faults);
    }
    struct sheets sheets = sheets_of(test, run->program, faults);
    running->depend.known = sheets.known;
    struct demands *before = lift_demands(run->program, sheets.known);
    bool sound = !diagnostics_count(faults, SEVERITY_ERROR) && ledgers_load_bytes(run->program, sheets.bytes, sheets.count, running->data, faults);
    restore_demands(run->program, before);
    return sound;
}

static bool expects_fault(const struct test_case *test)
{
    for (uint32_t i = 0; i < test->expected_count; i++)
        if (test->expected[i].kind == EXPECTED_FAULT)
            return true;
    return false;
}

static void find_output(struct running *running)
{
    const struct model *model = running->run->model;
    for (uint32_t i = 0; i < model->scheme_count && model->schemes[i] != running->test->scheme; i++)
        running->output += scheme_is_run(model->schemes[i]);
    running->first_result = running->run->program->outputs[running->output].column_count - running->test->scheme->result_count;
}

static void run_case(struct running *running)
{
    const struct test_case *test = running->test;
    struct run_options options = {.threads = 1};
    running->data = data_new(running->run->program);
    running->depend.values = values_open(running->run->program, running->data, running->run->nodes);
    running->depend.seen = lang_array(node_pool_count(running->run->model->pool) + 1, sizeof *running->depend.seen);
    find_output(running);
    bool sound = load(running) && interpret_run(running->run->program, running->data, &options, running->result->faults);
    if (!sound && !expects_fault(test)) {
        fail(running->result, test->expected[0].span, "E0925", all_codes(running->result->faults), NULL, NULL);
        return;
    }
    for (uint32_t i = 0; i < test->expected_count; i++)
        if (test->expected[i].kind == EXPECTED_FAULT)
            look_for_fault(running, &test->expected[i]);
        else if (test->expected[i].kind != EXPECTED_RULE_FAULT && sound)
            look_at(running, &test->expected[i]);
}

struct test_result test_run_case(struct test_run *run, const struct test_case *test)
{
    struct test_result result = {.test = test, .verdict = TEST_PASSED, .failures = with_sources(run->model), .faults = with_sources(run->model)};
    struct running running = {.run = run, .result = &result, .test = test};
    bool on_ledgers = false;
    for (uint32_t i = 0; i < test->expected_count; i++)
        if (test->expected[i].kind == EXPECTED_RULE_FAULT)
            look_for_rule_fault(&running, &test->expected[i]);
        else
            on_ledgers = true;
    if (on_ledgers && test->on_data && !run->has_data)
        result.verdict = result.verdict == TEST_FAILED ? TEST_FAILED : TEST_SKIPPED;
    else if (on_ledgers)
        run_case(&running);
    if (running.data)
        values_forget(&running.depend.values);
    data_free(running.data);
    return result;
}
