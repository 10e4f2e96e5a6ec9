"""newsarc export from WARC files: members, names, images, versions; read with Python's own readers."""
import gzip
import json
import re
import tarfile
import zipfile

import pytest

from test_extract_warc import TEXT, http, record

IMAGE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def news(n, image=None, title=None, date="2015-09-0%d"):
    picture = '<p><img src="%s" width="500" height="300" alt="图"></p>' % image if image else ""
    title = title or "第%d篇文章的标题写得足够长" % n
    return ('<html><head><title>%s-某某协会</title></head><body><div class="nav"><a href="/">首页</a></div><h1>%s</h1>'
            '<div class="info">发布时间：%s 来源：某某协会</div><div class="content"><p>%s</p>%s<p>%s</p><p>%s</p></div></body></html>'
            % (title, title, date % n if "%d" in date else date, TEXT % n, picture, TEXT % n, TEXT % (n + 1))).encode()


def write(path, records):
    path.write_bytes(b"".join(map(gzip.compress, records)))
    return path


@pytest.fixture
def warc(tmp_path):
    return write(tmp_path / "x.warc.gz", [
        record(2, http(news(2)), date="2016-01-01T00:00:00Z", url="http://a.example/view/2.html"),
        record(1, http(news(1, "/up/a.png")), date="2016-01-01T00:00:01Z", url="http://a.example/view/1.html"),
        record(8, http(IMAGE, "image/png"), date="2016-01-01T00:00:02Z", url="http://a.example/up/a.png")])


def members(path):
    with tarfile.open(path) as tar:
        names = tar.getnames()
        assert names[:-1] == sorted(names[:-1]) and names[-1] == "SHA256SUMS"
        return {m.name: tar.extractfile(m).read() for m in tar if m.name != "SHA256SUMS"}


def test_articles_with_their_images(run, tmp_path, warc):
    out = tmp_path / "x.tar.gz"
    done = run("export", warc, "-o", out)
    assert done.returncode == 0 and "2 articles" in done.stderr
    files = members(out)
    folders = sorted({n.split("/")[1] for n in files})
    assert [f[:10] for f in folders] == ["2015-09-01", "2015-09-02"]
    first = "2015/" + folders[0] + "/"
    page = files[first + "page.html"].decode()
    assert '<meta charset="utf-8">' in page and '<h1>第1篇文章的标题写得足够长</h1>' in page
    assert '<img src="images/01-a.png" width="500"' in page and '<a href="http://a.example/">首页</a>' in page
    assert [n for n in files if n.startswith(first + "images/")] and \
        files[next(n for n in files if n.startswith(first + "images/"))] == IMAGE
    article = json.loads(files[first + "article.json"])
    assert article["title"] == "第1篇文章的标题写得足够长" and article["date"] == "2015-09-01"
    assert (TEXT % 1) in files[first + "article.txt"].decode()


def test_a_page_opens_without_its_site(run, tmp_path):
    extra = ('<link rel="stylesheet" href="/s.css"><script src="/j.js"></script><img src="/logo.gif" alt="某某">'
             '<iframe src="http://b.example/"></iframe></body>')
    page = news(1, "/up/a.png").decode().replace("<head>", '<head><meta charset="gb2312">').replace("</body>", extra)
    warc = write(tmp_path / "x.warc.gz", [
        record(1, http(page.encode("gb18030"), "text/html"), url="http://a.example/view/1.html"),
        record(8, http(IMAGE, "image/png"), url="http://a.example/up/a.png")])
    assert run("export", warc, "-o", tmp_path / "x.tar").returncode == 0
    files = members(tmp_path / "x.tar")
    name = next(n for n in files if n.endswith("page.html"))
    text = files[name].decode()
    assert "gb2312" not in text and text.index('<meta charset="utf-8">') < 900
    assert re.findall(r'\ssrc="?([^" >]*)', text) == ["images/01-a.png"]
    assert name.replace("page.html", "images/01-a.png") in files
    for gone in ("s.css", "j.js", "logo.gif", "b.example", "<script"):
        assert gone not in text
    assert "Content-Security-Policy" in text and 'alt="某某"' in text


def test_every_format_and_the_same_bytes(run, tmp_path, warc):
    for ending in (".tar.gz", ".tar.zst", ".tar.xz", ".tar", ".zip", ".jsonl"):
        one, two = tmp_path / ("one" + ending), tmp_path / ("two" + ending)
        assert run("export", warc, "-o", one).returncode == 0
        assert run("export", warc, "-o", two).returncode == 0
        assert one.read_bytes() == two.read_bytes() and one.stat().st_size > 100
    lines = [json.loads(line) for line in (tmp_path / "one.jsonl").read_text().splitlines()]
    assert [a["date"] for a in lines] == ["2015-09-01", "2015-09-02"]
    with zipfile.ZipFile(tmp_path / "one.zip") as z:
        assert z.testzip() is None and sorted(z.namelist()[:-1]) == sorted(members(tmp_path / "one.tar"))


def test_the_later_capture_counts(run, tmp_path):
    url = "http://a.example/view/1.html"
    later = record(1, http(news(1, title="后来改过的标题也写得足够长")), date="2017-01-01T00:00:00Z", url=url)
    earlier = record(2, http(news(1)), date="2016-01-01T00:00:00Z", url=url)
    for order in ([later, earlier], [earlier, later]):
        out = tmp_path / "x.jsonl"
        assert run("export", write(tmp_path / "x.warc.gz", order), "-o", out).returncode == 0
        lines = out.read_text().splitlines()
        assert len(lines) == 1 and json.loads(lines[0])["title"].startswith("后来改过")


@pytest.mark.parametrize("url", [
    "http://a.example/../../../etc/passwd", "http://a.example/%2e%2e/%2e%2e%2fx", "http://a.example//etc/x",
    "http://a.example/a%00b%0a%1b[31m.html", "http://a.example/" + "%E4%B8%AD" * 100, "http://a.example/C:%5Cx",
    "http://a.example/con.html", "http://a.example/?a=../../x"])
def test_names_made_to_hurt(run, tmp_path, url):
    out = tmp_path / "x.tar"
    path = write(tmp_path / "x.warc.gz", [
        record(1, http(news(1, title="中" * 100)), date="2016-01-01T00:00:00Z", url=url),
        record(2, http(news(1, title="中" * 100)), date="2016-01-01T00:00:00Z", url=url + "&2")])
    assert run("export", path, "-o", out).returncode == 0
    names = list(members(out))
    assert names and len(names) == len(set(names))
    for name in names:
        parts = name.split("/")
        assert not name.startswith("/") and ".." not in parts and "" not in parts
        assert all(len(p.encode()) <= 255 and p.isprintable() and "\\" not in p for p in parts)
    with tarfile.open(out) as tar:
        tar.extractall(tmp_path / "in", filter="data") if hasattr(tarfile, "data_filter") else tar.extractall(tmp_path / "in")
    assert sorted(str(p.relative_to(tmp_path / "in")) for p in (tmp_path / "in").rglob("*") if p.is_file()) == sorted(names + ["SHA256SUMS"])


def test_nothing_to_export_and_damage(run, tmp_path, warc):
    empty = write(tmp_path / "empty.warc.gz", [record(1, http(b"x", "text/plain"))])
    done = run("export", empty, "-o", tmp_path / "y.tar")
    assert done.returncode == 1 and not (tmp_path / "y.tar").exists()
    data = warc.read_bytes()
    warc.write_bytes(data[:-20])
    done = run("export", warc, "-o", tmp_path / "y.jsonl")
    assert done.returncode == 3 and len((tmp_path / "y.jsonl").read_text().splitlines()) == 2
    assert run("export", warc, "-o", tmp_path / "y.rar").returncode in (1, 2)
