/* Loops for the vectors of the machine at hand: a function marked VECTORS is compiled for the widths of current x86 processors, and the best
 * one is chosen when the program starts. Only for loops on whole numbers, or whose result is put right exactly: all variants must agree. */
#ifndef ASSESSC_VECTOR_H
#define ASSESSC_VECTOR_H

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define VECTORS __attribute__((optimize("O3"), target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VECTORS
#endif

#endif
