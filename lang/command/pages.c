/* Pages about the command line, made from the tables of commands and flags, for `make install`:
 *
 *     assessc pages man       manual page for man(1)
 *     assessc pages bash      what a shell completes; also zsh, fish */
#include <stdio.h>
#include <string.h>
#include "base/buffer.h"
#include "base/text.h"
#include "command/command.h"

static bool is_shown(const struct command *command, enum flag flag) { return strchr(flags[flag].commands, command->letter) && strncmp(flags[flag].name, "test_", 5) != 0; }

/* --fail-on of fail_on. */
static void append_name(struct buffer *out, const char *name)
{
    for (; *name; name++)
        buffer_append_char(out, *name == '_' ? '-' : *name);
}

/* The values that a flag takes, parted by spaces, where they are few words: zh|en. */
static bool append_choices(struct buffer *out, enum flag flag)
{
    const char *value = flags[flag].value[LANGUAGE_EN];
    if (!value || !strchr(value, '|') || strspn(value, "abcdefghijklmnopqrstuvwxyz|") != strlen(value))
        return false;
    for (; *value; value++)
        buffer_append_char(out, *value == '|' ? ' ' : *value);
    return true;
}

/* ---- man ---- */

/* Text for troff: no line begins with a request, a hyphen is a minus. */
static void append_troff(struct buffer *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        buffer_append_text(out, "\\&");
    for (; *text; text++) {
        if (*text == '\\')
            buffer_append_text(out, "\\e");
        else if (*text == '-')
            buffer_append_text(out, "\\-");
        else
            buffer_append_char(out, *text);
    }
}

static void man_flag(struct buffer *out, enum flag flag, enum language language)
{
    struct buffer name = {0};
    if (flags[flag].letter)
        buffer_format(&name, "-%c, ", flags[flag].letter);
    buffer_append_text(&name, "--");
    append_name(&name, flags[flag].name);
    buffer_append_text(out, ".TP\n.B ");
    append_troff(out, buffer_text(&name));
    if (flags[flag].value[language]) {
        buffer_append_text(out, " \\fI");
        append_troff(out, flags[flag].value[language]);
        buffer_append_text(out, "\\fR");
    }
    buffer_append_char(out, '\n');
    append_troff(out, flags[flag].help[language]);
    buffer_append_char(out, '\n');
    buffer_release(&name);
}

static void man_page(struct buffer *out, enum language language)
{
    bool zh = language == LANGUAGE_ZH;
    buffer_format(out, ".TH ASSESSC 1\n.SH %s\nassessc \\- %s\n.SH %s\n.B assessc\n.I %s\n", zh ? "名称" : "NAME", zh ? "考核办法的检查与计算" : "checks and computes assessment schemes",
                  zh ? "用法" : "SYNOPSIS", zh ? "命令 [选项] 文件..." : "COMMAND [options] FILE...");
    buffer_format(out, ".SH %s\n", zh ? "命令" : "COMMANDS");
    for (const struct command *command = commands; command->name; command++) {
        if (!command->summary[language])
            continue;
        buffer_format(out, ".SS \"assessc %s [%s] ", command->name, zh ? "选项" : "options");
        append_troff(out, command->operands[language]);
        buffer_append_text(out, "\"\n");
        append_troff(out, command->summary[language]);
        buffer_append_char(out, '\n');
        for (int i = 0; i < FLAG_COUNT; i++)
            if (is_shown(command, (enum flag)i))
                man_flag(out, (enum flag)i, language);
    }
    buffer_append_text(out, zh ? ".SH 退出状态\n0 完成;1 检查有发现;2 用法不对;3 规则有错;4 数据有错;5 机器出错(磁盘、内存)。\n.SH 环境\nLC_ALL、LC_MESSAGES、LANG 决定消息的语言;NO_COLOR 不用颜色。\n"
                               : ".SH \"EXIT STATUS\"\n0 done; 1 findings; 2 usage; 3 the rules are wrong; 4 the data is wrong; 5 the machine failed (disk, memory).\n.SH ENVIRONMENT\nLC_ALL, LC_MESSAGES, LANG: the language of messages. NO_COLOR: no colours.\n");
}

/* ---- completions ---- */

static void append_command_names(struct buffer *out)
{
    for (const struct command *command = commands; command->name; command++)
        if (command->summary[0])
            buffer_format(out, "%s%s", command == commands ? "" : " ", command->name);
}

static void bash_completion(struct buffer *out)
{
    buffer_append_text(out, "# bash completion for assessc\n_assessc() {\n    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=\n    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        words='");
    append_command_names(out);
    buffer_append_text(out, "'\n    else\n        case $before in\n");
    for (int i = 0; i < FLAG_COUNT; i++) {
        struct buffer choices = {0};
        if (append_choices(&choices, (enum flag)i) && strncmp(flags[i].name, "test_", 5) != 0) {
            buffer_append_text(out, "        --");
            append_name(out, flags[i].name);
            buffer_format(out, ") words='%s' ;;\n", buffer_text(&choices));
        }
        buffer_release(&choices);
    }
    buffer_append_text(out, "        *) case $word in -*) case ${COMP_WORDS[1]} in\n");
    for (const struct command *command = commands; command->name; command++) {
        buffer_format(out, "            %s) words='", command->name);
        for (int i = 0; i < FLAG_COUNT; i++)
            if (is_shown(command, (enum flag)i)) {
                buffer_append_text(out, "--");
                append_name(out, flags[i].name);
                buffer_append_char(out, ' ');
            }
        buffer_append_text(out, "' ;;\n");
    }
    buffer_append_text(out, "            esac ;; esac ;;\n        esac\n    fi\n    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\ncomplete -o default -o bashdefault -F _assessc assessc\n");
}

/* ' of a text in single quotes; in zsh's lists [ ] : too. */
static void append_quoted(struct buffer *out, const char *text, const char *special)
{
    for (; *text; text++) {
        if (strchr(special, *text))
            buffer_append_char(out, '\\');
        buffer_append_text(out, *text == '\'' ? "'\\'" : "");
        buffer_append_char(out, *text);
    }
}

static void zsh_completion(struct buffer *out, enum language language)
{
    buffer_append_text(out, "#compdef assessc\nif (( CURRENT == 2 )); then\n    local -a names=(\n");
    for (const struct command *command = commands; command->name; command++)
        if (command->summary[language]) {
            buffer_format(out, "        '%s:", command->name);
            append_quoted(out, command->summary[language], "");
            buffer_append_text(out, "'\n");
        }
    buffer_append_text(out, "    )\n    _describe command names\n    return\nfi\ncase $words[2] in\n");
    for (const struct command *command = commands; command->name; command++) {
        buffer_format(out, "%s) _arguments", command->name);
        for (int i = 0; i < FLAG_COUNT; i++) {
            struct buffer choices = {0};
            if (!is_shown(command, (enum flag)i))
                continue;
            buffer_append_text(out, " '*--");
            append_name(out, flags[i].name);
            buffer_append_char(out, '[');
            append_quoted(out, flags[i].help[language], "[]");
            buffer_append_char(out, ']');
            if (append_choices(&choices, (enum flag)i))
                buffer_format(out, ":value:(%s)", buffer_text(&choices));
            else if (flags[i].value[0])
                buffer_append_text(out, ":value:_files");
            buffer_append_char(out, '\'');
            buffer_release(&choices);
        }
        buffer_append_text(out, " '*:file:_files' ;;\n");
    }
    buffer_append_text(out, "esac\n");
}

static void fish_completion(struct buffer *out, enum language language)
{
    for (const struct command *command = commands; command->name; command++) {
        if (!command->summary[language])
            continue;
        buffer_format(out, "complete -c assessc -n __fish_use_subcommand -f -a %s -d '", command->name);
        append_quoted(out, command->summary[language], "");
        buffer_append_text(out, "'\n");
        for (int i = 0; i < FLAG_COUNT; i++) {
            struct buffer choices = {0};
            if (!is_shown(command, (enum flag)i))
                continue;
            buffer_format(out, "complete -c assessc -n '__fish_seen_subcommand_from %s' -l ", command->name);
            append_name(out, flags[i].name);
            if (flags[i].letter)
                buffer_format(out, " -s %c", flags[i].letter);
            if (append_choices(&choices, (enum flag)i))
                buffer_format(out, " -x -a '%s'", buffer_text(&choices));
            else if (flags[i].value[0])
                buffer_append_text(out, " -r");
            buffer_append_text(out, " -d '");
            append_quoted(out, flags[i].help[language], "");
            buffer_append_text(out, "'\n");
            buffer_release(&choices);
        }
    }
}

int command_pages(const struct arguments *arguments)
{
    const char *kind = arguments->operands[0];
    struct buffer out = {0};
    if (strcmp(kind, "man") == 0)
        man_page(&out, arguments->language);
    else if (strcmp(kind, "bash") == 0)
        bash_completion(&out);
    else if (strcmp(kind, "zsh") == 0)
        zsh_completion(&out, arguments->language);
    else if (strcmp(kind, "fish") == 0)
        fish_completion(&out, arguments->language);
    else {
        complain(arguments, "U0027", kind, NULL);
        return EXIT_USAGE;
    }
    output_write(&out);
    buffer_release(&out);
    return EXIT_DONE;
}
