/* A hash map from byte strings to 64-bit values.  Keys are not copied: they must outlive the map (an arena, a source text).
 * Order of insertion is the order of iteration, so that nothing printed depends on hashing. */
#ifndef ASSESSC_MAP_H
#define ASSESSC_MAP_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map_entry { const char *key; size_t length; int64_t value; uint64_t hash; };
struct map { struct map_entry *entries; size_t count, capacity; uint32_t *slots; size_t slot_count; };

/* Finds a key. Returns false where it is not there; `value` may be NULL. */
bool map_get(const struct map *map, const char *key, size_t length, int64_t *value);
/* Adds a key that is not there yet; where it is, changes nothing, sets *existing to its value and returns false. */
bool map_add(struct map *map, const char *key, size_t length, int64_t value, int64_t *existing);
/* Adds or replaces. */
void map_set(struct map *map, const char *key, size_t length, int64_t value);
void map_release(struct map *map);

#endif
