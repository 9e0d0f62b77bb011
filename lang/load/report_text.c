/* The load account on the screen: a table by asking department for each scheme, then what is seen of several. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "load/report.h"
#include "memory.h"
#include "report/aligned.h"

struct page { struct buffer *out; enum language language; };

static const char *say(const struct page *page, const char *zh, const char *en) { return page->language == LANGUAGE_ZH ? zh : en; }

static void title(const struct page *page, const struct scheme *scheme)
{
    buffer_format(page->out, say(page, "《%s》 %d年度", "《%s》 %d"), scheme->title, scheme->year);
    if (scheme->level.upper)
        buffer_format(page->out, say(page, "  %s 对 %s", "  %s over %s"), scheme->level.upper, scheme->level.lower);
}

/* ---- tables of counts ---- */

static void heads(const struct page *page, const char *first, int width)
{
    aligned_cell(page->out, first, width, false);
    for (int i = 0; i < LOAD_COLUMNS; i++) {
        const char *name = load_columns[i].name[page->language];
        aligned_cell(page->out, name, aligned_wider(6, name) + 2, true);
    }
    aligned_end(page->out);
}

static void row(const struct page *page, const char *first, int width, const struct load_counts *counts)
{
    aligned_cell(page->out, first, width, false);
    for (int i = 0; i < LOAD_COLUMNS; i++) {
        struct rational value = load_count(counts, i);
        aligned_cell(page->out, number_text(&value), aligned_wider(6, load_columns[i].name[page->language]) + 2, true);
    }
    aligned_end(page->out);
}

static const char *department_name(const struct page *page, const struct load_department *department)
{
    return department->name ? department->name : say(page, "(没有写责任)", "(not stated)");
}

static void departments(const struct page *page, const struct load_account *account)
{
    int width = 8;
    for (uint32_t i = 0; i < account->department_count; i++)
        width = aligned_wider(width, department_name(page, &account->departments[i]));
    heads(page, say(page, "责任", "department"), width);
    for (uint32_t i = 0; i < account->department_count; i++)
        row(page, department_name(page, &account->departments[i]), width, &account->departments[i].counts);
    row(page, say(page, "合计", "sum"), width, &account->total);
}

/* Several schemes: what each level has to bear in all. */
static void levels(const struct page *page, const struct load_report *report)
{
    int width = 8;
    bool *told = lang_array(report->account_count + 1, sizeof *told);
    for (uint32_t i = 0; i < report->account_count; i++)
        if (report->accounts[i].scheme->level.upper)
            width = aligned_wider(width, report->accounts[i].scheme->level.lower);
    heads(page, say(page, "考核", "level"), width);
    for (uint32_t i = 0; i < report->account_count; i++) {
        const char *level = report->accounts[i].scheme->level.lower;
        struct load_counts sum = report->accounts[i].total;
        for (uint32_t k = i + 1; k < report->account_count && !told[i]; k++) {
            const char *other = report->accounts[k].scheme->level.lower;
            if (level != other && !(level && other && strcmp(level, other) == 0))
                continue;
            told[k] = true;
            sum = load_sum(&sum, &report->accounts[k].total);
        }
        if (!told[i])
            row(page, level ? level : "-", width, &sum);
    }
    aligned_end(page->out);
}

/* ---- compared with a year before ---- */

static void changes(const struct page *page, const struct load_account *before, const struct load_account *now)
{
    int width = 8;
    for (int i = 0; i < LOAD_COLUMNS; i++)
        width = aligned_wider(width, load_columns[i].name[page->language]);
    buffer_append_text(page->out, say(page, "与 ", "compared with "));
    title(page, before->scheme);
    buffer_append_text(page->out, say(page, " 比\n", "\n"));
    aligned_cell(page->out, "", width, false);
    aligned_cell(page->out, lang_format("%d", before->scheme->year), 10, true);
    aligned_cell(page->out, lang_format("%d", now->scheme->year), 10, true);
    aligned_cell(page->out, say(page, "变化", "change"), 12, true);
    aligned_end(page->out);
    for (int i = 0; i < LOAD_COLUMNS; i++) {
        struct rational old = load_count(&before->total, i), new = load_count(&now->total, i);
        aligned_cell(page->out, load_columns[i].name[page->language], width, false);
        aligned_cell(page->out, number_text(&old), 10, true);
        aligned_cell(page->out, number_text(&new), 10, true);
        aligned_cell(page->out, load_change(&old, &new), 12, true);
        aligned_end(page->out);
    }
    aligned_end(page->out);
}

/* ---- from level to level ---- */

static void vetoes(const struct page *page, const struct scheme *scheme)
{
    uint32_t above = 0;
    for (const struct scheme *upper = scheme->under; upper; upper = upper->under)
        above += upper->veto_count;
    buffer_format(page->out, say(page, "一票否决 %u 项", "vetoes: %u"), scheme->veto_count);
    if (above)
        buffer_format(page->out, say(page, ",上级还有 %u 项", ", and %u of the levels above"), above);
    buffer_append_text(page->out, "\n\n");
}

static void amplification(const struct page *page, const struct load_report *report, const struct scheme *scheme)
{
    const struct scheme *upper = scheme->under;
    int code = 6, name = 8;
    buffer_append_text(page->out, say(page, "承接 ", "under "));
    title(page, upper);
    buffer_format(page->out, say(page, "\n上级 %u 项,本级 %u 项,其中承接 %u 项,本级另设 %u 项\n", "\n%u indicators above, %u here: %u descend from these, %u are added here\n"), upper->item_count,
                  scheme->item_count, scheme->item_count - load_own(scheme), load_own(scheme));
    for (uint32_t i = 0; i < upper->item_count; i++) {
        code = aligned_wider(code, upper->items[i]->code);
        name = aligned_wider(name, upper->items[i]->name);
    }
    aligned_cell(page->out, say(page, "代码", "code"), code + 2, false);
    aligned_cell(page->out, say(page, "上级指标", "indicator above"), name + 2, false);
    aligned_cell(page->out, say(page, "下一级", "next level"), 12, true);
    aligned_cell(page->out, say(page, "以下各级", "all below"), 12, true);
    aligned_end(page->out);
    for (uint32_t i = 0; i < upper->item_count; i++) {
        uint32_t next, all = load_descendants(report->model, upper->items[i], &next);
        aligned_cell(page->out, upper->items[i]->code, code + 2, false);
        aligned_cell(page->out, upper->items[i]->name, name + 2, false);
        aligned_cell(page->out, lang_format("%u", next), 12, true);
        aligned_cell(page->out, lang_format("%u", all), 12, true);
        aligned_end(page->out);
    }
    aligned_end(page->out);
}

/* ---- asked for twice ---- */

static void repeats(const struct page *page, const struct load_report *report)
{
    buffer_append_text(page->out, say(page, "几个部门都要的数\n", "figures that several departments ask for\n"));
    for (uint32_t i = 0; i < report->repeat_count; i++) {
        const struct load_repeat *repeat = &report->repeats[i];
        buffer_format(page->out, "%s:", repeat->field->name);
        for (uint32_t k = 0; k < repeat->item_count; k++)
            buffer_format(page->out, "%s%s(%s)", k ? say(page, "、", ", ") : say(page, "", " "), repeat->items[k]->code, load_department_of(repeat->items[k]));
        aligned_end(page->out);
    }
    aligned_end(page->out);
}

void load_report_text(const struct load_report *report, enum language language, struct buffer *out)
{
    struct page page = {out, language};
    for (uint32_t i = 0; i < report->account_count; i++) {
        const struct load_account *account = &report->accounts[i];
        title(&page, account->scheme);
        aligned_end(out);
        departments(&page, account);
        vetoes(&page, account->scheme);
        if (account->scheme->under)
            amplification(&page, report, account->scheme);
    }
    if (report->account_count > 1)
        levels(&page, report);
    if (report->against)
        changes(&page, report->against, &report->accounts[0]);
    if (report->repeat_count)
        repeats(&page, report);
}
