"""Crawls through an HTTP proxy and through SOCKS5: every request goes there, and the archive is as without."""
import gzip
import os
import socket
import struct
import threading

import pytest

from conftest import response

SITE = "http://site.example"


def page(body):
    return response("<title>t</title><body>%s</body>" % body, ctype="text/html")


class Socks5:
    """RFC 1928 without authentication, CONNECT only: whatever is asked for, the connection goes to `port`."""

    def __init__(self, port):
        self.port, self.asked = port, []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = "socks5h://127.0.0.1:%d" % self.socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        with client, client.makefile("rb") as f:
            methods = f.read(2)
            f.read(methods[1])
            client.sendall(b"\x05\x00")
            _, command, _, kind = f.read(4)
            assert (command, kind) == (1, 3)  # CONNECT to a name
            name = f.read(f.read(1)[0]).decode()
            self.asked.append((name, struct.unpack(">H", f.read(2))[0]))
            client.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01" + struct.pack(">H", self.port))
            with socket.create_connection(("127.0.0.1", self.port)) as server:
                threading.Thread(target=self._copy, args=(server, client), daemon=True).start()
                while (data := f.read1(65536)):
                    server.sendall(data)

    @staticmethod
    def _copy(source, target):
        try:
            while (data := source.recv(65536)):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        self.socket.close()


@pytest.fixture
def records(tmp_path):
    def read():
        folder = tmp_path / "c" / "archive"
        return b"".join(gzip.decompress((folder / n).read_bytes()) for n in os.listdir(folder))
    return read


def check(done, run, collection, records):
    assert done.returncode == 0, done.stderr
    found = records()
    for path in ("/", "/a.html"):
        assert b"WARC-Target-URI: %s%s\r\n" % (SITE.encode(), path.encode()) in found
    assert b"WARC-IP-Address" not in found  # whose would it be?
    assert b"geheim" not in found
    assert run("verify", "-q", collection).returncode == 0


def test_http_proxy(run, wire_server, tmp_path, records):
    wire_server.routes[SITE + "/"] = page("<a href='/a.html'>a</a>")
    wire_server.routes[SITE + "/a.html"] = page("hello")
    done = run("crawl", SITE + "/", "-o", tmp_path / "c", "--delay=0", "--proxy",
               wire_server.url.replace("//", "//user:geheim@"))
    assert all(b"\r\nProxy-Authorization: Basic" in head for _, _, head in wire_server.requests)
    assert SITE + "/robots.txt" in wire_server.paths()
    check(done, run, tmp_path / "c", records)


def test_socks5(run, wire_server, tmp_path, records):
    wire_server.routes["/"] = page("<a href='/a.html'>a</a>")
    wire_server.routes["/a.html"] = page("hello")
    proxy = Socks5(wire_server.port)
    done = run("crawl", SITE + "/", "-o", tmp_path / "c", "--delay=0", "--proxy", proxy.url)
    proxy.close()
    assert set(proxy.asked) == {("site.example", 80)}
    check(done, run, tmp_path / "c", records)


def test_a_proxy_that_is_not_there(run, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    done = run("crawl", SITE + "/", "-o", tmp_path / "c", "--delay=0", "--proxy", "http://127.0.0.1:%d" % port)
    assert done.returncode == 5, done.stderr
