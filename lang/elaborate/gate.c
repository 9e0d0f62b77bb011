/* What changes a grade after the bands have given it, and what becomes of the unit's rank and of its place in the share.
 *
 *     一票否决 重大事故数 达到 1起 的,等次 最高 合格,名次 照排,名额 照占
 *     一票否决 弄虚作假 为 是 的,等次 为 不合格,名次 不排,名额 不占
 *     一票否决 通报批评 为 是 的,不得评 优秀,名次 照排,名额 不占
 *     等次调整 亿元项目数 达到 3个 的,晋一档
 *
 * The order is fixed and does not depend on the order of the lines:
 *
 *     bands and places  ->  晋一档, 降一档  ->  等次 最高, 不得评  ->  等次 为
 *
 * so no promotion undoes a veto. Several promotions are one, several demotions are one, both together are none; of several limits, and of
 * several grades that are set, the lowest holds. 名次 不排: the unit is not among those ranked. 名额 不占: it is not among those who take
 * places, though it still counts among those of whom a share is taken. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"

enum gate { GATE_NONE, GATE_AT_MOST, GATE_SET, GATE_BARRED, GATE_UP, GATE_DOWN };
enum answer_said { NOT_SAID, SAID_KEPT, SAID_OUT };
struct gate_words { enum gate gate; const struct token *grade; enum answer_said rank, places; };

static enum answer_said said(const struct token *tokens, uint32_t count, const char *what, const char *kept, const char *out)
{
    if (count != 2 || !token_is(&tokens[0], what))
        return NOT_SAID;
    return token_is(&tokens[1], kept) ? SAID_KEPT : token_is(&tokens[1], out) ? SAID_OUT : NOT_SAID;
}

/* The words behind the condition. */
static struct gate_words words_of(const struct line *line)
{
    const struct token *tokens = line->clause->tokens + line->from;
    uint32_t count = line->to - line->from, end = token_next_comma(tokens, count, 0);
    struct gate_words words = {0};
    if (end == 3 && token_is(&tokens[0], "等次"))
        words.gate = token_is(&tokens[1], "最高") ? GATE_AT_MOST : token_is(&tokens[1], "为") ? GATE_SET : GATE_NONE;
    else if (end == 2 && token_is(&tokens[0], "不得评"))
        words.gate = GATE_BARRED;
    else if (end == 1)
        words.gate = token_is(&tokens[0], "晋一档") ? GATE_UP : token_is(&tokens[0], "降一档") ? GATE_DOWN : GATE_NONE;
    words.grade = &tokens[end - 1];
    while (end < count) {
        uint32_t from = end + 1;
        end = token_next_comma(tokens, count, from);
        enum answer_said rank = said(tokens + from, end - from, "名次", "照排", "不排"), places = said(tokens + from, end - from, "名额", "照占", "不占");
        words.rank = rank ? rank : words.rank;
        words.places = places ? places : words.places;
    }
    return words;
}

/* Every word behind the grade is one of these, and none is said twice. */
static bool read_to_the_end(struct scheme *scheme, const struct line *line)
{
    const struct token *tokens = line->clause->tokens + line->from;
    uint32_t count = line->to - line->from, end = token_next_comma(tokens, count, 0);
    bool rank_said = false, places_said = false;
    while (end < count) {
        uint32_t from = end + 1;
        end = token_next_comma(tokens, count, from);
        bool rank = said(tokens + from, end - from, "名次", "照排", "不排"), places = said(tokens + from, end - from, "名额", "照占", "不占");
        if (!rank && !places)
            return too_much(scheme->model, tokens + from, end - from, "等次后面只能写 名次 照排(不排)、名额 照占(不占)", "behind the grade there can stand: rank kept (no rank), place kept (no place)"), false;
        if (rank ? rank_said : places_said)
            return said_twice(scheme->model, tokens_span(tokens + from, 2), (struct span){0}), false;
        rank_said = rank_said || rank;
        places_said = places_said || places;
    }
    return true;
}

static struct node *condition_of(struct scheme *scheme, struct veto *veto)
{
    struct scope scope = scheme_scope(scheme);
    return line_condition(&scope, &veto->line);
}

/* Some grade has only so many places. */
static bool has_places(const struct scheme *scheme)
{
    for (uint32_t i = 0; scheme->grade_clause && i < scheme->grade_clause->body_count; i++) {
        const struct clause *row = &scheme->grade_clause->body[i];
        for (uint32_t k = 0; k < row->token_count; k++)
            if (token_is(&row->tokens[k], "名额") || token_is(&row->tokens[k], "跨线同分"))
                return true;
    }
    return false;
}

static struct node *those_out(struct scheme *scheme, bool of_rank)
{
    struct scope scope = scheme_scope(scheme);
    struct node *out = NULL;
    for (uint32_t i = 0; i < scheme->veto_count; i++) {
        struct gate_words words = words_of(&scheme->vetoes[i].line);
        if ((of_rank ? words.rank : words.places) == SAID_OUT)
            out = either(&scope, out, condition_of(scheme, &scheme->vetoes[i]));
    }
    return out;
}

struct node *gates_not_ranked(struct scheme *scheme) { return those_out(scheme, true); }
struct node *gates_without_place(struct scheme *scheme) { return those_out(scheme, false); }

/* ---- the grade ---- */

struct gates { struct scope scope; struct node *grade, *up, *down, *limit, *set, *is_set; };

static struct node *position(const struct gates *gates, uint32_t number, struct span span)
{
    return node_category(gates->scope.scheme->model->pool, gates->grade->categories, number, span);
}

static bool complete(const struct gates *gates, const struct veto *veto, const struct gate_words *words)
{
    struct scheme *scheme = gates->scope.scheme;
    bool shifts = words->gate == GATE_UP || words->gate == GATE_DOWN;
    if (words->gate == GATE_NONE)
        return fault(&gates->scope, "E0378", veto->span, NULL), false;
    if (!read_to_the_end(scheme, &veto->line))
        return false;
    if (!shifts && scheme->rank_clause && !words->rank)
        return ask_vetoed_rank(&gates->scope, veto->span), false;
    if (!shifts && has_places(scheme) && !words->places)
        return ask_vetoed_place(&gates->scope, veto->span), false;
    return true;
}

/* Of several, the lowest: the last in the order of grades. Where none holds: `otherwise`. */
static struct node *lowest(struct gates *gates, struct node *so_far, struct node *condition, struct node *grade, struct node *otherwise, struct span span)
{
    struct node_pool *pool = gates->scope.scheme->model->pool;
    struct node *here = node_operation(pool, OP_SELECT, condition, grade, otherwise, NULL, span);
    return so_far ? node_operation(pool, OP_MAXIMUM, so_far, here, NULL, NULL, span) : here;
}

static bool gather(struct gates *gates, struct veto *veto)
{
    struct gate_words words = words_of(&veto->line);
    struct node *condition = condition_of(gates->scope.scheme, veto), *grade = NULL, *best = position(gates, 0, veto->span);
    veto->condition = condition;
    if (!condition || !complete(gates, veto, &words))
        return false;
    outcome_note(gates->scope.scheme, NULL, OUTCOME_VETO, veto->span, condition, true, NULL);
    if (words.gate == GATE_UP || words.gate == GATE_DOWN) {
        struct node **place = words.gate == GATE_UP ? &gates->up : &gates->down;
        return (*place = either(&gates->scope, *place, condition)) != NULL;
    }
    grade = resolve_category(&gates->scope, gates->grade, words.grade);
    if (!grade)
        return false;
    if (words.gate == GATE_BARRED) {
        if (grade->value.code + 1 == (int32_t)gates->grade->categories->count)
            return fault(&gates->scope, "E0812", veto->span, words.grade->text, NULL), false;
        grade = position(gates, (uint32_t)grade->value.code + 1, veto->span);
    }
    if (words.gate == GATE_SET) {
        gates->set = lowest(gates, gates->set, condition, grade, best, veto->span);
        gates->is_set = either(&gates->scope, gates->is_set, condition);
    } else
        gates->limit = lowest(gates, gates->limit, condition, grade, best, veto->span);
    return true;
}

/* The grade one up or down, where there is one. */
static struct node *shifted(struct gates *gates, int by, struct span span)
{
    struct node_pool *pool = gates->scope.scheme->model->pool;
    uint32_t count = gates->grade->categories->count;
    struct node *out = gates->grade;
    for (uint32_t i = by < 0 ? 1 : 0; i < (by < 0 ? count : count - 1); i++) {
        struct node *here = node_operation(pool, OP_EQUAL, gates->grade, position(gates, i, span), NULL, NULL, span);
        out = node_operation(pool, OP_SELECT, here, position(gates, (uint32_t)((int)i + by), span), out, NULL, span);
    }
    return out;
}

struct node *gates_apply(struct scheme *scheme, struct node *grade)
{
    struct gates gates = {.scope = scheme_scope(scheme), .grade = grade};
    struct node_pool *pool = scheme->model->pool;
    struct span span = scheme->grade_clause->span;
    bool good = true;
    for (uint32_t i = 0; i < scheme->veto_count; i++)
        good = gather(&gates, &scheme->vetoes[i]) && good;
    for (uint32_t i = 0; i < scheme->adjustment_count; i++)
        good = gather(&gates, &scheme->adjustments[i]) && good;
    if (!good)
        return NULL;
    struct node *up = gates.up, *down = gates.down;
    if (up && down) {
        up = both(&gates.scope, gates.up, negate_condition(&gates.scope, gates.down));
        down = both(&gates.scope, gates.down, negate_condition(&gates.scope, gates.up));
    }
    struct node *out = grade;
    if (down)
        out = node_operation(pool, OP_SELECT, down, shifted(&gates, 1, span), out, NULL, span);
    if (up)
        out = node_operation(pool, OP_SELECT, up, shifted(&gates, -1, span), out, NULL, span);
    if (gates.limit)
        out = node_operation(pool, OP_MAXIMUM, out, gates.limit, NULL, NULL, span);
    return gates.set ? node_operation(pool, OP_SELECT, gates.is_set, gates.set, out, NULL, span) : out;
}
