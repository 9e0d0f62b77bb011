/* Hash map with open addressing.  Entries stand in a plain array in order of insertion; slots point into it:
 *
 *     slots    [ 0 | 2 | 0 | 1 | 0 | 3 | .. ]      0: free, n: entries[n - 1]; a power of two, at most half full
 *     entries  [ key length value hash | .. | .. ] */
#include "base/map.h"

#include <assert.h>
#include <string.h>

#include "base/memory.h"

enum { FIRST_SLOTS = 16 };

static uint64_t mix(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Eight bytes a step: keys of ledgers are hashed by the million.  The length is part of the hash, so padding is harmless. */
static uint64_t hash_bytes(const char *key, size_t length)
{
    const uint64_t spread = 0x9E3779B97F4A7C15u, spice = 0xD6E8FEB86659FD93u;
    uint64_t hash = mix(length ^ spice, spread), word;
    for (; length >= 8; key += 8, length -= 8) {
        memcpy(&word, key, 8);
        hash = mix(hash ^ word, spread);
    }
    if (length) {
        word = 0;
        memcpy(&word, key, length);
        hash = mix(hash ^ word, spice);
    }
    return mix(hash ^ spread, spice);
}

/* The slot of a key, or the free one where it would go.  There always is a free one. */
static size_t find_slot(const struct map *map, const char *key, size_t length, uint64_t hash)
{
    size_t mask = map->slot_count - 1;
    for (size_t slot = hash & mask;; slot = (slot + 1) & mask) {
        if (map->slots[slot] == 0)
            return slot;
        const struct map_entry *entry = &map->entries[map->slots[slot] - 1];
        if (entry->hash == hash && entry->length == length && (length == 0 || memcmp(entry->key, key, length) == 0))
            return slot;
    }
}

static void grow_slots(struct map *map)
{
    size_t slot_count = map->slot_count ? map->slot_count * 2 : FIRST_SLOTS;
    memory_free(map->slots);
    map->slots = memory_array(slot_count, sizeof *map->slots);
    map->slot_count = slot_count;
    for (size_t i = 0; i < map->count; i++) {       /* keys differ: only a free slot is looked for */
        size_t slot = map->entries[i].hash & (slot_count - 1);
        while (map->slots[slot])
            slot = (slot + 1) & (slot_count - 1);
        map->slots[slot] = (uint32_t)(i + 1);
    }
}

static int64_t *find_value(const struct map *map, const char *key, size_t length, uint64_t hash)
{
    if (map->count == 0)
        return NULL;
    uint32_t index = map->slots[find_slot(map, key, length, hash)];
    return index ? &map->entries[index - 1].value : NULL;
}

static void insert(struct map *map, const char *key, size_t length, int64_t value, uint64_t hash)
{
    assert(map->count < UINT32_MAX && "slots hold 32 bits; LIMIT_ROWS is far below");
    if (map->count >= map->slot_count / 2)
        grow_slots(map);
    if (map->count == map->capacity) {
        map->capacity = map->capacity ? map->capacity * 2 : FIRST_SLOTS / 2;
        map->entries = memory_resize(map->entries, map->capacity, sizeof *map->entries);
    }
    size_t slot = find_slot(map, key, length, hash);
    map->entries[map->count] = (struct map_entry){.key = key, .length = length, .value = value, .hash = hash};
    map->slots[slot] = (uint32_t)++map->count;
}

bool map_get(const struct map *map, const char *key, size_t length, int64_t *value)
{
    const int64_t *found = find_value(map, key, length, hash_bytes(key, length));
    if (found && value)
        *value = *found;
    return found != NULL;
}

bool map_add(struct map *map, const char *key, size_t length, int64_t value, int64_t *existing)
{
    uint64_t hash = hash_bytes(key, length);
    const int64_t *found = find_value(map, key, length, hash);
    if (found) {
        if (existing)
            *existing = *found;
        return false;
    }
    insert(map, key, length, value, hash);
    return true;
}

void map_set(struct map *map, const char *key, size_t length, int64_t value)
{
    uint64_t hash = hash_bytes(key, length);
    int64_t *found = find_value(map, key, length, hash);
    if (found)
        *found = value;
    else
        insert(map, key, length, value, hash);
}

void map_release(struct map *map)
{
    memory_free(map->entries);
    memory_free(map->slots);
    *map = (struct map){0};
}
