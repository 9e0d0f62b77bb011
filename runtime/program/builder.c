/* From single additions to a struct program.  Lists grow in plain blocks and are copied into the program's arena once, at the end;
 * texts go to the arena at once.  Invariant: whatever stands in a list owns nothing but arena memory and its GMP numbers, so moving a
 * list is a memcpy. */
#include "program/builder.h"
#include <assert.h>
#include <string.h>
#include "base/buffer.h"
#include "base/map.h"

struct list { void *items; uint32_t count, capacity; };

/* What a domain and an output gather beside their own structure. */
struct domain_lists { struct list fields, keys, marks; };
struct output_lists { struct list columns; };

struct program_builder {
    struct program *program;        /* its arena has the texts; its arrays are empty before program_finish */
    struct arena keys;              /* of `known` */
    struct map known;               /* constants, tables and faults by their bytes */
    struct list sources, category_sets, domains, domain_lists, columns, constants, tables, faults, code, spans, stages, outputs, output_lists;
};

/* ---- lists ---- */

static void *list_add(struct list *list, size_t size)
{
    if (list->count == list->capacity) {
        assert(list->capacity < UINT32_MAX / 2);
        list->capacity = list->capacity ? list->capacity * 2 : 16;
        list->items = memory_resize(list->items, list->capacity, size);
    }
    void *item = (char *)list->items + (size_t)list->count++ * size;
    memset(item, 0, size);
    return item;
}

static void *list_at(const struct list *list, uint32_t index, size_t size)
{
    assert(index < list->count);
    return (char *)list->items + (size_t)index * size;
}

#define LIST_ADD(list, type) ((type *)list_add((list), sizeof(type)))
#define LIST_AT(list, index, type) ((type *)list_at((list), (index), sizeof(type)))

static void *arena_copy(struct program_builder *builder, const void *items, uint32_t count, size_t size)
{
    if (count == 0)
        return NULL;
    void *copy = arena_new(&builder->program->arena, (size_t)count * size);
    memcpy(copy, items, (size_t)count * size);
    return copy;
}

static void *list_freeze(struct program_builder *builder, struct list *list, size_t size)
{
    void *copy = arena_copy(builder, list->items, list->count, size);
    memory_free(list->items);
    return copy;
}

static const char *text_copy(struct program_builder *builder, const char *text)
{
    return text ? arena_text(&builder->program->arena, text, strlen(text)) : "";
}

static const char **texts_copy(struct program_builder *builder, const char *const *texts, uint32_t count)
{
    if (count == 0)
        return NULL;
    const char **copy = arena_new(&builder->program->arena, (size_t)count * sizeof *copy);
    for (uint32_t i = 0; i < count; i++)
        copy[i] = text_copy(builder, texts[i]);
    return copy;
}

struct program_builder *program_builder_new(void)
{
    struct program_builder *builder = memory_new(sizeof *builder);
    builder->program = program_new();
    return builder;
}

struct program *program_finish(struct program_builder *builder)
{
    struct program *program = builder->program;
    for (uint32_t i = 0; i < builder->domains.count; i++) {
        struct domain *domain = LIST_AT(&builder->domains, i, struct domain);
        struct domain_lists *lists = LIST_AT(&builder->domain_lists, i, struct domain_lists);
        domain->field_count = lists->fields.count;
        domain->key_count = lists->keys.count;
        domain->empty_mark_count = lists->marks.count;
        domain->fields = list_freeze(builder, &lists->fields, sizeof(struct field));
        domain->keys = list_freeze(builder, &lists->keys, sizeof(uint32_t));
        domain->empty_marks = list_freeze(builder, &lists->marks, sizeof(const char *));
    }
    memory_free(builder->domain_lists.items);
    for (uint32_t i = 0; i < builder->outputs.count; i++) {
        struct output *output = LIST_AT(&builder->outputs, i, struct output);
        struct output_lists *lists = LIST_AT(&builder->output_lists, i, struct output_lists);
        output->column_count = lists->columns.count;
        output->columns = list_freeze(builder, &lists->columns, sizeof(struct output_column));
    }
    memory_free(builder->output_lists.items);
#define FREEZE(list, array, counter) (program->counter = builder->list.count, \
                                      program->array = list_freeze(builder, &builder->list, sizeof *program->array))
    FREEZE(sources, sources, source_count);
    FREEZE(category_sets, category_sets, category_set_count);
    FREEZE(domains, domains, domain_count);
    FREEZE(columns, columns, column_count);
    FREEZE(constants, constants, constant_count);
    FREEZE(tables, tables, table_count);
    FREEZE(faults, faults, fault_count);
    FREEZE(spans, spans, code_count);
    FREEZE(code, code, code_count);
    FREEZE(stages, stages, stage_count);
    FREEZE(outputs, outputs, output_count);
#undef FREEZE
    map_release(&builder->known);
    arena_release(&builder->keys);
    memory_free(builder);
    return program;
}

/* ---- sources, domains, columns ---- */

uint32_t program_add_source(struct program_builder *builder, const char *path, const char *text, uint32_t length, const uint8_t hash[32])
{
    struct program_source *source = LIST_ADD(&builder->sources, struct program_source);
    source->path = text_copy(builder, path);
    source->text = arena_text(&builder->program->arena, text, length);
    source->length = length;
    memcpy(source->hash, hash, sizeof source->hash);
    return builder->sources.count - 1;
}

uint32_t program_add_category_set(struct program_builder *builder, const char *const *names, uint32_t count)
{
    struct category_set *set = LIST_ADD(&builder->category_sets, struct category_set);
    set->count = count;
    set->names = texts_copy(builder, names, count);
    return builder->category_sets.count - 1;
}

uint32_t program_add_domain(struct program_builder *builder, enum domain_kind kind, const char *name, struct span span)
{
    struct domain *domain = LIST_ADD(&builder->domains, struct domain);
    LIST_ADD(&builder->domain_lists, struct domain_lists);
    domain->kind = kind;
    domain->name = text_copy(builder, name);
    domain->span = span;
    domain->void_column = NONE;
    return builder->domains.count - 1;
}

static uint32_t field_target(const struct field *field)
{
    return field->type == TYPE_CATEGORY ? field->categories : field->type == TYPE_INDEX ? field->reference : NONE;
}

uint32_t program_add_field(struct program_builder *builder, uint32_t domain, const struct field *field)
{
    struct domain_lists *lists = LIST_AT(&builder->domain_lists, domain, struct domain_lists);
    struct field *added = LIST_ADD(&lists->fields, struct field);
    *added = *field;
    added->name = text_copy(builder, field->name);
    added->unit = text_copy(builder, field->unit);
    added->empty_means = text_copy(builder, field->empty_means);
    added->aliases = texts_copy(builder, field->aliases, field->alias_count);
    added->categories = field->type == TYPE_CATEGORY ? field->categories : NONE;
    added->reference = field->type == TYPE_INDEX ? field->reference : NONE;
    rational_init(&added->least);
    rational_init(&added->greatest);
    if (field->has_least)
        rational_copy(&added->least, &field->least);
    if (field->has_greatest)
        rational_copy(&added->greatest, &field->greatest);
    added->column = program_add_column(builder, domain, field->type, field_target(field), field->name);
    return added->column;
}

void program_add_key(struct program_builder *builder, uint32_t domain, uint32_t column)
{
    struct domain_lists *lists = LIST_AT(&builder->domain_lists, domain, struct domain_lists);
    uint32_t position = 0;
    while (LIST_AT(&lists->fields, position, struct field)->column != column)
        position++;
    *LIST_ADD(&lists->keys, uint32_t) = position;
}

void program_add_empty_mark(struct program_builder *builder, uint32_t domain, const char *text)
{
    struct domain_lists *lists = LIST_AT(&builder->domain_lists, domain, struct domain_lists);
    *LIST_ADD(&lists->marks, const char *) = text_copy(builder, text);
}

uint32_t program_add_column(struct program_builder *builder, uint32_t domain, enum value_type type, uint32_t target, const char *name)
{
    struct column *column = LIST_ADD(&builder->columns, struct column);
    *column = (struct column){ .domain = domain, .type = type, .target = target, .name = text_copy(builder, name) };
    return builder->columns.count - 1;
}

/* ---- constants, tables, faults: found again by their bytes ---- */

/* Looks `bytes` up; where they are new, remembers them for index `next`. */
static bool known_before(struct program_builder *builder, const struct buffer *bytes, uint32_t next, uint32_t *index)
{
    const char *key = arena_text(&builder->keys, bytes->data, bytes->length);
    int64_t existing = 0;
    if (map_add(&builder->known, key, bytes->length, next, &existing)) {
        *index = next;
        return false;
    }
    *index = (uint32_t)existing;
    return true;
}

uint32_t program_add_constant(struct program_builder *builder, const struct constant *constant)
{
    bool present = constant->status == STATUS_PRESENT;
    bool pointed = constant->type == TYPE_CATEGORY || constant->type == TYPE_INDEX;
    bool coded = present ? constant->type == TYPE_DATE || constant->type == TYPE_CATEGORY : constant->status == STATUS_ERROR;
    struct constant wanted = { .type = constant->type, .status = constant->status, .target = pointed ? constant->target : NONE,
                               .boolean = present && constant->type == TYPE_BOOLEAN && constant->boolean,
                               .code = coded ? constant->code : 0 };
    rational_init(&wanted.number);
    if (present && constant->type == TYPE_NUMBER)
        rational_copy(&wanted.number, &constant->number);

    struct buffer bytes = { 0 };
    buffer_format(&bytes, "c %d %d %u %d %d ", wanted.type, wanted.status, wanted.target, wanted.boolean, wanted.code);
    rational_format_exact(&wanted.number, &bytes);
    uint32_t index;
    if (known_before(builder, &bytes, builder->constants.count, &index))
        rational_clear(&wanted.number);
    else
        *LIST_ADD(&builder->constants, struct constant) = wanted;
    buffer_release(&bytes);
    return index;
}

uint32_t program_add_number(struct program_builder *builder, const struct rational *number)
{
    return program_add_constant(builder, &(struct constant){ .type = TYPE_NUMBER, .number = *number });
}

uint32_t program_add_ratio(struct program_builder *builder, int64_t numerator, int64_t denominator)
{
    struct rational number;
    rational_init(&number);
    rational_set(&number, numerator, denominator);
    uint32_t index = program_add_number(builder, &number);
    rational_clear(&number);
    return index;
}

uint32_t program_add_boolean(struct program_builder *builder, bool value)
{
    return program_add_constant(builder, &(struct constant){ .type = TYPE_BOOLEAN, .boolean = value });
}

uint32_t program_add_date(struct program_builder *builder, int32_t days)
{
    return program_add_constant(builder, &(struct constant){ .type = TYPE_DATE, .code = days });
}

uint32_t program_add_category(struct program_builder *builder, uint32_t set, int32_t position)
{
    return program_add_constant(builder, &(struct constant){ .type = TYPE_CATEGORY, .target = set, .code = position });
}

uint32_t program_add_absent(struct program_builder *builder, enum value_type type, uint32_t target, enum status status, uint32_t fault)
{
    return program_add_constant(builder, &(struct constant){ .type = type, .target = target, .status = status, .code = (int32_t)fault });
}

uint32_t program_add_table(struct program_builder *builder, const uint32_t *constants, uint32_t count)
{
    struct buffer bytes = { 0 };
    buffer_append_text(&bytes, "t ");
    if (count)
        buffer_append(&bytes, (const char *)constants, (size_t)count * sizeof *constants);
    uint32_t index;
    if (!known_before(builder, &bytes, builder->tables.count, &index)) {
        struct table *table = LIST_ADD(&builder->tables, struct table);
        table->count = count;
        table->constants = arena_copy(builder, constants, count, sizeof *constants);
    }
    buffer_release(&bytes);
    return index;
}

uint32_t program_add_fault(struct program_builder *builder, const char *zh, const char *en)
{
    struct buffer bytes = { 0 };
    buffer_format(&bytes, "f %s%c%s", zh ? zh : "", '\0', en ? en : "");
    uint32_t index;
    if (!known_before(builder, &bytes, builder->faults.count, &index)) {
        const char *(*fault)[2] = list_add(&builder->faults, sizeof *fault);
        (*fault)[0] = text_copy(builder, zh);
        (*fault)[1] = text_copy(builder, en);
    }
    buffer_release(&bytes);
    return index;
}

/* ---- stages and code ---- */

struct stage program_blank_stage(enum stage_kind kind, uint32_t domain, struct span span)
{
    return (struct stage){ .kind = kind, .domain = domain, .index = NONE, .filter = NONE, .value = NONE, .result = NONE, .target = NONE,
                           .order = NONE, .from = NONE, .to = NONE, .target_from = NONE, .target_to = NONE, .target_index = NONE,
                           .wanted = NONE, .message = { "", "" }, .span = span };
}

static uint32_t append_stage(struct program_builder *builder, const struct stage *stage)
{
    struct stage *added = LIST_ADD(&builder->stages, struct stage);
    *added = *stage;
    added->keys = arena_copy(builder, stage->keys, stage->key_count, sizeof *stage->keys);
    added->key_results = arena_copy(builder, stage->key_results, stage->key_count, sizeof *stage->key_results);
    added->rank_keys = arena_copy(builder, stage->rank_keys, stage->rank_key_count, sizeof *stage->rank_keys);
    added->show = arena_copy(builder, stage->show, stage->show_count, sizeof *stage->show);
    added->message[0] = text_copy(builder, stage->message[0]);
    added->message[1] = text_copy(builder, stage->message[1]);
    return builder->stages.count - 1;
}

uint32_t program_add_stage(struct program_builder *builder, const struct stage *stage)
{
    assert(stage->kind != STAGE_ROWS);
    return append_stage(builder, stage);
}

uint32_t program_begin_rows(struct program_builder *builder, uint32_t domain, struct span span)
{
    struct stage stage = program_blank_stage(STAGE_ROWS, domain, span);
    stage.first_instruction = builder->code.count;
    return append_stage(builder, &stage);
}

uint32_t program_emit(struct program_builder *builder, enum opcode op, uint16_t result, uint16_t a, uint16_t b, uint32_t c, struct span span)
{
    assert(builder->stages.count > 0);
    struct stage *stage = LIST_AT(&builder->stages, builder->stages.count - 1, struct stage);
    assert(stage->kind == STAGE_ROWS);
    *LIST_ADD(&builder->code, struct instruction) = (struct instruction){ .op = (uint16_t)op, .result = result, .a = a, .b = b, .c = c };
    *LIST_ADD(&builder->spans, struct span) = span;
    stage->instruction_count++;

    const char *shape = opcode_shape(op);
    const uint32_t operands[4] = { result, a, b, c };
    for (int i = 0; i < 4; i++)
        if (shape_is_register(shape[i]) && operands[i] >= stage->register_count && operands[i] <= UINT16_MAX)
            stage->register_count = operands[i] + 1;
    return builder->code.count - 1;
}

/* ---- outputs and access ---- */

uint32_t program_add_output(struct program_builder *builder, const char *scheme, const char *title, uint32_t domain)
{
    struct output *output = LIST_ADD(&builder->outputs, struct output);
    LIST_ADD(&builder->output_lists, struct output_lists);
    output->scheme = text_copy(builder, scheme);
    output->title = text_copy(builder, title);
    output->domain = domain;
    return builder->outputs.count - 1;
}

void program_add_output_column(struct program_builder *builder, uint32_t output, const struct output_column *column)
{
    struct output_lists *lists = LIST_AT(&builder->output_lists, output, struct output_lists);
    struct output_column *added = LIST_ADD(&lists->columns, struct output_column);
    *added = *column;
    added->name = text_copy(builder, column->name);
}

struct domain *program_domain(struct program_builder *builder, uint32_t domain)
{
    return LIST_AT(&builder->domains, domain, struct domain);
}

struct stage *program_stage(struct program_builder *builder, uint32_t stage)
{
    return LIST_AT(&builder->stages, stage, struct stage);
}

void program_name_column(struct program_builder *builder, uint32_t column, const char *name)
{
    LIST_AT(&builder->columns, column, struct column)->name = text_copy(builder, name);
}

const struct column *program_column(struct program_builder *builder, uint32_t column)
{
    return LIST_AT(&builder->columns, column, struct column);
}

const struct constant *program_constant(struct program_builder *builder, uint32_t constant)
{
    return LIST_AT(&builder->constants, constant, struct constant);
}
