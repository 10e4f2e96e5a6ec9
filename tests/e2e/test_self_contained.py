"""pack and export --self-contained: one night replays without the nights before."""
import base64
import gzip
import hashlib
import json
import os
import zipfile

import pytest

from test_export_warc import IMAGE, members, news
from test_extract_warc import http, record
from test_nightly import Site

FIRST, SECOND = "2016-01-01T00:00:00Z", "2016-01-02T00:00:00Z"
PROFILE = "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/"
URL, PNG = "http://a.example/view/1.html", "http://a.example/up/a.png"


def digest(data):
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


OWN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX-Night: two\r\n\r\n"


def revisit(n, url, profile="identical-payload-digest", fields=(), block=OWN):
    return record(n, block, "revisit", date=SECOND, url=url, fields=[PROFILE + profile, *fields])


def refers_to(url):
    return ["WARC-Refers-To-Target-URI: " + url, "WARC-Refers-To-Date: " + FIRST]


@pytest.fixture(params=["gz", "plain"])
def nights(request, tmp_path):
    """Two WARC files: the page is told by its place, the image by its digest, under another URL."""
    def write(name, records):
        path = tmp_path / (name + (".warc.gz" if request.param == "gz" else ".warc"))
        path.write_bytes(b"".join(map(gzip.compress, records) if request.param == "gz" else records))
        return path

    page = http(news(1, "/up/b.png"))
    one = write("one", [record(1, page, date=FIRST, url=URL),
                        record(2, http(IMAGE, "image/png"), date=FIRST, url=PNG,
                               fields=["WARC-Payload-Digest: " + digest(IMAGE)])])
    two = write("two", [record(11, b"GET", "request", date=SECOND, url=URL), revisit(12, URL, fields=refers_to(URL)),
                        revisit(13, "http://a.example/up/b.png", fields=["WARC-Payload-Digest: " + digest(IMAGE)],
                                block=b"HTTP/1.1 200 OK\r\n\r\n"),
                        record(14, b"GET", "request", date=SECOND, url=PNG)])
    return one, two


def packed(path, name):
    with zipfile.ZipFile(path) as z:
        data = z.read("archive/" + name)
    return data, [z for z in warc_records_of(data)]


def warc_records_of(data):
    data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    while data:
        head, _, rest = data.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        n = int(fields["Content-Length"])
        yield fields, rest[:n]
        assert rest[n:n + 4] == b"\r\n\r\n"
        data = rest[n + 4:]


def test_revisits_without_their_responses_are_told(run, tmp_path, nights):
    done = run("pack", nights[1], "-o", tmp_path / "x.wacz")
    assert done.returncode == 3 and "--self-contained" in done.stderr
    assert "x.wacz: revisit records without their responses, which will not replay: 2" in done.stderr
    assert run("pack", *nights, "-o", tmp_path / "y.wacz").returncode == 0


def test_a_package_of_one_night(run, tmp_path, nights):
    out = tmp_path / "x.wacz"
    done = run("pack", "--self-contained", nights[1], "-o", out)
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([nights[0].name, nights[1].name, "x.wacz"])
    data, records = packed(out, nights[1].name)
    assert [(f["WARC-Type"], f["WARC-Record-ID"]) for f, _ in records] == [
        ("request", "<urn:x:11>"), ("response", "<urn:x:12>"), ("response", "<urn:x:13>"), ("request", "<urn:x:14>")]
    fields, block = records[1]
    assert block == OWN + news(1, "/up/b.png")
    assert fields["WARC-Target-URI"] == URL and fields["WARC-Date"] == SECOND
    assert fields["WARC-Block-Digest"] == digest(block)
    assert not [name for name in fields if name.startswith(("WARC-Refers-To", "WARC-Profile"))]
    assert records[2][0]["WARC-Payload-Digest"] == digest(IMAGE) and records[2][1] == http(IMAGE, "image/png")
    with zipfile.ZipFile(out) as z:
        index = gzip.decompress(z.read("indexes/index.cdx.gz")).decode()
        assert "warc/revisit" not in index and index.count("\n") == 2
        assert "第1篇文章" in z.read("pages/pages.jsonl").decode()
    if data[:2] == b"\x1f\x8b":
        assert data.startswith(nights[1].read_bytes()[:100]), "other records keep their bytes"
    run("pack", "--self-contained", nights[1], "-o", tmp_path / "y.wacz")
    assert out.read_bytes() == (tmp_path / "y.wacz").read_bytes()


def test_the_articles_of_one_night(run, tmp_path, nights):
    assert run("export", nights[1], "-o", tmp_path / "x.tar").returncode == 1
    assert run("export", "--self-contained", nights[1], "-o", tmp_path / "x.tar").returncode == 0
    files = members(tmp_path / "x.tar")
    assert [n.rsplit("/", 1)[1] for n in files] == ["article.json", "article.md", "article.txt", "01-b.png", "page.html"]
    assert IMAGE in files.values()


def test_what_is_not_found(run, tmp_path, nights):
    os.rename(nights[0], tmp_path / "elsewhere")
    done = run("pack", "--self-contained", nights[1], "-o", tmp_path / "x.wacz")
    assert done.returncode == 3 and "was not found" in done.stderr and nights[1].name in done.stderr
    assert packed(tmp_path / "x.wacz", nights[1].name)[0] == nights[1].read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["elsewhere", nights[1].name, "x.wacz"])


def test_a_304_gets_the_head_of_the_page(run, tmp_path):
    head = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
    page = http(news(1))
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"".join(map(gzip.compress, [
        record(1, page, date=FIRST, url=URL, fields=["WARC-Identified-Payload-Type: text/html; charset=utf-8"]),
        revisit(2, URL, "server-not-modified", refers_to(URL), head),
        record(3, http(news(2)), date="2016-01-01T12:00:00Z", url=URL + "?2"),
        revisit(4, URL + "?2", "server-not-modified", (), head)])))
    assert run("pack", "--self-contained", path, "-o", tmp_path / "x.wacz").returncode == 0
    records = packed(tmp_path / "x.wacz", path.name)[1]
    assert [block for _, block in records] == [page, page, http(news(2)), http(news(2))]
    types = [fields.get("WARC-Identified-Payload-Type") for fields, _ in records]
    assert types == ["text/html; charset=utf-8"] * 2 + [None] * 2


def test_framing_that_differs(run, tmp_path):
    """The revisit's head says that the body is framed, the original's is not: the original's head goes with it."""
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    path = tmp_path / "x.warc"
    path.write_bytes(record(1, http(news(1)), date=FIRST, url=URL) + revisit(2, URL, fields=refers_to(URL), block=head) +
                     revisit(3, URL, fields=refers_to(URL), block=b""))
    assert run("pack", "--self-contained", path, "-o", tmp_path / "x.wacz").returncode == 0
    assert [b for _, b in packed(tmp_path / "x.wacz", path.name)[1]] == [http(news(1))] * 3


def test_two_nights_of_a_crawl(run, wire_server, tmp_path):
    site, out = Site(wire_server), tmp_path / "c"
    for night in ("", "--full"):
        assert run("crawl", wire_server.url + "/", "-o", out, "--delay", "0", *filter(None, [night])).returncode == 0
    second = sorted((out / "archive").iterdir())[-1]
    assert any(f["WARC-Type"] == "revisit" for f, _ in warc_records_of(second.read_bytes()))
    assert run("pack", second, "-o", tmp_path / "x.wacz").returncode == 3
    assert run("pack", "--self-contained", second, "-o", tmp_path / "y.wacz").returncode == 0
    done = run("verify", "--format=json", tmp_path / "y.wacz")
    assert done.returncode == 0 and json.loads(done.stdout)["findings"] == []
    assert not any(f["WARC-Type"] == "revisit" for f, _ in packed(tmp_path / "y.wacz", second.name)[1])
    with zipfile.ZipFile(tmp_path / "y.wacz") as z:
        assert sum("/news/" in line for line in z.read("pages/pages.jsonl").decode().splitlines()) == len(site.articles)
