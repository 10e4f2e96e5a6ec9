"""Each fault of a server has its line in the log, and its class in the summary."""
import gzip
import json
import os
import struct
import socket
import time

import pytest
from conftest import raw, response

PAGE = "<html><head><title>t</title></head><body><p>%s</p></body></html>" % ("word " * 200)


def short(head, connection):
    connection.sendall(response(PAGE)[:-100])
    return False


def reset(head, connection):
    connection.sendall(response(PAGE)[:-100])
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    time.sleep(0.05)
    return False


def silent(head, connection):
    return False


def broken_gzip():
    body = gzip.compress(PAGE.encode())
    body = body[:len(body) // 2] + b"\xff" * 20 + body[len(body) // 2 + 20:]
    return response(body, fields=["Content-Encoding: gzip"])


def moved(to):
    return response(b"", status="302 Found", fields=["Location: " + to])


def busy(status):
    """Once; then the page."""
    answers = [response("busy", status=status, fields=["Retry-After: 1"] if status != "500 X" else ()), response(PAGE)]
    return lambda head: answers.pop(0) if len(answers) > 1 else answers[0]


WAF = "<html><head><title>403 Forbidden</title></head><body>您的请求可能存在威胁，已被云防护拦截</body></html>"

# path: (what the server does, event of the log, words of its message, class of the summary)
FAULTS = {
    "/short.html": (raw(short), "cut", "transfer closed", "cut short"),
    "/reset.html": (raw(reset), "cut", "reset", "cut short"),
    "/silent.html": (raw(silent), "failed", "mpty reply", "no answer"),
    "/gzip.html": (broken_gzip(), "coding", "content coding is broken", "broken coding"),
    "/coding.html": (response(PAGE, fields=["Content-Encoding: lzma2"]), "coding", "content coding", "broken coding"),
    "/429.html": (busy("429 Too Many Requests"), "refused", "status 429", "refused"),
    "/503.html": (busy("503 Service Unavailable"), "refused", "status 503", "refused"),
    "/500.html": (busy("500 X"), "retry", "status 500", "server error"),
    "/404.html": (response("none", status="404 Not Found"), "missing", "status 404", "missing"),
    "/self": (moved("/self"), "redirects", "itself", "endless redirects"),
    "/circle/a": (moved("/circle/b"), "redirects", "circle", "endless redirects"),
    "/to-private": (moved("http://10.0.0.1/"), "left", "out of the crawl", None),
    "/forbidden/x.html": (response(PAGE), "skipped", "robots.txt", "forbidden"),
    "/long.bin": (response(b"x" * 300000, ctype="application/octet-stream"), "cut", "", "too long"),
}


@pytest.fixture
def faulty(wire_server):
    wire_server.routes.update({path: fault[0] for path, fault in FAULTS.items()})
    wire_server.routes["/robots.txt"] = response("User-agent: *\nDisallow: /forbidden/\n", ctype="text/plain")
    wire_server.routes["/circle/b"] = moved("/circle/a")
    wire_server.routes["/"] = response("<html><body><a href=/circle/b>c</a>%s</body></html>" % "".join(
        "<a href='%s'>%s</a> " % (path, path) for path in FAULTS))
    return wire_server


def test_every_fault_is_named(faulty, run, tmp_path):
    done = run("crawl", faulty.url + "/", "-o", tmp_path / "c", "--delay=0", "--max-body=200K", "--log-format=json")
    assert done.returncode == 3, done.stderr
    [log] = (path for path in (tmp_path / "c" / "logs").iterdir() if not path.name.startswith("changes-"))
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    result = json.loads(done.stderr.splitlines()[-1])
    missing = []
    for path, (_, event, words, fault) in FAULTS.items():
        if not [x for x in lines if x["event"] == event and x.get("url") == faulty.url + path and words in x.get("message", "")]:
            missing.append((path, [x for x in lines if x.get("url") == faulty.url + path]))
        if fault and not result["faults"].get(fault):
            missing.append((path, fault))
    assert not missing, "\n".join(map(str, missing))


def test_the_summary_counts_faults(faulty, run, tmp_path):
    done = run("crawl", faulty.url + "/", "-o", tmp_path / "c", "--delay=0", "--max-body=200K")
    [line] = [x for x in done.stderr.splitlines() if x.startswith("newsarc: faults: ")]
    assert "1 forbidden" in line and "1 too long" in line
    quiet = run("crawl", "-q", faulty.url + "/", "-o", tmp_path / "q", "--delay=0", "--max-body=200K")
    assert "faults: " not in quiet.stderr
