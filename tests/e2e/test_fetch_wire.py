"""What the server sent is what the archive holds, byte for byte, whatever the server does."""
import gzip
import http.server
import os
import shutil
import socket
import ssl
import struct
import subprocess
import threading
import time
import zlib

import pytest
from conftest import raw, response, responses

PAGE = b"<html><head><title>t</title></head><body><p>page</p><a href='/found-by-%s'>x</a></body></html>"


def chunked(*chunks, trailer=b""):
    body = b"".join(b"%x;name=\"v;1\"\r\n%s\r\n" % (len(c), c) for c in chunks)
    return body + b"0\r\n" + trailer + b"\r\n"


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CASES = {
    "plain": response(PAGE % b"plain"),
    "chunked": HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(PAGE[:20], PAGE[20:] % b"chunked", trailer=b"X-T: 1\r\n"),
    "gzip": HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(gzip.compress(PAGE % b"gzip", mtime=0))
            + gzip.compress(PAGE % b"gzip", mtime=0),
    "gzip-chunked": HEAD + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + chunked(gzip.compress(PAGE % b"gzip-chunked", mtime=0)[:15], gzip.compress(PAGE % b"gzip-chunked", mtime=0)[15:]),
    "raw-deflate": HEAD + b"Content-Encoding: deflate\r\nConnection: close\r\n\r\n"
                   + zlib.compress(PAGE % b"raw-deflate")[2:-4],
    "broken-gzip": HEAD + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n" + gzip.compress(PAGE % b"b", mtime=0)[:30] + b"\xff" * 30,
    "http10": b"HTTP/1.0 200 fine\nContent-Type: text/html\n\n" + PAGE % b"http10",
    "no-length": HEAD + b"\r\n" + PAGE % b"no-length",
    "odd-head": b"HTTP/1.1 200 \xd6\xd0\xb9\xfa\r\nContent-Type:text/html\r\nX-Folded: a\r\n \t b\r\nX-Twice: 1\r\nx-twice: 2\r\n"
                b"X-Raw: \xe4\xb8\xad\xff\r\nContent-Length: 3\r\n\r\nabc",
    "empty": b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
}


def crawl(run, server, tmp_path, *options):
    collection = str(tmp_path / "c")
    done = run("crawl", server.url + "/", "-o", collection, "--delay=0", *options)
    return done, collection


def index_of(names):
    return response("<html><body>%s</body></html>" % " ".join("<a href='/%s'>%s</a>" % (n, n) for n in names))


@pytest.fixture
def collection(run, wire_server, tmp_path):
    wire_server.routes.update({"/" + name: answer for name, answer in CASES.items()})
    wire_server.routes["/"] = index_of(CASES)
    done, path = crawl(run, wire_server, tmp_path)
    assert done.returncode == 0, done.stderr
    return wire_server, path


def test_stored_bytes_are_the_wires(collection):
    server, path = collection
    stored = responses(path)
    for name, answer in CASES.items():
        [(fields, block)] = stored["%s/%s" % (server.url, name)]
        assert block == answer, name
        assert "WARC-Truncated" not in fields, name
        assert fields["WARC-IP-Address"] == "127.0.0.1"
        assert fields["WARC-Protocol"] == ("http/1.0" if name == "http10" else "http/1.1")


def test_pages_are_read_through_framing_and_codings(collection):
    server, _ = collection
    for name in ("plain", "chunked", "gzip", "gzip-chunked", "raw-deflate", "http10", "no-length"):
        assert "/found-by-" + name in server.paths(), name


def test_the_collection_verifies(collection, run):
    _, path = collection
    done = run("verify", path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_request_is_stored_as_sent(collection):
    from conftest import warc_records

    server, path = collection
    sent = {p: head for _, p, head in server.requests}
    for fields, block in warc_records(path):
        if fields["WARC-Type"] == "request":
            assert block == sent[fields["WARC-Target-URI"][len(server.url):]]


def test_interim_heads_are_not_stored(run, wire_server, tmp_path):
    @raw
    def early(head, connection):
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.05)
        connection.sendall(response(b"end"))
        return True

    wire_server.routes["/"] = early
    done, path = crawl(run, wire_server, tmp_path)
    assert done.returncode == 0, done.stderr
    [(_, block)] = responses(path)[wire_server.url + "/"]
    assert block == response(b"end")


def test_short_bodies_are_kept_and_tried_again(run, wire_server, tmp_path):
    whole = response(PAGE % b"whole")
    tries = []

    def once_short(head):
        tries.append(1)
        return whole[:-10].replace(b"Content-Length", b"Connection: close\r\nContent-Length") if len(tries) == 1 else whole

    wire_server.routes.update({"/": index_of(["once"]), "/once": once_short})
    done, path = crawl(run, wire_server, tmp_path)
    assert done.returncode == 0, done.stderr
    first, second = responses(path)[wire_server.url + "/once"]
    assert first[0]["WARC-Truncated"] == "disconnect"
    assert first[1].endswith(whole[-40:-10])
    assert "WARC-Truncated" not in second[0]
    assert "/found-by-whole" in wire_server.paths()


def test_a_missing_last_chunk_is_marked(run, wire_server, tmp_path):
    cut = HEAD + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n"
    wire_server.routes.update({"/": index_of(["cut"]), "/cut": cut})
    done, path = crawl(run, wire_server, tmp_path)
    assert done.returncode == 3
    assert "/cut" in done.stderr
    for fields, block in responses(path)[wire_server.url + "/cut"]:
        assert fields["WARC-Truncated"] == "disconnect"
        assert block == cut


def test_a_reset_is_kept_as_far_as_it_came(run, wire_server, tmp_path):
    @raw
    def reset(head, connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome bytes")
        time.sleep(0.1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False

    wire_server.routes.update({"/": index_of(["reset"]), "/reset": reset})
    done, path = crawl(run, wire_server, tmp_path)
    assert done.returncode == 3
    for fields, block in responses(path)[wire_server.url + "/reset"]:
        assert fields["WARC-Truncated"] == "disconnect"
        assert block.endswith(b"\r\n\r\nsome bytes")


def test_a_connection_closed_without_answer_is_no_record(run, wire_server, tmp_path):
    wire_server.routes.update({"/": index_of(["mute", "after"]), "/mute": raw(lambda head, connection: False),
                               "/after": response(b"after")})
    done, path = crawl(run, wire_server, tmp_path)
    assert done.returncode == 3
    stored = responses(path)
    assert wire_server.url + "/mute" not in stored
    assert wire_server.url + "/after" in stored


def test_a_redirect_loop_ends(run, wire_server, tmp_path):
    def moved(to):
        return response(b"", status="302 Found", fields=["Location: " + to])

    wire_server.routes.update({"/": index_of(["a", "grow"]), "/a": moved("/b"), "/b": moved("a"),
                               "*": lambda head: moved(head.split(b" ")[1].decode() + "x")})
    done, path = crawl(run, wire_server, tmp_path)
    assert done.returncode == 3
    assert "too many redirects" in done.stderr
    paths = wire_server.paths()
    assert paths.count("/a") == paths.count("/b") == 1
    assert 5 < len([p for p in paths if p.startswith("/grow")]) <= 12
    [(_, block)] = responses(path)[wire_server.url + "/a"]
    assert b"Location: /b" in block


def test_a_huge_body_is_cut_at_the_limit(run, wire_server, tmp_path):
    wire_server.routes.update({"/": index_of(["huge"]), "/huge": response(b"h" * 3000000, ctype="text/plain")})
    done, path = crawl(run, wire_server, tmp_path, "--max-body=2M")
    assert done.returncode == 3
    [(fields, block)] = responses(path)[wire_server.url + "/huge"]
    assert fields["WARC-Truncated"] == "length"
    head, body = block.split(b"\r\n\r\n", 1)
    assert len(body) in (2000000, 2 << 20) and set(body) == {ord("h")}
    assert run("verify", path).returncode == 0


def test_a_large_body_goes_through_the_disk_unchanged(run, wire_server, tmp_path):
    body = os.urandom(5 << 20)
    wire_server.routes.update({"/": index_of(["large"]), "/large": response(body, ctype="application/zip")})
    done, path = crawl(run, wire_server, tmp_path)
    assert done.returncode == 0, done.stderr
    [(_, block)] = responses(path)[wire_server.url + "/large"]
    assert block.split(b"\r\n\r\n", 1)[1] == body


def test_a_slow_body_arrives(run, wire_server, tmp_path):
    @raw
    def slow(head, connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 8\r\n\r\n")
        for c in b"slowbody":
            time.sleep(0.05)
            connection.sendall(bytes([c]))
        return True

    wire_server.routes.update({"/": index_of(["slow"]), "/slow": slow})
    done, path = crawl(run, wire_server, tmp_path)
    assert done.returncode == 0, done.stderr
    [(_, block)] = responses(path)[wire_server.url + "/slow"]
    assert block.endswith(b"slowbody")


@pytest.fixture
def tls_server(tmp_path):
    """https://localhost:PORT with a certificate of its own, and the certificate's file."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl command to make a certificate")
    cert, key = str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", "4")
            self.end_headers()
            self.wfile.write(b"safe" if self.path != "/robots.txt" else b"\n\n\n\n")

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield "https://localhost:%d/" % server.server_address[1], cert
    server.shutdown()
    server.server_close()


def test_tls_is_checked_and_recorded(run, tls_server, tmp_path):
    url, cert = tls_server
    done = run("crawl", url, "-o", tmp_path / "c", "--delay=0", "--ca-file=" + cert)
    assert done.returncode == 0, done.stderr
    with gzip.open(str(tmp_path / "c/archive") + "/" + os.listdir(tmp_path / "c/archive")[0]) as f:
        records = f.read()
    assert b"\r\nWARC-Protocol: tls/1.3\r\n" in records
    assert b"\r\nWARC-Cipher-Suite: TLS_" in records
    done = run("crawl", url, "-o", tmp_path / "d", "--delay=0")  # nobody vouches for it
    assert done.returncode == 5
    assert "certificate" in done.stderr


def assert_nowhere(collection, secret):
    for root, _, names in os.walk(collection):
        for name in names:
            with open(os.path.join(root, name), "rb") as f:
                data = f.read()
            assert secret not in (gzip.decompress(data) if name.endswith(".gz") else data), name


def test_no_password_reaches_the_archive(run, wire_server, tmp_path):
    wire_server.routes["/"] = response(b"hello")
    collection = str(tmp_path / "c")
    url = wire_server.url.replace("http://", "http://user:geheim@")
    done = run("crawl", url + "/", "-o", collection, "--delay=0")
    assert done.returncode == 0, done.stderr
    assert any(b"uthorization: Basic" in head for _, path, head in wire_server.requests if path == "/")
    assert_nowhere(collection, b"geheim")


def test_headers_of_the_user_are_sent_and_not_stored(run, wire_server, tmp_path):
    wire_server.routes["/"] = response(b"hello")
    collection = str(tmp_path / "c")
    done = run("crawl", wire_server.url + "/", "-o", collection, "--delay=0", "--header=X-Token: geheim",
               "--header", "Cookie: id=geheim")
    assert done.returncode == 0, done.stderr
    for path in ("/", "/robots.txt"):
        heads = [head for _, p, head in wire_server.requests if p == path]
        assert heads and all(b"\r\nX-Token: geheim\r\n" in h and b"\r\nCookie: id=geheim" in h for h in heads)
    assert_nowhere(collection, b"geheim")


@pytest.mark.parametrize("header", ["X-Token", "X Token: geheim", ": geheim", "X-Token:", "Host: geheim",
                                    "user-agent: geheim", "X-Token: geheim\nB: c"])
def test_headers_that_cannot_be_set(run, tmp_path, header):
    done = run("crawl", "http://127.0.0.1:1/", "-o", tmp_path / "c", "--header", header)
    assert done.returncode == 4, done.stderr
    assert "not a header that can be set" in done.stderr
    assert "geheim" not in done.stderr
