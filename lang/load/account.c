/* Counts by indicator, department and scheme, from the model. */
#include "load/account.h"
#include <string.h>
#include "base/map.h"
#include "elaborate/elaborate.h"
#include "memory.h"

/* ---- one indicator ---- */

/* A line that gives or takes points is one; a score or a rate of its own is one. */
static int64_t points_of(const struct item *item)
{
    int64_t points = item->points_count;
    for (uint32_t i = 0; i < item->quantity_count; i++)
        if (strcmp(item->quantities[i]->name, "得分") == 0 || strcmp(item->quantities[i]->name, "得分率") == 0)
            points += item->quantities[i]->base.clause != NULL;
    return points > 0 ? points : 1;
}

struct load_counts load_of_item(const struct item *item)
{
    struct load_counts counts = {.indicators = 1, .points = points_of(item), .forms = item->workload.forms, .inspections = item->workload.inspections};
    uint32_t fields;
    rational_init(&counts.hours);
    if (item->workload.has_inspections)
        rational_copy(&counts.hours, &item->workload.hours);
    load_fields_of(item, &fields);
    counts.fields = fields;
    return counts;
}

const char *load_department_of(const struct item *item) { return item->owner ? item->owner : lang_format("《%s》", item->scheme->title); }

/* ---- columns that a score rests on ---- */

struct reading { const struct item *item; const struct field_model **fields; uint32_t count; };

static void read_field(void *context, const struct field_model *field)
{
    struct reading *reading = context;
    const struct row_set *rows = field->owner;
    bool asked = field->type != TYPE_INDEX && field != reading->item->scheme->class_field;
    for (uint32_t i = 0; i < rows->key_count; i++)
        asked = asked && rows->fields[rows->keys[i]] != field;
    if (asked)
        *ARRAY_ADD(reading->fields, reading->count) = field;
}

/* What decides who is exempt is no figure that is asked for; and the weight is passed by, for by it every indicator would rest on whatever
 * exempts another. */
const struct field_model **load_fields_of(const struct item *item, uint32_t *count)
{
    struct reading reading = {.item = item};
    node_fields(&item->raw, 1, item->effective_weight, read_field, &reading);
    *count = reading.count;
    return reading.fields;
}

/* ---- sums ---- */

static void add(struct load_counts *sum, const struct load_counts *counts)
{
    sum->indicators += counts->indicators;
    sum->points += counts->points;
    sum->forms += counts->forms;
    sum->inspections += counts->inspections;
    rational_add(&sum->hours, &sum->hours, &counts->hours);
}

static struct load_department *department_of(struct load_account *account, const char *name)
{
    for (uint32_t i = 0; i < account->department_count; i++) {
        const char *other = account->departments[i].name;
        if (other == name || (other && name && strcmp(other, name) == 0))
            return &account->departments[i];
    }
    struct load_department *department = ARRAY_ADD(account->departments, account->department_count);
    department->name = name;
    rational_init(&department->counts.hours);
    return department;
}

/* Names that a map holds, kept where the collector sees them: the map's own memory is not its. */
struct names { struct map map; const char **kept; uint32_t count; };

static bool names_add(struct names *names, const char *name, int64_t value, int64_t *existing)
{
    *ARRAY_ADD(names->kept, names->count) = name;
    return map_add(&names->map, name, strlen(name), value, existing);
}

/* A column counts once for the scheme and once for each department that reads it. */
static void count_fields(struct load_account *account, const struct item *item, struct names *seen)
{
    uint32_t count;
    const struct field_model **fields = load_fields_of(item, &count);
    struct load_department *department = department_of(account, item->owner);
    for (uint32_t i = 0; i < count; i++) {
        int64_t other;
        const char *name = lang_format("%s.%s", fields[i]->owner->name, fields[i]->name);
        account->total.fields += names_add(seen, name, 0, &other);
        name = lang_format("%s|%s", item->owner ? item->owner : "", name);
        department->counts.fields += names_add(seen, name, 0, &other);
    }
}

struct load_account load_account_of(struct scheme *scheme)
{
    struct load_account account = {.scheme = scheme};
    struct names seen = {0};
    rational_init(&account.total.hours);
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        struct load_counts counts = load_of_item(scheme->items[i]);
        add(&account.total, &counts);
        add(&department_of(&account, scheme->items[i]->owner)->counts, &counts);
        count_fields(&account, scheme->items[i], &seen);
    }
    map_release(&seen.map);
    return account;
}

struct rational load_figure_of(const struct scheme *scheme, enum load_figure figure)
{
    struct rational sum;
    int64_t whole = figure == LOAD_VETOES ? scheme->veto_count : 0;
    rational_init(&sum);
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        const struct item *item = scheme->items[i];
        whole += figure == LOAD_INDICATORS ? 1 : figure == LOAD_POINTS ? points_of(item) : figure == LOAD_FORMS ? item->workload.forms :
                 figure == LOAD_INSPECTIONS ? item->workload.inspections : 0;
        if (figure == LOAD_HOURS && item->workload.has_inspections)
            rational_add(&sum, &sum, &item->workload.hours);
    }
    if (figure != LOAD_HOURS)
        rational_set(&sum, whole, 1);
    return sum;
}

/* ---- asked for twice ---- */

/* Columns of one name, of ledgers of one name, of schemes of one year that assess the same level (or of one scheme) are one figure. */
static const char *figure_key(const struct item *item, const struct field_model *field)
{
    const struct scheme *scheme = item->scheme;
    const char *level = scheme->level.lower ? scheme->level.lower : scheme->path;
    return lang_format("%d|%s|%s|%s", scheme->year, level, field->owner->name, field->name);
}

static bool departments_differ(const struct item *a, const struct item *b)
{
    return a->scheme == b->scheme ? a->owner && b->owner && strcmp(a->owner, b->owner) != 0
                                  : strcmp(load_department_of(a), load_department_of(b)) != 0;
}

static void note_use(struct load_repeat *repeat, const struct item *item)
{
    for (uint32_t i = 0; i < repeat->item_count; i++)
        if (!departments_differ(repeat->items[i], item))
            return;                 /* that department asks for it already */
    *ARRAY_ADD(repeat->items, repeat->item_count) = item;
}

struct load_repeat *load_repeats(const struct model *model, uint32_t *count)
{
    struct load_repeat *all = NULL, *repeats = NULL;
    uint32_t all_count = 0;
    struct names keys = {0};
    for (uint32_t s = 0; s < model->scheme_count; s++)
        for (uint32_t i = 0; scheme_is_run(model->schemes[s]) && i < model->schemes[s]->item_count; i++) {
            uint32_t fields;
            const struct item *item = model->schemes[s]->items[i];
            const struct field_model **read = load_fields_of(item, &fields);
            for (uint32_t f = 0; f < fields; f++) {
                const char *key = figure_key(item, read[f]);
                int64_t number = all_count;
                if (names_add(&keys, key, all_count, &number)) {
                    number = all_count;
                    ARRAY_ADD(all, all_count)->field = read[f];
                }
                note_use(&all[number], item);
            }
        }
    map_release(&keys.map);
    *count = 0;
    for (uint32_t i = 0; i < all_count; i++)
        if (all[i].item_count > 1)
            *ARRAY_ADD(repeats, *count) = all[i];
    return repeats;
}

/* ---- from level to level ---- */

bool load_descends(const struct item *item, const struct item *upper)
{
    if (item->scheme->under != upper->scheme)
        return false;
    for (uint32_t i = 0; i < item->descends_count; i++)
        if (strcmp(item->descends[i]->text, upper->code) == 0)
            return true;
    return !item->descends_count && strcmp(item->code, upper->code) == 0;
}

uint32_t load_descendants(const struct model *model, const struct item *item, uint32_t *next_level)
{
    uint32_t all = 0, next = 0;
    for (uint32_t s = 0; s < model->scheme_count; s++) {
        const struct scheme *scheme = model->schemes[s];
        for (uint32_t i = 0; scheme->under == item->scheme && i < scheme->item_count; i++)
            if (load_descends(scheme->items[i], item)) {
                next++;
                all += 1 + load_descendants(model, scheme->items[i], NULL);
            }
    }
    if (next_level)
        *next_level = next;
    return all;
}
