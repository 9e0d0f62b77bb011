/* What tests of ledgers share: a program of two ledgers, loading from memory, the codes of what was reported.
 *
 *     乡镇    代码 (key), 类别, 推广面积 (万亩, 0 to 1000), 满意度 (percent, 0% to 100%), 占比 (fraction form), 增速 (above -100), 事故数 (whole,
 *             from 0), 报送日期 (2024), 按时, 上级 (refers to 乡镇), 名称, 必填数; all but the key need not be there
 *     月报    乡镇 and 月份 (1 to 3) together are the key, every pair must be there; 数 */
#ifndef ASSESSC_LEDGER_HELP_H
#define ASSESSC_LEDGER_HELP_H
#include <stdio.h>
#include <string.h>

#include "ledger/ledger.h"
#include "number/date.h"
#include "program/builder.h"

enum { UNIT_CODE, UNIT_CLASS, UNIT_AREA, UNIT_RATE, UNIT_SHARE, UNIT_GROWTH, UNIT_COUNT, UNIT_DATE, UNIT_ON_TIME, UNIT_ABOVE, UNIT_NAME,
       UNIT_NEEDED, MONTH_UNIT, MONTH_NUMBER, MONTH_VALUE };

static void add_number_field(struct program_builder *builder, uint32_t domain, const char *name, struct field field, int64_t least,
                             int64_t greatest)
{
    field.name = name;
    field.type = TYPE_NUMBER;
    rational_init(&field.least);
    rational_init(&field.greatest);
    rational_set(&field.least, least, 1);
    rational_set(&field.greatest, greatest, 1);
    program_add_field(builder, domain, &field);
}

static void add_units(struct program_builder *builder)
{
    static const char *const classes[] = {"沿黄乡镇", "中心街道", "功能区"};
    static const char *const old_names[] = {"推广亩数", "面积"};
    uint32_t set = program_add_category_set(builder, classes, 3);
    uint32_t units = program_add_domain(builder, DOMAIN_LEDGER, "乡镇", (struct span){0});
    struct field free = {.optional_column = true, .may_be_empty = true};
    struct field field = free, bounded = free;
    program_add_key(builder, units, program_add_field(builder, units, &(struct field){.name = "代码", .type = TYPE_TEXT}));
    field.name = "类别", field.type = TYPE_CATEGORY, field.categories = set;
    program_add_field(builder, units, &field);
    bounded.has_least = bounded.has_greatest = true, bounded.unit = "万亩", bounded.aliases = old_names, bounded.alias_count = 2;
    add_number_field(builder, units, "推广面积", bounded, 0, 1000);
    bounded.aliases = NULL, bounded.alias_count = 0, bounded.unit = "", bounded.percent = true;
    add_number_field(builder, units, "满意度", bounded, 0, 1);
    bounded.fraction_form = true;
    add_number_field(builder, units, "占比", bounded, 0, 1);
    bounded = free, bounded.has_least = bounded.least_open = true;
    add_number_field(builder, units, "增速", bounded, -100, 0);
    bounded = free, bounded.has_least = bounded.whole = true, bounded.unit = "起";
    add_number_field(builder, units, "事故数", bounded, 0, 0);

    int32_t first = 0, last = 0;
    date_from_parts(2024, 1, 1, &first);
    date_from_parts(2024, 12, 31, &last);
    field = free, field.name = "报送日期", field.type = TYPE_DATE, field.has_least = field.has_greatest = true;
    rational_init(&field.least);
    rational_init(&field.greatest);
    rational_set(&field.least, first, 1);
    rational_set(&field.greatest, last, 1);
    program_add_field(builder, units, &field);
    field = free, field.name = "按时", field.type = TYPE_BOOLEAN;
    program_add_field(builder, units, &field);
    field = free, field.name = "上级", field.type = TYPE_INDEX, field.reference = units;
    program_add_field(builder, units, &field);
    field = free, field.name = "名称", field.type = TYPE_TEXT;
    program_add_field(builder, units, &field);
    field = free, field.may_be_empty = false;
    add_number_field(builder, units, "必填数", field, 0, 0);
    program_add_empty_mark(builder, units, "-");
    program_domain(builder, units)->needs_rows = true;
}

static void add_months(struct program_builder *builder)
{
    uint32_t months = program_add_domain(builder, DOMAIN_LEDGER, "月报", (struct span){0});
    program_add_key(builder, months, program_add_field(builder, months, &(struct field){.name = "乡镇", .type = TYPE_INDEX, .reference = 0}));
    add_number_field(builder, months, "月份", (struct field){.whole = true, .has_least = true, .has_greatest = true}, 1, 3);
    program_add_key(builder, months, MONTH_NUMBER);
    add_number_field(builder, months, "数", (struct field){.may_be_empty = true, .optional_column = true}, 0, 0);
    program_domain(builder, months)->complete = true;
}

static struct program *ledger_program(bool with_months)
{
    struct program_builder *builder = program_builder_new();
    add_units(builder);
    if (with_months)
        add_months(builder);
    return program_finish(builder);
}

/* A load and what came of it. */
struct loaded {
    struct program *program;
    struct data *data;
    struct diagnostics *diagnostics;
    bool sound;
    char codes[512];                /* "D0101 D0113" in the order reported */
};

static void load_texts(struct loaded *loaded, const struct ledger_bytes *ledgers, size_t count)
{
    loaded->program = ledger_program(count > 1);
    loaded->data = data_new(loaded->program);
    loaded->diagnostics = diagnostics_new();
    loaded->sound = ledgers_load_bytes(loaded->program, ledgers, count, loaded->data, loaded->diagnostics);
    loaded->codes[0] = '\0';
    for (size_t i = 0; i < diagnostics_total(loaded->diagnostics); i++)
        if (strlen(loaded->codes) + 8 < sizeof loaded->codes)
            snprintf(loaded->codes + strlen(loaded->codes), 8, "%s%s", i ? " " : "", diagnostics_code(loaded->diagnostics, i));
}

static __attribute__((unused)) void load_bytes(struct loaded *loaded, const char *bytes, size_t length)
{
    load_texts(loaded, &(struct ledger_bytes){"乡镇", "乡镇.csv", bytes, length, NULL}, 1);
}

static void unload(struct loaded *loaded)
{
    diagnostics_free(loaded->diagnostics);
    data_free(loaded->data);
    program_free(loaded->program);
}

#endif
