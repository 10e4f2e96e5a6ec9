/* text/unicode_tables.h: the tables behind text/utf8.h. */
#ifndef NA_TEXT_UNICODE_TABLES_H
#define NA_TEXT_UNICODE_TABLES_H

#include <stddef.h>
#include <stdint.h>

typedef struct na_range {
    uint32_t first, last;
} na_range;

typedef struct na_range_table {
    const na_range *ranges;
    size_t count;
} na_range_table;

/* Every `step`-th code point of the run becomes lower case by adding `delta`. */
typedef struct na_case_run {
    uint32_t first, last;
    int32_t delta;
    uint32_t step;
} na_case_run;

typedef struct na_case_table {
    const na_case_run *runs;
    size_t count;
} na_case_table;

extern const na_range_table na_word_table, na_zero_table, na_wide_table;
extern const na_case_table na_lower_table;

#endif
