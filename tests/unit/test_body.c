/* What becomes the text of an article: the container, what is cut around and inside it, how lines
 * are written. Pages are ours, in the shapes that Chinese CMS and news sites use. */
#include "article_support.h"

#define BLURB(n)                                                                                   \
    "<div class=\"item\"><h3><a href=\"/n/" #n "\">Another headline of the day " #n "</a></h3>"    \
    "<p>A short summary of that story, which is a sentence, too.</p></div>"
#define BODY P1 P2 P3
#define BODY_FIRST "The harbour board met on Tuesday evening"
#define BODY_LAST "the money was spent on the ferry terminal."

static void expect_text(const char *html, const char *want)
{
    newsarc_article *a = extract_string(html);
    assert_string_equal(text_of(a), want);
    newsarc_article_free(a);
}

static bool starts_and_ends(const char *text, const char *first, const char *last)
{
    size_t n = strlen(text), m = strlen(last);
    return strncmp(text, first, strlen(first)) == 0 && n >= m && strcmp(text + n - m, last) == 0;
}

/* The text is the three paragraphs, from the first word to the last, and nothing else. */
static void expect_body(const char *html)
{
    newsarc_article *a = extract_string(html), *plain = extract_string(PAGE(BODY));
    if (!starts_and_ends(text_of(a), BODY_FIRST, BODY_LAST))
        print_error("%s\n", text_of(a));
    assert_string_equal(text_of(a), text_of(plain));
    assert_true(starts_and_ends(text_of(plain), BODY_FIRST, BODY_LAST));
    assert_string_equal(newsarc_article_text(a, NEWSARC_FIELD_TYPE), "article");
    newsarc_article_free(a);
    newsarc_article_free(plain);
}

static void the_notice_of_2015_in_four_dresses(void **state)
{
    (void)state;
    static const char *const dresses[] = {"article229/plain.html", "article229/gbk.html",
                                          "article229/table.html", "article229/br.html"};
    static const char *const noise[] = {"首页", "相关推荐",   "版权所有", "开户行",
                                        "电话", "2015.09.01", "来源"};
    char *first = NULL;
    for (size_t i = 0; i < 4; i++) {
        size_t n = 0;
        char *page = read_fixture(dresses[i], &n);
        newsarc_article *a = extract_bytes(page, n);
        assert_true(starts_and_ends(text_of(a), "八月二十八日上午，", "是一次团结鼓劲的大会。"));
        for (size_t k = 0; k < sizeof noise / sizeof *noise; k++)
            assert_null(strstr(text_of(a), noise[k]));
        assert_null(strstr(text_of(a), "　"));
        if (!first)
            first = strdup(text_of(a));
        assert_string_equal(text_of(a), first);
        newsarc_article_free(a);
        free(page);
    }
    free(first);
}

static void navigation_and_footer_stay_out(void **state)
{
    (void)state;
    expect_body(PAGE("<div class=nav><a href=/a>News</a> <a href=/b>Sports</a></div>"
                     "<div class=content><h1>Board agrees to repair the quay</h1>" BODY "</div>"
                     "<div class=sidebar><p>Our newspaper is read by many people, every day, "
                     "everywhere in the county.</p></div>"
                     "<footer><p>All rights reserved, of course, by the publisher.</p></footer>"));
}

static void comments_stay_out_even_when_longer(void **state)
{
    (void)state;
    expect_body(PAGE("<div class=post>" BODY "</div><div id=comments>" BODY BODY BODY "</div>"));
}

static void teasers_stay_out(void **state)
{
    (void)state;
    expect_body(PAGE("<div><div class=body>" BODY "</div>" BLURB(1) BLURB(2) BLURB(3) BLURB(4)
                         BLURB(5) BLURB(6) BLURB(7) BLURB(8) "</div>"));
}

static void a_layout_named_sidebar_is_no_sidebar(void **state)
{
    (void)state;
    expect_body(PAGE("<div class=sidebar-grid><div class=sidebar-grid__main>" BODY "</div></div>"));
}

static void a_form_around_the_page_is_no_form(void **state)
{
    (void)state;
    expect_body(PAGE("<form id=aspnetForm><div class=con>" BODY "</div></form>"));
}

static void a_body_in_parts_is_whole(void **state)
{
    (void)state;
    expect_body(PAGE("<div><div class=part>" P1 "</div><div class=ad>Buy now, it is cheap.</div>"
                     "<div class=part>" P2 "</div><div class=part>" P3 "</div></div>"));
}

static void a_hidden_body_is_read(void **state)
{
    (void)state;
    expect_body(PAGE("<div id=js_content style='visibility:hidden'>" BODY "</div>"));
}

static void hidden_text_beside_a_body_is_not_read(void **state)
{
    (void)state;
    expect_body(PAGE("<div class=content>" BODY "</div><div style='display:none'>" P1 "</div>"));
}

static void lines_of_boilerplate_are_cut(void **state)
{
    (void)state;
    expect_body(PAGE("<div class=content>" P1 "<p>Advertisement</p>" P2
                     "<p>Read more: <a href=/x>Ferry terminal opens</a></p>" P3
                     "<p>Share this article</p><h3>Related articles</h3><ul><li><a href=/1>One "
                     "story</a><li><a href=/2>Another story</a></ul></div>"));
}

static void chinese_tail_lines_are_cut(void **state)
{
    (void)state;
    expect_text(
        PAGE("<div class=con><p>协会于九月一日召开会议，讨论了明年的工作计划，并通过了预算。</p>"
             "<p>会议由会长主持，全体理事出席了会议，会议取得了圆满成功。</p>"
             "<p>（责任编辑：王五）</p><p>上一篇：<a href=1.html>关于放假的通知</a></p>"
             "<p>下一篇：<a href=2.html>关于培训的通知</a></p></div>"),
        "协会于九月一日召开会议，讨论了明年的工作计划，并通过了预算。\n"
        "会议由会长主持，全体理事出席了会议，会议取得了圆满成功。");
}

static void text_without_paragraphs_is_split_at_breaks(void **state)
{
    (void)state;
    expect_text(
        PAGE("<table><tr><td>　　协会于九月一日召开会议，讨论了明年的工作计划。<br><br>"
             "&nbsp;&nbsp;&nbsp;&nbsp;会议由会长主持，全体理事出席了会议。</td></tr></table>"),
        "协会于九月一日召开会议，讨论了明年的工作计划。\n"
        "会议由会长主持，全体理事出席了会议。");
}

static void tables_and_lists_keep_their_lines(void **state)
{
    (void)state;
    newsarc_article *a = extract_string(
        PAGE("<div class=article-body>" BODY "<table><tr><th>Year</th><th>Cost</th>"
             "</tr><tr><td>2016</td><td>4,000</td></tr></table>"
             "<ul><li>northern quay</li><li>ferry\n  terminal</li></ul>" P3 "</div>"));
    assert_non_null(strstr(text_of(a), "\nYear\tCost\n2016\t4,000\nnorthern quay\nferry terminal"));
    newsarc_article_free(a);
}

static void captions_belong_to_images(void **state)
{
    (void)state;
    newsarc_article *a = extract_string(
        PAGE("<div class=article-body>" P1 "<figure><img data-src=/i/1.jpg src=data:x alt=Quay>"
             "<figcaption>The quay in March.</figcaption></figure>" P2
             "<img srcset='a.jpg 300w, b.jpg 900w'><img src=dot.gif width=1>" P3 "</div>"));
    assert_null(strstr(text_of(a), "in March"));
    assert_int_equal(newsarc_article_image_count(a), 2);
    assert_string_equal(newsarc_article_image_url(a, 0), "http://www.example.org/i/1.jpg");
    assert_string_equal(newsarc_article_image_alt(a, 0), "Quay");
    assert_string_equal(newsarc_article_image_caption(a, 0), "The quay in March.");
    assert_string_equal(newsarc_article_image_url(a, 1),
                        "http://www.example.org/index.php/News/view/id/b.jpg");
    assert_null(newsarc_article_image_caption(a, 1));
    newsarc_article_free(a);
}

static void attachments_in_and_behind_the_body(void **state)
{
    (void)state;
    newsarc_article *a = extract_string(PAGE(
        "<div class=con>" BODY "<p>Attachment: <a href='/f/plan.PDF?v=2'>The plan</a></p></div>"
        "<div>Files: <a href=/f/table.xlsx>Table</a> <a href=/page.html>Page</a></div>"));
    assert_int_equal(newsarc_article_attachment_count(a), 2);
    assert_string_equal(newsarc_article_attachment_url(a, 0),
                        "http://www.example.org/f/plan.PDF?v=2");
    assert_string_equal(newsarc_article_attachment_name(a, 0), "The plan");
    assert_string_equal(newsarc_article_attachment_name(a, 1), "Table");
    newsarc_article_free(a);
}

static void the_headline_is_not_repeated(void **state)
{
    (void)state;
    expect_body(PAGE("<div class=content><h1>Board agrees to repair the quay</h1>"
                     "<p>Published 1 September 2015</p>" BODY "</div>"));
}

static void the_next_article_is_not_taken(void **state)
{
    (void)state;
    expect_body(
        PAGE("<div class=stream><h1 class=headline>Board agrees to repair the quay</h1>" BODY
             "<h1 class=headline>Council votes on parking fees again</h1>" P2 P2 "</div>"));
}

static void headings_of_sections_are_no_next_article(void **state)
{
    (void)state;
    newsarc_article *a = extract_string(
        PAGE("<section><h1 class=heading>Board agrees to repair the quay</h1>" BODY
             "<section><h1 class=heading>Costs</h1>" P2 "<p>The county pays one half, and the town "
             "pays the other.</p></section></section>"));
    assert_true(starts_and_ends(text_of(a), BODY_FIRST, "and the town pays the other."));
    newsarc_article_free(a);
}

static void terms_in_class_names_are_not_names_of_boxes(void **state)
{
    (void)state;
    expect_body(PAGE("<article class='post hentry category-comments tag-related author-admin'>"
                     "<h1>Board agrees to repair the quay</h1><div class=entry-content>" BODY
                     "</div></article>"));
}

static void links_around_blocks_are_links(void **state)
{
    (void)state;
    expect_body(PAGE("<div class=content>" P1 P2 "<a href=/other><div>Council votes on parking "
                     "fees again</div></a>" P3 "</div>"));
    newsarc_article *a = extract_string(
        PAGE("<div class=content>" BODY "<a href=/f/plan.pdf><div>The plan of the quay</div></a>"
             "</div>"));
    assert_int_equal(newsarc_article_attachment_count(a), 1);
    assert_null(strstr(text_of(a), "The plan of the quay"));
    newsarc_article_free(a);
}

static void files_and_pagers_are_no_text(void **state)
{
    (void)state;
    expect_body(
        PAGE("<div class=content>" BODY "<p>Attachment 1: <a href=/f/plan.pdf>Plan</a></p>"
             "<p><span>1</span> <a href=/a_2.html>2</a> <a href=/a_2.html>下一页</a></p></div>"));
    newsarc_article *a =
        extract_string(PAGE("<div class=content>" BODY
                            "<p>The whole report is <a href=/f/plan.pdf>here</a>.</p></div>"));
    assert_non_null(strstr(text_of(a), "The whole report is here."));
    newsarc_article_free(a);
}

static void the_body_goes_on_behind_a_few_links(void **state)
{
    (void)state;
    static const char extra[] = "<p>Later, the board will decide on the southern quay, which is "
                                "older, and on the lighthouse, whose lamp, they say, must be "
                                "replaced within two or three years at the latest. Both "
                                "will be paid for by the county.</p>";
    char html[8192];
    snprintf(html, sizeof html,
             "<html><body><div class=content>%s%s<h3>Recommended for you</h3><p><a href=/1>Ferry "
             "terminal opens</a></p>%s</div></body></html>",
             BODY, P2 P3 P1, extra);
    newsarc_article *a = extract_string(html);
    assert_null(strstr(text_of(a), "Ferry terminal opens"));
    assert_null(strstr(text_of(a), "Recommended"));
    assert_non_null(strstr(text_of(a), "on the lighthouse"));
    newsarc_article_free(a);
}

static void licence_numbers_end_a_page(void **state)
{
    (void)state;
    expect_text(PAGE("<p>协会于九月一日召开会议，讨论了明年的工作计划，并通过了预算。</p>"
                     "<p>版权归协会所有，未经许可，不得使用。海ICP备05000229号</p>"
                     "<p>本站由技术部维护，如有问题，请与我们联系，谢谢。</p>"),
                "协会于九月一日召开会议，讨论了明年的工作计划，并通过了预算。");
}

static void the_standfirst_comes_along(void **state)
{
    (void)state;
    newsarc_article *a = extract_string(PAGE(
        "<header><h1>Board agrees to repair the quay</h1><p class=standfirst>After years of "
        "waiting, the wall will be rebuilt.</p></header><div class=article-body>" BODY "</div>"));
    assert_true(starts_and_ends(text_of(a), "After years of waiting", BODY_LAST));
    newsarc_article_free(a);
}

/* How often a phrase stands in the text. */
static size_t times(const char *text, const char *phrase)
{
    size_t n = 0;
    for (; (text = strstr(text, phrase)); text++)
        n++;
    return n;
}

static void the_standfirst_does_not_come_twice_but_a_refrain_does(void **state)
{
    (void)state;
#define REFRAIN                                                                                    \
    "<p>And the sea, as it is sung on the quay on every first of May, shall give us back what it " \
    "has taken, our nets, our boats, and, in its own good time, our men.</p>"
    newsarc_article *a = extract_string(PAGE(
        "<header><h1>Board agrees to repair the quay</h1><p class=standfirst>After years of "
        "waiting, the wall will be rebuilt.</p></header><div class=article-body>"
        "<p>After years of waiting, the wall will be rebuilt.</p>" REFRAIN BODY REFRAIN "</div>"));
    assert_int_equal(times(text_of(a), "After years of waiting"), 1);
    assert_int_equal(times(text_of(a), "And the sea"), 2);
    newsarc_article_free(a);
#undef REFRAIN
}

static void zero_width_characters_do_not_part_words(void **state)
{
    (void)state;
    newsarc_article *a = extract_string(PAGE("<p>Un&shy;der&#8203;stood, they said, and they "
                                             "signed the&nbsp;&nbsp;  contract for the quay.</p>"));
    assert_non_null(strstr(text_of(a), "Understood, they said, and they signed the contract"));
    newsarc_article_free(a);
}

/* The decoy has more prose; the statement, though cut and without paragraphs, tells them apart. */
static void json_ld_says_where_the_body_stands(void **state)
{
    (void)state;
    static const char decoy[] =
        "<div class=x><p>Our club, founded in 1921, has members in all parts of the county, and "
        "it meets on Mondays.</p><p>We sail, we row, and we mend nets, and in winter there are "
        "lectures, for members and for guests.</p><p>The fee, which has not changed in years, "
        "pays for boats, for the house, and for the cook.</p><p>Whoever wants to join us, writes "
        "to the secretary, or simply comes by, on any Monday.</p></div>";
    char html[8192];
    snprintf(html, sizeof html,
             "<html><head><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\","
             "\"articleBody\":\"The harbour board met on Tuesday evening, and after two hours of "
             "debate it agreed to repair the northern quay before the winter storms arrive. Work "
             "begins in October, said the engineer, who expects that the costs will stay within "
             "the budget that the council voted last year. Fishermen have asked for the repair "
             "since 2012, when a part of the wall\"}</script></head><body>%s<div class=y>%s</div>"
             "</body></html>",
             decoy, BODY);
    expect_body(html);
    char *stated = strstr(html, "articleBody");
    memcpy(stated, "otherKeyyyy", 11);
    newsarc_article *a = extract_string(html);
    assert_non_null(strstr(text_of(a), "Our club")); /* it was the statement that told */
    newsarc_article_free(a);
}

static void a_list_page_is_a_listing(void **state)
{
    (void)state;
    char html[8192] = "<html><body><ul>";
    for (int i = 0; i < 40; i++)
        snprintf(html + strlen(html), sizeof html - strlen(html),
                 "<li><a href=/n/%d.html>Headline number %d of our list</a> 2015-09-01</li>", i, i);
    newsarc_article *a = extract_string(html);
    assert_string_equal(newsarc_article_text(a, NEWSARC_FIELD_TYPE), "listing");
    newsarc_article_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_notice_of_2015_in_four_dresses),
        cmocka_unit_test(navigation_and_footer_stay_out),
        cmocka_unit_test(comments_stay_out_even_when_longer),
        cmocka_unit_test(teasers_stay_out),
        cmocka_unit_test(a_layout_named_sidebar_is_no_sidebar),
        cmocka_unit_test(a_form_around_the_page_is_no_form),
        cmocka_unit_test(a_body_in_parts_is_whole),
        cmocka_unit_test(a_hidden_body_is_read),
        cmocka_unit_test(hidden_text_beside_a_body_is_not_read),
        cmocka_unit_test(lines_of_boilerplate_are_cut),
        cmocka_unit_test(chinese_tail_lines_are_cut),
        cmocka_unit_test(text_without_paragraphs_is_split_at_breaks),
        cmocka_unit_test(tables_and_lists_keep_their_lines),
        cmocka_unit_test(captions_belong_to_images),
        cmocka_unit_test(attachments_in_and_behind_the_body),
        cmocka_unit_test(the_headline_is_not_repeated),
        cmocka_unit_test(the_next_article_is_not_taken),
        cmocka_unit_test(headings_of_sections_are_no_next_article),
        cmocka_unit_test(terms_in_class_names_are_not_names_of_boxes),
        cmocka_unit_test(links_around_blocks_are_links),
        cmocka_unit_test(files_and_pagers_are_no_text),
        cmocka_unit_test(the_body_goes_on_behind_a_few_links),
        cmocka_unit_test(licence_numbers_end_a_page),
        cmocka_unit_test(the_standfirst_comes_along),
        cmocka_unit_test(the_standfirst_does_not_come_twice_but_a_refrain_does),
        cmocka_unit_test(zero_width_characters_do_not_part_words),
        cmocka_unit_test(json_ld_says_where_the_body_stands),
        cmocka_unit_test(a_list_page_is_a_listing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
