/* UTF-8 text: decoding, display width, look-alikes, nearest names.  Built on utf8proc. */
#ifndef ASSESSC_TEXT_H
#define ASSESSC_TEXT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buffer.h"

/* Decodes one character. Returns its length in bytes (1 to 4), or 0 where the bytes are not UTF-8 (overlong forms, surrogates
 * and values beyond U+10FFFF included) or length is 0. */
size_t text_decode(const char *bytes, size_t length, int32_t *character);
void text_encode(struct buffer *out, int32_t character);
/* True where all bytes are UTF-8; else *bad is the offset of the first byte that is not. */
bool text_is_utf8(const char *bytes, size_t length, size_t *bad);
/* Cells on a terminal: Han and full-width forms 2, combining 0, others 1. A tab counts 1, a stray byte 1. */
int text_width(const char *bytes, size_t length);
int text_character_width(int32_t character);
/* Number of characters (code points); stray bytes count one each. */
size_t text_characters(const char *bytes, size_t length);
/* Edit distance in characters with transposition, capped: returns limit + 1 where it is greater than limit. */
int text_distance(const char *a, size_t a_length, const char *b, size_t b_length, int limit);
/* The nearest of `count` names to `wanted`, or NULL where none is near: distance at most a third of the longer one, at least 1; else, of names
 * in Han characters, one with which it shares two characters or more, which are three fifths of the longer one. */
const char *text_nearest(const char *wanted, size_t length, const char *const *names, size_t count);
/* All that are equally near, each once, at most `most` of them; returns how many. *alike (may be NULL): by the distance, not by what is shared. */
size_t text_nearest_several(const char *wanted, size_t length, const char *const *names, size_t count, const char **nearest, size_t most, bool *alike);
/* Half-width form of a full-width character of syntax (digits, letters, punctuation U+FF01..FF5E, U+3000), or the character itself.
 * An explicit table: NFKC would also rewrite ① and ㎡. */
int32_t text_fold_width(int32_t character);

#endif
