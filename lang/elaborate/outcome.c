/* For lang/test/: the test blocks of a file, and what tests should have met, noted where the rules are read: each row of a table, each line that takes effect under a condition. */
#include "elaborate/elaborate.h"
#include "memory.h"
#include "phrase/vocabulary.h"

void outcome_note(struct scheme *scheme, struct item *item, enum outcome_kind kind, struct span span, struct node *condition, bool wanted, struct node *owner)
{
    if (!condition)
        return;
    for (uint32_t i = 0; i < scheme->outcome_count; i++) {      /* a line may be read for several figures */
        struct rule_outcome *outcome = &scheme->outcomes[i];
        if (outcome->kind == kind && outcome->condition == condition && outcome->span.file == span.file && outcome->span.start == span.start)
            return;
    }
    *ARRAY_ADD(scheme->outcomes, scheme->outcome_count) = (struct rule_outcome){kind, span, condition, wanted, owner, item};
}

void tests_set_aside(struct scheme *scheme, struct syntax_file *file)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < file->clause_count; i++) {
        struct clause *clause = &file->clauses[i];
        if (head_says(&clause->tokens[0], "测试"))
            *ARRAY_ADD(scheme->tests, scheme->test_count) = *clause;
        else
            file->clauses[kept++] = *clause;
    }
    file->clause_count = kept;
}
