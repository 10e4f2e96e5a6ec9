"""A package of several nights shows each page, on each date, as it was then: by a resolver of its own that does what
replay tools do with an index and with revisit records."""
import gzip
import json
import re
import subprocess
import time
import zipfile

import pytest

from conftest import response
from fault_series import build_shim, shim_environment
from test_extract_warc import http, record

BEGUN = 1793847600  # 2026-11-05T03:00:00Z
DAYS = {1: 5, 2: 6, 3: 8, 4: 11}  # of the nights; so all articles are asked for each night
PAGE = """<!DOCTYPE html><html><head>%s<title>协会召开第%d次年度工作会议</title></head><body><h1>协会召开第%d次年度工作会议</h1>
<div class="info">发布时间:2026-11-04 来源:本会</div><div class="content">%s<p>本文第%d版。</p></div></body></html>"""
BODY = "".join("<p>这是第%d段正文,协会召开了年度工作会议,会员单位代表出席了会议并作了发言。</p>" % i for i in range(19))
# number: the nights of its editions, encoding, where that is said, content coding, validator
ARTICLES = {1: ([1, 3], "utf-8", "head", "gzip", "ETag"), 2: ([1, 2, 4], "gb18030", "head", None, "ETag"),
            3: ([1, 3], "gb18030", "meta", None, None), 4: ([1], "utf-8", "meta", "gzip", "ETag"),
            5: ([1, 4], "gb18030", "meta", "gzip", "ETag")}


def edition(n, night):
    return max(e for e in ARTICLES[n][0] if e <= night)


def article(n, night):
    _, encoding, where, coding, validator = ARTICLES[n]
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=%s">' % encoding if where == "meta" else ""
    body = (PAGE % (meta, n, n, BODY, edition(n, night))).encode(encoding)
    tag = '"%d-%d"' % (n, edition(n, night))
    fields = ["Content-Encoding: gzip"] if coding else []
    whole = response(gzip.compress(body, mtime=0) if coding else body, fields=fields + (["ETag: " + tag] if validator else []),
                     ctype="text/html" + ("; charset=" + encoding if where == "head" else ""))

    def answer(head):
        same = validator and ("If-None-Match: " + tag).encode() in head
        return b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\nContent-Length: 0\r\n\r\n" % tag.encode() if same else whole
    return answer


def publish(server, night):
    entries = "".join("<li><a href='/news/%d.html'>协会召开第%d次年度工作会议</a><span>2026-11-04</span></li>" % (n, n)
                      for n in ARTICLES)
    server.routes = {"/robots.txt": response(b"", status="404 Not Found"),
                     "/": response("<html><head><meta charset='utf-8'><title>协会动态</title></head><body><ul class='list'>%s"
                                   "</ul>%s</body></html>" % (entries, "<p>版权所有</p>" * 80))}
    server.routes.update(("/news/%d.html" % n, article(n, night)) for n in ARTICLES)


@pytest.fixture
def collection(newsarc, wire_server, tmp_path, monkeypatch):
    shim = build_shim(str(tmp_path)) or pytest.skip("no C compiler for the library that sets the clock")
    monkeypatch.setenv("ASAN_OPTIONS", "detect_leaks=0")
    for night, day in DAYS.items():
        publish(wire_server, night)
        offset = BEGUN + (day - DAYS[1]) * 86400 - int(time.time())
        done = subprocess.run([newsarc, "crawl", wire_server.url + "/", "-o", str(tmp_path / "c"), "--delay", "0", "-q"],
                              env=shim_environment(shim, CLOCK_OFFSET=str(offset)), capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
    return tmp_path / "c"


class Package:
    """A WACZ package by its own index, as a replay tool reads it."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as z:
            self.files = {name: z.read(name) for name in z.namelist()}
        self.captures = {}
        for line in gzip.decompress(self.files["indexes/index.cdx.gz"]).decode().splitlines():
            _, stamp, entry = line.split(" ", 2)
            entry = json.loads(entry)
            assert (stamp, entry["url"]) not in [(s, e["url"]) for s, e in self.captures.get(entry["url"], ())]
            self.captures.setdefault(entry["url"], []).append((stamp, entry))

    def record(self, entry):
        data = self.files["archive/" + entry["filename"]][int(entry["offset"]):]
        head, rest = gzip.decompress(data[:int(entry["length"])]).split(b"\r\n\r\n", 1)
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        http_head, _, payload = rest[:int(fields["Content-Length"])].partition(b"\r\n\r\n")
        return fields, http_head.decode(), payload

    def find(self, url, stamp, revisits=True):
        """The first capture from that time on, else the last one before."""
        all_ = [c for c in self.captures[url] if revisits or c[1]["mime"] != "warc/revisit"]
        return next((c for c in all_ if c[0] >= stamp), all_[-1])

    def replay(self, url, stamp):
        """Stamp, status and text: of a revisit its own head with the payload that it refers to."""
        found, entry = self.find(url, stamp)
        fields, head, payload = self.record(entry)
        if fields["WARC-Type"] == "revisit":
            when = re.sub(r"\D", "", fields["WARC-Refers-To-Date"])
            at, original = self.find(fields["WARC-Refers-To-Target-URI"], when, revisits=False)
            assert at == when and original["digest"] == entry["digest"]
            payload = self.record(original)[2]
        if "Content-Encoding: gzip" in head:
            payload = gzip.decompress(payload)
        charset = re.search(r"charset=([\w-]+)", head + payload[:200].decode("latin-1")).group(1)
        return found, int(head.split(" ")[1]), payload.decode(charset)


def check(package, base):
    for n in ARTICLES:
        for night, day in DAYS.items():
            found, status, text = package.replay(base + "/news/%d.html" % n, "202611%02d000000" % day)
            assert status == 200 and found.startswith("202611%02d" % day)
            assert re.findall("第(.)版", text) == [str(edition(n, night))], (n, night)


def test_each_date_shows_the_edition_of_that_date(run, collection, wire_server, tmp_path):
    out = tmp_path / "x.wacz"
    done = run("pack", collection, "-o", out, "--log-format=json")
    assert done.returncode == 0, done.stderr
    package = Package(out)
    check(package, wire_server.url)
    types = {e["mime"] for captures in package.captures.values() for _, e in captures}
    assert {"text/html", "warc/revisit"} <= types
    # three later nights of the four articles with a validator; four new editions
    made = json.loads(done.stderr.splitlines()[-1])["not_modified"]
    assert made == 3 * 4 - 4 and not any("304" == e["status"] for c in package.captures.values() for _, e in c)
    for path in (collection / "archive").iterdir():
        assert package.files["archive/" + path.name] == path.read_bytes(), "what was crawled keeps its bytes"
    verified = run("verify", out)
    assert verified.returncode == 0 and "0 errors, 0 warnings" in verified.stderr, verified.stdout
    assert run("pack", collection, "-o", tmp_path / "y.wacz").returncode == 0
    assert (tmp_path / "y.wacz").read_bytes() == out.read_bytes()


def test_a_self_contained_package_does_so_too(run, collection, wire_server, tmp_path):
    done = run("pack", "--self-contained", collection, "-o", tmp_path / "x.wacz")
    assert done.returncode == 0, done.stderr
    package = Package(tmp_path / "x.wacz")
    check(package, wire_server.url)
    assert "archive/not-modified.warc.gz" not in package.files


def test_the_files_of_a_package_packed_again(run, collection, wire_server, tmp_path):
    """What was made for the 304 answers is there already."""
    assert run("pack", collection, "-o", tmp_path / "x.wacz").returncode == 0
    with zipfile.ZipFile(tmp_path / "x.wacz") as z:
        z.extractall(tmp_path / "unpacked")
    assert run("pack", tmp_path / "unpacked", "-o", tmp_path / "y.wacz").returncode == 0
    first, second = Package(tmp_path / "x.wacz"), Package(tmp_path / "y.wacz")
    check(second, wire_server.url)
    assert second.captures == first.captures and second.files.keys() == first.files.keys()


NOT_MODIFIED = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"


def not_modified(n, date, url, fields=()):
    profile = "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    return record(n, NOT_MODIFIED, "revisit", date=date, url=url, fields=[profile, *fields])


def test_answers_304_of_other_crawlers(run, tmp_path):
    """Without digests, without what they refer to, and in a file that has the name of the one that is made."""
    page, url, other = http(b"<html>one</html>"), "http://a.example/1", "http://a.example/2"
    path = tmp_path / "not-modified.warc.gz"
    path.write_bytes(b"".join(map(gzip.compress, [
        record(1, page, date="2016-01-01T00:00:00Z", url=url), not_modified(2, "2016-01-02T00:00:00Z", url),
        not_modified(3, "2016-01-02T00:00:00Z", other), record(4, page, date="2016-01-03T00:00:00Z", url=other)])))
    done = run("pack", path, "-o", tmp_path / "x.wacz")
    assert done.returncode == 3 and "will not replay: 1;" in done.stderr
    package = Package(tmp_path / "x.wacz")
    assert [s for s, _ in package.captures[url]] == ["20160101000000", "20160102000000"]
    assert [s for s, _ in package.captures[other]] == ["20160103000000"], "better another date than no page"
    fields, head, payload = package.record(package.captures[url][1][1])
    assert package.captures[url][1][1]["filename"] == "not-modified-2.warc.gz"
    assert head.startswith("HTTP/1.1 200") and payload == b"" and fields["WARC-Refers-To"] == "<urn:x:1>"
    assert fields["WARC-Profile"].endswith("server-not-modified") and fields["WARC-Refers-To-Date"] == "2016-01-01T00:00:00Z"
