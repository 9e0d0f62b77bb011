/* What each answer to a question gives: 例如 满意度 94.5%,AJ01:“按比例”9.75分;“不计”10分;“按 1个百分点”9.5分.
 *
 * A question (model/model.h) is a fault with the words that would answer it. Each answer is written into a copy of the rule file, which is read
 * and compiled as any file is, down to the one figure that the question is about; then ledgers are made up, the smallest first, until there is
 * one on which the answers come to different figures. Those go into the message.
 *
 *     draft.c     the copy: what is written into it, what is left out of it
 *     variant.c   a copy as a program for one figure; its runs
 *     values.c    values of a column that may tell answers apart: where conditions turn, where roundings do, and plain ones
 *     ledgers.c   which cells the figure rests on; examples of them, by size
 *     answer.c    the smallest example
 *     sentence.c  example and figures in words
 */
#ifndef ASSESSC_ANSWER_H
#define ASSESSC_ANSWER_H
#include "model/model.h"

/* Puts into each message of the model that asks what its answers give, where they can be told apart. Nothing else of the model changes. */
void answers_show(struct model *model);

#endif
