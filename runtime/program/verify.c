/* Whether a program can run without any further check: the entry of the verifier, and its judgement of everything but stages.
 *
 *     columns, domains and fields, constants, tables, faults      each by itself
 *     stages in order                                             verify_stage.c, verify_code.c
 *     what is left: columns nobody made, domains without rows, code without a stage; then outputs
 *
 * Names may come from anybody: they hold no control character, and those that become file names are plain ones. */
#include "program/verify.h"
#include <stdarg.h>
#include <string.h>
#include "base/buffer.h"
#include "base/limits.h"
#include "base/map.h"

bool verify_refuse(struct verifier *verifier, const char *format, ...)
{
    const struct program *program = verifier->program;
    if (verifier->stage != NONE) {
        enum stage_kind kind = program->stages[verifier->stage].kind;
        buffer_format(verifier->why, "stage %u (%s)", verifier->stage, kind < STAGE_KINDS ? stage_kind_name(kind) : "?");
        if (verifier->instruction != NONE) {
            unsigned op = program->code[verifier->instruction].op;
            buffer_format(verifier->why, ", instruction %u (%s)", verifier->instruction, op < OPCODE_COUNT ? opcode_name(op) : "?");
        }
        buffer_append_text(verifier->why, ": ");
    }
    va_list arguments;
    va_start(arguments, format);
    buffer_vformat(verifier->why, format, arguments);
    va_end(arguments);
    return false;
}

bool type_is_ordered(enum value_type type)
{
    return type == TYPE_NUMBER || type == TYPE_DATE || type == TYPE_CATEGORY;
}

bool verify_span(struct verifier *verifier, const char *what, struct span span)
{
    const struct program *program = verifier->program;
    bool nowhere = span.start == 0 && span.end == 0 && (span.file == NONE || (span.file == 0 && program->source_count == 0));
    if (nowhere)
        return true;
    if (span.file >= program->source_count)
        return verify_refuse(verifier, "%s: there is no source %u", what, span.file);
    if (span.start > span.end || span.end > program->sources[span.file].length)
        return verify_refuse(verifier, "%s: bytes %u to %u are not in source %u", what, span.start, span.end, span.file);
    return true;
}

bool verify_domain_ready(struct verifier *verifier, const char *what, uint32_t domain)
{
    if (domain >= verifier->program->domain_count)
        return verify_refuse(verifier, "%s: there is no domain %u", what, domain);
    return verifier->ready[domain] || verify_refuse(verifier, "%s: domain %u has no rows yet", what, domain);
}

static bool column_is_of(struct verifier *verifier, const char *what, uint32_t column, uint32_t domain)
{
    const struct program *program = verifier->program;
    if (column >= program->column_count)
        return verify_refuse(verifier, "%s: there is no column %u", what, column);
    if (program->columns[column].domain != domain)
        return verify_refuse(verifier, "%s: column %u is of domain %u, not of domain %u", what, column, program->columns[column].domain, domain);
    return true;
}

bool verify_column_read(struct verifier *verifier, const char *what, uint32_t column, uint32_t domain)
{
    if (!column_is_of(verifier, what, column, domain))
        return false;
    int64_t maker = verifier->maker[column];
    if (maker == MADE_BY_NOTHING)
        return verify_refuse(verifier, "%s: column %u is not made yet", what, column);
    if (verifier->stage != NONE && maker == verifier->stage)
        return verify_refuse(verifier, "%s: column %u is made by this very stage", what, column);
    return true;
}

bool verify_column_typed(struct verifier *verifier, const char *what, uint32_t column, uint32_t domain, enum value_type type)
{
    if (!verify_column_read(verifier, what, column, domain))
        return false;
    enum value_type found = verifier->program->columns[column].type;
    return found == type || verify_refuse(verifier, "%s: column %u holds %s, not %s", what, column, type_name(found), type_name(type));
}

bool verify_column_made(struct verifier *verifier, const char *what, uint32_t column, uint32_t domain, enum value_type type, uint32_t target)
{
    if (!column_is_of(verifier, what, column, domain))
        return false;
    const struct column *made = &verifier->program->columns[column];
    if (verifier->maker[column] != MADE_BY_NOTHING)
        return verify_refuse(verifier, "%s: column %u is made twice", what, column);
    if (made->type != type)
        return verify_refuse(verifier, "%s: column %u holds %s, and %s is put into it", what, column, type_name(made->type), type_name(type));
    if (made->target != target)
        return verify_refuse(verifier, "%s: column %u is of another %s than what is put into it", what, column,
                             type == TYPE_CATEGORY ? "category set" : "domain");
    verifier->maker[column] = verifier->stage == NONE ? MADE_BY_FIELD : (int64_t)verifier->stage;
    return true;
}

/* ---- names ---- */

static bool check_name(struct verifier *verifier, const char *what, uint32_t number, const char *name, bool may_be_empty)
{
    if (name[0] == '\0' && !may_be_empty)
        return verify_refuse(verifier, "%s %u: its name is empty", what, number);
    for (const unsigned char *byte = (const unsigned char *)name; *byte; byte++)
        if (*byte < 0x20 || *byte == 0x7f)
            return verify_refuse(verifier, "%s %u: a control character in its name", what, number);
    return true;
}

/* A name that becomes a file's: no way out of its folder. */
static bool check_file_name(struct verifier *verifier, const char *what, uint32_t number, const char *name)
{
    if (!check_name(verifier, what, number, name, false))
        return false;
    if (name[0] == '.' || strpbrk(name, "/\\") != NULL)
        return verify_refuse(verifier, "%s %u: its name is not a plain file name", what, number);
    return true;
}

static bool check_new_name(struct verifier *verifier, struct map *names, const char *what, uint32_t number, const char *name)
{
    int64_t before;
    return map_add(names, name, strlen(name), number, &before) ||
           verify_refuse(verifier, "%s %u: %s %u has the same name", what, number, what, (uint32_t)before);
}

/* ---- sources, sets, columns ---- */

static bool check_sources(struct verifier *verifier)
{
    const struct program *program = verifier->program;
    for (uint32_t i = 0; i < program->source_count; i++)
        if (!check_name(verifier, "source", i, program->sources[i].path, false))
            return false;
    return true;
}

static bool check_category_set(struct verifier *verifier, uint32_t number)
{
    const struct category_set *set = &verifier->program->category_sets[number];
    if (set->count == 0)
        return verify_refuse(verifier, "category set %u is empty", number);
    struct map names = { 0 };
    bool sound = true;
    for (uint32_t i = 0; sound && i < set->count; i++)
        sound = check_name(verifier, "category", i, set->names[i], false) && check_new_name(verifier, &names, "category", i, set->names[i]);
    map_release(&names);
    return sound;
}

static bool check_column(struct verifier *verifier, uint32_t number)
{
    const struct program *program = verifier->program;
    const struct column *column = &program->columns[number];
    if (column->domain >= program->domain_count)
        return verify_refuse(verifier, "column %u: there is no domain %u", number, column->domain);
    if (column->type >= TYPE_COUNT)
        return verify_refuse(verifier, "column %u: there is no type of number %d", number, (int)column->type);
    if (column->type == TYPE_CATEGORY && column->target >= program->category_set_count)
        return verify_refuse(verifier, "column %u: there is no category set %u", number, column->target);
    if (column->type == TYPE_INDEX && column->target >= program->domain_count)
        return verify_refuse(verifier, "column %u: it points into domain %u, which is not there", number, column->target);
    if (column->type != TYPE_CATEGORY && column->type != TYPE_INDEX && column->target != NONE)
        return verify_refuse(verifier, "column %u: %s has no target", number, type_name(column->type));
    return check_name(verifier, "column", number, column->name, true);
}

/* ---- domains and fields ---- */

static bool bound_is_date(const struct rational *bound)
{
    int64_t days;
    return rational_to_int64(bound, &days) && days >= DATE_LEAST && days <= DATE_GREATEST;
}

static bool check_bounds(struct verifier *verifier, const struct field *field, uint32_t number)
{
    bool bounded = field->has_least || field->has_greatest;
    if (bounded && field->type != TYPE_NUMBER && field->type != TYPE_DATE)
        return verify_refuse(verifier, "field %u: %s has no bounds", number, type_name(field->type));
    if (field->least_open && !field->has_least)
        return verify_refuse(verifier, "field %u: a bound is open that is not there", number);
    if (field->type == TYPE_DATE &&
        ((field->has_least && !bound_is_date(&field->least)) || (field->has_greatest && !bound_is_date(&field->greatest))))
        return verify_refuse(verifier, "field %u: a bound is no day of the years 1 to 9999", number);
    if (!field->has_least || !field->has_greatest)
        return true;
    int order = rational_compare(&field->least, &field->greatest);
    if (order > 0 || (order == 0 && field->least_open))
        return verify_refuse(verifier, "field %u: nothing lies between its bounds", number);
    return true;
}

/* A field can refer to a ledger whose rows one cell can name. */
static bool domain_has_single_key(const struct program *program, uint32_t domain)
{
    return domain < program->domain_count && program->domains[domain].kind == DOMAIN_LEDGER && program->domains[domain].key_count == 1;
}

static bool check_field(struct verifier *verifier, uint32_t domain, uint32_t number, struct map *names)
{
    const struct program *program = verifier->program;
    const struct field *field = &program->domains[domain].fields[number];
    if (!check_name(verifier, "field", number, field->name, false) || !check_name(verifier, "unit of field", number, field->unit, true) ||
        !check_name(verifier, "meaning of empty cells of field", number, field->empty_means, true) ||
        !check_new_name(verifier, names, "field", number, field->name))
        return false;
    for (uint32_t i = 0; i < field->alias_count; i++)
        if (!check_name(verifier, "alias of field", number, field->aliases[i], false) ||
            !check_new_name(verifier, names, "field", number, field->aliases[i]))
            return false;
    if (field->type >= TYPE_COUNT)
        return verify_refuse(verifier, "field %u: there is no type of number %d", number, (int)field->type);
    if (field->type != TYPE_NUMBER && (field->percent || field->whole))
        return verify_refuse(verifier, "field %u: %s is neither a percentage nor whole", number, type_name(field->type));
    if (field->fraction_form && !field->percent)
        return verify_refuse(verifier, "field %u: fraction form without a percentage", number);
    if (field->type == TYPE_INDEX && !domain_has_single_key(program, field->reference))
        return verify_refuse(verifier, "field %u: domain %u is not a ledger with one key", number, field->reference);
    uint32_t target = field->type == TYPE_CATEGORY ? field->categories : field->type == TYPE_INDEX ? field->reference : NONE;
    return check_bounds(verifier, field, number) && verify_span(verifier, "place of a field", field->span) &&
           verify_column_made(verifier, "field", field->column, domain, field->type, target);
}

/* How many values a key field of a complete ledger can have; 0: no number that is known here. */
static int64_t values_of_key(const struct program *program, const struct field *field)
{
    if (field->type == TYPE_CATEGORY)
        return program->category_sets[field->categories].count;
    if (field->type == TYPE_INDEX)
        return 1;                   /* as many as rows, which only the data say */
    int64_t least, greatest, values;
    bool ranged = field->type == TYPE_NUMBER && field->whole && field->has_least && field->has_greatest &&
                  rational_to_int64(&field->least, &least) && rational_to_int64(&field->greatest, &greatest);
    if (!ranged || __builtin_sub_overflow(greatest, least, &values) || values >= LIMIT_ROWS)
        return 0;
    return values + 1;
}

static bool check_complete(struct verifier *verifier, const struct domain *domain, uint32_t number)
{
    int64_t combinations = 1;
    if (domain->key_count == 0)
        return verify_refuse(verifier, "domain %u: it has no key to be complete by", number);
    for (uint32_t i = 0; i < domain->key_count; i++) {
        int64_t values = values_of_key(verifier->program, &domain->fields[domain->keys[i]]);
        if (values == 0)
            return verify_refuse(verifier, "domain %u: the values of its key %u cannot be listed", number, i);
        combinations *= values;     /* both factors are at most LIMIT_ROWS */
        if (combinations > LIMIT_ROWS)
            return verify_refuse(verifier, "domain %u: its keys have more than %d combinations", number, LIMIT_ROWS);
    }
    return true;
}

static bool check_keys(struct verifier *verifier, const struct domain *domain, uint32_t number)
{
    for (uint32_t i = 0; i < domain->key_count; i++) {
        if (domain->keys[i] >= domain->field_count)
            return verify_refuse(verifier, "domain %u: its key %u is field %u, which is not there", number, i, domain->keys[i]);
        const struct field *field = &domain->fields[domain->keys[i]];
        if (field->may_be_empty || field->optional_column)
            return verify_refuse(verifier, "domain %u: its key field %u may be empty", number, domain->keys[i]);
        for (uint32_t j = 0; j < i; j++)
            if (domain->keys[j] == domain->keys[i])
                return verify_refuse(verifier, "domain %u: field %u is its key twice", number, domain->keys[i]);
    }
    return !domain->complete || check_complete(verifier, domain, number);
}

/* A row is written as its key, a key that is a reference as the key referred to, and so on: that must come to an end. */
static bool check_key_chain(struct verifier *verifier, uint32_t number)
{
    const struct program *program = verifier->program;
    uint32_t domain = number;
    for (int steps = 0; steps < LIMIT_NESTING; steps++) {
        if (!domain_has_single_key(program, domain))
            return true;
        const struct field *key = &program->domains[domain].fields[program->domains[domain].keys[0]];
        if (key->type != TYPE_INDEX)
            return true;
        domain = key->reference;
    }
    return verify_refuse(verifier, "domain %u: its key refers to a key, and so on without end", number);
}

static bool check_ledger(struct verifier *verifier, uint32_t number)
{
    const struct domain *domain = &verifier->program->domains[number];
    if (!check_file_name(verifier, "domain", number, domain->name))
        return false;
    if (domain->field_count == 0 || domain->field_count > LIMIT_COLUMNS)
        return verify_refuse(verifier, "domain %u: a ledger of %u fields (1 to %d can be)", number, domain->field_count, LIMIT_COLUMNS);
    struct map names = { 0 };
    bool sound = true;
    for (uint32_t i = 0; sound && i < domain->field_count; i++)
        sound = check_field(verifier, number, i, &names);
    map_release(&names);
    for (uint32_t i = 0; sound && i < domain->empty_mark_count; i++)
        sound = check_name(verifier, "empty mark of domain", number, domain->empty_marks[i], true);
    if (!sound || !check_keys(verifier, domain, number))
        return false;
    if (domain->void_column == NONE)
        return true;
    if (!column_is_of(verifier, "void column", domain->void_column, number))
        return false;
    if (verifier->program->columns[domain->void_column].type != TYPE_BOOLEAN || verifier->maker[domain->void_column] == MADE_BY_FIELD)
        return verify_refuse(verifier, "domain %u: its void column %u is not a boolean that a stage makes", number, domain->void_column);
    return true;
}

static bool check_domain(struct verifier *verifier, uint32_t number)
{
    const struct domain *domain = &verifier->program->domains[number];
    if (domain->kind > DOMAIN_ONE)
        return verify_refuse(verifier, "domain %u: there is no kind of number %d", number, (int)domain->kind);
    if (!verify_span(verifier, "place of a domain", domain->span))
        return false;
    verifier->ready[number] = domain->kind != DOMAIN_GROUPS;
    if (domain->kind == DOMAIN_LEDGER)
        return check_ledger(verifier, number);
    if (domain->field_count || domain->key_count || domain->empty_mark_count || domain->needs_rows || domain->complete ||
        domain->void_column != NONE)
        return verify_refuse(verifier, "domain %u: only a ledger has fields, keys, marks, demands on rows and void rows", number);
    return check_name(verifier, "domain", number, domain->name, true);
}

static bool check_domains(struct verifier *verifier)
{
    const struct program *program = verifier->program;
    uint32_t ones = 0;
    struct map ledgers = { 0 };
    bool sound = true;
    for (uint32_t i = 0; sound && i < program->domain_count; i++) {
        sound = check_domain(verifier, i);
        if (sound && program->domains[i].kind == DOMAIN_LEDGER)
            sound = check_new_name(verifier, &ledgers, "domain", i, program->domains[i].name);
        if (sound && program->domains[i].kind == DOMAIN_ONE && ones++ > 0)
            sound = verify_refuse(verifier, "domain %u: there is a one-row domain already", i);
    }
    map_release(&ledgers);
    for (uint32_t i = 0; sound && i < program->domain_count; i++)
        sound = check_key_chain(verifier, i);
    return sound;
}

/* ---- constants, tables, faults ---- */

static bool check_constant(struct verifier *verifier, uint32_t number)
{
    const struct program *program = verifier->program;
    const struct constant *constant = &program->constants[number];
    bool present = constant->status == STATUS_PRESENT;
    if (constant->status >= STATUS_COUNT || constant->type >= TYPE_COUNT)
        return verify_refuse(verifier, "constant %u: its type or status is not one", number);
    if (constant->type == TYPE_TEXT || (constant->type == TYPE_INDEX && present))
        return verify_refuse(verifier, "constant %u: there are no constants of %s", number, type_name(constant->type));
    if (constant->type == TYPE_CATEGORY && constant->target >= program->category_set_count)
        return verify_refuse(verifier, "constant %u: there is no category set %u", number, constant->target);
    if (constant->type == TYPE_INDEX && constant->target >= program->domain_count)
        return verify_refuse(verifier, "constant %u: there is no domain %u", number, constant->target);
    if (!constant_has_target(constant) && constant->target != NONE)
        return verify_refuse(verifier, "constant %u: %s has no target", number, type_name(constant->type));
    if (constant->status == STATUS_ERROR && (constant->code < 0 || (uint32_t)constant->code >= program->fault_count))
        return verify_refuse(verifier, "constant %u: there is no fault %d", number, constant->code);
    if (present && constant->type == TYPE_DATE && (constant->code < DATE_LEAST || constant->code > DATE_GREATEST))
        return verify_refuse(verifier, "constant %u: day %d is not in the years 1 to 9999", number, constant->code);
    if (present && constant->type == TYPE_CATEGORY &&
        (constant->code < 0 || (uint32_t)constant->code >= program->category_sets[constant->target].count))
        return verify_refuse(verifier, "constant %u: category set %u has no position %d", number, constant->target, constant->code);
    return true;
}

static bool check_table(struct verifier *verifier, uint32_t number)
{
    const struct program *program = verifier->program;
    const struct table *table = &program->tables[number];
    if (table->count == 0)
        return verify_refuse(verifier, "table %u is empty", number);
    for (uint32_t i = 0; i < table->count; i++) {
        if (table->constants[i] >= program->constant_count)
            return verify_refuse(verifier, "table %u: there is no constant %u", number, table->constants[i]);
        const struct constant *first = &program->constants[table->constants[0]], *constant = &program->constants[table->constants[i]];
        if (constant->type != first->type || constant->target != first->target)
            return verify_refuse(verifier, "table %u: its constants are of several types", number);
    }
    return true;
}

static bool check_fault(struct verifier *verifier, uint32_t number)
{
    return check_name(verifier, "fault", number, verifier->program->faults[number][0], false) &&
           check_name(verifier, "fault", number, verifier->program->faults[number][1], false);
}

/* ---- stages and outputs ---- */

static bool check_stages(struct verifier *verifier)
{
    const struct program *program = verifier->program;
    for (uint32_t i = 0; i < program->stage_count; i++) {
        verifier->stage = i;
        if (!verify_stage(verifier, &program->stages[i]))
            return false;
    }
    verifier->stage = NONE;
    if (verifier->next_code != program->code_count)
        return verify_refuse(verifier, "instructions from %u on belong to no stage", verifier->next_code);
    for (uint32_t i = 0; i < program->domain_count; i++) {
        uint32_t void_column = program->domains[i].void_column;
        if (!verifier->ready[i])
            return verify_refuse(verifier, "domain %u: no stage makes its rows", i);
        if (void_column != NONE && verifier->maker[void_column] >= 0 && program->stages[verifier->maker[void_column]].kind != STAGE_ROWS)
            return verify_refuse(verifier, "domain %u: its void column %u is not made by row code", i, void_column);
    }
    for (uint32_t i = 0; i < program->column_count; i++)
        if (verifier->maker[i] == MADE_BY_NOTHING)
            return verify_refuse(verifier, "column %u: nothing makes it", i);
    return true;
}

static bool check_form(struct verifier *verifier, const struct output_column *column, uint32_t number)
{
    const struct program *program = verifier->program;
    const struct column *written = &program->columns[column->column];
    if (column->form > OUTPUT_TEXT || column->role > ROLE_OTHER)
        return verify_refuse(verifier, "output column %u: its form or role is not one", number);
    if ((column->form == OUTPUT_TEXT) == (written->type == TYPE_NUMBER))
        return verify_refuse(verifier, "output column %u: %s is not written in the form %s", number, type_name(written->type),
                             output_form_name(column->form));
    if (column->form == OUTPUT_DECIMALS && column->places > OUTPUT_PLACES_MOST)
        return verify_refuse(verifier, "output column %u: %u decimals are more than %d", number, column->places, OUTPUT_PLACES_MOST);
    if (written->type == TYPE_INDEX && !domain_has_single_key(program, written->target))
        return verify_refuse(verifier, "output column %u: domain %u has no single key to be written", number, written->target);
    return true;
}

static bool check_output(struct verifier *verifier, uint32_t number)
{
    const struct output *output = &verifier->program->outputs[number];
    if (!check_file_name(verifier, "output", number, output->scheme) || !check_name(verifier, "title of output", number, output->title, true) ||
        !verify_domain_ready(verifier, "output", output->domain))
        return false;
    if (output->column_count == 0)
        return verify_refuse(verifier, "output %u has no columns", number);
    struct map names = { 0 };
    bool sound = true;
    for (uint32_t i = 0; sound && i < output->column_count; i++) {
        const struct output_column *column = &output->columns[i];
        sound = check_name(verifier, "output column", i, column->name, false) &&
                check_new_name(verifier, &names, "output column", i, column->name) &&
                verify_span(verifier, "place of an output column", column->span) &&
                verify_column_read(verifier, "output", column->column, output->domain) && check_form(verifier, column, i);
    }
    map_release(&names);
    return sound;
}

static bool check_outputs(struct verifier *verifier)
{
    const struct program *program = verifier->program;
    struct map names = { 0 };
    bool sound = true;
    for (uint32_t i = 0; sound && i < program->output_count; i++)
        sound = check_output(verifier, i) && check_new_name(verifier, &names, "output", i, program->outputs[i].scheme);
    map_release(&names);
    return sound;
}

static bool check_each(struct verifier *verifier, uint32_t count, bool (*check)(struct verifier *, uint32_t))
{
    for (uint32_t i = 0; i < count; i++)
        if (!check(verifier, i))
            return false;
    return true;
}

bool program_verify(const struct program *program, struct buffer *why)
{
    struct verifier verifier = { .program = program, .why = why, .stage = NONE, .instruction = NONE };
    verifier.maker = memory_array((size_t)program->column_count + 1, sizeof *verifier.maker);
    verifier.ready = memory_array((size_t)program->domain_count + 1, sizeof *verifier.ready);
    for (uint32_t i = 0; i < program->column_count; i++)
        verifier.maker[i] = MADE_BY_NOTHING;
    bool sound = check_sources(&verifier) && check_each(&verifier, program->category_set_count, check_category_set) &&
                 check_each(&verifier, program->column_count, check_column) && check_domains(&verifier) &&
                 check_each(&verifier, program->fault_count, check_fault) &&
                 check_each(&verifier, program->constant_count, check_constant) &&
                 check_each(&verifier, program->table_count, check_table) && check_stages(&verifier) && check_outputs(&verifier);
    memory_free(verifier.maker);
    memory_free(verifier.ready);
    return sound;
}
