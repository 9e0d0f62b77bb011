/* Syntax trees to the checked model. elaborate_files() is all that others call; the rest is shared by the files of this folder.
 *
 *     unclear.c     words that no clause or value says
 *     ledger_faults.c  lines of ledgers that are not right
 *     head_faults.c first lines of indicators and schemes that are not right
 *     propose.c     what a message proposes to write instead
 *     words.c       what a file's words are cut into and translated by
 *     outline.c     rule files and what they cite, read into schemes
 *     scheme.c      declarations of a file, in two passes: first what is declared, then what is said of it
 *     ledger.c      台账: fields, domains, requirements
 *     item.c        指标, 每项, 加分, 扣分: lines are sorted into base, points, overrides, exemptions, policies
 *     quantity.c    named figures, resolved when asked for; a circle is reported as the path that closes it
 *     modifiers.c   最高, 最低, 保留 behind a value
 *     facet.c       what an item's score is (architecture: score, exemption, weight, substitution)
 *     exit.c        who is not assessed, and what becomes of the points: 免考, 不适用, 优先于
 *     weight.c      effective weights
 *     expression.c  expression trees to nodes, with units
 *     run.c         items side by side: names, numbers with units, functions, value phrases
 *     variant.c     结果 每种 来源 的 评价: a block for each value of a column
 *     pool.c        本类, 全部, 各 X, 同一 X and the figures taken of them
 *     rank.c        名次: where a row stands in a pool
 *     requirement.c 要求, 提醒, 本行无效: what rows must satisfy
 *     judgement.c   人工评定, 裁量: what a person decides
 *     result.c      总分, 结果, 名次, 名额, 等次, 一票否决
 *     outcome.c     what tests should have met: rows of tables, exemptions, vetoes …
 *     gate.c        一票否决, 等次调整: what changes a grade afterwards
 *     level.c       层级, 承接, 沿革, 要求, 关注; 报送, 检查, 话题 of an indicator
 *     clauses.c     a scheme of clauses that were read already, of one file or of two
 *     question.c    what the rules leave open, and the words that would answer it
 *     ask_scores.c, ask_standing.c   the questions, one by one
 *     lineage.c     沿革 of an indicator, 废止: what became of last year's indicators
 *
 * A function that returns a node returns NULL where a fault has been reported; callers pass NULL on without a second message. */
#ifndef ASSESSC_ELABORATE_H
#define ASSESSC_ELABORATE_H
#include "base/limits.h"
#include "base/text.h"
#include "model/model.h"
#include "phrase/pattern.h"

struct phrase;

/* Reads the rule files (and what they cite) into a model. Faults are reported; the model is then incomplete and must not be compiled. */
struct model *elaborate_files(struct diagnostics *diagnostics, const char *const *paths, uint32_t count);
/* The same of all rule files of a folder: those that only hold constants and functions for others are taken as such. */
struct model *elaborate_folder(struct diagnostics *diagnostics, const char *const *paths, uint32_t count);
/* One file whose text is given, and need not be what the file at its path holds; a library is taken too. */
struct model *elaborate_text(struct diagnostics *diagnostics, const struct source *text);

/* The same for a text that differs from what `like` was read from, over sources numbered as there: phrases are taken from it. */
struct model *elaborate_again(struct diagnostics *diagnostics, const struct source *text, const struct model *like);

/* A pool: rows of a source, grouped by an index (NULL: all in one group), where a condition holds (NULL: all). */
struct pool {
    struct row_set *source, *target;
    struct node *index, *where;
    unsigned allowed;                   /* mask of statuses that the rule has said what to do with */
    struct node *order;                 /* 到 本季: only rows up to this row's */
    bool complete;                      /* where has it that rows are left out */
};

struct binding { const char *name; struct node *node; const struct pool *pool; struct binding *next; };

/* Where an expression stands. */
struct scope {
    struct scheme *scheme;
    struct row_set *domain;             /* whose row is at hand */
    struct item *item;                  /* NULL outside items */
    struct places *places;
    struct binding *bindings;
    const struct pool *pool;            /* of the enclosing fold's options */
    struct node *subject;               /* what was compared last: the subject that need not be said twice */
    struct node *compared_to;           /* ... and with what, and how */
    enum comparison comparison;
    const struct expression *at;        /* the operator at hand, for what is said of its two sides */
    struct node *left_out;              /* of a rank: units that are not ranked */
    bool kernel;                        /* in the body of a phrase of stdlib/ */
    struct span use;                    /* there: the words of the rule file that use it, where its faults are told */
};

/* ---- messages ---- */
/* What the message begun last proposes (propose.c): the text in the place of the span; ... in Chinese or English words, as the file has them; ...
 * to be put in behind the span. */
void propose(struct model *model, struct span span, const char *replacement);
void propose_words(struct model *model, struct span span, const char *zh, const char *en);
void propose_behind(struct model *model, struct span span, const char *zh, const char *en);
/* One thing in both languages. */
struct words { const char *in[2]; };
/* The place behind the words at the span: that of the end of their part, where English words stand in another order than Chinese ones. */
struct span propose_end(const struct model *model, struct span span);
/* ... where that settles a question of policy: only shown. */
void propose_policy(struct model *model, struct span span, const char *zh, const char *en);
/* The names that are equally near to the one that stands there. Returns the first, NULL: none is near. */
const char *propose_nearest(struct model *model, struct span span, const char *name, const char *const *names, uint32_t count);
/* The unit that is meant by the word, where one is. */
void propose_unit(struct model *model, struct span span, const char *word);
/* { } around what stands behind the first `from` words of a clause that has no block. */
void propose_block(struct model *model, const struct clause *clause, uint32_t from);
/* 分 behind a number that stands alone where points are wanted. */
void propose_points(struct model *model, const struct token *tokens, uint32_t count);
/* A ledger, an indicator that is not there, with those that are near. Always NULL. */
void *unknown_ledger(struct scheme *scheme, const char *code, struct span span, const char *name);
void *unknown_item(struct scheme *scheme, struct span span, const char *code);
/* Reports message `code` at span with up to four texts (NULL-terminated). Always returns NULL, for `return fault(...)`. */
void *fault(const struct scope *scope, const char *code, struct span span, ...);
/* A fault of a whole file. */
void report_file(struct diagnostics *diagnostics, const char *code, const char *const arguments[2], const char *path);
void *model_fault(struct model *model, const char *code, struct span span, ...);
/* The same with words at the place itself. */
void *fault_labelled(const struct scope *scope, const char *code, struct span span, const char *zh, const char *en, ...);
void fault_also(const struct scope *scope, struct span span, const char *zh, const char *en);
/* The same thing is said at `again` that was said at `first`. Always false. */
bool said_twice(struct model *model, struct span again, struct span first);
/* Words that stand where nothing more can be said; the hint says what could. Always NULL. */
void *too_much(struct model *model, const struct token *tokens, uint32_t count, const char *zh, const char *en);
/* Where words stand that no clause or value says (unclear.c). */
enum stands { STANDS_FORMULA, STANDS_LINE, STANDS_BEHIND, STANDS_TOP, STANDS_GRADE, STANDS_GROUP, STANDS_PLACES, STANDS_COUNT };
/* Tells what is wrong with them: a word that rules do not have, a mark or word that is missing, the nearest way to write it; else that they
 * are not understood, with a clause that would be. rows: whose columns are at hand, NULL: the units'. Always NULL. */
void *not_understood(struct scheme *scheme, const struct row_set *rows, enum stands where, const struct token *tokens, uint32_t count);
/* Words behind a condition, which is told with them. */
void *not_understood_behind(struct scheme *scheme, struct span condition, const struct token *tokens, uint32_t count);
/* 满意度 低于 95%,扣 1分: a condition, a comma and what follows from it, without the 的 that ends a condition: tells it. */
bool condition_lacks_its_end(struct scheme *scheme, const struct token *tokens, uint32_t count, uint32_t from);
/* A comma is missing between two tokens; `count` tokens from `next` on stand behind it. Always NULL. */
void *comma_missing(struct model *model, const struct token *behind, const struct token *next, uint32_t count);
/* A colon or = that does not stand behind a word. Always NULL. */
void *mark_not_wanted(struct model *model, const struct token *word, const struct token *mark);
/* ... for the text of a value: nothing where it is no such. */
void propose_date(struct model *model, struct span span);
/* 满意度 80%-90%, 满意度 在 80% 至 90% 之间: a range as a condition without 为. False where the tokens are not such; else it is told. */
bool range_lacks_is(struct scheme *scheme, const struct token *tokens, uint32_t count);
/* The clause as it would be without that token: to read on behind a mark that was told. */
struct clause *clause_without(const struct clause *clause, uint32_t token);
/* Proposes 2024年1月1日 for what is read as a subtraction: 2024-1-1. False where nothing is written so. */
bool propose_dates(struct model *model, const struct token *tokens, uint32_t count);
/* Faults of a ledger's lines (ledger_faults.c). Always NULL. tokens[-1] of column_rest_unknown is the comma before. */
void *column_kind_unknown(struct scheme *scheme, const struct token *name, const struct token *tokens, uint32_t count);
void *column_values_unparted(struct scheme *scheme, const struct token *last, const struct token *at);
void *column_rest_unknown(struct scheme *scheme, const struct field_model *field, const struct token *tokens, uint32_t count);
void *column_line_unclear(struct scheme *scheme, const struct clause *clause);
/* 其余 that does not go on with 得; a line that says how an indicator scores, outside of one. False where the line is not such; else it is told. */
bool otherwise_is_unclear(struct scheme *scheme, const struct token *tokens, uint32_t count);
bool belongs_in_an_indicator(struct scheme *scheme, const struct token *tokens, uint32_t count);
/* Faults of the first lines of things (head_faults.c). */
void *weight_is_missing(struct scheme *scheme, const struct item *item);
void *weight_is_unclear(struct scheme *scheme, const struct item *item, struct span span, const struct token *tokens, uint32_t count);
bool classes_lack_for(struct scheme *scheme, const struct token *tokens, uint32_t count, uint32_t from);
void title_is_unclear(struct scheme *scheme, const struct clause *clause);
void units_are_unclear(struct scheme *scheme, const struct clause *clause);
void cited_is_unclear(struct scheme *scheme, const struct clause *clause);
/* A condition and a value as they might stand on such rows, in Chinese or English words. */
const char *example_condition(const struct scheme *scheme, const struct row_set *rows, enum language language);
const char *example_value(const struct scheme *scheme, const struct row_set *rows, enum language language);
/* A block behind a clause that takes none. */
void refuse_block(struct model *model, const struct clause *clause);
void refuse_blocks(struct model *model, const struct clause *clauses, uint32_t count);
const char *span_text(const struct model *model, struct span span);     /* the source text, copied */
/* Whether it is a place of a rule file, not of stdlib/. */
bool span_in_rules(const struct model *model, struct span span);
/* Where the rules have the value: its own place, or that of the phrase that makes it, or else that of what it is computed for (`within`). A phrase
 * that makes one value at several places is meant where it stands within. */
struct span node_place(const struct model *model, const struct node *node, struct span within);
const char *node_text(const struct scope *scope, const struct node *node);
const char *unit_text(const struct node *node);     /* as the column declares it, where it is a column's value */
/* A value that may be missing is used at span: names the columns whose cells may be empty. tokens: where the use is looked for. */
void *missing_fault(const struct scope *scope, const struct node *node, const struct token *tokens, uint32_t count, struct span span);
const char *number_text(const struct rational *value);

/* ---- questions ---- */
/* Reports a fault that asks, as fault() does; two texts more than are given, for what each answer gives (lang/answer/), end its arguments. NULL
 * where it was asked before; what follows takes that. */
struct question *question_ask(const struct scope *scope, const char *code, struct span span, ...);
/* One more answer, with the words by which the example calls it. NULL where there are too many. */
struct written_answer *answer_add(struct question *question, const char *zh, const char *en);
/* ... is given by writing this in the place of the span. en NULL: the same. */
void answer_write(struct written_answer *answer, struct span span, const char *zh, const char *en);
/* ... by writing it behind or before what stands at the span. */
void answer_behind(struct written_answer *answer, struct span span, const char *zh, const char *en);
void answer_before(struct written_answer *answer, struct span span, const char *zh, const char *en);
/* ... behind the part of the clause that the span lies in, up to its comma: English words may stand behind those that the span names. */
void answer_behind_part(struct written_answer *answer, const struct model *model, struct span span, const char *zh, const char *en);
/* ... by a line more in the block of the clause, or a block with it. */
void answer_line(struct question *question, const struct clause *clause, const char *zh, const char *en);
/* A question whose fault was reported by who knows no schemes: message number `diagnostic`, its last two arguments are the answers'. */
struct question *question_of(const struct scope *scope, uint32_t diagnostic, struct span span);
/* Proposes each answer that is a change of one line, so that the message shows that line, where there are several such; to be called while the
 * question is the message begun last. */
void question_propose(const struct question *question);
/* Questions of the reader (以上), whose answers are what it proposes. */
void questions_of_reader(struct scheme *scheme);

/* Each reports its fault with the answers that there are. */
struct capture;
void ask_steps(const struct scope *scope, const struct match *match, struct span span, struct span rest);
void ask_percent(const struct scope *scope, const struct match *match, const struct capture *step, struct span span);
void ask_phrase(const struct scope *scope, const struct phrase *phrase, const struct token *tokens, uint32_t count);
/* field: the only column that may be empty there, or NULL. */
void ask_empty(const struct scope *scope, const struct field_model *field, const char *names, struct span span);
/* span: of the figure with what stands in its brackets. */
void ask_empty_in_pool(const struct scope *scope, const struct node *value, struct span span);
void ask_pool(const struct scope *scope, const struct token *tokens, uint32_t count);
/* tokens: 各 评价. */
void ask_column(const struct scope *scope, const struct row_set *source, const struct row_set *to, const char *names, const struct token *tokens);
void ask_rounding(const struct scope *scope, struct span span);
void ask_stage(const struct scope *scope, const struct token *token);
/* Of a result that is written out, by its name. */
void ask_decimals(struct scheme *scheme, const char *name, struct span span);
void ask_of_what(struct scheme *scheme, struct item *item, const struct token *word);
void ask_discretion(const struct scope *scope, const struct token *tokens, uint32_t count);
void ask_worth(struct scheme *scheme, const struct token *value, const struct token *tokens, uint32_t count, const struct unit *unit);
/* code: E0432, E0433, E0437; ledger: the second argument of the last, else NULL. */
void ask_weight(struct scheme *scheme, struct item *item, const char *code, struct span span, const char *ledger);
/* guard: the condition under which the divisor is 0, in Chinese and English words. */
void ask_division(const struct scope *scope, struct span span, const char *divisor, const char *example, const char *const guard[2]);
/* clause: the table; value: of the one subject that decides, where both lines hold, or NULL. */
void ask_overlap(const struct scope *scope, const struct clause *clause, struct span second, const char *example, const struct constant_value *value);
/* code: E0334 of a table, E0380 of grades; subject: the one value that decides, or NULL; value: of the subject in the gap. */
void ask_gap(const struct scope *scope, const struct clause *clause, const struct node *subject, const char *code, const char *example, const struct constant_value *value);
/* tokens: of the rank, up to its first comma. */
void ask_rank_pool(const struct scope *scope, const struct token *tokens, struct span span);
void ask_ties(const struct scope *scope, const struct token *tokens, uint32_t count, struct span span);
/* line: behind which the answer goes; unsaid: nothing of it is said, else it is not understood; grade: whose places they are. */
void ask_across(const struct scope *scope, struct span span, struct span line, const char *grade, bool unsaid);
void ask_still_equal(const struct scope *scope, struct span span, const char *grade, bool unsaid);
void ask_share_number(const struct scope *scope, struct span span, struct span share, const char *grade);
void ask_share_of_whom(const struct scope *scope, struct span span, const struct token *tokens, uint32_t count, const char *grade);
void ask_whole_number(const struct scope *scope, const struct quantity *number, const char *grade);
void ask_vetoed_rank(const struct scope *scope, struct span span);
void ask_vetoed_place(const struct scope *scope, struct span span);

/* ---- expressions ---- */
struct node *resolve_tokens(struct scope *scope, const struct token *tokens, uint32_t count);
struct node *resolve_condition(struct scope *scope, const struct token *tokens, uint32_t count);
struct node *resolve_expression(struct scope *scope, const struct expression *expression);
struct node *resolve_run(struct scope *scope, const struct token *tokens, uint32_t count);
/* A value for a type that is known: names of categories, bare numbers for units. */
struct node *resolve_for(struct scope *scope, const struct node *like, const struct expression *expression);
struct node *resolve_name(struct scope *scope, const struct token *token);
/* 未填, 已填, 免考 …: what a value is asked for. */
bool state_word(const struct token *word);
struct node *resolve_category(struct scope *scope, const struct node *like, const struct token *token);
/* A number with its unit at the head of tokens; *used tokens. NULL without a message where there is none. */
struct node *literal_at(struct scope *scope, const struct token *tokens, uint32_t count, uint32_t *used);
struct node *convert_points(struct scope *scope, struct node *node, struct span span, const struct unit *wanted);
struct node *compare_nodes(struct scope *scope, enum comparison comparison, struct node *left, struct node *right, struct span span);
/* False, with a fault, where one of the two is in percent and the other a bare number that can only be meant so: 90 for 90%. */
bool percent_is_written(struct scope *scope, const struct node *left, const struct node *right, struct span span);
struct node *arithmetic(struct scope *scope, enum opcode op, struct node *left, struct node *right, struct span span);
/* A category whose values have numbers as its number; any other value as it is. */
struct node *category_number(struct scope *scope, struct node *node);
struct node *negate_condition(struct scope *scope, struct node *condition);
struct node *both(struct scope *scope, struct node *a, struct node *b);     /* and; NULL operands are left out */
struct node *either(struct scope *scope, struct node *a, struct node *b);
struct node *choose(struct scope *scope, struct node *condition, struct node *yes, struct node *no, struct span span);

/* Figures of the scheme by name (总分, 名次, 等次, 加分, 扣分, names of groups); *known false where it is none. */
struct node *scheme_figure(struct scope *scope, const struct token *token, bool *known);
/* The points of a group of indicators, by its name, on rows of the scheme's units; *known false where it is none. */
struct node *group_figure(struct scheme *scheme, const struct row_set *rows, const char *name, bool *known);
/* The value without the rounding that it ends in, whichever line gave it. */
struct node *before_rounding(struct node_pool *pool, struct node *node);
/* The sum of a group's indicators (exact: before they were rounded) within the limits that it states; whether it states any. */
struct node *group_total(struct scheme *scheme, struct group_model *group, bool exact);
bool group_is_limited(const struct group_model *group);
bool stage_is_said(struct scope *scope, const struct token *tokens, uint32_t count, const struct node *node);
struct node *resolve_rounding_stage(struct scope *scope, const struct token *tokens, uint32_t count);
bool month_bounds(struct scope *scope, struct row_set *rows, struct span span, struct node *bounds[2]);
struct node *resolve_phrase_body(struct scope *scope, const struct token *body, uint32_t count, struct binding *bindings, struct span span);
/* Keeps for explanations that the node is what the phrase makes of its slots. Returns the node. */
struct node *phrase_used(struct scope *scope, const struct phrase *phrase, const struct binding *slots, struct span span, struct node *node);
bool bind_slots(struct scope *scope, const struct match *match, struct binding *bindings, struct binding **chain);

/* ---- functions ---- */
void function_declare(struct scheme *scheme, struct clause *clause);
struct function_model *function_find(const struct scheme *scheme, const char *name);
struct node *function_call(struct scope *scope, struct function_model *function, const struct token *tokens, uint32_t count);
/* A constant of the scheme or of what it cites. */
struct quantity *constant_find(const struct scheme *scheme, const char *name, struct scheme **owner);

/* ---- pools ---- */
/* Reads a pool at the head of tokens (本类 乡镇, 各 任务, 全部 …). Returns the tokens used, 0 where no pool stands there. */
uint32_t pool_at(struct scope *scope, const struct token *tokens, uint32_t count, struct pool *pool, bool *failed);
struct node *pool_figure(struct scope *scope, const struct pool *pool, struct node *value, const struct token *tokens, uint32_t count, struct span span);
/* Whether the words take a figure of a pool: 合计, 平均值, … */
bool figure_begins(struct scope *scope, const struct token *tokens, uint32_t count);
struct node *pool_fold(struct scope *scope, const struct pool *pool, enum fold fold, struct node *value, struct span span);
/* Brings a value of the pool's groups to the row at hand. */
struct node *pool_result(struct scope *scope, const struct pool *pool, struct node *node, struct span span);
/* A run that begins with a pool, or with 没有. *matched false where it does not. */
struct node *resolve_pool_run(struct scope *scope, const struct token *tokens, uint32_t count, bool *matched);
void variants_declare(struct scheme *scheme, struct clause *clause);
/* 提醒 单独决定名次 的: the warnings that every run looks for. */
void variants_remind(struct scheme *scheme);
struct variants *variants_find(const struct scheme *scheme, const char *name);
struct node *variant_condition(struct scope *scope, const struct row_set *source);
struct node *resolve_variants(struct scope *scope, const struct token *tokens, uint32_t count, bool *matched);
/* “池” 起 至 止 在 本月 的 天数(含起止当日,重叠只算一次). */
struct node *resolve_days_within(struct scope *scope, const struct token *tokens, uint32_t count, bool *matched);
bool rank_keys(struct scope *scope, const struct token *tokens, uint32_t count, struct node ***keys, bool **descending, uint32_t *key_count);
struct node *resolve_rank(struct scope *scope, const struct token *tokens, uint32_t count, struct span span);
bool pool_of_words(struct scope *scope, const struct token *tokens, uint32_t count, struct pool *pool);
struct row_set *grouping_by(struct scope *scope, struct row_set *source, struct node **keys, uint32_t count);

/* ---- named figures ---- */
struct node *quantity_node(struct scheme *scheme, struct quantity *quantity);
struct quantity *quantity_find(struct quantity **list, uint32_t count, const char *name);
struct quantity *quantity_add(struct quantity ***list, uint32_t *count, const char *name, struct span span, struct row_set *domain, struct item *item);
void quantity_override(struct quantity *quantity, struct line line);
/* Value with its modifiers: 式,最高 …,最低 …,保留 …. */
struct node *resolve_value(struct scope *scope, const struct clause *clause, uint32_t from, uint32_t to);
/* 最高 X, 最低 X, 保留 … at the comma tokens[from], up to `to` (modifiers.c). */
struct node *apply_modifiers(struct scope *scope, struct node *value, const struct token *tokens, uint32_t to, uint32_t from);
/* The value capped (or kept) at the bound. */
struct node *limit_value(struct scope *scope, struct node *value, struct node *bound, bool cap, struct span span);
/* Whether the subject is as a cell says: a condition on it (达到 80%), or its value, values or range. 不限: always. */
struct node *cell_condition(struct scope *scope, struct node *subject, const struct token *tokens, uint32_t count);
struct node *resolve_table(struct scope *scope, const struct clause *clause, uint32_t from, uint32_t to);
struct node *apply_overrides(struct scope *scope, struct node *base, struct line *overrides, uint32_t count);
/* Lines of one figure in the order in which each is put over those before it: whose condition may find nothing to look at (晚于 of a day that
 * never came) comes first, so that it cannot hide one that holds (未填 的,得 0分), wherever they stand in the file. NULL where a fault was reported. */
struct line **overrides_in_order(const struct scope *scope, struct line *overrides, uint32_t count);
/* The condition of the line, also kept in it. */
struct node *line_condition(struct scope *scope, struct line *line);
/* Reads 保留 2位小数,四舍五入 at tokens[from]; returns the index behind it, or from where none stands there. */
uint32_t rounding_at(struct scope *scope, const struct token *tokens, uint32_t count, uint32_t from, struct rational *quantum, enum rounding *mode);

/* What is being resolved is a chain of steps; asking for one that is begun is a circle, told as its path. `who` tells steps apart.
 * step_begin: false with a fault where the chain grows too long. */
bool step_begin(const struct scope *scope, const void *who, const char *name, struct span span);
void step_end(void);
void *report_circle(const struct scope *scope, const void *again, const char *name, struct span span);

/* ---- what a person decides ---- */
/* 人工评定 (裁量 A 至 B) at tokens[from], to be followed by who, bounds and basis: returns the index behind them. Every run then checks that
 * the value lies within the bounds where the condition (NULL: always) holds. */
bool judgement_begins(const struct token *token);
uint32_t judgement_at(struct scope *scope, struct node *value, struct node *condition, const struct token *tokens, uint32_t to, uint32_t from);

/* ---- what rows must satisfy ---- */
/* A line of a ledger's block: 要求, 提醒, 本行无效. False where it is none of these. */
bool requirement_declare(struct scheme *scheme, struct row_set *ledger, struct clause *clause);
/* A condition on the rows of a ledger that every run checks; severity ERROR or WARNING. */
void requirement_add(struct row_set *ledger, struct node *condition, enum severity severity, struct span span, const char *text);
void requirements_elaborate(struct scheme *scheme);
/* The rows that conditions on other rows leave out of every pool, or NULL. */
struct node *ledger_excluded(struct row_set *ledger);

/* ---- items ---- */
void item_collect(struct scheme *scheme, struct item *item, struct clause *clauses, uint32_t count);
void item_line(struct scheme *scheme, struct item *item, struct clause *clause, uint32_t from, uint32_t to);
/* What becomes of the points, at tokens[from] of the clause up to `to`; *end: the comma behind it. False where no such words stand there. */
bool policy_at(struct scheme *scheme, struct clause *clause, uint32_t from, uint32_t to, uint32_t *end, struct weight_policy *policy);
bool weight_policy_line(struct scheme *scheme, struct group_model *group, struct item *item, struct clause *clause);
struct node *item_score(struct scheme *scheme, struct item *item);          /* rounded, before substitution */
struct node *item_counted(struct scheme *scheme, struct item *item);        /* as it counts and is written */
struct node *item_assessed(struct scheme *scheme, struct item *item);
struct node *item_exempt(struct scheme *scheme, struct item *item);
struct node *item_weight(struct scheme *scheme, struct item *item);         /* effective */
struct node *weight_lost(struct scheme *scheme, struct item *item);
/* The weight of what a unit is not assessed on where the total is converted for it (总分 折算为 100分); NULL: of nothing. */
struct node *weight_converted(struct scheme *scheme);
int32_t stated_fault(struct model *model, const char *zh, const char *en);
struct node *item_rate(struct scheme *scheme, struct item *item, struct span span);
struct scope item_scope(struct scheme *scheme, struct item *item);
struct scope scheme_scope(struct scheme *scheme);
struct item *item_find(struct scheme *scheme, const char *code);
bool splits_guard(const struct token *tokens, uint32_t count, uint32_t from, uint32_t *guard_from, uint32_t *guard_to, uint32_t *rest);

/* ---- who is not assessed (exit.c) ---- */
/* The line of the item that was added last: tokens [from, to) stand behind 免考 or 不适用. */
void way_out_add(struct scheme *scheme, struct item *item, bool exempt, struct clause *clause, uint32_t from, uint32_t to);
/* Once all lines of the item were read. */
void ways_settle(struct item *item);
bool same_policy(const struct weight_policy *a, const struct weight_policy *b);
/* What holds for whoever is exempt (or to whom the item does not apply) where the line itself says nothing; kind POLICY_NONE: nothing is said. */
const struct weight_policy *item_policy(const struct item *item, bool exempt);
/* The token of its clause with which the policy's words begin: 得 of 得 3分. */
static inline uint32_t policy_begins(const struct weight_policy *policy) { return policy->value.from - (policy->kind == POLICY_VALUE); }
/* What holds by the way out. */
const struct weight_policy *way_policy(const struct item *item, const struct way_out *way);
struct line *way_line(const struct item *item, const struct way_out *way);
struct node *way_condition(const struct item *item, const struct way_out *way);
/* The ways out that the words behind 优先于 of way number `way` mean, into meant (room for all); how many. */
uint32_t ways_meant(struct scheme *scheme, struct item *item, uint32_t way, const struct prior *prior, uint32_t *meant);
/* Whether something is scored instead. */
bool policy_scores(const struct weight_policy *policy);
/* Once it is known who is assessed: what becomes of the points, by condition. NULL where a fault was told. */
const struct exit *item_exits(struct scheme *scheme, struct item *item, uint32_t *count);

/* ---- what tests should have met ---- */
/* The condition (NULL: none) decides whether what stands at the span takes effect. */
void outcome_note(struct scheme *scheme, struct item *item, enum outcome_kind kind, struct span span, struct node *condition, bool wanted, struct node *owner);

/* 测试 blocks are none of the rules: they are taken out of the file and kept as they stand. */
void tests_set_aside(struct scheme *scheme, struct syntax_file *file);

/* ---- declarations ---- */
void ledger_declare(struct scheme *scheme, struct clause *clause);
void ledger_elaborate(struct scheme *scheme, struct row_set *ledger, struct clause *clause);
struct row_set *ledger_find(const struct scheme *scheme, const char *name);
struct field_model *field_find(const struct row_set *rows, const char *name);
struct field_model *field_by_unit(const struct row_set *rows, const char *unit);
struct node *field_replacement(struct scheme *scheme, struct field_model *field, struct node *raw);
struct node *field_value(struct scope *scope, struct field_model *field, struct span span);
void results_elaborate(struct scheme *scheme);
void result_add(struct scheme *scheme, const char *name, struct span span, struct row_set *domain, struct node *node, uint8_t role);
/* The grade after vetoes and adjustments; units that a veto leaves out of the ranks, or gives no place (NULL: none). */
struct node *gates_apply(struct scheme *scheme, struct node *grade);
struct node *gates_not_ranked(struct scheme *scheme);
struct node *gates_without_place(struct scheme *scheme);
void places_declare(struct scheme *scheme, struct clause *clause);
struct node *places_taken(struct scheme *scheme, struct places *places);
void names_collect(struct lexicon *lexicon, const struct clause *clauses, uint32_t count);
/* What a file that cites another may name without declaring it, for the translation of its words. */
void names_of_cited(const struct scheme *cited, struct map *names);
/* Whether a file without a title has constants or functions for others. */
bool holds_library(const struct syntax_file *file);
/* What the words of a file of the scheme are cut into (syntax_cut): words of the language and of its phrases, units, names declared in the
 * file and in those that it cites. The file's words are Chinese. */
struct lexicon *scheme_lexicon(const struct scheme *scheme, const struct syntax_file *file);
/* The file's clauses into the words of `to`; names of those that it cites stay. */
void scheme_translate(const struct scheme *scheme, struct syntax_file *file, enum language to);
struct scheme *scheme_load(struct model *model, const char *path, struct span from);
/* The scheme's declarations only, for who stands under it or follows it. */
struct scheme *scheme_outline(struct model *model, const char *path, struct span from);
/* The steps by which a file becomes a scheme: 引用, all that its clauses declare and say, and then what a run computes. */
void scheme_cite(struct scheme *scheme, const struct clause *clause);
void scheme_say(struct scheme *scheme, struct syntax_file *file);
void scheme_complete(struct scheme *scheme);
/* A scheme of clauses that were read already (of `like` and others, in Chinese words, cut): declared and said, its results not yet asked
 * for. base: a scheme of the same model whose ledgers it reads, NULL: its own. Of a diff, for rules half old and half new. */
struct scheme *scheme_of_clauses(struct model *model, const struct scheme *like, int year, struct clause *clauses, uint32_t count, struct scheme *base);
/* Of outline.c alone: the title and year; what a file without a title holds for others; a clause that a scheme has once. */
void scheme_titled(struct scheme *scheme, const struct clause *clause);
void library_say(struct scheme *scheme, struct syntax_file *file);
void only_clause(struct scheme *scheme, struct clause **place, struct clause *clause);
/* The only word of the line that leaves an indicator out (item.left_out): no file can hold this very pointer. */
extern const char item_left_out[];
/* The path of a file that is named relative to another. */
const char *path_beside(const char *path, const char *relative);
/* The file's name without folder and ending. */
const char *path_stem(const char *path);
/* Whether both paths lead to one file. */
bool path_same_file(const char *one, const char *other);
/* Reads a rule file and registers its text. False where it cannot be read, which is told at `from`, where it is cited (empty: on the command
 * line). */
bool source_read(struct model *model, const char *path, struct span from, uint32_t *file);

/* ---- levels ---- */
/* 层级, 承接, 沿革, 要求, 关注. False where the clause is none of these. */
bool level_clause(struct scheme *scheme, struct clause *clause);
/* 报送, 检查, 话题, 承接 of an indicator. False where the line is none of these, or has more to say (来源). */
bool level_item_line(struct scheme *scheme, struct item *item, struct clause *clause, uint32_t from, uint32_t to);
/* ---- lineage ---- */
/* 沿革 … of an indicator (tokens: behind the word), 废止 … of the scheme. */
void descent_line(struct scheme *scheme, struct item *item, struct clause *clause, const struct token *tokens, uint32_t count);
void abolished_line(struct scheme *scheme, struct clause *clause);
/* Once all lines were read: the codes are last year's, and what becomes of each is said once. */
void lineage_settle(struct scheme *scheme);

/* 依据 “…”, 有效 DATE 至 DATE: one part of what stands behind an exemption. False where it is none of these. */
bool exemption_note_at(struct scheme *scheme, struct exemption_note *note, const struct token *tokens, uint32_t count);
void levels_settle(struct scheme *scheme);
/* Whether the scheme assesses units of the level that is called so. */
bool level_assesses(const struct scheme *scheme, const char *level);
void focuses_elaborate(struct scheme *scheme);
const char *joined_words(const struct token *tokens, uint32_t count);

/* A new element at the end of an array that only this lengthens: it doubles when the count is a power of two. */
#define ARRAY_ADD(array, count) \
    ((array) = ((count) & ((count)-1)) ? (array) : lang_resize((array), (count), (count) ? 2 * (size_t)(count) : 1, sizeof *(array)), &(array)[(count)++])

#endif
