/* UTF-8 text, character by character.  All functions accept any bytes: a byte that begins no character counts as one of its own. */
#include "base/text.h"

#include <string.h>
#include <utf8proc.h>

#include "base/memory.h"

size_t text_decode(const char *bytes, size_t length, int32_t *character)
{
    if (length == 0)
        return 0;
    if ((unsigned char)bytes[0] < 0x80) {
        *character = bytes[0];
        return 1;
    }
    utf8proc_ssize_t window = length < 4 ? (utf8proc_ssize_t)length : 4;
    utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)bytes, window, character);
    return used > 0 ? (size_t)used : 0;
}

void text_encode(struct buffer *out, int32_t character)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t length = utf8proc_encode_char(character, bytes);
    buffer_append(out, (const char *)bytes, (size_t)length);
}

bool text_is_utf8(const char *bytes, size_t length, size_t *bad)
{
    int32_t character;
    for (size_t at = 0, step; at < length; at += step) {
        step = text_decode(bytes + at, length - at, &character);
        if (step == 0) {
            if (bad)
                *bad = at;
            return false;
        }
    }
    return true;
}

int text_character_width(int32_t character)
{
    if (character >= 0x20 && character < 0x7F)
        return 1;
    int width = utf8proc_charwidth(character);
    if (width != 0)
        return width;
    switch (utf8proc_category(character)) {     /* of what utf8proc gives no cell, only marks and format characters have none */
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CS:
        return 1;
    default:
        return 0;
    }
}

/* One step through any bytes: a stray byte comes out as -1 of length 1.  length must not be 0. */
static size_t step_over(const char *bytes, size_t length, int32_t *character)
{
    size_t step = text_decode(bytes, length, character);
    if (step == 0) {
        *character = -1;
        return 1;
    }
    return step;
}

int text_width(const char *bytes, size_t length)
{
    int width = 0;
    int32_t character;
    for (size_t at = 0; at < length;) {
        at += step_over(bytes + at, length - at, &character);
        width += character < 0 ? 1 : text_character_width(character);
    }
    return width;
}

size_t text_characters(const char *bytes, size_t length)
{
    size_t count = 0;
    int32_t character;
    for (size_t at = 0; at < length; count++)
        at += step_over(bytes + at, length - at, &character);
    return count;
}

/* Characters of a text as numbers; stray bytes as negative ones, so that unlike bytes stay unlike. */
static size_t decode_all(const char *bytes, size_t length, int32_t *characters)
{
    size_t count = 0;
    for (size_t at = 0; at < length; count++) {
        size_t step = step_over(bytes + at, length - at, &characters[count]);
        if (characters[count] < 0)
            characters[count] = -1 - (unsigned char)bytes[at];
        at += step;
    }
    return count;
}

static int least_of(int a, int b)
{
    return a < b ? a : b;
}

/* Optimal string alignment over three rows: rows[i % 3][j] is the distance of the first i of a to the first j of b. */
static int distance_of(const int32_t *a, size_t a_count, const int32_t *b, size_t b_count, int limit)
{
    size_t width = b_count + 1;
    int *rows = memory_array(3 * width, sizeof *rows), result = limit + 1, before_least = 0;
    for (size_t j = 0; j <= b_count; j++)
        rows[j] = (int)j;
    for (size_t i = 1; i <= a_count; i++) {
        int *row = rows + i % 3 * width;
        const int *above = rows + (i + 2) % 3 * width, *before = rows + (i + 1) % 3 * width;
        int least = row[0] = (int)i;
        for (size_t j = 1; j <= b_count; j++) {
            int cost = least_of(least_of(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cost = least_of(cost, before[j - 2] + 1);
            row[j] = cost;
            least = least_of(least, cost);
        }
        if (least > limit && before_least > limit)   /* two rows: a transposition reaches over one */
            goto done;
        before_least = least;
    }
    result = least_of(rows[a_count % 3 * width + b_count], limit + 1);
done:
    memory_free(rows);
    return result;
}

int text_distance(const char *a, size_t a_length, const char *b, size_t b_length, int limit)
{
    int32_t *a_characters = memory_array(a_length, sizeof *a_characters);
    int32_t *b_characters = memory_array(b_length, sizeof *b_characters);
    size_t a_count = decode_all(a, a_length, a_characters), b_count = decode_all(b, b_length, b_characters);
    size_t apart = a_count > b_count ? a_count - b_count : b_count - a_count;
    int result = apart > (size_t)limit ? limit + 1 : distance_of(a_characters, a_count, b_characters, b_count, limit);
    memory_free(a_characters);
    memory_free(b_characters);
    return result;
}

enum { FAR = 1000 };

/* How many characters two names have in common, in any order; 0 where one of them is not all Han. */
static size_t shared_characters(const char *a, size_t a_length, const char *b, size_t b_length)
{
    int32_t *characters = memory_array(a_length + b_length + 1, sizeof *characters);
    size_t count = decode_all(a, a_length, characters), all = count + decode_all(b, b_length, characters + count), shared = 0;
    bool han = true;
    for (size_t i = 0; i < all; i++)
        han = han && characters[i] >= 0x3400;
    for (size_t i = 0; i < count && han; i++)
        for (size_t k = count; k < all; k++)
            if (characters[k] == characters[i]) {
                characters[k] = 0;
                shared++;
                break;
            }
    memory_free(characters);
    return shared;
}

/* Small is near; FAR is not near at all. */
static int remoteness(const char *wanted, size_t length, const char *name)
{
    size_t name_length = strlen(name), one = text_characters(wanted, length), other = text_characters(name, name_length);
    size_t longer = one > other ? one : other;
    int limit = longer < 6 ? 1 : (int)(longer / 3), distance = text_distance(wanted, length, name, name_length, limit);
    bool one_of_two = longer == 2 && other == one && name_length == 2 * strlen("字");      /* one of two Han characters: mostly another word */
    if (distance <= limit && (size_t)distance < longer)     /* nothing in common is not near, however short */
        return one_of_two ? FAR / 2 : distance;
    size_t shared = shared_characters(wanted, length, name, name_length);
    return shared >= 2 && 5 * shared >= 3 * longer ? FAR / 2 - (int)(100 * shared / longer) : FAR;
}

size_t text_nearest_several(const char *wanted, size_t length, const char *const *names, size_t count, const char **nearest, size_t most, bool *alike)
{
    size_t found = 0;
    int best = FAR;
    for (size_t i = 0; i < count; i++) {
        int here = remoteness(wanted, length, names[i]);
        bool again = false;
        if (here < best)
            found = 0;
        best = here < best ? here : best;
        for (size_t k = 0; k < found; k++)
            again = again || strcmp(nearest[k], names[i]) == 0;
        if (here == best && best < FAR && !again && found < most)
            nearest[found++] = names[i];
    }
    if (alike)
        *alike = found && best < FAR / 4;
    return found;
}

const char *text_nearest(const char *wanted, size_t length, const char *const *names, size_t count)
{
    const char *nearest;
    return text_nearest_several(wanted, length, names, count, &nearest, 1, NULL) ? nearest : NULL;
}

int32_t text_fold_width(int32_t character)
{
    if (character >= 0xFF01 && character <= 0xFF5E)
        return character - 0xFF01 + '!';
    return character == 0x3000 ? ' ' : character;
}
