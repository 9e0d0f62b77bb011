/* Rule files to schemes: a file and those that it cites are read, each once, into what they declare and say; what is asked of them comes later. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"
#include "phrase/library.h"
#include "phrase/translate.h"
#include "phrase/vocabulary.h"

void scheme_cite(struct scheme *scheme, const struct clause *clause)
{
    const struct token *last = &clause->tokens[clause->token_count - 1];
    if (clause->token_count < 2 || last->kind != TOKEN_TEXT) {
        cited_is_unclear(scheme, clause);
        return;
    }
    struct scheme *other = scheme_outline(scheme->model, path_beside(scheme->path, last->text), last->span);
    if (other)
        *ARRAY_ADD(scheme->cited, scheme->cited_count) = other;
    if (!other || other->citing_failed)
        scheme->citing_failed = true;
}

/* Files being read are in the order in which they cite each other. */
static void *citing_circle(struct model *model, uint32_t first, struct span from)
{
    struct buffer path = {0};
    for (uint32_t i = first; i < model->scheme_count; i++)
        if (model->schemes[i]->loading)
            buffer_format(&path, "%s → ", model->schemes[i]->path);
    buffer_append_text(&path, model->schemes[first]->path);
    model_fault(model, "E0424", from, buffer_text(&path), NULL);
    for (uint32_t i = first + 1; i < model->scheme_count; i++)
        if (model->schemes[i]->loading)
            diagnostic_at(model->diagnostics, model->schemes[i]->cited_at, (const char *[2]){"从这里引用过来", "cited here on the way"});
    buffer_release(&path);
    return NULL;
}

struct scheme *scheme_load(struct model *model, const char *path, struct span from)
{
    struct scheme *scheme = scheme_outline(model, path, from);
    if (scheme)
        scheme_complete(scheme);
    return scheme;
}

static void edition_unclear(struct model *model, const char *code, struct span span, struct span place)
{
    bool lacks = place.start == place.end;
    model_fault(model, code, span, NULL);
    propose_words(model, place, lacks ? "语言 2024版\n" : "语言 2024版", lacks ? "language 2024\n" : "language 2024");
}

struct scheme *scheme_outline(struct model *model, const char *path, struct span from)
{
    for (uint32_t i = 0; i < model->scheme_count; i++)
        if (path_same_file(model->schemes[i]->path, path)) {
            if (model->schemes[i]->loading)
                return citing_circle(model, i, from);
            return model->schemes[i];
        }
    uint32_t file;
    if (!source_read(model, path, from, &file))
        return NULL;
    struct scheme *scheme = lang_new(sizeof *scheme);
    *scheme = (struct scheme){.path = lang_text(path, strlen(path)), .stem = path_stem(path), .file = file, .model = model, .year = 2024, .loading = true, .outline = true, .cited_at = from};
    rational_init(&scheme->quantum);
    *ARRAY_ADD(model->schemes, model->scheme_count) = scheme;
    size_t before = diagnostics_count(model->diagnostics, SEVERITY_ERROR);
    scheme->faults_before = before;
    struct syntax_file *syntax = scheme->syntax = syntax_parse(model->diagnostics, file);
    struct clause *title = NULL, *edition = NULL;
    if (!model->library) {
        model->library = library_load(model->diagnostics, "2024版");
        model->vocabulary = vocabulary_new(model->library);
    }
    tests_set_aside(scheme, syntax);
    for (uint32_t i = 0; i < syntax->clause_count; i++)
        if (head_says(&syntax->clauses[i].tokens[0], "引用"))
            scheme_cite(scheme, &syntax->clauses[i]);
    scheme_translate(scheme, syntax, LANGUAGE_ZH);   /* what is behind this knows Chinese words only */
    for (uint32_t i = 0; i < syntax->clause_count; i++) {
        struct clause *clause = &syntax->clauses[i], **place = token_is(&clause->tokens[0], "办法") ? &title : token_is(&clause->tokens[0], "语言") ? &edition : NULL;
        if (place)
            only_clause(scheme, place, clause);
    }
    bool tests_only = !title && scheme->test_count && scheme->cited_count;        /* a file of tests, of the scheme that it cites */
    scheme->is_library = tests_only || (!title && (from.end || model->from_folder) && holds_library(syntax));
    if (title)
        scheme_titled(scheme, title);
    else if (scheme->is_library)
        edition = NULL;             /* the citing file's edition holds */
    else if (diagnostics_count(model->diagnostics, SEVERITY_ERROR) == before)
        model_fault(model, syntax->clause_count ? "E0410" : "E0390", (struct span){file, 0, 0}, NULL);
    if (edition && !(edition->token_count == 3 && edition->tokens[1].kind == TOKEN_NUMBER && strcmp(edition->tokens[1].text, "2024") == 0 && token_is(&edition->tokens[2], "版")))
        edition_unclear(model, "E0425", edition->span, edition->span);
    if (title && !edition)
        edition_unclear(model, "E0426", title->span, (struct span){file, title->span.start, title->span.start});
    scheme->lexicon = title ? scheme_lexicon(scheme, syntax) : NULL;
    if (title) {
        syntax_cut(model->diagnostics, scheme->lexicon, syntax->clauses, syntax->clause_count);
        scheme_say(scheme, syntax);
    }
    if (scheme->is_library) {
        scheme->outline = tests_only;       /* what it cites is to be completed */
        syntax_cut(model->diagnostics, scheme_lexicon(scheme, syntax), syntax->clauses, syntax->clause_count);
        library_say(scheme, syntax);
    }
    scheme->loading = false;
    return scheme;
}

static struct model *elaborate(struct diagnostics *diagnostics, const char *const *paths, uint32_t count, bool from_folder, struct source instead)
{
    struct model *model = lang_new(sizeof *model);
    model->diagnostics = diagnostics;
    model->pool = node_pool_new();
    model->from_folder = from_folder;
    model->instead = instead;
    for (uint32_t i = 0; i < count; i++)
        scheme_load(model, paths[i], (struct span){0});
    return model;
}

struct model *elaborate_files(struct diagnostics *diagnostics, const char *const *paths, uint32_t count)
{
    return elaborate(diagnostics, paths, count, false, (struct source){0});
}

struct model *elaborate_folder(struct diagnostics *diagnostics, const char *const *paths, uint32_t count)
{
    return elaborate(diagnostics, paths, count, true, (struct source){0});
}

struct model *elaborate_text(struct diagnostics *diagnostics, const struct source *text)
{
    return elaborate(diagnostics, &text->path, 1, true, *text);
}
