/* Nodes for one class, from the constants up; what was found for a node is kept, for sums of weights are shared by all indicators. */
#include "check/view.h"
#include <string.h>
#include "memory.h"
#include "model/node_fold.h"

struct class_view class_view_open(const struct scheme *scheme)
{
    const struct node *category = scheme->class_field ? node_field(scheme->model->pool, scheme->units, scheme->class_field) : NULL;
    uint32_t room = node_pool_count(scheme->model->pool);
    return (struct class_view){category, 0, room, lang_array(room, sizeof(struct class_found))};
}

void class_view_turn(struct class_view *view, uint32_t class) { view->class = class; }

uint32_t class_view_count(const struct scheme *scheme) { return scheme->class_field ? scheme->class_field->categories->count : 1; }

enum answer class_answer(const struct class_view *view, const struct node *condition)
{
    const struct constant_value *known = node_value_for(condition, view->class);
    enum answer answer = ANSWER_UNKNOWN;
    if (known)
        return known->status != STATUS_PRESENT ? ANSWER_UNKNOWN : known->boolean ? ANSWER_YES : ANSWER_NO;
    if (condition->kind == NODE_OPERATION && condition->op == OP_NOT) {
        enum answer of = class_answer(view, condition->a);
        answer = of == ANSWER_UNKNOWN ? of : of == ANSWER_YES ? ANSWER_NO : ANSWER_YES;
    } else if (condition->kind == NODE_OPERATION && (condition->op == OP_AND || condition->op == OP_OR)) {
        enum answer stop = condition->op == OP_AND ? ANSWER_NO : ANSWER_YES, a = class_answer(view, condition->a), b = class_answer(view, condition->b);
        answer = a == stop || b == stop ? stop : a == ANSWER_UNKNOWN || b == ANSWER_UNKNOWN ? ANSWER_UNKNOWN : a;
    }
    return answer == ANSWER_UNKNOWN && condition->exception ? ANSWER_NO : answer;
}

static bool find_value(struct class_view *view, const struct node *node, struct constant_value *out)
{
    const struct constant_value *known = node_value_for(node, view->class);
    memset(out, 0, sizeof *out);
    rational_init(&out->number);
    if (known) {
        *out = *known;
        return true;
    }
    if (node == view->category) {
        out->code = (int32_t)view->class;
        return true;
    }
    if (node->type == TYPE_BOOLEAN) {
        out->boolean = class_answer(view, node) == ANSWER_YES;
        return true;
    }
    if (node->kind != NODE_OPERATION)
        return false;
    struct constant_value in[3];
    const struct node *operands[3] = {node->a, node->b, node->c};
    if (node->op == OP_SELECT) {
        if (!class_value(view, node->a, &in[0]))
            return false;
        return class_value(view, in[0].status == STATUS_PRESENT && in[0].boolean ? node->b : node->c, out);
    }
    for (int i = 0; i < 3; i++)
        if (operands[i] && !class_value(view, operands[i], &in[i]))
            return false;
    return node_fold_values((enum opcode)node->op, node->mode, &node->value, node->a->type, in, out);
}

bool class_value(struct class_view *view, const struct node *node, struct constant_value *out)
{
    struct class_found *found = node->number < view->room ? &view->found[node->number] : NULL;
    if (found && found->done == view->class + 1) {
        *out = found->value;
        return found->known;
    }
    bool known = find_value(view, node, out);
    if (found)
        *found = (struct class_found){view->class + 1, known, *out};
    return known;
}
