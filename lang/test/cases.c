/* What each case of a block gives, put together: the block's ledgers, then what holds for every case, then the case's own lines, which go
 * before. A unit is named by its key; what is given without a key is given of every unit that does not say it itself. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"
#include "test/test.h"

static struct test_ledger *units_ledger(struct test_case *test)
{
    for (uint32_t i = 0; i < test->ledger_count; i++)
        if (test->ledgers[i].ledger == test->scheme->units)
            return &test->ledgers[i];
    return NULL;
}

static struct test_row *row_named(const struct test_ledger *ledger, const char *key)
{
    for (uint32_t i = 0; i < ledger->row_count; i++)
        if (ledger->rows[i].key && strcmp(ledger->rows[i].key, key) == 0)
            return &ledger->rows[i];
    return NULL;
}

static struct test_cell *cell_of(const struct test_row *row, const struct field_model *field)
{
    for (uint32_t i = 0; i < row->count; i++)
        if (row->cells[i].field == field)
            return &row->cells[i];
    return NULL;
}

static void add_cell(struct test_row *row, struct test_cell cell)
{
    struct test_cell *cells = lang_array(row->count + 1, sizeof *cells);
    if (row->count)
        memcpy(cells, row->cells, row->count * sizeof *cells);
    cells[row->count++] = cell;
    row->cells = cells;
}

static struct test_row *add_row(struct test_ledger *ledger, const char *key, struct span span)
{
    struct test_row row = {.key = key, .span = span};
    struct field_model *field = ledger->ledger->key_count == 1 ? ledger->ledger->fields[ledger->ledger->keys[0]] : NULL;
    if (key && field)
        add_cell(&row, (struct test_cell){field, key, span});
    *ARRAY_ADD(ledger->rows, ledger->row_count) = row;
    return &ledger->rows[ledger->row_count - 1];
}

/* Every ledger of the run, as far as the block says anything of it. */
static void begin_ledgers(const struct test_block *block, struct test_case *test)
{
    for (uint32_t s = 0; s < block->model->scheme_count; s++)
        for (uint32_t i = 0; scheme_is_run(block->model->schemes[s]) && i < block->model->schemes[s]->ledger_count; i++) {
            struct test_ledger ledger = {.ledger = block->model->schemes[s]->ledgers[i], .span = test->span};
            for (uint32_t k = 0; k < block->ledger_count; k++)
                if (block->ledgers[k].ledger == ledger.ledger)
                    ledger = block->ledgers[k];
            struct test_row *rows = lang_array(ledger.row_count + 1, sizeof *rows);
            if (ledger.row_count)
                memcpy(rows, ledger.rows, ledger.row_count * sizeof *rows);
            ledger.rows = NULL;
            uint32_t count = ledger.row_count;
            ledger.row_count = 0;
            for (uint32_t k = 0; k < count; k++)
                *ARRAY_ADD(ledger.rows, ledger.row_count) = rows[k];
            *ARRAY_ADD(test->ledgers, test->ledger_count) = ledger;
        }
}

/* Where no rows are listed, the units are those that lines name, or one without a name. */
static void begin_units(const struct test_block *block, struct test_case *test, struct test_ledger *units)
{
    const struct giving *lists[2] = {block->common, test->givings};
    const uint32_t counts[2] = {block->common_count, test->giving_count};
    units->known = true;
    for (int l = 0; l < 2; l++)
        for (uint32_t i = 0; i < counts[l]; i++)
            if (lists[l][i].unit && !row_named(units, lists[l][i].unit))
                add_row(units, lists[l][i].unit, lists[l][i].span);
    for (uint32_t i = 0, listed = units->row_count; i < test->expected_count && !listed; i++)      /* who is only expected of is no unit beside those that are given */
        if (test->expected[i].unit && !row_named(units, test->expected[i].unit))
            add_row(units, test->expected[i].unit, test->expected[i].span);
    if (!units->row_count)
        add_row(units, NULL, test->span);
}

/* ---- lines ---- */

static void *unknown_unit(const struct test_block *block, const struct test_ledger *units, struct span span, const char *unit)
{
    const char **names = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < units->row_count; i++)
        if (units->rows[i].key)
            *ARRAY_ADD(names, count) = units->rows[i].key;
    return test_unknown_name(block->model, (const char *[2]){"E0916", "E0917"}, span, unit, names, count);
}

/* 没有 任务; a case may say so in the place of the rows that its block lists. */
static void give_nothing(const struct test_block *block, struct test_case *test, const struct giving *giving, bool of_case)
{
    for (uint32_t i = 0; i < test->ledger_count; i++) {
        struct test_ledger *ledger = &test->ledgers[i];
        if (ledger->ledger != giving->none)
            continue;
        if (!of_case && (ledger->row_count || ledger->file))
            said_twice(block->model, giving->span, ledger->span);
        ledger->known = true;
        if (of_case) {
            ledger->row_count = 0;
            ledger->file = NULL;
        }
    }
}

static void refuse_twice(const struct test_block *block, const struct giving *list, uint32_t number)
{
    const struct giving *giving = &list[number];
    for (uint32_t i = 0; i < number; i++) {
        bool same_unit = list[i].unit == giving->unit || (list[i].unit && giving->unit && strcmp(list[i].unit, giving->unit) == 0);
        if (giving->cell.field && list[i].cell.field == giving->cell.field && same_unit)
            model_fault(block->model, "E0927", giving->span, giving->cell.field->name, NULL);
    }
}

/* One line on the rows that it means. What stands in a row already stays, but that lines of the case (anew) go before what the block lists.
 * False where it changes nothing. */
static bool give_cell(struct test_ledger *units, const struct giving *giving, bool anew)
{
    bool effect = false;
    for (uint32_t i = 0; i < units->row_count; i++) {
        struct test_row *row = &units->rows[i];
        struct test_cell *cell = cell_of(row, giving->cell.field);
        if (giving->unit && (!row->key || strcmp(row->key, giving->unit) != 0))
            continue;
        effect = effect || !cell;
        if (!cell)
            add_cell(row, giving->cell);
        else if (anew && (giving->unit || units->row_count == 1)) {
            *cell = giving->cell;
            effect = true;
        }
    }
    return effect;
}

/* Lines of the case come first, and in them those that name the unit. */
static void give(const struct test_block *block, struct test_case *test, const struct giving *list, uint32_t count, bool of_case)
{
    struct test_ledger *units = units_ledger(test);
    for (uint32_t named = 2; named-- > 0;)
        for (uint32_t i = 0; i < count; i++) {
            const struct giving *giving = &list[i];
            if ((giving->unit != NULL) != (named == 1))
                continue;
            refuse_twice(block, list, i);
            if (giving->none)
                give_nothing(block, test, giving, of_case);
            else if (giving->unit && units && !row_named(units, giving->unit))
                unknown_unit(block, units, giving->span, giving->unit);
            else if (units && !give_cell(units, giving, of_case) && of_case)
                model_fault(block->model, "E0919", giving->span, NULL);
        }
}

/* ---- expectations ---- */

static void check_units(const struct test_block *block, struct test_case *test)
{
    const struct test_ledger *units = units_ledger(test);
    for (uint32_t i = 0; i < test->expected_count; i++) {
        const struct expectation *expectation = &test->expected[i];
        bool of_unit = expectation->kind == EXPECTED_VALUE || expectation->kind == EXPECTED_STATUS;
        if (!of_unit || !units || units->file)
            continue;
        if (expectation->unit && !row_named(units, expectation->unit))
            unknown_unit(block, units, expectation->unit_span, expectation->unit);
        else if (!expectation->unit && units->row_count != 1)
            model_fault(block->model, "E0919", expectation->span, NULL);
    }
}

static bool names_units(const struct test_case *test)
{
    bool named = false;
    for (uint32_t i = 0; i < test->expected_count; i++)
        named = named || test->expected[i].unit != NULL;
    return named;
}

static void copy_cells(struct test_ledger *ledger)
{
    for (uint32_t i = 0; i < ledger->row_count; i++) {      /* cases of a block share what it lists, and change it each for itself */
        struct test_cell *cells = lang_array(ledger->rows[i].count + 1, sizeof *cells);
        if (ledger->rows[i].count)
            memcpy(cells, ledger->rows[i].cells, ledger->rows[i].count * sizeof *cells);
        ledger->rows[i].cells = cells;
    }
}

static void settle(const struct test_block *block, struct test_case *test)
{
    bool given = block->ledger_count || block->common_count || test->giving_count;
    if (block->folder || (!given && names_units(test))) {
        test->folder = block->folder;
        test->on_data = !block->folder;
        if (given)
            model_fault(block->model, "E0928", block->folder_span, NULL);
        return;
    }
    begin_ledgers(block, test);
    struct test_ledger *units = units_ledger(test);
    if (units && !units->known)
        begin_units(block, test, units);
    for (uint32_t i = 0; i < test->ledger_count; i++)
        copy_cells(&test->ledgers[i]);
    give(block, test, test->givings, test->giving_count, true);
    give(block, test, block->common, block->common_count, false);
    check_units(block, test);
}

void test_block_settle(struct test_block *block)
{
    for (uint32_t i = 0; i < block->case_count; i++)
        if (block->cases[i]->expected_count)
            settle(block, block->cases[i]);
}
