"""newsarc verify --repair: a torn end goes to FILE.torn, all else stays as it is."""
import gzip

import pytest

from test_extract_warc import http, page, record

INFO = (b"WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:cd613e30-d8f1-4adf-91b7-584a2265b1f0>\r\n"
        b"WARC-Date: 2015-09-01T10:22:00Z\r\nContent-Type: application/warc-fields\r\nContent-Length: 0\r\n\r\n\r\n\r\n")
RECORDS = [INFO] + [record(n, http(page(n))) for n in (1, 2, 3)]


def members(compress):
    return [gzip.compress(r, mtime=0) if compress else r for r in RECORDS]


@pytest.mark.parametrize("compress", [True, False])
def test_a_torn_end_is_moved(run, tmp_path, compress):
    parts = members(compress)
    path, torn = tmp_path / "x.warc", tmp_path / "x.warc.torn"
    whole = b"".join(parts[:3])
    for tail in (parts[3][:-10], parts[3][:3], b"garbage"):
        path.write_bytes(whole + tail)
        assert run("verify", path).returncode == 3
        done = run("verify", "--repair", path)
        assert path.read_bytes() == whole and torn.read_bytes() == tail
        assert "%d bytes" % len(tail) in done.stderr and "x.warc.torn" in done.stderr
        assert run("verify", "--repair", path).returncode == run("verify", path).returncode
        torn.unlink()


def test_what_is_whole_stays(run, tmp_path):
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"".join(members(True)))
    run("verify", "--repair", path)
    assert path.read_bytes() == b"".join(members(True)) and not (tmp_path / "x.warc.gz.torn").exists()


def test_damage_in_the_middle_stays(run, tmp_path):
    parts = members(True)
    broken = bytearray(parts[1])
    broken[60] ^= 0xFF
    path = tmp_path / "x.warc.gz"
    path.write_bytes(parts[0] + bytes(broken) + parts[2] + parts[3])
    before = path.read_bytes()
    assert run("verify", "--repair", path).returncode == 3
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


def test_nothing_is_overwritten_or_emptied(run, tmp_path):
    path, torn = tmp_path / "x.warc.gz", tmp_path / "x.warc.gz.torn"
    data = members(True)[0] + members(True)[1][:-5]
    path.write_bytes(data)
    torn.write_bytes(b"from before")
    assert run("verify", "--repair", path).returncode == 1
    assert path.read_bytes() == data and torn.read_bytes() == b"from before"
    other = tmp_path / "page.html"
    other.write_bytes(b"<p>no WARC")
    assert run("verify", "--repair", other).returncode == 1 and other.read_bytes() == b"<p>no WARC"
    assert run("verify", "--repair", tmp_path).returncode == 1
