/* For test programs that use lang/: under ASan its memory comes from malloc and is never given back (lang/memory.h). */
#ifndef ASSESSC_TESTS_SANITIZER_H
#define ASSESSC_TESTS_SANITIZER_H

const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "detect_leaks=0:detect_stack_use_after_return=0"; }

#endif
