/* A program as text: one line a source, set, domain, field, column, constant, table, fault, stage, instruction and output column, each with
 * its place in the rules where that is known.  Works on whatever program_decode returns, so that a refused program can be looked at too:
 * indices are only followed where they lead somewhere, texts are quoted. */
#include <stdarg.h>
#include <string.h>
#include "base/buffer.h"
#include "base/text.h"
#include "number/date.h"
#include "program/format.h"

struct listing {
    const struct program *program;
    struct buffer *out;
    uint32_t **line_starts;         /* per source: offsets of the beginnings of lines, so that places cost a binary search */
    uint32_t *line_counts;
    uint32_t next_code;             /* code is listed under its stage, once */
};

/* ---- words ---- */

/* What is only referred to is shortened, or a long name and many references would make an endless listing. */
enum { REFERENCE_BYTES = 60, REFERENCE_DIGITS = 40 };

static void write_quoted(struct buffer *out, const char *text, size_t most)
{
    size_t left = strlen(text), length;
    const char *start = text;
    buffer_append_char(out, '"');
    for (; left > 0; text += length, left -= length) {
        int32_t character;
        if ((size_t)(text - start) >= most) {
            buffer_append_text(out, "\" ...");
            return;
        }
        length = text_decode(text, left, &character);
        bool strange = length == 0 || character < 0x20 || (character >= 0x7f && character < 0xa0);
        length = length ? length : 1;
        if (*text == '"' || *text == '\\')
            buffer_append_char(out, '\\');
        for (size_t i = 0; strange && i < length; i++)
            buffer_format(out, "\\x%02x", (unsigned char)text[i]);
        if (!strange)
            buffer_append(out, text, length);
    }
    buffer_append_char(out, '"');
}

static void write_name(struct listing *listing, const char *before, const char *name)
{
    buffer_append_text(listing->out, before);
    write_quoted(listing->out, name, SIZE_MAX);
}

static void write_index(struct buffer *out, const char *before, uint32_t index)
{
    if (index == NONE)
        buffer_format(out, "%snone", before);
    else
        buffer_format(out, "%s%u", before, index);
}

static void write_column(struct listing *listing, const char *before, uint32_t column)
{
    write_index(listing->out, before, column);
    if (column < listing->program->column_count) {
        buffer_append_char(listing->out, ' ');
        write_quoted(listing->out, listing->program->columns[column].name, REFERENCE_BYTES);
    }
}

static void index_lines(struct listing *listing, uint32_t number)
{
    const struct program_source *source = &listing->program->sources[number];
    uint32_t lines = 1;
    for (uint32_t i = 0; i < source->length; i++)
        lines += source->text[i] == '\n';
    uint32_t *starts = memory_array(lines, sizeof *starts);
    listing->line_starts[number] = starts;
    listing->line_counts[number] = lines;
    for (uint32_t i = 0, line = 1; i < source->length; i++)
        if (source->text[i] == '\n')
            starts[line++] = i + 1;
}

/* Ends a line, with the place in front of the line's end. */
static void end_line(struct listing *listing, struct span span)
{
    const struct program *program = listing->program;
    if (span.file < program->source_count && span.start <= program->sources[span.file].length) {
        uint32_t low = 0, high = listing->line_counts[span.file];
        while (high - low > 1) {
            uint32_t middle = low + (high - low) / 2;
            if (listing->line_starts[span.file][middle] <= span.start)
                low = middle;
            else
                high = middle;
        }
        buffer_format(listing->out, "  ; source %u line %u", span.file, low + 1);
    }
    buffer_append_char(listing->out, '\n');
}

static void write_date(struct buffer *out, int32_t days)
{
    if (days >= DATE_LEAST && days <= DATE_GREATEST)
        date_format(days, out);
    else
        buffer_format(out, "day %d", days);
}

/* A constant's value: `number 1/2`, `category of 3 missing`. */
static void write_constant(struct listing *listing, const struct constant *constant)
{
    struct buffer *out = listing->out;
    buffer_format(out, " %s", type_name(constant->type));
    if (constant_has_target(constant))
        write_index(out, " of ", constant->target);
    buffer_append_char(out, ' ');
    if (constant->status != STATUS_PRESENT)
        buffer_append_text(out, status_name(constant->status));
    else if (constant->type == TYPE_NUMBER)
        rational_format_exact(&constant->number, out);
    else if (constant->type == TYPE_BOOLEAN)
        buffer_append_text(out, constant->boolean ? "true" : "false");
    else if (constant->type == TYPE_DATE)
        write_date(out, constant->code);
    else if (constant->type == TYPE_CATEGORY)
        buffer_format(out, "position %d", constant->code);
    if (constant->status == STATUS_ERROR)
        buffer_format(out, " fault %d", constant->code);
}

/* ---- what the program works on ---- */

static void list_sources(struct listing *listing)
{
    for (uint32_t i = 0; i < listing->program->source_count; i++) {
        const struct program_source *source = &listing->program->sources[i];
        buffer_format(listing->out, "source %u", i);
        write_name(listing, " ", source->path);
        buffer_format(listing->out, " bytes %u sha256 ", source->length);
        for (size_t j = 0; j < sizeof source->hash; j++)
            buffer_format(listing->out, "%02x", source->hash[j]);
        buffer_append_char(listing->out, '\n');
    }
}

static void list_category_sets(struct listing *listing)
{
    for (uint32_t i = 0; i < listing->program->category_set_count; i++) {
        const struct category_set *set = &listing->program->category_sets[i];
        buffer_format(listing->out, "set %u", i);
        for (uint32_t j = 0; j < set->count; j++)
            write_name(listing, " ", set->names[j]);
        buffer_append_char(listing->out, '\n');
    }
}

static void write_bound(struct listing *listing, const char *word, const struct rational *bound)
{
    buffer_format(listing->out, " %s ", word);
    rational_format_exact(bound, listing->out);
}

static void list_field(struct listing *listing, const struct field *field, uint32_t number)
{
    const struct { bool set; const char *word; } flags[] = {
        { field->percent, "percent" }, { field->fraction_form, "fraction-form" }, { field->whole, "whole" },
        { field->may_be_empty, "may-be-empty" }, { field->optional_column, "optional-column" },
    };
    struct buffer *out = listing->out;
    buffer_format(out, "  field %u", number);
    write_name(listing, " ", field->name);
    buffer_format(out, " %s", type_name(field->type));
    if (field->type == TYPE_CATEGORY)
        write_index(out, " of set ", field->categories);
    if (field->type == TYPE_INDEX)
        write_index(out, " of domain ", field->reference);
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
        if (flags[i].set)
            buffer_format(out, " %s", flags[i].word);
    if (field->has_least)
        write_bound(listing, field->least_open ? "above" : "from", &field->least);
    if (field->has_greatest)
        write_bound(listing, "to", &field->greatest);
    if (field->unit[0] != '\0')
        write_name(listing, " unit ", field->unit);
    for (uint32_t i = 0; i < field->alias_count; i++)
        write_name(listing, " alias ", field->aliases[i]);
    write_index(out, " fills column ", field->column);
    end_line(listing, field->span);
}

static void list_domain(struct listing *listing, uint32_t number)
{
    const struct domain *domain = &listing->program->domains[number];
    struct buffer *out = listing->out;
    buffer_format(out, "domain %u %s", number, domain_kind_name(domain->kind));
    write_name(listing, " ", domain->name);
    for (uint32_t i = 0; i < domain->key_count; i++)
        buffer_format(out, " key %u", domain->keys[i]);
    for (uint32_t i = 0; i < domain->empty_mark_count; i++)
        write_name(listing, " empty ", domain->empty_marks[i]);
    if (domain->needs_rows)
        buffer_append_text(out, " needs-rows");
    if (domain->complete)
        buffer_append_text(out, " complete");
    if (domain->void_column != NONE)
        write_column(listing, " void column ", domain->void_column);
    end_line(listing, domain->span);
    for (uint32_t i = 0; i < domain->field_count; i++)
        list_field(listing, &domain->fields[i], i);
}

static void list_columns(struct listing *listing)
{
    for (uint32_t i = 0; i < listing->program->column_count; i++) {
        const struct column *column = &listing->program->columns[i];
        buffer_format(listing->out, "column %u", i);
        write_name(listing, " ", column->name);
        write_index(listing->out, " domain ", column->domain);
        buffer_format(listing->out, " %s", type_name(column->type));
        if (column->target != NONE)
            buffer_format(listing->out, " of %s %u", column->type == TYPE_CATEGORY ? "set" : "domain", column->target);
        buffer_append_char(listing->out, '\n');
    }
}

static void list_constants(struct listing *listing)
{
    const struct program *program = listing->program;
    for (uint32_t i = 0; i < program->constant_count; i++) {
        buffer_format(listing->out, "constant %u", i);
        write_constant(listing, &program->constants[i]);
        buffer_append_char(listing->out, '\n');
    }
    for (uint32_t i = 0; i < program->table_count; i++) {
        buffer_format(listing->out, "table %u", i);
        for (uint32_t j = 0; j < program->tables[i].count; j++)
            buffer_format(listing->out, " %u", program->tables[i].constants[j]);
        buffer_append_char(listing->out, '\n');
    }
    for (uint32_t i = 0; i < program->fault_count; i++) {
        buffer_format(listing->out, "fault %u", i);
        write_name(listing, " ", program->faults[i][0]);
        write_name(listing, " ", program->faults[i][1]);
        buffer_append_char(listing->out, '\n');
    }
}

/* ---- what it does ---- */

static void write_operand(struct listing *listing, char letter, uint32_t value)
{
    struct buffer *out = listing->out;
    if (shape_is_register(letter))
        buffer_format(out, " r%u", value);
    else if (letter == 'L' || letter == 'F' || letter == 'X')
        write_column(listing, " column ", value);
    else if (letter == 'P')
        buffer_format(out, " table %u", value);
    else if (letter == 'C') {
        buffer_format(out, " constant %u", value);
        const struct program *program = listing->program;
        if (value < program->constant_count && !rational_exceeds(&program->constants[value].number, REFERENCE_DIGITS))
            write_constant(listing, &program->constants[value]);
    } else if (letter == 'R')
        buffer_format(out, " %s", value < ROUNDING_COUNT ? rounding_name((enum rounding)value) : "?");
    else if (letter == 'M')
        for (int status = 0; status < STATUS_COUNT; status++)
            if (value >> status & 1)
                buffer_format(out, " %s", status_name((enum status)status));
}

static void list_instruction(struct listing *listing, uint32_t number)
{
    const struct instruction *instruction = &listing->program->code[number];
    const char *shape = opcode_shape(instruction->op);
    const uint32_t operands[4] = { instruction->result, instruction->a, instruction->b, instruction->c };
    buffer_format(listing->out, "  %5u  ", number);
    if (shape[0] != '_')
        buffer_format(listing->out, "r%u = ", instruction->result);
    buffer_append_text(listing->out, opcode_name(instruction->op));
    for (int i = 1; i < 4; i++)
        write_operand(listing, shape[i], operands[i]);
    end_line(listing, listing->program->spans[number]);
}

static void write_member(struct listing *listing, const struct stage *stage, const struct stage_member *member)
{
    bool is_count = stage_is_among(STAGE_ROWS, member->kinds);
    bool is_column = !is_count && member->offset != offsetof(struct stage, target) && member->offset != offsetof(struct stage, wanted);
    uint32_t value;
    memcpy(&value, (const char *)stage + member->offset, sizeof value);
    if (is_column && value == NONE)
        return;
    buffer_format(listing->out, " %s", member->name);
    if (is_column)
        write_column(listing, " ", value);
    else
        write_index(listing->out, " ", value);
}

static void write_stage_lists(struct listing *listing, const struct stage *stage)
{
    struct buffer *out = listing->out;
    if (stage_is_among(stage->kind, STAGES_WITH_FOLD))
        buffer_format(out, " fold %s", fold_name(stage->fold));
    if (stage_is_among(stage->kind, STAGES_WITH_TIES))
        buffer_format(out, " ties %s", ties_name(stage->ties));
    for (uint32_t i = 0; i < stage->rank_key_count; i++)
        write_column(listing, stage->rank_keys[i].descending ? " descending " : " ascending ", stage->rank_keys[i].column);
    for (uint32_t i = 0; i < stage->key_count; i++) {
        write_column(listing, " key ", stage->keys[i]);
        write_column(listing, " into ", stage->key_results[i]);
    }
    if (stage_is_among(stage->kind, STAGES_WITH_PERIOD)) {
        buffer_append_text(out, " days ");
        write_date(out, stage->day_first);
        buffer_append_text(out, " to ");
        write_date(out, stage->day_last);
    }
    if (stage_is_among(stage->kind, STAGES_WITH_MESSAGE)) {
        buffer_append_text(out, stage->severity == SEVERITY_ERROR ? " error" : stage->severity == SEVERITY_WARNING ? " warning" : " note");
        write_name(listing, " ", stage->message[0]);
        write_name(listing, " ", stage->message[1]);
    }
    for (uint32_t i = 0; i < stage->show_count; i++)
        write_column(listing, " show ", stage->show[i]);
}

static void list_stage(struct listing *listing, uint32_t number)
{
    const struct program *program = listing->program;
    const struct stage *stage = &program->stages[number];
    buffer_format(listing->out, "stage %u %s", number, stage_kind_name(stage->kind));
    write_index(listing->out, " domain ", stage->domain);
    for (int i = 0; i < STAGE_MEMBERS; i++)
        if (stage_is_among(stage->kind, stage_members[i].kinds))
            write_member(listing, stage, &stage_members[i]);
    write_stage_lists(listing, stage);
    end_line(listing, stage->span);
    bool in_place = stage->first_instruction == listing->next_code && stage->instruction_count <= program->code_count - listing->next_code;
    if (stage->kind != STAGE_ROWS || !in_place)
        return;
    for (uint32_t i = 0; i < stage->instruction_count; i++)
        list_instruction(listing, listing->next_code++);
}

static void list_output(struct listing *listing, uint32_t number)
{
    const struct output *output = &listing->program->outputs[number];
    buffer_format(listing->out, "output %u", number);
    write_name(listing, " ", output->scheme);
    write_name(listing, " ", output->title);
    write_index(listing->out, " domain ", output->domain);
    buffer_append_char(listing->out, '\n');
    for (uint32_t i = 0; i < output->column_count; i++) {
        const struct output_column *column = &output->columns[i];
        write_name(listing, "  ", column->name);
        write_column(listing, " column ", column->column);
        buffer_format(listing->out, " %s", output_form_name(column->form));
        if (column->form == OUTPUT_DECIMALS)
            buffer_format(listing->out, " %u", column->places);
        buffer_format(listing->out, " %s", output_role_name(column->role));
        end_line(listing, column->span);
    }
}

void program_disassemble(const struct program *program, struct buffer *out)
{
    struct listing listing = { .program = program, .out = out };
    listing.line_starts = memory_array((size_t)program->source_count + 1, sizeof *listing.line_starts);
    listing.line_counts = memory_array((size_t)program->source_count + 1, sizeof *listing.line_counts);
    for (uint32_t i = 0; i < program->source_count; i++)
        index_lines(&listing, i);

    buffer_format(out, "program version %d\n", PROGRAM_VERSION);
    list_sources(&listing);
    list_category_sets(&listing);
    for (uint32_t i = 0; i < program->domain_count; i++)
        list_domain(&listing, i);
    list_columns(&listing);
    list_constants(&listing);
    for (uint32_t i = 0; i < program->stage_count; i++)
        list_stage(&listing, i);
    for (uint32_t i = 0; i < program->output_count; i++)
        list_output(&listing, i);

    for (uint32_t i = 0; i < program->source_count; i++)
        memory_free(listing.line_starts[i]);
    memory_free(listing.line_starts);
    memory_free(listing.line_counts);
}
