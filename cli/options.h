/* options.h: one table per command describes its options; the parser, the help and the message for
 * wrong usage all read it. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "text.h"
#include <stdint.h>

/* Type of the field an option fills. */
enum option_type {
    OPTION_FLAG,   /* int: counts how often it was given */
    OPTION_TEXT,   /* const char * */
    OPTION_LIST,   /* struct option_list: may be given many times */
    OPTION_CHOICE, /* int: index into choices */
    OPTION_NUMBER, /* uint64_t */
    OPTION_BYTES,  /* uint64_t: 500K, 20M, 1.5G (powers of 1024) */
    OPTION_TIME    /* int64_t milliseconds: 90, 1.5s, 500ms, 2h30m */
};

struct option_list {
    const char **v;
    size_t n;
};

struct option {
    const char *name;       /* without the dashes */
    char letter;            /* 0: none */
    bool command_line_only; /* not a key of a crawl file */
    bool beside_file;       /* a path that starts at the crawl file, where it stands in one */
    enum option_type type;
    const char *value; /* what the help calls the value; NULL for flags */
    size_t offset;     /* of the field in the structure of values */
    const char *help;
    const char *const *choices; /* OPTION_CHOICE: ends with NULL */
    uint64_t least, most;       /* range of numbers, sizes and times (ms); most 0: no limit */
    /* What a crawl file's value must be besides (NULL: nothing), and how messages call that. On the
     * command line the library is the one to refuse it. */
    bool (*accepts)(const char *value);
    const char *accepted;
};

/* A table and the structure that it fills. */
struct option_table {
    const struct option *options;
    size_t count;
    void *values;
    bool *given; /* set for each option that was given; may be NULL */
};

struct operands {
    const char **v;
    size_t n;
};

/* Parses argv[1..]; options and operands may be mixed, "--" ends the options. Strings point into
 * argv. Returns false on wrong usage, with one line in *error. */
bool options_parse(const struct option_table *tables, size_t table_count, int argc, char **argv,
                   struct operands *operands, struct text *error);
/* Stores one value as the command line does, list items behind each other; flags take "true" and
 * "false", or NULL for one more. Strings are not copied. Returns false for a wrong value, with
 * what is wrong in *error. */
bool option_store(const struct option *o, void *values, const char *value, struct text *error);
/* Frees the lists that parsing made. */
void options_free(const struct option_table *table);
/* The options as lines of help. */
void options_help(const struct option_table *table, struct text *out);

/* Values alone; false when malformed or too large. */
bool option_number(const char *s, uint64_t *out);
bool option_bytes(const char *s, uint64_t *out);
bool option_time(const char *s, int64_t *milliseconds);

/* The name that is nearest to `word` and near enough to be meant; NULL when none is. `name_at`
 * gives the i-th name or NULL at the end. */
const char *suggest(const char *word, const char *(*name_at)(size_t i, const void *user),
                    const void *user);

#endif
