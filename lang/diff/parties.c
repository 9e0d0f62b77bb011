/* The changes as parties that are in force or not, and which of them can meet: in one indicator, in weights that are shared out, in a figure
 * that one indicator takes of another, in a column or constant that several read. Those that cannot meet add up by themselves, so that
 * orders need only be averaged among those that can. */
#include <string.h>
#include "diff/effect.h"
#include "elaborate/elaborate.h"
#include "memory.h"

/* ---- families ---- */

static uint32_t root(const uint32_t *up, uint32_t i)
{
    while (up[i] != i)
        i = up[i];
    return i;
}

static void unite(uint32_t *up, uint32_t a, uint32_t b) { up[root(up, b)] = root(up, a); }

static struct family *family_at(struct mixing *mixing, int64_t *places, uint32_t of)
{
    if (places[of] < 0) {
        places[of] = mixing->family_count;
        *ARRAY_ADD(mixing->families, mixing->family_count) = (struct family){.whole = NO_PARTY, .party = {NO_PARTY, NO_PARTY, NO_PARTY}};
    }
    return &mixing->families[places[of]];
}

static void make_families(struct mixing *mixing, const struct kinship *kinship)
{
    struct scheme *old = mixing->diff->old, *new = mixing->diff->new;
    uint32_t count = old->item_count + new->item_count, *up = lang_array(count + 1, sizeof *up);
    int64_t *places = lang_array(count + 1, sizeof *places);
    for (uint32_t i = 0; i < count; i++) {
        up[i] = i;
        places[i] = -1;
    }
    for (uint32_t i = 0; i < new->item_count; i++)
        for (uint32_t k = 0; k < kinship->new[i].count; k++)
            for (uint32_t o = 0; o < old->item_count; o++)
                if (old->items[o] == kinship->new[i].others[k])
                    unite(up, old->item_count + i, o);
    for (uint32_t i = 0; i < new->item_count; i++) {
        struct family *family = family_at(mixing, places, root(up, old->item_count + i));
        *ARRAY_ADD(family->new, family->new_count) = new->items[i];
    }
    for (uint32_t i = 0; i < old->item_count; i++) {
        struct family *family = family_at(mixing, places, root(up, i));
        *ARRAY_ADD(family->old, family->old_count) = old->items[i];
    }
}

/* ---- what the ledgers do not have ---- */

/* No ledger at hand goes by the name, nor has a column of it. */
static bool is_absent(const struct mixing *mixing, const char *name)
{
    const struct scheme *sides[2] = {mixing->diff->old, mixing->diff->new};
    bool there = known_ledger(mixing->known, name);
    for (int i = 0; i < 2 && !there; i++)
        for (uint32_t k = 0; k < sides[i]->ledger_count && !there; k++)
            there = field_find(sides[i]->ledgers[k], name) && known_column(mixing->known, sides[i]->ledgers[k]->name, name);
    return !there;
}

static bool is_renamed(const struct mixing *mixing, const char *name)
{
    for (uint32_t k = 0; k < mixing->rename_count; k++)
        if (strcmp(mixing->renames[k].from, name) == 0)
            return true;
    return false;
}

void mixing_note_absent(struct mixing *mixing)
{
    const struct scheme *sides[2] = {mixing->diff->old, mixing->diff->new};
    for (int i = 0; i < 2; i++)
        for (uint32_t k = 0; k < sides[i]->ledger_count; k++) {
            const struct row_set *ledger = sides[i]->ledgers[k];
            if (!known_ledger(mixing->known, ledger->name))
                *ARRAY_ADD(mixing->absent, mixing->absent_count) = ledger->name;
            for (uint32_t f = 0; f < ledger->field_count; f++)
                if (is_absent(mixing, ledger->fields[f]->name) && !is_renamed(mixing, ledger->fields[f]->name))
                    *ARRAY_ADD(mixing->absent, mixing->absent_count) = ledger->fields[f]->name;
        }
    for (uint32_t i = 0; i < mixing->absent_count; i++)
        map_set(&mixing->absent_map, mixing->absent[i], strlen(mixing->absent[i]), 1);
}

/* The only column that the item reads and that the other side does not declare; NULL: none, or several. */
static const struct field_model *own_column(const struct item *item, const struct scheme *other)
{
    uint32_t count;
    const struct field_model **fields = load_fields_of(item, &count), *own = NULL;
    for (uint32_t i = 0; i < count; i++) {
        const struct row_set *there = ledger_find(other, fields[i]->owner->name);
        if (there && field_find(there, fields[i]->name))
            continue;
        if (own)
            return NULL;
        own = fields[i];
    }
    return own;
}

bool lineage_rename(const struct diff *diff, const struct item_pair *pair, struct rename *rename)
{
    const struct field_model *from = own_column(pair->new, diff->old), *to = from ? own_column(pair->old, diff->new) : NULL;
    bool alike = to && strcmp(from->owner->name, to->owner->name) == 0 && from->type == to->type && from->unit == to->unit && from->percent == to->percent &&
                 from->type != TYPE_CATEGORY && from->type != TYPE_INDEX;
    if (alike)
        *rename = (struct rename){from->name, to->name, from->owner->name};
    return alike;
}

/* An indicator whose column was renamed with it reads last year's column. */
static void renames(struct mixing *mixing)
{
    for (uint32_t i = 0; i < mixing->diff->pair_count; i++) {
        struct rename rename;
        if (lineage_rename(mixing->diff, &mixing->diff->pairs[i], &rename) && known_column(mixing->known, rename.ledger, rename.to) &&
            !known_column(mixing->known, rename.ledger, rename.from))
            *ARRAY_ADD(mixing->renames, mixing->rename_count) = rename;
    }
}

static bool speaks_of(const struct clause *clause, const char *name)
{
    for (uint32_t i = 0; i < clause->token_count; i++)
        if (clause->tokens[i].kind == TOKEN_WORD && strcmp(clause->tokens[i].text, name) == 0)
            return true;
    for (uint32_t i = 0; i < clause->body_count; i++)
        if (speaks_of(&clause->body[i], name))
            return true;
    return false;
}

static void note_left_out(struct mixing *mixing, const struct scheme *scheme)
{
    static const char *const heads[] = {"一票否决", "等次调整", "名额"};
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        bool out = mixing_leaves_out(mixing, scheme->items[i]);
        if (out)
            *ARRAY_ADD(mixing->left_out, mixing->left_out_count) = scheme->items[i];
        for (uint32_t k = 0; k < scheme->items[i]->exempt_count && !out; k++)
            for (uint32_t a = 0; a < mixing->absent_count; a++)
                if (speaks_of(scheme->items[i]->exempt[k].clause, mixing->absent[a])) {
                    *ARRAY_ADD(mixing->passed_over, mixing->passed_over_count) = scheme->items[i]->exempt[k].clause;
                    break;
                }
    }
    for (uint32_t i = 0; i < scheme->syntax->clause_count; i++) {
        const struct clause *clause = &scheme->syntax->clauses[i];
        bool gate = false, block = token_is(&clause->tokens[0], "加分") || token_is(&clause->tokens[0], "扣分"), found = false;
        for (size_t h = 0; h < sizeof heads / sizeof *heads; h++)
            gate = gate || token_is(&clause->tokens[0], heads[h]);
        for (uint32_t a = 0; a < mixing->absent_count && !found && (gate || (block && !clause->has_body)); a++)
            found = speaks_of(clause, mixing->absent[a]);
        if (found)
            *ARRAY_ADD(mixing->passed_over, mixing->passed_over_count) = clause;
        for (uint32_t k = 0; block && k < clause->body_count; k++)
            for (uint32_t a = 0; a < mixing->absent_count; a++)
                if (speaks_of(&clause->body[k], mixing->absent[a])) {
                    *ARRAY_ADD(mixing->passed_over, mixing->passed_over_count) = &clause->body[k];
                    break;
                }
    }
}

/* ---- parties ---- */

static uint32_t add_party(struct mixing *mixing, enum party_kind kind, uint32_t family, const char *id, const char *zh, const char *en)
{
    *ARRAY_ADD(mixing->parties, mixing->party_count) = (struct party){.kind = kind, .family = family, .id = id, .label = {zh, en}};
    return mixing->party_count - 1;
}

/* Which aspect of an indicator it changes; ASPECTS: none. */
static int aspect_of(enum change_kind kind)
{
    if (kind >= CHANGE_WEIGHT && kind <= CHANGE_SCOPE)
        return PARTY_WEIGHT;
    if (kind >= CHANGE_TARGET && kind <= CHANGE_ROUNDING)
        return PARTY_RULE;
    return kind >= CHANGE_EXEMPTION_ADDED && kind <= CHANGE_SHARED_WEIGHT ? PARTY_EXEMPTION : ASPECTS;
}

static bool is_of_family(const struct family *family, const struct change *change)
{
    for (uint32_t i = 0; i < family->new_count; i++)
        if (change->new == family->new[i])
            return true;
    for (uint32_t i = 0; i < family->old_count; i++)
        if (change->old == family->old[i])
            return true;
    return false;
}

bool party_has(const struct mixing *mixing, const struct party *party, const struct change *change)
{
    enum change_kind kind = change->kind;
    const struct scheme *old = mixing->diff->old, *new = mixing->diff->new;
    bool of_bonus = (change->old && change->old == old->bonus) || (change->new && change->new == new->bonus);
    bool of_deduction = (change->old && change->old == old->deduction) || (change->new && change->new == new->deduction);
    bool of_item = change->old || change->new;
    switch (party->kind) {
    case PARTY_WEIGHT: case PARTY_RULE: case PARTY_EXEMPTION:
        return change->old && change->new == mixing->families[party->family].new[0] && aspect_of(kind) == (int)party->kind;
    case PARTY_WHOLE:
        return kind <= CHANGE_SPLIT && is_of_family(&mixing->families[party->family], change);
    case PARTY_BONUS:
        return of_bonus || (kind >= CHANGE_BONUS_ADDED && kind <= CHANGE_BONUS_CAP);
    case PARTY_DEDUCTION:
        return of_deduction || (kind >= CHANGE_DEDUCTION_ADDED && kind <= CHANGE_DEDUCTION_CAP);
    case PARTY_TOTAL:
        return kind == CHANGE_TOTAL || (kind == CHANGE_ROUNDING && !of_item);
    case PARTY_LEDGERS:
        return kind == CHANGE_COLUMN || kind == CHANGE_LEDGER_RULE;
    case PARTY_CONSTANTS:
        return kind == CHANGE_CONSTANT || kind == CHANGE_FUNCTION || kind == CHANGE_MEANING;
    default:
        return kind == CHANGE_MOVED || (kind == CHANGE_SHARED_WEIGHT && !of_item);
    }
}

/* What has changed of the pair, by aspect, in words. */
static void pair_parties(struct mixing *mixing, uint32_t number)
{
    struct family *family = &mixing->families[number];
    static const char *const names[ASPECTS] = {"weight", "rule", "exemption"};
    for (int aspect = 0; aspect < ASPECTS; aspect++) {
        const char *words[2] = {"", ""};
        enum change_kind last = CHANGE_KINDS;
        for (uint32_t i = 0; i < mixing->diff->change_count; i++) {
            const struct change *change = &mixing->diff->changes[i];
            if (change->new != family->new[0] || !change->old || aspect_of(change->kind) != aspect || change->kind == last)
                continue;
            last = change->kind;
            words[0] = lang_format("%s%s%s", words[0], words[0][0] ? "、" : "", change_facts[last].name[0]);
            words[1] = lang_format("%s%s%s", words[1], words[1][0] ? ", " : "", change_facts[last].name[1]);
        }
        if (words[0][0] && aspect == PARTY_RULE && mixing_leaves_out(mixing, family->new[0])) {
            words[0] = "新规则不能评";
            words[1] = "new rule cannot be scored";
        }
        if (words[0][0])
            family->party[aspect] = add_party(mixing, (enum party_kind)aspect, number, lang_format("%s:%s", names[aspect], family->label),
                                              lang_format("%s %s", family->label, words[0]), lang_format("%s %s", family->label, words[1]));
    }
}

static void family_parties(struct mixing *mixing, uint32_t number)
{
    struct family *family = &mixing->families[number];
    const struct item *first = family->new_count ? family->new[0] : family->old[0];
    family->label = family->new_count == 1 || !family->old_count ? first->code : family->old[0]->code;
    family->group = first->group ? first->group->name : "";
    if (family->old_count == 1 && family->new_count == 1 && family->new[0]->descent.kind != DESCENT_MERGED && family->new[0]->descent.kind != DESCENT_SPLIT) {
        pair_parties(mixing, number);
        return;
    }
    const char *zh = !family->old_count ? "新设" : !family->new_count ? "不再考核" : family->new_count == 1 ? "合并" : "拆分";
    const char *en = !family->old_count ? "added" : !family->new_count ? "gone" : family->new_count == 1 ? "merged" : "split";
    const char *id = !family->old_count ? "added" : !family->new_count ? "removed" : family->new_count == 1 ? "merged" : "split";
    family->whole = add_party(mixing, PARTY_WHOLE, number, lang_format("%s:%s", id, family->label), lang_format("%s %s", family->label, zh), lang_format("%s %s", family->label, en));
}

static bool any_change(const struct mixing *mixing, enum change_kind first, enum change_kind last)
{
    for (uint32_t i = 0; i < mixing->diff->change_count; i++)
        if (mixing->diff->changes[i].kind >= first && mixing->diff->changes[i].kind <= last)
            return true;
    return false;
}

static bool blocks_differ(const struct item *old, const struct item *new)
{
    return (old != NULL) != (new != NULL) || (old && !same_clauses(old->clause, new->clause));
}

/* A column that both declare reads another value out of the same cell. */
static bool column_differs(const struct field_model *a, const struct field_model *b)
{
    if (a->type != b->type || a->unit != b->unit || a->percent != b->percent || rational_compare(&a->factor, &b->factor) != 0 || (a->empty == EMPTY_REPLACED) != (b->empty == EMPTY_REPLACED))
        return true;
    return a->empty == EMPTY_REPLACED && !same_tokens(a->empty_clause->tokens + a->empty_from, a->empty_to - a->empty_from, b->empty_clause->tokens + b->empty_from, b->empty_to - b->empty_from);
}

static const char **changed_columns(const struct mixing *mixing, uint32_t *count)
{
    const char **names = NULL;
    *count = 0;
    for (uint32_t i = 0; i < mixing->diff->new->ledger_count; i++) {
        const struct row_set *new = mixing->diff->new->ledgers[i], *old = ledger_find(mixing->diff->old, new->name);
        for (uint32_t f = 0; old && f < new->field_count; f++) {
            const struct field_model *before = field_find(old, new->fields[f]->name);
            if (before && known_column(mixing->known, new->name, before->name) && column_differs(before, new->fields[f]))
                *ARRAY_ADD(names, *count) = before->name;
        }
        if (old && known_ledger(mixing->known, new->name) && blocks_differ(old->scored, new->scored))
            *ARRAY_ADD(names, *count) = new->name;
    }
    return names;
}

/* Columns that are another kind of thing, so that a rule of one year cannot read them as the other declares them. */
static void tie_families(struct mixing *mixing)
{
    for (uint32_t i = 0; i < mixing->diff->new->ledger_count; i++) {
        const struct row_set *new = mixing->diff->new->ledgers[i], *old = ledger_find(mixing->diff->old, new->name);
        for (uint32_t f = 0; old && f < new->field_count; f++) {
            const struct field_model *b = new->fields[f], *a = field_find(old, b->name);
            if (!a || (a->type == b->type && a->unit == b->unit && a->percent == b->percent) || !known_column(mixing->known, new->name, a->name))
                continue;
            for (uint32_t k = 0; k < mixing->family_count; k++)
                for (int side = 0; side < 2; side++) {
                    struct family *family = &mixing->families[k];
                    uint32_t count = side ? family->new_count : family->old_count;
                    for (uint32_t m = 0; m < count; m++)
                        family->tied = family->tied || speaks_of((side ? family->new : family->old)[m]->clause, a->name);
                }
        }
    }
}

/* Some line exempts it, or says where it does not apply, and the ledgers can tell whom. */
static bool has_exceptions(const struct mixing *mixing, const struct item *item)
{
    for (uint32_t i = 0; i < item->exempt_count + item->not_applicable_count; i++) {
        const struct clause *line = (i < item->exempt_count ? &item->exempt[i] : &item->not_applicable[i - item->exempt_count])->clause;
        bool served = true;
        for (uint32_t a = 0; a < mixing->absent_count && served; a++)
            served = !speaks_of(line, mixing->absent[a]);
        if (served)
            return true;
    }
    return false;
}

/* The group says what becomes of weights, and somebody's weight is left over. */
static bool has_policy(const struct mixing *mixing, const struct scheme *scheme, const struct group_model *group)
{
    if (!group || !(group->exempt.kind || group->not_applicable.kind))
        return false;
    for (uint32_t i = 0; i < scheme->item_count; i++)
        if (scheme->items[i]->group == group && has_exceptions(mixing, scheme->items[i]))
            return true;
    return false;
}

static bool has_policies(const struct mixing *mixing, const struct scheme *scheme)
{
    for (uint32_t i = 0; i < scheme->group_count; i++)
        if (has_policy(mixing, scheme, scheme->groups[i]))
            return true;
    return false;
}

/* In either year the family stands in a group that says what becomes of weights. */
static bool under_policy(const struct mixing *mixing, const struct family *family)
{
    for (uint32_t i = 0; i < family->old_count; i++)
        if (has_policy(mixing, mixing->diff->old, family->old[i]->group))
            return true;
    for (uint32_t i = 0; i < family->new_count; i++)
        if (has_policy(mixing, mixing->diff->new, family->new[i]->group))
            return true;
    return false;
}

static void scheme_parties(struct mixing *mixing)
{
    const struct scheme *old = mixing->diff->old, *new = mixing->diff->new;
    uint32_t changed;
    changed_columns(mixing, &changed);
    mixing->bonus = mixing->deduction = mixing->total = mixing->ledgers = mixing->constants = mixing->groups = NO_PARTY;
    if (blocks_differ(old->bonus, new->bonus))
        mixing->bonus = add_party(mixing, PARTY_BONUS, 0, "bonus", "加分", "bonus");
    if (blocks_differ(old->deduction, new->deduction))
        mixing->deduction = add_party(mixing, PARTY_DEDUCTION, 0, "deduction", "扣分", "deduction");
    bool rounding = old->has_rounding != new->has_rounding || rational_compare(&old->quantum, &new->quantum) != 0 || old->rounding != new->rounding;
    if (rounding || any_change(mixing, CHANGE_TOTAL, CHANGE_TOTAL))
        mixing->total = add_party(mixing, PARTY_TOTAL, 0, "total", "总分", "total");
    if (changed)
        mixing->ledgers = add_party(mixing, PARTY_LEDGERS, 0, "ledgers", "台账的规定", "rules of the ledgers");
    if (any_change(mixing, CHANGE_CONSTANT, CHANGE_FUNCTION))
        mixing->constants = add_party(mixing, PARTY_CONSTANTS, 0, "constants", "常数和函数", "constants and functions");
    if ((has_policies(mixing, old) || has_policies(mixing, new)) && (any_change(mixing, CHANGE_MOVED, CHANGE_MOVED) || has_policies(mixing, old) != has_policies(mixing, new)))
        mixing->groups = add_party(mixing, PARTY_GROUPS, 0, "groups", "组的规定", "rules of the groups");
}

/* ---- who meets whom ---- */

/* Places: families first, then bonus, deduction, rest. */
enum { PLACE_BONUS, PLACE_DEDUCTION, PLACES_MORE };

static uint32_t family_of(const struct mixing *mixing, const struct item *item)
{
    for (uint32_t i = 0; i < mixing->family_count; i++) {
        for (uint32_t k = 0; k < mixing->families[i].old_count; k++)
            if (mixing->families[i].old[k] == item)
                return i;
        for (uint32_t k = 0; k < mixing->families[i].new_count; k++)
            if (mixing->families[i].new[k] == item)
                return i;
    }
    return 0;
}

static bool in_group(const struct family *family, const char *group)
{
    for (uint32_t i = 0; i < family->old_count; i++)
        if (family->old[i]->group && strcmp(family->old[i]->group->name, group) == 0)
            return true;
    for (uint32_t i = 0; i < family->new_count; i++)
        if (family->new[i]->group && strcmp(family->new[i]->group->name, group) == 0)
            return true;
    return false;
}

/* Whoever may take a part in some mixture: also what is there in the other year only. */
static void unite_takers(struct mixing *mixing, uint32_t *up, const struct item *giver, const struct weight_policy *policy)
{
    uint32_t own = family_of(mixing, giver);
    bool all = policy->target == SHARE_ALL, group = policy->target == SHARE_GROUP && giver->group;
    for (uint32_t i = 0; policy->kind == POLICY_SHARE && i < mixing->family_count; i++)
        if (all || (group && in_group(&mixing->families[i], giver->group->name)))
            unite(up, own, i);
    for (uint32_t k = 0; policy->kind == POLICY_SHARE && k < policy->list_count; k++)
        unite(up, own, family_of(mixing, policy->list[k]));
}

/* Weights that are shared out meet all weights that take a part. */
static void unite_shares(struct mixing *mixing, uint32_t *up, const struct scheme *scheme)
{
    for (uint32_t i = 0; i < scheme->item_count; i++) {
        const struct item *item = scheme->items[i];
        if (!has_exceptions(mixing, item))
            continue;
        for (uint32_t k = 0; k < item->way_count; k++)
            unite_takers(mixing, up, item, way_policy(item, &item->ways[k]));
    }
}

/* An indicator that speaks of another by its code. */
static void unite_references(struct mixing *mixing, uint32_t *up, const struct scheme *scheme)
{
    for (uint32_t i = 0; i < scheme->item_count; i++)
        for (uint32_t b = 0; b < scheme->items[i]->clause->body_count; b++) {
            const struct clause *line = &scheme->items[i]->clause->body[b];
            bool aside = token_is(&line->tokens[0], "沿革") || token_is(&line->tokens[0], "承接");
            for (uint32_t k = 0; k < line->token_count && !aside; k++) {
                const struct item *other = line->tokens[k].kind == TOKEN_WORD ? item_find((struct scheme *)scheme, line->tokens[k].text) : NULL;
                if (other && other != scheme->items[i])
                    unite(up, family_of(mixing, scheme->items[i]), family_of(mixing, other));
            }
        }
}

/* All that speaks of one of the names meets in the party. */
static void unite_names(struct mixing *mixing, uint32_t *up, const char *const *names, uint32_t count)
{
    const struct scheme *sides[2] = {mixing->diff->old, mixing->diff->new};
    uint32_t first = NO_PARTY;
    for (int s = 0; s < 2; s++) {
        const struct item *items[2] = {sides[s]->bonus, sides[s]->deduction};
        for (uint32_t i = 0; i < sides[s]->item_count + 2; i++) {
            bool block = i >= sides[s]->item_count;
            const struct item *item = block ? items[i - sides[s]->item_count] : sides[s]->items[i];
            bool speaks = false;
            for (uint32_t k = 0; item && k < count && !speaks; k++)
                speaks = speaks_of(item->clause, names[k]);
            if (!speaks)
                continue;
            uint32_t place = block ? mixing->family_count + (i - sides[s]->item_count) : family_of(mixing, item);
            if (first == NO_PARTY)
                first = place;
            unite(up, first, place);
        }
    }
}

static uint32_t place_of_party(const struct mixing *mixing, const uint32_t *up, const struct party *party, const char *const *columns, uint32_t column_count,
                               const char *const *constants, uint32_t constant_count)
{
    switch (party->kind) {
    case PARTY_BONUS: case PARTY_TOTAL:
        return root(up, mixing->family_count + PLACE_BONUS);
    case PARTY_DEDUCTION:
        return root(up, mixing->family_count + PLACE_DEDUCTION);
    case PARTY_LEDGERS: case PARTY_CONSTANTS: {
        const char *const *names = party->kind == PARTY_LEDGERS ? columns : constants;
        uint32_t count = party->kind == PARTY_LEDGERS ? column_count : constant_count;
        for (uint32_t i = 0; i < mixing->family_count; i++)
            for (uint32_t k = 0; k < count; k++)
                if ((mixing->families[i].new_count && speaks_of(mixing->families[i].new[0]->clause, names[k])) ||
                    (mixing->families[i].old_count && speaks_of(mixing->families[i].old[0]->clause, names[k])))
                    return root(up, i);
        return root(up, mixing->family_count + PLACE_BONUS);
    }
    case PARTY_GROUPS:
        for (uint32_t i = 0; i < mixing->family_count; i++)
            if (under_policy(mixing, &mixing->families[i]))
                return root(up, i);
        return 0;
    default:
        return root(up, party->family);
    }
}

/* ---- components ---- */

static void make_components(struct mixing *mixing, const uint32_t *up, const char *const *columns, uint32_t column_count, const char *const *constants, uint32_t constant_count)
{
    uint32_t places = mixing->family_count + PLACES_MORE, *numbers = lang_array(places, sizeof *numbers);
    for (uint32_t i = 0; i < places; i++)
        numbers[i] = NO_PARTY;
    for (uint32_t i = 0; i < mixing->party_count; i++) {
        uint32_t at = place_of_party(mixing, up, &mixing->parties[i], columns, column_count, constants, constant_count);
        if (numbers[at] == NO_PARTY) {
            numbers[at] = mixing->component_count;
            *ARRAY_ADD(mixing->components, mixing->component_count) = (struct component){0};
        }
        mixing->parties[i].component = numbers[at];
    }
    for (uint32_t i = 0; i < mixing->family_count; i++) {
        uint32_t number = numbers[root(up, i)];
        mixing->families[i].component = number;
        if (number != NO_PARTY)
            *ARRAY_ADD(mixing->components[number].families, mixing->components[number].family_count) = i;
    }
    uint32_t bonus = numbers[root(up, mixing->family_count + PLACE_BONUS)], deduction = numbers[root(up, mixing->family_count + PLACE_DEDUCTION)];
    if (bonus != NO_PARTY)
        mixing->components[bonus].bonus = true;
    if (deduction != NO_PARTY)
        mixing->components[deduction].deduction = true;
    for (uint32_t i = 0; i < mixing->component_count; i++)
        mixing_seat(mixing, i);
}

static const char **changed_constants(const struct mixing *mixing, uint32_t *count)
{
    const char **names = NULL;
    *count = 0;
    for (uint32_t i = 0; i < mixing->diff->change_count; i++) {
        const struct change *change = &mixing->diff->changes[i];
        if (change->kind == CHANGE_CONSTANT || change->kind == CHANGE_FUNCTION)
            *ARRAY_ADD(names, *count) = change->code;
    }
    return names;
}

static void meet(struct mixing *mixing)
{
    uint32_t places = mixing->family_count + PLACES_MORE, *up = lang_array(places, sizeof *up), column_count, constant_count;
    const char **columns = changed_columns(mixing, &column_count), **constants = changed_constants(mixing, &constant_count);
    for (uint32_t i = 0; i < places; i++)
        up[i] = i;
    unite_shares(mixing, up, mixing->diff->old);
    unite_shares(mixing, up, mixing->diff->new);
    unite_references(mixing, up, mixing->diff->old);
    unite_references(mixing, up, mixing->diff->new);
    unite_names(mixing, up, columns, column_count);
    unite_names(mixing, up, constants, constant_count);
    if (mixing->total != NO_PARTY)
        unite(up, mixing->family_count + PLACE_BONUS, mixing->family_count + PLACE_DEDUCTION);
    for (uint32_t i = 0; mixing->groups != NO_PARTY && i < mixing->family_count; i++)
        for (uint32_t k = 0; k < i; k++)
            if (under_policy(mixing, &mixing->families[i]) && under_policy(mixing, &mixing->families[k]))
                unite(up, k, i);
    make_components(mixing, up, columns, column_count, constants, constant_count);
}

void mixing_join(struct mixing *mixing)
{
    mixing->joint = true;
    mixing->component_count = 1;
    mixing->components = lang_array(1, sizeof *mixing->components);
    for (uint32_t i = 0; i < mixing->party_count; i++)
        mixing->parties[i].component = 0;
    mixing_seat(mixing, 0);
}

struct mixing *mixing_new(struct diff *diff, const struct known_columns *known)
{
    struct mixing *mixing = lang_new(sizeof *mixing);
    struct kinship kinship = match_items(diff->old, diff->new);
    mixing->diff = diff;
    mixing->known = known;
    make_families(mixing, &kinship);
    renames(mixing);
    mixing_note_absent(mixing);
    note_left_out(mixing, diff->old);
    note_left_out(mixing, diff->new);
    for (uint32_t i = 0; i < mixing->family_count; i++)
        family_parties(mixing, i);
    scheme_parties(mixing);
    tie_families(mixing);
    meet(mixing);
    return mixing;
}
