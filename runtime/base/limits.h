/* Every limit of the program in one place, each with its reason.  A message that refuses something for its size states the limit. */
#ifndef ASSESSC_LIMITS_H
#define ASSESSC_LIMITS_H

enum {
    LIMIT_NESTING = 200,            /* brackets and blocks in each other; tree walkers recurse, and no clause needs ten */
    LIMIT_OPERATORS = 1000,         /* operators of one formula; its tree is as deep as a sum is long, and tree walkers recurse */
    LIMIT_CHAIN = 200,              /* figures and scores that use each other; resolving one recurses, and no scheme comes near */
    LIMIT_RULE_FAULTS = 10000,      /* faults of characters, brackets and lines in one rule file; one with more is some other file */
    LIMIT_SOURCE_BYTES = 16 << 20,  /* one rule file; 10,000 indicators are about 2 MB */
    LIMIT_NUMBER_DIGITS = 400,      /* digits of one number in a rule or a cell; a sum of every coin on earth needs 20 */
    LIMIT_ROUND_PLACES = 12,        /* decimal places of a rounding; scores use 2 or 3 */
    LIMIT_RESULT_DIGITS = 100000,   /* digits of an exact intermediate; beyond it a rounding is wanted */
    LIMIT_FAULTS_SHOWN = 20,        /* faults of one ledger shown in full; the rest is counted by kind */
    LIMIT_QUESTIONS_SHOWN = 100,    /* questions of rule files whose answers are tried and shown; each reads the file once an answer */
    LIMIT_COLUMNS = 16384,          /* columns of one ledger file; spreadsheets stop there too */
    LIMIT_ROWS = 100000000,         /* rows of one ledger; row numbers stay in 32 bits */
    LIMIT_CELL_BYTES = 1 << 16,     /* one cell; a spreadsheet cell holds 32,767 characters */
    LIMIT_LEDGER_HASH_BYTES = 2147483647,  /* one ledger that is hashed for a receipt */
    LIMIT_SPREADSHEET_BYTES = 256 << 20,   /* one spreadsheet file, which is read whole */
    LIMIT_PART_BYTES = 1 << 30,     /* one part of it unpacked, and the text of its rows; a million rows of 40 columns are less */
    LIMIT_PACKING = 250,            /* bytes that may come out of one; sheets pack 10 to 40 to one, bombs 1000 */
    LIMIT_SHEET_ROWS = 1 << 20,     /* rows of a sheet; spreadsheets stop there */
    LIMIT_RECORD_BYTES = 16 << 20,  /* one row of a ledger file, so that a file without line ends is not kept whole */
    LIMIT_THREADS = 64,             /* worker threads of one run */
    LIMIT_REGISTERS = 60000,        /* registers of one stage; operands are 16 bits */
    LIMIT_PROGRAM_BYTES = 256 << 20,/* one compiled program */
    BATCH_ROWS = 1024,              /* rows an instruction works on at once: a register fits the first cache */
    CHUNK_ROWS = 8192               /* rows of a column stored with one width; a multiple of BATCH_ROWS */
};

#endif
