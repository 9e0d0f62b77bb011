/* The life of a struct program, and the tables made from opcodes.def: names, operand shapes and the page of docs/ on instructions. */
#include "program/program.h"
#include <assert.h>
#include <limits.h>
#include <string.h>
#include "base/buffer.h"

static const struct { const char *name, *shape, *meaning[2]; } opcodes[OPCODE_COUNT] = {
#define OPCODE(NAME, name, result, a, b, c, zh, en) [OP_##NAME] = { name, #result #a #b #c, { zh, en } },
#include "program/opcodes.def"
#undef OPCODE
};

/* The operand shapes, as opcodes.def explains them: SHAPE(letter, whether it is a register, meaning-zh, meaning-en). */
#define SHAPES(SHAPE) \
    SHAPE('N', true, "数值寄存器", "number register") \
    SHAPE('B', true, "是否寄存器", "boolean register") \
    SHAPE('D', true, "日期寄存器", "date register") \
    SHAPE('K', true, "类别寄存器", "category register") \
    SHAPE('I', true, "行号寄存器", "row-index register") \
    SHAPE('O', true, "可比先后的寄存器(数值、日期、类别),与其他 O 同型", "ordered register (number, date, category), of the type of the other O operands") \
    SHAPE('S', true, "任何寄存器,与其他 S 同型", "any register, of the type of the other S operands") \
    SHAPE('T', true, "结果,型别随 S、O、常数、列或表", "result, of the type of S, O, the constant, column or table") \
    SHAPE('C', false, "常数", "constant") \
    SHAPE('L', false, "本行的列", "column of the stage's own domain") \
    SHAPE('X', false, "本行的文本列", "text column of the stage's own domain") \
    SHAPE('F', false, "a 所指各行的列", "column of the domain that a points into") \
    SHAPE('M', false, "状态组合", "status mask") \
    SHAPE('R', false, "舍入方式", "rounding mode") \
    SHAPE('P', false, "表", "table")

static const struct { char letter; const char *meaning[2]; } shapes[] = {
#define SHAPE(letter, is_register, zh, en) {letter, {zh, en}},
    SHAPES(SHAPE)
#undef SHAPE
};
enum { SHAPE_COUNT = sizeof shapes / sizeof shapes[0] };

static const bool registers[UCHAR_MAX + 1] = {
#define SHAPE(letter, is_register, zh, en) [letter] = is_register,
    SHAPES(SHAPE)
#undef SHAPE
};

static const char *const status_names[STATUS_COUNT] = { "present", "not-applicable", "exempt", "missing", "error" };
static const char *const type_names[TYPE_COUNT] = { "number", "boolean", "date", "text", "category", "index" };

struct program *program_new(void)
{
    return memory_new(sizeof(struct program));
}

void program_free(struct program *program)
{
    if (program == NULL)
        return;
    for (uint32_t i = 0; i < program->constant_count; i++)
        rational_clear(&program->constants[i].number);
    for (uint32_t i = 0; i < program->domain_count; i++)
        for (uint32_t j = 0; j < program->domains[i].field_count; j++) {
            rational_clear(&program->domains[i].fields[j].least);
            rational_clear(&program->domains[i].fields[j].greatest);
        }
    arena_release(&program->arena);
    memory_free(program);
}

const char *opcode_name(enum opcode op)
{
    assert(op < OPCODE_COUNT);
    return opcodes[op].name;
}

const char *opcode_shape(enum opcode op)
{
    assert(op < OPCODE_COUNT);
    return opcodes[op].shape;
}

bool shape_is_register(char letter) { return registers[(unsigned char)letter]; }

const char *status_name(enum status status)
{
    assert(status < STATUS_COUNT);
    return status_names[status];
}

const char *type_name(enum value_type type)
{
    assert(type < TYPE_COUNT);
    return type_names[type];
}

/* The instruction as it reads: `r = add N N`. */
static void document_form(enum opcode op, struct buffer *out)
{
    const char *shape = opcodes[op].shape;
    if (shape[0] != '_')
        buffer_format(out, "%c = ", shape[0]);
    buffer_append_text(out, opcodes[op].name);
    for (int i = 1; i < 4; i++)
        if (shape[i] != '_')
            buffer_format(out, " %c", shape[i]);
}

void opcode_document(struct buffer *out)
{
    buffer_append_text(out,
        "# 行指令 / Row instructions\n\n"
        "行指令逐行执行,没有跳转;每个寄存器在每一行上有一个值和一个状态。\n"
        "除另有说明外,结果的状态取各操作数中最重的(present < not-applicable < exempt < missing < error)。\n"
        "结果寄存器不得同时是本条指令的操作数。\n\n"
        "Row instructions run straight through, row by row; a register has a value and a status in each row.\n"
        "Unless said otherwise the status of a result is the worst of its operands'.\n"
        "The result register is none of the instruction's operands.\n\n"
        "| 指令 instruction | 含义 | meaning |\n| --- | --- | --- |\n");
    for (int op = 0; op < OPCODE_COUNT; op++) {
        buffer_append_text(out, "| `");
        document_form((enum opcode)op, out);
        buffer_format(out, "` | %s | %s |\n", opcodes[op].meaning[0], opcodes[op].meaning[1]);
    }
    buffer_append_text(out, "\n## 操作数 / Operands\n\n| 字母 letter | 含义 | meaning |\n| --- | --- | --- |\n");
    for (size_t i = 0; i < SHAPE_COUNT; i++)
        buffer_format(out, "| `%c` | %s | %s |\n", shapes[i].letter, shapes[i].meaning[0], shapes[i].meaning[1]);
}
