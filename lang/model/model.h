/* The checked model of one or more schemes: the one meeting place of all tools. Made by lang/elaborate/, read by check, compile, diff,
 * explain and the rest; none of them looks at syntax again.
 *
 *     scheme -> ledgers (row sets with fields) -> items (indicators, and lines scored by row) -> facets (nodes) -> results -> outputs
 */
#ifndef ASSESSC_MODEL_H
#define ASSESSC_MODEL_H
#include <stdbool.h>
#include "base/map.h"
#include "model/node.h"
#include "model/unit.h"
#include "syntax/syntax.h"

struct scheme;
struct item;
struct phrase;

/* ---- levels (elaborate/level.c): what one scheme asks of another ---- */

/* 层级 县区 对 乡镇街道: who assesses whom; 层级 市 对 县区、功能区: several may be assessed alike. lower: all of them, as one text. */
struct level_model { const char *upper, *lower; const char **lowers; uint32_t lower_count; struct span span; };

/* 要求 [下级 [对 乡镇街道]] 指标数 比 上年 减少 达到 20%, … 不超过 50项, … 达到 60%, … 必须有 指标 YJ01, … 不得有 指标 … */
enum load_figure { LOAD_INDICATORS, LOAD_POINTS, LOAD_FORMS, LOAD_INSPECTIONS, LOAD_HOURS, LOAD_VETOES, LOAD_KEY_SHARE, LOAD_FIGURES };
enum demand_kind { DEMAND_REDUCTION, DEMAND_AT_MOST, DEMAND_AT_LEAST, DEMAND_WITH, DEMAND_WITHOUT };
struct demand {
    enum demand_kind kind; enum load_figure figure;
    bool below;                         /* of the level below; else of the scheme itself */
    const char *over;                   /* below: only of schemes that assess this level; NULL: of all */
    struct rational limit;              /* share, or number in the figure's own unit */
    const char **names; uint32_t name_count;    /* WITH, WITHOUT: codes or names of indicators */
    struct span span;
};

/* 报送 每季 1次,3张表 / 检查 每半年 1次,每次 2小时: what an indicator asks of units in a year. */
struct workload {
    bool has_forms, has_inspections;
    int64_t forms, inspections;
    const char *often, *inspected;      /* 每季, 每季 2次: how often a year, without what comes each time; NULL: not said */
    int64_t sheets;                     /* forms each time */
    struct rational hours;              /* of all inspections of a year */
};

/* What stands behind 免考: 依据 “…”,有效 2024年1月1日 至 2024年12月31日. */
struct exemption_note { const char *basis; bool dated; int32_t from, to; struct span dates; };

/* 关注 留言 提得最多 的 3个 话题. */
struct focus {
    struct row_set *ledger; struct field_model *field; uint32_t count; struct span span;
    struct node *met;                   /* BOOLEAN over the groups by the field: not among the most raised, or named by an indicator */
    struct node *topic, *raised;        /* over the groups: which one, how often */
};

/* 沿革 of an indicator: which of last year's it comes from. */
enum descent_kind { DESCENT_NONE, DESCENT_RENAMED, DESCENT_MERGED, DESCENT_SPLIT, DESCENT_NEW };
struct descent { enum descent_kind kind; const struct token **codes; uint32_t count; struct span span; };

/* 废止 A07,依据 “…”: one of last year's that is gone. */
struct abolished { const struct token *code; const char *basis; struct span span; };

/* What an empty cell means. */
enum empty_policy { EMPTY_FAULT, EMPTY_ALLOWED, EMPTY_REPLACED };

struct field_model {
    const char *name;
    enum value_type type;
    const struct unit *unit;            /* NUMBER */
    struct rational factor;             /* what is read times factor is in base units */
    bool percent, fraction_form, whole, may_be_empty, missing_at_use;
    bool has_least, has_greatest, least_open;
    struct rational least, greatest;    /* as read, before the factor; dates as days */
    const struct category_model *categories;
    struct row_set *reference;          /* INDEX */
    enum empty_policy empty;
    struct clause *empty_clause;        /* the line with 未填 视为 … */
    uint32_t empty_from, empty_to;      /* its tokens */
    struct span span;
    struct row_set *owner;
    const char *unit_name;              /* as written */
    bool faulty;                        /* its kind was not understood: what uses it is not told too */
    struct node *replacement; bool resolving;
    uint32_t program_column;            /* of the compiler */
};

/* A figure with a name: a field of its own making (得分率 = …), resolved when first asked for. */
enum quantity_state { QUANTITY_OPEN, QUANTITY_BUSY, QUANTITY_DONE };
struct line {
    struct clause *clause; uint32_t guard_from, guard_to, from, to;     /* token ranges: guard, then what holds */
    bool otherwise;
    struct node *condition, *value;     /* of guard and of what holds, once asked for */
};
struct quantity {
    const char *name;
    struct span span;
    struct row_set *domain;
    struct item *item;                  /* whose it is, or NULL: of the row set or scheme */
    struct places *places;
    struct line base;                   /* clause NULL: none */
    struct line *overrides; uint32_t override_count;
    enum quantity_state state;
    struct node *node;
    bool is_result;                     /* a column of the output */
    bool used;                          /* something asked for it */
};

enum row_set_kind { ROWS_LEDGER, ROWS_GROUPS };
struct row_set {
    enum row_set_kind kind;
    const char *name;
    struct span span;
    struct scheme *scheme;
    struct field_model **fields; uint32_t field_count;
    struct map field_names;             /* position by name; the names are the fields' own */
    uint32_t *keys; uint32_t key_count;
    const char **empty_marks; uint32_t empty_mark_count;
    bool complete, is_units;
    struct quantity **quantities; uint32_t quantity_count;
    struct item *scored;                /* 每项 X { }: how each row is scored */
    struct requirement *requirements; uint32_t requirement_count;
    struct node *void_rows;             /* BOOLEAN over its rows: left out of everything; NULL: none */
    struct node *excluded; bool voids_busy, voids_done;     /* the same by conditions on other rows: left out of every pool */
    struct row_set *source; struct node **group_keys; uint32_t group_key_count;    /* GROUPS */
    uint32_t program_domain; bool compiled;     /* of the compiler */
};

struct requirement {
    enum severity severity;
    struct line line; struct node *condition; struct span span; bool voids; const char *text;
    bool of_void_rows; struct node *shown[2]; const char *shown_names[2];      /* figures that the message shows beside the cells */
    struct node *daily[4]; int32_t day_first, day_last; struct rational wanted;     /* 每天 … 的 合计 为: group, value, from, to */
};

/* Who gets the weight of what is not assessed, or what is scored instead. */
enum weight_policy_kind { POLICY_NONE, POLICY_SHARE, POLICY_CLASS_MEAN, POLICY_FULL, POLICY_ZERO, POLICY_VALUE, POLICY_CONVERT, POLICY_FAULT };
enum share_target { SHARE_GROUP, SHARE_ALL, SHARE_LIST };
struct weight_policy {
    enum weight_policy_kind kind;
    enum share_target target; bool equal_parts;
    struct item **list; uint32_t list_count;
    struct line value;                  /* POLICY_VALUE, CLASS_MEAN: the clause */
    const struct token *mean_of;        /* CLASS_MEAN: the class that is named, or NULL for the unit's own */
    struct span span;
};

/* 优先于 类别 为 功能区 的, “东考办〔2024〕3号”, 不适用: what a way out takes precedence over. */
struct prior { const struct token *tokens; uint32_t count; struct span span; };
/* A line that exempts from an item (exempt), or says where it does not apply: its number among these. own: what it says that holds then; kind
 * POLICY_NONE: what is said for all. */
struct way_out { bool exempt; uint32_t number; struct weight_policy own; struct prior *priors; uint32_t prior_count; };
/* What becomes of the item's points where the condition holds; conditions of one item exclude each other. */
struct exit { const struct weight_policy *policy; struct node *condition; bool exempt; };

struct group_model {
    const char *name; struct span span; struct clause *clause; bool key_task;
    bool has_full; struct rational full; struct span full_span;     /* 组 甲组 50分: what its indicators add to */
    struct weight_policy exempt, not_applicable;        /* for its items */
    struct weight_policy group_all, all_all;            /* 本组 都免考 的, 全部 都免考 的 */
    struct weight_policy class_none;                    /* 本类 都免考 的 */
    struct line cap, floor; bool floor_zero; struct span floor_span;    /* 本组 最高 20分, 本组 最低 0分, 本组 扣完为止: of its total */
    uint32_t first_item, item_count;
};

enum item_kind { ITEM_INDICATOR, ITEM_ROWS, ITEM_BONUS, ITEM_DEDUCTION, ITEM_VARIANT };

/* 每种 来源 的 评价: one item for each value of the column. */
struct variants { struct field_model *field; struct span span, reminder; struct item **items; uint32_t item_count; bool put_together; };    /* reminder: 提醒 单独决定名次 的 */
struct points_line { struct line line; bool subtract; struct node *amount; };

struct item {
    enum item_kind kind;
    const char *code, *name;
    struct span span, code_span, weight_span, otherwise;
    struct clause *clause;
    struct scheme *scheme;
    struct row_set *domain;
    struct group_model *group;
    struct variants *variants; uint32_t variant;        /* VARIANT: which value */
    struct node *weight;                /* written weight: constant or table by class; not applicable where the class is not assessed */
    struct quantity **quantities; uint32_t quantity_count;
    struct points_line *points; uint32_t points_count;  /* 加, 扣 */
    struct line *exempt; uint32_t exempt_count;
    struct line *not_applicable; uint32_t not_applicable_count;
    struct way_out *ways; uint32_t way_count;           /* all of exempt and not_applicable, in the order of the file */
    struct weight_policy exempt_policy, not_applicable_policy;      /* of those that say nothing themselves */
    struct weight_policy class_none;                    /* 本类 都免考 的 */
    uint32_t *way_order;                                /* what takes precedence first; NULL: nothing needs an order */
    struct node *lacks;                                 /* BOOLEAN: it does not apply for want of a value, or the class does not have it */
    struct node *rest;                                  /* with an order: so, and no way out holds */
    bool *beats;                                        /* ways: number of one × way_count + number of other; it takes precedence */
    struct exit *exits; uint32_t exit_count; bool exits_failed;
    bool left_out;                      /* of a diff: the ledgers cannot score it; it counts nothing, and its weight stays its own */
    struct line cap, floor; struct node *cap_node; bool floor_zero; struct span floor_span;
    struct rational quantum; bool has_rounding; enum rounding rounding;
    const char *owner, *source, *frequency, *basis;
    struct exemption_note *exempt_notes;        /* one for each of exempt */
    struct workload workload;
    const struct token **topics; uint32_t topic_count;      /* 话题 就业、环境 */
    const struct token **descends; uint32_t descends_count; /* 承接 YJ01: codes of the upper scheme */
    struct descent descent;             /* 沿革 由 A03、A04 合并: codes of last year's scheme */
    /* facets */
    enum quantity_state state;
    struct node *assessed;              /* BOOLEAN: neither exempt nor not applicable */
    struct node *is_exempt;             /* BOOLEAN */
    struct node *effective_weight;
    struct node *effective_weight_static;   /* with every condition on data taken as false: what the text alone decides */
    struct node *base_value;            /* what lines add to, take from, limit and replace */
    struct node *raw;                   /* rounded, for whoever it may be: exempt or not */
    struct node *item_score;            /* rounded */
    struct node *exact;                 /* what counts, before it is rounded, where the total adds that; else NULL */
    struct node *counted;               /* after substitution */
    struct node *inapplicable;          /* BOOLEAN */
    bool faulty;                        /* a line of it could not be read: nothing more is said of it */
    bool assessed_busy, raw_busy, counted_busy;
    bool exempt_failed, assessed_failed, score_failed, counted_failed;
};

/* 函数 折算(甲,乙) = 式: an expression with parameters. */
struct function_model {
    const char *name; struct span span; struct scheme *scheme;
    const char **parameters; uint32_t parameter_count;
    struct line body; bool busy;
    bool used;                          /* something calls it */
};

/* 人工评定, 裁量: what a person decides, within bounds that the rule states and every run checks. */
struct judgement {
    const char *who, *basis; struct item *item; struct span span;
    struct node *value, *condition;     /* condition NULL: always decided */
    struct rational least, greatest;    /* points, or a rate */
    bool is_rate, within_points;        /* within_points: 裁量 of points added or taken */
};

/* (日期 不晚于 6月30日 的) of a figure: which rows count. */
struct row_condition { struct node *condition, *value; struct row_set *rows; bool assessed_only; const struct token *tokens; uint32_t token_count; };

struct result {                         /* any further column of the output */
    const char *name; struct span span; struct row_set *domain; struct node *node; uint8_t role;
    int places;                             /* decimals that the rule says to keep */
};

struct veto { struct line line; struct span span; struct node *condition; };
struct share { struct rational share; enum rounding mode; bool at_least_one; struct span span; };   /* 不超过 … 的 20%,四舍五入,不足 1人 的,按 1人 */
struct places {                         /* 名额 */
    const char *grade; struct span span; struct clause *clause; struct row_set *domain;
    struct quantity **quantities; uint32_t quantity_count;
    struct clause *take; bool failed;
    struct node *candidates, *number;   /* who may take one; how many there are */
    struct node *taken;                 /* BOOLEAN */
};

/* Who takes the weight of what is not assessed (elaborate/weight.c). */
struct taker;
struct weights { struct taker *takers; uint32_t taker_count; bool failed; };

/* What tests should have met (lang/test/): a line of the rules that takes effect where a condition holds. */
enum outcome_kind { OUTCOME_ROW, OUTCOME_GRADE, OUTCOME_OVERRIDE, OUTCOME_POINTS, OUTCOME_EXEMPT, OUTCOME_NOT_EXEMPT, OUTCOME_NOT_APPLICABLE, OUTCOME_MISSING, OUTCOME_VETO,
                    OUTCOME_KINDS };
struct rule_outcome {
    enum outcome_kind kind; struct span span;
    struct node *condition; bool wanted;    /* it is met where the condition has this value */
    struct node *owner; struct item *item;  /* what the condition decides, where it is folded into a table by class; either may be NULL */
};

struct scheme {
    const char *path, *stem, *title; uint32_t file; int year; const char *edition;
    struct span span, title_span;
    struct syntax_file *syntax;         /* its clauses, in Chinese words, cut */
    struct model *model; bool loading; struct span cited_at;     /* where another file cites it; empty: named on the command line */
    bool outline;                       /* known by its declarations only (承接, 沿革): it is not run, and holds no values */
    struct scheme *under, *lineage; struct span under_span, lineage_span;
    struct level_model level;           /* upper NULL: none */
    struct demand *demands; uint32_t demand_count;
    struct focus *focuses; uint32_t focus_count; bool focus_said;      /* said: also where it was not understood */
    struct abolished *abolished; uint32_t abolished_count;
    size_t faults_before; bool sound;   /* sound: its lines were all understood; what is said in them may still be wrong */
    struct row_set **ledgers; uint32_t ledger_count;
    struct scheme **cited; uint32_t cited_count;
    bool citing_failed;                 /* a file that it cites could not be read: names that are not known may stand there */
    struct row_set *units; struct field_model *class_field; struct span units_span;
    bool has_rounding; struct rational quantum; enum rounding rounding; struct span rounding_span;
    bool has_total, has_full; struct rational full; struct span full_span;
    struct item **items; uint32_t item_count;           /* indicators in order */
    struct map item_codes;
    struct weights *weights;
    struct item *bonus, *deduction;
    struct variants **variants; uint32_t variant_count;
    struct group_model **groups; uint32_t group_count;
    struct quantity **quantities; uint32_t quantity_count;   /* 总分, constants and other figures of the scheme */
    struct quantity *total;
    struct function_model **functions; uint32_t function_count;
    bool is_library;                    /* only constants and functions, for others to cite */
    struct result *results; uint32_t result_count;
    struct map result_names;            /* to their numbers */
    struct clause *rank_clause, *grade_clause;
    struct judgement *judgements; uint32_t judgement_count;
    struct veto *vetoes; uint32_t veto_count;
    struct veto *adjustments; uint32_t adjustment_count;     /* 等次调整 */
    struct places **places; uint32_t places_count;
    struct share *shares; uint32_t share_count;
    struct node *grade_subject, *grade_first;           /* what is graded; the condition of the first grade without its share */
    struct row_condition *row_conditions; uint32_t row_condition_count;
    struct node **bands;                                /* the condition of each line of 等次, NULL: 其余 */
    struct node *whole[2];                              /* 各项 得分 的 合计, 各项 舍入前 得分 的 合计, where they are asked for */
    struct node *rank, *grade, *total_node; const struct category_model *grades;
    const char **routine; struct span *routine_spans; uint32_t routine_count;
    struct clause *tests; uint32_t test_count;          /* 测试 blocks as they were read: neither translated nor cut (lang/test/) */
    struct lexicon *lexicon;                            /* what words of the file are cut into */
    struct rule_outcome *outcomes; uint32_t outcome_count;
};

/* ---- questions (elaborate/question.c): what the rules leave open, with the words that would answer it ---- */

/* What stands at the span gives way to the text, by enum language; an empty span: the text is put in there. */
struct edit { struct span span; const char *text[2]; };
enum { ANSWER_EDITS = 6, ANSWERS_MOST = 8 };
struct written_answer { const char *label[2]; struct edit edits[ANSWER_EDITS]; uint32_t edit_count; bool elsewhere; };      /* elsewhere: a line of its own */
/* The figure by which answers differ: that of the declaration where the question stands, or one of the scheme's; HEADS: how many have `grade`. */
enum question_figure { FIGURE_OWN, FIGURE_TOTAL, FIGURE_RANK, FIGURE_GRADE, FIGURE_HEADS };
struct question {
    uint32_t diagnostic; int argument;  /* the message that asks; what its answers give goes into this argument (Chinese) and the next */
    struct scheme *scheme; struct item *item; struct span span;    /* item: whose line it is, or NULL */
    enum question_figure figure; const char *grade;
    bool has_value; struct rational value;      /* the one value that the question is about, in base units */
    struct written_answer answers[ANSWERS_MOST]; uint32_t answer_count;
};

/* Whether a run computes it: it is neither a library nor known in outline only. */
static inline bool scheme_is_run(const struct scheme *scheme) { return !scheme->is_library && !scheme->outline; }

/* A value that a phrase of stdlib/ makes: what its slots stand for. Several phrases may come to one value: `same` is the next of them. */
struct phrase_use { struct phrase_use *same; const struct node *node; const struct phrase *phrase; struct span span; const char **names; const struct node **slots; uint32_t count; };

/* Where a rule uses a phrase that makes the value. */
struct phrase_place { const struct node *node; struct span span; };

/* A figure of stdlib/ has a value where the condition holds. */
struct presence { const struct node *node; struct node *condition; };

struct compiled_set { const struct category_model *set; uint32_t number; };

struct model {
    struct diagnostics *diagnostics;
    struct node_pool *pool;
    struct scheme **schemes; uint32_t scheme_count;
    bool from_folder;                                        /* libraries may be named like schemes */
    struct source instead;                                   /* read in place of what the file at its path holds; path NULL: none */
    struct row_set **groupings; uint32_t grouping_count;     /* ROWS_GROUPS made on the way */
    const char *(*faults)[2]; uint32_t fault_count;          /* stated faults (报错) */
    struct phrase_use **phrase_uses; uint32_t phrase_use_count;
    struct phrase_place *phrase_places; uint32_t phrase_place_count;
    struct presence *presences; uint32_t presence_count;
    struct library *library;                                  /* phrases */
    struct vocabulary *vocabulary;                            /* words in both languages */
    struct node **wanted; uint32_t wanted_count;             /* values that a program keeps besides its outputs: columns, or nodes over a row set */
    struct question **questions; uint32_t question_count;
    bool passing;                                             /* its program is run once and dropped: hashes of sources are left out */
    struct compiled_set *sets; uint32_t set_count;           /* of the compiler */
};

#endif
