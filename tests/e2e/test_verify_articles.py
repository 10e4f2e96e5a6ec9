"""newsarc verify of tar and zip files of articles: against the SHA256SUMS that is their last member."""
import hashlib
import io
import json
import subprocess
import tarfile
import zipfile

import pytest

from test_export_warc import IMAGE, http, news, record, write

ENDINGS = (".tar", ".tar.gz", ".tar.zst", ".tar.xz", ".zip")


@pytest.fixture
def warc(tmp_path):
    return write(tmp_path / "x.warc.gz", [
        record(1, http(news(1, "/up/a.png")), url="http://a.example/view/1.html"),
        record(2, http(news(2)), url="http://a.example/view/2.html"),
        record(8, http(IMAGE, "image/png"), url="http://a.example/up/a.png")])


@pytest.fixture
def tar(run, tmp_path, warc):
    assert run("export", warc, "-o", tmp_path / "x.tar").returncode == 0
    return tmp_path / "x.tar"


def read(path):
    with tarfile.open(path) as tar:
        return [(m, tar.extractfile(m).read()) for m in tar]


def rewrite(path, members):
    with tarfile.open(path, "w") as tar:
        for member, data in members:
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))


def check(run, path):
    done = run("verify", "--format=json", path)
    findings = json.loads(done.stdout)["findings"]
    return done.returncode, [(f["severity"], f["rule"], f.get("member")) for f in findings]


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_was_written_is_whole(run, tmp_path, warc, ending):
    path = tmp_path / ("y" + ending)
    assert run("export", warc, "-o", path).returncode == 0
    done = run("verify", path)
    assert done.returncode == 0 and done.stdout == "" and "1 file" in done.stderr and "9 digests" in done.stderr


def test_the_manifest_is_of_sha256sum(tmp_path, tar):
    members = read(tar)
    assert members[-1][0].name == "SHA256SUMS" and members[-1][0].mtime == max(m.mtime for m, _ in members[:-1])
    lines = ["%s  %s" % (hashlib.sha256(data).hexdigest(), m.name) for m, data in members[:-1]]
    assert members[-1][1].decode().splitlines() == lines
    with tarfile.open(tar) as t:
        t.extractall(tmp_path / "in")
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=tmp_path / "in", check=True)


def test_changed_missing_and_extra_members(run, tar):
    members = read(tar)
    name = members[1][0].name
    changed = list(members)
    changed[1] = (members[1][0], members[1][1] + b" ")
    rewrite(tar, changed)
    assert check(run, tar) == (3, [("error", "member-hash", name)])
    assert name in run("verify", tar).stdout
    rewrite(tar, members[:1] + members[2:])
    assert check(run, tar) == (3, [("error", "member-missing", name)])
    rewrite(tar, [(tarfile.TarInfo("2015/extra.txt"), b"x")] + members)
    assert check(run, tar) == (3, [("error", "member-extra", "2015/extra.txt")])
    rewrite(tar, [members[0]] + members)
    assert ("error", "member-twice", members[0][0].name) in check(run, tar)[1]
    link = tarfile.TarInfo(name)
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    rewrite(tar, members[:1] + [(link, b"")] + members[2:])
    assert check(run, tar) == (3, [("error", "member-hash", name)])


def test_names_that_lead_out(run, tar):
    rewrite(tar, [(tarfile.TarInfo("../evil"), b"x"), (tarfile.TarInfo("/etc/evil"), b"x")])
    code, findings = check(run, tar)
    assert code == 3 and [f[1:] for f in findings if f[1] == "member-name"] == [
        ("member-name", "../evil"), ("member-name", "/etc/evil")]


@pytest.mark.parametrize("ending", ENDINGS)
def test_torn_files(run, tmp_path, warc, ending):
    path = tmp_path / ("y" + ending)
    run("export", warc, "-o", path)
    data = path.read_bytes()
    for n in (0, 1, 10, 600, len(data) // 2, len(data) - 30):
        path.write_bytes(data[:n])
        code, findings = check(run, path)
        assert code == 3 and {f[1] for f in findings} & {"archive-data", "archive-end"}, n


def test_a_tar_cut_between_two_members(run, tar):
    members = read(tar)
    data = tar.read_bytes()
    tar.write_bytes(data[:members[2][0].offset])
    assert check(run, tar) == (3, [("error", "archive-end", None)])
    tar.write_bytes(data[:-1024])
    assert check(run, tar) == (3, [("error", "archive-end", None)])


def test_flipped_bytes(run, tmp_path, warc):
    path = tmp_path / "y.zip"
    run("export", warc, "-o", path)
    with zipfile.ZipFile(path) as z:
        info = z.infolist()[3]
    name, data = info.filename, bytearray(path.read_bytes())
    extra = int.from_bytes(data[info.header_offset + 28:info.header_offset + 30], "little")
    data[info.header_offset + 30 + len(name) + extra + info.compress_size // 2] ^= 0x10
    path.write_bytes(data)
    code, findings = check(run, path)
    assert code == 3 and name in {f[2] for f in findings}


def test_without_a_manifest(run, tmp_path):
    with tarfile.open(tmp_path / "foreign.tar.gz", "w:gz") as t:
        t.addfile(tarfile.TarInfo("a"), io.BytesIO(b""))
    assert check(run, tmp_path / "foreign.tar.gz") == (0, [("warning", "manifest-absent", None)])
    done = run("verify", tmp_path / "foreign.tar.gz")
    assert "there is no SHA256SUMS in the file" in done.stdout


def test_malformed_manifests(run, tar):
    members = read(tar)
    for line in (b"x\n", b"0" * 64 + b"  ../a\n", b"0" * 64 + b"  /a\n", b"g" * 64 + b"  a\n", b"\x00\xff\n"):
        rewrite(tar, members[:-1] + [(members[-1][0], members[-1][1] + line)])
        assert check(run, tar) == (3, [("error", "manifest-line", None)]), line


def test_the_articles_of_a_collection(run, tmp_path, sample_site):
    out = tmp_path / "c"
    assert run("crawl", sample_site.url, "-o", out, "--delay", "0", "--max-pages", "12").returncode in (0, 6)
    path = next((out / "articles").iterdir())
    done = run("verify", out)
    assert done.returncode == 0 and "2 files" in done.stderr
    data = path.read_bytes()
    path.write_bytes(data[:len(data) // 2])
    done = run("verify", out)
    assert done.returncode == 3 and "archive-data" in done.stdout and path.name in done.stdout
