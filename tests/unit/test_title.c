/* Titles: the heading that the head confirms, without kicker, site and section. */
#include "fields_support.h"

#define TITLED(head, heading) "<html><head>" head "</head><body>" heading P1 P2 P3 "</body></html>"
#define TWO_PARTS "锅炉协会举办培训班 百余名代表参加"

static const fields_case TITLES[] = {
    {.name = "heading in a title with site and section",
     .html = TITLED("<title>Board agrees to repair the quay | Local | The Harbour Post</title>",
                    "<h1>The Harbour Post</h1><h2>Board agrees to repair the quay</h2>"),
     .title = "Board agrees to repair the quay"},
    {.name = "title cut short",
     .html = TITLED("<title>Board agrees to repair the...</title>",
                    "<h1>Board agrees to repair the quay before winter</h1>"),
     .title = "Board agrees to repair the quay before winter"},
    {.name = "kicker inside the heading",
     .html =
         TITLED("<title>Board agrees to repair the quay</title>",
                "<h1><span class=\"kicker\">After the storm</span> <span>Board agrees to repair "
                "the quay</span></h1>"),
     .title = "Board agrees to repair the quay"},
    {.name = "date inside the heading",
     .html = TITLED("<title>Board agrees to repair the quay</title>",
                    "<h1>Board agrees to repair the quay<br><small>2 February 2016</small></h1>"),
     .title = "Board agrees to repair the quay",
     .date = "2016-02-02"},
    {.name = "no heading: og:title without the site",
     .html =
         TITLED("<meta property=\"og:title\" content=\"Quay to be repaired - The Harbour Post\">"
                "<meta property=\"og:site_name\" content=\"The Harbour Post\">",
                ""),
     .title = "Quay to be repaired"},
    {.name = "no heading: title without the site",
     .html = TITLED("<title>Quay to be repaired at last - The Harbour Post</title>", ""),
     .title = "Quay to be repaired at last"},
    {.name = "the only h1 though the head words it otherwise",
     .html = TITLED("<title>Quay repair plan approved</title>",
                    "<h1>Winter storms force the board to act on the northern wall</h1>"),
     .title = "Winter storms force the board to act on the northern wall"},
    {.name = "ArticleTitle of a CMS",
     .html = ZH_PAGE("<meta name=\"ArticleTitle\" content=\"" ZH_TITLE "（第二次）\">", "", "", ""),
     .title = ZH_TITLE "（第二次）"},
    {.name = "an empty ArticleTitle is none",
     .html = ZH_PAGE("<meta name=\"ArticleTitle\" content=\"\">", "", "", ""),
     .title = ZH_TITLE},
    {.name = "two parts with a space stay whole",
     .html = "<html><head><title>" TWO_PARTS "-海州市锅炉协会</title></head><body><div "
             "class=\"art_title\">" TWO_PARTS "</div>" ZH_TEXT "</body></html>",
     .title = TWO_PARTS},
    {.name = "title names only the site",
     .html = "<html><head><title>海州市锅炉协会</title></head><body><h2>" TWO_PARTS
             "</h2><div>2015-09-01</div>" ZH_TEXT "</body></html>",
     .title = TWO_PARTS},
    {.name = "sign before the title is not of it",
     .html = "<html><head><title>" TWO_PARTS "</title></head><body><h2><span>原创</span>" TWO_PARTS
             "</h2>" ZH_TEXT "</body></html>",
     .title = TWO_PARTS},
};

static void titles(void **state)
{
    (void)state;
    CHECK_TABLE(TITLES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(titles)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
