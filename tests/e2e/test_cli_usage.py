"""Wrong usage and bad input: one line on stderr that says what and why, the right exit code, no data."""
import json
import os

import pytest

COMMANDS = ["extract", "categories", "crawl", "config", "status", "verify", "export"]


def one_line(done, code, *words):
    """stderr is one line that names every word and the exit code; stdout is empty."""
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("newsarc: ") and lines[0].endswith("(exit %d)" % code), lines[0]
    for word in words:
        assert word in lines[0], lines[0]


@pytest.mark.parametrize("args, words", [
    ([], ["--help"]),
    (["extarct"], ["extarct", '"extract"']),
    (["frobnicate"], ["frobnicate", "--help"]),
    (["--frob"], ["--frob"]),
    (["extract", "--formt=json"], ["--formt", "--format"]),
    (["extract", "--zzzzzz"], ["--zzzzzz"]),
    (["extract", "-Z"], ["-Z"]),
    (["extract", "--format=xml", "x.html"], ["xml", "json", "jsonl", "text", "markdown"]),
    (["extract", "--format"], ["--format", "needs a value"]),
    (["extract", "--batch=yes"], ["--batch", "takes no value"]),
    (["extract", "--batch", "x.html"], ["--batch"]),
    (["extract", "--url=http://a/", "x.html", "y.html"], ["--url"]),
    (["extract", "-j", "0", "x.html"], ["0", "1 to 64"]),
    (["extract", "-j65", "x.html"], ["65"]),
    (["extract", "-j", "-1", "x.html"], ["-1"]),
    (["extract", "-j", "99999999999999999999999", "x.html"], ["--jobs"]),
    (["extract", "--progress=loud", "x.html"], ["loud", "auto"]),
    (["verify"], ["verify", "FILE|DIR"]),
    (["status"], ["status", "DIR"]),
    (["status", "a", "b"], ["too many"]),
    (["export", "a"], ["-o FILE"]),
    (["categories", "not-a-url"], ["not-a-url", "URL"]),
    (["crawl"], ["URL... -o DIR"]),
    (["crawl", "http://localhost/"], ["-o DIR"]),
    (["crawl", "localhost", "-o", "x"], ["localhost", "URL"]),
    (["crawl", "http://localhost/", "-o", "x", "--delay=soon"], ["soon", "500ms"]),
    (["crawl", "http://localhost/", "-o", "x", "--max-bytes=12Q"], ["12Q", "20M"]),
    (["crawl", "http://localhost/", "-o", "x", "--scope=world"], ["world", "domain", "host", "prefix"]),
])
def test_wrong_usage(run, args, words, tmp_path):
    one_line(run(*args, cwd=tmp_path), 2, "usage", *words)
    assert os.listdir(tmp_path) == []


def test_a_suggestion_only_when_near(run):
    assert "did you mean" not in run("extract", "--zzzzzz").stderr


def test_values_in_every_form(run, tmp_path):
    page = tmp_path / "p.html"
    page.write_text("<title>T</title><p>A sentence that is long enough to be taken for a body.</p>")
    forms = [["--format=text", "-j2"], ["--format", "text", "-j", "2"], ["--jobs=2", "--format=text"]]
    outputs = {run("extract", *form, page).stdout for form in forms}
    outputs |= {run("extract", page, *form).stdout for form in forms}
    assert len(outputs) == 1 and "long enough" in outputs.pop()


def test_two_dashes_end_the_options(run, tmp_path):
    (tmp_path / "-v").write_text("<title>T</title><p>A page that is named like an option, with a body to it.</p>")
    done = run("extract", "--format=text", "--", "-v", cwd=tmp_path)
    assert done.returncode == 0 and "named like an option" in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_help_names_every_option_once(run, command):
    done = run(command, "--help")
    assert done.returncode == 0 and done.stderr == ""
    assert done.stdout.startswith("Usage: newsarc " + command)
    names = [word.split("=")[0] for line in done.stdout.splitlines() if line.lstrip().startswith("-")
             for word in line.split()[:2] if word.startswith("--")]
    assert "--help" in names and len(names) == len(set(names))
    assert all(len(line) <= 110 for line in done.stdout.splitlines())
    assert run("help", command).stdout == done.stdout


def test_overview_names_every_command(run):
    done = run("--help")
    assert done.returncode == 0 and all("  %s " % c in done.stdout for c in COMMANDS)
    assert run("help").stdout == done.stdout


def test_version(run):
    done = run("--version")
    assert done.returncode == 0
    name, version = done.stdout.split()
    assert name == "newsarc" and version.count(".") == 2


@pytest.fixture
def bad_inputs(tmp_path):
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "binary.html").write_bytes(bytes(range(256)) * 40)
    with open(tmp_path / "large.html", "wb") as f:
        f.truncate(100_000_000)
    (tmp_path / "directory").mkdir()
    return tmp_path


@pytest.mark.parametrize("name, words", [
    ("missing.html", ["No such file"]),
    ("directory", ["is a directory"]),
    ("empty.html", ["is empty"]),
    ("binary.html", ["not an HTML page"]),
    ("large.html", ["100 MB", "8 MiB"]),
])
def test_extract_bad_input(run, bad_inputs, name, words):
    one_line(run("extract", name, cwd=bad_inputs, timeout=20), 1, "failed", name, *words)


def test_extract_without_permission(run, tmp_path):
    page = tmp_path / "secret.html"
    page.write_text("<p>x</p>")
    page.chmod(0)
    if os.access(page, os.R_OK):
        pytest.skip("this user may read everything")
    one_line(run("extract", page), 1, "Permission denied")


def test_a_gzip_file_is_no_page(run, tmp_path):
    import gzip
    (tmp_path / "y.bin").write_bytes(gzip.compress(b"<html><p>hello</p>"))
    one_line(run("extract", tmp_path / "y.bin"), 1, "gzip")


def test_a_large_file_is_not_read_whole(newsarc, bad_inputs):
    """One GB of nothing is refused within a small memory and at once."""
    import resource
    import subprocess
    with open(bad_inputs / "huge.html", "wb") as f:
        f.truncate(10**9)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run([newsarc, "extract", str(bad_inputs / "huge.html")], capture_output=True, text=True)
    one_line(done, 1, "8 MiB")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 1


def test_endless_input_is_bounded(newsarc):
    import subprocess
    with open("/dev/zero", "rb") as zero:
        done = subprocess.run([newsarc, "extract", "-"], stdin=zero, capture_output=True, text=True, timeout=60)
    one_line(done, 1, "standard input", "8 MiB")


def test_empty_standard_input(run):
    one_line(run("extract", "-", input=""), 1, "standard input", "is empty")
    one_line(run("extract", input=""), 1, "standard input", "is empty")


@pytest.mark.parametrize("form", [["--format=json"], ["--format=jsonl"], []])
def test_all_inputs_bad_gives_no_partial_json(run, bad_inputs, form):
    done = run("extract", *form, "missing.html", "empty.html", cwd=bad_inputs)
    assert done.returncode == 1 and done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 3
    assert "missing.html" in lines[0] and "empty.html" in lines[1]
    assert lines[2] == "newsarc: failed: 2 pages, 2 failed (exit 1)"


def test_messages_as_json(run, bad_inputs):
    done = run("extract", "--log-format=json", "missing.html", "empty.html", cwd=bad_inputs)
    entries = [json.loads(line) for line in done.stderr.splitlines()]
    assert [e["event"] for e in entries] == ["extract", "extract", "result"]
    assert entries[0]["input"] == "missing.html" and entries[0]["level"] == "error"
    assert entries[2]["result"] == "failed" and entries[2]["exit"] == 1 and entries[2]["failed"] == 2


def test_control_characters_never_reach_stderr(run, tmp_path):
    done = run("extract", "\x1b[31mred\x07\n", cwd=tmp_path)
    one_line(done, 1, "\\x1b[31mred\\x07\\n")
    assert "\x1b" not in done.stderr


def test_file_names_that_are_not_utf8(newsarc, tmp_path):
    import subprocess
    for extra in ([], ["--log-format=json"]):
        done = subprocess.run([newsarc, "extract", *extra, b"\xff\xfe.html", b"b\xe9"], capture_output=True, cwd=tmp_path)
        assert done.returncode == 1
        assert "xff" in done.stderr.decode("utf-8")


def test_no_such_collection(run, tmp_path):
    one_line(run("status", tmp_path / "none"), 1, "none")
    one_line(run("export", tmp_path / "none", "-o", tmp_path / "x.jsonl"), 1, "none")
    one_line(run("verify", tmp_path / "none"), 1, "none")
    assert os.listdir(tmp_path) == []


def test_verify_something_that_is_no_warc(run, tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(b"hello, I am no WARC file\n" * 10)
    one_line(run("verify", tmp_path / "a.warc.gz"), 1, "a.warc.gz")


def test_a_site_that_does_not_answer(run):
    one_line(run("extract", "http://127.0.0.1:9/"), 5, "127.0.0.1:9")
    one_line(run("categories", "http://127.0.0.1:9/"), 5, "127.0.0.1:9")


def test_a_full_disk_is_told(newsarc, tmp_path):
    import subprocess
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full")
    page = tmp_path / "p.html"
    page.write_text("<title>T</title><p>A sentence that is long enough to be taken for a body.</p>")
    with open("/dev/full", "w") as full:
        done = subprocess.run([newsarc, "extract", str(page)], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 7 and "No space left" in done.stderr


def test_a_closed_pipe_ends_quietly(newsarc, tmp_path):
    import subprocess
    page = tmp_path / "p.html"
    page.write_text("<title>T</title><p>A sentence that is long enough to be taken for a body.</p>")
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([newsarc, "extract", *[str(page)] * 3], stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert done.returncode == 141
