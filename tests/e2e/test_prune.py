"""Retention: old files go, what is needed stays, and the state, SHA256SUMS and the report say what is there."""
import fcntl
import json
import os
import shutil
import time

import pytest

from conftest import response
from test_exit_codes import PAGE, text_of


def site(server, versions, listed=None):
    """A list and its articles; `versions[i]` tells one version from another."""
    links = "".join("<li><a href='/news/%d.html'>协会召开第%d次会员大会暨年度工作会议</a><span>2024-05-%02d</span></li>" % (i, i, i)
                    for i in (listed or versions))
    filler = "<!-- %s -->" % ("x" * 1500)
    server.routes["/"] = response("<title>协会</title>%s<ul class='list'>%s</ul>" % (filler, links))
    for i, version in versions.items():
        title = "协会召开第%d次会员大会暨年度工作会议" % i
        server.routes["/news/%d.html" % i] = response(PAGE % (title, title, version + text_of(i) * 3))


class Nights:
    def __init__(self, run, server, directory):
        self.run, self.server, self.dir = run, server, directory
        self.seen = set()

    def night(self, versions, listed=None, code=0):
        site(self.server, versions, listed)
        time.sleep(1.1)  # names and dates have seconds
        done = self.run("crawl", "-q", self.server.url + "/", "-o", self.dir, "--delay=1ms")
        assert done.returncode == code, done.stderr
        new = set(self.warcs()) - self.seen
        self.seen |= new
        (name,) = new
        return name

    def warcs(self):
        return sorted(os.listdir(self.dir / "archive"))

    def articles(self):
        return json.loads(self.run("status", "--format=json", self.dir).stdout)["articles"]


@pytest.fixture
def nights(run, wire_server, tmp_path):
    return Nights(run, wire_server, tmp_path / "c")


def test_what_is_kept_stays_whole(nights, run, wire_server, tmp_path):
    first = nights.night({1: "a", 2: "a", 3: "a"})
    second = nights.night({1: "b", 2: "a", 3: "a"})
    third = nights.night({1: "c", 2: "a", 3: "a"})
    before = nights.warcs()
    done = run("prune", nights.dir, "--keep-runs=1", "--dry-run")
    assert done.returncode == 0 and nights.warcs() == before
    assert "remove  archive/%s" % second in done.stdout and "remove  archive/%s" % first not in done.stdout
    assert "keep    archive/%s" % first in done.stdout and "refers to it" in done.stdout and third not in done.stdout
    assert "would remove 7 files" in done.stderr, done.stderr + done.stdout
    done = run("prune", "-q", nights.dir, "--keep-runs=1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert nights.warcs() == sorted([first, third])
    assert len(os.listdir(nights.dir / "articles")) == 1 and len(os.listdir(nights.dir / "logs")) == 2
    done = run("verify", nights.dir)
    assert done.returncode == 0 and ", 0 errors, 0 warnings" in done.stderr, done.stdout
    assert run("export", "-q", nights.dir, "-o", tmp_path / "a.jsonl").returncode == 0
    lines = [json.loads(x) for x in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 3 and sum(x["text"].startswith("c") for x in lines) == 1
    assert nights.articles() == 3
    assert run("prune", "-q", nights.dir, "--keep-runs=1").returncode == 0 and nights.warcs() == sorted([first, third])
    nights.night({1: "d", 2: "a", 3: "a"})
    assert run("verify", "-q", nights.dir).returncode == 0


def test_articles_that_are_gone_with_their_files(nights, run, wire_server, tmp_path):
    first = nights.night({1: "a", 2: "a", 3: "a"})
    wire_server.routes["/news/3.html"] = response("gone", status="404 Not Found")
    second = nights.night({1: "b", 2: "b"})
    done = run("prune", nights.dir, "--keep-runs=1")
    assert done.returncode == 0 and "1 article forgotten" in done.stderr, done.stderr + done.stdout
    assert nights.warcs() == [second] and nights.articles() == 2
    assert run("verify", "-q", nights.dir).returncode == 0
    assert run("export", "-q", nights.dir, "-o", tmp_path / "a.jsonl").returncode == 0
    asked = wire_server.paths().count("/news/3.html")
    nights.night({1: "c", 2: "b"})
    assert wire_server.paths().count("/news/3.html") == asked, "it is not fetched again"
    assert first not in nights.warcs()


def test_both_rules_keep(nights, run):
    nights.night({1: "a"})
    nights.night({1: "b"})
    nights.night({1: "c"})
    before = nights.warcs()
    for rule in (["--keep=1d"], ["--keep-runs=3"], ["--keep-runs=1", "--keep=1h"], ["--keep-runs=50"]):
        done = run("prune", nights.dir, *rule)
        assert done.returncode == 0 and "removed 0 files" in done.stderr and nights.warcs() == before


def test_what_is_not_ours_stays(nights, run, tmp_path):
    nights.night({1: "a"})
    nights.night({1: "b"})
    archive = nights.dir / "archive"
    old = nights.warcs()[0]
    shutil.copy(archive / old, archive / ("copy-" + old))
    outside = tmp_path / "outside.warc.gz"
    shutil.move(archive / old, outside)
    os.symlink(outside, archive / old)
    (nights.dir / "logs" / "notes-20200101000000.jsonl").write_text("mine\n")
    assert run("prune", "-q", nights.dir, "--keep-runs=1").returncode == 0
    assert outside.exists() and (archive / old).is_symlink() and (archive / ("copy-" + old)).exists()
    assert (nights.dir / "logs" / "notes-20200101000000.jsonl").exists()


def test_never_by_default_and_never_elsewhere(nights, run, newsarc, tmp_path):
    nights.night({1: "a"})
    assert run("prune", nights.dir).returncode == 2
    (tmp_path / "d" / "archive").mkdir(parents=True)
    done = run("prune", tmp_path / "d", "--keep-runs=1")
    assert done.returncode == 1 and "not a collection" in done.stderr
    with open(nights.dir / "collection.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert run("prune", nights.dir, "--keep-runs=1").returncode == 11
        assert run("prune", nights.dir, "--keep-runs=1", "--dry-run").returncode == 0


def test_a_damaged_file_stays(nights, run):
    nights.night({1: "a"})
    nights.night({1: "b"})
    nights.night({1: "c"})
    path = nights.dir / "archive" / nights.warcs()[1]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    done = run("prune", nights.dir, "--keep-runs=1")
    assert done.returncode == 0 and "damaged" in done.stdout and path.exists()
