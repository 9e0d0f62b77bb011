/* Made up ledgers. Who is pointed to: of every three units (or rows of a ledger) the first has one row about it, the second two, the third none.
 *
 *     unit   0  1  2  3  4  5 …
 *     rows   0  1 2   3  4 5   …       a ledger has as many rows as there are units */
#include <string.h>
#include "diff/world.h"
#include "elaborate/elaborate.h"
#include "memory.h"

enum { ROWS_TOLD = 6 };

/* ---- which row is whose ---- */

static uint32_t owner_of(uint32_t row, uint32_t units)
{
    uint32_t owner = row - row % 3 + (row % 3 > 0);
    return owner < units ? owner : units - 1;
}

/* Of the rows of one owner. */
static uint32_t ordinal_of(uint32_t row) { return row % 3 == 2; }

uint32_t world_rows_about(uint32_t unit, uint32_t units)
{
    uint32_t rows = 0;
    for (uint32_t row = unit - unit % 3; row < unit + 3 && row < units; row++)
        rows += owner_of(row, units) == unit;
    return rows;
}

static uint32_t mix(uint32_t a, const char *b, const char *c, uint32_t d)
{
    uint32_t hash = 2166136261u ^ a * 2654435761u;
    for (; *b; b++)
        hash = (hash ^ (unsigned char)*b) * 16777619u;
    for (; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 16777619u;
    hash = (hash ^ d) * 2654435761u;
    return hash ^ hash >> 15;
}

/* ---- cells ---- */

static bool is_key(const struct row_set *ledger, uint32_t field)
{
    for (uint32_t i = 0; i < ledger->key_count; i++)
        if (ledger->keys[i] == field)
            return true;
    return false;
}

static const char *key_text(const struct row_set *ledger, uint32_t row) { return lang_format("%s%u", ledger->is_units ? "W" : "K", row + 1); }

static bool is_first_index(const struct row_set *ledger, uint32_t field)
{
    for (uint32_t i = 0; i < field; i++)
        if (ledger->fields[i]->type == TYPE_INDEX)
            return false;
    return true;
}

/* The row that an index points to: rows are about their owners; a second index goes along with the row, and so does one that is the only key. */
static uint32_t pointed_to(const struct world *world, const struct row_set *ledger, uint32_t field, uint32_t row)
{
    bool only_key = ledger->key_count == 1 && is_key(ledger, field);
    return is_first_index(ledger, field) && !only_key && !ledger->is_units ? owner_of(row, world->units) : row;
}

static const struct world_column *column_at(const struct world *world, const struct row_set *ledger, const char *name)
{
    for (uint32_t i = 0; i < world->column_count; i++)
        if (strcmp(world->columns[i].name, name) == 0 && strcmp(world->columns[i].ledger, ledger->name) == 0)
            return &world->columns[i];
    return NULL;
}

static const char *class_of(const struct world *world, uint32_t unit)
{
    bool other = world->pooled && world->units > 1 && world->number % 4 == 3 && unit + 1 == world->units;
    return world->classes[(world->pooled ? world->number + other : unit / 3) % world->class_count];
}

static const char *given_cell(const struct found_case *given, const char *name)
{
    for (uint32_t i = 0; given && i < given->count; i++)
        if (strcmp(given->names[i], name) == 0)
            return given->cells[i];
    return NULL;
}

/* The point that others are divided by; UINT32_MAX: the column is not one of several. */
static uint32_t base_of(const struct tried_column *column)
{
    struct rational base = number_of(POINT_BASE, 1);
    for (uint32_t i = 0; column->fields[1]->type == TYPE_NUMBER && i < column->count; i++)
        if (rational_compare(&column->points[i].number, &base) == 0)
            return i;
    return UINT32_MAX;
}

/* A number that is read without its decimals: where units are seen together, those between are not needed. */
static bool is_round(const struct tried_column *column, uint32_t at)
{
    return column->fields[1]->type != TYPE_NUMBER || rational_decimals(&column->points[at].number) <= (column->fields[1]->percent ? 2 : 0);
}

/* Half of the cells are the base where there is one, so that the other half is often seen against it. */
static uint32_t point_at(const struct world *world, const struct row_set *ledger, uint32_t field, const struct world_column *column, uint32_t row)
{
    uint32_t hash = mix(world->number, ledger->name, column->name, row), base = base_of(&column->tried);
    uint32_t at = (is_key(ledger, field) ? world->number + ordinal_of(row) : hash >> 1) % column->tried.count;
    if ((hash & 1) && base != UINT32_MAX && !is_key(ledger, field))
        at = base;
    for (uint32_t tries = 0; world->pooled && !is_round(&column->tried, at) && tries < column->tried.count; tries++)
        at = (at + 1) % column->tried.count;
    return at;
}

/* column: the field's, NULL where no rule reads it. */
static const char *cell_in(const struct world *world, const struct scheme *scheme, const struct row_set *ledger, uint32_t field, const struct world_column *column, uint32_t row)
{
    const struct field_model *model = ledger->fields[field];
    const struct found_case *given = world->given && ledger->is_units ? world->given[row] : NULL;
    const char *cell = given_cell(given, model->name);
    if (cell)
        return cell;
    if (ledger->is_units && scheme->class_field && strcmp(scheme->class_field->name, model->name) == 0)
        return given && given->class.name ? given->class.name : world->class_count ? class_of(world, row) : plain_cell(model);
    if (model->type == TYPE_INDEX)
        return key_text(model->reference, pointed_to(world, ledger, field, row));
    if (column && column->tried.count && !world->given)
        return column->cells[point_at(world, ledger, field, column, row)];
    if (!is_key(ledger, field))
        return plain_cell(model);
    if (model->type == TYPE_TEXT)
        return key_text(ledger, row);
    uint32_t number = ledger->key_count > 1 ? ordinal_of(row) : row;
    if (model->type == TYPE_CATEGORY)
        return model->categories->names[number % model->categories->count];
    if (model->type == TYPE_DATE)
        return lang_format("%d-01-%02u", scheme->year, number % 28 + 1);
    return lang_format("%u", number + 1);
}

static const char *cell_of(const struct world *world, const struct scheme *scheme, const struct row_set *ledger, uint32_t field, uint32_t row)
{
    return cell_in(world, scheme, ledger, field, column_at(world, ledger, ledger->fields[field]->name), row);
}

const char *world_ledger(const struct world *world, const struct scheme *scheme, const struct row_set *ledger)
{
    struct buffer out = {0};
    const struct world_column **columns = lang_array(ledger->field_count + 1, sizeof *columns);
    for (uint32_t f = 0; f < ledger->field_count; f++) {
        columns[f] = column_at(world, ledger, ledger->fields[f]->name);
        buffer_append_text(&out, f ? "," : "");
        buffer_append_text(&out, ledger->fields[f]->name);
    }
    buffer_append_char(&out, '\n');
    for (uint32_t row = 0; row < world->units; row++) {
        for (uint32_t f = 0; f < ledger->field_count; f++) {
            buffer_append_text(&out, f ? "," : "");
            buffer_append_text(&out, cell_in(world, scheme, ledger, f, columns[f], row));
        }
        buffer_append_char(&out, '\n');
    }
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

uint32_t world_decimals(const struct world *world, const struct scheme *scheme, const uint32_t *columns, uint32_t count, uint32_t unit)
{
    uint32_t decimals = 0;
    for (uint32_t f = 0; f < scheme->units->field_count; f++)
        for (uint32_t i = 0; i < count; i++) {
            const struct world_column *column = &world->columns[columns[i]];
            if (strcmp(column->name, scheme->units->fields[f]->name) != 0 || strcmp(column->ledger, scheme->units->name) != 0)
                continue;
            for (uint32_t row = world->pooled ? 0 : unit; row < (world->pooled ? world->units : unit + 1); row++) {
                const char *point = strchr(cell_of(world, scheme, scheme->units, f, row), '.');
                decimals += point ? (uint32_t)strspn(point + 1, "0123456789") : 0;
            }
        }
    return decimals;
}

/* ---- in words ---- */

struct telling { const struct world *world; const struct scheme *scheme; const uint32_t *columns; uint32_t count; struct witness *witness; };

/* A row of a ledger that says something of the unit. */
struct told_row { const struct row_set *ledger; uint32_t row; };

static bool is_read(const struct telling *telling, const struct row_set *ledger, const char *name, const struct world_column **column)
{
    for (uint32_t i = 0; i < telling->count; i++) {
        *column = &telling->world->columns[telling->columns[i]];
        if (strcmp((*column)->name, name) == 0 && strcmp((*column)->ledger, ledger->name) == 0)
            return true;
    }
    return false;
}

static bool reads_of(const struct telling *telling, const struct row_set *ledger)
{
    const struct world_column *column;
    for (uint32_t f = 0; f < ledger->field_count; f++)
        if (is_read(telling, ledger, ledger->fields[f]->name, &column))
            return true;
    return false;
}

/* 推广面积 25 万亩、满意度 90%: the cells of a row that count. Also kept for programs. */
static const char *row_text(const struct telling *telling, const struct told_row *told)
{
    const char *text = "";
    struct witness_row *row = ARRAY_ADD(telling->witness->rows, telling->witness->row_count);
    *row = (struct witness_row){.ledger = told->ledger->name};
    for (uint32_t f = 0; f < told->ledger->field_count; f++) {
        const struct field_model *field = told->ledger->fields[f];
        const struct world_column *column = NULL;
        bool class = told->ledger->is_units && telling->scheme->class_field && strcmp(field->name, telling->scheme->class_field->name) == 0;
        bool read = is_read(telling, told->ledger, field->name, &column);
        const char *cell = cell_of(telling->world, telling->scheme, told->ledger, f, told->row);
        if (!read && !class && !is_key(told->ledger, f) && field->type != TYPE_INDEX)
            continue;
        *ARRAY_ADD(row->cells, row->cell_count) = (struct witness_cell){field->name, cell};
        if (!read || field->type == TYPE_INDEX || (is_key(told->ledger, f) && field->type == TYPE_TEXT))
            continue;
        const char *unit = field->type == TYPE_NUMBER && !field->percent && field->unit_name ? lang_format(" %s", field->unit_name) : "";
        text = lang_format("%s%s%s %s%s", text, text[0] ? "、" : "", column->called, cell, unit);
    }
    return text;
}

/* Rows that point to a row that is told, and those that told rows point to. */
static uint32_t reach(const struct telling *telling, struct told_row *told)
{
    uint32_t count = 1;
    for (uint32_t next = 0; next < count; next++)
        for (uint32_t l = 0; l < telling->scheme->ledger_count; l++) {
            const struct row_set *ledger = telling->scheme->ledgers[l];
            if (ledger->kind != ROWS_LEDGER || ledger->is_units || !reads_of(telling, ledger))
                continue;
            for (uint32_t row = 0; row < telling->world->units && count < ROWS_TOLD; row++) {
                bool tied = false, known = false;
                for (uint32_t f = 0; f < ledger->field_count; f++)
                    tied = tied || (ledger->fields[f]->type == TYPE_INDEX && ledger->fields[f]->reference == told[next].ledger &&
                                    pointed_to(telling->world, ledger, f, row) == told[next].row);
                for (uint32_t f = 0; f < told[next].ledger->field_count; f++)
                    tied = tied || (told[next].ledger->fields[f]->type == TYPE_INDEX && told[next].ledger->fields[f]->reference == ledger &&
                                    pointed_to(telling->world, told[next].ledger, f, told[next].row) == row);
                for (uint32_t i = 0; i < count; i++)
                    known = known || (told[i].ledger == ledger && told[i].row == row);
                if (tied && !known)
                    told[count++] = (struct told_row){ledger, row};
            }
        }
    return count;
}

/* Other ledgers: 巡护 2行(到场人数 3;到场人数 0), or that there is no row. */
static void tell_others(const struct telling *telling, const struct told_row *told, uint32_t count, const char *text[2])
{
    for (uint32_t l = 0; l < telling->scheme->ledger_count; l++) {
        const struct row_set *ledger = telling->scheme->ledgers[l];
        const char *rows = "";
        uint32_t number = 0;
        if (ledger->kind != ROWS_LEDGER || ledger->is_units || !reads_of(telling, ledger))
            continue;
        for (uint32_t i = 0; i < count; i++)
            if (told[i].ledger == ledger) {
                const char *one = row_text(telling, &told[i]);
                rows = lang_format("%s%s%s", rows, number++ && one[0] ? ";" : "", one);
            }
        const char *separator[2] = {text[0][0] ? "," : "", text[1][0] ? ", " : ""};
        text[0] = number ? lang_format("%s%s%s 有 %u 行%s%s%s", text[0], separator[0], ledger->name, number, rows[0] ? "(" : "", rows, rows[0] ? ")" : "")
                         : lang_format("%s%s%s 没有行", text[0], separator[0], ledger->name);
        text[1] = number ? lang_format("%s%srows of %s: %u%s%s%s", text[1], separator[1], ledger->name, number, rows[0] ? " (" : "", rows, rows[0] ? ")" : "")
                         : lang_format("%s%sno row of %s", text[1], separator[1], ledger->name);
    }
}

/* Units that are seen together with it; classes are told where they are not all one. */
static void tell_pool(const struct telling *telling, const struct row_set *units, uint32_t unit, const char *text[2])
{
    const struct world *world = telling->world;
    const char *others = "", *own = world->class_count ? class_of(world, unit) : "";
    uint32_t count = 0;
    bool mixed = false;
    for (uint32_t i = 0; i < world->units && world->class_count; i++)
        mixed = mixed || strcmp(class_of(world, i), own) != 0;
    for (uint32_t i = 0; i < world->units; i++) {
        if (i == unit)
            continue;
        const char *one = row_text(telling, &(struct told_row){units, i});
        others = lang_format("%s%s%s%s%s", others, count++ ? ";" : "", mixed ? class_of(world, i) : "", mixed && one[0] ? " " : "", one);
    }
    for (int language = 0; language < 2 && mixed; language++)
        text[language] = lang_format("%s %s", own, text[language]);
    text[0] = lang_format("%s,另有 %u 个单位%s%s%s", text[0], count, others[0] ? "(" : "", others, others[0] ? ")" : "");
    text[1] = lang_format("%s, beside %u more unit%s%s%s%s", text[1], count, count == 1 ? "" : "s", others[0] ? " (" : "", others, others[0] ? ")" : "");
}

void world_tell(const struct world *world, const struct scheme *scheme, const uint32_t *columns, uint32_t count, uint32_t unit, struct witness *witness)
{
    struct telling telling = {world, scheme, columns, count, witness};
    struct told_row told[ROWS_TOLD] = {{scheme->units, unit}};
    const char *own = row_text(&telling, &told[0]);
    witness->text[0] = witness->text[1] = own;
    tell_others(&telling, told, reach(&telling, told), witness->text);
    if (world->pooled)
        tell_pool(&telling, scheme->units, unit, witness->text);
}
