"""newsarc verify --repair: a torn end goes to FILE.torn, all else stays as it is."""
import gzip
import json
import os

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


def test_files_and_folders_are_checked_together(run, tmp_path):
    """A revisit of a later run finds its original in an older file; an id that stands twice is a fault."""
    old, new = tmp_path / "old.warc", tmp_path / "new.warc"
    revisit = record(8, http(b""), "revisit", url="http://a.example/1.html").replace(
        b"Content-Length", b"WARC-Refers-To: <urn:x:1>\r\nWARC-Refers-To-Target-URI: http://a.example/1.html\r\n"
        b"WARC-Refers-To-Date: 2015-09-01T10:22:00Z\r\nContent-Length")
    old.write_bytes(b"".join(RECORDS))
    new.write_bytes(INFO.replace(b"cd613e30", b"cd613e31") + revisit)

    def rules(*paths):
        done = run("verify", "--format=json", *paths)
        return {(f["rule"], f["severity"]) for f in json.loads(done.stdout)["findings"]}

    links = {"refers-to", "refers-to-target"}
    assert {(rule, "warning") for rule in links} <= rules(new)
    assert not links & {rule for rule, _ in rules(new, old)}
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "new.warc").write_bytes(new.read_bytes())
    assert {(rule, "error") for rule in links} <= rules(folder)
    assert not links & {rule for rule, _ in rules(folder, old)}
    (folder / "copy.warc").write_bytes(new.read_bytes())
    assert ("repeated-record", "error") in rules(folder)
    (folder / "copy.warc").write_bytes(INFO + revisit.replace(b"8.html", b"9.html").replace(b"200 OK", b"200 No"))
    assert ("duplicate-id", "error") in rules(folder)


def test_findings_as_json(run, tmp_path):
    """Each finding is a line, whatever the file is called; the whole is one JSON value."""
    path = os.path.join(os.fsencode(tmp_path), b"\xff\"x.warc")
    with open(path, "wb") as f:
        f.write(INFO + RECORDS[1].replace(b"2015-09-01T10:22:00Z", b"yesterday"))
    done = run("verify", "--format=json", os.fsdecode(path))
    lines = done.stdout.splitlines()
    assert done.returncode == 3 and lines[0] == '{"findings":[' and json.loads(done.stdout)["errors"] > 0
    found = [json.loads(line.rstrip(",")) for line in lines[1:-1]]
    assert found == json.loads(done.stdout)["findings"]
    date = [f for f in found if f["rule"] == "date"]
    assert date[0]["offset"] == len(INFO) and date[0]["record_id"] == "<urn:x:1>"
    assert all(f["file"].endswith('\\xff"x.warc') for f in found)
    good = run("verify", "--format=json", tmp_path / "none")
    assert good.returncode == 1 and good.stdout == ""
