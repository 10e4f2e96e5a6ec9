"""The same crawl night after night: only what is new or changed is fetched; what is gone is noticed."""
import re
import sqlite3

from conftest import WireServer, response, warc_records

BODY = "".join("<p>这是第%d段正文,协会召开了年度工作会议,会员单位代表出席了会议并作了发言。</p>" % i for i in range(9))
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>%s</title></head><body><h1>%s</h1>
<div class="info">发布时间:2015-09-%02d 来源:本会</div><div class="content">%s%s</div></body></html>"""


class Site:
    """Two list pages of five entries; every article has an ETag and answers If-None-Match."""

    def __init__(self, server, dated=True):
        self.server, self.dated = server, dated
        self.articles = {n: "" for n in range(1, 11)}
        self.publish()

    def publish(self):
        routes = {"/robots.txt": response(b"", status="404 Not Found")}
        names = sorted(self.articles, reverse=True)
        pages = [names[i:i + 5] for i in range(0, len(names), 5)]
        for i, page in enumerate(pages):
            entries = "".join("<li><a href='/news/%d.html'>协会召开第%d次年度工作会议</a><span>2015-09-%02d</span></li>"
                              % (n, n, n) for n in page)
            further = "<a href='/list_%d.html'>下一页</a>" % (i + 2) if i + 1 < len(pages) else ""
            routes["/" if i == 0 else "/list_%d.html" % (i + 1)] = response(
                "<html><head><meta charset='utf-8'><title>协会动态</title></head><body><ul class='list'>%s</ul>"
                "<div class='page'>%s</div>%s</body></html>" % (entries, further, "<p>版权所有</p>" * 80))
        for n, more in self.articles.items():
            routes["/news/%d.html" % n] = self.article(n, more)
        self.server.routes = {path: self.undated(page) for path, page in routes.items()}

    def undated(self, page):
        """Of the same length, since the head states it."""
        if self.dated or not isinstance(page, bytes):
            return page
        return re.sub(rb"2015-09-\d\d", b"----------", page)

    def article(self, n, more):
        title = "协会召开第%d次年度工作会议" % n
        tag = '"%d-%d"' % (n, len(more))
        whole = self.undated(response(PAGE % (title, title, n, BODY, more), fields=["ETag: " + tag]))

        def answer(head):
            if ("If-None-Match: " + tag).encode() in head:
                return ("HTTP/1.1 304 Not Modified\r\nETag: %s\r\nContent-Length: 0\r\n\r\n" % tag).encode()
            return whole

        return answer


def crawl(run, site, out):
    site.server.requests.clear()
    result = run("crawl", site.server.url + "/", "-o", out, "--delay", "0")
    assert result.returncode == 0, result.stderr
    return site.server.paths()


def column(out, sql):
    with sqlite3.connect("%s/collection.db" % out) as db:
        return [row[0].rsplit("/", 1)[1] for row in db.execute(sql)]


def test_a_later_run_finds_what_is_new_changed_and_gone(run, wire_server, tmp_path):
    site, out = Site(wire_server), tmp_path / "c"
    first = crawl(run, site, out)
    assert {"/news/%d.html" % n for n in range(1, 11)} <= set(first)
    site.articles[11] = ""
    site.articles[10] = "<p>补充说明:会议时间已经调整,请各会员单位知悉。</p>"
    del site.articles[3]
    site.publish()
    second = crawl(run, site, out)
    assert "/news/11.html" in second and "/news/3.html" in second
    assert "/news/5.html" not in second  # old, and its list still names it
    joined = " FROM articles a JOIN frontier f ON f.id = a.url WHERE "
    assert column(out, "SELECT f.url" + joined + "a.first_run = 2") == ["11.html"]
    assert column(out, "SELECT f.url" + joined + "a.first_run = 1 AND a.last_run = 2") == ["10.html"]
    assert column(out, "SELECT f.url" + joined + "a.gone_run = 2") == ["3.html"]
    assert column(out, "SELECT f.url FROM versions v JOIN frontier f ON f.id = v.url") == ["10.html"]
    assert run("verify", out).returncode == 0


def rows(out):
    """How many each table of the state has."""
    with sqlite3.connect("%s/collection.db" % out) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        return {name: db.execute("SELECT count(*) FROM " + name).fetchone()[0] for name in names}


def test_nights_without_change_add_nothing_but_runs_to_the_state(run, wire_server, tmp_path):
    site, out = Site(wire_server), tmp_path / "c"
    for _ in range(3):
        crawl(run, site, out)
    before = rows(out)
    for _ in range(4):
        crawl(run, site, out)
    grown = {name: n - before[name] for name, n in rows(out).items() if n != before[name]}
    assert grown == {"runs": 4, "tallies": 4}
    assert column(out, "SELECT '/' || count(*) FROM runs WHERE seeds <> ''") == ["1"]


def test_edits_and_removals_leave_one_capture_of_an_article(run, wire_server, tmp_path):
    site, out = Site(wire_server), tmp_path / "c"
    crawl(run, site, out)
    for night in range(3):
        site.articles[10] = "<p>第%d次更正:会议时间已经调整,请各会员单位知悉。</p>" % night * (night + 1)
        site.articles.pop(9 - night)
        site.publish()
        crawl(run, site, out)
    assert column(out, "SELECT f.url FROM versions v JOIN frontier f ON f.id = v.url") == ["10.html"] * 3
    assert sorted(column(out, "SELECT f.url FROM articles a JOIN frontier f ON f.id = a.url WHERE a.gone_run <> 0")) == [
        "7.html", "8.html", "9.html"]
    assert column(out, "SELECT f.url FROM frontier f JOIN captures c ON c.url = f.id JOIN articles a ON a.url = f.id "
                       "GROUP BY f.id HAVING count(*) > 1") == []
    assert run("verify", out).returncode == 0
    assert run("recover", out, "-q").returncode == 0


def test_articles_without_dates_are_old_when_the_first_run_finds_them(run, wire_server, tmp_path):
    site, out = Site(wire_server, dated=False), tmp_path / "c"
    assert "/news/5.html" in crawl(run, site, out)
    assert column(out, "SELECT f.url FROM articles a JOIN frontier f ON f.id = a.url WHERE a.date <> ''") == []
    site.articles[11] = ""
    site.publish()
    asked = set(crawl(run, site, out))
    assert "/news/11.html" in asked and not asked & {"/news/%d.html" % n for n in range(2, 9)}
    assert "/news/11.html" in crawl(run, site, out)


def test_a_run_that_goes_on_with_the_first_one_finds_old_articles(run, wire_server, tmp_path):
    site, out = Site(wire_server), tmp_path / "c"
    stopped = run("crawl", wire_server.url + "/", "-o", out, "--delay", "0", "--max-pages", "3")
    assert stopped.returncode == 6, stopped.stderr
    assert "/news/1.html" in crawl(run, site, out)
    assert "/news/1.html" not in crawl(run, site, out)


def test_a_short_page_under_two_addresses_is_one_article(run, wire_server, tmp_path):
    short = "<p>国庆节放假%s天,请各会员单位妥善安排好值班和安全工作。</p>"
    page = response(PAGE % ("关于放假的通知", "关于放假的通知", 1, short % "七", ""))
    other = response(PAGE % ("关于放假的通知", "关于放假的通知", 1, short % "八", ""))
    wire_server.routes = {"/robots.txt": response(b"", status="404 Not Found"), "/news/1.html": page,
                          "/show.asp?id=1": page, "/news/2.html": other}
    wire_server.routes["/"] = response("<title>通知公告</title><ul class='list'>%s</ul>" % "".join(
        "<li><a href='%s'>关于放假的通知</a><span>2015-09-01</span></li>" % path
        for path in ("/news/1.html", "/show.asp?id=1", "/news/2.html")))
    out = tmp_path / "c"
    done = run("crawl", wire_server.url + "/", "-o", out, "--delay", "0")
    assert done.returncode == 0, done.stderr
    assert column(out, "SELECT f.url FROM articles a JOIN frontier f ON f.id = a.url WHERE a.same_as IS NULL "
                       "ORDER BY f.url") == ["1.html", "2.html"]


def test_an_unchanged_article_is_a_revisit_that_names_its_original(run, wire_server, tmp_path):
    site, out = Site(wire_server), tmp_path / "c"
    crawl(run, site, out)
    crawl(run, site, out)
    records = [fields for fields, _ in warc_records(out)]
    kept = {f["WARC-Record-ID"]: f for f in records if f["WARC-Type"] == "response"}
    revisits = [f for f in records if f["WARC-Type"] == "revisit"]
    profiles = {f["WARC-Profile"].rsplit("/", 1)[1] for f in revisits}
    assert profiles == {"server-not-modified", "identical-payload-digest"}
    for fields in revisits:
        original = kept[fields["WARC-Refers-To"]]
        assert original["WARC-Date"] == fields["WARC-Refers-To-Date"]
        assert original["WARC-Target-URI"] == fields["WARC-Refers-To-Target-URI"]


def test_a_failed_page_of_a_list_is_read_before_its_entries_count_as_known(run, wire_server, tmp_path):
    site, out = Site(wire_server), tmp_path / "c"
    whole = wire_server.routes["/list_2.html"]
    wire_server.routes["/list_2.html"] = response(b"", status="500 Internal Server Error")
    assert run("crawl", wire_server.url + "/", "-o", out, "--delay", "0").returncode == 3
    wire_server.routes["/list_2.html"] = whole
    assert "/news/1.html" in crawl(run, site, out)


def test_lists_are_read_also_while_another_host_is_left_to_the_next_run(run, wire_server, tmp_path):
    site, out, other = Site(wire_server), tmp_path / "c", WireServer()
    other.routes = {"/robots.txt": response(b"", status="503 Service Unavailable", fields=["Retry-After: 86400"])}
    seeds = [wire_server.url + "/", other.url.replace("127.0.0.1", "localhost") + "/"]
    assert run("crawl", *seeds, "-o", out, "--delay", "0").returncode == 3
    assert set(other.paths()) == {"/robots.txt"}
    site.articles[11] = ""
    site.publish()
    assert run("crawl", *seeds, "-o", out, "--delay", "0").returncode == 3
    assert set(other.paths()) == {"/robots.txt"}
    other.close()
    assert "/news/11.html" in wire_server.paths()
