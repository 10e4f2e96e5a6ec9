/* See atom.h. libxml2 writes the markup; the same input gives the same bytes. */
#include "site/atom.h"

#include "core/alloc.h"
#include "text/utf8.h"
#include <libxml/xmlwriter.h>

#define TEXT_MAX ((size_t)1 << 20) /* of one value */

struct na_atom {
    xmlBufferPtr bytes;
    xmlTextWriterPtr xml;
    na_buf text; /* a value, as XML may hold it */
    bool failed;
};

/* Production Char of XML 1.0 (2.2), and U+0085 and its neighbours, which it advises against. */
static bool is_xml_char(uint32_t c)
{
    if (c < 0x20)
        return c == '\t' || c == '\n' || c == '\r';
    return (c < 0x7F || c > 0x9F) && c != 0xFFFE && c != 0xFFFF;
}

/* Valid until the next call. */
static const xmlChar *text_of(na_atom *a, na_str s)
{
    char bytes[4];
    na_buf_clear(&a->text);
    while (s.n) {
        uint32_t c = na_utf8_next(&s);
        na_buf_add(&a->text, (na_str){bytes, na_utf8_put(bytes, is_xml_char(c) ? c : 0xFFFD)});
    }
    a->failed |= a->text.status == NEWSARC_E_NOMEM;
    return BAD_CAST(a->text.n ? a->text.p : "");
}

static void check(na_atom *a, int result)
{
    a->failed |= result < 0;
}

static void begin(na_atom *a, const char *name)
{
    check(a, xmlTextWriterStartElement(a->xml, BAD_CAST name));
}

static void end(na_atom *a)
{
    check(a, xmlTextWriterEndElement(a->xml));
}

static void attribute(na_atom *a, const char *name, na_str value)
{
    check(a, xmlTextWriterWriteAttribute(a->xml, BAD_CAST name, text_of(a, value)));
}

static void element(na_atom *a, const char *name, na_str value)
{
    check(a, xmlTextWriterWriteElement(a->xml, BAD_CAST name, text_of(a, value)));
}

static void link_to(na_atom *a, na_str url)
{
    if (url.n == 0)
        return;
    begin(a, "link");
    attribute(a, "rel", NA_STR("alternate"));
    attribute(a, "href", url);
    end(a);
}

static void category(na_atom *a, na_str term, na_str label)
{
    if (term.n == 0)
        return;
    begin(a, "category");
    attribute(a, "term", term);
    if (label.n)
        attribute(a, "label", label);
    end(a);
}

static void write_head(na_atom *a, const na_atom_feed *feed)
{
    check(a, xmlTextWriterSetIndent(a->xml, 1));
    check(a, xmlTextWriterSetIndentString(a->xml, BAD_CAST " "));
    check(a, xmlTextWriterStartDocument(a->xml, NULL, "utf-8", NULL));
    begin(a, "feed");
    attribute(a, "xmlns", NA_STR("http://www.w3.org/2005/Atom"));
    element(a, "id", feed->id);
    element(a, "title", feed->title);
    element(a, "updated", feed->updated);
    begin(a, "author");
    element(a, "name", feed->author);
    end(a);
    link_to(a, feed->url);
    begin(a, "generator");
    attribute(a, "version", feed->version);
    check(a, xmlTextWriterWriteString(a->xml, text_of(a, feed->generator)));
    end(a);
}

na_atom *na_atom_new(const na_atom_feed *feed)
{
    na_atom *a = na_calloc(1, sizeof *a);
    if (!a)
        return NULL;
    a->text = NA_BUF(TEXT_MAX);
    a->bytes = xmlBufferCreate();
    a->xml = a->bytes ? xmlNewTextWriterMemory(a->bytes, 0) : NULL;
    if (!a->xml) {
        xmlBufferFree(a->bytes);
        na_free(a);
        return NULL;
    }
    write_head(a, feed);
    return a;
}

void na_atom_add(na_atom *a, const na_atom_entry *entry)
{
    begin(a, "entry");
    element(a, "id", entry->id);
    element(a, "title", entry->title);
    element(a, "updated", entry->updated);
    link_to(a, entry->url);
    category(a, entry->category, entry->label);
    category(a, entry->section, (na_str){NULL, 0});
    begin(a, "content");
    attribute(a, "type", NA_STR("html"));
    check(a, xmlTextWriterWriteString(a->xml, text_of(a, entry->html)));
    end(a);
    end(a);
}

newsarc_status na_atom_end(na_atom *a, na_buf *out)
{
    check(a, xmlTextWriterEndDocument(a->xml));
    check(a, xmlTextWriterFlush(a->xml));
    if (!a->failed)
        na_buf_add(out, (na_str){(const char *)xmlBufferContent(a->bytes),
                                 (size_t)xmlBufferLength(a->bytes)});
    newsarc_status status = a->failed ? NEWSARC_E_NOMEM : out->status;
    xmlFreeTextWriter(a->xml);
    xmlBufferFree(a->bytes);
    na_buf_free(&a->text);
    na_free(a);
    return status;
}
