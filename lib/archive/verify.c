/* newsarc_verify: walks a WARC file, or the files of a collection, and lets each check look at each
 * record. The rules are listed in verify.h. */
#include "archive/verify.h"

#include "core/alloc.h"
#include "core/error.h"
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define BLOCK_MAX ((size_t)1 << 20)
#define FILES_MAX ((size_t)1 << 20)
#define PATH_ROOM 4096

void na_verify_report(na_verify *v, int32_t severity, const char *rule, const char *format, ...)
{
    char text[512], message[512];
    va_list args;
    if (v->stopped)
        return;
    *(severity == ERROR ? &v->sum.errors : &v->sum.warnings) += 1;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    na_printable(message, sizeof message, na_str_from(text));
    newsarc_finding finding = {.struct_size = sizeof finding,
                               .severity = severity,
                               .file = v->file,
                               .rule = rule,
                               .record_id = v->record_id[0] ? v->record_id : NULL,
                               .offset = v->offset,
                               .message = message};
    if (v->fn && v->fn(&finding, v->user) != 0)
        v->stopped = true;
}

static void set_record(na_verify *v, const na_warc_record *record)
{
    na_str id = na_warc_field(record, "WARC-Record-ID");
    v->offset = record->offset;
    na_printable(v->record_id, sizeof v->record_id, id);
}

static void check_oddities(na_verify *v, const na_warc_record *record)
{
    static const struct {
        uint32_t bit;
        const char *rule, *message;
    } names[] = {
        {NA_WARC_BARE_LF, "header", "a header line ends with LF instead of CRLF"},
        {NA_WARC_NO_END, "record-end", "the block is not followed by CRLF CRLF"},
        {NA_WARC_EXTRA_BYTES, "extra-bytes",
         "empty lines or an empty gzip member before the record"},
        {NA_WARC_OPEN_MEMBER, "gzip-member", "the gzip member goes on behind the record"},
        {NA_WARC_SHARED_MEMBER, "gzip-member", "the record does not begin its gzip member"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (record->oddities & names[i].bit)
            na_verify_report(v, ERROR, names[i].rule, "%s", names[i].message);
}

/* Section 6.2: a warcinfo record comes first; its WARC-Filename is the name when it was written. */
static void check_first(na_verify *v, const na_warc_record *record)
{
    na_str name = na_str_from(v->file);
    const char *slash = strrchr(v->file, '/');
    name = slash ? na_str_from(slash + 1) : name;
    na_str noted = na_warc_field(record, "WARC-Filename");
    if (na_verify_type(record) != NA_WARCINFO)
        na_verify_report(v, WARNING, "warcinfo", "the file does not begin with a warcinfo record");
    else if (noted.n && !na_str_starts(name, noted))
        na_verify_report(v, WARNING, "filename", "WARC-Filename is %.*s",
                         (int)(noted.n < 200 ? noted.n : 200), noted.p);
}

static void check_record(na_verify *v, na_check *check, const na_warc_record *record, bool first)
{
    set_record(v, record);
    v->sum.records++;
    check_oddities(v, record);
    if (first)
        check_first(v, record);
    na_verify_fields(v, record);
    na_check_finish(check, record);
    na_verify_ids(v, record, na_check_fingerprint(check));
}

static void check_fault(na_verify *v, const na_warc_record *record)
{
    set_record(v, record);
    na_verify_report(v, ERROR, record->fault, "%s", record->message);
    if (record->version.n)
        na_verify_fields(v, record);
}

/* OK, or why the walk could not go on; NEWSARC_E_FORMAT: not one record begins in the file. */
static newsarc_status walk(na_verify *v, na_warc_reader *r, na_check *check, newsarc_error *err)
{
    na_warc_tap tap = na_check_tap(check);
    na_warc_record record;
    newsarc_status status = NEWSARC_OK;
    bool first = true;
    na_warc_reader_tap(r, &tap);
    while (!v->stopped && v->failed == NEWSARC_OK) {
        na_check_reset(check);
        status = na_warc_reader_next(r, &record, NULL);
        bool nothing =
            status == NEWSARC_E_NOT_FOUND || (status == NEWSARC_E_FORMAT && record.version.n == 0);
        if (first && nothing)
            return na_error(err, NEWSARC_E_FORMAT, "warc", na_str_from(v->file),
                            "not a WARC file: it does not begin with a WARC record");
        if (status == NEWSARC_OK)
            check_record(v, check, &record, first);
        else if (status == NEWSARC_E_FORMAT)
            check_fault(v, &record);
        else
            break;
        first = false;
    }
    if (status == NEWSARC_E_IO)
        return na_error(err, status, "warc", na_str_from(v->file), "cannot read the file");
    return status == NEWSARC_E_NOMEM ? status : NEWSARC_OK;
}

newsarc_status na_verify_reader(na_verify *v, na_warc_reader *r, newsarc_error *err)
{
    v->sum.files++;
    v->sum.bytes += na_warc_reader_size(r);
    na_check *check = na_check_new(v);
    newsarc_status status = check ? walk(v, r, check, err) : NEWSARC_E_NOMEM;
    na_check_free(check);
    return status;
}

static newsarc_status check_file(na_verify *v, const char *path, newsarc_error *err)
{
    na_warc_reader *r;
    v->file = path;
    v->record_id[0] = 0;
    v->offset = 0;
    if (na_str_ends(na_str_from(path), NA_STR(".wacz")))
        return na_verify_wacz(v, path, err);
    newsarc_status status = na_warc_reader_open(path, BLOCK_MAX, &r, err);
    if (status != NEWSARC_OK)
        return status;
    status = na_verify_reader(v, r, err);
    na_warc_reader_free(r);
    return status;
}

typedef struct names {
    char **p;
    size_t n, room;
} names;

static void names_free(names *list)
{
    for (size_t i = 0; i < list->n; i++)
        na_free(list->p[i]);
    na_free(list->p);
    *list = (names){0};
}

static bool names_add(names *list, const char *name)
{
    if (list->n == list->room) {
        size_t room = list->room ? list->room * 2 : 64;
        char **p = na_realloc_array(list->p, room, sizeof *p);
        if (!p)
            return false;
        list->p = p;
        list->room = room;
    }
    list->p[list->n] = na_strdup(name);
    return list->p[list->n++] != NULL;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_warc_name(const char *name)
{
    static const char *const suffixes[] = {".warc",         ".warc.gz",  ".warc.open",
                                           ".warc.gz.open", ".warc.zst", ".warc.zst.open"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (na_str_ends(na_str_from(name), na_str_from(suffixes[i])))
            return true;
    return false;
}

/* Names of the WARC files of a folder in byte order. */
static newsarc_status list_folder(const char *folder, names *list, newsarc_error *err)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    bool enough = true;
    if (!dir)
        return na_error_system(err, "warc", na_str_from(folder), "open the folder", errno);
    while (enough && list->n < FILES_MAX && (entry = readdir(dir)))
        if (is_warc_name(entry->d_name))
            enough = names_add(list, entry->d_name);
    closedir(dir);
    if (!enough) {
        list->n -= list->n > 0 && !list->p[list->n - 1];
        return NEWSARC_E_NOMEM;
    }
    if (list->n)
        qsort(list->p, list->n, sizeof *list->p, by_name);
    return NEWSARC_OK;
}

/* In a folder a file that cannot be read or is no WARC is a finding; the others are still checked.
 */
static newsarc_status check_path(na_verify *v, const char *path)
{
    newsarc_error own = {0};
    newsarc_status status = check_file(v, path, &own);
    if (status == NEWSARC_OK || status == NEWSARC_E_NOMEM)
        return status;
    v->record_id[0] = 0;
    v->offset = 0;
    na_verify_report(v, ERROR, status == NEWSARC_E_FORMAT ? "not-warc" : "unreadable", "%s",
                     own.message);
    return NEWSARC_OK;
}

static newsarc_status check_member(na_verify *v, const char *folder, const char *name)
{
    char path[PATH_ROOM];
    newsarc_status status = NEWSARC_OK;
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return NEWSARC_OK;
    v->file = path;
    v->record_id[0] = 0;
    v->offset = 0;
    if (na_str_ends(na_str_from(name), NA_STR(".open")))
        na_verify_report(v, WARNING, "left-open",
                         "not finished: a crawl is running, or was killed; not checked");
    else
        status = check_path(v, path);
    v->file = folder;
    return status;
}

/* A collection has its WARC files in archive/; any other folder may hold them itself. */
static newsarc_status check_folder(na_verify *v, const char *folder, newsarc_error *err)
{
    char inner[PATH_ROOM];
    struct stat st;
    names list = {0};
    int n = snprintf(inner, sizeof inner, "%s/archive", folder);
    bool collection = n < (int)sizeof inner && stat(inner, &st) == 0 && S_ISDIR(st.st_mode);
    const char *place = collection ? inner : folder;
    newsarc_status status = list_folder(place, &list, err);
    if (status == NEWSARC_OK && list.n == 0)
        status = na_error(err, NEWSARC_E_FORMAT, "warc", na_str_from(place),
                          "no WARC files in this folder");
    for (size_t i = 0; i < list.n && status == NEWSARC_OK && !v->stopped; i++)
        status = check_member(v, place, list.p[i]);
    if (status == NEWSARC_OK && !v->stopped)
        na_verify_sums(v, folder);
    v->file = folder;
    names_free(&list);
    return status;
}

static newsarc_status outcome(na_verify *v, const char *path, newsarc_status status,
                              newsarc_error *err)
{
    if (status == NEWSARC_OK && !v->stopped)
        na_verify_links(v);
    if (v->stopped)
        return na_error(err, NEWSARC_E_STOPPED, "warc", na_str_from(path),
                        "stopped by the callback");
    if (status == NEWSARC_OK)
        status = v->failed;
    if (status == NEWSARC_E_NOMEM)
        return na_error(err, status, "warc", na_str_from(path), "out of memory");
    if (status != NEWSARC_OK || v->sum.errors == 0)
        return status;
    return na_error(err, NEWSARC_E_INCOMPLETE, "warc", na_str_from(path), "%llu errors were found",
                    (unsigned long long)v->sum.errors);
}

static void give_summary(const na_verify *v, newsarc_verify_summary *out)
{
    size_t size = out ? out->struct_size : 0;
    if (size > sizeof *out)
        size = sizeof *out;
    if (size > sizeof size)
        memcpy((char *)out + sizeof size, (const char *)&v->sum + sizeof size, size - sizeof size);
}

newsarc_status newsarc_verify(const char *path, newsarc_finding_fn fn, void *user,
                              newsarc_verify_summary *summary, newsarc_error *err)
{
    struct stat st;
    na_verify v = {.fn = fn, .user = user, .sum = {.struct_size = sizeof v.sum}};
    na_error_clear(err);
    if (!path || !*path || (summary && summary->struct_size < sizeof summary->struct_size))
        return na_error(err, NEWSARC_E_ARGUMENT, "warc", (na_str){0},
                        "give a path, and set the summary's struct_size");
    if (stat(path, &st) != 0)
        return na_error_system(err, "warc", na_str_from(path), "open the file", errno);
    v.ids = na_ids_new();
    v.lone = !S_ISDIR(st.st_mode);
    newsarc_status status = !v.ids   ? NEWSARC_E_NOMEM
                            : v.lone ? check_file(&v, path, err)
                                     : check_folder(&v, path, err);
    status = outcome(&v, path, status, err);
    give_summary(&v, summary);
    na_ids_free(v.ids);
    return status;
}

newsarc_status na_verify_memory(na_str bytes, newsarc_finding_fn fn, void *user)
{
    na_warc_reader *r;
    na_verify v = {.fn = fn, .user = user, .lone = true, .file = "memory"};
    newsarc_status status = na_warc_reader_open_memory(bytes, BLOCK_MAX, &r, NULL);
    if (status != NEWSARC_OK)
        return status;
    v.ids = na_ids_new();
    status = v.ids ? na_verify_reader(&v, r, NULL) : NEWSARC_E_NOMEM;
    status = outcome(&v, v.file, status, NULL);
    na_ids_free(v.ids);
    na_warc_reader_free(r);
    return status;
}
