/* The page of a run, with every unit explained: headings from the model, one explanation at a time. */
#include "explain/report.h"
#include <string.h>
#include "memory.h"
#include "report/report.h"

enum { MEMORY_AHEAD = 64 << 20 };

struct reporting { struct explainer explainer; struct scheme **schemes; };      /* schemes: by output */

static const struct result *result_at(const struct reporting *reporting, uint32_t output, uint32_t column)
{
    const struct scheme *scheme = reporting->schemes[output];
    const char *name = reporting->explainer.values.program->outputs[output].columns[column].name;
    for (uint32_t i = 0; i < scheme->result_count; i++)
        if (strcmp(scheme->results[i].name, name) == 0)
            return &scheme->results[i];
    return NULL;
}

static const struct item *item_at(const struct reporting *reporting, uint32_t output, uint32_t column)
{
    const struct result *result = result_at(reporting, output, column);
    return result ? item_of_result(reporting->schemes[output], result) : NULL;
}

static const char *name_of(void *context, uint32_t output, uint32_t column)
{
    const struct item *item = item_at(context, output, column);
    return item && item->kind == ITEM_INDICATOR && item->name && strcmp(item->name, item->code) != 0 ? lang_format("%s %s", item->code, item->name) : NULL;
}

static const char *part_of(void *context, uint32_t output, uint32_t column)
{
    const struct item *item = item_at(context, output, column);
    return item && item->group ? item->group->name : NULL;
}

static void prepare(void *context, uint32_t output, const uint32_t *rows, uint32_t count)
{
    struct reporting *reporting = context;
    explain_forget(&reporting->explainer);
    explain_prepare(&reporting->explainer, reporting->schemes[output], rows, count);
}

static void explain_one(void *context, uint32_t output, uint32_t row, const char *anchor, struct buffer *out)
{
    struct reporting *reporting = context;
    struct entry *unit = explain_unit(&reporting->explainer, reporting->schemes[output], output, row, NULL);
    if (unit)
        entry_write_html(unit, anchor, false, out);
    values_forget(&reporting->explainer.values);
}

void report_explained(struct model *model, const struct program *program, const struct data *data, const struct compiled_nodes *nodes, enum language language,
                      struct file_writer *writer)
{
    struct reporting reporting = {.explainer = {.model = model, .values = values_open(program, data, nodes), .written = written_open(program, data),
                                                .english = language == LANGUAGE_EN, .with_gains = true}};
    struct report_explainer explainer = {&reporting, prepare, explain_one, name_of, part_of};
    uint32_t count = 0;
    reporting.schemes = lang_array(model->scheme_count + 1, sizeof *reporting.schemes);
    for (uint32_t i = 0; i < model->scheme_count; i++)
        if (scheme_is_run(model->schemes[i]))
            reporting.schemes[count++] = model->schemes[i];
    lang_memory_ahead(MEMORY_AHEAD);
    report_html(program, data, language, &explainer, writer);
}
