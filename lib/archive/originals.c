/* Two places for each hash; of two that are taken the older one gives way. An entry is its numbers
 * and five strings, about 250 bytes: 1 MiB in all. */
#include "archive/originals.h"

#include "core/alloc.h"
#include "core/hash.h"
#include <stdio.h>
#include <string.h>

#define SLOTS ((size_t)1 << 12) /* a power of two */
#define STRINGS 5               /* digest, file, record id, date, URI */

typedef struct entry {
    uint64_t hash, offset, length, age;
    char strings[]; /* each with its NUL */
} entry;

struct na_originals {
    uint64_t age;
    entry *slots[SLOTS];
};

na_originals *na_originals_new(void)
{
    return na_calloc(1, sizeof(na_originals));
}

void na_originals_free(na_originals *o)
{
    for (size_t i = 0; o && i < SLOTS; i++)
        na_free(o->slots[i]);
    na_free(o);
}

static uint64_t mix(uint64_t h, na_str s)
{
    return na_hash64(na_hash64(h, s), (na_str){"", 1}); /* ends the string */
}

static uint64_t hash_of(const na_payload_key *k)
{
    const char numbers[] = {(char)(k->status & 0x7F), (char)(k->status >> 7 & 0x7F),
                            (char)k->chunked};
    uint64_t h = NA_HASH64_BEGIN;
    h = mix(h, (na_str){numbers, sizeof numbers});
    h = mix(h, k->location);
    h = mix(h, na_str_from(k->digest));
    return h ^ h >> 29;
}

bool na_originals_add(na_originals *o, const na_payload_key *key, const na_warc_place *place,
                      const char *uri)
{
    const char *const strings[STRINGS] = {key->digest, place->file, place->record_id, place->date,
                                          uri};
    size_t sizes[STRINGS], total = sizeof(entry);
    for (size_t i = 0; i < STRINGS; i++)
        total += sizes[i] = strlen(strings[i]) + 1;
    entry *e = na_malloc(total);
    if (!e)
        return false;
    *e = (entry){.hash = hash_of(key), .offset = place->offset, .length = place->length};
    e->age = o->age++;
    char *to = e->strings;
    for (size_t i = 0; i < STRINGS; to += sizes[i++])
        memcpy(to, strings[i], sizes[i]);
    entry **slot = &o->slots[e->hash & (SLOTS - 1)];
    entry **other = &o->slots[(e->hash & (SLOTS - 1)) ^ 1];
    if (*slot && (!*other || (*other)->age < (*slot)->age))
        slot = other;
    na_free(*slot);
    *slot = e;
    return true;
}

static const entry *find(const na_originals *o, const na_payload_key *key)
{
    uint64_t hash = hash_of(key);
    for (size_t i = 0; i < 2; i++) {
        const entry *e = o->slots[(hash & (SLOTS - 1)) ^ i];
        if (e && e->hash == hash && strcmp(e->strings, key->digest) == 0)
            return e;
    }
    return NULL;
}

const char *na_originals_find(const na_originals *o, const na_payload_key *key,
                              na_warc_place *place)
{
    const entry *e = find(o, key);
    *place = (na_warc_place){0};
    if (!e)
        return NULL;
    const char *s = e->strings;
    char *const to[] = {place->payload_digest, place->file, place->record_id, place->date};
    const size_t room[] = {sizeof place->payload_digest, sizeof place->file,
                           sizeof place->record_id, sizeof place->date};
    for (size_t i = 0; i < STRINGS - 1; i++, s += strlen(s) + 1)
        snprintf(to[i], room[i], "%s", s);
    place->offset = e->offset;
    place->length = e->length;
    return s;
}
