/* 有效 2024年1月1日 至 2024年12月31日 behind an exemption, held against the year of the scheme. An exemption by class counts for the whole
 * year; so one that holds for a part of it is told, and one that holds for none of it is refused. */
#include "check/level.h"
#include "elaborate/elaborate.h"
#include "memory.h"
#include "number/date.h"

static const char *date_text(int32_t days)
{
    int year, month, day;
    date_to_parts(days, &year, &month, &day);
    return lang_format("%d年%d月%d日", year, month, day);
}

static void check_note(const struct scope *scope, const struct exemption_note *note)
{
    int32_t first, last;
    date_from_parts(scope->scheme->year, 1, 1, &first);
    date_from_parts(scope->scheme->year, 12, 31, &last);
    if (note->to < first)
        fault(scope, "E0720", note->dates, date_text(note->to), date_text(first), NULL);
    else if (note->from > last)
        fault(scope, "E0721", note->dates, date_text(note->from), date_text(last), NULL);
    else if (note->from > first || note->to < last)
        fault(scope, "W0722", note->dates, date_text(note->from), date_text(note->to), date_text(first), date_text(last), NULL);
    else
        return;
    fault_also(scope, scope->scheme->title_span, "考核年度", "the year");
}

void check_validity(struct scheme *scheme)
{
    struct scope scope = {.scheme = scheme};
    for (uint32_t i = 0; i < scheme->item_count; i++)
        for (uint32_t k = 0; k < scheme->items[i]->exempt_count; k++)
            if (scheme->items[i]->exempt_notes[k].dated)
                check_note(&scope, &scheme->items[i]->exempt_notes[k]);
}
