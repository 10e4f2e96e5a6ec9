"""What a person, a terminal and a timer see of crawl, status, verify, export and categories."""
import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import tarfile
import termios
import time

import pytest

from conftest import SampleSite, raw, response

FINAL = re.compile(r"^newsarc: complete: \d+ pages?, \d+ failed, \d+ new, \d+ changed, [\d.]+ (?:bytes|[KMG]B), [\dhms.]+ "
                   r"-> (.*) \(exit 0\)$")


@pytest.fixture(scope="module")
def collection(newsarc, tmp_path_factory):
    """The sample site, crawled once; tests do not change it."""
    work = tmp_path_factory.mktemp("crawl")
    site = SampleSite(str(work / "access.log"))
    done = subprocess.run([newsarc, "crawl", site.url, "-o", str(work / "c"), "--delay=5ms"], capture_output=True, text=True)
    site.close()
    assert done.returncode == 0, done.stderr
    done.dir = work / "c"
    return done


def test_the_last_line_names_the_class(collection):
    assert collection.stdout == ""
    lines = collection.stderr.splitlines()
    assert FINAL.match(lines[-1]).group(1) == str(collection.dir)


def test_silence_on_success(run, sample_site, tmp_path):
    done = run("crawl", "-q", sample_site.url, "-o", tmp_path / "c", "--delay=5ms")
    assert done.returncode == 0 and done.stdout == "" and done.stderr == ""
    for args in (["verify", "-q"], ["export", "-q", "-o", tmp_path / "a.jsonl"]):
        done = run(*args, tmp_path / "c")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_messages_as_json_lines(run, sample_site, tmp_path):
    done = run("crawl", "--log-format=json", "-v", sample_site.url, "-o", tmp_path / "c", "--delay=5ms")
    entries = [json.loads(line) for line in done.stderr.splitlines()]
    assert all({"time", "level", "event", "message"} <= set(e) for e in entries)
    last = entries[-1]
    assert last["event"] == "result" and last["result"] == "complete" and last["exit"] == 0
    assert last["new"] == 30 and last["failed"] == 0 and last["directory"] == str(tmp_path / "c")
    assert last["pages"] > 30 and last["bytes"] > 0


def test_status_says_what_is_there(run, collection):
    state = json.loads(run("status", "--format=json", collection.dir).stdout)
    assert state["articles"] == 30 and state["queued"] == 0 and state["warc_files"] == 1
    table = run("status", collection.dir).stdout
    assert re.search(r"^articles +30$", table, re.M) and re.search(r"^last run result +\w+", table, re.M)


def test_verify_finds_a_changed_byte(run, collection, tmp_path):
    assert run("verify", collection.dir).returncode == 0
    name = next(n for n in os.listdir(collection.dir / "archive") if n.endswith(".warc.gz"))
    data = bytearray((collection.dir / "archive" / name).read_bytes())
    path = tmp_path / name
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    done = run("verify", path)
    assert done.returncode == 3
    assert all(re.match(r"^.*\.warc\.gz:\d+: (error|warning): [a-z0-9-]+: .", line) for line in done.stdout.splitlines())
    assert re.search(r"\(exit 3\)$", done.stderr.splitlines()[-1])
    report = json.loads(run("verify", "--format=json", path).stdout)
    assert report["errors"] > 0 and report["findings"][0]["rule"] and report["findings"][0]["offset"] >= 0


def test_verify_goes_on_after_a_bad_file(run, collection, tmp_path):
    done = run("verify", tmp_path / "none", collection.dir)
    assert done.returncode == 3 and "none:0: error: unreadable" in done.stdout
    assert re.search(r"[1-9]\d* records", done.stderr)


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tar.zst", "a.tar.xz", "a.zip", "a.jsonl"])
def test_export_gives_the_same_bytes(run, collection, tmp_path, name):
    for folder in ("1", "2"):
        os.mkdir(tmp_path / folder)
        done = run("export", collection.dir, "-o", tmp_path / folder / name)
        assert done.returncode == 0 and "30 articles" in done.stderr
        assert os.listdir(tmp_path / folder) == [name]
    assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()
    if name == "a.tar.gz":
        with tarfile.open(tmp_path / "1" / name) as tar:
            assert sum(m.name.endswith("/article.json") for m in tar) == 30
    if name == "a.jsonl":
        assert len([json.loads(x) for x in (tmp_path / "1" / name).read_text(encoding="utf-8").splitlines()]) == 30


def test_export_to_a_kind_that_there_is_not(run, collection, tmp_path):
    done = run("export", collection.dir, "-o", tmp_path / "a.rar")
    assert done.returncode == 1 and "a.rar" in done.stderr and not (tmp_path / "a.rar").exists()


def test_categories(run, sample_site):
    done = run("categories", sample_site.url)
    assert done.returncode == 0 and done.stderr == ""
    found = json.loads(run("categories", "--format=json", sample_site.url).stdout)
    assert "协会动态" in [c["name"] for c in found]
    for category in found:
        assert category["url"].startswith(sample_site.url) and set(category) == {"name", "url", "parent", "parent_name", "pages"}
    lines = done.stdout.splitlines()
    assert len(lines) == len(found)
    assert len({len(line.encode("gb18030")) - len(line.split()[-1]) for line in lines}) == 1, "one column for the URLs"


def test_categories_of_a_page_without_any(run, wire_server):
    wire_server.routes["/"] = response("<title>T</title><p>No navigation here at all.</p>")
    done = run("categories", wire_server.url + "/")
    assert done.returncode == 1 and "categories" in done.stderr and done.stdout == ""


def test_a_limit_stops_and_the_next_run_resumes(run, sample_site, tmp_path):
    done = run("crawl", sample_site.url, "-o", tmp_path / "c", "--delay=5ms", "--max-pages=5")
    assert done.returncode == 6 and re.match(r"^newsarc: stopped: ", done.stderr.splitlines()[-1])
    assert run("verify", tmp_path / "c").returncode == 0
    done = run("crawl", sample_site.url, "-o", tmp_path / "c", "--delay=5ms")
    assert done.returncode == 0
    assert json.loads(run("status", "--format=json", tmp_path / "c").stdout)["articles"] == 30


def test_a_dry_run_leaves_nothing(run, sample_site, tmp_path):
    done = run("crawl", sample_site.url, "-o", tmp_path / "c", "--delay=5ms", "--dry-run", "--max-pages=3")
    assert done.returncode in (0, 6)
    assert not [n for _, _, names in os.walk(tmp_path / "c") for n in names if ".warc" in n or ".tar" in n]


def test_a_dry_run_says_what_and_why(run, sample_site, tmp_path):
    done = run("crawl", sample_site.url, "-o", tmp_path / "c", "--delay=5ms", "--dry-run")
    assert done.returncode == 0, done.stderr
    reasons = dict(line.split("\t") for line in done.stdout.splitlines())
    at = sample_site.url
    assert reasons[at] == "seed, given"
    assert reasons[at + "index.php/News/lists/cid/3.html"] == "list, found on " + at
    assert reasons[at + "index.php/News/view/id/229.html"].startswith("article, found on " + at)
    assert len([u for u in reasons if "/view/" in u]) == 30
    assert not [p for p in sample_site.paths() if "/view/" in p]


def test_a_site_that_is_down(run, tmp_path):
    done = run("crawl", "http://127.0.0.1:9/", "-o", tmp_path / "c")
    assert done.returncode == 5
    assert re.match(r"^newsarc: site or network down: .*\(exit 5\)$", done.stderr.splitlines()[-1])


def test_a_bad_expression_is_bad_configuration(run, tmp_path):
    done = run("crawl", "http://127.0.0.1:9/", "-o", tmp_path / "c", "--exclude=(")
    assert done.returncode == 4 and "(" in done.stderr


def start(newsarc, site, directory, *args):
    process = subprocess.Popen([newsarc, "crawl", site.url, "-o", str(directory), "--delay=100ms", *args],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 30
    while len(site.requests()) < 4 and time.monotonic() < deadline:
        time.sleep(0.02)
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_in_good_order(newsarc, run, sample_site, tmp_path, number):
    process = start(newsarc, sample_site, tmp_path / "c")
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert re.match(r"^newsarc: interrupted: .*\(exit %d\)$" % (128 + number), err.splitlines()[-1])
    assert run("verify", tmp_path / "c").returncode == 0
    assert not [n for n in os.listdir(tmp_path / "c" / "archive") if n.endswith(".open")]
    assert run("crawl", sample_site.url, "-o", tmp_path / "c", "--delay=5ms").returncode == 0
    assert json.loads(run("status", "--format=json", tmp_path / "c").stdout)["articles"] == 30


def test_the_second_signal_ends_at_once(newsarc, wire_server, run, tmp_path):
    @raw
    def never(head, connection):
        time.sleep(60)
        return False
    wire_server.routes["/"] = never
    process = subprocess.Popen([newsarc, "crawl", wire_server.url + "/", "-o", str(tmp_path / "c")],
                               stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 30
    while "/" not in wire_server.paths() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    process.communicate(timeout=10)
    assert process.returncode in (130, 143)


def test_two_runs_on_one_collection(newsarc, run, sample_site, tmp_path):
    first = start(newsarc, sample_site, tmp_path / "c")
    second = run("crawl", sample_site.url, "-o", tmp_path / "c")
    assert second.returncode == 11
    assert re.match(r"^newsarc: locked: .*\(exit 11\)$", second.stderr.splitlines()[-1])
    first.send_signal(signal.SIGINT)
    first.communicate(timeout=60)


def test_plain_progress_is_lines(run, sample_site, tmp_path):
    done = run("crawl", "--progress=plain", sample_site.url, "-o", tmp_path / "c", "--delay=5ms")
    assert re.search(r"^newsarc: \d+ pages?, \d+ articles?, \d+ queued", done.stderr, re.M)
    assert "\r" not in done.stderr and "\x1b" not in done.stderr


def test_no_bar_without_a_terminal(run, sample_site, tmp_path):
    for how in ("auto", "bar", "none"):
        done = run("crawl", "--progress=" + how, sample_site.url, "-o", tmp_path / how, "--delay=5ms", "--max-pages=3")
        assert "\r" not in done.stderr and "\x1b" not in done.stderr


@pytest.mark.parametrize("width", [120, 80, 40])
def test_a_bar_on_a_terminal_fits_its_width(newsarc, sample_site, tmp_path, width):
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    process = subprocess.Popen([newsarc, "crawl", sample_site.url, "-o", str(tmp_path / "c"), "--delay=50ms",
                                "--max-pages=12"], stderr=child, stdout=subprocess.DEVNULL)
    os.close(child)
    data = b""
    while True:
        try:
            data += os.read(parent, 65536)
        except OSError:
            break
    os.close(parent)
    assert process.wait(timeout=60) == 6
    text = data.decode("utf-8")
    bars = [b for b in re.findall(r"\r\x1b\[K([^\r\n]+)", text) if not b.startswith("newsarc: ")]
    assert any("pages" in b for b in bars) and all(len(b) < width for b in bars)
    assert any("queued" in b for b in bars) and (width < 80 or any(re.search(r"[\d.]+/s, \S+ left, ", b) for b in bars))
    assert (bars[-1][0] == "[") == (width >= 80)
    assert text.rstrip().endswith("(exit 6)")
