/* Growable construction of a struct program: for the compiler and for tests.  Every function copies what it is given; the numbers it
 * returns are the indices of struct program.  Code is emitted in stage order, so that each ROWS stage owns one run of it:
 *
 *     struct program_builder *builder = program_builder_new();
 *     uint32_t units = program_add_domain(builder, DOMAIN_LEDGER, "units", span);
 *     uint32_t area = program_add_field(builder, units, &(struct field){ .name = "area", .type = TYPE_NUMBER });
 *     uint32_t twice = program_add_column(builder, units, TYPE_NUMBER, NONE, "twice");
 *     program_begin_rows(builder, units, span);
 *     program_emit(builder, OP_LOAD, 0, 0, 0, area, span);
 *     program_emit(builder, OP_ADD, 1, 0, 0, 0, span);
 *     program_emit(builder, OP_STORE, 0, 1, 0, twice, span);
 *     struct program *program = program_finish(builder);
 *
 * Nothing is judged here (indices that do not exist yet may be named): that is program_verify's. Texts that are NULL become "". */
#ifndef ASSESSC_BUILDER_H
#define ASSESSC_BUILDER_H
#include "program/program.h"

struct program_builder;

struct program_builder *program_builder_new(void);
/* The program as it stands; the builder is gone afterwards. To give a build up: program_free(program_finish(builder)). */
struct program *program_finish(struct program_builder *builder);

uint32_t program_add_source(struct program_builder *builder, const char *path, const char *text, uint32_t length, const uint8_t hash[32]);
uint32_t program_add_category_set(struct program_builder *builder, const char *const *names, uint32_t count);
/* Starts without fields, keys and marks, void_column NONE; further properties through program_domain. */
uint32_t program_add_domain(struct program_builder *builder, enum domain_kind kind, const char *name, struct span span);
/* Adds the field and the column that it fills (name, type and target are the field's; field->column is not read). Returns the column.
 * least and greatest are read only where has_least and has_greatest are set. */
uint32_t program_add_field(struct program_builder *builder, uint32_t domain, const struct field *field);
/* Makes the field that fills `column` the next key field of its domain. */
void program_add_key(struct program_builder *builder, uint32_t domain, uint32_t column);
void program_add_empty_mark(struct program_builder *builder, uint32_t domain, const char *text);
uint32_t program_add_column(struct program_builder *builder, uint32_t domain, enum value_type type, uint32_t target, const char *name);

/* Constants, tables and faults that are there already are found again. Only what type and status give meaning to is kept. */
uint32_t program_add_constant(struct program_builder *builder, const struct constant *constant);
uint32_t program_add_number(struct program_builder *builder, const struct rational *number);
uint32_t program_add_ratio(struct program_builder *builder, int64_t numerator, int64_t denominator);
uint32_t program_add_boolean(struct program_builder *builder, bool value);
uint32_t program_add_date(struct program_builder *builder, int32_t days);
uint32_t program_add_category(struct program_builder *builder, uint32_t set, int32_t position);
/* A value that is not present; fault: index of the message for STATUS_ERROR, else not read. */
uint32_t program_add_absent(struct program_builder *builder, enum value_type type, uint32_t target, enum status status, uint32_t fault);
uint32_t program_add_table(struct program_builder *builder, const uint32_t *constants, uint32_t count);
uint32_t program_add_fault(struct program_builder *builder, const char *zh, const char *en);

/* A stage with every reference NONE and every count 0: the start of what program_add_stage is given. */
struct stage program_blank_stage(enum stage_kind kind, uint32_t domain, struct span span);
/* Any stage but ROWS. Returns its index. */
uint32_t program_add_stage(struct program_builder *builder, const struct stage *stage);
/* A ROWS stage; instructions emitted until the next stage is added are its own. Returns its index. */
uint32_t program_begin_rows(struct program_builder *builder, uint32_t domain, struct span span);
/* Appends an instruction to the last stage, whose register_count follows the greatest register named. Returns its index in the code. */
uint32_t program_emit(struct program_builder *builder, enum opcode op, uint16_t result, uint16_t a, uint16_t b, uint32_t c, struct span span);

uint32_t program_add_output(struct program_builder *builder, const char *scheme, const char *title, uint32_t domain);
void program_add_output_column(struct program_builder *builder, uint32_t output, const struct output_column *column);

/* For messages that show the column. */
void program_name_column(struct program_builder *builder, uint32_t column, const char *name);

/* To read or change what was added; valid until the next addition. A domain's fields, keys and marks are not there before program_finish. */
struct domain *program_domain(struct program_builder *builder, uint32_t domain);
struct stage *program_stage(struct program_builder *builder, uint32_t stage);
const struct column *program_column(struct program_builder *builder, uint32_t column);
const struct constant *program_constant(struct program_builder *builder, uint32_t constant);

#endif
