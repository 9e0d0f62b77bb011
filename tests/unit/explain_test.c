/* Laws of explanations, over every acceptance case, every scheme of practice and every rule set of rules/: what is told of a unit is all
 * that its scores rest on, and nothing else; working its arithmetic through gives its scores; what is said to score more does. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "check/check.h"
#include "compile/compile.h"
#include "elaborate/elaborate.h"
#include "explain/explain.h"
#include "explain/more.h"
#include "explain/report.h"
#include "ledger/archive.h"
#include "interpret/interpret.h"
#include "interpret/trial.h"
#include "memory.h"
#include "phrase/library.h"
#include "replay_help.h"
#include "report/cells.h"
#include "sanitizer.h"

/* ---- a case: rules and ledgers that have been run ---- */

struct run_case {
    const char *name;
    struct diagnostics *diagnostics;
    struct model *model;
    struct compiled_nodes nodes;
    struct program *program;
    struct data *data;
    struct explainer explainer;
    struct scheme *scheme; uint32_t output; struct cells cells;     /* the table at hand */
    uint32_t tried;                     /* figures that were said to score more */
};

static struct program *through_bytes(struct program *compiled)
{
    struct buffer bytes = {0};
    program_encode(compiled, &bytes);
    program_free(compiled);
    struct program *program = program_decode(bytes.data, bytes.length, NULL);
    assert_true(program && program_verify(program, NULL));
    buffer_release(&bytes);
    return program;
}

static void open_case(struct run_case *run, const char *const *files, uint32_t count, const char *folder)
{
    const char *dash = strrchr(folder, '-'), *slash = strrchr(folder, '/');
    const char *folders[] = {folder, dash && slash && dash > slash ? lang_format("%.*s/%s", (int)(slash - folder), folder, dash + 1) : ""};
    struct ledger_paths paths = {.folders = folders, .folder_count = access(folders[1], F_OK) == 0 ? 2 : 1};    /* and of what it cites */
    struct run_options options = {.threads = 1};
    *run = (struct run_case){.name = files[0], .diagnostics = diagnostics_new()};
    run->model = elaborate_files(run->diagnostics, files, count);
    assert_int_equal(diagnostics_count(run->diagnostics, SEVERITY_ERROR), 0);
    run->program = through_bytes(compile_model_with(run->model, &run->nodes));
    run->data = data_new(run->program);
    if (!ledgers_load(run->program, &paths, run->data, run->diagnostics) || !interpret_run(run->program, run->data, &options, run->diagnostics))
        fail_msg("%s does not run", run->name);
    run->explainer = (struct explainer){.model = run->model, .values = values_open(run->program, run->data, &run->nodes),
                                        .written = written_open(run->program, run->data), .traced = true, .with_population = true, .with_rank_gap = true};
}

static void close_case(struct run_case *run)
{
    data_free(run->data);
    program_free(run->program);
    diagnostics_free(run->diagnostics);
}

enum { TRIED_MOST = 40 };
typedef void (*each_unit)(struct run_case *run, uint32_t row);

static void plain(struct buffer *out, const char *text, size_t length) { buffer_append(out, text, length); }

static void run_each(const char *const *files, uint32_t count, const char *folder, each_unit each)
{
    struct run_case run;
    open_case(&run, files, count, folder);
    for (uint32_t s = 0; s < run.model->scheme_count; s++) {
        run.scheme = run.model->schemes[s];
        if (!scheme_is_run(run.scheme))
            continue;
        cells_open(&run.cells, run.program, run.data, run.output, (struct cell_style){.absent = "", .text = plain});
        uint32_t rows = cells_prepare(&run.cells, 0);
        for (uint32_t row = 0; row < rows; row++)
            if (!cells_skips(&run.cells, row))
                each(&run, row);
        cells_close(&run.cells);
        run.output++;
    }
    close_case(&run);
}

/* scheme.assess of the folder; where there is none, all its rule files. */
static void run_folder(const char *folder, each_unit each)
{
    const char *scheme = lang_format("%s/scheme.assess", folder);
    glob_t files = {0};
    if (access(scheme, F_OK) == 0)
        run_each(&scheme, 1, folder, each);
    else if (glob(lang_format("%s/*.assess", folder), 0, NULL, &files) == 0)
        run_each((const char *const *)files.gl_pathv, (uint32_t)files.gl_pathc, folder, each);
    globfree(&files);
}

static uint32_t units;

static void over_all_cases(each_unit each)
{
    static const char *const folders[] = {"tests/acceptance/[0-9][0-9]-*", "tests/practice/*"};
    glob_t found = {0};
    units = 0;
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(glob(folders[i], GLOB_ONLYDIR, NULL, &found), 0);
        for (size_t k = 0; k < found.gl_pathc; k++)
            run_folder(found.gl_pathv[k], each);
        globfree(&found);
    }
    assert_int_equal(glob("rules/*/*/*.assess", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *file = found.gl_pathv[i], *folder = lang_text(file, strlen(file) - strlen(".assess"));
        if (access(folder, F_OK) == 0)
            run_each(&file, 1, folder, each);
    }
    globfree(&found);
    assert_true(units > 300);
}

static const char *cell_text(const struct run_case *run, uint32_t column, uint32_t row)
{
    struct buffer out = {0};
    cells_append(&run->cells, column, row, &out);
    return say_kept(&out);
}

static const char *unit_name(const struct run_case *run, uint32_t row) { return lang_format("%s %s", run->name, cell_text(run, 0, row)); }

static const char *text_of(const struct entry *entry)
{
    struct buffer out = {0};
    entry_write_text(entry, 0, &out);
    return say_kept(&out);
}

/* ---- all cells are named ---- */

struct naming { struct run_case *run; const char *text; uint32_t unit; };

/* Some line of the text begins with file and line, and in it stands the column. */
static void assert_named(const struct naming *naming, const struct field_model *field, uint32_t row)
{
    const struct domain_data *rows = &naming->run->data->domains[field->owner->program_domain];
    const char *place = lang_format("%s.csv 第%u行  ", field->owner->name, rows->lines ? rows->lines[row] : row + 2), *first = lang_format("%s%s:", place, field->name),
               *further = lang_format(" · %s:", field->name);
    for (const char *at = naming->text; (at = strstr(at, place)) != NULL; at++)
        if (strncmp(at, first, strlen(first)) == 0 || strstr(lang_text(at, strcspn(at, "\n")), further))
            return;
    fail_msg("%s: the cell is not named: %s%s", unit_name(naming->run, naming->unit), place, field->name);
}

static void unit_field_is_named(void *context, const struct field_model *field)
{
    const struct naming *naming = context;
    const struct row_set *units_of_scheme = naming->run->scheme->units, *ledger = field->owner;
    if (ledger == units_of_scheme) {
        assert_named(naming, field, naming->unit);
        return;
    }
    for (uint32_t i = 0; i < ledger->field_count; i++) {        /* rows that name the unit */
        if (ledger->fields[i]->reference != units_of_scheme || ledger->scheme != naming->run->scheme)
            continue;
        const struct column_data *column = &naming->run->data->columns[ledger->fields[i]->program_column];
        for (uint32_t row = 0; row < naming->run->data->domains[ledger->program_domain].rows; row++)
            if (column_status(column, row) == STATUS_PRESENT && column_integer(column, row) == naming->unit)
                assert_named(naming, field, row);
    }
}

static void assert_last_line(const struct run_case *run, const char *text, uint32_t row)
{
    const char *last = strstr(text, "得分表这一行:");
    if (!last || !strchr(last, '\n') || strchr(last, '\n')[1])
        fail_msg("%s: the last line does not restate the scores", unit_name(run, row));
    for (uint32_t i = 0; i < run->cells.output->column_count; i++) {
        const char *cell = cell_text(run, i, row), *said = lang_format("%s %s", run->cells.output->columns[i].name, *cell ? cell : "(空)");
        if (!strstr(last, said))
            fail_msg("%s: the last line does not say: %s", unit_name(run, row), said);
    }
}

static void check_naming(struct run_case *run, const struct entry *unit, uint32_t row)
{
    struct naming naming = {run, text_of(unit), row};
    for (uint32_t i = 0; i < run->scheme->result_count; i++)
        if (run->scheme->results[i].role != ROLE_KEY)
            node_fields(&run->scheme->results[i].node, 1, NULL, unit_field_is_named, &naming);
    assert_last_line(run, naming.text, row);
}

/* ---- the arithmetic holds ---- */

static const struct json *read_unit(const struct run_case *run, struct entry *unit, uint32_t row)
{
    struct buffer out = {0};
    struct json *json = NULL;
    entry_write_json(&unit, 1, &out);
    if (!json_read(buffer_text(&out), &json))
        fail_msg("%s: no JSON", unit_name(run, row));
    buffer_release(&out);
    assert_string_equal(json_text_of(json, "format"), "assessc-explanation");
    assert_int_equal(json_number_of(json, "version"), 1);
    return json_member(json, "units")->parts[0];
}

static void assert_score(const struct run_case *run, const char *name, const struct worth *worth, uint32_t row)
{
    mpq_t number;
    mpq_init(number);
    for (uint32_t i = 0; i < run->cells.output->column_count; i++) {
        if (strcmp(run->cells.output->columns[i].name, name) != 0)
            continue;
        const char *cell = cell_text(run, i, row);
        bool same = worth->status ? !*cell : worth->is_number ? text_to_number(cell, number) && mpq_equal(number, worth->number) : strcmp(cell, worth->text) == 0 || worth->is_boolean;
        if (!same)
            fail_msg("%s: %s comes to another value than %s", unit_name(run, row), name, cell);
    }
    mpq_clear(number);
}

/* Every cell that the steps below this one read is of a field that the result can depend on. */
static void assert_dependencies(const struct run_case *run, const struct json *steps, uint32_t number, const struct json *depends, bool *seen, uint32_t row)
{
    const struct json *step = steps->parts[number], *of = json_member(step, "of"), *where = json_member(step, "where");
    if (seen[number])
        return;
    seen[number] = true;
    if (strcmp(json_text_of(step, "op"), "cell") == 0) {
        const char *field = lang_format("%s.%s", json_text_of(step, "ledger"), json_text_of(step, "column"));
        bool found = false;
        for (uint32_t i = 0; i < depends->count; i++)
            found = found || strcmp(depends->parts[i]->text, field) == 0;
        if (!found)
            fail_msg("%s: %s was read and is no dependency", unit_name(run, row), field);
    }
    for (uint32_t i = 0; of && i < of->count; i++)
        assert_dependencies(run, steps, (uint32_t)atoi(of->parts[i]->text), depends, seen, row);
    for (uint32_t i = 0; where && i < where->count; i++)
        assert_dependencies(run, steps, (uint32_t)atoi(where->parts[i]->text), depends, seen, row);
}

static void check_replay(const struct run_case *run, const struct json *unit, uint32_t row)
{
    const struct json *steps = json_member(unit, "steps"), *parts = json_member(unit, "parts");
    struct worth *worths = lang_array(steps->count + 1, sizeof *worths);
    uint32_t results = 0;
    for (uint32_t i = 0; i < steps->count; i++)
        if (!replay_step(worths, steps->parts[i], i))
            fail_msg("%s: step %u (%s) comes to another value", unit_name(run, row), i, json_text_of(steps->parts[i], "op"));
    for (uint32_t i = 0; i < parts->count; i++) {
        const struct json *step = json_member(parts->parts[i], "step");
        if (!step)
            continue;
        uint32_t number = json_number_of(parts->parts[i], "step");
        assert_score(run, json_text_of(parts->parts[i], "name"), &worths[number], row);
        assert_dependencies(run, steps, number, json_member(parts->parts[i], "depends"), lang_array(steps->count + 1, sizeof(bool)), row);
        results++;
    }
    assert_true(results > 0);
    for (uint32_t i = 0; i < steps->count; i++)
        mpq_clear(worths[i].number);
}

/* ---- pools ---- */

/* A pool names its ledger, how many rows it has, and which of them decide. */
static void check_pool(const struct run_case *run, const struct json *entry, uint32_t row)
{
    const struct json *parts = json_member(entry, "parts");
    if (strcmp(json_text_of(entry, "kind"), "pool") == 0) {
        const char *text = json_text_of(entry, "text"), *ledger = json_text_of(entry, "ledger");
        uint32_t rows = json_number_of(entry, "rows"), with_value = json_number_of(entry, "with_value");
        if (!*ledger || !strstr(text, ledger) || !json_member(entry, "rows") || with_value > rows || !strstr(text, lang_format("%u ", rows)))
            fail_msg("%s: a pool without ledger or count: %s", unit_name(run, row), text);
        bool decides = strstr(text, "的 名次 =") || strstr(text, "的 最高值 =") || strstr(text, "的 最低值 =");
        if (decides && with_value && !strstr(text, "不适用") && (!parts || !parts->count))
            fail_msg("%s: no row decides: %s", unit_name(run, row), text);
        for (uint32_t i = 0; parts && i < parts->count; i++)
            assert_true(strstr(json_text_of(parts->parts[i], "text"), "csv 第") != NULL || !*json_text_of(parts->parts[i], "file"));
    }
    for (uint32_t i = 0; parts && i < parts->count; i++)
        check_pool(run, parts->parts[i], row);
}

/* ---- the sentences of phrases ---- */

enum { PHRASES_MOST = 200 };
static struct { const struct phrase *phrase; bool told; } phrases[PHRASES_MOST];
static uint32_t phrase_count;

/* Scoring methods of stdlib/, not its dates and statistics; a phrase that only asks what is meant has no sentence. */
static void take_phrase(void *context, const struct phrase *phrase)
{
    const char *path = diagnostics_source(context, phrase->span.file)->path;
    if (!strstr(path, "/scoring.assess") || phrase->kind == PHRASE_FIGURE || phrase->asks[0])
        return;
    assert_true(phrase_count < PHRASES_MOST);
    phrases[phrase_count++].phrase = phrase;
}

static void take_sentences(const struct json *entry)
{
    const struct json *parts = json_member(entry, "parts");
    for (uint32_t i = 0; strcmp(json_text_of(entry, "kind"), "phrase") == 0 && i < phrase_count; i++)
        phrases[i].told = phrases[i].told || strcmp(phrases[i].phrase->sentence, json_text_of(entry, "phrase")) == 0;
    for (uint32_t i = 0; parts && i < parts->count; i++)
        take_sentences(parts->parts[i]);
}

/* Every scoring method has a sentence in both languages whose slots are its own, and some case in which it is told. */
static void check_sentences(void)
{
    for (uint32_t i = 0; i < phrase_count; i++) {
        const struct phrase *phrase = phrases[i].phrase;
        if (!phrase->tells[0] || !phrase->tells[1] || !strstr(phrase->tells[0], "{式} = {得}") || !strstr(phrase->tells[1], "{式} = {得}"))
            fail_msg("no sentence explains: %s", phrase->sentence);
        if (!phrases[i].told)
            fail_msg("no case tells of: %s", phrase->sentence);
    }
    assert_true(phrase_count > 20);
}

/* ---- a unit ---- */

static void check_unit(struct run_case *run, uint32_t row)
{
    struct entry *unit = explain_unit(&run->explainer, run->scheme, run->output, row, NULL);
    assert_non_null(unit);
    const struct json *json = read_unit(run, unit, row);
    check_naming(run, unit, row);
    check_replay(run, json, row);
    check_pool(run, json, row);
    take_sentences(json);
    units++;
}

static void what_is_told_is_what_the_scores_rest_on(void **state)
{
    (void)state;
    struct diagnostics *diagnostics = diagnostics_new();
    library_each(library_load(diagnostics, "2024"), take_phrase, diagnostics);
    over_all_cases(check_unit);
    check_sentences();
    diagnostics_free(diagnostics);
}

/* ---- what scores more ---- */

static void assert_outcome(struct run_case *run, const struct gain *gain, const struct item *item, const struct outcome *outcome, uint32_t row)
{
    struct trial trial = {.row = row, .column = gain->input->column, .number = outcome->number, .integer = outcome->integer};
    struct data *data = trial_whole(run->program, run->data, &trial);
    struct value own = value_of(&run->explainer.values, item->counted, row);
    if (!data)
        fail_msg("%s: %s cannot be run with what is said to score more", unit_name(run, row), item->code);
    struct values values = values_open(run->program, data, &run->nodes);
    struct value then = value_of(&values, item->counted, row);
    if (then.status != STATUS_PRESENT || rational_compare(&then.number, &outcome->score) != 0 || rational_compare(&then.number, &own.number) <= 0)
        fail_msg("%s: %s does not score what is said with another %s", unit_name(run, row), item->code, gain->input->node->field->name);
    trial_free(run->program, run->data, data);
}

/* One step before the value that is said to be the next, there is nothing more to gain. */
static void assert_nothing_before(struct run_case *run, const struct gain *gain, const struct item *item, uint32_t row)
{
    struct value own = value_of(&run->explainer.values, item->counted, row), cell = value_of(&run->explainer.values, gain->input->node, row);
    struct trial trial = {.row = row, .column = gain->input->column, .number = gain->next.number, .integer = gain->next.integer + (gain->downwards ? 1 : -1)};
    (gain->downwards ? rational_add : rational_subtract)(&trial.number, &trial.number, &gain->input->step);
    int order = gain->input->node->type == TYPE_NUMBER ? rational_compare(&trial.number, &cell.number) : (trial.integer > cell.integer) - (trial.integer < cell.integer);
    if (cell.status != STATUS_PRESENT || (gain->downwards ? order >= 0 : order <= 0))
        return;                         /* the next value is one step from the unit's own */
    struct data *data = trial_whole(run->program, run->data, &trial);
    if (!data)
        return;                         /* no such value may stand there */
    struct values values = values_open(run->program, data, &run->nodes);
    struct value then = value_of(&values, item->counted, row);
    if (then.status == STATUS_PRESENT && rational_compare(&then.number, &own.number) > 0)
        fail_msg("%s: %s scores more before the value that is said to be next of %s", unit_name(run, row), item->code, gain->input->node->field->name);
    trial_free(run->program, run->data, data);
}

static void check_gains(struct run_case *run, uint32_t row)
{
    struct scheme *scheme = run->scheme;
    units++;
    if (row % 4 != 1)
        return;
    run->explainer.whole_runs = true;
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        if (scheme->items[i]->domain != scheme->units)
            continue;
        if (run->tried > TRIED_MOST)    /* every value takes runs of its own: some of each case are enough */
            return;
        const struct gains *gains = gains_of(&run->explainer, &scheme->items[i], 1, &row, 1);
        for (uint32_t k = 0; k < gains->count; k++, run->tried++) {
            const struct gain *gain = &gains->list[k];
            if (gain->input->node->kind != NODE_FIELD || (gain->input->pooled && !gain->whole))
                continue;
            assert_outcome(run, gain, scheme->items[i], &gain->next, row);
            assert_outcome(run, gain, scheme->items[i], &gain->best, row);
            if (!gain->uneven && (gain->input->node->type == TYPE_NUMBER || gain->input->node->type == TYPE_DATE))
                assert_nothing_before(run, gain, scheme->items[i], row);
        }
    }
}

static void what_is_said_to_score_more_does(void **state)
{
    (void)state;
    over_all_cases(check_gains);
}

/* ---- the page of a run ---- */

static uint32_t count_of(const char *text, const char *part)
{
    uint32_t count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
        count++;
    return count;
}

/* One file that needs no other, with every unit explained and every cell of the table on it. */
static void a_page_holds_every_unit(void **state)
{
    (void)state;
    static const char *const file = "rules/dongying/kenli/2024.assess", *const path = "build/test/explain-page.html";
    struct run_case run;
    struct file_writer writer;
    struct buffer page = {0};
    open_case(&run, &file, 1, "rules/dongying/kenli/2024");
    run.scheme = run.model->schemes[0];
    assert_int_equal(file_open(&writer, path), 0);
    report_explained_page(run.model, run.program, run.data, &run.nodes, LANGUAGE_ZH, &writer, &(struct report_extent){0});
    assert_int_equal(file_commit(&writer), 0);
    assert_int_equal(file_read(path, 1 << 26, &page), 0);
    const char *text = buffer_text(&page);
    assert_null(strstr(text, "http"));
    assert_null(strstr(text, "src="));
    assert_null(strstr(text, "url("));
    assert_int_equal(count_of(text, "<details"), count_of(text, "</details>"));
    assert_int_equal(count_of(text, "<ul>"), count_of(text, "</ul>"));
    cells_open(&run.cells, run.program, run.data, 0, (struct cell_style){.absent = "", .text = plain});
    uint32_t rows = cells_prepare(&run.cells, 0);
    assert_int_equal(count_of(text, "class=\"sheet\""), rows);
    for (uint32_t row = 0; row < rows; row++) {
        assert_int_equal(count_of(text, lang_format("id=\"2024-%s\"", cell_text(&run, 0, row))), 1);
        for (uint32_t c = 0; c < run.cells.output->column_count; c++)
            if (*cell_text(&run, c, row) && !strstr(text, lang_format(">%s</", cell_text(&run, c, row))))
                fail_msg("%s: not on the page: %s", unit_name(&run, row), cell_text(&run, c, row));
    }
    cells_close(&run.cells);
    close_case(&run);
    buffer_release(&page);
}

/* ---- the spreadsheet of a run ---- */

static bool take_part(void *context, const char *bytes, size_t length)
{
    buffer_append(context, bytes, length);
    return true;
}

static const char *part_of_file(const char *path, const char *part)
{
    struct buffer file = {0}, text = {0};
    struct archive archive;
    assert_int_equal(file_read(path, 1 << 26, &file), 0);
    assert_int_equal(archive_open(&archive, file.data, file.length), ARCHIVE_SOUND);
    assert_int_equal(archive_read(&archive, part, take_part, &text), ARCHIVE_SOUND);
    archive_close(&archive);
    buffer_release(&file);
    return say_kept(&text);
}

/* A sheet for each part of the scheme; each score has a comment with its formula in the words of the rules. */
static void a_workbook_tells_how_each_score_came_about(void **state)
{
    (void)state;
    static const char *const file = "rules/dongying/kenli/2024.assess", *const path = "build/test/explain-book.xlsx";
    static const char *const names[] = {"总表", "盐碱地综合利用", "安居富民", "原油库搬迁", "黄河生态保护", "产业发展", "基层治理", "说明"};
    struct run_case run;
    struct report_extent extent = {0};
    open_case(&run, &file, 1, "rules/dongying/kenli/2024");
    assert_int_equal(report_explained_workbook(run.model, run.program, run.data, &run.nodes, LANGUAGE_ZH, path, &extent), 0);
    assert_int_equal(extent.units, 12);
    assert_int_equal(extent.explained, 12);
    const char *book = part_of_file(path, "xl/workbook.xml");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_non_null(strstr(book, lang_format("name=\"%s\"", names[i])));
    const char *comments = part_of_file(path, "xl/comments3.xml");      /* of the third sheet: 安居富民 */
    assert_int_equal(count_of(comments, "<comment "), 12 * 11);
    assert_non_null(strstr(comments, "AJ02 群众满意度(权重 3分):2.40分"));
    assert_non_null(strstr(comments, "AJ02 = 3分 - (95% - 群众满意度 92.01%) ÷ 1个百分点 × 0.2分 = 2.402分 → 2.40分(四舍五入)"));
    assert_non_null(strstr(comments, "乡镇.csv 第2行  类别:沿黄乡镇 · 涉及迁建:是 · 群众满意度:92.01%"));
    assert_null(strstr(comments, "怎样多得分"));
    close_case(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_workbook_tells_how_each_score_came_about),
        cmocka_unit_test(what_is_told_is_what_the_scores_rest_on),
        cmocka_unit_test(what_is_said_to_score_more_does),
        cmocka_unit_test(a_page_holds_every_unit),
    };
    lang_memory_start();
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
