/* Ledgers, groups and category sets into the program. */
#include "compile/domains.h"
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"

uint32_t domain_number(const struct row_set *rows) { return rows->compiled ? rows->program_domain : NONE; }

uint32_t category_set_number(struct program_builder *builder, struct model *model, const struct category_model *set)
{
    for (uint32_t i = 0; i < model->set_count; i++)
        if (model->sets[i].set == set)
            return model->sets[i].number;
    struct compiled_set *compiled = ARRAY_ADD(model->sets, model->set_count);
    *compiled = (struct compiled_set){set, program_add_category_set(builder, set->names, set->count)};
    return compiled->number;
}

/* 视为 0(AQ01、AQ02): what an empty cell counts as, and the indicators that rest on it. */
static const char *empty_meaning(struct model *model, const struct field_model *field)
{
    struct buffer out = {0};
    struct scheme *scheme = field->owner->scheme;
    uint32_t named = 0;
    if (field->empty != EMPTY_REPLACED)
        return "";
    const struct token *tokens = field->empty_clause->tokens;
    uint32_t end = token_next_comma(tokens, field->empty_to, field->empty_from);
    buffer_format(&out, "视为 %s", span_text(model, tokens_span(tokens + field->empty_from, end - field->empty_from)));
    for (uint32_t i = 0; i < scheme->item_count && scheme->units; i++)
        if (scheme->items[i]->counted && node_uses(scheme->items[i]->counted, field))
            buffer_format(&out, "%s%s", named++ ? "、" : "(", scheme->items[i]->code);
    if (named)
        buffer_append_text(&out, ")");
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

static struct field field_of(struct program_builder *builder, struct model *model, const struct field_model *from)
{
    struct field field = {.name = from->name, .type = from->type, .percent = from->percent, .fraction_form = from->fraction_form, .whole = from->whole,
                          .may_be_empty = from->may_be_empty, .has_least = from->has_least, .has_greatest = from->has_greatest,
                          .least_open = from->least_open, .least = from->least, .greatest = from->greatest,
                          .unit = from->unit_name ? from->unit_name : "", .categories = NONE, .reference = NONE, .span = from->span,
                          .empty_means = empty_meaning(model, from)};
    if (from->type == TYPE_CATEGORY)
        field.categories = category_set_number(builder, model, from->categories);
    if (from->type == TYPE_INDEX)
        field.reference = from->reference->program_domain;
    return field;
}

void compile_ledger(struct program_builder *builder, struct model *model, struct row_set *ledger)
{
    if (ledger->compiled)
        return;
    ledger->compiled = true;
    ledger->program_domain = program_add_domain(builder, DOMAIN_LEDGER, ledger->name, ledger->span);
    for (uint32_t i = 0; i < ledger->field_count; i++)
        if (ledger->fields[i]->reference)
            compile_ledger(builder, model, ledger->fields[i]->reference);
    for (uint32_t i = 0; i < ledger->field_count; i++) {
        struct field field = field_of(builder, model, ledger->fields[i]);
        ledger->fields[i]->program_column = program_add_field(builder, ledger->program_domain, &field);
    }
    for (uint32_t i = 0; i < ledger->key_count; i++)
        program_add_key(builder, ledger->program_domain, ledger->fields[ledger->keys[i]]->program_column);
    for (uint32_t i = 0; i < ledger->empty_mark_count; i++)
        program_add_empty_mark(builder, ledger->program_domain, ledger->empty_marks[i]);
    struct domain *domain = program_domain(builder, ledger->program_domain);
    domain->needs_rows = ledger->is_units;
    domain->complete = ledger->complete;
}

void compile_groups(struct program_builder *builder, struct row_set *groups)
{
    if (groups->compiled)
        return;
    groups->compiled = true;
    groups->program_domain = program_add_domain(builder, DOMAIN_GROUPS, groups->name, groups->span);
}
