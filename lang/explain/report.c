/* The page and the spreadsheet of a run, with every unit explained: headings from the model, one explanation at a time. */
#include "explain/report.h"
#include <string.h>
#include "explain/brief.h"
#include "memory.h"

enum { MEMORY_AHEAD = 64 << 20 };

struct reporting {
    struct explainer explainer;
    struct scheme **schemes;            /* by output */
    struct entry *unit; uint32_t output, row;   /* the unit whose cells were last asked for; NULL: none */
};

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
    return item && item->kind == ITEM_INDICATOR && item->name && strcmp(item->name, item->code) != 0 ? item->name : NULL;
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

static const struct entry *result_named(const struct entry *unit, const char *name)
{
    for (uint32_t i = 0; unit && i < unit->count; i++)
        if (unit->parts[i]->kind == ENTRY_RESULT && unit->parts[i]->name && strcmp(unit->parts[i]->name, name) == 0)
            return unit->parts[i];
    return NULL;
}

/* The cells of a unit are asked for one after the other: it is gone through once. */
static void explain_cell_of(void *context, uint32_t output, uint32_t row, uint32_t column, struct buffer *out)
{
    struct reporting *reporting = context;
    if (!reporting->unit || reporting->output != output || reporting->row != row) {
        values_forget(&reporting->explainer.values);
        reporting->explainer.with_gains = false;
        reporting->unit = explain_unit(&reporting->explainer, reporting->schemes[output], output, row, NULL);
        reporting->output = output;
        reporting->row = row;
    }
    const struct entry *result = result_named(reporting->unit, reporting->explainer.values.program->outputs[output].columns[column].name);
    if (result)
        entry_write_brief(result, reporting->explainer.english, out);
}

static struct report_explainer open_reporting(struct reporting *reporting, struct model *model, const struct program *program, const struct data *data,
                                              const struct compiled_nodes *nodes, enum language language)
{
    uint32_t count = 0;
    *reporting = (struct reporting){.explainer = {.model = model, .values = values_open(program, data, nodes), .written = written_open(program, data),
                                                  .english = language == LANGUAGE_EN}};
    reporting->schemes = lang_array(model->scheme_count + 1, sizeof *reporting->schemes);
    for (uint32_t i = 0; i < model->scheme_count; i++)
        if (scheme_is_run(model->schemes[i]))
            reporting->schemes[count++] = model->schemes[i];
    lang_memory_ahead(MEMORY_AHEAD);
    return (struct report_explainer){reporting, prepare, explain_one, explain_cell_of, name_of, part_of};
}

void report_explained_page(struct model *model, const struct program *program, const struct data *data, const struct compiled_nodes *nodes, enum language language,
                           struct file_writer *writer, struct report_extent *extent)
{
    struct reporting reporting;
    struct report_explainer explainer = open_reporting(&reporting, model, program, data, nodes, language);
    reporting.explainer.with_gains = true;
    report_html(program, data, language, &explainer, writer, extent);
}

int report_explained_workbook(struct model *model, const struct program *program, const struct data *data, const struct compiled_nodes *nodes, enum language language,
                              const char *path, struct report_extent *extent)
{
    struct reporting reporting;
    struct report_explainer explainer = open_reporting(&reporting, model, program, data, nodes, language);
    return report_xlsx(program, data, language, &explainer, path, extent);
}
