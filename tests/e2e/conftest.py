"""Servers on free ports of the loopback and the built command, for the end-to-end tests.

Run with pytest; NEWSARC_BIN names the command (default: build/dev/cli/newsarc). Without it every test is
skipped.
"""
import gzip
import os
import socket
import subprocess
import sys
import threading

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FIXTURES = os.path.join(ROOT, "tests", "fixtures")
DEFAULT_BIN = os.path.join(ROOT, "build", "dev", "cli", "newsarc")


@pytest.fixture(scope="session")
def newsarc():
    path = os.path.abspath(os.environ.get("NEWSARC_BIN", DEFAULT_BIN))
    if not os.access(path, os.X_OK):
        pytest.skip("no newsarc command at %s (set NEWSARC_BIN)" % path)
    return path


@pytest.fixture
def run(newsarc):
    """run("crawl", ...) -> CompletedProcess with text output."""

    def call(*args, timeout=120, **kw):
        return subprocess.run([newsarc, *map(str, args)], capture_output=True, text=True, timeout=timeout, **kw)

    return call


class SampleSite:
    def __init__(self, log):
        self.log = log
        script = os.path.join(FIXTURES, "serve_site.py")
        self.process = subprocess.Popen([sys.executable, script, "--log", log], stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()

    def requests(self):
        with open(self.log, encoding="utf-8") as f:
            return [line.split()[:2] + [int(line.split()[2])] for line in f]

    def paths(self):
        return [path for _, path, _ in self.requests()]

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def sample_site(tmp_path):
    site = SampleSite(str(tmp_path / "access.log"))
    yield site
    site.close()


class WireServer:
    """A server that answers each path with scripted bytes.

    `routes[path]` is bytes, a function(request) -> bytes or a function(request, connection) that writes by
    itself (told apart by the attribute `raw`). Every request is kept: (time, path, head). A response that does
    not state its own length closes the connection.
    """

    def __init__(self, routes=None):
        self.routes = dict(routes or {})
        self.requests = []
        self.lock = threading.Lock()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.url = "http://127.0.0.1:%d" % self.port
        self.closing = False
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while not self.closing:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection:
            try:
                while self._one(connection):
                    pass
            except OSError:
                pass

    def _one(self, connection):
        import time

        head = b""
        while b"\r\n\r\n" not in head:
            got = connection.recv(65536)
            if not got:
                return False
            head += got
        path = head.split(b" ", 2)[1].decode("latin-1")
        with self.lock:
            self.requests.append((time.monotonic(), path, head))
        answer = self.routes.get(path, self.routes.get("*", response(b"no such page", status="404 Not Found")))
        if getattr(answer, "raw", False):
            return bool(answer(head, connection))
        if callable(answer):
            answer = answer(head)
        connection.sendall(answer)
        lower = answer.split(b"\r\n\r\n", 1)[0].lower()
        return b"content-length:" in lower and b"connection: close" not in lower and answer.startswith(b"HTTP/1.1")

    def paths(self):
        with self.lock:
            return [path for _, path, _ in self.requests]

    def times(self, but=()):
        with self.lock:
            return [t for t, path, _ in self.requests if path not in but]

    def close(self):
        self.closing = True
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.socket.close()


def response(body=b"", status="200 OK", ctype="text/html; charset=utf-8", fields=()):
    if isinstance(body, str):
        body = body.encode()
    lines = ["HTTP/1.1 " + status, "Content-Type: " + ctype, "Content-Length: %d" % len(body), *fields]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


def raw(function):
    """Marks a route that writes to the connection itself; it returns true to keep the connection open."""
    function.raw = True
    return function


@pytest.fixture
def wire_server():
    server = WireServer({"/robots.txt": response(b"", status="404 Not Found")})
    yield server
    server.close()




def warc_records(collection):
    """Every record of a collection's WARC files as (fields, block), in file order."""
    records = []
    folder = os.path.join(collection, "archive")
    for name in sorted(os.listdir(folder)):
        assert name.endswith(".warc.gz"), name
        with gzip.open(os.path.join(folder, name)) as f:
            data = f.read()
        while data:
            head, rest = data.split(b"\r\n\r\n", 1)
            lines = head.decode().split("\r\n")
            assert lines[0] == "WARC/1.1"
            fields = dict(line.split(": ", 1) for line in lines[1:])
            length = int(fields["Content-Length"])
            records.append((fields, rest[:length]))
            assert rest[length:length + 4] == b"\r\n\r\n"
            data = rest[length + 4:]
    return records


def responses(collection):
    """URL -> list of (fields, block) of its response records."""
    found = {}
    for fields, block in warc_records(collection):
        if fields["WARC-Type"] == "response":
            found.setdefault(fields["WARC-Target-URI"], []).append((fields, block))
    return found
