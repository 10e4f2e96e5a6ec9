"""newsarc index and pack: CDXJ lines, merging, and WACZ packages read with Python's own zip reader."""
import base64
import gzip
import hashlib
import json
import shutil
import subprocess
import zipfile

import pytest

from test_extract_warc import RECORDS, http, page, record


@pytest.fixture
def warc(tmp_path):
    path = tmp_path / "one.warc.gz"
    path.write_bytes(b"".join(map(gzip.compress, RECORDS)))
    return path


def lines_of(text):
    return [(line.split(" ", 2)[0], line.split(" ", 2)[1], json.loads(line.split(" ", 2)[2]))
            for line in text.splitlines()]


def test_index_names_the_members(run, warc):
    done = run("index", warc)
    assert done.returncode == 0 and done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines == sorted(lines, key=str.encode) and len(lines) == len(RECORDS)
    data = warc.read_bytes()
    for key, stamp, line in lines_of(done.stdout):
        assert key.startswith(("example,a)/", "example,b)/")) and len(stamp) == 14
        offset, length = int(line["offset"]), int(line["length"])
        member = gzip.decompress(data[offset:offset + length])
        assert ("WARC-Target-URI: %s\r\n" % line["url"]).encode() in member
        assert line["filename"] == "one.warc.gz"


def test_index_fields(run, warc):
    found = {line["url"]: (key, stamp, line) for key, stamp, line in lines_of(run("index", warc).stdout)}
    key, stamp, line = found["http://a.example/3.html"]
    assert key == "example,a)/3.html" and stamp == "20160203040506"
    assert line["mime"] == "text/html" and line["status"] == "200"
    digest = base64.b32encode(hashlib.sha1(page(3, "gb18030")).digest()).decode()
    assert line["digest"] == "sha1:" + digest, "the payload is digested when the record does not say"
    assert found["http://a.example/5.html"][2]["mime"] == "warc/revisit"
    assert found["http://a.example/4.html"][2]["status"] == "404"


def test_metadata_requests_and_conversions_are_not_captures(run, tmp_path):
    path = tmp_path / "x.warc"
    path.write_bytes(b"".join(record(n, http(page(n)), kind) for n, kind in
                              enumerate(["request", "metadata", "conversion", "response", "resource"])))
    found = [line for _, _, line in lines_of(run("index", path).stdout)]
    assert [line["url"] for line in found] == ["http://a.example/3.html", "http://a.example/4.html"]


def test_every_line_has_a_status(run, tmp_path):
    """A resource record holds no HTTP message; replay tools serve it with 200."""
    path = tmp_path / "x.warc"
    path.write_bytes(record(1, b"{}", "resource", url="urn:x:log").replace(
        b"application/http;msgtype=response", b"application/json") + record(2, http(b"", status="404 No")))
    found = {line["url"]: line for _, _, line in lines_of(run("index", path).stdout)}
    assert found["urn:x:log"]["status"] == "200" and found["urn:x:log"]["mime"] == "application/json"
    assert found["http://a.example/2.html"]["status"] == "404"


def test_merging(run, tmp_path, warc):
    other = tmp_path / "two.warc"
    other.write_bytes(record(10, http(page(10))) + record(0, http(page(0))))
    both = run("index", warc, other).stdout
    index = tmp_path / "one.cdxj"
    index.write_text(run("index", warc).stdout)
    assert run("index", index, other).stdout == both
    assert run("index", index, index, other, warc).stdout == both, "no line twice"
    index.write_text("not an index\n")
    assert run("index", index).returncode == 1


def test_what_cannot_be_indexed_is_said(run, tmp_path, warc):
    one_member = tmp_path / "whole.warc.gz"
    one_member.write_bytes(gzip.compress(b"".join(RECORDS)))
    done = run("index", warc, one_member)
    assert done.returncode == 3 and len(done.stdout.splitlines()) == len(RECORDS)
    assert "whole.warc.gz:0: " in done.stderr
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(warc.read_bytes()[:-20])
    done = run("index", torn)
    assert done.returncode == 3 and len(done.stdout.splitlines()) == len(RECORDS) - 1
    assert run("index", tmp_path / "missing").returncode == 1


def package(path):
    with zipfile.ZipFile(path) as z:
        assert z.testzip() is None
        return {i.filename: (i, z.read(i)) for i in z.infolist()}


def test_a_package_holds_all_it_must(run, tmp_path, warc):
    out = tmp_path / "x.wacz"
    done = run("pack", warc, "-o", out, "--title=题目 \"one\"")
    assert done.returncode == 0 and "1 WARC file, 7 captures, 4 pages" in done.stderr
    files = package(out)
    assert files["archive/one.warc.gz"][1] == warc.read_bytes()
    for name in ("archive/one.warc.gz", "indexes/index.cdx.gz"):
        assert files[name][0].compress_type == zipfile.ZIP_STORED
    lines = gzip.decompress(files["indexes/index.cdx.gz"][1]).decode()
    assert lines == run("index", warc).stdout
    data = json.loads(files["datapackage.json"][1])
    assert data["profile"] == "data-package" and data["wacz_version"] == "1.1.1"
    assert data["title"] == "题目 \"one\"" and data["mainPageUrl"] == "http://a.example/1.html"
    assert {r["path"] for r in data["resources"]} == set(files) - {"datapackage.json", "datapackage-digest.json"}
    for r in data["resources"]:
        assert r["hash"] == "sha256:" + hashlib.sha256(files[r["path"]][1]).hexdigest()
        assert r["bytes"] == len(files[r["path"]][1])
    digest = json.loads(files["datapackage-digest.json"][1])
    assert digest == {"path": "datapackage.json",
                      "hash": "sha256:" + hashlib.sha256(files["datapackage.json"][1]).hexdigest()}


def test_pages_have_titles_and_texts_in_utf_8(run, tmp_path, warc):
    out = tmp_path / "x.wacz"
    assert run("pack", warc, "-o", out).returncode == 0
    lines = [json.loads(line) for line in package(out)["pages/pages.jsonl"][1].decode().splitlines()]
    assert lines[0]["format"] == "json-pages-1.0" and lines[0]["id"] == "pages"
    assert [p["title"] for p in lines[1:]] == ["第%d篇文章的标题" % n for n in (1, 3, 6, 7)]
    assert "第3篇文章正文" in lines[2]["text"] and lines[2]["ts"] == "2016-02-03T04:05:06Z"
    assert len({p["id"] for p in lines}) == 5


def test_a_compressed_index_of_many_members(run, tmp_path):
    path = tmp_path / "many.warc.gz"
    path.write_bytes(b"".join(gzip.compress(record(n, http(b"x", "text/plain"))) for n in range(2500)))
    out = tmp_path / "x.wacz"
    assert run("pack", path, "-o", out).returncode == 0
    files = package(out)
    cdx = files["indexes/index.cdx.gz"][1]
    head, *members = files["indexes/index.idx"][1].decode().splitlines()
    assert json.loads(head.split(" ", 2)[2])["format"] == "cdxj-gzip-1.0" and len(members) == 3
    text = ""
    for member in members:
        start, place = member.split(" {", 1)
        place = json.loads("{" + place)
        part = cdx[place["offset"]:place["offset"] + place["length"]]
        assert place["digest"] == "sha256:" + hashlib.sha256(part).hexdigest()
        text += gzip.decompress(part).decode()
        assert gzip.decompress(part).decode().startswith(start + " {")
    assert text.splitlines() == sorted(text.splitlines()) and text.count("\n") == 2500


def test_the_same_input_gives_the_same_package(run, tmp_path, warc):
    for name in ("a.wacz", "b.wacz"):
        assert run("pack", warc, "-o", tmp_path / name).returncode == 0
    assert (tmp_path / "a.wacz").read_bytes() == (tmp_path / "b.wacz").read_bytes()


def test_folders_and_wrong_inputs(run, tmp_path, warc):
    collection = tmp_path / "collection"
    (collection / "archive").mkdir(parents=True)
    shutil.copy(warc, collection / "archive" / "b.warc.gz")
    shutil.copy(warc, collection / "archive" / "a.warc.gz")
    out = tmp_path / "x.wacz"
    assert run("pack", collection, "-o", out).returncode == 0
    assert [n for n in package(out) if n.startswith("archive/")] == ["archive/a.warc.gz", "archive/b.warc.gz"]
    assert run("pack", warc).returncode == 2
    assert run("pack", tmp_path / "missing", "-o", out).returncode == 1
    done = run("pack", warc, collection, collection, "-o", tmp_path / "y.wacz")
    assert done.returncode == 2 or done.returncode == 1
    assert not (tmp_path / "y.wacz").exists() and not (tmp_path / "y.wacz.open").exists()
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run("pack", empty, "-o", tmp_path / "y.wacz").returncode == 1


@pytest.mark.parametrize("make,verify", [
    (["genpkey", "-algorithm", "ed25519"], ["pkeyutl", "-verify", "-rawin"]),
    (["ecparam", "-name", "secp384r1", "-genkey", "-noout"], ["dgst", "-sha256"])])
def test_signatures(run, tmp_path, warc, make, verify):
    if not shutil.which("openssl"):
        pytest.skip("no openssl command")
    key, public, out = tmp_path / "key.pem", tmp_path / "public.der", tmp_path / "x.wacz"
    subprocess.run(["openssl", *make, "-out", key], check=True, capture_output=True)
    assert run("pack", warc, "-o", out, "--sign", key).returncode == 0
    digest = json.loads(package(out)["datapackage-digest.json"][1])
    signed = digest["signedData"]
    assert signed["hash"] == digest["hash"]
    public.write_bytes(base64.b64decode(signed["publicKey"]))
    signature = base64.b64decode(signed["signature"])
    text = tmp_path / "text"
    text.write_text(digest["hash"])
    if verify[0] == "dgst":
        assert len(signature) == 96
        number = [s.lstrip(b"\0") or b"\0" for s in (signature[:48], signature[48:])]
        number = [b"\0" + s if s[0] & 0x80 else s for s in number]
        body = b"".join(b"\2" + bytes([len(s)]) + s for s in number)
        signature = b"\x30" + bytes([len(body)]) + body
    (tmp_path / "sig").write_bytes(signature)
    if verify[0] == "dgst":
        command = ["openssl", "dgst", "-sha256", "-verify", public, "-keyform", "DER", "-signature", tmp_path / "sig", text]
    else:
        command = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", public,
                   "-sigfile", tmp_path / "sig", "-in", text]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_wrong_key(run, tmp_path, warc):
    key = tmp_path / "key.pem"
    key.write_text("nothing")
    done = run("pack", warc, "-o", tmp_path / "x.wacz", "--sign", key)
    assert done.returncode == 1 and "Ed25519" in done.stderr and not (tmp_path / "x.wacz").exists()
