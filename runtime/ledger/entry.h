/* The text of one cell, as people write it, to a value.  Texts are trimmed and not empty. */
#ifndef ASSESSC_ENTRY_H
#define ASSESSC_ENTRY_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buffer.h"
#include "base/limits.h"
#include "number/rational.h"

/* What may be wrong with a cell; faults of ledgers have one message each (faults.c). */
enum entry_fault {
    ENTRY_SOUND,
    ENTRY_NOT_NUMBER,
    ENTRY_NUMBER_IN_WORDS,           /* 三十, 约30: no number, but one can be guessed (entry_guess_number) */
    ENTRY_WORD_BEHIND,               /* 30万亩: a unit or another word behind a number (entry_word_behind) */
    ENTRY_ERROR_VALUE,               /* #DIV/0! */
    ENTRY_FORMULA,                   /* =A1+B1 */
    ENTRY_SCIENTIFIC,                /* 1E+05 */
    ENTRY_DIGITS,                    /* more than LIMIT_NUMBER_DIGITS */
    ENTRY_PERCENT,                   /* a percent sign in a column that is no percentage */
    ENTRY_GROUPS,                    /* 12,34 */
    ENTRY_NOT_WHOLE,
    ENTRY_TOO_SMALL,
    ENTRY_TOO_GREAT,
    ENTRY_NOT_DATE,
    ENTRY_NO_SUCH_DAY,               /* 2024-02-30 */
    ENTRY_DAY_FIRST,                 /* 31/12/2024 */
    ENTRY_DATE_SERIAL,               /* 45473: a date whose format was lost */
    ENTRY_LIKE_EMPTY,                /* 无, /, N/A where a value should stand */
    ENTRY_NOT_BOOLEAN,
    ENTRY_NOT_CATEGORY,
    ENTRY_LONG,                      /* more than LIMIT_CELL_BYTES */
    ENTRY_EMPTY,
    ENTRY_FAULTS
};

/* A decimal as it is written: sign, digits without the point, how many of them stand behind it. */
struct decimal {
    bool negative, percent_sign;
    size_t count, places;
    char digits[LIMIT_NUMBER_DIGITS];
};

/* Thousands in groups of three, full-width forms, a sign and, where `percent` is set, a percent sign are all read. */
enum entry_fault entry_read_number(const char *text, size_t length, bool percent, struct decimal *decimal);
/* True where the digits are at most 18: the number is *mantissa / 10^places. */
bool decimal_to_int64(const struct decimal *decimal, int64_t *mantissa);
/* The number / 10^shift. */
void decimal_to_rational(const struct decimal *decimal, unsigned shift, struct rational *out);

/* 2024-06-30, 2024/3/1, 2024.3.1, 2024年3月1日, 20240630, with full-width digits too, and with a time that is midnight. */
enum entry_fault entry_read_date(const char *text, size_t length, int32_t *days);
/* 是 否 yes no true false y n 1 0. */
enum entry_fault entry_read_boolean(const char *text, size_t length, bool *value);

/* Whether the text is what people write where there is nothing: 无, /, ——, N/A. */
bool entry_is_like_empty(const char *text, size_t length);
/* For messages: the day that a ENTRY_DATE_SERIAL stands for where days are counted from 1900. */
int32_t entry_day_of_serial(const char *text, size_t length);
/* For messages: the number that a ENTRY_NUMBER_IN_WORDS seems to mean; false where none is seen. */
bool entry_guess_number(const char *text, size_t length, struct buffer *number);
/* For messages: number and word of a ENTRY_WORD_BEHIND. */
void entry_word_behind(const char *text, size_t length, struct buffer *number, struct buffer *word);

#endif
