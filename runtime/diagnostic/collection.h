/* What the files of diagnostic/ share; nobody else includes it.
 *
 *     diagnostics -> items [ message, arguments | hash | places -> place -> NULL | fixes -> fix -> NULL ] ...
 *                 -> sources -> [ path, text | where its lines begin ] ...
 *
 * Texts are copied into one arena; paths, sheets and headings, which return thousands of times, are kept once. */
#ifndef ASSESSC_COLLECTION_H
#define ASSESSC_COLLECTION_H
#include "base/map.h"
#include "diagnostic/diagnostic.h"

struct place {
    struct place *next;
    bool is_cell;
    struct span span;                   /* in a rule file: start <= end <= length of the text */
    const char *path, *sheet, *column;  /* in a ledger; kept once each, sheet and column may be NULL */
    uint64_t row;
    const char *cell;                   /* may be NULL */
    const char *label[2];               /* by enum language; both NULL or neither */
};

struct fix { struct fix *next; struct span span; const char *replacement; enum trust trust; };

struct diagnostic {
    const struct message *message;
    const char **arguments;
    int argument_count;
    struct place *places, *last_place;
    struct fix *fixes, *last_fix;
    size_t more;                        /* stands for so many that are not told one by one; 0: for itself */
    uint64_t hash;                      /* of message, arguments and first place */
    uint32_t next_of_hash;              /* index + 1 of the next one in the same bucket, 0: none */
};

struct source_lines { struct source source; uint32_t *starts; size_t count; };

/* What calls that speak of "the diagnostic begun last" reach. PENDING: as far as is known it repeats an earlier one without a
 * place, but its own place may still come; it stands at items[count] and does not count yet. DROPPED: it was a repetition. */
enum latest { LATEST_NONE, LATEST_RECORDED, LATEST_PENDING, LATEST_DROPPED };

struct diagnostics {
    struct arena arena;
    struct map kept;                    /* texts kept once: to their copy in the arena */
    struct source_lines **sources;
    uint32_t source_count;
    struct diagnostic *items;
    size_t count, capacity;
    enum latest latest;
    size_t severities[3];
    uint32_t *buckets;                  /* index + 1 of the first one, 0: none */
    size_t bucket_count;                /* a power of two */
};

struct position { size_t line, column; };   /* both from 1; column in characters */

/* The position of a byte of a registered rule file, by its table of lines. */
struct position position_of(const struct diagnostics *diagnostics, uint32_t file, size_t offset);
/* All diagnostics: rule files by number and position, then ledgers by path and row, then those without a place. The array is to be
 * freed with memory_free; it holds until another diagnostic is recorded. */
const struct diagnostic **diagnostics_order(const struct diagnostics *diagnostics);

enum message_part { PART_TEXT, PART_HINT };
/* Appends a message with its arguments put in: as they are, or (visible) cleaned for a terminal and cut at a sensible length. */
void message_append(struct buffer *out, const struct diagnostic *diagnostic, enum message_part part, enum language language,
                    bool visible);
/* Number of arguments that text and hint want together. */
int message_arguments(const struct message *message, enum language language);
/* A text as a string of JSON; NULL as null. */
void append_json_string(struct buffer *out, const char *text);
/* A name for many of one kind: the first clause of the text, its placeholders as "…" and not at the end. */
void message_append_kind(struct buffer *out, const struct message *message, enum language language);

#endif
