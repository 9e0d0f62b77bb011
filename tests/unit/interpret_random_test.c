/* Random programs on random data: every gear, checked or not, on one thread or three, gives the same columns.  The forced gears run on exact
 * cells, so this holds the lanes against the plain meaning of each instruction.
 *
 *     ASSESSC_PROGRAMS   how many programs (400)      ASSESSC_SEED   of the first one; a failure prints its own */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "interpret/interpret.h"
#include "interpret/maker.h"
#include "ledger/ledger.h"
#include "program/builder.h"

static const struct span nowhere;

/* ---- chance ------------------------------------------------------------------------------------------------------------------- */

static uint64_t chance_state;

static uint64_t chance(void)
{
    chance_state += 0x9e3779b97f4a7c15;
    uint64_t mixed = chance_state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
}

static uint32_t below(uint32_t limit)
{
    return (uint32_t)(chance() % limit);
}

/* A whole number of a random length, so that borders of all gears are met. */
static int64_t any_integer(unsigned most_bits)
{
    uint64_t magnitude = chance() >> (64 - 1 - below(most_bits));
    if (below(8) == 0)
        magnitude = ((uint64_t)1 << below(most_bits)) - below(2);
    return below(3) ? (int64_t)magnitude : -(int64_t)magnitude;
}

/* ---- the data ----------------------------------------------------------------------------------------------------------------- */

enum { TOWNS = 5, NUMBERS = 7, FIELDS = NUMBERS + 5, COLOURS = 3, STEPS = 3, REGISTERS = 16, COLUMNS_MOST = NUMBERS + STEPS * (REGISTERS + 2), TOWN_COLUMNS_MOST = NUMBERS + STEPS * 3 };

/* One program in so many has rows for several chunks: only then do threads share a stage. */
enum { LARGE_EVERY = 60 };

/* How the numbers of a column look. */
enum flavour { TWO_DECIMALS, THOUSANDTHS, WHOLE, PERCENT, NEAR_ZERO, LONG_DECIMALS, HUGE_WHOLE, FRACTIONS, MOSTLY_DECIMALS, CONSTANT, FLAVOURS };

struct world {
    struct program *program;
    uint32_t units, towns;
    uint32_t fields[FIELDS], town_fields[NUMBERS], colour_set;
    uint32_t rows;
    uint64_t data_seed;
};

static void any_number(enum flavour flavour, int64_t constant, struct rational *out)
{
    static const int64_t denominators[] = {3, 7, 30, 60, 97, 1001, 999983};
    switch (flavour) {
    case TWO_DECIMALS: rational_set(out, any_integer(24), 100); break;
    case THOUSANDTHS: rational_set(out, 5 * any_integer(18), 1000); break;
    case WHOLE: rational_set(out, (int64_t)below(12), 1); break;
    case PERCENT: rational_set(out, (int64_t)below(10001), 10000); break;
    case NEAR_ZERO: rational_set(out, (int64_t)below(9) - 4, 1 + below(2)); break;
    case LONG_DECIMALS: rational_set(out, any_integer(54), 1000); break;
    case HUGE_WHOLE: rational_set(out, any_integer(63), 1); break;
    case FRACTIONS: rational_set(out, any_integer(40), denominators[below(7)]); break;
    case MOSTLY_DECIMALS: rational_set(out, any_integer(30), below(20) ? 100 : 333667); break;
    default: rational_set(out, constant, 8);
    }
    if (flavour == HUGE_WHOLE && below(16) == 0)
        rational_multiply(out, out, out);
}

static enum status any_status(unsigned absent_in)
{
    return absent_in && below(absent_in) == 0 ? (enum status)(1 + below(STATUS_COUNT - 1)) : STATUS_PRESENT;
}

static void fill_column(struct data *data, const struct program *program, uint32_t column, uint32_t rows, unsigned salt)
{
    struct column_data *filled = &data->columns[column];
    enum value_type type = program->columns[column].type;
    unsigned absent_in = salt % 5 < 3 ? 0 : salt % 5 == 3 ? 20 : 200;
    int64_t constant = any_integer(20);
    struct cell cell;
    cell_init(&cell);
    column_begin(filled, type, rows);
    struct maker *maker = maker_new(filled, 0);
    for (uint32_t row = 0; row < rows; row++) {
        cell.status = any_status(absent_in);
        switch (type) {
        case TYPE_NUMBER: any_number((enum flavour)(salt / 5 % FLAVOURS), constant, &cell.number); break;
        case TYPE_BOOLEAN: cell.integer = below(salt % 2 ? 2 : 12) == 0; break;
        case TYPE_DATE: cell.integer = 19000 + (int64_t)below(800); break;
        case TYPE_CATEGORY: cell.integer = below(COLOURS); break;
        default: cell.integer = (int64_t)below(TOWNS + 1) - (below(10) == 0);
            cell.integer = cell.integer < TOWNS ? cell.integer : TOWNS - 1;
        }
        maker_cell(maker, &cell);
    }
    maker_finish(maker);
    cell_clear(&cell);
}

static struct data *make_data(const struct world *world)
{
    struct data *data = data_new(world->program);
    chance_state = world->data_seed;
    data->domains[world->units].rows = world->rows;
    data->domains[world->towns].rows = TOWNS;
    for (int i = 0; i < FIELDS; i++)
        fill_column(data, world->program, world->fields[i], world->rows, (unsigned)below(1000));
    for (int i = 0; i < NUMBERS; i++)
        fill_column(data, world->program, world->town_fields[i], TOWNS, (unsigned)below(1000));
    return data;
}

/* ---- the program -------------------------------------------------------------------------------------------------------------- */

struct maker_of_code {
    struct program_builder *builder;
    struct world *world;
    uint8_t types[REGISTERS]; bool written[REGISTERS];
    uint32_t *numbers; uint32_t number_count;               /* number columns of units that are there */
    uint32_t *town_numbers; uint32_t town_number_count;
};

static int find_register(const struct maker_of_code *code, enum value_type type)
{
    uint32_t start = below(REGISTERS);
    for (uint32_t i = 0; i < REGISTERS; i++) {
        uint32_t reg = (start + i) % REGISTERS;
        if (code->written[reg] && code->types[reg] == type)
            return (int)reg;
    }
    return -1;
}

static void emit(struct maker_of_code *code, enum opcode op, enum value_type type, uint32_t a, uint32_t b, uint32_t c)
{
    const char *shape = opcode_shape(op);
    uint32_t result = below(REGISTERS), tries = 0;
    bool used;
    do {
        result = (result + 1) % REGISTERS;
        used = (shape_is_register(shape[1]) && result == a) || (shape_is_register(shape[2]) && result == b) ||
               (shape_is_register(shape[3]) && result == c);
        /* keep one of each of these, which nothing else makes */
        used |= code->written[result] && code->types[result] != TYPE_NUMBER && code->types[result] != type && tries < REGISTERS;
    } while (used && tries++ < 2 * REGISTERS);
    code->types[result] = (uint8_t)type;
    code->written[result] = true;
    program_emit(code->builder, op, (uint16_t)result, (uint16_t)a, (uint16_t)b, c, nowhere);
}

static uint32_t any_constant(struct maker_of_code *code)
{
    static const int64_t usual[][2] = {{0, 1}, {1, 1}, {1, 2}, {6, 5}, {100, 1}, {1, 3}, {24, 7}, {-3, 2}, {95, 100}};
    struct rational number;
    rational_init(&number);
    uint32_t pick = below(12), found;
    if (pick < 9)
        rational_set(&number, usual[pick][0], usual[pick][1]);
    else
        any_number((enum flavour)below(FLAVOURS), 5, &number);
    found = below(30) ? program_add_number(code->builder, &number)
                      : program_add_absent(code->builder, TYPE_NUMBER, NONE, (enum status)(1 + below(3)), 0);
    rational_clear(&number);
    return found;
}

static uint32_t any_table(struct maker_of_code *code)
{
    uint32_t constants[COLOURS];
    for (int i = 0; i < COLOURS; i++)
        constants[i] = any_constant(code);
    return program_add_table(code->builder, constants, COLOURS);
}

/* What may come next, each with its operands' types: 'n' 'b' 'd' 'k' 'i'. */
struct choice { enum opcode op; const char *operands; char result; };

static const struct choice choices[] = {
    {OP_CONST, "", 'n'}, {OP_CONST, "", 'n'}, {OP_LOAD, "", 'n'}, {OP_LOAD, "", 'n'}, {OP_LOAD, "", 'n'}, {OP_GATHER, "i", 'n'}, {OP_GATHER, "i", 'n'},
    {OP_ADD, "nn", 'n'}, {OP_ADD, "nn", 'n'}, {OP_SUBTRACT, "nn", 'n'}, {OP_SUBTRACT, "nn", 'n'}, {OP_MULTIPLY, "nn", 'n'}, {OP_DIVIDE, "nn", 'n'},
    {OP_MINIMUM, "nn", 'n'}, {OP_MAXIMUM, "nn", 'n'}, {OP_MINIMUM, "dd", 'd'}, {OP_MAXIMUM, "kk", 'k'}, {OP_NEGATE, "n", 'n'},
    {OP_ROUND, "n", 'n'}, {OP_ROUND, "n", 'n'}, {OP_ROUND, "n", 'n'}, {OP_ADD_PRESENT, "nn", 'n'}, {OP_ADD_PRESENT, "nn", 'n'},
    {OP_LESS, "nn", 'b'}, {OP_LESS_EQUAL, "nn", 'b'}, {OP_EQUAL, "nn", 'b'}, {OP_LESS, "dd", 'b'}, {OP_EQUAL, "kk", 'b'}, {OP_EQUAL, "bb", 'b'},
    {OP_AND, "bb", 'b'}, {OP_OR, "bb", 'b'}, {OP_NOT, "b", 'b'}, {OP_SELECT, "bnn", 'n'}, {OP_SELECT, "bnn", 'n'}, {OP_SELECT, "bnn", 'n'},
    {OP_SELECT, "bbb", 'b'}, {OP_SELECT, "bdd", 'd'}, {OP_STATUS_IS, "n", 'b'}, {OP_STATUS_IS, "n", 'b'}, {OP_LOOKUP, "k", 'n'},
    {OP_ADD, "nn", 'n'}, {OP_MULTIPLY, "nn", 'n'}, {OP_DIVIDE, "nn", 'n'}, {OP_MINIMUM, "nn", 'n'}, {OP_MAXIMUM, "nn", 'n'}, {OP_CONST, "", 'n'},
    {OP_LESS, "nn", 'b'}, {OP_LESS_EQUAL, "nn", 'b'}, {OP_ROUND, "n", 'n'}, {OP_LOAD, "", 'n'}, {OP_LOAD, "", 'n'},
    {OP_DATE_DIFF, "dd", 'n'}, {OP_DATE_ADD, "dn", 'd'}, {OP_YEAR, "d", 'n'}, {OP_MONTH, "d", 'n'}, {OP_DAY, "d", 'n'}, {OP_MAKE_DATE, "nnn", 'd'},
};

static enum value_type type_of_letter(char letter)
{
    return letter == 'n' ? TYPE_NUMBER : letter == 'b' ? TYPE_BOOLEAN : letter == 'd' ? TYPE_DATE : letter == 'k' ? TYPE_CATEGORY : TYPE_INDEX;
}

static void add_instruction(struct maker_of_code *code)
{
    static const int64_t quanta[][2] = {{1, 100}, {1, 1}, {1, 2}, {5, 1}, {1, 3}, {3, 7}, {1, 10000}};
    const struct choice *choice = &choices[below(sizeof choices / sizeof *choices)];
    uint32_t operands[3] = {0, 0, 0};
    for (int k = 0; choice->operands[k]; k++) {
        int reg = find_register(code, type_of_letter(choice->operands[k]));
        if (reg < 0)
            return;
        operands[k] = (uint32_t)reg;
    }
    uint32_t quantum = below(4) ? 0 : below(7);
    switch (choice->op) {
    case OP_CONST: operands[2] = any_constant(code); break;
    case OP_LOAD: operands[2] = code->numbers[below(code->number_count)]; break;
    case OP_GATHER: operands[2] = code->town_numbers[below(code->town_number_count)]; break;
    case OP_ROUND:
        operands[1] = below(ROUNDING_COUNT);
        operands[2] = program_add_ratio(code->builder, quanta[quantum][0], quanta[quantum][1]);
        break;
    case OP_STATUS_IS: operands[1] = below(1 << STATUS_COUNT); break;
    case OP_LOOKUP: operands[2] = any_table(code); break;
    default: break;
    }
    emit(code, choice->op, type_of_letter(choice->result), operands[0], operands[1], operands[2]);
}

/* Stores every number and condition that the registers hold at the end; returns how many numbers. */
static uint32_t add_rows_stage(struct maker_of_code *code, uint32_t *stores)
{
    memset(code->written, 0, sizeof code->written);
    program_begin_rows(code->builder, code->world->units, nowhere);
    for (uint32_t i = 0; i < 5; i++) {          /* one of each: condition, two dates, category, index */
        uint32_t column = code->world->fields[NUMBERS + i];
        emit(code, OP_LOAD, program_column(code->builder, column)->type, 0, 0, column);
    }
    for (uint32_t i = 0; i < 25 + below(50); i++)
        add_instruction(code);
    uint32_t count = 0;
    for (uint32_t reg = 0; reg < REGISTERS; reg++) {
        if (!code->written[reg] || (code->types[reg] != TYPE_NUMBER && code->types[reg] != TYPE_BOOLEAN))
            continue;
        uint32_t column = program_add_column(code->builder, code->world->units, code->types[reg], NONE, "stored");
        program_emit(code->builder, OP_STORE, 0, (uint16_t)reg, 0, column, nowhere);
        if (code->types[reg] == TYPE_NUMBER)
            stores[count++] = column;
    }
    return count;
}

static void add_fold(struct maker_of_code *code, uint32_t value)
{
    struct stage stage = program_blank_stage(STAGE_FOLD, code->world->units, nowhere);
    static const enum fold folds[] = {FOLD_COUNT, FOLD_SUM, FOLD_SUM, FOLD_MINIMUM, FOLD_MAXIMUM};
    stage.fold = folds[below(5)];
    stage.index = code->world->fields[NUMBERS + 4];
    stage.filter = below(2) ? code->world->fields[NUMBERS] : NONE;
    stage.value = value;
    stage.result = program_add_column(code->builder, code->world->towns, TYPE_NUMBER, NONE, "folded");
    program_add_stage(code->builder, &stage);
    code->town_numbers[code->town_number_count++] = stage.result;
}

static void add_ordered(struct maker_of_code *code, uint32_t value, uint32_t other)
{
    struct rank_key keys[2] = {{value, below(2) != 0}, {other, below(2) != 0}};
    bool rank = below(3) > 0;
    struct stage stage = program_blank_stage(rank ? STAGE_RANK : STAGE_RUNNING, code->world->units, nowhere);
    stage.index = below(2) ? code->world->fields[NUMBERS + 4] : NONE;
    stage.filter = below(2) ? code->world->fields[NUMBERS] : NONE;
    stage.rank_keys = keys;
    stage.rank_key_count = 1 + below(2);
    stage.ties = (enum ties)below(TIES_KINDS);
    stage.value = value;
    stage.order = other;
    stage.fold = below(2) ? FOLD_SUM : FOLD_MAXIMUM;
    if (!rank)
        stage.rank_key_count = 0;
    stage.result = program_add_column(code->builder, code->world->units, TYPE_NUMBER, NONE, "ordered");
    program_add_stage(code->builder, &stage);
    code->numbers[code->number_count++] = stage.result;
}

static void add_fields(struct program_builder *builder, struct world *world)
{
    static const char *const colours[COLOURS] = {"red", "green", "blue"};
    static const enum value_type others[] = {TYPE_BOOLEAN, TYPE_DATE, TYPE_DATE, TYPE_CATEGORY, TYPE_INDEX};
    char name[32];
    world->colour_set = program_add_category_set(builder, colours, COLOURS);
    world->units = program_add_domain(builder, DOMAIN_LEDGER, "units", nowhere);
    world->towns = program_add_domain(builder, DOMAIN_LEDGER, "towns", nowhere);
    struct field key = {.name = "key", .type = TYPE_TEXT, .categories = NONE, .reference = NONE};
    program_add_key(builder, world->towns, program_add_field(builder, world->towns, &key));
    for (int i = 0; i < FIELDS; i++) {
        enum value_type type = i < NUMBERS ? TYPE_NUMBER : others[i - NUMBERS];
        struct field field = {.name = name, .type = type, .may_be_empty = true, .categories = type == TYPE_CATEGORY ? world->colour_set : NONE,
                              .reference = type == TYPE_INDEX ? world->towns : NONE};
        snprintf(name, sizeof name, "f%d", i);
        world->fields[i] = program_add_field(builder, world->units, &field);
        if (i < NUMBERS)
            world->town_fields[i] = program_add_field(builder, world->towns, &field);
    }
}

static struct world make_world(uint64_t seed)
{
    struct world world = {0};
    struct program_builder *builder = program_builder_new();
    uint32_t stores[REGISTERS], numbers[COLUMNS_MOST], town_numbers[TOWN_COLUMNS_MOST];
    struct maker_of_code code = {.builder = builder, .world = &world, .numbers = numbers, .town_numbers = town_numbers};
    chance_state = seed;
    add_fields(builder, &world);
    for (int i = 0; i < NUMBERS; i++) {
        numbers[code.number_count++] = world.fields[i];
        town_numbers[code.town_number_count++] = world.town_fields[i];
    }
    for (int step = 0; step < STEPS; step++) {
        uint32_t stored = add_rows_stage(&code, stores);
        for (uint32_t i = 0; i < stored; i++)
            numbers[code.number_count++] = stores[i];
        add_fold(&code, numbers[below(code.number_count)]);
        add_fold(&code, numbers[below(code.number_count)]);
        add_ordered(&code, numbers[below(code.number_count)], numbers[below(code.number_count)]);
        /* on what the stage just before made: such stages must not run side by side */
        add_ordered(&code, numbers[code.number_count - 1], numbers[below(code.number_count)]);
        add_fold(&code, numbers[code.number_count - 1]);
    }
    world.rows = seed % LARGE_EVERY == 0 ? 3 * CHUNK_ROWS - 500 : below(10) ? 1 + below(70) : 1 + below(3000);
    world.data_seed = chance();
    world.program = program_finish(builder);
    return world;
}

/* ---- the comparison ----------------------------------------------------------------------------------------------------------- */

static void expect_same(const struct program *program, const struct data *wanted, const struct data *got, const char *how, uint64_t seed)
{
    struct cell a, b;
    cell_init(&a);
    cell_init(&b);
    for (uint32_t column = 0; column < program->column_count; column++) {
        const struct column_data *x = &wanted->columns[column], *y = &got->columns[column];
        if (x->type == TYPE_TEXT)
            continue;
        assert_int_equal(x->rows, y->rows);
        for (uint32_t row = 0; row < x->rows; row++) {
            cell_load(&a, x, row);
            cell_load(&b, y, row);
            bool same = a.status == b.status;
            if (same && a.status == STATUS_PRESENT)
                same = x->type == TYPE_NUMBER ? rational_compare(&a.number, &b.number) == 0 : a.integer == b.integer;
            if (same)
                continue;
            struct buffer text = {0};
            program_disassemble(program, &text);
            buffer_format(&text, "column %u row %u: %s ", column, row, status_name(a.status));
            rational_format_exact(&a.number, &text);
            buffer_format(&text, ", but %s: %s ", how, status_name(b.status));
            rational_format_exact(&b.number, &text);
            fputs(buffer_text(&text), stderr);      /* cmocka cuts a message after 1,024 bytes */
            fail_msg("ASSESSC_SEED=%llu", (unsigned long long)seed);
        }
    }
    cell_clear(&a);
    cell_clear(&b);
}

static struct data *run_world(const struct world *world, const struct run_options *options)
{
    struct data *data = make_data(world);
    struct diagnostics *diagnostics = diagnostics_new();
    assert_true(interpret_run(world->program, data, options, diagnostics));
    diagnostics_free(diagnostics);
    return data;
}

static void compare_all(uint64_t seed)
{
    static const struct { struct run_options options; const char *how; } ways[] = {
        {{1, GEAR_SMALL, false}, "on lanes"}, {{1, GEAR_SMALL, true}, "checked"}, {{3, GEAR_SMALL, false}, "on three threads"},
        {{1, GEAR_WIDE, false}, "in 128 bits"},
    };
    static const struct run_options exact = {1, GEAR_BIG, false};
    struct buffer why = {0};
    struct world world = make_world(seed);
    if (!program_verify(world.program, &why))
        fail_msg("%s\nASSESSC_SEED=%llu", buffer_text(&why), (unsigned long long)seed);
    struct data *wanted = run_world(&world, &exact);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct data *got = run_world(&world, &ways[i].options);
        expect_same(world.program, wanted, got, ways[i].how, seed);
        data_free(got);
    }
    data_free(wanted);
    program_free(world.program);
    buffer_release(&why);
}

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

static void test_ways_agree(void **state)
{
    (void)state;
    uint64_t seed = setting("ASSESSC_SEED", 1), programs = setting("ASSESSC_PROGRAMS", 400);
    for (uint64_t i = 0; i < programs; i++)
        compare_all(seed + i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_ways_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
