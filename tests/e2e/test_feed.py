"""The Atom feed of a collection: what RFC 4287 asks of it, that it stays the same, and that no page writes into it."""
import hashlib
import re
import shutil
import sqlite3
import subprocess
import xml.etree.ElementTree as ET

from test_changes import ADDED, nights  # noqa: F401 (a fixture)
from test_nightly import Site, crawl

ATOM = "{http://www.w3.org/2005/Atom}"
DATE = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
UUID = r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


def one(element, name):
    found = element.findall(ATOM + name)
    assert len(found) == 1, (name, len(found))
    return found[0]


def check(text):
    """The MUSTs of RFC 4287 4.1 and 4.2 that a feed of this kind meets; returns the entries."""
    feed = ET.fromstring(text)
    assert feed.tag == ATOM + "feed"
    assert one(one(feed, "author"), "name").text
    elements = [feed, *feed.findall(ATOM + "entry")]
    for element in elements:
        assert re.fullmatch(UUID, one(element, "id").text)
        assert re.fullmatch(DATE, one(element, "updated").text)
        assert one(element, "title").text and one(element, "title").get("type", "text") == "text"
        assert one(element, "link").get("rel") == "alternate"
        assert one(element, "link").get("href").startswith("http://")
    assert len({one(element, "id").text for element in elements}) == len(elements)
    for entry in elements[1:]:
        assert one(entry, "content").get("type") == "html"
        assert entry.findall(ATOM + "category")[0].get("term")
        assert one(entry, "updated").text <= one(feed, "updated").text
    return elements[1:]


def titles(text):
    return [one(entry, "title").text for entry in check(text)]


def test_every_run_writes_it(run, nights):  # noqa: F811
    _, out = nights
    path = out / "reports" / "feed.xml"
    text = path.read_text()
    entries = check(text)
    assert titles(text)[:4] == ["协会召开第11次年度工作会议", "Changed: 协会召开第10次年度工作会议",
                               "Gone: 协会召开第3次年度工作会议", "协会召开第10次年度工作会议"]
    assert len(entries) == 13
    changed, gone = (one(entry, "content").text for entry in entries[1:3])
    assert "<ins>" in changed and "补充说明" in changed and "<del>" not in changed
    assert "(status 404)" in gone
    assert "%s  reports/feed.xml" % hashlib.sha256(path.read_bytes()).hexdigest() in (out / "SHA256SUMS").read_text()
    assert run("verify", out).returncode == 0
    if shutil.which("xmllint"):
        assert subprocess.run(["xmllint", "--noout", "--nonet", path]).returncode == 0


def test_it_stays_the_same_and_entries_keep_their_ids(run, nights, tmp_path):  # noqa: F811
    site, out = nights
    first = (out / "reports" / "feed.xml").read_text()
    for name in ("a.xml", "b.xml"):
        assert run("report", out, "--format=atom", "-o", tmp_path / name).returncode == 0
        assert (tmp_path / name).read_text() == first
    (out / "reports" / "feed.xml").unlink()
    done = run("report", out, "--format=atom")
    assert done.returncode == 0 and "feed.xml" in done.stderr
    assert (out / "reports" / "feed.xml").read_text() == first
    site.articles[12] = ""
    site.publish()
    crawl(run, site, out)
    ids = [[one(entry, "id").text for entry in check(text)]
           for text in (first, (out / "reports" / "feed.xml").read_text())]
    assert ids[1][1:] == ids[0]


def test_nothing_of_a_page_is_markup(run, nights, tmp_path):  # noqa: F811
    _, out = nights
    hostile = "</title><script>alert(1)</script>&\x01\x0b\x1b[2J\x9b\ufffe]]>\"'"
    with sqlite3.connect(out / "collection.db") as db:
        db.execute("UPDATE articles SET title = ?, date = ?", (hostile, "<b>&\x02"))
    db.close()
    assert run("report", out, "--format=atom", "-o", tmp_path / "feed.xml").returncode == 0
    entries = check((tmp_path / "feed.xml").read_text())
    shown = "</title><script>alert(1)</script>&\ufffd\ufffd\ufffd[2J\ufffd\ufffd]]>\"'"
    assert one(entries[0], "title").text == shown
    assert "&lt;b&gt;&amp;\ufffd" in one(entries[0], "content").text


def test_it_holds_the_newest_hundred(run, wire_server, tmp_path):
    site, out = Site(wire_server), tmp_path / "c"
    site.articles = {n: "" for n in range(1, 121)}
    site.publish()
    crawl(run, site, out)
    assert len(check((out / "reports" / "feed.xml").read_text())) == 100
    site.articles[121] = ADDED
    site.publish()
    crawl(run, site, out)
    text = (out / "reports" / "feed.xml").read_text()
    assert len(check(text)) == 100 and "第121次" in titles(text)[0]
