/* Kinds that were not met are left out. Damaged records are no tolerance: each is a message. */
#include "tolerance.h"

#include <string.h>

void tolerances_add(struct tolerances *to, const newsarc_warc_reader *reader)
{
    uint64_t records;
    const char *name;
    for (size_t i = 0;
         i < TOLERANCES && (name = newsarc_warc_reader_tolerance(reader, i, &records)); i++) {
        to->names[i] = name;
        if (strcmp(name, "skipped") != 0)
            to->records[i] += records;
    }
}

void tolerances_text(struct text *t, const struct tolerances *from)
{
    const char *before = ", tolerated: ";
    for (size_t i = 0; i < TOLERANCES; i++)
        if (from->records[i]) {
            text_addf(t, "%s%llu %s", before, (unsigned long long)from->records[i], from->names[i]);
            before = ", ";
        }
}

json_t *tolerances_json(const struct tolerances *from)
{
    json_t *object = json_object();
    for (size_t i = 0; i < TOLERANCES; i++)
        if (from->records[i])
            json_object_set_new(object, from->names[i], json_integer((json_int_t)from->records[i]));
    return object;
}
