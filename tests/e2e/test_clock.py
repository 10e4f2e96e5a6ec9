"""A clock that jumps back, stands still, or was ahead: made by fault_shim.c."""
import json
import os
import subprocess

import pytest

from conftest import response, warc_records
from fault_series import build_shim, shim_environment
from test_exit_codes import news_site

YEARS = 10 * 365 * 86400


@pytest.fixture(scope="module")
def shim(tmp_path_factory):
    path = build_shim(str(tmp_path_factory.mktemp("shim")))
    return path or pytest.skip("no C compiler for the library that sets the clock")


@pytest.fixture
def crawl(newsarc, shim, wire_server, tmp_path, monkeypatch):
    monkeypatch.setenv("ASAN_OPTIONS", "detect_leaks=0")
    news_site(wire_server, 6)

    def call(*options, **clock):
        env = shim_environment(shim, **clock)
        done = subprocess.run([newsarc, "crawl", wire_server.url + "/", "-o", str(tmp_path / "c"), "--delay=10ms", "--log-format=json",
                               *options], capture_output=True, text=True, timeout=60, env=env)
        return done.returncode, json.loads(done.stderr.splitlines()[-1])
    return call


def names(collection):
    return {os.path.join(folder, n) for folder in ("archive", "articles", "logs") for n in os.listdir(collection / folder)}


def holds(run, collection):
    done = run("verify", collection)
    assert done.returncode == 0, done.stdout
    assert subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=collection).returncode == 0
    return True


def test_a_run_whose_clock_jumps_back(crawl, run, wire_server, tmp_path):
    """While a URL waits for its next try, which would be due in ten years then."""
    trigger = tmp_path / "trigger"

    def jump(head):
        if trigger.exists():
            return response("<title>later</title>")
        trigger.touch()
        return response("no", status="500 Internal Server Error")
    wire_server.routes["/news/3.html"] = jump
    code, result = crawl(CLOCK_TRIGGER=str(trigger), CLOCK_JUMP=str(-YEARS))
    assert code == 0 and result["articles"] >= 5 and 0 < result["elapsed"] < 60
    assert wire_server.paths().count("/news/3.html") == 2
    assert holds(run, tmp_path / "c")
    fetched = {f["WARC-Date"][:4] for f, _ in warc_records(tmp_path / "c") if f["WARC-Type"] == "response"}
    assert len(fetched) == 2  # as the clock said
    done = run("status", "--format=json", tmp_path / "c")
    assert json.loads(done.stdout)["last_run"]["seconds"] > 0


def test_runs_before_the_last_one(crawl, run, tmp_path):
    """Dates of articles are not in the future for it, and nothing counts as changed."""
    assert crawl()[0] == 0
    before = names(tmp_path / "c")
    for _ in range(2):
        code, result = crawl("--full", CLOCK_OFFSET=str(-YEARS))
        assert (code, result["new"], result["changed"]) == (0, 0, 0)
    assert before < names(tmp_path / "c")
    log = sorted(n for n in names(tmp_path / "c") if n.startswith("logs"))[0]
    assert "behind the beginning of the last run" in (tmp_path / "c" / log).read_text(encoding="utf-8")
    code, result = crawl()
    assert (code, result["new"], result["changed"]) == (0, 0, 0)
    assert holds(run, tmp_path / "c")


def test_runs_in_the_same_second(crawl, run, wire_server, tmp_path):
    """No file is written over another."""
    seen = set()
    for i in range(3):
        news_site(wire_server, 6 + i)
        code, result = crawl(CLOCK_FROZEN="1700000000")
        assert (code, result["new"]) == (0, 1 if i else 6)
        assert seen < names(tmp_path / "c")
        seen = names(tmp_path / "c")
    assert len(seen) == 12 and holds(run, tmp_path / "c")


def test_the_limit_of_time_is_no_matter_of_the_clock(crawl, tmp_path):
    (tmp_path / "trigger").touch()
    code, _ = crawl("--max-time=1s", "--delay=400ms", CLOCK_TRIGGER=str(tmp_path / "trigger"), CLOCK_JUMP=str(-YEARS))
    assert code == 6
