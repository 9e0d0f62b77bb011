/* Reads a test block:
 *
 *     测试 “满意度低2.5个百分点” {
 *         类别 为 沿黄乡镇                              what every case of the block gives
 *         台账 任务 { 名称、得分 … }                    rows of a ledger, as a file has them
 *         满意度 为 92.5% 的,AJ01 得 8.75分            a case of its own: what it gives beside, what is expected
 *         总分 为 90分                                  expected of what the block gives
 *     }
 *
 * Rows of ledgers are taken as they stand; the other lines are turned into Chinese words and cut, as those of the rules were. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"
#include "phrase/translate.h"
#include "test/test.h"

static bool is_state(const struct token *token, enum status *status)
{
    static const struct { const char *word; enum status status; } states[] = {
        {"免考", STATUS_EXEMPT}, {"不适用", STATUS_NOT_APPLICABLE}, {"不评", STATUS_NOT_APPLICABLE}, {"不排", STATUS_NOT_APPLICABLE}, {"不考核", STATUS_NOT_APPLICABLE}};
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (token_is(token, states[i].word)) {
            *status = states[i].status;
            return true;
        }
    return false;
}

/* ---- whose, and what ---- */

/* A part of a line: [乡镇|单位] [T01 的] name rest. */
struct part { const char *unit; struct span unit_span; const struct token *tokens; uint32_t count; };

static struct part part_of(const struct test_block *block, const struct token *tokens, uint32_t count)
{
    struct part part = {.tokens = tokens, .count = count};
    const char *units = block->scheme->units->name;
    uint32_t start = count > 1 && (token_is(tokens, "单位") || (token_is(tokens, units) && !token_is(&tokens[1], "的"))) ? 1 : 0, of = start;
    while (of < count && !token_is(&tokens[of], "的") && !token_is(&tokens[of], "为") && !token_is(&tokens[of], "得"))
        of++;
    if (of == start || of + 1 >= count || !token_is(&tokens[of], "的"))
        return part;
    part.unit_span = tokens_span(tokens + start, of - start);
    part.unit = of - start == 1 ? tokens[start].text : span_text(block->model, part.unit_span);
    if (tokens[start].kind != TOKEN_WORD && tokens[start].kind != TOKEN_TEXT)
        part.unit = span_text(block->model, part.unit_span);
    part.tokens += of + 1;
    part.count -= of + 1;
    return part;
}

/* Number of a result by its heading or its indicator's name, or NONE. */
static uint32_t result_named(const struct scheme *scheme, const char *name)
{
    for (uint32_t i = 0; i < scheme->result_count; i++)
        if (strcmp(scheme->results[i].name, name) == 0)
            return i;
    for (uint32_t i = 0; i < scheme->item_count; i++)
        if (strcmp(scheme->items[i]->name, name) == 0)
            return result_named(scheme, scheme->items[i]->code);
    return NONE;
}

/* Tokens of the name at the head: up to 为, 得, or a state at the end. */
static uint32_t name_length(const struct part *part)
{
    enum status status;
    uint32_t length = 0;
    while (length < part->count && !token_is(&part->tokens[length], "为") && !token_is(&part->tokens[length], "得"))
        length++;
    return length == part->count && length > 1 && (is_state(&part->tokens[length - 1], &status) || token_is(&part->tokens[length - 1], "未填")) ? length - 1 : length;
}

static const char *name_text(const struct test_block *block, const struct part *part, uint32_t length)
{
    return length == 1 ? part->tokens[0].text : span_text(block->model, tokens_span(part->tokens, length));
}

/* 得, 报错, a state, or 为 behind a result that is no column: what is expected. All else is given. */
static bool is_expected(const struct test_block *block, const struct token *tokens, uint32_t count)
{
    enum status status;
    struct part part = part_of(block, tokens, count);
    uint32_t length = name_length(&part);
    if (token_is(&tokens[0], "报错") || token_is(&tokens[0], "办法") || token_is(&tokens[0], "结果"))
        return true;
    if (token_is(&tokens[0], "没有") || !length)
        return false;
    if (length < part.count && token_is(&part.tokens[length], "得"))
        return true;
    const char *name = name_text(block, &part, length);
    if (length < part.count && is_state(&part.tokens[length], &status))
        return true;
    return result_named(block->scheme, name) != NONE && !field_find(block->scheme->units, name);
}

/* ---- given ---- */

static void *unknown_column(const struct test_block *block, struct span span, const char *name)
{
    const struct scheme *scheme = block->scheme;
    const char **names = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < scheme->units->field_count; i++)
        *ARRAY_ADD(names, count) = scheme->units->fields[i]->name;
    for (uint32_t i = 0; i < scheme->result_count; i++)
        *ARRAY_ADD(names, count) = scheme->results[i].name;
    return test_unknown_name(block->model, (const char *[2]){"E0910", "E0911"}, span, name, names, count);
}

static struct row_set *ledger_named(const struct test_block *block, const struct token *token)
{
    struct row_set *ledger = ledger_find(block->scheme, token->text);
    const char **names = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; !ledger && i < block->scheme->ledger_count; i++)
        *ARRAY_ADD(names, count) = block->scheme->ledgers[i]->name;
    return ledger ? ledger : test_unknown_name(block->model, (const char *[2]){"E0910", "E0911"}, token->span, token->text, names, count);
}

static bool read_giving(struct test_block *block, const struct token *tokens, uint32_t count, struct giving *giving)
{
    struct part part = part_of(block, tokens, count);
    *giving = (struct giving){.unit = part.unit, .span = tokens_span(tokens, count)};
    if (count == 2 && token_is(&tokens[0], "没有"))
        return (giving->none = ledger_named(block, &tokens[1])) != NULL;
    uint32_t length = name_length(&part);
    const char *name = length ? name_text(block, &part, length) : "";
    struct field_model *field = length ? field_find(block->scheme->units, name) : NULL;
    bool no_value = !field && length > 1 && field_find(block->scheme->units, part.tokens[0].text);      /* 满意度 低于 90% */
    if (!field && no_value && part.count > 1 && part.tokens[1].kind == TOKEN_NUMBER) {
        model_fault(block->model, "E0976", part.tokens[0].span, part.tokens[0].text, NULL);
        propose_words(block->model, (struct span){part.tokens[0].span.file, part.tokens[0].span.end, part.tokens[1].span.start}, " 为 ", " is ");
        return false;
    }
    if (!field)
        return length && !no_value ? unknown_column(block, tokens_span(part.tokens, length), name) != NULL : model_fault(block->model, "E0912", giving->span, NULL) != NULL;
    giving->cell = (struct test_cell){field, "", giving->span};
    if (part.count == length + 1 && token_is(&part.tokens[length], "未填"))
        return true;
    if (part.count < length + 2 || !token_is(&part.tokens[length], "为"))
        return model_fault(block->model, "E0912", giving->span, NULL) != NULL;
    return test_cell_value(block->scheme, field, part.tokens + length + 1, part.count - length - 1, &giving->cell);
}

/* A 且 B 且 C. */
static void give(struct test_block *block, const struct token *tokens, uint32_t count, struct giving **list, uint32_t *list_count)
{
    for (uint32_t from = 0; from < count;) {
        uint32_t end = from;
        while (end < count && !token_is(&tokens[end], "且") && tokens[end].kind != TOKEN_COMMA)
            end++;
        struct giving giving;
        if (end > from && read_giving(block, tokens + from, end - from, &giving))
            *ARRAY_ADD(*list, *list_count) = giving;
        from = end + 1;
    }
}

/* ---- expected ---- */

static bool read_fault(struct test_block *block, const struct token *tokens, uint32_t count, struct expectation *expectation)
{
    bool of_file = token_is(&tokens[0], "办法");
    uint32_t at = of_file ? 2 : 0;
    bool sound = count == at + 2 && token_is(&tokens[at], "报错") && tokens[at + 1].kind == TOKEN_WORD && (!of_file || tokens[1].kind == TOKEN_TEXT);
    if (!sound)
        return model_fault(block->model, "E0914", expectation->span, NULL) != NULL;
    expectation->kind = of_file ? EXPECTED_RULE_FAULT : EXPECTED_FAULT;
    expectation->code = tokens[at + 1].text;
    expectation->path = of_file ? path_beside(block->path, tokens[1].text) : NULL;
    return true;
}

static bool read_expected(struct test_block *block, const struct token *tokens, uint32_t count, struct expectation *expectation)
{
    *expectation = (struct expectation){.span = tokens_span(tokens, count)};
    if (token_is(&tokens[0], "报错") || token_is(&tokens[0], "办法"))
        return read_fault(block, tokens, count, expectation);
    uint32_t skip = token_is(&tokens[0], "结果") && count > 1 ? 1 : 0;
    struct part part = part_of(block, tokens + skip, count - skip);
    uint32_t length = name_length(&part);
    const char *name = length ? name_text(block, &part, length) : "";
    expectation->unit = part.unit;
    expectation->unit_span = part.unit_span;
    expectation->result = result_named(block->scheme, name);
    if (expectation->result == NONE && part.count > 1 && part.tokens[1].kind == TOKEN_NUMBER && result_named(block->scheme, part.tokens[0].text) != NONE) {
        model_fault(block->model, "E0980", part.tokens[0].span, part.tokens[0].text, NULL);
        propose_words(block->model, (struct span){part.tokens[0].span.file, part.tokens[0].span.end, part.tokens[1].span.start}, " 得 ", " scores ");
        return false;
    }
    if (expectation->result == NONE)
        return length ? unknown_column(block, tokens_span(part.tokens, length), name) != NULL : model_fault(block->model, "E0914", expectation->span, NULL) != NULL;
    if (part.count == length + 1 && is_state(&part.tokens[length], &expectation->status)) {
        expectation->kind = EXPECTED_STATUS;
        expectation->text = part.tokens[length].text;
        return true;
    }
    if (part.count < length + 2)
        return model_fault(block->model, "E0914", expectation->span, NULL) != NULL;
    expectation->text = span_text(block->model, tokens_span(part.tokens + length + 1, part.count - length - 1));
    expectation->value = test_expected_value(block->scheme, &block->scheme->results[expectation->result], part.tokens + length + 1, part.count - length - 1);
    return expectation->value != NULL;
}

/* ---- rows of ledgers ---- */

/* A cell as it stands in the rule file. 未填 is empty, 不限 is not given. */
static struct test_cell raw_cell(const struct test_block *block, const struct field_model *field, const struct token *tokens, uint32_t count)
{
    struct test_cell cell = {field, "", count ? tokens_span(tokens, count) : (struct span){0}};
    if (count == 1 && tokens[0].kind == TOKEN_TEXT)
        cell.text = tokens[0].text;
    else if (count == 1 && (token_is(tokens, "不限") || token_is(tokens, "any")))
        cell.text = NULL;
    else if (count && !(count == 1 && (token_is(tokens, "未填") || token_is(tokens, "empty"))))
        cell.text = span_text(block->model, cell.span);
    return cell;
}

/* Where the next cell ends: at a comma or 、 outside brackets. */
static uint32_t cell_end(const struct token *tokens, uint32_t count, uint32_t from)
{
    while (from < count && tokens[from].kind != TOKEN_COMMA && tokens[from].kind != TOKEN_LIST)
        from = tokens[from].kind == TOKEN_OPEN ? token_group_end(tokens, count, from) : from + 1;
    return from;
}

static struct field_model **read_heading(struct test_block *block, struct row_set *ledger, const struct clause *line, uint32_t *count)
{
    struct field_model **fields = NULL;
    const char **names = NULL;
    uint32_t name_count = 0;
    *count = 0;
    for (uint32_t i = 0; i < ledger->field_count; i++)
        *ARRAY_ADD(names, name_count) = ledger->fields[i]->name;
    for (uint32_t from = 0; from < line->token_count;) {
        uint32_t end = cell_end(line->tokens, line->token_count, from);
        struct span span = tokens_span(line->tokens + from, end > from ? end - from : 1);
        const char *name = end == from + 1 ? line->tokens[from].text : span_text(block->model, span);
        struct field_model *field = field_find(ledger, name);
        if (!field)
            return test_unknown_name(block->model, (const char *[2]){"E0910", "E0911"}, span, name, names, name_count);
        for (uint32_t i = 0; i < *count; i++)
            if (fields[i] == field)
                return model_fault(block->model, "E0927", span, name, NULL);
        *ARRAY_ADD(fields, *count) = field;
        from = end + 1;
    }
    return fields;
}

static void read_row(struct test_block *block, struct test_ledger *ledger, struct field_model **fields, uint32_t count, const struct clause *line)
{
    struct test_row row = {.span = line->span, .cells = lang_array(count + 1, sizeof *row.cells)};
    uint32_t found = 0;
    for (uint32_t from = 0; from <= line->token_count; found++) {
        uint32_t end = cell_end(line->tokens, line->token_count, from);
        if (found < count)
            row.cells[found] = raw_cell(block, fields[found], line->tokens + from, end - from);
        if (found < count && ledger->ledger->key_count == 1 && ledger->ledger->fields[ledger->ledger->keys[0]] == fields[found])
            row.key = row.cells[found].text;
        from = end + 1;
    }
    row.count = count;
    if (found != count)
        model_fault(block->model, "E0918", line->span, lang_format("%u", found), lang_format("%u", count), NULL);
    else
        *ARRAY_ADD(ledger->rows, ledger->row_count) = row;
}

/* 台账 任务 { 名称、得分 … } or 台账 任务 “任务.csv”. */
static void read_ledger(struct test_block *block, const struct clause *line, const struct clause *raw)
{
    struct row_set *named = line->token_count > 1 ? ledger_named(block, &line->tokens[1]) : model_fault(block->model, "E0912", line->span, NULL);
    struct test_ledger ledger = {.ledger = named, .known = true, .span = line->span};
    bool file = line->token_count == 3 && line->tokens[2].kind == TOKEN_TEXT && !raw->has_body;
    if (!named)
        return;
    for (uint32_t i = 0; i < block->ledger_count; i++)
        if (block->ledgers[i].ledger == named) {
            said_twice(block->model, line->span, block->ledgers[i].span);
            return;
        }
    if (file)
        ledger.file = path_beside(block->path, line->tokens[2].text);
    else if (line->token_count != 2 || !raw->has_body || !raw->body_count) {
        model_fault(block->model, "E0912", line->span, NULL);
        return;
    } else {
        uint32_t count;
        struct field_model **fields = read_heading(block, named, &raw->body[0], &count);
        for (uint32_t i = 1; fields && i < raw->body_count; i++)
            read_row(block, &ledger, fields, count, &raw->body[i]);
    }
    *ARRAY_ADD(block->ledgers, block->ledger_count) = ledger;
}

/* ---- lines ---- */

static struct test_case *new_case(struct test_block *block, struct span span)
{
    struct test_case *test = lang_new(sizeof *test);
    *test = (struct test_case){.name = block->name, .span = span, .scheme = block->scheme};
    return *ARRAY_ADD(block->cases, block->case_count) = test;
}

static void read_folder(struct test_block *block, const struct clause *line)
{
    if (line->token_count != 2 || line->tokens[1].kind != TOKEN_TEXT)
        model_fault(block->model, "E0912", line->span, NULL);
    else if (block->folder)
        said_twice(block->model, line->span, block->folder_span);
    else {
        block->folder = path_beside(block->path, line->tokens[1].text);
        block->folder_span = line->span;
    }
}

/* 满意度 为 95% 的 A01 得 10分: a comma is missing behind 的. 满意度 为 95%,A01 得 10分: 的 is. False where neither is; else it is told. */
static bool given_does_not_end(const struct test_block *block, const struct token *tokens, uint32_t count)
{
    uint32_t comma = token_next_comma(tokens, count, 0);
    bool gives = false;
    for (uint32_t i = 0; i + 1 < comma; i++) {
        if (gives && token_is(&tokens[i], "的") && i > 2) {
            model_fault(block->model, "E0358", tokens[i].span, tokens[i + 1].text, NULL);
            propose_words(block->model, (struct span){tokens[i].span.file, tokens[i].span.end, tokens[i + 1].span.start}, ",", ": ");
            return true;
        }
        gives = (gives || token_is(&tokens[i], "为") || token_is(&tokens[i], "未填")) && !token_is(&tokens[i], "且");
    }
    bool more = comma > 1 && comma + 1 < count && !token_is(&tokens[comma - 1], "的") && !is_expected(block, tokens, comma) &&
                is_expected(block, tokens + comma + 1, token_next_comma(tokens, count, comma + 1) - comma - 1);
    if (!more)
        return false;
    model_fault(block->model, "E0259", tokens_span(tokens, comma), NULL);
    propose_words(block->model, (struct span){tokens[comma].span.file, tokens[comma - 1].span.end, tokens[comma].span.end}, " 的,", ":");
    return true;
}

/* Parts that end in 的 are given, what follows them is expected. */
static void read_line(struct test_block *block, const struct clause *line, const struct clause *raw)
{
    const struct token *tokens = line->tokens;
    uint32_t count = line->token_count, from = 0;
    struct test_case *test = block->cases[0];
    if (token_is(&tokens[0], "台账")) {
        read_ledger(block, line, raw);
        return;
    }
    refuse_block(block->model, raw);
    if (token_is(&tokens[0], "数据")) {
        read_folder(block, line);
        return;
    }
    if (given_does_not_end(block, tokens, count))
        return;
    for (uint32_t end; from < count && (end = token_next_comma(tokens, count, from)) > from + 1 && token_is(&tokens[end - 1], "的"); from = end + 1) {
        test = from ? test : new_case(block, line->span);
        give(block, tokens + from, end - from - 1, &test->givings, &test->giving_count);
    }
    if (!from && !is_expected(block, tokens, token_next_comma(tokens, count, 0))) {
        give(block, tokens, count, &block->common, &block->common_count);
        return;
    }
    if (from >= count)
        model_fault(block->model, "E0914", line->span, NULL);
    while (from < count) {
        uint32_t end = token_next_comma(tokens, count, from);
        struct expectation expectation;
        if (end > from && read_expected(block, tokens + from, end - from, &expectation))
            *ARRAY_ADD(test->expected, test->expected_count) = expectation;
        from = end + 1;
    }
}

/* ---- blocks ---- */

static void add_name(struct map *names, const char *name)
{
    if (name)
        map_set(names, name, strlen(name), 1);
}

static struct map names_of(const struct scheme *scheme)
{
    struct map names = {0};
    for (uint32_t i = 0; i < scheme->ledger_count; i++) {
        const struct row_set *ledger = scheme->ledgers[i];
        add_name(&names, ledger->name);
        for (uint32_t k = 0; k < ledger->field_count; k++) {
            const struct category_model *set = ledger->fields[k]->categories;
            add_name(&names, ledger->fields[k]->name);
            for (uint32_t c = 0; set && c < set->count; c++)
                add_name(&names, set->names[c]);
        }
    }
    for (uint32_t i = 0; i < scheme->result_count; i++)
        if (scheme->results[i].role == ROLE_INDICATOR || scheme->results[i].role == ROLE_GROUP || scheme->results[i].role == ROLE_OTHER)
            add_name(&names, scheme->results[i].name);
    for (uint32_t i = 0; scheme->grades && i < scheme->grades->count; i++)
        add_name(&names, scheme->grades->names[i]);
    return names;
}

/* rank of T02 is 3: at the head of a line “rank” would be read as a declaration's. */
static void bring_unit_forward(struct clause *line)
{
    if (line->token_count < 4 || !token_is(&line->tokens[1], "of"))
        return;
    struct token *tokens = lang_array(line->token_count + 1, sizeof *tokens), figure = line->tokens[0];
    memcpy(tokens, line->tokens, line->token_count * sizeof *tokens);
    tokens[0] = line->tokens[2];
    tokens[1].text = "的";
    tokens[2] = figure;
    line->tokens = tokens;
}

/* The block in Chinese words, cut, with the rows of its ledgers left out. */
static struct clause readable(const struct test_block *block, const struct clause *raw)
{
    struct clause copy = *raw;
    struct map names = names_of(block->scheme);
    copy.body = lang_array(raw->body_count + 1, sizeof *copy.body);
    for (uint32_t i = 0; i < raw->body_count; i++) {
        copy.body[i] = raw->body[i];
        if (copy.body[i].has_body)
            copy.body[i].body_count = 0;
        bring_unit_forward(&copy.body[i]);
    }
    translate_clauses(block->model->vocabulary, &names, &copy, 1, LANGUAGE_ZH);
    map_release(&names);
    lexicon_add(block->scheme->lexicon, "单位");
    lexicon_add(block->scheme->lexicon, "数据");
    syntax_cut(block->model->diagnostics, block->scheme->lexicon, copy.body, copy.body_count);
    return copy;
}

static void read_block(struct tests *tests, struct model *model, struct scheme *scheme, const char *path, const struct clause *raw)
{
    struct test_block block = {.model = model, .scheme = scheme, .path = path, .span = raw->span};
    size_t before = diagnostics_count(model->diagnostics, SEVERITY_ERROR);
    if (raw->token_count != 2 || raw->tokens[1].kind != TOKEN_TEXT || !raw->has_body) {
        bool unquoted = raw->token_count == 2 && raw->tokens[1].kind == TOKEN_WORD && raw->has_body;
        model_fault(model, "E0915", raw->span, NULL);
        if (unquoted)
            propose(model, raw->tokens[1].span, lang_format("“%s”", raw->tokens[1].text));
        return;
    }
    block.name = raw->tokens[1].text;
    new_case(&block, raw->span);
    struct clause copy = readable(&block, raw);
    for (uint32_t i = 0; i < copy.body_count; i++)
        if (copy.body[i].token_count)
            read_line(&block, &copy.body[i], &raw->body[i]);
    bool sound = diagnostics_count(model->diagnostics, SEVERITY_ERROR) == before;
    if (sound)
        test_block_settle(&block);
    for (uint32_t i = 0; i < block.case_count; i++)
        if (block.cases[i]->expected_count)
            *ARRAY_ADD(tests->cases, tests->count) = block.cases[i];
        else if (sound && (i || block.case_count == 1))
            model_fault(model, "E0914", block.cases[i]->span, NULL);
}

/* The scheme that a file of tests cites. */
static struct scheme *tested(struct scheme *scheme)
{
    if (scheme_is_run(scheme))
        return scheme;
    for (uint32_t i = 0; i < scheme->cited_count; i++)
        if (scheme_is_run(scheme->cited[i]) && scheme->cited[i]->units)
            return scheme->cited[i];
    return NULL;
}

/* The tests of files that are cited are run with these. */
struct tests tests_read(struct model *model)
{
    struct tests tests = {0};
    for (uint32_t i = 0; i < model->scheme_count; i++) {
        struct scheme *scheme = model->schemes[i], *of = scheme->test_count && !scheme->cited_at.end ? tested(scheme) : NULL;
        for (uint32_t k = 0; of && of->units && k < scheme->test_count; k++)
            read_block(&tests, model, of, scheme->path, &scheme->tests[k]);
    }
    return tests;
}
