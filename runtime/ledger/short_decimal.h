/* Plain decimals of up to eight characters, all characters at once in one 64-bit word: the fast gate of a ledger's numbers.
 *
 *     "26.09"   word, first character lowest:   0 0 0 2 6 . 0 9     filled up with '0' in front
 *               point taken out:                0 0 0 0 2 6 0 9     -> 2609, 2 places
 */
#ifndef ASSESSC_SHORT_DECIMAL_H
#define ASSESSC_SHORT_DECIMAL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { SHORT_DECIMAL = 8 };

/* Reads digits[.digits] that ends before `end`. length: 1 to 8; eight bytes before end must be readable. False for anything else. */
static inline bool short_decimal(const char *end, size_t length, int64_t *value, unsigned *places)
{
    const uint64_t ones = 0x0101010101010101u, zeros = ones * '0', sevens = ones * 0x7F;
    uint64_t word;
    memcpy(&word, end - 8, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    unsigned front = (unsigned)(8 - length) * 8;
    uint64_t before = ((uint64_t)1 << front) - 1;
    word = (word & ~before) | (zeros & before);

    uint64_t apart = word ^ ones * '.';
    uint64_t points = ~(((apart & sevens) + sevens) | apart | sevens);      /* 0x80 where a byte is a point */
    *places = 0;
    if (points) {
        unsigned at = (unsigned)__builtin_ctzll(points) & ~7u;              /* bit where the point's byte begins */
        if ((points & (points - 1)) || at == 56 || at <= front)
            return false;
        uint64_t low = ((uint64_t)1 << at) - 1;
        word = (word & ~(low << 8 | 0xFF)) | (word & low) << 8 | '0';
        *places = 7 - at / 8;
    }
    if ((word & ones * 0xF0) != zeros || ((word + ones * 6) & ones * 0xF0) != zeros)
        return false;
    word = (word & ones * 0x0F) * 2561 >> 8;                                /* pairs of digits, then fours, then all eight */
    word = (word & 0x00FF00FF00FF00FFu) * 6553601 >> 16;
    *value = (int64_t)((word & 0x0000FFFF0000FFFFu) * 42949672960001u >> 32);
    return true;
}

#endif
