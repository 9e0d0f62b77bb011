/* Runs the instructions of a ROWS stage for one row on cells.  The result of an instruction waits in `result` until the trace has seen it
 * beside its operands, one of which may be the register that it replaces. */
#include "interpret/machine.h"

#include "base/memory.h"

void machine_init(struct machine *machine, const struct program *program, uint32_t stage)
{
    machine->program = program;
    machine->stage = &program->stages[stage];
    machine->stage_number = stage;
    machine->types = memory_array(machine->stage->instruction_count, sizeof *machine->types);
    machine->registers = memory_array(machine->stage->register_count, sizeof *machine->registers);
    machine->register_types = memory_array(machine->stage->register_count, 1);
    cell_types(program, machine->stage, machine->types);
    for (uint32_t i = 0; i < machine->stage->register_count; i++)
        cell_init(&machine->registers[i]);
    cell_init(&machine->result);
}

void machine_clear(struct machine *machine)
{
    for (uint32_t i = 0; i < machine->stage->register_count; i++)
        cell_clear(&machine->registers[i]);
    cell_clear(&machine->result);
    memory_free(machine->registers);
    memory_free(machine->types);
    memory_free(machine->register_types);
}

/* Operands by opcode: letters that are no registers give cells that cell_step does not look at. */
static void step(struct machine *machine, uint32_t number, const struct data *data, uint32_t row)
{
    const struct instruction *instruction = &machine->program->code[machine->stage->first_instruction + number];
    const struct cell *registers = machine->registers;
    const char *shape = opcode_shape(instruction->op);
    switch (instruction->op) {
    case OP_LOAD: cell_load(&machine->result, &data->columns[instruction->c], row); return;
    case OP_GATHER: cell_gather(&machine->result, &registers[instruction->a], &data->columns[instruction->c]); return;
    case OP_FILLED: cell_filled(&machine->result, &data->columns[instruction->c], row); return;
    case OP_STORE: cell_copy(&machine->result, &registers[instruction->a]); return;
    default: break;
    }
    const struct cell *a = shape_is_register(shape[1]) ? &registers[instruction->a] : NULL;
    const struct cell *b = shape_is_register(shape[2]) ? &registers[instruction->b] : NULL;
    const struct cell *c = shape_is_register(shape[3]) ? &registers[instruction->c] : NULL;
    cell_step(machine->program, instruction, machine->types[number], &machine->result, a, b, c);
}

void machine_run(struct machine *machine, const struct data *data, uint32_t row, struct trace *trace,
                 void (*store)(void *context, uint32_t number, const struct cell *cell), void *context)
{
    uint32_t stores = 0;
    for (uint32_t i = 0; i < machine->stage->instruction_count; i++) {
        const struct instruction *instruction = &machine->program->code[machine->stage->first_instruction + i];
        step(machine, i, data, row);
        if (trace) {
            struct trace_event event = {machine->stage_number, machine->stage->first_instruction + i, row, machine};
            trace->event(trace, &event);
        }
        if (instruction->op != OP_STORE) {
            cell_copy(&machine->registers[instruction->result], &machine->result);
            machine->register_types[instruction->result] = machine->types[i].result;
        } else if (store) {
            store(context, stores++, &machine->result);
        }
    }
}

static enum status read_cell(const struct cell *cell, enum value_type type, struct rational *out)
{
    if (cell->status == STATUS_PRESENT && type == TYPE_NUMBER)
        rational_copy(out, &cell->number);
    else if (cell->status == STATUS_PRESENT)
        rational_set(out, cell->integer, 1);
    return cell->status;
}

enum status trace_operand(const struct trace_event *event, uint16_t reg, struct rational *number_or_integer)
{
    const struct machine *machine = event->state;
    return read_cell(&machine->registers[reg], machine->register_types[reg], number_or_integer);
}

enum status trace_result(const struct trace_event *event, struct rational *number_or_integer)
{
    const struct machine *machine = event->state;
    uint32_t number = event->instruction - machine->stage->first_instruction;
    const struct instruction *instruction = &machine->program->code[event->instruction];
    enum value_type type = instruction->op == OP_STORE ? machine->types[number].operand : machine->types[number].result;
    return read_cell(&machine->result, type, number_or_integer);
}

void interpret_replay(const struct program *program, const struct data *data, uint32_t stage, uint32_t row, struct trace *trace)
{
    struct machine machine;
    machine_init(&machine, program, stage);
    machine_run(&machine, data, row, trace, NULL, NULL);
    machine_clear(&machine);
}
