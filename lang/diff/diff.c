/* Two schemes to a list of changes. */
#include "diff/report.h"
#include <string.h>
#include "base/sha256.h"
#include "diagnostic/collection.h"
#include "elaborate/elaborate.h"
#include "memory.h"

const struct change_facts change_facts[CHANGE_KINDS] = {
#define CHANGE(name, json, mirror, sign, questions, zh, en) [CHANGE_##name] = {json, CHANGE_##mirror, sign, questions, {zh, en}},
#include "diff/changes.def"
#undef CHANGE
};

struct change *change_add(struct diff *diff, enum change_kind kind, const char *code)
{
    struct change *change = ARRAY_ADD(diff->changes, diff->change_count);
    *change = (struct change){.kind = kind, .code = code};
    return change;
}

struct change *change_from_to(struct diff *diff, enum change_kind kind, const char *code, const char *from, const char *to, struct span before, struct span after)
{
    struct change *change = change_add(diff, kind, code);
    change->from = from;
    change->to = to;
    change->before = before;
    change->after = after;
    return change;
}

/* kind:object; where an object has several of a kind, numbered in the order of the file. */
static void number_changes(struct diff *diff)
{
    struct map seen = {0};
    for (uint32_t i = 0; i < diff->change_count; i++) {
        struct change *change = &diff->changes[i];
        int64_t times = 0;
        change->id = change->code ? lang_format("%s:%s", change_facts[change->kind].json, change->code) : change_facts[change->kind].json;
        map_get(&seen, change->id, strlen(change->id), &times);
        map_set(&seen, change->id, strlen(change->id), times + 1);
        if (times)
            change->id = lang_format("%s#%lld", change->id, (long long)times + 1);
    }
    map_release(&seen);
}

const char *change_fingerprint(const struct change *change)
{
    struct buffer text = {0};
    uint8_t hash[32];
    buffer_format(&text, "%s\n%s\n%s\n%s", change_facts[change->kind].json, change->code ? change->code : "", change->from ? change->from : "", change->to ? change->to : "");
    for (uint32_t i = 0; i < change->code_count; i++)
        buffer_format(&text, "\n%s", change->codes[i]);
    sha256(buffer_text(&text), text.length, hash);
    buffer_release(&text);
    return lang_format("%02x%02x%02x%02x%02x%02x", hash[0], hash[1], hash[2], hash[3], hash[4], hash[5]);
}

const char *change_place(const struct diff *diff, struct span span, size_t *line, size_t *column)
{
    const struct diagnostics *diagnostics = diff->new->model->diagnostics;
    struct position position = position_of(diagnostics, span.file, span.start);
    *line = position.line;
    *column = position.column;
    return diagnostics_source(diagnostics, span.file)->path;
}

bool diff_answers(const struct diff *diff, char question)
{
    for (uint32_t i = 0; i < diff->change_count; i++)
        if (strchr(change_facts[diff->changes[i].kind].questions, question))
            return true;
    return false;
}

uint32_t diff_count(const struct diff *diff)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < diff->change_count; i++)
        count += diff->changes[i].kind != CHANGE_COSMETIC;
    return count;
}

bool diff_set_answers(const struct diff_set *set, char question)
{
    bool lone = set->lone_count[0] + set->lone_count[1] > 0;        /* a scheme more or less changes whatever it says */
    for (uint32_t i = 0; i < set->pair_count; i++)
        if (diff_answers(set->pairs[i], question))
            return true;
    return lone;
}

bool diff_set_changed(const struct diff_set *set)
{
    for (uint32_t i = 0; i < set->pair_count; i++)
        if (diff_count(set->pairs[i]))
            return true;
    return set->lone_count[0] + set->lone_count[1] > 0;
}

struct diff *diff_schemes(struct scheme *old, struct scheme *new)
{
    struct diff *diff = lang_new(sizeof *diff);
    *diff = (struct diff){.old = old, .new = new, .before = load_account_of(old), .after = load_account_of(new)};
    struct kinship kinship = match_items(old, new);
    item_changes(diff, &kinship);
    scheme_changes(diff);
    match_suspects(diff, &kinship);
    number_changes(diff);
    compare_items(diff);
    return diff;
}
