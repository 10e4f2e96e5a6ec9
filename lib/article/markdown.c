/* The body as Markdown (CommonMark with GFM tables). Blocks bring their inline Markdown along; here
 * stand the marks at the beginning of lines. */
#include "article/body.h"

#include "article/inline.h"

/* What begins a line and would be read as a mark there: "#", "+ ", "- ", "=", "1. ". */
static void add_line_start(na_sb *md, na_str s)
{
    size_t digits = 0;
    if (s.n == 0)
        return;
    (void)na_str_number(s, &digits);
    if (digits && digits < s.n && (s.p[digits] == '.' || s.p[digits] == ')')) {
        na_sb_add(md, na_str_take(s, digits));
        na_sb_add_byte(md, '\\');
        na_sb_add(md, na_str_skip(s, digits));
        return;
    }
    char c = s.p[0];
    if (c == '#' || c == '+' || c == '-' || c == '=' || c == ':')
        na_sb_add_byte(md, '\\');
    na_sb_add(md, s);
}

static void add_row(na_sb *md, const na_block *b)
{
    na_sb_add_cstr(md, "| ");
    na_sb_add(md, b->markdown);
    na_sb_add_cstr(md, " |\n");
    if (!b->level)
        return;
    for (uint32_t i = 0; i < b->ordered; i++)
        na_sb_add_cstr(md, i ? " --- |" : "| --- |");
    na_sb_add_byte(md, '\n');
}

static void add_image(na_sb *md, const na_image *m)
{
    na_sb_add_cstr(md, "![");
    na_markdown_escape(md, m->alt);
    na_sb_add_cstr(md, "](");
    na_inline_target(md, m->url);
    na_sb_add_cstr(md, ")\n");
}

static void add_pre(na_sb *md, na_str text)
{
    size_t from = 0;
    for (size_t i = 0; i <= text.n; i++)
        if (i == text.n || text.p[i] == '\n') {
            na_sb_add_cstr(md, "    ");
            na_sb_add(md, (na_str){text.p + from, i - from});
            na_sb_add_byte(md, '\n');
            from = i + 1;
        }
}

static void add_block(na_sb *md, const na_draft *d, const na_block *b)
{
    switch (b->type) {
    case NA_BLOCK_HEADING:
        for (unsigned i = 0; i < b->level; i++)
            na_sb_add_byte(md, '#');
        na_sb_add_byte(md, ' ');
        break;
    case NA_BLOCK_LIST_ITEM:
        for (unsigned i = 1; i < b->level; i++)
            na_sb_add_cstr(md, "    ");
        if (b->ordered)
            na_sb_addf(md, "%u. ", b->ordered);
        else
            na_sb_add_cstr(md, "- ");
        break;
    case NA_BLOCK_QUOTE: na_sb_add_cstr(md, "> "); break;
    case NA_BLOCK_PRE: add_pre(md, b->text); return;
    case NA_BLOCK_TABLE_ROW: add_row(md, b); return;
    case NA_BLOCK_IMAGE: add_image(md, &d->images[b->image]); return;
    default: break;
    }
    add_line_start(md, b->markdown);
    na_sb_add_byte(md, '\n');
}

/* Lists and rows of a table stand close, everything else is parted by an empty line. */
static bool stands_close(const na_block *a, const na_block *b)
{
    return a->type == b->type &&
           (a->type == NA_BLOCK_LIST_ITEM || (a->type == NA_BLOCK_TABLE_ROW && !b->level));
}

na_str na_body_markdown(na_page *page, const na_draft *draft)
{
    na_sb md = NA_SB(page->arena);
    if (draft->title.text.n) {
        na_sb_add_cstr(&md, "# ");
        na_markdown_escape(&md, draft->title.text);
        na_sb_add_byte(&md, '\n');
    }
    for (size_t i = 0; i < draft->block_count; i++) {
        const na_block *b = &draft->blocks[i];
        if (md.n && !(i && stands_close(b - 1, b)))
            na_sb_add_byte(&md, '\n');
        add_block(&md, draft, b);
    }
    return na_sb_str(&md);
}
