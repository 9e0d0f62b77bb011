/* Lines of an indicator (or of 加分, 扣分) in both years, held against each other: a figure by its name, lines that give and take points in
 * their order. Where only numbers differ, the number that differs says what changed: a target, a line of a band, what a step costs; and
 * where it stands says whether that is tightened or loosened. What computes the same is no change, whatever its words. */
#include <string.h>
#include "diff/diff.h"
#include "elaborate/elaborate.h"
#include "memory.h"
#include "number/date.h"

struct rules {
    struct diff *diff;
    const struct item *old, *new;
    const char *code;
    enum change_kind capped;
    bool changed;
    bool rebuilt;                       /* a figure is on one side only: the indicator is scored in another way */
};

/* ---- texts ---- */

/* 25 万亩, 95%, 0.5 分: as people write figures. */
const char *number_with_unit(const struct token *tokens, uint32_t count)
{
    bool negative = count > 1 && tokens[0].kind == TOKEN_MINUS;
    const struct token *number = tokens + negative;
    const char *unit = count > 1u + negative ? joined_words(number + 1, count - 1 - negative) : "";
    return lang_format("%s%s%s%s", negative ? "-" : "", number_text(&number->number), unit[0] && strcmp(unit, "%") != 0 ? " " : "", unit);
}

const char *words_as_written(const struct model *model, const struct token *tokens, uint32_t count)
{
    return count ? span_text(model, tokens_span(tokens, count)) : "";
}

static const char *block_as_written(const struct model *model, const struct clause *clause)
{
    const char *text = "";
    for (uint32_t i = 0; i < clause->body_count; i++)
        text = lang_format("%s%s%s", text, i ? ";" : "", words_as_written(model, clause->body[i].tokens, clause->body[i].token_count));
    return clause->has_body ? lang_format(" { %s }", text) : "";
}

const char *line_as_written(const struct model *model, const struct line *line)
{
    if (!line->clause)
        return NULL;
    const struct token *tokens = line->clause->tokens;
    uint32_t from = line->guard_to > line->guard_from ? line->guard_from : line->from;
    return lang_format("%s%s", words_as_written(model, tokens + from, line->to - from), block_as_written(model, line->clause));
}

static bool only_number(const struct token *tokens, uint32_t count)
{
    uint32_t at = count && tokens[0].kind == TOKEN_MINUS;
    return at < count && tokens[at].kind == TOKEN_NUMBER && count - at <= 3 && (count - at == 1 || tokens[at + 1].kind == TOKEN_WORD) &&
           (count - at < 3 || tokens[at + 2].kind == TOKEN_WORD);
}

static uint32_t unit_length(const struct token *tokens, uint32_t count)
{
    return count > 1 && tokens[0].kind == TOKEN_NUMBER && tokens[1].kind == TOKEN_WORD && tokens[1].glued ? 2 : 1;
}

/* ---- directions ---- */

static enum direction by_sign(int sign) { return sign > 0 ? DIRECTION_TIGHTENED : sign < 0 ? DIRECTION_LOOSENED : DIRECTION_UNDECIDED; }

/* Whether more of the number at `at` is stricter (+1) or milder (-1), by the words of the condition that it stands in: who is below it loses,
 * who reaches it gains. taken: the line takes points. 0: not to be told. */
static int condition_sense(const struct token *tokens, uint32_t at, bool taken)
{
    for (uint32_t i = at; i-- > 0;) {
        bool below = token_is(&tokens[i], "低于") || token_is(&tokens[i], "不超过") || token_is(&tokens[i], "早于") || token_is(&tokens[i], "不晚于");
        bool above = token_is(&tokens[i], "超过") || token_is(&tokens[i], "达到") || token_is(&tokens[i], "高于") || token_is(&tokens[i], "晚于");
        if (below || above)
            return below == taken ? 1 : -1;
    }
    return 0;
}

/* How the figure `name` stands in the lines of the item: as a divisor more of it is stricter, in a condition it depends on its words. */
static int sense_of_figure(const struct item *item, const char *name)
{
    int sense = 0;
    for (uint32_t i = 0; i < item->quantity_count && !sense; i++) {
        const struct line *line = &item->quantities[i]->base;
        for (uint32_t k = line->from; line->clause && k < line->to && !sense; k++)
            if (token_is(&line->clause->tokens[k], name))
                sense = k > line->from && line->clause->tokens[k - 1].kind == TOKEN_DIVIDE ? 1
                        : k + 1 < line->to && line->clause->tokens[k + 1].kind == TOKEN_DIVIDE ? -1 : 0;
    }
    for (uint32_t i = 0; i < item->points_count && !sense; i++) {
        const struct points_line *points = &item->points[i];
        for (uint32_t k = points->line.guard_from; k < points->line.guard_to && !sense; k++)
            if (token_is(&points->line.clause->tokens[k], name))
                sense = condition_sense(points->line.clause->tokens + points->line.guard_from, k - points->line.guard_from, points->subtract);
    }
    return sense;
}

/* Whether the new day is later in its year than the old one was in its own: -1, 0, 1. The year itself goes on with the schemes'. */
static int later_in_year(const struct rules *rules, int32_t old, int32_t new)
{
    int year, month, day;
    int32_t shifted;
    date_to_parts(old, &year, &month, &day);
    year += rules->diff->new->year - rules->diff->old->year;
    if (!date_from_parts(year, month, day, &shifted) && !date_from_parts(year, month, day - 1, &shifted))       /* 2月29日 */
        shifted = old;
    return (new > shifted) - (new < shifted);
}

static enum direction target_direction(const struct rules *rules, const char *name, const struct node *old, const struct node *new)
{
    int sense = sense_of_figure(rules->new, name), grown = 0;
    if (!old || !new)
        return DIRECTION_UNDECIDED;
    uint32_t classes = old->kind == NODE_TABLE ? old->table_count : new->kind == NODE_TABLE ? new->table_count : 1;
    for (uint32_t i = 0; i < classes; i++) {
        const struct constant_value *a = node_value_for(old, i), *b = node_value_for(new, i);
        if (!a || !b || a->status != STATUS_PRESENT || b->status != STATUS_PRESENT || old->type != new->type)
            return DIRECTION_UNDECIDED;
        int order = old->type == TYPE_DATE ? later_in_year(rules, a->code, b->code) : rational_compare(&b->number, &a->number);
        if (order && grown && (order > 0) != (grown > 0))
            return DIRECTION_UNDECIDED;
        grown = order ? order : grown;
    }
    return !grown && old->type == TYPE_DATE ? DIRECTION_NONE : by_sign(grown * sense);
}

/* ---- figures ---- */

static void tell(struct rules *rules, enum change_kind kind, const char *from, const char *to, struct span before, struct span after, enum direction direction)
{
    struct change *change = change_from_to(rules->diff, kind, rules->code, from, to, before, after);
    change->direction = direction;
    change->old = rules->old;
    change->new = rules->new;
    rules->changed = true;
}

static const char *value_text(const struct model *model, const struct line *line)
{
    const struct token *tokens = line->clause->tokens + line->from;
    uint32_t count = line->to - line->from;
    return !line->clause->has_body && only_number(tokens, count) ? number_with_unit(tokens, count) : line_as_written(model, line);
}

/* One line of a band: 达到 70% 50%. The value stands last; another number that differs is the line itself. */
static void band_row(struct rules *rules, const struct clause *a, const struct clause *b, const struct clause *next)
{
    const struct model *model = rules->diff->new->model;
    uint32_t last = a->token_count, differ = a->token_count, differs = 0;
    for (uint32_t i = 0; i < a->token_count; i++) {
        if (a->tokens[i].kind == TOKEN_NUMBER)
            last = i;
        if (a->tokens[i].kind == TOKEN_NUMBER && rational_compare(&a->tokens[i].number, &b->tokens[i].number) != 0) {
            differ = i;
            differs++;
        }
    }
    const char *from = words_as_written(model, a->tokens, a->token_count), *to = words_as_written(model, b->tokens, b->token_count);
    if (differs != 1) {
        tell(rules, CHANGE_METHOD, from, to, a->span, b->span, DIRECTION_UNDECIDED);
        return;
    }
    int order = rational_compare(&b->tokens[differ].number, &a->tokens[differ].number), sense = 0;
    if (differ == last) {
        tell(rules, CHANGE_METHOD, from, to, a->span, b->span, by_sign(-order));
        return;
    }
    const struct token *below = next ? &next->tokens[next->token_count - 1] : NULL;
    while (below && below > next->tokens && below->kind != TOKEN_NUMBER)
        below--;
    if (below && below->kind == TOKEN_NUMBER)
        sense = condition_sense(a->tokens, differ, false) * rational_compare(&a->tokens[last].number, &below->number);
    uint32_t length = unit_length(a->tokens + differ, a->token_count - differ);
    tell(rules, CHANGE_THRESHOLD, number_with_unit(a->tokens + differ, length), number_with_unit(b->tokens + differ, length), a->span, b->span, by_sign(order * sense));
}

static void band_table(struct rules *rules, const struct line *old, const struct line *new)
{
    const struct clause *a = old->clause, *b = new->clause;
    bool rows = a->body_count == b->body_count && same_tokens(a->tokens + old->from, old->to - old->from, b->tokens + new->from, new->to - new->from);
    for (uint32_t i = 0; rows && i < a->body_count; i++)
        rows = same_shape(a->body[i].tokens, a->body[i].token_count, b->body[i].tokens, b->body[i].token_count);
    if (!rows) {
        const struct model *model = rules->diff->new->model;
        tell(rules, CHANGE_METHOD, line_as_written(model, old), line_as_written(model, new), a->span, b->span, DIRECTION_UNDECIDED);
        return;
    }
    for (uint32_t i = 0; i < a->body_count; i++)
        if (!same_tokens(a->body[i].tokens, a->body[i].token_count, b->body[i].tokens, b->body[i].token_count))
            band_row(rules, &a->body[i], &b->body[i], i + 1 < a->body_count ? &a->body[i + 1] : NULL);
}

/* A formula where only numbers differ: behind ÷ a target, behind 最高 and 最低 a limit. */
static void formula(struct rules *rules, const struct line *old, const struct line *new)
{
    const struct token *a = old->clause->tokens + old->from, *b = new->clause->tokens + new->from;
    uint32_t count = old->to - old->from;
    const struct model *model = rules->diff->new->model;
    bool known = same_shape(a, count, b, new->to - new->from) && !old->clause->has_body && !new->clause->has_body;
    for (uint32_t i = 0; known && i < count; i++)
        if (a[i].kind == TOKEN_DATE)
            known = a[i].date == b[i].date;
        else if (a[i].kind == TOKEN_NUMBER && rational_compare(&a[i].number, &b[i].number) != 0)
            known = i && (a[i - 1].kind == TOKEN_DIVIDE || token_is(&a[i - 1], "最高") || token_is(&a[i - 1], "最低"));
    if (!known) {
        tell(rules, CHANGE_FORMULA, value_text(model, old), value_text(model, new), old->clause->span, new->clause->span, DIRECTION_UNDECIDED);
        return;
    }
    for (uint32_t i = 1; i < count; i++) {
        if (a[i].kind != TOKEN_NUMBER || rational_compare(&a[i].number, &b[i].number) == 0)
            continue;
        bool target = a[i - 1].kind == TOKEN_DIVIDE, cap = token_is(&a[i - 1], "最高");
        int order = rational_compare(&b[i].number, &a[i].number);
        uint32_t length = unit_length(a + i, count - i);
        bool block = rules->old->kind != ITEM_INDICATOR;
        const char *from = cap && block && !target ? number_text(&a[i].number) : number_with_unit(a + i, length);
        const char *to = cap && block && !target ? number_text(&b[i].number) : number_with_unit(b + i, length);
        tell(rules, target ? CHANGE_TARGET : cap ? rules->capped : CHANGE_FLOOR, from, to, tokens_span(a + i, length), tokens_span(b + i, length),
             by_sign(target ? order : -order));
    }
}

static bool same_figure(const struct rules *rules, const struct quantity *old, const struct quantity *new)
{
    bool lines = same_lines(&old->base, &new->base) && old->override_count == new->override_count;
    for (uint32_t i = 0; lines && i < old->override_count; i++)
        lines = same_lines(&old->overrides[i], &new->overrides[i]);
    return lines || (old->node && new->node && same_nodes(rules->diff, old->node, new->node));
}

static void overrides(struct rules *rules, const struct quantity *old, const struct quantity *new)
{
    const struct model *model = rules->diff->new->model;
    uint32_t count = old->override_count > new->override_count ? old->override_count : new->override_count;
    for (uint32_t i = 0; i < count; i++) {
        const struct line *a = i < old->override_count ? &old->overrides[i] : NULL, *b = i < new->override_count ? &new->overrides[i] : NULL;
        if (a && b && same_lines(a, b))
            continue;
        tell(rules, CHANGE_METHOD, a ? line_as_written(model, a) : NULL, b ? line_as_written(model, b) : NULL, a ? a->clause->span : (struct span){0},
             b ? b->clause->span : (struct span){0}, DIRECTION_UNDECIDED);
    }
}

static void figure(struct rules *rules, const struct quantity *old, const struct quantity *new)
{
    const struct line *a = &old->base, *b = &new->base;
    const struct model *model = rules->diff->new->model;
    if (same_figure(rules, old, new))
        return;
    overrides(rules, old, new);
    if (same_lines(a, b))
        return;
    bool target = strcmp(old->name, "目标") == 0, deadline = strcmp(old->name, "时限") == 0;
    if (!a->clause || !b->clause)
        tell(rules, CHANGE_METHOD, line_as_written(model, a), line_as_written(model, b), old->span, new->span, DIRECTION_UNDECIDED);
    else if (target || deadline)
        tell(rules, target ? CHANGE_TARGET : CHANGE_DEADLINE, value_text(model, a), value_text(model, b), a->clause->span, b->clause->span,
             target_direction(rules, old->name, old->node, new->node));
    else if (a->clause->has_body && b->clause->has_body)
        band_table(rules, a, b);
    else
        formula(rules, a, b);
}

static void figures(struct rules *rules)
{
    const struct model *model = rules->diff->new->model;
    const struct item *old = rules->old, *new = rules->new;
    for (uint32_t i = 0; i < old->quantity_count; i++) {
        struct quantity *same = quantity_find(new->quantities, new->quantity_count, old->quantities[i]->name);
        rules->rebuilt = rules->rebuilt || !same;
        if (same)
            figure(rules, old->quantities[i], same);
        else
            tell(rules, CHANGE_METHOD, lang_format("%s = %s", old->quantities[i]->name, value_text(model, old->quantities[i]->base.clause ? &old->quantities[i]->base : &old->quantities[i]->overrides[0])), NULL,
                 old->quantities[i]->span, (struct span){0}, DIRECTION_UNDECIDED);
    }
    for (uint32_t i = 0; i < new->quantity_count; i++)
        if (!quantity_find(old->quantities, old->quantity_count, new->quantities[i]->name)) {
            rules->rebuilt = true;
            tell(rules, CHANGE_METHOD, NULL, lang_format("%s = %s", new->quantities[i]->name, value_text(model, new->quantities[i]->base.clause ? &new->quantities[i]->base : &new->quantities[i]->overrides[0])),
                 (struct span){0}, new->quantities[i]->span, DIRECTION_UNDECIDED);
        }
}

/* ---- points ---- */

/* 每 1 个百分点扣 0.5 分, 每起扣 2 分: what a step costs, without the words around it. */
static const char *step_text(const struct model *model, const struct line *line)
{
    const struct token *tokens = line->clause->tokens;
    uint32_t end = line->from + token_next_comma(tokens + line->from, line->to - line->from, 0), at = line->from;
    while (at < end && strncmp(tokens[at].text ? tokens[at].text : "", "每", strlen("每")) != 0)
        at++;
    if (at + 3 > end)
        return line_as_written(model, line);
    struct buffer out = {0};
    bool sized = tokens[at + 1].kind == TOKEN_NUMBER;
    buffer_append_text(&out, sized ? "每" : tokens[at].text);
    for (uint32_t i = at + 1; i < end; i++)
        if (tokens[i].kind == TOKEN_NUMBER)
            buffer_format(&out, " %s ", number_text(&tokens[i].number));
        else if (tokens[i].text)
            buffer_append_text(&out, tokens[i].text);
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

/* Numbers of a step: the last is what it costs or brings, one before it how large the step is. */
static enum direction step_direction(const struct token *a, const struct token *b, uint32_t count, bool subtract)
{
    int sign = 0, numbers = 0, seen = 0;
    for (uint32_t i = 0; i < count; i++)
        numbers += a[i].kind == TOKEN_NUMBER;
    for (uint32_t i = 0; i < count; i++) {
        if (a[i].kind != TOKEN_NUMBER)
            continue;
        int order = rational_compare(&b[i].number, &a[i].number) * (++seen == numbers ? 1 : -1) * (subtract ? 1 : -1);
        if (order && sign && (order > 0) != (sign > 0))
            return DIRECTION_UNDECIDED;
        sign = order ? order : sign;
    }
    return by_sign(sign);
}

/* Numbers and days of the condition that a line begins with. */
static void guard_values(struct rules *rules, const struct points_line *old, const struct points_line *new)
{
    const struct token *a = old->line.clause->tokens, *b = new->line.clause->tokens;
    const struct model *model = rules->diff->new->model;
    for (uint32_t i = 0; i < old->line.guard_to - old->line.guard_from; i++) {
        uint32_t left = old->line.guard_from + i, right = new->line.guard_from + i;
        bool day = a[left].kind == TOKEN_DATE;
        if (day ? a[left].date == b[right].date : a[left].kind != TOKEN_NUMBER || rational_compare(&b[right].number, &a[left].number) == 0)
            continue;
        int order = day ? later_in_year(rules, a[left].date, b[right].date) : rational_compare(&b[right].number, &a[left].number);
        uint32_t length = day ? 1 : unit_length(a + left, old->line.guard_to - left);
        const char *from = day ? words_as_written(model, a + left, 1) : number_with_unit(a + left, length), *to = day ? words_as_written(model, b + right, 1) : number_with_unit(b + right, length);
        tell(rules, day ? CHANGE_DEADLINE : CHANGE_TARGET, from, to, tokens_span(a + left, length), tokens_span(b + right, length),
             day && !order ? DIRECTION_NONE : by_sign(condition_sense(a + old->line.guard_from, i, old->subtract) * order));
    }
}

static bool same_points(const struct points_line *old, const struct points_line *new)
{
    if (old->subtract != new->subtract)
        return false;
    return same_lines(&old->line, &new->line);
}

static void points_line(struct rules *rules, const struct points_line *old, const struct points_line *new)
{
    const struct model *model = rules->diff->new->model;
    const struct token *a = old->line.clause->tokens + old->line.from, *b = new->line.clause->tokens + new->line.from;
    uint32_t a_count = old->line.to - old->line.from, b_count = new->line.to - new->line.from;
    uint32_t a_step = token_next_comma(a, a_count, 0), b_step = token_next_comma(b, b_count, 0);
    struct span before = old->line.clause->span, after = new->line.clause->span;
    bool guards = same_shape(old->line.clause->tokens + old->line.guard_from, old->line.guard_to - old->line.guard_from,
                             new->line.clause->tokens + new->line.guard_from, new->line.guard_to - new->line.guard_from);
    if (guards && old->subtract == new->subtract && same_shape(a, a_step, b, b_step) && same_tokens(a + a_step, a_count - a_step, b + b_step, b_count - b_step)) {
        guard_values(rules, old, new);
        if (!same_tokens(a, a_step, b, b_step))
            tell(rules, CHANGE_METHOD, step_text(model, &old->line), step_text(model, &new->line), before, after, step_direction(a, b, a_step, old->subtract));
    } else
        tell(rules, CHANGE_METHOD, line_as_written(model, &old->line), line_as_written(model, &new->line), before, after, DIRECTION_UNDECIDED);
}

/* Lines that are in both are passed over; of the others the first is held against the first. */
static void points(struct rules *rules)
{
    const struct model *model = rules->diff->new->model;
    const struct item *old = rules->old, *new = rules->new;
    bool *kept = lang_array(new->points_count + 1, sizeof *kept);
    uint32_t *left = NULL, left_count = 0, next = 0;
    for (uint32_t i = 0; i < old->points_count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < new->points_count && !found; k++)
            if (!kept[k] && same_points(&old->points[i], &new->points[k]))
                kept[k] = found = true;
        if (!found)
            *ARRAY_ADD(left, left_count) = i;
    }
    for (uint32_t k = 0; k < new->points_count; k++) {
        if (kept[k])
            continue;
        if (next < left_count)
            points_line(rules, &old->points[left[next++]], &new->points[k]);
        else
            tell(rules, CHANGE_METHOD, NULL, line_as_written(model, &new->points[k].line), (struct span){0}, new->points[k].line.clause->span,
                 new->points[k].subtract == (new->kind != ITEM_DEDUCTION) ? DIRECTION_TIGHTENED : DIRECTION_LOOSENED);
    }
    for (; next < left_count; next++)
        tell(rules, CHANGE_METHOD, line_as_written(model, &old->points[left[next]].line), NULL, old->points[left[next]].line.clause->span, (struct span){0},
             old->points[left[next]].subtract == (old->kind != ITEM_DEDUCTION) ? DIRECTION_LOOSENED : DIRECTION_TIGHTENED);
}

/* ---- limits ---- */

static const char *limit_text(const struct line *line, bool bare)
{
    const struct token *tokens = line->clause ? line->clause->tokens + line->from : NULL;
    if (!tokens)
        return NULL;
    return only_number(tokens, line->to - line->from) ? bare ? number_text(&tokens->number) : number_with_unit(tokens, line->to - line->from)
                                                       : joined_words(tokens, line->to - line->from);
}

static void one_limit(struct rules *rules, const struct line *old, const struct line *new, enum change_kind kind, bool bare)
{
    if (same_lines(old, new))
        return;
    const struct token *a = old->clause ? old->clause->tokens + old->from : NULL, *b = new->clause ? new->clause->tokens + new->from : NULL;
    bool cap = kind != CHANGE_FLOOR;
    int order = a && b && a->kind == TOKEN_NUMBER && b->kind == TOKEN_NUMBER ? rational_compare(&a->number, &b->number) : !a ? (cap ? 1 : -1) : !b ? (cap ? -1 : 1) : 0;
    tell(rules, kind, limit_text(old, bare), limit_text(new, bare), old->clause ? old->clause->span : (struct span){0}, new->clause ? new->clause->span : (struct span){0},
         by_sign(order));
}

static const char *rounding_name(const struct item *item)
{
    static const char *const names[] = {
#define X(name, zh, en) zh,
        ROUNDING_MODES(X)
#undef X
    };
    return item->has_rounding ? lang_format("%s %s", number_text(&item->quantum), names[item->rounding]) : NULL;
}

static void limits(struct rules *rules)
{
    const struct item *old = rules->old, *new = rules->new;
    bool block = old->kind != ITEM_INDICATOR;
    one_limit(rules, &old->cap, &new->cap, rules->capped, block);
    one_limit(rules, &old->floor, &new->floor, CHANGE_FLOOR, block);
    if (old->floor_zero != new->floor_zero)
        tell(rules, CHANGE_FLOOR, old->floor_zero ? "扣完为止" : NULL, new->floor_zero ? "扣完为止" : NULL, old->floor_span, new->floor_span, by_sign(old->floor_zero ? 1 : -1));
    if (!same_text(rounding_name(old), rounding_name(new)))
        tell(rules, CHANGE_ROUNDING, rounding_name(old), rounding_name(new), old->span, new->span, DIRECTION_UNDECIDED);
}

/* ---- scored in another way altogether ---- */

/* Lines that are not about the score: whose, from where, how often, who is exempt. */
static bool is_aside(const struct clause *clause)
{
    static const char *const heads[] = {"责任", "来源", "报送", "检查", "话题", "承接", "沿革", "依据"};
    uint32_t guard_from, guard_to, rest;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        if (token_is(&clause->tokens[0], heads[i]))
            return clause->token_count < 2 || clause->tokens[1].kind != TOKEN_ASSIGN;
    if (!splits_guard(clause->tokens, clause->token_count, 0, &guard_from, &guard_to, &rest))
        return false;
    return token_is(&clause->tokens[rest], "免考") || token_is(&clause->tokens[rest], "不适用") || token_is(&clause->tokens[rest], "权重") || token_is(&clause->tokens[guard_from], "免考");
}

/* All lines that make the score, one after another. */
static const char *whole_rule(const struct item *item)
{
    const struct model *model = item->scheme->model;
    const struct clause *head = item->clause;
    const char *text = NULL;
    for (uint32_t at = token_next_comma(head->tokens, head->token_count, 0); at < head->token_count && !text; at = token_next_comma(head->tokens, head->token_count, at + 1))
        if (!token_is(&head->tokens[at + 1], "对"))
            text = words_as_written(model, head->tokens + at + 1, head->token_count - at - 1);
    for (uint32_t i = 0; i < head->body_count; i++)
        if (!is_aside(&head->body[i]))
            text = lang_format("%s%s%s%s", text ? text : "", text ? ";" : "", words_as_written(model, head->body[i].tokens, head->body[i].token_count),
                               block_as_written(model, &head->body[i]));
    return text ? text : "";
}

bool rule_changes(struct diff *diff, const struct item *old, const struct item *new, const char *code, enum change_kind capped)
{
    struct rules rules = {diff, old, new, code, capped, false, !old->points_count != !new->points_count};
    uint32_t before = diff->change_count;
    figures(&rules);
    points(&rules);
    limits(&rules);
    if (rules.changed && rules.rebuilt && old->kind == ITEM_INDICATOR) {
        diff->change_count = before;
        tell(&rules, CHANGE_METHOD, whole_rule(old), whole_rule(new), old->span, new->span, DIRECTION_UNDECIDED);
    }
    return rules.changed;
}
