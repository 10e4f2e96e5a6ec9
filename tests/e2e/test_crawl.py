"""Crawling: resuming, robots.txt, politeness, limits, lock, categories, exit codes."""
import json
import os
import signal
import socket
import subprocess
import tarfile
import time

import pytest
from conftest import SampleSite, response, responses

DELAY = "--delay=0"


def articles_in(path):
    with tarfile.open(path) as tar:
        return [m.name for m in tar.getmembers() if m.name.endswith("/article.json")]


def tars(collection):
    folder = os.path.join(collection, "articles")
    return [os.path.join(folder, n) for n in sorted(os.listdir(folder))]


def asked(server):
    """Paths, but for the guess that is made where robots.txt names no sitemap."""
    return [p for p in server.paths() if p != "/sitemap.xml"]


def status(run, collection):
    done = run("status", "--format=json", collection)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def body_page(title, text, links=""):
    return response("<html><head><meta charset=utf-8><title>%s</title></head><body><h1>%s</h1>%s%s</body></html>"
                    % (title, title, text, links))


def chain(server, n):
    """/0 links to /1 and so on."""
    for i in range(n):
        server.routes["/%d" % i] = body_page("p%d" % i, "<p>page</p>", "<a href='/%d'>about %d</a>" % (i + 1, i + 1))
    server.routes["/"] = server.routes["/0"]


@pytest.fixture
def crawl(run, tmp_path):
    def call(url, *options, into="c", **kw):
        collection = str(tmp_path / into)
        return run("crawl", url, "-o", collection, *options, **kw), collection

    return call


# --- the sample site ---


def test_the_sample_site_is_crawled_whole(sample_site, crawl, run):
    done, collection = crawl(sample_site.url, DELAY)
    assert done.returncode == 0, done.stderr
    paths = sample_site.paths()
    assert paths[0] == "/robots.txt"
    assert len(paths) == len(set(paths))
    assert not [p for p in paths if "/Admin/" in p]
    views = [p for p in paths if "/News/view/" in p]
    assert len(views) == 30
    assert len([p for p in paths if "/News/lists/" in p]) == 9
    # robots.txt names no sitemap: the usual place is tried, once
    assert [path for _, path, code in sample_site.requests() if code != 200] == ["/sitemap.xml"]
    names = articles_in(tars(collection)[0])
    assert len(names) == len(set(names)) == 30
    assert run("verify", collection).returncode == 0
    found = status(run, collection)
    assert (found["articles"], found["queued"], found["failed"], found["warc_files"]) == (30, 0, 0, 1)
    assert found["last_run"]["result"] == "ok"
    check = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=collection)
    assert check.returncode == 0
    assert not [n for _, _, names in os.walk(collection) for n in names if n.endswith(".open")]


def test_commands_that_read_leave_nothing_behind(sample_site, crawl, run, tmp_path):
    _, collection = crawl(sample_site.url, DELAY)
    names = sorted(os.listdir(collection))
    assert "collection.db" in names and not [n for n in names if n.endswith(("-wal", "-shm", "-journal"))]
    export, pack = ["export", "-o", str(tmp_path / "all.jsonl")], ["pack", "-o", str(tmp_path / "all.wacz")]
    for command in (["status"], ["status", "--changes"], ["verify"], export, pack, ["report"]):
        assert run(*command, collection).returncode == 0, command
        assert sorted(os.listdir(collection)) == names, command


def test_two_crawls_give_the_same_tar(sample_site, crawl, run, tmp_path):
    for into in ("a", "b"):
        done, _ = crawl(sample_site.url, DELAY, into=into)
        assert done.returncode == 0, done.stderr
        time.sleep(1.1)  # what changes with time must not show
    a, b = (tars(str(tmp_path / into))[0] for into in ("a", "b"))
    with open(a, "rb") as f, open(b, "rb") as g:
        assert f.read() == g.read()
    for name in ("x.tar.zst", "x.tar.xz", "x.zip", "x.jsonl"):
        out = [str(tmp_path / (into + name)) for into in ("a", "b")]
        for into, path in zip(("a", "b"), out):
            assert run("export", str(tmp_path / into), "-o", path).returncode == 0
        with open(out[0], "rb") as f, open(out[1], "rb") as g:
            assert f.read() == g.read(), name


def test_the_tar_holds_whole_articles(sample_site, crawl):
    _, collection = crawl(sample_site.url, DELAY)
    with tarfile.open(tars(collection)[0]) as tar:
        members = {m.name: m for m in tar.getmembers()}
        names = list(members)
        assert names[:-1] == sorted(names[:-1], key=str.encode) and names[-1] == "SHA256SUMS"
        [folder] = [n.rsplit("/", 1)[0] for n in names if n.startswith("2015/2015-09-01_229-") and n.endswith("article.json")]
        inside = sorted(n[len(folder) + 1:] for n in names if n.startswith(folder + "/"))
        assert inside == ["article.json", "article.md", "article.txt", "images/01-229-1.png", "page.html"]
        article = json.load(tar.extractfile(folder + "/article.json"))
        assert article["title"] == "海州市特种设备协会召开第三届会员代表大会 选举产生新一届理事会"
        assert (article["date"], article["source"]) == ("2015-09-01", None)
        text = tar.extractfile(folder + "/article.txt").read().decode()
        assert text.startswith(article["title"] + "\n\n") and article["text"] in text
        member = members[folder + "/article.json"]
        assert (member.mtime, member.uid, member.gid, member.mode) == (1441065600, 0, 0, 0o644)
        assert [n for n in names if "/attachments/" in n]


def test_a_second_run_reads_only_the_lists_again(sample_site, crawl, run):
    done, collection = crawl(sample_site.url, DELAY)
    before = len(sample_site.paths())
    again, _ = crawl(sample_site.url, DELAY, "--recheck=0")
    assert (done.returncode, again.returncode) == (0, 0)
    assert " 0 new, 0 changed" in again.stderr or again.stderr == ""
    later = sample_site.paths()[before:]
    assert "/" in later
    assert not [p for p in later if "/News/view/" in p]
    assert len(tars(collection)) == 1
    assert status(run, collection)["warc_files"] == len(os.listdir(os.path.join(collection, "archive"))) == 2


def test_full_fetches_everything_again(sample_site, crawl):
    _, collection = crawl(sample_site.url, DELAY)
    before = sample_site.paths()
    again, _ = crawl(sample_site.url, DELAY, "--full")
    assert again.returncode == 0, again.stderr
    later = sample_site.paths()[len(before):]
    assert set(before) - set(later) <= {"/robots.txt"}  # kept for a day
    assert len(tars(collection)) == 1  # nothing has changed


def test_categories_are_kept_to(sample_site, crawl):
    done, collection = crawl(sample_site.url, DELAY, "--category=通知公告")
    assert done.returncode == 0, done.stderr
    paths = sample_site.paths()
    assert len([p for p in paths if "/News/lists/cid/4" in p]) == 3
    assert not [p for p in paths if "/News/lists/cid/3" in p or "/News/lists/cid/5" in p]
    assert sorted(p[-8:-5] for p in paths if "/News/view/" in p) == [str(n) for n in range(301, 311)]
    assert len(articles_in(tars(collection)[0])) == 10


def test_a_category_may_be_a_url(sample_site, crawl):
    done, _ = crawl(sample_site.url, DELAY, "--category=" + sample_site.url + "index.php/News/lists/cid/5.html")
    assert done.returncode == 0, done.stderr
    assert sorted({p[-8:-5] for p in sample_site.paths() if "/News/view/" in p}) == [str(n) for n in range(401, 411)]


def test_an_unknown_category_is_named(sample_site, crawl):
    done, _ = crawl(sample_site.url, DELAY, "--category=没有这个")
    assert done.returncode == 3
    assert "没有这个" in done.stderr
    assert not [p for p in sample_site.paths() if "/News/view/" in p]


def test_killed_and_run_again_it_is_complete(sample_site, newsarc, crawl, run, tmp_path):
    collection = str(tmp_path / "c")
    for wait in (1.3, 0.4, 1.6):
        process = subprocess.Popen([newsarc, "crawl", sample_site.url, "-o", collection, "--delay=50ms"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        process.kill()
        process.wait()
    done, _ = crawl(sample_site.url, DELAY)
    assert done.returncode == 0, done.stderr
    views = {p for p in sample_site.paths() if "/News/view/" in p}
    assert len(views) == 30
    names = [name for tar in tars(collection) for name in articles_in(tar)]
    assert len(names) == len(set(names)) == 30
    assert run("verify", collection).returncode == 0
    assert not [n for _, _, ns in os.walk(collection) for n in ns if n.endswith(".open")]


# --- stopping and limits ---


def test_max_pages_stops_and_the_next_run_goes_on(wire_server, crawl, run):
    chain(wire_server, 12)
    done, collection = crawl(wire_server.url + "/0", DELAY, "--max-pages=5")
    assert done.returncode == 6, done.stderr
    assert len(wire_server.paths()) == 5
    assert status(run, collection)["queued"] == 2  # one is the guess at a sitemap
    again, _ = crawl(wire_server.url + "/0", DELAY)
    assert again.returncode == 0, again.stderr
    paths = wire_server.paths()
    assert [p for p in paths if paths.count(p) > 1] == []
    assert "/11" in paths


@pytest.mark.parametrize("number, name", [(signal.SIGINT, "SIGINT"), (signal.SIGTERM, "SIGTERM")])
def test_a_signal_ends_it_in_good_order(wire_server, newsarc, run, tmp_path, number, name):
    chain(wire_server, 500)
    collection = str(tmp_path / "c")
    process = subprocess.Popen([newsarc, "crawl", wire_server.url + "/0", "-o", collection, "--delay=50ms"],
                               stderr=subprocess.PIPE, text=True)
    while len(wire_server.paths()) < 6:
        time.sleep(0.02)
    process.send_signal(number)
    _, messages = process.communicate(timeout=20)
    assert process.returncode == 128 + number, messages
    assert run("verify", collection).returncode == 0
    assert not [n for n in os.listdir(os.path.join(collection, "archive")) if n.endswith(".open")]
    asked = len(wire_server.paths())
    assert status(run, collection)["last_run"]["pages"] == asked


def test_max_bytes_and_max_time(wire_server, crawl):
    chain(wire_server, 50)
    done, _ = crawl(wire_server.url + "/0", DELAY, "--max-bytes=1K", into="bytes")
    assert done.returncode == 6
    assert len(wire_server.paths()) < 12
    done, _ = crawl(wire_server.url + "/0", "--delay=300ms", "--max-time=1s", into="time")
    assert done.returncode == 6


def test_too_little_disk_space_is_said_before(wire_server, crawl, run):
    chain(wire_server, 3)
    done, collection = crawl(wire_server.url + "/0", DELAY, "--min-free=1000T")
    assert done.returncode == 7, done.stderr
    assert wire_server.paths() == []


def test_a_second_run_on_the_same_collection_is_refused(wire_server, newsarc, crawl, tmp_path):
    chain(wire_server, 500)
    first = subprocess.Popen([newsarc, "crawl", wire_server.url + "/0", "-o", str(tmp_path / "c"), "--delay=100ms"],
                             stderr=subprocess.DEVNULL)
    while len(wire_server.paths()) < 2:
        time.sleep(0.02)
    done, _ = crawl(wire_server.url + "/0", DELAY)
    assert done.returncode == 11, done.stderr
    assert str(first.pid) in done.stderr
    first.kill()
    first.wait()
    done, _ = crawl(wire_server.url + "/0", DELAY, "--max-pages=3")
    assert done.returncode == 6, done.stderr  # the lock went with its owner


def test_depth_and_scope_and_exclusions(wire_server, crawl):
    chain(wire_server, 10)
    wire_server.routes["/0"] = body_page("p", "<p>x</p>", "<a href='/1'>1</a> <a href='http://127.0.0.2:1/off'>off</a> "
                                                           "<a href='/private/x'>no</a><a href='/print?p=1'>no</a>")
    done, _ = crawl(wire_server.url + "/0", DELAY, "--max-depth=3", "--exclude=/private/", "--exclude=[?&]p=1$")
    assert done.returncode == 0, done.stderr
    assert asked(wire_server) == ["/robots.txt", "/0", "/1", "/2", "/3"]


# --- robots.txt ---


def test_robots_txt_is_obeyed_and_archived(wire_server, crawl):
    chain(wire_server, 5)
    wire_server.routes["/robots.txt"] = response(b"User-agent: *\nDisallow: /3\nAllow: /3ok\n", ctype="text/plain")
    wire_server.routes["/2"] = body_page("p", "<p>x</p>", "<a href='/3'>3</a><a href='/3ok'>ok</a><img src='/3/i.png'>")
    wire_server.routes["/3ok"] = body_page("p", "<p>x</p>")
    done, collection = crawl(wire_server.url + "/0", DELAY)
    assert done.returncode == 0, done.stderr
    assert asked(wire_server) == ["/robots.txt", "/0", "/1", "/2", "/3ok"]
    assert wire_server.url + "/robots.txt" in responses(collection)


def test_rules_for_our_own_name_win(wire_server, crawl):
    chain(wire_server, 3)
    wire_server.routes["/robots.txt"] = response(b"User-agent: *\nDisallow:\n\nUser-agent: newsarc\nDisallow: /2\n",
                                                 ctype="text/plain")
    crawl(wire_server.url + "/0", DELAY)
    assert asked(wire_server) == ["/robots.txt", "/0", "/1"]


def test_a_forbidden_seed_is_named(wire_server, crawl):
    chain(wire_server, 3)
    wire_server.routes["/robots.txt"] = response(b"User-agent: *\nDisallow: /\n", ctype="text/plain")
    done, _ = crawl(wire_server.url + "/0", DELAY)
    assert done.returncode == 3
    assert "robots.txt" in done.stderr
    assert wire_server.paths() == ["/robots.txt"]


def test_without_robots_txt_everything_is_allowed(wire_server, crawl):
    chain(wire_server, 2)
    wire_server.routes["/robots.txt"] = response(b"no", status="403 Forbidden")
    done, _ = crawl(wire_server.url + "/0", DELAY)
    assert "/1" in wire_server.paths()


def test_with_a_broken_robots_txt_nothing_is(wire_server, crawl):
    chain(wire_server, 2)
    wire_server.routes["/robots.txt"] = response(b"oops", status="500 Internal Server Error")
    done, _ = crawl(wire_server.url + "/0", DELAY)
    assert done.returncode == 5, done.stderr
    assert set(wire_server.paths()) == {"/robots.txt"}
    wire_server.routes["/robots.txt"] = response(b"", status="404 Not Found")
    done, _ = crawl(wire_server.url + "/0", DELAY)  # nothing is held against it
    assert "/1" in wire_server.paths()


def test_robots_txt_may_have_moved(wire_server, crawl):
    chain(wire_server, 3)
    wire_server.routes["/robots.txt"] = response(b"", status="301 Moved", fields=["Location: /other/robots"])
    wire_server.routes["/other/robots"] = response(b"User-agent: *\nDisallow: /1\n", ctype="text/plain")
    crawl(wire_server.url + "/0", DELAY)
    assert asked(wire_server) == ["/robots.txt", "/other/robots", "/0"]


# --- politeness ---


def gaps(times):
    return [b - a for a, b in zip(times, times[1:])]


def test_the_delay_is_kept(wire_server, crawl):
    chain(wire_server, 4)
    crawl(wire_server.url + "/0", "--delay=300ms")
    assert min(gaps(wire_server.times())) >= 0.3


def test_crawl_delay_is_kept_from_the_first_page_on(wire_server, crawl):
    chain(wire_server, 3)
    wire_server.routes["/robots.txt"] = response(b"User-agent: *\nCrawl-delay: 0.7\n", ctype="text/plain")
    crawl(wire_server.url + "/0", DELAY)
    assert min(gaps(wire_server.times())) >= 0.7


@pytest.mark.parametrize("status_line", ["429 Too Many Requests", "503 Service Unavailable"])
def test_retry_after_pauses_the_host(wire_server, crawl, status_line):
    chain(wire_server, 3)
    page = wire_server.routes["/1"]
    asked = []

    def first_refused(head):
        asked.append(time.monotonic())
        return response(b"slow down", status=status_line, fields=["Retry-After: 2"]) if len(asked) == 1 else page

    wire_server.routes["/1"] = first_refused
    done, collection = crawl(wire_server.url + "/0", DELAY)
    assert done.returncode == 0, done.stderr
    assert asked[1] - asked[0] >= 2
    assert wire_server.paths().index("/2") > 3
    assert len(responses(collection)[wire_server.url + "/1"]) == 2  # each answer is kept


def test_a_server_error_is_tried_again(wire_server, crawl):
    chain(wire_server, 3)
    page, asked = wire_server.routes["/1"], []

    def first_fails(head):
        asked.append(1)
        return response(b"oops", status="500 Internal Server Error") if len(asked) == 1 else page

    wire_server.routes["/1"] = first_fails
    done, _ = crawl(wire_server.url + "/0", DELAY)
    assert done.returncode == 0, done.stderr
    assert "/2" in wire_server.paths()


# --- exit codes ---


def test_dead_links_are_no_failure(wire_server, crawl):
    wire_server.routes["/"] = body_page("p", "<p>x</p>", "<a href='/gone'>gone</a>")
    done, _ = crawl(wire_server.url + "/", DELAY)
    assert done.returncode == 0, done.stderr


def test_a_page_that_keeps_failing_makes_it_incomplete(wire_server, crawl):
    wire_server.routes["/"] = body_page("p", "<p>x</p>", "<a href='/bad'>bad</a>")
    wire_server.routes["/bad"] = response(b"oops", status="500 Internal Server Error")
    done, _ = crawl(wire_server.url + "/", DELAY)
    assert done.returncode == 3
    assert wire_server.url + "/bad" in done.stderr
    assert "1 failed" in done.stderr


def test_a_missing_seed_is_a_failure(wire_server, crawl):
    done, _ = crawl(wire_server.url + "/nothing", DELAY)
    assert done.returncode == 3


def test_a_dead_site(crawl):
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    done, collection = crawl("http://127.0.0.1:%d/" % port, DELAY)
    assert done.returncode == 5, done.stderr
    assert os.listdir(os.path.join(collection, "archive")) == []


def test_a_site_that_refuses_everything(wire_server, crawl):
    wire_server.routes["/"] = body_page("p", "<p>x</p>", "".join("<a href='/x%d'>x</a>" % i for i in range(60)))
    wire_server.routes["*"] = response(b"go away", status="403 Forbidden")
    done, _ = crawl(wire_server.url + "/", DELAY)
    assert done.returncode == 8, done.stderr
    assert len(wire_server.paths()) < 40


def test_bad_settings(wire_server, crawl):
    done, _ = crawl(wire_server.url + "/", "--exclude=(", DELAY)
    assert done.returncode == 4
    assert "(" in done.stderr
    assert wire_server.paths() == []


def test_a_folder_that_is_no_collection(run, tmp_path):
    done = run("status", tmp_path)
    assert done.returncode == 1
    done = run("export", tmp_path, "-o", tmp_path / "x.tar")
    assert done.returncode == 1
    assert not os.path.exists(tmp_path / "x.tar")


def test_a_dry_run_leaves_nothing(sample_site, run, tmp_path):
    done = run("crawl", sample_site.url, "-o", tmp_path / "c", "--dry-run", "-v", DELAY)
    assert done.returncode == 0, done.stderr
    assert not os.path.exists(tmp_path / "c")
    assert not [p for p in sample_site.paths() if "/News/view/" in p]
    assert "/index.php/News/view/id/229.html" in done.stdout
