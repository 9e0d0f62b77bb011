/* Schemes that are like one read already: of its clauses, or of two years' where a diff asks what each change does; of a text that differs. */
#include "elaborate/elaborate.h"
#include "memory.h"

static void share_ledgers(struct scheme *scheme, const struct scheme *base)
{
    scheme->ledgers = base->ledgers;
    scheme->ledger_count = base->ledger_count;
    for (uint32_t i = 0; i < base->ledger_count; i++) {
        base->ledgers[i]->scheme = scheme;      /* what the scheme before needed of it has been asked for */
        base->ledgers[i]->scored = NULL;
    }
}

struct scheme *scheme_of_clauses(struct model *model, const struct scheme *like, int year, struct clause *clauses, uint32_t count, struct scheme *base)
{
    struct scheme *scheme = lang_new(sizeof *scheme);
    *scheme = (struct scheme){.path = like->path, .stem = lang_format("%s.%u", like->stem, model->scheme_count), .title = like->title, .title_span = like->title_span, .file = like->file, .model = model, .year = year};
    rational_init(&scheme->quantum);
    *ARRAY_ADD(model->schemes, model->scheme_count) = scheme;
    scheme->faults_before = diagnostics_count(model->diagnostics, SEVERITY_ERROR);
    for (uint32_t i = 0; i < count; i++)
        if (token_is(&clauses[i].tokens[0], "引用"))
            scheme_cite(scheme, &clauses[i]);
    for (uint32_t i = 0; i < scheme->cited_count; i++)
        scheme_complete(scheme->cited[i]);
    if (base)
        share_ledgers(scheme, base);
    struct syntax_file file = {.file = like->file, .clauses = clauses, .clause_count = count};
    scheme_say(scheme, &file);
    if (scheme->units && !base)
        requirements_elaborate(scheme);
    return scheme;
}

struct model *elaborate_again(struct diagnostics *diagnostics, const struct source *text, const struct model *like)
{
    struct model *model = lang_new(sizeof *model);
    *model = (struct model){.diagnostics = diagnostics, .pool = node_pool_new(), .from_folder = like->from_folder, .instead = *text, .library = like->library,
                            .vocabulary = like->vocabulary, .passing = true};
    scheme_load(model, text->path, (struct span){0});
    return model;
}
