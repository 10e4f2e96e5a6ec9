"""The contract of a crawl with a timer: every exit code, silence on success, and what follows a run."""
import fcntl
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest

from conftest import ROOT, response

sys.path.insert(0, os.path.join(ROOT, "tests", "checks"))
from check_metrics import parse  # noqa: E402

PAGE = "<title>%s</title><h1>%s</h1><div class='content'><p>%s</p></div>"


def text_of(n):
    return "这是第%d条协会动态的正文，内容足够长，可以作为文章的正文来提取。" % n * 4


def news_site(server, count=3):
    links = "".join("<li><a href='/news/%d.html'>协会召开第%d次会员大会暨年度工作会议</a><span>2024-05-%02d</span></li>"
                    % (i, i, i) for i in range(1, count + 1))
    server.routes["/"] = response("<title>协会</title><ul class='list'>%s</ul>" % links)
    for i in range(1, count + 1):
        title = "协会召开第%d次会员大会暨年度工作会议" % i
        server.routes["/news/%d.html" % i] = response(PAGE % (title, title, text_of(i)))


class Night:
    """A run as a timer starts it: quiet, with metrics and both hooks, and what came of it."""

    def __init__(self, newsarc, work):
        self.newsarc, self.work = newsarc, work

    def args(self, *args):
        note = 'env | grep ^NEWSARC_ | sort >"%s"' % (self.work / "%s.env")
        return [self.newsarc, "crawl", "-q", "--delay=1ms", *map(str, args), "--metrics-file=%s" % (self.work / "m.prom"),
                "--on-success=" + note % "success", "--on-failure=" + note % "failure"]

    def run(self, *args, **kw):
        return self.result(subprocess.run(self.args(*args), capture_output=True, text=True, timeout=120, **kw))

    def result(self, done):
        self.hooks = {}
        for name in ("success", "failure"):
            path = self.work / (name + ".env")
            if path.exists():
                self.hooks[name] = dict(x.split("=", 1) for x in path.read_text().splitlines())
                path.unlink()
        self.metrics = parse((self.work / "m.prom").read_text(encoding="utf-8"))
        return done

    def ended_with(self, done, code, name):
        """Exit code, last line, metrics and hook say the same; silence is for 0 alone."""
        assert done.returncode == code, done.stderr
        assert done.stdout == ""
        if code == 0:
            assert done.stderr == ""
        else:
            last = done.stderr.splitlines()[-1]
            assert last.startswith("newsarc: %s: " % name) and last.endswith("(exit %d)" % code), done.stderr
        assert self.metrics.value("newsarc_run_exit_code") == code
        assert list(self.hooks) == ["failure" if code else "success"]
        (env,) = self.hooks.values()
        assert env["NEWSARC_EXIT"] == str(code) and env["NEWSARC_RESULT"] == name


@pytest.fixture
def night(newsarc, tmp_path):
    return Night(newsarc, tmp_path)


def test_0_complete_and_nothing_new(night, wire_server, tmp_path):
    news_site(wire_server)
    for new in (3, 0):
        before = int(time.time())
        done = night.run(wire_server.url + "/", "-o", tmp_path / "c")
        night.ended_with(done, 0, "complete")
        assert night.hooks["success"]["NEWSARC_NEW"] == str(new)
        assert night.metrics.value("newsarc_run_new_articles") == new
        assert night.metrics.value("newsarc_last_success_timestamp_seconds") >= before
        assert night.metrics.labels("newsarc_run_pages") == {"collection": str(tmp_path / "c")}


def test_1_failed(night, wire_server, tmp_path):
    (tmp_path / "c").write_text("a file where the folder should be")
    night.ended_with(night.run(wire_server.url + "/", "-o", tmp_path / "c"), 1, "failed")


def test_2_usage(night, tmp_path):
    night.ended_with(night.run("-o", tmp_path / "c"), 2, "usage")


def test_3_incomplete(night, run, wire_server, tmp_path):
    news_site(wire_server)
    wire_server.routes["/news/2.html"] = response("broken", status="500 Internal Server Error")
    night.ended_with(night.run(wire_server.url + "/", "-o", tmp_path / "c"), 3, "incomplete")
    assert night.hooks["failure"]["NEWSARC_FAILED"] == "1" and night.hooks["failure"]["NEWSARC_NEW"] == "2"
    assert run("verify", tmp_path / "c").returncode == 0


@pytest.mark.parametrize("how", ["file", "option"])
def test_4_bad_configuration(night, tmp_path, how):
    (tmp_path / "c.yaml").write_text("seeds: [http://127.0.0.1:9/]\nmax-pagse: 1\n")
    args = ["-c", tmp_path / "c.yaml"] if how == "file" else ["http://127.0.0.1:9/", "--exclude=("]
    night.ended_with(night.run(*args, "-o", tmp_path / "c"), 4, "bad configuration")


def test_5_site_down(night, tmp_path):
    night.ended_with(night.run("http://127.0.0.1:9/", "-o", tmp_path / "c"), 5, "site or network down")
    assert night.metrics.value("newsarc_last_success_timestamp_seconds") == 0


@pytest.mark.parametrize("limit", ["--max-pages=2", "--max-bytes=1", "--max-time=1s"])
def test_6_a_limit_and_on(night, run, wire_server, tmp_path, limit):
    news_site(wire_server, 20)
    slow = ["--delay=150ms"] if "time" in limit else []
    night.ended_with(night.run(wire_server.url + "/", "-o", tmp_path / "c", limit, *slow), 6, "stopped")
    assert run("verify", tmp_path / "c").returncode == 0
    night.ended_with(night.run(wire_server.url + "/", "-o", tmp_path / "c"), 0, "complete")
    assert json.loads(run("status", "--format=json", tmp_path / "c").stdout)["articles"] == 20


def test_7_too_little_space(night, run, wire_server, tmp_path):
    news_site(wire_server)
    night.ended_with(night.run(wire_server.url + "/", "-o", tmp_path / "c", "--max-pages=2"), 6, "stopped")
    night.ended_with(night.run(wire_server.url + "/", "-o", tmp_path / "c", "--min-free=100000T"), 7, "disk full")
    assert run("verify", tmp_path / "c").returncode == 0


def test_8_the_site_refuses(night, run, wire_server, tmp_path):
    news_site(wire_server, 28)
    for i in range(1, 29):
        wire_server.routes["/news/%d.html" % i] = response("no", status="403 Forbidden")
    night.ended_with(night.run(wire_server.url + "/", "-o", tmp_path / "c"), 8, "too many errors")
    assert run("verify", tmp_path / "c").returncode == 0


def test_11_locked(night, wire_server, tmp_path):
    news_site(wire_server)
    assert night.run(wire_server.url + "/", "-o", tmp_path / "c").returncode == 0
    success = night.metrics.value("newsarc_last_success_timestamp_seconds")
    with open(tmp_path / "c" / "collection.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = night.run(wire_server.url + "/", "-o", tmp_path / "c")
    night.ended_with(done, 11, "locked")
    assert re.search(r"process \d+ on %s\b" % re.escape(socket.gethostname()), done.stderr), done.stderr
    assert night.metrics.value("newsarc_last_success_timestamp_seconds") == success


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_128_a_signal(night, run, wire_server, tmp_path, number):
    news_site(wire_server, 20)
    # also where this test itself was started by nohup
    process = subprocess.Popen(night.args(wire_server.url + "/", "-o", tmp_path / "c", "--delay=200ms"), text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               preexec_fn=lambda: signal.signal(number, signal.SIG_DFL))
    deadline = time.monotonic() + 30
    while len(wire_server.paths()) < 4 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    done = night.result(subprocess.CompletedProcess([], process.returncode, out, err))
    night.ended_with(done, 128 + number, "interrupted")
    assert run("verify", tmp_path / "c").returncode == 0
    night.ended_with(night.run(wire_server.url + "/", "-o", tmp_path / "c"), 0, "complete")


def test_nohup_is_respected(newsarc, wire_server, tmp_path):
    news_site(wire_server, 5)
    process = subprocess.Popen(["nohup", newsarc, "crawl", wire_server.url + "/", "-o", str(tmp_path / "c"), "--delay=100ms"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    deadline = time.monotonic() + 30
    while len(wire_server.paths()) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGHUP)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err


def test_the_metrics_file_appears_whole(night, wire_server, tmp_path):
    news_site(wire_server)
    (tmp_path / "m.prom").write_text("stale and not ending in a line")
    assert night.run(wire_server.url + "/", "-o", tmp_path / 'c"\\').returncode == 0
    assert night.metrics.labels("newsarc_run_pages") == {"collection": str(tmp_path / 'c"\\')}
    assert sorted(n for n in os.listdir(tmp_path) if n.startswith("m.")) == ["m.prom"]
    assert os.stat(tmp_path / "m.prom").st_mode & 0o444 == 0o444


@pytest.mark.skipif(not shutil.which("promtool"), reason="no promtool")
@pytest.mark.parametrize("status", ["200 OK", "500 Internal Server Error"])
def test_promtool_takes_the_metrics(night, wire_server, tmp_path, status):
    news_site(wire_server)
    wire_server.routes["/news/2.html"] = response("", status=status)
    assert night.run(wire_server.url + "/", "-o", tmp_path / 'c"\\').returncode == (0 if status == "200 OK" else 3)
    with open(tmp_path / "m.prom", encoding="utf-8") as metrics:
        done = subprocess.run(["promtool", "check", "metrics"], stdin=metrics, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_metrics_and_hooks_that_fail_are_said_with_q(run, wire_server, tmp_path):
    news_site(wire_server)
    begun = time.monotonic()
    done = run("crawl", "-q", wire_server.url + "/", "-o", tmp_path / "c", "--delay=1ms", "--metrics-file=/nowhere/m.prom",
               "--on-success=exit 9")
    assert done.returncode == 0 and "/nowhere/m.prom" in done.stderr and "status 9" in done.stderr
    done = run("crawl", "-q", wire_server.url + "/", "-o", tmp_path / "c", "--delay=1ms", "--hook-timeout=200ms",
               "--on-success=sleep 300 & sleep 301")
    assert done.returncode == 0 and "more than 0.2 s" in done.stderr
    assert time.monotonic() - begun < 60


def test_a_hook_gets_no_data_stream_and_no_commands_of_a_site(run, wire_server, tmp_path):
    mark = tmp_path / "mark"
    hostile = "http://127.0.0.1:9/$(touch${IFS}%s);`touch${IFS}%s`" % (mark, mark)
    done = run("crawl", "-q", hostile, "-o", tmp_path / "c", "--on-failure=cat; echo $NEWSARC_MESSAGE; echo \"$NEWSARC_MESSAGE\"",
               input="from standard input")
    assert done.returncode == 5 and done.stdout == "" and "from standard input" not in done.stderr
    assert not mark.exists()


def test_nothing_follows_a_dry_run(run, wire_server, tmp_path):
    news_site(wire_server)
    done = run("crawl", "-q", wire_server.url + "/", "-o", tmp_path / "c", "--delay=1ms", "--dry-run",
               "--metrics-file=%s" % (tmp_path / "m.prom"), "--on-success=touch '%s'" % (tmp_path / "mark"))
    assert done.returncode == 0 and not (tmp_path / "m.prom").exists() and not (tmp_path / "mark").exists()


def test_a_log_file_gets_what_q_hides(run, wire_server, tmp_path):
    news_site(wire_server)
    args = [wire_server.url + "/", "-o", tmp_path / "c", "--delay=1ms", "-q"]
    done = run("crawl", *args, "--log-file=%s" % (tmp_path / "log"))
    assert (done.returncode, done.stderr) == (0, "")
    lines = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    assert all(re.match(r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ newsarc: .", x) for x in lines), lines
    assert lines[-1].endswith("(exit 0)") and any("/news/2.html" in x for x in lines)
    done = run("crawl", *args, "--log-file=%s" % (tmp_path / "json"), "--log-format=json")
    entries = [json.loads(x) for x in (tmp_path / "json").read_text(encoding="utf-8").splitlines()]
    assert entries[-1]["event"] == "result" and entries[-1]["exit"] == 0


def test_a_log_file_is_rotated(run, wire_server, tmp_path):
    news_site(wire_server, 12)
    log = tmp_path / "log"
    for _ in range(2):
        assert run("crawl", wire_server.url + "/", "-o", tmp_path / "c", "--delay=1ms", "-q", "--full", "--log-file=%s" % log,
                   "--log-file-size=1K", "--log-file-count=3").returncode == 0
    names = sorted(n for n in os.listdir(tmp_path) if n.startswith("log"))
    assert names == ["log", "log.1", "log.2", "log.3"]
    for name in names:
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert 0 < len(text.encode()) <= 1024 and text.endswith("\n")
    assert "(exit 0)" in log.read_text(encoding="utf-8").splitlines()[-1]


def test_a_log_file_that_cannot_be(run, wire_server, tmp_path):
    done = run("crawl", wire_server.url + "/", "-o", tmp_path / "c", "--log-file=/nowhere/log")
    assert done.returncode == 4 and "/nowhere/log" in done.stderr and not (tmp_path / "c").exists()
