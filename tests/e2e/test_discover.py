"""Finding everything: sitemaps, feeds, pagers that are no links, requisites, articles in several pages."""
import gzip
import json
import os
import tarfile

import pytest
from conftest import response

TEXT = ("协会秘书处召开了年度工作会议,研究部署了下一阶段的重点工作,为行业健康发展奠定了坚实基础。"
        "与会代表围绕团体标准制定、人才培训和国际合作交流进行了深入讨论,并提出了许多建设性的意见。")


@pytest.fixture
def crawl(run, tmp_path):
    def call(url, *options):
        collection = str(tmp_path / "c")
        return run("crawl", url, "-o", collection, "--delay=0", *options), collection

    return call


@pytest.fixture
def articles(run, tmp_path):
    """URL's path -> article, of a collection."""

    def call(collection, base):
        out = str(tmp_path / "out.jsonl")
        done = run("export", collection, "-o", out)
        assert done.returncode == 0, done.stderr
        if not os.path.exists(out):
            return {}
        with open(out, encoding="utf-8") as f:
            found = [json.loads(line) for line in f]
        return {a["url"][len(base):]: a for a in found}

    return call


def page(body, title="协会", head=""):
    return response('<html><head><meta charset="utf-8"><title>%s</title>%s</head><body>%s</body></html>'
                    % (title, head, body))


def article(title, n=1, date="2015-09-0%d", behind="", head="", source="新华网"):
    """Every article has words of its own."""
    info = '<div class="info">%s %s</div>' % (date and "发布时间:" + date % n, source and "来源:" + source)
    text = "".join("<p>第%d号文件第%d段。%s</p>" % (n, i, TEXT) for i in range(1, 4))
    return page('<h1>%s</h1>%s<div class="content">%s</div>%s' % (title, info, text, behind), title, head)


def entries(*numbers, date="2015-09-%02d"):
    return '<ul class="list">%s</ul>' % "".join(
        '<li><a href="/a/%d.html">协会召开第%d次年度工作会议</a><span>%s</span></li>' % (n, n, date and date % n)
        for n in numbers)


def add_articles(server, *numbers):
    for n in numbers:
        server.routes["/a/%d.html" % n] = article("协会召开第%d次年度工作会议" % n, n, date="2015-09-%02d")


def urlset(*urls):
    return ('<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">%s</urlset>'
            % "".join("<url><loc>%s</loc></url>" % u for u in urls))


# --- sitemaps and feeds ---


def test_sitemaps_and_feeds_lead_to_articles(wire_server, crawl, articles):
    at = wire_server.url
    add_articles(wire_server, 1, 2, 3, 4, 5)
    wire_server.routes.update({
        "/robots.txt": response("User-agent: *\nDisallow:\nSitemap: %s/maps.xml\nSitemap: %s/map.txt\n" % (at, at),
                                ctype="text/plain"),
        "/maps.xml": response('<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>'
                              '%s/map.xml.gz</loc></sitemap></sitemapindex>' % at, ctype="text/xml"),
        "/map.xml.gz": response(gzip.compress(urlset(at + "/a/1.html", "http://other.example/x.html").encode()),
                                ctype="application/x-gzip"),
        "/map.txt": response("%s/a/2.html\n" % at, ctype="text/plain"),
        "/": page("<p>x</p><a href='/feed.xml'>feed</a>",
                  head='<link rel="alternate" type="application/rss+xml" href="/rss.xml">'),
        "/rss.xml": response('<rss version="2.0"><channel><item><title>三</title><link>%s/a/3.html</link>'
                             '</item><item><title>四</title><link>%s/a/4.html</link></item></channel></rss>'
                             % (at, at), ctype="application/rss+xml"),
        "/feed.xml": response('<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>五</title>'
                              '<link href="/a/5.html"/></entry></feed>', ctype="text/xml"),
    })
    done, collection = crawl(at + "/")
    assert done.returncode == 0, done.stderr
    assert sorted(articles(collection, at)) == ["/a/%d.html" % n for n in range(1, 6)]
    assert "/sitemap.xml" not in wire_server.paths()
    # what names new articles is read again, the articles are not
    before = len(wire_server.paths())
    crawl(at + "/", "--recheck=0")
    later = wire_server.paths()[before:]
    assert {"/maps.xml", "/map.xml.gz", "/map.txt", "/rss.xml", "/feed.xml"} <= set(later)
    assert not [p for p in later if p.startswith("/a/")]


def test_the_usual_place_of_a_sitemap_is_tried_once(wire_server, crawl):
    wire_server.routes["/"] = page("<p>x</p>")
    for _ in range(2):
        done, _ = crawl(wire_server.url + "/")
        assert done.returncode == 0, done.stderr
    assert wire_server.paths().count("/sitemap.xml") == 1


def test_a_sitemap_that_is_a_page_gives_nothing(wire_server, crawl):
    wire_server.routes["/"] = page("<p>x</p>")
    wire_server.routes["/sitemap.xml"] = page("<a href='/trap'>x</a>")
    crawl(wire_server.url + "/")
    assert "/trap" not in wire_server.paths()


# --- pagers that are no links ---


def form(request):
    return request.split(b"\r\n\r\n", 1)[1].decode()


class PostedList:
    """A WebForms list: the same address, the page is named by the form."""

    def __init__(self, last, state="s"):
        self.last = last
        self.asked = []

    def __call__(self, head):
        number = 1
        if head.startswith(b"POST"):
            body = form(head)
            self.asked.append(body)
            number = int(body.split("__EVENTARGUMENT=")[1].split("&")[0])
        number = min(number, self.last)
        pager = "".join("<a href=\"javascript:__doPostBack('pager','%d')\">%d</a> " % (n, n) for n in (number, number + 1))
        return page('<form method="post" action="List.aspx" id="form1"><input type="hidden" name="__VIEWSTATE" '
                    'value="v%d">%s<div class="pages">%s<a href="javascript:__doPostBack(\'pager\',\'%d\')">下一页</a></div>'
                    '</form>' % (len(self.asked), entries(*range(number * 4 - 3, number * 4 + 1)), pager, number + 1))


def test_forms_are_paged_until_they_repeat_themselves(wire_server, crawl, articles):
    posted = PostedList(3)
    add_articles(wire_server, *range(1, 13))
    wire_server.routes["/"] = page('<ul class="nav"><li><a href="/">首页</a></li><li><a href="/List.aspx">协会动态</a></li></ul>')
    wire_server.routes["/List.aspx"] = posted
    done, collection = crawl(wire_server.url + "/", "--max-time=60s")
    assert done.returncode == 0, done.stderr
    assert len(articles(collection, wire_server.url)) == 12
    numbers = [body.split("__EVENTARGUMENT=")[1].split("&")[0] for body in posted.asked]
    assert numbers[:2] == ["2", "3"] and len(numbers) <= 4
    assert len(numbers) == len(set(numbers))


def test_load_more_lists_are_read_as_data(wire_server, crawl, articles):
    add_articles(wire_server, *range(1, 10))
    more = '<a class="more" href="javascript:;" data-api="api.json" data-page="1" data-total="3">加载更多</a>'
    wire_server.routes["/"] = page('<ul class="nav"><li><a href="/">首页</a></li><li><a href="/xw/index.html">新闻中心</a></li></ul>')
    wire_server.routes["/xw/index.html"] = page(entries(1, 2, 3) + more)
    for n in (2, 3):
        items = [{"title": "协会召开第%d次年度工作会议" % i, "url": "/a/%d.html" % i, "pubDate": "2015-09-0%d" % i}
                 for i in range(n * 3 - 2, n * 3 + 1)]
        wire_server.routes["/xw/api.json?page=%d" % n] = response(
            json.dumps({"page": n, "total": 3, "list": items}, ensure_ascii=False), ctype="application/json")
    done, collection = crawl(wire_server.url + "/")
    assert done.returncode == 0, done.stderr
    assert len(articles(collection, wire_server.url)) == 9
    assert "/xw/api.json?page=4" not in wire_server.paths()


def test_paging_ends_where_the_last_page_comes_again(wire_server, crawl):
    add_articles(wire_server, *range(1, 9))

    def listing(head):
        path = head.split(b" ")[1].decode()
        asked = int(path.split("page=")[1]) if "page=" in path else 1
        n = min(asked, 2)
        return page(entries(*range(n * 4 - 3, n * 4 + 1)) +
                    '<div class="pages"><a href="/l?page=%d">下一页</a></div>' % (asked + 1))

    wire_server.routes["/"] = page('<ul class="nav"><li><a href="/">首页</a></li><li><a href="/l">协会动态</a></li></ul>')
    wire_server.routes["/l"] = listing
    for n in range(1, 30):
        wire_server.routes["/l?page=%d" % n] = listing
    done, _ = crawl(wire_server.url + "/")
    assert done.returncode == 0, done.stderr
    assert max(int(p.split("=")[1]) for p in wire_server.paths() if "page=" in p) == 3


# --- requisites ---


def test_what_style_sheets_need_is_fetched(wire_server, crawl):
    wire_server.routes.update({
        "/": page('<div style="background:url(/i/style.png)">x</div><img data-original="/i/lazy.png">'
                  '<img srcset="/i/a.png 1x, /i/b.png 2x"><video poster="/i/poster.jpg"></video>',
                  head='<link rel="stylesheet" href="/css/a.css"><style>body{background:url("/i/element.png")}</style>'),
        "/css/a.css": response("@import 'b.css';a{background:url(../i/sheet.png)}/* url(no.png) */", ctype="text/css"),
        "/css/b.css": response("@font-face{src:url(f.woff2)}", ctype="text/css"),
    })
    crawl(wire_server.url + "/")
    paths = set(wire_server.paths())
    assert {"/i/style.png", "/i/lazy.png", "/i/a.png", "/i/b.png", "/i/poster.jpg", "/i/element.png", "/css/a.css",
            "/css/b.css", "/i/sheet.png", "/css/f.woff2"} <= paths
    assert not [p for p in paths if "no.png" in p]


# --- articles ---


def parts_site(server):
    def pager(n):
        links = ["<span>%d</span>" % i if i == n else '<a href="1%s.html">%d</a>' % ("_%d" % i if i > 1 else "", i)
                 for i in (1, 2, 3)]
        return '<div class="page">%s</div>' % " ".join(links)

    server.routes["/"] = page('<a href="/a/1.html">协会召开年度工作会议</a>')
    for n in (1, 2, 3):
        text = "".join("<p>第%d页第%d段。%s</p>" % (n, i, TEXT) for i in (1, 2, 3))
        server.routes["/a/1%s.html" % ("_%d" % n if n > 1 else "")] = page(
            '<h1>协会召开年度工作会议</h1><div class="info">发布时间:2015-09-01 来源:新华网</div>'
            '<div class="content">%s<p><img src="/i/%d.png"></p>%s</div>' % (text, n, pager(n)), "协会召开年度工作会议")
        server.routes["/i/%d.png" % n] = response(b"\x89PNG%d" % n, ctype="image/png")


def test_an_article_in_several_pages_is_joined(wire_server, crawl, articles):
    parts_site(wire_server)
    done, collection = crawl(wire_server.url + "/")
    assert done.returncode == 0, done.stderr
    assert " 1 new, 0 changed" in done.stderr
    found = articles(collection, wire_server.url)
    assert list(found) == ["/a/1.html"]
    joined = found["/a/1.html"]
    assert joined["parts"] == [wire_server.url + p for p in ("/a/1.html", "/a/1_2.html", "/a/1_3.html")]
    lines = joined["text"].split("\n")
    assert [line[:7] for line in lines] == ["第%d页第%d段。" % (n, i) for n in (1, 2, 3) for i in (1, 2, 3)]
    assert len(joined["images"]) == 3
    [tar] = [os.path.join(collection, "articles", n) for n in os.listdir(os.path.join(collection, "articles"))]
    with tarfile.open(tar) as t:
        names = t.getnames()
        assert len([n for n in names if "/images/" in n]) == 3
        [name] = [n for n in names if n.endswith("article.txt")]
        assert joined["text"] in t.extractfile(name).read().decode()
        [name] = [n for n in names if n.endswith("article.md")]
        assert t.extractfile(name).read().decode().count(TEXT) == 9


def test_a_changed_part_changes_the_article(wire_server, crawl, articles):
    parts_site(wire_server)
    crawl(wire_server.url + "/")
    again, collection = crawl(wire_server.url + "/", "--full")
    assert " 0 new, 0 changed" in again.stderr or again.stderr == ""
    wire_server.routes["/a/1_3.html"] = wire_server.routes["/a/1_3.html"].replace("第3页".encode(), "第6页".encode())
    changed, _ = crawl(wire_server.url + "/", "--full")
    assert " 0 new, 1 changed" in changed.stderr
    [joined] = articles(collection, wire_server.url).values()
    assert "第6页第1段" in joined["text"] and "第3页" not in joined["text"] and "第1页" in joined["text"]


def test_a_list_tells_the_date_that_the_article_lacks(wire_server, crawl, articles):
    wire_server.routes["/"] = page('<ul class="nav"><li><a href="/">首页</a></li><li><a href="/l">协会动态</a></li></ul>')
    wire_server.routes["/l"] = page(entries(1, 2, 3, 4))
    for n in (1, 2, 3, 4):
        wire_server.routes["/a/%d.html" % n] = article("协会召开第%d次年度工作会议" % n, n, date="" if n == 2 else "2014-01-0%d")
    done, collection = crawl(wire_server.url + "/")
    assert done.returncode == 0, done.stderr
    found = articles(collection, wire_server.url)
    assert found["/a/2.html"]["date"] == "2015-09-02"
    assert found["/a/2.html"]["evidence"]["date"]["from"] == "list"
    assert found["/a/1.html"]["date"] == "2014-01-01"


def test_both_forms_of_one_article_are_asked_for_once(wire_server, crawl, articles):
    one = "/info/1003/3001.htm"
    two = "/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1003&wbnewsid=3001"
    wire_server.routes["/"] = page('<a href="%s">一</a><a href="%s">二</a>' % (one, two.replace("&", "&amp;")))
    wire_server.routes[one] = wire_server.routes[two] = article("协会召开年度工作会议")
    _, collection = crawl(wire_server.url + "/")
    assert len([p for p in wire_server.paths() if p in (one, two)]) == 1
    assert len(articles(collection, wire_server.url)) == 1


def test_a_print_version_is_no_second_article(wire_server, crawl, articles):
    wire_server.routes["/"] = page('<a href="/print.asp?id=1">打印</a><a href="/a/1.html">协会召开年度工作会议</a>'
                                   '<a href="/b/1.html">协会召开年度工作会议</a>')
    wire_server.routes["/a/1.html"] = article("协会召开年度工作会议")
    wire_server.routes["/print.asp?id=1"] = article("协会召开年度工作会议", date="", source="")
    wire_server.routes["/b/1.html"] = article("协会召开年度工作会议", n=2, head='<link rel="canonical" href="/a/1.html">')
    done, collection = crawl(wire_server.url + "/")
    assert done.returncode == 0, done.stderr
    assert list(articles(collection, wire_server.url)) == ["/a/1.html"]
