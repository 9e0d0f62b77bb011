/* What came of the tests, as text, as JSON and as JUnit's XML; and which lines of the rules no expectation came to. */
#include <string.h>
#include "base/limits.h"
#include "elaborate/elaborate.h"
#include "json.h"
#include "memory.h"
#include "messages.h"
#include "test/test.h"

static const char *const kinds[OUTCOME_KINDS][2] = {
    [OUTCOME_ROW] = {"分档", "table row"}, [OUTCOME_GRADE] = {"等次", "grade"}, [OUTCOME_OVERRIDE] = {"另行得分", "score in its place"},
    [OUTCOME_POINTS] = {"加分扣分", "points"}, [OUTCOME_EXEMPT] = {"免考", "exempt"}, [OUTCOME_NOT_EXEMPT] = {"不免考", "not exempt"},
    [OUTCOME_NOT_APPLICABLE] = {"不适用", "not applicable"}, [OUTCOME_MISSING] = {"未填", "empty cell"}, [OUTCOME_VETO] = {"否决、调整", "veto"}};

/* ---- coverage ---- */

static const char *path_of(const struct scheme *scheme, struct span span) { return diagnostics_source(scheme->model->diagnostics, span.file)->path; }

/* Several runs may have read one file, each for itself. */
static struct coverage_line *line_at(const struct test_report *report, const struct scheme *scheme, const struct rule_outcome *outcome)
{
    for (uint32_t i = 0; i < report->line_count; i++) {
        const struct coverage_line *line = &report->lines[i];
        const struct rule_outcome *other = line->outcome;
        if (other->kind == outcome->kind && other->span.start == outcome->span.start && strcmp(path_of(line->scheme, other->span), path_of(scheme, outcome->span)) == 0)
            return &report->lines[i];
    }
    return NULL;
}

/* In the order of the file; files in the order in which they came to be read. */
static bool comes_before(const struct coverage_line *a, const struct coverage_line *b)
{
    const struct rule_outcome *x = a->outcome, *y = b->outcome;
    if (strcmp(path_of(a->scheme, x->span), path_of(b->scheme, y->span)) != 0)
        return a->scheme->model == b->scheme->model && x->span.file < y->span.file;
    return x->span.start != y->span.start ? x->span.start < y->span.start : x->kind < y->kind;
}

/* A line that was read for several figures is met where one of them came to it. */
void report_coverage(struct test_report *report, const struct test_run *run)
{
    for (uint32_t s = 0; s < run->model->scheme_count; s++) {
        struct scheme *scheme = run->model->schemes[s];
        for (uint32_t i = 0; scheme_is_run(scheme) && i < scheme->outcome_count; i++) {
            struct coverage_line *line = line_at(report, scheme, &scheme->outcomes[i]);
            if (!line) {
                line = ARRAY_ADD(report->lines, report->line_count);
                *line = (struct coverage_line){scheme, &scheme->outcomes[i], false};
            }
            line->met = line->met || run->met[s][i];
        }
    }
    for (uint32_t i = 1; i < report->line_count; i++)
        for (uint32_t k = i; k > 0 && comes_before(&report->lines[k], &report->lines[k - 1]); k--) {
            struct coverage_line other = report->lines[k];
            report->lines[k] = report->lines[k - 1];
            report->lines[k - 1] = other;
        }
    report->met_count = 0;
    for (uint32_t i = 0; i < report->line_count; i++)
        report->met_count += report->lines[i].met;
}

/* ---- what the forms share ---- */

static uint32_t count_of(const struct test_report *report, enum test_verdict verdict)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < report->count; i++)
        count += report->results[i].verdict == verdict;
    return count;
}

uint32_t test_report_failed(const struct test_report *report) { return count_of(report, TEST_FAILED); }

static size_t line_of(const struct scheme *scheme, struct span span)
{
    size_t line, column;
    source_position(diagnostics_source(scheme->model->diagnostics, span.file), span.start, &line, &column);
    return line;
}

static void render(const struct test_report *report, const struct diagnostics *diagnostics, struct buffer *out)
{
    struct render_options options = {.language = report->language, .faults_shown = LIMIT_FAULTS_SHOWN, .color = report->color};
    diagnostics_render_text(diagnostics, &options, out);
}

/* The line of the rules, with its kind. */
static const char *outcome_text(const struct test_report *report, const struct coverage_line *line)
{
    const char *text = span_text(line->scheme->model, line->outcome->span);
    return lang_format(report->language == LANGUAGE_EN ? "%s: %s" : "%s:%s", kinds[line->outcome->kind][report->language], text);
}

/* ---- text ---- */

/* The messages' own count of errors would count each failure twice. */
static void append_without_count(struct buffer *out, const struct buffer *rendered)
{
    size_t length = rendered->length;
    const char *text = buffer_text(rendered);
    while (length && text[length - 1] == '\n')
        length--;
    while (length && text[length - 1] != '\n')
        length--;
    buffer_append(out, text, length);
}

static void text_of_failure(const struct test_report *report, const struct test_result *result, struct buffer *out)
{
    struct buffer rendered = {0}, faults = {0};
    buffer_format(out, report->language == LANGUAGE_EN ? "failed: %s\n" : "失败:%s\n", result->test->name);
    render(report, result->failures, &rendered);
    append_without_count(out, &rendered);
    for (size_t i = 0; i < diagnostics_total(result->failures); i++)
        if (strcmp(diagnostics_code(result->failures, i), "E0925") == 0 && !faults.length) {
            render(report, result->faults, &faults);
            append_without_count(out, &faults);
        }
    buffer_release(&rendered);
    buffer_release(&faults);
}

static void text_of_coverage(const struct test_report *report, struct buffer *out)
{
    bool english = report->language == LANGUAGE_EN;
    if (!report->line_count)
        return;
    buffer_format(out, english ? "rules met: %u of %u (%u%%)%s\n" : "规则测到 %u/%u(%u%%)%s\n", report->met_count, report->line_count, 100 * report->met_count / report->line_count,
                  report->met_count == report->line_count ? "" : english ? "; not met:" : ",没有测到的:");
    for (uint32_t i = 0; i < report->line_count; i++) {
        const struct coverage_line *line = &report->lines[i];
        struct span span = line->outcome->span;
        if (!line->met)
            buffer_format(out, "  %s:%zu  %s\n", path_of(line->scheme, span), line_of(line->scheme, span), outcome_text(report, line));
    }
}

void test_report_text(const struct test_report *report, struct buffer *out)
{
    bool english = report->language == LANGUAGE_EN;
    uint32_t skipped = count_of(report, TEST_SKIPPED);
    for (uint32_t i = 0; i < report->count; i++)
        if (report->results[i].verdict == TEST_FAILED)
            text_of_failure(report, &report->results[i], out);
    buffer_format(out, english ? "passed %u, failed %u" : "通过 %u 例,失败 %u 例", count_of(report, TEST_PASSED), count_of(report, TEST_FAILED));
    if (skipped)
        buffer_format(out, english ? ", not run %u (they want the ledgers: --data)" : ",没有运行 %u 例(要用 --data 给出台账)", skipped);
    buffer_append_char(out, '\n');
    text_of_coverage(report, out);
}

/* ---- JSON ---- */

static const char *const verdicts[] = {[TEST_PASSED] = "passed", [TEST_FAILED] = "failed", [TEST_SKIPPED] = "skipped"};

static void json_of_result(const struct test_result *result, struct buffer *out)
{
    const struct scheme *scheme = result->test->scheme;
    buffer_append_text(out, "{\"name\":");
    json_string(out, result->test->name);
    json_member(out, "file", path_of(scheme, result->test->span));
    buffer_format(out, ",\"line\":%zu", line_of(scheme, result->test->span));
    json_member(out, "verdict", verdicts[result->verdict]);
    if (result->detail_count)
        buffer_append_text(out, ",\"failures\":[");
    for (uint32_t i = 0; i < result->detail_count; i++) {
        const struct failure *failure = &result->details[i];
        buffer_append_text(out, i ? ",{\"code\":" : "{\"code\":");
        json_string(out, diagnostics_code(result->failures, i));
        if (failure->expected)
            json_member(out, "expected", failure->expected);
        if (failure->expected && failure->actual)
            json_member(out, "actual", failure->actual);
        if (failure->difference)
            json_member(out, "difference", failure->difference);
        buffer_append_char(out, '}');
    }
    buffer_append_text(out, result->detail_count ? "]}" : "}");
}

void test_report_json(const struct test_report *report, struct buffer *out)
{
    buffer_format(out, "{\"format\":\"assessc-tests\",\"version\":1,\"passed\":%u,\"failed\":%u,\"skipped\":%u,\"tests\":[", count_of(report, TEST_PASSED),
                  count_of(report, TEST_FAILED), count_of(report, TEST_SKIPPED));
    for (uint32_t i = 0; i < report->count; i++) {
        buffer_append_text(out, i ? ",\n" : "\n");
        json_of_result(&report->results[i], out);
    }
    buffer_format(out, "\n],\"coverage\":{\"met\":%u,\"all\":%u,\"not_met\":[", report->met_count, report->line_count);
    for (uint32_t i = 0, said = 0; i < report->line_count; i++) {
        const struct coverage_line *line = &report->lines[i];
        struct span span = line->outcome->span;
        if (line->met)
            continue;
        buffer_append_text(out, said++ ? ",\n{\"kind\":" : "\n{\"kind\":");
        json_string(out, kinds[line->outcome->kind][LANGUAGE_EN]);
        json_member(out, "file", path_of(line->scheme, span));
        buffer_format(out, ",\"line\":%zu", line_of(line->scheme, span));
        json_member(out, "text", span_text(line->scheme->model, span));
        buffer_append_char(out, '}');
    }
    buffer_append_text(out, "]}}\n");
}

/* ---- JUnit ---- */

/* XML has no way to write most control characters: they become spaces. */
static void append_xml(struct buffer *out, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '<': buffer_append_text(out, "&lt;"); break;
        case '>': buffer_append_text(out, "&gt;"); break;
        case '&': buffer_append_text(out, "&amp;"); break;
        case '"': buffer_append_text(out, "&quot;"); break;
        case '\n': buffer_append_text(out, "&#10;"); break;
        default: buffer_append_char(out, (unsigned char)*text < 0x20 ? ' ' : *text);
        }
}

static void junit_of_result(const struct test_report *report, const struct test_result *result, struct buffer *out)
{
    const struct scheme *scheme = result->test->scheme;
    size_t line = line_of(scheme, result->test->span);
    buffer_append_text(out, "  <testcase classname=\"");
    append_xml(out, scheme->stem);
    buffer_append_text(out, "\" name=\"");
    append_xml(out, lang_format("%s:%zu", result->test->name, line));
    buffer_append_text(out, "\" file=\"");
    append_xml(out, path_of(scheme, result->test->span));
    buffer_format(out, "\" line=\"%zu\"", line);
    if (result->verdict == TEST_PASSED) {
        buffer_append_text(out, "/>\n");
        return;
    }
    buffer_append_text(out, result->verdict == TEST_SKIPPED ? "><skipped/>" : "><failure message=\"");
    if (result->verdict == TEST_FAILED) {
        struct buffer rendered = {0};
        const struct failure *first = result->details;
        append_xml(out, first->difference ? lang_format("%s / %s: %s", first->expected, first->actual, first->difference) : diagnostics_code(result->failures, 0));
        buffer_append_text(out, "\">");
        text_of_failure(report, result, &rendered);
        append_xml(out, buffer_text(&rendered));
        buffer_append_text(out, "</failure>");
        buffer_release(&rendered);
    }
    buffer_append_text(out, "</testcase>\n");
}

void test_report_junit(const struct test_report *report, struct buffer *out)
{
    buffer_format(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n <testsuite name=\"assessc\" tests=\"%u\" failures=\"%u\" skipped=\"%u\">\n", report->count,
                  count_of(report, TEST_FAILED), count_of(report, TEST_SKIPPED));
    for (uint32_t i = 0; i < report->count; i++)
        junit_of_result(report, &report->results[i], out);
    buffer_append_text(out, " </testsuite>\n</testsuites>\n");
}
