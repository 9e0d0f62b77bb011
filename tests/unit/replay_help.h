/* Works the steps of an explanation through from cells and constants, with GMP's fractions and nothing of the interpreter, and compares what
 * each comes to with the value that the explanation gives. Functions that are not rational are the runtime's, which have tests of their own. */
#ifndef ASSESSC_REPLAY_HELP_H
#define ASSESSC_REPLAY_HELP_H
#include <gmp.h>
#include <stdio.h>
#include "json_help.h"
#include "number/date.h"
#include "number/rational.h"

/* status: 0 present, then worse and worse. text: names, dates and keys. */
struct worth { int status; bool is_number, is_boolean, boolean; const char *text; mpq_t number; };

static inline int status_number(const char *name)
{
    static const char *const names[] = {"present", "not-applicable", "exempt", "missing", "error"};
    for (int i = 0; i < 5; i++)
        if (strcmp(name, names[i]) == 0)
            return i;
    return 5;
}

static inline bool text_to_number(const char *text, mpq_t number)
{
    char digits[4096];
    size_t length = 0, decimals = 0;
    bool point = false;
    for (const char *at = text; *at && length < sizeof digits - 1; at++) {
        if (*at == '.') {
            point = true;
            continue;
        }
        if (strchr("-0123456789/", *at) == NULL)
            return false;
        digits[length++] = *at;
        decimals += point;
    }
    digits[length] = 0;
    if (!length || mpq_set_str(number, digits, 10) != 0)
        return false;
    mpz_t scale;
    mpz_init(scale);
    mpz_ui_pow_ui(scale, 10, decimals);
    mpz_mul(mpq_denref(number), mpq_denref(number), scale);
    mpq_canonicalize(number);
    mpz_clear(scale);
    return true;
}

/* What the explanation says that a step comes to. A date is a text with dashes, and no number. */
static inline struct worth stated(const struct json *step)
{
    struct worth worth = {.text = json_text_of(step, "value")};
    const struct json *value = json_member(step, "value");
    mpq_init(worth.number);
    if (!value)
        worth.status = status_number(json_text_of(step, "status"));
    else if (value->kind == JSON_TEXT) {
        bool date = strlen(worth.text) == 10 && worth.text[4] == '-' && worth.text[7] == '-';
        worth.is_number = !date && text_to_number(worth.text, worth.number);
    } else {
        worth.is_boolean = true;
        worth.boolean = value->kind == JSON_TRUE;
    }
    return worth;
}

static inline int32_t days_of(const struct worth *worth)
{
    int32_t days = 0;
    date_from_parts(atoi(worth->text), atoi(worth->text + 5), atoi(worth->text + 8), &days);
    return days;
}

static inline const char *date_text(int32_t days)
{
    struct buffer out = {0};
    date_format(days, &out);
    return lang_text(buffer_text(&out), out.length);
}

/* ---- rounding, by the sign, the quotient and what is left of it ---- */

static inline void round_number(mpq_t result, const mpq_t value, const char *quantum, const char *mode)
{
    mpq_t step, share, rest, half;
    mpz_t down;
    mpq_inits(step, share, rest, half, NULL);
    mpz_init(down);
    text_to_number(quantum, step);
    mpq_div(share, value, step);
    bool negative = mpq_sgn(share) < 0;
    mpq_abs(share, share);
    mpz_fdiv_q(down, mpq_numref(share), mpq_denref(share));
    mpq_set_z(rest, down);
    mpq_sub(rest, share, rest);
    mpq_set_ui(half, 1, 2);
    int beside = mpq_cmp(rest, half);
    bool any = mpq_sgn(rest) > 0, up = false;
    if (strcmp(mode, "half up") == 0) up = beside >= 0;
    else if (strcmp(mode, "half down") == 0) up = beside > 0;
    else if (strcmp(mode, "half even") == 0) up = beside > 0 || (beside == 0 && mpz_odd_p(down));
    else if (strcmp(mode, "round up") == 0) up = any;
    else if (strcmp(mode, "floor") == 0) up = any && negative;
    else if (strcmp(mode, "ceil") == 0) up = any && !negative;
    if (up)
        mpz_add_ui(down, down, 1);
    mpq_set_z(result, down);
    if (negative)
        mpq_neg(result, result);
    mpq_mul(result, result, step);
    mpq_clears(step, share, rest, half, NULL);
    mpz_clear(down);
}

/* ---- one step ---- */

struct replay { struct worth *worths; const struct json *step; const struct json *of; uint32_t count; const char *op; struct worth out; };

static inline const struct worth *operand(const struct replay *replay, uint32_t number)
{
    return number < replay->count ? &replay->worths[strtoul(replay->of->parts[number]->text, NULL, 10)] : NULL;
}

static inline bool op_is(const struct replay *replay, const char *name) { return strcmp(replay->op, name) == 0; }

static inline void set_boolean(struct replay *replay, bool value)
{
    replay->out.is_boolean = true;
    replay->out.boolean = value;
}

static inline void set_number(struct replay *replay, const mpq_t value)
{
    replay->out.is_number = true;
    mpq_set(replay->out.number, value);
}

static inline void set_integer(struct replay *replay, long value)
{
    replay->out.is_number = true;
    mpq_set_si(replay->out.number, value, 1);
}

static inline void take_worth(struct replay *replay, const struct worth *from)
{
    replay->out = *from;
    mpq_init(replay->out.number);
    mpq_set(replay->out.number, from->number);
}

static inline int order_of_two(const struct worth *a, const struct worth *b)
{
    return a->is_number && b->is_number ? mpq_cmp(a->number, b->number) : a->is_boolean ? a->boolean - b->boolean : strcmp(a->text, b->text);
}

static inline bool replay_arithmetic(struct replay *replay, const struct worth *a, const struct worth *b)
{
    static const struct { const char *op; void (*work)(mpq_ptr, mpq_srcptr, mpq_srcptr); } works[] = {
        {"add", mpq_add}, {"add-present", mpq_add}, {"subtract", mpq_sub}, {"multiply", mpq_mul}, {"divide", mpq_div}};
    for (size_t i = 0; i < sizeof works / sizeof works[0]; i++) {
        if (!op_is(replay, works[i].op))
            continue;
        if (op_is(replay, "divide") && mpq_sgn(b->number) == 0)
            replay->out.status = 4;
        else
            works[i].work(replay->out.number, a->number, b->number);
        replay->out.is_number = replay->out.status == 0;
        return true;
    }
    return false;
}

static inline bool replay_function(struct replay *replay, const struct worth *a, const struct worth *b)
{
    struct rational first, second, result;
    int64_t degree = 0;
    rational_init(&first);
    rational_init(&second);
    rational_init(&result);
    rational_set_mpq(&first, a->number);
    if (b)
        rational_set_mpq(&second, b->number);
    bool good = op_is(replay, "root")        ? rational_to_int64(&second, &degree) && rational_root(&result, &first, (unsigned)degree)
                : op_is(replay, "power")     ? rational_power(&result, &first, &second)
                : op_is(replay, "logarithm") ? rational_logarithm(&result, &first)
                                             : op_is(replay, "exponential") && rational_exponential(&result, &first);
    rational_get_mpq(&result, replay->out.number);
    replay->out.is_number = good;
    return good;
}

static inline bool replay_dates(struct replay *replay, const struct worth *a, const struct worth *b)
{
    int year, month, day;
    int32_t days;
    if (op_is(replay, "date-diff"))
        set_integer(replay, days_of(a) - days_of(b));
    else if (op_is(replay, "date-add"))
        replay->out.text = date_text(days_of(a) + (int32_t)mpq_get_d(b->number));
    else if (op_is(replay, "make-date")) {
        year = (int)mpq_get_d(a->number);
        month = (int)mpq_get_d(b->number);
        day = (int)mpq_get_d(operand(replay, 2)->number);
        replay->out.text = date_from_parts(year, month, day ? day : 1, &days) ? date_text(days - !day) : "none";
    } else if (op_is(replay, "year") || op_is(replay, "month") || op_is(replay, "day")) {
        date_to_parts(days_of(a), &year, &month, &day);
        set_integer(replay, op_is(replay, "year") ? year : op_is(replay, "month") ? month : day);
    } else
        return false;
    return true;
}

static inline bool replay_logic(struct replay *replay, const struct worth *a, const struct worth *b)
{
    bool and = op_is(replay, "and");
    if (!and && !op_is(replay, "or"))
        return false;
    bool decided = (a->status == 0 && a->boolean != and) || (b->status == 0 && b->boolean != and);
    if (decided || (a->status == 0 && b->status == 0))
        set_boolean(replay, decided ? !and : and);
    else
        replay->out.status = a->status > b->status ? a->status : b->status;
    return true;
}

static inline bool replay_status(struct replay *replay, const struct worth *a)
{
    const struct json *mask = json_member(replay->step, "mask");
    if (!op_is(replay, "status-is"))
        return false;
    bool any = false;
    for (uint32_t i = 0; mask && i < mask->count; i++)
        any = any || status_number(mask->parts[i]->text) == a->status;
    set_boolean(replay, any);
    return true;
}

/* What passes operands through with their status, or looks at the status itself. */
static inline bool replay_choice(struct replay *replay)
{
    const struct worth *a = operand(replay, 0), *b = operand(replay, 1);
    if (op_is(replay, "select") || op_is(replay, "gather")) {
        bool index = op_is(replay, "gather");
        if (b)
            take_worth(replay, b);
        else
            replay->out.status = a->status ? a->status : 1;
        return index || b || a->status;
    }
    if (op_is(replay, "add-present") && (a->status == 1 || a->status == 2 || b->status == 1 || b->status == 2)) {
        bool a_out = a->status == 1 || a->status == 2, b_out = b->status == 1 || b->status == 2;
        take_worth(replay, a_out && b_out ? a->status > b->status ? a : b : a_out ? b : a);
        return true;
    }
    return replay_status(replay, a) || (b && replay_logic(replay, a, b));
}

/* ---- rows that belong to the unit ---- */

static inline void replay_fold(struct replay *replay)
{
    const char *fold = json_text_of(replay->step, "fold");
    uint32_t present = 0;
    const struct worth *best = NULL;
    mpq_t sum;
    mpq_init(sum);
    bool any = false, all = true;
    for (uint32_t i = 0; i < replay->count; i++) {
        const struct worth *value = operand(replay, i);
        if (value->status == 4)
            replay->out.status = 4;
        if (value->status)
            continue;
        present++;
        any = any || value->boolean;
        all = all && value->boolean;
        mpq_add(sum, sum, value->number);
        int order = best ? order_of_two(value, best) : 0;
        if (!best || (strcmp(fold, "highest") == 0 ? order > 0 : order < 0))
            best = value;
    }
    if (replay->out.status)
        return;
    if (strcmp(fold, "count") == 0)
        set_integer(replay, replay->count ? present : json_number_of(replay->step, "members"));
    else if (strcmp(fold, "sum") == 0)
        set_number(replay, sum);
    else if (strcmp(fold, "any") == 0 || strcmp(fold, "all") == 0)
        set_boolean(replay, fold[1] == 'n' ? any : all);
    else if (best)
        take_worth(replay, best);
    else
        replay->out.status = 1;
    mpq_clear(sum);
}

static inline void replay_days(struct replay *replay)
{
    int32_t from = days_of(operand(replay, 0)), to = days_of(operand(replay, 1));
    long covered = 0;
    for (int32_t day = from; day <= to; day++)
        for (uint32_t i = 2; i + 1 < replay->count; i += 2) {
            const struct worth *first = operand(replay, i), *last = operand(replay, i + 1);
            if (first->status || last->status || days_of(first) > day || days_of(last) < day)
                continue;
            covered++;
            break;
        }
    set_integer(replay, covered);
}

static inline void replay_table(struct replay *replay, const struct worth *category)
{
    const struct json *table = json_member(replay->step, "table");
    struct json step = {.kind = JSON_OBJECT};
    const char *name = "value", *text = json_text_of(table, category->text);
    struct json value = {.kind = JSON_TEXT, .text = text}, *part = &value;
    int status = status_number(text);
    step.names = &name;
    step.parts = &part;
    step.count = 1;
    if (category->status || (status > 0 && status < 5)) {
        replay->out.status = category->status ? category->status : status;
        return;
    }
    if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
        set_boolean(replay, text[0] == 't');
    else
        replay->out = stated(&step);
}

/* False where the operation is not known. */
static inline bool replay_strict(struct replay *replay)
{
    const struct worth *a = operand(replay, 0), *b = operand(replay, 1);
    for (uint32_t i = 0; i < replay->count; i++)
        if (operand(replay, i)->status > replay->out.status)
            replay->out.status = operand(replay, i)->status;
    if (replay->out.status)
        return true;
    if (op_is(replay, "round")) {
        round_number(replay->out.number, a->number, json_text_of(replay->step, "quantum"), json_text_of(replay->step, "mode"));
        replay->out.is_number = true;
    } else if (op_is(replay, "negate")) {
        mpq_neg(replay->out.number, a->number);
        replay->out.is_number = true;
    } else if (op_is(replay, "less") || op_is(replay, "less-equal"))
        set_boolean(replay, op_is(replay, "less") ? order_of_two(a, b) < 0 : order_of_two(a, b) <= 0);
    else if (op_is(replay, "equal"))
        set_boolean(replay, order_of_two(a, b) == 0);
    else if (op_is(replay, "not"))
        set_boolean(replay, !a->boolean);
    else if (op_is(replay, "minimum") || op_is(replay, "maximum"))
        take_worth(replay, (order_of_two(a, b) <= 0) == op_is(replay, "minimum") ? a : b);
    else if (!replay_arithmetic(replay, a, b) && !replay_dates(replay, a, b))
        return replay_function(replay, a, b);
    return true;
}

static inline bool same_worth(const struct worth *a, const struct worth *b)
{
    if (a->status || b->status)
        return a->status == b->status;
    if (a->is_boolean || b->is_boolean)
        return a->is_boolean && b->is_boolean && a->boolean == b->boolean;
    return a->is_number && b->is_number ? mpq_equal(a->number, b->number) : strcmp(a->text, b->text) == 0;
}

/* Names of grades have an order that the steps do not tell: of two such, one must come out. */
static inline bool is_one_of_names(const struct replay *replay, const struct worth *said)
{
    const struct worth *a = operand(replay, 0), *b = operand(replay, 1);
    if ((!op_is(replay, "minimum") && !op_is(replay, "maximum")) || a->status || b->status || a->is_number)
        return false;
    return strcmp(said->text, a->text) == 0 || strcmp(said->text, b->text) == 0;
}

/* Whether the step comes to what is said. What is read and not worked out is taken as it is said. */
static inline bool replay_step(struct worth *worths, const struct json *step, uint32_t number)
{
    static const char *const given[] = {"cell", "constant", "pool", "group", "group-key"};
    struct replay replay = {.worths = worths, .step = step, .of = json_member(step, "of"), .op = json_text_of(step, "op")};
    struct worth said = worths[number] = stated(step);
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++)
        if (op_is(&replay, given[i]))
            return said.status < 5;
    replay.count = replay.of ? replay.of->count : 0;
    mpq_init(replay.out.number);
    replay.out.text = "";
    bool known = true;
    if (op_is(&replay, "fold"))
        replay_fold(&replay);
    else if (op_is(&replay, "days"))
        replay_days(&replay);
    else if (op_is(&replay, "lookup"))
        replay_table(&replay, operand(&replay, 0));
    else
        known = replay_choice(&replay) || replay_strict(&replay);
    return known && (same_worth(&replay.out, &said) || is_one_of_names(&replay, &said));
}

#endif
