/* text/date_pattern.h: the state of trying one pattern at one place (date_pattern.c), and its
 * elements (date_element.c). */
#ifndef NA_TEXT_DATE_PATTERN_H
#define NA_TEXT_DATE_PATTERN_H

#include "text/date_scan.h"

/* The month's name that several patterns ask for at the same place. */
typedef struct na_date_name_cache {
    size_t at;
    na_date_month month;
    bool filled;
} na_date_name_cache;

typedef struct na_date_trial {
    na_str text;
    na_date_name_cache *cache;
    int64_t now;
    size_t i;
    int year, month, day;
    int a, b; /* ambiguous parts, in the order of the text */
    char separator;
    bool has_clock;
    bool one_digit;  /* a or b */
    bool loose_year; /* nothing but white space before the year's two digits */
    na_date_month name;
    na_date_clock clock;
} na_date_trial;

/* Reads one element of a pattern (see date_pattern.c for the letters) at m->i and moves behind it.
 */
bool na_date_element(na_date_trial *m, char element);

#endif
