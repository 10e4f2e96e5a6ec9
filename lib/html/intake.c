#include "html/intake.h"

#include "url/url.h"
#include <time.h>

#define MIB ((uint64_t)1 << 20)
#define HTML_MAX (8 * MIB)      /* the largest honest page measured has 1.5 MB */
#define EXTRA_CPU_NS 1000000000 /* for all that is not the parse */
#define EXTRA_MEMORY (32 * MIB)
#define EXTRA_MEMORY_A_BYTE 32
#define OPTIONS_MIN offsetof(newsarc_extract_options, content_type)

newsarc_status newsarc_extract_options_init(newsarc_extract_options *opts, size_t size)
{
    if (!opts || size < OPTIONS_MIN || size > sizeof *opts)
        return NEWSARC_E_ARGUMENT;
    memset(opts, 0, size);
    opts->struct_size = size;
    return NEWSARC_OK;
}

static bool read_options(const newsarc_extract_options *from, newsarc_extract_options *to)
{
    *to = (newsarc_extract_options){.struct_size = sizeof *to};
    if (!from)
        return true;
    if (from->struct_size < OPTIONS_MIN || from->struct_size > sizeof *to)
        return false;
    memcpy(to, from, from->struct_size);
    return true;
}

bool na_intake_init(na_intake *in, na_str bytes, const newsarc_extract_options *opts)
{
    *in = (na_intake){.bytes = bytes};
    newsarc_extract_options *o = &in->opts;
    if (!read_options(opts, o))
        return false;
    na_arena_limits usual = na_doc_default_limits(bytes.n);
    if (o->max_html_bytes == 0)
        o->max_html_bytes = HTML_MAX;
    if (o->max_memory == 0)
        o->max_memory = usual.memory;
    if (o->max_cpu_ms == 0)
        o->max_cpu_ms = (uint32_t)(usual.cpu_ns / 1000000);
    if (o->fetch_time == 0)
        o->fetch_time = (int64_t)time(NULL);
    in->parse = (na_arena_limits){(size_t)o->max_memory, (uint64_t)o->max_cpu_ms * 1000000};
    in->whole = in->parse;
    in->whole.memory += (size_t)(EXTRA_MEMORY + EXTRA_MEMORY_A_BYTE * (uint64_t)bytes.n);
    in->whole.cpu_ns += EXTRA_CPU_NS;
    return true;
}

void na_intake_read(na_arena *arena, na_intake *in)
{
    na_decoded page = na_decode_page(arena, in->bytes, na_str_from(in->opts.content_type));
    in->encoding = page.encoding;
    in->url = na_decode(arena, na_str_from(in->opts.url), na_encoding_utf8(), NULL);
    in->doc = na_doc_parse(arena, page.text, in->parse);
    in->base = in->url;
    if (in->doc->base_href.n) {
        na_str base = na_url_resolve(arena, in->url, in->doc->base_href, page.encoding);
        if (base.n)
            in->base = base;
    }
}
