"""run-all: many sites from their crawl files, side by side, with one line each and one for all."""
import json
import os
import signal
import subprocess
import time

import pytest

from conftest import WireServer, response
from test_exit_codes import PAGE, news_site, text_of


@pytest.fixture
def other_server():
    server = WireServer({"/robots.txt": response(b"", status="404 Not Found")})
    yield server
    server.close()


@pytest.fixture
def sites(tmp_path):
    """Writes crawl files; their collections lie beside them."""
    (tmp_path / "sites").mkdir()

    def add(name, *seeds, **keys):
        lines = ["seeds: [%s]" % ", ".join(seeds), "output: %s" % (tmp_path / "data" / name)]
        lines += ["%s: %s" % (k.replace("_", "-"), v) for k, v in dict({"delay": "1ms"}, **keys).items()]
        (tmp_path / "sites" / (name + ".yaml")).write_text("\n".join(lines) + "\n")
    (tmp_path / "data").mkdir()
    add.dir = tmp_path / "sites"
    add.data = tmp_path / "data"
    return add


def last(done):
    return done.stderr.splitlines()[-1]


def test_each_site_and_all_of_them(run, wire_server, other_server, sites):
    news_site(wire_server)
    news_site(other_server)
    other_server.routes["/news/2.html"] = response("broken", status="500 Internal Server Error")
    sites("a", wire_server.url + "/")
    sites("b", other_server.url.replace("127.0.0.1", "localhost") + "/")
    done = run("run-all", sites.dir)
    assert done.returncode == 3, done.stderr
    lines = [x for x in done.stderr.splitlines() if "(exit" in x]
    assert len(lines) == 3 and last(done).startswith("newsarc: incomplete: 2 sites: ")
    assert "1 complete" in last(done) and "1 incomplete" in last(done)
    by_site = {os.path.basename(x.split(": ")[1]): x for x in lines[:-1]}
    assert ": complete: " in by_site["a.yaml"] and "3 new" in by_site["a.yaml"] and by_site["a.yaml"].endswith("(exit 0)")
    assert ": incomplete: " in by_site["b.yaml"] and by_site["b.yaml"].endswith("(exit 3)")
    for name in "ab":
        assert run("verify", "-q", sites.data / name).returncode == 0


def test_silence_when_all_is_well(run, wire_server, sites):
    news_site(wire_server)
    sites("a", wire_server.url + "/")
    done = run("run-all", "-q", sites.dir / "a.yaml")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_bad_file_leaves_the_others_alone(run, wire_server, sites):
    news_site(wire_server)
    sites("a", wire_server.url + "/")
    sites("b", wire_server.url + "/", max_pagse=1)
    sites("c", "http://localhost:9/")
    done = run("run-all", "-q", sites.dir)
    assert done.returncode == 4 and "b.yaml" in done.stderr and "max-pagse" in done.stderr
    assert "c.yaml" in done.stderr and "(exit 5)" in done.stderr
    assert last(done).startswith("newsarc: bad configuration: 3 sites")
    assert run("verify", "-q", sites.data / "a").returncode == 0


def test_messages_as_json(run, wire_server, sites):
    news_site(wire_server)
    sites("a", wire_server.url + "/")
    entries = [json.loads(x) for x in run("run-all", "-v", "--log-format=json", sites.dir).stderr.splitlines()]
    assert entries[-1]["event"] == "result" and entries[-1]["sites"] == 1 and entries[-1]["classes"] == {"complete": 1}
    assert [e for e in entries if e["event"] == "fetched" and "/news/2.html" in e["message"]]
    assert all(e["input"].endswith("a.yaml") for e in entries[:-1])


def test_sites_of_one_host_wait_for_each_other(run, wire_server, other_server, sites):
    for name in "ab":
        links = "".join("<li><a href='/%s/%d.html'>协会召开第%d次会员大会暨年度工作会议</a></li>" % (name, i, i) for i in range(1, 5))
        wire_server.routes["/%s/" % name] = response("<title>协会</title><ul class='list'>%s</ul>" % links)
        for i in range(1, 5):
            title = "协会%s召开第%d次会员大会暨年度工作会议" % (name, i)
            wire_server.routes["/%s/%d.html" % (name, i)] = response(PAGE % (title, title, text_of(i + ord(name))))
        sites(name, wire_server.url + "/%s/" % name, delay="30ms", scope="prefix")
    assert run("run-all", "-q", "-j8", sites.dir).returncode == 0
    order = [p[1] for p in wire_server.paths() if p[1:3] in ("a/", "b/")]
    assert order == sorted(order), order


def test_sites_run_side_by_side(run, wire_server, other_server, sites):
    for name, server in (("a", wire_server), ("b", other_server)):
        news_site(server, 8)
        host = "127.0.0.1" if name == "a" else "localhost"
        sites(name, server.url.replace("127.0.0.1", host) + "/", delay="60ms")
    assert run("run-all", "-q", sites.dir).returncode == 0
    times = [(min(s.times()), max(s.times())) for s in (wire_server, other_server)]
    assert times[0][0] < times[1][1] and times[1][0] < times[0][1], times


def test_a_signal_ends_all_in_good_order(newsarc, run, wire_server, sites):
    news_site(wire_server, 20)
    sites("a", wire_server.url + "/", delay="200ms")
    sites("b", wire_server.url + "/", delay="200ms")
    process = subprocess.Popen([newsarc, "run-all", str(sites.dir)], stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 30
    while len(wire_server.paths()) < 4 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 143 and err.splitlines()[-1].endswith("(exit 143)"), err
    assert "a.yaml: interrupted: " in err and "b.yaml: interrupted: not started" in err
    assert run("verify", "-q", sites.data / "a").returncode == 0


def test_nothing_to_do_is_bad_configuration(run, tmp_path):
    (tmp_path / "empty").mkdir()
    done = run("run-all", tmp_path / "empty")
    assert done.returncode == 4 and "*.yaml" in done.stderr
    assert run("run-all", tmp_path / "none.yaml").returncode == 4
