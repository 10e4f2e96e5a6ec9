"""A disk that fails: full, broken, read-only, gone. fault_series.py tries every call of a run."""
import os
import random
import re
import shutil
import subprocess
import tarfile
import time

import pytest

from conftest import response, responses
from fault_series import Fault, FaultSeries, build_shim
from test_exit_codes import news_site


@pytest.fixture(scope="module")
def shim(tmp_path_factory):
    path = build_shim(str(tmp_path_factory.mktemp("shim")))
    return path or pytest.skip("no C compiler for the library that makes calls fail")


@pytest.fixture
def series(newsarc, shim, wire_server, tmp_path, monkeypatch):
    monkeypatch.setenv("ASAN_OPTIONS", "detect_leaks=0")  # they are looked for where nothing is preloaded
    news_site(wire_server, 4)
    series = FaultSeries(shim, newsarc, wire_server.url + "/", str(tmp_path), ["--delay=0"])
    series.undisturbed()
    assert len(series.articles) == 4
    return series


def kind_of_file(path):
    """collection.db-wal, logs/x.jsonl, ...: without what differs between runs."""
    return re.sub(r"[^/]*-20\d+[-0-9]*", "x", re.sub(r"#\d+", "#", path))


def one_of_each(calls):
    """The last call of each kind on each kind of file."""
    last = {}
    for number, call, path in calls:
        last[call, kind_of_file(path)] = number
    return sorted(last.values())


def judge(series):
    assert not series.faults, "\n".join(series.faults)


@pytest.mark.parametrize("kind", ["enospc", "eio"])
def test_one_call_of_each_kind_fails(series, kind):
    numbers = one_of_each(series.calls())
    assert len(numbers) > 20
    for number in numbers[kind == "eio"::2]:
        series.fault(Fault(kind, number))
    judge(series)
    assert series.codes[kind, 7 if kind == "enospc" else 1] > 5, series.codes


def test_short_writes_go_on(series):
    for number, call, _ in series.calls()[::29]:
        series.fault(Fault("short", number))
    judge(series)
    assert set(series.codes) == {("short", 0)}


@pytest.mark.parametrize("kind", ["enospc", "eio"])
def test_the_disk_fails_for_good(series, kind):
    calls = len(series.calls())
    for number in range(1, calls, calls // 3):
        series.fault(Fault(kind, number, forever=True))
    judge(series)
    assert series.codes[kind, 7 if kind == "enospc" else 1] >= 3, series.codes


# ---- file systems of their own


def in_namespace(script, *args):
    """Runs a shell script that may mount: as root, or as a user who may make a namespace."""
    flags = "-m" if os.geteuid() == 0 else "-rm"
    probe = subprocess.run(["unshare", flags, "sh", "-c", "mount -t tmpfs none /mnt"], capture_output=True)
    if probe.returncode:
        pytest.skip("mounting is not allowed here: %s" % probe.stderr.decode().strip())
    return subprocess.run(["unshare", flags, "sh", "-c", script, "sh", *map(str, args)], capture_output=True, text=True, timeout=300)


# $1 newsarc, $2 URL, $3 the folder that gets a file system, $4 results, $5 size, $6... options
FILLED = """
mount -t tmpfs -o size="$5" none "$3" || exit 99
step() { name=$1; shift; "$@" >"$results/$name.out" 2>"$results/$name.err"; echo $? >"$results/$name.code"; }
newsarc=$1 url=$2 dir=$3/c results=$4
shift 5
step full "$newsarc" crawl "$url" -o "$dir" --delay=0 "$@"
step verified "$newsarc" verify "$dir"
mount -o remount,size=200m "${dir%/c}" || exit 98
step again "$newsarc" crawl "$url" -o "$dir" --delay=0 "$@"
step reverified "$newsarc" verify "$dir"
cp -a "$dir" "$results/c"
"""


class Filled:
    def __init__(self, newsarc, url, work, size, *options):
        self.results, disk = work / "results", work / "disk"
        self.results.mkdir()
        disk.mkdir()
        done = in_namespace(FILLED, newsarc, url, disk, self.results, size, *options)
        assert done.returncode == 0, done.stderr

    def code(self, step):
        return int((self.results / (step + ".code")).read_text())

    def said(self, step):
        return (self.results / (step + ".err")).read_text(encoding="utf-8") + (self.results / (step + ".out")).read_text(encoding="utf-8")


def site_with_images(server, count, size):
    """Articles with an image each that no compression makes smaller."""
    news_site(server, count)
    for i in range(1, count + 1):
        page = server.routes["/news/%d.html" % i].split(b"\r\n\r\n", 1)[1].decode()
        server.routes["/news/%d.html" % i] = response(page.replace("<p>", "<p><img src=/img/%d.jpg>" % i))
        server.routes["/img/%d.jpg" % i] = response(random.Random(i).randbytes(size), ctype="image/jpeg")


def articles_in_tars(collection):
    names = []
    for tar in (collection / "articles").iterdir():
        with tarfile.open(tar) as f:
            names += [n for n in f.getnames() if n.endswith("/article.json")]
    return names


# what the disk gets full of: pages, or the tar of them (the records take 12 MB, and the tar as much)
@pytest.mark.parametrize("count", [70, 30])
def test_a_disk_of_20_mb(newsarc, wire_server, tmp_path, count):
    site_with_images(wire_server, count, 400000)
    filled = Filled(newsarc, wire_server.url + "/", tmp_path, "20m", "--min-free=1")
    assert filled.code("full") == 7, filled.said("full")
    assert "No space left on device" in filled.said("full").splitlines()[-1]
    assert (filled.code("verified"), filled.code("again"), filled.code("reverified")) == (0, 0, 0), "".join(
        map(filled.said, ("verified", "again", "reverified")))
    collection = filled.results / "c"
    wanted = {wire_server.url + path % i for path in ("/news/%d.html", "/img/%d.jpg") for i in range(1, count + 1)}
    assert wanted <= set(responses(collection))
    names = articles_in_tars(collection)
    assert len(names) == len(set(names)) == count
    assert subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=collection).returncode == 0


def test_min_free_stops_before_the_disk_is_full(newsarc, wire_server, tmp_path):
    site_with_images(wire_server, 70, 400000)
    filled = Filled(newsarc, wire_server.url + "/", tmp_path, "20m", "--min-free=12M")
    assert filled.code("full") == 7 and "min_free" in filled.said("full")
    assert (filled.code("verified"), filled.code("again"), filled.code("reverified")) == (0, 0, 0)
    assert len(articles_in_tars(filled.results / "c")) == 70


READ_ONLY = """
mount --bind "$3" "$3" && mount -o remount,ro,bind "$3" || exit 99
"$1" crawl "$2" -o "$3" --delay=0 || echo "exit $?"
"$1" verify "$3" && "$1" status "$3" && "$1" export "$3" -o "$4"
"""


def test_a_read_only_disk(newsarc, run, wire_server, tmp_path):
    news_site(wire_server)
    collection = tmp_path / "c"
    assert run("crawl", wire_server.url + "/", "-o", collection, "--delay=0").returncode == 0
    done = in_namespace(READ_ONLY, newsarc, wire_server.url + "/", collection, tmp_path / "out.jsonl")
    assert "Read-only file system" in done.stderr and "exit 1\n" in done.stdout, done.stderr
    assert done.returncode == 0, done.stderr  # reading works
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 3


def test_a_folder_that_is_removed(newsarc, wire_server, tmp_path):
    news_site(wire_server, 30)
    process = subprocess.Popen([newsarc, "crawl", wire_server.url + "/", "-o", str(tmp_path / "c"), "--delay=200ms"], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while len(wire_server.paths()) < 4 and time.monotonic() < deadline:
        time.sleep(0.02)
    shutil.rmtree(tmp_path / "c")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1 and "removed or replaced" in err.splitlines()[-1], err
    assert len(wire_server.paths()) < 30 and not (tmp_path / "c").exists()
