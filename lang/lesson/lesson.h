/* Lessons: what each message means, with a wrong example and a right one. They stand in lang/lesson/NAME.lesson, are part of the program,
 * and are run by tests/run_lessons.sh: the wrong example brings about its message and no other, the right one none.
 *
 *     === E0202
 *     zh 名称写错了,或没有声明。
 *     en A name is misspelt or was never declared.
 *     wrong
 *     指标 A1 推广 10分,得分率 = 推广面机 ÷ 30万亩,最高 100%
 *     right
 *     指标 A1 推广 10分,得分率 = 推广面积 ÷ 30万亩,最高 100%
 *
 * The words of zh and en go on in lines that begin with none of these four; behind wrong stand codes that cannot but come too. In an example a line
 *     --- NAME         begins another file; what stands before the first is the rule file 办法.assess
 *     $ COMMAND        is what a shell does with the files; without one it is assessc check 办法.assess, or run where a ledger is given
 * What no shell can make, a spreadsheet that people spoilt, is run by a golden test, and the lines below are only a picture of it, or none:
 *     wrong golden NAME        tests/golden/NAME brings about the message
 *     right golden NAME        tests/golden/NAME does not
 * A rule file without a line 办法 … goes on from lang/lesson/frame.assess, which says what is assessed and has the ledger 乡镇. */
#ifndef ASSESSC_LESSON_H
#define ASSESSC_LESSON_H
#include <stdbool.h>
#include "base/buffer.h"
#include "diagnostic/diagnostic.h"

/* The message of a code, E0202 or e0202, of either table; NULL where there is none. */
const struct message *lesson_message(const char *code);
/* Appends the lesson of a message, its title first, in lines of at most `width` cells; 0: as they stand. Examples are not broken. */
void lesson_show(const struct message *message, enum language language, int width, struct buffer *out);
/* Appends code and title of each message whose code begins so, all for ""; returns how many. */
size_t lesson_list(const char *prefix, enum language language, int width, struct buffer *out);
/* Codes that are spelt like this one, for what is said of an unknown one; NULL where none is near. */
const char *lesson_nearest(const char *code);

#endif
