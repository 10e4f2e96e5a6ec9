/* tolerance.h: what was odd about WARC records that were read all the same, counted by kind. */
#ifndef CLI_TOLERANCE_H
#define CLI_TOLERANCE_H

#include "text.h"
#include <jansson.h>
#include <newsarc/warc.h>
#include <stdint.h>

enum { TOLERANCES = 16 };

struct tolerances {
    const char *names[TOLERANCES]; /* of the library; NULL behind the last */
    uint64_t records[TOLERANCES];
};

/* Adds what the reader met. */
void tolerances_add(struct tolerances *to, const newsarc_warc_reader *reader);
/* Adds ", tolerated: 12 bare-lf, 3 raw-uri", or nothing when there was nothing. */
void tolerances_text(struct text *t, const struct tolerances *from);
/* {"bare-lf": 12, "raw-uri": 3} */
json_t *tolerances_json(const struct tolerances *from);

#endif
