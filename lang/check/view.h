/* What nodes come to for one class of units, by the text alone: conditions on data are unknown, but that an item is exempt or does not apply
 * by data counts as not so. */
#ifndef ASSESSC_CHECK_VIEW_H
#define ASSESSC_CHECK_VIEW_H
#include "check/sample.h"
#include "model/model.h"

/* Each value is found once for a class; done: by node number, the class it was found for, plus 1. */
struct class_found { uint32_t done; bool known; struct constant_value value; };
struct class_view { const struct node *category; uint32_t class, room; struct class_found *found; };

/* Looks at the scheme's first class; class_view_turn looks at another. Without classes there is one, number 0. */
struct class_view class_view_open(const struct scheme *scheme);
void class_view_turn(struct class_view *view, uint32_t class);
uint32_t class_view_count(const struct scheme *scheme);

/* The value for the class; false where it depends on data. */
bool class_value(struct class_view *view, const struct node *node, struct constant_value *out);
enum answer class_answer(const struct class_view *view, const struct node *condition);

#endif
