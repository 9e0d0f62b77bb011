/* Rule texts by chance: a ledger of units with fields of random kinds and policies, ledgers of rows that refer to them, indicators by the
 * methods that policy uses, and who gets what where a unit is exempt. Values come from few points, so that equals, zeros and the ends of
 * bands are frequent, and now and then from so far out that 64 bits do not hold them.
 *
 *     seed -> fields -> ledger text + cells
 *                    -> methods, one an indicator -> groups, total, rank, grade */
#include "random_scheme.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { FIELDS = 8, CLASSES = 3 };

enum kind { KIND_PLAIN, KIND_AREA, KIND_MONEY, KIND_CASES, KIND_PERCENT, KIND_GRADE, KIND_DATE, KIND_FLAG, KIND_COUNT };
enum empty_cell { EMPTY_FILLED, EMPTY_ZERO, EMPTY_MEAN, EMPTY_INAPPLICABLE, EMPTY_OPEN, EMPTY_AT_USE, EMPTY_COUNT };

/* type: as in the ledger; unit: of its numbers; other: a second unit of the same kind, a hundredth of it or so; step: how a difference is said. */
static const struct { const char *type, *unit, *other, *step; unsigned top; } kinds[KIND_COUNT] = {
    [KIND_PLAIN] = {"数值", "", "", "", 40},
    [KIND_AREA] = {"数值 万亩", "万亩", "亩", "万亩", 30},
    [KIND_MONEY] = {"数值 万元", "万元", "元", "万元", 50},
    [KIND_CASES] = {"整数 起", "起", "起", "起", 12},
    [KIND_PERCENT] = {"百分比,0% 至 100%", "%", "%", "个百分点", 100},
    [KIND_GRADE] = {"分为 优、良、中、差", "", "", "", 4},
    [KIND_DATE] = {"日期", "", "", "天", 300},
    [KIND_FLAG] = {"是或否", "", "", "", 2},
};
const char *const random_ledgers[RANDOM_LEDGERS] = {"乡镇.csv", "片区.csv", "事件.csv", "季报.csv", "月报.csv", "批准.csv"};
static const char *const names[FIELDS] = {"甲项", "乙项", "丙项", "丁项", "戊项", "己项", "庚项", "辛项"};
static const char *const classes[CLASSES] = {"一类", "二类", "三类"};
static const char *const grades[4] = {"优", "良", "中", "差"};

struct field { const char *name; enum kind kind; enum empty_cell policy; bool wide; };

struct maker {
    uint64_t state;
    struct random_scheme *scheme;
    struct field fields[FIELDS];
    unsigned field_count, class_count, unit_count, indicator_count;
    unsigned region_count;
    bool unit_void, event_void, has_inapplicable, has_months;
    bool item_inapplicable;         /* of the indicator at hand: a line says where it does not apply */
};

/* ---- chance ---- */

static unsigned below(struct maker *maker, unsigned count)
{
    maker->state ^= maker->state << 13;
    maker->state ^= maker->state >> 7;
    maker->state ^= maker->state << 17;
    return (unsigned)((maker->state * 0x2545F4914F6CDD1Du >> 33) % count);
}

static bool one_in(struct maker *maker, unsigned count) { return below(maker, count) == 0; }

#define PICK(maker, ...) pick(maker, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))
static const char *pick(struct maker *maker, const char *const *texts, size_t count) { return texts[below(maker, (unsigned)count)]; }

#define SAY(maker, ...) buffer_format(&(maker)->scheme->rules, __VA_ARGS__)

/* A field of one of the kinds in the mask whose value is there on every row that is scored, or NULL. */
static const struct field *choose_field(struct maker *maker, unsigned mask)
{
    const struct field *found = NULL;
    unsigned seen = 0;
    for (unsigned i = 0; i < maker->field_count; i++)
        if ((mask >> maker->fields[i].kind & 1) && maker->fields[i].policy != EMPTY_OPEN && one_in(maker, ++seen))
            found = &maker->fields[i];
    return found;
}

enum { NUMBERS = 1 << KIND_PLAIN | 1 << KIND_AREA | 1 << KIND_MONEY | 1 << KIND_CASES | 1 << KIND_PERCENT, ANY_UNITS = NUMBERS & ~(1 << KIND_PERCENT) };

static unsigned amount_of(struct maker *maker, const struct field *field) { return 1 + below(maker, kinds[field->kind].top); }

static const char *mode_of(struct maker *maker) { return PICK(maker, "四舍五入", "四舍五入", "去尾", "进一", "四舍六入五成双"); }

static const char *pool_of(struct maker *maker) { return PICK(maker, "本类", "全部 乡镇"); }

/* Whether a condition on the field says itself that the cell is filled; else what holds without it is a line of its own. Only to be said of a
 * field that counts as not applicable where it is empty. */
static bool says_filled(struct maker *maker, const struct field *field)
{
    return field->policy == EMPTY_INAPPLICABLE && one_in(maker, 2);
}

static void say_empty(struct maker *maker, const struct field *field, bool filled, unsigned points)
{
    if (field->policy != EMPTY_INAPPLICABLE || filled)
        return;
    if (one_in(maker, 2)) {
        SAY(maker, "        %s 未填 的,不适用\n", field->name);
        maker->item_inapplicable = true;
    } else
        SAY(maker, "        %s 未填 的,得 %u分\n", field->name, below(maker, points + 1));
}

/* ---- methods: the lines in the braces of an indicator; false where the ledger has no field for it ---- */

static bool by_target(struct maker *maker, unsigned points)
{
    const struct field *field = choose_field(maker, NUMBERS);
    if (!field)
        return false;
    unsigned target = amount_of(maker, field);
    if (one_in(maker, 3) && field->kind != KIND_CASES && field->kind != KIND_PERCENT)
        SAY(maker, "        目标 %u%s%s\n", target * 7, one_in(maker, 2) ? ".5" : "", kinds[field->kind].other);
    else
        SAY(maker, "        目标 %u%s\n", target, kinds[field->kind].unit);
    SAY(maker, "        完成率 = %s ÷ 目标%s\n", field->name, one_in(maker, 2) ? ",最高 120%" : "");
    SAY(maker, "        得分率 = 完成率%s%s\n", one_in(maker, 3) ? "" : ",最高 100%", one_in(maker, 3) ? ",最低 0%" : "");
    if (one_in(maker, 4))
        SAY(maker, "        完成率 低于 60%% 的,得 %u分\n", below(maker, points + 1));
    return true;
}

static bool by_steps(struct maker *maker, unsigned points)
{
    const struct field *field = choose_field(maker, NUMBERS);
    if (!field)
        return false;
    bool low = one_in(maker, 2), filled = says_filled(maker, field);
    unsigned standard = amount_of(maker, field);
    const char *unit = kinds[field->kind].unit, *step = kinds[field->kind].step;
    char size[16];
    snprintf(size, sizeof size, "%s%s", field->kind == KIND_CASES ? PICK(maker, "1", "2", "3") : PICK(maker, "1", "0.5", "3", "2.5"), step);
    SAY(maker, "        %s %s%s %u%s 的,每%s %s %s 0.%u分", field->name, filled ? "已填 且 " : "", low ? "低于" : "超过", standard, unit, low ? "低" : "超", size,
        one_in(maker, 4) ? "加" : "扣", 1 + below(maker, 9));
    if (!(field->kind == KIND_CASES && size[0] == '1')) {
        SAY(maker, ",不足 %s 的,%s", size, PICK(maker, "按比例", "不计", "按"));
        struct buffer *rules = &maker->scheme->rules;
        if (memcmp(rules->data + rules->length - 3, "按", 3) == 0)
            SAY(maker, " %s", size);
    }
    SAY(maker, "%s\n", one_in(maker, 3) ? ",最多 扣 2分" : "");
    if (!one_in(maker, 5))
        SAY(maker, "        本项 扣完为止\n");
    if (one_in(maker, 3))
        SAY(maker, "        本项 最高 %u分\n", points + below(maker, 3));
    say_empty(maker, field, filled, points);
    return true;
}

static bool by_bands(struct maker *maker, unsigned points)
{
    const struct field *field = choose_field(maker, NUMBERS);
    if (!field)
        return false;
    bool rate = one_in(maker, 2);
    unsigned high = kinds[field->kind].top - below(maker, 3), low = 1 + below(maker, kinds[field->kind].top / 3);
    const char *unit = kinds[field->kind].unit;
    SAY(maker, "        %s 按 %s,自上而下 {\n", rate ? "得分率" : "得分", field->name);
    SAY(maker, "            达到 %u%s  %s\n            超过 %u%s  %s\n            其余  %s\n        }\n", high, unit, rate ? "100%" : "2分", low, unit,
        rate ? "62.5%" : "1.25分", rate ? "0%" : "0分");
    (void)points;
    return true;
}

static bool by_place(struct maker *maker, unsigned points)
{
    const struct field *field = choose_field(maker, NUMBERS | 1 << KIND_GRADE), *second = choose_field(maker, NUMBERS);
    const char *pool = pool_of(maker), *ties = PICK(maker, "1、2、2、4", "1、2、2、3", "1、2.5、2.5、4", "1、3、3、4");
    if (!field || !second)
        return false;
    SAY(maker, "        名次 在 %s 按 %s %s", pool, field->name, PICK(maker, "从高到低", "从低到高"));
    if (second != field && one_in(maker, 3))
        SAY(maker, "、%s %s", second->name, PICK(maker, "从高到低", "从低到高"));
    SAY(maker, ",并列 %s%s\n", ties, field->policy == EMPTY_INAPPLICABLE || second->policy == EMPTY_INAPPLICABLE ? ",不适用 的,不排" : "");
    const char *members = strcmp(pool, "本类") == 0 ? "本类 乡镇" : pool;
    if (one_in(maker, 2))
        SAY(maker, "        得分率 = (%s 的 个数 - 名次 + 1) ÷ %s 的 个数\n", members, members);
    else
        SAY(maker, "        得分 按 名次,自上而下 {\n            不超过 2  %u分\n            不超过 5  1.5分\n            其余  0.5分\n        }\n", points);
    return true;
}

static bool by_spread(struct maker *maker, unsigned points)
{
    const struct field *field = choose_field(maker, NUMBERS);
    if (!field)
        return false;
    const char *pool = pool_of(maker), *only = field->policy == EMPTY_INAPPLICABLE ? "(未免考 的)" : "";
    SAY(maker, "        池最高 = %s %s 的 最高值%s\n        池最低 = %s %s 的 最低值%s\n", pool, field->name, only, pool, field->name, only);
    SAY(maker, "        得分率 = 60%% + 40%% × (%s - 池最低) ÷ (池最高 - 池最低)\n", field->name);
    SAY(maker, "        池最高 为 池最低 的,得 %s\n", PICK(maker, "满分", "0分", "1.5分"));
    (void)points;
    return true;
}

static bool by_statistics(struct maker *maker, unsigned points)
{
    static const char *const figures[] = {"标准分(都相同 时 为 0)", "极差标准分(越高越好,都相同 时 为 1)", "极差标准分(越低越好,都相同 时 为 0)",
                                          "百分位(含本数)", "百分位(不含本数)", "百分位(本数算一半)"};
    const struct field *field = choose_field(maker, NUMBERS);
    if (!field || field->policy == EMPTY_INAPPLICABLE)
        return false;
    const char *pool = pool_of(maker);
    if (one_in(maker, 2)) {
        SAY(maker, "        得分率 = %s %s 的 %s,最高 100%%,最低 0%%\n", pool, field->name, figures[below(maker, 6)]);
        return true;
    }
    const char *figure = PICK(maker, "平均值", "中位数", "平均值(达到 3人 的,先去掉 最高、最低 各 1个)", "最高值");
    SAY(maker, "        参照 = %s %s 的 %s\n", pool, field->name, figure);
    SAY(maker, "        得分率 = %s ÷ 参照,最高 100%%,最低 0%%\n        参照 为 0%s 的,得 %u分\n", field->name, kinds[field->kind].unit, below(maker, points + 1));
    return true;
}

/* Compared with a figure of the pool that it is one of: there is always one, also where empty cells count for none. */
static bool by_comparison(struct maker *maker, unsigned points)
{
    const struct field *field = choose_field(maker, NUMBERS);
    if (!field)
        return false;
    bool filled = field->policy == EMPTY_INAPPLICABLE;
    const char *figure = PICK(maker, "平均值", "中位数", "最高值", "平均值(达到 3人 的,先去掉 最高、最低 各 1个)", "平均值(达到 6 的,先去掉 最高、最低 各 2个)");
    SAY(maker, "        %s %s%s %s %s 的 %s 的,扣 1.5分\n", field->name, filled ? "已填 且 " : "", PICK(maker, "低于", "不超过", "达到"), pool_of(maker), field->name, figure);
    SAY(maker, "        %s %s达到 %s %s 的 %s 的,加 0.5分\n", field->name, filled ? "已填 且 " : "", pool_of(maker), field->name, PICK(maker, "最高值", "平均值"));
    (void)points;
    return true;
}

static bool by_incidents(struct maker *maker, unsigned points)
{
    const struct field *field = choose_field(maker, 1 << KIND_CASES);
    if (!field)
        return false;
    bool filled = says_filled(maker, field);
    SAY(maker, "        ");
    if (filled)
        SAY(maker, "%s 已填 的,", field->name);
    SAY(maker, "按 %s 每起 扣 %s分\n        本项 扣完为止\n", field->name, PICK(maker, "0.5", "1", "0.3", "2"));
    if (one_in(maker, 3))
        SAY(maker, "        %s %s达到 %u起 的,得 0分\n", field->name, filled ? "已填 且 " : "", 2 + below(maker, 9));
    say_empty(maker, field, filled, points);
    return true;
}

static bool by_grade(struct maker *maker, unsigned points)
{
    const struct field *field = choose_field(maker, 1 << KIND_GRADE);
    if (!field)
        return false;
    SAY(maker, "        得分率 按 %s { 优 100%%;良 %u%%;%s }\n", field->name, 60 + below(maker, 30), one_in(maker, 2) ? "中 45.5%;差 0%" : "其余 10%");
    (void)points;
    return true;
}

static bool by_ratio(struct maker *maker, unsigned points)
{
    const struct field *a = choose_field(maker, ANY_UNITS), *b = choose_field(maker, ANY_UNITS);
    if (!a || !b || a == b || a->kind != b->kind)
        return false;
    if (one_in(maker, 2)) {
        SAY(maker, "        得分率 = %s ÷ %s,最高 120%%\n        %s 为 0%s 的,得 %s\n", a->name, b->name, b->name, kinds[b->kind].unit, PICK(maker, "满分", "0分"));
        return true;
    }
    SAY(maker, "        增幅 = (%s - %s) ÷ %s ÷ %u%%,最高 100%%,最低 0%%\n", a->name, b->name, b->name, 1 + below(maker, 30));
    SAY(maker, "        %s 为 0%s 且 %s 超过 0%s 的,增幅 得 100%%\n", b->name, kinds[b->kind].unit, a->name, kinds[a->kind].unit);
    SAY(maker, "        %s 为 0%s 且 %s 不超过 0%s 的,增幅 得 0%%\n", b->name, kinds[b->kind].unit, a->name, kinds[a->kind].unit);
    SAY(maker, "        得分率 = %u%% + %u%% × 增幅\n", 10 + below(maker, 40), 10 + below(maker, 40));
    (void)points;
    return true;
}

static bool by_deadline(struct maker *maker, unsigned points)
{
    const struct field *field = choose_field(maker, 1 << KIND_DATE);
    if (!field)
        return false;
    SAY(maker, "        时限 2024年%u月%u日\n", 1 + below(maker, 12), 1 + below(maker, 28));
    SAY(maker, "        %s 晚于 时限 的,每晚 1天 扣 0.0%u分\n        本项 扣完为止\n", field->name, 1 + below(maker, 9));
    if (one_in(maker, 2))
        SAY(maker, "        %s 晚于 时限 + %u天 的,得 0分\n", field->name, 20 + below(maker, 60));
    (void)points;
    return true;
}

static bool by_events(struct maker *maker, unsigned points)
{
    static const char *const figures[] = {
        "各 事件 级别分 的 合计", "各 事件 级别分 的 合计(同一 事项编号 就高)", "各 事件 级别分 的 合计(级别 为 大 的)", "各 事件 得分 的 合计",
        "各 事件 级别分 的 合计(属实 为 是 的,同一 事项编号 就高)", "各 事件 的 个数(日期 早于 2024年7月1日 的) × 0.3分"};
    if (one_in(maker, 3)) {
        SAY(maker, "        得分 = 各 事件 得分 的 %s\n        没有 事件 的,得 %u分\n",
            PICK(maker, "平均值", "加权平均(按 金额)", "最高值", "中位数", "平均值(达到 3人 的,先去掉 最高、最低 各 1个)", "最低值"), below(maker, points + 1));
        SAY(maker, "        各 事件 金额 的 合计 为 0万元 的,得 0分\n");
        return true;
    }
    if (one_in(maker, 4)) {         /* a sum of what is above 0: not 0 where there is a row */
        SAY(maker, "        得分率 = 各 事件 权数 的 合计(级别 为 大 的) ÷ %s\n        没有 事件 的,得 %u分\n", PICK(maker, "各 事件 权数 的 合计", "(各 事件 权数 的 合计 × 2)", "(各 事件 权数 的 合计 + 各 事件 的 个数)"), below(maker, points + 1));
        return true;
    }
    SAY(maker, "        得分 = %s,最高 %u分\n", pick(maker, figures, sizeof figures / sizeof figures[0]), points);
    return true;
}

/* The first day of something that may never have been: what holds then is said in one of four ways. */
static bool by_first_day(struct maker *maker, unsigned points)
{
    unsigned answer = below(maker, 4);
    SAY(maker, "        首日 = 各 事件 日期 的 最早值(%s 的)\n        首日 %s晚于 2024年%u月%u日 的,%s\n        本项 扣完为止\n", PICK(maker, "级别 为 大", "金额 超过 20万元", "属实 为 是 且 级别 不为 小"),
        answer ? "" : "已填 且 ", 1 + below(maker, 12), 1 + below(maker, 28), PICK(maker, "每晚 1天 扣 0.03分", "扣 1.5分", "得 0.5分"));
    if (answer == 1)
        SAY(maker, "        首日 未填 的,得 %u分\n", below(maker, points + 1));
    if (answer == 2) {
        SAY(maker, "        首日 未填 的,不适用\n");
        maker->item_inapplicable = true;
    }
    if (answer == 3)
        SAY(maker, "        没有 事件 或 首日 未填 的,得 满分\n");
    SAY(maker, "        首日 已填 且 早于 2024年3月1日 的,加 0.5分\n");
    return true;
}

static bool by_quarters(struct maker *maker, unsigned points)
{
    switch (below(maker, 4)) {
    case 0: SAY(maker, "        得分 = 各 季报 得分 的 合计\n"); break;
    case 1: SAY(maker, "        得分率 = 各 季报 数量 的 合计(未填 视为 0) ÷ %u,最高 100%%\n", 20 + below(maker, 60)); break;
    case 2:
        SAY(maker, "        得分率 = 各 季报 数量 从高到低 前 %u个 的 平均值(只算已填) ÷ 30,最高 100%%\n", 1 + below(maker, 3));
        SAY(maker, "        各 季报 数量 都未填 的,得 0分\n");
        break;
    default:
        SAY(maker, "        得分率 = 各 季报 数量 的 最后值(按 季度,只算已填) ÷ 30,最高 100%%\n        各 季报 数量 都未填 的,得 0分\n");
    }
    (void)points;
    return true;
}

static bool by_function(struct maker *maker, unsigned points)
{
    const struct field *field = choose_field(maker, NUMBERS), *other = choose_field(maker, NUMBERS);
    if (!field || !other)
        return false;
    const char *unit = kinds[field->kind].unit, *other_unit = kinds[other->kind].unit;
    unsigned by = amount_of(maker, field), other_by = amount_of(maker, other);
    switch (below(maker, 5)) {
    case 0: SAY(maker, "        得分 = 取小(%s ÷ %u%s, %s ÷ %u%s) × 1分,最高 %u分\n", field->name, by, unit, other->name, other_by, other_unit, points); break;
    case 1: SAY(maker, "        得分 = 开方(取大(%s ÷ %u%s, 0), %u) × 1分,最高 %u分\n", field->name, by, unit, 2 + below(maker, 3), points); break;
    case 2: SAY(maker, "        得分 = 去尾(%s ÷ %u%s) × 0.7分,最高 %u分\n", field->name, by, unit, points); break;
    case 3: SAY(maker, "        得分 = 选(%s 达到 %u%s, %s ÷ %u%s, 0.25) × %u分,最高 %u分\n", field->name, by, unit, other->name, other_by, other_unit, 1 + below(maker, 3), points); break;
    default: SAY(maker, "        比 = %s ÷ %u%s,保留 %u位小数,%s\n        得分 = 比 × 比 × 0.1分,最高 %u分\n", field->name, by, unit, below(maker, 4), mode_of(maker), points);
    }
    return true;
}

static bool by_decision(struct maker *maker, unsigned points)
{
    const struct field *field = choose_field(maker, NUMBERS), *flag = choose_field(maker, 1 << KIND_FLAG), *grade = choose_field(maker, 1 << KIND_GRADE);
    if (!field || !flag || !grade)
        return false;
    unsigned high = kinds[field->kind].top / 2 + 1, low = 1 + below(maker, kinds[field->kind].top / 3);
    const char *unit = kinds[field->kind].unit;
    SAY(maker, "        系数 按 %s、%s、%s,%s {\n            低于 %u%s,是,不限,1.30\n            低于 %u%s,否,优、良,1.15\n", field->name, flag->name,
        grade->name, PICK(maker, "自上而下", "首个", "累加", "取最高", "取最低"), low, unit, low, unit);
    SAY(maker, "            达到 %u%s 且 低于 %u%s,是,不限,0.85\n            其余 0.5\n        }\n        得分 = %u分 × 系数,最高 %u分\n", low, unit, high, unit, points, points);
    return true;
}

static bool by_region(struct maker *maker, unsigned points)
{
    const struct field *field = choose_field(maker, NUMBERS);
    if (!field || field->policy == EMPTY_INAPPLICABLE)
        return false;
    unsigned by = amount_of(maker, field);
    switch (below(maker, 4)) {
    case 0: SAY(maker, "        得分 = %s ÷ %u%s × 片区 的 系数 × 1分,最高 %u分\n", field->name, by, kinds[field->kind].unit, points); break;
    case 1:
        SAY(maker, "        参照 = 同一 片区 乡镇 %s 的 %s\n", field->name, PICK(maker, "最高值", "平均值", "合计"));
        SAY(maker, "        得分率 = %s ÷ 参照,最高 100%%,最低 0%%\n        参照 为 0%s 的,得 0分\n", field->name, kinds[field->kind].unit);
        break;
    case 2:
        SAY(maker, "        名次 在 同一 片区 乡镇 按 %s 从高到低,并列 1、2、2、4\n", field->name);
        SAY(maker, "        得分率 = 选(名次 不超过 2,1,选(片区 的 评价 为 优秀,0.75,0.5))\n");
        break;
    default:
        SAY(maker, "        得分率 按 丙项 { 优 100%%;良 80%%;其余 30%% }\n        片区 的 评价 为 %s 的,得 %u分\n", PICK(maker, "优秀", "一般"), points / 2);
    }
    return true;
}

static bool by_months(struct maker *maker, unsigned points)
{
    if (!maker->has_months || maker->has_inapplicable)
        return false;
    SAY(maker, "        得分率 = 各 月报 得分率 的 %s(未免考 的)\n        各 月报 都免考 的,不适用\n", PICK(maker, "平均值", "最低值", "中位数"));
    SAY(maker, "        不适用 的,权重 按比例 分摊到 %s\n", PICK(maker, "本组 其他 指标", "全部 其他 指标"));
    maker->item_inapplicable = true;
    (void)points;
    return true;
}

static bool (*const methods[])(struct maker *, unsigned) = {by_target, by_steps, by_bands, by_place, by_spread, by_statistics, by_comparison, by_incidents, by_grade,
                                                            by_ratio, by_deadline, by_events, by_first_day, by_quarters, by_function, by_decision, by_region, by_months};

/* ---- ledgers ---- */

static void declare_field(struct maker *maker, const struct field *field)
{
    const char *unit = kinds[field->kind].unit;
    SAY(maker, "    %s  %s", field->name, kinds[field->kind].type);
    if ((ANY_UNITS >> field->kind & 1) && !field->wide)
        SAY(maker, ",不得为负");
    if (field->kind == KIND_DATE)
        SAY(maker, ",在 本年");
    if (field->policy == EMPTY_ZERO)
        SAY(maker, ",未填 视为 %s", field->kind == KIND_GRADE ? "差" : field->kind == KIND_DATE ? "2024年12月31日" : "0");
    if (field->policy == EMPTY_ZERO && (NUMBERS >> field->kind & 1))
        SAY(maker, "%s", unit);
    if (field->policy == EMPTY_MEAN)
        SAY(maker, ",未填 视为 %s %s 的 平均值(只算已填),%s 都未填 的,视为 %u%s", "本类", field->name, "本类", below(maker, 3), unit);
    if (field->policy == EMPTY_INAPPLICABLE)
        SAY(maker, ",未填 视为 不适用");
    if (field->policy == EMPTY_OPEN)
        SAY(maker, ",可不填");
    if (field->policy == EMPTY_AT_USE)
        SAY(maker, ",免考时可不填");
    SAY(maker, "\n");
}

static void make_fields(struct maker *maker)
{
    static const enum kind always[] = {KIND_PLAIN, KIND_FLAG, KIND_GRADE};
    maker->field_count = 5 + below(maker, FIELDS - 4);
    for (unsigned i = 0; i < maker->field_count; i++) {
        struct field *field = &maker->fields[i];
        *field = (struct field){.name = names[i], .kind = i < 3 ? always[i] : (enum kind)below(maker, KIND_COUNT)};
        field->policy = one_in(maker, 2) ? EMPTY_FILLED : (enum empty_cell)below(maker, EMPTY_COUNT);
        if (field->kind == KIND_FLAG || (field->policy == EMPTY_MEAN && !(NUMBERS >> field->kind & 1)) || (field->kind == KIND_DATE && field->policy == EMPTY_INAPPLICABLE))
            field->policy = EMPTY_FILLED;
        if (field->policy == EMPTY_INAPPLICABLE && (field->kind == KIND_GRADE || maker->has_inapplicable))
            field->policy = EMPTY_ZERO;
        if (i == 2 && field->policy == EMPTY_OPEN)
            field->policy = EMPTY_FILLED;       /* asked for by name */
        maker->has_inapplicable = maker->has_inapplicable || field->policy == EMPTY_INAPPLICABLE;
        field->wide = field->kind == KIND_PLAIN && one_in(maker, 4);
    }
}

static void declare_ledgers(struct maker *maker)
{
    SAY(maker, "台账 片区,一行一个 编号 {\n    系数  数值,必须为正\n    评价  分为 优秀、良好、一般\n}\n");
    SAY(maker, "台账 乡镇,一行一个 代码 {\n    空白、“-” 视为 未填\n    名称  文本\n    片区  对应 片区\n    类别  分为 ");
    for (unsigned i = 0; i < maker->class_count; i++)
        SAY(maker, "%s%s", i ? "、" : "", classes[i]);
    SAY(maker, "\n");
    for (unsigned i = 0; i < maker->field_count; i++)
        declare_field(maker, &maker->fields[i]);
    SAY(maker, "    撤销  是或否\n%s}\n", maker->unit_void ? "    撤销 为 是 的,本行无效\n" : "");
    SAY(maker, "台账 事件 {\n    单位  对应 乡镇\n    级别  分为 大 2、中 1、小 0.5\n    金额  数值 万元,不得为负\n    权数  数值,必须为正\n    事项编号  文本\n    日期  日期,在 本年\n    属实  是或否\n%s}\n",
        maker->event_void ? "    属实 为 否 的,本行无效\n" : "");
    SAY(maker, "每项 事件 {\n    级别分 = 级别 × %u分\n    得分 = 金额 ÷ %u万元 × 1分,最高 3分\n%s}\n", 1 + below(maker, 3), 1 + below(maker, 20),
        one_in(maker, 2) ? "    级别 为 小 的,得 0.25分\n" : "");
    SAY(maker, "台账 季报,一行一个 乡镇代码、季度,不得缺行 {\n    乡镇代码  对应 乡镇\n    季度  整数 季,1 至 4\n    数量  数值,不得为负,可不填\n}\n");
    SAY(maker, "每项 季报 2分 {\n    累计数 = 各 季报 数量 的 %s\n    时序目标 按 季度 { 第1季 %u;第2季 30;第3季 45;第4季 70 }\n    得分率 = 累计数 ÷ 时序目标,最高 100%%\n"
               "    得分 保留 %u位小数,%s\n}\n",
        PICK(maker, "合计(到 本季,未填 视为 0)", "最高值(到 本季,未填 视为 0)", "最低值(到 本季,未填 视为 0)", "个数(到 本季,只算已填)"), 5 + below(maker, 20), 1 + below(maker, 3), mode_of(maker));
    if (maker->has_months)
        SAY(maker, "台账 月报,一行一个 乡镇代码、月份,不得缺行 {\n    乡镇代码  对应 乡镇\n    月份  整数 月,1 至 12\n    次数  整数 次,不得为负\n}\n"
                   "台账 批准 {\n    文号  文本,可不填\n    单位  对应 乡镇\n    起、止  日期\n    要求 止 不早于 起\n    文号 未填 的,本行无效\n}\n"
                   "每项 月报 1分 {\n    次数 低于 4次 的,每低 1次 扣 0.25分\n    免考天数 = 各 批准 起 至 止 在 本月 的 天数(含起止当日,重叠只算一次)\n"
                   "    免考天数 超过 本月天数 ÷ %u 的,免考\n}\n", 1 + below(maker, 4));
}

/* ---- cells ---- */

static void write_amount(struct maker *maker, const struct field *field, struct buffer *out)
{
    unsigned top = kinds[field->kind].top;
    const char *percent = field->kind == KIND_PERCENT && one_in(maker, 2) ? "%" : "";
    if (field->wide && one_in(maker, 6))
        buffer_format(out, "%s%u%09u%09u.%06u", one_in(maker, 2) ? "-" : "", 1 + below(maker, 900000000), below(maker, 1000000000), below(maker, 1000000000), below(maker, 1000000));
    else if (field->wide && one_in(maker, 4))
        buffer_format(out, "-%u.%u", below(maker, top), below(maker, 10));
    else if (one_in(maker, 3))
        buffer_format(out, "%u%s", below(maker, 5) * top / 4, percent);
    else if (field->kind == KIND_CASES)
        buffer_format(out, "%u", below(maker, top));
    else if (one_in(maker, 30))
        buffer_format(out, "%u.%06u%06u%s", below(maker, top), below(maker, 1000000), below(maker, 1000000), percent);
    else
        buffer_format(out, "%u.%0*u%s", below(maker, top), 2, below(maker, 100), percent);
}

static void write_cell(struct maker *maker, const struct field *field, struct buffer *out)
{
    buffer_append_char(out, ',');
    if (field->policy != EMPTY_FILLED && one_in(maker, field->policy == EMPTY_AT_USE ? 150 : 4)) {
        buffer_append_text(out, one_in(maker, 2) ? "-" : "");
        return;
    }
    if (field->kind == KIND_GRADE)
        buffer_append_text(out, grades[below(maker, 4)]);
    else if (field->kind == KIND_FLAG)
        buffer_append_text(out, one_in(maker, 3) ? "是" : "否");
    else if (field->kind == KIND_DATE)
        buffer_format(out, "2024-%02u-%02u", 1 + below(maker, 12), 1 + below(maker, 28));
    else
        write_amount(maker, field, out);
}

static void write_units(struct maker *maker)
{
    struct buffer *out = &maker->scheme->ledgers[RANDOM_UNITS];
    buffer_append_text(out, "代码,名称,片区,类别");
    for (unsigned i = 0; i < maker->field_count; i++)
        buffer_format(out, ",%s", maker->fields[i].name);
    buffer_append_text(out, ",撤销\n");
    for (unsigned row = 0; row < maker->unit_count; row++) {
        buffer_format(out, "T%04u,镇%u,P%u,%s", row, row, below(maker, maker->region_count), classes[one_in(maker, 6) ? 0 : below(maker, maker->class_count)]);
        for (unsigned i = 0; i < maker->field_count; i++)
            write_cell(maker, &maker->fields[i], out);
        buffer_format(out, ",%s\n", one_in(maker, 8) ? "是" : "否");
    }
}

static void write_events(struct maker *maker)
{
    struct buffer *out = &maker->scheme->ledgers[RANDOM_EVENTS];
    unsigned count = below(maker, 3 * maker->unit_count + 2);
    buffer_append_text(out, "单位,级别,金额,权数,事项编号,日期,属实\n");
    for (unsigned i = 0; i < count; i++)
        buffer_format(out, "T%04u,%s,%u.%02u,%u.5,S%u,2024-%02u-%02u,%s\n", below(maker, maker->unit_count), PICK(maker, "大", "中", "小"), below(maker, 40),
                      one_in(maker, 2) ? 0 : below(maker, 100), below(maker, 5), below(maker, maker->unit_count * 2), 1 + below(maker, 12), 1 + below(maker, 28), one_in(maker, 4) ? "否" : "是");
}

/* The quarters of a unit come in any order. */
static void write_quarters(struct maker *maker)
{
    struct buffer *out = &maker->scheme->ledgers[RANDOM_QUARTERS];
    buffer_append_text(out, "乡镇代码,季度,数量\n");
    for (unsigned row = 0; row < maker->unit_count; row++) {
        unsigned first = below(maker, 4);
        bool none = one_in(maker, 6);
        for (unsigned i = 0; i < 4; i++) {
            buffer_format(out, "T%04u,%u,", row, (first + i) % 4 + 1);
            if (!none && !one_in(maker, 4))
                buffer_format(out, "%u%s", below(maker, 30), one_in(maker, 2) ? ".5" : "");
            buffer_append_char(out, '\n');
        }
    }
}

static void write_regions(struct maker *maker)
{
    struct buffer *out = &maker->scheme->ledgers[RANDOM_REGIONS];
    buffer_append_text(out, "编号,系数,评价\n");
    for (unsigned i = 0; i < maker->region_count; i++)
        buffer_format(out, "P%u,%s,%s\n", i, PICK(maker, "1", "0.8", "1.25"), PICK(maker, "优秀", "良好", "一般"));
}

/* Approvals overlap, begin the year before, and some end before they begin: then the run must fail. */
static void write_months(struct maker *maker)
{
    struct buffer *out = &maker->scheme->ledgers[RANDOM_MONTHS], *approvals = &maker->scheme->ledgers[RANDOM_APPROVALS];
    bool faulty = one_in(maker, 20);
    buffer_append_text(out, "乡镇代码,月份,次数\n");
    buffer_append_text(approvals, "文号,单位,起,止\n");
    for (unsigned row = 0; row < maker->unit_count; row++) {
        for (unsigned month = 1; month <= 12; month++)
            buffer_format(out, "T%04u,%u,%u\n", row, month, below(maker, 6));
        for (unsigned i = below(maker, 4); i > 0; i--) {
            unsigned from = 1 + below(maker, 12), to = faulty ? 1 + below(maker, 12) : from + below(maker, 13 - from);
            buffer_format(approvals, "%s,T%04u,%u-%02u-%02u,2024-%02u-%02u\n", one_in(maker, 5) ? "" : "批", row, one_in(maker, 6) ? 2023 : 2024, from, 1 + below(maker, 14), to,
                          15 + below(maker, 14));
        }
    }
}

/* ---- the scheme ---- */

static void weight_words(struct maker *maker, unsigned points)
{
    if (maker->class_count == 1 || one_in(maker, 2)) {
        SAY(maker, " %u分", points);
        return;
    }
    bool skips = one_in(maker, 3);
    unsigned left_out = skips ? below(maker, maker->class_count) : maker->class_count;
    const char *separator = ",对 ";
    for (unsigned i = 0; i < maker->class_count; i++)
        if (i != left_out) {
            SAY(maker, "%s%s %u%s分", separator, classes[i], points + below(maker, 4), one_in(maker, 4) ? ".5" : "");
            separator = "、";
        }
}

/* What an exemption says itself that holds; "" where the group does. */
static const char *own_outcome(struct maker *maker)
{
    return PICK(maker, "", "", "", ",得 满分", ",得 1.5分", ",权重 按比例 分摊到 全部 其他 指标", ",得 本类 得分 的 平均值(未免考 的),保留 2位小数,四舍五入");
}

/* Exemptions and what holds in place of the method. Two that can both hold say which takes precedence, by chance one or the other. */
static void special_cases(struct maker *maker, unsigned points, bool *exempts)
{
    const struct field *flag = choose_field(maker, 1 << KIND_FLAG), *field = choose_field(maker, NUMBERS);
    bool by_flag = one_in(maker, 4), by_class = maker->class_count > 1 && one_in(maker, by_flag ? 2 : 6), first = one_in(maker, 2);
    const char *answer = PICK(maker, "是", "否"), *class = classes[below(maker, maker->class_count)], *outcome[2] = {own_outcome(maker), own_outcome(maker)};
    const char *over = maker->item_inapplicable ? ",优先于 不适用" : "";
    if (by_flag) {
        SAY(maker, "        %s 为 %s 的,免考%s%s", flag->name, answer, outcome[0], over);
        if (by_class && first && strcmp(outcome[0], outcome[1]) != 0)
            SAY(maker, ",优先于 类别 为 %s 的", class);
        SAY(maker, "\n");
    }
    if (by_class) {
        SAY(maker, "        类别 为 %s 的,免考%s%s", class, over, outcome[1]);
        if (by_flag && !first && strcmp(outcome[0], outcome[1]) != 0)
            SAY(maker, ",优先于 %s 为 %s 的", flag->name, answer);
        SAY(maker, "\n");
    }
    if ((by_flag && strstr(outcome[0], "平均")) || (by_class && strstr(outcome[1], "平均")))
        SAY(maker, "        本类 都免考 的,得 0.5分\n");
    *exempts = *exempts || (by_flag && !*outcome[0]) || (by_class && !*outcome[1]);
    if (field && one_in(maker, 6))
        SAY(maker, "        %s %s%s %u%s 的,得 %u分\n", field->name, field->policy == EMPTY_INAPPLICABLE ? "已填 且 " : "", PICK(maker, "达到", "低于"), amount_of(maker, field), kinds[field->kind].unit, below(maker, points + 1));
    if (one_in(maker, 8))
        SAY(maker, "        得分 保留 %u位小数,%s\n", below(maker, 3), mode_of(maker));
}

static void indicator(struct maker *maker, bool *exempts)
{
    unsigned points = 2 + below(maker, 12);
    SAY(maker, "    指标 Z%02u 指标", ++maker->indicator_count);
    weight_words(maker, points);
    SAY(maker, " {\n");
    maker->item_inapplicable = false;
    while (!methods[below(maker, sizeof methods / sizeof methods[0])](maker, points))
        ;
    special_cases(maker, points, exempts);
    if (maker->has_inapplicable)
        SAY(maker, "        不适用 的,权重 %s 分摊到 %s\n", PICK(maker, "按比例", "平均"), PICK(maker, "本组 其他 指标", "全部 其他 指标"));
    SAY(maker, "    }\n");
}

static void exemption_policy(struct maker *maker)
{
    switch (below(maker, 5)) {
    case 0:
        SAY(maker, "    免考 的,得 %s\n", PICK(maker, "满分", "0分"));
        break;
    case 1:
        SAY(maker, "    免考 的,得 本类 得分 的 平均值(未免考 的),保留 2位小数,%s\n    本类 都免考 的,得 0分\n", mode_of(maker));
        break;
    case 2:
        SAY(maker, "    免考 的,权重 %s 分摊到 本组 其他 指标\n    本组 都免考 的,权重 按比例 分摊到 全部 其他 指标\n", PICK(maker, "按比例", "平均"));
        if (one_in(maker, 2))
            SAY(maker, "    全部 都免考 的,报错\n");
        break;
    case 3:
        SAY(maker, "    免考 的,得 1.5分\n");
        break;
    default:
        SAY(maker, "    免考 的,权重 %s 分摊到 %s 其他 指标\n", PICK(maker, "按比例", "平均"), PICK(maker, "本组", "全部"));
    }
}

static void groups(struct maker *maker)
{
    unsigned count = 1 + below(maker, 3);
    for (unsigned group = 0; group < count; group++) {
        bool exempts = false;
        SAY(maker, "组 第%u组 {\n", group + 1);
        for (unsigned i = 1 + below(maker, 4); i > 0; i--)
            indicator(maker, &exempts);
        if (exempts)
            exemption_policy(maker);
        SAY(maker, "    不适用 的,权重 %s 分摊到 全部 其他 指标\n", PICK(maker, "按比例", "平均"));
        if (one_in(maker, 4))
            SAY(maker, "    本组 %s\n", PICK(maker, "扣完为止", "最高 7分", "最低 2.5分"));
        SAY(maker, "}\n");
    }
}

static void bonus_and_deduction(struct maker *maker, bool bonus, bool deduction)
{
    const struct field *flag = choose_field(maker, 1 << KIND_FLAG), *cases = choose_field(maker, 1 << KIND_CASES);
    bool counted = cases && cases->policy != EMPTY_INAPPLICABLE;
    if (bonus) {
        SAY(maker, "加分 {\n    %s 为 是 的,加 0.5分\n", flag->name);
        if (counted)
            SAY(maker, "    按 %s 每起 加 0.%u分\n", cases->name, 1 + below(maker, 9));
        SAY(maker, "    本项 最高 %u分\n}\n", 1 + below(maker, 4));
    }
    if (deduction)
        SAY(maker, "扣分 {\n    扣 各 事件 级别分 的 合计%s\n    %s 为 否 的,扣 0.25分\n}\n", one_in(maker, 2) ? "(同一 事项编号 就高)" : "", flag->name);
}

/* Places in each region or among all, by a share of the heads. */
static bool places(struct maker *maker, unsigned good)
{
    const struct field *field = choose_field(maker, NUMBERS);
    if (!field || field->policy == EMPTY_INAPPLICABLE)
        return false;
    bool region = one_in(maker, 2);
    const char *pool = region ? "同一 片区" : "全部 乡镇", *members = region ? "同一 片区 乡镇" : "全部 乡镇";
    SAY(maker, "名额 先进 在 %s {\n    比例 按 片区 的 评价 { 优秀 60%%;良好 35%%;一般 15%% }\n    人数 = %s 的 个数\n    名额 = 人数 × 比例,保留 整数,%s\n", pool, members,
        PICK(maker, "去尾", "四舍五入", "进一"));
    if (one_in(maker, 2))
        SAY(maker, "    人数 达到 3 的,名额 最低 1\n");
    SAY(maker, "    取 %s 达到 %u%s 的,按 %s %s,跨线同分 的,", field->name, amount_of(maker, field) / 3, kinds[field->kind].unit, field->name, PICK(maker, "从高到低", "从低到高"));
    SAY(maker, "%s\n}\n", PICK(maker, "都不取", "都取", "按 丙项 从高到低,再同 的,都取"));
    SAY(maker, "等次 自上而下 {\n    先进  取得 名额\n    合格  总分 达到 %u分\n    不合格  其余\n}\n", good);
    return true;
}

static void grades_of(struct maker *maker, unsigned best)
{
    if (one_in(maker, 4) && places(maker, best / 2))
        return;
    const struct field *field = choose_field(maker, ANY_UNITS | 1 << KIND_PERCENT), *flag = choose_field(maker, 1 << KIND_FLAG);
    bool further = field && field->policy != EMPTY_INAPPLICABLE && one_in(maker, 2);
    SAY(maker, "等次 按 舍入后 总分,自上而下 {\n    优秀  达到 %u分", best);
    if (one_in(maker, 2)) {
        SAY(maker, ",不超过 %s 的 %u%%,%s,跨线同分 的,", PICK(maker, "全部 乡镇", "本类 乡镇"), 10 + below(maker, 50),
            PICK(maker, "去尾", "四舍五入", "进一", "去尾,不足 1人 的,按 1人"));
        if (further)
            SAY(maker, "按 %s %s,再同 的,", field->name, PICK(maker, "从高到低", "从低到高"));
        SAY(maker, "%s", PICK(maker, "都不取", "都取"));
    }
    SAY(maker, "\n    良好  达到 %u分\n    不合格  其余\n}\n", best / 2);
    if (one_in(maker, 2))
        SAY(maker, "一票否决 %s 为 是 的,等次 %s,名次 %s,名额 %s\n", flag->name, PICK(maker, "最高 良好", "为 不合格", "最高 不合格"), PICK(maker, "照排", "不排"),
            PICK(maker, "照占", "不占"));
}

void random_scheme_make(uint64_t seed, struct random_scheme *scheme)
{
    struct maker maker = {.state = seed * 0x9E3779B97F4A7C15u + 0x1234567u, .scheme = scheme};
    for (int i = 0; i < 4; i++)
        below(&maker, 2);
    maker.class_count = 1 + below(&maker, CLASSES);
    maker.unit_count = one_in(&maker, 25) ? 1100 : one_in(&maker, 6) ? 1 : 2 + below(&maker, 30);
    maker.region_count = 1 + below(&maker, 4);
    maker.has_months = maker.unit_count < 100 && one_in(&maker, 3);
    maker.unit_void = one_in(&maker, 4);
    maker.event_void = one_in(&maker, 2);
    bool bonus = one_in(&maker, 2), deduction = one_in(&maker, 2);
    SAY(&maker, "语言 2024版\n办法 《随机考核办法》 2024年度\n考核对象 乡镇,按 类别 分类\n各项 得分 保留 %u位小数,%s\n", 1 + below(&maker, 3), mode_of(&maker));
    SAY(&maker, "总分 = 各项 得分 的 合计%s%s%s,保留 %u位小数,%s\n", bonus ? " + 加分" : "", deduction ? " - 扣分" : "", one_in(&maker, 2) ? ",最低 0分" : "",
        below(&maker, 3), mode_of(&maker));
    make_fields(&maker);
    declare_ledgers(&maker);
    groups(&maker);
    bonus_and_deduction(&maker, bonus, deduction);
    SAY(&maker, "名次 在 %s 按 舍入后 总分 从高到低,并列 %s%s\n", pool_of(&maker), PICK(&maker, "1、2、2、4", "1、2、2、3", "1、2.5、2.5、4", "1、3、3、4"),
        one_in(&maker, 6) ? "" : ",不评 的,不排");
    grades_of(&maker, maker.indicator_count * 2 + 1);
    write_units(&maker);
    write_events(&maker);
    write_quarters(&maker);
    write_regions(&maker);
    write_months(&maker);
}

void random_scheme_release(struct random_scheme *scheme)
{
    buffer_release(&scheme->rules);
    for (int i = 0; i < RANDOM_LEDGERS; i++)
        buffer_release(&scheme->ledgers[i]);
}
