/* Row code: one pass over the instructions of a ROWS stage, with the type of each register as it stands.
 * What the interpreter may rely on afterwards: each operand is what its shape letter says; a register is written before it is read; the
 * result register is none of the operands; columns are stored once and not loaded by the stage that stores them. */
#include <string.h>
#include "base/limits.h"
#include "program/verify.h"

struct kind { enum value_type type; uint32_t target; };
struct register_state { bool written; struct kind kind; };

struct code_verifier {
    struct verifier *verifier;
    const struct stage *stage;
    struct register_state *registers;
    struct kind shared, source;     /* of the present instruction: type of its S and O operands; type of its constant, column or table */
    bool has_shared;
};

static const char *const operand_names[4] = { "result", "a", "b", "c" };

/* What the register holds, or NULL after a refusal. */
static const struct kind *read_register(struct code_verifier *code, const char *operand, uint32_t number)
{
    if (number >= code->stage->register_count)
        verify_refuse(code->verifier, "operand %s: register %u is beyond the stage's %u", operand, number, code->stage->register_count);
    else if (!code->registers[number].written)
        verify_refuse(code->verifier, "operand %s: register %u is read before it is written", operand, number);
    else
        return &code->registers[number].kind;
    return NULL;
}

static bool check_typed(struct code_verifier *code, const char *operand, uint32_t number, enum value_type type)
{
    const struct kind *kind = read_register(code, operand, number);
    if (kind != NULL && kind->type != type)
        return verify_refuse(code->verifier, "operand %s: register %u holds %s, not %s", operand, number, type_name(kind->type),
                             type_name(type));
    return kind != NULL;
}

/* S and O: all of one instruction have one type and one target. */
static bool check_shared(struct code_verifier *code, const char *operand, uint32_t number, bool ordered)
{
    const struct kind *kind = read_register(code, operand, number);
    if (kind == NULL)
        return false;
    if (ordered && !type_is_ordered(kind->type))
        return verify_refuse(code->verifier, "operand %s: register %u holds %s, which has no order", operand, number, type_name(kind->type));
    if (code->has_shared && kind->type != code->shared.type)
        return verify_refuse(code->verifier, "operand %s: register %u holds %s, the operand before it %s", operand, number,
                             type_name(kind->type), type_name(code->shared.type));
    if (code->has_shared && kind->target != code->shared.target)
        return verify_refuse(code->verifier, "operand %s: register %u is of another %s than the operand before it", operand, number,
                             kind->type == TYPE_CATEGORY ? "category set" : "domain");
    code->shared = *kind;
    code->has_shared = true;
    return true;
}

static bool check_constant(struct code_verifier *code, const char *operand, uint32_t number)
{
    const struct program *program = code->verifier->program;
    if (number >= program->constant_count)
        return verify_refuse(code->verifier, "operand %s: there is no constant %u", operand, number);
    code->source = (struct kind){ program->constants[number].type, program->constants[number].target };
    return true;
}

static bool check_column(struct code_verifier *code, const char *operand, uint32_t number, uint32_t domain)
{
    if (!verify_column_read(code->verifier, operand, number, domain))
        return false;
    const struct column *column = &code->verifier->program->columns[number];
    if (column->type == TYPE_TEXT)
        return verify_refuse(code->verifier, "%s: column %u is text, which no register holds", operand, number);
    code->source = (struct kind){ column->type, column->target };
    return true;
}

static bool check_gathered(struct code_verifier *code, uint32_t number, uint16_t index)
{
    return check_column(code, "operand c", number, code->registers[index].kind.target);
}

static bool check_stored(struct code_verifier *code, uint32_t number, uint16_t value)
{
    const struct kind *kind = &code->registers[value].kind;
    return verify_column_made(code->verifier, "operand c", number, code->stage->domain, kind->type, kind->target);
}

static bool check_table(struct code_verifier *code, uint32_t number, uint16_t category)
{
    const struct program *program = code->verifier->program;
    if (number >= program->table_count)
        return verify_refuse(code->verifier, "operand c: there is no table %u", number);
    const struct table *table = &program->tables[number];
    uint32_t set = code->registers[category].kind.target;
    if (table->count != program->category_sets[set].count)
        return verify_refuse(code->verifier, "operand c: table %u has %u entries, category set %u has %u values", number, table->count, set,
                             program->category_sets[set].count);
    const struct constant *first = &program->constants[table->constants[0]];
    code->source = (struct kind){ first->type, first->target };
    return true;
}

/* One operand by its shape letter. Operands are checked in the order a, b, c, so that c may rely on a. */
static bool check_operand(struct code_verifier *code, const struct instruction *instruction, int position, char letter, uint32_t number)
{
    const char *operand = operand_names[position];
    switch (letter) {
    case 'N': return check_typed(code, operand, number, TYPE_NUMBER);
    case 'B': return check_typed(code, operand, number, TYPE_BOOLEAN);
    case 'D': return check_typed(code, operand, number, TYPE_DATE);
    case 'K': return check_typed(code, operand, number, TYPE_CATEGORY);
    case 'I': return check_typed(code, operand, number, TYPE_INDEX);
    case 'O': return check_shared(code, operand, number, true);
    case 'S': return check_shared(code, operand, number, false);
    case 'C': return check_constant(code, operand, number);
    case 'F': return check_gathered(code, number, instruction->a);
    case 'P': return check_table(code, number, instruction->a);
    case 'L':
        return instruction->op == OP_STORE ? check_stored(code, number, instruction->a)
                                           : check_column(code, "operand c", number, code->stage->domain);
    case 'X':
        return verify_column_read(code->verifier, "operand c", number, code->stage->domain) &&
               (code->verifier->program->columns[number].type == TYPE_TEXT || verify_refuse(code->verifier, "operand c: column %u is no text", number));
    case 'M':
        return number < 1u << STATUS_COUNT || verify_refuse(code->verifier, "operand %s: %u is no status mask", operand, number);
    case 'R':
        return number < ROUNDING_COUNT || verify_refuse(code->verifier, "operand %s: there is no rounding mode %u", operand, number);
    default:
        return number == 0 || verify_refuse(code->verifier, "operand %s: %u where nothing is used", operand, number);
    }
}

static bool check_quantum(struct code_verifier *code, uint32_t number)
{
    const struct constant *constant = &code->verifier->program->constants[number];
    if (constant->type != TYPE_NUMBER || constant->status != STATUS_PRESENT || rational_sign(&constant->number) <= 0)
        return verify_refuse(code->verifier, "operand c: constant %u is not a number above 0, so nothing can be rounded to it", number);
    return true;
}

static bool check_result(struct code_verifier *code, const struct instruction *instruction, const char *shape)
{
    if (shape[0] == '_')
        return instruction->result == 0 || verify_refuse(code->verifier, "result: %u where nothing is used", instruction->result);
    if (instruction->result >= code->stage->register_count)
        return verify_refuse(code->verifier, "result: register %u is beyond the stage's %u", instruction->result, code->stage->register_count);
    const uint32_t operands[4] = { NONE, instruction->a, instruction->b, instruction->c };
    for (int i = 1; i < 4; i++)
        if (shape_is_register(shape[i]) && operands[i] == instruction->result)
            return verify_refuse(code->verifier, "result: register %u is operand %s too", instruction->result, operand_names[i]);
    struct kind kind = { TYPE_NUMBER, NONE };
    if (shape[0] == 'T')
        kind = code->has_shared ? code->shared : code->source;
    else if (shape[0] != 'N')
        kind.type = shape[0] == 'B' ? TYPE_BOOLEAN : TYPE_DATE;
    code->registers[instruction->result] = (struct register_state){ .written = true, .kind = kind };
    return true;
}

static bool check_instruction(struct code_verifier *code, const struct instruction *instruction)
{
    if (instruction->op >= OPCODE_COUNT)
        return verify_refuse(code->verifier, "there is no instruction of number %u", instruction->op);
    const char *shape = opcode_shape(instruction->op);
    const uint32_t operands[4] = { instruction->result, instruction->a, instruction->b, instruction->c };
    code->has_shared = false;
    for (int i = 1; i < 4; i++)
        if (!check_operand(code, instruction, i, shape[i], operands[i]))
            return false;
    if (instruction->op == OP_ROUND && !check_quantum(code, instruction->c))
        return false;
    return check_result(code, instruction, shape);
}

bool verify_rows(struct verifier *verifier, const struct stage *stage)
{
    const struct program *program = verifier->program;
    if (stage->first_instruction != verifier->next_code)
        return verify_refuse(verifier, "its code begins at %u, the code of the stage before it ends at %u", stage->first_instruction,
                             verifier->next_code);
    if (stage->instruction_count > program->code_count - verifier->next_code)
        return verify_refuse(verifier, "it has %u instructions, only %u are left", stage->instruction_count,
                             program->code_count - verifier->next_code);
    if (stage->register_count > LIMIT_REGISTERS)
        return verify_refuse(verifier, "it has %u registers, more than %d", stage->register_count, LIMIT_REGISTERS);
    if (stage->register_count > stage->instruction_count)
        return verify_refuse(verifier, "it has %u registers and only %u instructions to write them", stage->register_count,
                             stage->instruction_count);
    verifier->next_code += stage->instruction_count;

    struct code_verifier code = { .verifier = verifier, .stage = stage };
    code.registers = memory_array((size_t)stage->register_count + 1, sizeof *code.registers);
    bool sound = true;
    for (uint32_t i = stage->first_instruction; sound && i < verifier->next_code; i++) {
        verifier->instruction = i;
        sound = verify_span(verifier, "place", program->spans[i]) && check_instruction(&code, &program->code[i]);
    }
    memory_free(code.registers);
    verifier->instruction = NONE;
    return sound;
}
