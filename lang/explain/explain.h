/* Why a unit has its scores: the model's nodes, with the values that the run has for them, in the words of the rules.
 *
 *     command/explain.c   the command: runs, finds the unit, writes
 *     explain.c           one unit: total, groups, indicators, rank, grade
 *     steps.c             one figure: conditions, limits, formulas, in the order in which they are worked out
 *     weights.c           weights that others leave
 *     compare.c           the unit among the others, and beside the one ranked before it
 *     more.c, inputs.c    what would score more; more_say.c says it
 *     sentence.c          the sentences of phrases
 *     decided.c           vetoes, adjustments, and what a person judges
 *     pool.c              folds and ranks: which rows, which of them decide
 *     cells.c             all cells that a figure rests on
 *     say.c               names and values as text
 *     say_expression.c    expressions and conditions
 *     say_pool.c          pools
 *     value.c             values of nodes at a row, from the run
 *     written.c           cells as they stand in their files
 *     trace.c             the arithmetic step by step, for machines
 *     tree.c, text.c      the tree of entries, as JSON and as text
 *     page.c, report.c    as HTML: one explanation, and the page of a run
 *     marks.c             what has been told already */
#ifndef ASSESSC_EXPLAIN_H
#define ASSESSC_EXPLAIN_H
#include "explain/marks.h"
#include "explain/tree.h"
#include "explain/value.h"
#include "explain/written.h"

/* Rows by group: those of group g are rows[first[g]] .. rows[first[g + 1] - 1], in the order of the ledger. */
struct grouped { uint32_t *first, *rows; uint32_t group_count; };
/* What is the same for every unit of a pool. */
struct pool_summary;
struct inputs;
struct slice;
struct population;

struct explainer {
    struct model *model;
    struct values values;
    struct written written;
    bool english;
    struct scheme *scheme;
    struct item *item;                  /* whose figures are being explained, or NULL */
    const struct node *root;            /* the figure being explained: it is not replaced by its own name */
    struct marks named;                 /* cells that have been named in the unit */
    struct marks said, seen;            /* steps that have been told in the section; of cells.c */
    struct marks grouped_of; struct grouped **grouped; uint32_t grouped_count;             /* by index node */
    struct marks index_of;             /* number of the node that groups a row set */
    struct marks summary_of; struct pool_summary **summaries; uint32_t summary_count;      /* by pool node and group */
    struct marks name_of; const char **names; uint32_t name_count;     /* by node, and number of the scheme at hand */
    struct marks shares;                /* ratios that are said as shares; with the model itself once they are known */
    struct marks uses;                  /* number of the phrase's use + 1, by the node that it made; with the model itself once they are known */
    struct marks inputs_at; struct inputs **inputs; uint32_t input_count;                   /* of more.h, by item */
    struct marks slice_at; const struct slice **slices; uint32_t slice_count;             /* of slice.h, by item */
    struct marks prepared_at; struct gains **prepared; uint32_t prepared_count;            /* what would score more, by scheme and row */
    struct marks population_at; struct population **populations; uint32_t population_count; /* of compare.h, by scheme */
    bool *wanted;                       /* by result of the scheme: asked for, or used by what is */
    bool with_gains;                    /* what would score more */
    bool whole_runs;                    /* what would score more is tried in whole runs where other units' figures follow from it */
    bool with_population, with_rank_gap;
    bool ranked;                        /* some unit was set beside the one ranked before it */
    bool traced;                        /* units get their arithmetic step by step (for JSON) */
    struct tracing *tracing;            /* of the unit at hand, or NULL */
    struct entry *idle;                 /* of the figure: limits that changed nothing, told after its formula; NULL: within an expression */
    struct entry *rules;                /* of the section: the lines of the rules that took part */
};

/* ---- explain.c ---- */
/* The unit of a scheme at `row`; code: only this indicator, or NULL. NULL where the code is none of the scheme. */
struct entry *explain_unit(struct explainer *explainer, struct scheme *scheme, uint32_t output, uint32_t row, const char *code);

/* The units at these rows will be asked for, one by one and in any order: what can be worked out for all of them together is. */
void explain_prepare(struct explainer *explainer, struct scheme *scheme, const uint32_t *rows, uint32_t count);
/* Lets go of what explain_prepare made. */
void explain_forget(struct explainer *explainer);

/* What is scored in the result, or NULL. */
struct item *item_of_result(const struct scheme *scheme, const struct result *result);
/* Whether the node is a column of the table: it is told of in its own place, and wanted there. */
bool explain_is_result(struct explainer *explainer, const struct node *node);

/* ---- weights.c ---- */
/* Why the effective weight of the item at hand is not the written one. */
void explain_weight(struct explainer *explainer, struct entry *into, uint32_t row);

/* ---- steps.c ---- */
/* Adds how the figure came about, and the figure's formula under its name. */
void explain_figure(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row, const char *name);
/* What an expression that is said inline rests on. */
void explain_parts(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row);
/* The node that gives the value at this row: choices and limits that did not change it are passed through. */
const struct node *deciding_node(struct explainer *explainer, const struct node *node, uint32_t row);
/* Adds the line of the rules where the span stands to the section's rules, once. */
void explain_rule(struct explainer *explainer, struct span span);
/* The lines of an item that always take part: what its score rests on, what is added and taken. */
void explain_item_rules(struct explainer *explainer, const struct item *item);
/* Names file and line of a place in the rules; a place in stdlib/ is none. */
void entry_place(struct explainer *explainer, struct entry *entry, struct span span);

/* Nothing more is said of whether the condition held. */
void explain_told(struct explainer *explainer, const struct node *condition, uint32_t row);

/* ---- sentence.c ---- */
/* Where a phrase of stdlib/ made the node: adds the phrase's sentence. Not where it came to nothing. */
void explain_phrase(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row);

/* ---- decided.c ---- */
/* Vetoes and adjustments of the grade, held or not. */
void explain_gates(struct explainer *explainer, struct entry *into, uint32_t row);
/* What of the item a person decided; the cells of the reasons that are kept in the ledger. */
void explain_judgements(struct explainer *explainer, struct entry *into, struct entry *cells, const struct item *item, uint32_t row);

/* ---- pool.c ---- */
/* name: of the figure that it is, or NULL. */
void explain_pool(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row, const char *name);
/* Whether the rows are those of a ledger of units: a pool of others, not the unit's own details. */
bool pool_is_of_units(const struct explainer *explainer, const struct row_set *rows);
/* The row set that a fold, rank or running figure is taken of. */
struct row_set *pool_source(const struct node *node);
/* A row of the pool of a rank whose rank is the next better one, the first such of the ledger; NONE for the first of the pool. */
uint32_t pool_above(struct explainer *explainer, const struct node *rank, uint32_t row);
/* The rows that an index node groups. */
const struct grouped *pool_grouped(struct explainer *explainer, const struct node *index);
/* Calls back every row of the pool that the node's value at `row` is taken of. */
typedef void (*pool_member)(void *context, uint32_t row);
void pool_members(struct explainer *explainer, const struct node *node, uint32_t row, pool_member each, void *context);
/* ... and every row of its group that the rules leave out of everything (本行无效). */
void pool_void_rows(struct explainer *explainer, const struct node *node, uint32_t row, pool_member each, void *context);

/* ---- cells.c ---- */
/* Adds every cell of the unit, and of the rows that belong to it, that the figure rests on, and the pools. */
void explain_cells(struct explainer *explainer, struct entry *into, const struct node *node, uint32_t row);
/* The cells of the unit, and of rows that name it, that the scheme's results can depend on and that have not been named. */
void explain_unused(struct explainer *explainer, struct entry *into, uint32_t row);
void explain_cell(struct explainer *explainer, struct entry *into, enum entry_kind kind, const struct field_model *field, uint32_t row);

/* ---- trace.c: nothing is done where no trace was begun ---- */
void trace_begin(struct explainer *explainer);
/* The steps of a result, and the fields that it can depend on. */
void trace_of_result(struct explainer *explainer, struct entry *entry, struct node *node, uint32_t row);
/* The unit gets the steps of all its results. */
void trace_end(struct explainer *explainer, struct entry *unit);

/* ---- say.c ---- */
static inline const char *in_language(const struct explainer *explainer, const char *zh, const char *en) { return explainer->english ? en : zh; }
/* The buffer's text; releases the buffer. */
const char *say_kept(struct buffer *out);
/* The field that the node is: itself, or brought to base units; NULL: it is more than a field. */
const struct field_model *field_behind(const struct node *node);
/* The name of the figure, or NULL where it has none. */
const char *say_name(struct explainer *explainer, const struct node *node);
/* 28.4125万亩, 95%, 2024-06-30, 沿黄乡镇, 未填 */
const char *say_value(struct explainer *explainer, const struct node *node, uint32_t row);
/* The same, where a bare ratio is to be shown as a share (unit: %). */
const char *say_value_in(struct explainer *explainer, const struct node *node, uint32_t row, const struct unit *unit);
/* 推广面积 28.4125万亩 ÷ 目标 30万亩; the node itself is not replaced by its name where it is `whole`. */
const char *say_expression(struct explainer *explainer, const struct node *node, uint32_t row, bool whole);
/* ... that is compared with another, or taken from it: 按期办结率 88.5% 离 98%, where its own unit would make it 0.885. */
const char *say_expression_beside(struct explainer *explainer, const struct node *node, const struct node *other, uint32_t row);
/* A value that the node does not have: as the node's own are said, and how far two are apart (2.5个百分点). */
const char *say_given(struct explainer *explainer, const struct node *node, const struct value *value);
const char *say_difference(struct explainer *explainer, const struct node *node, const struct value *difference);
/* How far two figures are apart that were compared, in the unit that the rules speak of. */
const char *say_apart(struct explainer *explainer, const struct node *node, const struct node *other, const struct value *difference);
/* With so many places at least; -1: as many as it has. */
const char *say_like(struct explainer *explainer, const struct node *node, const struct value *value, int places);
/* 免考, 不适用, 未填; not of PRESENT. */
const char *say_status(const struct explainer *explainer, enum status status);
const char *say_rounding(const struct explainer *explainer, enum rounding mode);
/* The file of a ledger, as it is called: 乡镇.csv, 2024年.xlsx「乡镇」. */
const char *say_file(const struct explainer *explainer, const struct row_set *ledger);
/* The key of a row, or its line where the ledger has no key. */
const char *say_row(struct explainer *explainer, const struct row_set *rows, uint32_t row);
/* Whether that key of a grouping only says whose rows they are: what is told of a unit need not repeat it. */
bool say_key_is_unit(const struct explainer *explainer, struct node *const *keys, uint32_t count, uint32_t number);
const char *say_filter(struct explainer *explainer, const struct node *node);
/* 为 上级、同级: the categories for which a table of yes and no holds; as 不为 … where the rules say it so. */
const char *say_holding(const struct explainer *explainer, const struct node *table, bool negated);
/* The field that a category or number is, through what stands in for its empty cells; NULL: it is more than that. */
const struct field_model *field_through(const struct node *node);
/* 本月天数, which is worked out as the day of the month's last day. */
bool is_days_of_month(const struct node *node);
/* The rows of a ledger, or of a grouping: 同一 事项编号 的 表彰. */
const char *say_rows(struct explainer *explainer, const struct row_set *rows);
/* 本类 … 的 最高值: what a fold or rank is taken of. */
const char *say_pool(struct explainer *explainer, const struct node *node, uint32_t row);
/* What the cell of a field means: the value with its unit. */
const char *say_field_value(struct explainer *explainer, const struct field_model *field, uint32_t row);
/* The text of a line of the rules. */
const char *say_line(const struct explainer *explainer, struct span span, uint32_t *line);
uint32_t say_line_number(const struct explainer *explainer, struct span span);

#endif
