/* The load account as one JSON object: {"format":"assessc-load","version":1,"schemes":[…],"against":…,"repeated":[…]}. */
#include "base/text.h"
#include "elaborate/elaborate.h"
#include "json.h"
#include "load/report.h"
#include "memory.h"
#include <string.h>

/* A fraction without a finite decimal is a string. */
static void number(struct buffer *out, const char *name, const struct rational *value)
{
    bool finite = rational_decimals(value) >= 0;
    buffer_format(out, ",\"%s\":%s%s%s", name, finite ? "" : "\"", number_text(value), finite ? "" : "\"");
}

static void counts(struct buffer *out, const struct load_counts *counted)
{
    for (int i = 0; i < LOAD_COLUMNS; i++) {
        struct rational value = load_count(counted, i);
        number(out, load_columns[i].json, &value);
    }
}

static void scheme_head(struct buffer *out, const struct scheme *scheme)
{
    buffer_append_text(out, "{\"file\":");
    json_string(out, scheme->path);
    json_member(out, "title", scheme->title);
    buffer_format(out, ",\"year\":%d,\"level\":", scheme->year);
    if (scheme->level.upper) {
        buffer_append_text(out, "{\"upper\":");
        json_string(out, scheme->level.upper);
        json_member(out, "lower", scheme->level.lower);
        buffer_append_char(out, '}');
    } else
        buffer_append_text(out, "null");
}

static void items(struct buffer *out, const struct scheme *scheme)
{
    buffer_append_text(out, ",\"items\":[");
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        const struct item *item = scheme->items[i];
        struct load_counts own = load_of_item(item);
        buffer_append_text(out, i ? ",{\"code\":" : "{\"code\":");
        json_string(out, item->code);
        json_member(out, "name", item->name);
        json_member(out, "department", item->owner);
        json_member(out, "source", item->source);
        counts(out, &own);
        buffer_append_char(out, '}');
    }
    buffer_append_char(out, ']');
}

static void under(struct buffer *out, const struct load_report *report, const struct scheme *scheme)
{
    if (!scheme->under)
        return;
    buffer_append_text(out, ",\"under\":");
    scheme_head(out, scheme->under);
    buffer_format(out, ",\"vetoes\":%u,\"indicators\":%u},\"added_here\":%u,\"descendants\":[", scheme->under->veto_count, scheme->under->item_count, load_own(scheme));
    for (uint32_t i = 0; i < scheme->under->item_count; i++) {
        const struct item *item = scheme->under->items[i];
        uint32_t next, all = load_descendants(report->model, item, &next);
        buffer_append_text(out, i ? ",{\"code\":" : "{\"code\":");
        json_string(out, item->code);
        json_member(out, "name", item->name);
        buffer_format(out, ",\"next_level\":%u,\"all_below\":%u}", next, all);
    }
    buffer_append_char(out, ']');
}

static void account_json(struct buffer *out, const struct load_report *report, const struct load_account *account)
{
    scheme_head(out, account->scheme);
    counts(out, &account->total);
    buffer_format(out, ",\"vetoes\":%u,\"departments\":[", account->scheme->veto_count);
    for (uint32_t i = 0; i < account->department_count; i++) {
        buffer_append_text(out, i ? ",{\"name\":" : "{\"name\":");
        json_string(out, account->departments[i].name);
        counts(out, &account->departments[i].counts);
        buffer_append_char(out, '}');
    }
    buffer_append_char(out, ']');
    items(out, account->scheme);
    under(out, report, account->scheme);
    buffer_append_char(out, '}');
}

static void changes(struct buffer *out, const struct load_account *before, const struct load_account *now)
{
    scheme_head(out, before->scheme);
    counts(out, &before->total);
    buffer_append_text(out, ",\"change_percent\":{");
    for (int i = 0; i < LOAD_COLUMNS; i++) {
        struct rational old = load_count(&before->total, i), new = load_count(&now->total, i);
        const char *change = load_change(&old, &new);
        size_t length = strlen(change);
        buffer_format(out, "%s\"%s\":", i ? "," : "", load_columns[i].json);
        if (rational_sign(&old) == 0)
            buffer_append_text(out, "null");
        else
            buffer_append(out, change + (change[0] == '+'), length - 1 - (change[0] == '+'));
    }
    buffer_append_text(out, "}}");
}

static void repeated(struct buffer *out, const struct load_report *report)
{
    buffer_append_text(out, ",\"repeated\":[");
    for (uint32_t i = 0; i < report->repeat_count; i++) {
        const struct load_repeat *repeat = &report->repeats[i];
        buffer_append_text(out, i ? ",{\"figure\":" : "{\"figure\":");
        json_string(out, repeat->field->name);
        json_member(out, "ledger", repeat->field->owner->name);
        buffer_append_text(out, ",\"asked_by\":[");
        for (uint32_t k = 0; k < repeat->item_count; k++) {
            buffer_append_text(out, k ? ",{\"code\":" : "{\"code\":");
            json_string(out, repeat->items[k]->code);
            json_member(out, "department", load_department_of(repeat->items[k]));
            buffer_append_char(out, '}');
        }
        buffer_append_text(out, "]}");
    }
    buffer_append_char(out, ']');
}

void load_report_json(const struct load_report *report, struct buffer *out)
{
    buffer_append_text(out, "{\"format\":\"assessc-load\",\"version\":1,\"schemes\":[");
    for (uint32_t i = 0; i < report->account_count; i++) {
        buffer_append_text(out, i ? ",\n" : "\n");
        account_json(out, report, &report->accounts[i]);
    }
    buffer_append_text(out, "]");
    if (report->against) {
        buffer_append_text(out, ",\n\"against\":");
        changes(out, report->against, &report->accounts[0]);
    }
    repeated(out, report);
    buffer_append_text(out, "}\n");
}
