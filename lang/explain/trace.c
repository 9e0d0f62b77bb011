/* The arithmetic of a unit's scores for machines: a list of steps, each an instruction of the rules with the steps that it takes and the
 * value that the run has for it. Who works the list through from cells and constants comes to the score.
 *
 *     {"op":"cell","ledger":"乡镇","file":"乡镇.csv","line":2,"column":"推广面积","value":"284125"}
 *     {"op":"constant","value":"300000"}
 *     {"op":"divide","of":[0,1],"value":"11365/12000"}
 *
 * Values are exact: decimals that end, else fractions. Sides that were not taken have no step. */
#include "explain/explain.h"
#include "elaborate/elaborate.h"
#include "memory.h"
#include "number/date.h"

struct tracing { struct buffer out; uint32_t count; struct marks steps; };

static uint32_t trace_node(struct explainer *explainer, const struct node *node, uint32_t row);

/* ---- values ---- */

static void append_value(struct explainer *explainer, struct buffer *out, const struct node *node, uint32_t row)
{
    struct value value = value_of(&explainer->values, node, row);
    if (!value.known || value.status != STATUS_PRESENT) {
        buffer_format(out, ",\"status\":\"%s\"", value.known ? status_name(value.status) : "unknown");
        return;
    }
    buffer_append_text(out, ",\"value\":");
    struct buffer text = {0};
    switch (node->type) {
    case TYPE_NUMBER: rational_format_exact(&value.number, &text); break;
    case TYPE_BOOLEAN: buffer_append_text(out, value.integer ? "true" : "false"); return;
    case TYPE_DATE: date_format((int32_t)value.integer, &text); break;
    default: buffer_append_text(&text, say_value(explainer, node, row)); break;
    }
    json_text(buffer_text(&text), out);
    buffer_release(&text);
}

static void append_constant(struct buffer *out, const struct node *table, const struct constant_value *constant)
{
    struct buffer text = {0};
    if (constant->status != STATUS_PRESENT)
        buffer_append_text(&text, status_name(constant->status));
    else if (table->type == TYPE_NUMBER)
        rational_format_exact(&constant->number, &text);
    else if (table->type == TYPE_DATE)
        date_format(constant->code, &text);
    else
        buffer_append_text(&text, table->type == TYPE_BOOLEAN ? constant->boolean ? "true" : "false" : table->categories->names[constant->code]);
    json_text(buffer_text(&text), out);
    buffer_release(&text);
}

/* ---- steps ---- */

struct step { struct explainer *explainer; const struct node *node; uint32_t row; uint32_t *of; uint32_t count; uint32_t *where, where_count; uint32_t members; };

static void take(struct step *step, const struct node *node, uint32_t row)
{
    if (node) {
        uint32_t number = trace_node(step->explainer, node, row);
        *ARRAY_ADD(step->of, step->count) = number;
    }
}

static void take_member(void *context, uint32_t row)
{
    struct step *step = context;
    const struct node *node = step->node, *filter = node->kind == NODE_DAYS ? node->days[5] : node->c;
    step->members++;
    take(step, node->kind == NODE_DAYS ? node->days[0] : node->b, row);
    take(step, node->kind == NODE_DAYS ? node->days[1] : NULL, row);
    if (filter && filter->kind != NODE_CONSTANT) {
        uint32_t number = trace_node(step->explainer, filter, row);
        *ARRAY_ADD(step->where, step->where_count) = number;
    }
}

static const char *fold_name(const struct node *node)
{
    static const char *const folds[] = {[FOLD_COUNT] = "count", [FOLD_SUM] = "sum", [FOLD_MINIMUM] = "lowest", [FOLD_MAXIMUM] = "highest", [FOLD_ANY] = "any", [FOLD_ALL] = "all"};
    return folds[node->fold];
}

/* Figures of other units are taken as the run has them; those of rows that belong to the unit are worked out. */
static const char *take_reduction(struct step *step)
{
    const struct node *node = step->node;
    if (node->kind == NODE_RANK || pool_is_of_units(step->explainer, pool_source(node)))
        return "pool";
    for (int i = 2; node->kind == NODE_DAYS && i < 4; i++)
        take(step, node->days[i], step->row);
    pool_members(step->explainer, node, step->row, take_member, step);
    return node->kind == NODE_DAYS ? "days" : "fold";
}

static const char *take_operation(struct step *step)
{
    const struct node *node = step->node;
    if (node->op != OP_SELECT) {
        take(step, node->a, step->row);
        take(step, node->b, step->row);
        take(step, node->c, step->row);
        return opcode_name((enum opcode)node->op);
    }
    struct value condition = value_of(&step->explainer->values, node->a, step->row);
    take(step, node->a, step->row);
    if (condition.status == STATUS_PRESENT)
        take(step, condition.integer ? node->b : node->c, step->row);
    return "select";
}

static const char *take_parts(struct step *step)
{
    const struct node *node = step->node;
    switch (node->kind) {
    case NODE_CONSTANT: return "constant";
    case NODE_FIELD: return "cell";
    case NODE_GROUP_KEY: return "group-key";
    case NODE_TABLE: take(step, node->a, step->row); return "lookup";
    case NODE_OPERATION: return take_operation(step);
    case NODE_GROUP:
        for (uint32_t i = 0; i < node->key_count; i++)
            take(step, node->keys[i], step->row);
        return "group";
    case NODE_GATHER: {
        struct value index = value_of(&step->explainer->values, node->a, step->row);
        take(step, node->a, step->row);
        if (index.status == STATUS_PRESENT && index.integer >= 0)
            take(step, node->b, (uint32_t)index.integer);
        return "gather";
    }
    default: return take_reduction(step);
    }
}

static void append_numbers(struct buffer *out, const char *name, const uint32_t *numbers, uint32_t count)
{
    buffer_format(out, ",\"%s\":[", name);
    for (uint32_t i = 0; i < count; i++)
        buffer_format(out, i ? ",%u" : "%u", numbers[i]);
    buffer_append_char(out, ']');
}

static void append_statuses(struct buffer *out, unsigned mask)
{
    bool any = false;
    buffer_append_text(out, ",\"mask\":[");
    for (int status = 0; status < STATUS_COUNT; status++)
        if (mask & status_mask((enum status)status)) {
            buffer_format(out, "%s\"%s\"", any ? "," : "", status_name((enum status)status));
            any = true;
        }
    buffer_append_char(out, ']');
}

static void append_cell(const struct explainer *explainer, struct buffer *out, const struct field_model *field, uint32_t row)
{
    const struct domain_data *rows = &explainer->values.data->domains[field->owner->program_domain];
    buffer_append_text(out, ",\"ledger\":");
    json_text(field->owner->name, out);
    buffer_append_text(out, ",\"file\":");
    json_text(rows->path ? rows->path : "", out);
    buffer_format(out, ",\"line\":%u,\"column\":", written_line(&explainer->written, field->owner->program_domain, row));
    json_text(field->name, out);
}

/* What the operation is, beside the steps that it takes. */
static void append_detail(struct explainer *explainer, struct buffer *out, const struct step *step)
{
    static const char *const modes[] = {
#define X(name, zh, en) en,
        ROUNDING_MODES(X)
#undef X
    };
    const struct node *node = step->node;
    if (node->kind == NODE_FIELD)
        append_cell(explainer, out, node->field, step->row);
    if (node->kind == NODE_OPERATION && node->op == OP_ROUND) {
        buffer_format(out, ",\"mode\":\"%s\",\"quantum\":\"", modes[node->mode]);
        rational_format_exact(&node->value.number, out);
        buffer_append_char(out, '"');
    }
    if (node->kind == NODE_OPERATION && node->op == OP_STATUS_IS)
        append_statuses(out, node->mode);
    if (node->kind == NODE_TABLE) {
        buffer_append_text(out, ",\"table\":{");
        for (uint32_t i = 0; i < node->table_count; i++) {
            buffer_append_text(out, i ? "," : "");
            json_text(node->a->categories->names[i], out);
            buffer_append_char(out, ':');
            append_constant(out, node, &node->table[i]);
        }
        buffer_append_char(out, '}');
    }
    if (node->kind == NODE_FOLD || node->kind == NODE_RUNNING)
        buffer_format(out, ",\"fold\":\"%s\"", fold_name(node));
    if (node->kind == NODE_FOLD || node->kind == NODE_RUNNING || node->kind == NODE_DAYS)
        buffer_format(out, ",\"members\":%u", step->members);
}

static uint32_t trace_node(struct explainer *explainer, const struct node *node, uint32_t row)
{
    struct tracing *tracing = explainer->tracing;
    uint32_t number;
    if (!node->domain)
        row = 0;
    if (marks_find(&tracing->steps, node, row, 0, &number))
        return number;
    struct step step = {.explainer = explainer, .node = node, .row = row};
    const char *name = take_parts(&step);
    struct buffer *out = &tracing->out;
    buffer_format(out, "%s{\"op\":\"%s\"", tracing->count ? ",\n" : "", name);
    append_detail(explainer, out, &step);
    if (step.count)
        append_numbers(out, "of", step.of, step.count);
    if (step.where_count)
        append_numbers(out, "where", step.where, step.where_count);
    append_value(explainer, out, node, row);
    buffer_append_char(out, '}');
    marks_add(&tracing->steps, node, row, 0, tracing->count);
    return tracing->count++;
}

/* ---- a unit ---- */

void trace_begin(struct explainer *explainer) { explainer->tracing = lang_new(sizeof *explainer->tracing); }

struct dependencies { struct buffer *out; bool any; };

static void append_dependency(void *context, const struct field_model *field)
{
    struct dependencies *dependencies = context;
    buffer_append_text(dependencies->out, dependencies->any ? "," : "");
    json_text(lang_format("%s.%s", field->owner->name, field->name), dependencies->out);
    dependencies->any = true;
}

void trace_of_result(struct explainer *explainer, struct entry *entry, struct node *node, uint32_t row)
{
    if (!explainer->tracing)
        return;
    struct buffer out = {0};
    struct dependencies dependencies = {&out, false};
    buffer_format(&out, ",\"step\":%u,\"depends\":[", trace_node(explainer, node, row));
    node_fields(&node, 1, NULL, append_dependency, &dependencies);
    buffer_append_char(&out, ']');
    entry->extra = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
}

void trace_end(struct explainer *explainer, struct entry *unit)
{
    if (!explainer->tracing)
        return;
    unit->extra = lang_format(",\"steps\":[\n%s\n]", buffer_text(&explainer->tracing->out));
    buffer_release(&explainer->tracing->out);
    explainer->tracing = NULL;
}
