"""Articles, images and attachments with names made to hurt, exported to every kind of file and extracted by every
tool that is here: inside the folder, each file once, the same names and bytes from all."""
import json
import os
import re
import shutil
import subprocess
import tarfile
import zipfile

import pytest

from test_export_warc import http, news, record, write

ENDINGS = ("tar.gz", "tar.zst", "tar.xz", "zip")
TITLE = "关于进一步加强本市特种设备安全管理工作的通知" * 5  # 330 bytes
HOST = "http://a.example"
PAGES = [
    "/../../../etc/passwd", "/%2e%2e/%2e%2e%2f%2e%2e%2fx.html", "//etc/shadow", "/..%5C..%5Cwindows%5Cx", "/C:%5Cboot.ini",
    "/a%00b.html", "/a%0ab%0d%1b[31m.html", "/" + "%E4%B8%AD" * 100 + ".html", "/" + "x" * 300 + ".html",
    "/con.html", "/NUL", "/aux.txt", "/com1.htm", "/prn.", "/news./", "/news%20/", "/ .html", "/news...", "/-rf.html",
    "/~root", "/$(reboot).html", "/a'b%22c.html", "/%E2%80%AEgpj.exe", "/*%3F%3C%3E%7C.html", "/a/1.html", "/b/1.html",
    "/c/News.html", "/c/news.html", "/c/NEWS.html", "/?id=../../x", "/?id=1", "/?id=2", "/SHA256SUMS", "/article.json",
]
FILES = [
    "/up/..%2f..%2fetc%2fpasswd", "/up/a.png%00.exe", "/up/%E9%99%84%E4%BB%B6" + "%E4%BB%B6" * 90 + ".png", "/up/con.png",
    "/up/x.png.", "/up/x.png%20", "/up/.htaccess", "/up/-rf", "/up/X.PNG", "/up/x.png", "/up/a." + "e" * 300,
    "/up/%1b%5d0;x.png", "/up/?f=../../x.png", "/up/a%5Cb.png", "/up/\u202egnp.exe",
]
TAILS = ["/down/..%2f..%2fx.pdf", "/down/%E5%90%8D%E5%8D%95.pdf", "/down/nul.pdf", "/down/a.pdf?name=../../b.pdf", "/down/A.PDF",
         "/down/a.pdf"]
DISPOSITION = b'Content-Disposition: attachment; filename="../../../../tmp/evil.sh"\r\n'
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.I)


def file_body(n):
    return b"%PDF or image " + str(n).encode() * (n + 1)


def tricky(n):
    """An article in whose text all the images and attachments stand."""
    page = news(1 + n % 9, title=TITLE + str(n)).decode()
    more = "".join('<p><img src="%s" width="500" height="300"></p>' % f for f in FILES)
    more += "".join('<p><a href="%s">附件%d.pdf</a></p>' % (f, i) for i, f in enumerate(TAILS))
    return page.replace("</p></div>", "</p>%s</div>" % more, 1).encode()


@pytest.fixture(scope="module")
def exported(newsarc, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    records = [record(n, http(tricky(n)), url=HOST + url, date="2016-01-01T00:00:%02dZ" % (n % 60))
               for n, url in enumerate(PAGES)]
    for n, url in enumerate(FILES + TAILS):
        message = http(file_body(n), "application/octet-stream")
        message = message.replace(b"\r\n", b"\r\n" + DISPOSITION, 1)
        records.append(record(100 + n, message, url=HOST + url, date="2016-01-01T00:00:00Z"))
    warc = write(folder / "x.warc.gz", records)
    for ending in ENDINGS:
        done = subprocess.run([newsarc, "export", str(warc), "-o", str(folder / ("x." + ending))], capture_output=True)
        assert done.returncode == 0, done.stderr
        assert subprocess.run([newsarc, "verify", str(folder / ("x." + ending))], capture_output=True).returncode == 0
    with zipfile.ZipFile(folder / "x.zip") as z:
        assert z.testzip() is None
        return folder, {i.filename: z.read(i) for i in z.infolist()}


def test_the_names_suit_every_file_system(exported):
    _, members = exported
    folders = {n.rsplit("/", 1)[0] for n in members if n.endswith("/article.json")}
    assert len(folders) == len(PAGES)
    assert len({n.casefold() for n in members}) == len(members)
    for name in members:
        assert name.isascii() and name.isprintable() and len(name) < 200
        for part in name.split("/"):
            assert part and not RESERVED.match(part) and not re.search(r'[<>:"|?*\\\x00-\x1f]', part)
            assert part[-1] not in ". " and part[0] not in "-.~ "
    titles = {json.loads(data)["title"] for n, data in members.items() if n.endswith("article.json")}
    assert titles == {TITLE + str(n) for n in range(len(PAGES))}


def test_every_image_and_attachment_is_there_once(exported):
    _, members = exported
    for folder in {n.rsplit("/", 1)[0] for n in members if n.endswith("/article.json")}:
        article = json.loads(members[folder + "/article.json"])
        inside = [n for n in members if n.startswith((folder + "/images/", folder + "/attachments/"))]
        assert len(article["images"]) + len(article["attachments"]) == len(inside) >= len(TAILS) + 10
        page = members[folder + "/page.html"].decode()
        assert all('"%s"' % n[len(folder) + 1:] in page for n in inside)
    wanted = {file_body(n) for n in range(len(FILES + TAILS))}
    assert {d for n, d in members.items() if "/images/" in n or "/attachments/" in n} <= wanted


def unzip(path, into):
    subprocess.run(["unzip", "-q", str(path), "-d", str(into)], check=True, capture_output=True)


def tar_with(tool):
    def extract(path, into):
        subprocess.run([tool, "-xf", str(path), "-C", str(into)], check=True, capture_output=True)
    return extract


def python_tar(path, into):
    if str(path).endswith(".zst"):
        pytest.skip("Python's tarfile does not read zstd")
    with tarfile.open(path) as tar:
        tar.extractall(into, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))


def python_zip(path, into):
    with zipfile.ZipFile(path) as z:
        z.extractall(into)


TARS = [("tar", tar_with("tar")), ("bsdtar", tar_with("bsdtar")), (None, python_tar)]
ZIPS = [("unzip", unzip), ("bsdtar", tar_with("bsdtar")), (None, python_zip)]
CASES = [(e, t, f) for e in ENDINGS for t, f in (ZIPS if e == "zip" else TARS)]


@pytest.mark.parametrize("ending,tool,extract", CASES, ids=["%s-%s" % (e, t or "python") for e, t, _ in CASES])
@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_extraction_stays_in_the_folder(exported, tmp_path, monkeypatch, ending, tool, extract, locale):
    folder, members = exported
    if tool and not shutil.which(tool):
        pytest.skip("no " + tool)
    if tool == "tar" and ending == "tar.zst" and not shutil.which("zstd"):
        pytest.skip("tar has no zstd")
    monkeypatch.setenv("LC_ALL", locale)
    into = tmp_path / "outer" / "in"
    into.mkdir(parents=True)
    extract(folder / ("x." + ending), into)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["outer"] and os.listdir(tmp_path / "outer") == ["in"]
    found = {}
    for path in into.rglob("*"):
        assert not path.is_symlink()
        if path.is_file():
            found[str(path.relative_to(into))] = path.read_bytes()
    assert found == members
