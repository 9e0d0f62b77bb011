/* The smallest example on which the answers to a question come to different figures. */
#include "answer/parts.h"
#include <string.h>
#include "base/limits.h"
#include "elaborate/elaborate.h"
#include "memory.h"

enum { EXAMPLES_MOST = 1600, EXAMPLES_AFTER = 800, SHOWN_MOST = 2, ANSWERS_TO_OTHERS = 4, ANSWERS_FOR_TWO = 4 /* more would be two long lists */ };

/* Answers that came to a figure, compiled; and what tells pairs of them apart. */
struct inquiry {
    const struct question *question;
    struct variant variants[ANSWERS_MOST]; uint32_t count;
    bool asked_others;                  /* other questions had to be answered, which may have settled this one too */
    struct space space;
};

static bool same_value(const struct variant *variant, const struct figure_value *a, const struct figure_value *b)
{
    if (a->status != b->status || a->status != STATUS_PRESENT)
        return a->status == b->status;
    return variant->figure->type == TYPE_NUMBER ? rational_compare(&a->number, &b->number) == 0 : a->code == b->code;
}

/* ---- one example ---- */

/* What each variant gives on rows [first, first + count): which pairs differ, as a mask by i × ANSWERS_MOST + k. */
struct found { struct example example; uint32_t first, count, cost, poor, answers; uint64_t pairs; struct figure_value *figures[ANSWERS_MOST]; };

static const char *grade_name(const struct variant *variant, int64_t code)
{
    const struct category_model *set = variant->figure->categories;
    return set && code >= 0 && (uint32_t)code < set->count ? set->names[code] : "";
}

/* How many rows have the grade that is asked about. */
static uint32_t heads(const struct inquiry *inquiry, uint32_t v, const struct found *found)
{
    uint32_t number = 0;
    for (uint32_t i = 0; i < found->count; i++) {
        const struct figure_value *value = &found->figures[v][found->first + i];
        number += value->status == STATUS_PRESENT && strcmp(grade_name(&inquiry->variants[v], value->code), inquiry->question->grade) == 0;
    }
    return number;
}

static bool differ(const struct inquiry *inquiry, const struct found *found, uint32_t a, uint32_t b)
{
    if (!found->figures[a] || !found->figures[b])
        return false;
    if (inquiry->question->figure == FIGURE_HEADS)
        return heads(inquiry, a, found) != heads(inquiry, b, found);
    for (uint32_t i = 0; i < found->count; i++)
        if (!same_value(&inquiry->variants[a], &found->figures[a][found->first + i], &found->figures[b][found->first + i]))
            return true;
    return false;
}

/* How little an example says: an answer by which nobody has a figure says less than one by which somebody has, an error still less. */
enum { POOR_NOBODY = 1, POOR_ERROR = 2 };
static uint32_t poorness(const struct inquiry *inquiry, const struct found *found)
{
    uint32_t poor = 0;
    for (uint32_t v = 0; v < inquiry->count; v++) {
        bool somebody = false;
        for (uint32_t i = 0; found->figures[v] && i < found->count; i++) {
            enum status status = found->figures[v][found->first + i].status;
            somebody = somebody || status == STATUS_PRESENT;
            poor = status == STATUS_ERROR || status == STATUS_MISSING ? POOR_ERROR : poor;
        }
        poor = found->figures[v] && !somebody && !poor ? POOR_NOBODY : poor;
    }
    return poor;
}

static uint64_t pairs_of(const struct inquiry *inquiry, const struct found *found)
{
    uint64_t pairs = 0;
    for (uint32_t a = 0; a < inquiry->count; a++)
        for (uint32_t b = a + 1; b < inquiry->count; b++)
            if (differ(inquiry, found, a, b))
                pairs |= (uint64_t)1 << (a * ANSWERS_MOST + b);
    return pairs;
}

static uint32_t bits(uint64_t mask)
{
    uint32_t count = 0;
    for (; mask; mask &= mask - 1)
        count++;
    return count;
}

/* Runs every variant on the example. */
static bool run(const struct inquiry *inquiry, struct found *found)
{
    bool any = false;
    for (uint32_t v = 0; v < inquiry->count; v++) {
        uint32_t count, rows = 0;
        if (!inquiry->variants[v].program)
            continue;
        struct ledger_bytes *ledgers = example_ledgers(&found->example, &inquiry->variants[v], &count);
        found->figures[v] = variant_run(&inquiry->variants[v], ledgers, count, &rows);
        any = any || found->figures[v];
        if (found->figures[v] && rows < found->first + found->count)
            found->figures[v] = NULL;
    }
    return any;
}

/* ---- the smallest ---- */

/* The examples to show: the first that tells most apart, and another for pairs that it leaves equal. */
struct best { struct found found[SHOWN_MOST]; uint32_t count; };

static bool is_better(const struct found *one, uint64_t pairs, const struct found *other, uint64_t others)
{
    if ((one->poor == POOR_ERROR) != (other->poor == POOR_ERROR))
        return other->poor == POOR_ERROR;
    if (bits(pairs) != bits(others))
        return bits(pairs) > bits(others);
    return one->poor != other->poor ? one->poor < other->poor : one->cost < other->cost;
}

static void consider(struct best *best, const struct found *found)
{
    if (!found->pairs || (best->count && !is_better(found, found->pairs, &best->found[0], best->found[0].pairs)))
        return;
    best->found[0] = *found;
    best->count = 1;
}

static void consider_second(struct best *best, const struct found *found)
{
    uint64_t more = found->pairs & ~best->found[0].pairs;
    struct found *second = &best->found[1];
    if (!best->count || !more || found->poor == POOR_ERROR || found->answers > ANSWERS_FOR_TWO)
        return;
    if (best->count == 1 || is_better(found, more, second, second->pairs & ~best->found[0].pairs)) {
        *second = *found;
        best->count = 2;
    }
}

static uint32_t cost_of_row(const struct example *example, uint32_t row)
{
    uint32_t cost = 0;
    for (uint32_t i = 0; i < example->axis_count; i++)
        cost += example->cells[i][row] == CELL_EMPTY ? 4 : example->axes[i].choices[example->cells[i][row]].cost;
    return cost;
}

/* Columns of the row that change no figure, whatever they hold: every combination of values has a row. */
static uint32_t idle_columns(const struct inquiry *inquiry, const struct found *found)
{
    const struct example *example = &found->example;
    uint32_t idle = 0;
    for (uint32_t axis = 0; axis < example->axis_count; axis++) {
        bool matters = example->axes[axis].count < 2;       /* the one value that is asked about */
        for (uint32_t row = 0; row < example->tables[0].count && !matters; row++) {
            bool same = true;
            for (uint32_t i = 0; i < example->axis_count; i++)
                same = same && (i == axis || example->cells[i][row] == example->cells[i][found->first]);
            for (uint32_t v = 0; v < inquiry->count && same; v++)
                matters = matters || (found->figures[v] && !same_value(&inquiry->variants[v], &found->figures[v][row], &found->figures[v][found->first]));
        }
        idle |= matters ? 0 : 1u << axis;
    }
    return idle;
}

static void search_rows(const struct inquiry *inquiry, struct best *best)
{
    struct found all = {.example = example_of_rows(&inquiry->space), .answers = inquiry->count};
    uint32_t rows = all.count = all.example.tables[0].count;
    if (!run(inquiry, &all))
        return;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t row = 0; row < rows; row++) {
            struct found found = all;
            found.first = row;
            found.count = 1;
            found.cost = cost_of_row(&all.example, row);
            found.poor = poorness(inquiry, &found);
            found.pairs = pairs_of(inquiry, &found);
            (pass ? consider_second : consider)(best, &found);
        }
}

static void search_ledgers(const struct inquiry *inquiry, struct best *best, uint64_t all_pairs)
{
    struct found found;
    uint32_t enough = EXAMPLES_MOST;        /* where some answers never differ, a few sizes more are tried */
    for (uint32_t number = 0; number < enough && !(best->count && best->found[0].pairs == all_pairs && !best->found[0].poor); number++) {
        found = (struct found){.answers = inquiry->count};
        if (!example_next(&inquiry->space, number, &found.example))
            break;
        if (!found.example.cost)
            continue;
        found.cost = found.example.cost;
        found.count = found.example.tables[0].count;
        if (!run(inquiry, &found))
            continue;
        found.poor = poorness(inquiry, &found);
        found.pairs = pairs_of(inquiry, &found);
        uint64_t before = best->count ? best->found[0].pairs : 0;
        struct best old = *best;
        consider(best, &found);
        if (best->count && best->found[0].pairs != before && before)
            consider_second(best, &old.found[0]);
        if (best->count && !before && number + EXAMPLES_AFTER < enough)
            enough = number + EXAMPLES_AFTER;
        consider_second(best, &found);
    }
}

/* ---- a question ---- */

static bool prepare(struct inquiry *inquiry, bool simple, uint32_t other)
{
    const struct question *question = inquiry->question;
    uint32_t made = 0;
    inquiry->count = question->answer_count;
    for (uint32_t v = 0; v < inquiry->count; v++)
        made += variant_make(&inquiry->variants[v], question, &question->answers[v], simple, other, &inquiry->asked_others);
    if (made < 2 || !space_find(&inquiry->space, question, inquiry->variants, inquiry->count))
        return false;
    made = 0;
    for (uint32_t v = 0; v < inquiry->count; v++)
        made += inquiry->variants[v].figure && variant_compile(&inquiry->variants[v], inquiry->space.axes, inquiry->space.axis_count);
    return made > 1;
}

static void release(struct inquiry *inquiry)
{
    for (uint32_t v = 0; v < inquiry->count; v++)
        variant_release(&inquiry->variants[v]);
}

static void tell(const struct inquiry *inquiry, const struct best *best)
{
    const struct question *question = inquiry->question;
    for (enum language language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
        struct buffer out = {0};
        for (uint32_t i = 0; i < best->count; i++) {
            const struct found *found = &best->found[i];
            struct shown shown = {&found->example, found->first, found->count, inquiry->space.by_row ? idle_columns(inquiry, found) : 0, (struct figure_value **)found->figures,
                                  inquiry->variants};
            buffer_append_text(&out, language == LANGUAGE_ZH ? i ? ";" : "。例如 " : i ? "; " : ". For example ");
            sentence_append(question, &shown, language, &out);
        }
        diagnostic_amend(question->scheme->model->diagnostics, question->diagnostic, question->argument + (int)language, buffer_text(&out));
        buffer_release(&out);
    }
}

/* Looks for an example; false where there is none. */
static bool inquire(struct inquiry *inquiry, bool simple, uint32_t other)
{
    struct best best = {.count = 0};
    uint64_t all_pairs = 0;
    bool ready = prepare(inquiry, simple, other);
    for (uint32_t a = 0; a < inquiry->count; a++)
        for (uint32_t b = a + 1; b < inquiry->count; b++)
            if (inquiry->variants[a].program && inquiry->variants[b].program)
                all_pairs |= (uint64_t)1 << (a * ANSWERS_MOST + b);
    if (ready && inquiry->space.by_row)
        search_rows(inquiry, &best);
    else if (ready)
        search_ledgers(inquiry, &best, all_pairs);
    if (best.count)
        tell(inquiry, &best);
    return best.count > 0;
}

static void show(const struct question *question)
{
    bool shown = false, again = true;
    for (uint32_t other = 0; other < ANSWERS_TO_OTHERS && !shown && again; other++) {
        again = false;
        for (int simple = 1; simple >= 0 && !shown; simple--) {
            struct inquiry inquiry = {.question = question};
            shown = inquire(&inquiry, simple == 1, other);
            again = again || inquiry.asked_others;
            release(&inquiry);
        }
    }
}

void answers_show(struct model *model)
{
    uint32_t shown = 0;
    for (uint32_t i = 0; i < model->scheme_count; i++)
        questions_of_reader(model->schemes[i]);
    for (uint32_t i = 0; i < model->question_count && shown < LIMIT_QUESTIONS_SHOWN; i++) {
        const struct question *question = model->questions[i];
        if (question->answer_count < 2 || question->span.file != question->scheme->file || !question->scheme->syntax)
            continue;
        show(question);
        shown++;
    }
}
