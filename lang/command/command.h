/* The command line: one table of commands, one of flags. Results go to stdout, messages to stderr.
 *
 * Exit status: 0 done; 1 findings; 2 usage; 3 the rules do not compile; 4 the data is wrong; 5 the machine failed us. */
#ifndef ASSESSC_COMMAND_H
#define ASSESSC_COMMAND_H
#include "compile/compile.h"
#include "diagnostic/diagnostic.h"
#include "ledger/ledger.h"
#include "model/model.h"
#include "program/program.h"
#include "test/test.h"

enum exit_status { EXIT_DONE = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_RULES = 3, EXIT_DATA = 4, EXIT_MACHINE = 5 };

enum flag {
#define FLAG(name, ...) FLAG_##name,
#include "command/flags.def"
#undef FLAG
    FLAG_COUNT
};

/* What was given: the last value of each flag, all values of --data, the operands. */
struct arguments {
    const char *values[FLAG_COUNT];     /* NULL: not given; "" for a switch */
    const char **data; size_t data_count;
    const char **operands; size_t operand_count;
    bool from_folders;                  /* operands were found in folders (folders_to_files): libraries may be among them */
    enum language language;
};

/* A line of flags.def. */
struct flag_entry { const char *name; char letter; const char *value[2]; const char *commands; const char *help[2]; };
extern const struct flag_entry flags[FLAG_COUNT];

/* One without a summary is not shown in help. */
struct command {
    const char *name; char letter;
    int (*run)(const struct arguments *arguments);
    const char *operands[2];            /* how its operands are called, zh and en */
    const char *summary[2];
};
extern const struct command commands[]; /* ended by a NULL name */

/* Parses argv behind the command's name. False where it is wrong: the message is on stderr. */
bool arguments_parse(const struct command *command, int count, char **words, struct arguments *arguments);
void arguments_free(struct arguments *arguments);
void print_help(const struct command *command, enum language language);     /* NULL: of the program */
enum language default_language(void);
/* "zh" and "en" to a language; false where it is neither. */
bool language_named(const char *name, enum language *language);

int command_check(const struct arguments *arguments);
int command_run(const struct arguments *arguments);
int command_explain(const struct arguments *arguments);
int command_explain_code(const struct arguments *arguments);
int command_build(const struct arguments *arguments);
int command_diff(const struct arguments *arguments);
int command_fmt(const struct arguments *arguments);
int command_new(const struct arguments *arguments);
int command_pages(const struct arguments *arguments);
int command_load(const struct arguments *arguments);
int command_test(const struct arguments *arguments);
int command_verify(const struct arguments *arguments);
int command_dis(const struct arguments *arguments);

/* ---- shared by the commands ---- */
/* Shows all that was recorded on stderr in the form asked for. */
void show_messages(const struct arguments *arguments, const struct diagnostics *diagnostics);
/* What goes to stdout; output_finish makes sure that it got there, and returns 0 or the errno of what failed. */
void output_write(const struct buffer *out);
int output_finish(void);
/* A message of the command line itself, on stderr. */
void complain(const struct arguments *arguments, const char *code, const char *first, const char *second);
/* Rule files to a verified program; the model is given too where `model` is not NULL. NULL: messages recorded. */
struct program *compile_files(const struct arguments *arguments, struct diagnostics *diagnostics, struct model **model);
/* The same, with where a run has the values of the model's nodes. */
struct program *compile_files_with(const struct arguments *arguments, struct diagnostics *diagnostics, struct model **model, struct compiled_nodes *nodes);
/* The operands with every folder replaced by the rule files below it, for commands that take folders; the lists are the collector's. False
 * where a folder cannot be read or holds no rule file: messages recorded. */
bool folders_to_files(const struct arguments *arguments, struct arguments *expanded, struct diagnostics *diagnostics);
/* The model of all operands, checked. NULL: it has errors, all recorded. */
struct model *checked_model(const struct arguments *arguments, struct diagnostics *diagnostics);
/* All that `check` looks at: the model of all operands checked, each scheme compiled apart, its tests read. NULL where anything has errors. */
struct model *model_with_tests(const struct arguments *arguments, struct diagnostics *diagnostics, struct tests *tests);
/* Whether each scheme of the model compiles by itself, with those that it cites. */
bool compiles_apart(struct model *model, struct diagnostics *diagnostics);
/* What --data says: 目录, 台账=文件, or a file named after its ledger. */
struct ledger_paths data_paths(const struct arguments *arguments);
/* Writes the whole file, or none of it and says why. Returns the exit status. */
int write_whole(const struct arguments *arguments, const char *path, const struct buffer *bytes);
/* The program of an .asb file, verified. NULL: messages recorded. */
struct program *load_program(const char *path, struct diagnostics *diagnostics);
/* Puts `text` in the place of what the file holds, which is complete at every moment; its rights stay. Returns 0 or an errno value. */
int replace_file(const char *path, const struct buffer *text);
/* check --fix, --fix-all: applies fixes to the operands, and tells each line before and after. False where a file could not be written. */
bool apply_fixes(const struct arguments *arguments);
/* Tells on a terminal what goes on, where it takes longer than a second, until the next step or the end. */
void progress_begin(const struct arguments *arguments, const char *zh, const char *en);
void progress_end(void);
bool ends_with(const char *text, const char *ending);
bool is_folder(const char *path);
/* Whether it is a folder, on the disk or in a revision of git (REV:path). */
bool stands_for_files(const char *path);
/* Whether the flag's value, if given, is a number from least to most; complains by the message `code` if not. */
bool number_flag(const struct arguments *arguments, enum flag flag, const char *code, long least, long most);
/* Whether --width, if given, says a width; complains if not. */
bool knows_width(const struct arguments *arguments);
/* Cells that a line on the screen may take: what --width says, or the terminal's; 0: any. */
int screen_width(const struct arguments *arguments);

#endif
