/* Renderings: the keys and escapes of the JSON, and Markdown that a page's text cannot break out
 * of. */
#include "article_support.h"

#include <jansson.h>

static json_t *json_of(const newsarc_article *a, newsarc_rendering how, const char *id)
{
    char *out = render(a, how, id);
    json_t *root = json_loads(out, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    newsarc_free(out);
    return root;
}

static void keys_stand_in_the_documented_order(void **state)
{
    (void)state;
    static const char *const want[] = {
        "id",       "url",    "canonical_url", "type",    "title",    "date",
        "modified", "source", "authors",       "editor",  "sections", "language",
        "text",     "images", "attachments",   "charset", "evidence",
    };
    newsarc_article *a = extract_string(PAGE(P1 P2 P3));
    json_t *root = json_of(a, NEWSARC_RENDER_JSON, "7");
    size_t i = 0;
    const char *key;
    json_t *value;
    json_object_foreach(root, key, value)
    {
        assert_true(i < sizeof want / sizeof *want);
        assert_string_equal(key, want[i++]);
    }
    assert_int_equal(i, sizeof want / sizeof *want);
    assert_string_equal(json_string_value(json_object_get(root, "id")), "7");
    json_decref(root);
    newsarc_article_free(a);
}

static void unknown_is_null_or_empty(void **state)
{
    (void)state;
    newsarc_article *a = extract_string(PAGE(P1 P2 P3));
    json_t *root = json_of(a, NEWSARC_RENDER_JSON, NULL);
    assert_null(json_object_get(root, "id"));
    assert_true(json_is_null(json_object_get(root, "source")));
    assert_true(json_is_null(json_object_get(root, "date")));
    assert_int_equal(json_array_size(json_object_get(root, "authors")), 0);
    assert_true(json_is_array(json_object_get(root, "images")));
    assert_null(json_object_get(json_object_get(root, "evidence"), "source"));
    assert_non_null(json_object_get(json_object_get(root, "evidence"), "title"));
    json_decref(root);
    newsarc_article_free(a);
}

static void json_is_one_line_and_pretty_is_not(void **state)
{
    (void)state;
    newsarc_article *a =
        extract_string(PAGE("<p>He said \"yes\", and then: back\\slash, tab\there, "
                            "it was over. \xF0\x9F\x8E\x89</p>" P2));
    char *line = render(a, NEWSARC_RENDER_JSON, "a\"b\n\x01");
    assert_null(strchr(line, '\n'));
    assert_non_null(strstr(line, "\\\"yes\\\""));
    assert_non_null(strstr(line, "back\\\\slash"));
    json_t *root = json_loads(line, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(root, "id")), "a\"b\n\x01");
    json_decref(root);
    newsarc_free(line);
    char *pretty = render(a, NEWSARC_RENDER_JSON_PRETTY, NULL);
    assert_non_null(strstr(pretty, "\n  \"title\": "));
    newsarc_free(pretty);
    newsarc_article_free(a);
}

static void bad_arguments_are_refused(void **state)
{
    (void)state;
    newsarc_article *a = extract_string(PAGE(P1));
    char *out = (char *)1;
    assert_int_equal(newsarc_article_render(a, 99, NULL, &out, NULL), NEWSARC_E_ARGUMENT);
    assert_null(out);
    assert_int_equal(newsarc_article_render(NULL, NEWSARC_RENDER_JSON, NULL, &out, NULL),
                     NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_article_render(a, NEWSARC_RENDER_JSON, "\xFF", &out, NULL),
                     NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_article_render(a, NEWSARC_RENDER_JSON, NULL, NULL, NULL),
                     NEWSARC_E_ARGUMENT);
    newsarc_article_free(a);
}

static void text_is_title_and_body(void **state)
{
    (void)state;
    newsarc_article *a = extract_string(PAGE("<h1>Board agrees to repair the quay</h1>" P1 P2));
    char *out = render(a, NEWSARC_RENDER_TEXT, NULL);
    assert_int_equal(strncmp(out, "Board agrees to repair the quay\n\nThe harbour board", 49), 0);
    assert_int_equal(out[strlen(out) - 1], '\n');
    newsarc_free(out);
    newsarc_article_free(a);
}

static char *markdown_of(const char *inside)
{
    char html[8192];
    snprintf(html, sizeof html,
             "<html><head><title>Quay</title></head><body><div class=article-body>%s%s%s</div>"
             "</body></html>",
             P1 P2, inside, P3);
    newsarc_article *a = extract_string(html);
    char *out = render(a, NEWSARC_RENDER_MARKDOWN, NULL);
    newsarc_article_free(a);
    return out;
}

static void expect_markdown(const char *inside, const char *want)
{
    char *out = markdown_of(inside);
    if (!strstr(out, want))
        print_error("%s\n", out);
    assert_non_null(strstr(out, want));
    newsarc_free(out);
}

static void markdown_keeps_structure(void **state)
{
    (void)state;
    expect_markdown("<h2>Costs &amp; dates</h2>", "\n\n## Costs \\& dates\n\n");
    expect_markdown("<p>It was <b>very <i>cold</i></b>, they said, and <a href='/x(1).html'>it "
                    "was</a> dark.</p>",
                    "It was **very** ***cold***, they said, and "
                    "[it was](http://www.example.org/x%281%29.html) dark.");
    expect_markdown("<ul><li>one<ol><li>first</li><li>second</li></ol></li><li>two</li></ul>",
                    "- one\n    1. first\n    2. second\n- two\n");
    expect_markdown("<table><tr><th>Year<th>Cost<tr><td>2016<td>4 | 5</table>",
                    "| Year | Cost |\n| --- | --- |\n| 2016 | 4 \\| 5 |\n");
    expect_markdown("<blockquote>We waited, and waited.</blockquote>",
                    "> We waited, and waited.\n");
    expect_markdown("<pre>a\n  b</pre>", "    a\n      b\n");
    expect_markdown(
        "<figure><img src=/q.jpg alt='The [quay]'><figcaption>In March, 2015.</figcaption>"
        "</figure>",
        "![The \\[quay\\]](http://www.example.org/q.jpg)\n\nIn March, 2015.\n");
    expect_markdown("<p>Run <code>make *all*</code>, then wait.</p>",
                    "Run `make *all*`, then wait.");
}

static void page_text_makes_no_markup(void **state)
{
    (void)state;
    expect_markdown("<p># not a heading, said he.</p>", "\n\\# not a heading");
    expect_markdown("<p>1. not a list, said he.</p>", "\n1\\. not a list");
    expect_markdown("<p>- not a list, said he.</p>", "\n\\- not a list");
    expect_markdown("<p>[not](a link), *not* bold, `not` code, &lt;b&gt; no tag.</p>",
                    "\\[not\\](a link), \\*not\\* bold, \\`not\\` code, \\<b\\> no tag.");
    expect_markdown("<p>&amp;lt; is an escape, they say.</p>", "\\&lt; is an escape");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_stand_in_the_documented_order),
        cmocka_unit_test(unknown_is_null_or_empty),
        cmocka_unit_test(json_is_one_line_and_pretty_is_not),
        cmocka_unit_test(bad_arguments_are_refused),
        cmocka_unit_test(text_is_title_and_body),
        cmocka_unit_test(markdown_keeps_structure),
        cmocka_unit_test(page_text_makes_no_markup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
