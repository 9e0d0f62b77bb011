/* A set of marks by open addressing; the memory is the collector's, so things that only it points to stay. */
#include "explain/marks.h"
#include <string.h>
#include "memory.h"

enum { CAPACITY_FIRST = 64 };

static uint32_t slot_of(const struct marks *marks, const void *thing, uint32_t row, uint32_t what)
{
    uint64_t hash = (uint64_t)(uintptr_t)thing * 0x9e3779b97f4a7c15u ^ ((uint64_t)row << 8 | what) * 0xc2b2ae3d27d4eb4fu;
    uint32_t slot = (uint32_t)(hash >> 32) & (marks->capacity - 1);
    for (; marks->slots[slot].thing; slot = (slot + 1) & (marks->capacity - 1)) {
        const struct mark *mark = &marks->slots[slot];
        if (mark->thing == thing && mark->row == row && mark->what == what)
            break;
    }
    return slot;
}

bool marks_find(const struct marks *marks, const void *thing, uint32_t row, uint32_t what, uint32_t *number)
{
    if (!marks->count)
        return false;
    const struct mark *mark = &marks->slots[slot_of(marks, thing, row, what)];
    if (mark->thing && number)
        *number = mark->number;
    return mark->thing != NULL;
}

static void grow(struct marks *marks)
{
    struct marks larger = {.capacity = marks->capacity ? marks->capacity * 2 : CAPACITY_FIRST, .count = marks->count};
    larger.slots = lang_array(larger.capacity, sizeof *larger.slots);
    for (uint32_t i = 0; i < marks->capacity; i++)
        if (marks->slots[i].thing)
            larger.slots[slot_of(&larger, marks->slots[i].thing, marks->slots[i].row, marks->slots[i].what)] = marks->slots[i];
    *marks = larger;
}

bool marks_add(struct marks *marks, const void *thing, uint32_t row, uint32_t what, uint32_t number)
{
    if (marks->count * 2 >= marks->capacity)
        grow(marks);
    uint32_t slot = slot_of(marks, thing, row, what);
    if (marks->slots[slot].thing)
        return false;
    marks->slots[slot] = (struct mark){thing, row, what, number};
    marks->count++;
    return true;
}

void marks_clear(struct marks *marks)
{
    if (marks->count)
        memset(marks->slots, 0, marks->capacity * sizeof *marks->slots);
    marks->count = 0;
}
