/* Walks a WARC file and lets each check look at each record. The rules are listed in verify.h. */
#include "archive/verify.h"

#include "core/alloc.h"
#include "core/error.h"
#include <stdarg.h>
#include <stdio.h>

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
                               .message = message,
                               .member = v->member};
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
