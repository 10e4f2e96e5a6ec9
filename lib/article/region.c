/* article/region.c: where the byline can stand. Between the title and the first prose of the body,
 * not the whole page: related lists, comments and footers hold dates and sources of their own. */
#include "article/candidates.h"

#define REGION_BYTES_MAX 3000
#define BEFORE_BODY_CHARS 600
#define ABOVE_BYTES_MAX 1500
#define TAIL_BYTES_MAX 1500
#define TAIL_BODY_CHARS 200

static bool is_prose(const na_doc *doc, na_node_id n)
{
    const na_node *node = &doc->nodes[n];
    if (node->type != NA_TEXT || (node->flags & (NA_WHITE | NA_HIDDEN_NODE | NA_IN_LINK)))
        return false;
    na_str rest = node->text;
    size_t weight = 0, stops = 0;
    while (rest.n > 0 && weight < 400) {
        uint32_t c = na_utf8_next(&rest);
        weight += na_is_cjk(c) ? 2 : na_is_word(c);
        stops += na_is_sentence_end(c) || na_is_comma(c);
    }
    return weight >= 60 && stops > 0;
}

na_node_id na_first_prose(const na_page *page)
{
    const na_doc *doc = page->doc;
    if (page->body_node == NA_NO_NODE)
        return NA_NO_NODE;
    na_node_id end = doc->nodes[page->body_node].end;
    for (na_node_id n = page->body_node; n < end; n++)
        if (is_prose(doc, n))
            return n;
    return NA_NO_NODE;
}

/* Is there a line break between m and n, m < n? */
static bool breaks_line(const na_doc *doc, na_node_id m, na_node_id n)
{
    if (doc->nodes[m].tag == NA_TAG_BR || doc->nodes[m].tag == NA_TAG_HR)
        return true;
    for (na_node_id a = m; a != NA_NO_NODE; a = doc->nodes[a].parent) {
        if (na_contains(doc, a, n))
            return a == m && (doc->nodes[a].flags & NA_BLOCK);
        if (doc->nodes[a].flags & NA_BLOCK)
            return true;
    }
    return false;
}

/* First node of the line in which n stands, not before `floor`. */
static na_node_id line_start(const na_doc *doc, na_node_id n, na_node_id floor)
{
    na_node_id start = n;
    while (start > floor && start > 0 && !breaks_line(doc, start - 1, n))
        start--;
    return start;
}

/* The node so far before `n` that `chars` of visible text lie between. */
static na_node_id back_up(const na_doc *doc, na_node_id n, size_t chars)
{
    size_t seen = 0;
    while (n > 0 && seen < chars) {
        n--;
        const na_node *node = &doc->nodes[n];
        if (node->type == NA_TEXT && !(node->flags & NA_HIDDEN_NODE))
            seen += na_count_nonspace(node->text);
    }
    return n;
}

/* Behind the title: the end of its element, or the text in it behind the title's words, where a
 * template puts the byline into the heading. */
static na_node_id behind_title(const na_page *page)
{
    const na_doc *doc = page->doc;
    na_node_id end = doc->nodes[page->title_node].end;
    size_t wanted = na_fold(page->arena, page->candidates->shown_title).n, seen = 0;
    for (na_node_id n = page->title_node; n < end && wanted > 0; n++) {
        if (doc->nodes[n].type != NA_TEXT || (doc->nodes[n].flags & NA_HIDDEN_NODE))
            continue;
        seen += na_fold(page->arena, doc->nodes[n].text).n;
        if (seen >= wanted)
            return n + 1;
    }
    return end;
}

na_scan na_byline_region(na_page *page)
{
    const na_doc *doc = page->doc;
    na_node_id prose = na_first_prose(page), begin, end;
    end = prose != NA_NO_NODE ? prose : page->body_node;
    if (page->title_node != NA_NO_NODE && (end == NA_NO_NODE || page->title_node < end)) {
        begin = behind_title(page);
        if (end == NA_NO_NODE)
            end = doc->count;
    } else if (end != NA_NO_NODE) {
        begin = back_up(doc, end, BEFORE_BODY_CHARS);
    } else {
        return (na_scan){.text = NA_STR("")};
    }
    if (prose != NA_NO_NODE)
        end = line_start(doc, prose, begin);
    page->byline_begin = begin;
    page->byline_end = end;
    return na_scan_nodes(page->arena, doc, begin, end, REGION_BYTES_MAX);
}

na_scan na_tail_region(na_page *page)
{
    const na_doc *doc = page->doc;
    if (page->body_node == NA_NO_NODE)
        return (na_scan){.text = NA_STR("")};
    na_node_id end = doc->nodes[page->body_node].end;
    na_node_id begin = back_up(doc, end, TAIL_BODY_CHARS);
    begin = begin > page->body_node ? begin : page->body_node;
    return na_scan_nodes(page->arena, doc, begin, doc->count, TAIL_BYTES_MAX);
}

na_scan na_above_title(const na_page *page, size_t chars)
{
    if (page->title_node == NA_NO_NODE)
        return (na_scan){.text = NA_STR("")};
    na_node_id begin = back_up(page->doc, page->title_node, chars);
    return na_scan_nodes(page->arena, page->doc, begin, page->title_node, ABOVE_BYTES_MAX);
}
