"""What stands in a collection's WARC files besides requests and responses."""
import calendar
import gzip
import json
import os
import re
import shutil
import subprocess
import time

import pytest
from conftest import response, warc_records

ARTICLE = "<html><head><title>t</title></head><body><h1>A</h1><img src='/i.png'><a href='/next'>next</a></body></html>"


def crawl(run, server, tmp_path, *options):
    collection = str(tmp_path / "c")
    done = run("crawl", server.url + "/", "-o", collection, "--delay=0", *options)
    assert done.returncode == 0, done.stderr
    return collection


def fields_of(block):
    return [tuple(line.split(": ", 1)) for line in block.decode().split("\r\n") if line]


def metadata_by_url(collection):
    """URL -> list of (metadata fields, record fields, name of the file's first record)."""
    records = warc_records(collection)
    captures = {f["WARC-Record-ID"]: f for f, _ in records if f["WARC-Type"] in ("response", "revisit")}
    found = {}
    for fields, block in records:
        if fields["WARC-Type"] == "metadata":
            capture = captures[fields["WARC-Concurrent-To"]]
            assert fields["WARC-Date"] == capture["WARC-Date"]
            assert fields["WARC-Warcinfo-ID"] == capture["WARC-Warcinfo-ID"]
            found.setdefault(capture["WARC-Target-URI"], []).append(fields_of(block))
    assert sum(map(len, found.values())) == len(captures)
    return found


def site(server):
    server.routes.update({
        "/": response("<html><body><a href='/moved'>m</a> <a href='/missing'>x</a></body></html>"),
        "/moved": response(b"", status="302 Found", fields=["Location: /a"]),
        "/a": response(ARTICLE), "/next": response("<p>end</p>"), "/i.png": response(b"\x89PNG", ctype="image/png"),
    })


def test_every_capture_says_how_it_came_about(run, wire_server, tmp_path):
    site(wire_server)
    base = wire_server.url
    found = metadata_by_url(crawl(run, wire_server, tmp_path))
    ways = {url[len(base):]: (dict(m).get("via", "")[len(base):], dict(m).get("hopsFromSeed", "")) for url, [m] in found.items()}
    assert ways["/"] == ("", "")
    assert ways["/robots.txt"] == ("", "P")
    assert ways["/moved"] == ways["/missing"] == ("/", "L")
    assert ways["/a"] == ("/moved", "LR")
    assert ways["/i.png"] == ("/a", "LRE")
    assert ways["/next"] == ("/a", "LRL")
    [article] = found[base + "/a"]
    links = sorted(value for name, value in article if name == "outlink")
    assert links == [base + "/i.png E", base + "/next L"]
    assert dict(article)["fetchTimeMs"].isdigit()


def test_metadata_can_be_left_out(run, wire_server, tmp_path):
    site(wire_server)
    types = [f["WARC-Type"] for f, _ in warc_records(crawl(run, wire_server, tmp_path, "--no-metadata"))]
    assert "metadata" not in types and "response" in types


def warcinfo(collection):
    return dict(fields_of(warc_records(collection)[0][1]))


def test_configuration_begins_the_archive_and_its_summary_and_log_end_it(run, wire_server, tmp_path):
    site(wire_server)
    config = tmp_path / "crawl.yaml"
    secret = wire_server.url.replace("http://", "http://user:geheim@")
    config.write_text("seeds: [%s/]\noutput: %s\ndelay: 0\nexclude: [/forbidden]\n" % (secret, tmp_path / "c"))
    done = run("crawl", "-c", config)
    assert done.returncode == 0, done.stderr
    records = warc_records(str(tmp_path / "c"))
    [(settings, text), (end, summary), (log, lines)] = [(f, b) for f, b in records if f["WARC-Type"] == "resource"]
    assert [f["WARC-Type"] for f, _ in records[1:4]] == ["response", "request", "resource"]
    assert [records[-2][0], records[-1][0]] == [end, log]
    assert b"geheim" not in text + lines + summary
    stored = json.loads(text)
    assert stored["seeds"] == [wire_server.url + "/"] and stored["exclude"] == ["/forbidden"]
    assert warcinfo(str(tmp_path / "c"))["configuration-digest"] == settings["WARC-Payload-Digest"]
    events = [json.loads(line) for line in lines.decode().splitlines()]
    assert {"fetched", "redirect"} & {e["event"] for e in events}
    [name] = (name for name in os.listdir(tmp_path / "c" / "logs") if not name.startswith("changes-"))
    assert log["WARC-Target-URI"].endswith(":" + name)
    with open(tmp_path / "c" / "logs" / name, "rb") as f:
        assert f.read().startswith(lines)
    info, summary = warcinfo(str(tmp_path / "c")), json.loads(summary)
    assert info["run"] == "1" and summary["run"] == 1 and summary["result"] == "ok"
    assert summary["started"] == calendar.timegm(time.strptime(info["run-started"], "%Y-%m-%dT%H:%M:%SZ"))
    assert end["WARC-Target-URI"].endswith(":" + name[:-1].replace(".json", ".summary.json"))
    last = json.loads(run("status", "--format=json", tmp_path / "c").stdout)["last_run"]
    assert {k: summary[k] for k in ("pages", "articles", "bytes")} == {k: last[k] for k in ("pages", "articles", "bytes")}
    assert run("verify", tmp_path / "c").returncode == 0


def test_a_run_without_answers_leaves_no_warc(run, wire_server, tmp_path):
    wire_server.close()
    done = run("crawl", wire_server.url + "/", "-o", tmp_path / "c", "--delay=0", "--max-time=1")
    assert done.returncode != 0
    assert os.listdir(tmp_path / "c" / "archive") == []


def test_warcinfo_says_who_and_what(run, wire_server, tmp_path):
    site(wire_server)
    collection = crawl(run, wire_server, tmp_path, "--operator=Ann <ann@example.org>", "--is-part-of=news",
                       "--description=\u65b0\u95fb", "--from=ann@example.org", "--user-agent=t/1")
    info = warcinfo(collection)
    assert info["operator"] == "Ann <ann@example.org>"
    assert (info["isPartOf"], info["description"], info["robots"]) == ("news", "\u65b0\u95fb", "obey")
    assert info["http-header-from"] == "ann@example.org" and info["http-header-user-agent"] == "t/1"
    assert info["format"] == "WARC File Format 1.1" and info["software"].startswith("newsarc/")
    assert info["hostname"]
    assert all(b"\r\nFrom: ann@example.org\r\n" in head for _, _, head in wire_server.requests)


def test_the_same_payload_is_stored_once(run, wire_server, tmp_path):
    page = "<html><body>%s</body></html>" % ("<p>the same words</p>" * 100)
    wire_server.routes.update({"/": response("<a href='/a'>a</a><a href='/b'>b</a><a href='/c'>c</a>"),
                               "/a": response(page), "/b": response(page), "/c": response("tiny")})
    collection = crawl(run, wire_server, tmp_path)
    [(revisit, block)] = [(f, b) for f, b in warc_records(collection) if f["WARC-Type"] == "revisit"]
    assert revisit["WARC-Target-URI"] == wire_server.url + "/b"
    assert revisit["WARC-Refers-To-Target-URI"] == wire_server.url + "/a"
    assert block.endswith(b"\r\n\r\n")
    assert run("verify", collection).returncode == 0


def train(folder, dictionary):
    if not shutil.which("zstd"):
        pytest.skip("no zstd command to train a dictionary")
    samples = [folder / ("sample%d" % i) for i in range(200)]
    for i, path in enumerate(samples):
        path.write_text("WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://h/%d\r\n\r\nHTTP/1.1 200 OK\r\n%d" % (i * 7919, i * i))
    subprocess.run(["zstd", "-q", "--train", *samples, "--maxdict=4096", "-o", dictionary], check=True, capture_output=True)


@pytest.mark.parametrize("options, suffix", [
    (["--compress=none", "--digest=sha256"], ".warc"),
    (["--compress=zstd"], ".warc.zst"),
    (["--compress=zstd", "--zstd-dictionary=DICTIONARY", "--digest=sha256"], ".warc.zst"),
])
def test_every_form_can_be_used(run, wire_server, tmp_path, options, suffix):
    site(wire_server)
    if "DICTIONARY" in "".join(options):
        train(tmp_path, tmp_path / "dictionary")
    options = [o.replace("DICTIONARY", str(tmp_path / "dictionary")) for o in options]
    collection = crawl(run, wire_server, tmp_path, "--warc-name={timestamp17}-{prefix}-{serialno}", *options)
    [name] = os.listdir(collection + "/archive")
    assert re.fullmatch(r"\d{17}-127\.0\.0\.1_?\d*-00000" + re.escape(suffix), name)
    path = "%s/archive/%s" % (collection, name)
    for command in (["verify", collection], ["index", path], ["pack", collection, "-o", tmp_path / "x.wacz"],
                    ["verify", tmp_path / "x.wacz"]):
        done = run(*command)
        assert done.returncode == 0, (command, done.stderr, done.stdout)
    if suffix == ".warc.zst" and "dictionary" not in "".join(options) and shutil.which("zstd"):
        plain = subprocess.run(["zstd", "-dcq", path], capture_output=True, check=True).stdout
        assert plain.startswith(b"WARC/1.1\r\n")


def test_files_roll_at_the_size_asked_for(run, wire_server, tmp_path):
    names = ["p%d" % i for i in range(12)]
    wire_server.routes.update({"/" + n: response("<p>%s</p>" % os.urandom(3000).hex()) for n in names})
    wire_server.routes["/"] = response(" ".join("<a href='/%s'>%s</a>" % (n, n) for n in names))
    collection = crawl(run, wire_server, tmp_path, "--warc-max-size=8K")
    assert len(os.listdir(collection + "/archive")) >= 3
    assert len(metadata_by_url(collection)) == len(names) + 3  # the seed, robots.txt, sitemap.xml
    done = run("verify", collection)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("option, word", [("--warc-name={prefix}", "serialno"), ("--zstd-dictionary=/nonexistent", "zstd"),
                                          ("--digest=md5", "sha256"), ("--compress=xz", "zstd"),
                                          ("--zstd-dictionary=%s --compress=zstd" % __file__, "Zstandard")])
def test_wrong_forms_are_refused(run, tmp_path, option, word):
    done = run("crawl", "http://127.0.0.1:1/", "-o", tmp_path / "c", *option.split())
    assert done.returncode in (2, 4), done.stderr
    assert word in done.stderr


def test_what_the_bytes_tell_of_a_page_that_names_no_encoding(run, wire_server, tmp_path):
    text = "<html><head>%s<title>协会召开年度工作会议</title></head><body>" + "<p>协会召开了年度工作会议,会员单位代表出席了会议。</p>" * 9
    gbk, meta = (text % "").encode("gb18030"), (text % "<meta charset=gbk>").encode("gb18030")
    pages = {"/none": response(gbk, ctype="text/html"), "/meta": response(meta, ctype="text/html"),
             "/head": response(gbk, ctype="text/html; charset=gbk"), "/text": response(gbk, ctype="text/plain"),
             "/ascii": response(b"<html><p>plain</p></html>", ctype="text/html"),
             "/gzip": response(gzip.compress(gbk), ctype="text/html", fields=["Content-Encoding: gzip"]),
             "/chunked": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                         b"%x\r\n%s\r\n0\r\n\r\n" % (len(gbk), gbk)}
    wire_server.routes.update(pages)
    wire_server.routes["/"] = response("".join("<a href='%s'>x</a>" % path for path in pages))
    found = {f["WARC-Target-URI"][len(wire_server.url):]: f.get("WARC-Identified-Payload-Type")
             for f, _ in warc_records(crawl(run, wire_server, tmp_path)) if f["WARC-Type"] == "response"}
    said = {path: kind for path, kind in found.items() if kind}
    assert said == dict.fromkeys(["/none", "/gzip", "/chunked"], "text/html; charset=gb18030") and pages.keys() < found.keys()
    assert run("verify", tmp_path / "c").returncode == 0
