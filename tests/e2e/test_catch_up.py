"""What a killed run had archived and not committed comes into the state before the next run begins: nothing that is
whole on the disk is asked for again. The runs are killed in place of their n-th call that changes a file
(fault_shim.c)."""
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
import zlib

import pytest

from conftest import response, warc_records
from fault_series import Fault, build_shim
from test_nightly import Site
from test_recover import dump, news, same

KILLED = -9


@pytest.fixture(scope="module")
def shim(tmp_path_factory):
    path = build_shim(str(tmp_path_factory.mktemp("shim")))
    return path or pytest.skip("no C compiler for the library that ends a process")


class Killer:
    """Runs one command, or kills it at the n-th call."""

    def __init__(self, newsarc, shim, url, folder, options=()):
        self.newsarc, self.shim, self.url, self.folder = newsarc, shim, url, str(folder)
        self.options = list(options)

    def crawl(self, out, at=0, code=None, kind="kill"):
        log = os.path.join(self.folder, "calls")
        open(log, "w").close()
        fault = Fault(kind, at)
        done = subprocess.run([self.newsarc, "crawl", self.url, "-o", str(out), "--delay=0", *self.options],
                              capture_output=True, text=True, timeout=300,
                              env=fault.environment(self.shim, str(out), log))
        fault.read(log)
        assert code is None or done.returncode == code, done.stderr
        return done.returncode, [(number, call, os.path.relpath(path, out)) for number, call, path in fault.calls]


@pytest.fixture
def killer(newsarc, shim, wire_server, tmp_path, monkeypatch):
    monkeypatch.setenv("ASAN_OPTIONS", "detect_leaks=0")
    return Killer(newsarc, shim, wire_server.url + "/", tmp_path)


def records_left(out):
    """Records of all files, as far as they are whole: (type, URL path, first line of the block, its date and id)."""
    for path in sorted((out / "archive").iterdir(), key=lambda path: path.name.removesuffix(".open")):
        rest = path.read_bytes()
        while rest:
            unpack = zlib.decompressobj(31)
            try:
                within = unpack.decompress(rest)
            except zlib.error:
                break
            if not unpack.eof:
                break
            rest = unpack.unused_data
            head, block = within.split(b"\r\n\r\n", 1)
            fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
            yield fields, block


def whole_captures(out):
    """Paths with a final answer, of which also the request is there."""
    found, answer = set(), None
    for fields, block in records_left(out):
        if fields["WARC-Type"] in ("response", "revisit"):
            answer = fields["WARC-Target-URI"], block.split(b" ", 2)[1]
        elif fields["WARC-Type"] == "request" and answer and answer[1] in (b"200", b"301", b"304", b"404", b"410"):
            found.add(re.sub(r"^http://[^/]+", "", answer[0]))
    return found


def articles(out):
    found = {}
    for path in (out / "articles").iterdir():
        with tarfile.open(path) as tar:
            for member in tar:
                if member.name.endswith("/article.json"):
                    assert member.name not in found, member.name
                    found[member.name] = re.sub(rb'"fetched": *"[^"]*"', b"", tar.extractfile(member).read())
    return found


def moments(calls, count):
    """Calls spread over the run up to when its tar is begun, most of them in its WARC files."""
    first = next(i for i, (_, _, path) in enumerate(calls) if path.startswith("archive/"))
    last = next(i for i, (_, _, path) in enumerate(calls) if i > first and path.startswith("articles/"))
    inside = [number for number, _, _ in calls[first + 2:last]]
    return [inside[len(inside) * (2 * i + 1) // (2 * count)] for i in range(count)]


def judge(killer, server, out, expected, on_disk, killed_paths):
    """After the last run: nothing asked for twice, nothing lost, nothing there twice."""
    missing_end = killed_paths >= expected["paths"]  # a new run begins, which reads lists and newest articles again
    assert missing_end or not set(server.paths()) & on_disk
    assert articles(out) == expected["articles"]
    assert subprocess.run([killer.newsarc, "verify", str(out)]).returncode == 0
    captured = [fields["WARC-Target-URI"] for fields, _ in warc_records(out) if fields["WARC-Type"] == "request"]
    if not missing_end:
        assert len(captured) == len(set(captured)), sorted(url for url in set(captured) if captured.count(url) > 1)


def site_with_all(server):
    """That of test_recover.py, without what would be asked for more than once."""
    site = news(server)
    publish = site.publish

    def more():
        publish()
        server.routes["/down"] = response(b"none", status="410 Gone")

    site.publish = more
    more()
    return site


def undisturbed(killer, server, out):
    server.requests.clear()
    _, calls = killer.crawl(out, code=0)
    return {"articles": articles(out), "paths": set(server.paths()), "state": dump(out)}, calls


@pytest.mark.parametrize("options", [[], ["--no-metadata"], ["--warc-max-size=2K"], ["--compress=zstd"]])
def test_nothing_on_the_disk_is_asked_for_again(killer, wire_server, tmp_path, options):
    site_with_all(wire_server)
    killer.options += options
    expected, calls = undisturbed(killer, wire_server, tmp_path / "whole")
    for at in moments(calls, 4):
        out = tmp_path / ("c%d" % at)
        wire_server.requests.clear()
        killer.crawl(out, at, KILLED)
        killed_paths = set(wire_server.paths())
        on_disk = whole_captures(out) if options != ["--compress=zstd"] else set()
        wire_server.requests.clear()
        killer.crawl(out, code=0)
        if options != ["--compress=zstd"]:
            judge(killer, wire_server, out, expected, on_disk, killed_paths)
        assert articles(out) == expected["articles"]


def killed(killer, server, out, at):
    """A killed run: what it left whole, and what the server was asked for."""
    server.requests.clear()
    killer.crawl(out, at, KILLED)
    asked = set(server.paths())
    server.requests.clear()
    return whole_captures(out), asked


@pytest.mark.parametrize("kind, code", [("kill", KILLED), ("enospc", 7)])
def test_killed_or_without_space_while_it_catches_up(killer, wire_server, tmp_path, kind, code):
    site_with_all(wire_server)
    expected, calls = undisturbed(killer, wire_server, tmp_path / "whole")
    first = tmp_path / "first"
    on_disk, asked = killed(killer, wire_server, first, moments(calls, 3)[1])
    assert len(on_disk) > 5
    shutil.copytree(first, tmp_path / "counted")
    _, calls = killer.crawl(tmp_path / "counted", code=0)
    # up to the first record of the run that begins
    begins = [number for number, call, path in calls if call == "open" and path.startswith("archive/")][-1]
    inside = [number for number, call, path in calls if number < begins and "-wal" in path]
    for at in inside[::len(inside) // 4]:
        out = tmp_path / ("c%d" % at)
        shutil.copytree(first, out)
        wire_server.requests.clear()
        killer.crawl(out, at, code, kind)
        killer.crawl(out, code=0)
        judge(killer, wire_server, out, expected, on_disk, asked)


def second_night(site):
    site.articles[11] = ""
    site.articles[10] = "<p>补充说明:会议时间已经调整,请各会员单位知悉。</p>"
    del site.articles[3]
    site.publish()


EVENTS = ("SELECT f.url, a.first_run > 1, a.gone_run > 1, a.gone_status, (SELECT count(*) FROM versions v WHERE "
          "v.url = a.url), a.title, a.digest FROM articles a JOIN frontier f ON f.id = a.url ORDER BY f.url")


def rows(out, sql):
    db = sqlite3.connect("file:%s/collection.db?mode=ro" % out, uri=True)
    try:
        return list(db.execute(sql))
    finally:
        db.close()


def test_a_later_night_goes_on_with_revisits_versions_and_what_is_gone(killer, wire_server, tmp_path):
    site = site_with_all(wire_server)
    night = tmp_path / "night"
    killer.crawl(night, code=0)
    second_night(site)
    shutil.copytree(night, tmp_path / "whole")
    wire_server.requests.clear()
    _, calls = killer.crawl(tmp_path / "whole", code=0)
    asked_whole, events = set(wire_server.paths()), rows(tmp_path / "whole", EVENTS)
    assert sum(row[1] for row in events) == 1 and sum(row[2] for row in events) == 1
    for at in moments(calls, 4):
        out = tmp_path / ("c%d" % at)
        shutil.copytree(night, out)
        before = whole_captures(out)
        assert before
        old = len(list(records_left(out)))
        wire_server.requests.clear()
        killer.crawl(out, at, KILLED)
        asked = set(wire_server.paths())
        on_disk = whole_captures_behind(out, old)
        wire_server.requests.clear()
        killer.crawl(out, code=0)
        if not asked >= asked_whole:
            assert not set(wire_server.paths()) & on_disk
        assert rows(out, EVENTS) == events
        assert subprocess.run([killer.newsarc, "verify", str(out)]).returncode == 0


def whole_captures_behind(out, count):
    """Those of the records after the first `count`."""
    found, answer = set(), None
    for fields, block in list(records_left(out))[count:]:
        if fields["WARC-Type"] in ("response", "revisit"):
            answer = fields["WARC-Target-URI"]
        elif fields["WARC-Type"] == "request" and answer:
            found.add(re.sub(r"^http://[^/]+", "", answer))
    return found


def test_recover_finds_what_was_read_afterwards(killer, run, wire_server, tmp_path):
    """Pages that were archived and not read when the run was killed: their records stand in one more file of it."""
    site_with_all(wire_server)
    wire_server.routes["/robots.txt"] = response(b"", ctype="text/plain")  # what it forbade stands in the log alone
    expected, calls = undisturbed(killer, wire_server, tmp_path / "whole")
    later = 0
    for at in moments(calls, 5):
        out = tmp_path / ("c%d" % at)
        killer.crawl(out, at, KILLED)
        files = len(list((out / "archive").iterdir()))
        killer.crawl(out, code=0)
        later += len(list((out / "archive").iterdir())) > files + 1
        original = dump(out)
        for path in out.glob("collection.db*"):
            path.unlink()
        done = run("recover", out)
        assert done.returncode == 0, done.stderr
        # a killed run has no summary, so what it counted is not the archive's
        same(dump(out), original, but=("runs", "codes", "tallies"))
    assert later, "no run was killed with a page unread"


def test_what_cannot_be_read_is_asked_for_again(killer, wire_server, tmp_path):
    site_with_all(wire_server)
    expected, calls = undisturbed(killer, wire_server, tmp_path / "whole")
    out = tmp_path / "c"
    on_disk, asked = killed(killer, wire_server, out, moments(calls, 4)[2])
    [path] = (out / "archive").iterdir()
    data = bytearray(path.read_bytes())
    data[len(data) * 2 // 3:len(data) * 2 // 3 + 8] = b"\0" * 8
    path.write_bytes(data)
    path.rename(str(path).removesuffix(".open"))  # or it would be cut off there
    killer.crawl(out, code=0)
    assert set(wire_server.paths()) & on_disk
    assert articles(out) == expected["articles"]


def test_a_run_of_an_older_version_is_asked_for_again(killer, wire_server, tmp_path):
    """It did not note how far its archive is in the state."""
    site_with_all(wire_server)
    expected, calls = undisturbed(killer, wire_server, tmp_path / "whole")
    out = tmp_path / "c"
    on_disk, asked = killed(killer, wire_server, out, moments(calls, 3)[1])
    with sqlite3.connect(out / "collection.db") as db:
        db.execute("UPDATE runs SET file = NULL")
    killer.crawl(out, code=0)
    assert set(wire_server.paths()) & on_disk
    assert articles(out) == expected["articles"]
    assert subprocess.run([killer.newsarc, "verify", str(out)]).returncode == 0
