/* What is decided and not computed: vetoes and adjustments of the grade, those that held and those that did not; and what a person judged. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "explain/explain.h"
#include "memory.h"
#include "phrase/pattern.h"

static void explain_gate(struct explainer *explainer, struct entry *into, const struct veto *gate, const char *what, uint32_t row)
{
    const struct line *line = &gate->line;
    if (!gate->condition || !value_of(&explainer->values, gate->condition, row).known)
        return;
    bool holds = value_is_true(&explainer->values, gate->condition, row);
    const char *follows = span_text(explainer->model, tokens_span(line->clause->tokens + line->from, line->to - line->from));
    explain_parts(explainer, into, gate->condition, row);
    const char *verdict = holds ? lang_format(in_language(explainer, "成立,%s", "holds: %s"), follows)
                                : lang_format(in_language(explainer, "不成立(成立的,%s)", "does not hold (it would give: %s)"), follows);
    struct entry *entry = entry_add(into, ENTRY_CONDITION, lang_format(in_language(explainer, "%s %s:%s", "%s, %s: %s"), what,
                                                                       say_expression(explainer, gate->condition, row, false), verdict));
    entry_place(explainer, entry, gate->span);
    if (holds)
        explain_rule(explainer, gate->span);
    explain_told(explainer, gate->condition, row);
}

void explain_gates(struct explainer *explainer, struct entry *into, uint32_t row)
{
    const struct scheme *scheme = explainer->scheme;
    for (uint32_t i = 0; i < scheme->veto_count; i++)
        explain_gate(explainer, into, &scheme->vetoes[i], in_language(explainer, "一票否决", "veto"), row);
    for (uint32_t i = 0; i < scheme->adjustment_count; i++)
        explain_gate(explainer, into, &scheme->adjustments[i], in_language(explainer, "等次调整", "grade adjustment"), row);
}

/* The bounds as they stand in the rule, between the words that begin the judgement and 由 or 依据. */
static const char *bounds_of(struct explainer *explainer, const struct judgement *judgement)
{
    struct value least = {.status = STATUS_PRESENT, .known = true, .number = judgement->least}, greatest = least;
    greatest.number = judgement->greatest;
    struct node like = *judgement->value;
    if (judgement->is_rate)
        like.unit = unit_percent();
    return lang_format(in_language(explainer, "%s 至 %s", "%s to %s"), say_like(explainer, &like, &least, -1), say_like(explainer, &like, &greatest, -1));
}

void explain_judgements(struct explainer *explainer, struct entry *into, struct entry *cells, const struct item *item, uint32_t row)
{
    for (uint32_t i = 0; i < item->scheme->judgement_count; i++) {
        const struct judgement *judgement = &item->scheme->judgements[i];
        if (judgement->item != item || (judgement->condition && !value_is_true(&explainer->values, judgement->condition, row)))
            continue;
        struct entry *entry = entry_add(into, ENTRY_JUDGEMENT,
                                        lang_format(in_language(explainer, "%s 由 %s 评定,可以是 %s,依据 %s;不是算出来的", "%s is decided by %s, within %s, on the basis of %s; it is not computed"),
                                                    say_expression(explainer, judgement->value, row, false), judgement->who, bounds_of(explainer, judgement), judgement->basis));
        entry_place(explainer, entry, judgement->span);
        struct field_model *basis = item->domain ? field_find(item->domain, judgement->basis) : NULL;
        if (basis)
            explain_cell(explainer, cells, ENTRY_CELL, basis, row);
    }
}
