/* Reads decimals by arithmetic on whole words, without a branch, eight words at once:
 *
 *     "26.1"   word, first character lowest:   ? ? ? ? 2 6 . 1
 *              what stands before it is '0':   0 0 0 0 2 6 . 1
 *              point taken out:                0 0 0 0 0 2 6 1
 *              brought to two decimals:        0 0 0 0 2 6 1 0     -> 2610
 *
 * Digits become pairs, fours, then all eight.  The vectors are the compiler's own (64 bytes, split where the machine has narrower ones);
 * the code is compiled for the vector widths of x86-64 and the widest that the machine has is taken.  Results are the same. */
#include "ledger/short_decimals.h"

#include <string.h>

typedef uint64_t lanes __attribute__((vector_size(64)));
typedef int64_t signed_lanes __attribute__((vector_size(64)));

enum { LANES = 8 };

static const uint64_t ones = 0x0101010101010101u;

#define INLINE static inline __attribute__((always_inline))

/* All functions on vectors are inlined and take them by address: how vectors are passed differs between machines. */

/* Takes the point out of the word; *behind is how many digits stand behind it. */
INLINE void take_point(lanes *word, const lanes *first, lanes *behind, lanes *wrong)
{
    const uint64_t sevens = ones * 0x7F;
    lanes apart = *word ^ ones * '.';
    lanes points = ~(((apart & sevens) + sevens) | apart | sevens);     /* 0x80 in each byte that is a point */
    lanes point = points >> 7, below = point - 1;                       /* without a point: below is all ones */
    lanes has_point = (lanes)(point != 0);
    lanes without = (*word & ~(below << 8 | 0xFF)) | (*word & below) << 8 | '0';
    *wrong |= (lanes)((points & (points - 1)) != 0);                    /* two points */
    *wrong |= has_point & (lanes)((below & *first) == 0);               /* no digit before it */
    *wrong |= (lanes)(point >> 56 != 0);                                /* none behind it */
    lanes bytes = below & ones;                                         /* one for each byte below the point */
    bytes += bytes >> 32;
    bytes += bytes >> 16;
    bytes += bytes >> 8;
    *behind = has_point & (7 - (bytes & 0xFF));
    *word = (*word & ~has_point) | (without & has_point);
}

/* Eight digits, the first one lowest, become a number. */
INLINE void to_number(lanes *word)
{
    lanes digits = *word & ones * 0x0F;
    lanes pairs = ((digits << 3) + (digits << 1) + (digits >> 8)) & 0x00FF00FF00FF00FFu;
    lanes fours = ((pairs << 6) + (pairs << 5) + (pairs << 2) + (pairs >> 16)) & 0x0000FFFF0000FFFFu;
    *word = (fours & 0xFFFFFFFFu) * 10000 + (fours >> 32);
}

/* One vector of cells: words become numbers. `seen` gets bit n where some cell has n decimals. */
INLINE void decode(lanes *words, const lanes *lengths, uint64_t places, lanes *wrong, lanes *seen)
{
    const uint64_t zeros = ones * '0', highs = ones * 0xF0;
    const lanes unit = {1, 1, 1, 1, 1, 1, 1, 1};
    lanes word = *words;
    *wrong = (lanes)(*lengths - 1 > 7);
    lanes front = (8 - *lengths) * 8 & 63, before = (unit << front) - 1;    /* bits before the cell */
    lanes negative = (lanes)((word >> front & 0xFF) == '-');
    word = (word & ~before) | (zeros & before);
    word ^= (negative & ('-' ^ '0')) << front;
    lanes first = unit << front << (negative & 8);                          /* where digits begin; 0 where there are none */
    *wrong |= (lanes)(first == 0);
    lanes behind;
    take_point(&word, &first, &behind, wrong);
    *wrong |= (lanes)(((word & highs) ^ zeros) != 0);
    *wrong |= (lanes)((((word + ones * 6) & highs) ^ zeros) != 0);
    *seen |= (unit << behind) & ~*wrong;

    lanes shift = (places - behind) * 8 & 63;
    *wrong |= (lanes)(behind > places);
    *wrong |= (lanes)(((word ^ zeros) & ((unit << shift) - 1)) != 0);       /* more than eight digits */
    word = (word >> shift) | (zeros & ~(~(lanes){0} >> shift));
    to_number(&word);
    *words = ((word ^ negative) - negative) & ~*wrong;
}

INLINE uint64_t any_lane(const lanes *vector)
{
    uint64_t any = 0;
    for (int lane = 0; lane < LANES; lane++)
        any |= (*vector)[lane];
    return any;
}

INLINE void decode_all(struct short_decimals *task, uint32_t count, const uint64_t *words, const uint64_t *lengths, int64_t *values,
                       uint64_t *kinds)
{
    lanes seen = {0}, any = {0}, word, length, wrong;
    for (uint32_t i = 0; i < count; i += LANES) {
        memcpy(&word, words + i, sizeof word);
        memcpy(&length, lengths + i, sizeof length);
        decode(&word, &length, task->places, &wrong, &seen);
        signed_lanes value = (signed_lanes)word;
        wrong |= (lanes)(value < task->low);
        wrong |= (lanes)(value > task->high);
        word &= ~wrong;
        lanes empty = (lanes)(length == 0), kind = (wrong & ~empty & SHORT_ODD) | (empty & SHORT_EMPTY);
        any |= kind;
        memcpy(values + i, &word, sizeof word);
        memcpy(kinds + i, &kind, sizeof kind);
    }
    task->seen = 63 - (unsigned)__builtin_clzll(any_lane(&seen) | 1);
    task->any_odd = any_lane(&any) & SHORT_ODD;
    task->any_empty = any_lane(&any) & SHORT_EMPTY;
}

#if defined(__x86_64__)
#define DECODE_FOR(name, features) \
    __attribute__((target(features))) static void name(struct short_decimals *task, uint32_t count, const uint64_t *words, \
                                                       const uint64_t *lengths, int64_t *values, uint64_t *kinds) \
    { \
        decode_all(task, count, words, lengths, values, kinds); \
    }
DECODE_FOR(decode_avx512, "avx512f,avx512bw,avx512dq,avx512vl")
DECODE_FOR(decode_avx2, "avx2")
#endif

void short_decimals(struct short_decimals *task, uint32_t count, const uint64_t *words, uint64_t *lengths, int64_t *values,
                    uint64_t *kinds)
{
    for (uint32_t i = count; i % LANES; i++)
        lengths[i] = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
        decode_avx512(task, count, words, lengths, values, kinds);
        return;
    }
    if (__builtin_cpu_supports("avx2")) {
        decode_avx2(task, count, words, lengths, values, kinds);
        return;
    }
#endif
    decode_all(task, count, words, lengths, values, kinds);
}
