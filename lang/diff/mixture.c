/* Rules that are partly last year's and partly this year's: each clause is taken from the side that is in force. What the ledgers do not
 * serve is left out before anything is resolved. */
#include <string.h>
#include "diff/effect.h"
#include "elaborate/elaborate.h"
#include "memory.h"

struct making { const struct mixing *mixing; const bool *on, *kept; bool all_on; struct clause *clauses; uint32_t count; struct mixture *mixture; const char **codes; };

static bool in_force(const struct making *making, uint32_t party) { return party == NO_PARTY ? making->all_on : making->on[party]; }

static const struct scheme *side(const struct making *making, uint32_t party) { return in_force(making, party) ? making->mixing->diff->new : making->mixing->diff->old; }

/* ---- clauses ---- */

static bool mentions(const struct mixing *mixing, const struct token *tokens, uint32_t count)
{
    int64_t value;
    for (uint32_t i = 0; i < count && mixing->absent_count; i++)
        if (tokens[i].kind == TOKEN_WORD && map_get(&mixing->absent_map, tokens[i].text, strlen(tokens[i].text), &value))
            return true;
    return false;
}

static bool clause_mentions(const struct mixing *mixing, const struct clause *clause)
{
    bool found = mentions(mixing, clause->tokens, clause->token_count);
    for (uint32_t i = 0; i < clause->body_count && !found; i++)
        found = clause_mentions(mixing, &clause->body[i]);
    return found;
}

/* A copy in which columns go by the names that the ledgers have. */
static struct clause renamed(const struct mixing *mixing, const struct clause *clause)
{
    struct clause copy = *clause;
    copy.tokens = lang_array(clause->token_count + 1, sizeof *copy.tokens);
    memcpy(copy.tokens, clause->tokens, clause->token_count * sizeof *copy.tokens);
    for (uint32_t i = 0; i < copy.token_count; i++)
        for (uint32_t k = 0; k < mixing->rename_count; k++)
            if (copy.tokens[i].kind == TOKEN_WORD && strcmp(copy.tokens[i].text, mixing->renames[k].from) == 0)
                copy.tokens[i].text = mixing->renames[k].to;
    copy.body = lang_array(clause->body_count + 1, sizeof *copy.body);
    for (uint32_t i = 0; i < clause->body_count; i++)
        copy.body[i] = renamed(mixing, &clause->body[i]);
    return copy;
}

static struct clause taken(const struct making *making, const struct scheme *from, const struct clause *clause)
{
    return making->mixing->rename_count && from == making->mixing->diff->new ? renamed(making->mixing, clause) : *clause;
}

static void put(struct making *making, struct clause clause) { *ARRAY_ADD(making->clauses, making->count) = clause; }

static bool head_says_one_of(const struct clause *clause, const char *const *heads, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (token_is(&clause->tokens[0], heads[i]))
            return true;
    return false;
}

/* ---- indicators ---- */

/* Where the head's own words end and a rule in the same line begins: 指标 A01 名称 10分,对 …,得分率 = … */
static uint32_t head_end(const struct clause *clause)
{
    uint32_t at = token_next_comma(clause->tokens, clause->token_count, 0);
    while (at < clause->token_count && token_is(&clause->tokens[at + 1], "对"))
        at = token_next_comma(clause->tokens, clause->token_count, at + 1);
    return at;
}

enum line_kind { LINE_RULE, LINE_EXEMPTION, LINE_ASIDE };

static enum line_kind kind_of(const struct clause *clause)
{
    static const char *const asides[] = {"责任", "来源", "报送", "检查", "话题", "承接", "沿革", "依据"};
    uint32_t guard_from, guard_to, rest;
    if (head_says_one_of(clause, asides, sizeof asides / sizeof *asides) && (clause->token_count < 2 || clause->tokens[1].kind != TOKEN_ASSIGN))
        return LINE_ASIDE;
    if (!splits_guard(clause->tokens, clause->token_count, 0, &guard_from, &guard_to, &rest))
        return LINE_RULE;
    bool exemption = token_is(&clause->tokens[rest], "免考") || token_is(&clause->tokens[rest], "不适用") || token_is(&clause->tokens[guard_from], "免考") ||
                     token_is(&clause->tokens[guard_from], "不适用");
    return exemption ? LINE_EXEMPTION : LINE_RULE;
}

/* The indicator reads what the ledgers do not have. */
static bool cannot_be_scored(const struct mixing *mixing, const struct item *item)
{
    const struct clause *clause = item->clause;
    uint32_t end = head_end(clause);
    bool found = mentions(mixing, clause->tokens + end, clause->token_count - end);
    for (uint32_t i = 0; i < clause->body_count && !found; i++)
        found = kind_of(&clause->body[i]) == LINE_RULE && clause_mentions(mixing, &clause->body[i]);
    return found;
}

bool mixing_leaves_out(const struct mixing *mixing, const struct item *item)
{
    for (uint32_t i = 0; i < mixing->left_out_count; i++)
        if (mixing->left_out[i] == item)
            return true;
    return cannot_be_scored(mixing, item);
}

static void add_lines(const struct making *making, struct clause *to, const struct item *from, enum line_kind kind)
{
    for (uint32_t i = 0; i < from->clause->body_count; i++) {
        const struct clause *line = &from->clause->body[i];
        if (kind_of(line) == kind && !(kind == LINE_EXEMPTION && clause_mentions(making->mixing, line)))
            *ARRAY_ADD(to->body, to->body_count) = taken(making, from->scheme, line);
    }
}

static struct clause left_out_line(const struct clause *like)
{
    struct clause line = {.tokens = lang_array(2, sizeof *line.tokens), .token_count = 1, .span = like->span};
    line.tokens[0] = (struct token){.kind = TOKEN_WORD, .text = item_left_out, .span = like->span};
    return line;
}

/* One indicator: its head, its rule and its exemptions may be of different years. */
static struct clause mixed_item(const struct making *making, const struct item *head, const struct item *rule, const struct item *exemptions)
{
    struct clause from_head = taken(making, head->scheme, head->clause), from_rule = taken(making, rule->scheme, rule->clause);
    uint32_t end = head_end(&from_head), rest = head_end(&from_rule);
    bool out = mixing_leaves_out(making->mixing, rule);
    struct clause clause = {.tokens = lang_array(end + from_rule.token_count + 1, sizeof *clause.tokens), .token_count = end, .has_body = true, .span = from_head.span,
                            .body_span = from_head.span};
    memcpy(clause.tokens, from_head.tokens, end * sizeof *clause.tokens);
    if (!out) {
        memcpy(clause.tokens + end, from_rule.tokens + rest, (from_rule.token_count - rest) * sizeof *clause.tokens);
        clause.token_count += from_rule.token_count - rest;
        add_lines(making, &clause, rule, LINE_RULE);
    } else
        *ARRAY_ADD(clause.body, clause.body_count) = left_out_line(rule->clause);
    add_lines(making, &clause, exemptions, LINE_EXEMPTION);
    return clause;
}

/* ---- groups ---- */

static bool is_policy(const struct clause *line) { return !token_is(&line->tokens[0], "指标"); }

static const struct clause *group_clause(const struct scheme *scheme, const char *name)
{
    for (uint32_t i = 0, group = 0; i < scheme->syntax->clause_count; i++) {
        const struct clause *clause = &scheme->syntax->clauses[i];
        if (!token_is(&clause->tokens[0], "组") && !token_is(&clause->tokens[0], "重点任务"))
            continue;
        if (group < scheme->group_count && strcmp(scheme->groups[group]->name, name) == 0)
            return clause;
        group++;
    }
    return NULL;
}

/* The block of the group that the item belongs to, begun where it is not there yet; NULL: none. */
static struct clause *block_for(struct making *making, const char *name)
{
    const struct scheme *first = side(making, making->mixing->groups), *other = first == making->mixing->diff->new ? making->mixing->diff->old : making->mixing->diff->new;
    for (uint32_t i = 0; i < making->count; i++)
        if (making->clauses[i].span.end && making->clauses[i].has_body && making->clauses[i].token_count > 1 &&
            (token_is(&making->clauses[i].tokens[0], "组") || token_is(&making->clauses[i].tokens[0], "重点任务")) && token_is(&making->clauses[i].tokens[1], name))
            return &making->clauses[i];
    const struct scheme *from = group_clause(first, name) ? first : other;
    const struct clause *like = group_clause(from, name);
    struct clause block = {.tokens = lang_array(3, sizeof *block.tokens), .token_count = 2, .has_body = true, .span = like->span, .body_span = like->body_span};
    block.tokens[0] = like->tokens[0];
    block.tokens[1] = like->tokens[1];
    block.tokens[1].kind = TOKEN_WORD;
    block.tokens[1].text = name;
    for (uint32_t i = 0; i < like->body_count; i++)
        if (is_policy(&like->body[i]))
            *ARRAY_ADD(block.body, block.body_count) = taken(making, from, &like->body[i]);
    put(making, block);
    return &making->clauses[making->count - 1];
}

static void put_item(struct making *making, struct clause clause, const struct group_model *group, uint32_t family)
{
    struct mixture *mixture = making->mixture;
    uint32_t number = mixture->count;
    *ARRAY_ADD(making->codes, number) = clause.tokens[1].text;
    *ARRAY_ADD(mixture->families, mixture->count) = family;
    if (!group)
        put(making, clause);
    else {
        struct clause *block = block_for(making, group->name);
        *ARRAY_ADD(block->body, block->body_count) = clause;
    }
}

static void put_family(struct making *making, uint32_t number)
{
    const struct family *family = &making->mixing->families[number];
    if (family->whole != NO_PARTY || family->old_count != 1 || family->new_count != 1) {
        bool new = in_force(making, family->whole);
        for (uint32_t i = 0; i < (new ? family->new_count : family->old_count); i++) {
            const struct item *item = new ? family->new[i] : family->old[i];
            put_item(making, mixed_item(making, item, item, item), item->group, number);
        }
        return;
    }
    const struct item *sides[2] = {family->old[0], family->new[0]};
    const struct item *head = sides[in_force(making, family->party[PARTY_WEIGHT])], *rule = sides[in_force(making, family->party[PARTY_RULE])],
                      *exemptions = sides[in_force(making, family->party[PARTY_EXEMPTION])];
    struct clause clause = mixed_item(making, head, rule, exemptions);
    clause.tokens[1].text = sides[making->all_on]->code;        /* one code throughout, the new one where all is new */
    put_item(making, clause, sides[in_force(making, making->mixing->groups)]->group, number);
}

/* ---- ledgers ---- */

/* The names before the kind of column: 投资、招商 数值 亿元. */
static uint32_t names_end(const struct row_set *ledger, const struct clause *line)
{
    uint32_t end = 0;
    while (end < line->token_count && line->tokens[end].kind == TOKEN_WORD && field_find(ledger, line->tokens[end].text)) {
        end++;
        if (end >= line->token_count || line->tokens[end].kind != TOKEN_LIST)
            break;
        end++;
    }
    return end;
}

/* The line for those of its columns that the ledger has, and that are not declared yet. */
static void column_line(const struct making *making, struct clause *to, const struct row_set *ledger, const struct clause *line, struct map *seen)
{
    uint32_t end = names_end(ledger, line), kept = 0;
    struct clause copy = *line;
    copy.tokens = lang_array(line->token_count + 1, sizeof *copy.tokens);
    for (uint32_t i = 0; i < end; i++) {
        const struct token *token = &line->tokens[i];
        int64_t other;
        if (token->kind != TOKEN_WORD || !known_column(making->mixing->known, ledger->name, token->text) || !map_add(seen, token->text, strlen(token->text), 1, &other))
            continue;
        if (kept)
            copy.tokens[kept++] = (struct token){.kind = TOKEN_LIST, .text = "、", .span = token->span};
        copy.tokens[kept++] = *token;
    }
    if (!kept)
        return;
    memcpy(copy.tokens + kept, line->tokens + end, (line->token_count - end) * sizeof *copy.tokens);
    copy.token_count = kept + line->token_count - end;
    *ARRAY_ADD(to->body, to->body_count) = copy;
}

static void ledger_lines(const struct making *making, struct clause *to, const struct row_set *ledger, const struct clause *from, struct map *seen, bool rules)
{
    for (uint32_t i = 0; i < from->body_count; i++) {
        const struct clause *line = &from->body[i];
        bool check = token_is(&line->tokens[0], "要求") || token_is(&line->tokens[0], "提醒");
        if (names_end(ledger, line))
            column_line(making, to, ledger, line, seen);
        else if (rules && !check && !clause_mentions(making->mixing, line))
            *ARRAY_ADD(to->body, to->body_count) = *line;
    }
}

static const struct clause *ledger_clause(const struct scheme *scheme, const char *name)
{
    for (uint32_t i = 0; i < scheme->syntax->clause_count; i++) {
        const struct clause *clause = &scheme->syntax->clauses[i];
        if (token_is(&clause->tokens[0], "台账") && clause->token_count > 1 && token_is(&clause->tokens[1], name))
            return clause;
    }
    return NULL;
}

static void put_ledger(struct making *making, const char *name)
{
    const struct scheme *old = making->mixing->diff->old, *new = making->mixing->diff->new;
    const struct scheme *first = making->mixing->ledgers == NO_PARTY ? old : side(making, making->mixing->ledgers);     /* it is last year's file */
    const struct scheme *other = first == new ? old : new;
    const struct clause *a = ledger_clause(first, name), *b = ledger_clause(other, name), *main = a ? a : b;
    struct map seen = {0};
    struct clause clause = {.tokens = main->tokens, .token_count = main->token_count, .has_body = true, .span = main->span, .body_span = main->body_span};
    if (a)
        ledger_lines(making, &clause, ledger_find(first, name), a, &seen, true);
    if (b)
        ledger_lines(making, &clause, ledger_find(other, name), b, &seen, !a);
    map_release(&seen);
    put(making, clause);
}

static void put_ledgers(struct making *making)
{
    const struct scheme *sides[2] = {making->mixing->diff->old, making->mixing->diff->new};
    for (int i = 0; i < 2; i++)
        for (uint32_t k = 0; k < sides[i]->ledger_count; k++) {
            const char *name = sides[i]->ledgers[k]->name;
            if (known_ledger(making->mixing->known, name) && ledger_clause(sides[i], name) && !(i && ledger_find(sides[0], name) && ledger_clause(sides[0], name)))
                put_ledger(making, name);
        }
}

/* ---- the rest ---- */

static bool declares_name(const struct scheme *scheme, const struct clause *clause)
{
    for (uint32_t i = 0; i < scheme->syntax->clause_count; i++) {
        const struct clause *other = &scheme->syntax->clauses[i];
        if (token_is(&other->tokens[0], clause->tokens[0].text) && other->token_count > 1 && clause->token_count > 1 && same_tokens(&other->tokens[1], 1, &clause->tokens[1], 1))
            return true;
    }
    return false;
}

/* Constants, functions and what is cited: of the side in force, and what only the other has. */
static void put_constants(struct making *making)
{
    static const char *const heads[] = {"常数", "函数", "引用"};
    const struct scheme *first = side(making, making->mixing->constants), *other = first == making->mixing->diff->new ? making->mixing->diff->old : making->mixing->diff->new;
    for (int i = 0; i < 2; i++) {
        const struct scheme *from = i ? other : first;
        for (uint32_t k = 0; k < from->syntax->clause_count; k++) {
            const struct clause *clause = &from->syntax->clauses[k];
            if (head_says_one_of(clause, heads, 3) && !(i && declares_name(first, clause)) && !clause_mentions(making->mixing, clause))
                put(making, *clause);
        }
    }
}

/* 加分, 扣分: lines that the ledgers do not serve are left out; an empty block where there is none, for the total may speak of it. */
static void put_block(struct making *making, const char *word, uint32_t party)
{
    const struct scheme *from = side(making, party);
    for (uint32_t i = 0; i < from->syntax->clause_count; i++) {
        const struct clause *clause = &from->syntax->clauses[i];
        if (!token_is(&clause->tokens[0], word) || (clause->has_body ? mentions(making->mixing, clause->tokens, clause->token_count) : clause_mentions(making->mixing, clause)))
            continue;
        struct clause block = taken(making, from, clause);
        uint32_t count = block.body_count;
        struct clause *lines = block.body;
        block.body = NULL;
        block.body_count = 0;
        for (uint32_t k = 0; k < count; k++)
            if (!clause_mentions(making->mixing, &clause->body[k]))
                *ARRAY_ADD(block.body, block.body_count) = lines[k];
        put(making, block);
        return;
    }
    struct clause none = {.tokens = lang_array(2, sizeof *none.tokens), .token_count = 1, .has_body = true, .span = from->title_span, .body_span = from->title_span};
    none.tokens[0] = (struct token){.kind = TOKEN_WORD, .text = word, .span = from->title_span};
    put(making, none);
}

/* What remains of a side: who is assessed, roundings, rows that score, totals and further results, and (where all is of one year) ranks and grades. */
static void put_rest(struct making *making, bool ranks)
{
    static const char *const totals[] = {"各项", "总分", "结果"}, *const gates[] = {"名次", "等次", "名额", "一票否决", "等次调整"};
    const struct mixing *mixing = making->mixing;
    const struct scheme *total = side(making, mixing->total), *rows = side(making, mixing->ledgers);
    for (uint32_t i = 0; i < total->syntax->clause_count; i++) {
        const struct clause *clause = &total->syntax->clauses[i];
        bool result = head_says_one_of(clause, totals, 3) || (clause->token_count > 2 && token_is(&clause->tokens[clause->token_count - 1], "不评"));
        bool gate = ranks && head_says_one_of(clause, gates, 5);
        if ((result || gate || token_is(&clause->tokens[0], "考核对象")) && !clause_mentions(mixing, clause))
            put(making, taken(making, total, clause));
    }
    for (uint32_t i = 0; i < rows->syntax->clause_count; i++) {
        const struct clause *clause = &rows->syntax->clauses[i];
        bool rows_clause = token_is(&clause->tokens[0], "每项") && clause->token_count > 1 && known_ledger(mixing->known, clause->tokens[1].text);
        if (rows_clause && !clause_mentions(mixing, clause))
            put(making, taken(making, rows, clause));
    }
}

static bool total_counts(const struct scheme *scheme, const char *word)
{
    const struct line *line = scheme->total ? &scheme->total->base : NULL;
    for (uint32_t i = line ? line->from : 0; line && i < line->to; i++)
        if (token_is(&line->clause->tokens[i], word))
            return true;
    return false;
}

/* Families in the order of the scheme's indicators: groups were filled one after another. */
static void order_families(struct mixture *mixture, const char *const *codes)
{
    uint32_t *ordered = lang_array(mixture->count + 1, sizeof *ordered);
    struct map places = {0};
    for (uint32_t i = 0; i < mixture->count; i++)
        map_set(&places, codes[i], strlen(codes[i]), i);
    for (uint32_t i = 0; i < mixture->count; i++) {
        int64_t at = 0;
        map_get(&places, mixture->items[i]->code, strlen(mixture->items[i]->code), &at);
        ordered[i] = mixture->families[at];
    }
    map_release(&places);
    mixture->families = ordered;
}

struct mixture *mixture_make(const struct mixing *mixing, struct model *model, const bool *on, const bool *kept, struct scheme *base)
{
    struct mixture *mixture = lang_new(sizeof *mixture);
    struct making making = {.mixing = mixing, .on = on, .kept = kept, .all_on = mixing->party_count > 0, .mixture = mixture};
    bool none = true;
    for (uint32_t i = 0; i < mixing->party_count; i++) {
        making.all_on = making.all_on && on[i];
        none = none && !on[i];
    }
    size_t before = diagnostics_count(model->diagnostics, SEVERITY_ERROR);
    if (!base)
        put_ledgers(&making);
    put_constants(&making);
    put_rest(&making, making.all_on || none);
    put_block(&making, "加分", mixing->bonus);
    put_block(&making, "扣分", mixing->deduction);
    for (uint32_t i = 0; i < mixing->family_count; i++)
        if (!kept || kept[i])
            put_family(&making, i);
    mixture->scheme = scheme_of_clauses(model, making.all_on ? mixing->diff->new : mixing->diff->old, mixing->diff->old->year, making.clauses, making.count, base);
    if (diagnostics_count(model->diagnostics, SEVERITY_ERROR) > before || !mixture->scheme->units || mixture->scheme->item_count != mixture->count)
        return NULL;
    mixture->items = mixture->scheme->items;
    order_families(mixture, making.codes);
    mixture->counts_bonus = total_counts(mixture->scheme, "加分");
    mixture->counts_deduction = total_counts(mixture->scheme, "扣分");
    return mixture;
}
