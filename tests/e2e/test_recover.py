"""`newsarc recover`: the state comes back from the WARC files alone, and the next run asks for no more than it would
have asked for."""
import fcntl
import json
import os
import shutil
import sqlite3
import subprocess
import time
import zlib

import pytest

from conftest import ROOT, response, warc_records
from test_nightly import Site

# what must come out the same: by addresses, for ids are the database's own
TABLES = {
    "runs": "SELECT id, started, result, seeds, full, tar, pages, articles, new_articles, changed_articles, "
            "failed, skipped, queued, bytes, gone FROM runs",
    "frontier": "SELECT f.url, f.post, v.url, f.kind, f.depth, f.hops, f.priority, f.state, f.tries, f.path, "
                "(SELECT r.url FROM frontier r WHERE r.key = f.redirect) FROM frontier f "
                "LEFT JOIN frontier v ON v.id = f.via",
    "captures": "SELECT f.url, c.run, n.name, c.offset, c.length, c.record, c.date, c.status, c.mime, c.digest, "
                "c.whole, c.etag, c.modified FROM captures c JOIN files n ON n.id = c.file "
                "LEFT JOIN frontier f ON f.id = c.url",
    "articles": "SELECT f.url, c.record, n.name, a.json_offset, a.folder, a.title, a.date, a.digest, a.first_run, "
                "a.last_run, a.twin, a.completed, s.url, k.url, a.checked_run, a.gone_run, a.gone_status "
                "FROM articles a JOIN frontier f ON f.id = a.url JOIN captures c ON c.id = a.capture "
                "JOIN files n ON n.id = a.json_file LEFT JOIN frontier s ON s.id = a.same_as "
                "LEFT JOIN frontier k ON k.id = a.canonical",
    "versions": "SELECT f.url, v.run, v.until_run, p.name, v.offset, j.name, v.json_offset, v.title "
                "FROM versions v JOIN frontier f ON f.id = v.url JOIN files p ON p.id = v.file "
                "JOIN files j ON j.id = v.json_file",
    "lists": "SELECT f.url, l.url, p.steps, p.run, p.fingerprint, p.mark, p.fresh, p.known, p.stopped "
             "FROM list_pages p JOIN frontier f ON f.id = p.url JOIN frontier l ON l.id = p.list",
    "entries": "SELECT f.url, l.url, e.run, e.title, e.date, e.first_run, e.rank FROM entries e "
               "JOIN frontier f ON f.id = e.url JOIN frontier l ON l.id = e.list",
    "parts": "SELECT f.url, a.url, p.number, p.digest FROM parts p JOIN frontier f ON f.id = p.url "
             "JOIN frontier a ON a.id = p.article",
    "categories": "SELECT f.url, c.name FROM categories c JOIN frontier f ON f.id = c.url",
    "absences": "SELECT f.url, a.kind, a.run, a.status, a.until_run FROM absences a JOIN frontier f ON f.id = a.url",
    "robots": "SELECT origin, status, body FROM robots",
    "codes": "SELECT status, answers, newest FROM codes",
    "tallies": "SELECT run, revisits, bytes FROM tallies",
}


def dump(collection):
    db = sqlite3.connect("file:%s/collection.db?mode=ro" % collection, uri=True)
    try:
        return {name: sorted(map(repr, db.execute(sql))) for name, sql in TABLES.items()}
    finally:
        db.close()


def same(recovered, original, but=()):
    for name in TABLES:
        if name not in but:
            assert recovered[name] == original[name], name


def delete(db):
    os.remove(db)


def truncate(db):
    os.truncate(db, os.path.getsize(db) // 2 // 4096 * 4096)


def empty(db):
    os.truncate(db, 0)


def noise(db):
    size = os.path.getsize(db)
    with open(db, "r+b") as f:
        for at in range(0, size, 1024):
            f.seek(at)
            f.write(b"\xa5\x5a" * 256)


def hole(db):
    """Pages in the middle are lost; the file still opens."""
    with open(db, "r+b") as f:
        f.seek(4096 * 3)
        f.write(os.urandom(4096 * 12))


def crawl(run, site, out, code=0):
    done = run("crawl", site + "/" if not site.endswith("/") else site, "-o", out, "--delay", "0")
    assert done.returncode == code, done.stderr
    return done


def recover(run, out, code=0):
    done = run("recover", out)
    assert done.returncode == code, done.stderr
    return done


def news(wire_server):
    """A site with a broken link, a redirect, an image twice, a host that is down, and what robots.txt forbids."""
    site = Site(wire_server)
    publish = site.publish

    def more():
        publish()
        routes = site.server.routes
        routes["/robots.txt"] = response("User-agent: *\nDisallow: /secret\n", ctype="text/plain")
        routes["/old.html"] = response(status="301 Moved", fields=["Location: /news/1.html"])
        routes["/a.png"] = routes["/b.png"] = response(b"\x89PNG" + bytes(2000), ctype="image/png")
        routes["/down"] = b""
        routes["/busy"] = response(b"later", status="503 Busy", fields=["Retry-After: 0"])
        routes["/about.html"] = response(
            "<title>关于</title><a href='/secret/x'>x</a><a href='/old.html'>o</a><a href='/none'>n</a>"
            "<img src='/a.png'><img src='/b.png'><a href='/down'>d</a>")
        first = routes["/"]
        routes["/"] = response(first.split(b"\r\n\r\n", 1)[1] + "<a href='/about.html'>关于我们</a>".encode())

    site.publish = more
    more()
    return site


@pytest.fixture
def two_nights(run, wire_server, tmp_path):
    """A collection after two runs, the second of which found something new, changed, and gone."""
    site, out = news(wire_server), tmp_path / "c"
    run("crawl", wire_server.url + "/", "-o", out, "--delay", "0")
    site.articles[11] = ""
    site.articles[10] = "<p>补充说明:会议时间已经调整,请各会员单位知悉。</p>"
    del site.articles[3]
    site.publish()
    run("crawl", wire_server.url + "/", "-o", out, "--delay", "0")
    return site, out


def status_of(run, out):
    done = run("status", "--format=json", out)
    assert done.returncode == 0, done.stderr
    status = json.loads(done.stdout)
    for key in ("ended", "seconds"):  # the archive knows them before the tar is written
        del status["last_run"][key]
    return {key: value for key, value in status.items() if key != "directory"}


@pytest.mark.parametrize("damage", [delete, truncate, empty, noise])
def test_the_state_comes_back_as_it_was(run, two_nights, tmp_path, damage):
    site, out = two_nights
    original, status = dump(out), status_of(run, out)
    intact = tmp_path / "intact"
    shutil.copytree(out, intact)
    damage(str(out / "collection.db"))
    commands = [["crawl", site.server.url + "/", "-o"], ["status"], ["report"], ["prune", "--keep-runs=1"]]
    if damage is not delete:  # a folder without state is exported by its WARC files
        commands.append(["export", "-o", tmp_path / "x.jsonl"])
    for command in commands:
        done = run(*command, out)
        assert done.returncode == 1, (command, done.stderr)
        assert "newsarc recover %s" % out in done.stderr, (command, done.stderr)
    done = run("verify", out)
    assert done.returncode != 0 and "newsarc recover" in done.stdout + done.stderr
    done = recover(run, out)
    assert "2 runs" in done.stderr
    kept = [name for name in os.listdir(out) if ".broken-" in name]
    assert len([name for name in kept if not name.endswith(("-wal", "-shm"))]) == (damage is not delete)
    same(dump(out), original)
    assert status_of(run, out) == status
    assert run("verify", out).returncode == 0
    # the next run, on both
    requests, changes = {}, {}
    for name in (intact, out):
        site.server.requests.clear()
        run("crawl", site.server.url + "/", "-o", name, "--delay", "0")
        requests[name] = sorted(site.server.paths())
        with sqlite3.connect("%s/collection.db" % name) as db:
            changes[name] = list(db.execute("SELECT result, new_articles, changed_articles, gone, pages FROM runs"))
    assert requests[out] == requests[intact]
    assert changes[out] == changes[intact] and changes[out][2][1:4] == (0, 0, 0)
    assert run("verify", out).returncode == 0


def test_pages_in_the_middle_are_lost(run, two_nights):
    site, out = two_nights
    original = dump(out)
    hole(str(out / "collection.db"))
    assert "newsarc recover" in run("verify", out).stdout
    recover(run, out)
    same(dump(out), original)


def test_a_killed_run_is_resumed_after_recovery(newsarc, run, wire_server, tmp_path):
    site, out = Site(wire_server), tmp_path / "c"
    process = subprocess.Popen([newsarc, "crawl", wire_server.url + "/", "-o", str(out), "--delay=300ms", "-q"])
    deadline = time.monotonic() + 60
    while len(wire_server.paths()) < 6 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.wait()
    for name in os.listdir(out):
        if name.startswith("collection.db"):
            os.remove(out / name)
    done = recover(run, out)
    assert "1 run" in done.stderr and " 0 queued" not in done.stderr
    asked = set(wire_server.paths()[:-1])
    wire_server.requests.clear()
    crawl(run, site.server.url, out)
    assert not {path for path in wire_server.paths() if "/news/" in path} & asked
    with sqlite3.connect("%s/collection.db" % out) as db:
        assert db.execute("SELECT count(*) FROM articles").fetchone() == (10,)
    assert run("verify", out).returncode == 0


def members(path):
    """The gzip members of a file: (bytes as stored, bytes within)."""
    rest = path.read_bytes()
    while rest:
        unpack = zlib.decompressobj(31)
        within = unpack.decompress(rest)
        yield rest[:len(rest) - len(unpack.unused_data)], within
        rest = unpack.unused_data


def test_a_page_that_was_not_read_is_asked_for_again(run, wire_server, tmp_path):
    """The archive ends behind response and request of an article, as after a kill."""
    site, out = Site(wire_server), tmp_path / "c"
    crawl(run, site.server.url, out)
    [archive] = (out / "archive").iterdir()
    kept = []
    for stored, within in members(archive):
        kept.append(stored)
        if b"WARC-Type: request" in within and b"/news/7.html" in within:
            break
    archive.write_bytes(b"".join(kept))
    for path in list(out.glob("collection.db*")) + list((out / "logs").iterdir()) + [out / "SHA256SUMS"]:
        path.unlink()
    recover(run, out)
    wire_server.requests.clear()
    crawl(run, site.server.url, out)
    assert "/news/7.html" in wire_server.paths()
    with sqlite3.connect("%s/collection.db" % out) as db:
        assert db.execute("SELECT count(*) FROM articles").fetchone() == (10,)
    assert run("verify", out).returncode == 0


def test_sample_site(run, sample_site, tmp_path):
    out = tmp_path / "c"
    done = run("crawl", sample_site.url, "-o", out, "--delay=5ms")
    original = dump(out)
    delete(str(out / "collection.db"))
    recover(run, out)
    same(dump(out), original)
    again = run("crawl", sample_site.url, "-o", out, "--delay=5ms")
    assert again.returncode == done.returncode
    assert " 0 new, 0 changed" in again.stderr


def test_nothing_to_recover_from(run, two_nights, tmp_path):
    site, out = two_nights
    assert run("recover", tmp_path / "none").returncode == 1
    before = (out / "collection.db").read_bytes()
    shutil.move(str(out / "archive"), str(tmp_path / "aside"))
    done = recover(run, out, 1)
    assert "archive" in done.stderr
    os.mkdir(out / "archive")
    done = recover(run, out, 1)
    assert "no WARC files" in done.stderr
    (out / "archive" / "a-20260101000000-00000.warc.gz").write_bytes(b"noise" * 999)
    done = recover(run, out, 1)
    assert "nothing was replaced" in done.stderr
    assert (out / "collection.db").read_bytes() == before
    assert not [name for name in os.listdir(out) if ".new" in name or ".broken" in name]


def test_faulty_records_are_passed_over_and_named(run, two_nights):
    site, out = two_nights
    articles = dump(out)["articles"]
    name = sorted(os.listdir(out / "archive"))[0]
    offsets = sorted(int(row.split(", ")[3]) for row in dump(out)["captures"] if name in row and ".png" in row)
    with open(out / "archive" / name, "r+b") as f:
        f.seek(offsets[0] + 40)
        f.write(b"\0" * 8)
    done = recover(run, out, 3)
    assert name in done.stderr and "offset %d" % offsets[0] in done.stderr and "skipped" in done.stderr
    assert dump(out)["articles"] == articles


def test_locked(run, two_nights):
    site, out = two_nights
    with open(out / "collection.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = run("recover", out)
    assert done.returncode == 11 and "process" in done.stderr


HOSTILE = (b"WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2099-01-01T00:00:00Z\r\n%s"
           b"Content-Length: %d\r\n\r\n%s\r\n\r\n")


def test_what_others_wrote_does_no_harm(run, two_nights):
    site, out = two_nights
    articles = dump(out)["articles"]
    records = b"".join(HOSTILE % (kind, fields, len(block), block) for kind, fields, block in [
        (b"warcinfo", b"", b"run: 99999999999999999999\r\nrun-started: never\r\n"),
        (b"response", b"WARC-Target-URI: file:///etc/passwd\r\n", b"HTTP/1.1 200 OK\r\n\r\nx"),
        (b"response", b"WARC-Target-URI: http://127.0.0.1/%s\r\n" % (b"a" * 9000), b"HTTP/1.1 200 OK\r\n\r\nx"),
        (b"response", b"WARC-Target-URI: http://x.example/\r\n", b"not http"),
        (b"revisit", b"WARC-Target-URI: http://x.example/\r\nWARC-Refers-To: <urn:uuid:none>\r\n",
         b"HTTP/1.1 200 OK\r\n\r\n"),
        (b"resource", b"WARC-Target-URI: urn:newsarc:a:b.json\r\n", b'{"seeds":["ftp://a",7],"scope":"[","exclude":["("]}'),
        (b"resource", b"WARC-Target-URI: urn:newsarc:a:b.summary.json\r\n", b'{"pages":-7,"result":"x","run":[]}'),
        (b"resource", b"WARC-Target-URI: urn:newsarc:a:b.jsonl\r\n", b'{"event":"failed","url":"\x00"}\n[[[\n{"event":7}'),
        (b"conversion", b"WARC-Refers-To: <urn:uuid:none>\r\n", b"{}"),
        (b"metadata", b"WARC-Concurrent-To: <urn:uuid:none>\r\n", b"fetchTimeMs: 99999999999999\r\n"),
    ])
    (out / "archive" / "zz-20990101000000-00000.warc").write_bytes(records)
    done = recover(run, out, 3)
    assert "zz-2099" in done.stderr
    assert dump(out)["articles"] == articles

