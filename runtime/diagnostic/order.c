/* The order in which diagnostics are shown: it depends on places only, not on the order in which threads or passes found them. */
#include <stdlib.h>
#include <string.h>

#include "diagnostic/collection.h"

enum place_class { CLASS_RULE_FILE, CLASS_LEDGER, CLASS_NO_PLACE };

static enum place_class class_of(const struct place *place)
{
    return !place ? CLASS_NO_PLACE : place->is_cell ? CLASS_LEDGER : CLASS_RULE_FILE;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_texts(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int compare_places(const struct place *a, const struct place *b)
{
    int order = compare_numbers(class_of(a), class_of(b));
    if (order || !a)
        return order;
    if (a->is_cell) {
        order = compare_texts(a->path, b->path);
        if (!order)
            order = compare_texts(a->sheet, b->sheet);
        return order ? order : compare_numbers(a->row, b->row);
    }
    order = compare_numbers(a->span.file, b->span.file);
    return order ? order : compare_numbers(a->span.start, b->span.start);
}

/* Equal places keep the order of recording, which is the order in memory. */
static int compare_diagnostics(const void *a, const void *b)
{
    const struct diagnostic *first = *(const struct diagnostic *const *)a, *second = *(const struct diagnostic *const *)b;
    int order = compare_places(first->places, second->places);
    return order ? order : compare_numbers((uintptr_t)first, (uintptr_t)second);
}

const struct diagnostic **diagnostics_order(const struct diagnostics *diagnostics)
{
    const struct diagnostic **order = memory_array(diagnostics->count, sizeof *order);
    for (size_t i = 0; i < diagnostics->count; i++)
        order[i] = &diagnostics->items[i];
    if (diagnostics->count)
        qsort(order, diagnostics->count, sizeof *order, compare_diagnostics);
    return order;
}
