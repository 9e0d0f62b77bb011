/* Examples: ledgers with a few rows whose cells tell answers apart. Where each row is scored for itself one ledger holds every combination of
 * values. Where rows are looked at together (ranks, means, shares, the same event) the columns follow patterns: all alike, falling, two equal,
 * one different; ledgers of more rows come later. */
#include <string.h>
#include "answer/parts.h"
#include "compile/domains.h"
#include "elaborate/elaborate.h"
#include "memory.h"

#define UNKNOWN "\001"
enum { PATTERNS_SINGLE = 24, PER_SIZE = 240 };

/* ---- which cells ---- */

struct gather { struct space *space; bool too_much; };

static struct row_count *table_of(struct space *space, const struct row_set *rows)
{
    for (uint32_t i = 0; i < space->table_count; i++)
        if (strcmp(space->tables[i].rows->name, rows->name) == 0)
            return &space->tables[i];
    if (space->table_count == TABLES)
        return NULL;
    space->tables[space->table_count] = (struct row_count){rows, 0};
    return &space->tables[space->table_count++];
}

static void add_axis(void *context, const struct field_model *field)
{
    struct gather *gather = context;
    struct space *space = gather->space;
    for (uint32_t i = 0; i < space->axis_count; i++)
        if (strcmp(space->axes[i].ledger, field->owner->name) == 0 && strcmp(space->axes[i].field->name, field->name) == 0) {
            space->axes[i].may_be_empty = space->axes[i].may_be_empty || field->may_be_empty;
            return;
        }
    if (!table_of(space, field->owner) || space->axis_count == AXES) {
        gather->too_much = true;
        return;
    }
    space->axes[space->axis_count++] = (struct axis){.ledger = field->owner->name, .field = field, .may_be_empty = field->may_be_empty};
    if (field->reference && !table_of(space, field->reference))
        gather->too_much = true;
}

/* The rows of a ledger that the figure's rows are, or are made from. */
static const struct row_set *ledger_below(const struct row_set *rows) { return rows && rows->kind == ROWS_GROUPS ? ledger_below(rows->source) : rows; }

static bool each_by_itself(const struct node *node, const struct row_set *rows, uint8_t *seen)
{
    if (!node || seen[node->number])
        return true;
    seen[node->number] = 1;
    if (node->kind > NODE_OPERATION || (node->domain && node->domain != rows))
        return false;
    return each_by_itself(node->a, rows, seen) && each_by_itself(node->b, rows, seen) && each_by_itself(node->c, rows, seen);
}

bool space_find(struct space *space, const struct question *question, const struct variant *variants, uint32_t count)
{
    struct gather gather = {.space = space};
    *space = (struct space){.by_row = true};
    for (uint32_t v = 0; v < count; v++) {
        const struct row_set *own = variants[v].figure ? ledger_below(variants[v].figure->domain ? variants[v].figure->domain : variants[v].scheme->units) : NULL;
        if (!own)
            continue;
        table_of(space, own);
        node_fields((struct node *const *)&variants[v].figure, 1, NULL, add_axis, &gather);
        space->by_row = space->by_row && each_by_itself(variants[v].figure, own, lang_array(node_pool_count(variants[v].model->pool) + 1, 1));
    }
    if (gather.too_much || !space->table_count)
        return false;
    for (uint32_t i = 0; i < space->axis_count; i++)
        axis_choices(&space->axes[i], question, variants, count);
    for (uint32_t i = 0; i < space->axis_count; i++)
        if (!space->axes[i].count && space->axes[i].field->type != TYPE_INDEX)
            return false;
    return true;
}

/* ---- every combination ---- */

struct example example_of_rows(const struct space *space)
{
    static const uint32_t most[AXES + 1] = {1, CHOICES, CHOICES, 16, 8, 5, 4};
    struct example example = {.table_count = space->table_count, .axes = space->axes, .axis_count = space->axis_count};
    uint32_t counts[AXES], rows = 1;
    memcpy(example.tables, space->tables, sizeof example.tables);
    for (uint32_t i = 0; i < space->axis_count; i++) {
        const struct axis *axis = &space->axes[i];
        counts[i] = (axis->count < most[space->axis_count] ? axis->count : most[space->axis_count]) + axis->may_be_empty;
        rows *= counts[i];
    }
    rows = rows < ROWS_MOST ? rows : ROWS_MOST;
    example.tables[0].count = rows;
    for (uint32_t i = 0; i < space->axis_count; i++)
        example.cells[i] = lang_array(rows, sizeof *example.cells[i]);
    for (uint32_t row = 0; row < rows; row++)
        for (uint32_t i = 0, left = row; i < space->axis_count; i++, left /= counts[i - 1]) {
            uint32_t number = left % counts[i];
            example.cells[i][row] = space->axes[i].may_be_empty && number + 1 == counts[i] ? CELL_EMPTY : (uint16_t)number;
        }
    return example;
}

/* ---- patterns of several rows ---- */

/* Where two values that follow each other are nearest. */
static uint32_t closest(const struct axis *axis)
{
    struct rational least, gap;
    uint32_t at = 0;
    rational_init(&least);
    rational_init(&gap);
    for (uint32_t i = 0; i + 1 < axis->ordered; i++) {
        rational_subtract(&gap, &axis->choices[axis->order[i]].number, &axis->choices[axis->order[i + 1]].number);
        if (i && rational_compare(&gap, &least) >= 0)
            continue;
        rational_copy(&least, &gap);
        at = i;
    }
    return at;
}

/* The cell of a row by a pattern; false where the column has no such pattern. */
static bool number_cell(const struct axis *axis, uint32_t pattern, uint32_t row, uint32_t rows, uint16_t *cell)
{
    uint32_t last = axis->ordered - 1, level = row;
    switch (pattern) {
    case 0: break;                                                          /* falling */
    case 1: level = row ? row - 1 : 0; break;                               /* the first two equal */
    case 2: *cell = 0; return true;                                         /* all alike */
    case 3: level = row > 1 ? row - 1 : row; break;                         /* second and third equal */
    case 4: level = closest(axis) + row; break;                             /* as close together as can be */
    case 5: level = row ? last : 0; break;                                  /* the first high, the others low */
    case 6: level = rows - 1 - row; break;                                  /* rising */
    case 7: level = row + 1 == rows && row ? row - 1 : row; break;          /* the last two equal */
    case 8: case 9:
        if (!axis->may_be_empty)
            return false;
        if (row == (pattern == 8 ? rows - 1 : 0)) {
            *cell = CELL_EMPTY;
            return true;
        }
        break;
    default: return false;
    }
    *cell = (uint16_t)axis->order[level < last ? level : last];
    return true;
}

static bool code_cell(const struct axis *axis, uint32_t pattern, uint32_t row, uint32_t rows, uint16_t *cell)
{
    bool text = axis->field->type == TYPE_TEXT;
    switch (text && pattern < 2 ? pattern : pattern + (text ? 1 : 0)) {
    case 0: *cell = 0; return true;
    case 1: *cell = (uint16_t)(text ? row % axis->count : row + 1 == rows && rows > 1); break;
    case 2: *cell = row == 0; break;
    case 3: *cell = row % 2; break;
    case 4: *cell = 1; break;
    case 5:
        if (!axis->may_be_empty)
            return false;
        *cell = row + 1 == rows ? CELL_EMPTY : 0;
        return true;
    default:                            /* the last of another kind */
        *cell = (uint16_t)(row + 1 == rows ? pattern - 4 : 0);
        return pattern - 4 < axis->count;
    }
    return *cell < axis->count;
}

static bool pattern_cell(const struct axis *axis, uint32_t pattern, uint32_t row, uint32_t rows, uint16_t *cell)
{
    const enum value_type type = axis->field->type;
    if (rows == 1 && type != TYPE_INDEX) {
        uint32_t count = axis->count < PATTERNS_SINGLE ? axis->count : PATTERNS_SINGLE;
        *cell = (uint16_t)(pattern < count ? pattern : CELL_EMPTY);
        return pattern < count || (pattern == count && axis->may_be_empty);
    }
    if (type == TYPE_INDEX) {
        *cell = (uint16_t)(pattern == 0 ? 0 : row);
        return pattern < 2;
    }
    return type == TYPE_NUMBER || type == TYPE_DATE ? number_cell(axis, pattern, row, rows, cell) : code_cell(axis, pattern, row, rows, cell);
}

static uint32_t rows_of(const struct example *example, const struct axis *axis)
{
    for (uint32_t i = 0; i < example->table_count; i++)
        if (strcmp(example->tables[i].rows->name, axis->ledger) == 0)
            return example->tables[i].count;
    return 0;
}

static bool fill(struct example *example, const uint32_t *patterns)
{
    for (uint32_t i = 0; i < example->axis_count; i++) {
        uint32_t rows = rows_of(example, &example->axes[i]);
        example->cells[i] = lang_array(rows + 1, sizeof *example->cells[i]);
        for (uint32_t row = 0; row < rows; row++)
            if (!pattern_cell(&example->axes[i], patterns[i], row, rows, &example->cells[i][row]))
                return false;
    }
    return true;
}

/* The next way to share out `sum` among the columns; false behind the last. */
static bool next_patterns(uint32_t *patterns, uint32_t count, uint32_t *sum)
{
    for (uint32_t i = 0; i + 1 < count; i++)
        if (patterns[i]) {
            uint32_t moved = patterns[i] - 1;
            patterns[i] = 0;
            patterns[0] = moved;
            patterns[i + 1]++;
            return true;
        }
    ++*sum;
    memset(patterns, 0, count * sizeof *patterns);
    patterns[0] = *sum;
    return *sum < 10 * count + PATTERNS_SINGLE;
}

/* How many rows the figure's own ledger has, and each of the others. */
static bool sizes_of(const struct space *space, uint32_t size, struct example *example)
{
    static const uint32_t alone[] = {1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 40, 50};
    static const uint32_t both[][2] = {{1, 1}, {1, 0}, {1, 2}, {2, 1}, {1, 3}, {2, 2}, {3, 1}, {1, 4}, {4, 1}, {1, 5}, {3, 2}, {5, 1}, {2, 4}, {6, 1}, {8, 2}, {10, 1}};
    bool several = space->table_count > 1;
    if (size >= (several ? sizeof both / sizeof both[0] : sizeof alone / sizeof alone[0]))
        return false;
    for (uint32_t i = 0; i < space->table_count; i++)
        example->tables[i].count = several ? both[size][i > 0] : alone[size];
    return true;
}

bool example_next(const struct space *space, uint32_t number, struct example *example)
{
    uint32_t patterns[AXES] = {0}, sum = 0, size = number / PER_SIZE, within = number % PER_SIZE;
    *example = (struct example){.table_count = space->table_count, .axes = space->axes, .axis_count = space->axis_count};
    memcpy(example->tables, space->tables, sizeof example->tables);
    if (!sizes_of(space, size, example))
        return false;
    example->cost = 0;
    for (uint32_t i = 0; i < within && space->axis_count; i++)
        if (!next_patterns(patterns, space->axis_count, &sum))
            return true;
    for (uint32_t i = 0; i < space->table_count; i++)
        example->cost += 100 * example->tables[i].count;
    example->cost += sum;
    if (!fill(example, patterns))
        example->cost = 0;              /* nothing to try */
    return true;
}

/* ---- as text ---- */

static const char *cell_text(const struct example *example, const struct row_set *rows, const struct field_model *field, uint32_t row)
{
    for (uint32_t i = 0; i < example->axis_count; i++) {
        const struct axis *axis = &example->axes[i];
        if (strcmp(axis->ledger, rows->name) != 0 || strcmp(axis->field->name, field->name) != 0)
            continue;
        if (field->type == TYPE_INDEX) {
            uint32_t targets = 1;
            for (uint32_t t = 0; t < example->table_count; t++)
                if (strcmp(example->tables[t].rows->name, field->reference->name) == 0)
                    targets = example->tables[t].count;
            return lang_format("%u", example->cells[i][row] % (targets ? targets : 1) + 1);
        }
        return example->cells[i][row] == CELL_EMPTY ? "" : axis->choices[example->cells[i][row]].cell;
    }
    bool key = rows->key_count == 1 && rows->fields[rows->keys[0]] == field;
    return key && field->type == TYPE_TEXT ? lang_format("%u", row + 1) : UNKNOWN;
}

static void append_ledger(const struct example *example, const struct row_set *rows, struct buffer *out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < example->table_count; i++)
        if (strcmp(example->tables[i].rows->name, rows->name) == 0)
            count = example->tables[i].count;
    for (uint32_t f = 0; f < rows->field_count; f++)
        buffer_format(out, "%s\"%s\"", f ? "," : "", rows->fields[f]->name);
    buffer_append_char(out, '\n');
    for (uint32_t row = 0; row < count; row++) {
        for (uint32_t f = 0; f < rows->field_count; f++)
            buffer_format(out, "%s%s", f ? "," : "", cell_text(example, rows, rows->fields[f], row));
        buffer_append_char(out, '\n');
    }
}

struct ledger_bytes *example_ledgers(const struct example *example, const struct variant *variant, uint32_t *count)
{
    struct ledger_bytes *bytes = NULL;
    *count = 0;
    for (uint32_t s = 0; s < variant->model->scheme_count; s++)
        for (uint32_t i = 0; i < variant->model->schemes[s]->ledger_count; i++) {
            const struct row_set *rows = variant->model->schemes[s]->ledgers[i];
            struct buffer text = {0};
            if (domain_number(rows) == NONE)
                continue;
            append_ledger(example, rows, &text);
            *ARRAY_ADD(bytes, *count) = (struct ledger_bytes){.name = rows->name, .path = rows->name, .bytes = lang_text(buffer_text(&text), text.length), .length = text.length, .unknown = UNKNOWN};
            buffer_release(&text);
        }
    return bytes;
}
