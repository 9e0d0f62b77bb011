/* A copy of the rule file with an answer in it, as a program for the figure that the question is about. Faults elsewhere in the file do not
 * matter as long as the figure is understood; where it is not, other questions are given their first answer and lines with faults left out. */
#include <string.h>
#include "answer/parts.h"
#include "elaborate/elaborate.h"
#include "interpret/interpret.h"
#include "memory.h"

enum { ROUNDS = 4 };

/* ---- which figure ---- */

static const struct clause *clause_at(const struct clause *clauses, uint32_t count, uint32_t place)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t end = clauses[i].has_body ? clauses[i].body_span.end : clauses[i].span.end;
        if (clauses[i].span.start <= place && place < end)
            return &clauses[i];
    }
    return NULL;
}

/* The declaration that the question stands in: 指标 …, also in a group; 结果 …, 等次 …. */
static const struct clause *declaration_of(const struct question *question)
{
    const struct syntax_file *syntax = question->scheme->syntax;
    const struct clause *clause = clause_at(syntax->clauses, syntax->clause_count, question->span.start);
    bool group = clause && (token_is(&clause->tokens[0], "组") || token_is(&clause->tokens[0], "重点任务"));
    const struct clause *inner = group ? clause_at(clause->body, clause->body_count, question->span.start) : NULL;
    return inner && token_is(&inner->tokens[0], "指标") ? inner : clause;
}

struct found_figure { struct node *node; const char *name[2]; };

static struct found_figure of_item(struct scheme *scheme, struct item *item, const char *zh, const char *en)
{
    return (struct found_figure){item ? item_counted(scheme, item) : NULL, {zh, en}};
}

static struct found_figure of_result(struct scheme *scheme, const char *name)
{
    struct quantity *quantity = quantity_find(scheme->quantities, scheme->quantity_count, name);
    bool total = strcmp(name, "总分") == 0;
    return (struct found_figure){quantity ? quantity_node(scheme, quantity) : NULL, {name, total ? "the total" : name}};
}

static struct found_figure of_standing(struct scheme *scheme, bool rank)
{
    return (struct found_figure){rank ? scheme->rank : scheme->grade, {rank ? "名次" : "等次", rank ? "the rank" : "the grade"}};
}

static bool rests_on(const struct found_figure *figure, const struct row_set *ledger, const char *column)
{
    const struct field_model *field = ledger ? field_find(ledger, column) : NULL;
    return figure->node && field && node_uses(figure->node, field);
}

/* The first figure that rests on the column which the line at the place declares. */
static struct found_figure of_column(struct scheme *scheme, const struct clause *clause, uint32_t place)
{
    const struct row_set *ledger = clause->token_count > 1 ? ledger_find(scheme, clause->tokens[1].text) : NULL;
    const struct clause *line = clause_at(clause->body, clause->body_count, place);
    struct found_figure figure;
    for (uint32_t i = 0; line && i < scheme->item_count; i++) {
        figure = of_item(scheme, scheme->items[i], scheme->items[i]->code, scheme->items[i]->code);
        if (rests_on(&figure, ledger, line->tokens[0].text))
            return figure;
    }
    for (uint32_t i = 0; line && i < scheme->quantity_count; i++) {
        figure = of_result(scheme, scheme->quantities[i]->name);
        if (scheme->quantities[i]->is_result && rests_on(&figure, ledger, line->tokens[0].text))
            return figure;
    }
    return (struct found_figure){0};
}

static struct found_figure of_declaration(struct scheme *scheme, const struct clause *clause, uint32_t place)
{
    const struct token *tokens = clause->tokens;
    const char *name = clause->token_count > 1 ? tokens[1].text : "";
    if (token_is(&tokens[0], "指标"))
        return of_item(scheme, item_find(scheme, name), name, name);
    if (token_is(&tokens[0], "每项")) {
        struct row_set *ledger = ledger_find(scheme, name);
        return of_item(scheme, ledger ? ledger->scored : NULL, "得分", "the score");
    }
    if (token_is(&tokens[0], "结果") && token_is(&tokens[1], "每种") && clause->token_count > 2) {
        struct variants *variants = variants_find(scheme, tokens[2].text);
        struct item *first = variants && variants->item_count ? variants->items[0] : NULL;
        return of_item(scheme, first, first ? first->name : "", first ? first->name : "");
    }
    if (token_is(&tokens[0], "加分") || token_is(&tokens[0], "扣分")) {
        bool bonus = token_is(&tokens[0], "加分");
        return of_item(scheme, bonus ? scheme->bonus : scheme->deduction, tokens[0].text, bonus ? "the bonus" : "the deduction");
    }
    if (token_is(&tokens[0], "各项"))
        return scheme->item_count ? of_item(scheme, scheme->items[0], scheme->items[0]->code, scheme->items[0]->code) : (struct found_figure){0};
    if (token_is(&tokens[0], "台账"))
        return of_column(scheme, clause, place);
    if (token_is(&tokens[0], "结果") || token_is(&tokens[0], "总分"))
        return of_result(scheme, token_is(&tokens[0], "总分") ? "总分" : name);
    bool grades = token_is(&tokens[0], "等次") || token_is(&tokens[0], "名额") || token_is(&tokens[0], "一票否决") || token_is(&tokens[0], "等次调整");
    return grades || token_is(&tokens[0], "名次") ? of_standing(scheme, !grades) : (struct found_figure){0};
}

static struct found_figure figure_of(struct scheme *scheme, const struct question *question)
{
    struct found_figure figure;
    switch (question->figure) {
    case FIGURE_TOTAL: return of_result(scheme, "总分");
    case FIGURE_RANK: case FIGURE_GRADE: return of_standing(scheme, question->figure == FIGURE_RANK);
    case FIGURE_HEADS:
        figure = of_standing(scheme, false);
        figure.name[0] = figure.name[1] = question->grade;
        return figure;
    default: break;
    }
    if (question->item && question->item->kind == ITEM_INDICATOR)
        return of_item(scheme, item_find(scheme, question->item->code), question->item->code, question->item->code);
    const struct clause *clause = declaration_of(question);
    return clause ? of_declaration(scheme, clause, question->span.start) : (struct found_figure){0};
}

/* ---- what stands in its way ---- */

static const struct clause *innermost(const struct clause *clauses, uint32_t count, uint32_t place)
{
    const struct clause *clause = clause_at(clauses, count, place), *inner = clause ? innermost(clause->body, clause->body_count, place) : NULL;
    return inner ? inner : clause;
}

static bool is_needed(const struct clause *clause)
{
    static const char *const heads[] = {"语言", "办法", "考核对象", "台账", "引用"};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        if (token_is(&clause->tokens[0], heads[i]))
            return true;
    return false;
}

/* Answers the other questions and leaves out lines with faults. False where nothing is left to do. */
static bool mend(struct draft *draft, const struct variant *variant, uint32_t other, bool *asked_others)
{
    const struct scheme *scheme = variant->scheme;
    bool english = in_english(scheme);
    for (uint32_t i = 0; i < variant->model->question_count; i++)
        if (variant->model->questions[i]->scheme == scheme && variant->model->questions[i]->answer_count) {
            const struct question *asked = variant->model->questions[i];
            draft_answer(draft, &asked->answers[other < asked->answer_count ? other : asked->answer_count - 1], english);
            *asked_others = true;
        }
    for (size_t i = 0; i < diagnostics_total(variant->diagnostics); i++) {
        struct span span;
        if (diagnostics_code(variant->diagnostics, i)[0] != 'E' || !diagnostics_place(variant->diagnostics, i, &span) || span.file != scheme->file)
            continue;
        const struct clause *clause = innermost(scheme->syntax->clauses, scheme->syntax->clause_count, span.start);
        uint32_t end = !clause ? 0 : clause->has_body ? clause->body_span.end : clause->span.end;
        if (clause && !is_needed(clause) && !(clause->span.start <= draft->asked && draft->asked < end))
            draft_blank(draft, clause->span.start, end);
    }
    bool any = draft->change_count > 0;
    draft_apply(draft);
    return any;
}

static struct diagnostics *with_sources(const struct model *model)
{
    struct diagnostics *diagnostics = diagnostics_new();
    for (uint32_t i = 0; i < diagnostics_source_count(model->diagnostics); i++) {
        const struct source *source = diagnostics_source(model->diagnostics, i);
        diagnostics_add_source(diagnostics, source->path, source->text, source->length);
    }
    return diagnostics;
}

static const char *first_fault(const struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics_total(diagnostics); i++)
        if (diagnostics_code(diagnostics, i)[0] == 'E')
            return lang_format("%s", diagnostics_code(diagnostics, i));
    return NULL;
}

/* Whether the declaration at the place has a fault: what was made of it all the same is not what it says. */
static bool is_faulty_at(const struct variant *variant, uint32_t place)
{
    const struct syntax_file *syntax = variant->scheme->syntax;
    const struct clause *whole = syntax ? clause_at(syntax->clauses, syntax->clause_count, place) : NULL;
    for (size_t i = 0; whole && i < diagnostics_total(variant->diagnostics); i++) {
        struct span span;
        bool error = diagnostics_code(variant->diagnostics, i)[0] == 'E' && diagnostics_place(variant->diagnostics, i, &span);
        if (error && span.file == variant->scheme->file && clause_at(syntax->clauses, syntax->clause_count, span.start) == whole)
            return true;
    }
    return false;
}

static void elaborate_draft(struct variant *variant, const struct question *question, const struct draft *draft)
{
    const struct model *like = question->scheme->model;
    struct source text = {question->scheme->path, draft->text, draft->length};
    if (variant->diagnostics)
        diagnostics_free(variant->diagnostics);
    *variant = (struct variant){.diagnostics = with_sources(like)};
    variant->model = elaborate_again(variant->diagnostics, &text, like);
    variant->scheme = variant->model->scheme_count ? variant->model->schemes[0] : NULL;
    if (variant->scheme)
        questions_of_reader(variant->scheme);
    if (variant->scheme && variant->scheme->units) {
        struct found_figure figure = figure_of(variant->scheme, question);
        variant->figure = is_faulty_at(variant, draft->asked) ? NULL : figure.node;
        variant->name[0] = figure.name[0];
        variant->name[1] = figure.name[1];
    }
    variant->fault = first_fault(variant->diagnostics);
    variant->others_plain = draft->others_plain;
}

bool variant_make(struct variant *variant, const struct question *question, const struct written_answer *answer, bool simple, uint32_t other, bool *asked_others)
{
    struct draft draft = draft_of(question);
    draft_answer(&draft, answer, in_english(question->scheme));
    if (simple)
        draft_simplify(&draft, question);
    draft_apply(&draft);
    *variant = (struct variant){0};
    elaborate_draft(variant, question, &draft);
    for (uint32_t round = 1; round < ROUNDS && !variant->figure && variant->scheme && variant->scheme->syntax && mend(&draft, variant, other, asked_others); round++)
        elaborate_draft(variant, question, &draft);
    return variant->figure != NULL;
}

/* ---- the program ---- */

static bool is_used(const struct field_model *field, const struct axis *axes, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(axes[i].ledger, field->owner->name) == 0 && strcmp(axes[i].field->name, field->name) == 0)
            return true;
    return false;
}

struct given { const struct axis *axes; uint32_t count; bool all; };

static void look_for(void *context, const struct field_model *field)
{
    struct given *given = context;
    given->all = given->all && is_used(field, given->axes, given->count);
}

/* Whether all that the condition looks at is given; a condition on other cells would fail for want of them. */
static bool is_given(struct node *condition, const struct axis *axes, uint32_t count)
{
    struct given given = {axes, count, true};
    node_fields(&condition, 1, NULL, look_for, &given);
    return given.all;
}

static void keep_demands(struct row_set *ledger, const struct axis *axes, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < ledger->requirement_count; i++) {
        const struct requirement *requirement = &ledger->requirements[i];
        if (requirement->condition && !requirement->voids && !requirement->of_void_rows && requirement->severity == SEVERITY_ERROR && is_given(requirement->condition, axes, count))
            ledger->requirements[kept++] = *requirement;
    }
    ledger->requirement_count = kept;
    if (ledger->void_rows && !is_given(ledger->void_rows, axes, count))
        ledger->void_rows = NULL;
    ledger->complete = false;
}

bool variant_compile(struct variant *variant, const struct axis *axes, uint32_t count)
{
    struct model *model = variant->model;
    struct buffer why = {0};
    for (uint32_t s = 0; s < model->scheme_count; s++) {
        struct scheme *scheme = model->schemes[s];
        scheme->result_count = scheme->focus_count = 0;
        for (uint32_t i = 0; i < scheme->ledger_count; i++)
            keep_demands(scheme->ledgers[i], axes, count);
    }
    if (!variant->figure->domain || variant->figure->kind == NODE_CONSTANT)
        variant->figure = node_spread(model->pool, variant->figure->domain ? variant->figure->domain : variant->scheme->units, variant->figure);
    *ARRAY_ADD(model->wanted, model->wanted_count) = variant->figure;
    struct program *compiled = compile_model_with(model, &variant->nodes);
    variant->program = compiled ? program_checked(compiled, &why) : NULL;
    buffer_release(&why);
    for (uint32_t i = 0; variant->program && i < variant->program->domain_count; i++)
        variant->program->domains[i].needs_rows = false;
    return variant->program != NULL;
}

void variant_release(struct variant *variant)
{
    program_free(variant->program);
    if (variant->diagnostics)
        diagnostics_free(variant->diagnostics);
}

/* ---- its runs ---- */

static struct figure_value *values_of(const struct variant *variant, const struct data *data, uint32_t *rows)
{
    uint32_t column = variant->nodes.columns[variant->figure->number];
    if (column == NONE)
        return NULL;
    const struct column_data *from = &data->columns[column];
    *rows = from->rows;
    struct figure_value *values = lang_array(from->rows + 1, sizeof *values);
    for (uint32_t i = 0; i < from->rows; i++) {
        struct rational number;
        rational_init(&number);
        rational_init(&values[i].number);
        values[i].status = column_status(from, i);
        if (values[i].status == STATUS_PRESENT && from->type == TYPE_NUMBER) {
            column_number(from, i, &number);
            rational_copy(&values[i].number, &number);
        } else if (values[i].status == STATUS_PRESENT)
            values[i].code = column_integer(from, i);
        rational_clear(&number);
    }
    return values;
}

struct figure_value *variant_run(const struct variant *variant, const struct ledger_bytes *ledgers, uint32_t count, uint32_t *rows)
{
    struct run_options options = {.threads = 1};
    struct data *data = data_new(variant->program);
    struct diagnostics *diagnostics = with_sources(variant->model);     /* what the run has to say is nobody's */
    bool sound = ledgers_load_bytes(variant->program, ledgers, count, data, diagnostics) && interpret_run(variant->program, data, &options, diagnostics);
    struct figure_value *values = sound ? values_of(variant, data, rows) : NULL;
    diagnostics_free(diagnostics);
    data_free(data);
    return values;
}
