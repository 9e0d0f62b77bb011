/* An example and what each answer gives on it, in words:
 *
 *     满意度 94.5%,AJ01:“按比例”9.75分;“不计”10分;“按 1个百分点”9.5分
 *     3 个乡镇,化解率 90%、90%、80%,名次:“并列 1、2、2、4”各为 1、1、3;… */
#include <string.h>
#include "answer/parts.h"
#include "elaborate/elaborate.h"
#include "memory.h"
#include "number/date.h"

enum { VALUES_LISTED = 6, AXES_TOLD = 3, DECIMALS_TOLD = 4 };

struct telling { const struct question *question; const struct shown *shown; enum language language; struct buffer *out; };

static const char *word(const struct telling *telling, const char *zh, const char *en) { return telling->language == LANGUAGE_ZH ? zh : en; }

/* ---- what is given ---- */

static bool clause_names(const struct clause *clauses, uint32_t count, uint32_t place, const char *name)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t end = clauses[i].has_body ? clauses[i].body_span.end : clauses[i].span.end;
        if (place < clauses[i].span.start || place >= end)
            continue;
        for (uint32_t k = 0; k < clauses[i].token_count; k++)
            if (token_is(&clauses[i].tokens[k], name))
                return true;
        return clause_names(clauses[i].body, clauses[i].body_count, place, name);
    }
    return false;
}

/* Of many columns only those that the question's own lines name are told. */
static bool is_told(const struct telling *telling, uint32_t axis)
{
    const struct example *example = telling->shown->example;
    const struct syntax_file *syntax = telling->question->scheme->syntax;
    const struct field_model *field = example->axes[axis].field;
    if (field->type == TYPE_INDEX || telling->shown->idle >> axis & 1)
        return false;
    return example->axis_count <= AXES_TOLD || free_column_of(field->name) || clause_names(syntax->clauses, syntax->clause_count, telling->question->span.start, field->name);
}

static void append_cell(const struct telling *telling, uint32_t axis, uint32_t row)
{
    const struct axis *from = &telling->shown->example->axes[axis];
    uint16_t cell = telling->shown->example->cells[axis][row];
    if (cell == CELL_EMPTY) {
        buffer_append_text(telling->out, word(telling, "未填", "empty"));
        return;
    }
    if (from->field->type == TYPE_BOOLEAN) {
        buffer_append_text(telling->out, word(telling, from->choices[cell].cell, from->choices[cell].code ? "yes" : "no"));
        return;
    }
    buffer_append_text(telling->out, from->choices[cell].cell);
    if (from->field->type == TYPE_NUMBER && !from->field->percent && from->field->unit_name)
        buffer_append_text(telling->out, from->field->unit_name);
}

static bool all_alike(const struct telling *telling, uint32_t axis, uint32_t first, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++)
        if (telling->shown->example->cells[axis][first + i] != telling->shown->example->cells[axis][first])
            return false;
    return true;
}

static void append_column(const struct telling *telling, uint32_t axis, uint32_t first, uint32_t count)
{
    const struct field_model *field = telling->shown->example->axes[axis].field;
    const char *result = free_column_of(field->name), *comma = word(telling, "、", ", ");
    buffer_format(telling->out, "%s ", result ? result : field->name);
    if (count > 1 && all_alike(telling, axis, first, count)) {
        buffer_append_text(telling->out, word(telling, "都是 ", "all "));
        append_cell(telling, axis, first);
        return;
    }
    for (uint32_t i = 0; i < count && i < VALUES_LISTED; i++) {
        buffer_append_text(telling->out, i ? comma : "");
        append_cell(telling, axis, first + i);
    }
    if (count > VALUES_LISTED)
        buffer_format(telling->out, "%s…", comma);
}

/* The columns of a ledger. True where any is told. */
static bool append_columns(const struct telling *telling, const char *ledger, uint32_t first, uint32_t count)
{
    const struct example *example = telling->shown->example;
    bool any = false;
    for (uint32_t i = 0; i < example->axis_count; i++) {
        if (strcmp(example->axes[i].ledger, ledger) != 0 || !is_told(telling, i))
            continue;
        buffer_append_text(telling->out, any ? word(telling, ",", ", ") : "");
        append_column(telling, i, first, count);
        any = true;
    }
    return any;
}

static void append_example(const struct telling *telling)
{
    const struct example *example = telling->shown->example;
    bool one = telling->shown->row_count == 1 && example->table_count == 1;
    for (uint32_t t = 0; t < example->table_count; t++) {
        uint32_t count = t ? example->tables[t].count : telling->shown->row_count;
        size_t before = telling->out->length;
        if (!one && !t)
            buffer_format(telling->out, word(telling, "%u 个%s", "%u %s"), count, example->tables[t].rows->name);
        if (t)
            buffer_format(telling->out, word(telling, ",%s %u 行", ", %s %u"), example->tables[t].rows->name, count);
        if (!count)
            continue;
        if (!one)
            buffer_append_text(telling->out, word(telling, ",", ", "));
        if (!append_columns(telling, example->tables[t].rows->name, t ? 0 : telling->shown->first_row, count) && !one) {
            if (t)                                      /* rows of which nothing is told are not mentioned */
                telling->out->length = before;
            else
                telling->out->length -= strlen(word(telling, ",", ", "));
        }
    }
}

/* ---- what comes of it ---- */

static void append_number(const struct telling *telling, const struct node *figure, const struct rational *number)
{
    struct rational shown, quantum;
    rational_init(&shown);
    rational_init(&quantum);
    rational_copy(&shown, number);
    if (figure->unit && figure->unit->ratio == RATIO_PERCENT) {
        rational_set(&quantum, 100, 1);
        rational_multiply(&shown, &shown, &quantum);
    }
    int decimals = rational_decimals(&shown);
    if (decimals < 0 || decimals > DECIMALS_TOLD) {
        rational_set(&quantum, 1, 10000);
        rational_round(&shown, &shown, &quantum, ROUND_HALF_UP);
        buffer_append_text(telling->out, word(telling, "约 ", "about "));
    }
    rational_format_exact(&shown, telling->out);
    const char *unit = figure->unit ? unit_base_text(figure->unit, telling->language == LANGUAGE_EN) : "";
    buffer_format(telling->out, "%s%s", *unit && telling->language == LANGUAGE_EN && *unit != '%' ? " " : "", unit);
}

static void append_figure(const struct telling *telling, const struct node *figure, const struct figure_value *value)
{
    static const char *const states[STATUS_COUNT][2] = {[STATUS_NOT_APPLICABLE] = {"没有", "none"}, [STATUS_EXEMPT] = {"免考", "exempt"},
                                                        [STATUS_MISSING] = {"未填", "empty"}, [STATUS_ERROR] = {"报错", "an error"}};
    if (value->status != STATUS_PRESENT)
        buffer_append_text(telling->out, states[value->status][telling->language]);
    else if (figure->type == TYPE_NUMBER)
        append_number(telling, figure, &value->number);
    else if (figure->type == TYPE_CATEGORY)
        buffer_append_text(telling->out, figure->categories->names[value->code]);
    else if (figure->type == TYPE_DATE)
        date_format((int32_t)value->code, telling->out);
    else
        buffer_append_text(telling->out, word(telling, value->code ? "是" : "否", value->code ? "yes" : "no"));
}

static void append_heads(const struct telling *telling, const struct variant *variant, const struct figure_value *figures)
{
    uint32_t heads = 0;
    for (uint32_t i = 0; i < telling->shown->row_count; i++) {
        const struct figure_value *value = &figures[telling->shown->first_row + i];
        heads += value->status == STATUS_PRESENT && strcmp(variant->figure->categories->names[value->code], telling->question->grade) == 0;
    }
    buffer_format(telling->out, word(telling, "%u 个", "%u"), heads);
}

/* The one row on which answers differ; NONE where they differ on several. */
static uint32_t row_that_differs(const struct telling *telling)
{
    const struct shown *shown = telling->shown;
    uint32_t found = NONE;
    for (uint32_t i = 0; i < shown->row_count; i++) {
        const struct figure_value *first = NULL;
        bool differs = false;
        for (uint32_t v = 0; v < telling->question->answer_count; v++) {
            const struct figure_value *value = shown->figures[v] ? &shown->figures[v][shown->first_row + i] : NULL;
            first = first ? first : value;
            differs = differs || (value && (value->status != first->status || value->code != first->code || rational_compare(&value->number, &first->number) != 0));
        }
        if (differs && found != NONE)
            return NONE;
        found = differs ? i : found;
    }
    return shown->row_count > 1 ? found : NONE;
}

static void append_figures(const struct telling *telling, uint32_t v, uint32_t only)
{
    const struct variant *variant = &telling->shown->variants[v];
    const struct figure_value *figures = telling->shown->figures[v];
    uint32_t count = telling->shown->row_count < VALUES_LISTED ? telling->shown->row_count : VALUES_LISTED;
    if (telling->question->figure == FIGURE_HEADS) {
        append_heads(telling, variant, figures);
        return;
    }
    if (only != NONE) {
        append_figure(telling, variant->figure, &figures[telling->shown->first_row + only]);
        return;
    }
    if (count > 1)
        buffer_append_text(telling->out, word(telling, "各为 ", ""));
    for (uint32_t i = 0; i < count; i++) {
        buffer_append_text(telling->out, i ? word(telling, "、", ", ") : "");
        append_figure(telling, variant->figure, &figures[telling->shown->first_row + i]);
    }
    if (count < telling->shown->row_count)
        buffer_append_text(telling->out, word(telling, "、…", ", …"));
}

void sentence_append(const struct question *question, const struct shown *shown, enum language language, struct buffer *out)
{
    struct telling telling = {question, shown, language, out};
    bool any = false;
    size_t before = out->length;
    const char *name = NULL;
    for (uint32_t v = 0; v < question->answer_count && !name; v++)
        name = shown->variants[v].name[language];
    append_example(&telling);
    if (question->figure == FIGURE_TOTAL && shown->variants[0].others_plain)
        buffer_format(out, "%s%s", out->length > before ? word(&telling, ",", ", ") : "", word(&telling, "其余各项得 80%", "80% of the others"));
    uint32_t only = question->figure == FIGURE_HEADS ? NONE : row_that_differs(&telling);
    buffer_append_text(out, out->length > before ? word(&telling, ",", ", ") : "");
    buffer_append_text(out, name ? name : "");
    if (only != NONE)
        buffer_format(out, word(&telling, "(第 %u 个)", " (number %u)"), only + 1);
    buffer_append_text(out, word(&telling, ":", ": "));
    for (uint32_t v = 0; v < question->answer_count; v++) {
        const struct variant *variant = &shown->variants[v];
        if (!shown->figures[v] && !variant->fault)
            continue;
        buffer_format(out, word(&telling, "%s“%s”", "%s“%s” "), any ? word(&telling, ";", "; ") : "", question->answers[v].label[language]);
        any = true;
        if (shown->figures[v])
            append_figures(&telling, v, only);
        else
            buffer_format(out, word(&telling, "还有别处要改(%s)", "wants more to be mended (%s)"), variant->fault);
    }
}
