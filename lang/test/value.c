/* Values in tests: what is given, as the text of a ledger's cell, so that it comes in by the same door as a file; what is expected, as a
 * constant of the model. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"
#include "number/date.h"
#include "test/test.h"

/* ---- what is given ---- */

static const char *kept(struct buffer *text)
{
    const char *copy = lang_text(buffer_text(text), text->length);
    buffer_release(text);
    return copy;
}

/* The number as the column's file would have it, or NULL where no decimal says it. */
static const char *number_cell(const struct field_model *field, const struct rational *value)
{
    struct rational written;
    struct buffer text = {0};
    rational_init(&written);
    rational_divide(&written, value, &field->factor);
    if (field->percent) {
        struct rational hundred;
        rational_init(&hundred);
        rational_set(&hundred, 100, 1);
        rational_multiply(&written, &written, &hundred);
    }
    if (rational_decimals(&written) < 0)
        return NULL;
    rational_format_exact(&written, &text);
    if (field->percent)
        buffer_append_char(&text, '%');
    return kept(&text);
}

static const char *constant_cell(const struct field_model *field, const struct node *value)
{
    struct buffer text = {0};
    switch (value->type) {
    case TYPE_NUMBER: return number_cell(field, &value->value.number);
    case TYPE_BOOLEAN: return value->value.boolean ? "是" : "否";
    case TYPE_CATEGORY: return field->categories->names[value->value.code];
    case TYPE_DATE:
        date_format(value->value.code, &text);
        return kept(&text);
    default: return NULL;
    }
}

bool test_cell_value(struct scheme *scheme, const struct field_model *field, const struct token *tokens, uint32_t count, struct test_cell *cell)
{
    struct scope scope = {.scheme = scheme, .domain = field->owner};
    struct span span = tokens_span(tokens, count);
    *cell = (struct test_cell){field, NULL, span};
    if (field->type == TYPE_TEXT || field->type == TYPE_INDEX) {
        cell->text = count == 1 && tokens[0].kind == TOKEN_TEXT ? tokens[0].text : span_text(scheme->model, span);
        return true;
    }
    struct node *like = node_field(scheme->model->pool, field->owner, field);
    struct expression *expression = syntax_expression(scheme->model->diagnostics, tokens, count, true);
    struct node *value = expression ? resolve_for(&scope, like, expression) : NULL;
    if (!value || !compare_nodes(&scope, COMPARE_EQUAL, like, value, span))
        return false;
    cell->text = value->kind == NODE_CONSTANT && value->value.status == STATUS_PRESENT ? constant_cell(field, value) : NULL;
    if (!cell->text)
        fault(&scope, "E0913", span, span_text(scheme->model, span), NULL);
    return cell->text != NULL;
}

/* ---- what is expected ---- */

/* 第 2 名 is the number 2. */
static bool strip_place(const struct token **tokens, uint32_t *count)
{
    if (*count != 3 || !token_is(&(*tokens)[0], "第") || (*tokens)[1].kind != TOKEN_NUMBER || !token_is(&(*tokens)[2], "名"))
        return false;
    *tokens += 1;
    *count = 1;
    return true;
}

struct node *test_expected_value(struct scheme *scheme, const struct result *result, const struct token *tokens, uint32_t count)
{
    struct scope scope = scheme_scope(scheme);
    struct span span = tokens_span(tokens, count);
    strip_place(&tokens, &count);
    if (result->node->type == TYPE_TEXT || result->node->type == TYPE_INDEX)
        return fault(&scope, "E0913", span, span_text(scheme->model, span), NULL);
    struct expression *expression = count ? syntax_expression(scheme->model->diagnostics, tokens, count, true) : NULL;
    struct node *value = expression ? resolve_for(&scope, result->node, expression) : NULL;
    if (!value)
        return NULL;
    bool alike = value->type == result->node->type && (value->type != TYPE_NUMBER || unit_comparable(result->node->unit, value->unit));
    if (!alike || value->kind != NODE_CONSTANT || value->value.status != STATUS_PRESENT) {
        fault(&scope, "E0913", span, span_text(scheme->model, span), NULL);
        if (result->node->type == TYPE_NUMBER && result->node->unit == unit_points())
            propose_points(scheme->model, tokens, count);
        return NULL;
    }
    return value;
}

void *test_unknown_name(struct model *model, const char *codes[2], struct span span, const char *name, const char *const *names, uint32_t count)
{
    const char *nearest = text_nearest(name, strlen(name), names, count);
    if (!nearest)
        return model_fault(model, codes[0], span, name, NULL);
    model_fault(model, codes[1], span, name, nearest, NULL);
    propose_nearest(model, span, name, names, count);
    return NULL;
}
