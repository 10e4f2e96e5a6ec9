"""WARC files made to exhaust memory or to mislead: verify, extract and index say what is wrong and where, stay
small, and read the good record behind."""
import gzip
import json
import re
import subprocess
import sys
import zlib

import pytest

from test_extract_warc import http, page, record
from test_verify_repair import INFO

MAX_RSS_KB = 100 * 1024
MIB = 1 << 20
TOO_LARGE = "Content-Length is larger than any file can be"
TOO_LONG = "the record's header is over 1 MiB long"

# The memory of the command alone: a child that is started from pytest itself inherits pytest's peak.
WITNESS = ("import resource, subprocess, sys\n"
           "code = subprocess.run(sys.argv[1:]).returncode\n"
           "print('rss', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)\n"
           "sys.exit(code if code >= 0 else 99)\n")


def good(n):
    return record(n, http(page(n)))


def with_length(n):
    return re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % n, good(2), count=1)


def with_field(lines):
    return good(2).replace(b"WARC-Date", lines + b"WARC-Date", 1)


def zeros(head, size, tail=b""):
    """A gzip member of `head`, `size` zero bytes (whole MiB) and `tail`, made without deflating each of them."""
    assert size % MIB == 0
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    parts = [deflate.compress(head) + deflate.flush(zlib.Z_FULL_FLUSH)]
    crc, block = zlib.crc32(head), b"\0" * MIB
    once = deflate.compress(block) + deflate.flush(zlib.Z_FULL_FLUSH)  # nothing before it is referred to
    parts += [once] * (size // MIB)
    for _ in range(size // MIB):
        crc = zlib.crc32(block, crc)
    parts.append(deflate.compress(tail) + deflate.flush())
    sizes = (len(head) + size + len(tail)) & 0xFFFFFFFF
    return (b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + b"".join(parts) + zlib.crc32(tail, crc).to_bytes(4, "little")
            + sizes.to_bytes(4, "little"))


def bomb_in_the_record():
    head, block = record(2, b"").replace(b"Content-Length: 0", b"Content-Length: %d"), http(b"<p>")
    return zeros(head[:-4] % (len(block) + 1024 * MIB) + block, 1024 * MIB, b"\r\n\r\n")


def bomb_in_the_body():
    body = zeros(b"<p>", 1024 * MIB)
    return gzip.compress(record(2, http(body, fields=["Content-Encoding: gzip"])))


# name -> (the bad record, rule of verify, what all three commands say)
FAULTS = {
    "length-2^63": (with_length(2**63), "content-length", TOO_LARGE),
    "length-2^64": (with_length(2**64), "content-length", TOO_LARGE),
    "length-2^64+5": (with_length(2**64 + 5), "content-length", TOO_LARGE),
    "length-10^30": (with_length(10**30), "content-length", TOO_LARGE),
    "length-2^63-1": (with_length(2**63 - 1), "torn-record", "ends inside the record"),
    "length-negative": (with_length(-1), "content-length", "Content-Length is not a number"),
    "header-of-one-line": (lambda: with_field(b"X-Long: " + b"a" * 10_000_000 + b"\r\n"), "header", TOO_LONG),
    "header-of-lines": (lambda: with_field(b"X-Long: aaaaaaaaaaaaaa\r\n" * 416_667), "header", TOO_LONG),
    "header-folded": (lambda: with_field(b"X-Long: a\r\n" + b" aaaaaaa\r\n" * 1_000_000), "header", TOO_LONG),
}


@pytest.fixture(scope="session")
def sanitized(newsarc):
    listed = subprocess.run(["ldd", newsarc], capture_output=True, text=True).stdout
    return re.search(r"lib[atm]san|libubsan", listed) is not None


@pytest.fixture
def small_run(newsarc, sanitized):
    """run(command, file) that also holds the command to MAX_RSS_KB; a sanitizer's own memory is not ours."""

    def call(*args):
        done = subprocess.run([sys.executable, "-S", "-c", WITNESS, newsarc, *map(str, args)], capture_output=True,
                              text=True, timeout=300)
        done.stderr, rss = done.stderr.rsplit("rss ", 1)
        assert sanitized or int(rss) < MAX_RSS_KB, "%s: %s KB" % (args[0], rss)
        assert "Sanitizer" not in done.stderr and "runtime error" not in done.stderr
        return done

    return call


def write(path, bad):
    """INFO and a good record, `bad` (a member of gzip), a good record; returns the offset of `bad`."""
    before = gzip.compress(INFO) + gzip.compress(good(1))
    path.write_bytes(before + bad + gzip.compress(good(3)))
    return len(before)


def numbers(lines, name):
    return [int(re.search(r"\d+", json.loads(line[line.index("{"):])[name]).group()) for line in lines]


def check_good(extracted, indexed, numbered=(1, 3)):
    """The good records on both sides of the bad one were read."""
    assert numbers(extracted.stdout.splitlines(), "title") == [1, 3]
    assert numbers(indexed.stdout.splitlines(), "url") == list(numbered)


@pytest.mark.parametrize("compress", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_and_passed(small_run, tmp_path, name, compress):
    bad, rule, message = FAULTS[name]
    bad = bad() if callable(bad) else bad
    path = tmp_path / ("x.warc.gz" if compress else "x.warc")
    if compress:
        offset = write(path, gzip.compress(bad))
    else:
        offset = len(INFO + good(1))
        path.write_bytes(INFO + good(1) + bad + good(3))
    place = "%s:%d: " % (path, offset)
    verified, extracted, indexed = (small_run(c, path) for c in ("verify", "extract", "index"))
    assert [verified.returncode, extracted.returncode, indexed.returncode] == [3, 3, 3]
    findings = verified.stdout.splitlines()
    assert findings[0].startswith(place + "error: %s: " % rule) and message in findings[0]
    assert all(line.startswith(place) and message in line for line in findings)  # and nothing that is not so
    assert " 3 records" in verified.stderr
    for done in (extracted, indexed):
        [told] = [line for line in done.stderr.splitlines() if place in line]
        assert message in told
    check_good(extracted, indexed)


def test_a_bomb_in_the_record(small_run, tmp_path):
    """A record of 1 GiB from 1 MB keeps every rule of WARC; as a page it is refused."""
    path = tmp_path / "x.warc.gz"
    offset = write(path, bomb_in_the_record())
    assert path.stat().st_size < 1.2 * MIB
    verified, extracted, indexed = (small_run(c, path) for c in ("verify", "extract", "index"))
    assert [verified.returncode, extracted.returncode, indexed.returncode] == [0, 3, 0]
    assert " 4 records" in verified.stderr
    assert "%s:%d: http://a.example/2.html: too large for a page" % (path, offset) in extracted.stderr
    check_good(extracted, indexed, (1, 2, 3))


def test_a_bomb_in_the_body(small_run, tmp_path):
    """A small record whose HTTP body is gzip that grows to 1 GiB."""
    path = tmp_path / "x.warc.gz"
    offset = write(path, bomb_in_the_body())
    verified, extracted, indexed = (small_run(c, path) for c in ("verify", "extract", "index"))
    assert [verified.returncode, extracted.returncode, indexed.returncode] == [0, 3, 0]
    assert "%s:%d: http://a.example/2.html: " % (path, offset) in extracted.stderr
    check_good(extracted, indexed, (1, 2, 3))
