/* A rule file for the formatter: checked like any other, then its clauses once more, with words cut, as they stand or translated. */
#include <string.h>
#include "check/check.h"
#include "compile/compile.h"
#include "elaborate/elaborate.h"
#include "format/parts.h"
#include "memory.h"
#include "phrase/library.h"
#include "phrase/translate.h"

static bool has_clause(const struct syntax_file *file, const char *zh, const char *en)
{
    for (uint32_t i = 0; i < file->clause_count; i++)
        if (token_is(&file->clauses[i].tokens[0], zh) || token_is(&file->clauses[i].tokens[0], en))
            return true;
    return false;
}

/* Files of stdlib/ are no schemes: their phrases are read as they stand. */
static bool open_phrases(struct reading *reading, struct diagnostics *diagnostics, const struct source *source)
{
    reading->kind = READING_PHRASES;
    reading->model = lang_new(sizeof *reading->model);
    reading->model->diagnostics = diagnostics;
    reading->model->instead = *source;      /* for the collector, which does not see what diagnostics hold */
    reading->model->library = library_load(diagnostics, "2024版");
    reading->model->vocabulary = vocabulary_new(reading->model->library);
    reading->file = diagnostics_add_source(diagnostics, source->path, source->text, source->length);
    return diagnostics_count(diagnostics, SEVERITY_ERROR) == 0;
}

/* The file can be read, but another that it cites is not there: what else is said of it may follow from that alone. Such a file can be set,
 * though not compiled. */
static bool lacks_cited(const struct diagnostics *diagnostics)
{
    bool lacks = false;
    for (size_t i = 0; i < diagnostics_total(diagnostics); i++) {
        const char *code = diagnostics_code(diagnostics, i);
        if (strncmp(code, "E01", 3) == 0)
            return false;
        lacks = lacks || strcmp(code, "E0420") == 0;
    }
    return lacks;
}

bool reading_open(struct reading *reading, struct diagnostics *diagnostics, const struct source *source)
{
    struct diagnostics *apart = diagnostics_new();
    const struct syntax_file *file = syntax_parse(apart, diagnostics_add_source(apart, source->path, source->text, source->length));
    bool phrases = diagnostics_count(apart, SEVERITY_ERROR) == 0 && !has_clause(file, "办法", "scheme") &&
                   (has_clause(file, "短语", "phrase") || has_clause(file, "聚合", "figure"));
    diagnostics_free(apart);
    *reading = (struct reading){.kind = READING_SCHEME};
    if (phrases)
        return open_phrases(reading, diagnostics, source);
    reading->model = elaborate_text(diagnostics, source);
    reading->scheme = reading->model->scheme_count ? reading->model->schemes[0] : NULL;
    for (uint32_t i = 0; i < reading->model->scheme_count; i++)
        if (scheme_is_run(reading->model->schemes[i]) && reading->model->schemes[i]->units)
            check_scheme(reading->model->schemes[i]);
    if (!reading->scheme || (diagnostics_count(diagnostics, SEVERITY_ERROR) && !lacks_cited(diagnostics)))
        return false;
    reading->file = reading->scheme->file;
    if (diagnostics_count(diagnostics, SEVERITY_ERROR))
        reading->kind = READING_APART;
    else if (reading->scheme->is_library)
        reading->kind = READING_CONSTANTS;
    return true;
}

/* A file of tests has the words of the scheme that it tests. */
static const struct lexicon *lexicon_of(const struct scheme *scheme, const struct syntax_file *chinese)
{
    for (uint32_t i = 0; scheme->test_count && scheme->is_library && i < scheme->cited_count; i++)
        if (scheme->cited[i]->lexicon)
            return scheme->cited[i]->lexicon;
    return scheme_lexicon(scheme, chinese);
}

struct syntax_file *reading_clauses(const struct reading *reading, enum keywords to)
{
    struct syntax_file *file = syntax_parse(reading->model->diagnostics, reading->file);
    if (reading->kind == READING_PHRASES) {
        if (to != KEYWORDS_KEPT)
            library_translate(file->clauses, file->clause_count, to == KEYWORDS_EN ? LANGUAGE_EN : LANGUAGE_ZH);
        return file;
    }
    struct syntax_file *chinese = syntax_parse(reading->model->diagnostics, reading->file);
    scheme_translate(reading->scheme, chinese, LANGUAGE_ZH);
    const struct lexicon *lexicon = lexicon_of(reading->scheme, chinese);
    struct syntax_file *result = to == KEYWORDS_KEPT ? file : chinese;
    syntax_cut(reading->model->diagnostics, lexicon, result->clauses, result->clause_count);
    if (to == KEYWORDS_EN)
        reading_to_english(reading, result);
    return result;
}

void reading_to_english(const struct reading *reading, struct syntax_file *file)
{
    if (reading->kind == READING_PHRASES)
        library_translate(file->clauses, file->clause_count, LANGUAGE_EN);
    else
        scheme_translate(reading->scheme, file, LANGUAGE_EN);
}

/* ---- the program without its places ---- */

/* Places, and words that are shown as they were written. */
static void forget_writing(struct program *program)
{
    const struct span nowhere = {NONE, 0, 0};
    program->source_count = 0;
    for (uint32_t i = 0; i < program->code_count; i++)
        program->spans[i] = nowhere;
    for (uint32_t i = 0; i < program->domain_count; i++) {
        program->domains[i].span = nowhere;
        for (uint32_t k = 0; k < program->domains[i].field_count; k++) {
            program->domains[i].fields[k].span = nowhere;
            program->domains[i].fields[k].empty_means = program->domains[i].fields[k].unit = "";
        }
    }
    for (uint32_t i = 0; i < program->stage_count; i++) {
        program->stages[i].span = nowhere;
        program->stages[i].message[0] = program->stages[i].message[1] = "";
    }
    for (uint32_t i = 0; i < program->output_count; i++)
        for (uint32_t k = 0; k < program->outputs[i].column_count; k++)
            program->outputs[i].columns[k].span = nowhere;
    for (uint32_t i = 0; i < program->fault_count; i++)
        program->faults[i][0] = program->faults[i][1] = "";
}

void reading_program(const struct reading *reading, struct buffer *out)
{
    if (reading->kind != READING_SCHEME)
        return;
    struct program *program = compile_model(reading->model);
    if (!program)
        return;
    forget_writing(program);
    program_encode(program, out);
    program_free(program);
}

bool reading_is_english(const struct syntax_file *file)
{
    const char *first = file->clause_count ? file->clauses[0].tokens[0].text : NULL;
    return first && ((first[0] >= 'a' && first[0] <= 'z') || (first[0] >= 'A' && first[0] <= 'Z'));
}
