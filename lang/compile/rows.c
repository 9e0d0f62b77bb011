/* Nodes to straight-line code. First virtual registers, one a value; then real ones, given back after the last use, so that a frame fits
 * the processor's cache. */
#include "compile/rows.h"
#include <string.h>
#include "base/limits.h"
#include "compile/domains.h"
#include "memory.h"

struct virtual_instruction { enum opcode op; uint32_t result, a, b, c; bool c_is_register; struct span span; const struct node *node; };

enum { NO_REGISTER = UINT32_MAX };

static uint32_t push(struct emitter *emitter, enum opcode op, uint32_t a, uint32_t b, uint32_t c, bool c_is_register, struct span span)
{
    if (emitter->count == emitter->capacity) {
        uint32_t capacity = emitter->capacity ? emitter->capacity * 2 : 256;
        emitter->code = lang_resize(emitter->code, emitter->capacity, capacity, sizeof *emitter->code);
        emitter->capacity = capacity;
    }
    uint32_t result = op == OP_STORE ? NO_REGISTER : emitter->registers++;
    emitter->code[emitter->count++] = (struct virtual_instruction){op, result, a, b, c, c_is_register, span, NULL};
    return result;
}

uint32_t compile_constant(struct program_builder *builder, const struct node *node, const struct constant_value *value, const struct plan *plan)
{
    uint32_t target = node->type == TYPE_CATEGORY ? category_set_number(builder, plan->model, node->categories)
                      : node->type == TYPE_INDEX  ? domain_number(node->target)
                                                  : NONE;
    struct constant constant = {.type = node->type, .status = value->status, .target = target, .boolean = value->boolean, .code = value->code};
    rational_init(&constant.number);
    rational_copy(&constant.number, &value->number);
    return program_add_constant(builder, &constant);
}

static struct span place(const struct emitter *emitter, const struct node *node) { return plan_of(emitter->plan, node)->place; }

static uint32_t one_register(struct emitter *emitter)
{
    if (!emitter->has_one) {
        emitter->one_register = push(emitter, OP_LOAD, 0, 0, emitter->one_index, false, (struct span){0});
        emitter->has_one = true;
    }
    return emitter->one_register;
}

/* A text is never in a register: only whether it is filled is. */
static uint32_t emit_text_status(struct emitter *emitter, struct node *node)
{
    uint32_t filled = push(emitter, OP_FILLED, 0, 0, plan_of(emitter->plan, node->a)->column, false, place(emitter, node));
    return node->mode & status_mask(STATUS_MISSING) ? push(emitter, OP_NOT, filled, 0, 0, false, place(emitter, node)) : filled;
}

static uint32_t emit_operation(struct emitter *emitter, struct node *node)
{
    if (node->op == OP_STATUS_IS && node->a->type == TYPE_TEXT && node->a->kind == NODE_FIELD)
        return emit_text_status(emitter, node);
    uint32_t a = emit_node(emitter, node->a), b = 0, c = 0;
    if (node->op == OP_ROUND)
        return push(emitter, OP_ROUND, a, node->mode, program_add_number(emitter->builder, &node->value.number), false, place(emitter, node));
    if (node->op == OP_STATUS_IS)
        return push(emitter, OP_STATUS_IS, a, node->mode, 0, false, place(emitter, node));
    if (node->b)
        b = emit_node(emitter, node->b);
    if (node->c)
        c = emit_node(emitter, node->c);
    return push(emitter, (enum opcode)node->op, a, b, c, node->c != NULL, place(emitter, node));
}

static uint32_t emit_table(struct emitter *emitter, struct node *node)
{
    uint32_t category = emit_node(emitter, node->a), *constants = lang_array(node->table_count, sizeof *constants);
    for (uint32_t i = 0; i < node->table_count; i++)
        constants[i] = compile_constant(emitter->builder, node, &node->table[i], emitter->plan);
    return push(emitter, OP_LOOKUP, category, 0, program_add_table(emitter->builder, constants, node->table_count), false, place(emitter, node));
}

uint32_t emit_node(struct emitter *emitter, struct node *node)
{
    struct planned *planned = plan_of(emitter->plan, node);
    if (planned->mark == emitter->mark)
        return planned->reg;
    uint32_t reg;
    bool here = node->domain == emitter->domain;
    if (node->kind == NODE_CONSTANT)
        reg = push(emitter, OP_CONST, 0, 0, compile_constant(emitter->builder, node, &node->value, emitter->plan), false, place(emitter, node));
    else if (!here)
        reg = push(emitter, OP_GATHER, one_register(emitter), 0, planned->column, false, place(emitter, node));
    else if (planned->column != NONE)
        reg = push(emitter, OP_LOAD, 0, 0, planned->column, false, place(emitter, node));
    else if (node->kind == NODE_GATHER)
        reg = push(emitter, OP_GATHER, emit_node(emitter, node->a), 0, plan_of(emitter->plan, node->b)->column, false, place(emitter, node));
    else if (node->kind == NODE_TABLE)
        reg = emit_table(emitter, node);
    else
        reg = emit_operation(emitter, node);
    if (here && node->kind != NODE_CONSTANT)
        emitter->code[emitter->count - 1].node = node;      /* the last one gives the value */
    planned->mark = emitter->mark;
    planned->reg = reg;
    return reg;
}

void emit_store(struct emitter *emitter, struct node *node, uint32_t column)
{
    push(emitter, OP_STORE, emit_node(emitter, node), 0, column, false, place(emitter, node));
}

/* ---- real registers ---- */

static bool reads(const struct virtual_instruction *code, int operand, uint32_t *reg)
{
    char shape = opcode_shape(code->op)[operand + 1];
    *reg = operand == 0 ? code->a : operand == 1 ? code->b : code->c;
    return strchr("NBDKIOS", shape) != NULL && shape != 0;
}

bool emit_finish(struct emitter *emitter)
{
    uint32_t *last = lang_array(emitter->registers + 1, sizeof *last), *real = lang_array(emitter->registers + 1, sizeof *real);
    uint32_t *spare = lang_array(emitter->registers + 1, sizeof *spare), spare_count = 0, used = 0, reg;
    for (uint32_t i = 0; i < emitter->count; i++)
        for (int k = 0; k < 3; k++)
            if (reads(&emitter->code[i], k, &reg))
                last[reg] = i;
    for (uint32_t i = 0; i < emitter->count; i++) {
        struct virtual_instruction *code = &emitter->code[i];
        uint32_t result = 0, operands[3] = {code->a, code->b, code->c};
        if (code->result != NO_REGISTER) {      /* taken before the operands' are given back: a result is never an operand */
            result = spare_count ? spare[--spare_count] : used++;
            real[code->result] = result;
        }
        for (int k = 0; k < 3; k++)
            if (reads(code, k, &reg))
                operands[k] = real[reg];
        for (int k = 0; k < 3; k++) {
            bool again = false;
            for (int j = 0; j < k; j++) {
                uint32_t other;
                again = again || (reads(code, j, &other) && reads(code, k, &reg) && other == reg);
            }
            if (reads(code, k, &reg) && last[reg] == i && !again)
                spare[spare_count++] = real[reg];
        }
        if (code->result != NO_REGISTER && last[code->result] <= i)
            spare[spare_count++] = result;      /* nobody reads it */
        if (used > LIMIT_REGISTERS)
            return false;
        uint32_t number = program_emit(emitter->builder, code->op, (uint16_t)result, (uint16_t)operands[0], (uint16_t)operands[1], operands[2], code->span);
        if (code->node)
            plan_of(emitter->plan, code->node)->instruction = number;
    }
    return true;
}
