/* Parties of a component on their seats: what sits on one comes into force together. */
#include <string.h>
#include "diff/effect.h"
#include "elaborate/elaborate.h"
#include "memory.h"

static bool sits_with_ledgers(const struct mixing *mixing, const struct party *party)
{
    return party->kind <= PARTY_WHOLE && mixing->families[party->family].tied && mixing->ledgers != NO_PARTY;
}

/* What parties sit together by: 0 each by itself, 1 by indicator, 2 by group. */
static struct seat seat_of(const struct mixing *mixing, const struct party *party, int level)
{
    const struct family *family = &mixing->families[party->family];
    if (sits_with_ledgers(mixing, party))
        party = &mixing->parties[mixing->ledgers];
    if (party->kind > PARTY_WHOLE || level == 0)
        return (struct seat){party->id, {party->label[0], party->label[1]}};
    if (level == 1)
        return (struct seat){lang_format("indicator:%s", family->label), {family->label, family->label}};
    if (!family->group[0])
        return (struct seat){"group:", {"不在组里的指标", "indicators outside groups"}};
    return (struct seat){lang_format("group:%s", family->group), {lang_format("组 %s", family->group), lang_format("group %s", family->group)}};
}

static uint32_t seats_needed(const struct mixing *mixing, uint32_t component, int level, const char ***keys)
{
    uint32_t count = 0;
    *keys = NULL;
    for (uint32_t i = 0; i < mixing->party_count; i++) {
        const struct party *party = &mixing->parties[i];
        if (party->component != component || sits_with_ledgers(mixing, party))       /* their seat is the ledgers', which comes last */
            continue;
        const char *key = seat_of(mixing, party, level).id;
        uint32_t at = 0;
        while (at < count && strcmp((*keys)[at], key) != 0)
            at++;
        if (at == count)
            *ARRAY_ADD(*keys, count) = key;
    }
    return count;
}

/* By clause, else by indicator, else by group, else the first ones and the rest. */
void mixing_seat(struct mixing *mixing, uint32_t number)
{
    struct component *component = &mixing->components[number];
    const char **keys = NULL;
    int level = 0;
    while (seats_needed(mixing, number, level, &keys) > PARTIES_MOST && level < 2)
        level++;
    component->grouped = level > 0;
    component->seats = 0;
    memset(component->named, 0, sizeof component->named);
    bool too_many = seats_needed(mixing, number, level, &keys) > PARTIES_MOST;
    for (uint32_t i = 0; i < mixing->party_count; i++) {
        struct party *party = &mixing->parties[i];
        if (party->component != number)
            continue;
        struct seat seat = seat_of(mixing, party, level);
        uint32_t at = 0;
        while (strcmp(keys[at], seat.id) != 0)
            at++;
        if (too_many && at >= PARTIES_MOST - 1) {
            at = PARTIES_MOST - 1;
            seat = (struct seat){"rest", {"其余", "the rest"}};
        }
        party->seat = at;
        component->named[at] = seat;
        if (component->seats <= party->seat)
            component->seats = party->seat + 1;
    }
}
