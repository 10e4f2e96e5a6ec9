"""A disk that fails: full, broken, read-only, gone. fault_series.py tries every call of a run."""
import os
import re

import pytest

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
    assert set(series.codes) == {(kind, 7 if kind == "enospc" else 1)}
