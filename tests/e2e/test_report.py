"""The report of a collection: what it says, that it needs nothing else, and that no page writes into it."""
import hashlib
import html.parser
import os
import re
import sqlite3

import pytest

from conftest import response
from test_exit_codes import PAGE, news_site, text_of

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'&amp;\u202e"
VOID = {"meta", "input", "br", "img", "path", "rect"}


class Page(html.parser.HTMLParser):
    """Elements with their attributes, text by language, and whether every tag is closed in its turn."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.text = [], [], {None: "", "en": "", "zh-Hans": ""}
        self.feed(text)
        assert self.open == [], self.open

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append((tag, dict(attributes).get("lang") if tag == "span" else None))

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open and self.open[-1][0] == tag, (tag, self.open[-3:])
        self.open.pop()

    def handle_data(self, data):
        if not any(tag == "style" for tag, _ in self.open):
            language = next((x for _, x in self.open if x), None)
            self.text[language] += data + "\n"

    def all(self, tag):
        return [a for t, a in self.elements if t == tag]


def with_categories(server, names):
    """A home page with a navigation; each category lists two articles."""
    nav = "".join("<li><a href='/c%d/'>%s</a></li>" % (i, n) for i, n in enumerate(names))
    server.routes["/"] = response("<title>协会</title><div class='nav'><ul><li><a href='/'>首页</a></li>%s</ul></div>" % nav)
    for i, name in enumerate(names):
        rows = ""
        for j in (1, 2, 3):
            title = "%s第%d次会员大会暨年度工作会议召开" % (name, j)
            path = "/c%d/%d.html" % (i, j)
            rows += "<li><a href='%s'>%s</a><span>2024-05-0%d</span></li>" % (path, title, j)
            server.routes[path] = response(PAGE % (title, title, text_of(10 * i + j)))
        server.routes["/c%d/" % i] = response("<title>%s</title><ul class='list'>%s</ul>" % (name, rows))


@pytest.fixture
def collection(run, wire_server, tmp_path):
    with_categories(wire_server, ["协会动态", "行业新闻", "通知公告"])
    wire_server.routes["/c0/2.html"] = response("broken", status="500 Internal Server Error")
    done = run("crawl", "-q", wire_server.url + "/", "-o", tmp_path / "c", "--delay=1ms")
    assert done.returncode == 3, done.stderr
    return tmp_path / "c"


def report(collection):
    return (collection / "reports" / "report.html").read_text(encoding="utf-8")


def needs_nothing_else(text, page):
    assert not page.all("script") and not page.all("img") and not page.all("link") and not page.all("iframe")
    for tag, attributes in page.elements:
        assert not [a for a in attributes if a.startswith("on") or a in ("src", "srcset", "xlink:href")], (tag, attributes)
        assert tag == "a" or "href" not in attributes
    assert not re.search(r"url\(|@import", text)
    policy = [m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert policy and policy[0].startswith("default-src 'none'")


def test_every_run_writes_it(run, wire_server, collection):
    text = report(collection)
    page = Page(text)
    needs_nothing_else(text, page)
    for word in ["Runs", "Coverage", "Failing", "Slowest", "Sizes"]:
        assert word in page.text["en"]
    for word in ["历次运行", "覆盖率", "失败的网址", "最慢的网址", "存储"]:
        assert word in page.text["zh-Hans"]
    for word in ["协会动态", "行业新闻", "通知公告", wire_server.url + "/c0/2.html", "500"]:
        assert word in page.text[None], word
    assert len(page.all("svg")) > 5 and len(page.all("table")) > 5
    assert all("role" in a or "aria-hidden" in a for a in page.all("svg"))
    sums = (collection / "SHA256SUMS").read_text()
    assert "%s  reports/report.html" % hashlib.sha256(text.encode()).hexdigest() in sums


def test_it_follows_the_state_and_the_sums_follow_it(run, wire_server, collection):
    before = report(collection)
    assert run("crawl", "-q", wire_server.url + "/", "-o", collection, "--delay=1ms").returncode == 3
    assert report(collection) != before
    assert run("verify", "-q", collection).returncode == 0
    newest = report(collection)
    done = run("report", "-q", collection)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert report(collection) == newest, "the same state gives the same bytes"
    assert run("report", "-q", collection, "--lang=zh").returncode == 0
    assert report(collection) != newest and run("verify", "-q", collection).returncode == 0
    assert 'id="zh" aria-label="中文" checked' in report(collection)


def test_into_a_file(run, collection, tmp_path):
    before = report(collection)
    assert run("report", "-q", collection, "-o", tmp_path / "r.html").returncode == 0
    assert (tmp_path / "r.html").read_text(encoding="utf-8") == before
    assert sorted(os.listdir(tmp_path)) == ["c", "r.html"]


def test_bad_input(run, tmp_path):
    done = run("report", tmp_path / "none")
    assert done.returncode == 1 and "none" in done.stderr
    (tmp_path / "d").mkdir()
    done = run("report", tmp_path / "d")
    assert done.returncode == 1 and "not a collection" in done.stderr
    assert run("report", tmp_path / "d", "--lang=fr").returncode == 2


def test_no_page_writes_into_it(run, collection):
    plain = Page(report(collection))
    with sqlite3.connect(collection / "collection.db") as db:
        db.execute("UPDATE categories SET name = ?", (HOSTILE,))
        db.execute("UPDATE slow SET url = 'javascript:alert(1)//' || ? || url", (HOSTILE,))
        db.execute("UPDATE frontier SET url = url || ? WHERE state = 3", (HOSTILE,))
        db.execute("UPDATE runs SET result = ?", (HOSTILE,))
    db.close()
    assert run("report", "-q", collection).returncode == 0
    text = report(collection)
    page = Page(text)
    needs_nothing_else(text, page)
    assert "<script>alert(1)</script>" in page.text[None]
    assert all(a["href"].startswith("http") for a in page.all("a"))
    links = [t for t, _ in plain.elements].count("a"), [t for t, _ in page.elements].count("a")
    assert links[1] < links[0], "what is no http URL is no link"
    kinds = [sorted({t for t, _ in p.elements}) for p in (plain, page)]
    assert kinds[0] == kinds[1]


def test_a_year_of_nights_stays_small(run, collection):
    with sqlite3.connect(collection / "collection.db") as db:
        db.executemany("INSERT INTO runs(id, started, ended, result, seeds, full, tar, pages, articles, new_articles, "
                       "changed_articles, failed, skipped, queued, bytes, seconds, gone) SELECT ?, started + ?, ended + ?, "
                       "'ok', seeds, 0, 1, 100, 10, ?, 1, 0, 0, 0, 1000, 60, 0 FROM runs WHERE id = 1",
                       [(i, i * 86400, i * 86400, i % 7) for i in range(2, 900)])
    db.close()
    assert run("report", "-q", collection).returncode == 0
    text = report(collection)
    needs_nothing_else(text, Page(text))
    assert len(text) < 500000


# ---- the alarm ----


def test_a_list_that_gives_none_any_more(run, wire_server, tmp_path):
    with_categories(wire_server, ["协会动态", "行业新闻"])
    args = ["crawl", "-q", wire_server.url + "/", "-o", tmp_path / "c", "--delay=1ms"]
    assert run(*args).returncode == 0
    assert run(*args).returncode == 0, "nothing new is no alarm"
    whole = wire_server.routes["/c1/"]
    wire_server.routes["/c1/"] = response("<title>行业新闻</title><div id='app'></div><p>请启用脚本。</p>")
    for _ in range(2):
        done = run(*args)
        assert done.returncode == 8 and "/c1/" in done.stderr and "/c0/" not in done.stderr, done.stderr
        assert done.stderr.splitlines()[-1].startswith("newsarc: too many errors: ")
    wire_server.routes["/c1/"] = whole
    assert run(*args).returncode == 0


def test_a_list_that_is_gone_is_told_once(run, wire_server, tmp_path):
    with_categories(wire_server, ["协会动态", "行业新闻"])
    args = ["crawl", "-q", wire_server.url + "/", "-o", tmp_path / "c", "--delay=1ms"]
    assert run(*args).returncode == 0
    wire_server.routes["/c1/"] = response("gone", status="404 Not Found")
    done = run(*args)
    assert done.returncode == 8 and "/c1/" in done.stderr and "gone" in done.stderr
    assert run(*args).returncode == 0


def test_new_entries_that_cannot_be_read(run, wire_server, tmp_path):
    with_categories(wire_server, ["协会动态", "行业新闻"])
    args = ["crawl", "-q", wire_server.url + "/", "-o", tmp_path / "c", "--delay=1ms"]
    assert run(*args).returncode == 0
    rows = ""
    for j in range(4, 8):
        rows += "<li><a href='/c1/%d.html'>行业新闻第%d次会员大会暨年度工作会议召开</a><span>2024-06-0%d</span></li>" % (j, j, j)
        wire_server.routes["/c1/%d.html" % j] = response("<title>行业新闻</title><div id='app'></div>")
    wire_server.routes["/c1/"] = response("<title>行业新闻</title><ul class='list'>%s</ul>" % rows)
    done = run(*args)
    assert done.returncode == 8 and "/c1/" in done.stderr and "layout" in done.stderr, done.stderr
    assert run("verify", "-q", tmp_path / "c").returncode == 0


def test_a_collection_of_the_version_before(run, wire_server, collection):
    with sqlite3.connect(collection / "collection.db") as db:
        for trigger in ("article_gone", "article_returned", "article_forgotten", "entry_first_named", "entry_named_again"):
            db.execute("DROP TRIGGER " + trigger)
        db.execute("DROP INDEX articles_first")
        db.execute("DROP TABLE versions")
        db.execute("CREATE TABLE versions(url, run, until_run, seen, file, offset, json_file, json_offset, title, digest)")
        for table in ("categories", "slow", "codes", "tallies", "alarms", "absences", "listed", "shapes"):
            db.execute("DROP TABLE " + table)
        for column in ("file", "offset"):
            db.execute("ALTER TABLE runs DROP COLUMN " + column)
        db.execute("PRAGMA user_version = 4")
    db.close()
    assert run("report", "-q", collection).returncode == 0
    assert run("crawl", "-q", wire_server.url + "/", "-o", collection, "--delay=1ms").returncode == 3
    assert "协会动态" in Page(report(collection)).text[None]
