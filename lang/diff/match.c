/* Which indicator is which. The code decides, and what is said of lineage in either file: 沿革 and 废止 stand in the later one, and are read
 * backwards where that is the old side. What nobody says is only suspected, and hides nothing. */
#include <stdlib.h>
#include <string.h>
#include "diff/diff.h"
#include "elaborate/elaborate.h"
#include "memory.h"

static uint32_t place_of(const struct scheme *scheme, const struct item *item)
{
    int64_t number = 0;
    map_get(&scheme->item_codes, item->code, strlen(item->code), &number);
    return (uint32_t)number;
}

static void relate(struct kin *kin, enum fate_kind kind, struct item *other)
{
    kin->kind = kind;
    *ARRAY_ADD(kin->others, kin->count) = other;
}

/* What the later file says: `late` and `early` are its side and the other. */
static void declared(struct scheme *later, struct scheme *earlier, struct kin *late, struct kin *early)
{
    for (uint32_t i = 0; i < later->item_count; i++) {
        struct item *item = later->items[i];
        const struct descent *descent = &item->descent;
        late[i].said_new = descent->kind == DESCENT_NEW;
        for (uint32_t k = 0; k < descent->count; k++) {
            struct item *from = item_find(earlier, descent->codes[k]->text);
            if (!from)
                continue;
            struct kin *kin = &early[place_of(earlier, from)];
            bool merged = descent->kind == DESCENT_MERGED, split = descent->kind == DESCENT_SPLIT;
            if (kin->kind != FATE_GONE && !(split && kin->kind == FATE_SPLIT))
                continue;
            enum fate_kind kind = merged ? FATE_MERGED : split ? FATE_SPLIT : FATE_SAME;
            relate(&late[i], kind, from);
            relate(kin, kind, item);
            late[i].whole = merged;
            kin->whole = split;
        }
    }
    for (uint32_t i = 0; i < later->abolished_count; i++) {
        struct item *gone = item_find(earlier, later->abolished[i].code->text);
        struct kin *kin = gone ? &early[place_of(earlier, gone)] : NULL;
        if (kin && kin->kind == FATE_GONE)
            *kin = (struct kin){.kind = FATE_ABOLISHED, .abolished = &later->abolished[i]};
    }
}

static bool declares(const struct scheme *scheme, const struct scheme *other)
{
    bool any = scheme->abolished_count > 0;
    for (uint32_t i = 0; i < scheme->item_count; i++)
        any = any || scheme->items[i]->descent.kind;
    return any && (scheme->lineage == other || scheme->year > other->year || (!scheme->lineage && scheme->year == other->year));
}

struct kinship match_items(struct scheme *old, struct scheme *new)
{
    struct kinship kinship = {lang_array(old->item_count + 1, sizeof *kinship.old), lang_array(new->item_count + 1, sizeof *kinship.new)};
    if (declares(new, old))
        declared(new, old, kinship.new, kinship.old);
    else if (declares(old, new))
        declared(old, new, kinship.old, kinship.new);
    for (uint32_t i = 0; i < new->item_count; i++) {
        struct item *same = item_find(old, new->items[i]->code);
        if (!same || kinship.new[i].kind != FATE_GONE || kinship.old[place_of(old, same)].kind != FATE_GONE)
            continue;
        relate(&kinship.new[i], FATE_SAME, same);
        relate(&kinship.old[place_of(old, same)], FATE_SAME, new->items[i]);
    }
    return kinship;
}

/* ---- what is only suspected ---- */

static uint32_t next_character(const char *text)
{
    uint32_t length = 1;
    while (((unsigned char)text[length] & 0xC0) == 0x80)
        length++;
    return length;
}

/* Pairs of neighbouring characters that both names have, of all that they have: 0 to 100. */
static int name_likeness(const char *a, const char *b)
{
    int pairs[2] = {0, 0}, shared = 0;
    const char *names[2] = {a, b};
    for (int side = 0; side < 2; side++)
        for (const char *at = names[side]; *at && at[next_character(at)]; at += next_character(at))
            pairs[side]++;
    for (const char *at = a; *at && at[next_character(at)]; at += next_character(at)) {
        uint32_t length = next_character(at);
        length += next_character(at + length);
        const char *pair = lang_text(at, length);
        shared += strstr(b, pair) != NULL;
    }
    return pairs[0] + pairs[1] ? 200 * shared / (pairs[0] + pairs[1]) > 100 ? 100 : 200 * shared / (pairs[0] + pairs[1]) : 0;
}

static int shared_columns(const struct item *a, const struct item *b)
{
    uint32_t a_count, b_count, shared = 0;
    const struct field_model **left = load_fields_of(a, &a_count), **right = load_fields_of(b, &b_count);
    for (uint32_t i = 0; i < a_count; i++)
        for (uint32_t k = 0; k < b_count; k++)
            shared += strcmp(left[i]->name, right[k]->name) == 0;
    return a_count + b_count ? (int)(200 * shared / (a_count + b_count)) : 0;
}

/* Names count for half, the columns that are read for a quarter, who is asked and what is given for the rest. */
static int likeness(const struct item *old, const struct item *new)
{
    int owner = old->owner && new->owner && strcmp(old->owner, new->owner) == 0 ? 100 : 0;
    int weight = old->weight && old->weight == new->weight ? 100 : 0;
    int lines = old->points_count == new->points_count && old->quantity_count == new->quantity_count ? 100 : 0;
    return (50 * name_likeness(old->name, new->name) + 25 * shared_columns(old, new) + 10 * owner + 5 * weight + 10 * lines) / 100;
}

enum { SUSPECTED = 55, SUSPECTS_MOST = 20000 };

static int by_likeness(const void *left, const void *right)
{
    const struct suspicion *a = left, *b = right;
    int old = strcmp(a->old->code, b->old->code);
    return a->likeness != b->likeness ? b->likeness - a->likeness : old ? old : strcmp(a->new->code, b->new->code);
}

void match_suspects(struct diff *diff, const struct kinship *kinship)
{
    struct suspicion *all = NULL;
    uint32_t count = 0, gone = 0, come = 0;
    for (uint32_t i = 0; i < diff->old->item_count; i++)
        gone += kinship->old[i].kind == FATE_GONE;
    for (uint32_t i = 0; i < diff->new->item_count; i++)
        come += kinship->new[i].kind == FATE_GONE && !kinship->new[i].said_new;
    if ((uint64_t)gone * come > SUSPECTS_MOST) {
        diff->unmatched[0] = gone;
        diff->unmatched[1] = come;
        return;
    }
    for (uint32_t i = 0; i < diff->old->item_count; i++)
        for (uint32_t k = 0; kinship->old[i].kind == FATE_GONE && k < diff->new->item_count; k++) {
            if (kinship->new[k].kind != FATE_GONE || kinship->new[k].said_new)
                continue;
            int alike = likeness(diff->old->items[i], diff->new->items[k]);
            if (alike >= SUSPECTED)
                *ARRAY_ADD(all, count) = (struct suspicion){diff->old->items[i], diff->new->items[k], alike};
        }
    if (count > 1)
        qsort(all, count, sizeof *all, by_likeness);
    for (uint32_t i = 0; i < count; i++) {
        bool taken = false;
        for (uint32_t k = 0; k < diff->suspicion_count; k++)
            taken = taken || diff->suspicions[k].old == all[i].old || diff->suspicions[k].new == all[i].new;
        if (taken)
            continue;
        *ARRAY_ADD(diff->suspicions, diff->suspicion_count) = all[i];
    }
}
