"""newsarc verify over WACZ packages: a good one, and one fault at a time."""
import gzip
import hashlib
import json
import zipfile

import pytest

from test_verify_repair import RECORDS


@pytest.fixture
def files(run, tmp_path):
    warc, out = tmp_path / "one.warc.gz", tmp_path / "good.wacz"
    warc.write_bytes(b"".join(map(gzip.compress, RECORDS)))
    assert run("pack", warc, "-o", out).returncode == 0
    with zipfile.ZipFile(out) as z:
        return {name: z.read(name) for name in z.namelist()}


def write(path, files, deflate=()):
    with zipfile.ZipFile(path, "w") as z:
        for name, data in files.items():
            z.writestr(name, data, zipfile.ZIP_DEFLATED if name in deflate else zipfile.ZIP_STORED)
    return path


def rules(run, path):
    done = run("verify", "--format=json", path)
    found = json.loads(done.stdout)
    assert done.returncode == (3 if found["errors"] else 0), done.stderr
    return {f["rule"] for f in found["findings"] if f["severity"] == "error"}, found


def reseal(files):
    """The hashes again, so that only the fault itself is one."""
    data = json.loads(files["datapackage.json"])
    for r in data["resources"]:
        if r["path"] in files:
            r["hash"] = "sha256:" + hashlib.sha256(files[r["path"]]).hexdigest()
            r["bytes"] = len(files[r["path"]])
    files["datapackage.json"] = json.dumps(data).encode()
    files["datapackage-digest.json"] = json.dumps({
        "path": "datapackage.json", "hash": "sha256:" + hashlib.sha256(files["datapackage.json"]).hexdigest()}).encode()


def inherent(run, tmp_path, files):
    """What is found in the WARC file as it is (its ids are no UUIDs, it has no digests)."""
    return rules(run, write(tmp_path / "plain.wacz", files))[0]


def test_our_own_package(run, tmp_path, files):
    found, summary = rules(run, write(tmp_path / "x.wacz", files))
    assert not [rule for rule in found if rule.startswith("wacz")]
    assert summary["records"] == len(RECORDS) and summary["files"] == 1


def test_one_fault_at_a_time(run, tmp_path, files):
    base = inherent(run, tmp_path, files)
    path = tmp_path / "x.wacz"

    def expect(change, rule, seal=True, deflate=()):
        bad = dict(files)
        change(bad)
        if seal:
            reseal(bad)
        assert rules(run, write(path, bad, deflate))[0] - base == {rule}, rule

    index = gzip.decompress(files["indexes/index.cdx.gz"])
    expect(lambda f: f.update({"pages/pages.jsonl": f["pages/pages.jsonl"].replace(b"page", b"pgae", 1)}), "wacz-hash", False)
    expect(lambda f: f.update({"datapackage.json": f["datapackage.json"] + b" "}), "wacz-digest", False)
    expect(lambda f: f.update({"extra.txt": b"x"}), "wacz-resource")
    expect(lambda f: f.update({"indexes/index.cdx.gz": gzip.compress(index.replace(b"one.warc", b"two.warc"))}), "wacz-index")
    expect(lambda f: f.update({"indexes/index.cdx.gz": gzip.compress(b"".join(reversed(index.splitlines(True))))}), "wacz-index")
    expect(lambda f: f.update({"indexes/index.cdx.gz": gzip.compress(index)[:-9]}), "wacz-index")
    expect(lambda f: None, "wacz-stored", deflate=("archive/one.warc.gz",))
    broken = bytearray(files["archive/one.warc.gz"])
    broken[-30] ^= 0xFF
    expect(lambda f: f.update({"archive/one.warc.gz": bytes(broken)}), "gzip-data")


def test_what_is_missing(run, tmp_path, files):
    for name, rule in (("pages/pages.jsonl", "wacz-members"), ("datapackage.json", "wacz-datapackage"),
                       ("archive/one.warc.gz", "wacz-resource")):
        bad = {n: d for n, d in files.items() if n != name}
        assert rule in rules(run, write(tmp_path / "x.wacz", bad))[0]


def test_no_package(run, tmp_path):
    path = tmp_path / "x.wacz"
    path.write_bytes(b"this is no zip file at all")
    assert run("verify", path).returncode in (1, 3)
    path.write_bytes(write(tmp_path / "y.wacz", {"a": b"b" * 1000}).read_bytes()[:-30])
    assert run("verify", path).returncode in (1, 3)


def test_a_package_of_very_many_members(run, tmp_path, files):
    """Each is found without a look at all the others, and there is an end of it."""
    path = tmp_path / "x.wacz"
    for count, told in ((16000, False), (16400, True)):
        write(path, {**files, **{"logs/%d" % n: b"" for n in range(count)}})
        done = run("verify", path)
        assert done.returncode == 3 and ("the others were not looked at" in done.stdout) == told
        assert done.stdout.count("is not listed in datapackage.json") >= 16000


def test_a_member_that_cannot_be_unpacked(run, tmp_path, files):
    """It is a fault of the package, and what stands behind it is checked all the same."""
    path = write(tmp_path / "x.wacz", files, deflate=["archive/one.warc.gz"])
    with zipfile.ZipFile(path) as z:
        member = z.getinfo("archive/one.warc.gz")
    data = bytearray(path.read_bytes())
    begin = member.header_offset + 30 + len(member.filename)
    data[begin + 20:begin + 60] = b"\xff" * 40
    path.write_bytes(data)
    done = run("verify", path)
    assert done.returncode == 3 and "wacz-data: archive/one.warc.gz cannot be read" in done.stdout
    assert "0 files, 0 records, 4 digests" in done.stderr
