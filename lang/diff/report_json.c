/* A diff as one JSON object; docs/diff.schema.json describes it. What programs go by are codes, the same in either language; beside them stand
 * sentences for people. */
#include <string.h>
#include "diff/objects.h"
#include "diff/said.h"
#include "elaborate/elaborate.h"
#include "json.h"
#include "load/report.h"
#include "memory.h"

struct page { const struct diff *diff; enum language language; struct buffer *out; };

/* Between the members of a list. */
static void next(struct buffer *out, uint32_t number, const char *between) { buffer_append_text(out, number ? between : ""); }

static void scheme(struct buffer *out, const struct scheme *scheme)
{
    buffer_append_text(out, "{\"file\":");
    json_string(out, scheme->path);
    json_member(out, "title", scheme->title);
    buffer_format(out, ",\"year\":%d}", scheme->year);
}

static void questions(struct buffer *out, bool score, bool load, bool hard)
{
    buffer_format(out, ",\"questions\":{\"score\":%s,\"load\":%s,\"hard_rule\":%s}", score ? "true" : "false", load ? "true" : "false", hard ? "true" : "false");
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

static void demands(const struct page *page)
{
    static const char *const kinds[] = {[DEMAND_REDUCTION] = "reduction", [DEMAND_AT_MOST] = "at-most", [DEMAND_AT_LEAST] = "at-least"};
    static const char *const figures[LOAD_FIGURES] = {[LOAD_INDICATORS] = "indicators", [LOAD_POINTS] = "points", [LOAD_FORMS] = "forms_a_year", [LOAD_INSPECTIONS] = "inspections_a_year",
                                                      [LOAD_HOURS] = "inspection_hours_a_year", [LOAD_VETOES] = "vetoes"};
    uint32_t count;
    const struct demand_line *lines = diff_demands(page->diff, page->language, &count);
    buffer_append_text(page->out, ",\"demands\":[");
    for (uint32_t i = 0; i < count; i++) {
        next(page->out, i, ",");
        buffer_format(page->out, "{\"level\":\"%s\",\"kind\":\"%s\",\"figure\":\"%s\"", lines[i].above ? "above" : "own", kinds[lines[i].demand->kind], figures[lines[i].demand->figure]);
        json_member(page->out, "limit", number_text(&lines[i].demand->limit));
        json_member(page->out, "actual", number_text(&lines[i].actual));
        json_member(page->out, "clause", lines[i].clause);
        json_member(page->out, "text", lines[i].text);
        place(page->out, page->diff, "place", lines[i].demand->span);
        buffer_append_char(page->out, '}');
    }
    buffer_append_char(page->out, ']');
}

static void load(const struct page *page)
{
    static const char *const names[] = {"indicators", "points", "forms_a_year", "fields", "inspections_a_year", "inspection_hours_a_year"};
    const struct load_counts *before = &page->diff->before.total, *after = &page->diff->after.total;
    struct rational old = load_count(before, 0), new = load_count(after, 0);
    buffer_append_text(page->out, ",\"load\":{\"change\":");
    json_string(page->out, load_change(&old, &new));
    for (int i = 0; i < LOAD_COLUMNS; i++) {
        old = load_count(before, i);
        new = load_count(after, i);
        bool finite = rational_decimals(&old) >= 0 && rational_decimals(&new) >= 0;
        const char *mark = finite ? "" : "\"";
        buffer_format(page->out, ",\"%s\":[%s%s%s,%s%s%s]", names[i], mark, number_text(&old), mark, mark, number_text(&new), mark);
    }
    demands(page);
    buffer_append_char(page->out, '}');
}

/* ---- changes ---- */

static void codes(struct buffer *out, const struct change *change)
{
    for (uint32_t i = 0; i < change->code_count; i++) {
        next(out, i, ",");
        json_string(out, change->codes[i]);
    }
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
    const char *asked = change_facts[change->kind].questions;
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
    questions(out, strchr(asked, 'S'), strchr(asked, 'L'), strchr(asked, 'H'));
    place(out, diff, "before", change->before);
    place(out, diff, "after", change->after);
    buffer_append_char(out, '}');
}

static void suspicions(const struct page *page)
{
    buffer_append_text(page->out, ",\"suspected\":[");
    for (uint32_t i = 0; i < page->diff->suspicion_count; i++) {
        const struct suspicion *suspicion = &page->diff->suspicions[i];
        next(page->out, i, ",");
        buffer_append_text(page->out, "{\"old\":");
        json_string(page->out, suspicion->old->code);
        json_member(page->out, "new", suspicion->new->code);
        buffer_format(page->out, ",\"likeness_percent\":%d", suspicion->likeness);
        json_member(page->out, "clause", suspicion_clause(suspicion, page->language));
        buffer_append_char(page->out, '}');
    }
    buffer_append_char(page->out, ']');
}

/* A unit that shows it, with the rows of ledgers that make it so. */
static void one_witness(const struct page *page, const struct witness *witness)
{
    buffer_append_text(page->out, "{\"text\":");
    json_string(page->out, witness->text[page->language]);
    json_member(page->out, "old_rate", number_text(&witness->before));
    json_member(page->out, "new_rate", number_text(&witness->after));
    buffer_append_text(page->out, ",\"rows\":[");
    for (uint32_t i = 0; i < witness->row_count; i++) {
        next(page->out, i, ",");
        buffer_append_text(page->out, "{\"ledger\":");
        json_string(page->out, witness->rows[i].ledger);
        buffer_append_text(page->out, ",\"cells\":{");
        for (uint32_t k = 0; k < witness->rows[i].cell_count; k++) {
            next(page->out, k, ",");
            json_string(page->out, witness->rows[i].cells[k].column);
            buffer_append_char(page->out, ':');
            json_string(page->out, witness->rows[i].cells[k].cell);
        }
        buffer_append_text(page->out, "}}");
    }
    buffer_append_text(page->out, "]}");
}

static void one_verdict(const struct page *page, const struct item_pair *pair)
{
    static const char *const names[] = {[VERDICT_EQUAL] = "equal", [VERDICT_STRICTER] = "stricter", [VERDICT_LOOSER] = "looser", [VERDICT_MIXED] = "mixed", [VERDICT_OPEN] = "undecided"};
    static const char *const reasons[] = {[OPEN_NONE_FOUND] = "none-found", [OPEN_OTHER_COLUMNS] = "other-columns", [OPEN_NOT_RUN] = "not-run", [OPEN_TOO_MANY] = "too-many"};
    bool any = false;
    buffer_append_text(page->out, "{\"code\":");
    json_string(page->out, pair->new->code);
    json_member(page->out, "verdict", names[pair->verdict]);
    if (pair->verdict == VERDICT_OPEN)
        json_member(page->out, "reason", reasons[pair->reason]);
    buffer_format(page->out, ",\"proven\":%s,\"cases\":%u,\"witnesses\":[", pair->proven ? "true" : "false", pair->cases);
    for (int which = 0; which < 2; which++)
        if (pair->witnesses[which].shown) {
            next(page->out, any, ",");
            any = true;
            one_witness(page, &pair->witnesses[which]);
        }
    buffer_append_text(page->out, "]}");
}

static void verdicts(const struct page *page)
{
    bool any = false;
    buffer_append_text(page->out, ",\"rates\":[");
    for (uint32_t i = 0; i < page->diff->pair_count; i++) {
        if (!page->diff->pairs[i].tried)
            continue;
        next(page->out, any, ",\n");
        any = true;
        one_verdict(page, &page->diff->pairs[i]);
    }
    buffer_append_char(page->out, ']');
}

/* ---- the effect ---- */

static void left_out(const struct page *page)
{
    const struct mixing *mixing = page->diff->effect->mixing;
    bool any = false;
    buffer_append_text(page->out, ",\"not_scoreable_from_last_year\":[");
    for (uint32_t i = 0; i < mixing->left_out_count; i++)
        if (mixing->left_out[i]->scheme == page->diff->new) {
            next(page->out, any, ",");
            any = true;
            json_string(page->out, mixing->left_out[i]->code);
        }
    buffer_append_char(page->out, ']');
}

static void one_note(const struct page *page, const struct effect_note *note)
{
    const struct mixing *mixing = page->diff->effect->mixing;
    buffer_append_text(page->out, "{\"kind\":");
    json_string(page->out, effect_note_names[note->kind]);
    if (note->side >= 0)
        json_member(page->out, "side", note->side ? "new" : "old");
    if (note->kind == NOTE_LEFT_OUT) {
        bool any = false;
        buffer_append_text(page->out, ",\"codes\":[");
        for (uint32_t i = 0; i < mixing->left_out_count; i++)
            if (mixing->left_out[i]->scheme == (note->side ? page->diff->new : page->diff->old)) {
                next(page->out, any, ",");
                any = true;
                json_string(page->out, mixing->left_out[i]->code);
            }
        buffer_append_char(page->out, ']');
    }
    if (note->clause)
        place(page->out, page->diff, "place", note->clause->span);
    if (note->rename) {
        json_member(page->out, "column", note->rename->from);
        json_member(page->out, "read_from", note->rename->to);
    }
    json_member(page->out, "text", note->text);
    buffer_append_char(page->out, '}');
}

/* The parts by their names: which changes come into force with each. */
static void part_names(const struct page *page)
{
    const struct effect *effect = page->diff->effect;
    const struct mixing *mixing = effect->mixing;
    buffer_append_text(page->out, ",\"effect_parts\":{");
    for (uint32_t i = 0; i < effect->part_count && !effect->failed; i++) {
        const struct part *part = &effect->parts[i];
        bool any = false;
        next(page->out, i, ",\n");
        json_string(page->out, part->named.id);
        buffer_append_text(page->out, ":{\"name\":");
        json_string(page->out, part->named.label[page->language]);
        buffer_append_text(page->out, ",\"changes\":[");
        for (uint32_t c = 0; c < page->diff->change_count; c++)
            for (uint32_t p = 0; p < mixing->party_count; p++) {
                const struct party *party = &mixing->parties[p];
                if (party->component != part->component || party->seat != part->seat || !party_has(mixing, party, &page->diff->changes[c]))
                    continue;
                next(page->out, any, ",");
                any = true;
                json_string(page->out, page->diff->changes[c].id);
                break;
            }
        buffer_append_text(page->out, "]}");
    }
    buffer_append_char(page->out, '}');
}

static void one_unit(const struct page *page, const struct unit_effect *unit)
{
    static const char *const sides[] = {"old", "new"};
    const struct effect *effect = page->diff->effect;
    bool any = false;
    buffer_append_text(page->out, "{\"unit\":");
    json_string(page->out, unit->key);
    if (unit->class[0])
        json_member(page->out, "class", unit->class);
    for (int i = 0; i < 2; i++) {
        json_member(page->out, lang_format("%s_total", sides[i]), unit->scored[i] ? effect_exact(effect, &unit->total[i]) : NULL);
        json_member(page->out, lang_format("%s_scoreable", sides[i]), effect_exact(effect, &unit->scoreable[i]));
        json_member(page->out, lang_format("%s_rate_percent", sides[i]), unit->scored[i] ? effect_percent(&unit->rate[i]) : NULL);
        buffer_format(page->out, unit->rank[i] ? ",\"%s\":%u" : ",\"%s\":null", i ? "new_rank_by_rate" : "old_rank", unit->rank[i]);
        if (effect->complete[i] && unit->grade[i])
            json_member(page->out, lang_format("%s_grade", sides[i]), unit->grade[i]);
    }
    buffer_append_text(page->out, ",\"parts\":{");
    for (uint32_t i = 0; unit->parts && !effect->failed && i < effect->part_count; i++) {
        if (!rational_sign(&unit->parts[i]))
            continue;
        next(page->out, any, ",");
        any = true;
        json_string(page->out, effect->parts[i].named.id);
        buffer_append_char(page->out, ':');
        json_string(page->out, number_text(&unit->parts[i]));
    }
    buffer_append_text(page->out, "}}");
}

static void write_effect(const struct page *page)
{
    const struct effect *effect = page->diff->effect;
    uint32_t count;
    const struct effect_note *notes = effect_notes(effect, page->language, &count);
    left_out(page);
    buffer_append_text(page->out, ",\"effect_notes\":[");
    for (uint32_t i = 0; i < count; i++) {
        next(page->out, i, ",\n");
        one_note(page, &notes[i]);
    }
    buffer_append_char(page->out, ']');
    part_names(page);
    buffer_append_text(page->out, ",\"effect\":[");
    for (uint32_t i = 0; i < effect->unit_count; i++) {
        buffer_append_text(page->out, i ? ",\n" : "\n");
        one_unit(page, &effect->units[effect->order[i]]);
    }
    buffer_append_char(page->out, ']');
}

/* ---- documents ---- */

static void one_pair(const struct diff *diff, enum language language, struct buffer *out)
{
    struct page page = {diff, language, out};
    buffer_append_text(out, "{\"format\":\"assessc-diff\",\"version\":1,\"old\":");
    scheme(out, diff->old);
    buffer_append_text(out, ",\"new\":");
    scheme(out, diff->new);
    buffer_format(out, ",\"changed\":%s", diff_count(diff) ? "true" : "false");
    questions(out, diff_answers(diff, 'S'), diff_answers(diff, 'L'), diff_answers(diff, 'H'));
    load(&page);
    buffer_append_text(out, ",\"changes\":[");
    for (uint32_t i = 0; i < diff->change_count; i++) {
        buffer_append_text(out, i ? ",\n" : "\n");
        one_change(out, diff, &diff->changes[i]);
    }
    buffer_append_char(out, ']');
    suspicions(&page);
    if (diff->unmatched[0] && diff->unmatched[1])
        buffer_format(out, ",\"unmatched\":{\"old\":%u,\"new\":%u}", diff->unmatched[0], diff->unmatched[1]);
    verdicts(&page);
    if (diff->effect)
        write_effect(&page);
    if (diff->effect_left_out)
        buffer_append_text(out, ",\"effect_left_out\":true");
    buffer_append_char(out, '}');
}

static void two_folders(const struct diff_set *set, enum language language, struct buffer *out)
{
    static const char *const lone[2] = {"removed", "added"};
    buffer_append_text(out, "{\"format\":\"assessc-diff-folders\",\"version\":1,\"old\":");
    json_string(out, set->names[0]);
    json_member(out, "new", set->names[1]);
    buffer_format(out, ",\"changed\":%s", diff_set_changed(set) ? "true" : "false");
    questions(out, diff_set_answers(set, 'S'), diff_set_answers(set, 'L'), diff_set_answers(set, 'H'));
    for (int side = 1; side >= 0; side--) {
        buffer_format(out, ",\"%s\":[", lone[side]);
        for (uint32_t i = 0; i < set->lone_count[side]; i++) {
            next(out, i, ",");
            scheme(out, set->lone[side][i]);
        }
        buffer_append_char(out, ']');
    }
    buffer_append_text(out, ",\"pairs\":[");
    for (uint32_t i = 0; i < set->pair_count; i++) {
        buffer_append_text(out, i ? ",\n" : "\n");
        one_pair(set->pairs[i], language, out);
    }
    buffer_append_text(out, "]}");
}

void diff_report_json(const struct diff_set *set, const struct diff_style *style, struct buffer *out)
{
    if (set->folders)
        two_folders(set, style->language, out);
    else
        one_pair(set->pairs[0], style->language, out);
    buffer_append_char(out, '\n');
}
