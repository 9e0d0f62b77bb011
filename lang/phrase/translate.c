/* Clauses to the other language, from the outside in:
 *
 *     clause    head, then parts between commas
 *     part      a CLAUSE pattern over as many parts as it says; else left = right; else
 *     formula   values between operators and joints; over each the VALUE pattern that says most, its slots as formulas again; else
 *     words     one by one: the longest entry, units behind numbers, brackets as parts again; a word that is in no table stays
 *
 *     minus 2 points per incident of 一般事故数
 *     |---------------- CLAUSE ----------------|  ->  按 “数” 每 “单位” 扣 “分”
 *
 * A literal of a pattern takes the span of the literal that stands at its number on the other side, the last of all that are left there. */
#include "phrase/translate.h"
#include <string.h>
#include "base/limits.h"
#include "memory.h"

enum { PARTS = 4, REACH = 3, RUN_LIMIT = 200 };     /* a pattern takes at most so many parts, operands, tokens */

struct output { struct token *tokens; uint32_t count, capacity; };

struct translation {
    const struct vocabulary *vocabulary;
    struct map *names;
    struct output *held;            /* tokens of the names, for the collector, which does not search maps */
    enum language from, to;
};

static void formula(const struct translation *t, const struct token *tokens, uint32_t count, struct output *out);
static void parts(const struct translation *t, const struct token *tokens, uint32_t count, struct output *out);

/* ---- output ---- */

static struct token *emit(struct output *out, const struct token *token)
{
    if (out->count + 1 >= out->capacity) {      /* one token of zeros stays behind the last */
        uint32_t capacity = out->capacity ? out->capacity * 2 : 16;
        out->tokens = lang_resize(out->tokens, out->capacity, capacity, sizeof *out->tokens);
        out->capacity = capacity;
    }
    out->tokens[out->count] = *token;
    return &out->tokens[out->count++];
}

static void emit_all(struct output *out, const struct token *tokens, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        emit(out, &tokens[i]);
}

static void emit_text(struct output *out, enum token_kind kind, const char *text, struct span span)
{
    bool behind_number = out->count && out->tokens[out->count - 1].kind == TOKEN_NUMBER;
    struct token token = {.kind = kind, .text = text, .span = span, .glued = behind_number && kind == TOKEN_WORD};
    if (kind == TOKEN_NUMBER) {
        rational_init(&token.number);
        rational_set(&token.number, text[0] - '0', 1);      /* patterns hold single digits */
    }
    emit(out, &token);
}

static bool is_one(const struct output *out)
{
    const struct token *last = out->count ? &out->tokens[out->count - 1] : NULL;
    return last && ((last->kind == TOKEN_NUMBER && strcmp(last->text, "1") == 0) || token_is(last, "per"));
}

/* ---- words at hand ---- */

static bool is_name(const struct translation *t, const struct token *token)
{
    return token->kind == TOKEN_WORD && map_get(t->names, token->text, strlen(token->text), NULL);
}

static const struct entry *word_at(const struct translation *t, const struct token *tokens, uint32_t count, bool at_start, uint32_t *used)
{
    *used = 0;
    return count && is_name(t, tokens) ? NULL : vocabulary_word(t->vocabulary, t->from, tokens, count, at_start, used);
}

/* Index behind what stands at `at`: a bracket group, a word of several tokens, a token. */
static uint32_t next(const struct translation *t, const struct token *tokens, uint32_t count, uint32_t at, const struct entry **word)
{
    uint32_t used;
    *word = NULL;
    if (tokens[at].kind == TOKEN_OPEN)
        return token_group_end(tokens, count, at);
    *word = word_at(t, tokens + at, count - at, false, &used);
    return at + (*word ? used : 1);
}

static bool parts_values(const struct token *token, const struct entry *word)
{
    if (token->kind == TOKEN_WORD)
        return word && (word->kind == ENTRY_OPERATOR || word->kind == ENTRY_JOINT || word->kind == ENTRY_TYPE_OF);
    return token->kind == TOKEN_ASSIGN || token->kind == TOKEN_LIST || (token->kind >= TOKEN_PLUS && token->kind <= TOKEN_DIVIDE);
}

/* The next operator or joint from `from` on, or count. */
static uint32_t next_operator(const struct translation *t, const struct token *tokens, uint32_t count, uint32_t from)
{
    while (from < count) {
        const struct entry *word;
        uint32_t behind = next(t, tokens, count, from, &word);
        if (parts_values(&tokens[from], word))
            break;
        from = behind;
    }
    return from < count ? from : count;
}

/* ---- one pattern to the other side ---- */

static bool is_unit_slot(const char *name) { return strcmp(name, "单位") == 0; }

static bool slots_are_values(const struct translation *t, const struct pattern *pattern, const struct match *match)
{
    for (uint32_t i = 0, slot = 0; i < pattern->count; i++) {
        if (!pattern->elements[i].slot)
            continue;
        const struct capture *capture = &match->captures[slot++];
        if (!pattern->elements[i].rest && !is_unit_slot(capture->name) && next_operator(t, capture->tokens, capture->count, 0) < capture->count)
            return false;
    }
    return true;
}

static const struct entry *best_pattern(const struct translation *t, enum entry_kind kind, const struct token *tokens, uint32_t count, struct match *match)
{
    const struct vocabulary *vocabulary = t->vocabulary;
    const struct entry *best = NULL;
    for (uint32_t i = vocabulary->words; i < vocabulary->count && count <= RUN_LIMIT; i++) {
        const struct entry *entry = &vocabulary->entries[i];
        const struct pattern *pattern = &entry->side[t->from];
        struct match trial;
        if (entry->kind != kind || (entry->also && t->from == LANGUAGE_ZH) || (best && pattern->literal_count <= best->side[t->from].literal_count))
            continue;
        if (!pattern_match(pattern, tokens, count, &trial) || (kind == ENTRY_VALUE && !slots_are_values(t, pattern, &trial)))
            continue;
        best = entry;
        *match = trial;
    }
    return best;
}

static void emit_unit(struct output *out, const char *unit, struct span span)
{
    while (*unit) {
        size_t length = strcspn(unit, " ");
        emit_text(out, TOKEN_WORD, lang_text(unit, length), span);
        unit += length + (unit[length] == ' ');
    }
}

/* A unit, also of two units (元/亩). */
static void units(const struct translation *t, const struct token *tokens, uint32_t count, struct output *out)
{
    for (uint32_t i = 0, used; i < count; i += used) {
        const char *unit = vocabulary_unit(t->from, tokens + i, count - i, is_one(out), &used);
        if (unit)
            emit_unit(out, unit, tokens_span(tokens + i, used));
        else
            emit(out, &tokens[i]), used = 1;
    }
}

static void slot(const struct translation *t, const struct pattern_element *element, const struct capture *capture, struct output *out)
{
    uint32_t used;
    if (is_unit_slot(capture->name)) {
        units(t, capture->tokens, capture->count, out);
    } else if (t->to == LANGUAGE_ZH && strcmp(capture->name, "步") == 0 && vocabulary_unit(t->from, capture->tokens, capture->count, true, &used) &&
               used == capture->count) {
        emit_text(out, TOKEN_NUMBER, "1", capture->tokens[0].span);     /* per day later: 每晚 1天 */
        units(t, capture->tokens, capture->count, out);
    } else if (element->rest) {
        parts(t, capture->tokens, capture->count, out);
    } else {
        formula(t, capture->tokens, capture->count, out);
    }
}

static bool is_of(const struct pattern_element *element)
{
    return element->kind == TOKEN_WORD && element->text && (strcmp(element->text, "的") == 0 || strcmp(element->text, "of") == 0);
}

/* Where the literals of the source stand; returns how many there are. 的 and of stand on different sides of what they join, so they are not
 * counted where there is one of them: *of is its place. */
static uint32_t literal_spans(const struct pattern *pattern, const struct match *match, const struct token *tokens, struct span spans[PATTERN_ELEMENTS], struct span *of)
{
    uint32_t at = 0, captures = 0, literals = 0;
    for (uint32_t i = 0; i < pattern->count; i++) {
        if (pattern->elements[i].slot)
            at += match->captures[captures++].count;
        else if (is_of(&pattern->elements[i]) && !of->end)
            *of = tokens[at++].span;
        else
            spans[literals++] = tokens[at++].span;
    }
    if (!literals)
        spans[literals++] = *of;
    return literals;
}

static void rewrite(const struct translation *t, const struct entry *entry, const struct match *match, const struct token *tokens, struct output *out)
{
    const struct pattern *target = &entry->side[t->to];
    struct span spans[PATTERN_ELEMENTS], of = {0};
    uint32_t literals = literal_spans(&entry->side[t->from], match, tokens, spans, &of), literal = 0, wanted = 0;
    for (uint32_t i = 0; i < target->count; i++)
        wanted += !target->elements[i].slot && !(is_of(&target->elements[i]) && of.end);
    for (uint32_t i = wanted; wanted && i < literals; i++)     /* the last word stands for all that are left: standard score */
        spans[wanted - 1] = span_with(spans[wanted - 1], spans[i]);
    for (uint32_t i = 0; i < target->count; i++) {
        const struct pattern_element *element = &target->elements[i];
        if (element->slot) {
            slot(t, element, match_capture(match, element->text), out);
        } else if (is_of(element) && of.end) {
            emit_text(out, element->kind, element->text, of);
        } else {
            emit_text(out, element->kind, element->text, spans[literal < literals ? literal : literals - 1]);
            literal++;
        }
    }
}

/* ---- words ---- */

static void emit_word(const struct translation *t, const struct entry *entry, struct span span, struct output *out)
{
    const struct pattern *target = &entry->side[t->to];
    for (uint32_t i = 0; i < target->count; i++)
        emit_text(out, TOKEN_WORD, target->elements[i].text, span);
}

static void words(const struct translation *t, const struct token *tokens, uint32_t count, struct output *out)
{
    uint32_t used;
    for (uint32_t i = 0; i < count; i += used) {
        const struct token *token = &tokens[i];
        const struct entry *word = word_at(t, token, count - i, false, &used);
        bool behind_number = i && tokens[i - 1].kind == TOKEN_NUMBER;
        uint32_t unit_used;
        const char *unit = behind_number || (!word && !is_name(t, token) && t->from == LANGUAGE_EN)
                               ? vocabulary_unit(t->from, token, count - i, is_one(out), &unit_used) : NULL;
        if (unit) {
            used = unit_used;
            emit_unit(out, unit, tokens_span(token, used));
        } else if (word) {
            emit_word(t, word, tokens_span(token, used), out);
        } else if (token->kind == TOKEN_OPEN) {
            used = token_group_end(tokens, count, i) - i;
            bool closed = used > 1 && tokens[i + used - 1].kind == TOKEN_CLOSE;
            emit(out, token);
            parts(t, token + 1, used - 1 - closed, out);
            if (closed)
                emit(out, &tokens[i + used - 1]);
        } else {
            used = 1;
            emit(out, token);
        }
    }
}

/* ---- values between operators ---- */

/* The value that begins at `from`: the longest stretch over a few operators that one pattern says, else up to the next operator. */
static uint32_t value(const struct translation *t, const struct token *tokens, uint32_t count, uint32_t from, struct output *out)
{
    uint32_t ends[REACH], reached = 0;
    for (uint32_t at = from; reached < REACH && (!reached || at < count); reached++) {
        const struct entry *word;
        if (reached)
            at = next(t, tokens, count, at, &word);
        at = ends[reached] = next_operator(t, tokens, count, at);
    }
    uint32_t used;
    bool one_word = word_at(t, tokens + from, ends[0] - from, false, &used) && used == ends[0] - from;
    for (uint32_t i = reached; i-- > (one_word ? 1 : 0);) {
        struct match match;
        const struct entry *entry = best_pattern(t, ENTRY_VALUE, tokens + from, ends[i] - from, &match);
        if (entry) {
            rewrite(t, entry, &match, tokens + from, out);
            return ends[i];
        }
    }
    words(t, tokens + from, ends[0] - from, out);
    return ends[0];
}

/* 2600元/亩: the second of two units, behind / in Chinese. */
static bool is_unit_below(const struct translation *t, const struct token *tokens, uint32_t count, uint32_t at)
{
    uint32_t used;
    return t->from == LANGUAGE_ZH && at > 1 && at + 1 < count && tokens[at].kind == TOKEN_DIVIDE && tokens[at - 2].kind == TOKEN_NUMBER &&
           vocabulary_unit(t->from, &tokens[at - 1], 1, false, &used) && !is_name(t, &tokens[at + 1]) && vocabulary_unit(t->from, &tokens[at + 1], 1, true, &used);
}

static void formula(const struct translation *t, const struct token *tokens, uint32_t count, struct output *out)
{
    for (uint32_t i = 0; i < count;) {
        const struct entry *word;
        if (is_unit_below(t, tokens, count, i)) {
            uint32_t used;
            emit(out, &tokens[i]);
            emit_unit(out, vocabulary_unit(t->from, &tokens[i + 1], 1, true, &used), tokens[i + 1].span);
            i += 2;
            continue;
        }
        uint32_t behind = next(t, tokens, count, i, &word);
        if (!parts_values(&tokens[i], word)) {
            i = value(t, tokens, count, i, out);
            continue;
        }
        words(t, tokens + i, behind - i, out);
        i = behind;
    }
}

/* ---- parts between commas ---- */

/* The parts that begin at tokens[0]: as many as one pattern says, else one. Returns where they end. */
static uint32_t clause_parts(const struct translation *t, const struct token *tokens, uint32_t count, struct output *out)
{
    uint32_t ends[PARTS], reached = 0;
    for (uint32_t at = 0; reached < PARTS && at <= count; reached++) {
        at = ends[reached] = token_next_comma(tokens, count, at);
        at++;
    }
    for (uint32_t i = reached; i-- > 0;) {
        struct match match;
        const struct entry *entry = best_pattern(t, ENTRY_CLAUSE, tokens, ends[i], &match);
        if (entry) {
            rewrite(t, entry, &match, tokens, out);
            return ends[i];
        }
    }
    for (uint32_t i = 0; i < ends[0]; i++) {
        if (tokens[i].kind == TOKEN_OPEN)
            i = token_group_end(tokens, ends[0], i) - 1;
        else if (tokens[i].kind == TOKEN_ASSIGN) {      /* name = rank in … */
            formula(t, tokens, i, out);
            emit(out, &tokens[i]);
            return i + 1 + (i + 1 < ends[0] ? clause_parts(t, tokens + i + 1, count - i - 1, out) : 0);
        }
    }
    formula(t, tokens, ends[0], out);
    return ends[0];
}

static void comma(const struct translation *t, const struct token *token, bool behind_condition, struct output *out)
{
    struct token mark = *token;
    mark.kind = t->to == LANGUAGE_EN && behind_condition ? TOKEN_COLON : TOKEN_COMMA;
    mark.text = mark.kind == TOKEN_COLON ? ":" : ",";
    emit(out, &mark);
}

static void parts(const struct translation *t, const struct token *tokens, uint32_t count, struct output *out)
{
    for (uint32_t from = 0; from < count;) {
        uint32_t start = out->count, end = from + clause_parts(t, tokens + from, count - from, out);
        if (end < count)
            comma(t, &tokens[end], out->count > start && token_is(&out->tokens[start], "if"), out);
        from = end + 1;
    }
}

/* ---- what English writes with commas: lists ---- */

/* A, B and C: true for an element, and its length: a word that says nothing else, with its number, or a number. */
static uint32_t list_element(const struct translation *t, const struct token *tokens, uint32_t count)
{
    uint32_t used, unit = 0, from = count && (tokens[0].kind == TOKEN_WORD || tokens[0].kind == TOKEN_TEXT);
    if (!count || (from && word_at(t, tokens, count, false, &used)))
        return 0;
    if (from < count && tokens[from].kind == TOKEN_NUMBER) {
        from++;
        vocabulary_unit(LANGUAGE_EN, tokens + from, count - from, false, &unit);
        if (from < count && !unit && tokens[from].glued && tokens[from].kind == TOKEN_WORD)
            unit = 1;
    }
    return from + unit;
}

static void make_list_mark(struct token *token)
{
    token->kind = TOKEN_LIST;
    token->text = "、";
}

static bool joins_list(const struct token *token) { return token_is(token, "and") || token_is(token, "or"); }

/* A, rank or C: where the last element stands that “and” or “or” shows to be one, whatever words these are; 0: none. */
static uint32_t last_element(const struct token *tokens, uint32_t count, uint32_t from)
{
    for (uint32_t last = 0; ; from++) {
        if (from + 1 >= count || (tokens[from].kind != TOKEN_WORD && tokens[from].kind != TOKEN_TEXT))
            return last;
        if (tokens[++from].kind == TOKEN_NUMBER)
            from++;
        if (from < count && joins_list(&tokens[from]))
            last = from + 1;
        else if (from >= count || tokens[from].kind != TOKEN_COMMA)
            return last;
    }
}

/* From behind a word of a list on: commas, “and” and “or” between elements. */
static void join_list(const struct translation *t, struct token *tokens, uint32_t count, uint32_t from)
{
    for (uint32_t last = last_element(tokens, count, from); from < last; from++)
        if (tokens[from].kind == TOKEN_COMMA || joins_list(&tokens[from]))
            make_list_mark(&tokens[from]);
    for (;;) {
        from += list_element(t, tokens + from, count - from);
        if (from >= count || (tokens[from].kind != TOKEN_COMMA && !joins_list(&tokens[from])))
            return;
        uint32_t element = list_element(t, tokens + from + 1, count - from - 1), end = from + 1 + element;
        bool closed = end >= count || tokens[end].kind == TOKEN_COMMA || tokens[end].kind == TOKEN_COLON || joins_list(&tokens[end]);
        if (!element || (tokens[from].kind == TOKEN_COMMA && !closed))
            return;
        make_list_mark(&tokens[from++]);
    }
}

static uint32_t list_word(const struct translation *t, const struct token *tokens, uint32_t count)
{
    struct match match;
    for (uint32_t i = 0; i < t->vocabulary->words && tokens[0].kind == TOKEN_WORD; i++) {
        const struct entry *entry = &t->vocabulary->entries[i];
        uint32_t length = entry->side[LANGUAGE_EN].count;
        if (entry->kind == ENTRY_LIST && length <= count && pattern_match(&entry->side[LANGUAGE_EN], tokens, length, &match))
            return length;
    }
    return 0;
}

/* The tokens [2, …) of an indicator are its name, up to its points: they are not read. */
static uint32_t name_end(const struct token *tokens, uint32_t count)
{
    uint32_t end = 0, comma = token_next_comma(tokens, count, 0);
    if (count && head_says(&tokens[0], "指标"))
        for (end = 2; end < comma && tokens[end].kind != TOKEN_NUMBER;)
            end++;
    return end;
}

/* if A is 甲, 乙: … — up to the colon commas part a list; , then: the next key of a rank. */
static uint32_t join_marks(const struct translation *t, struct token *tokens, uint32_t count)
{
    uint32_t name = name_end(tokens, count), kept = name < count ? name : count;
    for (uint32_t i = kept; i < count; i++) {
        if (token_is(&tokens[i], "if")) {
            uint32_t colon = i + 1;
            while (colon < count && tokens[colon].kind != TOKEN_COLON && !token_is(&tokens[colon], "if"))
                colon++;
            for (uint32_t k = i; k < colon && colon < count && tokens[colon].kind == TOKEN_COLON; k++)
                if (tokens[k].kind == TOKEN_COMMA)
                    make_list_mark(&tokens[k]);
        }
        if (i + 1 < count && tokens[i].kind == TOKEN_COMMA && token_is(&tokens[i + 1], "then") && !is_name(t, &tokens[i + 1])) {
            make_list_mark(&tokens[i]);
            tokens[kept++] = tokens[i++];
        } else if (!token_is(&tokens[i], "the") || is_name(t, &tokens[i])) {
            tokens[kept++] = tokens[i];
        }
    }
    return kept;
}

/* A copy of an English clause with its lists joined and without “the”. */
static struct token *prepare(const struct translation *t, const struct clause *clause, uint32_t *count)
{
    struct token *tokens = lang_array(clause->token_count + 1, sizeof *tokens);
    memcpy(tokens, clause->tokens, clause->token_count * sizeof *tokens);
    *count = join_marks(t, tokens, clause->token_count);
    for (uint32_t i = 0; i < *count; i++) {
        uint32_t length = is_name(t, &tokens[i]) ? 0 : list_word(t, tokens + i, *count - i);
        if (length)
            join_list(t, tokens, *count, i + length);
    }
    return tokens;
}

/* ---- clauses ---- */

enum context { IN_FILE, IN_LEDGER, IN_GRADES, IN_TABLE, IN_BLOCK };

/* The kind of a column, in either language: its name may be a word (日期 日期), and a Chinese line may name columns in English. */
static const struct entry *type_word(const struct translation *t, const struct token *tokens, uint32_t count, uint32_t *used)
{
    const struct entry *word = vocabulary_word(t->vocabulary, t->from, tokens, count, false, used);
    if (!word)
        word = vocabulary_word(t->vocabulary, t->to, tokens, count, false, used);
    return word && (word->kind == ENTRY_TYPE || word->kind == ENTRY_TYPE_OF) ? word : NULL;
}

/* Where the type stands in a line of a ledger, behind the columns' names; count where there is none. */
static uint32_t type_at(const struct translation *t, const struct token *tokens, uint32_t count)
{
    uint32_t used;
    for (uint32_t i = 1; i < count; i++)
        if (type_word(t, tokens + i, count - i, &used))
            return i;
    return count;
}

/* 一般事故数, 较大事故数 and 重大事故数 whole number of incidents. Returns the length of the names, 0 where the line declares no columns. */
static uint32_t column_names(const struct translation *t, struct token *tokens, uint32_t count)
{
    uint32_t type = type_at(t, tokens, count);
    for (uint32_t i = 0; i < type; i++)
        if (type == count || (i % 2 ? tokens[i].kind != TOKEN_COMMA && tokens[i].kind != TOKEN_LIST && !joins_list(&tokens[i]) : tokens[i].kind != TOKEN_WORD))
            return 0;
    for (uint32_t i = 1; t->to == LANGUAGE_ZH && i < type; i += 2)
        make_list_mark(&tokens[i]);
    return type;
}

/* How much behind a head is a name: 指标 AQ01 Safe production 10 points. */
static uint32_t named(const struct entry *head, const struct token *tokens, uint32_t count)
{
    const char *zh = head->side[LANGUAGE_ZH].elements[0].text;
    bool indicator = strcmp(zh, "指标") == 0, group = strcmp(zh, "组") == 0 || strcmp(zh, "重点任务") == 0;
    if (head->kind == ENTRY_NOTE)       /* 来源 统计报表,每季 1次: how often is said behind the comma */
        return strcmp(zh, "来源") == 0 ? token_next_comma(tokens, count, 0) : count;
    uint32_t end = indicator || group ? token_next_comma(tokens, count, 0) : strcmp(zh, "台账") == 0 ? count > 0 : 0;
    for (uint32_t i = 1; indicator && i < end; i++)
        if (tokens[i].kind == TOKEN_NUMBER)
            return i;
    return end;
}

/* The head of a clause and the names behind it. Returns the tokens taken. */
static uint32_t head(const struct translation *t, enum context context, const struct token *tokens, uint32_t count, struct output *out)
{
    uint32_t used;
    const struct entry *word = vocabulary_word(t->vocabulary, t->from, tokens, count, true, &used);
    if (!word)                          /* 指标 AJ01 Growth of revenue 10分: what is named is a name in either language */
        word = vocabulary_word(t->vocabulary, t->to, tokens, count, true, &used);
    bool declared = context != IN_FILE && is_name(t, tokens), assigned = used < count && tokens[used].kind == TOKEN_ASSIGN;
    if (!word || declared || (word->kind != ENTRY_HEAD && word->kind != ENTRY_NOTE && !head_says(tokens, word->side[LANGUAGE_ZH].elements[0].text)) ||
        (word->kind == ENTRY_NOTE && assigned))
        return 0;
    emit_word(t, word, tokens_span(tokens, used), out);
    uint32_t names = named(word, tokens + used, count - used);
    emit_all(out, tokens + used, names);
    return used + names;
}

/* Does a word of the language that is to be left stand in the clause, or the colon of an English row? Others are not touched at all. */
static bool concerns(const struct translation *t, enum context context, const struct clause *clause)
{
    if (context == IN_TABLE && t->from == LANGUAGE_EN && token_next_comma(clause->tokens, clause->token_count, 0) < clause->token_count)
        return true;
    for (uint32_t i = 0; i < clause->token_count; i++) {
        const struct token *token = &clause->tokens[i];
        uint32_t used;
        if (token->kind == TOKEN_WORD && (t->from == LANGUAGE_ZH || map_get(&t->vocabulary->known, token->text, strlen(token->text), NULL) ||
                                          (!is_name(t, token) && vocabulary_unit(LANGUAGE_EN, token, clause->token_count - i, false, &used))))
            return true;
    }
    return false;
}

/* A row of a table, 达到 95% 2分, and in English with a colon before its value: reaches 95%: 2 points. False where it is another row. */
static bool row(const struct translation *t, const struct token *tokens, uint32_t count, struct output *out)
{
    uint32_t value = count > 2 && tokens[count - 2].kind == TOKEN_NUMBER && tokens[count - 1].kind == TOKEN_WORD ? 2 : 1;
    uint32_t comma = token_next_comma(tokens, count, 0), end = count > value ? count - value : 0;
    bool english = t->from == LANGUAGE_EN;
    if (english ? comma + 1 >= count || tokens[comma].kind != TOKEN_COLON || token_next_comma(tokens, count, comma + 1) < count : comma < count)
        return false;
    if (english)
        end = comma;
    if (end == 0)
        return false;
    formula(t, tokens, end, out);
    if (!english) {
        struct token colon = {.kind = TOKEN_COLON, .text = ":", .span = tokens[end].span};
        emit(out, &colon);
    }
    formula(t, tokens + end + english, count - end - english, out);
    return true;
}

/* One pattern says all up to the first comma, and more than that it is a condition behind a head: veto if … */
static bool is_phrase(const struct translation *t, const struct token *tokens, uint32_t count)
{
    struct match match;
    uint32_t used;
    const struct entry *phrase = best_pattern(t, ENTRY_CLAUSE, tokens, token_next_comma(tokens, count, 0), &match);
    const struct entry *word = phrase && phrase->side[t->from].elements[0].slot ? vocabulary_word(t->vocabulary, t->from, tokens, count, true, &used) : NULL;
    return phrase && !(word && word->kind == ENTRY_HEAD);
}

static void clause_tokens(const struct translation *t, enum context context, struct clause *clause)
{
    struct output out = {0};
    uint32_t count = clause->token_count, from = 0;
    struct token *tokens = t->from == LANGUAGE_EN ? prepare(t, clause, &count) : clause->tokens;
    if (context == IN_LEDGER && (from = column_names(t, tokens, count)) != 0) {
        uint32_t used;
        emit_all(&out, tokens, from);
        if (from < count && is_name(t, &tokens[from]) && token_next_comma(tokens, count, from) == from + 1) {
            emit_word(t, vocabulary_word(t->vocabulary, t->from, tokens + from, 1, false, &used), tokens[from].span, &out);
            from++;
        }
    } else if (context == IN_GRADES) {
        emit(&out, &tokens[0]);
        from = count > 1 && tokens[1].kind == TOKEN_COLON ? 2 : 1;
    } else if (context == IN_TABLE && row(t, tokens, count, &out)) {
        from = count;
    } else if (!is_phrase(t, tokens, count)) {
        from = head(t, context, tokens, count, &out);
    }
    if (from < count)
        parts(t, tokens + from, count - from, &out);
    clause->tokens = out.tokens;
    clause->token_count = out.count;
}

/* 得分 按 完成率,自上而下 { */
static bool is_table(const struct clause *clause)
{
    for (uint32_t i = 0; clause->has_body && i < clause->token_count; i++)
        if (token_is(&clause->tokens[i], "按") || token_is(&clause->tokens[i], "by"))
            return true;
    return false;
}

static void clauses_in(const struct translation *t, enum context context, struct clause *clauses, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct clause *clause = &clauses[i];
        enum context inside = IN_BLOCK;
        if (context != IN_LEDGER && head_says(&clause->tokens[0], "台账"))
            inside = IN_LEDGER;
        else if (context == IN_FILE && head_says(&clause->tokens[0], "等次"))
            inside = IN_GRADES;
        else if (context == IN_FILE && (head_says(&clause->tokens[0], "组") || head_says(&clause->tokens[0], "重点任务")))
            inside = IN_FILE;
        else if (context != IN_LEDGER && is_table(clause))
            inside = IN_TABLE;
        if (concerns(t, context, clause))
            clause_tokens(t, context, clause);
        clauses_in(t, inside, clause->body, clause->body_count);
    }
}

/* ---- names ---- */

/* Of an English file only names that might be taken for a word matter. */
static void add_names(const struct translation *t, const struct token *tokens, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        size_t length = tokens[i].kind == TOKEN_WORD ? strlen(tokens[i].text) : 0;
        uint32_t used;
        if (length && (t->from == LANGUAGE_ZH || map_get(&t->vocabulary->known, tokens[i].text, length, NULL) || vocabulary_unit(LANGUAGE_EN, &tokens[i], 1, false, &used)))
            map_set(t->names, emit(t->held, &tokens[i])->text, length, 1);
    }
}

/* Columns, and the values that one may hold. */
static void ledger_names(const struct translation *t, const struct clause *ledger)
{
    for (uint32_t i = 0; i < ledger->body_count; i++) {
        const struct clause *line = &ledger->body[i];
        uint32_t count, names;
        struct token *tokens = prepare(t, line, &count);
        names = column_names(t, tokens, count);
        for (uint32_t k = 0; k < names; k += 2)
            add_names(t, &tokens[k], 1);
        uint32_t used, end = token_next_comma(tokens, count, 0);
        const struct entry *type = names ? type_word(t, tokens + names, count - names, &used) : NULL;
        if (type && strcmp(type->side[LANGUAGE_ZH].elements[0].text, "分为") == 0)
            add_names(t, tokens + names + used, end > names + used ? end - names - used : 0);
    }
}

/* result points = …: a figure may have the name of a unit, which behind a number is still the unit. Of keywords that cannot be said: a figure
 * named rank is mostly one that is a rank. */
static void figure_named_as_unit(const struct translation *t, const struct clause *clause)
{
    const struct token *name = &clause->tokens[1];
    uint32_t used;
    if (t->from == LANGUAGE_EN && clause->token_count > 2 && clause->tokens[2].kind == TOKEN_ASSIGN && name->kind == TOKEN_WORD &&
        vocabulary_unit(LANGUAGE_EN, name, 1, false, &used) && !word_at(t, name, 1, false, &used))
        add_names(t, name, 1);
}

static void collect_names(const struct translation *t, const struct clause *clauses, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct clause *clause = &clauses[i];
        const struct token *first = &clause->tokens[0];
        uint32_t end = token_next_comma(clause->tokens, clause->token_count, 0);
        if (end < 2)
            continue;
        if (head_says(first, "台账")) {
            add_names(t, first + 1, 1);
            ledger_names(t, clause);
        } else if (head_says(first, "指标")) {
            add_names(t, first + 1, 1);
        } else if (head_says(first, "结果") || head_says(first, "常数")) {
            figure_named_as_unit(t, clause);
        } else if (head_says(first, "组") || head_says(first, "重点任务")) {
            add_names(t, first + 1, end == 2);
            collect_names(t, clause->body, clause->body_count);
        } else if (head_says(first, "等次")) {
            for (uint32_t k = 0; k < clause->body_count; k++)
                add_names(t, clause->body[k].tokens, 1);
        }
    }
}

void translate_clauses(const struct vocabulary *vocabulary, struct map *names, struct clause *clauses, uint32_t count, enum language to)
{
    struct output held = {0};
    struct translation translation = {.vocabulary = vocabulary, .names = names, .held = &held, .from = to == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH, .to = to};
    collect_names(&translation, clauses, count);
    clauses_in(&translation, IN_FILE, clauses, count);
}
