/* A clause as pieces with blanks between them. What is set close depends on the words alone, not on how they were typed:
 *
 *     12分,对 沿黄乡镇 5分        a number and its unit; no blank after a comma (in English one)
 *     合计(只算已填)   池 (值)     a figure or function and its bracket; a name and its bracket stand apart, but for 评价(按 被评人)
 *     -2%   甲 - 乙               a sign, an operation
 *     2600元/亩   每起   第1名     units of two units, 每 and a unit, ordinals
 *
 * Names of indicators and groups, and lines for people (责任, 来源, 依据) are text: one piece, as typed but for the blanks. */
#include <string.h>
#include "base/text.h"
#include "format/parts.h"
#include "memory.h"
#include "model/unit.h"
#include "number/date.h"

/* ---- words ---- */

static bool is_ascii(const char *text) { return (unsigned char)text[0] < 0x80; }

static bool is_unit(const struct spelling *spelling, const struct token *token)
{
    struct rational factor;
    uint32_t used;
    rational_init(&factor);
    if (token->kind != TOKEN_WORD || map_get(&spelling->columns, token->text, strlen(token->text), NULL))
        return false;
    return unit_find(token->text, &factor) || vocabulary_unit(LANGUAGE_EN, token, 1, false, &used) || vocabulary_unit(LANGUAGE_ZH, token, 1, false, &used);
}

/* Words that belong to the number before them, as units do. */
static bool counts(const struct spelling *spelling, const struct token *token)
{
    static const char *const words[] = {"年度", "版", "位小数", "名", "季", "月", "张", "%", "‰"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (token_is(token, words[i]))
            return true;
    return token->kind == TOKEN_WORD && !is_ascii(token->text) && is_unit(spelling, token);
}

/* An operator's word or another that a value follows ends at tokens[at]: at most, 达到. */
static bool value_follows(const struct spelling *spelling, const struct token *tokens, uint32_t at)
{
    const struct vocabulary *vocabulary = spelling->vocabulary;
    for (uint32_t i = 0; i < vocabulary->words; i++) {
        const struct entry *entry = &vocabulary->entries[i];
        for (int side = 0; (entry->kind == ENTRY_OPERATOR || entry->kind == ENTRY_JOINT) && side < 2; side++) {
            const struct pattern *pattern = &entry->side[side];
            bool fits = pattern->count && pattern->count <= at + 1;
            for (uint32_t k = 0; fits && k < pattern->count; k++)
                fits = token_is(&tokens[at + 1 - pattern->count + k], pattern->elements[k].text);
            if (fits)
                return true;
        }
    }
    return false;
}

static bool is_compared(const struct token *token)
{
    return token->kind == TOKEN_WORD && strchr("<>", token->text[0]) && token->text[0];
}

/* A minus that is a sign: nothing stands before it that it could be taken from. */
static bool is_sign(const struct spelling *spelling, const struct token *tokens, uint32_t at)
{
    if (tokens[at].kind != TOKEN_MINUS)
        return false;
    const struct token *before = at ? &tokens[at - 1] : NULL;
    if (!before)
        return true;
    if (before->kind == TOKEN_WORD)
        return is_compared(before) || value_follows(spelling, tokens, at - 1);
    return before->kind == TOKEN_COMMA || before->kind == TOKEN_LIST || before->kind == TOKEN_COLON || before->kind == TOKEN_OPEN ||
           (before->kind >= TOKEN_ASSIGN && before->kind <= TOKEN_DIVIDE);
}

/* 元/亩: the stroke between two units, behind a number or a kind of column. */
static bool is_stroke(const struct spelling *spelling, const struct token *tokens, uint32_t count, uint32_t at)
{
    uint32_t used;
    if (tokens[at].kind != TOKEN_DIVIDE || at < 2 || at + 1 >= count || !is_unit(spelling, &tokens[at - 1]))
        return false;
    if (!is_unit(spelling, &tokens[at + 1]) && !vocabulary_unit(LANGUAGE_EN, &tokens[at + 1], count - at - 1, false, &used))
        return false;
    const struct token *before = &tokens[at - 2];
    return before->kind == TOKEN_NUMBER || token_is(before, "数值") || token_is(before, "整数") || token_is(before, "in") || token_is(before, "of") ||
           vocabulary_unit(LANGUAGE_EN, before, 2, false, &used);
}

/* ---- spelling of one token ---- */

static const char *folded(const struct spelling *spelling, struct span span)
{
    const struct source *source = diagnostics_source(spelling->diagnostics, span.file);
    struct buffer out = {0};
    int32_t character;
    for (uint32_t at = span.start, step; at < span.end; at += step) {
        step = (uint32_t)text_decode(source->text + at, span.end - at, &character);
        if (!step)
            break;
        text_encode(&out, text_fold_width(character));
    }
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

/* As written, where that is the number: commas between thousands stay. */
static const char *number_spelling(const struct spelling *spelling, const struct token *token)
{
    const char *written = folded(spelling, token->span);
    char *plain = lang_text(written, strlen(written)), *end = plain;
    for (const char *byte = written; *byte; byte++)
        if (*byte != ',')
            *end++ = *byte;
    *end = '\0';
    return strcmp(plain, token->text) == 0 ? written : token->text;
}

static const char *date_spelling(const struct spelling *spelling, const struct token *token)
{
    int year, month, day;
    date_to_parts(token->date, &year, &month, &day);
    return spelling->language == LANGUAGE_EN ? lang_format("%04d-%02d-%02d", year, month, day) : lang_format("%04d年%d月%d日", year, month, day);
}

static const char *source_text(const struct spelling *spelling, struct span span)
{
    return lang_text(diagnostics_source(spelling->diagnostics, span.file)->text + span.start, span.end - span.start);
}

/* “…”, in English "…"; a text that holds such marks itself keeps its own. */
static const char *quoted(const struct spelling *spelling, const struct token *token)
{
    static const char *const marks[] = {"“", "”", "\"", "＂"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (strstr(token->text, marks[i]))
            return source_text(spelling, token->span);
    return spelling->language == LANGUAGE_EN ? lang_format("\"%s\"", token->text) : lang_format("“%s”", token->text);
}

static const char *word_spelling(const struct spelling *spelling, const struct token *token)
{
    static const char *const symbols[][2] = {{"<=", "≤"}, {">=", "≥"}, {"<>", "≠"}};
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0] && spelling->language == LANGUAGE_ZH; i++)
        if (token_is(token, symbols[i][0]))
            return symbols[i][1];
    return token->text;
}

static bool more_of_list(const struct token *tokens, uint32_t count, uint32_t at)
{
    while (++at < count && tokens[at].kind != TOKEN_COMMA && tokens[at].kind != TOKEN_COLON && tokens[at].kind != TOKEN_CLOSE)
        if (tokens[at].kind == TOKEN_LIST)
            return true;
    return false;
}

/* A list's mark; in English behind the order of a rank's key “then” follows. */
static const char *list_spelling(const struct token *tokens, uint32_t count, uint32_t at, enum lists lists)
{
    static const char *const orders[] = {"descending", "ascending", "first"};
    if (lists == LISTS_MARKS)
        return "、";
    for (size_t i = 0; at && i < sizeof orders / sizeof orders[0]; i++)
        if (token_is(&tokens[at - 1], orders[i]))
            return ", then";
    return lists == LISTS_AND && !more_of_list(tokens, count, at) ? " and" : ",";
}

static const char *bracket_spelling(const struct spelling *spelling, const struct token *token)
{
    const char *written = token->span.end > token->span.start ? folded(spelling, token->span) : "";
    bool square = strcmp(written, "[") == 0 || strcmp(written, "]") == 0;
    return token->kind == TOKEN_OPEN ? (square ? "[" : "(") : square ? "]" : ")";
}

static const char *spelt(const struct spelling *spelling, const struct token *tokens, uint32_t count, uint32_t at, enum lists lists)
{
    bool english = spelling->language == LANGUAGE_EN;
    const struct token *token = &tokens[at];
    switch (token->kind) {
    case TOKEN_WORD: return word_spelling(spelling, token);
    case TOKEN_NUMBER: return number_spelling(spelling, token);
    case TOKEN_DATE: return date_spelling(spelling, token);
    case TOKEN_TEXT: return quoted(spelling, token);
    case TOKEN_TITLE: return lang_format("《%s》", token->text);
    case TOKEN_COMMA: return ",";
    case TOKEN_LIST: return list_spelling(tokens, count, at, lists);
    case TOKEN_COLON: return ":";
    case TOKEN_DOT: return ".";
    case TOKEN_ASSIGN: return "=";
    case TOKEN_PLUS: return "+";
    case TOKEN_MINUS: return "-";
    case TOKEN_TIMES: return english ? "*" : "×";
    case TOKEN_DIVIDE: return english || is_stroke(spelling, tokens, count, at) ? "/" : "÷";
    default: return bracket_spelling(spelling, token);
    }
}

/* ---- blanks ---- */

/* A line of stdlib/ that says how a phrase is written. */
static bool is_pattern(const struct clause *clause)
{
    static const char *const heads[] = {"短语", "phrase", "聚合", "figure", "英文", "english"};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        if (token_is(&clause->tokens[0], heads[i]))
            return true;
    return false;
}

static bool takes_bracket(const struct spelling *spelling, const struct clause *clause, const struct token *token)
{
    return token->kind == TOKEN_WORD && (is_pattern(clause) || map_get(&spelling->callable, token->text, strlen(token->text), NULL));
}

/* A blank before tokens[at]? */
static bool stands_apart(const struct spelling *spelling, const struct clause *clause, uint32_t at, enum lists lists)
{
    const struct token *tokens = clause->tokens, *before = &tokens[at - 1], *token = &tokens[at];
    bool english = spelling->language == LANGUAGE_EN;
    if (token->kind == TOKEN_COMMA || token->kind == TOKEN_COLON || token->kind == TOKEN_LIST || token->kind == TOKEN_DOT || token->kind == TOKEN_CLOSE)
        return false;
    if (before->kind == TOKEN_COMMA || before->kind == TOKEN_COLON)
        return english;
    if (before->kind == TOKEN_LIST)
        return lists != LISTS_MARKS;
    if (before->kind == TOKEN_OPEN || before->kind == TOKEN_DOT || is_sign(spelling, tokens, at - 1))
        return false;
    if (is_stroke(spelling, tokens, clause->token_count, at) || is_stroke(spelling, tokens, clause->token_count, at - 1))
        return false;
    if (token->kind == TOKEN_OPEN)
        return !takes_bracket(spelling, clause, before) && !(before->kind == TOKEN_WORD && at + 1 < clause->token_count && token_is(&tokens[at + 1], "按"));
    bool ordinal = at > 1 && token_is(&tokens[at - 2], "第") && token->kind == TOKEN_WORD;
    if (before->kind == TOKEN_NUMBER)
        return !ordinal && !counts(spelling, token);
    if (token_is(before, "第") && token->kind == TOKEN_NUMBER)
        return false;
    if (token_is(before, "张") && token_is(token, "表"))
        return false;
    if (token_is(token, "项") || token_is(token, "种"))         /* 每项 and 每种 are other words */
        return true;
    return !(token_is(before, "每") && token->kind == TOKEN_WORD && (is_unit(spelling, token) || token_is(token, "半年")));
}

/* May the line end behind tokens[at]? The reader then looks for the rest on the next line. */
static bool may_break(const struct spelling *spelling, const struct clause *clause, uint32_t at)
{
    const struct token *token = &clause->tokens[at];
    if (at + 1 >= clause->token_count)
        return false;
    switch (token->kind) {
    case TOKEN_COMMA: case TOKEN_COLON: case TOKEN_LIST: case TOKEN_PLUS: case TOKEN_TIMES:
        return true;
    case TOKEN_MINUS: return !is_sign(spelling, clause->tokens, at);
    case TOKEN_DIVIDE: return !is_stroke(spelling, clause->tokens, clause->token_count, at);
    default: return token_is(token, "且") || token_is(token, "或");
    }
}

/* ---- text ---- */

/* The tokens [from, to) that are text for people. */
static void text_region(enum surroundings place, const struct clause *clause, uint32_t *from, uint32_t *to)
{
    const struct token *head = &clause->tokens[0];
    uint32_t count = clause->token_count, comma = token_next_comma(clause->tokens, count, 0);
    bool note = place == IN_BLOCK && count > 1 && clause->tokens[1].kind != TOKEN_ASSIGN;
    *from = place == IN_ROWS ? 0 : 1;
    *to = place == IN_ROWS ? count : 0;
    if (place != IN_FILE && place != IN_BLOCK)
        return;
    if (head_says(head, "指标")) {
        *from = *to = 2;
        while (*to < comma && clause->tokens[*to].kind != TOKEN_NUMBER && !(clause->tokens[*to].kind == TOKEN_MINUS && *to + 1 < comma && clause->tokens[*to + 1].kind == TOKEN_NUMBER))
            ++*to;
    } else if (head_says(head, "组") || head_says(head, "重点任务")) {
        for (*to = 1; *to < count && clause->tokens[*to].kind != TOKEN_NUMBER && clause->tokens[*to].kind != TOKEN_COMMA;)
            ++*to;
    } else if (note && (token_is(head, "责任") || token_is(head, "owner") || token_is(head, "依据") || token_is(head, "basis"))) {
        *to = count;
    } else if (note && (token_is(head, "来源") || token_is(head, "source"))) {
        *to = comma;
    }
}

static const char *as_typed(const struct spelling *spelling, const struct token *tokens, uint32_t count)
{
    const struct source *source = diagnostics_source(spelling->diagnostics, tokens[0].span.file);
    struct span span = tokens_span(tokens, count);
    struct buffer out = {0};
    bool blank = false;
    for (uint32_t at = span.start; at < span.end;) {
        bool wide = span.end - at >= 3 && memcmp(source->text + at, "　", 3) == 0;
        if (wide || strchr(" \t\r\n", source->text[at])) {
            blank = true;
            at += wide ? 3 : 1;
            continue;
        }
        if (blank)
            buffer_append_char(&out, ' ');
        blank = false;
        buffer_append_char(&out, source->text[at++]);
    }
    const char *text = lang_text(buffer_text(&out), out.length);
    buffer_release(&out);
    return text;
}

/* ---- a clause ---- */

struct pieces pieces_of(const struct spelling *spelling, enum surroundings place, const struct clause *clause, enum lists lists)
{
    struct pieces pieces = {.items = lang_array(clause->token_count, sizeof *pieces.items)};
    uint32_t from, to, depth = 0;
    text_region(place, clause, &from, &to);
    for (uint32_t i = 0; i < clause->token_count;) {
        bool text = i == from && from < to;
        struct piece *piece = &pieces.items[pieces.count++];
        piece->gap = i > 0 && (text || stands_apart(spelling, clause, i, lists));
        piece->text = text ? as_typed(spelling, clause->tokens + from, to - from) : spelt(spelling, clause->tokens, clause->token_count, i, lists);
        depth += !text && clause->tokens[i].kind == TOKEN_OPEN;
        depth -= !text && clause->tokens[i].kind == TOKEN_CLOSE && depth > 0;
        piece->may_break = !text && may_break(spelling, clause, i);
        piece->depth = depth;
        piece->width = (uint32_t)text_width(piece->text, strlen(piece->text));
        i = text ? to : i + 1;
        piece->token_end = i;
    }
    return pieces;
}

/* ---- what stands in columns ---- */

enum surroundings inside_of(enum surroundings place, const struct clause *clause)
{
    const struct token *head = &clause->tokens[0];
    if (place == IN_TEST)
        return head_says(head, "台账") ? IN_ROWS : IN_TEST;
    if (place == IN_FILE && head_says(head, "测试"))
        return IN_TEST;
    if (place == IN_LEDGER || place == IN_GRADES || place == IN_TABLE || place == IN_ROWS || is_pattern(clause))
        return IN_BLOCK;
    if (head_says(head, "台账"))
        return IN_LEDGER;
    if (place == IN_FILE && head_says(head, "等次"))
        return IN_GRADES;
    if (place == IN_FILE && (head_says(head, "组") || head_says(head, "重点任务")))
        return IN_FILE;
    uint32_t from, to;
    text_region(place, clause, &from, &to);
    for (uint32_t i = to > from ? to : 0; i < clause->token_count; i++) {
        if (clause->tokens[i].kind == TOKEN_OPEN)
            i = token_group_end(clause->tokens, clause->token_count, i) - 1;
        else if (token_is(&clause->tokens[i], "按") || token_is(&clause->tokens[i], "by"))
            return IN_TABLE;
    }
    return IN_BLOCK;
}

/* 甲、乙  整数 起: how many tokens the names take; 0 where the line declares no columns. */
static uint32_t column_names(const struct spelling *spelling, const struct clause *clause)
{
    const struct token *tokens = clause->tokens;
    for (uint32_t i = 1; i < clause->token_count && tokens[i - 1].kind == TOKEN_WORD; i += 2) {
        uint32_t used;
        for (int language = 0; language < 2; language++) {
            const struct entry *word = vocabulary_word(spelling->vocabulary, (enum language)language, tokens + i, clause->token_count - i, false, &used);
            if ((word && (word->kind == ENTRY_TYPE || word->kind == ENTRY_TYPE_OF)) || token_is(&tokens[i], "whole"))
                return i;
        }
        if (tokens[i].kind != TOKEN_LIST && tokens[i].kind != TOKEN_COMMA && !token_is(&tokens[i], "and") && !token_is(&tokens[i], "or"))
            return 0;
    }
    return 0;
}

uint32_t aligned_tokens(const struct spelling *spelling, enum surroundings place, const struct clause *clause)
{
    const struct token *tokens = clause->tokens;
    uint32_t count = clause->token_count;
    if (place == IN_LEDGER)
        return column_names(spelling, clause);
    if (count < 2 || clause->has_body)
        return 0;
    if (place == IN_GRADES)
        return tokens[1].kind == TOKEN_COLON ? 0 : 1;
    if (place != IN_TABLE || token_next_comma(tokens, count, 0) < count)
        return 0;
    uint32_t value = tokens[count - 2].kind == TOKEN_NUMBER && tokens[count - 1].kind == TOKEN_WORD ? 2 : 1;
    if (count > value + 1 && tokens[count - value - 1].kind == TOKEN_MINUS)
        value++;
    return count > value ? count - value : 0;
}

/* ---- what is known of the words ---- */

static void add_callables(struct spelling *spelling)
{
    static const char *const functions[] = {"取大", "取小", "选", "四舍五入", "去尾", "进一", "四舍六入五成双", "开方", "乘方", "对数", "指数函数",
                                            "larger", "smaller", "choose", "round", "root", "power", "log", "exp"};
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
        map_set(&spelling->callable, functions[i], strlen(functions[i]), 1);
    for (uint32_t i = 0; i < spelling->vocabulary->count; i++)
        for (int side = 0; side < 2; side++) {
            const struct pattern *pattern = &spelling->vocabulary->entries[i].side[side];
            for (uint32_t k = 1; k < pattern->count; k++) {
                const struct pattern_element *word = &pattern->elements[k - 1], *bracket = &pattern->elements[k];
                if (!word->slot && word->kind == TOKEN_WORD && !bracket->slot && bracket->kind == TOKEN_OPEN && !strchr(word->text, '/'))
                    map_set(&spelling->callable, word->text, strlen(word->text), 1);
            }
        }
}

static void add_names(struct spelling *spelling, const struct clause *clauses, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct clause *clause = &clauses[i];
        if (head_says(&clause->tokens[0], "函数") && clause->token_count > 1 && clause->tokens[1].kind == TOKEN_WORD)
            map_set(&spelling->callable, clause->tokens[1].text, strlen(clause->tokens[1].text), 1);
        for (uint32_t k = 0; head_says(&clause->tokens[0], "台账") && k < clause->body_count; k++)
            for (uint32_t n = column_names(spelling, &clause->body[k]); n > 0; n = n > 1 ? n - 2 : 0) {
                const char *name = clause->body[k].tokens[n - 1].text;
                map_set(&spelling->columns, name, strlen(name), 1);
            }
    }
}

void spelling_open(struct spelling *spelling, const struct reading *reading, const struct syntax_file *file, enum language language)
{
    *spelling = (struct spelling){.language = language, .diagnostics = reading->model->diagnostics, .vocabulary = reading->model->vocabulary};
    add_callables(spelling);
    add_names(spelling, file->clauses, file->clause_count);
    for (uint32_t i = 0; reading->scheme && i < reading->scheme->cited_count; i++)
        for (uint32_t k = 0; k < reading->scheme->cited[i]->function_count; k++) {
            const char *name = reading->scheme->cited[i]->functions[k]->name;
            map_set(&spelling->callable, name, strlen(name), 1);
        }
}

void spelling_close(struct spelling *spelling)
{
    map_release(&spelling->callable);
    map_release(&spelling->columns);
}
