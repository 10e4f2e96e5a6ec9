/* changes.h: the changes of a collection as a table for people. */
#ifndef CLI_CHANGES_H
#define CLI_CHANGES_H

#include "output.h"

#define CHANGE_KINDS 6

struct changes_table {
    struct output *out;
    bool colours;
    json_int_t run; /* told last; 0: none */
    unsigned long long counts[CHANGE_KINDS];
};

void changes_table_begin(struct changes_table *table, struct output *out);
/* One change; the object is that of newsarc-collection(5). */
void changes_table_add(struct changes_table *table, json_t *change);
void changes_table_end(struct changes_table *table); /* the counts */

#endif
