/* text/date_scan.h: what the files behind date.h share. All functions take the text and a byte
 * offset and move the offset only when they succeed. */
#ifndef NA_TEXT_DATE_SCAN_H
#define NA_TEXT_DATE_SCAN_H

#include "text/date.h"

/* One digit, also full-width and Arabic; -1 for other characters. *length gets its bytes. */
int na_date_digit(na_str text, size_t i, size_t *length);
/* A whole run of digits, `least` to `most` of them. */
bool na_date_number(na_str text, size_t *i, unsigned least, unsigned most, int *value);
/* Behind Unicode white space and direction marks. */
size_t na_date_white(na_str text, size_t i);
/* A separator of date parts: '-', '/' or '.' for all their forms, 0 for none. */
char na_date_separator(na_str text, size_t *i);
bool na_date_char(na_str text, size_t *i, const char *any_of); /* one of the characters */
bool na_date_literal(na_str text, size_t *i, const char *literal);
/* The first of the space-separated literals that stands at *i; which one, or -1. */
int na_date_any_literal(na_str text, size_t *i, const char *list);

/* A run of letters, folded: lower case, Latin letters without their marks. */
typedef struct na_date_word {
    char p[40];
    size_t n;       /* 0: no word here, or one too long to be of use */
    size_t letters; /* code points */
    size_t end;
    bool capital;
} na_date_word;
na_date_word na_date_word_at(na_str text, size_t i);
/* The word is one of the space-separated ones. */
bool na_date_word_in(const na_date_word *word, const char *list);

/* Code point before i, 0 at the start. */
uint32_t na_date_before(na_str text, size_t i);
/* Nothing but white space or a bracket touches from that side. */
bool na_date_open_before(na_str text, size_t i);
bool na_date_open_after(na_str text, size_t i);

/* Month names. */
typedef struct na_date_month {
    int month;        /* 0: no month's name */
    bool full;        /* not an abbreviation */
    bool trusted;     /* counts without a year: written as its language writes it */
    bool month_first; /* its language puts the month before the day */
    size_t end;
} na_date_month;
na_date_month na_date_month_at(na_str text, size_t i);
/* Moves over weekdays, "at", "um", commas, brackets: what may stand between date and time. */
size_t na_date_between(na_str text, size_t i, bool *dotted_time);
bool na_date_is_filler(const na_date_word *word);

/* Time of day with its offset from UTC, at *i. */
typedef struct na_date_clock {
    int hour, minute, second; /* -1: not stated */
    bool twelve_hours;        /* AM or PM is written */
    bool has_offset;
    int offset_minutes;
} na_date_clock;
bool na_date_clock_at(na_str text, size_t *i, bool dotted, na_date_clock *clock);
/* Offset or name of a time zone; names that stand for several zones are stepped over. */
void na_date_zone_at(na_str text, size_t *i, bool iso, na_date_clock *clock);
/* The clock that stands behind a date, with what lies between. */
bool na_date_clock_after(na_str text, size_t *i, na_date_clock *clock);
void na_date_set_clock(na_date *date, const na_date_clock *clock);

/* Calendar. */
int64_t na_date_days(int year, int month, int day); /* since 1970-01-01 */
void na_date_from_days(int64_t days, na_date *date);
/* A day of the calendar, from 1990 to the day after now. */
bool na_date_allowed(int64_t now, int year, int month, int day);
/* The latest year in which the day is allowed. 0: none. */
int na_date_latest_year(int64_t now, int month, int day);

/* The forms, each tried at one place of the text. */
bool na_date_match_pattern(na_str text, size_t i, int64_t now, na_date_match *out);
bool na_date_match_digits(na_str text, size_t i, int64_t now, na_date_match *out);
bool na_date_match_east(na_str text, size_t i, int64_t now, na_date_match *out);
bool na_date_match_relative(na_str text, size_t i, int64_t now, na_date_match *out);
/* Any of them, also with the time in front. */
bool na_date_match_at(na_str text, size_t i, int64_t now, na_date_match *out);

#endif
