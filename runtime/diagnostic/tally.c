/* A ledger of the wrong encoding has a fault in every row: twenty are shown, the others counted by kind.  Errors go first, so that no
 * number of warnings hides the one error that stopped the run; what is shown keeps its order. */
#include "diagnostic/tally.h"

#include <stdlib.h>
#include <string.h>

/* The ledger that a fault is about, or NULL. Equal paths are one pointer. */
static const char *faulty_file(const struct diagnostic *diagnostic)
{
    for (const struct place *place = diagnostic->places; place; place = place->next)
        if (place->is_cell)
            return place->path;
    return NULL;
}

static struct tally_file *file_of(struct tally *tally, const char *path)
{
    for (size_t i = 0; i < tally->count; i++)
        if (tally->files[i].path == path)
            return &tally->files[i];
    tally->files = memory_resize(tally->files, tally->count + 1, sizeof *tally->files);
    tally->files[tally->count] = (struct tally_file){.path = path};
    return &tally->files[tally->count++];
}

static void count_hidden(struct tally_file *file, const struct message *message, size_t times)
{
    size_t at = 0;
    while (at < file->kind_count && file->kinds[at].message != message)
        at++;
    if (at == file->kind_count) {
        file->kinds = memory_resize(file->kinds, ++file->kind_count, sizeof *file->kinds);
        file->kinds[at] = (struct tally_kind){message, 0};
    }
    file->kinds[at].count += times;
    file->hidden += times;
}

static int compare_kinds(const void *a, const void *b)
{
    const struct tally_kind *first = a, *second = b;
    if (first->count != second->count)
        return first->count > second->count ? -1 : 1;
    return strcmp(first->message->code, second->message->code);
}

static void tally_severity(struct tally *tally, const struct diagnostic *const *order, size_t count, size_t limit, bool errors)
{
    for (size_t i = 0; i < count; i++) {
        const struct message *message = order[i]->message;
        const char *path = message->code[0] == 'D' ? faulty_file(order[i]) : NULL;
        if (!path || (message->severity == SEVERITY_ERROR) != errors)
            continue;
        struct tally_file *file = file_of(tally, path);
        if (!order[i]->more && (limit == 0 || file->shown < limit)) {
            file->shown++;
        } else {
            tally->is_hidden[i] = true;
            count_hidden(file, message, order[i]->more ? order[i]->more : 1);
        }
    }
}

void tally_new(struct tally *tally, const struct diagnostic *const *order, size_t count, size_t limit)
{
    *tally = (struct tally){.is_hidden = memory_array(count, sizeof(bool))};
    tally_severity(tally, order, count, limit, true);
    tally_severity(tally, order, count, limit, false);
    for (size_t i = 0; i < tally->count; i++)
        if (tally->files[i].kind_count)
            qsort(tally->files[i].kinds, tally->files[i].kind_count, sizeof *tally->files[i].kinds, compare_kinds);
}

void tally_release(struct tally *tally)
{
    for (size_t i = 0; i < tally->count; i++)
        memory_free(tally->files[i].kinds);
    memory_free(tally->files);
    memory_free(tally->is_hidden);
    *tally = (struct tally){0};
}
