"""newsarc extract over WARC files: what is a page, order, threads, pipes, filters, damage."""
import gzip
import json
import subprocess
import zlib

import pytest

TEXT = "这是第%d篇文章正文的第一句话，写得足够长，可以算作一段正文。这里是第二句话，也是同样的长。"


def page(n, charset="utf-8"):
    return ("<html><head><title>第%d篇文章的标题</title></head><body><h1>第%d篇文章的标题</h1>"
            "<p>%s</p><p>%s</p></body></html>" % (n, n, TEXT % n, TEXT % n)).encode(charset)


def http(body, ctype="text/html; charset=utf-8", status="200 OK", fields=()):
    head = "HTTP/1.1 %s\r\nContent-Type: %s\r\n%s\r\n" % (status, ctype, "".join(f + "\r\n" for f in fields))
    return head.encode() + body


def record(n, block, kind="response", date="2015-09-01T10:22:00Z", url=None, fields=()):
    head = ("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:x:%d>\r\nWARC-Date: %s\r\nWARC-Target-URI: %s\r\n"
            "%sContent-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n"
            % (kind, n, date, url or "http://a.example/%d.html" % n, "".join(f + "\r\n" for f in fields), len(block)))
    return head.encode() + block + b"\r\n\r\n"


def chunked(body):
    return b"%x\r\n" % 7 + body[:7] + b"\r\n" + b"%x;x=1\r\n" % (len(body) - 7) + body[7:] + b"\r\n0\r\n\r\n"


RECORDS = [
    record(1, http(page(1))),
    record(2, http(b"body { color: red }", "text/css")),
    record(3, http(page(3, "gb18030"), "text/html; charset=gb2312"), date="2016-02-03T04:05:06Z"),
    record(4, http(b"", "text/html", "404 Not Found")),
    record(5, http(b""), "revisit", fields=["WARC-Refers-To-Target-URI: http://a.example/1.html",
                                            "WARC-Refers-To-Date: 2015-09-01T10:22:00Z"]),
    record(6, http(chunked(gzip.compress(page(6))), fields=["Transfer-Encoding: chunked", "Content-Encoding: gzip"])),
    record(7, http(page(7), "application/xhtml+xml"), date="2017-01-01T00:00:00Z", url="http://b.example/news/7"),
]


@pytest.fixture(params=["plain", "gzip", "one-member"])
def warc(request, tmp_path):
    path = tmp_path / ("x.warc" if request.param == "plain" else "x.warc.gz")
    if request.param == "gzip":
        path.write_bytes(b"".join(map(gzip.compress, RECORDS)))
    else:
        data = b"".join(RECORDS)
        path.write_bytes(data if request.param == "plain" else gzip.compress(data))
    return path


def titles(done):
    return [json.loads(line)["title"] for line in done.stdout.splitlines()]


def test_html_with_status_200(run, warc):
    done = run("extract", warc)
    assert done.returncode == 0 and done.stderr == ""
    articles = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["id"] for a in articles] == ["<urn:x:%d>" % n for n in (1, 3, 6, 7)]
    assert [a["title"] for a in articles] == ["第%d篇文章的标题" % n for n in (1, 3, 6, 7)]
    assert articles[3]["url"] == "http://b.example/news/7"
    assert TEXT % 6 in articles[2]["text"] and articles[1]["charset"] == "gb18030"


def test_pipes_and_threads_change_nothing(run, newsarc, warc):
    want = run("extract", warc).stdout
    assert want.count("\n") == 4
    for args in (["-"], ["-j4", "-"], []):
        done = subprocess.run([newsarc, "extract", *args], input=warc.read_bytes(), capture_output=True)
        assert done.returncode == 0 and done.stdout.decode() == want
    assert run("extract", "-j", "3", warc).stdout == want
    with open(warc, "rb") as f:
        assert subprocess.run([newsarc, "extract"], stdin=f, capture_output=True).stdout.decode() == want


def test_more_pages_than_the_threads_hold_at_once(run, tmp_path):
    """Their number and their bytes pass what waits for a slow page at the head."""
    bodies = [page(n) for n in range(300)]
    bodies[0] += b"<p>x</p>" * 200000
    for n in range(50, 60):
        bodies[n] += b"<!--" + b"y" * (7 << 20) + b"-->"
    path = tmp_path / "x.warc"
    path.write_bytes(b"".join(record(n, http(body)) for n, body in enumerate(bodies)))
    one = run("extract", path)
    assert one.returncode == 0 and titles(one) == ["第%d篇文章的标题" % n for n in range(300)]
    assert run("extract", "-j", "2", path).stdout == one.stdout


def test_what_was_tolerated_is_counted(run, tmp_path):
    odd = [RECORDS[0].replace(b"\r\nWARC-Date", b"\nWARC-Date"),
           RECORDS[6].replace(b"http://b.example/news/7", b"<http://b.example/news/7 >")]
    path, clean = tmp_path / "x.warc", tmp_path / "y.warc"
    path.write_bytes(b"".join(odd))
    clean.write_bytes(b"".join(RECORDS))
    done = run("extract", "-v", path, clean, path)
    assert done.returncode == 0 and len(titles(done)) == 8
    assert done.stderr.splitlines()[-1] == (
        "newsarc: complete: 8 pages, 0 failed, tolerated: 2 bare-lf, 2 angle-uri, 2 raw-uri (exit 0)")
    last = json.loads(run("extract", "-v", "--log-format=json", path).stderr.splitlines()[-1])
    assert last["tolerated"] == {"bare-lf": 1, "angle-uri": 1, "raw-uri": 1}
    assert "tolerated" not in run("extract", "-v", clean).stderr
    assert run("extract", path).stderr == ""


@pytest.mark.parametrize("options,pages", [
    (["--since=2016"], [3, 7]), (["--until=2016"], [1, 3, 6]), (["--since=2016-02", "--until=2016-02-03"], [3]),
    (["--since=2016-02-03T04:05:07Z"], [7]), (["--url-pattern=^http://b[.]"], [7]),
    (["--url-pattern=/(1|6)[.]html$"], [1, 6]), (["--lang=zh"], [1, 3, 6, 7]), (["--lang", "en"], [])])
def test_filters(run, warc, options, pages):
    done = run("extract", *options, warc)
    assert done.returncode == 0
    assert titles(done) == ["第%d篇文章的标题" % n for n in pages]


@pytest.mark.parametrize("option", ["--since=yesterday", "--until=2016-2", "--url-pattern=(", "--since="])
def test_wrong_filters(run, warc, option):
    done = run("extract", option, warc)
    assert done.returncode == 2 and done.stdout == "" and len(done.stderr.splitlines()) == 1


def test_no_date_is_later_than_the_capture(run, tmp_path):
    body = page(1).replace(b"</h1>", "</h1><p>发布时间：2016-05-04</p>".encode())
    for captured, want in (("2015-09-01T10:22:00Z", None), ("2017-09-01T10:22:00Z", "2016-05-04")):
        path = tmp_path / "x.warc"
        path.write_bytes(record(1, http(body), date=captured))
        assert json.loads(run("extract", path).stdout)["date"] == want


def test_damage_is_passed_over(run, tmp_path):
    members = [gzip.compress(r) for r in RECORDS]
    broken = bytearray(members[2])
    broken[len(broken) // 2] ^= 0xFF
    for bad in (bytes(broken), gzip.compress(RECORDS[2].replace(b"Content-Length: ", b"Content-Length: x"))):
        path = tmp_path / "x.warc.gz"
        path.write_bytes(b"".join(members[:2]) + bad + b"".join(members[3:]))
        for jobs in ("1", "2"):
            done = run("extract", "-j", jobs, path)
            assert done.returncode == 3 and titles(done) == ["第%d篇文章的标题" % n for n in (1, 6, 7)]
            offset = len(members[0]) + len(members[1])
            assert "x.warc.gz:%d" % offset in done.stderr
            assert done.stderr.splitlines()[-1] == "newsarc: incomplete: 4 pages, 1 failed (exit 3)"


def test_torn_file_and_torn_body(run, tmp_path):
    body = zlib.compress(page(1) * 3)[:-40]
    path = tmp_path / "x.warc"
    path.write_bytes(record(1, http(body, fields=["Content-Encoding: deflate"])) + RECORDS[0] + RECORDS[2][:-30])
    done = run("extract", path)
    assert done.returncode == 3 and titles(done) == ["第1篇文章的标题"] * 2


def test_a_huge_block_is_read_over(run, tmp_path):
    path = tmp_path / "x.warc.gz"
    huge = http(b"<p>" + b"x" * (20 << 20))
    path.write_bytes(b"".join(map(gzip.compress, [RECORDS[0], record(9, huge), RECORDS[2]])))
    done = run("extract", path)
    assert done.returncode == 3 and len(titles(done)) == 2 and "8 MiB" in done.stderr


def test_pages_and_warc_files_may_be_mixed(run, warc, tmp_path):
    saved = tmp_path / "saved.html"
    saved.write_bytes(page(9))
    done = run("extract", saved, warc, saved)
    assert titles(done) == ["第%d篇文章的标题" % n for n in (9, 1, 3, 6, 7, 9)]
    assert json.loads(done.stdout.splitlines()[0])["id"] == str(saved)
    assert len(json.loads(run("extract", "--format=json", saved, warc).stdout)) == 5


def test_arc(run, tmp_path):
    block = b"HTTP/1.0 200 OK\nContent-Type: text/html\n\n" + page(1)
    path = tmp_path / "x.arc.gz"
    head = b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n"
    path.write_bytes(gzip.compress(b"filedesc://x.arc 0.0.0.0 20140216050221 text/plain %d\n" % len(head) + head + b"\n") +
                     gzip.compress(b"http://a.example/1 192.0.2.1 20140216050222 text/html %d\n" % len(block) + block + b"\n"))
    article = json.loads(run("extract", path).stdout)
    assert article["url"] == "http://a.example/1" and article["title"] == "第1篇文章的标题"
