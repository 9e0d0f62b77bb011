/* Row sets and category sets of a model as numbers of the program. */
#ifndef ASSESSC_DOMAINS_H
#define ASSESSC_DOMAINS_H
#include "model/model.h"
#include "program/builder.h"

uint32_t domain_number(const struct row_set *rows);             /* NONE where it is not part of the program */
uint32_t category_set_number(struct program_builder *builder, struct model *model, const struct category_model *set);
/* Adds a ledger with its fields, and what its fields refer to, in an order that the loader can follow. */
void compile_ledger(struct program_builder *builder, struct model *model, struct row_set *ledger);
void compile_groups(struct program_builder *builder, struct row_set *groups);

#endif
