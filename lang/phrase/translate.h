/* Clauses from one keyword set to the other. What stands behind the reader knows Chinese words only, so every file goes through here
 * first; files may mix both. Tokens that are translated keep the span of what was written.
 *
 *     minus 2 points per incident of 一般事故数       ->  按 一般事故数 每 起 扣 2 分
 *     if 重大事故数 reaches 1 incident: exempt       ->  重大事故数 达到 1 起 的 , 免考
 *
 * Names that a file declares are never translated, nor is what stands for people only (names of indicators, 责任, 来源). */
#ifndef ASSESSC_TRANSLATE_H
#define ASSESSC_TRANSLATE_H
#include "phrase/vocabulary.h"

/* Rewrites the clauses and their bodies into the words of `to`, in place. names: declared elsewhere (in files that are cited); those that
 * the clauses declare are added. Chinese must have been cut (syntax_cut) before it is turned into English. */
void translate_clauses(const struct vocabulary *vocabulary, struct map *names, struct clause *clauses, uint32_t count, enum language to);

#endif
