/* assessc test: what rules should come to, said in the rule file (测试 “…” { … }) or in a file beside it, against what the program computes.
 *
 *     read.c       a block: what is given, what is expected                  clauses -> struct test_block
 *     value.c      what is given as the text of a cell; what is expected as a value
 *     cases.c      each line with a condition is a case of its own           struct test_block -> struct test_case
 *     sheets.c     a case as the ledgers of a run, CSV text in memory
 *     depend.c     what a value rests on: is all of it given? which lines of the rules did it meet?
 *     run.c        runs a case by the very program and interpreter of a run, compares
 *     report.c     what came of it: text, JSON, JUnit; what no test has met
 *
 * A cell that a test does not give is not known, and an expectation that rests on one fails and says which: there are no silent defaults. */
#ifndef ASSESSC_TEST_H
#define ASSESSC_TEST_H
#include "compile/compile.h"
#include "explain/value.h"
#include "ledger/ledger.h"
#include "model/model.h"

/* One cell as it would stand in a file. text NULL: 不限, not given. */
struct test_cell { const struct field_model *field; const char *text; struct span span; };
struct test_row { const char *key; struct test_cell *cells; uint32_t count; struct span span; };

/* What a test says of one ledger. known: its rows are those that stand here and no others. */
struct test_ledger {
    struct row_set *ledger; bool known;
    const char *file;                   /* 台账 任务 “任务.csv”: the path, or NULL */
    struct test_row *rows; uint32_t row_count;
    struct span span;
};

/* 满意度 为 92.5%, T01 的 满意度 未填, 没有 任务 (ledger). */
struct giving { const char *unit; struct test_cell cell; struct row_set *none; struct span span; };

enum expected_kind { EXPECTED_VALUE, EXPECTED_STATUS, EXPECTED_FAULT, EXPECTED_RULE_FAULT };
struct expectation {
    enum expected_kind kind;
    struct span span;
    const char *unit; struct span unit_span;    /* NULL: the only one */
    uint32_t result;                    /* number among the scheme's results */
    struct node *value; const char *text;       /* VALUE: a constant; as written */
    enum status status;
    const char *code, *path;            /* FAULT; RULE_FAULT: of which file */
};

/* One run: what is given and what it should come to. */
struct test_case {
    const char *name; struct span span;
    struct scheme *scheme;
    struct giving *givings; uint32_t giving_count;
    struct expectation *expected; uint32_t expected_count;
    struct test_ledger *ledgers; uint32_t ledger_count;     /* all of the run; sheets.c */
    const char *folder;                 /* 数据 “2024”: real ledgers; NULL: none */
    bool on_data;                       /* of the ledgers of --data */
};

struct test_block {
    struct model *model; struct scheme *scheme;
    const char *name; struct span span; const char *path;
    struct giving *common; uint32_t common_count;
    struct test_ledger *ledgers; uint32_t ledger_count;
    const char *folder; struct span folder_span;
    struct test_case **cases; uint32_t case_count;          /* [0]: of lines without a condition */
};

struct tests { struct test_case **cases; uint32_t count; };

/* ---- read.c ---- */
/* Reads the test blocks of all schemes that are run. Faults in them go to the model's diagnostics. */
struct tests tests_read(struct model *model);

/* ---- value.c ---- */
/* The cell of a column that says 为 these tokens; text "" : 未填. False: reported. */
bool test_cell_value(struct scheme *scheme, const struct field_model *field, const struct token *tokens, uint32_t count, struct test_cell *cell);
/* 得 8.75分, 为 优秀, 第 2 名 as a constant like the result. NULL: reported. */
struct node *test_expected_value(struct scheme *scheme, const struct result *result, const struct token *tokens, uint32_t count);
/* A name that is none of `names`, with the nearest. Always NULL. */
void *test_unknown_name(struct model *model, const char *codes[2], struct span span, const char *name, const char *const *names, uint32_t count);

/* ---- cases.c ---- */
/* Puts together what each case of the block gives. */
void test_block_settle(struct test_block *block);

/* ---- sheets.c ---- */
/* given[row × fields + field]: whether the cell is. known as in test_ledger. */
struct sheet_known { bool known; uint8_t *given; uint32_t fields, rows; };
struct sheets { struct ledger_bytes *bytes; uint32_t count; struct sheet_known *known; /* by domain of the program */ };
struct sheets sheets_of(const struct test_case *test, const struct program *program, struct diagnostics *diagnostics);

/* ---- depend.c ---- */
struct missing { const struct field_model *field; const struct row_set *ledger; };
struct depend {
    struct values values;
    const struct sheet_known *known;    /* NULL: all is given */
    uint8_t **seen;                     /* by node and row */
    struct missing *missing; uint32_t missing_count;
};
void depend_visit(struct depend *depend, const struct node *node, uint32_t row);
/* Marks met[i] for each outcome of the scheme that a visited figure has met. */
void depend_outcomes(struct depend *depend, const struct scheme *scheme, bool *met);

/* ---- run.c ---- */
enum test_verdict { TEST_PASSED, TEST_FAILED, TEST_SKIPPED };
struct test_result {
    const struct test_case *test;
    enum test_verdict verdict;
    struct diagnostics *failures;       /* E092x, at the expectations */
    struct diagnostics *faults;         /* of the run, where there should have been none */
    struct failure { const char *expected, *actual, *difference; } *details; uint32_t detail_count;
};
struct test_run {
    struct model *model; struct program *program; const struct compiled_nodes *nodes;
    struct ledger_paths data; bool has_data;
    enum language language;
    bool **met;                         /* by scheme and outcome */
};
struct test_result test_run_case(struct test_run *run, const struct test_case *test);

/* ---- report.c ---- */
/* A line of the rules that tests should have met. */
struct coverage_line { struct scheme *scheme; const struct rule_outcome *outcome; bool met; };
struct test_report {
    struct test_result *results; uint32_t count;
    struct coverage_line *lines; uint32_t line_count, met_count;
    enum language language; bool color;
};
/* Adds what the rules of the run's model are and which of them its tests have met; runs of several models make one report. */
void report_coverage(struct test_report *report, const struct test_run *run);
void test_report_text(const struct test_report *report, struct buffer *out);
void test_report_json(const struct test_report *report, struct buffer *out);
void test_report_junit(const struct test_report *report, struct buffer *out);
uint32_t test_report_failed(const struct test_report *report);

#endif
