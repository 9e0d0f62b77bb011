/* The .asb file: what encode.c writes and decode.c reads.  Private to runtime/program.
 *
 *     +-----------+---------+-------------------------------+-----
 *     | ASSESSC\n | version | section | section | section ...
 *     +-----------+---------+-------------------------------+-----
 *     section:  tag (4 letters)  bytes of payload (u32)  payload
 *     payload:  count (u32)  records, in the order of the structures of program.h
 *
 *     u8, u32, i32   little-endian            text     u32 bytes, the bytes (no NUL in them)
 *     number         u8 sign (0 zero, 1, 2 negative); unless zero: numerator, denominator, each u32 bytes and the magnitude, least byte
 *                    first; lowest terms, greatest byte not 0
 *     span           u32 file, start, end     flag     u8 0 or 1
 *
 * All sections are there, in the order below, and nothing follows the last one.  There is one way to write a program, so bytes that decode
 * are the bytes that encode gives back.  A record is long enough that its structure is at most some ten times as long: a short file
 * cannot ask for much memory. */
#ifndef ASSESSC_PROGRAM_FORMAT_H
#define ASSESSC_PROGRAM_FORMAT_H
#include <stddef.h>
#include "program/program.h"

#define PROGRAM_MAGIC "ASSESSC\n"

/* SECTION(function suffix, tag) */
#define PROGRAM_SECTIONS(SECTION) \
    SECTION(sources, "SRCS") \
    SECTION(category_sets, "SETS") \
    SECTION(domains, "DOMS") \
    SECTION(columns, "COLS") \
    SECTION(constants, "CNST") \
    SECTION(tables, "TABL") \
    SECTION(faults, "FLTS") \
    SECTION(code, "CODE") \
    SECTION(stages, "STGS") \
    SECTION(outputs, "OUTS")

/* Bytes of numerator or denominator: enough for LIMIT_RESULT_DIGITS decimal digits (3.33 bits each). */
enum { NUMBER_BYTES_MOST = 41600 };

/* 0001-01-01 and 9999-12-31 as days since 1970-01-01: what number/date.h has dates for. */
enum { DATE_LEAST = -719162, DATE_GREATEST = 2932896 };

/* The u32 members of a stage beside its domain, and the kinds of stage that have them (a mask of 1 << kind). A stage is written as kind,
 * domain, span, these members in this order, and then what stage_has_... says. */
struct stage_member { const char *name; size_t offset; unsigned kinds; };
enum { STAGE_MEMBERS = 15 };
extern const struct stage_member stage_members[STAGE_MEMBERS];

static inline bool stage_is_among(enum stage_kind kind, unsigned kinds) { return kinds >> kind & 1; }

enum {
    STAGES_WITH_FOLD = 1 << STAGE_FOLD | 1 << STAGE_RUNNING,    /* fold: u8 */
    STAGES_WITH_TIES = 1 << STAGE_RANK,                         /* ties: u8, rank keys: count, {u32 column, flag descending} */
    STAGES_WITH_KEYS = 1 << STAGE_GROUP,                        /* count, u32 keys, u32 key_results */
    STAGES_WITH_PERIOD = 1 << STAGE_DAILY,                      /* i32 day_first, day_last */
    STAGES_WITH_MESSAGE = 1 << STAGE_DAILY | 1 << STAGE_CHECK   /* severity: u8, text zh, en, count, u32 show */
};

/* Names for listings and refusals. */
const char *stage_kind_name(enum stage_kind kind);
const char *domain_kind_name(enum domain_kind kind);
const char *fold_name(enum fold fold);
const char *ties_name(enum ties ties);
const char *rounding_name(enum rounding mode);
const char *output_form_name(enum output_form form);
const char *output_role_name(enum output_role role);

/* Which of its members a constant uses. */
bool constant_has_target(const struct constant *constant);      /* CATEGORY, INDEX */
bool constant_has_number(const struct constant *constant);      /* NUMBER, present */
bool constant_has_code(const struct constant *constant);        /* DATE and CATEGORY present, any type with STATUS_ERROR */

#endif
