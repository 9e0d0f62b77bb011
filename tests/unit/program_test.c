/* Programs as data: built, written, read back, verified, listed.  One sample program has every kind of stage and most instructions; the
 * verifier accepts it and refuses each of the spoiled copies in program_refusals.def with the sentence that stands there. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "number/date.h"
#include "program/builder.h"

enum { UNITS, EVENTS, GROUPS, ONE, PERIODS };

static const char rules[] = "scheme sample\nledger units\nledger events\nscore = area * 2\nrank by score\n";

static struct span at_text(const char *text)
{
    uint32_t start = (uint32_t)(strstr(rules, text) - rules);
    return (struct span){ 0, start, start + (uint32_t)strlen(text) };
}

/* ---- the sample ---- */

static void add_ledgers(struct program_builder *b)
{
    const struct span units = at_text("ledger units"), events = at_text("ledger events");
    program_add_domain(b, DOMAIN_LEDGER, "units", units);
    program_add_domain(b, DOMAIN_LEDGER, "events", events);
    program_add_domain(b, DOMAIN_GROUPS, "kinds of events", events);
    program_add_domain(b, DOMAIN_ONE, "", events);
    program_add_domain(b, DOMAIN_LEDGER, "periods", events);
    program_domain(b, UNITS)->needs_rows = true;
    program_domain(b, PERIODS)->complete = true;

    struct rational zero, one, twelve;
    rational_init(&zero);
    rational_init(&one);
    rational_init(&twelve);
    rational_set(&one, 1, 1);
    rational_set(&twelve, 12, 1);
    const char *const alias[] = { "acreage" };
    program_add_key(b, UNITS, program_add_field(b, UNITS, &(struct field){ .name = "code", .type = TYPE_TEXT, .span = units }));
    program_add_field(b, UNITS, &(struct field){ .name = "class", .type = TYPE_CATEGORY, .categories = 0, .span = units });
    program_add_field(b, UNITS, &(struct field){ .name = "area", .aliases = alias, .alias_count = 1, .type = TYPE_NUMBER, .has_least = true,
                                                 .least = zero, .unit = "ha", .span = units });
    program_add_field(b, UNITS, &(struct field){ .name = "rate", .type = TYPE_NUMBER, .percent = true, .may_be_empty = true, .has_least = true,
                                                 .least = zero, .least_open = true, .has_greatest = true, .greatest = one, .span = units });
    program_add_field(b, UNITS, &(struct field){ .name = "parent", .type = TYPE_INDEX, .reference = UNITS, .may_be_empty = true, .span = units });
    program_add_field(b, UNITS, &(struct field){ .name = "start", .type = TYPE_DATE, .optional_column = true, .span = units });
    program_add_empty_mark(b, UNITS, "-");

    program_add_field(b, EVENTS, &(struct field){ .name = "unit", .type = TYPE_INDEX, .reference = UNITS, .span = events });
    program_add_field(b, EVENTS, &(struct field){ .name = "date", .type = TYPE_DATE, .span = events });
    program_add_field(b, EVENTS, &(struct field){ .name = "until", .type = TYPE_DATE, .span = events });
    program_add_field(b, EVENTS, &(struct field){ .name = "points", .type = TYPE_NUMBER, .whole = true, .span = events });
    program_add_field(b, EVENTS, &(struct field){ .name = "kind", .type = TYPE_CATEGORY, .categories = 1, .span = events });
    program_add_field(b, EVENTS, &(struct field){ .name = "grave", .type = TYPE_BOOLEAN, .span = events });
    program_add_field(b, EVENTS, &(struct field){ .name = "what", .type = TYPE_TEXT, .span = events });

    program_add_key(b, PERIODS, program_add_field(b, PERIODS, &(struct field){ .name = "of", .type = TYPE_INDEX, .reference = UNITS,
                                                                               .span = events }));
    program_add_key(b, PERIODS, program_add_field(b, PERIODS, &(struct field){ .name = "month", .type = TYPE_NUMBER, .whole = true,
                                                                               .has_least = true, .least = one, .has_greatest = true,
                                                                               .greatest = twelve, .span = events }));
    program_add_field(b, PERIODS, &(struct field){ .name = "first", .type = TYPE_DATE, .span = events });
    program_add_field(b, PERIODS, &(struct field){ .name = "last", .type = TYPE_DATE, .span = events });
}

/* Columns by the names that the sample gives them. */
struct made { uint32_t ok, running, void_rows, all_units, event_kind, kind_key, sum, units_counted, latest, any_grave, days, score, grade, rank; };

static uint32_t named(struct program_builder *b, const char *name)
{
    uint32_t column = 0;
    while (strcmp(program_column(b, column)->name, name) != 0)
        column++;
    return column;
}

static struct made add_columns(struct program_builder *b)
{
    struct made made;
    const struct { uint32_t *column; uint32_t domain; enum value_type type; uint32_t target; const char *name; } columns[] = {
        { &made.ok, EVENTS, TYPE_BOOLEAN, NONE, "ok" },
        { &made.running, EVENTS, TYPE_NUMBER, NONE, "running" },
        { &made.score, UNITS, TYPE_NUMBER, NONE, "score" },
        { &made.void_rows, EVENTS, TYPE_BOOLEAN, NONE, "void" },
        { &made.all_units, UNITS, TYPE_INDEX, ONE, "all units" },
        { &made.event_kind, EVENTS, TYPE_INDEX, GROUPS, "kind of event" },
        { &made.kind_key, GROUPS, TYPE_CATEGORY, 1, "key" },
        { &made.sum, UNITS, TYPE_NUMBER, NONE, "sum" },
        { &made.units_counted, ONE, TYPE_NUMBER, NONE, "units counted" },
        { &made.latest, GROUPS, TYPE_DATE, NONE, "latest" },
        { &made.any_grave, UNITS, TYPE_BOOLEAN, NONE, "any grave" },
        { &made.days, PERIODS, TYPE_NUMBER, NONE, "days" },
        { &made.grade, UNITS, TYPE_CATEGORY, 1, "grade" },
        { &made.rank, UNITS, TYPE_NUMBER, NONE, "rank" },
    };
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        *columns[i].column = program_add_column(b, columns[i].domain, columns[i].type, columns[i].target, columns[i].name);
    return made;
}

static void add_reductions(struct program_builder *b, const struct made *made)
{
    struct span place = at_text("ledger events");
    struct stage stage = program_blank_stage(STAGE_GROUP, UNITS, place);
    stage.target = ONE;
    stage.result = made->all_units;
    program_add_stage(b, &stage);

    uint32_t key = named(b, "kind"), key_result = made->kind_key;
    stage = program_blank_stage(STAGE_GROUP, EVENTS, place);
    stage.keys = &key;
    stage.key_results = &key_result;
    stage.key_count = 1;
    stage.target = GROUPS;
    stage.result = made->event_kind;
    program_add_stage(b, &stage);

    const struct { enum fold fold; uint32_t domain, index, filter, value, result; } folds[] = {
        { FOLD_SUM, EVENTS, named(b, "unit"), named(b, "grave"), named(b, "points"), made->sum },
        { FOLD_COUNT, UNITS, NONE, NONE, NONE, made->units_counted },
        { FOLD_MAXIMUM, EVENTS, made->event_kind, NONE, named(b, "date"), made->latest },
    };
    for (size_t i = 0; i < sizeof folds / sizeof folds[0]; i++) {
        stage = program_blank_stage(STAGE_FOLD, folds[i].domain, place);
        stage.fold = folds[i].fold;
        stage.index = folds[i].index;
        stage.filter = folds[i].filter;
        stage.value = folds[i].value;
        stage.result = folds[i].result;
        program_add_stage(b, &stage);
    }
    stage = program_blank_stage(STAGE_RUNNING, EVENTS, place);
    stage.fold = FOLD_SUM;
    stage.index = named(b, "unit");
    stage.value = named(b, "points");
    stage.order = named(b, "date");
    stage.result = made->running;
    program_add_stage(b, &stage);
}

static void add_days_and_checks(struct program_builder *b, const struct made *made)
{
    struct span place = at_text("ledger events");
    struct stage stage = program_blank_stage(STAGE_DAYS, EVENTS, place);
    stage.index = named(b, "unit");
    stage.from = named(b, "date");
    stage.to = named(b, "until");
    stage.target = PERIODS;
    stage.target_index = named(b, "of");
    stage.target_from = named(b, "first");
    stage.target_to = named(b, "last");
    stage.result = made->days;
    program_add_stage(b, &stage);

    uint32_t show[] = { named(b, "unit"), named(b, "points") };
    stage = program_blank_stage(STAGE_DAILY, EVENTS, place);
    stage.index = named(b, "unit");
    stage.from = named(b, "date");
    stage.to = named(b, "until");
    stage.value = named(b, "points");
    stage.wanted = program_add_ratio(b, 1, 1);
    stage.day_first = 19723;
    stage.day_last = 20088;
    stage.message[0] = "每日份额合计不是1";
    stage.message[1] = "shares of a day do not add to 1";
    stage.show = show;
    stage.show_count = 1;
    program_add_stage(b, &stage);

    stage = program_blank_stage(STAGE_CHECK, EVENTS, place);
    stage.value = made->ok;
    stage.severity = SEVERITY_WARNING;
    stage.message[0] = "严重事件没有分值";
    stage.message[1] = "a grave event has no points";
    stage.show = show;
    stage.show_count = 2;
    program_add_stage(b, &stage);

    stage = program_blank_stage(STAGE_FOLD, EVENTS, place);
    stage.fold = FOLD_ANY;
    stage.index = named(b, "unit");
    stage.value = named(b, "grave");
    stage.result = made->any_grave;
    program_add_stage(b, &stage);
}

static void add_event_code(struct program_builder *b, const struct made *made)
{
    struct span place = at_text("ledger events");
    program_begin_rows(b, EVENTS, place);
    program_emit(b, OP_LOAD, 0, 0, 0, named(b, "grave"), place);
    program_emit(b, OP_NOT, 1, 0, 0, 0, place);
    program_emit(b, OP_STORE, 0, 1, 0, made->void_rows, place);
    program_emit(b, OP_OR, 2, 0, 1, 0, place);
    program_emit(b, OP_STORE, 0, 2, 0, made->ok, place);
}

static void add_score_code(struct program_builder *b, const struct made *made)
{
    struct span place = at_text("score = area * 2");
    uint32_t two = program_add_ratio(b, 2, 1), hundredth = program_add_ratio(b, 1, 100);
    uint32_t points[] = { two, hundredth }, grades[] = { program_add_category(b, 1, 0), program_add_category(b, 1, 2) };
    uint32_t days[] = { program_add_date(b, 0), program_add_date(b, 0), program_add_absent(b, TYPE_DATE, NONE, STATUS_MISSING, 0) };
    uint32_t point_table = program_add_table(b, points, 2), day_table = program_add_table(b, days, 3), grade_table = program_add_table(b, grades, 2);
    uint32_t wrong = program_add_absent(b, TYPE_NUMBER, NONE, STATUS_ERROR, program_add_fault(b, "没有面积", "no area"));

    program_begin_rows(b, UNITS, place);
    const struct instruction code[] = {
        { OP_CONST, 0, 0, 0, two },
        { OP_LOAD, 1, 0, 0, named(b, "area") },
        { OP_LOAD, 2, 0, 0, named(b, "class") },
        { OP_LOAD, 3, 0, 0, made->all_units },
        { OP_LOAD, 4, 0, 0, named(b, "start") },
        { OP_GATHER, 5, 3, 0, made->units_counted },
        { OP_MULTIPLY, 6, 0, 1, 0 },
        { OP_LOOKUP, 7, 2, 0, point_table },
        { OP_LOOKUP, 8, 2, 0, grade_table },            /* one beyond the result of the first LOOKUP, of another set than its operand */
        { OP_ADD, 9, 6, 7, 0 },
        { OP_EQUAL, 10, 2, 2, 0 },
        { OP_LESS, 10, 9, 5, 0 },
        { OP_STATUS_IS, 11, 4, 1 << STATUS_MISSING | 1 << STATUS_ERROR, 0 },
        { OP_AND, 12, 10, 11, 0 },
        { OP_CONST, 13, 0, 0, wrong },
        { OP_SELECT, 14, 12, 9, 13 },
        { OP_YEAR, 15, 4, 0, 0 },
        { OP_MAKE_DATE, 16, 15, 0, 0 },
        { OP_DATE_DIFF, 17, 16, 4, 0 },
        { OP_MAXIMUM, 18, 17, 14, 0 },
        { OP_ROUND, 19, 18, ROUND_HALF_UP, hundredth },
        { OP_LOOKUP, 7, 8, 0, day_table },
        { OP_STORE, 0, 19, 0, made->score },
        { OP_STORE, 0, 8, 0, made->grade },
    };
    for (size_t i = 0; i < sizeof code / sizeof code[0]; i++)
        program_emit(b, code[i].op, code[i].result, code[i].a, code[i].b, code[i].c, place);
}

static void add_outputs(struct program_builder *b, const struct made *made)
{
    struct span place = at_text("scheme sample");
    uint32_t scores = program_add_output(b, "sample", "样例", UNITS), kinds = program_add_output(b, "kinds", "", GROUPS);
    const struct output_column columns[] = {
        { "code", named(b, "code"), OUTPUT_TEXT, 0, ROLE_KEY, place }, { "class", named(b, "class"), OUTPUT_TEXT, 0, ROLE_CLASS, place },
        { "parent", named(b, "parent"), OUTPUT_TEXT, 0, ROLE_OTHER, place }, { "sum", made->sum, OUTPUT_EXACT, 0, ROLE_INDICATOR, place },
        { "score", made->score, OUTPUT_DECIMALS, 2, ROLE_TOTAL, place }, { "rank", made->rank, OUTPUT_DECIMALS, 0, ROLE_RANK, place },
        { "grave", made->any_grave, OUTPUT_TEXT, 0, ROLE_OTHER, place },
    };
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        program_add_output_column(b, scores, &columns[i]);
    program_add_output_column(b, kinds, &(struct output_column){ "kind", made->kind_key, OUTPUT_TEXT, 0, ROLE_KEY, place });
    program_add_output_column(b, kinds, &(struct output_column){ "latest", made->latest, OUTPUT_TEXT, 0, ROLE_OTHER, place });
}

static struct program *sample(void)
{
    struct program_builder *b = program_builder_new();
    const char *const classes[] = { "coast", "town" }, *const kinds[] = { "a", "b", "c" };
    uint8_t hash[32];
    for (unsigned i = 0; i < sizeof hash; i++)
        hash[i] = (uint8_t)i;
    program_add_source(b, "sample.assess", rules, sizeof rules - 1, hash);
    program_add_category_set(b, classes, 2);
    program_add_category_set(b, kinds, 3);
    add_ledgers(b);
    struct made made = add_columns(b);
    program_domain(b, EVENTS)->void_column = made.void_rows;
    add_event_code(b, &made);
    add_reductions(b, &made);
    add_days_and_checks(b, &made);
    add_score_code(b, &made);
    struct stage rank = program_blank_stage(STAGE_RANK, UNITS, at_text("rank by score"));
    struct rank_key keys[] = { { made.score, true }, { named(b, "class"), false } };
    rank.rank_keys = keys;
    rank.rank_key_count = 2;
    rank.ties = TIES_MEAN;
    rank.result = made.rank;
    program_add_stage(b, &rank);
    add_outputs(b, &made);
    return program_finish(b);
}

/* ---- finding parts of it ---- */

static uint32_t column(const struct program *p, const char *name)
{
    for (uint32_t i = 0; i < p->column_count; i++)
        if (strcmp(p->columns[i].name, name) == 0)
            return i;
    fail_msg("no column %s", name);
    return NONE;
}

static struct field *field(const struct program *p, const char *name)
{
    for (uint32_t i = 0; i < p->domain_count; i++)
        for (uint32_t j = 0; j < p->domains[i].field_count; j++)
            if (strcmp(p->domains[i].fields[j].name, name) == 0)
                return &p->domains[i].fields[j];
    fail_msg("no field %s", name);
    return NULL;
}

static struct stage *stage(const struct program *p, enum stage_kind kind, int nth)
{
    for (uint32_t i = 0; i < p->stage_count; i++)
        if (p->stages[i].kind == kind && nth-- == 0)
            return &p->stages[i];
    fail_msg("no stage of kind %d", (int)kind);
    return NULL;
}

static struct instruction *at(const struct program *p, enum opcode op)
{
    for (uint32_t i = 0; i < p->code_count; i++)
        if (p->code[i].op == op)
            return &p->code[i];
    fail_msg("no instruction %s", opcode_name(op));
    return NULL;
}

static struct instruction *last(const struct program *p) { return &p->code[p->code_count - 1]; }

static uint32_t constant(const struct program *p, enum value_type type)
{
    for (uint32_t i = 0; i < p->constant_count; i++)
        if (p->constants[i].type == type)
            return i;
    fail_msg("no constant of %s", type_name(type));
    return NONE;
}

static struct output_column *output_column(const struct program *p, const char *name)
{
    for (uint32_t i = 0; i < p->outputs[0].column_count; i++)
        if (strcmp(p->outputs[0].columns[i].name, name) == 0)
            return &p->outputs[0].columns[i];
    fail_msg("no output column %s", name);
    return NULL;
}

/* ---- tests ---- */

static const char listing_of_a_small_program[] =
    "program version 2\n"
    "source 0 \"sample.assess\" bytes 72 sha256 ab00000000000000000000000000000000000000000000000000000000000000\n"
    "set 0 \"coast\" \"a \\\"town\\\"\"\n"
    "domain 0 ledger \"units\" key 0  ; source 0 line 2\n"
    "  field 0 \"code\" text fills column 0  ; source 0 line 2\n"
    "  field 1 \"面积\" number whole above 0 unit \"亩\" fills column 1  ; source 0 line 2\n"
    "  field 2 \"class\" category of set 0 fills column 2  ; source 0 line 2\n"
    "column 0 \"code\" domain 0 text\n"
    "column 1 \"面积\" domain 0 number\n"
    "column 2 \"class\" domain 0 category of set 0\n"
    "column 3 \"score\" domain 0 number\n"
    "column 4 \"rank\" domain 0 number\n"
    "constant 0 number 1/3\n"
    "constant 1 number 2.5\n"
    "constant 2 number 0.01\n"
    "table 0 0 1\n"
    "stage 0 rows domain 0 first_instruction 0 instruction_count 7 register_count 4  ; source 0 line 4\n"
    "      0  r0 = load column 1 \"面积\"  ; source 0 line 4\n"
    "      1  r1 = load column 2 \"class\"  ; source 0 line 4\n"
    "      2  r2 = lookup r1 table 0  ; source 0 line 4\n"
    "      3  r3 = multiply r0 r2  ; source 0 line 4\n"
    "      4  r1 = round r3 half even constant 2 number 0.01  ; source 0 line 4\n"
    "      5  r2 = status-is r0 exempt missing  ; source 0 line 4\n"
    "      6  store r1 column 3 \"score\"  ; source 0 line 4\n"
    "stage 1 rank domain 0 result 4 \"rank\" ties competition descending 3 \"score\"  ; source 0 line 5\n"
    "output 0 \"sample\" \"样例\" domain 0\n"
    "  \"score\" column 3 \"score\" decimals 2 total  ; source 0 line 4\n";

static void assert_sound(const struct program *program)
{
    struct buffer why = { 0 };
    if (!program_verify(program, &why))
        fail_msg("refused: %s", buffer_text(&why));
    buffer_release(&why);
}

static void test_the_sample_is_sound(void **state)
{
    (void)state;
    struct program *program = sample();
    assert_sound(program);
    program_free(program);
}

/* Spoils a sample by refusal number `number`; returns the sentence expected, or NULL where there are no more. */
static const char *spoil(struct program *p, int number)
{
    int next = 0;
#define REFUSAL(sentence, ...) \
    if (next++ == number) { \
        __VA_ARGS__; \
        return sentence; \
    }
#include "program_refusals.def"
#undef REFUSAL
    return NULL;
}

/* What is refused in memory is refused as a file: by the reader (enums) or by the verifier, with the same sentence. Only what the file does
 * not hold, because it has no meaning there, is gone: the bytes are then the sample's own. */
static void assert_refused_as_file(const struct program *program, const struct buffer *sound, const char *sentence)
{
    struct buffer bytes = { 0 }, why = { 0 };
    program_encode(program, &bytes);
    bool gone = bytes.length == sound->length && memcmp(bytes.data, sound->data, sound->length) == 0;
    struct program *again = gone ? NULL : program_decode(bytes.data, bytes.length, &why);
    if (again != NULL) {
        assert_false(program_verify(again, &why));
        assert_non_null(strstr(buffer_text(&why), sentence));
    }
    program_free(again);
    buffer_release(&bytes);
    buffer_release(&why);
}

static void test_every_refusal(void **state)
{
    (void)state;
    struct buffer sound = { 0 };
    for (int number = 0;; number++) {
        struct program *program = sample();
        if (number == 0)
            program_encode(program, &sound);
        const char *sentence = spoil(program, number);
        if (sentence == NULL) {
            assert_true(number >= 60);
            program_free(program);
            break;
        }
        struct buffer why = { 0 };
        if (program_verify(program, &why))
            fail_msg("accepted, expected: %s", sentence);
        if (strstr(buffer_text(&why), sentence) == NULL)
            fail_msg("expected: %s\n   found: %s", sentence, buffer_text(&why));
        assert_refused_as_file(program, &sound, sentence);
        buffer_release(&why);
        program_free(program);
    }
    buffer_release(&sound);
}

static void assert_verdict(struct program_builder *builder, const char *sentence)
{
    struct program *program = program_finish(builder);
    struct buffer why = { 0 };
    assert_false(program_verify(program, &why));
    if (strstr(buffer_text(&why), sentence) == NULL)
        fail_msg("expected: %s\n   found: %s", sentence, buffer_text(&why));
    buffer_release(&why);
    program_free(program);
}

/* A ledger with a key, a boolean and a result column `name` of the type. */
static struct program_builder *small_builder(enum value_type type, uint32_t target)
{
    const struct span nowhere = { NONE, 0, 0 };
    struct program_builder *b = program_builder_new();
    program_add_domain(b, DOMAIN_LEDGER, "units", nowhere);
    program_add_key(b, 0, program_add_field(b, 0, &(struct field){ .name = "code", .type = TYPE_TEXT, .span = nowhere }));
    program_add_field(b, 0, &(struct field){ .name = "self", .type = TYPE_INDEX, .reference = 0, .span = nowhere });
    program_add_field(b, 0, &(struct field){ .name = "flag", .type = TYPE_BOOLEAN, .span = nowhere });
    program_add_column(b, 0, type, target, "result");
    return b;
}

static void test_refusals_of_small_programs(void **state)
{
    (void)state;
    const struct span nowhere = { NONE, 0, 0 };

    struct program_builder *b = small_builder(TYPE_NUMBER, NONE);
    struct stage fold = program_blank_stage(STAGE_FOLD, 0, nowhere);
    fold.result = 3;
    program_add_stage(b, &fold);
    assert_verdict(b, "stage 0 (fold): it has no index, and there is no one-row domain for its result");

    b = small_builder(TYPE_INDEX, 1);
    program_add_domain(b, DOMAIN_GROUPS, "", nowhere);
    program_add_column(b, 1, TYPE_NUMBER, NONE, "count");
    program_begin_rows(b, 0, nowhere);
    program_emit(b, OP_CONST, 0, 0, 0, program_add_absent(b, TYPE_INDEX, 1, STATUS_MISSING, 0), nowhere);
    program_emit(b, OP_STORE, 0, 0, 0, 3, nowhere);
    fold.index = 3;
    fold.result = 4;
    program_add_stage(b, &fold);
    assert_verdict(b, "stage 1 (fold): index: domain 1 has no rows yet");

    b = small_builder(TYPE_NUMBER, NONE);
    program_add_domain(b, DOMAIN_GROUPS, "", nowhere);
    program_begin_rows(b, 0, nowhere);
    program_emit(b, OP_CONST, 0, 0, 0, program_add_ratio(b, 1, 3), nowhere);
    program_emit(b, OP_STORE, 0, 0, 0, 3, nowhere);
    assert_verdict(b, "domain 1: no stage makes its rows");

    b = small_builder(TYPE_BOOLEAN, NONE);
    const struct span zero = { 0, 0, 0 };
    program_add_domain(b, DOMAIN_LEDGER, "others", zero);
    program_add_field(b, 1, &(struct field){ .name = "unit", .type = TYPE_INDEX, .reference = 0 });
    program_add_field(b, 1, &(struct field){ .name = "flag", .type = TYPE_BOOLEAN });
    program_domain(b, 0)->void_column = 3;
    struct stage any = program_blank_stage(STAGE_FOLD, 1, zero);
    any.fold = FOLD_ANY;
    any.index = 4;
    any.value = 5;
    any.result = 3;
    program_add_stage(b, &any);
    assert_verdict(b, "domain 0: its void column 3 is not made by row code");
}

static void test_every_opcode_has_a_shape_the_verifier_knows(void **state)
{
    (void)state;
    for (int op = 0; op < OPCODE_COUNT; op++) {
        const char *shape = opcode_shape((enum opcode)op);
        assert_int_equal(strlen(shape), 4);
        assert_non_null(strchr("NBDT_", shape[0]));
        for (int i = 1; i < 4; i++)
            assert_non_null(strchr("NBDKIOSCLXFMRP_", shape[i]));
    }
    assert_string_equal(opcode_name(OP_LESS_EQUAL), "less-equal");
    assert_string_equal(opcode_shape(OP_MAKE_DATE), "DNNN");
    assert_true(shape_is_register('S') && shape_is_register('T'));
    assert_false(shape_is_register('C') || shape_is_register('_'));
}

static void test_round_trip(void **state)
{
    (void)state;
    struct program *program = sample();
    struct buffer first = { 0 }, second = { 0 }, why = { 0 };
    program_encode(program, &first);
    struct program *again = program_decode(first.data, first.length, &why);
    assert_non_null(again);
    program_encode(again, &second);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.data, second.data, first.length);
    assert_sound(again);
    assert_string_equal(again->sources[0].text, rules);
    assert_int_equal(again->sources[0].hash[31], 31);

    struct buffer listing = { 0 }, listing_again = { 0 };
    program_disassemble(program, &listing);
    program_disassemble(again, &listing_again);
    assert_string_equal(buffer_text(&listing), buffer_text(&listing_again));
    program_free(program);
    program_free(again);
    buffer_release(&first);
    buffer_release(&second);
    buffer_release(&listing);
    buffer_release(&listing_again);
    buffer_release(&why);
}

static void test_numbers_of_all_sizes_come_back(void **state)
{
    (void)state;
    static const char *const numbers[] = { "0", "-0.5", "0.0625", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
                                           "-170141183460469231731687303715884105728", "123456789012345678901234567890123456789012345.678" };
    enum { COUNT = sizeof numbers / sizeof numbers[0] };
    struct program_builder *b = program_builder_new();
    for (int i = 0; i < COUNT; i++) {
        struct rational number;
        rational_init(&number);
        assert_true(rational_parse(&number, numbers[i], strlen(numbers[i])));
        assert_int_equal(program_add_number(b, &number), i);
        assert_int_equal(program_add_number(b, &number), i);
        rational_clear(&number);
    }
    struct program *program = program_finish(b);
    struct buffer bytes = { 0 }, why = { 0 }, text = { 0 };
    program_encode(program, &bytes);
    struct program *again = program_decode(bytes.data, bytes.length, &why);
    assert_non_null(again);
    assert_int_equal(again->constant_count, COUNT);
    for (int i = 0; i < COUNT; i++) {
        buffer_clear(&text);
        rational_format_exact(&again->constants[i].number, &text);
        assert_string_equal(buffer_text(&text), numbers[i]);
    }
    program_free(program);
    program_free(again);
    buffer_release(&bytes);
    buffer_release(&why);
    buffer_release(&text);
}

/* Reads bytes that may be anything: whatever is accepted is the one way to write that program. */
static bool read_anything(const char *bytes, size_t length)
{
    struct buffer why = { 0 }, out = { 0 };
    char *copy = memory_new(length + 1);
    memcpy(copy, bytes, length);
    copy = memory_resize(copy, length ? length : 1, 1);     /* exact, so that sanitizers see a read beyond it */
    struct program *program = program_decode(copy, length, &why);
    bool accepted = program != NULL;
    if (accepted) {
        program_encode(program, &out);
        assert_int_equal(out.length, length);
        assert_memory_equal(out.data, copy, length);
        buffer_clear(&out);
        program_disassemble(program, &out);
        if (!program_verify(program, &why))
            assert_true(why.length > 0);
    } else {
        assert_true(why.length > 0);
    }
    program_free(program);
    memory_free(copy);
    buffer_release(&why);
    buffer_release(&out);
    return accepted;
}

static void test_no_truncation_is_a_program(void **state)
{
    (void)state;
    struct program *program = sample();
    struct buffer bytes = { 0 };
    program_encode(program, &bytes);
    for (size_t length = 0; length < bytes.length; length++)
        assert_false(read_anything(bytes.data, length));
    assert_true(read_anything(bytes.data, bytes.length));
    buffer_append_char(&bytes, 0);
    assert_false(read_anything(bytes.data, bytes.length));
    buffer_release(&bytes);
    program_free(program);
}

static void test_no_changed_byte_crashes(void **state)
{
    (void)state;
    struct program *program = sample();
    struct buffer bytes = { 0 };
    program_encode(program, &bytes);
    uint64_t random = 88172645463325252u;
    for (int i = 0; i < 20000; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        size_t position = (size_t)(random >> 16) % bytes.length;
        char before = bytes.data[position];
        bytes.data[position] = (char)(before + 1 + (char)(random >> 8 & 0x7f));
        read_anything(bytes.data, bytes.length);
        bytes.data[position] = before;
    }
    buffer_release(&bytes);
    program_free(program);
}

static void test_the_reader_says_what_is_wrong(void **state)
{
    (void)state;
    struct program *program = program_finish(program_builder_new());
    struct buffer bytes = { 0 }, why = { 0 };
    program_encode(program, &bytes);
    /* an empty program: magic, version, then sections of tag, length 4, count 0 */
    const struct { size_t position; char byte; const char *sentence; } faults[] = {
        { 0, 'a', "the bytes do not begin as a program does at byte 0" },
        { 8, 3, "the program is of version 3, and this one runs version 2" },
        { 12, 'X', "the section does not begin at byte 12 (section SRCS)" },
        { 16, 3, "the bytes end too early at byte 20 (section SRCS)" },
        { 16, 5, "the section goes on after its records at byte 24 (section SRCS)" },
        { 19, 1, "a count beyond the bytes that are left at byte 16 (section SRCS)" },
        { 20, 1, "a count beyond the bytes that are left at byte 20 (section SRCS)" },
        { 35, 127, "a count beyond the bytes that are left at byte 32 (section SETS)" },
    };
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        char before = bytes.data[faults[i].position];
        bytes.data[faults[i].position] = faults[i].byte;
        buffer_clear(&why);
        assert_null(program_decode(bytes.data, bytes.length, &why));
        if (strstr(buffer_text(&why), faults[i].sentence) == NULL)
            fail_msg("expected: %s\n   found: %s", faults[i].sentence, buffer_text(&why));
        bytes.data[faults[i].position] = before;
    }
    program_free(program);
    buffer_release(&bytes);
    buffer_release(&why);
}

static void test_dates_end_where_the_calendar_does(void **state)
{
    (void)state;
    int32_t first, last_day;
    assert_true(date_from_parts(1, 1, 1, &first) && date_from_parts(9999, 12, 31, &last_day));
    const struct { int32_t day; bool sound; } cases[] = { { first, true }, { first - 1, false }, { last_day, true }, { last_day + 1, false } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct program_builder *b = program_builder_new();
        program_add_date(b, cases[i].day);
        struct program *program = program_finish(b);
        struct buffer why = { 0 };
        assert_int_equal(program_verify(program, &why), cases[i].sound);
        buffer_release(&why);
        program_free(program);
    }
}

static void test_listing(void **state)
{
    (void)state;
    struct program_builder *b = program_builder_new();
    const uint8_t hash[32] = { 0xab };
    const char *const classes[] = { "coast", "a \"town\"" };
    program_add_source(b, "sample.assess", rules, sizeof rules - 1, hash);
    program_add_category_set(b, classes, 2);
    struct span place = at_text("ledger units");
    program_add_domain(b, DOMAIN_LEDGER, "units", place);
    struct rational least;
    rational_init(&least);
    program_add_key(b, 0, program_add_field(b, 0, &(struct field){ .name = "code", .type = TYPE_TEXT, .span = place }));
    uint32_t area = program_add_field(b, 0, &(struct field){ .name = "面积", .type = TYPE_NUMBER, .whole = true, .has_least = true, .least = least,
                                                             .least_open = true, .unit = "亩", .span = place });
    uint32_t class = program_add_field(b, 0, &(struct field){ .name = "class", .type = TYPE_CATEGORY, .categories = 0, .span = place });
    uint32_t score = program_add_column(b, 0, TYPE_NUMBER, NONE, "score"), rank = program_add_column(b, 0, TYPE_NUMBER, NONE, "rank");
    uint32_t factors[] = { program_add_ratio(b, 1, 3), program_add_ratio(b, 5, 2) };
    struct span formula = at_text("score = area");
    program_begin_rows(b, 0, formula);
    program_emit(b, OP_LOAD, 0, 0, 0, area, formula);
    program_emit(b, OP_LOAD, 1, 0, 0, class, formula);
    program_emit(b, OP_LOOKUP, 2, 1, 0, program_add_table(b, factors, 2), formula);
    program_emit(b, OP_MULTIPLY, 3, 0, 2, 0, formula);
    program_emit(b, OP_ROUND, 1, 3, ROUND_HALF_EVEN, program_add_ratio(b, 1, 100), formula);
    program_emit(b, OP_STATUS_IS, 2, 0, 1 << STATUS_EXEMPT | 1 << STATUS_MISSING, 0, formula);
    program_emit(b, OP_STORE, 0, 1, 0, score, formula);
    struct stage stage = program_blank_stage(STAGE_RANK, 0, at_text("rank by"));
    stage.rank_keys = &(struct rank_key){ score, true };
    stage.rank_key_count = 1;
    stage.result = rank;
    program_add_stage(b, &stage);
    program_add_output(b, "sample", "样例", 0);
    program_add_output_column(b, 0, &(struct output_column){ "score", score, OUTPUT_DECIMALS, 2, ROLE_TOTAL, formula });
    struct program *program = program_finish(b);
    assert_sound(program);
    struct buffer out = { 0 };
    program_disassemble(program, &out);
    assert_string_equal(buffer_text(&out), listing_of_a_small_program);
    buffer_release(&out);
    program_free(program);
}

static void test_the_page_on_instructions(void **state)
{
    (void)state;
    struct buffer out = { 0 };
    opcode_document(&out);
    assert_non_null(strstr(buffer_text(&out), "| `T = select B S S` | 选 | b where a, else c"));
    assert_non_null(strstr(buffer_text(&out), "| `store S L` | 存入列 |"));
    buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_sample_is_sound),
        cmocka_unit_test(test_every_refusal),
        cmocka_unit_test(test_refusals_of_small_programs),
        cmocka_unit_test(test_every_opcode_has_a_shape_the_verifier_knows),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_numbers_of_all_sizes_come_back),
        cmocka_unit_test(test_no_truncation_is_a_program),
        cmocka_unit_test(test_no_changed_byte_crashes),
        cmocka_unit_test(test_the_reader_says_what_is_wrong),
        cmocka_unit_test(test_dates_end_where_the_calendar_does),
        cmocka_unit_test(test_listing),
        cmocka_unit_test(test_the_page_on_instructions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
