/* Fields of a record by the table of ISO 28500:2017 section 5: which record types need them, where
 * they shall not be used, and the form of their values. WARC 1.0, 0.18 and 0.17 differ only in
 * dates and in <> around the target. */
#include "archive/verify.h"

#include "text/utf8.h"
#include <arpa/inet.h>
#include <stdio.h>

typedef struct context {
    na_verify *v;
    const na_warc_record *record;
    unsigned type;
    bool is_11;
} context;

typedef void (*check_fn)(const context *c, const char *name, na_str value);

static bool is_token_byte(char c)
{
    return na_is_alpha(c) || na_is_digit(c) ||
           (c && na_str_find_byte(NA_STR("!#$%&'*+-.^_`|~"), c) != NA_NOT_FOUND);
}

static bool is_token(na_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_token_byte(s.p[i]))
            return false;
    return s.n > 0;
}

/* RFC 3986: a scheme, and no byte that must be escaped. */
static bool is_uri(na_str s)
{
    size_t colon = na_str_find_byte(s, ':');
    if (colon == NA_NOT_FOUND || colon == 0 || !na_is_alpha(s.p[0]))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = na_is_alpha(c) || na_is_digit(c);
        na_str others = i < colon ? NA_STR("+-.") : NA_STR("-._~:/?#[]@!$&'()*+,;=%");
        if (!plain && (c == 0 || na_str_find_byte(others, c) == NA_NOT_FOUND))
            return false;
    }
    return true;
}

static void check_id(const context *c, const char *name, na_str value)
{
    na_str bare = na_without_angles(value);
    if (bare.n == value.n || !is_uri(bare))
        na_verify_report(c->v, ERROR, "record-id", "%s is not a URI in <>", name);
}

static void check_uri(const context *c, const char *name, na_str value)
{
    na_str bare = na_without_angles(value);
    if (bare.n != value.n)
        na_verify_report(c->v, c->is_11 ? ERROR : WARNING, "target-uri",
                         "%s stands in <>, which readers do not expect", name);
    if (!is_uri(bare))
        na_verify_report(c->v, ERROR, "target-uri", "%s is no URI after RFC 3986: %.*s", name,
                         (int)(bare.n < 200 ? bare.n : 200), bare.p);
}

static void check_date(const context *c, const char *name, na_str value)
{
    if (!na_verify_is_date(value, c->is_11))
        na_verify_report(c->v, ERROR, "date", "%s is not a date of the form %s", name,
                         c->is_11 ? "YYYY-MM-DDThh:mm:ss[.fraction]Z" : "YYYY-MM-DDThh:mm:ssZ");
}

static void check_number(const context *c, const char *name, na_str value)
{
    size_t used;
    na_str_number(value, &used);
    if (used != value.n)
        na_verify_report(c->v, ERROR, "field-value", "%s is not a number", name);
}

/* First segments have number 1, continuations 2 and more (section 7). */
static void check_segment(const context *c, const char *name, na_str value)
{
    size_t used;
    uint64_t n = na_str_number(value, &used);
    bool right = c->type == NA_CONTINUATION ? n >= 2 : n == 1;
    if (used != value.n || !right)
        na_verify_report(c->v, ERROR, "segment-number", "%s must be %s", name,
                         c->type == NA_CONTINUATION ? "2 or more on a continuation"
                                                    : "1 on a record that is no continuation");
}

static void check_ip(const context *c, const char *name, na_str value)
{
    char text[INET6_ADDRSTRLEN + 1];
    unsigned char room[sizeof(struct in6_addr)];
    snprintf(text, sizeof text, "%.*s", value.n < sizeof text ? (int)value.n : 0, value.p);
    if (inet_pton(AF_INET, text, room) != 1 && inet_pton(AF_INET6, text, room) != 1)
        na_verify_report(c->v, ERROR, "ip-address", "%s is no IP address", name);
}

static void check_digest(const context *c, const char *name, na_str value)
{
    na_labelled d;
    if (!na_digest_parse(value, &d))
        na_verify_report(c->v, ERROR, "digest-format", "%s is not algorithm:value", name);
    else if (d.algorithm == NA_ALGORITHM_NONE)
        na_verify_report(c->v, WARNING, "digest-algorithm", "%s: the algorithm is not known here",
                         name);
    else if (d.size == 0)
        na_verify_report(c->v, ERROR, "digest-format",
                         "%s: the value does not fit the algorithm's length", name);
    else if (d.lower_case)
        na_verify_report(c->v, WARNING, "digest-case",
                         "%s: base32 in small letters, which indexes do not match", name);
}

static void check_truncated(const context *c, const char *name, na_str value)
{
    static const char *const words[] = {"length", "time", "disconnect", "unspecified"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (na_str_eq_nocase(value, na_str_from(words[i])))
            return;
    na_verify_report(c->v, WARNING, "truncated", "%s gives a reason that readers do not know",
                     name);
}

static void check_profile(const context *c, const char *name, na_str value)
{
    if (!na_str_ends(value, NA_STR("/revisit/identical-payload-digest")) &&
        !na_str_ends(value, NA_STR("/revisit/server-not-modified")))
        na_verify_report(c->v, WARNING, "profile", "%s is not one of the standard's", name);
}

static void check_media(const context *c, const char *name, na_str value)
{
    na_str rest;
    na_str type = na_str_cut(value, ';', &rest);
    na_str kind = na_str_trim(na_str_cut(type, '/', &rest));
    if (!is_token(kind) || !is_token(na_str_trim(rest)))
        na_verify_report(c->v, ERROR, "content-type", "%s is no media type", name);
}

/* The block of each of these is of one kind (sections 6.2, 6.3, 6.5). */
static void check_content_type(const context *c, const char *name, na_str value)
{
    na_str parameters;
    check_media(c, name, value);
    na_str type = na_str_trim(na_str_cut(value, ';', &parameters));
    if (c->type == NA_WARCINFO && !na_str_eq_nocase(type, NA_STR("application/warc-fields")))
        na_verify_report(c->v, ERROR, "content-type",
                         "%s of a warcinfo record is not application/warc-fields", name);
    if (!na_str_eq_nocase(type, NA_STR("application/http")))
        return;
    size_t at = na_str_find_nocase(parameters, NA_STR("msgtype="));
    na_str kind = na_str_trim(na_str_skip(parameters, at == NA_NOT_FOUND ? parameters.n : at + 8));
    bool request = c->type == NA_REQUEST;
    na_str want = request ? NA_STR("request") : NA_STR("response");
    bool named = c->type & (NA_REQUEST | NA_RESPONSE);
    if (named && at != NA_NOT_FOUND && !na_str_starts_nocase(kind, want))
        na_verify_report(c->v, ERROR, "content-type", "msgtype is not %s", want.p);
}

#define ALL NA_KNOWN_TYPES
#define NO_CAPTURE (NA_WARCINFO | NA_CONVERSION | NA_CONTINUATION)

static const struct rule {
    const char *name;
    unsigned needed, forbidden; /* on these types */
    bool repeats;
    check_fn check;
} rules[] = {
    {"WARC-Record-ID", ALL | NA_OTHER_TYPE, 0, false, check_id},
    {"Content-Length", ALL | NA_OTHER_TYPE, 0, false, check_number},
    {"WARC-Date", ALL | NA_OTHER_TYPE, 0, false, check_date},
    {"WARC-Type", 0, 0, false, NULL},
    {"Content-Type", 0, 0, false, check_content_type},
    {"WARC-Target-URI", ALL & ~(NA_WARCINFO | NA_METADATA), NA_WARCINFO, false, check_uri},
    {"WARC-Concurrent-To", 0, NO_CAPTURE, true, check_id},
    {"WARC-IP-Address", 0, NO_CAPTURE, false, check_ip},
    {"WARC-Refers-To", 0, ALL & ~(NA_METADATA | NA_REVISIT | NA_CONVERSION), false, check_id},
    {"WARC-Refers-To-Target-URI", 0, ALL & ~NA_REVISIT, false, check_uri},
    {"WARC-Refers-To-Date", 0, ALL & ~NA_REVISIT, false, check_date},
    {"WARC-Block-Digest", 0, 0, false, check_digest},
    {"WARC-Payload-Digest", 0, NA_WARCINFO | NA_METADATA, false, check_digest},
    {"WARC-Truncated", 0, 0, false, check_truncated},
    {"WARC-Warcinfo-ID", 0, NA_WARCINFO, false, check_id},
    {"WARC-Filename", 0, ALL & ~NA_WARCINFO, false, NULL},
    {"WARC-Profile", NA_REVISIT, ALL & ~NA_REVISIT, false, check_profile},
    {"WARC-Identified-Payload-Type", 0, NA_WARCINFO | NA_METADATA, false, check_media},
    {"WARC-Segment-Number", NA_CONTINUATION, 0, false, check_segment},
    {"WARC-Segment-Origin-ID", NA_CONTINUATION, ALL & ~NA_CONTINUATION, false, check_id},
    {"WARC-Segment-Total-Length", 0, ALL & ~NA_CONTINUATION, false, check_number},
    {"WARC-Protocol", 0, 0, true, NULL},
    {"WARC-Cipher-Suite", 0, 0, false, NULL},
};
#define RULES (sizeof rules / sizeof *rules)

unsigned na_verify_type(const na_warc_record *record)
{
    static const char *const names[] = {"warcinfo", "response", "resource",   "request",
                                        "metadata", "revisit",  "conversion", "continuation"};
    na_str value = na_warc_field(record, "WARC-Type");
    for (unsigned i = 0; i < 8; i++)
        if (na_str_eq_nocase(value, na_str_from(names[i])))
            return 1u << i;
    return value.n ? NA_OTHER_TYPE : 0;
}

static void check_version(const context *c)
{
    static const char *const known[] = {"WARC/1.1", "WARC/1.0", "WARC/0.18", "WARC/0.17"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (na_str_eq_nocase(c->record->version, na_str_from(known[i])))
            return;
    na_verify_report(c->v, ERROR, "version", "no version of WARC that is known here");
}

/* Lines without a colon, with a name that is no token, or not in UTF-8: the first one is told. */
static void check_lines(const context *c)
{
    size_t at = 0;
    na_str name, value;
    while (na_warc_next_field(c->record->fields, &at, &name, &value)) {
        if (name.p && is_token(name) && na_utf8_valid(value))
            continue;
        na_verify_report(c->v, ERROR, "header", "malformed header line: %.*s",
                         (int)(name.p         ? name.n < 60 ? name.n : 60
                               : value.n < 60 ? value.n
                                              : 60),
                         name.p ? name.p : value.p);
        return;
    }
}

static size_t rule_of(na_str name)
{
    size_t i = 0;
    while (i < RULES && !na_str_eq_nocase(name, na_str_from(rules[i].name)))
        i++;
    return i;
}

static void check_field(const context *c, const struct rule *rule, na_str value, bool again)
{
    if (again && !rule->repeats)
        na_verify_report(c->v, ERROR, "field-repeated", "%s stands twice", rule->name);
    else if (c->type & rule->forbidden)
        na_verify_report(c->v, ERROR, "field-forbidden", "%s shall not be used on this type",
                         rule->name);
    else if (value.n == 0 && !(c->type & rule->needed))
        na_verify_report(c->v, ERROR, "field-value", "%s is empty", rule->name);
    else if (value.n && rule->check)
        rule->check(c, rule->name, value);
}

static void check_needed(const context *c)
{
    if (c->record->header_cut)
        return; /* what is missing may stand in the part that was not read */
    for (size_t i = 0; i < RULES; i++)
        if ((c->type & rules[i].needed) && na_warc_field(c->record, rules[i].name).n == 0)
            na_verify_report(c->v, ERROR, "field-missing", "%s is missing", rules[i].name);
    if (c->type == 0)
        na_verify_report(c->v, ERROR, "field-missing", "WARC-Type is missing");
    if (c->type == NA_OTHER_TYPE)
        na_verify_report(c->v, WARNING, "type", "the record type is not one of the standard's");
    if (c->record->block_size && c->type != NA_CONTINUATION &&
        na_warc_field(c->record, "Content-Type").n == 0)
        na_verify_report(c->v, ERROR, "content-type", "no Content-Type for a block that has bytes");
}

void na_verify_fields(na_verify *v, const na_warc_record *record)
{
    context c = {v, record, na_verify_type(record),
                 na_str_eq_nocase(record->version, NA_STR("WARC/1.1"))};
    bool seen[RULES] = {false};
    size_t at = 0;
    na_str name, value;
    check_version(&c);
    check_lines(&c);
    while (na_warc_next_field(record->fields, &at, &name, &value)) {
        size_t i = rule_of(name);
        if (i == RULES)
            continue;
        check_field(&c, &rules[i], value, seen[i]);
        seen[i] = true;
    }
    check_needed(&c);
}
