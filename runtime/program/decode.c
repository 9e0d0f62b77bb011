/* From the bytes of an .asb file (format.h draws them) to a struct program, for any bytes whatever.  The first fault stops the reading:
 * from then on every read gives 0, every count is 0, and program_decode returns NULL.
 * Invariant: nothing is allocated for a count before the bytes that are left have been seen to hold that many records. */
#include <assert.h>
#include <string.h>
#include "base/buffer.h"
#include "base/limits.h"
#include "program/format.h"

struct reader {
    const uint8_t *bytes;
    size_t position, end;           /* end: of the section being read */
    const char *section;
    struct program *program;
    struct buffer *why;
    bool failed;
};

static void fail(struct reader *reader, const char *what)
{
    if (!reader->failed)
        buffer_format(reader->why, "not a usable program: %s at byte %zu (section %s)", what, reader->position, reader->section);
    reader->failed = true;
    reader->position = reader->end;
}

static size_t bytes_left(const struct reader *reader) { return reader->end - reader->position; }

/* The next `length` bytes, or NULL. */
static const uint8_t *take(struct reader *reader, size_t length)
{
    if (bytes_left(reader) < length) {
        fail(reader, "the bytes end too early");
        return NULL;
    }
    const uint8_t *bytes = reader->bytes + reader->position;
    reader->position += length;
    return bytes;
}

static uint32_t take_little_endian(struct reader *reader, int length)
{
    const uint8_t *bytes = take(reader, (size_t)length);
    uint32_t value = 0;
    for (int i = 0; bytes != NULL && i < length; i++)
        value |= (uint32_t)bytes[i] << 8 * i;
    return value;
}

static uint8_t take_u8(struct reader *reader) { return (uint8_t)take_little_endian(reader, 1); }
static uint16_t take_u16(struct reader *reader) { return (uint16_t)take_little_endian(reader, 2); }
static uint32_t take_u32(struct reader *reader) { return take_little_endian(reader, 4); }
static int32_t take_i32(struct reader *reader) { return (int32_t)take_u32(reader); }

/* A number below `limit`: an enum's value or a flag. */
static unsigned take_choice(struct reader *reader, unsigned limit, const char *what)
{
    unsigned value = take_u8(reader);
    if (value < limit)
        return value;
    reader->position--;
    fail(reader, what);
    return 0;
}

static bool take_flag(struct reader *reader) { return take_choice(reader, 2, "a flag that is neither 0 nor 1"); }

/* A count of records of at least `record` bytes each. */
static uint32_t take_count(struct reader *reader, size_t record)
{
    uint32_t count = take_u32(reader);
    if (count <= bytes_left(reader) / record)
        return count;
    reader->position -= 4;
    fail(reader, "a count beyond the bytes that are left");
    return 0;
}

static void *new_array(struct reader *reader, uint32_t count, size_t size)
{
    return count ? arena_new(&reader->program->arena, (size_t)count * size) : NULL;
}

static const char *take_text(struct reader *reader)
{
    uint32_t length = take_count(reader, 1);
    const char *bytes = (const char *)take(reader, length);
    if (bytes == NULL || length == 0)
        return "";
    if (memchr(bytes, '\0', length) != NULL) {
        reader->position -= length;
        fail(reader, "a NUL in a text");
        return "";
    }
    return arena_text(&reader->program->arena, bytes, length);
}

static const char **take_texts(struct reader *reader, uint32_t *count)
{
    *count = take_count(reader, 4);
    const char **texts = new_array(reader, *count, sizeof *texts);
    for (uint32_t i = 0; i < *count; i++)
        texts[i] = take_text(reader);
    return texts;
}

static uint32_t *take_u32s(struct reader *reader, uint32_t count)
{
    uint32_t *values = new_array(reader, count, sizeof *values);
    for (uint32_t i = 0; i < count; i++)
        values[i] = take_u32(reader);
    return values;
}

static struct span take_span(struct reader *reader)
{
    struct span span;
    span.file = take_u32(reader);
    span.start = take_u32(reader);
    span.end = take_u32(reader);
    return span;
}

static void take_magnitude(struct reader *reader, mpz_ptr value)
{
    uint32_t length = take_count(reader, 1);
    if (!reader->failed && length > NUMBER_BYTES_MOST)
        fail(reader, "a number with too many digits");
    const uint8_t *bytes = take(reader, reader->failed ? 0 : length);
    if (reader->failed)
        return;
    if (length == 0 || bytes[length - 1] == 0)
        fail(reader, "a number that is not in its shortest form");
    else
        mpz_import(value, length, -1, 1, 0, 0, bytes);
}

static void take_number(struct reader *reader, struct rational *number)
{
    rational_init(number);
    unsigned sign = take_choice(reader, 3, "a sign of a number that is not 0, 1 or 2");
    if (sign == 0)
        return;
    mpq_t exact, lowest;
    mpq_inits(exact, lowest, NULL);
    take_magnitude(reader, mpq_numref(exact));
    take_magnitude(reader, mpq_denref(exact));
    if (!reader->failed) {
        mpq_set(lowest, exact);
        mpq_canonicalize(lowest);
        if (mpz_cmp(mpq_denref(lowest), mpq_denref(exact)) != 0)
            fail(reader, "a number that is not in lowest terms");
        if (sign == 2)
            mpq_neg(lowest, lowest);
        rational_set_mpq(number, lowest);
    }
    mpq_clears(exact, lowest, NULL);
}

/* ---- sections: the number beside each count is the least length of a record ---- */

static void take_sources(struct reader *reader)
{
    struct program *program = reader->program;
    program->source_count = take_count(reader, 40);
    program->sources = new_array(reader, program->source_count, sizeof *program->sources);
    for (uint32_t i = 0; i < program->source_count; i++) {
        struct program_source *source = &program->sources[i];
        source->path = take_text(reader);
        source->length = take_count(reader, 1);
        const uint8_t *text = take(reader, source->length);
        source->text = text ? arena_text(&program->arena, (const char *)text, source->length) : "";
        const uint8_t *hash = take(reader, sizeof source->hash);
        if (hash != NULL)
            memcpy(source->hash, hash, sizeof source->hash);
    }
}

static void take_category_sets(struct reader *reader)
{
    struct program *program = reader->program;
    program->category_set_count = take_count(reader, 4);
    program->category_sets = new_array(reader, program->category_set_count, sizeof *program->category_sets);
    for (uint32_t i = 0; i < program->category_set_count; i++)
        program->category_sets[i].names = take_texts(reader, &program->category_sets[i].count);
}

static void take_field(struct reader *reader, struct field *field)
{
    field->name = take_text(reader);
    field->aliases = take_texts(reader, &field->alias_count);
    field->type = take_choice(reader, TYPE_COUNT, "an unknown type of a field");
    bool *const flags[] = { &field->percent, &field->fraction_form, &field->whole, &field->may_be_empty, &field->optional_column,
                            &field->has_least, &field->has_greatest, &field->least_open };
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
        *flags[i] = take_flag(reader);
    rational_init(&field->least);
    rational_init(&field->greatest);
    if (field->has_least)
        take_number(reader, &field->least);
    if (field->has_greatest)
        take_number(reader, &field->greatest);
    field->unit = take_text(reader);
    field->empty_means = take_text(reader);
    field->categories = field->type == TYPE_CATEGORY ? take_u32(reader) : NONE;
    field->reference = field->type == TYPE_INDEX ? take_u32(reader) : NONE;
    field->span = take_span(reader);
    field->column = take_u32(reader);
}

static void take_domains(struct reader *reader)
{
    struct program *program = reader->program;
    program->domain_count = take_count(reader, 35);
    program->domains = new_array(reader, program->domain_count, sizeof *program->domains);
    for (uint32_t i = 0; i < program->domain_count; i++) {
        struct domain *domain = &program->domains[i];
        domain->kind = take_choice(reader, DOMAIN_ONE + 1, "an unknown kind of domain");
        domain->name = take_text(reader);
        domain->span = take_span(reader);
        domain->field_count = take_count(reader, 38);
        domain->fields = new_array(reader, domain->field_count, sizeof *domain->fields);
        for (uint32_t j = 0; j < domain->field_count; j++)
            take_field(reader, &domain->fields[j]);
        domain->key_count = take_count(reader, 4);
        domain->keys = take_u32s(reader, domain->key_count);
        domain->empty_marks = take_texts(reader, &domain->empty_mark_count);
        domain->needs_rows = take_flag(reader);
        domain->complete = take_flag(reader);
        domain->void_column = take_u32(reader);
    }
}

static void take_columns(struct reader *reader)
{
    struct program *program = reader->program;
    program->column_count = take_count(reader, 13);
    program->columns = new_array(reader, program->column_count, sizeof *program->columns);
    for (uint32_t i = 0; i < program->column_count; i++) {
        struct column *column = &program->columns[i];
        column->domain = take_u32(reader);
        column->type = take_choice(reader, TYPE_COUNT, "an unknown type of a column");
        column->target = take_u32(reader);
        column->name = take_text(reader);
    }
}

static void take_constants(struct reader *reader)
{
    struct program *program = reader->program;
    program->constant_count = take_count(reader, 10);
    program->constants = new_array(reader, program->constant_count, sizeof *program->constants);
    for (uint32_t i = 0; i < program->constant_count; i++) {
        struct constant *constant = &program->constants[i];
        rational_init(&constant->number);
        constant->type = take_choice(reader, TYPE_COUNT, "an unknown type of a constant");
        constant->status = take_choice(reader, STATUS_COUNT, "an unknown status of a constant");
        constant->target = take_u32(reader);
        if (!constant_has_target(constant) && constant->target != NONE)
            fail(reader, "a target of a constant that can have none");
        int32_t code = take_i32(reader);
        if (constant_has_code(constant))
            constant->code = code;
        else if (constant->type == TYPE_BOOLEAN && constant->status == STATUS_PRESENT && code == 1)
            constant->boolean = true;
        else if (code != 0)
            fail(reader, "a code of a constant that can have none");
        if (constant_has_number(constant))
            take_number(reader, &constant->number);
    }
}

static void take_tables(struct reader *reader)
{
    struct program *program = reader->program;
    program->table_count = take_count(reader, 4);
    program->tables = new_array(reader, program->table_count, sizeof *program->tables);
    for (uint32_t i = 0; i < program->table_count; i++) {
        program->tables[i].count = take_count(reader, 4);
        program->tables[i].constants = take_u32s(reader, program->tables[i].count);
    }
}

static void take_faults(struct reader *reader)
{
    struct program *program = reader->program;
    program->fault_count = take_count(reader, 8);
    program->faults = new_array(reader, program->fault_count, sizeof *program->faults);
    for (uint32_t i = 0; i < program->fault_count; i++) {
        program->faults[i][0] = take_text(reader);
        program->faults[i][1] = take_text(reader);
    }
}

static void take_code(struct reader *reader)
{
    struct program *program = reader->program;
    program->code_count = take_count(reader, 24);
    program->code = new_array(reader, program->code_count, sizeof *program->code);
    program->spans = new_array(reader, program->code_count, sizeof *program->spans);
    for (uint32_t i = 0; i < program->code_count; i++) {
        struct instruction *instruction = &program->code[i];
        instruction->op = take_u16(reader);
        if (instruction->op >= OPCODE_COUNT) {
            fail(reader, "an unknown instruction");
            instruction->op = 0;
        }
        instruction->result = take_u16(reader);
        instruction->a = take_u16(reader);
        instruction->b = take_u16(reader);
        instruction->c = take_u32(reader);
        program->spans[i] = take_span(reader);
    }
}

/* What only some kinds of stages have beside plain members. */
static void take_stage_lists(struct reader *reader, struct stage *stage)
{
    if (stage_is_among(stage->kind, STAGES_WITH_FOLD))
        stage->fold = take_choice(reader, FOLD_KINDS, "an unknown kind of fold");
    if (stage_is_among(stage->kind, STAGES_WITH_TIES)) {
        stage->ties = take_choice(reader, TIES_KINDS, "an unknown tie rule");
        stage->rank_key_count = take_count(reader, 5);
        stage->rank_keys = new_array(reader, stage->rank_key_count, sizeof *stage->rank_keys);
        for (uint32_t i = 0; i < stage->rank_key_count; i++) {
            stage->rank_keys[i].column = take_u32(reader);
            stage->rank_keys[i].descending = take_flag(reader);
        }
    }
    if (stage_is_among(stage->kind, STAGES_WITH_KEYS)) {
        stage->key_count = take_count(reader, 8);
        stage->keys = take_u32s(reader, stage->key_count);
        stage->key_results = take_u32s(reader, stage->key_count);
    }
    if (stage_is_among(stage->kind, STAGES_WITH_PERIOD)) {
        stage->day_first = take_i32(reader);
        stage->day_last = take_i32(reader);
    }
    stage->message[0] = stage->message[1] = "";
    if (stage_is_among(stage->kind, STAGES_WITH_MESSAGE)) {
        stage->severity = take_choice(reader, SEVERITY_NOTE + 1, "an unknown severity");
        stage->message[0] = take_text(reader);
        stage->message[1] = take_text(reader);
        stage->show_count = take_count(reader, 4);
        stage->show = take_u32s(reader, stage->show_count);
    }
}

static void take_stages(struct reader *reader)
{
    struct program *program = reader->program;
    program->stage_count = take_count(reader, 29);
    program->stages = new_array(reader, program->stage_count, sizeof *program->stages);
    for (uint32_t i = 0; i < program->stage_count; i++) {
        struct stage *stage = &program->stages[i];
        stage->kind = take_choice(reader, STAGE_KINDS, "an unknown kind of stage");
        stage->domain = take_u32(reader);
        stage->span = take_span(reader);
        for (int j = 0; j < STAGE_MEMBERS; j++) {
            uint32_t absent = stage_is_among(STAGE_ROWS, stage_members[j].kinds) ? 0 : NONE;
            uint32_t member = stage_is_among(stage->kind, stage_members[j].kinds) ? take_u32(reader) : absent;
            memcpy((char *)stage + stage_members[j].offset, &member, sizeof member);
        }
        take_stage_lists(reader, stage);
    }
}

static void take_outputs(struct reader *reader)
{
    struct program *program = reader->program;
    program->output_count = take_count(reader, 16);
    program->outputs = new_array(reader, program->output_count, sizeof *program->outputs);
    for (uint32_t i = 0; i < program->output_count; i++) {
        struct output *output = &program->outputs[i];
        output->scheme = take_text(reader);
        output->title = take_text(reader);
        output->domain = take_u32(reader);
        output->column_count = take_count(reader, 23);
        output->columns = new_array(reader, output->column_count, sizeof *output->columns);
        for (uint32_t j = 0; j < output->column_count; j++) {
            struct output_column *column = &output->columns[j];
            column->name = take_text(reader);
            column->column = take_u32(reader);
            column->form = take_choice(reader, OUTPUT_TEXT + 1, "an unknown form of an output column");
            column->places = take_u8(reader);
            column->role = (uint8_t)take_choice(reader, ROLE_OTHER + 1, "an unknown role of an output column");
            column->span = take_span(reader);
        }
    }
}

/* Reads one section from its tag to its end; the reader's bytes are then those of the whole file again. */
static void take_section(struct reader *reader, const char *tag, void (*read)(struct reader *))
{
    size_t file_end = reader->end;
    reader->section = tag;
    const uint8_t *found = take(reader, 4);
    if (found != NULL && memcmp(found, tag, 4) != 0) {
        reader->position -= 4;
        fail(reader, "the section does not begin");
    }
    uint32_t length = take_count(reader, 1);
    if (reader->failed)
        return;
    reader->end = reader->position + length;
    read(reader);
    if (!reader->failed && reader->position != reader->end)
        fail(reader, "the section goes on after its records");
    reader->end = file_end;
    if (reader->failed)
        reader->position = file_end;
}

struct program *program_decode(const void *bytes, size_t length, struct buffer *why)
{
    static const struct { const char *tag; void (*read)(struct reader *); } sections[] = {
#define SECTION(name, tag) { tag, take_##name },
        PROGRAM_SECTIONS(SECTION)
#undef SECTION
    };
    if (length > LIMIT_PROGRAM_BYTES) {
        buffer_format(why, "not a usable program: it has %zu bytes, more than %d", length, LIMIT_PROGRAM_BYTES);
        return NULL;
    }
    struct reader reader = { .bytes = bytes, .end = length, .section = "head", .program = program_new(), .why = why };
    const uint8_t *magic = take(&reader, strlen(PROGRAM_MAGIC));
    if (magic != NULL && memcmp(magic, PROGRAM_MAGIC, strlen(PROGRAM_MAGIC)) != 0) {
        reader.position = 0;
        fail(&reader, "the bytes do not begin as a program does");
    }
    uint32_t version = take_u32(&reader);
    if (!reader.failed && version != PROGRAM_VERSION) {
        buffer_format(why, "the program is of version %u, and this one runs version %d: build it again", version, PROGRAM_VERSION);
        reader.failed = true;
    }
    for (size_t i = 0; i < sizeof sections / sizeof sections[0] && !reader.failed; i++)
        take_section(&reader, sections[i].tag, sections[i].read);
    if (!reader.failed && reader.position != reader.end)
        fail(&reader, "the file goes on after its last section");
    if (!reader.failed)
        return reader.program;
    program_free(reader.program);
    return NULL;
}
