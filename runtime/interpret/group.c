/* GROUP: makes a domain of the distinct tuples of some columns, in the order of their first rows; groups that are written out (persons who
 * are only known from their tasks) stand in the order of their keys, which is the same in whatever order the rows of the ledger come.
 *
 *     each key -> codes (order codes; texts by a map) -> codes of tuples -> numbers in the order of first rows, or of codes
 *
 * A row that is void or filtered out has no group; where a key is not present, the index has that key's status. */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/memory.h"
#include "interpret/maker.h"
#include "interpret/order.h"
#include "interpret/run.h"

struct grouping {
    uint32_t *rows, *codes, count;  /* the rows that get a group, and their tuples */
    uint32_t *first_rows, groups;   /* by group */
};

static void find_rows(const struct run *run, const struct stage *stage, struct grouping *grouping)
{
    uint32_t rows = run->data->domains[stage->domain].rows;
    uint8_t mask[BATCH_ROWS];
    grouping->rows = memory_resize(NULL, rows, sizeof *grouping->rows);
    grouping->count = 0;
    for (uint32_t first = 0; first < rows; first += BATCH_ROWS) {
        uint32_t count = rows - first < BATCH_ROWS ? rows - first : BATCH_ROWS;
        run_mask(run, stage->domain, stage->filter, first, count, mask);
        for (uint32_t k = 0; k < stage->key_count; k++)
            run_mask_present(&run->data->columns[stage->keys[k]], first, count, mask);
        for (uint32_t i = 0; i < count; i++) {
            grouping->rows[grouping->count] = first + i;
            grouping->count += mask[i];
        }
    }
}

/* A text by its first bytes, which mostly decide, and the row where it stands. */
struct text_order { uint64_t head; const char *text; size_t length; uint32_t code; };

static int compare_texts(const void *a, const void *b)
{
    const struct text_order *x = a, *y = b;
    if (x->head != y->head)
        return x->head < y->head ? -1 : 1;
    size_t common = x->length < y->length ? x->length : y->length;
    int order = memcmp(x->text, y->text, common);
    return order ? order : (x->length > y->length) - (x->length < y->length);
}

/* Codes in the order of first rows become codes in the order of the texts' bytes. */
static void order_texts(const struct column_data *column, const uint32_t *rows, uint32_t count, uint32_t *codes, uint32_t distinct)
{
    struct text_order *texts = memory_array(distinct, sizeof *texts);
    uint32_t *place = memory_array(distinct, sizeof *place), found = 0;
    for (uint32_t i = 0; found < distinct; i++) {
        if (codes[i] != found)
            continue;
        struct text_order *text = &texts[found];
        unsigned char head[8] = {0};
        text->text = column_text(column, rows[i], &text->length);
        memcpy(head, text->text, text->length < sizeof head ? text->length : sizeof head);
        for (size_t k = 0; k < sizeof head; k++)
            text->head = text->head << 8 | head[k];
        text->code = found++;
    }
    qsort(texts, distinct, sizeof *texts, compare_texts);
    for (uint32_t i = 0; i < distinct; i++)
        place[texts[i].code] = i;
    for (uint32_t i = 0; i < count; i++)
        codes[i] = place[codes[i]];
    memory_free(place);
    memory_free(texts);
}

static uint32_t code_texts(const struct column_data *column, const uint32_t *rows, uint32_t count, uint32_t *codes)
{
    struct map map = {0};
    for (uint32_t i = 0; i < count; i++) {
        size_t length;
        const char *text = column_text(column, rows[i], &length);
        int64_t code = (int64_t)map.count;
        map_add(&map, text, length, code, &code);
        codes[i] = (uint32_t)code;
    }
    uint32_t distinct = (uint32_t)map.count;
    map_release(&map);
    return distinct;
}

static bool written_out(const struct program *program, uint32_t domain)
{
    for (uint32_t i = 0; i < program->output_count; i++)
        if (program->outputs[i].domain == domain)
            return true;
    return false;
}

static uint32_t code_tuples(const struct run *run, const struct stage *stage, bool ordered, struct grouping *grouping)
{
    uint32_t *combined = memory_array(grouping->count, sizeof *combined), *codes = memory_array(grouping->count, sizeof *codes);
    uint32_t distinct = grouping->count > 0;
    for (uint32_t k = 0; k < stage->key_count; k++) {
        const struct column_data *column = &run->data->columns[stage->keys[k]];
        uint32_t minors = column->type == TYPE_TEXT ? code_texts(column, grouping->rows, grouping->count, codes)
                                                    : order_column(column, grouping->rows, grouping->count, codes);
        if (ordered && column->type == TYPE_TEXT)
            order_texts(column, grouping->rows, grouping->count, codes, minors);
        distinct = k == 0 ? minors : order_pairs(combined, codes, minors, grouping->count);
        uint32_t *swap = combined;
        combined = codes;
        codes = swap;
    }
    memory_free(codes);
    grouping->codes = combined;
    return distinct;
}

/* Codes are the numbers of groups. */
static void number_by_code(struct grouping *grouping, uint32_t distinct)
{
    grouping->first_rows = memory_resize(NULL, distinct, sizeof *grouping->first_rows);
    grouping->groups = distinct;
    for (uint32_t i = grouping->count; i-- > 0;)
        grouping->first_rows[grouping->codes[i]] = grouping->rows[i];
}

/* Codes become numbers of groups in the order of first rows. */
static void number_groups(struct grouping *grouping, uint32_t distinct)
{
    uint32_t *number = memory_resize(NULL, distinct, sizeof *number);
    memset(number, 0xff, distinct * sizeof *number);
    grouping->first_rows = memory_resize(NULL, distinct, sizeof *grouping->first_rows);
    grouping->groups = 0;
    for (uint32_t i = 0; i < grouping->count; i++) {
        uint32_t *group = &number[grouping->codes[i]];
        if (*group == NONE) {
            *group = grouping->groups;
            grouping->first_rows[grouping->groups++] = grouping->rows[i];
        }
        grouping->codes[i] = *group;
    }
    memory_free(number);
}

static void copy_texts(const struct column_data *from, const uint32_t *rows, uint32_t count, struct column_data *to)
{
    size_t length, bytes = 0;
    for (uint32_t i = 0; i < count; i++) {
        column_text(from, rows[i], &length);
        bytes += length;
    }
    to->blob = memory_array(bytes, 1);
    to->offsets = memory_array((size_t)count + 1, sizeof *to->offsets);
    for (uint32_t i = 0; i < count; i++) {
        const char *text = column_text(from, rows[i], &length);
        memcpy(to->blob + to->offsets[i], text, length);
        to->offsets[i + 1] = to->offsets[i] + length;
    }
}

static void make_key(const struct run *run, const struct grouping *grouping, uint32_t key, uint32_t result)
{
    const struct column_data *from = &run->data->columns[key];
    struct column_data *to = run_begin_column(run, result);
    if (from->type == TYPE_TEXT) {
        copy_texts(from, grouping->first_rows, grouping->groups, to);
        return;
    }
    struct maker *maker = maker_new(to, 0);
    struct cell cell;
    cell_init(&cell);
    for (uint32_t i = 0; i < grouping->groups; i++) {
        cell_load(&cell, from, grouping->first_rows[i]);
        maker_cell(maker, &cell);
    }
    cell_clear(&cell);
    maker_finish(maker);
}

/* The index of a row that has no group: the worst status of its keys, or not applicable where it does not take part. */
static enum status absent_status(const struct run *run, const struct stage *stage, uint32_t row)
{
    uint8_t taken;
    enum status worst = STATUS_NOT_APPLICABLE;
    run_mask(run, stage->domain, stage->filter, row, 1, &taken);
    for (uint32_t k = 0; k < stage->key_count && taken; k++) {
        enum status status = column_status(&run->data->columns[stage->keys[k]], row);
        worst = status > worst ? status : worst;
    }
    return worst;
}

void stage_group(const struct run *run, const struct stage *stage)
{
    struct grouping grouping;
    uint32_t next = 0, rows = run->data->domains[stage->domain].rows;
    find_rows(run, stage, &grouping);
    bool ordered = written_out(run->program, stage->target);
    (ordered ? number_by_code : number_groups)(&grouping, code_tuples(run, stage, ordered, &grouping));
    if (stage->key_count)
        run->data->domains[stage->target].rows = grouping.groups;
    for (uint32_t k = 0; k < stage->key_count; k++)
        make_key(run, &grouping, stage->keys[k], stage->key_results[k]);
    struct maker *maker = maker_new(run_begin_column(run, stage->result), 0);
    for (uint32_t row = 0; row < rows; row++) {
        if (next < grouping.count && grouping.rows[next] == row)
            maker_integer(maker, grouping.codes[next++]);
        else
            maker_absent(maker, absent_status(run, stage, row));
    }
    maker_finish(maker);
    memory_free(grouping.rows);
    memory_free(grouping.codes);
    memory_free(grouping.first_rows);
}
