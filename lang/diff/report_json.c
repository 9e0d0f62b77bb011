/* A diff as one JSON object; docs/diff.schema.json describes it. */
#include <string.h>
#include "diff/effect.h"
#include "json.h"
#include "diff/objects.h"
#include "elaborate/elaborate.h"
#include "load/report.h"
#include "memory.h"

static void scheme(struct buffer *out, const char *name, const struct scheme *scheme)
{
    buffer_format(out, ",\"%s\":{\"file\":", name);
    json_string(out, scheme->path);
    json_member(out, "title", scheme->title);
    buffer_format(out, ",\"year\":%d}", scheme->year);
}

static void load(struct buffer *out, const struct diff *diff)
{
    static const char *const names[] = {"indicators", "points", "forms_a_year", "fields", "inspections_a_year", "inspection_hours_a_year"};
    struct rational old = load_count(&diff->before.total, 0), new = load_count(&diff->after.total, 0);
    buffer_append_text(out, ",\"load\":{\"change\":");
    json_string(out, load_change(&old, &new));
    for (int i = 0; i < LOAD_COLUMNS; i++) {
        old = load_count(&diff->before.total, i);
        new = load_count(&diff->after.total, i);
        bool finite = rational_decimals(&old) >= 0 && rational_decimals(&new) >= 0;
        const char *mark = finite ? "" : "\"";
        buffer_format(out, ",\"%s\":[%s%s%s,%s%s%s]", names[i], mark, number_text(&old), mark, mark, number_text(&new), mark);
    }
    buffer_append_text(out, ",\"demands\":[");
    const char **lines = diff_demands(diff, LANGUAGE_ZH);
    for (uint32_t i = 0; lines[i]; i++) {
        buffer_append_text(out, i ? "," : "");
        json_string(out, lines[i]);
    }
    buffer_append_text(out, "]}");
}

static void codes(struct buffer *out, const struct change *change)
{
    for (uint32_t i = 0; i < change->code_count; i++) {
        buffer_append_text(out, i ? "," : "");
        json_string(out, change->codes[i]);
    }
}

static void place(struct buffer *out, const struct diff *diff, const char *name, struct span span)
{
    size_t line, column;
    if (!span.end)
        return;
    const char *path = change_place(diff, span, &line, &column);
    buffer_format(out, ",\"%s\":{\"file\":", name);
    json_string(out, path);
    buffer_format(out, ",\"line\":%zu,\"column\":%zu}", line, column);
}

static void both_sides(struct buffer *out, const struct change *change)
{
    if (change->kind == CHANGE_FORMS)
        buffer_format(out, ",\"from\":%s,\"to\":%s", change->from, change->to);
    else if (change->kind == CHANGE_MERGED || change->kind == CHANGE_SPLIT) {
        buffer_format(out, ",\"%s\":[", change->kind == CHANGE_MERGED ? "from" : "to");
        codes(out, change);
        buffer_append_char(out, ']');
    } else {
        if (change->from)
            json_member(out, "from", change->from);
        if (change->to)
            json_member(out, "to", change->to);
    }
}

static void one_change(struct buffer *out, const struct diff *diff, const struct change *change)
{
    static const char *const directions[] = {NULL, "tightened", "loosened", "undecidable"};
    const char *questions = change_facts[change->kind].questions;
    buffer_append_text(out, "{\"id\":");
    json_string(out, change->id);
    json_member(out, "fingerprint", change_fingerprint(change));
    json_member(out, "kind", change_facts[change->kind].json);
    if (change->code)
        json_member(out, "code", change->code);
    if (change->name)
        json_member(out, "name", change->name);
    both_sides(out, change);
    if (change->direction)
        json_member(out, "direction", directions[change->direction]);
    if (change->kind == CHANGE_REMOVED || change->basis)
        json_member(out, "basis", change->basis);
    if (change->scope)
        json_member(out, "scope", change->scope);
    if (change->cause)
        json_member(out, "cause", change->cause);
    buffer_format(out, ",\"questions\":{\"score\":%s,\"load\":%s,\"hard_rule\":%s}", strchr(questions, 'S') ? "true" : "false", strchr(questions, 'L') ? "true" : "false",
                  strchr(questions, 'H') ? "true" : "false");
    place(out, diff, "before", change->before);
    place(out, diff, "after", change->after);
    buffer_append_char(out, '}');
}

static void suspicions(struct buffer *out, const struct diff *diff)
{
    buffer_append_text(out, ",\"suspected\":[");
    for (uint32_t i = 0; i < diff->suspicion_count; i++) {
        const struct suspicion *suspicion = &diff->suspicions[i];
        buffer_append_text(out, i ? ",{\"old\":" : "{\"old\":");
        json_string(out, suspicion->old->code);
        json_member(out, "new", suspicion->new->code);
        buffer_format(out, ",\"likeness_percent\":%d", suspicion->likeness);
        json_member(out, "clause", suspicion->clause);
        buffer_append_char(out, '}');
    }
    buffer_append_char(out, ']');
}

static void verdicts(struct buffer *out, const struct diff *diff)
{
    static const char *const names[] = {[VERDICT_EQUAL] = "equal", [VERDICT_STRICTER] = "stricter", [VERDICT_LOOSER] = "looser", [VERDICT_MIXED] = "mixed", [VERDICT_OPEN] = "undecided"};
    bool any = false;
    buffer_append_text(out, ",\"rates\":[");
    for (uint32_t i = 0; i < diff->pair_count; i++) {
        const struct item_pair *pair = &diff->pairs[i];
        if (!pair->changed)
            continue;
        buffer_append_text(out, any ? ",{\"code\":" : "{\"code\":");
        any = true;
        json_string(out, pair->new->code);
        json_member(out, "verdict", names[pair->verdict]);
        if (pair->witness.shown) {
            json_member(out, "witness", pair->witness.text);
            json_member(out, "old_rate", number_text(&pair->witness.before));
            json_member(out, "new_rate", number_text(&pair->witness.after));
        }
        buffer_append_char(out, '}');
    }
    buffer_append_char(out, ']');
}

void diff_report_json(const struct diff *diff, struct buffer *out)
{
    buffer_append_text(out, "{\"format\":\"assessc-diff\",\"version\":1");
    scheme(out, "old", diff->old);
    scheme(out, "new", diff->new);
    buffer_format(out, ",\"changed\":%s,\"questions\":{\"score\":%s,\"load\":%s,\"hard_rule\":%s}", diff_count(diff) ? "true" : "false", diff_answers(diff, 'S') ? "true" : "false",
                  diff_answers(diff, 'L') ? "true" : "false", diff_answers(diff, 'H') ? "true" : "false");
    load(out, diff);
    buffer_append_text(out, ",\"changes\":[");
    for (uint32_t i = 0; i < diff->change_count; i++) {
        buffer_append_text(out, i ? ",\n" : "\n");
        one_change(out, diff, &diff->changes[i]);
    }
    buffer_append_char(out, ']');
    suspicions(out, diff);
    verdicts(out, diff);
    if (diff->effect)
        effect_report_json(diff, out);
    buffer_append_text(out, "}\n");
}
