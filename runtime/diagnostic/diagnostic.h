/* One engine for all messages: a code from a message table, a severity, labelled spans in one or more files or cells, a hint.
 *
 * Messages stand in *.def files, one line each:
 *     MESSAGE(E0412, ERROR, "权重合计 %s,不是满分 %s", "weights add to %s, not to the full marks of %s", "hint zh", "hint en")
 * runtime/diagnostic/messages.def has those of runtime/, lang/messages.def those of lang/; both are X-macros with the same fields.
 * Every placeholder is %s and takes text, in the same order in both languages (%1$s forms where the order differs, counted from the
 * first argument of the text also in a hint); a per cent sign is %%.
 *
 * A diagnostic is recorded once, at the place that knows the span; nothing is printed before diagnostics_render. */
#ifndef ASSESSC_DIAGNOSTIC_H
#define ASSESSC_DIAGNOSTIC_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buffer.h"
#include "base/memory.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE };
enum language { LANGUAGE_ZH, LANGUAGE_EN };

/* One message of a table. A table is an array of these, ended by one with a NULL code. */
struct message {
    const char *code;               /* "E0412" rules, "D0107" ledgers, "U0001" usage, "W0203" warnings */
    enum severity severity;
    const char *text[2];            /* by enum language; printf-like with %s only */
    const char *hint[2];            /* what to do; "" where the text says it */
};

/* Where something stands in a rule file: bytes [start, end). */
struct span { uint32_t file; uint32_t start, end; };

struct source { const char *path; const char *text; size_t length; };

struct diagnostics;                 /* the collection of one run */

struct diagnostics *diagnostics_new(void);
void diagnostics_free(struct diagnostics *diagnostics);
/* Registers a rule file's text (not copied) and returns its number for spans. */
uint32_t diagnostics_add_source(struct diagnostics *diagnostics, const char *path, const char *text, size_t length);
const struct source *diagnostics_source(const struct diagnostics *diagnostics, uint32_t file);
uint32_t diagnostics_source_count(const struct diagnostics *diagnostics);

/* Begins a diagnostic. `arguments`: count texts for the placeholders of text and then of hint; copied. Further labels are added to
 * the one begun last. Returns its number. The same message at the same first place with the same text is recorded once. */
int diagnostic_report(struct diagnostics *diagnostics, const struct message *message, int count, const char *const *arguments);
/* The place of the diagnostic begun last: in a rule file... The first place is the main one (carets ^^^), others are notes (---).
 * label: NULL or {zh, en} text for that place, copied. */
void diagnostic_at(struct diagnostics *diagnostics, struct span span, const char *const label[2]);
/* ... or in a ledger file. row: 1 for the header line, 0 where the file as a whole is meant; column: heading or NULL;
 * sheet: NULL for CSV; cell: the text that stands there, or NULL. All copied. */
void diagnostic_at_cell(struct diagnostics *diagnostics, const char *path, const char *sheet, uint64_t row, const char *column,
                        const char *cell, const char *const label[2]);
/* Records that `times` more faults of a kind are in a ledger, without telling each of them: only their number is shown. */
void diagnostic_count_more(struct diagnostics *diagnostics, const struct message *message, const char *path, size_t times);
/* How far a fix is to be trusted: SAFE may be applied unseen, for it changes nothing that was meant; LIKELY is what was meant as far as can
 * be told, to be looked at; a GUESS is only shown. */
enum trust { TRUST_SAFE, TRUST_LIKELY, TRUST_GUESS };
/* A fix for the diagnostic begun last: replace the span by the text. Several fixes of one diagnostic are answers of which one is to be
 * chosen. */
void diagnostic_fix(struct diagnostics *diagnostics, struct span span, const char *replacement, enum trust trust);
/* What a caller adds to a diagnostic that it only meant to begin (it follows from another) goes nowhere. */
void diagnostic_withheld(struct diagnostics *diagnostics);

size_t diagnostics_count(const struct diagnostics *diagnostics, enum severity severity);
size_t diagnostics_total(const struct diagnostics *diagnostics);
const char *diagnostics_code(const struct diagnostics *diagnostics, size_t index);
/* The number of the diagnostic begun last; -1 where it repeated one that was there. */
int diagnostics_latest(const struct diagnostics *diagnostics);
/* How many arguments it has. */
int diagnostics_arguments(const struct diagnostics *diagnostics, size_t index);
/* Calls back with each fix that a diagnostic proposes; texts last as long as the diagnostics. */
void diagnostic_proposals(const struct diagnostics *diagnostics, size_t index, void (*each)(void *context, struct span span, const char *replacement), void *context);
/* Puts another text (copied) in the place of an argument, for what is only known later. */
void diagnostic_amend(struct diagnostics *diagnostics, size_t index, int argument, const char *text);
/* The first place of a diagnostic, where that is in a rule file. */
bool diagnostics_place(const struct diagnostics *diagnostics, size_t index, struct span *span);
/* Forgets all after the first `total` (used where one reading of a clause is tried and given up). */
void diagnostics_truncate(struct diagnostics *diagnostics, size_t total);

struct render_options {
    enum language language;
    bool color;                     /* ANSI colours */
    size_t faults_shown;            /* ledger faults (D codes) shown in full per file, 0: all; the rest is counted by code */
};
/* Renders all, rule-file ones sorted by file and position, ledger ones in the order of the file's rows, as text:
 *
 *     错误 E0412: 权重合计 98.5 分,不是满分 100 分
 *       --> kenli.assess:12:5
 *        |
 *     12 |     指标 YJ01 品种推广面积 12分 {
 *        |                             ^^^^ 这里计入
 *        = 怎么办: ...
 *
 * The caret line repeats the same kind of blank (U+3000 under two-cell characters) so that it stands right in any terminal. */
void diagnostics_render_text(const struct diagnostics *diagnostics, const struct render_options *options, struct buffer *out);
/* One JSON object a line: code, severity, message {zh,en}, hint, places [{file,line,column,end_line,end_column,label} |
 * {file,sheet,row,column,cell,label}], fixes; more: how many others of its kind it stands for, where they were only counted. */
void diagnostics_render_json(const struct diagnostics *diagnostics, struct buffer *out);

/* One SARIF 2.1.0 log of them all. */
void diagnostics_render_sarif(const struct diagnostics *diagnostics, enum language language, struct buffer *out);
/* Calls back with each fix that is safe (all: and with each likely one that is the only one of its diagnostic), in the order of the
 * messages; texts last as long as the diagnostics. */
void diagnostics_fixes(const struct diagnostics *diagnostics, bool all, void (*each)(void *context, struct span span, const char *replacement, const char *code),
                       void *context);

/* Line and column (both from 1; column in characters) of a byte offset. */
void source_position(const struct source *source, size_t offset, size_t *line, size_t *column);

extern const struct message runtime_messages[];     /* made from runtime/diagnostic/messages.def */
/* A message of a table by code; aborts where it is not there (a fault of the program). */
const struct message *message_find(const struct message *table, const char *code);
/* Appends what the message says of any case: its text with … for each thing that it names. */
void message_append_title(struct buffer *out, const struct message *message, enum language language);

#endif
