/* Lines of the body that are links and not text: files that belong to the article, and the pager of
 * an article in several pages. */
#include "article/lines.h"

#include "article/ablation.h"
#include "text/utf8.h"

#define LABEL_MAX 14 /* "附件1：", "Attachment 1:" */
#define PAGER_MAX 60 /* code points */

/* A line of links to files with at most a label: it is among the attachments already. */
static bool is_file_line(const na_line *l)
{
    bool plain = l->block.type == NA_BLOCK_PARAGRAPH || l->block.type == NA_BLOCK_LIST_ITEM;
    return plain && l->attachment && l->chars - l->link_chars <= LABEL_MAX;
}

static size_t pager_word(na_str rest)
{
    static const na_str words[] = {
        {"上一页", 9}, {"下一页", 9}, {"首页", 6}, {"尾页", 6}, {"末页", 6}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (na_str_starts(rest, words[i]))
            return words[i].n;
    return 0;
}

/* Nothing but page numbers, words of a pager and brackets, some of it linked. */
static bool is_pager_line(const na_line *l)
{
    na_str rest = l->block.text;
    size_t digits = 0;
    if (l->block.type != NA_BLOCK_PARAGRAPH || l->link_chars == 0 || l->chars > PAGER_MAX)
        return false;
    while (rest.n) {
        size_t word = pager_word(rest);
        if (word) {
            rest = na_str_skip(rest, word);
            continue;
        }
        uint32_t c = na_utf8_next(&rest);
        digits += c < 0x80 && na_is_digit((char)c);
        if (!na_is_white(c) && (c > 0x7F || na_is_alpha((char)c)))
            return false;
    }
    return digits > 0;
}

void na_lines_mark_extras(na_lines *lines)
{
    for (size_t i = 0; i < lines->n; i++) {
        na_line *l = &lines->v[i];
        if (l->cut)
            continue;
        if (is_file_line(l))
            l->block.type = NA_BLOCK_ATTACHMENT;
        else if (na_rule_on(NA_RULE_LINE_PAGER) && is_pager_line(l))
            l->cut = NA_CUT_PAGER;
    }
}
