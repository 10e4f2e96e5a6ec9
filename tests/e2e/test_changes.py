"""What changed from run to run: `status --changes` as a table and as JSON."""
import glob
import json
import os
import pty
import re
import sqlite3
import subprocess
import threading
import time
import unicodedata

import pytest

from conftest import raw, response
from test_discover import parts_site
from test_nightly import Site, crawl
from test_report import with_categories

ADDED = "<p>补充说明:会议时间已经调整,请各会员单位知悉。</p>"


@pytest.fixture
def nights(run, wire_server, tmp_path):
    """Two runs: the second finds 11 new, 10 changed, 3 gone."""
    site, out = Site(wire_server), tmp_path / "c"
    crawl(run, site, out)
    site.articles[11] = ""
    site.articles[10] = ADDED
    del site.articles[3]
    site.publish()
    crawl(run, site, out)
    return site, out


def changes(run, out, *options):
    done = run("status", out, "--changes", "--format=jsonl", *options)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def named(found):
    return [(c["change"], c["url"].rsplit("/", 1)[1]) for c in found]


def pieces(ops, *kinds):
    return "".join(op["text"] for op in ops if op["op"] in kinds)


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def test_the_last_run_tells_what_is_new_changed_and_gone(run, nights):
    _, out = nights
    found = changes(run, out)
    assert named(found) == [("new", "11.html"), ("changed", "10.html"), ("gone", "3.html")]
    new, changed, gone = found
    assert {c["run"] for c in found} == {2}
    assert new["title"] == "协会召开第11次年度工作会议" and new["date"] == "2015-09-11"
    assert gone["status"] == 404 and gone["first_seen"] <= gone["last_seen"] <= gone["time"]
    assert changed["first_seen"] <= changed["time"]
    assert list(changed["diff"]) == ["text"]
    text = changed["diff"]["text"]
    assert pieces(text, "delete") == ""
    assert pieces(text, "insert").strip() == "补充说明:会议时间已经调整,请各会员单位知悉。"
    assert any(op["op"] == "skip" and op["characters"] > 100 for op in text)
    assert all(c["list"] for c in found)
    times = [c[key] for c in found for key in ("time", "run_started", "first_seen", "last_seen")]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", t) for t in times)


def test_since_takes_runs_days_times_and_times_ago(run, nights):
    _, out = nights
    assert len(changes(run, out, "--since=1")) == 13
    assert len(changes(run, out, "--since=2")) == 3
    assert changes(run, out, "--since=3") == []
    assert len(changes(run, out, "--since=2026-01-01")) == 13
    assert len(changes(run, out, "--since=7d")) == 13
    assert changes(run, out, "--since=2200-01-01T00:00:00Z") == changes(run, out, "--since=2200-01-01T00:00") == []
    for wrong in ["--since=yesterday", "--since=0", "--since=2026-13-01", "--since=2026-02-31",
                  "--since=2026-11-20T24:00", "--since=2026-11-20T", "--since="]:
        done = run("status", out, "--changes", wrong)
        assert done.returncode == 2 and "--since" in done.stderr, wrong
    assert run("status", out, "--since=1").returncode == 2


def test_a_table_fits_into_80_columns(run, nights):
    _, out = nights
    done = run("status", out, "--changes", "--since=1")
    assert done.returncode == 0 and "\x1b" not in done.stdout
    lines = done.stdout.splitlines()
    assert all(width(line) <= 80 for line in lines), max(lines, key=width)
    assert "{+" in done.stdout and "¶ 补充说明" in done.stdout.replace("\n           ", "")
    assert lines[0].startswith("run 1, ") and lines[-1] == "11 new, 1 changed, 1 gone"
    assert [line[:11].strip() for line in lines if re.match("  [a-z]", line)] == ["new"] * 11 + ["changed", "gone"]
    assert "协会召开第3次年度工作会议 (status 404)" in done.stdout
    assert run("status", out, "--changes", "--since=3").stdout == "no changes\n"


def test_json_is_one_array(run, nights):
    _, out = nights
    done = run("status", out, "--changes", "--format=json")
    assert json.loads(done.stdout) == changes(run, out)
    assert json.loads(run("status", out, "--changes", "--format=json", "--since=3").stdout) == []


def on_terminal(newsarc, *arguments, **environment):
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", **environment}
    process = subprocess.Popen([newsarc, *map(str, arguments)], stdout=slave, env=environment)
    os.close(slave)
    shown = b""
    try:
        while block := os.read(master, 65536):
            shown += block
    except OSError:
        pass  # the other end is closed
    os.close(master)
    assert process.wait(timeout=60) == 0
    return shown.decode()


def test_colours_are_for_terminals_that_want_them(newsarc, nights):
    _, out = nights
    assert "\x1b[32m{+" in on_terminal(newsarc, "status", out, "--changes")
    for environment in [{"NO_COLOR": "1"}, {"TERM": "dumb"}]:
        assert "\x1b" not in on_terminal(newsarc, "status", out, "--changes", **environment)


def test_no_title_steers_the_terminal(newsarc, run, nights):
    _, out = nights
    with sqlite3.connect(out / "collection.db") as db:
        db.execute("UPDATE articles SET title = ? WHERE title LIKE '%第3次%'", ("\x1b[2J\x9b31m\r\n会议",))
    db.close()
    shown = on_terminal(newsarc, "status", out, "--changes", NO_COLOR="1")
    assert "\\x1b[2J\\u009b31m" in shown and "\x1b" not in shown and "\x9b" not in shown
    assert "\x1b" not in run("status", out, "--changes").stdout


def test_a_version_that_cannot_be_read_is_told_without_its_difference(run, nights):
    _, out = nights
    for name in glob.glob(str(out / "archive" / "*-00000.warc.gz"))[:1]:
        os.remove(name)
    changed = [c for c in changes(run, out, "--since=1") if c["change"] == "changed"]
    assert changed[0]["diff"] is None and "warc.gz" in changed[0]["error"]
    assert "no difference: " in run("status", out, "--changes").stdout


def test_what_returns_is_told_and_the_absence_is_kept(run, nights):
    site, out = nights
    site.articles[3] = ""
    site.publish()
    crawl(run, site, out)
    assert named(changes(run, out)) == [("returned", "3.html")]
    assert ("gone", "3.html") in named(changes(run, out, "--since=2"))


def test_each_version_is_compared_with_the_one_before(run, nights):
    site, out = nights
    site.articles[10] = ADDED.replace("调整", "取消了")  # of another length, for the ETag
    site.publish()
    crawl(run, site, out)
    second, third = [c for c in changes(run, out, "--since=1") if c["change"] == "changed"]
    assert (second["run"], third["run"]) == (2, 3)
    assert pieces(second["diff"]["text"], "insert").strip() == "补充说明:会议时间已经调整,请各会员单位知悉。"
    assert (pieces(third["diff"]["text"], "delete"), pieces(third["diff"]["text"], "insert")) == ("调整", "取消了")


def test_a_folder_that_is_no_collection_is_refused(run, tmp_path):
    assert run("status", tmp_path, "--changes").returncode == 1
    assert run("status", tmp_path / "none", "--changes").returncode == 1


def told(out):
    """The lines of the files of changes, the oldest file first."""
    files = sorted(glob.glob(str(out / "logs" / "changes-*.jsonl")))
    return [[json.loads(line) for line in open(path, encoding="utf-8")] for path in files]


def test_each_run_writes_its_changes(run, nights):
    site, out = nights
    first, second = told(out)
    assert named(first) == named(changes(run, out, "--since=1"))[:10]
    assert second == changes(run, out)
    crawl(run, site, out)
    assert told(out) == [first, second, []]
    sums = (out / "SHA256SUMS").read_text()
    for path in glob.glob(str(out / "logs" / "*.jsonl")):
        assert "  logs/" + os.path.basename(path) in sums
        assert os.path.exists(path.replace("changes-", ""))
    assert run("verify", out).returncode == 0


def test_what_a_killed_run_found_stands_in_the_next_file(run, nights):
    site, out = nights
    with sqlite3.connect(out / "collection.db") as db:
        db.execute("UPDATE runs SET ended = 0, result = '' WHERE id = 2")  # as a killed run leaves it
    db.close()
    log = glob.glob(str(out / "logs" / "changes-*.jsonl"))[-1].replace("changes-", "")
    torn = os.path.join(os.path.dirname(log), "changes-" + os.path.basename(log) + ".open")
    os.rename(log, log + ".open")
    with open(torn, "w", encoding="utf-8") as f:
        f.write('{"change": "ne')
    site.articles[12] = ""
    site.publish()
    crawl(run, site, out)
    assert not os.path.exists(torn) and os.path.exists(log)
    assert named(told(out)[-1]) == [("new", "11.html"), ("changed", "10.html"), ("gone", "3.html"), ("new", "12.html")]
    assert told(out)[-1] == changes(run, out)


def test_a_killed_run_counts_as_far_as_it_came(newsarc, run, wire_server, tmp_path):
    site, out = Site(wire_server), tmp_path / "c"
    stuck = threading.Event()

    @raw
    def never(head, connection):
        stuck.wait(60)

    wire_server.routes["/news/4.html"] = never
    process = subprocess.Popen([newsarc, "crawl", "-q", site.server.url + "/", "-o", out, "--delay", "0"])
    try:
        for _ in range(600):
            if "/news/4.html" in wire_server.paths() and os.path.exists(out / "collection.db"):
                status = run("status", out, "--format=json")
                if status.returncode == 0 and json.loads(status.stdout)["pages"] > 5:
                    break
            time.sleep(0.1)
    finally:
        process.kill()
        process.wait()
        stuck.set()
    status = json.loads(run("status", out, "--format=json").stdout)
    assert status["pages"] > 5 and status["bytes"] > 1000 and status["last_run"]["ended"] is None
    site.publish()
    crawl(run, site, out)
    again = json.loads(run("status", out, "--format=json").stdout)
    assert again["pages"] == status["pages"] + again["last_run"]["pages"]


def test_a_changed_part_changes_the_article_when_it_was_found(run, wire_server, tmp_path):
    parts_site(wire_server)
    out = tmp_path / "c"
    assert run("crawl", wire_server.url + "/", "-o", out, "--delay", "0").returncode == 0
    part = wire_server.routes["/a/1_2.html"]
    wire_server.routes["/a/1_2.html"] = response(part.split(b"\r\n\r\n", 1)[1].replace("第".encode(), "全新的第".encode()))
    assert run("crawl", wire_server.url + "/", "-o", out, "--delay", "0", "--full").returncode == 0
    changed = [c for c in changes(run, out) if c["change"] == "changed"]
    assert len(changed) == 1 and "全新的" in pieces(changed[0]["diff"]["text"], "insert")
    assert changed[0]["time"] >= changed[0]["run_started"]


def test_the_category_is_that_of_the_navigation(run, wire_server, tmp_path):
    with_categories(wire_server, ["协会动态", "行业新闻", "通知公告"])
    out = tmp_path / "c"
    assert run("crawl", wire_server.url + "/", "-o", out, "--delay", "0").returncode == 0
    found = {c["url"].split("/", 3)[3]: (c["category"], c["list"].split("/", 3)[3]) for c in changes(run, out)}
    assert found["c0/1.html"] == ("协会动态", "c0/") and found["c2/3.html"] == ("通知公告", "c2/")
