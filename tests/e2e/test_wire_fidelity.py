"""Each kind of response of the hostile test site (../shared/testsite) is stored as a raw socket gets it, byte for byte.

A relay stands between the command and the server and keeps what passes in both directions, so that dates,
counters and cookies are those of the very same exchange. Skipped where ../shared is absent.
"""
import json
import os
import select
import socket
import struct
import subprocess
import sys
import threading

import pytest
from conftest import ROOT, warc_records

TESTSITE = os.path.join(os.environ.get("NEWSARC_SHARED", os.path.join(ROOT, "..", "shared")), "testsite")
# "hang" alone takes a minute: it stalls until the limit, twice.
LEFT_OUT = "/quirk/hang"
# Beside what has a kind of its own: redirects of every sort, errors, an empty body, an image.
PLAIN = ["/", "/robots.txt", "/nowhere.html"]


class Relay:
    """Forwards connections to `port`; `exchanges` is a list of (request bytes, response bytes)."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.server_port = None
        self.exchanges = []
        self.lock = threading.Lock()

    def start(self, server_port):
        self.server_port = server_port
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        exchange = None
        with client, socket.create_connection(("127.0.0.1", self.server_port)) as server:
            try:
                while True:
                    for ready in select.select([client, server], [], [])[0]:
                        data = ready.recv(1 << 16)
                        if not data:
                            return
                        if ready is client:
                            if exchange is None or exchange[1]:
                                exchange = [b"", b""]
                                with self.lock:
                                    self.exchanges.append(exchange)
                            exchange[0] += data
                            server.sendall(data)
                        else:
                            exchange[1] += data
                            client.sendall(data)
            except ConnectionResetError:  # the other side gets it, too
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            except OSError:
                pass

    def close(self):
        self.socket.close()


@pytest.fixture(scope="module")
def relayed(newsarc, tmp_path_factory):
    """Crawls what has a kind of its own; gives (relay, collection, kinds by URL)."""
    if not os.path.isdir(TESTSITE):
        pytest.skip("no %s" % TESTSITE)
    folder = tmp_path_factory.mktemp("wire")
    relay = Relay()
    base = "http://127.0.0.1:%d" % relay.port
    site = str(folder / "site")
    subprocess.run([sys.executable, "-B", os.path.join(TESTSITE, "gen.py"), "--out", site, "--base", base, "--categories", "2",
                    "--pages", "1", "--articles", "2", "--crawl-delay", "0"], check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-B", os.path.join(TESTSITE, "serve.py"), site, "--port", str(port), "--quick",
                               "--log", str(folder / "access.jsonl")], stdout=subprocess.PIPE, text=True)
    server.stdout.readline()
    relay.start(port)
    with open(os.path.join(site, "routes.json"), encoding="utf-8") as f:
        routes = json.load(f)["routes"]
    kinds = {base + path: r.get("kind", "plain") for path, r in routes.items()
             if r.get("kind", "plain") != "plain" or r["status"] != 200 or path.startswith(("/quirk/", "/redir"))}
    seeds = [base + path for path in PLAIN[:1] + PLAIN[2:]] + [u for u in kinds if LEFT_OUT not in u]
    collection = str(folder / "c")
    done = subprocess.run([newsarc, "crawl", *seeds, "-o", collection, "--delay=0", "--max-body=1M", "--scope=prefix", "--max-depth=1",
                           "--exclude=" + LEFT_OUT, "--exclude=/(calendar|deep|facet|grow)", "--max-time=90"],
                          capture_output=True, text=True, timeout=200)
    yield relay, collection, kinds, done
    server.terminate()
    server.wait()
    server.stdout.close()
    relay.close()


def captures(collection):
    """(request bytes, response fields, response bytes) of each response, in the order of asking."""
    records = warc_records(collection)
    stored = {f["WARC-Record-ID"]: (f, b) for f, b in records if f["WARC-Type"] in ("response", "revisit")}
    return [(b, *stored[f["WARC-Concurrent-To"]]) for f, b in records if f["WARC-Type"] == "request"]


def test_stored_messages_are_what_a_raw_socket_gets(relayed):
    relay, collection, kinds, done = relayed
    seen = {}
    wire = {}
    for request, answer in relay.exchanges:
        if answer:
            wire.setdefault(bytes(request), []).append(bytes(answer))
    for request, fields, block in captures(collection):
        left = wire.get(request)
        assert left, "a request that was never sent: %r" % request[:200]
        url, cut = fields["WARC-Target-URI"], fields.get("WARC-Truncated")
        head = block[:block.index(b"\r\n\r\n") + 4]
        if fields["WARC-Type"] == "revisit":
            match = [a for a in left if a.startswith(head)]
        elif cut == "length":
            match = [a for a in left if a.startswith(block)]
            assert len(block) - len(head) == 1 << 20, url
        else:
            match = [a for a in left if a == block]
        assert match, "%s: stored %r, got %r" % (url, block[:300], left[0][:300])
        left.remove(match[0])
        seen.setdefault(kinds.get(url, "plain"), set()).add(cut)
    left_out = {"hang"}
    assert set(kinds.values()) - left_out <= set(seen), done.stderr
    assert seen["trunc"] == seen["reset"] == {None, "disconnect"}
    assert seen["endless"] == {"length"}
    assert not any(answers for answers in wire.values()), "an answer that was not stored"


def test_the_hostile_archive_verifies(relayed, run):
    _, collection, _, _ = relayed
    done = run("verify", collection)
    assert done.returncode == 0, done.stdout + done.stderr


def head_without_date(block):
    return [line for line in block.split(b"\r\n\r\n", 1)[0].split(b"\r\n") if not line.startswith(b"Date: ")]


def test_golden_records_are_reproduced(relayed, tmp_path):
    """golden.py writes a WARC by the book; what it says of each answer is what ours says."""
    relay, collection, kinds, _ = relayed
    golden = os.path.join(os.path.dirname(TESTSITE), "conform", "golden.py")
    if not os.path.exists(golden):
        pytest.skip("no %s" % golden)
    base = "http://127.0.0.1:%d" % relay.port
    once = ("retry", "session", "cookie", "etag-changing", "endless", "hang")  # other bytes each time
    ours = {}
    for _, fields, block in captures(collection):
        ours.setdefault(fields["WARC-Target-URI"], []).append((fields, block))
    paths = [url[len(base):] for url, kind in kinds.items() if kind not in once and url in ours and kind != "deflate-raw"]
    (tmp_path / "archive").mkdir()
    subprocess.run([sys.executable, "-B", golden, "127.0.0.1:%d" % relay.port, tmp_path / "archive" / "golden.warc.gz", *paths],
                   check=True, capture_output=True)
    same = ("WARC-Payload-Digest", "WARC-Truncated", "WARC-IP-Address")
    compared = 0
    for fields, block in warc_records(str(tmp_path)):
        if fields["WARC-Type"] != "response":
            continue
        url = fields["WARC-Target-URI"]
        assert any(all(f.get(n) == fields.get(n) for n in same) and head_without_date(b) == head_without_date(block)
                   for f, b in ours[url]), url
        compared += 1
    assert compared >= 15
