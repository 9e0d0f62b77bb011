/* The checked model to a program: domains, then level by level rows and reductions, then checks and outputs. */
#include "compile/compile.h"
#include <string.h>
#include "base/limits.h"
#include "base/sha256.h"
#include "compile/domains.h"
#include "compile/plan.h"
#include "compile/rows.h"
#include "elaborate/elaborate.h"
#include "memory.h"

struct compiler {
    struct model *model;
    struct program_builder *builder;
    struct plan plan;
    uint32_t one_domain;                /* NONE until needed */
    struct row_set **domains; uint32_t domain_count;
    uint32_t *one_indexes;              /* by domain of the list */
    uint32_t mark;
};

/* ---- roots ---- */

static void add_root(struct node ***roots, uint32_t *count, struct node *node)
{
    if (node)
        *ARRAY_ADD(*roots, *count) = node;
}

static struct node **all_roots(struct model *model, uint32_t *count)
{
    struct node **roots = NULL;
    for (uint32_t i = 0; i < model->wanted_count; i++)
        add_root(&roots, count, model->wanted[i]);
    for (uint32_t s = 0; s < model->scheme_count; s++) {
        struct scheme *scheme = model->schemes[s];
        if (!scheme_is_run(scheme))
            continue;
        for (uint32_t i = 0; i < scheme->result_count; i++)
            add_root(&roots, count, scheme->results[i].node);
        for (uint32_t i = 0; i < scheme->focus_count; i++) {
            add_root(&roots, count, scheme->focuses[i].met);
            add_root(&roots, count, scheme->focuses[i].raised);
        }
        for (uint32_t i = 0; i < scheme->ledger_count; i++) {
            struct row_set *ledger = scheme->ledgers[i];
            add_root(&roots, count, ledger->void_rows);
            for (uint32_t k = 0; k < ledger->requirement_count; k++) {
                struct requirement *requirement = &ledger->requirements[k];
                add_root(&roots, count, requirement->condition);
                add_root(&roots, count, requirement->shown[0]);
                add_root(&roots, count, requirement->shown[1]);
                for (int d = 0; d < 4; d++)
                    add_root(&roots, count, requirement->daily[d]);
            }
        }
    }
    return roots;
}

/* ---- domains ---- */

static void add_domain(struct compiler *compiler, struct row_set *rows)
{
    for (uint32_t i = 0; i < compiler->domain_count; i++)
        if (compiler->domains[i] == rows)
            return;
    *ARRAY_ADD(compiler->domains, compiler->domain_count) = rows;
}

static void make_domains(struct compiler *compiler)
{
    struct model *model = compiler->model;
    for (uint32_t s = 0; s < model->scheme_count; s++)
        for (uint32_t i = 0; scheme_is_run(model->schemes[s]) && i < model->schemes[s]->ledger_count; i++) {
            compile_ledger(compiler->builder, model, model->schemes[s]->ledgers[i]);
            add_domain(compiler, model->schemes[s]->ledgers[i]);
        }
    bool one = false;
    for (uint32_t i = 0; i < compiler->plan.count; i++) {
        struct node *node = node_pool_at(model->pool, i);
        if (!compiler->plan.nodes[i].visited)
            continue;
        if (node->kind == NODE_GROUP) {
            compile_groups(compiler->builder, node->target);
            add_domain(compiler, node->target);
        }
        one = one || (!node->domain && node->kind != NODE_CONSTANT);
    }
    compiler->one_domain = one ? program_add_domain(compiler->builder, DOMAIN_ONE, "one", (struct span){NONE, 0, 0}) : NONE;
    compiler->one_indexes = lang_array(compiler->domain_count + 1, sizeof *compiler->one_indexes);
    for (uint32_t i = 0; i < compiler->domain_count; i++)
        compiler->one_indexes[i] = NONE;
}

static uint32_t number_of_domain(struct compiler *compiler, const struct row_set *rows) { return rows ? rows->program_domain : compiler->one_domain; }

/* Computed columns have no name, but those that checks show. */
static const char *column_name(const struct compiler *compiler, const struct node *node)
{
    for (uint32_t s = 0; node->kind == NODE_FOLD && s < compiler->model->scheme_count; s++)
        for (uint32_t i = 0; i < compiler->model->schemes[s]->focus_count; i++)
            if (compiler->model->schemes[s]->focuses[i].raised == node)
                return "次数";
    return node->kind == NODE_FIELD ? node->field->name : "";
}

static uint32_t add_column(struct compiler *compiler, const struct node *node, uint32_t domain)
{
    uint32_t target = node->type == TYPE_CATEGORY ? category_set_number(compiler->builder, compiler->model, node->categories)
                      : node->type == TYPE_INDEX  ? domain_number(node->target)
                                                  : NONE;
    return program_add_column(compiler->builder, domain, node->type, target, column_name(compiler, node));
}

/* Whether rows of the domain at this level read a value of the one-row domain. */
static bool reads_one(const struct compiler *compiler, const struct row_set *domain)
{
    for (uint32_t i = 0; i < compiler->plan.count; i++) {
        const struct node *node = node_pool_at(compiler->model->pool, i);
        if (!compiler->plan.nodes[i].visited || node->domain != domain || !node_is_row_work(node))
            continue;
        const struct node *operands[3] = {node->a, node->b, node->c};
        for (int k = 0; k < 3; k++)
            if (operands[k] && !operands[k]->domain && operands[k]->kind != NODE_CONSTANT)
                return true;
    }
    return false;
}

static void make_one_index(struct compiler *compiler, uint32_t number)
{
    struct row_set *rows = compiler->domains[number];
    if (compiler->one_domain == NONE || !reads_one(compiler, rows))
        return;
    struct stage stage = program_blank_stage(STAGE_GROUP, rows->program_domain, rows->span);
    stage.target = compiler->one_domain;
    stage.result = compiler->one_indexes[number] = program_add_column(compiler->builder, rows->program_domain, TYPE_INDEX, compiler->one_domain, "");
    program_add_stage(compiler->builder, &stage);
}

/* ---- rows ---- */

static bool rows_stage(struct compiler *compiler, struct row_set *domain, uint32_t one_index, int level)
{
    struct plan *plan = &compiler->plan;
    struct emitter emitter = {.plan = plan, .builder = compiler->builder, .domain = domain, .one_index = one_index, .mark = ++compiler->mark};
    bool begun = false;
    for (uint32_t i = 0; i < plan->count; i++) {
        struct node *node = node_pool_at(compiler->model->pool, i);
        struct planned *planned = &plan->nodes[i];
        if (!planned->visited || node->domain != domain || !node_is_row_work(node) || planned->level != level || !(planned->need & NEED_COLUMN))
            continue;
        if (!begun)
            program_begin_rows(compiler->builder, number_of_domain(compiler, domain), planned->place);
        begun = true;
        uint32_t column = add_column(compiler, node, number_of_domain(compiler, domain));
        emit_store(&emitter, node, column);
        planned->column = column;
    }
    return !begun || emit_finish(&emitter);
}

/* A column of the domain for a reduction: the node's own, or one made for a constant. */
static uint32_t column_for(struct compiler *compiler, const struct node *node)
{
    return node ? plan_of(&compiler->plan, node)->column : NONE;
}

/* ---- reductions ---- */

static void group_stage(struct compiler *compiler, struct node *node)
{
    struct stage stage = program_blank_stage(STAGE_GROUP, node->domain->program_domain, plan_of(&compiler->plan, node)->place);
    stage.target = node->target->program_domain;
    stage.key_count = node->key_count;
    stage.keys = lang_array(node->key_count, sizeof *stage.keys);
    stage.key_results = lang_array(node->key_count, sizeof *stage.key_results);
    for (uint32_t i = 0; i < node->key_count; i++) {
        struct node *key = node->keys[i];
        stage.keys[i] = column_for(compiler, key);
        stage.key_results[i] = add_column(compiler, key, stage.target);
    }
    for (uint32_t i = 0; i < compiler->plan.count; i++) {
        struct node *other = node_pool_at(compiler->model->pool, i);
        if (compiler->plan.nodes[i].visited && other->kind == NODE_GROUP_KEY && other->domain == node->target)
            compiler->plan.nodes[i].column = stage.key_results[other->position];
    }
    stage.result = plan_of(&compiler->plan, node)->column = add_column(compiler, node, node->domain->program_domain);
    program_add_stage(compiler->builder, &stage);
    for (uint32_t i = 0; i < compiler->domain_count; i++)
        if (compiler->domains[i] == node->target)
            make_one_index(compiler, i);
}

static void reduction_stage(struct compiler *compiler, struct node *node)
{
    static const enum stage_kind kinds[] = {[NODE_FOLD] = STAGE_FOLD, [NODE_RANK] = STAGE_RANK, [NODE_RUNNING] = STAGE_RUNNING, [NODE_DAYS] = STAGE_DAYS};
    const struct row_set *source = node->kind == NODE_FOLD || node->kind == NODE_DAYS ? node->target : node->domain;
    struct stage stage = program_blank_stage(kinds[node->kind], source->program_domain, plan_of(&compiler->plan, node)->place);
    stage.index = column_for(compiler, node->a);
    stage.value = column_for(compiler, node->b);
    stage.filter = column_for(compiler, node->c);
    stage.fold = node->fold;
    stage.ties = node->ties;
    stage.rank_key_count = node->key_count;
    stage.rank_keys = lang_array(node->key_count + 1, sizeof *stage.rank_keys);
    for (uint32_t i = 0; i < node->key_count; i++)
        stage.rank_keys[i] = (struct rank_key){column_for(compiler, node->keys[i]), node->descending[i]};
    if (node->kind == NODE_RUNNING)
        stage.order = column_for(compiler, node->days[0]);
    if (node->kind == NODE_DAYS) {
        stage.target = node->domain->program_domain;
        stage.from = column_for(compiler, node->days[0]);
        stage.to = column_for(compiler, node->days[1]);
        stage.target_from = column_for(compiler, node->days[2]);
        stage.target_to = column_for(compiler, node->days[3]);
        stage.target_index = column_for(compiler, node->days[4]);
        stage.filter = column_for(compiler, node->days[5]);
    }
    stage.result = plan_of(&compiler->plan, node)->column = add_column(compiler, node, number_of_domain(compiler, node->domain));
    program_add_stage(compiler->builder, &stage);
}

static void reductions(struct compiler *compiler, int level)
{
    for (int pass = 0; pass < 2; pass++)        /* groups first: folds of the same level may use their indexes */
        for (uint32_t i = 0; i < compiler->plan.count; i++) {
            struct node *node = node_pool_at(compiler->model->pool, i);
            if (!compiler->plan.nodes[i].visited || !node_is_reduction(node) || compiler->plan.nodes[i].level != level || node->kind == NODE_GROUP_KEY)
                continue;
            if (pass == 0 && node->kind == NODE_GROUP)
                group_stage(compiler, node);
            else if (pass == 1 && node->kind != NODE_GROUP)
                reduction_stage(compiler, node);
        }
}

/* ---- checks of rows ---- */

static void check_stages(struct compiler *compiler)
{
    for (uint32_t s = 0; s < compiler->model->scheme_count; s++)
        for (uint32_t i = 0; scheme_is_run(compiler->model->schemes[s]) && i < compiler->model->schemes[s]->ledger_count; i++) {
            struct row_set *ledger = compiler->model->schemes[s]->ledgers[i];
            for (uint32_t k = 0; k < ledger->requirement_count; k++) {
                struct requirement *requirement = &ledger->requirements[k];
                if (!requirement->condition && !requirement->daily[0])
                    continue;
                bool daily = requirement->daily[0] != NULL;
                struct stage stage = program_blank_stage(daily ? STAGE_DAILY : STAGE_CHECK, ledger->program_domain, requirement->span);
                stage.severity = requirement->severity;
                if (requirement->of_void_rows)
                    stage.filter = column_for(compiler, ledger->void_rows);
                stage.message[0] = stage.message[1] = requirement->text;
                stage.value = column_for(compiler, daily ? requirement->daily[1] : requirement->condition);
                if (daily) {
                    stage.index = column_for(compiler, requirement->daily[0]);
                    stage.from = column_for(compiler, requirement->daily[2]);
                    stage.to = column_for(compiler, requirement->daily[3]);
                    stage.day_first = requirement->day_first;
                    stage.day_last = requirement->day_last;
                    stage.wanted = program_add_number(compiler->builder, &requirement->wanted);
                }
                uint32_t *show = NULL, shown = 0;
                for (uint32_t f = 0; f < ledger->field_count; f++)
                    if (!daily && node_uses(requirement->condition, ledger->fields[f]))
                        *ARRAY_ADD(show, shown) = ledger->fields[f]->program_column;
                for (int n = 0; n < 2 && requirement->shown[n]; n++) {
                    *ARRAY_ADD(show, shown) = column_for(compiler, requirement->shown[n]);
                    program_name_column(compiler->builder, show[shown - 1], requirement->shown_names[n]);
                }
                stage.show = show;
                stage.show_count = shown;
                program_add_stage(compiler->builder, &stage);
            }
        }
}

/* Topics that are raised most and that no indicator names are told, group by group. */
static void focus_stages(struct compiler *compiler)
{
    for (uint32_t s = 0; s < compiler->model->scheme_count; s++)
        for (uint32_t i = 0; scheme_is_run(compiler->model->schemes[s]) && i < compiler->model->schemes[s]->focus_count; i++) {
            const struct focus *focus = &compiler->model->schemes[s]->focuses[i];
            if (!focus->met || node_is_constant(focus->met))
                continue;
            struct stage stage = program_blank_stage(STAGE_CHECK, focus->met->domain->program_domain, focus->span);
            uint32_t show[2] = {column_for(compiler, focus->topic), column_for(compiler, focus->raised)};
            const char *ledger = focus->ledger->name, *field = focus->field->name;
            stage.severity = SEVERITY_WARNING;
            stage.message[LANGUAGE_ZH] = lang_format("%s 里提得最多的 %u 个%s之一,没有一项指标写明针对它", ledger, focus->count, field);
            stage.message[LANGUAGE_EN] = lang_format("one of the %u most raised %s of %s, and no indicator names it", focus->count, field, ledger);
            stage.value = column_for(compiler, focus->met);
            stage.show = show;
            stage.show_count = 2;
            program_add_stage(compiler->builder, &stage);
        }
}

/* ---- outputs ---- */

static void input_column(struct compiler *compiler, uint32_t output, const struct field_model *field, enum output_role role)
{
    (void)compiler;
    struct output_column column = {.name = field->name, .column = field->program_column, .form = field->type == TYPE_NUMBER ? OUTPUT_EXACT : OUTPUT_TEXT,
                                   .role = (uint8_t)role, .span = field->span};
    program_add_output_column(compiler->builder, output, &column);
}

static int result_places(const struct scheme *scheme, const struct result *result)
{
    int places = result->node->decimals;
    bool scored = result->role == ROLE_INDICATOR || result->role == ROLE_GROUP || result->role == ROLE_BONUS || result->role == ROLE_DEDUCTION ||
                  result->role == ROLE_TOTAL;
    int stated = scored && scheme->has_rounding ? rational_decimals(&scheme->quantum) : 0;
    stated = result->places > stated ? result->places : stated;
    return places < 0 ? -1 : places > stated ? places : stated;
}

static bool result_column(struct compiler *compiler, struct scheme *scheme, uint32_t output, const struct result *result)
{
    if (!result->node)
        return false;
    struct output_column column = {.name = result->name, .column = column_for(compiler, result->node), .form = OUTPUT_TEXT, .role = result->role, .span = result->span};
    if (result->node->type == TYPE_NUMBER) {
        int places = result_places(scheme, result);
        if (places < 0 || places > OUTPUT_PLACES_MOST) {
            ask_decimals(scheme, result->name, result->span);
            return false;
        }
        column.form = OUTPUT_DECIMALS;
        column.places = (uint8_t)places;
    }
    program_add_output_column(compiler->builder, output, &column);
    return true;
}

static bool scheme_output(struct compiler *compiler, struct scheme *scheme)
{
    struct row_set *units = scheme->units;
    uint32_t output = program_add_output(compiler->builder, scheme->stem, scheme->title, units->program_domain);
    bool good = true;
    for (uint32_t i = 0; i < units->key_count; i++)
        input_column(compiler, output, units->fields[units->keys[i]], ROLE_KEY);
    struct field_model *name = field_find(units, "名称");
    if (!name)
        name = field_find(units, "name");
    if (name && name->type == TYPE_TEXT && name != units->fields[units->key_count ? units->keys[0] : 0])
        input_column(compiler, output, name, ROLE_NAME);
    if (scheme->class_field)
        input_column(compiler, output, scheme->class_field, ROLE_CLASS);
    for (uint32_t i = 0; i < scheme->result_count; i++)
        good = result_column(compiler, scheme, output, &scheme->results[i]) && good;
    return good;
}

/* ---- all ---- */

static void add_sources(struct compiler *compiler)
{
    uint32_t count = diagnostics_source_count(compiler->model->diagnostics);
    for (uint32_t i = 0; i < count; i++) {
        const struct source *source = diagnostics_source(compiler->model->diagnostics, i);
        uint8_t hash[32] = {0};
        if (!compiler->model->passing)
            sha256(source->text, source->length, hash);
        program_add_source(compiler->builder, source->path, source->text, (uint32_t)source->length, hash);
    }
}

/* What is no row work is given a column of its domain by a selection that keeps it: an output that is the same for all, a file's column
 * that alone says which rows are void. */
static void kept_columns(struct model *model)
{
    for (uint32_t s = 0; s < model->scheme_count; s++)
        for (uint32_t i = 0; i < model->schemes[s]->result_count; i++) {
            struct result *result = &model->schemes[s]->results[i];
            if (result->node && result->node->domain != result->domain)
                result->node = node_spread(model->pool, result->domain, result->node);
        }
    for (uint32_t s = 0; s < model->scheme_count; s++)
        for (uint32_t i = 0; i < model->schemes[s]->ledger_count; i++) {
            struct row_set *ledger = model->schemes[s]->ledgers[i];
            if (ledger->void_rows && !node_is_row_work(ledger->void_rows))
                ledger->void_rows = node_spread(model->pool, ledger, ledger->void_rows);
        }
}

static void tell_places(const struct plan *plan, struct compiled_nodes *nodes)
{
    nodes->count = plan->count;
    nodes->columns = lang_array(plan->count + 1, sizeof *nodes->columns);
    nodes->instructions = lang_array(plan->count + 1, sizeof *nodes->instructions);
    for (uint32_t i = 0; i < plan->count; i++) {
        nodes->columns[i] = plan->nodes[i].visited ? plan->nodes[i].column : NONE;
        nodes->instructions[i] = plan->nodes[i].visited ? plan->nodes[i].instruction : NONE;
    }
}

struct program *compile_model(struct model *model)
{
    struct compiled_nodes nodes;
    return compile_model_with(model, &nodes);
}

struct program *compile_model_with(struct model *model, struct compiled_nodes *nodes)
{
    struct compiler compiler = {.model = model, .builder = program_builder_new()};
    uint32_t root_count = 0;
    kept_columns(model);
    struct node **roots = all_roots(model, &root_count);
    plan_make(&compiler.plan, model, roots, root_count);
    add_sources(&compiler);
    for (uint32_t i = 0; i < model->fault_count; i++)
        program_add_fault(compiler.builder, model->faults[i][0], model->faults[i][1]);
    make_domains(&compiler);
    for (uint32_t i = 0; i < compiler.plan.count; i++) {
        struct node *node = node_pool_at(model->pool, i);
        if (node->kind == NODE_FIELD && compiler.plan.nodes[i].visited)
            compiler.plan.nodes[i].column = node->field->program_column;
    }
    bool good = true;
    for (uint32_t i = 0; i < compiler.domain_count; i++)        /* rows left out are known before anything else */
        if (compiler.domains[i]->void_rows && compiler.domains[i]->kind == ROWS_LEDGER) {
            good = rows_stage(&compiler, compiler.domains[i], NONE, 0) && good;
            program_domain(compiler.builder, compiler.domains[i]->program_domain)->void_column = column_for(&compiler, compiler.domains[i]->void_rows);
        }
    for (uint32_t i = 0; i < compiler.domain_count; i++)        /* of groups: as soon as they are made */
        if (compiler.domains[i]->kind == ROWS_LEDGER)
            make_one_index(&compiler, i);
    for (int level = 0; level < compiler.plan.levels; level++) {
        for (uint32_t i = 0; i < compiler.domain_count; i++)
            if (level || !compiler.domains[i]->void_rows)
                good = rows_stage(&compiler, compiler.domains[i], compiler.one_indexes[i], level) && good;
        if (compiler.one_domain != NONE)
            good = rows_stage(&compiler, NULL, NONE, level) && good;
        reductions(&compiler, level + 1);
    }
    check_stages(&compiler);
    focus_stages(&compiler);
    for (uint32_t s = 0; s < model->scheme_count; s++)
        if (scheme_is_run(model->schemes[s]))
            good = scheme_output(&compiler, model->schemes[s]) && good;
    struct program *program = program_finish(compiler.builder);
    tell_places(&compiler.plan, nodes);
    if (good)
        return program;
    program_free(program);
    return NULL;
}

/* ---- one scheme of several ---- */

static void keep(struct model *model, struct scheme *scheme, bool *kept)
{
    for (uint32_t i = 0; i < model->scheme_count; i++)
        if (model->schemes[i] == scheme)
            kept[i] = true;
    for (uint32_t i = 0; i < scheme->cited_count; i++)
        keep(model, scheme->cited[i], kept);
}

/* What a compilation has noted in the model. */
static void forget(struct model *model)
{
    for (uint32_t s = 0; s < model->scheme_count; s++)
        for (uint32_t i = 0; i < model->schemes[s]->ledger_count; i++)
            model->schemes[s]->ledgers[i]->compiled = false;
    for (uint32_t i = 0; i < model->grouping_count; i++)
        model->groupings[i]->compiled = false;
    model->set_count = 0;
}

/* The others are taken for outlines meanwhile: no part of the compiler looks at those. */
struct program *compile_scheme(struct model *model, struct scheme *scheme)
{
    bool *kept = lang_array(model->scheme_count + 1, sizeof *kept), *outline = lang_array(model->scheme_count + 1, sizeof *outline);
    keep(model, scheme, kept);
    for (uint32_t i = 0; i < model->scheme_count; i++) {
        outline[i] = model->schemes[i]->outline;
        model->schemes[i]->outline = outline[i] || !kept[i];
    }
    struct program *program = compile_model(model);
    for (uint32_t i = 0; i < model->scheme_count; i++)
        model->schemes[i]->outline = outline[i];
    forget(model);
    return program;
}
