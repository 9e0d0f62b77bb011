/* What a value of a run rests on: the graph below its node is walked with the row at hand, past the sides that were not taken. Who is not
 * given where it comes to is named; which conditions it came through is what coverage counts. */
#include "compile/domains.h"
#include "memory.h"
#include "test/test.h"

static uint32_t rows_of(const struct depend *depend, const struct row_set *rows)
{
    if (!rows)
        return 1;
    uint32_t domain = domain_number(rows);
    return domain == NONE ? 0 : depend->values.data->domains[domain].rows;
}

static bool seen_before(struct depend *depend, const struct node *node, uint32_t row)
{
    if (!depend->seen[node->number])
        depend->seen[node->number] = lang_array(rows_of(depend, node->domain) + 1, 1);
    bool before = depend->seen[node->number][row];
    depend->seen[node->number][row] = 1;
    return before;
}

static void add_missing(struct depend *depend, const struct field_model *field, const struct row_set *ledger)
{
    for (uint32_t i = 0; i < depend->missing_count; i++)
        if (depend->missing[i].field == field && depend->missing[i].ledger == ledger)
            return;
    depend->missing = lang_resize(depend->missing, depend->missing_count, depend->missing_count + 1, sizeof *depend->missing);
    depend->missing[depend->missing_count++] = (struct missing){field, ledger};
}

static void visit_field(struct depend *depend, const struct field_model *field, uint32_t row)
{
    const struct sheet_known *known = depend->known ? &depend->known[domain_number(field->owner)] : NULL;
    uint32_t number = 0;
    while (field->owner->fields[number] != field)
        number++;
    if (known && known->given && row < known->rows && !known->given[(size_t)row * known->fields + number])
        add_missing(depend, field, field->owner);
}

/* That a ledger has these rows and no others; that groups are these. */
static void visit_rows(struct depend *depend, const struct row_set *rows)
{
    if (rows->kind == ROWS_LEDGER) {
        if (depend->known && domain_number(rows) != NONE && !depend->known[domain_number(rows)].known)
            add_missing(depend, NULL, rows);
        return;
    }
    visit_rows(depend, rows->source);
    for (uint32_t i = 0; i < rows->group_key_count; i++)
        for (uint32_t row = 0; row < rows_of(depend, rows->source); row++)
            depend_visit(depend, rows->group_keys[i], row);
}

/* ---- reductions ---- */

static const struct row_set *source_of(const struct node *node)
{
    return node->kind == NODE_FOLD || node->kind == NODE_DAYS ? node->target : node->domain;
}

/* The group whose rows the value at `row` is taken of; false where there is none. */
static bool group_of(struct depend *depend, const struct node *node, uint32_t row, int64_t *group)
{
    const struct node *own = node->kind == NODE_DAYS ? node->days[4] : node->kind == NODE_FOLD ? NULL : node->a;
    *group = node->kind == NODE_FOLD && node->a ? row : 0;
    if (!own)
        return true;
    depend_visit(depend, own, row);
    struct value value = value_of(&depend->values, own, row);
    *group = value.integer;
    return value.status == STATUS_PRESENT && value.integer >= 0;
}

/* Whether a row of the source takes part, and what decides that. */
static bool takes_part(struct depend *depend, const struct node *node, uint32_t row, int64_t group)
{
    const struct row_set *source = source_of(node);
    const struct node *filter = node->kind == NODE_DAYS ? node->days[5] : node->c;
    if (node->a) {
        depend_visit(depend, node->a, row);
        struct value index = value_of(&depend->values, node->a, row);
        if (index.status != STATUS_PRESENT || index.integer != group)
            return false;
    }
    if (source->void_rows) {
        depend_visit(depend, source->void_rows, row);
        if (value_is_true(&depend->values, source->void_rows, row))
            return false;
    }
    if (!filter)
        return true;
    depend_visit(depend, filter, row);
    return value_is_true(&depend->values, filter, row);
}

static void visit_reduction(struct depend *depend, const struct node *node, uint32_t row)
{
    const struct row_set *source = source_of(node);
    int64_t group;
    if (!source)
        return;
    visit_rows(depend, source);
    for (int i = 2; node->kind == NODE_DAYS && i < 5; i++)
        depend_visit(depend, node->days[i], row);
    if (!group_of(depend, node, row, &group))
        return;
    for (uint32_t member = 0; member < rows_of(depend, source); member++) {
        if (!takes_part(depend, node, member, group))
            continue;
        depend_visit(depend, node->b, member);
        for (uint32_t i = 0; i < node->key_count; i++)
            depend_visit(depend, node->keys[i], member);
        for (int i = 0; i < 2; i++)
            depend_visit(depend, node->days[i], member);
    }
}

/* ---- row work ---- */

static bool decides(struct depend *depend, const struct node *operand, uint32_t row, bool value)
{
    struct value here = value_of(&depend->values, operand, row);
    return here.status == STATUS_PRESENT && (here.integer != 0) == value;
}

static void visit_operation(struct depend *depend, const struct node *node, uint32_t row)
{
    if (node->op == OP_AND || node->op == OP_OR) {
        const struct node *one = decides(depend, node->a, row, node->op == OP_OR) ? node->a : decides(depend, node->b, row, node->op == OP_OR) ? node->b : NULL;
        if (one) {
            depend_visit(depend, one, row);
            return;
        }
    }
    depend_visit(depend, node->a, row);
    if (node->op == OP_SELECT) {
        struct value condition = value_of(&depend->values, node->a, row);
        if (condition.status == STATUS_PRESENT)
            depend_visit(depend, condition.integer ? node->b : node->c, row);
        return;
    }
    depend_visit(depend, node->b, row);
    depend_visit(depend, node->c, row);
}

static void visit_gathered(struct depend *depend, const struct node *node, uint32_t row)
{
    depend_visit(depend, node->a, row);
    struct value index = value_of(&depend->values, node->a, row);
    if (index.status == STATUS_PRESENT && index.integer >= 0)
        depend_visit(depend, node->b, (uint32_t)index.integer);
}

/* The key of a group is that of its rows; which they are is known where all keys are. */
static void visit_group_key(struct depend *depend, const struct node *node)
{
    visit_rows(depend, node->domain);
    for (uint32_t row = 0; row < rows_of(depend, node->domain->source); row++)
        depend_visit(depend, node->b, row);
}

void depend_visit(struct depend *depend, const struct node *node, uint32_t row)
{
    if (!node)
        return;
    if (!node->domain)
        row = 0;
    if (row >= rows_of(depend, node->domain) || seen_before(depend, node, row))
        return;
    switch (node->kind) {
    case NODE_CONSTANT: return;
    case NODE_FIELD: visit_field(depend, node->field, row); return;
    case NODE_TABLE: depend_visit(depend, node->a, row); return;
    case NODE_OPERATION: visit_operation(depend, node, row); return;
    case NODE_GATHER: visit_gathered(depend, node, row); return;
    case NODE_GROUP:
        for (uint32_t i = 0; i < node->key_count; i++)
            depend_visit(depend, node->keys[i], row);
        return;
    case NODE_GROUP_KEY: visit_group_key(depend, node); return;
    default: visit_reduction(depend, node, row);
    }
}

/* ---- outcomes ---- */

static bool was_seen(const struct depend *depend, const struct node *node, uint32_t row)
{
    return node && depend->seen[node->number] && depend->seen[node->number][node->domain ? row : 0];
}

/* A condition on the class alone is folded into what it decides, and counts where that was come to. */
static bool came_to(const struct depend *depend, const struct rule_outcome *outcome, uint32_t row)
{
    if (was_seen(depend, outcome->condition, row))
        return true;
    bool folded = outcome->condition->kind == NODE_TABLE || outcome->condition->kind == NODE_CONSTANT;
    return folded && (was_seen(depend, outcome->owner, row) || (outcome->item && was_seen(depend, outcome->item->counted, row)));
}

void depend_outcomes(struct depend *depend, const struct scheme *scheme, bool *met)
{
    for (uint32_t i = 0; i < scheme->outcome_count; i++) {
        const struct rule_outcome *outcome = &scheme->outcomes[i];
        for (uint32_t row = 0; !met[i] && row < rows_of(depend, outcome->condition->domain); row++)
            met[i] = came_to(depend, outcome, row) && decides(depend, outcome->condition, row, outcome->wanted);
    }
}
