/* From a struct program to the bytes of an .asb file (format.h draws them).  Members that a type, status or kind gives no meaning to are
 * not written, so equal programs are equal bytes. */
#include <assert.h>
#include <string.h>
#include "base/buffer.h"
#include "program/format.h"

static void put_u8(struct buffer *out, unsigned value)
{
    assert(value <= UINT8_MAX);
    buffer_append_char(out, (char)value);
}

static void put_little_endian(struct buffer *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buffer_append_char(out, (char)(value >> 8 * i & 0xff));
}

static void put_u32(struct buffer *out, uint32_t value) { put_little_endian(out, value, 4); }
static void put_i32(struct buffer *out, int32_t value) { put_u32(out, (uint32_t)value); }

static void put_u32s(struct buffer *out, const uint32_t *values, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        put_u32(out, values[i]);
}

static void put_bytes(struct buffer *out, const char *bytes, size_t length)
{
    assert(length <= UINT32_MAX);
    put_u32(out, (uint32_t)length);
    if (length)
        buffer_append(out, bytes, length);
}

static void put_text(struct buffer *out, const char *text) { put_bytes(out, text, strlen(text)); }

static void put_texts(struct buffer *out, const char *const *texts, uint32_t count)
{
    put_u32(out, count);
    for (uint32_t i = 0; i < count; i++)
        put_text(out, texts[i]);
}

static void put_span(struct buffer *out, struct span span)
{
    put_u32(out, span.file);
    put_u32(out, span.start);
    put_u32(out, span.end);
}

static void put_magnitude(struct buffer *out, mpz_srcptr value)
{
    size_t length = (mpz_sizeinbase(value, 2) + 7) / 8;
    put_u32(out, (uint32_t)length);
    mpz_export(buffer_reserve(out, length), NULL, -1, 1, 0, 0, value);
    out->length += length;
}

static void put_number(struct buffer *out, const struct rational *number)
{
    int sign = rational_sign(number);
    put_u8(out, sign == 0 ? 0 : sign > 0 ? 1 : 2);
    if (sign == 0)
        return;
    mpq_t exact;
    mpq_init(exact);
    rational_get_mpq(number, exact);
    put_magnitude(out, mpq_numref(exact));
    put_magnitude(out, mpq_denref(exact));
    mpq_clear(exact);
}

/* ---- sections ---- */

static void put_sources(struct buffer *out, const struct program *program)
{
    put_u32(out, program->source_count);
    for (uint32_t i = 0; i < program->source_count; i++) {
        const struct program_source *source = &program->sources[i];
        put_text(out, source->path);
        put_bytes(out, source->text, source->length);
        buffer_append(out, (const char *)source->hash, sizeof source->hash);
    }
}

static void put_category_sets(struct buffer *out, const struct program *program)
{
    put_u32(out, program->category_set_count);
    for (uint32_t i = 0; i < program->category_set_count; i++)
        put_texts(out, program->category_sets[i].names, program->category_sets[i].count);
}

static void put_field(struct buffer *out, const struct field *field)
{
    put_text(out, field->name);
    put_texts(out, field->aliases, field->alias_count);
    put_u8(out, field->type);
    const bool flags[] = { field->percent, field->fraction_form, field->whole, field->may_be_empty, field->optional_column,
                           field->has_least, field->has_greatest, field->least_open };
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
        put_u8(out, flags[i]);
    if (field->has_least)
        put_number(out, &field->least);
    if (field->has_greatest)
        put_number(out, &field->greatest);
    put_text(out, field->unit);
    put_text(out, field->empty_means);
    if (field->type == TYPE_CATEGORY)
        put_u32(out, field->categories);
    if (field->type == TYPE_INDEX)
        put_u32(out, field->reference);
    put_span(out, field->span);
    put_u32(out, field->column);
}

static void put_domains(struct buffer *out, const struct program *program)
{
    put_u32(out, program->domain_count);
    for (uint32_t i = 0; i < program->domain_count; i++) {
        const struct domain *domain = &program->domains[i];
        put_u8(out, domain->kind);
        put_text(out, domain->name);
        put_span(out, domain->span);
        put_u32(out, domain->field_count);
        for (uint32_t j = 0; j < domain->field_count; j++)
            put_field(out, &domain->fields[j]);
        put_u32(out, domain->key_count);
        put_u32s(out, domain->keys, domain->key_count);
        put_texts(out, domain->empty_marks, domain->empty_mark_count);
        put_u8(out, domain->needs_rows);
        put_u8(out, domain->complete);
        put_u32(out, domain->void_column);
    }
}

static void put_columns(struct buffer *out, const struct program *program)
{
    put_u32(out, program->column_count);
    for (uint32_t i = 0; i < program->column_count; i++) {
        const struct column *column = &program->columns[i];
        put_u32(out, column->domain);
        put_u8(out, column->type);
        put_u32(out, column->target);
        put_text(out, column->name);
    }
}

static void put_constants(struct buffer *out, const struct program *program)
{
    put_u32(out, program->constant_count);
    for (uint32_t i = 0; i < program->constant_count; i++) {
        const struct constant *constant = &program->constants[i];
        bool truth = constant->type == TYPE_BOOLEAN && constant->status == STATUS_PRESENT && constant->boolean;
        put_u8(out, constant->type);
        put_u8(out, constant->status);
        put_u32(out, constant_has_target(constant) ? constant->target : NONE);
        put_i32(out, constant_has_code(constant) ? constant->code : truth);
        if (constant_has_number(constant))
            put_number(out, &constant->number);
    }
}

static void put_tables(struct buffer *out, const struct program *program)
{
    put_u32(out, program->table_count);
    for (uint32_t i = 0; i < program->table_count; i++) {
        put_u32(out, program->tables[i].count);
        put_u32s(out, program->tables[i].constants, program->tables[i].count);
    }
}

static void put_faults(struct buffer *out, const struct program *program)
{
    put_u32(out, program->fault_count);
    for (uint32_t i = 0; i < program->fault_count; i++) {
        put_text(out, program->faults[i][0]);
        put_text(out, program->faults[i][1]);
    }
}

static void put_code(struct buffer *out, const struct program *program)
{
    put_u32(out, program->code_count);
    for (uint32_t i = 0; i < program->code_count; i++) {
        const struct instruction *instruction = &program->code[i];
        put_little_endian(out, instruction->op, 2);
        put_little_endian(out, instruction->result, 2);
        put_little_endian(out, instruction->a, 2);
        put_little_endian(out, instruction->b, 2);
        put_u32(out, instruction->c);
        put_span(out, program->spans[i]);
    }
}

static void put_stage(struct buffer *out, const struct stage *stage)
{
    put_u8(out, stage->kind);
    put_u32(out, stage->domain);
    put_span(out, stage->span);
    for (int i = 0; i < STAGE_MEMBERS; i++)
        if (stage_is_among(stage->kind, stage_members[i].kinds)) {
            uint32_t member;
            memcpy(&member, (const char *)stage + stage_members[i].offset, sizeof member);
            put_u32(out, member);
        }
    if (stage_is_among(stage->kind, STAGES_WITH_FOLD))
        put_u8(out, stage->fold);
    if (stage_is_among(stage->kind, STAGES_WITH_TIES)) {
        put_u8(out, stage->ties);
        put_u32(out, stage->rank_key_count);
        for (uint32_t i = 0; i < stage->rank_key_count; i++) {
            put_u32(out, stage->rank_keys[i].column);
            put_u8(out, stage->rank_keys[i].descending);
        }
    }
    if (stage_is_among(stage->kind, STAGES_WITH_KEYS)) {
        put_u32(out, stage->key_count);
        put_u32s(out, stage->keys, stage->key_count);
        put_u32s(out, stage->key_results, stage->key_count);
    }
    if (stage_is_among(stage->kind, STAGES_WITH_PERIOD)) {
        put_i32(out, stage->day_first);
        put_i32(out, stage->day_last);
    }
    if (stage_is_among(stage->kind, STAGES_WITH_MESSAGE)) {
        put_u8(out, stage->severity);
        put_text(out, stage->message[0]);
        put_text(out, stage->message[1]);
        put_u32(out, stage->show_count);
        put_u32s(out, stage->show, stage->show_count);
    }
}

static void put_stages(struct buffer *out, const struct program *program)
{
    put_u32(out, program->stage_count);
    for (uint32_t i = 0; i < program->stage_count; i++)
        put_stage(out, &program->stages[i]);
}

static void put_outputs(struct buffer *out, const struct program *program)
{
    put_u32(out, program->output_count);
    for (uint32_t i = 0; i < program->output_count; i++) {
        const struct output *output = &program->outputs[i];
        put_text(out, output->scheme);
        put_text(out, output->title);
        put_u32(out, output->domain);
        put_u32(out, output->column_count);
        for (uint32_t j = 0; j < output->column_count; j++) {
            const struct output_column *column = &output->columns[j];
            put_text(out, column->name);
            put_u32(out, column->column);
            put_u8(out, column->form);
            put_u8(out, column->places);
            put_u8(out, column->role);
            put_span(out, column->span);
        }
    }
}

void program_encode(const struct program *program, struct buffer *out)
{
    static const struct { const char *tag; void (*put)(struct buffer *, const struct program *); } sections[] = {
#define SECTION(name, tag) { tag, put_##name },
        PROGRAM_SECTIONS(SECTION)
#undef SECTION
    };
    buffer_append(out, PROGRAM_MAGIC, strlen(PROGRAM_MAGIC));
    put_u32(out, PROGRAM_VERSION);
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        buffer_append(out, sections[i].tag, 4);
        struct buffer payload = { 0 };
        sections[i].put(&payload, program);
        put_bytes(out, payload.data, payload.length);
        buffer_release(&payload);
    }
}
