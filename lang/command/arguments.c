/* Words of the command line to arguments, and help: both from the tables of commands and flags. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "command/command.h"

const struct flag_entry flags[FLAG_COUNT] = {
#define FLAG(name, letter, value_zh, value_en, commands, zh, en) {#name, letter, {value_zh, value_en}, commands, {zh, en}},
#include "command/flags.def"
#undef FLAG
};

const struct command commands[] = {
    {"check", 'c', command_check, {"办法文件|文件夹...", "SCHEME|FOLDER..."}, {"检查规则,不用数据", "check the rules, without data"}},
    {"run", 'r', command_run, {"办法文件...", "SCHEME..."}, {"用台账算出得分", "compute the scores from ledgers"}},
    {"explain", 'x', command_explain, {"办法文件...", "SCHEME..."}, {"说明一个考核对象的得分是怎么来的", "explain how a unit came to its scores"}},
    {"explain-code", 'e', command_explain_code, {"[代码...]", "[CODE...]"}, {"一条消息是什么意思,错在哪里、怎样改;只写开头的,列出这样开头的,不写的列出全部", "what a message means, with examples; a beginning lists the codes that begin so, nothing lists all"}},
    {"build", 'b', command_build, {"办法文件...", "SCHEME..."}, {"编译成 .asb 文件", "compile to an .asb file"}},
    {"diff", 'i', command_diff, {"上年的办法 今年的办法", "OLD NEW"}, {"两年的办法有什么不同", "what changed between the schemes of two years"}},
    {"fmt", 'f', command_fmt, {"办法文件|文件夹...", "SCHEME|FOLDER..."}, {"把规则整理成统一的排版,也可换成中文或英文写法", "put rules into the one canonical layout, also from Chinese into English and back"}},
    {"load", 'l', command_load, {"办法文件|文件夹...", "SCHEME|FOLDER..."}, {"算出办法给下级带来的负担", "the load that schemes put on the level below"}},
    {"test", 't', command_test, {"办法文件|文件夹...", "SCHEME|FOLDER..."}, {"运行办法里的测试", "run the tests in the rules"}},
    {"verify", 'v', command_verify, {"收据...", "RECEIPT..."}, {"照收据重算一遍,指出哪里不同", "compute a run again from its receipt, and name what differs"}},
    {"dis", 'd', command_dis, {"文件.asb", "FILE.asb"}, {"列出编译后的指令", "list the compiled program"}},
    {"new", 'n', command_new, {"文件夹", "FOLDER"}, {"建一套可以照着改的办法,带台账和测试", "make a small scheme to begin from, with data and tests"}},
    {"pages", 'm', command_pages, {"man|bash|zsh|fish", "man|bash|zsh|fish"}, {NULL, NULL}},
    {NULL, 0, NULL, {NULL, NULL}, {NULL, NULL}},
};

bool language_named(const char *name, enum language *language)
{
    if (strcmp(name, "zh") != 0 && strcmp(name, "en") != 0)
        return false;
    *language = strcmp(name, "zh") == 0 ? LANGUAGE_ZH : LANGUAGE_EN;
    return true;
}

/* Chinese unless the locale names another language: most who use this read Chinese only. */
enum language default_language(void)
{
    const char *names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value && value[0])
            return strncmp(value, "en", 2) == 0 ? LANGUAGE_EN : LANGUAGE_ZH;
    }
    return LANGUAGE_ZH;
}

/* Names of flags use _ in the table and - on the command line. */
static bool name_is(const char *name, const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!name[i] || (name[i] == '_' ? '-' : name[i]) != word[i])
            return false;
    return name[length] == 0;
}

static int find_flag(const struct command *command, const char *word, size_t length)
{
    for (int i = 0; i < FLAG_COUNT; i++) {
        bool named = length > 2 && word[1] == '-' ? name_is(flags[i].name, word + 2, length - 2) : length == 2 && flags[i].letter == word[1];
        if (named && strchr(flags[i].commands, command->letter))
            return i;
    }
    return -1;
}

static const char *nearest_flag(const struct command *command, const char *word, size_t length)
{
    static char name[64];
    const char *names[FLAG_COUNT];
    size_t count = 0;
    for (int i = 0; i < FLAG_COUNT; i++)
        if (strchr(flags[i].commands, command->letter) && strncmp(flags[i].name, "test_", 5) != 0)
            names[count++] = flags[i].name;
    const char *nearest = length > 2 ? text_nearest(word + 2, length - 2, names, count) : NULL;
    snprintf(name, sizeof name, "--%s", nearest ? nearest : "help");
    return name;
}

static void add_word(const char ***list, size_t *count, const char *word)
{
    *list = memory_resize(*list, *count + 1, sizeof **list);
    (*list)[(*count)++] = word;
}

bool arguments_parse(const struct command *command, int count, char **words, struct arguments *arguments)
{
    bool only_operands = false;
    for (int i = 0; i < count; i++) {
        const char *word = words[i];
        if (only_operands || word[0] != '-' || word[1] == 0) {
            add_word(&arguments->operands, &arguments->operand_count, word);
            continue;
        }
        if (strcmp(word, "--") == 0) {
            only_operands = true;
            continue;
        }
        const char *equal = strchr(word, '=');
        size_t length = word[1] == '-' && equal ? (size_t)(equal - word) : strlen(word);
        int flag = find_flag(command, word, length);
        if (flag < 0) {
            complain(arguments, "U0002", word, nearest_flag(command, word, length));
            return false;
        }
        const char *value = "";
        if (flags[flag].value[0]) {
            value = word[1] == '-' && equal ? equal + 1 : i + 1 < count ? words[++i] : NULL;
            if (!value) {
                complain(arguments, "U0003", word, flags[flag].value[arguments->language]);
                return false;
            }
        }
        arguments->values[flag] = value;
        if (flag == FLAG_data)
            add_word(&arguments->data, &arguments->data_count, value);
        if (flag == FLAG_lang && !language_named(value, &arguments->language)) {
            complain(arguments, "U0004", "--lang", value);
            return false;
        }
    }
    return true;
}

void arguments_free(struct arguments *arguments)
{
    memory_free(arguments->data);
    memory_free(arguments->operands);
}

static void print_padded(const char *text, int width)
{
    printf("%s%*s", text, width > text_width(text, strlen(text)) ? width - text_width(text, strlen(text)) : 1, "");
}

static void print_flags(char letter, enum language language)
{
    for (int i = 0; i < FLAG_COUNT; i++) {
        if (!strchr(flags[i].commands, letter) || strncmp(flags[i].name, "test_", 5) == 0)
            continue;
        char word[128];
        const char *value = flags[i].value[language];
        snprintf(word, sizeof word, "  -%c, --%s%s%s", flags[i].letter, flags[i].name, value ? " " : "", value ? value : "");
        print_padded(word, 38);
        printf(" %s\n", flags[i].help[language]);
    }
}

void print_help(const struct command *command, enum language language)
{
    bool zh = language == LANGUAGE_ZH;
    if (command) {
        printf(zh ? "用法:assessc %s [选项] %s\n\n%s\n\n选项:\n" : "usage: assessc %s [options] %s\n\n%s\n\noptions:\n", command->name, command->operands[language],
               command->summary[language] ? command->summary[language] : "");
        print_flags(command->letter, language);
        return;
    }
    printf(zh ? "assessc:考核办法的检查与计算\n\n用法:assessc 命令 [选项] 文件...\n\n命令:\n" : "assessc: checks and computes assessment schemes\n\nusage: assessc COMMAND [options] FILE...\n\ncommands:\n");
    for (const struct command *each = commands; each->name; each++) {
        if (!each->summary[language])
            continue;
        printf("  ");
        print_padded(each->name, 14);
        printf("%s\n", each->summary[language]);
    }
    printf(zh ? "\nassessc 命令 --help 显示该命令的选项。\n退出状态:0 完成;1 检查有发现;2 用法不对;3 规则有错;4 数据有错;5 机器出错(磁盘、内存)。\n"
              : "\nassessc COMMAND --help shows its options.\nexit status: 0 done; 1 findings; 2 usage; 3 the rules are wrong; 4 the data is wrong; 5 the machine failed (disk, memory).\n");
}
