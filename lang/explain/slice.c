/* The part of a program that a column of a domain comes from: the row code is gone through backwards, and what neither the column nor what is
 * kept has need of is left out. Reductions are not looked into: what they made stays as the run has it. */
#include "explain/slice.h"
#include <string.h>
#include "memory.h"

/* What is needed further on: by register, by column of the program; and instructions that are wanted for themselves. */
struct needs { bool *registers, *columns, *wanted; };

/* Whether the instruction is needed; its own needs are then noted. */
static bool takes_part(struct needs *needs, const struct instruction *instruction, bool wanted)
{
    const char *shape = opcode_shape(instruction->op);
    const uint32_t operands[3] = {instruction->a, instruction->b, instruction->c};
    bool makes = shape_is_register(shape[0]);
    if (!wanted && (makes ? !needs->registers[instruction->result] : instruction->op != OP_STORE || !needs->columns[instruction->c]))
        return false;
    if (makes)
        needs->registers[instruction->result] = false;      /* what was in it before is not the same */
    for (int i = 0; i < 3; i++)
        if (shape_is_register(shape[1 + i]))
            needs->registers[operands[i]] = true;
    if (instruction->op == OP_LOAD || instruction->op == OP_FILLED)
        needs->columns[instruction->c] = true;
    return true;
}

/* kept[i]: the stage's instruction i is needed. Returns how many are. */
static uint32_t mark_stage(const struct program *program, const struct stage *stage, struct needs *needs, bool *kept)
{
    uint32_t count = 0;
    memset(needs->registers, 0, stage->register_count + 1);
    for (uint32_t i = stage->instruction_count; i-- > 0;) {
        kept[i] = takes_part(needs, &program->code[stage->first_instruction + i], needs->wanted[stage->first_instruction + i]);
        count += kept[i];
    }
    return count;
}

static bool is_row_stage(const struct stage *stage, uint32_t domain) { return stage->kind == STAGE_ROWS && stage->domain == domain; }

/* The instructions of the nodes, and all else that is needed. kept[i]: instruction i of the program is; counts[s]: how many of stage s are. */
static void mark_code(const struct program *program, uint32_t domain, struct needs *needs, bool *kept, uint32_t *counts)
{
    uint32_t most = 0;
    for (uint32_t s = 0; s < program->stage_count; s++)
        most = is_row_stage(&program->stages[s], domain) && program->stages[s].register_count > most ? program->stages[s].register_count : most;
    needs->registers = lang_array(most + 1, sizeof *needs->registers);
    for (uint32_t s = program->stage_count; s-- > 0;)
        if (is_row_stage(&program->stages[s], domain))
            counts[s] = mark_stage(program, &program->stages[s], needs, kept + program->stages[s].first_instruction);
}

/* The code that is kept. places[i]: where instruction i is now, or NONE. */
static struct program *cut(const struct program *program, const bool *kept, const uint32_t *counts, uint32_t *places)
{
    struct program *slice = lang_new(sizeof *slice);
    *slice = *program;
    slice->code = lang_array(program->code_count + 1, sizeof *slice->code);
    slice->spans = lang_array(program->code_count + 1, sizeof *slice->spans);
    slice->stages = lang_array(program->stage_count + 1, sizeof *slice->stages);
    slice->code_count = slice->stage_count = 0;
    memset(places, 0xFF, program->code_count * sizeof *places);
    for (uint32_t s = 0; s < program->stage_count; s++) {
        const struct stage *stage = &program->stages[s];
        if (!counts[s])
            continue;
        slice->stages[slice->stage_count] = *stage;
        slice->stages[slice->stage_count].first_instruction = slice->code_count;
        slice->stages[slice->stage_count++].instruction_count = counts[s];
        for (uint32_t i = stage->first_instruction; i < stage->first_instruction + stage->instruction_count; i++) {
            if (!kept[i])
                continue;
            slice->spans[slice->code_count] = program->spans[i];
            slice->code[slice->code_count] = program->code[i];
            places[i] = slice->code_count++;
        }
    }
    return slice;
}

struct slice *slice_of(const struct program *program, const struct compiled_nodes *nodes, uint32_t domain, uint32_t column, const struct node *const *also,
                       uint32_t also_count)
{
    struct slice *slice = lang_new(sizeof *slice);
    bool *kept = lang_array(program->code_count + 1, sizeof *kept);
    uint32_t *counts = lang_array(program->stage_count + 1, sizeof *counts), *places = lang_array(program->code_count + 1, sizeof *places);
    struct needs needs = {.columns = lang_array(program->column_count + 1, sizeof(bool)), .wanted = lang_array(program->code_count + 1, sizeof(bool))};
    needs.columns[column] = true;
    for (uint32_t i = 0; i < also_count; i++) {
        uint32_t number = also[i]->number;
        if (number < nodes->count && nodes->instructions[number] != NONE)
            needs.wanted[nodes->instructions[number]] = true;
        if (number < nodes->count && nodes->columns[number] != NONE)
            needs.columns[nodes->columns[number]] = true;
    }
    mark_code(program, domain, &needs, kept, counts);
    slice->program = cut(program, kept, counts, places);
    slice->nodes = *nodes;
    slice->nodes.instructions = lang_array(nodes->count + 1, sizeof *slice->nodes.instructions);
    for (uint32_t i = 0; i < nodes->count; i++)
        slice->nodes.instructions[i] = nodes->instructions[i] == NONE ? NONE : places[nodes->instructions[i]];
    return slice;
}
