/* Record ids: each once in all files, and what refers to a record finds it, by its id or, as
 * revisits do, by target URI and date. Both are kept as the first 12 bytes of their SHA-1 in an
 * open hash table, so that millions fit; past the ceiling they are no longer checked, which is
 * told. */
#include "archive/verify.h"

#include "core/alloc.h"
#include "core/error.h"
#include <libdeflate.h>
#include <stdio.h>

#define SLOTS_FIRST ((size_t)1 << 10)
#define SLOTS_MAX ((size_t)1 << 23) /* 192 MiB */
#define PENDING_MAX ((size_t)1 << 18)
#define FILES_MAX ((size_t)1 << 16)

typedef struct key {
    uint64_t a;
    uint32_t b; /* 0: none */
} key;

typedef struct slot {
    uint64_t a; /* key */
    uint32_t b;
    uint32_t date; /* a number that stands for WARC-Date */
    uint32_t file;
    uint32_t fingerprint;
} slot;

typedef enum link_kind { CONCURRENT_TO, REFERS_TO, WARCINFO_ID, TARGET } link_kind;

/* A reference whose record was not met yet. */
typedef struct pending {
    key key;
    uint8_t kind; /* link_kind */
    bool lone;    /* the record may be in a file that was not given */
    uint32_t file, date;
    uint64_t offset;
    char record_id[64];
} pending;

struct na_ids {
    slot *slots;
    size_t room, used;
    pending *pending;
    size_t pending_room, pending_n;
    char **files; /* names, for what is told of them later */
    size_t files_room, files_n;
    uint64_t last_file; /* number of the file whose name was kept last */
    na_digest *digest;
    bool full;
};

static const struct {
    const char *field, *rule;
} links[] = {{"WARC-Concurrent-To", "concurrent-to"},
             {"WARC-Refers-To", "refers-to"},
             {"WARC-Warcinfo-ID", "warcinfo-id"},
             {"WARC-Refers-To-Target-URI", "refers-to-target"}};

na_ids *na_ids_new(void)
{
    na_ids *ids = na_calloc(1, sizeof *ids);
    if (!ids)
        return NULL;
    ids->room = SLOTS_FIRST;
    ids->slots = na_calloc(ids->room, sizeof *ids->slots);
    ids->digest = na_digest_new(NA_SHA1);
    if (ids->slots && ids->digest)
        return ids;
    na_ids_free(ids);
    return NULL;
}

void na_ids_free(na_ids *ids)
{
    if (!ids)
        return;
    for (size_t i = 0; i < ids->files_n; i++)
        na_free(ids->files[i]);
    na_free(ids->files);
    na_free(ids->pending);
    na_free(ids->slots);
    na_digest_free(ids->digest);
    na_free(ids);
}

/* Of a record's id, or, when there is a date, of what was captured then. */
static key key_of(na_ids *ids, na_str id, na_str date)
{
    unsigned char value[64] = {0};
    key k;
    na_digest_begin(ids->digest);
    na_digest_add(ids->digest, id);
    na_digest_add(ids->digest, date.n ? NA_STR(" ") : date);
    na_digest_add(ids->digest, date);
    na_digest_value(ids->digest, value);
    memcpy(&k.a, value, 8);
    memcpy(&k.b, value + 8, 4);
    k.b |= 1; /* never the empty key */
    return k;
}

static uint32_t number_of(na_str text)
{
    return text.n ? libdeflate_crc32(0, text.p, text.n) : 0;
}

static slot *find(slot *slots, size_t room, key k)
{
    size_t i = (size_t)k.a & (room - 1);
    while (slots[i].b && (slots[i].a != k.a || slots[i].b != k.b))
        i = (i + 1) & (room - 1);
    return &slots[i];
}

/* Keeps the table at most five eighths full. False: no room. */
static bool grow(na_ids *ids)
{
    if (ids->used < ids->room / 8 * 5)
        return true;
    if (ids->room >= SLOTS_MAX)
        return false;
    size_t room = ids->room * 2;
    slot *slots = na_calloc(room, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < ids->room; i++)
        if (ids->slots[i].b)
            *find(slots, room, (key){ids->slots[i].a, ids->slots[i].b}) = ids->slots[i];
    na_free(ids->slots);
    ids->slots = slots;
    ids->room = room;
    return true;
}

static void no_longer(na_verify *v)
{
    if (!v->ids->full)
        na_verify_report(v, WARNING, "unchecked",
                         "too many records: ids are not checked from here on");
    v->ids->full = true;
}

/* Index of the present file's name among those kept; FILES_MAX when there is no room. */
static size_t file_index(na_verify *v)
{
    na_ids *ids = v->ids;
    if (ids->files_n && ids->last_file == v->sum.files)
        return ids->files_n - 1;
    if (ids->files_n == FILES_MAX)
        return FILES_MAX;
    if (ids->files_n == ids->files_room) {
        size_t room = ids->files_room ? ids->files_room * 2 : 16;
        char **files = na_realloc_array(ids->files, room, sizeof *files);
        if (!files)
            return FILES_MAX;
        ids->files = files;
        ids->files_room = room;
    }
    ids->files[ids->files_n] = na_strdup(v->file);
    if (!ids->files[ids->files_n])
        return FILES_MAX;
    ids->last_file = v->sum.files;
    return ids->files_n++;
}

static const char *file_name(const na_ids *ids, size_t file)
{
    return file < ids->files_n ? ids->files[file] : "another file";
}

/* The same record twice in one file is bad style, in two of them a broken collection. */
static void report_double(na_verify *v, const slot *s, bool same, size_t file)
{
    const char *other = s->file == file ? "this file" : file_name(v->ids, s->file);
    if (same)
        na_verify_report(v, s->file == file ? WARNING : ERROR, "repeated-record",
                         "the same record stands in %s before", other);
    else
        na_verify_report(v, ERROR, "duplicate-id",
                         "another record in %s has the same WARC-Record-ID", other);
}

/* A place in the table for a key that is not in it; NULL when it is full. */
static slot *add(na_verify *v, key k)
{
    na_ids *ids = v->ids;
    if (!grow(ids)) {
        no_longer(v);
        return NULL;
    }
    ids->used++;
    return find(ids->slots, ids->room, k);
}

static void note_id(na_verify *v, na_str id, uint32_t date, uint32_t fingerprint)
{
    na_ids *ids = v->ids;
    key k = key_of(ids, id, (na_str){0});
    size_t file = file_index(v);
    slot *s = find(ids->slots, ids->room, k);
    if (s->b)
        report_double(v, s, s->fingerprint == fingerprint && s->date == date, file);
    else if ((s = add(v, k)))
        *s = (slot){k.a, k.b, date, (uint32_t)file, fingerprint};
}

/* What a revisit may refer to by URI and date; several captures may have both in common. */
static void note_capture(na_verify *v, const na_warc_record *record)
{
    na_str uri = na_warc_uri(record, "WARC-Target-URI"), date = na_warc_field(record, "WARC-Date");
    if (!(na_verify_type(record) & (NA_RESPONSE | NA_RESOURCE)) || !uri.n || !date.n)
        return;
    key k = key_of(v->ids, uri, date);
    slot *s = find(v->ids->slots, v->ids->room, k);
    if (!s->b && (s = add(v, k)))
        *s = (slot){.a = k.a, .b = k.b};
}

/* Records of one capture event have one date (section 5.4). */
static void check_link(na_verify *v, const slot *s, unsigned kind, uint32_t date)
{
    if (kind == CONCURRENT_TO && s->date != date)
        na_verify_report(v, ERROR, "concurrent-date",
                         "WARC-Date differs from that of the record in WARC-Concurrent-To");
}

static void go_to(na_verify *v, const pending *p)
{
    v->file = v->ids->files[p->file];
    v->offset = p->offset;
    snprintf(v->record_id, sizeof v->record_id, "%s", p->record_id);
}

/* Takes the references away whose records were met since. */
static void settle(na_verify *v)
{
    na_ids *ids = v->ids;
    const na_verify here = *v;
    size_t left = 0;
    for (size_t i = 0; i < ids->pending_n; i++) {
        const pending *p = &ids->pending[i];
        const slot *s = find(ids->slots, ids->room, p->key);
        go_to(v, p);
        if (s->b)
            check_link(v, s, p->kind, p->date);
        else
            ids->pending[left++] = *p;
    }
    ids->pending_n = left;
    v->file = here.file;
    v->offset = here.offset;
    memcpy(v->record_id, here.record_id, sizeof v->record_id);
}

/* Most references are to one of the next records, so there is room again after a look at them. */
static bool has_room_for_pending(na_verify *v)
{
    na_ids *ids = v->ids;
    if (ids->pending_n < ids->pending_room)
        return true;
    settle(v);
    if (ids->pending_room && ids->pending_n <= ids->pending_room / 2)
        return true;
    size_t room = ids->pending_room ? ids->pending_room * 2 : 64;
    pending *all = room <= PENDING_MAX ? na_realloc_array(ids->pending, room, sizeof *all) : NULL;
    if (!all)
        return false;
    ids->pending = all;
    ids->pending_room = room;
    return true;
}

static void note_pending(na_verify *v, key k, link_kind kind, uint32_t date)
{
    na_ids *ids = v->ids;
    size_t file = file_index(v);
    if (file == FILES_MAX || !has_room_for_pending(v)) {
        no_longer(v);
        return;
    }
    pending *p = &ids->pending[ids->pending_n++];
    *p = (pending){.key = k,
                   .kind = (uint8_t)kind,
                   .lone = v->lone,
                   .file = (uint32_t)file,
                   .date = date,
                   .offset = v->offset};
    snprintf(p->record_id, sizeof p->record_id, "%.63s", v->record_id);
}

static void note_link(na_verify *v, key k, link_kind kind, uint32_t date)
{
    const slot *s = find(v->ids->slots, v->ids->room, k);
    if (s->b)
        check_link(v, s, kind, date);
    else
        note_pending(v, k, kind, date);
}

/* A field may stand more than once. */
static void note_links(na_verify *v, const na_warc_record *record, link_kind kind, uint32_t date)
{
    size_t at = 0;
    na_str name, value, want = na_str_from(links[kind].field);
    while (na_warc_next_field(record->fields, &at, &name, &value))
        if (na_str_eq_nocase(name, want) && value.n)
            note_link(v, key_of(v->ids, value, (na_str){0}), kind, date);
}

static void note_target(na_verify *v, const na_warc_record *record)
{
    na_str uri = na_warc_uri(record, links[TARGET].field);
    na_str date = na_warc_field(record, "WARC-Refers-To-Date");
    if (uri.n && date.n)
        note_link(v, key_of(v->ids, uri, date), TARGET, 0);
}

void na_verify_ids(na_verify *v, const na_warc_record *record, uint64_t fingerprint)
{
    uint32_t date = number_of(na_warc_field(record, "WARC-Date"));
    na_str id = na_warc_field(record, "WARC-Record-ID");
    if (v->ids->full)
        return;
    if (id.n)
        note_id(v, id, date, (uint32_t)(fingerprint ^ fingerprint >> 32) ^ na_verify_type(record));
    note_capture(v, record);
    note_links(v, record, CONCURRENT_TO, date);
    note_links(v, record, REFERS_TO, date);
    note_links(v, record, WARCINFO_ID, date);
    note_target(v, record);
}

void na_verify_links(na_verify *v)
{
    const na_ids *ids = v->ids;
    settle(v);
    for (size_t i = 0; i < ids->pending_n && !v->stopped && !ids->full; i++) {
        const pending *p = &ids->pending[i];
        go_to(v, p);
        na_verify_report(v, p->lone ? WARNING : ERROR, links[p->kind].rule,
                         "%s names a record that is not here", links[p->kind].field);
    }
}
