/* The order in which the rows of a table are shown. */
#include <stdlib.h>

#include "report/cells.h"

struct ranked { uint32_t row; bool has_rank; struct rational rank; };

static int by_rank(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->has_rank != y->has_rank)
        return x->has_rank ? -1 : 1;
    int order = x->has_rank ? rational_compare(&x->rank, &y->rank) : 0;
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

static const struct column_data *rank_column(const struct cells *cells)
{
    for (uint32_t i = 0; i < cells->output->column_count; i++)
        if (cells->output->columns[i].role == ROLE_RANK && cells->columns[i].type == TYPE_NUMBER)
            return cells->columns[i].data;
    return NULL;
}

uint32_t *cells_by_rank(struct cells *cells, uint32_t *count)
{
    const struct column_data *ranks = rank_column(cells);
    struct ranked *order = memory_array(cells->rows + 1, sizeof *order);
    uint32_t *rows = memory_array(cells->rows + 1, sizeof *rows);
    *count = 0;
    cells->first = 0;
    for (uint32_t row = 0; row < cells->rows; row++) {
        if (cells_skips(cells, row))
            continue;
        struct ranked *entry = &order[(*count)++];
        entry->row = row;
        entry->has_rank = ranks && column_status(ranks, row) == STATUS_PRESENT;
        rational_init(&entry->rank);
        if (entry->has_rank)
            column_number(ranks, row, &entry->rank);
    }
    qsort(order, *count, sizeof *order, by_rank);
    for (uint32_t i = 0; i < *count; i++) {
        rows[i] = order[i].row;
        rational_clear(&order[i].rank);
    }
    memory_free(order);
    return rows;
}
